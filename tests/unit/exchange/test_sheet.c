#include "test.h"

#include <jansson.h>
#include <math.h>
#include <zip.h>

#include "exchange/sheet.h"

static const struct eh_sheet_column COLUMNS[] = {
	{ "name", "Name & number", EH_SHEET_TEXT, 0, 12 },
	{ "people", "People", EH_SHEET_WHOLE, 0, 8 },
	{ "ratio", "Ratio", EH_SHEET_NUMBER, 2, 8 },
	{ "share", "Share", EH_SHEET_SHARE, 0, 8 },
	{ "fragile", "Fragile", EH_SHEET_YES_NO, 0, 8 },
};

static void add(struct eh_sheet *sheet, const char *name, double people, double ratio, double share, double fragile)
{
	union eh_sheet_cell *cell = eh_sheet_row(sheet);

	assert_non_null(cell);
	cell[0].text = eh_str_of(name);
	cell[1].number = people;
	cell[2].number = ratio;
	cell[3].number = share;
	cell[4].number = fragile;
}

static void fill(struct eh_sheet *sheet)
{
	eh_sheet_init(sheet, "the_sheet", "A sheet", "A note that stands with the figures.", COLUMNS, 5);
	add(sheet, "Plain", 1234, 0.456, 0.5, 1);
	add(sheet, "=HYPERLINK(\"http://evil.example\")", NAN, -0.001, NAN, 0);
	add(sheet, "<b>O'Neill & \"Co\"</b>, Ltd", 0, 1, 0.123456, NAN);
}

static void csv_is_quoted_and_holds_no_formula(void **state)
{
	struct eh_sheet sheet EH_CLEANUP_SHEET = { 0 };
	struct eh_buf out EH_CLEANUP_BUF = { 0 };

	(void)state;
	fill(&sheet);
	assert_int_equal(eh_sheet_csv(&sheet, &out), EH_OK);
	assert_str(eh_buf_str(&out), "name,people,ratio,share,fragile\n"
	                             "Plain,1234,0.46,0.5000,yes\n"
	                             "\"'=HYPERLINK(\"\"http://evil.example\"\")\",,0.00,,no\n"
	                             "\"<b>O'Neill & \"\"Co\"\"</b>, Ltd\",0,1.00,0.1235,\n");
}

static void every_beginning_of_a_formula_is_guarded(void **state)
{
	static const char *const TEXTS[] = { "=1+1", "+44 20", "-2", "@SUM(A1)", "\tx", "\rx" };

	(void)state;
	for (size_t i = 0; i < sizeof TEXTS / sizeof *TEXTS; i++) {
		struct eh_sheet sheet EH_CLEANUP_SHEET = { 0 };
		struct eh_buf out EH_CLEANUP_BUF = { 0 };
		eh_sheet_init(&sheet, "s", "S", NULL, COLUMNS, 1);
		union eh_sheet_cell *cell = eh_sheet_row(&sheet);
		assert_non_null(cell);
		cell->text = eh_str_of(TEXTS[i]);
		assert_int_equal(eh_sheet_csv(&sheet, &out), EH_OK);
		const char *row = strchr(out.p, '\n') + 1;
		if (row[*row == '"'] != '\'')
			fail_msg("not guarded: %s", row);
	}
}

static void html_is_escaped(void **state)
{
	struct eh_sheet sheet EH_CLEANUP_SHEET = { 0 };
	struct eh_buf out EH_CLEANUP_BUF = { 0 };

	(void)state;
	fill(&sheet);
	assert_int_equal(eh_sheet_html(&sheet, &out), EH_OK);
	assert_null(strstr(out.p, "<b>"));
	assert_non_null(strstr(out.p, "&lt;b&gt;O&#39;Neill &amp; &quot;Co&quot;&lt;/b&gt;, Ltd"));
	assert_non_null(strstr(out.p, "<caption>A sheet</caption>"));
	assert_non_null(strstr(out.p, "<th scope=\"row\">Plain</th>"));
	assert_non_null(strstr(out.p, "not known"));
	assert_non_null(strstr(out.p, "A note that stands with the figures."));
}

static void json_reads_back_with_its_types(void **state)
{
	struct eh_sheet sheet EH_CLEANUP_SHEET = { 0 };
	struct eh_buf out EH_CLEANUP_BUF = { 0 };
	json_error_t fault;

	(void)state;
	fill(&sheet);
	assert_int_equal(eh_sheet_json(&sheet, &out), EH_OK);
	json_t *rows = json_loads(out.p, 0, &fault);
	assert_non_null(rows);
	assert_int_equal(json_array_size(rows), 3);
	const json_t *first = json_array_get(rows, 0), *second = json_array_get(rows, 1);
	assert_int_equal(json_integer_value(json_object_get(first, "people")), 1234);
	assert_true(json_is_true(json_object_get(first, "fragile")));
	assert_true(json_is_null(json_object_get(second, "people")));
	assert_true(json_is_null(json_object_get(second, "share")));
	assert_string_equal(json_string_value(json_object_get(second, "name")), "=HYPERLINK(\"http://evil.example\")");
	json_decref(rows);
}

static void plain_text_is_cut_and_aligned(void **state)
{
	struct eh_sheet sheet EH_CLEANUP_SHEET = { 0 };
	struct eh_buf out EH_CLEANUP_BUF = { 0 };

	(void)state;
	fill(&sheet);
	assert_int_equal(eh_sheet_plain(&sheet, &out), EH_OK);
	assert_non_null(strstr(out.p, "Plain             1234      0.46       50%       yes\n"));
	assert_non_null(strstr(out.p, "=HYPERLINK(\xe2\x80\xa6"));
}

static struct eh_buf workbook_bytes(const char *folder, const struct eh_workbook *workbook)
{
	struct eh_error err = { 0 };
	struct eh_buf bytes = { 0 };
	char path[300], block[4096];
	size_t n;

	snprintf(path, sizeof path, "%s/w.xlsx", folder);
	assert_ok(eh_sheet_workbook(workbook, path, &err), &err);
	FILE *file = fopen(path, "rb");
	assert_non_null(file);
	while ((n = fread(block, 1, sizeof block, file)) > 0)
		assert_int_equal(eh_buf_add(&bytes, (struct eh_str){ block, n }), EH_OK);
	fclose(file);
	return bytes;
}

static void the_same_sheets_make_the_same_workbook_a_second_later(void **state)
{
	struct eh_sheet sheet EH_CLEANUP_SHEET = { 0 };
	const struct eh_sheet *sheets[] = { &sheet };
	const struct eh_workbook workbook = { .title = "Town", .mark = "MARK", .sheets = sheets, .count = 1 };
	char folder[64];

	(void)state;
	snprintf(folder, sizeof folder, "%s", test_folder());
	fill(&sheet);
	struct eh_buf a = workbook_bytes(folder, &workbook);
	usleep(1100000); /* the clock of the file format counts seconds */
	struct eh_buf b = workbook_bytes(folder, &workbook);
	assert_int_equal(a.n, b.n);
	assert_memory_equal(a.p, b.p, a.n);
	eh_buf_finish(&a);
	eh_buf_finish(&b);
	test_remove(folder);
}

/* The text of one member of a zip archive. */
static struct eh_buf member(const char *path, const char *name)
{
	int code;
	struct eh_buf text = { 0 };
	char block[4096];
	zip_int64_t n;
	zip_t *archive = zip_open(path, ZIP_RDONLY, &code);

	assert_non_null(archive);
	zip_file_t *file = zip_fopen(archive, name, 0);
	assert_non_null(file);
	while ((n = zip_fread(file, block, sizeof block)) > 0)
		assert_int_equal(eh_buf_add(&text, (struct eh_str){ block, (size_t)n }), EH_OK);
	zip_fclose(file);
	zip_close(archive);
	return text;
}

static void a_workbook_holds_texts_not_formulas_and_its_mark_and_note(void **state)
{
	struct eh_sheet sheet EH_CLEANUP_SHEET = { 0 };
	const struct eh_sheet *sheets[] = { &sheet };
	const struct eh_workbook workbook = { .title = "Town", .mark = "NOT FOR PUBLICATION", .sheets = sheets, .count = 1 };
	char folder[64], path[128];

	(void)state;
	snprintf(folder, sizeof folder, "%s", test_folder());
	snprintf(path, sizeof path, "%s/w.xlsx", folder);
	fill(&sheet);
	struct eh_buf bytes = workbook_bytes(folder, &workbook);
	struct eh_buf cells = member(path, "xl/worksheets/sheet1.xml"), texts = member(path, "xl/sharedStrings.xml"),
	              book = member(path, "xl/workbook.xml");
	assert_null(strstr(cells.p, "<f>"));
	assert_non_null(strstr(cells.p, "NOT FOR PUBLICATION")); /* on each printed page */
	assert_non_null(strstr(texts.p, "NOT FOR PUBLICATION"));
	assert_non_null(strstr(texts.p, "A note that stands with the figures."));
	assert_non_null(strstr(texts.p, "=HYPERLINK("));
	assert_non_null(strstr(book.p, "the sheet"));
	eh_buf_finish(&bytes);
	eh_buf_finish(&cells);
	eh_buf_finish(&texts);
	eh_buf_finish(&book);
	test_remove(folder);
}

static void a_workbook_that_cannot_be_written_is_an_error(void **state)
{
	struct eh_sheet sheet EH_CLEANUP_SHEET = { 0 };
	const struct eh_sheet *sheets[] = { &sheet };
	const struct eh_workbook workbook = { .title = "Town", .sheets = sheets, .count = 1 };
	struct eh_error err = { 0 };

	(void)state;
	fill(&sheet);
	assert_int_equal(eh_sheet_workbook(&workbook, "/nowhere/at/all/w.xlsx", &err), EH_IO);
	assert_non_null(strstr(err.message, "/nowhere/at/all/w.xlsx"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(csv_is_quoted_and_holds_no_formula),
		cmocka_unit_test(every_beginning_of_a_formula_is_guarded),
		cmocka_unit_test(html_is_escaped),
		cmocka_unit_test(json_reads_back_with_its_types),
		cmocka_unit_test(plain_text_is_cut_and_aligned),
		cmocka_unit_test(the_same_sheets_make_the_same_workbook_a_second_later),
		cmocka_unit_test(a_workbook_holds_texts_not_formulas_and_its_mark_and_note),
		cmocka_unit_test(a_workbook_that_cannot_be_written_is_an_error),
	};
	return cmocka_run_group_tests_name("sheet", tests, NULL, NULL);
}
