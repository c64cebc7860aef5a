/* import_private.h: what importing and taking back share. */
#ifndef EH_SOURCES_IMPORT_PRIVATE_H
#define EH_SOURCES_IMPORT_PRIVATE_H

#include "import.h"

/* Works out afresh what a source says, going by its live batches up to the number `newest_batch` (INT64_MAX: all), within the caller's
 * transaction. `count` (may be NULL) names a batch and gets what that changed against what stood there before, which is also listed under
 * the batch. */
enum eh_rc eh_import_renew(
        struct eh_db *db, int64_t source_id, int64_t newest_batch, struct eh_import_result *count, struct eh_error *err);

#endif
