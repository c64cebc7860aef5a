#include "page.h"

#include <stdarg.h>

#include "queries.h"

/* What a page says after something was done: the address carries the code alone, so that nobody can make the site say what they like. */
static const struct {
	const char *code, *sentence;
} NOTICES[] = {
	/* Two keys. */
	{ "proposed", EH_T("It is proposed. Both sides can see it.") },
	{ "counted", EH_T("That is counted.") },
	{ "in-force", EH_T("The last key is turned: it is in force.") },
	{ "keys-void",
	        EH_T("What it enacts has changed since you looked, so nothing was counted and all turned keys are void. Look "
	             "at it again.") },
	{ "motion-void", EH_T("What it was about is no more, so the motion is void.") },
	{ "still-asked", EH_T("Whoever keeps the entry is asked, by email.") },
	{ "draft", EH_T("The draft is asked for. It is made in the background; you may leave this page.") },
	/* Open meetings. */
	{ "meeting-called", EH_T("The meeting is called. The stewards of the other side are told.") },
	{ "meeting-changed", EH_T("The meeting is changed. The stewards of the other side are told.") },
	{ "meeting-cancelled", EH_T("The meeting is cancelled. The stewards of the other side are told.") },
	{ "meeting-held", EH_T("It is noted that the meeting was held.") },
	/* Questions. */
	{ "answered", EH_T("Your answer is kept. It counts when the list is next made.") },
	{ "answer-undone", EH_T("The newest answer is taken back.") },
	/* Bringing a table. */
	{ "brought", EH_T("The file is here. Look at its columns.") },
	{ "given-up", EH_T("The file is given up, and its copy here is gone.") },
	{ "sheet-chosen", EH_T("This is the other sheet.") },
	{ "columns-tried", EH_T("Below the columns is what would come of them.") },
	{ "reading-in", EH_T("It is asked to be read in.") },
	{ "reading-stopped", EH_T("It is stopped, or stops at its next step. Nothing of it is kept.") },
	{ "taken-back", EH_T("It is taken back. The list is made anew behind the pages.") },
	{ "withdrawn", EH_T("It is withdrawn. The list is made anew behind the pages.") },
	/* Own words, claims, corrections. */
	{ "corrected", EH_T("Thank you. Whoever keeps the entry answers within ten working days.") },
	{ "said", EH_T("Your words are in the list.") },
	{ "keepers-told", EH_T("Thank you. Those who keep the list answer within ten working days; what comes of it stands on "
	                       "this page.") },
	{ "answering", EH_T("You answer corrections here, by the name that you gave.") },
	{ "not-answering", EH_T("You no longer answer corrections here by name.") },
	{ "confirmed", EH_T("Your entry is confirmed as of today.") },
	{ "decided", EH_T("Your answer is kept.") },
	{ "org-closed", EH_T("It is marked as closed. That can be taken back in one press.") },
	{ "org-reopened", EH_T("That it has closed is taken back. It is open on the list once that is made anew, in a moment.") },
	{ "orgs-joined", EH_T("The two become one once the list is made anew, in a moment. That can be taken back.") },
	{ "orgs-parted", EH_T("That is taken back. The two are told apart once the list is made anew, in a moment.") },
	{ "service-said", EH_T("The service is on the list as you said it.") },
	{ "service-closed", EH_T("The service is closed on the list.") },
	{ "service-opened", EH_T("The service is open on the list.") },
	{ "service-taken-back", EH_T("What you said of it is taken back. The list is made anew behind the pages.") },
	{ "claim-back", EH_T("Your claim is taken back.") },
	{ "claim-shown", EH_T("The code is right. You keep this entry from now on.") },
	{ "claim-kept", EH_T("You look after this entry. What the list says of you stands below.") },
	{ "claim-contested", EH_T("It is contested, and waits for both keys. They cannot change the entry meanwhile.") },
	{ "orgs-invited", EH_T("They are invited. The emails are made behind the pages.") },
	{ "org-invited", EH_T("The invitation is on its way.") },
	{ "hidden", EH_T("It is hidden.") },
	{ "shown", EH_T("It is shown again once the list is made anew, in a moment.") },
	{ "ground-said", EH_T("Your answer is kept. The pair is shown once both of you say the same and allow it.") },
	{ "told-already", EH_T("You have told us that already. It waits for an answer, or was answered.") },
	{ "own-taken-back",
	        EH_T("Your words are taken back. What others say is in the list once that is made anew, in a moment.") },
	/* Groups told of by hand. */
	{ "group-told",
	        EH_T("Thank you. An officer, the infrastructure organisation or a steward looks at it before it is listed.") },
	{ "group-added", EH_T("It is added. It is on the list once that is made anew, in a moment.") },
	{ "group-declined", EH_T("It is declined. Who told of it is no longer kept.") },
	{ "group-taken-back", EH_T("It is taken back. It is off the list once that is made anew, in a moment.") },
	{ "group-left", EH_T("You are off the list once that is made anew, in a moment.") },
	/* People, jobs, backups; stewards. */
	{ "invited", EH_T("They are invited, and a letter tells them.") },
	{ "role-ended", EH_T("That role is ended.") },
	{ "job-cancelled", EH_T("The job is cancelled, or stops at its next step.") },
	{ "job-again", EH_T("The job is queued again.") },
	{ "place-added", EH_T("The place is added. The list is made anew behind the pages.") },
	{ "place-renamed", EH_T("It is called that now.") },
	{ "backing-up", EH_T("A backup is asked for. It is made behind the pages.") },
	{ "steward-named", EH_T("They are named, and a letter tells them. A steward of that side confirms it.") },
	{ "steward-confirmed", EH_T("It is confirmed. Their key counts after five whole working days.") },
	/* Signing in and one's account. */
	{ "signed-out", EH_T("You have signed out.") },
	{ "device-signed-out", EH_T("That device is signed out.") },
	{ "erased", EH_T("What was kept of you is erased, and you have signed out.") },
};

static const struct {
	const char *text, *path;
} LINKS[] = {
	{ EH_T("Find help"), "/search" },
	{ EH_T("Gaps"), "/gaps" },
	{ EH_T("Overlaps"), "/overlaps" },
	{ EH_T("How complete"), "/completeness" },
	{ EH_T("Report"), "/report" },
	{ EH_T("Method"), "/method" },
};
enum { LINK_COUNT = sizeof LINKS / sizeof *LINKS };

static enum eh_rc links(struct eh_request *request, struct eh_view *view, struct eh_error *err)
{
	struct eh_view_link *items = eh_arena_alloc_zero(request->arena, LINK_COUNT, sizeof *items);
	struct eh_str below = eh_str_sub(request->path, 1 + view->place.n, request->path.n);

	if (!items)
		return eh_fail_memory(err);
	for (size_t i = 0; i < LINK_COUNT; i++)
		items[i] = (struct eh_view_link){ LINKS[i].text, LINKS[i].path, eh_str_starts(below, eh_str_of(LINKS[i].path)) };
	view->links = items;
	view->link_count = LINK_COUNT;
	return EH_OK;
}

static enum eh_rc place(struct eh_request *request, struct eh_str id, struct eh_view *view, struct eh_error *err)
{
	struct eh_q_place_find row;
	enum eh_rc rc = eh_q_place_find(request->db, id, request->arena, &row, err);

	/* One address a place: neither its name nor its council's code will do. */
	if (rc == EH_NOT_FOUND || (rc >= 0 && !eh_str_eq(row.place_id, id)))
		return eh_fail(err, EH_NOT_FOUND, EH_T("There is no such place here."));
	EH_TRY(rc);
	view->place = row.place_id;
	view->place_name = row.name;
	view->council = row.council_code;
	view->synthetic = row.synthetic != 0;
	return links(request, view, err);
}

/* The language of a page: what its address asks for, which is remembered; what was asked for before; what the browser prefers. */
static enum eh_rc choose_language(
        struct eh_request *request, struct eh_response *response, struct eh_view *view, struct eh_error *err)
{
	enum { YEAR = 365 * 86400 };
	struct eh_str asked = eh_request_query(request, "lang");
	unsigned language = asked.n ? eh_language_of(asked) : EH_LANGUAGE_COUNT;

	if (language < EH_LANGUAGE_COUNT)
		EH_TRY(eh_response_cookie(request, response, "lang", eh_str_of(eh_language_codes[language]), YEAR, err));
	else
		language = eh_language_of(eh_request_cookie(request, "lang"));
	if (language >= EH_LANGUAGE_COUNT)
		language = eh_language_accepted(request->accept_language);
	view->language = request->language = language;
	view->lang = eh_language_codes[language];
	return EH_OK;
}

struct eh_str eh_request_say(const struct eh_request *request, const char *words)
{
	enum eh_said how;

	return eh_say(request->language, eh_str_of(words), &how);
}

struct eh_map_key eh_request_say_key(const struct eh_request *request, const struct eh_map_key *key)
{
	struct eh_map_key said = *key;

	for (size_t i = 0; i < EH_MAP_CLASSES && said.labels[i]; i++)
		said.labels[i] = eh_request_say(request, said.labels[i]).p;
	return said;
}

enum eh_rc eh_view_begin(struct eh_request *request, struct eh_response *response, struct eh_str title, struct eh_view *ret_view,
        struct eh_error *err)
{
	struct eh_view view = { .title = title,
		.visitor = &request->visitor,
		.path = request->path,
		.come_back = eh_str_find(eh_str_sub(request->path, 1, request->path.n), EH_STR("/")) > 0,
		.token = EH_STR(""),
		.now = request->now,
		.demo = eh_request_web(request)->options.demo };
	struct eh_str done = eh_request_query(request, "done");

	if (request->route && strncmp(request->route->pattern, "/{place}", 8) == 0)
		EH_TRY(place(request, eh_request_capture(request, 0), &view, err));
	for (size_t i = 0; done.n && i < sizeof NOTICES / sizeof *NOTICES; i++)
		if (eh_str_eq(done, eh_str_of(NOTICES[i].code)))
			view.done = eh_str_of(NOTICES[i].sentence);
	EH_TRY(choose_language(request, response, &view, err));
	eh_asset_address("site.css", view.css);
	eh_asset_address("site.js", view.js);
	eh_asset_address("icon.svg", view.icon);
	if (request->visitor.session.n) /* the header holds the form to sign out */
		view.token = eh_form_token(request, response);
	*ret_view = view;
	return EH_OK;
}

void eh_view_forms(struct eh_request *request, struct eh_response *response, struct eh_view *view)
{
	if (!view->token.n)
		view->token = eh_form_token(request, response);
}

void eh_view_map(struct eh_request *request, struct eh_response *response, struct eh_view *view)
{
	/* Whoever gives the tiles sees where somebody looks: of what may have to be hidden they are told nothing. */
	view->tiles = view->sensitive ? NULL : eh_tiles_of(eh_request_web(request)->tiles, view->place);
	if (!view->tiles)
		return;
	response->pictures = view->tiles->origin;
	eh_asset_address("map.css", view->map_css);
	eh_asset_address("map.js", view->map_js);
}

enum eh_rc eh_view_send(struct eh_page *page, struct eh_response *response, struct eh_error *err)
{
	if (page->rc < 0)
		return page->rc == EH_NO_MEMORY ? eh_fail_memory(err) : eh_fail(err, page->rc, "The page could not be written.");
	response->body = page->out;
	page->out = (struct eh_buf){ 0 };
	return EH_OK;
}

enum eh_rc eh_view_snapshot(
        struct eh_request *request, const struct eh_view *view, struct eh_snapshot **ret_snapshot, struct eh_error *err)
{
	return eh_snapshot_get(eh_request_web(request)->snapshots, request->db, view->place, view->council, ret_snapshot, err);
}

enum eh_rc eh_view_done(struct eh_request *request, struct eh_response *response, const char *code, const char *format, ...)
{
	char path[1024];
	va_list args;

	va_start(args, format);
	vsnprintf(path, sizeof path, format, args);
	va_end(args);
	struct eh_str to = eh_arena_printf(request->arena, "%s%sdone=%s", path, strchr(path, '?') ? "&" : "?", code);
	return to.p ? eh_response_redirect(response, to) : EH_NO_MEMORY;
}
