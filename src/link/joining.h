/* joining.h: clusters of one file while they are being made. */
#ifndef EH_LINK_JOINING_H
#define EH_LINK_JOINING_H

#include "match.h"

struct eh_joining {
	struct eh_match *match;
	uint32_t *head, *next, *size; /* clusters: the head of each row's, a ring of its rows, and their number */
	/* Whether two clusters can never be one, and how to join two; NULL: nothing forbids, and eh_joining_join. */
	bool (*apart)(void *context, uint32_t a, uint32_t b);
	void (*join)(void *context, uint32_t a, uint32_t b);
	void *context;
};

/* Two different clusters, by their heads. */
void eh_joining_join(struct eh_joining *joining, uint32_t a, uint32_t b);

/* What speaks for two clusters being one: each taken as one row that says all that its rows say, and no better than their rows on average.
 * The comparison of the wholes goes to `ret_whole`. */
double eh_joining_weight(const struct eh_joining *joining, uint32_t a, uint32_t b, struct eh_gamma *ret_whole);

/* Whether a name alone may lead from one row to the other, before their rivals are known. */
bool eh_joining_may_lead(const struct eh_match *match, const struct eh_edge *edge, const struct eh_gamma *gamma);

/* Joins what only its name joins. With `join`, edges are bonds (enum ehl_bond_kind). False: no memory. */
bool eh_joining_names(struct eh_joining *joining);

#endif
