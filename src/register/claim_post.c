/* claim_post.c: claims shown by a code in a printed letter. The code is made as the letter is printed: whoever prints it could read it, so who prints is on
 * record, is never the asker, and the code counts only together with the asker's own session. */
#include <sodium.h>

#include "claim_private.h"

#define DAY INT64_C(86400000000)

enum { LETTERS = 10, HALF = 5 };

/* None is mistaken for another: no i, l, o, 0 or 1. */
static const char ALPHABET[] = "23456789abcdefghjkmnpqrstuvwxyz";

static void make_code(char out[EH_CLAIM_CODE_MAX])
{
	size_t n = 0;

	for (size_t i = 0; i < LETTERS; i++) {
		if (i == HALF)
			out[n++] = '-';
		out[n++] = ALPHABET[randombytes_uniform(sizeof ALPHABET - 1)];
	}
	out[n] = '\0';
}

/* As make_code writes it, of what somebody typed. */
static bool parse_code(struct eh_str typed, char out[EH_CLAIM_CODE_MAX])
{
	size_t letters = 0, n = 0;

	for (size_t i = 0; i < typed.n; i++) {
		char c = eh_lower(typed.p[i]);
		if (eh_is_space(c) || c == '-')
			continue;
		if (!c || !strchr(ALPHABET, c) || letters == LETTERS)
			return false;
		if (letters == HALF)
			out[n++] = '-';
		out[n++] = c;
		letters++;
	}
	out[n] = '\0';
	return letters == LETTERS;
}

/* One claim's code is no other's. */
static enum eh_rc hash_code(const struct eh_secret *secret, int64_t claim_id, const char *code, unsigned char out[EH_HASH_BYTES],
        struct eh_error *err)
{
	struct eh_buf text EH_CLEANUP_BUF = { 0 };

	if (eh_buf_printf(&text, "%lld.%s", (long long)claim_id, code) < 0)
		return eh_fail_memory(err);
	eh_secret_hash(secret, EH_FOR_POST, eh_buf_str(&text), out);
	return EH_OK;
}

/* `place_id` {NULL, 0}: not public. */
static enum eh_rc note(struct eh_db *db, int64_t now, const struct eh_actor *by, const char *verb, int64_t claim_id,
        struct eh_str place_id, struct eh_error *err)
{
	char number[24];
	const struct eh_audit_entry entry = { .by = by,
		.verb = verb,
		.subject_kind = "claim",
		.subject_id = eh_audit_id(claim_id, number),
		.place_id = place_id,
		.is_public = place_id.p != NULL };

	return eh_audit_write(db, now, &entry, NULL, err);
}

static bool waits_for_code(const struct eh_q_claim_get *claim)
{
	return eh_str_eq(claim->basis, EH_STR("post")) && eh_str_eq(claim->state, EH_STR("asked")) &&
	       claim->proved_at != EH_DB_NULL;
}

enum eh_rc eh_claim_ways(struct eh_db *db, struct eh_str org_id, struct eh_claim_ways *ret_ways, struct eh_error *err)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_claim_contact contact;

	EH_TRY(eh_claim_contact(db, org_id, (struct eh_str){ NULL, 0 }, &arena, &contact, err));
	*ret_ways = (struct eh_claim_ways){ contact.domain.p != NULL, contact.email.p != NULL, contact.address.p != NULL };
	return EH_OK;
}

enum eh_rc eh_claim_may_post(struct eh_db *db, struct eh_str org_id, bool *ret_may, struct eh_error *err)
{
	struct eh_claim_ways ways;

	EH_TRY(eh_claim_ways(db, org_id, &ways, err));
	*ret_may = ways.post;
	return EH_OK;
}

enum eh_rc eh_claim_check_post(struct eh_db *db, struct eh_str org_id, int64_t person_id, struct eh_error *err)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_q_claim_post_waiting waiting;
	bool may = false;

	EH_TRY(eh_claim_may_post(db, org_id, &may, err));
	if (!may)
		return eh_fail(err, EH_REFUSED,
		        "No register publishes a postal address to which a letter may go. Ask to be vouched for.");
	EH_TRY(eh_q_claim_post_waiting(db, org_id, person_id, &arena, &waiting, err));
	if (waiting.theirs)
		return eh_fail(err, EH_REFUSED, "You have asked for a letter already. Sign in, and type its code in here.");
	if (waiting.others >= EH_CLAIM_POST_MOST)
		return eh_fail(err, EH_REFUSED, "Letters to this organisation wait already. Ask to be vouched for.");
	return EH_OK;
}

/* ---- Printing ---- */

static enum eh_rc may_print(struct eh_db *db, const struct eh_actor *by, struct eh_str place_id,
        const struct eh_q_claim_get *claim, const struct eh_q_claim_letter_get *letter, struct eh_error *err)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_q_claim_in_place here;

	if (by->role != EH_ROLE_OFFICER && by->role != EH_ROLE_INFRASTRUCTURE)
		return eh_fail(err, EH_REFUSED, "An officer or the infrastructure organisation prints these letters.");
	enum eh_rc rc = eh_q_claim_in_place(db, claim->org_id, place_id, &arena, &here, err);
	if (rc == EH_NOT_FOUND)
		return eh_fail(err, EH_NOT_FOUND, "There is no such claim here.");
	EH_TRY(rc);
	if (by->person_id == claim->person_id)
		return eh_fail(err, EH_REFUSED, "This is your own claim. Somebody else prints its letter.");
	if (!waits_for_code(claim))
		return eh_fail(err, EH_CONFLICT, "No letter is wanted for this claim any more.");
	if (letter->prints >= EH_CLAIM_CODE_PRINTS)
		return eh_fail(
		        err, EH_REFUSED, "Its letter was printed %d times. Both keys can vouch instead.", EH_CLAIM_CODE_PRINTS);
	return EH_OK;
}

static enum eh_rc load(struct eh_db *db, int64_t claim_id, struct eh_arena *arena, struct eh_q_claim_get *ret_claim,
        struct eh_q_claim_letter_get *ret_letter, struct eh_error *err)
{
	enum eh_rc rc = eh_q_claim_get(db, claim_id, arena, ret_claim, err);

	if (rc == EH_NOT_FOUND)
		return eh_fail(err, EH_NOT_FOUND, "There is no such claim.");
	EH_TRY(rc);
	*ret_letter = (struct eh_q_claim_letter_get){ 0 };
	rc = eh_q_claim_letter_get(db, claim_id, arena, ret_letter, err);
	return rc == EH_NOT_FOUND ? EH_OK : rc;
}

enum eh_rc eh_claim_print(struct eh_db *db, int64_t now, const struct eh_secret *secret, const struct eh_actor *by,
        struct eh_str place_id, int64_t claim_id, struct eh_arena *arena, struct eh_claim_letter *ret_letter,
        struct eh_error *err)
{
	struct eh_q_claim_letter_get before;
	struct eh_claim_contact contact;
	unsigned char hash[EH_HASH_BYTES];
	struct eh_claim_letter letter;
	struct eh_q_organisation_get org;
	struct eh_q_claim_get claim;

	EH_TRY(load(db, claim_id, arena, &claim, &before, err));
	EH_TRY(may_print(db, by, place_id, &claim, &before, err));
	EH_TRY(eh_q_organisation_get(db, claim.org_id, arena, &org, err));
	EH_TRY(eh_claim_contact(db, claim.org_id, (struct eh_str){ NULL, 0 }, arena, &contact, err));
	if (!contact.address.p)
		return eh_fail(err, EH_CONFLICT,
		        "No register publishes a postal address of %.*s any more to which a letter may go.", EH_FMT(org.name));
	letter = (struct eh_claim_letter){ .org_name = org.name,
		.address = contact.address,
		.postcode = contact.postcode,
		.published_by = contact.address_by,
		.until = now + EH_CLAIM_CODE_DAYS * DAY };
	make_code(letter.code);
	EH_TRY(hash_code(secret, claim_id, letter.code, hash, err));
	EH_TRY(eh_q_claim_letter_put(db, claim_id, (struct eh_str){ (const char *)hash, sizeof hash }, by->person_id, now, err));
	EH_TRY(note(db, now, by, "printed a letter with a code for", claim_id, place_id, err));
	*ret_letter = letter;
	return EH_OK;
}

/* ---- The code ---- */

static enum eh_rc check_letter(int64_t now, int64_t person_id, const struct eh_q_claim_get *claim,
        const struct eh_q_claim_letter_get *letter, struct eh_error *err)
{
	if (!person_id || claim->person_id != person_id)
		return eh_fail(err, EH_NOT_FOUND, "There is no such claim.");
	if (!waits_for_code(claim))
		return eh_fail(err, EH_REFUSED, "This claim waits for no code.");
	if (!letter->prints)
		return eh_fail(err, EH_REFUSED, "No letter has been printed for this claim yet.");
	if (letter->printed_by == person_id)
		return eh_fail(err, EH_REFUSED, "Whoever printed the letter cannot use its code.");
	if (letter->printed_at < now - EH_CLAIM_CODE_DAYS * DAY)
		return eh_fail(err, EH_REFUSED, "The code was good for %d days. Ask the council for another letter.",
		        EH_CLAIM_CODE_DAYS);
	if (letter->tries >= EH_CLAIM_CODE_TRIES)
		return eh_fail(err, EH_REFUSED, "That were too many wrong codes. Ask the council for another letter.");
	return EH_OK;
}

enum eh_rc eh_claim_code(struct eh_db *db, int64_t now, const struct eh_secret *secret, int64_t person_id, int64_t claim_id,
        struct eh_str typed, int64_t *ret_tries_left, struct eh_error *err)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_q_claim_letter_get letter;
	char code[EH_CLAIM_CODE_MAX] = "";
	unsigned char hash[EH_HASH_BYTES];
	struct eh_q_claim_get claim;

	EH_TRY(load(db, claim_id, &arena, &claim, &letter, err));
	EH_TRY(check_letter(now, person_id, &claim, &letter, err));
	bool whole = parse_code(typed, code);
	EH_TRY(hash_code(secret, claim_id, code, hash, err));
	if (!(whole & eh_hash_equal(hash, letter.code))) {
		EH_TRY(eh_q_claim_letter_try(db, claim_id, err));
		EH_TRY(note(db, now, &(const struct eh_actor){ .person_id = person_id }, "typed in a wrong code for", claim_id,
		        (struct eh_str){ NULL, 0 }, err));
		*ret_tries_left = EH_CLAIM_CODE_TRIES - 1 - letter.tries;
		return EH_OK;
	}
	EH_TRY(eh_q_claim_letter_used(db, claim_id, err));
	EH_TRY(eh_q_claim_prove(db, claim_id, now, err));
	EH_TRY(eh_claim_hold(db, now, claim_id, claim.org_id, person_id,
	        EH_STR("typed in the code of a letter to the address that its register publishes"), err));
	*ret_tries_left = EH_CLAIM_CODE_RIGHT;
	return EH_OK;
}

/* ---- Lists ---- */

void eh_claim_posts_finish(struct eh_claim_posts *posts)
{
	eh_vec_finish(posts);
	eh_arena_finish(&posts->arena);
	*posts = (struct eh_claim_posts){ 0 };
}

enum eh_rc eh_claim_posts(struct eh_db *db, struct eh_str place_id, struct eh_claim_posts *ret_posts, struct eh_error *err)
{
	struct eh_cursor cursor EH_CLEANUP_CURSOR = { 0 };
	struct eh_claim_posts found = { 0 };
	struct eh_q_claim_post_list row;
	enum eh_rc rc = eh_q_claim_post_list(db, place_id, &cursor, err);

	while (rc == EH_OK && (rc = eh_q_claim_post_list_next(&cursor, &row, err)) == EH_OK) {
		const struct eh_claim_post one = { row.claim_id, row.asked_at, row.printed_at, row.prints,
			eh_arena_str(&found.arena, row.org_id), eh_arena_str(&found.arena, row.org_name) };
		if (!eh_vec_push(&found, one))
			rc = eh_fail_memory(err);
	}
	rc = rc < 0 ? rc : eh_arena_check(&found.arena, EH_OK, err);
	if (rc < 0)
		eh_claim_posts_finish(&found);
	else
		*ret_posts = found;
	return rc;
}
