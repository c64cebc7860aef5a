/* From postcodes and coordinates to areas. */
#include "place.h"

static void a_live_postcode_takes_its_lists_areas_and_a_terminated_one_those_of_its_small_area(void **state)
{
	struct test_place place;
	struct eh_gazetteer *gazetteer EH_CLEANUP_GAZETTEER = NULL;
	struct eh_error err = { 0 };
	struct eh_location live, terminated;

	(void)state;
	test_place_init(&place, "Z06000001");
	test_place_geography(&place);
	assert_ok(eh_gazetteer_new(place.db, &gazetteer, &err), &err);
	assert_ok(eh_gazetteer_postcode(gazetteer, EH_STR("zz11aa"), &live, &err), &err);
	assert_str(live.lsoa->code, "Z01000001");
	assert_str(live.ward->name, "North Ward");
	assert_str(live.council->code, "Z06000001");
	assert_true(live.live);
	assert_ok(eh_gazetteer_postcode(gazetteer, EH_STR("ZZ2 2AB"), &terminated, &err), &err);
	assert_false(terminated.live);
	assert_string_equal(terminated.how, "terminated postcode");
	assert_str(terminated.lsoa->code, "Z01000002");
	assert_str(terminated.ward->code, "Z05000002");
	assert_str(terminated.council->name, "Testham");
	test_place_finish(&place);
}

static void a_postcode_that_no_list_has_is_not_placed_near_by(void **state)
{
	struct test_place place;
	struct eh_gazetteer *gazetteer EH_CLEANUP_GAZETTEER = NULL;
	struct eh_error err = { 0 };
	struct eh_location location = { .latitude = 77 };
	static const char *const NONE[] = { "ZZ1 1ZZ", "ZZ9 9AA", "", "Town Hall", "ZZ1", "ZZ1 1AAA" };

	(void)state;
	test_place_init(&place, "Z06000001");
	test_place_geography(&place);
	assert_ok(eh_gazetteer_new(place.db, &gazetteer, &err), &err);
	for (size_t i = 0; i < sizeof NONE / sizeof *NONE; i++)
		assert_int_equal(eh_gazetteer_postcode(gazetteer, eh_str_of(NONE[i]), &location, &err), EH_NOT_FOUND);
	assert_true(location.latitude == 77);
	test_place_finish(&place);
}

static void coordinates_without_a_boundary_take_the_nearest_live_postcodes_areas(void **state)
{
	struct test_place place;
	struct eh_gazetteer *gazetteer EH_CLEANUP_GAZETTEER = NULL;
	struct eh_error err = { 0 };
	struct eh_location location;

	(void)state;
	test_place_init(&place, "Z06000001");
	test_place_geography(&place);
	assert_ok(eh_gazetteer_new(place.db, &gazetteer, &err), &err);
	/* Nearest of all is ZZ2 2AB, which is terminated; nearest of the live is ZZ2 2AA, in the same area; north of the middle ZZ1 1AA. */
	assert_ok(eh_gazetteer_point(gazetteer, 52.5913, 2.0004, &location, &err), &err);
	assert_string_equal(location.how, "nearest postcode");
	assert_str(location.lsoa->code, "Z01000002");
	assert_str(location.ward->code, "Z05000002");
	assert_true(location.latitude == 52.5913);
	assert_ok(eh_gazetteer_point(gazetteer, 52.5960, 2.0000, &location, &err), &err);
	assert_str(location.lsoa->code, "Z01000001");
	assert_ok(eh_gazetteer_point(gazetteer, 52.6000, 2.0590, &location, &err), &err);
	assert_str(location.council->code, "Z06000002");
	assert_int_equal(eh_gazetteer_point(gazetteer, 53.5, 2.0, &location, &err), EH_NOT_FOUND);
	test_place_finish(&place);
}

static const char SQUARE[] =
        "{\"type\":\"FeatureCollection\",\"features\":[{\"type\":\"Feature\",\"properties\":{\"LSOA21CD\":\"Z01000003\","
        "\"LSOA21NM\":"
        "\"Otherby "
        "001A\"},\"geometry\":{\"type\":\"Polygon\",\"coordinates\":[[[1.999,52.599],[2.001,52.599],[2.001,52.601],[1.999,"
        "52.601],[1.999,52.599]]]}}]}";

/* A boundary that says otherwise than the postcodes: it is believed, unless it is for drawing only. */
static void a_boundary_fit_for_it_is_believed_before_postcodes_and_one_for_drawing_is_not(void **state)
{
	(void)state;
	for (int drawing = 0; drawing < 2; drawing++) {
		struct test_place place;
		struct eh_gazetteer *gazetteer EH_CLEANUP_GAZETTEER = NULL;
		struct eh_error err = { 0 };
		struct eh_location location;
		struct eh_import_result result;
		char path[256];
		test_place_init(&place, "Z06000001");
		test_place_geography(&place);
		test_place_write(&place, "square.geojson", SQUARE);
		snprintf(path, sizeof path, "%s/square.geojson", place.folder);
		const struct eh_import import = { .source = "shapes",
			.kind = "areas",
			.file = { .path = path },
			.publisher = "Test",
			.licence = "CC0",
			.drawing_only = drawing,
			.data_date = 20000 };
		assert_ok(eh_import_run(place.db, &import, &result, &err), &err);
		assert_ok(eh_gazetteer_new(place.db, &gazetteer, &err), &err);
		assert_ok(eh_gazetteer_point(gazetteer, 52.6000, 2.0000, &location, &err), &err);
		assert_string_equal(location.how, drawing ? "nearest postcode" : "boundary");
		assert_str(location.lsoa->code, drawing ? "Z01000001" : "Z01000003");
		test_place_finish(&place);
	}
}

static void what_cannot_be_placed_is_listed_with_the_reason(void **state)
{
	static const char CLUBS[] = "name,postcode,latitude,longitude\n"
	                            "Larkrise Choir,ZZ1 1AA,,\n"
	                            "Mossbank Players,ZZ9 9ZZ,,\n"
	                            "Quillfeather Society,,,\n"
	                            "Thornwood Ramblers,,57.5,-4.2\n"
	                            "Wrenfield Allotments,,52.5909,2.0001\n";
	struct test_place place;
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };

	(void)state;
	test_place_init(&place, "Z06000001");
	test_place_geography(&place);
	test_place_import(&place, "clubs", "spreadsheet", CLUBS, "organisations", EH_SAYS_WORKS, false, 20000);
	struct eh_build_summary summary = test_place_build(&place, 1);
	assert_int_equal(summary.organisations, 5);
	assert_int_equal(summary.unplaced, 3);
	assert_str(test_place_find(&place, "Larkrise Choir", &arena).lsoa, "Z01000001");
	assert_str(test_place_find(&place, "Mossbank Players", &arena).unplaced, "no list knows its postcode");
	assert_str(test_place_find(&place, "Quillfeather Society", &arena).unplaced, "it has no postcode");
	assert_str(test_place_find(&place, "Thornwood Ramblers", &arena).unplaced, "its coordinates lie in no known area");
	assert_str(test_place_find(&place, "Wrenfield Allotments", &arena).ward, "Z05000002");
	assert_false(test_place_find(&place, "Mossbank Players", &arena).lsoa.n);
	test_place_finish(&place);
}

static void councils_are_found_by_the_names_that_registers_write(void **state)
{
	struct test_place place;
	struct eh_gazetteer *gazetteer EH_CLEANUP_GAZETTEER = NULL;
	struct eh_error err = { 0 };
	static const char *const NAMES[] = { "Testham", "TESTHAM COUNCIL", "City of Testham", "Testham Borough Council" };

	(void)state;
	test_place_init(&place, "Z06000001");
	test_place_geography(&place);
	assert_ok(eh_gazetteer_new(place.db, &gazetteer, &err), &err);
	for (size_t i = 0; i < sizeof NAMES / sizeof *NAMES; i++) {
		const struct eh_area *area = eh_gazetteer_council_by_name(gazetteer, eh_str_of(NAMES[i]));
		if (!area)
			fail_msg("\"%s\" was not found", NAMES[i]);
		assert_str(area->code, "Z06000001");
	}
	assert_null(eh_gazetteer_council_by_name(gazetteer, EH_STR("Test")));
	test_place_finish(&place);
}

static void people_stand_at_live_postcodes_each_once(void **state)
{
	struct test_place place;
	struct eh_gazetteer *gazetteer EH_CLEANUP_GAZETTEER = NULL;
	struct eh_error err = { 0 };
	struct eh_people_point *points = NULL;
	size_t count = 0;

	(void)state;
	test_place_init(&place, "Z06000001");
	test_place_geography(&place);
	test_place_import(
	        &place, "postcodes-too", "postcodes", TEST_POSTCODES, NULL, 0, false, 20001); /* a second list of the same */
	assert_ok(eh_gazetteer_new(place.db, &gazetteer, &err), &err);
	assert_ok(eh_gazetteer_people_points(gazetteer, 52.5, 52.7, 1.9, 2.01, &points, &count, &err), &err);
	assert_int_equal(count, 3);
	eh_free(points);
	test_place_finish(&place);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_live_postcode_takes_its_lists_areas_and_a_terminated_one_those_of_its_small_area),
		cmocka_unit_test(a_postcode_that_no_list_has_is_not_placed_near_by),
		cmocka_unit_test(coordinates_without_a_boundary_take_the_nearest_live_postcodes_areas),
		cmocka_unit_test(a_boundary_fit_for_it_is_believed_before_postcodes_and_one_for_drawing_is_not),
		cmocka_unit_test(what_cannot_be_placed_is_listed_with_the_reason),
		cmocka_unit_test(councils_are_found_by_the_names_that_registers_write),
		cmocka_unit_test(people_stand_at_live_postcodes_each_once),
	};
	return cmocka_run_group_tests_name("gazetteer", tests, NULL, NULL);
}
