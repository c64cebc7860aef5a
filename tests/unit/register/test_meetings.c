/* When a service is on: what people type, what the store keeps, and what is said of it. */
#include "../../test.h"

#include "register/meetings.h"
#include "register/week.h"

static void clocks_are_read_as_people_write_them(void **state)
{
	static const struct {
		const char *text;
		int minutes; /* -1: not understood */
	} CASES[] = { { "10", 600 }, { "10am", 600 }, { " 10 am ", 600 }, { "10.30am", 630 }, { "2pm", 840 }, { "2:15 PM", 855 },
		{ "14:00", 840 }, { "09:00", 540 }, { "06:30", 390 }, { "noon", 720 }, { "12am", 0 }, { "12pm", 720 },
		{ "23:59", 1439 }, { "2", -1 }, { "6:30", -1 }, { "24:00", -1 }, { "10:60", -1 }, { "10:5", -1 }, { "13pm", -1 },
		{ "0am", -1 }, { "ten", -1 }, { "", -1 }, { "10-12", -1 }, { "100", -1 }, { "10:300", -1 } };

	(void)state;
	for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
		int minutes = -1;
		bool read = eh_clock_parse(eh_str_of(CASES[i].text), &minutes);
		if (read != (CASES[i].minutes >= 0) || (read && minutes != CASES[i].minutes))
			fail_msg("\"%s\" is read as %d, not %d", CASES[i].text, minutes, CASES[i].minutes);
	}
}

static struct eh_str words(const struct eh_meetings *meetings, const char *note, struct eh_buf *out)
{
	eh_buf_reset(out);
	assert_int_equal(eh_meetings_words(meetings, eh_str_of(note), out), EH_OK);
	return eh_buf_str(out);
}

static void what_is_kept_comes_back_and_is_said_in_words(void **state)
{
	const struct eh_meetings meetings = {
		{ { 0, EH_WEEKLY, 600, 720 }, { 1, EH_FIRST, 840, 960 }, { 6, EH_FORTNIGHTLY, 390, 450 } }, 3
	};
	struct eh_buf kept EH_CLEANUP_BUF = { 0 }, out EH_CLEANUP_BUF = { 0 };
	struct eh_meetings again;

	(void)state;
	assert_int_equal(eh_meetings_write(&meetings, &kept), EH_OK);
	eh_meetings_read(eh_buf_str(&kept), &again);
	assert_int_equal(again.count, 3);
	assert_memory_equal(again.items, meetings.items, 3 * sizeof *meetings.items);
	assert_str(words(&again, "not in August", &out),
	        "MO 10:00-12:00; first TU of the month 14:00-16:00; every other SU 06:30am-07:30; not in August");
	assert_str(words(&(const struct eh_meetings){ .count = 0 }, "", &out), "");
	assert_str(words(&(const struct eh_meetings){ .count = 0 }, "ring first", &out), "ring first");
	eh_meetings_read(EH_STR("0 0 600 720;rubbish;9 0 1 2;1 2 3"), &again);
	assert_int_equal(again.count, 1);
}

static void only_what_is_on_every_week_is_a_week(void **state)
{
	struct eh_buf out EH_CLEANUP_BUF = { 0 };
	uint64_t week[EH_WEEK_WORDS] = { 0 };

	(void)state;
	for (int often = 0; often < EH_OFTEN_COUNT; often++) {
		const struct eh_meetings one = { { { 2, (enum eh_often)often, 600, 720 } }, 1 };
		assert_int_equal(eh_week_parse(words(&one, "", &out), week), often == EH_WEEKLY);
	}
	/* Before seven stays in the morning. */
	const struct eh_meetings early = { { { 0, EH_WEEKLY, 390, 450 } }, 1 };
	memset(week, 0, sizeof week);
	assert_true(eh_week_parse(words(&early, "", &out), week));
	assert_int_equal(week[0], UINT64_C(3) << 13);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(clocks_are_read_as_people_write_them),
		cmocka_unit_test(what_is_kept_comes_back_and_is_said_in_words),
		cmocka_unit_test(only_what_is_on_every_week_is_a_week),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
