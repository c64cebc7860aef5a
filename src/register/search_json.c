/* search_json.c: a search's whole answer as JSON. */
#include <math.h>

#include "io/json.h"
#include "search_private.h"

static void write_text(struct eh_json_writer *json, const char *key, struct eh_str value)
{
	eh_json_write_key(json, key);
	eh_json_write_str(json, value.n ? value : (struct eh_str){ NULL, 0 });
}

static void write_count(struct eh_json_writer *json, const char *key, size_t value)
{
	eh_json_write_key(json, key);
	eh_json_write_i64(json, (int64_t)value);
}

static void write_flag(struct eh_json_writer *json, const char *key, bool value)
{
	eh_json_write_key(json, key);
	eh_json_write_bool(json, value);
}

static void write_number(struct eh_json_writer *json, const char *key, double value)
{
	eh_json_write_key(json, key);
	eh_json_write_double(json, value);
}

static void write_list(struct eh_json_writer *json, const char *key, struct eh_search_list list)
{
	eh_json_write_key(json, key);
	eh_json_write_array(json);
	for (size_t i = 0; i < list.count; i++)
		eh_json_write_str(json, list.items[i]);
	eh_json_write_array_end(json);
}

static void write_facet(struct eh_json_writer *json, const char *key, const struct eh_search_facet *facet)
{
	eh_json_write_key(json, key);
	eh_json_write_array(json);
	for (size_t i = 0; i < facet->count; i++) {
		eh_json_write_object(json);
		write_text(json, "code", facet->items[i].code);
		write_text(json, "label", facet->items[i].label);
		write_count(json, "count", facet->items[i].count);
		write_flag(json, "chosen", facet->items[i].chosen);
		eh_json_write_object_end(json);
	}
	eh_json_write_array_end(json);
}

static void write_place(struct eh_json_writer *json, const struct eh_search_hit *hit)
{
	write_text(json, "ward", hit->ward);
	write_text(json, "ward_name", hit->ward_name);
	write_text(json, "council", hit->council);
	write_text(json, "address", hit->address);
	write_text(json, "postcode", hit->postcode);
	write_number(json, "latitude", round(hit->latitude * 1e6) / 1e6);
	write_number(json, "longitude", round(hit->longitude * 1e6) / 1e6);
	write_number(json, "distance_m", hit->about ? round(hit->distance_m / 100) * 100 : round(hit->distance_m));
	write_flag(json, "distance_is_about", hit->about);
	write_flag(json, "reaches_whole_place", hit->whole_place);
	write_flag(json, "protected", hit->protected);
}

static void write_hit(struct eh_json_writer *json, const struct eh_search_hit *hit)
{
	static const char *const WHY[] = { "exact name", "acronym or number", "name", "words", "some words", "no words" };
	char date[11];

	eh_date_format(hit->last_confirmed, date);
	eh_json_write_object(json);
	write_text(json, "kind", hit->kind == EH_SEARCH_SERVICE ? EH_STR("service") : EH_STR("organisation"));
	write_text(json, "id", hit->id);
	write_text(json, "name", hit->name);
	write_text(json, "organisation", hit->organisation_name);
	write_text(json, "organisation_id", hit->organisation);
	write_text(json, "also_called", hit->also);
	write_text(json, "why", eh_str_of(WHY[hit->why]));
	write_text(json, "status", hit->status);
	write_text(json, "scale", hit->scale);
	write_text(json, "telephone", hit->telephone);
	write_text(json, "web", hit->web);
	write_text(json, "activities", hit->activities);
	write_text(json, "times", hit->times);
	eh_json_write_key(json, "open_now");
	if (hit->open == EH_SEARCH_TIMES_UNKNOWN)
		eh_json_write_null(json);
	else
		eh_json_write_bool(json, hit->open == EH_SEARCH_OPEN);
	write_list(json, "needs", hit->needs);
	write_list(json, "people", hit->people);
	write_place(json, hit);
	write_text(json, "last_confirmed", eh_str_of(date));
	write_text(json, "confirmed_by", hit->confirmed_by);
	eh_json_write_object_end(json);
}

static void write_facets(struct eh_json_writer *json, const struct eh_search_results *results)
{
	eh_json_write_key(json, "counts");
	eh_json_write_object(json);
	write_facet(json, "needs", &results->needs);
	write_facet(json, "people", &results->people);
	write_facet(json, "wards", &results->wards);
	write_facet(json, "scales", &results->scales);
	write_facet(json, "sizes", &results->sizes);
	write_facet(json, "statuses", &results->statuses);
	write_facet(json, "kinds", &results->kinds);
	write_count(json, "open_now", results->open_now);
	write_count(json, "telephone", results->telephone);
	write_count(json, "confirmed_within_year", results->confirmed_within_year);
	eh_json_write_object_end(json);
}

enum eh_rc eh_search_write_json(const struct eh_search_results *results, struct eh_buf *out)
{
	struct eh_json_writer json;

	eh_json_write_init(&json, out, true);
	eh_json_write_object(&json);
	write_count(&json, "total", results->total);
	write_text(&json, "did_you_mean", results->did_you_mean);
	write_flag(&json, "corrected", results->corrected);
	write_flag(&json, "some_words", results->some_words);
	write_text(&json, "near", results->near);
	write_flag(&json, "near_unknown", results->near_unknown);
	eh_json_write_key(&json, "results");
	eh_json_write_array(&json);
	for (size_t i = 0; i < results->count; i++)
		write_hit(&json, &results->hits[i]);
	eh_json_write_array_end(&json);
	write_facets(&json, results);
	eh_json_write_object_end(&json);
	return eh_json_write_end(&json);
}
