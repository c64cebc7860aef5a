/* A council's list of 2,000 addresses, as such lists are, placed in a real town and in the example town: live and terminated postcodes,
 * without a space, with a letter O for a nought, in small letters; and a twentieth of them invented. */
#include "place.h"

#include "io/table.h"
#include "town/town.h"

enum { ROWS = 2000, MOST_POSTCODES = 20000 };

struct postcode {
	char text[16], lsoa[16];
	bool live;
};

struct list {
	struct postcode *items;
	size_t count;
	struct eh_map known; /* canonical text */
	struct eh_arena arena;
};

static void read_list(struct list *list, const char *path)
{
	struct eh_table *table EH_CLEANUP_TABLE = NULL;
	struct eh_error err = { 0 };
	struct eh_row row;
	struct eh_postcode code;
	size_t lsoa = 0;

	if (!list->items)
		list->items = eh_alloc_zero(MOST_POSTCODES, sizeof *list->items);
	assert_ok(eh_table_open(path, NULL, &table, &err), &err);
	assert_ok(eh_table_next(table, &row, &err), &err);
	for (size_t i = 0; i < row.count; i++)
		lsoa = eh_str_eq(row.cells[i], EH_STR("lsoa21_derived")) ? i : lsoa;
	while (eh_table_next(table, &row, &err) == EH_OK) {
		struct postcode *item = &list->items[list->count];
		assert_int_equal(eh_postcode_parse(row.cells[0], &code), EH_OK);
		assert_int_equal(
		        eh_map_put(&list->known, eh_arena_str(&list->arena, eh_str_of(code.text)), 1, NULL, NULL), EH_OK);
		if (!row.cells[lsoa].n)
			continue;
		snprintf(item->text, sizeof item->text, "%s", code.text);
		snprintf(item->lsoa, sizeof item->lsoa, "%.*s", EH_FMT(row.cells[lsoa]));
		item->live = eh_str_eq(row.cells[3], EH_STR("1"));
		assert_true(++list->count < MOST_POSTCODES);
	}
}

static void list_finish(struct list *list)
{
	eh_free(list->items);
	eh_map_finish(&list->known);
	eh_arena_finish(&list->arena);
}

/* As people type it: one of six ways. */
static void mistype(const char *code, int way, char out[16])
{
	size_t n = 0;

	for (const char *p = code; *p; p++) {
		if (*p == ' ' && (way == 1 || way == 4))
			continue;
		out[n++] = way == 2 || way == 4    ? (char)(*p >= 'A' && *p <= 'Z' ? *p + 'a' - 'A' : *p)
		           : way == 3 && *p == '0' ? 'O'
		                                   : *p;
		if (*p == ' ' && way == 5)
			out[n++] = ' ';
	}
	out[n] = '\0';
}

/* A postcode of the right shape and area that no list has. */
static void invent(const struct list *list, struct eh_random *random, char out[16])
{
	static const char LETTERS[] = "ABDEFGHJLNPQRSTUWXYZ";

	do {
		const char *like = list->items[eh_random_below(random, list->count)].text;
		snprintf(out, 16, "%.*s %d%c%c", (int)strcspn(like, " "), like, (int)eh_random_below(random, 10),
		        LETTERS[eh_random_below(random, 20)], LETTERS[eh_random_below(random, 20)]);
	} while (eh_map_get(&list->known, eh_str_of(out)));
}

/* Names that have nothing in common, so that linkage leaves each row alone. */
static void name_of(size_t row, char out[64])
{
	static const char *const SYLLABLES[] = { "ba", "do", "fe", "gu", "hi", "jo", "ka", "le", "mu", "ni", "po", "ra", "se",
		"tu", "vi", "wo" };
	uint64_t bits = (row + 1) * UINT64_C(0x9e3779b97f4a7c15);

	*out = '\0';
	for (int i = 0; i < 8; i++, bits >>= 8)
		snprintf(out + strlen(out), 64 - strlen(out), "%s%s", SYLLABLES[bits & 15],
		        i == 3 ? " " : SYLLABLES[bits >> 4 & 15]);
	out[0] = (char)(out[0] - 'a' + 'A');
}

struct row {
	char name[64];
	const struct postcode *real; /* NULL: invented */
};

static void write_rows(const struct list *list, const char *path, struct row rows[ROWS])
{
	struct eh_random random;
	FILE *out = fopen(path, "w");
	size_t terminated = 0;

	eh_random_init(&random, 7, 1);
	assert_non_null(out);
	fputs("Group,Contact address,Activities\n", out);
	for (size_t i = 0; i < ROWS; i++) {
		char typed[16];
		const struct postcode *real = &list->items[eh_random_below(&random, list->count)];
		name_of(i, rows[i].name);
		rows[i].real = i % 20 == 19 ? NULL : real;
		if (rows[i].real)
			mistype(real->text, (int)(i % 6), typed);
		else
			invent(list, &random, typed);
		terminated += rows[i].real && !real->live;
		fprintf(out, "%s,\"%d High Street, Town, %s\",\n", rows[i].name, (int)(i % 200) + 1, typed);
	}
	fclose(out);
	assert_true(terminated > ROWS / 10);
}

/* Every row by name, where it was placed. */
static void check_rows(const struct test_place *place, const struct row rows[ROWS])
{
	struct eh_cursor cursor EH_CLEANUP_CURSOR = { 0 };
	struct eh_q_organisation_list got;
	struct eh_map by_name EH_CLEANUP_MAP = { 0 };
	struct eh_error err = { 0 };
	size_t real = 0, right = 0, invented = 0, seen = 0;

	for (size_t i = 0; i < ROWS; i++)
		assert_int_equal(eh_map_put(&by_name, eh_str_of(rows[i].name), i, NULL, NULL), EH_OK);
	assert_int_equal(by_name.count, ROWS);
	assert_ok(eh_q_organisation_list(place->db, (struct eh_str){ NULL, 0 }, &cursor, &err), &err);
	while (eh_q_organisation_list_next(&cursor, &got, &err) == EH_OK) {
		const uint64_t *at = eh_map_get(&by_name, got.name);
		if (!at)
			continue;
		seen++;
		const struct row *row = &rows[*at];
		real += row->real != NULL;
		right += row->real && eh_str_eq(got.lsoa, eh_str_of(row->real->lsoa));
		if (row->real || !got.unplaced.n || got.lsoa.n || !isnan(got.latitude))
			continue;
		invented++;
		assert_str(got.unplaced, "no list knows its postcode");
	}
	print_message("%zu of %zu real postcodes placed where they are; %zu of %d invented ones not placed\n", right, real,
	        invented, ROWS / 20);
	assert_int_equal(seen, ROWS);
	assert_int_equal(real, ROWS - ROWS / 20);
	assert_true((double)right >= 0.99 * (double)real);
	assert_int_equal(invented, ROWS / 20);
}

static void place_rows(const struct test_place *place, const struct list *list)
{
	static struct row rows[ROWS];
	char path[256];

	snprintf(path, sizeof path, "%s/council.csv", place->folder);
	write_rows(list, path, rows);
	struct eh_import_result result = test_place_import_file(
	        place, "council", "spreadsheet", path, NULL, EH_SAYS_WORKS, false, 20500);
	assert_int_equal(result.kept, ROWS);
	test_place_build(place, 2);
	check_rows(place, rows);
}

static void a_council_list_is_placed_in_the_example_town(void **state)
{
	struct test_place place;
	struct list list = { 0 };
	struct eh_error err = { 0 };
	char path[256];

	(void)state;
	test_place_init(&place, EH_TOWN_COUNCIL);
	assert_ok(
	        eh_town_generate(&(struct eh_town_options){ .organisations = 50, .seed = 3, .folder = place.folder }, NULL, &err),
	        &err);
	snprintf(path, sizeof path, "%s/postcodes.csv", place.folder);
	read_list(&list, path);
	test_place_import_file(&place, "postcodes", "postcodes", path, NULL, 0, false, 20000);
	snprintf(path, sizeof path, "%s/lsoa_lookup.csv", place.folder);
	test_place_import_file(&place, "areas", "areas", path, NULL, 0, false, 20000);
	place_rows(&place, &list);
	list_finish(&list);
	test_place_finish(&place);
}

static void a_council_list_is_placed_in_luton(void **state)
{
	struct test_place place;
	struct list list = { 0 };
	static const char *const FILES[][2] = { { "places/postcodes_luton.csv", "postcodes" },
		{ "places/postcodes_lu_area_outside_luton.csv", "postcodes" },
		{ "places/lsoa21_lookup_england.csv.gz", "areas" } };

	(void)state;
	for (size_t i = 0; i < 3; i++)
		if (!test_data(FILES[i][0]))
			skip();
	test_place_init(&place, "E06000032");
	for (size_t i = 0; i < 3; i++)
		test_place_import_file(&place, FILES[i][0], FILES[i][1], test_data(FILES[i][0]), NULL, 0, false, 20000);
	read_list(&list, test_data(FILES[0][0]));
	read_list(&list, test_data(FILES[1][0]));
	place_rows(&place, &list);
	list_finish(&list);
	test_place_finish(&place);
}

/* Measures that the example town has no table of. */
static bool measured(const struct eh_need *need, bool all)
{
	return all || (strcmp(need->measure, "cni") != 0 && strcmp(need->measure, "loneliness") != 0);
}

/* Every row of every area is filled: need, people, reach, access. */
static void check_coverage(const struct test_place *place, size_t areas, bool all_measures)
{
	struct eh_analysis analysis EH_CLEANUP_ANALYSIS = { 0 };
	struct eh_error err = { 0 };
	size_t supplied = 0;

	assert_ok(eh_analyse(place->db, eh_str_of(place->council), EH_ANALYSE_ALL, 2, &analysis, &err), &err);
	assert_int_equal(analysis.area_count, areas);
	assert_true(analysis.need_count > 10);
	for (size_t i = 0; i < areas; i++) {
		assert_true(analysis.areas[i].people > 100);
		assert_true(analysis.areas[i].ward < analysis.ward_count);
	}
	for (size_t i = 0; i < areas * analysis.need_count; i++) {
		const struct eh_coverage_row *row = &analysis.rows[i];
		assert_true(row->people > 0);
		if (measured(analysis.needs[i % analysis.need_count].need, all_measures))
			assert_true(row->need_percentile >= 0 && row->need_percentile <= 100);
		else
			assert_true(isnan(row->need_percentile));
		for (int t = 0; t < 3; t++)
			assert_true(row->reach[t] >= 0 && row->reach[t] <= 1);
		assert_true(row->reach[0] <= row->reach[1] && row->reach[1] <= row->reach[2]);
		assert_true(isfinite(row->access_ratio) && row->access_ratio >= 0);
		assert_true(isfinite(row->priority) && row->priority >= 0);
		assert_true((row->gap == EH_GAP_ABSOLUTE) == (row->reach[1] == 0));
		assert_true((row->standing == EH_STANDING_NOT_KNOWN) == (row->gap == EH_GAP_NONE));
		supplied += row->services > 0;
	}
	assert_true(supplied > areas);
}

static void each_of_the_125_areas_of_luton_has_need_people_reach_and_access(void **state)
{
	struct test_place place;
	char folder[4096];
	const char *path = test_data("places/imd2025_lsoa21_england.csv.gz");

	(void)state;
	if (!path || access("places/luton.ini", R_OK) != 0)
		skip();
	snprintf(folder, sizeof folder, "%.*s", (int)(strlen(path) - strlen("places/imd2025_lsoa21_england.csv.gz")), path);
	test_place_init(&place, "E06000032");
	if (test_place_recipe(&place, "places/luton.ini", folder) < 10) {
		test_place_finish(&place);
		skip();
	}
	test_place_build(&place, 2);
	check_coverage(&place, 125, true);
	test_place_finish(&place);
}

static void each_area_of_the_example_town_has_need_people_reach_and_access(void **state)
{
	struct test_place place;
	struct eh_error err = { 0 };

	(void)state;
	test_place_init(&place, EH_TOWN_COUNCIL);
	assert_ok(eh_town_generate(
	                  &(struct eh_town_options){ .organisations = 250, .seed = 3, .folder = place.folder }, NULL, &err),
	        &err);
	assert_true(test_place_recipe(&place, "places/example-town.ini", place.folder) >= 15);
	test_place_build(&place, 2);
	struct eh_analysis analysis EH_CLEANUP_ANALYSIS = { 0 };
	assert_ok(eh_analyse(place.db, eh_str_of(place.council), EH_ANALYSE_GAPS, 1, &analysis, &err), &err);
	check_coverage(&place, analysis.area_count, false);
	test_place_finish(&place);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_council_list_is_placed_in_the_example_town),
		cmocka_unit_test(a_council_list_is_placed_in_luton),
		cmocka_unit_test(each_of_the_125_areas_of_luton_has_need_people_reach_and_access),
		cmocka_unit_test(each_area_of_the_example_town_has_need_people_reach_and_access),
	};
	return cmocka_run_group_tests_name("luton", tests, NULL, NULL);
}
