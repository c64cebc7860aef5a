#include "claim_invite.h"

#include "claim_private.h"

#define DAY INT64_C(86400000000)

static const struct {
	const char *name, *words;
} VERDICTS[EH_INVITE_VERDICTS] = {
	[EH_INVITE_MAY] = { "invited", "" },
	[EH_INVITE_KEPT] = { "kept", "Somebody keeps this entry already." },
	[EH_INVITE_LATELY] = { "lately", "It was invited within the last 90 days. Nobody is asked more often." },
	[EH_INVITE_UNREACHABLE] = { "unreachable", "No register publishes an email address for this organisation. Write or ring, "
	                                           "and tell them of the button “This is us” "
	                                           "on its page." },
	[EH_INVITE_UNWANTED] = { "unwanted", "It wants no such letters." },
	[EH_INVITE_GONE] = { "gone", "The list no longer holds it." },
};

const char *eh_invite_verdict_name(enum eh_invite_verdict verdict) { return VERDICTS[verdict].name; }
const char *eh_invite_verdict_words(enum eh_invite_verdict verdict) { return VERDICTS[verdict].words; }

static enum eh_rc hash_of(
        const struct eh_secret *secret, struct eh_str address, unsigned char out[EH_HASH_BYTES], struct eh_error *err)
{
	struct eh_buf text EH_CLEANUP_BUF = { 0 };

	if (eh_buf_printf(&text, "invited %.*s", EH_FMT(address)) < 0)
		return eh_fail_memory(err);
	eh_secret_hash(secret, EH_FOR_MAIL, eh_buf_str(&text), out);
	return EH_OK;
}

static enum eh_rc not_found_is_no(enum eh_rc rc, bool *ret_yes)
{
	*ret_yes = rc == EH_OK;
	return rc == EH_NOT_FOUND ? EH_OK : rc;
}

/* Whether the address was written to lately for any organisation, or wants none. */
static enum eh_rc judge_address(
        struct eh_db *db, int64_t now, struct eh_str address, enum eh_invite_verdict *verdict, struct eh_error *err)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_q_invite_newest_to newest = { 0 };
	struct eh_q_invite_refused refused;
	bool had, no;

	EH_TRY(not_found_is_no(eh_q_invite_refused(db, address, &arena, &refused, err), &no));
	EH_TRY(not_found_is_no(eh_q_invite_newest_to(db, address, &arena, &newest, err), &had));
	*verdict = no                                                      ? EH_INVITE_UNWANTED
	           : had && newest.invited_at > now - EH_INVITE_DAYS * DAY ? EH_INVITE_LATELY
	                                                                   : EH_INVITE_MAY;
	return EH_OK;
}

struct looked {
	struct eh_invite invite;
	struct eh_str address;
	unsigned char hash[EH_HASH_BYTES];
};

static enum eh_rc look(struct eh_db *db, int64_t now, const struct eh_secret *secret, struct eh_str org_id,
        struct eh_arena *arena, struct looked *looked, struct eh_error *err)
{
	struct eh_q_claim_invitation_newest newest = { 0 };
	struct eh_claim_contact contact;
	struct eh_q_organisation_get org;
	struct eh_q_org_held held;
	struct eh_invite *invite = &looked->invite;
	bool before;

	*looked = (struct looked){ 0 };
	EH_TRY(eh_q_organisation_get(db, org_id, arena, &org, err));
	EH_TRY(eh_q_org_held(db, org.org_id, arena, &held, err));
	EH_TRY(not_found_is_no(eh_q_claim_invitation_newest(db, org.org_id, arena, &newest, err), &before));
	EH_TRY(eh_claim_contact(db, org.org_id, (struct eh_str){ NULL, 0 }, arena, &contact, err));
	invite->name = org.name;
	invite->publisher = contact.email_by;
	invite->invited_at = before ? newest.invited_at : 0;
	looked->address = contact.email;
	if (contact.email.p)
		EH_TRY(hash_of(secret, contact.email, looked->hash, err));
	if (held.holders)
		invite->verdict = EH_INVITE_KEPT;
	else if (!contact.email.p)
		invite->verdict = EH_INVITE_UNREACHABLE;
	else
		EH_TRY(judge_address(
		        db, now, (struct eh_str){ (const char *)looked->hash, EH_HASH_BYTES }, &invite->verdict, err));
	if (invite->verdict == EH_INVITE_MAY && invite->invited_at > now - EH_INVITE_DAYS * DAY)
		invite->verdict = EH_INVITE_LATELY;
	return EH_OK;
}

enum eh_rc eh_invite_look(struct eh_db *db, int64_t now, const struct eh_secret *secret, struct eh_str org_id,
        struct eh_arena *arena, struct eh_invite *ret_invite, struct eh_error *err)
{
	struct looked looked;

	EH_TRY(look(db, now, secret, org_id, arena, &looked, err));
	*ret_invite = looked.invite;
	return EH_OK;
}

enum eh_rc eh_invite(struct eh_db *db, int64_t now, const struct eh_secret *secret, const struct eh_actor *by,
        struct eh_str place_id, struct eh_str org_id, struct eh_arena *arena, struct eh_invite_letter *ret_letter,
        struct eh_error *err)
{
	const struct eh_audit_entry entry = { .by = by,
		.verb = "invited to look after its entry",
		.subject_kind = "organisation",
		.subject_id = org_id,
		.place_id = place_id,
		.is_public = true };
	struct looked looked;

	if (by->role != EH_ROLE_OFFICER && by->role != EH_ROLE_INFRASTRUCTURE)
		return eh_fail(err, EH_REFUSED, "Organisations are invited by an officer or the infrastructure organisation.");
	EH_TRY(look(db, now, secret, org_id, arena, &looked, err));
	if (looked.invite.verdict != EH_INVITE_MAY)
		return eh_fail(err, EH_REFUSED, "%s", VERDICTS[looked.invite.verdict].words);
	EH_TRY(eh_q_claim_invitation_add(
	        db, org_id, by->person_id, now, place_id, (struct eh_str){ (const char *)looked.hash, EH_HASH_BYTES }, err));
	int64_t number = eh_db_last_id(db);
	EH_TRY(eh_audit_write(db, now, &entry, NULL, err));
	*ret_letter = (struct eh_invite_letter){ number, looked.address, looked.invite.name, looked.invite.publisher };
	return EH_OK;
}

static enum eh_rc row_of(struct eh_db *db, int64_t invitation_id, struct eh_arena *arena,
        struct eh_q_claim_invitation_get *ret_row, struct eh_error *err)
{
	enum eh_rc rc = eh_q_claim_invitation_get(db, invitation_id, arena, ret_row, err);

	return rc == EH_NOT_FOUND || (rc == EH_OK && !ret_row->address.p)
	               ? eh_fail(err, EH_NOT_FOUND, "We no longer know of this letter.")
	               : rc;
}

enum eh_rc eh_invite_read(struct eh_db *db, const struct eh_secret *secret, int64_t invitation_id, struct eh_arena *arena,
        struct eh_invited *ret_invited, struct eh_error *err)
{
	struct eh_q_claim_invitation_get row;
	unsigned char hash[EH_HASH_BYTES];
	struct eh_claim_contact contact;

	EH_TRY(row_of(db, invitation_id, arena, &row, err));
	EH_TRY(eh_claim_contact(db, row.org_id, (struct eh_str){ NULL, 0 }, arena, &contact, err));
	if (contact.email.p)
		EH_TRY(hash_of(secret, contact.email, hash, err));
	if (!contact.email.p || !eh_hash_equal(hash, row.address))
		return eh_fail(err, EH_CONFLICT, "This letter is old: the organisation is reached at another address by now.");
	*ret_invited = (struct eh_invited){ row.place_id, row.org_id, contact.email };
	return EH_OK;
}

enum eh_rc eh_invite_answered(struct eh_db *db, int64_t now, int64_t invitation_id, struct eh_error *err)
{
	return eh_q_claim_invitation_answered(db, invitation_id, now, err);
}

enum eh_rc eh_invite_wanted(struct eh_db *db, int64_t invitation_id, bool *ret_wanted, struct eh_error *err)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_q_claim_invitation_get row;
	struct eh_q_invite_refused refused;
	bool no;

	EH_TRY(row_of(db, invitation_id, &arena, &row, err));
	EH_TRY(not_found_is_no(eh_q_invite_refused(db, row.address, &arena, &refused, err), &no));
	*ret_wanted = !no;
	return EH_OK;
}

enum eh_rc eh_invite_want(struct eh_db *db, int64_t now, int64_t invitation_id, bool wants, struct eh_error *err)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_q_claim_invitation_get row;

	EH_TRY(row_of(db, invitation_id, &arena, &row, err));
	EH_TRY(wants ? eh_q_invite_want(db, row.address, err) : eh_q_invite_refuse(db, row.address, now, err));
	const struct eh_audit_entry entry = { .by = &EH_ACTOR_SYSTEM,
		.verb = wants ? "is asked for invitations again by" : "sends no more invitations to",
		.subject_kind = "organisation",
		.subject_id = row.org_id };
	return eh_audit_write(db, now, &entry, NULL, err);
}
