/* factor_recovery.c: recovery codes. They are hashed slowly (Argon2id, 64 MiB, two passes), so that whoever gets hold of the store learns none. */
#include <sodium.h>
#include <stdio.h>

#include "factor_private.h"
#include "queries.h"

/* Crockford's: without i, l, o and u. */
static const char ALPHABET[] = "0123456789abcdefghjkmnpqrstvwxyz";

static void make_code(size_t slot, char out[EH_RECOVERY_MAX])
{
	unsigned char bytes[10];

	eh_random_bytes(bytes, sizeof bytes);
	snprintf(out, EH_RECOVERY_MAX, "%zu-.....-.....", slot);
	for (size_t i = 0; i < 10; i++)
		out[2 + i + (i >= 5)] = ALPHABET[bytes[i] & 31];
	sodium_memzero(bytes, sizeof bytes);
}

static bool hash_code(const char *code, char out[EH_RECOVERY_HASH])
{
	return crypto_pwhash_str(
	               out, code, strlen(code), crypto_pwhash_OPSLIMIT_INTERACTIVE, crypto_pwhash_MEMLIMIT_INTERACTIVE) == 0;
}

enum eh_rc eh_recovery_make(struct eh_recovery_codes *codes, struct eh_recovery_hashes *hashes, struct eh_error *err)
{
	_Static_assert((int)EH_RECOVERY_HASH == (int)crypto_pwhash_STRBYTES, "room for a hash");

	for (size_t slot = 0; slot < EH_RECOVERY_CODES; slot++) {
		make_code(slot, codes->codes[slot]);
		if (!hash_code(codes->codes[slot], hashes->hashes[slot]))
			return eh_fail_memory(err);
	}
	return EH_OK;
}

enum eh_rc eh_recovery_keep(struct eh_db *db, int64_t person_id, const struct eh_recovery_hashes *hashes, struct eh_error *err)
{
	for (size_t slot = 0; slot < EH_RECOVERY_CODES; slot++)
		EH_TRY(eh_q_recovery_put(db, person_id, (int64_t)slot, eh_str_of(hashes->hashes[slot]), err));
	return EH_OK;
}

/* Against the one hash of its slot; where there is none, a hash is made all the same, so that the time tells nothing. */
enum eh_rc eh_recovery_match(struct eh_db *db, int64_t person_id, const char *code, bool *ret_right, struct eh_error *err)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_q_recovery_get row = { 0 };
	char hash[EH_RECOVERY_HASH];
	enum eh_rc rc = eh_q_recovery_get(db, person_id, code[0] - '0', &arena, &row, err);

	if (rc < 0 && rc != EH_NOT_FOUND)
		return rc;
	if (rc == EH_OK && row.used_at == EH_DB_NULL) {
		*ret_right = crypto_pwhash_str_verify(row.hash.p, code, strlen(code)) == 0;
		return EH_OK;
	}
	if (!hash_code(code, hash))
		return eh_fail_memory(err);
	*ret_right = false;
	return EH_OK;
}

enum eh_rc eh_recovery_spend(
        struct eh_db *db, int64_t now, int64_t person_id, const char *code, bool *ret_spent, struct eh_error *err)
{
	EH_TRY(eh_q_recovery_use(db, person_id, code[0] - '0', now, err));
	*ret_spent = eh_db_changes(db) == 1;
	return EH_OK;
}
