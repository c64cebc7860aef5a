/* added.c: telling of a group that is on no register, and answering what others told. The rules are register's (added.h). */
#include "pages.h"
#include "jobs/jobs.h"
#include "web/pages/told.h"
#include "queries.h"
#include "templates.h"
#include "web/pages/asked.h"

enum { NAME, DOES, ADDRESS, POSTCODE, PUBLIC, TELEPHONE, WEB, EMAIL, SAYS_SO, FIELDS };
enum { PUBLICS = 2 };

static const char *const PUBLIC_CODES[] = { "yes", "no", NULL };
static const struct eh_form_field ASKS[FIELDS] = {
	[NAME] = { "name", EH_FORM_LINE, EH_ADDED_LONGEST_NAME, .missing = "Enter the group’s name" },
	[DOES] = { "does", EH_FORM_TEXT, EH_ADDED_LONGEST, .missing = "Say what it does, and for whom" },
	[ADDRESS] = { "address", EH_FORM_LINE, 300, .missing = NULL },
	[POSTCODE] = { "postcode", EH_FORM_POSTCODE, 10, .missing = NULL },
	[PUBLIC] = { "public", EH_FORM_CHOICE, .choices = PUBLIC_CODES, .missing = "Choose whether anybody may come there" },
	[TELEPHONE] = { "telephone", EH_FORM_PHONE, 40, .missing = NULL },
	[WEB] = { "web", EH_FORM_WEB, 300, .missing = NULL },
	[EMAIL] = { "email", EH_FORM_EMAIL, 254, .missing = NULL },
	[SAYS_SO] = { "says", EH_FORM_LINE, 200, .missing = "Say who says so: you, or who told you" },
};

#define PARTS_THAT_DECIDE (EH_PARTS_KEEPERS | EH_PARTS_STEWARDS)

/* Whoever may decide does so as that; others tell as whoever they are. */
static struct eh_actor actor_of(const struct eh_request *request)
{
	static const unsigned ORDER[] = { EH_PART_OFFICER, EH_PART_INFRASTRUCTURE, EH_PART_COUNCIL_STEWARD,
		EH_PART_SECTOR_STEWARD };

	for (size_t i = 0; i < sizeof ORDER / sizeof *ORDER; i++)
		if (eh_request_is(request, ORDER[i]))
			return eh_request_actor_as(request, ORDER[i]);
	return eh_request_actor(request);
}

struct alike {
	struct eh_alike items[EH_ALIKE_MOST];
	size_t count;
};

static enum eh_rc show_form(struct eh_request *request, struct eh_response *response, const struct eh_form_answer *answers,
        const struct alike *alike, struct eh_str other, struct eh_error *err)
{
	struct eh_page page EH_CLEANUP_PAGE = { 0 };
	struct eh_str chosen = answers[PUBLIC].value;
	const struct eh_ui_item publics[PUBLICS] = {
		{ .value = EH_STR("yes"),
		        .text = EH_STR("Yes"),
		        .hint = EH_STR("The address is shown to everybody."),
		        .chosen = eh_str_eq(chosen, EH_STR("yes")) },
		{ .value = EH_STR("no"),
		        .text = EH_STR("No, or I do not know"),
		        .hint = EH_STR("The address is not shown. Never give somebody’s home as open to all."),
		        .chosen = eh_str_eq(chosen, EH_STR("no")) },
	};
	struct eh_view_alike shown[EH_ALIKE_MOST];
	size_t count = alike ? alike->count : 0;
	struct eh_view view;

	EH_TRY(eh_view_begin(request, response, EH_STR("Add a group"), &view, err));
	eh_view_forms(request, response, &view);
	for (size_t i = 0; i < count; i++)
		shown[i] = (struct eh_view_alike){ &alike->items[i],
			eh_asked_distance(request->arena, request->language, alike->items[i].distance_m, alike->items[i].about) };
	for (size_t i = 0; i < FIELDS; i++)
		view.failed |= answers[i].error.p != NULL;
	view.failed |= other.p != NULL;
	eh_html_add_group(&page, &view,
	        &(const struct eh_view_add){ .fields = ASKS,
	                .answers = answers,
	                .count = FIELDS,
	                .publics = publics,
	                .at_once = eh_request_is(request, PARTS_THAT_DECIDE),
	                .alike = shown,
	                .alike_count = count,
	                .told = view.done.n > 0,
	                .other = other });
	return eh_view_send(&page, response, err);
}

enum eh_rc eh_page_add(struct eh_request *request, struct eh_response *response, struct eh_error *err)
{
	struct eh_form_answer nothing[FIELDS];

	for (size_t i = 0; i < FIELDS; i++)
		nothing[i] = (struct eh_form_answer){ EH_STR(""), { NULL, 0 } };
	return show_form(request, response, nothing, NULL, (struct eh_str){ NULL, 0 }, err);
}

/* The list is made anew behind the pages. */
enum eh_rc eh_web_make_list(struct eh_request *request, struct eh_error *err)
{
	return eh_job_add(request->db, request->now,
	        &(const struct eh_job_new){ .kind = EH_JOB_BUILD, .asked_by = eh_request_person(request), .once = true }, NULL,
	        err);
}

static enum eh_rc tell(struct eh_request *request, const struct eh_view *view, const struct eh_form_answer *answers,
        bool *ret_accepted, struct eh_error *err)
{
	struct eh_actor by = actor_of(request);
	int64_t number;
	const struct eh_added_new group = { .place_id = view->place,
		.name = answers[NAME].value,
		.does = answers[DOES].value,
		.address = answers[ADDRESS].value,
		.postcode = answers[POSTCODE].value,
		.telephone = answers[TELEPHONE].value,
		.web = answers[WEB].value,
		.email = answers[EMAIL].value,
		.says_so = answers[SAYS_SO].value,
		.is_public = eh_str_eq(answers[PUBLIC].value, EH_STR("yes")) };

	EH_TRY(eh_added_tell(request->db, request->now, &by, &group, &number, ret_accepted, err));
	if (!*ret_accepted)
		return EH_OK;
	EH_TRY(eh_web_tell_group(request, view, number, err));
	return eh_web_make_list(request, err);
}

enum eh_rc eh_page_add_tell(struct eh_request *request, struct eh_response *response, struct eh_error *err)
{
	struct eh_form_answer answers[FIELDS];
	struct alike alike = { .count = 0 };
	struct eh_view view;
	bool accepted;

	if (!eh_form_read(request, ASKS, FIELDS, answers))
		return show_form(request, response, answers, NULL, (struct eh_str){ NULL, 0 }, err);
	EH_TRY(eh_view_begin(request, response, EH_STR(""), &view, err));
	/* Asked once: whoever presses "None of these" has looked. */
	if (!eh_str_eq(eh_request_form(request, "looked"), EH_STR("yes")))
		EH_TRY(eh_alike_find(eh_request_web(request)->search, request->db, view.council, answers[NAME].value,
		        answers[POSTCODE].value, request->arena, alike.items, &alike.count, err));
	if (alike.count)
		return show_form(request, response, answers, &alike, (struct eh_str){ NULL, 0 }, err);
	EH_TRY(eh_db_begin(request->db, err));
	enum eh_rc rc = tell(request, &view, answers, &accepted, err);
	if (rc == EH_CONFLICT)
		return eh_view_done(request, response, "told-already", "/%.*s/add", EH_FMT(view.place));
	if (rc == EH_INVALID) {
		eh_db_rollback(request->db);
		return show_form(request, response, answers, NULL, eh_arena_str(request->arena, eh_str_of(err->message)), err);
	}
	EH_TRY(rc);
	EH_TRY(eh_db_commit(request->db, err));
	return accepted ? eh_view_done(request, response, "group-added", "/%.*s/added", EH_FMT(view.place))
	                : eh_view_done(request, response, "group-told", "/%.*s/add", EH_FMT(view.place));
}

static enum eh_rc show_added(
        struct eh_request *request, struct eh_response *response, struct eh_str problem, struct eh_error *err)
{
	struct eh_added added EH_CLEANUP_ADDED = { 0 };
	struct eh_page page EH_CLEANUP_PAGE = { 0 };
	struct eh_view_added shown = { .problem = problem };
	struct eh_view view;

	EH_TRY(eh_view_begin(request, response, EH_STR("Groups told of by hand"), &view, err));
	eh_view_forms(request, response, &view);
	EH_TRY(eh_added_list(request->db, view.place, &added, err));
	shown.items = added.items;
	shown.count = added.count;
	for (size_t i = 0; i < added.count; i++)
		shown.waiting += eh_str_eq(added.items[i].state, EH_STR("waiting"));
	view.failed = problem.p != NULL;
	eh_html_added(&page, &view, &shown);
	return eh_view_send(&page, response, err);
}

enum eh_rc eh_page_added(struct eh_request *request, struct eh_response *response, struct eh_error *err)
{
	return show_added(request, response, (struct eh_str){ NULL, 0 }, err);
}

static const struct {
	const char *move, *done;
} MOVES[] = {
	[EH_ADDED_ACCEPT] = { "accept", "group-added" },
	[EH_ADDED_DECLINE] = { "decline", "group-declined" },
	[EH_ADDED_TAKE_BACK] = { "take-back", "group-taken-back" },
};
enum { MOVE_COUNT = sizeof MOVES / sizeof *MOVES };

static enum eh_rc decide(struct eh_request *request, const struct eh_view *view, size_t *ret_move, struct eh_error *err)
{
	struct eh_str named = eh_request_form(request, "move");
	struct eh_actor by = actor_of(request);
	int64_t number;
	size_t move = 0;

	while (move < MOVE_COUNT && !eh_str_eq(named, eh_str_of(MOVES[move].move)))
		move++;
	if (move == MOVE_COUNT || eh_str_to_i64(eh_request_form(request, "number"), &number) != EH_OK)
		return eh_fail(err, EH_INVALID, "The form does not say what to do.");
	*ret_move = move;
	EH_TRY(eh_added_decide(request->db, request->now, &by, view->place, number, (enum eh_added_move)move,
	        eh_request_form(request, "why"), err));
	if (move == EH_ADDED_ACCEPT)
		EH_TRY(eh_web_tell_group(request, view, number, err));
	return move == EH_ADDED_DECLINE ? EH_OK : eh_web_make_list(request, err);
}

enum eh_rc eh_page_added_decide(struct eh_request *request, struct eh_response *response, struct eh_error *err)
{
	struct eh_view view;
	size_t move = 0;

	EH_TRY(eh_view_begin(request, response, EH_STR(""), &view, err));
	EH_TRY(eh_db_begin(request->db, err));
	enum eh_rc rc = decide(request, &view, &move, err);
	if (rc == EH_REFUSED || rc == EH_INVALID || rc == EH_CONFLICT || rc == EH_NOT_FOUND) {
		eh_db_rollback(request->db);
		return show_added(request, response, eh_arena_str(request->arena, eh_str_of(err->message)), err);
	}
	EH_TRY(rc);
	EH_TRY(eh_db_commit(request->db, err));
	return eh_view_done(request, response, MOVES[move].done, "/%.*s/added", EH_FMT(view.place));
}
