/* Finding organisations and services: what comes first, what the filters leave, what must not be found. */
#include "place.h"

#include <pthread.h>

#include "io/json.h"
#include "register/search.h"
#include "register/week.h"
#include "town/town.h"

/* 2026-06-01 was a Monday; 10:30 by British clocks is 09:30 UTC. */
static const int64_t MONDAY_HALF_PAST_TEN = (20605 * INT64_C(86400) + 9 * 3600 + 1800) * 1000000;

static const char REGISTER[] =
        "Name,Charity number,What we do,Postcode,Formerly,Also known as,Date removed,Status,Income,Enquiries telephone\n"
        "Testham Carers Centre,1012345,Breaks and advice for carers,ZZ1 1AA,Testham Respite,,,,50000,0161 496 0001\n"
        "Friends of Testham Carers Centre,1012346,Raising money,ZZ1 1AB,,,,,500,0300 123 4567\n"
        "Citizens Advice Testham Ltd,1012347,\"Debt, benefits and housing advice\",ZZ2 2AA,,,,,,\n"
        "Testham Counselling,1012348,Counselling for anybody in distress,ZZ2 2AA,,TCS,,,,\n"
        "Old Testham Band,1012349,Brass music,ZZ1 1AA,,,2019-01-01,Removed,,\n"
        "Far Away Debt Help,1012350,Debt advice,ZZ3 3AA,,,,,,\n"
        "Testham Women's Refuge,1012351,\"Refuge from domestic abuse in North Ward, ring 0161 496 0009\",ZZ1 1AA,,,,,,0161 496 "
        "0009\n";

static const char SERVICES[] = "Name of group,What we do,Address,Postcode,Opening times,Enquiries telephone\n"
                               "Testham Tool Library,Lending tools,1 High Street,ZZ1 1AA,Monday 10am-4pm,0161 496 0002\n"
                               "=Sum Group,Sums and games for young people,2 High Street,ZZ2 2AA,by appointment,\n"
                               "Testham Food Bank,Food parcels,3 High Street,ZZ2 2AA,Tuesday 10am-4pm,0161 496 0003\n";

static const char SECRET[] = "Name,What we do,Postcode\nHidden Payee Group,Debt advice,ZZ1 1AA\n";

struct world {
	struct test_place place;
	struct eh_search *search;
	struct eh_arena arena;
};

static void import_services(struct world *world, const char *text, int32_t date)
{
	test_place_import(
	        &world->place, "services", "spreadsheet", text, "services", EH_SAYS_MEETS | EH_SAYS_SERVES, false, date);
}

/* What may only be matched. */
static void import_secret(struct world *world)
{
	struct eh_error err = { 0 };
	struct eh_import_result result;
	char path[256];

	test_place_write(&world->place, "secret.csv", SECRET);
	snprintf(path, sizeof path, "%s/secret.csv", world->place.folder);
	const struct eh_import import = { .source = "secret",
		.kind = "spreadsheet",
		.file = { .path = path, .rows = "organisations" },
		.publisher = "Test (synthetic)",
		.licence = "CC0 1.0",
		.says = EH_SAYS_WORKS,
		.place_id = "here",
		.data_date = 20500,
		.terms = "match only" };
	assert_ok(eh_import_run(world->place.db, &import, &result, &err), &err);
}

/* Testham, with a later edition of its services where one is given. */
static struct world *make_world(const char *later)
{
	struct world *world = eh_alloc_zero(1, sizeof *world);
	struct eh_error err = { 0 };

	assert_non_null(world);
	test_place_init(&world->place, "Z06000001");
	test_place_geography(&world->place);
	test_place_import(&world->place, "register", "spreadsheet", REGISTER, "organisations", EH_SAYS_WORKS, true, 20500);
	import_services(world, SERVICES, 20600);
	import_secret(world);
	if (later)
		import_services(world, later, 20610);
	test_place_build(&world->place, 1);
	assert_ok(eh_search_new(&world->search, &err), &err);
	return world;
}

static int set_up(void **state)
{
	*state = make_world(NULL);
	return 0;
}

static int tear_down(void **state)
{
	struct world *world = *state;

	eh_search_free(world->search);
	eh_arena_finish(&world->arena);
	test_place_finish(&world->place);
	eh_free(world);
	return 0;
}

static struct eh_search_results ask(struct world *world, struct eh_search_query query)
{
	struct eh_search_results results = { 0 };
	struct eh_error err = { 0 };

	if (!query.now)
		query.now = MONDAY_HALF_PAST_TEN;
	assert_ok(eh_search_run(world->search, world->place.db, &query, &world->arena, &results, &err), &err);
	return results;
}

static struct eh_search_results ask_text(struct world *world, const char *text)
{
	return ask(world, (struct eh_search_query){ .text = eh_str_of(text) });
}

static const struct eh_search_hit *hit_of(const struct eh_search_results *results, const char *name)
{
	for (size_t i = 0; i < results->count; i++)
		if (eh_str_eq(results->hits[i].name, eh_str_of(name)))
			return &results->hits[i];
	return NULL;
}

static void print_hits(const struct eh_search_results *results)
{
	for (size_t i = 0; i < results->count; i++)
		print_message("  %d %.*s\n", (int)results->hits[i].why, EH_FMT(results->hits[i].name));
}

/* The first result of a text is called so, for this reason. */
static void assert_first(struct world *world, const char *text, const char *name, enum eh_search_why why)
{
	struct eh_search_results results = ask_text(world, text);

	if (!results.count || !eh_str_eq(results.hits[0].name, eh_str_of(name)) || results.hits[0].why != why) {
		print_hits(&results);
		fail_msg("\"%s\" finds %zu, and not first %s for reason %d", text, results.total, name, (int)why);
	}
}

static void an_exact_name_comes_before_names_that_hold_it(void **state)
{
	assert_first(*state, "testham carers centre", "Testham Carers Centre", EH_SEARCH_WHY_EXACT);
	assert_first(*state, "The Testham Carers Centre Ltd.", "Testham Carers Centre", EH_SEARCH_WHY_EXACT);
	struct eh_search_results results = ask_text(*state, "testham carers centre");
	assert_non_null(hit_of(&results, "Friends of Testham Carers Centre"));
}

static void a_former_name_is_exact_and_is_told(void **state)
{
	struct eh_search_results results = ask_text(*state, "Testham Respite");

	assert_int_equal(results.hits[0].why, EH_SEARCH_WHY_EXACT);
	assert_str(results.hits[0].name, "Testham Carers Centre");
	assert_str(results.hits[0].also, "Testham Respite");
	assert_null(ask_text(*state, "Testham Carers Centre").hits[0].also.p);
}

static void initials_and_given_acronyms_find(void **state)
{
	assert_first(*state, "cat", "Citizens Advice Testham Ltd", EH_SEARCH_WHY_SHORT);
	assert_first(*state, "C.A.T.L.", "Citizens Advice Testham Ltd", EH_SEARCH_WHY_SHORT);
	assert_int_equal(ask_text(*state, "TCS").total, 1);
}

static void numbers_find_with_and_without_prefix(void **state)
{
	static const char *const FORMS[] = { "1012347", "GB-CHC-1012347", "gbchc 1012347", "charity no. 1012347",
		"Charity number 1012347" };

	for (size_t i = 0; i < sizeof FORMS / sizeof *FORMS; i++)
		assert_first(*state, FORMS[i], "Citizens Advice Testham Ltd", EH_SEARCH_WHY_SHORT);
}

static void other_endings_of_a_word_find(void **state)
{
	static const char *const FORMS[] = { "counselling", "counsellings", "counselled", "counsel" };

	for (size_t i = 0; i < sizeof FORMS / sizeof *FORMS; i++)
		if (!hit_of(&(struct eh_search_results[]){ ask_text(*state, FORMS[i]) }[0], "Testham Counselling"))
			fail_msg("%s does not find counselling", FORMS[i]);
}

static void a_misspelt_word_is_put_right_and_said_so(void **state)
{
	struct eh_search_results results = ask_text(*state, "counceling in Testam");

	assert_true(results.corrected);
	assert_str(results.did_you_mean, "counselling in testham");
	assert_non_null(hit_of(&results, "Testham Counselling"));
	results = ask(*state, (struct eh_search_query){ .text = EH_STR("counceling"), .as_typed = true });
	assert_int_equal(results.total, 0);
	assert_false(results.corrected);
	assert_null(ask_text(*state, "counselling").did_you_mean.p);
}

static void questions_are_taken_for_what_they_ask(void **state)
{
	struct eh_search_results results = ask_text(*state, "who can help me with debt?");

	assert_int_equal(results.total, 2);
	assert_non_null(hit_of(&results, "Citizens Advice Testham Ltd"));
	assert_non_null(hit_of(&results, "Far Away Debt Help"));
}

static void entries_with_most_words_come_when_none_has_all(void **state)
{
	struct eh_search_results results = ask(
	        *state, (struct eh_search_query){ .text = EH_STR("brass carers breaks"), .as_typed = true });

	assert_true(results.some_words);
	assert_int_equal(results.total, 1);
	assert_str(results.hits[0].name, "Testham Carers Centre");
	assert_int_equal(results.hits[0].why, EH_SEARCH_WHY_SOME_WORDS);
}

static void closed_organisations_are_found_only_when_asked_for(void **state)
{
	assert_int_equal(ask_text(*state, "Old Testham Band").total, 0);
	struct eh_search_results results = ask(
	        *state, (struct eh_search_query){ .text = EH_STR("Old Testham Band"), .statuses = EH_SEARCH_CLOSED });
	assert_int_equal(results.total, 1);
	assert_str(results.hits[0].status, "closed");
}

static void what_may_only_be_matched_is_not_found(void **state)
{
	struct eh_search_results results = ask(*state, (struct eh_search_query){ .count = 100, .statuses = 7 });

	assert_true(results.total > 5);
	assert_null(hit_of(&results, "Hidden Payee Group"));
	assert_int_equal(ask(*state, (struct eh_search_query){ .text = EH_STR("hidden payee"), .as_typed = true }).total, 0);
}

static void what_is_protected_has_no_place_and_is_found_by_none(void **state)
{
	static const char *const PLACES[] = { "north ward", "refuge north ward" };
	const struct eh_str ward = EH_STR("Z05000001");
	const char *name = "Testham Women's Refuge";

	struct eh_search_results results = ask_text(*state, "refuge");
	const struct eh_search_hit *hit = hit_of(&results, name);
	assert_non_null(hit);
	assert_true(hit->protected);
	assert_true(isnan(hit->latitude) && isnan(hit->distance_m));
	assert_true(
	        !hit->ward.n && !hit->ward_name.n && !hit->address.n && !hit->postcode.n && !hit->council.n && !hit->telephone.n);
	for (size_t i = 0; i < sizeof PLACES / sizeof *PLACES; i++) {
		results = ask(*state, (struct eh_search_query){ .text = eh_str_of(PLACES[i]), .statuses = 7 });
		hit = hit_of(&results, name);
		if (hit)
			fail_msg("%s finds it", PLACES[i]);
	}
	results = ask(*state, (struct eh_search_query){ .wards = { &ward, 1 } });
	assert_true(results.total > 0);
	assert_null(hit_of(&results, name));
}

/* The same from one end of the place and from the other, and within a mile as at any distance: a postcode neither finds nor hides it. */
static void a_postcode_hides_nothing_that_keeps_its_place_private(void **state)
{
	static const char *const NEAR[] = { "ZZ1 1AA", "ZZ2 2AA", "ZZ3 3AA", "ZZ1" };
	const char *name = "Testham Women's Refuge";

	for (size_t i = 0; i < sizeof NEAR / sizeof *NEAR; i++) {
		for (double within = 0; within <= 2000; within += 2000) {
			struct eh_search_results results = ask(*state, (struct eh_search_query){ .near = eh_str_of(NEAR[i]),
			                                                       .within_m = within,
			                                                       .council = EH_STR("Z06000001"),
			                                                       .order = EH_SEARCH_BY_DISTANCE });
			const struct eh_search_hit *hit = hit_of(&results, name);
			print_message("%s within %.0f m: %zu found, %zu left out, first %.*s\n", NEAR[i], within, results.total,
			        results.left_out, EH_FMT(results.hits[0].name));
			assert_non_null(hit);
			assert_true(hit->protected && isnan(hit->distance_m) && !hit->ward.n);
			for (const struct eh_search_hit *before = results.hits; before < hit; before++)
				assert_true(before->distance_m < 10);
		}
	}
}

static void what_a_distance_leaves_out_is_counted(void **state)
{
	const struct eh_str council = EH_STR("Z06000001");
	struct eh_search_results all = ask(*state, (struct eh_search_query){ .near = EH_STR("ZZ1 1AA"), .council = council }),
	                         near = ask(*state, (struct eh_search_query){
	                                                    .near = EH_STR("ZZ1 1AA"), .council = council, .within_m = 100 });

	print_message("%zu at any distance, %zu within 100 m, %zu left out\n", all.total, near.total, near.left_out);
	assert_int_equal(all.left_out, 0);
	assert_int_equal(all.total, ask(*state, (struct eh_search_query){ .council = council }).total);
	assert_true(near.left_out > 0 && near.total > 0);
	assert_int_equal(near.total + near.left_out, all.total);
}

/* Of these a source places a service. */
static bool in_services(struct eh_str name) { return eh_str_find(EH_STR(SERVICES), name) >= 0; }

static void distances_are_from_the_postcode_and_only_about_where_the_office_is_private(void **state)
{
	struct eh_search_results results = ask(*state, (struct eh_search_query){ .near = EH_STR("zz11aa"), .count = 100 });
	const struct eh_search_hit *tools = hit_of(&results, "Testham Tool Library"),
	                           *carers = hit_of(&results, "Testham Carers Centre"),
	                           *far = hit_of(&results, "Far Away Debt Help");

	assert_str(results.near, "ZZ1 1AA");
	assert_false(results.near_unknown);
	assert_true(tools && carers && far);
	assert_true(tools->distance_m < 1 && !tools->about && !isnan(tools->latitude));
	assert_true(carers->about && isnan(carers->latitude) && !carers->address.n && !carers->postcode.n);
	assert_true(far->distance_m > 3900 && far->distance_m < 4200); /* 0.06° of longitude at 52.6° north: 4,052 m */
	bool offices = false;
	double before = 0;
	for (size_t i = 0; i < results.count; i++) {
		const struct eh_search_hit *hit = &results.hits[i];
		if (isnan(hit->distance_m)) /* of no place, or everywhere */
			continue;
		bool office = hit->kind == EH_SEARCH_ORGANISATION && !in_services(hit->name);
		if (office && !offices && hit->distance_m > 0)
			offices = true, before = 0;
		assert_true(office || !offices || hit->distance_m < 10);
		assert_true(before <= hit->distance_m + 10);
		before = hit->distance_m;
	}
	assert_true(offices);
	results = ask(*state, (struct eh_search_query){ .near = EH_STR("ZZ1 1AA"), .within_m = 2000, .count = 100 });
	assert_null(hit_of(&results, "Far Away Debt Help"));
}

static void a_postcode_in_the_text_is_where_to_look_from(void **state)
{
	struct eh_search_results results = ask_text(*state, "debt advice near ZZ2");

	assert_true(results.near_from_text);
	assert_str(results.near, "ZZ2");
	assert_str(results.hits[0].name, "Citizens Advice Testham Ltd");
	results = ask(*state, (struct eh_search_query){ .near = EH_STR("QQ9 9ZZ"), .text = EH_STR("debt") });
	assert_true(results.near_unknown);
	assert_int_equal(results.total, 2);
	results = ask_text(*state, "AB10 1AB"); /* no postcode of this list: words */
	assert_false(results.near_from_text);
}

static void open_now_goes_by_british_clocks(void **state)
{
	const int64_t hour = INT64_C(3600) * 1000000;
	struct eh_search_results results = ask(*state, (struct eh_search_query){ .open_now = true });

	assert_int_equal(results.total, 1);
	assert_str(results.hits[0].name, "Testham Tool Library");
	assert_int_equal(results.hits[0].open, EH_SEARCH_OPEN);
	results = ask(
	        *state, (struct eh_search_query){ .open_now = true, .now = MONDAY_HALF_PAST_TEN - hour }); /* 09:30 in summer */
	assert_int_equal(results.total, 0);
	results = ask(*state, (struct eh_search_query){ .open_now = true, .now = MONDAY_HALF_PAST_TEN + 24 * hour });
	assert_str(results.hits[0].name, "Testham Food Bank");
}

static void summer_time_begins_and_ends_on_last_sundays(void **state)
{
	static const struct {
		int year, month, day, minute; /* UTC */
		unsigned half_hour;           /* from Monday 00:00 */
	} CASES[] = { { 2026, 3, 29, 59, 6 * 48 + 1 }, { 2026, 3, 29, 60, 6 * 48 + 4 }, { 2026, 10, 25, 59, 6 * 48 + 3 },
		{ 2026, 10, 25, 60, 6 * 48 + 2 }, { 2026, 1, 5, 0, 0 }, { 2026, 7, 5, 23 * 60 + 30, 1 },
		{ 2026, 12, 31, 23 * 60 + 59, 3 * 48 + 47 } };

	(void)state;
	for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
		int64_t day = eh_date_make(CASES[i].year, CASES[i].month, CASES[i].day);
		assert_int_equal(eh_week_half_hour((day * 1440 + CASES[i].minute) * INT64_C(60000000)), CASES[i].half_hour);
	}
}

static void residents_see_those_with_a_telephone_first(void **state)
{
	struct eh_search_results results = ask(*state, (struct eh_search_query){ .order = EH_SEARCH_RESIDENTS, .count = 100 });
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
                             "Testham Families,1022352,Help for young carers and their families,ZZ2 2AA,\n";

static int set_up_advice(void **state)
{
	struct world *world = eh_alloc_zero(1, sizeof *world);
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
	struct eh_search_results results = ask(*state,
	        (struct eh_search_query){ .text = EH_STR("debt"), .near = EH_STR("ZZ1 1AA"), .order = EH_SEARCH_RESIDENTS });

	assert_true(results.by_need);
	assert_int_equal(results.total, 3);
	assert_hit(&results, 0, "Ringable Debt Advice");
	assert_hit(&results, 1, "Testham Money Advice");
	assert_hit(&results, 2, "Testham Night Shelter");
	/* Likewise by what fits best, without a postcode; and where the need is chosen, not typed. */
	results = ask(*state, (struct eh_search_query){ .text = EH_STR("debt") });
	assert_hit(&results, 2, "Testham Night Shelter");
	const struct eh_str money[] = { EH_STR("money") };
	results = ask(*state, (struct eh_search_query){ .needs = { money, 1 }, .order = EH_SEARCH_RESIDENTS });
	assert_hit(&results, 0, "Ringable Debt Advice");
	assert_hit(&results, 1, "Testham Money Advice");
}

static void a_word_that_people_write_as_two_finds(void **state)
{
	struct eh_search_results results = ask(*state, (struct eh_search_query){ .text = EH_STR("food bank") });

	assert_int_equal(results.total, 2);
	assert_hit(&results, 0, "Testham Foodbank");
	assert_hit(&results, 1, "Bank of Testham Food History");
	/* Not where other words stand between. */
	assert_int_equal(ask_text(*state, "food for the bank").total, 1);
}

static void who_is_chiefly_there_for_it_is_found_without_all_the_words(void **state)
{
	struct eh_search_results results = ask_text(*state, "young carers");

	assert_false(results.some_words);
	assert_int_equal(results.total, 3);
	assert_hit(&results, 0, "Testham Families");
	assert_non_null(hit_of(&results, "Testham Carers Centre"));
	assert_int_equal(hit_of(&results, "Testham Carers Centre")->why, EH_SEARCH_WHY_SOME_WORDS);
	/* The name of one is no question about a need. */
	assert_int_equal(ask_text(*state, "Testham Carers Centre").total, 1);
}

static void only_telephones_for_the_public_are_shown(void **state)
{
	struct eh_search_results results = ask(*state, (struct eh_search_query){ .count = 100 });

	assert_str(hit_of(&results, "Testham Tool Library")->telephone, "0161 496 0002");
	/* A register's: one of a range for organisations, not one that may ring in somebody's kitchen. */
	assert_str(hit_of(&results, "Friends of Testham Carers Centre")->telephone, "0300 123 4567");
	assert_null(hit_of(&results, "Testham Carers Centre")->telephone.p);
	assert_int_equal(ask(*state, (struct eh_search_query){ .telephone = true }).total, results.telephone);
}

static void a_service_called_as_its_organisation_is_told_once(void **state)
{
	assert_int_equal(ask_text(*state, "Testham Tool Library").total, 1);
	struct eh_search_results results = ask(
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
		(void)ask_text(*state, ODD[i]);
	(void)ask(
	        *state, (struct eh_search_query){ .text = { "a\0b", 3 }, .near = EH_STR("\"'%"), .council = EH_STR("nowhere") });
	memset(long_text, 'x', 10000);
	long_text[10000] = '\0';
	(void)ask_text(*state, long_text);
	for (size_t i = 0; i < 10000; i += 7)
		long_text[i] = ' ';
	(void)ask_text(*state, long_text);
	eh_free(long_text);
}

static void a_spreadsheet_is_given_nothing_to_work_out(void **state)
{
	struct eh_buf csv EH_CLEANUP_BUF = { 0 };
	struct eh_search_results results = ask_text(*state, "sum group");

	assert_str(results.hits[0].name, "=Sum Group");
	assert_int_equal(eh_search_write_csv(&results, &csv), EH_OK);
	assert_true(eh_str_find(eh_buf_str(&csv), EH_STR(",'=Sum Group,")) > 0);
	assert_true(eh_str_find(eh_buf_str(&csv), EH_STR(",=")) < 0);
}

static void the_map_shows_only_where_the_public_may_go(void **state)
{
	struct eh_buf json EH_CLEANUP_BUF = { 0 };
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_error err = { 0 };
	struct eh_json_value value;
	struct eh_search_results results = ask(*state, (struct eh_search_query){ .count = 100, .kinds = EH_SEARCH_ORGANISATION });
	size_t points = 0;

	assert_int_equal(eh_search_write_geojson(&results, &json), EH_OK);
	assert_ok(eh_json_parse(eh_buf_str(&json), &arena, &value, &err), &err);
	const struct eh_json_value *features = eh_json_get(&value, "features");
	assert_int_equal(features->count, results.count);
	for (size_t i = 0; i < features->count; i++)
		points += eh_json_get(&features->items[i], "geometry")->kind == EH_JSON_OBJECT;
	assert_int_equal(points, 3); /* the three services' organisations */
}

static void assert_suggests(struct world *world, const char *typed, const char *wanted, bool is_there)
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

static void one_organisation_can_be_renewed_alone(void **state)
{
	struct world *world = *state;
	struct eh_error err = { 0 };
	size_t before = ask(world, (struct eh_search_query){ .telephone = true }).total;
	struct eh_search_results results = ask_text(world, "Testham Counselling");
	struct eh_str id = results.hits[0].id;

	assert_ok(eh_db_begin(world->place.db, &err), &err);
	assert_ok(eh_q_organisation_telephone_add(world->place.db, id, EH_STR("0300 765 4321"), &err), &err);
	assert_ok(eh_q_organisation_name_add(world->place.db, id, EH_STR("Quixotic Listeners"), EH_STR("other"), &err), &err);
	assert_ok(eh_search_refresh(world->place.db, id, &err), &err);
	assert_ok(eh_db_commit(world->place.db, &err), &err);
	assert_int_equal(ask(world, (struct eh_search_query){ .telephone = true }).total, before + 1);
	assert_first(world, "quixotic listener", "Testham Counselling", EH_SEARCH_WHY_NAME);
	test_place_build(&world->place, 1);
	assert_int_equal(ask_text(world, "quixotic").total, 0);
	assert_int_equal(ask(world, (struct eh_search_query){ .telephone = true }).total, before);
}

/* Everything there is to find, as JSON. */
static struct eh_buf everything(struct world *world)
{
	struct eh_buf json = { 0 };
	struct eh_search_results results = ask(
	        world, (struct eh_search_query){ .count = 100, .statuses = 7, .order = EH_SEARCH_BY_NAME });

	assert_int_equal(eh_search_write_json(&results, &json), EH_OK);
	return json;
}

static void an_index_that_followed_changes_is_that_of_a_new_store(void **state)
{
	static const char LATER[] =
	        "Name of group,What we do,Address,Postcode,Opening times,Enquiries telephone\n"
	        "Testham Tool Library,Lending tools and ladders,1 High Street,ZZ1 1AA,Monday 10am-4pm,0161 496 0002\n"
	        "Testham Repair Cafe,Mending things,1 High Street,ZZ1 1AA,Saturday 10am-1pm,0161 496 0005\n";
	struct world *followed = *state, *fresh = make_world(LATER);
	struct eh_buf before EH_CLEANUP_BUF = everything(followed);

	import_services(followed, LATER, 20610);
	test_place_build(&followed->place, 1);
	struct eh_buf after EH_CLEANUP_BUF = everything(followed), anew EH_CLEANUP_BUF = everything(fresh);
	assert_str(eh_buf_str(&after), anew.p);
	assert_false(eh_str_eq(eh_buf_str(&after), eh_buf_str(&before)));
	assert_int_equal(ask_text(followed, "repair cafe").total, 1);
	struct eh_search_results services = ask(followed, (struct eh_search_query){ .kinds = EH_SEARCH_SERVICE, .statuses = 7 });
	assert_int_equal(services.total, 2);
	assert_null(hit_of(&services, "Testham Food Bank"));
	tear_down((void **)&fresh);
}

struct searcher {
	struct eh_search *search;
	const char *path;
	pthread_t thread;
	size_t found;
	enum eh_rc rc;
};

static void *search_on(void *argument)
{
	struct searcher *searcher = argument;
	struct eh_db *db EH_CLEANUP_DB = NULL;

	searcher->rc = eh_db_open(searcher->path, EH_DB_READ, &db, NULL);
	for (size_t i = 0; i < 150 && searcher->rc == EH_OK; i++) {
		struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
		struct eh_search_results results = { 0 };
		const struct eh_search_query query = { .text = i % 2 ? EH_STR("advice") : EH_STR("advise centre") };
		searcher->rc = eh_search_run(searcher->search, db, &query, &arena, &results, NULL);
		searcher->found += results.total;
	}
	return NULL;
}

/* Adds one organisation to a store of a file. */
static void add_organisation(struct eh_db *db, unsigned number)
{
	struct eh_str none = { NULL, 0 };
	struct eh_error err = { 0 };
	char id[32], name[64];

	snprintf(id, sizeof id, "EH-%u", number);
	snprintf(name, sizeof name, "Advice Centre %u", number);
	assert_ok(eh_db_begin(db, &err), &err);
	assert_ok(eh_q_organisation_add(db, eh_str_of(id), eh_str_of(name), EH_STR("active"), EH_STR("local"), EH_STR("publish"),
	                  none, none, none, 0, (double)NAN, (double)NAN, none, none, none, none, none, none, EH_DB_NULL,
	                  EH_DB_NULL, EH_DB_NULL, 20000, 20000, none, &err),
	        &err);
	assert_ok(eh_search_refresh(db, eh_str_of(id), &err), &err);
	assert_ok(eh_db_commit(db, &err), &err);
}

static void threads_search_while_the_index_changes(void **state)
{
	struct eh_db *db EH_CLEANUP_DB = NULL;
	struct eh_search *search EH_CLEANUP_SEARCH = NULL;
	struct searcher searchers[2];
	struct eh_error err = { 0 };
	char folder[64], path[128];

	(void)state;
	snprintf(folder, sizeof folder, "%s", test_folder());
	snprintf(path, sizeof path, "%s/store.db", folder);
	assert_ok(eh_db_open(path, EH_DB_CREATE, &db, &err), &err);
	add_organisation(db, 0);
	assert_ok(eh_search_new(&search, &err), &err);
	for (size_t i = 0; i < 2; i++) {
		searchers[i] = (struct searcher){ .search = search, .path = path };
		assert_int_equal(pthread_create(&searchers[i].thread, NULL, search_on, &searchers[i]), 0);
	}
	for (unsigned i = 1; i < 40; i++)
		add_organisation(db, i);
	for (size_t i = 0; i < 2; i++) {
		pthread_join(searchers[i].thread, NULL);
		assert_int_equal(searchers[i].rc, EH_OK);
		assert_true(searchers[i].found >= 150);
	}
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_search_results results;
	assert_ok(eh_search_run(search, db, &(struct eh_search_query){ .text = EH_STR("advice") }, &arena, &results, &err), &err);
	assert_int_equal(results.total, 40);
	test_remove(folder);
}

static void a_list_that_was_never_built_says_so(void **state)
{
	struct world *world = *state;
	struct eh_db *db EH_CLEANUP_DB = NULL;
	struct eh_search *search EH_CLEANUP_SEARCH = NULL;
	struct eh_search_results results;
	struct eh_error err = { 0 };

	assert_ok(eh_db_open(":memory:", EH_DB_CREATE, &db, &err), &err);
	assert_ok(eh_search_new(&search, &err), &err);
	assert_int_equal(
	        eh_search_run(search, db, &(struct eh_search_query){ .text = EH_STR("x") }, &world->arena, &results, &err),
	        EH_NOT_FOUND);
	assert_non_null(strstr(err.message, "evenhand build"));
}

/* A built town or place, searched in many ways. */
static void assert_page_by_page(struct world *world, struct eh_search_query query)
{
	struct eh_map seen EH_CLEANUP_MAP = { 0 };
	size_t total = ask(world, query).total, found = 0;

	query.count = 100;
	for (query.from = 0;; query.from += 100) {
		struct eh_search_results page = ask(world, query);
		assert_int_equal(page.total, total);
		for (size_t i = 0; i < page.count; i++) {
			bool added = false;
			struct eh_str key = eh_arena_printf(
			        &world->arena, "%d%.*s", (int)page.hits[i].kind, EH_FMT(page.hits[i].id));
			assert_true(eh_map_put(&seen, key, 1, NULL, &added) >= 0 && added);
		}
		found += page.count;
		if (!page.count)
			break;
	}
	assert_int_equal(found, total);
}

/* The same for filters that are bits, in the order of these words; `bits` is a member of `filtered`. */
static void assert_bits(struct world *world, struct eh_search_query query, const struct eh_search_facet *facet,
        const char *const *words, unsigned count, struct eh_search_query *filtered, unsigned *bits)
{
	for (size_t i = 0; i < facet->count; i++)
		for (unsigned bit = 0; bit < count; bit++) {
			if (!eh_str_eq(facet->items[i].code, eh_str_of(words[bit])))
				continue;
			*filtered = query;
			*bits = 1U << bit;
			size_t total = ask(world, *filtered).total;
			if (total != facet->items[i].count)
				fail_msg("%s: counted %zu, found %zu", words[bit], facet->items[i].count, total);
		}
}

/* Each count is what one finds when one chooses that value. */
static void assert_counts(struct world *world, struct eh_search_query query)
{
	struct eh_search_results results = ask(world, query);
	struct eh_search_query filtered = query;

#define CHECK(member)                                                                                                            \
	do {                                                                                                                     \
		struct eh_search_list list = { 0 };                                                                              \
		for (size_t i = 0; i < results.member.count; i++) {                                                              \
			filtered = query;                                                                                        \
			list = (struct eh_search_list){ &results.member.items[i].code, 1 };                                      \
			filtered.member = list;                                                                                  \
			size_t total = ask(world, filtered).total;                                                               \
			if (total != results.member.items[i].count)                                                              \
				fail_msg("%.*s: counted %zu, found %zu", EH_FMT(results.member.items[i].label),                  \
				        results.member.items[i].count, total);                                                   \
		}                                                                                                                \
	} while (0)
	CHECK(needs);
	CHECK(people);
	CHECK(wards);
	CHECK(scales);
#undef CHECK
	assert_bits(
	        world, query, &results.kinds, (const char *const[]){ "organisation", "service" }, 2, &filtered, &filtered.kinds);
	assert_bits(world, query, &results.statuses, (const char *const[]){ "active", "unknown", "closed" }, 3, &filtered,
	        &filtered.statuses);
	filtered = query;
	filtered.open_now = true;
	assert_int_equal(ask(world, filtered).total, results.open_now);
	filtered = query;
	filtered.telephone = true;
	assert_int_equal(ask(world, filtered).total, results.telephone);
	filtered = query;
	filtered.confirmed_since = (int32_t)(MONDAY_HALF_PAST_TEN / 1000000 / 86400) - 365;
	assert_int_equal(ask(world, filtered).total, results.confirmed_within_year);
}

static void search_everywhere(struct world *world, const char *council)
{
	const struct eh_str need = EH_STR("mental-health");
	const struct eh_search_query QUERIES[] = {
		{ .council = eh_str_of(council) },
		{ .text = EH_STR("community"), .council = eh_str_of(council) },
		{ .needs = { &need, 1 }, .kinds = EH_SEARCH_ORGANISATION },
		{ .text = EH_STR("trust"), .statuses = 7, .order = EH_SEARCH_RESIDENTS },
	};

	for (size_t i = 0; i < sizeof QUERIES / sizeof *QUERIES; i++) {
		struct eh_search_results results = ask(world, QUERIES[i]);
		print_message("query %zu finds %zu\n", i, results.total);
		assert_true(results.total > 0);
		assert_counts(world, QUERIES[i]);
		assert_page_by_page(world, QUERIES[i]);
		eh_arena_reset(&world->arena);
	}
}

static void the_counts_of_the_example_town_are_what_one_finds(void **state)
{
	struct world world = { 0 };
	struct eh_error err = { 0 };
	char town[128];

	(void)state;
	test_place_init(&world.place, "Z06000001");
	snprintf(town, sizeof town, "%s/town", world.place.folder);
	const struct eh_town_options options = { .organisations = 400, .seed = 5, .folder = town };
	assert_ok(eh_town_generate(&options, NULL, &err), &err);
	test_place_recipe(&world.place, "places/example-town.ini", town);
	test_place_build(&world.place, 2);
	assert_ok(eh_search_new(&world.search, &err), &err);
	search_everywhere(&world, "Z06000001");
	eh_search_free(world.search);
	eh_arena_finish(&world.arena);
	test_place_finish(&world.place);
}

static void import_real(const struct test_place *place, const char *source, const char *file, const char *kind, const char *rows,
        unsigned says, int32_t date)
{
	char path[4096], name[256];

	snprintf(name, sizeof name, "registers/%s", file);
	snprintf(path, sizeof path, "%s", test_data(name));
	test_place_import_file(place, source, kind, path, rows, says, rows && strcmp(rows, "organisations") == 0, date);
}

/* Postcodes of Trafford and its surroundings, out of England's: M16, M31 to M33, M41, WA14 and WA15. */
static void import_postcodes(const struct test_place *place, const char *england)
{
	char command[8400], path[256];

	snprintf(path, sizeof path, "%s/postcodes.csv", place->folder);
	snprintf(command, sizeof command, "zcat '%s' | awk 'NR == 1 || /^\"?(M16|M3[123]|M41|WA1[45]) /' >'%s'", england, path);
	assert_int_equal(system(command), 0);
	test_place_import_file(place, "postcodes", "postcodes", path, NULL, 0, false, 20300);
}

static void trafford_answers_who_helps_with_mental_health_near_m16(void **state)
{
	struct world world = { 0 };
	struct eh_error err = { 0 };
	char england[4096], areas[4096];

	(void)state;
	const char *found = test_data("places/postcodes_england.csv.gz");
	snprintf(england, sizeof england, "%s", found ? found : "");
	found = test_data("places/lsoa21_lookup_england.csv.gz");
	snprintf(areas, sizeof areas, "%s", found ? found : "");
	if (!*england || !*areas || !test_data("registers/place_trafford_charities_2023-04.csv"))
		skip();
	test_place_init(&world.place, "E08000009");
	test_place_import_file(&world.place, "areas", "areas", areas, NULL, 0, false, 20000);
	import_postcodes(&world.place, england);
	import_real(&world.place, "register", "place_trafford_charities_2023-04.csv", "spreadsheet", "organisations",
	        EH_SAYS_WORKS, 19451);
	import_real(&world.place, "health", "place_trafford_mental_health_services_2018.csv", "spreadsheet", "services",
	        EH_SAYS_MEETS | EH_SAYS_SERVES, 17865);
	import_real(&world.place, "hubs", "place_trafford_community_hubs.csv", "spreadsheet", "services",
	        EH_SAYS_MEETS | EH_SAYS_SERVES, 19782);
	test_place_build(&world.place, 2);
	assert_ok(eh_search_new(&world.search, &err), &err);
	struct eh_search_results results = ask_text(&world, "who helps with mental health near M16?");
	const struct eh_search_hit *nearest = results.hits;
	while (nearest + 1 < results.hits + results.count && isnan(nearest->distance_m))
		nearest++; /* those that come to people, or keep their place private */
	print_message("%zu found, the nearest %.*s at %.0f m\n", results.total, EH_FMT(nearest->name), nearest->distance_m);
	assert_str(results.near, "M16");
	assert_true(results.total > 20 && nearest->distance_m < 1500);
	assert_first(&world, "1102075", "Trafford Carers Centre", EH_SEARCH_WHY_SHORT);
	assert_true(ask_text(&world, "counceling").corrected);
	search_everywhere(&world, "E08000009");
	eh_search_free(world.search);
	eh_arena_finish(&world.arena);
	test_place_finish(&world.place);
}

int main(void)
{
#define ON_TESTHAM(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)
#define ON_ADVICE(test) cmocka_unit_test_setup_teardown(test, set_up_advice, tear_down)
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
		ON_TESTHAM(what_is_protected_has_no_place_and_is_found_by_none),
		ON_TESTHAM(a_postcode_hides_nothing_that_keeps_its_place_private),
		ON_TESTHAM(what_a_distance_leaves_out_is_counted),
		ON_TESTHAM(distances_are_from_the_postcode_and_only_about_where_the_office_is_private),
		ON_TESTHAM(a_postcode_in_the_text_is_where_to_look_from),
		ON_TESTHAM(open_now_goes_by_british_clocks),
		cmocka_unit_test(summer_time_begins_and_ends_on_last_sundays),
		ON_TESTHAM(residents_see_those_with_a_telephone_first),
		ON_ADVICE(who_is_there_for_the_need_comes_before_who_mentions_it),
		ON_ADVICE(a_word_that_people_write_as_two_finds),
		ON_ADVICE(who_is_chiefly_there_for_it_is_found_without_all_the_words),
		ON_TESTHAM(only_telephones_for_the_public_are_shown),
		ON_TESTHAM(a_service_called_as_its_organisation_is_told_once),
		ON_TESTHAM(odd_input_is_no_error),
		ON_TESTHAM(a_spreadsheet_is_given_nothing_to_work_out),
		ON_TESTHAM(the_map_shows_only_where_the_public_may_go),
		ON_TESTHAM(suggestions_complete_what_is_being_typed),
		ON_TESTHAM(one_organisation_can_be_renewed_alone),
		ON_TESTHAM(an_index_that_followed_changes_is_that_of_a_new_store),
		cmocka_unit_test(threads_search_while_the_index_changes),
		ON_TESTHAM(a_list_that_was_never_built_says_so),
		cmocka_unit_test(the_counts_of_the_example_town_are_what_one_finds),
		cmocka_unit_test(trafford_answers_who_helps_with_mental_health_near_m16),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
