/* catchment.c: one sweep over the services. Each looks up the points round it once, so that points, which outnumber services by far,
 * are indexed and never searched from. */
#include "catchment.h"

typedef EH_VEC(struct eh_sight) sight_vec;

struct sweep {
	const struct ehc_point *points;
	const struct ehc_service *services;
	size_t service_count;
	const bool *in_place;
	size_t area_count;
	const struct ehc_parameters *parameters;
	double squares[EHC_BANDS], radius; /* of the bands' outer edges, metres */
	struct eh_grid_index index;
	struct eh_catchments *catchments;
	sight_vec *chunks; /* what each chunk of services sees */
	bool failed;
};

/* Lowers a point's band. Many services may do so at once; the lowest stays whoever comes first. */
static void lower(uint8_t *band, uint8_t to)
{
	uint8_t now = __atomic_load_n(band, __ATOMIC_RELAXED);

	while (to < now && !__atomic_compare_exchange_n(band, &now, to, true, __ATOMIC_RELAXED, __ATOMIC_RELAXED))
		;
}

/* Takes one point into what service `j` sees; `slots` says where the area's sight is, plus one. False: no memory. */
static bool see(const struct sweep *sweep, uint32_t j, uint32_t i, uint8_t band, size_t first, uint32_t *slots, sight_vec *sights)
{
	const struct ehc_point *point = &sweep->points[i];
	uint32_t slot = slots[point->area];

	if (slot <= first) {
		if (!eh_vec_push(sights, (struct eh_sight){ .area = point->area, .service = j, .nearest = band }))
			return false;
		slot = slots[point->area] = (uint32_t)sights->count;
	}
	struct eh_sight *sight = &sights->items[slot - 1];
	sight->people[band] += eh_people_at(point);
	sight->nearest = band < sight->nearest ? band : sight->nearest;
	lower(&sweep->catchments->band[i], band);
	if (sweep->services[j].help_here)
		lower(&sweep->catchments->band_located[i], band);
	return true;
}

static bool sweep_service(const struct sweep *sweep, uint32_t j, uint32_t *slots, sight_vec *sights)
{
	const struct eh_grid_index *index = &sweep->index;
	double x = sweep->services[j].x, y = sweep->services[j].y;
	size_t row, rows, first = sights->count;

	eh_grid_index_rows(index, x, y, sweep->radius, &row, &rows);
	for (; row < rows; row++) {
		uint32_t k, end;
		eh_grid_index_run(index, x, y, sweep->radius, row, &k, &end);
		for (; k < end; k++) {
			double dx = index->x[k] - x, dy = index->y[k] - y, square = dx * dx + dy * dy;
			uint8_t band = 0;
			while (band < EHC_BANDS && square > sweep->squares[band])
				band++;
			if (band < EHC_BANDS && !see(sweep, j, index->items[k], band, first, slots, sights))
				return false;
		}
	}
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

static void sweep_chunk(void *context, size_t chunk)
{
	struct sweep *sweep = context;
	size_t from = chunk * EH_CHUNK, to = from + EH_CHUNK < sweep->service_count ? from + EH_CHUNK : sweep->service_count;
	uint32_t *slots = eh_alloc_zero(sweep->area_count, sizeof *slots);
	bool good = slots != NULL;

	for (size_t j = from; good && j < to; j++)
		if (!sweep->services[j].everywhere)
			good = sweep_service(sweep, (uint32_t)j, slots, &sweep->chunks[chunk]);
	eh_free(slots);
	if (!good)
		__atomic_store_n(&sweep->failed, true, __ATOMIC_RELAXED);
}

/* Counting sort by area; chunks come in order of service, and so do the sights of each area. */
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

static enum eh_rc run(struct sweep *sweep, size_t point_count, size_t threads)
{
	size_t chunk_count = (sweep->service_count + EH_CHUNK - 1) / EH_CHUNK;

	if (eh_grid_index_init(&sweep->index, sweep->points, sizeof *sweep->points, NULL, point_count, sweep->radius / 4) < 0)
		return EH_NO_MEMORY;
	sweep->chunks = eh_alloc_zero(chunk_count, sizeof *sweep->chunks);
	if (!sweep->chunks)
		return EH_NO_MEMORY;
	eh_pool_run(threads, chunk_count, sweep_chunk, sweep);
	enum eh_rc rc = sweep->failed ? EH_NO_MEMORY : gather(sweep, chunk_count);
	for (size_t c = 0; c < chunk_count; c++)
		eh_vec_finish(&sweep->chunks[c]);
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
	eh_grid_index_finish(&sweep.index);
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
