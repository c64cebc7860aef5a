/* ukcat_vocabulary.h: which words and phrases a model for UK-CAT weighs, from the texts it is made from. */
#ifndef EH_REGISTER_UKCAT_VOCABULARY_H
#define EH_REGISTER_UKCAT_VOCABULARY_H

#include "ukcat_learn.h"

/* Features, their rarities, cues and index, without weights: those of eh_ukcat_codes' words, and words that at least `least` examples
 * hold. In order of their bytes. All of *ret_model lies in `arena`. */
enum eh_rc eh_ukcat_vocabulary(const struct eh_ukcat_example *examples, size_t count, int least, struct sb_stemmer *stemmer,
        struct eh_arena *arena, struct eh_ukcat_model *ret_model, struct eh_error *err);

#endif
