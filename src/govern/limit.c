/* limit.c: how often somebody may do something. */
#include <stdio.h>

#include "queries.h"
#include "signin.h"

#define MINUTE (INT64_C(60) * 1000000)

static struct eh_str key_of(const struct eh_secret *secret, const struct eh_limit *limit, struct eh_str whom, struct eh_buf *text,
        unsigned char out[EH_HASH_BYTES])
{
	/* What is counted cannot run into whom: it holds no NUL. */
	if (eh_buf_add(text, eh_str_of(limit->what)) < 0 || eh_buf_add_char(text, '\0') < 0 || eh_buf_add(text, whom) < 0)
		return (struct eh_str){ NULL, 0 };
	eh_secret_hash(secret, EH_FOR_RATE, eh_buf_str(text), out);
	return (struct eh_str){ (const char *)out, EH_HASH_BYTES };
}

enum eh_rc eh_limit_count(struct eh_db *db, int64_t now, const struct eh_secret *secret, const struct eh_limit *limit,
        struct eh_str whom, struct eh_error *err)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_buf text EH_CLEANUP_BUF = { 0 };
	unsigned char hash[EH_HASH_BYTES];
	struct eh_q_rate_count row;
	struct eh_str key = key_of(secret, limit, whom, &text, hash);
	int64_t start = now - now % limit->window;

	if (!key.p)
		return eh_fail_memory(err);
	EH_TRY(eh_q_rate_count(db, key, start, &arena, &row, err));
	if (row.count <= limit->most)
		return EH_OK;
	int64_t minutes = (start + limit->window - now + MINUTE - 1) / MINUTE;
	return eh_fail(
	        err, EH_REFUSED, "That was too often. Try again in %lld minute%s.", (long long)minutes, eh_plural(minutes));
}

enum eh_rc eh_limit_check(struct eh_db *db, int64_t now, const struct eh_secret *secret, const struct eh_limit *limit,
        struct eh_str whom, struct eh_error *err)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_buf text EH_CLEANUP_BUF = { 0 };
	unsigned char hash[EH_HASH_BYTES];
	struct eh_q_rate_get row;
	struct eh_str key = key_of(secret, limit, whom, &text, hash);

	if (!key.p)
		return eh_fail_memory(err);
	enum eh_rc rc = eh_q_rate_get(db, key, now - now % limit->window, &arena, &row, err);
	if (rc == EH_NOT_FOUND)
		return EH_OK;
	EH_TRY(rc);
	return row.count < limit->most
	               ? EH_OK
	               : eh_fail(err, EH_REFUSED, "Too many wrong codes. Wait a quarter of an hour and try again.");
}
