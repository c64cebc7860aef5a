/* changes.h: what lately happened on a place's list, read once for each state of the list and kept with its snapshot. */
#ifndef EH_WEB_CHANGES_H
#define EH_WEB_CHANGES_H

#include "store/db.h"

enum { EH_CHANGES_DAYS = 62, EH_CHANGES_MOST = 1000 }; /* this month and what went before it */

struct eh_change {
	int64_t happened_at; /* UTC microseconds */
	const char *words;   /* "new on the list" */
	struct eh_str org_id, name;
};

struct eh_changes {
	struct eh_change *items; /* newest first, at most EH_CHANGES_MOST */
	size_t count;
	struct eh_arena arena;
};

/* Those since EH_CHANGES_DAYS before `now`. Give them back with eh_changes_finish. */
enum eh_rc eh_changes_load(
        struct eh_db *db, struct eh_str council, int64_t now, struct eh_changes *ret_changes, struct eh_error *err);
void eh_changes_finish(struct eh_changes *changes);
#define EH_CLEANUP_CHANGES __attribute__((cleanup(eh_changes_finish)))

/* The first instant of the month that `now` is in, UTC. */
int64_t eh_month_start(int64_t now);

#endif
