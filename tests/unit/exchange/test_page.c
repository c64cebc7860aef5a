/* Pages, maps and GeoJSON, made from a place of two squares. */
#include "test.h"

#include <jansson.h>
#include <math.h>

#include "exchange/geojson.h"
#include "exchange/map.h"
#include "geo/geo.h"

static void values_are_escaped_where_a_template_has_room_for_them(void **state)
{
	struct eh_page page EH_CLEANUP_PAGE = { 0 };

	(void)state;
	EH_PAGE(&page, "<a title=\"{}\">{}</a>", EH_STR("\"><script>'"), EH_STR("R&D {}"));
	assert_int_equal(page.rc, EH_OK);
	assert_str(eh_buf_str(&page.out), "<a title=\"&quot;&gt;&lt;script&gt;&#39;\">R&amp;D {}</a>");
}

static void numbers_read_as_people_write_them(void **state)
{
	struct eh_page page EH_CLEANUP_PAGE = { 0 };

	(void)state;
	assert_str(eh_page_whole(&page, 1234567), "1,234,567");
	assert_str(eh_page_whole(&page, -1234), "-1,234");
	assert_str(eh_page_whole(&page, 999), "999");
	assert_str(eh_page_whole(&page, NAN), "not known");
	assert_str(eh_page_share(&page, 0.625), "62%");
	assert_str(eh_page_decimal(&page, 1.25, 1), "1.2");
	assert_str(eh_page_decimal(&page, NAN, 1), "not known");
}

static void the_failure_of_an_allocation_sticks(void **state)
{
	struct eh_page page EH_CLEANUP_PAGE = { 0 };

	(void)state;
	eh_alloc_fail_after(0);
	EH_PAGE(&page, "<p>{}</p>", EH_STR("x"));
	eh_alloc_fail_after(-1);
	EH_PAGE(&page, "<p>{}</p>", EH_STR("y"));
	assert_int_equal(page.rc, EH_NO_MEMORY);
}

/* Two neighbourhoods side by side near 53° north, in one ward; one need. */
struct place {
	struct eh_analysis analysis;
	struct eh_place_area areas[2];
	struct eh_place_ward ward;
	struct eh_need_summary need;
	struct eh_coverage_row rows[2];
	struct eh_buf shapes[2];
};

static void square(double west, struct eh_buf *out)
{
	const double points[] = { west, 53, west + 0.01, 53, west + 0.01, 53.01, west, 53.01, west, 53 };
	const size_t sizes[] = { 5 }, parts[] = { 0 };

	assert_int_equal(eh_polygon_encode(points, sizes, 1, parts, out), EH_OK);
}

static void make(struct place *place)
{
	*place = (struct place){
		.ward = { .code = EH_STR("Z05000001"), .name = EH_STR("East & <West>"), .people = 30, .areas = 2 },
		.need = { .need = &eh_needs[0], .reach = 0.5 },
		.rows = { { .reach = { 0, 0, 0 }, .gap = EH_GAP_ABSOLUTE }, { .reach = { 1, 0.98765, 1 } } }
	};
	for (size_t i = 0; i < 2; i++) {
		square(-2 + 0.01 * (double)i, &place->shapes[i]);
		place->areas[i] = (struct eh_place_area){ .code = i ? EH_STR("Z01000002") : EH_STR("Z01000001"),
			.label = EH_STR("A \"label\""),
			.ward = 0,
			.people = 10 + 10 * (double)i,
			.shape = eh_buf_str(&place->shapes[i]) };
	}
	place->analysis = (struct eh_analysis){ .areas = place->areas,
		.area_count = 2,
		.wards = &place->ward,
		.ward_count = 1,
		.needs = &place->need,
		.need_count = 1,
		.rows = place->rows,
		.synthetic = true };
}

static void unmake(struct place *place)
{
	eh_buf_finish(&place->shapes[0]);
	eh_buf_finish(&place->shapes[1]);
}

static const struct eh_map_key KEY = { "reach", { "all", "some & few" } };

static void a_map_draws_each_area_in_its_class_with_a_title_and_a_legend(void **state)
{
	struct eh_page page EH_CLEANUP_PAGE = { 0 };
	struct place place;
	const unsigned char classes[] = { 1, EH_MAP_CLASSES };

	(void)state;
	make(&place);
	assert_true(eh_map_shapes(&page, &place.analysis));
	eh_choropleth(&page, &place.analysis,
	        &(struct eh_choropleth){ .id = "m",
	                .title = EH_STR("Who & where"),
	                .described_by = "t",
	                .key = &KEY,
	                .classes = classes,
	                .ward_names = true });
	assert_int_equal(page.rc, EH_OK);
	const char *html = page.out.p;
	assert_non_null(strstr(html, "<path id=\"s-Z01000001\" d=\"M0.0 "));
	assert_non_null(strstr(html, "role=\"img\" aria-labelledby=\"m-title\" aria-describedby=\"t\""));
	assert_non_null(strstr(html, "<title id=\"m-title\">Who &amp; where</title>"));
	assert_non_null(
	        strstr(html, "<use href=\"#s-Z01000001\" class=\"c1\"><title>A &quot;label&quot;: some &amp; few</title>"));
	assert_non_null(strstr(html, "<use href=\"#s-Z01000002\" class=\"c6\"><title>A &quot;label&quot;: not known</title>"));
	assert_non_null(strstr(html, ">East &amp; &lt;West&gt;</text>"));
	assert_non_null(strstr(html, "<rect class=\"c1\" width=\"60\" height=\"38\"/></svg>some &amp; few</li>"));
	unmake(&place);
}

static size_t times(const char *text, const char *needle)
{
	size_t n = 0;

	for (; (text = strstr(text, needle)); text++)
		n++;
	return n;
}

static void without_boundaries_of_wards_what_two_areas_share_is_no_edge_of_their_ward(void **state)
{
	struct eh_page page EH_CLEANUP_PAGE = { 0 };
	struct place place;

	(void)state;
	make(&place);
	assert_true(eh_map_shapes(&page, &place.analysis));
	const char *wards = strstr(page.out.p, "<path id=\"s-wards\" d=\"");
	assert_non_null(wards);
	*strchr(strstr(wards, " d=\"") + 4, '"') = '\0';
	assert_int_equal(times(wards, "M"), 1); /* two squares side by side are one outline */
	assert_int_equal(times(wards, "L"), 5); /* of six points */
	unmake(&place);
}

static void areas_that_share_no_points_are_drawn_each_for_itself(void **state)
{
	struct eh_page page EH_CLEANUP_PAGE = { 0 };
	struct place place;

	(void)state;
	make(&place);
	eh_buf_finish(&place.shapes[1]);
	place.shapes[1] = (struct eh_buf){ 0 };
	square(-1.95, &place.shapes[1]);
	place.areas[1].shape = eh_buf_str(&place.shapes[1]);
	assert_true(eh_map_shapes(&page, &place.analysis));
	const char *wards = strstr(page.out.p, "<path id=\"s-wards\" d=\"");
	assert_non_null(wards);
	*strchr(strstr(wards, " d=\"") + 4, '"') = '\0';
	assert_int_equal(times(wards, "M"), 2);
	unmake(&place);
}

static void a_name_without_room_is_a_letter_that_is_explained_below(void **state)
{
	enum { WARDS = 40 };
	struct eh_page page EH_CLEANUP_PAGE = { 0 };
	struct eh_place_ward wards[WARDS];
	struct place place;
	const unsigned char classes[] = { 0, 0 };

	(void)state;
	make(&place);
	for (size_t w = 0; w < WARDS; w++)
		wards[w] = (struct eh_place_ward){ .code = EH_STR("W"),
			.name = EH_STR("A ward whose long name fills all there is") };
	place.areas[1].ward = 27;
	place.analysis.wards = wards;
	place.analysis.ward_count = WARDS;
	assert_true(eh_map_shapes(&page, &place.analysis));
	eh_choropleth(&page, &place.analysis,
	        &(struct eh_choropleth){ .id = "m", .title = EH_STR("t"), .key = &KEY, .classes = classes, .ward_names = true });
	assert_int_equal(page.rc, EH_OK);
	assert_int_equal(times(page.out.p, "class=\"whole\""), 2); /* one above the other */
	for (size_t w = 0; w < WARDS; w++)
		wards[w].name = EH_STR(
		        "A ward whose name is so long that it is wider than the whole drawing of the place it lies in");
	page.out.n = 0;
	eh_choropleth(&page, &place.analysis,
	        &(struct eh_choropleth){ .id = "m", .title = EH_STR("t"), .key = &KEY, .classes = classes, .ward_names = true });
	assert_int_equal(times(page.out.p, "class=\"letter always\""), 2);
	assert_non_null(strstr(page.out.p, ">A</text>"));
	assert_non_null(strstr(page.out.p, ">AB</text>"));
	assert_non_null(strstr(page.out.p, "<li class=\"always\"><strong>AB</strong> A ward whose name"));
	unmake(&place);
}

static void without_boundaries_there_is_no_map_and_nothing_is_written(void **state)
{
	struct eh_page page EH_CLEANUP_PAGE = { 0 };
	struct place place;
	const unsigned char classes[] = { 0, 0 };

	(void)state;
	make(&place);
	place.areas[0].shape = place.areas[1].shape = (struct eh_str){ NULL, 0 };
	assert_false(eh_map_shapes(&page, &place.analysis));
	eh_choropleth(&page, &place.analysis,
	        &(struct eh_choropleth){ .id = "m", .title = EH_STR("t"), .key = &KEY, .classes = classes });
	assert_int_equal(page.out.n, 0);
	unmake(&place);
}

static void areas_become_features_with_closed_rings_and_figures(void **state)
{
	struct eh_buf out EH_CLEANUP_BUF = { 0 };
	struct place place;
	char key[64];
	json_error_t fault;

	(void)state;
	make(&place);
	assert_int_equal(eh_geojson_areas(&place.analysis, &out), EH_OK);
	json_t *root = json_loads(out.p, 0, &fault);
	assert_non_null(root);
	assert_non_null(strstr(json_string_value(json_object_get(root, "note")), "SYNTHETIC"));
	const json_t *features = json_object_get(root, "features"), *second = json_array_get(features, 1);
	assert_int_equal(json_array_size(features), 2);
	const json_t *ring = json_array_get(
	        json_array_get(json_object_get(json_object_get(second, "geometry"), "coordinates"), 0), 0);
	assert_int_equal(json_array_size(ring), 5);
	assert_true(json_equal(json_array_get(ring, 0), json_array_get(ring, 4)));
	assert_true(fabs(json_number_value(json_array_get(json_array_get(ring, 0), 0)) + 1.99) < 1e-9); /* longitude first */
	const json_t *properties = json_object_get(second, "properties");
	snprintf(key, sizeof key, "%s_gap", eh_needs[0].code);
	assert_string_equal(json_string_value(json_object_get(properties, key)), "none");
	snprintf(key, sizeof key, "%s_reach", eh_needs[0].code);
	assert_true(fabs(json_number_value(json_object_get(properties, key)) - 0.9877) < 1e-9);
	json_decref(root);
	unmake(&place);
}

static void only_addresses_that_the_public_may_visit_become_points(void **state)
{
	struct eh_listed items[] = {
		{ .id = EH_STR("1"),
		        .name = EH_STR("Open"),
		        .visibility = EH_STR("publish"),
		        .address_public = true,
		        .latitude = 53,
		        .longitude = -2 },
		{ .id = EH_STR("2"),
		        .name = EH_STR("Private"),
		        .visibility = EH_STR("publish"),
		        .latitude = 53,
		        .longitude = -2 },
		{ .id = EH_STR("3"),
		        .name = EH_STR("Protected"),
		        .visibility = EH_STR("publish"),
		        .protected = true,
		        .address_public = true,
		        .latitude = 53,
		        .longitude = -2 },
		{ .id = EH_STR("4"),
		        .name = EH_STR("Listed only"),
		        .visibility = EH_STR("list"),
		        .address_public = true,
		        .latitude = 53,
		        .longitude = -2 },
	};
	const struct eh_listing listing = { .items = items, .count = 4 };
	struct eh_buf out EH_CLEANUP_BUF = { 0 };
	json_error_t fault;

	(void)state;
	assert_int_equal(eh_geojson_organisations(&listing, false, &out), EH_OK);
	json_t *root = json_loads(out.p, 0, &fault);
	const json_t *features = json_object_get(root, "features");
	assert_int_equal(json_array_size(features), 3);
	for (size_t i = 0; i < 3; i++) {
		const json_t *geometry = json_object_get(json_array_get(features, i), "geometry");
		if (json_is_object(geometry) != (i == 0))
			fail_msg("organisation %zu: %s", i + 1, i ? "has a point" : "has no point");
	}
	assert_null(json_object_get(root, "note"));
	json_decref(root);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(values_are_escaped_where_a_template_has_room_for_them),
		cmocka_unit_test(numbers_read_as_people_write_them),
		cmocka_unit_test(the_failure_of_an_allocation_sticks),
		cmocka_unit_test(a_map_draws_each_area_in_its_class_with_a_title_and_a_legend),
		cmocka_unit_test(without_boundaries_there_is_no_map_and_nothing_is_written),
		cmocka_unit_test(without_boundaries_of_wards_what_two_areas_share_is_no_edge_of_their_ward),
		cmocka_unit_test(areas_that_share_no_points_are_drawn_each_for_itself),
		cmocka_unit_test(a_name_without_room_is_a_letter_that_is_explained_below),
		cmocka_unit_test(areas_become_features_with_closed_rings_and_figures),
		cmocka_unit_test(only_addresses_that_the_public_may_visit_become_points),
	};
	return cmocka_run_group_tests_name("page", tests, NULL, NULL);
}
