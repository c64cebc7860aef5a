/* coverage.c: gaps, overlaps and how complete the list is: the shared analysis of the place, shown. */
#include <math.h>
#include <stdlib.h>

#include "coverage.h"
#include "exchange/geojson.h"
#include "exchange/map.h"
#include "exchange/tables.h"
#include "pages.h"
#include "queries.h"
#include "register/shared_ground.h"
#include "register/listing.h"
#include "templates.h"

enum { BANDS = 3, MIDDLE = 1 };

static const unsigned MINUTES[BANDS] = { 10, 20, 30 };

enum eh_rc eh_coverage_serve(
        struct eh_request *request, struct eh_response *response, const char *title, eh_with_snapshot *make, struct eh_error *err)
{
	struct eh_page page EH_CLEANUP_PAGE = { 0 };
	struct eh_snapshot *snapshot;
	struct eh_view view;

	EH_TRY(eh_view_begin(request, response, eh_str_of(title), &view, err));
	EH_TRY(eh_view_snapshot(request, &view, &snapshot, err));
	enum eh_rc rc = make(request, response, &view, snapshot, &page, err);
	if (rc >= 0 && page.out.n)
		rc = eh_view_send(&page, response, err);
	eh_snapshot_release(eh_request_web(request)->snapshots, snapshot);
	return rc;
}

static const struct eh_coverage_row *row_of(const struct eh_analysis *analysis, size_t area, size_t need)
{
	return &analysis->rows[area * analysis->need_count + need];
}

enum eh_rc eh_coverage_draw(struct eh_request *request, const struct eh_analysis *analysis, const struct eh_choropleth *map,
        struct eh_str *ret_markup, struct eh_error *err)
{
	struct eh_page page EH_CLEANUP_PAGE = { 0 };
	struct eh_choropleth said = *map;
	struct eh_map_key key = eh_request_say_key(request, map->key);

	said.key = &key;
	if (eh_map_shapes(&page, analysis))
		eh_choropleth(&page, analysis, &said);
	*ret_markup = eh_arena_str(request->arena, eh_buf_str(&page.out));
	return page.rc < 0 || !ret_markup->p ? eh_fail_memory(err) : EH_OK;
}

static enum eh_rc draw_counts(
        struct eh_request *request, const struct eh_analysis *analysis, struct eh_str *ret_markup, struct eh_error *err)
{
	static const struct eh_map_key KEY = { "count",
		{ EH_T("no gap"), EH_T("1 to 4 needs"), EH_T("5 to 9"), EH_T("10 to 14"), EH_T("15 or more") } };
	unsigned char *classes = eh_arena_alloc_zero(request->arena, analysis->area_count + 1, 1);

	if (!classes)
		return eh_fail_memory(err);
	for (size_t i = 0; i < analysis->area_count; i++) {
		size_t gaps = 0;
		for (size_t n = 0; n < analysis->need_count; n++)
			gaps += row_of(analysis, i, n)->gap != EH_GAP_NONE;
		classes[i] = (unsigned char)(gaps == 0 ? 0 : gaps < 5 ? 1 : gaps < 10 ? 2 : gaps < 15 ? 3 : 4);
	}
	return eh_coverage_draw(request, analysis,
	        &(const struct eh_choropleth){ .id = "map",
	                .title = eh_request_say(
	                        request, EH_T("For how many needs there is a gap on this list, by neighbourhood")),
	                .key = &KEY,
	                .classes = classes,
	                .ward_names = true },
	        ret_markup, err);
}

static enum eh_rc make_gaps(struct eh_request *request, struct eh_response *response, struct eh_view *view,
        const struct eh_snapshot *snapshot, struct eh_page *page, struct eh_error *err)
{
	const struct eh_analysis *analysis = &snapshot->analysis;
	struct eh_view_gaps gaps = { .analysis = analysis };

	EH_TRY(draw_counts(request, analysis, &gaps.map, err));
	eh_view_map(request, response, view);
	eh_html_gaps(page, view, &gaps);
	return EH_OK;
}

enum eh_rc eh_page_gaps(struct eh_request *request, struct eh_response *response, struct eh_error *err)
{
	return eh_coverage_serve(request, response, EH_T("Gaps"), make_gaps, err);
}

int eh_gaps_first(const void *a, const void *b)
{
	const struct eh_view_area *x = a, *y = b;

	if ((x->row->gap != EH_GAP_NONE) != (y->row->gap != EH_GAP_NONE))
		return x->row->gap != EH_GAP_NONE ? -1 : 1;
	if (x->row->standing != y->row->standing)
		return x->row->standing > y->row->standing ? -1 : 1;
	if (x->row->priority != y->row->priority)
		return x->row->priority > y->row->priority ? -1 : 1;
	return eh_str_cmp(x->area->code, y->area->code);
}

static unsigned char class_of(const struct eh_coverage_row *row, size_t band)
{
	double reach = row->reach[band];

	if (isnan(reach))
		return EH_MAP_CLASSES;
	if (band == MIDDLE && row->gap != EH_GAP_NONE)
		return row->gap == EH_GAP_ABSOLUTE ? 3 : 4;
	return reach <= 0 ? 3 : reach >= 0.895 ? 0 : reach >= 0.495 ? 1 : 2;
}

static enum eh_rc draw_need(struct eh_request *request, const struct eh_view_need_page *need, size_t index, size_t band,
        struct eh_str *ret_markup, struct eh_error *err)
{
	static const struct eh_map_key KEYS[BANDS] = {
		{ "reach", { EH_T("90% or more within a 10-minute walk"), EH_T("50% to 89%"), EH_T("under 50%"),
		                   EH_T("none on this list") } },
		{ "reach", { EH_T("90% or more within a 20-minute walk"), EH_T("50% to 89%"), EH_T("under 50%"),
		                   EH_T("none on this list: a gap"), EH_T("low access, high need: a gap") } },
		{ "reach", { EH_T("90% or more within a 30-minute walk"), EH_T("50% to 89%"), EH_T("under 50%"),
		                   EH_T("none on this list") } },
	};
	const struct eh_analysis *analysis = need->analysis;
	unsigned char *classes = eh_arena_alloc_zero(request->arena, analysis->area_count + 1, 1);
	struct eh_str title = EH_SAY_WITH(request->arena, request->language,
	        EH_T("{0}: people within a {1}-minute walk of help on this list, by neighbourhood"),
	        eh_request_say(request, need->need->need->label), eh_arena_printf(request->arena, "%u", need->minutes));

	if (!classes || !title.p)
		return eh_fail_memory(err);
	for (size_t i = 0; i < analysis->area_count; i++)
		classes[i] = class_of(row_of(analysis, i, index), band);
	return eh_coverage_draw(request, analysis,
	        &(const struct eh_choropleth){ .id = "map",
	                .title = title,
	                .described_by = "figures",
	                .key = &KEYS[band],
	                .classes = classes,
	                .ward_names = true },
	        ret_markup, err);
}

/* The place of a need among those judged; need_count when it is none of them. */
static size_t need_index(const struct eh_analysis *analysis, struct eh_str code)
{
	size_t i = 0;

	while (i < analysis->need_count && !eh_str_eq(eh_str_of(analysis->needs[i].need->code), code))
		i++;
	return i;
}

static enum eh_rc make_need(struct eh_request *request, struct eh_response *response, struct eh_view *view,
        const struct eh_snapshot *snapshot, struct eh_page *page, struct eh_error *err)
{
	const struct eh_analysis *analysis = &snapshot->analysis;
	size_t index = need_index(analysis, eh_request_capture(request, 1)), band = MIDDLE;
	struct eh_view_area *areas = eh_arena_alloc_zero(request->arena, analysis->area_count + 1, sizeof *areas);
	int64_t minutes = 0;

	if (index == analysis->need_count)
		return eh_fail(err, EH_NOT_FOUND, EH_T("No need of that name is judged for gaps."));
	if (!areas)
		return eh_fail_memory(err);
	(void)eh_str_to_i64(eh_request_query(request, "minutes"), &minutes);
	for (size_t i = 0; i < BANDS; i++)
		if (MINUTES[i] == minutes)
			band = i;
	struct eh_view_need_page need = { .analysis = analysis, .need = &analysis->needs[index], .minutes = MINUTES[band] };
	for (size_t i = 0; i < analysis->area_count; i++) {
		const struct eh_coverage_row *row = row_of(analysis, i, index);
		size_t ward = analysis->areas[i].ward;
		areas[i] = (struct eh_view_area){ &analysis->areas[i],
			ward < analysis->ward_count ? analysis->wards[ward].name : EH_STR(""), row, row->reach[band] };
		need.nobody += row->reach[band] <= 0;
		need.far += isnan(row->reach[band]) ? 0 : analysis->areas[i].people * (1 - row->reach[band]);
	}
	qsort(areas, analysis->area_count, sizeof *areas, eh_gaps_first);
	need.areas = areas;
	need.count = analysis->area_count;
	if (eh_need_walks(need.need))
		EH_TRY(draw_need(request, &need, index, band, &need.map, err));
	view->title = eh_str_of(need.need->need->label);
	eh_view_map(request, response, view);
	eh_html_need(page, view, &need);
	return EH_OK;
}

enum eh_rc eh_page_need(struct eh_request *request, struct eh_response *response, struct eh_error *err)
{
	return eh_coverage_serve(request, response, EH_T("Gaps"), make_need, err);
}

bool ground_withheld(const struct eh_view_ground *row)
{
	for (size_t i = 0; i < row->count; i++)
		if (row->counts[i].pairs < 0)
			return true;
	return false;
}

bool ground_shown(const struct eh_analysis *analysis, const struct eh_view_ground *row)
{
	for (size_t i = 0; i < row->count; i++)
		if (row->counts[i].pairs >= 0 && row->counts[i].ward < analysis->ward_count)
			return true;
	return false;
}

static enum eh_rc make_overlaps(struct eh_request *request, struct eh_response *response, struct eh_view *view,
        const struct eh_snapshot *snapshot, struct eh_page *page, struct eh_error *err)
{
	const struct eh_analysis *analysis = &snapshot->analysis;
	struct eh_view_ground *rows = eh_arena_alloc_zero(request->arena, analysis->overlap_count_count + 1, sizeof *rows);
	struct eh_view_named *named = eh_arena_alloc_zero(request->arena, analysis->overlap_count + 1, sizeof *named);
	struct eh_ground_agreed agreed EH_CLEANUP_GROUND_AGREED = { 0 };
	size_t count = 0, named_count = 0;

	(void)response;
	if (!rows || !named)
		return eh_fail_memory(err);
	for (size_t i = 0; i < analysis->overlap_count_count; i++) {
		const struct eh_overlap_count *one = &analysis->overlap_counts[i];
		if (!count || rows[count - 1].need != one->need)
			rows[count++] = (struct eh_view_ground){ .need = one->need, .counts = one };
		rows[count - 1].count++;
	}
	EH_TRY(eh_ground_agreed_load(request->db, &agreed, err));
	for (size_t i = 0; agreed.count && i < analysis->overlap_count; i++) {
		const struct eh_overlap_row *row = &analysis->overlaps[i];
		const struct eh_ground_kind *kind = eh_ground_agreed_find(&agreed, row->a, row->b);
		if (kind)
			named[named_count++] = (struct eh_view_named){ row, kind->label };
	}
	eh_html_overlaps(page, view, analysis, rows, count, named, named_count);
	return EH_OK;
}

enum eh_rc eh_page_overlaps(struct eh_request *request, struct eh_response *response, struct eh_error *err)
{
	return eh_coverage_serve(request, response, EH_T("Shared ground"), make_overlaps, err);
}

static enum eh_rc make_completeness(struct eh_request *request, struct eh_response *response, struct eh_view *view,
        const struct eh_snapshot *snapshot, struct eh_page *page, struct eh_error *err)
{
	(void)request, (void)response;
	if (!snapshot->analysis.completeness_count)
		return eh_fail(err, EH_NOT_FOUND, EH_T("Too little has been read to say how complete the list is."));
	eh_html_completeness(page, view, &snapshot->analysis);
	return EH_OK;
}

enum eh_rc eh_page_completeness(struct eh_request *request, struct eh_response *response, struct eh_error *err)
{
	return eh_coverage_serve(request, response, EH_T("How complete the list is"), make_completeness, err);
}

static enum eh_rc make_report(struct eh_request *request, struct eh_response *response, struct eh_view *view,
        const struct eh_snapshot *snapshot, struct eh_page *page, struct eh_error *err)
{
	struct eh_cursor cursor EH_CLEANUP_CURSOR = { 0 };
	EH_VEC(struct eh_view_published) published = { 0 };
	struct eh_q_published_list row;
	enum eh_rc rc;

	(void)response;
	EH_TRY(eh_q_published_list(request->db, view->place, &cursor, err));
	while ((rc = eh_q_published_list_next(&cursor, &row, err)) == EH_OK)
		if (!eh_vec_push(&published,
		            (struct eh_view_published){ row.number, row.published_at, eh_arena_str(request->arena, row.said) })) {
			rc = eh_fail_memory(err);
			break;
		}
	if (rc >= 0)
		eh_html_report(page, view, &snapshot->analysis, published.items, published.count);
	eh_vec_finish(&published);
	return rc < 0 ? rc : EH_OK;
}

enum eh_rc eh_page_report(struct eh_request *request, struct eh_response *response, struct eh_error *err)
{
	return eh_coverage_serve(request, response, EH_T("Report and downloads"), make_report, err);
}

/* Files. */

static enum eh_rc send_sheet(
        struct eh_response *response, struct eh_sheet *sheet, enum eh_rc made, const char *file_name, struct eh_error *err)
{
	if (made >= 0)
		made = eh_sheet_csv(sheet, &response->body) < 0 ? eh_fail_memory(err) : EH_OK;
	eh_sheet_finish(sheet);
	response->type = "text/csv; charset=utf-8";
	response->file_name = eh_str_of(file_name);
	return made;
}

static enum eh_rc gaps_csv(struct eh_request *request, struct eh_response *response, struct eh_view *view,
        const struct eh_snapshot *snapshot, struct eh_page *page, struct eh_error *err)
{
	struct eh_str need = eh_request_query(request, "need");
	struct eh_sheet sheet = { 0 };

	(void)view, (void)page;
	return send_sheet(response, &sheet, eh_table_gaps(&snapshot->analysis, need.p ? need : EH_STR(""), false, &sheet, err),
	        "gaps.csv", err);
}

enum eh_rc eh_page_gaps_csv(struct eh_request *request, struct eh_response *response, struct eh_error *err)
{
	return eh_coverage_serve(request, response, EH_T(""), gaps_csv, err);
}

static enum eh_rc overlaps_csv(struct eh_request *request, struct eh_response *response, struct eh_view *view,
        const struct eh_snapshot *snapshot, struct eh_page *page, struct eh_error *err)
{
	struct eh_sheet sheet = { 0 };

	(void)request, (void)view, (void)page;
	return send_sheet(response, &sheet, eh_table_overlap_counts(&snapshot->analysis, EH_STR(""), &sheet, err),
	        "shared-ground.csv", err);
}

enum eh_rc eh_page_overlaps_csv(struct eh_request *request, struct eh_response *response, struct eh_error *err)
{
	return eh_coverage_serve(request, response, EH_T(""), overlaps_csv, err);
}

static enum eh_rc completeness_csv(struct eh_request *request, struct eh_response *response, struct eh_view *view,
        const struct eh_snapshot *snapshot, struct eh_page *page, struct eh_error *err)
{
	struct eh_sheet sheet = { 0 };

	(void)request, (void)view, (void)page;
	return send_sheet(response, &sheet, eh_table_completeness(&snapshot->analysis, &sheet, err), "completeness.csv", err);
}

enum eh_rc eh_page_completeness_csv(struct eh_request *request, struct eh_response *response, struct eh_error *err)
{
	return eh_coverage_serve(request, response, EH_T(""), completeness_csv, err);
}

static enum eh_rc areas_geojson(struct eh_request *request, struct eh_response *response, struct eh_view *view,
        const struct eh_snapshot *snapshot, struct eh_page *page, struct eh_error *err)
{
	(void)request, (void)view, (void)page;
	response->type = "application/geo+json";
	response->file_name = EH_STR("areas.geojson");
	return eh_geojson_areas(&snapshot->analysis, &response->body) < 0 ? eh_fail_memory(err) : EH_OK;
}

enum eh_rc eh_page_areas_geojson(struct eh_request *request, struct eh_response *response, struct eh_error *err)
{
	return eh_coverage_serve(request, response, EH_T(""), areas_geojson, err);
}

static enum eh_rc organisations_csv(struct eh_request *request, struct eh_response *response, struct eh_view *view,
        const struct eh_snapshot *snapshot, struct eh_page *page, struct eh_error *err)
{
	struct eh_listing listing EH_CLEANUP_LISTING = { 0 };
	struct eh_sheet sheet = { 0 };

	(void)page;
	EH_TRY(eh_listing_load(request->db, view->council, &listing, err));
	return send_sheet(response, &sheet,
	        eh_table_organisations(&listing, &snapshot->analysis, true, request->arena, &sheet, err), "organisations.csv",
	        err);
}

enum eh_rc eh_page_organisations_csv(struct eh_request *request, struct eh_response *response, struct eh_error *err)
{
	return eh_coverage_serve(request, response, EH_T(""), organisations_csv, err);
}

enum eh_rc eh_page_organisations_geojson(struct eh_request *request, struct eh_response *response, struct eh_error *err)
{
	struct eh_listing listing EH_CLEANUP_LISTING = { 0 };
	struct eh_view view;

	EH_TRY(eh_view_begin(request, response, EH_STR(""), &view, err));
	EH_TRY(eh_listing_load(request->db, view.council, &listing, err));
	response->type = "application/geo+json";
	response->file_name = EH_STR("organisations.geojson");
	return eh_geojson_organisations(&listing, view.synthetic, &response->body) < 0 ? eh_fail_memory(err) : EH_OK;
}
