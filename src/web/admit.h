/* admit.h: the one door below a place's address: what the address or the form names must be of that place. */
#ifndef EH_WEB_ADMIT_H
#define EH_WEB_ADMIT_H

#include "http/http.h"

/* eh_site.admit. EH_NOT_FOUND: an organisation that is not on the place's list, or a motion, file, batch, run of invitations, correction, role or
 * naming of a steward that is another place's. Pages without a place, and what an address does not name, are not looked at. */
enum eh_rc eh_web_admit(struct eh_request *request, struct eh_error *err);

/* What keeps a {…} of a route to its place: "list" (an organisation or service on it), "number" (a row that bears the place), "page" (the page's
 * own query takes the place, or it is no matter of places); NULL: nobody has said. A test asks this of every route. */
const char *eh_web_admit_how(struct eh_str capture);

#endif
