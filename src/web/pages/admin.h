/* admin.h: inviting somebody, as administrators and stewards do. */
#ifndef EH_WEB_PAGES_ADMIN_H
#define EH_WEB_PAGES_ADMIN_H

#include "web/page.h"

/* The person of an address, added when nobody has it. In the caller's transaction. EH_INVALID: the name or address is none. */
enum eh_rc eh_web_invite(struct eh_request *request, const struct eh_view *view, const struct eh_actor *by, struct eh_str name,
        struct eh_str email, int64_t *ret_person, struct eh_error *err);
/* Queues the letter that tells them what they were asked to be ("Steward for the council"). */
enum eh_rc eh_web_tell_invited(struct eh_request *request, const struct eh_view *view, int64_t person_id, struct eh_str email,
        struct eh_str name, struct eh_str as, struct eh_error *err);

/* Tells stewards of both sides that somebody has a new part in the place, or is to hold a key; `said`: who did it, and what comes of it. */
enum eh_rc eh_web_tell_of_part(struct eh_request *request, const struct eh_view *view, struct eh_str name, struct eh_str as,
        struct eh_str said, struct eh_error *err);

#endif
