/* where_next.c: who is reached: by one more site, and by the services that are left when some close and others open. */
#include "catchment.h"

/* People within the radius of a site who have nothing yet; `take` gives it to them. */
static double gain_of(const struct ehc_point *points, const struct eh_grid_index *index, double radius, const double site[2],
        bool *served, bool take)
{
	double gain = 0;
	size_t row, rows;

	eh_grid_index_rows(index, site[0], site[1], radius, &row, &rows);
	for (; row < rows; row++) {
		uint32_t k, end;
		eh_grid_index_run(index, site[0], site[1], radius, row, &k, &end);
		for (; k < end; k++) {
			uint32_t i = index->items[k];
			double dx = index->x[k] - site[0], dy = index->y[k] - site[1];
			if (served[i] || dx * dx + dy * dy > radius * radius)
				continue;
			gain += eh_people_at(&points[i]);
			served[i] = take;
		}
	}
	return gain;
}

/* Gains only fall as people are served, so a site whose last known gain is not above the best of this round need not be looked at
 * again (lazy greedy, Minoux 1978): the choice is the plain greedy one, ties to the first site. */
static size_t choose(const struct ehc_point *points, const struct eh_grid_index *index, double radius, const double (*sites)[2],
        size_t site_count, double *known, bool *served, double *ret_gain)
{
	size_t best = site_count;

	*ret_gain = 0;
	for (size_t s = 0; s < site_count; s++) {
		if (known[s] <= *ret_gain)
			continue;
		known[s] = gain_of(points, index, radius, sites[s], served, false);
		if (known[s] > *ret_gain) {
			*ret_gain = known[s];
			best = s;
		}
	}
	return best;
}

static void serve(const struct ehc_point *points, size_t point_count, const struct eh_grid_index *index, double radius,
        const struct ehc_service *service, bool *served)
{
	const double at[2] = { service->x, service->y };

	if (service->everywhere)
		memset(served, 1, point_count * sizeof *served);
	else if (service->areas)
		for (size_t i = 0; i < point_count; i++)
			served[i] |= service->areas[points[i].area];
	else
		gain_of(points, index, radius, at, served, true);
}

int ehc_where_next(const struct ehc_point *points, size_t point_count, const struct ehc_service *services, size_t service_count,
        const double (*sites)[2], size_t site_count, size_t most, const struct ehc_parameters *parameters, size_t *ret_chosen,
        double *ret_gain)
{
	double radius = eh_metres(parameters ? parameters : &ehc_defaults, EH_MIDDLE), gain;
	struct eh_grid_index index = { 0 };
	bool *served = eh_alloc_zero(point_count, sizeof *served);
	double *known = eh_alloc_zero(site_count, sizeof *known);
	int chosen = 0;

	if (!served || !known || eh_grid_index_init(&index, points, sizeof *points, NULL, point_count, radius / 4) < 0) {
		eh_free(served);
		eh_free(known);
		return EHC_NO_MEMORY;
	}
	for (size_t j = 0; j < service_count; j++)
		serve(points, point_count, &index, radius, &services[j], served);
	for (size_t s = 0; s < site_count; s++)
		known[s] = INFINITY;
	while ((size_t)chosen < most) {
		size_t best = choose(points, &index, radius, sites, site_count, known, served, &gain);
		if (best == site_count)
			break;
		gain_of(points, &index, radius, sites[best], served, true);
		ret_chosen[chosen] = best;
		ret_gain[chosen++] = gain;
	}
	eh_grid_index_finish(&index);
	eh_free(served);
	eh_free(known);
	return chosen;
}

/* One threshold, before or after. */
struct scene {
	const struct ehc_point *points;
	size_t point_count;
	const struct ehc_service *services, *added;
	size_t service_count, added_count;
	const bool *taken_out;
	double radius[EHC_BANDS];
	const struct eh_grid_index *index;
	bool *served[2 * EHC_BANDS]; /* before, then after */
};

static void play(void *context, size_t part)
{
	struct scene *scene = context;
	bool after = part >= EHC_BANDS;
	double radius = scene->radius[part % EHC_BANDS];

	for (size_t j = 0; j < scene->service_count; j++)
		if (!after || !scene->taken_out || !scene->taken_out[j])
			serve(scene->points, scene->point_count, scene->index, radius, &scene->services[j], scene->served[part]);
	for (size_t j = 0; after && j < scene->added_count; j++)
		serve(scene->points, scene->point_count, scene->index, radius, &scene->added[j], scene->served[part]);
}

static void tell(const struct scene *scene, struct ehc_change *changes)
{
	for (size_t i = 0; i < scene->point_count; i++) {
		struct ehc_change *change = &changes[scene->points[i].area];
		double people = eh_people_at(&scene->points[i]);
		change->people += people;
		for (int t = 0; t < EHC_BANDS; t++) {
			bool before = scene->served[t][i], after = scene->served[EHC_BANDS + t][i];
			change->lost[t] += before && !after ? people : 0;
			change->gained[t] += after && !before ? people : 0;
		}
	}
}

int ehc_what_if(const struct ehc_point *points, size_t point_count, const struct ehc_service *services, size_t service_count,
        const bool *taken_out, const struct ehc_service *added, size_t added_count, size_t area_count,
        const struct ehc_parameters *parameters, size_t threads, struct ehc_change *ret_changes)
{
	struct eh_grid_index index = { 0 };
	struct scene scene = { points, point_count, services, added, service_count, added_count, taken_out, { 0 }, &index,
		{ NULL } };
	bool *served = eh_alloc_zero(2 * EHC_BANDS * point_count, sizeof *served);
	int rc = served ? 0 : EHC_NO_MEMORY;

	for (int t = 0; t < EHC_BANDS; t++)
		scene.radius[t] = eh_metres(parameters ? parameters : &ehc_defaults, t);
	for (size_t part = 0; rc == 0 && part < 2 * EHC_BANDS; part++)
		scene.served[part] = served + part * point_count;
	for (size_t i = 0; rc == 0 && i < point_count; i++)
		rc = points[i].area < area_count ? 0 : EHC_INVALID;
	if (rc == 0 && eh_grid_index_init(&index, points, sizeof *points, NULL, point_count, scene.radius[0] / 2) < 0)
		rc = EHC_NO_MEMORY;
	if (rc == 0) {
		eh_pool_run(threads, 2 * EHC_BANDS, play, &scene);
		memset(ret_changes, 0, area_count * sizeof *ret_changes);
		tell(&scene, ret_changes);
	}
	eh_grid_index_finish(&index);
	eh_free(served);
	return rc;
}
