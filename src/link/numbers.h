/* numbers.h: from the numbers of rows to places in an array. */
#ifndef EH_LINK_NUMBERS_H
#define EH_LINK_NUMBERS_H

#include "base/base.h"

struct eh_numbers {
	struct {
		uint64_t number;
		uint32_t place; /* plus one; 0: empty */
	} * slots;
	size_t count, cap;
};

/* Its place, or UINT32_MAX. */
uint32_t eh_numbers_find(const struct eh_numbers *numbers, uint64_t number);
/* Adds a number that is not there. False: no memory. */
bool eh_numbers_add(struct eh_numbers *numbers, uint64_t number, uint32_t place);
void eh_numbers_finish(struct eh_numbers *numbers);

#endif
