/* keys.h: what two rows must have in common to be compared. A key is a hash of a rule and of what the rule looks at (a rare word, two words,
 * a postcode, first name by sound with year of birth …), made of text alone, so that a store can keep it and find the rows again. */
#ifndef EH_LINK_KEYS_H
#define EH_LINK_KEYS_H

#include "field.h"
#include "gamma.h"

enum { EH_MOST_RULES = 48, EH_MOST_KEYS = 96 };

enum eh_rule_kind {
	EH_RULE_VALUE,    /* the same value, or the same words */
	EH_RULE_WORD,     /* one of the rarest words */
	EH_RULE_TWO,      /* two of the rarest words */
	EH_RULE_START,    /* how one of the rarest words begins */
	EH_RULE_INITIALS, /* initials, or a name that may be initials */
	EH_RULE_BOTH,     /* the value, sound or rarest word of two fields */
};

struct eh_rule {
	enum eh_rule_kind kind;
	unsigned char field, other;
	bool words; /* of a field of words */
};

struct eh_key_plan {
	struct eh_rule rules[EH_MOST_RULES];
	size_t count;
};

/* Chooses rules for these fields. With one row in `step` looked at, common fields are paired and rare ones stand alone. */
void eh_keys_plan(const struct eh_fields *fields, size_t rows, struct eh_key_plan *ret_plan);

/* Keys of a row, each once; the lowest six bits are the rule. Returns how many. */
size_t eh_keys_of(const struct eh_fields *fields, const struct eh_key_plan *plan, size_t row, uint64_t ret_keys[EH_MOST_KEYS]);
static inline unsigned eh_key_rule(uint64_t key) { return (unsigned)(key & 63); }

/* The key that one name of a field of words has by a rule of EH_RULE_VALUE, given by its place in the plan. */
uint64_t eh_key_of_name(const struct eh_field *field, const struct eh_words_view *view, unsigned rule);

/* Rows of a block at most, of one file; of two, as many pairs. */
unsigned eh_rule_cap(const struct eh_rule *rule, size_t cap);

/* "a rare word of name", "name and postcode" … */
void eh_rule_text(const struct eh_fields *fields, const struct eh_rule *rule, char *out, size_t size);

#endif
