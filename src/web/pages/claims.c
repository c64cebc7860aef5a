/* claims.c: asking to speak for an organisation, and vouching for who does. The rules are register's (claim.h) and govern's. */
#include "claims.h"
#include "pages.h"
#include "queries.h"
#include "templates.h"
#include "web/house.h"
#include "web/mail.h"
#include "web/tell.h"

enum { NAME, EMAIL, WAY, FIELDS };

static const char *const WAYS[] = { "address", "post", "vouched", NULL };
static const struct eh_form_field ASKS[FIELDS] = {
	[NAME] = { "name", EH_FORM_LINE, 120, .missing = "Enter your name" },
	[EMAIL] = { "email", EH_FORM_EMAIL, 254, .missing = "Enter your email address" },
	[WAY] = { "way", EH_FORM_CHOICE, .choices = WAYS, .missing = "Choose how it can be seen that you speak for it" },
};
static const struct eh_form_field CODE = { "code", EH_FORM_LINE, 40, .missing = "Enter the code in the letter" };
static const struct eh_form_answer NOTHING[FIELDS] = { { { "", 0 }, { NULL, 0 } }, { { "", 0 }, { NULL, 0 } },
	{ { "", 0 }, { NULL, 0 } } };
static const struct eh_str NONE = { NULL, 0 };

static struct eh_str sentence(struct eh_request *request, const struct eh_error *err)
{
	return eh_arena_str(request->arena, eh_str_of(err->message));
}

/* The visitor's own claim that waits, if there is one. */
static enum eh_rc own_claim(struct eh_request *request, struct eh_view_claim *claim, struct eh_error *err)
{
	struct eh_q_claim_open open;
	enum eh_rc rc = eh_request_person(request) ? eh_q_claim_open(request->db, claim->org_id, eh_request_person(request),
	                                                     request->arena, &open, err)
	                                           : EH_NOT_FOUND;

	if (rc == EH_OK) {
		claim->open = open.claim_id;
		claim->contested = eh_str_eq(open.state, EH_STR("contested"));
		claim->letter_answered = open.proved_at != EH_DB_NULL;
		claim->by_post = eh_str_eq(open.basis, EH_STR("post"));
		claim->printed = open.printed_at != EH_DB_NULL;
	}
	return rc == EH_NOT_FOUND ? EH_OK : rc;
}

/* What cannot work for this organisation is no way. */
static enum eh_rc ways_of(struct eh_request *request, struct eh_str chosen, struct eh_view_claim *claim, struct eh_error *err)
{
	struct eh_claim_ways can;

	EH_TRY(eh_claim_ways(request->db, claim->org_id, &can, err));
	const struct {
		bool works;
		struct eh_ui_item item;
	} all[] = {
		{ can.domain || can.email,
		        { .value = EH_STR("address"),
		                .text = eh_request_say(request,
		                        !can.email ? EH_T("My address is at its own web domain")
		                        : !can.domain
		                                ? EH_T("My address is the one that its register publishes")
		                                : EH_T("My address is at its own web domain, or is the one that its register "
		                                       "publishes")) } },
		{ can.post, { .value = EH_STR("post"),
		                    .text = EH_STR("By a code in the post"),
		                    .hint = EH_STR("A letter goes to the postal address that its register publishes. It takes "
		                                   "some days.") } },
		{ true, { .value = EH_STR("vouched"),
		                .text = EH_STR("I have no such address"),
		                .hint = EH_STR(
		                        "The council and organisations of the sector vouch for you, with a key each. It takes "
		                        "longer.") } },
	};
	struct eh_ui_item *ways = eh_arena_alloc_zero(request->arena, sizeof all / sizeof *all, sizeof *ways);

	if (!ways)
		return eh_fail_memory(err);
	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		if (all[i].works) {
			ways[claim->way_count] = all[i].item;
			ways[claim->way_count++].chosen = eh_str_eq(chosen, all[i].item.value);
		}
	claim->ways = ways;
	return EH_OK;
}

struct came_back {
	const struct eh_form_answer *answers;
	struct eh_str problem, code_problem;
};

/* The organisation of the address, which must be one that everybody can see. */
static enum eh_rc listed(struct eh_request *request, struct eh_q_organisation_get *ret_org, struct eh_error *err)
{
	enum eh_rc rc = eh_q_organisation_get(request->db, eh_request_capture(request, 1), request->arena, ret_org, err);

	if (rc == EH_OK && eh_str_eq(ret_org->visibility, EH_STR("match only")))
		return eh_fail(err, EH_NOT_FOUND, EH_T("The list has no such organisation."));
	return rc;
}

static enum eh_rc show_claim(
        struct eh_request *request, struct eh_response *response, const struct came_back *back, struct eh_error *err)
{
	const struct eh_form_answer *answers = back->answers ? back->answers : NOTHING;
	struct eh_page page EH_CLEANUP_PAGE = { 0 };
	struct eh_q_organisation_get org;
	struct eh_view view;

	EH_TRY(eh_view_begin(request, response, EH_STR("This is us"), &view, err));
	eh_view_forms(request, response, &view);
	EH_TRY(listed(request, &org, err));
	const struct eh_form_answer code = { EH_STR(""), back->code_problem };
	struct eh_view_claim claim = { .org_id = org.org_id,
		.name = org.name,
		.fields = back->code_problem.p ? &CODE : ASKS,
		.answers = answers,
		.listed = back->code_problem.p ? &code : answers,
		.field_count = back->code_problem.p ? 1 : FIELDS,
		.code_problem = back->code_problem,
		.other = back->problem };
	EH_TRY(ways_of(request, answers[WAY].value, &claim, err));
	EH_TRY(own_claim(request, &claim, err));
	view.failed = back->problem.p || back->code_problem.p;
	for (size_t i = 0; i < FIELDS; i++)
		view.failed |= answers[i].error.p != NULL;
	eh_html_claim(&page, &view, &claim);
	return eh_view_send(&page, response, err);
}

/* Where the letter's link leads in the end, too: whoever keeps the entry by then goes on to it. */
enum eh_rc eh_page_claim(struct eh_request *request, struct eh_response *response, struct eh_error *err)
{
	const struct eh_str place = eh_request_capture(request, 0), org = eh_request_capture(request, 1);

	if (eh_request_is(request, EH_PART_ORGANISATION))
		return eh_view_done(request, response, "claim-kept", "/%.*s/organisations/%.*s/keep", EH_FMT(place), EH_FMT(org));
	return show_claim(request, response, &(const struct came_back){ 0 }, err);
}

enum eh_rc eh_web_claim_letter(struct eh_request *request, struct eh_response *response, struct eh_str place_id,
        struct eh_str org_id, struct eh_str address, struct eh_error *err)
{
	struct eh_q_organisation_get org;
	struct eh_signin_sent sent;

	EH_TRY(eh_q_organisation_get(request->db, org_id, request->arena, &org, err));
	EH_TRY(eh_signin_request(
	        request->db, request->now, &eh_request_web(request)->secret, address, request->client, &sent, err));
	struct eh_str to = eh_arena_printf(
	        request->arena, "/%.*s/organisations/%.*s/claim", EH_FMT(place_id), EH_FMT(org.org_id));
	EH_TRY(eh_arena_check(request->arena, EH_OK, err));
	EH_TRY(eh_web_mail_signin(request,
	        &(const struct eh_signin_letter){
	                .kind = EH_MAIL_PROVE, .to = address, .about = eh_utf8_cut(org.name, 120), .on = to },
	        &sent, err));
	EH_TRY(eh_response_cookie(
	        request, response, "asked", eh_arena_str(request->arena, eh_str_of(sent.handle)), 15 * 60, err));
	return eh_response_redirect(response, eh_arena_printf(request->arena, "/sign-in/code?to=%.*s", EH_FMT(to)));
}

typedef enum eh_rc asks(struct eh_db *, int64_t, struct eh_str, struct eh_str, struct eh_str, int64_t *, struct eh_error *);
static const struct {
	const char *way;
	asks *ask;
} ASKING[] = { { "address", eh_claim_ask }, { "post", eh_claim_ask_post }, { "vouched", eh_claim_ask_vouching } };

/* Asks, and sends the letter to sign in with: signing in settles the claim, or makes it wait for a code or for keys. */
static enum eh_rc ask(
        struct eh_request *request, struct eh_response *response, const struct eh_form_answer *answers, struct eh_error *err)
{
	int64_t person;
	size_t way = 0;

	while (!eh_str_eq(answers[WAY].value, eh_str_of(ASKING[way].way)))
		way++;
	EH_TRY(eh_db_begin(request->db, err));
	EH_TRY(ASKING[way].ask(request->db, request->now, eh_request_capture(request, 1), answers[NAME].value,
	        answers[EMAIL].value, &person, err));
	EH_TRY(eh_db_commit(request->db, err));
	return eh_web_claim_letter(
	        request, response, eh_request_capture(request, 0), eh_request_capture(request, 1), answers[EMAIL].value, err);
}

enum eh_rc eh_page_claim_ask(struct eh_request *request, struct eh_response *response, struct eh_error *err)
{
	struct eh_form_answer answers[FIELDS];
	struct eh_q_organisation_get org;

	EH_TRY(listed(request, &org, err));
	if (!eh_form_read(request, ASKS, FIELDS, answers))
		return show_claim(request, response, &(const struct came_back){ .answers = answers }, err);
	enum eh_rc rc = ask(request, response, answers, err);
	if (!eh_web_refused(rc))
		return rc;
	eh_db_rollback(request->db);
	return show_claim(request, response, &(const struct came_back){ answers, sentence(request, err), NONE }, err);
}

enum eh_rc eh_web_recheck_claims(struct eh_request *request, struct eh_error *err)
{
	struct eh_web_house house;

	eh_web_house(request, &house);
	EH_TRY(eh_motion_recheck(&house.house, request->now, eh_request_capture(request, 0), EH_STR("vouch_claim"), NULL, err));
	return eh_web_tell_wanted_keys(request, EH_MOTION_TOLD_VOIDED, err);
}

enum eh_rc eh_page_claim_back(struct eh_request *request, struct eh_response *response, struct eh_error *err)
{
	const struct eh_actor by = { .person_id = eh_request_person(request) };
	int64_t claim;

	if (eh_str_to_i64(eh_request_form(request, "claim"), &claim) != EH_OK)
		return eh_fail(err, EH_INVALID, "The form does not say which claim.");
	EH_TRY(eh_db_begin(request->db, err));
	enum eh_rc rc = eh_claim_withdraw(request->db, request->now, &by, claim, err);
	if (eh_web_refused(rc)) {
		eh_db_rollback(request->db);
		return show_claim(request, response, &(const struct came_back){ .problem = sentence(request, err) }, err);
	}
	EH_TRY(rc);
	EH_TRY(eh_web_recheck_claims(request, err));
	EH_TRY(eh_db_commit(request->db, err));
	return eh_view_done(request, response, "claim-back", "/%.*s/organisations/%.*s/claim",
	        EH_FMT(eh_request_capture(request, 0)), EH_FMT(eh_request_capture(request, 1)));
}

/* ---- The code of a letter ---- */

static enum eh_rc use_code(struct eh_request *request, struct eh_str typed, int64_t *ret_tries_left, struct eh_error *err)
{
	int64_t claim, person = eh_request_person(request);

	if (eh_str_to_i64(eh_request_form(request, "claim"), &claim) != EH_OK)
		return eh_fail(err, EH_INVALID, "The form does not say which claim.");
	EH_TRY(eh_db_begin(request->db, err));
	EH_TRY(eh_claim_code(
	        request->db, request->now, &eh_request_web(request)->secret, person, claim, typed, ret_tries_left, err));
	if (*ret_tries_left == EH_CLAIM_CODE_RIGHT)
		EH_TRY(eh_web_tell_claims(request, person, err));
	return eh_db_commit(request->db, err);
}

enum eh_rc eh_page_claim_code(struct eh_request *request, struct eh_response *response, struct eh_error *err)
{
	struct came_back back = { 0 };
	struct eh_form_answer code;
	int64_t left = 0;

	if (!eh_form_read(request, &CODE, 1, &code)) {
		back.code_problem = code.error;
		return show_claim(request, response, &back, err);
	}
	enum eh_rc rc = use_code(request, code.value, &left, err);
	if (eh_web_refused(rc)) {
		eh_db_rollback(request->db);
		back.problem = sentence(request, err);
		return show_claim(request, response, &back, err);
	}
	EH_TRY(rc);
	if (left == EH_CLAIM_CODE_RIGHT)
		return eh_view_done(request, response, "claim-shown", "/%.*s/organisations/%.*s/keep",
		        EH_FMT(eh_request_capture(request, 0)), EH_FMT(eh_request_capture(request, 1)));
	back.code_problem = eh_arena_printf(
	        request->arena, "This is not the code of the newest letter. You can try %lld more times", (long long)left);
	return show_claim(request, response, &back, err);
}

/* ---- What waits for both keys ---- */

static struct eh_motion_proposal proposal(struct eh_request *request, int64_t claim, struct eh_str reasons)
{
	struct eh_str id = eh_arena_printf(request->arena, "%lld", (long long)claim);

	return (struct eh_motion_proposal){ { eh_request_capture(request, 0), EH_STR("vouch_claim"), EH_STR("claim"), id },
		reasons };
}

static enum eh_rc line_of(struct eh_request *request, const struct eh_motion_house *house, const struct eh_claim *claim,
        struct eh_view_claim_line *ret_line, struct eh_error *err)
{
	const struct eh_motion_proposal would = proposal(request, claim->claim_id, EH_STR("-"));
	const struct eh_actor by = eh_request_actor(request);
	struct eh_error ignored = { 0 };
	char why[EH_WHY_MAX];
	struct eh_q_org_held held;
	enum eh_rc rc = eh_motion_may_propose(house, request->now, &by, &would, why, &ignored);

	EH_TRY(eh_q_org_held(request->db, claim->org_id, request->arena, &held, err));
	*ret_line = (struct eh_view_claim_line){ .claim = claim, .kept = held.holders > 0 };
	if (rc == EH_REFUSED)
		ret_line->may_not = eh_arena_str(request->arena, eh_str_of(why));
	return rc < 0 && rc != EH_REFUSED ? eh_fail(err, rc, "%s", ignored.message) : EH_OK;
}

static enum eh_rc show_claims(
        struct eh_request *request, struct eh_response *response, struct eh_str problem, struct eh_error *err)
{
	struct eh_claims claims EH_CLEANUP_CLAIMS = { 0 };
	struct eh_page page EH_CLEANUP_PAGE = { 0 };
	struct eh_web_house house;
	struct eh_view view;

	EH_TRY(eh_view_begin(request, response, EH_STR("Who asks to speak for an organisation"), &view, err));
	eh_view_forms(request, response, &view);
	eh_web_house(request, &house);
	EH_TRY(eh_claims_waiting(request->db, view.place, &claims, err));
	struct eh_view_claim_line *lines = eh_arena_alloc_zero(request->arena, claims.count + 1, sizeof *lines);
	if (!lines)
		return eh_fail_memory(err);
	for (size_t i = 0; i < claims.count; i++)
		EH_TRY(line_of(request, &house.house, &claims.items[i], &lines[i], err));
	view.failed = problem.p != NULL;
	eh_html_claims(&page, &view, &(const struct eh_view_claims){ lines, claims.count, problem });
	return eh_view_send(&page, response, err);
}

enum eh_rc eh_page_claims(struct eh_request *request, struct eh_response *response, struct eh_error *err)
{
	return show_claims(request, response, NONE, err);
}

enum eh_rc eh_page_claims_propose(struct eh_request *request, struct eh_response *response, struct eh_error *err)
{
	struct eh_str reasons = eh_str_trim(eh_request_form(request, "reasons"));
	const struct eh_actor by = eh_request_actor(request);
	struct eh_web_house house;
	int64_t claim, motion;

	if (eh_str_to_i64(eh_request_form(request, "claim"), &claim) != EH_OK)
		return eh_fail(err, EH_INVALID, "The form does not say which claim.");
	if (!reasons.n)
		return show_claims(request, response, EH_STR("Say how you know it. Both sides read it."), err);
	const struct eh_motion_proposal made = proposal(request, claim, reasons);
	eh_web_house(request, &house);
	EH_TRY(eh_db_begin(request->db, err));
	enum eh_rc rc = eh_motion_propose(&house.house, request->now, &by, &made, &motion, err);
	if (eh_web_refused(rc)) {
		eh_db_rollback(request->db);
		return show_claims(request, response, sentence(request, err), err);
	}
	EH_TRY(rc);
	EH_TRY(eh_web_tell_wanted_keys(request, EH_MOTION_TOLD_PROPOSED, err));
	EH_TRY(eh_db_commit(request->db, err));
	return eh_view_done(
	        request, response, "proposed", "/%.*s/motions/%lld", EH_FMT(eh_request_capture(request, 0)), (long long)motion);
}
