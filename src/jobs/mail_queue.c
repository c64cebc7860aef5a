/* mail_queue.c: letters that wait, and who wants none. */
#include "mailer.h"
#include "queries.h"
#include "queue.h"

#define DAY INT64_C(86400000000)

static enum eh_rc not_found_is_no(enum eh_rc rc, bool *ret_yes)
{
	*ret_yes = rc == EH_OK;
	return rc == EH_NOT_FOUND ? EH_OK : rc;
}

/* Whether the person wants it, and had none too lately about this entry. */
static enum eh_rc wanted(struct eh_db *db, int64_t now, enum eh_mail_kind kind, int64_t person_id, struct eh_str entry,
        bool *ret_wanted, struct eh_error *err)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_str name = eh_str_of(eh_mail_kind_name(kind));
	struct eh_q_mail_refused refused;
	struct eh_q_mail_newest newest = { 0 };
	bool no = false, had = false;

	if (person_id && eh_mail_can_unsubscribe(kind))
		EH_TRY(not_found_is_no(eh_q_mail_refused(db, person_id, name, &arena, &refused, err), &no));
	if (person_id && kind == EH_MAIL_CONFIRM)
		EH_TRY(not_found_is_no(eh_q_mail_newest(db, person_id, name, entry, &arena, &newest, err), &had));
	*ret_wanted = !no && !(had && newest.queued_at > now - EH_MAIL_CONFIRM_DAYS * DAY);
	return EH_OK;
}

static enum eh_rc put(struct eh_db *db, int64_t now, enum eh_mail_kind kind, int64_t person_id, struct eh_str address,
        const struct eh_mail_facts *facts, struct eh_error *err)
{
	struct eh_mail_words words EH_CLEANUP_MAIL_WORDS = { 0 };
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_q_mail_add added;

	EH_TRY(eh_mail_words(kind, facts, &words, err));
	EH_TRY(eh_q_mail_add(db, eh_str_of(eh_mail_kind_name(kind)), person_id ? person_id : EH_DB_NULL, facts->entry, address,
	        eh_buf_str(&words.subject), eh_buf_str(&words.text), eh_buf_str(&words.html), facts->unsubscribe, now, &arena,
	        &added, err));
	struct eh_str detail = eh_arena_printf(&arena, "%lld", (long long)added.mail_id),
	              key = eh_arena_printf(&arena, "e-mail %lld", (long long)added.mail_id);
	if (!detail.p || !key.p)
		return eh_fail_memory(err);
	return eh_job_add(db, now, &(struct eh_job_new){ .kind = EH_JOB_MAIL, .key = key, .detail = detail, .most_attempts = 8 },
	        NULL, err);
}

enum eh_rc eh_mail_queue(struct eh_db *db, int64_t now, enum eh_mail_kind kind, int64_t person_id, struct eh_str address,
        const struct eh_mail_facts *facts, bool *ret_queued, struct eh_error *err)
{
	bool own = !eh_db_in_transaction(db), want = false;

	if (kind == EH_MAIL_SIGNIN || kind == EH_MAIL_PROVE)
		return eh_fail(err, EH_INVALID, "what signs somebody in is sent at once, never queued");
	if (!eh_mail_address_valid(address))
		return eh_fail(err, EH_INVALID, "the address is none that a letter can go to");
	if (own)
		EH_TRY(eh_db_begin(db, err));
	enum eh_rc rc = wanted(db, now, kind, person_id, facts->entry, &want, err);
	if (rc >= 0 && want)
		rc = put(db, now, kind, person_id, address, facts, err);
	if (rc < 0) {
		if (own)
			eh_db_rollback(db);
		return rc;
	}
	if (own)
		EH_TRY(eh_db_commit(db, err));
	if (ret_queued)
		*ret_queued = want;
	return EH_OK;
}

enum eh_rc eh_mail_refuse(struct eh_db *db, int64_t now, int64_t person_id, enum eh_mail_kind kind, struct eh_error *err)
{
	return eh_q_mail_refuse(db, person_id, eh_str_of(eh_mail_kind_name(kind)), now, err);
}

enum eh_rc eh_mail_want(struct eh_db *db, int64_t person_id, enum eh_mail_kind kind, struct eh_error *err)
{
	return eh_q_mail_want(db, person_id, eh_str_of(eh_mail_kind_name(kind)), err);
}

/* Of "PERSON.KIND". */
static void token_for(const struct eh_secret *secret, struct eh_str what, char out[EH_TOKEN_MAX])
{
	unsigned char hash[EH_HASH_BYTES];

	eh_secret_hash(secret, EH_FOR_MAIL, what, hash);
	eh_token_of(hash, out);
}

struct eh_str eh_mail_unsubscribe_link(
        const struct eh_secret *secret, struct eh_arena *arena, struct eh_str base_url, int64_t person_id, enum eh_mail_kind kind)
{
	char token[EH_TOKEN_MAX];
	struct eh_str what = eh_arena_printf(arena, "%lld.%s", (long long)person_id, eh_mail_kind_name(kind));

	if (!what.p)
		return what;
	token_for(secret, what, token);
	return eh_arena_printf(arena, "%.*s/unsubscribe/%.*s.%s", EH_FMT(base_url), EH_FMT(what), token);
}

/* "WHAT.TOKEN", the token made of WHAT: *ret_what is what stands before it. Compared as hashes, whose length and content say nothing of where
 * they differ. */
static bool read_signed(const struct eh_secret *secret, struct eh_str text, struct eh_str *ret_what)
{
	unsigned char got[EH_HASH_BYTES], want[EH_HASH_BYTES];
	char token[EH_TOKEN_MAX];

	if (text.n <= EH_TOKEN_MAX || text.p[text.n - EH_TOKEN_MAX] != '.')
		return false;
	*ret_what = eh_str_sub(text, 0, text.n - EH_TOKEN_MAX);
	token_for(secret, *ret_what, token);
	eh_secret_hash(secret, EH_FOR_MAIL, eh_str_of(token), want);
	eh_secret_hash(secret, EH_FOR_MAIL, eh_str_sub(text, text.n - EH_TOKEN_MAX + 1, EH_TOKEN_MAX - 1), got);
	return eh_hash_equal(want, (struct eh_str){ (const char *)got, sizeof got });
}

static enum eh_rc none_of_ours(struct eh_error *err)
{
	return eh_fail(err, EH_INVALID, "This address is none that we sent. Copy the whole of it from the letter.");
}

enum eh_rc eh_mail_unsubscribe_read(const struct eh_secret *secret, struct eh_str text, int64_t *ret_person_id,
        enum eh_mail_kind *ret_kind, struct eh_error *err)
{
	struct eh_str rest, person, kind;
	int64_t person_id;

	if (!read_signed(secret, text, &rest) || !eh_str_split(&rest, '.', &person) || !eh_str_split(&rest, '.', &kind) ||
	        eh_str_to_i64(person, &person_id) != EH_OK || eh_mail_kind_parse(kind) == EH_MAIL_KIND_COUNT)
		return none_of_ours(err);
	*ret_person_id = person_id;
	*ret_kind = eh_mail_kind_parse(kind);
	return EH_OK;
}

/* A token of its own: what ends letters confirms nothing. */
struct eh_str eh_mail_confirm_link(
        const struct eh_secret *secret, struct eh_arena *arena, struct eh_str base_url, int64_t person_id, struct eh_str org_id)
{
	char token[EH_TOKEN_MAX];
	struct eh_str what = eh_arena_printf(arena, "%lld.still-right.%.*s", (long long)person_id, EH_FMT(org_id));

	if (!what.p)
		return what;
	token_for(secret, what, token);
	return eh_arena_printf(arena, "%.*s/still-right/%.*s.%s", EH_FMT(base_url), EH_FMT(what), token);
}

enum eh_rc eh_mail_confirm_read(const struct eh_secret *secret, struct eh_str text, int64_t *ret_person_id,
        struct eh_str *ret_org_id, struct eh_error *err)
{
	struct eh_str rest, person, word, org;
	int64_t person_id;

	if (!read_signed(secret, text, &rest) || !eh_str_split(&rest, '.', &person) || !eh_str_split(&rest, '.', &word) ||
	        !eh_str_split(&rest, '.', &org) || !eh_str_eq(word, EH_STR("still-right")) ||
	        eh_str_to_i64(person, &person_id) != EH_OK)
		return none_of_ours(err);
	*ret_person_id = person_id;
	*ret_org_id = org;
	return EH_OK;
}

struct eh_str eh_mail_signed(const struct eh_secret *secret, struct eh_arena *arena, struct eh_str what)
{
	char token[EH_TOKEN_MAX];

	if (!what.p)
		return what;
	token_for(secret, what, token);
	return eh_arena_printf(arena, "%.*s.%s", EH_FMT(what), token);
}

enum eh_rc eh_mail_signed_read(
        const struct eh_secret *secret, struct eh_str text, const char *word, int64_t *ret_number, struct eh_error *err)
{
	struct eh_str rest, number;

	if (!read_signed(secret, text, &rest) || !eh_str_split(&rest, '.', &number) || !eh_str_eq(rest, eh_str_of(word)) ||
	        eh_str_to_i64(number, ret_number) != EH_OK)
		return none_of_ours(err);
	return EH_OK;
}
