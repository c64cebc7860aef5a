/* letters.c: ending letters of a kind, and having them again, by the link that each carries. Nobody signs in for it, and opening the link
 * changes nothing, since mail scanners open links too. */
#include "jobs/mailer.h"
#include "pages.h"
#include "queries.h"
#include "register/facts.h"
#include "register/own_words.h"
#include "templates.h"

#define DAY INT64_C(86400000000)

static const struct {
	enum eh_mail_kind kind;
	const char *words;
} KINDS[] = {
	{ EH_MAIL_CONFIRM, "the letter that asks, four times a year at most, whether an entry is still right" },
	{ EH_MAIL_DIGEST, "the weekly letter to stewards" },
};

static struct eh_str words_of(enum eh_mail_kind kind)
{
	for (size_t i = 0; i < sizeof KINDS / sizeof *KINDS; i++)
		if (KINDS[i].kind == kind)
			return eh_str_of(KINDS[i].words);
	return EH_STR("these letters");
}

static enum eh_rc read_link(struct eh_request *request, int64_t *ret_person, enum eh_mail_kind *ret_kind, struct eh_error *err)
{
	struct eh_error why = { 0 };
	enum eh_rc rc = eh_mail_unsubscribe_read(
	        &eh_request_web(request)->secret, eh_request_capture(request, 0), ret_person, ret_kind, &why);

	if (rc == EH_INVALID)
		return eh_fail(err, EH_NOT_FOUND, "%s", why.message);
	return rc < 0 ? eh_fail(err, rc, "%s", why.message) : EH_OK;
}

static enum eh_rc show(struct eh_request *request, struct eh_response *response, struct eh_str done, struct eh_error *err)
{
	struct eh_page page EH_CLEANUP_PAGE = { 0 };
	struct eh_view view;
	struct eh_q_mail_refused refused;
	enum eh_mail_kind kind;
	int64_t person;

	EH_TRY(read_link(request, &person, &kind, err));
	EH_TRY(eh_view_begin(request, response, EH_STR("Letters to you"), &view, err));
	view.done = done;
	enum eh_rc rc = eh_q_mail_refused(request->db, person, eh_str_of(eh_mail_kind_name(kind)), request->arena, &refused, err);
	if (rc < 0 && rc != EH_NOT_FOUND)
		return rc;
	eh_html_letters(&page, &view, words_of(kind), rc == EH_OK);
	return eh_view_send(&page, response, err);
}

enum eh_rc eh_page_letters(struct eh_request *request, struct eh_response *response, struct eh_error *err)
{
	return show(request, response, EH_STR(""), err);
}

/* Answered with the page itself: who presses for the reader follows no redirection. */
enum eh_rc eh_page_letters_end(struct eh_request *request, struct eh_response *response, struct eh_error *err)
{
	bool again = eh_str_eq(eh_request_form(request, "letters"), EH_STR("again"));
	enum eh_mail_kind kind;
	int64_t person;

	EH_TRY(read_link(request, &person, &kind, err));
	const struct eh_actor by = { .person_id = person };
	const struct eh_audit_entry entry = { .by = &by,
		.verb = again ? "asked for letters again" : "ended letters",
		.subject_kind = "letters",
		.subject_id = eh_str_of(eh_mail_kind_name(kind)) };
	EH_TRY(eh_db_begin(request->db, err));
	enum eh_rc rc = again ? eh_mail_want(request->db, person, kind, err)
	                      : eh_mail_refuse(request->db, request->now, person, kind, err);
	if (rc >= 0)
		rc = eh_audit_write(request->db, request->now, &entry, NULL, err);
	if (rc < 0) {
		eh_db_rollback(request->db);
		return rc;
	}
	EH_TRY(eh_db_commit(request->db, err));
	return show(request, response,
	        again ? EH_STR("You will get these letters again.") : EH_STR("You will get no more of these letters."), err);
}

/* What the list says of it now: each fact once, without those that nobody says any more. */
static enum eh_rc said_now(
        struct eh_request *request, const struct eh_facts *facts, struct eh_view_organisation *o, struct eh_error *err)
{
	struct eh_view_fact *said;
	size_t count = 0;

	EH_TRY(eh_organisation_says(request, facts, o, err));
	said = eh_arena_alloc_zero(request->arena, o->said_count + 1, sizeof *said);
	if (!said)
		return eh_fail_memory(err);
	for (size_t i = 0; i < o->said_count; i++) {
		bool gone = true;
		for (size_t k = 0; k < o->said[i].count; k++)
			gone &= o->said[i].says[k].gone;
		if (!gone)
			said[count++] = o->said[i];
	}
	o->said = said;
	o->said_count = count;
	return EH_OK;
}

/* Whether an entry is still right: what it says, and one button. Who presses it is whom the letter went to, if they still keep the entry. */
static enum eh_rc show_still_right(struct eh_request *request, struct eh_response *response, int64_t confirmed, bool already,
        struct eh_str problem, struct eh_error *err)
{
	struct eh_facts facts EH_CLEANUP_FACTS = { 0 };
	struct eh_view_organisation o = { 0 };
	struct eh_page page EH_CLEANUP_PAGE = { 0 };
	struct eh_error why = { 0 };
	struct eh_view view;
	struct eh_str org;
	int64_t person;

	if (eh_mail_confirm_read(&eh_request_web(request)->secret, eh_request_capture(request, 0), &person, &org, &why) < 0)
		return eh_fail(err, EH_NOT_FOUND, "%s", why.message);
	EH_TRY(eh_view_begin(request, response, EH_STR("Is it still right?"), &view, err));
	EH_TRY(eh_facts_load(request->db, org, &facts, err));
	view.failed = problem.p != NULL;
	EH_TRY(said_now(request, &facts, &o, err));
	eh_html_still_right(&page, &view, &o, confirmed, already, problem);
	return eh_view_send(&page, response, err);
}

enum eh_rc eh_page_still_right(struct eh_request *request, struct eh_response *response, struct eh_error *err)
{
	return show_still_right(request, response, 0, false, (struct eh_str){ NULL, 0 }, err);
}

/* When the entry was confirmed, if that was within a day; 0 otherwise. */
static enum eh_rc confirmed_lately(struct eh_request *request, struct eh_str org, int64_t *ret_at, struct eh_error *err)
{
	struct eh_q_own_confirmed row;
	enum eh_rc rc = eh_q_own_confirmed(request->db, org, request->arena, &row, err);

	*ret_at = rc == EH_OK && row.confirmed_at > request->now - DAY ? row.confirmed_at : 0;
	return rc == EH_NOT_FOUND ? EH_OK : rc;
}

/* As the holder or colleague that the person is; EH_REFUSED: no longer. */
static enum eh_rc confirm(struct eh_request *request, int64_t person, struct eh_str org, struct eh_error *err)
{
	struct eh_roles roles EH_CLEANUP_ROLES = { 0 };

	EH_TRY(eh_roles_of_person(request->db, request->now, person, &roles, err));
	enum eh_role role = EH_ROLE_HOLDER;
	if (!eh_roles_find(&roles, role, EH_SIDE_NONE, (struct eh_str){ NULL, 0 }, org))
		role = EH_ROLE_COLLEAGUE;
	bool keeps = eh_roles_find(&roles, role, EH_SIDE_NONE, (struct eh_str){ NULL, 0 }, org) != NULL;
	const struct eh_actor by = { person, role, EH_SIDE_SECTOR, org, false };
	return keeps ? eh_own_confirm(request->db, request->now, &by, org, err)
	             : eh_fail(err, EH_REFUSED, "You no longer keep this entry.");
}

enum eh_rc eh_page_still_right_say(struct eh_request *request, struct eh_response *response, struct eh_error *err)
{
	struct eh_error why = { 0 };
	struct eh_str org;
	int64_t person;

	if (eh_mail_confirm_read(&eh_request_web(request)->secret, eh_request_capture(request, 0), &person, &org, &why) < 0)
		return eh_fail(err, EH_NOT_FOUND, "%s", why.message);
	int64_t before;
	EH_TRY(confirmed_lately(request, org, &before, err));
	if (before) /* pressed twice, or on another machine */
		return show_still_right(request, response, before, true, (struct eh_str){ NULL, 0 }, err);
	EH_TRY(eh_db_begin(request->db, err));
	enum eh_rc rc = confirm(request, person, org, err);
	if (rc == EH_REFUSED) {
		eh_db_rollback(request->db);
		return show_still_right(request, response, 0, false, eh_arena_str(request->arena, eh_str_of(err->message)), err);
	}
	EH_TRY(rc);
	EH_TRY(eh_db_commit(request->db, err));
	return show_still_right(request, response, request->now, false, (struct eh_str){ NULL, 0 }, err);
}
