/* facts_services.c: the services of one organisation, each with what it says of it itself and what a source says. */
#include <math.h>
#include <stdio.h>

#include "derive.h"
#include "facts_private.h"
#include "own_services.h"
#include "protect.h"
#include "queries.h"
#include "rows.h"

enum { SAID_MOST = 24 };

struct gathering {
	struct eh_db *db;
	const struct eh_facts_back *back;
	struct eh_facts *facts;
	struct eh_arena *arena;
	size_t cap;
};

static void say(struct eh_service_facts *service, const struct eh_fact *from, const char *what, struct eh_str value)
{
	if (!value.n || service->said_count == SAID_MOST)
		return;
	service->said[service->said_count] = *from;
	service->said[service->said_count].what = what;
	service->said[service->said_count++].value = value;
}

/* Free text of something protected, without what would lead there. */
static struct eh_str told(const struct gathering *g, struct eh_str text)
{
	return g->back->protected && text.n ? eh_protect_mask(text, g->back->addresses, g->back->address_count, g->arena)
	                                    : eh_db_keep(g->arena, text);
}

/* A name is told, even where an address repeats it; a street or a postcode in it is not. */
static struct eh_str told_name(const struct gathering *g, struct eh_str name)
{
	return g->back->protected && name.n ? eh_protect_mask(name, NULL, 0, g->arena) : eh_db_keep(g->arena, name);
}

/* ---- What the organisation says ---- */

static struct eh_str money(const struct gathering *g, int64_t pence)
{
	if (pence == EH_DB_NULL)
		return (struct eh_str){ NULL, 0 };
	if (!pence)
		return EH_STR("free");
	return pence % 100 ? eh_arena_printf(g->arena, "£%lld.%02lld", (long long)(pence / 100), (long long)(pence % 100))
	                   : eh_arena_printf(g->arena, "£%lld", (long long)(pence / 100));
}

static struct eh_str times_of(const struct gathering *g, const struct eh_own_service *own)
{
	struct eh_buf times EH_CLEANUP_BUF = { 0 };

	if (eh_meetings_words(&own->meetings, told(g, own->note), &times) < 0)
		return (struct eh_str){ NULL, 0 };
	return eh_arena_str(g->arena, eh_buf_str(&times));
}

static void say_own(const struct gathering *g, const struct eh_own_service *own, struct eh_service_facts *service)
{
	bool contact = !g->back->hidden.hidden[EH_HIDDEN_CONTACT];
	bool place = !g->back->protected && own->how == EH_HOW_PLACE && !own->hides_address &&
	             !g->back->hidden.hidden[EH_HIDDEN_ADDRESS];
	struct eh_str none = { NULL, 0 };
	const struct eh_fact from = { .publisher = eh_str_eq(own->said_as, EH_STR("keeper"))
		                                           ? EH_STR("a correction, checked by the keepers of the list")
		                                           : EH_STR("the organisation itself"),
		.source = EH_STR("own words"),
		.file = EH_STR(""),
		.date = (int32_t)(own->said_at / 86400000000) };

	say(service, &from, EH_T("status"), own->closed ? EH_STR("closed") : none);
	say(service, &from, EH_T("name"), told_name(g, own->name));
	say(service, &from, EH_T("does"), told(g, own->does));
	say(service, &from, EH_T("times"), times_of(g, own));
	say(service, &from, EH_T("address"), place ? own->address : none);
	say(service, &from, EH_T("postcode"), place ? own->postcode : none);
	say(service, &from, EH_T("cost"), money(g, own->cost_pence));
	say(service, &from, EH_T("new people"), own->new_people);
	if (own->capacity != EH_DB_NULL)
		say(service, &from, EH_T("places a week"), eh_arena_printf(g->arena, "%lld", (long long)own->capacity));
	say(service, &from, EH_T("telephone"), contact && !g->back->protected ? own->telephone : none);
	say(service, &from, EH_T("web"), contact ? own->web : none);
}

/* ---- What a source says ---- */

static void say_record(const struct gathering *g, const struct eh_q_record_source *row, struct eh_str key,
        const struct eh_record *record, struct eh_service_facts *service)
{
	unsigned says = (unsigned)row->says | record->says;
	bool open_to_all = (record->address_public || (says & EH_SAYS_MEETS)) && !g->back->protected &&
	                   !g->back->hidden.hidden[EH_HIDDEN_ADDRESS] &&
	                   !eh_own_services_hide(g->back->own, g->back->own_count, row->source, key, record->postcode);
	struct eh_str none = { NULL, 0 };
	const struct eh_fact from = { .publisher = row->publisher,
		.source = row->source,
		.file = row->file,
		.batch = row->batch_id,
		.line = row->line,
		.date = (int32_t)row->data_date,
		.gone = row->gone_date != EH_DB_NULL };

	say(service, &from, EH_T("name"), told_name(g, record->service_name.n ? record->service_name : record->name));
	say(service, &from, EH_T("does"), told(g, record->activities));
	say(service, &from, EH_T("for"), told(g, record->beneficiaries));
	say(service, &from, EH_T("times"), told(g, record->times));
	say(service, &from, EH_T("address"), open_to_all ? record->address : none);
	say(service, &from, EH_T("postcode"), open_to_all ? record->postcode : none);
	if (!g->back->hidden.hidden[EH_HIDDEN_CONTACT])
		say(service, &from, EH_T("telephone"), eh_public_telephone(record, says, g->back->protected));
}

static enum eh_rc load_record(
        struct gathering *g, int64_t source_id, struct eh_str key, struct eh_service_facts *service, struct eh_error *err)
{
	struct eh_q_record_source row;
	struct eh_record record;
	enum eh_rc rc = source_id ? eh_q_record_source(g->db, source_id, key, g->arena, &row, err) : EH_NOT_FOUND;

	if (rc == EH_NOT_FOUND)
		return EH_OK;
	EH_TRY(rc);
	EH_TRY(eh_record_from_json(row.fields, g->arena, &record, err));
	if (!eh_str_eq(row.terms, EH_STR("match only")) && record.consent != EH_CONSENT_NO)
		say_record(g, &row, key, &record, service);
	return EH_OK;
}

/* ---- What lies beside it ---- */

static enum eh_rc load_wards(struct gathering *g, struct eh_service_facts *service, struct eh_error *err)
{
	struct eh_cursor cursor EH_CLEANUP_CURSOR = { 0 };
	EH_VEC(struct eh_named) wards = { 0 };
	struct eh_q_service_ward_of row;
	enum eh_rc rc = eh_q_service_ward_of(g->db, service->id, &cursor, err);

	while (rc == EH_OK && (rc = eh_q_service_ward_of_next(&cursor, &row, err)) == EH_OK)
		if (!eh_vec_push(&wards, (struct eh_named){ eh_arena_str(g->arena, row.ward), { NULL, 0 } }))
			rc = eh_fail_memory(err);
	rc = rc == EH_END ? EH_OK : rc;
	service->wards = wards.count ? eh_arena_alloc_zero(g->arena, wards.count, sizeof *service->wards) : NULL;
	for (size_t i = 0; rc == EH_OK && service->wards && i < wards.count; i++) {
		struct eh_q_area_name name = { 0 };
		rc = eh_q_area_name(g->db, wards.items[i].id, g->arena, &name, err);
		wards.items[i].name = name.name.p ? name.name : wards.items[i].id;
		service->wards[service->ward_count++] = wards.items[i];
		rc = rc == EH_NOT_FOUND ? EH_OK : rc;
	}
	eh_vec_finish(&wards);
	return rc;
}

static enum eh_rc load_codes(struct gathering *g, struct eh_service_facts *service, struct eh_error *err)
{
	enum { MOST = 64 };
	struct eh_cursor cursor EH_CLEANUP_CURSOR = { 0 };
	struct eh_q_service_code_of row;
	enum eh_rc rc = eh_q_service_code_of(g->db, service->id, &cursor, err);

	service->codes = eh_arena_alloc_zero(g->arena, MOST, sizeof *service->codes);
	while (rc == EH_OK && service->codes && (rc = eh_q_service_code_of_next(&cursor, &row, err)) == EH_OK)
		if (service->code_count < MOST)
			service->codes[service->code_count++] = (struct eh_code_facts){ eh_arena_str(g->arena, row.facet),
				eh_arena_str(g->arena, row.code), eh_arena_str(g->arena, row.why) };
	return rc == EH_END ? EH_OK : rc;
}

static enum eh_rc load_ward_name(struct gathering *g, struct eh_service_facts *service, struct eh_error *err)
{
	struct eh_q_area_name ward;

	if (!service->ward.n || service->protected)
		return EH_OK;
	enum eh_rc rc = eh_q_area_name(g->db, service->ward, g->arena, &ward, err);
	if (rc == EH_OK)
		service->ward_name = ward.name;
	return rc == EH_NOT_FOUND ? EH_OK : rc;
}

/* As the list has it, before what lies beside it is read. */
static struct eh_service_facts take(const struct gathering *g, const struct eh_q_service_of *row)
{
	bool contact = !g->back->hidden.hidden[EH_HIDDEN_CONTACT], place = row->address_public && !row->protected.p;
	struct eh_str none = { NULL, 0 };

	return (struct eh_service_facts){ .id = eh_db_keep(g->arena, row->service_id),
		.name = eh_db_keep(g->arena, row->name),
		.ward = eh_db_keep(g->arena, row->ward),
		.times = eh_db_keep(g->arena, row->times),
		.address = place ? eh_db_keep(g->arena, row->address) : none,
		.postcode = place ? eh_db_keep(g->arena, row->postcode) : none,
		.whole_place = row->whole_place != 0,
		.open = row->open != 0,
		.office_only = !row->from_service_source,
		.protected = row->protected.p != NULL,
		.date = (int32_t)row->last_confirmed,
		.confirmed_by = eh_db_keep(g->arena, row->confirmed_by),
		.does = told(g, row->activities),
		.telephone = contact ? eh_db_keep(g->arena, row->telephone) : none,
		.web = contact ? eh_db_keep(g->arena, row->web) : none,
		.new_people = row->new_people.p ? eh_arena_str(g->arena, row->new_people) : EH_STR(""),
		.cost_pence = row->said_as.p ? row->cost_pence : EH_DB_NULL,
		.capacity = isnan(row->capacity) ? EH_DB_NULL : (int64_t)row->capacity,
		.said_as = eh_db_keep(g->arena, row->said_as) };
}

static enum eh_rc add(struct gathering *g, const struct eh_q_service_of *row, struct eh_error *err)
{
	struct eh_service_facts service = take(g, row);

	service.said = eh_arena_alloc_zero(g->arena, SAID_MOST, sizeof *service.said);
	if (!service.said)
		return eh_fail_memory(err);
	for (size_t i = 0; i < g->back->own_count; i++)
		if (eh_str_eq(g->back->own[i].service_id, service.id)) {
			say_own(g, &g->back->own[i], &service);
			service.office_only &= !service.protected; /* of something protected no source is told */
		}
	EH_TRY(load_record(g, row->source_id, eh_db_keep(g->arena, row->key), &service, err));
	EH_TRY(load_wards(g, &service, err));
	EH_TRY(load_codes(g, &service, err));
	EH_TRY(load_ward_name(g, &service, err));
	if (!eh_vec_grow(&g->facts->services, g->facts->service_count, &g->cap, sizeof service))
		return eh_fail_memory(err);
	g->facts->services[g->facts->service_count++] = service;
	return EH_OK;
}

enum eh_rc eh_facts_load_services(
        struct eh_db *db, const struct eh_facts_back *back, struct eh_facts *facts, struct eh_error *err)
{
	struct gathering g = { .db = db, .back = back, .facts = facts, .arena = &facts->arena };
	struct eh_cursor rows EH_CLEANUP_CURSOR = { 0 };
	struct eh_q_service_of row;

	enum eh_rc rc = eh_q_service_of(db, facts->id, &rows, err);
	while (rc == EH_OK && (rc = eh_q_service_of_next(&rows, &row, err)) == EH_OK)
		EH_TRY(add(&g, &row, err));
	return rc == EH_END ? EH_OK : rc;
}
