/* keys.c: two keys on the web: motions, the desk, the audit. The rules are govern's (motion.h): pages ask and show the answer. */
#include "exchange/publish.h"
#include "http/form.h"
#include "jobs/drafts.h"
#include "pages.h"
#include "queries.h"
#include "register/stale.h"
#include "templates.h"
#include "web/house.h"
#include "web/tell.h"

enum { AUDIT_PAGE = 50 };

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

static enum eh_rc lines_of(struct eh_request *request, const struct eh_motions *motions, struct eh_view_motion_line **ret_lines,
        struct eh_error *err)
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
	EH_TRY(lines_of(request, &motions, &lines, err));
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

/* Publishing the report. */

static const struct eh_form_field REASONS = { "reasons", EH_FORM_TEXT, 4000,
	.missing = "Say why the report should be published" };

static struct eh_motion_proposal proposal_of(const struct eh_view *view, struct eh_str reasons)
{
	return (struct eh_motion_proposal){ { view->place, EH_STR("publish_report"), EH_STR("report"), EH_STR("draft") },
		reasons };
}

static enum eh_rc show_propose(
        struct eh_request *request, struct eh_response *response, struct eh_view_field *form, struct eh_error *err)
{
	struct eh_page page EH_CLEANUP_PAGE = { 0 };
	struct eh_view view;
	int64_t draft_at;

	EH_TRY(eh_view_begin(request, response, EH_STR("Propose to publish the report"), &view, err));
	eh_view_forms(request, response, &view);
	view.failed = form->answer.error.p || form->other.p;
	EH_TRY(eh_publish_draft_time(eh_request_web(request)->reports, view.place, &draft_at, err));
	eh_html_propose(&page, &view, form, draft_at);
	return eh_view_send(&page, response, err);
}

enum eh_rc eh_page_propose(struct eh_request *request, struct eh_response *response, struct eh_error *err)
{
	struct eh_view_field form = { .field = &REASONS, .answer.value = EH_STR("") };

	return show_propose(request, response, &form, err);
}

enum eh_rc eh_page_propose_now(struct eh_request *request, struct eh_response *response, struct eh_error *err)
{
	struct eh_actor actor = eh_request_actor(request);
	struct eh_view_field form = { .field = &REASONS };
	struct eh_web_house house;
	struct eh_view view;
	int64_t number;

	if (!eh_form_read(request, &REASONS, 1, &form.answer))
		return show_propose(request, response, &form, err);
	EH_TRY(eh_view_begin(request, response, EH_STR(""), &view, err));
	eh_web_house(request, &house);
	const struct eh_motion_proposal proposal = proposal_of(&view, form.answer.value);
	EH_TRY(eh_db_begin(request->db, err));
	enum eh_rc rc = eh_motion_propose(&house.house, request->now, &actor, &proposal, &number, err);
	if (rc == EH_REFUSED || rc == EH_INVALID) {
		eh_db_rollback(request->db);
		form.other = eh_arena_str(request->arena, eh_str_of(err->message));
		return show_propose(request, response, &form, err);
	}
	EH_TRY(rc);
	EH_TRY(eh_web_tell_wanted_keys(request, EH_MOTION_TOLD_PROPOSED, err));
	EH_TRY(eh_db_commit(request->db, err));
	return eh_view_done(request, response, "proposed", "/%.*s/motions/%lld", EH_FMT(view.place), (long long)number);
}

enum eh_rc eh_page_draft_make(struct eh_request *request, struct eh_response *response, struct eh_error *err)
{
	struct eh_actor actor = eh_request_actor(request);
	struct eh_view view;

	EH_TRY(eh_view_begin(request, response, EH_STR(""), &view, err));
	EH_TRY(eh_draft_ask(request->db, request->now, &actor, view.place, err));
	return eh_view_done(request, response, "draft", "/%.*s/desk", EH_FMT(view.place));
}

static const struct {
	const char *end, *type;
} TYPES[] = {
	{ ".html", "text/html; charset=utf-8" },
	{ ".csv", "text/csv; charset=utf-8" },
	{ ".json", "application/json" },
	{ ".geojson", "application/geo+json" },
	{ ".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" },
};

static void dress(struct eh_response *response, struct eh_str name)
{
	response->type = "application/octet-stream";
	for (size_t i = 0; i < sizeof TYPES / sizeof *TYPES; i++)
		if (eh_str_ends(name, eh_str_of(TYPES[i].end)))
			response->type = TYPES[i].type;
	/* The report brings its style along, and has no script. */
	response->policy =
	        "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; base-uri 'none'; form-action 'none'; "
	        "frame-ancestors 'none'";
}

/* A file of a published report, for everybody; of the draft, for those who work on it. */
static enum eh_rc report_file(struct eh_request *request, struct eh_response *response, struct eh_str name, struct eh_error *err)
{
	struct eh_str which = eh_request_capture(request, 1);
	struct eh_q_published_get row;
	struct eh_view view;
	int64_t number = 0;

	EH_TRY(eh_view_begin(request, response, EH_STR(""), &view, err));
	if (eh_str_eq(which, EH_STR("draft"))) {
		if (!eh_request_is(request, EH_PARTS_STEWARDS | EH_PARTS_KEEPERS))
			return eh_fail(
			        err, EH_REFUSED, "The draft is for those who work on it. What is published stands under Report.");
	} else {
		if (eh_str_to_i64(which, &number) != EH_OK)
			return eh_fail(err, EH_NOT_FOUND, "No report has that number.");
		EH_TRY(eh_q_published_get(request->db, view.place, number, request->arena, &row, err));
	}
	EH_TRY(eh_publish_read(request->db, eh_request_web(request)->reports, view.place, which, name, &response->body, err));
	dress(response, name);
	return EH_OK;
}

enum eh_rc eh_page_report_file(struct eh_request *request, struct eh_response *response, struct eh_error *err)
{
	return report_file(request, response, eh_request_capture(request, 2), err);
}

enum eh_rc eh_page_report_file_below(struct eh_request *request, struct eh_response *response, struct eh_error *err)
{
	return report_file(request, response,
	        eh_arena_printf(request->arena, "%.*s/%.*s", EH_FMT(eh_request_capture(request, 2)),
	                EH_FMT(eh_request_capture(request, 3))),
	        err);
}

/* The desk of those who work on the list, and the audit. */

static enum eh_rc questions_of(struct eh_request *request, struct eh_str place, struct eh_view_desk *desk, struct eh_error *err)
{
	struct eh_q_place_question_count row;

	EH_TRY(eh_q_place_question_count(request->db, place, request->arena, &row, err));
	desk->questions = row.count;
	return EH_OK;
}

/* What waits for the keepers of the list. */
static enum eh_rc list_of(struct eh_request *request, const struct eh_view *view, struct eh_view_desk *desk, struct eh_error *err)
{
	struct eh_q_correction_open corrections;
	struct eh_q_stale_count stale;

	desk->keeper = eh_request_is(request, EH_PARTS_KEEPERS);
	if (!desk->keeper)
		return EH_OK;
	EH_TRY(eh_q_correction_open(request->db, view->place, request->now, request->arena, &corrections, err));
	EH_TRY(eh_q_stale_count(
	        request->db, view->council, request->now / INT64_C(86400000000) - EH_STALE_DAYS, request->arena, &stale, err));
	desk->corrections_waiting = corrections.waiting;
	desk->corrections_overdue = corrections.overdue;
	desk->stale = stale.count;
	return EH_OK;
}

static enum eh_rc draft_of(struct eh_request *request, struct eh_str place, struct eh_view_desk *desk, struct eh_error *err)
{
	struct eh_job *job = eh_arena_alloc(request->arena, sizeof *job);
	enum eh_rc rc = job ? eh_draft_job(request->db, place, request->arena, job, err) : eh_fail_memory(err);

	if (rc == EH_OK) {
		desk->draft_job = job;
		desk->draft_under_way = eh_str_eq(job->state, EH_STR("queued")) || eh_str_eq(job->state, EH_STR("running"));
		desk->draft_failed = eh_str_eq(job->state, EH_STR("failed"));
	}
	return rc == EH_NOT_FOUND ? EH_OK : rc;
}

enum eh_rc eh_page_desk(struct eh_request *request, struct eh_response *response, struct eh_error *err)
{
	struct eh_motions motions EH_CLEANUP_MOTIONS = { 0 };
	struct eh_roles stewards EH_CLEANUP_ROLES = { 0 };
	struct eh_page page EH_CLEANUP_PAGE = { 0 };
	struct eh_actor actor = eh_request_actor(request);
	struct eh_view_motion_line *lines;
	struct eh_view_desk desk = { 0 };
	struct eh_q_added_waiting added;
	struct eh_q_claim_waiting_count claims;
	struct eh_q_claim_post_count posts;
	struct eh_web_house house;
	struct eh_view view;
	char why[EH_WHY_MAX];

	EH_TRY(eh_view_begin(request, response, EH_STR("Desk"), &view, err));
	eh_view_forms(request, response, &view);
	eh_web_house(request, &house);
	EH_TRY(eh_motion_list(&house.house, request->now, view.place, true, &motions, err));
	EH_TRY(lines_of(request, &motions, &lines, err));
	EH_TRY(eh_stewards_list(request->db, request->now, view.place, &stewards, err));
	EH_TRY(questions_of(request, view.place, &desk, err));
	EH_TRY(draft_of(request, view.place, &desk, err));
	EH_TRY(eh_q_added_waiting(request->db, view.place, request->arena, &added, err));
	desk.groups_waiting = added.waiting;
	EH_TRY(eh_q_claim_waiting_count(request->db, view.place, request->arena, &claims, err));
	desk.claims_waiting = claims.waiting;
	EH_TRY(eh_q_claim_post_count(request->db, view.place, request->arena, &posts, err));
	desk.letters_to_print = posts.to_print;
	EH_TRY(eh_view_answering_load(request, &view, &desk.answering, err));
	if (eh_publish_draft_time(eh_request_web(request)->reports, view.place, &desk.draft_at, NULL) == EH_OK) {
		const struct eh_motion_proposal proposal = proposal_of(&view, EH_STR("?"));
		if (eh_motion_may_propose(&house.house, request->now, &actor, &proposal, why, err) == EH_REFUSED)
			desk.may_not_propose = eh_str_of(why);
	}
	EH_TRY(list_of(request, &view, &desk, err));
	desk.motions = lines;
	desk.motion_count = motions.count;
	desk.stewards = stewards.items;
	desk.steward_count = stewards.count;
	eh_html_desk(&page, &view, &desk);
	return eh_view_send(&page, response, err);
}

/* The entry that a row names, where it is on the list for everybody. */
static enum eh_rc entry_of(
        struct eh_request *request, struct eh_str id, struct eh_view_audit_entry *ret_entry, struct eh_error *err)
{
	struct eh_q_organisation_get org;

	*ret_entry = (struct eh_view_audit_entry){ .id = id };
	if (!eh_str_starts(id, EH_STR("EH-")))
		return EH_OK;
	enum eh_rc rc = eh_q_organisation_get(request->db, id, request->arena, &org, err);
	if (rc == EH_OK && !eh_str_eq(org.visibility, EH_STR("match only")))
		ret_entry->name = org.name;
	return rc == EH_NOT_FOUND ? EH_OK : rc;
}

/* "EH-" and ten characters, at this place of a text. */
static bool names_entry(struct eh_str text, size_t at)
{
	enum { CODE = 13 };

	if (!eh_str_starts(eh_str_sub(text, at, CODE), EH_STR("EH-")) || at + CODE > text.n)
		return false;
	for (size_t i = at + 3; i < at + CODE; i++)
		if (!eh_is_digit(text.p[i]) && !(text.p[i] >= 'A' && text.p[i] <= 'Z'))
			return false;
	return true;
}

static enum eh_rc text_of(
        struct eh_request *request, struct eh_str text, struct eh_view_audit_text *ret_text, struct eh_error *err)
{
	enum { CODE = 13, MOST = 12 };
	struct eh_view_audit_piece *pieces = eh_arena_alloc_zero(request->arena, MOST, sizeof *pieces);
	size_t from = 0, count = 0;

	if (!pieces)
		return eh_fail_memory(err);
	for (size_t at = 0; at < text.n && count + 1 < MOST; at++) {
		if (!names_entry(text, at))
			continue;
		pieces[count].text = eh_str_sub(text, from, at - from);
		EH_TRY(entry_of(request, eh_str_sub(text, at, CODE), &pieces[count++].entry, err));
		from = at + CODE;
		at = from - 1;
	}
	pieces[count++].text = eh_str_sub(text, from, text.n - from);
	*ret_text = (struct eh_view_audit_text){ pieces, count };
	return EH_OK;
}

/* Each row with how many before it, newer ones, are not shown. */
static enum eh_rc audit_lines(struct eh_request *request, const struct eh_audit_rows *rows, int64_t above,
        const struct eh_view_audit_line **ret_lines, struct eh_error *err)
{
	struct eh_view_audit_line *lines = eh_arena_alloc_zero(request->arena, rows->count + 1, sizeof *lines);

	if (!lines)
		return eh_fail_memory(err);
	for (size_t i = 0; i < rows->count; i++) {
		lines[i].row = &rows->items[i];
		lines[i].between = above - rows->items[i].number - 1;
		above = rows->items[i].number;
		EH_TRY(entry_of(request, rows->items[i].subject_id, &lines[i].subject, err));
		EH_TRY(entry_of(request, rows->items[i].org_id, &lines[i].as, err));
		EH_TRY(text_of(request, rows->items[i].before, &lines[i].before, err));
		EH_TRY(text_of(request, rows->items[i].after, &lines[i].after, err));
	}
	*ret_lines = lines;
	return EH_OK;
}

enum eh_rc eh_page_audit(struct eh_request *request, struct eh_response *response, struct eh_error *err)
{
	struct eh_audit_rows rows EH_CLEANUP_AUDIT_ROWS = { 0 };
	struct eh_page page EH_CLEANUP_PAGE = { 0 };
	struct eh_view_audit audit = { .all = eh_request_is(request, EH_PARTS_STEWARDS | EH_PART_ADMINISTRATOR) };
	struct eh_view view;
	int64_t below = 0;

	EH_TRY(eh_view_begin(request, response, EH_STR("Audit"), &view, err));
	(void)eh_str_to_i64(eh_request_query(request, "below"), &below);
	const struct eh_audit_filter filter = {
		.place_id = view.place, .below = below, .limit = AUDIT_PAGE, .for_public = !audit.all
	};
	EH_TRY(eh_audit_list(request->db, &filter, &rows, err));
	EH_TRY(eh_audit_head(request->db, &audit.head, err));
	EH_TRY(audit_lines(request, &rows, below ? below : audit.head.number + 1, &audit.rows, err));
	audit.count = rows.count;
	audit.more = rows.more;
	audit.below = rows.count ? rows.items[rows.count - 1].number : 0;
	audit.older = rows.count ? audit.below - 1 : audit.head.number;
	eh_html_audit(&page, &view, &audit);
	return eh_view_send(&page, response, err);
}
