#include "test.h"

#include "town/cells.h"

static void cells_are_quoted_only_where_they_must_be(void **state)
{
	EH_CLEANUP_BUF struct eh_buf out = { 0 };
	struct town_cells csv;
	(void)state;

	town_cells_init(&csv, &out, ',');
	town_cell_text(&csv, "plain");
	town_cell_text(&csv, "a,b");
	town_cell_text(&csv, "say \"so\"");
	town_cell_text(&csv, "two\nlines");
	town_cell_text(&csv, " blank");
	town_cell_text(&csv, NULL);
	town_cell_i64(&csv, -7);
	assert_int_equal(town_cells_end(&csv), EH_OK);
	assert_str(eh_buf_str(&out), "plain,\"a,b\",\"say \"\"so\"\"\",\"two\nlines\",\" blank\",,-7\n");
}

static void another_delimiter_line_end_and_quotes_everywhere(void **state)
{
	EH_CLEANUP_BUF struct eh_buf out = { 0 };
	struct town_cells csv;
	(void)state;

	town_cells_init(&csv, &out, '\t');
	csv.quote_all = csv.crlf = true;
	town_cell_text(&csv, "a");
	town_cell_text(&csv, "");
	town_cells_end(&csv);
	csv.quote_all = csv.crlf = false;
	town_cell_text(&csv, "a,b");
	town_cell_text(&csv, "c");
	assert_int_equal(town_cells_end(&csv), EH_OK);
	assert_str(eh_buf_str(&out), "\"a\"\t\"\"\r\na,b\tc\n");
}

static void a_full_buffer_is_told_at_the_end_of_the_row(void **state)
{
	EH_CLEANUP_BUF struct eh_buf out = { .max = 4 };
	struct town_cells csv;
	(void)state;

	town_cells_init(&csv, &out, ',');
	town_cell_text(&csv, "too long");
	town_cell_text(&csv, "x");
	assert_int_equal(town_cells_end(&csv), EH_TOO_LARGE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(cells_are_quoted_only_where_they_must_be),
		cmocka_unit_test(another_delimiter_line_end_and_quotes_everywhere),
		cmocka_unit_test(a_full_buffer_is_told_at_the_end_of_the_row),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
