/* db.h: the door of `store`: one database, and the typed queries made from the files in queries/ (see the generated queries.h).
 *
 * SQL lives in queries/ alone. Each query there becomes a C function `eh_q_<name>`; this header holds what those functions
 * stand on, opening and closing, and transactions. A store belongs to one thread at a time; open it once for each thread.
 *
 * Values: SQL NULL is INT64_MIN, NAN or {NULL, 0}. Text read through a cursor is valid until its next step; `one` queries copy
 * text into the caller's arena. */
#ifndef EH_STORE_DB_H
#define EH_STORE_DB_H

#include "base/base.h"

#define EH_DB_NULL INT64_MIN

struct eh_db;
struct eh_statement;

/* Rows being read. Always close it; EH_CLEANUP_CURSOR does. */
struct eh_cursor {
	struct eh_statement *statement;
};

enum eh_db_mode {
	EH_DB_CREATE, /* read and write, made when it is not there */
	EH_DB_WRITE,  /* read and write; EH_NOT_FOUND when it is not there */
	EH_DB_READ,   /* read only */
};

/* Opens the store at `path` (":memory:" for one that goes with the process) and brings its schema up to date in one transaction.
 *
 * EH_NOT_FOUND: no file, and the message says which command makes one. EH_INVALID: the file is no store of Evenhand.
 * EH_CONFLICT: made by a newer Evenhand. EH_IO: the disk, its permissions or another process. Free with eh_db_close. */
enum eh_rc eh_db_open(const char *path, enum eh_db_mode mode, struct eh_db **ret_db, struct eh_error *err);
void eh_db_close(struct eh_db *db);
static inline void eh_db_close_p(struct eh_db **db) { eh_db_close(*db); }
#define EH_CLEANUP_DB __attribute__((cleanup(eh_db_close_p)))

/* Transactions do not nest. Begin takes the write lock (EH_CONFLICT when another process holds it for over five seconds). */
enum eh_rc eh_db_begin(struct eh_db *db, struct eh_error *err);
enum eh_rc eh_db_commit(struct eh_db *db, struct eh_error *err);
/* Safe to call at any time, also when no transaction is open. */
void eh_db_rollback(struct eh_db *db);
bool eh_db_in_transaction(const struct eh_db *db);

/* While on, what is deleted or overwritten is overwritten with zeroes in the file too: for erasing personal data. The write-ahead log holds
 * the old pages until its next checkpoint. */
enum eh_rc eh_db_overwrite(struct eh_db *db, bool on, struct eh_error *err);

/* Brings the write-ahead log into the file and empties it: with eh_db_overwrite nothing is left of what was deleted then. No transaction may be
 * open. EH_CONFLICT: somebody is reading or writing; try again. */
enum eh_rc eh_db_checkpoint(struct eh_db *db, struct eh_error *err);

/* The number that the last INSERT gave its row. */
int64_t eh_db_last_id(const struct eh_db *db);
/* Rows changed by the last INSERT, UPDATE or DELETE. */
int64_t eh_db_changes(const struct eh_db *db);

/* Prepares every query against the schema; the first that fails is named in the error. For tests and `evenhand status --check`. */
enum eh_rc eh_db_prepare_all(struct eh_db *db, struct eh_error *err);
/* The database's own integrity and foreign-key check; EH_INVALID names the first fault. */
enum eh_rc eh_db_verify(struct eh_db *db, struct eh_error *err);
int eh_db_schema_version(struct eh_db *db);

/* What generated functions stand on. Bindings and columns of a wrong number are programming errors. */
struct eh_db_text {
	const char *name, *sql;
};
extern const struct eh_db_text eh_db_queries[], eh_db_migrations[];
extern const size_t eh_db_query_count;

enum eh_rc eh_db_statement(struct eh_db *db, size_t query, struct eh_statement **ret_statement, struct eh_error *err);
void eh_db_bind_i64(struct eh_statement *statement, size_t index, int64_t value);
void eh_db_bind_f64(struct eh_statement *statement, size_t index, double value);
void eh_db_bind_text(struct eh_statement *statement, size_t index, struct eh_str value);
void eh_db_bind_blob(struct eh_statement *statement, size_t index, struct eh_str value);
/* EH_OK: a row; EH_END: no more. */
enum eh_rc eh_db_step(struct eh_statement *statement, struct eh_error *err);
/* Steps to the end and gives the statement back. */
enum eh_rc eh_db_run(struct eh_statement *statement, struct eh_error *err);
void eh_db_done(struct eh_statement *statement);
int64_t eh_db_column_i64(struct eh_statement *statement, size_t column);
double eh_db_column_f64(struct eh_statement *statement, size_t column);
struct eh_str eh_db_column_text(struct eh_statement *statement, size_t column);
struct eh_str eh_db_column_blob(struct eh_statement *statement, size_t column);
/* A copy in the arena that keeps NULL as {NULL, 0}. */
struct eh_str eh_db_keep(struct eh_arena *arena, struct eh_str s);
/* The same, with false when there is no memory for the copy. */
bool eh_db_kept(struct eh_arena *arena, struct eh_str s, struct eh_str *ret_copy);

static inline void eh_cursor_close(struct eh_cursor *cursor)
{
	if (cursor->statement)
		eh_db_done(cursor->statement);
	cursor->statement = NULL;
}
#define EH_CLEANUP_CURSOR __attribute__((cleanup(eh_cursor_close)))

#endif
