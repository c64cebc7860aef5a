/* added.h: groups that no register and no list names, told of by hand.
 *
 * Anybody may tell of one. What a keeper of the list (officer or infrastructure organisation) or a steward tells is accepted at once; what others
 * tell waits for one of them. What is accepted becomes a record of a source, with its date, when the list is next made, and is linked with what
 * other sources say like any other record. It can be taken back, as if it had never been told. Where the public may not come, the address is
 * kept apart as private data are. Who says so is never public.
 *
 * eh_added_tell and eh_added_decide write in the caller's transaction, and are audited; queue the making of the list behind them. */
#ifndef EH_REGISTER_ADDED_H
#define EH_REGISTER_ADDED_H

#include "govern/govern.h"

enum { EH_ADDED_LONGEST_NAME = 200, EH_ADDED_LONGEST = 1000 };

struct eh_added_new {
	struct eh_str place_id, name, does, address, postcode, telephone, web, says_so; /* "" where unknown; postcode canonical */
	/* The group's own, for the one letter that tells it; "": none. Never public, and shows nothing of who speaks for it. */
	struct eh_str email;
	bool is_public; /* the public may come to the address */
	struct eh_str
	        told_by_org; /* the organisation on the list that tells of it, which then sees what came of it; {NULL, 0}: none */
};
/* EH_INVALID: no name, nothing that it does, nobody who says so, too long, an address that is none, public without a place, or a
 * postcode that there is not. EH_CONFLICT: the very same was told already, and waits or is listed.
 * *ret_accepted: no need to wait. */
enum eh_rc eh_added_tell(struct eh_db *db, int64_t now, const struct eh_actor *by, const struct eh_added_new *group,
        int64_t *ret_number, bool *ret_accepted, struct eh_error *err);

enum eh_added_move { EH_ADDED_ACCEPT, EH_ADDED_DECLINE, EH_ADDED_TAKE_BACK };
/* `why` is wanted to decline and to take back. EH_REFUSED: neither keeper nor steward; EH_NOT_FOUND: none of that number in that place;
 * EH_CONFLICT: it has been answered, or is not there to take back. */
enum eh_rc eh_added_decide(struct eh_db *db, int64_t now, const struct eh_actor *by, struct eh_str place_id, int64_t number,
        enum eh_added_move move, struct eh_str why, struct eh_error *err);

/* "Take us off": the group's own answer to the letter that told it, at once and without a reason. EH_NOT_FOUND; EH_CONFLICT: it is not listed. */
enum eh_rc eh_added_leave(struct eh_db *db, int64_t now, int64_t number, struct eh_error *err);

/* What an organisation told of, the newest first. */
struct eh_added_by_org {
	struct eh_str name, state, answer;
	int64_t told_at, decided_at; /* decided_at EH_DB_NULL: waiting */
};
enum { EH_ADDED_BY_ORG = 50 };
enum eh_rc eh_added_of_org(struct eh_db *db, struct eh_str org_id, struct eh_arena *arena, struct eh_added_by_org **ret_items,
        size_t *ret_count, struct eh_error *err);

struct eh_added_group {
	int64_t number, told_at, decided_at; /* decided_at EH_DB_NULL: waiting */
	struct eh_added_new group;           /* place_id from eh_added_get alone */
	struct eh_str state, answer;         /* "waiting", "accepted", "declined", "taken back" */
	bool read_in;
	struct eh_str org_id; /* of its entry, from eh_added_get; {NULL, 0}: not on the list (yet) */
};
/* One of them; text in `arena`. EH_NOT_FOUND. */
enum eh_rc eh_added_get(
        struct eh_db *db, int64_t number, struct eh_arena *arena, struct eh_added_group *ret_group, struct eh_error *err);
/* The letter is queued, or none will be: the address is no longer kept. */
enum eh_rc eh_added_told(struct eh_db *db, int64_t number, struct eh_error *err);
struct eh_added {
	struct eh_added_group *items; /* waiting ones first */
	size_t count;
	struct eh_arena arena;
};
enum eh_rc eh_added_list(struct eh_db *db, struct eh_str place_id, struct eh_added *ret_added, struct eh_error *err);
void eh_added_finish(struct eh_added *added);
#define EH_CLEANUP_ADDED __attribute__((cleanup(eh_added_finish)))

/* Before the list is made: reads in what was accepted and takes out what was taken back, each in a transaction of its own (none may be open).
 * Once more does no harm, wherever it was killed. */
enum eh_rc eh_added_settle(struct eh_db *db, struct eh_error *err);

#endif
