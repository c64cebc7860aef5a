#include "work.h"

#include "queries.h"

/* The place whose council lists the organisation; where none does, the first there is. EH_NOT_FOUND: there is no place at all. */
static enum eh_rc place_of(struct eh_request *request, struct eh_str org_id, struct eh_str *ret_place, struct eh_error *err)
{
	struct eh_q_work_place_of_org row;

	EH_TRY(eh_q_work_place_of_org(request->db, org_id, request->arena, &row, err));
	*ret_place = row.place_id;
	return EH_OK;
}

static bool is_desk(const struct eh_person_role *role)
{
	return role->in_force && role->role != EH_ROLE_HOLDER && role->role != EH_ROLE_COLLEAGUE;
}

static bool is_own(const struct eh_person_role *role)
{
	return role->in_force && role->org_id.p && (role->role == EH_ROLE_HOLDER || role->role == EH_ROLE_COLLEAGUE);
}

static void add(struct eh_request *request, const char *text, struct eh_str path)
{
	request->visitor.work[request->visitor.work_count++] = (struct eh_visitor_link){ text, path };
}

/* {NULL, 0}: none. Several and none of this place: many is true. */
static struct eh_str desk_of(const struct eh_roles *roles, struct eh_str here, bool *ret_many, bool *ret_everywhere)
{
	struct eh_str desk = { NULL, 0 };

	for (size_t i = 0; i < roles->count; i++) {
		const struct eh_person_role *role = &roles->items[i];
		if (!is_desk(role))
			continue;
		*ret_everywhere |= !role->place_id.p;
		if (!role->place_id.p)
			continue;
		if (here.n && eh_str_eq(role->place_id, here)) {
			*ret_many = false;
			return here;
		}
		*ret_many |= desk.p && !eh_str_eq(desk, role->place_id);
		desk = role->place_id;
	}
	return desk;
}

static enum eh_rc add_desk(struct eh_request *request, const struct eh_roles *roles, struct eh_str here, struct eh_error *err)
{
	bool many = false, everywhere = false;
	struct eh_str desk = desk_of(roles, here, &many, &everywhere);

	if (everywhere && (!desk.p || here.n)) {
		desk = here;
		if (!desk.n && place_of(request, EH_STR(""), &desk, err) < 0)
			return EH_OK;
	}
	if (many)
		add(request, EH_T("Your desks"), EH_STR("/account"));
	else if (desk.p)
		add(request, EH_T("Desk"), eh_arena_printf(request->arena, "/%.*s/desk", EH_FMT(desk)));
	return eh_arena_check(request->arena, EH_OK, err);
}

static enum eh_rc add_own(struct eh_request *request, const struct eh_roles *roles, struct eh_error *err)
{
	struct eh_str own = { NULL, 0 }, place;

	for (size_t i = 0; i < roles->count; i++) {
		if (!is_own(&roles->items[i]))
			continue;
		if (own.p && !eh_str_eq(own, roles->items[i].org_id)) {
			add(request, EH_T("Your organisations"), EH_STR("/account"));
			return EH_OK;
		}
		own = roles->items[i].org_id;
	}
	if (!own.p)
		return EH_OK;
	enum eh_rc rc = place_of(request, own, &place, err);
	if (rc == EH_NOT_FOUND)
		return EH_OK;
	EH_TRY(rc);
	add(request, EH_T("Your organisation"),
	        eh_arena_printf(request->arena, "/%.*s/organisations/%.*s/keep", EH_FMT(place), EH_FMT(own)));
	return eh_arena_check(request->arena, EH_OK, err);
}

enum eh_rc eh_web_work(struct eh_request *request, const struct eh_roles *roles, struct eh_str place, struct eh_error *err)
{
	request->visitor.work_count = 0;
	EH_TRY(add_desk(request, roles, place, err));
	return add_own(request, roles, err);
}
