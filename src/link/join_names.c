/* join_names.c: rows for which nothing but a name speaks. A name that one organisation alone bears in this file leads there; where several
 * bear it, or nobody says more than the name, it is a tie, which is asked and never guessed. That nobody else comes near says as much as a
 * telephone would, so that what would be asked of a pair by itself is enough here. */
#include "joining.h"

/* Bits from which a field speaks for a pair. */
static const double SPEAKS = 0.5;

/* Matches that a file must hold before what it shows of names is believed: a handful of rows says nothing of how many share a name. */
static const double LEAST_MATCHES = 24;

/* Bits by which a name may be less like than another and still be its rival. */
static const float NEARLY = 2;

static bool is_contact(const struct eh_field *field)
{
	return field->kind == EH_KIND_ADDRESS || field->kind == EH_KIND_POSTCODE || field->kind == EH_KIND_CODE ||
	       field->kind == EH_KIND_HOST || field->kind == EH_KIND_GEO;
}

/* Rows that say where an organisation is or how to reach it. */
static bool says_more(const struct eh_match *match, uint32_t row)
{
	for (size_t i = 0; i < match->fields.count; i++)
		if (is_contact(&match->fields.items[i]) && match->fields.items[i].value[row])
			return true;
	return false;
}

static bool anchored(const struct eh_joining *joining, uint32_t head)
{
	uint32_t i = head;

	do {
		if (says_more(joining->match, i))
			return true;
		i = joining->next[i];
	} while (i != head);
	return false;
}

static bool may_lead(const struct eh_match *match, const struct eh_edge *edge)
{
	return edge->flags & EH_EDGE_ALONE && match->model->matches >= LEAST_MATCHES &&
	       (double)edge->weight >= match->model->ask_weight;
}

static bool is_named(const struct eh_match *match, const struct eh_gamma *gamma)
{
	enum { NAMED = 4 }; /* the worst level of a name that still names */

	for (size_t i = 0; i < match->fields.count; i++) {
		unsigned level = eh_gamma_level(gamma->pattern, i);
		if (match->fields.items[i].type == EHL_ORGANISATION && level > 0 && level <= NAMED)
			return true;
	}
	return false;
}

bool eh_joining_may_lead(const struct eh_match *match, const struct eh_edge *edge, const struct eh_gamma *gamma)
{
	return may_lead(match, edge) && is_named(match, gamma);
}

/* The names of two rows alone. */
static struct eh_gamma compare_names(const struct eh_match *match, const struct eh_edge *edge)
{
	uint32_t a = edge->a < edge->b ? edge->a : edge->b, b = edge->a + edge->b - a;
	struct eh_gamma gamma = { .pattern = 0 };

	for (size_t i = 0; i < match->fields.count; i++)
		if (match->fields.items[i].type == EHL_ORGANISATION)
			eh_gamma_field(&match->fields, i, a, b, &gamma);
	return gamma;
}

static bool is_lead(const struct eh_joining *joining, const struct eh_edge *edge)
{
	if (joining->join)
		return edge->decision == EHL_BOND_LEADS;
	if (!may_lead(joining->match, edge))
		return false;
	struct eh_gamma gamma = compare_names(joining->match, edge);
	return is_named(joining->match, &gamma);
}

/* What may speak for a rival: leads and links, nothing that is only asked. */
static bool is_near(const struct eh_joining *joining, const struct eh_edge *edge, bool lead)
{
	if (joining->join)
		return edge->decision != EHL_BOND_ASK;
	return lead || (double)edge->weight >= joining->match->model->link_weight;
}

/* What each edge is, and edges of each row that are near, by row. */
struct near {
	const struct eh_joining *joining;
	bool *lead, *is;
	uint32_t *start, *other;
	float *weight;
};

enum { CHUNK = 4096 };

static void judge_chunk(void *context, size_t chunk)
{
	struct near *near = context;
	const struct eh_edges *edges = &near->joining->match->edges;
	size_t from = chunk * CHUNK, to = edges->count - from < CHUNK ? edges->count : from + CHUNK;

	for (size_t i = from; i < to; i++) {
		near->lead[i] = is_lead(near->joining, &edges->items[i]);
		near->is[i] = is_near(near->joining, &edges->items[i], near->lead[i]);
	}
}

static void sort_by_row(const struct eh_edges *edges, size_t rows, struct near *near)
{
	for (size_t i = 0; i < edges->count; i++) {
		near->start[edges->items[i].a + 2] += near->is[i];
		near->start[edges->items[i].b + 2] += near->is[i];
	}
	for (size_t i = 2; i < rows + 2; i++)
		near->start[i] += near->start[i - 1];
	for (size_t i = 0; i < edges->count; i++) {
		const struct eh_edge *edge = &edges->items[i];
		if (!near->is[i])
			continue;
		near->weight[near->start[edge->a + 1]] = near->weight[near->start[edge->b + 1]] = edge->weight;
		near->other[near->start[edge->a + 1]++] = edge->b;
		near->other[near->start[edge->b + 1]++] = edge->a;
	}
}

static bool find_near(const struct eh_joining *joining, struct near *near)
{
	const struct eh_edges *edges = &joining->match->edges;
	size_t rows = joining->match->table->row_count;

	near->joining = joining;
	near->lead = eh_alloc_zero(edges->count + 1, sizeof *near->lead);
	near->is = eh_alloc_zero(edges->count + 1, sizeof *near->is);
	near->start = eh_alloc_zero(rows + 2, sizeof *near->start);
	near->other = eh_alloc((2 * edges->count + 1) * sizeof *near->other);
	near->weight = eh_alloc((2 * edges->count + 1) * sizeof *near->weight);
	if (!near->lead || !near->is || !near->start || !near->other || !near->weight)
		return false;
	eh_pool_run(joining->match->options->threads, (edges->count + CHUNK - 1) / CHUNK, judge_chunk, near);
	sort_by_row(edges, rows, near);
	return true;
}

/* Both say where they are or how to reach them, and nothing of it speaks for them: then equal names are all that they share. */
static bool is_contradicted(const struct eh_match *match, const struct eh_gamma *whole)
{
	double parts[EH_MOST_FIELDS + 1];
	bool comparable = false;

	eh_scorer_weight(&match->scorer, whole, parts);
	for (size_t i = 0; i < match->fields.count; i++) {
		if (!is_contact(&match->fields.items[i]) || !eh_gamma_level(whole->pattern, i))
			continue;
		if (parts[i] > SPEAKS)
			return false;
		comparable = true;
	}
	return comparable;
}

static bool is_apart(const struct eh_joining *joining, uint32_t a, uint32_t b)
{
	return joining->apart && joining->apart(joining->context, a, b);
}

/* Whether something else is as near to a cluster and cannot be the same as the other cluster. */
static bool has_rival(const struct eh_joining *joining, const struct near *near, uint32_t cluster, uint32_t other, float weight)
{
	uint32_t i = cluster, last = UINT32_MAX;
	struct eh_gamma whole;

	do {
		for (uint32_t k = near->start[i]; k < near->start[i + 1]; k++) {
			uint32_t rival = joining->head[near->other[k]];
			if (near->weight[k] < weight - NEARLY || rival == cluster || rival == other || rival == last)
				continue;
			last = rival;
			if (is_apart(joining, rival, other) ||
			        eh_joining_weight(joining, rival, other, &whole) < joining->match->model->ask_weight ||
			        is_contradicted(joining->match, &whole))
				return true;
		}
		i = joining->next[i];
	} while (i != cluster);
	return false;
}

/* Two clusters that nothing but their names brings together. */
static bool may_join(const struct eh_joining *joining, const struct near *near, uint32_t a, uint32_t b, float weight)
{
	struct eh_gamma whole;

	return (anchored(joining, a) || anchored(joining, b)) && !is_apart(joining, a, b) &&
	       eh_joining_weight(joining, a, b, &whole) >= joining->match->model->ask_weight &&
	       !is_contradicted(joining->match, &whole) && !has_rival(joining, near, a, b, weight) &&
	       !has_rival(joining, near, b, a, weight);
}

bool eh_joining_names(struct eh_joining *joining)
{
	struct eh_match *match = joining->match;
	struct near near = { 0 };

	if (match->model->matches < LEAST_MATCHES)
		return true;
	bool good = find_near(joining, &near);

	for (size_t i = 0; good && i < match->edges.count; i++) {
		const struct eh_edge *edge = &match->edges.items[i];
		uint32_t a = joining->head[edge->a], b = joining->head[edge->b];
		if (a == b || !near.lead[i] || !may_join(joining, &near, a, b, edge->weight))
			continue;
		if (joining->join)
			joining->join(joining->context, a, b);
		else
			eh_joining_join(joining, a, b);
	}
	eh_free(near.lead);
	eh_free(near.is);
	eh_free(near.start);
	eh_free(near.other);
	eh_free(near.weight);
	/* Rows equal to one that found its place go with it. */
	for (uint32_t i = 0; good && !joining->join && i < match->table->row_count; i++) {
		uint32_t leader = joining->head[match->leader[i]];
		if (joining->head[i] != leader && anchored(joining, leader))
			eh_joining_join(joining, leader, joining->head[i]);
	}
	return good;
}
