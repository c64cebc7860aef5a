#include "test.h"

#include "link/areas.h"
#include "link/field.h"
#include "link/gamma.h"
#include "link/match.h"
#include "tables.h"

enum level { SAME = 1, NEARLY = 2, OTHER = 7, DIFFERS = 8 };

/* The level at which two names of organisations compare, among a few others; and how much their words say. */
static unsigned level_of(const char *a, const char *b, float *ret_bits)
{
	static const char *const HEADINGS[] = { "name" };
	static const char *const OTHERS[] = { "Larkhill Befriending Trust", "Wexcombe Sunshine Lunch Club",
		"Hale Bowling Green" };
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
		{ "Mossley A.F.C.", "Mossley AFC", SAME, SAME }, { "Ashley WI", "Ashley Women's Institute", SAME, SAME },
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

/* Levels of address and postcode of two rows, 0 where the pair says nothing. */
static void compare_addresses(const char *const a[3], const char *const b[3], unsigned *ret_address, unsigned *ret_postcode)
{
	static const char *const HEADINGS[] = { "name", "address", "postcode" };
	static const struct ehl_column COLUMNS[] = { { "name", EHL_ORGANISATION }, { "address", EHL_ADDRESS },
		{ "postcode", EHL_POSTCODE } };
	struct ehl_table *table = test_table(HEADINGS, 3);
	struct eh_fields fields = { 0 };
	struct eh_gamma gamma;

	test_row(table, a);
	test_row(table, b);
	assert_int_equal(0, eh_fields_prepare(table, COLUMNS, NULL, 1, &fields));
	eh_gamma_compare(&fields, 0, 1, &gamma);
	for (size_t i = 0; i < fields.count; i++) {
		if (fields.items[i].kind == EH_KIND_ADDRESS)
			*ret_address = eh_gamma_level(gamma.pattern, i);
		if (fields.items[i].kind == EH_KIND_POSTCODE)
			*ret_postcode = eh_gamma_level(gamma.pattern, i);
	}
	eh_fields_finish(&fields);
	ehl_table_free(table);
}

static void letters_taken_in_elsewhere_say_nothing_against(void **state)
{
	static const char *const DOOR[] = { "Larkhill Trust", "4 Mill Lane, Larkhill", "M33 2AA" },
	                         *const AGENT[] = { "Larkhill Trust", "c/o Hart & Co, 80 Deansgate, Manchester", "SK1 4BB" },
	                         *const SAME_AGENT[] = { "Larkhill Trust", "Care of Hart & Co, 80 Deansgate, Manchester",
		                         "SK1 4BB" },
	                         *const OTHER_DOOR[] = { "Larkhill Trust", "77 High Street, Hyde", "SK1 4BB" };
	unsigned address = 0, postcode = 0;
	(void)state;

	compare_addresses(DOOR, OTHER_DOOR, &address, &postcode);
	assert_true(address >= 6 && postcode >= 5);
	compare_addresses(DOOR, AGENT, &address, &postcode);
	assert_int_equal(0, address);
	assert_int_equal(0, postcode);
	compare_addresses(AGENT, SAME_AGENT, &address, &postcode);
	assert_int_equal(1, address);
	assert_int_equal(1, postcode);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(legal_forms_written_out_say_nothing),
		cmocka_unit_test(abbreviations_are_written_out),
		cmocka_unit_test(two_places_are_two_organisations),
		cmocka_unit_test(long_names_cut_off_are_nearly_the_same),
		cmocka_unit_test(initials_in_order_say_more),
		cmocka_unit_test(letters_taken_in_elsewhere_say_nothing_against),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
