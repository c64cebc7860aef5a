/* Postcodes as people type them. */
#include "test.h"

#include "geo/geo.h"
#include "io/table.h"

static void postcodes_are_read_as_people_type_them(void **state)
{
	static const struct {
		const char *typed, *canonical; /* NULL: none */
	} CASES[] = {
		/* The six shapes. */
		{ "M1 1AE", "M1 1AE" },
		{ "B33 8TH", "B33 8TH" },
		{ "CR2 6XH", "CR2 6XH" },
		{ "DN55 1PT", "DN55 1PT" },
		{ "W1A 1HQ", "W1A 1HQ" },
		{ "EC1A 1BB", "EC1A 1BB" },
		/* Spaces, case, a full stop. */
		{ "ec1a1bb", "EC1A 1BB" },
		{ "  m1  1ae ", "M1 1AE" },
		{ "M1  1AE", "M1 1AE" },
		{ "CR2 6XH.", "CR2 6XH" },
		{ "E C1A1 BB", "EC1A 1BB" },
		{ "\xc2\xa0M1 1AE\xc2\xa0", "M1 1AE" },
		/* O for 0 and 0 for O, where only one can stand. */
		{ "M1 OAE", "M1 0AE" },
		{ "B3O 8TH", "B30 8TH" },
		{ "0L1 1AA", "OL1 1AA" },
		{ "OL1 1A0", "OL1 1AO" },
		/* None. */
		{ "", NULL },
		{ "M1", NULL },
		{ "M1 1A", NULL },
		{ "M1 1AEE", NULL },
		{ "MM1 A1E", NULL },
		{ "1M 1AE", NULL },
		{ "ABC1 1AE", NULL },
		{ "M1-1AE", NULL },
		{ "M1 1AE, UK", NULL },
		{ "M1\n1AE", NULL },
		{ "\xc3\x89"
		  "1 1AE",
		        NULL },
		{ "not known", NULL },
	};

	(void)state;
	for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
		struct eh_postcode code = { "before" };
		enum eh_rc rc = eh_postcode_parse(eh_str_of(CASES[i].typed), &code);
		assert_int_equal(rc, CASES[i].canonical ? EH_OK : EH_INVALID);
		if (strcmp(code.text, CASES[i].canonical ? CASES[i].canonical : "before") != 0)
			fail_msg("\"%s\" is read as \"%s\"", CASES[i].typed, code.text);
	}
}

static void the_last_postcode_of_an_address_is_found_where_it_stands(void **state)
{
	static const struct {
		const char *address, *code, *written;
	} CASES[] = {
		{ "14 Oak Lane, Sale, M33 7ZF", "M33 7ZF", "M33 7ZF" },
		{ "m337zf", "M33 7ZF", "m337zf" },
		{ "Hall (EC1A 1BB), behind M1 1AE, England", "M1 1AE", "M1 1AE" },
		{ "Oak Lane M33  7ZF.", "M33 7ZF", "M33  7ZF" },
		{ "Unit B33 8TH", "B33 8TH", "B33 8TH" },
		{ "XM1 1AE", "XM1 1AE", "XM1 1AE" },
		{ "AXM1 1AE", NULL, NULL },
		/* A letter before it is no part of it. */
		{ "Unit A M3 7ZF", "M3 7ZF", "M3 7ZF" },
		{ "Block B, Unit E 1A 1AA", NULL, NULL },
		{ "14 Oak Lane, Sale", NULL, NULL },
		{ "M1 1AEX", NULL, NULL },
		{ "", NULL, NULL },
	};

	(void)state;
	for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
		struct eh_postcode code;
		struct eh_str address = eh_str_of(CASES[i].address);
		size_t from, n;
		enum eh_rc rc = eh_postcode_find(address, &code, &from, &n);
		if ((rc == EH_OK) != (CASES[i].code != NULL))
			fail_msg("\"%s\": %s", CASES[i].address, rc == EH_OK ? code.text : "nothing found");
		if (rc != EH_OK)
			continue;
		assert_string_equal(code.text, CASES[i].code);
		assert_str(eh_str_sub(address, from, n), CASES[i].written);
	}
}

static void numbers_of_postcodes_keep_their_order_and_come_back(void **state)
{
	static const char *const SORTED[] = { "B1 1AA", "B1 1AB", "B10 0AA", "B11 0AA", "B1A 9ZZ", "B2 0AA", "BB1 1AA",
		"BB1A 1AA", "EC1A 1BB", "ZE3 9JZ" };
	int64_t before = -1;

	(void)state;
	for (size_t i = 0; i < sizeof SORTED / sizeof *SORTED; i++) {
		struct eh_postcode code, back;
		assert_int_equal(eh_postcode_parse(eh_str_of(SORTED[i]), &code), EH_OK);
		int64_t packed = eh_postcode_pack(&code);
		if (packed <= before)
			fail_msg("%s does not sort behind the one before", SORTED[i]);
		before = packed;
		back = eh_postcode_unpack(packed);
		assert_string_equal(back.text, SORTED[i]);
	}
	assert_string_equal(eh_postcode_unpack(INT64_MAX).text, "");
}

/* The published list of a real town: every postcode reads as itself, spaced or not, in any case, and after an address. */
static void every_postcode_of_a_real_list_is_read(void **state)
{
	const char *path = test_data("places/postcodes_luton.csv");
	struct eh_table *table EH_CLEANUP_TABLE = NULL;
	struct eh_error err = { 0 };
	struct eh_row row;
	size_t column = 0, count = 0;
	enum eh_rc rc;

	(void)state;
	if (!path)
		skip();
	assert_ok(eh_table_open(path, NULL, &table, &err), &err);
	assert_ok(eh_table_next(table, &row, &err), &err);
	while (column < row.count && !eh_str_eq(row.cells[column], EH_STR("postcode")))
		column++;
	assert_true(column < row.count);
	while ((rc = eh_table_next(table, &row, &err)) == EH_OK) {
		struct eh_postcode code, again;
		char address[64], squeezed[16];
		size_t n = 0;
		assert_int_equal(eh_postcode_parse(row.cells[column], &code), EH_OK);
		for (const char *p = code.text; *p; p++)
			if (*p != ' ')
				squeezed[n++] = eh_lower(*p);
		assert_int_equal(eh_postcode_parse((struct eh_str){ squeezed, n }, &again), EH_OK);
		assert_string_equal(again.text, code.text);
		snprintf(address, sizeof address, "1 High Street, Luton %s", code.text);
		assert_int_equal(eh_postcode_find(eh_str_of(address), &again, NULL, NULL), EH_OK);
		assert_string_equal(again.text, code.text);
		count++;
	}
	assert_int_equal(rc, EH_END);
	assert_true(count > 1000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(postcodes_are_read_as_people_type_them),
		cmocka_unit_test(the_last_postcode_of_an_address_is_found_where_it_stands),
		cmocka_unit_test(numbers_of_postcodes_keep_their_order_and_come_back),
		cmocka_unit_test(every_postcode_of_a_real_list_is_read),
	};
	return cmocka_run_group_tests_name("postcode", tests, NULL, NULL);
}
