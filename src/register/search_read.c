/* search_read.c: from the list to what may be found of it. Tables are read side by side in the order of organisations' identifiers. */
#include <math.h>

#include "names.h"
#include "queries.h"
#include "search_private.h"
#include "taxonomy.h"

enum { MOST_NAMED_COUNCILS = 9 }; /* whoever works in more is looked for by other words than a council's name */

struct area {
	struct eh_str name, neighbourhood;
	double latitude, longitude;
};

/* A service, with what belongs to it. */
struct part {
	struct eh_q_search_services row;
	struct eh_buf needs, people;
};

struct names {
	struct eh_str name, kind;
};

struct number {
	struct eh_str scheme, id;
};

struct reading {
	struct eh_db *db;
	struct eh_arena lasting, arena; /* of the reading; of the organisation at hand */
	struct eh_map area_map;
	EH_VEC(struct area) areas;
	struct eh_cursor names_at, numbers_at, codes_at, councils_at, services_at, service_codes_at;
	struct eh_q_search_names name;
	struct eh_q_search_identifiers number;
	struct eh_q_search_codes code;
	struct eh_q_search_areas council;
	struct eh_q_search_services service;
	struct eh_q_search_service_codes service_code;
	bool more_names, more_numbers, more_codes, more_councils, more_services, more_service_codes;
	struct eh_q_search_organisations org;
	EH_VEC(struct names) names;
	EH_VEC(struct number) numbers;
	EH_VEC(struct eh_str) councils;
	EH_VEC(struct part) parts;
	struct eh_buf needs, people, scratch;
	struct eh_search_document document;
};

/* One row on: name_next and its like. */
#define NEXT(field, query)                                                                                                       \
	static enum eh_rc next_##field(struct reading *r, struct eh_error *err)                                                  \
	{                                                                                                                        \
		enum eh_rc rc = eh_q_##query##_next(&r->field##s_at, &r->field, err);                                            \
		r->more_##field##s = rc == EH_OK;                                                                                \
		return rc == EH_END ? EH_OK : rc;                                                                                \
	}
NEXT(name, search_names)
NEXT(number, search_identifiers)
NEXT(code, search_codes)
NEXT(council, search_areas)
NEXT(service, search_services)
NEXT(service_code, search_service_codes)

static enum eh_rc begin(struct reading *r, struct eh_str first, struct eh_str last, struct eh_error *err)
{
	EH_TRY(eh_q_search_names(r->db, first, last, &r->names_at, err));
	EH_TRY(eh_q_search_identifiers(r->db, first, last, &r->numbers_at, err));
	EH_TRY(eh_q_search_codes(r->db, first, last, &r->codes_at, err));
	EH_TRY(eh_q_search_areas(r->db, first, last, &r->councils_at, err));
	EH_TRY(eh_q_search_services(r->db, first, last, &r->services_at, err));
	EH_TRY(eh_q_search_service_codes(r->db, first, last, &r->service_codes_at, err));
	EH_TRY(next_name(r, err));
	EH_TRY(next_number(r, err));
	EH_TRY(next_code(r, err));
	EH_TRY(next_council(r, err));
	EH_TRY(next_service(r, err));
	return next_service_code(r, err);
}

static enum eh_rc add_code(
        struct eh_buf *needs, struct eh_buf *people, struct eh_str facet, struct eh_str code, struct eh_error *err)
{
	struct eh_buf *out = *facet.p == 'n' ? needs : people;

	return eh_buf_printf(out, "%s%.*s", out->n ? " " : "", EH_FMT(code)) < 0 ? eh_fail_memory(err) : EH_OK;
}

/* What other tables say of the organisation at hand; rows of organisations that are not listed are passed over. */
static enum eh_rc take_names(struct reading *r, struct eh_error *err)
{
	for (int order; r->more_names && (order = eh_str_cmp(r->name.org_id, r->org.org_id)) <= 0;) {
		struct names names = { eh_arena_str(&r->arena, r->name.name), eh_arena_str(&r->arena, r->name.kind) };
		if (order == 0 && (!names.kind.p || !eh_vec_push(&r->names, names)))
			return eh_fail_memory(err);
		EH_TRY(next_name(r, err));
	}
	return EH_OK;
}

static enum eh_rc take_numbers(struct reading *r, struct eh_error *err)
{
	for (int order; r->more_numbers && (order = eh_str_cmp(r->number.org_id, r->org.org_id)) <= 0;) {
		struct number number = { eh_arena_str(&r->arena, r->number.scheme), eh_arena_str(&r->arena, r->number.id) };
		if (order == 0 && (!number.id.p || !eh_vec_push(&r->numbers, number)))
			return eh_fail_memory(err);
		EH_TRY(next_number(r, err));
	}
	return EH_OK;
}

static enum eh_rc take_codes(struct reading *r, struct eh_error *err)
{
	for (int order; r->more_codes && (order = eh_str_cmp(r->code.org_id, r->org.org_id)) <= 0;) {
		if (order == 0)
			EH_TRY(add_code(&r->needs, &r->people, r->code.facet, r->code.code, err));
		EH_TRY(next_code(r, err));
	}
	return EH_OK;
}

static enum eh_rc take_councils(struct reading *r, struct eh_error *err)
{
	for (int order; r->more_councils && (order = eh_str_cmp(r->council.org_id, r->org.org_id)) <= 0;) {
		struct eh_str council = eh_arena_str(&r->arena, r->council.council);
		if (order == 0 && (!council.p || !eh_vec_push(&r->councils, council)))
			return eh_fail_memory(err);
		EH_TRY(next_council(r, err));
	}
	return EH_OK;
}

static enum eh_rc take_service(struct reading *r, struct eh_error *err)
{
	struct eh_arena *arena = &r->arena;
	struct eh_q_search_services *row = &r->service;
	struct part part = { .row = *row };
	struct eh_str *texts[] = { &part.row.org_id, &part.row.service_id, &part.row.name, &part.row.protected, &part.row.address,
		&part.row.postcode, &part.row.lsoa, &part.row.ward, &part.row.council, &part.row.times, &part.row.activities,
		&part.row.telephone };

	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		if (!eh_db_kept(arena, *texts[i], texts[i]))
			return eh_fail_memory(err);
	return eh_vec_push(&r->parts, part) ? EH_OK : eh_fail_memory(err);
}

static enum eh_rc take_services(struct reading *r, struct eh_error *err)
{
	for (int order; r->more_services && (order = eh_str_cmp(r->service.org_id, r->org.org_id)) <= 0;) {
		if (order == 0)
			EH_TRY(take_service(r, err));
		EH_TRY(next_service(r, err));
	}
	for (int order; r->more_service_codes && (order = eh_str_cmp(r->service_code.org_id, r->org.org_id)) <= 0;) {
		for (size_t i = 0; order == 0 && i < r->parts.count; i++)
			if (eh_str_eq(r->parts.items[i].row.service_id, r->service_code.service_id))
				EH_TRY(add_code(&r->parts.items[i].needs, &r->parts.items[i].people, r->service_code.facet,
				        r->service_code.code, err));
		EH_TRY(next_service_code(r, err));
	}
	return EH_OK;
}

/* An area's names and middle, each read once. Nothing where it is not known. */
static enum eh_rc area_of(struct reading *r, struct eh_str code, struct area *ret_area, struct eh_error *err)
{
	struct area area = { .latitude = (double)NAN, .longitude = (double)NAN };
	const uint64_t *known = code.n ? eh_map_get(&r->area_map, code) : NULL;
	struct eh_q_search_area row;

	*ret_area = known ? r->areas.items[*known] : area;
	if (known || !code.n)
		return EH_OK;
	enum eh_rc rc = eh_q_search_area(r->db, code, &r->lasting, &row, err);
	if (rc == EH_OK)
		area = (struct area){ row.name, row.neighbourhood, row.latitude, row.longitude };
	else if (rc != EH_NOT_FOUND)
		return rc;
	struct eh_str kept = eh_arena_str(&r->lasting, code);
	if (!kept.p || eh_map_put(&r->area_map, kept, r->areas.count, NULL, NULL) < 0 || !eh_vec_push(&r->areas, area))
		return eh_fail_memory(err);
	*ret_area = area;
	return EH_OK;
}

/* Words of the ward and the neighbourhood. */
static enum eh_rc add_place(struct reading *r, struct eh_str ward, struct eh_str lsoa, struct eh_error *err)
{
	struct area area;

	EH_TRY(area_of(r, ward, &area, err));
	EH_TRY(eh_search_add_words(&r->document.place_words, area.name, err));
	EH_TRY(area_of(r, lsoa, &area, err));
	return eh_search_add_words(&r->document.place_words, area.neighbourhood, err);
}

/* The point of a public address; else the middle of the small area. */
static enum eh_rc set_point(
        struct reading *r, bool address_public, double latitude, double longitude, struct eh_str lsoa, struct eh_error *err)
{
	struct eh_search_document *document = &r->document;
	struct area area;

	document->exact = address_public && !isnan(latitude);
	document->latitude = latitude;
	document->longitude = longitude;
	if (document->exact)
		return EH_OK;
	EH_TRY(area_of(r, lsoa, &area, err));
	document->latitude = area.latitude;
	document->longitude = area.longitude;
	return EH_OK;
}

static enum eh_rc add_key(struct reading *r, const char *kind, struct eh_str shown, struct eh_error *err)
{
	struct eh_search_key key = { eh_arena_str(&r->arena, eh_buf_str(&r->scratch)), shown, kind };

	if (!r->scratch.n)
		return EH_OK;
	return key.key.p && eh_vec_push(&r->document.keys, key) ? EH_OK : eh_fail_memory(err);
}

static enum eh_rc add_code_word(struct reading *r, struct eh_error *err)
{
	struct eh_buf *words = &r->document.code_words;

	return eh_buf_add(words, eh_buf_str(&r->scratch)) < 0 || eh_buf_add_char(words, ' ') < 0 ? eh_fail_memory(err) : EH_OK;
}

/* A name's words, itself whole, and its initials. */
static enum eh_rc add_name(struct reading *r, struct eh_str name, const char *kind, bool initials, struct eh_error *err)
{
	EH_TRY(eh_search_add_words(&r->document.name_words, name, err));
	EH_TRY(eh_search_name_key(name, &r->scratch, err));
	EH_TRY(add_key(r, kind, name, err));
	for (int legal = 0; initials && legal < 2; legal++) {
		EH_TRY(eh_search_acronym(name, legal, &r->scratch, err));
		EH_TRY(add_key(r, "acronym", name, err));
		EH_TRY(add_code_word(r, err));
	}
	return EH_OK;
}

/* An acronym that a source gives. */
static enum eh_rc add_acronym(struct reading *r, struct eh_str acronym, struct eh_error *err)
{
	EH_TRY(eh_search_add_words(&r->document.name_words, acronym, err));
	if (eh_search_number_key(acronym, false, &r->scratch) < 0)
		return eh_fail_memory(err);
	EH_TRY(add_key(r, "acronym", acronym, err));
	return add_code_word(r, err);
}

/* "1129832", "GB-CHC-1129832"; "00738693" and "738693"; "SC012345" and "12345". */
static enum eh_rc add_number(struct reading *r, const struct number *number, struct eh_error *err)
{
	struct eh_str whole = eh_arena_printf(&r->arena, "%.*s%.*s", EH_FMT(number->scheme), EH_FMT(number->id));
	const struct {
		struct eh_str text;
		bool bare;
	} FORMS[] = { { number->id, false }, { number->id, true }, { whole, false } };

	if (!whole.p)
		return eh_fail_memory(err);
	for (size_t i = 0; i < sizeof FORMS / sizeof *FORMS; i++) {
		if (eh_search_number_key(FORMS[i].text, FORMS[i].bare, &r->scratch) < 0)
			return eh_fail_memory(err);
		EH_TRY(add_key(r, "number", number->id, err));
		EH_TRY(add_code_word(r, err));
	}
	return EH_OK;
}

static enum eh_rc add_labels(struct eh_buf *out, struct eh_str codes, bool people, struct eh_error *err)
{
	struct eh_str code;

	while (codes.n && eh_str_split(&codes, ' ', &code)) {
		const struct eh_need *need = people ? NULL : eh_need_find(code);
		const struct eh_people *whom = people ? eh_people_find(code) : NULL;
		const char *label = need ? need->label : whom ? whom->label : "";
		EH_TRY(eh_search_add_words(out, eh_str_of(label), err));
	}
	return EH_OK;
}

/* Opening times as one line. */
static enum eh_rc add_hours(struct eh_buf *out, struct eh_str times, struct eh_error *err)
{
	if (!times.n)
		return EH_OK;
	if (out->n && eh_buf_add_char(out, '\n') < 0)
		return eh_fail_memory(err);
	for (size_t i = 0; i < times.n; i++)
		if (eh_buf_add_char(out, times.p[i] == '\n' || times.p[i] == '\r' ? ';' : times.p[i]) < 0)
			return eh_fail_memory(err);
	return EH_OK;
}

static enum eh_rc copy(struct eh_buf *out, const struct eh_buf *from, struct eh_error *err)
{
	return eh_buf_add(out, eh_buf_str(from)) < 0 ? eh_fail_memory(err) : EH_OK;
}

static void reset_document(struct eh_search_document *document)
{
	struct eh_buf *buffers[] = { &document->sort_name, &document->councils, &document->needs, &document->people,
		&document->hours, &document->name_words, &document->code_words, &document->does_words, &document->place_words };
	struct eh_search_document empty = { .latitude = (double)NAN, .longitude = (double)NAN };
	struct eh_buf *fresh[] = { &empty.sort_name, &empty.councils, &empty.needs, &empty.people, &empty.hours,
		&empty.name_words, &empty.code_words, &empty.does_words, &empty.place_words };

	for (size_t i = 0; i < sizeof buffers / sizeof *buffers; i++) {
		eh_buf_reset(buffers[i]);
		*fresh[i] = *buffers[i];
	}
	empty.keys = document->keys;
	empty.keys.count = 0;
	*document = empty;
}

static enum eh_rc list_councils(struct reading *r, struct eh_str own, bool named, struct eh_error *err)
{
	struct eh_search_document *document = &r->document;
	struct area area;

	if (own.n && eh_buf_add(&document->councils, own) < 0)
		return eh_fail_memory(err);
	for (size_t i = 0; !own.n && i < r->councils.count; i++)
		if (eh_buf_printf(&document->councils, "%s%.*s", i ? " " : "", EH_FMT(r->councils.items[i])) < 0)
			return eh_fail_memory(err);
	for (size_t i = 0; named && i < r->councils.count && r->councils.count <= MOST_NAMED_COUNCILS; i++) {
		EH_TRY(area_of(r, r->councils.items[i], &area, err));
		EH_TRY(eh_search_add_words(&document->place_words, area.name, err));
	}
	return EH_OK;
}

static enum eh_rc add_organisation_names(struct reading *r, struct eh_error *err)
{
	EH_TRY(add_name(r, r->org.name, "name", true, err));
	for (size_t i = 0; i < r->names.count; i++) {
		const struct names *name = &r->names.items[i];
		if (eh_str_eq(name->kind, EH_STR("acronym")))
			EH_TRY(add_acronym(r, name->name, err));
		else
			EH_TRY(add_name(r, name->name, "other", !eh_str_eq(name->kind, EH_STR("venue")), err));
	}
	for (size_t i = 0; i < r->numbers.count; i++)
		EH_TRY(add_number(r, &r->numbers.items[i], err));
	return EH_OK;
}

/* What its services are called and do, and when; and whether they all come to people. */
static enum eh_rc add_services(struct reading *r, struct eh_error *err)
{
	struct eh_search_document *document = &r->document;
	size_t coming = 0;

	for (size_t i = 0; i < r->parts.count; i++) {
		const struct eh_q_search_services *service = &r->parts.items[i].row;
		EH_TRY(eh_search_add_words(&document->does_words, service->name, err));
		EH_TRY(eh_search_add_words(&document->does_words, service->activities, err));
		if (!document->protected)
			EH_TRY(add_place(r, service->ward, service->lsoa, err));
		if (!document->protected && service->open)
			EH_TRY(add_hours(&document->hours, service->times, err));
		coming += service->whole_place != 0;
	}
	document->whole_place = coming && coming == r->parts.count;
	if (r->parts.count == 1 && !document->protected)
		document->times = r->parts.items[0].row.times;
	return EH_OK;
}

static enum eh_rc make_organisation(struct reading *r, struct eh_error *err)
{
	struct eh_search_document *document = &r->document;
	const struct eh_q_search_organisations *org = &r->org;
	bool hidden = org->protected.p != NULL;

	reset_document(document);
	document->id = document->org_id = org->org_id;
	document->name = document->org_name = org->name;
	document->status = org->status;
	document->scale = org->scale;
	document->activities = org->activities;
	document->web = org->web;
	document->telephone = org->telephone;
	document->last_confirmed = org->last_confirmed;
	document->protected = hidden;
	if (!hidden) {
		document->address = org->address_public ? org->address : document->address;
		document->postcode = org->address_public ? org->postcode : document->postcode;
		document->ward = org->ward;
		document->council = org->council;
		EH_TRY(set_point(r, org->address_public, org->latitude, org->longitude, org->lsoa, err));
		EH_TRY(add_place(r, org->ward, org->lsoa, err));
	}
	EH_TRY(add_organisation_names(r, err));
	EH_TRY(eh_search_add_words(&document->sort_name, org->name, err));
	EH_TRY(eh_search_add_words(&document->does_words, org->activities, err));
	EH_TRY(add_services(r, err));
	EH_TRY(list_councils(r, (struct eh_str){ NULL, 0 }, !hidden, err));
	EH_TRY(copy(&document->needs, &r->needs, err));
	return copy(&document->people, &r->people, err);
}

static enum eh_rc make_service(struct reading *r, const struct part *part, struct eh_error *err)
{
	struct eh_search_document *document = &r->document;
	const struct eh_q_search_services *service = &part->row;

	reset_document(document);
	document->service = true;
	document->id = service->service_id;
	document->org_id = r->org.org_id;
	document->name = service->name;
	document->org_name = r->org.name;
	document->status = service->open ? EH_STR("active") : EH_STR("closed");
	document->scale = r->org.scale;
	document->activities = service->activities;
	document->web = r->org.web;
	document->telephone = service->telephone;
	document->times = service->times;
	document->last_confirmed = service->last_confirmed;
	document->whole_place = service->whole_place != 0;
	document->address = service->address_public ? service->address : document->address;
	document->postcode = service->address_public ? service->postcode : document->postcode;
	document->ward = service->ward;
	document->council = service->council;
	document->same = eh_name_same(service->name, r->org.name) && (!service->ward.n || eh_str_eq(service->ward, r->org.ward));
	EH_TRY(set_point(r, service->address_public, service->latitude, service->longitude, service->lsoa, err));
	EH_TRY(add_place(r, service->ward, service->lsoa, err));
	EH_TRY(add_name(r, service->name, "name", false, err));
	EH_TRY(eh_search_add_words(&document->sort_name, service->name, err));
	EH_TRY(eh_search_add_words(&document->does_words, r->org.name, err));
	EH_TRY(eh_search_add_words(&document->does_words, service->activities, err));
	EH_TRY(add_hours(&document->hours, service->times, err));
	EH_TRY(list_councils(r, service->council, true, err));
	EH_TRY(copy(&document->needs, &part->needs, err));
	return copy(&document->people, &part->people, err);
}

static void reset_organisation(struct reading *r)
{
	for (size_t i = 0; i < r->parts.count; i++) {
		eh_buf_finish(&r->parts.items[i].needs);
		eh_buf_finish(&r->parts.items[i].people);
	}
	r->names.count = r->numbers.count = r->councils.count = r->parts.count = 0;
	eh_buf_reset(&r->needs);
	eh_buf_reset(&r->people);
	eh_arena_reset(&r->arena);
}

static enum eh_rc gather(struct reading *r, struct eh_error *err)
{
	reset_organisation(r);
	EH_TRY(take_names(r, err));
	EH_TRY(take_numbers(r, err));
	EH_TRY(take_codes(r, err));
	EH_TRY(take_councils(r, err));
	return take_services(r, err);
}

static enum eh_rc finish_document(struct reading *r, struct eh_error *err)
{
	struct eh_search_document *document = &r->document;

	EH_TRY(add_labels(&document->does_words, eh_buf_str(&document->needs), false, err));
	return add_labels(&document->does_words, eh_buf_str(&document->people), true, err);
}

static enum eh_rc read_all(struct reading *r, struct eh_str first, struct eh_str last,
        enum eh_rc (*take)(void *, const struct eh_search_document *, struct eh_error *), void *context, struct eh_error *err)
{
	struct eh_cursor rows EH_CLEANUP_CURSOR = { 0 };
	enum eh_rc rc = eh_q_search_organisations(r->db, first, last, &rows, err);

	EH_TRY(rc);
	EH_TRY(begin(r, first, last, err));
	while ((rc = eh_q_search_organisations_next(&rows, &r->org, err)) == EH_OK) {
		EH_TRY(gather(r, err));
		EH_TRY(make_organisation(r, err));
		EH_TRY(finish_document(r, err));
		EH_TRY(take(context, &r->document, err));
		for (size_t i = 0; i < r->parts.count; i++) {
			EH_TRY(make_service(r, &r->parts.items[i], err));
			EH_TRY(finish_document(r, err));
			EH_TRY(take(context, &r->document, err));
		}
	}
	return rc == EH_END ? EH_OK : rc;
}

static void finish(struct reading *r)
{
	struct eh_buf *buffers[] = { &r->document.sort_name, &r->document.councils, &r->document.needs, &r->document.people,
		&r->document.hours, &r->document.name_words, &r->document.code_words, &r->document.does_words,
		&r->document.place_words, &r->needs, &r->people, &r->scratch };
	struct eh_cursor *cursors[] = { &r->names_at, &r->numbers_at, &r->codes_at, &r->councils_at, &r->services_at,
		&r->service_codes_at };

	reset_organisation(r);
	for (size_t i = 0; i < sizeof buffers / sizeof *buffers; i++)
		eh_buf_finish(buffers[i]);
	for (size_t i = 0; i < sizeof cursors / sizeof *cursors; i++)
		eh_cursor_close(cursors[i]);
	eh_vec_finish(&r->document.keys);
	eh_vec_finish(&r->names);
	eh_vec_finish(&r->numbers);
	eh_vec_finish(&r->councils);
	eh_vec_finish(&r->parts);
	eh_vec_finish(&r->areas);
	eh_map_finish(&r->area_map);
	eh_arena_finish(&r->arena);
	eh_arena_finish(&r->lasting);
}

enum eh_rc eh_search_read_list(struct eh_db *db, struct eh_str first, struct eh_str last,
        enum eh_rc (*take)(void *context, const struct eh_search_document *document, struct eh_error *err), void *context,
        struct eh_error *err)
{
	struct reading *r = eh_alloc_zero(1, sizeof *r);

	if (!r)
		return eh_fail_memory(err);
	r->db = db;
	enum eh_rc rc = read_all(r, first, last, take, context, err);
	rc = eh_arena_check(&r->arena, rc, err);
	finish(r);
	eh_free(r);
	return rc;
}
