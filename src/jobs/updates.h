/* updates.h: what a worker reads in each day from files on its machine: recipes, each with its data folder.
 *
 * The job is one of kind import with the detail "update RECIPE". It reads what has changed, then makes the list. It can be stopped between two files;
 * what was read stays. Killed at any moment it is made again, and what was read before is passed over. The detail names a recipe and the worker knows
 * which ones it was started with: no row in the store makes it read another file. */
#ifndef EH_JOBS_UPDATES_H
#define EH_JOBS_UPDATES_H

#include "worker.h"

/* The schedule of daily updates, and where there are none of the daily build: what was scheduled before and is not among them goes. */
enum eh_rc eh_updates_schedule(struct eh_db *db, int64_t now, const struct eh_worker *worker, struct eh_error *err);

bool eh_updates_is(struct eh_str detail);
enum eh_rc eh_updates_run(struct eh_run *run, struct eh_error *err);

#endif
