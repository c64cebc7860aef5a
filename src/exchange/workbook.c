/* workbook.c: sheets as one XLSX file. */
#include <math.h>
#include <xlsxwriter.h>

#include "sheet.h"

enum { NARROWEST = 9, WIDEST = 60, MOST_DECIMALS = 4, LONGEST_CELL = 32767 };

struct formats {
	lxw_format *title, *mark, *note, *heading, *text, *whole, *share, *decimals[MOST_DECIMALS + 1];
};

static lxw_format *plain(lxw_workbook *workbook, const char *number)
{
	lxw_format *format = workbook_add_format(workbook);

	if (number)
		format_set_num_format(format, number);
	format_set_align(format, LXW_ALIGN_VERTICAL_TOP);
	return format;
}

static struct formats formats_of(lxw_workbook *workbook)
{
	static const char *const DECIMALS[] = { "#,##0", "0.0", "0.00", "0.000", "0.0000" };
	struct formats formats = { .title = plain(workbook, NULL),
		.mark = plain(workbook, NULL),
		.note = plain(workbook, NULL),
		.heading = plain(workbook, NULL),
		.text = plain(workbook, NULL),
		.whole = plain(workbook, "#,##0"),
		.share = plain(workbook, "0%") };

	for (int i = 0; i <= MOST_DECIMALS; i++)
		formats.decimals[i] = plain(workbook, DECIMALS[i]);
	format_set_bold(formats.title);
	format_set_font_size(formats.title, 14);
	format_set_bold(formats.mark);
	format_set_font_color(formats.mark, 0x9C1C1C);
	format_set_text_wrap(formats.note);
	format_set_text_wrap(formats.text);
	format_set_bold(formats.heading);
	format_set_text_wrap(formats.heading);
	format_set_bottom(formats.heading, LXW_BORDER_THIN);
	format_set_bg_color(formats.heading, 0xE6EDF5);
	return formats;
}

/* As wide as its widest text, within reason; the heading is folded. */
static int width_of(const struct eh_sheet *sheet, size_t column)
{
	size_t widest = NARROWEST;
	char number[64];

	if (sheet->columns[column].width > WIDEST)
		return sheet->columns[column].width;
	for (size_t row = 0; row < sheet->row_count && widest < WIDEST; row++) {
		size_t length = eh_utf8_length(eh_sheet_text(sheet, row, column, true, number));
		widest = length > widest ? length : widest;
	}
	return (int)(widest < WIDEST ? widest + 2 : WIDEST);
}

static lxw_error put_text(lxw_worksheet *worksheet, lxw_row_t row, lxw_col_t column, struct eh_str text, lxw_format *format)
{
	struct eh_str cut = eh_utf8_cut(text, LONGEST_CELL);
	char *z EH_CLEANUP_FREE = eh_strndup(cut.p ? cut.p : "", cut.n);

	return z ? worksheet_write_string(worksheet, row, column, z, format) : LXW_ERROR_MEMORY_MALLOC_FAILED;
}

static lxw_error put_cell(lxw_worksheet *worksheet, const struct eh_sheet *sheet, size_t row, size_t column, lxw_row_t at,
        const struct formats *formats)
{
	const struct eh_sheet_column *kind = &sheet->columns[column];
	union eh_sheet_cell cell = sheet->cells[row * sheet->column_count + column];
	int decimals = kind->decimals < MOST_DECIMALS ? kind->decimals : MOST_DECIMALS;

	if (kind->kind == EH_SHEET_TEXT)
		return put_text(worksheet, at, (lxw_col_t)column, cell.text, formats->text);
	if (isnan(cell.number))
		return LXW_NO_ERROR;
	if (kind->kind == EH_SHEET_YES_NO)
		return worksheet_write_string(worksheet, at, (lxw_col_t)column, cell.number != 0 ? "yes" : "no", formats->text);
	return worksheet_write_number(worksheet, at, (lxw_col_t)column, cell.number,
	        kind->kind == EH_SHEET_SHARE   ? formats->share
	        : kind->kind == EH_SHEET_WHOLE ? formats->whole
	                                       : formats->decimals[decimals]);
}

/* Title, mark and note; returns the row of the headings. */
static lxw_row_t put_top(
        lxw_worksheet *worksheet, const struct eh_workbook *workbook, const struct eh_sheet *sheet, const struct formats *formats)
{
	lxw_row_t at = 0;

	(void)put_text(worksheet, at++, 0, eh_str_of(sheet->title), formats->title);
	if (workbook->mark)
		(void)put_text(worksheet, at++, 0, eh_str_of(workbook->mark), formats->mark);
	if (sheet->note) {
		lxw_col_t last = (lxw_col_t)(sheet->column_count < 7 ? sheet->column_count - 1 : 6);
		if (last)
			worksheet_merge_range(worksheet, at, 0, at, last, "", formats->note);
		(void)put_text(worksheet, at, 0, eh_str_of(sheet->note), formats->note);
		worksheet_set_row(worksheet, at++, 15.0 * (double)(1 + strlen(sheet->note) / 80), NULL);
	}
	return at;
}

static void set_printing(lxw_worksheet *worksheet, const struct eh_workbook *workbook, lxw_row_t headings)
{
	char footer[200];

	snprintf(footer, sizeof footer, "&L%.60s&C%.80s&RPage &P of &N", workbook->title, workbook->mark ? workbook->mark : "");
	worksheet_set_landscape(worksheet);
	worksheet_set_paper(worksheet, 9); /* A4 */
	worksheet_fit_to_pages(worksheet, 1, 0);
	worksheet_repeat_rows(worksheet, headings, headings);
	worksheet_set_footer(worksheet, footer);
}

static lxw_error fill(
        lxw_worksheet *worksheet, const struct eh_workbook *workbook, const struct eh_sheet *sheet, const struct formats *formats)
{
	lxw_row_t headings = put_top(worksheet, workbook, sheet, formats);
	lxw_error error = LXW_NO_ERROR;

	for (size_t i = 0; i < sheet->column_count && !error; i++) {
		lxw_col_t at = (lxw_col_t)i;
		worksheet_set_column(worksheet, at, at, width_of(sheet, i), NULL);
		error = worksheet_write_string(worksheet, headings, at, sheet->columns[i].heading, formats->heading);
		for (size_t row = 0; row < sheet->row_count && !error; row++)
			error = put_cell(worksheet, sheet, row, i, headings + 1 + (lxw_row_t)row, formats);
	}
	worksheet_freeze_panes(worksheet, headings + 1, 1);
	if (sheet->column_count && sheet->row_count)
		worksheet_autofilter(
		        worksheet, headings, 0, headings + (lxw_row_t)sheet->row_count, (lxw_col_t)(sheet->column_count - 1));
	set_printing(worksheet, workbook, headings);
	return error;
}

/* "where_next" as a tab says it. */
static void tab_name(const char *name, char out[32])
{
	snprintf(out, 32, "%.31s", name);
	for (char *c = out; *c; c++)
		*c = *c == '_' ? ' ' : *c;
}

enum eh_rc eh_sheet_workbook(const struct eh_workbook *wanted, const char *path, struct eh_error *err)
{
	lxw_workbook *workbook = workbook_new(path);
	lxw_error error = LXW_NO_ERROR;

	if (!workbook)
		return eh_fail_memory(err);
	/* A fixed instant: the same sheets give the same bytes. */
	lxw_doc_properties properties = { .title = (char *)wanted->title, .company = "Evenhand", .created = 1 };
	workbook_set_properties(workbook, &properties);
	struct formats formats = formats_of(workbook);
	for (size_t i = 0; i < wanted->count && !error; i++) {
		char name[32];
		tab_name(wanted->sheets[i]->name, name);
		lxw_worksheet *worksheet = workbook_add_worksheet(workbook, name);
		error = worksheet ? fill(worksheet, wanted, wanted->sheets[i], &formats) : LXW_ERROR_MEMORY_MALLOC_FAILED;
	}
	lxw_error closed = workbook_close(workbook);
	if (error || closed)
		return (error ? error : closed) == LXW_ERROR_MEMORY_MALLOC_FAILED
		               ? eh_fail_memory(err)
		               : eh_fail(err, EH_IO, "cannot write %s: %s", path, lxw_strerror(error ? error : closed));
	return EH_OK;
}
