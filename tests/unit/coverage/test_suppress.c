/* What may be published: no withheld number can be worked out, tried by listing every table that a reader cannot rule out. */
#include "map.h"

enum { SIDE = 4, LEAST = 5 };

struct published {
	size_t rows, columns;
	int64_t cells[SIDE * SIDE], row_totals[SIDE], column_totals[SIDE];
};

/* What a reader is left with, cell by cell: the range that each withheld cell can take over all tables that fit. */
struct search {
	const struct published *published;
	int64_t cells[SIDE * SIDE], least[SIDE * SIDE], most[SIDE * SIDE], row_least[SIDE], row_most[SIDE], column_least[SIDE],
	        column_most[SIDE];
	int64_t ceiling;
	size_t tables;
};

static int64_t row_sum(const struct search *search, size_t r)
{
	int64_t sum = 0;

	for (size_t c = 0; c < search->published->columns; c++)
		sum += search->cells[r * search->published->columns + c];
	return sum;
}

static int64_t column_sum(const struct search *search, size_t c)
{
	int64_t sum = 0;

	for (size_t r = 0; r < search->published->rows; r++)
		sum += search->cells[r * search->published->columns + c];
	return sum;
}

static void widen(int64_t value, int64_t *least, int64_t *most)
{
	*least = value < *least ? value : *least;
	*most = value > *most ? value : *most;
}

/* A total shown must be met; one withheld is at least one. */
static bool meets(int64_t sum, int64_t total) { return total < 0 ? sum >= 1 : sum == total; }

static void take(struct search *search)
{
	const struct published *p = search->published;

	for (size_t c = 0; c < p->columns; c++)
		if (!meets(column_sum(search, c), p->column_totals[c]))
			return;
	search->tables++;
	for (size_t i = 0; i < p->rows * p->columns; i++)
		widen(search->cells[i], &search->least[i], &search->most[i]);
	for (size_t r = 0; r < p->rows; r++)
		widen(row_sum(search, r), &search->row_least[r], &search->row_most[r]);
	for (size_t c = 0; c < p->columns; c++)
		widen(column_sum(search, c), &search->column_least[c], &search->column_most[c]);
}

static void fill(struct search *search, size_t i)
{
	const struct published *p = search->published;
	size_t cells = p->rows * p->columns;

	if (i && i % p->columns == 0 && !meets(row_sum(search, i / p->columns - 1), p->row_totals[i / p->columns - 1]))
		return;
	if (i == cells) {
		take(search);
		return;
	}
	if (p->cells[i] >= 0) {
		search->cells[i] = p->cells[i];
		fill(search, i + 1);
		return;
	}
	for (int64_t value = 1; value <= search->ceiling; value++) {
		search->cells[i] = value;
		fill(search, i + 1);
	}
	search->cells[i] = 0;
}

static void attack(const struct published *published, const int64_t *counts)
{
	struct search search = { .published = published };
	size_t cells = published->rows * published->columns;

	for (size_t i = 0; i < cells; i++) {
		search.least[i] = INT64_MAX;
		search.ceiling = counts[i] >= search.ceiling ? counts[i] + 1 : search.ceiling;
	}
	for (size_t i = 0; i < SIDE; i++)
		search.row_least[i] = search.column_least[i] = INT64_MAX;
	fill(&search, 0);
	assert_true(search.tables > 0);
	for (size_t i = 0; i < cells; i++)
		if (published->cells[i] < 0 && search.least[i] == search.most[i])
			fail_msg("cell %zu can only be %lld", i, (long long)search.least[i]);
	for (size_t r = 0; r < published->rows; r++)
		if (published->row_totals[r] < 0 && search.row_least[r] == search.row_most[r])
			fail_msg("the total of row %zu can only be %lld", r, (long long)search.row_least[r]);
	for (size_t c = 0; c < published->columns; c++)
		if (published->column_totals[c] < 0 && search.column_least[c] == search.column_most[c])
			fail_msg("the total of column %zu can only be %lld", c, (long long)search.column_least[c]);
}

/* Shown numbers are true, and none of them is one to four. */
static void check_shown(const struct published *published, const int64_t *counts)
{
	int64_t columns[SIDE] = { 0 };

	for (size_t r = 0; r < published->rows; r++) {
		int64_t row = 0;
		for (size_t c = 0; c < published->columns; c++) {
			int64_t count = counts[r * published->columns + c], shown = published->cells[r * published->columns + c];
			assert_true(shown < 0 ? count > 0 : shown == count && (count == 0 || count >= LEAST));
			row += count;
			columns[c] += count;
		}
		assert_true(published->row_totals[r] < 0 || (published->row_totals[r] == row && (row == 0 || row >= LEAST)));
	}
	for (size_t c = 0; c < published->columns; c++)
		assert_true(published->column_totals[c] < 0 ||
		            (published->column_totals[c] == columns[c] && (columns[c] == 0 || columns[c] >= LEAST)));
}

static struct published publish(const int64_t *counts, size_t rows, size_t columns)
{
	struct published published = { .rows = rows, .columns = columns };

	assert_int_equal(
	        ehc_suppress(counts, rows, columns, LEAST, published.cells, published.row_totals, published.column_totals), 0);
	return published;
}

static void a_lone_small_cell_cannot_be_had_by_subtraction(void **state)
{
	static const int64_t COUNTS[] = { 3, 7, 9, 8, 6, 11 };
	struct published published = publish(COUNTS, 2, 3);

	(void)state;
	assert_int_equal(published.cells[0], -1);
	check_shown(&published, COUNTS);
	attack(&published, COUNTS);
}

/* Two withheld ones whose total is two: each could only be one. The older rule, "two in a line are safe", gives them away. */
static void two_small_cells_that_add_up_to_two_are_not_left_at_that(void **state)
{
	static const int64_t COUNTS[] = { 1, 1, 9, 1, 1, 9, 20, 20, 20 };
	struct published published = publish(COUNTS, 3, 3);

	(void)state;
	check_shown(&published, COUNTS);
	attack(&published, COUNTS);
}

static void suppression_cannot_be_undone_on_any_small_table(void **state)
{
	struct eh_random random;
	size_t withheld = 0;

	(void)state;
	eh_random_init(&random, 40, 1);
	for (int round = 0; round < 3000; round++) {
		size_t rows = 1 + eh_random_below(&random, 3), columns = 1 + eh_random_below(&random, 3);
		int64_t counts[SIDE * SIDE];
		for (size_t i = 0; i < rows * columns; i++)
			counts[i] = (int64_t)(eh_random_below(&random, 3) ? eh_random_below(&random, 9) : 0);
		struct published published = publish(counts, rows, columns);
		check_shown(&published, counts);
		for (size_t i = 0; i < rows * columns; i++)
			withheld += published.cells[i] < 0;
		attack(&published, counts);
	}
	assert_true(withheld > 1000);
}

static void a_table_without_small_numbers_is_shown_whole(void **state)
{
	static const int64_t COUNTS[] = { 5, 0, 9, 17, 0, 6 };
	struct published published = publish(COUNTS, 2, 3);

	(void)state;
	assert_memory_equal(published.cells, COUNTS, sizeof COUNTS);
	assert_int_equal(published.row_totals[0], 14);
	assert_int_equal(published.column_totals[1], 0);
}

static void no_more_is_withheld_than_need_be_in_a_plain_case(void **state)
{
	/* One small cell: the cheapest cover is a rectangle of it and three more, or totals; at most four numbers go with it. */
	static const int64_t COUNTS[] = { 3, 50, 50, 50, 50, 50, 50, 50, 50, 50, 50, 50, 50, 50, 50, 50 };
	struct published published = publish(COUNTS, 4, 4);
	size_t withheld = 0;

	(void)state;
	for (size_t i = 0; i < 16; i++)
		withheld += published.cells[i] < 0;
	for (size_t i = 0; i < 4; i++)
		withheld += (size_t)((published.row_totals[i] < 0) + (published.column_totals[i] < 0));
	assert_in_range(withheld, 3, 4);
}

static void an_empty_table_is_fine(void **state)
{
	int64_t nothing = 7;

	(void)state;
	assert_int_equal(ehc_suppress(&nothing, 0, 0, LEAST, &nothing, &nothing, &nothing), 0);
	assert_int_equal(nothing, 7);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_lone_small_cell_cannot_be_had_by_subtraction),
		cmocka_unit_test(two_small_cells_that_add_up_to_two_are_not_left_at_that),
		cmocka_unit_test(suppression_cannot_be_undone_on_any_small_table),
		cmocka_unit_test(a_table_without_small_numbers_is_shown_whole),
		cmocka_unit_test(no_more_is_withheld_than_need_be_in_a_plain_case),
		cmocka_unit_test(an_empty_table_is_fine),
	};
	return cmocka_run_group_tests_name("suppress", tests, NULL, NULL);
}
