/* gazetteer.h: from postcodes and coordinates to areas, out of the reference tables in the store.
 *
 * A postcode takes its own list's areas; a terminated one, which carries no ward or council, takes those of its LSOA. Coordinates
 * take the areas of the boundary they lie in, or, where no boundary fit for that is at hand, those of the nearest live postcode. */
#ifndef EH_REGISTER_GAZETTEER_H
#define EH_REGISTER_GAZETTEER_H

#include "geo/geo.h"
#include "store/db.h"

struct eh_area {
	int64_t area_id;
	struct eh_str code, kind, name, friendly_name; /* kind: lsoa, msoa, ward, lad or "" when only the code is known */
	int vintage;
	int64_t council, ward, msoa; /* area ids, 0 unknown */
	double latitude, longitude;  /* centroid, NAN unknown */
};

struct eh_gazetteer;

/* Loads every area's names and relations (not the postcodes). Free with eh_gazetteer_free. */
enum eh_rc eh_gazetteer_new(struct eh_db *db, struct eh_gazetteer **ret_gazetteer, struct eh_error *err);
void eh_gazetteer_free(struct eh_gazetteer *gazetteer);
static inline void eh_gazetteer_free_p(struct eh_gazetteer **gazetteer) { eh_gazetteer_free(*gazetteer); }
#define EH_CLEANUP_GAZETTEER __attribute__((cleanup(eh_gazetteer_free_p)))

/* By number or code; NULL when unknown. Valid as long as the gazetteer. */
const struct eh_area *eh_gazetteer_area(const struct eh_gazetteer *gazetteer, int64_t area_id);
const struct eh_area *eh_gazetteer_area_by_code(const struct eh_gazetteer *gazetteer, struct eh_str code);

/* A council by its name as registers write it ("Trafford", "CITY OF MANCHESTER"): its code, or NULL. */
const struct eh_area *eh_gazetteer_council_by_name(const struct eh_gazetteer *gazetteer, struct eh_str name);

/* All areas, in order of number. */
const struct eh_area *eh_gazetteer_areas(const struct eh_gazetteer *gazetteer, size_t *ret_count);

struct eh_location {
	double latitude, longitude;
	const struct eh_area *lsoa, *ward, *council; /* NULL when unknown */
	bool live;                                   /* the postcode is in use */
	const char *how;                             /* "postcode", "terminated postcode", "boundary", "nearest postcode" */
};

/* EH_NOT_FOUND: no list has the postcode, or it is none. */
enum eh_rc eh_gazetteer_postcode(
        struct eh_gazetteer *gazetteer, struct eh_str postcode, struct eh_location *ret_location, struct eh_error *err);

/* EH_NOT_FOUND: no boundary holds it and no live postcode lies within two kilometres. The first call reads the live postcodes of
 * the surroundings; calls near one another are cheap. */
enum eh_rc eh_gazetteer_point(struct eh_gazetteer *gazetteer, double latitude, double longitude, struct eh_location *ret_location,
        struct eh_error *err);

/* A live postcode as a place where people stand. */
struct eh_people_point {
	double easting, northing; /* metres, National Grid */
	int64_t lsoa;             /* area id */
};

/* Live postcodes with an LSOA in a box of degrees, each once, in order of postcode. The array is the caller's to eh_free. */
enum eh_rc eh_gazetteer_people_points(struct eh_gazetteer *gazetteer, double south, double north, double west, double east,
        struct eh_people_point **ret_points, size_t *ret_count, struct eh_error *err);

#endif
