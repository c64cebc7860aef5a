/* hiding.h: what is not shown of an entry. Hiding never waits: an organisation hides its address, its contact or its whole entry at once and gives no
 * reason; a steward, an officer or the infrastructure organisation hides for safety in one press. It stays hidden until the organisation shows it
 * again or two keys do (the motion "show_entry"); what the organisation hid itself, it alone shows while anybody keeps the entry. Two keys also take
 * an entry off the list against its will ("remove_entry"); that only two keys can undo.
 *
 * What is hidden is in no page, download, search or report from then on, and survives every making of the list. A hidden entry stays in linkage,
 * so that it is known again. It is taken out of what is handed out of reports that were published before (exchange/withhold.h).
 *
 * All functions that write do so in the caller's transaction. */
#ifndef EH_REGISTER_HIDING_H
#define EH_REGISTER_HIDING_H

#include "govern/govern.h"
#include "govern/motion.h"

enum eh_hidden_what { EH_HIDDEN_ADDRESS, EH_HIDDEN_CONTACT, EH_HIDDEN_ENTRY, EH_HIDDEN_COUNT };
const char *eh_hidden_name(enum eh_hidden_what what); /* "address", "contact", "entry" */
/* EH_HIDDEN_COUNT for another word. */
enum eh_hidden_what eh_hidden_parse(struct eh_str name);

struct eh_hidden {
	bool hidden[EH_HIDDEN_COUNT];
	struct eh_str by[EH_HIDDEN_COUNT]; /* "organisation", "safety", "two keys" */
	int64_t at[EH_HIDDEN_COUNT];
};
enum eh_rc eh_hidden_of(
        struct eh_db *db, struct eh_str org_id, struct eh_arena *arena, struct eh_hidden *ret_hidden, struct eh_error *err);

/* EH_REFUSED: a visitor, or somebody of another organisation. Hiding what is hidden is nothing, but that
 * what was hidden for safety is the organisation's own to show once it hides it too. */
enum eh_rc eh_hide(struct eh_db *db, int64_t now, const struct eh_actor *by, struct eh_str org_id, enum eh_hidden_what what,
        struct eh_error *err);
/* By those who keep the entry. EH_REFUSED: others, and what two keys took off. What sources say of it is in the list again with its next
 * making. */
enum eh_rc eh_show(struct eh_db *db, int64_t now, const struct eh_actor *by, struct eh_str org_id, enum eh_hidden_what what,
        struct eh_error *err);

/* For a store that was restored: hides what was hidden after it was copied. `as` as in struct eh_hidden. *ret_changed: it was shown, or hidden on
 * a lesser word. EH_INVALID: no such part or word. */
enum eh_rc eh_hide_again(struct eh_db *db, int64_t now, struct eh_str org_id, struct eh_str what, struct eh_str as,
        bool *ret_changed, struct eh_error *err);

/* Takes out of the list what is hidden: of one organisation, or with {NULL, 0} of all, after the list was made. */
enum eh_rc eh_hiding_apply(struct eh_db *db, struct eh_str org_id, struct eh_error *err);

/* The acts of "show_entry" and "remove_entry"; the subject is "organisation" and its identifier. */
struct eh_motion_act eh_show_act(void);
struct eh_motion_act eh_remove_act(void);

#endif
