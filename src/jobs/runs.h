/* runs.h: what each kind of job does. */
#ifndef EH_JOBS_RUNS_H
#define EH_JOBS_RUNS_H

#include "worker.h"

/* By kind. */
extern eh_job_run *const eh_job_runs[EH_JOB_KIND_COUNT];

/* The weekly letter to stewards; with the detail "daily" the day's housekeeping, and letters that ask whether entries are still right. */
enum eh_rc eh_run_letters(struct eh_run *run, struct eh_error *err);

int64_t eh_worker_now(const struct eh_worker *worker);

#endif
