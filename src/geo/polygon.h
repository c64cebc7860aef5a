/* polygon.h: boundaries of areas, in a compact form that a store can keep and a point can be looked up in.
 *
 * A shape is a blob: "EHP1", the bounding box, then each ring with the number of its part; coordinates are whole millionths of a degree
 * (a tenth of a metre), little-endian 32-bit. The first ring of a part is its outside, further ones are holes. Functions that take a blob
 * treat anything that is none as an empty shape. */
#ifndef EH_GEO_POLYGON_H
#define EH_GEO_POLYGON_H

#include "base/base.h"

/* Appends the shape of `ring_count` rings: `points` holds longitude and latitude by turns, `sizes` the number of points of each ring,
 * `parts` the number of its part. EH_NO_MEMORY, or EH_INVALID for a coordinate outside the Earth. */
enum eh_rc eh_polygon_encode(
        const double *points, const size_t *sizes, size_t ring_count, const size_t *parts, struct eh_buf *out);

/* EH_INVALID, with the reason and the place, for a shape whose boundary crosses or touches itself (GEOS, OGC simple features). */
enum eh_rc eh_polygon_check(struct eh_str shape, struct eh_error *err);

/* Even-odd rule over all rings; a point on a boundary may fall to either side. */
bool eh_polygon_contains(struct eh_str shape, double longitude, double latitude);

/* west, south, east, north in degrees. False for an empty shape. */
bool eh_polygon_bounds(struct eh_str shape, double ret_bounds[4]);

/* Centre of gravity, in degrees. False for an empty shape. */
bool eh_polygon_centroid(struct eh_str shape, double *ret_longitude, double *ret_latitude);

size_t eh_polygon_ring_count(struct eh_str shape);

/* Points of a ring and the number of its part; 0 when there is no such ring. */
size_t eh_polygon_ring(struct eh_str shape, size_t ring, size_t *ret_part);
void eh_polygon_point(struct eh_str shape, size_t ring, size_t point, double *ret_longitude, double *ret_latitude);

#endif
