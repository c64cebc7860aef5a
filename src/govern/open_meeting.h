/* open_meeting.h: open meetings, which a side of a place calls and everybody may come to.
 *
 * The council's officers and stewards call them for the council, the people of the infrastructure organisation and the sector's stewards for the
 * sector. Both have the same powers: a side calls, changes and cancels its own meetings and says that they were held, and none of the other's.
 *
 *     announced ─► changed ─► … ─► held          (from its start on)
 *         └───────────┴──────────► cancelled     (with a reason, until its end)
 *
 * Each of these is audited for everybody: what happened, when the meeting is, and no word of what was written. `now` and all times are UTC
 * microseconds. What writes does so in the caller's transaction. */
#ifndef EH_GOVERN_OPEN_MEETING_H
#define EH_GOVERN_OPEN_MEETING_H

#include "actor.h"

/* What is said of a meeting; also the numbers of the fields, for errors. */
enum eh_open_meeting_field {
	EH_MEETING_TITLE,
	EH_MEETING_PURPOSE, /* what it is for */
	EH_MEETING_STARTS,
	EH_MEETING_ENDS,
	EH_MEETING_VENUE,  /* an address of a public venue; may be empty where it is online */
	EH_MEETING_ONLINE, /* an https address; may be empty where there is a venue */
	EH_MEETING_ACCESS, /* step-free, hearing loop, interpreter: in words */
	EH_MEETING_CONTACT,
	EH_MEETING_PAPERS, /* https addresses, one a line; may be empty */
	EH_MEETING_FIELDS,
};
enum {
	EH_MEETING_LONGEST_LINE = 200, /* characters of title, contact */
	EH_MEETING_LONGEST_TEXT = 2000,
	EH_MEETING_LONGEST_LINK = 500, /* bytes of an address */
	EH_MEETING_MOST_PAPERS = 10,
	EH_MEETING_MOST_AHEAD = 730, /* days until it starts */
};

struct eh_open_meeting_says {
	struct eh_str title, purpose, venue, online, access, contact, papers;
	int64_t starts_at, ends_at;
};

enum eh_open_meeting_state { EH_MEETING_ANNOUNCED, EH_MEETING_CHANGED, EH_MEETING_CANCELLED, EH_MEETING_HELD, EH_MEETING_STATES };
const char *eh_open_meeting_state_name(enum eh_open_meeting_state state); /* "announced", … */

struct eh_open_meeting {
	int64_t meeting_id, called_at, changed_at, sequence; /* sequence: how often it was said anew since it was called */
	enum eh_side side;                                   /* that called it */
	enum eh_open_meeting_state state;
	struct eh_open_meeting_says says; /* contact is "" once the meeting is over */
	struct eh_str reason;             /* why it was cancelled; "" otherwise */
};

/* The side for which somebody may call meetings in a place. EH_REFUSED says who may. */
enum eh_rc eh_open_meeting_side(struct eh_db *db, int64_t now, const struct eh_actor *by, struct eh_str place_id,
        enum eh_side *ret_side, struct eh_error *err);

/* Whether this may be said of a meeting to come. EH_INVALID: why not, and of which field. */
enum eh_rc eh_open_meeting_check(
        int64_t now, const struct eh_open_meeting_says *says, enum eh_open_meeting_field *ret_field, struct eh_error *err);

/* EH_REFUSED, EH_INVALID: as above. */
enum eh_rc eh_open_meeting_call(struct eh_db *db, int64_t now, const struct eh_actor *by, struct eh_str place_id,
        const struct eh_open_meeting_says *says, int64_t *ret_meeting, struct eh_error *err);

/* EH_NOT_FOUND: no such meeting of the place. EH_REFUSED: it is the other side's; it has begun, is over or cancelled. EH_CONFLICT: it is no longer
 * what the person saw, whose `sequence` this is. */
struct eh_open_meeting_which {
	struct eh_str place_id;
	int64_t meeting_id, sequence;
};
enum eh_rc eh_open_meeting_change(struct eh_db *db, int64_t now, const struct eh_actor *by,
        const struct eh_open_meeting_which *which, const struct eh_open_meeting_says *says, struct eh_error *err);
/* EH_INVALID also: no reason, or one that is too long. */
enum eh_rc eh_open_meeting_cancel(struct eh_db *db, int64_t now, const struct eh_actor *by,
        const struct eh_open_meeting_which *which, struct eh_str reason, struct eh_error *err);
/* From its start on. */
enum eh_rc eh_open_meeting_hold(struct eh_db *db, int64_t now, const struct eh_actor *by,
        const struct eh_open_meeting_which *which, struct eh_error *err);

/* One of a place; EH_NOT_FOUND. In the arena. */
enum eh_rc eh_open_meeting_get(struct eh_db *db, int64_t now, struct eh_str place_id, int64_t meeting_id, struct eh_arena *arena,
        struct eh_open_meeting *ret_meeting, struct eh_error *err);
/* All of a place, the first first; *ret_coming is the first that is not over. In the arena. */
struct eh_open_meetings {
	struct eh_open_meeting *items;
	size_t count, coming;
};
enum eh_rc eh_open_meeting_list(struct eh_db *db, int64_t now, struct eh_str place_id, struct eh_arena *arena,
        struct eh_open_meetings *ret_meetings, struct eh_error *err);

/* The next that takes place: its number, side, title, start, end and venue, no more. EH_NOT_FOUND: none. In the arena. */
enum eh_rc eh_open_meeting_next(struct eh_db *db, int64_t now, struct eh_str place_id, struct eh_arena *arena,
        struct eh_open_meeting *ret_meeting, struct eh_error *err);

/* Whether it is over at `now`. */
static inline bool eh_open_meeting_over(const struct eh_open_meeting *meeting, int64_t now)
{
	return meeting->says.ends_at <= now || meeting->state == EH_MEETING_HELD;
}

/* "18 December 2026, 6:30pm to 8pm" in London. */
struct eh_str eh_open_meeting_when(struct eh_arena *arena, int64_t starts_at, int64_t ends_at);

/* Takes the contacts out of meetings that have been over for 30 days. */
enum eh_rc eh_open_meeting_forget(struct eh_db *db, int64_t now, struct eh_error *err);

#endif
