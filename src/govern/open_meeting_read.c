/* open_meeting_read.c: open meetings as they stand. */
#include "base/calendar.h"
#include "open_meeting.h"
#include "queries.h"

#define DAY INT64_C(86400000000)

enum { CONTACT_KEPT_DAYS = 30 };

static const char *const STATES[EH_MEETING_STATES] = { "announced", "changed", "cancelled", "held" };

const char *eh_open_meeting_state_name(enum eh_open_meeting_state state) { return STATES[state]; }

static enum eh_open_meeting_state state_of(struct eh_str name)
{
	size_t state = 0;

	while (state + 1 < EH_MEETING_STATES && !eh_str_eq(name, eh_str_of(STATES[state])))
		state++;
	return (enum eh_open_meeting_state)state;
}

struct eh_str eh_open_meeting_when(struct eh_arena *arena, int64_t starts_at, int64_t ends_at)
{
	int from = eh_london_minutes(starts_at), to = eh_london_minutes(ends_at);
	char day[32];

	eh_date_words(eh_london_date(starts_at), day);
	return eh_arena_printf(arena, "%s, %d:%02d%s to %d:%02d%s", day, (from / 60 + 11) % 12 + 1, from % 60,
	        from < 720 ? "am" : "pm", (to / 60 + 11) % 12 + 1, to % 60, to < 720 ? "am" : "pm");
}

static struct eh_open_meeting meeting_of(const struct eh_q_open_meeting_list *row, int64_t now, struct eh_arena *arena)
{
	struct eh_open_meeting meeting = { .meeting_id = row->meeting_id,
		.called_at = row->called_at,
		.changed_at = row->changed_at,
		.sequence = row->sequence,
		.side = eh_side_parse(row->side),
		.state = state_of(row->state),
		.says = { .title = eh_arena_str(arena, row->title),
		        .purpose = eh_arena_str(arena, row->purpose),
		        .venue = eh_arena_str(arena, row->venue),
		        .online = eh_arena_str(arena, row->online),
		        .access = eh_arena_str(arena, row->access),
		        .contact = EH_STR(""),
		        .papers = eh_arena_str(arena, row->papers),
		        .starts_at = row->starts_at,
		        .ends_at = row->ends_at },
		.reason = eh_arena_str(arena, row->reason) };

	if (!eh_open_meeting_over(&meeting, now))
		meeting.says.contact = eh_arena_str(arena, row->contact);
	return meeting;
}

struct found {
	EH_VEC(struct eh_open_meeting) rows;
};

static enum eh_rc read_all(struct eh_db *db, int64_t now, struct eh_str place_id, int64_t number, struct eh_arena *arena,
        struct found *found, struct eh_error *err)
{
	struct eh_cursor cursor EH_CLEANUP_CURSOR = { 0 };
	struct eh_q_open_meeting_list row;
	enum eh_rc rc = eh_q_open_meeting_list(db, place_id, EH_DB_NULL, number, &cursor, err);

	while (rc == EH_OK && (rc = eh_q_open_meeting_list_next(&cursor, &row, err)) == EH_OK)
		if (!eh_vec_push(&found->rows, meeting_of(&row, now, arena)))
			rc = eh_fail_memory(err);
	return rc == EH_END ? eh_arena_check(arena, EH_OK, err) : rc;
}

enum eh_rc eh_open_meeting_get(struct eh_db *db, int64_t now, struct eh_str place_id, int64_t meeting_id, struct eh_arena *arena,
        struct eh_open_meeting *ret_meeting, struct eh_error *err)
{
	struct found found = { 0 };
	enum eh_rc rc = read_all(db, now, place_id, meeting_id, arena, &found, err);

	if (rc == EH_OK && !found.rows.count)
		rc = eh_fail(err, EH_NOT_FOUND, "There is no such meeting here.");
	if (rc == EH_OK)
		*ret_meeting = found.rows.items[0];
	eh_vec_finish(&found.rows);
	return rc;
}

enum eh_rc eh_open_meeting_list(struct eh_db *db, int64_t now, struct eh_str place_id, struct eh_arena *arena,
        struct eh_open_meetings *ret_meetings, struct eh_error *err)
{
	struct found found = { 0 };
	struct eh_open_meetings meetings = { 0 };
	enum eh_rc rc = read_all(db, now, place_id, EH_DB_NULL, arena, &found, err);

	if (rc == EH_OK && !(meetings.items = eh_arena_alloc_zero(arena, found.rows.count + 1, sizeof *meetings.items)))
		rc = eh_fail_memory(err);
	for (size_t past = 0; rc == EH_OK && past < 2; past++) { /* what is over first, each by its start */
		for (size_t i = 0; i < found.rows.count; i++)
			if (eh_open_meeting_over(&found.rows.items[i], now) == !past)
				meetings.items[meetings.count++] = found.rows.items[i];
		if (!past)
			meetings.coming = meetings.count;
	}
	if (rc == EH_OK)
		*ret_meetings = meetings;
	eh_vec_finish(&found.rows);
	return rc;
}

enum eh_rc eh_open_meeting_next(struct eh_db *db, int64_t now, struct eh_str place_id, struct eh_arena *arena,
        struct eh_open_meeting *ret_meeting, struct eh_error *err)
{
	struct eh_q_open_meeting_next row;

	EH_TRY(eh_q_open_meeting_next(db, place_id, now, arena, &row, err));
	*ret_meeting = (struct eh_open_meeting){ .meeting_id = row.meeting_id,
		.side = eh_side_parse(row.side),
		.says = { .title = row.title, .venue = row.venue, .starts_at = row.starts_at, .ends_at = row.ends_at } };
	return EH_OK;
}

enum eh_rc eh_open_meeting_forget(struct eh_db *db, int64_t now, struct eh_error *err)
{
	return eh_q_open_meeting_forget_past(db, now - CONTACT_KEPT_DAYS * DAY, err);
}
