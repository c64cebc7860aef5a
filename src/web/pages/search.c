/* search.c: finding organisations and services. What people look for is kept nowhere: it is read from the address, answered, and forgotten. */
#include <math.h>

#include "asked.h"
#include "pages.h"
#include "register/taxonomy.h"
#include "templates.h"
#include "web/helplines.h"

enum { PAGE = EH_ASKED_PAGE, CSV_MOST = 2000, MOST_CHIPS = 48, MOST_OFFERS = 2, MOST_MAP_WARDS = 300 };

static enum eh_rc ask(struct eh_request *request, const struct eh_view *view, struct eh_asked *asked, struct eh_error *err)
{
	return eh_asked_read(request->query, request->query_count, view->council, request->now, request->arena, asked, err);
}

static enum eh_rc lines_for(struct eh_request *request, struct eh_str text, size_t *ret_count, struct eh_error *err)
{
	struct eh_buf folded EH_CLEANUP_BUF = { 0 };
	struct eh_view_helplines help;

	if (eh_utf8_fold(text, &folded) < 0)
		return eh_fail_memory(err);
	EH_TRY(eh_view_helplines(request->arena, NULL, 0, eh_buf_str(&folded), &help, err));
	*ret_count = help.count;
	return EH_OK;
}

/* Nobody who types "my husband hits me" is told of results for other words, in which there is no danger any more. */
static enum eh_rc run(
        struct eh_request *request, struct eh_search_query *query, struct eh_search_results *ret_results, struct eh_error *err)
{
	struct eh_search *search = eh_request_web(request)->search;
	size_t typed, corrected;

	EH_TRY(eh_search_run(search, request->db, query, request->arena, ret_results, err));
	if (!ret_results->corrected)
		return EH_OK;
	EH_TRY(lines_for(request, query->text, &typed, err));
	EH_TRY(lines_for(request, ret_results->did_you_mean, &corrected, err));
	if (corrected >= typed)
		return EH_OK;
	query->as_typed = true;
	return eh_search_run(search, request->db, query, request->arena, ret_results, err);
}

/* The address of this search at `path` below the place, ending so that a field can be put behind it. */
static enum eh_rc address_of(const struct eh_request *request, const struct eh_view *view, const char *path, size_t without,
        struct eh_str *ret_address, struct eh_error *err)
{
	struct eh_str whole = eh_arena_printf(request->arena, "/%.*s%s?", EH_FMT(view->place), path);

	if (!whole.p)
		return eh_fail_memory(err);
	return eh_asked_address(request->query, request->query_count, without, whole, request->arena, ret_address, err);
}

struct eh_str eh_web_tel(struct eh_arena *arena, struct eh_str number)
{
	enum { FEWEST = 3 }; /* digits of a number: 999, 111 */
	struct eh_buf out EH_CLEANUP_BUF = { 0 };
	size_t digits = 0;

	eh_buf_add(&out, EH_STR("tel:"));
	for (size_t i = 0; i < number.n; i++) {
		char c = number.p[i];
		if (digits >= FEWEST && (eh_is_alpha(c) || strchr("/;,&|#", c)))
			break; /* a second number, an extension or a word */
		if (out.n > 4 && out.p[4] == '+' && eh_str_starts(eh_str_sub(number, i, number.n), EH_STR("(0)")))
			i += 2; /* +44 (0)1632: dialled without that 0 */
		else if (eh_is_digit(c) || (c == '+' && !digits))
			eh_buf_add_char(&out, c);
		digits += eh_is_digit(c);
	}
	return eh_arena_str(arena, eh_buf_str(&out));
}

/* Its place is for the public; whether the map reaches so far is another question. */
static bool has_place(const struct eh_search_hit *hit) { return !isnan(hit->latitude) && !isnan(hit->longitude); }

static enum eh_rc hits(struct eh_request *request, struct eh_view_search *search, struct eh_error *err)
{
	struct eh_view_hit *items = eh_arena_alloc_zero(request->arena, search->results->count + 1, sizeof *items);

	if (!items)
		return eh_fail_memory(err);
	for (size_t i = 0; i < search->results->count; i++) {
		const struct eh_search_hit *hit = &search->results->hits[i];
		items[i] = (struct eh_view_hit){ .hit = hit,
			.tel = hit->telephone.p ? eh_web_tel(request->arena, hit->telephone) : hit->telephone,
			.near = search->results->near.p != NULL,
			.distance = eh_asked_distance(request->arena, request->language, hit->distance_m, hit->about) };
	}
	search->hits = items;
	return eh_arena_check(request->arena, EH_OK, err);
}

/* Wards by how many results each has, leading to those. */
static enum eh_rc map_wards(
        struct eh_request *request, const struct eh_view_search *search, struct eh_place_map_layer *layer, struct eh_error *err)
{
	const struct eh_search_facet *facet = &search->results->wards;
	struct eh_map_ward *wards = eh_arena_alloc_zero(request->arena, facet->count + 1, sizeof *wards);

	if (!wards)
		return eh_fail_memory(err);
	for (size_t i = 0; i < facet->count && facet->count <= MOST_MAP_WARDS; i++)
		wards[layer->ward_count++] = (struct eh_map_ward){ .code = facet->items[i].code,
			.count = facet->items[i].count,
			.href = eh_arena_printf(
			        request->arena, "%.*sward=%.*s", EH_FMT(search->pages.path), EH_FMT(facet->items[i].code)) };
	layer->wards = wards;
	return eh_arena_check(request->arena, EH_OK, err);
}

/* Numbers those that the map reaches, and fills a dot for each. */
static size_t number_hits(
        struct eh_request *request, struct eh_view_search *search, const struct eh_place_map *map, struct eh_map_dot dots[PAGE])
{
	size_t n = 0;

	for (size_t i = 0; i < search->results->count && n < PAGE; i++) {
		struct eh_view_hit *hit = &search->hits[i];
		if (!has_place(hit->hit))
			continue;
		if (!eh_place_map_reaches(map, hit->hit->latitude, hit->hit->longitude)) {
			search->off_map++;
			continue;
		}
		hit->number = (unsigned)i + 1 + (search->pages.page - 1) * PAGE;
		dots[n++] = (struct eh_map_dot){ hit->hit->latitude, hit->hit->longitude, hit->number,
			eh_arena_printf(request->arena, "#r-%u", hit->number), hit->hit->name };
	}
	return n;
}

/* Where the results are: wards by their number, dots for those of this page whose place is for the public. */
static enum eh_rc draw_map(
        struct eh_request *request, const struct eh_view *view, struct eh_view_search *search, struct eh_error *err)
{
	struct eh_page page EH_CLEANUP_PAGE = { 0 };
	struct eh_map_dot dots[PAGE];
	struct eh_snapshot *snapshot;
	struct eh_place_map_layer layer = {
		.title = eh_request_say(
		        request, EH_T("Results by ward, and those of this page that can be visited by their numbers")),
		.unit = eh_request_say(request, EH_T("results")),
		.unit_one = eh_request_say(request, EH_T("result")),
		.dots = dots
	};

	EH_TRY(map_wards(request, search, &layer, err));
	if (!search->results->total || eh_view_snapshot(request, view, &snapshot, NULL) < 0)
		return EH_OK;
	layer.dot_count = number_hits(request, search, snapshot->map, dots);
	layer.near = search->results->near.p != NULL;
	bool drawn = eh_place_map_draw(&page, snapshot->map, &layer);
	eh_snapshot_release(eh_request_web(request)->snapshots, snapshot);
	search->map_dots = layer.dot_count;
	search->map = drawn ? eh_arena_str(request->arena, eh_buf_str(&page.out)) : EH_STR("");
	return page.rc < 0 || !search->map.p ? eh_fail_memory(err) : EH_OK;
}

static enum eh_rc find_helplines(struct eh_request *request, struct eh_view_search *search, struct eh_error *err)
{
	struct eh_buf folded EH_CLEANUP_BUF = { 0 };

	if (eh_utf8_fold(search->query->text, &folded) < 0)
		return eh_fail_memory(err);
	return eh_view_helplines(
	        request->arena, search->query->needs.items, search->query->needs.count, eh_buf_str(&folded), &search->help, err);
}

/* Words that name a need: the way to everybody who helps with it. */
static enum eh_rc offer_needs(struct eh_request *request, struct eh_view_search *search, struct eh_error *err)
{
	struct eh_search_suggestion suggestions[EH_SEARCH_MOST_SUGGESTIONS];
	struct eh_view_topic *items = eh_arena_alloc_zero(request->arena, MOST_OFFERS, sizeof *items);
	size_t n = 0;

	if (!items)
		return eh_fail_memory(err);
	if (search->query->text.n && !search->query->needs.count)
		EH_TRY(eh_search_suggest_terms(
		        eh_request_web(request)->search, request->db, search->query->text, request->arena, suggestions, &n, err));
	for (size_t i = 0; i < n && search->offer_count < MOST_OFFERS; i++)
		if (suggestions[i].what == EH_SUGGEST_NEED)
			items[search->offer_count++] = (struct eh_view_topic){ suggestions[i].code, suggestions[i].text };
	search->offers = items;
	return EH_OK;
}

static struct eh_str label_in(const struct eh_search_facet *facet, struct eh_str code)
{
	for (size_t i = 0; i < facet->count; i++)
		if (eh_str_eq(facet->items[i].code, code))
			return facet->items[i].label;
	return code;
}

static struct eh_str chip_of(const struct eh_choice *choice) { return eh_str_of(choice->chip); }

/* What a field of the address says that is chosen; {NULL, 0} when it is no filter. */
static struct eh_str chip_text(const struct eh_view_search *search, const struct eh_field *field)
{
	const struct eh_search_results *results = search->results;
	const struct {
		const char *name;
		const struct eh_search_facet *facet;
		struct eh_str text;
	} FILTERS[] = {
		{ "need", &results->needs, { NULL, 0 } },
		{ "people", &results->people, { NULL, 0 } },
		{ "ward", &results->wards, { NULL, 0 } },
		{ "scale", &results->scales, { NULL, 0 } },
		{ "size", &results->sizes, { NULL, 0 } },
		{ "kind", &results->kinds, { NULL, 0 } },
		{ "status", &results->statuses, { NULL, 0 } },
		{ "telephone", NULL, EH_STR(EH_T("With a telephone number")) },
		{ "open", NULL, EH_STR(EH_T("Open now")) },
		{ "within", NULL, chip_of(search->asked->within) },
		{ "confirmed", NULL, chip_of(search->asked->confirmed) },
	};

	for (size_t i = 0; field->value.n && i < sizeof FILTERS / sizeof *FILTERS; i++)
		if (eh_str_eq(field->name, eh_str_of(FILTERS[i].name)))
			return FILTERS[i].facet ? label_in(FILTERS[i].facet, field->value) : FILTERS[i].text;
	return (struct eh_str){ NULL, 0 };
}

/* What is chosen, each with the address of the search without it. */
static enum eh_rc chips(
        struct eh_request *request, const struct eh_view *view, struct eh_view_search *search, struct eh_error *err)
{
	struct eh_view_chip *items = eh_arena_alloc_zero(request->arena, MOST_CHIPS, sizeof *items);

	if (!items)
		return eh_fail_memory(err);
	for (size_t i = 0; i < request->query_count && search->chip_count < MOST_CHIPS; i++) {
		struct eh_str text = chip_text(search, &request->query[i]), href;
		if (!text.p)
			continue;
		EH_TRY(address_of(request, view, "/search", i, &href, err));
		items[search->chip_count++] = (struct eh_view_chip){ text, href };
	}
	search->chips = items;
	return EH_OK;
}

static enum eh_rc options(struct eh_request *request, const struct eh_choice *choices, const struct eh_choice *chosen,
        struct eh_view_options *ret_options, struct eh_error *err)
{
	struct eh_ui_item *items = eh_arena_alloc_zero(request->arena, EH_ASKED_CHOICES, sizeof *items);
	size_t n = 0;

	if (!items)
		return eh_fail_memory(err);
	for (; n < EH_ASKED_CHOICES && choices[n].value; n++)
		items[n] = (struct eh_ui_item){
			.value = eh_str_of(choices[n].value), .text = eh_str_of(choices[n].words), .chosen = &choices[n] == chosen
		};
	*ret_options = (struct eh_view_options){ items, n };
	return EH_OK;
}

static enum eh_rc fill(
        struct eh_request *request, const struct eh_view *view, struct eh_view_search *search, struct eh_error *err)
{
	size_t all = request->query_count;

	EH_TRY(address_of(request, view, "/search", all, &search->pages.path, err));
	EH_TRY(address_of(request, view, "/search.csv", all, &search->csv, err));
	size_t within = 0;
	while (within < all && !eh_str_eq(request->query[within].name, EH_STR("within")))
		within++;
	EH_TRY(address_of(request, view, "/search", within, &search->anywhere, err));
	search->pages.page = search->asked->page;
	search->pages.pages = (unsigned)((search->results->total + PAGE - 1) / PAGE);
	EH_TRY(options(request, eh_within_choices, search->asked->within, &search->within, err));
	EH_TRY(options(request, eh_confirmed_choices, search->asked->confirmed, &search->confirmed, err));
	EH_TRY(options(request, eh_order_choices, search->asked->order, &search->order, err));
	EH_TRY(chips(request, view, search, err));
	EH_TRY(hits(request, search, err));
	EH_TRY(draw_map(request, view, search, err));
	EH_TRY(find_helplines(request, search, err));
	return offer_needs(request, search, err);
}

enum eh_rc eh_page_search(struct eh_request *request, struct eh_response *response, struct eh_error *err)
{
	struct eh_page page EH_CLEANUP_PAGE = { 0 };
	struct eh_search_results results;
	struct eh_asked asked;
	struct eh_view view;

	EH_TRY(eh_view_begin(request, response, EH_STR("Find help"), &view, err));
	EH_TRY(ask(request, &view, &asked, err));
	EH_TRY(run(request, &asked.query, &results, err));
	struct eh_view_search search = { .asked = &asked, .query = &asked.query, .results = &results, .csv_most = CSV_MOST };
	EH_TRY(fill(request, &view, &search, err));
	if (asked.help)
		view.title = EH_SAY_WITH(
		        request->arena, view.language, EH_T("Help with {0}"), eh_request_say(request, asked.help->label));
	view.sensitive = search.help.discreet;
	if (search.map.n)
		eh_view_map(request, response, &view);
	eh_html_search(&page, &view, &search);
	return eh_view_send(&page, response, err);
}

enum eh_rc eh_page_search_csv(struct eh_request *request, struct eh_response *response, struct eh_error *err)
{
	struct eh_search_results results;
	struct eh_asked asked;
	struct eh_view view;

	EH_TRY(eh_view_begin(request, response, EH_STR(""), &view, err));
	EH_TRY(ask(request, &view, &asked, err));
	struct eh_search_query query = asked.query;
	query.from = 0; /* all pages */
	query.count = EH_SEARCH_MOST_PAGE;
	for (bool first = true; query.from < CSV_MOST; query.from += query.count, first = false) {
		struct eh_buf part EH_CLEANUP_BUF = { 0 };
		EH_TRY(run(request, &query, &results, err));
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
