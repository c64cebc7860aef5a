/* Where one more place would reach most, and who loses and gains when services close and open. */
#include "map.h"

enum { MOST_SITES = 9 };

static double covered(const struct test_map *map, const double sites[][2], unsigned chosen)
{
	double people = 0;

	for (size_t i = 0; i < map->point_count; i++) {
		bool before = false, after = false;
		for (size_t j = 0; j < map->service_count; j++)
			before |= map->services[j].everywhere || band_at(&map->services[j], &map->points[i]) <= 1;
		for (size_t s = 0; s < MOST_SITES; s++)
			after |= (chosen >> s & 1) &&
			         apart(sites[s][0], sites[s][1], map->points[i].x, map->points[i].y) <= REACH[1];
		people += after && !before ? map->points[i].people : 0;
	}
	return people;
}

static double best_of(const struct test_map *map, const double sites[][2], int most)
{
	double best = 0;

	for (unsigned chosen = 0; chosen < 1u << MOST_SITES; chosen++)
		if (__builtin_popcount(chosen) <= most)
			best = fmax(best, covered(map, sites, chosen));
	return best;
}

static void greedy_stays_within_its_bound_of_the_best_and_says_true_gains(void **state)
{
	struct eh_random random;
	struct test_map map;
	size_t some = 0;

	(void)state;
	eh_random_init(&random, 60, 1);
	for (int round = 0; round < 150; round++) {
		double sites[MOST_SITES][2], gain[3], sum = 0;
		size_t chosen[3];
		unsigned taken = 0;
		test_map_make(&map, &random, 6000);
		map.service_count = round % 3 ? map.service_count / 8 : 0;
		for (size_t s = 0; s < MOST_SITES; s++)
			for (int k = 0; k < 2; k++)
				sites[s][k] = (k ? 390000 : 400000) + 6000 * eh_random_unit(&random);
		int count = ehc_where_next(map.points, map.point_count, map.services, map.service_count,
		        (const double(*)[2])sites, MOST_SITES, 3, NULL, chosen, gain);
		for (int i = 0; i < count; i++) {
			double before = covered(&map, sites, taken), best = 0;
			for (size_t s = 0; s < MOST_SITES; s++)
				best = fmax(best, covered(&map, sites, taken | 1u << s) - before);
			taken |= 1u << chosen[i];
			assert_true(fabs(covered(&map, sites, taken) - before - gain[i]) < 1e-6);
			assert_true(fabs(best - gain[i]) < 1e-6); /* each step is the best single one */
			sum += gain[i];
		}
		assert_true(count == 3 || best_of(&map, sites, 3) - sum < 1e-6);
		assert_true(sum >= (1 - exp(-1)) * best_of(&map, sites, 3) - 1e-6);
		some += count > 1;
	}
	assert_true(some > 50);
}

static void ties_go_to_the_first_site_and_it_stops_when_nothing_is_gained(void **state)
{
	const struct ehc_point points[] = { { 0, 0, 10, 0 }, { 9000, 0, 10, 0 } };
	const double sites[][2] = { { NAN, 0 }, { 9000, 0 }, { 0, 0 }, { 0, 1 } };
	size_t chosen[4];
	double gain[4];

	(void)state;
	assert_int_equal(ehc_where_next(points, 2, NULL, 0, sites, 4, 4, NULL, chosen, gain), 2);
	assert_int_equal(chosen[0], 1);
	assert_int_equal(chosen[1], 2);
	assert_int_equal(ehc_where_next(points, 0, NULL, 0, sites, 4, 4, NULL, chosen, gain), 0);
	assert_int_equal(ehc_where_next(points, 2, NULL, 0, NULL, 0, 4, NULL, chosen, gain), 0);
	const struct ehc_service everywhere = { .everywhere = true };
	assert_int_equal(ehc_where_next(points, 2, &everywhere, 1, sites, 4, 4, NULL, chosen, gain), 0);
}

/* Whether a point has a service within a threshold, of those that are left and those that come. */
static bool has(const struct test_map *map, const bool *taken_out, const struct ehc_service *added, size_t added_count,
        const struct ehc_point *point, int threshold)
{
	bool any = false;

	for (size_t j = 0; j < map->service_count; j++)
		any |= !(taken_out && taken_out[j]) &&
		       (map->services[j].everywhere || band_at(&map->services[j], point) <= threshold);
	for (size_t j = 0; j < added_count; j++)
		any |= added[j].everywhere || band_at(&added[j], point) <= threshold;
	return any;
}

static void taking_out_and_adding_services_says_who_loses_and_who_gains(void **state)
{
	struct eh_random random;
	struct test_map map, others;
	double lost = 0, gained = 0;

	(void)state;
	eh_random_init(&random, 61, 1);
	for (int round = 0; round < 200; round++) {
		struct ehc_change changes[MOST_AREAS];
		bool taken_out[MOST_SERVICES];
		test_map_make(&map, &random, 6000);
		test_map_make(&others, &random, 6000);
		map.service_count = map.service_count / 4 + 1;
		size_t added = others.service_count / 16;
		for (size_t j = 0; j < map.service_count; j++)
			taken_out[j] = eh_random_below(&random, 2);
		assert_int_equal(ehc_what_if(map.points, map.point_count, map.services, map.service_count, taken_out,
		                         others.services, added, map.area_count, NULL, 2, changes),
		        0);
		for (size_t a = 0; a < map.area_count; a++)
			for (int t = 0; t < EHC_BANDS; t++) {
				double loss = 0, gain = 0;
				for (size_t i = 0; i < map.point_count; i++) {
					const struct ehc_point *point = &map.points[i];
					bool before = has(&map, NULL, NULL, 0, point, t);
					bool after = has(&map, taken_out, others.services, added, point, t);
					loss += point->area == a && before && !after ? point->people : 0;
					gain += point->area == a && after && !before ? point->people : 0;
				}
				assert_true(fabs(changes[a].lost[t] - loss) < 1e-6 && fabs(changes[a].gained[t] - gain) < 1e-6);
				assert_true(fabs(changes[a].people - map.people[a]) < 1e-6);
				lost += loss;
				gained += gain;
			}
	}
	assert_true(lost > 0 && gained > 0);
}

static void what_is_lost_agrees_with_reach_before_and_after(void **state)
{
	struct eh_random random;
	struct test_map map;

	(void)state;
	eh_random_init(&random, 62, 1);
	for (int round = 0; round < 50; round++) {
		struct ehc_change changes[MOST_AREAS];
		struct ehc_row before[MOST_AREAS], after[MOST_AREAS];
		bool taken_out[MOST_SERVICES] = { true };
		test_map_make(&map, &random, 6000);
		map.service_count = map.service_count / 8 + 1;
		assert_int_equal(ehc_what_if(map.points, map.point_count, map.services, map.service_count, taken_out, NULL, 0,
		                         map.area_count, NULL, 1, changes),
		        0);
		ehc_need(map.points, map.point_count, map.services, map.service_count, map.people, map.percentile, map.in_place,
		        map.area_count, NULL, 1, before);
		ehc_need(map.points, map.point_count, map.services + 1, map.service_count - 1, map.people, map.percentile,
		        map.in_place, map.area_count, NULL, 1, after);
		for (size_t a = 0; a < map.area_count; a++)
			for (int t = 0; t < EHC_BANDS && map.people[a] > 0; t++) {
				assert_true(fabs(changes[a].lost[t] - map.people[a] * (before[a].reach[t] - after[a].reach[t])) <
				            1e-6);
				assert_true(changes[a].gained[t] == 0);
			}
	}
}

static void a_point_of_no_area_is_refused_and_nothing_is_written(void **state)
{
	const struct ehc_point point = { 0, 0, 1, 1 };
	struct ehc_change change = { .people = 77 };

	(void)state;
	assert_int_equal(ehc_what_if(&point, 1, NULL, 0, NULL, NULL, 0, 1, NULL, 1, &change), EHC_INVALID);
	assert_true(change.people == 77);
	assert_int_equal(ehc_what_if(NULL, 0, NULL, 0, NULL, NULL, 0, 1, NULL, 1, &change), 0);
	assert_true(change.people == 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(greedy_stays_within_its_bound_of_the_best_and_says_true_gains),
		cmocka_unit_test(ties_go_to_the_first_site_and_it_stops_when_nothing_is_gained),
		cmocka_unit_test(taking_out_and_adding_services_says_who_loses_and_who_gains),
		cmocka_unit_test(what_is_lost_agrees_with_reach_before_and_after),
		cmocka_unit_test(a_point_of_no_area_is_refused_and_nothing_is_written),
	};
	return cmocka_run_group_tests_name("where_next", tests, NULL, NULL);
}
