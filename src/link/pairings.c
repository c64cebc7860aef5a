/* pairings.c: values that two files use for the same thing. */
#include "model.h"

bool eh_pairings_hold(const struct eh_pairings *pairings, struct eh_str a, struct eh_str b)
{
	uint64_t key = eh_pairing_key(a, b);
	size_t from = 0, to = pairings->count;

	while (from < to) {
		size_t middle = (from + to) / 2;
		if (pairings->items[middle] < key)
			from = middle + 1;
		else
			to = middle;
	}
	return from < pairings->count && pairings->items[from] == key;
}
