/* roles_grant.c: who may give and end which role. */
#include "roles_private.h"

#include "queries.h"

static const struct eh_str ANY = { NULL, 0 };

static bool of_org(enum eh_role role) { return role == EH_ROLE_HOLDER || role == EH_ROLE_COLLEAGUE; }

static enum eh_rc check_fields(struct eh_db *db, const struct eh_grant *grant, char why[EH_WHY_MAX], struct eh_error *err)
{
	if (grant->role <= EH_ROLE_NONE || grant->role >= EH_ROLE_COUNT)
		return eh_fail(err, EH_INVALID, "a role is officer, infrastructure, steward, administrator, holder or colleague");
	if (grant->role == EH_ROLE_STEWARD)
		return eh_refuse(why, err,
		        "A steward is named by one person and confirmed by a steward of the same side; nobody gives this role.");
	EH_TRY(eh_person_check(db, grant->person_id, why, err));
	if (of_org(grant->role) && (!grant->org_id.n || grant->place_id.p))
		return eh_fail(err, EH_INVALID, "say for which organisation");
	if (!of_org(grant->role) && grant->org_id.p)
		return eh_fail(err, EH_INVALID, "a role in a place is for no organisation");
	if (grant->place_id.p || grant->role == EH_ROLE_OFFICER || grant->role == EH_ROLE_INFRASTRUCTURE)
		EH_TRY(eh_place_check(db, grant->place_id, err));
	return EH_OK;
}

/* Nobody works for both sides of a place, and whoever runs the machine works for none anywhere and holds no key. */
static enum eh_rc check_sides(
        const struct eh_roles *theirs, const struct eh_grant *grant, char why[EH_WHY_MAX], struct eh_error *err)
{
	enum eh_side side = eh_role_side(grant->role);

	for (size_t i = 0; i < theirs->count; i++) {
		const struct eh_person_role *has = &theirs->items[i];
		if (grant->role == EH_ROLE_ADMINISTRATOR && has->role == EH_ROLE_STEWARD)
			return eh_refuse(why, err, "This person holds a key of the %s; an administrator holds none.",
			        eh_side_name(has->side));
		if (grant->role == EH_ROLE_ADMINISTRATOR && has->side)
			return eh_refuse(why, err, "This person works for the %s; an administrator works for neither side.",
			        eh_side_name(has->side));
		if (side && has->role == EH_ROLE_ADMINISTRATOR)
			return eh_refuse(why, err, "This person is an administrator, who works for neither side.");
		if (side && has->side && has->side != side && eh_str_eq(has->place_id, grant->place_id))
			return eh_refuse(why, err, "This person works for the %s here; nobody works for both sides of a place.",
			        eh_side_name(has->side));
	}
	return EH_OK;
}

/* Of roles that somebody may give: also end. */
static bool could_give(const struct eh_roles *mine, enum eh_role role, struct eh_str place_id, struct eh_str org_id)
{
	if (role == EH_ROLE_COLLEAGUE)
		return eh_roles_find(mine, EH_ROLE_HOLDER, EH_SIDE_NONE, ANY, org_id) != NULL;
	if (role == EH_ROLE_HOLDER || role == EH_ROLE_STEWARD)
		return false;
	const struct eh_person_role *administrator = eh_roles_find(mine, EH_ROLE_ADMINISTRATOR, EH_SIDE_NONE, place_id, ANY);
	return administrator && (place_id.p || !administrator->place_id.p);
}

static const char *who_gives(enum eh_role role)
{
	return role == EH_ROLE_COLLEAGUE ? "Only a holder of the organisation's entry may add or remove colleagues."
	       : role == EH_ROLE_HOLDER  ? "An entry is claimed by its organisation; nobody gives it away or takes it."
	                                 : "Only an administrator may give or end this role.";
}

enum eh_rc eh_role_may_grant(struct eh_db *db, int64_t now, const struct eh_actor *by, const struct eh_grant *grant,
        char why[EH_WHY_MAX], struct eh_error *err)
{
	struct eh_roles mine EH_CLEANUP_ROLES = { 0 }, theirs EH_CLEANUP_ROLES = { 0 };

	EH_TRY(check_fields(db, grant, why, err));
	EH_TRY(eh_roles_of_person(db, now, grant->person_id, &theirs, err));
	EH_TRY(check_sides(&theirs, grant, why, err));
	if (!by->person_id)
		return EH_OK;
	EH_TRY(eh_roles_of_person(db, now, by->person_id, &mine, err));
	if (!could_give(&mine, grant->role, grant->place_id, grant->org_id))
		return eh_refuse(why, err, "%s", who_gives(grant->role));
	if (by->person_id == grant->person_id)
		return eh_refuse(why, err, "Nobody gives a role to themselves.");
	return EH_OK;
}

static bool same_text(struct eh_str a, struct eh_str b) { return !a.p == !b.p && eh_str_eq(a, b); }

static enum eh_rc find_same(struct eh_db *db, int64_t now, const struct eh_grant *grant, int64_t *ret_role, struct eh_error *err)
{
	struct eh_roles theirs EH_CLEANUP_ROLES = { 0 };

	EH_TRY(eh_roles_of_person(db, now, grant->person_id, &theirs, err));
	*ret_role = 0;
	for (size_t i = 0; i < theirs.count; i++)
		if (theirs.items[i].role == grant->role && same_text(theirs.items[i].place_id, grant->place_id) &&
		        same_text(theirs.items[i].org_id, grant->org_id))
			*ret_role = theirs.items[i].role_id;
	return EH_OK;
}

enum eh_rc eh_role_grant(struct eh_db *db, int64_t now, const struct eh_actor *by, const struct eh_grant *grant,
        int64_t *ret_role, struct eh_error *err)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_q_role_add row = { 0 };
	char why[EH_WHY_MAX];

	EH_TRY(eh_role_may_grant(db, now, by, grant, why, err));
	EH_TRY(find_same(db, now, grant, &row.role_id, err));
	if (!row.role_id) {
		EH_TRY(eh_q_role_add(db, grant->person_id, eh_str_of(eh_role_name(grant->role)), ANY, grant->place_id,
		        grant->org_id, by->person_id, now, now, 0, &arena, &row, err));
		const struct eh_person_role role = { .role_id = row.role_id,
			.person_id = grant->person_id,
			.role = grant->role,
			.place_id = grant->place_id,
			.org_id = grant->org_id };
		EH_TRY(eh_role_note(db, now, by, "gave", &role, grant->why, err));
	}
	if (ret_role)
		*ret_role = row.role_id;
	return EH_OK;
}

static enum eh_rc check_last(
        struct eh_db *db, int64_t now, const struct eh_q_role_get *role, char why[EH_WHY_MAX], struct eh_error *err)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_q_administrator_other other;

	if (eh_role_parse(role->role) != EH_ROLE_ADMINISTRATOR)
		return EH_OK;
	EH_TRY(eh_q_administrator_other(db, now, role->place_id, role->role_id, 0, &arena, &other, err));
	if (!other.count)
		return eh_refuse(why, err, "This is the last administrator; make another first.");
	return EH_OK;
}

static enum eh_rc may_end(struct eh_db *db, int64_t now, const struct eh_actor *by, const struct eh_q_role_get *row,
        char why[EH_WHY_MAX], struct eh_error *err)
{
	struct eh_roles mine EH_CLEANUP_ROLES = { 0 };
	enum eh_role role = eh_role_parse(row->role);

	if (row->ended_at != EH_DB_NULL)
		return eh_refuse(why, err, "This role has ended already.");
	EH_TRY(check_last(db, now, row, why, err));
	if (by->person_id == row->person_id || (!by->person_id && role != EH_ROLE_STEWARD))
		return EH_OK;
	EH_TRY(eh_roles_of_person(db, now, by->person_id, &mine, err));
	if (role == EH_ROLE_STEWARD && !eh_roles_find(&mine, EH_ROLE_STEWARD, eh_side_parse(row->side), row->place_id, ANY))
		return eh_refuse(
		        why, err, "Only stewards of the %.*s may end a key of the %.*s.", EH_FMT(row->side), EH_FMT(row->side));
	if (role != EH_ROLE_STEWARD && !could_give(&mine, role, row->place_id, row->org_id))
		return eh_refuse(why, err, "%s", who_gives(role));
	return EH_OK;
}

static enum eh_rc get(
        struct eh_db *db, int64_t role_id, struct eh_arena *arena, struct eh_q_role_get *ret_row, struct eh_error *err)
{
	enum eh_rc rc = eh_q_role_get(db, role_id, arena, ret_row, err);

	return rc == EH_NOT_FOUND ? eh_fail(err, rc, "there is no role %lld", (long long)role_id) : rc;
}

enum eh_rc eh_role_may_end(
        struct eh_db *db, int64_t now, const struct eh_actor *by, int64_t role_id, char why[EH_WHY_MAX], struct eh_error *err)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_q_role_get row;

	EH_TRY(get(db, role_id, &arena, &row, err));
	return may_end(db, now, by, &row, why, err);
}

enum eh_rc eh_role_end(
        struct eh_db *db, int64_t now, const struct eh_actor *by, int64_t role_id, struct eh_str why_ended, struct eh_error *err)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_q_role_get row;
	char why[EH_WHY_MAX];

	EH_TRY(get(db, role_id, &arena, &row, err));
	EH_TRY(may_end(db, now, by, &row, why, err));
	EH_TRY(eh_q_role_end(db, role_id, by->person_id, now, err));
	const struct eh_person_role role = { .role_id = role_id,
		.person_id = row.person_id,
		.role = eh_role_parse(row.role),
		.side = eh_side_parse(row.side),
		.place_id = row.place_id,
		.org_id = row.org_id };
	return eh_role_note(db, now, by, "ended", &role, why_ended, err);
}
