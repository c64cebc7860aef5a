/* patterns_candidates.c: patterns of candidate pairs, or of a sample of them. */
#include <stdatomic.h>

#include "patterns.h"

/* What one thread saw: how many pairs there are, and those whose hash is small enough for the sample. */
struct sampled {
	EH_VEC(struct eh_pair) pairs;
	size_t seen;
	bool failed;
};

struct sampling {
	const struct eh_rows *rows;
	uint64_t most; /* pairs whose hash is above it are left out */
	struct sampled *threads;
	struct eh_patterns *patterns; /* of each thread */
	atomic_bool failed;
};

/* Of the contents of both rows, whatever their order. */
static uint64_t pair_hash(const struct eh_rows *rows, const struct eh_pair *pair)
{
	uint64_t sum = (rows->hash[pair->a] + rows->hash[pair->b]) * 0x9e3779b97f4a7c15u;

	return (sum ^ sum >> 32) * 0xd6e8feb86659fd93u;
}

static void sample_pair(void *context, size_t thread, const struct eh_pair *pair)
{
	const struct sampling *sampling = context;
	struct sampled *mine = &sampling->threads[thread];

	mine->seen++;
	if (pair_hash(sampling->rows, pair) <= sampling->most)
		mine->failed |= !eh_vec_push(&mine->pairs, *pair);
}

static void count_pair(void *context, size_t thread, const struct eh_pair *pair)
{
	struct sampling *sampling = context;
	struct eh_gamma gamma;

	eh_gamma_compare(sampling->rows->fields, pair->a, pair->b, &gamma);
	if (!eh_patterns_add(&sampling->patterns[thread], gamma.pattern, 1))
		atomic_store(&sampling->failed, true);
}

/* Drops what lies above the hash that the sample turned out to reach, and compares the rest. */
static void count_sampled(void *context, size_t thread)
{
	struct sampling *sampling = context;
	struct sampled *mine = &sampling->threads[thread];
	size_t kept = 0;

	for (size_t i = 0; i < mine->pairs.count; i++)
		if (pair_hash(sampling->rows, &mine->pairs.items[i]) <= sampling->most)
			mine->pairs.items[kept++] = mine->pairs.items[i];
	eh_pairs_visit(sampling->rows->fields, mine->pairs.items, kept, count_pair, sampling, thread);
}

static uint64_t hash_of_share(double share) { return share >= 1 ? UINT64_MAX : (uint64_t)(share * 18446744073709549568.0); }

/* A share that is likely to be enough before it is known how many pairs there are: rules may find a pair more than once. Of pairs within a
 * file rules say nothing. */
static double guess_share(const struct eh_rows *rows, double most)
{
	static const double FOUND_AGAIN = 2;
	double found = 0;

	for (size_t i = 0; i < EH_MOST_RULES; i++)
		found += rows->index->stats[i].pairs;
	return rows->side != EH_ACROSS ? 0 : found <= most ? 1 : FOUND_AGAIN * most / found;
}

static bool list_sample(struct sampling *sampling, size_t threads, size_t *ret_seen)
{
	bool good = eh_rows_list_pairs(sampling->rows, sample_pair, sampling);

	*ret_seen = 0;
	for (size_t i = 0; i < threads; i++) {
		*ret_seen += sampling->threads[i].seen;
		good = good && !sampling->threads[i].failed;
	}
	return good;
}

static void forget_sample(struct sampling *sampling, size_t threads)
{
	for (size_t i = 0; i < threads; i++) {
		eh_vec_finish(&sampling->threads[i].pairs);
		sampling->threads[i] = (struct sampled){ 0 };
	}
}

static bool take_sample(struct sampling *sampling, size_t threads, double most, double *ret_share)
{
	double guess = guess_share(sampling->rows, most);
	size_t seen;

	for (;; guess = *ret_share) {
		sampling->most = hash_of_share(guess);
		if (!list_sample(sampling, threads, &seen))
			return false;
		*ret_share = (double)seen > most ? most / (double)seen : 1;
		if (*ret_share <= guess)
			break;
		forget_sample(sampling, threads);
	}
	sampling->most = hash_of_share(*ret_share);
	return true;
}

bool eh_patterns_of_candidates(const struct eh_rows *rows, double most, struct eh_patterns *ret_patterns, double *ret_share)
{
	size_t threads = eh_rows_threads(rows);
	struct sampling sampling = { .rows = rows };

	sampling.threads = eh_alloc_zero(threads, sizeof *sampling.threads);
	sampling.patterns = eh_alloc_zero(threads, sizeof *sampling.patterns);
	bool good = sampling.threads && sampling.patterns && take_sample(&sampling, threads, most, ret_share);
	if (good)
		eh_pool_run(threads, threads, count_sampled, &sampling);
	if (sampling.threads)
		forget_sample(&sampling, threads);
	good = good && eh_patterns_gather(sampling.patterns, threads, ret_patterns) && !atomic_load(&sampling.failed);
	eh_free(sampling.threads);
	eh_free(sampling.patterns);
	return good;
}
