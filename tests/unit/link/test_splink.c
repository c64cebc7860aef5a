#include "test.h"

#include <math.h>

#include "tables.h"

#include "io/json.h"
#include "link/model_splink.h"

static const char *const HEADINGS[] = { "name", "postcode", "city", "say \"what\"" };

struct made {
	struct ehl_table *table;
	struct ehl_column columns[8];
	struct ehl_model *model;
	struct eh_arena arena;
	struct eh_buf settings, lost;
	struct eh_json_value json;
};

static void make(struct made *made, bool two_files, const char *id)
{
	static const enum ehl_type TYPES[] = { EHL_ORGANISATION, EHL_POSTCODE, EHL_CATEGORY, EHL_IDENTIFIER };
	const char *const row[] = { "Sale Foodbank", "M33 7ZF", "sale", "A1" };
	struct eh_error err = { 0 };

	*made = (struct made){ .table = test_table(HEADINGS, 4) };
	test_row(made->table, row);
	if (two_files)
		ehl_table_second_file(made->table);
	test_row(made->table, row);
	for (size_t i = 0; i < 4; i++) {
		snprintf(made->columns[i].name, sizeof made->columns[i].name, "%s", HEADINGS[i]);
		made->columns[i].type = TYPES[i];
	}
	made->model = ehl_model_usual(made->table, made->columns);
	assert_non_null(made->model);
	const struct eh_splink splink = { made->model, made->table, made->columns, id };
	assert_ok(eh_model_splink(&splink, &made->settings, &made->lost, &err), &err);
	assert_ok(eh_json_parse(eh_buf_str(&made->settings), &made->arena, &made->json, &err), &err);
}

static void finish(struct made *made)
{
	eh_buf_finish(&made->settings);
	eh_buf_finish(&made->lost);
	eh_arena_finish(&made->arena);
	ehl_model_free(made->model);
	ehl_table_free(made->table);
}

static double number(const struct eh_json_value *object, const char *key)
{
	double value = -1;

	assert_int_equal(eh_str_to_double(eh_json_get_str(object, key), &value), EH_OK);
	return value;
}

static void settings_have_what_splink_requires(void **state)
{
	struct made made;
	(void)state;

	make(&made, false, NULL);
	assert_str(eh_json_get_str(&made.json, "link_type"), "dedupe_only");
	assert_str(eh_json_get_str(&made.json, "unique_id_column_name"), "unique_id");
	double prior = number(&made.json, "probability_two_random_records_match");
	assert_true(fabs(prior - 1 / (1 + exp2(-made.model->prior))) < 1e-12);
	assert_int_equal(eh_json_get(&made.json, "comparisons")->count, made.model->field_count);
	/* Splink refuses settings with members of others. */
	assert_null(eh_json_get(&made.json, "evenhand_not_expressed"));
	finish(&made);
	make(&made, true, "ref");
	assert_str(eh_json_get_str(&made.json, "link_type"), "link_only");
	assert_str(eh_json_get_str(&made.json, "unique_id_column_name"), "ref");
	finish(&made);
}

static void check_levels(const struct eh_json_value *levels, const struct eh_model_field *field)
{
	double m = 0, u = 0, m_model = 0, u_model = 0;

	assert_str(eh_json_get_str(&levels->items[0], "is_null_level"), "true");
	for (size_t i = 1; i < levels->count; i++) {
		struct eh_str condition = eh_json_get_str(&levels->items[i], "sql_condition");
		bool otherwise = eh_str_eq(condition, EH_STR("ELSE"));
		if (otherwise != (i + 1 == levels->count))
			fail_msg("%s, level %zu: \"%.*s\"", field->name, i, EH_FMT(condition));
		m += number(&levels->items[i], "m_probability");
		u += number(&levels->items[i], "u_probability");
	}
	for (unsigned level = 0; level < eh_kind_infos[eh_type_infos[field->type].kind].levels; level++) {
		m_model += field->m[level];
		u_model += field->u[level];
	}
	if (fabs(m - m_model) > 1e-9 || fabs(u - u_model) > 1e-9)
		fail_msg("%s: m adds up to %g of %g, u to %g of %g", field->name, m, m_model, u, u_model);
}

static void levels_keep_the_whole_of_m_and_u_and_end_in_else(void **state)
{
	struct made made;
	(void)state;

	make(&made, false, NULL);
	const struct eh_json_value *comparisons = eh_json_get(&made.json, "comparisons");
	for (size_t i = 0; i < comparisons->count; i++)
		check_levels(eh_json_get(&comparisons->items[i], "comparison_levels"), &made.model->fields[i]);
	finish(&made);
}

/* Each condition is one expression: brackets and quotes close, macros are gone. */
static void check_sql(const char *what, unsigned level, struct eh_str sql)
{
	int open = 0;
	bool text = false, name = false;

	for (size_t i = 0; i < sql.n; i++) {
		char c = sql.p[i];
		text ^= c == '\'' && !name;
		name ^= c == '"' && !text;
		open += !text && !name ? (c == '(') - (c == ')') : 0;
		if (open < 0 || (!text && !name && (c == '$' || c == '@')))
			fail_msg("%s, level %u, at %zu: %.*s", what, level, i, EH_FMT(sql));
	}
	if (open || text || name)
		fail_msg("%s, level %u does not close: %.*s", what, level, EH_FMT(sql));
}

static void conditions_are_whole_expressions(void **state)
{
	const struct eh_str columns[] = { EH_STR("a"), EH_STR("b \"c\" $l @"), EH_STR("d'e") };
	(void)state;

	for (int type = EHL_IGNORE + 1; type < EHL_TYPES; type++) {
		enum eh_kind kind = eh_type_infos[type].kind;
		for (unsigned level = 1; level <= eh_kind_infos[kind].levels; level++)
			for (size_t count = 1; count <= 3; count++) {
				struct eh_buf sql = { 0 };
				assert_int_equal(eh_splink_condition(kind, level, columns, count, &sql), EH_OK);
				check_sql(eh_type_infos[type].name, level, eh_buf_str(&sql));
				eh_buf_finish(&sql);
			}
	}
}

static void what_is_lost_is_said(void **state)
{
	static const char *const SAID[] = { "threshold_match_probability", "equal names with nothing else",
		"go together in this file", "rare words count no more", NULL };
	struct made made;
	(void)state;

	make(&made, false, NULL);
	struct eh_str lost = eh_buf_str(&made.lost);
	for (size_t i = 0; SAID[i]; i++)
		if (eh_str_find(lost, eh_str_of(SAID[i])) < 0)
			fail_msg("nothing says \"%s\" in:\n%.*s", SAID[i], EH_FMT(lost));
	finish(&made);
}

static void a_model_of_other_columns_is_refused(void **state)
{
	struct made made;
	struct eh_buf settings = { 0 }, lost = { 0 };
	struct eh_error err = { 0 };
	(void)state;

	make(&made, false, NULL);
	made.columns[1].type = EHL_IGNORE;
	const struct eh_splink splink = { made.model, made.table, made.columns, NULL };
	assert_int_equal(eh_model_splink(&splink, &settings, &lost, &err), EH_INVALID);
	eh_buf_finish(&settings);
	eh_buf_finish(&lost);
	finish(&made);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(settings_have_what_splink_requires),
		cmocka_unit_test(levels_keep_the_whole_of_m_and_u_and_end_in_else),
		cmocka_unit_test(conditions_are_whole_expressions),
		cmocka_unit_test(what_is_lost_is_said),
		cmocka_unit_test(a_model_of_other_columns_is_refused),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
