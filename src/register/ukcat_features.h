/* ukcat_features.h: what the UK-CAT model sees of an organisation: stems of words, pairs of neighbouring stems, and hits of the rules in
 * ukcat_words.inc. The trainer (bench/bench_classify.c) and the classifier share it, so that both see the same. */
#ifndef EH_REGISTER_UKCAT_FEATURES_H
#define EH_REGISTER_UKCAT_FEATURES_H

#include "base/base.h"

/* Text beyond these bytes is not looked at. */
enum { EH_UKCAT_NAME_MOST = 400, EH_UKCAT_ACTIVITIES_MOST = 4000 };

struct eh_ukcat_feature {
	struct eh_str text;  /* "scout", "name:scout", "food_bank", "=SW301" (a rule hits anywhere), "=name:SW301" */
	struct eh_str shown; /* the words it was seen in, folded: "food bank" */
};

struct eh_ukcat_features {
	struct eh_ukcat_feature *items; /* each feature once, sorted by text */
	size_t count;
};

/* The features of one organisation, in `arena`. EH_NO_MEMORY is the only failure. */
enum eh_rc eh_ukcat_features(struct eh_str name, struct eh_str activities, struct eh_arena *arena,
        struct eh_ukcat_features *ret_features, struct eh_error *err);

/* True of a feature that is a rule's hit; *ret_code is the code it speaks for. */
bool eh_ukcat_rule(struct eh_str feature, struct eh_str *ret_code);

#endif
