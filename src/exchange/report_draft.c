/* report_draft.c: pairs by name, for the two organisations themselves. Nothing of it may be published before both agreed. */
#include "report_private.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

static const char MARK[] = "NOT AGREED, NOT FOR PUBLICATION";

static const struct eh_sheet_column PAIRS[] = {
	{ "mark", "Mark", EH_SHEET_TEXT, 0, 20 },
	{ "need", "Need", EH_SHEET_TEXT, 0, 24 },
	{ "one_service", "One service", EH_SHEET_TEXT, 0, 40 },
	{ "one_ward", "Its ward", EH_SHEET_TEXT, 0, 20 },
	{ "other_service", "The other service", EH_SHEET_TEXT, 0, 40 },
	{ "other_ward", "Its ward", EH_SHEET_TEXT, 0, 20 },
	{ "score", "Shared ground (0-1)", EH_SHEET_NUMBER, 2, 9 },
	{ "people", "People in both circles", EH_SHEET_WHOLE, 0, 9 },
	{ "may_show", "Both agreed to be named", EH_SHEET_YES_NO, 0, 9 },
	{ "one_organisation", "Organisation of the one", EH_SHEET_TEXT, 0, 14 },
	{ "other_organisation", "Organisation of the other", EH_SHEET_TEXT, 0, 14 },
};

static enum eh_rc pairs_table(const struct eh_report *report, struct eh_sheet *sheet, struct eh_error *err)
{
	eh_sheet_init(sheet, "pairs", "Services that share ground, by name",
	        "For these organisations themselves. Shared ground may mean choice, capacity or a specialism; only the two "
	        "can say. Show both their pair before anybody else; silence is no.",
	        PAIRS, COUNT(PAIRS));
	for (size_t i = 0; i < report->analysis.overlap_count; i++) {
		const struct eh_overlap_row *row = &report->analysis.overlaps[i];
		const struct eh_need *need = eh_need_find(row->need);
		union eh_sheet_cell *cell = eh_sheet_row(sheet);
		if (!cell)
			return eh_fail_memory(err);
		cell[0].text = EH_STR("not agreed, not for publication");
		cell[1].text = need ? eh_str_of(need->label) : row->need;
		cell[2].text = row->a_name;
		cell[3].text = row->ward_a;
		cell[4].text = row->b_name;
		cell[5].text = row->ward_b;
		cell[6].number = row->score;
		cell[7].number = row->area_people;
		cell[8].number = row->may_show;
		cell[9].text = row->a_organisation;
		cell[10].text = row->b_organisation;
	}
	return EH_OK;
}

static enum eh_rc write_page(struct eh_report *report, const struct eh_sheet *sheet, struct eh_error *err)
{
	struct eh_page page EH_CLEANUP_PAGE = { 0 };

	eh_report_begin(report, &page, eh_page_text(&page, "%s: %.*s", MARK, EH_FMT(report->analysis.place_name)), false);
	EH_PAGE(&page,
	        "<div class=\"mark stop\"><div class=\"wide\">{}</div></div>\n<div class=\"top\"><div class=\"wide\"><h1>{}: "
	        "services that share ground, by name</h1></div></div>\n</header>\n<main id=\"main\" tabindex=\"-1\"><div "
	        "class=\"wide\">\n",
	        eh_str_of(MARK), report->analysis.place_name);
	if (eh_sheet_html(sheet, &page.out) < 0)
		return eh_fail_memory(err);
	EH_PAGE(&page, "<p><strong>{}</strong></p>\n", eh_str_of(MARK));
	eh_report_end(report, &page);
	return eh_report_put_page(report, &page, "draft/pairs.html", err);
}

enum eh_rc eh_report_write_draft(struct eh_report *report, struct eh_error *err)
{
	struct eh_sheet sheet EH_CLEANUP_SHEET = { 0 };
	struct eh_buf csv EH_CLEANUP_BUF = { 0 };
	const struct eh_sheet *sheets[] = { &sheet };

	if (!report->options->draft)
		return EH_OK;
	EH_TRY(pairs_table(report, &sheet, err));
	if (eh_sheet_csv(&sheet, &csv) < 0)
		return eh_fail_memory(err);
	EH_TRY(eh_folder_put(&report->folder, "draft/pairs.csv", eh_buf_str(&csv), err));
	EH_TRY(write_page(report, &sheet, err));
	struct eh_str path = eh_folder_where(&report->folder, "draft/pairs.xlsx", &report->arena);
	struct eh_str title = eh_arena_str(&report->arena, report->analysis.place_name);
	if (!path.p || !title.p)
		return eh_fail_memory(err);
	const struct eh_workbook workbook = { .title = title.p,
		.mark = report->analysis.synthetic ? "NOT AGREED, NOT FOR PUBLICATION (SYNTHETIC)" : MARK,
		.sheets = sheets,
		.count = 1 };
	EH_TRY(eh_sheet_workbook(&workbook, path.p, err));
	return eh_folder_take(&report->folder, "draft/pairs.xlsx", err);
}
