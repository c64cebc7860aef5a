/* colleagues.c: who keeps an organisation's entry: its holder lets others help, ends that, and anybody may leave. The rules are govern's. */
#include "admin.h"
#include "claims.h"
#include "pages.h"
#include "queries.h"
#include "register/leaving.h"
#include "templates.h"

enum { NAME, EMAIL, FIELDS };

static const struct eh_form_field ASKS[FIELDS] = {
	[NAME] = { "name", EH_FORM_LINE, 120, .missing = "Enter their name" },
	[EMAIL] = { "email", EH_FORM_EMAIL, 254, .missing = "Enter their email address" },
};
static const struct eh_form_answer NOTHING[FIELDS] = { { { "", 0 }, { NULL, 0 } }, { { "", 0 }, { NULL, 0 } } };

static enum eh_rc member(struct eh_request *request, const struct eh_actor *by, const struct eh_person_role *role,
        struct eh_view_member *member, struct eh_error *err)
{
	struct eh_error ignored = { 0 };
	struct eh_person person;
	char why[EH_WHY_MAX];

	EH_TRY(eh_person_get(request->db, role->person_id, request->arena, &person, err));
	*member = (struct eh_view_member){ .name = person.name,
		.email = person.email,
		.what = role->role == EH_ROLE_HOLDER ? EH_STR("Keeps the entry") : EH_STR("Helps to keep it"),
		.role_id = role->role_id,
		.effective_at = role->effective_at,
		.in_force = role->in_force,
		.self = role->person_id == eh_request_person(request) };
	enum eh_rc rc = eh_role_may_end(request->db, request->now, by, role->role_id, why, &ignored);
	if (rc == EH_REFUSED)
		member->why_not = eh_arena_str(request->arena, eh_str_of(why));
	return rc < 0 && rc != EH_REFUSED ? eh_fail(err, rc, "%s", ignored.message) : EH_OK;
}

static enum eh_rc show(struct eh_request *request, struct eh_response *response, const struct eh_form_answer *answers,
        struct eh_str problem, struct eh_error *err)
{
	struct eh_actor by = eh_request_actor_as(request, EH_PART_ORGANISATION);
	struct eh_page page EH_CLEANUP_PAGE = { 0 };
	struct eh_claims claims EH_CLEANUP_CLAIMS = { 0 };
	struct eh_roles roles EH_CLEANUP_ROLES = { 0 };
	struct eh_q_organisation_get org;
	struct eh_view view;

	EH_TRY(eh_view_begin(request, response, EH_STR("Who keeps this entry"), &view, err));
	eh_view_forms(request, response, &view);
	EH_TRY(eh_q_organisation_get(request->db, eh_request_capture(request, 1), request->arena, &org, err));
	EH_TRY(eh_roles_of_org(request->db, request->now, org.org_id, &roles, err));
	struct eh_view_member *members = eh_arena_alloc_zero(request->arena, roles.count + 1, sizeof *members);
	size_t count = 0;
	if (!members)
		return eh_fail_memory(err);
	for (size_t i = 0; i < roles.count; i++)
		if (roles.items[i].role == EH_ROLE_HOLDER || roles.items[i].role == EH_ROLE_COLLEAGUE)
			EH_TRY(member(request, &by, &roles.items[i], &members[count++], err));
	view.failed = problem.p || answers[NAME].error.p || answers[EMAIL].error.p;
	EH_TRY(eh_claims_of(request->db, request->now, org.org_id, &claims, err));
	eh_html_colleagues(&page, &view,
	        &(const struct eh_view_colleagues){ org.org_id, org.name, members, count, claims.items, claims.count,
	                eh_request_person(request), ASKS, answers, problem });
	return eh_view_send(&page, response, err);
}

enum eh_rc eh_page_colleagues(struct eh_request *request, struct eh_response *response, struct eh_error *err)
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
	return eh_view_done(request, response, done, "/%.*s/organisations/%.*s/colleagues",
	        EH_FMT(eh_request_capture(request, 0)), EH_FMT(eh_request_capture(request, 1)));
}

static enum eh_rc add(
        struct eh_request *request, const struct eh_view *view, const struct eh_form_answer answers[FIELDS], struct eh_error *err)
{
	struct eh_actor by = eh_request_actor_as(request, EH_PART_ORGANISATION);
	struct eh_grant grant = { .role = EH_ROLE_COLLEAGUE, .org_id = eh_request_capture(request, 1) };
	struct eh_q_organisation_get org;

	EH_TRY(eh_q_organisation_get(request->db, grant.org_id, request->arena, &org, err));
	EH_TRY(eh_web_invite(request, view, &by, answers[NAME].value, answers[EMAIL].value, &grant.person_id, err));
	EH_TRY(eh_role_grant(request->db, request->now, &by, &grant, NULL, err));
	return eh_web_tell_invited(request, view, grant.person_id, answers[EMAIL].value, answers[NAME].value,
	        eh_arena_printf(request->arena, "to help to keep the entry of %.*s", EH_FMT(org.name)), err);
}

enum eh_rc eh_page_colleague_add(struct eh_request *request, struct eh_response *response, struct eh_error *err)
{
	struct eh_form_answer answers[FIELDS];
	struct eh_view view;

	if (!eh_form_read(request, ASKS, FIELDS, answers))
		return show(request, response, answers, (struct eh_str){ NULL, 0 }, err);
	EH_TRY(eh_view_begin(request, response, EH_STR(""), &view, err));
	EH_TRY(eh_db_begin(request->db, err));
	enum eh_rc rc = add(request, &view, answers, err);
	return settle(request, response, rc, "invited", answers, err);
}

static enum eh_rc role_asked(struct eh_str text, int64_t *ret_role, struct eh_error *err)
{
	return eh_str_to_i64(text, ret_role) == EH_OK ? EH_OK
	                                              : eh_fail(err, EH_INVALID, "The form does not say whose part to end.");
}

/* What will happen, before it does. */
static enum eh_rc show_end(
        struct eh_request *request, struct eh_response *response, int64_t role, struct eh_str problem, struct eh_error *err)
{
	struct eh_actor by = eh_request_actor_as(request, EH_PART_ORGANISATION);
	struct eh_roles roles EH_CLEANUP_ROLES = { 0 };
	struct eh_page page EH_CLEANUP_PAGE = { 0 };
	struct eh_view_member_end end = { .problem = problem };
	struct eh_q_organisation_get org;
	struct eh_view view;

	EH_TRY(eh_view_begin(request, response, EH_STR("Who keeps this entry"), &view, err));
	eh_view_forms(request, response, &view);
	EH_TRY(eh_q_organisation_get(request->db, eh_request_capture(request, 1), request->arena, &org, err));
	EH_TRY(eh_leaving_of(request->db, request->now, org.org_id, role, &end.leaving, err));
	EH_TRY(eh_roles_of_org(request->db, request->now, org.org_id, &roles, err));
	for (size_t i = 0; i < roles.count; i++)
		if (roles.items[i].role_id == role)
			EH_TRY(member(request, &by, &roles.items[i], &end.member, err));
	end.org_id = org.org_id;
	end.name = org.name;
	view.failed = problem.p != NULL;
	eh_html_colleague_end(&page, &view, &end);
	return eh_view_send(&page, response, err);
}

enum eh_rc eh_page_colleague_end_ask(struct eh_request *request, struct eh_response *response, struct eh_error *err)
{
	int64_t role;

	EH_TRY(role_asked(eh_request_query(request, "role"), &role, err));
	return show_end(request, response, role, (struct eh_str){ NULL, 0 }, err);
}

/* Whoever leaves has no page here any more. */
enum eh_rc eh_page_colleague_end(struct eh_request *request, struct eh_response *response, struct eh_error *err)
{
	struct eh_actor by = eh_request_actor_as(request, EH_PART_ORGANISATION);
	bool leaves = eh_str_eq(eh_request_form(request, "move"), EH_STR("leave"));
	struct eh_leave leave = { .org_id = eh_request_capture(request, 1),
		.why = leaves ? EH_STR("left") : EH_STR("ended by the holder"),
		.stays_hidden = eh_request_form(request, "stays-hidden").n > 0 };

	EH_TRY(role_asked(eh_request_form(request, "role"), &leave.role_id, err));
	EH_TRY(eh_db_begin(request->db, err));
	enum eh_rc rc = eh_leave(request->db, request->now, &by, &leave, err);
	if (rc == EH_REFUSED) {
		eh_db_rollback(request->db);
		return show_end(request, response, leave.role_id, eh_arena_str(request->arena, eh_str_of(err->message)), err);
	}
	if (rc >= 0 && leaves) {
		EH_TRY(eh_db_commit(request->db, err));
		return eh_view_done(request, response, "role-ended", "/account");
	}
	return settle(request, response, rc, "role-ended", NOTHING, err);
}

/* The claimant keeps the entry no longer, and keys turned before are void. */
static enum eh_rc contest(struct eh_request *request, int64_t claim, struct eh_error *err)
{
	struct eh_actor by = eh_request_actor_as(request, EH_PART_ORGANISATION);
	struct eh_str why = eh_request_form(request, "why");

	EH_TRY(eh_claim_contest(request->db, request->now, &by, claim, why.p ? why : EH_STR(""), err));
	return eh_web_recheck_claims(request, err);
}

enum eh_rc eh_page_claim_contest(struct eh_request *request, struct eh_response *response, struct eh_error *err)
{
	int64_t claim;

	if (eh_str_to_i64(eh_request_form(request, "claim"), &claim) != EH_OK)
		return eh_fail(err, EH_INVALID, "The form does not say which claim.");
	EH_TRY(eh_db_begin(request->db, err));
	enum eh_rc rc = contest(request, claim, err);
	return settle(request, response, rc, "claim-contested", NOTHING, err);
}
