/* queue_read.c: what stands in the queue. */
#include "queries.h"
#include "queue.h"

#define FROM_ROW(row)                                                                                                            \
	{                                                                                                                        \
		.job_id = (row).job_id, .kind = (row).kind, .key = (row).key, .place_id = (row).place_id,                        \
		.detail = (row).detail, .state = (row).state, .asked_by = (row).asked_by, .asked_at = (row).asked_at,            \
		.due_at = (row).due_at, .attempts = (row).attempts, .most_attempts = (row).most_attempts, .done = (row).done,    \
		.size = (row).size, .started_at = (row).started_at, .ended_at = (row).ended_at, .doing = (row).doing,            \
		.result = (row).result, .stop_asked = (row).stop_asked != 0                                                      \
	}

enum eh_rc eh_job_get(struct eh_db *db, int64_t job_id, struct eh_arena *arena, struct eh_job *ret_job, struct eh_error *err)
{
	struct eh_q_job_get row;
	enum eh_rc rc = eh_q_job_get(db, job_id, arena, &row, err);

	if (rc == EH_NOT_FOUND)
		return eh_fail(err, rc, "there is no job %lld; evenhand jobs lists them", (long long)job_id);
	EH_TRY(rc);
	*ret_job = (struct eh_job)FROM_ROW(row);
	return EH_OK;
}

static enum eh_rc keep(struct eh_job_rows *rows, const struct eh_q_job_list *row, struct eh_error *err)
{
	struct eh_job job = FROM_ROW(*row);
	struct eh_str *const TEXTS[] = { &job.kind, &job.key, &job.place_id, &job.detail, &job.state, &job.doing, &job.result };

	for (size_t i = 0; i < sizeof TEXTS / sizeof *TEXTS; i++)
		if (!eh_db_kept(&rows->arena, *TEXTS[i], TEXTS[i]))
			return eh_fail_memory(err);
	return eh_vec_push(rows, job) ? EH_OK : eh_fail_memory(err);
}

enum eh_rc eh_job_list(struct eh_db *db, struct eh_str state, struct eh_str place_id, int64_t limit, struct eh_job_rows *ret_rows,
        struct eh_error *err)
{
	struct eh_cursor cursor EH_CLEANUP_CURSOR = { 0 };
	struct eh_job_rows rows = { 0 };
	struct eh_q_job_list row;
	enum eh_rc rc = eh_q_job_list(db, state, place_id, limit, &cursor, err);

	while (rc == EH_OK && (rc = eh_q_job_list_next(&cursor, &row, err)) == EH_OK)
		rc = keep(&rows, &row, err);
	if (rc < 0) {
		eh_job_rows_finish(&rows);
		return rc;
	}
	*ret_rows = rows;
	return EH_OK;
}

void eh_job_rows_finish(struct eh_job_rows *rows)
{
	eh_vec_finish(rows);
	eh_arena_finish(&rows->arena);
}

enum eh_rc eh_job_sweep(struct eh_db *db, int64_t before, struct eh_error *err) { return eh_q_job_sweep(db, before, err); }
