/* start.c: the places of this installation, and whether the server is well. */
#include "pages.h"
#include "queries.h"
#include "templates.h"

/* How much its list holds, where it has been made. */
static void count(const struct eh_request *request, struct eh_str id, struct eh_str council, struct eh_view_place *place)
{
	struct eh_snapshots *snapshots = eh_request_web(request)->snapshots;
	struct eh_snapshot *snapshot;

	if (eh_snapshot_get(snapshots, request->db, id, council, &snapshot, NULL) < 0)
		return;
	place->organisations = snapshot->letters.count;
	place->services = snapshot->letters.services;
	eh_snapshot_release(snapshots, snapshot);
}

enum eh_rc eh_page_start(struct eh_request *request, struct eh_response *response, struct eh_error *err)
{
	struct eh_cursor cursor EH_CLEANUP_CURSOR = { 0 };
	struct eh_page page EH_CLEANUP_PAGE = { 0 };
	EH_VEC(struct eh_view_place) places = { 0 };
	struct eh_q_place_list row;
	struct eh_view view;
	enum eh_rc rc;

	EH_TRY(eh_view_begin(request, response, EH_STR("Places"), &view, err));
	EH_TRY(eh_q_place_list(request->db, &cursor, err));
	while ((rc = eh_q_place_list_next(&cursor, &row, err)) == EH_OK) {
		struct eh_view_place place = { .id = eh_arena_str(request->arena, row.place_id),
			.name = eh_arena_str(request->arena, row.name),
			.synthetic = row.synthetic != 0 };
		count(request, row.place_id, row.council_code, &place);
		if (!eh_vec_push(&places, place)) {
			rc = eh_fail_memory(err);
			break;
		}
	}
	/* With one place its own page is the start. */
	if (rc >= 0 && places.count == 1)
		rc = eh_response_redirect(response, eh_arena_printf(request->arena, "/%.*s", EH_FMT(places.items[0].id)));
	else if (rc >= 0) {
		eh_html_start(&page, &view, places.items, places.count);
		rc = eh_view_send(&page, response, err);
	}
	eh_vec_finish(&places);
	return rc;
}

enum eh_rc eh_page_health(struct eh_request *request, struct eh_response *response, struct eh_error *err)
{
	(void)request, (void)err;
	response->type = "text/plain; charset=utf-8";
	response->fixed = EH_STR("well\n");
	return EH_OK;
}

/* Places, entries and figures may be found by search engines; every combination of filters, and forms, need not be asked for. */
enum eh_rc eh_page_robots(struct eh_request *request, struct eh_response *response, struct eh_error *err)
{
	(void)request, (void)err;
	response->type = "text/plain; charset=utf-8";
	response->fixed = EH_STR("User-agent: *\n"
	                         "Disallow: /sign-in\n"
	                         "Disallow: /*/search?\n"
	                         "Disallow: /*/search.csv\n"
	                         "Disallow: /*/suggest\n"
	                         "Disallow: /*/what-if?\n");
	return EH_OK;
}

/* Ready when the store can be read and holds a list. */
enum eh_rc eh_page_ready(struct eh_request *request, struct eh_response *response, struct eh_error *err)
{
	struct eh_q_build_get row;

	(void)err;
	response->type = "text/plain; charset=utf-8";
	if (eh_q_build_get(request->db, request->arena, &row, NULL) == EH_OK) {
		response->fixed = EH_STR("ready\n");
		return EH_OK;
	}
	response->status = 503;
	response->fixed = EH_STR("not ready: the list has not been made, or the store cannot be read\n");
	return EH_OK;
}
