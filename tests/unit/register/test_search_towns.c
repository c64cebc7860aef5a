/* Whole towns, searched in many ways: what the filters count is what one finds. */
#include "searched.h"

#include "io/json.h"
#include "town/town.h"

/* A built town or place, searched in many ways. */
static void assert_page_by_page(struct searched *world, struct eh_search_query query)
{
	struct eh_map seen EH_CLEANUP_MAP = { 0 };
	size_t total = search_ask(world, query).total, found = 0;

	query.count = 100;
	for (query.from = 0;; query.from += 100) {
		struct eh_search_results page = search_ask(world, query);
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
static void assert_bits(struct searched *world, struct eh_search_query query, const struct eh_search_facet *facet,
        const char *const *words, unsigned count, struct eh_search_query *filtered, unsigned *bits)
{
	for (size_t i = 0; i < facet->count; i++)
		for (unsigned bit = 0; bit < count; bit++) {
			if (!eh_str_eq(facet->items[i].code, eh_str_of(words[bit])))
				continue;
			*filtered = query;
			*bits = 1U << bit;
			size_t total = search_ask(world, *filtered).total;
			if (total != facet->items[i].count)
				fail_msg("%s: counted %zu, found %zu", words[bit], facet->items[i].count, total);
		}
}

/* Each count is what one finds when one chooses that value. */
static void assert_counts(struct searched *world, struct eh_search_query query)
{
	struct eh_search_results results = search_ask(world, query);
	struct eh_search_query filtered = query;

#define CHECK(member)                                                                                                            \
	do {                                                                                                                     \
		struct eh_search_list list = { 0 };                                                                              \
		for (size_t i = 0; i < results.member.count; i++) {                                                              \
			filtered = query;                                                                                        \
			list = (struct eh_search_list){ &results.member.items[i].code, 1 };                                      \
			filtered.member = list;                                                                                  \
			size_t total = search_ask(world, filtered).total;                                                        \
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
	assert_int_equal(search_ask(world, filtered).total, results.open_now);
	filtered = query;
	filtered.telephone = true;
	assert_int_equal(search_ask(world, filtered).total, results.telephone);
	filtered = query;
	filtered.confirmed_since = (int32_t)(SEARCHED_MONDAY / 1000000 / 86400) - 365;
	assert_int_equal(search_ask(world, filtered).total, results.confirmed_within_year);
}

static void search_everywhere(struct searched *world, const char *council)
{
	const struct eh_str need = EH_STR("mental-health");
	const struct eh_search_query QUERIES[] = {
		{ .council = eh_str_of(council) },
		{ .text = EH_STR("community"), .council = eh_str_of(council) },
		{ .needs = { &need, 1 }, .kinds = EH_SEARCH_ORGANISATION },
		{ .text = EH_STR("trust"), .statuses = 7, .order = EH_SEARCH_RESIDENTS },
	};

	for (size_t i = 0; i < sizeof QUERIES / sizeof *QUERIES; i++) {
		struct eh_search_results results = search_ask(world, QUERIES[i]);
		print_message("query %zu finds %zu\n", i, results.total);
		assert_true(results.total > 0);
		assert_counts(world, QUERIES[i]);
		assert_page_by_page(world, QUERIES[i]);
		eh_arena_reset(&world->arena);
	}
}

static void the_counts_of_the_example_town_are_what_one_finds(void **state)
{
	struct searched world = { 0 };
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
	struct searched world = { 0 };
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
	struct eh_search_results results = search_text(&world, "who helps with mental health near M16?");
	const struct eh_search_hit *nearest = results.hits;
	while (nearest + 1 < results.hits + results.count && isnan(nearest->distance_m))
		nearest++; /* those that come to people, or keep their place private */
	print_message("%zu found, the nearest %.*s at %.0f m\n", results.total, EH_FMT(nearest->name), nearest->distance_m);
	assert_str(results.near, "M16");
	assert_true(results.total > 20 && nearest->distance_m < 1500);
	assert_search_first(&world, "1102075", "Trafford Carers Centre", EH_SEARCH_WHY_SHORT);
	assert_true(search_text(&world, "counceling").corrected);
	search_everywhere(&world, "E08000009");
	eh_search_free(world.search);
	eh_arena_finish(&world.arena);
	test_place_finish(&world.place);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_counts_of_the_example_town_are_what_one_finds),
		cmocka_unit_test(trafford_answers_who_helps_with_mental_health_near_m16),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
