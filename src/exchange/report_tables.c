/* report_tables.c: the tables of the report as CSV and as one workbook. */
#include <math.h>

#include "queries.h"
#include "report_private.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

static const struct eh_sheet_column GAPS[] = {
	{ "standing", "How sure", EH_SHEET_TEXT, 0, 10 },
	{ "priority", "Priority", EH_SHEET_WHOLE, 0, 9 },
	{ "need_label", "Need", EH_SHEET_TEXT, 0, 30 },
	{ "area_name", "Neighbourhood", EH_SHEET_TEXT, 0, 34 },
	{ "ward", "Ward", EH_SHEET_TEXT, 0, 24 },
	{ "gap_words", "What the gap is", EH_SHEET_TEXT, 0, 22 },
	{ "people", "People who may need it", EH_SHEET_WHOLE, 0, 9 },
	{ "need_percentile", "Need (0-100 in England, 100 most)", EH_SHEET_NUMBER, 1, 9 },
	{ "reach", "Within 20 minutes' walk", EH_SHEET_SHARE, 0, 9 },
	{ "access_ratio", "Access (1 = mean here)", EH_SHEET_NUMBER, 2, 9 },
	{ "list_complete", "How complete the list of this ward is", EH_SHEET_TEXT, 0, 16 },
	{ "need", "Code of the need", EH_SHEET_TEXT, 0, 14 },
	{ "area", "Code of the area", EH_SHEET_TEXT, 0, 11 },
	{ "gap", "Code of the gap", EH_SHEET_TEXT, 0, 10 },
};

static enum eh_rc gaps_table(struct eh_report *report, struct eh_sheet *sheet, struct eh_error *err)
{
	struct eh_report_gap *gaps EH_CLEANUP_FREE = NULL;
	size_t count = 0;

	eh_sheet_init(sheet, "gaps", "Gaps on this list, the firmest first",
	        "\"None on this list\" is not \"none\". Indicated: a gap at 20 minutes' walk. Robust: at 10, 20 and 30 "
	        "minutes, with all services and with only those placed where help happens.",
	        GAPS, COUNT(GAPS));
	EH_TRY(eh_report_gaps(report, &gaps, &count, err));
	for (size_t i = 0; i < count; i++) {
		const struct eh_place_area *area = &report->analysis.areas[gaps[i].area];
		const struct eh_need *need = report->analysis.needs[gaps[i].need].need;
		const struct eh_coverage_row *row = gaps[i].row;
		union eh_sheet_cell *cell = eh_sheet_row(sheet);
		if (!cell)
			return eh_fail_memory(err);
		cell[0].text = eh_str_of(eh_standing_name(row->standing));
		cell[1].number = row->priority;
		cell[2].text = eh_str_of(need->label);
		cell[3].text = area->label;
		cell[4].text = eh_report_ward_name(report, area->ward);
		cell[5].text = eh_str_of(eh_report_gap_words(row->gap));
		cell[6].number = row->people;
		cell[7].number = row->need_percentile;
		cell[8].number = eh_need_walks(&report->analysis.needs[gaps[i].need]) ? row->reach[1] : (double)NAN;
		cell[9].number = row->access_ratio;
		cell[10].text = eh_report_complete(report, eh_report_ward_complete(report, area->ward));
		cell[11].text = eh_str_of(need->code);
		cell[12].text = area->code;
		cell[13].text = eh_str_of(eh_gap_name(row->gap));
	}
	return EH_OK;
}

static const struct eh_sheet_column NEXT[] = {
	{ "need_label", "Need", EH_SHEET_TEXT, 0, 30 },
	{ "order", "Place of help", EH_SHEET_WHOLE, 0, 8 },
	{ "area_name", "In the middle of", EH_SHEET_TEXT, 0, 34 },
	{ "ward", "Ward", EH_SHEET_TEXT, 0, 24 },
	{ "people", "People it would bring within 20 minutes' walk", EH_SHEET_WHOLE, 0, 12 },
	{ "need", "Code of the need", EH_SHEET_TEXT, 0, 14 },
	{ "area", "Code of the area", EH_SHEET_TEXT, 0, 11 },
};

static enum eh_rc next_table(struct eh_report *report, struct eh_sheet *sheet, struct eh_error *err)
{
	eh_sheet_init(sheet, "where_next", "Where one more place of help would reach the most people",
	        "Of people whom nothing on this list reaches now; the second counts those whom the first would not reach. A "
	        "sum, not a recommendation: it knows no buildings, no money and nobody's wishes.",
	        NEXT, COUNT(NEXT));
	for (size_t n = 0; n < report->analysis.need_count; n++) {
		const struct eh_need_summary *need = &report->analysis.needs[n];
		for (size_t i = 0; i < need->next_count; i++) {
			const struct eh_place_area *area = &report->analysis.areas[need->next[i].area];
			union eh_sheet_cell *cell = eh_sheet_row(sheet);
			if (!cell)
				return eh_fail_memory(err);
			cell[0].text = eh_str_of(need->need->label);
			cell[1].number = (double)i + 1;
			cell[2].text = area->label;
			cell[3].text = eh_report_ward_name(report, area->ward);
			cell[4].number = need->next[i].people;
			cell[5].text = eh_str_of(need->need->code);
			cell[6].text = area->code;
		}
	}
	return EH_OK;
}

static const struct eh_sheet_column WARDS[] = {
	{ "ward_name", "Ward", EH_SHEET_TEXT, 0, 26 },
	{ "people", "People", EH_SHEET_WHOLE, 0, 9 },
	{ "areas", "Neighbourhoods", EH_SHEET_WHOLE, 0, 9 },
	{ "organisations", "Organisations based here", EH_SHEET_WHOLE, 0, 10 },
	{ "gaps_none", "Gaps: none on this list", EH_SHEET_WHOLE, 0, 9 },
	{ "gaps_low", "Gaps: low access, high need", EH_SHEET_WHOLE, 0, 9 },
	{ "list_complete", "How complete the list is", EH_SHEET_TEXT, 0, 16 },
	{ "ward", "Code", EH_SHEET_TEXT, 0, 11 },
};

static enum eh_rc wards_table(struct eh_report *report, struct eh_sheet *sheet, struct eh_error *err)
{
	const struct eh_analysis *analysis = &report->analysis;

	eh_sheet_init(sheet, "wards", "Wards, by name",
	        "Gaps are counted for each neighbourhood and need. Protected organisations are in no ward.", WARDS, COUNT(WARDS));
	for (size_t w = 0; w < analysis->ward_count; w++) {
		const struct eh_completeness_row *complete = eh_report_ward_complete(report, w);
		double none = 0, low = 0;
		for (size_t i = 0; i < analysis->area_count; i++)
			for (size_t n = 0; analysis->areas[i].ward == w && n < analysis->need_count; n++) {
				none += eh_report_row(report, i, n)->gap == EH_GAP_ABSOLUTE;
				low += eh_report_row(report, i, n)->gap == EH_GAP_RELATIVE;
			}
		union eh_sheet_cell *cell = eh_sheet_row(sheet);
		if (!cell)
			return eh_fail_memory(err);
		cell[0].text = analysis->wards[w].name;
		cell[1].number = analysis->wards[w].people;
		cell[2].number = (double)analysis->wards[w].areas;
		cell[3].number = (double)eh_report_based(report, w);
		cell[4].number = none;
		cell[5].number = low;
		cell[6].text = eh_report_complete(report, complete);
		cell[7].text = analysis->wards[w].code;
	}
	return EH_OK;
}

enum eh_rc eh_report_make_tables(struct eh_report *report, struct eh_error *err)
{
	const struct eh_str all = { NULL, 0 };
	struct eh_sheet *tables = report->tables;

	EH_TRY(gaps_table(report, &tables[EH_REPORT_GAPS], err));
	EH_TRY(next_table(report, &tables[EH_REPORT_NEXT], err));
	EH_TRY(eh_table_needs(&report->analysis, &tables[EH_REPORT_NEEDS], err));
	EH_TRY(eh_table_gaps(&report->analysis, all, false, &tables[EH_REPORT_AREAS], err));
	tables[EH_REPORT_AREAS].name = "neighbourhoods";
	EH_TRY(wards_table(report, &tables[EH_REPORT_WARDS], err));
	EH_TRY(eh_table_overlap_counts(&report->analysis, all, &tables[EH_REPORT_GROUND], err));
	EH_TRY(eh_table_completeness(&report->analysis, &tables[EH_REPORT_COMPLETENESS], err));
	EH_TRY(eh_table_organisations(
	        &report->listing, &report->analysis, true, &report->arena, &tables[EH_REPORT_ORGANISATIONS], err));
	return eh_table_sources(report->db, report->analysis.place_id, &report->arena, &tables[EH_REPORT_SOURCES], err);
}

static const struct eh_sheet_column READ_ME[] = {
	{ "what", "What", EH_SHEET_TEXT, 0, 34 },
	{ "says", "In words", EH_SHEET_TEXT, 0, 110 },
};

static enum eh_rc say(struct eh_sheet *sheet, struct eh_str what, struct eh_str says, struct eh_error *err)
{
	union eh_sheet_cell *cell = eh_sheet_row(sheet);

	if (!cell || !says.p)
		return eh_fail_memory(err);
	cell[0].text = what;
	cell[1].text = says;
	return EH_OK;
}

static enum eh_rc say_all(struct eh_sheet *sheet, const struct eh_report_words *words, struct eh_error *err)
{
	for (; words->heading; words++)
		EH_TRY(say(sheet, eh_str_of(words->heading), eh_str_of(words->text), err));
	return EH_OK;
}

/* Sheet "where next", as its tab says it. */
static struct eh_str tab_of(struct eh_report *report, size_t table)
{
	struct eh_str name = eh_arena_printf(&report->arena, "Sheet \"%s\"", report->tables[table].name);

	for (size_t i = 0; i < name.n; i++)
		if (name.p[i] == '_')
			((char *)name.p)[i] = ' ';
	return name;
}

static enum eh_rc read_me(struct eh_report *report, struct eh_sheet *sheet, struct eh_error *err)
{
	struct eh_arena *arena = &report->arena;
	char date[32];

	eh_sheet_init(sheet, "read_me", "Read me first", NULL, READ_ME, COUNT(READ_ME));
	if (report->analysis.synthetic)
		EH_TRY(say(sheet, EH_STR("SYNTHETIC"),
		        EH_STR("This place is invented: every organisation, number and name in this workbook was made by a "
		               "program."),
		        err));
	EH_TRY(say(sheet, EH_STR("Place"),
	        eh_arena_printf(arena, "%.*s (%.*s)", EH_FMT(report->analysis.place_name), EH_FMT(report->analysis.council)),
	        err));
	eh_date_words(report->made_on, date);
	EH_TRY(say(sheet, EH_STR("Made on"), eh_arena_printf(arena, "%s, by Evenhand %s", date, EH_VERSION), err));
	if (report->options->as_of != EH_NO_DATE) {
		eh_date_words(report->options->as_of, date);
		EH_TRY(say(sheet, EH_STR("As the sources had it on"), eh_arena_str(arena, eh_str_of(date)), err));
	}
	for (size_t i = 0; i < report->caution_count; i++)
		EH_TRY(say(sheet, EH_STR("Read with care"), report->cautions[i], err));
	for (size_t i = 0; i < EH_REPORT_TABLES; i++)
		EH_TRY(say(sheet, tab_of(report, i), eh_str_of(report->tables[i].title), err));
	EH_TRY(say(sheet, EH_STR("Empty cells"), EH_STR("An empty cell means: not known. It never means none."), err));
	EH_TRY(say_all(sheet, eh_report_method, err));
	return say_all(sheet, eh_report_criticisms, err);
}

static enum eh_rc write_workbook(struct eh_report *report, const struct eh_sheet *first, struct eh_error *err)
{
	const struct eh_sheet *sheets[EH_REPORT_TABLES + 1] = { first };
	struct eh_str path = eh_folder_where(&report->folder, "workbook.xlsx", &report->arena);
	struct eh_str title = eh_arena_printf(
	        &report->arena, "%.*s%s", EH_FMT(report->analysis.place_name), report->analysis.synthetic ? " (synthetic)" : "");

	if (!path.p || !title.p)
		return eh_fail_memory(err);
	for (size_t i = 0; i < EH_REPORT_TABLES; i++)
		sheets[i + 1] = &report->tables[i];
	const struct eh_workbook workbook = { .title = title.p,
		.mark = report->analysis.synthetic ? "SYNTHETIC: an invented place, nothing here is real" : NULL,
		.sheets = sheets,
		.count = EH_REPORT_TABLES + 1 };
	EH_TRY(eh_sheet_workbook(&workbook, path.p, err));
	return eh_folder_take(&report->folder, "workbook.xlsx", err);
}

enum eh_rc eh_report_write_tables(struct eh_report *report, struct eh_error *err)
{
	struct eh_sheet first EH_CLEANUP_SHEET = { 0 };
	struct eh_buf csv EH_CLEANUP_BUF = { 0 };

	for (size_t i = 0; i < EH_REPORT_TABLES; i++) {
		struct eh_str name = eh_arena_printf(&report->arena, "tables/%s.csv", report->tables[i].name);
		eh_buf_reset(&csv);
		if (!name.p || eh_sheet_csv(&report->tables[i], &csv) < 0)
			return eh_fail_memory(err);
		EH_TRY(eh_folder_put(&report->folder, name.p, eh_buf_str(&csv), err));
	}
	EH_TRY(read_me(report, &first, err));
	return write_workbook(report, &first, err);
}
