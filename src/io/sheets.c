/* sheets.c: workbooks as tables: opening them, choosing a sheet, rows with their merged cells. What differs between XLSX and OpenDocument
 * is in sheets_xlsx.c and sheets_ods.c. */
#include <math.h>
#include <stdio.h>

#include "sheets_private.h"

static const uint64_t DEFAULT_MAX_BYTES = UINT64_C(64) << 30, DEFAULT_MAX_RATIO = 200, MOST_SPANNED = 500000000;
enum { MOST_SPANS = 10000, MOST_SHEETS = 1000 };

static zip_t *open_archive(const char *path, struct eh_str bytes)
{
	zip_error_t error;

	if (path)
		return zip_open(path, ZIP_RDONLY, NULL);
	zip_error_init(&error);
	zip_source_t *source = zip_source_buffer_create(bytes.p, bytes.n, 0, &error);
	zip_t *archive = source ? zip_open_from_source(source, ZIP_RDONLY, &error) : NULL;
	if (source && !archive)
		zip_source_free(source);
	zip_error_fini(&error);
	return archive;
}

static const struct eh_sheets_format *format_of(zip_t *archive)
{
	static const char ODS[] = "application/vnd.oasis.opendocument.spreadsheet";
	char kind[sizeof ODS] = "";

	if (zip_name_locate(archive, "xl/workbook.xml", 0) >= 0)
		return &eh_sheets_xlsx;
	zip_file_t *file = zip_fopen(archive, "mimetype", 0);
	if (!file)
		return NULL;
	zip_int64_t n = zip_fread(file, kind, sizeof kind - 1);
	zip_fclose(file);
	return n == (zip_int64_t)sizeof ODS - 1 && memcmp(kind, ODS, sizeof ODS - 1) == 0 ? &eh_sheets_ods : NULL;
}

enum eh_rc eh_sheets_is(const char *path, struct eh_str bytes, bool *ret_is, struct eh_error *err)
{
	zip_t *archive = NULL;

	(void)err;
	if (!path || strcmp(path, "-") != 0)
		archive = open_archive(path, bytes);
	*ret_is = archive && format_of(archive);
	if (archive)
		zip_discard(archive);
	return EH_OK;
}

static void clear_spans(struct eh_sheets *sheets)
{
	for (size_t i = 0; i < sheets->spans.count; i++)
		eh_free(sheets->spans.items[i].text);
	sheets->spans.count = 0;
}

static void free_sheets(void *self)
{
	struct eh_sheets *sheets = self;

	if (!sheets)
		return;
	eh_xml_finish(&sheets->xml);
	clear_spans(sheets);
	if (sheets->archive)
		zip_discard(sheets->archive);
	eh_vec_finish(&sheets->list);
	eh_vec_finish(&sheets->cells);
	eh_vec_finish(&sheets->spans);
	eh_vec_finish(&sheets->out_cells);
	eh_vec_finish(&sheets->out_kinds);
	eh_vec_finish(&sheets->strings);
	eh_vec_finish(&sheets->formats);
	eh_vec_finish(&sheets->date_styles);
	eh_vec_finish(&sheets->merges);
	eh_buf_finish(&sheets->texts);
	eh_buf_finish(&sheets->text);
	eh_buf_finish(&sheets->value);
	eh_arena_finish(&sheets->arena);
	eh_free(sheets->name);
	eh_free(sheets);
}

enum eh_rc eh_sheets_new(const char *path, struct eh_str bytes, const char *name, const struct eh_table_options *options,
        void **ret_self, struct eh_error *err)
{
	struct eh_sheets *sheets = eh_alloc_zero(1, sizeof *sheets);

	if (!sheets)
		return eh_fail_memory(err);
	sheets->max_cell = options->max_cell;
	sheets->max_cells = options->max_cells;
	sheets->limits = options->limits;
	if (!sheets->limits.max_bytes)
		sheets->limits.max_bytes = DEFAULT_MAX_BYTES;
	if (!sheets->limits.max_ratio)
		sheets->limits.max_ratio = DEFAULT_MAX_RATIO;
	sheets->name = eh_strndup(name, strlen(name));
	sheets->archive = open_archive(path, bytes);
	enum eh_rc rc = !sheets->name ? eh_fail_memory(err) : EH_OK;
	if (rc == EH_OK && !sheets->archive)
		rc = eh_fail(err, EH_INVALID, "%s is no readable spreadsheet (cut short or damaged)", name);
	if (rc == EH_OK) {
		sheets->format = format_of(sheets->archive);
		rc = sheets->format ? sheets->format->load(sheets, err) : eh_fail(err, EH_INVALID, "%s is no spreadsheet", name);
	}
	if (rc == EH_OK && !sheets->list.count)
		rc = eh_fail(err, EH_INVALID, "%s holds no sheet", name);
	if (rc != EH_OK) {
		free_sheets(sheets);
		return rc;
	}
	*ret_self = sheets;
	return EH_OK;
}

static enum eh_rc select_sheet(void *self, size_t sheet, struct eh_error *err)
{
	struct eh_sheets *sheets = self;

	if (sheet >= sheets->list.count)
		return eh_fail(err, EH_NOT_FOUND, "%s has no sheet number %zu", sheets->name, sheet + 1);
	eh_xml_finish(&sheets->xml);
	clear_spans(sheets);
	sheets->cells.count = sheets->merges.count = sheets->next_merge = 0;
	eh_buf_reset(&sheets->texts);
	sheets->row = sheets->spanned = sheets->row_bytes = 0;
	sheets->open = sheets->ended = sheets->ready = false;
	EH_TRY(sheets->format->open(sheets, &sheets->list.items[sheet], err));
	sheets->open = true;
	return EH_OK;
}

bool eh_sheets_may_add(struct eh_sheets *sheets)
{
	if (sheets->list.count == MOST_SHEETS)
		eh_xml_fail(
		        &sheets->xml, EH_TOO_LARGE, "has over 1000 sheets; save those that matter as a workbook of their own");
	return sheets->xml.rc == EH_OK;
}

void eh_sheets_text(struct eh_sheets *sheets, struct eh_buf *buf, struct eh_str text)
{
	char message[96];

	if (buf->n + text.n > sheets->max_cell) {
		snprintf(message, sizeof message, "a cell in row %llu holds more than %zu bytes", (unsigned long long)sheets->row,
		        sheets->max_cell);
		eh_xml_fail(&sheets->xml, EH_TOO_LARGE, message);
	} else if (eh_buf_add(buf, text) < 0) {
		eh_xml_fail(&sheets->xml, EH_NO_MEMORY, "there is not enough memory");
	}
}

static void no_memory(struct eh_sheets *sheets) { eh_xml_fail(&sheets->xml, EH_NO_MEMORY, "there is not enough memory"); }

/* Makes the row reach to a column. False on failure, which is in sheets->xml. */
static bool reach(struct eh_sheets *sheets, size_t column)
{
	char message[96];

	if (column >= sheets->max_cells) {
		snprintf(message, sizeof message, "row %llu has more than %zu cells", (unsigned long long)sheets->row,
		        sheets->max_cells);
		eh_xml_fail(&sheets->xml, EH_TOO_LARGE, message);
		return false;
	}
	while (sheets->cells.count <= column)
		if (!eh_vec_push(&sheets->cells, (struct eh_sheets_cell){ 0, 0, EH_CELL_EMPTY })) {
			no_memory(sheets);
			return false;
		}
	return true;
}

/* Fills a cell with a text that stands in the row's texts already. */
static void fill(struct eh_sheets *sheets, size_t column, struct eh_sheets_cell cell)
{
	char message[96];

	if (!reach(sheets, column))
		return;
	sheets->row_bytes += cell.n;
	if (sheets->row_bytes > EH_TABLE_MAX_ROW) {
		snprintf(message, sizeof message, "row %llu holds more than 64 MiB", (unsigned long long)sheets->row);
		eh_xml_fail(&sheets->xml, EH_TOO_LARGE, message);
		return;
	}
	sheets->cells.items[column] = cell;
}

void eh_sheets_put(struct eh_sheets *sheets, size_t column, enum eh_cell_kind kind, struct eh_str text)
{
	struct eh_sheets_cell cell = { sheets->texts.n, text.n, kind };

	if (!text.n)
		reach(sheets, column);
	else if (eh_buf_add(&sheets->texts, text) < 0)
		no_memory(sheets);
	else
		fill(sheets, column, cell);
}

/* Merged and repeated cells turn a small file into much work: counts it, and stops where nobody's own file gets to. */
static bool may_copy(struct eh_sheets *sheets, size_t n)
{
	sheets->spanned += n + 1;
	if (sheets->spanned > MOST_SPANNED)
		eh_xml_fail(&sheets->xml, EH_TOO_LARGE, "more cells are merged or repeated than anybody merges");
	return sheets->xml.rc == EH_OK;
}

void eh_sheets_repeat(struct eh_sheets *sheets, size_t column, size_t count)
{
	if (column >= sheets->cells.count)
		return;
	struct eh_sheets_cell cell = sheets->cells.items[column];
	for (size_t i = 1; i < count && may_copy(sheets, cell.n); i++)
		fill(sheets, column + i, cell);
}

/* Begins a span with the value that its first cell has in this row; one without a value has nothing to repeat. */
static bool begin_span(struct eh_sheets *sheets, struct eh_span span)
{
	if (span.first_row != sheets->row || span.first >= sheets->cells.count || !sheets->cells.items[span.first].n)
		return true;
	const struct eh_sheets_cell *cell = &sheets->cells.items[span.first];
	if (sheets->spans.count >= MOST_SPANS) {
		eh_xml_fail(&sheets->xml, EH_TOO_LARGE, "more cells are merged than anybody merges");
		return true;
	}
	span.kind = cell->kind;
	span.n = cell->n;
	span.text = eh_strndup(sheets->texts.p + cell->from, cell->n);
	if (span.text && eh_vec_push(&sheets->spans, span))
		return true;
	eh_free(span.text);
	return false;
}

/* The cells of a span that are empty in this row get its value. */
static void fill_span(struct eh_sheets *sheets, const struct eh_span *span)
{
	struct eh_sheets_cell cell = { sheets->texts.n, span->n, span->kind };
	bool stands = false;

	for (size_t column = span->first; column <= span->last && column < sheets->max_cells; column++) {
		if (!may_copy(sheets, span->n))
			return;
		if (column < sheets->cells.count && sheets->cells.items[column].n)
			continue;
		if (!stands && eh_buf_add(&sheets->texts, (struct eh_str){ span->text, span->n }) < 0) {
			no_memory(sheets);
			return;
		}
		stands = true;
		fill(sheets, column, cell);
	}
}

static bool fill_spans(struct eh_sheets *sheets)
{
	size_t kept = 0;

	while (sheets->next_merge < sheets->merges.count && sheets->merges.items[sheets->next_merge].first_row <= sheets->row)
		if (!begin_span(sheets, sheets->merges.items[sheets->next_merge++]))
			return false;
	for (size_t i = 0; i < sheets->spans.count; i++) {
		struct eh_span *span = &sheets->spans.items[i];
		/* Rows that hold nothing may be left out, so that a span's last one never comes. */
		if (span->last_row >= sheets->row)
			fill_span(sheets, span);
		if (span->last_row > sheets->row)
			sheets->spans.items[kept++] = *span;
		else
			eh_free(span->text);
	}
	sheets->spans.count = kept;
	return true;
}

void eh_sheets_row_end(struct eh_sheets *sheets)
{
	if (!fill_spans(sheets)) {
		no_memory(sheets);
		return;
	}
	size_t count = sheets->cells.count;
	while (count && !sheets->cells.items[count - 1].n)
		count--;
	sheets->cells.count = count;
	if (!count)
		return;
	sheets->ready = true;
	eh_xml_stop(&sheets->xml);
}

void eh_sheets_number(double value, char out[32])
{
	if (fabs(value) < 1e15 && value == floor(value))
		snprintf(out, 32, "%.0f", value);
	else
		snprintf(out, 32, "%.15g", value);
	if (strcmp(out, "-0") == 0)
		memcpy(out, "0", 2);
}

static enum eh_rc hand_out(struct eh_sheets *sheets, struct eh_row *ret_row, struct eh_error *err)
{
	sheets->out_cells.count = sheets->out_kinds.count = 0;
	for (size_t i = 0; i < sheets->cells.count; i++) {
		const struct eh_sheets_cell *cell = &sheets->cells.items[i];
		struct eh_str text = { cell->n ? sheets->texts.p + cell->from : "", cell->n };
		size_t at;
		if (!eh_utf8_valid(text, &at))
			return eh_error_at(err, eh_fail(err, EH_INVALID, "a cell holds a character that is none"), sheets->name,
			        sheets->row, i + 1);
		if (!eh_vec_push(&sheets->out_cells, text) || !eh_vec_push(&sheets->out_kinds, cell->kind))
			return eh_fail_memory(err);
	}
	*ret_row = (struct eh_row){ .cells = sheets->out_cells.items,
		.kinds = sheets->out_kinds.items,
		.count = sheets->cells.count,
		.line = sheets->row };
	return EH_OK;
}

static enum eh_rc next_row(void *self, struct eh_row *ret_row, struct eh_error *err)
{
	struct eh_sheets *sheets = self;

	if (!sheets->open && !sheets->ended)
		EH_TRY(select_sheet(sheets, 0, err));
	if (sheets->ended)
		return EH_END;
	sheets->cells.count = sheets->row_bytes = 0;
	sheets->ready = false;
	eh_buf_reset(&sheets->texts);
	enum eh_rc rc = eh_xml_run(&sheets->xml, err);
	if (rc != EH_OK || !sheets->ready)
		sheets->ended = true;
	if (rc == EH_OK && sheets->ready)
		return hand_out(sheets, ret_row, err);
	return rc == EH_OK ? EH_END : rc;
}

static size_t sheet_count(const void *self) { return ((const struct eh_sheets *)self)->list.count; }
static const char *encoding(const void *self) { return ((const struct eh_sheets *)self)->format->encoding; }

static const char *sheet_name(const void *self, size_t sheet)
{
	const struct eh_sheets *sheets = self;

	return sheet < sheets->list.count ? sheets->list.items[sheet].name : NULL;
}

static void progress(const void *self, uint64_t *ret_done, uint64_t *ret_size)
{
	const struct eh_sheets *sheets = self;

	*ret_done = sheets->xml.out;
	*ret_size = sheets->xml.size;
}

const struct eh_table_reader eh_sheets_reader = { next_row, select_sheet, sheet_count, sheet_name, encoding, progress,
	free_sheets };
