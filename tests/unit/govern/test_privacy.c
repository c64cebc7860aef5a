#include "test.h"

#include "council.h"
#include "io/json.h"

static void export_to(struct eh_db *db, int64_t person, struct eh_buf *out)
{
	struct eh_error err = { 0 };

	assert_ok(eh_person_export(db, NOON, person, out, &err), &err);
}

static bool holds(const struct eh_buf *buf, const char *text) { return eh_str_find(eh_buf_str(buf), eh_str_of(text)) >= 0; }

/* A holder who signed in, with something noted about and by the person. */
static int64_t make_holder(struct eh_db *db, const struct eh_secret *secret)
{
	const int64_t jo = council_person(db, "josephine");
	const struct eh_actor by = { .person_id = jo, .role = EH_ROLE_HOLDER, .org_id = EH_STR("org-1") };
	char token[EH_TOKEN_MAX];
	struct eh_signin_sent sent;
	struct eh_error err = { 0 };

	council_role(db, jo, EH_ROLE_HOLDER, NULL, "org-1");
	assert_ok(eh_signin_request(db, NOON, secret, EH_STR("josephine@example.org"), EH_STR("client"), &sent, &err), &err);
	assert_ok(eh_session_start(db, NOON, secret, jo, EH_STR("Firefox"), token, &err), &err);
	const struct eh_audit_entry entries[] = {
		{ .by = &by, .verb = "hid", .subject_kind = "organisation", .why = EH_STR("somebody threatens me") },
		{ .by = &by,
		        .verb = "changed",
		        .subject_kind = "organisation",
		        .after = EH_STR("open on Mondays"),
		        .is_public = true },
		{ .by = &EH_ACTOR_SYSTEM,
		        .verb = "wrote to",
		        .subject_kind = "person",
		        .private = EH_STR("josephine did not answer"),
		        .about_person = jo },
	};
	for (size_t i = 0; i < 3; i++)
		assert_ok(eh_audit_write(db, NOON, &entries[i], NULL, &err), &err);
	return jo;
}

static void an_export_holds_all_that_is_kept(void **state)
{
	static const char *const WORDS[] = { "josephine@example.org", "holder", "org-1", "Firefox", "somebody threatens me",
		"open on Mondays", "did not answer" };
	struct eh_db *db EH_CLEANUP_DB = council_open();
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_buf out EH_CLEANUP_BUF = { 0 }, other EH_CLEANUP_BUF = { 0 };
	struct eh_json_value value;
	struct eh_secret secret;
	struct eh_error err = { 0 };

	(void)state;
	eh_secret_random(&secret);
	export_to(db, make_holder(db, &secret), &out);
	for (size_t i = 0; i < sizeof WORDS / sizeof *WORDS; i++)
		if (!holds(&out, WORDS[i]))
			fail_msg("\"%s\" is not in %s", WORDS[i], out.p);
	assert_ok(eh_json_parse(eh_buf_str(&out), &arena, &value, &err), &err);
	export_to(db, council_person(db, "other"), &other);
	assert_false(holds(&other, "josephine"));
	assert_int_equal(eh_person_export(db, NOON, 99, &other, &err), EH_NOT_FOUND);
}

static void erasing_leaves_a_number_and_a_chain_that_verifies(void **state)
{
	struct eh_db *db EH_CLEANUP_DB = council_open();
	struct eh_buf out EH_CLEANUP_BUF = { 0 };
	struct eh_audit_rows rows EH_CLEANUP_AUDIT_ROWS = { 0 };
	struct eh_secret secret;
	struct eh_error err = { 0 };

	(void)state;
	eh_secret_random(&secret);
	int64_t jo = make_holder(db, &secret), again = 0;
	const struct eh_actor by = council_actor(jo);
	assert_ok(eh_person_erase(db, NOON, &by, jo, EH_STR("asked for it"), &err), &err);
	assert_ok(eh_person_erase(db, NOON, &by, jo, EH_STR("twice"), &err), &err);
	assert_ok(eh_audit_verify(db, NULL, NULL, &err), &err);
	export_to(db, jo, &out);
	static const char *const GONE[] = { "josephine", "threatens", "did not answer", "Firefox" };
	for (size_t i = 0; i < sizeof GONE / sizeof *GONE; i++)
		assert_false(holds(&out, GONE[i]));
	assert_true(holds(&out, "open on Mondays")); /* public, and names nobody */
	assert_ok(eh_audit_list(db, &(struct eh_audit_filter){ 0 }, &rows, &err), &err);
	for (size_t i = 0; i < rows.count; i++) {
		const struct eh_str texts[] = { rows.items[i].before, rows.items[i].after, rows.items[i].why,
			rows.items[i].private };
		for (size_t j = 0; j < 4; j++)
			assert_true(eh_str_find(texts[j], EH_STR("josephine")) < 0);
	}
	/* The address is free: whoever comes with it is somebody else. */
	assert_ok(eh_person_add(db, NOON, &EH_ACTOR_SYSTEM, EH_STR("Jo"), EH_STR("josephine@example.org"), &again, &err), &err);
	assert_int_not_equal(again, jo);
}

/* The bytes of a name are nowhere in the file, once the log has been checkpointed by closing. */
static void what_was_erased_is_overwritten_in_the_file(void **state)
{
	const char *folder = test_folder();
	struct eh_secret secret;
	struct eh_error err = { 0 };
	struct eh_db *db = NULL;
	char path[128], *bytes = calloc(1, 4 << 20);
	static const char *const SECRETS[] = { "josephine", "somebody threatens me" };

	(void)state;
	snprintf(path, sizeof path, "%s/store.db", folder);
	for (int erase = 0; erase < 2; erase++) {
		assert_ok(eh_db_open(path, EH_DB_CREATE, &db, &err), &err);
		eh_secret_random(&secret);
		int64_t jo = 1;
		if (!erase)
			jo = make_holder(db, &secret);
		else
			assert_ok(eh_person_erase(db, NOON, &EH_ACTOR_SYSTEM, jo, NOTHING, &err), &err);
		eh_db_close(db);
		FILE *in = fopen(path, "r");
		size_t n = fread(bytes, 1, 4 << 20, in);
		fclose(in);
		for (size_t i = 0; i < 2; i++)
			assert_int_equal(memmem(bytes, n, SECRETS[i], strlen(SECRETS[i])) == NULL, erase);
	}
	free(bytes);
	test_remove(folder);
}

static void people_are_erased_by_themselves_or_an_administrator(void **state)
{
	struct eh_db *db EH_CLEANUP_DB = council_open();
	struct eh_error err = { 0 };
	int64_t admin = council_person(db, "admin"), jo = council_person(db, "jo"), al = council_person(db, "al"),
	        steward = council_steward(db, "steward", EH_SIDE_COUNCIL, NULL);
	const struct eh_actor by_admin = council_actor(admin), by_al = council_actor(al), by_steward = council_actor(steward);

	(void)state;
	council_role(db, admin, EH_ROLE_ADMINISTRATOR, NULL, NULL);
	assert_refused(eh_person_erase(db, NOON, &by_al, jo, NOTHING, &err), &err, "Only the person or an administrator");
	assert_refused(eh_person_erase(db, NOON, &by_admin, admin, NOTHING, &err), &err, "last administrator");
	assert_refused(eh_person_erase(db, NOON, &by_admin, steward, NOTHING, &err), &err, "holds a key");
	assert_refused(eh_person_erase(db, NOON, &by_steward, steward, NOTHING, &err), &err, "holds a key");
	assert_int_equal(eh_person_erase(db, NOON, &by_admin, 99, NOTHING, &err), EH_NOT_FOUND);
	assert_ok(eh_person_erase(db, NOON, &by_admin, jo, NOTHING, &err), &err);
}

static void a_restored_backup_is_made_to_forget_again(void **state)
{
	struct eh_db *db EH_CLEANUP_DB = council_open(), *backup EH_CLEANUP_DB = council_open();
	struct eh_buf list EH_CLEANUP_BUF = { 0 }, out EH_CLEANUP_BUF = { 0 };
	struct eh_secret secret;
	struct eh_error err = { 0 };
	int64_t count = 0;

	(void)state;
	eh_secret_random(&secret);
	int64_t jo = make_holder(db, &secret), same = make_holder(backup, &secret);
	assert_int_equal(jo, same);
	assert_ok(eh_person_erase(db, NOON, &EH_ACTOR_SYSTEM, jo, NOTHING, &err), &err);
	assert_ok(eh_erased_list(db, &list, &err), &err);
	assert_int_equal(eh_buf_printf(&list, "77\n\n"), EH_OK);
	assert_ok(eh_erased_apply(backup, NOON, eh_buf_str(&list), &count, &err), &err);
	assert_int_equal(count, 1);
	assert_ok(eh_erased_apply(backup, NOON, eh_buf_str(&list), &count, &err), &err);
	assert_int_equal(count, 0);
	export_to(backup, jo, &out);
	assert_false(holds(&out, "josephine"));
	assert_ok(eh_audit_verify(backup, NULL, NULL, &err), &err);
	assert_int_equal(eh_erased_apply(backup, NOON, EH_STR("one\n"), &count, &err), EH_INVALID);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_export_holds_all_that_is_kept),
		cmocka_unit_test(erasing_leaves_a_number_and_a_chain_that_verifies),
		cmocka_unit_test(what_was_erased_is_overwritten_in_the_file),
		cmocka_unit_test(people_are_erased_by_themselves_or_an_administrator),
		cmocka_unit_test(a_restored_backup_is_made_to_forget_again),
	};
	return cmocka_run_group_tests_name("privacy", tests, NULL, NULL);
}
