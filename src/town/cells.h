/* cells.h: rows of cells as CSV (RFC 4180).
 *
 * A writer appends to a buffer; the caller flushes that where it likes. Cells are quoted where they must be (delimiter, quote, line
 * break, blank at either end) or always, when quote_all is set. The first failure (memory) sticks and comes out of
 * town_cells_end. */
#ifndef EH_TOWN_CELLS_H
#define EH_TOWN_CELLS_H

#include "base/base.h"

struct town_cells {
	struct eh_buf *out;
	enum eh_rc rc;
	char delimiter;
	bool quote_all; /* as the companies register does */
	bool crlf;      /* lines end in CR LF, else in LF */
	bool begun;     /* the row has a cell already */
};

void town_cells_init(struct town_cells *writer, struct eh_buf *out, char delimiter);
void town_cell(struct town_cells *writer, struct eh_str cell);
void town_cell_text(struct town_cells *writer, const char *cell); /* NULL writes an empty cell */
void town_cell_i64(struct town_cells *writer, int64_t value);
/* Ends the row; returns the first failure. */
enum eh_rc town_cells_end(struct town_cells *writer);

#endif
