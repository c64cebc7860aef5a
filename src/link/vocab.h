/* vocab.h: the words (or whole values) of a field, each kept once with how rare it is.
 *
 * While rows are read, words get numbers in the order they come. eh_vocab_settle weighs them and renumbers them, rarest first and then by
 * text, so that a word's number does not depend on the order of rows, and sorted numbers are sorted by rarity. */
#ifndef EH_LINK_VOCAB_H
#define EH_LINK_VOCAB_H

#include "base/base.h"

/* It has a digit; it is a place of this table; an area of the kingdom; an address of e-mail. */
enum { EH_WORD_NUMBER = 1, EH_WORD_PLACE = 2, EH_WORD_AREA = 4, EH_WORD_MAIL = 8 };

struct eh_vocab_word {
	uint64_t text : 40, n : 8, flags : 8, spare : 8; /* where its text begins, its length */
	uint32_t rows;                                   /* how many rows hold it */
	uint32_t second;                                 /* of these, rows of the second of two files */
	uint32_t letters;                                /* see eh_link_letters */
	uint32_t head;                                   /* its first four bytes, 0 beyond its end */
	float weight;                                    /* bits: log2 of one over its share of rows */
};

struct eh_vocab {
	struct eh_vocab_word *items;
	uint64_t *hashes; /* of each word's text: eh_str_hash */
	size_t count, cap, hash_cap;
	struct eh_buf text;
	uint32_t *slots; /* number+1; 0 empty */
	size_t slot_cap;
};

static inline struct eh_str eh_vocab_text(const struct eh_vocab *vocab, uint32_t word)
{
	return (struct eh_str){ vocab->text.p + vocab->items[word].text, vocab->items[word].n };
}

/* Whether two words may be so few slips apart: a slip changes two letters at most. */
static inline bool eh_vocab_may_be(const struct eh_vocab_word *a, const struct eh_vocab_word *b, unsigned slips)
{
	return (unsigned)__builtin_popcount(a->letters ^ b->letters) <= 2 * slips;
}

/* The number of a word, added when it is new (cut at 255 bytes). False: no memory. */
bool eh_vocab_add(struct eh_vocab *vocab, struct eh_str word, uint32_t *ret_word);

/* Its number; false when it is not there. */
bool eh_vocab_find(const struct eh_vocab *vocab, struct eh_str word, uint32_t *ret_word);

/* Renumbers by weight (rarest first) and text; ret_new[old] is the new number, `count` of them, owned by the caller (eh_free). */
bool eh_vocab_settle(struct eh_vocab *vocab, uint32_t **ret_new);

void eh_vocab_finish(struct eh_vocab *vocab);

#endif
