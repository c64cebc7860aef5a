#include "test.h"

#include "tables.h"

#include "link/keyed.h"
#include "link/match.h"

/* Rows, and which of them a key or a block may hold. */
struct ready {
	struct ehl_table *table;
	struct ehl_column columns[5];
	struct eh_fields fields;
	struct eh_key_plan plan;
};

static void make_ready(size_t rows, struct ready *ret_ready)
{
	static const char *const HEADINGS[] = { "first_name", "surname", "dob", "postcode", "phone" };
	struct ready *ready = ret_ready;

	*ready = (struct ready){ .table = test_table(HEADINGS, 5) };
	for (size_t row = 0; row < rows; row++) {
		char cells[5][40];
		test_person(row / 3, (int)(row % 3), cells);
		const char *const pointers[] = { cells[0], cells[1], cells[2], cells[3], cells[4] };
		test_row(ready->table, pointers);
	}
	assert_int_equal(ehl_guess(ready->table, ready->columns), 0);
	assert_int_equal(eh_fields_prepare(ready->table, ready->columns, NULL, 2, &ready->fields), 0);
	eh_keys_plan(&ready->fields, rows, &ready->plan);
}

static void finish(struct ready *ready)
{
	eh_fields_finish(&ready->fields);
	ehl_table_free(ready->table);
}

static int by_entry(const void *a, const void *b)
{
	const struct eh_entry *x = a, *y = b;

	if (x->key != y->key)
		return x->key < y->key ? -1 : 1;
	return (x->row > y->row) - (x->row < y->row);
}

/* All keys of all rows, sorted by the C library. */
static struct eh_entry *plain_keys(const struct ready *ready, size_t rows, size_t *ret_count)
{
	struct eh_entry *all = malloc(rows * EH_MOST_KEYS * sizeof *all);
	size_t count = 0;

	assert_non_null(all);
	for (size_t row = 0; row < rows; row++) {
		uint64_t keys[EH_MOST_KEYS];
		size_t n = eh_keys_of(&ready->fields, &ready->plan, row, keys);
		for (size_t i = 0; i < n; i++)
			all[count++] = (struct eh_entry){ keys[i], (uint32_t)row };
	}
	qsort(all, count, sizeof *all, by_entry);
	*ret_count = count;
	return all;
}

static size_t rows_of_key(const struct eh_entry *entries, size_t at, size_t count)
{
	size_t end = at;

	while (end < count && entries[end].key == entries[at].key)
		end++;
	return end - at;
}

/* Keys of one row may be kept, keys of several must be. */
static void check_kept(const struct eh_keyed *keyed, const struct eh_entry *all, size_t count)
{
	size_t part = 0, at = 0, left_out = 0;

	for (size_t i = 0; i < count; i++) {
		while (part < EH_KEYED_PARTS && at == keyed->parts[part].count) {
			part++;
			at = 0;
		}
		if (part < EH_KEYED_PARTS && by_entry(&keyed->parts[part].items[at], &all[i]) == 0) {
			at++;
			continue;
		}
		size_t before = i;
		while (before && all[before - 1].key == all[i].key)
			before--;
		if (rows_of_key(all, before, count) > 1)
			fail_msg("key %zu of %zu, of row %u, is not where it should be", i, count, all[i].row);
		left_out++;
	}
	while (part < EH_KEYED_PARTS && at == keyed->parts[part].count) {
		part++;
		at = 0;
	}
	assert_int_equal(part, EH_KEYED_PARTS);
	assert_true(left_out > 0);
}

static void keys_of_several_rows_are_kept_and_sorted(void **state)
{
	enum { ROWS = 35000 }; /* more than one thread's stretch of them */
	static const size_t THREADS[] = { 1, 3 };
	struct ready ready;
	size_t count;
	(void)state;

	make_ready(ROWS, &ready);
	struct eh_entry *all = plain_keys(&ready, ROWS, &count);
	for (size_t i = 0; i < 2; i++) {
		struct eh_keyed keyed;
		assert_true(eh_keyed_build(&ready.fields, &ready.plan, ROWS, NULL, THREADS[i], &keyed));
		check_kept(&keyed, all, count);
		eh_keyed_finish(&keyed);
	}
	free(all);
	finish(&ready);
}

enum { PAIR_ROWS = 1500, MOST_THREADS = 4, MATRIX = PAIR_ROWS * PAIR_ROWS };

struct visited {
	EH_VEC(struct eh_pair) threads[MOST_THREADS];
};

static void note(void *context, size_t thread, const struct eh_pair *pair)
{
	struct visited *visited = context;

	assert_true(eh_vec_push(&visited->threads[thread], *pair));
}

/* The rules that bring any two rows together, plainly: of each block, all pairs. Bit 63 says that they are to be visited. */
static uint64_t *plain_rules(const struct eh_rows *rows)
{
	const struct eh_index *index = rows->index;
	uint64_t *rules = calloc(MATRIX, sizeof *rules);

	assert_non_null(rules);
	for (size_t block = 0; block < index->block_count; block++) {
		uint32_t from = index->block_start[block], to = index->block_start[block + 1];
		if (rows->left && rows->side != EH_ACROSS && to - from > index->cap)
			continue;
		for (uint32_t i = from; i < to; i++)
			for (uint32_t j = i + 1; j < to; j++)
				rules[index->block_rows[i] * PAIR_ROWS + index->block_rows[j]] |= UINT64_C(1)
				                                                                  << index->block_rule[block];
	}
	for (size_t a = 0; a < PAIR_ROWS; a++)
		for (size_t b = a + 1; b < PAIR_ROWS; b++) {
			bool first = a < rows->left, second = b >= rows->left;
			bool wanted = !rows->left || (rows->side == EH_ACROSS                ? first && second
			                                     : rows->side == EH_WITHIN_FIRST ? first && !second
			                                                                     : !first);
			if (wanted && (index->all || rules[a * PAIR_ROWS + b]))
				rules[a * PAIR_ROWS + b] |= UINT64_C(1) << 63;
		}
	return rules;
}

static size_t check_visited(const struct eh_rows *rows, struct visited *visited)
{
	uint64_t *rules = plain_rules(rows);
	size_t count = 0;

	for (size_t thread = 0; thread < MOST_THREADS; thread++) {
		for (size_t i = 0; i < visited->threads[thread].count; i++, count++) {
			struct eh_pair pair = visited->threads[thread].items[i];
			uint64_t *plain = &rules[pair.a * PAIR_ROWS + pair.b];
			if (!(*plain >> 63))
				fail_msg("rows %u and %u are visited once too often, or have nothing in common", pair.a, pair.b);
			*plain &= ~(UINT64_C(1) << 63);
			assert_int_equal(eh_rows_rules(rows, pair.a, pair.b), *plain);
		}
		eh_vec_finish(&visited->threads[thread]);
	}
	for (size_t i = 0; i < MATRIX; i++)
		if (rules[i] >> 63)
			fail_msg("rows %zu and %zu are not visited", i / PAIR_ROWS, i % PAIR_ROWS);
	free(rules);
	return count;
}

static void visit_all(struct ready *ready, size_t left, enum eh_side side)
{
	const struct eh_index_options options = { .cap = 40, .threads = 2 };
	struct eh_index index;
	size_t counts[2];

	assert_true(eh_index_build(&ready->fields, &ready->plan, PAIR_ROWS, left, &options, &index));
	for (size_t i = 0; i < 2; i++) {
		const struct eh_rows rows = { .fields = &ready->fields,
			.index = &index,
			.count = PAIR_ROWS,
			.left = left,
			.threads = i ? 3 : 1,
			.side = side };
		struct visited visited = { 0 };
		assert_true(i ? eh_rows_each_pair(&rows, note, &visited) : eh_rows_list_pairs(&rows, note, &visited));
		counts[i] = check_visited(&rows, &visited);
	}
	assert_true(counts[0] > 0);
	assert_int_equal(counts[0], counts[1]);
	eh_index_finish(&index);
}

static void each_pair_is_visited_once(void **state)
{
	struct ready ready;
	(void)state;

	make_ready(PAIR_ROWS, &ready);
	visit_all(&ready, 0, EH_ACROSS);
	for (enum eh_side side = EH_ACROSS; side <= EH_WITHIN_SECOND; side++)
		visit_all(&ready, PAIR_ROWS / 3, side);
	finish(&ready);
}

static void of_few_rows_all_pairs_are_visited(void **state)
{
	struct ready ready;
	(void)state;

	make_ready(PAIR_ROWS, &ready);
	/* One row in one file, all others in the other. */
	visit_all(&ready, 1, EH_ACROSS);
	visit_all(&ready, PAIR_ROWS - 1, EH_ACROSS);
	finish(&ready);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(keys_of_several_rows_are_kept_and_sorted),
		cmocka_unit_test(each_pair_is_visited_once),
		cmocka_unit_test(of_few_rows_all_pairs_are_visited),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
