/* stale.h: entries that nobody has confirmed for long, and whom one can ask.
 *
 * Whoever keeps an entry is asked first; then the address that a public register publishes, by an invitation; else nobody is known. No address and
 * no name of a person is in it. Closed and hidden entries are left out, and organisations from elsewhere that only work here too. */
#ifndef EH_REGISTER_STALE_H
#define EH_REGISTER_STALE_H

#include "claim_invite.h"

enum { EH_STALE_DAYS = 365, EH_STALE_MOST = 5000 };

enum eh_stale_whom {
	EH_STALE_KEEPER,   /* whoever keeps the entry */
	EH_STALE_REGISTER, /* a public register publishes an address */
	EH_STALE_NOBODY,
	EH_STALE_WHOMS,
};
const char *eh_stale_whom_name(enum eh_stale_whom whom); /* "keeper", "register", "nobody" */
/* EH_STALE_WHOMS for another word. */
enum eh_stale_whom eh_stale_whom_parse(struct eh_str name);

struct eh_stale_entry {
	struct eh_str org_id, name, ward, telephone; /* ward: its name; telephone: one for the public. {NULL, 0}: not known */
	int32_t last_confirmed;
	struct eh_str confirmed_by; /* as confirmed.h has it */
	enum eh_stale_whom whom;
	int64_t asked_at;        /* KEEPER: when they were last asked; 0: never */
	struct eh_invite invite; /* REGISTER: who publishes the address, when it was invited, whether it may be now */
};

struct eh_stale_query {
	struct eh_str council, ward, need; /* codes; {NULL, 0}: any ward, any need */
	int32_t before;                    /* day: last confirmed before it */
	enum eh_stale_whom whom;           /* EH_STALE_WHOMS: all */
};

struct eh_stale {
	struct eh_stale_entry *items; /* oldest first */
	size_t count, cap;
	int64_t counts[EH_STALE_WHOMS]; /* of all that were looked at, whatever `whom` asks for */
	bool more;                      /* there are more than EH_STALE_MOST; the oldest were looked at */
	struct eh_arena arena;
};
enum eh_rc eh_stale_load(struct eh_db *db, int64_t now, const struct eh_secret *secret, const struct eh_stale_query *query,
        struct eh_stale *ret_stale, struct eh_error *err);
void eh_stale_finish(struct eh_stale *stale);
#define EH_CLEANUP_STALE __attribute__((cleanup(eh_stale_finish)))

#endif
