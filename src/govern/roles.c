/* roles.c: reading roles, and telling of them. */
#include "roles_private.h"

#include <stdarg.h>
#include <stdio.h>

#include "audit.h"
#include "queries.h"

enum eh_rc eh_refuse(char why[EH_WHY_MAX], struct eh_error *err, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vsnprintf(why, EH_WHY_MAX, format, args);
	va_end(args);
	return eh_fail(err, EH_REFUSED, "%s", why);
}

enum eh_rc eh_settle(struct eh_db *db, enum eh_rc rc, struct eh_error *err)
{
	if (rc != EH_OK && rc != EH_REFUSED) {
		eh_db_rollback(db);
		return rc;
	}
	EH_TRY(eh_db_commit(db, err));
	return rc;
}

enum eh_rc eh_place_check(struct eh_db *db, struct eh_str place_id, struct eh_error *err)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_q_place_find place;

	if (!place_id.n)
		return eh_fail(err, EH_INVALID, "say in which place");
	enum eh_rc rc = eh_q_place_find(db, place_id, &arena, &place, err);
	if (rc < 0 && rc != EH_NOT_FOUND)
		return rc;
	if (rc == EH_NOT_FOUND || !eh_str_eq(place.place_id, place_id))
		return eh_fail(err, EH_NOT_FOUND, "there is no place \"%.*s\" here", EH_FMT(place_id));
	return EH_OK;
}

enum eh_rc eh_person_check(struct eh_db *db, int64_t person_id, char why[EH_WHY_MAX], struct eh_error *err)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_person person;

	EH_TRY(eh_person_get(db, person_id, &arena, &person, err));
	if (!eh_str_eq(person.state, EH_STR("active")))
		return eh_refuse(why, err, "This person has left.");
	return EH_OK;
}

enum eh_side eh_role_side(enum eh_role role)
{
	return role == EH_ROLE_OFFICER ? EH_SIDE_COUNCIL : role == EH_ROLE_INFRASTRUCTURE ? EH_SIDE_SECTOR : EH_SIDE_NONE;
}

static struct eh_person_role role_of(const struct eh_q_role_list *row, int64_t now, struct eh_arena *arena)
{
	enum eh_role role = eh_role_parse(row->role);
	enum eh_side side = eh_side_parse(row->side);

	return (struct eh_person_role){ .role_id = row->role_id,
		.person_id = row->person_id,
		.granted_by = row->granted_by,
		.granted_at = row->granted_at,
		.effective_at = row->effective_at,
		.ended_at = row->ended_at,
		.role = role,
		.side = side ? side : eh_role_side(role),
		.place_id = eh_db_keep(arena, row->place_id),
		.org_id = eh_db_keep(arena, row->org_id),
		.name = eh_db_keep(arena, row->name),
		.first = row->first != 0,
		.in_force = row->effective_at <= now };
}

static enum eh_rc load(struct eh_db *db, int64_t now, int64_t person_id, struct eh_str place_id, struct eh_str org_id,
        struct eh_str role, struct eh_roles *roles, struct eh_error *err)
{
	struct eh_cursor rows EH_CLEANUP_CURSOR = { 0 };
	EH_VEC(struct eh_person_role) all = { 0 };
	struct eh_q_role_list row;
	enum eh_rc rc = eh_q_role_list(db, person_id, place_id, org_id, role, &rows, err);

	while (rc == EH_OK && (rc = eh_q_role_list_next(&rows, &row, err)) == EH_OK)
		if (!eh_vec_push(&all, role_of(&row, now, &roles->arena)))
			rc = eh_fail_memory(err);
	if (rc == EH_END)
		rc = eh_arena_check(&roles->arena, EH_OK, err);
	roles->items = all.items;
	roles->count = all.count;
	return rc;
}

enum eh_rc eh_roles_load(struct eh_db *db, int64_t now, int64_t person_id, struct eh_str place_id, struct eh_str org_id,
        struct eh_str role, struct eh_roles *ret_roles, struct eh_error *err)
{
	struct eh_roles roles = { 0 };
	enum eh_rc rc = load(db, now, person_id, place_id, org_id, role, &roles, err);

	if (rc < 0) {
		eh_roles_finish(&roles);
		return rc;
	}
	*ret_roles = roles;
	return EH_OK;
}

static const struct eh_str ANY = { NULL, 0 };

enum eh_rc eh_roles_of_person(struct eh_db *db, int64_t now, int64_t person_id, struct eh_roles *ret_roles, struct eh_error *err)
{
	return eh_roles_load(db, now, person_id, ANY, ANY, ANY, ret_roles, err);
}

enum eh_rc eh_roles_of_place(
        struct eh_db *db, int64_t now, struct eh_str place_id, struct eh_roles *ret_roles, struct eh_error *err)
{
	return eh_roles_load(db, now, EH_DB_NULL, place_id, ANY, ANY, ret_roles, err);
}

enum eh_rc eh_roles_of_org(struct eh_db *db, int64_t now, struct eh_str org_id, struct eh_roles *ret_roles, struct eh_error *err)
{
	return eh_roles_load(db, now, EH_DB_NULL, ANY, org_id, ANY, ret_roles, err);
}

void eh_roles_finish(struct eh_roles *roles)
{
	eh_free(roles->items);
	eh_arena_finish(&roles->arena);
}

const struct eh_person_role *eh_roles_find(
        const struct eh_roles *roles, enum eh_role role, enum eh_side side, struct eh_str place_id, struct eh_str org_id)
{
	for (size_t i = 0; i < roles->count; i++) {
		const struct eh_person_role *one = &roles->items[i];
		bool everywhere = role == EH_ROLE_ADMINISTRATOR && !one->place_id.p;
		if (one->in_force && one->role == role && (!side || one->side == side) &&
		        (!place_id.p || everywhere || eh_str_eq(one->place_id, place_id)) &&
		        (!org_id.p || eh_str_eq(one->org_id, org_id)))
			return one;
	}
	return NULL;
}

bool eh_roles_need_factor(const struct eh_roles *roles)
{
	for (size_t i = 0; i < roles->count; i++)
		if (roles->items[i].role != EH_ROLE_HOLDER && roles->items[i].role != EH_ROLE_COLLEAGUE)
			return true;
	return false;
}

enum eh_rc eh_role_words(enum eh_role role, enum eh_side side, struct eh_str place_id, struct eh_str org_id, struct eh_buf *out)
{
	EH_TRY(eh_buf_add(out, eh_str_of(eh_role_name(role))));
	if (role == EH_ROLE_STEWARD)
		EH_TRY(eh_buf_printf(out, " of the %s", eh_side_name(side)));
	if (place_id.p)
		EH_TRY(eh_buf_printf(out, ", %.*s", EH_FMT(place_id)));
	if (org_id.p)
		EH_TRY(eh_buf_printf(out, ", %.*s", EH_FMT(org_id)));
	return EH_OK;
}

enum eh_rc eh_role_note(struct eh_db *db, int64_t now, const struct eh_actor *by, const char *verb,
        const struct eh_person_role *role, struct eh_str why, struct eh_error *err)
{
	bool is_public = role->role != EH_ROLE_HOLDER && role->role != EH_ROLE_COLLEAGUE;
	struct eh_buf words EH_CLEANUP_BUF = { 0 };
	struct eh_str private = { NULL, 0 };
	char id[24], who[48];

	if (eh_role_words(role->role, role->side, role->place_id, role->org_id, &words) < 0)
		return eh_fail_memory(err);
	private.n = (size_t)snprintf(who, sizeof who, "person %lld", (long long)role->person_id);
	private.p = who;
	return eh_audit_write(db, now,
	        &(struct eh_audit_entry){ .by = by,
	                .verb = verb,
	                .subject_kind = "role",
	                .subject_id = eh_audit_id(role->role_id, id),
	                .place_id = role->place_id,
	                .after = eh_buf_str(&words),
	                .why = why,
	                .private = private,
	                .about_person = is_public ? 0 : role->person_id,
	                .is_public = is_public },
	        NULL, err);
}
