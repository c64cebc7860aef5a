/* need.c: reach, access and gaps of one need. */
#include <stdlib.h>

#include "catchment.h"

const struct ehc_parameters ehc_defaults = { .minutes = { 10, 20, 30 },
	.weights = { 1, 0.68, 0.22 },
	.metres_per_minute = 80,
	.detour = 1.3,
	.low_ratio = 0.5,
	.high_need = 70,
	.fragile_share = 0.7,
	.fragile_squares = 0.5,
	.located_share = 0.5 };

/* What one provider gives an area. */
struct share {
	uint32_t provider;
	double access;
};

typedef EH_VEC(struct share) share_vec;

static const double HAIR = 1e-9;

/* Reach and ratio with every service, and with only those located where help happens. */
enum supply { ALL, LOCATED, SUPPLIES };

struct work {
	const struct ehc_point *points;
	size_t point_count;
	const struct ehc_service *services;
	size_t service_count;
	const double *people, *percentile;
	const bool *in_place;
	size_t area_count;
	const struct ehc_parameters *parameters;
	struct eh_catchments catchments;
	size_t *first;        /* first point of each area, and one more */
	share_vec everywhere; /* capacity for each person of those who reach everybody, by provider */
	double everywhere_access, everywhere_squares;
	uint32_t everywhere_count;
	double (*located)[EHC_BANDS]; /* access by area, of services where help happens */
	double (*located_reach)[EHC_BANDS];
	struct ehc_row *rows;
	bool failed;
};

static double capacity_of(const struct ehc_service *service) { return isnan(service->capacity) ? 1 : fmax(0, service->capacity); }

static double people_of(const struct work *work, size_t area) { return work->people[area] > 0 ? work->people[area] : 0; }

static int by_provider(const void *a, const void *b)
{
	const struct share *x = a, *y = b;

	return (x->provider > y->provider) - (x->provider < y->provider);
}

/* Equal providers by size, so that their sum does not hang on how qsort leaves equals. */
static int by_provider_and_size(const void *a, const void *b)
{
	const struct share *x = a, *y = b;
	int order = by_provider(a, b);

	return order ? order : (x->access > y->access) - (x->access < y->access);
}

/* What each provider gives, once each, by provider. */
static void add_up(share_vec *shares)
{
	size_t kept = 0;

	if (shares->count)
		qsort(shares->items, shares->count, sizeof *shares->items, by_provider_and_size);
	for (size_t i = 0; i < shares->count; i++)
		if (kept && shares->items[kept - 1].provider == shares->items[i].provider)
			shares->items[kept - 1].access += shares->items[i].access;
		else
			shares->items[kept++] = shares->items[i];
	shares->count = kept;
}

/* Largest share of one provider, and whether the area rests on few. Providers everywhere give each person the same; those who are also
 * near are taken out of that sum and put back with both. */
static void settle_shares(const struct work *work, share_vec *shares, double people, struct ehc_row *row)
{
	double total = people * work->everywhere_access, squares = people * people * work->everywhere_squares, largest = 0;

	add_up(shares);
	for (size_t i = 0; i < work->everywhere.count; i++)
		largest = fmax(largest, people * work->everywhere.items[i].access);
	for (size_t i = 0; i < shares->count; i++) {
		const struct share *also = work->everywhere.count ? bsearch(&shares->items[i], work->everywhere.items,
		                                                            work->everywhere.count, sizeof *also, by_provider)
		                                                  : NULL;
		double before = also ? people * also->access : 0, sum = before + shares->items[i].access;
		total += shares->items[i].access;
		squares += sum * sum - before * before;
		largest = fmax(largest, sum);
	}
	row->largest_share = total > 0 ? largest / total : 0;
	/* Two providers with half each come to 0.5 and a rounding error, which is not more than 0.5. */
	row->fragile = total > 0 && (row->largest_share > work->parameters->fragile_share + HAIR ||
	                                    squares / (total * total) > work->parameters->fragile_squares + HAIR);
}

/* Step two for one area and one service. */
static bool take_sight(
        const struct work *work, const struct eh_sight *sight, struct ehc_row *row, double located[], share_vec *shares)
{
	const struct ehc_parameters *p = work->parameters;
	const struct ehc_service *service = &work->services[sight->service];
	const double *demand = work->catchments.demand[sight->service];
	double weighted = 0;

	for (int t = 0; t < EHC_BANDS; t++) {
		weighted += sight->people[t] * p->weights[t];
		double access = demand[t] > 0 ? capacity_of(service) / demand[t] * weighted : 0;
		row->access[t] += access;
		located[t] += service->help_here ? access : 0;
		if (t == EH_MIDDLE && access > 0 && !eh_vec_push(shares, (struct share){ service->provider, access }))
			return false;
	}
	row->services += sight->nearest <= EH_MIDDLE;
	return true;
}

/* Shares of the area's people with a service within each threshold. */
static double reach_of(const struct work *work, size_t area, const uint8_t *band, double reach[])
{
	double people = 0, within[EHC_BANDS] = { 0 };

	for (size_t i = work->first[area]; i < work->first[area + 1]; i++) {
		double here = eh_people_at(&work->points[i]);
		people += here;
		for (int t = band[i]; t < EHC_BANDS; t++)
			within[t] += here;
	}
	for (int t = 0; t < EHC_BANDS; t++)
		reach[t] = people <= 0 ? (double)NAN : work->everywhere_count ? 1 : within[t] / people;
	return people;
}

static bool visit_area(struct work *work, size_t area, share_vec *shares)
{
	struct ehc_row *row = &work->rows[area];
	double *located = work->located[area];

	*row = (struct ehc_row){ .services = work->everywhere_count };
	shares->count = 0;
	reach_of(work, area, work->catchments.band_located, work->located_reach[area]);
	double people = reach_of(work, area, work->catchments.band, row->reach);
	for (size_t s = work->catchments.starts[area]; s < work->catchments.starts[area + 1]; s++)
		if (!take_sight(work, &work->catchments.sights[s], row, located, shares))
			return false;
	for (int t = 0; t < EHC_BANDS; t++) {
		row->access[t] = people > 0 ? row->access[t] / people + work->everywhere_access : 0;
		located[t] = people > 0 ? located[t] / people + work->everywhere_access : 0;
	}
	settle_shares(work, shares, people, row);
	return true;
}

static void visit_areas(void *context, size_t chunk)
{
	struct work *work = context;
	share_vec shares = { 0 };
	size_t to = (chunk + 1) * EH_CHUNK < work->area_count ? (chunk + 1) * EH_CHUNK : work->area_count;

	for (size_t area = chunk * EH_CHUNK; area < to; area++)
		if (!visit_area(work, area, &shares))
			__atomic_store_n(&work->failed, true, __ATOMIC_RELAXED);
	eh_vec_finish(&shares);
}

static enum ehc_gap judge(const struct work *work, double reach, double ratio, double percentile)
{
	if (isnan(reach))
		return EHC_GAP_NONE;
	if (reach <= 0)
		return EHC_GAP_ABSOLUTE;
	return ratio < work->parameters->low_ratio && percentile >= work->parameters->high_need ? EHC_GAP_RELATIVE : EHC_GAP_NONE;
}

/* Mean access over the people of the place, at each threshold. */
static void mean_access(const struct work *work, double mean[SUPPLIES][EHC_BANDS])
{
	double people = 0;

	memset(mean, 0, sizeof(double[SUPPLIES][EHC_BANDS]));
	for (size_t i = 0; i < work->area_count; i++) {
		if (!work->in_place[i] || isnan(work->rows[i].reach[0]))
			continue;
		people += people_of(work, i);
		for (int t = 0; t < EHC_BANDS; t++) {
			mean[ALL][t] += people_of(work, i) * work->rows[i].access[t];
			mean[LOCATED][t] += people_of(work, i) * work->located[i][t];
		}
	}
	for (int t = 0; t < EHC_BANDS; t++)
		for (int s = 0; s < SUPPLIES; s++)
			mean[s][t] = people > 0 ? mean[s][t] / people : 0;
}

/* Whether enough of the services that reach the place are located where help happens. */
static bool located_enough(const struct work *work)
{
	size_t all = 0, located = 0;

	for (size_t j = 0; j < work->service_count; j++) {
		bool everywhere = work->services[j].everywhere, counts = everywhere || work->catchments.reaches_place[j];
		all += counts;
		located += counts && (everywhere || work->services[j].help_here);
	}
	return located > 0 && (double)located >= work->parameters->located_share * (double)all;
}

/* Ratios to the mean of the place, gaps and priority. */
static void judge_all(struct work *work)
{
	double mean[SUPPLIES][EHC_BANDS];
	bool located = located_enough(work);

	mean_access(work, mean);
	for (size_t i = 0; i < work->area_count; i++) {
		struct ehc_row *row = &work->rows[i];
		double percentile = work->percentile[i];
		row->robust = located;
		for (int t = 0; t < EHC_BANDS; t++) {
			double there = mean[LOCATED][t] > 0 ? work->located[i][t] / mean[LOCATED][t] : 0;
			row->ratio[t] = mean[ALL][t] > 0 ? row->access[t] / mean[ALL][t] : 0;
			row->gap[t] = (uint8_t)judge(work, row->reach[t], row->ratio[t], percentile);
			row->robust &= row->gap[t] != EHC_GAP_NONE &&
			               judge(work, work->located_reach[i][t], there, percentile) != EHC_GAP_NONE;
		}
		row->priority = isnan(percentile) || isnan(row->reach[EH_MIDDLE])
		                        ? 0
		                        : people_of(work, i) * percentile * (1 - fmin(1, row->ratio[EH_MIDDLE]));
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

/* Services that reach everybody share their capacity among the people of the place. */
static bool spread_everywhere(struct work *work)
{
	double people = 0;

	for (size_t i = 0; i < work->area_count; i++)
		people += work->in_place[i] ? people_of(work, i) : 0;
	for (size_t j = 0; j < work->service_count; j++) {
		const struct ehc_service *service = &work->services[j];
		if (!service->everywhere)
			continue;
		work->everywhere_count++;
		if (people > 0 &&
		        !eh_vec_push(&work->everywhere, (struct share){ service->provider, capacity_of(service) / people }))
			return false;
	}
	add_up(&work->everywhere);
	for (size_t i = 0; i < work->everywhere.count; i++) {
		work->everywhere_access += work->everywhere.items[i].access;
		work->everywhere_squares += work->everywhere.items[i].access * work->everywhere.items[i].access;
	}
	return true;
}

static int run(struct work *work, size_t threads)
{
	int rc = find_areas(work);

	if (rc)
		return rc;
	work->located = eh_alloc_zero(work->area_count, sizeof *work->located);
	work->located_reach = eh_alloc_zero(work->area_count, sizeof *work->located_reach);
	if (!work->located || !work->located_reach || !spread_everywhere(work))
		return EHC_NO_MEMORY;
	if (eh_catchments_init(&work->catchments, work->points, work->point_count, work->services, work->service_count,
	            work->in_place, work->area_count, work->parameters, threads) < 0)
		return EHC_NO_MEMORY;
	eh_pool_run(threads, (work->area_count + EH_CHUNK - 1) / EH_CHUNK, visit_areas, work);
	if (work->failed)
		return EHC_NO_MEMORY;
	judge_all(work);
	return 0;
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
		.percentile = percentile,
		.in_place = in_place,
		.area_count = area_count,
		.parameters = parameters ? parameters : &ehc_defaults,
		.rows = eh_alloc_zero(area_count, sizeof *work.rows) };
	int rc = work.rows ? run(&work, threads) : EHC_NO_MEMORY;

	if (rc == 0)
		memcpy(ret_rows, work.rows, area_count * sizeof *ret_rows);
	eh_catchments_finish(&work.catchments);
	eh_vec_finish(&work.everywhere);
	eh_free(work.located);
	eh_free(work.located_reach);
	eh_free(work.first);
	eh_free(work.rows);
	return rc;
}
