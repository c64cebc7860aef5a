#include "import.h"

#include <sodium.h>
#include <stdio.h>
#include <sys/stat.h>
#define XXH_INLINE_ALL
#include <xxhash.h>

#include "import_private.h"
#include "personal.h"
#include "queries.h"
#include "reference_import.h"

enum { MOST_REFUSALS = 100000, MOST_NOTES = 1000 };

/* An import on its way. */
struct run {
	struct eh_db *db;
	const struct eh_import *import;
	struct eh_import_result result;
	int64_t source_id;
	int64_t refusals, notes;
	struct eh_buf fields, personal, verbatim;
	struct eh_arena arena;
	enum eh_rc note_rc;
	char first_refusal[256]; /* for the message when nothing could be kept */
};

enum eh_rc eh_import_digest(const char *path, char ret_hex[65], int64_t *ret_bytes, struct eh_error *err)
{
	crypto_hash_sha256_state sha;
	unsigned char digest[crypto_hash_sha256_BYTES];
	static const size_t BLOCK = 1 << 16;
	int64_t bytes = 0;
	FILE *in = fopen(path, "rb");
	char *block EH_CLEANUP_FREE = eh_alloc(BLOCK);
	size_t n;

	if (!in)
		return eh_fail_errno(err, "read", path);
	if (!block || sodium_init() < 0) {
		fclose(in);
		return eh_fail_memory(err);
	}
	crypto_hash_sha256_init(&sha);
	while ((n = fread(block, 1, BLOCK, in))) {
		crypto_hash_sha256_update(&sha, (const unsigned char *)block, n);
		bytes += (int64_t)n;
	}
	if (ferror(in)) {
		fclose(in);
		return eh_fail_errno(err, "read", path);
	}
	fclose(in);
	crypto_hash_sha256_final(&sha, digest);
	sodium_bin2hex(ret_hex, 65, digest, sizeof digest);
	*ret_bytes = bytes;
	return EH_OK;
}

static enum eh_rc refuse(void *context, uint64_t line, struct eh_str column, const char *reason, struct eh_error *err)
{
	struct run *run = context;

	run->result.rows_read++;
	if (!run->result.refused++)
		snprintf(run->first_refusal, sizeof run->first_refusal, "line %llu%s%.*s: %s", (unsigned long long)line,
		        column.n ? ", " : "", EH_FMT(eh_utf8_cut(column, 60)), reason);
	if (run->import->refused)
		run->import->refused(run->import->report_context, line, column, reason);
	if (run->refusals == MOST_REFUSALS)
		return EH_OK;
	return eh_q_refusal_add(run->db, run->result.batch_id, ++run->refusals, (int64_t)line, column.p ? column : EH_STR(""),
	        eh_str_of(reason), err);
}

static void note(void *context, const char *text)
{
	struct run *run = context;

	if (run->import->noted)
		run->import->noted(run->import->report_context, text);
	if (run->notes < MOST_NOTES && run->note_rc == EH_OK)
		run->note_rc = eh_q_note_add(run->db, run->result.batch_id, ++run->notes, eh_str_of(text), NULL);
}

/* The version with this wording, made when it is new. */
static enum eh_rc find_version(struct run *run, struct eh_str key, struct eh_str verbatim, int64_t *ret_id, struct eh_error *err)
{
	struct eh_q_version_find found;
	XXH3_state_t hash;
	XXH128_canonical_t digest;

	XXH3_128bits_reset(&hash);
	XXH3_128bits_update(&hash, run->fields.p, run->fields.n + 1);
	XXH3_128bits_update(&hash, verbatim.p ? verbatim.p : "", verbatim.n);
	XXH3_128bits_update(&hash, run->personal.p ? run->personal.p : "", run->personal.n);
	XXH128_canonicalFromHash(&digest, XXH3_128bits_digest(&hash));
	struct eh_str digest_bytes = { (const char *)digest.digest, sizeof digest.digest };

	enum eh_rc rc = eh_q_version_find(run->db, run->source_id, key, digest_bytes, &run->arena, &found, err);
	if (rc == EH_OK) {
		*ret_id = found.version_id;
		return EH_OK;
	}
	if (rc != EH_NOT_FOUND)
		return rc;
	EH_TRY(eh_q_version_add(run->db, run->source_id, key, digest_bytes, eh_buf_str(&run->fields), verbatim, err));
	*ret_id = eh_db_last_id(run->db);
	if (run->personal.n)
		EH_TRY(eh_q_personal_add(run->db, *ret_id, eh_buf_str(&run->personal), err));
	return EH_OK;
}

/* The row as published, without what is personal inside its text. */
static enum eh_rc mask_verbatim(struct run *run, struct eh_str *verbatim)
{
	if (!verbatim->p)
		*verbatim = EH_STR("{}");
	if (!eh_personal_has(*verbatim))
		return EH_OK;
	eh_buf_reset(&run->verbatim);
	EH_TRY(eh_personal_mask(*verbatim, &run->verbatim, NULL, NULL));
	*verbatim = eh_buf_str(&run->verbatim);
	return EH_OK;
}

static enum eh_rc keep(void *context, const struct eh_record *from, struct eh_str verbatim, uint64_t line, struct eh_error *err)
{
	struct run *run = context;
	struct eh_q_batch_row_key_taken taken;
	struct eh_record copy = *from, *record = &copy;
	int64_t version_id = 0;

	eh_arena_reset(&run->arena);
	if (eh_personal_clean(record, &run->arena) < 0 || mask_verbatim(run, &verbatim) < 0)
		return eh_fail_memory(err);
	enum eh_rc rc = eh_q_batch_row_key_taken(
	        run->db, run->result.batch_id, run->source_id, record->key, &run->arena, &taken, err);
	if (rc == EH_OK) {
		struct eh_str reason = eh_arena_printf(
		        &run->arena, "the same identifier as line %lld; the first was kept", (long long)taken.line);
		return reason.p ? refuse(context, line, EH_STR(""), reason.p, err) : eh_fail_memory(err);
	}
	if (rc != EH_NOT_FOUND)
		return rc;
	eh_buf_reset(&run->fields);
	eh_buf_reset(&run->personal);
	if (eh_record_to_json(record, &run->fields) < 0 || eh_record_private_to_json(record, &run->personal) < 0)
		return eh_fail_memory(err);
	EH_TRY(find_version(run, record->key, verbatim, &version_id, err));
	EH_TRY(eh_q_batch_row_add(run->db, run->result.batch_id, version_id, (int64_t)line, err));
	run->result.rows_read++;
	run->result.kept++;
	return EH_OK;
}

enum eh_rc eh_import_renew(
        struct eh_db *db, int64_t source_id, int64_t newest_batch, struct eh_import_result *count, struct eh_error *err)
{
	struct eh_q_current_count_added added = { 0 };
	struct eh_q_current_count_changed changed = { 0 };
	struct eh_q_current_count_gone gone = { 0 };
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };

	EH_TRY(eh_q_current_next_clear(db, err));
	EH_TRY(eh_q_current_next_make(db, source_id, newest_batch, err));
	if (count) {
		EH_TRY(eh_q_current_count_added(db, source_id, &arena, &added, err));
		EH_TRY(eh_q_current_count_changed(db, source_id, &arena, &changed, err));
		EH_TRY(eh_q_current_count_gone(db, source_id, &arena, &gone, err));
		count->added = added.count;
		count->changed = changed.count;
		count->gone = gone.count;
		EH_TRY(eh_q_batch_change_note(db, count->batch_id, source_id, err));
	}
	EH_TRY(eh_q_link_dirty_next(db, source_id, err));
	EH_TRY(eh_q_link_dirty_left(db, source_id, err));
	EH_TRY(eh_q_current_clear(db, source_id, err));
	EH_TRY(eh_q_current_take_next(db, source_id, err));
	return eh_q_current_next_clear(db, err);
}

/* The same for additions that come after all that the source said before: they change their own keys and nothing else, however many there
 * are. */
static enum eh_rc add_to_current(struct run *run, struct eh_error *err)
{
	struct eh_q_current_count_added added = { 0 };
	struct eh_q_current_count_changed changed = { 0 };
	int64_t batch_id = run->result.batch_id, source_id = run->source_id;

	EH_TRY(eh_q_current_next_clear(run->db, err));
	EH_TRY(eh_q_current_next_add(run->db, batch_id, source_id, err));
	EH_TRY(eh_q_current_count_added(run->db, source_id, &run->arena, &added, err));
	EH_TRY(eh_q_current_count_changed(run->db, source_id, &run->arena, &changed, err));
	run->result.added = added.count;
	run->result.changed = changed.count;
	EH_TRY(eh_q_batch_change_note_added(run->db, batch_id, source_id, err));
	EH_TRY(eh_q_link_dirty_next(run->db, source_id, err));
	EH_TRY(eh_q_current_put_next(run->db, source_id, err));
	return eh_q_current_next_clear(run->db, err);
}

static enum eh_rc renew_current(struct run *run, struct eh_error *err)
{
	struct eh_q_batch_is_last is_last;

	EH_TRY(eh_q_batch_is_last(run->db, run->result.batch_id, run->source_id, &run->arena, &is_last, err));
	return is_last.last ? add_to_current(run, err) : eh_import_renew(run->db, run->source_id, INT64_MAX, &run->result, err);
}

static enum eh_rc progress(void *context, uint64_t done, uint64_t size)
{
	const struct eh_import *import = ((struct run *)context)->import;

	return import->progress ? import->progress(import->progress_context, done, size) : EH_OK;
}

static enum eh_rc read_records(struct run *run, const struct eh_source_kind *kind, struct eh_error *err)
{
	const struct eh_source_sink sink = { run, keep, refuse, note, progress };

	EH_TRY(kind->read(&run->import->file, &sink, err));
	EH_TRY(run->note_rc);
	if (run->refusals == MOST_REFUSALS && run->result.refused > MOST_REFUSALS)
		note(run, "only the first 100,000 refused rows are listed");
	return renew_current(run, err);
}

static const char *base_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

static int32_t date_of_file(const char *path)
{
	struct stat info;

	return stat(path, &info) == 0 ? (int32_t)(info.st_mtime / 86400) : eh_clock_today();
}

/* Two places may call a list the same; in one store the second would take the place of the first. */
static enum eh_rc check_place(struct run *run, struct eh_error *err)
{
	struct eh_str name = eh_str_of(run->import->source), place = eh_str_of(run->import->place_id);
	struct eh_q_source_place row;
	enum eh_rc rc = eh_q_source_place(run->db, name, &run->arena, &row, err);

	if (rc == EH_OK && row.place_id.n && place.n && !eh_str_eq(row.place_id, place))
		return eh_fail(err, EH_CONFLICT,
		        "\"%.*s\" is a list of the place %.*s in this store, and would be replaced; give this one another name "
		        "(--source NAME, or [source NAME] in the recipe)",
		        EH_FMT(name), EH_FMT(row.place_id));
	return rc == EH_NOT_FOUND ? EH_OK : rc;
}

static enum eh_rc start_batch(struct run *run, const struct eh_source_kind *kind, const char *edition, const char *digest,
        int64_t bytes, int32_t date, struct eh_error *err)
{
	const struct eh_import *import = run->import;
	const char *publisher = import->publisher ? import->publisher : "not stated";
	struct eh_q_source_put source;

	EH_TRY(check_place(run, err));
	EH_TRY(eh_q_source_put(run->db, eh_str_of(import->source), eh_str_of(import->kind), eh_str_of(publisher),
	        eh_str_of(import->licence ? import->licence : "not stated"),
	        eh_str_of(import->attribution ? import->attribution : ""), import->says, eh_str_of(import->place_id),
	        import->is_register || (kind && kind->is_register), import->drawing_only, &run->arena, &source, err));
	run->source_id = source.source_id;
	struct eh_q_batch_same same;
	/* A date that somebody gives may say that a file still holds; a date taken from the file system says nothing of the kind. */
	enum eh_rc rc = eh_q_batch_same(run->db, run->source_id, eh_str_of(digest),
	        import->data_date == EH_NO_DATE ? EH_DB_NULL : date, &run->arena, &same, err);
	if (rc == EH_OK) {
		run->result.batch_id = same.batch_id;
		run->result.already = true;
		return EH_OK;
	}
	if (rc != EH_NOT_FOUND)
		return rc;
	EH_TRY(eh_q_batch_add(run->db, run->source_id, eh_str_of(import->kind), eh_str_of(base_name(import->file.path)),
	        eh_str_of(digest), bytes, eh_str_of(edition), date, eh_clock_now(),
	        eh_str_of(import->owner ? import->owner : publisher), eh_str_of(import->terms ? import->terms : "list"), err));
	run->result.batch_id = eh_db_last_id(run->db);
	return eh_q_batch_source_add(run->db, run->result.batch_id, run->source_id, err);
}

/* A file of which nothing can be kept is the wrong file, or read the wrong way: as a whole edition it would make everything go. */
static enum eh_rc nothing_kept(const struct run *run, struct eh_error *err)
{
	if (run->result.refused)
		return eh_fail(err, EH_INVALID, "none of its %lld row%s could be kept. The first: %s",
		        (long long)run->result.rows_read, eh_plural(run->result.rows_read), run->first_refusal);
	return eh_fail(err, EH_INVALID, "it holds no row that could be kept");
}

static enum eh_rc fill_batch(struct run *run, const struct eh_source_kind *kind, struct eh_error *err)
{
	struct eh_import_result *result = &run->result;

	if (kind)
		EH_TRY(read_records(run, kind, err));
	else
		EH_TRY(eh_reference_import(run->db, run->import, result, refuse, note, run, err));
	EH_TRY(run->note_rc);
	if (!result->kept)
		return nothing_kept(run, err);
	return eh_q_batch_count(run->db, result->batch_id, result->rows_read, result->kept, result->refused, result->added,
	        result->changed, result->gone, err);
}

static enum eh_rc check_options(const struct eh_import *import, const struct eh_source_kind *kind, struct eh_error *err)
{
	static const char *const TERMS[] = { "match only", "list", "publish" };
	bool known = !import->terms;

	if (!kind && !eh_reference_kind_known(import->kind))
		return eh_fail(err, EH_USAGE, "\"%s\" is no kind of source; evenhand help import lists them", import->kind);
	if (import->edition && strcmp(import->edition, "whole") != 0 && strcmp(import->edition, "additions") != 0)
		return eh_fail(err, EH_USAGE, "an edition is \"whole\" or \"additions\", not \"%s\"", import->edition);
	for (size_t i = 0; !known && i < sizeof TERMS / sizeof *TERMS; i++)
		known = strcmp(TERMS[i], import->terms) == 0;
	if (!known)
		return eh_fail(err, EH_USAGE, "terms are \"match only\", \"list\" or \"publish\", not \"%s\"", import->terms);
	return EH_OK;
}

static enum eh_rc run_in_transaction(struct run *run, const struct eh_source_kind *kind, struct eh_error *err)
{
	const struct eh_import *import = run->import;
	const char *edition = import->edition ? import->edition : kind ? kind->edition : "whole";
	int32_t date = import->data_date == EH_NO_DATE ? date_of_file(import->file.path) : import->data_date;
	char digest[65];
	int64_t bytes;

	EH_TRY(eh_import_digest(import->file.path, digest, &bytes, err));
	EH_TRY(eh_db_begin(run->db, err));
	enum eh_rc rc = start_batch(run, kind, edition, digest, bytes, date, err);
	if (rc == EH_OK && !run->result.already)
		rc = fill_batch(run, kind, err);
	if (rc == EH_OK) /* a last moment to say no, also for a file too short to have asked before */
		rc = progress(run, (uint64_t)bytes, (uint64_t)bytes);
	bool made = rc == EH_OK && !import->dry_run && !run->result.already;
	if (made && import->commit)
		rc = import->commit(import->commit_context, run->db, &run->result, err);
	if (made && rc == EH_OK)
		return eh_db_commit(run->db, err);
	eh_db_rollback(run->db);
	return rc;
}

enum eh_rc eh_import_run(
        struct eh_db *db, const struct eh_import *import, struct eh_import_result *ret_result, struct eh_error *err)
{
	const struct eh_source_kind *kind = eh_source_kind_find(eh_str_of(import->kind));
	struct run run = { .db = db, .import = import };

	EH_TRY(check_options(import, kind, err));
	enum eh_rc rc = run_in_transaction(&run, kind, err);
	if (rc < 0 && err)
		eh_error_at(err, rc, base_name(import->file.path), err->line, err->column);
	if (rc >= 0)
		*ret_result = run.result;
	eh_buf_finish(&run.fields);
	eh_buf_finish(&run.personal);
	eh_buf_finish(&run.verbatim);
	eh_arena_finish(&run.arena);
	return rc < 0 ? rc : EH_OK;
}
