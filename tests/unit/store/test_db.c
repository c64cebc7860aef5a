#include "test.h"

#include "queries.h"

static void every_query_prepares_against_the_schema(void **state)
{
	struct eh_db *db EH_CLEANUP_DB = NULL;
	struct eh_error err = { 0 };

	(void)state;
	assert_ok(eh_db_open(":memory:", EH_DB_CREATE, &db, &err), &err);
	assert_ok(eh_db_prepare_all(db, &err), &err);
	assert_ok(eh_db_verify(db, &err), &err);
	assert_true(eh_db_schema_version(db) >= 1);
}

static void a_missing_store_says_how_to_make_one(void **state)
{
	struct eh_db *db = NULL;
	struct eh_error err = { 0 };

	(void)state;
	assert_int_equal(eh_db_open("/nowhere/x.db", EH_DB_READ, &db, &err), EH_NOT_FOUND);
	assert_non_null(strstr(err.message, "evenhand --db /nowhere/x.db init"));
	assert_null(db);
}

static void a_file_that_is_no_store_is_left_alone(void **state)
{
	const char *folder = test_folder();
	char path[128];
	struct eh_db *db = NULL;
	struct eh_error err = { 0 };

	(void)state;
	snprintf(path, sizeof path, "%s/letter.txt", folder);
	FILE *out = fopen(path, "w");
	for (int i = 0; i < 100; i++)
		fputs("Dear council, this is a letter and no database.\n", out);
	fclose(out);
	assert_int_equal(eh_db_open(path, EH_DB_CREATE, &db, &err), EH_INVALID);
	assert_non_null(strstr(err.message, "not an Evenhand store"));
	FILE *in = fopen(path, "r");
	fseek(in, 0, SEEK_END);
	assert_int_equal(ftell(in), 4800);
	fclose(in);
	test_remove(folder);
}

static void a_rolled_back_transaction_leaves_nothing(void **state)
{
	struct eh_db *db EH_CLEANUP_DB = NULL;
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_error err = { 0 };
	struct eh_q_place_find place;

	(void)state;
	assert_ok(eh_db_open(":memory:", EH_DB_CREATE, &db, &err), &err);
	assert_ok(eh_db_begin(db, &err), &err);
	assert_ok(eh_q_place_put(db, EH_STR("t"), EH_STR("Town"), EH_STR("Z06000001"), EH_STR(""), 1, &err), &err);
	assert_ok(eh_q_place_find(db, EH_STR("TOWN"), &arena, &place, &err), &err);
	assert_str(place.place_id, "t");
	eh_db_rollback(db);
	assert_int_equal(eh_q_place_find(db, EH_STR("t"), &arena, &place, &err), EH_NOT_FOUND);
	assert_false(eh_db_in_transaction(db));
}

static void a_query_can_be_read_twice_at_once(void **state)
{
	struct eh_db *db EH_CLEANUP_DB = NULL;
	struct eh_error err = { 0 };
	struct eh_q_place_list row;
	int outer_rows = 0, inner_rows = 0;

	(void)state;
	assert_ok(eh_db_open(":memory:", EH_DB_CREATE, &db, &err), &err);
	for (char id = 'a'; id < 'd'; id++)
		assert_ok(eh_q_place_put(db, (struct eh_str){ &id, 1 }, EH_STR("x"), EH_STR("x"), EH_STR(""), 0, &err), &err);
	struct eh_cursor outer EH_CLEANUP_CURSOR = { 0 };
	assert_ok(eh_q_place_list(db, &outer, &err), &err);
	while (eh_q_place_list_next(&outer, &row, &err) == EH_OK) {
		struct eh_cursor inner EH_CLEANUP_CURSOR = { 0 };
		assert_ok(eh_q_place_list(db, &inner, &err), &err);
		while (eh_q_place_list_next(&inner, &row, &err) == EH_OK)
			inner_rows++;
		outer_rows++;
	}
	assert_int_equal(outer_rows, 3);
	assert_int_equal(inner_rows, 9);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_query_prepares_against_the_schema),
		cmocka_unit_test(a_missing_store_says_how_to_make_one),
		cmocka_unit_test(a_file_that_is_no_store_is_left_alone),
		cmocka_unit_test(a_rolled_back_transaction_leaves_nothing),
		cmocka_unit_test(a_query_can_be_read_twice_at_once),
	};
	return cmocka_run_group_tests_name("db", tests, NULL, NULL);
}
