/* Reading CSV: a register's rows, invented, in UTF-8. Usage: bench_csv [RUNS [MEGABYTES]] */
#include "bench.h"

#include "io/io.h"

/* Rows as registers have them: numbers, a name, an address and a purpose in quotes, dates, money, many empty cells. */
static size_t write_rows(FILE *out, size_t bytes)
{
	static const char *const WORDS[] = { "Oak", "Elm", "Lane", "Players", "Community", "Trust", "Caf\xc3\xa9", "Friends of",
		"\"\"The Hall\"\"", "Scouts", "and", "District", "Association", "Youth", "Carers", "St Mary's" };
	struct eh_random random;
	size_t written = (size_t)fprintf(out, "number,name,address,postcode,registered,income,notes,web,phone,purpose\r\n"),
	       rows = 1;

	eh_random_init(&random, 1, 1);
	for (; written < bytes; rows++) {
		char purpose[512];
		size_t n = 0;
		for (size_t words = 4 + eh_random_below(&random, 24); words && n < 480; words--)
			n += (size_t)snprintf(purpose + n, sizeof purpose - n, "%s%s", WORDS[eh_random_below(&random, 16)],
			        words % 7 ? " " : ", ");
		const char *a = WORDS[eh_random_below(&random, 8)], *b = WORDS[eh_random_below(&random, 8)];
		written += (size_t)fprintf(out,
		        "%zu,%s %s,\"%zu %s Lane, Sallowby\",ZZ%zu %zuZZ,%02zu/%02zu/20%02zu,%zu,,,%s,\"%s\"\r\n", 1000000 + rows,
		        a, b, (size_t)eh_random_below(&random, 200), a, (size_t)eh_random_below(&random, 99), rows % 10,
		        rows % 28 + 1, rows % 12 + 1, rows % 24, (size_t)eh_random_below(&random, 900000),
		        rows % 3 ? "" : "0700 900 123", purpose);
	}
	return written;
}

static void read_rows(const char *path, size_t *ret_rows, size_t *ret_cells)
{
	struct eh_table *table EH_CLEANUP_TABLE = NULL;
	struct eh_error err = { 0 };
	struct eh_row row;
	enum eh_rc rc;

	*ret_rows = *ret_cells = 0;
	bench_try(eh_table_open(path, NULL, &table, &err), &err);
	while ((rc = eh_table_next(table, &row, &err)) == EH_OK) {
		++*ret_rows;
		*ret_cells += row.count;
	}
	bench_try(rc, &err);
}

int main(int argc, char **argv)
{
	size_t runs = bench_runs(argc, argv, 5), megabytes = argc > 2 ? strtoul(argv[2], NULL, 10) : 200, rows, cells;
	struct bench_times times = { .count = 0 };
	char path[512];
	FILE *out = bench_file(path);
	size_t bytes = write_rows(out, megabytes * 1000000);

	if (fclose(out) != 0) {
		perror(path);
		return 1;
	}
	for (size_t i = 0; i < runs; i++) {
		bench_begin(&times);
		read_rows(path, &rows, &cells);
		bench_end(&times);
	}
	unlink(path);
	printf("csv: %.0f MB, %zu rows of %.1f cells\n", (double)bytes / 1e6, rows, (double)cells / (double)rows);
	bench_print_rate("rows", (double)bytes / 1e6, &times);
	printf("  peak memory      %6.0f MB\n", bench_peak_mb());
	return 0;
}
