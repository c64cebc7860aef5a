/* search.c: finding organisations and services. What people look for is kept nowhere: it is read from the address, answered, and forgotten. */
#include <math.h>

#include "exchange/map.h"
#include "pages.h"
#include "templates.h"
#include "web/helplines.h"

enum { PAGE = 20, CSV_MOST = 2000, MOST_VALUES = 32, MOST_HELPLINES = 4, YEAR = 365 };

/* All values that one filter has in the address. */
static enum eh_rc values(struct eh_request *request, const char *name, struct eh_search_list *ret_list, struct eh_error *err)
{
	struct eh_str *items = eh_arena_alloc_zero(request->arena, MOST_VALUES, sizeof *items);
	size_t n = 0;

	if (!items)
		return eh_fail_memory(err);
	for (size_t i = 0; i < request->query_count && n < MOST_VALUES; i++)
		if (eh_str_eq(request->query[i].name, eh_str_of(name)) && request->query[i].value.n)
			items[n++] = request->query[i].value;
	*ret_list = (struct eh_search_list){ items, n };
	return EH_OK;
}

static const struct {
	const char *field, *value;
	unsigned bit;
} BITS[] = {
	{ "kind", "organisation", EH_SEARCH_ORGANISATION },
	{ "kind", "service", EH_SEARCH_SERVICE },
	{ "status", "active", EH_SEARCH_ACTIVE },
	{ "status", "unknown", EH_SEARCH_UNKNOWN },
	{ "status", "closed", EH_SEARCH_CLOSED },
};

static bool is_on(const struct eh_request *request, const char *name)
{
	return eh_str_eq(eh_request_query(request, name), EH_STR("yes"));
}

static unsigned page_of(const struct eh_request *request)
{
	int64_t page = 1;

	if (eh_str_to_i64(eh_request_query(request, "page"), &page) != EH_OK || page < 1 || page > 100000)
		page = 1;
	return (unsigned)page;
}

static enum eh_rc read_query(
        struct eh_request *request, const struct eh_view *view, struct eh_search_query *query, struct eh_error *err)
{
	struct eh_str text = eh_request_query(request, "q");

	*query = (struct eh_search_query){ .text = text.p ? text : EH_STR(""),
		.council = view->council,
		.open_now = is_on(request, "open"),
		.telephone = is_on(request, "telephone"),
		.now = request->now,
		.confirmed_since = is_on(request, "recent") ? (int32_t)(request->now / 86400000000) - YEAR : 0,
		.near = eh_str_trim(eh_request_query(request, "near")),
		.order = EH_SEARCH_BEST,
		.count = PAGE };
	EH_TRY(values(request, "need", &query->needs, err));
	EH_TRY(values(request, "people", &query->people, err));
	EH_TRY(values(request, "ward", &query->wards, err));
	EH_TRY(values(request, "scale", &query->scales, err));
	for (size_t i = 0; i < sizeof BITS / sizeof *BITS; i++)
		if (eh_fields_have(request->query, request->query_count, BITS[i].field, eh_str_of(BITS[i].value)))
			*(BITS[i].field[0] == 'k' ? &query->kinds : &query->statuses) |= BITS[i].bit;
	/* Somebody with a need wants a number to ring that works; somebody with a name wants that organisation. */
	if (query->needs.count || query->people.count || query->telephone)
		query->order = EH_SEARCH_RESIDENTS;
	return EH_OK;
}

/* The address of this search at `path`, without its page: "…?q=…&need=…&". */
static enum eh_rc address_of(const struct eh_request *request, const struct eh_view *view, const char *path,
        struct eh_str *ret_address, struct eh_error *err)
{
	struct eh_page page EH_CLEANUP_PAGE = { 0 };

	eh_put_markup(&page, EH_STR("/"));
	eh_put_component(&page, view->place);
	eh_put_markup(&page, eh_str_of(path));
	for (size_t i = 0; i < request->query_count; i++) {
		if (eh_str_eq(request->query[i].name, EH_STR("page")) || !request->query[i].value.n)
			continue;
		eh_put_component(&page, request->query[i].name);
		eh_put_markup(&page, EH_STR("="));
		eh_put_component(&page, request->query[i].value);
		eh_put_markup(&page, EH_STR("&"));
	}
	*ret_address = eh_arena_str(request->arena, eh_buf_str(&page.out));
	return page.rc < 0 || !ret_address->p ? eh_fail_memory(err) : EH_OK;
}

struct eh_str eh_web_tel(struct eh_arena *arena, struct eh_str number)
{
	struct eh_buf out EH_CLEANUP_BUF = { 0 };

	eh_buf_add(&out, EH_STR("tel:"));
	for (size_t i = 0; i < number.n; i++)
		if (eh_is_digit(number.p[i]) || (number.p[i] == '+' && out.n == 4))
			eh_buf_add_char(&out, number.p[i]);
	return eh_arena_str(arena, eh_buf_str(&out));
}

static struct eh_str distance(struct eh_arena *arena, const struct eh_search_hit *hit)
{
	if (isnan(hit->distance_m))
		return (struct eh_str){ NULL, 0 };
	if (hit->distance_m < 950)
		return eh_arena_printf(arena, "%s%.0f m", hit->about ? "About " : "", ceil(hit->distance_m / 50) * 50);
	return eh_arena_printf(arena, "%s%.1f km", hit->about ? "About " : "", hit->distance_m / 1000);
}

static bool is_on_map(const struct eh_search_hit *hit) { return !isnan(hit->latitude) && !isnan(hit->longitude); }

static enum eh_rc hits(struct eh_request *request, struct eh_view_search *search, struct eh_error *err)
{
	struct eh_view_hit *items = eh_arena_alloc_zero(request->arena, search->results->count + 1, sizeof *items);

	if (!items)
		return eh_fail_memory(err);
	for (size_t i = 0; i < search->results->count; i++) {
		const struct eh_search_hit *hit = &search->results->hits[i];
		items[i] = (struct eh_view_hit){ .hit = hit,
			.tel = hit->telephone.p ? eh_web_tel(request->arena, hit->telephone) : hit->telephone,
			.number = is_on_map(hit) ? (unsigned)i + 1 + (search->pages.page - 1) * PAGE : 0,
			.distance = distance(request->arena, hit) };
	}
	search->hits = items;
	return eh_arena_check(request->arena, EH_OK, err);
}

/* Where the results of this page are, for those whose place is for the public. */
static enum eh_rc draw_map(
        struct eh_request *request, const struct eh_view *view, struct eh_view_search *search, struct eh_error *err)
{
	struct eh_page page EH_CLEANUP_PAGE = { 0 };
	struct eh_map_dot dots[PAGE];
	struct eh_snapshot *snapshot;
	size_t n = 0;

	for (size_t i = 0; i < search->results->count && n < PAGE; i++)
		if (search->hits[i].number)
			dots[n++] = (struct eh_map_dot){ search->hits[i].hit->latitude, search->hits[i].hit->longitude,
				search->hits[i].number };
	if (!n || eh_view_snapshot(request, view, &snapshot, NULL) < 0)
		return EH_OK;
	eh_map_dots(&page, &snapshot->analysis, snapshot->outline,
	        eh_page_text(&page, "Map of %zu of the results on this page; their numbers stand in the list", n), dots, n);
	search->map = eh_arena_str(request->arena, eh_buf_str(&page.out));
	eh_snapshot_release(eh_request_web(request)->snapshots, snapshot);
	return page.rc < 0 || !search->map.p ? eh_fail_memory(err) : EH_OK;
}

static enum eh_rc find_helplines(struct eh_request *request, struct eh_view_search *search, struct eh_error *err)
{
	struct eh_view_helpline *items = eh_arena_alloc_zero(request->arena, MOST_HELPLINES, sizeof *items);
	struct eh_buf folded EH_CLEANUP_BUF = { 0 };
	char date[32];
	int32_t checked;
	size_t n = 0;

	if (!items || eh_utf8_fold(search->query->text, &folded) < 0)
		return eh_fail_memory(err);
	for (const struct eh_helpline *line = eh_helplines; line->name && n < MOST_HELPLINES; line++)
		if (eh_helpline_fits(line, search->query->needs.items, search->query->needs.count, eh_buf_str(&folded)))
			items[n++] = (struct eh_view_helpline){ eh_str_of(line->name), eh_str_of(line->number),
				eh_web_tel(request->arena, eh_str_of(line->number)), eh_str_of(line->about) };
	search->helplines = items;
	search->helpline_count = n;
	if (eh_date_parse(eh_str_of(eh_helplines_checked), &checked) == EH_OK) {
		eh_date_words(checked, date);
		search->helplines_checked = eh_arena_str(request->arena, eh_str_of(date));
	}
	return eh_arena_check(request->arena, EH_OK, err);
}

enum eh_rc eh_page_search(struct eh_request *request, struct eh_response *response, struct eh_error *err)
{
	struct eh_page page EH_CLEANUP_PAGE = { 0 };
	struct eh_view_search search = { 0 };
	struct eh_search_results results;
	struct eh_search_query query;
	struct eh_view view;
	unsigned number = page_of(request);

	EH_TRY(eh_view_begin(request, response, EH_STR("Find help"), &view, err));
	EH_TRY(read_query(request, &view, &query, err));
	query.from = (size_t)(number - 1) * PAGE;
	EH_TRY(eh_search_run(eh_request_web(request)->search, request->db, &query, request->arena, &results, err));
	search.query = &query;
	search.results = &results;
	search.near = query.near.n ? query.near : EH_STR("");
	search.chosen = query.needs.count + query.people.count + query.wards.count + query.scales.count + !!query.kinds +
	                !!query.statuses + query.open_now + query.telephone + !!query.confirmed_since;
	EH_TRY(address_of(request, &view, "/search?", &search.pages.path, err));
	EH_TRY(address_of(request, &view, "/search.csv?", &search.csv, err));
	search.pages.page = number;
	search.pages.pages = (unsigned)((results.total + PAGE - 1) / PAGE);
	EH_TRY(hits(request, &search, err));
	EH_TRY(draw_map(request, &view, &search, err));
	EH_TRY(find_helplines(request, &search, err));
	view.sensitive = search.helpline_count > 0;
	eh_html_search(&page, &view, &search);
	return eh_view_send(&page, response, err);
}

enum eh_rc eh_page_search_csv(struct eh_request *request, struct eh_response *response, struct eh_error *err)
{
	struct eh_search_results results;
	struct eh_search_query query;
	struct eh_view view;

	EH_TRY(eh_view_begin(request, response, EH_STR(""), &view, err));
	EH_TRY(read_query(request, &view, &query, err));
	query.count = EH_SEARCH_MOST_PAGE;
	for (bool first = true; query.from < CSV_MOST; query.from += query.count, first = false) {
		struct eh_buf part EH_CLEANUP_BUF = { 0 };
		EH_TRY(eh_search_run(eh_request_web(request)->search, request->db, &query, request->arena, &results, err));
		if (!results.count && !first)
			break;
		EH_TRY(eh_search_write_csv(&results, &part));
		struct eh_str rows = eh_buf_str(&part);
		ptrdiff_t heading = first ? -1 : eh_str_find(rows, EH_STR("\n"));
		EH_TRY(eh_buf_add(&response->body, eh_str_sub(rows, (size_t)(heading + 1), rows.n)));
		if (results.count < query.count)
			break;
	}
	response->type = "text/csv; charset=utf-8";
	response->file_name = EH_STR("search.csv");
	return EH_OK;
}

enum eh_rc eh_page_suggest(struct eh_request *request, struct eh_response *response, struct eh_error *err)
{
	static const char *const WHAT[] = { "need", "people", "ward", "organisation", "service" };
	struct eh_search_suggestion suggestions[EH_SEARCH_MOST_SUGGESTIONS];
	struct eh_page page EH_CLEANUP_PAGE = { 0 };
	struct eh_view view;
	size_t n;

	EH_TRY(eh_view_begin(request, response, EH_STR(""), &view, err));
	EH_TRY(eh_search_suggest(eh_request_web(request)->search, request->db, eh_request_query(request, "q"), view.council,
	        request->arena, suggestions, &n, err));
	eh_put_markup(&page, EH_STR("["));
	for (size_t i = 0; i < n; i++) {
		eh_put_markup(&page, i ? EH_STR(",{\"what\":") : EH_STR("{\"what\":"));
		eh_put_json(&page, eh_str_of(WHAT[suggestions[i].what]));
		eh_put_markup(&page, EH_STR(",\"text\":"));
		eh_put_json(&page, suggestions[i].text);
		eh_put_markup(&page, EH_STR("}"));
	}
	eh_put_markup(&page, EH_STR("]\n"));
	response->type = "application/json";
	return eh_view_send(&page, response, err);
}
