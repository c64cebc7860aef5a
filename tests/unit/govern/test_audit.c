#include "test.h"

#include <sqlite3.h>

#include "council.h"
#include "govern/audit_private.h"

static int64_t write_row(struct eh_db *db, const char *verb, const char *after, bool is_public)
{
	const struct eh_actor by = {
		.person_id = 7, .role = EH_ROLE_STEWARD, .side = EH_SIDE_SECTOR, .org_id = EH_STR("GB-CHC-1")
	};
	struct eh_error err = { 0 };
	int64_t number = 0;

	assert_ok(eh_audit_write(db, NOON,
	                  &(struct eh_audit_entry){ .by = &by,
	                          .verb = verb,
	                          .subject_kind = "organisation",
	                          .subject_id = EH_STR("GB-CHC-2"),
	                          .place_id = EH_STR("town"),
	                          .before = EH_STR("before:5,x"),
	                          .after = eh_str_of(after),
	                          .private = EH_STR("secret note"),
	                          .about_person = 9,
	                          .is_public = is_public },
	                  &number, &err),
	        &err);
	return number;
}

static void what_is_written_is_read_back(void **state)
{
	struct eh_db *db EH_CLEANUP_DB = council_open();
	struct eh_audit_rows rows EH_CLEANUP_AUDIT_ROWS = { 0 };
	struct eh_error err = { 0 };

	(void)state;
	assert_int_equal(write_row(db, "changed", "after", true), 1);
	assert_int_equal(write_row(db, "hid", NULL, false), 2);
	assert_ok(eh_audit_list(db, &(struct eh_audit_filter){ 0 }, &rows, &err), &err);
	assert_int_equal(rows.count, 2);
	assert_str(rows.items[0].verb, "hid");
	assert_null(rows.items[0].after.p);
	assert_str(rows.items[1].role, "steward");
	assert_str(rows.items[1].side, "sector");
	assert_str(rows.items[1].org_id, "GB-CHC-1");
	assert_str(rows.items[1].before, "before:5,x");
	assert_str(rows.items[1].after, "after");
	assert_null(rows.items[1].why.p);
	assert_str(rows.items[1].private, "secret note");
	assert_int_equal(rows.items[1].person_id, 7);
	assert_false(rows.more);
}

static void the_public_reads_public_rows_without_person_or_private_text(void **state)
{
	struct eh_db *db EH_CLEANUP_DB = council_open();
	struct eh_audit_rows rows EH_CLEANUP_AUDIT_ROWS = { 0 };
	struct eh_error err = { 0 };

	(void)state;
	write_row(db, "changed", "after", true);
	write_row(db, "hid", "x", false);
	assert_ok(eh_audit_list(db, &(struct eh_audit_filter){ .for_public = true }, &rows, &err), &err);
	assert_int_equal(rows.count, 1);
	assert_str(rows.items[0].verb, "changed");
	assert_int_equal(rows.items[0].person_id, 0);
	assert_null(rows.items[0].private.p);
	assert_str(rows.items[0].after, "after");
}

static void lists_filter_and_page(void **state)
{
	struct eh_db *db EH_CLEANUP_DB = council_open();
	struct eh_error err = { 0 };
	int64_t below = 0;
	size_t seen = 0;

	(void)state;
	for (int i = 0; i < 7; i++)
		write_row(db, "changed", "x", true);
	for (int page = 0; page < 4; page++) {
		struct eh_audit_rows rows EH_CLEANUP_AUDIT_ROWS = { 0 };
		assert_ok(eh_audit_list(db, &(struct eh_audit_filter){ .below = below, .limit = 2 }, &rows, &err), &err);
		seen += rows.count;
		assert_int_equal(rows.more, page < 3);
		below = rows.items[rows.count - 1].number;
	}
	assert_int_equal(seen, 7);
	const struct eh_audit_filter none[] = { { .subject_id = EH_STR("GB-CHC-3") }, { .place_id = EH_STR("village") },
		{ .person_id = 8 }, { .since = NOON + 1 }, { .subject_kind = EH_STR("motion") } };
	for (size_t i = 0; i < sizeof none / sizeof *none; i++) {
		struct eh_audit_rows rows EH_CLEANUP_AUDIT_ROWS = { 0 };
		assert_ok(eh_audit_list(db, &none[i], &rows, &err), &err);
		assert_int_equal(rows.count, 0);
	}
}

static void an_untouched_chain_verifies_and_an_empty_one_too(void **state)
{
	struct eh_db *db EH_CLEANUP_DB = council_open();
	struct eh_audit_head head = { 0 };
	struct eh_error err = { 0 };
	int64_t checked = -1;

	(void)state;
	assert_ok(eh_audit_verify(db, NULL, &checked, &err), &err);
	assert_int_equal(checked, 0);
	assert_ok(eh_audit_head(db, &head, &err), &err);
	assert_int_equal(head.number, 0);
	for (int i = 0; i < 5; i++)
		write_row(db, "changed", "x", true);
	assert_ok(eh_audit_head(db, &head, &err), &err);
	assert_int_equal(head.number, 5);
	write_row(db, "changed", "y", true);
	assert_ok(eh_audit_verify(db, &head, &checked, &err), &err);
	assert_int_equal(checked, 6);
}

/* A chain of four rows, with its second payload erased, in a file that SQLite then changes behind Evenhand's back. */
static void damaged(const char *sql, const char *words, const struct eh_audit_head *known)
{
	const char *folder = test_folder();
	struct eh_error err = { 0 };
	struct eh_db *db = NULL;
	char path[128];
	sqlite3 *other;

	snprintf(path, sizeof path, "%s/store.db", folder);
	assert_ok(eh_db_open(path, EH_DB_CREATE, &db, &err), &err);
	for (int i = 0; i < 4; i++)
		write_row(db, "changed", "x", true);
	assert_ok(eh_audit_erase(db, NOON, &EH_ACTOR_SYSTEM, 2, EH_STR("asked for"), &err), &err);
	assert_ok(eh_audit_verify(db, NULL, NULL, &err), &err);
	eh_db_close(db);
	assert_int_equal(sqlite3_open(path, &other), SQLITE_OK);
	assert_int_equal(sqlite3_exec(other, sql, NULL, NULL, NULL), SQLITE_OK);
	sqlite3_close(other);
	assert_ok(eh_db_open(path, EH_DB_READ, &db, &err), &err);
	if (eh_audit_verify(db, known, NULL, &err) != EH_INVALID || !strstr(err.message, words))
		fail_msg("after \"%s\" the audit says: %s", sql, err.message);
	eh_db_close(db);
	test_remove(folder);
}

static void every_way_of_changing_the_past_is_found(void **state)
{
	(void)state;
	damaged("UPDATE audit SET verb = 'praised' WHERE number = 3",
	        "row 3 of the audit: it, or a row before it, has been changed", NULL);
	damaged("UPDATE audit SET at = at + 1 WHERE number = 1", "row 1", NULL);
	damaged("UPDATE audit SET is_public = 0 WHERE number = 1", "row 1", NULL);
	damaged("UPDATE audit SET person_id = 8 WHERE number = 4", "row 4", NULL);
	damaged("UPDATE audit SET role = 'stewardsector', side = '' WHERE number = 4", "row 4", NULL);
	damaged("UPDATE audit_payload SET payload = '-,-,-,-,' WHERE number = 3",
	        "row 3 of the audit: what it holds has been changed", NULL);
	damaged("UPDATE audit_payload SET salt = x'00' WHERE number = 3", "row 3", NULL);
	damaged("UPDATE audit_payload SET salt = NULL WHERE number = 3", "row 3 of the audit: its salt is gone", NULL);
	damaged("UPDATE audit_payload SET salt = NULL, payload = NULL WHERE number = 3",
	        "row 3 of the audit: what it holds was erased, and", NULL);
	damaged("DELETE FROM audit_payload WHERE number = 3", "row 3 of the audit: what it holds was deleted", NULL);
	damaged("DELETE FROM audit_payload WHERE number = 3; DELETE FROM audit WHERE number = 3",
	        "row 3 of the audit: it is missing", NULL);
	damaged("UPDATE audit SET digest = x'00' WHERE number = 3", "row 3", NULL);
	damaged("DELETE FROM audit_payload WHERE number = 5; DELETE FROM audit WHERE number = 5",
	        "row 2 of the audit: what it holds was erased, and", NULL);
}

static void a_chain_cut_off_or_written_anew_does_not_pass_through_a_kept_head(void **state)
{
	struct eh_audit_head kept = { 0 };
	struct eh_error err = { 0 };
	char text[128];

	(void)state;
	snprintf(text, sizeof text, "9:%064d", 0);
	assert_ok(eh_audit_head_parse(eh_str_of(text), &kept, &err), &err);
	damaged("SELECT 1", "rows have been cut off", &kept);
	kept.number = 3;
	damaged("SELECT 1", "the past has been rewritten", &kept);
}

static void erasing_takes_value_and_salt_and_leaves_the_chain_whole(void **state)
{
	struct eh_db *db EH_CLEANUP_DB = council_open();
	struct eh_audit_rows rows EH_CLEANUP_AUDIT_ROWS = { 0 };
	struct eh_error err = { 0 };
	int64_t checked = 0;

	(void)state;
	write_row(db, "changed", "a name", true);
	write_row(db, "changed", "x", true);
	assert_ok(eh_audit_erase(db, NOON, &EH_ACTOR_SYSTEM, 1, EH_STR("asked for"), &err), &err);
	assert_ok(eh_audit_erase(db, NOON, &EH_ACTOR_SYSTEM, 1, EH_STR("again"), &err), &err);
	assert_int_equal(eh_audit_erase(db, NOON, &EH_ACTOR_SYSTEM, 99, NOTHING, &err), EH_NOT_FOUND);
	assert_ok(eh_audit_verify(db, NULL, &checked, &err), &err);
	assert_int_equal(checked, 3);
	assert_ok(eh_audit_list(db, &(struct eh_audit_filter){ 0 }, &rows, &err), &err);
	assert_int_equal(rows.count, 3);
	assert_str(rows.items[0].verb, "erased");
	assert_str(rows.items[0].subject_id, "1");
	assert_str(rows.items[0].why, "asked for");
	assert_true(rows.items[2].erased);
	assert_null(rows.items[2].after.p);
	assert_false(rows.items[1].erased);
}

static void equal_writes_have_different_digests(void **state)
{
	struct eh_db *db EH_CLEANUP_DB = council_open();
	struct eh_cursor walk EH_CLEANUP_CURSOR = { 0 };
	struct eh_q_audit_walk row;
	struct eh_error err = { 0 };
	char first[32];

	(void)state;
	write_row(db, "changed", "x", true);
	write_row(db, "changed", "x", true);
	assert_ok(eh_q_audit_walk(db, &walk, &err), &err);
	assert_ok(eh_q_audit_walk_next(&walk, &row, &err), &err);
	memcpy(first, row.digest.p, sizeof first);
	assert_ok(eh_q_audit_walk_next(&walk, &row, &err), &err);
	assert_memory_not_equal(first, row.digest.p, sizeof first);
}

static void texts_that_are_too_long_are_cut_and_ill_formed_ones_refused(void **state)
{
	struct eh_db *db EH_CLEANUP_DB = council_open();
	struct eh_audit_rows rows EH_CLEANUP_AUDIT_ROWS = { 0 };
	struct eh_error err = { 0 };
	static char text[EH_AUDIT_LONGEST + 100];

	(void)state;
	memset(text, 'x', sizeof text - 1);
	write_row(db, "changed", text, true);
	assert_ok(eh_audit_list(db, &(struct eh_audit_filter){ 0 }, &rows, &err), &err);
	assert_true(rows.items[0].after.n <= EH_AUDIT_LONGEST);
	assert_true(eh_str_ends(rows.items[0].after, EH_STR("…")));
	struct eh_audit_entry entry = { .by = &EH_ACTOR_SYSTEM, .verb = "changed", .subject_kind = "x", .after = EH_STR("\xff") };
	assert_int_equal(eh_audit_write(db, NOON, &entry, NULL, &err), EH_INVALID);
	entry = (struct eh_audit_entry){ .by = &EH_ACTOR_SYSTEM, .verb = "", .subject_kind = "x" };
	assert_int_equal(eh_audit_write(db, NOON, &entry, NULL, &err), EH_INVALID);
	assert_ok(eh_audit_verify(db, NULL, NULL, &err), &err);
}

static void heads_are_read_as_they_are_printed(void **state)
{
	static const char *const BAD[] = { "", "5", "5:", ":00", "x:0", "-5:", "5:zz" };
	struct eh_audit_head head = { 0 };
	struct eh_error err = { 0 };
	char text[128];

	(void)state;
	snprintf(text, sizeof text, " 12:%064X\n", 0xabcd);
	assert_ok(eh_audit_head_parse(eh_str_of(text), &head, &err), &err);
	assert_int_equal(head.number, 12);
	assert_string_equal(head.link + 60, "abcd");
	for (size_t i = 0; i < sizeof BAD / sizeof *BAD; i++)
		assert_int_equal(eh_audit_head_parse(eh_str_of(BAD[i]), &head, &err), EH_INVALID);
	text[20] = 'g';
	assert_int_equal(eh_audit_head_parse(eh_str_of(text), &head, &err), EH_INVALID);
	assert_int_equal(head.number, 12);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_written_is_read_back),
		cmocka_unit_test(the_public_reads_public_rows_without_person_or_private_text),
		cmocka_unit_test(lists_filter_and_page),
		cmocka_unit_test(an_untouched_chain_verifies_and_an_empty_one_too),
		cmocka_unit_test(every_way_of_changing_the_past_is_found),
		cmocka_unit_test(a_chain_cut_off_or_written_anew_does_not_pass_through_a_kept_head),
		cmocka_unit_test(erasing_takes_value_and_salt_and_leaves_the_chain_whole),
		cmocka_unit_test(equal_writes_have_different_digests),
		cmocka_unit_test(texts_that_are_too_long_are_cut_and_ill_formed_ones_refused),
		cmocka_unit_test(heads_are_read_as_they_are_printed),
	};
	return cmocka_run_group_tests_name("audit", tests, NULL, NULL);
}
