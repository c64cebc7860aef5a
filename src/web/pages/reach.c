/* reach.c: whom a reader can write to or ring, on the pages that tell them to. */
#include "queries.h"
#include "reach.h"
#include "views_coverage.h"

enum { MOST_PLACES = 64, MOST_STEWARDS = 12 };

/* Where no contact is set, those who keep the list by both keys: their names are for everybody to read. */
static enum eh_rc stewards_of(struct eh_request *request, struct eh_view_reach *reach, struct eh_error *err)
{
	struct eh_roles stewards EH_CLEANUP_ROLES = { 0 };
	struct eh_view_steward *items = eh_arena_alloc_zero(request->arena, MOST_STEWARDS, sizeof *items);

	if (!items)
		return eh_fail_memory(err);
	EH_TRY(eh_stewards_list(request->db, request->now, reach->place, &stewards, err));
	for (size_t i = 0; i < stewards.count && reach->steward_count < MOST_STEWARDS; i++)
		if (stewards.items[i].in_force && stewards.items[i].name.n)
			items[reach->steward_count++] = (struct eh_view_steward){
				eh_arena_str(request->arena, stewards.items[i].name), stewards.items[i].side
			};
	reach->stewards = items;
	return eh_arena_check(request->arena, EH_OK, err);
}

static struct eh_view_contact contact_of(struct eh_request *request, const struct eh_contact *contact)
{
	struct eh_view_contact view = { .name = contact->name, .telephone = contact->telephone, .web = contact->web };

	view.email = contact->email;
	if (contact->email.n)
		view.mailto = eh_arena_printf(request->arena, "mailto:%.*s", EH_FMT(contact->email));
	return view;
}

static enum eh_rc add(
        struct eh_request *request, const struct eh_q_place_list *place, struct eh_view_reach *reach, struct eh_error *err)
{
	const struct eh_contacts *contacts = eh_contacts_of(eh_request_web(request)->contacts, place->place_id);

	*reach = (struct eh_view_reach){ .place = eh_arena_str(request->arena, place->place_id),
		.place_name = eh_arena_str(request->arena, place->name) };
	if (contacts) {
		reach->list = contact_of(request, &contacts->list);
		reach->safeguarding = contact_of(request, &contacts->safeguarding);
	}
	return reach->list.name.n ? eh_arena_check(request->arena, EH_OK, err) : EH_OK;
}

enum eh_rc eh_view_reach_load(
        struct eh_request *request, const struct eh_view *view, struct eh_view_reaches *ret_reaches, struct eh_error *err)
{
	struct eh_cursor cursor EH_CLEANUP_CURSOR = { 0 };
	struct eh_view_reach *items = eh_arena_alloc_zero(request->arena, MOST_PLACES, sizeof *items);
	struct eh_q_place_list row;
	enum eh_rc rc;
	size_t n = 0;

	if (!items)
		return eh_fail_memory(err);
	EH_TRY(eh_q_place_list(request->db, &cursor, err));
	while ((rc = eh_q_place_list_next(&cursor, &row, err)) == EH_OK && n < MOST_PLACES)
		if (!view->place.p || eh_str_eq(view->place, row.place_id))
			EH_TRY(add(request, &row, &items[n++], err));
	EH_TRY(rc);
	for (size_t i = 0; i < n; i++)
		if (!items[i].list.name.n)
			EH_TRY(stewards_of(request, &items[i], err));
	*ret_reaches = (struct eh_view_reaches){ items, n };
	return EH_OK;
}
