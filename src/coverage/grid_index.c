#include "grid_index.h"

#include <math.h>

enum { MOST_CELLS = 1 << 24 };

static const double *at(const double *xy, size_t stride, size_t i)
{
	return (const double *)(const void *)((const char *)xy + i * stride);
}

static size_t cell_of(const struct eh_grid_index *index, const double *p)
{
	size_t column = (size_t)((p[0] - index->west) / index->cell), row = (size_t)((p[1] - index->south) / index->cell);

	return row * index->columns + column;
}

enum eh_rc eh_grid_index_init(
        struct eh_grid_index *index, const double *xy, size_t stride, const bool *skip, size_t count, double cell)
{
	double west = INFINITY, south = INFINITY, east = -INFINITY, north = -INFINITY;
	size_t used = 0;

	*index = (struct eh_grid_index){ .cell = cell };
	for (size_t i = 0; i < count; i++) {
		const double *p = at(xy, stride, i);
		if ((skip && skip[i]) || !isfinite(p[0]) || !isfinite(p[1]))
			continue;
		used++;
		west = fmin(west, p[0]);
		east = fmax(east, p[0]);
		south = fmin(south, p[1]);
		north = fmax(north, p[1]);
	}
	if (!used)
		return EH_OK;
	/* A few points strewn over the world get larger cells rather than a grid that memory cannot hold. */
	while (((east - west) / index->cell + 1) * ((north - south) / index->cell + 1) > MOST_CELLS)
		index->cell *= 2;
	index->west = west;
	index->south = south;
	index->columns = (size_t)((east - west) / index->cell) + 1;
	index->rows = (size_t)((north - south) / index->cell) + 1;
	size_t cells = index->columns * index->rows;
	index->starts = eh_alloc_zero(cells + 1, sizeof *index->starts);
	index->items = eh_alloc_zero(used, sizeof *index->items);
	if (!index->starts || !index->items) {
		eh_grid_index_finish(index);
		return EH_NO_MEMORY;
	}
	for (int pass = 0; pass < 2; pass++) {
		for (size_t i = count; i--;) {
			const double *p = at(xy, stride, i);
			if ((skip && skip[i]) || !isfinite(p[0]) || !isfinite(p[1]))
				continue;
			size_t c = cell_of(index, p);
			if (pass == 0)
				index->starts[c]++;
			else
				index->items[--index->starts[c]] = (uint32_t)i;
		}
		for (size_t c = 1; pass == 0 && c <= cells; c++)
			index->starts[c] += index->starts[c - 1];
	}
	return EH_OK;
}

void eh_grid_index_finish(struct eh_grid_index *index)
{
	eh_free(index->starts);
	eh_free(index->items);
	*index = (struct eh_grid_index){ 0 };
}
