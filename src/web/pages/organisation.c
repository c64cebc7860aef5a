/* organisation.c: one organisation, every fact with its source. */
#include "exchange/facts_json.h"
#include "own.h"
#include "pages.h"
#include "queries.h"
#include "register/hiding.h"
#include "register/shared_ground.h"
#include "templates.h"

static bool is_its_own(const struct eh_facts *facts, struct eh_str service)
{
	for (size_t i = 0; i < facts->service_count; i++)
		if (eh_str_eq(facts->services[i].id, service))
			return true;
	return false;
}

/* What is another place's has no page here: it is named without a link. */
static enum eh_rc unlink_others(
        struct eh_request *request, const struct eh_view *view, struct eh_facts *facts, struct eh_error *err)
{
	struct eh_q_place_lists_org row;
	enum eh_rc rc = facts->parent_id.p
	                        ? eh_q_place_lists_org(request->db, view->place, facts->parent_id, request->arena, &row, err)
	                        : EH_OK;

	if (rc == EH_NOT_FOUND)
		facts->parent_id = (struct eh_str){ NULL, 0 };
	for (size_t i = 0; (rc >= 0 || rc == EH_NOT_FOUND) && i < facts->branch_count; i++) {
		rc = eh_q_place_lists_org(request->db, view->place, facts->branches[i].id, request->arena, &row, err);
		if (rc == EH_NOT_FOUND)
			facts->branches[i].id = (struct eh_str){ NULL, 0 };
	}
	for (size_t i = 0; (rc >= 0 || rc == EH_NOT_FOUND) && i < facts->successor_count; i++) {
		rc = eh_q_place_lists_org(request->db, view->place, facts->successors[i].id, request->arena, &row, err);
		if (rc == EH_NOT_FOUND)
			facts->successors[i].id = (struct eh_str){ NULL, 0 };
	}
	return rc == EH_NOT_FOUND ? EH_OK : rc;
}

static enum eh_rc unlink_pairs(
        struct eh_request *request, const struct eh_view *view, struct eh_view_shared *items, size_t count, struct eh_error *err)
{
	struct eh_q_place_lists_service row;

	for (size_t i = 0; i < count; i++) {
		enum eh_rc rc = eh_q_place_lists_service(request->db, view->place, items[i].service, request->arena, &row, err);
		if (rc == EH_NOT_FOUND)
			items[i].service = (struct eh_str){ NULL, 0 };
		else
			EH_TRY(rc);
	}
	return EH_OK;
}

/* Pairs that both organisations agreed to show, as it stands now. */
static enum eh_rc shared_ground(struct eh_request *request, const struct eh_view *view, const struct eh_snapshot *snapshot,
        struct eh_view_organisation *o, struct eh_error *err)
{
	struct eh_ground_agreed agreed EH_CLEANUP_GROUND_AGREED = { 0 };
	const struct eh_analysis *analysis = &snapshot->analysis;
	struct eh_view_shared *items = NULL;

	EH_TRY(eh_ground_agreed_load(request->db, &agreed, err));
	for (size_t i = 0; agreed.count && i < analysis->overlap_count; i++) {
		const struct eh_overlap_row *row = &analysis->overlaps[i];
		bool first = is_its_own(o->f, row->a);
		const struct eh_ground_kind *kind = first || is_its_own(o->f, row->b)
		                                            ? eh_ground_agreed_find(&agreed, row->a, row->b)
		                                            : NULL;
		if (!kind)
			continue;
		if (!items && !(items = eh_arena_alloc_zero(request->arena, agreed.count, sizeof *items)))
			return eh_fail_memory(err);
		items[o->shared_count++] = first ? (struct eh_view_shared){ row->b, row->b_name, row->b_organisation,
			kind->label }
		                                 : (struct eh_view_shared){ row->a, row->a_name, row->a_organisation,
			                                   kind->label };
	}
	o->shared = items;
	return unlink_pairs(request, view, items, o->shared_count, err);
}

static enum eh_rc dots_of(struct eh_request *request, const struct eh_view *view, const struct eh_facts *facts,
        struct eh_place_map_layer *layer, struct eh_error *err)
{
	struct eh_cursor cursor EH_CLEANUP_CURSOR = { 0 };
	struct eh_map_dot *dots = eh_arena_alloc_zero(request->arena, EH_MAP_SERVICES, sizeof *dots);
	struct eh_q_public_points row;
	enum eh_rc rc;
	size_t n = 0;

	if (!dots)
		return eh_fail_memory(err);
	EH_TRY(eh_q_public_points(request->db, facts->id, &cursor, err));
	while ((rc = eh_q_public_points_next(&cursor, &row, err)) == EH_OK && n < EH_MAP_SERVICES)
		for (size_t i = 0; i < facts->service_count; i++)
			if (eh_str_eq(facts->services[i].id, row.service_id))
				dots[n++] = (struct eh_map_dot){ row.latitude, row.longitude, 0,
					eh_arena_printf(request->arena, "/%.*s/services/%.*s", EH_FMT(view->place),
					        EH_FMT(row.service_id)),
					facts->services[i].name };
	layer->dots = dots;
	layer->dot_count = n;
	return rc < 0 ? rc : eh_arena_check(request->arena, EH_OK, err);
}

/* Where its services stand that are in no ward of the place, each once, in words. */
static enum eh_rc beyond(
        struct eh_request *request, const struct eh_analysis *analysis, struct eh_view_organisation *o, struct eh_error *err)
{
	struct eh_str *items = eh_arena_alloc_zero(request->arena, o->service_count + 1, sizeof *items);

	if (!items)
		return eh_fail_memory(err);
	for (size_t i = 0; i < o->service_count; i++) {
		const struct eh_service_facts *service = o->services[i];
		struct eh_str where = service->address.n ? service->address : service->ward_name;
		bool seen = service->protected || service->whole_place || service->ward_count || !where.n || !service->ward.n;
		for (size_t w = 0; w < analysis->ward_count && !seen; w++)
			seen = eh_str_eq(analysis->wards[w].code, service->ward);
		if (service->address.n && service->postcode.n)
			where = eh_arena_printf(
			        request->arena, "%.*s, %.*s", EH_FMT(service->address), EH_FMT(service->postcode));
		for (size_t k = 0; k < o->beyond_count && !seen; k++)
			seen = eh_str_eq(items[k], where);
		if (!seen)
			items[o->beyond_count++] = where;
	}
	o->beyond = items;
	return eh_arena_check(request->arena, EH_OK, err);
}

/* Where it helps: wards by its services there, dots for those one may visit. Nothing of what is protected. */
static enum eh_rc draw_map(struct eh_request *request, const struct eh_view *view, const struct eh_snapshot *snapshot,
        struct eh_view_organisation *o, struct eh_error *err)
{
	struct eh_page page EH_CLEANUP_PAGE = { 0 };
	struct eh_map_ward *wards = eh_arena_alloc_zero(request->arena, o->f->service_count + 1, sizeof *wards);
	struct eh_place_map_layer layer = { .title = eh_request_say(request, EH_T("Wards with a service of it")),
		.unit = eh_request_say(request, EH_T("of its services")),
		.unit_one = eh_request_say(request, EH_T("of its services")),
		.wards = wards };

	if (!wards)
		return eh_fail_memory(err);
	if (o->f->protected.p)
		return EH_OK;
	for (size_t i = 0; i < o->service_count; i++) {
		const struct eh_service_facts *service = o->services[i];
		size_t at = 0;
		while (at < layer.ward_count && !eh_str_eq(wards[at].code, service->ward))
			at++;
		if (!service->ward.n || service->protected)
			continue;
		if (at == layer.ward_count)
			wards[layer.ward_count++] = (struct eh_map_ward){ .code = service->ward };
		wards[at].count++;
	}
	EH_TRY(dots_of(request, view, o->f, &layer, err));
	if (!eh_place_map_shows(snapshot->map, &layer))
		return beyond(request, &snapshot->analysis, o, err);
	if (!eh_place_map_draw(&page, snapshot->map, &layer))
		return page.rc < 0 ? eh_fail_memory(err) : EH_OK;
	o->map = eh_arena_str(request->arena, eh_buf_str(&page.out));
	return page.rc < 0 || !o->map.p ? eh_fail_memory(err) : EH_OK;
}

bool eh_organisation_is_sensitive(const struct eh_facts *facts)
{
	for (size_t i = 0; i < facts->code_count; i++)
		if (eh_str_eq(facts->codes[i].code, EH_STR("abuse")))
			return true;
	return facts->protected.p != NULL;
}

/* Whoever reads of a refuge may need one. */
enum eh_rc eh_organisation_crisis(
        struct eh_request *request, bool sensitive, struct eh_view_helplines *help, struct eh_error *err)
{
	static const struct eh_str ABUSE[] = { { "abuse", 5 } };

	return sensitive ? eh_view_helplines(request->arena, ABUSE, 1, EH_STR(""), help, err) : EH_OK;
}

static enum eh_rc what_came_of_corrections(struct eh_request *request, struct eh_view_organisation *o, struct eh_error *err)
{
	struct eh_answer_public *items;

	EH_TRY(eh_answers_public(request->db, o->f->id, request->arena, &items, &o->answer_count, err));
	o->answers = items;
	return EH_OK;
}

static bool is_hidden_from_staff(struct eh_request *request)
{
	struct eh_hidden hidden;
	struct eh_error ignored = { 0 };

	return eh_request_is(request, EH_PARTS_STEWARDS | EH_PARTS_KEEPERS) &&
	       eh_hidden_of(request->db, eh_request_capture(request, 1), request->arena, &hidden, &ignored) == EH_OK &&
	       hidden.hidden[EH_HIDDEN_ENTRY];
}

/* An identifier that was merged into another leads to the other for good. */
static enum eh_rc load(struct eh_request *request, const struct eh_view *view, const char *below, struct eh_facts *facts,
        struct eh_response *response, struct eh_error *err)
{
	enum eh_rc rc = eh_facts_load(request->db, eh_request_capture(request, 1), facts, err);

	if (rc == EH_NOT_FOUND && (eh_own_unseen(request) || is_hidden_from_staff(request))) {
		/* Its own keepers, and those who may hide, are led to where it is shown again. */
		EH_TRY(eh_response_redirect(response, eh_arena_printf(request->arena, "/%.*s/organisations/%.*s/hide",
		                                              EH_FMT(view->place), EH_FMT(eh_request_capture(request, 1)))));
		return EH_END;
	}
	if (rc == EH_NOT_FOUND)
		return eh_fail(err, rc,
		        EH_T("No organisation on this list has that identifier. It may have been taken off its register."));
	EH_TRY(rc);
	if (eh_str_eq(facts->id, eh_request_capture(request, 1)))
		return EH_OK;
	EH_TRY(eh_response_redirect(response,
	        eh_arena_printf(request->arena, "/%.*s/organisations/%.*s%s", EH_FMT(view->place), EH_FMT(facts->id), below)));
	response->status = 301;
	return EH_END;
}

/* Whoever may say that it has closed gets the button that takes it back. */
static enum eh_rc may_reopen(struct eh_request *request, struct eh_response *response, struct eh_view *view,
        struct eh_view_organisation *o, struct eh_error *err)
{
	struct eh_actor actor = eh_closing_actor(request);

	if (!o->f->closing.closed || !actor.role)
		return EH_OK;
	enum eh_rc rc = eh_closing_may(request->db, &actor, o->f->id, err);
	o->may_reopen = rc == EH_OK;
	if (o->may_reopen)
		eh_view_forms(request, response, view);
	return rc == EH_REFUSED ? EH_OK : rc;
}

enum eh_rc eh_page_organisation(struct eh_request *request, struct eh_response *response, struct eh_error *err)
{
	struct eh_page page EH_CLEANUP_PAGE = { 0 };
	struct eh_facts facts EH_CLEANUP_FACTS = { 0 };
	struct eh_view_organisation o = { 0 };
	struct eh_snapshot *snapshot = NULL;
	struct eh_view view;

	EH_TRY(eh_view_begin(request, response, EH_STR(""), &view, err));
	enum eh_rc rc = load(request, &view, "", &facts, response, err);
	if (rc != EH_OK)
		return rc == EH_END ? EH_OK : rc;
	view.title = facts.name;
	view.sensitive = eh_organisation_is_sensitive(&facts);
	EH_TRY(unlink_others(request, &view, &facts, err));
	EH_TRY(eh_organisation_says(request, &facts, &o, err));
	EH_TRY(what_came_of_corrections(request, &o, err));
	EH_TRY(may_reopen(request, response, &view, &o, err));
	EH_TRY(eh_organisation_crisis(request, view.sensitive, &o.help, err));
	EH_TRY(eh_json_ld(request, &view, &o, err));
	rc = eh_view_snapshot(request, &view, &snapshot, err);
	if (rc >= 0)
		rc = shared_ground(request, &view, snapshot, &o, err);
	if (rc >= 0)
		rc = draw_map(request, &view, snapshot, &o, err);
	if (rc >= 0 && o.map.n)
		eh_view_map(request, response, &view);
	if (rc >= 0 || rc == EH_NOT_FOUND) {
		eh_html_organisation(&page, &view, &o);
		rc = eh_view_send(&page, response, err);
	}
	eh_snapshot_release(eh_request_web(request)->snapshots, snapshot);
	return rc;
}

enum eh_rc eh_page_organisation_json(struct eh_request *request, struct eh_response *response, struct eh_error *err)
{
	struct eh_facts facts EH_CLEANUP_FACTS = { 0 };
	struct eh_view view;

	EH_TRY(eh_view_begin(request, response, EH_STR(""), &view, err));
	enum eh_rc rc = load(request, &view, "/json", &facts, response, err);
	if (rc != EH_OK)
		return rc == EH_END ? EH_OK : rc;
	response->type = "application/json";
	return eh_facts_json(&facts, &response->body) < 0 ? eh_fail_memory(err) : EH_OK;
}
