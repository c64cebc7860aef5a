#include "signin.h"

#include <sodium.h>
#include <stdio.h>

#include "people.h"
#include "queries.h"
#include "roles_private.h"

#define MINUTE (INT64_C(60) * 1000000)
#define HOUR (60 * MINUTE)
#define DAY (24 * HOUR)

static const struct eh_limit PER_ADDRESS = { "sign-in address", 5, 15 * MINUTE };
static const struct eh_limit PER_CLIENT = { "sign-in client", 30, HOUR };
static const struct eh_limit WRONG_PER_CLIENT = { "sign-in wrong", 30, HOUR };

static const char NOT_VALID[] = "This link or code is not valid, was used before or is older than 15 minutes. Ask for a new one.";

struct hashes {
	unsigned char handle[EH_HASH_BYTES], token[EH_HASH_BYTES], code[EH_HASH_BYTES];
};

static struct eh_str hash_str(const unsigned char hash[EH_HASH_BYTES])
{
	return (struct eh_str){ (const char *)hash, EH_HASH_BYTES };
}

/* Six digits are few: their hash is bound to the handle, and keyed. */
static void hash_code(const struct eh_secret *secret, struct eh_str handle, const char code[7], unsigned char out[EH_HASH_BYTES])
{
	char text[EH_TOKEN_MAX + 7];
	int n = snprintf(text, sizeof text, "%.*s:%s", EH_FMT(handle), code);

	eh_secret_hash(secret, EH_FOR_SIGNIN_CODE, (struct eh_str){ text, (size_t)n }, out);
	sodium_memzero(text, sizeof text);
}

static void make_sent(const struct eh_secret *secret, struct eh_signin_sent *sent, struct hashes *hashes)
{
	eh_token_make(sent->handle);
	eh_token_make(sent->token);
	/* sodium_init has been through eh_token_make. */
	snprintf(sent->code, sizeof sent->code, "%06u", (unsigned)randombytes_uniform(1000000));
	eh_secret_hash(secret, EH_FOR_SIGNIN_HANDLE, eh_str_of(sent->handle), hashes->handle);
	eh_secret_hash(secret, EH_FOR_SIGNIN_TOKEN, eh_str_of(sent->token), hashes->token);
	hash_code(secret, eh_str_of(sent->handle), sent->code, hashes->code);
}

/* 0 for an address that nobody active has. */
static enum eh_rc find_person(struct eh_db *db, const char *email, int64_t *ret_person, struct eh_error *err)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_q_person_by_email row;
	enum eh_rc rc = eh_q_person_by_email(db, eh_str_of(email), &arena, &row, err);

	if (rc < 0 && rc != EH_NOT_FOUND)
		return rc;
	*ret_person = rc == EH_OK && eh_str_eq(row.state, EH_STR("active")) ? row.person_id : 0;
	return EH_OK;
}

static enum eh_rc request(struct eh_db *db, int64_t now, const struct eh_secret *secret, struct eh_str email,
        struct eh_str client, struct eh_signin_sent *ret_sent, struct eh_error *err)
{
	struct eh_signin_sent sent = { 0 };
	struct hashes hashes;
	char address[EH_EMAIL_MAX];

	EH_TRY(eh_email_normalise(email, address, err));
	EH_TRY(eh_limit_count(db, now, secret, &PER_CLIENT, client, err));
	EH_TRY(eh_limit_count(db, now, secret, &PER_ADDRESS, eh_str_of(address), err));
	EH_TRY(find_person(db, address, &sent.person_id, err));
	make_sent(secret, &sent, &hashes);
	enum eh_rc rc = eh_q_signin_add(db, hash_str(hashes.handle), hash_str(hashes.token), hash_str(hashes.code),
	        sent.person_id ? sent.person_id : EH_DB_NULL, now, now + EH_SIGNIN_LASTS, err);
	if (rc == EH_OK)
		*ret_sent = sent;
	sodium_memzero(&sent, sizeof sent);
	return rc;
}

enum eh_rc eh_signin_request(struct eh_db *db, int64_t now, const struct eh_secret *secret, struct eh_str email,
        struct eh_str client, struct eh_signin_sent *ret_sent, struct eh_error *err)
{
	EH_TRY(eh_db_begin(db, err));
	return eh_settle(db, request(db, now, secret, email, client, ret_sent, err), err);
}

static enum eh_rc find_token(struct eh_db *db, const struct eh_secret *secret, struct eh_str token, struct eh_arena *arena,
        struct eh_q_signin_by_token *ret_row, struct eh_error *err)
{
	unsigned char hash[EH_HASH_BYTES];

	eh_secret_hash(secret, EH_FOR_SIGNIN_TOKEN, eh_str_sub(token, 0, EH_TOKEN_MAX), hash);
	return eh_q_signin_by_token(db, hash_str(hash), arena, ret_row, err);
}

/* Whose request is still good: 0 when nobody's. */
static int64_t person_of(int64_t now, int64_t person_id, int64_t expires_at, int64_t used_at)
{
	return person_id != EH_DB_NULL && now < expires_at && used_at == EH_DB_NULL ? person_id : 0;
}

enum eh_rc eh_signin_look(struct eh_db *db, int64_t now, const struct eh_secret *secret, struct eh_str token,
        enum eh_signin_state *ret_state, struct eh_error *err)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_q_signin_by_token row;
	enum eh_rc rc = find_token(db, secret, token, &arena, &row, err);

	if (rc < 0 && rc != EH_NOT_FOUND)
		return rc;
	if (rc == EH_NOT_FOUND || row.person_id == EH_DB_NULL)
		*ret_state = EH_SIGNIN_NONE;
	else if (row.used_at != EH_DB_NULL)
		*ret_state = EH_SIGNIN_USED;
	else
		*ret_state = now < row.expires_at ? EH_SIGNIN_OPEN : EH_SIGNIN_RUN_OUT;
	return EH_OK;
}

/* Lets the person in, where there is one that may come in. */
static enum eh_rc let_in(struct eh_db *db, int64_t now, const struct eh_secret *secret, int64_t person_id, struct eh_str client,
        const char *otherwise, int64_t *ret_person, struct eh_error *err)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_person person = { 0 };

	if (person_id)
		EH_TRY(eh_person_get(db, person_id, &arena, &person, err));
	if (!eh_str_eq(person.state, EH_STR("active"))) {
		EH_TRY(eh_limit_count(db, now, secret, &WRONG_PER_CLIENT, client, err));
		return eh_fail(err, EH_REFUSED, "%s", otherwise);
	}
	EH_TRY(eh_q_signin_use(db, person_id, now, err));
	*ret_person = person_id;
	return EH_OK;
}

static enum eh_rc use_token(struct eh_db *db, int64_t now, const struct eh_secret *secret, struct eh_str token,
        struct eh_str client, int64_t *ret_person, struct eh_error *err)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_q_signin_by_token row;

	EH_TRY(eh_limit_check(db, now, secret, &WRONG_PER_CLIENT, client, err));
	enum eh_rc rc = find_token(db, secret, token, &arena, &row, err);
	if (rc < 0 && rc != EH_NOT_FOUND)
		return rc;
	int64_t person = rc == EH_OK ? person_of(now, row.person_id, row.expires_at, row.used_at) : 0;
	return let_in(db, now, secret, person, client, NOT_VALID, ret_person, err);
}

enum eh_rc eh_signin_use_token(struct eh_db *db, int64_t now, const struct eh_secret *secret, struct eh_str token,
        struct eh_str client, int64_t *ret_person, struct eh_error *err)
{
	EH_TRY(eh_db_begin(db, err));
	return eh_settle(db, use_token(db, now, secret, token, client, ret_person, err), err);
}

static enum eh_rc find_handle(struct eh_db *db, const struct eh_secret *secret, struct eh_str handle, struct eh_arena *arena,
        struct eh_q_signin_by_handle *ret_row, struct eh_error *err)
{
	unsigned char hash[EH_HASH_BYTES];

	eh_secret_hash(secret, EH_FOR_SIGNIN_HANDLE, handle, hash);
	return eh_q_signin_by_handle(db, hash_str(hash), arena, ret_row, err);
}

/* What is said of a code that lets nobody in, after this try. Used ones say no more than old ones, unknown addresses no more than known ones. */
static void say_wrong(int64_t now, const struct eh_q_signin_by_handle *row, bool found, char out[EH_WHY_MAX])
{
	int left = found && row->tries + 1 < EH_SIGNIN_CODE_TRIES ? EH_SIGNIN_CODE_TRIES - 1 - (int)row->tries : 0;

	if (!found || now >= row->expires_at || row->used_at != EH_DB_NULL)
		snprintf(out, EH_WHY_MAX, "This code has run out, or was asked for in another browser. Ask for another email.");
	else if (left)
		snprintf(out, EH_WHY_MAX, "This is not the code of the newest email. You can try %d more time%s.", left,
		        left == 1 ? "" : "s");
	else
		snprintf(out, EH_WHY_MAX,
		        "The code has run out: it was typed wrong %d times. Open the link in the email, or ask for another "
		        "email.",
		        EH_SIGNIN_CODE_TRIES);
}

static enum eh_rc use_code(struct eh_db *db, int64_t now, const struct eh_secret *secret, struct eh_str handle,
        struct eh_str typed, struct eh_str client, int64_t *ret_person, struct eh_error *err)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_q_signin_by_handle row = { 0 };
	unsigned char hash[EH_HASH_BYTES];
	char code[7] = "000000";
	bool is_code = eh_code_parse(typed, code);
	int64_t person = 0;

	EH_TRY(eh_limit_check(db, now, secret, &WRONG_PER_CLIENT, client, err));
	handle = eh_str_sub(handle, 0, EH_TOKEN_MAX - 1);
	enum eh_rc rc = find_handle(db, secret, handle, &arena, &row, err);
	if (rc < 0 && rc != EH_NOT_FOUND)
		return rc;
	hash_code(secret, handle, code, hash);
	bool right = is_code & (rc == EH_OK) & eh_hash_equal(hash, row.code) & (row.tries < EH_SIGNIN_CODE_TRIES);
	if (rc == EH_OK)
		EH_TRY(eh_q_signin_try(db, row.signin_id, err));
	if (right)
		person = person_of(now, row.person_id, row.expires_at, row.used_at);
	char wrong[EH_WHY_MAX];
	say_wrong(now, &row, rc == EH_OK, wrong);
	return let_in(db, now, secret, person, client, wrong, ret_person, err);
}

enum eh_rc eh_signin_use_code(struct eh_db *db, int64_t now, const struct eh_secret *secret, struct eh_str handle,
        struct eh_str typed, struct eh_str client, int64_t *ret_person, struct eh_error *err)
{
	EH_TRY(eh_db_begin(db, err));
	return eh_settle(db, use_code(db, now, secret, handle, typed, client, ret_person, err), err);
}

enum eh_rc eh_signin_sweep(struct eh_db *db, int64_t now, struct eh_error *err)
{
	EH_TRY(eh_q_signin_sweep(db, now - DAY, err));
	EH_TRY(eh_q_rate_sweep(db, now - DAY, err));
	return eh_q_session_sweep(db, now - 30 * DAY, err);
}
