/* service.c: one service: what it is, whom it reaches, and the same for machines. */
#include "exchange/facts_json.h"
#include "pages.h"
#include "queries.h"
#include "templates.h"

/* The service that the address names, among the facts of its organisation. */
static enum eh_rc load(
        struct eh_request *request, struct eh_facts *facts, const struct eh_service_facts **ret_service, struct eh_error *err)
{
	struct eh_str id = eh_request_capture(request, 1);
	struct eh_q_service_owner owner;
	enum eh_rc rc = eh_q_service_owner(request->db, id, request->arena, &owner, err);

	if (rc >= 0)
		rc = eh_facts_load(request->db, owner.org_id, facts, err);
	for (size_t i = 0; rc >= 0 && i < facts->service_count; i++)
		if (eh_str_eq(facts->services[i].id, id)) {
			*ret_service = &facts->services[i];
			return EH_OK;
		}
	if (rc == EH_NOT_FOUND || rc >= 0)
		return eh_fail(err, EH_NOT_FOUND, EH_T("No service on this list has that identifier. It may have ended."));
	return rc;
}

/* Its dot, where the public may go there. */
static enum eh_rc dot_of(struct eh_request *request, const struct eh_view_service *x, struct eh_place_map_layer *layer,
        struct eh_map_dot *dot, struct eh_error *err)
{
	struct eh_cursor cursor EH_CLEANUP_CURSOR = { 0 };
	struct eh_q_public_points row;
	enum eh_rc rc;

	EH_TRY(eh_q_public_points(request->db, x->f->id, &cursor, err));
	while ((rc = eh_q_public_points_next(&cursor, &row, err)) == EH_OK)
		if (eh_str_eq(row.service_id, x->s->id)) {
			*dot = (struct eh_map_dot){ .latitude = row.latitude, .longitude = row.longitude, .name = x->s->name };
			layer->dots = dot;
			layer->dot_count = 1;
		}
	return rc < 0 ? rc : EH_OK;
}

static void shade(struct eh_map_ward *wards, struct eh_place_map_layer *layer, struct eh_str code)
{
	if (code.n)
		wards[layer->ward_count++] = (struct eh_map_ward){ .code = code, .count = 1 };
}

/* What the shades mean; also which wards they are. */
static const char *shade_wards(const struct eh_view_service *x, const struct eh_analysis *analysis, struct eh_map_ward *wards,
        struct eh_place_map_layer *layer)
{
	if (x->s->ward_count) {
		for (size_t i = 0; i < x->s->ward_count; i++)
			shade(wards, layer, x->s->wards[i].id);
		return EH_T("Shaded: the wards it goes out to. They stand above by name.");
	}
	if (x->s->whole_place) {
		for (size_t i = 0; i < analysis->ward_count; i++)
			shade(wards, layer, analysis->wards[i].code);
		return layer->dot_count ? EH_T("It comes to people, or works across the whole place; the dot can be visited.")
		                        : EH_T("It comes to people, or works across the whole place: all of it is shaded.");
	}
	shade(wards, layer, x->s->ward);
	if (x->s->office_only)
		return EH_T("Shaded: the ward of its office, not the area it serves; no source says which that is.");
	return layer->dot_count
	               ? EH_T("The dot can be visited; its ward is shaded. No source says how far beyond it people come from.")
	               : EH_T("Shaded: its ward. Where in it is not shown.");
}

/* The area it serves, as far as the list knows. Nothing of what is kept private. */
static enum eh_rc draw_map(
        struct eh_request *request, const struct eh_snapshot *snapshot, struct eh_view_service *x, struct eh_error *err)
{
	struct eh_page page EH_CLEANUP_PAGE = { 0 };
	struct eh_map_ward *wards = eh_arena_alloc_zero(
	        request->arena, snapshot->analysis.ward_count + x->s->ward_count + 1, sizeof *wards);
	struct eh_place_map_layer layer = { .title = eh_request_say(request, EH_T("The area it serves")), .wards = wards };
	struct eh_map_dot dot;

	if (!wards)
		return eh_fail_memory(err);
	if (x->s->protected || x->f->protected.p)
		return EH_OK;
	EH_TRY(dot_of(request, x, &layer, &dot, err));
	x->map_says = shade_wards(x, &snapshot->analysis, wards, &layer);
	if ((!layer.ward_count && !layer.dot_count) || !eh_place_map_draw(&page, snapshot->map, &layer))
		return page.rc < 0 ? eh_fail_memory(err) : EH_OK;
	x->map = eh_arena_str(request->arena, eh_buf_str(&page.out));
	return page.rc < 0 || !x->map.p ? eh_fail_memory(err) : EH_OK;
}

static enum eh_rc fill(struct eh_request *request, const struct eh_view *view, struct eh_view_organisation *o,
        struct eh_view_service *x, struct eh_error *err)
{
	EH_TRY(eh_organisation_says(request, x->f, o, err));
	x->o = o;
	EH_TRY(eh_service_says(request, x, err));
	EH_TRY(eh_organisation_crisis(request, view->sensitive, &x->help, err));
	return eh_json_ld_service(request, view, x, err);
}

enum eh_rc eh_page_service(struct eh_request *request, struct eh_response *response, struct eh_error *err)
{
	struct eh_page page EH_CLEANUP_PAGE = { 0 };
	struct eh_facts facts EH_CLEANUP_FACTS = { 0 };
	struct eh_view_service service = { .f = &facts };
	struct eh_view_organisation organisation = { 0 };
	struct eh_snapshot *snapshot = NULL;
	struct eh_view view;

	EH_TRY(eh_view_begin(request, response, EH_STR(""), &view, err));
	EH_TRY(load(request, &facts, &service.s, err));
	view.title = service.s->name;
	view.sensitive = eh_organisation_is_sensitive(&facts) || service.s->protected;
	EH_TRY(fill(request, &view, &organisation, &service, err));
	enum eh_rc rc = eh_view_snapshot(request, &view, &snapshot, err);
	if (rc >= 0)
		rc = draw_map(request, snapshot, &service, err);
	if (rc >= 0 && service.map.n)
		eh_view_map(request, response, &view);
	if (rc >= 0 || rc == EH_NOT_FOUND) { /* without boundaries there is still a service */
		eh_html_service(&page, &view, &service);
		rc = eh_view_send(&page, response, err);
	}
	eh_snapshot_release(eh_request_web(request)->snapshots, snapshot);
	return rc;
}

enum eh_rc eh_page_service_json(struct eh_request *request, struct eh_response *response, struct eh_error *err)
{
	struct eh_facts facts EH_CLEANUP_FACTS = { 0 };
	const struct eh_service_facts *service;
	struct eh_view view;

	EH_TRY(eh_view_begin(request, response, EH_STR(""), &view, err));
	EH_TRY(load(request, &facts, &service, err));
	response->type = "application/json";
	return eh_service_facts_json(&facts, service, &response->body) < 0 ? eh_fail_memory(err) : EH_OK;
}
