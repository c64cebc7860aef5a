/* publishing.c: the report: its draft made anew, proposed for two keys, and the files of draft and published ones. */
#include "exchange/publish.h"
#include "http/form.h"
#include "jobs/drafts.h"
#include "pages.h"
#include "queries.h"
#include "templates.h"
#include "web/house.h"
#include "web/tell.h"

static const struct eh_form_field REASONS = { "reasons", EH_FORM_TEXT, 4000,
	.missing = "Say why the report should be published" };

struct eh_motion_proposal eh_view_report_proposal(const struct eh_view *view, struct eh_str reasons)
{
	return (struct eh_motion_proposal){ { view->place, EH_STR("publish_report"), EH_STR("report"), EH_STR("draft") },
		reasons };
}

static enum eh_rc show_propose(
        struct eh_request *request, struct eh_response *response, struct eh_view_field *form, struct eh_error *err)
{
	struct eh_page page EH_CLEANUP_PAGE = { 0 };
	struct eh_view view;
	int64_t draft_at;

	EH_TRY(eh_view_begin(request, response, EH_STR("Propose to publish the report"), &view, err));
	eh_view_forms(request, response, &view);
	view.failed = form->answer.error.p || form->other.p;
	EH_TRY(eh_publish_draft_time(eh_request_web(request)->reports, view.place, &draft_at, err));
	eh_html_propose(&page, &view, form, draft_at);
	return eh_view_send(&page, response, err);
}

enum eh_rc eh_page_propose(struct eh_request *request, struct eh_response *response, struct eh_error *err)
{
	struct eh_view_field form = { .field = &REASONS, .answer.value = EH_STR("") };

	return show_propose(request, response, &form, err);
}

enum eh_rc eh_page_propose_now(struct eh_request *request, struct eh_response *response, struct eh_error *err)
{
	struct eh_actor actor = eh_request_actor(request);
	struct eh_view_field form = { .field = &REASONS };
	struct eh_web_house house;
	struct eh_view view;
	int64_t number;

	if (!eh_form_read(request, &REASONS, 1, &form.answer))
		return show_propose(request, response, &form, err);
	EH_TRY(eh_view_begin(request, response, EH_STR(""), &view, err));
	eh_web_house(request, &house);
	const struct eh_motion_proposal proposal = eh_view_report_proposal(&view, form.answer.value);
	EH_TRY(eh_db_begin(request->db, err));
	enum eh_rc rc = eh_motion_propose(&house.house, request->now, &actor, &proposal, &number, err);
	if (rc == EH_REFUSED || rc == EH_INVALID) {
		eh_db_rollback(request->db);
		form.other = eh_arena_str(request->arena, eh_str_of(err->message));
		return show_propose(request, response, &form, err);
	}
	EH_TRY(rc);
	EH_TRY(eh_web_tell_wanted_keys(request, EH_MOTION_TOLD_PROPOSED, err));
	EH_TRY(eh_db_commit(request->db, err));
	return eh_view_done(request, response, "proposed", "/%.*s/motions/%lld", EH_FMT(view.place), (long long)number);
}

enum eh_rc eh_page_draft_make(struct eh_request *request, struct eh_response *response, struct eh_error *err)
{
	struct eh_actor actor = eh_request_actor(request);
	struct eh_view view;

	EH_TRY(eh_view_begin(request, response, EH_STR(""), &view, err));
	EH_TRY(eh_draft_ask(request->db, request->now, &actor, view.place, err));
	return eh_view_done(request, response, "draft", "/%.*s/desk", EH_FMT(view.place));
}

static const struct {
	const char *end, *type;
} TYPES[] = {
	{ ".html", "text/html; charset=utf-8" },
	{ ".csv", "text/csv; charset=utf-8" },
	{ ".json", "application/json" },
	{ ".geojson", "application/geo+json" },
	{ ".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" },
};

static void dress(struct eh_response *response, struct eh_str name)
{
	response->type = "application/octet-stream";
	for (size_t i = 0; i < sizeof TYPES / sizeof *TYPES; i++)
		if (eh_str_ends(name, eh_str_of(TYPES[i].end)))
			response->type = TYPES[i].type;
	/* The report brings its style along, and has no script. */
	response->policy =
	        "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; base-uri 'none'; form-action 'none'; "
	        "frame-ancestors 'none'";
}

/* A file of a published report, for everybody; of the draft, for those who work on it. */
static enum eh_rc report_file(struct eh_request *request, struct eh_response *response, struct eh_str name, struct eh_error *err)
{
	struct eh_str which = eh_request_capture(request, 1);
	struct eh_q_published_get row;
	struct eh_view view;
	int64_t number = 0;

	EH_TRY(eh_view_begin(request, response, EH_STR(""), &view, err));
	if (eh_str_eq(which, EH_STR("draft"))) {
		if (!eh_request_is(request, EH_PARTS_STEWARDS | EH_PARTS_KEEPERS))
			return eh_fail(
			        err, EH_REFUSED, "The draft is for those who work on it. What is published stands under Report.");
	} else {
		if (eh_str_to_i64(which, &number) != EH_OK)
			return eh_fail(err, EH_NOT_FOUND, "No report has that number.");
		EH_TRY(eh_q_published_get(request->db, view.place, number, request->arena, &row, err));
	}
	EH_TRY(eh_publish_read(request->db, eh_request_web(request)->reports, view.place, which, name, &response->body, err));
	dress(response, name);
	return EH_OK;
}

enum eh_rc eh_page_report_file(struct eh_request *request, struct eh_response *response, struct eh_error *err)
{
	return report_file(request, response, eh_request_capture(request, 2), err);
}

enum eh_rc eh_page_report_file_below(struct eh_request *request, struct eh_response *response, struct eh_error *err)
{
	return report_file(request, response,
	        eh_arena_printf(request->arena, "%.*s/%.*s", EH_FMT(eh_request_capture(request, 2)),
	                EH_FMT(eh_request_capture(request, 3))),
	        err);
}
