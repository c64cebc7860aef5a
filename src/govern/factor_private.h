/* factor_private.h: what setting up and putting back a second factor have in common. */
#ifndef EH_GOVERN_FACTOR_PRIVATE_H
#define EH_GOVERN_FACTOR_PRIVATE_H

#include "factor.h"

/* A row of the audit, not public. */
enum eh_rc eh_factor_note(struct eh_db *db, int64_t now, const struct eh_actor *by, const char *verb, int64_t person_id,
        struct eh_str why, struct eh_error *err);

#endif
