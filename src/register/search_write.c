/* search_write.c: results as files to take away. */
#include <math.h>
#include <stdio.h>

#include "io/csv_write.h"
#include "io/json.h"
#include "search_private.h"

static const char *const COLUMNS[] = { "kind", "id", "name", "organisation", "organisation_id", "also_called", "status", "scale",
	"telephone", "web", "activities", "times", "needs", "people", "ward", "ward_name", "address", "postcode", "latitude",
	"longitude", "distance_m", "distance_is_about", "reaches_whole_place", "last_confirmed", "confirmed_by" };

enum { COLUMN_COUNT = sizeof COLUMNS / sizeof *COLUMNS };

/* A spreadsheet takes what begins so for something to work out. */
static struct eh_str harmless(struct eh_arena *arena, struct eh_str value)
{
	if (!value.n || !strchr("=+-@\t\r", *value.p))
		return value;
	return eh_arena_printf(arena, "'%.*s", EH_FMT(value));
}

static struct eh_str joined(struct eh_arena *arena, struct eh_search_list list)
{
	struct eh_str text = { "", 0 };

	for (size_t i = 0; i < list.count && text.p; i++)
		text = eh_arena_printf(arena, "%.*s%s%.*s", EH_FMT(text), i ? "; " : "", EH_FMT(list.items[i]));
	return text;
}

static struct eh_str number(struct eh_arena *arena, double value, int digits)
{
	return isnan(value) ? EH_STR("") : eh_arena_printf(arena, "%.*f", digits, value);
}

static struct eh_str yes(bool value) { return value ? EH_STR("yes") : EH_STR(""); }

/* To a hundred metres: no more is known of somebody's door than of their area. */
static double rounded_distance(const struct eh_search_hit *hit)
{
	return hit->about ? round(hit->distance_m / 100) * 100 : round(hit->distance_m);
}

static enum eh_rc write_row(struct eh_buf *out, const struct eh_search_hit *hit, struct eh_arena *arena)
{
	char date[11];
	bool service = hit->kind == EH_SEARCH_SERVICE;

	eh_date_format(hit->last_confirmed, date);
	struct eh_str cells[COLUMN_COUNT] = { service ? EH_STR("service") : EH_STR("organisation"), hit->id, hit->name,
		hit->organisation_name, hit->organisation, hit->also, hit->status, hit->scale, hit->telephone, hit->web,
		hit->activities, hit->times, joined(arena, hit->needs), joined(arena, hit->people), hit->ward, hit->ward_name,
		hit->address, hit->postcode, number(arena, hit->latitude, 6), number(arena, hit->longitude, 6),
		number(arena, rounded_distance(hit), 0), yes(hit->about), yes(hit->whole_place), eh_str_of(date),
		hit->confirmed_by };
	for (size_t i = 0; i < COLUMN_COUNT; i++) {
		bool coordinate = eh_str_eq(eh_str_of(COLUMNS[i]), EH_STR("latitude")) ||
		                  eh_str_eq(eh_str_of(COLUMNS[i]), EH_STR("longitude"));
		if (!coordinate) /* made here, and rightly negative west of Greenwich */
			cells[i] = harmless(arena, cells[i]);
	}
	return arena->failed ? EH_NO_MEMORY : eh_csv_write_row(out, cells, COLUMN_COUNT);
}

enum eh_rc eh_search_write_csv(const struct eh_search_results *results, struct eh_buf *out)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_str headings[COLUMN_COUNT];

	for (size_t i = 0; i < COLUMN_COUNT; i++)
		headings[i] = eh_str_of(COLUMNS[i]);
	EH_TRY(eh_csv_write_row(out, headings, COLUMN_COUNT));
	for (size_t i = 0; i < results->count; i++) {
		eh_arena_reset(&arena);
		EH_TRY(write_row(out, &results->hits[i], &arena));
	}
	return EH_OK;
}

static void write_text(struct eh_json_writer *json, const char *key, struct eh_str value)
{
	eh_json_write_key(json, key);
	eh_json_write_str(json, value);
}

static void write_list(struct eh_json_writer *json, const char *key, struct eh_search_list list)
{
	eh_json_write_key(json, key);
	eh_json_write_array(json);
	for (size_t i = 0; i < list.count; i++)
		eh_json_write_str(json, list.items[i]);
	eh_json_write_array_end(json);
}

static void write_geometry(struct eh_json_writer *json, const struct eh_search_hit *hit)
{
	eh_json_write_key(json, "geometry");
	if (isnan(hit->latitude) || isnan(hit->longitude)) {
		eh_json_write_null(json);
		return;
	}
	eh_json_write_object(json);
	write_text(json, "type", EH_STR("Point"));
	eh_json_write_key(json, "coordinates");
	eh_json_write_array(json);
	eh_json_write_double(json, round(hit->longitude * 1e6) / 1e6);
	eh_json_write_double(json, round(hit->latitude * 1e6) / 1e6);
	eh_json_write_array_end(json);
	eh_json_write_object_end(json);
}

static void write_feature(struct eh_json_writer *json, const struct eh_search_hit *hit)
{
	char date[11];

	eh_date_format(hit->last_confirmed, date);
	eh_json_write_object(json);
	write_text(json, "type", EH_STR("Feature"));
	write_text(json, "id", hit->id);
	write_geometry(json, hit);
	eh_json_write_key(json, "properties");
	eh_json_write_object(json);
	write_text(json, "kind", hit->kind == EH_SEARCH_SERVICE ? EH_STR("service") : EH_STR("organisation"));
	write_text(json, "name", hit->name);
	write_text(json, "organisation", hit->organisation_name);
	write_text(json, "organisation_id", hit->organisation);
	write_text(json, "status", hit->status);
	write_text(json, "telephone", hit->telephone);
	write_text(json, "address", hit->address);
	write_text(json, "postcode", hit->postcode);
	write_list(json, "needs", hit->needs);
	write_text(json, "last_confirmed", eh_str_of(date));
	write_text(json, "confirmed_by", hit->confirmed_by);
	eh_json_write_object_end(json);
	eh_json_write_object_end(json);
}

enum eh_rc eh_search_write_geojson(const struct eh_search_results *results, struct eh_buf *out)
{
	struct eh_json_writer json;

	eh_json_write_init(&json, out, false);
	eh_json_write_object(&json);
	write_text(&json, "type", EH_STR("FeatureCollection"));
	eh_json_write_key(&json, "features");
	eh_json_write_array(&json);
	for (size_t i = 0; i < results->count; i++)
		write_feature(&json, &results->hits[i]);
	eh_json_write_array_end(&json);
	eh_json_write_object_end(&json);
	return eh_json_write_end(&json);
}
