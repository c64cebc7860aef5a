/* json_ld_service.c: a service in schema.org's words, for search engines: the public facts alone. */
#include "json_ld.h"
#include "register/taxonomy.h"
#include "templates.h"

enum { MOST_HOURS = 24, MOST_DAYS = 7 };

static const struct {
	const char *code, *day;
} DAYS[] = {
	{ "MO", "Monday" },
	{ "TU", "Tuesday" },
	{ "WE", "Wednesday" },
	{ "TH", "Thursday" },
	{ "FR", "Friday" },
	{ "SA", "Saturday" },
	{ "SU", "Sunday" },
};

struct hours {
	struct eh_str days[MOST_DAYS], from, to;
	size_t day_count;
};

static bool is_clock(struct eh_str s)
{
	return s.n == 5 && eh_is_digit(s.p[0]) && eh_is_digit(s.p[1]) && s.p[2] == ':' && eh_is_digit(s.p[3]) &&
	       eh_is_digit(s.p[4]);
}

/* "MO,WE 10:00-12:00" and nothing else. */
static bool read_hours(struct eh_str text, struct hours *hours)
{
	struct eh_str days, from, code;

	*hours = (struct hours){ 0 };
	text = eh_str_trim(text);
	if (!eh_str_split(&text, ' ', &days) || !eh_str_split(&text, '-', &from) || !is_clock(from) || !is_clock(text))
		return false;
	hours->from = from;
	hours->to = text;
	while (days.n && eh_str_split(&days, ',', &code)) {
		size_t before = hours->day_count;
		for (size_t i = 0; i < sizeof DAYS / sizeof *DAYS && hours->day_count < MOST_DAYS; i++)
			if (eh_str_eq(code, eh_str_of(DAYS[i].code)))
				hours->days[hours->day_count++] = eh_str_of(DAYS[i].day);
		if (hours->day_count == before)
			return false;
	}
	return hours->day_count > 0;
}

void eh_ld_hours(struct eh_page *page, struct eh_str times)
{
	struct hours items[MOST_HOURS];
	struct eh_str one;
	size_t n = 0;

	while (times.n && eh_str_split(&times, ';', &one))
		if (n == MOST_HOURS || !read_hours(one, &items[n++]))
			return;
	for (size_t i = 0; i < n; i++) {
		eh_put_markup(page, i ? EH_STR(",") : EH_STR(",\"hoursAvailable\":["));
		eh_put_markup(page, EH_STR("{\"@type\":\"OpeningHoursSpecification\""));
		eh_ld_names(page, "dayOfWeek", items[i].days, items[i].day_count);
		eh_ld_member(page, "opens", items[i].from);
		eh_ld_member(page, "closes", items[i].to);
		eh_put_markup(page, EH_STR("}"));
	}
	eh_put_markup(page, n ? EH_STR("]") : EH_STR(""));
}

/* How one reaches it: its page, its telephone, where one goes. Of a place that is kept private nothing is told. */
static void channel(struct eh_page *page, const struct eh_view_service *x)
{
	eh_put_markup(page, EH_STR(",\"availableChannel\":{\"@type\":\"ServiceChannel\""));
	eh_ld_member(page, "serviceUrl", x->web);
	if (x->telephone.n) {
		eh_put_markup(page, EH_STR(",\"servicePhone\":{\"@type\":\"ContactPoint\""));
		eh_ld_member(page, "telephone", x->telephone);
		eh_put_markup(page, EH_STR("}"));
	}
	if (x->s->address.n && !x->s->protected && !x->s->ward_count) {
		eh_put_markup(page, EH_STR(",\"serviceLocation\":{\"@type\":\"Place\""));
		eh_ld_member(page, "name", x->s->name);
		eh_ld_address(page, x->s->address, x->s->postcode);
		eh_put_markup(page, EH_STR("}"));
	}
	eh_put_markup(page, EH_STR("}"));
}

static void area(struct eh_page *page, struct eh_str name, bool first)
{
	eh_put_markup(page, first ? EH_STR(",\"areaServed\":[") : EH_STR(","));
	eh_put_markup(page, EH_STR("{\"@type\":\"AdministrativeArea\""));
	eh_ld_member(page, "name", name);
	eh_put_markup(page, EH_STR("}"));
}

/* The wards it goes out to; else where its organisation says it works; else the place. Where it stands is no area that it serves. */
static void areas(struct eh_page *page, const struct eh_view *view, const struct eh_view_service *x)
{
	size_t wards = x->s->ward_count, councils = wards ? 0 : x->o->area_count;

	if (x->s->protected || x->s->office_only)
		return;
	for (size_t i = 0; i < wards; i++)
		area(page, x->s->wards[i].name, i == 0);
	for (size_t i = 0; i < councils; i++)
		area(page, x->o->areas[i], i == 0);
	if (!wards && !councils)
		area(page, view->place_name, true);
	eh_put_markup(page, EH_STR("]"));
}

static void needs(struct eh_page *page, const struct eh_view_service *x)
{
	size_t n = 0;

	for (size_t i = 0; i < x->s->code_count; i++) {
		const struct eh_need *need = eh_need_find(x->s->codes[i].code);
		if (!need || !eh_str_eq(x->s->codes[i].facet, EH_STR("need")))
			continue;
		eh_put_markup(page, n++ ? EH_STR(",") : EH_STR(",\"serviceType\":["));
		eh_put_json(page, eh_str_of(need->label));
	}
	eh_put_markup(page, n ? EH_STR("]") : EH_STR(""));
}

static void provider(struct eh_page *page, struct eh_str id, struct eh_str name)
{
	eh_put_markup(page, EH_STR(",\"provider\":{\"@type\":\"NGO\""));
	eh_ld_member(page, "@id", id);
	eh_ld_member(page, "name", name);
	eh_put_markup(page, EH_STR("}"));
}

static void people(struct eh_page *page, const struct eh_view_service *x)
{
	for (size_t i = 0; i < x->people_count; i++) {
		eh_put_markup(page, i ? EH_STR(",") : EH_STR(",\"audience\":["));
		eh_put_markup(page, EH_STR("{\"@type\":\"Audience\""));
		eh_ld_member(page, "audienceType", x->people[i].label);
		eh_put_markup(page, EH_STR("}"));
	}
	eh_put_markup(page, x->people_count ? EH_STR("]") : EH_STR(""));
}

enum eh_rc eh_json_ld_service(
        struct eh_request *request, const struct eh_view *view, struct eh_view_service *x, struct eh_error *err)
{
	struct eh_page page EH_CLEANUP_PAGE = { 0 };
	struct eh_str base = eh_arena_printf(request->arena, "%s/%.*s", request->site->base_url, EH_FMT(view->place));

	eh_put_markup(
	        &page, EH_STR("<script type=\"application/ld+json\">{\"@context\":\"https://schema.org\",\"@type\":\"Service\""));
	eh_ld_member(&page, "@id", eh_arena_printf(request->arena, "%.*s/services/%.*s", EH_FMT(base), EH_FMT(x->s->id)));
	eh_ld_member(&page, "name", x->s->name);
	eh_ld_member(&page, "description", x->s->does);
	needs(&page, x);
	provider(&page, eh_arena_printf(request->arena, "%.*s/organisations/%.*s", EH_FMT(base), EH_FMT(x->f->id)), x->f->name);
	areas(&page, view, x);
	people(&page, x);
	channel(&page, x);
	eh_ld_hours(&page, x->s->open && !x->s->protected ? x->s->times : EH_STR(""));
	if (x->s->cost_pence == 0)
		eh_put_markup(&page, EH_STR(",\"isAccessibleForFree\":true"));
	eh_put_markup(&page, EH_STR("}</script>"));
	x->json_ld = eh_arena_str(request->arena, eh_buf_str(&page.out));
	return page.rc < 0 || !x->json_ld.p ? eh_fail_memory(err) : EH_OK;
}
