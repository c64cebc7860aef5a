/* factor.h: the second factor of officers, infrastructure, stewards and administrators: an authenticator's code, or a recovery code.
 *
 * Authenticator: TOTP (RFC 6238), SHA-1, six digits, 30 seconds, one step of leeway either way; a code, or an older one, is never taken
 * twice. The secret (160 bits) is sealed with the installation's key. Recovery: ten codes, each once, kept as Argon2id hashes. Five wrong
 * codes in 15 minutes and the factor rests for the remainder of that time.
 *
 * Checking and confirming have a transaction of their OWN (none may be open): wrong codes are counted.
 *
 * Nobody puts a steward's factor back alone: one asks (an administrator, or another steward of the place), another confirms, who must be a
 * steward of the place and not the person in question. For others an administrator does it alone. */
#ifndef EH_GOVERN_FACTOR_H
#define EH_GOVERN_FACTOR_H

#include "actor.h"
#include "secret.h"

enum { EH_RECOVERY_CODES = 10, EH_RECOVERY_MAX = 14 };

enum eh_factor_state { EH_FACTOR_NONE, EH_FACTOR_STARTED, EH_FACTOR_READY };
enum eh_rc eh_factor_state(struct eh_db *db, int64_t person_id, enum eh_factor_state *ret_state, struct eh_error *err);
/* Recovery codes not yet used. */
enum eh_rc eh_factor_codes_left(struct eh_db *db, int64_t person_id, int64_t *ret_left, struct eh_error *err);

struct eh_factor_offer {
	char secret[33];   /* base32, to type */
	struct eh_str uri; /* otpauth://totp/…, for a QR code; in the arena */
};
/* Makes a new secret, to be confirmed by a first code. EH_REFUSED: the person has a factor already; it must be put back first. */
enum eh_rc eh_factor_begin(struct eh_db *db, int64_t now, const struct eh_secret *secret, int64_t person_id, struct eh_str issuer,
        struct eh_arena *arena, struct eh_factor_offer *ret_offer, struct eh_error *err);

struct eh_recovery_codes {
	char codes[EH_RECOVERY_CODES][EH_RECOVERY_MAX]; /* "3-abcde-fghij"; shown once */
};
/* A recovery code out of what somebody typed, in the form in which it was shown; blanks, dashes and capitals are forgiven, and o, i and l stand
 * for 0, 1 and 1. False when it is none. */
bool eh_recovery_parse(struct eh_str typed, char out[EH_RECOVERY_MAX]);

/* The first code from the authenticator: the factor is ready from now on. EH_REFUSED: a wrong code. */
enum eh_rc eh_factor_confirm(struct eh_db *db, int64_t now, const struct eh_secret *secret, int64_t person_id, struct eh_str code,
        struct eh_recovery_codes *ret_codes, struct eh_error *err);

/* A code of the authenticator (six digits) or a recovery code, told apart by their look. EH_REFUSED: wrong, used before, or too many tries. */
enum eh_rc eh_factor_check(struct eh_db *db, int64_t now, const struct eh_secret *secret, int64_t person_id, struct eh_str code,
        struct eh_error *err);

/* Takes the factor away, so that the person enrols anew; sessions end. *ret_done is false when another steward has to confirm it: the same
 * call by that steward does. EH_REFUSED says why not. */
enum eh_rc eh_factor_reset(struct eh_db *db, int64_t now, const struct eh_actor *by, int64_t person_id, struct eh_str why,
        bool *ret_done, struct eh_error *err);

#endif
