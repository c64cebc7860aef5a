/* analysis_load.c: services and people of a place and its surroundings. */
#include <math.h>
#include <stdlib.h>

#include "analysis_private.h"
#include "queries.h"

/* Services beyond the boundary count up to the largest threshold, and so do the people whom they share with: twice that, and a little.
 * Postcodes are read from farther round, so that an area that lies half in the margin still has all its people's places. */
static const double MARGIN = 4200, WIDER = 12000;

void eh_analysis_work_finish(struct eh_work *work)
{
	eh_gazetteer_free(work->gazetteer);
	eh_free(work->supply);
	eh_free(work->points);
	eh_free(work->area_ids);
	eh_free(work->residents);
	eh_free(work->in_place);
}

/* The place's box in metres, widened by a margin: west, south, east, north. All of them 0 when no area has a place. */
static void box_of(const struct eh_analysis *analysis, double margin, double box[4])
{
	double west = INFINITY, south = INFINITY, east = -INFINITY, north = -INFINITY;

	for (size_t i = 0; i < analysis->area_count; i++) {
		const struct eh_place_area *area = &analysis->areas[i];
		if (area->easting == 0 && area->northing == 0)
			continue;
		west = fmin(west, area->easting);
		east = fmax(east, area->easting);
		south = fmin(south, area->northing);
		north = fmax(north, area->northing);
	}
	bool placed = west <= east;
	box[0] = placed ? west - margin : 0;
	box[1] = placed ? south - margin : 0;
	box[2] = placed ? east + margin : 0;
	box[3] = placed ? north + margin : 0;
}

/* South, north, west and east of a box in metres, in degrees. */
static void to_degrees(const double box[4], double degrees[4])
{
	double middle_x = (box[0] + box[2]) / 2, middle_y = (box[1] + box[3]) / 2, other;

	eh_grid_to_lat_long(middle_x, box[1], &degrees[0], &other);
	eh_grid_to_lat_long(middle_x, box[3], &degrees[1], &other);
	eh_grid_to_lat_long(box[0], middle_y, &other, &degrees[2]);
	eh_grid_to_lat_long(box[2], middle_y, &other, &degrees[3]);
}

static bool inside(const double box[4], double easting, double northing)
{
	return easting >= box[0] && easting <= box[2] && northing >= box[1] && northing <= box[3];
}

static uint32_t provider_number(struct eh_map *map, struct eh_str org_id, struct eh_error *err, enum eh_rc *rc)
{
	uint64_t *slot;

	if (eh_map_put(map, org_id, map->count, &slot, NULL) < 0) {
		*rc = eh_fail_memory(err);
		return 0;
	}
	return (uint32_t)*slot;
}

/* Bits of what each service does and for whom. */
static enum eh_rc load_codes(struct eh_work *work, struct eh_error *err)
{
	struct eh_cursor rows EH_CLEANUP_CURSOR = { 0 };
	struct eh_q_service_codes row;
	size_t at = 0;
	enum eh_rc rc = eh_q_service_codes(work->db, &rows, err);

	while (rc == EH_OK && (rc = eh_q_service_codes_next(&rows, &row, err)) == EH_OK) {
		while (at < work->supply_count && eh_str_cmp(work->supply[at].service_id, row.service_id) < 0)
			at++;
		if (at == work->supply_count || !eh_str_eq(work->supply[at].service_id, row.service_id))
			continue;
		const struct eh_need *need = *row.facet.p == 'n' ? eh_need_find(row.code) : NULL;
		const struct eh_people *people = *row.facet.p == 'p' ? eh_people_find(row.code) : NULL;
		if (need)
			work->supply[at].needs |= UINT64_C(1) << (need - eh_needs);
		if (people)
			work->supply[at].people |= UINT64_C(1) << (people - eh_people);
	}
	return rc == EH_END ? EH_OK : rc;
}

/* Wards of the place that services go out to; those that go out to none of them are left out. */
static enum eh_rc load_wards(struct eh_work *work, struct eh_error *err)
{
	struct eh_cursor rows EH_CLEANUP_CURSOR = { 0 };
	struct eh_q_service_ward_all row;
	size_t at = 0, kept = 0;
	enum eh_rc rc = eh_q_service_ward_all(work->db, &rows, err);

	while (rc == EH_OK && (rc = eh_q_service_ward_all_next(&rows, &row, err)) == EH_OK) {
		size_t ward = eh_analysis_ward(&work->analysis, row.ward);
		while (at < work->supply_count && eh_str_cmp(work->supply[at].service_id, row.service_id) < 0)
			at++;
		if (ward == SIZE_MAX || at == work->supply_count || !eh_str_eq(work->supply[at].service_id, row.service_id) ||
		        work->supply[at].everywhere)
			continue;
		bool **wards = &work->supply[at].wards;
		if (!*wards && !(*wards = eh_arena_alloc_zero(&work->analysis.arena, work->analysis.ward_count, sizeof **wards)))
			return eh_fail_memory(err);
		(*wards)[ward] = true;
	}
	for (size_t i = 0; i < work->supply_count; i++)
		if (work->supply[i].everywhere || work->supply[i].wards || !isnan(work->supply[i].easting))
			work->supply[kept++] = work->supply[i];
	work->supply_count = kept;
	return rc == EH_END ? EH_OK : rc;
}

/* Organisations that have to do with the place. */
static enum eh_rc load_related(struct eh_work *work, struct eh_map *map, struct eh_error *err)
{
	struct eh_cursor rows EH_CLEANUP_CURSOR = { 0 };
	struct eh_q_organisation_ids_in row;
	enum eh_rc rc = eh_q_organisation_ids_in(work->db, work->analysis.council, &rows, err);

	while (rc == EH_OK && (rc = eh_q_organisation_ids_in_next(&rows, &row, err)) == EH_OK) {
		struct eh_str id = eh_arena_str(&work->analysis.arena, row.org_id);
		if (!id.p || eh_map_put(map, id, 1, NULL, NULL) < 0)
			return eh_fail_memory(err);
	}
	return rc == EH_END ? EH_OK : rc;
}

/* A service counts where it stands within the margin, or, when it reaches people wherever they are, when its organisation has to do with
 * the place: an installation may hold many places. */
static bool counts(
        const struct eh_q_service_list *row, const double box[4], const struct eh_map *related, struct eh_supply *supply)
{
	if (!row->open || eh_str_eq(row->visibility, EH_STR("match only")))
		return false;
	if (row->whole_place)
		return eh_map_get(related, row->org_id) != NULL;
	if (row->in_wards)
		return true; /* until its wards are known: load_wards */
	if (isnan(row->latitude))
		return false;
	eh_grid_from_lat_long(row->latitude, row->longitude, &supply->easting, &supply->northing);
	return inside(box, supply->easting, supply->northing);
}

static enum eh_rc load_services(struct eh_work *work, struct eh_error *err)
{
	struct eh_cursor rows EH_CLEANUP_CURSOR = { 0 };
	struct eh_map providers EH_CLEANUP_MAP = { 0 }, related EH_CLEANUP_MAP = { 0 };
	struct eh_arena *arena = &work->analysis.arena;
	struct eh_q_service_list row;
	double box[4];
	size_t cap = 0;

	box_of(&work->analysis, MARGIN, box);
	EH_TRY(load_related(work, &related, err));
	enum eh_rc rc = eh_q_service_list(work->db, &rows, err);
	while (rc == EH_OK && (rc = eh_q_service_list_next(&rows, &row, err)) == EH_OK) {
		struct eh_supply supply = { .easting = (double)NAN,
			.northing = (double)NAN,
			.capacity = row.capacity,
			.everywhere = row.whole_place != 0,
			.stated = row.from_service_source != 0,
			.located = row.located != 0,
			.open = row.open != 0,
			.hidden = row.protected.n != 0 };
		if (!counts(&row, box, &related, &supply))
			continue;
		supply.service_id = eh_db_keep(arena, row.service_id);
		supply.org_id = eh_db_keep(arena, row.org_id);
		supply.name = eh_db_keep(arena, row.name);
		supply.organisation = eh_db_keep(arena, row.organisation);
		supply.ward = eh_db_keep(arena, row.ward);
		supply.times = eh_db_keep(arena, row.times);
		supply.activities = eh_db_keep(arena, row.activities);
		supply.provider = provider_number(&providers, supply.org_id, err, &rc);
		if (rc == EH_OK &&
		        (!supply.organisation.p || !eh_vec_grow(&work->supply, work->supply_count, &cap, sizeof supply)))
			rc = eh_fail_memory(err);
		if (rc == EH_OK)
			work->supply[work->supply_count++] = supply;
	}
	return rc == EH_END ? EH_OK : rc;
}

enum eh_rc eh_analysis_load_supply(struct eh_work *work, struct eh_error *err)
{
	EH_TRY(load_services(work, err));
	EH_TRY(load_wards(work, err));
	return load_codes(work, err);
}

static int64_t *area_number(struct eh_work *work, struct eh_map *map, struct eh_arena *keys, int64_t area_id, size_t *cap)
{
	uint64_t *slot;
	bool added;
	struct eh_str key = eh_arena_str(keys, (struct eh_str){ (const char *)&area_id, sizeof area_id });

	if (!key.p || eh_map_put(map, key, work->all_areas, &slot, &added) < 0)
		return NULL;
	if (added) {
		if (!eh_vec_grow(&work->area_ids, work->all_areas, cap, sizeof *work->area_ids))
			return NULL;
		work->area_ids[work->all_areas++] = area_id;
	}
	return (int64_t *)slot;
}

static int by_area(const void *a, const void *b)
{
	const struct ehc_point *x = a, *y = b;

	if (x->area != y->area)
		return x->area < y->area ? -1 : 1;
	if (x->x != y->x)
		return x->x < y->x ? -1 : 1;
	return (x->y > y->y) - (x->y < y->y);
}

/* Gives the points their areas' numbers and their shares of the people; those beyond the margin count for the shares and go. */
static enum eh_rc number_areas(struct eh_work *work, const struct eh_people_point *from, size_t count, struct eh_error *err)
{
	struct eh_map map EH_CLEANUP_MAP = { 0 };
	struct eh_arena keys EH_CLEANUP_ARENA = { 0 };
	double box[4];
	size_t cap = 0;

	box_of(&work->analysis, MARGIN, box);
	for (size_t i = 0; i < work->analysis.area_count; i++)
		if (!area_number(work, &map, &keys, work->analysis.areas[i].area->area_id, &cap))
			return eh_fail_memory(err);
	for (size_t i = 0; i < count; i++) {
		int64_t *number = area_number(work, &map, &keys, from[i].lsoa, &cap);
		if (!number)
			return eh_fail_memory(err);
		work->points[i] = (struct ehc_point){ from[i].easting, from[i].northing, 1, (uint32_t)*number };
	}
	double *shares EH_CLEANUP_FREE = eh_alloc_zero(work->all_areas, sizeof *shares);
	if (!shares)
		return eh_fail_memory(err);
	for (size_t i = 0; i < count; i++)
		shares[work->points[i].area]++;
	for (size_t i = 0; i < count; i++) {
		struct ehc_point point = work->points[i];
		point.people = 1 / shares[point.area];
		if (point.area < work->analysis.area_count || inside(box, point.x, point.y))
			work->points[work->point_count++] = point;
	}
	return EH_OK;
}

/* Areas of the place without a live postcode stand at their centre. */
static void add_centres(struct eh_work *work, bool *seen)
{
	for (size_t i = 0; i < work->point_count; i++)
		seen[work->points[i].area] = true;
	for (size_t i = 0; i < work->analysis.area_count; i++)
		if (!seen[i])
			work->points[work->point_count++] = (struct ehc_point){ work->analysis.areas[i].easting,
				work->analysis.areas[i].northing, 1, (uint32_t)i };
	if (work->point_count)
		qsort(work->points, work->point_count, sizeof *work->points, by_area);
}

enum eh_rc eh_analysis_load_people(struct eh_work *work, struct eh_error *err)
{
	struct eh_people_point *from = NULL;
	double box[4], degrees[4];
	size_t count = 0;

	box_of(&work->analysis, WIDER, box);
	to_degrees(box, degrees);
	EH_TRY(eh_gazetteer_people_points(work->gazetteer, degrees[0], degrees[1], degrees[2], degrees[3], &from, &count, err));
	work->points = eh_alloc_zero(count + work->analysis.area_count, sizeof *work->points);
	enum eh_rc rc = work->points ? number_areas(work, from, count, err) : eh_fail_memory(err);
	eh_free(from);
	EH_TRY(rc);
	bool *seen = eh_alloc_zero(work->all_areas, sizeof *seen);
	work->residents = eh_alloc_zero(work->all_areas, sizeof *work->residents);
	work->in_place = eh_alloc_zero(work->all_areas, sizeof *work->in_place);
	if (!seen || !work->residents || !work->in_place) {
		eh_free(seen);
		return eh_fail_memory(err);
	}
	add_centres(work, seen);
	eh_free(seen);
	for (size_t i = 0; i < work->analysis.area_count; i++)
		work->in_place[i] = true;
	return EH_OK;
}
