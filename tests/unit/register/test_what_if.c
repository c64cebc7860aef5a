/* What if: the analysis with services taken out and one added, against the analysis of things as they are, on the example town. */
#include "../../test.h"

#include <math.h>

#include "place.h"
#include "register/analysis.h"
#include "town/town.h"

static struct test_place place;
static struct eh_error error;
static struct eh_analysis now;

static int setup(void **state)
{
	(void)state;
	test_place_town(&place, 250, 5);
	assert_ok(eh_analyse(place.db, eh_str_of(place.council), EH_ANALYSE_GAPS, 1, &now, &error), &error);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	eh_analysis_finish(&now);
	test_place_finish(&place);
	return 0;
}

static size_t need_of(const char *code)
{
	for (size_t i = 0; i < now.need_count; i++)
		if (strcmp(now.needs[i].need->code, code) == 0)
			return i;
	fail_msg("the need %s is not judged", code);
	return 0;
}

static struct eh_analysis ask(const struct eh_what_if *what_if)
{
	struct eh_analysis then = { 0 };

	assert_ok(eh_analyse_what_if(place.db, eh_str_of(place.council), what_if, 1, &then, &error), &error);
	assert_int_equal(then.need_count, 1);
	assert_int_equal(then.area_count, now.area_count);
	return then;
}

static const struct eh_coverage_row *before(size_t area, size_t need) { return &now.rows[area * now.need_count + need]; }

static void nothing_changed_changes_nothing(void **state)
{
	size_t need = need_of("youth");
	struct eh_analysis then EH_CLEANUP_ANALYSIS = ask(&(const struct eh_what_if){ .need = EH_STR("youth") });

	(void)state;
	for (size_t i = 0; i < now.area_count; i++) {
		assert_float_equal(then.rows[i].reach[1], before(i, need)->reach[1], 0);
		assert_float_equal(then.rows[i].access_ratio, before(i, need)->access_ratio, 0);
		assert_int_equal(then.rows[i].gap, before(i, need)->gap);
	}
	assert_true(then.supply_count > 0);
	assert_int_equal(then.supply_count, now.needs[need].located + now.needs[need].registered + now.needs[need].whole_place);
}

static void without_any_service_nobody_is_reached(void **state)
{
	struct eh_analysis then EH_CLEANUP_ANALYSIS = ask(&(const struct eh_what_if){ .need = EH_STR("youth") });
	struct eh_str *all = eh_arena_alloc_zero(&then.arena, then.supply_count, sizeof *all);

	(void)state;
	for (size_t i = 0; i < then.supply_count; i++)
		all[i] = then.supply[i].service_id;
	struct eh_analysis none EH_CLEANUP_ANALYSIS = ask(
	        &(const struct eh_what_if){ .need = EH_STR("youth"), .taken_out = all, .taken_count = then.supply_count });
	for (size_t i = 0; i < none.area_count; i++) {
		assert_true(!(none.rows[i].reach[1] > 0));
		assert_int_equal(none.rows[i].services, 0);
	}
	for (size_t i = 0; i < none.supply_count; i++)
		assert_true(none.supply[i].taken_out);
}

static void one_more_reaches_those_around_it_and_takes_reach_from_nobody(void **state)
{
	size_t need = need_of("youth");
	struct eh_analysis then EH_CLEANUP_ANALYSIS = ask(&(const struct eh_what_if){
	        .need = EH_STR("youth"), .add = true, .easting = now.areas[0].easting, .northing = now.areas[0].northing });

	(void)state;
	for (size_t i = 0; i < now.area_count; i++)
		if (!isnan(then.rows[i].reach[1]))
			assert_true(then.rows[i].reach[1] >= before(i, need)->reach[1]);
	assert_true(then.rows[0].services >= before(0, need)->services + 1);
	assert_true(then.rows[0].reach[1] > 0);
}

static void services_of_other_needs_and_unknown_ones_are_passed_over(void **state)
{
	const struct eh_str odd[] = { EH_STR("S-0000000000"), EH_STR(""), EH_STR("'; --") };
	size_t need = need_of("youth");
	struct eh_analysis then EH_CLEANUP_ANALYSIS = ask(
	        &(const struct eh_what_if){ .need = EH_STR("youth"), .taken_out = odd, .taken_count = 3 });

	(void)state;
	for (size_t i = 0; i < now.area_count; i++)
		assert_float_equal(then.rows[i].access_ratio, before(i, need)->access_ratio, 0);
}

/* How gaps change against the mean as it is now, and how they would against the mean that changes. */
struct moves {
	size_t opened, closed, opened_by_mean, closed_by_mean;
};

static void count_moves(const struct eh_analysis *then, size_t need, struct moves *moves)
{
	for (size_t i = 0; i < now.area_count; i++) {
		bool was = before(i, need)->gap != EH_GAP_NONE, is = eh_what_if_row(&now, need, then, i).gap != EH_GAP_NONE,
		     by_mean = then->rows[i].gap != EH_GAP_NONE;
		moves->opened += !was && is;
		moves->closed += was && !is;
		moves->opened_by_mean += !was && by_mean;
		moves->closed_by_mean += was && !by_mean;
	}
}

static void one_more_service_opens_no_gap_whatever_the_need_and_wherever_it_stands(void **state)
{
	struct moves moves = { 0 };

	(void)state;
	for (size_t need = 0; need < now.need_count; need++)
		for (size_t area = need % 3; area < now.area_count; area += now.area_count / 4) {
			struct eh_analysis then EH_CLEANUP_ANALYSIS = ask(
			        &(const struct eh_what_if){ .need = eh_str_of(now.needs[need].need->code),
			                .add = true,
			                .easting = now.areas[area].easting,
			                .northing = now.areas[area].northing });
			count_moves(&then, need, &moves);
		}
	print_message("%zu opened, %zu closed; against the mean that changes %zu would open\n", moves.opened, moves.closed,
	        moves.opened_by_mean);
	assert_int_equal(moves.opened, 0);
	assert_true(moves.closed > 0 && moves.opened_by_mean > 0);
}

static void one_service_fewer_closes_no_gap(void **state)
{
	struct moves moves = { 0 };

	(void)state;
	for (size_t need = 0; need < now.need_count; need++) {
		struct eh_analysis as_it_is EH_CLEANUP_ANALYSIS = ask(
		        &(const struct eh_what_if){ .need = eh_str_of(now.needs[need].need->code) });
		for (size_t i = 0; i < as_it_is.supply_count; i += as_it_is.supply_count / 3 + 1) {
			struct eh_analysis then EH_CLEANUP_ANALYSIS = ask(
			        &(const struct eh_what_if){ .need = eh_str_of(now.needs[need].need->code),
			                .taken_out = &as_it_is.supply[i].service_id,
			                .taken_count = 1 });
			count_moves(&then, need, &moves);
		}
	}
	print_message("%zu opened, %zu closed; against the mean that changes %zu would close\n", moves.opened, moves.closed,
	        moves.closed_by_mean);
	assert_int_equal(moves.closed, 0);
	assert_true(moves.opened > 0 && moves.closed_by_mean > 0);
}

static void a_need_that_is_not_judged_is_not_found(void **state)
{
	static const char *const NEEDS[] = { "", "nonsense", "faith" };
	struct eh_analysis then;

	(void)state;
	for (size_t i = 0; i < sizeof NEEDS / sizeof *NEEDS; i++)
		assert_int_equal(eh_analyse_what_if(place.db, eh_str_of(place.council),
		                         &(const struct eh_what_if){ .need = eh_str_of(NEEDS[i]) }, 1, &then, &error),
		        EH_NOT_FOUND);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nothing_changed_changes_nothing),
		cmocka_unit_test(without_any_service_nobody_is_reached),
		cmocka_unit_test(one_more_reaches_those_around_it_and_takes_reach_from_nobody),
		cmocka_unit_test(services_of_other_needs_and_unknown_ones_are_passed_over),
		cmocka_unit_test(one_more_service_opens_no_gap_whatever_the_need_and_wherever_it_stands),
		cmocka_unit_test(one_service_fewer_closes_no_gap),
		cmocka_unit_test(a_need_that_is_not_judged_is_not_found),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
