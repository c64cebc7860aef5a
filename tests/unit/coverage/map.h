/* map.h: small invented maps for the tests of coverage, and a reference that does the same the slow and plain way: every service with
 * every point, no grid, no sorting, no threads. */
#ifndef EH_TEST_COVERAGE_MAP_H
#define EH_TEST_COVERAGE_MAP_H

#include <math.h>

#include "evenhand/coverage.h"
#include "test.h"

enum { MOST_POINTS = 256, MOST_AREAS = 24, MOST_SERVICES = 48 };

struct test_map {
	struct ehc_point points[MOST_POINTS];
	struct ehc_service services[MOST_SERVICES];
	struct ehc_ground ground[MOST_SERVICES];
	double people[MOST_AREAS], percentile[MOST_AREAS];
	bool in_place[MOST_AREAS], areas[MOST_SERVICES][MOST_AREAS]; /* areas: that a service goes out to */
	size_t point_count, service_count, area_count;
};

static const double REACH[EHC_BANDS] = { 10 * 80 / 1.3, 20 * 80 / 1.3, 30 * 80 / 1.3 };

/* Areas strewn over `metres`, their points round them, services anywhere; now and then nobody, everywhere, an office, nowhere, or going out. */
static inline void test_map_make(struct test_map *map, struct eh_random *random, double metres)
{
	*map = (struct test_map){ .area_count = 1 + eh_random_below(random, MOST_AREAS),
		.service_count = eh_random_below(random, MOST_SERVICES + 1) };
	for (size_t a = 0; a < map->area_count; a++) {
		double x = 400000 + eh_random_unit(random) * metres, y = 390000 + eh_random_unit(random) * metres;
		size_t count = 1 + eh_random_below(random, MOST_POINTS / MOST_AREAS);
		double people = eh_random_below(random, 12) ? 1 + (double)eh_random_below(random, 2000) : 0;
		map->in_place[a] = eh_random_below(random, 5) != 0;
		map->percentile[a] = eh_random_below(random, 10) ? 100 * eh_random_unit(random) : (double)NAN;
		map->people[a] = people;
		for (size_t i = 0; i < count; i++)
			map->points[map->point_count++] = (struct ehc_point){ x + 300 * eh_random_normal(random),
				y + 300 * eh_random_normal(random), people / (double)count, (uint32_t)a };
	}
	for (size_t j = 0; j < map->service_count; j++) {
		struct ehc_service *service = &map->services[j];
		*service = (struct ehc_service){ 400000 + eh_random_unit(random) * metres,
			390000 + eh_random_unit(random) * metres,
			eh_random_below(random, 4) ? (double)(1 + eh_random_below(random, 50)) : (double)NAN,
			(uint32_t)eh_random_below(random, 1 + map->service_count / 2), eh_random_below(random, 25) == 0,
			eh_random_below(random, 3) != 0, NULL };
		if (!eh_random_below(random, 30))
			service->x = eh_random_below(random, 2) ? (double)NAN : (double)INFINITY;
		if (!eh_random_below(random, 12)) {
			for (size_t a = 0; a < map->area_count; a++)
				map->areas[j][a] = eh_random_below(random, 4) == 0;
			service->areas = map->areas[j];
			service->help_here = true;
		}
		struct ehc_ground *ground = &map->ground[j];
		*ground = (struct ehc_ground){ .x = service->x,
			.y = service->y,
			.provider = service->provider,
			.everywhere = service->everywhere,
			.stated = eh_random_below(random, 8) != 0 };
		for (int w = 0; w < EHC_TERM_WORDS; w++)
			ground->category[w] = eh_random_next(random) & eh_random_next(random) & 0xf;
		ground->category[0] |= 1;
		ground->beneficiaries = eh_random_below(random, 3) ? eh_random_next(random) & 7 : 0;
		for (int w = 0; w < EHC_WEEK_WORDS && eh_random_below(random, 2); w++)
			ground->week[w] = eh_random_next(random) & eh_random_next(random) & 0xff;
	}
}

static inline double apart(double x, double y, double x2, double y2) { return sqrt((x - x2) * (x - x2) + (y - y2) * (y - y2)); }

/* Band of a service at a point; EHC_BANDS: out of reach. */
static inline int band_at(const struct ehc_service *service, const struct ehc_point *point)
{
	double metres = apart(service->x, service->y, point->x, point->y);
	int band = 0;

	if (service->areas)
		return service->areas[point->area] ? 0 : EHC_BANDS;
	while (band < EHC_BANDS && !(metres <= REACH[band]))
		band++;
	return band;
}

static inline double places_of(const struct ehc_service *service) { return isnan(service->capacity) ? 1 : service->capacity; }

/* Access at one threshold, of each area, by the two steps as they are written down. */
static inline void slow_access(
        const struct test_map *map, int threshold, bool located_only, double access[], double by_provider[][MOST_SERVICES])
{
	double place = 0;

	for (size_t a = 0; a < map->area_count; a++) {
		place += map->in_place[a] ? map->people[a] : 0;
		access[a] = 0;
		for (size_t p = 0; p < MOST_SERVICES; p++)
			by_provider[a][p] = 0;
	}
	for (size_t j = 0; j < map->service_count; j++) {
		const struct ehc_service *service = &map->services[j];
		double demand = 0;
		if (located_only && !service->everywhere && !service->help_here)
			continue;
		for (size_t i = 0; i < map->point_count && !service->everywhere; i++) {
			int band = band_at(service, &map->points[i]);
			demand += band <= threshold ? map->points[i].people * ehc_defaults.weights[band] : 0;
		}
		for (size_t i = 0; i < map->point_count; i++) {
			int band = band_at(service, &map->points[i]);
			uint32_t a = map->points[i].area;
			double here = map->people[a] > 0 ? map->points[i].people / map->people[a] : 0, gets = 0;
			if (service->everywhere)
				gets = place > 0 ? places_of(service) / place * here : 0;
			else if (band <= threshold && demand > 0)
				gets = places_of(service) / demand * ehc_defaults.weights[band] * here;
			access[a] += gets;
			by_provider[a][service->provider] += gets;
		}
	}
}

/* Share of an area's people with a service within a threshold. */
static inline double slow_reach(const struct test_map *map, size_t area, int threshold, bool located_only)
{
	double within = 0, people = 0;

	for (size_t i = 0; i < map->point_count; i++) {
		bool reached = false;
		if (map->points[i].area != area)
			continue;
		for (size_t j = 0; j < map->service_count; j++)
			reached |= map->services[j].everywhere ||
			           ((map->services[j].help_here || !located_only) &&
			                   band_at(&map->services[j], &map->points[i]) <= threshold);
		people += map->points[i].people;
		within += reached ? map->points[i].people : 0;
	}
	return people > 0 ? within / people : (double)NAN;
}

#endif
