/* meetings_call.c: calling an open meeting, changing and cancelling one, and saying that it was held. The rules are govern's (open_meeting.h). */
#include "http/form.h"
#include "meetings.h"
#include "pages.h"
#include "templates.h"
#include "web/tell.h"

static const struct eh_str NOTHING = { NULL, 0 };
static const struct eh_form_field REASON = { "reason", EH_FORM_TEXT, EH_MEETING_LONGEST_TEXT,
	.missing = EH_T("Say why it is cancelled. Everybody can read it.") };

enum eh_rc eh_meeting_acts_for(struct eh_request *request, enum eh_side *ret_side, struct eh_error *err)
{
	struct eh_actor by = eh_request_actor(request);

	return eh_open_meeting_side(request->db, request->now, &by, eh_request_capture(request, 0), ret_side, err);
}

/* The meeting of the address, which must be of that side. */
static enum eh_rc own_meeting(struct eh_request *request, struct eh_open_meeting *ret_meeting, struct eh_error *err)
{
	enum eh_side side;

	EH_TRY(eh_meeting_acts_for(request, &side, err));
	EH_TRY(eh_meeting_of_address(request, ret_meeting, err));
	return ret_meeting->side == side
	               ? EH_OK
	               : eh_fail(err, EH_REFUSED, EH_T("The other side called this meeting: it alone can change or cancel it."));
}

/* ---- What is done ---- */

enum deed { CALL, CHANGE, CANCEL, HELD };
static const struct {
	const char *done, *said; /* said: to the other side, between the side and when it is; NULL: nothing */
} DEEDS[] = {
	[CALL] = { "meeting-called", " has called an open meeting: " },
	[CHANGE] = { "meeting-changed", " has changed an open meeting. It is now on " },
	[CANCEL] = { "meeting-cancelled", " has cancelled the open meeting of " },
	[HELD] = { "meeting-held", NULL },
};

static enum eh_rc tell(
        struct eh_request *request, const struct eh_view *view, enum deed deed, int64_t number, struct eh_error *err)
{
	struct eh_open_meeting meeting;

	if (!DEEDS[deed].said)
		return EH_OK;
	EH_TRY(eh_open_meeting_get(request->db, request->now, view->place, number, request->arena, &meeting, err));
	struct eh_str when = eh_open_meeting_when(request->arena, meeting.says.starts_at, meeting.says.ends_at);
	return eh_web_tell_stewards(request,
	        &(const struct eh_tell_stewards){ .kind = EH_MAIL_MEETING,
	                .place_id = view->place,
	                .place_name = view->place_name,
	                .about = meeting.says.title,
	                .said = eh_arena_printf(request->arena, "The %s%s%.*s.%s%.*s", eh_side_name(meeting.side),
	                        DEEDS[deed].said, EH_FMT(when), deed == CANCEL ? "\nWhy: " : "", EH_FMT(meeting.reason)),
	                .path = eh_arena_printf(request->arena, "/meetings/%lld", (long long)number),
	                .but = meeting.side },
	        err);
}

/* As whoever asks saw the meeting of the address: its number of changes stood in the form. */
static struct eh_open_meeting_which which(struct eh_request *request)
{
	struct eh_open_meeting_which seen = { .place_id = eh_request_capture(request, 0), .sequence = -1 };

	(void)eh_str_to_i64(eh_request_capture(request, 1), &seen.meeting_id);
	(void)eh_str_to_i64(eh_request_form(request, "seen"), &seen.sequence);
	return seen;
}

/* Whether a refusal is shown on the form; any other failure is the server's to answer. */
static bool to_show(enum eh_rc rc) { return rc == EH_REFUSED || rc == EH_INVALID || rc == EH_CONFLICT; }

static struct eh_str message(struct eh_request *request, const struct eh_error *err)
{
	return eh_arena_str(request->arena, eh_str_of(err->message));
}

static enum eh_rc act(struct eh_request *request, enum deed deed, const struct eh_open_meeting_says *says, struct eh_str reason,
        int64_t *number, struct eh_error *err)
{
	struct eh_open_meeting_which seen = which(request);
	struct eh_actor by = eh_request_actor(request);

	*number = seen.meeting_id;
	switch (deed) {
	case CALL:
		return eh_open_meeting_call(request->db, request->now, &by, seen.place_id, says, number, err);
	case CHANGE:
		return eh_open_meeting_change(request->db, request->now, &by, &seen, says, err);
	case CANCEL:
		return eh_open_meeting_cancel(request->db, request->now, &by, &seen, reason, err);
	case HELD:
		return eh_open_meeting_hold(request->db, request->now, &by, &seen, err);
	}
	return eh_fail(err, EH_INVALID, EH_T("The form does not say what to do."));
}

/* One transaction: what is done, its row in the audit, and the letters to the other side. Leads to the meeting's page. */
static enum eh_rc carry_out(struct eh_request *request, struct eh_response *response, enum deed deed,
        const struct eh_open_meeting_says *says, struct eh_str reason, struct eh_error *err)
{
	struct eh_view view;
	int64_t number;

	EH_TRY(eh_view_begin(request, response, EH_STR(""), &view, err));
	EH_TRY(eh_db_begin(request->db, err));
	enum eh_rc rc = act(request, deed, says, reason, &number, err);
	if (rc >= 0)
		rc = tell(request, &view, deed, number, err);
	if (rc >= 0)
		rc = eh_db_commit(request->db, err);
	if (rc < 0) {
		eh_db_rollback(request->db);
		return rc;
	}
	return eh_view_done(request, response, DEEDS[deed].done, "/%.*s/meetings/%lld", EH_FMT(view.place), (long long)number);
}

/* Calls or changes what the form says, or shows it again with what is wrong with it. */
static enum eh_rc say(struct eh_request *request, struct eh_response *response, enum deed deed,
        const struct eh_open_meeting *meeting, struct eh_error *err)
{
	struct eh_form_answer answers[EH_MEETING_ASKS] = { 0 };
	struct eh_open_meeting_says says;

	if (!eh_meeting_form_read(request, answers, &says))
		return eh_meeting_form_show(request, response, meeting, answers, NOTHING, err);
	enum eh_rc rc = carry_out(request, response, deed, &says, NOTHING, err);
	return to_show(rc) ? eh_meeting_form_show(request, response, meeting, answers, message(request, err), err) : rc;
}

enum eh_rc eh_page_meeting_call(struct eh_request *request, struct eh_response *response, struct eh_error *err)
{
	return eh_meeting_form_show(request, response, NULL, NULL, NOTHING, err);
}

enum eh_rc eh_page_meeting_call_now(struct eh_request *request, struct eh_response *response, struct eh_error *err)
{
	return say(request, response, CALL, NULL, err);
}

enum eh_rc eh_page_meeting_change(struct eh_request *request, struct eh_response *response, struct eh_error *err)
{
	struct eh_open_meeting meeting;

	EH_TRY(own_meeting(request, &meeting, err));
	return eh_meeting_form_show(request, response, &meeting, NULL, NOTHING, err);
}

enum eh_rc eh_page_meeting_change_now(struct eh_request *request, struct eh_response *response, struct eh_error *err)
{
	struct eh_open_meeting meeting;

	EH_TRY(own_meeting(request, &meeting, err));
	return say(request, response, CHANGE, &meeting, err);
}

static enum eh_rc show_cancel(struct eh_request *request, struct eh_response *response, const struct eh_open_meeting *meeting,
        struct eh_form_answer answer, struct eh_str other, struct eh_error *err)
{
	struct eh_page page EH_CLEANUP_PAGE = { 0 };
	const struct eh_view_meeting_cancel shown = { meeting, &REASON, answer, other };
	struct eh_view view;

	EH_TRY(eh_view_begin(request, response, eh_str_of(EH_T("Cancel an open meeting")), &view, err));
	eh_view_forms(request, response, &view);
	view.failed = answer.error.p || other.p;
	eh_html_meeting_cancel(&page, &view, &shown);
	return eh_view_send(&page, response, err);
}

enum eh_rc eh_page_meeting_cancel(struct eh_request *request, struct eh_response *response, struct eh_error *err)
{
	struct eh_open_meeting meeting;

	EH_TRY(own_meeting(request, &meeting, err));
	return show_cancel(request, response, &meeting, (struct eh_form_answer){ EH_STR(""), NOTHING }, NOTHING, err);
}

enum eh_rc eh_page_meeting_cancel_now(struct eh_request *request, struct eh_response *response, struct eh_error *err)
{
	struct eh_form_answer answer;
	struct eh_open_meeting meeting;

	EH_TRY(own_meeting(request, &meeting, err));
	if (!eh_form_read(request, &REASON, 1, &answer))
		return show_cancel(request, response, &meeting, answer, NOTHING, err);
	enum eh_rc rc = carry_out(request, response, CANCEL, NULL, answer.value, err);
	return to_show(rc) ? show_cancel(request, response, &meeting, answer, message(request, err), err) : rc;
}

enum eh_rc eh_page_meeting_held(struct eh_request *request, struct eh_response *response, struct eh_error *err)
{
	struct eh_open_meeting meeting;

	EH_TRY(own_meeting(request, &meeting, err));
	enum eh_rc rc = carry_out(request, response, HELD, NULL, NOTHING, err);
	return to_show(rc) ? eh_meeting_show(request, response, message(request, err), err) : rc;
}
