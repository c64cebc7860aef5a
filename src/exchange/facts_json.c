#include "facts_json.h"

#include "io/json.h"
#include "sources/recipe.h"

static void json_text(struct eh_json_writer *json, const char *key, struct eh_str value)
{
	eh_json_write_key(json, key);
	eh_json_write_str(json, value);
}

static void json_date(struct eh_json_writer *json, const char *key, int32_t date)
{
	char text[11];

	eh_date_format(date, text);
	json_text(json, key, *text ? eh_str_of(text) : (struct eh_str){ NULL, 0 });
}

static void json_number(struct eh_json_writer *json, const char *key, int64_t value)
{
	eh_json_write_key(json, key);
	if (value == EH_DB_NULL)
		eh_json_write_null(json);
	else
		eh_json_write_i64(json, value);
}

static void json_flag(struct eh_json_writer *json, const char *key, bool value)
{
	eh_json_write_key(json, key);
	eh_json_write_bool(json, value);
}

static void json_list(struct eh_json_writer *json, const char *key)
{
	eh_json_write_key(json, key);
	eh_json_write_array(json);
}

static void json_facts(struct eh_json_writer *json, const char *key, const struct eh_fact *facts, size_t count)
{
	json_list(json, key);
	for (size_t i = 0; i < count; i++) {
		const struct eh_fact *fact = &facts[i];
		eh_json_write_object(json);
		json_text(json, "fact", eh_str_of(fact->what));
		json_text(json, "value", fact->value);
		json_text(json, "publisher", fact->publisher);
		json_text(json, "source", fact->source);
		json_text(json, "file", fact->file);
		json_number(json, "batch", fact->batch);
		json_number(json, "line", fact->line);
		json_date(json, "date", fact->date);
		json_flag(json, "gone", fact->gone);
		eh_json_write_object_end(json);
	}
	eh_json_write_array_end(json);
}

static void json_codes(struct eh_json_writer *json, const struct eh_code_facts *codes, size_t count)
{
	json_list(json, "codes");
	for (size_t i = 0; i < count; i++) {
		eh_json_write_object(json);
		json_text(json, "facet", codes[i].facet);
		json_text(json, "code", codes[i].code);
		json_text(json, "why", codes[i].why);
		eh_json_write_object_end(json);
	}
	eh_json_write_array_end(json);
}

/* The members of one service. */
static void json_service(struct eh_json_writer *json, const struct eh_service_facts *service)
{
	json_text(json, "id", service->id);
	json_text(json, "name", service->name);
	json_text(json, "ward", service->ward);
	json_text(json, "address", service->address);
	json_text(json, "postcode", service->postcode);
	json_text(json, "times", service->times);
	json_flag(json, "whole_place", service->whole_place);
	json_flag(json, "office_only", service->office_only);
	json_flag(json, "open", service->open);
	json_date(json, "date", service->date);
	json_text(json, "confirmed_by", service->confirmed_by);
	json_text(json, "does", service->does);
	json_text(json, "telephone", service->telephone);
	json_text(json, "web", service->web);
	json_number(json, "cost_pence", service->cost_pence);
	json_number(json, "places_a_week", service->capacity);
	json_text(json, "new_people", service->new_people.n ? service->new_people : (struct eh_str){ NULL, 0 });
	json_list(json, "goes_out_to");
	for (size_t j = 0; j < service->ward_count; j++)
		eh_json_write_str(json, service->wards[j].id);
	eh_json_write_array_end(json);
	json_codes(json, service->codes, service->code_count);
	json_facts(json, "said", service->said, service->said_count);
}

static void json_services(struct eh_json_writer *json, const struct eh_facts *facts)
{
	json_list(json, "services");
	for (size_t i = 0; i < facts->service_count; i++) {
		eh_json_write_object(json);
		json_service(json, &facts->services[i]);
		eh_json_write_object_end(json);
	}
	eh_json_write_array_end(json);
}

enum eh_rc eh_service_facts_json(const struct eh_facts *facts, const struct eh_service_facts *service, struct eh_buf *out)
{
	struct eh_json_writer json;

	eh_json_write_init(&json, out, true);
	eh_json_write_object(&json);
	json_service(&json, service);
	json_text(&json, "organisation", facts->id);
	json_text(&json, "organisation_name", facts->name);
	json_text(&json, "protected", facts->protected);
	eh_json_write_object_end(&json);
	return eh_json_write_end(&json);
}

static void json_successors(struct eh_json_writer *json, const struct eh_facts *facts)
{
	json_list(json, "related");
	for (size_t i = 0; i < facts->successor_count; i++) {
		const struct eh_successor_facts *other = &facts->successors[i];
		eh_json_write_object(json);
		json_text(json, "relation", other->continues ? EH_STR("seems to continue") : EH_STR("seems to be continued by"));
		json_text(json, "id", other->id);
		json_text(json, "name", other->name);
		json_text(json, "register", other->scheme);
		json_date(json, "registered", other->registered);
		json_text(json, "registered_says", other->registered_by);
		json_date(json, "left", other->left_on);
		json_date(json, "last_edition_with_it", other->left_on == EH_NO_DATE ? other->seen_until : EH_NO_DATE);
		json_date(json, "edition_without_it", other->gone_by);
		json_text(json, "left_says", other->left_by);
		json_text(json, "left_reason", other->reason);
		eh_json_write_object_end(json);
	}
	eh_json_write_array_end(json);
}

static void json_rest(struct eh_json_writer *json, const struct eh_facts *facts)
{
	json_codes(json, facts->codes, facts->code_count);
	json_list(json, "places");
	for (size_t i = 0; i < facts->area_count; i++) {
		char says[64];
		eh_says_format(facts->areas[i].says, says);
		eh_json_write_object(json);
		json_text(json, "council", facts->areas[i].council);
		json_text(json, "name", facts->areas[i].name);
		json_text(json, "says", eh_str_of(says));
		eh_json_write_object_end(json);
	}
	eh_json_write_array_end(json);
	json_list(json, "grants");
	for (size_t i = 0; i < facts->grant_count; i++) {
		eh_json_write_object(json);
		json_text(json, "funder", facts->grants[i].funder);
		json_text(json, "title", facts->grants[i].title);
		json_date(json, "date", facts->grants[i].date);
		json_number(json, "amount", facts->grants[i].amount);
		json_text(json, "currency", facts->grants[i].currency);
		eh_json_write_object_end(json);
	}
	eh_json_write_array_end(json);
	json_list(json, "branches");
	for (size_t i = 0; i < facts->branch_count; i++)
		eh_json_write_str(json, facts->branches[i].id);
	eh_json_write_array_end(json);
	json_successors(json, facts);
}

enum eh_rc eh_facts_json(const struct eh_facts *facts, struct eh_buf *out)
{
	struct eh_json_writer json;

	eh_json_write_init(&json, out, true);
	eh_json_write_object(&json);
	json_text(&json, "id", facts->id);
	json_text(&json, "name", facts->name);
	json_text(&json, "status", facts->status);
	json_text(&json, "scale", facts->scale);
	json_text(&json, "protected", facts->protected);
	json_text(&json, "area_lsoa", facts->lsoa);
	json_text(&json, "area_ward", facts->ward);
	json_text(&json, "branch_of", facts->parent_id);
	json_date(&json, "last_confirmed", facts->last_confirmed);
	json_text(&json, "confirmed_by", facts->confirmed_by);
	json_facts(&json, "facts", facts->facts, facts->fact_count);
	json_services(&json, facts);
	json_rest(&json, facts);
	eh_json_write_object_end(&json);
	return eh_json_write_end(&json);
}
