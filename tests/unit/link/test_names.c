#include "test.h"

#include "link/areas.h"
#include "link/field.h"
#include "link/gamma.h"
#include "tables.h"

enum level { SAME = 1, NEARLY = 2, OTHER = 7, DIFFERS = 8 };

/* The level at which two names of organisations compare, among a few others; and how much their words say. */
static unsigned level_of(const char *a, const char *b, float *ret_bits)
{
	static const char *const HEADINGS[] = { "name" };
	static const char *const OTHERS[] = { "Larkhill Befriending Trust", "Wexcombe Sunshine Lunch Club", "Hale Bowling Green" };
	struct ehl_table *table = test_table(HEADINGS, 1);
	struct ehl_column column = { "name", EHL_ORGANISATION };
	struct eh_field field;

	test_row(table, &a);
	test_row(table, &b);
	for (size_t i = 0; i < 3; i++)
		test_row(table, &OTHERS[i]);
	assert_int_equal(1, eh_fields_plan(&column, 1, &field));
	assert_true(eh_field_prepare(&field, table, NULL));
	unsigned level = eh_field_compare(&field, field.value[0], field.value[1], ret_bits);
	assert_int_equal(level, eh_field_compare(&field, field.value[1], field.value[0], ret_bits));
	eh_field_finish(&field);
	ehl_table_free(table);
	return level;
}

struct expected {
	const char *a, *b;
	unsigned least, most;
};

static void compare_all(const struct expected *expected, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		float bits;
		unsigned level = level_of(expected[i].a, expected[i].b, &bits);
		print_message("%u: %s | %s\n", level, expected[i].a, expected[i].b);
		assert_in_range(level, expected[i].least, expected[i].most);
	}
}

static void legal_forms_written_out_say_nothing(void **state)
{
	static const struct expected ALL[] = {
		{ "Hilltop Pantry CIC", "Hilltop Pantry Community Interest Company", SAME, SAME },
		{ "Hilltop Pantry C.I.C.", "Hilltop Pantry", SAME, SAME },
		{ "Hilltop Pantry (A company limited by guarantee)", "Hilltop Pantry Ltd", SAME, NEARLY },
		{ "Hilltop Pantry", "Hilltop Community", 3, OTHER },
	};
	(void)state;

	compare_all(ALL, sizeof ALL / sizeof *ALL);
}

static void abbreviations_are_written_out(void **state)
{
	static const struct expected ALL[] = {
		{ "Mossley AFC", "Mossley Association Football Club", SAME, SAME },
		{ "Mossley A.F.C.", "Mossley AFC", SAME, SAME },
		{ "Ashley WI", "Ashley Women's Institute", SAME, SAME },
		{ "Sale and District U3A", "Sale & District University of the Third Age", SAME, SAME },
		{ "Sale Mencap Beds", "Sale Mencap Bedfordshire", SAME, SAME },
		{ "Mossley CC", "Mossley Cricket Club", 2, OTHER }, /* a county council and a community centre as well */
	};
	(void)state;

	compare_all(ALL, sizeof ALL / sizeof *ALL);
}

static void two_places_are_two_organisations(void **state)
{
	static const struct expected ALL[] = {
		{ "Essex Alzheimers Carers Network", "Norfolk Alzheimers Carers Network", DIFFERS, DIFFERS },
		{ "Essex Alzheimers Carers Network", "Alzheimers Carers Network", NEARLY, 4 },
		{ "Essex Tenants", "Norfolk Anglers", OTHER, OTHER },
		{ "2nd Essex Scouts", "3rd Essex Scouts", DIFFERS, DIFFERS },
	};
	(void)state;

	compare_all(ALL, sizeof ALL / sizeof *ALL);
	assert_true(eh_words_area(eh_str_of("aberdeen")));
	assert_true(eh_words_area(eh_str_of("yorkshire")));
	assert_false(eh_words_area(eh_str_of("reading")));
	assert_false(eh_words_area(eh_str_of("zz")));
}

static void long_names_cut_off_are_nearly_the_same(void **state)
{
	static const struct expected ALL[] = {
		{ "Wythenshawe Befriending Partne", "Wythenshawe Befriending Partnership", NEARLY, NEARLY },
		{ "Wythenshawe Befriending P", "Wythenshawe Befriending Partnership", 3, 5 }, /* too short for a list that cuts */
		{ "Wythenshawe Befriending Partne", "Wythenshawe Befriending Association", 3, 6 },
	};
	(void)state;

	compare_all(ALL, sizeof ALL / sizeof *ALL);
}

static void initials_in_order_say_more(void **state)
{
	float in_order, turned, none;
	(void)state;

	level_of("WASPS", "Wexcombe Afghan Somali Pastoral Scheme", &in_order);
	level_of("SAWSP", "Wexcombe Afghan Somali Pastoral Scheme", &turned);
	level_of("KQZVB", "Wexcombe Afghan Somali Pastoral Scheme", &none);
	print_message("in order %.1f, turned %.1f, other letters %.1f bits\n", (double)in_order, (double)turned, (double)none);
	assert_true(in_order > turned + 3 && turned > none);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(legal_forms_written_out_say_nothing),
		cmocka_unit_test(abbreviations_are_written_out),
		cmocka_unit_test(two_places_are_two_organisations),
		cmocka_unit_test(long_names_cut_off_are_nearly_the_same),
		cmocka_unit_test(initials_in_order_say_more),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
