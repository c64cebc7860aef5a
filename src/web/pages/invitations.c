/* invitations.c: inviting organisations to look after their entry, one or many at once, and what came of it. The rules are register's (claim_invite.h) and
 * jobs' (invitations.h). */
#include "claims.h"
#include "pages.h"
#include "jobs/jobs.h"
#include "queries.h"
#include "templates.h"

static const struct eh_str NONE = { NULL, 0 };

static struct eh_str sentence(struct eh_request *request, const struct eh_error *err)
{
	return eh_arena_str(request->arena, eh_str_of(err->message));
}

/* ---- One ---- */

static enum eh_rc show_invite(
        struct eh_request *request, struct eh_response *response, struct eh_str problem, struct eh_error *err)
{
	struct eh_page page EH_CLEANUP_PAGE = { 0 };
	struct eh_invite invite;
	struct eh_view view;

	EH_TRY(eh_view_begin(request, response, EH_STR("Invite an organisation"), &view, err));
	eh_view_forms(request, response, &view);
	view.failed = problem.p != NULL;
	EH_TRY(eh_invite_look(request->db, request->now, &eh_request_web(request)->secret, eh_request_capture(request, 1),
	        request->arena, &invite, err));
	struct eh_view_invite shown = { .org_id = eh_request_capture(request, 1), .invite = &invite, .problem = problem };
	if (invite.verdict != EH_INVITE_MAY)
		shown.why_not = eh_str_of(eh_invite_verdict_words(invite.verdict));
	eh_html_invite(&page, &view, &shown);
	return eh_view_send(&page, response, err);
}

enum eh_rc eh_page_invite(struct eh_request *request, struct eh_response *response, struct eh_error *err)
{
	return show_invite(request, response, NONE, err);
}

enum eh_rc eh_page_invite_send(struct eh_request *request, struct eh_response *response, struct eh_error *err)
{
	const struct eh_actor by = eh_web_keeper(request);
	int64_t invitation;
	struct eh_view view;

	EH_TRY(eh_view_begin(request, response, EH_STR(""), &view, err));
	const struct eh_inviter inviter = { &eh_request_web(request)->secret, &by, view.place, view.place_name,
		eh_str_of(request->site->base_url) };
	EH_TRY(eh_db_begin(request->db, err));
	enum eh_rc rc = eh_invitations_send(
	        request->db, request->now, &inviter, eh_request_capture(request, 1), &invitation, err);
	if (eh_web_refused(rc)) {
		eh_db_rollback(request->db);
		return show_invite(request, response, sentence(request, err), err);
	}
	EH_TRY(rc);
	EH_TRY(eh_db_commit(request->db, err));
	return eh_view_done(request, response, "org-invited", "/%.*s/organisations/%.*s/invite", EH_FMT(view.place),
	        EH_FMT(eh_request_capture(request, 1)));
}

/* ---- Many ---- */

enum { WHOM, MOST, FIELDS };

static const char *const WHOM_CODES[] = { "never", "again", "stale", NULL };
static const struct eh_form_field ORDERS[FIELDS] = {
	[WHOM] = { "whom", EH_FORM_CHOICE, .choices = WHOM_CODES, .missing = "Choose whom to invite" },
	[MOST] = { "most", EH_FORM_NUMBER, 6, .missing = "Say how many at most" },
};
static const char *const WHOM_WORDS[EH_INVITE_WHOMS] = {
	[EH_INVITE_NEVER] = EH_T("Those never invited"),
	[EH_INVITE_AGAIN] = EH_T("Those invited before who do not keep their entry"),
	[EH_INVITE_STALE] = EH_T("Those whose entry nobody has confirmed for a year"),
};

static enum eh_rc load_runs(
        struct eh_request *request, struct eh_str place, struct eh_view_invitations *shown, struct eh_error *err)
{
	enum { MOST_RUNS = 50 };
	struct eh_view_invite_run *runs = eh_arena_alloc_zero(request->arena, MOST_RUNS, sizeof *runs);
	struct eh_cursor cursor EH_CLEANUP_CURSOR = { 0 };
	struct eh_q_invite_run_list row;

	if (!runs)
		return eh_fail_memory(err);
	enum eh_rc rc = eh_q_invite_run_list(request->db, place, &cursor, err);
	while (rc == EH_OK && shown->run_count < MOST_RUNS && (rc = eh_q_invite_run_list_next(&cursor, &row, err)) == EH_OK) {
		enum eh_invite_whom whom = eh_invite_whom_parse(row.whom);
		runs[shown->run_count++] = (struct eh_view_invite_run){ .run_id = row.run_id,
			.asked_at = row.asked_at,
			.invited = row.invited,
			.kept = row.kept,
			.whom = whom < EH_INVITE_WHOMS ? eh_str_of(WHOM_WORDS[whom]) : EH_STR(""),
			.ended = row.ended_at != EH_DB_NULL };
	}
	shown->runs = runs;
	return rc < 0 ? rc : EH_OK;
}

static enum eh_rc plan_of(struct eh_request *request, struct eh_str council, const struct eh_form_answer *answers,
        struct eh_invitation_plan *plan, struct eh_error *err)
{
	int64_t most = 0;

	EH_TRY(eh_str_to_i64(answers[MOST].value, &most));
	return eh_invitations_plan(request->db, request->now, &eh_request_web(request)->secret, council,
	        eh_invite_whom_parse(answers[WHOM].value), most < 0 ? 0 : (size_t)most, plan, err);
}

static enum eh_rc show_many(struct eh_request *request, struct eh_response *response, const struct eh_form_answer *answers,
        const struct eh_invitation_plan *plan, struct eh_str other, struct eh_error *err)
{
	struct eh_view_invitations shown = { .fields = ORDERS, .answers = answers, .plan = plan, .other = other };
	struct eh_page page EH_CLEANUP_PAGE = { 0 };
	struct eh_ui_item whoms[EH_INVITE_WHOMS];
	struct eh_view view;

	EH_TRY(eh_view_begin(request, response, EH_STR("Invite organisations"), &view, err));
	eh_view_forms(request, response, &view);
	for (size_t i = 0; i < EH_INVITE_WHOMS; i++)
		whoms[i] = (struct eh_ui_item){ .value = eh_str_of(WHOM_CODES[i]),
			.text = eh_request_say(request, WHOM_WORDS[i]),
			.chosen = eh_str_eq(answers[WHOM].value, eh_str_of(WHOM_CODES[i])) };
	shown.whoms = whoms;
	shown.whom_count = EH_INVITE_WHOMS;
	EH_TRY(load_runs(request, view.place, &shown, err));
	view.failed = answers[WHOM].error.p || answers[MOST].error.p || other.p;
	eh_html_invitations(&page, &view, &shown);
	return eh_view_send(&page, response, err);
}

enum eh_rc eh_page_invitations(struct eh_request *request, struct eh_response *response, struct eh_error *err)
{
	struct eh_invitation_plan plan EH_CLEANUP_INVITATION_PLAN = { 0 };
	struct eh_form_answer answers[FIELDS] = { { EH_STR(""), NONE }, { EH_STR("50"), NONE } };
	struct eh_view view;

	if (!eh_request_query(request, "most").p)
		return show_many(request, response, answers, NULL, NONE, err);
	bool good = eh_form_check(request->arena, &ORDERS[WHOM], eh_request_query(request, "whom"), &answers[WHOM]);
	good &= eh_form_check(request->arena, &ORDERS[MOST], eh_request_query(request, "most"), &answers[MOST]);
	if (!good)
		return show_many(request, response, answers, NULL, NONE, err);
	EH_TRY(eh_view_begin(request, response, EH_STR(""), &view, err));
	enum eh_rc rc = plan_of(request, view.council, answers, &plan, err);
	if (eh_web_refused(rc))
		return show_many(request, response, answers, NULL, sentence(request, err), err);
	EH_TRY(rc);
	return show_many(request, response, answers, &plan, NONE, err);
}

static enum eh_rc order(struct eh_request *request, const struct eh_view *view, const struct eh_form_answer *answers,
        int64_t *ret_run, struct eh_error *err)
{
	struct eh_invitation_plan plan EH_CLEANUP_INVITATION_PLAN = { 0 };
	const struct eh_actor by = eh_web_keeper(request);

	EH_TRY(eh_db_begin(request->db, err));
	EH_TRY(plan_of(request, view->council, answers, &plan, err));
	EH_TRY(eh_invitations_order(
	        request->db, request->now, &by, view->place, eh_invite_whom_parse(answers[WHOM].value), &plan, ret_run, err));
	return eh_db_commit(request->db, err);
}

enum eh_rc eh_page_invitations_send(struct eh_request *request, struct eh_response *response, struct eh_error *err)
{
	struct eh_form_answer answers[FIELDS];
	struct eh_view view;
	int64_t run;

	if (!eh_form_read(request, ORDERS, FIELDS, answers))
		return show_many(request, response, answers, NULL, NONE, err);
	EH_TRY(eh_view_begin(request, response, EH_STR(""), &view, err));
	enum eh_rc rc = order(request, &view, answers, &run, err);
	if (eh_web_refused(rc)) {
		eh_db_rollback(request->db);
		return show_many(request, response, answers, NULL, sentence(request, err), err);
	}
	EH_TRY(rc);
	return eh_view_done(request, response, "orgs-invited", "/%.*s/invitations/%lld", EH_FMT(view.place), (long long)run);
}

static const struct {
	const char *words, *tag;
} CAME[EH_CAME_COUNT] = {
	[EH_CAME_WAITS] = { "Waits to be sent", "govuk-tag--grey" },
	[EH_CAME_SENT] = { "Sent", "govuk-tag--blue" },
	[EH_CAME_FAILED] = { "Could not be delivered", "govuk-tag--red" },
	[EH_CAME_ANSWERED] = { "Answered, and has not signed in yet", "govuk-tag--turquoise" },
	[EH_CAME_CLAIMED] = { "Keeps its entry", "govuk-tag--green" },
	[EH_CAME_ENDED] = { "Wants no more of these", "govuk-tag--orange" },
	[EH_CAME_PASSED_OVER] = { "Not sent", "govuk-tag--yellow" },
};

enum eh_rc eh_page_invitations_run(struct eh_request *request, struct eh_response *response, struct eh_error *err)
{
	struct eh_invitation_run run EH_CLEANUP_INVITATION_RUN = { 0 };
	struct eh_page page EH_CLEANUP_PAGE = { 0 };
	struct eh_view view;
	int64_t number;

	if (eh_str_to_i64(eh_request_capture(request, 1), &number) != EH_OK)
		return eh_fail(err, EH_NOT_FOUND, EH_T("There is nothing at this address."));
	EH_TRY(eh_view_begin(request, response, EH_STR("What came of these invitations"), &view, err));
	EH_TRY(eh_invitation_run_load(request->db, view.place, number, &run, err));
	struct eh_view_came *items = eh_arena_alloc_zero(request->arena, run.count + 1, sizeof *items);
	if (!items)
		return eh_fail_memory(err);
	for (size_t i = 0; i < run.count; i++)
		items[i] = (struct eh_view_came){ &run.items[i], eh_str_of(CAME[run.items[i].came].words),
			CAME[run.items[i].came].tag, eh_str_of(eh_invite_verdict_words(run.items[i].verdict)) };
	eh_html_invite_came(&page, &view,
	        &(const struct eh_view_invite_came){ &run, eh_str_of(WHOM_WORDS[run.whom % EH_INVITE_WHOMS]), items, run.count });
	return eh_view_send(&page, response, err);
}
