/* table.h: rows of cells from a CSV file or a spreadsheet, one manner of reading for all.
 *
 * CSV as RFC 4180 and as people make it: comma, semicolon, tab or bar (found from the first lines unless given), CR, LF or CRLF, quoted
 * cells with line breaks, stray quotes inside unquoted cells. UTF-8 with or without a byte order mark, UTF-16 with one, or Windows-1252
 * (taken when the bytes are not UTF-8; eh_table_encoding says which it was). Plain or compressed (stream.h).
 *
 * XLSX and ODS (libzip and expat): shared strings, inline strings, dates by number format as ISO text, numbers as shortest decimal text,
 * booleans as "true" and "false", formulas by their stored value; merged cells repeat their value in every cell they cover; hidden rows
 * and sheets are read like others.
 *
 * Cells come out as UTF-8 text. Memory is constant in the number of rows (spreadsheets: shared strings are held). */
#ifndef EH_IO_TABLE_H
#define EH_IO_TABLE_H

#include "stream.h"

struct eh_table;

enum eh_cell_kind {
	EH_CELL_EMPTY,
	EH_CELL_TEXT,
	EH_CELL_NUMBER, /* spreadsheets only: stored as a number */
	EH_CELL_DATE,   /* spreadsheets only: stored as a date; text is ISO */
	EH_CELL_BOOL,
};

struct eh_row {
	const struct eh_str *cells;     /* valid until the next eh_table_next */
	const enum eh_cell_kind *kinds; /* NULL for CSV */
	size_t count;                   /* as many as the row has; not padded to the header */
	uint64_t line;                  /* CSV: line of the file where the row begins, from 1; spreadsheets: row number */
};

/* Zero fields take the defaults. */
struct eh_table_options {
	char delimiter;     /* default: found */
	size_t max_cell;    /* bytes; default 8 MiB */
	size_t max_cells;   /* in a row; default 16384 */
	const char *member; /* of a zip archive that holds CSV files */
	struct eh_stream_limits limits;
};

/* Opens a file as a table, its first sheet chosen. The kind is told by content: a zip with xl/ or [Content_Types].xml is XLSX, one
 * with an OpenDocument mimetype ODS, all else CSV. options may be NULL.
 *
 * EH_INVALID with a sentence that says what the file is instead (PDF, old .xls, HTML, JSON, …) or what is broken. Free with
 * eh_table_free. */
enum eh_rc eh_table_open(
        const char *path, const struct eh_table_options *options, struct eh_table **ret_table, struct eh_error *err);
enum eh_rc eh_table_open_memory(struct eh_str bytes, const char *name, const struct eh_table_options *options,
        struct eh_table **ret_table, struct eh_error *err);

/* Sheets of a spreadsheet; a CSV file has one, named "". */
size_t eh_table_sheet_count(const struct eh_table *table);
const char *eh_table_sheet_name(const struct eh_table *table, size_t sheet);
/* Goes to the start of a sheet. EH_NOT_FOUND when there is no such sheet. For CSV, sheet 0 only, and only before the first row. */
enum eh_rc eh_table_select(struct eh_table *table, size_t sheet, struct eh_error *err);

/* The next row; EH_END after the last. Blank lines are passed over. EH_INVALID (with line and column): a quoted cell that is never
 * closed, NUL bytes, not text at all, damaged compression or XML; EH_TOO_LARGE: a cell or row over its maximum, a row of over
 * 64 MiB. After a failure the table gives no more rows. */
enum eh_rc eh_table_next(struct eh_table *table, struct eh_row *ret_row, struct eh_error *err);

/* "UTF-8", "UTF-16LE", "UTF-16BE" or "Windows-1252"; "XLSX" or "ODS" for spreadsheets. Known once rows were read. */
const char *eh_table_encoding(const struct eh_table *table);
void eh_table_progress(const struct eh_table *table, uint64_t *ret_done, uint64_t *ret_size);
void eh_table_free(struct eh_table *table);
static inline void eh_table_free_p(struct eh_table **table) { eh_table_free(*table); }
#define EH_CLEANUP_TABLE __attribute__((cleanup(eh_table_free_p)))

#endif
