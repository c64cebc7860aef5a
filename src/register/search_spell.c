/* search_spell.c: misspelt words. */
#include "link/strings.h"
#include "search_private.h"

/* Edits that a slip of the fingers may be: none in short words and numbers, one in middling, two in long ones. */
static unsigned most_edits(struct eh_str word)
{
	for (size_t i = 0; i < word.n; i++)
		if (eh_is_digit(word.p[i]))
			return 0;
	return word.n < 4 ? 0 : word.n < 6 ? 1 : 2;
}

struct eh_str eh_search_spell(const struct eh_search_memory *memory, struct eh_str word)
{
	unsigned best = most_edits(word) + 1;
	uint32_t letters = eh_link_letters(word);
	const struct eh_search_vocable *found = NULL;

	for (size_t i = 0; i < memory->word_count && best; i++) {
		const struct eh_search_vocable *other = &memory->words[i];
		size_t longer = other->word.n > word.n ? other->word.n - word.n : word.n - other->word.n;
		if (!other->written || longer > best || (unsigned)__builtin_popcount(letters ^ other->letters) > 2 * best)
			continue;
		unsigned edits = eh_link_edit_distance(word, other->word, best);
		if (!edits || edits > best || edits > most_edits(word))
			continue;
		/* Of equals the one with the same first letter, then the more usual, then the first of the alphabet. */
		bool same = *other->word.p == *word.p, before = found && *found->word.p == *word.p;
		if (found && edits == best && (same != before ? before : other->written <= found->written))
			continue;
		best = edits;
		found = other;
	}
	return found ? found->word : (struct eh_str){ NULL, 0 };
}
