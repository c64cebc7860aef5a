#include "factor.h"

#include <sodium.h>
#include <stdio.h>

#include "audit.h"
#include "people.h"
#include "queries.h"
#include "factor_private.h"
#include "roles_private.h"
#include "signin.h"
#include "totp.h"

#define MINUTE (INT64_C(60) * 1000000)

static const struct eh_limit WRONG_CODES = { "second factor", 5, 15 * MINUTE };
static const char WRONG[] = "That code is wrong, or was used before. Wait for the next one and try again.";

static const char BASE32[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

static struct eh_str whom(int64_t person_id, char out[24]) { return eh_audit_id(person_id, out); }

enum eh_rc eh_factor_note(struct eh_db *db, int64_t now, const struct eh_actor *by, const char *verb, int64_t person_id,
        struct eh_str why, struct eh_error *err)
{
	char id[24];

	return eh_audit_write(db, now,
	        &(struct eh_audit_entry){ .by = by,
	                .verb = verb,
	                .subject_kind = "second factor",
	                .subject_id = eh_audit_id(person_id, id),
	                .why = why,
	                .about_person = person_id },
	        NULL, err);
}

static enum eh_rc get(
        struct eh_db *db, int64_t person_id, struct eh_arena *arena, struct eh_q_factor_get *ret_row, struct eh_error *err)
{
	enum eh_rc rc = eh_q_factor_get(db, person_id, arena, ret_row, err);

	return rc == EH_NOT_FOUND ? eh_fail(err, EH_REFUSED, "Set up an authenticator first.") : rc;
}

enum eh_rc eh_factor_state(struct eh_db *db, int64_t person_id, enum eh_factor_state *ret_state, struct eh_error *err)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_q_factor_get row;
	enum eh_rc rc = eh_q_factor_get(db, person_id, &arena, &row, err);

	if (rc < 0 && rc != EH_NOT_FOUND)
		return rc;
	*ret_state = rc == EH_NOT_FOUND ? EH_FACTOR_NONE : row.confirmed_at == EH_DB_NULL ? EH_FACTOR_STARTED : EH_FACTOR_READY;
	return EH_OK;
}

enum eh_rc eh_factor_codes_left(struct eh_db *db, int64_t person_id, int64_t *ret_left, struct eh_error *err)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_q_recovery_left row;

	EH_TRY(eh_q_recovery_left(db, person_id, &arena, &row, err));
	*ret_left = row.count;
	return EH_OK;
}

/* 20 bytes are 32 characters of five bits. */
static void to_base32(const unsigned char bytes[EH_TOTP_SECRET], char out[33])
{
	for (size_t i = 0; i < 32; i++) {
		size_t bit = i * 5, byte = bit / 8;
		unsigned two = (unsigned)bytes[byte] << 8 | (byte + 1 < EH_TOTP_SECRET ? bytes[byte + 1] : 0u);
		out[i] = BASE32[two >> (11 - bit % 8) & 31];
	}
	out[32] = '\0';
}

/* For a URI: everything but letters and digits as %XX. */
static enum eh_rc add_escaped(struct eh_buf *out, struct eh_str text)
{
	for (size_t i = 0; i < text.n; i++)
		EH_TRY(eh_is_alnum(text.p[i]) ? eh_buf_add_char(out, text.p[i])
		                              : eh_buf_printf(out, "%%%02X", (unsigned)(unsigned char)text.p[i]));
	return EH_OK;
}

static enum eh_rc write_uri(struct eh_buf *out, struct eh_str issuer, struct eh_str account, const char *secret)
{
	EH_TRY(eh_buf_add(out, EH_STR("otpauth://totp/")));
	EH_TRY(add_escaped(out, issuer));
	EH_TRY(eh_buf_add_char(out, ':'));
	EH_TRY(add_escaped(out, account));
	EH_TRY(eh_buf_printf(out, "?secret=%s&issuer=", secret));
	EH_TRY(add_escaped(out, issuer));
	return eh_buf_add(out, EH_STR("&algorithm=SHA1&digits=6&period=30"));
}

enum eh_rc eh_factor_begin(struct eh_db *db, int64_t now, const struct eh_secret *secret, int64_t person_id, struct eh_str issuer,
        struct eh_arena *arena, struct eh_factor_offer *ret_offer, struct eh_error *err)
{
	struct eh_buf sealed EH_CLEANUP_BUF = { 0 }, uri EH_CLEANUP_BUF = { 0 };
	unsigned char bytes[EH_TOTP_SECRET];
	struct eh_factor_offer offer;
	enum eh_factor_state factor;
	struct eh_person person;

	EH_TRY(eh_person_get(db, person_id, arena, &person, err));
	EH_TRY(eh_factor_state(db, person_id, &factor, err));
	if (factor == EH_FACTOR_READY)
		return eh_fail(err, EH_REFUSED,
		        "You have an authenticator already. If you lost it, use a recovery code, or ask for it to be put back.");
	eh_random_bytes(bytes, sizeof bytes);
	to_base32(bytes, offer.secret);
	enum eh_rc rc = eh_secret_seal(secret, EH_FOR_FACTOR, (struct eh_str){ (const char *)bytes, sizeof bytes }, &sealed);
	sodium_memzero(bytes, sizeof bytes);
	if (rc < 0 || write_uri(&uri, issuer, person.email, offer.secret) < 0 ||
	        !(offer.uri = eh_arena_str(arena, eh_buf_str(&uri))).p)
		return eh_fail_memory(err);
	EH_TRY(eh_q_factor_put(db, person_id, eh_buf_str(&sealed), now, err));
	*ret_offer = offer;
	return EH_OK;
}

/* Counts a wrong code, and says so. */
static enum eh_rc wrong(struct eh_db *db, int64_t now, const struct eh_secret *secret, int64_t person_id, struct eh_error *err)
{
	char id[24];

	EH_TRY(eh_limit_count(db, now, secret, &WRONG_CODES, whom(person_id, id), err));
	return eh_fail(err, EH_REFUSED, "%s", WRONG);
}

static enum eh_rc check_totp(struct eh_db *db, int64_t now, const struct eh_secret *secret, int64_t person_id, const char code[7],
        struct eh_error *err)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_buf plain EH_CLEANUP_BUF = { 0 };
	struct eh_q_factor_get row;
	int64_t step = 0;

	EH_TRY(get(db, person_id, &arena, &row, err));
	EH_TRY(eh_secret_unseal(secret, EH_FOR_FACTOR, row.sealed, &plain, err));
	if (plain.n != EH_TOTP_SECRET)
		return eh_fail(err, EH_INVALID, "the secret of this authenticator is damaged; it must be put back");
	enum eh_rc rc = eh_totp_find((const unsigned char *)plain.p, now, row.last_step, code, &step, err);
	sodium_memzero(plain.p, plain.n);
	if (rc == EH_NOT_FOUND)
		return wrong(db, now, secret, person_id, err);
	EH_TRY(rc);
	return eh_q_factor_step(db, person_id, step, now, err);
}

/* What is slow, hashing, is done before the transaction begins, so that nobody waits for it; and after looking at the limit, so that nobody
 * makes it happen often. */
static enum eh_rc look(
        struct eh_db *db, int64_t now, const struct eh_secret *secret, int64_t person_id, bool ready, struct eh_error *err)
{
	enum eh_factor_state factor;
	char id[24];

	EH_TRY(eh_factor_state(db, person_id, &factor, err));
	if ((factor == EH_FACTOR_READY) != ready)
		return eh_fail(
		        err, EH_REFUSED, ready ? "Set up an authenticator first." : "Your authenticator is set up already.");
	return eh_limit_check(db, now, secret, &WRONG_CODES, whom(person_id, id), err);
}

static enum eh_rc confirm(struct eh_db *db, int64_t now, const struct eh_secret *secret, int64_t person_id, struct eh_str code,
        const struct eh_recovery_hashes *hashes, struct eh_error *err)
{
	char digits[7];

	EH_TRY(look(db, now, secret, person_id, false, err));
	if (!eh_code_parse(code, digits))
		return wrong(db, now, secret, person_id, err);
	EH_TRY(check_totp(db, now, secret, person_id, digits, err));
	EH_TRY(eh_recovery_keep(db, person_id, hashes, err));
	return eh_factor_note(
	        db, now, &(struct eh_actor){ .person_id = person_id }, "set up", person_id, (struct eh_str){ NULL, 0 }, err);
}

enum eh_rc eh_factor_confirm(struct eh_db *db, int64_t now, const struct eh_secret *secret, int64_t person_id, struct eh_str code,
        struct eh_recovery_codes *ret_codes, struct eh_error *err)
{
	struct eh_recovery_codes codes = { 0 };
	struct eh_recovery_hashes hashes = { 0 };
	char digits[7];

	EH_TRY(look(db, now, secret, person_id, false, err));
	if (eh_code_parse(code, digits))
		EH_TRY(eh_recovery_make(&codes, &hashes, err));
	EH_TRY(eh_db_begin(db, err));
	enum eh_rc rc = eh_settle(db, confirm(db, now, secret, person_id, code, &hashes, err), err);
	if (rc == EH_OK)
		*ret_codes = codes;
	sodium_memzero(&codes, sizeof codes);
	return rc;
}

/* `recovery` is the code as a recovery code, or NULL, and `right` whether it is one of the person's. */
static enum eh_rc check(struct eh_db *db, int64_t now, const struct eh_secret *secret, int64_t person_id, struct eh_str code,
        const char *recovery, bool right, struct eh_error *err)
{
	bool spent = false;
	char digits[7];

	EH_TRY(look(db, now, secret, person_id, true, err));
	if (eh_code_parse(code, digits))
		return check_totp(db, now, secret, person_id, digits, err);
	if (recovery && right)
		EH_TRY(eh_recovery_spend(db, now, person_id, recovery, &spent, err));
	if (!spent)
		return wrong(db, now, secret, person_id, err);
	return eh_factor_note(db, now, &(struct eh_actor){ .person_id = person_id }, "used a recovery code", person_id,
	        (struct eh_str){ NULL, 0 }, err);
}

enum eh_rc eh_factor_check(struct eh_db *db, int64_t now, const struct eh_secret *secret, int64_t person_id, struct eh_str code,
        struct eh_error *err)
{
	char recovery[EH_RECOVERY_MAX];
	bool is_recovery = eh_recovery_parse(code, recovery), right = false;

	EH_TRY(look(db, now, secret, person_id, true, err));
	if (is_recovery)
		EH_TRY(eh_recovery_match(db, person_id, recovery, &right, err));
	EH_TRY(eh_db_begin(db, err));
	return eh_settle(db, check(db, now, secret, person_id, code, is_recovery ? recovery : NULL, right, err), err);
}
