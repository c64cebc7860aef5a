/* Reach, access, gaps and what rests on them: vectors worked by hand, and a slow reference on random maps. */
#include "map.h"

static int need(const struct test_map *map, size_t threads, struct ehc_row *rows)
{
	return ehc_need(map->points, map->point_count, map->services, map->service_count, map->people, map->percentile,
	        map->in_place, map->area_count, NULL, threads, rows);
}

static void near(double got, double want, double within, const char *what, size_t at)
{
	if (!(fabs(got - want) <= within) && !(isnan(got) && isnan(want)))
		fail_msg("%s of %zu: got %.12g, want %.12g", what, at, got, want);
}

static void two_steps_on_given_times_give_the_published_vector(void **state)
{
	static const double PEOPLE[] = { 1500, 1800, 1600, 1400 }, PLACES[] = { 60, 20 };
	static const double MINUTES[] = { 6, 25, 14, 12, 28, 8, 45, 38 };
	static const double ACCESS[] = { 20.9009, 17.5760, 10.6324, 0 }, RATIO[] = { 1.6459, 1.3841, 0.8373, 0 };
	double access[4], sum = 0, people = 0;

	(void)state;
	ehc_access_from_times(PEOPLE, 4, PLACES, 2, MINUTES, NULL, access);
	for (size_t i = 0; i < 4; i++) {
		near(1000 * access[i], ACCESS[i], 5e-5, "access for 1,000", i);
		sum += PEOPLE[i] * access[i];
		people += PEOPLE[i];
	}
	near(sum, 80, 1e-9, "supply", 0);
	for (size_t i = 0; i < 4; i++)
		near(access[i] / (sum / people), RATIO[i], 5e-5, "ratio", i);
}

/* The same four areas as points on a plane, at the distances that the times stand for: x and y are 22 minutes apart. */
static void the_same_vector_comes_out_of_a_map(void **state)
{
	static const double PEOPLE[] = { 1500, 1800, 1600, 1400 }, TO_X[] = { 6, 14, 28, 45 }, TO_Y[] = { 25, 12, 8, 38 };
	static const double RATIO[] = { 1.6459, 1.3841, 0.8373, 0 };
	static const double BETWEEN = 22, METRES = 80 / 1.3;
	struct test_map map = { .point_count = 4, .area_count = 4, .service_count = 2 };
	struct ehc_row rows[4];

	(void)state;
	for (size_t i = 0; i < 4; i++) {
		double x = (TO_X[i] * TO_X[i] - TO_Y[i] * TO_Y[i] + BETWEEN * BETWEEN) / (2 * BETWEEN);
		map.points[i] = (struct ehc_point){ x * METRES, sqrt(TO_X[i] * TO_X[i] - x * x) * METRES, PEOPLE[i],
			(uint32_t)i };
		map.people[i] = PEOPLE[i];
		map.percentile[i] = 50;
		map.in_place[i] = true;
	}
	map.services[0] = (struct ehc_service){ 0, 0, 60, 0, false, true, NULL };
	map.services[1] = (struct ehc_service){ BETWEEN * METRES, 0, 20, 1, false, true, NULL };
	assert_int_equal(need(&map, 1, rows), 0);
	for (size_t i = 0; i < 4; i++)
		near(rows[i].ratio[2], RATIO[i], 5e-5, "ratio", i);
	near(rows[0].access[2] * 1000, 20.9009, 5e-5, "access", 0);
	assert_int_equal(rows[3].gap[2], EHC_GAP_ABSOLUTE);
	assert_int_equal(rows[0].gap[2], EHC_GAP_NONE);
}

static double located_share(const struct test_map *map, size_t *ret_located)
{
	size_t all = 0;

	*ret_located = 0;
	for (size_t j = 0; j < map->service_count; j++) {
		bool here = map->services[j].everywhere;
		for (size_t i = 0; i < map->point_count && !here; i++)
			here = map->in_place[map->points[i].area] && band_at(&map->services[j], &map->points[i]) < EHC_BANDS;
		all += here;
		*ret_located += here && (map->services[j].everywhere || map->services[j].help_here);
	}
	return all ? (double)*ret_located / (double)all : 0;
}

static double mean_of(const struct test_map *map, const double *access)
{
	double sum = 0, people = 0;

	for (size_t a = 0; a < map->area_count; a++)
		if (map->in_place[a] && map->people[a] > 0) {
			sum += map->people[a] * access[a];
			people += map->people[a];
		}
	return people > 0 ? sum / people : 0;
}

static uint32_t services_near(const struct test_map *map, size_t area)
{
	uint32_t count = 0;

	for (size_t j = 0; j < map->service_count; j++) {
		bool near_somebody = map->services[j].everywhere;
		for (size_t i = 0; i < map->point_count; i++)
			near_somebody |= map->points[i].area == area && band_at(&map->services[j], &map->points[i]) <= 1;
		count += near_somebody;
	}
	return count;
}

static int slow_gap(double reach, double ratio, double percentile)
{
	if (isnan(reach))
		return EHC_GAP_NONE;
	return reach == 0 ? EHC_GAP_ABSOLUTE : ratio < 0.5 && percentile >= 70 ? EHC_GAP_RELATIVE : EHC_GAP_NONE;
}

static void compare_fragile(size_t a, const struct ehc_row *row, const double *by_provider)
{
	double total = 0, largest = 0, squares = 0;

	for (size_t p = 0; p < MOST_SERVICES; p++) {
		total += by_provider[p];
		largest = fmax(largest, by_provider[p]);
		squares += by_provider[p] * by_provider[p];
	}
	near(row->largest_share, total > 0 ? largest / total : 0, 1e-9, "largest share", a);
	bool edge = total > 0 && (fabs(largest / total - 0.7) < 1e-6 || fabs(squares / total / total - 0.5) < 1e-6);
	if (!edge)
		assert_int_equal(row->fragile, total > 0 && (largest / total > 0.7 || squares / total / total > 0.5));
}

static void compare_map(const struct test_map *map)
{
	static double by_provider[EHC_BANDS][MOST_AREAS][MOST_SERVICES], spare[MOST_AREAS][MOST_SERVICES];
	double access[EHC_BANDS][MOST_AREAS], located[EHC_BANDS][MOST_AREAS];
	struct ehc_row rows[MOST_AREAS];
	size_t helping;
	bool enough = located_share(map, &helping) >= 0.5 && helping;

	assert_int_equal(need(map, 2, rows), 0);
	for (int t = 0; t < EHC_BANDS; t++) {
		slow_access(map, t, false, access[t], by_provider[t]);
		slow_access(map, t, true, located[t], spare);
	}
	for (size_t a = 0; a < map->area_count; a++) {
		bool robust = enough;
		for (int t = 0; t < EHC_BANDS; t++) {
			double mean = mean_of(map, access[t]), mean_located = mean_of(map, located[t]);
			double ratio = mean > 0 ? access[t][a] / mean : 0;
			near(rows[a].access[t], access[t][a], 1e-12, "access", a);
			near(rows[a].ratio[t], ratio, 1e-9, "ratio", a);
			near(rows[a].reach[t], slow_reach(map, a, t, false), 1e-12, "reach", a);
			assert_int_equal(rows[a].gap[t], slow_gap(rows[a].reach[t], ratio, map->percentile[a]));
			robust = robust && rows[a].gap[t] &&
			         slow_gap(slow_reach(map, a, t, true), mean_located > 0 ? located[t][a] / mean_located : 0,
			                 map->percentile[a]);
		}
		assert_int_equal(rows[a].robust, robust);
		assert_int_equal(rows[a].services, services_near(map, a));
		compare_fragile(a, &rows[a], by_provider[1][a]);
		double priority = isnan(map->percentile[a]) || !(map->people[a] > 0)
		                          ? 0
		                          : map->people[a] * map->percentile[a] * (1 - fmin(1, rows[a].ratio[1]));
		near(rows[a].priority, priority, 1e-6, "priority", a);
	}
}

static void random_maps_agree_with_the_slow_reference(void **state)
{
	struct eh_random random;
	struct test_map map;

	(void)state;
	eh_random_init(&random, 20, 1);
	for (int round = 0; round < 400; round++) {
		test_map_make(&map, &random, round % 4 ? 4000 : 60000);
		compare_map(&map);
	}
}

static void weighted_access_sums_to_supply_whenever_every_service_reaches_somebody(void **state)
{
	struct eh_random random;
	struct test_map map;
	struct ehc_row rows[MOST_AREAS];

	(void)state;
	eh_random_init(&random, 21, 1);
	for (int round = 0; round < 300; round++) {
		double supply = 0, sum[EHC_BANDS] = { 0 };
		test_map_make(&map, &random, 3000);
		map.people[0] = 0;
		for (size_t i = 0; i < map.point_count && map.points[i].area == 0; i++)
			map.people[0] += map.points[i].people = 500;
		for (size_t a = 0; a < map.area_count; a++)
			map.in_place[a] = true;
		for (size_t j = 0; j < map.service_count; j++) { /* everybody within ten minutes of somebody */
			map.services[j].x = map.points[0].x + 400 * eh_random_unit(&random);
			map.services[j].y = map.points[0].y;
			map.areas[j][0] = true;
			supply += places_of(&map.services[j]);
		}
		assert_int_equal(need(&map, 1, rows), 0);
		for (size_t a = 0; a < map.area_count; a++)
			for (int t = 0; t < EHC_BANDS && map.people[a] > 0; t++)
				sum[t] += map.people[a] * rows[a].access[t];
		for (int t = 0; t < EHC_BANDS; t++)
			near(sum[t], supply, 1e-6, "supply at threshold", (size_t)t);
	}
}

static void one_two_and_four_threads_give_the_same_bits(void **state)
{
	enum { AREAS = 400, SERVICES = 1000, EACH = 5 };
	static struct ehc_point points[AREAS * EACH];
	static struct ehc_service services[SERVICES];
	static double people[AREAS], percentile[AREAS];
	static bool in_place[AREAS];
	static struct ehc_row rows[3][AREAS];
	static const size_t THREADS[] = { 1, 2, 4 };
	struct eh_random random;

	(void)state;
	eh_random_init(&random, 22, 1);
	for (size_t a = 0; a < AREAS; a++) {
		double x = eh_random_unit(&random) * 15000, y = eh_random_unit(&random) * 15000;
		people[a] = 1500;
		percentile[a] = 100 * eh_random_unit(&random);
		in_place[a] = a % 7 != 0;
		for (size_t i = 0; i < EACH; i++)
			points[a * EACH + i] = (struct ehc_point){ x + 200 * eh_random_normal(&random), y, 300, (uint32_t)a };
	}
	for (size_t j = 0; j < SERVICES; j++)
		services[j] = (struct ehc_service){ eh_random_unit(&random) * 15000, eh_random_unit(&random) * 15000,
			1 + eh_random_unit(&random), (uint32_t)(j / 3), j % 97 == 0, j % 4 != 0, NULL };
	for (size_t n = 0; n < 3; n++)
		assert_int_equal(ehc_need(points, AREAS * EACH, services, SERVICES, people, percentile, in_place, AREAS, NULL,
		                         THREADS[n], rows[n]),
		        0);
	assert_memory_equal(rows[0], rows[1], sizeof rows[0]);
	assert_memory_equal(rows[0], rows[2], sizeof rows[0]);
}

static void nothing_at_all_is_no_trouble(void **state)
{
	struct test_map map = { .area_count = 0 };
	struct ehc_row row;

	(void)state;
	assert_int_equal(need(&map, 1, &row), 0);
	map = (struct test_map){ .area_count = 1, .in_place = { true }, .percentile = { 90 } };
	assert_int_equal(need(&map, 1, &row), 0);
	assert_true(isnan(row.reach[1]));
	assert_int_equal(row.gap[1], EHC_GAP_NONE);
	assert_true(row.priority == 0);
	map.services[0] = (struct ehc_service){ 0, 0, 1, 0, false, true, NULL };
	map.service_count = 1;
	assert_int_equal(need(&map, 1, &row), 0);
	assert_int_equal(row.services, 0);
}

static void without_services_every_area_has_an_absolute_gap_that_is_only_indicated(void **state)
{
	struct eh_random random;
	struct test_map map;
	struct ehc_row rows[MOST_AREAS];

	(void)state;
	eh_random_init(&random, 23, 1);
	test_map_make(&map, &random, 4000);
	map.service_count = 0;
	assert_int_equal(need(&map, 1, rows), 0);
	for (size_t a = 0; a < map.area_count; a++) {
		assert_int_equal(rows[a].gap[1], map.people[a] > 0 ? EHC_GAP_ABSOLUTE : EHC_GAP_NONE);
		assert_false(rows[a].robust);
		assert_false(rows[a].fragile);
		assert_true(rows[a].ratio[1] == 0);
	}
}

static void services_everywhere_reach_everybody_alike_and_their_place_is_not_looked_at(void **state)
{
	struct eh_random random;
	struct test_map map;
	struct ehc_row rows[MOST_AREAS], moved[MOST_AREAS];

	(void)state;
	eh_random_init(&random, 24, 1);
	test_map_make(&map, &random, 60000);
	map.service_count = 3;
	map.in_place[0] = true;
	map.people[0] += 1;
	map.points[0].people += 1;
	for (size_t j = 0; j < 3; j++)
		map.services[j] = (struct ehc_service){ 1, 2, 5, (uint32_t)j, true, false, NULL };
	assert_int_equal(need(&map, 1, rows), 0);
	for (size_t j = 0; j < 3; j++)
		map.services[j].x = map.services[j].y = j == 1 ? 400000 : (double)NAN;
	assert_int_equal(need(&map, 1, moved), 0);
	assert_memory_equal(rows, moved, map.area_count * sizeof *rows);
	for (size_t a = 0; a < map.area_count; a++) {
		if (!(map.people[a] > 0))
			continue;
		assert_true(rows[a].reach[0] == 1);
		assert_int_equal(rows[a].gap[0], EHC_GAP_NONE);
		assert_int_equal(rows[a].services, 3);
		near(rows[a].ratio[1], 1, 1e-9, "ratio", a);
		near(rows[a].largest_share, 1.0 / 3, 1e-9, "largest share", a);
	}
}

/* Two areas: help stands in the first; the second, twenty kilometres off, has none. */
static void a_gap_is_robust_only_where_help_is_located(void **state)
{
	struct test_map map = { .point_count = 2,
		.area_count = 2,
		.service_count = 1,
		.people = { 1000, 1000 },
		.percentile = { 50, 90 },
		.in_place = { true, true } };
	struct ehc_row rows[2];

	(void)state;
	map.points[0] = (struct ehc_point){ 0, 0, 1000, 0 };
	map.points[1] = (struct ehc_point){ 20000, 0, 1000, 1 };
	map.services[0] = (struct ehc_service){ 0, 100, 1, 0, false, true, NULL };
	assert_int_equal(need(&map, 1, rows), 0);
	assert_int_equal(rows[1].gap[1], EHC_GAP_ABSOLUTE);
	assert_true(rows[1].robust);
	assert_false(rows[0].robust);
	map.services[0].help_here = false;
	assert_int_equal(need(&map, 1, rows), 0);
	assert_int_equal(rows[1].gap[1], EHC_GAP_ABSOLUTE);
	assert_false(rows[1].robust);
	/* Offices outnumber places of help: where help happens is mostly not known. */
	map.services[0].help_here = true;
	for (size_t j = 1; j < 4; j++)
		map.services[j] = (struct ehc_service){ 0, 100, 1, (uint32_t)j, false, false, NULL };
	map.service_count = 4;
	assert_int_equal(need(&map, 1, rows), 0);
	assert_false(rows[1].robust);
	map.service_count = 2;
	assert_int_equal(need(&map, 1, rows), 0);
	assert_true(rows[1].robust);
}

static void one_provider_or_two_make_an_area_fragile_and_three_equal_ones_do_not(void **state)
{
	struct test_map map = {
		.point_count = 1, .area_count = 1, .people = { 1000 }, .percentile = { 50 }, .in_place = { true }
	};
	static const bool FRAGILE[] = { false, true, false, false };
	struct ehc_row row;

	(void)state;
	map.points[0] = (struct ehc_point){ 0, 0, 1000, 0 };
	for (size_t n = 0; n <= 3; n++) {
		map.service_count = n;
		for (size_t j = 0; j < n; j++)
			map.services[j] = (struct ehc_service){ 0, 0, 3, (uint32_t)j, false, true, NULL };
		assert_int_equal(need(&map, 1, &row), 0);
		assert_int_equal(row.fragile, FRAGILE[n]);
	}
	for (size_t j = 0; j < 3; j++) /* three services, one organisation */
		map.services[j].provider = 9;
	assert_int_equal(need(&map, 1, &row), 0);
	assert_true(row.fragile);
	assert_true(row.largest_share == 1);
}

static void areas_out_of_order_are_refused_and_nothing_is_written(void **state)
{
	struct test_map map = { .point_count = 2, .area_count = 2, .people = { 1, 1 }, .in_place = { true, true } };
	struct ehc_row rows[2] = { { .priority = 77 } };

	(void)state;
	map.points[0].area = 1;
	assert_int_equal(need(&map, 1, rows), EHC_INVALID);
	map.points[1].area = 2;
	assert_int_equal(need(&map, 1, rows), EHC_INVALID);
	assert_true(rows[0].priority == 77);
}

static void people_who_are_no_number_count_as_none(void **state)
{
	struct test_map map = { .point_count = 2,
		.area_count = 1,
		.service_count = 1,
		.people = { 10 },
		.percentile = { 90 },
		.in_place = { true } };
	struct ehc_row row;

	(void)state;
	map.points[0] = (struct ehc_point){ 0, 0, NAN, 0 };
	map.points[1] = (struct ehc_point){ 0, 0, 10, 0 };
	map.services[0] = (struct ehc_service){ 0, 0, 4, 0, false, true, NULL };
	assert_int_equal(need(&map, 1, &row), 0);
	near(row.access[1], 0.4, 1e-12, "access", 0);
	near(row.reach[1], 1, 0, "reach", 0);
	map.points[1].people = -10;
	assert_int_equal(need(&map, 1, &row), 0);
	assert_true(isnan(row.reach[1]));
}

static void a_failed_allocation_is_said_and_leaves_the_rows_alone(void **state)
{
	struct eh_random random;
	struct test_map map;
	struct ehc_row rows[MOST_AREAS];
	int rc = EHC_NO_MEMORY;

	(void)state;
	eh_random_init(&random, 25, 1);
	test_map_make(&map, &random, 4000);
	for (long n = 0; rc; n++) {
		rows[0].priority = -5;
		eh_alloc_fail_after(n);
		rc = need(&map, 1, rows);
		eh_alloc_fail_after(-1);
		if (rc) {
			assert_int_equal(rc, EHC_NO_MEMORY);
			assert_true(rows[0].priority == -5);
		}
		assert_true(n < 10000);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(two_steps_on_given_times_give_the_published_vector),
		cmocka_unit_test(the_same_vector_comes_out_of_a_map),
		cmocka_unit_test(random_maps_agree_with_the_slow_reference),
		cmocka_unit_test(weighted_access_sums_to_supply_whenever_every_service_reaches_somebody),
		cmocka_unit_test(one_two_and_four_threads_give_the_same_bits),
		cmocka_unit_test(nothing_at_all_is_no_trouble),
		cmocka_unit_test(without_services_every_area_has_an_absolute_gap_that_is_only_indicated),
		cmocka_unit_test(services_everywhere_reach_everybody_alike_and_their_place_is_not_looked_at),
		cmocka_unit_test(a_gap_is_robust_only_where_help_is_located),
		cmocka_unit_test(one_provider_or_two_make_an_area_fragile_and_three_equal_ones_do_not),
		cmocka_unit_test(areas_out_of_order_are_refused_and_nothing_is_written),
		cmocka_unit_test(people_who_are_no_number_count_as_none),
		cmocka_unit_test(a_failed_allocation_is_said_and_leaves_the_rows_alone),
	};
	return cmocka_run_group_tests_name("need", tests, NULL, NULL);
}
