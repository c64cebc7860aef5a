/* uploads_run.c: reading an upload in, and taking back what came of it. A worker may be killed between any two lines. */
#include "queries.h"
#include "queue.h"
#include "register/register.h"
#include "sources/recipe.h"
#include "uploads_private.h"

static const char *text(struct eh_run *run, struct eh_str s) { return eh_arena_str(&run->arena, s).p; }

static enum eh_rc batch_at(struct eh_db *db, int64_t batch, int64_t *ret_at, struct eh_error *err)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_q_import_batch_at row;

	EH_TRY(eh_q_import_batch_at(db, batch, &arena, &row, err));
	*ret_at = row.imported_at;
	return EH_OK;
}

/* In the transaction of the import: there is no moment at which the batch is there and nobody knows whose it is. */
static enum eh_rc note_batch(void *context, struct eh_db *db, const struct eh_import_result *result, struct eh_error *err)
{
	struct eh_upload_kept *upload = context;

	EH_TRY(batch_at(db, result->batch_id, &upload->batch_at, err));
	upload->batch_id = result->batch_id;
	return eh_q_upload_done(db, upload->upload_id, upload->batch_id, upload->batch_at, err);
}

static enum eh_rc read_in(struct eh_run *run, struct eh_upload_kept *upload, struct eh_error *err)
{
	struct eh_import_result result = { 0 };
	struct eh_import import = { .source = text(run, upload->source),
		.kind = "spreadsheet",
		.file = { .path = upload->table, .mapping = upload->mapping },
		.publisher = text(run, upload->publisher),
		.licence = upload->licence.n ? text(run, upload->licence) : "not stated",
		.attribution = "",
		.place_id = text(run, upload->place_id),
		.terms = text(run, upload->terms),
		.data_date = upload->data_date == EH_NO_DATE ? eh_london_date(upload->uploaded_at) : upload->data_date,
		.progress = eh_run_progress,
		.progress_context = run,
		.commit = note_batch,
		.commit_context = upload };

	EH_TRY(eh_arena_check(&run->arena, EH_OK, err));
	EH_TRY(eh_upload_name_is_free(run->db, upload->source, upload->place_id, err));
	EH_TRY(eh_says_parse(upload->says, &import.says));
	EH_TRY(eh_import_run(run->db, &import, &result, err));
	if (result.already) /* of an earlier reading of this very file, and not this upload's to take back */
		return eh_q_upload_done(run->db, upload->upload_id, upload->batch_id = result.batch_id, EH_DB_NULL, err);
	return eh_buf_printf(&run->result, "%lld row%s read, %lld kept, %lld refused; ", (long long)result.rows_read,
	        eh_plural(result.rows_read), (long long)result.kept, (long long)result.refused);
}

/* Cancelled after it was read in and before the list was made anew: nothing of it stays. */
static enum eh_rc take_out(struct eh_run *run, const struct eh_upload_kept *upload, struct eh_error *err)
{
	int64_t at;
	enum eh_rc rc;

	if (run->worker->stop && atomic_load(run->worker->stop)) /* the worker stops, not the job */
		return EH_CANCELLED;
	if (upload->batch_at == EH_DB_NULL)
		return EH_CANCELLED;
	EH_TRY(eh_db_begin(run->db, err));
	rc = batch_at(run->db, upload->batch_id, &at, err);
	if (rc == EH_OK && at == upload->batch_at)
		rc = eh_import_undo(run->db, upload->batch_id, err);
	if (rc == EH_OK || rc == EH_NOT_FOUND)
		rc = eh_q_upload_undone(run->db, upload->upload_id, err);
	rc = rc < 0 ? rc : eh_db_commit(run->db, err);
	if (rc < 0) {
		eh_db_rollback(run->db);
		return rc;
	}
	return eh_fail(err, EH_CANCELLED, "somebody stopped it; nothing of it was kept");
}

enum eh_rc eh_upload_run(struct eh_run *run, struct eh_error *err)
{
	struct eh_build_summary summary = { 0 };
	struct eh_upload_kept upload;
	int64_t number;

	EH_TRY(eh_str_to_i64(run->job.detail, &number));
	EH_TRY(eh_upload_get(run->db, run->worker->store, number, &run->arena, &upload, err));
	if (upload.batch_id == EH_DB_NULL)
		EH_TRY(read_in(run, &upload, err));
	enum eh_rc rc = eh_build(run->db,
	        &(struct eh_build_options){
	                .threads = run->worker->threads, .progress = eh_run_progress, .progress_context = run },
	        &summary, err);
	if (rc == EH_CANCELLED)
		rc = take_out(run, &upload, err);
	EH_TRY(rc);
	eh_upload_remove_files(upload.folder);
	return eh_buf_printf(&run->result, "the list has %lld organisation%s", (long long)summary.organisations,
	        eh_plural(summary.organisations));
}

static enum eh_rc take_back(struct eh_db *db, int64_t now, const struct eh_actor *by, struct eh_str place_id, int64_t batch_id,
        bool withdraw, struct eh_error *err)
{
	struct eh_q_import_batch_list row;
	char id[24];
	const struct eh_audit_entry entry = { .by = by,
		.verb = withdraw ? "withdrew" : "took back",
		.subject_kind = "batch",
		.subject_id = eh_audit_id(batch_id, id),
		.place_id = place_id,
		.is_public = true };
	{
		struct eh_cursor cursor EH_CLEANUP_CURSOR = { 0 };
		enum eh_rc rc = eh_q_import_batch_list(db, place_id, batch_id, 1, &cursor, err);
		rc = rc < 0 ? rc : eh_q_import_batch_list_next(&cursor, &row, err);
		if (rc == EH_END)
			return eh_fail(err, EH_NOT_FOUND, "There is no such batch: it may have been taken back.");
		EH_TRY(rc);
	}
	if (row.upload_id == EH_DB_NULL)
		return eh_fail(err, EH_REFUSED, "Only what was brought here by the web can be taken back here.");
	EH_TRY(withdraw ? eh_import_withdraw(db, batch_id, err) : eh_import_undo(db, batch_id, err));
	EH_TRY(eh_job_add(
	        db, now, &(const struct eh_job_new){ .kind = EH_JOB_BUILD, .asked_by = by->person_id, .once = true }, NULL, err));
	return eh_audit_write(db, now, &entry, NULL, err);
}

enum eh_rc eh_upload_take_back(struct eh_db *db, int64_t now, const struct eh_actor *by, struct eh_str place_id, int64_t batch_id,
        bool withdraw, struct eh_error *err)
{
	EH_TRY(eh_db_begin(db, err));
	enum eh_rc rc = take_back(db, now, by, place_id, batch_id, withdraw, err);
	if (rc >= 0)
		return eh_db_commit(db, err);
	eh_db_rollback(db);
	return rc;
}
