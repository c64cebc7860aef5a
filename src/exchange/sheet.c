#include "sheet.h"

#include <math.h>

#include "html.h"
#include "io/csv_write.h"

void eh_sheet_init(struct eh_sheet *sheet, const char *name, const char *title, const char *note,
        const struct eh_sheet_column *columns, size_t column_count)
{
	*sheet = (struct eh_sheet){
		.name = name, .title = title, .note = note, .columns = columns, .column_count = column_count
	};
}

void eh_sheet_finish(struct eh_sheet *sheet)
{
	eh_free(sheet->cells);
	sheet->cells = NULL;
	sheet->row_count = sheet->cap = 0;
}

union eh_sheet_cell *eh_sheet_row(struct eh_sheet *sheet)
{
	if (!eh_vec_grow(&sheet->cells, sheet->row_count, &sheet->cap, sheet->column_count * sizeof *sheet->cells))
		return NULL;
	union eh_sheet_cell *row = sheet->cells + sheet->row_count++ * sheet->column_count;
	for (size_t i = 0; i < sheet->column_count; i++) {
		if (sheet->columns[i].kind == EH_SHEET_TEXT)
			row[i].text = (struct eh_str){ NULL, 0 };
		else
			row[i].number = (double)NAN;
	}
	return row;
}

struct eh_str eh_sheet_text(const struct eh_sheet *sheet, size_t row, size_t column, bool to_people, char out[64])
{
	const struct eh_sheet_column *kind = &sheet->columns[column];
	union eh_sheet_cell cell = sheet->cells[row * sheet->column_count + column];

	if (kind->kind == EH_SHEET_TEXT)
		return cell.text;
	if (isnan(cell.number))
		return to_people ? EH_STR("not known") : (struct eh_str){ NULL, 0 };
	switch (kind->kind) {
	case EH_SHEET_YES_NO:
		return cell.number != 0 ? EH_STR("yes") : EH_STR("no");
	case EH_SHEET_SHARE:
		snprintf(out, 64, to_people ? "%.0f%%" : "%.4f", to_people ? cell.number * 100 : cell.number);
		break;
	case EH_SHEET_WHOLE:
		snprintf(out, 64, "%.0f", cell.number);
		break;
	default:
		snprintf(out, 64, "%.*f", kind->decimals, cell.number);
	}
	/* "-0.00" is 0. */
	if (out[0] == '-' && strspn(out + 1, "0.%") == strlen(out + 1))
		memmove(out, out + 1, strlen(out));
	return eh_str_of(out);
}

static enum eh_rc csv_cell(struct eh_buf *out, struct eh_str text, bool is_text)
{
	struct eh_buf safe EH_CLEANUP_BUF = { 0 };

	if (!is_text || !text.n || !strchr("=+-@\t\r", *text.p))
		return eh_csv_write_cell(out, text);
	EH_TRY(eh_buf_add_char(&safe, '\''));
	EH_TRY(eh_buf_add(&safe, text));
	return eh_csv_write_cell(out, eh_buf_str(&safe));
}

enum eh_rc eh_sheet_csv(const struct eh_sheet *sheet, struct eh_buf *out)
{
	char number[64];

	for (size_t i = 0; i < sheet->column_count; i++)
		EH_TRY(eh_buf_printf(out, "%s%s", i ? "," : "", sheet->columns[i].key));
	EH_TRY(eh_buf_add_char(out, '\n'));
	for (size_t row = 0; row < sheet->row_count; row++) {
		for (size_t i = 0; i < sheet->column_count; i++) {
			if (i)
				EH_TRY(eh_buf_add_char(out, ','));
			EH_TRY(csv_cell(
			        out, eh_sheet_text(sheet, row, i, false, number), sheet->columns[i].kind == EH_SHEET_TEXT));
		}
		EH_TRY(eh_buf_add_char(out, '\n'));
	}
	return EH_OK;
}

static void json_cell(struct eh_json_writer *json, const struct eh_sheet_column *column, union eh_sheet_cell cell)
{
	double scale = 1e4;

	if (column->kind == EH_SHEET_TEXT)
		eh_json_write_str(json, cell.text);
	else if (isnan(cell.number))
		eh_json_write_null(json);
	else if (column->kind == EH_SHEET_YES_NO)
		eh_json_write_bool(json, cell.number != 0);
	else if (column->kind == EH_SHEET_WHOLE)
		eh_json_write_i64(json, (int64_t)llround(cell.number));
	else {
		for (int i = 4; column->kind == EH_SHEET_NUMBER && i < column->decimals; i++)
			scale *= 10;
		eh_json_write_double(json, round(cell.number * scale) / scale);
	}
}

static bool in_json(const struct eh_sheet *sheet, const char *key)
{
	const char *const *keys = sheet->json_keys;

	while (keys && *keys && strcmp(*keys, key) != 0)
		keys++;
	return !keys || *keys;
}

enum eh_rc eh_sheet_json(const struct eh_sheet *sheet, struct eh_buf *out)
{
	struct eh_json_writer json;

	eh_json_write_init(&json, out, true);
	eh_json_write_array(&json);
	for (size_t row = 0; row < sheet->row_count; row++) {
		eh_json_write_object(&json);
		for (size_t i = 0; i < sheet->column_count; i++) {
			if (!in_json(sheet, sheet->columns[i].key))
				continue;
			eh_json_write_key(&json, sheet->columns[i].key);
			json_cell(&json, &sheet->columns[i], sheet->cells[row * sheet->column_count + i]);
		}
		eh_json_write_object_end(&json);
	}
	eh_json_write_array_end(&json);
	return eh_json_write_end(&json);
}

enum eh_rc eh_sheet_html(const struct eh_sheet *sheet, struct eh_buf *out)
{
	char number[64];

	EH_TRY(eh_buf_printf(out, "<section class=\"scroll\" tabindex=\"0\" aria-label=\"%s\"><table>\n<caption>", sheet->title));
	EH_TRY(eh_html_text(out, eh_str_of(sheet->title)));
	EH_TRY(eh_buf_add(out, EH_STR("</caption>\n<thead><tr>")));
	for (size_t i = 0; i < sheet->column_count; i++) {
		EH_TRY(eh_buf_printf(out, "<th scope=\"col\"%s>", sheet->columns[i].kind == EH_SHEET_TEXT ? "" : " class=\"n\""));
		EH_TRY(eh_html_text(out, eh_str_of(sheet->columns[i].heading)));
		EH_TRY(eh_buf_add(out, EH_STR("</th>")));
	}
	EH_TRY(eh_buf_add(out, EH_STR("</tr></thead>\n<tbody>\n")));
	for (size_t row = 0; row < sheet->row_count; row++) {
		EH_TRY(eh_buf_add(out, EH_STR("<tr>")));
		for (size_t i = 0; i < sheet->column_count; i++) {
			bool text = sheet->columns[i].kind == EH_SHEET_TEXT;
			EH_TRY(eh_buf_add(out, i == 0 ? EH_STR("<th scope=\"row\">")
			                       : text ? EH_STR("<td>")
			                              : EH_STR("<td class=\"n\">")));
			EH_TRY(eh_html_text(out, eh_sheet_text(sheet, row, i, true, number)));
			EH_TRY(eh_buf_add(out, i == 0 ? EH_STR("</th>") : EH_STR("</td>")));
		}
		EH_TRY(eh_buf_add(out, EH_STR("</tr>\n")));
	}
	EH_TRY(eh_buf_add(out, EH_STR("</tbody></table></section>\n")));
	if (sheet->note) {
		EH_TRY(eh_buf_add(out, EH_STR("<p class=\"note\">")));
		EH_TRY(eh_html_text(out, eh_str_of(sheet->note)));
		EH_TRY(eh_buf_add(out, EH_STR("</p>\n")));
	}
	return EH_OK;
}

/* A text cut to `width` characters, and padded; numbers to the right. */
static enum eh_rc plain_cell(struct eh_buf *out, struct eh_str text, int width, bool right)
{
	size_t length = eh_utf8_length(text), room = (size_t)width;
	bool cut = length > room;

	if (cut) {
		text = eh_utf8_cut(text, room - 1);
		length = eh_utf8_length(text) + 1;
	}
	for (size_t i = length; right && i < room; i++)
		EH_TRY(eh_buf_add_char(out, ' '));
	EH_TRY(eh_buf_add(out, text));
	if (cut)
		EH_TRY(eh_buf_add(out, EH_STR("\xe2\x80\xa6")));
	for (size_t i = length; !right && i < room; i++)
		EH_TRY(eh_buf_add_char(out, ' '));
	return EH_OK;
}

/* The next words of a heading that fit a line of `width`, taken off its front. */
static struct eh_str heading_line(struct eh_str *rest, int width)
{
	size_t room = (size_t)width, end = 0;
	struct eh_str line;

	for (size_t i = 0; i <= rest->n; i++)
		if ((i == rest->n || rest->p[i] == ' ') && (i <= room || !end))
			end = i;
	line = eh_str_sub(*rest, 0, end);
	*rest = eh_str_trim(eh_str_sub(*rest, end, rest->n));
	return line;
}

static enum eh_rc end_line(struct eh_buf *out)
{
	while (out->n && out->p[out->n - 1] == ' ')
		out->n--;
	return eh_buf_add_char(out, '\n');
}

/* Headings are folded to the width of their column. */
static enum eh_rc plain_headings(const struct eh_sheet *sheet, struct eh_buf *out)
{
	struct eh_str *rest EH_CLEANUP_FREE = eh_alloc_zero(sheet->column_count, sizeof *rest);
	bool more = true;

	if (!rest)
		return EH_NO_MEMORY;
	for (size_t i = 0; i < sheet->column_count; i++)
		rest[i] = eh_str_of(sheet->columns[i].heading);
	while (more) {
		more = false;
		for (size_t i = 0; i < sheet->column_count; i++) {
			const struct eh_sheet_column *column = &sheet->columns[i];
			if (!column->width)
				continue;
			EH_TRY(plain_cell(
			        out, heading_line(&rest[i], column->width), column->width, column->kind != EH_SHEET_TEXT));
			EH_TRY(eh_buf_add(out, EH_STR("  ")));
			more |= rest[i].n > 0;
		}
		EH_TRY(end_line(out));
	}
	return EH_OK;
}

enum eh_rc eh_sheet_plain(const struct eh_sheet *sheet, struct eh_buf *out)
{
	char number[64];

	EH_TRY(plain_headings(sheet, out));
	for (size_t row = 0; row < sheet->row_count; row++) {
		for (size_t i = 0; i < sheet->column_count; i++) {
			const struct eh_sheet_column *column = &sheet->columns[i];
			if (!column->width)
				continue;
			EH_TRY(plain_cell(
			        out, eh_sheet_text(sheet, row, i, true, number), column->width, column->kind != EH_SHEET_TEXT));
			EH_TRY(eh_buf_add(out, EH_STR("  ")));
		}
		EH_TRY(end_line(out));
	}
	return EH_OK;
}
