/* Shapes as blobs that a store gives back, and boundaries made into them. */
#include "fuzz.h"

#include <math.h>

#include "geo/geo.h"

static void look(struct eh_str shape)
{
	double box[4] = { 0 }, x = 0, y = 0;
	struct eh_error err = { 0 };

	if (!eh_polygon_bounds(shape, box))
		FUZZ_REQUIRE(!eh_polygon_contains(shape, 0, 0) && !eh_polygon_centroid(shape, &x, &y));
	else
		FUZZ_REQUIRE(eh_polygon_centroid(shape, &x, &y) && isfinite(x) && isfinite(y));
	eh_polygon_contains(shape, x, y);
	eh_polygon_contains(shape, (box[0] + box[2]) / 2, (box[1] + box[3]) / 2);
	FUZZ_REQUIRE(eh_polygon_check(shape, &err) == EH_OK || err.message[0]);
}

/* Rings of the bytes: a length, then points of four bytes. What is encoded comes back, to the millionth of a degree. */
static void encode(struct eh_str rest)
{
	double points[512];
	size_t sizes[16], parts[16], rings = 0, count = 0, part = 0;
	struct eh_buf out EH_CLEANUP_BUF = { 0 };

	while (rest.n && rings < 16) {
		part += fuzz_choice(&rest, 2);
		size_t size = fuzz_choice(&rest, 12);
		sizes[rings] = 0;
		parts[rings] = part;
		for (; size && rest.n >= 4 && count + 2 <= 512; size--) {
			points[count++] = ((unsigned char)rest.p[0] << 8 | (unsigned char)rest.p[1]) / 180.0 - 180;
			points[count++] = ((unsigned char)rest.p[2] << 8 | (unsigned char)rest.p[3]) / 360.0 - 90;
			rest = eh_str_sub(rest, 4, rest.n);
			sizes[rings]++;
		}
		rings++;
	}
	if (eh_polygon_encode(points, sizes, rings, parts, &out) != EH_OK)
		return;
	FUZZ_REQUIRE(eh_polygon_ring_count(eh_buf_str(&out)) == rings);
	for (size_t ring = 0, at = 0; ring < rings; ring++) {
		FUZZ_REQUIRE(
		        eh_polygon_ring(eh_buf_str(&out), ring, &part) == sizes[ring] && (!sizes[ring] || part == parts[ring]));
		for (size_t i = 0; i < sizes[ring]; i++, at += 2) {
			double x = 999, y = 999;
			eh_polygon_point(eh_buf_str(&out), ring, i, &x, &y);
			FUZZ_REQUIRE(fabs(x - points[at]) <= 5.1e-7 && fabs(y - points[at + 1]) <= 5.1e-7);
		}
	}
	look(eh_buf_str(&out));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	look(fuzz_input(data, size));
	if (size)
		encode(fuzz_input(data, size));
	return 0;
}
