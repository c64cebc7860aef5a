/* factor_private.h: what setting up and putting back a second factor have in common. */
#ifndef EH_GOVERN_FACTOR_PRIVATE_H
#define EH_GOVERN_FACTOR_PRIVATE_H

#include "factor.h"

/* A row of the audit, not public. */
enum eh_rc eh_factor_note(struct eh_db *db, int64_t now, const struct eh_actor *by, const char *verb, int64_t person_id,
        struct eh_str why, struct eh_error *err);

/* Hashes of recovery codes, NUL-terminated. */
enum { EH_RECOVERY_HASH = 128 };
struct eh_recovery_hashes {
	char hashes[EH_RECOVERY_CODES][EH_RECOVERY_HASH];
};

/* New codes and their hashes; about a second. EH_NO_MEMORY. */
enum eh_rc eh_recovery_make(struct eh_recovery_codes *codes, struct eh_recovery_hashes *hashes, struct eh_error *err);
enum eh_rc eh_recovery_keep(struct eh_db *db, int64_t person_id, const struct eh_recovery_hashes *hashes, struct eh_error *err);

/* Whether it is one of the person's that is not used; a tenth of a second, whatever the answer. Writes nothing. */
enum eh_rc eh_recovery_match(struct eh_db *db, int64_t person_id, const char *code, bool *ret_right, struct eh_error *err);

/* Uses a code that matched; *ret_spent is false when somebody else was quicker. */
enum eh_rc eh_recovery_spend(
        struct eh_db *db, int64_t now, int64_t person_id, const char *code, bool *ret_spent, struct eh_error *err);

#endif
