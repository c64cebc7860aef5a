/* tables.c: columns of each table, and the rows they are filled from. */
#include "tables.h"

#include <math.h>
#include <stdlib.h>

#include "queries.h"
#include "sources/recipe.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

static bool wanted(struct eh_str need, const char *code) { return !need.n || eh_str_eq(need, eh_str_of(code)); }

static const struct eh_sheet_column GAPS[] = {
	{ "area", "Area code", EH_SHEET_TEXT, 0, 9 },
	{ "area_name", "Neighbourhood", EH_SHEET_TEXT, 0, 26 },
	{ "need", "Need", EH_SHEET_TEXT, 0, 14 },
	{ "people", "People", EH_SHEET_WHOLE, 0, 7 },
	{ "need_percentile", "Need (0-100, 100 most)", EH_SHEET_NUMBER, 1, 8 },
	{ "reach", "Within 20 minutes' walk", EH_SHEET_SHARE, 0, 9 },
	{ "access_ratio", "Access (1 = mean here)", EH_SHEET_NUMBER, 2, 9 },
	{ "gap", "Gap", EH_SHEET_TEXT, 0, 9 },
	{ "standing", "How sure", EH_SHEET_TEXT, 0, 10 },
	{ "fragile", "Rests on one", EH_SHEET_YES_NO, 0, 7 },
	{ "priority", "Priority", EH_SHEET_WHOLE, 0, 9 },
};

/* "Luton 007A (Bury Park)" where people use a name. */
static struct eh_str area_name(const struct eh_place_area *area) { return area->label.n ? area->label : area->name; }

static void gap_row(const struct eh_place_area *area, const struct eh_need_summary *need, const struct eh_coverage_row *row,
        union eh_sheet_cell *cell)
{
	cell[0].text = area->code;
	cell[1].text = area_name(area);
	cell[2].text = eh_str_of(need->need->code);
	cell[3].number = row->people;
	cell[4].number = row->need_percentile;
	cell[5].number = eh_need_walks(need) ? row->reach[1] : (double)NAN;
	cell[6].number = row->access_ratio;
	cell[7].text = eh_str_of(eh_gap_name(row->gap));
	cell[8].text = eh_str_of(eh_standing_name(row->standing));
	cell[9].number = row->fragile;
	cell[10].number = row->priority;
}

static int by_priority(const void *a, const void *b)
{
	const union eh_sheet_cell *x = a, *y = b;

	if (x[10].number != y[10].number)
		return x[10].number > y[10].number ? -1 : 1;
	int order = eh_str_cmp(x[0].text, y[0].text);
	return order ? order : eh_str_cmp(x[2].text, y[2].text);
}

enum eh_rc eh_table_gaps(
        const struct eh_analysis *analysis, struct eh_str need, bool only_gaps, struct eh_sheet *ret_sheet, struct eh_error *err)
{
	eh_sheet_init(ret_sheet, "gaps", "Need, reach and access by neighbourhood",
	        "Gaps are gaps on this list: \"none\" means none on this list. Where help is kept private or covers the whole "
	        "place walking time says nothing, and no share is given.",
	        GAPS, COUNT(GAPS));
	for (size_t i = 0; i < analysis->area_count; i++)
		for (size_t n = 0; n < analysis->need_count; n++) {
			const struct eh_coverage_row *row = &analysis->rows[i * analysis->need_count + n];
			if (!wanted(need, analysis->needs[n].need->code) || (only_gaps && row->gap == EH_GAP_NONE))
				continue;
			union eh_sheet_cell *cell = eh_sheet_row(ret_sheet);
			if (!cell)
				return eh_fail_memory(err);
			gap_row(&analysis->areas[i], &analysis->needs[n], row, cell);
		}
	if (only_gaps && ret_sheet->row_count)
		qsort(ret_sheet->cells, ret_sheet->row_count, COUNT(GAPS) * sizeof *ret_sheet->cells, by_priority);
	return EH_OK;
}

static const struct eh_sheet_column OVERLAPS[] = {
	{ "a", "Service", EH_SHEET_TEXT, 0, 0 },
	{ "a_organisation", "Organisation", EH_SHEET_TEXT, 0, 0 },
	{ "b", "Service", EH_SHEET_TEXT, 0, 0 },
	{ "b_organisation", "Organisation", EH_SHEET_TEXT, 0, 0 },
	{ "a_name", "One service", EH_SHEET_TEXT, 0, 40 },
	{ "b_name", "The other", EH_SHEET_TEXT, 0, 40 },
	{ "score", "Shared ground (0-1)", EH_SHEET_NUMBER, 2, 7 },
	{ "need", "Need", EH_SHEET_TEXT, 0, 14 },
	{ "area_people", "People in both", EH_SHEET_WHOLE, 0, 9 },
	{ "may_show", "Both agreed to be named", EH_SHEET_YES_NO, 0, 6 },
};

/* The names are there for people; other programs have the identifiers. */
static const char *const OVERLAPS_JSON[] = { "a", "a_organisation", "b", "b_organisation", "score", "need", "area_people",
	"may_show", NULL };

enum eh_rc eh_table_overlaps(
        const struct eh_analysis *analysis, struct eh_str need, struct eh_sheet *ret_sheet, struct eh_error *err)
{
	eh_sheet_init(ret_sheet, "overlaps", "Services that share ground",
	        "NOT AGREED, NOT FOR PUBLICATION. Shared ground may mean choice, capacity or specialism; only the two "
	        "organisations can say what it is.",
	        OVERLAPS, COUNT(OVERLAPS));
	ret_sheet->json_keys = OVERLAPS_JSON;
	for (size_t i = 0; i < analysis->overlap_count; i++) {
		const struct eh_overlap_row *row = &analysis->overlaps[i];
		if (need.n && !eh_str_eq(need, row->need))
			continue;
		union eh_sheet_cell *cell = eh_sheet_row(ret_sheet);
		if (!cell)
			return eh_fail_memory(err);
		cell[0].text = row->a;
		cell[1].text = row->a_organisation;
		cell[2].text = row->b;
		cell[3].text = row->b_organisation;
		cell[4].text = row->a_name;
		cell[5].text = row->b_name;
		cell[6].number = row->score;
		cell[7].text = row->need;
		cell[8].number = row->area_people;
		cell[9].number = row->may_show;
	}
	return EH_OK;
}

static const struct eh_sheet_column OVERLAP_COUNTS[] = {
	{ "need", "Need", EH_SHEET_TEXT, 0, 16 },
	{ "ward", "Ward", EH_SHEET_TEXT, 0, 28 },
	{ "pairs", "Pairs of services that share ground", EH_SHEET_WHOLE, 0, 12 },
};

enum eh_rc eh_table_overlap_counts(
        const struct eh_analysis *analysis, struct eh_str need, struct eh_sheet *ret_sheet, struct eh_error *err)
{
	eh_sheet_init(ret_sheet, "shared_ground", "Shared ground by need and ward",
	        "Counts under five are withheld, and so are others from which one could work them out. Shared ground may mean "
	        "choice, capacity or specialism; only the organisations can say.",
	        OVERLAP_COUNTS, COUNT(OVERLAP_COUNTS));
	for (size_t i = 0; i < analysis->overlap_count_count; i++) {
		const struct eh_overlap_count *count = &analysis->overlap_counts[i];
		if (count->pairs < 0 || !wanted(need, count->need->code))
			continue;
		union eh_sheet_cell *cell = eh_sheet_row(ret_sheet);
		if (!cell)
			return eh_fail_memory(err);
		cell[0].text = eh_str_of(count->need->code);
		cell[1].text = count->ward < analysis->ward_count ? analysis->wards[count->ward].name : EH_STR("all wards");
		cell[2].number = (double)count->pairs;
	}
	return EH_OK;
}

static const struct eh_sheet_column COMPLETENESS[] = {
	{ "area", "Area", EH_SHEET_TEXT, 0, 0 },
	{ "area_name", "Area", EH_SHEET_TEXT, 0, 28 },
	{ "listed", "Compared: on either list", EH_SHEET_WHOLE, 0, 11 },
	{ "registers", "In registers", EH_SHEET_WHOLE, 0, 12 },
	{ "local_lists", "In local lists", EH_SHEET_WHOLE, 0, 14 },
	{ "matched", "In both", EH_SHEET_WHOLE, 0, 8 },
	{ "estimated", "Thought to exist", EH_SHEET_WHOLE, 0, 16 },
	{ "low", "From", EH_SHEET_WHOLE, 0, 7 },
	{ "high", "To", EH_SHEET_WHOLE, 0, 7 },
	{ "method", "How estimated", EH_SHEET_TEXT, 0, 30 },
	{ "too_few", "Too few to say", EH_SHEET_YES_NO, 0, 8 },
	{ "hard_to_say", "Hard to say: too few shared", EH_SHEET_YES_NO, 0, 8 },
};

static const char *const COMPLETENESS_JSON[] = { "area", "listed", "estimated", "low", "high", "matched", "method", "too_few",
	NULL };

static double whole_or_unknown(int64_t value, bool known) { return known ? (double)value : (double)NAN; }

enum eh_rc eh_table_completeness(const struct eh_analysis *analysis, struct eh_sheet *ret_sheet, struct eh_error *err)
{
	eh_sheet_init(ret_sheet, "completeness", "How complete the list is thought to be",
	        "An estimate from comparing two lists (Chapman 1951), neither an upper nor a lower bound: entries that are out "
	        "of date and matches that "
	        "were missed raise it, lists that draw on one another move it either way, and groups that are in no list at all "
	        "stay unseen.",
	        COMPLETENESS, COUNT(COMPLETENESS));
	ret_sheet->json_keys = COMPLETENESS_JSON;
	for (size_t i = 0; i < analysis->completeness_count; i++) {
		const struct eh_completeness_row *row = &analysis->completeness[i];
		union eh_sheet_cell *cell = eh_sheet_row(ret_sheet);
		if (!cell)
			return eh_fail_memory(err);
		cell[0].text = row->code;
		cell[1].text = row->name;
		cell[2].number = (double)row->listed;
		cell[3].number = (double)row->registers;
		cell[4].number = (double)row->local_lists;
		cell[5].number = (double)row->matched;
		cell[6].number = whole_or_unknown(row->estimated, !row->too_few);
		cell[7].number = whole_or_unknown(row->low, !row->too_few);
		cell[8].number = whole_or_unknown(row->high, !row->too_few);
		cell[9].text = eh_str_of(row->method);
		cell[10].number = row->too_few;
		cell[11].number = eh_completeness_hard(row);
	}
	return EH_OK;
}

static const struct eh_sheet_column NEEDS[] = {
	{ "label", "Need", EH_SHEET_TEXT, 0, 34 },
	{ "need", "Code", EH_SHEET_TEXT, 0, 14 },
	{ "located", "Places of help on this list", EH_SHEET_WHOLE, 0, 8 },
	{ "registered", "Known by an office only", EH_SHEET_WHOLE, 0, 8 },
	{ "whole_place", "At home, online or protected", EH_SHEET_WHOLE, 0, 8 },
	{ "elsewhere", "Work here, no place stated", EH_SHEET_WHOLE, 0, 8 },
	{ "reach", "People within 20 minutes' walk", EH_SHEET_SHARE, 0, 8 },
	{ "areas_in_gap", "Areas with a gap", EH_SHEET_WHOLE, 0, 8 },
	{ "people_in_gap", "People there", EH_SHEET_WHOLE, 0, 9 },
	{ "capacity", "What is counted", EH_SHEET_TEXT, 0, 28 },
	{ "by_walking", "Walking time says something", EH_SHEET_YES_NO, 0, 10 },
};

enum eh_rc eh_table_needs(const struct eh_analysis *analysis, struct eh_sheet *ret_sheet, struct eh_error *err)
{
	eh_sheet_init(ret_sheet, "needs", "Each need in the whole place",
	        "Places of help and offices count where they stand; help at home, online or in a protected place counts for "
	        "everybody, so that walking time says nothing where there is any. Organisations that state no place here are in "
	        "no catchment.",
	        NEEDS, COUNT(NEEDS));
	for (size_t i = 0; i < analysis->need_count; i++) {
		const struct eh_need_summary *need = &analysis->needs[i];
		union eh_sheet_cell *cell = eh_sheet_row(ret_sheet);
		if (!cell)
			return eh_fail_memory(err);
		cell[0].text = eh_str_of(need->need->label);
		cell[1].text = eh_str_of(need->need->code);
		cell[2].number = (double)need->located;
		cell[3].number = (double)need->registered;
		cell[4].number = (double)need->whole_place;
		cell[5].number = (double)need->elsewhere;
		cell[6].number = eh_need_walks(need) ? need->reach : (double)NAN;
		cell[7].number = (double)need->areas_in_gap;
		cell[8].number = need->people_in_gap;
		cell[9].text = need->capacity_known ? EH_STR("places a week, where known") : EH_STR("presence, not capacity");
		cell[10].number = eh_need_walks(need);
	}
	return EH_OK;
}

static const struct eh_sheet_column SOURCES[] = {
	{ "publisher", "Publisher", EH_SHEET_TEXT, 0, 40 },
	{ "source", "Source", EH_SHEET_TEXT, 0, 28 },
	{ "date", "Date of the data", EH_SHEET_TEXT, 0, 12 },
	{ "rows", "Rows kept", EH_SHEET_WHOLE, 0, 9 },
	{ "refused", "Refused", EH_SHEET_WHOLE, 0, 8 },
	{ "says", "What a row says", EH_SHEET_TEXT, 0, 20 },
	{ "licence", "Licence", EH_SHEET_TEXT, 0, 34 },
	{ "attribution", "Attribution", EH_SHEET_TEXT, 0, 0 },
};

enum eh_rc eh_table_sources(
        struct eh_db *db, struct eh_str place_id, struct eh_arena *arena, struct eh_sheet *ret_sheet, struct eh_error *err)
{
	struct eh_cursor rows EH_CLEANUP_CURSOR = { 0 };
	struct eh_q_source_newest row;
	enum eh_rc rc = eh_q_source_newest(db, place_id, &rows, err);

	eh_sheet_init(ret_sheet, "sources", "Sources", NULL, SOURCES, COUNT(SOURCES));
	while (rc == EH_OK && (rc = eh_q_source_newest_next(&rows, &row, err)) == EH_OK) {
		char date[11], says[64];
		union eh_sheet_cell *cell = eh_sheet_row(ret_sheet);
		if (!cell)
			return eh_fail_memory(err);
		eh_date_format((int32_t)row.data_date, date);
		eh_says_format((unsigned)row.says, says);
		cell[0].text = eh_db_keep(arena, row.publisher);
		cell[1].text = eh_db_keep(arena, row.name);
		cell[2].text = eh_arena_str(arena, eh_str_of(date));
		cell[3].number = (double)row.kept;
		cell[4].number = (double)row.refused;
		cell[5].text = eh_arena_str(arena, eh_str_of(says));
		cell[6].text = eh_db_keep(arena, row.licence);
		cell[7].text = eh_db_keep(arena, row.attribution);
	}
	return eh_arena_check(arena, rc == EH_END ? EH_OK : rc, err);
}
