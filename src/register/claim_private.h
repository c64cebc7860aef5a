/* claim_private.h: what the files of claims share. */
#ifndef EH_REGISTER_CLAIM_PRIVATE_H
#define EH_REGISTER_CLAIM_PRIVATE_H

#include "claim.h"
#include "queries.h"

/* The first address that a register publishes for the organisation and that fits `wanted` ({NULL, 0}: any), as it is kept; {NULL, 0} when
 * there is none. Text in `arena`. */
enum eh_rc eh_claim_register_address(struct eh_db *db, struct eh_str org_id, struct eh_str wanted, struct eh_arena *arena,
        struct eh_str *ret_address, struct eh_str *ret_publisher, struct eh_error *err);

/* Moves a claim to a state, with its line in the audit. */
enum eh_rc eh_claim_move(struct eh_db *db, int64_t now, const struct eh_actor *by, int64_t claim_id, int64_t person_id,
        const char *state, struct eh_str why, struct eh_error *err);
/* Its maker holds the entry from now on. */
enum eh_rc eh_claim_hold(struct eh_db *db, int64_t now, int64_t claim_id, struct eh_str org_id, int64_t person_id,
        struct eh_str why, struct eh_error *err);

#endif
