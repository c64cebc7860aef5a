/* claim_invite.c: the addresses that registers publish, and asking an organisation to look after its entry. */
#include "claim_private.h"
#include "io/json.h"

#define DAY INT64_C(86400000000)

/* Of a row's addresses, "a@x; b@y". */
static enum eh_rc pick(
        struct eh_str fields, struct eh_str wanted, struct eh_arena *arena, struct eh_str *ret_address, struct eh_error *err)
{
	struct eh_json_value read;
	struct eh_str rest, one;

	EH_TRY(eh_json_parse(fields, arena, &read, err));
	rest = eh_json_get_str(&read, "email");
	while (eh_str_split(&rest, ';', &one)) {
		char normal[EH_EMAIL_MAX];
		if (eh_email_normalise(one, normal, NULL) != EH_OK || (wanted.p && !eh_str_eq(eh_str_of(normal), wanted)))
			continue;
		*ret_address = eh_arena_str(arena, eh_str_of(normal));
		return eh_arena_check(arena, EH_OK, err);
	}
	return EH_OK;
}

enum eh_rc eh_claim_register_address(struct eh_db *db, struct eh_str org_id, struct eh_str wanted, struct eh_arena *arena,
        struct eh_str *ret_address, struct eh_str *ret_publisher, struct eh_error *err)
{
	struct eh_cursor cursor EH_CLEANUP_CURSOR = { 0 };
	struct eh_str address = { NULL, 0 }, publisher = { NULL, 0 };
	struct eh_q_claim_register_contact row;
	enum eh_rc rc = eh_q_claim_register_contact(db, org_id, &cursor, err);

	while (rc == EH_OK && !address.p && (rc = eh_q_claim_register_contact_next(&cursor, &row, err)) == EH_OK) {
		EH_TRY(pick(row.fields, wanted, arena, &address, err));
		if (address.p)
			publisher = eh_arena_str(arena, row.publisher);
	}
	EH_TRY(rc == EH_END ? EH_OK : rc);
	EH_TRY(eh_arena_check(arena, EH_OK, err));
	*ret_address = address;
	*ret_publisher = publisher;
	return EH_OK;
}

static enum eh_rc look(struct eh_db *db, int64_t now, struct eh_str org_id, struct eh_arena *arena, struct eh_invite *ret_invite,
        struct eh_str *ret_address, struct eh_error *err)
{
	struct eh_q_claim_invitation_newest newest = { 0 };
	struct eh_q_organisation_get org;
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
	EH_TRY(eh_claim_register_address(db, org.org_id, (struct eh_str){ NULL, 0 }, arena, ret_address, &invite.publisher, err));
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
