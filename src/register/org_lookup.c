#include "org_lookup.h"

#include "queries.h"

enum eh_rc eh_org_lookup_listed(void *context, struct eh_str place_id, struct eh_str org_id, struct eh_arena *arena,
        struct eh_org_standing *ret_standing, struct eh_error *err)
{
	struct eh_q_place_shows_org shown;
	struct eh_q_organisation_get row;
	struct eh_q_redirect_get redirect;
	enum eh_rc rc = eh_q_organisation_get(context, org_id, arena, &row, err);

	if (rc == EH_NOT_FOUND && (rc = eh_q_redirect_get(context, org_id, arena, &redirect, err)) == EH_OK)
		rc = eh_q_organisation_get(context, redirect.org_id, arena, &row, err);
	if (rc < 0)
		return rc;
	rc = eh_q_place_shows_org(context, place_id, row.org_id, arena, &shown, err);
	if (rc < 0 && rc != EH_NOT_FOUND)
		return rc;
	*ret_standing = (struct eh_org_standing){ row.org_id, row.parent_id, row.income_pence, rc == EH_OK };
	return EH_OK;
}
