/* uploads.h: tables that people bring by the web: kept beside the store until a job has read them in.
 *
 * What comes from outside has been taken apart elsewhere (io/flatten.h): here is plain CSV alone. STORE.uploads/FOLDER holds a folder for each
 * of the file's sheets, 0, 1, …, with the sheet under the name that the file had, and mapping.ini: what each column is taken for
 * (sources/spreadsheet.h). All go once it is read in or given up; what waits for a week is given up. */
#ifndef EH_JOBS_UPLOADS_H
#define EH_JOBS_UPLOADS_H

#include "govern/govern.h"
#include "io/flatten.h"
#include "sources/import.h"
#include "sources/sheet_mapping.h"
#include "worker.h"

struct eh_upload_new {
	struct eh_str place_id, file;
	const struct eh_flat_sheet *sheets; /* the one with most rows is chosen */
	size_t sheet_count;
	struct eh_str source, publisher, licence, says, terms; /* as eh_import has them */
	int32_t data_date;                                     /* EH_NO_DATE: the day it came */
};

struct eh_upload_kept {
	int64_t upload_id, person_id, uploaded_at, job_id, batch_id; /* EH_DB_NULL: none yet */
	int64_t batch_at; /* when that batch was made; EH_DB_NULL: this very file was there before */
	struct eh_str place_id, file, sheet, source, publisher, licence, says, terms;
	struct eh_str state, job_state; /* "waiting", "queued", "done", "given up"; the job's, {NULL, 0}: none */
	int32_t data_date;
	size_t sheet_number;
	const char *folder, *table, *mapping; /* paths */
};

/* EH_INVALID: the list's name is that of a register or of another place's list, whose place it would take. */
enum eh_rc eh_upload_name_is_free(struct eh_db *db, struct eh_str source, struct eh_str place, struct eh_error *err);

/* Keeps one, its columns taken as they were last put right for the same headings, else guessed. `store` is the store's path. In a transaction of its
 * own. EH_INVALID: no table, or the words for says or terms are none, or the list's name is not free. */
enum eh_rc eh_upload_keep(struct eh_db *db, const char *store, int64_t now, const struct eh_actor *by,
        const struct eh_upload_new *upload, int64_t *ret_upload, struct eh_error *err);
/* Text and paths in `arena`. EH_NOT_FOUND. */
enum eh_rc eh_upload_get(struct eh_db *db, const char *store, int64_t upload_id, struct eh_arena *arena,
        struct eh_upload_kept *ret_upload, struct eh_error *err);
/* Its columns may be put right and it may be read in: it waits, or the job that was to read it in failed or was cancelled. */
bool eh_upload_is_open(const struct eh_upload_kept *upload);

/* Names of the file's sheets, in order; at most EH_FLATTEN_MOST_SHEETS. Choosing another changes upload's paths when it is next got. EH_NOT_FOUND: no
 * such sheet. */
enum eh_rc eh_upload_sheets(const struct eh_upload_kept *upload, struct eh_arena *arena, struct eh_str *ret_names,
        size_t *ret_count, struct eh_error *err);
enum eh_rc eh_upload_choose_sheet(struct eh_db *db, const struct eh_upload_kept *upload, size_t number, struct eh_error *err);

/* What its columns are taken for; and that as corrected, remembered for the next file of the same headings. EH_INVALID: what it says cannot be. */
enum eh_rc eh_upload_mapping(const struct eh_upload_kept *upload, struct eh_mapping *ret_mapping, struct eh_error *err);
enum eh_rc eh_upload_map(struct eh_db *db, int64_t now, const struct eh_upload_kept *upload, const struct eh_mapping_sheet *sheet,
        struct eh_error *err);
/* When columns under these headings were put right before this file came; EH_DB_NULL: never. */
enum eh_rc eh_upload_recalled(struct eh_db *db, const struct eh_upload_kept *upload, int64_t *ret_at, struct eh_error *err);

/* What would happen if it were read in with the columns as they are now. Nothing is written. */
enum { EH_TRIAL_REFUSALS = 20, EH_TRIAL_NOTES = 10, EH_TRIAL_MOST_ROWS = 100000 };
struct eh_upload_refusal {
	int64_t line;
	struct eh_str column, reason;
};
struct eh_upload_trial {
	int64_t read, kept, refused;
	struct eh_upload_refusal refusals[EH_TRIAL_REFUSALS];
	struct eh_str notes[EH_TRIAL_NOTES];
	size_t refusal_count, note_count;
	bool cut_short; /* only so many rows were looked at */
};
/* EH_INVALID: with these columns it cannot be read at all, and the message says why. */
enum eh_rc eh_upload_try(
        const struct eh_upload_kept *upload, struct eh_arena *arena, struct eh_upload_trial *ret_trial, struct eh_error *err);

/* Queues the job that reads it in and makes the list anew; gives it up; stops the job, after which it is open again and nothing of it is in the
 * store. In the caller's transaction. EH_CONFLICT: it waits no longer; for cancel: the job has ended. */
enum eh_rc eh_upload_queue(
        struct eh_db *db, int64_t now, const struct eh_actor *by, const struct eh_upload_kept *upload, struct eh_error *err);
enum eh_rc eh_upload_give_up(
        struct eh_db *db, int64_t now, const struct eh_actor *by, const struct eh_upload_kept *upload, struct eh_error *err);
enum eh_rc eh_upload_cancel(
        struct eh_db *db, int64_t now, const struct eh_actor *by, const struct eh_upload_kept *upload, struct eh_error *err);

/* Takes a batch back as if it had never come, or withdraws it (its rows and personal data go, its line stays and says so); the list is made anew by a
 * job. One transaction of its own. EH_REFUSED: it did not come by the web to this place; EH_NOT_FOUND. */
enum eh_rc eh_upload_take_back(struct eh_db *db, int64_t now, const struct eh_actor *by, struct eh_str place_id, int64_t batch_id,
        bool withdraw, struct eh_error *err);

/* The job's run: once more does no harm, since the same file twice changes nothing. */
enum eh_rc eh_upload_run(struct eh_run *run, struct eh_error *err);

#endif
