/* what_if.c: who would lose or gain reach if services closed or one more opened. Worked out anew for each request, so that the route has a limit. */
#include <math.h>
#include <stdlib.h>

#include "exchange/map.h"
#include "geo/geo.h"
#include "pages.h"
#include "queries.h"
#include "register/gazetteer.h"
#include "templates.h"

enum { MOST_TAKEN = 64, MIDDLE = 1, DAMAGE = 4, NOTICED = 1, FAR_METRES = 5000 };

/* A postcode of the place, so that people see what is meant. */
static enum eh_rc example(struct eh_request *request, struct eh_str council, struct eh_str *ret_postcode, struct eh_error *err)
{
	struct eh_q_postcode_of_council row;
	enum eh_rc rc = eh_q_postcode_of_council(request->db, council, request->arena, &row, err);

	*ret_postcode = EH_STR("SW1A 1AA");
	if (rc == EH_NOT_FOUND)
		return EH_OK;
	EH_TRY(rc);
	struct eh_postcode code = eh_postcode_unpack(row.code);
	*ret_postcode = eh_arena_str(request->arena, eh_str_of(code.text));
	return ret_postcode->p ? EH_OK : eh_fail_memory(err);
}

/* Says why nothing is added: it is no postcode, or it lies where the list covers nobody. */
static enum eh_rc refuse(
        struct eh_request *request, const struct eh_view *view, struct eh_view_what_if *shown, struct eh_error *err)
{
	struct eh_postcode code;
	struct eh_str like;

	EH_TRY(example(request, view->council, &like, err));
	shown->problem =
	        eh_postcode_parse(shown->postcode, &code) == EH_OK
	                ? EH_SAY_WITH(request->arena, request->language,
	                          EH_T("{0} lies outside what the list covers. Enter a postcode in {1}, like {2}, or leave it "
	                               "out"),
	                          eh_str_of(code.text), view->place_name, like)
	                : EH_SAY_WITH(request->arena, request->language,
	                          EH_T("That is no postcode. Enter a full one in {0}, like {1}, or leave it out"),
	                          view->place_name, like);
	return eh_arena_check(request->arena, EH_OK, err);
}

static bool is_far(const struct eh_analysis *now, const struct eh_what_if *what_if)
{
	for (size_t i = 0; i < now->area_count; i++)
		if (hypot(now->areas[i].easting - what_if->easting, now->areas[i].northing - what_if->northing) < FAR_METRES)
			return false;
	return true;
}

/* Where the added place of help would stand. A postcode nobody knows, or far from the place, is told, and nothing is added. */
static enum eh_rc read_postcode(struct eh_request *request, const struct eh_view *view, struct eh_what_if *what_if,
        struct eh_view_what_if *shown, struct eh_error *err)
{
	struct eh_gazetteer *gazetteer EH_CLEANUP_GAZETTEER = NULL;
	struct eh_location where;

	if (!shown->postcode.n)
		return EH_OK;
	EH_TRY(eh_gazetteer_new(request->db, &gazetteer, err));
	enum eh_rc rc = eh_gazetteer_postcode(gazetteer, shown->postcode, &where, err);
	if (rc == EH_NOT_FOUND)
		return refuse(request, view, shown, err);
	EH_TRY(rc);
	eh_grid_from_lat_long(where.latitude, where.longitude, &what_if->easting, &what_if->northing);
	what_if->add = !is_far(shown->now, what_if);
	return what_if->add ? EH_OK : refuse(request, view, shown, err);
}

static int most_changed_first(const void *a, const void *b)
{
	const struct eh_view_change_row *x = a, *y = b;
	double left = fabs(x->people), right = fabs(y->people);

	return left != right ? (left > right ? -1 : 1) : eh_str_cmp(x->area->code, y->area->code);
}

static enum eh_rc compare(struct eh_request *request, const struct eh_analysis *now, const struct eh_analysis *then, size_t need,
        struct eh_view_what_if *shown, struct eh_error *err)
{
	struct eh_view_change_row *rows = eh_arena_alloc_zero(request->arena, now->area_count + 1, sizeof *rows);
	struct eh_coverage_row *then_rows = eh_arena_alloc_zero(request->arena, now->area_count + 1, sizeof *then_rows);

	if (!rows || !then_rows)
		return eh_fail_memory(err);
	for (size_t i = 0; i < now->area_count && i < then->area_count; i++) {
		const struct eh_coverage_row *before = &now->rows[i * now->need_count + need];
		struct eh_coverage_row *after = &then_rows[i];
		*after = eh_what_if_row(now, need, then, i);
		double people = (after->reach[MIDDLE] - before->reach[MIDDLE]) * now->areas[i].people;
		people = isnan(people) ? 0 : people;
		shown->lost += people < 0 ? -people : 0;
		shown->gained += people > 0 ? people : 0;
		shown->new_gaps += before->gap == EH_GAP_NONE && after->gap != EH_GAP_NONE;
		shown->under_mean += before->gap == EH_GAP_NONE && after->gap == EH_GAP_NONE && then->rows[i].gap != EH_GAP_NONE;
		shown->closed_gaps += before->gap != EH_GAP_NONE && after->gap == EH_GAP_NONE;
		if (fabs(people) < NOTICED && before->gap == after->gap)
			continue;
		size_t ward = now->areas[i].ward;
		rows[shown->row_count++] = (struct eh_view_change_row){ &now->areas[i],
			ward < now->ward_count ? now->wards[ward].name : EH_STR(""), before, after, people };
	}
	qsort(rows, shown->row_count, sizeof *rows, most_changed_first);
	shown->rows = rows;
	return EH_OK;
}

static enum eh_rc draw(struct eh_request *request, const struct eh_analysis *now, const struct eh_view_what_if *shown,
        struct eh_str *ret_map, struct eh_error *err)
{
	static const struct eh_map_key KEY = { "reach",
		{ EH_T("no change"), EH_T("some gain"), EH_T("many gain"), EH_T("many lose"), EH_T("some lose") } };
	struct eh_page page EH_CLEANUP_PAGE = { 0 };
	struct eh_map_key key = eh_request_say_key(request, &KEY);
	unsigned char *classes = eh_arena_alloc_zero(request->arena, now->area_count + 1, 1);

	if (!classes)
		return eh_fail_memory(err);
	for (size_t i = 0; i < shown->row_count; i++) {
		const struct eh_view_change_row *row = &shown->rows[i];
		bool many = fabs(row->people) >= row->area->people / DAMAGE;
		classes[row->area - now->areas] = (unsigned char)(fabs(row->people) < NOTICED ? 0
		                                                  : row->people > 0           ? (many ? 2 : 1)
		                                                                              : (many ? 3 : 4));
	}
	if (eh_map_shapes(&page, now))
		eh_choropleth(&page, now,
		        &(const struct eh_choropleth){ .id = "map",
		                .title = eh_request_say(request,
		                        EH_T("Where people would lose or gain help within a 20-minute walk; many: a quarter "
		                             "of a neighbourhood or more")),
		                .key = &key,
		                .classes = classes,
		                .ward_names = true });
	*ret_map = eh_arena_str(request->arena, eh_buf_str(&page.out));
	return page.rc < 0 || !ret_map->p ? eh_fail_memory(err) : EH_OK;
}

static bool alike(const struct eh_supply_row *a, const struct eh_supply_row *b)
{
	return eh_str_eq_ascii_nocase(a->organisation, b->organisation) && eh_str_eq_ascii_nocase(a->name, b->name);
}

/* Services of one name are told apart by their wards, and those of one ward by numbers. */
static enum eh_rc tell_apart(
        struct eh_request *request, const struct eh_analysis *now, struct eh_view_what_if *shown, struct eh_error *err)
{
	struct eh_view_apart *apart = eh_arena_alloc_zero(request->arena, shown->supply_count + 1, sizeof *apart);

	if (!apart)
		return eh_fail_memory(err);
	for (size_t i = 0; i < shown->supply_count; i++) {
		const struct eh_supply_row *one = &shown->supply[i];
		size_t same = 0, same_ward = 0, before = 0;
		for (size_t k = 0; k < shown->supply_count; k++) {
			bool ward = k != i && alike(one, &shown->supply[k]) && eh_str_eq(one->ward, shown->supply[k].ward);
			same += k != i && alike(one, &shown->supply[k]);
			same_ward += ward;
			before += ward && k < i;
		}
		for (size_t w = 0; same && w < now->ward_count; w++)
			if (eh_str_eq(now->wards[w].code, one->ward))
				apart[i].ward = now->wards[w].name;
		apart[i].beyond = same && !apart[i].ward.n;
		apart[i].number = same_ward ? (unsigned)before + 1 : 0;
	}
	shown->apart = apart;
	return EH_OK;
}

static enum eh_rc work_out(struct eh_request *request, const struct eh_view *view, const struct eh_analysis *now, size_t need,
        struct eh_view_what_if *shown, struct eh_analysis *then, struct eh_error *err)
{
	struct eh_str taken[MOST_TAKEN];
	struct eh_what_if what_if = { .need = eh_str_of(shown->need->code), .taken_out = taken };

	for (size_t i = 0; i < request->query_count && what_if.taken_count < MOST_TAKEN; i++)
		if (eh_str_eq(request->query[i].name, EH_STR("out")))
			taken[what_if.taken_count++] = request->query[i].value;
	EH_TRY(read_postcode(request, view, &what_if, shown, err));
	EH_TRY(eh_analyse_what_if(request->db, view->council, &what_if, 1, then, err));
	shown->supply = then->supply;
	shown->supply_count = then->supply_count;
	EH_TRY(tell_apart(request, now, shown, err));
	for (size_t i = 0; i < then->supply_count; i++)
		shown->taken += then->supply[i].taken_out;
	shown->changed = shown->taken || what_if.add;
	if (!shown->changed)
		return EH_OK;
	EH_TRY(compare(request, now, then, need, shown, err));
	return draw(request, now, shown, &shown->map, err);
}

enum eh_rc eh_page_what_if(struct eh_request *request, struct eh_response *response, struct eh_error *err)
{
	struct eh_analysis then EH_CLEANUP_ANALYSIS = { 0 };
	struct eh_page page EH_CLEANUP_PAGE = { 0 };
	struct eh_str code = eh_request_query(request, "need"), postcode = eh_str_trim(eh_request_query(request, "postcode"));
	struct eh_view_what_if shown = { .postcode = postcode.p ? postcode : EH_STR("") };
	struct eh_snapshot *snapshot;
	struct eh_view view;
	size_t need = 0;

	EH_TRY(eh_view_begin(request, response, EH_STR("What if"), &view, err));
	EH_TRY(eh_view_snapshot(request, &view, &snapshot, err));
	const struct eh_analysis *now = shown.now = &snapshot->analysis;
	while (need < now->need_count && !eh_str_eq(eh_str_of(now->needs[need].need->code), code))
		need++;
	enum eh_rc rc = EH_OK;
	if (need < now->need_count) {
		shown.need = now->needs[need].need;
		shown.need_at = need;
		rc = work_out(request, &view, now, need, &shown, &then, err);
	}
	if (rc >= 0) {
		view.failed = shown.problem.p != NULL;
		if (shown.map.n)
			eh_view_map(request, response, &view);
		eh_html_what_if(&page, &view, &shown);
		rc = eh_view_send(&page, response, err);
	}
	eh_snapshot_release(eh_request_web(request)->snapshots, snapshot);
	return rc;
}
