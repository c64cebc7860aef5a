/* corrections.c: corrections as they are answered: by those who keep an entry, and by those who keep the list; and what accepting did, taken back. The
 * rules are register's (own_words.h, closing.h). */
#include "own.h"
#include "pages.h"
#include "queries.h"
#include "register/closing.h"
#include "templates.h"
#include "told.h"
#include "web/tell.h"

struct eh_str waiting_action(struct eh_page *page, const struct eh_view *v)
{
	return eh_page_text(page, "/%.*s/corrections", EH_FMT(v->place));
}

/* ---- Who hears of it ---- */

static const char *who(const struct eh_actor *by)
{
	return by->role == EH_ROLE_OFFICER          ? "The council’s officer"
	       : by->role == EH_ROLE_INFRASTRUCTURE ? "The infrastructure organisation"
	                                            : "The organisation";
}

/* What a keeper of the list does the stewards of the other side hear; what an organisation does to another entry, those of both; what somebody says of an
 * entry that others keep too, these. */
static enum eh_rc tell(struct eh_request *request, const struct eh_actor *by, const struct eh_correction_done *done,
        const char *what, struct eh_error *err)
{
	bool of_org = by->role == EH_ROLE_HOLDER || by->role == EH_ROLE_COLLEAGUE;
	struct eh_q_place_find place;

	EH_TRY(eh_q_place_find(request->db, done->place_id, request->arena, &place, err));
	struct eh_str said = done->other_name.n
	                             ? eh_arena_printf(request->arena, "%s %s “%.*s”.", who(by), what, EH_FMT(done->other_name))
	                             : eh_arena_printf(request->arena, "%s %s.", who(by), what);
	EH_TRY(eh_arena_check(request->arena, EH_OK, err));
	if (!of_org || done->act == EH_CORRECTION_JOINS)
		EH_TRY(eh_web_tell_stewards(request,
		        &(const struct eh_tell_stewards){ .kind = EH_MAIL_ACTED,
		                .place_id = place.place_id,
		                .place_name = place.name,
		                .about = done->org_name,
		                .said = said,
		                .path = eh_arena_printf(request->arena, "/organisations/%.*s", EH_FMT(done->org_id)),
		                .but = of_org ? EH_SIDE_NONE : by->side },
		        err));
	return eh_web_tell_keepers(request,
	        &(const struct eh_tell){ .kind = EH_MAIL_ACTED,
	                .place_id = place.place_id,
	                .place_name = place.name,
	                .org_id = done->org_id,
	                .org_name = done->org_name,
	                .said = said,
	                .page = "keep",
	                .but = by->person_id },
	        err);
}

/* ---- What the form says ---- */

static const struct {
	const char *done, *did, *undone, *undid; /* codes of what to say, and what the letter says */
} ACTS[] = {
	[EH_CORRECTION_ANSWERS] = { "decided", NULL, "decided", NULL },
	[EH_CORRECTION_SAYS] = { "decided", NULL, "decided", NULL },
	[EH_CORRECTION_CLOSES] = { "org-closed", "has marked it as closed", "org-reopened", "has taken back that it has closed" },
	[EH_CORRECTION_JOINS] = { "orgs-joined", "has said that it is listed twice, and is one with", "orgs-parted",
	        "has taken back that it is listed twice" },
};

static enum eh_rc afterwards(struct eh_request *request, const struct eh_actor *actor, const struct eh_correction_done *done,
        bool undone, const char **ret_done, struct eh_error *err)
{
	const char *what = undone ? ACTS[done->act].undid : ACTS[done->act].did;

	*ret_done = undone ? ACTS[done->act].undone : ACTS[done->act].done;
	if (!what)
		return EH_OK;
	EH_TRY(tell(request, actor, done, what, err));
	return undone || done->act == EH_CORRECTION_JOINS ? eh_web_make_list(request, err) : EH_OK;
}

enum eh_rc eh_web_correction(struct eh_request *request, const struct eh_actor *actor, struct eh_str place, const char **ret_done,
        struct eh_error *err)
{
	struct eh_str decision = eh_request_form(request, "decision"), words = eh_request_form(request, "words");
	struct eh_str other = eh_request_form(request, "other");
	bool accept = eh_str_eq(decision, EH_STR("accept")), back = eh_str_eq(decision, EH_STR("take-back"));
	struct eh_correction_done done;
	int64_t number;

	if (eh_str_to_i64(eh_request_form(request, "correction"), &number) != EH_OK ||
	        (!accept && !back && !eh_str_eq(decision, EH_STR("decline"))))
		return eh_fail(err, EH_INVALID, "The form does not say what to do.");
	const struct eh_correction_answer answer = { place, number, accept, words.p ? words : EH_STR(""),
		other.p ? other : EH_STR("") };
	EH_TRY(eh_db_begin(request->db, err));
	if (back)
		EH_TRY(eh_correction_take_back(request->db, request->now, actor, place, number, request->arena, &done, err));
	else
		EH_TRY(eh_correction_answer(request->db, request->now, actor, &answer, request->arena, &done, err));
	return afterwards(request, actor, &done, back, ret_done, err);
}

/* In one press, by whoever may say that it has closed. */
enum eh_rc eh_page_reopen(struct eh_request *request, struct eh_response *response, struct eh_error *err)
{
	struct eh_actor actor = eh_closing_actor(request);
	struct eh_correction_done done = {
		.act = EH_CORRECTION_CLOSES, .place_id = eh_request_capture(request, 0), .org_id = eh_request_capture(request, 1)
	};
	struct eh_q_organisation_get org;
	const char *code;

	EH_TRY(eh_q_organisation_get(request->db, done.org_id, request->arena, &org, err));
	done.org_name = org.name;
	EH_TRY(eh_db_begin(request->db, err));
	enum eh_rc rc = eh_closing_say(request->db, request->now, &actor, done.place_id, done.org_id, false, err);
	if (rc >= 0)
		rc = afterwards(request, &actor, &done, true, &code, err);
	if (rc >= 0)
		rc = eh_db_commit(request->db, err);
	if (rc < 0) {
		eh_db_rollback(request->db);
		return rc;
	}
	return eh_view_done(request, response, code, "/%.*s/organisations/%.*s", EH_FMT(done.place_id), EH_FMT(done.org_id));
}

struct eh_actor eh_closing_actor(const struct eh_request *request)
{
	static const unsigned ORDER[] = { EH_PART_ORGANISATION, EH_PART_OFFICER, EH_PART_INFRASTRUCTURE };

	for (size_t i = 0; i < sizeof ORDER / sizeof *ORDER; i++)
		if (eh_request_is(request, ORDER[i]))
			return eh_request_actor_as(request, ORDER[i]);
	return (struct eh_actor){ 0 };
}

/* ---- What waits for those who keep the list ---- */

static enum eh_rc done_of_late(
        struct eh_request *request, const struct eh_view *view, struct eh_view_waiting *shown, struct eh_error *err)
{
	struct eh_closed_entry *closed;
	struct eh_correction_acted *joined;

	EH_TRY(eh_closed_list(request->db, view->council, request->arena, &closed, &shown->closed_count, err));
	EH_TRY(eh_corrections_acted(request->db, view->place, request->arena, &joined, &shown->joined_count, err));
	shown->closed = closed;
	shown->joined = joined;
	return EH_OK;
}

static enum eh_rc show_waiting(
        struct eh_request *request, struct eh_response *response, struct eh_str problem, struct eh_error *err)
{
	struct eh_corrections corrections EH_CLEANUP_CORRECTIONS = { 0 };
	struct eh_page page EH_CLEANUP_PAGE = { 0 };
	struct eh_view view;

	EH_TRY(eh_view_begin(request, response, EH_STR("Corrections"), &view, err));
	eh_view_forms(request, response, &view);
	view.failed = problem.p != NULL;
	EH_TRY(eh_corrections_waiting(request->db, view.place, &corrections, err));
	struct eh_str *names = eh_arena_alloc_zero(request->arena, corrections.count + 1, sizeof *names);
	if (!names)
		return eh_fail_memory(err);
	for (size_t i = 0; i < corrections.count; i++) {
		struct eh_q_organisation_get org;
		enum eh_rc rc = eh_q_organisation_get(request->db, corrections.items[i].org_id, request->arena, &org, err);
		if (rc < 0 && rc != EH_NOT_FOUND)
			return rc;
		names[i] = rc == EH_OK ? org.name : EH_STR("an organisation that is no longer listed");
	}
	struct eh_view_waiting shown = {
		.corrections = corrections.items, .names = names, .count = corrections.count, .problem = problem
	};
	EH_TRY(done_of_late(request, &view, &shown, err));
	eh_html_corrections(&page, &view, &shown);
	return eh_view_send(&page, response, err);
}

enum eh_rc eh_page_corrections(struct eh_request *request, struct eh_response *response, struct eh_error *err)
{
	return show_waiting(request, response, (struct eh_str){ NULL, 0 }, err);
}

enum eh_rc eh_page_corrections_decide(struct eh_request *request, struct eh_response *response, struct eh_error *err)
{
	struct eh_actor actor = eh_request_actor_as(
	        request, eh_request_is(request, EH_PART_OFFICER) ? EH_PART_OFFICER : EH_PART_INFRASTRUCTURE);
	const char *done = "decided";
	enum eh_rc rc = eh_web_correction(request, &actor, eh_request_capture(request, 0), &done, err);

	if (rc == EH_REFUSED || rc == EH_INVALID || rc == EH_CONFLICT) {
		eh_db_rollback(request->db);
		return show_waiting(request, response, eh_arena_str(request->arena, eh_str_of(err->message)), err);
	}
	EH_TRY(rc);
	EH_TRY(eh_db_commit(request->db, err));
	return eh_view_done(request, response, done, "/%.*s/corrections", EH_FMT(eh_request_capture(request, 0)));
}
