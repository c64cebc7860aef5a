/* reference_areas.c: areas: boundaries as GeoJSON, look-up tables of small areas, and what became of those of 2011. */
#include <math.h>
#include <stdio.h>

#include "columns.h"
#include "geo/geo.h"
#include "io/json.h"
#include "queries.h"
#include "readers.h"
#include "reference_import.h"

/* An area on its way into the store. */
struct area {
	struct eh_str code, kind, name, friendly, council, ward, msoa, shape;
	int vintage;
	double latitude, longitude;
};

static enum eh_rc add_area(struct eh_reference *reference, const struct area *area, struct eh_error *err)
{
	int64_t id, council, ward, msoa;

	EH_TRY(eh_reference_area(reference, area->code, &id, err));
	EH_TRY(eh_reference_area(reference, area->council, &council, err));
	EH_TRY(eh_reference_area(reference, area->ward, &ward, err));
	EH_TRY(eh_reference_area(reference, area->msoa, &msoa, err));
	return eh_q_area_add(reference->db, id, reference->result->batch_id, area->kind, area->vintage,
	        area->name.p ? area->name : area->code, area->friendly, council ? council : EH_DB_NULL, ward ? ward : EH_DB_NULL,
	        msoa ? msoa : EH_DB_NULL, area->latitude, area->longitude, area->shape, err);
}

/* "lsoa21 code" is 2021; 0 when the heading names no year. */
static int vintage_of(struct eh_str heading)
{
	for (size_t i = 0; i + 1 < heading.n; i++) {
		int64_t year;
		if (eh_is_digit(heading.p[i]) && eh_is_digit(heading.p[i + 1]) &&
		        eh_str_to_i64(eh_str_sub(heading, i, 2), &year) == EH_OK)
			return 2000 + (int)year;
	}
	return 0;
}

struct lookup {
	int lsoa, lsoa_name, msoa, msoa_name, ward, ward_name, council, council_name, latitude, longitude;
	int vintage;
};

static struct eh_str either(struct eh_str a, struct eh_str b) { return a.n ? a : b; }

/* The larger areas that a look-up names, each once. */
static enum eh_rc add_larger(struct eh_reference *reference, struct eh_map *seen, struct eh_arena *arena, const char *kind,
        struct eh_str code, struct eh_str name, struct eh_str council, struct eh_error *err)
{
	bool added = false;
	struct eh_str kept = code.n ? eh_arena_str(arena, code) : code;

	if (!code.n)
		return EH_OK;
	if (!kept.p || eh_map_put(seen, kept, 1, NULL, &added) < 0)
		return eh_fail_memory(err);
	if (!added)
		return EH_OK;
	const struct area area = { .code = code,
		.kind = eh_str_of(kind),
		.name = either(name, code),
		.council = council,
		.latitude = (double)NAN,
		.longitude = (double)NAN };
	return add_area(reference, &area, err);
}

static enum eh_rc read_lookup(
        struct eh_reference *reference, struct eh_table *table, const struct lookup *at, struct eh_error *err)
{
	struct eh_map seen EH_CLEANUP_MAP = { 0 };
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_row row;
	enum eh_rc rc;

	while ((rc = eh_table_next(table, &row, err)) == EH_OK) {
		struct area area = { .code = eh_columns_cell(&row, at->lsoa),
			.kind = EH_STR("lsoa"),
			.name = eh_columns_cell(&row, at->lsoa_name),
			.friendly = eh_columns_cell(&row, at->msoa_name),
			.council = eh_columns_cell(&row, at->council),
			.ward = eh_columns_cell(&row, at->ward),
			.msoa = eh_columns_cell(&row, at->msoa),
			.vintage = at->vintage,
			.latitude = (double)NAN,
			.longitude = (double)NAN };
		bool added = false;
		struct eh_str kept = eh_arena_str(&arena, area.code);
		eh_str_to_double(eh_columns_cell(&row, at->latitude), &area.latitude);
		eh_str_to_double(eh_columns_cell(&row, at->longitude), &area.longitude);
		if (!kept.p || (area.code.n && eh_map_put(&seen, kept, 1, NULL, &added) < 0))
			return eh_fail_memory(err);
		if (!added) {
			EH_TRY(reference->refuse(reference->context, row.line, EH_STR("lsoa"),
			        area.code.n ? "this area stands twice" : "there is no area code", err));
			continue;
		}
		EH_TRY(add_area(reference, &area, err));
		EH_TRY(add_larger(reference, &seen, &arena, "msoa", area.msoa, area.friendly, area.council, err));
		EH_TRY(add_larger(
		        reference, &seen, &arena, "ward", area.ward, eh_columns_cell(&row, at->ward_name), area.council, err));
		EH_TRY(add_larger(reference, &seen, &arena, "lad", area.council, eh_columns_cell(&row, at->council_name),
		        area.council, err));
		EH_TRY(eh_reference_kept(reference, table, err));
	}
	return rc == EH_END ? EH_OK : rc;
}

static enum eh_rc read_changes(
        struct eh_reference *reference, struct eh_table *table, int from, int to, int change, struct eh_error *err)
{
	struct eh_row row;
	enum eh_rc rc;

	while ((rc = eh_table_next(table, &row, err)) == EH_OK) {
		struct eh_str old = eh_columns_cell(&row, from), new = eh_columns_cell(&row, to),
		              how = eh_columns_cell(&row, change);
		int64_t old_id, new_id;
		if (!old.n || !new.n) {
			EH_TRY(reference->refuse(reference->context, row.line, EH_STR(""), "an area code is missing", err));
			continue;
		}
		EH_TRY(eh_reference_area(reference, old, &old_id, err));
		EH_TRY(eh_reference_area(reference, new, &new_id, err));
		EH_TRY(eh_q_area_change_add(
		        reference->db, reference->result->batch_id, old_id, new_id, how.n ? how : EH_STR("U"), err));
		EH_TRY(eh_reference_kept(reference, table, err));
	}
	return rc == EH_END ? EH_OK : rc;
}

static enum eh_rc read_table(struct eh_reference *reference, struct eh_error *err)
{
	struct eh_table *table EH_CLEANUP_TABLE = NULL;
	struct eh_columns columns EH_CLEANUP_COLUMNS = { 0 };
	struct eh_row row;

	EH_TRY(eh_reference_open(reference, NULL, &table, err));
	enum eh_rc rc = eh_table_next(table, &row, err);
	if (rc != EH_OK)
		return rc == EH_END ? eh_fail(err, EH_INVALID, "the table of areas is empty") : rc;
	EH_TRY(eh_columns_init(&columns, &row, err));
	int old = eh_columns_find(&columns, "lsoa11 code|lsoa11cd"), new = eh_columns_find(&columns, "lsoa21 code|lsoa21cd");
	int change = eh_columns_find(&columns, "change code|chgind|chng ind");
	if (old >= 0 && new >= 0 && change >= 0)
		return read_changes(reference, table, old, new, change, err);
	struct lookup at = {
		.lsoa = eh_columns_find(&columns, "lsoa21 code|lsoa21cd|lsoa code|lsoa11 code|lsoa11cd"),
		.lsoa_name = eh_columns_find(&columns, "lsoa21 name|lsoa21nm|lsoa name|lsoa11 name|lsoa11nm"),
		.msoa = eh_columns_find(&columns, "msoa21 code|msoa21cd|msoa code|msoa11cd"),
		.msoa_name = eh_columns_find(&columns, "msoa21 hcl name|msoa21hclnm|msoa name|msoa21 name|msoa21nm"),
		.ward = eh_columns_find(&columns, "ward25 code|ward24 code|wd25cd|wd24cd|wd23cd|ward code|ward*"),
		.ward_name = eh_columns_find(&columns, "ward25 name|ward24 name|wd25nm|wd24nm|wd23nm|ward name"),
		.council = eh_columns_find(
		        &columns, "lad25 code|lad24 code|lad25cd|lad24cd|lad23cd|lad22cd|lad code|ltla24 code"),
		.council_name = eh_columns_find(
		        &columns, "lad25 name|lad24 name|lad25nm|lad24nm|lad23nm|lad22nm|lad name|ltla24 name"),
		.latitude = eh_columns_find(&columns, "centroid lat|latitude|lat"),
		.longitude = eh_columns_find(&columns, "centroid long|longitude|long"),
	};
	if (at.lsoa < 0)
		return eh_fail(err, EH_INVALID,
		        "this does not look like a table of areas: it needs a column lsoa21_code (or LSOA21CD), and best also "
		        "msoa, ward and lad codes and names");
	at.vintage = vintage_of(columns.folded[at.lsoa]);
	return read_lookup(reference, table, &at, err);
}

/* A property of a GeoJSON feature whose name is one of `prefixes`, a year or none, and `ending`: LSOA21CD, lsoa21_code. */
static struct eh_str property(
        const struct eh_json_value *properties, const char *prefix, const char *const *endings, int *ret_vintage)
{
	for (size_t i = 0; i < properties->count; i++) {
		struct eh_str key = properties->members[i].key, rest;
		size_t n = strlen(prefix);
		if (key.n <= n || !eh_str_eq_ascii_nocase(eh_str_sub(key, 0, n), eh_str_of(prefix)))
			continue;
		rest = eh_str_sub(key, n, key.n);
		size_t digits = 0;
		while (digits < rest.n && eh_is_digit(rest.p[digits]))
			digits++;
		for (const char *const *ending = endings; *ending; ending++)
			if (eh_str_eq_ascii_nocase(eh_str_sub(rest, digits, rest.n), eh_str_of(*ending))) {
				if (ret_vintage)
					*ret_vintage = digits == 2 ? vintage_of(rest) : 0;
				return eh_json_get_str(properties, key.p);
			}
	}
	return (struct eh_str){ NULL, 0 };
}

static const char *const CODE_ENDINGS[] = { "CD", "_code", "CD_ACTIVE", NULL }, *const NAME_ENDINGS[] = { "NM", "_name", NULL },
                         *const FRIENDLY_ENDINGS[] = { "HCLNM", "_hcl_name", NULL };

static void read_properties(const struct eh_json_value *properties, struct area *area)
{
	static const struct {
		const char *prefix, *kind;
	} KINDS[] = { { "LSOA", "lsoa" }, { "MSOA", "msoa" }, { "WD", "ward" }, { "WARD", "ward" }, { "LAD", "lad" },
		{ "LTLA", "lad" }, { "CTYUA", "lad" } };

	for (size_t i = 0; properties && !area->code.n && i < sizeof KINDS / sizeof *KINDS; i++) {
		area->code = property(properties, KINDS[i].prefix, CODE_ENDINGS, &area->vintage);
		area->name = property(properties, KINDS[i].prefix, NAME_ENDINGS, NULL);
		area->friendly = property(properties, KINDS[i].prefix, FRIENDLY_ENDINGS, NULL);
		area->kind = eh_str_of(KINDS[i].kind);
	}
	if (properties)
		area->council = property(properties, "LAD", CODE_ENDINGS, NULL);
}

struct rings {
	EH_VEC(double) points;
	EH_VEC(size_t) sizes;
	EH_VEC(size_t) parts;
};

static enum eh_rc add_ring(struct rings *rings, const struct eh_json_value *ring, size_t part, struct eh_error *err)
{
	if (ring->kind != EH_JSON_ARRAY)
		return eh_fail(err, EH_INVALID, "a boundary holds something that is no ring of points");
	for (size_t i = 0; i < ring->count; i++) {
		double longitude, latitude;
		const struct eh_json_value *point = &ring->items[i];
		if (point->kind != EH_JSON_ARRAY || point->count < 2 ||
		        eh_str_to_double(point->items[0].text, &longitude) != EH_OK ||
		        eh_str_to_double(point->items[1].text, &latitude) != EH_OK)
			return eh_fail(err, EH_INVALID, "a boundary holds something that is no point");
		if (fabs(longitude) > 180 || fabs(latitude) > 90)
			return eh_fail(err, EH_INVALID,
			        "coordinates are no longitude and latitude (perhaps National Grid metres): fetch the file as "
			        "GeoJSON in WGS84 (EPSG:4326)");
		if (!eh_vec_push(&rings->points, longitude) || !eh_vec_push(&rings->points, latitude))
			return eh_fail_memory(err);
	}
	if (!eh_vec_push(&rings->sizes, ring->count) || !eh_vec_push(&rings->parts, part))
		return eh_fail_memory(err);
	return EH_OK;
}

static enum eh_rc add_polygon(struct rings *rings, const struct eh_json_value *polygon, size_t part, struct eh_error *err)
{
	if (polygon->kind != EH_JSON_ARRAY)
		return eh_fail(err, EH_INVALID, "a boundary holds something that is no polygon");
	for (size_t i = 0; i < polygon->count; i++)
		EH_TRY(add_ring(rings, &polygon->items[i], part, err));
	return EH_OK;
}

static enum eh_rc read_geometry(const struct eh_json_value *geometry, struct rings *rings, struct eh_error *err)
{
	const struct eh_json_value *coordinates = eh_json_get(geometry, "coordinates");
	struct eh_str type = eh_json_get_str(geometry, "type");

	if (!coordinates || coordinates->kind != EH_JSON_ARRAY)
		return eh_fail(err, EH_INVALID, "a feature has no coordinates");
	if (eh_str_eq(type, EH_STR("Polygon")))
		return add_polygon(rings, coordinates, 0, err);
	if (!eh_str_eq(type, EH_STR("MultiPolygon")))
		return eh_fail(err, EH_INVALID, "a boundary is a %.*s, not a polygon", EH_FMT(type));
	for (size_t i = 0; i < coordinates->count; i++)
		EH_TRY(add_polygon(rings, &coordinates->items[i], i, err));
	return EH_OK;
}

/* The shape of a feature; a boundary that crosses itself is an EH_INVALID of its own feature. */
static enum eh_rc encode(struct rings *rings, const struct eh_json_value *geometry, struct eh_buf *shape, struct eh_error *err)
{
	EH_TRY(read_geometry(geometry, rings, err));
	EH_TRY(eh_polygon_encode(rings->points.items, rings->sizes.items, rings->sizes.count, rings->parts.items, shape));
	return eh_polygon_check(eh_buf_str(shape), err);
}

static enum eh_rc read_feature(struct eh_reference *reference, const struct eh_json_value *feature, struct eh_map *seen,
        struct eh_arena *codes, struct eh_error *err)
{
	struct area area = { .latitude = (double)NAN, .longitude = (double)NAN };
	struct rings rings = { 0 };
	struct eh_buf shape EH_CLEANUP_BUF = { 0 };
	struct eh_error fault = { 0 };
	bool added = true;

	read_properties(eh_json_get(feature, "properties"), &area);
	if (!area.code.n)
		return reference->refuse(
		        reference->context, feature->line, EH_STR("properties"), "the feature has no area code", err);
	struct eh_str code = eh_arena_str(codes, area.code);
	if (!code.p || eh_map_put(seen, code, 1, NULL, &added) < 0)
		return eh_fail_memory(err);
	if (!added)
		return reference->refuse(reference->context, feature->line, EH_STR("properties"), "this area stands twice", err);
	enum eh_rc rc = encode(&rings, eh_json_get(feature, "geometry"), &shape, &fault);
	eh_vec_finish(&rings.points);
	eh_vec_finish(&rings.sizes);
	eh_vec_finish(&rings.parts);
	if (rc == EH_NO_MEMORY)
		return eh_fail_memory(err);
	if (rc < 0) {
		char reason[EH_ERROR_MESSAGE_MAX + 64];
		snprintf(reason, sizeof reason, "%.*s: %s", EH_FMT(area.code), fault.message);
		return reference->refuse(reference->context, feature->line, EH_STR("geometry"), reason, err);
	}
	area.shape = eh_buf_str(&shape);
	eh_polygon_centroid(area.shape, &area.longitude, &area.latitude);
	EH_TRY(add_area(reference, &area, err));
	return eh_reference_kept(reference, NULL, err);
}

static enum eh_rc read_features(struct eh_reference *reference, struct eh_json_reader *reader, struct eh_error *err)
{
	struct eh_map seen EH_CLEANUP_MAP = { 0 };
	struct eh_arena codes EH_CLEANUP_ARENA = { 0 };
	struct eh_json_token token;
	bool inside = false;
	enum eh_rc rc;

	while ((rc = eh_json_next(reader, &token, err)) == EH_OK) {
		if (token.kind == EH_JSON_KEY && token.depth == 1 && eh_str_eq(token.text, EH_STR("features"))) {
			inside = true;
		} else if (inside && token.kind == EH_JSON_OBJECT && token.depth == 2) {
			struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
			struct eh_json_value feature;
			EH_TRY(eh_json_read_value(reader, &token, &arena, &feature, err));
			EH_TRY(read_feature(reference, &feature, &seen, &codes, err));
		} else if (token.kind == EH_JSON_OBJECT && token.depth > 0 && !inside) {
			EH_TRY(eh_json_skip(reader, &token, err));
		}
	}
	if (rc != EH_END)
		return rc;
	return inside ? EH_OK : eh_fail(err, EH_INVALID, "this JSON is no GeoJSON FeatureCollection: it has no \"features\"");
}

enum eh_rc eh_reference_areas(struct eh_reference *reference, struct eh_error *err)
{
	struct eh_json_reader *reader EH_CLEANUP_JSON = NULL;
	struct eh_stream *stream;
	bool json = false;

	EH_TRY(eh_source_is_json(&reference->import->file, &json, err));
	if (!json)
		return read_table(reference, err);
	EH_TRY(eh_source_open_stream(&reference->import->file, &stream, err));
	EH_TRY(eh_json_open(stream, &reader, err));
	return read_features(reference, reader, err);
}
