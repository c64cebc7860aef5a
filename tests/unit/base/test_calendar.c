/* The time that a clock in London shows, and back. */
#include "test.h"

#include "base/calendar.h"

#define MINUTE INT64_C(60000000)
#define DAY (1440 * MINUTE)

static int64_t utc(int year, int month, int day, int hour, int minute)
{
	return eh_date_make(year, month, day) * DAY + (hour * 60 + minute) * MINUTE;
}

static void a_clock_in_london_is_an_hour_ahead_in_summer(void **state)
{
	static const struct {
		int month, day, hour, minute, utc_hour;
	} SHOWN[] = { { 1, 15, 18, 30, 18 }, { 7, 15, 18, 30, 17 }, { 3, 29, 0, 59, 0 }, { 3, 29, 2, 0, 1 }, { 3, 30, 9, 0, 8 },
		{ 10, 24, 23, 59, 22 }, { 10, 25, 0, 30, -1 }, { 10, 25, 2, 0, 2 }, { 10, 26, 0, 0, 0 } };

	(void)state;
	for (size_t i = 0; i < sizeof SHOWN / sizeof *SHOWN; i++) {
		int32_t date = eh_date_make(2026, SHOWN[i].month, SHOWN[i].day);
		int minutes = SHOWN[i].hour * 60 + SHOWN[i].minute;
		int64_t instant = eh_london_instant(date, minutes);
		if (instant != utc(2026, SHOWN[i].month, SHOWN[i].day, SHOWN[i].utc_hour, SHOWN[i].minute))
			fail_msg("2026-%02d-%02d %02d:%02d is %lld", SHOWN[i].month, SHOWN[i].day, SHOWN[i].hour, SHOWN[i].minute,
			        (long long)instant);
		assert_int_equal(eh_london_date(instant), date);
		assert_int_equal(eh_london_minutes(instant), minutes);
	}
}

/* 1:30 comes twice on 25 October 2026 and not at all on 29 March. */
static void the_hour_that_comes_twice_is_the_first_and_the_one_left_out_is_later(void **state)
{
	(void)state;
	assert_true(eh_london_instant(eh_date_make(2026, 10, 25), 90) == utc(2026, 10, 25, 0, 30));
	int64_t left_out = eh_london_instant(eh_date_make(2026, 3, 29), 90);
	assert_true(left_out == utc(2026, 3, 29, 1, 30));
	assert_int_equal(eh_london_minutes(left_out), 150);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_clock_in_london_is_an_hour_ahead_in_summer),
		cmocka_unit_test(the_hour_that_comes_twice_is_the_first_and_the_one_left_out_is_later),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
