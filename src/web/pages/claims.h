/* claims.h: what pages about claims share. */
#ifndef EH_WEB_PAGES_CLAIMS_H
#define EH_WEB_PAGES_CLAIMS_H

#include "web/identify.h"

/* After a claim has changed: voids the keys turned for what it was, in the caller's transaction. */
enum eh_rc eh_web_recheck_claims(struct eh_request *request, struct eh_error *err);

/* Sends whoever has just asked the letter to sign in with, and leads to the page where its code is typed in. No transaction may be open. */
enum eh_rc eh_web_claim_letter(struct eh_request *request, struct eh_response *response, struct eh_str place_id,
        struct eh_str org_id, struct eh_str address, struct eh_error *err);

/* The part of somebody who keeps the list: an officer's, else the infrastructure organisation's. */
static inline struct eh_actor eh_web_keeper(const struct eh_request *request)
{
	return eh_request_actor_as(request, eh_request_is(request, EH_PART_OFFICER) ? EH_PART_OFFICER : EH_PART_INFRASTRUCTURE);
}

/* What a page says again above its form, and is no fault of the server's. */
static inline bool eh_web_refused(enum eh_rc rc) { return rc == EH_REFUSED || rc == EH_INVALID || rc == EH_CONFLICT; }

#endif
