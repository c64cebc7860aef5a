/* claim_invite.c: asking an organisation to look after its entry, at the address that its register publishes. */
#include "claim_private.h"

#define DAY INT64_C(86400000000)

static enum eh_rc look(struct eh_db *db, int64_t now, struct eh_str org_id, struct eh_arena *arena, struct eh_invite *ret_invite,
        struct eh_str *ret_address, struct eh_error *err)
{
	struct eh_q_claim_invitation_newest newest = { 0 };
	struct eh_q_organisation_get org;
	struct eh_claim_contact contact;
	struct eh_invite invite = { 0 };
	struct eh_q_org_held held;

	EH_TRY(eh_q_organisation_get(db, org_id, arena, &org, err));
	EH_TRY(eh_q_org_held(db, org.org_id, arena, &held, err));
	enum eh_rc rc = eh_q_claim_invitation_newest(db, org.org_id, arena, &newest, err);
	if (rc < 0 && rc != EH_NOT_FOUND)
		return rc;
	invite.name = org.name;
	invite.held = held.holders > 0;
	invite.invited_at = rc == EH_OK ? newest.invited_at : 0;
	invite.lately = invite.invited_at > now - EH_INVITE_DAYS * DAY;
	EH_TRY(eh_claim_contact(db, org.org_id, (struct eh_str){ NULL, 0 }, arena, &contact, err));
	invite.publisher = contact.email_by;
	*ret_address = contact.email;
	*ret_invite = invite;
	return EH_OK;
}

enum eh_rc eh_invite_look(struct eh_db *db, int64_t now, struct eh_str org_id, struct eh_arena *arena,
        struct eh_invite *ret_invite, struct eh_error *err)
{
	struct eh_str address;

	return look(db, now, org_id, arena, ret_invite, &address, err);
}

enum eh_rc eh_invite(struct eh_db *db, int64_t now, const struct eh_actor *by, struct eh_str org_id, struct eh_arena *arena,
        struct eh_str *ret_address, struct eh_error *err)
{
	const struct eh_audit_entry entry = {
		.by = by, .verb = "invited to look after its entry", .subject_kind = "organisation", .subject_id = org_id
	};
	struct eh_invite invite;
	struct eh_str address;

	if (by->role != EH_ROLE_OFFICER && by->role != EH_ROLE_INFRASTRUCTURE)
		return eh_fail(err, EH_REFUSED, "Organisations are invited by an officer or the infrastructure organisation.");
	EH_TRY(look(db, now, org_id, arena, &invite, &address, err));
	if (invite.held)
		return eh_fail(err, EH_REFUSED, "Somebody keeps this entry already.");
	if (!address.p)
		return eh_fail(err, EH_REFUSED,
		        "No register publishes an email address for this organisation. Write or ring, and tell "
		        "them of the button “This is us” on its page.");
	if (invite.lately)
		return eh_fail(
		        err, EH_REFUSED, "It was invited within the last %d days. Nobody is asked more often.", EH_INVITE_DAYS);
	EH_TRY(eh_q_claim_invitation_add(db, org_id, by->person_id, now, err));
	EH_TRY(eh_audit_write(db, now, &entry, NULL, err));
	*ret_address = address;
	return EH_OK;
}
