/* worker.h: runs jobs. The table of kinds says which function does what; a run function does its work and leaves a sentence or JSON as
 * result, or, where its effect and "done" must be one transaction, ends that by eh_run_end.
 *
 * Run here: import (uploads.h, updates.h), build, report (drafts.h), e-mail, backup, digest and audit-head (the letter to stewards with the audit's
 * head). */
#ifndef EH_JOBS_WORKER_H
#define EH_JOBS_WORKER_H

#include <stdatomic.h>

#include "mailer.h"
#include "queue.h"

/* What is read in each day (updates.h). */
struct eh_daily_update {
	const char *recipe, *folder; /* paths */
};

struct eh_worker {
	const char *store;        /* path: backups, spool and drafts lie beside it */
	struct eh_mailer *mailer; /* NULL: letters wait */
	const char *base_url;
	const char *backup_folder; /* NULL: no backups */
	size_t threads;            /* of builds; 0: all processors */
	const struct eh_daily_update *updates;
	size_t update_count;
	atomic_bool *stop;      /* asked to stop: what runs is put back; may be NULL */
	int64_t (*clock)(void); /* NULL: eh_clock_now */
};

struct eh_run {
	const struct eh_worker *worker;
	struct eh_db *db;
	struct eh_job job;
	struct eh_lease lease;
	struct eh_buf result;
	bool finished; /* by eh_run_end */
	struct eh_arena arena;
	double told;
};

/* Ends the transaction of a job's effect, begun on run->db: where it went well (rc), `result` and "done" go into it and it is committed; else it is
 * rolled back. Returns what went wrong, or EH_OK. */
enum eh_rc eh_run_end(struct eh_run *run, enum eh_rc rc, struct eh_str result, struct eh_error *err);

typedef enum eh_rc eh_job_run(struct eh_run *run, struct eh_error *err);

/* Fits eh_import.progress and eh_build_options.progress with a struct eh_run as context. While a transaction is open it only watches for
 * worker->stop: what others asked is seen between transactions. */
enum eh_rc eh_run_progress(void *run, uint64_t done, uint64_t size);

/* Queues what the schedule asks for, then takes and runs one job. EH_END: nothing was due. A job that fails is no failure of the worker: its
 * state and sentence are in the queue. */
enum eh_rc eh_worker_run_one(const struct eh_worker *worker, struct eh_db *db, int64_t *ret_job_id, struct eh_error *err);

/* A thread that runs jobs until it is stopped, on a store of its own. Stopping lets the step under way end, or puts the job back. */
struct eh_worker_thread;
enum eh_rc eh_worker_start(const struct eh_worker *worker, struct eh_worker_thread **ret_thread, struct eh_error *err);
void eh_worker_stop(struct eh_worker_thread *thread);

#endif
