/* sheets_ods.c: workbooks as OpenDocument has them (ODF 1.3, part 3): one content.xml with all tables, cells and rows that say how often
 * they are repeated, merged cells that say how far they reach. */
#include <math.h>
#include <stdlib.h>

#include "sheets_private.h"

enum { MOST_BLANKS = 1000 }; /* that one element stands for */

static const char CONTENT[] = "content.xml";

static void no_memory(struct eh_sheets *sheets) { eh_xml_fail(&sheets->xml, EH_NO_MEMORY, "there is not enough memory"); }

static void list_start(void *context, const char *name, const char **attributes)
{
	struct eh_sheets *sheets = context;
	const char *title = eh_xml_attribute(attributes, "name");

	if (strcmp(name, "table") != 0 || sheets->inside++ || !eh_sheets_may_add(sheets))
		return;
	struct eh_sheets_sheet sheet = { eh_arena_str(&sheets->arena, eh_str_of(title ? title : "")).p, CONTENT };
	if (!sheet.name || !eh_vec_push(&sheets->list, sheet))
		no_memory(sheets);
}

static void list_end(void *context, const char *name)
{
	struct eh_sheets *sheets = context;

	if (strcmp(name, "table") == 0)
		sheets->inside--;
}

static enum eh_rc load(struct eh_sheets *sheets, struct eh_error *err)
{
	sheets->xml.start = list_start;
	sheets->xml.end = list_end;
	sheets->xml.text = NULL;
	sheets->xml.context = sheets;
	EH_TRY(eh_xml_open(&sheets->xml, sheets->archive, sheets->name, CONTENT, &sheets->limits, err));
	enum eh_rc rc = eh_xml_run(&sheets->xml, err);
	eh_xml_finish(&sheets->xml);
	return rc == EH_END ? EH_OK : rc;
}

static uint64_t count_of(const char **attributes, const char *name)
{
	const char *text = eh_xml_attribute(attributes, name);
	uint64_t n = text ? strtoull(text, NULL, 10) : 1;

	return n ? n : 1;
}

/* `part` counts sheets from the front; `type` is the kind of the cell's value, by its first letter; `inside` is how deep tables nest. */
static void cell_start(struct eh_sheets *sheets, const char **attributes)
{
	const char *type = eh_xml_attribute(attributes, "value-type");
	const char *value = NULL;

	sheets->type = type ? *type : '\0';
	eh_buf_reset(&sheets->text);
	eh_buf_reset(&sheets->value);
	if (type && strcmp(type, "date") == 0)
		value = eh_xml_attribute(attributes, "date-value");
	else if (type && strcmp(type, "boolean") == 0)
		value = eh_xml_attribute(attributes, "boolean-value");
	else if (type && strcmp(type, "string") != 0 && strcmp(type, "time") != 0)
		value = eh_xml_attribute(attributes, "value");
	else
		sheets->type = 's';
	if (value)
		eh_sheets_text(sheets, &sheets->value, eh_str_of(value));
	sheets->repeat = (size_t)count_of(attributes, "number-columns-repeated");
	sheets->span_columns = (size_t)count_of(attributes, "number-columns-spanned");
	sheets->span_rows = count_of(attributes, "number-rows-spanned");
}

static void put(struct eh_sheets *sheets, size_t column)
{
	char out[32];
	struct eh_str value = eh_buf_str(&sheets->value);

	switch (sheets->type) {
	case 'd':
		if (eh_str_ends(value, EH_STR("T00:00:00")))
			value.n -= 9;
		eh_sheets_put(sheets, column, EH_CELL_DATE, value);
		break;
	case 'b':
		eh_sheets_put(sheets, column, EH_CELL_BOOL, value);
		break;
	case 's':
		eh_sheets_put(sheets, column, EH_CELL_TEXT, eh_str_trim(eh_buf_str(&sheets->text)));
		break;
	default: /* float, percentage, currency */
		eh_sheets_number(strtod(value.n ? value.p : "0", NULL), out);
		eh_sheets_put(sheets, column, EH_CELL_NUMBER, eh_str_of(out));
	}
}

static void cell_end(struct eh_sheets *sheets)
{
	bool empty = sheets->type == 's' ? !eh_buf_str(&sheets->text).n : !eh_buf_str(&sheets->value).n;

	if (!empty) {
		put(sheets, sheets->column);
		eh_sheets_repeat(sheets, sheets->column, sheets->repeat);
		if (sheets->span_columns > 1 || sheets->span_rows > 1) {
			struct eh_span span = { .first_row = sheets->row,
				.last_row = sheets->row + sheets->span_rows - 1,
				.first = sheets->column,
				.last = sheets->column + sheets->span_columns - 1 };
			if (!eh_vec_push(&sheets->merges, span))
				no_memory(sheets);
		}
	}
	sheets->column += sheets->repeat;
}

static void table_start(void *context, const char *name, const char **attributes)
{
	struct eh_sheets *sheets = context;

	if (strcmp(name, "table") == 0 && sheets->inside++ == 0)
		sheets->part--;
	if (sheets->inside != 1 || sheets->part != 0 || sheets->passed) {
		sheets->passed += sheets->passed > 0;
		return;
	}
	if (strcmp(name, "table-row") == 0) {
		sheets->row += sheets->row_repeat; /* of the row before */
		sheets->column = 0;
		sheets->row_repeat = count_of(attributes, "number-rows-repeated");
	} else if (strcmp(name, "table-cell") == 0 || strcmp(name, "covered-table-cell") == 0) {
		cell_start(sheets, attributes);
	} else if (strcmp(name, "annotation") == 0 || strcmp(name, "shapes") == 0 || strcmp(name, "frame") == 0) {
		sheets->passed = 1;
	} else if (strcmp(name, "p") == 0) {
		sheets->paragraph = true;
		if (sheets->text.n)
			eh_sheets_text(sheets, &sheets->text, EH_STR("\n"));
	} else if (strcmp(name, "s") == 0) {
		for (uint64_t i = count_of(attributes, "c"), n = i < MOST_BLANKS ? i : MOST_BLANKS; n; n--)
			eh_sheets_text(sheets, &sheets->text, EH_STR(" "));
	} else if (strcmp(name, "tab") == 0) {
		eh_sheets_text(sheets, &sheets->text, EH_STR("\t"));
	} else if (strcmp(name, "line-break") == 0) {
		eh_sheets_text(sheets, &sheets->text, EH_STR("\n"));
	}
}

static void table_end(void *context, const char *name)
{
	struct eh_sheets *sheets = context;

	if (strcmp(name, "table") == 0 && --sheets->inside == 0 && sheets->part == 0)
		eh_xml_stop(&sheets->xml);
	if (sheets->passed) {
		sheets->passed--;
		return;
	}
	if (sheets->inside != 1 || sheets->part != 0)
		return;
	/* Repeated rows are handed out once: nobody keeps one organisation a hundred times on purpose, and empty rows to the end of the
	 * sheet are a habit of the format. */
	if (strcmp(name, "table-row") == 0)
		eh_sheets_row_end(sheets);
	else if (strcmp(name, "table-cell") == 0 || strcmp(name, "covered-table-cell") == 0)
		cell_end(sheets);
	else if (strcmp(name, "p") == 0)
		sheets->paragraph = false;
}

static void table_text(void *context, struct eh_str text)
{
	struct eh_sheets *sheets = context;

	if (sheets->inside == 1 && sheets->part == 0 && !sheets->passed && sheets->paragraph)
		eh_sheets_text(sheets, &sheets->text, text);
}

static enum eh_rc open_sheet(struct eh_sheets *sheets, const struct eh_sheets_sheet *sheet, struct eh_error *err)
{
	sheets->part = (int)(sheet - sheets->list.items) + 1;
	sheets->inside = sheets->passed = 0;
	sheets->row_repeat = 1;
	sheets->paragraph = false;
	sheets->xml.start = table_start;
	sheets->xml.end = table_end;
	sheets->xml.text = table_text;
	return eh_xml_open(&sheets->xml, sheets->archive, sheets->name, CONTENT, &sheets->limits, err);
}

const struct eh_sheets_format eh_sheets_ods = { "ODS", load, open_sheet };
