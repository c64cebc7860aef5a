/* search_document.c: what may be found of an organisation and of its services. */
#include <math.h>

#include "names.h"
#include "search_gather.h"
#include "taxonomy.h"

enum { CHIEF_BYTES = 120 };       /* of what it does: what comes later it may do besides */
enum { MOST_NAMED_COUNCILS = 9 }; /* whoever works in more is looked for by other words than a council's name */

static void reset(struct eh_search_document *document)
{
	struct eh_buf *buffers[] = { &document->sort_name, &document->councils, &document->needs, &document->people,
		&document->hours, &document->chief, &document->name_words, &document->code_words, &document->does_words,
		&document->place_words };
	struct eh_search_document empty = { .latitude = (double)NAN, .longitude = (double)NAN };
	struct eh_buf *fresh[] = { &empty.sort_name, &empty.councils, &empty.needs, &empty.people, &empty.hours, &empty.chief,
		&empty.name_words, &empty.code_words, &empty.does_words, &empty.place_words };

	for (size_t i = 0; i < sizeof buffers / sizeof *buffers; i++) {
		eh_buf_reset(buffers[i]);
		*fresh[i] = *buffers[i];
	}
	empty.keys = document->keys;
	empty.keys.count = 0;
	*document = empty;
}

void eh_search_maker_finish(struct eh_search_maker *maker)
{
	struct eh_search_document *document = &maker->document;
	struct eh_buf *buffers[] = { &document->sort_name, &document->councils, &document->needs, &document->people,
		&document->hours, &document->chief, &document->name_words, &document->code_words, &document->does_words,
		&document->place_words, &maker->scratch };

	for (size_t i = 0; i < sizeof buffers / sizeof *buffers; i++)
		eh_buf_finish(buffers[i]);
	eh_vec_finish(&document->keys);
	eh_vec_finish(&maker->places);
	eh_map_finish(&maker->place_map);
	eh_map_finish(&maker->place_words);
	eh_arena_finish(&maker->arena);
}

/* Words of the ward and the neighbourhood. */
static enum eh_rc add_place(struct eh_search_maker *maker, struct eh_str ward, struct eh_str lsoa, struct eh_error *err)
{
	struct eh_search_place place;

	EH_TRY(eh_search_place_of(maker, ward, &place, err));
	EH_TRY(eh_search_add_words(&maker->document.place_words, place.name, err));
	EH_TRY(eh_search_place_of(maker, lsoa, &place, err));
	return eh_search_add_words(&maker->document.place_words, place.neighbourhood, err);
}

/* The point of a public address; else the middle of the small area. */
static enum eh_rc set_point(struct eh_search_maker *maker, bool address_public, double latitude, double longitude,
        struct eh_str lsoa, struct eh_error *err)
{
	struct eh_search_document *document = &maker->document;
	struct eh_search_place place;

	document->exact = address_public && !isnan(latitude);
	document->latitude = latitude;
	document->longitude = longitude;
	if (document->exact)
		return EH_OK;
	EH_TRY(eh_search_place_of(maker, lsoa, &place, err));
	document->latitude = place.latitude;
	document->longitude = place.longitude;
	return EH_OK;
}

/* What it does, in its own words; something protected without those that are also a place's. */
static enum eh_rc add_does(struct eh_search_maker *maker, struct eh_str text, struct eh_error *err)
{
	struct eh_buf *out = &maker->document.does_words;

	return maker->document.protected ? eh_search_add_placeless_words(maker, out, text, err)
	                                 : eh_search_add_words(out, text, err);
}

/* Needs and people in plain words: not its own, and so beside the words of its place. */
static enum eh_rc add_labels(struct eh_search_document *document, struct eh_error *err)
{
	struct eh_str needs = eh_buf_str(&document->needs), people = eh_buf_str(&document->people), code;

	while (needs.n && eh_str_split(&needs, ' ', &code)) {
		const struct eh_need *need = eh_need_find(code);
		if (need)
			EH_TRY(eh_search_add_words(&document->place_words, eh_str_of(need->label), err));
	}
	while (people.n && eh_str_split(&people, ' ', &code)) {
		const struct eh_people *whom = eh_people_find(code);
		if (whom)
			EH_TRY(eh_search_add_words(&document->place_words, eh_str_of(whom->label), err));
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

/* Of its needs those that its name says or that come first in what it does. */
static enum eh_rc add_chief(struct eh_search_document *document, struct eh_error *err)
{
	struct eh_buf name EH_CLEANUP_BUF = { 0 }, does EH_CLEANUP_BUF = { 0 };
	struct eh_str codes = eh_buf_str(&document->needs), code, word;

	if (eh_utf8_fold(document->name, &name) < 0 || eh_utf8_fold(eh_utf8_cut(document->activities, CHIEF_BYTES), &does) < 0)
		return eh_fail_memory(err);
	while (codes.n && eh_str_split(&codes, ' ', &code)) {
		const struct eh_need *need = eh_need_find(code);
		if (!need || (!eh_words_match(need->words, eh_buf_str(&name), true, &word) &&
		                     !eh_words_match(need->words, eh_buf_str(&does), false, &word)))
			continue;
		if (eh_buf_printf(&document->chief, "%s%s", document->chief.n ? " " : "", need->code) < 0)
			return eh_fail_memory(err);
	}
	return EH_OK;
}

static enum eh_rc add_codes(
        struct eh_search_document *document, const struct eh_buf *needs, const struct eh_buf *people, struct eh_error *err)
{
	if (eh_buf_add(&document->needs, eh_buf_str(needs)) < 0 || eh_buf_add(&document->people, eh_buf_str(people)) < 0)
		return eh_fail_memory(err);
	EH_TRY(add_chief(document, err));
	return add_labels(document, err);
}

/* Whose lists it is in: its own council's where it has one, else those of the organisation. */
static enum eh_rc add_councils(
        struct eh_search_maker *maker, const struct eh_search_gathered *gathered, struct eh_str own, struct eh_error *err)
{
	struct eh_search_document *document = &maker->document;
	bool named = !document->protected && gathered->councils.count <= MOST_NAMED_COUNCILS;
	struct eh_search_place place;

	if (own.n && eh_buf_add(&document->councils, own) < 0)
		return eh_fail_memory(err);
	for (size_t i = 0; i < gathered->councils.count; i++) {
		struct eh_str council = gathered->councils.items[i];
		if (!own.n && eh_buf_printf(&document->councils, "%s%.*s", i ? " " : "", EH_FMT(council)) < 0)
			return eh_fail_memory(err);
		if (!named)
			continue;
		EH_TRY(eh_search_place_of(maker, council, &place, err));
		EH_TRY(eh_search_add_words(&document->place_words, place.name, err));
	}
	return EH_OK;
}

/* What its services are called and do, and when; and whether they all come to people. */
static enum eh_rc add_services(struct eh_search_maker *maker, const struct eh_search_gathered *gathered, struct eh_error *err)
{
	struct eh_search_document *document = &maker->document;
	size_t coming = 0;

	for (size_t i = 0; i < gathered->parts.count; i++) {
		const struct eh_q_search_services *service = &gathered->parts.items[i].row;
		EH_TRY(add_does(maker, service->name, err));
		EH_TRY(add_does(maker, service->activities, err));
		coming += service->whole_place != 0;
		if (document->protected)
			continue;
		EH_TRY(add_place(maker, service->ward, service->lsoa, err));
		if (service->open)
			EH_TRY(add_hours(&document->hours, service->times, err));
	}
	document->whole_place = coming && coming == gathered->parts.count;
	if (gathered->parts.count == 1 && !document->protected)
		document->times = gathered->parts.items[0].row.times;
	return EH_OK;
}

enum eh_rc eh_search_make_organisation(struct eh_search_maker *maker, struct eh_search_gathered *gathered, struct eh_error *err)
{
	struct eh_search_document *document = &maker->document;
	const struct eh_q_search_organisations *org = &gathered->org;

	reset(document);
	document->id = document->org_id = org->org_id;
	document->name = document->org_name = org->name;
	document->status = org->status;
	document->scale = org->scale;
	document->size = eh_search_size(org->income_pence);
	document->activities = org->activities;
	document->web = org->web;
	document->telephone = org->telephone;
	document->last_confirmed = org->last_confirmed;
	document->confirmed_by = org->confirmed_by;
	document->protected = org->protected.p != NULL;
	if (!document->protected) {
		document->address = org->address_public ? org->address : document->address;
		document->postcode = org->address_public ? org->postcode : document->postcode;
		document->ward = org->ward;
		document->council = org->council;
		EH_TRY(set_point(maker, org->address_public, org->latitude, org->longitude, org->lsoa, err));
		EH_TRY(add_place(maker, org->ward, org->lsoa, err));
	}
	EH_TRY(eh_search_add_organisation_names(maker, gathered, err));
	EH_TRY(eh_search_add_words(&document->sort_name, org->name, err));
	EH_TRY(add_does(maker, org->activities, err));
	EH_TRY(add_services(maker, gathered, err));
	EH_TRY(add_councils(maker, gathered, (struct eh_str){ NULL, 0 }, err));
	return add_codes(document, &gathered->needs, &gathered->people, err);
}

enum eh_rc eh_search_make_service(
        struct eh_search_maker *maker, struct eh_search_gathered *gathered, size_t n, struct eh_error *err)
{
	struct eh_search_document *document = &maker->document;
	const struct eh_search_part *part = &gathered->parts.items[n];
	const struct eh_q_search_services *service = &part->row;
	const struct eh_q_search_organisations *org = &gathered->org;

	reset(document);
	document->service = true;
	document->id = service->service_id;
	document->org_id = org->org_id;
	document->name = service->name;
	document->org_name = org->name;
	document->status = service->open ? EH_STR("active") : EH_STR("closed");
	document->scale = org->scale;
	document->size = eh_search_size(org->income_pence);
	document->activities = service->activities;
	document->web = org->web;
	document->telephone = service->telephone;
	document->times = service->times;
	document->last_confirmed = service->last_confirmed;
	document->confirmed_by = service->confirmed_by;
	document->whole_place = service->whole_place != 0;
	document->protected = service->protected.p != NULL;
	document->address = service->address_public ? service->address : document->address;
	document->postcode = service->address_public ? service->postcode : document->postcode;
	document->ward = service->ward;
	document->council = service->council;
	document->same = eh_name_same(service->name, org->name) && (!service->ward.n || eh_str_eq(service->ward, org->ward));
	EH_TRY(set_point(maker, service->address_public, service->latitude, service->longitude,
	        service->lsoa.n || service->whole_place ? service->lsoa : service->ward, err));
	EH_TRY(add_place(maker, service->ward, service->lsoa, err));
	EH_TRY(eh_search_add_service_name(maker, gathered, service->name, err));
	EH_TRY(eh_search_add_words(&document->sort_name, service->name, err));
	EH_TRY(add_does(maker, org->name, err));
	EH_TRY(add_does(maker, service->activities, err));
	EH_TRY(add_hours(&document->hours, service->times, err));
	EH_TRY(add_councils(maker, gathered, service->council, err));
	return add_codes(document, &part->needs, &part->people, err);
}
