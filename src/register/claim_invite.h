/* claim_invite.h: asking an organisation to look after its entry, by a letter to the address that its register publishes.
 *
 * An officer or the infrastructure organisation invites. The address is told to nobody and kept as a keyed hash alone. One organisation, and one
 * address, gets one in 90 days at most, and none once it has said so. */
#ifndef EH_REGISTER_CLAIM_INVITE_H
#define EH_REGISTER_CLAIM_INVITE_H

#include "govern/govern.h"

enum { EH_INVITE_DAYS = 90 };

enum eh_invite_verdict {
	EH_INVITE_MAY,
	EH_INVITE_KEPT,        /* somebody keeps the entry already */
	EH_INVITE_LATELY,      /* it, or the same address for another, was invited within 90 days */
	EH_INVITE_UNREACHABLE, /* no register publishes an address */
	EH_INVITE_UNWANTED,    /* the address wants no such letters */
	EH_INVITE_GONE,        /* the list no longer holds it */
	EH_INVITE_VERDICTS,
};
/* "invited" (of EH_INVITE_MAY), "kept", "lately", "unreachable", "unwanted", "gone": as they are stored. */
const char *eh_invite_verdict_name(enum eh_invite_verdict verdict);
/* Why it is not invited, in a sentence; "" of EH_INVITE_MAY. */
const char *eh_invite_verdict_words(enum eh_invite_verdict verdict);

/* What may be told of inviting an organisation. */
struct eh_invite {
	struct eh_str name, publisher; /* who publishes the address; {NULL, 0}: nobody does */
	int64_t invited_at;            /* 0: never */
	enum eh_invite_verdict verdict;
};
enum eh_rc eh_invite_look(struct eh_db *db, int64_t now, const struct eh_secret *secret, struct eh_str org_id,
        struct eh_arena *arena, struct eh_invite *ret_invite, struct eh_error *err);

/* Notes that an organisation is invited, and gives the address for the one letter, in the caller's transaction. EH_REFUSED says why not. */
struct eh_invite_letter {
	int64_t invitation_id;
	struct eh_str address, name, publisher;
};
enum eh_rc eh_invite(struct eh_db *db, int64_t now, const struct eh_secret *secret, const struct eh_actor *by,
        struct eh_str place_id, struct eh_str org_id, struct eh_arena *arena, struct eh_invite_letter *ret_letter,
        struct eh_error *err);

/* What the link of a letter stands for. EH_NOT_FOUND: no such letter; EH_CONFLICT: the organisation is reached at another address by now. */
struct eh_invited {
	struct eh_str place_id, org_id, address; /* address: to send to, never to be shown */
};
enum eh_rc eh_invite_read(struct eh_db *db, const struct eh_secret *secret, int64_t invitation_id, struct eh_arena *arena,
        struct eh_invited *ret_invited, struct eh_error *err);
/* Its button was pressed. */
enum eh_rc eh_invite_answered(struct eh_db *db, int64_t now, int64_t invitation_id, struct eh_error *err);

/* Whether the address of that letter still wants such letters; and that it wants none, or again. Also once the organisation is reached elsewhere.
 * EH_NOT_FOUND: no such letter. */
enum eh_rc eh_invite_wanted(struct eh_db *db, int64_t invitation_id, bool *ret_wanted, struct eh_error *err);
enum eh_rc eh_invite_want(struct eh_db *db, int64_t now, int64_t invitation_id, bool wants, struct eh_error *err);

#endif
