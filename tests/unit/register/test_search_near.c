/* Searching by place and hour: distances, what keeps its place private, what is open, the map. */
#include "searched.h"

#include "io/json.h"
#include "register/week.h"

static void what_is_protected_has_no_place_and_is_found_by_none(void **state)
{
	static const char *const PLACES[] = { "north ward", "refuge north ward" };
	const struct eh_str ward = EH_STR("Z05000001");
	const char *name = "Testham Women's Refuge";

	struct eh_search_results results = search_text(*state, "refuge");
	const struct eh_search_hit *hit = search_hit(&results, name);
	assert_non_null(hit);
	assert_true(hit->protected);
	assert_true(isnan(hit->latitude) && isnan(hit->distance_m));
	assert_true(
	        !hit->ward.n && !hit->ward_name.n && !hit->address.n && !hit->postcode.n && !hit->council.n && !hit->telephone.n);
	for (size_t i = 0; i < sizeof PLACES / sizeof *PLACES; i++) {
		results = search_ask(*state, (struct eh_search_query){ .text = eh_str_of(PLACES[i]), .statuses = 7 });
		hit = search_hit(&results, name);
		if (hit)
			fail_msg("%s finds it", PLACES[i]);
	}
	results = search_ask(*state, (struct eh_search_query){ .wards = { &ward, 1 } });
	assert_true(results.total > 0);
	assert_null(search_hit(&results, name));
}

/* The same from one end of the place and from the other, and within a mile as at any distance: a postcode neither finds nor hides it. */
static void a_postcode_hides_nothing_that_keeps_its_place_private(void **state)
{
	static const char *const NEAR[] = { "ZZ1 1AA", "ZZ2 2AA", "ZZ3 3AA", "ZZ1" };
	const char *name = "Testham Women's Refuge";

	for (size_t i = 0; i < sizeof NEAR / sizeof *NEAR; i++) {
		for (double within = 0; within <= 2000; within += 2000) {
			struct eh_search_results results = search_ask(
			        *state, (struct eh_search_query){ .near = eh_str_of(NEAR[i]),
			                        .within_m = within,
			                        .council = EH_STR("Z06000001"),
			                        .order = EH_SEARCH_BY_DISTANCE });
			const struct eh_search_hit *hit = search_hit(&results, name);
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
	struct eh_search_results all = search_ask(
	                                 *state, (struct eh_search_query){ .near = EH_STR("ZZ1 1AA"), .council = council }),
	                         near = search_ask(
	                                 *state, (struct eh_search_query){
	                                                 .near = EH_STR("ZZ1 1AA"), .council = council, .within_m = 100 });

	print_message("%zu at any distance, %zu within 100 m, %zu left out\n", all.total, near.total, near.left_out);
	assert_int_equal(all.left_out, 0);
	assert_int_equal(all.total, search_ask(*state, (struct eh_search_query){ .council = council }).total);
	assert_true(near.left_out > 0 && near.total > 0);
	assert_int_equal(near.total + near.left_out, all.total);
}

/* Of these a source places a service. */
static bool in_services(struct eh_str name) { return eh_str_find(EH_STR(SERVICES), name) >= 0; }

static void distances_are_from_the_postcode_and_only_about_where_the_office_is_private(void **state)
{
	struct eh_search_results results = search_ask(*state, (struct eh_search_query){ .near = EH_STR("zz11aa"), .count = 100 });
	const struct eh_search_hit *tools = search_hit(&results, "Testham Tool Library"),
	                           *carers = search_hit(&results, "Testham Carers Centre"),
	                           *far = search_hit(&results, "Far Away Debt Help");

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
	results = search_ask(*state, (struct eh_search_query){ .near = EH_STR("ZZ1 1AA"), .within_m = 2000, .count = 100 });
	assert_null(search_hit(&results, "Far Away Debt Help"));
}

static void a_postcode_in_the_text_is_where_to_look_from(void **state)
{
	struct eh_search_results results = search_text(*state, "debt advice near ZZ2");

	assert_true(results.near_from_text);
	assert_str(results.near, "ZZ2");
	assert_str(results.hits[0].name, "Citizens Advice Testham Ltd");
	results = search_ask(*state, (struct eh_search_query){ .near = EH_STR("QQ9 9ZZ"), .text = EH_STR("debt") });
	assert_true(results.near_unknown);
	assert_int_equal(results.total, 2);
	results = search_text(*state, "AB10 1AB"); /* no postcode of this list: words */
	assert_false(results.near_from_text);
}

static void open_now_goes_by_british_clocks(void **state)
{
	const int64_t hour = INT64_C(3600) * 1000000;
	struct eh_search_results results = search_ask(*state, (struct eh_search_query){ .open_now = true });

	assert_int_equal(results.total, 1);
	assert_str(results.hits[0].name, "Testham Tool Library");
	assert_int_equal(results.hits[0].open, EH_SEARCH_OPEN);
	results = search_ask(
	        *state, (struct eh_search_query){ .open_now = true, .now = SEARCHED_MONDAY - hour }); /* 09:30 in summer */
	assert_int_equal(results.total, 0);
	results = search_ask(*state, (struct eh_search_query){ .open_now = true, .now = SEARCHED_MONDAY + 24 * hour });
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

static void the_map_shows_only_where_the_public_may_go(void **state)
{
	struct eh_buf json EH_CLEANUP_BUF = { 0 };
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_error err = { 0 };
	struct eh_json_value value;
	struct eh_search_results results = search_ask(
	        *state, (struct eh_search_query){ .count = 100, .kinds = EH_SEARCH_ORGANISATION });
	size_t points = 0;

	assert_int_equal(eh_search_write_geojson(&results, &json), EH_OK);
	assert_ok(eh_json_parse(eh_buf_str(&json), &arena, &value, &err), &err);
	const struct eh_json_value *features = eh_json_get(&value, "features");
	assert_int_equal(features->count, results.count);
	for (size_t i = 0; i < features->count; i++)
		points += eh_json_get(&features->items[i], "geometry")->kind == EH_JSON_OBJECT;
	assert_int_equal(points, 3); /* the three services' organisations */
}

int main(void)
{
#define ON_TESTHAM(test) cmocka_unit_test_setup_teardown(test, searched_set_up, searched_tear_down)
	const struct CMUnitTest tests[] = {
		ON_TESTHAM(what_is_protected_has_no_place_and_is_found_by_none),
		ON_TESTHAM(a_postcode_hides_nothing_that_keeps_its_place_private),
		ON_TESTHAM(what_a_distance_leaves_out_is_counted),
		ON_TESTHAM(distances_are_from_the_postcode_and_only_about_where_the_office_is_private),
		ON_TESTHAM(a_postcode_in_the_text_is_where_to_look_from),
		ON_TESTHAM(open_now_goes_by_british_clocks),
		cmocka_unit_test(summer_time_begins_and_ends_on_last_sundays),
		ON_TESTHAM(the_map_shows_only_where_the_public_may_go),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
