/* audit.h: the append-only record of every write: who, as whom, did what to what, what stood there before and after, and why.
 *
 * Each row is linked to the one before:
 *     digest = BLAKE2b-256(salt ‖ payload)                       payload: before, after, why and private, length before each
 *     link   = BLAKE2b-256(link before ‖ digest ‖ fixed fields)  the first row's link before is 32 zero bytes
 * The salt (32 random bytes) and the payload lie beside the chain, and can be erased together: what was written is then gone, and cannot be
 * found by trying, but the chain still verifies. An erasure is a row of its own, so that nobody erases unseen. The chain's head, known to
 * both sides, makes a rewritten past visible (eh_audit_verify with `known`).
 *
 * A public row shows its role and side, verb, subject, before, after and why to everybody: no name, address or other personal detail may
 * stand in these; what is personal belongs into `private`. Where the act is everybody's to know but not the words (`words_private`), before,
 * after and why are left out: what somebody wrote of an entry is read there while it stands, and must not outlive its hiding here. No row shows
 * a person's number to the public. */
#ifndef EH_GOVERN_AUDIT_H
#define EH_GOVERN_AUDIT_H

#include "actor.h"

enum { EH_AUDIT_LONGEST = 64 * 1024 }; /* bytes of each text; longer ones are cut at a character, with "…" */

struct eh_audit_entry {
	const struct eh_actor *by;
	const char *verb;                 /* past tense, few words: "added", "turned a key" */
	const char *subject_kind;         /* "person", "motion", "organisation", "batch" … */
	struct eh_str subject_id;         /* {NULL, 0}: none */
	struct eh_str place_id;           /* {NULL, 0}: of no place in particular */
	struct eh_str before, after, why; /* {NULL, 0}: nothing */
	struct eh_str private;            /* never public */
	int64_t about_person;             /* whose personal data the payload holds; 0 nobody's. Erasing that person erases it */
	bool is_public, words_private;
};

/* Appends a row, in the caller's transaction. *ret_number may be NULL. EH_INVALID: no verb or kind of subject, text that is not UTF-8. */
enum eh_rc eh_audit_write(
        struct eh_db *db, int64_t now, const struct eh_audit_entry *entry, int64_t *ret_number, struct eh_error *err);

/* For a number as subject: `eh_audit_id(id, (char[24]){ 0 })`. */
struct eh_str eh_audit_id(int64_t id, char out[24]);

/* Erases the payload and salt of a row: a row "erased" with the reason is added. EH_NOT_FOUND: no such row. Erasing twice is nothing. */
enum eh_rc eh_audit_erase(
        struct eh_db *db, int64_t now, const struct eh_actor *by, int64_t number, struct eh_str why, struct eh_error *err);

/* The newest row. An empty chain has number 0 and a link of zeroes. */
struct eh_audit_head {
	int64_t number, at;
	char link[65]; /* hexadecimal */
};
enum eh_rc eh_audit_head(struct eh_db *db, struct eh_audit_head *ret_head, struct eh_error *err);

/* Walks the whole chain. EH_INVALID: the first fault, in the message. With `known` (a head that somebody kept; NULL: none) also whether the
 * chain still passes through it. *ret_checked (may be NULL) counts rows that are right, also on EH_INVALID. */
enum eh_rc eh_audit_verify(struct eh_db *db, const struct eh_audit_head *known, int64_t *ret_checked, struct eh_error *err);

/* Reads "123:4fa0…" (number, colon, 64 hexadecimal digits) as people pass it on. EH_INVALID otherwise. */
enum eh_rc eh_audit_head_parse(struct eh_str text, struct eh_audit_head *ret_head, struct eh_error *err);

struct eh_audit_row {
	int64_t number, at, person_id; /* person_id is 0 in what is read for the public */
	struct eh_str role, side, org_id, verb, subject_kind, subject_id, place_id;
	struct eh_str before, after, why,
	        private; /* {NULL, 0}: nothing, or erased; `private` always so for the public, and all where words_private */
	bool is_public, words_private, erased;
};

struct eh_audit_filter {
	struct eh_str subject_kind, subject_id, place_id; /* {NULL, 0}: any */
	int64_t person_id;                                /* who acted; 0: anybody */
	int64_t since;                                    /* instant; 0: from the start */
	int64_t below;                                    /* only numbers below this, for the next page; 0: from the newest */
	size_t limit;                                     /* 0: 1000 */
	bool for_public;                                  /* public rows only, without what is not the public's */
};

struct eh_audit_rows {
	struct eh_audit_row *items; /* newest first */
	size_t count;
	bool more; /* there are older ones */
	struct eh_arena arena;
};
enum eh_rc eh_audit_list(
        struct eh_db *db, const struct eh_audit_filter *filter, struct eh_audit_rows *ret_rows, struct eh_error *err);
void eh_audit_rows_finish(struct eh_audit_rows *rows);
#define EH_CLEANUP_AUDIT_ROWS __attribute__((cleanup(eh_audit_rows_finish)))

#endif
