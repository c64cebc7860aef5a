/* Finding organisations and services by words: what comes first, what is put right, what must not be found. */
#include "searched.h"

static void an_exact_name_comes_before_names_that_hold_it(void **state)
{
	assert_search_first(*state, "testham carers centre", "Testham Carers Centre", EH_SEARCH_WHY_EXACT);
	assert_search_first(*state, "The Testham Carers Centre Ltd.", "Testham Carers Centre", EH_SEARCH_WHY_EXACT);
	struct eh_search_results results = search_text(*state, "testham carers centre");
	assert_non_null(search_hit(&results, "Friends of Testham Carers Centre"));
}

static void a_former_name_is_exact_and_is_told(void **state)
{
	struct eh_search_results results = search_text(*state, "Testham Respite");

	assert_int_equal(results.hits[0].why, EH_SEARCH_WHY_EXACT);
	assert_str(results.hits[0].name, "Testham Carers Centre");
	assert_str(results.hits[0].also, "Testham Respite");
	assert_null(search_text(*state, "Testham Carers Centre").hits[0].also.p);
}

static void initials_and_given_acronyms_find(void **state)
{
	assert_search_first(*state, "cat", "Citizens Advice Testham Ltd", EH_SEARCH_WHY_SHORT);
	assert_search_first(*state, "C.A.T.L.", "Citizens Advice Testham Ltd", EH_SEARCH_WHY_SHORT);
	assert_int_equal(search_text(*state, "TCS").total, 1);
}

static void numbers_find_with_and_without_prefix(void **state)
{
	static const char *const FORMS[] = { "1012347", "GB-CHC-1012347", "gbchc 1012347", "charity no. 1012347",
		"Charity number 1012347" };

	for (size_t i = 0; i < sizeof FORMS / sizeof *FORMS; i++)
		assert_search_first(*state, FORMS[i], "Citizens Advice Testham Ltd", EH_SEARCH_WHY_SHORT);
}

static void other_endings_of_a_word_find(void **state)
{
	static const char *const FORMS[] = { "counselling", "counsellings", "counselled", "counsel" };

	for (size_t i = 0; i < sizeof FORMS / sizeof *FORMS; i++)
		if (!search_hit(&(struct eh_search_results[]){ search_text(*state, FORMS[i]) }[0], "Testham Counselling"))
			fail_msg("%s does not find counselling", FORMS[i]);
}

static void a_misspelt_word_is_put_right_and_said_so(void **state)
{
	struct eh_search_results results = search_text(*state, "counceling in Testam");

	assert_true(results.corrected);
	assert_str(results.did_you_mean, "counselling in testham");
	assert_non_null(search_hit(&results, "Testham Counselling"));
	results = search_ask(*state, (struct eh_search_query){ .text = EH_STR("counceling"), .as_typed = true });
	assert_int_equal(results.total, 0);
	assert_false(results.corrected);
	assert_null(search_text(*state, "counselling").did_you_mean.p);
}

static void questions_are_taken_for_what_they_ask(void **state)
{
	struct eh_search_results results = search_text(*state, "who can help me with debt?");

	assert_int_equal(results.total, 2);
	assert_non_null(search_hit(&results, "Citizens Advice Testham Ltd"));
	assert_non_null(search_hit(&results, "Far Away Debt Help"));
}

static void entries_with_most_words_come_when_none_has_all(void **state)
{
	struct eh_search_results results = search_ask(
	        *state, (struct eh_search_query){ .text = EH_STR("brass carers breaks"), .as_typed = true });

	assert_true(results.some_words);
	assert_int_equal(results.total, 1);
	assert_str(results.hits[0].name, "Testham Carers Centre");
	assert_int_equal(results.hits[0].why, EH_SEARCH_WHY_SOME_WORDS);
}

static void closed_organisations_are_found_only_when_asked_for(void **state)
{
	assert_int_equal(search_text(*state, "Old Testham Band").total, 0);
	struct eh_search_results results = search_ask(
	        *state, (struct eh_search_query){ .text = EH_STR("Old Testham Band"), .statuses = EH_SEARCH_CLOSED });
	assert_int_equal(results.total, 1);
	assert_str(results.hits[0].status, "closed");
}

static void what_may_only_be_matched_is_not_found(void **state)
{
	struct eh_search_results results = search_ask(*state, (struct eh_search_query){ .count = 100, .statuses = 7 });

	assert_true(results.total > 5);
	assert_null(search_hit(&results, "Hidden Payee Group"));
	assert_int_equal(
	        search_ask(*state, (struct eh_search_query){ .text = EH_STR("hidden payee"), .as_typed = true }).total, 0);
}

static void residents_see_those_with_a_telephone_first(void **state)
{
	struct eh_search_results results = search_ask(
	        *state, (struct eh_search_query){ .order = EH_SEARCH_RESIDENTS, .count = 100 });
	bool silent = false;
	int32_t confirmed = INT32_MAX;

	for (size_t i = 0; i < results.count; i++) {
		assert_false(silent && results.hits[i].telephone.n);
		if (!silent && !results.hits[i].telephone.n)
			confirmed = INT32_MAX;
		silent = !results.hits[i].telephone.n;
		assert_true(results.hits[i].last_confirmed <= confirmed);
		confirmed = results.hits[i].last_confirmed;
	}
	assert_true(results.hits[0].telephone.n && silent);
}

/* Advisers, others who mention debt, and a food bank; the one with a telephone and the newest date is no adviser. */
static const char ADVICE[] = "Name,Charity number,What we do,Postcode,Enquiries telephone\n"
                             "Testham Night Shelter,1022345,\"Beds and meals for people without a home, every night of the year, "
                             "with help to find a place "
                             "of one's own, training, and advice on debt\",ZZ1 1AA,0161 496 0011\n"
                             "Testham Money Advice,1022346,Free help with debt and benefits,ZZ3 3AA,\n"
                             "Ringable Debt Advice,1022347,Debt advice,ZZ3 3AA,0161 496 0012\n"
                             "Testham Foodbank,1022348,Food parcels,ZZ2 2AA,\n"
                             "Bank of Testham Food History,1022349,A museum of what people ate,ZZ2 2AA,0161 496 0013\n"
                             "Young Testham Archery,1022350,\"Sports for young people, carers welcome\",ZZ1 1AA,0161 496 0014\n"
                             "Testham Carers Centre,1022351,Breaks and advice for carers,ZZ2 2AA,\n"
                             "Testham Families,1022352,Help for young carers and their families,ZZ2 2AA,\n"
                             "Testham Brass,1022353,\"A brass band that plays in the park on Sundays from May to September, at "
                             "weddings, at fetes and on the market, with cakes by young people and by carers\",ZZ2 2AA,\n";

static int set_up_advice(void **state)
{
	struct searched *world = eh_alloc_zero(1, sizeof *world);
	struct eh_error err = { 0 };

	assert_non_null(world);
	test_place_init(&world->place, "Z06000001");
	test_place_geography(&world->place);
	test_place_import(&world->place, "register", "spreadsheet", ADVICE, "organisations", EH_SAYS_WORKS, true, 20500);
	test_place_build(&world->place, 1);
	assert_ok(eh_search_new(&world->search, &err), &err);
	*state = world;
	return 0;
}

static void assert_hit(const struct eh_search_results *results, size_t i, const char *name)
{
	assert_true(i < results->count);
	if (!eh_str_eq(results->hits[i].name, eh_str_of(name)))
		printf("hit %zu is %.*s\n", i, EH_FMT(results->hits[i].name));
	assert_str(results->hits[i].name, name);
}

/* The shelter is nearer and can be rung, and comes last: it only mentions debt. */
static void who_is_there_for_the_need_comes_before_who_mentions_it(void **state)
{
	struct eh_search_results results = search_ask(*state,
	        (struct eh_search_query){ .text = EH_STR("debt"), .near = EH_STR("ZZ1 1AA"), .order = EH_SEARCH_RESIDENTS });

	assert_true(results.by_need);
	assert_int_equal(results.total, 3);
	assert_hit(&results, 0, "Ringable Debt Advice");
	assert_hit(&results, 1, "Testham Money Advice");
	assert_hit(&results, 2, "Testham Night Shelter");
	/* Likewise by what fits best, without a postcode; and where the need is chosen, not typed. */
	results = search_ask(*state, (struct eh_search_query){ .text = EH_STR("debt") });
	assert_hit(&results, 2, "Testham Night Shelter");
	const struct eh_str money[] = { EH_STR("money") };
	results = search_ask(*state, (struct eh_search_query){ .needs = { money, 1 }, .order = EH_SEARCH_RESIDENTS });
	assert_hit(&results, 0, "Ringable Debt Advice");
	assert_hit(&results, 1, "Testham Money Advice");
}

static void a_word_that_people_write_as_two_finds(void **state)
{
	struct eh_search_results results = search_ask(*state, (struct eh_search_query){ .text = EH_STR("food bank") });

	assert_int_equal(results.total, 2);
	assert_hit(&results, 0, "Testham Foodbank");
	assert_hit(&results, 1, "Bank of Testham Food History");
	/* Not where other words stand between. */
	assert_int_equal(search_text(*state, "food for the bank").total, 1);
}

static void who_is_chiefly_there_for_it_is_found_without_all_the_words(void **state)
{
	struct eh_search_results results = search_text(*state, "young carers");

	assert_false(results.some_words);
	assert_int_equal(results.total, 4);
	assert_hit(&results, 0, "Testham Families");
	assert_hit(&results, 2, "Testham Carers Centre");
	assert_int_equal(results.hits[2].why, EH_SEARCH_WHY_SOME_WORDS);
	assert_hit(&results, 3, "Testham Brass"); /* which has both words, here and there */
	/* The name of one is no question about a need. */
	assert_int_equal(search_text(*state, "Testham Carers Centre").total, 1);
}

static void only_telephones_for_the_public_are_shown(void **state)
{
	struct eh_search_results results = search_ask(*state, (struct eh_search_query){ .count = 100 });

	assert_str(search_hit(&results, "Testham Tool Library")->telephone, "0161 496 0002");
	/* A register's: one of a range for organisations, not one that may ring in somebody's kitchen. */
	assert_str(search_hit(&results, "Friends of Testham Carers Centre")->telephone, "0300 123 4567");
	assert_null(search_hit(&results, "Testham Carers Centre")->telephone.p);
	assert_int_equal(search_ask(*state, (struct eh_search_query){ .telephone = true }).total, results.telephone);
}

static void a_service_called_as_its_organisation_is_told_once(void **state)
{
	assert_int_equal(search_text(*state, "Testham Tool Library").total, 1);
	struct eh_search_results results = search_ask(
	        *state, (struct eh_search_query){ .text = EH_STR("Testham Tool Library"), .kinds = EH_SEARCH_SERVICE });
	assert_int_equal(results.total, 1);
	assert_int_equal(results.hits[0].kind, EH_SEARCH_SERVICE);
	assert_str(results.hits[0].times, "Monday 10am-4pm");
}

static void odd_input_is_no_error(void **state)
{
	static const char *const ODD[] = { "\"", "\"unclosed", "a OR b", "NOT", "NEAR(a b)", "name: x", "{name} : y", "(((", "*",
		"^", "-debt", "debt AND", "\xf0\x9f\x98\x80 debt", "\xff\xfe", "'; DROP TABLE search_text; --", "%", "\t\n",
		"\xe6\x97\xa5\xe6\x9c\xac", "a\xc2\xb2z", "m\xc3\xbcnchen", "1/2 \xe2\x85\x93" };
	char *long_text = eh_alloc(10001);

	for (size_t i = 0; i < sizeof ODD / sizeof *ODD; i++)
		(void)search_text(*state, ODD[i]);
	(void)search_ask(
	        *state, (struct eh_search_query){ .text = { "a\0b", 3 }, .near = EH_STR("\"'%"), .council = EH_STR("nowhere") });
	memset(long_text, 'x', 10000);
	long_text[10000] = '\0';
	(void)search_text(*state, long_text);
	for (size_t i = 0; i < 10000; i += 7)
		long_text[i] = ' ';
	(void)search_text(*state, long_text);
	eh_free(long_text);
}

static void a_spreadsheet_is_given_nothing_to_work_out(void **state)
{
	struct eh_buf csv EH_CLEANUP_BUF = { 0 };
	struct eh_search_results results = search_text(*state, "sum group");

	assert_str(results.hits[0].name, "=Sum Group");
	assert_int_equal(eh_search_write_csv(&results, &csv), EH_OK);
	assert_true(eh_str_find(eh_buf_str(&csv), EH_STR(",'=Sum Group,")) > 0);
	assert_true(eh_str_find(eh_buf_str(&csv), EH_STR(",=")) < 0);
}

static void assert_suggests(struct searched *world, const char *typed, const char *wanted, bool is_there)
{
	struct eh_search_suggestion suggestions[EH_SEARCH_MOST_SUGGESTIONS];
	struct eh_error err = { 0 };
	size_t count = 0;
	bool found = false;

	assert_ok(eh_search_suggest(world->search, world->place.db, eh_str_of(typed), EH_STR("Z06000001"), &world->arena,
	                  suggestions, &count, &err),
	        &err);
	assert_true(count <= EH_SEARCH_MOST_SUGGESTIONS);
	for (size_t i = 0; i < count; i++)
		found |= eh_str_eq(suggestions[i].text, eh_str_of(wanted));
	if (found != is_there)
		fail_msg("\"%s\" suggests %zu, %s%s", typed, count, wanted, found ? "" : " not among them");
}

static void suggestions_complete_what_is_being_typed(void **state)
{
	assert_suggests(*state, "testham ca", "Testham Carers Centre", true);
	assert_suggests(*state, "carers cen", "Friends of Testham Carers Centre", true);
	assert_suggests(*state, "men", "Mental health", true);
	assert_suggests(*state, "debt", "Money, debt and benefits", true);
	assert_suggests(*state, "north", "North Ward", true);
	assert_suggests(*state, "old testham", "Old Testham Band", false);
	assert_suggests(*state, "hidden", "Hidden Payee Group", false);
	assert_suggests(*state, "t", "Testham Carers Centre", false);
	assert_suggests(*state, "\"*(", "Testham Carers Centre", false);
}

int main(void)
{
#define ON_TESTHAM(test) cmocka_unit_test_setup_teardown(test, searched_set_up, searched_tear_down)
#define ON_ADVICE(test) cmocka_unit_test_setup_teardown(test, set_up_advice, searched_tear_down)
	const struct CMUnitTest tests[] = {
		ON_TESTHAM(an_exact_name_comes_before_names_that_hold_it),
		ON_TESTHAM(a_former_name_is_exact_and_is_told),
		ON_TESTHAM(initials_and_given_acronyms_find),
		ON_TESTHAM(numbers_find_with_and_without_prefix),
		ON_TESTHAM(other_endings_of_a_word_find),
		ON_TESTHAM(a_misspelt_word_is_put_right_and_said_so),
		ON_TESTHAM(questions_are_taken_for_what_they_ask),
		ON_TESTHAM(entries_with_most_words_come_when_none_has_all),
		ON_TESTHAM(closed_organisations_are_found_only_when_asked_for),
		ON_TESTHAM(what_may_only_be_matched_is_not_found),
		ON_TESTHAM(residents_see_those_with_a_telephone_first),
		ON_ADVICE(who_is_there_for_the_need_comes_before_who_mentions_it),
		ON_ADVICE(a_word_that_people_write_as_two_finds),
		ON_ADVICE(who_is_chiefly_there_for_it_is_found_without_all_the_words),
		ON_TESTHAM(only_telephones_for_the_public_are_shown),
		ON_TESTHAM(a_service_called_as_its_organisation_is_told_once),
		ON_TESTHAM(odd_input_is_no_error),
		ON_TESTHAM(a_spreadsheet_is_given_nothing_to_work_out),
		ON_TESTHAM(suggestions_complete_what_is_being_typed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
