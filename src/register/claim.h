/* claim.h: who speaks for an organisation.
 *
 *     asked ──► held ──► contested ──► held
 *       │                    │ └──► withdrawn
 *       ├──► withdrawn       └──► lapsed
 *       └──► lapsed
 *
 * A claim rests on one of these:
 *
 *     domain    an e-mail address at the organisation's own web domain, as a register or its own confirmed words give it, none that many share
 *     register  the very address that a register publishes for it
 *     post      a code in a printed letter to the postal address that a register publishes for it
 *     vouching  two keys (the motion "vouch_claim", whose subject is "claim" and its number)
 *
 * In each case its maker first signs in by a letter to the address given. Whoever kept the entry before is told and may contest it within 28 days: what
 * it gave rests until both keys decide. What both keys leave alone for 90 days lapses; nobody decides it by being silent but against it.
 *
 * All functions that write do so in the caller's transaction. */
#ifndef EH_REGISTER_CLAIM_H
#define EH_REGISTER_CLAIM_H

#include "govern/govern.h"
#include "govern/motion.h"

enum { EH_CLAIM_DAYS = 7, EH_CLAIM_CONTEST_DAYS = 28, EH_CLAIM_KEYS_DAYS = 90, EH_CLAIM_LONGEST_WHY = 1000 };
enum {
	EH_CLAIM_CODE_DAYS = 28,  /* from printing */
	EH_CLAIM_CODE_TRIES = 5,  /* wrong ones, for one letter */
	EH_CLAIM_CODE_PRINTS = 3, /* letters for one claim */
	EH_CLAIM_POST_MOST = 3,   /* claims by post that wait for one organisation */
	EH_CLAIM_CODE_MAX = 12,   /* "abcde-fghjk" and a NUL */
	EH_CLAIM_CODE_RIGHT = -1,
};

/* Asks to speak for an organisation by an address at its own web domain, or the one that its register publishes. EH_REFUSED says why not: tell a
 * visitor no more than that sentence. */
enum eh_rc eh_claim_ask(struct eh_db *db, int64_t now, struct eh_str org_id, struct eh_str name, struct eh_str email,
        int64_t *ret_person, struct eh_error *err);
/* Asks to be vouched for; any address will do. */
enum eh_rc eh_claim_ask_vouching(struct eh_db *db, int64_t now, struct eh_str org_id, struct eh_str name, struct eh_str email,
        int64_t *ret_person, struct eh_error *err);
/* Asks for a code by post. EH_REFUSED also where no letter may go (eh_claim_may_post), or too many wait. */
enum eh_rc eh_claim_ask_post(struct eh_db *db, int64_t now, struct eh_str org_id, struct eh_str name, struct eh_str email,
        int64_t *ret_person, struct eh_error *err);
/* Whether a register publishes a postal address, of an entry that is not protected and hides neither itself nor its address. */
enum eh_rc eh_claim_may_post(struct eh_db *db, struct eh_str org_id, bool *ret_may, struct eh_error *err);
/* What can show that somebody speaks for it, besides vouching: an address at its own web domain; the one that a register publishes; a code by post. */
struct eh_claim_ways {
	bool domain, email, post;
};
enum eh_rc eh_claim_ways(struct eh_db *db, struct eh_str org_id, struct eh_claim_ways *ret_ways, struct eh_error *err);

/* After somebody has signed in by letter: what they asked for within seven days is held now, or waits for keys. *ret_held counts the former. */
enum eh_rc eh_claim_settle(struct eh_db *db, int64_t now, int64_t person_id, size_t *ret_held, struct eh_error *err);

/* Claims by post that wait for their letter or its code, longest first. They hold no address. */
struct eh_claim_post {
	int64_t claim_id, asked_at, printed_at, prints; /* printed_at EH_DB_NULL: not yet */
	struct eh_str org_id, org_name;
};
struct eh_claim_posts {
	struct eh_claim_post *items;
	size_t count, cap;
	struct eh_arena arena;
};
enum eh_rc eh_claim_posts(struct eh_db *db, struct eh_str place_id, struct eh_claim_posts *ret_posts, struct eh_error *err);
void eh_claim_posts_finish(struct eh_claim_posts *posts);
#define EH_CLEANUP_CLAIM_POSTS __attribute__((cleanup(eh_claim_posts_finish)))

/* What is printed, once: the code is made as it is printed, and only a keyed hash of it stays. */
struct eh_claim_letter {
	struct eh_str org_name, address, postcode, published_by;
	char code[EH_CLAIM_CODE_MAX];
	int64_t until;
};
/* By an officer or the infrastructure organisation of a place that lists the organisation, who is not the asker. A letter printed before is void.
 * EH_REFUSED, EH_NOT_FOUND, EH_CONFLICT say why not. */
enum eh_rc eh_claim_print(struct eh_db *db, int64_t now, const struct eh_secret *secret, const struct eh_actor *by,
        struct eh_str place_id, int64_t claim_id, struct eh_arena *arena, struct eh_claim_letter *ret_letter,
        struct eh_error *err);
/* Types the code in, as the asker, who then holds the entry: *ret_tries_left is EH_CLAIM_CODE_RIGHT. A wrong one counts: it is EH_OK too, to be
 * committed, and *ret_tries_left says how many more there may be. EH_REFUSED: no code can be typed in now. */
enum eh_rc eh_claim_code(struct eh_db *db, int64_t now, const struct eh_secret *secret, int64_t person_id, int64_t claim_id,
        struct eh_str typed, int64_t *ret_tries_left, struct eh_error *err);

/* By somebody who held the entry before the claim was made. EH_INVALID: no reason; EH_REFUSED: not theirs, or too late. */
enum eh_rc eh_claim_contest(
        struct eh_db *db, int64_t now, const struct eh_actor *by, int64_t claim_id, struct eh_str why, struct eh_error *err);
/* By whoever made it, while it waits. */
enum eh_rc eh_claim_withdraw(struct eh_db *db, int64_t now, const struct eh_actor *by, int64_t claim_id, struct eh_error *err);
/* For the daily job. */
enum eh_rc eh_claims_lapse(struct eh_db *db, int64_t now, struct eh_error *err);

/* The act of "vouch_claim". Nobody vouches for themselves: the last key is not taken while one is the claimant's own. */
struct eh_motion_act eh_claim_act(void);

struct eh_claim {
	int64_t claim_id, person_id, asked_at;
	struct eh_str name, email;      /* of its maker; {NULL, 0} once erased */
	struct eh_str org_id, org_name; /* as it is called now */
	struct eh_str basis, state;     /* "domain", "register", "post", "vouching"; as in the picture */
	struct eh_str why;              /* it is contested; {NULL, 0}: it is not */
};
struct eh_claims {
	struct eh_claim *items;
	size_t count;
	struct eh_arena arena;
};
/* Of an organisation, that came within the days in which they can be contested, newest first. */
enum eh_rc eh_claims_of(struct eh_db *db, int64_t now, struct eh_str org_id, struct eh_claims *ret_claims, struct eh_error *err);
/* Of a place, that both keys decide, longest first. */
enum eh_rc eh_claims_waiting(struct eh_db *db, struct eh_str place_id, struct eh_claims *ret_claims, struct eh_error *err);
void eh_claims_finish(struct eh_claims *claims);
#define EH_CLEANUP_CLAIMS __attribute__((cleanup(eh_claims_finish)))

/* True when the domain of an address is one that many share ("gmail.com"). */
bool eh_domain_is_shared(struct eh_str domain);

#endif
