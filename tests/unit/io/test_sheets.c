/* Workbooks as Excel and LibreOffice write them: texts, dates, merged and repeated cells, several sheets, limits. */
#include "pack.h"

#include <xlsxwriter.h>

#include "io/io.h"

/* The rows of a sheet: cells with | between, rows by their number. */
static struct eh_buf rows_of(struct eh_table *table, size_t sheet)
{
	struct eh_buf out = { 0 };
	struct eh_error err = { 0 };
	struct eh_row row;
	enum eh_rc rc;

	assert_ok(eh_table_select(table, sheet, &err), &err);
	while ((rc = eh_table_next(table, &row, &err)) == EH_OK) {
		assert_int_equal(eh_buf_printf(&out, "%llu:", (unsigned long long)row.line), EH_OK);
		for (size_t i = 0; i < row.count; i++)
			assert_int_equal(eh_buf_printf(&out, "%s%.*s", i ? "|" : "", EH_FMT(row.cells[i])), EH_OK);
		assert_int_equal(eh_buf_add_char(&out, '/'), EH_OK);
	}
	assert_int_equal(rc == EH_END ? EH_OK : rc, EH_OK);
	return out;
}

static struct eh_table *open_parts(const struct part *parts, size_t count, struct eh_buf *bytes)
{
	struct eh_table *table = NULL;
	struct eh_error err = { 0 };

	*bytes = zip_of(parts, count);
	assert_ok(eh_table_open_memory(eh_buf_str(bytes), "book", NULL, &table, &err), &err);
	return table;
}

#define assert_sheet(table, sheet, rows)                                                                                         \
	do {                                                                                                                     \
		struct eh_buf got_rows EH_CLEANUP_BUF = rows_of((table), (sheet));                                               \
		assert_str(eh_buf_str(&got_rows), rows);                                                                         \
	} while (0)

#define TEXT(literal)                                                                                                            \
	{                                                                                                                        \
		literal, sizeof(literal) - 1                                                                                     \
	}

#define WORKBOOK(extra)                                                                                                          \
	{ "xl/workbook.xml",                                                                                                     \
		TEXT("<workbook xmlns:r='r'>" extra "<sheets><sheet name='Clubs' r:id='a'/><sheet name='Chart' r:id='c'/>"       \
		     "<sheet name='Halls' r:id='b'/></sheets></workbook>") },                                                    \
	{                                                                                                                        \
		"xl/_rels/workbook.xml.rels", TEXT("<Relationships><Relationship Id='a' Target='worksheets/one.xml'/>"           \
		                                   "<Relationship Id='b' Target='/xl/worksheets/two.xml'/>"                      \
		                                   "<Relationship Id='c' Target='chartsheets/c.xml'/></Relationships>")          \
	}

static void xlsx_cells_of_every_kind_come_out_as_text(void **state)
{
	static const struct part PARTS[] = { WORKBOOK(""),
		{ "xl/sharedStrings.xml",
		        TEXT("<sst><si><t>Oak</t></si><si><r><t>Elm </t></r><r><t>Lane</t></r><rPh><t>ELM</t></rPh></si>"
		             "<si><t xml:space='preserve'> caf\xc3\xa9 &amp; more </t></si></sst>") },
		{ "xl/styles.xml", TEXT("<styleSheet><numFmts><numFmt numFmtId='170' formatCode='[Red]dd\\.mm\\.yyyy'/>"
		                        "<numFmt numFmtId='171' formatCode='0.00\"days\"'/></numFmts><cellXfs><xf numFmtId='0'/>"
		                        "<xf numFmtId='14'/><xf numFmtId='170'/><xf numFmtId='171'/></cellXfs></styleSheet>") },
		{ "xl/worksheets/one.xml",
		        TEXT("<worksheet><sheetData>"
		             "<row r='1'><c r='A1' t='s'><v>0</v></c><c r='B1' t='s'><v>1</v></c><c r='D1' "
		             "t='s'><v>2</v></c></row>"
		             "<row r='3'><c r='A3'><v>1.50</v></c><c r='B3'><v>1E3</v></c><c r='C3'><v>0.1</v></c>"
		             "<c r='D3'><v>123456789012345678</v></c><c r='E3'><v>-0</v></c></row>"
		             "<row r='4'><c r='A4' s='1'><v>44377</v></c><c r='B4' s='2'><v>44377.5</v></c><c r='C4' "
		             "s='3'><v>44377</v></c>"
		             "<c r='D4' s='1'><v>59</v></c><c r='E4' s='1'><v>61</v></c><c r='F4' s='1'><v>0.75</v></c></row>"
		             "<row r='5'><c r='A5' t='b'><v>1</v></c><c r='B5' t='str'><f>X()</f><v>made</v></c>"
		             "<c r='C5' t='inlineStr'><is><t>here</t></is></c><c r='D5' t='e'><v>#N/A</v></c><c "
		             "t='d'><v>2021-06-30</v></c></row>"
		             "<row r='6'><c r='A6'/></row></sheetData></worksheet>") },
		{ "xl/worksheets/two.xml",
		        TEXT("<worksheet><sheetData><row><c><v>7</v></c></row><row><c><v>8</v></c></row></sheetData>"
		             "</worksheet>") } };
	struct eh_buf bytes;
	struct eh_table *table EH_CLEANUP_TABLE = open_parts(PARTS, sizeof PARTS / sizeof *PARTS, &bytes);

	(void)state;
	assert_int_equal(eh_table_sheet_count(table), 2);
	assert_string_equal(eh_table_sheet_name(table, 0), "Clubs");
	assert_string_equal(eh_table_sheet_name(table, 1), "Halls");
	assert_string_equal(eh_table_encoding(table), "XLSX");
	assert_sheet(table, 0,
	        "1:Oak|Elm Lane|| caf\xc3\xa9 & more /3:1.5|1000|0.1|1.23456789012346e+17|0/"
	        "4:2021-06-30|2021-06-30T12:00:00|44377|1900-02-28|1900-03-01|18:00/5:true|made|here||2021-06-30/");
	assert_sheet(table, 1, "1:7/2:8/");
	assert_sheet(table, 0,
	        "1:Oak|Elm Lane|| caf\xc3\xa9 & more /3:1.5|1000|0.1|1.23456789012346e+17|0/"
	        "4:2021-06-30|2021-06-30T12:00:00|44377|1900-02-28|1900-03-01|18:00/5:true|made|here||2021-06-30/");
	eh_buf_finish(&bytes);
}

static void a_workbook_that_counts_from_1904_says_so(void **state)
{
	static const struct part PARTS[] = { WORKBOOK("<workbookPr date1904='1'/>"),
		{ "xl/styles.xml", TEXT("<styleSheet><cellXfs><xf numFmtId='14'/></cellXfs></styleSheet>") },
		{ "xl/worksheets/one.xml",
		        TEXT("<worksheet><sheetData><row><c s='0'><v>42915</v></c></row></sheetData></worksheet>") } };
	struct eh_buf bytes;
	struct eh_table *table EH_CLEANUP_TABLE = open_parts(PARTS, sizeof PARTS / sizeof *PARTS, &bytes);

	(void)state;
	assert_sheet(table, 0, "1:2021-06-30/");
	eh_buf_finish(&bytes);
}

static void merged_cells_repeat_their_value(void **state)
{
	static const struct part PARTS[] = { WORKBOOK(""),
		{ "xl/worksheets/one.xml",
		        TEXT("<worksheet><sheetData><row r='1'><c r='A1' t='str'><v>North</v></c><c r='C1'><v>1</v></c></row>"
		             "<row r='2'><c r='C2'><v>2</v></c></row><row r='4'><c r='C4'><v>4</v></c></row></sheetData>"
		             "<mergeCells><mergeCell ref='A1:B3'/><mergeCell ref='Z9:A1'/><mergeCell "
		             "ref='nonsense'/></mergeCells></worksheet>") } };
	struct eh_buf bytes;
	struct eh_table *table EH_CLEANUP_TABLE = open_parts(PARTS, sizeof PARTS / sizeof *PARTS, &bytes);

	(void)state;
	assert_sheet(table, 0, "1:North|North|1/2:North|North|2/4:||4/");
	eh_buf_finish(&bytes);
}

#define ODS(rows)                                                                                                                \
	{ "mimetype", TEXT("application/vnd.oasis.opendocument.spreadsheet") },                                                  \
	{                                                                                                                        \
		"content.xml", TEXT("<o:document-content xmlns:o='o' xmlns:t='t' xmlns:x='x'><o:body><o:spreadsheet>" rows       \
		                    "</o:spreadsheet></o:body></o:document-content>")                                            \
	}

static void ods_cells_of_every_kind_come_out_as_text(void **state)
{
	static const struct part PARTS[] = { ODS(
		"<t:table t:name='Clubs'><t:table-row><t:table-cell o:value-type='string'><x:p>Oak<x:s "
		"x:c='2'/>Lane</x:p><x:p>two</x:p>"
		"<o:annotation><x:p>a note</x:p></o:annotation></t:table-cell><t:table-cell o:value-type='float' o:value='1.50'/>"
		"<t:table-cell o:value-type='percentage' o:value='0.25'/><t:table-cell o:value-type='date' "
		"o:date-value='2021-06-30T00:00:00'/><t:table-cell o:value-type='boolean' o:boolean-value='true'/></t:table-row>"
		"<t:table-row t:number-rows-repeated='1000'><t:table-cell t:number-columns-repeated='1024'/></t:table-row>"
		"<t:table-row><t:table-cell o:value-type='string' t:number-columns-repeated='2'><x:p>x</x:p></t:table-cell>"
		"<t:table-cell o:value-type='string' t:number-columns-spanned='2' "
		"t:number-rows-spanned='2'><x:p>wide</x:p></t:table-cell>"
		"<t:covered-table-cell/></t:table-row><t:table-row><t:table-cell o:value-type='float' "
		"o:value='9'/></t:table-row></t:table>"
		"<t:table t:name='Halls'><t:table-row><t:table-cell o:value-type='float' "
		"o:value='7'/></t:table-row></t:table>") };
	struct eh_buf bytes;
	struct eh_table *table EH_CLEANUP_TABLE = open_parts(PARTS, 2, &bytes);

	(void)state;
	assert_string_equal(eh_table_encoding(table), "ODS");
	assert_int_equal(eh_table_sheet_count(table), 2);
	assert_string_equal(eh_table_sheet_name(table, 1), "Halls");
	assert_sheet(table, 0, "1:Oak  Lane\ntwo|1.5|0.25|2021-06-30|true/1002:x|x|wide|wide/1003:9||wide|wide/");
	assert_sheet(table, 1, "1:7/");
	eh_buf_finish(&bytes);
}

/* What a program that is not ours writes, with its shared strings and styles. */
static void what_xlsxwriter_writes_is_read(void **state)
{
	const char *folder = test_folder();
	char path[128];
	struct eh_table *table = NULL;
	struct eh_error err = { 0 };
	lxw_datetime day = { 2023, 4, 1, 0, 0, 0 };

	(void)state;
	snprintf(path, sizeof path, "%s/book.xlsx", folder);
	lxw_workbook *book = workbook_new(path);
	lxw_worksheet *sheet = workbook_add_worksheet(book, "Gr\xc3\xb6\xc3\x9f"
	                                                    "e");
	lxw_format *date = workbook_add_format(book);
	format_set_num_format(date, "d mmmm yyyy");
	worksheet_merge_range(sheet, 0, 0, 0, 2, "A title", NULL);
	worksheet_write_string(sheet, 1, 0, "Oak & <Elm>", NULL);
	worksheet_write_datetime(sheet, 1, 1, &day, date);
	worksheet_write_number(sheet, 1, 2, 1234.5, NULL);
	worksheet_write_formula_num(sheet, 2, 0, "=1+1", NULL, 2);
	worksheet_write_boolean(sheet, 2, 1, 0, NULL);
	assert_int_equal(workbook_close(book), LXW_NO_ERROR);
	assert_ok(eh_table_open(path, NULL, &table, &err), &err);
	assert_string_equal(eh_table_sheet_name(table, 0), "Gr\xc3\xb6\xc3\x9f"
	                                                   "e");
	assert_sheet(table, 0, "1:A title|A title|A title/2:Oak & <Elm>|2023-04-01|1234.5/3:2|false/");
	eh_table_free(table);
	test_remove(folder);
}

/* Opens the parts as a workbook and reads it all; the failure that must come of it. */
static struct eh_error refusal(const struct part *parts, size_t count, enum eh_rc want)
{
	struct eh_buf bytes EH_CLEANUP_BUF = zip_of(parts, count);
	struct eh_table *table EH_CLEANUP_TABLE = NULL;
	struct eh_error err = { 0 };
	struct eh_row row;
	enum eh_rc rc = eh_table_open_memory(eh_buf_str(&bytes), "book", NULL, &table, &err);

	while (rc == EH_OK)
		rc = eh_table_next(table, &row, &err);
	assert_int_equal(rc, want);
	return err;
}

#define assert_says(error, part)                                                                                                 \
	do {                                                                                                                     \
		struct eh_error said = (error);                                                                                  \
		if (!strstr(said.message, (part)))                                                                               \
			fail_msg("it says \"%s\", not \"%s\"", said.message, (part));                                            \
	} while (0)

static void workbooks_with_parts_missing_or_broken_are_refused(void **state)
{
	static const struct part NO_SHEET[] = { WORKBOOK("") };
	static const struct part BROKEN[] = { WORKBOOK(""), { "xl/worksheets/one.xml", TEXT("<worksheet><sheetData><row>") } };
	static const struct part NO_STRING[] = { WORKBOOK(""),
		{ "xl/worksheets/one.xml", TEXT("<worksheet><row><c t='s'><v>3</v></c></row></worksheet>") } };
	static const struct part DOCTYPE[] = { WORKBOOK(""),
		{ "xl/worksheets/one.xml", TEXT("<!DOCTYPE a [<!ENTITY b 'c'>]><worksheet>&b;</worksheet>") } };

	(void)state;
	assert_says(refusal(NO_SHEET, 2, EH_NOT_FOUND), "worksheets/one.xml is missing");
	assert_says(refusal(BROKEN, 3, EH_INVALID), "breaks off");
	assert_says(refusal(NO_STRING, 3, EH_INVALID), "a text that the workbook does not hold");
	assert_says(refusal(DOCTYPE, 3, EH_INVALID), "document type");
}

/* Small files that ask for very much: one cell repeated across the sheet, blanks, merged cells, sheets without number. */
static void small_workbooks_that_swell_are_refused(void **state)
{
	struct eh_buf xml EH_CLEANUP_BUF = { 0 }, book EH_CLEANUP_BUF = { 0 };

	(void)state;
	assert_int_equal(
	        eh_buf_add(
	                &xml, EH_STR("<o:document-content><t:table t:name='a'><t:table-row><t:table-cell o:value-type='string' "
	                             "t:number-columns-repeated='16000'><x:p>")),
	        EH_OK);
	for (int i = 0; i < 8000; i++)
		assert_int_equal(eh_buf_add(&xml, EH_STR("oak ")), EH_OK);
	assert_int_equal(eh_buf_add(&xml, EH_STR("</x:p></t:table-cell></t:table-row></t:table></o:document-content>")), EH_OK);
	const struct part repeated[] = { { "mimetype", TEXT("application/vnd.oasis.opendocument.spreadsheet") },
		{ "content.xml", eh_buf_str(&xml) } };
	assert_says(refusal(repeated, 2, EH_TOO_LARGE), "holds more than 64 MiB");

	static const struct part WIDE[] = { ODS("<t:table t:name='a'><t:table-row><t:table-cell o:value-type='float' o:value='1' "
		                                "t:number-columns-repeated='99999999999999999999'/></t:table-row></t:table>") };
	assert_says(refusal(WIDE, 2, EH_TOO_LARGE), "more than 16384 cells");

	assert_int_equal(eh_buf_add(&book, EH_STR("<workbook>")), EH_OK);
	for (int i = 0; i < 1001; i++)
		assert_int_equal(eh_buf_add(&book, EH_STR("<sheet name='s' id='a'/>")), EH_OK);
	assert_int_equal(eh_buf_add(&book, EH_STR("</workbook>")), EH_OK);
	const struct part sheets[] = { { "xl/workbook.xml", eh_buf_str(&book) } };
	assert_says(refusal(sheets, 1, EH_TOO_LARGE), "over 1000 sheets");
}

static void blanks_that_one_element_stands_for_are_bounded(void **state)
{
	static const struct part PARTS[] = { ODS(
		"<t:table t:name='a'><t:table-row><t:table-cell o:value-type='string'><x:p>a<x:s "
		"x:c='99999999999'/>b</x:p></t:table-cell></t:table-row></t:table>") };
	struct eh_buf bytes;
	struct eh_table *table EH_CLEANUP_TABLE = open_parts(PARTS, 2, &bytes);
	struct eh_row row;
	struct eh_error err = { 0 };

	(void)state;
	assert_ok(eh_table_next(table, &row, &err), &err);
	assert_int_equal(row.cells[0].n, 1002);
	eh_buf_finish(&bytes);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(xlsx_cells_of_every_kind_come_out_as_text),
		cmocka_unit_test(a_workbook_that_counts_from_1904_says_so),
		cmocka_unit_test(merged_cells_repeat_their_value),
		cmocka_unit_test(ods_cells_of_every_kind_come_out_as_text),
		cmocka_unit_test(what_xlsxwriter_writes_is_read),
		cmocka_unit_test(workbooks_with_parts_missing_or_broken_are_refused),
		cmocka_unit_test(small_workbooks_that_swell_are_refused),
		cmocka_unit_test(blanks_that_one_element_stands_for_are_bounded),
	};
	return cmocka_run_group_tests_name("sheets", tests, NULL, NULL);
}
