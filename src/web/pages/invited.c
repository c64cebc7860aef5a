/* invited.c: where the letter that invites an organisation leads: one button to look after the entry, and an end to these letters. Opening either address
 * changes nothing. */
#include "claims.h"
#include "pages.h"
#include "jobs/jobs.h"
#include "queries.h"
#include "register/claim.h"
#include "templates.h"

static const struct eh_form_field WHO = { "name", EH_FORM_LINE, 120, .missing = "Enter your name" };
static const struct eh_str NONE = { NULL, 0 };

/* A link that is none of ours is a page that is not there. */
static enum eh_rc number_of(struct eh_request *request, int64_t *ret_number, struct eh_error *err)
{
	struct eh_error why = { 0 };

	if (eh_mail_signed_read(&eh_request_web(request)->secret, eh_request_capture(request, 0), "invited", ret_number, &why) <
	        0)
		return eh_fail(err, EH_NOT_FOUND, "%s", why.message);
	return EH_OK;
}

/* So is an old one. */
static enum eh_rc read_letter(
        struct eh_request *request, int64_t *ret_number, struct eh_invited *ret_invited, struct eh_error *err)
{
	EH_TRY(number_of(request, ret_number, err));
	enum eh_rc rc = eh_invite_read(
	        request->db, &eh_request_web(request)->secret, *ret_number, request->arena, ret_invited, err);
	if (rc != EH_CONFLICT)
		return rc;
	struct eh_str why = eh_arena_str(request->arena, eh_str_of(err->message));
	return eh_fail(err, EH_NOT_FOUND, "%.*s", EH_FMT(why));
}

static enum eh_rc show(struct eh_request *request, struct eh_response *response, struct eh_form_answer answer,
        struct eh_str other, struct eh_error *err)
{
	struct eh_page page EH_CLEANUP_PAGE = { 0 };
	struct eh_q_organisation_get org;
	struct eh_q_place_find place;
	struct eh_invited invited;
	struct eh_view view;
	int64_t number;

	EH_TRY(read_letter(request, &number, &invited, err));
	EH_TRY(eh_view_begin(request, response, EH_STR("Your entry on the list"), &view, err));
	eh_view_forms(request, response, &view);
	EH_TRY(eh_q_organisation_get(request->db, invited.org_id, request->arena, &org, err));
	EH_TRY(eh_q_place_find(request->db, invited.place_id, request->arena, &place, err));
	view.failed = answer.error.p || other.p;
	eh_html_invited(&page, &view,
	        &(const struct eh_view_invited_org){
	                org.org_id, org.name, place.place_id, place.name, eh_request_capture(request, 0), &WHO, answer, other });
	return eh_view_send(&page, response, err);
}

enum eh_rc eh_page_invited(struct eh_request *request, struct eh_response *response, struct eh_error *err)
{
	return show(request, response, (struct eh_form_answer){ EH_STR(""), NONE }, NONE, err);
}

/* The claim rests on the address to which the letter went, and is settled by the letter that signs in there. */
static enum eh_rc ask(
        struct eh_request *request, int64_t number, const struct eh_invited *invited, struct eh_str name, struct eh_error *err)
{
	int64_t person;

	EH_TRY(eh_db_begin(request->db, err));
	EH_TRY(eh_claim_ask(request->db, request->now, invited->org_id, name, invited->address, &person, err));
	EH_TRY(eh_invite_answered(request->db, request->now, number, err));
	return eh_db_commit(request->db, err);
}

enum eh_rc eh_page_invited_press(struct eh_request *request, struct eh_response *response, struct eh_error *err)
{
	struct eh_form_answer answer;
	struct eh_invited invited;
	int64_t number;

	if (!eh_form_read(request, &WHO, 1, &answer))
		return show(request, response, answer, NONE, err);
	EH_TRY(read_letter(request, &number, &invited, err));
	enum eh_rc rc = ask(request, number, &invited, answer.value, err);
	if (eh_web_refused(rc)) {
		eh_db_rollback(request->db);
		return show(request, response, answer, eh_arena_str(request->arena, eh_str_of(err->message)), err);
	}
	EH_TRY(rc);
	return eh_web_claim_letter(request, response, invited.place_id, invited.org_id, invited.address, err);
}

static enum eh_rc show_stop(struct eh_request *request, struct eh_response *response, struct eh_str done, struct eh_error *err)
{
	struct eh_page page EH_CLEANUP_PAGE = { 0 };
	bool wanted = false;
	struct eh_view view;
	int64_t number;

	EH_TRY(number_of(request, &number, err));
	EH_TRY(eh_invite_wanted(request->db, number, &wanted, err));
	EH_TRY(eh_view_begin(request, response, EH_STR("Letters to you"), &view, err));
	view.done = done;
	eh_html_letters(&page, &view,
	        EH_STR("the letter that invites an organisation, once in 90 days at most, to look after its entry"), !wanted);
	return eh_view_send(&page, response, err);
}

enum eh_rc eh_page_invited_stop(struct eh_request *request, struct eh_response *response, struct eh_error *err)
{
	return show_stop(request, response, EH_STR(""), err);
}

/* Answered with the page itself: who presses for the reader follows no redirection. */
enum eh_rc eh_page_invited_stop_now(struct eh_request *request, struct eh_response *response, struct eh_error *err)
{
	bool again = eh_str_eq(eh_request_form(request, "letters"), EH_STR("again"));
	int64_t number;

	EH_TRY(number_of(request, &number, err));
	EH_TRY(eh_db_begin(request->db, err));
	enum eh_rc rc = eh_invite_want(request->db, request->now, number, again, err);
	if (rc < 0) {
		eh_db_rollback(request->db);
		return rc;
	}
	EH_TRY(eh_db_commit(request->db, err));
	return show_stop(request, response,
	        again ? EH_STR("You will get these letters again.") : EH_STR("You will get no more of these letters."), err);
}
