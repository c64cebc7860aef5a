/* queue.c: queue.h. Every change of state names the lease it is made under, so that a worker that lost its job changes nothing. */
#include "queue.h"

#include "govern/secret.h"
#include "queries.h"

#define SECOND INT64_C(1000000)

static const char *const KINDS[EH_JOB_KIND_COUNT] = { "import", "build", "report", "e-mail", "backup", "digest", "audit-head" };

const char *eh_job_kind_name(enum eh_job_kind kind) { return KINDS[kind]; }

enum eh_job_kind eh_job_kind_parse(struct eh_str name)
{
	size_t kind = 0;

	while (kind < EH_JOB_KIND_COUNT && !eh_str_eq(name, eh_str_of(KINDS[kind])))
		kind++;
	return (enum eh_job_kind)kind;
}

/* Begins a transaction when none is open; end_own ends that one. */
static enum eh_rc begin_own(struct eh_db *db, bool *own, struct eh_error *err)
{
	*own = !eh_db_in_transaction(db);
	return *own ? eh_db_begin(db, err) : EH_OK;
}

static enum eh_rc end_own(struct eh_db *db, bool own, enum eh_rc rc, struct eh_error *err)
{
	if (!own)
		return rc;
	if (rc < 0) {
		eh_db_rollback(db);
		return rc;
	}
	enum eh_rc committed = eh_db_commit(db, err);
	return committed < 0 ? committed : rc;
}

static struct eh_str lease_of(const struct eh_lease *lease)
{
	return (struct eh_str){ (const char *)lease->token, sizeof lease->token };
}

static enum eh_rc lost(struct eh_error *err)
{
	return eh_fail(err, EH_CONFLICT, "the job was given to another worker, since this one was silent for too long");
}

static enum eh_rc add(struct eh_db *db, int64_t now, const struct eh_job_new *job, int64_t *ret_job_id, struct eh_error *err)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_str kind = eh_str_of(KINDS[job->kind]), key = job->key.n ? job->key : kind;
	struct eh_q_job_waiting waiting;
	struct eh_q_job_add added;

	if (job->once) {
		enum eh_rc rc = eh_q_job_waiting(db, kind, key, &arena, &waiting, err);
		if (rc == EH_OK)
			*ret_job_id = waiting.job_id;
		if (rc != EH_NOT_FOUND)
			return rc;
	}
	EH_TRY(eh_q_job_add(db, kind, key, job->place_id, job->detail.p ? job->detail : EH_STR(""), job->asked_by, now,
	        job->due_at ? job->due_at : now, job->most_attempts ? job->most_attempts : EH_JOB_MOST_ATTEMPTS, &arena, &added,
	        err));
	*ret_job_id = added.job_id;
	return EH_OK;
}

enum eh_rc eh_job_add(struct eh_db *db, int64_t now, const struct eh_job_new *job, int64_t *ret_job_id, struct eh_error *err)
{
	int64_t job_id = 0;
	bool own;

	if (job->key.n > 200 || job->detail.n > EH_JOB_LONGEST_DETAIL)
		return eh_fail(err, EH_INVALID, "a job's key or description is too long");
	EH_TRY(begin_own(db, &own, err));
	EH_TRY(end_own(db, own, add(db, now, job, &job_id, err), err));
	if (ret_job_id)
		*ret_job_id = job_id;
	return EH_OK;
}

/* What becomes of a job whose worker is gone. */
static enum eh_rc take_away(struct eh_db *db, int64_t now, const struct eh_q_job_lost *job, struct eh_error *err)
{
	if (job->stop_asked)
		return eh_q_job_take_away(db, job->job_id, EH_STR("cancelled"), now, EH_STR("stopped"), err);
	if (job->attempts >= job->most_attempts)
		return eh_q_job_take_away(db, job->job_id, EH_STR("failed"), now,
		        EH_STR("its worker was stopped in the middle, each time it was tried; see what stops it, then retry"),
		        err);
	return eh_q_job_take_away(
	        db, job->job_id, EH_STR("queued"), now, EH_STR("its worker was stopped in the middle; done again"), err);
}

static enum eh_rc take_back_lost(struct eh_db *db, int64_t now, struct eh_error *err)
{
	struct eh_cursor rows EH_CLEANUP_CURSOR = { 0 };
	struct eh_q_job_lost row;
	EH_VEC(struct eh_q_job_lost) jobs = { 0 };
	enum eh_rc rc = eh_q_job_lost(db, now, &rows, err);

	while (rc == EH_OK && (rc = eh_q_job_lost_next(&rows, &row, err)) == EH_OK)
		if (!eh_vec_push(&jobs, row))
			rc = eh_fail_memory(err);
	for (size_t i = 0; rc >= 0 && i < jobs.count; i++)
		rc = take_away(db, now, &jobs.items[i], err);
	eh_vec_finish(&jobs);
	return rc < 0 ? rc : EH_OK;
}

static enum eh_rc lease_next(struct eh_db *db, int64_t now, struct eh_lease *lease, struct eh_error *err)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_q_job_next next;

	EH_TRY(take_back_lost(db, now, err));
	enum eh_rc rc = eh_q_job_next(db, now, &arena, &next, err);
	if (rc == EH_NOT_FOUND)
		return EH_END;
	EH_TRY(rc);
	lease->job_id = next.job_id;
	eh_random_bytes(lease->token, sizeof lease->token);
	return eh_q_job_start(db, next.job_id, lease_of(lease), now + EH_JOB_LEASE_SECONDS * SECOND, now, err);
}

enum eh_rc eh_job_lease(struct eh_db *db, int64_t now, struct eh_lease *ret_lease, struct eh_error *err)
{
	struct eh_lease lease = { 0 };

	EH_TRY(eh_db_begin(db, err));
	enum eh_rc rc = end_own(db, true, lease_next(db, now, &lease, err), err);
	if (rc == EH_OK)
		*ret_lease = lease;
	return rc;
}

static enum eh_rc beat(struct eh_db *db, int64_t now, const struct eh_lease *lease, int64_t done, int64_t size,
        struct eh_str doing, struct eh_error *err)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_q_job_stop_asked asked;

	EH_TRY(eh_q_job_beat(db, lease->job_id, lease_of(lease), now + EH_JOB_LEASE_SECONDS * SECOND, done, size,
	        eh_utf8_cut(doing.p ? doing : EH_STR(""), 200), err));
	if (!eh_db_changes(db))
		return lost(err);
	EH_TRY(eh_q_job_stop_asked(db, lease->job_id, &arena, &asked, err));
	return asked.stop_asked ? EH_END : EH_OK;
}

enum eh_rc eh_job_progress(struct eh_db *db, int64_t now, const struct eh_lease *lease, int64_t done, int64_t size,
        struct eh_str doing, struct eh_error *err)
{
	bool own;

	EH_TRY(begin_own(db, &own, err));
	enum eh_rc rc = end_own(db, own, beat(db, now, lease, done, size, doing, err), err);
	return rc == EH_END ? eh_fail(err, EH_CANCELLED, "stopped, since somebody cancelled it") : rc;
}

static enum eh_rc end(struct eh_db *db, int64_t now, const struct eh_lease *lease, struct eh_str state, struct eh_str result,
        struct eh_error *err)
{
	EH_TRY(eh_q_job_end(db, lease->job_id, lease_of(lease), state, now, result.p ? result : EH_STR(""), err));
	return eh_db_changes(db) ? EH_OK : lost(err);
}

enum eh_rc eh_job_finish(struct eh_db *db, int64_t now, const struct eh_lease *lease, struct eh_str result, struct eh_error *err)
{
	bool own;

	EH_TRY(begin_own(db, &own, err));
	return end_own(db, own, end(db, now, lease, EH_STR("done"), result, err), err);
}

int64_t eh_job_backoff(int64_t attempts)
{
	const int64_t most = 6 * 3600 * SECOND;
	int64_t wait = 30 * SECOND;

	for (int64_t i = 1; i < attempts && wait < most; i++)
		wait *= 4;
	return wait < most ? wait : most;
}

/* Failures that another attempt would only repeat. */
static bool is_final(enum eh_rc rc)
{
	static const enum eh_rc FINAL[] = { EH_INVALID, EH_USAGE, EH_UNSUPPORTED, EH_TOO_LARGE, EH_REFUSED, EH_NOT_FOUND };

	for (size_t i = 0; i < sizeof FINAL / sizeof *FINAL; i++)
		if (FINAL[i] == rc)
			return true;
	return false;
}

static enum eh_rc fail_attempt(struct eh_db *db, int64_t now, const struct eh_lease *lease, enum eh_rc failure, struct eh_str why,
        bool *again, struct eh_error *err)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_q_job_get job;

	*again = false;
	if (failure == EH_CANCELLED)
		return end(db, now, lease, EH_STR("cancelled"), why, err);
	EH_TRY(eh_q_job_get(db, lease->job_id, &arena, &job, err));
	if (is_final(failure) || job.attempts >= job.most_attempts)
		return end(db, now, lease, EH_STR("failed"), why, err);
	*again = true;
	EH_TRY(eh_q_job_again(db, lease->job_id, lease_of(lease), now + eh_job_backoff(job.attempts), why, err));
	return eh_db_changes(db) ? EH_OK : lost(err);
}

enum eh_rc eh_job_fail(struct eh_db *db, int64_t now, const struct eh_lease *lease, enum eh_rc rc, struct eh_str why,
        bool *ret_again, struct eh_error *err)
{
	bool own, again = false;

	EH_TRY(begin_own(db, &own, err));
	EH_TRY(end_own(db, own, fail_attempt(db, now, lease, rc, why, &again, err), err));
	if (ret_again)
		*ret_again = again;
	return EH_OK;
}

static enum eh_rc get(struct eh_db *db, int64_t job_id, struct eh_arena *arena, struct eh_q_job_get *row, struct eh_error *err)
{
	enum eh_rc rc = eh_q_job_get(db, job_id, arena, row, err);

	return rc == EH_NOT_FOUND ? eh_fail(err, rc, "there is no job %lld; evenhand jobs lists them", (long long)job_id) : rc;
}

static enum eh_rc cancel(struct eh_db *db, int64_t now, int64_t job_id, struct eh_error *err)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_q_job_get job;

	EH_TRY(get(db, job_id, &arena, &job, err));
	if (eh_str_eq(job.state, EH_STR("running")))
		return eh_q_job_ask_stop(db, job_id, err);
	if (!eh_str_eq(job.state, EH_STR("queued")))
		return eh_fail(err, EH_CONFLICT, "job %lld has ended: it is %.*s", (long long)job_id, EH_FMT(job.state));
	return eh_q_job_drop(db, job_id, now, err);
}

enum eh_rc eh_job_cancel(struct eh_db *db, int64_t now, int64_t job_id, struct eh_error *err)
{
	bool own;

	EH_TRY(begin_own(db, &own, err));
	return end_own(db, own, cancel(db, now, job_id, err), err);
}

static enum eh_rc retry(struct eh_db *db, int64_t now, int64_t job_id, struct eh_error *err)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_q_job_get job;

	EH_TRY(get(db, job_id, &arena, &job, err));
	EH_TRY(eh_q_job_requeue(db, job_id, now, err));
	return eh_db_changes(db) ? EH_OK
	                         : eh_fail(err, EH_CONFLICT, "job %lld is %.*s; only a failed or cancelled one is done again",
	                                   (long long)job_id, EH_FMT(job.state));
}

enum eh_rc eh_job_retry(struct eh_db *db, int64_t now, int64_t job_id, struct eh_error *err)
{
	bool own;

	EH_TRY(begin_own(db, &own, err));
	return end_own(db, own, retry(db, now, job_id, err), err);
}
