/* services.c: an organisation says what its services are: lists them, adds one, changes it, closes it, takes it back. The rules are register's
 * (own_services.h). */
#include "services.h"

#include "jobs/jobs.h"
#include "own.h"
#include "pages.h"
#include "register/taxonomy.h"
#include "templates.h"
#include "told.h"

/* ---- All of them ---- */

/* What the list shows of another service gives away where this one is. */
static const struct eh_service_facts *told_by(const struct eh_facts *facts, const struct eh_own_service *own)
{
	for (size_t i = 0; own->hides_address && i < facts->service_count; i++) {
		const struct eh_service_facts *other = &facts->services[i];
		if (eh_str_eq(other->id, own->service_id))
			continue;
		if ((own->postcode.n && eh_str_eq(other->postcode, own->postcode)) ||
		        (own->address.n && eh_str_eq(other->address, own->address)))
			return other;
	}
	return NULL;
}

static struct eh_view_own_service listed(
        const struct eh_facts *facts, const struct eh_service_facts *service, const struct eh_own_service *own, size_t own_count)
{
	struct eh_view_own_service shown = { .service = service, .has_source = true };

	for (size_t i = 0; i < own_count; i++)
		if (eh_str_eq(own[i].service_id, service->id))
			shown = (struct eh_view_own_service){ service, true, own[i].has_source, own[i].said_at,
				told_by(facts, &own[i]) };
	return shown;
}

static enum eh_rc show_all(struct eh_request *request, struct eh_response *response, struct eh_str problem, struct eh_error *err)
{
	struct eh_facts facts EH_CLEANUP_FACTS = { 0 };
	struct eh_page page EH_CLEANUP_PAGE = { 0 };
	struct eh_own_service *own;
	struct eh_view view;
	size_t own_count;

	EH_TRY(eh_view_begin(request, response, EH_STR(EH_T("Your services")), &view, err));
	eh_view_forms(request, response, &view);
	enum eh_rc rc = eh_own_load(request, response, &view, &facts, err);
	if (rc != EH_OK)
		return rc == EH_END ? EH_OK : rc;
	EH_TRY(eh_own_services_load(request->db, facts.id, request->arena, &own, &own_count, err));
	struct eh_view_own_service *items = eh_arena_alloc_zero(request->arena, facts.service_count + 1, sizeof *items);
	if (!items)
		return eh_fail_memory(err);
	struct eh_view_own_services shown = {
		.facts = &facts, .items = items, .full = own_count >= EH_SERVICES_MOST, .problem = problem
	};
	for (size_t i = 0; i < facts.service_count; i++)
		if (!eh_service_is_office(request->arena, facts.id, facts.services[i].id))
			items[shown.count++] = listed(&facts, &facts.services[i], own, own_count);
	view.failed = problem.p != NULL;
	eh_html_own_services(&page, &view, &shown);
	return eh_view_send(&page, response, err);
}

enum eh_rc eh_page_own_services(struct eh_request *request, struct eh_response *response, struct eh_error *err)
{
	return show_all(request, response, (struct eh_str){ NULL, 0 }, err);
}

static const struct {
	const char *move, *done;
} MOVES[] = {
	[EH_SERVICE_CLOSE] = { "close", "service-closed" },
	[EH_SERVICE_OPEN] = { "open", "service-opened" },
	[EH_SERVICE_TAKE_BACK] = { "take-back", "service-taken-back" },
};
enum { MOVE_COUNT = sizeof MOVES / sizeof *MOVES };

static enum eh_rc move_it(struct eh_request *request, const struct eh_view *view, size_t *ret_move, struct eh_error *err)
{
	struct eh_actor by = eh_request_actor_as(request, EH_PART_ORGANISATION);
	struct eh_str named = eh_request_form(request, "move");
	size_t move = 0;
	bool anew;

	while (move < MOVE_COUNT && !eh_str_eq(named, eh_str_of(MOVES[move].move)))
		move++;
	if (move == MOVE_COUNT)
		return eh_fail(err, EH_INVALID, "The form does not say what to do.");
	*ret_move = move;
	EH_TRY(eh_own_service_move(request->db, request->now, &by, view->place, eh_request_capture(request, 1),
	        eh_request_form(request, "service"), (enum eh_service_move)move, &anew, err));
	return anew ? eh_web_make_list(request, err) : EH_OK;
}

enum eh_rc eh_page_own_services_move(struct eh_request *request, struct eh_response *response, struct eh_error *err)
{
	struct eh_view view;
	size_t move = 0;

	EH_TRY(eh_view_begin(request, response, EH_STR(""), &view, err));
	EH_TRY(eh_db_begin(request->db, err));
	enum eh_rc rc = move_it(request, &view, &move, err);
	if (rc == EH_REFUSED || rc == EH_INVALID || rc == EH_CONFLICT) {
		eh_db_rollback(request->db);
		return show_all(request, response, eh_arena_str(request->arena, eh_str_of(err->message)), err);
	}
	EH_TRY(rc);
	EH_TRY(eh_db_commit(request->db, err));
	return eh_view_done(request, response, MOVES[move].done, "/%.*s/organisations/%.*s/services", EH_FMT(view.place),
	        EH_FMT(eh_request_capture(request, 1)));
}

/* ---- One of them ---- */

static const struct {
	const char *code, *text, *hint;
} HOWS[] = {
	{ "place", EH_T("People come to a place"), EH_T("A hall, a centre, a pitch. Say below where it is.") },
	{ "wards", EH_T("It goes out to people in some wards"), EH_T("Home visits, a minibus, a stall. Choose the wards below.") },
	{ "whole", EH_T("It goes out to people anywhere in the place"), NULL },
	{ "remote", EH_T("By telephone or online alone"), NULL },
},
  SHOWS[] = {
	  { "yes", EH_T("Yes"), EH_T("Everybody may read where it is.") },
	  { "no", EH_T("No"), EH_T("Only its ward is shown. Choose this for somebody’s home.") },
  },
  NEW_PEOPLE[] = {
	  { "yes", EH_T("Yes"), NULL },
	  { "waiting list", EH_T("There is a waiting list"), NULL },
	  { "no", EH_T("Not now"), NULL },
  };

static bool is_among(struct eh_str codes, struct eh_str code)
{
	struct eh_str one;

	while (codes.n && eh_str_split(&codes, ',', &one))
		if (eh_str_eq(one, code))
			return true;
	return false;
}

static struct eh_ui_item item(struct eh_str value, struct eh_str text, const char *hint, struct eh_str chosen)
{
	return (struct eh_ui_item){ .value = value,
		.text = text,
		.hint = hint ? eh_str_of(hint) : (struct eh_str){ NULL, 0 },
		.chosen = is_among(chosen, value) };
}

/* What the boxes and buttons of the form offer. */
struct offers {
	struct eh_ui_item *needs, *people, *wards;
	struct eh_ui_item hows[sizeof HOWS / sizeof *HOWS], shows[sizeof SHOWS / sizeof *SHOWS],
	        new_people[sizeof NEW_PEOPLE / sizeof *NEW_PEOPLE];
	size_t how_count;
};

static enum eh_rc offer(
        struct eh_request *request, const struct eh_ask_service *form, struct offers *offers, struct eh_error *err)
{
	const struct eh_form_answer *answers = form->answers;
	struct eh_arena *arena = request->arena;

	offers->needs = eh_arena_alloc_zero(arena, eh_need_count, sizeof *offers->needs);
	offers->people = eh_arena_alloc_zero(arena, eh_people_count, sizeof *offers->people);
	offers->wards = eh_arena_alloc_zero(arena, form->ward_count + 1, sizeof *offers->wards);
	if (!offers->needs || !offers->people || !offers->wards)
		return eh_fail_memory(err);
	for (size_t i = 0; i < eh_need_count; i++)
		offers->needs[i] = item(
		        eh_str_of(eh_needs[i].code), eh_str_of(eh_needs[i].label), NULL, answers[EH_ASK_NEEDS].value);
	for (size_t i = 0; i < eh_people_count; i++)
		offers->people[i] = item(
		        eh_str_of(eh_people[i].code), eh_str_of(eh_people[i].label), NULL, answers[EH_ASK_PEOPLE].value);
	for (size_t i = 0; i < form->ward_count; i++)
		offers->wards[i] = item(form->wards[i].id, form->wards[i].name, NULL, answers[EH_ASK_WARDS].value);
	for (size_t i = 0; i < sizeof HOWS / sizeof *HOWS; i++)
		if (form->ward_count || strcmp(HOWS[i].code, "wards") != 0)
			offers->hows[offers->how_count++] = item(
			        eh_str_of(HOWS[i].code), eh_str_of(HOWS[i].text), HOWS[i].hint, answers[EH_ASK_HOW].value);
	for (size_t i = 0; i < sizeof SHOWS / sizeof *SHOWS; i++)
		offers->shows[i] = item(
		        eh_str_of(SHOWS[i].code), eh_str_of(SHOWS[i].text), SHOWS[i].hint, answers[EH_ASK_SHOW].value);
	for (size_t i = 0; i < sizeof NEW_PEOPLE / sizeof *NEW_PEOPLE; i++)
		offers->new_people[i] = item(eh_str_of(NEW_PEOPLE[i].code), eh_str_of(NEW_PEOPLE[i].text), NEW_PEOPLE[i].hint,
		        answers[EH_ASK_NEW_PEOPLE].value);
	return EH_OK;
}

static void offer_meetings(const struct eh_ask_service *form, struct eh_view_ask_service *shown)
{
	static const char *const CODES[] = { "", "1", "2", "3", "4", "5", "6", "7" };

	for (size_t i = 0; i < EH_MEETINGS_ASKED; i++) {
		struct eh_view_ask_meeting *meeting = &shown->meetings[i];
		size_t at = EH_ASK_FIRST_MEETING + i * EH_ASK_MEETING_FIELDS;
		meeting->fields = &form->fields[at];
		meeting->answers = &form->answers[at];
		struct eh_str day = meeting->answers[EH_ASK_DAY].value, often = meeting->answers[EH_ASK_OFTEN].value;
		for (size_t k = 0; k <= EH_DAYS; k++)
			meeting->days[k] = item(eh_str_of(CODES[k]), k ? eh_str_of(eh_day_names[k - 1]) : EH_STR(""), NULL, day);
		for (size_t k = 0; k < EH_OFTEN_COUNT; k++)
			meeting->often[k] = item(eh_str_of(CODES[k + 1]), eh_str_of(eh_often_labels[k]), NULL, often);
		shown->meetings_open |= i >= EH_MEETINGS_OPEN && day.n;
		for (size_t k = 0; k < EH_ASK_MEETING_FIELDS; k++)
			shown->meetings_open |= i >= EH_MEETINGS_OPEN && meeting->answers[k].error.p;
	}
}

static enum eh_rc show_form(struct eh_request *request, struct eh_response *response, struct eh_view *view,
        const struct eh_facts *facts, const struct eh_ask_service *form, struct eh_error *err)
{
	struct eh_page page EH_CLEANUP_PAGE = { 0 };
	struct offers offers = { 0 };
	const struct eh_form_answer *answers = form->answers;

	EH_TRY(offer(request, form, &offers, err));
	struct eh_view_ask_service shown = { .org_id = facts->id,
		.org_name = facts->name,
		.service_id = eh_request_capture(request, 2),
		.is_protected = form->is_protected,
		.fields = form->fields,
		.answers = answers,
		.needs = { offers.needs, eh_need_count },
		.people = { offers.people, eh_people_count },
		.hows = { offers.hows, offers.how_count },
		.shows = { offers.shows, sizeof SHOWS / sizeof *SHOWS },
		.wards = { offers.wards, form->ward_count },
		.new_people = { offers.new_people, sizeof NEW_PEOPLE / sizeof *NEW_PEOPLE },
		.wards_open = answers[EH_ASK_WARDS].value.n || answers[EH_ASK_WARDS].error.p,
		.other = form->other };
	offer_meetings(form, &shown);
	for (size_t i = 0; i < EH_ASK_FIELDS; i++)
		view->failed |= answers[i].error.p != NULL;
	view->failed |= form->other.p != NULL;
	eh_html_ask_service(&page, view, &shown);
	return eh_view_send(&page, response, err);
}

/* What both the empty form and the sent one begin with. EH_END: answered already. */
static enum eh_rc begin(struct eh_request *request, struct eh_response *response, struct eh_view *view, struct eh_facts *facts,
        struct eh_ask_service *form, struct eh_error *err)
{
	bool is_new = !eh_request_capture(request, 2).n;

	EH_TRY(eh_view_begin(
	        request, response, is_new ? EH_STR(EH_T("Add a service")) : EH_STR(EH_T("Change a service")), view, err));
	eh_view_forms(request, response, view);
	enum eh_rc rc = eh_own_load(request, response, view, facts, err);
	return rc == EH_OK ? eh_ask_service_begin(request, view, facts, form, err) : rc;
}

enum eh_rc eh_page_own_service(struct eh_request *request, struct eh_response *response, struct eh_error *err)
{
	struct eh_facts facts EH_CLEANUP_FACTS = { 0 };
	struct eh_own_service service = { 0 };
	struct eh_ask_service form;
	struct eh_view view;
	enum eh_rc rc = begin(request, response, &view, &facts, &form, err);

	if (rc != EH_OK)
		return rc == EH_END ? EH_OK : rc;
	if (eh_request_capture(request, 2).n) {
		EH_TRY(eh_own_service_find(request->db, facts.id, eh_request_capture(request, 2), request->arena, &service, err));
		EH_TRY(eh_ask_service_fill(request, &service, &form, err));
	}
	return show_form(request, response, &view, &facts, &form, err);
}

static enum eh_rc say(struct eh_request *request, const struct eh_view *view, const struct eh_own_service *service,
        struct eh_service_said *said, struct eh_error *err)
{
	struct eh_actor by = eh_request_actor_as(request, EH_PART_ORGANISATION);

	EH_TRY(eh_own_service_say(
	        request->db, request->now, &by, view->place, eh_request_capture(request, 1), service, said, err));
	return said->anew ? eh_web_make_list(request, err) : EH_OK;
}

enum eh_rc eh_page_own_service_say(struct eh_request *request, struct eh_response *response, struct eh_error *err)
{
	struct eh_facts facts EH_CLEANUP_FACTS = { 0 };
	struct eh_own_service service;
	struct eh_service_said said;
	struct eh_ask_service form;
	struct eh_view view;
	enum eh_rc rc = begin(request, response, &view, &facts, &form, err);

	if (rc != EH_OK)
		return rc == EH_END ? EH_OK : rc;
	if (!eh_ask_service_read(request, &form, &service))
		return show_form(request, response, &view, &facts, &form, err);
	service.service_id = eh_request_capture(request, 2);
	EH_TRY(eh_db_begin(request->db, err));
	rc = say(request, &view, &service, &said, err);
	if (rc == EH_INVALID || rc == EH_REFUSED) {
		eh_db_rollback(request->db);
		eh_ask_service_wrong(&form, said.wrong, eh_arena_str(request->arena, eh_str_of(err->message)));
		return show_form(request, response, &view, &facts, &form, err);
	}
	EH_TRY(rc);
	EH_TRY(eh_db_commit(request->db, err));
	return eh_view_done(request, response, "service-said", "/%.*s/organisations/%.*s/services", EH_FMT(view.place),
	        EH_FMT(eh_request_capture(request, 1)));
}
