/* identify.h: from a session's cookie to who is asking and what they may do at this address. */
#ifndef EH_WEB_IDENTIFY_H
#define EH_WEB_IDENTIFY_H

#include "govern/govern.h"
#include "http/http.h"

/* eh_site.identify. A session that still lacks its second factor counts as nobody signed in (visitor.half_way says so). */
enum eh_rc eh_web_identify(struct eh_request *request, struct eh_error *err);

/* Who acts, for rules and the audit, as the strongest part they have at this address: for `org_id`, as who keeps that entry. */
struct eh_actor eh_request_actor(const struct eh_request *request);
/* The same as one given part (one bit of enum eh_part). */
struct eh_actor eh_request_actor_as(const struct eh_request *request, unsigned part);
/* Whether somebody who administers this place runs the whole installation too: an administrator of no single place, or of the only place there is.
 * What belongs to no place (making the list, letters, backups) is theirs. */
enum eh_rc eh_request_runs_all(struct eh_request *request, bool *ret_all, struct eh_error *err);
/* The person's number; 0 for nobody. */
int64_t eh_request_person(const struct eh_request *request);

/* What the address has for `name` ("{place}", "{org}") of its route's pattern; {NULL, 0} when the pattern has none. */
struct eh_str eh_request_capture_of(const struct eh_request *request, const char *name);

/* The session behind the cookie, also while it lacks its second factor. EH_NOT_FOUND: none. */
enum eh_rc eh_request_session(struct eh_request *request, struct eh_session *ret_session, struct eh_error *err);

/* "/next" when it is a path of this site, else `otherwise`: addresses from outside are never followed. */
struct eh_str eh_local_path(struct eh_str path, const char *otherwise);

#endif
