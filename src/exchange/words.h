/* words.h: what pages and reports say in prose of the method, so that they cannot differ. */
#ifndef EH_EXCHANGE_WORDS_H
#define EH_EXCHANGE_WORDS_H

#include "register/analysis.h"

/* A thing to say, with a heading. */
struct eh_report_words {
	const char *heading, *text;
};

/* Ends with a NULL heading: how the figures come about, and what can be said against them. */
extern const struct eh_report_words eh_report_method[], eh_report_criticisms[];

/* What a gap is, for people: "no gap", "low access, high need", "none on this list". */
const char *eh_report_gap_words(enum eh_gap gap);

#endif
