#include "test.h"

#include "tables.h"

static const char *const PEOPLE[] = { "first_name", "surname", "dob", "postcode", "phone" };
enum { ROWS = 900, START = 600, BATCHES = 10, BATCH = (ROWS - START) / BATCHES, MOST_ENTRIES = ROWS * EHL_MOST_KEYS };

/* A store in memory: rows, their keys and clusters. */
struct memory {
	char cells[ROWS][5][40];
	struct {
		uint64_t key, row;
	} entries[MOST_ENTRIES];
	size_t entry_count, row_count;
	uint64_t cluster[ROWS];
};

static long find(void *context, uint64_t key, uint64_t *ret_rows, size_t most)
{
	const struct memory *memory = context;
	size_t count = 0;

	for (size_t i = 0; i < memory->entry_count; i++)
		if (memory->entries[i].key == key) {
			if (count < most)
				ret_rows[count] = memory->entries[i].row;
			count++;
		}
	return (long)count;
}

static int read_row(void *context, uint64_t row, struct ehl_text *ret_cells)
{
	struct memory *memory = context;

	for (size_t i = 0; i < 5; i++)
		ret_cells[i] = test_text(memory->cells[row][i]);
	return 0;
}

static uint64_t cluster(void *context, uint64_t row) { return ((const struct memory *)context)->cluster[row]; }

/* Copies of a person come 300 rows apart, so that every batch adds to clusters that are there. */
static void fill(struct memory *memory)
{
	for (size_t i = 0; i < ROWS; i++)
		test_person(i % 300, (int)(i / 300), memory->cells[i]);
}

static struct ehl_table *table_of(const struct memory *memory, size_t from, size_t to)
{
	struct ehl_table *table = test_table(PEOPLE, 5);

	for (size_t i = from; i < to; i++) {
		const char *const pointers[] = { memory->cells[i][0], memory->cells[i][1], memory->cells[i][2],
			memory->cells[i][3], memory->cells[i][4] };
		test_row(table, pointers);
	}
	return table;
}

static int keep_keys(void *context, size_t row, const uint64_t *keys, size_t count)
{
	struct memory *memory = context;

	for (size_t i = 0; i < count; i++) {
		memory->entries[memory->entry_count].key = keys[i];
		memory->entries[memory->entry_count++].row = memory->row_count + row;
	}
	return 0;
}

static void store_rows(
        struct memory *memory, const struct ehl_table *table, const struct ehl_column *columns, const struct ehl_model *model)
{
	assert_int_equal(ehl_keys(table, columns, model, keep_keys, memory), 0);
	memory->row_count += ehl_table_rows(table);
}

static void match(
        const struct ehl_table *table, const struct ehl_column *columns, const struct ehl_model *model, struct ehl_matches *ret)
{
	const struct ehl_match_options options = { .model = model };

	assert_int_equal(ehl_match(table, columns, &options, ret), 0);
}

static void add_batch(struct memory *memory, size_t from, const struct ehl_column *columns, const struct ehl_model *model,
        struct ehl_added *ret_added)
{
	const struct ehl_store store = { memory, find, read_row, cluster };
	struct ehl_table *batch = table_of(memory, from, from + BATCH);
	uint64_t numbers[BATCH];

	for (size_t i = 0; i < BATCH; i++)
		numbers[i] = from + i;
	assert_int_equal(ehl_add(batch, columns, model, numbers, &store, ret_added), 0);
	store_rows(memory, batch, columns, model);
	ehl_table_free(batch);
}

static void ten_batches_give_what_one_build_gives(void **state)
{
	struct memory *memory = calloc(1, sizeof *memory);
	struct ehl_column columns[5];
	struct ehl_matches trained, first, all;
	uint64_t before[ROWS];
	size_t changed = 0, told = 0;
	(void)state;

	fill(memory);
	struct ehl_table *start = table_of(memory, 0, START), *whole = table_of(memory, 0, ROWS);
	assert_int_equal(ehl_guess(whole, columns), 0);
	match(start, columns, NULL, &trained);
	match(start, columns, trained.model, &first);
	match(whole, columns, trained.model, &all);
	for (size_t i = 0; i < START; i++)
		memory->cluster[i] = first.cluster[i];
	store_rows(memory, start, columns, trained.model);
	for (size_t batch = 0; batch < BATCHES; batch++) {
		struct ehl_added added;
		memcpy(before, memory->cluster, sizeof before);
		add_batch(memory, START + batch * BATCH, columns, trained.model, &added);
		assert_true(added.looked_at < memory->row_count);
		for (size_t i = 0; i < added.row_count; i++) {
			size_t row = added.rows[i].row;
			changed += row < START + batch * BATCH && before[row] != added.rows[i].cluster;
			memory->cluster[row] = added.rows[i].cluster;
		}
		for (size_t i = 0; i < added.event_count; i++)
			told += added.events[i].kind == EHL_MERGED || added.events[i].kind == EHL_SPLIT;
		ehl_added_finish(&added);
	}
	for (size_t i = 0; i < ROWS; i++)
		for (size_t j = i + 1; j < ROWS; j++)
			if ((memory->cluster[i] == memory->cluster[j]) != (all.cluster[i] == all.cluster[j]))
				fail_msg("rows %zu and %zu are together one way alone", i, j);
	if (changed && !told)
		fail_msg("%zu rows changed their clusters, and no event tells", changed);
	ehl_matches_finish(&trained);
	ehl_matches_finish(&first);
	ehl_matches_finish(&all);
	ehl_table_free(start);
	ehl_table_free(whole);
	free(memory);
}

static void a_row_between_two_clusters_merges_them_and_says_so(void **state)
{
	struct memory *memory = calloc(1, sizeof *memory);
	struct ehl_column columns[5];
	struct ehl_matches trained;
	struct ehl_added added;
	bool merged = false;
	(void)state;

	fill(memory);
	struct ehl_table *start = table_of(memory, 0, START);
	assert_int_equal(ehl_guess(start, columns), 0);
	match(start, columns, NULL, &trained);
	/* As if the two copies of the first person had stood apart until now. */
	for (size_t i = 0; i < START; i++)
		memory->cluster[i] = i;
	store_rows(memory, start, columns, trained.model);
	add_batch(memory, START, columns, trained.model, &added);
	for (size_t i = 0; i < added.event_count; i++)
		merged |= added.events[i].kind == EHL_MERGED && added.events[i].cluster == 0 && added.events[i].other == 300 &&
		          added.events[i].row == START;
	for (size_t i = 0; i < added.event_count && !merged; i++)
		printf("event %d: cluster %zu, other %zu, row %zu\n", added.events[i].kind, (size_t)added.events[i].cluster,
		        (size_t)added.events[i].other, (size_t)added.events[i].row);
	assert_true(merged);
	ehl_added_finish(&added);
	ehl_matches_finish(&trained);
	ehl_table_free(start);
	free(memory);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(ten_batches_give_what_one_build_gives),
		cmocka_unit_test(a_row_between_two_clusters_merges_them_and_says_so),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
