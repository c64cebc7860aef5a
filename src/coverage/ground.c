/* ground.c: shared ground of services.
 *
 * Most pairs share nothing, and O = c^0.4 · b^0.2 · a^0.3 · h^0.1 says which without counting people. Every factor is at most 1, so that
 * O > least holds only if
 *  1. a > 0: some point lies within the radius of both, hence the two within twice the radius of one another (triangle inequality). No
 *     pair farther apart is looked at;
 *  2. c^0.4 b^0.2 h^0.1 > least, and then a > (least ÷ (c^0.4 b^0.2 h^0.1))^(1/0.3) =: A. This takes a few operations on bits;
 *  3. the people in both exceed A times the smaller catchment. Points in both circles lie in cells that touch both. Row by row, the cells
 *     that touch one circle are one run of items (grid_index.h), and those that touch both lie in the overlap of two runs; so the people
 *     of these overlaps, which running totals over the items give at once, are no fewer than the people in both. When even they are not
 *     enough, the pair is out.
 * Only what is left is counted point by point, and only in those overlaps. No pair above `least` is lost. */
#include "ground.h"

#include <math.h>
#include <stdlib.h>

#include "catchment.h"
#include "likeness.h"

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
	double least, radius, square, farthest; /* farthest: of two services that share people, squared and a hair more */
	struct eh_grid_index point_index, service_index;
	double *people, *total; /* by item of the point index: its people, and those of all items before it; one more total */
	double everybody;
	struct eh_stand *stands; /* services in the order of their index, then those that are everywhere */
	size_t standing, all;
	struct runs *runs; /* of those that stand somewhere */
	struct eh_roots roots;
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

/* Two doubles at a time: plain arithmetic in each lane, lanes added in one order, so the same bits on every machine. */
typedef double lanes __attribute__((vector_size(16)));
typedef int64_t mask __attribute__((vector_size(16)));

static lanes load(const double *p)
{
	lanes v;

	memcpy(&v, p, sizeof v);
	return v;
}

/* People of a run within the radius of both (x, y) and (x2, y2). */
static double count_run(const struct work *work, uint32_t from, uint32_t to, double x, double y, double x2, double y2)
{
	const double *px = work->point_index.x, *py = work->point_index.y, *people = work->people;
	const double square = work->square;
	lanes sum = { 0, 0 };
	uint32_t k = from;

	for (; k + 2 <= to; k += 2) {
		lanes dx = load(px + k) - x, dy = load(py + k) - y, ex = load(px + k) - x2, ey = load(py + k) - y2;
		mask in_both = (dx * dx + dy * dy <= square) & (ex * ex + ey * ey <= square);
		sum += (lanes)((mask)load(people + k) & in_both);
	}
	double all = sum[0] + sum[1];
	if (k < to) {
		double dx = px[k] - x, dy = py[k] - y, ex = px[k] - x2, ey = py[k] - y2;
		all += dx * dx + dy * dy <= square && ex * ex + ey * ey <= square ? people[k] : 0;
	}
	return all;
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
	size_t to = (chunk + 1) * EH_CHUNK < work->standing ? (chunk + 1) * EH_CHUNK : work->standing;

	for (size_t k = chunk * EH_CHUNK; k < to; k++) {
		struct runs *runs = &work->runs[k];
		double x = index->x[k], y = index->y[k], people = 0;
		find_runs(work, x, y, runs);
		for (uint32_t r = 0; r < runs->rows; r++)
			people += count_run(work, runs->row[r].from, runs->row[r].to, x, y, x, y);
		work->stands[k].catchment = people;
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

static bool add_pair(const struct work *work, const struct eh_stand *a, const struct eh_stand *b, double people, double alike,
        eh_pair_vec *pairs)
{
	double score = alike * pow(fmin(1, people / fmin(a->catchment, b->catchment)), 0.3);
	bool in_order = a->number < b->number;

	if (!(score > work->least))
		return true;
	return eh_vec_push(pairs, (struct ehc_pair){ in_order ? a->number : b->number, in_order ? b->number : a->number, score,
	                                  people, EHC_NO_CLUSTER });
}

/* Two services that stand somewhere. */
static bool score_pair(const struct work *work, uint32_t k, uint32_t l, eh_pair_vec *pairs)
{
	const struct eh_grid_index *index = &work->service_index;
	const struct eh_stand *a = &work->stands[k], *b = &work->stands[l];
	double dx = index->x[k] - index->x[l], dy = index->y[k] - index->y[l];

	if (dx * dx + dy * dy > work->farthest || a->provider == b->provider || !(a->catchment > 0) || !(b->catchment > 0))
		return true;
	double alike = eh_likeness(&work->roots, a, b);
	if (!(alike > work->least))
		return true;
	double enough = eh_ground_needed(alike, work->least) * fmin(a->catchment, b->catchment);
	/* Running totals are rounded: a millionth of a person is no reason to lose a pair. */
	if (people_in_both(work, k, l, false) + 1e-6 <= enough)
		return true;
	double people = people_in_both(work, k, l, true);
	return people <= enough || add_pair(work, a, b, people, alike, pairs);
}

/* A service that is everywhere shares the whole of the other's ground. */
static bool score_everywhere(const struct work *work, size_t k, eh_pair_vec *pairs)
{
	const struct eh_stand *a = &work->stands[k];
	bool good = true;

	for (size_t l = k < work->standing ? work->standing : k + 1; good && l < work->all; l++) {
		const struct eh_stand *b = &work->stands[l];
		if (a->provider != b->provider && a->catchment > 0)
			good = add_pair(work, a, b, a->catchment, eh_likeness(&work->roots, a, b), pairs);
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

static void score_chunk(void *context, size_t chunk)
{
	struct work *work = context;
	size_t to = (chunk + 1) * EH_CHUNK < work->all ? (chunk + 1) * EH_CHUNK : work->all;
	eh_pair_vec *pairs = &work->chunks[chunk];
	bool good = true;

	for (size_t k = chunk * EH_CHUNK; good && k < to; k++)
		good = score_everywhere(work, k, pairs) && (k >= work->standing || score_neighbours(work, (uint32_t)k, pairs));
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
	EH_TRY(eh_grid_index_init(
	        &work->point_index, work->points, sizeof *work->points, NULL, work->point_count, work->radius / CELLS_TO_RADIUS));
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
	size_t everywhere = 0;

	if (!skip)
		return EH_NO_MEMORY;
	for (size_t j = 0; j < work->count; j++) {
		skip[j] = work->services[j].everywhere || !can_pair(&work->services[j]);
		everywhere += work->services[j].everywhere && can_pair(&work->services[j]);
	}
	EH_TRY(eh_grid_index_init(
	        &work->service_index, work->services, sizeof *work->services, skip, work->count, work->radius / 2));
	work->standing = work->service_index.count;
	work->runs = eh_alloc_zero(work->standing, sizeof *work->runs);
	work->stands = eh_alloc_zero(work->standing + everywhere, sizeof *work->stands);
	if (!work->runs || !work->stands)
		return EH_NO_MEMORY;
	for (; work->all < work->standing; work->all++)
		eh_stand_init(&work->stands[work->all], work->services, work->service_index.items[work->all]);
	for (size_t j = 0; j < work->count; j++)
		if (work->services[j].everywhere && can_pair(&work->services[j])) {
			eh_stand_init(&work->stands[work->all], work->services, (uint32_t)j);
			work->stands[work->all++].catchment = work->everybody;
		}
	return EH_OK;
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
	eh_roots_init(&work->roots);
	size_t chunk_count = (work->all + EH_CHUNK - 1) / EH_CHUNK;
	eh_pool_run(threads, (work->standing + EH_CHUNK - 1) / EH_CHUNK, measure_catchments, work);
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
		.square = radius * radius,
		.farthest = 4 * radius * radius * (1 + 1e-9) };
	eh_pair_vec pairs = { 0 };
	enum eh_rc rc = run(&work, threads, &pairs);

	eh_grid_index_finish(&work.point_index);
	eh_grid_index_finish(&work.service_index);
	eh_free(work.people);
	eh_free(work.total);
	eh_free(work.runs);
	eh_free(work.stands);
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
