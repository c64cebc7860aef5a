/* ukcat_learn.c: logistic regression of all tags at once. */
#include <libstemmer.h>
#include <math.h>

#include "ukcat_vocabulary.h"

enum { WIDTH = 256, ZONES = EH_ZONES }; /* WIDTH: EH_UKCAT_CODES rounded up, so that inner loops have a constant length */

const struct eh_ukcat_training eh_ukcat_training_default = {
	.l2 = 0.3F,
	.l2_bias = 0,
	.rate = 0.1F,
	.rounds = 100,
	.least_documents = 3,
	.keep = 0.1F,
	.folds = 3,
	.threshold = 0.25F,
	.seed = 1,
};

struct owned_model {
	struct eh_ukcat_model model;
	struct eh_arena arena;
};

struct parameters {
	float (*words)[WIDTH]; /* two rows a feature, one a zone */
	float bias[WIDTH];
	float measures[EH_CUE_MEASURES];
};

struct learner {
	const struct eh_ukcat_example *examples;
	const struct eh_ukcat_training *training;
	struct eh_ukcat_evidence *evidence;
	size_t count, rows;
	struct parameters now, slope, mean, square; /* the last two: Adam's running averages of slope and its square */
	struct eh_arena arena;
};

static float logistic(float x) { return 1 / (1 + expf(-x)); }

static void add_scaled(float *restrict to, const float *restrict from, float scale)
{
	for (size_t i = 0; i < WIDTH; i++)
		to[i] += scale * from[i];
}

static void forward(const struct parameters *now, const struct eh_ukcat_evidence *evidence, float scores[WIDTH])
{
	memcpy(scores, now->bias, sizeof now->bias);
	for (size_t i = 0; i < evidence->match_count; i++)
		for (size_t zone = 0; zone < ZONES; zone++)
			if (evidence->matches[i].values[zone] > 0)
				add_scaled(scores, now->words[evidence->matches[i].feature * ZONES + zone],
				        evidence->matches[i].values[zone]);
	for (size_t i = 0; i < evidence->cued_count; i++)
		for (size_t j = 0; j < EH_CUE_MEASURES; j++)
			scores[evidence->cued[i].code] += evidence->cued[i].measures[j] * now->measures[j];
}

static void backward(struct parameters *slope, const struct eh_ukcat_evidence *evidence, const float errors[WIDTH])
{
	add_scaled(slope->bias, errors, 1);
	for (size_t i = 0; i < evidence->match_count; i++)
		for (size_t zone = 0; zone < ZONES; zone++)
			if (evidence->matches[i].values[zone] > 0)
				add_scaled(slope->words[evidence->matches[i].feature * ZONES + zone], errors,
				        evidence->matches[i].values[zone]);
	for (size_t i = 0; i < evidence->cued_count; i++)
		for (size_t j = 0; j < EH_CUE_MEASURES; j++)
			slope->measures[j] += evidence->cued[i].measures[j] * errors[evidence->cued[i].code];
}

static void find_slope(struct learner *learner)
{
	struct parameters *slope = &learner->slope, *now = &learner->now;
	float scores[WIDTH], mean = 0;

	memset(slope->measures, 0, sizeof slope->measures);
	for (size_t i = 0; i < EH_UKCAT_CODES; i++)
		mean += now->bias[i] / EH_UKCAT_CODES;
	for (size_t i = 0; i < WIDTH; i++)
		slope->bias[i] = learner->training->l2_bias * (now->bias[i] - mean);
	for (size_t row = 0; row < learner->rows; row++)
		for (size_t i = 0; i < WIDTH; i++)
			slope->words[row][i] = learner->training->l2 * now->words[row][i];
	for (size_t e = 0; e < learner->count; e++) {
		forward(now, &learner->evidence[e], scores);
		for (size_t i = 0; i < EH_UKCAT_CODES; i++)
			scores[i] = logistic(scores[i]);
		for (size_t i = EH_UKCAT_CODES; i < WIDTH; i++)
			scores[i] = 0;
		for (size_t i = 0; i < learner->examples[e].code_count; i++)
			scores[learner->examples[e].codes[i]] -= 1;
		backward(slope, &learner->evidence[e], scores);
	}
}

/* One step of Adam (Kingma and Ba, 2015) with decay 0.9 and 0.99. */
static void step(float *restrict now, const float *restrict slope, float *restrict mean, float *restrict square, size_t count,
        float rate, int round)
{
	float unbias_mean = 1 / (1 - powf(0.9F, (float)round)), unbias_square = 1 / (1 - powf(0.99F, (float)round));

	for (size_t i = 0; i < count; i++) {
		mean[i] = 0.9F * mean[i] + 0.1F * slope[i];
		square[i] = 0.99F * square[i] + 0.01F * slope[i] * slope[i];
		now[i] -= rate * mean[i] * unbias_mean / (sqrtf(square[i] * unbias_square) + 1e-6F);
	}
}

static void climb(struct learner *learner)
{
	struct parameters *n = &learner->now, *s = &learner->slope, *m = &learner->mean, *q = &learner->square;
	int rounds = learner->training->rounds;

	for (int round = 1; round <= rounds; round++) {
		float rate = learner->training->rate * (round * 5 < rounds * 3 ? 1.0F : 0.3F);
		find_slope(learner);
		step(n->words[0], s->words[0], m->words[0], q->words[0], learner->rows * WIDTH, rate, round);
		step(n->bias, s->bias, m->bias, q->bias, WIDTH, rate, round);
		step(n->measures, s->measures, m->measures, q->measures, EH_CUE_MEASURES, rate, round);
	}
}

static enum eh_rc start(
        struct learner *learner, const struct eh_ukcat_model *model, struct sb_stemmer *stemmer, struct eh_error *err)
{
	struct parameters *all[] = { &learner->now, &learner->slope, &learner->mean, &learner->square };
	float documents[EH_UKCAT_CODES] = { 0 }, count = (float)learner->count;

	learner->rows = model->feature_count * ZONES;
	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		if (!(all[i]->words = eh_arena_alloc_zero(&learner->arena, learner->rows, sizeof *all[i]->words)))
			return eh_fail_memory(err);
	if (!(learner->evidence = eh_arena_alloc_zero(&learner->arena, learner->count, sizeof *learner->evidence)))
		return eh_fail_memory(err);
	for (size_t i = 0; i < learner->count; i++) {
		const struct eh_ukcat_example *example = &learner->examples[i];
		EH_TRY(eh_ukcat_gather(
		        model, example->name, example->activities, stemmer, &learner->arena, &learner->evidence[i], err));
		for (size_t j = 0; j < example->code_count; j++)
			documents[example->codes[j]]++;
	}
	for (size_t i = 0; i < EH_UKCAT_CODES; i++)
		learner->now.bias[i] = logf((documents[i] + 0.5F) / count);
	learner->now.measures[EH_CUE_ANY] = 2;
	return EH_OK;
}

static int16_t hundredths(float x) { return (int16_t)lroundf(fmaxf(-32000, fminf(32000, 100 * x))); }

/* Keeps the weights that matter, as whole numbers of units. */
static enum eh_rc keep_weights(const struct learner *learner, struct owned_model *owned, struct eh_error *err)
{
	struct eh_ukcat_model *model = &owned->model;
	struct eh_ukcat_feature *features = (struct eh_ukcat_feature *)model->features;
	float largest = 0, least = learner->training->keep;
	size_t count = 0;

	for (size_t i = 0; i < learner->rows * WIDTH; i++) {
		float size = fabsf(learner->now.words[0][i]);
		count += size >= least;
		largest = fmaxf(largest, size);
	}
	struct eh_ukcat_weight *weights = eh_arena_alloc(&owned->arena, (count + 1) * sizeof *weights);
	int16_t *bias = eh_arena_alloc(&owned->arena, EH_UKCAT_CODES * sizeof *bias);
	if (!weights || !bias)
		return eh_fail_memory(err);
	model->unit = fmaxf(ceilf(largest / 127 * 1000) / 1000, 0.001F);
	count = 0;
	for (size_t row = 0; row < learner->rows; row++) {
		features[row / ZONES].weights[row % ZONES] = (uint32_t)count;
		for (size_t code = 0; code < EH_UKCAT_CODES; code++) {
			long weight = lroundf(learner->now.words[row][code] / model->unit);
			if (weight && fabsf(learner->now.words[row][code]) >= least)
				weights[count++] = (struct eh_ukcat_weight){ (uint8_t)code, (int8_t)weight };
		}
	}
	for (size_t zone = 0; zone < ZONES; zone++)
		features[model->feature_count].weights[zone] = (uint32_t)count;
	for (size_t code = 0; code < EH_UKCAT_CODES; code++)
		bias[code] = hundredths(learner->now.bias[code]);
	for (size_t i = 0; i < EH_CUE_MEASURES; i++)
		model->measures[i] = hundredths(learner->now.measures[i]);
	model->weights = weights;
	model->bias = bias;
	return EH_OK;
}

static enum eh_rc best_threshold(const struct eh_ukcat_example *examples, size_t count, const struct eh_ukcat_training *training,
        float *ret_threshold, struct eh_error *err)
{
	float *probabilities EH_CLEANUP_FREE = eh_alloc_zero(count, EH_UKCAT_CODES * sizeof *probabilities);
	float *thresholds EH_CLEANUP_FREE = eh_alloc_zero(count, sizeof *thresholds);
	struct eh_ukcat_training inner = *training;
	double best = -1;

	if (!probabilities || !thresholds)
		return eh_fail_memory(err);
	inner.folds = 0;
	inner.seed++;
	EH_TRY(eh_ukcat_cross_validate(examples, count, &inner, training->folds, probabilities, thresholds, err));
	for (int hundredth = 8; hundredth <= 50; hundredth++) {
		for (size_t i = 0; i < count; i++)
			thresholds[i] = (float)hundredth / 100;
		double f1 = eh_ukcat_agree(examples, count, probabilities, thresholds).f1;
		if (f1 <= best)
			continue;
		best = f1;
		*ret_threshold = (float)hundredth / 100;
	}
	return EH_OK;
}

static enum eh_rc learn(const struct eh_ukcat_example *examples, size_t count, const struct eh_ukcat_training *training,
        struct owned_model *owned, struct eh_error *err)
{
	struct learner learner = { .examples = examples, .training = training, .count = count };
	struct sb_stemmer *stemmer = sb_stemmer_new("english", NULL);
	enum eh_rc rc = stemmer ? EH_OK : eh_fail_memory(err);

	if (rc == EH_OK)
		rc = eh_ukcat_vocabulary(examples, count, training->least_documents, stemmer, &owned->arena, &owned->model, err);
	if (rc == EH_OK)
		rc = start(&learner, &owned->model, stemmer, err);
	if (rc == EH_OK) {
		climb(&learner);
		rc = keep_weights(&learner, owned, err);
	}
	eh_arena_finish(&learner.arena);
	sb_stemmer_delete(stemmer);
	return rc;
}

enum eh_rc eh_ukcat_learn(const struct eh_ukcat_example *examples, size_t count, const struct eh_ukcat_training *training,
        struct eh_ukcat_model **ret_model, struct eh_error *err)
{
	float threshold = training->threshold;

	if (!count)
		return eh_fail(err, EH_INVALID, "there are no examples to learn from");
	if (training->folds)
		EH_TRY(best_threshold(examples, count, training, &threshold, err));
	struct owned_model *owned = eh_alloc_zero(1, sizeof *owned);
	if (!owned)
		return eh_fail_memory(err);
	enum eh_rc rc = learn(examples, count, training, owned, err);
	if (rc != EH_OK) {
		eh_ukcat_model_free(&owned->model);
		return rc;
	}
	owned->model.threshold = threshold;
	*ret_model = &owned->model;
	return EH_OK;
}

void eh_ukcat_model_free(struct eh_ukcat_model *model)
{
	struct owned_model *owned = (struct owned_model *)model;

	if (!owned)
		return;
	eh_arena_finish(&owned->arena);
	eh_free(owned);
}
