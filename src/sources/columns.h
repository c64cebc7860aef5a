/* columns.h: cells by heading, for files whose layout is known. */
#ifndef EH_SOURCES_COLUMNS_H
#define EH_SOURCES_COLUMNS_H

#include "io/table.h"

enum { EH_COLUMNS_MOST = 512 };

/* Headings of one file, folded: lower case, everything but letters and digits as one blank. */
struct eh_columns {
	struct eh_str folded[EH_COLUMNS_MOST];
	struct eh_str written[EH_COLUMNS_MOST];
	size_t count;
	struct eh_arena arena;
};

/* Takes a header row. EH_TOO_LARGE past the maximum; columns beyond it are never looked at. */
enum eh_rc eh_columns_init(struct eh_columns *columns, const struct eh_row *header, struct eh_error *err);
void eh_columns_finish(struct eh_columns *columns);
#define EH_CLEANUP_COLUMNS __attribute__((cleanup(eh_columns_finish)))

/* Index of the first heading that is one of `names` ("charity number|regno", folded; a trailing * matches any ending), in the order of
 * the names; -1 when there is none. */
int eh_columns_find(const struct eh_columns *columns, const char *names);

/* The cell, trimmed; {NULL, 0} for column -1, a short row or a cell that says nothing ("NA", "-"). */
struct eh_str eh_columns_cell(const struct eh_row *row, int column);

#endif
