/* stewards.c: who holds keys, and how more come to: named by one, confirmed by a steward of the same side. The rules are govern's. */
#include "admin.h"
#include "pages.h"
#include "queries.h"
#include "templates.h"
#include "web/house.h"

enum { NAME, EMAIL, SIDE, ORG, FIELDS };

static const char *const SIDES[] = { "council", "sector", NULL };
static const struct eh_form_field ASKS[FIELDS] = {
	[NAME] = { "name", EH_FORM_LINE, 120, .missing = "Enter their name" },
	[EMAIL] = { "email", EH_FORM_EMAIL, 254, .missing = "Enter their email address" },
	[SIDE] = { "side", EH_FORM_CHOICE, .choices = SIDES, .missing = "Choose for which side" },
	[ORG] = { "org", EH_FORM_LINE, 20, .missing = NULL },
};
static const struct eh_form_answer NOTHING[FIELDS] = { { { "", 0 }, { NULL, 0 } }, { { "", 0 }, { NULL, 0 } },
	{ { "", 0 }, { NULL, 0 } }, { { "", 0 }, { NULL, 0 } } };

/* As what the visitor acts here: a steward before others, since stewards confirm. */
static struct eh_actor actor_of(const struct eh_request *request)
{
	static const unsigned ORDER[] = { EH_PART_COUNCIL_STEWARD, EH_PART_SECTOR_STEWARD, EH_PART_OFFICER,
		EH_PART_INFRASTRUCTURE, EH_PART_ADMINISTRATOR };

	for (size_t i = 0; i < sizeof ORDER / sizeof *ORDER; i++)
		if (eh_request_is(request, ORDER[i]))
			return eh_request_actor_as(request, ORDER[i]);
	return (struct eh_actor){ 0 };
}

static enum eh_rc invited_of(struct eh_request *request, const struct eh_actor *by, const struct eh_invitation *invitation,
        struct eh_view_invited *invited, struct eh_error *err)
{
	struct eh_q_organisation_get org = { 0 };
	struct eh_error ignored = { 0 };
	struct eh_web_house house;
	char why[EH_WHY_MAX];
	enum eh_rc rc = EH_OK;

	if (invitation->org_id.p)
		rc = eh_q_organisation_get(request->db, invitation->org_id, request->arena, &org, err);
	if (rc < 0 && rc != EH_NOT_FOUND)
		return rc;
	*invited = (struct eh_view_invited){ .invitation_id = invitation->invitation_id,
		.invited_at = invitation->invited_at,
		.name = eh_db_keep(request->arena, invitation->name),
		.side = eh_str_of(eh_side_name(invitation->side)),
		.org_name = org.name,
		.sector = invitation->side == EH_SIDE_SECTOR };
	eh_web_house(request, &house);
	rc = eh_steward_may_confirm(&house.house, request->now, by, invitation->invitation_id, why, &ignored);
	if (rc == EH_REFUSED)
		invited->why_not = eh_arena_str(request->arena, eh_str_of(why));
	return rc < 0 && rc != EH_REFUSED ? eh_fail(err, rc, "%s", ignored.message) : EH_OK;
}

static enum eh_rc show(struct eh_request *request, struct eh_response *response, const struct eh_form_answer *answers,
        struct eh_str problem, struct eh_error *err)
{
	struct eh_invitations invitations EH_CLEANUP_INVITATIONS = { 0 };
	struct eh_roles stewards EH_CLEANUP_ROLES = { 0 };
	struct eh_page page EH_CLEANUP_PAGE = { 0 };
	struct eh_actor by = actor_of(request);
	struct eh_ui_item sides[2];
	struct eh_view view;

	EH_TRY(eh_view_begin(request, response, EH_STR("Stewards"), &view, err));
	eh_view_forms(request, response, &view);
	EH_TRY(eh_stewards_list(request->db, request->now, view.place, &stewards, err));
	EH_TRY(eh_steward_invitations(request->db, view.place, &invitations, err));
	struct eh_view_invited *invited = eh_arena_alloc_zero(request->arena, invitations.count + 1, sizeof *invited);
	if (!invited)
		return eh_fail_memory(err);
	for (size_t i = 0; i < invitations.count; i++)
		EH_TRY(invited_of(request, &by, &invitations.items[i], &invited[i], err));
	for (size_t i = 0; i < 2; i++)
		sides[i] = (struct eh_ui_item){ .value = eh_str_of(SIDES[i]),
			.text = i ? EH_STR("The sector") : EH_STR("The council"),
			.chosen = eh_str_eq(answers[SIDE].value, eh_str_of(SIDES[i])) };
	view.failed = problem.p != NULL;
	for (size_t i = 0; i < FIELDS; i++)
		view.failed |= answers[i].error.p != NULL;
	eh_html_stewards(&page, &view,
	        &(const struct eh_view_stewards){ stewards.items, stewards.count, invited, invitations.count, ASKS, answers,
	                sides, 2, problem, !eh_request_is(request, EH_PART_ADMINISTRATOR) });
	return eh_view_send(&page, response, err);
}

enum eh_rc eh_page_stewards(struct eh_request *request, struct eh_response *response, struct eh_error *err)
{
	return show(request, response, NOTHING, (struct eh_str){ NULL, 0 }, err);
}

static enum eh_rc settle(struct eh_request *request, struct eh_response *response, enum eh_rc rc, const char *done,
        const struct eh_form_answer *answers, struct eh_error *err)
{
	if (rc == EH_REFUSED || rc == EH_INVALID || rc == EH_CONFLICT || rc == EH_NOT_FOUND) {
		eh_db_rollback(request->db);
		return show(request, response, answers, eh_arena_str(request->arena, eh_str_of(err->message)), err);
	}
	EH_TRY(rc);
	EH_TRY(eh_db_commit(request->db, err));
	return eh_view_done(request, response, done, "/%.*s/stewards", EH_FMT(eh_request_capture(request, 0)));
}

static struct eh_str words_of(enum eh_side side)
{
	return side == EH_SIDE_COUNCIL ? EH_STR("Steward for the council") : EH_STR("Steward for the sector");
}

static enum eh_rc name_somebody(
        struct eh_request *request, const struct eh_view *view, const struct eh_form_answer *answers, struct eh_error *err)
{
	struct eh_actor by = actor_of(request);
	struct eh_seat seat = { .side = eh_side_parse(answers[SIDE].value),
		.place_id = view->place,
		.org_id = answers[ORG].value.n ? answers[ORG].value : (struct eh_str){ NULL, 0 } };
	struct eh_web_house house;
	int64_t invitation;

	eh_web_house(request, &house);
	EH_TRY(eh_web_invite(request, view, &by, answers[NAME].value, answers[EMAIL].value, &seat.person_id, err));
	EH_TRY(eh_steward_invite(&house.house, request->now, &by, &seat, &invitation, err));
	EH_TRY(eh_web_tell_of_part(request, view, answers[NAME].value, words_of(seat.side),
	        eh_arena_printf(request->arena,
	                "They are named by %s. Another steward of that side has yet to confirm it; then the key counts after "
	                "five whole working days.",
	                by.role == EH_ROLE_STEWARD          ? "a steward of that side"
	                : by.role == EH_ROLE_INFRASTRUCTURE ? "the infrastructure organisation"
	                                                    : "the partnership officer"),
	        err));
	return eh_web_tell_invited(
	        request, view, seat.person_id, answers[EMAIL].value, answers[NAME].value, words_of(seat.side), err);
}

enum eh_rc eh_page_steward_name(struct eh_request *request, struct eh_response *response, struct eh_error *err)
{
	struct eh_form_answer answers[FIELDS];
	struct eh_view view;

	if (!eh_form_read(request, ASKS, FIELDS, answers))
		return show(request, response, answers, (struct eh_str){ NULL, 0 }, err);
	EH_TRY(eh_view_begin(request, response, EH_STR(""), &view, err));
	EH_TRY(eh_db_begin(request->db, err));
	enum eh_rc rc = name_somebody(request, &view, answers, err);
	return settle(request, response, rc, "steward-named", answers, err);
}

/* The letter says from when on the key counts. */
static enum eh_rc tell_confirmed(struct eh_request *request, const struct eh_view *view, int64_t role_id, struct eh_error *err)
{
	struct eh_q_role_get role;
	char from[32];

	EH_TRY(eh_q_role_get(request->db, role_id, request->arena, &role, err));
	eh_date_words(eh_london_date(role.effective_at), from);
	return eh_web_tell_of_part(request, view, role.name, words_of(eh_side_parse(role.side)),
	        eh_arena_printf(request->arena, "A steward of that side confirmed it. The key counts from %s.", from), err);
}

enum eh_rc eh_page_steward_confirm(struct eh_request *request, struct eh_response *response, struct eh_error *err)
{
	struct eh_str election = eh_str_trim(eh_request_form(request, "election"));
	struct eh_actor by = actor_of(request);
	struct eh_web_house house;
	int64_t invitation, role;
	struct eh_view view;

	if (eh_str_to_i64(eh_request_form(request, "invitation"), &invitation) != EH_OK)
		return eh_fail(err, EH_INVALID, "The form does not say whom to confirm.");
	EH_TRY(eh_view_begin(request, response, EH_STR(""), &view, err));
	EH_TRY(eh_db_begin(request->db, err));
	eh_web_house(request, &house);
	enum eh_rc rc = eh_steward_confirm(
	        &house.house, request->now, &by, invitation, election.n ? election : (struct eh_str){ NULL, 0 }, &role, err);
	if (rc >= 0)
		rc = tell_confirmed(request, &view, role, err);
	return settle(request, response, rc, "steward-confirmed", NOTHING, err);
}
