/* table_private.h: what the readers of CSV and of spreadsheets share behind table.h. */
#ifndef EH_IO_TABLE_PRIVATE_H
#define EH_IO_TABLE_PRIVATE_H

#include "table.h"

enum { EH_TABLE_MAX_CELL = 8 << 20, EH_TABLE_MAX_CELLS = 16384, EH_TABLE_MAX_ROW = 64 << 20 };

/* One way of reading a table. `self` is the reader's own. */
struct eh_table_reader {
	enum eh_rc (*next)(void *self, struct eh_row *ret_row, struct eh_error *err);
	enum eh_rc (*select)(void *self, size_t sheet, struct eh_error *err);
	size_t (*sheet_count)(const void *self);
	const char *(*sheet_name)(const void *self, size_t sheet);
	const char *(*encoding)(const void *self);
	void (*progress)(const void *self, uint64_t *ret_done, uint64_t *ret_size);
	void (*free)(void *self);
};

extern const struct eh_table_reader eh_csv_reader;

/* Takes the stream over, also on failure. options: all fields set. */
enum eh_rc eh_csv_new(struct eh_stream *stream, const struct eh_table_options *options, void **ret_self, struct eh_error *err);

extern const struct eh_table_reader eh_sheets_reader;

/* True when the bytes, or the file, are an XLSX or ODS workbook. Anything else, readable or not, is false. */
enum eh_rc eh_sheets_is(const char *path, struct eh_str bytes, bool *ret_is, struct eh_error *err);
enum eh_rc eh_sheets_new(const char *path, struct eh_str bytes, const char *name, const struct eh_table_options *options,
        void **ret_self, struct eh_error *err);

/* Appends Windows-1252 bytes as UTF-8; the five undefined bytes become U+FFFD. */
enum eh_rc eh_cp1252_to_utf8(struct eh_str bytes, struct eh_buf *out);

#endif
