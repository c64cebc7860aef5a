/* ukcat_validate.c: how well a way of learning UK-CAT does on examples it did not see. */
#include <libstemmer.h>
#include <math.h>

#include "ukcat_learn.h"

struct validation {
	const struct eh_ukcat_example *examples;
	size_t count, folds;
	size_t *order; /* shuffled; the one at i belongs to fold i mod folds */
	float *probabilities, *thresholds;
};

static void shuffle(size_t *order, size_t count, uint64_t seed)
{
	struct eh_random random;

	eh_random_init(&random, seed, 0);
	for (size_t i = 0; i < count; i++)
		order[i] = i;
	for (size_t i = count; i > 1; i--) {
		size_t j = eh_random_below(&random, i), kept = order[i - 1];
		order[i - 1] = order[j];
		order[j] = kept;
	}
}

static enum eh_rc score_fold(const struct validation *run, size_t fold, const struct eh_ukcat_model *model,
        struct sb_stemmer *stemmer, struct eh_error *err)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_ukcat_evidence evidence;

	for (size_t i = fold; i < run->count; i += run->folds) {
		size_t at = run->order[i];
		float *scores = run->probabilities + at * EH_UKCAT_CODES;
		eh_arena_reset(&arena);
		EH_TRY(eh_ukcat_gather(
		        model, run->examples[at].name, run->examples[at].activities, stemmer, &arena, &evidence, err));
		eh_ukcat_score(model, &evidence, scores);
		for (size_t j = 0; j < EH_UKCAT_CODES; j++)
			scores[j] = 1 / (1 + expf(-scores[j]));
		run->thresholds[at] = model->threshold;
	}
	return EH_OK;
}

static enum eh_rc run_fold(const struct validation *run, size_t fold, const struct eh_ukcat_training *training,
        struct eh_ukcat_example *others, struct sb_stemmer *stemmer, struct eh_error *err)
{
	struct eh_ukcat_model *model;
	size_t count = 0;

	for (size_t i = 0; i < run->count; i++)
		if (i % run->folds != fold)
			others[count++] = run->examples[run->order[i]];
	EH_TRY(eh_ukcat_learn(others, count, training, &model, err));
	enum eh_rc rc = score_fold(run, fold, model, stemmer, err);
	eh_ukcat_model_free(model);
	return rc;
}

enum eh_rc eh_ukcat_cross_validate(const struct eh_ukcat_example *examples, size_t count,
        const struct eh_ukcat_training *training, size_t folds, float *ret_probabilities, float *ret_thresholds,
        struct eh_error *err)
{
	size_t *order EH_CLEANUP_FREE = eh_alloc_zero(count, sizeof *order);
	struct eh_ukcat_example *others EH_CLEANUP_FREE = eh_alloc_zero(count, sizeof *others);
	struct validation run = { examples, count, folds, order, ret_probabilities, ret_thresholds };
	struct sb_stemmer *stemmer;
	enum eh_rc rc = EH_OK;

	if (folds < 2 || count < folds)
		return eh_fail(err, EH_INVALID, "%zu examples cannot be cut into %zu folds", count, folds);
	if (!order || !others || !(stemmer = sb_stemmer_new("english", NULL)))
		return eh_fail_memory(err);
	shuffle(order, count, training->seed);
	for (size_t fold = 0; fold < folds && rc == EH_OK; fold++)
		rc = run_fold(&run, fold, training, others, stemmer, err);
	sb_stemmer_delete(stemmer);
	return rc;
}

struct eh_ukcat_agreement eh_ukcat_agree(
        const struct eh_ukcat_example *examples, size_t count, const float *probabilities, const float *thresholds)
{
	struct eh_ukcat_agreement all = { 0 };

	for (size_t i = 0; i < count; i++) {
		const float *of = probabilities + i * EH_UKCAT_CODES;
		for (size_t j = 0; j < EH_UKCAT_CODES; j++)
			all.given += of[j] >= thresholds[i];
		for (size_t j = 0; j < examples[i].code_count; j++)
			all.both += of[examples[i].codes[j]] >= thresholds[i];
		all.coded += examples[i].code_count;
	}
	all.precision = all.given ? (double)all.both / (double)all.given : 0;
	all.recall = all.coded ? (double)all.both / (double)all.coded : 0;
	all.f1 = all.given + all.coded ? 2 * (double)all.both / (double)(all.given + all.coded) : 0;
	return all;
}
