/* sheet_mapping.h: which column is what, written down (see spreadsheet.h for the form). */
#ifndef EH_SOURCES_SHEET_MAPPING_H
#define EH_SOURCES_SHEET_MAPPING_H

#include "spreadsheet.h"

enum { EH_MAPPING_MOST_COLUMNS = 512, EH_MAPPING_MOST_SHEETS = 32 };

struct eh_mapping_sheet {
	char name[128];
	char rows[16];
	size_t header; /* row of the header, from 1; 0 none */
	unsigned char fields[EH_MAPPING_MOST_COLUMNS];
	size_t columns;
};

struct eh_mapping {
	struct eh_mapping_sheet *sheets;
	size_t count;
};

/* Reads a mapping. EH_INVALID with the line: a column that is no letters, a field that is none (the message lists them), a field that
 * two columns claim. Give it back with eh_mapping_finish. */
enum eh_rc eh_mapping_read(const char *path, struct eh_mapping *ret_mapping, struct eh_error *err);
void eh_mapping_finish(struct eh_mapping *mapping);

/* What the mapping says of a sheet; not usable when it says nothing of it. A mapping of one nameless sheet fits any. */
enum eh_rc eh_mapping_apply(const struct eh_mapping *mapping, struct eh_str sheet, size_t index, const struct eh_str *const *rows,
        const size_t *counts, const uint64_t *lines, size_t row_count, struct eh_arena *arena, struct eh_sheet_guess *ret_guess,
        struct eh_error *err);

/* Appends a guess as a mapping. */
enum eh_rc eh_mapping_write(const struct eh_sheet_guess *guess, struct eh_buf *out);

#endif
