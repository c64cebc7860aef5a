/* pairings.c: values of a category that go together. */
#include <stdlib.h>

#include "model.h"

static int by_key(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return (x > y) - (x < y);
}

bool eh_pairings_add(struct eh_pairings *pairings, uint64_t key)
{
	if (!eh_vec_grow(&pairings->items, pairings->count, &pairings->cap, sizeof *pairings->items))
		return false;
	pairings->items[pairings->count++] = key;
	return true;
}

void eh_pairings_sort(struct eh_pairings *pairings)
{
	if (pairings->count)
		qsort(pairings->items, pairings->count, sizeof *pairings->items, by_key);
}

bool eh_pairings_hold(const struct eh_pairings *pairings, struct eh_str a, struct eh_str b)
{
	uint64_t key = eh_pairing_key(a, b);

	return pairings->count && bsearch(&key, pairings->items, pairings->count, sizeof key, by_key);
}
