#include "leaving.h"

#include "hiding.h"

static bool keeps(const struct eh_person_role *role)
{
	return role->in_force && (role->role == EH_ROLE_HOLDER || role->role == EH_ROLE_COLLEAGUE);
}

enum eh_rc eh_leaving_of(struct eh_db *db, int64_t now, struct eh_str org_id, int64_t role_id, struct eh_leaving *ret_leaving,
        struct eh_error *err)
{
	struct eh_roles roles EH_CLEANUP_ROLES = { 0 };
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_hidden hidden;
	bool here = false, others = false;

	EH_TRY(eh_roles_of_org(db, now, org_id, &roles, err));
	for (size_t i = 0; i < roles.count; i++) {
		here |= roles.items[i].role_id == role_id && roles.items[i].role != EH_ROLE_STEWARD;
		others |= roles.items[i].role_id != role_id && keeps(&roles.items[i]);
	}
	if (!here)
		return eh_fail(err, EH_NOT_FOUND, "Nobody has that part in this entry.");
	EH_TRY(eh_hidden_of(db, org_id, &arena, &hidden, err));
	*ret_leaving = (struct eh_leaving){ .last = !others,
		.hidden = hidden.hidden[EH_HIDDEN_ENTRY] && eh_str_eq(hidden.by[EH_HIDDEN_ENTRY], EH_STR("organisation")) };
	return EH_OK;
}

enum eh_rc eh_leave(struct eh_db *db, int64_t now, const struct eh_actor *by, const struct eh_leave *leave, struct eh_error *err)
{
	struct eh_leaving leaving;

	EH_TRY(eh_leaving_of(db, now, leave->org_id, leave->role_id, &leaving, err));
	if (leaving.last && leaving.hidden && !leave->stays_hidden)
		return eh_fail(err, EH_REFUSED,
		        "The whole entry is hidden, and nobody keeps it after you. Show it again first, or say that it is to "
		        "stay hidden.");
	return eh_role_end(db, now, by, leave->role_id, leave->why, err);
}
