/* own_words.h: what organisations say of themselves, and what others propose.
 *
 * An organisation's own words come before what any source says of it, survive every making of the list, and follow merges of identifiers; each
 * wording stays on record. Nobody but who keeps the entry (its holder and colleagues) may say them. Others propose: a correction waits for the
 * holder, or, where nobody holds the entry, for the keepers of the list (officer or infrastructure organisation), who may accept it once they
 * have checked it. An answer is due within ten working days; both sides' are counted alike.
 *
 * What is written is audited, is in the list at once and can be searched at once. All functions that write do so in the caller's
 * transaction. */
#ifndef EH_REGISTER_OWN_WORDS_H
#define EH_REGISTER_OWN_WORDS_H

#include "govern/govern.h"

enum { EH_OWN_FIELDS = 4, EH_OWN_LONGEST = 2000, EH_OWN_WORKING_DAYS = 10 };

struct eh_own_field {
	const char *name;  /* "name", "does", "web", "telephone" */
	const char *label; /* "Name", "What it does", … */
	size_t most;       /* characters */
};
extern const struct eh_own_field eh_own_fields[EH_OWN_FIELDS];
/* NULL: no field of that name. */
const struct eh_own_field *eh_own_field(struct eh_str name);

/* Says a field; an empty value takes back what was said: what sources say is in the list again with its next making, which the caller asks for. The
 * actor keeps the entry (holder or colleague), or is a keeper of the list who
 * accepts a correction of an entry that nobody holds. EH_NOT_FOUND: no such organisation or field; EH_INVALID: too long, or no name;
 * EH_REFUSED: not theirs to say. */
enum eh_rc eh_own_say(struct eh_db *db, int64_t now, const struct eh_actor *by, struct eh_str org_id, struct eh_str field,
        struct eh_str value, struct eh_error *err);

/* "Still right": the entry is confirmed as of today. */
enum eh_rc eh_own_confirm(struct eh_db *db, int64_t now, const struct eh_actor *by, struct eh_str org_id, struct eh_error *err);

struct eh_own_word {
	struct eh_str value; /* {NULL, 0}: nothing said */
	bool by_keeper;      /* of the list, from a correction */
	int64_t said_at;
};
/* What counts now, by field; text in `arena`. */
enum eh_rc eh_own_words(struct eh_db *db, struct eh_str org_id, struct eh_arena *arena,
        struct eh_own_word ret_words[EH_OWN_FIELDS], struct eh_error *err);

/* Puts own words into the list: of one organisation, or with {NULL, 0} of all, after the list was made. */
enum eh_rc eh_own_apply(struct eh_db *db, struct eh_str org_id, struct eh_error *err);

/* What may be corrected: own fields, whose accepted words go into the entry as above; what acts by itself when it is accepted; and what is answered in
 * words alone, since no word of anybody's settles it. */
enum eh_correction_act {
	EH_CORRECTION_ANSWERS, /* no act */
	EH_CORRECTION_SAYS,    /* an own field */
	EH_CORRECTION_CLOSES,  /* the organisation is marked as closed (closing.h) */
	EH_CORRECTION_JOINS,   /* the entry and another are one: an answer of the review (review.h) */
};
enum { EH_CORRECTION_KINDS = EH_OWN_FIELDS + 4 };
struct eh_correction_kind {
	const char *name, *label;
	size_t most;
	enum eh_correction_act act;
	const char *
	        how; /* of others than own fields: what accepting does, and where the entry itself is changed; NULL for own fields */
	const char *done; /* the answer where nothing else is said: of those that act; NULL otherwise */
};
extern const struct eh_correction_kind eh_correction_kinds[EH_CORRECTION_KINDS];
const struct eh_correction_kind *eh_correction_kind(struct eh_str name); /* NULL: no kind of that name */

/* Proposes a correction, as anybody may. EH_INVALID says what is wrong with it; EH_CONFLICT: the very same waits already. */
struct eh_proposal {
	struct eh_str place_id, org_id, field, proposed, why;
};
enum eh_rc eh_correction_propose(
        struct eh_db *db, int64_t now, const struct eh_proposal *proposal, int64_t *ret_number, struct eh_error *err);

/* What an organisation that keeps its entry tells the keepers of the list: something of others' words is wrong, or the list does not know it. They
 * answer as they answer corrections. EH_REFUSED: it does not keep the entry; EH_INVALID: nothing, or too much. */
enum eh_ask { EH_ASK_WRONG, EH_ASK_UNKNOWN };
enum eh_rc eh_correction_ask(struct eh_db *db, int64_t now, const struct eh_actor *by, struct eh_str place_id, enum eh_ask what,
        struct eh_str text, struct eh_error *err);
/* What a correction is about, in words. */
const char *eh_correction_label(struct eh_str field);

struct eh_correction {
	int64_t correction_id, proposed_at, due_at, decided_at; /* decided_at EH_DB_NULL: waiting */
	struct eh_str org_id, field, proposed, why, state, answer, decided_as;
	struct eh_str
	        answered_by; /* the keeper of the list who answered, where that person took it on publicly; else {NULL, 0} */
	bool from_org;       /* its organisation tells the keepers of the list */
};
struct eh_corrections {
	struct eh_correction *items;
	size_t count;
	struct eh_arena arena;
};
/* Of one entry, those waiting first. */
enum eh_rc eh_corrections_of(
        struct eh_db *db, struct eh_str org_id, struct eh_corrections *ret_corrections, struct eh_error *err);
/* Of entries of a place that nobody holds, and what organisations told; waiting, longest first. */
enum eh_rc eh_corrections_waiting(
        struct eh_db *db, struct eh_str place_id, struct eh_corrections *ret_corrections, struct eh_error *err);
void eh_corrections_finish(struct eh_corrections *corrections);
#define EH_CLEANUP_CORRECTIONS __attribute__((cleanup(eh_corrections_finish)))

/* Answers one that was filed in the place ({NULL, 0}: anywhere, for those who keep the entry): accepts it in the words given (the proposed ones
 * or others), or declines it with the reason; what an organisation told is settled with what was done about it. Of a kind that acts, accepting does
 * it at once, and its words may be empty. EH_REFUSED: the entry's holder decides, or, while nobody holds it, the keepers of the list; or it cannot be
 * done so, and why; EH_CONFLICT: it has been decided; EH_NOT_FOUND: none of that number there. */
struct eh_correction_answer {
	struct eh_str place_id;
	int64_t correction_id;
	bool accept;
	struct eh_str words;
	struct eh_str
	        other; /* JOINS: the other entry, by its number, the address of its page, or its number in a register; "": as proposed */
};
/* What became of it. */
struct eh_correction_done {
	enum eh_correction_act act;                                     /* that was done; ANSWERS: none */
	struct eh_str place_id, org_id, org_name, other_id, other_name; /* in the arena; other: of JOINS */
};
enum eh_rc eh_correction_answer(struct eh_db *db, int64_t now, const struct eh_actor *by,
        const struct eh_correction_answer *answer, struct eh_arena *arena, struct eh_correction_done *ret_done,
        struct eh_error *err);
/* The same, by what was proposed alone. */
enum eh_rc eh_correction_decide(struct eh_db *db, int64_t now, const struct eh_actor *by, struct eh_str place_id,
        int64_t correction_id, bool accept, struct eh_str words, struct eh_error *err);

/* The entry that a text names by its number here ("EH-…", also inside an address), or else all that could be such a number; "": nothing. */
struct eh_str eh_correction_names(struct eh_str text);

/* Takes back what accepting one of the two kinds that act did; the next making of the list, which the caller asks for, tells the two apart again or opens
 * the entry. By those who may answer it. EH_CONFLICT: nothing of it stands. */
enum eh_rc eh_correction_take_back(struct eh_db *db, int64_t now, const struct eh_actor *by, struct eh_str place_id,
        int64_t correction_id, struct eh_arena *arena, struct eh_correction_done *ret_done, struct eh_error *err);

/* Of a place: corrections by which two entries became one, as far as that stands, newest first. In the arena. */
struct eh_correction_acted {
	int64_t correction_id, decided_at;
	struct eh_str org_id, name;
};
enum eh_rc eh_corrections_acted(struct eh_db *db, struct eh_str place_id, struct eh_arena *arena,
        struct eh_correction_acted **ret_items, size_t *ret_count, struct eh_error *err);

#endif
