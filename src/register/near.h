/* near.h: live postcodes round a place, and the nearest of them to a point. */
#ifndef EH_REGISTER_NEAR_H
#define EH_REGISTER_NEAR_H

#include "store/db.h"

/* A live postcode: millionths of a degree, area ids. */
struct eh_near_point {
	int64_t latitude, longitude, lsoa, ward, council;
};

struct eh_near {
	double box[4];                /* south, north, west, east; empty at first */
	struct eh_near_point *points; /* by latitude */
	size_t count;
};

/* Live postcodes of a box of degrees (south, north, west, east), each once, in order of code. The array is the caller's to eh_free. */
enum eh_rc eh_near_read(
        struct eh_db *db, const double box[4], struct eh_near_point **ret_points, size_t *ret_count, struct eh_error *err);

/* Reads the live postcodes round a point, in a box wide enough for its neighbours too, unless they are there already. */
enum eh_rc eh_near_approach(struct eh_near *near, struct eh_db *db, double latitude, double longitude, struct eh_error *err);

/* The nearest one that has an LSOA, within about two kilometres and a half; NULL when there is none. */
const struct eh_near_point *eh_near_find(const struct eh_near *near, double latitude, double longitude);

void eh_near_finish(struct eh_near *near);

#endif
