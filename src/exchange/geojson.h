/* geojson.h: areas and organisations as GeoJSON (RFC 7946): longitude before latitude, WGS84. */
#ifndef EH_EXCHANGE_GEOJSON_H
#define EH_EXCHANGE_GEOJSON_H

#include "register/analysis.h"
#include "register/listing.h"

/* Areas with their boundary (null where none is known) and, for each need, gap and reach: "food_gap", "food_reach". */
enum eh_rc eh_geojson_areas(const struct eh_analysis *analysis, struct eh_buf *out);

/* Published organisations as points where the public may visit, elsewhere without geometry. `synthetic`: of an invented place, and the
 * file says so. */
enum eh_rc eh_geojson_organisations(const struct eh_listing *listing, bool synthetic, struct eh_buf *out);

#endif
