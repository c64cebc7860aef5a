/* Any table, tab-separated with a row of headings, its columns guessed and its rows matched; a blank line begins a second file. */
#include "fuzz.h"

#include <math.h>

#include "evenhand/linkage.h"

enum { MOST_COLUMNS = 8, MOST_ROWS = 24 };

static size_t cells_of(struct eh_str line, struct ehl_text cells[MOST_COLUMNS])
{
	struct eh_str cell;
	size_t count = 0;

	while (count < MOST_COLUMNS && eh_str_split(&line, '\t', &cell))
		cells[count++] = (struct ehl_text){ cell.p, cell.n };
	return count;
}

static struct ehl_table *read_table(struct eh_str rest, bool *ret_two)
{
	struct ehl_text cells[MOST_COLUMNS];
	struct eh_str line;
	struct ehl_table *table = NULL;

	for (size_t rows = 0; rows < MOST_ROWS && eh_str_split(&rest, '\n', &line); rows++) {
		size_t count = cells_of(line, cells);
		if (!table) {
			table = ehl_table_new(cells, count);
			FUZZ_REQUIRE(table != NULL);
		} else if (!line.n && !*ret_two) {
			ehl_table_second_file(table);
			*ret_two = true;
		} else {
			FUZZ_REQUIRE(ehl_table_add(table, cells, count) == 0);
		}
	}
	return table;
}

static void check_matches(
        const struct ehl_table *table, const struct ehl_column *columns, const struct ehl_matches *matches, bool two)
{
	size_t rows = ehl_table_rows(table);
	struct ehl_explanation explanation;
	char *text = NULL;

	for (size_t i = 0; i < matches->pair_count; i++) {
		const struct ehl_pair *pair = &matches->pairs[i];
		FUZZ_REQUIRE(pair->a < pair->b && pair->b < rows && isfinite(pair->weight));
		FUZZ_REQUIRE(pair->probability >= 0 && pair->probability <= 1);
	}
	for (size_t i = 0; !two && i < rows; i++)
		FUZZ_REQUIRE(matches->cluster[i] <= i && matches->cluster[matches->cluster[i]] == matches->cluster[i]);
	if (!matches->pair_count)
		return;
	FUZZ_REQUIRE(
	        ehl_explain_rows(table, columns, matches->model, matches->pairs[0].a, matches->pairs[0].b, &explanation) == 0);
	FUZZ_REQUIRE(explanation.count <= EHL_MOST_PARTS && isfinite(explanation.weight));
	FUZZ_REQUIRE(ehl_explanation_text(&explanation, &text) == 0);
	ehl_free(text);
	FUZZ_REQUIRE(ehl_explanation_json(&explanation, &text) == 0);
	ehl_free(text);
	FUZZ_REQUIRE(ehl_explanation_svg(&explanation, &text) == 0);
	ehl_free(text);
}

/* A model that was trained is written, read, and written the same. */
static void check_model(const struct ehl_model *model)
{
	struct ehl_model *back = NULL;
	char *text = NULL, *again = NULL, message[256];
	size_t n, again_n;

	FUZZ_REQUIRE(ehl_model_write(model, &text, &n) == 0);
	if (ehl_model_read((struct ehl_text){ text, n }, &back, message, sizeof message) != 0) {
		fprintf(stderr, "%.*s\n%s\n", (int)n, text, message);
		abort();
	}
	FUZZ_REQUIRE(ehl_model_write(back, &again, &again_n) == 0);
	FUZZ_REQUIRE(n == again_n && memcmp(text, again, n) == 0);
	ehl_free(text);
	ehl_free(again);
	ehl_model_free(back);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct ehl_match_options options = { .threads = 1 };
	struct ehl_column columns[MOST_COLUMNS];
	struct ehl_matches matches = { .pair_count = 0 };
	bool two = false;
	struct eh_str input = fuzz_input(data, size);
	/* Readers hand on UTF-8 only. */
	struct ehl_table *table = size && eh_utf8_valid(input, NULL) ? read_table(input, &two) : NULL;

	if (!table)
		return 0;
	FUZZ_REQUIRE(ehl_guess(table, columns) == 0);
	for (size_t i = 0; i < ehl_table_columns(table); i++)
		FUZZ_REQUIRE(columns[i].type < EHL_TYPES && memchr(columns[i].name, 0, sizeof columns[i].name));
	int rc = ehl_match(table, columns, &options, &matches);
	FUZZ_REQUIRE(rc == 0 || rc == -4);
	if (rc == 0) {
		check_matches(table, columns, &matches, two);
		check_model(matches.model);
		ehl_matches_finish(&matches);
	}
	ehl_table_free(table);
	return 0;
}
