#include "test.h"

#include "council.h"

static void addresses_are_kept_in_one_way_or_refused(void **state)
{
	static const struct {
		const char *typed, *kept; /* NULL: refused */
	} CASES[] = {
		{ " Jo.Bloggs@Example.ORG ", "jo.bloggs@example.org" },
		{ "a+b@x.co.uk", "a+b@x.co.uk" },
		{ "", NULL },
		{ "jo", NULL },
		{ "@example.org", NULL },
		{ "jo@", NULL },
		{ "jo@example", NULL },
		{ "jo@.org", NULL },
		{ "jo@example.", NULL },
		{ "jo@ex..org", NULL },
		{ "jo@a@b.org", NULL },
		{ "jo bloggs@example.org", NULL },
		{ "jo@example.org\r\nBcc: all@example.org", NULL },
		{ "Jo <jo@example.org>", NULL },
		{ "jo@example.org,al@example.org", NULL },
		{ "j\xc3\xb6@example.org", NULL },
		{ "0123456789012345678901234567890123456789012345678901234567890123456789@example.org", NULL },
	};
	struct eh_error err = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
		char kept[EH_EMAIL_MAX] = "untouched";
		enum eh_rc rc = eh_email_normalise(eh_str_of(CASES[i].typed), kept, &err);
		if (rc != (CASES[i].kept ? EH_OK : EH_INVALID))
			fail_msg("\"%s\": %s", CASES[i].typed, eh_rc_name(rc));
		assert_string_equal(kept, CASES[i].kept ? CASES[i].kept : "untouched");
	}
}

static void one_address_is_one_person_also_after_leaving(void **state)
{
	struct eh_db *db EH_CLEANUP_DB = council_open();
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_person_list people EH_CLEANUP_PERSON_LIST = { 0 };
	struct eh_person person;
	struct eh_error err = { 0 };
	int64_t jo = council_person(db, "jo"), again = 0;

	(void)state;
	assert_int_equal(
	        eh_person_add(db, NOON, &EH_ACTOR_SYSTEM, EH_STR("Jo"), EH_STR("JO@example.org"), &again, &err), EH_CONFLICT);
	assert_ok(eh_person_leave(db, NOON, &EH_ACTOR_SYSTEM, jo, EH_STR("moved away"), &err), &err);
	assert_ok(eh_person_list(db, &people, &err), &err);
	assert_int_equal(people.count, 0);
	assert_ok(eh_person_add(db, NOON, &EH_ACTOR_SYSTEM, EH_STR("Jo Bloggs"), EH_STR("jo@example.org"), &again, &err), &err);
	assert_int_equal(again, jo);
	assert_ok(eh_person_find(db, EH_STR("Jo@Example.org"), &arena, &person, &err), &err);
	assert_str(person.name, "Jo Bloggs");
	assert_str(person.state, "active");
	assert_int_equal(eh_person_find(db, EH_STR("al@example.org"), &arena, &person, &err), EH_NOT_FOUND);
	assert_int_equal(eh_person_get(db, 99, &arena, &person, &err), EH_NOT_FOUND);
}

static void names_are_one_line_of_text(void **state)
{
	struct eh_db *db EH_CLEANUP_DB = council_open();
	struct eh_error err = { 0 };
	int64_t person = 0;
	static const char *const BAD[] = { "", "  ", "Jo\nBcc: x", "\xff",
		"0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901"
		"234567890" };

	(void)state;
	for (size_t i = 0; i < sizeof BAD / sizeof *BAD; i++)
		assert_int_equal(eh_person_add(db, NOON, &EH_ACTOR_SYSTEM, eh_str_of(BAD[i]), EH_STR("a@b.org"), &person, &err),
		        EH_INVALID);
	assert_int_equal(person, 0);
}

/* Who may give what: by, role, in the place or for the organisation; words of the refusal, NULL when it may. */
static void roles_are_given_by_those_who_may(void **state)
{
	struct eh_db *db EH_CLEANUP_DB = council_open();
	const int64_t admin = council_person(db, "admin"), local = council_person(db, "local"),
	              officer = council_person(db, "officer"), holder = council_person(db, "holder"),
	              somebody = council_person(db, "somebody");
	const struct {
		int64_t by;
		enum eh_role role;
		const char *place, *org, *words;
	} CASES[] = {
		{ admin, EH_ROLE_OFFICER, "town", NULL, NULL },
		{ admin, EH_ROLE_INFRASTRUCTURE, "village", NULL, NULL },
		{ admin, EH_ROLE_ADMINISTRATOR, NULL, NULL, NULL },
		{ local, EH_ROLE_OFFICER, "town", NULL, NULL },
		{ local, EH_ROLE_OFFICER, "village", NULL, "Only an administrator" },
		{ local, EH_ROLE_ADMINISTRATOR, NULL, NULL, "Only an administrator" },
		{ admin, EH_ROLE_STEWARD, "town", NULL, "nobody gives this role" },
		{ 0, EH_ROLE_STEWARD, "town", NULL, "nobody gives this role" },
		{ admin, EH_ROLE_HOLDER, NULL, "org-1", "claimed by its organisation" },
		{ officer, EH_ROLE_OFFICER, "town", NULL, "Only an administrator" },
		{ holder, EH_ROLE_COLLEAGUE, NULL, "org-1", NULL },
		{ holder, EH_ROLE_COLLEAGUE, NULL, "org-2", "Only a holder" },
		{ holder, EH_ROLE_HOLDER, NULL, "org-1", "claimed by its organisation" },
		{ admin, EH_ROLE_COLLEAGUE, NULL, "org-1", "Only a holder" },
		{ 0, EH_ROLE_HOLDER, NULL, "org-9", NULL },
		{ somebody, EH_ROLE_OFFICER, "town", NULL, "Only an administrator" },
	};
	struct eh_error err = { 0 };
	char why[EH_WHY_MAX];

	(void)state;
	council_role(db, admin, EH_ROLE_ADMINISTRATOR, NULL, NULL);
	council_role(db, local, EH_ROLE_ADMINISTRATOR, "town", NULL);
	council_role(db, officer, EH_ROLE_OFFICER, "town", NULL);
	council_role(db, holder, EH_ROLE_HOLDER, NULL, "org-1");
	for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
		const struct eh_actor by = council_actor(CASES[i].by);
		const struct eh_grant grant = { somebody, CASES[i].role, eh_str_of(CASES[i].place), eh_str_of(CASES[i].org),
			NOTHING };
		enum eh_rc rc = eh_role_may_grant(db, NOON, &by, &grant, why, &err);
		if (rc != (CASES[i].words ? EH_REFUSED : EH_OK) || (CASES[i].words && !strstr(why, CASES[i].words)))
			fail_msg("case %zu: %s: %s", i, eh_rc_name(rc), rc ? why : "");
	}
}

static void a_grant_needs_its_place_or_organisation(void **state)
{
	struct eh_db *db EH_CLEANUP_DB = council_open();
	int64_t jo = council_person(db, "jo");
	struct eh_error err = { 0 };
	const struct {
		struct eh_grant grant;
		enum eh_rc want;
	} CASES[] = {
		{ { jo, EH_ROLE_OFFICER, NOTHING, NOTHING, NOTHING }, EH_INVALID },
		{ { jo, EH_ROLE_OFFICER, EH_STR("city"), NOTHING, NOTHING }, EH_NOT_FOUND },
		{ { jo, EH_ROLE_OFFICER, EH_STR("Z06000001"), NOTHING, NOTHING }, EH_NOT_FOUND },
		{ { jo, EH_ROLE_OFFICER, EH_STR("town"), EH_STR("org"), NOTHING }, EH_INVALID },
		{ { jo, EH_ROLE_HOLDER, NOTHING, NOTHING, NOTHING }, EH_INVALID },
		{ { jo, EH_ROLE_HOLDER, EH_STR("town"), EH_STR("org"), NOTHING }, EH_INVALID },
		{ { jo, EH_ROLE_NONE, EH_STR("town"), NOTHING, NOTHING }, EH_INVALID },
		{ { 99, EH_ROLE_OFFICER, EH_STR("town"), NOTHING, NOTHING }, EH_NOT_FOUND },
	};

	(void)state;
	for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
		enum eh_rc rc = eh_role_grant(db, NOON, &EH_ACTOR_SYSTEM, &CASES[i].grant, NULL, &err);
		if (rc != CASES[i].want)
			fail_msg("case %zu: %s", i, eh_rc_name(rc));
	}
}

static void nobody_works_for_both_sides_of_a_place(void **state)
{
	struct eh_db *db EH_CLEANUP_DB = council_open();
	int64_t officer = council_person(db, "officer"), sector = council_steward(db, "sector", EH_SIDE_SECTOR, "org-1");
	struct eh_error err = { 0 };

	(void)state;
	council_role(db, officer, EH_ROLE_OFFICER, "town", NULL);
	assert_refused(
	        eh_role_grant(db, NOON, &EH_ACTOR_SYSTEM,
	                &(struct eh_grant){ .person_id = officer, .role = EH_ROLE_INFRASTRUCTURE, .place_id = EH_STR("town") },
	                NULL, &err),
	        &err, "nobody works for both sides");
	assert_refused(eh_role_grant(db, NOON, &EH_ACTOR_SYSTEM,
	                       &(struct eh_grant){ .person_id = sector, .role = EH_ROLE_OFFICER, .place_id = EH_STR("town") },
	                       NULL, &err),
	        &err, "nobody works for both sides");
	assert_refused(eh_role_grant(db, NOON, &EH_ACTOR_SYSTEM,
	                       &(struct eh_grant){ .person_id = sector, .role = EH_ROLE_ADMINISTRATOR }, NULL, &err),
	        &err, "an administrator holds none");
	council_role(db, officer, EH_ROLE_INFRASTRUCTURE, "village", NULL);
}

static void nobody_gives_a_role_to_themselves_and_an_administrator_is_of_no_side(void **state)
{
	static const enum eh_role WORKING[] = { EH_ROLE_OFFICER, EH_ROLE_INFRASTRUCTURE };
	struct eh_db *db EH_CLEANUP_DB = council_open();
	int64_t admin = council_person(db, "admin"), other = council_person(db, "other"), officer = council_person(db, "officer");
	const struct eh_actor by_admin = council_actor(admin), by_other = council_actor(other);
	struct eh_error err = { 0 };

	(void)state;
	council_role(db, admin, EH_ROLE_ADMINISTRATOR, "town", NULL);
	council_role(db, other, EH_ROLE_ADMINISTRATOR, NULL, NULL);
	council_role(db, officer, EH_ROLE_OFFICER, "village", NULL);
	const struct eh_grant again = { .person_id = admin, .role = EH_ROLE_ADMINISTRATOR, .place_id = EH_STR("town") },
	                      raised = { .person_id = officer, .role = EH_ROLE_ADMINISTRATOR, .place_id = EH_STR("town") };
	assert_refused(eh_role_grant(db, NOON, &by_admin, &again, NULL, &err), &err, "to themselves");
	assert_refused(eh_role_grant(db, NOON, &by_other, &raised, NULL, &err), &err, "works for neither side");
	for (size_t i = 0; i < 2; i++) {
		const struct eh_grant grant = { .person_id = admin, .role = WORKING[i], .place_id = EH_STR("town") };
		assert_refused(eh_role_grant(db, NOON, &by_admin, &grant, NULL, &err), &err, "works for neither side");
		assert_refused(eh_role_grant(db, NOON, &by_other, &grant, NULL, &err), &err, "works for neither side");
		assert_refused(eh_role_grant(db, NOON, &EH_ACTOR_SYSTEM, &grant, NULL, &err), &err, "works for neither side");
	}
}

static void a_role_given_twice_is_one(void **state)
{
	struct eh_db *db EH_CLEANUP_DB = council_open();
	struct eh_roles roles EH_CLEANUP_ROLES = { 0 };
	struct eh_error err = { 0 };
	int64_t jo = council_person(db, "jo");

	(void)state;
	int64_t first = council_role(db, jo, EH_ROLE_OFFICER, "town", NULL);
	assert_int_equal(council_role(db, jo, EH_ROLE_OFFICER, "town", NULL), first);
	assert_ok(eh_roles_of_person(db, NOON, jo, &roles, &err), &err);
	assert_int_equal(roles.count, 1);
	assert_int_equal(roles.items[0].side, EH_SIDE_COUNCIL);
	assert_non_null(eh_roles_find(&roles, EH_ROLE_OFFICER, EH_SIDE_NONE, EH_STR("town"), NOTHING));
	assert_null(eh_roles_find(&roles, EH_ROLE_OFFICER, EH_SIDE_NONE, EH_STR("village"), NOTHING));
	assert_null(eh_roles_find(&roles, EH_ROLE_STEWARD, EH_SIDE_NONE, EH_STR("town"), NOTHING));
}

static void the_last_administrator_of_a_place_stays(void **state)
{
	struct eh_db *db EH_CLEANUP_DB = council_open();
	struct eh_error err = { 0 };
	int64_t one = council_person(db, "one"), two = council_person(db, "two");
	int64_t first = council_role(db, one, EH_ROLE_ADMINISTRATOR, "town", NULL);
	const struct eh_actor by_one = council_actor(one);

	(void)state;
	council_role(db, two, EH_ROLE_ADMINISTRATOR, "village", NULL);
	assert_refused(eh_role_end(db, NOON, &by_one, first, NOTHING, &err), &err, "last administrator");
	council_role(db, two, EH_ROLE_ADMINISTRATOR, "town", NULL);
	assert_ok(eh_role_end(db, NOON, &by_one, first, NOTHING, &err), &err);
}

static void roles_end_by_those_who_may(void **state)
{
	struct eh_db *db EH_CLEANUP_DB = council_open();
	struct eh_roles roles EH_CLEANUP_ROLES = { 0 };
	struct eh_error err = { 0 };
	int64_t admin = council_person(db, "admin"), holder = council_person(db, "holder"), mate = council_person(db, "mate");
	int64_t admins = council_role(db, admin, EH_ROLE_ADMINISTRATOR, NULL, NULL),
	        holds = council_role(db, holder, EH_ROLE_HOLDER, NULL, "org-1"),
	        helps = council_role(db, mate, EH_ROLE_COLLEAGUE, NULL, "org-1");
	const struct eh_actor by_admin = council_actor(admin), by_holder = council_actor(holder), by_mate = council_actor(mate);

	(void)state;
	assert_refused(eh_role_end(db, NOON, &by_admin, holds, NOTHING, &err), &err, "claimed by its organisation");
	assert_refused(eh_role_end(db, NOON, &by_mate, holds, NOTHING, &err), &err, "claimed by its organisation");
	assert_refused(eh_role_end(db, NOON, &by_admin, helps, NOTHING, &err), &err, "Only a holder");
	assert_refused(eh_role_end(db, NOON, &by_admin, admins, NOTHING, &err), &err, "last administrator");
	assert_refused(eh_role_end(db, NOON, &EH_ACTOR_SYSTEM, admins, NOTHING, &err), &err, "last administrator");
	/* A place's own administrator may go while one of the whole installation stays. */
	int64_t local = council_person(db, "local");
	const struct eh_actor by_local = council_actor(local);
	assert_ok(eh_role_end(db, NOON, &by_local, council_role(db, local, EH_ROLE_ADMINISTRATOR, "town", NULL), NOTHING, &err),
	        &err);
	assert_ok(eh_role_end(db, NOON, &by_holder, helps, EH_STR("left the group"), &err), &err);
	assert_refused(eh_role_end(db, NOON, &by_holder, helps, NOTHING, &err), &err, "ended already");
	assert_ok(eh_role_end(db, NOON, &by_holder, holds, NOTHING, &err), &err);
	assert_int_equal(eh_role_end(db, NOON, &by_holder, 99, NOTHING, &err), EH_NOT_FOUND);
	council_role(db, mate, EH_ROLE_ADMINISTRATOR, NULL, NULL);
	assert_ok(eh_role_end(db, NOON, &by_mate, admins, NOTHING, &err), &err);
	assert_ok(eh_roles_of_org(db, NOON, EH_STR("org-1"), &roles, &err), &err);
	assert_int_equal(roles.count, 0);
	assert_ok(eh_audit_verify(db, NULL, NULL, &err), &err);
}

static void names_and_addresses_are_changed_by_those_who_may(void **state)
{
	struct eh_db *db EH_CLEANUP_DB = council_open();
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_error err = { 0 };
	struct eh_person person;
	int64_t admin = council_person(db, "admin"), jo = council_person(db, "jo"),
	        steward = council_steward(db, "steward", EH_SIDE_COUNCIL, NULL);
	const struct eh_actor by_admin = council_actor(admin), by_jo = council_actor(jo), by_steward = council_actor(steward);

	(void)state;
	council_role(db, admin, EH_ROLE_ADMINISTRATOR, NULL, NULL);
	assert_ok(eh_person_rename(db, NOON, &by_jo, jo, EH_STR("Jo B"), &err), &err);
	assert_ok(eh_person_readdress(db, NOON, &by_admin, jo, EH_STR("joanna@example.org"), &err), &err);
	assert_refused(eh_person_readdress(db, NOON, &by_jo, admin, EH_STR("x@example.org"), &err), &err,
	        "only the person or an administrator");
	assert_refused(eh_person_readdress(db, NOON, &by_admin, steward, EH_STR("x@example.org"), &err), &err, "leads to a key");
	assert_refused(
	        eh_person_readdress(db, NOON, &EH_ACTOR_SYSTEM, steward, EH_STR("x@example.org"), &err), &err, "leads to a key");
	assert_ok(eh_person_readdress(db, NOON, &by_steward, steward, EH_STR("s@example.org"), &err), &err);
	assert_int_equal(eh_person_readdress(db, NOON, &by_steward, steward, EH_STR("admin@example.org"), &err), EH_CONFLICT);
	assert_refused(eh_person_leave(db, NOON, &by_admin, steward, NOTHING, &err), &err, "Only stewards of the council");
	assert_ok(eh_person_get(db, jo, &arena, &person, &err), &err);
	assert_str(person.name, "Jo B");
	assert_str(person.email, "joanna@example.org");
}

static void the_public_audit_of_roles_names_nobody(void **state)
{
	struct eh_db *db EH_CLEANUP_DB = council_open();
	struct eh_audit_rows rows EH_CLEANUP_AUDIT_ROWS = { 0 };
	struct eh_error err = { 0 };

	(void)state;
	council_role(db, council_person(db, "secretname"), EH_ROLE_OFFICER, "town", NULL);
	council_role(db, council_person(db, "othername"), EH_ROLE_HOLDER, NULL, "org-1");
	assert_ok(eh_audit_list(db, &(struct eh_audit_filter){ .for_public = true }, &rows, &err), &err);
	assert_int_equal(rows.count, 1);
	assert_str(rows.items[0].verb, "gave");
	assert_str(rows.items[0].after, "officer, town");
	assert_str(rows.items[0].subject_kind, "role");
	assert_null(rows.items[0].private.p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(addresses_are_kept_in_one_way_or_refused),
		cmocka_unit_test(one_address_is_one_person_also_after_leaving),
		cmocka_unit_test(names_are_one_line_of_text),
		cmocka_unit_test(roles_are_given_by_those_who_may),
		cmocka_unit_test(a_grant_needs_its_place_or_organisation),
		cmocka_unit_test(nobody_works_for_both_sides_of_a_place),
		cmocka_unit_test(nobody_gives_a_role_to_themselves_and_an_administrator_is_of_no_side),
		cmocka_unit_test(a_role_given_twice_is_one),
		cmocka_unit_test(roles_end_by_those_who_may),
		cmocka_unit_test(the_last_administrator_of_a_place_stays),
		cmocka_unit_test(names_and_addresses_are_changed_by_those_who_may),
		cmocka_unit_test(the_public_audit_of_roles_names_nobody),
	};
	return cmocka_run_group_tests_name("people", tests, NULL, NULL);
}
