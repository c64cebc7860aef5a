/* audit.c: writing the audit. */
#include "audit_private.h"

#include <sodium.h>
#include <stdio.h>

#include "queries.h"
#include "secret.h"

enum { SALT = 32 };

void eh_audit_digest(struct eh_str salt, struct eh_str payload, unsigned char out[EH_AUDIT_HASH])
{
	crypto_generichash_state state;

	crypto_generichash_init(&state, NULL, 0, EH_AUDIT_HASH);
	crypto_generichash_update(&state, (const unsigned char *)salt.p, salt.n);
	crypto_generichash_update(&state, (const unsigned char *)payload.p, payload.n);
	crypto_generichash_final(&state, out, EH_AUDIT_HASH);
}

static enum eh_rc add_text(struct eh_buf *out, struct eh_str s)
{
	if (!s.p)
		return eh_buf_add(out, EH_STR("-,"));
	EH_TRY(eh_buf_printf(out, "%zu:", s.n));
	EH_TRY(eh_buf_add(out, s));
	return eh_buf_add_char(out, ',');
}

enum eh_rc eh_audit_link(const unsigned char before[EH_AUDIT_HASH], const unsigned char digest[EH_AUDIT_HASH],
        const struct eh_audit_fixed *fixed, unsigned char out[EH_AUDIT_HASH], struct eh_error *err)
{
	const struct eh_str texts[] = { fixed->role, fixed->side, fixed->org_id, fixed->verb, fixed->subject_kind,
		fixed->subject_id, fixed->place_id };
	struct eh_buf fields EH_CLEANUP_BUF = { 0 };
	crypto_generichash_state state;
	enum eh_rc rc = eh_buf_printf(&fields, "%lld,%lld,%lld,%lld,", (long long)fixed->number, (long long)fixed->at,
	        (long long)fixed->person_id, (long long)fixed->is_public);

	for (size_t i = 0; rc == EH_OK && i < sizeof texts / sizeof *texts; i++)
		rc = add_text(&fields, texts[i]);
	if (rc < 0)
		return eh_fail_memory(err);
	crypto_generichash_init(&state, NULL, 0, EH_AUDIT_HASH);
	crypto_generichash_update(&state, before, EH_AUDIT_HASH);
	crypto_generichash_update(&state, digest, EH_AUDIT_HASH);
	crypto_generichash_update(&state, (const unsigned char *)fields.p, fields.n);
	crypto_generichash_final(&state, out, EH_AUDIT_HASH);
	return EH_OK;
}

enum eh_rc eh_audit_pack(const struct eh_str texts[EH_AUDIT_TEXTS], struct eh_buf *out)
{
	for (size_t i = 0; i < EH_AUDIT_TEXTS; i++)
		EH_TRY(add_text(out, texts[i]));
	return EH_OK;
}

bool eh_audit_unpack(struct eh_str payload, struct eh_str ret_texts[EH_AUDIT_TEXTS])
{
	for (size_t i = 0; i < EH_AUDIT_TEXTS; i++) {
		size_t n = 0, length = 0;
		ret_texts[i] = (struct eh_str){ NULL, 0 };
		if (eh_str_starts(payload, EH_STR("-,"))) {
			payload = eh_str_sub(payload, 2, payload.n);
			continue;
		}
		for (; n < payload.n && n < 9 && eh_is_digit(payload.p[n]); n++)
			length = length * 10 + (size_t)(payload.p[n] - '0');
		if (!n || n == payload.n || payload.p[n] != ':' || length > payload.n - n - 1 || length + n + 1 == payload.n ||
		        payload.p[n + 1 + length] != ',')
			return false;
		ret_texts[i] = (struct eh_str){ payload.p + n + 1, length };
		payload = eh_str_sub(payload, n + length + 2, payload.n);
	}
	return payload.n == 0;
}

/* Text as it is kept: cut where it is too long. */
static enum eh_rc keep_text(struct eh_arena *arena, struct eh_str s, struct eh_str *ret_text, struct eh_error *err)
{
	if (!eh_utf8_valid(s, NULL))
		return eh_fail(err, EH_INVALID, "a text for the audit is not UTF-8");
	if (s.n > EH_AUDIT_LONGEST) {
		struct eh_str cut = eh_utf8_cut(s, EH_AUDIT_LONGEST - 3);
		s = eh_arena_printf(arena, "%.*s…", EH_FMT(cut));
		if (!s.p)
			return eh_fail_memory(err);
	}
	*ret_text = s;
	return EH_OK;
}

static struct eh_str present(struct eh_str s) { return s.p ? s : EH_STR(""); }

static struct eh_str bytes_of(const unsigned char *p, size_t n) { return (struct eh_str){ (const char *)p, n }; }

static enum eh_rc pack_entry(const struct eh_audit_entry *entry, struct eh_buf *payload, struct eh_error *err)
{
	const struct eh_str given[EH_AUDIT_TEXTS] = { entry->before, entry->after, entry->why, entry->private };
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_str texts[EH_AUDIT_TEXTS];

	for (size_t i = 0; i < EH_AUDIT_TEXTS; i++)
		EH_TRY(keep_text(&arena, given[i], &texts[i], err));
	return eh_audit_pack(texts, payload) < 0 ? eh_fail_memory(err) : EH_OK;
}

static enum eh_rc newest(
        struct eh_db *db, int64_t *ret_number, int64_t *ret_at, unsigned char ret_link[EH_AUDIT_HASH], struct eh_error *err)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_q_audit_head row = { 0 };
	enum eh_rc rc = eh_q_audit_head(db, &arena, &row, err);

	if (rc < 0 && rc != EH_NOT_FOUND)
		return rc;
	memset(ret_link, 0, EH_AUDIT_HASH);
	if (rc == EH_OK && row.link.n == EH_AUDIT_HASH)
		memcpy(ret_link, row.link.p, EH_AUDIT_HASH);
	*ret_number = row.number;
	*ret_at = row.at;
	return EH_OK;
}

enum eh_rc eh_audit_write(
        struct eh_db *db, int64_t now, const struct eh_audit_entry *entry, int64_t *ret_number, struct eh_error *err)
{
	struct eh_buf payload EH_CLEANUP_BUF = { 0 };
	unsigned char salt[SALT], before[EH_AUDIT_HASH], digest[EH_AUDIT_HASH], link[EH_AUDIT_HASH];
	int64_t number, at;

	if (!entry->verb || !*entry->verb || !entry->subject_kind || !*entry->subject_kind)
		return eh_fail(err, EH_INVALID, "an audited act needs a verb and a kind of subject");
	EH_TRY(newest(db, &number, &at, before, err));
	const struct eh_audit_fixed fixed = { .number = number + 1,
		.at = now,
		.person_id = entry->by->person_id,
		.is_public = !entry->is_public      ? EH_AUDIT_ALL_PRIVATE
		             : entry->words_private ? EH_AUDIT_ACT_PUBLIC
		                                    : EH_AUDIT_ALL_PUBLIC,
		.role = eh_str_of(eh_role_name(entry->by->role)),
		.side = eh_str_of(eh_side_name(entry->by->side)),
		.org_id = present(entry->by->org_id),
		.verb = eh_str_of(entry->verb),
		.subject_kind = eh_str_of(entry->subject_kind),
		.subject_id = present(entry->subject_id),
		.place_id = present(entry->place_id) };
	EH_TRY(pack_entry(entry, &payload, err));
	eh_random_bytes(salt, sizeof salt);
	eh_audit_digest(bytes_of(salt, sizeof salt), eh_buf_str(&payload), digest);
	EH_TRY(eh_audit_link(before, digest, &fixed, link, err));
	EH_TRY(eh_q_audit_add(db, fixed.number, fixed.at, fixed.person_id, fixed.role, fixed.side, fixed.org_id, fixed.verb,
	        fixed.subject_kind, fixed.subject_id, fixed.place_id, fixed.is_public, bytes_of(digest, sizeof digest),
	        bytes_of(link, sizeof link), err));
	EH_TRY(eh_q_audit_payload_add(
	        db, fixed.number, entry->about_person, bytes_of(salt, sizeof salt), eh_buf_str(&payload), err));
	if (ret_number)
		*ret_number = fixed.number;
	return EH_OK;
}

struct eh_str eh_audit_id(int64_t id, char out[24])
{
	int n = snprintf(out, 24, "%lld", (long long)id);

	return (struct eh_str){ out, (size_t)n };
}

enum eh_rc eh_audit_erase(
        struct eh_db *db, int64_t now, const struct eh_actor *by, int64_t number, struct eh_str why, struct eh_error *err)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_q_audit_place row;
	char id[24];
	enum eh_rc rc = eh_q_audit_place(db, number, &arena, &row, err);

	if (rc == EH_NOT_FOUND)
		return eh_fail(err, EH_NOT_FOUND, "the audit has no row %lld", (long long)number);
	EH_TRY(rc);
	if (row.erased)
		return EH_OK;
	EH_TRY(eh_q_audit_payload_erase(db, number, err));
	return eh_audit_write(db, now,
	        &(struct eh_audit_entry){ .by = by,
	                .verb = "erased",
	                .subject_kind = "audit row",
	                .subject_id = eh_audit_id(number, id),
	                .place_id = row.place_id,
	                .why = why,
	                .is_public = true },
	        NULL, err);
}

enum eh_rc eh_audit_head(struct eh_db *db, struct eh_audit_head *ret_head, struct eh_error *err)
{
	unsigned char link[EH_AUDIT_HASH];
	int64_t number, at;

	EH_TRY(newest(db, &number, &at, link, err));
	ret_head->number = number;
	ret_head->at = at;
	sodium_bin2hex(ret_head->link, sizeof ret_head->link, link, sizeof link);
	return EH_OK;
}
