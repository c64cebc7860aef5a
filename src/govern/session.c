#include "session.h"

#include <sodium.h>

#include "queries.h"
#include "roles_private.h"

#define MINUTE (INT64_C(60) * 1000000)
#define HOUR (60 * MINUTE)

/* How long a session lives, by whether its roles need a second factor. */
static const struct {
	int64_t idle, whole;
} LIVES[2] = { { 12 * HOUR, 14 * 24 * HOUR }, { HOUR, 12 * HOUR } };

static bool is_over(int64_t now, int64_t started_at, int64_t seen_at, bool needs_factor)
{
	return now - seen_at >= LIVES[needs_factor].idle || now - started_at >= LIVES[needs_factor].whole;
}

static struct eh_str hash_of(const struct eh_secret *secret, struct eh_str token, unsigned char out[EH_HASH_BYTES])
{
	eh_secret_hash(secret, EH_FOR_SESSION, token, out);
	return (struct eh_str){ (const char *)out, EH_HASH_BYTES };
}

enum eh_rc eh_session_start(struct eh_db *db, int64_t now, const struct eh_secret *secret, int64_t person_id, struct eh_str agent,
        char ret_token[EH_TOKEN_MAX], struct eh_error *err)
{
	unsigned char hash[EH_HASH_BYTES];
	char token[EH_TOKEN_MAX], summary[64], why[EH_WHY_MAX];

	EH_TRY(eh_person_check(db, person_id, why, err));
	eh_agent_summary(agent, summary);
	eh_token_make(token);
	EH_TRY(eh_q_session_add(db, hash_of(secret, eh_str_of(token), hash), person_id, now, eh_str_of(summary), err));
	memcpy(ret_token, token, sizeof token);
	sodium_memzero(token, sizeof token);
	return EH_OK;
}

enum eh_rc eh_session_find(struct eh_db *db, int64_t now, const struct eh_secret *secret, struct eh_str token,
        struct eh_session *ret_session, struct eh_error *err)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	unsigned char hash[EH_HASH_BYTES];
	struct eh_q_session_find row;
	enum eh_rc rc = EH_NOT_FOUND;

	if (eh_token_valid(token))
		rc = eh_q_session_find(db, hash_of(secret, token, hash), &arena, &row, err);
	if (rc == EH_NOT_FOUND || (rc == EH_OK && is_over(now, row.started_at, row.seen_at, row.needs_factor != 0)))
		return eh_fail(err, EH_NOT_FOUND, "you are signed out; sign in again");
	EH_TRY(rc);
	*ret_session = (struct eh_session){ row.session_id, row.person_id, row.started_at, row.seen_at,
		row.strong_at != EH_DB_NULL, row.needs_factor != 0 };
	return EH_OK;
}

enum eh_rc eh_session_touch(
        struct eh_db *db, int64_t now, const struct eh_session *session, bool *ret_wrote, struct eh_error *err)
{
	bool due = now - session->seen_at >= MINUTE;

	if (due)
		EH_TRY(eh_q_session_seen(db, session->session_id, now, err));
	if (ret_wrote)
		*ret_wrote = due;
	return EH_OK;
}

enum eh_rc eh_session_strengthen(struct eh_db *db, int64_t now, const struct eh_secret *secret, const struct eh_session *session,
        char ret_token[EH_TOKEN_MAX], struct eh_error *err)
{
	unsigned char hash[EH_HASH_BYTES];
	char token[EH_TOKEN_MAX];

	eh_token_make(token);
	EH_TRY(eh_q_session_strengthen(db, session->session_id, hash_of(secret, eh_str_of(token), hash), now, err));
	if (!eh_db_changes(db))
		return eh_fail(err, EH_NOT_FOUND, "you are signed out; sign in again");
	memcpy(ret_token, token, sizeof token);
	sodium_memzero(token, sizeof token);
	return EH_OK;
}

static enum eh_rc load(struct eh_db *db, int64_t now, int64_t person_id, struct eh_sessions *sessions, struct eh_error *err)
{
	struct eh_cursor rows EH_CLEANUP_CURSOR = { 0 };
	EH_VEC(struct eh_listed_session) all = { 0 };
	struct eh_q_session_of_person row;
	enum eh_rc rc = eh_q_session_of_person(db, person_id, &rows, err);

	while (rc == EH_OK && (rc = eh_q_session_of_person_next(&rows, &row, err)) == EH_OK) {
		if (is_over(now, row.started_at, row.seen_at, row.needs_factor != 0))
			continue;
		if (!eh_vec_push(&all, (struct eh_listed_session){ row.session_id, row.started_at, row.seen_at,
		                               eh_db_keep(&sessions->arena, row.agent), row.strong_at != EH_DB_NULL }))
			rc = eh_fail_memory(err);
	}
	if (rc == EH_END)
		rc = eh_arena_check(&sessions->arena, EH_OK, err);
	sessions->items = all.items;
	sessions->count = all.count;
	return rc;
}

enum eh_rc eh_session_list(
        struct eh_db *db, int64_t now, int64_t person_id, struct eh_sessions *ret_sessions, struct eh_error *err)
{
	struct eh_sessions sessions = { 0 };
	enum eh_rc rc = load(db, now, person_id, &sessions, err);

	if (rc < 0) {
		eh_sessions_finish(&sessions);
		return rc;
	}
	*ret_sessions = sessions;
	return EH_OK;
}

void eh_sessions_finish(struct eh_sessions *sessions)
{
	eh_free(sessions->items);
	eh_arena_finish(&sessions->arena);
}

enum eh_rc eh_session_end(struct eh_db *db, int64_t now, int64_t person_id, int64_t session_id, struct eh_error *err)
{
	EH_TRY(eh_q_session_end(db, person_id, session_id, now, err));
	if (!eh_db_changes(db))
		return eh_fail(err, EH_NOT_FOUND, "this session is over already");
	return EH_OK;
}

enum eh_rc eh_session_end_all(struct eh_db *db, int64_t now, int64_t person_id, int64_t but, struct eh_error *err)
{
	return eh_q_session_end_all(db, person_id, but, now, err);
}

void eh_csrf_token(const struct eh_secret *secret, struct eh_str session_token, char out[EH_TOKEN_MAX])
{
	unsigned char hash[EH_HASH_BYTES];

	eh_secret_hash(secret, EH_FOR_CSRF, session_token, hash);
	eh_token_of(hash, out);
}

bool eh_csrf_valid(const struct eh_secret *secret, struct eh_str session_token, struct eh_str given)
{
	char want[EH_TOKEN_MAX];

	eh_csrf_token(secret, session_token, want);
	return given.n == EH_TOKEN_MAX - 1 && sodium_memcmp(want, given.p, EH_TOKEN_MAX - 1) == 0;
}
