/* ward.c: the wards of a place, and the sheet of each, which prints on one page. */
#include <math.h>
#include <stdlib.h>

#include "coverage.h"
#include "pages.h"
#include "templates.h"

enum { MIDDLE = 1 }; /* reach at 20 minutes */

static const struct eh_map_key HERE = { "here", { EH_T("elsewhere"), EH_T("this ward") } };

static enum eh_rc make_wards(struct eh_request *request, struct eh_response *response, struct eh_view *view,
        const struct eh_snapshot *snapshot, struct eh_page *page, struct eh_error *err)
{
	(void)request, (void)response, (void)err;
	eh_html_wards(page, view, &snapshot->analysis);
	return EH_OK;
}

enum eh_rc eh_page_wards(struct eh_request *request, struct eh_response *response, struct eh_error *err)
{
	return eh_coverage_serve(request, response, EH_T("Wards"), make_wards, err);
}

/* The gaps of a ward's neighbourhoods, the firmest first. */
static enum eh_rc ward_gaps(struct eh_request *request, const struct eh_analysis *analysis, size_t ward,
        struct eh_view_ward *page, struct eh_error *err)
{
	size_t most = 0, n = 0;

	for (size_t i = 0; i < analysis->area_count; i++)
		most += analysis->areas[i].ward == ward ? analysis->need_count : 0;
	struct eh_view_area *gaps = eh_arena_alloc_zero(request->arena, most + 1, sizeof *gaps);
	const struct eh_need_summary **needs = eh_arena_alloc_zero(request->arena, most + 1, sizeof *needs);
	if (!gaps || !needs)
		return eh_fail_memory(err);
	for (size_t i = 0; i < analysis->area_count; i++) {
		const struct eh_coverage_row *rows = &analysis->rows[i * analysis->need_count];
		for (size_t need = 0; analysis->areas[i].ward == ward && need < analysis->need_count; need++)
			if (rows[need].gap != EH_GAP_NONE)
				gaps[n++] = (struct eh_view_area){ &analysis->areas[i], analysis->wards[ward].name, &rows[need],
					rows[need].reach[MIDDLE] };
	}
	qsort(gaps, n, sizeof *gaps, eh_gaps_first);
	for (size_t i = 0; i < n; i++)
		needs[i] = &analysis->needs[(size_t)(gaps[i].row - analysis->rows) % analysis->need_count];
	page->gaps = gaps;
	page->gap_needs = needs;
	page->gap_count = n;
	return EH_OK;
}

static int firmest_first(const void *a, const void *b)
{
	const struct eh_view_ward_need *x = a, *y = b;

	if (x->firmest != y->firmest)
		return x->firmest > y->firmest ? -1 : 1;
	return x->people == y->people ? strcmp(x->need->label, y->need->label) : x->people > y->people ? -1 : 1;
}

/* The gaps by need: in how many neighbourhoods, how many people of these may need it, and how sure the surest of them is. */
static enum eh_rc ward_needs(
        struct eh_request *request, const struct eh_analysis *analysis, struct eh_view_ward *page, struct eh_error *err)
{
	struct eh_view_ward_need *needs = eh_arena_alloc_zero(request->arena, analysis->need_count + 1, sizeof *needs);
	size_t n = 0;

	if (!needs)
		return eh_fail_memory(err);
	for (size_t i = 0; i < page->gap_count; i++) {
		const struct eh_coverage_row *row = page->gaps[i].row;
		size_t at = 0;
		while (at < n && needs[at].need != page->gap_needs[i]->need)
			at++;
		if (at == n)
			needs[n++] = (struct eh_view_ward_need){ .need = page->gap_needs[i]->need };
		needs[at].areas++;
		needs[at].none += row->gap == EH_GAP_ABSOLUTE;
		needs[at].people += isnan(row->people) ? 0 : row->people;
		if (row->standing > needs[at].firmest)
			needs[at].firmest = row->standing;
	}
	qsort(needs, n, sizeof *needs, firmest_first);
	page->needs = needs;
	page->need_count = n;
	page->judged = analysis->need_count;
	return EH_OK;
}

static enum eh_rc where_it_lies(
        struct eh_request *request, const struct eh_analysis *analysis, size_t ward, struct eh_str *ret_map, struct eh_error *err)
{
	unsigned char *classes = eh_arena_alloc_zero(request->arena, analysis->area_count + 1, 1);
	struct eh_str title = EH_SAY_WITH(request->arena, request->language, EH_T("Where {0} lies"), analysis->wards[ward].name);

	if (!classes || !title.p)
		return eh_fail_memory(err);
	for (size_t i = 0; i < analysis->area_count; i++)
		classes[i] = analysis->areas[i].ward == ward;
	return eh_coverage_draw(request, analysis,
	        &(const struct eh_choropleth){ .id = "where", .title = title, .key = &HERE, .classes = classes, .quiet = true },
	        ret_map, err);
}

/* Whose organisations and services stand in it, by name. */
static enum eh_rc based_in(struct eh_request *request, const struct eh_view *view, struct eh_str ward,
        struct eh_search_results *ret_based, struct eh_error *err)
{
	const struct eh_search_query query = { .council = view->council,
		.wards = { &ward, 1 },
		.order = EH_SEARCH_BY_NAME,
		.now = request->now,
		.count = EH_SEARCH_MOST_PAGE };

	return eh_search_run(eh_request_web(request)->search, request->db, &query, request->arena, ret_based, err);
}

static enum eh_rc make_ward(struct eh_request *request, struct eh_response *response, struct eh_view *view,
        const struct eh_snapshot *snapshot, struct eh_page *page, struct eh_error *err)
{
	const struct eh_analysis *analysis = &snapshot->analysis;
	struct eh_str code = eh_request_capture(request, 1);
	struct eh_search_results based;
	struct eh_view_ward ward = { .based = &based,
		.today = (int32_t)(request->now / 86400000000),
		.built_at = snapshot->built_at,
		.base_url = eh_str_of(request->site->base_url) };
	size_t index = 0;

	(void)response;
	while (index < analysis->ward_count && !eh_str_eq(analysis->wards[index].code, code))
		index++;
	if (index == analysis->ward_count)
		return eh_fail(err, EH_NOT_FOUND, EH_T("No ward of this place has that code."));
	ward.ward = &analysis->wards[index];
	for (size_t i = 0; i < analysis->completeness_count; i++)
		if (eh_str_eq(analysis->completeness[i].code, code))
			ward.complete = &analysis->completeness[i];
	EH_TRY(ward_gaps(request, analysis, index, &ward, err));
	EH_TRY(ward_needs(request, analysis, &ward, err));
	EH_TRY(where_it_lies(request, analysis, index, &ward.map, err));
	EH_TRY(eh_view_publishers(request, &ward.publishers, err));
	EH_TRY(based_in(request, view, code, &based, err));
	view->title = ward.ward->name;
	eh_html_ward(page, view, &ward);
	return EH_OK;
}

enum eh_rc eh_page_ward(struct eh_request *request, struct eh_response *response, struct eh_error *err)
{
	return eh_coverage_serve(request, response, EH_T("Ward"), make_ward, err);
}
