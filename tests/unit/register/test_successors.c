/* What seems to continue an organisation, by what registers say: with its evidence, in both directions, and never where it is not sure. */
#include "place.h"

#include "exchange/facts_json.h"
#include "register/facts.h"
#include "register/successors.h"

#define HEADING "Name,Charity number,Postcode,Date registered,Date removed,Status\n"

static const char REGISTER[] = HEADING
        /* Became another kind of charity: a new number under the old name. */
        "Testham Carers Centre,1012345,ZZ1 1AA,1999-05-04,2021-06-01,Removed\n"
        "Testham Carers Centre CIO,1190001,ZZ1 1AA,2021-05-03,,Registered\n"
        /* Too long apart, registered before the other was, both still there, and two that might. */
        "Testham Brass Band,1012346,ZZ1 1AA,1990-01-01,2011-06-01,Removed\n"
        "Testham Brass Band CIO,1190002,ZZ1 1AA,2021-05-03,,Registered\n"
        "Larkhill Chess Club,1012347,ZZ1 1AA,2020-09-01,2021-06-01,Removed\n"
        "Larkhill Chess Club CIO,1190003,ZZ1 1AA,2020-05-03,,Registered\n"
        "Testham Rowers,1012348,ZZ1 1AA,1990-01-01,,Registered\n"
        "Testham Rowers CIO,1190004,ZZ1 1AA,2021-05-03,,Registered\n"
        "Testham Gardeners,1012349,ZZ1 1AA,1990-01-01,2021-06-01,Removed\n"
        "Testham Gardeners CIO,1190005,ZZ1 1AA,2021-05-03,,Registered\n"
        "The Testham Gardeners Limited,1190006,ZZ1 1AA,2021-05-04,,Registered\n";

static struct test_place place;
static struct eh_error error;
static struct eh_arena arena;

static int setup(void **state)
{
	(void)state;
	test_place_init(&place, "Z06000001");
	test_place_geography(&place);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	eh_arena_finish(&arena);
	test_place_finish(&place);
	return 0;
}

static void make(const char *text, int32_t date)
{
	test_place_import(
	        &place, "register", "spreadsheet", text, "organisations", EH_SAYS_WORKS | EH_SAYS_REGISTERED, true, date);
}

/* The facts of the organisation with this charity number. */
static struct eh_facts facts_of(const char *number)
{
	struct eh_cursor cursor EH_CLEANUP_CURSOR = { 0 };
	struct eh_facts facts = { 0 };
	struct eh_q_organisation_list row;

	assert_ok(eh_q_organisation_list(place.db, eh_str_of(place.council), &cursor, &error), &error);
	while (eh_q_organisation_list_next(&cursor, &row, &error) == EH_OK) {
		assert_ok(eh_facts_load(place.db, row.org_id, &facts, &error), &error);
		for (size_t i = 0; i < facts.fact_count; i++)
			if (strcmp(facts.facts[i].what, "number") == 0 && eh_str_ends(facts.facts[i].value, eh_str_of(number)))
				return facts;
		eh_facts_finish(&facts);
	}
	printf("nobody on the list has the number %s\n", number);
	fail();
	return facts;
}

static void both_say_so_with_the_dates_of_the_register(void **state)
{
	struct eh_buf json EH_CLEANUP_BUF = { 0 };

	(void)state;
	make(REGISTER, 20500);
	test_place_build(&place, 1);
	struct eh_facts old = facts_of("1012345"), young = facts_of("1190001");
	assert_false(eh_str_eq(old.id, young.id)); /* nothing was merged */
	assert_int_equal(old.successor_count, 1);
	assert_str(old.successors[0].id, young.id.p);
	assert_false(old.successors[0].continues);
	assert_int_equal(old.successors[0].registered, eh_date_make(2021, 5, 3));
	assert_int_equal(old.successors[0].left_on, eh_date_make(2021, 6, 1));
	assert_int_equal(young.successor_count, 1);
	assert_true(young.successors[0].continues);
	assert_str(young.successors[0].id, old.id.p);
	assert_ok(eh_facts_json(&old, &json), &error);
	assert_true(eh_str_find(eh_buf_str(&json), EH_STR("seems to be continued by")) > 0);
	eh_facts_finish(&old);
	eh_facts_finish(&young);
}

static void what_is_not_sure_is_not_told(void **state)
{
	static const char *const NUMBERS[] = { "1012346", "1190002", "1012347", "1012348", "1190004", "1012349", "1190005",
		"1190006" };

	(void)state;
	make(REGISTER, 20500);
	test_place_build(&place, 1);
	for (size_t i = 0; i < sizeof NUMBERS / sizeof *NUMBERS; i++) {
		struct eh_facts facts = facts_of(NUMBERS[i]);
		if (facts.successor_count)
			printf("%s has one\n", NUMBERS[i]);
		assert_int_equal(facts.successor_count, 0);
		eh_facts_finish(&facts);
	}
}

/* A register that publishes no dates of removal: its newest edition does not hold the number any more. */
static void an_edition_without_it_is_evidence_too(void **state)
{
	(void)state;
	make(HEADING "Testham Shelter,1012345,ZZ1 1AA,1999-05-04,,Registered\nOther,1012399,ZZ1 1AA,1999-05-04,,Registered\n",
	        eh_date_make(2021, 6, 30));
	make(HEADING "Testham Shelter,1190001,ZZ1 1AA,2020-04-01,,Registered\nOther,1012399,ZZ1 1AA,1999-05-04,,Registered\n",
	        eh_date_make(2023, 4, 4));
	test_place_build(&place, 1);
	struct eh_facts young = facts_of("1190001");
	assert_int_equal(young.successor_count, 1);
	assert_true(young.successors[0].continues);
	assert_int_equal(young.successors[0].left_on, EH_NO_DATE);
	assert_int_equal(young.successors[0].seen_until, eh_date_make(2021, 6, 30));
	assert_int_equal(young.successors[0].gone_by, eh_date_make(2023, 4, 4));
	eh_facts_finish(&young);
}

static void two_years_are_near_enough(void **state)
{
	const int32_t left = 10000;

	(void)state;
	assert_true(eh_successor_in_time(left - 731, left, 0, EH_NO_DATE));
	assert_false(eh_successor_in_time(left - 732, left, 0, EH_NO_DATE));
	assert_true(eh_successor_in_time(left + 731, left, 0, EH_NO_DATE));
	assert_false(eh_successor_in_time(left + 732, left, 0, EH_NO_DATE));
	/* Left between two editions: from either. */
	assert_true(eh_successor_in_time(5000, EH_NO_DATE, 5731, 6400));
	assert_false(eh_successor_in_time(4999, EH_NO_DATE, 5731, 6400));
	assert_true(eh_successor_in_time(7131, EH_NO_DATE, 5731, 6400));
}

int main(void)
{
#define IN_TESTHAM(test) cmocka_unit_test_setup_teardown(test, setup, teardown)
	const struct CMUnitTest tests[] = {
		IN_TESTHAM(both_say_so_with_the_dates_of_the_register),
		IN_TESTHAM(what_is_not_sure_is_not_told),
		IN_TESTHAM(an_edition_without_it_is_evidence_too),
		cmocka_unit_test(two_years_are_near_enough),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
