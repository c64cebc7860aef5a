#include "test.h"

#include <dirent.h>
#include <geos_c.h>

#include "town/parts.h"
#include "town/town.h"

static void generate(const char *folder, uint64_t organisations, uint64_t seed)
{
	struct eh_error err = { 0 };
	struct eh_town_options options = { .organisations = organisations, .seed = seed, .folder = folder };

	assert_ok(eh_town_generate(&options, NULL, &err), &err);
}

static struct eh_buf slurp(const char *folder, const char *name)
{
	char path[512];
	struct eh_buf buf = { 0 };
	char chunk[65536];
	size_t n;

	snprintf(path, sizeof path, "%s/%s", folder, name);
	FILE *file = fopen(path, "rb");
	assert_non_null(file);
	while ((n = fread(chunk, 1, sizeof chunk, file)) > 0)
		assert_int_equal(eh_buf_add(&buf, (struct eh_str){ chunk, n }), EH_OK);
	fclose(file);
	return buf;
}

/* Of all files together; the order of the folder does not matter. */
static uint64_t folder_hash(const char *folder, unsigned *ret_files)
{
	DIR *dir = opendir(folder);
	struct dirent *entry;
	uint64_t sum = 0;

	assert_non_null(dir);
	*ret_files = 0;
	while ((entry = readdir(dir))) {
		if (entry->d_name[0] == '.')
			continue;
		struct eh_buf buf = slurp(folder, entry->d_name);
		sum += eh_str_hash(eh_buf_str(&buf)) * 31 + eh_str_hash(eh_str_of(entry->d_name));
		eh_buf_finish(&buf);
		++*ret_files;
	}
	closedir(dir);
	return sum;
}

static char folder_a[64], folder_b[64];

static int make_folders(void **state)
{
	(void)state;
	snprintf(folder_a, sizeof folder_a, "%s", test_folder());
	snprintf(folder_b, sizeof folder_b, "%s", test_folder());
	generate(folder_a, 600, 7);
	return 0;
}

static int drop_folders(void **state)
{
	(void)state;
	test_remove(folder_a);
	test_remove(folder_b);
	return 0;
}

static void the_same_seed_gives_the_same_bytes_and_another_seed_others(void **state)
{
	unsigned files_a, files_b;
	(void)state;

	generate(folder_b, 600, 7);
	uint64_t a = folder_hash(folder_a, &files_a), b = folder_hash(folder_b, &files_b);
	assert_int_equal(files_a, 23);
	assert_int_equal(files_b, files_a);
	assert_true(a == b);
	generate(folder_b, 600, 8);
	assert_true(folder_hash(folder_b, &files_b) != a);
}

static void an_organisation_does_not_depend_on_how_many_there_are(void **state)
{
	struct town_map small, same;
	static struct town_org a, b;
	(void)state;

	town_map_init(&small, 3, 600);
	town_map_init(&same, 3, 610);
	for (uint64_t i = 0; i < 600; i += 37) {
		town_org_make(&small, i, &a);
		town_org_make(&same, i, &b);
		assert_string_equal(a.name, b.name);
		assert_string_equal(a.activities, b.activities);
	}
}

struct outline {
	GEOSContextHandle_t geos;
	double x[4096], y[4096];
	unsigned n;
};

static enum eh_rc take(void *context, struct town_point point)
{
	struct outline *outline = context;

	outline->x[outline->n] = (double)point.x;
	outline->y[outline->n++] = (double)point.y;
	return EH_OK;
}

static GEOSGeometry *polygon(
        GEOSContextHandle_t geos, const struct town_map *map, uint32_t x0, uint32_t y0, uint32_t x1, uint32_t y1)
{
	static struct outline outline;
	outline.n = 0;
	assert_int_equal(town_map_outline(map, x0, y0, x1, y1, take, &outline), EH_OK);
	GEOSCoordSequence *points = GEOSCoordSeq_create_r(geos, outline.n + 1, 2);
	for (unsigned i = 0; i <= outline.n; i++) {
		GEOSCoordSeq_setX_r(geos, points, i, outline.x[i % outline.n]);
		GEOSCoordSeq_setY_r(geos, points, i, outline.y[i % outline.n]);
	}
	return GEOSGeom_createPolygon_r(geos, GEOSGeom_createLinearRing_r(geos, points), NULL, 0);
}

static void check_map(const struct town_map *map)
{
	GEOSContextHandle_t geos = GEOS_init_r();
	double whole, sum = 0, area;
	GEOSGeometry *town = polygon(geos, map, 0, 0, map->across * 2, map->down * 2);

	assert_int_equal(GEOSisValid_r(geos, town), 1);
	GEOSArea_r(geos, town, &whole);
	for (uint32_t a = 0; a < map->areas; a++) {
		uint32_t x, y;
		town_map_cell(map, a, &x, &y);
		GEOSGeometry *cell = polygon(geos, map, x, y, x + 1, y + 1);
		assert_int_equal(GEOSisValid_r(geos, cell), 1);
		GEOSArea_r(geos, cell, &area);
		sum += area;
		for (uint32_t slot = 0; slot < map->postcodes; slot++) {
			struct town_postcode postcode;
			town_map_postcode(map, a, slot, &postcode);
			GEOSGeometry *point = GEOSGeom_createPointFromXY_r(
			        geos, (double)postcode.point.x, (double)postcode.point.y);
			if (GEOSContains_r(geos, cell, point) != 1)
				fail_msg("%s lies outside area %u", postcode.text, a);
			GEOSGeom_destroy_r(geos, point);
		}
		GEOSGeom_destroy_r(geos, cell);
	}
	/* Valid, sharing their edges, and together as large as the town: neither overlap nor gap. */
	assert_true(sum - whole < 1 && whole - sum < 1);
	GEOSGeom_destroy_r(geos, town);
	GEOS_finish_r(geos);
}

static void areas_tile_the_town_and_hold_their_postcodes(void **state)
{
	(void)state;
	for (uint64_t seed = 1; seed <= 5; seed++) {
		struct town_map map;
		town_map_init(&map, seed, seed == 5 ? 8000 : 600);
		check_map(&map);
	}
}

static void a_town_of_any_size_keeps_its_codes_apart(void **state)
{
	const uint64_t sizes[] = { 1, 600, 5000, 200000, EH_TOWN_MOST_ORGANISATIONS };
	(void)state;

	for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
		struct town_map map;
		struct town_postcode first, last;
		town_map_init(&map, 1, sizes[i]);
		assert_true(map.areas <= 33000 && map.postcodes >= 4);
		town_map_postcode(&map, 0, 0, &first);
		town_map_postcode(&map, map.areas - 1, map.postcodes - 1, &last);
		assert_string_not_equal(first.text, last.text);
		assert_true(strlen(last.text) <= 8);
		assert_true(strncmp(last.text, "ZZ97", 4) != 0 && strncmp(last.text, "ZZ99", 4) != 0);
		assert_true(first.point.x > 1900000);
	}
	assert_true(town_charity_number(0) == 9000001 && town_charity_number(999998) == 9999999 &&
	            town_charity_number(999999) == 21000000);
}

static uint64_t count_lines(const struct eh_buf *buf)
{
	uint64_t n = 0;

	for (size_t i = 0; i < buf->n; i++)
		n += buf->p[i] == '\n';
	return n;
}

/* Lines of truth.csv that begin with the file's name. */
static uint64_t truths_of(const struct eh_buf *truth, const char *file)
{
	struct eh_str rest = eh_buf_str(truth), line;
	uint64_t n = 0;

	while (eh_str_split(&rest, '\n', &line))
		n += eh_str_starts(line, eh_str_of(file)) && line.n > strlen(file) && line.p[strlen(file)] == ',';
	return n;
}

static void every_row_of_a_file_has_its_truth(void **state)
{
	static const char *const names[] = { "publicextract.charity.json", "publicextract.charity.2024-03-01.txt",
		"companies.csv", "casc.csv", "council_grants.csv", "sports_clubs.csv", "suppliers.csv", "services.json" };
	struct eh_buf truth = slurp(folder_a, "truth.csv");
	(void)state;

	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		struct eh_buf file = slurp(folder_a, names[i]);
		uint64_t rows = count_lines(&file), extra = strcmp(names[i], "services.json") == 0 ? 2
		                                            : strstr(names[i], ".json")            ? 0
		                                                                                   : 1;
		if (truths_of(&truth, names[i]) != rows - extra)
			fail_msg("%s: %llu rows, %llu truths", names[i], (unsigned long long)(rows - extra),
			        (unsigned long long)truths_of(&truth, names[i]));
		assert_true(rows > 10);
		eh_buf_finish(&file);
	}
	assert_true(truths_of(&truth, "council_list.xlsx") > 100);
	assert_true(truths_of(&truth, "community_groups.ods") > 80);
	eh_buf_finish(&truth);
}

static void organisations_gather_in_the_middle_and_leave_the_poor_rim(void **state)
{
	struct town_map map;
	static struct town_org org;
	unsigned rim = 0, middle = 0, protected = 0;
	(void)state;

	town_map_init(&map, 7, 600);
	for (uint64_t i = 0; i < 600; i++) {
		town_org_make(&map, i, &org);
		rim += town_map_pull(&map, org.area) == 1;
		middle += town_map_pull(&map, org.area) == 24;
		protected += (org.kind->flags & TOWN_PROTECTED) != 0;
		if (town_map_pull(&map, org.area) == 1)
			assert_true(town_map_deprived(&map, org.area) >= 900);
	}
	assert_true(rim < 30 && middle > 150 && protected > 0);
}

static void files_say_that_they_are_invented(void **state)
{
	struct eh_buf readme = slurp(folder_a, "README.txt"), grants = slurp(folder_a, "council_grants.csv");
	(void)state;

	assert_true(eh_str_find(eh_buf_str(&readme), EH_STR("SYNTHETIC")) >= 0);
	assert_true(eh_str_find(eh_buf_str(&grants), EH_STR("(synthetic)")) >= 0);
	assert_false(eh_utf8_valid(eh_buf_str(&grants), NULL)); /* Windows-1252 */
	eh_buf_finish(&readme);
	eh_buf_finish(&grants);
}

static void wrong_options_are_refused_in_words(void **state)
{
	struct eh_error err = { 0 };
	(void)state;

	assert_int_equal(eh_town_generate(&(struct eh_town_options){ .folder = "" }, NULL, &err), EH_USAGE);
	assert_int_equal(
	        eh_town_generate(&(struct eh_town_options){ .folder = "x", .organisations = 10000001 }, NULL, &err), EH_USAGE);
	assert_int_equal(eh_town_generate(&(struct eh_town_options){ .folder = "/nowhere/at/all" }, NULL, &err), EH_NOT_FOUND);
	assert_true(strlen(err.message) > 10);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_same_seed_gives_the_same_bytes_and_another_seed_others),
		cmocka_unit_test(an_organisation_does_not_depend_on_how_many_there_are),
		cmocka_unit_test(areas_tile_the_town_and_hold_their_postcodes),
		cmocka_unit_test(a_town_of_any_size_keeps_its_codes_apart),
		cmocka_unit_test(every_row_of_a_file_has_its_truth),
		cmocka_unit_test(organisations_gather_in_the_middle_and_leave_the_poor_rim),
		cmocka_unit_test(files_say_that_they_are_invented),
		cmocka_unit_test(wrong_options_are_refused_in_words),
	};

	return cmocka_run_group_tests(tests, make_folders, drop_folders);
}
