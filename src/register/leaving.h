/* leaving.h: what becomes of an entry when one of those who keep it goes. */
#ifndef EH_REGISTER_LEAVING_H
#define EH_REGISTER_LEAVING_H

#include "govern/govern.h"

struct eh_leaving {
	bool last;   /* nobody keeps the entry afterwards */
	bool hidden; /* the organisation itself hid the whole entry: with nobody to show it again, two keys alone can */
};
/* What ending that role would leave behind. EH_NOT_FOUND: the role is none of this entry. */
enum eh_rc eh_leaving_of(struct eh_db *db, int64_t now, struct eh_str org_id, int64_t role_id, struct eh_leaving *ret_leaving,
        struct eh_error *err);

/* Ends the role by the rules of eh_role_end, in the caller's transaction. EH_REFUSED besides: the last one leaves a hidden entry behind and has not
 * said (`stays_hidden`) that it is to stay so. */
struct eh_leave {
	struct eh_str org_id, why;
	int64_t role_id;
	bool stays_hidden;
};
enum eh_rc eh_leave(struct eh_db *db, int64_t now, const struct eh_actor *by, const struct eh_leave *leave, struct eh_error *err);

#endif
