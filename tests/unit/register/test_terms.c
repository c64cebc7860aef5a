/* What services do, from broad to fine, and when: words to bits. */
#include "test.h"

#include "register/taxonomy.h"
#include "register/terms.h"
#include "register/week.h"

static uint64_t need_bit(const char *code) { return UINT64_C(1) << (eh_need_find(eh_str_of(code)) - eh_needs); }

static bool has(const uint64_t *terms, const char *code)
{
	for (size_t i = 0; i < eh_term_count; i++)
		if (strcmp(eh_terms[i].code, code) == 0)
			return terms[i / 64] >> (i % 64) & 1;
	fail_msg("there is no term %s", code);
	return false;
}

static void terms_of(uint64_t needs, const char *name, const char *activities, uint64_t terms[EH_TERM_WORDS])
{
	struct eh_error err = { 0 };

	assert_ok(eh_terms_of(needs, eh_str_of(name), eh_str_of(activities), terms, &err), &err);
}

static size_t shared(const uint64_t *a, const uint64_t *b)
{
	size_t count = 0;

	for (size_t i = 0; i < 64 * EH_TERM_WORDS; i++)
		count += a[i / 64] & b[i / 64] & UINT64_C(1) << (i % 64) ? 1 : 0;
	return count;
}

static void every_term_stands_behind_its_broader_one_and_every_need_is_a_term(void **state)
{
	(void)state;
	for (size_t i = 0; i < eh_term_count; i++) {
		bool before = !eh_terms[i].broader;
		for (size_t j = 0; j < eh_term_count; j++) {
			assert_true(i == j || strcmp(eh_terms[i].code, eh_terms[j].code) != 0);
			before |= j < i && eh_terms[i].broader && strcmp(eh_terms[i].broader, eh_terms[j].code) == 0;
		}
		if (!before)
			fail_msg("%s comes before %s", eh_terms[i].code, eh_terms[i].broader);
	}
	for (size_t n = 0; n < eh_need_count; n++) {
		uint64_t terms[EH_TERM_WORDS];
		terms_of(UINT64_C(1) << n, "", "", terms);
		if (!has(terms, eh_needs[n].code))
			fail_msg("%s is no term", eh_needs[n].code);
		assert_int_equal(shared(terms, terms), 2); /* itself and its theme */
	}
}

static void a_judo_club_and_a_swimming_club_share_sport_and_no_more(void **state)
{
	uint64_t judo[EH_TERM_WORDS], swim[EH_TERM_WORDS], ju_jitsu[EH_TERM_WORDS], sport = need_bit("sport");

	(void)state;
	terms_of(sport, "Altrincham Judo Club", "Martial Arts", judo);
	terms_of(sport, "Altrincham Swimming Club", "Swimming", swim);
	terms_of(sport, "Atlantic JU-JITSU", "", ju_jitsu);
	assert_true(has(judo, "judo") && has(judo, "martial-arts") && has(judo, "sport") && has(judo, "theme-leisure"));
	assert_true(has(swim, "swimming") && has(swim, "water-sports"));
	assert_int_equal(shared(judo, swim), 2);
	assert_int_equal(shared(judo, ju_jitsu), 4);
}

static void activities_count_only_within_the_needs_a_service_has(void **state)
{
	uint64_t terms[EH_TERM_WORDS];

	(void)state;
	terms_of(need_bit("youth"), "Sale Football Scouts", "Scouting, and football on Saturdays", terms);
	assert_true(has(terms, "scouts") && has(terms, "uniformed"));
	assert_false(has(terms, "football"));
	assert_false(has(terms, "theme-leisure"));
	terms_of(0, "Sale Football Scouts", "", terms);
	assert_int_equal(shared(terms, terms), 0);
}

static size_t open_slots(const uint64_t *week)
{
	size_t count = 0;

	for (size_t i = 0; i < EH_WEEK_WORDS; i++)
		count += (size_t)__builtin_popcountll(week[i]);
	return count;
}

static bool open_at(const uint64_t *week, int day, double hour)
{
	int bit = day * EH_WEEK_DAY_SLOTS + (int)(hour * 2);

	return week[bit / 64] >> (bit % 64) & 1;
}

static const struct {
	const char *text;
	size_t slots;
	int day;
	double opens, shuts; /* on that day */
} TIMES[] = {
	{ "MO,WE 10:00-12:00; TU 14:00-16:00", 12, 2, 10, 12 },
	{ "Monday to Friday, 9.30am-4pm", 65, 4, 9.5, 16 },
	{ "Tuesdays, Wednesdays and Fridays, 10am-2pm", 24, 4, 10, 14 },
	{ "Mondays, Tuesdays and Thursdays, 9.30am-4pm; Wednesdays, 9.30am-6pm; Fridays, 9.30am-1pm", 63, 2, 9.5, 18 },
	{ "Mon-Fri 9-5", 80, 0, 9, 17 },
	{ "Every Tuesday 7-9pm", 4, 1, 19, 21 },
	{ "Sat 10-1", 6, 5, 10, 13 },
	{ "Daily 9am to 5pm", 112, 6, 9, 17 },
	{ "Thursday 2-4", 4, 3, 14, 16 },
	{ "Friday to Monday 12noon \xe2\x80\x93 2 p.m.", 0, 0, 0, 0 }, /* "p.m." with full stops: not read */
	{ "Saturday and Sunday midday-2pm", 8, 6, 12, 14 },
	{ "Friday to Monday 6pm-midnight", 48, 0, 18, 24 },
	{ "Weekdays 10:15-10:45", 10, 0, 10, 11 },
	{ "by appointment", 0, 0, 0, 0 },
	{ "First Monday of the month 10-12", 0, 0, 0, 0 },
	{ "Monday 10-12 (term time)", 0, 0, 0, 0 },
	{ "Monday to Thursdays, 9-5pm for calls; 10am-2pm for food", 0, 0, 0, 0 },
	{ "Monday", 0, 0, 0, 0 },
	{ "10-12", 0, 0, 0, 0 },
	{ "Monday 12-12am", 0, 0, 0, 0 },
	{ "Monday 25-26", 0, 0, 0, 0 },
	{ "Monday 99999999999999999999-1", 0, 0, 0, 0 },
	{ "", 0, 0, 0, 0 },
};

static void opening_times_are_read_whole_or_not_at_all(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof TIMES / sizeof *TIMES; i++) {
		uint64_t week[EH_WEEK_WORDS] = { 0 };
		bool known = eh_week_parse(eh_str_of(TIMES[i].text), week);
		if (known != (TIMES[i].slots > 0) || open_slots(week) != TIMES[i].slots)
			fail_msg("\"%s\" gives %zu half hours, want %zu", TIMES[i].text, open_slots(week), TIMES[i].slots);
		if (!known)
			continue;
		assert_true(open_at(week, TIMES[i].day, TIMES[i].opens) && open_at(week, TIMES[i].day, TIMES[i].shuts - 0.5));
		assert_false(open_at(week, TIMES[i].day, TIMES[i].opens - 0.5));
		if (TIMES[i].shuts < 24)
			assert_false(open_at(week, TIMES[i].day, TIMES[i].shuts));
	}
}

static void any_bytes_are_read_without_harm(void **state)
{
	static const char *const PIECES[] = { "mon", "tu", "-", "to", ",", "10", "9.30", "am", "pm", " ", ";", "\xe2\x80\x93",
		"\xe2", "noon", "day", "(", ".", ":", "24", "\xff" };
	struct eh_random random;

	(void)state;
	eh_random_init(&random, 70, 1);
	for (int round = 0; round < 20000; round++) {
		uint64_t week[EH_WEEK_WORDS] = { 0 };
		char text[128] = "";
		for (uint64_t i = eh_random_below(&random, 12); i; i--)
			snprintf(text + strlen(text), sizeof text - strlen(text), "%s",
			        PIECES[eh_random_below(&random, sizeof PIECES / sizeof *PIECES)]);
		bool known = eh_week_parse(eh_str_of(text), week);
		assert_true(known == (open_slots(week) > 0));
		assert_int_equal(week[5] >> 16, 0);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_term_stands_behind_its_broader_one_and_every_need_is_a_term),
		cmocka_unit_test(a_judo_club_and_a_swimming_club_share_sport_and_no_more),
		cmocka_unit_test(activities_count_only_within_the_needs_a_service_has),
		cmocka_unit_test(opening_times_are_read_whole_or_not_at_all),
		cmocka_unit_test(any_bytes_are_read_without_harm),
	};
	return cmocka_run_group_tests_name("terms", tests, NULL, NULL);
}
