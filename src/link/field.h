/* field.h: columns made ready to compare. A field is one comparison: of one column, or of several that say the same thing (a name and
 * former names, the lines of an address, latitude and longitude). For each row it keeps one 32-bit number, 0 where the row says nothing. */
#ifndef EH_LINK_FIELD_H
#define EH_LINK_FIELD_H

#include <math.h>

#include "table.h"
#include "types.h"
#include "vocab.h"

enum { EH_MOST_FIELDS = 14, EH_MOST_FIELD_COLUMNS = 8, EH_MOST_NAMES = 12, EH_MOST_WORDS = 48 };

struct eh_field {
	char name[64];
	enum ehl_type type;
	enum eh_kind kind;
	unsigned levels;
	size_t columns[EH_MOST_FIELD_COLUMNS], column_count;
	/* Kinds of one value: value[row] is a word of `vocab`, plus one. Kinds of words: the place in `words` where they begin, plus one (before it:
	 * how many rows hold this, and its length):
	 *   how many names; for each name: how many words, hashes of the initials without and with small words, hash of
	 * the name if it may be initials, the last word where the name may have been cut off in it, plus one; the words, sorted.
	 * Equal contents are kept once. */
	uint32_t *value;
	EH_VEC(uint32_t) words;
	struct eh_vocab vocab;
	double *numbers;      /* of each word of vocab, two for places: kinds number and geo */
	size_t filled;        /* rows that say something */
	size_t filled_second; /* of these, rows of the second of two files */
	double counted;       /* rows that frequencies are shares of: filled, or those of the model */
};

/* What a trained model keeps of a field's frequencies: how many rows held each word or value, and each whole of words, where it was at least
 * `least`; rarer ones count as held once. Frequencies of a file are rounded in the same way, so that scores do not depend on which is used. */
struct eh_frozen {
	struct eh_vocab vocab; /* `rows` and flags of its words */
	double filled;         /* rows that said something; 0: nothing is frozen */
	uint32_t least;
	struct eh_frozen_whole {
		uint64_t hash;
		uint32_t rows;
	} * wholes; /* sorted by hash */
	size_t whole_count, whole_cap;
};
bool eh_frozen_take(const struct eh_field *field, struct eh_frozen *ret_frozen);
void eh_frozen_sort(struct eh_frozen *frozen);
uint32_t eh_frozen_whole_rows(const struct eh_frozen *frozen, uint64_t hash);
void eh_frozen_finish(struct eh_frozen *frozen);

/* Below how many rows a word counts as held by one. */
static inline uint32_t eh_frozen_least(double filled) { return filled > 600000 ? (uint32_t)(filled / 200000) : 3; }

/* Words that go together say less than each alone: no more than the rarity of the whole, which so many of all counted hold besides. */
static const double EH_LEAST_OTHERS = 0.3;
static inline float eh_whole_bits(double counted, double others) { return log2f((float)(counted / others)); }

/* A hash of the words of a value of words, made of their texts; at[0] is the number of names. */
uint64_t eh_words_hash(const struct eh_field *field, const uint32_t *at);

/* Which fields the columns make; returns how many, the rest of the columns left out (more than fit are dropped from the end). */
size_t eh_fields_plan(const struct ehl_column *columns, size_t count, struct eh_field *ret_fields);

/* Reads every row into `field`. With `frozen` (that holds something) frequencies are those of the model,
 * else the file's own. False: no memory. */
/* Marks the words of organisations' names that are places: they stand in the addresses and towns of the same table, or the
 * model says so (frozen[i], where it is not NULL). */
void eh_fields_mark_places(struct eh_field *fields, size_t count, const struct eh_frozen *const *frozen);
bool eh_field_prepare(struct eh_field *field, const struct ehl_table *table, const struct eh_frozen *frozen);

/* A cell as one value of this kind: folded, and in one shape ("+44 161 496 0000" is "614960000"). Empty where it says nothing. */
enum eh_rc eh_field_value(enum ehl_type type, struct eh_str cell, struct eh_buf *out);

/* Latitude and longitude, or a number, from a value's text. */
void eh_field_numbers(const struct eh_field *field, struct eh_str text, double ret_numbers[2]);

/* Splits "a@b" and "host/path" into what stands before and the host. True when the host carries the pages or letters of many. */
bool eh_host_shared(struct eh_str host);
struct eh_str eh_host_of(struct eh_str value);

void eh_field_finish(struct eh_field *field);

/* The names in a value of words, one after the other. */
enum {
	EH_NAME_HEAD = 5,
	/* Beside the number of words: part of a longer name, as in brackets; an address where somebody else takes the letters in ("c/o"). */
	EH_NAME_PART = 1 << 20,
	EH_NAME_CARE_OF = 1 << 21,
	EH_NAME_COUNT = EH_NAME_PART - 1
};
struct eh_words_view {
	const uint32_t *words;
	uint32_t count, initials, all_initials, self, last;
	bool part;
};
static inline const uint32_t *eh_words_next(const uint32_t *at, struct eh_words_view *ret_view)
{
	*ret_view = (struct eh_words_view){ at + EH_NAME_HEAD, at[0] & EH_NAME_COUNT, at[1], at[2], at[3], at[4],
		(at[0] & EH_NAME_PART) != 0 };
	return at + EH_NAME_HEAD + ret_view->count;
}

/* Initials as a hash: the letters, whatever their order, and in the low bits their order. */
enum { EH_INITIALS_ORDER = 0x3ff };
static inline uint32_t eh_initials_letters(uint32_t initials) { return initials & ~(uint32_t)EH_INITIALS_ORDER; }

static inline bool eh_initials_same(uint32_t a, uint32_t b, uint32_t bits) { return a && b && ((a ^ b) & bits) == 0; }

/* Whether one name is the initials of the other; and in their order. */
static inline bool eh_words_initials_by(const struct eh_words_view *a, const struct eh_words_view *b, uint32_t bits)
{
	return eh_initials_same(a->self, b->initials, bits) || eh_initials_same(a->self, b->all_initials, bits) ||
	       eh_initials_same(b->self, a->initials, bits) || eh_initials_same(b->self, a->all_initials, bits);
}
static inline bool eh_words_initials(const struct eh_words_view *a, const struct eh_words_view *b)
{
	return eh_words_initials_by(a, b, ~(uint32_t)EH_INITIALS_ORDER);
}
static inline bool eh_words_initials_in_order(const struct eh_words_view *a, const struct eh_words_view *b)
{
	return eh_words_initials_by(a, b, ~(uint32_t)0);
}

#endif
