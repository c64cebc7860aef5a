#include "geojson.h"

#include <math.h>
#include <stdio.h>

#include "geo/geo.h"
#include "io/json.h"

static double rounded(double degrees) { return round(degrees * 1e6) / 1e6; }

static void write_ring(struct eh_json_writer *json, struct eh_str shape, size_t ring, size_t points)
{
	eh_json_write_array(json);
	for (size_t i = 0; i < points; i++) {
		double longitude, latitude;
		eh_polygon_point(shape, ring, i, &longitude, &latitude);
		eh_json_write_array(json);
		eh_json_write_double(json, rounded(longitude));
		eh_json_write_double(json, rounded(latitude));
		eh_json_write_array_end(json);
	}
	eh_json_write_array_end(json);
}

/* A shape as MultiPolygon: rings of one part stand together. */
static void write_shape(struct eh_json_writer *json, struct eh_str shape)
{
	size_t rings = eh_polygon_ring_count(shape), last = SIZE_MAX;

	if (!rings) {
		eh_json_write_null(json);
		return;
	}
	eh_json_write_object(json);
	eh_json_write_key(json, "type");
	eh_json_write_str(json, EH_STR("MultiPolygon"));
	eh_json_write_key(json, "coordinates");
	eh_json_write_array(json);
	for (size_t r = 0; r < rings; r++) {
		size_t part, points = eh_polygon_ring(shape, r, &part);
		if (part != last && last != SIZE_MAX)
			eh_json_write_array_end(json);
		if (part != last)
			eh_json_write_array(json);
		last = part;
		write_ring(json, shape, r, points);
	}
	eh_json_write_array_end(json);
	eh_json_write_array_end(json);
	eh_json_write_object_end(json);
}

static void text(struct eh_json_writer *json, const char *key, struct eh_str value)
{
	eh_json_write_key(json, key);
	eh_json_write_str(json, value);
}

static void begin(struct eh_json_writer *json, bool synthetic)
{
	eh_json_write_object(json);
	text(json, "type", EH_STR("FeatureCollection"));
	if (synthetic)
		text(json, "note", EH_STR("SYNTHETIC: an invented place, nothing here is real"));
	eh_json_write_key(json, "features");
	eh_json_write_array(json);
}

static enum eh_rc end(struct eh_json_writer *json)
{
	eh_json_write_array_end(json);
	eh_json_write_object_end(json);
	return eh_json_write_end(json);
}

static void area_properties(struct eh_json_writer *json, const struct eh_analysis *analysis, size_t i)
{
	const struct eh_place_area *area = &analysis->areas[i];
	char key[64];

	eh_json_write_key(json, "properties");
	eh_json_write_object(json);
	text(json, "area", area->code);
	text(json, "area_name", area->label);
	text(json, "ward", area->ward < analysis->ward_count ? analysis->wards[area->ward].name : (struct eh_str){ NULL, 0 });
	eh_json_write_key(json, "people");
	eh_json_write_double(json, area->people);
	for (size_t n = 0; n < analysis->need_count; n++) {
		const struct eh_coverage_row *row = &analysis->rows[i * analysis->need_count + n];
		snprintf(key, sizeof key, "%s_gap", analysis->needs[n].need->code);
		text(json, key, eh_str_of(eh_gap_name(row->gap)));
		snprintf(key, sizeof key, "%s_reach", analysis->needs[n].need->code);
		eh_json_write_key(json, key);
		/* Null where help is kept private or covers the whole place. */
		eh_json_write_double(json, eh_need_walks(&analysis->needs[n]) ? round(row->reach[1] * 1e4) / 1e4 : (double)NAN);
	}
	eh_json_write_object_end(json);
}

enum eh_rc eh_geojson_areas(const struct eh_analysis *analysis, struct eh_buf *out)
{
	struct eh_json_writer json;

	eh_json_write_init(&json, out, false);
	begin(&json, analysis->synthetic);
	for (size_t i = 0; i < analysis->area_count; i++) {
		eh_json_write_object(&json);
		text(&json, "type", EH_STR("Feature"));
		area_properties(&json, analysis, i);
		eh_json_write_key(&json, "geometry");
		write_shape(&json, analysis->areas[i].shape);
		eh_json_write_object_end(&json);
	}
	return end(&json);
}

static void write_point(struct eh_json_writer *json, const struct eh_listed *org)
{
	eh_json_write_key(json, "geometry");
	if (org->protected || !org->address_public || isnan(org->latitude)) {
		eh_json_write_null(json);
		return;
	}
	eh_json_write_object(json);
	text(json, "type", EH_STR("Point"));
	eh_json_write_key(json, "coordinates");
	eh_json_write_array(json);
	eh_json_write_double(json, rounded(org->longitude));
	eh_json_write_double(json, rounded(org->latitude));
	eh_json_write_array_end(json);
	eh_json_write_object_end(json);
}

enum eh_rc eh_geojson_organisations(const struct eh_listing *listing, bool synthetic, struct eh_buf *out)
{
	struct eh_json_writer json;

	eh_json_write_init(&json, out, false);
	begin(&json, synthetic);
	for (size_t i = 0; i < listing->count; i++) {
		const struct eh_listed *org = &listing->items[i];
		if (!eh_str_eq(org->visibility, EH_STR("publish")))
			continue;
		eh_json_write_object(&json);
		text(&json, "type", EH_STR("Feature"));
		eh_json_write_key(&json, "properties");
		eh_json_write_object(&json);
		text(&json, "id", org->id);
		text(&json, "name", org->name);
		text(&json, "status", org->status);
		text(&json, "area_ward", org->ward);
		text(&json, "address", org->address);
		text(&json, "postcode", org->postcode);
		eh_json_write_key(&json, "needs");
		eh_json_write_array(&json);
		for (size_t j = 0; j < org->need_count; j++)
			eh_json_write_str(&json, org->needs[j]);
		eh_json_write_array_end(&json);
		eh_json_write_object_end(&json);
		write_point(&json, org);
		eh_json_write_object_end(&json);
	}
	return end(&json);
}
