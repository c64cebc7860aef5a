/* audit_private.h: what writing, reading and verifying the audit have in common. */
#ifndef EH_GOVERN_AUDIT_PRIVATE_H
#define EH_GOVERN_AUDIT_PRIVATE_H

#include "audit.h"

enum { EH_AUDIT_HASH = 32, EH_AUDIT_TEXTS = 4 };

/* What the store keeps in is_public. */
enum { EH_AUDIT_ALL_PRIVATE, EH_AUDIT_ALL_PUBLIC, EH_AUDIT_ACT_PUBLIC };

/* A row's fields that its link covers. */
struct eh_audit_fixed {
	int64_t number, at, person_id, is_public;
	struct eh_str role, side, org_id, verb, subject_kind, subject_id, place_id;
};

void eh_audit_digest(struct eh_str salt, struct eh_str payload, unsigned char out[EH_AUDIT_HASH]);
/* `before` is the link of the row before; EH_NO_MEMORY. */
enum eh_rc eh_audit_link(const unsigned char before[EH_AUDIT_HASH], const unsigned char digest[EH_AUDIT_HASH],
        const struct eh_audit_fixed *fixed, unsigned char out[EH_AUDIT_HASH], struct eh_error *err);

/* A payload is its four texts (before, after, why, private) as "5:hello," each, "-," for one that is absent. */
enum eh_rc eh_audit_pack(const struct eh_str texts[EH_AUDIT_TEXTS], struct eh_buf *out);
/* Points into `payload`. False when it is no payload. */
bool eh_audit_unpack(struct eh_str payload, struct eh_str ret_texts[EH_AUDIT_TEXTS]);

#endif
