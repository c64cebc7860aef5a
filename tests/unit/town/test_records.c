/* The flat list of records: the same seed gives the same bytes, every row has its truth, organisations repeat and lie apart. */
#include "test.h"

#include "io/table.h"
#include "town/town.h"

static char folder[64];

static int make_folder(void **state)
{
	(void)state;
	snprintf(folder, sizeof folder, "%s", test_folder());
	return 0;
}

static int drop_folder(void **state)
{
	(void)state;
	test_remove(folder);
	return 0;
}

static void generate(const char *name, uint64_t rows, uint64_t seed, char path[128])
{
	struct eh_error err = { 0 };

	snprintf(path, 128, "%s/%s", folder, name);
	assert_ok(eh_town_records(&(struct eh_town_records_options){ .rows = rows, .seed = seed, .folder = path }, NULL, &err),
	        &err);
}

static uint64_t hash_of(const char *path, const char *name)
{
	static char text[4 << 20];
	char file[256];

	snprintf(file, sizeof file, "%s/%s", path, name);
	FILE *in = fopen(file, "rb");
	assert_non_null(in);
	size_t n = fread(text, 1, sizeof text, in);
	fclose(in);
	assert_true(n > 0 && n < sizeof text);
	return eh_str_hash((struct eh_str){ text, n });
}

static void the_same_seed_gives_the_same_bytes_and_another_seed_others(void **state)
{
	char a[128], b[128], c[128];

	(void)state;
	generate("a", 500, 7, a);
	generate("b", 500, 7, b);
	generate("c", 500, 8, c);
	assert_true(hash_of(a, "records.csv") == hash_of(b, "records.csv"));
	assert_true(hash_of(a, "truth.csv") == hash_of(b, "truth.csv"));
	assert_true(hash_of(a, "records.csv") != hash_of(c, "records.csv"));
}

static struct eh_table *open_table(const char *path, const char *name, const char *headings)
{
	struct eh_table *table = NULL;
	struct eh_error err = { 0 };
	struct eh_row row;
	struct eh_buf joined EH_CLEANUP_BUF = { 0 };
	char file[256];

	snprintf(file, sizeof file, "%s/%s", path, name);
	assert_ok(eh_table_open(file, NULL, &table, &err), &err);
	assert_ok(eh_table_next(table, &row, &err), &err);
	for (size_t i = 0; i < row.count; i++)
		assert_int_equal(eh_buf_printf(&joined, "%s%.*s", i ? "," : "", EH_FMT(row.cells[i])), EH_OK);
	assert_str(eh_buf_str(&joined), headings);
	return table;
}

/* Rows of one size and of sizes that fill no block. */
static void every_row_is_numbered_named_and_has_its_truth(void **state)
{
	static const uint64_t SIZES[] = { 1, 2, 15, 16, 17, 1000 };

	(void)state;
	for (size_t s = 0; s < sizeof SIZES / sizeof *SIZES; s++) {
		char path[128], name[16];
		struct eh_map clusters EH_CLEANUP_MAP = { 0 };
		struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
		struct eh_error err = { 0 };
		struct eh_row row, truth;
		uint64_t rows = 0, apart = 0;
		snprintf(name, sizeof name, "n%zu", s);
		generate(name, SIZES[s], 3, path);
		struct eh_table *records = open_table(
		        path, "records.csv", "id,source,name,address,postcode,phone,web,activities");
		struct eh_table *truths = open_table(path, "truth.csv", "row,cluster");
		while (eh_table_next(records, &row, &err) == EH_OK) {
			char number[24];
			uint64_t *last;
			bool added;
			assert_ok(eh_table_next(truths, &truth, &err), &err);
			snprintf(number, sizeof number, "%llu", (unsigned long long)++rows);
			assert_str(row.cells[0], number);
			assert_str(truth.cells[0], number);
			assert_true(row.cells[1].n > 0 && row.cells[2].n > 0);
			assert_int_equal(eh_map_put(&clusters, eh_arena_str(&arena, truth.cells[1]), rows, &last, &added), EH_OK);
			apart += !added && rows - *last > 1;
			*last = rows;
		}
		assert_int_equal(eh_table_next(truths, &truth, &err), EH_END);
		eh_table_free(records);
		eh_table_free(truths);
		if (rows != SIZES[s])
			fail_msg("%llu rows, want %llu", (unsigned long long)rows, (unsigned long long)SIZES[s]);
		if (SIZES[s] == 1000 && (clusters.count < 480 || clusters.count > 510 || apart < 450))
			fail_msg("%zu organisations, %llu rows apart from their like", clusters.count, (unsigned long long)apart);
	}
}

static void sizes_that_cannot_be_are_refused(void **state)
{
	struct eh_error err = { 0 };

	(void)state;
	assert_int_equal(eh_town_records(&(struct eh_town_records_options){ .folder = folder }, NULL, &err), EH_USAGE);
	assert_int_equal(
	        eh_town_records(&(struct eh_town_records_options){ .rows = 20000001, .folder = folder }, NULL, &err), EH_USAGE);
	assert_int_equal(eh_town_records(&(struct eh_town_records_options){ .rows = 5 }, NULL, &err), EH_USAGE);
	assert_int_equal(eh_town_records(&(struct eh_town_records_options){ .rows = 5, .folder = "/nowhere/at/all" }, NULL, &err),
	        EH_NOT_FOUND);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_same_seed_gives_the_same_bytes_and_another_seed_others),
		cmocka_unit_test(every_row_is_numbered_named_and_has_its_truth),
		cmocka_unit_test(sizes_that_cannot_be_are_refused),
	};
	return cmocka_run_group_tests(tests, make_folder, drop_folder);
}
