/* hiding.c: hiding something of an entry at once, and showing it again. The rules are register's (hiding.h) and govern's (motion.h). */
#include "pages.h"
#include "jobs/jobs.h"
#include "own.h"
#include "queries.h"
#include "templates.h"
#include "told.h"
#include "web/house.h"
#include "web/tell.h"

static const struct {
	const char *label, *press, *means;
} PARTS[EH_HIDDEN_COUNT] = {
	[EH_HIDDEN_ADDRESS] = { "The address", "Hide the address",
	        "Where it can be visited, on its page and on the map. Its ward still says where it helps." },
	[EH_HIDDEN_CONTACT] = { "The contact", "Hide the contact", "Telephone and web site." },
	[EH_HIDDEN_ENTRY] = { "The whole entry", "Hide the whole entry",
	        "Nobody finds it on the list, and it counts in no figure." },
};

/* Those who keep the entry before all others; then whoever watches over the list. */
static struct eh_actor actor_of(const struct eh_request *request)
{
	static const unsigned ORDER[] = { EH_PART_ORGANISATION, EH_PART_COUNCIL_STEWARD, EH_PART_SECTOR_STEWARD, EH_PART_OFFICER,
		EH_PART_INFRASTRUCTURE };

	for (size_t i = 0; i < sizeof ORDER / sizeof *ORDER; i++)
		if (eh_request_is(request, ORDER[i]))
			return eh_request_actor_as(request, ORDER[i]);
	return (struct eh_actor){ 0 };
}

/* As whom the visitor proposes: never as the organisation. */
static struct eh_actor proposer_of(const struct eh_request *request)
{
	static const unsigned ORDER[] = { EH_PART_COUNCIL_STEWARD, EH_PART_SECTOR_STEWARD, EH_PART_OFFICER,
		EH_PART_INFRASTRUCTURE };

	for (size_t i = 0; i < sizeof ORDER / sizeof *ORDER; i++)
		if (eh_request_is(request, ORDER[i]))
			return eh_request_actor_as(request, ORDER[i]);
	return (struct eh_actor){ 0 };
}

static struct eh_motion_proposal proposal(
        const struct eh_request *request, const struct eh_view *view, const char *kind, struct eh_str reasons)
{
	return (struct eh_motion_proposal){
		{ view->place, eh_str_of(kind), EH_STR("organisation"), eh_request_capture(request, 1) }, reasons
	};
}

static enum eh_rc may_propose(struct eh_request *request, const struct eh_view *view, const char *kind,
        struct eh_str *ret_why_not, struct eh_error *err)
{
	struct eh_motion_proposal would = proposal(request, view, kind, EH_STR("-"));
	struct eh_actor by = proposer_of(request);
	struct eh_error ignored = { 0 };
	struct eh_web_house house;
	char why[EH_WHY_MAX];

	eh_web_house(request, &house);
	enum eh_rc rc = eh_motion_may_propose(&house.house, request->now, &by, &would, why, &ignored);
	*ret_why_not = (struct eh_str){ NULL, 0 };
	if (rc == EH_REFUSED || rc == EH_NOT_FOUND)
		*ret_why_not = eh_arena_str(request->arena, eh_str_of(rc == EH_REFUSED ? why : ignored.message));
	return rc < 0 && rc != EH_REFUSED && rc != EH_NOT_FOUND ? eh_fail(err, rc, "%s", ignored.message) : EH_OK;
}

static enum eh_rc show(struct eh_request *request, struct eh_response *response, struct eh_str problem, struct eh_error *err)
{
	struct eh_page page EH_CLEANUP_PAGE = { 0 };
	struct eh_q_organisation_get org;
	struct eh_view_hiding shown = { .own = eh_request_is(request, EH_PART_ORGANISATION), .problem = problem };
	struct eh_hidden hidden;
	struct eh_view view;

	EH_TRY(eh_view_begin(request, response, EH_STR("What is hidden"), &view, err));
	eh_view_forms(request, response, &view);
	EH_TRY(eh_q_organisation_get(request->db, eh_request_capture(request, 1), request->arena, &org, err));
	EH_TRY(eh_hidden_of(request->db, org.org_id, request->arena, &hidden, err));
	shown.org_id = org.org_id;
	shown.unseen = eh_own_unseen(request);
	shown.name = org.name;
	for (size_t i = 0; i < EH_HIDDEN_COUNT; i++) {
		shown.parts[i] = (struct eh_view_hidden_part){ .name = eh_hidden_name((enum eh_hidden_what)i),
			.label = PARTS[i].label,
			.press = PARTS[i].press,
			.means = PARTS[i].means,
			.hidden = hidden.hidden[i],
			.by_two_keys = eh_str_eq(hidden.by[i], EH_STR("two keys")),
			.by = hidden.by[i],
			.at = hidden.at[i] };
		shown.any_hidden |= hidden.hidden[i];
	}
	EH_TRY(may_propose(request, &view, "show_entry", &shown.may_not_show, err));
	EH_TRY(may_propose(request, &view, "remove_entry", &shown.may_not_remove, err));
	EH_TRY(may_propose(request, &view, "close_entry", &shown.may_not_close, err));
	view.failed = problem.p != NULL;
	eh_html_hiding(&page, &view, &shown);
	return eh_view_send(&page, response, err);
}

enum eh_rc eh_page_hiding(struct eh_request *request, struct eh_response *response, struct eh_error *err)
{
	return show(request, response, (struct eh_str){ NULL, 0 }, err);
}

static enum eh_rc tell_stewards(struct eh_request *request, const struct eh_view *view, const struct eh_actor *by,
        struct eh_str name, enum eh_hidden_what what, struct eh_error *err)
{
	return eh_web_tell_stewards(request,
	        &(const struct eh_tell_stewards){ .kind = EH_MAIL_HIDDEN,
	                .place_id = view->place,
	                .place_name = view->place_name,
	                .about = name,
	                .said = eh_arena_printf(
	                        request->arena, "%s was hidden. Nobody needs to give a reason for it.", PARTS[what].label),
	                .path = eh_arena_printf(
	                        request->arena, "/organisations/%.*s/hide", EH_FMT(eh_request_capture(request, 1))),
	                .but = by->side },
	        err);
}

/* Both sides hear of what was hidden for safety: the stewards of the side that did not, and whoever keeps the entry. */
static enum eh_rc tell(struct eh_request *request, const struct eh_view *view, const struct eh_actor *by, struct eh_str name,
        enum eh_hidden_what what, struct eh_error *err)
{
	EH_TRY(tell_stewards(request, view, by, name, what, err));
	return eh_web_tell_keepers(request,
	        &(const struct eh_tell){ .kind = EH_MAIL_HIDDEN,
	                .place_id = view->place,
	                .place_name = view->place_name,
	                .org_id = eh_request_capture(request, 1),
	                .org_name = name,
	                .said = eh_arena_printf(request->arena,
	                        "%s was hidden for safety. Only you, or both keys, can show it again.", PARTS[what].label),
	                .page = "hide" },
	        err);
}

static enum eh_rc hide(struct eh_request *request, const struct eh_view *view, enum eh_hidden_what what, struct eh_error *err)
{
	struct eh_actor by = actor_of(request);
	struct eh_str id = eh_request_capture(request, 1);
	struct eh_q_organisation_get org;

	EH_TRY(eh_q_organisation_get(request->db, id, request->arena, &org, err));
	EH_TRY(eh_hide(request->db, request->now, &by, id, what, err));
	return eh_request_is(request, EH_PART_ORGANISATION) ? EH_OK : tell(request, view, &by, org.name, what, err);
}

static enum eh_rc show_again(struct eh_request *request, enum eh_hidden_what what, struct eh_error *err)
{
	struct eh_actor by = actor_of(request);

	EH_TRY(eh_show(request->db, request->now, &by, eh_request_capture(request, 1), what, err));
	return eh_web_make_list(request, err);
}

static enum eh_rc propose(
        struct eh_request *request, const struct eh_view *view, const char *kind, int64_t *ret_motion, struct eh_error *err)
{
	struct eh_str reasons = eh_str_trim(eh_request_form(request, "reasons"));
	struct eh_motion_proposal made = proposal(request, view, kind, reasons);
	struct eh_actor by = proposer_of(request);
	struct eh_web_house house;

	if (!reasons.n)
		return eh_fail(err, EH_INVALID, "Say why. Both sides read it.");
	eh_web_house(request, &house);
	EH_TRY(eh_motion_propose(&house.house, request->now, &by, &made, ret_motion, err));
	return eh_web_tell_wanted_keys(request, EH_MOTION_TOLD_PROPOSED, err);
}

static const char *kind_of(struct eh_str move)
{
	return eh_str_eq(move, EH_STR("propose-remove"))  ? "remove_entry"
	       : eh_str_eq(move, EH_STR("propose-close")) ? "close_entry"
	                                                  : "show_entry";
}

enum eh_rc eh_page_hiding_move(struct eh_request *request, struct eh_response *response, struct eh_error *err)
{
	struct eh_str move = eh_request_form(request, "move");
	enum eh_hidden_what what = eh_hidden_parse(eh_request_form(request, "what"));
	const char *done = "hidden";
	struct eh_view view;
	int64_t motion = 0;
	enum eh_rc rc;

	EH_TRY(eh_view_begin(request, response, EH_STR(""), &view, err));
	EH_TRY(eh_db_begin(request->db, err));
	if (eh_str_eq(move, EH_STR("hide"))) {
		rc = hide(request, &view, what, err);
	} else if (eh_str_eq(move, EH_STR("show"))) {
		rc = show_again(request, what, err);
		done = "shown";
	} else {
		rc = propose(request, &view, kind_of(move), &motion, err);
	}
	if (rc == EH_REFUSED || rc == EH_INVALID) {
		eh_db_rollback(request->db);
		return show(request, response, eh_arena_str(request->arena, eh_str_of(err->message)), err);
	}
	EH_TRY(rc);
	EH_TRY(eh_db_commit(request->db, err));
	if (motion)
		return eh_view_done(request, response, "proposed", "/%.*s/motions/%lld", EH_FMT(view.place), (long long)motion);
	return eh_view_done(request, response, done, "/%.*s/organisations/%.*s/hide", EH_FMT(view.place),
	        EH_FMT(eh_request_capture(request, 1)));
}
