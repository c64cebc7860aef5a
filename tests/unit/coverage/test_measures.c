/* The formulas that need no map. */
#include "map.h"

static void two_lists_of_180_and_140_with_90_in_both_come_to_279(void **state)
{
	struct ehc_estimate estimate = ehc_complete(180, 140, 90);

	(void)state;
	assert_true(fabs(estimate.estimate - 279.5) < 0.05);
	assert_int_equal(lround(estimate.low), 255);
	assert_int_equal(lround(estimate.high), 304);
	assert_int_equal(lround(100 * (180 + 140 - 90) / estimate.estimate), 82);
	assert_false(estimate.too_few);
}

static void under_seven_matches_is_too_few_to_say(void **state)
{
	(void)state;
	assert_true(ehc_complete(100, 100, 6).too_few);
	assert_false(ehc_complete(100, 100, 7).too_few);
	assert_true(ehc_complete(0, 0, 0).too_few);
	assert_true(ehc_complete(0, 0, 0).estimate == 0);
}

static void an_estimate_is_never_under_what_was_found_and_does_not_mind_the_order_of_lists(void **state)
{
	struct eh_random random;

	(void)state;
	eh_random_init(&random, 50, 1);
	for (int round = 0; round < 5000; round++) {
		int64_t n1 = (int64_t)eh_random_below(&random, 3000), n2 = (int64_t)eh_random_below(&random, 3000);
		int64_t m = (int64_t)eh_random_below(&random, (uint64_t)(n1 < n2 ? n1 : n2) + 1);
		struct ehc_estimate one = ehc_complete(n1, n2, m), other = ehc_complete(n2, n1, m);
		assert_true(one.low >= (double)(n1 + n2 - m) - 1e-9);
		assert_true(one.low <= one.high && one.estimate <= one.high);
		assert_true(fabs(one.estimate - other.estimate) < 1e-6 && fabs(one.high - other.high) < 1e-6);
	}
}

static void lists_that_are_the_same_are_complete(void **state)
{
	struct ehc_estimate estimate = ehc_complete(50, 50, 50);

	(void)state;
	assert_true(fabs(estimate.estimate - 50) < 1e-9);
	assert_true(fabs(estimate.low - 50) < 1e-9 && fabs(estimate.high - 50) < 1e-9);
}

static void density_is_by_thousand_people(void **state)
{
	(void)state;
	assert_true(fabs(ehc_density(18, 10000) - 1.8) < 1e-12);
	assert_true(ehc_density(0, 10) == 0);
	assert_true(isnan(ehc_density(3, 0)));
	assert_true(isnan(ehc_density(3, NAN)));
}

static void times_that_are_not_known_reach_nobody(void **state)
{
	static const double PEOPLE[] = { 100, 50, NAN }, PLACES[] = { 5, NAN }, MINUTES[] = { 5, NAN, 5, 31, NAN, 5 };
	double access[3];

	(void)state;
	ehc_access_from_times(PEOPLE, 3, PLACES, 2, MINUTES, NULL, access);
	assert_true(fabs(access[0] - 5.0 / 150) < 1e-15);
	assert_true(fabs(access[1] - 5.0 / 150) < 1e-15);
	assert_true(access[2] == 0); /* its one service has nobody to count */
	ehc_access_from_times(NULL, 0, NULL, 0, NULL, NULL, access);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(two_lists_of_180_and_140_with_90_in_both_come_to_279),
		cmocka_unit_test(under_seven_matches_is_too_few_to_say),
		cmocka_unit_test(an_estimate_is_never_under_what_was_found_and_does_not_mind_the_order_of_lists),
		cmocka_unit_test(lists_that_are_the_same_are_complete),
		cmocka_unit_test(density_is_by_thousand_people),
		cmocka_unit_test(times_that_are_not_known_reach_nobody),
	};
	return cmocka_run_group_tests_name("measures", tests, NULL, NULL);
}
