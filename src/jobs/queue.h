/* queue.h: the durable queue. A job is a row; whoever runs it holds a lease that ends unless progress renews it, so that a worker that was
 * killed loses its job to the next. States: queued → running → done, failed or cancelled; running → queued when it is to be tried again.
 *
 * What writes uses the caller's transaction when one is open and makes its own otherwise. So an effect and its "done" can be one
 * transaction: begin, write, eh_job_finish, commit. */
#ifndef EH_JOBS_QUEUE_H
#define EH_JOBS_QUEUE_H

#include "store/db.h"

enum eh_job_kind {
	EH_JOB_IMPORT,
	EH_JOB_BUILD,
	EH_JOB_REPORT,
	EH_JOB_MAIL,
	EH_JOB_BACKUP,
	EH_JOB_DIGEST,
	EH_JOB_AUDIT_HEAD,
	EH_JOB_KIND_COUNT,
};
/* "import", "build", "report", "e-mail", "backup", "digest", "audit-head". Parsing gives EH_JOB_KIND_COUNT for what it does not know. */
const char *eh_job_kind_name(enum eh_job_kind kind);
enum eh_job_kind eh_job_kind_parse(struct eh_str name);

enum {
	EH_JOB_LEASE_SECONDS = 120,
	EH_JOB_MOST_ATTEMPTS = 5,        /* where the job names no number of its own */
	EH_JOB_LONGEST_DETAIL = 1 << 16, /* bytes */
};

struct eh_job_new {
	enum eh_job_kind kind;
	struct eh_str key;      /* of jobs with the same key one runs at a time; {NULL, 0}: the kind's name */
	struct eh_str place_id; /* {NULL, 0}: of no place in particular */
	struct eh_str detail;   /* what is to be done; {NULL, 0}: "" . Never a secret, never an address */
	int64_t asked_by;       /* person; 0 the system */
	int64_t due_at;         /* 0: at once */
	int64_t most_attempts;  /* 0: EH_JOB_MOST_ATTEMPTS */
	bool once;              /* when one of this kind and key waits already, that is the answer */
};

struct eh_job {
	int64_t job_id;
	struct eh_str kind, key, place_id, detail, state;
	int64_t asked_by, asked_at, due_at, attempts, most_attempts, done, size, started_at, ended_at; /* EH_DB_NULL: not yet */
	struct eh_str doing, result; /* what it is at; what came of it, or why it failed */
	bool stop_asked;
};

/* What a worker holds while it runs a job. */
struct eh_lease {
	int64_t job_id;
	unsigned char token[16];
};

/* *ret_job_id may be NULL. EH_INVALID: a key or detail that is too long. */
enum eh_rc eh_job_add(struct eh_db *db, int64_t now, const struct eh_job_new *job, int64_t *ret_job_id, struct eh_error *err);

/* Takes the oldest job that is due and whose key is free; jobs whose lease ended are queued again first (given up after most_attempts).
 * Makes its own transaction. EH_END: nothing to do. */
enum eh_rc eh_job_lease(struct eh_db *db, int64_t now, struct eh_lease *ret_lease, struct eh_error *err);

/* Renews the lease and says how far it is; `doing` is a few words. EH_CANCELLED: somebody asked it to stop. EH_CONFLICT: the lease ended and
 * another worker has the job: stop, and write nothing. */
enum eh_rc eh_job_progress(struct eh_db *db, int64_t now, const struct eh_lease *lease, int64_t done, int64_t size,
        struct eh_str doing, struct eh_error *err);

/* Ends it well. EH_CONFLICT as above: roll back. */
enum eh_rc eh_job_finish(struct eh_db *db, int64_t now, const struct eh_lease *lease, struct eh_str result, struct eh_error *err);

/* Ends an attempt with the sentence `why`. `rc` decides: EH_CANCELLED is cancelled; EH_INVALID, EH_USAGE, EH_UNSUPPORTED, EH_TOO_LARGE,
 * EH_REFUSED and EH_NOT_FOUND fail at once, since the next attempt would end the same; anything else is tried again after 30 s, 2 min, 8 min …
 * (at most 6 h) until most_attempts. *ret_again (may be NULL) tells which. */
enum eh_rc eh_job_fail(struct eh_db *db, int64_t now, const struct eh_lease *lease, enum eh_rc rc, struct eh_str why,
        bool *ret_again, struct eh_error *err);
int64_t eh_job_backoff(int64_t attempts); /* microseconds */

/* A queued job is cancelled at once, a running one at its next progress. EH_NOT_FOUND; EH_CONFLICT: it has ended. */
enum eh_rc eh_job_cancel(struct eh_db *db, int64_t now, int64_t job_id, struct eh_error *err);
/* Queues a failed or cancelled job again, with its attempts back. EH_NOT_FOUND; EH_CONFLICT: it is neither. */
enum eh_rc eh_job_retry(struct eh_db *db, int64_t now, int64_t job_id, struct eh_error *err);

enum eh_rc eh_job_get(struct eh_db *db, int64_t job_id, struct eh_arena *arena, struct eh_job *ret_job, struct eh_error *err);

struct eh_job_rows {
	struct eh_job *items; /* newest first */
	size_t count, cap;
	struct eh_arena arena;
};
/* `state` {NULL, 0}: any. `place_id`: that place's alone; {NULL, 0}: those of every place, and of none. At most `limit`. */
enum eh_rc eh_job_list(struct eh_db *db, struct eh_str state, struct eh_str place_id, int64_t limit, struct eh_job_rows *ret_rows,
        struct eh_error *err);
void eh_job_rows_finish(struct eh_job_rows *rows);
#define EH_CLEANUP_JOB_ROWS __attribute__((cleanup(eh_job_rows_finish)))

/* Forgets jobs that were done or cancelled before then. Failed ones stay. */
enum eh_rc eh_job_sweep(struct eh_db *db, int64_t before, struct eh_error *err);

#endif
