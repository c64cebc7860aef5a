/* motion.h: two keys. A consequential act is a motion: proposed by one side with reasons, in force when each side has turned its key.
 *
 *     proposed ──► one side's key is turned ──► in force
 *        │                  │
 *        ├── withdrawn      ├── lapsed (its time has passed) ──┐
 *        └── void           └── refused by the other side ─────┴──► alone (publications of a kind that allows it)
 *
 * The council's key is turned by one of its stewards. The sector's takes two of its stewards, from organisations that are not connected (not
 * the same, not one parent, not parent and branch), one with an income known to be under a set sum (£100,000). Keys count while those who
 * turned them are stewards of that side; of the sector, while the list knows the organisation they come from: of one that it does not know
 * nobody can say what it is connected with. Whoever turns a key says so of the exact digest that was on the screen; when what the motion enacts
 * has changed, all keys that were turned are void and both sides see why. The last key and the effect are one transaction.
 *
 * If the other side does not exist, has refused, or was silent until the motion's date, a side may publish a report alone: "Published by the
 * council alone; the sector was asked on 3 March 2026 and has not answered." Named pairs and protected fields are never in it: the effect is
 * told which side acts alone. The other side may reply at any time, and the reply stands beside it.
 *
 * What a motion does belongs to the layer that acts: it gives an act for its kind (what it enacts as text, and the effect), and what is known
 * of organisations comes through a callback. */
#ifndef EH_GOVERN_MOTION_H
#define EH_GOVERN_MOTION_H

#include "people.h"

enum { EH_MOTION_LONGEST_REASONS = 4000, EH_MOTION_DIGEST_MAX = 65 };

/* The kinds. `proposers` are bits 1 << enum eh_role. */
struct eh_motion_kind {
	const char *name;  /* "publish_report" */
	const char *title; /* "Publish the report" */
	unsigned proposers;
	int lapse_days; /* whole days from the day it was proposed */
	bool alone;     /* a side may do it alone when the other does not answer */
};
extern const struct eh_motion_kind eh_motion_kinds[];            /* ends with a NULL name */
const struct eh_motion_kind *eh_motion_kind(struct eh_str name); /* NULL: no such kind */

enum eh_motion_state {
	EH_MOTION_PROPOSED, /* no side's key is wholly turned */
	EH_MOTION_ONE_KEY,
	EH_MOTION_IN_FORCE,
	EH_MOTION_ALONE,
	EH_MOTION_LAPSED,
	EH_MOTION_VOID, /* what it was about is no more */
	EH_MOTION_WITHDRAWN,
};
const char *eh_motion_state_name(enum eh_motion_state state); /* "proposed", "one key", "in force", … */

struct eh_motion_subject {
	struct eh_str place_id, kind;           /* kind of motion */
	struct eh_str subject_kind, subject_id; /* "report", "2026-q3" */
};

struct eh_motion_key {
	int64_t person_id, turned_at;
	enum eh_side side;
	struct eh_str org_id, name; /* the organisation of a sector's steward; the steward's name, {NULL, 0} once erased */
	bool counts;                /* who turned it is still a steward of that side, from an organisation that is known */
};

struct eh_motion_event {
	int64_t number, at, person_id;
	struct eh_str event; /* proposed, key, taken back, changed, refused, in force, alone, lapsed, void, withdrawn, reply */
	enum eh_side side;
	struct eh_str text; /* reasons, refusals, replies; what happened, in a sentence */
};

struct eh_motion {
	int64_t motion_id, proposed_by, proposed_at, lapses_at, decided_at; /* decided_at EH_DB_NULL: open */
	struct eh_motion_subject subject;
	const struct eh_motion_kind *kind;
	struct eh_str reasons;
	enum eh_side proposed_side;
	enum eh_side alone_side; /* NONE unless in force alone */
	enum eh_motion_state state;
	char digest[EH_MOTION_DIGEST_MAX]; /* hexadecimal */
	struct eh_str statement;           /* of what is in force: who decided it; {NULL, 0} before */
	bool complete[EH_SIDE_COUNT];      /* that side's key is wholly turned */
	const struct eh_motion_key *keys;
	size_t key_count;
};

/* What is known of an organisation now; `current_id` follows redirects. EH_NOT_FOUND when there is none; with NULL for the callback there is none
 * ever. `listed`: the place's list shows it, so it is open, and neither hidden nor taken off. */
struct eh_org_standing {
	struct eh_str current_id, parent_id; /* parent {NULL, 0}: none */
	int64_t income_pence;                /* EH_DB_NULL: not known, which is not small */
	bool listed;
};
typedef enum eh_rc eh_org_lookup(void *context, struct eh_str place_id, struct eh_str org_id, struct eh_arena *arena,
        struct eh_org_standing *ret_standing, struct eh_error *err);

struct eh_motion_act {
	const char *kind;
	void *context;
	/* Appends exactly what the motion would enact now, as text whose every byte counts. EH_NOT_FOUND: there is nothing any more; the motion is
	 * void. */
	enum eh_rc (*enacts)(void *context, struct eh_db *db, const struct eh_motion_subject *subject, struct eh_buf *text,
	        struct eh_error *err);
	/* Writes the effect, in the transaction of the last key. A failure takes that key back with it. */
	enum eh_rc (*effect)(void *context, struct eh_db *db, int64_t now, const struct eh_motion *motion, struct eh_error *err);
};

/* Where motions are dealt with. The caller owns all of it. */
struct eh_motion_house {
	struct eh_db *db;
	const struct eh_motion_act *acts; /* of kinds without one nothing can be proposed or decided */
	size_t act_count;
	eh_org_lookup *org;
	void *org_context;
};

/* Proposes, in the caller's transaction. EH_INVALID: kind, subject or reasons; EH_REFUSED: may not, or the same is open already. */
struct eh_motion_proposal {
	struct eh_motion_subject subject;
	struct eh_str reasons;
};
enum eh_rc eh_motion_may_propose(const struct eh_motion_house *house, int64_t now, const struct eh_actor *by,
        const struct eh_motion_proposal *proposal, char why[EH_WHY_MAX], struct eh_error *err);
enum eh_rc eh_motion_propose(const struct eh_motion_house *house, int64_t now, const struct eh_actor *by,
        const struct eh_motion_proposal *proposal, int64_t *ret_motion, struct eh_error *err);

enum eh_motion_move {
	EH_MOTION_TURN,      /* turn one's key */
	EH_MOTION_TAKE_BACK, /* one's own key, while the motion is open */
	EH_MOTION_REFUSE,    /* say no for one's side, with the reason */
	EH_MOTION_REPLY,     /* to what the other side published alone */
	EH_MOTION_WITHDRAW,  /* by the one who proposed it or a steward of the proposing side, while it is open */
	EH_MOTION_GO_ALONE,  /* a steward of the side whose key is turned */
};
/* EH_OK: may; EH_REFUSED: `why` says why not. Writes nothing. */
enum eh_rc eh_motion_may(const struct eh_motion_house *house, int64_t now, const struct eh_actor *by, int64_t motion_id,
        enum eh_motion_move move, char why[EH_WHY_MAX], struct eh_error *err);

enum eh_motion_outcome {
	EH_MOTION_DONE,        /* counted; more keys are wanted */
	EH_MOTION_ENACTED,     /* in force, with its effect */
	EH_MOTION_KEYS_VOIDED, /* what it enacts had changed: nothing counted, keys are void; look at it again */
	EH_MOTION_VOIDED,      /* what it was about is no more */
};
/* Makes a move. It has a transaction of its OWN (none may be open), so that the last key and the effect are kept together or not at all.
 * `seen` is the digest that the person had on the screen (for TURN and GO_ALONE), `text` the reason or reply (REFUSE, REPLY, WITHDRAW).
 * EH_REFUSED: the sentence of eh_motion_may. Failures of the effect come out as they are, and nothing is kept. */
enum eh_rc eh_motion_make(const struct eh_motion_house *house, int64_t now, const struct eh_actor *by, int64_t motion_id,
        enum eh_motion_move move, struct eh_str seen, struct eh_str text, enum eh_motion_outcome *ret_outcome,
        struct eh_error *err);

/* After something that motions may be about has changed: voids the turned keys of those whose digest is another now, and motions whose subject
 * is gone. {NULL, 0} as kind: all. In the caller's transaction; *ret_voided (may be NULL) counts motions. */
enum eh_rc eh_motion_recheck(const struct eh_motion_house *house, int64_t now, struct eh_str place_id, struct eh_str kind,
        int64_t *ret_voided, struct eh_error *err);
/* Writes down which motions have lapsed. In the caller's transaction; for the daily job. */
enum eh_rc eh_motion_lapse(struct eh_db *db, int64_t now, int64_t *ret_lapsed, struct eh_error *err);

/* EH_NOT_FOUND. Text in `arena`. A motion past its date reads as lapsed even before the job has been. */
enum eh_rc eh_motion_get(const struct eh_motion_house *house, int64_t now, int64_t motion_id, struct eh_arena *arena,
        struct eh_motion *ret_motion, struct eh_error *err);

struct eh_motions {
	struct eh_motion *items; /* open ones first, newest first */
	size_t count;
	struct eh_arena arena;
};
/* {NULL, 0}: of all places. */
enum eh_rc eh_motion_list(const struct eh_motion_house *house, int64_t now, struct eh_str place_id, bool open_only,
        struct eh_motions *ret_motions, struct eh_error *err);
void eh_motions_finish(struct eh_motions *motions);
#define EH_CLEANUP_MOTIONS __attribute__((cleanup(eh_motions_finish)))

struct eh_motion_events {
	struct eh_motion_event *items; /* in order */
	size_t count;
	struct eh_arena arena;
};
enum eh_rc eh_motion_history(struct eh_db *db, int64_t motion_id, struct eh_motion_events *ret_events, struct eh_error *err);
void eh_motion_events_finish(struct eh_motion_events *events);
#define EH_CLEANUP_MOTION_EVENTS __attribute__((cleanup(eh_motion_events_finish)))

/* Whom a motion concerns, and is to be told of what happens: stewards of both sides, and whoever proposed it. Free with eh_person_list_finish. */
enum eh_rc eh_motion_audience(struct eh_db *db, int64_t motion_id, struct eh_person_list *ret_people, struct eh_error *err);

/* What is still wanted, in a sentence: "The sector's key takes two people; one has turned it." In `arena`, or static. */
enum eh_rc eh_motion_wanted(
        const struct eh_motion *motion, struct eh_arena *arena, struct eh_str *ret_sentence, struct eh_error *err);

#endif
