#include "backup.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <sqlite3.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PAGES_A_STEP = 512, PATIENCE_MS = 20, MOST_WAITS = 1500 };

/* A busy writer makes a step wait; each time it commits, SQLite carries its pages over. */
static enum eh_rc copy_pages(sqlite3 *from, sqlite3 *to, const struct eh_backup *backup, struct eh_error *err)
{
	sqlite3_backup *copy = sqlite3_backup_init(to, "main", from, "main");
	enum eh_rc rc = EH_OK;
	unsigned waits = 0;
	int code = SQLITE_OK;

	if (!copy)
		return eh_fail(err, EH_IO, "%s cannot be copied: %s", backup->from, sqlite3_errmsg(to));
	while (rc >= 0 && code != SQLITE_DONE) {
		code = sqlite3_backup_step(copy, PAGES_A_STEP);
		if (backup->progress)
			rc = backup->progress(backup->context,
			        (uint64_t)(sqlite3_backup_pagecount(copy) - sqlite3_backup_remaining(copy)),
			        (uint64_t)sqlite3_backup_pagecount(copy));
		if ((code == SQLITE_BUSY || code == SQLITE_LOCKED) && waits++ < MOST_WAITS)
			sqlite3_sleep(PATIENCE_MS);
		else if (code != SQLITE_OK && code != SQLITE_DONE && rc >= 0)
			rc = eh_fail(err, code == SQLITE_FULL ? EH_IO : EH_CONFLICT, "%s cannot be copied to %s: %s",
			        backup->from, backup->to, sqlite3_errmsg(to));
	}
	sqlite3_backup_finish(copy);
	if (rc == EH_CANCELLED)
		return eh_fail(err, rc, "stopped; no copy was made");
	return rc;
}

/* The copy is one file: no log beside it. */
static enum eh_rc copy_to(const char *temporary, const struct eh_backup *backup, struct eh_error *err)
{
	sqlite3 *from = NULL, *to = NULL;
	enum eh_rc rc = EH_OK;

	if (sqlite3_open_v2(backup->from, &from, SQLITE_OPEN_READONLY, NULL) != SQLITE_OK)
		rc = eh_fail(err, EH_IO, "%s cannot be read: %s", backup->from, sqlite3_errmsg(from));
	else if (sqlite3_open_v2(temporary, &to, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, NULL) != SQLITE_OK)
		rc = eh_fail(err, EH_IO, "%s cannot be written: %s", temporary, sqlite3_errmsg(to));
	if (rc >= 0)
		rc = copy_pages(from, to, backup, err);
	if (rc >= 0 && sqlite3_exec(to, "PRAGMA journal_mode = DELETE", NULL, NULL, NULL) != SQLITE_OK)
		rc = eh_fail(err, EH_IO, "%s cannot be finished: %s", temporary, sqlite3_errmsg(to));
	sqlite3_close(from);
	sqlite3_close(to);
	return rc;
}

static enum eh_rc check(const char *temporary, const struct eh_backup *backup, struct eh_error *err)
{
	struct eh_db *copy EH_CLEANUP_DB = NULL;

	EH_TRY(eh_db_open(temporary, EH_DB_WRITE, &copy, err));
	EH_TRY(eh_db_verify(copy, err));
	return backup->prepare ? backup->prepare(backup->context, copy, err) : EH_OK;
}

static enum eh_rc to_disk(const char *path, int flags, struct eh_error *err)
{
	int file = open(path, flags | O_CLOEXEC);
	bool kept = file >= 0 && fsync(file) == 0;
	enum eh_rc rc = kept ? EH_OK : eh_fail_errno(err, "bring to the disk", path);

	if (file >= 0)
		close(file);
	return rc;
}

static enum eh_rc give_name(const char *temporary, const struct eh_backup *backup, struct eh_error *err)
{
	char folder[4096];

	EH_TRY(to_disk(temporary, O_RDWR, err));
	if (rename(temporary, backup->to) != 0)
		return eh_fail_errno(err, "make", backup->to);
	snprintf(folder, sizeof folder, "%s", backup->to);
	return to_disk(dirname(folder), O_RDONLY | O_DIRECTORY, err);
}

/* What belonged to the store that stood at `to` does not belong to its successor. */
static void forget_logs(const char *path)
{
	static const char *const ENDINGS[] = { "-wal", "-shm", "-journal" };
	char log[4200];

	for (size_t i = 0; i < sizeof ENDINGS / sizeof *ENDINGS; i++) {
		snprintf(log, sizeof log, "%s%s", path, ENDINGS[i]);
		unlink(log);
	}
}

enum eh_rc eh_backup_run(const struct eh_backup *backup, struct eh_error *err)
{
	struct eh_db *source EH_CLEANUP_DB = NULL;
	char temporary[4200];
	struct stat info;

	if (strlen(backup->to) > 4000)
		return eh_fail(err, EH_TOO_LARGE, "the name of the copy is too long");
	if (!backup->replace && stat(backup->to, &info) == 0)
		return eh_fail(err, EH_CONFLICT, "%s is there already; name another file", backup->to);
	EH_TRY(eh_db_open(backup->from, EH_DB_READ, &source, err)); /* says what is wrong with a file that is no store */
	snprintf(temporary, sizeof temporary, "%s.partial-%ld", backup->to, (long)getpid());
	unlink(temporary);
	/* Nobody else may read a store. */
	mode_t before = umask(077);
	enum eh_rc rc = copy_to(temporary, backup, err);
	umask(before);
	if (rc >= 0)
		rc = check(temporary, backup, err);
	if (rc >= 0) {
		forget_logs(temporary);
		if (backup->replace)
			forget_logs(backup->to);
		rc = give_name(temporary, backup, err);
	}
	if (rc < 0) {
		unlink(temporary);
		forget_logs(temporary);
	}
	return rc;
}
