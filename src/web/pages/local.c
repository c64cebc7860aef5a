/* local.c: what counts as local, and proposing to change it. The rules are register's (local.h) and govern's (motion.h). */
#include "http/form.h"
#include "pages.h"
#include "queries.h"
#include "templates.h"
#include "web/house.h"

enum { NEIGHBOURS, REASONS, FIELDS };

static const struct eh_form_field ASKS[FIELDS] = {
	[NEIGHBOURS] = { "neighbours", EH_FORM_TEXT, 4000, .missing = NULL },
	[REASONS] = { "reasons", EH_FORM_TEXT, 4000, .missing = "Say why. Both sides read it." },
};

#define PARTS_THAT_PROPOSE (EH_PARTS_STEWARDS | EH_PARTS_KEEPERS)

/* Who counts now and who decided it. */
static enum eh_rc fill(struct eh_request *request, const struct eh_view *view, struct eh_view_local *local, struct eh_error *err)
{
	struct eh_q_place_find place;
	struct eh_local_change decided;
	struct eh_local_council *neighbours, *own;
	size_t one;

	EH_TRY(eh_q_place_find(request->db, view->place, request->arena, &place, err));
	EH_TRY(eh_local_councils(request->db, request->arena, place.neighbours, &neighbours, &local->neighbour_count, err));
	EH_TRY(eh_local_councils(request->db, request->arena, place.council_code, &own, &one, err));
	local->neighbours = neighbours;
	local->council = own;
	enum eh_rc rc = eh_local_decided(request->db, view->place, request->arena, &decided, err);
	if (rc == EH_OK) {
		local->motion_id = decided.motion_id;
		local->decided_at = decided.decided_at;
	}
	return rc == EH_NOT_FOUND ? EH_OK : rc;
}

static enum eh_rc find_open(struct eh_request *request, const struct eh_view *view, int64_t *ret_motion, struct eh_error *err)
{
	struct eh_motions motions EH_CLEANUP_MOTIONS = { 0 };
	struct eh_web_house house;

	eh_web_house(request, &house);
	EH_TRY(eh_motion_list(&house.house, request->now, view->place, true, &motions, err));
	for (size_t i = 0; i < motions.count; i++)
		if (eh_str_eq(motions.items[i].subject.kind, EH_STR("change_local")))
			*ret_motion = motions.items[i].motion_id;
	return EH_OK;
}

/* The neighbours that count now, as the form would take them. */
static struct eh_str as_lines(struct eh_request *request, const struct eh_view_local *local)
{
	struct eh_buf text EH_CLEANUP_BUF = { 0 };

	for (size_t i = 0; i < local->neighbour_count; i++)
		if (eh_buf_printf(&text, "%s%.*s", i ? "\n" : "", EH_FMT(local->neighbours[i].name)) < 0)
			break;
	return eh_arena_str(request->arena, eh_buf_str(&text));
}

static enum eh_rc show(struct eh_request *request, struct eh_response *response, struct eh_form_answer *answers,
        struct eh_str other, struct eh_error *err)
{
	struct eh_form_answer asked[FIELDS] = { { EH_STR(""), { NULL, 0 } }, { EH_STR(""), { NULL, 0 } } };
	struct eh_page page EH_CLEANUP_PAGE = { 0 };
	struct eh_view_local local = { .may_propose = eh_request_is(request, PARTS_THAT_PROPOSE),
		.fields = ASKS,
		.answers = answers ? answers : asked,
		.count = FIELDS,
		.other = other };
	struct eh_view view;

	EH_TRY(eh_view_begin(request, response, EH_STR("What counts as local"), &view, err));
	if (local.may_propose)
		eh_view_forms(request, response, &view);
	EH_TRY(fill(request, &view, &local, err));
	EH_TRY(find_open(request, &view, &local.open_motion, err));
	asked[NEIGHBOURS].value = as_lines(request, &local);
	view.failed = answers != NULL;
	eh_html_local(&page, &view, &local);
	return eh_view_send(&page, response, err);
}

enum eh_rc eh_page_local(struct eh_request *request, struct eh_response *response, struct eh_error *err)
{
	return show(request, response, NULL, (struct eh_str){ NULL, 0 }, err);
}

static enum eh_rc propose(struct eh_request *request, const struct eh_view *view, struct eh_str becomes, struct eh_str reasons,
        int64_t *ret_motion, struct eh_error *err)
{
	struct eh_actor by = eh_request_actor(request);
	struct eh_web_house house;
	char number[24];
	int64_t change;

	EH_TRY(eh_local_ask(request->db, request->now, view->place, becomes, &change, err));
	const struct eh_motion_proposal proposal = {
		{ view->place, EH_STR("change_local"), EH_STR("neighbours"), eh_audit_id(change, number) }, reasons
	};
	eh_web_house(request, &house);
	return eh_motion_propose(&house.house, request->now, &by, &proposal, ret_motion, err);
}

enum eh_rc eh_page_local_propose(struct eh_request *request, struct eh_response *response, struct eh_error *err)
{
	struct eh_form_answer answers[FIELDS];
	struct eh_str becomes = EH_STR("");
	struct eh_view view;
	int64_t motion;

	bool good = eh_form_read(request, ASKS, FIELDS, answers);
	enum eh_rc rc = answers[NEIGHBOURS].error.p
	                        ? EH_OK
	                        : eh_local_read(request->db, request->arena, answers[NEIGHBOURS].value, &becomes, err);
	if (rc == EH_INVALID)
		answers[NEIGHBOURS].error = eh_arena_str(request->arena, eh_str_of(err->message));
	else
		EH_TRY(rc);
	if (!good || rc == EH_INVALID)
		return show(request, response, answers, (struct eh_str){ NULL, 0 }, err);
	EH_TRY(eh_view_begin(request, response, EH_STR(""), &view, err));
	EH_TRY(eh_db_begin(request->db, err));
	rc = propose(request, &view, becomes, answers[REASONS].value, &motion, err);
	if (rc == EH_REFUSED || rc == EH_INVALID) {
		eh_db_rollback(request->db);
		return show(request, response, answers, eh_arena_str(request->arena, eh_str_of(err->message)), err);
	}
	EH_TRY(rc);
	EH_TRY(eh_db_commit(request->db, err));
	return eh_view_done(request, response, "proposed", "/%.*s/motions/%lld", EH_FMT(view.place), (long long)motion);
}
