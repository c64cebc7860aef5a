/* grid_index.h: points in square cells, for finding those within a distance. */
#ifndef EH_COVERAGE_GRID_INDEX_H
#define EH_COVERAGE_GRID_INDEX_H

#include "base/base.h"

struct eh_grid_index {
	double west, south, cell;
	size_t columns, rows;
	uint32_t *starts; /* of each cell, and one more */
	uint32_t *items;  /* indexes of points, by cell, in order within a cell */
};

/* Indexes `count` points; coordinates lie `stride` bytes apart, x first, then y. Points for which skip[i] are left out (skip may be NULL).
 * EH_NO_MEMORY. */
enum eh_rc eh_grid_index_init(
        struct eh_grid_index *index, const double *xy, size_t stride, const bool *skip, size_t count, double cell);
void eh_grid_index_finish(struct eh_grid_index *index);

/* The range of cells round a point within `cell` of it; loop over rows, then columns. */
struct eh_grid_window {
	size_t column_from, column_to, row_from, row_to;
};
static inline struct eh_grid_window eh_grid_index_window(const struct eh_grid_index *index, double x, double y, double radius)
{
	double c0 = (x - radius - index->west) / index->cell, c1 = (x + radius - index->west) / index->cell;
	double r0 = (y - radius - index->south) / index->cell, r1 = (y + radius - index->south) / index->cell;
	struct eh_grid_window window = { 0, 0, 0, 0 };

	if (!index->columns || c1 < 0 || r1 < 0 || c0 >= (double)index->columns || r0 >= (double)index->rows)
		return window;
	window.column_from = c0 < 0 ? 0 : (size_t)c0;
	window.row_from = r0 < 0 ? 0 : (size_t)r0;
	window.column_to = c1 >= (double)index->columns ? index->columns : (size_t)c1 + 1;
	window.row_to = r1 >= (double)index->rows ? index->rows : (size_t)r1 + 1;
	return window;
}

#endif
