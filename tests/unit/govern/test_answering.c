/* Who answers corrections by name: by their own will, as long as they keep the list, and not beyond being erased. */
#include "test.h"

#include "council.h"

#define TOWN EH_STR("town")
#define NOW NOON

static struct eh_db *db;
static struct eh_error error;
static struct eh_arena arena;
static struct eh_actor officer, helper, stranger;

static struct eh_actor keeper(const char *email, enum eh_role role, enum eh_side side, struct eh_str place)
{
	int64_t number = 0;

	assert_ok(eh_person_add(db, NOW, &EH_ACTOR_SYSTEM, EH_STR("Somebody"), eh_str_of(email), &number, &error), &error);
	assert_ok(eh_role_grant(db, NOW, &EH_ACTOR_SYSTEM,
	                  &(const struct eh_grant){ .person_id = number, .role = role, .place_id = place }, NULL, &error),
	        &error);
	return (struct eh_actor){ number, role, side, { NULL, 0 }, true };
}

static int setup(void **state)
{
	(void)state;
	db = council_open();
	officer = keeper("olu@example.org", EH_ROLE_OFFICER, EH_SIDE_COUNCIL, TOWN);
	helper = keeper("ida@example.org", EH_ROLE_INFRASTRUCTURE, EH_SIDE_SECTOR, TOWN);
	stranger = keeper("far@example.org", EH_ROLE_OFFICER, EH_SIDE_COUNCIL, EH_STR("village"));
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	eh_db_close(db);
	eh_arena_finish(&arena);
	return 0;
}

static size_t list(struct eh_answering **ret_items)
{
	size_t count = 99;

	assert_ok(eh_answering_list(db, NOW + 10, TOWN, &arena, ret_items, &count, &error), &error);
	return count;
}

static void take(const struct eh_actor *by, const char *name, int64_t now)
{
	assert_ok(eh_answering_take(db, now, by, TOWN, eh_str_of(name), &error), &error);
}

static void keepers_take_it_on_by_a_name_of_their_choice(void **state)
{
	struct eh_answering *items;

	(void)state;
	assert_int_equal(list(&items), 0);
	take(&officer, " Olu O. ", NOW);
	take(&helper, "Ida of the Hub", NOW + 1);
	assert_int_equal(list(&items), 2);
	assert_str(items[0].name, "Olu O.");
	assert_int_equal(items[0].side, EH_SIDE_COUNCIL);
	assert_str(items[1].name, "Ida of the Hub");
	assert_int_equal(items[1].side, EH_SIDE_SECTOR);
	/* Another name replaces the first; giving up leaves the other. */
	take(&officer, "Olu Officer", NOW + 2);
	assert_int_equal(list(&items), 2);
	assert_ok(eh_answering_end(db, NOW + 3, &officer, TOWN, &error), &error);
	assert_int_equal(list(&items), 1);
	assert_str(items[0].name, "Ida of the Hub");
}

static void nobody_else_takes_it_on_and_not_without_a_name(void **state)
{
	struct eh_answering *items;
	char long_name[200];

	(void)state;
	memset(long_name, 'x', sizeof long_name);
	assert_int_equal(eh_answering_take(db, NOW, &stranger, TOWN, EH_STR("Far"), &error), EH_REFUSED);
	assert_int_equal(eh_answering_take(db, NOW, &EH_ACTOR_SYSTEM, TOWN, EH_STR("System"), &error), EH_REFUSED);
	assert_int_equal(eh_answering_take(db, NOW, &officer, TOWN, EH_STR("  "), &error), EH_INVALID);
	assert_int_equal(
	        eh_answering_take(db, NOW, &officer, TOWN, (struct eh_str){ long_name, sizeof long_name }, &error), EH_INVALID);
	assert_int_equal(list(&items), 0);
}

static void a_role_that_ends_ends_it(void **state)
{
	struct eh_roles roles EH_CLEANUP_ROLES = { 0 };
	struct eh_answering *items;

	(void)state;
	take(&officer, "Olu", NOW);
	assert_ok(eh_roles_of_person(db, NOW, officer.person_id, &roles, &error), &error);
	assert_ok(eh_role_end(db, NOW, &EH_ACTOR_SYSTEM, roles.items[0].role_id, EH_STR("moved on"), &error), &error);
	assert_int_equal(list(&items), 0);
}

/* The audit tells everybody that it was taken on, and nobody the name. */
static void the_name_is_the_persons_own(void **state)
{
	struct eh_buf before EH_CLEANUP_BUF = { 0 }, after EH_CLEANUP_BUF = { 0 };
	struct eh_audit_rows rows EH_CLEANUP_AUDIT_ROWS = { 0 };
	struct eh_answering *items;

	(void)state;
	take(&helper, "Idaline Quirke", NOW);
	assert_ok(eh_audit_list(
	                  db, &(const struct eh_audit_filter){ .place_id = TOWN, .limit = 1, .for_public = true }, &rows, &error),
	        &error);
	assert_str(rows.items[0].verb, "took on");
	assert_null(rows.items[0].after.p);
	assert_null(rows.items[0].private.p);
	assert_ok(eh_person_export(db, NOW, helper.person_id, &before, &error), &error);
	assert_true(eh_str_find(eh_buf_str(&before), EH_STR("Idaline Quirke")) >= 0);
	assert_ok(eh_person_erase(db, NOW, &EH_ACTOR_SYSTEM, helper.person_id, EH_STR("asked"), &error), &error);
	assert_int_equal(list(&items), 0);
	assert_ok(eh_person_export(db, NOW, helper.person_id, &after, &error), &error);
	assert_true(eh_str_find(eh_buf_str(&after), EH_STR("Idaline")) < 0);
	assert_ok(eh_audit_verify(db, NULL, NULL, &error), &error);
}

/* 2 April 2026 is the Thursday before Easter. */
static void working_days_are_counted_by_the_calendar(void **state)
{
	const int64_t day = INT64_C(86400000000);
	int64_t thursday = (int64_t)eh_date_make(2026, 4, 2) * day + 10 * 3600 * INT64_C(1000000);
	struct eh_holidays holidays;

	(void)state;
	assert_ok(eh_govern_holidays(db, &holidays, &error), &error);
	assert_int_equal(eh_govern_working_days(&holidays, thursday, thursday + 3600), 0);
	assert_int_equal(eh_govern_working_days(&holidays, thursday, thursday + day), 0);     /* Good Friday */
	assert_int_equal(eh_govern_working_days(&holidays, thursday, thursday + 4 * day), 0); /* Easter Monday */
	assert_int_equal(eh_govern_working_days(&holidays, thursday, thursday + 5 * day), 1);
	assert_int_equal(eh_govern_working_days(&holidays, thursday, thursday + 11 * day), 5);
	assert_int_equal(eh_govern_working_days(&holidays, thursday + day, thursday), 0);
}

int main(void)
{
#define IN_TOWN(test) cmocka_unit_test_setup_teardown(test, setup, teardown)
	const struct CMUnitTest tests[] = {
		IN_TOWN(keepers_take_it_on_by_a_name_of_their_choice),
		IN_TOWN(nobody_else_takes_it_on_and_not_without_a_name),
		IN_TOWN(a_role_that_ends_ends_it),
		IN_TOWN(the_name_is_the_persons_own),
		IN_TOWN(working_days_are_counted_by_the_calendar),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
