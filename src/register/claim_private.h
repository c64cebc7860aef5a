/* claim_private.h: what the files of claims share. */
#ifndef EH_REGISTER_CLAIM_PRIVATE_H
#define EH_REGISTER_CLAIM_PRIVATE_H

#include "claim.h"
#include "queries.h"

/* How an organisation is reached by what a register publishes of it, or, for the web domain alone, by its own words that somebody who keeps the entry
 * still has confirmed since. Lists that others keep, lend or upload, directories, corrections and groups told of by hand count for nothing here:
 * others write them. A register is a source that the operator's recipe or its kind says is one; no upload can say so. All {NULL, 0}: not known. */
struct eh_claim_contact {
	struct eh_str email, email_by;               /* `wanted`, or with {NULL, 0} the first; who publishes it */
	struct eh_str domain;                        /* that `wanted` is at, else another */
	struct eh_str shared_domain;                 /* of a web site that many share */
	struct eh_str address, postcode, address_by; /* for the post; none of a protected entry, or where it is hidden */
	bool at_domain;                              /* `wanted` is at `domain` */
};
/* `wanted` is an address as people's are kept, or {NULL, 0}: any. Text in `arena`. */
enum eh_rc eh_claim_contact(struct eh_db *db, struct eh_str org_id, struct eh_str wanted, struct eh_arena *arena,
        struct eh_claim_contact *ret_contact, struct eh_error *err);

/* Whether the person (0: a new one) may ask for a letter. */
enum eh_rc eh_claim_check_post(struct eh_db *db, struct eh_str org_id, int64_t person_id, struct eh_error *err);

/* Moves a claim to a state, with its line in the audit. */
enum eh_rc eh_claim_move(struct eh_db *db, int64_t now, const struct eh_actor *by, int64_t claim_id, int64_t person_id,
        const char *state, struct eh_str why, struct eh_error *err);
/* Its maker holds the entry from now on. */
enum eh_rc eh_claim_hold(struct eh_db *db, int64_t now, int64_t claim_id, struct eh_str org_id, int64_t person_id,
        struct eh_str why, struct eh_error *err);

#endif
