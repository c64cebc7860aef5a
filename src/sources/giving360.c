/* giving360.c: grants in the 360Giving standard: spreadsheets with its titles, or JSON. Grants to individuals are never kept. */
#include <stdio.h>

#include "identifier.h"
#include "io/json.h"
#include "readers.h"

struct columns {
	int id, title, description, currency, amount, date, months, org_id, org_name, charity, company, postcode, web, street,
	        town, area_name, area_code, funder_id, funder, programme, modified, individual;
};

static enum eh_rc find(struct eh_rows_reader *reader, struct eh_error *err)
{
	struct columns *at = reader->own;
	const struct eh_columns *all = &reader->columns;

	*at = (struct columns){
		.id = eh_columns_find(all, "identifier|id"),
		.title = eh_columns_find(all, "title"),
		.description = eh_columns_find(all, "description"),
		.currency = eh_columns_find(all, "currency"),
		.amount = eh_columns_find(all, "amount awarded|amountawarded|amount"),
		.date = eh_columns_find(all, "award date|awarddate"),
		.months = eh_columns_find(all, "planned dates duration months|planneddates 0 duration"),
		.org_id = eh_columns_find(all,
		        "recipient org identifier|recipient org id|recipient organisation identifier|recipientorganization 0 id"),
		.org_name = eh_columns_find(all,
		        "recipient org name|recipient organisation name|recipient name|recipient|recipientorganization 0 name"),
		.charity = eh_columns_find(
		        all, "recipient org charity number|charity number|recipientorganization 0 charitynumber"),
		.company = eh_columns_find(
		        all, "recipient org company number|company number|recipientorganization 0 companynumber"),
		.postcode = eh_columns_find(all, "recipient org postal code|recipient org postcode|recipient org location "
		                                 "postcode|recipientorganization 0 postalcode"),
		.web = eh_columns_find(all, "recipient org web address|recipientorganization 0 url"),
		.street = eh_columns_find(all, "recipient org street address|recipientorganization 0 streetaddress"),
		.town = eh_columns_find(all, "recipient org city|recipientorganization 0 addresslocality"),
		.area_name = eh_columns_find(
		        all, "beneficiary location name|beneficiary location 0 name|beneficiarylocation 0 name"),
		.area_code = eh_columns_find(all, "beneficiary location geographic code|beneficiary location 0 geographic "
		                                  "code|beneficiarylocation 0 geocode"),
		.funder_id = eh_columns_find(all, "funding org identifier|fundingorganization 0 id"),
		.funder = eh_columns_find(all, "funding org name|fundingorganization 0 name"),
		.programme = eh_columns_find(all, "grant programme title|grantprogramme 0 title"),
		.modified = eh_columns_find(all, "last modified|datemodified"),
		.individual = eh_columns_find(all, "recipient ind identifier|recipient ind name|recipientindividual "
		                                   "id|recipientindividual name|recipientindividual 0 id"),
	};
	if (at->id < 0 || at->org_name < 0)
		return eh_fail(err, EH_INVALID,
		        "this does not look like 360Giving: it needs the columns \"Identifier\" and \"Recipient Org:Name\". For "
		        "other tables of grants use the kind spreadsheet");
	return EH_OK;
}

static void take_funder(struct eh_record *record, struct eh_str id, struct eh_arena *arena)
{
	eh_identifier_normalise(NULL, id, arena, &record->funder_scheme, &record->funder_id);
}

/* Recipients' identifiers: a registered number by its prefix; a funder's own is evidence only. */
static void take_org_id(struct eh_record *record, struct eh_str id, struct eh_arena *arena)
{
	eh_record_add_id(record, arena, NULL, id);
}

/* "Voluntary Sector Grant to Friends of the Park" names a programme and who got it, and says nothing of what is done. */
static struct eh_str telling(struct eh_str text, struct eh_str recipient)
{
	ptrdiff_t grant = eh_str_find_ascii_nocase(text, EH_STR("grant to ")), name = eh_str_find_ascii_nocase(text, recipient);

	return grant >= 0 && name == grant + (ptrdiff_t)strlen("grant to ") && (size_t)name + recipient.n == text.n
	               ? (struct eh_str){ NULL, 0 }
	               : text;
}

static void take_text(struct eh_record *record, struct eh_str title, struct eh_str description, struct eh_arena *arena)
{
	record->grant_title = title;
	record->grant_description = description;
	title = telling(title, record->name);
	description = telling(description, record->name);
	record->activities = description.n && title.n ? eh_arena_printf(arena, "%.*s. %.*s", EH_FMT(title), EH_FMT(description))
	                     : description.n          ? description
	                                              : title;
}

static void take_areas(struct eh_record *record, struct eh_str code, struct eh_str name, struct eh_arena *arena)
{
	if (code.n)
		eh_record_add_area(record, code);
	else if (name.n)
		eh_record_add_area(record, eh_arena_printf(arena, "name:%.*s", EH_FMT(name)));
}

static void take_dates(struct eh_record *record, struct eh_str award, struct eh_str modified)
{
	eh_source_date(award, &record->award_date);
	eh_source_date(modified, &record->date);
}

static enum eh_rc row(struct eh_rows_reader *reader, const struct eh_row *row, struct eh_record *record, const char **ret_reason,
        const char **ret_column)
{
	const struct columns *at = reader->own;
	int64_t months = 0;

	record->what = EH_RECORD_GRANT;
	record->key = record->grant_id = eh_columns_cell(row, at->id);
	record->name = eh_columns_cell(row, at->org_name);
	if (!record->name.n && eh_columns_cell(row, at->individual).n)
		return EH_END;
	if (!record->key.n || !record->name.n) {
		*ret_reason = record->key.n ? "there is no recipient" : "the grant has no identifier";
		*ret_column = record->key.n ? "Recipient Org:Name" : "Identifier";
		return EH_NOT_FOUND;
	}
	take_text(record, eh_columns_cell(row, at->title), eh_columns_cell(row, at->description), &reader->arena);
	record->grant_currency = eh_columns_cell(row, at->currency);
	record->grant_pence = eh_source_pence(eh_columns_cell(row, at->amount));
	take_dates(record, eh_columns_cell(row, at->date), eh_columns_cell(row, at->modified));
	if (eh_str_to_i64(eh_columns_cell(row, at->months), &months) == EH_OK && months > 0 && months < 1200)
		record->grant_months = (int32_t)months;
	eh_record_add_id(record, &reader->arena, "GB-CHC", eh_columns_cell(row, at->charity));
	eh_record_add_id(record, &reader->arena, "GB-COH", eh_columns_cell(row, at->company));
	take_org_id(record, eh_columns_cell(row, at->org_id), &reader->arena);
	eh_source_take_postcode(record, eh_columns_cell(row, at->postcode), &reader->arena);
	record->address = eh_columns_cell(row, at->street);
	record->web = eh_columns_cell(row, at->web);
	take_areas(record, eh_columns_cell(row, at->area_code), eh_columns_cell(row, at->area_name), &reader->arena);
	record->funder_name = eh_columns_cell(row, at->funder);
	take_funder(record, eh_columns_cell(row, at->funder_id), &reader->arena);
	record->programme = eh_columns_cell(row, at->programme);
	return EH_OK;
}

static const struct eh_json_value *first_of(const struct eh_json_value *list)
{
	return list && list->kind == EH_JSON_ARRAY && list->count ? &list->items[0] : NULL;
}

static void json_recipient(const struct eh_json_value *org, struct eh_record *record, struct eh_arena *arena)
{
	record->name = eh_str_trim(eh_json_get_str(org, "name"));
	eh_record_add_id(record, arena, "GB-CHC", eh_json_get_str(org, "charityNumber"));
	eh_record_add_id(record, arena, "GB-COH", eh_json_get_str(org, "companyNumber"));
	take_org_id(record, eh_json_get_str(org, "id"), arena);
	eh_source_take_postcode(record, eh_json_get_str(org, "postalCode"), arena);
	record->address = eh_json_get_str(org, "streetAddress");
	record->web = eh_json_get_str(org, "url");
}

static enum eh_rc json_grant(const struct eh_json_value *grant, const struct eh_source_sink *sink, struct eh_arena *arena,
        size_t *individuals, struct eh_error *err)
{
	const struct eh_json_value *org = first_of(eh_json_get(grant, "recipientOrganization"));
	const struct eh_json_value *funder = first_of(eh_json_get(grant, "fundingOrganization"));
	const struct eh_json_value *places = eh_json_get(grant, "beneficiaryLocation");
	struct eh_buf verbatim EH_CLEANUP_BUF = { 0 };
	struct eh_json_writer json;
	struct eh_record record;

	eh_record_init(&record);
	record.what = EH_RECORD_GRANT;
	record.key = record.grant_id = eh_json_get_str(grant, "id");
	if (!org && eh_json_get(grant, "recipientIndividual")) {
		++*individuals;
		return EH_OK;
	}
	json_recipient(org, &record, arena);
	if (!record.key.n || !record.name.n)
		return sink->refuse(sink->context, grant->line, EH_STR(""),
		        record.key.n ? "there is no recipient" : "the grant has no id", err);
	take_text(&record, eh_json_get_str(grant, "title"), eh_json_get_str(grant, "description"), arena);
	record.grant_currency = eh_json_get_str(grant, "currency");
	record.grant_pence = eh_source_pence(eh_json_get_str(grant, "amountAwarded"));
	take_dates(&record, eh_json_get_str(grant, "awardDate"), eh_json_get_str(grant, "dateModified"));
	for (size_t i = 0; places && i < places->count; i++)
		take_areas(&record, eh_json_get_str(&places->items[i], "geoCode"), eh_json_get_str(&places->items[i], "name"),
		        arena);
	record.funder_name = eh_json_get_str(funder, "name");
	take_funder(&record, eh_json_get_str(funder, "id"), arena);
	record.programme = eh_json_get_str(first_of(eh_json_get(grant, "grantProgramme")), "title");
	eh_json_write_init(&json, &verbatim, false);
	eh_json_write_object(&json);
	static const char *const KEPT[] = { "id", "title", "description", "currency", "amountAwarded", "awardDate" };
	for (size_t i = 0; i < sizeof KEPT / sizeof *KEPT; i++) {
		eh_json_write_key(&json, KEPT[i]);
		eh_json_write_str(&json, eh_json_get_str(grant, KEPT[i]));
	}
	eh_json_write_key(&json, "recipientOrganization");
	eh_json_write_str(&json, record.name);
	eh_json_write_object_end(&json);
	if (eh_json_write_end(&json) < 0)
		return eh_fail_memory(err);
	return sink->record(sink->context, &record, eh_buf_str(&verbatim), grant->line, err);
}

static enum eh_rc read_json(const struct eh_source_options *options, const struct eh_source_sink *sink, struct eh_error *err)
{
	struct eh_json_reader *reader EH_CLEANUP_JSON = NULL;
	struct eh_stream *stream;
	struct eh_json_token token;
	size_t individuals = 0;
	bool inside = false;
	enum eh_rc rc;

	EH_TRY(eh_source_open_stream(options, &stream, err));
	EH_TRY(eh_json_open(stream, &reader, err));
	while ((rc = eh_json_next(reader, &token, err)) == EH_OK) {
		struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
		struct eh_json_value grant;
		if (token.kind == EH_JSON_KEY && token.depth == 1 && eh_str_eq(token.text, EH_STR("grants")))
			inside = true;
		if (!inside || token.kind != EH_JSON_OBJECT || token.depth != 2)
			continue;
		EH_TRY(eh_json_read_value(reader, &token, &arena, &grant, err));
		EH_TRY(json_grant(&grant, sink, &arena, &individuals, err));
	}
	if (rc != EH_END)
		return rc;
	if (!inside)
		return eh_fail(err, EH_INVALID, "this JSON is no 360Giving file: it has no \"grants\"");
	if (individuals && sink->note) {
		char text[96];
		snprintf(text, sizeof text, "%zu grant%s to individuals passed over", individuals,
		        eh_plural((int64_t)individuals));
		sink->note(sink->context, text);
	}
	return EH_OK;
}

enum eh_rc eh_source_360giving_read(
        const struct eh_source_options *options, const struct eh_source_sink *sink, struct eh_error *err)
{
	static const struct eh_rows_layout LAYOUT = { find, row,
		"recipient org email|recipient org contact|recipient org telephone|recipient org phone|contact email|contact "
		"name|recipient ind name|recipient "
		"ind identifier|recipientindividual 0 name",
		sizeof(struct columns) };
	bool json = false;

	EH_TRY(eh_source_is_json(options, &json, err));
	return json ? read_json(options, sink, err) : eh_rows_read(options, sink, &LAYOUT, err);
}
