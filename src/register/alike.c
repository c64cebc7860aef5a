#include "alike.h"

#include <math.h>

#include "evenhand/linkage.h"
#include "link/words.h"

/* COMMON_BITS: "club", "group", "society": words of one name in thirty and more. */
enum { LOOKED_AT = 40, COMMON_BITS = 5 };

/* What linkage thinks of two names alone, in bits; true where it would not leave them apart. */
static enum eh_rc compare(struct eh_str a, struct eh_str b, bool *ret_alike, double *ret_weight, struct eh_error *err)
{
	static const struct ehl_column NAME = { "name", EHL_ORGANISATION };
	const struct ehl_text heading = { "name", 4 }, cells[] = { { a.p, a.n }, { b.p, b.n } };
	struct ehl_table *table = ehl_table_new(&heading, 1);
	struct ehl_model *model = table ? ehl_model_usual(table, &NAME) : NULL;
	struct ehl_explanation explanation;
	int rc = model ? 0 : -1;

	for (size_t i = 0; rc == 0 && i < 2; i++)
		rc = ehl_table_add(table, &cells[i], 1);
	rc = rc ? rc : ehl_explain_rows(table, &NAME, model, 0, 1, &explanation);
	ehl_model_free(model);
	ehl_table_free(table);
	if (rc)
		return eh_fail_memory(err);
	*ret_alike = explanation.decision != EHL_LEAVE;
	*ret_weight = explanation.weight;
	return EH_OK;
}

struct found {
	struct eh_alike items[2 * LOOKED_AT];
	double weights[2 * LOOKED_AT];
	size_t count;
};

static enum eh_rc weigh(
        struct eh_str told, const struct eh_search_hit *hit, struct eh_arena *arena, struct found *found, struct eh_error *err)
{
	bool by_name, by_other = false;
	double weight, other = -INFINITY;

	for (size_t i = 0; i < found->count; i++)
		if (eh_str_eq(found->items[i].org_id, hit->organisation))
			return EH_OK;
	EH_TRY(compare(told, hit->organisation_name, &by_name, &weight, err));
	if (hit->also.n)
		EH_TRY(compare(told, hit->also, &by_other, &other, err));
	if (!by_name && !by_other)
		return EH_OK;
	found->weights[found->count] = fmax(weight, other);
	found->items[found->count++] = (struct eh_alike){ .org_id = eh_arena_str(arena, hit->organisation),
		.name = eh_arena_str(arena, hit->organisation_name),
		.also = other > weight ? eh_arena_str(arena, hit->also) : (struct eh_str){ NULL, 0 },
		.ward_name = hit->ward_name.p ? eh_arena_str(arena, hit->ward_name) : hit->ward_name,
		.distance_m = hit->distance_m,
		.about = hit->about };
	return eh_arena_check(arena, EH_OK, err);
}

static enum eh_rc look(struct eh_search *search, struct eh_db *db, const struct eh_search_query *query, struct eh_str told,
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

	if (found->weights[a] != found->weights[b])
		return found->weights[a] > found->weights[b];
	return !isnan(near) && (isnan(far) || near < far);
}

/* The words of a name that hardly any other has; {NULL, 0}: there are none. */
static enum eh_rc rare_words(struct eh_str name, struct eh_arena *arena, struct eh_str *ret_words, struct eh_error *err)
{
	struct eh_cell_words words EH_CLEANUP_WORDS = { 0 };
	struct eh_buf rare EH_CLEANUP_BUF = { 0 };

	if (!eh_words_take(name, &words))
		return eh_fail_memory(err);
	for (size_t i = 0; i < words.count; i++)
		if (eh_words_background(words.items[i]) >= COMMON_BITS &&
		        (eh_buf_add(&rare, words.items[i]) < 0 || eh_buf_add_char(&rare, ' ') < 0))
			return eh_fail_memory(err);
	*ret_words = rare.n ? eh_arena_str(arena, eh_buf_str(&rare)) : (struct eh_str){ NULL, 0 };
	return eh_arena_check(arena, EH_OK, err);
}

enum eh_rc eh_alike_find(struct eh_search *search, struct eh_db *db, struct eh_str council, struct eh_str name,
        struct eh_str postcode, struct eh_arena *arena, struct eh_alike ret_alike[EH_ALIKE_MOST], size_t *ret_count,
        struct eh_error *err)
{
	struct eh_search_query query = {
		.text = name, .council = council, .kinds = EH_SEARCH_ORGANISATION, .near = postcode, .count = LOOKED_AT
	};
	struct found found = { .count = 0 };
	bool given[2 * LOOKED_AT] = { false };
	struct eh_str rare;
	size_t count = 0;

	EH_TRY(rare_words(name, arena, &rare, err));
	EH_TRY(look(search, db, &query, name, arena, &found, err));
	/* "Larkhill Chess" finds the "Larkhill Chess Club" where some other entry has all words of "Larkhill Chess Group". */
	query.text = rare;
	if (rare.n)
		EH_TRY(look(search, db, &query, name, arena, &found, err));
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
