/* test_migrations.c: a store that an earlier Evenhand made is brought up to date with everything in it, whichever schema it has. The earlier
 * stores are made here from the migrations as they were released; one that was released never changes. */
#include "test.h"

#include <sqlite3.h>

#include "queries.h"

static int newest(void)
{
	int count = 0;

	while (eh_db_migrations[count].name)
		count++;
	return count;
}

static void execute(sqlite3 *db, const char *sql)
{
	if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK)
		fail_msg("%.80s: %s", sql, sqlite3_errmsg(db));
}

/* A store as the schema of that version had it, with a place, a source and a batch in it. */
static void make_store(const char *path, int version)
{
	sqlite3 *db;
	char sql[64];

	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	execute(db, "PRAGMA journal_mode = WAL");
	for (int i = 0; i < version; i++)
		execute(db, eh_db_migrations[i].sql);
	snprintf(sql, sizeof sql, "PRAGMA user_version = %d; PRAGMA application_id = 0x45564e48", version);
	execute(db, sql);
	execute(db, "INSERT INTO place (place_id, name, council_code, neighbours, synthetic) VALUES ('t', 'Town', 'Z06000001', "
	            "'', 1)");
	sqlite3_close(db);
}

/* What SQLite says of every table, index and view. */
static void schema_of(const char *path, char *out, size_t size)
{
	sqlite3 *db;
	sqlite3_stmt *stmt;
	size_t n = 0;

	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	assert_int_equal(
	        sqlite3_prepare_v2(db, "SELECT coalesce(sql, name) FROM sqlite_master ORDER BY type, name", -1, &stmt, NULL), 0);
	out[0] = '\0';
	while (sqlite3_step(stmt) == SQLITE_ROW && n < size)
		n += (size_t)snprintf(out + n, size - n, "%s\n", sqlite3_column_text(stmt, 0));
	assert_true(n > 0 && n < size);
	sqlite3_finalize(stmt);
	sqlite3_close(db);
}

static void a_store_of_each_earlier_schema_is_brought_up_to_date(void **state)
{
	static char fresh[1 << 16], upgraded[1 << 16];
	const char *folder = test_folder();
	char path[128];

	(void)state;
	snprintf(path, sizeof path, "%s/newest.db", folder);
	make_store(path, newest());
	schema_of(path, fresh, sizeof fresh);
	for (int version = 1; version <= newest(); version++) {
		struct eh_db *db EH_CLEANUP_DB = NULL;
		struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
		struct eh_error err = { 0 };
		struct eh_q_place_find place;
		snprintf(path, sizeof path, "%s/schema-%d.db", folder, version);
		make_store(path, version);
		assert_ok(eh_db_open(path, EH_DB_WRITE, &db, &err), &err);
		assert_int_equal(eh_db_schema_version(db), newest());
		assert_ok(eh_db_prepare_all(db, &err), &err);
		assert_ok(eh_db_verify(db, &err), &err);
		assert_ok(eh_q_place_find(db, EH_STR("Town"), &arena, &place, &err), &err);
		assert_str(place.council_code, "Z06000001");
		schema_of(path, upgraded, sizeof upgraded);
		assert_string_equal(upgraded, fresh);
	}
	printf("    schemas 1 to %d\n", newest());
	test_remove(folder);
}

static void a_store_of_a_newer_evenhand_is_left_alone(void **state)
{
	const char *folder = test_folder();
	struct eh_db *db = NULL;
	struct eh_error err = { 0 };
	char path[128], sql[64];
	sqlite3 *other;

	(void)state;
	snprintf(path, sizeof path, "%s/newer.db", folder);
	make_store(path, newest());
	assert_int_equal(sqlite3_open(path, &other), SQLITE_OK);
	snprintf(sql, sizeof sql, "PRAGMA user_version = %d", newest() + 1);
	execute(other, sql);
	sqlite3_close(other);
	assert_int_equal(eh_db_open(path, EH_DB_WRITE, &db, &err), EH_CONFLICT);
	assert_non_null(strstr(err.message, "made by a newer Evenhand"));
	assert_non_null(strstr(err.message, "update Evenhand"));
	assert_null(db);
	test_remove(folder);
}

/* Every query that the program has is a name of its own, and SQLite can prepare it. */
static void every_query_prepares_and_has_a_name_of_its_own(void **state)
{
	struct eh_db *db EH_CLEANUP_DB = NULL;
	struct eh_error err = { 0 };
	struct eh_map names EH_CLEANUP_MAP = { 0 };

	(void)state;
	assert_ok(eh_db_open(":memory:", EH_DB_CREATE, &db, &err), &err);
	for (size_t i = 0; i < eh_db_query_count; i++) {
		struct eh_statement *statement = NULL;
		bool added = false;
		assert_ok(eh_db_statement(db, i, &statement, &err), &err);
		eh_db_done(statement);
		assert_int_equal(eh_map_put(&names, eh_str_of(eh_db_queries[i].name), i, NULL, &added), EH_OK);
		if (!added)
			fail_msg("two queries are called %s", eh_db_queries[i].name);
	}
	printf("    %zu queries\n", eh_db_query_count);
	assert_true(eh_db_query_count > 50);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_query_prepares_and_has_a_name_of_its_own),
		cmocka_unit_test(a_store_of_each_earlier_schema_is_brought_up_to_date),
		cmocka_unit_test(a_store_of_a_newer_evenhand_is_left_alone),
	};
	return cmocka_run_group_tests_name("migrations", tests, NULL, NULL);
}
