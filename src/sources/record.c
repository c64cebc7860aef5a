#include "record.h"

#include <math.h>
#include <stdio.h>

#include "identifier.h"
#include "io/json.h"

void eh_record_init(struct eh_record *record)
{
	*record = (struct eh_record){ .latitude = (double)NAN,
		.longitude = (double)NAN,
		.capacity_per_week = (double)NAN,
		.date = EH_NO_DATE,
		.registered = EH_NO_DATE,
		.removed = EH_NO_DATE,
		.income_year_end = EH_NO_DATE,
		.award_date = EH_NO_DATE,
		.income_pence = INT64_MIN,
		.expenditure_pence = INT64_MIN,
		.grant_pence = INT64_MIN };
}

void eh_record_add_name(struct eh_record *record, struct eh_str name, enum eh_name_kind kind)
{
	name = eh_str_trim(name);
	if (!name.n || record->name_count == EH_RECORD_MAX_NAMES || eh_str_eq(name, record->name))
		return;
	for (size_t i = 0; i < record->name_count; i++)
		if (eh_str_eq(record->names[i].name, name))
			return;
	record->names[record->name_count++] = (struct eh_record_name){ name, kind };
}

void eh_record_add_id(struct eh_record *record, struct eh_arena *arena, const char *scheme, struct eh_str id)
{
	struct eh_record_id new;

	if (record->id_count == EH_RECORD_MAX_IDS || !eh_identifier_normalise(scheme, id, arena, &new.scheme, &new.id))
		return;
	for (size_t i = 0; i < record->id_count; i++)
		if (eh_str_eq(record->ids[i].scheme, new.scheme) && eh_str_eq(record->ids[i].id, new.id))
			return;
	record->ids[record->id_count++] = new;
}

void eh_record_add_code(struct eh_record *record, const char *scheme, struct eh_str code)
{
	code = eh_str_trim(code);
	if (!code.n || record->code_count == EH_RECORD_MAX_CODES)
		return;
	for (size_t i = 0; i < record->code_count; i++)
		if (eh_str_eq(record->codes[i].code, code) && eh_str_eq(record->codes[i].scheme, eh_str_of(scheme)))
			return;
	record->codes[record->code_count++] = (struct eh_record_code){ eh_str_of(scheme), code };
}

void eh_record_add_area(struct eh_record *record, struct eh_str code)
{
	code = eh_str_trim(code);
	if (!code.n || record->area_count == EH_RECORD_MAX_AREAS)
		return;
	for (size_t i = 0; i < record->area_count; i++)
		if (eh_str_eq(record->areas[i], code))
			return;
	record->areas[record->area_count++] = code;
}

/* The plain fields, one table for both directions. */
enum field_kind { FIELD_TEXT, FIELD_DATE, FIELD_MONEY, FIELD_DOUBLE, FIELD_BOOL, FIELD_UNSIGNED, FIELD_INT };

struct field {
	const char *key;
	enum field_kind kind;
	size_t offset;
};

#define FIELD(key, kind, member)                                                                                                 \
	{                                                                                                                        \
		key, kind, offsetof(struct eh_record, member)                                                                    \
	}

static const struct field FIELDS[] = {
	FIELD("key", FIELD_TEXT, key),
	FIELD("what", FIELD_UNSIGNED, what),
	FIELD("status", FIELD_UNSIGNED, status),
	FIELD("says", FIELD_UNSIGNED, says),
	FIELD("name", FIELD_TEXT, name),
	FIELD("parent_scheme", FIELD_TEXT, parent_scheme),
	FIELD("parent_id", FIELD_TEXT, parent_id),
	FIELD("parent_name", FIELD_TEXT, parent_name),
	FIELD("type", FIELD_TEXT, organisation_type),
	FIELD("address", FIELD_TEXT, address),
	FIELD("postcode", FIELD_TEXT, postcode),
	FIELD("postcode_written", FIELD_TEXT, postcode_as_written),
	FIELD("latitude", FIELD_DOUBLE, latitude),
	FIELD("longitude", FIELD_DOUBLE, longitude),
	FIELD("address_public", FIELD_BOOL, address_public),
	FIELD("activities", FIELD_TEXT, activities),
	FIELD("service", FIELD_TEXT, service_name),
	FIELD("times", FIELD_TEXT, times),
	FIELD("beneficiaries", FIELD_TEXT, beneficiaries),
	FIELD("capacity", FIELD_DOUBLE, capacity_per_week),
	FIELD("at_home_or_online", FIELD_BOOL, at_home_or_online),
	FIELD("web", FIELD_TEXT, web),
	FIELD("phone", FIELD_TEXT, phone),
	FIELD("email_domain", FIELD_TEXT, email_domain),
	FIELD("date", FIELD_DATE, date),
	FIELD("registered", FIELD_DATE, registered),
	FIELD("removed", FIELD_DATE, removed),
	FIELD("removed_reason", FIELD_TEXT, removed_reason),
	FIELD("income", FIELD_MONEY, income_pence),
	FIELD("expenditure", FIELD_MONEY, expenditure_pence),
	FIELD("income_year_end", FIELD_DATE, income_year_end),
	FIELD("grant_id", FIELD_TEXT, grant_id),
	FIELD("grant_title", FIELD_TEXT, grant_title),
	FIELD("grant_description", FIELD_TEXT, grant_description),
	FIELD("grant_currency", FIELD_TEXT, grant_currency),
	FIELD("funder", FIELD_TEXT, funder_name),
	FIELD("funder_scheme", FIELD_TEXT, funder_scheme),
	FIELD("funder_id", FIELD_TEXT, funder_id),
	FIELD("programme", FIELD_TEXT, programme),
	FIELD("grant", FIELD_MONEY, grant_pence),
	FIELD("award_date", FIELD_DATE, award_date),
	FIELD("grant_months", FIELD_INT, grant_months),
	FIELD("consent", FIELD_UNSIGNED, consent),
};

static const struct field PRIVATE[] = {
	FIELD("email", FIELD_TEXT, private_email),
	FIELD("phone", FIELD_TEXT, private_phone),
	FIELD("address", FIELD_TEXT, private_address),
	FIELD("contact", FIELD_TEXT, private_contact),
};

#define COUNT(list) (sizeof(list) / sizeof *(list))

static void write_i64(struct eh_json_writer *json, const char *key, int64_t value, int64_t absent)
{
	if (value == absent)
		return;
	eh_json_write_key(json, key);
	eh_json_write_i64(json, value);
}

static void write_field(struct eh_json_writer *json, const struct field *field, const struct eh_record *record)
{
	const char *p = (const char *)record + field->offset;
	union {
		struct eh_str text;
		int32_t i32;
		int64_t i64;
		double number;
		bool yes;
		unsigned natural;
	} value = { { NULL, 0 } };

	switch (field->kind) {
	case FIELD_TEXT:
		memcpy(&value.text, p, sizeof value.text);
		if (value.text.p) {
			eh_json_write_key(json, field->key);
			eh_json_write_str(json, value.text);
		}
		break;
	case FIELD_DATE:
	case FIELD_INT:
		memcpy(&value.i32, p, sizeof value.i32);
		write_i64(json, field->key, value.i32, field->kind == FIELD_DATE ? EH_NO_DATE : 0);
		break;
	case FIELD_MONEY:
		memcpy(&value.i64, p, sizeof value.i64);
		write_i64(json, field->key, value.i64, INT64_MIN);
		break;
	case FIELD_DOUBLE:
		memcpy(&value.number, p, sizeof value.number);
		if (!isnan(value.number)) {
			eh_json_write_key(json, field->key);
			eh_json_write_double(json, value.number);
		}
		break;
	case FIELD_BOOL:
		memcpy(&value.yes, p, sizeof value.yes);
		write_i64(json, field->key, value.yes, 0);
		break;
	case FIELD_UNSIGNED:
		memcpy(&value.natural, p, sizeof value.natural);
		write_i64(json, field->key, value.natural, 0);
		break;
	}
}

static void read_field(const struct field *field, struct eh_str text, struct eh_record *record)
{
	char *p = (char *)record + field->offset;
	int64_t number = 0;
	int32_t i32;
	double real = 0;

	if (field->kind == FIELD_TEXT) {
		memcpy(p, &text, sizeof text);
		return;
	}
	if (field->kind == FIELD_DOUBLE) {
		if (eh_str_to_double(text, &real) == EH_OK)
			memcpy(p, &real, sizeof real);
		return;
	}
	if (eh_str_to_i64(text, &number) != EH_OK)
		return;
	i32 = (int32_t)number;
	if (field->kind == FIELD_MONEY)
		memcpy(p, &number, sizeof number);
	else if (field->kind == FIELD_BOOL)
		*(bool *)p = number != 0;
	else
		memcpy(p, &i32, sizeof i32);
}

static void write_names(struct eh_json_writer *json, const struct eh_record *record)
{
	if (!record->name_count)
		return;
	eh_json_write_key(json, "names");
	eh_json_write_array(json);
	for (size_t i = 0; i < record->name_count; i++) {
		eh_json_write_i64(json, record->names[i].kind);
		eh_json_write_str(json, record->names[i].name);
	}
	eh_json_write_array_end(json);
}

static void write_ids(struct eh_json_writer *json, const struct eh_record *record)
{
	if (!record->id_count)
		return;
	eh_json_write_key(json, "ids");
	eh_json_write_array(json);
	for (size_t i = 0; i < record->id_count; i++) {
		eh_json_write_str(json, record->ids[i].scheme);
		eh_json_write_str(json, record->ids[i].id);
	}
	eh_json_write_array_end(json);
}

static void write_codes(struct eh_json_writer *json, const struct eh_record *record)
{
	if (!record->code_count)
		return;
	eh_json_write_key(json, "codes");
	eh_json_write_array(json);
	for (size_t i = 0; i < record->code_count; i++) {
		eh_json_write_str(json, record->codes[i].scheme);
		eh_json_write_str(json, record->codes[i].code);
	}
	eh_json_write_array_end(json);
}

static void write_areas(struct eh_json_writer *json, const struct eh_record *record)
{
	if (!record->area_count)
		return;
	eh_json_write_key(json, "areas");
	eh_json_write_array(json);
	for (size_t i = 0; i < record->area_count; i++)
		eh_json_write_str(json, record->areas[i]);
	eh_json_write_array_end(json);
}

enum eh_rc eh_record_to_json(const struct eh_record *record, struct eh_buf *out)
{
	struct eh_json_writer json;

	eh_json_write_init(&json, out, false);
	eh_json_write_object(&json);
	for (size_t i = 0; i < COUNT(FIELDS); i++)
		write_field(&json, &FIELDS[i], record);
	write_names(&json, record);
	write_ids(&json, record);
	write_codes(&json, record);
	write_areas(&json, record);
	eh_json_write_object_end(&json);
	return eh_json_write_end(&json);
}

enum eh_rc eh_record_private_to_json(const struct eh_record *record, struct eh_buf *out)
{
	struct eh_json_writer json;
	bool any = false;

	for (size_t i = 0; i < COUNT(PRIVATE); i++)
		any |= ((const struct eh_str *)(const void *)((const char *)record + PRIVATE[i].offset))->n > 0;
	if (!any)
		return EH_OK;
	eh_json_write_init(&json, out, false);
	eh_json_write_object(&json);
	for (size_t i = 0; i < COUNT(PRIVATE); i++)
		write_field(&json, &PRIVATE[i], record);
	eh_json_write_object_end(&json);
	return eh_json_write_end(&json);
}

static void read_names(const struct eh_json_value *list, struct eh_record *record)
{
	for (size_t i = 0; list && i + 1 < list->count && record->name_count < EH_RECORD_MAX_NAMES; i += 2) {
		int64_t kind = 0;
		if (eh_str_to_i64(list->items[i].text, &kind) == EH_OK)
			record->names[record->name_count++] = (struct eh_record_name){ list->items[i + 1].text,
				(enum eh_name_kind)kind };
	}
}

static void read_ids(const struct eh_json_value *list, struct eh_record *record)
{
	for (size_t i = 0; list && i + 1 < list->count && record->id_count < EH_RECORD_MAX_IDS; i += 2)
		record->ids[record->id_count++] = (struct eh_record_id){ list->items[i].text, list->items[i + 1].text };
}

static void read_codes(const struct eh_json_value *list, struct eh_record *record)
{
	for (size_t i = 0; list && i + 1 < list->count && record->code_count < EH_RECORD_MAX_CODES; i += 2)
		record->codes[record->code_count++] = (struct eh_record_code){ list->items[i].text, list->items[i + 1].text };
}

static void read_areas(const struct eh_json_value *list, struct eh_record *record)
{
	for (size_t i = 0; list && i < list->count && record->area_count < EH_RECORD_MAX_AREAS; i++)
		record->areas[record->area_count++] = list->items[i].text;
}

static const struct field *find_field(struct eh_str key)
{
	for (size_t i = 0; i < COUNT(FIELDS); i++)
		if (eh_str_eq(key, eh_str_of(FIELDS[i].key)))
			return &FIELDS[i];
	return NULL;
}

/* Stores that were filled before version 30 of the schema took leaving the register of sports clubs for closing. */
static void settle_sports_club(struct eh_record *record)
{
	if (record->status != EH_STATUS_CLOSED ||
	        !eh_str_eq(record->organisation_type, EH_STR("Community Amateur Sports Club")) || !record->id_count ||
	        !eh_str_eq(record->ids[0].scheme, EH_STR("GB-CASC")))
		return;
	record->status = EH_STATUS_UNKNOWN;
	record->removed_reason = EH_STR(EH_LEFT_SPORTS_REGISTER);
}

enum eh_rc eh_record_from_json(struct eh_str json, struct eh_arena *arena, struct eh_record *ret_record, struct eh_error *err)
{
	struct eh_json_value value;

	EH_TRY(eh_json_parse(json, arena, &value, err));
	if (value.kind != EH_JSON_OBJECT)
		return eh_fail(err, EH_INVALID, "a record in the store is not an object");
	eh_record_init(ret_record);
	for (size_t i = 0; i < value.count; i++) {
		const struct field *field = find_field(value.members[i].key);
		if (field && value.members[i].value.text.p)
			read_field(field, value.members[i].value.text, ret_record);
	}
	read_names(eh_json_get(&value, "names"), ret_record);
	read_ids(eh_json_get(&value, "ids"), ret_record);
	read_codes(eh_json_get(&value, "codes"), ret_record);
	read_areas(eh_json_get(&value, "areas"), ret_record);
	settle_sports_club(ret_record);
	return EH_OK;
}
