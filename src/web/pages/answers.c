/* answers.c: how quickly corrections are answered, and by whom. The rules are register's and govern's (answer_times.h, answering.h). */
#include "pages.h"
#include "queries.h"
#include "templates.h"

enum eh_rc eh_view_answering_load(
        struct eh_request *request, const struct eh_view *view, struct eh_view_answering *ret_answering, struct eh_error *err)
{
	struct eh_view_answering found = { 0 };
	struct eh_answering *items;

	EH_TRY(eh_answering_list(request->db, request->now, view->place, request->arena, &items, &found.count, err));
	int64_t looks = eh_request_actor(request).person_id;
	for (size_t i = 0; i < found.count; i++)
		found.mine |= looks && items[i].person_id == looks;
	found.items = items;
	*ret_answering = found;
	return EH_OK;
}

static enum eh_rc show(struct eh_request *request, struct eh_response *response, struct eh_str problem, struct eh_error *err)
{
	struct eh_page page EH_CLEANUP_PAGE = { 0 };
	struct eh_view_answers answers = { .keeper = eh_request_is(request, EH_PARTS_KEEPERS), .problem = problem };
	struct eh_person person = { 0 };
	struct eh_view view;

	EH_TRY(eh_view_begin(request, response, eh_str_of(EH_T("How quickly we answer")), &view, err));
	if (answers.keeper) {
		eh_view_forms(request, response, &view);
		EH_TRY(eh_person_get(request->db, eh_request_actor(request).person_id, request->arena, &person, err));
	}
	view.failed = problem.p != NULL;
	answers.name = person.name;
	EH_TRY(eh_view_answering_load(request, &view, &answers.who, err));
	EH_TRY(eh_answer_times(request->db, view.place, request->now, answers.times, err));
	eh_html_answers(&page, &view, &answers);
	return eh_view_send(&page, response, err);
}

enum eh_rc eh_page_answers(struct eh_request *request, struct eh_response *response, struct eh_error *err)
{
	return show(request, response, (struct eh_str){ NULL, 0 }, err);
}

enum eh_rc eh_page_answers_move(struct eh_request *request, struct eh_response *response, struct eh_error *err)
{
	struct eh_actor actor = eh_request_actor_as(
	        request, eh_request_is(request, EH_PART_OFFICER) ? EH_PART_OFFICER : EH_PART_INFRASTRUCTURE);
	struct eh_str place = eh_request_capture(request, 0), move = eh_request_form(request, "move");
	struct eh_str name = eh_request_form(request, "name");
	bool take = eh_str_eq(move, EH_STR("take"));

	if (!take && !eh_str_eq(move, EH_STR("end")))
		return eh_fail(err, EH_INVALID, EH_T("The form does not say what to do."));
	EH_TRY(eh_db_begin(request->db, err));
	enum eh_rc rc = take ? eh_answering_take(request->db, request->now, &actor, place, name.p ? name : EH_STR(""), err)
	                     : eh_answering_end(request->db, request->now, &actor, place, err);
	if (rc == EH_INVALID || rc == EH_REFUSED) {
		eh_db_rollback(request->db);
		return show(request, response, eh_arena_str(request->arena, eh_str_of(err->message)), err);
	}
	EH_TRY(rc);
	EH_TRY(eh_db_commit(request->db, err));
	return eh_view_done(request, response, take ? "answering" : "not-answering", "/%.*s/answers", EH_FMT(place));
}
