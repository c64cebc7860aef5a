/* work.h: where the work of somebody signed in is: the desk of a place, the entry of an organisation. */
#ifndef EH_WEB_WORK_H
#define EH_WEB_WORK_H

#include "govern/people.h"
#include "http/http.h"

/* Fills visitor.work from roles in force: a desk first, then an organisation's own pages. Where somebody has several desks and none is of the
 * address's `place`, or keeps several organisations, the link leads to their account, which lists them. */
enum eh_rc eh_web_work(struct eh_request *request, const struct eh_roles *roles, struct eh_str place, struct eh_error *err);

#endif
