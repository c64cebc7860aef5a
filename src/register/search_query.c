/* search_query.c: what somebody typed, taken apart. Nothing in it is an error. */
#include <stdio.h>

#include "geo/geo.h"
#include "link/words.h"
#include "search_private.h"

enum { MOST_ALL = 64, MOST_COMPACT = 32 };

/* Said round what is looked for; looked for themselves only where there is nothing else. */
static const char *const FILLERS[] = { "a", "about", "am", "an", "and", "any", "are", "around", "at", "by", "can", "charities",
	"charity", "close", "do", "does", "find", "for", "from", "get", "group", "groups", "have", "help", "helping", "helps",
	"how", "i", "im", "in", "is", "local", "looking", "me", "my", "near", "nearby", "nearest", "need", "needs", "of", "on",
	"or", "organisation", "organisations", "please", "service", "services", "some", "somebody", "someone", "support", "that",
	"the", "there", "to", "us", "want", "we", "what", "where", "which", "who", "whom", "with", "you", "your" };

static bool filler(struct eh_str word)
{
	for (size_t i = 0; i < sizeof FILLERS / sizeof *FILLERS; i++)
		if (eh_str_eq(word, eh_str_of(FILLERS[i])))
			return true;
	return eh_words_legal(word);
}

/* "M33" as the first part of postcodes. */
static bool outward(struct eh_str text, char ret_whole[12], const char *inward)
{
	struct eh_postcode code;

	if (text.n < 2 || text.n > 4)
		return false;
	snprintf(ret_whole, 12, "%.*s %s", EH_FMT(text), inward);
	return eh_postcode_parse(eh_str_of(ret_whole), &code) == EH_OK && eh_postcode_outward(&code).n == text.n;
}

static int64_t packed(const char *text)
{
	struct eh_postcode code;

	return eh_postcode_parse(eh_str_of(text), &code) == EH_OK ? eh_postcode_pack(&code) : 0;
}

bool eh_search_postcodes(struct eh_str text, int64_t *ret_low, int64_t *ret_high, char ret_spelling[10])
{
	struct eh_postcode code;
	char low[12], high[12], first[4] = "0AA", last[4] = "9ZZ";

	text = eh_str_trim(text);
	if (eh_postcode_parse(text, &code) == EH_OK) {
		*ret_low = *ret_high = eh_postcode_pack(&code);
		snprintf(ret_spelling, 10, "%s", code.text);
		return true;
	}
	if (text.n > 3 && text.n < 7 && eh_is_digit(text.p[text.n - 1]) && text.p[text.n - 2] == ' ') {
		first[0] = last[0] = text.p[text.n - 1];
		text = eh_str_trim(eh_str_sub(text, 0, text.n - 1));
	}
	if (!outward(text, low, first) || !outward(text, high, last))
		return false;
	*ret_low = packed(low);
	*ret_high = packed(high);
	snprintf(ret_spelling, 10, "%.*s", EH_FMT(text));
	for (char *p = ret_spelling; *p; p++)
		*p = eh_upper(*p);
	if (first[0] == last[0])
		snprintf(ret_spelling + text.n, 10 - text.n, " %c", first[0]);
	return true;
}

/* The words of a text that come last: where they begin. */
static size_t last_words(struct eh_str text, size_t words)
{
	size_t at = text.n;

	for (; words && at; words--) {
		while (at && eh_is_space(text.p[at - 1]))
			at--;
		while (at && !eh_is_space(text.p[at - 1]))
			at--;
	}
	return at;
}

/* A whole postcode anywhere; the beginning of one at the end ("mental health M16", but not "M16 mums"). Whether there is such a postcode is
 * for the caller to find out: "U3A" looks like the beginning of one. */
static enum eh_rc take_postcode(struct eh_str *text, struct eh_arena *arena, struct eh_str *ret_near, struct eh_error *err)
{
	struct eh_postcode code;
	size_t from = 0, n = 0;
	int64_t low, high;
	char spelling[10];
	bool found;

	while (text->n && text->p[text->n - 1] && strchr(" .,;:!?\"')", text->p[text->n - 1]))
		text->n--;
	found = eh_postcode_find(*text, &code, &from, &n) == EH_OK;

	for (size_t words = 2; words && !found; words--) {
		size_t at = last_words(*text, words);
		struct eh_str end = eh_str_trim(eh_str_sub(*text, at, text->n));
		found = eh_search_postcodes(end, &low, &high, spelling);
		from = at;
		n = text->n - at;
	}
	if (!found)
		return EH_OK;
	struct eh_str near = eh_arena_str(arena, eh_str_trim(eh_str_sub(*text, from, n)));
	struct eh_str rest = eh_arena_printf(
	        arena, "%.*s %.*s", EH_FMT(eh_str_sub(*text, 0, from)), EH_FMT(eh_str_sub(*text, from + n, text->n)));
	if (!near.p || !rest.p)
		return eh_fail_memory(err);
	*ret_near = near;
	*text = rest;
	return EH_OK;
}

static bool asked_for(const struct eh_search_terms *terms, struct eh_str word)
{
	for (size_t i = 0; i < terms->count; i++)
		if (eh_str_eq(terms->words[i], word))
			return true;
	return false;
}

/* The words to look for: all but fillers, or where that leaves none, all. */
static void choose(struct eh_search_terms *terms, bool fillers)
{
	for (size_t i = 0; i < terms->all_count && terms->count < EH_SEARCH_MOST_WORDS; i++) {
		if ((!fillers && filler(terms->all[i])) || asked_for(terms, terms->all[i]))
			continue;
		terms->at[terms->count] = i;
		terms->words[terms->count++] = terms->all[i];
	}
}

struct reading {
	struct eh_arena *arena;
	struct eh_str *words;
	size_t count;
};

static enum eh_rc keep_word(void *context, struct eh_str word, struct eh_error *err)
{
	struct reading *reading = context;

	if (reading->count == MOST_ALL)
		return EH_OK;
	reading->words[reading->count] = eh_arena_str(reading->arena, word);
	return reading->words[reading->count++].p ? EH_OK : eh_fail_memory(err);
}

enum eh_rc eh_search_read_text(
        struct eh_str text, bool find_postcode, struct eh_arena *arena, struct eh_search_terms *ret_terms, struct eh_error *err)
{
	struct eh_search_terms terms = { 0 };
	struct eh_buf key EH_CLEANUP_BUF = { 0 };
	struct reading reading = { .arena = arena, .words = eh_arena_alloc_zero(arena, MOST_ALL, sizeof(struct eh_str)) };

	if (!reading.words)
		return eh_fail_memory(err);
	text = eh_utf8_cut(text, EH_SEARCH_MOST_TEXT);
	if (find_postcode)
		EH_TRY(take_postcode(&text, arena, &terms.near, err));
	EH_TRY(eh_search_each_word(text, keep_word, &reading, err));
	terms.all = reading.words;
	terms.all_count = reading.count;
	choose(&terms, false);
	if (!terms.count && !terms.near.n)
		choose(&terms, true);
	EH_TRY(eh_search_name_key(text, &key, err));
	terms.whole = eh_arena_str(arena, eh_buf_str(&key));
	if (!terms.whole.p || eh_search_number_key(text, false, &key) < 0)
		return eh_fail_memory(err);
	if (key.n <= MOST_COMPACT) {
		terms.compact = eh_arena_str(arena, eh_buf_str(&key));
		if (!terms.compact.p)
			return eh_fail_memory(err);
	}
	*ret_terms = terms;
	return EH_OK;
}
