#include "phrases.h"

#include <stdlib.h>

enum { MOST_WORDS = 6, LONGEST_FIRST = 10 };

/* What stands in names, and what is read for it: sorted by the first word, for bsearch; of two that begin alike the longer comes first. Small
 * words are written as they stand in names. Only abbreviations that hardly ever mean anything else: "cc" is a cricket club, a county council and
 * a community centre. */
static const struct rule {
	const char *from[MOST_WORDS], *to[MOST_WORDS];
	enum { LEGAL, SHORT } kind;
} RULES[] = {
	{ { "a", "f", "c" }, { "association", "football", "club" }, SHORT },
	{ { "abc" }, { "amateur", "boxing", "club" }, SHORT },
	{ { "afc" }, { "association", "football", "club" }, SHORT },
	{ { "arlfc" }, { "amateur", "rugby", "league", "football", "club" }, SHORT },
	{ { "asc" }, { "amateur", "swimming", "club" }, SHORT },
	{ { "c", "i", "c" }, { "cic" }, LEGAL },
	{ { "c", "i", "o" }, { "cio" }, LEGAL },
	{ { "cab" }, { "citizens", "advice", "bureau" }, SHORT },
	{ { "charitable", "incorporated", "organisation" }, { "cio" }, LEGAL },
	{ { "charitable", "incorporated", "organization" }, { "cio" }, LEGAL },
	{ { "cofe" }, { "church", "of", "england" }, SHORT },
	{ { "community", "benefit", "society" }, { "cbs" }, LEGAL },
	{ { "community", "interest", "co" }, { "cic" }, LEGAL },
	{ { "community", "interest", "company" }, { "cic" }, LEGAL },
	{ { "company", "limited", "by", "guarantee" }, { "limited" }, LEGAL },
	{ { "f", "c" }, { "football", "club" }, SHORT },
	{ { "fc" }, { "football", "club" }, SHORT },
	{ { "jfc" }, { "junior", "football", "club" }, SHORT },
	{ { "limited", "by", "guarantee" }, { "limited" }, LEGAL },
	{ { "limited", "liability", "partnership" }, { "llp" }, LEGAL },
	{ { "ltc" }, { "lawn", "tennis", "club" }, SHORT },
	{ { "ltd", "by", "guarantee" }, { "limited" }, LEGAL },
	{ { "nct" }, { "national", "childbirth", "trust" }, SHORT },
	{ { "p", "t", "a" }, { "parent", "teacher", "association" }, SHORT },
	{ { "pcc" }, { "parochial", "church", "council" }, SHORT },
	{ { "pta" }, { "parent", "teacher", "association" }, SHORT },
	{ { "ptfa" }, { "parent", "teacher", "friends", "association" }, SHORT },
	{ { "public", "limited", "company" }, { "plc" }, LEGAL },
	{ { "r", "f", "c" }, { "rugby", "football", "club" }, SHORT },
	{ { "rbl" }, { "royal", "british", "legion" }, SHORT },
	{ { "rfc" }, { "rugby", "football", "club" }, SHORT },
	{ { "rlfc" }, { "rugby", "league", "football", "club" }, SHORT },
	{ { "rufc" }, { "rugby", "union", "football", "club" }, SHORT },
	{ { "scio" }, { "cio" }, LEGAL },
	{ { "scottish", "charitable", "incorporated", "organisation" }, { "cio" }, LEGAL },
	{ { "tara" }, { "tenants", "and", "residents", "association" }, SHORT },
	{ { "u3a" }, { "university", "of", "the", "third", "age" }, SHORT },
	{ { "urc" }, { "united", "reformed", "church" }, SHORT },
	{ { "w", "i" }, { "womens", "institute" }, SHORT },
	{ { "wi" }, { "womens", "institute" }, SHORT },
	{ { "wmc" }, { "working", "mens", "club" }, SHORT },
	{ { "y", "m", "c", "a" }, { "young", "mens", "christian", "association" }, SHORT },
	{ { "y", "w", "c", "a" }, { "young", "womens", "christian", "association" }, SHORT },
	{ { "ymca" }, { "young", "mens", "christian", "association" }, SHORT },
	{ { "ywca" }, { "young", "womens", "christian", "association" }, SHORT },
};

static size_t length(const char *const *words)
{
	size_t n = 0;

	while (n < MOST_WORDS && words[n])
		n++;
	return n;
}

static int compare_first(const void *word, const void *rule)
{
	return eh_str_cmp(*(const struct eh_str *)word, eh_str_of(((const struct rule *)rule)->from[0]));
}

static bool stands_at(const struct eh_cell_words *words, size_t at, const struct rule *rule)
{
	size_t n = length(rule->from), same = 0;

	while (same < n && at + same < words->count && eh_str_eq(words->items[at + same], eh_str_of(rule->from[same])))
		same++;
	return same == n;
}

/* The rule of a kind that begins at a word; NULL: none. */
static const struct rule *rule_at(const struct eh_cell_words *words, size_t at, unsigned kind)
{
	const struct rule *end = RULES + sizeof RULES / sizeof *RULES, *rule;
	struct eh_str first = words->items[at];

	if (first.n > LONGEST_FIRST ||
	        !(rule = bsearch(&first, RULES, sizeof RULES / sizeof *RULES, sizeof *RULES, compare_first)))
		return NULL;
	while (rule > RULES && compare_first(&first, rule - 1) == 0)
		rule--;
	for (; rule < end && compare_first(&first, rule) == 0; rule++)
		if (rule->kind == kind && stands_at(words, at, rule))
			return rule;
	return NULL;
}

/* Returns how many words now stand there; 0: they would not fit. */
static size_t replace(struct eh_cell_words *words, size_t at, const struct rule *rule)
{
	size_t from = length(rule->from), to = length(rule->to);

	if (words->count - from + to > EH_LINK_MOST_CELL_WORDS)
		return 0;
	memmove(words->items + at + to, words->items + at + from, (words->count - at - from) * sizeof *words->items);
	for (size_t i = 0; i < to; i++)
		words->items[at + i] = eh_str_of(rule->to[i]);
	words->count = words->count - from + to;
	return to;
}

static bool settle(struct eh_cell_words *words, unsigned kind)
{
	bool any = false;

	for (size_t at = 0; at < words->count; at++) {
		const struct rule *rule = rule_at(words, at, kind);
		size_t stand = rule ? replace(words, at, rule) : 0;
		any |= stand > 0;
		at += stand ? stand - 1 : 0;
	}
	return any;
}

bool eh_phrases_settle_legal(struct eh_cell_words *words) { return settle(words, LEGAL); }
bool eh_phrases_write_out(struct eh_cell_words *words) { return settle(words, SHORT); }

bool eh_phrases_drop_care_of(struct eh_cell_words *words)
{
	static const struct rule CARE_OF[] = { { { "c", "o" }, { NULL }, SHORT }, { { "care", "of" }, { NULL }, SHORT } };

	for (size_t at = 0; at < words->count; at++)
		for (size_t i = 0; i < sizeof CARE_OF / sizeof *CARE_OF; i++)
			if (stands_at(words, at, &CARE_OF[i])) {
				replace(words, at, &CARE_OF[i]);
				return true;
			}
	return false;
}
