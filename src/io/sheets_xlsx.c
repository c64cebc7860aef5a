/* sheets_xlsx.c: workbooks as Office Open XML has them (ECMA-376): the list of sheets, shared strings, which styles show dates, merged
 * ranges, and the rows. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "sheets_private.h"

enum { SHARED_MOST_BYTES = 512 << 20, MERGES_MOST = 10000, FORMATS_MOST = 1000 };

static void no_memory(struct eh_sheets *sheets) { eh_xml_fail(&sheets->xml, EH_NO_MEMORY, "there is not enough memory"); }

/* Reads a whole member through callbacks. A member that need not be there is passed over. */
static enum eh_rc read_all(struct eh_sheets *sheets, const char *member, bool optional,
        void (*start)(void *, const char *, const char **), void (*end)(void *, const char *),
        void (*text)(void *, struct eh_str), struct eh_error *err)
{
	sheets->xml.start = start;
	sheets->xml.end = end;
	sheets->xml.text = text;
	sheets->xml.context = sheets;
	if (optional && zip_name_locate(sheets->archive, member, 0) < 0)
		return EH_OK;
	enum eh_rc rc = eh_xml_open(&sheets->xml, sheets->archive, sheets->name, member, &sheets->limits, err);
	if (rc == EH_OK)
		rc = eh_xml_run(&sheets->xml, err);
	eh_xml_finish(&sheets->xml);
	return rc == EH_END ? EH_OK : rc;
}

/* The list of sheets: workbook.xml names them and their relation, workbook.xml.rels the file of each relation. */
static void workbook_start(void *context, const char *name, const char **attributes)
{
	struct eh_sheets *sheets = context;

	if (strcmp(name, "workbookPr") == 0) {
		const char *date = eh_xml_attribute(attributes, "date1904");
		sheets->since_1904 = date && (strcmp(date, "1") == 0 || strcmp(date, "true") == 0);
	} else if (strcmp(name, "sheet") == 0) {
		const char *title = eh_xml_attribute(attributes, "name"), *relation = eh_xml_attribute(attributes, "id");
		if (!eh_sheets_may_add(sheets))
			return;
		struct eh_sheets_sheet sheet = { eh_arena_str(&sheets->arena, eh_str_of(title ? title : "")).p,
			eh_arena_str(&sheets->arena, eh_str_of(relation ? relation : "")).p };
		if (!sheet.name || !sheet.member || !eh_vec_push(&sheets->list, sheet))
			no_memory(sheets);
	}
}

static void relation_start(void *context, const char *name, const char **attributes)
{
	struct eh_sheets *sheets = context;
	const char *id = eh_xml_attribute(attributes, "Id"), *target = eh_xml_attribute(attributes, "Target");

	if (strcmp(name, "Relationship") != 0 || !id || !target)
		return;
	for (size_t i = 0; i < sheets->list.count; i++) {
		if (strcmp(sheets->list.items[i].member, id) != 0)
			continue;
		struct eh_str path = *target == '/' ? eh_arena_str(&sheets->arena, eh_str_of(target + 1))
		                                    : eh_arena_printf(&sheets->arena, "xl/%s", target);
		if (path.p)
			sheets->list.items[i].member = path.p;
		else
			no_memory(sheets);
	}
}

/* Shared strings: <si> of one <t>, or of runs <r><t>; what stands in <rPh> is how to say it, not text. */
static void strings_start(void *context, const char *name, const char **attributes)
{
	struct eh_sheets *sheets = context;

	(void)attributes;
	if (strcmp(name, "si") == 0)
		eh_buf_reset(&sheets->text);
	else if (strcmp(name, "rPh") == 0)
		sheets->passed++;
	else if (strcmp(name, "t") == 0)
		sheets->inside = 1;
}

static void strings_end(void *context, const char *name)
{
	struct eh_sheets *sheets = context;

	if (strcmp(name, "t") == 0)
		sheets->inside = 0;
	else if (strcmp(name, "rPh") == 0)
		sheets->passed--;
	else if (strcmp(name, "si") == 0) {
		struct eh_str text = eh_arena_str(&sheets->arena, eh_buf_str(&sheets->text));
		if (!text.p || !eh_vec_push(&sheets->strings, text))
			no_memory(sheets);
		else if (sheets->arena.total > SHARED_MOST_BYTES)
			eh_xml_fail(&sheets->xml, EH_TOO_LARGE, "holds more text than fits in memory; save the sheet as CSV");
	}
}

static void strings_text(void *context, struct eh_str text)
{
	struct eh_sheets *sheets = context;

	if (sheets->inside && !sheets->passed)
		eh_sheets_text(sheets, &sheets->text, text);
}

/* Number formats: the built-in dates are 14-22 and 45-47; others are dates when their code has d, m, y, h or s outside quotes, brackets
 * and escapes. */
static bool date_code(const char *code)
{
	for (; *code; code++) {
		if (*code == '"') {
			for (code++; *code && *code != '"'; code++)
				;
		} else if (*code == '[') {
			for (code++; *code && *code != ']'; code++)
				;
		} else if ((*code == '\\' || *code == '_' || *code == '*') && code[1]) {
			code++;
			continue;
		} else if (strchr("dDyYhH", *code) || (strchr("mMsS", *code) && !strpbrk(code, "0#"))) {
			return true;
		}
		if (!*code)
			return false;
	}
	return false;
}

static int small_number(const char *text, int absent)
{
	int64_t number;

	return text && eh_str_to_i64(eh_str_of(text), &number) == EH_OK && number >= 0 && number < 1 << 24 ? (int)number : absent;
}

static void styles_start(void *context, const char *name, const char **attributes)
{
	struct eh_sheets *sheets = context;
	const char *id = eh_xml_attribute(attributes, "numFmtId");
	int number = small_number(id, 0);

	if (strcmp(name, "numFmt") == 0) {
		const char *code = eh_xml_attribute(attributes, "formatCode");
		if (sheets->formats.count == FORMATS_MOST)
			eh_xml_fail(&sheets->xml, EH_TOO_LARGE, "has more formats of numbers than a workbook can have");
		else if (code && date_code(code) && !eh_vec_push(&sheets->formats, number))
			no_memory(sheets);
	} else if (strcmp(name, "cellXfs") == 0) {
		sheets->inside = 1;
	} else if (sheets->inside && strcmp(name, "xf") == 0) {
		bool date = (number >= 14 && number <= 22) || (number >= 45 && number <= 47);
		for (size_t i = 0; i < sheets->formats.count; i++)
			date |= sheets->formats.items[i] == number;
		if (!eh_vec_push(&sheets->date_styles, date))
			no_memory(sheets);
	}
}

static void styles_end(void *context, const char *name)
{
	struct eh_sheets *sheets = context;

	if (strcmp(name, "cellXfs") == 0)
		sheets->inside = 0;
}

static enum eh_rc load(struct eh_sheets *sheets, struct eh_error *err)
{
	EH_TRY(read_all(sheets, "xl/workbook.xml", false, workbook_start, NULL, NULL, err));
	EH_TRY(read_all(sheets, "xl/_rels/workbook.xml.rels", false, relation_start, NULL, NULL, err));
	EH_TRY(read_all(sheets, "xl/sharedStrings.xml", true, strings_start, strings_end, strings_text, err));
	sheets->inside = 0;
	EH_TRY(read_all(sheets, "xl/styles.xml", true, styles_start, styles_end, NULL, err));
	/* Sheets of charts have no rows. */
	size_t kept = 0;
	for (size_t i = 0; i < sheets->list.count; i++)
		if (eh_str_starts(eh_str_of(sheets->list.items[i].member), EH_STR("xl/worksheets/")))
			sheets->list.items[kept++] = sheets->list.items[i];
	sheets->list.count = kept;
	return EH_OK;
}

/* "AB12": column 27, row 12. False when it is none. */
static bool parse_reference(const char *text, size_t *ret_column, uint64_t *ret_row, const char **ret_end)
{
	size_t column = 0;
	char *end;

	if (!eh_is_alpha(*text))
		return false;
	for (; eh_is_alpha(*text) && column < 100000; text++)
		column = column * 26 + (size_t)(eh_upper(*text) - 'A' + 1);
	if (!eh_is_digit(*text))
		return false;
	*ret_row = strtoull(text, &end, 10);
	*ret_column = column - 1;
	*ret_end = end;
	return *ret_row > 0;
}

/* Merged ranges stand after the rows, so a sheet is looked through once for them before it is read. */
static void merges_start(void *context, const char *name, const char **attributes)
{
	struct eh_sheets *sheets = context;
	struct eh_span span = { 0 };
	const char *at = eh_xml_attribute(attributes, "ref");

	if (strcmp(name, "mergeCell") != 0 || !at || !parse_reference(at, &span.first, &span.first_row, &at) || *at != ':' ||
	        !parse_reference(at + 1, &span.last, &span.last_row, &at) || span.last < span.first ||
	        span.last_row < span.first_row)
		return;
	if (sheets->merges.count >= MERGES_MOST)
		eh_xml_fail(&sheets->xml, EH_TOO_LARGE, "more cells are merged than anybody merges");
	else if (!eh_vec_push(&sheets->merges, span))
		no_memory(sheets);
}

static int by_first_row(const void *a, const void *b)
{
	const struct eh_span *left = a, *right = b;

	return left->first_row != right->first_row ? (left->first_row < right->first_row ? -1 : 1)
	                                           : (left->first > right->first) - (left->first < right->first);
}

static void put_date(struct eh_sheets *sheets, double serial)
{
	char out[32], day[11];
	double whole = floor(serial), seconds = round((serial - whole) * 86400);

	if (seconds >= 86400) {
		whole++;
		seconds = 0;
	}
	int second = (int)seconds;
	/* Day 60 of the 1900 calendar is a 29 February that never was (ECMA-376, part 1, 18.17.4.1). */
	int32_t date = (int32_t)whole +
	               (sheets->since_1904 ? eh_date_make(1904, 1, 1) : eh_date_make(1899, 12, 30) + (whole < 60));
	eh_date_format(date, day);
	if (whole < 1)
		snprintf(out, sizeof out, "%02d:%02d", second / 3600, second / 60 % 60);
	else if (second)
		snprintf(out, sizeof out, "%sT%02d:%02d:%02d", day, second / 3600, second / 60 % 60, second % 60);
	else
		snprintf(out, sizeof out, "%s", day);
	eh_sheets_put(sheets, sheets->column, EH_CELL_DATE, eh_str_of(out));
}

static void put_number(struct eh_sheets *sheets, struct eh_str text)
{
	char out[32], *end;
	double value = strtod(text.p, &end);

	if (end == text.p || *end || !isfinite(value)) {
		eh_sheets_put(sheets, sheets->column, EH_CELL_TEXT, text);
		return;
	}
	bool date = sheets->style >= 0 && (size_t)sheets->style < sheets->date_styles.count &&
	            sheets->date_styles.items[sheets->style];
	if (date && value >= 0 && value < 2958466) {
		put_date(sheets, value);
		return;
	}
	eh_sheets_number(value, out);
	eh_sheets_put(sheets, sheets->column, EH_CELL_NUMBER, eh_str_of(out));
}

static void put_shared(struct eh_sheets *sheets, struct eh_str text)
{
	int64_t number;

	if (eh_str_to_i64(text, &number) != EH_OK || number < 0 || (uint64_t)number >= sheets->strings.count)
		eh_xml_fail(&sheets->xml, EH_INVALID, "a cell names a text that the workbook does not hold");
	else
		eh_sheets_put(sheets, sheets->column, EH_CELL_TEXT, sheets->strings.items[number]);
}

enum { NOTHING, VALUE, INLINE };

static void cell_start(struct eh_sheets *sheets, const char **attributes)
{
	const char *at = eh_xml_attribute(attributes, "r"), *type = eh_xml_attribute(attributes, "t"),
	           *style = eh_xml_attribute(attributes, "s");
	uint64_t row;

	if (!at || !parse_reference(at, &sheets->column, &row, &at))
		sheets->column = sheets->cells.count;
	sheets->type = !type ? 'n' : strcmp(type, "str") == 0 ? 't' : strcmp(type, "inlineStr") == 0 ? 'i' : *type;
	sheets->style = small_number(style, -1);
	eh_buf_reset(&sheets->text);
	eh_buf_reset(&sheets->value);
}

static void cell_end(struct eh_sheets *sheets)
{
	struct eh_str value = eh_buf_str(&sheets->value);

	if (sheets->type == 'i')
		eh_sheets_put(sheets, sheets->column, EH_CELL_TEXT, eh_buf_str(&sheets->text));
	else if (!value.n || sheets->type == 'e')
		eh_sheets_put(sheets, sheets->column, EH_CELL_EMPTY, EH_STR(""));
	else if (sheets->type == 's')
		put_shared(sheets, value);
	else if (sheets->type == 'b')
		eh_sheets_put(sheets, sheets->column, EH_CELL_BOOL, *value.p == '1' ? EH_STR("true") : EH_STR("false"));
	else if (sheets->type == 'd')
		eh_sheets_put(sheets, sheets->column, EH_CELL_DATE, value);
	else if (sheets->type == 't')
		eh_sheets_put(sheets, sheets->column, EH_CELL_TEXT, value);
	else
		put_number(sheets, value);
}

static void sheet_start(void *context, const char *name, const char **attributes)
{
	struct eh_sheets *sheets = context;

	if (strcmp(name, "row") == 0) {
		const char *number = eh_xml_attribute(attributes, "r");
		uint64_t row = number ? strtoull(number, NULL, 10) : 0;
		sheets->row = row > sheets->row ? row : sheets->row + 1;
	} else if (strcmp(name, "c") == 0) {
		cell_start(sheets, attributes);
	} else if (strcmp(name, "v") == 0) {
		sheets->part = VALUE;
	} else if (strcmp(name, "t") == 0 && !sheets->passed) {
		sheets->part = INLINE;
	} else if (strcmp(name, "rPh") == 0) {
		sheets->passed++;
	}
}

static void sheet_end(void *context, const char *name)
{
	struct eh_sheets *sheets = context;

	if (strcmp(name, "v") == 0 || strcmp(name, "t") == 0)
		sheets->part = NOTHING;
	else if (strcmp(name, "rPh") == 0 && sheets->passed)
		sheets->passed--;
	else if (strcmp(name, "c") == 0)
		cell_end(sheets);
	else if (strcmp(name, "row") == 0)
		eh_sheets_row_end(sheets);
}

static void sheet_text(void *context, struct eh_str text)
{
	struct eh_sheets *sheets = context;

	if (sheets->part)
		eh_sheets_text(sheets, sheets->part == VALUE ? &sheets->value : &sheets->text, text);
}

static enum eh_rc open_sheet(struct eh_sheets *sheets, const struct eh_sheets_sheet *sheet, struct eh_error *err)
{
	EH_TRY(read_all(sheets, sheet->member, false, merges_start, NULL, NULL, err));
	if (sheets->merges.count)
		qsort(sheets->merges.items, sheets->merges.count, sizeof *sheets->merges.items, by_first_row);
	sheets->part = NOTHING;
	sheets->passed = 0;
	sheets->xml.start = sheet_start;
	sheets->xml.end = sheet_end;
	sheets->xml.text = sheet_text;
	return eh_xml_open(&sheets->xml, sheets->archive, sheets->name, sheet->member, &sheets->limits, err);
}

const struct eh_sheets_format eh_sheets_xlsx = { "XLSX", load, open_sheet };
