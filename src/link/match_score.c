/* match_score.c: the weight of every candidate pair; what may matter is kept. */
#include <math.h>
#include <stdatomic.h>
#include <stdlib.h>

#include "match.h"

struct scoring {
	struct eh_match *match;
	struct eh_edges *edges; /* of each thread */
	double *once, *twice;   /* of each thread: expected matches that one rule found, that two found */
	double (*found)[EH_MOST_RULES];
	size_t *compared;
	atomic_bool failed;
};

/* An organisation with none of its words in common: only a telephone, a domain or a number can tell that it is the same. */
static bool renamed(const struct eh_match *match, const struct eh_gamma *gamma)
{
	bool other = false;

	for (size_t i = 0; i < match->fields.count; i++) {
		const struct eh_field *field = &match->fields.items[i];
		unsigned level = eh_gamma_level(gamma->pattern, i);
		if (level == 1 && (field->kind == EH_KIND_CODE || field->kind == EH_KIND_HOST))
			return false;
		other |= field->type == EHL_ORGANISATION && level >= 7;
	}
	return other;
}

static double weigh(const struct eh_match *match, const struct eh_gamma *gamma, unsigned char *ret_flags)
{
	double parts[EH_MOST_FIELDS + 1];
	bool alone = match->organisations;
	double weight = eh_scorer_weight(&match->scorer, gamma, parts);

	for (size_t i = 0; alone && i < match->fields.count; i++)
		alone = match->fields.items[i].type == EHL_ORGANISATION || parts[i] <= 0.5;
	*ret_flags = alone || renamed(match, gamma) ? EH_EDGE_ALONE : 0;
	return weight;
}

double eh_match_weight(const struct eh_match *match, uint32_t a, uint32_t b, unsigned char *ret_flags)
{
	struct eh_gamma gamma;

	eh_gamma_compare(&match->fields, a < b ? a : b, a < b ? b : a, &gamma);
	return weigh(match, &gamma, ret_flags);
}

/* By which rules likely matches were found: those that one rule alone found tell how many none did. */
static void count_found(struct scoring *scoring, size_t thread, const struct eh_pair *pair, double weight)
{
	uint64_t rules = eh_rows_rules(&scoring->match->rows, pair->a, pair->b);
	double likely = floor(1000 * eh_probability(weight));
	int found = __builtin_popcountll(rules);

	if (found == 1) {
		scoring->once[thread] += likely;
		scoring->found[thread][__builtin_ctzll(rules)] += likely;
	}
	if (found == 2)
		scoring->twice[thread] += likely;
}

static void score_pair(void *context, size_t thread, const struct eh_pair *pair)
{
	struct scoring *scoring = context;
	struct eh_edges *edges = &scoring->edges[thread];
	struct eh_gamma gamma;
	unsigned char flags;

	scoring->compared[thread]++;
	if (!eh_scorer_compare(
	            &scoring->match->scorer, &scoring->match->fields, pair->a, pair->b, scoring->match->least_kept, &gamma) ||
	        !gamma.pattern)
		return;
	double weight = weigh(scoring->match, &gamma, &flags);
	if (weight > 0)
		count_found(scoring, thread, pair, weight);
	if (weight < scoring->match->least_kept)
		return;
	if (!eh_vec_grow(&edges->items, edges->count, &edges->cap, sizeof *edges->items)) {
		atomic_store(&scoring->failed, true);
		return;
	}
	edges->items[edges->count++] = (struct eh_edge){ pair->a, pair->b, (float)weight, flags, EHL_LEAVE };
}

static bool gather(struct scoring *scoring, size_t threads)
{
	struct eh_match *match = scoring->match;
	double once = 0, twice = 0;
	size_t count = 0;

	for (size_t i = 0; i < threads; i++)
		count += scoring->edges[i].count;
	match->edges.items = eh_alloc((count + 1) * sizeof *match->edges.items);
	if (!match->edges.items)
		return false;
	for (size_t i = 0; i < threads; i++) {
		if (scoring->edges[i].count)
			memcpy(match->edges.items + match->edges.count, scoring->edges[i].items,
			        scoring->edges[i].count * sizeof *match->edges.items);
		match->edges.count += scoring->edges[i].count;
		once += scoring->once[i] / 1000;
		twice += scoring->twice[i] / 1000;
		for (size_t j = 0; j < EH_MOST_RULES; j++)
			match->out.blocks[j].found += scoring->found[i][j] / 1000;
		match->out.compared += scoring->compared[i];
	}
	/* Chao's estimate, with its correction for small counts. */
	match->out.expected_missed = match->index.all ? 0 : once * (once > 1 ? once - 1 : 0) / (2 * (twice + 1));
	return true;
}

struct sorted {
	struct eh_edge edge;
	uint64_t tie;
};

static int by_weight(const void *a, const void *b)
{
	const struct sorted *x = a, *y = b;

	if (x->edge.weight != y->edge.weight)
		return x->edge.weight > y->edge.weight ? -1 : 1;
	if (x->tie != y->tie)
		return x->tie < y->tie ? -1 : 1;
	if (x->edge.a != y->edge.a)
		return x->edge.a < y->edge.a ? -1 : 1;
	return (x->edge.b > y->edge.b) - (x->edge.b < y->edge.b);
}

static bool sort_edges(struct eh_match *match)
{
	struct sorted *sorted = eh_alloc((match->edges.count + 1) * sizeof *sorted);

	if (!sorted)
		return false;
	for (size_t i = 0; i < match->edges.count; i++) {
		struct eh_edge edge = match->edges.items[i];
		sorted[i] = (struct sorted){ edge, eh_match_tie(match, edge.a, edge.b) };
	}
	if (match->edges.count)
		qsort(sorted, match->edges.count, sizeof *sorted, by_weight);
	for (size_t i = 0; i < match->edges.count; i++)
		match->edges.items[i] = sorted[i].edge;
	eh_free(sorted);
	return true;
}

int eh_match_score(struct eh_match *match)
{
	size_t threads = eh_rows_threads(&match->rows);
	struct scoring scoring = { .match = match };

	eh_scorer_init(match->model, &match->fields, &match->scorer);
	scoring.edges = eh_alloc_zero(threads, sizeof *scoring.edges);
	scoring.once = eh_alloc_zero(threads, sizeof *scoring.once);
	scoring.twice = eh_alloc_zero(threads, sizeof *scoring.twice);
	scoring.found = eh_alloc_zero(threads, sizeof *scoring.found);
	scoring.compared = eh_alloc_zero(threads, sizeof *scoring.compared);
	bool good = scoring.edges && scoring.once && scoring.twice && scoring.found && scoring.compared;
	bool done = good && eh_rows_each_pair(&match->rows, score_pair, &scoring);
	bool cancelled = match->options->cancelled && match->options->cancelled(match->options->context);
	good = done && !atomic_load(&scoring.failed) && gather(&scoring, threads);
	for (size_t i = 0; scoring.edges && i < threads; i++)
		eh_free(scoring.edges[i].items);
	eh_free(scoring.edges);
	eh_free(scoring.once);
	eh_free(scoring.twice);
	eh_free(scoring.found);
	eh_free(scoring.compared);
	if (cancelled)
		return -2;
	return good && sort_edges(match) ? 0 : -1;
}

int eh_match_settle(struct eh_match *match) { return eh_match_hash(match) && sort_edges(match) ? 0 : -1; }
