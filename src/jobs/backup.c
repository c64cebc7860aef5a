/* backup.c: making, checking and going back to copies of the store. */
#include "backup.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "files.h"
#include "govern/audit.h"
#include "queries.h"
#include "store/copy.h"

/* A file of our own that goes when the function ends, with what SQLite put beside it. */
struct draft {
	struct eh_str path; /* {NULL, 0}: none */
};

static void remove_draft(struct draft *draft)
{
	static const char *const ENDINGS[] = { "", "-wal", "-shm", "-journal" };
	char name[4200];

	for (size_t i = 0; draft->path.p && i < sizeof ENDINGS / sizeof *ENDINGS; i++) {
		snprintf(name, sizeof name, "%s%s", draft->path.p, ENDINGS[i]);
		unlink(name);
	}
}
#define CLEANUP_DRAFT __attribute__((cleanup(remove_draft)))

static enum eh_rc check_orphans(struct eh_db *db, struct eh_error *err)
{
	struct eh_cursor rows EH_CLEANUP_CURSOR = { 0 };
	struct eh_q_orphan_check row;
	enum eh_rc rc = eh_q_orphan_check(db, &rows, err);

	while (rc == EH_OK && (rc = eh_q_orphan_check_next(&rows, &row, err)) == EH_OK)
		if (row.count)
			return eh_fail(err, EH_INVALID, "the store holds %lld %.*s; go back to a backup", (long long)row.count,
			        EH_FMT(row.what));
	return rc == EH_END ? EH_OK : rc;
}

/* All that can be asked of a store of today's schema. */
static enum eh_rc check_store(struct eh_db *db, struct eh_backup_report *report, struct eh_error *err)
{
	EH_TRY(eh_db_verify(db, err));
	EH_TRY(eh_db_prepare_all(db, err));
	EH_TRY(check_orphans(db, err));
	return eh_audit_verify(db, NULL, &report->audit_rows, err);
}

/* The checksum beside a file, where there is one: "HEX  NAME". */
static enum eh_rc check_sum(const char *file, struct eh_backup_report *report, struct eh_error *err)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_buf text EH_CLEANUP_BUF = { .max = 8192 };
	struct eh_str path = eh_arena_printf(&arena, "%s.b2sum", file);
	char hex[EH_SUM_HEX];

	if (!path.p)
		return eh_fail_memory(err);
	enum eh_rc rc = eh_file_get(path.p, &text, err);
	if (rc < 0 && rc != EH_NOT_FOUND)
		return rc;
	EH_TRY(eh_file_sum(file, hex, &report->bytes, err));
	report->had_sum = rc == EH_OK;
	if (report->had_sum && !eh_str_starts(eh_buf_str(&text), eh_str_of(hex)))
		return eh_fail(err, EH_INVALID,
		        "%s is not what %s was written for: it was changed or damaged since. Use another backup", file, path.p);
	return EH_OK;
}

static enum eh_rc write_sum(const char *file, struct eh_backup_report *report, struct eh_error *err)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	const char *slash = strrchr(file, '/');
	char hex[EH_SUM_HEX];

	EH_TRY(eh_file_sum(file, hex, &report->bytes, err));
	struct eh_str text = eh_arena_printf(&arena, "%s  %s\n", hex, slash ? slash + 1 : file),
	              path = eh_arena_printf(&arena, "%s.b2sum", file);
	report->had_sum = true;
	return text.p && path.p ? eh_file_put(path.p, text, err) : eh_fail_memory(err);
}

/* What was under way when the backup was made: letters may have been sent since, sessions ended. */
static enum eh_rc end_what_was_under_way(struct eh_db *db, int64_t now, struct eh_error *err)
{
	EH_TRY(eh_q_restored_letters(db, now, err));
	EH_TRY(eh_q_restored_jobs(db, now, err));
	EH_TRY(eh_q_restored_sessions(db, now, err));
	return eh_q_restored_signins(db, err);
}

/* Every note that is there, one after another. */
enum { NAMED = 2 };
struct notes {
	const char *paths[NAMED + 1]; /* beside the store, beside the backup; the one that was named, which must be there */
	bool may_be_none;
};

static enum eh_rc replay_notes(
        struct eh_db *db, int64_t now, const struct notes *notes, struct eh_backup_report *report, struct eh_error *err)
{
	struct eh_erasures done = { 0 };
	struct stat about;

	for (size_t i = 0; i < sizeof notes->paths / sizeof *notes->paths; i++) {
		if (!notes->paths[i])
			continue;
		enum eh_rc rc = eh_erasure_replay(db, now, notes->paths[i], &done, err);
		if (rc == EH_NOT_FOUND && i < NAMED)
			continue;
		EH_TRY(rc);
		int64_t at = stat(notes->paths[i], &about) == 0 ? (int64_t)about.st_mtim.tv_sec * 1000000 : 0;
		report->noted_at = at > report->noted_at ? at : report->noted_at;
	}
	report->erased_again = done.erased;
	report->hidden_again = done.hidden;
	if (!report->noted_at && !notes->may_be_none)
		return eh_fail(err, EH_CONFLICT,
		        "no note of erasures lies beside the backup or the store (*.erased), so whoever was erased since would "
		        "be known again; give the note with --erased FILE, or restore all the same with --no-erased");
	return EH_OK;
}

static enum eh_rc make_ready(
        struct eh_db *db, int64_t now, const struct notes *notes, struct eh_backup_report *report, struct eh_error *err)
{
	EH_TRY(eh_db_begin(db, err));
	enum eh_rc rc = replay_notes(db, now, notes, report, err);
	if (rc >= 0)
		rc = end_what_was_under_way(db, now, err);
	if (rc < 0) {
		eh_db_rollback(db);
		return rc;
	}
	return eh_db_commit(db, err);
}

/* Opens a copy, which brings it to today's schema; with notes, makes it ready to be used again; and checks it. */
static enum eh_rc prepare(
        const char *copy, int64_t now, const struct notes *notes, struct eh_backup_report *report, struct eh_error *err)
{
	struct eh_db *db EH_CLEANUP_DB = NULL;

	EH_TRY(eh_db_open(copy, EH_DB_WRITE, &db, err));
	if (notes)
		EH_TRY(make_ready(db, now, notes, report, err));
	return check_store(db, report, err);
}

/* Without a copy: only where opening it would change nothing. */
static enum eh_rc check_as_it_stands(const char *file, struct eh_backup_report *report, struct eh_error *err)
{
	struct eh_db *db EH_CLEANUP_DB = NULL;

	EH_TRY(eh_db_open(file, EH_DB_READ, &db, err));
	return check_store(db, report, err);
}

/* A copy of `file` in a file beside `beside`. */
static enum eh_rc copy_beside(
        const char *file, const char *beside, struct eh_arena *arena, struct draft *draft, struct eh_error *err)
{
	EH_TRY(eh_file_beside(beside, arena, &draft->path, err));
	return eh_store_copy(file, draft->path.p, true, NULL, NULL, err);
}

enum eh_rc eh_backup_verify(const char *file, struct eh_backup_report *ret_report, struct eh_error *err)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct draft draft CLEANUP_DRAFT = { 0 };
	struct eh_backup_report report = { 0 };
	const char *folder = getenv("TMPDIR");

	EH_TRY(check_sum(file, &report, err));
	EH_TRY(eh_store_schema(file, &report.schema, err));
	if (report.schema == eh_store_newest_schema()) {
		EH_TRY(check_as_it_stands(file, &report, err));
	} else { /* in a copy: opening an older store brings it up to date */
		struct eh_str beside = eh_arena_printf(&arena, "%s/evenhand-verify", folder && *folder ? folder : "/tmp");
		if (!beside.p)
			return eh_fail_memory(err);
		EH_TRY(copy_beside(file, beside.p, &arena, &draft, err));
		EH_TRY(prepare(draft.path.p, 0, NULL, &report, err));
	}
	if (ret_report)
		*ret_report = report;
	return EH_OK;
}

/* What is renamed into place was checked, and is on the disk. The checksum of an older backup goes before its file does. */
static enum eh_rc put_in_place(const char *draft, const char *file, struct eh_backup_report *report, struct eh_error *err)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_str sum = eh_arena_printf(&arena, "%s.b2sum", file);

	if (!sum.p)
		return eh_fail_memory(err);
	EH_TRY(eh_file_flush(draft, err));
	if (unlink(sum.p) != 0 && errno != ENOENT)
		return eh_fail_errno(err, "remove", sum.p);
	if (rename(draft, file) != 0)
		return eh_fail_errno(err, "rename to", file);
	EH_TRY(eh_file_flush_folder(file, err));
	return write_sum(file, report, err);
}

enum eh_rc eh_backup_make(const char *store, const char *file, eh_backup_progress *progress, void *context,
        struct eh_backup_report *ret_report, struct eh_error *err)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct draft draft CLEANUP_DRAFT = { 0 };
	struct eh_backup_report report = { 0 };

	EH_TRY(eh_store_schema(store, &report.schema, err));
	EH_TRY(eh_file_beside(file, &arena, &draft.path, err));
	EH_TRY(eh_store_copy(store, draft.path.p, true, progress, context, err));
	/* The copy is read as it is written: a fault shows now, not on the day it is needed. */
	{
		struct eh_db *db EH_CLEANUP_DB = NULL;
		EH_TRY(eh_db_open(draft.path.p, EH_DB_READ, &db, err));
		EH_TRY(check_store(db, &report, err));
		EH_TRY(eh_erasure_note(db, store, NULL, NULL, err));
	}
	EH_TRY(put_in_place(draft.path.p, file, &report, err));
	EH_TRY(eh_erasure_note_beside(store, file, err));
	if (ret_report)
		*ret_report = report;
	return EH_OK;
}

static enum eh_rc note_who_is_erased(const char *store, struct eh_error *err)
{
	struct eh_db *db EH_CLEANUP_DB = NULL;

	EH_TRY(eh_db_open(store, EH_DB_READ, &db, err));
	return eh_erasure_note(db, store, NULL, NULL, err);
}

/* Into a store that is there: one transaction in it, which its readers and writers respect. */
static enum eh_rc replace(const char *draft, const char *to, bool there, struct eh_error *err)
{
	if (there)
		return eh_store_copy(draft, to, false, NULL, NULL, err);
	EH_TRY(eh_file_flush(draft, err));
	if (link(draft, to) != 0)
		return errno == EEXIST ? eh_fail(err, EH_CONFLICT, "somebody made %s meanwhile; nothing was changed", to)
		                       : eh_fail_errno(err, "put the store at", to);
	return eh_file_flush_folder(to, err);
}

enum eh_rc eh_backup_restore(
        const struct eh_restore *restore, int64_t now, struct eh_backup_report *ret_report, struct eh_error *err)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct draft draft CLEANUP_DRAFT = { 0 };
	struct eh_backup_report report = { 0 };
	const struct notes notes = { .paths = { eh_arena_printf(&arena, "%s.erased", restore->to).p,
		                             eh_arena_printf(&arena, "%s.erased", restore->file).p, restore->note },
		.may_be_none = restore->no_note };
	bool there = access(restore->to, F_OK) == 0;

	EH_TRY(eh_arena_check(&arena, EH_OK, err));
	if (there && !restore->force)
		return eh_fail(
		        err, EH_CONFLICT, "there is a store at %s; back it up, then repeat this with --force", restore->to);
	EH_TRY(check_sum(restore->file, &report, err));
	EH_TRY(eh_store_schema(restore->file, &report.schema, err));
	if (there)
		EH_TRY(note_who_is_erased(restore->to, err));
	EH_TRY(copy_beside(restore->file, restore->to, &arena, &draft, err));
	EH_TRY(prepare(draft.path.p, now, &notes, &report, err));
	EH_TRY(replace(draft.path.p, restore->to, there, err));
	if (ret_report)
		*ret_report = report;
	return EH_OK;
}
