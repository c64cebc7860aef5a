/* table.c: the door of table.h: which reader a file wants. */
#include "table_private.h"

#include <stdio.h>

struct eh_table {
	const struct eh_table_reader *reader;
	void *self;
};

/* Files that people take for tables, by their first bytes, and what to do about them. */
static const struct {
	const char *magic;
	size_t n;
	const char *what;
} NOT_TABLES[] = {
	{ "%PDF", 4, "is a PDF; ask its publisher for the table as CSV or a spreadsheet" },
	{ "\xd0\xcf\x11\xe0", 4, "is an old Excel file (.xls) or one locked with a password; save it as .xlsx or CSV" },
	{ "\x89PNG", 4, "is a picture, not a table" },
	{ "\xff\xd8\xff", 3, "is a picture, not a table" },
	{ "<!DOCTYPE", 9, "is a web page, not a table: perhaps the link led to a page about the file" },
	{ "<!doctype", 9, "is a web page, not a table: perhaps the link led to a page about the file" },
	{ "<html", 5, "is a web page, not a table: perhaps the link led to a page about the file" },
	{ "<?xml", 5, "is XML, not a table" },
	{ "{\"", 2, "is JSON, not a table; import it with the kind it belongs to" },
	{ "[{", 2, "is JSON, not a table; import it with the kind it belongs to" },
	{ "SQLite format 3", 15, "is a database, not a table" },
};

static enum eh_rc refuse_others(struct eh_str head, const char *name, struct eh_error *err)
{
	if (!eh_str_trim(head).n)
		return eh_fail(err, EH_INVALID, "%s is empty", name);
	for (size_t i = 0; i < sizeof NOT_TABLES / sizeof *NOT_TABLES; i++)
		if (eh_str_starts(head, (struct eh_str){ NOT_TABLES[i].magic, NOT_TABLES[i].n }))
			return eh_fail(err, EH_INVALID, "%s %s", name, NOT_TABLES[i].what);
	return EH_OK;
}

/* The first bytes of the data, unpacked. */
static enum eh_rc read_head(struct eh_stream *stream, char head[64], size_t *ret_n, struct eh_error *err)
{
	size_t n = 0, got = 1;

	while (got && n < 64) {
		EH_TRY(eh_stream_read(stream, head + n, 64 - n, &got, err));
		n += got;
	}
	*ret_n = n;
	return EH_OK;
}

static enum eh_rc open_stream(const char *path, struct eh_str bytes, const char *name, const struct eh_table_options *options,
        struct eh_stream **ret_stream, struct eh_error *err)
{
	if (path)
		return eh_stream_open(path, options->member, &options->limits, ret_stream, err);
	return eh_stream_open_memory(bytes, name, options->member, &options->limits, ret_stream, err);
}

/* Standard input cannot be opened twice, so it goes unexamined: a CSV reader says for itself what is no text. */
static enum eh_rc examine(
        const char *path, struct eh_str bytes, const char *name, const struct eh_table_options *options, struct eh_error *err)
{
	struct eh_stream *stream EH_CLEANUP_STREAM = NULL;
	char head[64];
	size_t n = 0;

	if (path && strcmp(path, "-") == 0)
		return EH_OK;
	EH_TRY(open_stream(path, bytes, name, options, &stream, err));
	EH_TRY(read_head(stream, head, &n, err));
	return refuse_others((struct eh_str){ head, n }, name, err);
}

static enum eh_rc open_reader(const char *path, struct eh_str bytes, const char *name, const struct eh_table_options *options,
        struct eh_table *table, struct eh_error *err)
{
	struct eh_stream *stream;
	bool spreadsheet = false;

	EH_TRY(eh_sheets_is(path, bytes, &spreadsheet, err));
	if (spreadsheet) {
		table->reader = &eh_sheets_reader;
		return eh_sheets_new(path, bytes, name, options, &table->self, err);
	}
	EH_TRY(examine(path, bytes, name, options, err));
	EH_TRY(open_stream(path, bytes, name, options, &stream, err));
	table->reader = &eh_csv_reader;
	return eh_csv_new(stream, options, &table->self, err);
}

static enum eh_rc open_table(const char *path, struct eh_str bytes, const char *name, const struct eh_table_options *options,
        struct eh_table **ret_table, struct eh_error *err)
{
	struct eh_table *table = eh_alloc_zero(1, sizeof *table);
	struct eh_table_options filled = options ? *options : (struct eh_table_options){ 0 };

	if (!table)
		return eh_fail_memory(err);
	if (!filled.max_cell)
		filled.max_cell = EH_TABLE_MAX_CELL;
	if (!filled.max_cells)
		filled.max_cells = EH_TABLE_MAX_CELLS;
	enum eh_rc rc = open_reader(path, bytes, name, &filled, table, err);
	if (rc != EH_OK) {
		eh_free(table);
		return rc;
	}
	*ret_table = table;
	return EH_OK;
}

enum eh_rc eh_table_open(
        const char *path, const struct eh_table_options *options, struct eh_table **ret_table, struct eh_error *err)
{
	const char *slash = strrchr(path, '/');

	return open_table(path, (struct eh_str){ NULL, 0 }, slash ? slash + 1 : path, options, ret_table, err);
}

enum eh_rc eh_table_open_memory(struct eh_str bytes, const char *name, const struct eh_table_options *options,
        struct eh_table **ret_table, struct eh_error *err)
{
	return open_table(NULL, bytes.p ? bytes : EH_STR(""), name, options, ret_table, err);
}

size_t eh_table_sheet_count(const struct eh_table *table) { return table->reader->sheet_count(table->self); }
const char *eh_table_sheet_name(const struct eh_table *table, size_t sheet)
{
	return table->reader->sheet_name(table->self, sheet);
}

enum eh_rc eh_table_select(struct eh_table *table, size_t sheet, struct eh_error *err)
{
	return table->reader->select(table->self, sheet, err);
}

enum eh_rc eh_table_next(struct eh_table *table, struct eh_row *ret_row, struct eh_error *err)
{
	return table->reader->next(table->self, ret_row, err);
}

const char *eh_table_encoding(const struct eh_table *table) { return table->reader->encoding(table->self); }

void eh_table_progress(const struct eh_table *table, uint64_t *ret_done, uint64_t *ret_size)
{
	table->reader->progress(table->self, ret_done, ret_size);
}

void eh_table_free(struct eh_table *table)
{
	if (!table)
		return;
	table->reader->free(table->self);
	eh_free(table);
}
