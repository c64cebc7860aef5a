/* identity.h: organisations' identifiers, minted once and kept.
 *
 * An identifier is minted from an organisation's first record, its source and its key without a postcode (an identifier must not tell
 * where its owner is), and stored with the order of minting. A cluster
 * of records takes the oldest identifier that was minted from one of its records; a cluster with none gets a new one. So merges keep
 * the older identifier, splits leave it with the record it came from, and taking a batch back brings back the identifiers there
 * were before. */
#ifndef EH_REGISTER_IDENTITY_H
#define EH_REGISTER_IDENTITY_H

#include "rows.h"

struct eh_identity {
	struct eh_str org_id; /* "EH-" and ten characters of Crockford's base 32 */
	struct eh_str source, key;
	int64_t number;
};

struct eh_identities {
	struct eh_identity *items; /* in order of minting */
	size_t count, cap;
	struct eh_map by_record, by_id;
	struct eh_arena arena;
	struct eh_db *on_demand; /* what is not here may be in the store; NULL: all of it is here */
	int64_t newest;          /* number minted last */
};

enum eh_rc eh_identities_load(struct eh_db *db, struct eh_identities *ret_identities, struct eh_error *err);
/* The same, each read from the store when it is asked for. */
enum eh_rc eh_identities_on_demand(struct eh_db *db, struct eh_identities *ret_identities, struct eh_error *err);
void eh_identities_finish(struct eh_identities *identities);

/* The identifier of the cluster that consists of these rows, minted and stored when none of them has one. Call within a transaction.
 * *ret_id lives as long as `identities`. */
enum eh_rc eh_identity_of(struct eh_identities *identities, struct eh_db *db, const struct eh_list_rows *rows,
        const size_t *members, size_t count, struct eh_str *ret_id, struct eh_error *err);

/* "S-" and ten characters, from a source and key: for services, which are one record each. */
struct eh_str eh_identity_of_service(struct eh_arena *arena, struct eh_str source, struct eh_str key);

/* The same for the nth protected service of an organisation: whoever tries all postcodes of a town must not find the one that gives its
 * identifier, so that it is not made from the place. */
struct eh_str eh_identity_of_protected(struct eh_arena *arena, struct eh_str org_id, size_t number);

/* A record's key without the postcode that stands behind a bar in the keys of files without identifiers. */
struct eh_str eh_identity_key_without_place(struct eh_str key);

#endif
