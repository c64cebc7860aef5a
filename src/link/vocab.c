#include "vocab.h"

#include <stdlib.h>

#include "strings.h"

enum { LONGEST = 255 };

static bool is_word(const struct eh_vocab *vocab, uint32_t at, struct eh_str word, uint64_t hash)
{
	return vocab->hashes[at] == hash && eh_str_eq(eh_vocab_text(vocab, at), word);
}

static size_t find_slot(const struct eh_vocab *vocab, struct eh_str word, uint64_t hash)
{
	size_t slot = hash & (vocab->slot_cap - 1);

	while (vocab->slots[slot] && !is_word(vocab, vocab->slots[slot] - 1, word, hash))
		slot = (slot + 1) & (vocab->slot_cap - 1);
	return slot;
}

static bool rebuild_slots(struct eh_vocab *vocab, size_t cap)
{
	uint32_t *slots = eh_alloc_zero(cap, sizeof *slots);

	if (!slots)
		return false;
	eh_free(vocab->slots);
	vocab->slots = slots;
	vocab->slot_cap = cap;
	for (size_t i = 0; i < vocab->count; i++) {
		size_t slot = vocab->hashes[i] & (cap - 1);
		while (slots[slot])
			slot = (slot + 1) & (cap - 1);
		slots[slot] = (uint32_t)i + 1;
	}
	return true;
}

static bool has_digit(struct eh_str word)
{
	for (size_t i = 0; i < word.n; i++)
		if (eh_is_digit(word.p[i]))
			return true;
	return false;
}

static unsigned flags_of(struct eh_str word)
{
	bool mail = word.n && memchr(word.p, '@', word.n);

	return (has_digit(word) ? EH_WORD_NUMBER : 0u) | (mail ? EH_WORD_MAIL : 0u);
}

static uint32_t head_of(struct eh_str word)
{
	uint32_t head = 0;

	if (word.n)
		memcpy(&head, word.p, word.n < sizeof head ? word.n : sizeof head);
	return head;
}

bool eh_vocab_add(struct eh_vocab *vocab, struct eh_str word, uint32_t *ret_word)
{
	word = eh_utf8_cut(word, LONGEST);
	if (vocab->count * 3 >= vocab->slot_cap * 2 &&
	        (vocab->count >= UINT32_MAX - 1 || !rebuild_slots(vocab, vocab->slot_cap ? 2 * vocab->slot_cap : 1024)))
		return false;
	uint64_t hash = eh_str_hash(word);
	size_t slot = find_slot(vocab, word, hash);
	if (!vocab->slots[slot]) {
		if (!eh_vec_grow(&vocab->items, vocab->count, &vocab->cap, sizeof *vocab->items) ||
		        !eh_vec_grow(&vocab->hashes, vocab->count, &vocab->hash_cap, sizeof *vocab->hashes))
			return false;
		size_t at = vocab->text.n;
		if (eh_buf_add(&vocab->text, word) < 0)
			return false;
		vocab->hashes[vocab->count] = hash;
		vocab->items[vocab->count++] = (struct eh_vocab_word){ .text = at & UINT64_C(0xffffffffff),
			.n = (unsigned char)word.n,
			.flags = flags_of(word) & 0xff,
			.letters = eh_link_letters(word),
			.head = head_of(word) };
		vocab->slots[slot] = (uint32_t)vocab->count;
	}
	*ret_word = vocab->slots[slot] - 1;
	return true;
}

bool eh_vocab_find(const struct eh_vocab *vocab, struct eh_str word, uint32_t *ret_word)
{
	if (!vocab->count)
		return false;
	word = eh_utf8_cut(word, LONGEST);
	uint32_t found = vocab->slots[find_slot(vocab, word, eh_str_hash(word))];
	if (found)
		*ret_word = found - 1;
	return found != 0;
}

struct place {
	const struct eh_vocab *vocab;
	uint32_t old;
};

static int by_weight(const void *a, const void *b)
{
	const struct place *x = a, *y = b;
	float wx = x->vocab->items[x->old].weight, wy = y->vocab->items[y->old].weight;

	if (wx != wy)
		return wx > wy ? -1 : 1;
	return eh_str_cmp(eh_vocab_text(x->vocab, x->old), eh_vocab_text(y->vocab, y->old));
}

bool eh_vocab_settle(struct eh_vocab *vocab, uint32_t **ret_new)
{
	struct place *places = eh_alloc(vocab->count * sizeof *places + 1);
	struct eh_vocab_word *items = eh_alloc(vocab->count * sizeof *items + 1);
	uint64_t *hashes = eh_alloc(vocab->count * sizeof *hashes + 1);
	uint32_t *new = eh_alloc(vocab->count * sizeof *new + 1);
	bool good = places && items && hashes && new;

	for (size_t i = 0; good && i < vocab->count; i++)
		places[i] = (struct place){ vocab, (uint32_t)i };
	if (good && vocab->count)
		qsort(places, vocab->count, sizeof *places, by_weight);
	for (size_t i = 0; good && i < vocab->count; i++) {
		items[i] = vocab->items[places[i].old];
		hashes[i] = vocab->hashes[places[i].old];
		new[places[i].old] = (uint32_t)i;
	}
	for (size_t i = 0; good && i < vocab->slot_cap; i++)
		if (vocab->slots[i])
			vocab->slots[i] = new[vocab->slots[i] - 1] + 1;
	eh_free(places);
	if (!good) {
		eh_free(items);
		eh_free(hashes);
		eh_free(new);
		return false;
	}
	eh_free(vocab->items);
	eh_free(vocab->hashes);
	vocab->items = items;
	vocab->hashes = hashes;
	vocab->cap = vocab->hash_cap = vocab->count;
	*ret_new = new;
	return true;
}

void eh_vocab_finish(struct eh_vocab *vocab)
{
	eh_free(vocab->items);
	eh_free(vocab->hashes);
	eh_free(vocab->slots);
	eh_buf_finish(&vocab->text);
	*vocab = (struct eh_vocab){ 0 };
}
