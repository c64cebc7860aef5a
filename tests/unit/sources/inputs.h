/* inputs.h: what the tests of files → batches → store share: a store of their own, files made on the spot, the whole store as text. */
#ifndef EH_TEST_INPUTS_H
#define EH_TEST_INPUTS_H

#include "test.h"

#include <sqlite3.h>

#include "queries.h"
#include "sources/import.h"
#include "sources/recipe.h"

/* A store in a folder of its own. */
struct store {
	char folder[64], path[96];
	struct eh_db *db;
};

static inline void store_open(struct store *store)
{
	struct eh_error err = { 0 };

	snprintf(store->folder, sizeof store->folder, "%s", test_folder());
	snprintf(store->path, sizeof store->path, "%s/store.db", store->folder);
	assert_ok(eh_db_open(store->path, EH_DB_CREATE, &store->db, &err), &err);
}

static inline void store_close(struct store *store)
{
	eh_db_close(store->db);
	test_remove(store->folder);
}

/* Writes a file into the store's folder and returns its path, valid until the next call. */
static inline const char *store_file(const struct store *store, const char *name, struct eh_str bytes)
{
	static char path[512];

	snprintf(path, sizeof path, "%s/%s", store->folder, name);
	FILE *out = fopen(path, "wb");
	assert_non_null(out);
	assert_int_equal(fwrite(bytes.p, 1, bytes.n, out), bytes.n);
	assert_int_equal(fclose(out), 0);
	return path;
}

static inline int32_t day(const char *iso)
{
	int32_t date = EH_NO_DATE;

	assert_int_equal(eh_date_parse(eh_str_of(iso), &date), EH_OK);
	return date;
}

/* An import of a file under the source "s", of kind, dated. */
static inline struct eh_import an_import(const char *kind, const char *path, const char *iso_date)
{
	return (struct eh_import){
		.source = "s", .kind = kind, .file = { .path = path }, .data_date = iso_date ? day(iso_date) : EH_NO_DATE
	};
}

/* Imports text as a file; fails the test when it is refused. */
static inline struct eh_import_result take(
        struct store *store, const char *kind, const char *name, const char *text, const char *iso_date)
{
	struct eh_import import = an_import(kind, store_file(store, name, eh_str_of(text)), iso_date);
	struct eh_import_result result = { 0 };
	struct eh_error err = { 0 };

	assert_ok(eh_import_run(store->db, &import, &result, &err), &err);
	return result;
}

/* One value of a row as text, whatever its type. */
static inline void dump_value(struct eh_buf *out, sqlite3_stmt *stmt, int column)
{
	const unsigned char *blob;

	switch (sqlite3_column_type(stmt, column)) {
	case SQLITE_NULL:
		eh_buf_add(out, EH_STR("NULL"));
		break;
	case SQLITE_BLOB:
		blob = sqlite3_column_blob(stmt, column);
		for (int i = 0; i < sqlite3_column_bytes(stmt, column); i++)
			eh_buf_printf(out, "%02x", blob[i]);
		break;
	case SQLITE_FLOAT:
		eh_buf_printf(out, "%.17g", sqlite3_column_double(stmt, column));
		break;
	default:
		eh_buf_printf(out, "%s", (const char *)sqlite3_column_text(stmt, column));
	}
}

static inline void dump_table(struct eh_buf *out, sqlite3 *sqlite, const char *table)
{
	char sql[256];
	sqlite3_stmt *stmt = NULL;

	eh_buf_printf(out, "== %s\n", table);
	snprintf(sql, sizeof sql, "SELECT * FROM \"%s\" ORDER BY 1, 2", table);
	if (sqlite3_prepare_v2(sqlite, sql, -1, &stmt, NULL) != SQLITE_OK) { /* a table of one column */
		snprintf(sql, sizeof sql, "SELECT * FROM \"%s\" ORDER BY 1", table);
		assert_int_equal(sqlite3_prepare_v2(sqlite, sql, -1, &stmt, NULL), SQLITE_OK);
	}
	while (sqlite3_step(stmt) == SQLITE_ROW)
		for (int i = 0; i < sqlite3_column_count(stmt); i++) {
			dump_value(out, stmt, i);
			eh_buf_add_char(out, i + 1 == sqlite3_column_count(stmt) ? '\n' : '\t');
		}
	sqlite3_finalize(stmt);
}

/* The whole store as text, every table in order of its name but those of `except` ("identity|list_event"; NULL: none). */
static inline struct eh_buf store_dump(const struct store *store, const char *except)
{
	struct eh_buf out = { 0 };
	sqlite3 *sqlite = NULL;
	sqlite3_stmt *tables = NULL;

	assert_int_equal(sqlite3_open_v2(store->path, &sqlite, SQLITE_OPEN_READWRITE, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_prepare_v2(
	                         sqlite, "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name", -1, &tables, NULL),
	        SQLITE_OK);
	while (sqlite3_step(tables) == SQLITE_ROW) {
		const char *name = (const char *)sqlite3_column_text(tables, 0);
		struct eh_str rest = eh_str_of(except ? except : ""), passed;
		bool pass = false;
		while (eh_str_split(&rest, '|', &passed))
			pass |= eh_str_eq(passed, eh_str_of(name));
		if (!pass)
			dump_table(&out, sqlite, name);
	}
	sqlite3_finalize(tables);
	sqlite3_close(sqlite);
	return out;
}

/* Fails with the first line that differs. */
static inline void assert_same_dump(const struct eh_buf *before, const struct eh_buf *after)
{
	struct eh_str a = eh_buf_str(before), b = eh_buf_str(after), left, right;

	for (;;) {
		bool more = eh_str_split(&a, '\n', &left), same = eh_str_split(&b, '\n', &right);
		if (!more && !same)
			return;
		if (!more || !same || !eh_str_eq(left, right))
			fail_msg("the stores differ:\n  before: %.300s\n  after:  %.300s", more ? left.p : "(nothing)",
			        same ? right.p : "(nothing)");
	}
}

/* A count or a text from the store, for looking at what no query of the program tells. */
static inline const char *store_value(const struct store *store, const char *sql)
{
	static char text[8192];
	sqlite3 *sqlite = NULL;
	sqlite3_stmt *stmt = NULL;

	assert_int_equal(sqlite3_open_v2(store->path, &sqlite, SQLITE_OPEN_READWRITE, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_prepare_v2(sqlite, sql, -1, &stmt, NULL), SQLITE_OK);
	const unsigned char *value = sqlite3_step(stmt) == SQLITE_ROW ? sqlite3_column_text(stmt, 0) : NULL;
	snprintf(text, sizeof text, "%s", value ? (const char *)value : "(none)");
	sqlite3_finalize(stmt);
	sqlite3_close(sqlite);
	return text;
}

/* What the source "s" says now under a key. */
static inline struct eh_record stored(const struct store *store, const char *key, struct eh_arena *arena)
{
	struct eh_q_record_get row;
	struct eh_record record;
	struct eh_error err = { 0 };

	if (eh_q_record_get(store->db, 1, eh_str_of(key), arena, &row, &err) != EH_OK)
		fail_msg("there is no row \"%s\"; the keys are %s", key,
		        store_value(
		                store, "SELECT group_concat(key, '; ') FROM (SELECT key FROM current ORDER BY key LIMIT 40)"));
	assert_ok(eh_record_from_json(row.fields, arena, &record, &err), &err);
	return record;
}

/* Whether any byte of the store holds a text: rows, free pages, write-ahead log. Closes and opens the store. */
static inline bool store_bytes_hold(struct store *store, const char *text)
{
	struct eh_error err = { 0 };
	struct eh_buf bytes EH_CLEANUP_BUF = { 0 };
	char block[65536];
	size_t n;

	eh_db_close(store->db);
	store->db = NULL;
	FILE *in = fopen(store->path, "rb");
	assert_non_null(in);
	while ((n = fread(block, 1, sizeof block, in)))
		assert_int_equal(eh_buf_add(&bytes, (struct eh_str){ block, n }), EH_OK);
	fclose(in);
	assert_ok(eh_db_open(store->path, EH_DB_WRITE, &store->db, &err), &err);
	return memmem(bytes.p, bytes.n, text, strlen(text)) != NULL;
}

#endif
