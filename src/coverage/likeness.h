/* likeness.h: how alike services are in what they do, whom for and when. */
#ifndef EH_COVERAGE_LIKENESS_H
#define EH_COVERAGE_LIKENESS_H

#include "evenhand/coverage.h"
#include "base/base.h"

enum { EH_ROOTS = 33 };

/* Powers of small fractions: [all][shared]. Services have a handful of terms each, and pairs come in millions. */
struct eh_roots {
	double category[EH_ROOTS][EH_ROOTS],
	        beneficiaries[EH_ROOTS][EH_ROOTS]; /* (shared ÷ all)^0.4 and ^0.2; 1 where there is none */
	double unknown_hours;                      /* 0.5^0.1 */
};
void eh_roots_init(struct eh_roots *roots);

/* What a service is compared by, at hand for comparing it with many. */
struct eh_stand {
	uint64_t category[EHC_TERM_WORDS], beneficiaries;
	const struct ehc_ground *service;
	double catchment; /* people */
	uint32_t number, provider;
	uint16_t terms, groups; /* how many bits are set */
	bool hours;
};
void eh_stand_init(struct eh_stand *stand, const struct ehc_ground *services, uint32_t number);

/* c^0.4 · b^0.2 · h^0.1; 0 when they have no term in common. */
double eh_likeness(const struct eh_roots *roots, const struct eh_stand *a, const struct eh_stand *b);

/* The share a of their ground that two services so alike must share for alike · a^0.3 to be above `least`; 2: none is enough. A hair less
 * than exact, so that rounding loses no pair. */
double eh_ground_needed(double alike, double least);

#endif
