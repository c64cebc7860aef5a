/* desk.c: the desk of those who work on the list: what waits for them. */
#include "exchange/publish.h"
#include "jobs/drafts.h"
#include "pages.h"
#include "queries.h"
#include "register/stale.h"
#include "templates.h"
#include "web/house.h"

enum { EH_DESK_MOST_HIDDEN = 200 };

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

/* No search finds what is hidden: from here both keys can show it again. */
static enum eh_rc hidden_of(
        struct eh_request *request, const struct eh_view *view, struct eh_view_desk *desk, struct eh_error *err)
{
	struct eh_cursor cursor EH_CLEANUP_CURSOR = { 0 };
	struct eh_named *items = eh_arena_alloc_zero(request->arena, EH_DESK_MOST_HIDDEN, sizeof *items);
	struct eh_q_hidden_entries row;

	if (!items)
		return eh_fail_memory(err);
	if (!eh_request_is(request, EH_PARTS_STEWARDS | EH_PARTS_KEEPERS))
		return EH_OK;
	enum eh_rc rc = eh_q_hidden_entries(request->db, view->place, &cursor, err);
	while (rc == EH_OK && desk->hidden_count < EH_DESK_MOST_HIDDEN &&
	        (rc = eh_q_hidden_entries_next(&cursor, &row, err)) == EH_OK)
		items[desk->hidden_count++] = (struct eh_named){ eh_arena_str(request->arena, row.org_id),
			eh_arena_str(request->arena, row.name) };
	desk->hidden = items;
	return rc < 0 ? rc : eh_arena_check(request->arena, EH_OK, err);
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
	EH_TRY(eh_view_motion_lines(request, &motions, &lines, err));
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
		const struct eh_motion_proposal proposal = eh_view_report_proposal(&view, EH_STR("?"));
		if (eh_motion_may_propose(&house.house, request->now, &actor, &proposal, why, err) == EH_REFUSED)
			desk.may_not_propose = eh_str_of(why);
	}
	EH_TRY(list_of(request, &view, &desk, err));
	EH_TRY(hidden_of(request, &view, &desk, err));
	desk.motions = lines;
	desk.motion_count = motions.count;
	desk.stewards = stewards.items;
	desk.steward_count = stewards.count;
	eh_html_desk(&page, &view, &desk);
	return eh_view_send(&page, response, err);
}
