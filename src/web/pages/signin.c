/* signin.c: signing in and out. The rules are govern's (signin.h, factor.h, session.h). */
#include <qrencode.h>
#include <sodium.h>

#include "http/form.h"
#include "web/mail.h"
#include "pages.h"
#include "queries.h"
#include "register/claim.h"
#include "templates.h"
#include "web/tell.h"

#define WORK "/work" /* on to where somebody's work is */

enum { SESSION_SECONDS = 14 * 86400, ASKED_SECONDS = 15 * 60, QUIET = 4 };

static const struct eh_form_field EMAIL = { "email", EH_FORM_EMAIL, 254, .missing = "Enter your email address" };
static const struct eh_form_field CODE = { "code", EH_FORM_LINE, 20, .missing = "Enter the code" };

static struct eh_str wanted(const struct eh_request *request)
{
	struct eh_str to = eh_request_form(request, "to");

	return eh_local_path(to.p ? to : eh_request_query(request, "to"), WORK);
}

/* The organisation whose claim `to` leads to, "/place/organisations/EH-…/claim", by name; {NULL, 0} for any other way. */
static struct eh_str claimed(struct eh_request *request, struct eh_str to)
{
	struct eh_str rest = to, part, parts[5] = { 0 };
	struct eh_q_organisation_get org;
	size_t count = 0;

	while (count < 5 && eh_str_split(&rest, '/', &part))
		parts[count++] = part;
	if (count != 5 || rest.n || !eh_str_eq(parts[2], EH_STR("organisations")) || !eh_str_eq(parts[4], EH_STR("claim")) ||
	        eh_q_organisation_get(request->db, parts[3], request->arena, &org, NULL) < 0 ||
	        eh_str_eq(org.visibility, EH_STR("match only")))
		return (struct eh_str){ NULL, 0 };
	return org.name;
}

/* A page with a form of one field. */
typedef void one_field_page(struct eh_page *page, const struct eh_view *v, const struct eh_view_field *f);

static enum eh_rc show(struct eh_request *request, struct eh_response *response, const char *title, one_field_page *template,
        struct eh_view_field *form, struct eh_error *err)
{
	struct eh_page page EH_CLEANUP_PAGE = { 0 };
	struct eh_view view;

	EH_TRY(eh_view_begin(request, response, eh_str_of(title), &view, err));
	eh_view_forms(request, response, &view);
	view.failed = form->answer.error.p || form->other.p;
	form->to = wanted(request);
	form->about = claimed(request, form->to);
	template(&page, &view, form);
	return eh_view_send(&page, response, err);
}

enum eh_rc eh_page_signin(struct eh_request *request, struct eh_response *response, struct eh_error *err)
{
	struct eh_view_field form = { .field = &EMAIL, .answer.value = EH_STR("") };

	if (request->visitor.half_way)
		return eh_response_redirect(response, EH_STR("/sign-in/factor"));
	if (request->visitor.person.n)
		return eh_response_redirect(response, wanted(request));
	return show(request, response, "Sign in", eh_html_signin, &form, err);
}

enum eh_rc eh_page_signin_ask(struct eh_request *request, struct eh_response *response, struct eh_error *err)
{
	struct eh_view_field form = { .field = &EMAIL };
	struct eh_signin_sent sent;

	if (!eh_form_read(request, &EMAIL, 1, &form.answer))
		return show(request, response, "Sign in", eh_html_signin, &form, err);
	enum eh_rc rc = eh_signin_request(
	        request->db, request->now, &eh_request_web(request)->secret, form.answer.value, request->client, &sent, err);
	if (rc == EH_REFUSED) {
		form.other = eh_arena_str(request->arena, eh_str_of(err->message));
		return show(request, response, "Sign in", eh_html_signin, &form, err);
	}
	EH_TRY(rc);
	/* The letter is sent, or not, after the answer is decided: both ways look the same. */
	struct eh_str on = wanted(request);
	if (eh_str_eq(on, EH_STR(WORK)))
		on = (struct eh_str){ NULL, 0 };
	EH_TRY(eh_web_mail_signin(request,
	        &(const struct eh_signin_letter){ .kind = EH_MAIL_SIGNIN, .to = form.answer.value, .on = on }, &sent, err));
	EH_TRY(eh_response_cookie(
	        request, response, "asked", eh_arena_str(request->arena, eh_str_of(sent.handle)), ASKED_SECONDS, err));
	sodium_memzero(&sent, sizeof sent);
	return eh_response_redirect(response, eh_arena_printf(request->arena, "/sign-in/code?to=%.*s", EH_FMT(wanted(request))));
}

enum eh_rc eh_page_signin_code(struct eh_request *request, struct eh_response *response, struct eh_error *err)
{
	struct eh_view_field form = { .field = &CODE, .answer.value = EH_STR("") };

	return show(request, response, "Check your email", eh_html_signin_code, &form, err);
}

/* Somebody has shown that the letter is theirs: a session, and on to where they wanted to go, by way of the second step. */
static enum eh_rc welcome(
        struct eh_request *request, struct eh_response *response, int64_t person, struct eh_str to, struct eh_error *err)
{
	const struct eh_secret *secret = &eh_request_web(request)->secret;
	enum eh_factor_state state;
	struct eh_session session;
	char token[EH_TOKEN_MAX];

	size_t held;

	EH_TRY(eh_db_begin(request->db, err));
	EH_TRY(eh_claim_settle(request->db, request->now, person, &held, err));
	EH_TRY(eh_web_tell_claims(request, person, err));
	EH_TRY(eh_session_start(request->db, request->now, secret, person, request->user_agent, token, err));
	EH_TRY(eh_session_find(request->db, request->now, secret, eh_str_of(token), &session, err));
	EH_TRY(eh_factor_state(request->db, person, &state, err));
	EH_TRY(eh_db_commit(request->db, err));
	EH_TRY(eh_response_cookie(
	        request, response, "session", eh_arena_str(request->arena, eh_str_of(token)), SESSION_SECONDS, err));
	EH_TRY(eh_response_cookie(request, response, "asked", EH_STR(""), -1, err));
	if (session.needs_factor)
		to = eh_arena_printf(
		        request->arena, "/sign-in/%s?to=%.*s", state == EH_FACTOR_READY ? "factor" : "enrol", EH_FMT(to));
	return to.p ? eh_response_redirect(response, to) : eh_fail_memory(err);
}

enum eh_rc eh_page_signin_try(struct eh_request *request, struct eh_response *response, struct eh_error *err)
{
	struct eh_view_field form = { .field = &CODE };
	int64_t person;

	if (!eh_form_read(request, &CODE, 1, &form.answer))
		return show(request, response, "Check your email", eh_html_signin_code, &form, err);
	enum eh_rc rc = eh_signin_use_code(request->db, request->now, &eh_request_web(request)->secret,
	        eh_request_cookie(request, "asked"), form.answer.value, request->client, &person, err);
	if (rc == EH_REFUSED) {
		form.answer.error = eh_arena_str(request->arena, eh_str_of(err->message));
		return show(request, response, "Check your email", eh_html_signin_code, &form, err);
	}
	EH_TRY(rc);
	return welcome(request, response, person, wanted(request), err);
}

/* A link that signs nobody in any more: what became of it, and a form to get another. */
static enum eh_rc show_spent(
        struct eh_request *request, struct eh_response *response, enum eh_signin_state state, struct eh_error *err)
{
	static const struct {
		int status;
		const char *title, *why;
	} SPENT[] = {
		[EH_SIGNIN_USED] = { 410, EH_T("This link has been used"),
		        EH_T("A link works once, and all that were sent before end once you have signed in.") },
		[EH_SIGNIN_RUN_OUT] = { 410, EH_T("This link has run out"), EH_T("A link works for 15 minutes.") },
		[EH_SIGNIN_NONE] = { 404, EH_T("This link is not known here"),
		        EH_T("Copy the whole of it from the email. Links are forgotten after a day.") },
	};
	struct eh_view_field form = { .field = &EMAIL, .answer.value = EH_STR(""), .to = wanted(request) };
	struct eh_page page EH_CLEANUP_PAGE = { 0 };
	struct eh_view view;

	EH_TRY(eh_view_begin(request, response, eh_str_of(SPENT[state].title), &view, err));
	eh_view_forms(request, response, &view);
	response->status = SPENT[state].status;
	eh_html_signin_spent(&page, &view, &form, SPENT[state].title, SPENT[state].why);
	return eh_view_send(&page, response, err);
}

enum eh_rc eh_page_signin_link(struct eh_request *request, struct eh_response *response, struct eh_error *err)
{
	struct eh_page page EH_CLEANUP_PAGE = { 0 };
	struct eh_view view;

	enum eh_signin_state state;

	EH_TRY(eh_signin_look(
	        request->db, request->now, &eh_request_web(request)->secret, eh_request_capture(request, 0), &state, err));
	if (state != EH_SIGNIN_OPEN)
		return show_spent(request, response, state, err);
	EH_TRY(eh_view_begin(request, response, EH_STR("Sign in"), &view, err));
	eh_view_forms(request, response, &view);
	eh_html_signin_link(&page, &view, eh_request_capture(request, 0), wanted(request), claimed(request, wanted(request)));
	return eh_view_send(&page, response, err);
}

enum eh_rc eh_page_signin_link_use(struct eh_request *request, struct eh_response *response, struct eh_error *err)
{
	const struct eh_secret *secret = &eh_request_web(request)->secret;
	struct eh_str token = eh_request_capture(request, 0);
	enum eh_signin_state state;
	int64_t person;

	EH_TRY(eh_signin_look(request->db, request->now, secret, token, &state, err));
	enum eh_rc rc = eh_signin_use_token(request->db, request->now, secret, token, request->client, &person, err);
	if (rc == EH_REFUSED && state != EH_SIGNIN_OPEN)
		return show_spent(request, response, state, err);
	EH_TRY(rc);
	return welcome(request, response, person, wanted(request), err);
}

/* The session, strong from now on, under a new token. */
static enum eh_rc strengthen(
        struct eh_request *request, struct eh_response *response, const struct eh_session *session, struct eh_error *err)
{
	char token[EH_TOKEN_MAX];

	if (!eh_db_in_transaction(request->db))
		EH_TRY(eh_db_begin(request->db, err));
	EH_TRY(eh_session_strengthen(request->db, request->now, &eh_request_web(request)->secret, session, token, err));
	EH_TRY(eh_db_commit(request->db, err));
	return eh_response_cookie(
	        request, response, "session", eh_arena_str(request->arena, eh_str_of(token)), SESSION_SECONDS, err);
}

enum eh_rc eh_page_factor(struct eh_request *request, struct eh_response *response, struct eh_error *err)
{
	struct eh_view_field form = { .field = &CODE, .answer.value = EH_STR("") };
	enum eh_factor_state state;
	struct eh_session session;

	if (eh_request_session(request, &session, NULL) < 0)
		return eh_response_redirect(response, EH_STR("/sign-in"));
	EH_TRY(eh_factor_state(request->db, session.person_id, &state, err));
	if (state != EH_FACTOR_READY)
		return eh_response_redirect(
		        response, eh_arena_printf(request->arena, "/sign-in/enrol?to=%.*s", EH_FMT(wanted(request))));
	return show(request, response, "Enter your authenticator code", eh_html_signin_factor, &form, err);
}

enum eh_rc eh_page_factor_try(struct eh_request *request, struct eh_response *response, struct eh_error *err)
{
	struct eh_view_field form = { .field = &CODE };
	struct eh_session session;

	EH_TRY(eh_request_session(request, &session, err));
	if (!eh_form_read(request, &CODE, 1, &form.answer))
		return show(request, response, "Enter your authenticator code", eh_html_signin_factor, &form, err);
	enum eh_rc rc = eh_factor_check(
	        request->db, request->now, &eh_request_web(request)->secret, session.person_id, form.answer.value, err);
	if (rc == EH_REFUSED) {
		form.answer.error = eh_arena_str(request->arena, eh_str_of(err->message));
		return show(request, response, "Enter your authenticator code", eh_html_signin_factor, &form, err);
	}
	EH_TRY(rc);
	EH_TRY(strengthen(request, response, &session, err));
	return eh_response_redirect(response, wanted(request));
}

/* A QR code as one path of an SVG: a square a module, with the quiet zone that readers want. */
static enum eh_rc qr_of(struct eh_arena *arena, const char *text, struct eh_str *ret_svg, struct eh_error *err)
{
	QRcode *code = QRcode_encodeString8bit(text, 0, QR_ECLEVEL_M);
	struct eh_buf svg EH_CLEANUP_BUF = { 0 };

	if (!code)
		return eh_fail_memory(err);
	int size = code->width + 2 * QUIET;
	enum eh_rc rc = eh_buf_printf(&svg,
	        "<svg class=\"eh-qr__picture\" viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"QR code with the key\">"
	        "<rect width=\"%d\" height=\"%d\" fill=\"#fff\"/><path fill=\"#000\" d=\"",
	        size, size, size, size);
	for (int y = 0; y < code->width && rc >= 0; y++)
		for (int x = 0; x < code->width && rc >= 0; x++)
			if (code->data[y * code->width + x] & 1)
				rc = eh_buf_printf(&svg, "M%d %dh1v1h-1z", x + QUIET, y + QUIET);
	QRcode_free(code);
	if (rc >= 0)
		rc = eh_buf_add(&svg, EH_STR("\"/></svg>"));
	*ret_svg = eh_arena_str(arena, eh_buf_str(&svg));
	return rc < 0 || !ret_svg->p ? eh_fail_memory(err) : EH_OK;
}

/* A new secret each time the page is shown; the last one shown counts. */
static enum eh_rc show_enrol(struct eh_request *request, struct eh_response *response, const struct eh_session *session,
        struct eh_view_field *form, struct eh_error *err)
{
	struct eh_page page EH_CLEANUP_PAGE = { 0 };
	struct eh_factor_offer offer;
	struct eh_view view;
	struct eh_view_enrol enrol = { .form = *form };

	EH_TRY(eh_db_begin(request->db, err));
	EH_TRY(eh_factor_begin(request->db, request->now, &eh_request_web(request)->secret, session->person_id,
	        EH_STR("Evenhand"), request->arena, &offer, err));
	EH_TRY(eh_db_commit(request->db, err));
	EH_TRY(eh_view_begin(request, response, EH_STR("Set up your authenticator"), &view, err));
	eh_view_forms(request, response, &view);
	view.failed = form->answer.error.p != NULL;
	EH_TRY(qr_of(request->arena, eh_arena_str(request->arena, offer.uri).p, &enrol.qr, err));
	enrol.secret = offer.secret;
	enrol.form.to = wanted(request);
	eh_html_signin_enrol(&page, &view, &enrol);
	return eh_view_send(&page, response, err);
}

enum eh_rc eh_page_enrol(struct eh_request *request, struct eh_response *response, struct eh_error *err)
{
	struct eh_view_field form = { .field = &CODE, .answer.value = EH_STR("") };
	enum eh_factor_state state;
	struct eh_session session;

	if (eh_request_session(request, &session, NULL) < 0)
		return eh_response_redirect(response, EH_STR("/sign-in"));
	EH_TRY(eh_factor_state(request->db, session.person_id, &state, err));
	if (state == EH_FACTOR_READY)
		return eh_response_redirect(
		        response, eh_arena_printf(request->arena, "/sign-in/factor?to=%.*s", EH_FMT(wanted(request))));
	return show_enrol(request, response, &session, &form, err);
}

enum eh_rc eh_page_enrol_confirm(struct eh_request *request, struct eh_response *response, struct eh_error *err)
{
	struct eh_page page EH_CLEANUP_PAGE = { 0 };
	struct eh_view_field form = { .field = &CODE };
	struct eh_recovery_codes codes;
	struct eh_session session;
	struct eh_view view;

	EH_TRY(eh_request_session(request, &session, err));
	if (!eh_form_read(request, &CODE, 1, &form.answer))
		return show_enrol(request, response, &session, &form, err);
	enum eh_rc rc = eh_factor_confirm(
	        request->db, request->now, &eh_request_web(request)->secret, session.person_id, form.answer.value, &codes, err);
	if (rc == EH_REFUSED) {
		form.answer.error = eh_arena_printf(
		        request->arena, "%s The picture below is a new one: scan it again.", err->message);
		return show_enrol(request, response, &session, &form, err);
	}
	EH_TRY(rc);
	EH_TRY(strengthen(request, response, &session, err));
	EH_TRY(eh_view_begin(request, response, EH_STR("Keep your recovery codes"), &view, err));
	eh_html_signin_recovery(&page, &view, &codes, wanted(request));
	sodium_memzero(&codes, sizeof codes);
	return eh_view_send(&page, response, err);
}

/* A demonstration alone: a session as one of its invented people, second step and all. */
enum eh_rc eh_page_demo_be(struct eh_request *request, struct eh_response *response, struct eh_error *err)
{
	struct eh_str who = eh_request_form(request, "who");
	struct eh_person person;
	struct eh_session session;
	char token[EH_TOKEN_MAX];
	bool invented = false;

	for (size_t i = 0; i < eh_demo_count(); i++)
		invented |= eh_str_eq(who, eh_str_of(eh_demo_people[i].email));
	if (!eh_request_web(request)->options.demo || !invented)
		return eh_fail(err, EH_NOT_FOUND, "There is no such page.");
	EH_TRY(eh_person_find(request->db, who, request->arena, &person, err));
	EH_TRY(eh_db_begin(request->db, err));
	EH_TRY(eh_session_start(
	        request->db, request->now, &eh_request_web(request)->secret, person.person_id, request->user_agent, token, err));
	EH_TRY(eh_session_find(request->db, request->now, &eh_request_web(request)->secret, eh_str_of(token), &session, err));
	EH_TRY(strengthen(request, response, &session, err));
	return eh_response_redirect(response, wanted(request));
}

enum eh_rc eh_page_signout(struct eh_request *request, struct eh_response *response, struct eh_error *err)
{
	struct eh_session session;

	if (eh_request_session(request, &session, NULL) >= 0) {
		EH_TRY(eh_db_begin(request->db, err));
		EH_TRY(eh_session_end(request->db, request->now, session.person_id, session.session_id, err));
		EH_TRY(eh_db_commit(request->db, err));
	}
	EH_TRY(eh_response_cookie(request, response, "session", EH_STR(""), -1, err));
	EH_TRY(eh_response_cookie(request, response, "form", EH_STR(""), -1, err));
	response->leave = true;
	return eh_view_done(request, response, "signed-out", "/");
}
