#include "test.h"

#include "tables.h"

static const char *const PEOPLE[] = { "first_name", "surname", "dob", "postcode", "phone" };

static struct ehl_table *people(void)
{
	struct ehl_table *table = test_table(PEOPLE, 5);

	for (uint64_t i = 0; i < 400; i++) {
		char cells[5][40];
		test_person(i / 2, (int)(i % 2), cells);
		const char *const pointers[] = { cells[0], cells[1], cells[2], cells[3], cells[4] };
		test_row(table, pointers);
	}
	return table;
}

struct trained {
	struct ehl_table *table;
	struct ehl_column columns[5];
	struct ehl_matches matches;
	char *text;
	size_t n;
};

static void train(struct trained *t)
{
	t->table = people();
	assert_int_equal(ehl_guess(t->table, t->columns), 0);
	assert_int_equal(ehl_match(t->table, t->columns, NULL, &t->matches), 0);
	assert_int_equal(ehl_model_write(t->matches.model, &t->text, &t->n), 0);
}

static void finish(struct trained *t)
{
	ehl_matches_finish(&t->matches);
	ehl_table_free(t->table);
	ehl_free(t->text);
}

static void a_saved_model_gives_the_same_answer(void **state)
{
	struct trained t;
	struct ehl_model *model;
	struct ehl_matches again;
	char message[600];
	(void)state;

	train(&t);
	assert_int_equal(ehl_model_read((struct ehl_text){ t.text, t.n }, &model, message, sizeof message), 0);
	const struct ehl_match_options options = { .model = model };
	assert_int_equal(ehl_match(t.table, t.columns, &options, &again), 0);
	assert_int_equal(again.pair_count, t.matches.pair_count);
	for (size_t i = 0; i < again.pair_count; i++) {
		assert_int_equal(again.pairs[i].decision, t.matches.pairs[i].decision);
		assert_true(again.pairs[i].weight > t.matches.pairs[i].weight - 1e-3 &&
		            again.pairs[i].weight < t.matches.pairs[i].weight + 1e-3);
	}
	ehl_matches_finish(&again);
	ehl_model_free(model);
	finish(&t);
}

static void a_model_cut_short_is_refused_wherever_it_is_cut(void **state)
{
	struct trained t;
	struct ehl_model *model = NULL;
	char message[600];
	(void)state;

	train(&t);
	for (size_t n = 0; n + 2 < t.n; n += 1 + n / 40) {
		message[0] = '\0';
		int rc = ehl_model_read((struct ehl_text){ t.text, n }, &model, message, sizeof message);
		if (rc != -5 || !message[0])
			fail_msg("cut at %zu of %zu: result %d, \"%s\"", n, t.n, rc, message);
	}
	finish(&t);
}

static void models_of_other_kinds_are_refused(void **state)
{
	static const char *const TEXTS[] = { "", "[]", "{}", "{\"schema\": \"evenhand linkage model 99\"}", "{\"fields\": []}",
		"{\"schema\": \"evenhand linkage model 1\", \"fields\": [{\"name\": \"a\", \"type\": \"nonsense\"}]}",
		"{\"schema\": \"evenhand linkage model 1\", \"fields\": [{\"type\": \"date\", \"m\": [2]}]}",
		"{\"schema\": \"evenhand linkage model 1\", \"prior\": \"high\"}", "not JSON" };
	(void)state;

	for (size_t i = 0; i < sizeof TEXTS / sizeof *TEXTS; i++) {
		struct ehl_model *model = NULL;
		char message[600] = "";
		int rc = ehl_model_read(test_text(TEXTS[i]), &model, message, sizeof message);
		if (rc != -5 || !message[0])
			fail_msg("%s: result %d, \"%s\"", TEXTS[i], rc, message);
	}
}

static void a_model_of_other_columns_is_refused(void **state)
{
	const char *const headings[] = { "name" };
	struct ehl_table *other = test_table(headings, 1);
	struct ehl_column column = { "name", EHL_ORGANISATION };
	struct trained t;
	struct ehl_matches matches;
	(void)state;

	train(&t);
	test_row(other, (const char *const[]){ "Sale Harriers" });
	test_row(other, (const char *const[]){ "Sale Harriers" });
	const struct ehl_match_options options = { .model = t.matches.model };
	assert_int_equal(ehl_match(other, &column, &options, &matches), -5);
	ehl_table_free(other);
	finish(&t);
}

static void the_parts_of_an_explanation_add_up(void **state)
{
	struct trained t;
	(void)state;

	train(&t);
	for (size_t i = 0; i < t.matches.pair_count; i += 7) {
		struct ehl_explanation explanation;
		double sum = 0;
		const struct ehl_pair *pair = &t.matches.pairs[i];
		assert_int_equal(ehl_explain_rows(t.table, t.columns, t.matches.model, pair->a, pair->b, &explanation), 0);
		for (size_t j = 0; j < explanation.count; j++)
			sum += explanation.parts[j].weight;
		if (sum < explanation.weight - 0.06 || sum > explanation.weight + 0.06)
			fail_msg("parts add up to %.3f, the weight is %.3f", sum, explanation.weight);
		if (explanation.weight < pair->weight - 1e-3 || explanation.weight > pair->weight + 1e-3)
			fail_msg("explained as %.3f, matched as %.3f", explanation.weight, pair->weight);
	}
	finish(&t);
}

static void an_explanation_is_the_same_both_ways(void **state)
{
	struct trained t;
	(void)state;

	train(&t);
	for (size_t i = 0; i < 60; i++) {
		struct ehl_explanation there, back;
		assert_int_equal(ehl_explain_rows(t.table, t.columns, t.matches.model, i, 3 * i + 1, &there), 0);
		assert_int_equal(ehl_explain_rows(t.table, t.columns, t.matches.model, 3 * i + 1, i, &back), 0);
		assert_true(there.weight == back.weight);
		assert_true(there.probability >= 0 && there.probability <= 1);
	}
	finish(&t);
}

static void explanations_are_written_as_text_json_and_svg(void **state)
{
	struct trained t;
	struct ehl_explanation explanation;
	char *text, *json, *svg;
	(void)state;

	train(&t);
	assert_int_equal(ehl_explain_rows(t.table, t.columns, t.matches.model, 0, 1, &explanation), 0);
	assert_int_equal(ehl_explanation_text(&explanation, &text), 0);
	assert_int_equal(ehl_explanation_json(&explanation, &json), 0);
	assert_int_equal(ehl_explanation_svg(&explanation, &svg), 0);
	assert_non_null(strstr(text, "surname"));
	assert_non_null(strstr(json, "\"decision\": \"link\""));
	assert_non_null(strstr(svg, "</svg>"));
	ehl_free(text);
	ehl_free(json);
	ehl_free(svg);
	finish(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_saved_model_gives_the_same_answer),
		cmocka_unit_test(a_model_cut_short_is_refused_wherever_it_is_cut),
		cmocka_unit_test(models_of_other_kinds_are_refused),
		cmocka_unit_test(a_model_of_other_columns_is_refused),
		cmocka_unit_test(the_parts_of_an_explanation_add_up),
		cmocka_unit_test(an_explanation_is_the_same_both_ways),
		cmocka_unit_test(explanations_are_written_as_text_json_and_svg),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
