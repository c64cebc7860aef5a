#include "readers.h"

#include <math.h>
#include <stdio.h>

#include "geo/geo.h"
#include "identifier.h"
#include "io/json.h"

int64_t eh_source_pence(struct eh_str text)
{
	double pounds;

	return eh_str_to_double(text, &pounds) == EH_OK && fabs(pounds) < 1e15 ? llround(pounds * 100) : INT64_MIN;
}

enum eh_rc eh_source_date(struct eh_str text, int32_t *ret_date)
{
	static const int32_t DAY_ZERO = -25569; /* 30 December 1899 */
	double serial;

	if (eh_date_parse(text, ret_date) == EH_OK)
		return EH_OK;
	if (eh_str_to_double(text, &serial) != EH_OK || serial < 10000 || serial > 80000)
		return EH_INVALID;
	*ret_date = (int32_t)serial + DAY_ZERO;
	return EH_OK;
}

void eh_source_take_postcode(struct eh_record *record, struct eh_str written, struct eh_arena *arena)
{
	struct eh_postcode code;

	if (eh_identifier_absent(written))
		return;
	if (eh_postcode_parse(written, &code) == EH_OK)
		record->postcode = eh_arena_str(arena, eh_str_of(code.text));
	else
		record->postcode_as_written = written;
}

void eh_source_take_address(struct eh_record *record, struct eh_str written, struct eh_arena *arena)
{
	struct eh_postcode code;
	size_t from, n;

	if (eh_identifier_absent(written))
		return;
	if (eh_postcode_find(written, &code, &from, &n) == EH_OK) {
		record->postcode = eh_arena_str(arena, eh_str_of(code.text));
		if (from + n == written.n)
			written = eh_str_trim(eh_str_sub(written, 0, from));
		while (written.n && written.p[written.n - 1] == ',')
			written = eh_str_trim(eh_str_sub(written, 0, written.n - 1));
	}
	record->address = written;
}

void eh_source_take_list(struct eh_record *record, const char *scheme, struct eh_str list, char separator)
{
	struct eh_str part;

	while (list.n && eh_str_split(&list, separator, &part)) {
		part = eh_str_trim(part);
		if (part.n > 1 && *part.p == '\'' && part.p[part.n - 1] == '\'')
			part = eh_str_sub(part, 1, part.n - 2);
		eh_record_add_code(record, scheme, part);
	}
}

enum eh_rc eh_source_open_stream(const struct eh_source_options *options, struct eh_stream **ret_stream, struct eh_error *err)
{
	if (options->bytes.p)
		return eh_stream_open_memory(options->bytes, options->path, options->member, NULL, ret_stream, err);
	return eh_stream_open(options->path, options->member, NULL, ret_stream, err);
}

/* A workbook is a zip archive too, of many files that are none of them the data. */
static enum eh_rc is_workbook(const struct eh_source_options *options, bool *ret_is, struct eh_error *err)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_stream_member *members;
	size_t count = 0;

	EH_TRY(eh_stream_members(options->bytes.p ? NULL : options->path, options->bytes, &arena, &members, &count, err));
	*ret_is = false;
	for (size_t i = 0; i < count; i++)
		*ret_is |= strcmp(members[i].name, "xl/workbook.xml") == 0 || strcmp(members[i].name, "content.xml") == 0;
	return EH_OK;
}

enum eh_rc eh_source_is_json(const struct eh_source_options *options, bool *ret_json, struct eh_error *err)
{
	struct eh_stream *stream EH_CLEANUP_STREAM = NULL;
	char head[64];
	size_t n = 0;
	bool workbook = false;

	EH_TRY(is_workbook(options, &workbook, err));
	*ret_json = false;
	if (workbook)
		return EH_OK;
	EH_TRY(eh_source_open_stream(options, &stream, err));
	EH_TRY(eh_stream_read(stream, head, sizeof head, &n, err));
	struct eh_str text = { head, n };
	if (eh_str_starts(text, EH_STR("\xef\xbb\xbf")))
		text = eh_str_sub(text, 3, text.n);
	text = eh_str_trim(text);
	*ret_json = text.n && (*text.p == '{' || *text.p == '[');
	return EH_OK;
}

static bool private_column(const char *list, struct eh_str folded)
{
	struct eh_str rest = eh_str_of(list), name;

	while (eh_str_split(&rest, '|', &name))
		if (name.n && eh_str_eq(name, folded))
			return true;
	return false;
}

static enum eh_rc write_verbatim(struct eh_rows_reader *reader, const struct eh_rows_layout *layout, const struct eh_row *row)
{
	struct eh_json_writer json;

	eh_buf_reset(&reader->verbatim);
	eh_json_write_init(&json, &reader->verbatim, false);
	eh_json_write_object(&json);
	for (size_t i = 0; i < reader->columns.count && i < row->count; i++) {
		if (!row->cells[i].n || private_column(layout->private_columns, reader->columns.folded[i]))
			continue;
		eh_json_write_key(&json, reader->columns.written[i].p);
		eh_json_write_str(&json, row->cells[i]);
	}
	eh_json_write_object_end(&json);
	return eh_json_write_end(&json);
}

static enum eh_rc read_row(
        struct eh_rows_reader *reader, const struct eh_rows_layout *layout, const struct eh_row *row, struct eh_error *err)
{
	const struct eh_source_sink *sink = reader->sink;
	const char *reason = "", *column = "";
	struct eh_record record;

	eh_arena_reset(&reader->arena);
	if (row->count > reader->columns.count) {
		char text[128];
		snprintf(text, sizeof text, "the row has %zu cells and the header %zu: a comma or quote may be missing",
		        row->count, reader->columns.count);
		return sink->refuse(sink->context, row->line, EH_STR(""), text, err);
	}
	eh_record_init(&record);
	enum eh_rc rc = layout->row(reader, row, &record, &reason, &column);
	if (rc == EH_END) {
		reader->passed_over++;
		return EH_OK;
	}
	if (rc == EH_NOT_FOUND)
		return sink->refuse(sink->context, row->line, eh_str_of(column), reason, err);
	if (rc < 0 || write_verbatim(reader, layout, row) < 0)
		return eh_fail_memory(err);
	return sink->record(sink->context, &record, eh_buf_str(&reader->verbatim), row->line, err);
}

static enum eh_rc report(const struct eh_rows_reader *reader, const struct eh_table *table, size_t rows, struct eh_error *err)
{
	uint64_t done, size;

	if (!reader->sink->progress || rows % 1024)
		return EH_OK;
	eh_table_progress(table, &done, &size);
	enum eh_rc rc = reader->sink->progress(reader->sink->context, done, size);
	return rc == EH_CANCELLED ? eh_fail(err, rc, "stopped; nothing of this file was kept") : rc;
}

/* The header of a sheet: EH_OK when the layout finds its columns in it. */
static enum eh_rc read_header(
        struct eh_rows_reader *reader, struct eh_table *table, const struct eh_rows_layout *layout, struct eh_error *err)
{
	struct eh_row row;
	enum eh_rc rc = eh_table_next(table, &row, err);

	if (rc != EH_OK)
		return rc == EH_END ? eh_fail(err, EH_INVALID, "it is empty") : rc;
	eh_columns_finish(&reader->columns);
	EH_TRY(eh_columns_init(&reader->columns, &row, err));
	return layout->find(reader, err);
}

/* Workbooks may begin with a sheet about the data: the first sheet with the layout's columns is read. The message is of the first. */
static enum eh_rc find_sheet(
        struct eh_rows_reader *reader, struct eh_table *table, const struct eh_rows_layout *layout, struct eh_error *err)
{
	struct eh_error other = { 0 };
	enum eh_rc rc = read_header(reader, table, layout, err);

	for (size_t i = 1; rc == EH_INVALID && i < eh_table_sheet_count(table); i++)
		if (eh_table_select(table, i, &other) == EH_OK && read_header(reader, table, layout, &other) == EH_OK)
			return EH_OK;
	return rc;
}

bool eh_source_odd_encoding(const char *encoding)
{
	return strcmp(encoding, "UTF-8") != 0 && strcmp(encoding, "XLSX") != 0 && strcmp(encoding, "ODS") != 0;
}

static void note_encoding(const struct eh_rows_reader *reader, const struct eh_table *table)
{
	const char *encoding = eh_table_encoding(table);
	char text[64];

	if (!reader->sink->note || !eh_source_odd_encoding(encoding))
		return;
	snprintf(text, sizeof text, "read as %s", encoding);
	reader->sink->note(reader->sink->context, text);
}

static enum eh_rc read_table(
        struct eh_rows_reader *reader, struct eh_table *table, const struct eh_rows_layout *layout, struct eh_error *err)
{
	struct eh_row row;
	size_t rows = 0;
	enum eh_rc rc;

	EH_TRY(find_sheet(reader, table, layout, err));
	while ((rc = eh_table_next(table, &row, err)) == EH_OK) {
		EH_TRY(read_row(reader, layout, &row, err));
		EH_TRY(report(reader, table, ++rows, err));
	}
	if (rc != EH_END)
		return rc;
	note_encoding(reader, table);
	if (reader->passed_over && reader->sink->note) {
		char text[96];
		snprintf(text, sizeof text, "%zu row%s not for this list passed over", reader->passed_over,
		        eh_plural((int64_t)reader->passed_over));
		reader->sink->note(reader->sink->context, text);
	}
	return EH_OK;
}

enum eh_rc eh_rows_read(const struct eh_source_options *options, const struct eh_source_sink *sink,
        const struct eh_rows_layout *layout, struct eh_error *err)
{
	struct eh_table *table EH_CLEANUP_TABLE = NULL;
	const struct eh_table_options how = { .member = options->member };
	struct eh_rows_reader *reader = eh_alloc_zero(1, sizeof *reader);
	enum eh_rc rc = reader ? EH_OK : eh_fail_memory(err);

	if (rc == EH_OK) {
		reader->sink = sink;
		reader->own = eh_alloc_zero(1, layout->own_size);
		rc = !reader->own       ? eh_fail_memory(err)
		     : options->bytes.p ? eh_table_open_memory(options->bytes, options->path, &how, &table, err)
		                        : eh_table_open(options->path, &how, &table, err);
	}
	if (rc == EH_OK)
		rc = read_table(reader, table, layout, err);
	if (reader) {
		eh_columns_finish(&reader->columns);
		eh_arena_finish(&reader->arena);
		eh_buf_finish(&reader->verbatim);
		eh_free(reader->own);
	}
	eh_free(reader);
	return rc;
}
