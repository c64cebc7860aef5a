/* uploads.h: tables that people bring by the web: kept beside the store until a job has read them in.
 *
 * What comes from outside has been taken apart elsewhere (io/flatten.h): here is plain CSV alone. STORE.uploads/FOLDER holds it, under the
 * name that the file had, and mapping.ini: what each column is taken for (sources/spreadsheet.h). Both go once it is read in or given up;
 * what waits for a week is given up. */
#ifndef EH_JOBS_UPLOADS_H
#define EH_JOBS_UPLOADS_H

#include "govern/govern.h"
#include "sources/import.h"
#include "sources/sheet_mapping.h"
#include "worker.h"

struct eh_upload_new {
	struct eh_str place_id, file, sheet, csv;
	struct eh_str source, publisher, says, terms; /* as eh_import has them */
	int32_t data_date;                            /* EH_NO_DATE: the day it came */
};

struct eh_upload_kept {
	int64_t upload_id, person_id, uploaded_at, job_id, batch_id; /* EH_DB_NULL: none yet */
	struct eh_str place_id, file, sheet, source, publisher, says, terms, state;
	int32_t data_date;
	const char *table, *mapping; /* paths */
};

/* Keeps one, its columns guessed. `store` is the store's path. In a transaction of its own. EH_INVALID: no table, or the words for says or terms are
 * none, or the list's name is that of a register or of another place's list, whose place it would take. */
enum eh_rc eh_upload_keep(struct eh_db *db, const char *store, int64_t now, const struct eh_actor *by,
        const struct eh_upload_new *upload, int64_t *ret_upload, struct eh_error *err);
/* Text and paths in `arena`. EH_NOT_FOUND. */
enum eh_rc eh_upload_get(struct eh_db *db, const char *store, int64_t upload_id, struct eh_arena *arena,
        struct eh_upload_kept *ret_upload, struct eh_error *err);

/* What its columns are taken for, and that as corrected. EH_INVALID: what the mapping says cannot be. */
enum eh_rc eh_upload_mapping(const struct eh_upload_kept *upload, struct eh_mapping *ret_mapping, struct eh_error *err);
enum eh_rc eh_upload_map(const struct eh_upload_kept *upload, const struct eh_mapping_sheet *sheet, struct eh_error *err);

/* Queues the job that reads it in and makes the list anew; gives it up. In the caller's transaction. EH_CONFLICT: it waits no longer. */
enum eh_rc eh_upload_queue(
        struct eh_db *db, int64_t now, const struct eh_actor *by, const struct eh_upload_kept *upload, struct eh_error *err);
enum eh_rc eh_upload_give_up(
        struct eh_db *db, int64_t now, const struct eh_actor *by, const struct eh_upload_kept *upload, struct eh_error *err);

/* The job's run: once more does no harm, since the same file twice changes nothing. */
enum eh_rc eh_upload_run(struct eh_run *run, struct eh_error *err);

#endif
