/* ccew.c: tables of the Charity Commission's public extract, as JSON or tab-separated text. The main table holds the charities; the others
 * add names, classification codes and areas to the charity with the same number. */
#include <stdio.h>

#include "identifier.h"
#include "io/json.h"
#include "readers.h"

/* A row of any of the tables, by field name: from a table's columns, or from a JSON object. */
struct fields {
	const struct eh_columns *columns;
	const struct eh_row *row;
	const struct eh_json_value *object;
};

static struct eh_str field(const struct fields *fields, const char *name)
{
	char folded[64];
	size_t n = 0;

	if (fields->object) {
		struct eh_str text = eh_str_trim(eh_json_get_str(fields->object, name));
		return eh_identifier_absent(text) ? (struct eh_str){ NULL, 0 } : text;
	}
	for (; name[n] && n < sizeof folded - 1; n++)
		folded[n] = name[n] == '_' ? ' ' : name[n];
	folded[n] = '\0';
	return eh_columns_cell(fields->row, eh_columns_find(fields->columns, folded));
}

/* "200047" of the main charity, "200047-4" of a linked one. */
static struct eh_str number_of(const struct fields *fields, struct eh_arena *arena, bool *ret_linked)
{
	struct eh_str number = field(fields, "registered_charity_number"), linked = field(fields, "linked_charity_number");

	*ret_linked = linked.n && !eh_str_eq(linked, EH_STR("0"));
	return *ret_linked ? eh_arena_printf(arena, "%.*s-%.*s", EH_FMT(number), EH_FMT(linked)) : number;
}

static struct eh_str address_of(const struct fields *fields, struct eh_arena *arena)
{
	struct eh_str whole = { NULL, 0 };

	for (int i = 1; i <= 5; i++) {
		char name[40];
		snprintf(name, sizeof name, "charity_contact_address%d", i);
		struct eh_str line = field(fields, name);
		if (line.n)
			whole = whole.n ? eh_arena_printf(arena, "%.*s, %.*s", EH_FMT(whole), EH_FMT(line)) : line;
	}
	return whole;
}

static void main_row(const struct fields *fields, struct eh_record *record, struct eh_arena *arena, bool linked)
{
	struct eh_str email = field(fields, "charity_contact_email");
	ptrdiff_t at = eh_str_find(email, EH_STR("@"));

	record->name = field(fields, "charity_name");
	record->status = eh_str_find_ascii_nocase(field(fields, "charity_registration_status"), EH_STR("removed")) >= 0
	                         ? EH_STATUS_CLOSED
	                         : EH_STATUS_ACTIVE;
	record->organisation_type = field(fields, "charity_type");
	eh_source_date(field(fields, "date_of_registration"), &record->registered);
	eh_source_date(field(fields, "date_of_removal"), &record->removed);
	eh_source_date(field(fields, "latest_acc_fin_period_end_date"), &record->income_year_end);
	record->income_pence = eh_source_pence(field(fields, "latest_income"));
	record->expenditure_pence = eh_source_pence(field(fields, "latest_expenditure"));
	eh_record_add_id(record, arena, "GB-COH", field(fields, "charity_company_registration_number"));
	record->address = address_of(fields, arena);
	eh_source_take_postcode(record, field(fields, "charity_contact_postcode"), arena);
	record->phone = field(fields, "charity_contact_phone");
	record->private_email = email;
	if (at > 0)
		record->email_domain = eh_str_sub(email, (size_t)at + 1, email.n);
	record->web = field(fields, "charity_contact_web");
	record->activities = field(fields, "charity_activities");
	if (linked) {
		record->parent_scheme = EH_STR("GB-CHC");
		record->parent_id = field(fields, "registered_charity_number");
	}
}

static void names_row(const struct fields *fields, struct eh_record *record, struct eh_arena *arena)
{
	struct eh_str type = field(fields, "charity_name_type"), id = field(fields, "charity_name_id");

	struct eh_str name = field(fields, "charity_name");

	/* One more name, not the main one. */
	eh_record_add_name(
	        record, name, eh_str_find_ascii_nocase(type, EH_STR("previous")) >= 0 ? EH_NAME_FORMER : EH_NAME_WORKING);
	record->key = eh_arena_printf(arena, "%.*s/%.*s", EH_FMT(record->key), EH_FMT(id.n ? id : name));
}

static void classification_row(const struct fields *fields, struct eh_record *record, struct eh_arena *arena)
{
	struct eh_str code = field(fields, "classification_code");

	eh_record_add_code(record, "GB-CCEW", code);
	record->key = eh_arena_printf(arena, "%.*s/%.*s", EH_FMT(record->key), EH_FMT(code));
}

static void area_row(const struct fields *fields, struct eh_record *record, struct eh_arena *arena)
{
	struct eh_str type = field(fields, "geographic_area_type"), area = field(fields, "geographic_area_description");

	if (eh_str_find_ascii_nocase(area, EH_STR("throughout england")) == 0)
		eh_record_add_area(record, EH_STR("E92000001"));
	else
		eh_record_add_area(record, eh_arena_printf(arena, "name:%.*s", EH_FMT(area)));
	record->key = eh_arena_printf(arena, "%.*s/%.*s/%.*s", EH_FMT(record->key), EH_FMT(type), EH_FMT(area));
}

enum table { TABLE_NONE, TABLE_MAIN, TABLE_NAMES, TABLE_CLASSIFICATION, TABLE_AREAS };

static const struct {
	enum table table;
	const char *name, *tells; /* a field that only this table has */
} TABLES[] = {
	{ TABLE_NAMES, "charity_other_names", "charity_name_type" },
	{ TABLE_CLASSIFICATION, "charity_classification", "classification_code" },
	{ TABLE_AREAS, "charity_area_of_operation", "geographic_area_description" },
	{ TABLE_MAIN, "charity", "charity_registration_status" },
};

static enum table table_named(const char *name)
{
	for (size_t i = 0; name && i < sizeof TABLES / sizeof *TABLES; i++)
		if (strcmp(TABLES[i].name, name) == 0)
			return TABLES[i].table;
	return TABLE_NONE;
}

static enum eh_rc make(enum table table, const struct fields *fields, struct eh_record *record, struct eh_arena *arena)
{
	bool linked;

	record->what = EH_RECORD_ORGANISATION;
	record->key = number_of(fields, arena, &linked);
	if (!record->key.n)
		return EH_NOT_FOUND;
	eh_record_add_id(record, arena, "GB-CHC", record->key);
	if (table == TABLE_MAIN)
		main_row(fields, record, arena, linked);
	else if (table == TABLE_NAMES)
		names_row(fields, record, arena);
	else if (table == TABLE_CLASSIFICATION)
		classification_row(fields, record, arena);
	else
		area_row(fields, record, arena);
	return table == TABLE_MAIN && !record->name.n ? EH_NOT_FOUND : EH_OK;
}

struct own {
	enum table table;
};

static enum eh_rc unknown_table(struct eh_error *err)
{
	return eh_fail(err, EH_INVALID,
	        "this does not look like a table of the Charity Commission's extract: it needs registered_charity_number, and "
	        "the fields of charity, charity_other_names, charity_classification or charity_area_of_operation");
}

static enum eh_rc find(struct eh_rows_reader *reader, struct eh_error *err)
{
	struct own *own = reader->own;

	for (size_t i = 0; own->table == TABLE_NONE && i < sizeof TABLES / sizeof *TABLES; i++) {
		char folded[64];
		size_t n = 0;
		for (const char *p = TABLES[i].tells; *p && n < sizeof folded - 1; p++)
			folded[n++] = *p == '_' ? ' ' : *p;
		folded[n] = '\0';
		if (eh_columns_find(&reader->columns, folded) >= 0)
			own->table = TABLES[i].table;
	}
	if (own->table == TABLE_NONE || eh_columns_find(&reader->columns, "registered charity number") < 0)
		return unknown_table(err);
	return EH_OK;
}

static enum eh_rc row(struct eh_rows_reader *reader, const struct eh_row *row, struct eh_record *record, const char **ret_reason,
        const char **ret_column)
{
	const struct own *own = reader->own;
	const struct fields fields = { &reader->columns, row, NULL };

	*ret_reason = "there is no registered charity number, or no name";
	*ret_column = "registered_charity_number";
	return make(own->table, &fields, record, &reader->arena);
}

static enum eh_rc json_row(const struct eh_json_value *object, enum table *table, const struct eh_source_sink *sink,
        struct eh_arena *arena, struct eh_error *err)
{
	const struct fields fields = { NULL, NULL, object };
	struct eh_buf verbatim EH_CLEANUP_BUF = { 0 };
	struct eh_json_writer json;
	struct eh_record record;

	for (size_t i = 0; *table == TABLE_NONE && i < sizeof TABLES / sizeof *TABLES; i++)
		if (eh_json_get(object, TABLES[i].tells))
			*table = TABLES[i].table;
	if (*table == TABLE_NONE)
		return unknown_table(err);
	eh_record_init(&record);
	if (make(*table, &fields, &record, arena) != EH_OK)
		return sink->refuse(sink->context, object->line, EH_STR("registered_charity_number"),
		        "there is no charity number, or no name", err);
	eh_json_write_init(&json, &verbatim, false);
	eh_json_write_object(&json);
	for (size_t i = 0; i < object->count; i++) {
		struct eh_str key = object->members[i].key;
		struct eh_str text = eh_json_get_str(object, key.p);
		if (!text.p || eh_str_find(key, EH_STR("email")) >= 0 || eh_str_find(key, EH_STR("phone")) >= 0 ||
		        eh_str_eq(key,
		                EH_STR("date_of_extract"))) /* the file's, not the row's: with it every row would be new every month */
			continue;
		eh_json_write_key(&json, key.p);
		eh_json_write_str(&json, text);
	}
	eh_json_write_object_end(&json);
	if (eh_json_write_end(&json) < 0)
		return eh_fail_memory(err);
	return sink->record(sink->context, &record, eh_buf_str(&verbatim), object->line, err);
}

static enum eh_rc read_json(const struct eh_source_options *options, const struct eh_source_sink *sink, struct eh_error *err)
{
	struct eh_json_reader *reader EH_CLEANUP_JSON = NULL;
	struct eh_stream *stream;
	struct eh_json_token token;
	enum table table = table_named(options->table);
	size_t rows = 0;
	uint64_t done, size;
	enum eh_rc rc;

	EH_TRY(eh_source_open_stream(options, &stream, err));
	EH_TRY(eh_json_open(stream, &reader, err));
	while ((rc = eh_json_next(reader, &token, err)) == EH_OK) {
		struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
		struct eh_json_value object;
		if (token.kind != EH_JSON_OBJECT || token.depth != 1)
			continue;
		EH_TRY(eh_json_read_value(reader, &token, &arena, &object, err));
		EH_TRY(json_row(&object, &table, sink, &arena, err));
		if (++rows % 1024 == 0 && sink->progress) {
			eh_json_progress(reader, &done, &size);
			EH_TRY(sink->progress(sink->context, done, size));
		}
	}
	if (rc != EH_END)
		return rc;
	return rows ? EH_OK : unknown_table(err);
}

enum eh_rc eh_source_ccew_read(const struct eh_source_options *options, const struct eh_source_sink *sink, struct eh_error *err)
{
	static const struct eh_rows_layout LAYOUT = { find, row, "charity contact email|charity contact phone|date of extract",
		sizeof(struct own) };
	bool json = false;

	EH_TRY(eh_source_is_json(options, &json, err));
	return json ? read_json(options, sink, err) : eh_rows_read(options, sink, &LAYOUT, err);
}
