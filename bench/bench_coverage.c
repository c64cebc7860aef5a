/* Access, gaps and overlaps of every small area of England: 10 needs, 200,000 invented services. Usage: bench_coverage [RUNS [THREADS]]
 *
 * People stand at the live postcodes of the real lists when the data folder (EVENHAND_DATA, or ../shared/data) holds them, and at as many
 * invented points in towns otherwise; services stand where people do. Prints medians, the size of the input and the peak memory. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>

#include "base/base.h"
#include "evenhand/coverage.h"
#include "geo/geo.h"
#include "io/table.h"

enum { NEEDS = 10, SERVICES = 200000, AREAS = 33755, POINTS_EACH = 45, ACTIVITIES = 8, MOST_RUNS = 99 };

struct country {
	EH_VEC(struct ehc_point) points;
	size_t areas;
	double *people, *percentile;
	bool *in_place;
	const char *from;
};

struct supply {
	struct ehc_service *services;
	struct ehc_ground *ground;
	uint16_t *needs; /* bits */
};

static double now(clockid_t clock)
{
	struct timespec t;

	clock_gettime(clock, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static int by_area(const void *a, const void *b)
{
	const struct ehc_point *x = a, *y = b;

	if (x->area != y->area)
		return x->area < y->area ? -1 : 1;
	return x->x != y->x ? (x->x < y->x ? -1 : 1) : (x->y > y->y) - (x->y < y->y);
}

static size_t column(const struct eh_row *header, const char *name)
{
	for (size_t i = 0; i < header->count; i++)
		if (eh_str_eq(header->cells[i], eh_str_of(name)))
			return i;
	fprintf(stderr, "bench_coverage: the list of postcodes has no column \"%s\"\n", name);
	exit(1);
}

/* Live postcodes with their LSOA. False when there is no such file. */
static bool read_postcodes(struct country *country)
{
	struct eh_table *table EH_CLEANUP_TABLE = NULL;
	struct eh_map areas EH_CLEANUP_MAP = { 0 };
	struct eh_arena names EH_CLEANUP_ARENA = { 0 };
	struct eh_error err = { 0 };
	struct eh_row row;
	char path[4096];
	const char *folder = getenv("EVENHAND_DATA");

	snprintf(path, sizeof path, "%s/places/postcodes_england.csv.gz", folder ? folder : "../shared/data");
	if (eh_table_open(path, NULL, &table, &err) != EH_OK || eh_table_next(table, &row, &err) != EH_OK)
		return false;
	size_t latitude = column(&row, "lat"), longitude = column(&row, "long"), live = column(&row, "live"),
	       lsoa = column(&row, "lsoa21");
	while (eh_table_next(table, &row, &err) == EH_OK) {
		double lat, lon;
		if (row.count <= lsoa || !row.cells[lsoa].n || !eh_str_eq(row.cells[live], EH_STR("1")) ||
		        eh_str_to_double(row.cells[latitude], &lat) != EH_OK ||
		        eh_str_to_double(row.cells[longitude], &lon) != EH_OK)
			continue;
		struct ehc_point point = { .people = 1 };
		eh_grid_from_lat_long(lat, lon, &point.x, &point.y);
		uint64_t *area = eh_map_get(&areas, row.cells[lsoa]);
		point.area = (uint32_t)(area ? *area : areas.count);
		if (!area && eh_map_put(&areas, eh_arena_str(&names, row.cells[lsoa]), areas.count, NULL, NULL) < 0)
			return false;
		if (!eh_vec_push(&country->points, point))
			return false;
	}
	country->areas = areas.count;
	country->from = "real postcodes";
	return country->points.count > 0;
}

/* Towns of all sizes, areas round their middles, points round those. */
static void invent(struct country *country, struct eh_random *random)
{
	double x = 0, y = 0, size = 0;

	country->from = "invented points";
	country->areas = AREAS;
	for (uint32_t a = 0; a < AREAS; a++) {
		if (a % 40 == 0) {
			x = eh_random_unit(random) * 500000;
			y = eh_random_unit(random) * 550000;
			size = 500 + 4000 * eh_random_unit(random);
		}
		double east = x + size * eh_random_normal(random), north = y + size * eh_random_normal(random);
		for (int i = 0; i < POINTS_EACH; i++)
			if (!eh_vec_push(&country->points, (struct ehc_point){ east + 250 * eh_random_normal(random),
			                                           north + 250 * eh_random_normal(random), 1, a }))
				exit(1);
	}
}

static void settle_people(struct country *country, struct eh_random *random)
{
	struct ehc_point *points = country->points.items;
	size_t count = country->points.count;

	country->people = eh_alloc_zero(country->areas, sizeof *country->people);
	country->percentile = eh_alloc_zero(country->areas, sizeof *country->percentile);
	country->in_place = eh_alloc_zero(country->areas, sizeof *country->in_place);
	for (size_t a = 0; a < country->areas; a++) {
		country->people[a] = 1000 + (double)eh_random_below(random, 1400);
		country->percentile[a] = 100 * eh_random_unit(random);
		country->in_place[a] = true;
	}
	qsort(points, count, sizeof *points, by_area);
	for (size_t i = 0, end; i < count; i = end) {
		for (end = i; end < count && points[end].area == points[i].area; end++)
			;
		for (size_t j = i; j < end; j++)
			points[j].people = country->people[points[i].area] / (double)(end - i);
	}
}

static void add_need(struct ehc_ground *ground, size_t need, size_t activity)
{
	size_t bits[] = { need / 2, 5 + need, 5 + NEEDS + need * ACTIVITIES + activity };

	for (size_t i = 0; i < 3; i++)
		ground->category[bits[i] / 64] |= UINT64_C(1) << (bits[i] % 64);
}

static void invent_services(const struct country *country, struct supply *supply, struct eh_random *random)
{
	supply->services = eh_alloc_zero(SERVICES, sizeof *supply->services);
	supply->ground = eh_alloc_zero(SERVICES, sizeof *supply->ground);
	supply->needs = eh_alloc_zero(SERVICES, sizeof *supply->needs);
	for (size_t j = 0; j < SERVICES; j++) {
		const struct ehc_point *at = &country->points.items[eh_random_below(random, country->points.count)];
		struct ehc_service *service = &supply->services[j];
		struct ehc_ground *ground = &supply->ground[j];
		*service = (struct ehc_service){ at->x + 50 * eh_random_normal(random), at->y + 50 * eh_random_normal(random),
			NAN, (uint32_t)eh_random_below(random, SERVICES * 3 / 4), false, eh_random_below(random, 2), NULL };
		*ground = (struct ehc_ground){ .x = service->x, .y = service->y, .provider = service->provider, .stated = true };
		ground->beneficiaries = 1 | (eh_random_below(random, 2) ? UINT64_C(1) << eh_random_below(random, 12) : 0);
		for (size_t n = 0; n < 1 + (size_t)(eh_random_below(random, 10) < 3); n++) {
			size_t need = eh_random_below(random, NEEDS);
			supply->needs[j] |= (uint16_t)(1u << need);
			add_need(ground, need, eh_random_below(random, ACTIVITIES));
		}
	}
}

struct result {
	double gaps, overlaps, total, processor;
	size_t areas_in_gap, pairs;
};

static struct result measure(const struct country *country, const struct supply *supply, size_t threads)
{
	struct ehc_row *rows = eh_alloc_zero(country->areas, sizeof *rows);
	struct ehc_service *services = eh_alloc_zero(SERVICES, sizeof *services);
	struct ehc_pair *pairs = NULL;
	struct result result = { 0 };
	double start = now(CLOCK_MONOTONIC), busy = now(CLOCK_PROCESS_CPUTIME_ID);

	for (size_t need = 0; need < NEEDS; need++) {
		size_t count = 0;
		for (size_t j = 0; j < SERVICES; j++)
			if (supply->needs[j] >> need & 1)
				services[count++] = supply->services[j];
		if (ehc_need(country->points.items, country->points.count, services, count, country->people, country->percentile,
		            country->in_place, country->areas, NULL, threads, rows) != 0)
			exit(1);
		for (size_t a = 0; a < country->areas; a++)
			result.areas_in_gap += rows[a].gap[1] != EHC_GAP_NONE;
	}
	result.gaps = now(CLOCK_MONOTONIC) - start;
	if (ehc_shared_ground(country->points.items, country->points.count, supply->ground, SERVICES, 0.5, NULL, threads, &pairs,
	            &result.pairs) != 0)
		exit(1);
	result.total = now(CLOCK_MONOTONIC) - start;
	result.processor = now(CLOCK_PROCESS_CPUTIME_ID) - busy;
	result.overlaps = result.total - result.gaps;
	ehc_free(pairs);
	eh_free(services);
	eh_free(rows);
	return result;
}

static int by_number(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static double median(double *numbers, size_t count)
{
	qsort(numbers, count, sizeof *numbers, by_number);
	return numbers[count / 2];
}

int main(int argc, char **argv)
{
	size_t runs = argc > 1 ? strtoul(argv[1], NULL, 10) : 3, threads = argc > 2 ? strtoul(argv[2], NULL, 10) : 2;
	double gaps[MOST_RUNS], overlaps[MOST_RUNS], total[MOST_RUNS], processor[MOST_RUNS];
	struct country country = { 0 };
	struct supply supply = { 0 };
	struct eh_random random;
	struct result result = { 0 };
	struct rusage usage;

	runs = runs < 1 ? 1 : runs > MOST_RUNS ? MOST_RUNS : runs;
	eh_random_init(&random, 1, 1);
	if (!read_postcodes(&country))
		invent(&country, &random);
	settle_people(&country, &random);
	invent_services(&country, &supply, &random);
	for (size_t i = 0; i < runs; i++) {
		result = measure(&country, &supply, threads);
		gaps[i] = result.gaps;
		overlaps[i] = result.overlaps;
		total[i] = result.total;
		processor[i] = result.processor;
	}
	getrusage(RUSAGE_SELF, &usage);
	printf("coverage: %zu areas, %zu points (%s), %d needs, %d services, %zu threads, median of %zu\n", country.areas,
	        country.points.count, country.from, NEEDS, SERVICES, threads, runs);
	printf("  access and gaps  %6.2f s  (%zu areas with a gap)\n", median(gaps, runs), result.areas_in_gap);
	printf("  shared ground    %6.2f s  (%zu pairs)\n", median(overlaps, runs), result.pairs);
	printf("  both             %6.2f s  (%.2f s of processor time)\n", median(total, runs), median(processor, runs));
	printf("  peak memory      %6.0f MB\n", (double)usage.ru_maxrss / 1024);
	return 0;
}
