/* closing.h: that an organisation has closed, said by people. It is an own word like others (own_words.h): it comes before what sources say, survives
 * every making of the list, follows merges, and each saying stays on record. A closed entry keeps its page and leaves help, figures and gaps, as one
 * that a register closes does.
 *
 * Who keeps the entry says it. Where nobody keeps it, and nobody holds a key for it, an officer or the infrastructure organisation does, who have
 * checked a correction. Else both keys do (the motion "close_entry"): no side alone takes a living organisation off the list. Whoever may say it now
 * takes it back in one press; what sources say is then in the list again with its next making, which the caller asks for.
 *
 * What writes does so in the caller's transaction. */
#ifndef EH_REGISTER_CLOSING_H
#define EH_REGISTER_CLOSING_H

#include "govern/govern.h"

#define EH_CLOSED_BY_ITSELF "organisation"
#define EH_CLOSED_BY_KEEPERS "keeper" /* of the list */
#define EH_CLOSED_BY_TWO_KEYS "two keys"

struct eh_closing {
	bool closed;      /* by people; a register may say so too */
	struct eh_str by; /* one of the above; its storage is for good */
	int64_t at;
};
enum eh_rc eh_closing_of(struct eh_db *db, struct eh_str org_id, struct eh_closing *ret_closing, struct eh_error *err);

/* EH_OK: may say that it has closed, and take that back. EH_REFUSED says why not, and what to do. */
enum eh_rc eh_closing_may(struct eh_db *db, const struct eh_actor *by, struct eh_str org_id, struct eh_error *err);

/* Says it, or takes it back. EH_NOT_FOUND: no such organisation; EH_REFUSED as above; EH_CONFLICT: it is so already. */
enum eh_rc eh_closing_say(struct eh_db *db, int64_t now, const struct eh_actor *by, struct eh_str place_id, struct eh_str org_id,
        bool closed, struct eh_error *err);

/* Puts it into the list, of one organisation, after its own words were. */
enum eh_rc eh_closing_apply(struct eh_db *db, struct eh_str org_id, struct eh_error *err);

/* Those of a place that the keepers of the list or both keys closed, the newest first, at most EH_CLOSED_MOST. Text in the arena. */
enum { EH_CLOSED_MOST = 100 };
struct eh_closed_entry {
	struct eh_str org_id, name;
	struct eh_closing closing;
	bool held; /* somebody keeps it */
};
enum eh_rc eh_closed_list(struct eh_db *db, struct eh_str council, struct eh_arena *arena, struct eh_closed_entry **ret_items,
        size_t *ret_count, struct eh_error *err);

/* The act of "close_entry"; the subject is "organisation" and its identifier. */
struct eh_motion_act eh_closing_act(void);

#endif
