/* search_match.c: which entries have the words of a query, and where. */
#include "queries.h"
#include "search_private.h"
#include "taxonomy.h"

enum { MOST_FORMS = 32, FEW_ENTRIES = 2, MANY_TIMES = 20, SHORTEST_BEGINNING = 4, FEWEST_DIGITS = 5 };

static const char IN_NAMES[] = "name code", OWN_WORDS[] = "does", ELSEWHERE[] = "place";

/* {name code} : ("word" OR "words"*) */
static enum eh_rc write_expression(
        struct eh_buf *out, const char *columns, const struct eh_str *words, size_t count, bool beginning)
{
	EH_TRY(eh_buf_printf(out, "{%s} : (", columns));
	for (size_t i = 0; i < count; i++)
		EH_TRY(eh_buf_printf(
		        out, "%s\"%.*s\"%s", i ? " OR " : "", EH_FMT(words[i]), beginning && i + 1 == count ? "*" : ""));
	return eh_buf_add_char(out, ')');
}

enum eh_rc eh_search_postings(const struct eh_search_memory *memory, struct eh_db *db, const char *columns,
        const struct eh_str *words, size_t word_count, bool beginning, struct eh_search_postings *postings, struct eh_error *err)
{
	struct eh_cursor rows EH_CLEANUP_CURSOR = { 0 };
	struct eh_buf expression EH_CLEANUP_BUF = { 0 };
	struct eh_q_search_text_find row;

	postings->count = 0;
	if (!word_count)
		return EH_OK;
	if (write_expression(&expression, columns, words, word_count, beginning) < 0)
		return eh_fail_memory(err);
	if (eh_search_often_get(memory->often, eh_buf_str(&expression), &postings->slots, &postings->count, &postings->cap))
		return EH_OK;
	enum eh_rc rc = eh_q_search_text_find(db, eh_buf_str(&expression), &rows, err);
	while (rc == EH_OK && (rc = eh_q_search_text_find_next(&rows, &row, err)) == EH_OK) {
		uint32_t slot = (uint64_t)row.entry_id < memory->entry_ids ? memory->slot_of[row.entry_id] : UINT32_MAX;
		if (slot == UINT32_MAX)
			continue;
		if (!eh_vec_grow(&postings->slots, postings->count, &postings->cap, sizeof slot))
			return eh_fail_memory(err);
		postings->slots[postings->count++] = slot;
	}
	EH_TRY(rc);
	eh_search_often_put(memory->often, eh_buf_str(&expression), postings->slots, postings->count);
	return EH_OK;
}

/* The words of the index that a word of a query stands for. */
struct forms {
	struct eh_str words[MOST_FORMS];
	size_t count, entries;
	struct eh_str better; /* the word it may have been meant to be */
	bool replaced;        /* `words` are the forms of that one */
};

static void add_form(struct forms *forms, const struct eh_search_vocable *word)
{
	if (forms->count == MOST_FORMS)
		return;
	forms->words[forms->count++] = word->word;
	forms->entries += word->entries;
}

/* Those of its stem. */
static void add_forms(
        const struct eh_search_memory *memory, struct eh_search_stemmer *stemmer, struct eh_str word, struct forms *forms)
{
	size_t own = eh_search_word_at(memory, word);
	const uint64_t *first = eh_map_get(&memory->stems, eh_search_stem(stemmer, word));
	bool known = eh_search_word_known(memory, word);

	if (known)
		add_form(forms, &memory->words[own]);
	if (!first)
		return;
	size_t i = *first;
	do {
		if (!known || i != own)
			add_form(forms, &memory->words[i]);
		i = memory->words[i].next;
	} while (i != *first);
}

static void add_beginnings(const struct eh_search_memory *memory, struct eh_str word, struct forms *forms)
{
	if (word.n < SHORTEST_BEGINNING)
		return;
	for (size_t i = eh_search_word_at(memory, word);
	        i < memory->word_count && eh_str_starts(memory->words[i].word, word) && forms->count < MOST_FORMS; i++)
		add_form(forms, &memory->words[i]);
}

static struct forms forms_of(
        const struct eh_search_memory *memory, struct eh_search_stemmer *stemmer, struct eh_str word, bool correct)
{
	struct forms forms = { 0 }, better = { 0 };

	add_forms(memory, stemmer, word, &forms);
	if (!forms.count)
		add_beginnings(memory, word, &forms);
	if (!correct || forms.entries > FEW_ENTRIES)
		return forms;
	struct eh_str spelt = eh_search_spell(memory, word);
	if (!spelt.n)
		return forms;
	add_forms(memory, stemmer, spelt, &better);
	better.better = forms.better = spelt;
	if (!forms.count) {
		better.replaced = true;
		return better;
	}
	if (better.entries < MANY_TIMES * forms.entries)
		forms.better = (struct eh_str){ NULL, 0 };
	return forms;
}

/* Words that people write as one or as two ("food bank", "foodbank"): with its neighbours, where the index has them as one word. */
static enum eh_rc add_joined(const struct eh_search_memory *memory, struct eh_search_stemmer *stemmer,
        const struct eh_search_terms *terms, size_t i, struct forms *forms, struct eh_error *err)
{
	struct eh_buf joined EH_CLEANUP_BUF = { 0 };

	for (size_t first = i ? i - 1 : 0; forms->count && first <= i && first + 1 < terms->count; first++) {
		if (terms->at[first] + 1 != terms->at[first + 1])
			continue;
		eh_buf_reset(&joined);
		if (eh_buf_add(&joined, terms->words[first]) < 0 || eh_buf_add(&joined, terms->words[first + 1]) < 0)
			return eh_fail_memory(err);
		add_forms(memory, stemmer, eh_buf_str(&joined), forms);
	}
	return EH_OK;
}

struct match {
	const struct eh_search_memory *memory;
	struct eh_db *db;
	const struct eh_search_terms *terms;
	struct eh_search_postings postings;
	uint8_t *why, *in_names, *own, *anywhere,
	        *newest; /* for each slot: words in the names, in its own words, words at all, the last of them plus one */
	uint64_t needs;  /* that the words ask for */
	size_t whole;    /* entries that the text as a whole is the name or number of */
};

/* Entries that have it in this column and in none before. */
static enum eh_rc count_elsewhere(
        struct match *match, size_t number, const struct forms *forms, const char *column, uint8_t *also, struct eh_error *err)
{
	EH_TRY(eh_search_postings(match->memory, match->db, column, forms->words, forms->count, false, &match->postings, err));
	for (size_t i = 0; i < match->postings.count; i++) {
		uint32_t slot = match->postings.slots[i];
		if (match->newest[slot] == number + 1)
			continue;
		match->anywhere[slot]++;
		if (also)
			also[slot]++;
		match->newest[slot] = (uint8_t)(number + 1);
	}
	return EH_OK;
}

static enum eh_rc count_word(struct match *match, size_t number, const struct forms *forms, struct eh_error *err)
{
	EH_TRY(eh_search_postings(match->memory, match->db, IN_NAMES, forms->words, forms->count, false, &match->postings, err));
	for (size_t i = 0; i < match->postings.count; i++) {
		uint32_t slot = match->postings.slots[i];
		match->in_names[slot]++;
		match->own[slot]++;
		match->anywhere[slot]++;
		match->newest[slot] = (uint8_t)(number + 1);
	}
	EH_TRY(count_elsewhere(match, number, forms, OWN_WORDS, match->own, err));
	return count_elsewhere(match, number, forms, ELSEWHERE, NULL, err);
}

static enum eh_rc look_up(struct match *match, struct eh_str key, bool names, struct eh_error *err)
{
	struct eh_cursor rows EH_CLEANUP_CURSOR = { 0 };
	struct eh_q_search_key_find row;
	const struct eh_search_memory *memory = match->memory;
	enum eh_rc rc = key.n ? eh_q_search_key_find(match->db, key, &rows, err) : EH_END;

	while (rc == EH_OK && (rc = eh_q_search_key_find_next(&rows, &row, err)) == EH_OK) {
		bool name = *row.kind.p == 'n' ? row.kind.n == 4 : *row.kind.p == 'o';
		uint8_t why = name ? EH_SEARCH_WHY_EXACT : EH_SEARCH_WHY_SHORT;
		if (name != names || (uint64_t)row.entry_id >= memory->entry_ids)
			continue;
		uint32_t slot = memory->slot_of[row.entry_id];
		if (slot == UINT32_MAX || match->why[slot] <= why)
			continue;
		match->why[slot] = why;
		match->whole++;
	}
	return rc == EH_END ? EH_OK : rc;
}

/* The text as a name, as an acronym or number, and each long number in it ("charity no. 1129832"). */
static enum eh_rc look_up_whole(struct match *match, struct eh_error *err)
{
	const struct eh_search_terms *terms = match->terms;
	struct eh_buf bare EH_CLEANUP_BUF = { 0 };

	EH_TRY(look_up(match, terms->whole, true, err));
	EH_TRY(look_up(match, terms->compact, false, err));
	for (size_t i = 0; i < terms->count; i++) {
		size_t digits = 0;
		for (size_t j = 0; j < terms->words[i].n; j++)
			digits += eh_is_digit(terms->words[i].p[j]);
		if (digits < FEWEST_DIGITS)
			continue;
		EH_TRY(look_up(match, terms->words[i], false, err));
		if (eh_search_number_key(terms->words[i], true, &bare) < 0)
			return eh_fail_memory(err);
		EH_TRY(look_up(match, eh_buf_str(&bare), false, err));
	}
	return EH_OK;
}

/* The text with the words that are not the index's put right. */
static struct eh_str corrected(const struct eh_search_terms *terms, const struct forms *forms, struct eh_arena *arena)
{
	struct eh_buf text EH_CLEANUP_BUF = { 0 };
	bool any = false;

	for (size_t i = 0, next = 0; i < terms->all_count; i++) {
		struct eh_str word = terms->all[i];
		if (next < terms->count && terms->at[next] == i) {
			any |= forms[next].better.n != 0;
			if (forms[next].better.n)
				word = forms[next].better;
			next++;
		}
		if (eh_buf_printf(&text, "%s%.*s", i ? " " : "", EH_FMT(word)) < 0)
			return (struct eh_str){ NULL, 0 };
	}
	return any ? eh_arena_str(arena, eh_buf_str(&text)) : (struct eh_str){ NULL, 0 };
}

/* The next slot from i on that has any of the words, or their number; most have none, and are passed over eight at a time. */
static size_t next_with_any(const struct match *match, size_t i)
{
	uint64_t eight;

	for (; i + sizeof eight <= match->memory->count; i += sizeof eight) {
		memcpy(&eight, match->anywhere + i, sizeof eight);
		if (eight)
			break;
	}
	while (i < match->memory->count && !match->anywhere[i])
		i++;
	return i;
}

/* Needs that the text speaks of as people do. */
static enum eh_rc asked_needs(
        const struct eh_search_terms *terms, struct eh_str corrected, uint64_t *ret_needs, struct eh_error *err)
{
	struct eh_buf text EH_CLEANUP_BUF = { 0 };
	struct eh_str word;

	for (size_t i = 0; !corrected.n && i < terms->all_count; i++)
		if (eh_buf_printf(&text, "%s%.*s", i ? " " : "", EH_FMT(terms->all[i])) < 0)
			return eh_fail_memory(err);
	for (size_t i = 0; i < eh_need_count; i++)
		if (eh_words_match(eh_needs[i].words, corrected.n ? corrected : eh_buf_str(&text), false, &word))
			*ret_needs |= UINT64_C(1) << i;
	return EH_OK;
}

/* Those with one of the words in their names that are chiefly there for what is asked for, besides those with all the words. Not what is
 * protected: the other words may be those of a place, which must not seem to be its own. */
static void add_chief(struct match *match)
{
	for (size_t i = next_with_any(match, 0); match->needs && i < match->memory->count; i = next_with_any(match, i + 1))
		if (match->why[i] == EH_SEARCH_NOT_FOUND && match->in_names[i] && match->memory->slots[i].chief & match->needs &&
		        !(match->memory->slots[i].flags & EH_SEARCH_IS_PROTECTED))
			match->why[i] = EH_SEARCH_WHY_SOME_WORDS;
}

/* From counts of words to reasons. True when entries have only some of the words. */
static bool judge(struct match *match)
{
	size_t words = match->terms->count, most = 0, count = match->memory->count;

	for (size_t i = next_with_any(match, 0); i < count; i = next_with_any(match, i + 1)) {
		uint8_t why = match->in_names[i] == words ? EH_SEARCH_WHY_NAME : EH_SEARCH_WHY_WORDS;
		most = match->anywhere[i] > most ? match->anywhere[i] : most;
		if (match->anywhere[i] == words && why < match->why[i])
			match->why[i] = why;
	}
	if (most == words || !most || match->whole)
		return false;
	for (size_t i = next_with_any(match, 0); i < count; i = next_with_any(match, i + 1))
		if (match->anywhere[i] == most)
			match->why[i] = EH_SEARCH_WHY_SOME_WORDS;
	return true;
}

static enum eh_rc match_words(
        struct match *match, bool correct, struct eh_arena *arena, struct eh_search_found *found, struct eh_error *err)
{
	const struct eh_search_terms *terms = match->terms;
	struct forms *forms = eh_arena_alloc_zero(arena, EH_SEARCH_MOST_WORDS, sizeof *forms);
	struct eh_search_stemmer *stemmer = forms ? eh_search_stemmer_new() : NULL;
	enum eh_rc rc = stemmer ? EH_OK : eh_fail_memory(err);

	for (size_t i = 0; rc == EH_OK && i < terms->count; i++) {
		forms[i] = forms_of(match->memory, stemmer, terms->words[i], correct && !match->whole);
		found->as_corrected |= forms[i].replaced;
		rc = add_joined(match->memory, stemmer, terms, i, &forms[i], err);
		if (rc == EH_OK)
			rc = count_word(match, i, &forms[i], err);
	}
	eh_search_stemmer_free(stemmer);
	if (rc == EH_OK) {
		found->corrected = corrected(terms, forms, arena);
		rc = asked_needs(terms, found->as_corrected ? found->corrected : EH_STR(""), &match->needs, err);
		found->needs = match->needs;
		found->some_words = judge(match);
		if (!found->some_words && !match->whole)
			add_chief(match);
	}
	return rc;
}

enum eh_rc eh_search_match(const struct eh_search_memory *memory, struct eh_db *db, const struct eh_search_terms *terms,
        bool correct, struct eh_arena *arena, struct eh_search_found *ret_found, struct eh_error *err)
{
	struct match match = { .memory = memory, .db = db, .terms = terms };
	struct eh_search_found found = { .all = !terms->count };
	size_t count = memory->count;

	if (found.all) {
		*ret_found = found;
		return EH_OK;
	}
	uint8_t *arrays = eh_arena_alloc_zero(arena, count + 1, 5);
	if (!arrays)
		return eh_fail_memory(err);
	match.why = memset(arrays, EH_SEARCH_NOT_FOUND, count);
	match.in_names = arrays + count;
	match.anywhere = arrays + 2 * count;
	match.newest = arrays + 3 * count;
	match.own = arrays + 4 * count;
	enum eh_rc rc = look_up_whole(&match, err);
	if (rc == EH_OK)
		rc = match_words(&match, correct, arena, &found, err);
	eh_search_postings_finish(&match.postings);
	EH_TRY(rc);
	found.why = match.why;
	found.own = match.own;
	found.words = (uint8_t)terms->count;
	*ret_found = found;
	return EH_OK;
}
