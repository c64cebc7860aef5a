/* Shared ground: the formula, its bounds, and every pair scored the slow way. */
#include "map.h"

static const double LEAST = 0.5;

static int bits(const uint64_t *a, const uint64_t *b, int words, bool both)
{
	int count = 0;

	for (int w = 0; w < words; w++)
		for (int i = 0; i < 64; i++)
			count += (int)((both ? a[w] & b[w] : a[w] | b[w]) >> i & 1);
	return count;
}

static double jaccard(const uint64_t *a, const uint64_t *b, int words)
{
	int all = bits(a, b, words, false);

	return all ? (double)bits(a, b, words, true) / all : 1;
}

static double catchment(const struct test_map *map, size_t a, size_t b)
{
	const struct ehc_ground *x = &map->ground[a], *y = &map->ground[b];
	double people = 0;

	for (size_t i = 0; i < map->point_count; i++) {
		const struct ehc_point *p = &map->points[i];
		if ((x->everywhere || apart(x->x, x->y, p->x, p->y) <= REACH[1]) &&
		        (y->everywhere || apart(y->x, y->y, p->x, p->y) <= REACH[1]))
			people += p->people;
	}
	return people;
}

static double slow_score(const struct test_map *map, size_t a, size_t b, double *ret_people)
{
	const struct ehc_ground *x = &map->ground[a], *y = &map->ground[b];
	double smaller = fmin(catchment(map, a, a), catchment(map, b, b));
	static const uint64_t NONE[EHC_TERM_WORDS];
	int known_a = bits(x->week, x->week, EHC_WEEK_WORDS, true), known_b = bits(y->week, y->week, EHC_WEEK_WORDS, true);
	double h = known_a && known_b
	                   ? (double)bits(x->week, y->week, EHC_WEEK_WORDS, true) / (known_a < known_b ? known_a : known_b)
	                   : 0.5;

	*ret_people = catchment(map, a, b);
	if (!x->stated || !y->stated || x->provider == y->provider || !(smaller > 0) ||
	        memcmp(x->category, NONE, sizeof NONE) == 0 || memcmp(y->category, NONE, sizeof NONE) == 0)
		return 0;
	return pow(jaccard(x->category, y->category, EHC_TERM_WORDS), 0.4) *
	       pow(jaccard(&x->beneficiaries, &y->beneficiaries, 1), 0.2) * pow(*ret_people / smaller, 0.3) * pow(h, 0.1);
}

static size_t listed(const struct ehc_pair *pairs, size_t count, size_t a, size_t b)
{
	size_t i = 0;

	while (i < count && (pairs[i].a != a || pairs[i].b != b))
		i++;
	return i;
}

static size_t compare(const struct test_map *map, double least)
{
	struct ehc_pair *pairs = NULL;
	size_t count = 0, found = 0;

	assert_int_equal(
	        ehc_shared_ground(map->points, map->point_count, map->ground, map->service_count, least, NULL, 2, &pairs, &count),
	        0);
	for (size_t a = 0; a < map->service_count; a++)
		for (size_t b = a + 1; b < map->service_count; b++) {
			double people, score = slow_score(map, a, b, &people);
			size_t i = listed(pairs, count, a, b);
			if (fabs(score - least) < 1e-9)
				continue;
			if ((i < count) != (score > least))
				fail_msg("pair %zu %zu scores %.9f and is %slisted", a, b, score, i < count ? "" : "not ");
			if (i == count)
				continue;
			found++;
			assert_true(fabs(pairs[i].score - score) < 1e-9);
			assert_true(fabs(pairs[i].people - people) < 1e-6);
			assert_true(pairs[i].score > least && pairs[i].score <= 1);
		}
	assert_int_equal(found, count);
	for (size_t i = 1; i < count; i++)
		assert_true(pairs[i - 1].score >= pairs[i].score);
	ehc_free(pairs);
	return count;
}

static void no_pair_is_lost_or_invented_by_the_bounds(void **state)
{
	static const double LEASTS[] = { 0.5, 0, 0.05, 0.8 };
	struct eh_random random;
	struct test_map map;
	size_t count = 0;

	(void)state;
	eh_random_init(&random, 30, 1);
	for (int round = 0; round < 300; round++) {
		test_map_make(&map, &random, round % 3 ? 3000 : 12000);
		count += compare(&map, LEASTS[round % 4]);
	}
	assert_true(count > 1000);
}

static double score_of(const struct ehc_ground ground[2], const struct ehc_point *points, size_t point_count)
{
	struct ehc_pair *pairs = NULL;
	size_t count = 0;

	assert_int_equal(ehc_shared_ground(points, point_count, ground, 2, 0, NULL, 1, &pairs, &count), 0);
	double score = count ? pairs[0].score : 0;
	ehc_free(pairs);
	return score;
}

static void near(double got, double want)
{
	if (fabs(got - want) > 1e-12)
		fail_msg("got %.15g, want %.15g", got, want);
}

static void the_formula_gives_what_a_hand_works_out(void **state)
{
	const struct ehc_point points[] = { { 0, 0, 300, 0 }, { 1000, 0, 500, 0 }, { 2000, 0, 700, 0 } };
	struct ehc_ground ground[2] = {
		{ .x = 0, .category = { 0xf }, .beneficiaries = 3, .provider = 1, .stated = true },
		{ .x = 1200, .category = { 0x3 }, .beneficiaries = 1, .provider = 2, .stated = true },
	};

	(void)state;
	/* The first reaches 300 + 500, the second 300 + 500 + 700: the smaller lies within the larger. */
	near(score_of(ground, points, 3), pow(2.0 / 4, 0.4) * pow(1.0 / 2, 0.2) * pow(0.5, 0.1));
	ground[1].x = 2200; /* now it reaches 500 + 700 */
	near(score_of(ground, points, 3), pow(0.5, 0.4) * pow(0.5, 0.2) * pow(500.0 / 800, 0.3) * pow(0.5, 0.1));
	ground[0].week[0] = 0xf; /* known for one only: still unknown */
	near(score_of(ground, points, 3), pow(0.5, 0.4) * pow(0.5, 0.2) * pow(500.0 / 800, 0.3) * pow(0.5, 0.1));
	ground[1].week[0] = 0x18;
	near(score_of(ground, points, 3), pow(0.5, 0.4) * pow(0.5, 0.2) * pow(500.0 / 800, 0.3) * pow(1.0 / 2, 0.1));
	ground[1].week[0] = 0x1c;
	near(score_of(ground, points, 3), pow(0.5, 0.4) * pow(0.5, 0.2) * pow(500.0 / 800, 0.3) * pow(2.0 / 3, 0.1));
	ground[1].week[0] = 0xf0; /* never at the same time */
	near(score_of(ground, points, 3), 0);
}

static void two_services_alike_in_everything_score_one_and_never_more(void **state)
{
	const struct ehc_point points[] = { { 0, 0, 0.1, 0 }, { 10, 0, 0.2, 0 }, { 20, 0, 0.3, 0 } };
	struct ehc_ground ground[2] = { { .category = { 5, 1 }, .week = { 1 }, .provider = 1, .stated = true },
		{ .category = { 5, 1 }, .week = { 1 }, .provider = 2, .stated = true } };

	(void)state;
	near(score_of(ground, points, 3), 1);
	ground[1].everywhere = true;
	near(score_of(ground, points, 3), 1);
	ground[1].x = NAN; /* everywhere: its place is not looked at */
	near(score_of(ground, points, 3), 1);
	ground[1].everywhere = false;
	near(score_of(ground, points, 3), 0);
}

static void what_is_not_stated_or_of_one_provider_is_in_no_pair(void **state)
{
	const struct ehc_point points[] = { { 0, 0, 10, 0 } };
	const struct ehc_ground whole[2] = { { .category = { 1 }, .provider = 1, .stated = true },
		{ .category = { 1 }, .provider = 2, .stated = true } };
	struct ehc_ground ground[2];

	(void)state;
	assert_true(score_of(whole, points, 1) > 0.9);
	for (int fault = 0; fault < 4; fault++) {
		memcpy(ground, whole, sizeof ground);
		ground[1].stated = fault != 0;
		ground[1].category[0] = fault == 1 ? 0 : 1;
		ground[1].provider = fault == 2 ? 1 : 2;
		ground[1].x = fault == 3 ? 2463 : 0; /* a metre beyond twice the radius */
		near(score_of(ground, points, 1), 0);
	}
}

static void the_order_of_two_services_does_not_matter(void **state)
{
	struct eh_random random;
	struct test_map map;

	(void)state;
	eh_random_init(&random, 31, 1);
	for (int round = 0; round < 300; round++) {
		test_map_make(&map, &random, 2500);
		if (map.service_count < 2)
			continue;
		struct ehc_ground there[2] = { map.ground[0], map.ground[1] }, back[2] = { map.ground[1], map.ground[0] };
		double one = score_of(there, map.points, map.point_count), other = score_of(back, map.points, map.point_count);
		assert_true(one >= 0 && one <= 1);
		near(one, other);
	}
}

static struct ehc_pair *pairs_of(const struct ehc_point *points, size_t point_count, const struct ehc_ground *ground,
        size_t count, size_t threads, size_t *ret_count)
{
	struct ehc_pair *pairs = NULL;

	assert_int_equal(ehc_shared_ground(points, point_count, ground, count, LEAST, NULL, threads, &pairs, ret_count), 0);
	return pairs;
}

static void one_two_and_four_threads_give_the_same_bits(void **state)
{
	enum { POINTS = 3000, SERVICES = 800 };
	static struct ehc_point points[POINTS];
	static struct ehc_ground ground[SERVICES];
	struct eh_random random;
	size_t count, again;

	(void)state;
	eh_random_init(&random, 32, 1);
	for (size_t i = 0; i < POINTS; i++)
		points[i] = (struct ehc_point){ eh_random_unit(&random) * 8000, eh_random_unit(&random) * 8000,
			eh_random_unit(&random), 0 };
	for (size_t j = 0; j < SERVICES; j++)
		ground[j] = (struct ehc_ground){ .x = eh_random_unit(&random) * 8000,
			.y = eh_random_unit(&random) * 8000,
			.category = { 1 | UINT64_C(1) << eh_random_below(&random, 6) },
			.provider = (uint32_t)j / 2,
			.everywhere = j % 100 == 0,
			.stated = true };
	struct ehc_pair *pairs = pairs_of(points, POINTS, ground, SERVICES, 1, &count);
	assert_true(count > 1000);
	for (size_t threads = 2; threads <= 4; threads += 2) {
		struct ehc_pair *others = pairs_of(points, POINTS, ground, SERVICES, threads, &again);
		assert_int_equal(count, again);
		assert_memory_equal(pairs, others, count * sizeof *pairs);
		ehc_free(others);
	}
	ehc_free(pairs);
}

/* Average linkage the slow way: the two clusters with the highest mean join, over and over. */
static void slow_clusters(const struct ehc_pair *pairs, size_t count, size_t services, uint32_t *cluster)
{
	for (size_t j = 0; j < services; j++)
		cluster[j] = (uint32_t)j;
	for (;;) {
		double best = LEAST;
		uint32_t from = 0, to = 0;
		for (uint32_t a = 0; a < services; a++)
			for (uint32_t b = a + 1; b < services; b++) {
				double sum = 0, size_a = 0, size_b = 0;
				for (size_t j = 0; j < services; j++) {
					size_a += cluster[j] == a;
					size_b += cluster[j] == b;
				}
				for (size_t i = 0; i < count && size_a > 0 && size_b > 0; i++) {
					uint32_t x = cluster[pairs[i].a], y = cluster[pairs[i].b];
					sum += (x == a && y == b) || (x == b && y == a) ? pairs[i].score : 0;
				}
				if (sum > 0 && sum / (size_a * size_b) > best) {
					best = sum / (size_a * size_b);
					from = b;
					to = a;
				}
			}
		if (from == to)
			return;
		for (size_t j = 0; j < services; j++)
			cluster[j] = cluster[j] == from ? to : cluster[j];
	}
}

static void clusters_are_average_linkage(void **state)
{
	struct eh_random random;
	struct test_map map;
	uint32_t cluster[MOST_SERVICES];
	size_t count, joined = 0, parted = 0;

	(void)state;
	eh_random_init(&random, 33, 1);
	for (int round = 0; round < 60; round++) {
		test_map_make(&map, &random, 2500);
		map.service_count = map.service_count > 20 ? 20 : map.service_count;
		for (size_t j = 0; j < map.service_count; j++) /* so much alike that clusters of many come about */
			map.ground[j] = (struct ehc_ground){ .x = map.ground[j].x,
				.y = map.ground[j].y,
				.category = { 1 | (eh_random_next(&random) & 6) },
				.provider = (uint32_t)j,
				.stated = true };
		struct ehc_pair *pairs = pairs_of(map.points, map.point_count, map.ground, map.service_count, 1, &count);
		slow_clusters(pairs, count, map.service_count, cluster);
		for (size_t i = 0; i < count; i++) {
			bool together = cluster[pairs[i].a] == cluster[pairs[i].b];
			assert_int_equal(pairs[i].cluster, together ? cluster[pairs[i].a] : EHC_NO_CLUSTER);
			joined += together;
			parted += !together;
		}
		ehc_free(pairs);
	}
	assert_true(joined > 20 && parted > 20);
}

static void nothing_shares_nothing(void **state)
{
	struct ehc_pair *pairs = NULL;
	const struct ehc_ground ground[2] = { { .category = { 1 }, .provider = 1, .stated = true },
		{ .category = { 1 }, .provider = 2, .stated = true } };
	size_t count = 9;

	(void)state;
	assert_int_equal(ehc_shared_ground(NULL, 0, NULL, 0, LEAST, NULL, 1, &pairs, &count), 0);
	assert_int_equal(count, 0);
	ehc_free(pairs);
	assert_int_equal(ehc_shared_ground(NULL, 0, ground, 2, LEAST, NULL, 1, &pairs, &count), 0); /* nobody lives there */
	assert_int_equal(count, 0);
	ehc_free(pairs);
}

static void a_failed_allocation_is_said_and_nothing_is_given(void **state)
{
	struct eh_random random;
	struct test_map map;
	struct ehc_pair *pairs = NULL;
	size_t count = 0;
	int rc = EHC_NO_MEMORY;

	(void)state;
	eh_random_init(&random, 34, 1);
	do
		test_map_make(&map, &random, 2000);
	while (map.service_count < 40);
	for (long n = 0; rc; n++) {
		eh_alloc_fail_after(n);
		rc = ehc_shared_ground(
		        map.points, map.point_count, map.ground, map.service_count, LEAST, NULL, 1, &pairs, &count);
		eh_alloc_fail_after(-1);
		assert_true(rc == 0 || (rc == EHC_NO_MEMORY && !pairs));
		assert_true(n < 10000);
	}
	assert_true(count > 0);
	ehc_free(pairs);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_pair_is_lost_or_invented_by_the_bounds),
		cmocka_unit_test(the_formula_gives_what_a_hand_works_out),
		cmocka_unit_test(two_services_alike_in_everything_score_one_and_never_more),
		cmocka_unit_test(what_is_not_stated_or_of_one_provider_is_in_no_pair),
		cmocka_unit_test(the_order_of_two_services_does_not_matter),
		cmocka_unit_test(one_two_and_four_threads_give_the_same_bits),
		cmocka_unit_test(clusters_are_average_linkage),
		cmocka_unit_test(nothing_shares_nothing),
		cmocka_unit_test(a_failed_allocation_is_said_and_nothing_is_given),
	};
	return cmocka_run_group_tests_name("ground", tests, NULL, NULL);
}
