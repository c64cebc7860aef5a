/* sheet_private.h: what guessing what a table holds is made of. */
#ifndef EH_SOURCES_SHEET_PRIVATE_H
#define EH_SOURCES_SHEET_PRIVATE_H

#include "spreadsheet.h"

/* What the cells of a column look like, as shares of those that say anything. */
struct eh_sheet_contents {
	size_t filled;
	double postcode, address, email, web, phone, number, charity, date, latitude, longitude, words, yes_no, distinct;
};

/* The first rows of a sheet. */
struct eh_sheet_sample {
	const struct eh_str *const *rows;
	const size_t *counts;
	size_t row_count;
};

/* A trimmed cell; {NULL, 0} beyond the row's end. */
struct eh_str eh_sheet_cell_at(const struct eh_sheet_sample *sample, size_t row, size_t column);

/* Counts what one cell looks like. */
void eh_sheet_look(struct eh_sheet_contents *contents, struct eh_str cell);

/* What a column's cells look like from row `first` on, as shares. EH_NO_MEMORY is the only failure. */
enum eh_rc eh_sheet_contents_of(const struct eh_sheet_sample *sample, size_t first, size_t column,
        struct eh_sheet_contents *ret_contents, struct eh_error *err);

/* A heading as patterns see it, in the arena. */
enum eh_rc eh_sheet_fold(struct eh_str heading, struct eh_arena *arena, struct eh_str *ret_folded, struct eh_error *err);

/* Leaves one column to each field that only one may hold, and takes contacts' addresses for private where there are others. EH_INVALID: two
 * columns claim a field. */
enum eh_rc eh_sheet_settle(struct eh_sheet_guess *guess, struct eh_arena *arena, struct eh_error *err);

#endif
