/* Supply against need on points, services and counts of any kind, NAN and infinities among them. */
#include "fuzz.h"

#include <math.h>

#include "evenhand/coverage.h"

enum { MOST = 32, AREAS = 4 };

/* A number out of the next two bytes: metres, people or something that is no number. */
static double number(struct eh_str *rest)
{
	unsigned high = fuzz_choice(rest, 256), low = fuzz_choice(rest, 256);

	switch (high) {
	case 250:
		return (double)NAN;
	case 251:
		return (double)INFINITY;
	case 252:
		return -1e300;
	default:
		return (double)(high << 8 | low) - 100;
	}
}

static size_t read_points(struct eh_str *rest, struct ehc_point points[MOST])
{
	size_t count = fuzz_choice(rest, MOST);
	uint32_t area = 0;

	for (size_t i = 0; i < count; i++) {
		points[i] = (struct ehc_point){ number(rest), number(rest), number(rest), area };
		area += fuzz_choice(rest, 3) == 0 && area + 1 < AREAS;
	}
	return count;
}

static size_t read_services(struct eh_str *rest, struct ehc_service services[MOST], struct ehc_ground ground[MOST])
{
	size_t count = fuzz_choice(rest, MOST);

	for (size_t i = 0; i < count; i++) {
		double x = number(rest), y = number(rest), capacity = number(rest);
		unsigned bits = fuzz_choice(rest, 256);
		services[i] = (struct ehc_service){
			.x = x, .y = y, .capacity = capacity, .provider = bits & 7, .everywhere = bits & 8, .help_here = bits & 16
		};
		ground[i] = (struct ehc_ground){ .x = x,
			.y = y,
			.category = { bits >> 3 },
			.beneficiaries = bits & 3,
			.week = { bits },
			.provider = bits & 7,
			.everywhere = bits & 8,
			.stated = true };
	}
	return count;
}

static void check_rows(const struct ehc_row *rows)
{
	for (size_t i = 0; i < AREAS; i++)
		for (size_t band = 0; band < EHC_BANDS; band++) {
			FUZZ_REQUIRE(isnan(rows[i].reach[band]) || (rows[i].reach[band] >= 0 && rows[i].reach[band] <= 1 + 1e-9));
			FUZZ_REQUIRE(!(rows[i].ratio[band] < 0) && rows[i].gap[band] <= EHC_GAP_ABSOLUTE);
		}
}

static void check_suppressed(struct eh_str *rest)
{
	int64_t counts[20], shown[20], row_totals[5], column_totals[4];

	for (size_t i = 0; i < 20; i++)
		counts[i] = fuzz_choice(rest, 12);
	FUZZ_REQUIRE(ehc_suppress(counts, 5, 4, 5, shown, row_totals, column_totals) == 0);
	for (size_t i = 0; i < 20; i++) {
		FUZZ_REQUIRE(shown[i] == -1 || shown[i] == counts[i]);
		FUZZ_REQUIRE(shown[i] == -1 || !counts[i] || counts[i] >= 5);
	}
	for (size_t row = 0; row < 5; row++) {
		size_t withheld = 0;
		for (size_t column = 0; column < 4; column++)
			withheld += shown[row * 4 + column] == -1;
		FUZZ_REQUIRE(withheld != 1 || row_totals[row] == -1);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct eh_str rest = fuzz_input(data, size);
	struct ehc_point points[MOST];
	struct ehc_service services[MOST];
	struct ehc_ground ground[MOST];
	double people[AREAS], percentile[AREAS], sites[2][2], gain[2];
	static const bool IN_PLACE[AREAS] = { true, true, true, false };
	struct ehc_row rows[AREAS];
	struct ehc_change changes[AREAS];
	struct ehc_pair *pairs = NULL;
	size_t pair_count = 0, chosen[2];

	check_suppressed(&rest);
	size_t point_count = read_points(&rest, points), service_count = read_services(&rest, services, ground);
	for (size_t i = 0; i < AREAS; i++) {
		people[i] = number(&rest);
		percentile[i] = number(&rest);
	}
	for (size_t i = 0; i < 4; i++)
		sites[i / 2][i % 2] = number(&rest);
	FUZZ_REQUIRE(ehc_need(points, point_count, services, service_count, people, percentile, IN_PLACE, AREAS, &ehc_defaults, 1,
	                     rows) == 0);
	check_rows(rows);
	FUZZ_REQUIRE(ehc_what_if(points, point_count, services, service_count, NULL, services, service_count / 2, AREAS,
	                     &ehc_defaults, 1, changes) == 0);
	int picked = ehc_where_next(
	        points, point_count, services, service_count, (const double(*)[2])sites, 2, 2, &ehc_defaults, chosen, gain);
	FUZZ_REQUIRE(picked >= 0 && picked <= 2);
	FUZZ_REQUIRE(
	        ehc_shared_ground(points, point_count, ground, service_count, 0.1, &ehc_defaults, 1, &pairs, &pair_count) == 0);
	for (size_t i = 0; i < pair_count; i++)
		FUZZ_REQUIRE(pairs[i].a < pairs[i].b && pairs[i].b < service_count && pairs[i].score > 0.1 &&
		             pairs[i].score <= 1 + 1e-9);
	ehc_free(pairs);
	return 0;
}
