#include "alike.h"

#include <math.h>
#include <stdlib.h>

#include "link/strings.h"

enum { LOOKED_AT = 40, MOST_WORDS = 24, ENOUGH_PERCENT = 60, LONG_WORD = 5 };
#define ONE_SPELLING 0.9 /* Jaro–Winkler: "harmonica" and "harmonika" are one; so are "Barton" and "Burton": a person looks */

struct words {
	struct eh_str items[MOST_WORDS];
	size_t count;
};

/* Words that many names share for no reason. */
static bool is_common(struct eh_str word)
{
	static const char *const COMMON[] = { "the", "of", "and", "for", "a", "in", "at", "ltd", "limited", "cio", "cic", "club",
		"group", "society", "association", "trust", "charity", "charitable", "project", "organisation", "organization",
		"community", "team", "fund", "foundation", "committee" };

	for (size_t i = 0; i < sizeof COMMON / sizeof *COMMON; i++)
		if (eh_str_eq(word, eh_str_of(COMMON[i])))
			return true;
	return false;
}

static enum eh_rc split(struct eh_str name, bool all, struct eh_buf *folded, struct words *words, struct eh_error *err)
{
	struct eh_str rest, word;

	eh_buf_reset(folded);
	*words = (struct words){ .count = 0 };
	if (eh_utf8_fold(name, folded) < 0)
		return eh_fail_memory(err);
	for (size_t i = 0; i < folded->n; i++)
		if ((unsigned char)folded->p[i] < 0x80 && !eh_is_alnum(folded->p[i]))
			folded->p[i] = ' ';
	rest = eh_buf_str(folded);
	while (words->count < MOST_WORDS && eh_str_split(&rest, ' ', &word))
		if (word.n && (all || !is_common(word)))
			words->items[words->count++] = word;
	return EH_OK;
}

/* A name of common words alone is compared by these. */
static enum eh_rc words_of(struct eh_str name, struct eh_buf *folded, struct words *words, struct eh_error *err)
{
	EH_TRY(split(name, false, folded, words, err));
	return words->count ? EH_OK : split(name, true, folded, words, err);
}

static bool one_word(struct eh_str a, struct eh_str b)
{
	return eh_str_eq(a, b) || (a.n >= LONG_WORD && b.n >= LONG_WORD && eh_link_jaro_winkler(a, b) >= ONE_SPELLING);
}

/* Dice: twice the shared words to all words, in percent. */
static size_t percent(const struct words *a, const struct words *b)
{
	bool taken[MOST_WORDS] = { false };
	size_t shared = 0;

	for (size_t i = 0; i < a->count; i++)
		for (size_t k = 0; k < b->count; k++)
			if (!taken[k] && one_word(a->items[i], b->items[k])) {
				taken[k] = true;
				shared++;
				break;
			}
	return a->count + b->count ? 200 * shared / (a->count + b->count) : 0;
}

struct found {
	struct eh_alike items[2 * LOOKED_AT];
	size_t percents[2 * LOOKED_AT];
	size_t count;
};

static enum eh_rc weigh(const struct words *told, const struct eh_search_hit *hit, struct eh_arena *arena, struct found *found,
        struct eh_error *err)
{
	struct eh_buf folded EH_CLEANUP_BUF = { 0 };
	struct words theirs;
	size_t by_name, by_other = 0;

	for (size_t i = 0; i < found->count; i++)
		if (eh_str_eq(found->items[i].org_id, hit->organisation))
			return EH_OK;
	EH_TRY(words_of(hit->organisation_name, &folded, &theirs, err));
	by_name = percent(told, &theirs);
	if (hit->also.n) {
		EH_TRY(words_of(hit->also, &folded, &theirs, err));
		by_other = percent(told, &theirs);
	}
	size_t best = by_name > by_other ? by_name : by_other;
	if (best < ENOUGH_PERCENT)
		return EH_OK;
	found->percents[found->count] = best;
	found->items[found->count++] = (struct eh_alike){ .org_id = eh_arena_str(arena, hit->organisation),
		.name = eh_arena_str(arena, hit->organisation_name),
		.also = by_other > by_name ? eh_arena_str(arena, hit->also) : (struct eh_str){ NULL, 0 },
		.ward_name = hit->ward_name.p ? eh_arena_str(arena, hit->ward_name) : hit->ward_name,
		.distance_m = hit->distance_m,
		.about = hit->about };
	return eh_arena_check(arena, EH_OK, err);
}

static enum eh_rc look(struct eh_search *search, struct eh_db *db, const struct eh_search_query *query, const struct words *told,
        struct eh_arena *arena, struct found *found, struct eh_error *err)
{
	struct eh_search_results results;
	struct eh_error why = { 0 };
	enum eh_rc rc = eh_search_run(search, db, query, arena, &results, &why);

	if (rc == EH_NOT_FOUND) /* the list was never built */
		return EH_OK;
	if (rc < 0)
		return eh_fail(err, rc, "%s", why.message);
	for (size_t i = 0; i < results.count && i < LOOKED_AT; i++)
		EH_TRY(weigh(told, &results.hits[i], arena, found, err));
	return EH_OK;
}

static bool before(const struct found *found, size_t a, size_t b)
{
	double near = found->items[a].distance_m, far = found->items[b].distance_m;

	if (found->percents[a] != found->percents[b])
		return found->percents[a] > found->percents[b];
	return !isnan(near) && (isnan(far) || near < far);
}

enum eh_rc eh_alike_find(struct eh_search *search, struct eh_db *db, struct eh_str council, struct eh_str name,
        struct eh_str postcode, struct eh_arena *arena, struct eh_alike ret_alike[EH_ALIKE_MOST], size_t *ret_count,
        struct eh_error *err)
{
	struct eh_search_query query = {
		.text = name, .council = council, .kinds = EH_SEARCH_ORGANISATION, .near = postcode, .count = LOOKED_AT
	};
	struct eh_buf folded EH_CLEANUP_BUF = { 0 }, own EH_CLEANUP_BUF = { 0 };
	struct found found = { .count = 0 };
	bool given[2 * LOOKED_AT] = { false };
	struct words told;
	size_t count = 0;

	EH_TRY(words_of(name, &folded, &told, err));
	EH_TRY(look(search, db, &query, &told, arena, &found, err));
	/* "Larkhill Chess" finds the "Larkhill Chess Club" where some other entry has all words of "Larkhill Chess Group". */
	for (size_t i = 0; i < told.count; i++)
		if (eh_buf_add(&own, told.items[i]) < 0 || eh_buf_add_char(&own, ' ') < 0)
			return eh_fail_memory(err);
	query.text = eh_buf_str(&own);
	EH_TRY(look(search, db, &query, &told, arena, &found, err));
	while (count < EH_ALIKE_MOST && count < found.count) {
		size_t best = SIZE_MAX;
		for (size_t i = 0; i < found.count; i++)
			if (!given[i] && (best == SIZE_MAX || before(&found, i, best)))
				best = i;
		given[best] = true;
		ret_alike[count++] = found.items[best];
	}
	*ret_count = count;
	return EH_OK;
}
