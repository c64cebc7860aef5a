/* open_referral.c: directories of services as Open Referral UK feeds, saved as JSON: a page of services (version 1.0 calls the list
 * "content", 3.0 "contents"), a bare list, or organisations with their services inside.
 *
 * A service in several locations gives a record for each. What a feed publishes as a service's address is where people may come; e-mails
 * and contacts are people's and are kept apart. */
#include <math.h>

#include "identifier.h"
#include "io/json.h"
#include "readers.h"

struct reading {
	const struct eh_source_sink *sink;
	struct eh_arena *arena;
	const struct eh_json_value *service, *organisation;
	size_t services;
};

static const struct eh_json_value *list_of(const struct eh_json_value *object, const char *name)
{
	const struct eh_json_value *list = eh_json_get(object, name);

	return list && list->kind == EH_JSON_ARRAY && list->count ? list : NULL;
}

/* The first of several members that says something. */
static struct eh_str text_of(const struct eh_json_value *object, const char *names)
{
	struct eh_str rest = eh_str_of(names), name, text = { NULL, 0 };
	char key[64];

	while (!text.n && eh_str_split(&rest, '|', &name) && name.n < sizeof key) {
		memcpy(key, name.p, name.n);
		key[name.n] = '\0';
		text = eh_str_trim(eh_json_get_str(object, key));
	}
	return text.n ? text : (struct eh_str){ NULL, 0 };
}

/* "https://…/E08000009" ends in the code of an area. */
static struct eh_str area_code(struct eh_str text)
{
	struct eh_str code = text.n > 9 ? eh_str_sub(text, text.n - 9, 9) : text;

	if (code.n != 9 || !eh_is_alpha(*code.p))
		return (struct eh_str){ NULL, 0 };
	for (size_t i = 1; i < 9; i++)
		if (!eh_is_digit(code.p[i]))
			return (struct eh_str){ NULL, 0 };
	return code;
}

static void take_areas(struct eh_record *record, const struct reading *reading)
{
	const struct eh_json_value *areas = list_of(reading->service, "service_areas");

	for (size_t i = 0; areas && i < areas->count; i++) {
		struct eh_str code = area_code(text_of(&areas->items[i], "uri")),
		              name = text_of(&areas->items[i], "name|service_area");
		if (!code.n)
			code = area_code(text_of(&areas->items[i], "extent"));
		if (code.n)
			eh_record_add_area(record, code);
		else if (name.n && name.n < 80)
			eh_record_add_area(record, eh_arena_printf(reading->arena, "name:%.*s", EH_FMT(name)));
	}
}

static void take_identifiers(struct eh_record *record, const struct reading *reading)
{
	const struct eh_json_value *ids = list_of(reading->organisation, "organization_identifiers");
	struct eh_str own = text_of(reading->organisation, "id"), uri = text_of(reading->organisation, "uri");

	for (size_t i = 0; ids && i < ids->count; i++) {
		struct eh_str scheme = text_of(&ids->items[i], "identifier_scheme"), id = text_of(&ids->items[i], "identifier");
		eh_record_add_id(record, reading->arena, scheme.n ? eh_arena_str(reading->arena, scheme).p : NULL, id);
	}
	if (eh_str_starts(own, EH_STR("GB-")))
		eh_record_add_id(record, reading->arena, NULL, own);
	if (eh_str_starts(uri, EH_STR("GB-")))
		eh_record_add_id(record, reading->arena, NULL, uri);
}

/* Terms: `attributes` of 3.0, `service_taxonomys` of 1.0. Their names are words about what the service does. */
static void take_terms(struct eh_record *record, const struct reading *reading, struct eh_buf *words)
{
	static const char *const LISTS[][2] = { { "attributes", "taxonomy_term" }, { "service_taxonomys", "taxonomy" } };

	for (size_t i = 0; i < 2; i++) {
		const struct eh_json_value *list = list_of(reading->service, LISTS[i][0]);
		for (size_t j = 0; list && j < list->count; j++) {
			const struct eh_json_value *term = eh_json_get(&list->items[j], LISTS[i][1]);
			struct eh_str code = text_of(term, "code|id"), name = text_of(term, "name");
			if (code.n && code.n < 64)
				eh_record_add_code(record, "ORUK", code);
			if (name.n)
				(void)eh_buf_printf(words, " %.*s.", EH_FMT(name));
		}
	}
}

static struct eh_str beneficiaries(const struct reading *reading)
{
	struct eh_str least = text_of(reading->service, "minimum_age"), most = text_of(reading->service, "maximum_age"),
	              text = text_of(reading->service, "eligibility_description");
	const struct eh_json_value *rules = list_of(reading->service, "eligibilitys");

	if (rules && !least.n && !most.n) {
		least = text_of(&rules->items[0], "minimum_age");
		most = text_of(&rules->items[0], "maximum_age");
		if (!text.n)
			text = text_of(&rules->items[0], "eligibility");
	}
	if (!least.n && !most.n)
		return text;
	return eh_arena_printf(reading->arena, "%.*s%sages %.*s to %.*s", EH_FMT(text), text.n ? "; " : "",
	        EH_FMT(least.n ? least : EH_STR("0")), EH_FMT(most.n ? most : EH_STR("any")));
}

/* When it is open: "MO,WE 10:00-12:00; TU 14:00-16:00". */
static struct eh_str times(const struct reading *reading, const struct eh_json_value *placing)
{
	static const char *const LISTS[] = { "schedules", "regular_schedules" };
	struct eh_buf text EH_CLEANUP_BUF = { .max = 400 };

	for (size_t k = 0; k < 4; k++) {
		const struct eh_json_value *list = list_of(k < 2 ? placing : reading->service, LISTS[k % 2]);
		for (size_t i = 0; list && i < list->count; i++) {
			struct eh_str day = text_of(&list->items[i], "byday|weekday"),
			              from = text_of(&list->items[i], "opens_at"), to = text_of(&list->items[i], "closes_at");
			if (day.n || from.n)
				(void)eh_buf_printf(&text, "%s%.*s %.*s-%.*s", text.n ? "; " : "", EH_FMT(day),
				        EH_FMT(eh_str_sub(from, 0, 5)), EH_FMT(eh_str_sub(to, 0, 5)));
		}
		if (text.n)
			break;
	}
	return text.n ? eh_arena_str(reading->arena, eh_buf_str(&text)) : (struct eh_str){ NULL, 0 };
}

static bool says_home_or_online(struct eh_str text)
{
	static const char WORDS[] = "online|virtual|phone|home visit|home_visit|remote|video";
	struct eh_str rest = EH_STR(WORDS), word;

	while (eh_str_split(&rest, '|', &word))
		if (eh_str_find_ascii_nocase(text, word) >= 0)
			return true;
	return false;
}

static bool at_home_or_online(const struct reading *reading)
{
	const struct eh_json_value *schedules = list_of(reading->service, "schedules");

	if (says_home_or_online(text_of(reading->service, "attending_type")))
		return true;
	for (size_t i = 0; schedules && i < schedules->count; i++)
		if (says_home_or_online(text_of(&schedules->items[i], "attending_type")))
			return true;
	return false;
}

static double coordinate(const struct eh_json_value *location, const char *name)
{
	double value;
	struct eh_str text = text_of(location, name);

	return text.n && eh_str_to_double(text, &value) == EH_OK ? value : (double)NAN;
}

/* A location's postal address, of physical ones by choice. */
static void take_address(struct eh_record *record, const struct reading *reading, const struct eh_json_value *location)
{
	const struct eh_json_value *addresses = list_of(location, "addresses"), *address = NULL;
	struct eh_buf line EH_CLEANUP_BUF = { .max = 500 };

	if (!addresses)
		addresses = list_of(location, "physical_addresses");
	for (size_t i = 0; addresses && i < addresses->count; i++)
		if (!address || eh_str_eq(text_of(&addresses->items[i], "address_type"), EH_STR("physical")))
			address = &addresses->items[i];
	static const char *const PARTS[] = { "address_1", "address_2", "city" };
	for (size_t i = 0; address && i < 3; i++) {
		struct eh_str part = text_of(address, PARTS[i]);
		if (part.n)
			(void)eh_buf_printf(&line, "%s%.*s", line.n ? ", " : "", EH_FMT(part));
	}
	if (line.n)
		record->address = eh_arena_str(reading->arena, eh_buf_str(&line));
	eh_source_take_postcode(record, text_of(address, "postal_code"), reading->arena);
	record->latitude = coordinate(location, "latitude");
	record->longitude = coordinate(location, "longitude");
	/* Out of range, and the point that faulty software puts everything at. */
	if (!(fabs(record->latitude) <= 90 && fabs(record->longitude) <= 180) ||
	        (record->latitude == 0 && record->longitude == 0))
		record->latitude = record->longitude = (double)NAN;
	/* An address for letters only is nobody's to visit. */
	bool letters_only = address && eh_str_eq(text_of(address, "address_type"), EH_STR("postal"));
	if (!letters_only && (record->address.n || record->postcode.n || !isnan(record->latitude))) {
		record->address_public = true;
		record->says |= EH_SAYS_MEETS;
	}
}

static enum eh_rc verbatim(const struct reading *reading, const struct eh_record *record, struct eh_buf *out)
{
	static const char *const KEPT[] = { "id", "name", "description", "status", "url", "last_modified", "assured_date" };
	struct eh_json_writer json;

	eh_json_write_init(&json, out, false);
	eh_json_write_object(&json);
	for (size_t i = 0; i < sizeof KEPT / sizeof *KEPT; i++) {
		struct eh_str text = text_of(reading->service, KEPT[i]);
		if (!text.n)
			continue;
		eh_json_write_key(&json, KEPT[i]);
		eh_json_write_str(&json, text);
	}
	eh_json_write_key(&json, "organization");
	eh_json_write_str(&json, record->name);
	if (record->address.n) {
		eh_json_write_key(&json, "address");
		eh_json_write_str(&json, record->address);
	}
	if (record->postcode.n) {
		eh_json_write_key(&json, "postal_code");
		eh_json_write_str(&json, record->postcode);
	}
	eh_json_write_object_end(&json);
	return eh_json_write_end(&json);
}

/* One service in one location (NULL: nowhere). */
static enum eh_rc emit(
        const struct reading *reading, const struct eh_json_value *placing, size_t number, bool several, struct eh_error *err)
{
	const struct eh_json_value *service = reading->service, *location = placing ? eh_json_get(placing, "location") : NULL;
	struct eh_buf words EH_CLEANUP_BUF = { .max = 1 << 20 }, row EH_CLEANUP_BUF = { 0 };
	struct eh_str id = text_of(service, "id"), status = text_of(service, "status"),
	              date = text_of(service, "assured_date|last_modified");
	struct eh_record record;

	eh_record_init(&record);
	record.what = EH_RECORD_SERVICE;
	record.says = EH_SAYS_SERVES;
	record.name = text_of(reading->organisation, "name");
	record.service_name = text_of(service, "name");
	if (!id.n || !(record.name.n || record.service_name.n))
		return reading->sink->refuse(reading->sink->context, service->line, eh_str_of(id.n ? "name" : "id"),
		        id.n ? "the service and its organisation have no name" : "the service has no id", err);
	record.key = several ? eh_arena_printf(reading->arena, "%.*s/%zu", EH_FMT(id), number) : id;
	/* A venue that names no organisation stands for itself. */
	if (!record.name.n)
		record.name = record.service_name;
	if (status.n)
		record.status = eh_str_eq_ascii_nocase(status, EH_STR("active")) ? EH_STATUS_ACTIVE : EH_STATUS_CLOSED;
	record.web = text_of(service, "url");
	if (!record.web.n)
		record.web = text_of(reading->organisation, "website|url");
	(void)eh_buf_add(&words, text_of(service, "description"));
	take_terms(&record, reading, &words);
	record.activities = eh_arena_str(reading->arena, eh_str_trim(eh_buf_str(&words)));
	record.beneficiaries = beneficiaries(reading);
	record.times = times(reading, placing);
	take_identifiers(&record, reading);
	take_areas(&record, reading);
	if (location)
		take_address(&record, reading, location);
	record.at_home_or_online = eh_str_eq(text_of(location, "location_type"), EH_STR("virtual")) ||
	                           (!record.address_public && at_home_or_online(reading));
	record.private_email = text_of(service, "email");
	const struct eh_json_value *phones = list_of(service, "phones");
	if (phones)
		record.phone = text_of(&phones->items[0], "number");
	eh_source_date(eh_str_sub(date, 0, 10), &record.date);
	if (verbatim(reading, &record, &row) < 0)
		return eh_fail_memory(err);
	return reading->sink->record(reading->sink->context, &record, eh_buf_str(&row), service->line, err);
}

static enum eh_rc emit_service(struct reading *reading, const struct eh_json_value *service,
        const struct eh_json_value *organisation, struct eh_error *err)
{
	const struct eh_json_value *placings = list_of(service, "service_at_locations"),
	                           *own = eh_json_get(service, "organization");

	reading->service = service;
	reading->organisation = own && own->kind == EH_JSON_OBJECT ? own : organisation;
	reading->services++;
	if (!placings)
		return emit(reading, NULL, 0, false, err);
	for (size_t i = 0; i < placings->count; i++)
		EH_TRY(emit(reading, &placings->items[i], i + 1, placings->count > 1, err));
	return EH_OK;
}

/* A service, or an organisation with its services. */
static enum eh_rc take(struct reading *reading, const struct eh_json_value *object, struct eh_error *err)
{
	const struct eh_json_value *services = list_of(object, "services");

	if (!services)
		return emit_service(reading, object, NULL, err);
	for (size_t i = 0; i < services->count; i++)
		EH_TRY(emit_service(reading, &services->items[i], object, err));
	return EH_OK;
}

static enum eh_rc report(const struct eh_source_sink *sink, const struct eh_json_reader *json, struct eh_error *err)
{
	uint64_t done, size;

	if (!sink->progress)
		return EH_OK;
	eh_json_progress(json, &done, &size);
	enum eh_rc rc = sink->progress(sink->context, done, size);
	return rc == EH_CANCELLED ? eh_fail(err, rc, "stopped; nothing of this file was kept") : rc;
}

enum eh_rc eh_source_open_referral_read(
        const struct eh_source_options *options, const struct eh_source_sink *sink, struct eh_error *err)
{
	struct eh_json_reader *json EH_CLEANUP_JSON = NULL;
	struct eh_stream *stream;
	struct eh_json_token token;
	struct reading reading = { .sink = sink };
	unsigned depth = 0; /* at which the services lie; 0: not known yet */
	enum eh_rc rc;

	EH_TRY(eh_source_open_stream(options, &stream, err));
	EH_TRY(eh_json_open(stream, &json, err));
	while ((rc = eh_json_next(json, &token, err)) == EH_OK) {
		struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
		struct eh_json_value value;
		if (token.kind == EH_JSON_ARRAY && token.depth == 0)
			depth = 1;
		if (token.kind == EH_JSON_KEY && token.depth == 1) {
			bool list = eh_str_eq(token.text, EH_STR("contents")) || eh_str_eq(token.text, EH_STR("content")) ||
			            eh_str_eq(token.text, EH_STR("services"));
			depth = list ? 2 : depth == 2 ? 0 : depth;
		}
		if (!depth || token.kind != EH_JSON_OBJECT || token.depth != depth)
			continue;
		EH_TRY(eh_json_read_value(json, &token, &arena, &value, err));
		reading.arena = &arena;
		EH_TRY(take(&reading, &value, err));
		EH_TRY(report(sink, json, err));
	}
	if (rc != EH_END)
		return rc;
	if (!reading.services)
		return eh_fail(err, EH_INVALID,
		        "this JSON holds no list of services: an Open Referral UK feed has them under \"contents\" (3.0) or "
		        "\"content\" (1.0)");
	return EH_OK;
}
