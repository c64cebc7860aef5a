#include "gazetteer.h"

#include <math.h>

#include "near.h"
#include "queries.h"

struct boundary {
	int64_t area_id;
	struct eh_str shape;
	double box[4];
};

struct remembered {
	int64_t code; /* 0: empty */
	struct eh_location location;
};

enum { MOST_REMEMBERED = 4096 };

struct eh_gazetteer {
	struct eh_db *db;
	struct eh_area *areas; /* by number */
	size_t count;
	struct eh_map by_code, by_council_name;
	struct eh_arena arena;
	struct eh_near near;           /* live postcodes round the point looked up last */
	struct remembered *remembered; /* MOST_REMEMBERED of them, by code: records of one organisation repeat its postcode */
	struct boundary *boundaries;   /* LSOAs fit for looking up points */
	size_t boundary_count;
	bool boundaries_read;
};

static enum eh_rc load_codes(struct eh_gazetteer *gazetteer, struct eh_error *err)
{
	struct eh_cursor rows EH_CLEANUP_CURSOR = { 0 };
	struct eh_q_area_code_all row;
	size_t cap = 0;
	enum eh_rc rc = eh_q_area_code_all(gazetteer->db, &rows, err);

	while (rc == EH_OK && (rc = eh_q_area_code_all_next(&rows, &row, err)) == EH_OK) {
		struct eh_area area = { .area_id = row.area_id,
			.code = eh_arena_str(&gazetteer->arena, row.code),
			.kind = EH_STR(""),
			.latitude = (double)NAN,
			.longitude = (double)NAN };
		area.name = area.code;
		if (!area.code.p || !eh_vec_grow(&gazetteer->areas, gazetteer->count, &cap, sizeof area) ||
		        eh_map_put(&gazetteer->by_code, area.code, gazetteer->count, NULL, NULL) < 0)
			return eh_fail_memory(err);
		gazetteer->areas[gazetteer->count++] = area;
	}
	return rc == EH_END ? EH_OK : rc;
}

static struct eh_area *find(const struct eh_gazetteer *gazetteer, int64_t area_id)
{
	size_t low = 0, high = gazetteer->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (gazetteer->areas[middle].area_id < area_id)
			low = middle + 1;
		else
			high = middle;
	}
	return low < gazetteer->count && gazetteer->areas[low].area_id == area_id ? &gazetteer->areas[low] : NULL;
}

/* Several lists may know an area: what the newer leaves out, the older still says. */
static void merge(struct eh_area *area, const struct eh_q_area_all *row, struct eh_arena *arena)
{
	area->kind = eh_db_keep(arena, row->kind);
	if (row->vintage)
		area->vintage = (int)row->vintage;
	if (row->name.n && !eh_str_eq(row->name, area->code))
		area->name = eh_db_keep(arena, row->name);
	if (row->friendly_name.n)
		area->friendly_name = eh_db_keep(arena, row->friendly_name);
	if (row->council != EH_DB_NULL)
		area->council = row->council;
	if (row->ward != EH_DB_NULL)
		area->ward = row->ward;
	if (row->msoa != EH_DB_NULL)
		area->msoa = row->msoa;
	if (!isnan(row->latitude)) {
		area->latitude = row->latitude;
		area->longitude = row->longitude;
	}
}

static enum eh_rc load_areas(struct eh_gazetteer *gazetteer, struct eh_error *err)
{
	struct eh_cursor rows EH_CLEANUP_CURSOR = { 0 };
	struct eh_q_area_all row;
	enum eh_rc rc = eh_q_area_all(gazetteer->db, &rows, err);

	while (rc == EH_OK && (rc = eh_q_area_all_next(&rows, &row, err)) == EH_OK) {
		struct eh_area *area = find(gazetteer, row.area_id);
		if (area)
			merge(area, &row, &gazetteer->arena);
	}
	return rc == EH_END ? EH_OK : rc;
}

/* "City of Trafford", "TRAFFORD COUNCIL" and "Trafford" are one. */
static struct eh_str plain_council(struct eh_str name, struct eh_buf *buf)
{
	static const char *const FRONT[] = { "city of ", "royal borough of ", "london borough of ", "county of ",
		"metropolitan borough of ", "borough of " };
	static const char *const BACK[] = { " city council", " borough council", " district council", " county council",
		" council", " city", " borough", " district", ", city of", ", county of" };

	eh_buf_reset(buf);
	if (eh_utf8_fold(name, buf) < 0)
		return (struct eh_str){ NULL, 0 };
	struct eh_str plain = eh_buf_str(buf);
	for (size_t i = 0; i < sizeof FRONT / sizeof *FRONT; i++)
		if (eh_str_starts(plain, eh_str_of(FRONT[i])))
			plain = eh_str_sub(plain, strlen(FRONT[i]), plain.n);
	for (size_t i = 0; i < sizeof BACK / sizeof *BACK; i++)
		if (eh_str_ends(plain, eh_str_of(BACK[i])))
			plain = eh_str_sub(plain, 0, plain.n - strlen(BACK[i]));
	return plain;
}

static enum eh_rc index_councils(struct eh_gazetteer *gazetteer, struct eh_error *err)
{
	struct eh_buf buf EH_CLEANUP_BUF = { 0 };

	for (size_t i = 0; i < gazetteer->count; i++) {
		if (!eh_str_eq(gazetteer->areas[i].kind, EH_STR("lad")))
			continue;
		struct eh_str name = eh_arena_str(&gazetteer->arena, plain_council(gazetteer->areas[i].name, &buf));
		if (!name.p || eh_map_put(&gazetteer->by_council_name, name, i, NULL, NULL) < 0)
			return eh_fail_memory(err);
	}
	return EH_OK;
}

enum eh_rc eh_gazetteer_new(struct eh_db *db, struct eh_gazetteer **ret_gazetteer, struct eh_error *err)
{
	struct eh_gazetteer *gazetteer = eh_alloc_zero(1, sizeof *gazetteer);

	if (!gazetteer)
		return eh_fail_memory(err);
	gazetteer->db = db;
	gazetteer->remembered = eh_alloc_zero(MOST_REMEMBERED, sizeof *gazetteer->remembered);
	enum eh_rc rc = gazetteer->remembered ? load_codes(gazetteer, err) : eh_fail_memory(err);
	if (rc == EH_OK)
		rc = load_areas(gazetteer, err);
	if (rc == EH_OK)
		rc = index_councils(gazetteer, err);
	if (rc != EH_OK) {
		eh_gazetteer_free(gazetteer);
		return rc;
	}
	*ret_gazetteer = gazetteer;
	return EH_OK;
}

void eh_gazetteer_free(struct eh_gazetteer *gazetteer)
{
	if (!gazetteer)
		return;
	eh_free(gazetteer->areas);
	eh_near_finish(&gazetteer->near);
	eh_free(gazetteer->remembered);
	eh_free(gazetteer->boundaries);
	eh_map_finish(&gazetteer->by_code);
	eh_map_finish(&gazetteer->by_council_name);
	eh_arena_finish(&gazetteer->arena);
	eh_free(gazetteer);
}

const struct eh_area *eh_gazetteer_area(const struct eh_gazetteer *gazetteer, int64_t area_id)
{
	return area_id ? find(gazetteer, area_id) : NULL;
}

const struct eh_area *eh_gazetteer_area_by_code(const struct eh_gazetteer *gazetteer, struct eh_str code)
{
	const uint64_t *at = eh_map_get(&gazetteer->by_code, code);

	return at ? &gazetteer->areas[*at] : NULL;
}

const struct eh_area *eh_gazetteer_council_by_name(const struct eh_gazetteer *gazetteer, struct eh_str name)
{
	struct eh_buf buf EH_CLEANUP_BUF = { 0 };
	const uint64_t *at = eh_map_get(&gazetteer->by_council_name, plain_council(name, &buf));

	return at ? &gazetteer->areas[*at] : NULL;
}

const struct eh_area *eh_gazetteer_areas(const struct eh_gazetteer *gazetteer, size_t *ret_count)
{
	*ret_count = gazetteer->count;
	return gazetteer->areas;
}

/* Ward and council of the list where it gives them, else of the LSOA. */
static void fill(const struct eh_gazetteer *gazetteer, int64_t lsoa, int64_t ward, int64_t council, struct eh_location *location)
{
	location->lsoa = eh_gazetteer_area(gazetteer, lsoa);
	location->ward = eh_gazetteer_area(gazetteer, ward ? ward : location->lsoa ? location->lsoa->ward : 0);
	location->council = eh_gazetteer_area(gazetteer, council ? council : location->lsoa ? location->lsoa->council : 0);
}

enum eh_rc eh_gazetteer_postcode(
        struct eh_gazetteer *gazetteer, struct eh_str postcode, struct eh_location *ret_location, struct eh_error *err)
{
	struct eh_postcode code;
	struct eh_q_postcode_get row;
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };

	if (eh_postcode_parse(postcode, &code) != EH_OK)
		return EH_NOT_FOUND;
	int64_t packed = eh_postcode_pack(&code);
	struct remembered *remembered = &gazetteer->remembered[packed % MOST_REMEMBERED];
	if (remembered->code == packed) {
		*ret_location = remembered->location;
		return EH_OK;
	}
	enum eh_rc rc = eh_q_postcode_get(gazetteer->db, packed, &arena, &row, err);
	if (rc != EH_OK)
		return rc;
	*ret_location = (struct eh_location){ .latitude = (double)row.latitude / 1e6,
		.longitude = (double)row.longitude / 1e6,
		.live = row.live != 0,
		.how = row.live ? "postcode" : "terminated postcode" };
	fill(gazetteer, row.lsoa, row.live ? row.ward : 0, row.live ? row.council : 0, ret_location);
	*remembered = (struct remembered){ packed, *ret_location };
	return EH_OK;
}

static enum eh_rc read_boundaries(struct eh_gazetteer *gazetteer, struct eh_error *err)
{
	struct eh_cursor rows EH_CLEANUP_CURSOR = { 0 };
	struct eh_q_area_shapes row;
	size_t cap = 0;
	enum eh_rc rc = eh_q_area_shapes(gazetteer->db, EH_STR("lsoa"), EH_DB_NULL, &rows, err);

	gazetteer->boundaries_read = true;
	while (rc == EH_OK && (rc = eh_q_area_shapes_next(&rows, &row, err)) == EH_OK) {
		struct boundary boundary = { .area_id = row.area_id };
		const struct eh_area *area = find(gazetteer, row.area_id);
		if (row.drawing_only || (area && area->vintage && area->vintage < 2021))
			continue;
		boundary.shape = eh_arena_str(&gazetteer->arena, row.shape);
		if (!boundary.shape.p || !eh_vec_grow(&gazetteer->boundaries, gazetteer->boundary_count, &cap, sizeof boundary))
			return eh_fail_memory(err);
		if (eh_polygon_bounds(boundary.shape, boundary.box))
			gazetteer->boundaries[gazetteer->boundary_count++] = boundary;
	}
	return rc == EH_END ? EH_OK : rc;
}

static const struct eh_area *find_boundary(const struct eh_gazetteer *gazetteer, double latitude, double longitude)
{
	for (size_t i = 0; i < gazetteer->boundary_count; i++) {
		const struct boundary *b = &gazetteer->boundaries[i];
		if (longitude < b->box[0] || longitude > b->box[2] || latitude < b->box[1] || latitude > b->box[3])
			continue;
		if (eh_polygon_contains(b->shape, longitude, latitude))
			return find(gazetteer, b->area_id);
	}
	return NULL;
}

enum eh_rc eh_gazetteer_point(
        struct eh_gazetteer *gazetteer, double latitude, double longitude, struct eh_location *ret_location, struct eh_error *err)
{
	if (!gazetteer->boundaries_read)
		EH_TRY(read_boundaries(gazetteer, err));
	const struct eh_area *lsoa = find_boundary(gazetteer, latitude, longitude);
	if (lsoa) {
		*ret_location = (struct eh_location){
			.latitude = latitude, .longitude = longitude, .live = true, .how = "boundary"
		};
		fill(gazetteer, lsoa->area_id, 0, 0, ret_location);
		return EH_OK;
	}
	EH_TRY(eh_near_approach(&gazetteer->near, gazetteer->db, latitude, longitude, err));
	const struct eh_near_point *nearest = eh_near_find(&gazetteer->near, latitude, longitude);
	if (!nearest)
		return EH_NOT_FOUND;
	*ret_location = (struct eh_location){
		.latitude = latitude, .longitude = longitude, .live = true, .how = "nearest postcode"
	};
	fill(gazetteer, nearest->lsoa, nearest->ward, nearest->council, ret_location);
	return EH_OK;
}

enum eh_rc eh_gazetteer_people_points(struct eh_gazetteer *gazetteer, double south, double north, double west, double east,
        struct eh_people_point **ret_points, size_t *ret_count, struct eh_error *err)
{
	const double box[4] = { south, north, west, east };
	struct eh_near_point *near = NULL;
	size_t near_count = 0, count = 0;

	EH_TRY(eh_near_read(gazetteer->db, box, &near, &near_count, err));
	struct eh_people_point *points = eh_alloc_zero(near_count, sizeof *points);
	if (!points) {
		eh_free(near);
		return eh_fail_memory(err);
	}
	for (size_t i = 0; i < near_count; i++) {
		if (!near[i].lsoa)
			continue;
		points[count].lsoa = near[i].lsoa;
		eh_grid_from_lat_long((double)near[i].latitude / 1e6, (double)near[i].longitude / 1e6, &points[count].easting,
		        &points[count].northing);
		count++;
	}
	eh_free(near);
	*ret_points = points;
	*ret_count = count;
	return EH_OK;
}
