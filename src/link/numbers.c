#include "numbers.h"

static size_t slot_of(const struct eh_numbers *numbers, uint64_t number)
{
	size_t slot = (size_t)(number * 0x9e3779b97f4a7c15u >> 20) & (numbers->cap - 1);

	while (numbers->slots[slot].place && numbers->slots[slot].number != number)
		slot = (slot + 1) & (numbers->cap - 1);
	return slot;
}

uint32_t eh_numbers_find(const struct eh_numbers *numbers, uint64_t number)
{
	return numbers->cap ? numbers->slots[slot_of(numbers, number)].place - 1 : UINT32_MAX;
}

static bool grow(struct eh_numbers *numbers)
{
	struct eh_numbers larger = { .count = numbers->count, .cap = numbers->cap ? 2 * numbers->cap : 256 };

	larger.slots = eh_alloc_zero(larger.cap, sizeof *larger.slots);
	if (!larger.slots)
		return false;
	for (size_t i = 0; i < numbers->cap; i++)
		if (numbers->slots[i].place)
			larger.slots[slot_of(&larger, numbers->slots[i].number)] = numbers->slots[i];
	eh_free(numbers->slots);
	*numbers = larger;
	return true;
}

bool eh_numbers_add(struct eh_numbers *numbers, uint64_t number, uint32_t place)
{
	if (numbers->count * 3 >= numbers->cap * 2 && !grow(numbers))
		return false;
	size_t slot = slot_of(numbers, number);
	numbers->slots[slot].number = number;
	numbers->slots[slot].place = place + 1;
	numbers->count++;
	return true;
}

void eh_numbers_finish(struct eh_numbers *numbers)
{
	eh_free(numbers->slots);
	*numbers = (struct eh_numbers){ 0 };
}
