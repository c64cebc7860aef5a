/* sqlite.c: db.h on SQLite. */
#include "db.h"

#include <math.h>
#include <sqlite3.h>
#include <stdio.h>

enum { BUSY_MS = 5000, CACHE_KIB = 65536, APPLICATION_ID = 0x45564e48 /* "EVNH" */ };

/* One statement is cached for each query; a second use while the first is being read gets one of its own. */
struct eh_statement {
	sqlite3_stmt *stmt;
	struct eh_db *db;
	bool busy, cached;
};

struct eh_db {
	sqlite3 *sqlite;
	struct eh_statement *cache; /* eh_db_query_count of them */
	char *path;
};

static enum eh_rc rc_of(int code)
{
	static const struct {
		int code;
		enum eh_rc rc;
	} CODES[] = {
		{ SQLITE_NOMEM, EH_NO_MEMORY },
		{ SQLITE_BUSY, EH_CONFLICT },
		{ SQLITE_LOCKED, EH_CONFLICT },
		{ SQLITE_CONSTRAINT, EH_CONFLICT },
		{ SQLITE_NOTADB, EH_INVALID },
		{ SQLITE_CORRUPT, EH_INVALID },
		{ SQLITE_TOOBIG, EH_TOO_LARGE },
		{ SQLITE_INTERRUPT, EH_CANCELLED },
	};

	for (size_t i = 0; i < sizeof CODES / sizeof *CODES; i++)
		if (CODES[i].code == (code & 0xff))
			return CODES[i].rc;
	return EH_IO;
}

static enum eh_rc fail(struct eh_db *db, const char *doing, struct eh_error *err)
{
	int code = sqlite3_extended_errcode(db->sqlite);

	switch (code & 0xff) {
	case SQLITE_FULL:
		return eh_fail(err, EH_IO,
		        "the disk that holds %s is full; nothing of this step was kept. Make room and repeat it", db->path);
	case SQLITE_IOERR: /* a quota or a limit on the size of files looks like this too */
		return eh_fail(err, EH_IO,
		        "the disk that holds %s is full or faulty (%s); nothing of this step was kept. Make room and repeat it",
		        db->path, sqlite3_errmsg(db->sqlite));
	case SQLITE_BUSY:
		return eh_fail(err, EH_CONFLICT, "another program is writing to the store; try again when it has finished");
	case SQLITE_READONLY:
	case SQLITE_PERM:
	case SQLITE_CANTOPEN:
		return eh_fail(err, EH_IO, "cannot write to %s: check that the file and its folder may be written", db->path);
	case SQLITE_NOTADB:
		return eh_fail(err, EH_INVALID, "%s is not an Evenhand store; name another with --db", db->path);
	case SQLITE_NOMEM:
		return eh_fail_memory(err);
	default:
		return eh_fail(err, rc_of(code), "%s: %s: %s", db->path, doing, sqlite3_errmsg(db->sqlite));
	}
}

static enum eh_rc execute(struct eh_db *db, const char *sql, struct eh_error *err)
{
	if (sqlite3_exec(db->sqlite, sql, NULL, NULL, NULL) != SQLITE_OK)
		return fail(db, "the store refused a statement", err);
	return EH_OK;
}

static enum eh_rc pragma_number(struct eh_db *db, const char *sql, int64_t *ret_value, struct eh_error *err)
{
	sqlite3_stmt *stmt;

	if (sqlite3_prepare_v2(db->sqlite, sql, -1, &stmt, NULL) != SQLITE_OK || sqlite3_step(stmt) != SQLITE_ROW) {
		enum eh_rc rc = fail(db, "the store could not be read", err);
		sqlite3_finalize(stmt);
		return rc;
	}
	*ret_value = sqlite3_column_int64(stmt, 0);
	sqlite3_finalize(stmt);
	return EH_OK;
}

/* Within a transaction, and so from the version that no other process can change any more. */
static enum eh_rc upgrade(struct eh_db *db, struct eh_error *err)
{
	int64_t version;
	char sql[96];

	EH_TRY(pragma_number(db, "PRAGMA user_version", &version, err));
	while (eh_db_migrations[version].name)
		EH_TRY(execute(db, eh_db_migrations[version++].sql, err));
	snprintf(sql, sizeof sql, "PRAGMA user_version = %d; PRAGMA application_id = %d", (int)version, APPLICATION_ID);
	return execute(db, sql, err);
}

static enum eh_rc migrate(struct eh_db *db, enum eh_db_mode mode, struct eh_error *err)
{
	int64_t version, application, tables, newest = 0;

	while (eh_db_migrations[newest].name)
		newest++;
	EH_TRY(pragma_number(db, "PRAGMA user_version", &version, err));
	EH_TRY(pragma_number(db, "PRAGMA application_id", &application, err));
	EH_TRY(pragma_number(db, "SELECT count(*) FROM sqlite_master", &tables, err));
	if (application != APPLICATION_ID && tables)
		return eh_fail(err, EH_INVALID, "%s is a database of another program; name another file with --db", db->path);
	if (version > newest)
		return eh_fail(err, EH_CONFLICT,
		        "%s was made by a newer Evenhand (schema %d, this one knows %d); update Evenhand", db->path, (int)version,
		        (int)newest);
	if (version == newest)
		return EH_OK;
	if (mode == EH_DB_READ && !tables)
		return eh_fail(err, EH_NOT_FOUND, "%s is empty; make a store with: evenhand init", db->path);
	EH_TRY(eh_db_begin(db, err));
	enum eh_rc rc = upgrade(db, err);
	if (rc < 0) {
		eh_db_rollback(db);
		return rc;
	}
	return eh_db_commit(db, err);
}

static enum eh_rc configure(struct eh_db *db, enum eh_db_mode mode, struct eh_error *err)
{
	char sql[256];

	sqlite3_busy_timeout(db->sqlite, BUSY_MS);
	snprintf(sql, sizeof sql,
	        "PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF; PRAGMA cache_size = -%d; PRAGMA temp_store = MEMORY",
	        CACHE_KIB);
	EH_TRY(execute(db, sql, err));
	if (mode != EH_DB_READ)
		EH_TRY(execute(db, "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL", err));
	return EH_OK;
}

enum eh_rc eh_db_open(const char *path, enum eh_db_mode mode, struct eh_db **ret_db, struct eh_error *err)
{
	static const int FLAGS[] = {
		[EH_DB_CREATE] = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE,
		[EH_DB_WRITE] = SQLITE_OPEN_READWRITE,
		/* A reader of a write-ahead log must be able to write its shared-memory file. */
		[EH_DB_READ] = SQLITE_OPEN_READWRITE,
	};
	struct eh_db *db = eh_alloc_zero(1, sizeof *db);

	if (!db)
		return eh_fail_memory(err);
	db->path = eh_strndup(path, strlen(path));
	db->cache = eh_alloc_zero(eh_db_query_count, sizeof *db->cache);
	if (!db->path || !db->cache) {
		eh_db_close(db);
		return eh_fail_memory(err);
	}
	if (sqlite3_open_v2(path, &db->sqlite, FLAGS[mode] | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, NULL) != SQLITE_OK) {
		enum eh_rc rc = EH_NO_MEMORY;
		if (mode != EH_DB_CREATE)
			rc = eh_fail(
			        err, EH_NOT_FOUND, "there is no store at %s; make one with: evenhand --db %s init", path, path);
		else if (db->sqlite)
			rc = fail(db, "it cannot be opened", err);
		eh_db_close(db);
		return rc;
	}
	enum eh_rc rc = configure(db, mode, err);
	if (rc == EH_OK)
		rc = migrate(db, mode, err);
	if (rc == EH_OK && mode == EH_DB_READ)
		rc = execute(db, "PRAGMA query_only = ON", err);
	if (rc != EH_OK) {
		eh_db_close(db);
		return rc;
	}
	*ret_db = db;
	return EH_OK;
}

void eh_db_close(struct eh_db *db)
{
	if (!db)
		return;
	for (size_t i = 0; db->cache && i < eh_db_query_count; i++)
		sqlite3_finalize(db->cache[i].stmt);
	sqlite3_close_v2(db->sqlite);
	eh_free(db->cache);
	eh_free(db->path);
	eh_free(db);
}

enum eh_rc eh_db_begin(struct eh_db *db, struct eh_error *err) { return execute(db, "BEGIN IMMEDIATE", err); }

enum eh_rc eh_db_commit(struct eh_db *db, struct eh_error *err)
{
	enum eh_rc rc = execute(db, "COMMIT", err);

	if (rc < 0)
		eh_db_rollback(db);
	return rc;
}

bool eh_db_in_transaction(const struct eh_db *db) { return !sqlite3_get_autocommit(db->sqlite); }

void eh_db_rollback(struct eh_db *db)
{
	for (size_t i = 0; i < eh_db_query_count; i++) {
		sqlite3_reset(db->cache[i].stmt);
		db->cache[i].busy = false;
	}
	if (eh_db_in_transaction(db))
		sqlite3_exec(db->sqlite, "ROLLBACK", NULL, NULL, NULL);
}

enum eh_rc eh_db_overwrite(struct eh_db *db, bool on, struct eh_error *err)
{
	return execute(db, on ? "PRAGMA secure_delete = ON" : "PRAGMA secure_delete = OFF", err);
}

enum eh_rc eh_db_checkpoint(struct eh_db *db, struct eh_error *err)
{
	int code = sqlite3_wal_checkpoint_v2(db->sqlite, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);

	if (code == SQLITE_OK)
		return EH_OK;
	return eh_fail(err, code == SQLITE_BUSY || code == SQLITE_LOCKED ? EH_CONFLICT : EH_IO,
	        "the log of the store could not be emptied: %s", sqlite3_errmsg(db->sqlite));
}

int64_t eh_db_last_id(const struct eh_db *db) { return sqlite3_last_insert_rowid(db->sqlite); }
int64_t eh_db_changes(const struct eh_db *db) { return sqlite3_changes64(db->sqlite); }

int eh_db_schema_version(struct eh_db *db)
{
	int64_t version = 0;

	return pragma_number(db, "PRAGMA user_version", &version, NULL) == EH_OK ? (int)version : -1;
}

static enum eh_rc prepare(struct eh_db *db, size_t query, unsigned flags, sqlite3_stmt **ret_stmt, struct eh_error *err)
{
	if (sqlite3_prepare_v3(db->sqlite, eh_db_queries[query].sql, -1, flags, ret_stmt, NULL) != SQLITE_OK)
		return fail(db, eh_db_queries[query].name, err);
	return EH_OK;
}

enum eh_rc eh_db_statement(struct eh_db *db, size_t query, struct eh_statement **ret_statement, struct eh_error *err)
{
	struct eh_statement *statement = &db->cache[query];

	if (statement->busy) {
		statement = eh_alloc_zero(1, sizeof *statement);
		if (!statement)
			return eh_fail_memory(err);
	}
	if (!statement->stmt) {
		enum eh_rc rc = prepare(db, query, SQLITE_PREPARE_PERSISTENT, &statement->stmt, err);
		if (rc < 0) {
			if (statement != &db->cache[query])
				eh_free(statement);
			return rc;
		}
	}
	statement->db = db;
	statement->cached = statement == &db->cache[query];
	statement->busy = true;
	*ret_statement = statement;
	return EH_OK;
}

void eh_db_done(struct eh_statement *statement)
{
	if (!statement->cached) {
		sqlite3_finalize(statement->stmt);
		eh_free(statement);
		return;
	}
	sqlite3_reset(statement->stmt);
	sqlite3_clear_bindings(statement->stmt);
	statement->busy = false;
}

void eh_db_bind_i64(struct eh_statement *statement, size_t index, int64_t value)
{
	if (value != EH_DB_NULL)
		sqlite3_bind_int64(statement->stmt, (int)index, value);
}

void eh_db_bind_f64(struct eh_statement *statement, size_t index, double value)
{
	if (!isnan(value))
		sqlite3_bind_double(statement->stmt, (int)index, value);
}

/* Copied: a cursor may outlive its caller's text. */
void eh_db_bind_text(struct eh_statement *statement, size_t index, struct eh_str value)
{
	if (value.p)
		sqlite3_bind_text64(statement->stmt, (int)index, value.p, value.n, SQLITE_TRANSIENT, SQLITE_UTF8);
}

void eh_db_bind_blob(struct eh_statement *statement, size_t index, struct eh_str value)
{
	if (value.p)
		sqlite3_bind_blob64(statement->stmt, (int)index, value.p, value.n, SQLITE_TRANSIENT);
}

enum eh_rc eh_db_step(struct eh_statement *statement, struct eh_error *err)
{
	int code = sqlite3_step(statement->stmt);

	if (code == SQLITE_ROW)
		return EH_OK;
	if (code == SQLITE_DONE)
		return EH_END;
	return fail(statement->db, "the store refused a query", err);
}

enum eh_rc eh_db_run(struct eh_statement *statement, struct eh_error *err)
{
	enum eh_rc rc;

	do
		rc = eh_db_step(statement, err);
	while (rc == EH_OK);
	eh_db_done(statement);
	return rc == EH_END ? EH_OK : rc;
}

int64_t eh_db_column_i64(struct eh_statement *statement, size_t column)
{
	if (sqlite3_column_type(statement->stmt, (int)column) == SQLITE_NULL)
		return EH_DB_NULL;
	return sqlite3_column_int64(statement->stmt, (int)column);
}

double eh_db_column_f64(struct eh_statement *statement, size_t column)
{
	if (sqlite3_column_type(statement->stmt, (int)column) == SQLITE_NULL)
		return (double)NAN;
	return sqlite3_column_double(statement->stmt, (int)column);
}

struct eh_str eh_db_column_text(struct eh_statement *statement, size_t column)
{
	const char *p = (const char *)sqlite3_column_text(statement->stmt, (int)column);

	return (struct eh_str){ p, p ? (size_t)sqlite3_column_bytes(statement->stmt, (int)column) : 0 };
}

struct eh_str eh_db_column_blob(struct eh_statement *statement, size_t column)
{
	const char *p = sqlite3_column_blob(statement->stmt, (int)column);

	return (struct eh_str){ p, p ? (size_t)sqlite3_column_bytes(statement->stmt, (int)column) : 0 };
}

struct eh_str eh_db_keep(struct eh_arena *arena, struct eh_str s) { return s.p ? eh_arena_str(arena, s) : s; }

bool eh_db_kept(struct eh_arena *arena, struct eh_str s, struct eh_str *ret_copy)
{
	*ret_copy = eh_db_keep(arena, s);
	return !s.p || ret_copy->p;
}

enum eh_rc eh_db_prepare_all(struct eh_db *db, struct eh_error *err)
{
	for (size_t i = 0; i < eh_db_query_count; i++) {
		sqlite3_stmt *stmt;
		EH_TRY(prepare(db, i, 0, &stmt, err));
		sqlite3_finalize(stmt);
	}
	return EH_OK;
}

enum eh_rc eh_db_verify(struct eh_db *db, struct eh_error *err)
{
	static const char *const CHECKS[] = { "PRAGMA integrity_check(1)", "PRAGMA foreign_key_check" };

	for (size_t i = 0; i < sizeof CHECKS / sizeof *CHECKS; i++) {
		sqlite3_stmt *stmt;
		if (sqlite3_prepare_v2(db->sqlite, CHECKS[i], -1, &stmt, NULL) != SQLITE_OK)
			return fail(db, "the store could not be checked", err);
		enum eh_rc rc = EH_OK;
		int code = sqlite3_step(stmt);
		const char *found = code == SQLITE_ROW ? (const char *)sqlite3_column_text(stmt, 0) : NULL;
		if (code == SQLITE_ROW && (!found || strcmp(found, "ok") != 0))
			rc = eh_fail(err, EH_INVALID, "%s is damaged (%s); go back to a backup", db->path,
			        found ? found : "unknown fault");
		else if (code != SQLITE_ROW && code != SQLITE_DONE)
			rc = fail(db, "the store could not be checked", err);
		sqlite3_finalize(stmt);
		EH_TRY(rc);
	}
	return EH_OK;
}
