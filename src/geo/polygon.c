#include "polygon.h"

#include <geos_c.h>
#include <math.h>

enum { MAGIC = 4, BOX = 4 * 4, HEADER = MAGIC + BOX + 4, RING_HEADER = 8 };

static const double SCALE = 1e6;

static int32_t read_i32(const char *p)
{
	uint32_t v = 0;

	for (int i = 4; i--;)
		v = v << 8 | (unsigned char)p[i];
	return (int32_t)v;
}

static void write_i32(char *p, int32_t value)
{
	uint32_t v = (uint32_t)value;

	for (int i = 0; i < 4; i++, v >>= 8)
		p[i] = (char)(v & 0xff);
}

static enum eh_rc add_i32(struct eh_buf *out, int64_t value)
{
	char bytes[4];

	write_i32(bytes, (int32_t)value);
	return eh_buf_add(out, (struct eh_str){ bytes, 4 });
}

enum eh_rc eh_polygon_encode(
        const double *points, const size_t *sizes, size_t ring_count, const size_t *parts, struct eh_buf *out)
{
	int64_t box[4] = { INT32_MAX, INT32_MAX, INT32_MIN, INT32_MIN };
	size_t start = out->n, at = 0;

	EH_TRY(eh_buf_add(out, EH_STR("EHP1")));
	for (int i = 0; i < 4; i++)
		EH_TRY(add_i32(out, 0));
	EH_TRY(add_i32(out, (int64_t)ring_count));
	for (size_t ring = 0; ring < ring_count; ring++) {
		EH_TRY(add_i32(out, (int64_t)sizes[ring]));
		EH_TRY(add_i32(out, (int64_t)parts[ring]));
		for (size_t i = 0; i < sizes[ring]; i++, at += 2) {
			if (!(fabs(points[at]) <= 180 && fabs(points[at + 1]) <= 90)) {
				out->n = start;
				return EH_INVALID;
			}
			int64_t x = llround(points[at] * SCALE), y = llround(points[at + 1] * SCALE);
			box[0] = x < box[0] ? x : box[0];
			box[1] = y < box[1] ? y : box[1];
			box[2] = x > box[2] ? x : box[2];
			box[3] = y > box[3] ? y : box[3];
			EH_TRY(add_i32(out, x));
			EH_TRY(add_i32(out, y));
		}
	}
	for (int i = 0; i < 4; i++)
		write_i32(out->p + start + MAGIC + 4 * i, (int32_t)box[i]);
	return EH_OK;
}

size_t eh_polygon_ring_count(struct eh_str shape)
{
	if (shape.n < HEADER || memcmp(shape.p, "EHP1", MAGIC) != 0)
		return 0;
	int32_t count = read_i32(shape.p + MAGIC + BOX);
	return count > 0 && (size_t)count <= shape.n / RING_HEADER ? (size_t)count : 0;
}

/* Where a ring's points begin, its size and part; NULL when the blob is too short for it. */
static const char *find_ring(struct eh_str shape, size_t ring, size_t *ret_size, size_t *ret_part)
{
	size_t at = HEADER;

	if (ring >= eh_polygon_ring_count(shape))
		return NULL;
	for (size_t i = 0;; i++) {
		if (shape.n - at < RING_HEADER)
			return NULL;
		int32_t size = read_i32(shape.p + at), part = read_i32(shape.p + at + 4);
		at += RING_HEADER;
		if (size < 0 || part < 0 || (size_t)size > (shape.n - at) / 8)
			return NULL;
		if (i == ring) {
			*ret_size = (size_t)size;
			*ret_part = (size_t)part;
			return shape.p + at;
		}
		at += (size_t)size * 8;
	}
}

size_t eh_polygon_ring(struct eh_str shape, size_t ring, size_t *ret_part)
{
	size_t size = 0, part = 0;

	if (!find_ring(shape, ring, &size, &part))
		return 0;
	if (ret_part)
		*ret_part = part;
	return size;
}

void eh_polygon_point(struct eh_str shape, size_t ring, size_t point, double *ret_longitude, double *ret_latitude)
{
	size_t size = 0, part;
	const char *p = find_ring(shape, ring, &size, &part);

	if (!p || point >= size)
		return;
	*ret_longitude = read_i32(p + point * 8) / SCALE;
	*ret_latitude = read_i32(p + point * 8 + 4) / SCALE;
}

bool eh_polygon_bounds(struct eh_str shape, double ret_bounds[4])
{
	if (!eh_polygon_ring_count(shape))
		return false;
	for (int i = 0; i < 4; i++)
		ret_bounds[i] = read_i32(shape.p + MAGIC + 4 * i) / SCALE;
	return true;
}

bool eh_polygon_contains(struct eh_str shape, double longitude, double latitude)
{
	size_t rings = eh_polygon_ring_count(shape);
	double box[4], x = longitude * SCALE, y = latitude * SCALE;
	bool inside = false;

	if (!eh_polygon_bounds(shape, box) || longitude < box[0] || longitude > box[2] || latitude < box[1] || latitude > box[3])
		return false;
	for (size_t ring = 0; ring < rings; ring++) {
		size_t size = 0, part;
		const char *p = find_ring(shape, ring, &size, &part);
		for (size_t i = 0, j = size - 1; p && i < size; j = i++) {
			double xi = read_i32(p + i * 8), yi = read_i32(p + i * 8 + 4), xj = read_i32(p + j * 8),
			       yj = read_i32(p + j * 8 + 4);
			if ((yi > y) != (yj > y) && x < (xj - xi) * (y - yi) / (yj - yi) + xi)
				inside = !inside;
		}
	}
	return inside;
}

bool eh_polygon_centroid(struct eh_str shape, double *ret_longitude, double *ret_latitude)
{
	size_t rings = eh_polygon_ring_count(shape);
	double area = 0, cx = 0, cy = 0, box[4];

	if (!eh_polygon_bounds(shape, box))
		return false;
	for (size_t ring = 0; ring < rings; ring++) {
		size_t size = 0, part, before = 0;
		const char *p = find_ring(shape, ring, &size, &part);
		double ring_area = 0, rx = 0, ry = 0;
		for (size_t i = 0, j = size - 1; p && i < size; j = i++) {
			double xi = read_i32(p + i * 8) / SCALE - box[0], yi = read_i32(p + i * 8 + 4) / SCALE - box[1];
			double xj = read_i32(p + j * 8) / SCALE - box[0], yj = read_i32(p + j * 8 + 4) / SCALE - box[1];
			double cross = xj * yi - xi * yj;
			ring_area += cross;
			rx += (xi + xj) * cross;
			ry += (yi + yj) * cross;
		}
		/* Holes count against their part whichever way their points run. */
		bool hole = ring && eh_polygon_ring(shape, ring - 1, &before) && before == part;
		double sign = (ring_area < 0 ? -1 : 1) * (hole ? -1 : 1);
		area += sign * ring_area;
		cx += sign * rx;
		cy += sign * ry;
	}
	*ret_longitude = area != 0 ? box[0] + cx / (3 * area) : (box[0] + box[2]) / 2;
	*ret_latitude = area != 0 ? box[1] + cy / (3 * area) : (box[1] + box[3]) / 2;
	return true;
}

static void quiet(const char *message, void *context)
{
	(void)message;
	(void)context;
}

static GEOSGeometry *ring_geometry(GEOSContextHandle_t geos, struct eh_str shape, size_t ring)
{
	size_t size = eh_polygon_ring(shape, ring, NULL);
	GEOSCoordSequence *points = size ? GEOSCoordSeq_create_r(geos, (unsigned)size, 2) : NULL;

	for (size_t i = 0; points && i < size; i++) {
		double longitude = 0, latitude = 0;
		eh_polygon_point(shape, ring, i, &longitude, &latitude);
		GEOSCoordSeq_setXY_r(geos, points, (unsigned)i, longitude, latitude);
	}
	return points ? GEOSGeom_createLinearRing_r(geos, points) : NULL;
}

/* One part as a polygon: rings from `first` up to `end`; `holes` has room for them. NULL when a ring is none. */
static GEOSGeometry *part_geometry(GEOSContextHandle_t geos, struct eh_str shape, size_t first, size_t end, GEOSGeometry **holes)
{
	GEOSGeometry *shell = ring_geometry(geos, shape, first);
	unsigned count = 0;
	bool good = shell != NULL;

	for (size_t ring = first + 1; good && ring < end; ring++) {
		holes[count] = ring_geometry(geos, shape, ring);
		good = holes[count] != NULL;
		count += good;
	}
	GEOSGeometry *polygon = good ? GEOSGeom_createPolygon_r(geos, shell, holes, count) : NULL;
	if (!polygon) {
		for (unsigned i = 0; i < count; i++)
			GEOSGeom_destroy_r(geos, holes[i]);
		if (shell)
			GEOSGeom_destroy_r(geos, shell);
	}
	return polygon;
}

static enum eh_rc check_part(GEOSContextHandle_t geos, struct eh_str shape, size_t first, size_t end, struct eh_error *err)
{
	GEOSGeometry **holes EH_CLEANUP_FREE = eh_alloc_zero(end - first, sizeof *holes);
	GEOSGeometry *polygon = holes ? part_geometry(geos, shape, first, end, holes) : NULL, *place = NULL;
	char *reason = NULL;
	double x = 0, y = 0;

	if (!holes)
		return eh_fail_memory(err);
	if (!polygon)
		return eh_fail(err, EH_INVALID, "a ring of the boundary is not closed, or has under four points");
	char valid = GEOSisValidDetail_r(geos, polygon, GEOSVALID_ALLOW_SELFTOUCHING_RING_FORMING_HOLE, &reason, &place);
	enum eh_rc rc = EH_OK;
	if (valid != 1) {
		if (place) {
			GEOSGeomGetX_r(geos, place, &x);
			GEOSGeomGetY_r(geos, place, &y);
		}
		rc = eh_fail(err, EH_INVALID, "the boundary crosses itself (%s) at longitude %.6f, latitude %.6f",
		        reason ? reason : "not valid", x, y);
	}
	if (reason)
		GEOSFree_r(geos, reason);
	if (place)
		GEOSGeom_destroy_r(geos, place);
	GEOSGeom_destroy_r(geos, polygon);
	return rc;
}

enum eh_rc eh_polygon_check(struct eh_str shape, struct eh_error *err)
{
	size_t rings = eh_polygon_ring_count(shape), first = 0;
	GEOSContextHandle_t geos = GEOS_init_r();
	enum eh_rc rc = rings ? EH_OK : eh_fail(err, EH_INVALID, "the shape is empty");

	if (!geos)
		return eh_fail_memory(err);
	GEOSContext_setErrorMessageHandler_r(geos, quiet, NULL);
	GEOSContext_setNoticeMessageHandler_r(geos, quiet, NULL);
	while (rc == EH_OK && first < rings) {
		size_t part = 0, next = 0, end = first + 1;
		eh_polygon_ring(shape, first, &part);
		while (end < rings && eh_polygon_ring(shape, end, &next) && next == part)
			end++;
		rc = check_part(geos, shape, first, end, err);
		first = end;
	}
	GEOS_finish_r(geos);
	return rc;
}
