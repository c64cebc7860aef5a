/* place.h: a store with a place in it, for the tests of the register. */
#ifndef EH_TEST_PLACE_H
#define EH_TEST_PLACE_H

#include <math.h>

#include "test.h"

#include "queries.h"
#include "register/analysis.h"
#include "register/gazetteer.h"
#include "register/register.h"
#include "sources/import.h"
#include "sources/recipe.h"
#include "town/town.h"

struct test_place {
	char folder[64];
	struct eh_db *db;
	const char *council;
};

/* A store in memory, a folder for files, and a place of this council. */
static inline void test_place_init(struct test_place *place, const char *council)
{
	struct eh_error err = { 0 };

	*place = (struct test_place){ .council = council };
	snprintf(place->folder, sizeof place->folder, "%s", test_folder());
	assert_ok(eh_db_open(":memory:", EH_DB_CREATE, &place->db, &err), &err);
	assert_ok(eh_q_place_put(place->db, EH_STR("here"), EH_STR("Here"), eh_str_of(council), EH_STR(""), 1, &err), &err);
}

static inline void test_place_finish(struct test_place *place)
{
	eh_db_close(place->db);
	test_remove(place->folder);
}

static inline void test_place_write(const struct test_place *place, const char *name, const char *text)
{
	char path[256];

	snprintf(path, sizeof path, "%s/%s", place->folder, name);
	FILE *out = fopen(path, "w");
	assert_non_null(out);
	fputs(text, out);
	assert_int_equal(fclose(out), 0);
}

/* Imports a file as an edition of the source of that name. */
static inline struct eh_import_result test_place_import_file(const struct test_place *place, const char *source, const char *kind,
        const char *path, const char *rows, unsigned says, bool is_register, int32_t date)
{
	struct eh_error err = { 0 };
	struct eh_import_result result = { 0 };
	const struct eh_import import = { .source = source,
		.kind = kind,
		.file = { .path = path, .rows = rows },
		.publisher = "Test (synthetic)",
		.licence = "CC0 1.0",
		.says = says,
		.place_id = says ? "here" : NULL,
		.is_register = is_register,
		.data_date = date,
		.terms = "publish" };

	assert_ok(eh_import_run(place->db, &import, &result, &err), &err);
	return result;
}

/* The same with a text of one's own. */
static inline struct eh_import_result test_place_import(const struct test_place *place, const char *source, const char *kind,
        const char *text, const char *rows, unsigned says, bool is_register, int32_t date)
{
	char name[128], path[256];

	snprintf(name, sizeof name, "%s.csv", source);
	test_place_write(place, name, text);
	snprintf(path, sizeof path, "%s/%s", place->folder, name);
	return test_place_import_file(place, source, kind, path, rows, says, is_register, date);
}

/* Everything that a recipe names, from a data folder; files that are not there are passed over. Returns how many were imported. */
static inline size_t test_place_recipe(const struct test_place *place, const char *path, const char *folder)
{
	struct eh_recipe recipe EH_CLEANUP_RECIPE = { 0 };
	struct eh_error err = { 0 };
	size_t count = 0;

	assert_ok(eh_recipe_read(path, &recipe, &err), &err);
	assert_ok(eh_q_place_put(place->db, eh_str_of(recipe.id), eh_str_of(recipe.name), eh_str_of(recipe.council),
	                  eh_str_of(recipe.neighbours), recipe.synthetic, &err),
	        &err);
	for (size_t i = 0; i < recipe.source_count; i++)
		for (size_t j = 0; j < recipe.sources[i].edition_count; j++) {
			const struct eh_recipe_source *source = &recipe.sources[i];
			struct eh_import_result result;
			char file[4096];
			snprintf(file, sizeof file, "%s/%s", folder, source->editions[j].path);
			if (access(file, R_OK) != 0)
				continue;
			const struct eh_import import = { .source = source->name,
				.kind = source->kind,
				.file = { .path = file, .rows = source->rows, .table = source->table },
				.publisher = source->publisher,
				.licence = source->licence,
				.says = source->says,
				.place_id = source->place ? recipe.id : NULL,
				.is_register = source->is_register,
				.drawing_only = source->drawing_only,
				.edition = source->edition,
				.data_date = source->editions[j].date,
				.terms = source->terms };
			assert_ok(eh_import_run(place->db, &import, &result, &err), &err);
			count++;
		}
	return count;
}

static inline struct eh_build_summary test_place_build(const struct test_place *place, size_t threads)
{
	struct eh_error err = { 0 };
	struct eh_build_summary summary = { 0 };

	assert_ok(eh_build(place->db, &(struct eh_build_options){ .threads = threads, .force = true }, &summary, &err), &err);
	return summary;
}

/* The invented town as a place, its list built. */
static inline void test_place_town(struct test_place *place, unsigned organisations, unsigned seed)
{
	struct eh_error err = { 0 };

	test_place_init(place, EH_TOWN_COUNCIL);
	assert_ok(eh_town_generate(
	                  &(struct eh_town_options){ .organisations = organisations, .seed = seed, .folder = place->folder },
	                  NULL, &err),
	        &err);
	test_place_recipe(place, "places/example-town.ini", place->folder);
	test_place_build(place, 2);
}

/* Three small areas of one council, two a kilometre apart and one seven off, and one of another, with wards and postcodes, live and
 * terminated. */
static const char TEST_AREAS[] = "lsoa21_code,lsoa21_name,msoa21_code,msoa21_hcl_name,ward24_code,ward24_name,lad24_code,lad24_"
                                 "name,centroid_lat,centroid_long\n"
                                 "Z01000001,Testham 001A,Z02000001,North,Z05000001,North Ward,Z06000001,Testham,52.6000,2.0000\n"
                                 "Z01000002,Testham 001B,Z02000001,South,Z05000002,South Ward,Z06000001,Testham,52.5910,2.0000\n"
                                 "Z01000004,Testham 001C,Z02000001,Far,Z05000001,North Ward,Z06000001,Testham,52.6000,2.1000\n"
                                 "Z01000003,Otherby 001A,Z02000002,Other,Z05000003,Other Ward,Z06000002,Otherby,52.6000,2.0600\n";
static const char TEST_POSTCODES[] = "postcode,lat,long,live,lad_os,ward_os,lsoa21\n"
                                     "ZZ1 1AA,52.6000,2.0000,1,Z06000001,Z05000001,Z01000001\n"
                                     "ZZ1 1AB,52.6005,2.0005,1,Z06000001,Z05000001,Z01000001\n"
                                     "ZZ1 1AD,52.6002,2.0001,0,,,Z01000001\n"
                                     "ZZ2 2AA,52.5910,2.0000,1,Z06000001,Z05000002,Z01000002\n"
                                     "ZZ2 2AB,52.5912,2.0003,0,,,Z01000002\n"
                                     "ZZ4 4AA,52.6000,2.1000,1,Z06000001,Z05000001,Z01000004\n"
                                     "ZZ3 3AA,52.6000,2.0600,1,Z06000002,Z05000003,Z01000003\n";

static inline void test_place_geography(const struct test_place *place)
{
	test_place_import(place, "areas", "areas", TEST_AREAS, NULL, 0, false, 20000);
	test_place_import(place, "postcodes", "postcodes", TEST_POSTCODES, NULL, 0, false, 20000);
}

/* The one organisation of this name; fails the test when there is none or several. Text is kept in `arena`. */
static inline struct eh_q_organisation_list test_place_find(
        const struct test_place *place, const char *name, struct eh_arena *arena)
{
	struct eh_cursor rows EH_CLEANUP_CURSOR = { 0 };
	struct eh_q_organisation_list row, found = { 0 };
	struct eh_error err = { 0 };
	size_t count = 0;

	assert_ok(eh_q_organisation_list(place->db, (struct eh_str){ NULL, 0 }, &rows, &err), &err);
	while (eh_q_organisation_list_next(&rows, &row, &err) == EH_OK) {
		if (!eh_str_eq_ascii_nocase(row.name, eh_str_of(name)))
			continue;
		found = row;
		found.org_id = eh_db_keep(arena, row.org_id);
		found.lsoa = eh_db_keep(arena, row.lsoa);
		found.ward = eh_db_keep(arena, row.ward);
		found.council = eh_db_keep(arena, row.council);
		found.unplaced = eh_db_keep(arena, row.unplaced);
		found.status = eh_db_keep(arena, row.status);
		found.scale = eh_db_keep(arena, row.scale);
		count++;
	}
	if (count != 1)
		fail_msg("%zu organisations are called %s", count, name);
	return found;
}

#endif
