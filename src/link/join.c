/* join.c: the clusters of one file: from the strongest pair down, two clusters are joined when they agree as wholes and their rows on
 * average. */
#include <math.h>
#include <stdlib.h>

#include "joining.h"

enum { MOST_CROSS = 256 };

/* One very bad or very good pair does not decide for all; and the mean of all pairs may be so many bits worse than the whole: rows that
 * say little agree with little. */
static const double MOST_SAID = 10, LENIENCE = 2;

void eh_joining_join(struct eh_joining *joining, uint32_t a, uint32_t b)
{
	uint32_t large = joining->size[a] >= joining->size[b] ? a : b, small = large == a ? b : a, i = small;

	do {
		joining->head[i] = large;
		i = joining->next[i];
	} while (i != small);
	uint32_t swap = joining->next[small];
	joining->next[small] = joining->next[large];
	joining->next[large] = swap;
	joining->size[large] += joining->size[small];
}

/* Keeps of two comparisons, field by field, the one that agrees more. */
static void keep_best(size_t fields, const struct eh_gamma *now, struct eh_gamma *best)
{
	for (size_t i = 0; i < fields; i++) {
		unsigned level = eh_gamma_level(now->pattern, i), had = eh_gamma_level(best->pattern, i);
		if (!level || (had && (had < level || (had == level && best->bits[i] >= now->bits[i]))))
			continue;
		best->pattern = (best->pattern & ~(UINT64_C(15) << (4 * i))) | (uint64_t)level << (4 * i);
		best->bits[i] = now->bits[i];
	}
}

double eh_joining_weight(const struct eh_joining *joining, uint32_t a, uint32_t b, struct eh_gamma *ret_whole)
{
	const struct eh_match *match = joining->match;
	struct eh_gamma best = { .pattern = 0 }, now;
	double parts[EH_MOST_FIELDS + 1], sum = 0;
	size_t pairs = 0, said = 0;
	uint32_t i = a;

	do {
		uint32_t j = b;
		do {
			eh_gamma_compare(&match->fields, i < j ? i : j, i < j ? j : i, &now);
			keep_best(match->fields.count, &now, &best);
			double weight = eh_scorer_weight(&match->scorer, &now, parts);
			/* Rows that have nothing to compare say nothing. */
			sum += !now.pattern ? 0 : weight > MOST_SAID ? MOST_SAID : weight < -MOST_SAID ? -MOST_SAID : weight;
			said += now.pattern != 0;
			pairs++;
			j = joining->next[j];
		} while (j != b && pairs < MOST_CROSS);
		i = joining->next[i];
	} while (i != a && pairs < MOST_CROSS);
	*ret_whole = best;
	return fmin(eh_scorer_weight(&match->scorer, &best, parts), sum / fmax((double)said, 1) + LENIENCE);
}

static bool start(struct eh_joining *joining)
{
	size_t rows = joining->match->table->row_count;

	joining->head = eh_alloc((rows + 1) * sizeof *joining->head);
	joining->next = eh_alloc((rows + 1) * sizeof *joining->next);
	joining->size = eh_alloc((rows + 1) * sizeof *joining->size);
	if (!joining->head || !joining->next || !joining->size)
		return false;
	for (size_t i = 0; i < rows; i++) {
		joining->head[i] = joining->next[i] = (uint32_t)i;
		joining->size[i] = 1;
	}
	return true;
}

/* Rows known to be the same by the caller's word. */
static bool join_known(struct eh_joining *joining)
{
	const uint32_t *same = joining->match->options->same;
	size_t rows = joining->match->table->row_count;

	if (!same)
		return true;
	uint32_t *first = eh_alloc((rows + 1) * sizeof *first);
	if (!first)
		return false;
	memset(first, 0xff, (rows + 1) * sizeof *first);
	for (size_t i = 0; i < rows; i++) {
		if (same[i] >= rows)
			continue;
		if (first[same[i]] == UINT32_MAX)
			first[same[i]] = (uint32_t)i;
		else if (joining->head[i] != joining->head[first[same[i]]])
			eh_joining_join(joining, joining->head[i], joining->head[first[same[i]]]);
	}
	eh_free(first);
	return true;
}

static void join_edges(struct eh_joining *joining)
{
	struct eh_match *match = joining->match;

	for (size_t i = 0; i < match->edges.count; i++) {
		struct eh_edge *edge = &match->edges.items[i];
		uint32_t a = joining->head[edge->a], b = joining->head[edge->b];
		if ((double)edge->weight < match->model->link_weight)
			break;
		if (a == b || edge->flags & EH_EDGE_ALONE)
			continue;
		struct eh_gamma whole;
		if (joining->size[a] + joining->size[b] == 2 ||
		        eh_joining_weight(joining, a, b, &whole) >= match->model->link_weight)
			eh_joining_join(joining, a, b);
	}
}

/* Equal rows follow their leader when a row would be linked with itself: people yes, an organisation with a name alone no. */
static void join_identical(struct eh_joining *joining)
{
	struct eh_match *match = joining->match;

	for (size_t i = 0; i < match->table->row_count; i++) {
		uint32_t leader = match->leader[i];
		unsigned char flags;
		if (leader == i || joining->head[leader] == joining->head[i])
			continue;
		double weight = eh_match_weight(match, (uint32_t)i, leader, &flags);
		if (weight >= match->model->link_weight && !(flags & EH_EDGE_ALONE))
			eh_joining_join(joining, joining->head[leader], joining->head[i]);
	}
}

/* Equal rows that are not linked by themselves are asked, each with its leader. */
static bool ask_identical(struct eh_joining *joining)
{
	struct eh_match *match = joining->match;
	struct eh_edges *edges = &match->edges;

	edges->cap = edges->count;
	for (size_t i = 0; i < match->table->row_count; i++) {
		uint32_t leader = match->leader[i];
		unsigned char flags;
		if (leader == i)
			continue;
		double weight = eh_match_weight(match, (uint32_t)i, leader, &flags);
		if (!eh_vec_grow(&edges->items, edges->count, &edges->cap, sizeof *edges->items))
			return false;
		edges->items[edges->count++] = (struct eh_edge){ leader, (uint32_t)i, (float)weight, flags, EHL_ASK };
	}
	return true;
}

static int by_key(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return (x > y) - (x < y);
}

static uint64_t key_of(uint32_t a, uint32_t b) { return a < b ? (uint64_t)a << 32 | b : (uint64_t)b << 32 | a; }

static bool imply_cluster(struct eh_joining *joining, uint32_t head, const uint64_t *keys, size_t count)
{
	struct eh_edges *edges = &joining->match->edges;
	uint32_t i = head;

	do {
		for (uint32_t j = joining->next[i]; j != head; j = joining->next[j]) {
			uint64_t key = key_of(i, j);
			unsigned char flags;
			if (bsearch(&key, keys, count, sizeof key, by_key))
				continue;
			double weight = eh_match_weight(joining->match, i, j, &flags);
			if (!eh_vec_grow(&edges->items, edges->count, &edges->cap, sizeof *edges->items))
				return false;
			edges->items[edges->count++] = (struct eh_edge){ (uint32_t)(key >> 32), (uint32_t)key, (float)weight,
				flags, EHL_LINK };
		}
		i = joining->next[i];
	} while (i != head);
	return true;
}

/* Pairs that follow from others, in clusters of a size that people still read. */
static bool add_implied(struct eh_joining *joining)
{
	enum { MOST_LISTED = 64 };
	struct eh_match *match = joining->match;
	uint64_t *keys = eh_alloc((match->edges.count + 1) * sizeof *keys);
	size_t count = match->edges.count;
	bool good = keys != NULL;

	for (size_t i = 0; good && i < count; i++)
		keys[i] = key_of(match->edges.items[i].a, match->edges.items[i].b);
	if (good && count)
		qsort(keys, count, sizeof *keys, by_key);
	for (uint32_t i = 0; good && i < match->table->row_count; i++)
		if (joining->head[i] == i && joining->size[i] > 1 && joining->size[i] <= MOST_LISTED)
			good = imply_cluster(joining, i, keys, count);
	eh_free(keys);
	return good;
}

static bool hand_over(struct eh_joining *joining)
{
	struct eh_match *match = joining->match;
	size_t rows = match->table->row_count;
	size_t *cluster = eh_alloc((rows + 1) * sizeof *cluster);

	if (!cluster)
		return false;
	for (size_t i = 0; i < rows; i++)
		cluster[i] = SIZE_MAX;
	for (size_t i = 0; i < rows; i++) {
		size_t *first = &cluster[joining->head[i]];
		*first = i < *first ? i : *first;
	}
	/* Heads hold the smallest row of theirs; the others take it from there, the heads last. */
	for (size_t i = 0; i < rows; i++)
		if (joining->head[i] != i)
			cluster[i] = cluster[joining->head[i]];
	match->out.cluster = cluster;
	for (size_t i = 0; i < match->edges.count; i++) {
		struct eh_edge *edge = &match->edges.items[i];
		bool joined = joining->head[edge->a] == joining->head[edge->b];
		bool asked = edge->decision == EHL_ASK || (double)edge->weight >= match->model->ask_weight;
		edge->decision = joined ? EHL_LINK : asked ? EHL_ASK : EHL_LEAVE;
	}
	return true;
}

int eh_match_join(struct eh_match *match)
{
	struct eh_joining joining = { .match = match };
	bool good = start(&joining) && join_known(&joining);

	if (good) {
		join_identical(&joining);
		join_edges(&joining);
		good = eh_joining_names(&joining);
		good = good && ask_identical(&joining) && add_implied(&joining) && hand_over(&joining);
	}
	eh_free(joining.head);
	eh_free(joining.next);
	eh_free(joining.size);
	return good ? 0 : -1;
}
