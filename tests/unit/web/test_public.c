/* What the public pages work out by themselves: what an address asks, letters, helplines, the small map. */
#include "../../test.h"

#include <math.h>

#include "exchange/map_place.h"
#include "geo/polygon.h"
#include "templates.h"
#include "web/changes.h"
#include "web/helplines.h"
#include "web/letters.h"
#include "web/pages/asked.h"
#include "web/pages/json_ld.h"
#include "web/put.h"

#define NOW INT64_C(1772323200000000) /* 1 March 2026 */
enum { MOST_FIELDS = 8 };

static struct eh_arena arena;

static int start(void **state)
{
	(void)state;
	return 0;
}

static int finish(void **state)
{
	(void)state;
	eh_arena_finish(&arena);
	return 0;
}

/* "help=money&near=M33" as fields. */
static size_t fields_of(const char *text, struct eh_field fields[MOST_FIELDS])
{
	struct eh_field *parsed;
	struct eh_error error = { 0 };
	size_t n;

	assert_ok(eh_fields_parse(&arena, eh_str_of(text), &parsed, &n, &error), &error);
	assert_true(n <= MOST_FIELDS);
	if (n)
		memcpy(fields, parsed, n * sizeof *fields);
	return n;
}

static struct eh_asked ask(const char *text)
{
	struct eh_field fields[MOST_FIELDS] = { 0 };
	struct eh_error error = { 0 };
	struct eh_asked asked;
	size_t n = fields_of(text, fields);

	assert_ok(eh_asked_read(fields, n, EH_STR("E08000009"), NOW, &arena, &asked, &error), &error);
	return asked;
}

static void an_empty_address_asks_for_everything_that_is_open(void **state)
{
	struct eh_asked asked = ask("");

	(void)state;
	assert_str(asked.query.text, "");
	assert_int_equal(asked.query.order, EH_SEARCH_BEST);
	assert_int_equal(asked.query.statuses, 0);
	assert_int_equal(asked.chosen, 0);
	assert_int_equal(asked.page, 1);
	assert_null(asked.help);
}

static void help_by_code_is_a_need_with_the_telephone_first(void **state)
{
	struct eh_asked asked = ask("help=money&near=M33+7ZF");

	(void)state;
	assert_string_equal(asked.help->code, "money");
	assert_int_equal(asked.query.needs.count, 1);
	assert_str(asked.query.needs.items[0], "money");
	assert_str(asked.query.text, "");
	assert_str(asked.query.near, "M33 7ZF");
	assert_int_equal(asked.query.order, EH_SEARCH_RESIDENTS);
	assert_int_equal(asked.chosen, 0);
	/* Ticked besides, it is still one need. */
	assert_int_equal(ask("help=money&need=money").query.needs.count, 1);
	assert_int_equal(ask("help=money&need=food").query.needs.count, 2);
}

static void help_in_other_words_is_searched_for(void **state)
{
	struct eh_asked asked = ask("help=my+rent");

	(void)state;
	assert_null(asked.help);
	assert_str(asked.query.text, "my rent");
	assert_str(ask("help=my+rent&q=debt").query.text, "debt");
}

static void an_order_that_is_asked_for_holds(void **state)
{
	(void)state;
	assert_int_equal(ask("q=scouts").query.order, EH_SEARCH_BEST);
	assert_int_equal(ask("q=debt&near=M16").query.order, EH_SEARCH_RESIDENTS);
	assert_int_equal(ask("q=debt&near=M16&order=near").query.order, EH_SEARCH_BY_DISTANCE);
	assert_int_equal(ask("need=food&order=name").query.order, EH_SEARCH_BY_NAME);
	assert_int_equal(ask("q=scouts&order=backwards").query.order, EH_SEARCH_BEST);
}

static void years_are_by_the_calendar(void **state)
{
	(void)state;
	assert_int_equal(ask("confirmed=1").query.confirmed_since, eh_date_make(2025, 3, 1));
	assert_int_equal(ask("confirmed=5").query.confirmed_since, eh_date_make(2021, 3, 1));
	assert_int_equal(ask("confirmed=4").query.confirmed_since, 0);
	assert_int_equal(ask("confirmed=1&open=yes&telephone=yes&within=3&kind=service&status=closed").chosen, 6);
	assert_true(fabs(ask("within=3").query.within_m - 4828.032) < 0.001);
}

static void nonsense_is_passed_over(void **state)
{
	(void)state;
	assert_int_equal(ask("page=-3").page, 1);
	assert_int_equal(ask("page=99999999999999999999").page, 1);
	assert_int_equal(ask("page=x&within=1e9&kind=cow&open=maybe").chosen, 0);
	assert_int_equal(ask("page=3").query.from, 2 * EH_ASKED_PAGE);
}

static void more_values_than_there_is_room_for_are_left_out(void **state)
{
	struct eh_field many[100];
	struct eh_error error = { 0 };
	struct eh_asked asked;

	(void)state;
	for (size_t i = 0; i < 100; i++)
		many[i] = (struct eh_field){ EH_STR("ward"), EH_STR("E05000001") };
	assert_ok(eh_asked_read(many, 100, EH_STR("E08000009"), NOW, &arena, &asked, &error), &error);
	assert_int_equal(asked.query.wards.count, EH_ASKED_MOST_VALUES);
}

static struct eh_str address(const char *text, size_t without)
{
	struct eh_field fields[MOST_FIELDS] = { 0 };
	struct eh_error error = { 0 };
	struct eh_str made;
	size_t n = fields_of(text, fields);

	assert_ok(eh_asked_address(fields, n, without, EH_STR("/town/search?"), &arena, &made, &error), &error);
	return made;
}

static void an_address_can_be_shared_and_a_filter_taken_off(void **state)
{
	(void)state;
	assert_str(address("q=a%26b+c&page=4&near=&ward=E1", SIZE_MAX), "/town/search?q=a%26b%20c&ward=E1&");
	assert_str(address("q=x&ward=E1&ward=E2", 1), "/town/search?q=x&ward=E2&");
	assert_str(address("q=%22%3E%3Cscript%3E", SIZE_MAX), "/town/search?q=%22%3E%3Cscript%3E&");
}

static void distances_are_in_miles(void **state)
{
	(void)state;
	assert_null(eh_asked_distance(&arena, EH_LANGUAGE_en, NAN, false).p);
	assert_str(eh_asked_distance(&arena, EH_LANGUAGE_en, 20, false), "Less than 0.1 miles");
	assert_str(eh_asked_distance(&arena, EH_LANGUAGE_en, 644, true), "About 0.4 miles");
	assert_str(eh_asked_distance(&arena, EH_LANGUAGE_en, 1609.344, false), "1.0 mile");
	assert_str(eh_asked_distance(&arena, EH_LANGUAGE_en, 40000, true), "About 25 miles");
}

static void say_times(const char *times, const char *want)
{
	struct eh_page page EH_CLEANUP_PAGE = { 0 };

	eh_put_times(&page, eh_str_of(times));
	assert_int_equal(page.rc, EH_OK);
	assert_str(eh_buf_str(&page.out), want);
}

static void times_are_said_as_people_say_them(void **state)
{
	(void)state;
	say_times("MO,WE 14:00-16:30", "Monday, Wednesday 2pm to 4:30pm");
	say_times("SA 12:00-00:15", "Saturday midday to 12:15am");
	say_times("Tuesdays and Fridays, 10am-2pm", "Tuesdays and Fridays, 10am-2pm");
	say_times("FR 99:99-1:2 <b>", "Friday 99:99-1:2 &lt;b&gt;");
	say_times("SAT 10:00-11:00", "SAT 10:00-11:00");
}

static void letters_are_a_to_z_and_others(void **state)
{
	(void)state;
	assert_int_equal(eh_letter_of(EH_STR("age uk")), 0);
	assert_int_equal(eh_letter_of(EH_STR("Zion")), 25);
	assert_int_equal(eh_letter_of(EH_STR("1st sale scouts")), 26);
	assert_int_equal(eh_letter_of(EH_STR("\xc3\xa9toile")), 26);
	assert_int_equal(eh_letter_of(EH_STR("")), 26);
}

static void a_month_begins_on_its_first(void **state)
{
	(void)state;
	assert_int_equal(eh_month_start(NOW), NOW);
	assert_int_equal(eh_month_start(NOW + 1), NOW);
	assert_int_equal(eh_month_start(NOW - 1), (int64_t)eh_date_make(2026, 2, 1) * 86400000000);
}

static bool fits(const char *name, const char *need, const char *words)
{
	struct eh_str needs = eh_str_of(need);

	for (const struct eh_helpline *line = eh_helplines; line->name; line++)
		if (strcmp(line->name, name) == 0)
			return eh_helpline_fits(line, &needs, *need != 0, eh_str_of(words));
	fail_msg("there is no helpline %s", name);
	return false;
}

static void whoever_is_in_danger_sees_whom_to_ring(void **state)
{
	(void)state;
	assert_true(fits("Emergency", "abuse", ""));
	assert_true(fits("National Domestic Abuse Helpline", "abuse", ""));
	assert_true(fits("National Domestic Abuse Helpline", "", "help with domestic violence"));
	assert_true(fits("Samaritans", "", "feeling suicidal"));
	assert_true(fits("Samaritans", "mental-health", ""));
	assert_true(fits("StepChange", "", "debt advice"));
	assert_true(fits("StepChange", "money", ""));
	assert_true(fits("Childline", "", "bullied at school"));
	/* As people type it who are in distress. */
	assert_true(fits("Emergency", "", "my husband hits me"));
	assert_true(fits("National Domestic Abuse Helpline", "", "my husband hits me"));
	assert_true(fits("National Domestic Abuse Helpline", "", "scared of my partner"));
	assert_true(fits("Men’s Advice Line", "", "my wife beats me"));
	assert_true(fits("Samaritans", "", "i want to die"));
	assert_true(fits("Samaritans", "", "i don't want to live any more"));
	assert_true(fits("Samaritans", "", "i can't cope"));
	assert_true(fits("NHS 111", "", "self-harm"));
	assert_true(fits("Shelter", "", "my landlord evicted us"));
	assert_true(fits("Shelter", "", "kicked out tonight"));
	assert_true(fits("StepChange", "", "i can't pay my rent"));
	assert_false(fits("National Domestic Abuse Helpline", "", "beat metal workshop"));
	for (const struct eh_helpline *line = eh_helplines; line->name; line++)
		if (eh_helpline_fits(line, NULL, 0, EH_STR("gardening club")))
			fail_msg("%s is shown to a gardener", line->name);
}

static void every_helpline_has_a_number_a_source_and_a_date(void **state)
{
	int32_t checked;

	(void)state;
	assert_int_equal(eh_date_parse(eh_str_of(eh_helplines_checked), &checked), EH_OK);
	for (const struct eh_helpline *line = eh_helplines; line->name; line++) {
		assert_true(strspn(line->number, "0123456789 ") == strlen(line->number) && strlen(line->number) >= 3);
		assert_true(strncmp(line->source, "https://", 8) == 0);
		assert_true(*line->about != 0);
	}
}

/* In a row, each of a hundredth of a degree. */
static void make_place(struct eh_analysis *analysis, size_t wards, struct eh_buf *shapes)
{
	static const size_t SIZES[] = { 5 }, PARTS[] = { 0 };

	analysis->wards = eh_arena_alloc_zero(&arena, wards, sizeof *analysis->wards);
	analysis->areas = eh_arena_alloc_zero(&arena, wards, sizeof *analysis->areas);
	assert_non_null(analysis->wards);
	assert_non_null(analysis->areas);
	for (size_t i = 0; i < wards; i++) {
		double west = -2 + (double)i / 100,
		       points[] = { west, 53, west + 0.01, 53, west + 0.01, 53.01, west, 53.01, west, 53 };
		assert_int_equal(eh_polygon_encode(points, SIZES, 1, PARTS, &shapes[i]), EH_OK);
		analysis->wards[i] = (struct eh_place_ward){ .code = eh_arena_printf(&arena, "W%zu", i),
			.name = EH_STR("Hale & <Barns>") };
		analysis->areas[i] = (struct eh_place_area){ .ward = i, .shape = eh_buf_str(&shapes[i]) };
	}
	analysis->ward_count = analysis->area_count = wards;
}

static size_t times(struct eh_str text, const char *needle)
{
	size_t n = 0;
	ptrdiff_t at;

	while ((at = eh_str_find(text, eh_str_of(needle))) >= 0) {
		text = eh_str_sub(text, (size_t)at + 1, text.n);
		n++;
	}
	return n;
}

static void a_map_shades_wards_parts_dots_and_escapes_names(void **state)
{
	struct eh_analysis analysis = { 0 };
	struct eh_buf shapes[2] = { 0 };
	struct eh_page page EH_CLEANUP_PAGE = { 0 };
	struct eh_place_map *map;
	struct eh_error error = { 0 };
	const struct eh_map_ward wards[] = { { EH_STR("W1"), EH_STR("/t/search?q=\"x\"&ward=W1"), 7 } };
	const struct eh_map_dot dots[] = { { 53.005, -1.995, 1, EH_STR("#r-1"), EH_STR("One") },
		{ 53.005, -1.995, 2, EH_STR("#r-2"), EH_STR("Two <b>") }, { 40, 10, 3, EH_STR("#r-3"), EH_STR("Elsewhere") } };
	const struct eh_place_map_layer layer = { .title = EH_STR("Where"),
		.wards = wards,
		.ward_count = 1,
		.unit = EH_STR("results"),
		.unit_one = EH_STR("result"),
		.dots = dots,
		.dot_count = 3 };

	(void)state;
	make_place(&analysis, 2, shapes);
	assert_ok(eh_place_map_new(&analysis, &map, &error), &error);
	assert_true(eh_place_map_draw(&page, map, &layer));
	struct eh_str svg = eh_buf_str(&page.out);
	assert_int_equal(times(svg, "<circle"), 2);
	assert_int_equal(times(svg, "cx=\"150.0\" cy="), 1); /* the second went beside the first */
	assert_int_equal(times(svg, "Elsewhere"), 0);
	assert_int_equal(times(svg, "Hale &amp; &lt;Barns&gt;: 7 results"), 1);
	assert_int_equal(times(svg, "Hale &amp; &lt;Barns&gt;: 0 results"), 1);
	assert_int_equal(times(svg, "href=\"/t/search?q=&quot;x&quot;&amp;ward=W1\""), 1);
	assert_int_equal(times(svg, "<b>"), 0);
	eh_place_map_free(map);
	eh_buf_finish(&shapes[0]);
	eh_buf_finish(&shapes[1]);
}

static void wards_that_are_shaded_or_not_need_no_key(void **state)
{
	struct eh_analysis analysis = { 0 };
	struct eh_buf shapes[2] = { 0 };
	struct eh_page page EH_CLEANUP_PAGE = { 0 };
	struct eh_place_map *map;
	struct eh_error error = { 0 };
	const struct eh_map_ward wards[] = { { EH_STR("W1"), { NULL, 0 }, 1 } };
	const struct eh_place_map_layer layer = { .title = EH_STR("Where"), .wards = wards, .ward_count = 1 };

	(void)state;
	make_place(&analysis, 2, shapes);
	assert_ok(eh_place_map_new(&analysis, &map, &error), &error);
	assert_true(eh_place_map_draw(&page, map, &layer));
	struct eh_str svg = eh_buf_str(&page.out);
	assert_int_equal(times(svg, "class=\"s4\""), 1);
	assert_int_equal(times(svg, "class=\"key\""), 0);
	assert_int_equal(times(svg, "Barns&gt;:"), 0);
	eh_place_map_free(map);
	eh_buf_finish(&shapes[0]);
	eh_buf_finish(&shapes[1]);
}

/* What eh_ld_hours writes for these times. */
static struct eh_str hours(const char *words)
{
	struct eh_page page EH_CLEANUP_PAGE = { 0 };

	eh_ld_hours(&page, eh_str_of(words));
	return eh_arena_str(&arena, eh_buf_str(&page.out));
}

static void hours_for_machines_are_those_of_every_week(void **state)
{
	(void)state;
	assert_str(hours("MO,WE 10:00-12:00"),
	        ",\"hoursAvailable\":[{\"@type\":\"OpeningHoursSpecification\",\"dayOfWeek\":[\"Monday\",\"Wednesday\"],"
	        "\"opens\":\"10:00\",\"closes\":\"12:00\"}]");
	assert_int_equal(times(hours("MO 10:00-12:00; FR 09:30-11:15"), "\"opens\""), 2);
	assert_str(hours("MO 10:00-12:00; first TU of the month 14:00-16:00"), "");
	assert_str(hours("MO 10:00-12:00; term time"), "");
	assert_str(hours("weekdays"), "");
	assert_str(hours("XX 10:00-12:00"), "");
	assert_str(hours("MO 10:00-\"</script>"), "");
	assert_str(hours(""), "");
}

/* The first page of a place of so many wards. */
static bool home_links(size_t wards, const char *address)
{
	struct eh_page page EH_CLEANUP_PAGE = { 0 };
	struct eh_place_ward *all = eh_alloc_zero(wards, sizeof *all);
	const struct eh_visitor nobody = { 0 };
	const struct eh_view view = {
		.place = EH_STR("here"), .place_name = EH_STR("Testham"), .title = EH_STR("Home"), .visitor = &nobody
	};
	const struct eh_view_home home = { .wards = all, .ward_count = wards };

	assert_non_null(all);
	for (size_t i = 0; i < wards; i++)
		all[i] = (struct eh_place_ward){ .code = EH_STR("Z05000001"), .name = EH_STR("North") };
	eh_html_home(&page, &view, &home);
	eh_free(all);
	return eh_str_find(eh_buf_str(&page.out), eh_str_of(address)) >= 0;
}

static void the_first_page_lists_wards_and_links_to_very_many(void **state)
{
	(void)state;
	assert_true(home_links(EH_VIEW_HOME_WARDS, "href=\"/here/wards/Z05000001\""));
	assert_false(home_links(EH_VIEW_HOME_WARDS + 1, "href=\"/here/wards/Z05000001\""));
	assert_true(home_links(EH_VIEW_HOME_WARDS + 1, ">All 101 wards</a>"));
}

static void a_place_without_boundaries_has_no_map(void **state)
{
	struct eh_analysis analysis = { 0 };
	struct eh_page page EH_CLEANUP_PAGE = { 0 };
	struct eh_place_map *map;
	struct eh_error error = { 0 };
	const struct eh_place_map_layer layer = { .title = EH_STR("Where") };

	(void)state;
	assert_ok(eh_place_map_new(&analysis, &map, &error), &error);
	assert_false(eh_place_map_draw(&page, map, &layer));
	assert_int_equal(page.out.n, 0);
	eh_place_map_free(map);
}

static void a_map_that_would_weigh_down_every_page_is_not_drawn(void **state)
{
	enum { MANY = 12000 }; /* however coarse the steps, a shape has a point */
	struct eh_analysis analysis = { 0 };
	struct eh_buf *shapes = eh_alloc_zero(MANY, sizeof *shapes);
	struct eh_page page EH_CLEANUP_PAGE = { 0 };
	struct eh_place_map *map;
	struct eh_error error = { 0 };
	const struct eh_place_map_layer layer = { .title = EH_STR("Where") };

	(void)state;
	assert_non_null(shapes);
	make_place(&analysis, MANY, shapes);
	assert_ok(eh_place_map_new(&analysis, &map, &error), &error);
	assert_false(eh_place_map_draw(&page, map, &layer));
	eh_place_map_free(map);
	for (size_t i = 0; i < MANY; i++)
		eh_buf_finish(&shapes[i]);
	eh_free(shapes);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_empty_address_asks_for_everything_that_is_open),
		cmocka_unit_test(help_by_code_is_a_need_with_the_telephone_first),
		cmocka_unit_test(help_in_other_words_is_searched_for),
		cmocka_unit_test(an_order_that_is_asked_for_holds),
		cmocka_unit_test(years_are_by_the_calendar),
		cmocka_unit_test(nonsense_is_passed_over),
		cmocka_unit_test(more_values_than_there_is_room_for_are_left_out),
		cmocka_unit_test(an_address_can_be_shared_and_a_filter_taken_off),
		cmocka_unit_test(distances_are_in_miles),
		cmocka_unit_test(times_are_said_as_people_say_them),
		cmocka_unit_test(letters_are_a_to_z_and_others),
		cmocka_unit_test(a_month_begins_on_its_first),
		cmocka_unit_test(whoever_is_in_danger_sees_whom_to_ring),
		cmocka_unit_test(every_helpline_has_a_number_a_source_and_a_date),
		cmocka_unit_test(a_map_shades_wards_parts_dots_and_escapes_names),
		cmocka_unit_test(wards_that_are_shaded_or_not_need_no_key),
		cmocka_unit_test(hours_for_machines_are_those_of_every_week),
		cmocka_unit_test(the_first_page_lists_wards_and_links_to_very_many),
		cmocka_unit_test(a_place_without_boundaries_has_no_map),
		cmocka_unit_test(a_map_that_would_weigh_down_every_page_is_not_drawn),
	};

	return cmocka_run_group_tests_name("public pages", tests, start, finish);
}
