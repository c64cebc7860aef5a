#include "answer_times.h"

#include <stdlib.h>

#include "queries.h"

#define YEAR (INT64_C(365) * 86400000000)

struct days {
	int *items;
	size_t count, cap;
};

static int by_size(const void *a, const void *b)
{
	int x = *(const int *)a, y = *(const int *)b;

	return (x > y) - (x < y);
}

static enum eh_answerer answerer(bool keepers) { return keepers ? EH_ANSWERER_KEEPERS : EH_ANSWERER_ORGANISATIONS; }

static enum eh_rc count_waiting(
        struct eh_db *db, struct eh_str place_id, int64_t now, struct eh_answer_times times[EH_ANSWERERS], struct eh_error *err)
{
	struct eh_cursor rows EH_CLEANUP_CURSOR = { 0 };
	struct eh_q_answer_waiting row;
	enum eh_rc rc = eh_q_answer_waiting(db, place_id, now, &rows, err);

	while (rc == EH_OK && (rc = eh_q_answer_waiting_next(&rows, &row, err)) == EH_OK) {
		times[answerer(row.for_keepers != 0)].waiting = row.waiting;
		times[answerer(row.for_keepers != 0)].overdue = row.overdue;
	}
	return rc == EH_END ? EH_OK : rc;
}

static enum eh_rc count_answered(struct eh_db *db, struct eh_str place_id, int64_t now,
        struct eh_answer_times times[EH_ANSWERERS], struct days days[EH_ANSWERERS], struct eh_error *err)
{
	struct eh_cursor rows EH_CLEANUP_CURSOR = { 0 };
	struct eh_holidays holidays;
	struct eh_q_answer_decided row;

	EH_TRY(eh_govern_holidays(db, &holidays, err));
	enum eh_rc rc = eh_q_answer_decided(db, place_id, now - YEAR, &rows, err);
	while (rc == EH_OK && (rc = eh_q_answer_decided_next(&rows, &row, err)) == EH_OK) {
		enum eh_answerer who = answerer(eh_str_eq(row.decided_as, EH_STR("keeper")));
		times[who].answered++;
		times[who].in_time += row.decided_at < row.due_at;
		if (!eh_vec_push(&days[who], eh_govern_working_days(&holidays, row.proposed_at, row.decided_at)))
			return eh_fail_memory(err);
	}
	return rc == EH_END ? EH_OK : rc;
}

enum eh_rc eh_answer_times(struct eh_db *db, struct eh_str place_id, int64_t now, struct eh_answer_times ret_times[EH_ANSWERERS],
        struct eh_error *err)
{
	struct eh_answer_times times[EH_ANSWERERS] = { { .half_within = -1 }, { .half_within = -1 } };
	struct days days[EH_ANSWERERS] = { { 0 }, { 0 } };
	enum eh_rc rc = count_waiting(db, place_id, now, times, err);

	if (rc == EH_OK)
		rc = count_answered(db, place_id, now, times, days, err);
	for (size_t i = 0; i < EH_ANSWERERS; i++) {
		if (days[i].count) {
			qsort(days[i].items, days[i].count, sizeof *days[i].items, by_size);
			times[i].half_within = days[i].items[(days[i].count - 1) / 2];
		}
		eh_free(days[i].items);
	}
	if (rc == EH_OK)
		memcpy(ret_times, times, sizeof times);
	return rc;
}

enum eh_rc eh_answers_public(struct eh_db *db, struct eh_str org_id, struct eh_arena *arena, struct eh_answer_public **ret_items,
        size_t *ret_count, struct eh_error *err)
{
	struct eh_cursor rows EH_CLEANUP_CURSOR = { 0 };
	struct eh_answer_public *items = eh_arena_alloc_zero(arena, EH_ANSWERS_PUBLIC, sizeof *items);
	struct eh_q_answer_public row;
	size_t count = 0;
	enum eh_rc rc = items ? eh_q_answer_public(db, org_id, &rows, err) : eh_fail_memory(err);

	while (rc == EH_OK && (rc = eh_q_answer_public_next(&rows, &row, err)) == EH_OK)
		if (count < EH_ANSWERS_PUBLIC)
			items[count++] = (struct eh_answer_public){ eh_correction_label(row.field),
				eh_arena_str(arena, row.state), eh_str_eq(row.decided_as, EH_STR("keeper")),
				eh_db_keep(arena, row.name), row.decided_at };
	if (rc != EH_END)
		return rc;
	EH_TRY(eh_arena_check(arena, EH_OK, err));
	*ret_items = items;
	*ret_count = count;
	return EH_OK;
}
