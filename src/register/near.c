#include "near.h"

#include <math.h>
#include <stdlib.h>

#include "queries.h"

static const double NEAREST_DEGREES = 0.03; /* about two kilometres and a half */

enum eh_rc eh_near_read(
        struct eh_db *db, const double box[4], struct eh_near_point **ret_points, size_t *ret_count, struct eh_error *err)
{
	struct eh_cursor rows EH_CLEANUP_CURSOR = { 0 };
	struct eh_q_postcode_live_in_box row;
	struct eh_near_point *points = NULL;
	size_t count = 0, cap = 0;
	int64_t before = -1;
	enum eh_rc rc = eh_q_postcode_live_in_box(
	        db, llround(box[0] * 1e6), llround(box[1] * 1e6), llround(box[2] * 1e6), llround(box[3] * 1e6), &rows, err);

	while (rc == EH_OK && (rc = eh_q_postcode_live_in_box_next(&rows, &row, err)) == EH_OK) {
		struct eh_near_point point = { row.latitude, row.longitude, row.lsoa, row.ward, row.council };
		/* A code that several lists have: the one that knows its LSOA stays. */
		if (row.code == before) {
			if (!points[count - 1].lsoa)
				points[count - 1] = point;
			continue;
		}
		before = row.code;
		if (!eh_vec_grow(&points, count, &cap, sizeof point))
			rc = eh_fail_memory(err);
		else
			points[count++] = point;
	}
	if (rc != EH_END) {
		eh_free(points);
		return rc;
	}
	*ret_points = points;
	*ret_count = count;
	return EH_OK;
}

static int by_latitude(const void *a, const void *b)
{
	const struct eh_near_point *x = a, *y = b;

	if (x->latitude != y->latitude)
		return x->latitude < y->latitude ? -1 : 1;
	if (x->longitude != y->longitude)
		return x->longitude < y->longitude ? -1 : 1;
	return (x->lsoa > y->lsoa) - (x->lsoa < y->lsoa);
}

/* Index of the first point that is not south of a latitude. */
static size_t first_from(const struct eh_near *near, double latitude)
{
	size_t low = 0, high = near->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if ((double)near->points[middle].latitude < latitude * 1e6)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* Takes a point when it is nearer than the best so far. False once points are too far north or south for any to be. */
static bool consider(const struct eh_near_point *point, double latitude, double longitude, double shrink, double *best_distance,
        const struct eh_near_point **best)
{
	double dy = (double)point->latitude / 1e6 - latitude, dx = ((double)point->longitude / 1e6 - longitude) * shrink;

	if (dy * dy >= *best_distance)
		return false;
	if (dx * dx + dy * dy < *best_distance && point->lsoa) {
		*best_distance = dx * dx + dy * dy;
		*best = point;
	}
	return true;
}

/* Northwards and southwards from the point's own latitude. */
const struct eh_near_point *eh_near_find(const struct eh_near *near, double latitude, double longitude)
{
	const struct eh_near_point *best = NULL;
	double shrink = cos(latitude * M_PI / 180), distance = NEAREST_DEGREES * NEAREST_DEGREES;
	size_t from = first_from(near, latitude);

	for (size_t i = from; i < near->count; i++)
		if (!consider(&near->points[i], latitude, longitude, shrink, &distance, &best))
			break;
	for (size_t i = from; i--;)
		if (!consider(&near->points[i], latitude, longitude, shrink, &distance, &best))
			break;
	return best;
}

enum eh_rc eh_near_approach(struct eh_near *near, struct eh_db *db, double latitude, double longitude, struct eh_error *err)
{
	double *box = near->box;

	if (latitude - NEAREST_DEGREES >= box[0] && latitude + NEAREST_DEGREES <= box[1] &&
	        longitude - 2 * NEAREST_DEGREES >= box[2] && longitude + 2 * NEAREST_DEGREES <= box[3])
		return EH_OK;
	const double wider[4] = { latitude - 0.25, latitude + 0.25, longitude - 0.4, longitude + 0.4 };
	eh_near_finish(near);
	EH_TRY(eh_near_read(db, wider, &near->points, &near->count, err));
	if (near->count)
		qsort(near->points, near->count, sizeof *near->points, by_latitude);
	memcpy(box, wider, sizeof wider);
	return EH_OK;
}

void eh_near_finish(struct eh_near *near)
{
	eh_free(near->points);
	*near = (struct eh_near){ 0 };
}
