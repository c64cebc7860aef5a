/* catchment.c: one sweep over the services. Each looks up the points round it once, so that points, which outnumber services by far,
 * are indexed and never searched from. */
#include "catchment.h"

typedef EH_VEC(struct eh_sight) sight_vec;

_Static_assert(EHC_BANDS == 3, "sweep_run tallies three bands");

struct sweep {
	const struct ehc_point *points;
	const struct ehc_service *services;
	size_t service_count;
	const bool *in_place;
	size_t area_count;
	const struct ehc_parameters *parameters;
	double squares[EHC_BANDS], radius; /* of the bands' outer edges, metres */
	struct eh_grid_index index, service_index;
	double *people; /* of the points, in the order of the index, and so are the next three */
	uint32_t *area;
	uint8_t *band, *band_located;
	struct eh_catchments *catchments;
	sight_vec *chunks; /* what each chunk of services sees */
	bool failed;
};

/* Lowers a point's band. Many services may do so at once; the lowest stays whoever comes first. */
static inline void lower(uint8_t *band, uint8_t to)
{
	uint8_t now = __atomic_load_n(band, __ATOMIC_RELAXED);

	while (to < now && !__atomic_compare_exchange_n(band, &now, to, true, __ATOMIC_RELAXED, __ATOMIC_RELAXED))
		;
}

/* The place of an area's sight among those of the service whose first is `first`; `slots` keeps it, plus one. NULL: no memory. */
static struct eh_sight *sight_of(uint32_t area, uint32_t service, size_t first, uint32_t *slots, sight_vec *sights)
{
	if (slots[area] <= first) {
		if (!eh_vec_push(sights, (struct eh_sight){ .area = area, .service = service, .nearest = EHC_BANDS }))
			return NULL;
		slots[area] = (uint32_t)sights->count;
	}
	return &sights->items[slots[area] - 1];
}

/* Hands a tally of people of one area, by band, over to its sight. */
static bool hand_over(uint32_t area, uint32_t j, const double tally[EHC_BANDS], uint8_t nearest, size_t first, uint32_t *slots,
        sight_vec *sights)
{
	struct eh_sight *sight = sight_of(area, j, first, slots, sights);

	if (!sight)
		return false;
	for (int t = 0; t < EHC_BANDS; t++)
		sight->people[t] += tally[t];
	sight->nearest = nearest < sight->nearest ? nearest : sight->nearest;
	return true;
}

/* One run of points. Those of one area stand together in a cell, and are tallied before their sight is looked up. */
static bool sweep_run(
        const struct sweep *sweep, uint32_t j, uint32_t from, uint32_t to, size_t first, uint32_t *slots, sight_vec *sights)
{
	const double *restrict px = sweep->index.x, *restrict py = sweep->index.y, *restrict people = sweep->people;
	const double x = sweep->services[j].x, y = sweep->services[j].y;
	const double nearer = sweep->squares[0], near = sweep->squares[1], widest = sweep->squares[2];
	bool located = sweep->services[j].help_here;

	for (uint32_t k = from; k < to;) {
		const uint32_t area = sweep->area[k];
		double tally[EHC_BANDS] = { 0 };
		uint8_t nearest = EHC_BANDS;
		for (; k < to && sweep->area[k] == area; k++) {
			double dx = px[k] - x, dy = py[k] - y, square = dx * dx + dy * dy;
			if (!(square <= widest))
				continue;
			uint8_t band = (uint8_t)((square > nearer) + (square > near));
			tally[0] += band == 0 ? people[k] : 0;
			tally[1] += band == 1 ? people[k] : 0;
			tally[2] += band == 2 ? people[k] : 0;
			nearest = band < nearest ? band : nearest;
			lower(&sweep->band[k], band);
			if (located)
				lower(&sweep->band_located[k], band);
		}
		if (nearest < EHC_BANDS && !hand_over(area, j, tally, nearest, first, slots, sights))
			return false;
	}
	return true;
}

/* A service that goes out to areas is next door to everybody there. */
static bool sweep_areas(const struct sweep *sweep, uint32_t j, size_t first, uint32_t *slots, sight_vec *sights)
{
	for (size_t k = 0; k < sweep->index.count; k++) {
		const double tally[EHC_BANDS] = { sweep->people[k] };
		if (!sweep->services[j].areas[sweep->area[k]])
			continue;
		lower(&sweep->band[k], 0);
		lower(&sweep->band_located[k], 0);
		if (!hand_over(sweep->area[k], j, tally, 0, first, slots, sights))
			return false;
	}
	return true;
}

static bool sweep_round(const struct sweep *sweep, uint32_t j, size_t first, uint32_t *slots, sight_vec *sights)
{
	const struct eh_grid_index *index = &sweep->index;
	double x = sweep->services[j].x, y = sweep->services[j].y;
	size_t row, rows;

	eh_grid_index_rows(index, x, y, sweep->radius, &row, &rows);
	for (; row < rows; row++) {
		uint32_t from, to;
		eh_grid_index_run(index, x, y, sweep->radius, row, &from, &to);
		if (!sweep_run(sweep, j, from, to, first, slots, sights))
			return false;
	}
	return true;
}

static bool sweep_service(const struct sweep *sweep, uint32_t j, uint32_t *slots, sight_vec *sights)
{
	size_t first = sights->count;

	if (!(sweep->services[j].areas ? sweep_areas : sweep_round)(sweep, j, first, slots, sights))
		return false;
	for (size_t s = first; s < sights->count; s++) {
		const struct eh_sight *sight = &sights->items[s];
		double demand = 0;
		sweep->catchments->reaches_place[j] |= sweep->in_place[sight->area];
		for (int t = 0; t < EHC_BANDS; t++) {
			demand += sight->people[t] * sweep->parameters->weights[t];
			sweep->catchments->demand[j][t] += demand;
		}
	}
	return true;
}

/* Those that people come to in chunks of the grid; behind them one more of those that go out. */
static void sweep_chunk(void *context, size_t chunk)
{
	struct sweep *sweep = context;
	size_t count = sweep->service_index.count;
	size_t from = chunk * EH_CHUNK, to = from + EH_CHUNK < count ? from + EH_CHUNK : count;
	uint32_t *slots = eh_alloc_zero(sweep->area_count, sizeof *slots);
	bool good = slots != NULL;

	for (size_t k = from; good && k < to; k++)
		good = sweep_service(sweep, sweep->service_index.items[k], slots, &sweep->chunks[chunk]);
	for (size_t j = 0; good && from >= count && j < sweep->service_count; j++)
		if (sweep->services[j].areas && !sweep->services[j].everywhere)
			good = sweep_service(sweep, (uint32_t)j, slots, &sweep->chunks[chunk]);
	eh_free(slots);
	if (!good)
		__atomic_store_n(&sweep->failed, true, __ATOMIC_RELAXED);
}

/* Counting sort by area; chunks come in the order of the services' grid, and so do the sights of each area. */
static enum eh_rc gather(struct sweep *sweep, size_t chunk_count)
{
	struct eh_catchments *catchments = sweep->catchments;

	for (size_t c = 0; c < chunk_count; c++)
		catchments->count += sweep->chunks[c].count;
	catchments->sights = eh_alloc(catchments->count * sizeof *catchments->sights);
	catchments->starts = eh_alloc_zero(sweep->area_count + 2, sizeof *catchments->starts);
	if (!catchments->sights || !catchments->starts)
		return EH_NO_MEMORY;
	for (size_t c = 0; c < chunk_count; c++)
		for (size_t s = 0; s < sweep->chunks[c].count; s++)
			catchments->starts[sweep->chunks[c].items[s].area + 2]++;
	for (size_t i = 2; i < sweep->area_count + 2; i++)
		catchments->starts[i] += catchments->starts[i - 1];
	for (size_t c = 0; c < chunk_count; c++) {
		for (size_t s = 0; s < sweep->chunks[c].count; s++) {
			const struct eh_sight *sight = &sweep->chunks[c].items[s];
			catchments->sights[catchments->starts[sight->area + 1]++] = *sight;
		}
		eh_vec_finish(&sweep->chunks[c]);
	}
	return EH_OK;
}

/* Copies of what is needed of the points, in the order in which they are met. */
static enum eh_rc index_points(struct sweep *sweep, size_t point_count)
{
	EH_TRY(eh_grid_index_init(&sweep->index, sweep->points, sizeof *sweep->points, NULL, point_count, sweep->radius / 4));
	size_t count = sweep->index.count;
	sweep->people = eh_alloc_zero(count, sizeof *sweep->people);
	sweep->area = eh_alloc_zero(count, sizeof *sweep->area);
	sweep->band = eh_alloc(count);
	sweep->band_located = eh_alloc(count);
	if (!sweep->people || !sweep->area || !sweep->band || !sweep->band_located)
		return EH_NO_MEMORY;
	memset(sweep->band, EHC_BANDS, count);
	memset(sweep->band_located, EHC_BANDS, count);
	for (size_t k = 0; k < count; k++) {
		const struct ehc_point *point = &sweep->points[sweep->index.items[k]];
		sweep->people[k] = eh_people_at(point);
		sweep->area[k] = point->area;
	}
	return EH_OK;
}

/* Services go in the order of a grid too: neighbours look up the same points, which are then still at hand. */
static enum eh_rc index_services(struct sweep *sweep)
{
	bool *nowhere EH_CLEANUP_FREE = eh_alloc_zero(sweep->service_count, sizeof *nowhere);

	if (!nowhere)
		return EH_NO_MEMORY;
	for (size_t j = 0; j < sweep->service_count; j++)
		nowhere[j] = sweep->services[j].everywhere || sweep->services[j].areas;
	return eh_grid_index_init(
	        &sweep->service_index, sweep->services, sizeof *sweep->services, nowhere, sweep->service_count, sweep->radius);
}

static enum eh_rc run(struct sweep *sweep, size_t point_count, size_t threads)
{
	EH_TRY(index_points(sweep, point_count));
	EH_TRY(index_services(sweep));
	size_t chunk_count = (sweep->service_index.count + EH_CHUNK - 1) / EH_CHUNK + 1;
	sweep->chunks = eh_alloc_zero(chunk_count, sizeof *sweep->chunks);
	if (!sweep->chunks)
		return EH_NO_MEMORY;
	eh_pool_run(threads, chunk_count, sweep_chunk, sweep);
	enum eh_rc rc = sweep->failed ? EH_NO_MEMORY : gather(sweep, chunk_count);
	for (size_t c = 0; c < chunk_count; c++)
		eh_vec_finish(&sweep->chunks[c]);
	for (size_t k = 0; rc == EH_OK && k < sweep->index.count; k++) {
		sweep->catchments->band[sweep->index.items[k]] = sweep->band[k];
		sweep->catchments->band_located[sweep->index.items[k]] = sweep->band_located[k];
	}
	return rc;
}

enum eh_rc eh_catchments_init(struct eh_catchments *catchments, const struct ehc_point *points, size_t point_count,
        const struct ehc_service *services, size_t service_count, const bool *in_place, size_t area_count,
        const struct ehc_parameters *parameters, size_t threads)
{
	struct sweep sweep = { .points = points,
		.services = services,
		.service_count = service_count,
		.in_place = in_place,
		.area_count = area_count,
		.parameters = parameters,
		.catchments = catchments };

	*catchments = (struct eh_catchments){ .demand = eh_alloc_zero(service_count, sizeof *catchments->demand),
		.reaches_place = eh_alloc_zero(service_count, sizeof *catchments->reaches_place),
		.band = eh_alloc(point_count),
		.band_located = eh_alloc(point_count) };
	if (!catchments->demand || !catchments->reaches_place || !catchments->band || !catchments->band_located)
		return EH_NO_MEMORY;
	memset(catchments->band, EHC_BANDS, point_count);
	memset(catchments->band_located, EHC_BANDS, point_count);
	for (int t = 0; t < EHC_BANDS; t++) {
		sweep.radius = eh_metres(parameters, t);
		sweep.squares[t] = sweep.radius * sweep.radius;
	}
	enum eh_rc rc = run(&sweep, point_count, threads);
	eh_free(sweep.chunks);
	eh_free(sweep.people);
	eh_free(sweep.area);
	eh_free(sweep.band);
	eh_free(sweep.band_located);
	eh_grid_index_finish(&sweep.index);
	eh_grid_index_finish(&sweep.service_index);
	return rc;
}

void eh_catchments_finish(struct eh_catchments *catchments)
{
	eh_free(catchments->sights);
	eh_free(catchments->starts);
	eh_free(catchments->demand);
	eh_free(catchments->reaches_place);
	eh_free(catchments->band);
	eh_free(catchments->band_located);
	*catchments = (struct eh_catchments){ 0 };
}
