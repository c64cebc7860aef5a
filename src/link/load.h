/* load.h: files into a table to match. */
#ifndef EH_LINK_LOAD_H
#define EH_LINK_LOAD_H

#include "table.h"

struct eh_load_options {
	const char *first, *second; /* paths, "-" for standard input; second NULL: one file */
	const char *columns;        /* "name:organisation,pc:postcode": what the user says the columns are; NULL */
	const char *id;             /* heading of the column that names rows; NULL: rows are numbered */
	const char *label;          /* heading of a column of labels, never compared; NULL */
	enum eh_rc (*progress)(void *context, uint64_t done, uint64_t size);
	void *context;
};

struct eh_loaded {
	struct ehl_table *table;
	struct ehl_column *columns; /* of each column of the table: those of the first file */
	size_t id, label;           /* columns; SIZE_MAX: none */
	char aligned[2048];         /* which columns of the second file were taken for which, in words, one a line */
};

/* Reads one file or two; columns of the second are those of the first with the same heading, else the only one of the same type. EH_NOT_FOUND:
 * a column that options name is not there (the message lists those there are); EH_INVALID, EH_IO … of reading. */
enum eh_rc eh_load(const struct eh_load_options *options, struct eh_loaded *ret_loaded, struct eh_error *err);
void eh_loaded_finish(struct eh_loaded *loaded);

/* What names a row: the cell of its id column, else its number in its file, from 1, in `scratch` of 24 bytes. */
struct eh_str eh_loaded_id(const struct eh_loaded *loaded, size_t row, char *scratch);

#endif
