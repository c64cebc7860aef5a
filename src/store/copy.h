/* copy.h: whole stores as files: copying one while others write to it, and looking into one without changing it. */
#ifndef EH_STORE_COPY_H
#define EH_STORE_COPY_H

#include "db.h"

/* Copies the store at `from`, as it stands at one moment, over the one at `to`, which is made when it is not there. One transaction in `to`:
 * killed at any moment, it holds what it held or the whole copy. Writers to `from` go on meanwhile. `alone`: leave `to` without a write-ahead log, as
 * one file. `progress` (may be NULL) hears of pages. EH_NOT_FOUND: nothing at `from`. EH_CONFLICT: somebody writes to `to` for over five
 * seconds. */
enum eh_rc eh_store_copy(const char *from, const char *to, bool alone,
        enum eh_rc (*progress)(void *context, uint64_t done, uint64_t size), void *context, struct eh_error *err);

/* The schema version of the store at `path`, which stays as it is. EH_INVALID: no store of Evenhand. */
enum eh_rc eh_store_schema(const char *path, int *ret_version, struct eh_error *err);
/* The schema that this program knows. */
int eh_store_newest_schema(void);

#endif
