/* readers.h: the readers behind the table of kinds, and what those of registers share. */
#ifndef EH_SOURCES_READERS_H
#define EH_SOURCES_READERS_H

#include "columns.h"
#include "source.h"

enum eh_rc eh_source_ccew_read(const struct eh_source_options *options, const struct eh_source_sink *sink, struct eh_error *err);
enum eh_rc eh_source_ccni_read(const struct eh_source_options *options, const struct eh_source_sink *sink, struct eh_error *err);
enum eh_rc eh_source_oscr_read(const struct eh_source_options *options, const struct eh_source_sink *sink, struct eh_error *err);
enum eh_rc eh_source_casc_read(const struct eh_source_options *options, const struct eh_source_sink *sink, struct eh_error *err);
enum eh_rc eh_source_companies_read(
        const struct eh_source_options *options, const struct eh_source_sink *sink, struct eh_error *err);
enum eh_rc eh_source_360giving_read(
        const struct eh_source_options *options, const struct eh_source_sink *sink, struct eh_error *err);
enum eh_rc eh_source_open_referral_read(
        const struct eh_source_options *options, const struct eh_source_sink *sink, struct eh_error *err);

/* A register's file being read row by row. */
struct eh_rows_reader {
	const struct eh_source_sink *sink;
	struct eh_columns columns;
	struct eh_arena arena; /* of the row */
	struct eh_buf verbatim;
	size_t passed_over; /* rows that are not for this list */
	void *own;          /* the reader's columns */
};

/* What a reader of a known layout brings. `find` looks its columns up (EH_INVALID: this is another file), `row` makes a record: EH_OK keep,
 * EH_END pass over in silence, EH_NOT_FOUND refuse with the reason in *ret_reason and the heading in *ret_column. */
struct eh_rows_layout {
	enum eh_rc (*find)(struct eh_rows_reader *reader, struct eh_error *err);
	enum eh_rc (*row)(struct eh_rows_reader *reader, const struct eh_row *row, struct eh_record *record,
	        const char **ret_reason, const char **ret_column);
	const char *private_columns; /* folded headings left out of the verbatim row, | between */
	size_t own_size;
};

/* Reads a table of a known layout through the sink. */
enum eh_rc eh_rows_read(const struct eh_source_options *options, const struct eh_source_sink *sink,
        const struct eh_rows_layout *layout, struct eh_error *err);

/* True for an encoding that the user should be told of: text that was not UTF-8. */
bool eh_source_odd_encoding(const char *encoding);

/* The first bytes of a file decide between JSON and a table. */
enum eh_rc eh_source_is_json(const struct eh_source_options *options, bool *ret_json, struct eh_error *err);
enum eh_rc eh_source_open_stream(const struct eh_source_options *options, struct eh_stream **ret_stream, struct eh_error *err);

/* Pounds as text to pence; INT64_MIN when there is no number. */
int64_t eh_source_pence(struct eh_str text);

/* A date as publishers write it, or as a spreadsheet counts it: days since the end of 1899, which CSV files made from spreadsheets keep.
 * EH_INVALID, with *ret_date untouched, for anything else. */
enum eh_rc eh_source_date(struct eh_str text, int32_t *ret_date);

/* A postcode as written, canonical in the arena into record->postcode, or into postcode_as_written. */
void eh_source_take_postcode(struct eh_record *record, struct eh_str written, struct eh_arena *arena);

/* An address that ends in its postcode: both are taken apart. */
void eh_source_take_address(struct eh_record *record, struct eh_str written, struct eh_arena *arena);

/* Each part of a comma list as a code of `scheme`. */
void eh_source_take_list(struct eh_record *record, const char *scheme, struct eh_str list, char separator);

#endif
