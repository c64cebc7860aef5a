/* shared.c: an organisation says what it shares with others. The rules are register's (shared_ground.h). */
#include "pages.h"
#include "queries.h"
#include "templates.h"

enum { KIND, SHOW, FIELDS };

static const char *const KINDS[] = { "complementary", "overflow", "refer", "different_people", "same", "nothing", NULL };
static const char *const SHOWS[] = { "yes", "no", NULL };
static const struct eh_form_field ASKS[FIELDS] = {
	[KIND] = { "kind", EH_FORM_CHOICE, .choices = KINDS,
	        .missing = "Choose how the two are to each other, or that you would rather not say" },
	[SHOW] = { "show", EH_FORM_CHOICE, .choices = SHOWS, .missing = "Choose whether it may be shown" },
};

/* A row from the side of the one whose service it is. */
static struct eh_view_pair pair_of(const struct eh_overlap_row *row, bool first)
{
	return (struct eh_view_pair){ .mine = first ? row->a : row->b,
		.mine_name = first ? row->a_name : row->b_name,
		.other = first ? row->b : row->a,
		.other_name = first ? row->b_name : row->a_name,
		.other_organisation = first ? row->b_organisation : row->a_organisation,
		.need = eh_need_find(row->need),
		.ward = first ? row->ward_b : row->ward_a };
}

/* Ground is shared across borders; a service on the other side has no page here. */
static enum eh_rc look_for_page(
        struct eh_request *request, const struct eh_view *view, struct eh_view_pair *pair, struct eh_error *err)
{
	struct eh_q_place_lists_service row;
	enum eh_rc rc = eh_q_place_lists_service(request->db, view->place, pair->other, request->arena, &row, err);

	pair->other_here = rc == EH_OK;
	return rc == EH_NOT_FOUND ? EH_OK : rc;
}

static enum eh_rc add_answers(struct eh_request *request, struct eh_view_pair *pair, struct eh_error *err)
{
	EH_TRY(eh_ground_said(request->db, pair->mine, pair->other, &pair->ours, err));
	EH_TRY(eh_ground_said(request->db, pair->other, pair->mine, &pair->theirs, err));
	pair->shown = pair->ours.kind && pair->ours.kind == pair->theirs.kind && pair->ours.may_show && pair->theirs.may_show;
	return EH_OK;
}

static void keep_texts(struct eh_arena *arena, struct eh_view_pair *pair)
{
	struct eh_str *texts[] = { &pair->mine, &pair->mine_name, &pair->other, &pair->other_name, &pair->other_organisation,
		&pair->ward };

	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		*texts[i] = eh_db_keep(arena, *texts[i]);
}

/* Pairs of the organisation, those that most is shared of first. */
static enum eh_rc load_pairs(struct eh_request *request, const struct eh_view *view, struct eh_str org_id,
        struct eh_view_pairs *pairs, struct eh_error *err)
{
	struct eh_snapshot *snapshot;
	enum eh_rc rc = eh_view_snapshot(request, view, &snapshot, err);
	EH_VEC(struct eh_view_pair) items = { 0 };

	EH_TRY(rc);
	for (size_t i = 0; rc >= 0 && i < snapshot->analysis.overlap_count; i++) {
		const struct eh_overlap_row *row = &snapshot->analysis.overlaps[i];
		bool first = eh_str_eq(row->a_org, org_id);
		if (!first && !eh_str_eq(row->b_org, org_id))
			continue;
		struct eh_view_pair pair = pair_of(row, first);
		keep_texts(request->arena, &pair);
		rc = add_answers(request, &pair, err);
		if (rc >= 0)
			rc = look_for_page(request, view, &pair, err);
		if (rc >= 0 && !eh_vec_push(&items, pair))
			rc = eh_fail_memory(err);
		pairs->unanswered += !pair.ours.kind;
	}
	eh_snapshot_release(eh_request_web(request)->snapshots, snapshot);
	struct eh_view_pair *kept = eh_arena_alloc_zero(request->arena, items.count + 1, sizeof *kept);
	if (rc >= 0 && !kept)
		rc = eh_fail_memory(err);
	if (rc >= 0 && items.count)
		memcpy(kept, items.items, items.count * sizeof *kept);
	pairs->items = kept;
	pairs->count = items.count;
	eh_vec_finish(&items);
	return rc < 0 ? rc : eh_arena_check(request->arena, EH_OK, err);
}

/* The organisation of the address with its pairs. */
static enum eh_rc begin(struct eh_request *request, struct eh_response *response, const char *title, struct eh_view *view,
        struct eh_view_pairs *pairs, struct eh_error *err)
{
	struct eh_q_organisation_get org;

	EH_TRY(eh_view_begin(request, response, eh_str_of(title), view, err));
	eh_view_forms(request, response, view);
	EH_TRY(eh_q_organisation_get(request->db, eh_request_capture(request, 1), request->arena, &org, err));
	pairs->org_id = eh_request_capture(request, 1);
	pairs->name = org.name;
	return load_pairs(request, view, pairs->org_id, pairs, err);
}

enum eh_rc eh_page_pairs(struct eh_request *request, struct eh_response *response, struct eh_error *err)
{
	struct eh_page page EH_CLEANUP_PAGE = { 0 };
	struct eh_view_pairs pairs = { 0 };
	struct eh_view view;

	EH_TRY(begin(request, response, "Shared ground", &view, &pairs, err));
	eh_html_pairs(&page, &view, &pairs);
	return eh_view_send(&page, response, err);
}

static const struct eh_view_pair *find_pair(struct eh_request *request, const struct eh_view_pairs *pairs)
{
	for (size_t i = 0; i < pairs->count; i++)
		if (eh_str_eq(pairs->items[i].mine, eh_request_capture(request, 2)) &&
		        eh_str_eq(pairs->items[i].other, eh_request_capture(request, 3)))
			return &pairs->items[i];
	return NULL;
}

/* What is chosen: what was sent, else what is on record. */
static void choose(const struct eh_view_pair *pair, const struct eh_form_answer answers[FIELDS], struct eh_ui_item kinds[],
        struct eh_ui_item shows[])
{
	struct eh_str kind = answers[KIND].value, show = answers[SHOW].value;

	if (!kind.n && pair->ours.kind)
		kind = eh_str_of(pair->ours.kind->code);
	if (!show.n && pair->ours.kind)
		show = pair->ours.may_show ? EH_STR("yes") : EH_STR("no");
	for (size_t i = 0; i < EH_GROUND_KINDS; i++)
		kinds[i] = (struct eh_ui_item){ .value = eh_str_of(eh_ground_kinds[i].code),
			.text = eh_str_of(eh_ground_kinds[i].label) };
	kinds[EH_GROUND_KINDS] = (struct eh_ui_item){ .value = EH_STR("nothing"), .text = EH_STR("I would rather not say") };
	shows[0] = (struct eh_ui_item){ .value = EH_STR("yes"),
		.text = EH_STR("Yes"),
		.hint = EH_STR("It is shown once they say the same and allow it too.") };
	shows[1] = (struct eh_ui_item){ .value = EH_STR("no"), .text = EH_STR("No") };
	for (size_t i = 0; i <= EH_GROUND_KINDS; i++)
		kinds[i].chosen = eh_str_eq(kinds[i].value, kind);
	for (size_t i = 0; i < 2; i++)
		shows[i].chosen = eh_str_eq(shows[i].value, show);
}

static enum eh_rc show_pair(struct eh_request *request, struct eh_response *response, const struct eh_form_answer answers[FIELDS],
        struct eh_str problem, struct eh_error *err)
{
	struct eh_page page EH_CLEANUP_PAGE = { 0 };
	struct eh_ui_item kinds[EH_GROUND_KINDS + 1], shows[2];
	struct eh_view_pairs pairs = { 0 };
	struct eh_view view;

	EH_TRY(begin(request, response, "What do you share?", &view, &pairs, err));
	const struct eh_view_pair *pair = find_pair(request, &pairs);
	if (!pair)
		return eh_fail(err, EH_NOT_FOUND, "These two services share no ground on the list as it is now.");
	choose(pair, answers, kinds, shows);
	view.failed = problem.p || answers[KIND].error.p || answers[SHOW].error.p;
	eh_html_pair(&page, &view,
	        &(const struct eh_view_pair_form){ pairs.org_id, pairs.name, pair, kinds, shows, ASKS, answers, problem });
	return eh_view_send(&page, response, err);
}

enum eh_rc eh_page_pair(struct eh_request *request, struct eh_response *response, struct eh_error *err)
{
	static const struct eh_form_answer NOTHING[FIELDS] = { { { "", 0 }, { NULL, 0 } }, { { "", 0 }, { NULL, 0 } } };

	return show_pair(request, response, NOTHING, (struct eh_str){ NULL, 0 }, err);
}

enum eh_rc eh_page_pair_say(struct eh_request *request, struct eh_response *response, struct eh_error *err)
{
	struct eh_actor actor = eh_request_actor_as(request, EH_PART_ORGANISATION);
	struct eh_form_answer answers[FIELDS];

	if (!eh_form_read(request, ASKS, FIELDS, answers))
		return show_pair(request, response, answers, (struct eh_str){ NULL, 0 }, err);
	const struct eh_ground_answer answer = { eh_request_capture(request, 2), eh_request_capture(request, 3),
		eh_ground_kind(answers[KIND].value), eh_str_eq(answers[SHOW].value, EH_STR("yes")), 0 };
	EH_TRY(eh_db_begin(request->db, err));
	enum eh_rc rc = eh_ground_say(request->db, request->now, &actor, &answer, err);
	if (rc == EH_REFUSED || rc == EH_INVALID) {
		eh_db_rollback(request->db);
		return show_pair(request, response, answers, eh_arena_str(request->arena, eh_str_of(err->message)), err);
	}
	EH_TRY(rc);
	EH_TRY(eh_db_commit(request->db, err));
	return eh_view_done(request, response, "ground-said", "/%.*s/organisations/%.*s/shared",
	        EH_FMT(eh_request_capture(request, 0)), EH_FMT(eh_request_capture(request, 1)));
}
