/* meetings.c: open meetings as everybody sees them: the list, one, as calendars and as JSON. The rules are govern's (open_meeting.h). */
#include "exchange/icalendar.h"
#include "io/json.h"
#include "meetings.h"
#include "pages.h"
#include "templates.h"

#define DAY INT64_C(86400000000)

enum { CALENDAR_DAYS = 366 }; /* how long a calendar keeps what is past */

enum eh_rc eh_meeting_of_address(struct eh_request *request, struct eh_open_meeting *ret_meeting, struct eh_error *err)
{
	int64_t number = 0;

	if (eh_str_to_i64(eh_request_capture(request, 1), &number) != EH_OK)
		return eh_fail(err, EH_NOT_FOUND, "There is no such meeting here.");
	return eh_open_meeting_get(
	        request->db, request->now, eh_request_capture(request, 0), number, request->arena, ret_meeting, err);
}

enum eh_rc eh_meeting_side(struct eh_request *request, enum eh_side *ret_side, struct eh_error *err)
{
	struct eh_actor by = eh_request_actor(request);

	*ret_side = EH_SIDE_NONE;
	if (!eh_request_is(request, EH_PARTS_STEWARDS | EH_PARTS_KEEPERS))
		return EH_OK;
	enum eh_rc rc = eh_open_meeting_side(request->db, request->now, &by, eh_request_capture(request, 0), ret_side, err);
	return rc == EH_REFUSED ? EH_OK : rc;
}

/* Those to come first first; those past the newest first. */
static enum eh_rc divide(
        struct eh_request *request, const struct eh_open_meetings *all, struct eh_view_meetings *shown, struct eh_error *err)
{
	struct eh_open_meeting *past = eh_arena_alloc_zero(request->arena, all->coming + 1, sizeof *past);

	if (!past)
		return eh_fail_memory(err);
	for (size_t i = 0; i < all->coming; i++)
		past[i] = all->items[all->coming - 1 - i];
	shown->past = past;
	shown->past_count = all->coming;
	shown->coming = all->items + all->coming;
	shown->coming_count = all->count - all->coming;
	return EH_OK;
}

enum eh_rc eh_page_meetings(struct eh_request *request, struct eh_response *response, struct eh_error *err)
{
	struct eh_page page EH_CLEANUP_PAGE = { 0 };
	struct eh_view_meetings shown = { 0 };
	struct eh_open_meetings all;
	struct eh_view view;

	EH_TRY(eh_view_begin(request, response, eh_str_of(EH_T("Open meetings")), &view, err));
	EH_TRY(eh_open_meeting_list(request->db, request->now, view.place, request->arena, &all, err));
	EH_TRY(divide(request, &all, &shown, err));
	EH_TRY(eh_meeting_side(request, &shown.calls, err));
	shown.address = eh_arena_printf(request->arena, "%s/%.*s/meetings.ics", request->site->base_url, EH_FMT(view.place));
	eh_html_meetings(&page, &view, &shown);
	return eh_view_send(&page, response, err);
}

enum eh_rc eh_meeting_show(struct eh_request *request, struct eh_response *response, struct eh_str problem, struct eh_error *err)
{
	struct eh_page page EH_CLEANUP_PAGE = { 0 };
	struct eh_view_meeting shown = { .problem = problem };
	struct eh_open_meeting meeting;
	struct eh_str rest, line;
	enum eh_side side;
	struct eh_view view;

	EH_TRY(eh_meeting_of_address(request, &meeting, err));
	EH_TRY(eh_view_begin(request, response, meeting.says.title, &view, err));
	EH_TRY(eh_meeting_side(request, &side, err));
	bool mine = side == meeting.side && (meeting.state == EH_MEETING_ANNOUNCED || meeting.state == EH_MEETING_CHANGED);
	if (mine)
		eh_view_forms(request, response, &view);
	shown.meeting = &meeting;
	shown.over = eh_open_meeting_over(&meeting, request->now);
	shown.may_change = mine && meeting.says.starts_at > request->now;
	shown.may_cancel = mine && !shown.over;
	shown.may_say_held = mine && meeting.says.starts_at <= request->now;
	for (rest = meeting.says.papers;
	        rest.n && shown.paper_count < EH_MEETING_MOST_PAPERS && eh_str_split(&rest, '\n', &line);)
		shown.papers[shown.paper_count++] = line;
	view.failed = problem.p != NULL;
	eh_html_meeting(&page, &view, &shown);
	return eh_view_send(&page, response, err);
}

enum eh_rc eh_page_meeting(struct eh_request *request, struct eh_response *response, struct eh_error *err)
{
	return eh_meeting_show(request, response, (struct eh_str){ NULL, 0 }, err);
}

/* ---- Calendars ---- */

static struct eh_str page_of(struct eh_request *request, struct eh_str place, const struct eh_open_meeting *meeting)
{
	return eh_arena_printf(
	        request->arena, "%s/%.*s/meetings/%lld", request->site->base_url, EH_FMT(place), (long long)meeting->meeting_id);
}

/* Its number and the microsecond in which it was called: the same wherever this site is reached. */
static struct eh_str uid_of(struct eh_request *request, struct eh_str place, const struct eh_open_meeting *meeting)
{
	return eh_arena_printf(request->arena, "meeting-%lld-%lld.%.*s@evenhand", (long long)meeting->meeting_id,
	        (long long)meeting->called_at, EH_FMT(place));
}

static struct eh_str description_of(struct eh_request *request, const struct eh_open_meeting *meeting)
{
	const struct eh_open_meeting_says *says = &meeting->says;
	bool cancelled = meeting->state == EH_MEETING_CANCELLED;

	return eh_arena_printf(request->arena, "%s%.*s%s%.*s\n\n%s%.*s%sAccess: %.*s\n\nCalled by the %s.%s%.*s",
	        cancelled ? "Cancelled: " : "", EH_FMT(meeting->reason), cancelled ? "\n\n" : "", EH_FMT(says->purpose),
	        says->online.n ? "Join online: " : "", EH_FMT(says->online), says->online.n ? "\n\n" : "", EH_FMT(says->access),
	        eh_side_name(meeting->side), says->papers.n ? "\n\nPapers:\n" : "", EH_FMT(says->papers));
}

static enum eh_rc add_event(
        struct eh_request *request, struct eh_str place, const struct eh_open_meeting *meeting, struct eh_buf *out)
{
	const struct eh_icalendar_event event = { .uid = uid_of(request, place, meeting),
		.stamp = meeting->changed_at,
		.created = meeting->called_at,
		.starts_at = meeting->says.starts_at,
		.ends_at = meeting->says.ends_at,
		.sequence = meeting->sequence,
		.summary = meeting->says.title,
		.description = description_of(request, meeting),
		.location = meeting->says.venue.n ? meeting->says.venue : meeting->says.online,
		.contact = meeting->says.contact,
		.url = page_of(request, place, meeting),
		.cancelled = meeting->state == EH_MEETING_CANCELLED };

	return event.uid.p && event.description.p && event.url.p ? eh_icalendar_event(out, &event) : EH_NO_MEMORY;
}

/* Those of `items` that ended after an instant, as one calendar. */
static enum eh_rc calendar(struct eh_request *request, struct eh_response *response, const struct eh_view *view,
        const struct eh_open_meeting *items, size_t count, struct eh_error *err)
{
	struct eh_str name = eh_arena_printf(request->arena, "Open meetings in %.*s%s", EH_FMT(view->place_name),
	        view->synthetic ? " (an invented town)" : "");
	enum eh_rc rc = name.p ? eh_icalendar_begin(&response->body, name) : EH_NO_MEMORY;

	for (size_t i = 0; i < count && rc >= 0; i++)
		if (items[i].says.ends_at > request->now - CALENDAR_DAYS * DAY || count == 1)
			rc = add_event(request, view->place, &items[i], &response->body);
	if (rc >= 0)
		rc = eh_icalendar_end(&response->body);
	response->type = "text/calendar; charset=utf-8";
	return rc < 0 ? eh_fail_memory(err) : EH_OK;
}

enum eh_rc eh_page_meetings_ics(struct eh_request *request, struct eh_response *response, struct eh_error *err)
{
	struct eh_open_meetings all;
	struct eh_view view;

	EH_TRY(eh_view_begin(request, response, EH_STR(""), &view, err));
	EH_TRY(eh_open_meeting_list(request->db, request->now, view.place, request->arena, &all, err));
	response->file_name = EH_STR("meetings.ics");
	return calendar(request, response, &view, all.items, all.count, err);
}

enum eh_rc eh_page_meeting_ics(struct eh_request *request, struct eh_response *response, struct eh_error *err)
{
	struct eh_open_meeting meeting;
	struct eh_view view;

	EH_TRY(eh_view_begin(request, response, EH_STR(""), &view, err));
	EH_TRY(eh_meeting_of_address(request, &meeting, err));
	response->file_name = eh_arena_printf(request->arena, "meeting-%lld.ics", (long long)meeting.meeting_id);
	return calendar(request, response, &view, &meeting, 1, err);
}

/* ---- JSON ---- */

static void text(struct eh_json_writer *json, const char *key, struct eh_str value)
{
	eh_json_write_key(json, key);
	if (value.n)
		eh_json_write_str(json, value);
	else
		eh_json_write_null(json);
}

static void instant(struct eh_json_writer *json, const char *key, int64_t at)
{
	char words[21];

	eh_instant_format(at, words);
	text(json, key, eh_str_of(words));
}

static void write_papers(struct eh_json_writer *json, struct eh_str papers)
{
	struct eh_str line;

	eh_json_write_key(json, "papers");
	eh_json_write_array(json);
	while (papers.n && eh_str_split(&papers, '\n', &line))
		eh_json_write_str(json, line);
	eh_json_write_array_end(json);
}

static void write_meeting(
        struct eh_request *request, struct eh_json_writer *json, struct eh_str place, const struct eh_open_meeting *meeting)
{
	const struct eh_open_meeting_says *says = &meeting->says;

	eh_json_write_object(json);
	eh_json_write_key(json, "number");
	eh_json_write_i64(json, meeting->meeting_id);
	text(json, "page", page_of(request, place, meeting));
	text(json, "state", eh_str_of(eh_open_meeting_state_name(meeting->state)));
	text(json, "called_by", eh_str_of(eh_side_name(meeting->side)));
	text(json, "title", says->title);
	text(json, "purpose", says->purpose);
	instant(json, "starts", says->starts_at);
	instant(json, "ends", says->ends_at);
	text(json, "venue", says->venue);
	text(json, "online", says->online);
	text(json, "access", says->access);
	text(json, "contact", says->contact);
	write_papers(json, says->papers);
	text(json, "why_cancelled", meeting->reason);
	instant(json, "called", meeting->called_at);
	instant(json, "changed", meeting->changed_at);
	eh_json_write_object_end(json);
}

enum eh_rc eh_page_meetings_json(struct eh_request *request, struct eh_response *response, struct eh_error *err)
{
	struct eh_open_meetings all;
	struct eh_json_writer json;
	struct eh_view view;

	EH_TRY(eh_view_begin(request, response, EH_STR(""), &view, err));
	EH_TRY(eh_open_meeting_list(request->db, request->now, view.place, request->arena, &all, err));
	eh_json_write_init(&json, &response->body, true);
	eh_json_write_object(&json);
	text(&json, "place", view.place_name);
	eh_json_write_key(&json, "synthetic");
	eh_json_write_bool(&json, view.synthetic);
	eh_json_write_key(&json, "meetings");
	eh_json_write_array(&json);
	for (size_t i = 0; i < all.count; i++)
		write_meeting(request, &json, view.place, &all.items[i]);
	eh_json_write_array_end(&json);
	eh_json_write_object_end(&json);
	response->type = "application/json";
	return eh_json_write_end(&json) < 0 ? eh_fail_memory(err) : eh_arena_check(request->arena, EH_OK, err);
}
