/* session.h: who is signed in, and where.
 *
 * A session is a random token of 256 bits in a cookie, kept as a keyed hash. It ends by itself when it is not used (idle) and at the latest
 * after a set time: 12 hours and 14 days for those whose roles need no second factor, 1 hour and 12 hours for the others. Only a summary of
 * the browser is kept ("Firefox on Android"), no network address. */
#ifndef EH_GOVERN_SESSION_H
#define EH_GOVERN_SESSION_H

#include "people.h"
#include "secret.h"

struct eh_session {
	int64_t session_id, person_id, started_at, seen_at;
	bool strong;       /* has shown a second factor */
	bool needs_factor; /* has a role that asks for one: until strong, nothing but showing or enrolling it is allowed */
};

/* Begins a session after eh_signin_use_…; `agent` is the User-Agent header as it came. */
enum eh_rc eh_session_start(struct eh_db *db, int64_t now, const struct eh_secret *secret, int64_t person_id, struct eh_str agent,
        char ret_token[EH_TOKEN_MAX], struct eh_error *err);
/* EH_NOT_FOUND: no such session, or over. Writes nothing. */
enum eh_rc eh_session_find(struct eh_db *db, int64_t now, const struct eh_secret *secret, struct eh_str token,
        struct eh_session *ret_session, struct eh_error *err);
/* Notes that it was used; writes at most once a minute, and *ret_wrote (may be NULL) says whether. */
enum eh_rc eh_session_touch(
        struct eh_db *db, int64_t now, const struct eh_session *session, bool *ret_wrote, struct eh_error *err);
/* After eh_factor_check or eh_factor_confirm. The token changes with it: *ret_token replaces the cookie's. */
enum eh_rc eh_session_strengthen(struct eh_db *db, int64_t now, const struct eh_secret *secret, const struct eh_session *session,
        char ret_token[EH_TOKEN_MAX], struct eh_error *err);

struct eh_listed_session {
	int64_t session_id, started_at, seen_at;
	struct eh_str agent;
	bool strong;
};
struct eh_sessions {
	struct eh_listed_session *items; /* last used first */
	size_t count;
	struct eh_arena arena;
};
/* A person's sessions that are not over. */
enum eh_rc eh_session_list(
        struct eh_db *db, int64_t now, int64_t person_id, struct eh_sessions *ret_sessions, struct eh_error *err);
void eh_sessions_finish(struct eh_sessions *sessions);
#define EH_CLEANUP_SESSIONS __attribute__((cleanup(eh_sessions_finish)))
/* Ends one of a person's own sessions (EH_NOT_FOUND: not that person's), or all but one (0: all). */
enum eh_rc eh_session_end(struct eh_db *db, int64_t now, int64_t person_id, int64_t session_id, struct eh_error *err);
enum eh_rc eh_session_end_all(struct eh_db *db, int64_t now, int64_t person_id, int64_t but, struct eh_error *err);

/* The token that a form carries against forgery: a keyed hash of the session's token (or of any random cookie, before signing in). */
void eh_csrf_token(const struct eh_secret *secret, struct eh_str session_token, char out[EH_TOKEN_MAX]);
/* In constant time. */
bool eh_csrf_valid(const struct eh_secret *secret, struct eh_str session_token, struct eh_str given);

/* "Firefox on Android", "Safari on iPhone", "a browser"; at most 63 bytes, made of fixed words only. */
void eh_agent_summary(struct eh_str user_agent, char out[64]);

#endif
