/* steward_list.c: the stewards of a place, and those who are to be. */
#include "queries.h"
#include "roles_private.h"
#include "steward.h"

enum eh_rc eh_stewards_list(
        struct eh_db *db, int64_t now, struct eh_str place_id, struct eh_roles *ret_roles, struct eh_error *err)
{
	return eh_roles_load(db, now, EH_DB_NULL, place_id, (struct eh_str){ NULL, 0 }, EH_STR("steward"), ret_roles, err);
}

static enum eh_rc load(struct eh_db *db, struct eh_str place_id, struct eh_invitations *invitations, struct eh_error *err)
{
	struct eh_cursor rows EH_CLEANUP_CURSOR = { 0 };
	EH_VEC(struct eh_invitation) all = { 0 };
	struct eh_q_invitation_list row;
	enum eh_rc rc = eh_q_invitation_list(db, place_id, &rows, err);

	while (rc == EH_OK && (rc = eh_q_invitation_list_next(&rows, &row, err)) == EH_OK)
		if (!eh_vec_push(&all, (struct eh_invitation){ row.invitation_id, row.person_id, row.invited_by, row.invited_at,
		                               eh_side_parse(row.side), eh_db_keep(&invitations->arena, row.org_id),
		                               eh_db_keep(&invitations->arena, row.name) }))
			rc = eh_fail_memory(err);
	if (rc == EH_END)
		rc = eh_arena_check(&invitations->arena, EH_OK, err);
	invitations->items = all.items;
	invitations->count = all.count;
	return rc;
}

enum eh_rc eh_steward_invitations(
        struct eh_db *db, struct eh_str place_id, struct eh_invitations *ret_invitations, struct eh_error *err)
{
	struct eh_invitations invitations = { 0 };
	enum eh_rc rc = load(db, place_id, &invitations, err);

	if (rc < 0) {
		eh_invitations_finish(&invitations);
		return rc;
	}
	*ret_invitations = invitations;
	return EH_OK;
}

void eh_invitations_finish(struct eh_invitations *invitations)
{
	eh_free(invitations->items);
	eh_arena_finish(&invitations->arena);
}
