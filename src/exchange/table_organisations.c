/* table_organisations.c: the list itself, as a table of lines and as JSON. */
#include "tables.h"

#include <math.h>

#include "sources/record.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

static const struct eh_sheet_column ORGANISATIONS[] = {
	{ "name", "Organisation", EH_SHEET_TEXT, 0, 44 },
	{ "id", "Identifier", EH_SHEET_TEXT, 0, 13 },
	{ "other_names", "Other names", EH_SHEET_TEXT, 0, 0 },
	{ "identifiers", "Register numbers", EH_SHEET_TEXT, 0, 16 },
	{ "status", "Status", EH_SHEET_TEXT, 0, 8 },
	{ "scale", "Scale", EH_SHEET_TEXT, 0, 9 },
	{ "here", "Here", EH_SHEET_TEXT, 0, 18 },
	{ "ward", "Ward", EH_SHEET_TEXT, 0, 22 },
	{ "needs", "Helps with", EH_SHEET_TEXT, 0, 30 },
	{ "people", "Whom", EH_SHEET_TEXT, 0, 0 },
	{ "web", "Web", EH_SHEET_TEXT, 0, 0 },
	{ "grants", "Grants on record", EH_SHEET_WHOLE, 0, 0 },
	{ "grants_total", "Grants, pounds", EH_SHEET_WHOLE, 0, 0 },
	{ "confirmed", "Last confirmed, or in a list or grant of", EH_SHEET_TEXT, 0, 14 },
	{ "confirmed_by", "By", EH_SHEET_TEXT, 0, 7 },
	{ "sources", "Sources", EH_SHEET_TEXT, 0, 0 },
};

/* "registered works" as people say it. */
static struct eh_str here_words(unsigned says, struct eh_arena *arena)
{
	static const struct {
		unsigned bit;
		const char *word;
	} WORDS[] = { { EH_SAYS_REGISTERED, "registered" }, { EH_SAYS_WORKS, "works" }, { EH_SAYS_FUNDED, "funded" },
		{ EH_SAYS_MEETS, "meets" }, { EH_SAYS_SERVES, "serves" } };
	struct eh_buf text EH_CLEANUP_BUF = { 0 };

	for (size_t i = 0; i < COUNT(WORDS); i++)
		if (says & WORDS[i].bit && eh_buf_printf(&text, "%s%s", text.n ? "; " : "", WORDS[i].word) < 0)
			return (struct eh_str){ NULL, 0 };
	return eh_arena_str(arena, eh_buf_str(&text));
}

static struct eh_str joined(const struct eh_str *items, size_t count, struct eh_arena *arena)
{
	struct eh_buf text EH_CLEANUP_BUF = { 0 };

	for (size_t i = 0; i < count; i++)
		if (eh_buf_printf(&text, "%s%.*s", i ? "; " : "", EH_FMT(items[i])) < 0)
			return (struct eh_str){ NULL, 0 };
	return eh_arena_str(arena, eh_buf_str(&text));
}

static struct eh_str joined_ids(const struct eh_listed *org, struct eh_arena *arena)
{
	struct eh_buf text EH_CLEANUP_BUF = { 0 };

	for (size_t i = 0; i < org->id_count; i++)
		if (eh_buf_printf(&text, "%s%.*s-%.*s", i ? "; " : "", EH_FMT(org->ids[i].scheme), EH_FMT(org->ids[i].id)) < 0)
			return (struct eh_str){ NULL, 0 };
	return eh_arena_str(arena, eh_buf_str(&text));
}

/* A publisher's edition once, however many of its files hold the organisation. */
static bool said_before(const struct eh_listed *org, size_t number)
{
	for (size_t i = 0; i < number; i++)
		if (org->sources[i].date == org->sources[number].date &&
		        eh_str_eq(org->sources[i].publisher, org->sources[number].publisher))
			return true;
	return false;
}

static struct eh_str joined_sources(const struct eh_listed *org, struct eh_arena *arena)
{
	struct eh_buf text EH_CLEANUP_BUF = { 0 };

	for (size_t i = 0; i < org->source_count; i++) {
		char date[11];
		if (said_before(org, i))
			continue;
		eh_date_format(org->sources[i].date, date);
		if (eh_buf_printf(&text, "%s%.*s %s", text.n ? "; " : "", EH_FMT(org->sources[i].publisher), date) < 0)
			return (struct eh_str){ NULL, 0 };
	}
	return eh_arena_str(arena, eh_buf_str(&text));
}

static const struct eh_listed_grants *pounds(const struct eh_listed *org)
{
	for (size_t i = 0; i < org->grants_count; i++)
		if (eh_str_eq(org->grants[i].currency, EH_STR("GBP")))
			return &org->grants[i];
	return NULL;
}

static struct eh_str ward_name(const struct eh_analysis *analysis, struct eh_str code)
{
	for (size_t i = 0; analysis && code.n && i < analysis->ward_count; i++)
		if (eh_str_eq(analysis->wards[i].code, code))
			return analysis->wards[i].name;
	return analysis && code.n ? EH_STR("elsewhere") : code;
}

enum eh_rc eh_table_organisations(const struct eh_listing *listing, const struct eh_analysis *analysis, bool published_only,
        struct eh_arena *arena, struct eh_sheet *ret_sheet, struct eh_error *err)
{
	eh_sheet_init(ret_sheet, "organisations", "Organisations", NULL, ORGANISATIONS, COUNT(ORGANISATIONS));
	for (size_t i = 0; i < listing->count; i++) {
		const struct eh_listed *org = &listing->items[i];
		const struct eh_listed_grants *grants = pounds(org);
		char date[11];
		if (published_only && !eh_str_eq(org->visibility, EH_STR("publish")))
			continue;
		union eh_sheet_cell *cell = eh_sheet_row(ret_sheet);
		if (!cell)
			return eh_fail_memory(err);
		eh_date_format(org->last_confirmed, date);
		cell[0].text = org->name;
		cell[1].text = org->id;
		cell[2].text = joined(org->names, org->name_count, arena);
		cell[3].text = joined_ids(org, arena);
		cell[4].text = org->status;
		cell[5].text = org->scale;
		cell[6].text = here_words(org->says, arena);
		cell[7].text = ward_name(analysis, org->ward);
		cell[8].text = joined(org->needs, org->need_count, arena);
		cell[9].text = joined(org->people, org->people_count, arena);
		cell[10].text = org->web;
		cell[11].number = grants ? (double)grants->count : 0;
		cell[12].number = grants ? (double)grants->total / 100 : 0;
		cell[13].text = eh_arena_str(arena, eh_str_of(date));
		cell[14].text = org->confirmed_by;
		cell[15].text = joined_sources(org, arena);
		static const size_t MADE[] = { 2, 3, 6, 8, 9, 13, 15 };
		for (size_t j = 0; j < COUNT(MADE); j++)
			if (!cell[MADE[j]].text.p)
				return eh_fail_memory(err);
	}
	return eh_arena_check(arena, EH_OK, err);
}

static void json_texts(struct eh_json_writer *json, const char *key, const struct eh_str *items, size_t count)
{
	eh_json_write_key(json, key);
	eh_json_write_array(json);
	for (size_t i = 0; i < count; i++)
		eh_json_write_str(json, items[i]);
	eh_json_write_array_end(json);
}

static void json_ids(struct eh_json_writer *json, const struct eh_listed *org)
{
	eh_json_write_key(json, "identifiers");
	eh_json_write_array(json);
	for (size_t i = 0; i < org->id_count; i++) {
		eh_json_write_object(json);
		eh_json_write_key(json, "scheme");
		eh_json_write_str(json, org->ids[i].scheme);
		eh_json_write_key(json, "id");
		eh_json_write_str(json, org->ids[i].id);
		eh_json_write_object_end(json);
	}
	eh_json_write_array_end(json);
}

static void json_sources(struct eh_json_writer *json, const struct eh_listed *org)
{
	eh_json_write_key(json, "sources");
	eh_json_write_array(json);
	for (size_t i = 0; i < org->source_count; i++) {
		char date[11];
		eh_date_format(org->sources[i].date, date);
		eh_json_write_object(json);
		eh_json_write_key(json, "publisher");
		eh_json_write_str(json, org->sources[i].publisher);
		eh_json_write_key(json, "batch");
		eh_json_write_i64(json, org->sources[i].batch);
		eh_json_write_key(json, "date");
		eh_json_write_str(json, eh_str_of(date));
		eh_json_write_object_end(json);
	}
	eh_json_write_array_end(json);
}

/* Pounds; other currencies, which are rare here, are counted apart and named. */
static void json_grants(struct eh_json_writer *json, const struct eh_listed *org)
{
	const struct eh_listed_grants *grants = pounds(org);

	eh_json_write_key(json, "grants");
	eh_json_write_object(json);
	eh_json_write_key(json, "count");
	eh_json_write_i64(json, grants ? grants->count : 0);
	eh_json_write_key(json, "total");
	eh_json_write_i64(json, grants ? grants->total : 0);
	eh_json_write_key(json, "currency");
	eh_json_write_str(json, EH_STR("GBP"));
	for (size_t i = 0; i < org->grants_count; i++) {
		char key[16];
		if (&org->grants[i] == grants)
			continue;
		snprintf(key, sizeof key, "total_%.*s", EH_FMT(org->grants[i].currency));
		eh_json_write_key(json, key);
		eh_json_write_i64(json, org->grants[i].total);
	}
	eh_json_write_object_end(json);
}

enum eh_rc eh_listing_json(const struct eh_listing *listing, struct eh_buf *out)
{
	struct eh_json_writer json;

	eh_json_write_init(&json, out, true);
	eh_json_write_array(&json);
	for (size_t i = 0; i < listing->count; i++) {
		const struct eh_listed *org = &listing->items[i];
		const struct {
			const char *key;
			struct eh_str value;
		} BEFORE[] = { { "id", org->id }, { "name", org->name } }, AFTER[] = { { "status", org->status },
			{ "scale", org->scale }, { "area_lsoa", org->lsoa }, { "area_ward", org->ward } };
		eh_json_write_object(&json);
		for (size_t j = 0; j < COUNT(BEFORE); j++) {
			eh_json_write_key(&json, BEFORE[j].key);
			eh_json_write_str(&json, BEFORE[j].value);
		}
		json_texts(&json, "other_names", org->names, org->name_count);
		json_ids(&json, org);
		for (size_t j = 0; j < COUNT(AFTER); j++) {
			eh_json_write_key(&json, AFTER[j].key);
			eh_json_write_str(&json, AFTER[j].value);
		}
		json_texts(&json, "needs", org->needs, org->need_count);
		json_texts(&json, "people", org->people, org->people_count);
		json_sources(&json, org);
		json_grants(&json, org);
		eh_json_write_object_end(&json);
	}
	eh_json_write_array_end(&json);
	return eh_json_write_end(&json);
}
