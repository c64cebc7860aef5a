#include <sodium.h>

#include "queries.h"
#include "queue.h"
#include "sources/recipe.h"
#include "uploads_private.h"

#define WEEK (7 * INT64_C(86400000000))

enum { FOLDER_BYTES = 12 };

static enum eh_rc check(const struct eh_upload_new *upload, struct eh_error *err)
{
	static const char *const TERMS[] = { "match only", "list", "publish" };
	unsigned says;

	for (size_t i = 0; i < sizeof TERMS / sizeof *TERMS; i++)
		if (eh_str_eq(upload->terms, eh_str_of(TERMS[i])))
			return eh_says_parse(upload->says, &says) == EH_OK
			               ? EH_OK
			               : eh_fail(err, EH_INVALID, "say what being in the file says of an organisation");
	return eh_fail(err, EH_INVALID, "the terms are match only, list or publish");
}

/* A list of a name that is another's would take its place: the whole register of charities, another council's list. */
enum eh_rc eh_upload_name_is_free(struct eh_db *db, struct eh_str source, struct eh_str place, struct eh_error *err)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_q_import_source_of_others other;

	if (eh_str_starts(source, EH_STR("told by hand")))
		return eh_fail(err, EH_INVALID, "Groups that somebody told of are kept under that name; give your list another");
	enum eh_rc rc = eh_q_import_source_of_others(db, source, place, &arena, &other, err);

	if (rc == EH_OK)
		return eh_fail(err, EH_INVALID, "\"%.*s\" is the name of a list of %.*s already; give yours another name",
		        EH_FMT(source), EH_FMT(other.publisher));
	return rc == EH_NOT_FOUND ? EH_OK : rc;
}

enum eh_rc eh_upload_audit(struct eh_db *db, int64_t now, const struct eh_actor *by, const char *verb, struct eh_str place,
        struct eh_str file, struct eh_error *err)
{
	const struct eh_audit_entry entry = {
		.by = by, .verb = verb, .subject_kind = "file", .subject_id = file, .place_id = place, .is_public = true
	};

	return eh_audit_write(db, now, &entry, NULL, err);
}

/* What nobody came back to. */
static enum eh_rc sweep(struct eh_db *db, const char *store, int64_t now, struct eh_error *err)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	EH_VEC(int64_t) old = { 0 };
	enum eh_rc rc;
	{
		struct eh_cursor cursor EH_CLEANUP_CURSOR = { 0 };
		struct eh_q_upload_old row;
		rc = eh_q_upload_old(db, now - WEEK, &cursor, err);
		while (rc == EH_OK && (rc = eh_q_upload_old_next(&cursor, &row, err)) == EH_OK) {
			struct eh_str folder = eh_upload_folder(&arena, store, row.folder);
			if (!folder.p || !eh_vec_push(&old, row.upload_id))
				rc = eh_fail_memory(err);
			else
				eh_upload_remove_files(folder.p);
		}
	}
	for (size_t i = 0; rc >= 0 && i < old.count; i++)
		rc = eh_q_upload_give_up(db, old.items[i], err);
	eh_vec_finish(&old);
	return rc < 0 ? rc : EH_OK;
}

/* Of several sheets the one with most rows. */
static size_t fullest(const struct eh_upload_new *upload)
{
	size_t best = 0;

	for (size_t i = 1; i < upload->sheet_count; i++)
		if (upload->sheets[i].rows > upload->sheets[best].rows)
			best = i;
	return best;
}

static enum eh_rc add_row(struct eh_db *db, const char *store, int64_t now, const struct eh_actor *by,
        const struct eh_upload_new *upload, struct eh_str folder, struct eh_arena *arena, int64_t *ret_upload,
        struct eh_error *err)
{
	struct eh_q_upload_add added;
	size_t sheet = fullest(upload);

	EH_TRY(sweep(db, store, now, err));
	EH_TRY(eh_q_upload_add(db, upload->place_id, by->person_id, upload->file, folder, upload->sheets[sheet].name,
	        (int64_t)sheet, upload->source, upload->publisher, upload->licence, upload->says, upload->terms,
	        upload->data_date == EH_NO_DATE ? EH_DB_NULL : upload->data_date, now, arena, &added, err));
	*ret_upload = added.upload_id;
	return eh_upload_audit(db, now, by, "brought", upload->place_id, upload->file, err);
}

enum eh_rc eh_upload_keep(struct eh_db *db, const char *store, int64_t now, const struct eh_actor *by,
        const struct eh_upload_new *upload, int64_t *ret_upload, struct eh_error *err)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	unsigned char chance[FOLDER_BYTES];
	char folder[2 * FOLDER_BYTES + 1];

	EH_TRY(check(upload, err));
	if (!upload->sheet_count)
		return eh_fail(err, EH_INVALID, "the file holds no sheet");
	EH_TRY(eh_upload_name_is_free(db, upload->source, upload->place_id, err));
	randombytes_buf(chance, sizeof chance);
	sodium_bin2hex(folder, sizeof folder, chance, sizeof chance);
	enum eh_rc rc = eh_upload_make_files(db, store, eh_str_of(folder), upload, err);
	if (rc >= 0)
		rc = eh_db_begin(db, err);
	if (rc >= 0) {
		rc = add_row(db, store, now, by, upload, eh_str_of(folder), &arena, ret_upload, err);
		rc = rc < 0 ? rc : eh_db_commit(db, err);
		if (rc < 0)
			eh_db_rollback(db);
	}
	struct eh_str path = eh_upload_folder(&arena, store, eh_str_of(folder));
	if (rc < 0 && path.p)
		eh_upload_remove_files(path.p);
	return rc;
}

enum eh_rc eh_upload_get(struct eh_db *db, const char *store, int64_t upload_id, struct eh_arena *arena,
        struct eh_upload_kept *ret_upload, struct eh_error *err)
{
	struct eh_q_upload_get row;
	enum eh_rc rc = eh_q_upload_get(db, upload_id, arena, &row, err);

	if (rc == EH_NOT_FOUND)
		return eh_fail(err, EH_NOT_FOUND, "There is no such file here.");
	EH_TRY(rc);
	struct eh_str folder = eh_upload_folder(arena, store, row.folder);
	size_t sheet = (size_t)row.sheet_number;
	*ret_upload = (struct eh_upload_kept){ .upload_id = row.upload_id,
		.person_id = row.person_id,
		.uploaded_at = row.uploaded_at,
		.job_id = row.job_id,
		.batch_id = row.batch_id,
		.batch_at = row.batch_at,
		.place_id = row.place_id,
		.file = row.file,
		.sheet = row.sheet,
		.source = row.source,
		.publisher = row.publisher,
		.licence = row.licence,
		.says = row.says,
		.terms = row.terms,
		.state = row.state,
		.job_state = row.job_state,
		.data_date = row.data_date == EH_DB_NULL ? EH_NO_DATE : (int32_t)row.data_date,
		.sheet_number = sheet,
		.folder = folder.p,
		.table = eh_upload_table_path(arena, folder, sheet, row.file).p,
		.mapping = eh_upload_mapping_path(arena, folder, sheet).p };
	return eh_arena_check(arena, EH_OK, err);
}

bool eh_upload_is_open(const struct eh_upload_kept *upload)
{
	if (!eh_str_eq(upload->state, EH_STR("queued")))
		return eh_str_eq(upload->state, EH_STR("waiting"));
	return !upload->job_state.p || eh_str_eq(upload->job_state, EH_STR("failed")) ||
	       eh_str_eq(upload->job_state, EH_STR("cancelled"));
}

/* As it is now, in the transaction: two presses of a button are two requests. */
static enum eh_rc still_open(struct eh_db *db, const struct eh_upload_kept *upload, struct eh_error *err)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_upload_kept now;

	EH_TRY(eh_upload_get(db, "", upload->upload_id, &arena, &now, err));
	return eh_upload_is_open(&now) ? EH_OK : eh_fail(err, EH_CONFLICT, "This file is no longer waiting.");
}

enum eh_rc eh_upload_choose_sheet(struct eh_db *db, const struct eh_upload_kept *upload, size_t number, struct eh_error *err)
{
	struct eh_str names[EH_FLATTEN_MOST_SHEETS];
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	size_t count = 0;

	EH_TRY(still_open(db, upload, err));
	EH_TRY(eh_upload_sheets(upload, &arena, names, &count, err));
	if (number >= count)
		return eh_fail(err, EH_NOT_FOUND, "There is no such sheet.");
	return eh_q_upload_sheet_set(db, upload->upload_id, (int64_t)number, names[number], err);
}

enum eh_rc eh_upload_queue(
        struct eh_db *db, int64_t now, const struct eh_actor *by, const struct eh_upload_kept *upload, struct eh_error *err)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_str number = eh_arena_printf(&arena, "%lld", (long long)upload->upload_id);
	int64_t job;

	EH_TRY(eh_arena_check(&arena, EH_OK, err));
	EH_TRY(still_open(db, upload, err));
	/* One at a time: they all make the list anew. */
	EH_TRY(eh_job_add(db, now,
	        &(const struct eh_job_new){
	                .kind = EH_JOB_IMPORT, .place_id = upload->place_id, .detail = number, .asked_by = by->person_id },
	        &job, err));
	EH_TRY(eh_q_upload_queue(db, upload->upload_id, job, err));
	return eh_upload_audit(db, now, by, "asked to read in", upload->place_id, upload->file, err);
}

enum eh_rc eh_upload_give_up(
        struct eh_db *db, int64_t now, const struct eh_actor *by, const struct eh_upload_kept *upload, struct eh_error *err)
{
	EH_TRY(still_open(db, upload, err));
	EH_TRY(eh_q_upload_give_up(db, upload->upload_id, err));
	EH_TRY(eh_upload_audit(db, now, by, "gave up", upload->place_id, upload->file, err));
	eh_upload_remove_files(upload->folder);
	return EH_OK;
}

enum eh_rc eh_upload_cancel(
        struct eh_db *db, int64_t now, const struct eh_actor *by, const struct eh_upload_kept *upload, struct eh_error *err)
{
	if (upload->job_id == EH_DB_NULL)
		return eh_fail(err, EH_CONFLICT, "Nothing is reading this file in.");
	EH_TRY(eh_job_cancel(db, now, upload->job_id, err));
	return eh_upload_audit(db, now, by, "stopped reading in", upload->place_id, upload->file, err);
}
