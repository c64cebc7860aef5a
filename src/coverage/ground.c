/* ground.c: shared ground of services, and what of it may be published. */
#include <math.h>
#include <stdlib.h>

#include "evenhand/coverage.h"
#include "grid_index.h"

struct work {
	const struct ehc_point *points;
	size_t point_count;
	const struct ehc_ground *services;
	size_t count;
	double least, radius;
	struct eh_grid_index point_index, service_index;
	double everybody;  /* people of all points */
	double *catchment; /* people within the middle threshold of each service */
	EH_VEC(struct ehc_pair) pairs;
};

/* People within the radius of (x, y), and of (x2, y2) too when `both`. */
static double people_within(const struct work *work, double x, double y, bool both, double x2, double y2)
{
	const struct eh_grid_index *index = &work->point_index;
	struct eh_grid_window window = eh_grid_index_window(index, x, y, work->radius);
	double square = work->radius * work->radius, people = 0;

	for (size_t row = window.row_from; row < window.row_to; row++)
		for (size_t column = window.column_from; column < window.column_to; column++) {
			size_t cell = row * index->columns + column;
			for (uint32_t k = index->starts[cell]; k < index->starts[cell + 1]; k++) {
				const struct ehc_point *point = &work->points[index->items[k]];
				double dx = point->x - x, dy = point->y - y, ex = point->x - x2, ey = point->y - y2;
				if (dx * dx + dy * dy <= square && (!both || ex * ex + ey * ey <= square))
					people += point->people;
			}
		}
	return people;
}

static void measure_catchment(void *context, size_t j)
{
	struct work *work = context;
	const struct ehc_ground *service = &work->services[j];

	if (service->stated)
		work->catchment[j] = service->everywhere ? work->everybody
		                                         : people_within(work, service->x, service->y, false, 0, 0);
}

static double alike(uint64_t a, uint64_t b)
{
	uint64_t all = a | b;

	return all ? (double)__builtin_popcountll(a & b) / (double)__builtin_popcountll(all) : 1;
}

static double people_in_both(const struct work *work, size_t a, size_t b)
{
	const struct ehc_ground *x = &work->services[a], *y = &work->services[b];

	if (x->everywhere)
		return work->catchment[b];
	if (y->everywhere)
		return work->catchment[a];
	return people_within(work, x->x, x->y, true, y->x, y->y);
}

static bool score_pair(struct work *work, size_t a, size_t b)
{
	const struct ehc_ground *x = &work->services[a], *y = &work->services[b];
	double smaller = fmin(work->catchment[a], work->catchment[b]);

	if (x->provider == y->provider || !(x->category & y->category) || smaller <= 0)
		return true;
	double most = pow(alike(x->category, y->category), 0.4) * pow(alike(x->beneficiaries, y->beneficiaries), 0.2) *
	              pow(0.5, 0.1);
	if (most <= work->least)
		return true;
	double people = people_in_both(work, a, b), score = most * pow(people / smaller, 0.3);
	if (score <= work->least)
		return true;
	return eh_vec_push(
	        &work->pairs, (struct ehc_pair){ (uint32_t)(a < b ? a : b), (uint32_t)(a < b ? b : a), score, people, 0 });
}

/* Services near enough to share people, and those that are everywhere. */
static bool score_service(struct work *work, size_t a)
{
	const struct ehc_ground *service = &work->services[a];
	const struct eh_grid_index *index = &work->service_index;

	if (!service->stated || !service->category)
		return true;
	for (size_t b = 0; b < work->count; b++)
		if (work->services[b].everywhere && work->services[b].stated && b != a && (!service->everywhere || b > a) &&
		        !score_pair(work, a, b))
			return false;
	if (service->everywhere)
		return true;
	struct eh_grid_window window = eh_grid_index_window(index, service->x, service->y, 2 * work->radius);
	for (size_t row = window.row_from; row < window.row_to; row++)
		for (size_t column = window.column_from; column < window.column_to; column++) {
			size_t cell = row * index->columns + column;
			for (uint32_t k = index->starts[cell]; k < index->starts[cell + 1]; k++)
				if (index->items[k] > a && !score_pair(work, a, index->items[k]))
					return false;
		}
	return true;
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

static uint32_t root(uint32_t *parent, uint32_t i)
{
	while (parent[i] != i)
		i = parent[i] = parent[parent[i]];
	return i;
}

/* From the best pair down; two clusters join while the pairs between them that were scored stay, on average, above the least. */
static bool number_clusters(struct work *work)
{
	uint32_t *parent = eh_alloc_zero(work->count, sizeof *parent), *size = eh_alloc_zero(work->count, sizeof *size);

	if (!parent || !size) {
		eh_free(parent);
		eh_free(size);
		return false;
	}
	for (size_t i = 0; i < work->count; i++) {
		parent[i] = (uint32_t)i;
		size[i] = 1;
	}
	for (size_t i = 0; i < work->pairs.count; i++) {
		uint32_t a = root(parent, work->pairs.items[i].a), b = root(parent, work->pairs.items[i].b);
		double sum = 0;
		if (a == b || size[a] + size[b] > 50)
			continue;
		for (size_t k = 0; k < work->pairs.count && size[a] + size[b] > 2; k++) {
			uint32_t x = root(parent, work->pairs.items[k].a), y = root(parent, work->pairs.items[k].b);
			sum += (x == a && y == b) || (x == b && y == a) ? work->pairs.items[k].score : 0;
		}
		if (size[a] + size[b] > 2 && sum / ((double)size[a] * size[b]) <= work->least)
			continue;
		uint32_t small = a < b ? a : b, large = a < b ? b : a;
		parent[large] = small;
		size[small] += size[large];
	}
	for (size_t i = 0; i < work->pairs.count; i++)
		work->pairs.items[i].cluster = root(parent, work->pairs.items[i].a);
	eh_free(parent);
	eh_free(size);
	return true;
}

static int run(struct work *work, size_t threads)
{
	bool *skip = eh_alloc_zero(work->count, sizeof *skip), good = true;

	work->catchment = eh_alloc_zero(work->count, sizeof *work->catchment);
	if (!skip || !work->catchment) {
		eh_free(skip);
		return EHC_NO_MEMORY;
	}
	for (size_t i = 0; i < work->point_count; i++)
		work->everybody += work->points[i].people;
	for (size_t j = 0; j < work->count; j++)
		skip[j] = work->services[j].everywhere || !work->services[j].stated || !work->services[j].category;
	good = eh_grid_index_init(&work->point_index, &work->points->x, sizeof *work->points, NULL, work->point_count,
	               work->radius) == EH_OK &&
	       eh_grid_index_init(&work->service_index, &work->services->x, sizeof *work->services, skip, work->count,
	               work->radius) == EH_OK;
	if (good)
		eh_pool_run(threads, work->count, measure_catchment, work);
	for (size_t j = 0; good && j < work->count; j++)
		good = score_service(work, j);
	if (good && work->pairs.count)
		qsort(work->pairs.items, work->pairs.count, sizeof *work->pairs.items, by_score);
	good = good && (work->pairs.count > 20000 || number_clusters(work));
	eh_free(skip);
	return good ? 0 : EHC_NO_MEMORY;
}

int ehc_shared_ground(const struct ehc_point *points, size_t point_count, const struct ehc_ground *services, size_t service_count,
        double least, const struct ehc_parameters *parameters, size_t threads, struct ehc_pair **ret_pairs, size_t *ret_count)
{
	const struct ehc_parameters *p = parameters ? parameters : &ehc_defaults;
	struct work work = { .points = points,
		.point_count = point_count,
		.services = services,
		.count = service_count,
		.least = least,
		.radius = p->minutes[1] * p->metres_per_minute / p->detour };
	int rc = run(&work, threads);

	eh_grid_index_finish(&work.point_index);
	eh_grid_index_finish(&work.service_index);
	eh_free(work.catchment);
	if (rc) {
		eh_vec_finish(&work.pairs);
		return rc;
	}
	*ret_pairs = work.pairs.items;
	*ret_count = work.pairs.count;
	return 0;
}

void ehc_free(void *p) { eh_free(p); }

/* In a line with exactly one withheld cell and something beside it, the smallest other cell goes too, so that the line's total does not
 * give the first away. Lines run along rows (step 1) or columns (step `columns`). */
static bool cover_line(int64_t *cells, size_t count, size_t step)
{
	size_t withheld = 0, best = count;

	for (size_t i = 0; i < count; i++) {
		int64_t value = cells[i * step];
		withheld += value < 0;
		if (value > 0 && (best == count || value < cells[best * step]))
			best = i;
	}
	if (withheld != 1 || best == count)
		return false;
	cells[best * step] = -1;
	return true;
}

void ehc_suppress(const int64_t *counts, size_t rows, size_t columns, int64_t least, int64_t *ret_counts, int64_t *ret_row_totals,
        int64_t *ret_column_totals)
{
	bool changed = true;

	for (size_t c = 0; c < columns; c++)
		ret_column_totals[c] = 0;
	for (size_t r = 0; r < rows; r++) {
		ret_row_totals[r] = 0;
		for (size_t c = 0; c < columns; c++) {
			int64_t count = counts[r * columns + c];
			ret_counts[r * columns + c] = count > 0 && count < least ? -1 : count;
			ret_row_totals[r] += count;
			ret_column_totals[c] += count;
		}
	}
	while (changed) {
		changed = false;
		for (size_t r = 0; r < rows; r++)
			changed |= cover_line(ret_counts + r * columns, columns, 1);
		for (size_t c = 0; c < columns; c++)
			changed |= cover_line(ret_counts + c, rows, columns);
	}
	/* A total that is itself small is withheld, and so is one whose line is one withheld cell alone. */
	for (size_t r = 0; r < rows; r++)
		ret_row_totals[r] = ret_row_totals[r] > 0 && ret_row_totals[r] < least ? -1 : ret_row_totals[r];
	for (size_t c = 0; c < columns; c++)
		ret_column_totals[c] = ret_column_totals[c] > 0 && ret_column_totals[c] < least ? -1 : ret_column_totals[c];
}

struct ehc_estimate ehc_complete(int64_t n1, int64_t n2, int64_t m)
{
	enum { FEWEST = 7 };
	double a = (double)n1, b = (double)n2, c = (double)m, found = a + b - c;
	struct ehc_estimate result = { .too_few = m < FEWEST };

	result.estimate = (a + 1) * (b + 1) / (c + 1) - 1;
	double variance = (a + 1) * (b + 1) * (a - c) * (b - c) / ((c + 1) * (c + 1) * (c + 2));
	double half = 1.959964 * sqrt(variance > 0 ? variance : 0);
	result.low = fmax(found, result.estimate - half);
	result.high = result.estimate + half;
	return result;
}

/* People within the radius of a site who have nothing yet; `take` gives it to them. */
static double gain_of(const struct ehc_point *points, const struct eh_grid_index *index, double radius, const double site[2],
        bool *served, bool take)
{
	struct eh_grid_window window = eh_grid_index_window(index, site[0], site[1], radius);
	double gain = 0;

	for (size_t row = window.row_from; row < window.row_to; row++)
		for (size_t column = window.column_from; column < window.column_to; column++) {
			size_t cell = row * index->columns + column;
			for (uint32_t k = index->starts[cell]; k < index->starts[cell + 1]; k++) {
				uint32_t i = index->items[k];
				double dx = points[i].x - site[0], dy = points[i].y - site[1];
				if (served[i] || dx * dx + dy * dy > radius * radius)
					continue;
				gain += points[i].people;
				served[i] = take;
			}
		}
	return gain;
}

int ehc_where_next(const struct ehc_point *points, size_t point_count, const struct ehc_service *services, size_t service_count,
        const double (*sites)[2], size_t site_count, size_t most, const struct ehc_parameters *parameters, size_t *ret_chosen,
        double *ret_gain)
{
	const struct ehc_parameters *p = parameters ? parameters : &ehc_defaults;
	double radius = p->minutes[1] * p->metres_per_minute / p->detour;
	bool *served = eh_alloc_zero(point_count, sizeof *served);
	struct eh_grid_index index;
	int chosen = 0;

	if (!served || eh_grid_index_init(&index, &points->x, sizeof *points, NULL, point_count, radius) < 0) {
		eh_free(served);
		return EHC_NO_MEMORY;
	}
	for (size_t j = 0; j < service_count; j++) {
		const double at[2] = { services[j].x, services[j].y };
		if (services[j].everywhere)
			memset(served, 1, point_count * sizeof *served);
		else
			gain_of(points, &index, radius, at, served, true);
	}
	while ((size_t)chosen < most) {
		size_t best = site_count;
		double best_gain = 0;
		for (size_t s = 0; s < site_count; s++) {
			double gain = gain_of(points, &index, radius, sites[s], served, false);
			if (gain > best_gain) {
				best_gain = gain;
				best = s;
			}
		}
		if (best == site_count)
			break;
		gain_of(points, &index, radius, sites[best], served, true);
		ret_chosen[chosen] = best;
		ret_gain[chosen++] = best_gain;
	}
	eh_grid_index_finish(&index);
	eh_free(served);
	return chosen;
}
