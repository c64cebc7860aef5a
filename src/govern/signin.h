/* signin.h: signing in without a password, by a link or a six-digit code that is mailed.
 *
 * A browser asks with an address and gets a handle, to be kept in a cookie or a hidden field. The mail holds a link with a token (256 bits)
 * and a code, which counts only together with the handle. Both are kept as keyed hashes, hold for 15 minutes and work once; the code is
 * dead after five wrong tries, the link then still works. Opening the link changes nothing (eh_signin_look): mail scanners open links, so a
 * page with one button uses it (eh_signin_use_token).
 *
 * Nobody learns whether an address is known: an unknown one gets a handle, a row, the same work and the same answers, and no mail. The caller
 * must answer both alike, and do the mailing where its time does not show (in a job). The rate limits count every address alike.
 *
 * Requests and uses have a transaction of their OWN (none may be open): tries and limits are counted also where the answer is no.
 *
 * Limits: 5 requests for an address in 15 minutes, 30 requests and 30 wrong codes or links for a client in an hour. A client is named by
 * whatever the web server takes for one (its network address, say), kept as a keyed hash for as long as its window lasts. */
#ifndef EH_GOVERN_SIGNIN_H
#define EH_GOVERN_SIGNIN_H

#include "actor.h"
#include "secret.h"

#define EH_SIGNIN_LASTS (INT64_C(15) * 60 * 1000000)
enum { EH_SIGNIN_CODE_TRIES = 5 };

struct eh_signin_sent {
	char handle[EH_TOKEN_MAX]; /* for the browser */
	/* For the mail, and nowhere else: */
	int64_t person_id; /* 0: unknown address or not active; send nothing, and do as if */
	char token[EH_TOKEN_MAX];
	char code[7];
};

/* EH_INVALID: no address at all. EH_REFUSED: too many requests, and the message says when to try again.
 * Erase *ret_sent when the mail is made (sodium_memzero). */
enum eh_rc eh_signin_request(struct eh_db *db, int64_t now, const struct eh_secret *secret, struct eh_str email,
        struct eh_str client, struct eh_signin_sent *ret_sent, struct eh_error *err);

/* What became of a link, for whoever holds it: its token cannot be guessed. Writes nothing. */
enum eh_signin_state {
	EH_SIGNIN_OPEN,
	EH_SIGNIN_USED,    /* this or another letter's link or code: whoever is in needs none of the others */
	EH_SIGNIN_RUN_OUT, /* older than 15 minutes */
	EH_SIGNIN_NONE,    /* not made by us, or for nobody, or long ago */
};
enum eh_rc eh_signin_look(struct eh_db *db, int64_t now, const struct eh_secret *secret, struct eh_str token,
        enum eh_signin_state *ret_state, struct eh_error *err);

/* Uses the link, or the code that goes with the handle; blanks and dashes in a code are forgiven. EH_REFUSED: not valid, or too many tries; of a
 * code the message says how many tries are left or that it has run out, alike for known and unknown addresses. */
enum eh_rc eh_signin_use_token(struct eh_db *db, int64_t now, const struct eh_secret *secret, struct eh_str token,
        struct eh_str client, int64_t *ret_person, struct eh_error *err);
enum eh_rc eh_signin_use_code(struct eh_db *db, int64_t now, const struct eh_secret *secret, struct eh_str handle,
        struct eh_str code, struct eh_str client, int64_t *ret_person, struct eh_error *err);

/* Six digits out of what somebody typed; false when it is none. */
bool eh_code_parse(struct eh_str typed, char out[7]);

/* Deletes what has run out: requests older than a day, windows of limits that have passed, sessions long over. For the daily job. */
enum eh_rc eh_signin_sweep(struct eh_db *db, int64_t now, struct eh_error *err);

/* Counts one more of `what` for `whom`; EH_REFUSED when that is more than `most` in this window. The count is kept, commit also then. For any
 * limit that the web needs (searches, suggestions). */
struct eh_limit {
	const char *what;
	int64_t most;
	int64_t window; /* microseconds; windows are aligned to the epoch */
};
enum eh_rc eh_limit_count(struct eh_db *db, int64_t now, const struct eh_secret *secret, const struct eh_limit *limit,
        struct eh_str whom, struct eh_error *err);
/* Whether one more would still be let through; counts nothing. */
enum eh_rc eh_limit_check(struct eh_db *db, int64_t now, const struct eh_secret *secret, const struct eh_limit *limit,
        struct eh_str whom, struct eh_error *err);

#endif
