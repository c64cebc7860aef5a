/* gamma.h: two rows compared: for each field a level of agreement, 1 the most, 0 where a side says nothing. */
#ifndef EH_LINK_GAMMA_H
#define EH_LINK_GAMMA_H

#include "field.h"

/* Four bits a field, field 0 lowest. */
struct eh_gamma {
	uint64_t pattern;
	float bits[EH_MOST_FIELDS]; /* how rare is what agrees; 0 where nothing does */
};
static inline unsigned eh_gamma_level(uint64_t pattern, size_t field) { return (unsigned)(pattern >> (4 * field)) & 15; }

/* Which values of a category go together (people name the same thing each in their way); NULL when not known. */
struct eh_pairings;
bool eh_pairings_hold(const struct eh_pairings *pairings, struct eh_str a, struct eh_str b);
static inline uint64_t eh_pairing_key(struct eh_str a, struct eh_str b)
{
	return (eh_str_hash(a) * 0x9e3779b97f4a7c15u ^ eh_str_hash(b)) * 0xd6e8feb86659fd93u;
}

struct eh_fields {
	struct eh_field items[EH_MOST_FIELDS];
	size_t count;
	size_t given, surname; /* the fields of people's names where there is one of each; else EH_MOST_FIELDS */
	size_t organisation,
	        address; /* the fields of organisations' names and of addresses where there is one of each; likewise */
	const struct eh_pairings *pairings[EH_MOST_FIELDS];
};

void eh_gamma_compare(const struct eh_fields *fields, size_t a, size_t b, struct eh_gamma *ret_gamma);

/* Ask for what comparisons of this row will read: first its values, then what they stand for. Each of the three reads what the one before it
 * asked for, so that all rows are gone through with one before the next. */
static inline void eh_gamma_fetch_values(const struct eh_fields *fields, size_t row)
{
	for (size_t i = 0; i < fields->count; i++)
		eh_fetch(&fields->items[i].value[row]);
}
static inline void eh_gamma_fetch_contents(const struct eh_fields *fields, size_t row)
{
	for (size_t i = 0; i < fields->count; i++) {
		const struct eh_field *field = &fields->items[i];
		uint32_t value = field->value[row];
		if (value && eh_kind_infos[field->kind].words)
			eh_fetch(&field->words.items[value - 1]);
		else if (value)
			eh_fetch(&field->vocab.items[value - 1]);
	}
}

/* And at last the words of its name and address; those of texts are seldom looked at. */
static inline void eh_gamma_fetch_words(const struct eh_fields *fields, size_t row)
{
	for (size_t i = 0; i < fields->count; i++) {
		const struct eh_field *field = &fields->items[i];
		uint32_t value = field->value[row];
		if (!value || (field->kind != EH_KIND_NAME && field->kind != EH_KIND_ADDRESS))
			continue;
		struct eh_words_view view;
		eh_words_next(&field->words.items[value], &view);
		for (uint32_t j = 0; j < view.count; j++)
			eh_fetch(&field->vocab.items[view.words[j]]);
	}
}

/* The parts of it: one field into the pattern (false: a side says nothing); and first and last names in each other's place, at the end. */
bool eh_gamma_field(const struct eh_fields *fields, size_t field, size_t a, size_t b, struct eh_gamma *gamma);
void eh_gamma_swap(const struct eh_fields *fields, size_t a, size_t b, struct eh_gamma *gamma);

/* One field of two rows that both say something. */
unsigned eh_field_compare(const struct eh_field *field, uint32_t a, uint32_t b, float *ret_bits);

/* Words in common and not, in bits. */
struct eh_word_score {
	double shared, only_a, only_b;                      /* words without digits */
	double number_shared, number_only_a, number_only_b; /* words with digits */
	bool area_only_a, area_only_b;                      /* a word that says where */
	bool same;                                          /* all words, exactly */
	bool cut;                                           /* all words, as far as one of them goes */
};
void eh_words_compare(const struct eh_vocab *vocab, const struct eh_words_view *a, const struct eh_words_view *b,
        struct eh_word_score *ret_score);

#endif
