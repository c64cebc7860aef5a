/* terms.h: what services do, in three steps from broad to fine, for how much ground they share.
 *
 * Themes hold needs (taxonomy.h), needs hold activities, and some activities hold finer ones. A service has the terms of its needs, those
 * of the activities that its name and description name within these needs, and every broader term: so that a judo club and a swimming
 * club share sport and leisure and no more. */
#ifndef EH_REGISTER_TERMS_H
#define EH_REGISTER_TERMS_H

#include "base/base.h"

struct eh_term {
	const char *code;
	const char *broader; /* code of the term it is part of; NULL for themes */
	const char *label;
	const char *words; /* as in taxonomy.h; NULL: themes, and needs, which classification decides */
};

extern const struct eh_term eh_terms[]; /* broader ones before those they hold */
extern const size_t eh_term_count;

enum { EH_TERM_WORDS = 4 };

/* Bits by place in eh_terms of a service with these needs (bits by place in eh_needs). EH_NO_MEMORY. */
enum eh_rc eh_terms_of(
        uint64_t needs, struct eh_str name, struct eh_str activities, uint64_t ret_terms[EH_TERM_WORDS], struct eh_error *err);

#endif
