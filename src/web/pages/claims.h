/* claims.h: what pages about claims share. */
#ifndef EH_WEB_PAGES_CLAIMS_H
#define EH_WEB_PAGES_CLAIMS_H

#include "http/http.h"

/* After a claim has changed: voids the keys turned for what it was, in the caller's transaction. */
enum eh_rc eh_web_recheck_claims(struct eh_request *request, struct eh_error *err);

#endif
