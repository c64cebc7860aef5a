/* need.c: reach, access and gaps of one need. */
#include <math.h>
#include <stdlib.h>

#include "evenhand/coverage.h"
#include "grid_index.h"

const struct ehc_parameters ehc_defaults = { .minutes = { 10, 20, 30 },
	.weights = { 1, 0.68, 0.22 },
	.metres_per_minute = 80,
	.detour = 1.3,
	.low_ratio = 0.5,
	.high_need = 70,
	.fragile_share = 0.7,
	.fragile_squares = 0.5 };

enum { MIDDLE = 1, CHUNK = 64 };

struct share {
	uint32_t provider;
	double access;
};

struct work {
	const struct ehc_point *points;
	size_t point_count;
	const struct ehc_service *services;
	size_t service_count;
	const double *people;
	const bool *in_place;
	size_t area_count;
	const struct ehc_parameters *parameters;
	double squares[EHC_BANDS]; /* of the bands' outer edges, metres */
	double radius;
	struct eh_grid_index point_index, service_index;
	double (*ratio)[EHC_BANDS]; /* capacity for each weighted person, by service and threshold */
	size_t *first;              /* first point of each area, and one more */
	double everywhere;          /* capacity for each person of services that reach everybody */
	size_t everywhere_count;
	struct ehc_row *rows;
	bool failed;
};

static double capacity_of(const struct ehc_service *service) { return isnan(service->capacity) ? 1 : service->capacity; }

/* The band that a squared distance falls into; EHC_BANDS beyond the last. */
static int band_of(const struct work *work, double square)
{
	int band = 0;

	while (band < EHC_BANDS && square > work->squares[band])
		band++;
	return band;
}

/* Step one: what a service has for each person who can walk to it. */
static void share_service(void *context, size_t chunk)
{
	struct work *work = context;
	size_t to = (chunk + 1) * CHUNK < work->service_count ? (chunk + 1) * CHUNK : work->service_count;

	for (size_t j = chunk * CHUNK; j < to; j++) {
		const struct ehc_service *service = &work->services[j];
		double in_band[EHC_BANDS] = { 0 }, demand = 0;
		if (service->everywhere)
			continue;
		struct eh_grid_window window = eh_grid_index_window(&work->point_index, service->x, service->y, work->radius);
		for (size_t row = window.row_from; row < window.row_to; row++)
			for (size_t column = window.column_from; column < window.column_to; column++) {
				size_t cell = row * work->point_index.columns + column;
				for (uint32_t k = work->point_index.starts[cell]; k < work->point_index.starts[cell + 1]; k++) {
					const struct ehc_point *point = &work->points[work->point_index.items[k]];
					double dx = point->x - service->x, dy = point->y - service->y;
					int band = band_of(work, dx * dx + dy * dy);
					if (band < EHC_BANDS)
						in_band[band] += point->people;
				}
			}
		for (int t = 0; t < EHC_BANDS; t++) {
			demand += in_band[t] * work->parameters->weights[t];
			work->ratio[j][t] = demand > 0 ? capacity_of(service) / demand : 0;
		}
	}
}

struct tally {
	EH_VEC(struct share) shares;
	EH_VEC(uint32_t) seen;
};

static int by_provider(const void *a, const void *b)
{
	const struct share *x = a, *y = b;

	return (x->provider > y->provider) - (x->provider < y->provider);
}

static int by_number(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return (x > y) - (x < y);
}

/* Step two at one point: what it gets of each service, and which thresholds hold one. False: no memory. */
static bool visit_point(
        const struct work *work, const struct ehc_point *point, struct ehc_row *row, bool reached[EHC_BANDS], struct tally *tally)
{
	struct eh_grid_window window = eh_grid_index_window(&work->service_index, point->x, point->y, work->radius);

	for (size_t r = window.row_from; r < window.row_to; r++)
		for (size_t c = window.column_from; c < window.column_to; c++) {
			size_t cell = r * work->service_index.columns + c;
			for (uint32_t k = work->service_index.starts[cell]; k < work->service_index.starts[cell + 1]; k++) {
				uint32_t j = work->service_index.items[k];
				const struct ehc_service *service = &work->services[j];
				double dx = service->x - point->x, dy = service->y - point->y;
				int band = band_of(work, dx * dx + dy * dy);
				for (int t = band; t < EHC_BANDS; t++) {
					reached[t] = true;
					row->access[t] += point->people * work->ratio[j][t] * work->parameters->weights[band];
				}
				if (band > MIDDLE)
					continue;
				double share = point->people * work->ratio[j][MIDDLE] * work->parameters->weights[band];
				if (!eh_vec_push(&tally->shares, (struct share){ service->provider, share }) ||
				        !eh_vec_push(&tally->seen, j))
					return false;
			}
		}
	return true;
}

/* Largest share of one provider, and the sum of squared shares. */
static void settle_shares(const struct work *work, struct tally *tally, double people, struct ehc_row *row)
{
	double total = 0, squares = 0, largest = 0;

	for (size_t j = 0; j < work->service_count && work->everywhere_count; j++)
		if (work->services[j].everywhere &&
		        !eh_vec_push(&tally->shares, (struct share){ work->services[j].provider,
		                                             people * work->everywhere * capacity_of(&work->services[j]) }))
			return;
	if (tally->shares.count)
		qsort(tally->shares.items, tally->shares.count, sizeof *tally->shares.items, by_provider);
	for (size_t i = 0; i < tally->shares.count; i++)
		total += tally->shares.items[i].access;
	for (size_t i = 0, end; total > 0 && i < tally->shares.count; i = end) {
		double sum = 0;
		for (end = i; end < tally->shares.count && tally->shares.items[end].provider == tally->shares.items[i].provider;
		        end++)
			sum += tally->shares.items[end].access;
		largest = fmax(largest, sum / total);
		squares += (sum / total) * (sum / total);
	}
	row->largest_share = largest;
	row->fragile = total > 0 && (largest > work->parameters->fragile_share || squares > work->parameters->fragile_squares);
	if (tally->seen.count)
		qsort(tally->seen.items, tally->seen.count, sizeof *tally->seen.items, by_number);
	for (size_t i = 0; i < tally->seen.count; i++)
		row->services += !i || tally->seen.items[i] != tally->seen.items[i - 1];
	row->services += (uint32_t)work->everywhere_count;
}

static bool visit_area(struct work *work, size_t area, struct tally *tally)
{
	struct ehc_row *row = &work->rows[area];
	double people = 0, with[EHC_BANDS] = { 0 };

	*row = (struct ehc_row){ 0 };
	tally->shares.count = tally->seen.count = 0;
	for (size_t i = work->first[area]; i < work->first[area + 1]; i++) {
		const struct ehc_point *point = &work->points[i];
		bool reached[EHC_BANDS] = { false };
		if (!visit_point(work, point, row, reached, tally))
			return false;
		people += point->people;
		for (int t = 0; t < EHC_BANDS; t++)
			with[t] += reached[t] || work->everywhere_count ? point->people : 0;
	}
	for (int t = 0; t < EHC_BANDS; t++) {
		row->reach[t] = people > 0 ? with[t] / people : (double)NAN;
		row->access[t] = people > 0 ? row->access[t] / people + work->everywhere : 0;
	}
	settle_shares(work, tally, people, row);
	return true;
}

static void visit_areas(void *context, size_t chunk)
{
	struct work *work = context;
	struct tally tally = { 0 };
	size_t to = (chunk + 1) * CHUNK < work->area_count ? (chunk + 1) * CHUNK : work->area_count;

	for (size_t area = chunk * CHUNK; area < to; area++)
		if (!visit_area(work, area, &tally))
			__atomic_store_n(&work->failed, true, __ATOMIC_RELAXED);
	eh_vec_finish(&tally.shares);
	eh_vec_finish(&tally.seen);
}

static uint8_t judge(const struct work *work, const struct ehc_row *row, double percentile, int t)
{
	if (isnan(row->reach[t]))
		return EHC_GAP_NONE;
	if (row->reach[t] <= 0)
		return EHC_GAP_ABSOLUTE;
	bool low = row->ratio[t] < work->parameters->low_ratio, high_need = percentile >= work->parameters->high_need;
	return low && high_need ? EHC_GAP_RELATIVE : EHC_GAP_NONE;
}

/* Ratios to the mean of the place, gaps and priority. */
static void judge_all(struct work *work, const double *percentile)
{
	double sum[EHC_BANDS] = { 0 }, people = 0;
	bool help_here = work->service_count > 0;

	for (size_t j = 0; j < work->service_count; j++)
		help_here &= work->services[j].everywhere || work->services[j].help_here;
	for (size_t i = 0; i < work->area_count; i++) {
		if (!work->in_place[i] || isnan(work->rows[i].reach[0]))
			continue;
		people += work->people[i];
		for (int t = 0; t < EHC_BANDS; t++)
			sum[t] += work->people[i] * work->rows[i].access[t];
	}
	for (size_t i = 0; i < work->area_count; i++) {
		struct ehc_row *row = &work->rows[i];
		for (int t = 0; t < EHC_BANDS; t++) {
			row->ratio[t] = sum[t] > 0 && people > 0 ? row->access[t] / (sum[t] / people) : 0;
			row->gap[t] = judge(work, row, percentile[i], t);
		}
		row->robust = help_here && row->gap[MIDDLE] != EHC_GAP_NONE && row->gap[0] != EHC_GAP_NONE &&
		              row->gap[2] != EHC_GAP_NONE;
		row->priority = isnan(percentile[i]) || isnan(row->reach[MIDDLE])
		                        ? 0
		                        : work->people[i] * percentile[i] * (1 - fmin(1, row->ratio[MIDDLE]));
	}
}

static int find_areas(struct work *work)
{
	work->first = eh_alloc_zero(work->area_count + 2, sizeof *work->first);
	if (!work->first)
		return EHC_NO_MEMORY;
	for (size_t i = 0; i < work->point_count; i++) {
		if (work->points[i].area >= work->area_count || (i && work->points[i].area < work->points[i - 1].area))
			return EHC_INVALID;
		work->first[work->points[i].area + 1]++;
	}
	for (size_t i = 0; i < work->area_count; i++)
		work->first[i + 1] += work->first[i];
	return 0;
}

static int prepare(struct work *work)
{
	double place_people = 0, everywhere = 0;
	int rc = find_areas(work);
	bool *skip = eh_alloc_zero(work->service_count, sizeof *skip);

	work->ratio = eh_alloc_zero(work->service_count, sizeof *work->ratio);
	if (rc || !skip || !work->ratio) {
		eh_free(skip);
		return rc ? rc : EHC_NO_MEMORY;
	}
	for (size_t j = 0; j < work->service_count; j++) {
		skip[j] = work->services[j].everywhere;
		work->everywhere_count += skip[j];
		everywhere += skip[j] ? capacity_of(&work->services[j]) : 0;
	}
	for (size_t i = 0; i < work->area_count; i++)
		place_people += work->in_place[i] ? work->people[i] : 0;
	work->everywhere = place_people > 0 ? everywhere / place_people : 0;
	const struct ehc_parameters *p = work->parameters;
	for (int t = 0; t < EHC_BANDS; t++) {
		double metres = p->minutes[t] * p->metres_per_minute / p->detour;
		work->squares[t] = metres * metres;
		work->radius = metres;
	}
	if (eh_grid_index_init(
	            &work->point_index, &work->points->x, sizeof *work->points, NULL, work->point_count, work->radius / 2) < 0 ||
	        eh_grid_index_init(&work->service_index, &work->services->x, sizeof *work->services, skip, work->service_count,
	                work->radius / 2) < 0)
		rc = EHC_NO_MEMORY;
	eh_free(skip);
	return rc;
}

int ehc_need(const struct ehc_point *points, size_t point_count, const struct ehc_service *services, size_t service_count,
        const double *people, const double *percentile, const bool *in_place, size_t area_count,
        const struct ehc_parameters *parameters, size_t threads, struct ehc_row *ret_rows)
{
	struct work work = { .points = points,
		.point_count = point_count,
		.services = services,
		.service_count = service_count,
		.people = people,
		.in_place = in_place,
		.area_count = area_count,
		.parameters = parameters ? parameters : &ehc_defaults,
		.rows = ret_rows };
	int rc = prepare(&work);

	if (rc == 0) {
		eh_pool_run(threads, (service_count + CHUNK - 1) / CHUNK, share_service, &work);
		eh_pool_run(threads, (area_count + CHUNK - 1) / CHUNK, visit_areas, &work);
		judge_all(&work, percentile);
		rc = work.failed ? EHC_NO_MEMORY : 0;
	}
	eh_grid_index_finish(&work.point_index);
	eh_grid_index_finish(&work.service_index);
	eh_free(work.ratio);
	eh_free(work.first);
	return rc;
}

void ehc_access_from_times(const double *people, size_t area_count, const double *capacity, size_t service_count,
        const double *minutes, const struct ehc_parameters *parameters, double *ret_access)
{
	const struct ehc_parameters *p = parameters ? parameters : &ehc_defaults;

	for (size_t i = 0; i < area_count; i++)
		ret_access[i] = 0;
	for (size_t j = 0; j < service_count; j++) {
		double demand = 0;
		for (int pass = 0; pass < 2; pass++)
			for (size_t i = 0; i < area_count; i++) {
				double t = minutes[i * service_count + j], weight = 0;
				for (int band = EHC_BANDS; band--;)
					weight = t <= p->minutes[band] ? p->weights[band] : weight;
				if (pass == 0)
					demand += people[i] * weight;
				else if (demand > 0)
					ret_access[i] += capacity[j] / demand * weight;
			}
	}
}
