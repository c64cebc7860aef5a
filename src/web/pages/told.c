/* told.c: the letter to a group that others told of, and where it leads: what was told, how to look after the entry, and a way off the list. */
#include "told.h"
#include "pages.h"
#include "jobs/mailer.h"
#include "queries.h"
#include "templates.h"
#include "web/pages/claims.h"

enum eh_rc eh_web_tell_group(struct eh_request *request, const struct eh_view *view, int64_t number, struct eh_error *err)
{
	struct eh_added_group group;
	struct eh_arena *arena = request->arena;

	EH_TRY(eh_added_get(request->db, number, arena, &group, err));
	if (!group.group.email.n || !eh_mail_address_valid(group.group.email))
		return eh_added_told(request->db, number, err);
	struct eh_str letter = eh_mail_signed(
	        &eh_request_web(request)->secret, arena, eh_arena_printf(arena, "%lld.told", (long long)number));
	const struct eh_mail_facts facts = { .about = group.group.name,
		.place = view->place_name,
		.said = EH_STR(
		        "This is the only letter: whoever told of you gave this address for it, and we no longer keep it."),
		.link = eh_arena_printf(arena, "%s/told/%.*s", request->site->base_url, EH_FMT(letter)) };
	EH_TRY(eh_arena_check(arena, EH_OK, err));
	EH_TRY(eh_mail_queue(request->db, request->now, EH_MAIL_TOLD, 0, group.group.email, &facts, NULL, err));
	return eh_added_told(request->db, number, err);
}

/* A link that is none of ours is a page that is not there. */
static enum eh_rc read_letter(struct eh_request *request, struct eh_added_group *ret_group, struct eh_error *err)
{
	struct eh_error why = { 0 };
	int64_t number;

	if (eh_mail_signed_read(&eh_request_web(request)->secret, eh_request_capture(request, 0), "told", &number, &why) < 0)
		return eh_fail(err, EH_NOT_FOUND, "%s", why.message);
	return eh_added_get(request->db, number, request->arena, ret_group, err);
}

static enum eh_rc show(struct eh_request *request, struct eh_response *response, struct eh_str problem, struct eh_error *err)
{
	struct eh_page page EH_CLEANUP_PAGE = { 0 };
	struct eh_added_group group;
	struct eh_q_place_find place;
	struct eh_view view;

	EH_TRY(read_letter(request, &group, err));
	EH_TRY(eh_view_begin(request, response, EH_STR("What the list says of you"), &view, err));
	eh_view_forms(request, response, &view);
	EH_TRY(eh_q_place_find(request->db, group.group.place_id, request->arena, &place, err));
	view.failed = problem.p != NULL;
	group.group.says_so = EH_STR(""); /* for those who look at it alone */
	eh_html_told(&page, &view,
	        &(const struct eh_view_told){ &group, eh_request_capture(request, 0), place.place_id, place.name, problem });
	return eh_view_send(&page, response, err);
}

enum eh_rc eh_page_told(struct eh_request *request, struct eh_response *response, struct eh_error *err)
{
	return show(request, response, (struct eh_str){ NULL, 0 }, err);
}

enum eh_rc eh_page_told_leave(struct eh_request *request, struct eh_response *response, struct eh_error *err)
{
	struct eh_added_group group;

	EH_TRY(read_letter(request, &group, err));
	EH_TRY(eh_db_begin(request->db, err));
	enum eh_rc rc = eh_added_leave(request->db, request->now, group.number, err);
	if (eh_web_refused(rc)) {
		eh_db_rollback(request->db);
		return show(request, response, eh_arena_str(request->arena, eh_str_of(err->message)), err);
	}
	EH_TRY(rc);
	EH_TRY(eh_web_make_list(request, err));
	EH_TRY(eh_db_commit(request->db, err));
	return eh_view_done(request, response, "group-left", "/told/%.*s", EH_FMT(eh_request_capture(request, 0)));
}
