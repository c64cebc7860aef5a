#include "facts_private.h"

#include <stdio.h>
#include <stdlib.h>

#include "derive.h"
#include "own_words.h"
#include "protect.h"
#include "queries.h"
#include "rows.h"

struct load {
	struct eh_db *db;
	struct eh_facts facts;
	size_t fact_cap, grant_cap, code_cap, area_cap, branch_cap, successor_cap;
	bool hidden, parent_unseen;
	struct eh_hidden kept_back;      /* by the organisation, or for safety */
	EH_VEC(struct eh_str) addresses; /* of the records of something hidden */
	struct eh_own_service *own;      /* what it says of its services */
	size_t own_count;
};

/* The order in which facts are told. */
static const char *const ORDER[] = { EH_T("name"), EH_T("other name"), EH_T("number"), EH_T("type"), EH_T("status"),
	EH_T("registered"), EH_T("removed"), EH_T("parent"), EH_T("does"), EH_T("for"), EH_T("web"), EH_T("telephone"),
	EH_T("address"), EH_T("postcode"), EH_T("income"), EH_T("spending"), EH_T("area of work") };

static int place_of(const char *what)
{
	for (size_t i = 0; i < sizeof ORDER / sizeof *ORDER; i++)
		if (strcmp(ORDER[i], what) == 0)
			return (int)i;
	return (int)(sizeof ORDER / sizeof *ORDER);
}

static int by_what(const void *a, const void *b)
{
	const struct eh_fact *x = a, *y = b;
	int left = place_of(x->what), right = place_of(y->what);

	if (left != right)
		return left < right ? -1 : 1;
	if (x->gone != y->gone)
		return x->gone ? 1 : -1;
	if (x->date != y->date)
		return x->date > y->date ? -1 : 1;
	int order = eh_str_cmp(x->source, y->source);
	return order ? order : x->line != y->line ? (x->line < y->line ? -1 : 1) : eh_str_cmp(x->value, y->value);
}

static enum eh_rc add(struct load *load, const struct eh_fact *from, const char *what, struct eh_str value, struct eh_error *err)
{
	struct eh_fact fact = *from;

	if (!value.n)
		return EH_OK;
	fact.what = what;
	fact.value = eh_arena_str(&load->facts.arena, value);
	/* A register that lists a charity with its branches' names repeats itself. */
	for (size_t i = load->facts.fact_count;
	        i-- && load->facts.facts[i].batch == fact.batch && load->facts.facts[i].line == fact.line;)
		if (load->facts.facts[i].what == what && eh_str_eq(load->facts.facts[i].value, fact.value))
			return EH_OK;
	if (!fact.value.p || !eh_vec_grow(&load->facts.facts, load->facts.fact_count, &load->fact_cap, sizeof fact))
		return eh_fail_memory(err);
	load->facts.facts[load->facts.fact_count++] = fact;
	return EH_OK;
}

/* Free text of a protected organisation, without what would lead there. */
static enum eh_rc add_text(
        struct load *load, const struct eh_fact *from, const char *what, struct eh_str text, struct eh_error *err)
{
	if (!load->hidden || !text.n)
		return add(load, from, what, text, err);
	struct eh_str masked = eh_protect_mask(text, load->addresses.items, load->addresses.count, &load->facts.arena);
	return masked.p ? add(load, from, what, masked, err) : eh_fail_memory(err);
}

/* A name is told, even where an address repeats it; a street or a postcode in it is not. */
static enum eh_rc add_name(
        struct load *load, const struct eh_fact *from, const char *what, struct eh_str name, struct eh_error *err)
{
	if (!load->hidden || !name.n)
		return add(load, from, what, name, err);
	struct eh_str masked = eh_protect_mask(name, NULL, 0, &load->facts.arena);
	return masked.p ? add(load, from, what, masked, err) : eh_fail_memory(err);
}

static enum eh_rc add_date(struct load *load, const struct eh_fact *from, const char *what, int32_t date, struct eh_error *err)
{
	char text[11];

	eh_date_format(date, text);
	return add(load, from, what, eh_str_of(text), err);
}

static enum eh_rc add_pounds(
        struct load *load, const struct eh_fact *from, const char *what, int64_t pence, int32_t year_end, struct eh_error *err)
{
	char text[80], date[11], pounds[32];

	if (pence == INT64_MIN)
		return EH_OK;
	eh_date_format(year_end, date);
	snprintf(text, sizeof text, "£%s%s%s", eh_thousands(pence / 100, pounds), *date ? ", year to " : "", date);
	return add(load, from, what, eh_str_of(text), err);
}

static enum eh_rc add_names(struct load *load, const struct eh_fact *from, const struct eh_record *record, struct eh_error *err)
{
	static const char *const KINDS[] = { "", "", " (former)", " (acronym)", " (venue)" };
	char text[512];

	EH_TRY(add_name(load, from, "name", record->name, err));
	for (size_t i = 0; i < record->name_count; i++) {
		snprintf(text, sizeof text, "%.*s%s", EH_FMT(eh_utf8_cut(record->names[i].name, 400)),
		        KINDS[record->names[i].kind]);
		EH_TRY(add_name(load, from, "other name", eh_str_of(text), err));
	}
	for (size_t i = 0; i < record->id_count; i++) {
		const struct eh_record_id *id = &record->ids[i];
		snprintf(text, sizeof text, "%.*s%s%.*s", EH_FMT(id->scheme), id->scheme.n ? "-" : "", EH_FMT(id->id));
		EH_TRY(add(load, from, "number", eh_str_of(text), err));
	}
	if (!load->parent_unseen && (record->parent_name.n || record->parent_id.n)) {
		snprintf(text, sizeof text, "%.*s%s%.*s", EH_FMT(eh_utf8_cut(record->parent_name, 300)),
		        record->parent_name.n && record->parent_id.n ? ", " : "", EH_FMT(record->parent_id));
		EH_TRY(add(load, from, "parent", eh_str_of(text), err));
	}
	return EH_OK;
}

static enum eh_rc add_record(struct load *load, const struct eh_fact *from, struct eh_str key, const struct eh_record *record,
        unsigned says, struct eh_error *err)
{
	static const char *const STATUS[] = { "", "active", "closed" };
	bool open_to_all = (record->address_public || (says & EH_SAYS_MEETS)) &&
	                   !eh_own_services_hide(load->own, load->own_count, from->source, key, record->postcode);

	EH_TRY(add_names(load, from, record, err));
	EH_TRY(add(load, from, "type", record->organisation_type, err));
	EH_TRY(add(load, from, "status",
	        eh_record_left_sports_register(record) ? record->removed_reason : eh_str_of(STATUS[record->status]), err));
	EH_TRY(add_date(load, from, "registered", record->registered, err));
	EH_TRY(add_date(load, from, "removed", record->removed, err));
	EH_TRY(add_text(load, from, "does", record->activities, err));
	EH_TRY(add_text(load, from, "for", record->beneficiaries, err));
	if (!load->kept_back.hidden[EH_HIDDEN_CONTACT]) {
		EH_TRY(add(load, from, "web", record->web, err));
		EH_TRY(add(load, from, "telephone", eh_public_telephone(record, says, load->hidden), err));
	}
	if (!load->hidden && open_to_all && !load->kept_back.hidden[EH_HIDDEN_ADDRESS]) {
		EH_TRY(add(load, from, "address", record->address, err));
		EH_TRY(add(load, from, "postcode", record->postcode, err));
	}
	EH_TRY(add_pounds(load, from, "income", record->income_pence, record->income_year_end, err));
	return add_pounds(load, from, "spending", record->expenditure_pence, record->income_year_end, err);
}

/* Its own words, as facts like any other. What came from a correction that a keeper of the list accepted says so. */
static enum eh_rc load_own_words(struct load *load, struct eh_error *err)
{
	struct eh_own_word words[EH_OWN_FIELDS];

	EH_TRY(eh_own_words(load->db, load->facts.id, &load->facts.arena, words, err));
	for (size_t i = 0; i < EH_OWN_FIELDS; i++) {
		const struct eh_fact from = { .publisher = words[i].by_keeper
			                                           ? EH_STR("a correction, checked by the keepers of the list")
			                                           : EH_STR("the organisation itself"),
			.source = EH_STR("own words"),
			.file = EH_STR(""),
			.date = (int32_t)(words[i].said_at / 86400000000) };
		bool contact = strcmp(eh_own_fields[i].name, "web") == 0 || strcmp(eh_own_fields[i].name, "telephone") == 0;
		if (words[i].value.p && !(contact && load->kept_back.hidden[EH_HIDDEN_CONTACT]))
			EH_TRY(add(load, &from, eh_own_fields[i].name, words[i].value, err));
	}
	return EH_OK;
}

/* That it has closed, where people said so. */
static enum eh_rc load_closing(struct load *load, struct eh_error *err)
{
	struct eh_closing *closing = &load->facts.closing;

	EH_TRY(eh_closing_of(load->db, load->facts.id, closing, err));
	if (!closing->closed)
		return EH_OK;
	bool itself = eh_str_eq(closing->by, EH_STR(EH_CLOSED_BY_ITSELF)),
	     both = eh_str_eq(closing->by, EH_STR(EH_CLOSED_BY_TWO_KEYS));
	const struct eh_fact from = { .publisher = itself ? EH_STR("the organisation itself")
		                                   : both ? EH_STR("both keys, council and sector")
		                                          : EH_STR("a correction, checked by the keepers of the list"),
		.source = EH_STR("own words"),
		.file = EH_STR(""),
		.date = (int32_t)(closing->at / 86400000000) };
	return add(load, &from, "status", EH_STR("closed"), err);
}

/* All addresses first: one record's text may tell another's. */
static enum eh_rc load_addresses(struct load *load, struct eh_error *err)
{
	struct eh_cursor rows EH_CLEANUP_CURSOR = { 0 };
	struct eh_q_organisation_sources row;
	enum eh_rc rc = load->hidden ? eh_q_organisation_sources(load->db, load->facts.id, &rows, err) : EH_END;

	while (rc == EH_OK && (rc = eh_q_organisation_sources_next(&rows, &row, err)) == EH_OK) {
		struct eh_record record;
		EH_TRY(eh_record_from_json(eh_db_keep(&load->facts.arena, row.fields), &load->facts.arena, &record, err));
		if (record.address.n && !eh_vec_push(&load->addresses, record.address))
			return eh_fail_memory(err);
	}
	return rc == EH_END ? EH_OK : rc;
}

static enum eh_rc load_records(struct load *load, struct eh_error *err)
{
	struct eh_cursor rows EH_CLEANUP_CURSOR = { 0 };
	struct eh_arena scratch EH_CLEANUP_ARENA = { 0 };
	struct eh_arena *arena = &load->facts.arena;
	struct eh_q_organisation_sources row;

	EH_TRY(eh_own_services_load(load->db, load->facts.id, arena, &load->own, &load->own_count, err));
	enum eh_rc rc = eh_q_organisation_sources(load->db, load->facts.id, &rows, err);
	while (rc == EH_OK && (rc = eh_q_organisation_sources_next(&rows, &row, err)) == EH_OK) {
		struct eh_record record;
		eh_arena_reset(&scratch);
		EH_TRY(eh_record_from_json(row.fields, &scratch, &record, err));
		if (eh_str_eq(row.terms, EH_STR("match only")) || record.what == EH_RECORD_SUPPLIER ||
		        record.consent == EH_CONSENT_NO)
			continue;
		struct eh_fact from = { .publisher = eh_db_keep(arena, row.publisher),
			.source = eh_db_keep(arena, row.source),
			.file = eh_db_keep(arena, row.file),
			.batch = row.batch_id,
			.line = row.line,
			.date = (int32_t)row.data_date,
			.gone = row.gone_date != EH_DB_NULL };
		if (!from.file.p)
			return eh_fail_memory(err);
		EH_TRY(add_record(load, &from, row.key, &record, (unsigned)row.says | record.says, err));
	}
	EH_TRY(rc == EH_END ? EH_OK : rc);
	EH_TRY(load_own_words(load, err));
	EH_TRY(load_closing(load, err));
	if (load->facts.fact_count)
		qsort(load->facts.facts, load->facts.fact_count, sizeof *load->facts.facts, by_what);
	return rc == EH_END ? EH_OK : rc;
}

static enum eh_rc load_services(struct load *load, struct eh_error *err)
{
	const struct eh_facts_back back = { load->hidden, load->kept_back, load->addresses.items, load->addresses.count,
		load->own, load->own_count };

	return eh_facts_load_services(load->db, &back, &load->facts, err);
}

static enum eh_rc load_grants(struct load *load, struct eh_error *err)
{
	struct eh_cursor rows EH_CLEANUP_CURSOR = { 0 };
	struct eh_arena *arena = &load->facts.arena;
	struct eh_q_organisation_grants row;
	enum eh_rc rc = eh_q_organisation_grants(load->db, load->facts.id, &rows, err);

	while (rc == EH_OK && (rc = eh_q_organisation_grants_next(&rows, &row, err)) == EH_OK) {
		struct eh_grant_facts grant = { .funder = eh_db_keep(arena, row.funder),
			.title = eh_db_keep(arena, row.title),
			.currency = eh_db_keep(arena, row.currency),
			.date = row.award_date == EH_DB_NULL ? EH_NO_DATE : (int32_t)row.award_date,
			.amount = row.amount };
		if (!eh_vec_grow(&load->facts.grants, load->facts.grant_count, &load->grant_cap, sizeof grant))
			return eh_fail_memory(err);
		load->facts.grants[load->facts.grant_count++] = grant;
	}
	return rc == EH_END ? EH_OK : rc;
}

static enum eh_rc load_codes(struct load *load, struct eh_error *err)
{
	struct eh_cursor rows EH_CLEANUP_CURSOR = { 0 };
	struct eh_arena *arena = &load->facts.arena;
	struct eh_q_organisation_codes row;
	enum eh_rc rc = eh_q_organisation_codes(load->db, load->facts.id, &rows, err);

	while (rc == EH_OK && (rc = eh_q_organisation_codes_next(&rows, &row, err)) == EH_OK) {
		struct eh_code_facts code = { eh_db_keep(arena, row.facet), eh_db_keep(arena, row.code),
			eh_db_keep(arena, row.why) };
		if (!eh_vec_grow(&load->facts.codes, load->facts.code_count, &load->code_cap, sizeof code))
			return eh_fail_memory(err);
		load->facts.codes[load->facts.code_count++] = code;
	}
	return rc == EH_END ? EH_OK : rc;
}

static enum eh_rc load_areas(struct load *load, struct eh_error *err)
{
	struct eh_cursor rows EH_CLEANUP_CURSOR = { 0 };
	struct eh_arena *arena = &load->facts.arena;
	struct eh_q_organisation_areas row;
	enum eh_rc rc = eh_q_organisation_areas(load->db, load->facts.id, &rows, err);

	while (rc == EH_OK && (rc = eh_q_organisation_areas_next(&rows, &row, err)) == EH_OK) {
		struct eh_area_facts area = { eh_db_keep(arena, row.council), eh_db_keep(arena, row.name), (unsigned)row.says };
		if (!eh_vec_grow(&load->facts.areas, load->facts.area_count, &load->area_cap, sizeof area))
			return eh_fail_memory(err);
		load->facts.areas[load->facts.area_count++] = area;
	}
	return rc == EH_END ? EH_OK : rc;
}

static int32_t date_of(int64_t date) { return date == EH_DB_NULL ? EH_NO_DATE : (int32_t)date; }

static enum eh_rc load_successors(struct load *load, struct eh_error *err)
{
	struct eh_cursor rows EH_CLEANUP_CURSOR = { 0 };
	struct eh_arena *arena = &load->facts.arena;
	struct eh_q_successor_of row;
	enum eh_rc rc = load->hidden ? EH_END : eh_q_successor_of(load->db, load->facts.id, &rows, err);

	while (rc == EH_OK && (rc = eh_q_successor_of_next(&rows, &row, err)) == EH_OK) {
		struct eh_successor_facts other = { .id = eh_db_keep(arena, row.other_id),
			.name = eh_db_keep(arena, row.name),
			.scheme = eh_db_keep(arena, row.scheme),
			.registered_by = eh_db_keep(arena, row.registered_by),
			.left_by = eh_db_keep(arena, row.left_by),
			.reason = eh_db_keep(arena, row.reason),
			.continues = row.continues != 0,
			.registered = (int32_t)row.registered,
			.left_on = date_of(row.left_on),
			.seen_until = (int32_t)row.seen_until,
			.gone_by = date_of(row.gone_by) };
		if (!eh_vec_grow(&load->facts.successors, load->facts.successor_count, &load->successor_cap, sizeof other))
			return eh_fail_memory(err);
		load->facts.successors[load->facts.successor_count++] = other;
	}
	return rc == EH_END ? EH_OK : rc;
}

static enum eh_rc load_branches(struct load *load, struct eh_error *err)
{
	struct eh_cursor rows EH_CLEANUP_CURSOR = { 0 };
	struct eh_arena *arena = &load->facts.arena;
	struct eh_q_organisation_branches row;
	enum eh_rc rc = eh_q_organisation_branches(load->db, load->facts.id, &rows, err);

	while (rc == EH_OK && (rc = eh_q_organisation_branches_next(&rows, &row, err)) == EH_OK) {
		struct eh_named branch = { eh_db_keep(arena, row.org_id), eh_db_keep(arena, row.name) };
		if (!eh_vec_grow(&load->facts.branches, load->facts.branch_count, &load->branch_cap, sizeof branch))
			return eh_fail_memory(err);
		load->facts.branches[load->facts.branch_count++] = branch;
	}
	return rc == EH_END ? EH_OK : rc;
}

/* What the list settled on. What is hidden is in no row of it. */
static enum eh_rc load_contact(struct load *load, const struct eh_q_organisation_get *org, struct eh_error *err)
{
	struct eh_facts *facts = &load->facts;
	struct eh_q_organisation_telephone_of row;

	if (org->address_public && !load->hidden) {
		facts->address = org->address;
		facts->postcode = org->postcode;
	}
	facts->web = org->web;
	enum eh_rc rc = eh_q_organisation_telephone_of(load->db, org->org_id, &facts->arena, &row, err);
	if (rc == EH_OK)
		facts->telephone = row.telephone;
	return rc == EH_NOT_FOUND ? EH_OK : rc;
}

static enum eh_rc load_head(struct load *load, struct eh_str org_id, struct eh_error *err)
{
	struct eh_facts *facts = &load->facts;
	struct eh_q_organisation_get org;
	struct eh_q_redirect_get redirect;
	enum eh_rc rc = eh_q_organisation_get(load->db, org_id, &facts->arena, &org, err);

	if (rc == EH_NOT_FOUND && (rc = eh_q_redirect_get(load->db, org_id, &facts->arena, &redirect, err)) == EH_OK)
		rc = eh_q_organisation_get(load->db, redirect.org_id, &facts->arena, &org, err);
	if (rc == EH_NOT_FOUND || (rc == EH_OK && eh_str_eq(org.visibility, EH_STR("match only"))))
		return eh_fail(err, EH_NOT_FOUND, "no organisation has the identifier %.*s", EH_FMT(org_id));
	EH_TRY(rc);
	load->hidden = org.protected.p != NULL;
	EH_TRY(eh_hidden_of(load->db, org.org_id, &facts->arena, &load->kept_back, err));
	facts->id = org.org_id;
	facts->name = org.name;
	facts->status = org.status;
	facts->scale = org.scale;
	facts->protected = org.protected;
	facts->parent_id = org.parent_id;
	facts->last_confirmed = (int32_t)org.last_confirmed;
	facts->confirmed_by = org.confirmed_by;
	EH_TRY(load_contact(load, &org, err));
	if (load->hidden)
		return EH_OK;
	facts->unplaced = org.unplaced;
	facts->lsoa = org.lsoa;
	facts->ward = org.ward;
	facts->council = org.council;
	struct eh_q_area_name name;
	rc = org.ward.n ? eh_q_area_name(load->db, org.ward, &facts->arena, &name, err) : EH_NOT_FOUND;
	if (rc == EH_OK)
		facts->ward_name = name.name;
	return rc == EH_NOT_FOUND ? EH_OK : rc;
}

static enum eh_rc load_parent(struct load *load, struct eh_error *err)
{
	struct eh_q_organisation_get parent;
	enum eh_rc rc = load->facts.parent_id.n
	                        ? eh_q_organisation_get(load->db, load->facts.parent_id, &load->facts.arena, &parent, err)
	                        : EH_NOT_FOUND;

	if (rc == EH_OK && eh_str_eq(parent.visibility, EH_STR("match only"))) {
		load->facts.parent_id = (struct eh_str){ NULL, 0 }; /* hidden, or not to be shown: nobody hears of it here */
		load->parent_unseen = true;
	} else if (rc == EH_OK) {
		load->facts.parent_name = parent.name;
	}
	return rc == EH_NOT_FOUND ? EH_OK : rc;
}

enum eh_rc eh_facts_load(struct eh_db *db, struct eh_str org_id, struct eh_facts *ret_facts, struct eh_error *err)
{
	static enum eh_rc (*const STEPS[])(struct load *, struct eh_error *) = { load_parent, load_addresses, load_records,
		load_services, load_grants, load_codes, load_areas, load_branches, load_successors };
	struct load load = { .db = db };
	enum eh_rc rc = load_head(&load, org_id, err);

	for (size_t i = 0; rc == EH_OK && i < sizeof STEPS / sizeof *STEPS; i++)
		rc = STEPS[i](&load, err);
	rc = eh_arena_check(&load.facts.arena, rc, err);
	eh_vec_finish(&load.addresses);
	if (rc < 0) {
		eh_facts_finish(&load.facts);
		return rc;
	}
	*ret_facts = load.facts;
	return EH_OK;
}

void eh_facts_finish(struct eh_facts *facts)
{
	eh_free(facts->facts);
	eh_free(facts->services);
	eh_free(facts->grants);
	eh_free(facts->codes);
	eh_free(facts->areas);
	eh_free(facts->branches);
	eh_free(facts->successors);
	eh_arena_finish(&facts->arena);
	*facts = (struct eh_facts){ 0 };
}
