/* loose.h: words that the other side does not have, side by side, so that several are looked at in one step.
 *
 * Hardly any two of them are alike, and which are cannot be foreseen: tests one by one cost more in wrong guesses of the processor than in work.
 * Four at a time there is nothing to guess, and only pairs that pass are looked at as texts. */
#ifndef EH_LINK_LOOSE_H
#define EH_LINK_LOOSE_H

#include "vocab.h"

enum { EH_MOST_LOOSE = 24, EH_LOOSE_LANES = 4 };

typedef uint32_t eh_lanes __attribute__((vector_size(4 * EH_LOOSE_LANES)));

struct eh_loose {
	/* Of each word: its letters, its first four bytes and which of these it has; its length, and the same once more where it may be
	 * misspelt: words of three letters and more without digits. Lanes beyond the last word look like nothing. */
	_Alignas(16) uint32_t letters[EH_MOST_LOOSE];
	_Alignas(16) uint32_t head[EH_MOST_LOOSE];
	_Alignas(16) uint32_t mask[EH_MOST_LOOSE];
	_Alignas(16) uint32_t n[EH_MOST_LOOSE];
	_Alignas(16) uint32_t soft[EH_MOST_LOOSE];
	uint32_t word[EH_MOST_LOOSE];
	float weight[EH_MOST_LOOSE];
	bool number[EH_MOST_LOOSE], area[EH_MOST_LOOSE], used[EH_MOST_LOOSE];
	size_t count;
};

/* The first words of so many. */
void eh_loose_take(const struct eh_vocab *vocab, const uint32_t *words, size_t count, struct eh_loose *ret_loose);

/* Which of `others` (a bit each) may be a word of this side with slips, or cut off; which may be what it begins with. */
uint32_t eh_loose_may_be(const struct eh_loose *loose, size_t i, const struct eh_loose *others);
uint32_t eh_loose_may_begin(const struct eh_loose *loose, size_t i, const struct eh_loose *others);

/* How far two different words are one, 0 to 1: slips in long words, words cut off. Words with digits are equal or not. */
double eh_loose_alike(const struct eh_vocab *vocab, const struct eh_loose *a, size_t i, const struct eh_loose *b, size_t j);

#endif
