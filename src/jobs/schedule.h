/* schedule.h: what is done every day or every week, by London's clock. */
#ifndef EH_JOBS_SCHEDULE_H
#define EH_JOBS_SCHEDULE_H

#include "queue.h"

enum { EH_EVERY_DAY = -1 };

struct eh_schedule {
	struct eh_str name; /* "nightly backup" */
	enum eh_job_kind kind;
	struct eh_str key, detail;
	int weekday; /* 0 Monday … 6 Sunday, or EH_EVERY_DAY */
	int minute;  /* of the day */
};

/* The first such moment after `now`. A minute that London's clock skips in March is an hour late; one that it has twice comes once. */
int64_t eh_schedule_next(int64_t now, int weekday, int minute);

/* Puts or changes an entry; one that is unchanged keeps its moment. EH_INVALID: no such weekday or minute. */
enum eh_rc eh_schedule_put(struct eh_db *db, int64_t now, const struct eh_schedule *schedule, struct eh_error *err);
enum eh_rc eh_schedule_remove(struct eh_db *db, struct eh_str name, struct eh_error *err);

/* Queues what has become due; what was missed several times is done once. The jobs and the new moments are one transaction. */
enum eh_rc eh_schedule_run(struct eh_db *db, int64_t now, int64_t *ret_queued, struct eh_error *err);

#endif
