/* ukcat_learn.h: makes a model for UK-CAT from hand-coded charities.
 *
 * Used by bench/bench_classify.c, which cross-validates it and makes the table; the program itself only reads the table. Logistic
 * regression of all tags at once: L2 on the weights of words and on how far a tag's bias lies from the others', none on the measures of
 * cues, which all tags share; Adam on all examples in a fixed order. The same examples give the same model. The threshold is chosen by cross-
 * validation inside the examples given. */
#ifndef EH_REGISTER_UKCAT_LEARN_H
#define EH_REGISTER_UKCAT_LEARN_H

#include "ukcat_model.h"

struct eh_ukcat_example {
	struct eh_str name, activities;
	uint8_t codes[32]; /* places in eh_ukcat_codes */
	size_t code_count;
};

struct eh_ukcat_training {
	float l2, l2_bias; /* of word weights; of each tag's bias around the mean bias */
	float rate;
	int rounds;
	int least_documents; /* that must hold a word for it to become a feature */
	float keep;          /* weights smaller than this are dropped */
	size_t folds;        /* to choose the threshold; 0: `threshold` is given */
	float threshold;
	uint64_t seed; /* of the folds */
};

extern const struct eh_ukcat_training eh_ukcat_training_default;

/* Free with eh_ukcat_model_free. EH_INVALID: no examples; EH_NO_MEMORY. */
enum eh_rc eh_ukcat_learn(const struct eh_ukcat_example *examples, size_t count, const struct eh_ukcat_training *training,
        struct eh_ukcat_model **ret_model, struct eh_error *err);
void eh_ukcat_model_free(struct eh_ukcat_model *model);

/* Scores each example by a model that did not see it: shuffled by training->seed, cut into `folds`. Vocabulary, rarities, weights and
 * threshold of each fold's model come from the other folds alone. ret_probabilities takes EH_UKCAT_CODES numbers an example,
 * ret_thresholds one. EH_CANCELLED never; EH_INVALID: fewer examples than folds. */
enum eh_rc eh_ukcat_cross_validate(const struct eh_ukcat_example *examples, size_t count,
        const struct eh_ukcat_training *training, size_t folds, float *ret_probabilities, float *ret_thresholds,
        struct eh_error *err);

struct eh_ukcat_agreement {
	size_t both, given, coded;    /* tags given and coded alike; given; coded */
	double precision, recall, f1; /* micro-averaged; 0 where there is nothing to divide by */
};

/* Tags whose probability reaches the example's threshold, against those that people coded. */
struct eh_ukcat_agreement eh_ukcat_agree(
        const struct eh_ukcat_example *examples, size_t count, const float *probabilities, const float *thresholds);

#endif
