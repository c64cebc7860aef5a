#include "uploads.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include <sodium.h>

#include "queries.h"
#include "queue.h"
#include "register/register.h"
#include "sources/recipe.h"

#define WEEK (7 * INT64_C(86400000000))

enum { FOLDER_BYTES = 12, LONGEST_NAME = 80 };

static struct eh_str folder_of(struct eh_arena *arena, const char *store, struct eh_str folder)
{
	return eh_arena_printf(arena, "%s.uploads/%.*s", store, EH_FMT(folder));
}

/* Letters, digits, dots and dashes of a file's name, which becomes a batch's. */
static struct eh_str safe_name(struct eh_arena *arena, struct eh_str file)
{
	char name[LONGEST_NAME + 5];
	size_t n = 0;

	for (size_t i = 0; i < file.n && n < LONGEST_NAME; i++, n++) {
		bool inside = n && name[n - 1] != '.' && (file.p[i] == '.' || file.p[i] == '-');
		name[n] = eh_is_alnum(file.p[i]) || inside ? file.p[i] : '_';
	}
	bool csv = n > 4 && eh_str_eq_ascii_nocase((struct eh_str){ name + n - 4, 4 }, EH_STR(".csv"));
	return eh_arena_printf(arena, "%.*s%s", (int)n, name, csv ? "" : ".csv");
}

static enum eh_rc write_file(const char *path, struct eh_str bytes, struct eh_error *err)
{
	FILE *out = fopen(path, "we");

	if (!out)
		return eh_fail_errno(err, "write", path);
	bool whole = fwrite(bytes.p, 1, bytes.n, out) == bytes.n;
	return fclose(out) == 0 && whole ? EH_OK : eh_fail_errno(err, "write", path);
}

static void remove_folder(const char *folder)
{
	DIR *dir = opendir(folder);
	char path[4096];

	for (struct dirent *entry; dir && (entry = readdir(dir));) {
		snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
		unlink(path);
	}
	if (dir)
		closedir(dir);
	rmdir(folder);
}

/* A guess that fails leaves it to the person: a heading in the first row, and nothing recognised. */
static enum eh_rc guess(const char *table, const char *mapping, struct eh_error *err)
{
	struct eh_buf text EH_CLEANUP_BUF = { 0 };
	const struct eh_source_options options = { .path = table };
	enum eh_rc rc = eh_spreadsheet_guess_mapping(&options, &text, err);

	if (rc == EH_INVALID) {
		eh_buf_reset(&text);
		rc = eh_buf_add(&text, EH_STR("[sheet]\nrows = organisations\nheader = 1\n"));
	}
	return rc < 0 ? rc : write_file(mapping, eh_buf_str(&text), err);
}

static enum eh_rc make_files(
        const char *store, struct eh_str folder, const struct eh_upload_new *upload, struct eh_arena *arena, struct eh_error *err)
{
	struct eh_str root = eh_arena_printf(arena, "%s.uploads", store), path = folder_of(arena, store, folder),
	              table = eh_arena_printf(arena, "%.*s/%.*s", EH_FMT(path), EH_FMT(safe_name(arena, upload->file))),
	              mapping = eh_arena_printf(arena, "%.*s/mapping.ini", EH_FMT(path));

	EH_TRY(eh_arena_check(arena, EH_OK, err));
	if ((mkdir(root.p, 0700) != 0 && errno != EEXIST) || mkdir(path.p, 0700) != 0)
		return eh_fail_errno(err, "make", path.p);
	EH_TRY(write_file(table.p, upload->csv, err));
	return guess(table.p, mapping.p, err);
}

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
static enum eh_rc name_is_free(struct eh_db *db, struct eh_str source, struct eh_str place, struct eh_error *err)
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

static enum eh_rc audit(struct eh_db *db, int64_t now, const struct eh_actor *by, const char *verb, struct eh_str place,
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
			struct eh_str folder = folder_of(&arena, store, row.folder);
			if (!folder.p || !eh_vec_push(&old, row.upload_id))
				rc = eh_fail_memory(err);
			else
				remove_folder(folder.p);
		}
	}
	for (size_t i = 0; rc >= 0 && i < old.count; i++)
		rc = eh_q_upload_give_up(db, old.items[i], err);
	eh_vec_finish(&old);
	return rc < 0 ? rc : EH_OK;
}

static enum eh_rc add_row(struct eh_db *db, const char *store, int64_t now, const struct eh_actor *by,
        const struct eh_upload_new *upload, struct eh_str folder, struct eh_arena *arena, int64_t *ret_upload,
        struct eh_error *err)
{
	struct eh_q_upload_add added;

	EH_TRY(sweep(db, store, now, err));
	EH_TRY(eh_q_upload_add(db, upload->place_id, by->person_id, upload->file, folder, upload->sheet, upload->source,
	        upload->publisher, upload->says, upload->terms, upload->data_date == EH_NO_DATE ? EH_DB_NULL : upload->data_date,
	        now, arena, &added, err));
	*ret_upload = added.upload_id;
	return audit(db, now, by, "brought", upload->place_id, upload->file, err);
}

enum eh_rc eh_upload_keep(struct eh_db *db, const char *store, int64_t now, const struct eh_actor *by,
        const struct eh_upload_new *upload, int64_t *ret_upload, struct eh_error *err)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	unsigned char chance[FOLDER_BYTES];
	char folder[2 * FOLDER_BYTES + 1];

	EH_TRY(check(upload, err));
	EH_TRY(name_is_free(db, upload->source, upload->place_id, err));
	randombytes_buf(chance, sizeof chance);
	sodium_bin2hex(folder, sizeof folder, chance, sizeof chance);
	enum eh_rc rc = make_files(store, eh_str_of(folder), upload, &arena, err);
	if (rc >= 0)
		rc = eh_db_begin(db, err);
	if (rc >= 0) {
		rc = add_row(db, store, now, by, upload, eh_str_of(folder), &arena, ret_upload, err);
		rc = rc < 0 ? rc : eh_db_commit(db, err);
		if (rc < 0)
			eh_db_rollback(db);
	}
	struct eh_str path = folder_of(&arena, store, eh_str_of(folder));
	if (rc < 0 && path.p)
		remove_folder(path.p);
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
	struct eh_str folder = folder_of(arena, store, row.folder);
	*ret_upload = (struct eh_upload_kept){ row.upload_id, row.person_id, row.uploaded_at, row.job_id, row.batch_id,
		row.place_id, row.file, row.sheet, row.source, row.publisher, row.says, row.terms, row.state,
		row.data_date == EH_DB_NULL ? EH_NO_DATE : (int32_t)row.data_date,
		eh_arena_printf(arena, "%.*s/%.*s", EH_FMT(folder), EH_FMT(safe_name(arena, row.file))).p,
		eh_arena_printf(arena, "%.*s/mapping.ini", EH_FMT(folder)).p };
	return eh_arena_check(arena, EH_OK, err);
}

enum eh_rc eh_upload_mapping(const struct eh_upload_kept *upload, struct eh_mapping *ret_mapping, struct eh_error *err)
{
	return eh_mapping_read(upload->mapping, ret_mapping, err);
}

enum eh_rc eh_upload_map(const struct eh_upload_kept *upload, const struct eh_mapping_sheet *sheet, struct eh_error *err)
{
	struct eh_buf text EH_CLEANUP_BUF = { 0 };
	struct eh_mapping read = { 0 };
	char letters[8], beside[4096];

	EH_TRY(eh_buf_printf(&text, "[sheet]\nrows = %s\nheader = %zu\n", sheet->rows, sheet->header));
	for (size_t i = 0; i < sheet->columns; i++) {
		eh_sheet_letters(i, letters);
		EH_TRY(eh_buf_printf(&text, "%s = %s\n", letters, eh_sheet_fields[sheet->fields[i]].name));
	}
	/* Written beside, read, and put in place: what cannot be never replaces what can. */
	snprintf(beside, sizeof beside, "%s.new", upload->mapping);
	EH_TRY(write_file(beside, eh_buf_str(&text), err));
	enum eh_rc rc = eh_mapping_read(beside, &read, err);
	eh_mapping_finish(&read);
	if (rc >= 0 && rename(beside, upload->mapping) != 0)
		rc = eh_fail_errno(err, "write", upload->mapping);
	if (rc < 0)
		unlink(beside);
	return rc;
}

static enum eh_rc still_waits(const struct eh_upload_kept *upload, struct eh_error *err)
{
	return eh_str_eq(upload->state, EH_STR("waiting")) ? EH_OK : eh_fail(err, EH_CONFLICT, "This file is no longer waiting.");
}

enum eh_rc eh_upload_queue(
        struct eh_db *db, int64_t now, const struct eh_actor *by, const struct eh_upload_kept *upload, struct eh_error *err)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_str number = eh_arena_printf(&arena, "%lld", (long long)upload->upload_id);
	int64_t job;

	EH_TRY(still_waits(upload, err));
	EH_TRY(eh_arena_check(&arena, EH_OK, err));
	/* One at a time: they all make the list anew. */
	EH_TRY(eh_job_add(db, now,
	        &(const struct eh_job_new){
	                .kind = EH_JOB_IMPORT, .place_id = upload->place_id, .detail = number, .asked_by = by->person_id },
	        &job, err));
	EH_TRY(eh_q_upload_queue(db, upload->upload_id, job, err));
	return audit(db, now, by, "asked to read in", upload->place_id, upload->file, err);
}

enum eh_rc eh_upload_give_up(
        struct eh_db *db, int64_t now, const struct eh_actor *by, const struct eh_upload_kept *upload, struct eh_error *err)
{
	char folder[4096];

	EH_TRY(still_waits(upload, err));
	EH_TRY(eh_q_upload_give_up(db, upload->upload_id, err));
	EH_TRY(audit(db, now, by, "gave up", upload->place_id, upload->file, err));
	snprintf(folder, sizeof folder, "%.*s", (int)(strrchr(upload->mapping, '/') - upload->mapping), upload->mapping);
	remove_folder(folder);
	return EH_OK;
}

static enum eh_rc read_in(
        struct eh_run *run, const struct eh_upload_kept *upload, struct eh_import_result *result, struct eh_error *err)
{
	const char *source = eh_arena_str(&run->arena, upload->source).p,
	           *publisher = eh_arena_str(&run->arena, upload->publisher).p,
	           *place = eh_arena_str(&run->arena, upload->place_id).p, *terms = eh_arena_str(&run->arena, upload->terms).p;
	struct eh_import import = { .source = source,
		.kind = "spreadsheet",
		.file = { .path = upload->table, .mapping = upload->mapping },
		.publisher = publisher,
		.licence = "",
		.attribution = "",
		.place_id = place,
		.terms = terms,
		.data_date = upload->data_date == EH_NO_DATE ? eh_london_date(upload->uploaded_at) : upload->data_date,
		.progress = eh_run_progress,
		.progress_context = run };

	EH_TRY(name_is_free(run->db, upload->source, upload->place_id, err));
	EH_TRY(eh_says_parse(upload->says, &import.says));
	return eh_import_run(run->db, &import, result, err);
}

enum eh_rc eh_upload_run(struct eh_run *run, struct eh_error *err)
{
	struct eh_import_result result = { 0 };
	struct eh_build_summary summary = { 0 };
	struct eh_upload_kept upload;
	char folder[4096];
	int64_t number;

	EH_TRY(eh_str_to_i64(run->job.detail, &number));
	EH_TRY(eh_upload_get(run->db, run->worker->store, number, &run->arena, &upload, err));
	if (upload.batch_id == EH_DB_NULL) {
		EH_TRY(read_in(run, &upload, &result, err));
		EH_TRY(eh_q_upload_done(run->db, number, result.batch_id, err));
	}
	EH_TRY(eh_build(run->db,
	        &(struct eh_build_options){
	                .threads = run->worker->threads, .progress = eh_run_progress, .progress_context = run },
	        &summary, err));
	snprintf(folder, sizeof folder, "%.*s", (int)(strrchr(upload.mapping, '/') - upload.mapping), upload.mapping);
	remove_folder(folder);
	return eh_buf_printf(&run->result, "%lld rows read, %lld kept, %lld refused; the list has %lld organisations",
	        (long long)result.rows_read, (long long)result.kept, (long long)result.refused, (long long)summary.organisations);
}
