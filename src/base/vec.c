#include "vec.h"

#include <string.h>

bool eh_vec_grow(void *items, size_t count, size_t *cap, size_t size)
{
	void *p;

	if (count < *cap)
		return true;
	size_t want = *cap ? *cap + *cap / 2 + 1 : 8;
	memcpy(&p, items, sizeof p);
	p = eh_realloc(p, want, size);
	if (!p)
		return false;
	memcpy(items, &p, sizeof p);
	*cap = want;
	return true;
}
