#include "schedule.h"

#include "queries.h"

#define SECOND INT64_C(1000000)
#define MINUTE (60 * SECOND)

enum { MINUTES_A_DAY = 1440, THURSDAY = 3 };

/* 0 Monday; 1 January 1970 was a Thursday. */
static int weekday_of(int32_t date) { return (int)(((int64_t)date + THURSDAY) % 7 + 7) % 7; }

/* That minute of a day by London's clock: on the two days a year whose offset changes at one in the morning, seen from the evening. */
static int64_t moment(int32_t date, int minute)
{
	int64_t at = eh_london_midnight(date) + minute * MINUTE, day = eh_london_midnight(date + 1) - eh_london_midnight(date);
	int64_t change = day - MINUTES_A_DAY * MINUTE; /* -1 h in March, +1 h in October */

	return change && minute >= 120 ? at + change : at;
}

int64_t eh_schedule_next(int64_t now, int weekday, int minute)
{
	int32_t date = eh_london_date(now);

	while (moment(date, minute) <= now || (weekday != EH_EVERY_DAY && weekday_of(date) != weekday))
		date++;
	return moment(date, minute);
}

enum eh_rc eh_schedule_put(struct eh_db *db, int64_t now, const struct eh_schedule *schedule, struct eh_error *err)
{
	if (schedule->weekday < EH_EVERY_DAY || schedule->weekday > 6 || schedule->minute < 0 ||
	        schedule->minute >= MINUTES_A_DAY)
		return eh_fail(
		        err, EH_INVALID, "\"%.*s\" is scheduled for a day or time that there is not", EH_FMT(schedule->name));
	return eh_q_schedule_put(db, schedule->name, eh_str_of(eh_job_kind_name(schedule->kind)), schedule->key,
	        schedule->detail.p ? schedule->detail : EH_STR(""),
	        schedule->weekday == EH_EVERY_DAY ? EH_DB_NULL : schedule->weekday, schedule->minute,
	        eh_schedule_next(now, schedule->weekday, schedule->minute), err);
}

enum eh_rc eh_schedule_remove(struct eh_db *db, struct eh_str name, struct eh_error *err)
{
	return eh_q_schedule_remove(db, name, err);
}

struct due {
	struct eh_q_schedule_due *items;
	size_t count, cap;
	struct eh_arena arena;
};

static void due_finish(struct due *due)
{
	eh_free(due->items);
	eh_arena_finish(&due->arena);
}

static enum eh_rc load_due(struct eh_db *db, int64_t now, struct due *due, struct eh_error *err)
{
	struct eh_cursor rows EH_CLEANUP_CURSOR = { 0 };
	struct eh_q_schedule_due row;
	enum eh_rc rc = eh_q_schedule_due(db, now, &rows, err);

	while (rc == EH_OK && (rc = eh_q_schedule_due_next(&rows, &row, err)) == EH_OK)
		if (!eh_db_kept(&due->arena, row.name, &row.name) || !eh_db_kept(&due->arena, row.kind, &row.kind) ||
		        !eh_db_kept(&due->arena, row.key, &row.key) || !eh_db_kept(&due->arena, row.detail, &row.detail) ||
		        !eh_vec_push(due, row))
			rc = eh_fail_memory(err);
	return rc < 0 ? rc : EH_OK;
}

static enum eh_rc queue_due(struct eh_db *db, int64_t now, int64_t *queued, struct eh_error *err)
{
	struct due due __attribute__((cleanup(due_finish))) = { 0 };

	EH_TRY(load_due(db, now, &due, err));
	for (size_t i = 0; i < due.count; i++) {
		const struct eh_q_schedule_due *row = &due.items[i];
		int weekday = row->weekday == EH_DB_NULL ? EH_EVERY_DAY : (int)row->weekday;
		enum eh_job_kind kind = eh_job_kind_parse(row->kind);
		if (kind < EH_JOB_KIND_COUNT)
			EH_TRY(eh_job_add(db, now,
			        &(struct eh_job_new){ .kind = kind, .key = row->key, .detail = row->detail, .once = true }, NULL,
			        err));
		EH_TRY(eh_q_schedule_set_next(db, row->name, eh_schedule_next(now, weekday, (int)row->minute), err));
		++*queued;
	}
	return EH_OK;
}

enum eh_rc eh_schedule_run(struct eh_db *db, int64_t now, int64_t *ret_queued, struct eh_error *err)
{
	int64_t queued = 0;

	EH_TRY(eh_db_begin(db, err));
	enum eh_rc rc = queue_due(db, now, &queued, err);
	if (rc < 0) {
		eh_db_rollback(db);
		return rc;
	}
	EH_TRY(eh_db_commit(db, err));
	if (ret_queued)
		*ret_queued = queued;
	return EH_OK;
}
