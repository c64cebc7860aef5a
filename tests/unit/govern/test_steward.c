#include "test.h"

#include "council.h"

static void working_days_pass_over_weekends_and_holidays(void **state)
{
	const int32_t holidays[] = { eh_date_make(2026, 4, 3), eh_date_make(2026, 4, 6) };
	const struct {
		int month, day, n, want_month, want_day;
	} CASES[] = { { 4, 2, 5, 4, 13 }, { 4, 2, 1, 4, 7 }, { 4, 7, 3, 4, 10 }, { 4, 10, 1, 4, 13 }, { 4, 11, 1, 4, 13 },
		{ 4, 12, 5, 4, 17 } };

	(void)state;
	assert_int_equal(eh_weekday(eh_date_make(1970, 1, 1)), 3);
	assert_int_equal(eh_weekday(eh_date_make(2026, 4, 6)), 0);
	assert_int_equal(eh_weekday(eh_date_make(1969, 12, 28)), 6);
	for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
		int32_t got = eh_working_days_after(eh_date_make(2026, CASES[i].month, CASES[i].day), CASES[i].n, holidays, 2);
		char words[32];
		eh_date_words(got, words);
		if (got != eh_date_make(2026, CASES[i].want_month, CASES[i].want_day))
			fail_msg("case %zu: %s", i, words);
	}
}

static void london_is_an_hour_ahead_in_summer(void **state)
{
	const int32_t march = eh_date_make(2026, 3, 29), october = eh_date_make(2026, 10, 25);

	(void)state;
	assert_true(eh_london_midnight(march) == march * DAY);
	assert_true(eh_london_midnight(march + 1) == (march + 1) * DAY - HOUR);
	assert_true(eh_london_midnight(october) == october * DAY - HOUR);
	assert_true(eh_london_midnight(october + 1) == (october + 1) * DAY);
	assert_int_equal(eh_london_date(march * DAY + 23 * HOUR), march + 1);
	assert_int_equal(eh_london_date((march - 1) * DAY + 23 * HOUR), march - 1);
	assert_int_equal(eh_london_date(-1), -1);
	for (int32_t date = eh_date_make(2024, 1, 1); date < eh_date_make(2028, 1, 1); date++) {
		int64_t midnight = eh_london_midnight(date);
		if (eh_london_date(midnight) != date || eh_london_date(midnight - 1) != date - 1)
			fail_msg("day %d does not begin at its midnight", date);
	}
}

static void the_bank_holidays_kept_are_eight_weekdays_a_year(void **state)
{
	struct eh_db *db EH_CLEANUP_DB = council_open();
	struct eh_cursor rows EH_CLEANUP_CURSOR = { 0 };
	struct eh_q_bank_holiday_list row;
	struct eh_error err = { 0 };
	int per_year[4] = { 0 };

	(void)state;
	assert_ok(eh_q_bank_holiday_list(db, EH_STR("england"), &rows, &err), &err);
	while (eh_q_bank_holiday_list_next(&rows, &row, &err) == EH_OK) {
		int year, month, day;
		eh_date_split((int32_t)row.date, &year, &month, &day);
		assert_true(year >= 2024 && year <= 2027);
		assert_true(eh_weekday((int32_t)row.date) < 5);
		per_year[year - 2024]++;
	}
	for (int i = 0; i < 4; i++)
		assert_int_equal(per_year[i], 8);
}

/* Appointed on Wednesday 1 April: Thursday 2, Tuesday 7 to Friday 10 pass; in force from Saturday 11. */
static void a_later_steward_waits_five_whole_working_days(void **state)
{
	struct eh_db *db EH_CLEANUP_DB = council_open();
	struct eh_roles roles EH_CLEANUP_ROLES = { 0 };
	struct eh_error err = { 0 };
	int64_t officer = council_person(db, "officer"), invitation = 0;
	int64_t steward = council_steward(db, "first", EH_SIDE_COUNCIL, NULL), jo = council_person(db, "jo");
	const struct eh_actor by_officer = council_actor(officer), by_steward = council_actor(steward);
	const struct eh_seat seat = { jo, EH_SIDE_COUNCIL, EH_STR("town"), NOTHING };

	(void)state;
	council_role(db, officer, EH_ROLE_OFFICER, "town", NULL);
	assert_ok(eh_steward_invite(COUNCIL_HOUSE(db), NOON, &by_officer, &seat, &invitation, &err), &err);
	assert_ok(eh_steward_confirm(COUNCIL_HOUSE(db), NOON, &by_steward, invitation, NOTHING, NULL, &err), &err);
	int64_t from = eh_london_midnight(eh_date_make(2026, 4, 11));
	assert_ok(eh_stewards_list(db, from - 1, EH_STR("town"), &roles, &err), &err);
	assert_int_equal(roles.count, 2);
	assert_true(roles.items[0].first && roles.items[0].in_force);
	assert_str(roles.items[1].name, "jo");
	assert_false(roles.items[1].in_force);
	assert_true(roles.items[1].effective_at == from);
	eh_roles_finish(&roles);
	assert_ok(eh_roles_of_person(db, from, jo, &roles, &err), &err);
	assert_true(roles.items[0].in_force);
	assert_true(eh_roles_need_factor(&roles));
}

/* A role that a rule would refuse now, as an older store may hold it. */
static void council_role_before(struct eh_db *db, int64_t person, const char *role, const char *side, const char *org)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_q_role_add row;
	struct eh_error err = { 0 };

	assert_ok(eh_q_role_add(db, person, eh_str_of(role), eh_str_of(side), EH_STR("town"), eh_str_of(org), 0, NOON, NOON, 0,
	                  &arena, &row, &err),
	        &err);
}

static void an_administrator_names_and_confirms_no_steward_whatever_else_they_are(void **state)
{
	struct eh_db *db EH_CLEANUP_DB = council_open();
	struct eh_error err = { 0 };
	int64_t admin = council_person(db, "admin"), jo = council_person(db, "jo"), invitation = 0;
	int64_t council = council_steward(db, "council", EH_SIDE_COUNCIL, NULL), officer = council_person(db, "officer"),
	        hub = council_person(db, "hub");
	const struct eh_actor by_admin = council_actor(admin), by_council = council_actor(council),
	                      by_officer = council_actor(officer), by_hub = council_actor(hub);
	const struct eh_seat seat = { jo, EH_SIDE_COUNCIL, EH_STR("town"), NOTHING },
	                     of_sector = { jo, EH_SIDE_SECTOR, EH_STR("town"), EH_STR("org-2") };

	(void)state;
	council_steward(db, "sector", EH_SIDE_SECTOR, "org-1");
	council_role(db, admin, EH_ROLE_ADMINISTRATOR, NULL, NULL);
	council_role(db, officer, EH_ROLE_OFFICER, "town", NULL);
	council_role(db, hub, EH_ROLE_INFRASTRUCTURE, "town", NULL);
	for (int with = 0; with < 2; with++) {
		assert_refused(eh_steward_invite(COUNCIL_HOUSE(db), NOON, &by_admin, &seat, &invitation, &err), &err,
		        "An administrator names no steward");
		assert_refused(eh_steward_invite(COUNCIL_HOUSE(db), NOON, &by_admin, &of_sector, &invitation, &err), &err,
		        "An administrator names no steward");
		council_role_before(db, admin, "officer", NULL, NULL);
		council_role_before(db, admin, "infrastructure", NULL, NULL);
		council_role_before(db, admin, "steward", "council", NULL);
	}
	assert_refused(eh_steward_invite(COUNCIL_HOUSE(db), NOON, &by_officer, &of_sector, &invitation, &err), &err,
	        "The sector elects its stewards");
	assert_refused(eh_steward_invite(COUNCIL_HOUSE(db), NOON, &by_hub, &seat, &invitation, &err), &err,
	        "or by its partnership officer");
	assert_ok(eh_steward_invite(COUNCIL_HOUSE(db), NOON, &by_officer, &seat, &invitation, &err), &err);
	assert_refused(eh_steward_confirm(COUNCIL_HOUSE(db), NOON, &by_admin, invitation, NOTHING, NULL, &err), &err,
	        "An administrator names no steward and confirms none");
	assert_ok(eh_steward_confirm(COUNCIL_HOUSE(db), NOON, &by_council, invitation, NOTHING, NULL, &err), &err);
}

static void a_steward_of_a_side_confirms_for_that_side(void **state)
{
	struct eh_db *db EH_CLEANUP_DB = council_open();
	struct eh_error err = { 0 };
	int64_t officer = council_person(db, "officer"), jo = council_person(db, "jo"), invitation = 0;
	int64_t council = council_steward(db, "council", EH_SIDE_COUNCIL, NULL),
	        sector = council_steward(db, "sector", EH_SIDE_SECTOR, "org-1");
	const struct eh_actor by_officer = council_actor(officer), by_sector = council_actor(sector),
	                      by_council = council_actor(council), weak = { .person_id = council };
	const struct eh_seat seat = { jo, EH_SIDE_COUNCIL, EH_STR("town"), NOTHING };

	(void)state;
	council_role(db, officer, EH_ROLE_OFFICER, "town", NULL);
	assert_ok(eh_steward_invite(COUNCIL_HOUSE(db), NOON, &by_officer, &seat, &invitation, &err), &err);
	assert_refused(eh_steward_confirm(COUNCIL_HOUSE(db), NOON, &by_officer, invitation, NOTHING, NULL, &err), &err,
	        "Only a steward of the council");
	assert_refused(eh_steward_confirm(COUNCIL_HOUSE(db), NOON, &by_sector, invitation, NOTHING, NULL, &err), &err,
	        "Only a steward of the council");
	assert_refused(eh_steward_confirm(COUNCIL_HOUSE(db), NOON, &EH_ACTOR_SYSTEM, invitation, NOTHING, NULL, &err), &err,
	        "Only a steward of the council");
	assert_refused(
	        eh_steward_confirm(COUNCIL_HOUSE(db), NOON, &weak, invitation, NOTHING, NULL, &err), &err, "authenticator");
	assert_ok(eh_steward_confirm(COUNCIL_HOUSE(db), NOON, &by_council, invitation, NOTHING, NULL, &err), &err);
	assert_refused(eh_steward_confirm(COUNCIL_HOUSE(db), NOON, &by_council, invitation, NOTHING, NULL, &err), &err,
	        "confirmed already");
	assert_int_equal(eh_steward_confirm(COUNCIL_HOUSE(db), NOON, &by_council, 99, NOTHING, NULL, &err), EH_NOT_FOUND);
}

/* As council_org, when "org-3" has closed. */
static enum eh_rc org_3_closed(void *context, struct eh_str place_id, struct eh_str org_id, struct eh_arena *arena,
        struct eh_org_standing *ret_standing, struct eh_error *err)
{
	return council_org(
	        context, place_id, eh_str_eq(org_id, EH_STR("org-3")) ? EH_STR("closed") : org_id, arena, ret_standing, err);
}

static void a_steward_of_the_sector_comes_from_an_organisation_on_the_list(void **state)
{
	struct eh_db *db EH_CLEANUP_DB = council_open();
	struct eh_error err = { 0 };
	int64_t one = council_steward(db, "one", EH_SIDE_SECTOR, "org-1"),
	        two = council_steward(db, "two", EH_SIDE_SECTOR, "org-2"), jo = council_person(db, "jo"), invitation = 0;
	const struct eh_actor by_one = council_actor(one), by_two = council_actor(two);
	const struct eh_motion_house blind = { .db = db }, later = { .db = db, .org = org_3_closed };
	struct eh_seat seat = { jo, EH_SIDE_SECTOR, EH_STR("town"), NOTHING };

	(void)state;
	for (int i = 0; i < 2; i++) {
		seat.org_id = i ? EH_STR("closed") : EH_STR("unheard-of");
		assert_refused(eh_steward_enrol(COUNCIL_HOUSE(db), NOON, &seat, NULL, &err), &err, "on the list of this place");
		assert_refused(eh_steward_invite(COUNCIL_HOUSE(db), NOON, &by_one, &seat, &invitation, &err), &err,
		        "on the list of this place");
	}
	seat.org_id = EH_STR("org-3");
	assert_refused(eh_steward_enrol(&blind, NOON, &seat, NULL, &err), &err, "on the list of this place");
	assert_ok(eh_steward_invite(COUNCIL_HOUSE(db), NOON, &by_one, &seat, &invitation, &err), &err);
	assert_refused(eh_steward_confirm(&later, NOON, &by_two, invitation, EH_STR("1 April, 12 of 20"), NULL, &err), &err,
	        "on the list of this place");
	assert_ok(
	        eh_steward_confirm(COUNCIL_HOUSE(db), NOON, &by_two, invitation, EH_STR("1 April, 12 of 20"), NULL, &err), &err);
}

static void whoever_names_a_steward_does_not_confirm_it(void **state)
{
	struct eh_db *db EH_CLEANUP_DB = council_open();
	struct eh_invitations invitations EH_CLEANUP_INVITATIONS = { 0 };
	struct eh_error err = { 0 };
	int64_t one = council_steward(db, "one", EH_SIDE_SECTOR, "org-1"),
	        two = council_steward(db, "two", EH_SIDE_SECTOR, "org-2"), invitation = 0;
	const struct eh_actor by_one = council_actor(one), by_two = council_actor(two);
	const struct eh_seat seat = { council_person(db, "jo"), EH_SIDE_SECTOR, EH_STR("town"), EH_STR("org-3") };

	(void)state;
	assert_ok(eh_steward_invite(COUNCIL_HOUSE(db), NOON, &by_one, &seat, &invitation, &err), &err);
	assert_ok(eh_steward_invitations(db, EH_STR("town"), &invitations, &err), &err);
	assert_int_equal(invitations.count, 1);
	assert_str(invitations.items[0].name, "jo");
	assert_refused(eh_steward_confirm(COUNCIL_HOUSE(db), NOON, &by_one, invitation, EH_STR("1 April, 12 of 20"), NULL, &err),
	        &err, "somebody else");
	assert_int_equal(eh_steward_confirm(COUNCIL_HOUSE(db), NOON, &by_two, invitation, EH_STR("  "), NULL, &err), EH_INVALID);
	assert_ok(
	        eh_steward_confirm(COUNCIL_HOUSE(db), NOON, &by_two, invitation, EH_STR("1 April, 12 of 20"), NULL, &err), &err);
}

static void keys_are_for_one_side_only(void **state)
{
	struct eh_db *db EH_CLEANUP_DB = council_open();
	struct eh_error err = { 0 };
	struct eh_roles roles EH_CLEANUP_ROLES = { 0 };
	int64_t jo = council_steward(db, "jo", EH_SIDE_COUNCIL, NULL), admin = council_person(db, "admin"),
	        officer = council_person(db, "officer");
	const struct eh_actor by_jo = council_actor(jo);
	const struct eh_seat elsewhere = { jo, EH_SIDE_SECTOR, EH_STR("village"), EH_STR("org-1") };

	(void)state;
	council_role(db, admin, EH_ROLE_ADMINISTRATOR, NULL, NULL);
	council_role(db, officer, EH_ROLE_OFFICER, "town", NULL);
	assert_refused(
	        eh_steward_enrol(COUNCIL_HOUSE(db), NOON, &elsewhere, NULL, &err), &err, "nobody holds keys for both sides");
	assert_refused(eh_steward_enrol(COUNCIL_HOUSE(db), NOON,
	                       &(struct eh_seat){ admin, EH_SIDE_COUNCIL, EH_STR("town"), NOTHING }, NULL, &err),
	        &err, "an administrator holds no key");
	assert_refused(eh_steward_enrol(COUNCIL_HOUSE(db), NOON,
	                       &(struct eh_seat){ officer, EH_SIDE_SECTOR, EH_STR("town"), EH_STR("org-1") }, NULL, &err),
	        &err, "works for the council here");
	assert_refused(eh_steward_enrol(COUNCIL_HOUSE(db), NOON,
	                       &(struct eh_seat){ jo, EH_SIDE_COUNCIL, EH_STR("town"), NOTHING }, NULL, &err),
	        &err, "a steward here already");
	assert_int_equal(eh_steward_enrol(COUNCIL_HOUSE(db), NOON,
	                         &(struct eh_seat){ officer, EH_SIDE_SECTOR, EH_STR("town"), NOTHING }, NULL, &err),
	        EH_INVALID);
	assert_int_equal(eh_steward_enrol(COUNCIL_HOUSE(db), NOON,
	                         &(struct eh_seat){ officer, EH_SIDE_COUNCIL, EH_STR("town"), EH_STR("org") }, NULL, &err),
	        EH_INVALID);
	assert_int_equal(eh_steward_enrol(COUNCIL_HOUSE(db), NOON,
	                         &(struct eh_seat){ officer, EH_SIDE_NONE, EH_STR("town"), NOTHING }, NULL, &err),
	        EH_INVALID);
	/* Also after the key was given back. */
	assert_ok(eh_roles_of_person(db, NOON, jo, &roles, &err), &err);
	assert_ok(eh_role_end(db, NOON, &by_jo, roles.items[0].role_id, NOTHING, &err), &err);
	assert_refused(eh_steward_enrol(COUNCIL_HOUSE(db), NOON, &elsewhere, NULL, &err), &err, "held a key of the council");
}

static void only_the_first_are_enrolled_and_a_side_without_any_waits(void **state)
{
	struct eh_db *db EH_CLEANUP_DB = council_open();
	struct eh_roles roles EH_CLEANUP_ROLES = { 0 };
	struct eh_error err = { 0 };
	int64_t first = council_steward(db, "first", EH_SIDE_COUNCIL, NULL), second = council_person(db, "second");
	const struct eh_actor by_first = council_actor(first);
	const struct eh_seat seat = { second, EH_SIDE_COUNCIL, EH_STR("town"), NOTHING };

	(void)state;
	assert_refused(eh_steward_enrol(COUNCIL_HOUSE(db), NOON + 2 * HOUR, &seat, NULL, &err), &err, "is invited and confirmed");
	assert_ok(eh_roles_of_person(db, NOON, first, &roles, &err), &err);
	assert_ok(eh_role_end(db, NOON, &by_first, roles.items[0].role_id, NOTHING, &err), &err);
	assert_ok(eh_steward_enrol(COUNCIL_HOUSE(db), NOON + 2 * HOUR, &seat, NULL, &err), &err);
	eh_roles_finish(&roles);
	assert_ok(eh_roles_of_person(db, NOON + 2 * HOUR, second, &roles, &err), &err);
	assert_false(roles.items[0].in_force);
	assert_false(roles.items[0].first);
}

static void an_administrator_ends_no_key(void **state)
{
	struct eh_db *db EH_CLEANUP_DB = council_open();
	struct eh_roles roles EH_CLEANUP_ROLES = { 0 };
	struct eh_error err = { 0 };
	int64_t admin = council_person(db, "admin"), one = council_steward(db, "one", EH_SIDE_COUNCIL, NULL),
	        two = council_steward(db, "two", EH_SIDE_COUNCIL, NULL),
	        sector = council_steward(db, "sector", EH_SIDE_SECTOR, "org-1");
	const struct eh_actor by_admin = council_actor(admin), by_two = council_actor(two), by_sector = council_actor(sector);

	(void)state;
	council_role(db, admin, EH_ROLE_ADMINISTRATOR, NULL, NULL);
	assert_ok(eh_roles_of_person(db, NOON, one, &roles, &err), &err);
	int64_t key = roles.items[0].role_id;
	assert_refused(eh_role_end(db, NOON, &by_admin, key, NOTHING, &err), &err, "Only stewards of the council");
	assert_refused(eh_role_end(db, NOON, &EH_ACTOR_SYSTEM, key, NOTHING, &err), &err, "Only stewards of the council");
	assert_refused(eh_role_end(db, NOON, &by_sector, key, NOTHING, &err), &err, "Only stewards of the council");
	assert_ok(eh_role_end(db, NOON, &by_two, key, EH_STR("changed jobs"), &err), &err);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(working_days_pass_over_weekends_and_holidays),
		cmocka_unit_test(london_is_an_hour_ahead_in_summer),
		cmocka_unit_test(the_bank_holidays_kept_are_eight_weekdays_a_year),
		cmocka_unit_test(a_later_steward_waits_five_whole_working_days),
		cmocka_unit_test(an_administrator_names_and_confirms_no_steward_whatever_else_they_are),
		cmocka_unit_test(a_steward_of_a_side_confirms_for_that_side),
		cmocka_unit_test(a_steward_of_the_sector_comes_from_an_organisation_on_the_list),
		cmocka_unit_test(whoever_names_a_steward_does_not_confirm_it),
		cmocka_unit_test(keys_are_for_one_side_only),
		cmocka_unit_test(only_the_first_are_enrolled_and_a_side_without_any_waits),
		cmocka_unit_test(an_administrator_ends_no_key),
	};
	return cmocka_run_group_tests_name("steward", tests, NULL, NULL);
}
