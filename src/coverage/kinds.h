/* kinds.h: how alike services are in what they do and whom for, worked out once for each pair of combinations. */
#ifndef EH_COVERAGE_KINDS_H
#define EH_COVERAGE_KINDS_H

#include "evenhand/coverage.h"
#include "base/base.h"

/* How alike two services are, and how much of their ground they must share for a score above `least`. */
struct eh_likeness {
	double alike;  /* c^0.4 · b^0.2 · h^0.1 */
	double needed; /* a has to be above this; 1 or more: they cannot reach it */
};

struct eh_kinds {
	const struct ehc_ground *services;
	double least;
	uint32_t *kind; /* of each service */
	size_t count;
	struct eh_likeness *table; /* count × count, hours unknown; NULL when there are too many */
};

/* EH_NO_MEMORY; finish also after a failure. */
enum eh_rc eh_kinds_init(struct eh_kinds *kinds, const struct ehc_ground *services, size_t count, double least);
void eh_kinds_finish(struct eh_kinds *kinds);

/* From first principles. */
struct eh_likeness eh_likeness_of(const struct ehc_ground *a, const struct ehc_ground *b, double least);

static inline bool eh_week_known(const struct ehc_ground *service)
{
	uint64_t any = 0;

	for (int w = 0; w < EHC_WEEK_WORDS; w++)
		any |= service->week[w];
	return any != 0;
}

static inline struct eh_likeness eh_kinds_compare(const struct eh_kinds *kinds, size_t a, size_t b)
{
	if (!kinds->table || (eh_week_known(&kinds->services[a]) && eh_week_known(&kinds->services[b])))
		return eh_likeness_of(&kinds->services[a], &kinds->services[b], kinds->least);
	return kinds->table[(size_t)kinds->kind[a] * kinds->count + kinds->kind[b]];
}

#endif
