/* ground.c: shared ground of services.
 *
 * Most pairs share nothing, and O = c^0.4 · b^0.2 · a^0.3 · h^0.1 says which without counting people. Every factor is at most 1, so that
 * O > least holds only if
 *  1. a > 0: some point lies within the radius of both, hence the two within twice the radius of one another (triangle inequality). No
 *     pair farther apart is looked at;
 *  2. c^0.4 b^0.2 h^0.1 > least, and then a > (least ÷ (c^0.4 b^0.2 h^0.1))^(1/0.3) =: A. These depend on the combinations of terms alone,
 *     of which there are few (kinds.h);
 *  3. the people in both exceed A times the smaller catchment. Points in both circles lie in cells that touch both. Row by row, the cells
 *     that touch one circle are one run of items (grid_index.h), and those that touch both lie in the overlap of two runs; so the people
 *     of these overlaps, which running totals over the items give at once, are no fewer than the people in both. When even they are not
 *     enough, the pair is out.
 * Only what is left is counted point by point, and only in those overlaps. No pair above `least` is lost. */
#include "ground.h"

#include <math.h>
#include <stdlib.h>

#include "catchment.h"
#include "kinds.h"

enum { CELLS_TO_RADIUS = 4, MOST_ROWS = 2 * CELLS_TO_RADIUS + 3 };

/* Items of the cells that touch a service's circle, by row of the grid. */
struct runs {
	uint32_t first_row, rows;
	struct {
		uint32_t from, to;
	} row[MOST_ROWS];
};

struct work {
	const struct ehc_point *points;
	size_t point_count;
	const struct ehc_ground *services;
	size_t count;
	double least, radius, square;
	struct eh_grid_index point_index, service_index;
	double *people, *total; /* by item of the point index: its people, and those of all items before it; one more total */
	double everybody;
	double *catchment; /* people within the radius of each service */
	struct runs *runs; /* by item of the service index */
	struct eh_kinds kinds;
	uint32_t *everywhere; /* services that are */
	size_t everywhere_count;
	eh_pair_vec *chunks;
	bool failed;
};

static bool can_pair(const struct ehc_ground *service)
{
	uint64_t any = 0;

	for (int w = 0; w < EHC_TERM_WORDS; w++)
		any |= service->category[w];
	return any && service->stated;
}

/* People of a run within the radius of both (x, y) and (x2, y2). */
static double count_run(const struct work *work, uint32_t from, uint32_t to, double x, double y, double x2, double y2)
{
	const double *restrict px = work->point_index.x, *restrict py = work->point_index.y, *restrict people = work->people;
	double sum = 0;

	for (uint32_t k = from; k < to; k++) {
		double dx = px[k] - x, dy = py[k] - y, ex = px[k] - x2, ey = py[k] - y2;
		bool in_both = (dx * dx + dy * dy <= work->square) & (ex * ex + ey * ey <= work->square);
		sum += in_both ? people[k] : 0;
	}
	return sum;
}

static void find_runs(const struct work *work, double x, double y, struct runs *runs)
{
	size_t from, to;

	eh_grid_index_rows(&work->point_index, x, y, work->radius, &from, &to);
	to = to > from + MOST_ROWS ? from + MOST_ROWS : to;
	runs->first_row = (uint32_t)from;
	runs->rows = (uint32_t)(to - from);
	for (size_t r = from; r < to; r++)
		eh_grid_index_run(&work->point_index, x, y, work->radius, r, &runs->row[r - from].from, &runs->row[r - from].to);
}

static void measure_catchments(void *context, size_t chunk)
{
	struct work *work = context;
	const struct eh_grid_index *index = &work->service_index;
	size_t to = (chunk + 1) * EH_CHUNK < index->count ? (chunk + 1) * EH_CHUNK : index->count;

	for (size_t k = chunk * EH_CHUNK; k < to; k++) {
		struct runs *runs = &work->runs[k];
		double x = index->x[k], y = index->y[k], people = 0;
		find_runs(work, x, y, runs);
		for (uint32_t r = 0; r < runs->rows; r++)
			people += count_run(work, runs->row[r].from, runs->row[r].to, x, y, x, y);
		work->catchment[index->items[k]] = people;
	}
}

/* Calls for the overlap of two services' runs in each row they share: at most all people in it, or exactly those in both circles. */
static double people_in_both(const struct work *work, uint32_t k, uint32_t l, bool exactly)
{
	const struct runs *a = &work->runs[k], *b = &work->runs[l];
	const struct eh_grid_index *index = &work->service_index;
	uint32_t row = a->first_row > b->first_row ? a->first_row : b->first_row;
	uint32_t end = a->first_row + a->rows < b->first_row + b->rows ? a->first_row + a->rows : b->first_row + b->rows;
	double people = 0;

	for (; row < end; row++) {
		uint32_t i = row - a->first_row, j = row - b->first_row;
		uint32_t from = a->row[i].from > b->row[j].from ? a->row[i].from : b->row[j].from;
		uint32_t to = a->row[i].to < b->row[j].to ? a->row[i].to : b->row[j].to;
		if (from >= to)
			continue;
		people += exactly ? count_run(work, from, to, index->x[k], index->y[k], index->x[l], index->y[l])
		                  : work->total[to] - work->total[from];
	}
	return people;
}

static bool add_pair(const struct work *work, uint32_t a, uint32_t b, double people, double alike, eh_pair_vec *pairs)
{
	double smaller = fmin(work->catchment[a], work->catchment[b]);
	double score = alike * pow(fmin(1, people / smaller), 0.3);

	if (!(score > work->least))
		return true;
	return eh_vec_push(pairs, (struct ehc_pair){ a < b ? a : b, a < b ? b : a, score, people, EHC_NO_CLUSTER });
}

/* Two services that stand somewhere, by their items in the grid. */
static bool score_pair(const struct work *work, uint32_t k, uint32_t l, eh_pair_vec *pairs)
{
	const struct eh_grid_index *index = &work->service_index;
	uint32_t a = index->items[k], b = index->items[l];
	double dx = index->x[k] - index->x[l], dy = index->y[k] - index->y[l];

	if (dx * dx + dy * dy > 4 * work->square * (1 + 1e-9) || work->services[a].provider == work->services[b].provider)
		return true;
	struct eh_likeness likeness = eh_kinds_compare(&work->kinds, a, b);
	double enough = likeness.needed * fmin(work->catchment[a], work->catchment[b]);
	/* Running totals are rounded: a millionth of a person is no reason to lose a pair. */
	if (likeness.needed >= 1 || !(work->catchment[a] > 0) || !(work->catchment[b] > 0) ||
	        people_in_both(work, k, l, false) + 1e-6 <= enough)
		return true;
	double people = people_in_both(work, k, l, true);
	return people <= enough || add_pair(work, a, b, people, likeness.alike, pairs);
}

/* A service that is everywhere shares the whole of the other's ground. */
static bool score_everywhere(const struct work *work, uint32_t a, eh_pair_vec *pairs)
{
	bool itself = work->services[a].everywhere, good = true;

	for (size_t i = 0; good && i < work->everywhere_count; i++) {
		uint32_t b = work->everywhere[i];
		if ((itself && b <= a) || work->services[a].provider == work->services[b].provider || !(work->catchment[a] > 0))
			continue;
		struct eh_likeness likeness = eh_kinds_compare(&work->kinds, a, b);
		good = likeness.needed >= 1 || add_pair(work, a, b, work->catchment[a], likeness.alike, pairs);
	}
	return good;
}

/* Each pair once: with what comes later in the grid. */
static bool score_neighbours(const struct work *work, uint32_t k, eh_pair_vec *pairs)
{
	const struct eh_grid_index *index = &work->service_index;
	double x = index->x[k], y = index->y[k];
	size_t row, rows;

	eh_grid_index_rows(index, x, y, 2 * work->radius, &row, &rows);
	for (; row < rows; row++) {
		uint32_t l, end;
		eh_grid_index_run(index, x, y, 2 * work->radius, row, &l, &end);
		for (l = l > k ? l : k + 1; l < end; l++)
			if (!score_pair(work, k, l, pairs))
				return false;
	}
	return true;
}

/* Chunks of the grid first, then those of the services that are everywhere. */
static void score_chunk(void *context, size_t chunk)
{
	struct work *work = context;
	size_t count = work->service_index.count, all = count + work->everywhere_count;
	size_t to = (chunk + 1) * EH_CHUNK < all ? (chunk + 1) * EH_CHUNK : all;
	eh_pair_vec *pairs = &work->chunks[chunk];
	bool good = true;

	for (size_t k = chunk * EH_CHUNK; good && k < to; k++) {
		uint32_t a = k < count ? work->service_index.items[k] : work->everywhere[k - count];
		good = score_everywhere(work, a, pairs) && (k >= count || score_neighbours(work, (uint32_t)k, pairs));
	}
	if (!good)
		__atomic_store_n(&work->failed, true, __ATOMIC_RELAXED);
}

static int by_score(const void *a, const void *b)
{
	const struct ehc_pair *x = a, *y = b;

	if (x->score != y->score)
		return x->score > y->score ? -1 : 1;
	if (x->a != y->a)
		return x->a < y->a ? -1 : 1;
	return (x->b > y->b) - (x->b < y->b);
}

static enum eh_rc index_points(struct work *work)
{
	EH_TRY(eh_grid_index_init(&work->point_index, work->points, sizeof *work->points, NULL, work->point_count,
	        work->radius / CELLS_TO_RADIUS));
	size_t count = work->point_index.count;
	work->people = eh_alloc_zero(count, sizeof *work->people);
	work->total = eh_alloc_zero(count + 1, sizeof *work->total);
	if (!work->people || !work->total)
		return EH_NO_MEMORY;
	for (size_t k = 0; k < count; k++) {
		work->people[k] = eh_people_at(&work->points[work->point_index.items[k]]);
		work->total[k + 1] = work->total[k] + work->people[k];
	}
	for (size_t i = 0; i < work->point_count; i++)
		work->everybody += eh_people_at(&work->points[i]);
	return EH_OK;
}

static enum eh_rc index_services(struct work *work)
{
	bool *skip EH_CLEANUP_FREE = eh_alloc_zero(work->count, sizeof *skip);

	work->catchment = eh_alloc_zero(work->count, sizeof *work->catchment);
	work->everywhere = eh_alloc_zero(work->count, sizeof *work->everywhere);
	if (!skip || !work->catchment || !work->everywhere)
		return EH_NO_MEMORY;
	for (size_t j = 0; j < work->count; j++) {
		skip[j] = work->services[j].everywhere || !can_pair(&work->services[j]);
		if (!work->services[j].everywhere || !can_pair(&work->services[j]))
			continue;
		work->everywhere[work->everywhere_count++] = (uint32_t)j;
		work->catchment[j] = work->everybody;
	}
	EH_TRY(eh_grid_index_init(
	        &work->service_index, work->services, sizeof *work->services, skip, work->count, work->radius / 2));
	work->runs = eh_alloc_zero(work->service_index.count, sizeof *work->runs);
	return work->runs ? EH_OK : EH_NO_MEMORY;
}

/* All chunks' pairs in one array, best first. */
static enum eh_rc gather(struct work *work, size_t chunk_count, eh_pair_vec *pairs)
{
	size_t count = 0;

	for (size_t c = 0; c < chunk_count; c++)
		count += work->chunks[c].count;
	pairs->items = eh_alloc(count * sizeof *pairs->items);
	if (!pairs->items)
		return EH_NO_MEMORY;
	for (size_t c = 0; c < chunk_count; c++) {
		for (size_t i = 0; i < work->chunks[c].count; i++)
			pairs->items[pairs->count++] = work->chunks[c].items[i];
		eh_vec_finish(&work->chunks[c]);
	}
	if (pairs->count)
		qsort(pairs->items, pairs->count, sizeof *pairs->items, by_score);
	return EH_OK;
}

static enum eh_rc run(struct work *work, size_t threads, eh_pair_vec *pairs)
{
	EH_TRY(index_points(work));
	EH_TRY(index_services(work));
	EH_TRY(eh_kinds_init(&work->kinds, work->services, work->count, work->least));
	size_t standing = work->service_index.count, all = standing + work->everywhere_count;
	size_t chunk_count = (all + EH_CHUNK - 1) / EH_CHUNK;
	eh_pool_run(threads, (standing + EH_CHUNK - 1) / EH_CHUNK, measure_catchments, work);
	work->chunks = eh_alloc_zero(chunk_count, sizeof *work->chunks);
	if (!work->chunks)
		return EH_NO_MEMORY;
	eh_pool_run(threads, chunk_count, score_chunk, work);
	enum eh_rc rc = work->failed ? EH_NO_MEMORY : gather(work, chunk_count, pairs);
	for (size_t c = 0; c < chunk_count; c++)
		eh_vec_finish(&work->chunks[c]);
	return rc == EH_OK ? eh_ground_cluster(pairs->items, pairs->count, work->count, work->least) : rc;
}

int ehc_shared_ground(const struct ehc_point *points, size_t point_count, const struct ehc_ground *services, size_t service_count,
        double least, const struct ehc_parameters *parameters, size_t threads, struct ehc_pair **ret_pairs, size_t *ret_count)
{
	double radius = eh_metres(parameters ? parameters : &ehc_defaults, EH_MIDDLE);
	struct work work = { .points = points,
		.point_count = point_count,
		.services = services,
		.count = service_count,
		.least = least,
		.radius = radius,
		.square = radius * radius };
	eh_pair_vec pairs = { 0 };
	enum eh_rc rc = run(&work, threads, &pairs);

	eh_grid_index_finish(&work.point_index);
	eh_grid_index_finish(&work.service_index);
	eh_kinds_finish(&work.kinds);
	eh_free(work.people);
	eh_free(work.total);
	eh_free(work.catchment);
	eh_free(work.runs);
	eh_free(work.everywhere);
	eh_free(work.chunks);
	if (rc < 0) {
		eh_vec_finish(&pairs);
		return EHC_NO_MEMORY;
	}
	*ret_pairs = pairs.items;
	*ret_count = pairs.count;
	return 0;
}

void ehc_free(void *p) { eh_free(p); }
