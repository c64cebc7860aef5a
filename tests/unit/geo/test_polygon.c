/* Boundaries: points in them as GEOS finds them, boundaries that cross themselves, blobs that are none. */
#include "test.h"

#include <geos_c.h>
#include <math.h>

#include "geo/geo.h"
#include "io/json.h"

enum { POINTS_EACH = 24 };

/* A polygon of a GeoJSON file: rings as points, and the same for GEOS. */
struct shape {
	EH_VEC(double) points;
	EH_VEC(size_t) sizes;
	EH_VEC(size_t) parts;
	struct eh_buf blob;
};

static void shape_finish(struct shape *shape)
{
	eh_vec_finish(&shape->points);
	eh_vec_finish(&shape->sizes);
	eh_vec_finish(&shape->parts);
	eh_buf_finish(&shape->blob);
}

static void add_polygon(struct shape *shape, const struct eh_json_value *polygon, size_t part)
{
	for (size_t ring = 0; ring < polygon->count; ring++) {
		for (size_t i = 0; i < polygon->items[ring].count; i++)
			for (size_t k = 0; k < 2; k++) {
				double number = 0;
				assert_int_equal(eh_str_to_double(polygon->items[ring].items[i].items[k].text, &number), EH_OK);
				/* As the blob keeps it, so that both look at one shape. */
				assert_true(eh_vec_push(&shape->points, round(number * 1e6) / 1e6));
			}
		assert_true(eh_vec_push(&shape->sizes, polygon->items[ring].count) && eh_vec_push(&shape->parts, part));
	}
}

static struct shape read_shape(const struct eh_json_value *geometry)
{
	const struct eh_json_value *coordinates = eh_json_get(geometry, "coordinates");
	struct shape shape = { .blob = { 0 } };

	if (eh_str_eq(eh_json_get_str(geometry, "type"), EH_STR("Polygon")))
		add_polygon(&shape, coordinates, 0);
	else
		for (size_t i = 0; i < coordinates->count; i++)
			add_polygon(&shape, &coordinates->items[i], i);
	assert_int_equal(
	        eh_polygon_encode(shape.points.items, shape.sizes.items, shape.sizes.count, shape.parts.items, &shape.blob),
	        EH_OK);
	return shape;
}

static GEOSGeometry *geos_of(GEOSContextHandle_t geos, const struct shape *shape)
{
	GEOSGeometry *parts[512], *rings[512];
	unsigned part_count = 0, count = 0;
	size_t at = 0;

	for (size_t ring = 0; ring < shape->sizes.count; ring++) {
		GEOSCoordSequence *points = GEOSCoordSeq_create_r(geos, (unsigned)shape->sizes.items[ring], 2);
		for (unsigned i = 0; i < shape->sizes.items[ring]; i++, at += 2)
			GEOSCoordSeq_setXY_r(geos, points, i, shape->points.items[at], shape->points.items[at + 1]);
		assert_true(count < 512 && part_count < 512);
		rings[count++] = GEOSGeom_createLinearRing_r(geos, points);
		if (ring + 1 == shape->sizes.count || shape->parts.items[ring + 1] != shape->parts.items[ring]) {
			parts[part_count++] = GEOSGeom_createPolygon_r(geos, rings[0], rings + 1, count - 1);
			count = 0;
		}
	}
	return GEOSGeom_createCollection_r(geos, GEOS_MULTIPOLYGON, parts, part_count);
}

/* Points about the shape's box: half of them near its corners, where the boundary is. */
static size_t compare(GEOSContextHandle_t geos, const struct shape *shape, struct eh_random *random, size_t *inside)
{
	GEOSGeometry *theirs = geos_of(geos, shape);
	const GEOSPreparedGeometry *prepared = GEOSPrepare_r(geos, theirs);
	struct eh_str blob = eh_buf_str(&shape->blob);
	double box[4] = { 0 }, x = 0, y = 0;
	size_t differ = 0;

	assert_true(eh_polygon_bounds(blob, box));
	for (size_t i = 0; i < POINTS_EACH; i++) {
		double longitude = box[0] + (box[2] - box[0]) * eh_random_unit(random),
		       latitude = box[1] + (box[3] - box[1]) * eh_random_unit(random);
		if (i % 2) {
			size_t corner = eh_random_below(random, shape->points.count / 2);
			longitude = shape->points.items[corner * 2] + (eh_random_unit(random) - 0.5) * 4e-4;
			latitude = shape->points.items[corner * 2 + 1] + (eh_random_unit(random) - 0.5) * 4e-4;
		}
		bool ours = eh_polygon_contains(blob, longitude, latitude);
		GEOSGeometry *point = GEOSGeom_createPointFromXY_r(geos, longitude, latitude);
		*inside += ours;
		differ += ours != (GEOSPreparedContains_r(geos, prepared, point) == 1);
		GEOSGeom_destroy_r(geos, point);
	}
	/* The centre of gravity, where GEOS puts it: within a hundredth of the box. */
	GEOSGeometry *centre = GEOSGetCentroid_r(geos, theirs);
	double their_x, their_y;
	GEOSGeomGetX_r(geos, centre, &their_x);
	GEOSGeomGetY_r(geos, centre, &their_y);
	assert_true(eh_polygon_centroid(blob, &x, &y));
	if (fabs(x - their_x) > (box[2] - box[0]) / 100 || fabs(y - their_y) > (box[3] - box[1]) / 100)
		fail_msg("centre %f %f, of GEOS %f %f", x, y, their_x, their_y);
	GEOSGeom_destroy_r(geos, centre);
	GEOSPreparedGeom_destroy_r(geos, prepared);
	GEOSGeom_destroy_r(geos, theirs);
	return differ;
}

static void real_boundaries_hold_the_points_that_geos_says(void **state)
{
	static const char *const FILES[] = { "places/boundaries_lsoa21_luton.geojson",
		"places/boundaries_ward25_east_sussex.geojson", "places/boundaries_msoa21_norfolk.geojson",
		"places/boundaries_lad24_uk_simplified.geojson" };
	GEOSContextHandle_t geos = GEOS_init_r();
	struct eh_random random;
	size_t shapes = 0, inside = 0;

	(void)state;
	eh_random_init(&random, 5, 1);
	for (size_t i = 0; i < sizeof FILES / sizeof *FILES; i++) {
		struct eh_json_reader *reader EH_CLEANUP_JSON = NULL;
		struct eh_stream *stream;
		struct eh_json_token token;
		struct eh_error err = { 0 };
		const char *path = test_data(FILES[i]);
		enum eh_rc rc;
		if (!path)
			continue;
		assert_ok(eh_stream_open(path, NULL, NULL, &stream, &err), &err);
		assert_ok(eh_json_open(stream, &reader, &err), &err);
		while ((rc = eh_json_next(reader, &token, &err)) == EH_OK) {
			struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
			struct eh_json_value feature;
			if (token.kind != EH_JSON_OBJECT || token.depth != 2)
				continue;
			assert_ok(eh_json_read_value(reader, &token, &arena, &feature, &err), &err);
			if (!eh_json_get(eh_json_get(&feature, "geometry"), "coordinates"))
				continue;
			struct shape shape = read_shape(eh_json_get(&feature, "geometry"));
			size_t differ = compare(geos, &shape, &random, &inside);
			if (differ)
				fail_msg("%s: %zu of %d points differ in shape %zu", FILES[i], differ, POINTS_EACH, shapes);
			shape_finish(&shape);
			shapes++;
		}
		assert_int_equal(rc, EH_END);
	}
	GEOS_finish_r(geos);
	if (!shapes)
		skip();
	print_message("%zu shapes, %zu of %zu points inside\n", shapes, inside, shapes * POINTS_EACH);
	assert_in_range(inside, shapes * POINTS_EACH / 10, shapes * POINTS_EACH * 9 / 10);
}

/* Encodes rings given as points; `parts` by ring. */
static struct eh_buf encode(const double *points, const size_t *sizes, size_t rings, const size_t *parts)
{
	struct eh_buf out = { 0 };

	assert_int_equal(eh_polygon_encode(points, sizes, rings, parts, &out), EH_OK);
	return out;
}

static void boundaries_that_cross_themselves_are_told_with_the_place(void **state)
{
	static const double SQUARE[] = { 0, 51, 1, 51, 1, 52, 0, 52, 0, 51 }, BOW[] = { 0, 51, 1, 52, 1, 51, 0, 52, 0, 51 },
	                    OPEN[] = { 0, 51, 1, 51, 1, 52, 0, 52 }, SHORT[] = { 0, 51, 1, 51, 0, 51 },
	                    OUTSIDE[] = { 0, 51, 1, 51, 1, 52, 0, 52, 0, 51, 2, 51, 3, 51, 3, 52, 2, 51 },
	                    INSIDE[] = { 0, 51, 3, 51, 3, 54, 0, 54, 0, 51, 1, 52, 2, 52, 2, 53, 1, 52 };
	static const struct {
		const double *points;
		size_t sizes[2], rings;
		const char *says; /* NULL: well formed */
	} CASES[] = {
		{ SQUARE, { 5 }, 1, NULL },
		{ BOW, { 5 }, 1, "longitude 0.500000, latitude 51.500000" },
		{ OPEN, { 4 }, 1, "not closed" },
		{ SHORT, { 3 }, 1, "Too few points" },
		{ OUTSIDE, { 5, 4 }, 2, "crosses itself" },
		{ INSIDE, { 5, 4 }, 2, NULL },
	};
	static const size_t PARTS[2] = { 0, 0 };

	(void)state;
	for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
		struct eh_buf blob EH_CLEANUP_BUF = encode(CASES[i].points, CASES[i].sizes, CASES[i].rings, PARTS);
		struct eh_error err = { 0 };
		enum eh_rc rc = eh_polygon_check(eh_buf_str(&blob), &err);
		assert_int_equal(rc, CASES[i].says ? EH_INVALID : EH_OK);
		if (CASES[i].says && !strstr(err.message, CASES[i].says))
			fail_msg("case %zu says \"%s\", not \"%s\"", i, err.message, CASES[i].says);
	}
}

static void holes_and_further_parts_count(void **state)
{
	/* A square of three with a hole of one in its middle, and a small square far off. */
	static const double POINTS[] = { 0, 51, 3, 51, 3, 54, 0, 54, 0, 51, 1, 52, 1, 53, 2, 53, 2, 52, 1, 52, 10, 51, 11, 51, 11,
		52, 10, 52, 10, 51 };
	static const size_t SIZES[] = { 5, 5, 5 }, PARTS[] = { 0, 0, 1 };
	struct eh_buf blob EH_CLEANUP_BUF = encode(POINTS, SIZES, 3, PARTS);
	struct eh_str shape = eh_buf_str(&blob);
	double box[4], x, y;
	size_t part = 9;

	(void)state;
	assert_true(eh_polygon_contains(shape, 0.5, 51.5));
	assert_false(eh_polygon_contains(shape, 1.5, 52.5));
	assert_true(eh_polygon_contains(shape, 10.5, 51.5));
	assert_false(eh_polygon_contains(shape, 5, 51.5));
	assert_false(eh_polygon_contains(shape, -179, 0));
	assert_true(eh_polygon_bounds(shape, box));
	assert_true(box[0] == 0 && box[1] == 51 && box[2] == 11 && box[3] == 54);
	/* Eight squares about (1.5, 52.5) and one about (10.5, 51.5). */
	assert_true(eh_polygon_centroid(shape, &x, &y));
	assert_true(fabs(x - (8 * 1.5 + 10.5) / 9) < 1e-9 && fabs(y - (8 * 52.5 + 51.5) / 9) < 1e-9);
	assert_int_equal(eh_polygon_ring_count(shape), 3);
	assert_int_equal(eh_polygon_ring(shape, 2, &part), 5);
	assert_int_equal(part, 1);
	assert_int_equal(eh_polygon_ring(shape, 3, &part), 0);
}

/* Every beginning of a blob, and every byte of it changed: an answer, never a read beyond its end. */
static void blobs_cut_or_changed_are_survived(void **state)
{
	static const double POINTS[] = { 0, 51, 1, 51, 1, 52, 0, 51, 2, 51, 3, 51, 3, 52, 2, 51 };
	static const size_t SIZES[] = { 4, 4 }, PARTS[] = { 0, 1 };
	struct eh_buf blob EH_CLEANUP_BUF = encode(POINTS, SIZES, 2, PARTS);
	double x, y;

	(void)state;
	for (size_t n = 0; n <= blob.n; n++) {
		char *copy = malloc(n ? n : 1);
		memcpy(copy, blob.p, n);
		struct eh_str cut = { copy, n };
		eh_polygon_contains(cut, 0.7, 51.5);
		eh_polygon_centroid(cut, &x, &y);
		assert_int_equal(eh_polygon_check(cut, NULL), n == blob.n ? EH_OK : EH_INVALID);
		free(copy);
	}
	for (size_t i = 0; i < blob.n; i++)
		for (int bit = 0; bit < 8; bit++) {
			blob.p[i] = (char)(blob.p[i] ^ 1 << bit);
			eh_polygon_contains(eh_buf_str(&blob), 0.7, 51.5);
			eh_polygon_centroid(eh_buf_str(&blob), &x, &y);
			eh_polygon_check(eh_buf_str(&blob), NULL);
			blob.p[i] = (char)(blob.p[i] ^ 1 << bit);
		}
	assert_int_equal(eh_polygon_check(eh_buf_str(&blob), NULL), EH_OK);
}

static void coordinates_outside_the_earth_are_refused(void **state)
{
	static const double BAD[][2] = { { 180.1, 0 }, { 0, 90.1 }, { 400000, 300000 }, { (double)NAN, 0 },
		{ 0, (double)INFINITY } };
	struct eh_buf out EH_CLEANUP_BUF = { 0 };
	static const size_t SIZE = 1, PART = 0;

	(void)state;
	assert_int_equal(eh_buf_add(&out, EH_STR("kept")), EH_OK);
	for (size_t i = 0; i < sizeof BAD / sizeof *BAD; i++)
		assert_int_equal(eh_polygon_encode(BAD[i], &SIZE, 1, &PART, &out), EH_INVALID);
	assert_str(eh_buf_str(&out), "kept");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(real_boundaries_hold_the_points_that_geos_says),
		cmocka_unit_test(boundaries_that_cross_themselves_are_told_with_the_place),
		cmocka_unit_test(holes_and_further_parts_count),
		cmocka_unit_test(blobs_cut_or_changed_are_survived),
		cmocka_unit_test(coordinates_outside_the_earth_are_refused),
	};
	return cmocka_run_group_tests_name("polygon", tests, NULL, NULL);
}
