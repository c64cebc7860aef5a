/* actor.h: who acts, and as whom. */
#ifndef EH_GOVERN_ACTOR_H
#define EH_GOVERN_ACTOR_H

#include "store/db.h"

enum eh_role {
	EH_ROLE_NONE,
	EH_ROLE_OFFICER,        /* of the council, in a place */
	EH_ROLE_INFRASTRUCTURE, /* of the sector's own support organisation, in a place */
	EH_ROLE_STEWARD,        /* holds a key of one side, in a place */
	EH_ROLE_ADMINISTRATOR,  /* runs the machine; turns no key */
	EH_ROLE_HOLDER,         /* speaks for an organisation */
	EH_ROLE_COLLEAGUE,      /* edits an organisation's entry with the holder */
	EH_ROLE_COUNT,
};

enum eh_side { EH_SIDE_NONE, EH_SIDE_COUNCIL, EH_SIDE_SECTOR, EH_SIDE_COUNT };

/* "officer", "infrastructure", …; "" for none. Parsing knows no other spelling, and gives NONE for what it does not know. */
const char *eh_role_name(enum eh_role role);
enum eh_role eh_role_parse(struct eh_str name);
const char *eh_side_name(enum eh_side side); /* "council", "sector", "" */
enum eh_side eh_side_parse(struct eh_str name);
static inline enum eh_side eh_side_other(enum eh_side side)
{
	return side == EH_SIDE_COUNCIL ? EH_SIDE_SECTOR : side == EH_SIDE_SECTOR ? EH_SIDE_COUNCIL : EH_SIDE_NONE;
}

/* Room for the sentence that says why not. */
enum { EH_WHY_MAX = 400 };

/* Who acts. Rules look a person's roles up for themselves; `role`, `side` and `org_id` say as which of them the person acts, for the audit.
 * `strong` is true only where this session has shown a second factor (session.h). */
struct eh_actor {
	int64_t person_id; /* 0: the system, or whoever commands the machine */
	enum eh_role role;
	enum eh_side side;
	struct eh_str org_id; /* {NULL, 0}: for no organisation */
	bool strong;
};

#define EH_ACTOR_SYSTEM ((struct eh_actor){ .strong = true })

#endif
