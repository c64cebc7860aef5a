/* motions.c: what takes two keys, on the web. The rules are govern's (motion.h): pages ask and show the answer. */
#include "pages.h"
#include "queries.h"
#include "templates.h"
#include "web/house.h"
#include "web/tell.h"

static const struct {
	enum eh_motion_move move;
	const char *name, *button, *label;
} MOVES[EH_VIEW_MOVES] = {
	{ EH_MOTION_TURN, "turn", "Turn my key", NULL },
	{ EH_MOTION_TAKE_BACK, "take-back", "Take my key back", NULL },
	{ EH_MOTION_REFUSE, "refuse", "Refuse", "Why your side says no" },
	{ EH_MOTION_WITHDRAW, "withdraw", "Withdraw it", "Why it is withdrawn" },
	{ EH_MOTION_GO_ALONE, "alone", "Publish by our side alone", NULL },
	{ EH_MOTION_REPLY, "reply", "Reply", "What your side says to it" },
};

enum eh_rc eh_view_motion_lines(struct eh_request *request, const struct eh_motions *motions,
        struct eh_view_motion_line **ret_lines, struct eh_error *err)
{
	struct eh_view_motion_line *lines = eh_arena_alloc_zero(request->arena, motions->count + 1, sizeof *lines);

	if (!lines)
		return eh_fail_memory(err);
	for (size_t i = 0; i < motions->count; i++) {
		lines[i].motion = &motions->items[i];
		EH_TRY(eh_motion_wanted(&motions->items[i], request->arena, &lines[i].wanted, err));
	}
	*ret_lines = lines;
	return EH_OK;
}

enum eh_rc eh_page_motions(struct eh_request *request, struct eh_response *response, struct eh_error *err)
{
	struct eh_motions motions EH_CLEANUP_MOTIONS = { 0 };
	struct eh_page page EH_CLEANUP_PAGE = { 0 };
	struct eh_view_motion_line *lines;
	struct eh_web_house house;
	struct eh_view view;

	EH_TRY(eh_view_begin(request, response, EH_STR("What takes two keys"), &view, err));
	eh_web_house(request, &house);
	EH_TRY(eh_motion_list(&house.house, request->now, view.place, false, &motions, err));
	EH_TRY(eh_view_motion_lines(request, &motions, &lines, err));
	eh_html_motions(&page, &view, lines, motions.count);
	return eh_view_send(&page, response, err);
}

/* The motion of the address, if it is one of this place. */
static enum eh_rc motion_of(struct eh_request *request, const struct eh_view *view, const struct eh_motion_house *house,
        struct eh_motion *motion, struct eh_error *err)
{
	int64_t number = 0;

	if (eh_str_to_i64(eh_request_capture(request, 1), &number) != EH_OK)
		return eh_fail(err, EH_NOT_FOUND, "There is no motion of that number.");
	EH_TRY(eh_motion_get(house, request->now, number, request->arena, motion, err));
	return eh_str_eq(motion->subject.place_id, view->place)
	               ? EH_OK
	               : eh_fail(err, EH_NOT_FOUND, "There is no motion of that number here.");
}

/* What the visitor may do, and why not where they may not. Visitors are shown no moves. */
static enum eh_rc moves_of(
        struct eh_request *request, const struct eh_motion_house *house, struct eh_view_motion *m, struct eh_error *err)
{
	struct eh_actor actor = eh_request_actor(request);
	char why[EH_WHY_MAX];

	for (size_t i = 0; i < EH_VIEW_MOVES; i++) {
		m->moves[i] = (struct eh_view_move){ MOVES[i].move, MOVES[i].name, MOVES[i].button, MOVES[i].label, { NULL, 0 },
			false };
		if (!eh_request_is(request, EH_PARTS_STEWARDS | EH_PARTS_KEEPERS))
			continue;
		enum eh_rc rc = eh_motion_may(house, request->now, &actor, m->motion->motion_id, MOVES[i].move, why, err);
		if (rc < 0 && rc != EH_REFUSED)
			return rc;
		m->moves[i].shown = true;
		if (rc == EH_REFUSED)
			m->moves[i].why = eh_arena_str(request->arena, eh_str_of(why));
		m->any_move |= rc == EH_OK;
	}
	return EH_OK;
}

/* Of a change of what counts as local: both states, and its exact words while it is open. */
static enum eh_rc local_of(struct eh_request *request, struct eh_view_motion *m, struct eh_error *err)
{
	const struct eh_motion_act act = eh_local_act();
	struct eh_buf words EH_CLEANUP_BUF = { 0 };
	struct eh_local_change change;
	struct eh_local_council *before, *after;

	if (!eh_str_eq(m->motion->subject.kind, eh_str_of(act.kind)))
		return EH_OK;
	enum eh_rc rc = eh_local_of_motion(request->db, &m->motion->subject, request->arena, &change, err);
	if (rc == EH_NOT_FOUND)
		return EH_OK;
	EH_TRY(rc);
	EH_TRY(eh_local_councils(request->db, request->arena, change.was, &before, &m->before_count, err));
	EH_TRY(eh_local_councils(request->db, request->arena, change.becomes, &after, &m->after_count, err));
	m->before = before;
	m->after = after;
	if (change.decided_at != EH_DB_NULL || act.enacts(act.context, request->db, &m->motion->subject, &words, NULL) < 0)
		return EH_OK;
	m->words = eh_arena_str(request->arena, eh_buf_str(&words));
	return m->words.p ? EH_OK : eh_fail_memory(err);
}

/* What a motion about the report leads to: what it published, for everybody; before that the draft, for those who may read it. */
static enum eh_rc report_of(struct eh_request *request, struct eh_view_motion *m, struct eh_error *err)
{
	const struct eh_motion *motion = m->motion;
	struct eh_q_published_of_motion published;

	if (!eh_str_eq(motion->subject.kind, EH_STR("publish_report")))
		return EH_OK;
	enum eh_rc rc = eh_q_published_of_motion(
	        request->db, motion->subject.place_id, motion->motion_id, request->arena, &published, err);
	if (rc == EH_OK)
		m->report = published.number;
	m->draft = rc == EH_NOT_FOUND && (motion->state == EH_MOTION_PROPOSED || motion->state == EH_MOTION_ONE_KEY) &&
	           eh_request_is(request, EH_PARTS_STEWARDS | EH_PARTS_KEEPERS);
	return rc == EH_NOT_FOUND ? EH_OK : rc;
}

static enum eh_rc show_motion(
        struct eh_request *request, struct eh_response *response, struct eh_str problem, struct eh_error *err)
{
	struct eh_motion_events events EH_CLEANUP_MOTION_EVENTS = { 0 };
	struct eh_page page EH_CLEANUP_PAGE = { 0 };
	struct eh_web_house house;
	struct eh_motion motion;
	struct eh_view_motion m = { .motion = &motion, .problem = problem };
	struct eh_view view;

	EH_TRY(eh_view_begin(request, response, EH_STR(""), &view, err));
	eh_view_forms(request, response, &view);
	eh_web_house(request, &house);
	EH_TRY(motion_of(request, &view, &house.house, &motion, err));
	EH_TRY(eh_motion_history(request->db, motion.motion_id, &events, err));
	EH_TRY(eh_motion_wanted(&motion, request->arena, &m.wanted, err));
	EH_TRY(moves_of(request, &house.house, &m, err));
	EH_TRY(local_of(request, &m, err));
	EH_TRY(report_of(request, &m, err));
	m.events = events.items;
	m.event_count = events.count;
	view.title = eh_str_of(motion.kind->title);
	view.failed = problem.p != NULL;
	eh_html_motion(&page, &view, &m);
	return eh_view_send(&page, response, err);
}

enum eh_rc eh_page_motion(struct eh_request *request, struct eh_response *response, struct eh_error *err)
{
	return show_motion(request, response, (struct eh_str){ NULL, 0 }, err);
}

static const char *const OUTCOMES[] = {
	[EH_MOTION_DONE] = "counted",
	[EH_MOTION_ENACTED] = "in-force",
	[EH_MOTION_KEYS_VOIDED] = "keys-void",
	[EH_MOTION_VOIDED] = "motion-void",
};

enum eh_rc eh_page_motion_move(struct eh_request *request, struct eh_response *response, struct eh_error *err)
{
	struct eh_str name = eh_request_form(request, "move"), text = eh_request_form(request, "text");
	struct eh_actor actor = eh_request_actor(request);
	enum eh_motion_outcome outcome;
	struct eh_web_house house;
	struct eh_motion motion;
	struct eh_view view;
	size_t i = 0;

	EH_TRY(eh_view_begin(request, response, EH_STR(""), &view, err));
	eh_web_house(request, &house);
	EH_TRY(motion_of(request, &view, &house.house, &motion, err));
	while (i < EH_VIEW_MOVES && !eh_str_eq(eh_str_of(MOVES[i].name), name))
		i++;
	if (i == EH_VIEW_MOVES)
		return eh_fail(err, EH_INVALID, "The form does not say what to do.");
	enum eh_rc rc = eh_motion_make(&house.house, request->now, &actor, motion.motion_id, MOVES[i].move,
	        eh_request_form(request, "seen"), text.p ? text : EH_STR(""), &outcome, err);
	if (rc == EH_REFUSED || rc == EH_INVALID)
		return show_motion(request, response, eh_arena_str(request->arena, eh_str_of(err->message)), err);
	EH_TRY(rc);
	if (outcome == EH_MOTION_KEYS_VOIDED)
		EH_TRY(eh_web_tell_wanted_keys(request, EH_MOTION_TOLD_VOIDED, err));
	if (outcome == EH_MOTION_ENACTED) /* what was put in force may be of the list */
		EH_TRY(eh_job_add(
		        request->db, request->now, &(const struct eh_job_new){ .kind = EH_JOB_BUILD, .once = true }, NULL, err));
	return eh_view_done(
	        request, response, OUTCOMES[outcome], "/%.*s/motions/%lld", EH_FMT(view.place), (long long)motion.motion_id);
}
