/* What is learned besides m and u: categories that go together, columns that say the same, and what people's answers are worth. Synthetic. */
#include "test.h"

#include "link/platt.h"
#include "tables.h"

#include <math.h>

static const char *const SHOPS[] = { "name", "address", "phone", "trade", "phone2" };
enum { PLAIN = 4, DOUBLED = 5 };

/* Shops, each twice; where one list says "grocer" the other says "food", and so on. */
static struct ehl_table *shops(size_t columns)
{
	static const char *const FIRST[] = { "Alder", "Birch", "Cedar", "Damson", "Elder", "Fir", "Gorse", "Hazel", "Ivy",
		"Juniper" };
	static const char *const LAST[] = { "Corner", "Parade", "Arcade", "Wharf", "Cross", "Steps", "Green", "Gate" };
	static const char *const TRADES[2][4] = { { "grocer", "cobbler", "draper", "chemist" },
		{ "food", "shoes", "cloth", "drugs" } };
	struct ehl_table *table = test_table(SHOPS, columns);

	for (int i = 0; i < 160; i++) {
		char name[64], address[64], phone[16];
		snprintf(name, sizeof name, "%s %s", FIRST[i / 2 % 10], LAST[i / 20]);
		snprintf(address, sizeof address, "%d %s Street", 1 + i / 2 * 7 % 90, FIRST[i / 2 * 3 % 10]);
		snprintf(phone, sizeof phone, "0161%07d", i / 2 * 86243 % 10000000);
		const char *const row[] = { name, address, phone, TRADES[i % 2][i / 2 % 4], phone };
		test_row(table, row);
	}
	return table;
}

static void run(const struct ehl_table *table, size_t threads, struct ehl_matches *ret_matches)
{
	struct ehl_column columns[8];

	assert_int_equal(ehl_guess(table, columns), 0);
	columns[3].type = EHL_CATEGORY;
	assert_int_equal(ehl_match(table, columns, &(struct ehl_match_options){ .threads = threads, .seed = 1 }, ret_matches), 0);
}

static struct ehl_explanation explain(const struct ehl_table *table, const struct ehl_model *model, size_t a, size_t b)
{
	struct ehl_column columns[8];
	struct ehl_explanation explanation;

	assert_int_equal(ehl_guess(table, columns), 0);
	columns[3].type = EHL_CATEGORY;
	assert_int_equal(ehl_explain_rows(table, columns, model, a, b, &explanation), 0);
	return explanation;
}

static const struct ehl_part *part_of(const struct ehl_explanation *explanation, const char *field)
{
	for (size_t i = 0; i < explanation->count; i++)
		if (strcmp(explanation->parts[i].field, field) == 0)
			return &explanation->parts[i];
	fail_msg("nothing is said of %s", field);
	return NULL;
}

static void categories_that_go_together_speak_for_a_pair(void **state)
{
	struct ehl_table *table = shops(PLAIN);
	struct ehl_matches matches;
	char *text, message[256];
	size_t n;
	struct ehl_model *again;
	(void)state;

	run(table, 1, &matches);
	struct ehl_explanation together = explain(table, matches.model, 0, 1), apart = explain(table, matches.model, 0, 3);
	const struct ehl_part *grocer_food = part_of(&together, "trade"), *grocer_shoes = part_of(&apart, "trade");
	assert_int_equal(grocer_food->level, 3);
	assert_int_equal(grocer_shoes->level, 4);
	if (grocer_food->weight <= 0 || grocer_shoes->weight >= 0)
		fail_msg("together %.2f, apart %.2f", grocer_food->weight, grocer_shoes->weight);
	/* A saved model knows it too. */
	assert_int_equal(ehl_model_write(matches.model, &text, &n), 0);
	assert_int_equal(ehl_model_read((struct ehl_text){ text, n }, &again, message, sizeof message), 0);
	struct ehl_explanation read = explain(table, again, 0, 1);
	assert_int_equal(part_of(&read, "trade")->level, 3);
	if (fabs(read.weight - together.weight) > 1e-6)
		fail_msg("weight %.6f, read again %.6f", together.weight, read.weight);
	ehl_model_free(again);
	ehl_free(text);
	ehl_matches_finish(&matches);
	ehl_table_free(table);
}

static void what_is_learned_does_not_depend_on_threads(void **state)
{
	struct ehl_table *table = shops(DOUBLED);
	struct ehl_matches one, four;
	char *first, *second;
	size_t n, m;
	(void)state;

	run(table, 1, &one);
	run(table, 4, &four);
	assert_int_equal(ehl_model_write(one.model, &first, &n), 0);
	assert_int_equal(ehl_model_write(four.model, &second, &m), 0);
	assert_int_equal(n, m);
	assert_memory_equal(first, second, n);
	ehl_free(first);
	ehl_free(second);
	ehl_matches_finish(&one);
	ehl_matches_finish(&four);
	ehl_table_free(table);
}

static void a_column_twice_counts_once_and_is_said(void **state)
{
	struct ehl_table *plain = shops(PLAIN), *doubled = shops(DOUBLED);
	struct ehl_matches once, twice;
	(void)state;

	run(plain, 1, &once);
	run(doubled, 1, &twice);
	if (!strstr(twice.warnings, "phone2 says again what phone says") || strstr(once.warnings, "says again"))
		fail_msg("warnings: %s and %s", once.warnings, twice.warnings);
	struct ehl_explanation one = explain(plain, once.model, 0, 1), two = explain(doubled, twice.model, 0, 1);
	/* The copy alone would add a dozen bits; that training sees it too moves the rest a little. */
	if (fabs(one.weight - two.weight) > 3 || fabs(part_of(&two, "phone2")->weight) > 0.01)
		fail_msg("weight %.2f, with the copy %.2f, of which the copy %.2f", one.weight, two.weight,
		        part_of(&two, "phone2")->weight);
	ehl_matches_finish(&once);
	ehl_matches_finish(&twice);
	ehl_table_free(plain);
	ehl_table_free(doubled);
}

static void rows_are_counted_in_the_model(void **state)
{
	struct ehl_table *table = shops(PLAIN);
	struct ehl_matches matches;
	char *text;
	size_t n;
	(void)state;

	run(table, 1, &matches);
	assert_int_equal(ehl_model_write(matches.model, &text, &n), 0);
	if (!strstr(text, "\"rows\": 160"))
		fail_msg("no 160 rows in: %.200s", text);
	ehl_free(text);
	ehl_matches_finish(&matches);
	ehl_table_free(table);
}

/* Answers of people for whom a weight is worth two bits less than it says. */
static size_t answer(struct eh_platt_answer *out, size_t repeats)
{
	size_t count = 0;

	for (size_t k = 0; k < repeats; k++)
		for (int weight = -4; weight <= 8; weight++)
			for (int part = 0; part < 10; part++)
				out[count++] = (struct eh_platt_answer){ weight, (part + 0.5) / 10 < 1 / (1 + exp2(2 - weight)) };
	return count;
}

static void many_answers_move_the_line_and_few_hardly_do(void **state)
{
	static struct eh_platt_answer answers[13 * 10 * 8];
	struct eh_platt many, few, none;
	(void)state;

	eh_platt_fit(answers, answer(answers, 8), &many);
	eh_platt_fit(&(struct eh_platt_answer){ 1, false }, 1, &few);
	eh_platt_fit(NULL, 0, &none);
	if (fabs(many.shift + 2) > 0.3 || fabs(many.scale - 1) > 0.15)
		fail_msg("many answers: %.3f + %.3f × weight, want -2 + 1", many.shift, many.scale);
	if (few.shift > 0 || few.shift < -1)
		fail_msg("one answer moves the line by %.3f bits", few.shift);
	assert_true(eh_platt_weight(&none, 3.25) == 3.25 && eh_platt_back(&none, 3.25) == 3.25);
	double there = eh_platt_back(&many, eh_platt_weight(&many, 3.25));
	if (fabs(there - 3.25) > 1e-9)
		fail_msg("there and back: %.12f", there);
}

static void answers_that_weights_keep_wholly_apart_stay_in_bounds(void **state)
{
	struct eh_platt_answer answers[60];
	struct eh_platt platt;
	(void)state;

	for (int i = 0; i < 60; i++)
		answers[i] = (struct eh_platt_answer){ i < 30 ? 40 : -40, i < 30 };
	eh_platt_fit(answers, 60, &platt);
	if (!(platt.scale >= 0.2 && platt.scale < 5) || !(fabs(platt.shift) <= 8))
		fail_msg("%.3f + %.3f × weight", platt.shift, platt.scale);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(categories_that_go_together_speak_for_a_pair),
		cmocka_unit_test(what_is_learned_does_not_depend_on_threads),
		cmocka_unit_test(a_column_twice_counts_once_and_is_said),
		cmocka_unit_test(rows_are_counted_in_the_model),
		cmocka_unit_test(many_answers_move_the_line_and_few_hardly_do),
		cmocka_unit_test(answers_that_weights_keep_wholly_apart_stay_in_bounds),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
