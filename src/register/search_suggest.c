/* search_suggest.c: what somebody who is typing may mean. */
#include "queries.h"
#include "search_private.h"
#include "taxonomy.h"

enum {
	MOST_TERMS = 2,
	FEWEST_LETTERS = 2,
	FEWEST_FOR_WORDS = 4,
	MOST_TYPED = 100,
	MOST_LOOKED_AT = 4000,
	MOST_WORDS = 8,
	MOST_TRIES = 2 * EH_SEARCH_MOST_SUGGESTIONS,
};

struct suggesting {
	const struct eh_search_memory *memory;
	struct eh_db *db;
	struct eh_arena *arena;
	struct eh_str council;
	uint16_t council_number;
	struct eh_str words[MOST_WORDS];
	size_t word_count;
	bool unfinished;     /* the last word may go on */
	struct eh_str typed; /* the words, a blank between */
	struct eh_search_suggestion *out;
	uint32_t slots[EH_SEARCH_MOST_SUGGESTIONS]; /* of those that are entries */
	size_t count, slot_count;
};

static enum eh_rc take_word(void *context, struct eh_str word, struct eh_error *err)
{
	struct suggesting *s = context;

	if (s->word_count == MOST_WORDS)
		return EH_OK;
	s->words[s->word_count] = eh_arena_str(s->arena, word);
	return s->words[s->word_count++].p ? EH_OK : eh_fail_memory(err);
}

static enum eh_rc read_typed(struct suggesting *s, struct eh_str typed, struct eh_error *err)
{
	struct eh_buf joined EH_CLEANUP_BUF = { 0 };

	typed = eh_utf8_cut(typed, MOST_TYPED);
	EH_TRY(eh_search_each_word(typed, take_word, s, err));
	for (size_t i = 0; i < s->word_count; i++)
		if (eh_buf_printf(&joined, "%s%.*s", i ? " " : "", EH_FMT(s->words[i])) < 0)
			return eh_fail_memory(err);
	s->unfinished = typed.n && !eh_is_space(typed.p[typed.n - 1]);
	s->typed = eh_arena_str(s->arena, eh_buf_str(&joined));
	return s->typed.p ? EH_OK : eh_fail_memory(err);
}

static void add(struct suggesting *s, enum eh_search_suggests what, struct eh_str text, struct eh_str code)
{
	if (s->count < EH_SEARCH_MOST_SUGGESTIONS)
		s->out[s->count++] = (struct eh_search_suggestion){ what, text, code };
}

/* Each word typed begins a word of the text. */
static bool begins_words(const struct suggesting *s, struct eh_str folded)
{
	for (size_t i = 0; i < s->word_count; i++) {
		bool found = false;
		for (size_t at = 0; at < folded.n && !found; at++)
			found = (!at || folded.p[at - 1] == ' ') && eh_str_starts(eh_str_sub(folded, at, folded.n), s->words[i]);
		if (!found)
			return false;
	}
	return true;
}

/* A need or some people, by what they are called or by the words that say it. */
static void add_term(struct suggesting *s, enum eh_search_suggests what, const char *code, const char *label, const char *words,
        struct eh_str folded)
{
	struct eh_str word;

	if (s->count < MOST_TERMS &&
	        (begins_words(s, folded) || (s->typed.n >= FEWEST_FOR_WORDS && eh_words_match(words, s->typed, false, &word))))
		add(s, what, eh_str_of(label), eh_str_of(code));
}

static enum eh_rc add_terms(struct suggesting *s, struct eh_error *err)
{
	(void)err;
	for (size_t i = 0; i < eh_need_count; i++)
		add_term(s, EH_SUGGEST_NEED, eh_needs[i].code, eh_needs[i].label, eh_needs[i].words, s->memory->need_labels[i]);
	for (size_t i = 0; i < eh_people_count; i++)
		add_term(s, EH_SUGGEST_PEOPLE, eh_people[i].code, eh_people[i].label, eh_people[i].words,
		        s->memory->people_labels[i]);
	return EH_OK;
}

static enum eh_rc add_wards(struct suggesting *s, struct eh_error *err)
{
	size_t most = s->count + 1;

	for (size_t i = 0; s->council.n && i < s->memory->area_count && s->count < most; i++) {
		const struct eh_search_area *area = &s->memory->areas[i];
		struct eh_buf folded EH_CLEANUP_BUF = { 0 };
		if (area->council != s->council_number)
			continue;
		EH_TRY(eh_search_add_words(&folded, area->name, err));
		if (!eh_str_starts(eh_buf_str(&folded), s->typed))
			continue;
		struct eh_str name = eh_arena_str(s->arena, area->name), code = eh_arena_str(s->arena, area->code);
		if (!name.p || !code.p)
			return eh_fail_memory(err);
		add(s, EH_SUGGEST_WARD, name, code);
	}
	return EH_OK;
}

static bool may_suggest(const struct suggesting *s, uint32_t slot_number)
{
	const struct eh_search_slot *slot = &s->memory->slots[slot_number];

	if (1U << slot->status & EH_SEARCH_CLOSED)
		return false;
	return !s->council.n || eh_search_in_council(s->memory, slot, s->council_number);
}

/* A service that is called as an organisation before it says nothing new. */
static enum eh_rc add_slot(struct suggesting *s, uint32_t slot_number, struct eh_error *err)
{
	struct eh_q_search_entry_get row;
	const struct eh_search_slot *slot = &s->memory->slots[slot_number];

	for (size_t i = 0; i < s->slot_count; i++)
		if (s->slots[i] == slot_number || eh_str_eq(s->memory->names[s->slots[i]], s->memory->names[slot_number]))
			return EH_OK;
	enum eh_rc rc = eh_q_search_entry_get(s->db, slot->entry_id, s->arena, &row, err);
	if (rc == EH_NOT_FOUND) /* it went while we looked */
		return EH_OK;
	EH_TRY(rc);
	s->slots[s->slot_count++] = slot_number;
	add(s, slot->kind ? EH_SUGGEST_SERVICE : EH_SUGGEST_ORGANISATION, row.name, row.id);
	return EH_OK;
}

/* Names that begin as typed, in the order of names. */
static enum eh_rc add_beginnings(struct suggesting *s, struct eh_error *err)
{
	const struct eh_search_memory *memory = s->memory;
	size_t low = 0, high = memory->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (eh_str_cmp(memory->names[middle], s->typed) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	for (size_t i = low; i < memory->count && i - low < MOST_LOOKED_AT && s->count < EH_SEARCH_MOST_SUGGESTIONS; i++) {
		if (!eh_str_starts(memory->names[i], s->typed))
			break;
		if (may_suggest(s, (uint32_t)i))
			EH_TRY(add_slot(s, (uint32_t)i, err));
	}
	return EH_OK;
}

static bool plain(struct eh_str word)
{
	for (size_t i = 0; i < word.n; i++)
		if (!eh_is_alnum(word.p[i]))
			return false;
	return true;
}

/* How many of the typed words each slot's names hold. */
static enum eh_rc count_words(struct suggesting *s, uint8_t *counts, struct eh_error *err)
{
	struct eh_search_postings postings EH_CLEANUP_POSTINGS = { 0 };

	for (size_t i = 0; i < s->word_count; i++) {
		bool beginning = s->unfinished && i + 1 == s->word_count && plain(s->words[i]);
		if (!beginning && !eh_search_word_known(s->memory, s->words[i]))
			return EH_OK;
		EH_TRY(eh_search_postings(s->memory, s->db, "name code", &s->words[i], 1, beginning, &postings, err));
		for (size_t j = 0; j < postings.count; j++)
			counts[postings.slots[j]]++;
	}
	return EH_OK;
}

/* A slot comes before another when it was confirmed later, or bears an earlier name. */
static bool comes_before(const struct suggesting *s, uint32_t a, uint32_t b)
{
	int32_t x = s->memory->slots[a].last_confirmed, y = s->memory->slots[b].last_confirmed;

	return x != y ? x > y : a < b;
}

/* Puts a slot among the first so far, in their order; the last of too many falls out. */
static void keep_first(const struct suggesting *s, uint32_t slot, uint32_t *first, size_t *count)
{
	size_t at = *count;

	if (at == MOST_TRIES && !comes_before(s, slot, first[at - 1]))
		return;
	at = at == MOST_TRIES ? at - 1 : (*count)++;
	for (; at && comes_before(s, slot, first[at - 1]); at--)
		first[at] = first[at - 1];
	first[at] = slot;
}

/* Names that hold all of it anywhere: the most recently confirmed first, then by name. */
static enum eh_rc add_holding(struct suggesting *s, struct eh_error *err)
{
	const struct eh_search_memory *memory = s->memory;
	uint8_t *counts = s->count < EH_SEARCH_MOST_SUGGESTIONS ? eh_arena_alloc_zero(s->arena, memory->count + 1, 1) : NULL;
	uint32_t first[MOST_TRIES];
	size_t n = 0;

	if (s->count == EH_SEARCH_MOST_SUGGESTIONS)
		return EH_OK;
	if (!counts)
		return eh_fail_memory(err);
	EH_TRY(count_words(s, counts, err));
	for (uint32_t i = 0; s->word_count && i < memory->count; i++)
		if (counts[i] == s->word_count && may_suggest(s, i))
			keep_first(s, i, first, &n);
	for (size_t i = 0; i < n && s->count < EH_SEARCH_MOST_SUGGESTIONS; i++)
		EH_TRY(add_slot(s, first[i], err));
	return EH_OK;
}

static enum eh_rc suggest(struct suggesting *s, struct eh_str typed, bool terms_alone, struct eh_error *err)
{
	static enum eh_rc (*const STEPS[])(
	        struct suggesting *, struct eh_error *) = { add_terms, add_wards, add_beginnings, add_holding };

	EH_TRY(read_typed(s, typed, err));
	if (s->typed.n < FEWEST_LETTERS)
		return EH_OK;
	for (size_t i = 0; i < (terms_alone ? 1 : sizeof STEPS / sizeof *STEPS); i++)
		EH_TRY(STEPS[i](s, err));
	return EH_OK;
}

static enum eh_rc suggest_some(struct eh_search *search, struct suggesting s, struct eh_str typed, bool terms_alone,
        struct eh_search_suggestion *ret_suggestions, size_t *ret_count, struct eh_error *err)
{
	struct eh_search_suggestion out[EH_SEARCH_MOST_SUGGESTIONS] = { 0 };
	struct eh_search_memory *memory;

	EH_TRY(eh_search_hold(search, s.db, &memory, err));
	s.out = out;
	s.memory = memory;
	s.council_number = eh_search_area_number(memory, s.council);
	enum eh_rc rc = eh_arena_check(s.arena, suggest(&s, typed, terms_alone, err), err);
	eh_search_release(search, memory);
	EH_TRY(rc);
	memcpy(ret_suggestions, out, s.count * sizeof *out);
	*ret_count = s.count;
	return EH_OK;
}

enum eh_rc eh_search_suggest(struct eh_search *search, struct eh_db *db, struct eh_str typed, struct eh_str council,
        struct eh_arena *arena, struct eh_search_suggestion ret_suggestions[EH_SEARCH_MOST_SUGGESTIONS], size_t *ret_count,
        struct eh_error *err)
{
	struct suggesting s = { .db = db, .arena = arena, .council = council };

	return suggest_some(search, s, typed, false, ret_suggestions, ret_count, err);
}

enum eh_rc eh_search_suggest_terms(struct eh_search *search, struct eh_db *db, struct eh_str typed, struct eh_arena *arena,
        struct eh_search_suggestion ret_suggestions[EH_SEARCH_MOST_SUGGESTIONS], size_t *ret_count, struct eh_error *err)
{
	struct suggesting s = { .db = db, .arena = arena };

	return suggest_some(search, s, typed, true, ret_suggestions, ret_count, err);
}
