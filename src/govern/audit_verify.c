/* audit_verify.c: walking the chain. */
#include "audit_private.h"

#include <sodium.h>
#include <stdio.h>

#include "queries.h"

struct walk {
	int64_t expected;
	unsigned char before[EH_AUDIT_HASH];
	const struct eh_audit_head *known;
};

static enum eh_rc fault(int64_t number, const char *what, struct eh_error *err)
{
	return eh_fail(err, EH_INVALID, "row %lld of the audit: %s", (long long)number, what);
}

/* What lies beside the row. */
static enum eh_rc check_payload(const struct eh_q_audit_walk *row, struct eh_error *err)
{
	unsigned char digest[EH_AUDIT_HASH];

	if (row->payload_number == EH_DB_NULL)
		return fault(row->number, "what it holds was deleted, not erased", err);
	if (!row->salt.p && row->payload.p)
		return fault(row->number, "its salt is gone and its text is not", err);
	if (!row->salt.p)
		return row->erasures ? EH_OK : fault(row->number, "what it holds was erased, and no row says so", err);
	eh_audit_digest(row->salt, row->payload, digest);
	if (sodium_memcmp(digest, row->digest.p, EH_AUDIT_HASH) != 0)
		return fault(row->number, "what it holds has been changed", err);
	return EH_OK;
}

static enum eh_rc check_row(struct walk *walk, const struct eh_q_audit_walk *row, struct eh_error *err)
{
	const struct eh_audit_fixed fixed = { row->number, row->at, row->person_id, row->is_public, row->role, row->side,
		row->org_id, row->verb, row->subject_kind, row->subject_id, row->place_id };
	unsigned char link[EH_AUDIT_HASH];
	char hex[2 * EH_AUDIT_HASH + 1];

	if (row->number != walk->expected)
		return fault(walk->expected, "it is missing", err);
	if (row->digest.n != EH_AUDIT_HASH || row->link.n != EH_AUDIT_HASH)
		return fault(row->number, "its digest or link is not 32 bytes", err);
	EH_TRY(eh_audit_link(walk->before, (const unsigned char *)row->digest.p, &fixed, link, err));
	if (sodium_memcmp(link, row->link.p, EH_AUDIT_HASH) != 0)
		return fault(row->number, "it, or a row before it, has been changed", err);
	EH_TRY(check_payload(row, err));
	if (walk->known && walk->known->number == row->number) {
		sodium_bin2hex(hex, sizeof hex, link, sizeof link);
		if (strcmp(hex, walk->known->link) != 0)
			return fault(row->number, "it is not the row whose head was kept: the past has been rewritten", err);
	}
	memcpy(walk->before, link, sizeof walk->before);
	walk->expected++;
	return EH_OK;
}

enum eh_rc eh_audit_verify(struct eh_db *db, const struct eh_audit_head *known, int64_t *ret_checked, struct eh_error *err)
{
	struct eh_cursor rows EH_CLEANUP_CURSOR = { 0 };
	struct walk walk = { .expected = 1, .known = known };
	struct eh_q_audit_walk row;
	enum eh_rc rc = eh_q_audit_walk(db, &rows, err);

	while (rc == EH_OK && (rc = eh_q_audit_walk_next(&rows, &row, err)) == EH_OK)
		rc = check_row(&walk, &row, err);
	if (ret_checked && (rc == EH_END || rc == EH_INVALID))
		*ret_checked = walk.expected - 1;
	if (rc < 0)
		return rc;
	if (known && known->number >= walk.expected)
		return eh_fail(err, EH_INVALID,
		        "the audit ends at row %lld, but the head that was kept is row %lld: rows have been cut off",
		        (long long)walk.expected - 1, (long long)known->number);
	return EH_OK;
}

enum eh_rc eh_audit_head_parse(struct eh_str text, struct eh_audit_head *ret_head, struct eh_error *err)
{
	struct eh_audit_head head = { 0 };
	struct eh_str rest = eh_str_trim(text), number;

	if (!eh_str_split(&rest, ':', &number) || !number.n || !eh_is_digit(number.p[0]) ||
	        eh_str_to_i64(number, &head.number) != EH_OK || !rest.p || rest.n != 2 * EH_AUDIT_HASH)
		return eh_fail(err, EH_INVALID,
		        "a head of the audit reads NUMBER:HASH, with 64 hexadecimal digits, as audit head prints it");
	for (size_t i = 0; i < rest.n; i++) {
		char c = eh_lower(rest.p[i]);
		if (!eh_is_digit(c) && (c < 'a' || c > 'f'))
			return eh_fail(err, EH_INVALID, "the hash of an audit's head is 64 hexadecimal digits; digit %zu is none",
			        i + 1);
		head.link[i] = c;
	}
	*ret_head = head;
	return EH_OK;
}
