/* renew_find.c: which rows have come, gone or changed since the last build, and which are to be looked at again for another reason. */
#include <stdlib.h>

#include "derive.h"
#include "renew_private.h"

const struct eh_living_source *eh_renew_source(const struct renew *renew, int64_t source_id)
{
	const struct eh_living_source *items = renew->sources.list.items;
	size_t low = 0, high = renew->sources.list.count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (items[middle].source_id < source_id)
			low = middle + 1;
		else
			high = middle;
	}
	return low < renew->sources.list.count && items[low].source_id == source_id ? &items[low] : NULL;
}

static enum eh_rc note_rows_of_sources(struct renew *renew, struct eh_error *err)
{
	struct eh_cursor cursor EH_CLEANUP_CURSOR = { 0 };
	EH_VEC(int64_t) gone = { 0 };
	struct eh_q_link_source_gone row;
	enum eh_rc rc = eh_q_link_source_gone(renew->db, &cursor, err);

	while (rc == EH_OK && (rc = eh_q_link_source_gone_next(&cursor, &row, err)) == EH_OK)
		if (!eh_vec_push(&gone, row.source_id))
			rc = eh_fail_memory(err);
	rc = rc == EH_END ? EH_OK : rc;
	for (size_t i = 0; rc == EH_OK && i < gone.count; i++)
		rc = eh_q_link_dirty_known(renew->db, gone.items[i], err);
	for (size_t i = 0; rc == EH_OK && i < renew->sources.list.count; i++)
		if (renew->sources.list.items[i].digest != renew->sources.list.items[i].known)
			rc = eh_q_link_dirty_source(renew->db, renew->sources.list.items[i].source_id, err);
	eh_vec_finish(&gone);
	return rc;
}

/* Beyond a quarter of the list the whole is built faster. */
static int64_t most_changes(const struct renew *renew) { return renew->state.records / 4 + 100; }

static bool too_many(const struct renew *renew)
{
	return (int64_t)(renew->fresh_numbers.count + renew->gone.count + renew->touched.count) > most_changes(renew);
}

static enum eh_rc touch_others_of_grant(struct renew *renew, struct eh_str grant_key, struct eh_error *err)
{
	struct eh_cursor cursor EH_CLEANUP_CURSOR = { 0 };
	struct eh_q_link_row_of_grant row;
	enum eh_rc rc = eh_q_link_row_of_grant(renew->db, grant_key, &cursor, err);

	while (rc == EH_OK && (rc = eh_q_link_row_of_grant_next(&cursor, &row, err)) == EH_OK)
		if (!eh_vec_push(&renew->touched, (uint64_t)row.row))
			rc = eh_fail_memory(err);
	return rc == EH_END ? EH_OK : rc;
}

static enum eh_rc note_place(struct renew *renew, int64_t source_id, struct eh_str key, uint64_t row, struct eh_error *err)
{
	struct eh_str name = eh_arena_printf(&renew->arena, "%lld\x1f%.*s", (long long)source_id, EH_FMT(key));

	return name.p && eh_map_put(&renew->new_places, name, row, NULL, NULL) >= 0 ? EH_OK : eh_fail_memory(err);
}

static enum eh_rc note_fresh(
        struct renew *renew, const struct ehl_record *record, const struct eh_list_facts *facts, struct eh_error *err)
{
	uint64_t number = renew->first_fresh + renew->fresh_numbers.count;

	if (!eh_vec_push(&renew->fresh_numbers, number) || !eh_vec_push(&renew->records, *record) ||
	        !eh_vec_push(&renew->facts, *facts))
		return eh_fail_memory(err);
	return facts->grant_key.p ? touch_others_of_grant(renew, facts->grant_key, err) : EH_OK;
}

static enum eh_rc note_gone(struct renew *renew, int64_t row, struct eh_str grant_key, struct eh_error *err)
{
	if (!eh_vec_push(&renew->gone, (uint64_t)row))
		return eh_fail_memory(err);
	return grant_key.p ? touch_others_of_grant(renew, grant_key, err) : EH_OK;
}

/* One key that may say something else than at the last build. */
static enum eh_rc look_at(struct renew *renew, int64_t source_id, struct eh_str key, struct eh_error *err)
{
	struct eh_cursor cursor EH_CLEANUP_CURSOR = { 0 };
	struct eh_q_link_row_find old;
	struct ehl_record record;
	struct eh_list_facts facts;
	enum eh_rc found = eh_q_link_row_find(renew->db, source_id, key, &cursor, err);

	if (found == EH_OK)
		found = eh_q_link_row_find_next(&cursor, &old, err);
	if (found < 0 && found != EH_END)
		return found;
	enum eh_rc now = eh_list_rows_add(renew->db, source_id, key, &renew->fresh, err);
	if (now < 0 && now != EH_NOT_FOUND)
		return now;
	if (now == EH_OK) {
		EH_TRY(eh_list_fill(&renew->fresh.items[renew->fresh.count - 1], &renew->arena, &record, &facts, err));
		if (found == EH_OK && (int64_t)facts.stamp == old.stamp) {
			renew->fresh.count--;
			return EH_OK;
		}
		EH_TRY(note_place(renew, source_id, key, renew->first_fresh + renew->fresh_numbers.count, err));
		EH_TRY(note_fresh(renew, &record, &facts, err));
	} else if (found == EH_OK) {
		EH_TRY(note_place(renew, source_id, key, 0, err));
	}
	return found == EH_OK ? note_gone(renew, old.row, old.grant_key, err) : EH_OK;
}

static enum eh_rc find_changed(struct renew *renew, struct eh_error *err)
{
	struct eh_cursor cursor EH_CLEANUP_CURSOR = { 0 };
	struct eh_q_link_dirty_count count;
	struct eh_q_link_dirty_all row;

	EH_TRY(eh_q_link_dirty_count(renew->db, 2 * most_changes(renew) + 1, &renew->arena, &count, err));
	if (count.count > 2 * most_changes(renew))
		return EH_NOT_FOUND;
	enum eh_rc rc = eh_q_link_dirty_all(renew->db, &cursor, err);
	while (rc == EH_OK && (rc = eh_q_link_dirty_all_next(&cursor, &row, err)) == EH_OK)
		rc = too_many(renew) ? EH_NOT_FOUND : look_at(renew, row.source_id, row.key, err);
	return rc == EH_END ? EH_OK : rc;
}

/* When the newest date of all moves, some lists are no longer recent, or are again. */
static enum eh_rc touch_by_date(struct renew *renew, struct eh_error *err)
{
	struct eh_cursor cursor EH_CLEANUP_CURSOR = { 0 };
	struct eh_q_current_newest newest;
	struct eh_q_link_row_said row;
	int64_t before = renew->state.newest;

	EH_TRY(eh_q_current_newest(renew->db, &renew->arena, &newest, err));
	int64_t now = newest.data_date == EH_DB_NULL ? EH_NO_DATE : newest.data_date;
	renew->state.newest = now;
	renew->build->rows.newest = (int32_t)now;
	if (now == before)
		return EH_OK;
	int64_t from = (before < now ? before : now) - EH_RECENT_DAYS, to = (before < now ? now : before) - EH_RECENT_DAYS;
	enum eh_rc rc = eh_q_link_row_said(renew->db, from, to, &cursor, err);
	while (rc == EH_OK && (rc = eh_q_link_row_said_next(&cursor, &row, err)) == EH_OK)
		if (!eh_vec_push(&renew->touched, (uint64_t)row.row))
			rc = eh_fail_memory(err);
	return rc == EH_END ? EH_OK : rc;
}

/* What an organisation says of itself lies over what its records say: one that takes its word back gets theirs. */
static enum eh_rc touch_by_own_words(struct renew *renew, struct eh_error *err)
{
	struct eh_cursor cursor EH_CLEANUP_CURSOR = { 0 };
	struct eh_q_build_get before;
	struct eh_q_link_row_own_words row;

	EH_TRY(eh_q_build_get(renew->db, &renew->arena, &before, err));
	enum eh_rc rc = eh_q_link_row_own_words(renew->db, before.built_at, &cursor, err);
	while (rc == EH_OK && (rc = eh_q_link_row_own_words_next(&cursor, &row, err)) == EH_OK)
		if (!eh_vec_push(&renew->touched, (uint64_t)row.row))
			rc = eh_fail_memory(err);
	return rc == EH_END ? EH_OK : rc;
}

/* ---- Decisions ---- */

static int64_t source_of(const struct renew *renew, struct eh_str name)
{
	for (size_t i = 0; i < renew->sources.list.count; i++)
		if (eh_str_eq(renew->sources.list.items[i].name, name))
			return renew->sources.list.items[i].source_id;
	return EH_DB_NULL;
}

/* The row of a record now; 0: it is not there. */
static enum eh_rc row_now(struct renew *renew, struct eh_str source, struct eh_str key, uint64_t *ret_row, struct eh_error *err)
{
	struct eh_cursor cursor EH_CLEANUP_CURSOR = { 0 };
	int64_t source_id = source_of(renew, source);
	struct eh_q_link_row_find found;

	*ret_row = 0;
	if (source_id == EH_DB_NULL)
		return EH_OK;
	struct eh_str name = eh_arena_printf(&renew->arena, "%lld\x1f%.*s", (long long)source_id, EH_FMT(key));
	if (!name.p)
		return eh_fail_memory(err);
	const uint64_t *changed = eh_map_get(&renew->new_places, name);
	if (changed) {
		*ret_row = *changed;
		return EH_OK;
	}
	enum eh_rc rc = eh_q_link_row_find(renew->db, source_id, key, &cursor, err);
	if (rc == EH_OK)
		rc = eh_q_link_row_find_next(&cursor, &found, err);
	if (rc == EH_OK)
		*ret_row = (uint64_t)found.row;
	return rc == EH_END ? EH_OK : rc;
}

static enum eh_rc add_constraint(void *context, const struct eh_list_decision *decision, struct eh_error *err)
{
	struct renew *renew = context;
	uint64_t a, b;

	EH_TRY(row_now(renew, decision->left_source, decision->left_key, &a, err));
	EH_TRY(row_now(renew, decision->right_source, decision->right_key, &b, err));
	if (!a || !b)
		return EH_OK;
	struct ehl_list_constraint constraint = { a < b ? a : b, a < b ? b : a, decision->same };
	return eh_vec_push(&renew->constraints, constraint) ? EH_OK : eh_fail_memory(err);
}

static int by_rows(const void *a, const void *b)
{
	const struct ehl_list_constraint *x = a, *y = b;

	if (x->a != y->a)
		return x->a < y->a ? -1 : 1;
	return (x->b > y->b) - (x->b < y->b);
}

static bool is_gone(const struct renew *renew, uint64_t row)
{
	for (size_t i = 0; i < renew->gone.count; i++)
		if (renew->gone.items[i] == row)
			return true;
	return false;
}

static bool touch_both(struct renew *renew, const struct ehl_list_constraint *constraint)
{
	return (is_gone(renew, constraint->a) || eh_vec_push(&renew->touched, constraint->a)) &&
	       (is_gone(renew, constraint->b) || eh_vec_push(&renew->touched, constraint->b));
}

/* Both in order: whatever is in one alone, or says otherwise, is touched. */
static enum eh_rc touch_by_decision(struct renew *renew, struct eh_error *err)
{
	struct eh_cursor cursor EH_CLEANUP_CURSOR = { 0 };
	struct eh_q_link_constraint_all row;
	struct ehl_list_constraint *now = renew->constraints.items;
	size_t at = 0, count = renew->constraints.count;

	if (count)
		qsort(now, count, sizeof *now, by_rows);
	enum eh_rc rc = eh_q_link_constraint_all(renew->db, &cursor, err);
	while (rc == EH_OK && (rc = eh_q_link_constraint_all_next(&cursor, &row, err)) == EH_OK) {
		const struct ehl_list_constraint before = { (uint64_t)row.a, (uint64_t)row.b, row.same != 0 };
		for (; at < count && by_rows(&now[at], &before) < 0; at++)
			if (!touch_both(renew, &now[at]))
				return eh_fail_memory(err);
		bool stays = at < count && by_rows(&now[at], &before) == 0 && now[at].same == before.same;
		at += at < count && by_rows(&now[at], &before) == 0;
		if (!stays && !touch_both(renew, &before))
			return eh_fail_memory(err);
	}
	for (; rc == EH_END && at < count; at++)
		if (!touch_both(renew, &now[at]))
			return eh_fail_memory(err);
	return rc == EH_END ? EH_OK : rc;
}

static void drop_gone(struct renew *renew)
{
	struct eh_numbers gone = { 0 };
	size_t kept = 0;
	bool good = true;

	for (size_t i = 0; good && i < renew->gone.count; i++)
		good = eh_numbers_add(&gone, renew->gone.items[i], 0);
	for (size_t i = 0; good && i < renew->touched.count; i++)
		if (eh_numbers_find(&gone, renew->touched.items[i]) == UINT32_MAX)
			renew->touched.items[kept++] = renew->touched.items[i];
	renew->hopeless |= !good;
	renew->touched.count = kept;
	eh_numbers_finish(&gone);
}

static enum eh_rc state_of(struct renew *renew, struct eh_error *err)
{
	struct eh_q_link_state_get state;
	struct eh_q_link_model_number model;
	struct eh_str inputs;
	struct eh_q_search_state_get search;

	EH_TRY(eh_q_link_state_get(renew->db, &renew->arena, &state, err));
	/* A list that was built before it could be searched is built whole. */
	EH_TRY(eh_q_search_state_get(renew->db, &renew->arena, &search, err));
	EH_TRY(eh_q_link_model_number(renew->db, &renew->arena, &model, err));
	EH_TRY(eh_living_inputs(renew->db, &renew->arena, &inputs, err));
	if (model.number != state.model || !eh_str_eq(inputs, state.inputs))
		return EH_NOT_FOUND;
	renew->state = (struct eh_living_state){ state.model, state.bits, state.next_row, state.newest, state.records,
		state.clusters, state.services, state.unplaced };
	renew->first_fresh = (uint64_t)state.next_row;
	return EH_OK;
}

enum eh_rc eh_renew_find(struct renew *renew, struct eh_error *err)
{
	EH_TRY(state_of(renew, err));
	EH_TRY(eh_living_sources(renew->db, &renew->sources, err));
	EH_TRY(note_rows_of_sources(renew, err));
	EH_TRY(find_changed(renew, err));
	EH_TRY(touch_by_date(renew, err));
	EH_TRY(touch_by_own_words(renew, err));
	EH_TRY(eh_list_decisions(renew->db, add_constraint, renew, err));
	EH_TRY(touch_by_decision(renew, err));
	drop_gone(renew);
	return renew->hopeless || too_many(renew) ? EH_NOT_FOUND : EH_OK;
}
