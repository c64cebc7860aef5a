/* match_train.c: what training looks at: pairs by chance, pairs that share a key, and, of two files, pairs within a file. */
#include <math.h>
#include <stdlib.h>

#include "match.h"

enum { CHANCE_PAIRS = 400000 };
static const double MOST_CANDIDATES = 8e5, MOST_APART = 6e5, MOST_REPEATS = 0.02;

static double pairs_within(size_t rows) { return (double)rows * (double)(rows - 1) / 2; }

struct contents {
	uint64_t hash;
	uint32_t same;
};

static int by_contents(const void *a, const void *b)
{
	const struct contents *x = a, *y = b;

	if (x->hash != y->hash)
		return x->hash < y->hash ? -1 : 1;
	return (x->same > y->same) - (x->same < y->same);
}

double eh_match_repeats(const struct eh_match *match, size_t from, size_t to)
{
	struct contents *sorted = eh_alloc((to - from + 1) * sizeof *sorted);
	const uint32_t *same = match->options->same;
	size_t repeats = 0;

	if (!sorted || to == from)
		return eh_free(sorted), 1;
	for (size_t i = from; i < to; i++)
		sorted[i - from] = (struct contents){ match->hash[i], same ? same[i] : (uint32_t)i };
	qsort(sorted, to - from, sizeof *sorted, by_contents);
	for (size_t i = 1; i < to - from; i++)
		repeats += sorted[i].hash == sorted[i - 1].hash && sorted[i].same != sorted[i - 1].same;
	eh_free(sorted);
	return (double)repeats / (double)(to - from);
}

/* Adds the pairs within one file, when it holds nothing twice. */
static bool add_apart(const struct eh_match *match, enum eh_side side, size_t from, size_t to, struct eh_patterns *apart,
        struct eh_patterns *chance, struct eh_training *training)
{
	struct eh_rows rows = match->rows;
	struct eh_patterns mine = { 0 }, drawn = { 0 };
	double share;

	if (to - from < 50 || eh_match_repeats(match, from, to) > MOST_REPEATS)
		return true;
	rows.side = side;
	if (!eh_patterns_of_candidates(&rows, MOST_APART, &mine, &share) ||
	        !eh_patterns_by_chance(&rows, CHANCE_PAIRS / 2, &drawn)) {
		eh_patterns_finish(&mine);
		return false;
	}
	/* Samples of different shares are brought to the lesser of both by leaving the smaller file out. */
	bool good = true;
	if (!training->apart || training->apart_share == share) {
		good = eh_patterns_merge(apart, &mine) && eh_patterns_merge(chance, &drawn);
		training->apart_share = share;
		training->apart_pairs += pairs_within(to - from);
		training->apart = apart;
	}
	eh_patterns_finish(&mine);
	eh_patterns_finish(&drawn);
	return good;
}

static bool gather_apart(
        const struct eh_match *match, struct eh_patterns *apart, struct eh_patterns *chance, struct eh_training *training)
{
	size_t left = match->table->left, rows = match->table->row_count;

	return !left || (add_apart(match, EH_WITHIN_FIRST, 0, left, apart, chance, training) &&
	                        add_apart(match, EH_WITHIN_SECOND, left, rows, apart, chance, training));
}

static int train(struct eh_match *match)
{
	struct eh_patterns chance = { 0 }, candidates = { 0 }, apart = { 0 };
	size_t rows = match->table->row_count, left = match->table->left;
	struct eh_training training = {
		.pairs = fmax(left ? (double)left * (double)(rows - left) : pairs_within(eh_rows_different(&match->rows)), 1)
	};
	match->model->rows = rows;
	bool good = eh_patterns_of_candidates(&match->rows, MOST_CANDIDATES, &candidates, &training.share) &&
	            gather_apart(match, &apart, &chance, &training) &&
	            (training.apart || eh_patterns_by_chance(&match->rows, CHANCE_PAIRS, &chance));

	if (good) {
		eh_patterns_sort(&chance);
		eh_patterns_sort(&candidates);
		eh_patterns_sort(&apart);
		training.chance = &chance;
		training.candidates = &candidates;
		if (left)
			training.most_matches = (double)(left < rows - left ? left : rows - left);
		eh_train(&training, match->model);
	}
	eh_patterns_finish(&chance);
	eh_patterns_finish(&candidates);
	eh_patterns_finish(&apart);
	return good ? 0 : match->options->cancelled && match->options->cancelled(match->options->context) ? -2 : -1;
}

int eh_match_train(struct eh_match *match)
{
	bool learned = false;
	int rc = eh_match_find_repeats(match) ? train(match) : -1;

	rc = rc ? rc : eh_match_learn_pairings(match, &learned);
	if (rc == 0 && learned) {
		eh_model_usual(match->model);
		rc = train(match);
	}
	if (rc == 0)
		eh_model_say_repeats(match->model);
	return rc;
}
