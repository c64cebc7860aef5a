/* CSV as RFC 4180 has it and as people make it: what comes out, where faults are said to be, what is refused. */
#include "test.h"

#include "io/io.h"

struct reading {
	struct eh_buf text; /* cells with | between, rows with / behind */
	enum eh_rc rc;
	struct eh_error err;
	char encoding[16];
	uint64_t lines[16];
	size_t rows;
};

static struct reading read_with(struct eh_str bytes, const struct eh_table_options *options)
{
	struct reading reading = { .rc = EH_OK };
	struct eh_table *table EH_CLEANUP_TABLE = NULL;
	struct eh_row row;

	reading.rc = eh_table_open_memory(bytes, "list.csv", options, &table, &reading.err);
	while (reading.rc == EH_OK && (reading.rc = eh_table_next(table, &row, &reading.err)) == EH_OK) {
		for (size_t i = 0; i < row.count; i++) {
			assert_int_equal(eh_buf_add(&reading.text, i ? EH_STR("|") : EH_STR("")), EH_OK);
			assert_int_equal(eh_buf_add(&reading.text, row.cells[i]), EH_OK);
		}
		assert_int_equal(eh_buf_add_char(&reading.text, '/'), EH_OK);
		if (reading.rows < 16)
			reading.lines[reading.rows] = row.line;
		reading.rows++;
	}
	if (table)
		snprintf(reading.encoding, sizeof reading.encoding, "%s", eh_table_encoding(table));
	return reading;
}

static struct reading read_bytes(struct eh_str bytes) { return read_with(bytes, NULL); }

#define assert_reads(bytes, rows)                                                                                                \
	do {                                                                                                                     \
		struct reading got = read_bytes(bytes);                                                                          \
		assert_str(eh_buf_str(&got.text), rows);                                                                         \
		assert_int_equal(got.rc, EH_END);                                                                                \
		eh_buf_finish(&got.text);                                                                                        \
	} while (0)

static void cells_and_rows_are_those_of_the_standard(void **state)
{
	(void)state;
	assert_reads(EH_STR("a,b\nc,d\n"), "a|b/c|d/");
	assert_reads(EH_STR("a,b\r\nc,d"), "a|b/c|d/");
	assert_reads(EH_STR("a,b\rc,d\r"), "a|b/c|d/");
	assert_reads(EH_STR("a,,\n,,b\n"), "a||/||b/");
	assert_reads(EH_STR("\"a,b\",\"c\"\"d\"\n"), "a,b|c\"d/");
	assert_reads(EH_STR("\"line\r\nbreak\",x\n"), "line\r\nbreak|x/");
	assert_reads(EH_STR("\"\",\"\"\"\"\n"), "|\"/");
	assert_reads(EH_STR("a, b ,c\n"), "a| b |c/");
	assert_reads(EH_STR("a\n\n \n\nb\n"), "a/b/");
	assert_reads(EH_STR("one\n"), "one/");
}

static void quotes_inside_a_cell_stand_for_themselves(void **state)
{
	(void)state;
	assert_reads(EH_STR("The \"Oak\" Club,6\" nails\n"), "The \"Oak\" Club|6\" nails/");
	assert_reads(EH_STR("\"The \"Oak\" Club\",b\n"), "The \"Oak\" Club|b/");
	/* A quote with something else behind it does not close: the cell goes on to the next that does. */
	assert_reads(EH_STR("a,\"b\"x,c\",d\n"), "a|b\"x,c|d/");
}

static void the_delimiter_is_found_from_the_first_lines(void **state)
{
	(void)state;
	assert_reads(EH_STR("a;b;c\n1,5;2;3\n4;5,5;6\n"), "a|b|c/1,5|2|3/4|5,5|6/");
	assert_reads(EH_STR("a\tb\n1,2\t3\n"), "a|b/1,2|3/");
	assert_reads(EH_STR("a|b\n1|2\n"), "a|b/1|2/");
	assert_reads(EH_STR("\"x;y;z\",b\n\"1;2;3\",c\n"), "x;y;z|b/1;2;3|c/");
	const struct eh_table_options bar = { .delimiter = '|' };
	struct reading got = read_with(EH_STR("a,b|c\n"), &bar);
	assert_str(eh_buf_str(&got.text), "a,b|c/");
	eh_buf_finish(&got.text);
}

static void every_encoding_comes_out_as_utf8(void **state)
{
	static const struct {
		struct eh_str bytes;
		const char *rows, *encoding;
	} CASES[] = {
		{ { "\xef\xbb\xbf"
		    "caf\xc3\xa9,b\n",
		          11 },
		        "caf\xc3\xa9|b/", "UTF-8" },
		{ { "\xff\xfe"
		    "a\0,\0\xe9\0\n\0",
		          10 },
		        "a|\xc3\xa9/", "UTF-16LE" },
		{ { "\xfe\xff\0a\0,\xd8\x3d\xde\0\0\n", 12 }, "a|\xf0\x9f\x98\x80/", "UTF-16BE" },
		{ { "\xff\xfe\x3d\xd8"
		    "a\0\n\0",
		          8 },
		        "\xef\xbf\xbd"
		        "a/",
		        "UTF-16LE" },
		{ { "caf\xe9,\x93x\x94 \x80\n", 11 }, "caf\xc3\xa9|\xe2\x80\x9cx\xe2\x80\x9d \xe2\x82\xac/", "Windows-1252" },
		/* Only the cells that are not UTF-8 are taken for the other. */
		{ { "caf\xe9,caf\xc3\xa9\n", 11 }, "caf\xc3\xa9|caf\xc3\xa9/", "Windows-1252" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
		struct reading got = read_bytes(CASES[i].bytes);
		assert_str(eh_buf_str(&got.text), CASES[i].rows);
		assert_string_equal(got.encoding, CASES[i].encoding);
		assert_int_equal(got.rc, EH_END);
		eh_buf_finish(&got.text);
	}
}

static void rows_need_not_be_of_one_length(void **state)
{
	(void)state;
	assert_reads(EH_STR("a,b,c\n1\n1,2,3,4\n"), "a|b|c/1/1|2|3|4/");
}

static void rows_know_the_line_where_they_begin(void **state)
{
	struct reading got = read_bytes(EH_STR("a\n\"b\nb\",c\r\n\nd\r\n\"e\r\nf\r\ng\"\nh"));

	(void)state;
	assert_int_equal(got.rows, 5);
	assert_int_equal(got.lines[0], 1);
	assert_int_equal(got.lines[1], 2);
	assert_int_equal(got.lines[2], 5);
	assert_int_equal(got.lines[3], 6);
	assert_int_equal(got.lines[4], 9);
	eh_buf_finish(&got.text);
}

static void faults_are_told_with_line_and_column(void **state)
{
	static const struct {
		struct eh_str bytes;
		enum eh_rc rc;
		uint64_t line, column;
		const char *says;
	} CASES[] = {
		{ { "a,b\nc,\"d\ne,f\n", 13 }, EH_INVALID, 2, 2, "never closed" },
		{ { "a,b\nc,d\n\"x\ny\",z\ne,f\0g\n", 23 }, EH_INVALID, 5, 2, "NUL" },
		{ { "a,b\0\n", 5 }, EH_INVALID, 1, 2, "NUL" },
		{ { "\xff\xfe"
		    "a\0\n",
		          5 },
		        EH_INVALID, 0, 0, "middle of a character" },
		{ { "%PDF-1.4", 8 }, EH_INVALID, 0, 0, "PDF" },
		{ { "<!DOCTYPE html>", 15 }, EH_INVALID, 0, 0, "web page" },
		{ { "[{\"a\":1}]", 9 }, EH_INVALID, 0, 0, "JSON" },
		{ { " \n", 2 }, EH_INVALID, 0, 0, "empty" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
		struct reading got = read_bytes(CASES[i].bytes);
		assert_int_equal(got.rc, CASES[i].rc);
		if (!strstr(got.err.message, CASES[i].says))
			fail_msg("case %zu says \"%s\", not \"%s\"", i, got.err.message, CASES[i].says);
		if (CASES[i].line) {
			assert_int_equal(got.err.line, CASES[i].line);
			assert_int_equal(got.err.column, CASES[i].column);
		}
		eh_buf_finish(&got.text);
	}
}

static void cells_and_rows_have_limits(void **state)
{
	const struct eh_table_options small = { .max_cell = 4, .max_cells = 3 };
	struct reading got = read_with(EH_STR("abcd,b,c\na,abcde\n"), &small);

	(void)state;
	assert_int_equal(got.rc, EH_TOO_LARGE);
	assert_str(eh_buf_str(&got.text), "abcd|b|c/");
	assert_int_equal(got.err.line, 2);
	assert_int_equal(got.err.column, 2);
	eh_buf_finish(&got.text);
	got = read_with(EH_STR("a,b,c\n\na,b,c,d\n"), &small);
	assert_int_equal(got.rc, EH_TOO_LARGE);
	assert_int_equal(got.err.line, 3);
	eh_buf_finish(&got.text);
}

/* Seventy cells of a megabyte each: none too large, all together more than a row may hold. */
static void a_row_of_many_large_cells_is_refused(void **state)
{
	struct eh_buf bytes EH_CLEANUP_BUF = { 0 };

	(void)state;
	assert_int_equal(eh_buf_reserve(&bytes, 71u << 20), EH_OK);
	for (int i = 0; i < 70; i++) {
		memset(bytes.p + bytes.n, 'x', 1 << 20);
		bytes.n += 1 << 20;
		bytes.p[bytes.n - 1] = ',';
	}
	struct reading got = read_bytes(eh_buf_str(&bytes));
	assert_int_equal(got.rc, EH_TOO_LARGE);
	assert_non_null(strstr(got.err.message, "64 MiB"));
	eh_buf_finish(&got.text);
}

/* Random rows of awkward cells, long enough to cross the reader's blocks: what is written reads back. */
static void what_is_written_reads_back(void **state)
{
	static const char *const PIECES[] = { "", "a", "oak lane", "\"", "\"\"", ",", "\n", "\r\n", "\xc3\xa9", " ", ";",
		"\xf0\x9f\x98\x80", "0123456789abcdef", "\t", "'", "=1+1" };
	struct eh_random random;

	(void)state;
	for (uint64_t seed = 0; seed < 60; seed++) {
		struct eh_buf written EH_CLEANUP_BUF = { 0 }, again EH_CLEANUP_BUF = { 0 };
		struct eh_table *table EH_CLEANUP_TABLE = NULL;
		const struct eh_table_options comma = { .delimiter = ',' };
		struct eh_error err = { 0 };
		struct eh_row row;
		enum eh_rc rc;
		eh_random_init(&random, seed, 7);
		size_t rows = seed % 10 ? 30 : 6000;
		assert_int_equal(eh_buf_add(&written, EH_STR("x,y\n")), EH_OK);
		for (size_t i = 0; i < rows; i++) {
			struct eh_buf text[6] = { { 0 } };
			struct eh_str cells[6];
			size_t count = 1 + eh_random_below(&random, 6);
			for (size_t j = 0; j < count; j++) {
				for (size_t n = eh_random_below(&random, 12); n; n--)
					assert_int_equal(
					        eh_buf_add(&text[j], eh_str_of(PIECES[eh_random_below(&random, 16)])), EH_OK);
				cells[j] = eh_buf_str(&text[j]);
			}
			/* A row that is one blank cell is no row. */
			if (count > 1 || eh_str_trim(cells[0]).n)
				assert_int_equal(eh_csv_write_row(&written, cells, count), EH_OK);
			for (size_t j = 0; j < count; j++)
				eh_buf_finish(&text[j]);
		}
		assert_ok(eh_table_open_memory(eh_buf_str(&written), "x", &comma, &table, &err), &err);
		while ((rc = eh_table_next(table, &row, &err)) == EH_OK)
			assert_int_equal(eh_csv_write_row(&again, row.cells, row.count), EH_OK);
		assert_int_equal(rc, EH_END);
		if (!eh_str_eq(eh_buf_str(&written), eh_buf_str(&again)))
			fail_msg("seed %llu: what was written came back otherwise", (unsigned long long)seed);
	}
}

static void writing_quotes_what_needs_it_and_nothing_else(void **state)
{
	const struct eh_str cells[] = { EH_STR("plain"), EH_STR("a,b"), EH_STR("say \"x\""), EH_STR("two\nlines"),
		EH_STR(" edge"), { NULL, 0 }, EH_STR("a;b") };
	struct eh_buf out EH_CLEANUP_BUF = { 0 };

	(void)state;
	assert_int_equal(eh_csv_write_row(&out, cells, sizeof cells / sizeof *cells), EH_OK);
	assert_str(eh_buf_str(&out), "plain,\"a,b\",\"say \"\"x\"\"\",\"two\nlines\",\" edge\",,a;b\n");
}

static void a_table_gives_no_rows_after_a_fault(void **state)
{
	struct eh_table *table EH_CLEANUP_TABLE = NULL;
	struct eh_error err = { 0 };
	struct eh_row row;

	(void)state;
	assert_ok(eh_table_open_memory(EH_STR("a,b\n\"c\nd,e\n"), "x", NULL, &table, &err), &err);
	assert_ok(eh_table_next(table, &row, &err), &err);
	assert_int_equal(eh_table_next(table, &row, &err), EH_INVALID);
	assert_int_equal(eh_table_next(table, &row, &err), EH_END);
	assert_int_equal(eh_table_select(table, 1, &err), EH_NOT_FOUND);
	assert_int_equal(eh_table_sheet_count(table), 1);
	assert_string_equal(eh_table_sheet_name(table, 0), "");
}

/* A row that ends exactly where a block of the file ends, and one byte to either side, for each kind of end. */
static void rows_that_cross_a_block_are_read_whole(void **state)
{
	static const char *const ENDS[] = { "\n", "\r\n", "\r", "\"\n", "\"\"x\"\r\n" };
	enum { BLOCK = 1 << 18 };

	(void)state;
	for (size_t end = 0; end < sizeof ENDS / sizeof *ENDS; end++)
		for (size_t over = 0; over < 5; over++) {
			struct eh_buf bytes EH_CLEANUP_BUF = { 0 };
			bool quoted = strchr(ENDS[end], '"') != NULL;
			assert_int_equal(eh_buf_add(&bytes, quoted ? EH_STR("a,\"") : EH_STR("a,")), EH_OK);
			while (bytes.n + over < BLOCK)
				assert_int_equal(eh_buf_add_char(&bytes, 'y'), EH_OK);
			assert_int_equal(eh_buf_add(&bytes, eh_str_of(ENDS[end])), EH_OK);
			assert_int_equal(eh_buf_add(&bytes, EH_STR("b,c")), EH_OK);
			struct reading got = read_bytes(eh_buf_str(&bytes));
			assert_int_equal(got.rc, EH_END);
			assert_int_equal(got.rows, 2);
			assert_true(eh_str_ends(eh_buf_str(&got.text), end == 4 ? EH_STR("y\"x/b|c/") : EH_STR("y/b|c/")));
			eh_buf_finish(&got.text);
		}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(cells_and_rows_are_those_of_the_standard),
		cmocka_unit_test(quotes_inside_a_cell_stand_for_themselves),
		cmocka_unit_test(the_delimiter_is_found_from_the_first_lines),
		cmocka_unit_test(every_encoding_comes_out_as_utf8),
		cmocka_unit_test(rows_need_not_be_of_one_length),
		cmocka_unit_test(rows_know_the_line_where_they_begin),
		cmocka_unit_test(faults_are_told_with_line_and_column),
		cmocka_unit_test(cells_and_rows_have_limits),
		cmocka_unit_test(a_row_of_many_large_cells_is_refused),
		cmocka_unit_test(what_is_written_reads_back),
		cmocka_unit_test(writing_quotes_what_needs_it_and_nothing_else),
		cmocka_unit_test(a_table_gives_no_rows_after_a_fault),
		cmocka_unit_test(rows_that_cross_a_block_are_read_whole),
	};
	return cmocka_run_group_tests_name("csv", tests, NULL, NULL);
}
