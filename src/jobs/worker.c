#include "worker.h"

#include <pthread.h>
#include <time.h>

#include "backup.h"
#include "runs.h"
#include "schedule.h"

enum { IDLE_MS = 1000, STEP_MS = 50 };

int64_t eh_worker_now(const struct eh_worker *worker) { return worker->clock ? worker->clock() : eh_clock_now(); }

static bool is_stopped(const struct eh_worker *worker) { return worker->stop && atomic_load(worker->stop); }

/* Written at most once a second: each is a transaction. */
enum eh_rc eh_run_progress(void *context, uint64_t done, uint64_t size)
{
	struct eh_run *run = context;

	if (is_stopped(run->worker))
		return EH_CANCELLED;
	if (run->told > 0 && eh_time_elapsed() - run->told < 1)
		return EH_OK;
	run->told = eh_time_elapsed();
	return eh_job_progress(run->db, eh_worker_now(run->worker), &run->lease, (int64_t)done, (int64_t)size, EH_STR(""), NULL);
}

enum eh_rc eh_run_end(struct eh_run *run, enum eh_rc rc, struct eh_str result, struct eh_error *err)
{
	if (rc >= 0)
		rc = eh_job_finish(run->db, eh_worker_now(run->worker), &run->lease, result, err);
	if (rc < 0) {
		eh_db_rollback(run->db);
		return rc;
	}
	run->finished = true;
	return eh_db_commit(run->db, err);
}

static enum eh_rc settle(struct eh_run *run, enum eh_rc rc, struct eh_error *why, struct eh_error *err)
{
	int64_t now = eh_worker_now(run->worker);

	if (run->finished && rc >= 0)
		return EH_OK;
	if (rc >= 0)
		return eh_job_finish(run->db, now, &run->lease, eh_buf_str(&run->result), err);
	/* The worker stops, not the job: it is put back and tried again. */
	if (rc == EH_CANCELLED && is_stopped(run->worker))
		rc = EH_IO;
	/* What became of a job is shown on pages. */
	eh_error_hide_folder(why, run->worker->store);
	return eh_job_fail(run->db, now, &run->lease, rc, eh_str_of(*why->message ? why->message : eh_rc_name(rc)), NULL, err);
}

enum eh_rc eh_worker_run_one(const struct eh_worker *worker, struct eh_db *db, int64_t *ret_job_id, struct eh_error *err)
{
	struct eh_run run = { .worker = worker, .db = db };
	struct eh_error why = { 0 };

	EH_TRY(eh_schedule_run(db, eh_worker_now(worker), NULL, err));
	enum eh_rc rc = eh_job_lease(db, eh_worker_now(worker), &run.lease, err);
	if (rc != EH_OK)
		return rc;
	rc = eh_job_get(db, run.lease.job_id, &run.arena, &run.job, err);
	if (rc >= 0) {
		rc = eh_job_runs[eh_job_kind_parse(run.job.kind)](&run, &why); /* the store keeps no other kinds */
		eh_db_rollback(db);
		rc = settle(&run, rc, &why, err);
	}
	if (rc == EH_CONFLICT) /* another worker has it by now */
		rc = EH_OK;
	eh_buf_finish(&run.result);
	eh_arena_finish(&run.arena);
	if (rc >= 0 && ret_job_id)
		*ret_job_id = run.lease.job_id;
	return rc;
}

struct eh_worker_thread {
	struct eh_worker worker;
	atomic_bool stop;
	struct eh_db *db;
	int64_t wiped; /* how many erased people nothing is left of in the store's log either */
	pthread_t thread;
};

/* What was erased is noted, and overwritten in the log too as soon as nobody reads it. */
static void forget(struct eh_worker_thread *thread)
{
	int64_t erased = 0;

	if (eh_erasure_note(thread->db, thread->worker.store, thread->worker.backup_folder, &erased, NULL) < 0 ||
	        erased == thread->wiped)
		return;
	if (eh_db_checkpoint(thread->db, NULL) == EH_OK)
		thread->wiped = erased;
}

static void *work(void *context)
{
	struct eh_worker_thread *thread = context;

	while (!thread->stop) {
		if (eh_worker_run_one(&thread->worker, thread->db, NULL, NULL) == EH_OK)
			continue;
		forget(thread);
		for (int ms = 0; ms < IDLE_MS && !thread->stop; ms += STEP_MS)
			nanosleep(&(struct timespec){ .tv_nsec = STEP_MS * 1000000L }, NULL);
	}
	return NULL;
}

enum eh_rc eh_worker_start(const struct eh_worker *worker, struct eh_worker_thread **ret_thread, struct eh_error *err)
{
	struct eh_worker_thread *thread = eh_alloc_zero(1, sizeof *thread);

	if (!thread)
		return eh_fail_memory(err);
	thread->worker = *worker;
	thread->worker.stop = &thread->stop;
	enum eh_rc rc = eh_db_open(worker->store, EH_DB_WRITE, &thread->db, err);
	if (rc >= 0 && pthread_create(&thread->thread, NULL, work, thread) != 0)
		rc = eh_fail(err, EH_IO, "there is no thread to run jobs");
	if (rc < 0) {
		eh_db_close(thread->db);
		eh_free(thread);
		return rc;
	}
	*ret_thread = thread;
	return EH_OK;
}

void eh_worker_stop(struct eh_worker_thread *thread)
{
	if (!thread)
		return;
	atomic_store(&thread->stop, true);
	pthread_join(thread->thread, NULL);
	eh_db_close(thread->db);
	eh_free(thread);
}
