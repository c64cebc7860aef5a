/* frozen.c: the frequencies that a model keeps. */
#include <stdlib.h>

#include "field.h"

uint64_t eh_words_hash(const struct eh_field *field, const uint32_t *at)
{
	const uint32_t *next = at + 1;
	uint64_t hash = at[0];

	for (uint32_t i = 0; i < at[0]; i++) {
		struct eh_words_view view;
		uint64_t sum = 0;
		next = eh_words_next(next, &view);
		for (uint32_t j = 0; j < view.count; j++)
			sum += field->vocab.hashes[view.words[j]];
		hash += (sum ^ view.count) * 0x9fb21c651e98df25u;
	}
	return hash;
}

static bool take_words(const struct eh_field *field, struct eh_frozen *frozen)
{
	for (size_t i = 0; i < field->vocab.count; i++) {
		uint32_t word;
		if (field->vocab.items[i].rows < frozen->least && !(field->vocab.items[i].flags & EH_WORD_PLACE))
			continue;
		if (!eh_vocab_add(&frozen->vocab, eh_vocab_text(&field->vocab, (uint32_t)i), &word))
			return false;
		frozen->vocab.items[word].rows = field->vocab.items[i].rows < frozen->least ? 1 : field->vocab.items[i].rows;
		frozen->vocab.items[word].flags = field->vocab.items[i].flags;
	}
	return true;
}

static bool take_wholes(const struct eh_field *field, struct eh_frozen *frozen)
{
	for (size_t at = 0; at < field->words.count; at += field->words.items[at + 1] + 2) {
		uint32_t rows = field->words.items[at];
		if (rows < frozen->least)
			continue;
		if (!eh_vec_grow(&frozen->wholes, frozen->whole_count, &frozen->whole_cap, sizeof *frozen->wholes))
			return false;
		frozen->wholes[frozen->whole_count++] = (struct eh_frozen_whole){
			eh_words_hash(field, &field->words.items[at + 2]), rows
		};
	}
	return true;
}

static int by_hash(const void *a, const void *b)
{
	const struct eh_frozen_whole *x = a, *y = b;

	return (x->hash > y->hash) - (x->hash < y->hash);
}

void eh_frozen_sort(struct eh_frozen *frozen)
{
	if (frozen->whole_count)
		qsort(frozen->wholes, frozen->whole_count, sizeof *frozen->wholes, by_hash);
}

bool eh_frozen_take(const struct eh_field *field, struct eh_frozen *ret_frozen)
{
	struct eh_frozen frozen = { .filled = field->counted, .least = eh_frozen_least(field->counted) };

	if (!take_words(field, &frozen) || !take_wholes(field, &frozen)) {
		eh_frozen_finish(&frozen);
		return false;
	}
	eh_frozen_sort(&frozen);
	*ret_frozen = frozen;
	return true;
}

uint32_t eh_frozen_whole_rows(const struct eh_frozen *frozen, uint64_t hash)
{
	const struct eh_frozen_whole key = { hash, 0 };
	const struct eh_frozen_whole *found = frozen->whole_count
	                                              ? bsearch(&key, frozen->wholes, frozen->whole_count, sizeof key, by_hash)
	                                              : NULL;

	return found ? found->rows : 1;
}

void eh_frozen_finish(struct eh_frozen *frozen)
{
	eh_vocab_finish(&frozen->vocab);
	eh_free(frozen->wholes);
	*frozen = (struct eh_frozen){ 0 };
}
