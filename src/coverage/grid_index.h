/* grid_index.h: points in square cells, for finding those within a distance. */
#ifndef EH_COVERAGE_GRID_INDEX_H
#define EH_COVERAGE_GRID_INDEX_H

#include <math.h>

#include "base/base.h"

struct eh_grid_index {
	double west, south, cell;
	size_t columns, rows, count;
	uint32_t *starts; /* of each cell, row by row, and one more: cells beside one another in a row are one run of items */
	uint32_t *items;  /* indexes of points, by cell, in order within a cell */
	double *x, *y;    /* of the items */
};

/* True for a point that can be indexed: on a plane, not NAN, not beyond a million kilometres. */
static inline bool eh_grid_index_holds(const double *xy) { return fabs(xy[0]) <= 1e9 && fabs(xy[1]) <= 1e9; }

/* Indexes `count` points; they lie `stride` bytes apart and begin with x, then y, as doubles. Points for which skip[i] are left out (skip may be NULL),
 * and so are those that are nowhere. EH_NO_MEMORY. */
enum eh_rc eh_grid_index_init(
        struct eh_grid_index *index, const void *xy, size_t stride, const bool *skip, size_t count, double cell);
void eh_grid_index_finish(struct eh_grid_index *index);

/* Rows of cells that come within `radius` of a point: *ret_from … *ret_to - 1. None for a point that is nowhere. */
static inline void eh_grid_index_rows(
        const struct eh_grid_index *index, double x, double y, double radius, size_t *ret_from, size_t *ret_to)
{
	double hair = index->cell * 1e-6, from = (y - radius - hair - index->south) / index->cell,
	       to = (y + radius + hair - index->south) / index->cell;

	*ret_from = *ret_to = 0;
	if (!index->count || !(fabs(x) <= 1e9) || !(to >= 0) || !(from < (double)index->rows))
		return;
	*ret_from = from < 0 ? 0 : (size_t)from;
	*ret_to = to >= (double)index->rows ? index->rows : (size_t)to + 1;
}

/* The run of items of one of those rows that lie in cells touching the circle: *ret_from … *ret_to - 1. The hair keeps points on the
 * rim whose cell was found with another rounding. */
static inline void eh_grid_index_run(
        const struct eh_grid_index *index, double x, double y, double radius, size_t row, uint32_t *ret_from, uint32_t *ret_to)
{
	double hair = index->cell * 1e-6, bottom = index->south + (double)row * index->cell, top = bottom + index->cell;
	double dy = fmax(0, fmax(bottom - y, y - top) - hair), half = sqrt(fmax(0, radius * radius - dy * dy)) + hair;
	double from = (x - half - index->west) / index->cell, to = (x + half - index->west) / index->cell;

	*ret_from = *ret_to = 0;
	if (to < 0 || from >= (double)index->columns)
		return;
	const uint32_t *starts = index->starts + row * index->columns;
	*ret_from = starts[from < 0 ? 0 : (size_t)from];
	*ret_to = starts[to >= (double)index->columns ? index->columns : (size_t)to + 1];
}

#endif
