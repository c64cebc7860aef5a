/* cluster.c: services that share ground with one another, by average linkage over the pairs that are listed.
 *
 * Pairs are sparse, so each cluster keeps a list of its edges, one to each other cluster that it has pairs with; the edge with the highest
 * mean joins its two first. They are taken from a heap. When clusters join, edges' means change: one that rose is entered again at once,
 * one that fell when its old entry comes to the top. So there is always an entry at least as high as the edge's mean, and an entry that is
 * exactly right when it comes up is the highest of all. */
#include <stdlib.h>

#include "ground.h"

struct edge {
	uint32_t a, b; /* clusters, by their first service; a < b */
	double sum;    /* of the scores of the pairs between them */
	bool gone;
};

struct entry {
	double mean;
	uint32_t a, b, edge; /* as they were when it was entered */
};

typedef EH_VEC(uint32_t) edge_list;

struct forest {
	struct edge *edges;
	edge_list *touching; /* edges of each cluster */
	uint32_t *parent, *size;
	uint32_t *to; /* while two clusters join: edge of the one that stays to each other cluster, plus one */
	EH_VEC(struct entry) heap;
	double least;
};

static uint32_t root(const struct forest *forest, uint32_t i)
{
	while (forest->parent[i] != i)
		i = forest->parent[i] = forest->parent[forest->parent[i]];
	return i;
}

static double mean_of(const struct forest *forest, const struct edge *edge)
{
	return edge->sum / ((double)forest->size[edge->a] * forest->size[edge->b]);
}

/* Highest mean first, ties by the services' numbers, so that the order is one whatever the input's. */
static bool sooner(const struct entry *x, const struct entry *y)
{
	if (x->mean != y->mean)
		return x->mean > y->mean;
	return x->a != y->a ? x->a < y->a : x->b < y->b;
}

static void swap(struct entry *x, struct entry *y)
{
	struct entry kept = *x;

	*x = *y;
	*y = kept;
}

static bool enter(struct forest *forest, uint32_t e)
{
	const struct edge *edge = &forest->edges[e];
	struct entry entry = { mean_of(forest, edge), edge->a, edge->b, e };

	if (!(entry.mean > forest->least))
		return true;
	if (!eh_vec_push(&forest->heap, entry))
		return false;
	struct entry *heap = forest->heap.items;
	for (size_t i = forest->heap.count - 1; i && sooner(&heap[i], &heap[(i - 1) / 2]); i = (i - 1) / 2)
		swap(&heap[i], &heap[(i - 1) / 2]);
	return true;
}

static struct entry take_first(struct forest *forest)
{
	struct entry *heap = forest->heap.items, first = heap[0];
	size_t count = --forest->heap.count;

	heap[0] = heap[count];
	for (size_t i = 0, child; (child = 2 * i + 1) < count; i = child) {
		child += child + 1 < count && sooner(&heap[child + 1], &heap[child]);
		if (!sooner(&heap[child], &heap[i]))
			break;
		swap(&heap[i], &heap[child]);
	}
	return first;
}

static uint32_t other_end(const struct edge *edge, uint32_t cluster) { return edge->a == cluster ? edge->b : edge->a; }

/* Edge `e` of the cluster that goes becomes one of the cluster that stays, or part of the one that is there. */
static bool hand_over(struct forest *forest, uint32_t e, uint32_t gone, uint32_t stays, edge_list *list)
{
	struct edge *edge = &forest->edges[e];
	uint32_t other = other_end(edge, gone), there;

	if (edge->gone || other == stays) {
		edge->gone = true;
		return true;
	}
	there = forest->to[other];
	if (there) {
		edge->gone = true;
		forest->edges[there - 1].sum += edge->sum;
		return enter(forest, there - 1);
	}
	edge->a = other < stays ? other : stays;
	edge->b = other < stays ? stays : other;
	return eh_vec_push(list, e) && enter(forest, e);
}

/* The cluster with the smaller number stays. */
static bool join(struct forest *forest, uint32_t stays, uint32_t gone)
{
	edge_list *kept = &forest->touching[stays], *lost = &forest->touching[gone];
	size_t live = 0;
	bool good = true;

	forest->parent[gone] = stays;
	forest->size[stays] += forest->size[gone];
	for (size_t i = 0; i < kept->count; i++) {
		const struct edge *edge = &forest->edges[kept->items[i]];
		if (edge->gone || other_end(edge, stays) == gone)
			continue;
		kept->items[live++] = kept->items[i];
		forest->to[other_end(edge, stays)] = kept->items[i] + 1;
	}
	kept->count = live;
	for (size_t i = 0; good && i < lost->count; i++)
		good = hand_over(forest, lost->items[i], gone, stays, kept);
	for (size_t i = 0; i < live; i++)
		forest->to[other_end(&forest->edges[kept->items[i]], stays)] = 0;
	eh_vec_finish(lost);
	return good;
}

static bool grow(struct forest *forest)
{
	while (forest->heap.count) {
		struct entry entry = take_first(forest);
		struct edge *edge = &forest->edges[entry.edge];
		if (edge->gone)
			continue;
		double mean = mean_of(forest, edge);
		bool right = mean == entry.mean && edge->a == entry.a && edge->b == entry.b;
		if (right) {
			edge->gone = true;
			if (!join(forest, edge->a, edge->b))
				return false;
		} else if (mean <= entry.mean && !enter(forest, entry.edge)) {
			return false;
		}
	}
	return true;
}

static bool plant(struct forest *forest, const struct ehc_pair *pairs, size_t count, size_t service_count)
{
	forest->edges = eh_alloc_zero(count, sizeof *forest->edges);
	forest->touching = eh_alloc_zero(service_count, sizeof *forest->touching);
	forest->parent = eh_alloc_zero(service_count, sizeof *forest->parent);
	forest->size = eh_alloc_zero(service_count, sizeof *forest->size);
	forest->to = eh_alloc_zero(service_count, sizeof *forest->to);
	if (!forest->edges || !forest->touching || !forest->parent || !forest->size || !forest->to)
		return false;
	for (size_t i = 0; i < service_count; i++) {
		forest->parent[i] = (uint32_t)i;
		forest->size[i] = 1;
	}
	for (size_t i = 0; i < count; i++) {
		forest->edges[i] = (struct edge){ .a = pairs[i].a, .b = pairs[i].b, .sum = pairs[i].score };
		if (!eh_vec_push(&forest->touching[pairs[i].a], (uint32_t)i) ||
		        !eh_vec_push(&forest->touching[pairs[i].b], (uint32_t)i) || !enter(forest, (uint32_t)i))
			return false;
	}
	return true;
}

static void fell(struct forest *forest, size_t service_count)
{
	for (size_t i = 0; forest->touching && i < service_count; i++)
		eh_vec_finish(&forest->touching[i]);
	eh_vec_finish(&forest->heap);
	eh_free(forest->touching);
	eh_free(forest->edges);
	eh_free(forest->parent);
	eh_free(forest->size);
	eh_free(forest->to);
}

enum eh_rc eh_ground_cluster(struct ehc_pair *pairs, size_t count, size_t service_count, double least)
{
	struct forest forest = { .least = least };
	bool good = plant(&forest, pairs, count, service_count) && grow(&forest);

	for (size_t i = 0; good && i < count; i++) {
		uint32_t a = root(&forest, pairs[i].a), b = root(&forest, pairs[i].b);
		pairs[i].cluster = a == b ? a : EHC_NO_CLUSTER;
	}
	fell(&forest, service_count);
	return good ? EH_OK : EH_NO_MEMORY;
}
