#include "open_meeting.h"

#include "audit.h"
#include "people.h"
#include "queries.h"

#define DAY INT64_C(86400000000)

enum { LONGEST_HOURS = 24 };

static const struct eh_str ANY = { NULL, 0 };
enum eh_rc eh_open_meeting_side(struct eh_db *db, int64_t now, const struct eh_actor *by, struct eh_str place_id,
        enum eh_side *ret_side, struct eh_error *err)
{
	static const struct {
		enum eh_role role;
		enum eh_side of, side; /* of stewards, the side that they hold a key for */
	} WHO[] = { { EH_ROLE_OFFICER, EH_SIDE_NONE, EH_SIDE_COUNCIL }, { EH_ROLE_STEWARD, EH_SIDE_COUNCIL, EH_SIDE_COUNCIL },
		{ EH_ROLE_INFRASTRUCTURE, EH_SIDE_NONE, EH_SIDE_SECTOR }, { EH_ROLE_STEWARD, EH_SIDE_SECTOR, EH_SIDE_SECTOR } };
	struct eh_roles roles EH_CLEANUP_ROLES = { 0 };

	EH_TRY(eh_roles_of_person(db, now, by->person_id, &roles, err));
	for (size_t i = 0; i < sizeof WHO / sizeof *WHO; i++)
		if (eh_roles_find(&roles, WHO[i].role, WHO[i].of, place_id, ANY)) {
			*ret_side = WHO[i].side;
			return EH_OK;
		}
	return eh_fail(err, EH_REFUSED,
	        "Open meetings are called by officers of the council, people of the infrastructure organisation and stewards of "
	        "either side of this place.");
}

static enum eh_rc wrong(
        enum eh_open_meeting_field field, enum eh_open_meeting_field *ret_field, struct eh_error *err, const char *why)
{
	*ret_field = field;
	return eh_fail(err, EH_INVALID, "%s", why);
}

/* What is written must be there, be text and not too long. */
static enum eh_rc check_words(
        const struct eh_open_meeting_says *says, enum eh_open_meeting_field *ret_field, struct eh_error *err)
{
	const struct {
		struct eh_str text;
		size_t most;
		enum eh_open_meeting_field field;
		const char *missing; /* NULL: may be empty */
	} WORDS[] = {
		{ says->title, EH_MEETING_LONGEST_LINE, EH_MEETING_TITLE, "Give the meeting a title." },
		{ says->purpose, EH_MEETING_LONGEST_TEXT, EH_MEETING_PURPOSE, "Say what the meeting is for." },
		{ says->venue, EH_MEETING_LONGEST_TEXT, EH_MEETING_VENUE, NULL },
		{ says->online, EH_MEETING_LONGEST_LINK, EH_MEETING_ONLINE, NULL },
		{ says->access, EH_MEETING_LONGEST_TEXT, EH_MEETING_ACCESS,
		        "Say what access there is, or whom to ask about it." },
		{ says->contact, EH_MEETING_LONGEST_LINE, EH_MEETING_CONTACT, "Say whom people can ask about the meeting." },
		{ says->papers, (size_t)EH_MEETING_LONGEST_LINK * EH_MEETING_MOST_PAPERS, EH_MEETING_PAPERS, NULL },
	};

	for (size_t i = 0; i < sizeof WORDS / sizeof *WORDS; i++) {
		if (WORDS[i].missing && !eh_str_trim(WORDS[i].text).n)
			return wrong(WORDS[i].field, ret_field, err, WORDS[i].missing);
		if (!eh_utf8_valid(WORDS[i].text, NULL) || eh_utf8_length(WORDS[i].text) > WORDS[i].most)
			return wrong(WORDS[i].field, ret_field, err, "That is too long.");
	}
	return EH_OK;
}

/* An https address with a host: what a browser may be sent to. */
static bool is_link(struct eh_str s)
{
	struct eh_str host = eh_str_sub(s, 8, s.n);

	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] <= ' ' || s.p[i] == 0x7f || strchr("<>\"'\\`{}", s.p[i]))
			return false;
	return s.n <= EH_MEETING_LONGEST_LINK && eh_str_starts(s, EH_STR("https://")) && host.n && eh_is_alnum(host.p[0]) &&
	       eh_str_find(host, EH_STR(".")) > 0;
}

static enum eh_rc check_links(
        const struct eh_open_meeting_says *says, enum eh_open_meeting_field *ret_field, struct eh_error *err)
{
	struct eh_str rest = says->papers, line;
	size_t papers = 0;

	if (!says->venue.n && !says->online.n)
		return wrong(EH_MEETING_VENUE, ret_field, err, "Say where the meeting is, or how to join it online, or both.");
	if (says->online.n && !is_link(says->online))
		return wrong(EH_MEETING_ONLINE, ret_field, err, "Enter a whole address that begins with https://");
	while (rest.n && eh_str_split(&rest, '\n', &line))
		if (!is_link(line))
			return wrong(
			        EH_MEETING_PAPERS, ret_field, err, "Enter whole addresses that begin with https://, one a line.");
		else if (++papers > EH_MEETING_MOST_PAPERS)
			return wrong(EH_MEETING_PAPERS, ret_field, err, "Ten addresses at most.");
	return EH_OK;
}

enum eh_rc eh_open_meeting_check(
        int64_t now, const struct eh_open_meeting_says *says, enum eh_open_meeting_field *ret_field, struct eh_error *err)
{
	EH_TRY(check_words(says, ret_field, err));
	EH_TRY(check_links(says, ret_field, err));
	if (says->starts_at <= now)
		return wrong(EH_MEETING_STARTS, ret_field, err, "The meeting must be in the future.");
	if (says->starts_at > now + EH_MEETING_MOST_AHEAD * DAY)
		return wrong(EH_MEETING_STARTS, ret_field, err, "Call it nearer the time: two years ahead at most.");
	if (says->ends_at <= says->starts_at)
		return wrong(EH_MEETING_ENDS, ret_field, err, "The meeting must end after it starts.");
	if (says->ends_at > says->starts_at + LONGEST_HOURS * (DAY / 24))
		return wrong(EH_MEETING_ENDS, ret_field, err, "A meeting lasts 24 hours at most.");
	return EH_OK;
}

struct deed {
	const char *verb;
	struct eh_str place_id;
	int64_t meeting_id;
	const struct eh_open_meeting *before; /* NULL: none */
	const struct eh_open_meeting_says *after;
	const char *state;
};

/* For everybody: that it was done, and when the meeting is. Who may be asked is personal, and what it is about stands on its own page. */
static enum eh_rc note(struct eh_db *db, int64_t now, const struct eh_actor *by, enum eh_side side, const struct deed *deed,
        struct eh_error *err)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_actor as = *by;
	struct eh_str before = ANY, after = eh_arena_printf(&arena, "%s: %.*s", deed->state,
	                                    EH_FMT(eh_open_meeting_when(&arena, deed->after->starts_at, deed->after->ends_at)));
	char id[24];

	as.side = side;
	if (deed->before)
		before = eh_arena_printf(&arena, "%s: %.*s", eh_open_meeting_state_name(deed->before->state),
		        EH_FMT(eh_open_meeting_when(&arena, deed->before->says.starts_at, deed->before->says.ends_at)));
	EH_TRY(eh_arena_check(&arena, EH_OK, err));
	const struct eh_audit_entry entry = { .by = &as,
		.verb = deed->verb,
		.subject_kind = "open meeting",
		.subject_id = eh_audit_id(deed->meeting_id, id),
		.place_id = deed->place_id,
		.before = before,
		.after = after,
		.is_public = true };
	return eh_audit_write(db, now, &entry, NULL, err);
}

enum eh_rc eh_open_meeting_call(struct eh_db *db, int64_t now, const struct eh_actor *by, struct eh_str place_id,
        const struct eh_open_meeting_says *says, int64_t *ret_meeting, struct eh_error *err)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_q_open_meeting_add added;
	enum eh_open_meeting_field field;
	enum eh_side side;

	EH_TRY(eh_open_meeting_side(db, now, by, place_id, &side, err));
	EH_TRY(eh_open_meeting_check(now, says, &field, err));
	EH_TRY(eh_q_open_meeting_add(db, place_id, eh_str_of(eh_side_name(side)), by->person_id, now, says->starts_at,
	        says->ends_at, says->title, says->purpose, says->venue, says->online, says->access, says->contact, says->papers,
	        &arena, &added, err));
	EH_TRY(note(db, now, by, side,
	        &(const struct deed){
	                "called", place_id, added.meeting_id, NULL, says, eh_open_meeting_state_name(EH_MEETING_ANNOUNCED) },
	        err));
	*ret_meeting = added.meeting_id;
	return EH_OK;
}

/* The meeting, which is to come or under way, of the side for which somebody acts, as that person saw it. */
static enum eh_rc mine(struct eh_db *db, int64_t now, const struct eh_actor *by, const struct eh_open_meeting_which *which,
        struct eh_arena *arena, struct eh_open_meeting *ret_meeting, struct eh_error *err)
{
	enum eh_side side;

	EH_TRY(eh_open_meeting_side(db, now, by, which->place_id, &side, err));
	EH_TRY(eh_open_meeting_get(db, now, which->place_id, which->meeting_id, arena, ret_meeting, err));
	if (ret_meeting->side != side)
		return eh_fail(err, EH_REFUSED, "The %s called this meeting. Only the %s can change or cancel it.",
		        eh_side_name(ret_meeting->side), eh_side_name(ret_meeting->side));
	if (ret_meeting->state == EH_MEETING_CANCELLED)
		return eh_fail(err, EH_REFUSED, "This meeting is cancelled. Call another one.");
	if (ret_meeting->state == EH_MEETING_HELD)
		return eh_fail(err, EH_REFUSED, "This meeting was held.");
	if (ret_meeting->sequence != which->sequence)
		return eh_fail(err, EH_CONFLICT, "Somebody has changed this meeting since you looked. Look at it again.");
	return EH_OK;
}

enum eh_rc eh_open_meeting_change(struct eh_db *db, int64_t now, const struct eh_actor *by,
        const struct eh_open_meeting_which *which, const struct eh_open_meeting_says *says, struct eh_error *err)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_open_meeting before;
	enum eh_open_meeting_field field;

	EH_TRY(mine(db, now, by, which, &arena, &before, err));
	if (before.says.starts_at <= now)
		return eh_fail(err, EH_REFUSED, "This meeting has begun.");
	EH_TRY(eh_open_meeting_check(now, says, &field, err));
	EH_TRY(eh_q_open_meeting_change(db, which->meeting_id, now, says->starts_at, says->ends_at, says->title, says->purpose,
	        says->venue, says->online, says->access, says->contact, says->papers, err));
	return note(db, now, by, before.side,
	        &(const struct deed){ "changed", which->place_id, which->meeting_id, &before, says,
	                eh_open_meeting_state_name(EH_MEETING_CHANGED) },
	        err);
}

static enum eh_rc set_state(struct eh_db *db, int64_t now, const struct eh_actor *by, const struct eh_open_meeting *before,
        struct eh_str place_id, enum eh_open_meeting_state state, struct eh_str reason, struct eh_error *err)
{
	const char *name = eh_open_meeting_state_name(state);

	EH_TRY(eh_q_open_meeting_state(db, before->meeting_id, now, eh_str_of(name), reason, err));
	return note(db, now, by, before->side,
	        &(const struct deed){ state == EH_MEETING_HELD ? "said that it was held" : name, place_id, before->meeting_id,
	                before, &before->says, name },
	        err);
}

enum eh_rc eh_open_meeting_cancel(struct eh_db *db, int64_t now, const struct eh_actor *by,
        const struct eh_open_meeting_which *which, struct eh_str reason, struct eh_error *err)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_open_meeting before;

	reason = eh_str_trim(reason);
	EH_TRY(mine(db, now, by, which, &arena, &before, err));
	if (before.says.ends_at <= now)
		return eh_fail(err, EH_REFUSED, "This meeting is over.");
	if (!reason.n)
		return eh_fail(err, EH_INVALID, "Say why it is cancelled. Everybody can read it.");
	if (!eh_utf8_valid(reason, NULL) || eh_utf8_length(reason) > EH_MEETING_LONGEST_TEXT)
		return eh_fail(err, EH_INVALID, "Use %d characters or fewer.", EH_MEETING_LONGEST_TEXT);
	return set_state(db, now, by, &before, which->place_id, EH_MEETING_CANCELLED, reason, err);
}

enum eh_rc eh_open_meeting_hold(
        struct eh_db *db, int64_t now, const struct eh_actor *by, const struct eh_open_meeting_which *which, struct eh_error *err)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_open_meeting before;

	EH_TRY(mine(db, now, by, which, &arena, &before, err));
	if (before.says.starts_at > now)
		return eh_fail(err, EH_REFUSED, "This meeting has not begun.");
	return set_state(db, now, by, &before, which->place_id, EH_MEETING_HELD, EH_STR(""), err);
}
