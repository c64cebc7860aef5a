#include "test.h"

static void dates_that_publishers_write_are_read(void **state)
{
	static const struct {
		const char *typed, *iso; /* NULL: not a date */
	} CASES[] = {
		{ "2021-06-30", "2021-06-30" },
		{ "2019-10-15T00:00:00+00:00", "2019-10-15" },
		{ "13/12/2013", "2013-12-13" },
		{ "02/06/2012 18:58", "2012-06-02" },
		{ "31 March 2019", "2019-03-31" },
		{ "1 Feb 68", "2068-02-01" },
		{ "29/02/2000", "2000-02-29" },
		{ "29/02/1900", NULL },
		{ "31/04/2020", NULL },
		{ "2021/22", NULL },
		{ "", NULL },
		{ "12/2020", NULL },
		{ "2020-13-01", NULL },
		{ "99999", NULL },
	};

	(void)state;
	for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
		int32_t date = EH_NO_DATE;
		char text[11];
		enum eh_rc rc = eh_date_parse(eh_str_of(CASES[i].typed), &date);

		if (rc != (CASES[i].iso ? EH_OK : EH_INVALID))
			fail_msg("%s: %s", CASES[i].typed, eh_rc_name(rc));
		eh_date_format(date, text);
		assert_string_equal(text, CASES[i].iso ? CASES[i].iso : "");
	}
}

static void every_day_of_four_centuries_survives_the_round_trip(void **state)
{
	(void)state;
	for (int32_t date = eh_date_make(1700, 1, 1); date < eh_date_make(2100, 1, 1); date++) {
		int year, month, day;
		eh_date_split(date, &year, &month, &day);
		assert_int_equal(eh_date_make(year, month, day), date);
	}
}

static void text_folds_to_what_people_compare(void **state)
{
	static const struct {
		const char *in, *out;
	} CASES[] = {
		{ "  St.  MARY\xe2\x80\x99S  ", "st. mary's" },
		{ "Caf\xc3\xa9 \xc3\x86sop", "cafe \xc3\xa6sop" },
		{ "\xef\xac\x81sh\xc2\xa0 & chips", "fish & chips" },
		{ "bad\xff\xfe end", "bad end" },
		{ "", "" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
		struct eh_buf buf EH_CLEANUP_BUF = { 0 };
		assert_int_equal(eh_utf8_fold(eh_str_of(CASES[i].in), &buf), EH_OK);
		assert_str(eh_buf_str(&buf), CASES[i].out);
	}
}

static void ill_formed_utf8_is_found_where_it_is(void **state)
{
	size_t at = 99;

	(void)state;
	assert_true(eh_utf8_valid(EH_STR("plain and \xc2\xa3"), NULL));
	assert_false(eh_utf8_valid(EH_STR("abcdefghij\xc3("), &at));
	assert_int_equal(at, 10);
	assert_false(eh_utf8_valid((struct eh_str){ "a\0b", 3 }, &at));
	assert_int_equal(at, 1);
	assert_false(eh_utf8_valid(EH_STR("\xed\xa0\x80"), &at));
}

static void thousands_are_parted(void **state)
{
	char text[32];
	(void)state;

	assert_string_equal(eh_thousands(0, text), "0");
	assert_string_equal(eh_thousands(999, text), "999");
	assert_string_equal(eh_thousands(-100000, text), "-100,000");
	assert_string_equal(eh_thousands(1234567, text), "1,234,567");
}

static void numbers_are_read_whole_or_not_at_all(void **state)
{
	int64_t i = 7;
	double d = 7;

	(void)state;
	assert_int_equal(eh_str_to_i64(EH_STR(" -42 "), &i), EH_OK);
	assert_int_equal(i, -42);
	assert_int_equal(eh_str_to_i64(EH_STR("9223372036854775807"), &i), EH_OK);
	assert_true(i == INT64_MAX);
	assert_int_equal(eh_str_to_i64(EH_STR("9223372036854775808"), &i), EH_TOO_LARGE);
	assert_int_equal(eh_str_to_i64(EH_STR("4x"), &i), EH_INVALID);
	assert_int_equal(eh_str_to_double(EH_STR("\xc2\xa3"
	                                         "1,234.50"),
	                         &d),
	        EH_OK);
	assert_true(d > 1234.49 && d < 1234.51);
	assert_int_equal(eh_str_to_double(EH_STR("1e999"), &d), EH_TOO_LARGE);
	assert_int_equal(eh_str_to_double(EH_STR("nan"), &d), EH_INVALID);
}

static void a_map_finds_what_was_put_in(void **state)
{
	struct eh_map map EH_CLEANUP_MAP = { 0 };
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	bool added;

	(void)state;
	for (uint64_t i = 0; i < 10000; i++) {
		struct eh_str key = eh_arena_printf(&arena, "key %llu", (unsigned long long)i);
		assert_int_equal(eh_map_put(&map, key, i, NULL, &added), EH_OK);
		assert_true(added);
	}
	assert_int_equal(eh_map_put(&map, EH_STR("key 77"), 5, NULL, &added), EH_OK);
	assert_false(added);
	assert_int_equal(*eh_map_get(&map, EH_STR("key 77")), 77);
	assert_null(eh_map_get(&map, EH_STR("key 10000")));
}

static void memory_that_is_unneeded_can_be_written_to_again(void **state)
{
	enum { SIZE = 1 << 20, FIRST = 1000 };
	unsigned char *bytes = eh_alloc(SIZE);
	(void)state;

	assert_non_null(bytes);
	memset(bytes, 7, SIZE);
	eh_unneeded(bytes + FIRST, SIZE - FIRST);
	for (size_t i = 0; i < FIRST; i++)
		assert_int_equal(bytes[i], 7);
	/* The pages in the middle are new ones. */
	assert_int_equal(bytes[SIZE / 2], 0);
	memset(bytes, 8, SIZE);
	assert_int_equal(bytes[SIZE / 2], 8);
	eh_unneeded(bytes, 10);
	assert_int_equal(bytes[0], 8);
	eh_free(bytes);
}

static void a_failed_allocation_leaves_things_as_they_were(void **state)
{
	struct eh_buf buf EH_CLEANUP_BUF = { 0 };

	(void)state;
	assert_int_equal(eh_buf_add(&buf, EH_STR("kept")), EH_OK);
	eh_alloc_fail_after(0);
	enum eh_rc rc = eh_buf_printf(&buf, "%200s", "more");
	eh_alloc_fail_after(-1);
	assert_int_equal(rc, EH_NO_MEMORY);
	assert_str(eh_buf_str(&buf), "kept");
	buf.max = 6;
	assert_int_equal(eh_buf_add(&buf, EH_STR("xyz")), EH_TOO_LARGE);
}

static void square(void *context, size_t part) { ((size_t *)context)[part] = part * part; }

static void the_pool_runs_every_part_once(void **state)
{
	size_t out[1000] = { 0 };

	(void)state;
	eh_pool_run(4, 1000, square, out);
	for (size_t i = 0; i < 1000; i++)
		assert_int_equal(out[i], i * i);
}

static void the_same_seed_gives_the_same_numbers(void **state)
{
	struct eh_random a, b, c;

	(void)state;
	eh_random_init(&a, 42, 0);
	eh_random_init(&b, 42, 0);
	eh_random_init(&c, 42, 1);
	assert_true(eh_random_next(&a) == eh_random_next(&b));
	assert_true(eh_random_next(&a) != eh_random_next(&c));
	for (int i = 0; i < 1000; i++)
		assert_true(eh_random_below(&a, 7) < 7);
}

static void splitting_keeps_empty_parts(void **state)
{
	struct eh_str rest = EH_STR("a,,b"), part;

	(void)state;
	assert_true(eh_str_split(&rest, ',', &part));
	assert_str(part, "a");
	assert_true(eh_str_split(&rest, ',', &part));
	assert_str(part, "");
	assert_true(eh_str_split(&rest, ',', &part));
	assert_str(part, "b");
	assert_false(eh_str_split(&rest, ',', &part));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(thousands_are_parted),
		cmocka_unit_test(dates_that_publishers_write_are_read),
		cmocka_unit_test(every_day_of_four_centuries_survives_the_round_trip),
		cmocka_unit_test(text_folds_to_what_people_compare),
		cmocka_unit_test(ill_formed_utf8_is_found_where_it_is),
		cmocka_unit_test(numbers_are_read_whole_or_not_at_all),
		cmocka_unit_test(a_map_finds_what_was_put_in),
		cmocka_unit_test(memory_that_is_unneeded_can_be_written_to_again),
		cmocka_unit_test(a_failed_allocation_leaves_things_as_they_were),
		cmocka_unit_test(the_pool_runs_every_part_once),
		cmocka_unit_test(the_same_seed_gives_the_same_numbers),
		cmocka_unit_test(splitting_keeps_empty_parts),
	};
	return cmocka_run_group_tests_name("base", tests, NULL, NULL);
}
