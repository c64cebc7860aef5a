/* What was heard of last, by whom, and what leaving a register of tax relief means. */
#include "place.h"

#include "register/confirmed.h"

enum { LISTED = 19800, GRANTS = 19813, CASC = 20600, NOW_DAY = 20700 }; /* LISTED: 18 March 2024; CASC: May 2026 */

static struct test_place place;
static struct eh_arena arena;

static int setup(void **state)
{
	(void)state;
	test_place_init(&place, "Z06000001");
	test_place_geography(&place);
	test_place_import(&place, "clubs", "spreadsheet",
	        "name,postcode,activities\nLarkrise Choir,ZZ1 1AA,choir\nMossbank Rifle Club,ZZ2 2AA,rifles\n", "organisations",
	        EH_SAYS_MEETS, false, LISTED);
	test_place_import(&place, "grants", "360giving",
	        "Identifier,Title,Description,Currency,Amount Awarded,Award Date,Recipient Org:Identifier,Recipient Org:Name,"
	        "Recipient Org:Postal Code,Funding Org:Identifier,Funding Org:Name\n"
	        "360G-t-1,Small grant,Costumes,GBP,500,2019-05-10,,Quillfeather Players,ZZ1 1AA,GB-LAE-XXX,The council\n"
	        "360G-t-2,Small grant,Scores,GBP,500,2018-05-10,,Larkrise Choir,ZZ1 1AA,GB-LAE-XXX,The council\n",
	        NULL, EH_SAYS_FUNDED, false, GRANTS);
	test_place_import(&place, "casc", "casc",
	        "id,name,address,postcode,active\n"
	        "GB-CASC-p0000001,Mossbank Rifle Club,\"2 Green Lane, Sallowby\",ZZ2 2AA,False\n"
	        "GB-CASC-p0000002,Thornwood Bowls Club,\"3 Green Lane, Sallowby\",ZZ2 2AA,False\n"
	        "GB-CASC-p0000003,Oatley Archers,\"4 Green Lane, Sallowby\",ZZ2 2AA,True\n",
	        NULL, EH_SAYS_REGISTERED, true, CASC);
	test_place_build(&place, 1);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	eh_arena_finish(&arena);
	test_place_finish(&place);
	return 0;
}

static struct eh_q_organisation_get of(const char *name)
{
	struct eh_cursor rows EH_CLEANUP_CURSOR = { 0 };
	struct eh_error err = { 0 };
	struct eh_q_organisation_before row;
	struct eh_q_organisation_get org;

	assert_ok(eh_q_organisation_before(place.db, &rows, &err), &err);
	while (eh_q_organisation_before_next(&rows, &row, &err) == EH_OK)
		if (eh_str_eq(row.name, eh_str_of(name))) {
			assert_ok(eh_q_organisation_get(place.db, row.org_id, &arena, &org, &err), &err);
			return org;
		}
	fail_msg("%s is not on the list", name);
	return (struct eh_q_organisation_get){ 0 };
}

static void a_directory_is_a_list_of_its_date(void **state)
{
	struct eh_q_organisation_get org = of("Larkrise Choir");

	(void)state;
	assert_int_equal(org.last_confirmed, LISTED); /* its grant's file is newer, the grant is not */
	assert_str(org.confirmed_by, EH_CONFIRMED_LIST);
	assert_string_equal(eh_confirmed_words(org.confirmed_by), "In a list of");
}

static void a_grant_is_of_the_day_of_its_award_whatever_the_date_of_its_file(void **state)
{
	struct eh_q_organisation_get org = of("Quillfeather Players");

	(void)state;
	assert_int_equal(org.last_confirmed, eh_date_make(2019, 5, 10));
	assert_str(org.confirmed_by, EH_CONFIRMED_GRANT);
	assert_true(eh_confirmed_old(org.last_confirmed, NOW_DAY * INT64_C(86400000000)));
	assert_false(eh_confirmed_old(NOW_DAY - 700, NOW_DAY * INT64_C(86400000000)));
}

static void its_own_word_of_the_same_day_is_a_confirmation(void **state)
{
	struct eh_error err = { 0 };
	struct eh_q_organisation_get org = of("Larkrise Choir");

	(void)state;
	assert_ok(eh_q_own_apply_date(place.db, org.org_id, org.last_confirmed, &err), &err);
	assert_str(of("Larkrise Choir").confirmed_by, EH_CONFIRMED_PEOPLE);
	assert_string_equal(eh_confirmed_words(EH_STR(EH_CONFIRMED_PEOPLE)), "Last confirmed");
}

static void a_club_off_the_register_of_sports_clubs_has_not_closed(void **state)
{
	struct eh_q_organisation_get rifles = of("Mossbank Rifle Club"), bowls = of("Thornwood Bowls Club"),
	                             archers = of("Oatley Archers");

	(void)state;
	assert_str(rifles.status, "active"); /* a directory of that time still has it */
	assert_int_equal(rifles.last_confirmed, LISTED);
	assert_str(bowls.status, "unknown");
	assert_str(archers.status, "active");
	assert_int_equal(archers.last_confirmed, CASC);
}

/* Stores hold records that an earlier reader called closed. */
static void a_record_of_before_is_read_as_one_of_now(void **state)
{
	struct eh_buf json EH_CLEANUP_BUF = { 0 };
	struct eh_error err = { 0 };
	struct eh_record record, closed;

	(void)state;
	eh_record_init(&closed);
	closed.name = EH_STR("Mossbank Rifle Club");
	closed.status = EH_STATUS_CLOSED;
	closed.organisation_type = EH_STR("Community Amateur Sports Club");
	eh_record_add_id(&closed, &arena, NULL, EH_STR("GB-CASC-p0000001"));
	assert_int_equal(eh_record_to_json(&closed, &json), EH_OK);
	assert_ok(eh_record_from_json(eh_buf_str(&json), &arena, &record, &err), &err);
	assert_true(eh_record_left_sports_register(&record));
	closed.organisation_type = EH_STR("Charity");
	eh_buf_reset(&json);
	assert_int_equal(eh_record_to_json(&closed, &json), EH_OK);
	assert_ok(eh_record_from_json(eh_buf_str(&json), &arena, &record, &err), &err);
	assert_int_equal(record.status, EH_STATUS_CLOSED);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_directory_is_a_list_of_its_date),
		cmocka_unit_test(a_grant_is_of_the_day_of_its_award_whatever_the_date_of_its_file),
		cmocka_unit_test(its_own_word_of_the_same_day_is_a_confirmation),
		cmocka_unit_test(a_club_off_the_register_of_sports_clubs_has_not_closed),
		cmocka_unit_test(a_record_of_before_is_read_as_one_of_now),
	};

	return cmocka_run_group_tests_name("confirmed", tests, setup, teardown);
}
