#include "grid_index.h"

enum { LEAST_CELLS = 1024, CELLS_FOR_EACH = 4 };

static const double *at(const void *xy, size_t stride, size_t i)
{
	return (const double *)(const void *)((const char *)xy + i * stride);
}

static size_t cell_of(const struct eh_grid_index *index, const double *p)
{
	size_t column = (size_t)((p[0] - index->west) / index->cell), row = (size_t)((p[1] - index->south) / index->cell);

	return row * index->columns + column;
}

static bool kept(const void *xy, size_t stride, const bool *skip, size_t i)
{
	return !(skip && skip[i]) && eh_grid_index_holds(at(xy, stride, i));
}

/* Frames the points. A few of them strewn over the world get larger cells rather than a grid that memory cannot hold. */
static void frame(struct eh_grid_index *index, const void *xy, size_t stride, const bool *skip, size_t count)
{
	double east = -INFINITY, north = -INFINITY;

	index->west = index->south = INFINITY;
	for (size_t i = 0; i < count; i++) {
		const double *p = at(xy, stride, i);
		if (!kept(xy, stride, skip, i))
			continue;
		index->count++;
		index->west = fmin(index->west, p[0]);
		east = fmax(east, p[0]);
		index->south = fmin(index->south, p[1]);
		north = fmax(north, p[1]);
	}
	if (!index->count)
		return;
	double most = LEAST_CELLS + CELLS_FOR_EACH * (double)index->count;
	while (((east - index->west) / index->cell + 1) * ((north - index->south) / index->cell + 1) > most)
		index->cell *= 2;
	index->columns = (size_t)((east - index->west) / index->cell) + 1;
	index->rows = (size_t)((north - index->south) / index->cell) + 1;
}

/* Counting sort by cell. */
static void fill(struct eh_grid_index *index, const void *xy, size_t stride, const bool *skip, size_t count, uint32_t *cells)
{
	for (size_t i = 0; i < count; i++)
		if (kept(xy, stride, skip, i)) {
			cells[i] = (uint32_t)cell_of(index, at(xy, stride, i));
			index->starts[cells[i] + 1]++;
		}
	for (size_t c = 0; c < index->columns * index->rows; c++)
		index->starts[c + 1] += index->starts[c];
	for (size_t i = 0; i < count; i++) {
		const double *p = at(xy, stride, i);
		if (!kept(xy, stride, skip, i))
			continue;
		uint32_t k = index->starts[cells[i]]++;
		index->items[k] = (uint32_t)i;
		index->x[k] = p[0];
		index->y[k] = p[1];
	}
	/* Every start now stands where its cell ends: one cell on. */
	memmove(index->starts + 1, index->starts, index->columns * index->rows * sizeof *index->starts);
	index->starts[0] = 0;
}

enum eh_rc eh_grid_index_init(
        struct eh_grid_index *index, const void *xy, size_t stride, const bool *skip, size_t count, double cell)
{
	*index = (struct eh_grid_index){ .cell = fmax(cell, 1) };
	frame(index, xy, stride, skip, count);
	if (!index->count)
		return EH_OK;
	uint32_t *cells = eh_alloc_zero(count, sizeof *cells);
	index->starts = eh_alloc_zero(index->columns * index->rows + 1, sizeof *index->starts);
	index->items = eh_alloc_zero(index->count, sizeof *index->items);
	index->x = eh_alloc_zero(index->count, sizeof *index->x);
	index->y = eh_alloc_zero(index->count, sizeof *index->y);
	bool good = cells && index->starts && index->items && index->x && index->y;
	if (good)
		fill(index, xy, stride, skip, count, cells);
	else
		eh_grid_index_finish(index);
	eh_free(cells);
	return good ? EH_OK : EH_NO_MEMORY;
}

void eh_grid_index_finish(struct eh_grid_index *index)
{
	eh_free(index->starts);
	eh_free(index->items);
	eh_free(index->x);
	eh_free(index->y);
	*index = (struct eh_grid_index){ 0 };
}
