/* copy.c: SQLite's online backup. */
#include "copy.h"

#include <sqlite3.h>

enum { BUSY_MS = 5000, PAGES = 2048, APPLICATION_ID = 0x45564e48 /* "EVNH" */ };

static void close_sqlite(sqlite3 **sqlite) { sqlite3_close(*sqlite); }
#define CLEANUP_SQLITE __attribute__((cleanup(close_sqlite)))

static enum eh_rc fail(sqlite3 *sqlite, const char *path, struct eh_error *err)
{
	int code = sqlite ? sqlite3_errcode(sqlite) : SQLITE_NOMEM;

	switch (code & 0xff) {
	case SQLITE_NOMEM:
		return eh_fail_memory(err);
	case SQLITE_NOTADB:
	case SQLITE_CORRUPT:
		return eh_fail(err, EH_INVALID, "%s is no store of Evenhand, or is damaged (%s)", path, sqlite3_errmsg(sqlite));
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		return eh_fail(err, EH_CONFLICT, "another program is writing to %s; try again when it has finished", path);
	case SQLITE_FULL:
		return eh_fail(err, EH_IO, "the disk that holds %s is full; make room and repeat it", path);
	default:
		return eh_fail(err, EH_IO, "%s: %s", path, sqlite3_errmsg(sqlite));
	}
}

static enum eh_rc open_sqlite(const char *path, int flags, sqlite3 **ret_sqlite, struct eh_error *err)
{
	if (sqlite3_open_v2(path, ret_sqlite, flags | SQLITE_OPEN_NOMUTEX, NULL) != SQLITE_OK)
		return sqlite3_errcode(*ret_sqlite) == SQLITE_CANTOPEN && !(flags & SQLITE_OPEN_CREATE)
		               ? eh_fail(err, EH_NOT_FOUND, "there is no store at %s", path)
		               : fail(*ret_sqlite, path, err);
	sqlite3_busy_timeout(*ret_sqlite, BUSY_MS);
	return EH_OK;
}

static enum eh_rc number(sqlite3 *sqlite, const char *path, const char *sql, int64_t *ret_value, struct eh_error *err)
{
	sqlite3_stmt *stmt = NULL;
	enum eh_rc rc = EH_OK;

	if (sqlite3_prepare_v2(sqlite, sql, -1, &stmt, NULL) != SQLITE_OK || sqlite3_step(stmt) != SQLITE_ROW)
		rc = fail(sqlite, path, err);
	else
		*ret_value = sqlite3_column_int64(stmt, 0);
	sqlite3_finalize(stmt);
	return rc;
}

int eh_store_newest_schema(void)
{
	int newest = 0;

	while (eh_db_migrations[newest].name)
		newest++;
	return newest;
}

static enum eh_rc schema_of(sqlite3 *sqlite, const char *path, int *ret_version, struct eh_error *err)
{
	int64_t application, version;

	EH_TRY(number(sqlite, path, "PRAGMA application_id", &application, err));
	EH_TRY(number(sqlite, path, "PRAGMA user_version", &version, err));
	if (application != APPLICATION_ID)
		return eh_fail(err, EH_INVALID, "%s is no store of Evenhand", path);
	if (version > eh_store_newest_schema())
		return eh_fail(err, EH_CONFLICT,
		        "%s was made by a newer Evenhand (schema %d, this one knows %d); update Evenhand", path, (int)version,
		        eh_store_newest_schema());
	*ret_version = (int)version;
	return EH_OK;
}

enum eh_rc eh_store_schema(const char *path, int *ret_version, struct eh_error *err)
{
	sqlite3 *sqlite CLEANUP_SQLITE = NULL;

	/* A reader of a write-ahead log must be able to write its shared-memory file. */
	EH_TRY(open_sqlite(path, SQLITE_OPEN_READWRITE, &sqlite, err));
	return schema_of(sqlite, path, ret_version, err);
}

/* The source's read transaction is open, so that every step sees the same moment and writers never make it start again. */
static enum eh_rc copy_pages(sqlite3 *from, sqlite3 *to, const char *to_path, enum eh_rc (*progress)(void *, uint64_t, uint64_t),
        void *context, struct eh_error *err)
{
	sqlite3_backup *backup = sqlite3_backup_init(to, "main", from, "main");
	enum eh_rc rc = EH_OK;
	int code = SQLITE_OK;

	if (!backup)
		return fail(to, to_path, err);
	while (rc >= 0 && (code = sqlite3_backup_step(backup, PAGES)) == SQLITE_OK) {
		uint64_t size = (uint64_t)sqlite3_backup_pagecount(backup);
		if (progress)
			rc = progress(context, size - (uint64_t)sqlite3_backup_remaining(backup), size);
	}
	int end = sqlite3_backup_finish(backup);
	if (rc == EH_CANCELLED)
		return eh_fail(err, rc, "stopped; nothing was changed");
	if (rc < 0)
		return rc;
	if ((code & 0xff) == SQLITE_BUSY || (code & 0xff) == SQLITE_LOCKED)
		return eh_fail(err, EH_CONFLICT, "another program is writing to %s; try again when it has finished", to_path);
	return code == SQLITE_DONE && end == SQLITE_OK ? EH_OK : fail(to, to_path, err);
}

enum eh_rc eh_store_copy(const char *from_path, const char *to_path, bool alone,
        enum eh_rc (*progress)(void *context, uint64_t done, uint64_t size), void *context, struct eh_error *err)
{
	sqlite3 *from CLEANUP_SQLITE = NULL, *to CLEANUP_SQLITE = NULL;
	int64_t ignored;
	int version;

	EH_TRY(open_sqlite(from_path, SQLITE_OPEN_READWRITE, &from, err));
	EH_TRY(open_sqlite(to_path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, &to, err));
	if (sqlite3_exec(from, "BEGIN", NULL, NULL, NULL) != SQLITE_OK)
		return fail(from, from_path, err);
	EH_TRY(schema_of(from, from_path, &version, err));
	if (sqlite3_exec(to, "PRAGMA synchronous = FULL", NULL, NULL, NULL) != SQLITE_OK)
		return fail(to, to_path, err);
	EH_TRY(copy_pages(from, to, to_path, progress, context, err));
	if (alone && sqlite3_exec(to, "PRAGMA journal_mode = DELETE", NULL, NULL, NULL) != SQLITE_OK)
		return fail(to, to_path, err);
	return number(to, to_path, "SELECT count(*) FROM sqlite_master", &ignored, err);
}
