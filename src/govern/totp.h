/* totp.h: time-based one-time passwords (RFC 6238), as authenticators have them: SHA-1, six digits, 30 seconds. */
#ifndef EH_GOVERN_TOTP_H
#define EH_GOVERN_TOTP_H

#include "base/base.h"

enum { EH_TOTP_SECRET = 20, EH_TOTP_STEP = 30 };

/* The step that an instant (UTC microseconds) lies in. */
static inline int64_t eh_totp_step(int64_t now) { return now / 1000000 / EH_TOTP_STEP; }

/* The code of a step. EH_IO: liboath failed. */
enum eh_rc eh_totp_code(const unsigned char secret[EH_TOTP_SECRET], int64_t step, char out[7], struct eh_error *err);

/* The step of `now`, or one beside it, that has this code and is newer than `after`; EH_NOT_FOUND: none. In constant time. */
enum eh_rc eh_totp_find(const unsigned char secret[EH_TOTP_SECRET], int64_t now, int64_t after, const char code[7],
        int64_t *ret_step, struct eh_error *err);

#endif
