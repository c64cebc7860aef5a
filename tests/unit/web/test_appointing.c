/* Who comes to have a part in a place by the pages: nobody by themselves, and both sides' stewards hear of it. */
#include "two_places.h"

static int64_t count_of(const char *sql)
{
	sqlite3_stmt *stmt = NULL;
	sqlite3 *raw = NULL;

	assert_int_equal(sqlite3_open_v2(store, &raw, SQLITE_OPEN_READONLY, NULL), SQLITE_OK);
	if (sqlite3_prepare_v2(raw, sql, -1, &stmt, NULL) != SQLITE_OK || sqlite3_step(stmt) != SQLITE_ROW)
		fail_msg("%s: %s", sql, sqlite3_errmsg(raw));
	int64_t count = sqlite3_column_int64(stmt, 0);
	sqlite3_finalize(stmt);
	sqlite3_close(raw);
	return count;
}

static const char LETTERS[] =
        "SELECT count(*) FROM mail WHERE kind = 'role' AND address IN ('person5@example.org', 'person6@example.org')";
static const char NAMED[] = "SELECT count(*) FROM steward_invitation WHERE place_id = 'village'";

static void assert_says(struct eh_str body, const char *words)
{
	if (eh_str_find(body, eh_str_of(words)) < 0)
		fail_msg("it does not say \"%s\": %.*s", words, EH_FMT(body));
}

static void an_administrator_gives_themselves_no_part(void **state)
{
	static const char *const ROLES[] = { "officer", "infrastructure", "administrator" };
	uint64_t before = store_digest(store);
	struct eh_str body;

	(void)state;
	for (size_t i = 0; i < 3; i++) {
		struct eh_str form = eh_arena_printf(&arena, "name=Ada&email=person7%%40example.org&role=%s", ROLES[i]);
		assert_int_equal(ask(EH_POST, "/village/admin/people", "", ADMINISTRATOR, form.p, &body), 200);
		assert_says(body, i < 2 ? "works for neither side" : "to themselves");
	}
	assert_int_equal(ask(EH_GET, "/village/stewards", "", ADMINISTRATOR, "", &body), 200);
	assert_says(body, "An administrator names no steward");
	assert_int_equal(
	        ask(EH_POST, "/village/stewards", "", ADMINISTRATOR, "name=Stu&email=stu%40example.org&side=council", &body),
	        403);
	assert_true(store_digest(store) == before);
}

/* As an older store may hold it. */
static void an_administrator_with_another_part_names_no_steward(void **state)
{
	struct eh_q_role_add row;
	struct eh_str body;

	(void)state;
	assert_ok(eh_q_role_add(db, people[ADMINISTRATOR], EH_STR("infrastructure"), (struct eh_str){ NULL, 0 },
	                  EH_STR("village"), (struct eh_str){ NULL, 0 }, 0, NOW, NOW, 0, &arena, &row, &error),
	        &error);
	assert_int_equal(ask(EH_POST, "/village/stewards", "", ADMINISTRATOR,
	                         "name=Stu&email=stu%40example.org&side=sector&org=EH-0000000002", &body),
	        200);
	assert_says(body, "An administrator names no steward");
	assert_int_equal(count_of(NAMED), 0);
	assert_ok(eh_q_role_end(db, row.role_id, 0, NOW, &error), &error);
}

static void a_steward_of_the_sector_is_named_from_the_places_list(void **state)
{
	static const char *const ORGS[] = { "EH-NOSUCHORG1", "EH-0000000001", "" };
	struct eh_str body;

	(void)state;
	for (size_t i = 0; i < 3; i++) {
		struct eh_str form = eh_arena_printf(&arena, "name=Stu&email=stu%%40example.org&side=sector&org=%s", ORGS[i]);
		assert_int_equal(ask(EH_POST, "/village/stewards", "", INFRASTRUCTURE, form.p, &body), 200);
		assert_says(body, i < 2 ? "on the list of this place" : "which organisation");
	}
	assert_int_equal(count_of(NAMED), 0);
}

/* An administrator invites another address of their own, which names a steward: both sides hear of each step, a steward of the side must confirm
 * it, and the key waits. */
static void both_sides_hear_of_every_step_to_a_key(void **state)
{
	struct eh_secret secret;
	struct eh_session session;
	struct eh_person puppet;
	char token[EH_TOKEN_MAX];
	struct eh_str body;

	(void)state;
	assert_int_equal(count_of(LETTERS), 0);
	const char invites[] = "name=Pat+Puppet&email=puppet%40example.org&role=infrastructure";
	assert_int_equal(ask(EH_POST, "/village/admin/people", "", ADMINISTRATOR, invites, &body), 303);
	assert_int_equal(count_of(LETTERS), 2);
	assert_int_equal(count_of("SELECT count(*) FROM mail WHERE kind = 'role' AND body_text LIKE '%Pat Puppet, "
	                          "Infrastructure%' AND body_text LIKE "
	                          "'%An administrator gave it%'"),
	        2);
	assert_int_equal(ask(EH_POST, "/village/admin/people", "", ADMINISTRATOR, invites, &body), 303);
	assert_int_equal(count_of(LETTERS), 2); /* given already */

	assert_ok(eh_person_find(db, EH_STR("puppet@example.org"), &arena, &puppet, &error), &error);
	assert_ok(eh_secret_open(store, false, &secret, &error), &error);
	assert_ok(eh_db_begin(db, &error), &error);
	assert_ok(eh_session_start(db, NOW, &secret, puppet.person_id, EH_STR("test"), token, &error), &error);
	assert_ok(eh_session_find(db, NOW, &secret, eh_str_of(token), &session, &error), &error);
	assert_ok(eh_session_strengthen(db, NOW, &secret, &session, token, &error), &error);
	assert_ok(eh_db_commit(db, &error), &error);
	eh_secret_finish(&secret);
	memcpy(sessions[INFRASTRUCTURE], token, sizeof token);
	assert_int_equal(ask(EH_POST, "/village/stewards", "", INFRASTRUCTURE,
	                         "name=Stu&email=stu%40example.org&side=sector&org=EH-0000000002", &body),
	        303);
	assert_int_equal(count_of(LETTERS), 4);
	int64_t invitation = count_of("SELECT invitation_id FROM steward_invitation WHERE place_id = 'village'");
	struct eh_str form = eh_arena_printf(&arena, "invitation=%lld&election=1+April,+12+of+20", (long long)invitation);
	assert_int_equal(ask(EH_POST, "/village/stewards/confirm", "", INFRASTRUCTURE, form.p, &body), 403);
	assert_int_equal(ask(EH_POST, "/village/stewards/confirm", "", ADMINISTRATOR, form.p, &body), 403);
	assert_int_equal(ask(EH_POST, "/village/stewards/confirm", "", COUNCIL, form.p, &body), 200);
	assert_int_equal(count_of(LETTERS), 4);
	assert_int_equal(ask(EH_POST, "/village/stewards/confirm", "", SECTOR, form.p, &body), 303);
	assert_int_equal(count_of(LETTERS), 6);
	int64_t waits = count_of(
	        "SELECT effective_at - granted_at FROM person_role WHERE role = 'steward' ORDER BY role_id DESC LIMIT 1");
	assert_true(waits > 5 * INT64_C(86400000000));
	assert_int_equal(
	        count_of("SELECT count(*) FROM mail WHERE kind = 'role' AND body_text LIKE '%The key counts from %'"), 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_administrator_gives_themselves_no_part),
		cmocka_unit_test(an_administrator_with_another_part_names_no_steward),
		cmocka_unit_test(a_steward_of_the_sector_is_named_from_the_places_list),
		cmocka_unit_test(both_sides_hear_of_every_step_to_a_key),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
