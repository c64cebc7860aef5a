/* map_outline.c: a ward as one shape, where only the areas are known that it is made of: an edge that two of them share is inside it, and
 * what is left is its outline. Where neighbours do not share their points nothing is left out, and the areas are drawn as they are. */
#include <math.h>
#include <stdlib.h>

#include "geo/geo.h"
#include "map_private.h"

/* In whole millionths of a degree, as shapes are kept. */
struct point {
	int32_t x, y;
};

/* A side of an area, both ways round: from its smaller point while sides are counted, from either while they are walked along. */
struct edge {
	struct point from, to;
	size_t twin; /* the same side from its other end */
	bool used;
};

struct edges {
	struct edge *items;
	size_t count;
};

static int point_cmp(struct point a, struct point b)
{
	if (a.x != b.x)
		return a.x < b.x ? -1 : 1;
	return (a.y > b.y) - (a.y < b.y);
}

static int edge_cmp(const void *a, const void *b)
{
	const struct edge *x = a, *y = b;
	int from = point_cmp(x->from, y->from);

	return from ? from : point_cmp(x->to, y->to);
}

static struct point point_at(struct eh_str shape, size_t ring, size_t i)
{
	double longitude, latitude;

	eh_polygon_point(shape, ring, i, &longitude, &latitude);
	return (struct point){ (int32_t)lround(longitude * 1e6), (int32_t)lround(latitude * 1e6) };
}

static void add_area(struct eh_str shape, struct edges *edges)
{
	for (size_t r = 0; r < eh_polygon_ring_count(shape); r++) {
		size_t part, points = eh_polygon_ring(shape, r, &part);
		for (size_t i = 0; i < points; i++) {
			struct point a = point_at(shape, r, i), b = point_at(shape, r, (i + 1) % points);
			int order = point_cmp(a, b);
			if (order)
				edges->items[edges->count++] = (struct edge){ .from = order < 0 ? a : b,
					.to = order < 0 ? b : a };
		}
	}
}

static size_t points_of(const struct eh_analysis *analysis, size_t ward)
{
	size_t count = 0, part;

	for (size_t i = 0; i < analysis->area_count; i++)
		for (size_t r = 0; analysis->areas[i].ward == ward && r < eh_polygon_ring_count(analysis->areas[i].shape); r++)
			count += eh_polygon_ring(analysis->areas[i].shape, r, &part);
	return count;
}

/* Sides that one area alone has, each from both ends, sorted. */
static void keep_outer(struct edges *edges)
{
	size_t kept = 0;

	qsort(edges->items, edges->count, sizeof *edges->items, edge_cmp);
	for (size_t i = 0, next; i < edges->count; i = next) {
		for (next = i + 1; next < edges->count && edge_cmp(&edges->items[i], &edges->items[next]) == 0;)
			next++;
		if (next == i + 1)
			edges->items[kept++] = edges->items[i];
	}
	for (size_t i = 0; i < kept; i++)
		edges->items[kept + i] = (struct edge){ .from = edges->items[i].to, .to = edges->items[i].from };
	edges->count = 2 * kept;
	qsort(edges->items, edges->count, sizeof *edges->items, edge_cmp);
	for (size_t i = 0; i < edges->count; i++) {
		struct edge back = { .from = edges->items[i].to, .to = edges->items[i].from };
		const struct edge *twin = bsearch(&back, edges->items, edges->count, sizeof back, edge_cmp);
		edges->items[i].twin = twin ? (size_t)(twin - edges->items) : i;
	}
}

/* A side from here that has not been walked yet; count: none. */
static size_t next_from(const struct edges *edges, struct point here)
{
	size_t low = 0, high = edges->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (point_cmp(edges->items[middle].from, here) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	while (low < edges->count && point_cmp(edges->items[low].from, here) == 0 && edges->items[low].used)
		low++;
	return low < edges->count && point_cmp(edges->items[low].from, here) == 0 ? low : edges->count;
}

static void walk(struct eh_page *page, const struct frame *frame, struct edges *edges, size_t start, double step)
{
	struct eh_map_pen pen = { .page = page, .frame = frame, .step = step };
	struct point first = edges->items[start].from;

	eh_map_pen_to(&pen, first.x / 1e6, first.y / 1e6, true);
	for (size_t at = start; at < edges->count;) {
		struct edge *edge = &edges->items[at];
		edge->used = edges->items[edge->twin].used = true;
		if (point_cmp(edge->to, first) == 0)
			break;
		eh_map_pen_to(&pen, edge->to.x / 1e6, edge->to.y / 1e6, false);
		at = next_from(edges, edge->to);
	}
	eh_page_markup(page, "Z");
}

void eh_map_ward_path(
        struct eh_page *page, const struct frame *frame, const struct eh_analysis *analysis, size_t ward, double step)
{
	struct edge *items EH_CLEANUP_FREE = NULL;
	struct edges edges = { 0 };

	if (analysis->wards[ward].shape.n) {
		eh_map_path(page, frame, analysis->wards[ward].shape, step);
		return;
	}
	edges.items = items = eh_alloc_zero(2 * points_of(analysis, ward) + 1, sizeof *items);
	if (!items) {
		eh_map_note(page, EH_NO_MEMORY);
		return;
	}
	for (size_t i = 0; i < analysis->area_count; i++)
		if (analysis->areas[i].ward == ward)
			add_area(analysis->areas[i].shape, &edges);
	keep_outer(&edges);
	for (size_t i = 0; i < edges.count; i++)
		if (!edges.items[i].used)
			walk(page, frame, &edges, i, step);
}
