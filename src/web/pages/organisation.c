/* organisation.c: one organisation or service, every fact with its source. */
#include "exchange/facts_json.h"
#include "pages.h"
#include "queries.h"
#include "sources/record.h"
#include "register/taxonomy.h"
#include "templates.h"

/* What registers are called, and where each shows an entry by its number. */
static const struct {
	const char *scheme, *name, *address;
} REGISTERS[] = {
	{ "GB-CHC", "Charity Commission",
	        "https://register-of-charities.charitycommission.gov.uk/charity-details/?subid=0&regid=" },
	{ "GB-COH", "Companies House", "https://find-and-update.company-information.service.gov.uk/company/" },
	{ "GB-SC", "Scottish Charity Regulator",
	        "https://www.oscr.org.uk/about-charities/search-the-register/charity-details?number=" },
	{ "GB-NIC", "Charity Commission for Northern Ireland",
	        "https://www.charitycommissionni.org.uk/charity-details/?subId=0&regId=" },
	{ "GB-MPR", "Mutuals Public Register", NULL },
	{ "GB-EDU", "Get Information about Schools",
	        "https://get-information-schools.service.gov.uk/Establishments/Establishment/Details/" },
	{ "GB-NHS", "NHS Organisation Data Service", NULL },
};

static struct eh_view_number number_of(struct eh_arena *arena, struct eh_str scheme_and_id)
{
	struct eh_view_number number = { .register_name = EH_STR("Number"), .number = scheme_and_id };

	for (size_t i = 0; i < sizeof REGISTERS / sizeof *REGISTERS; i++) {
		struct eh_str scheme = eh_str_of(REGISTERS[i].scheme);
		if (!eh_str_starts(scheme_and_id, scheme) || scheme_and_id.n <= scheme.n + 1 || scheme_and_id.p[scheme.n] != '-')
			continue;
		number.register_name = eh_str_of(REGISTERS[i].name);
		number.number = eh_str_sub(scheme_and_id, scheme.n + 1, scheme_and_id.n);
		if (REGISTERS[i].address)
			number.address = eh_arena_printf(arena, "%s%.*s", REGISTERS[i].address, EH_FMT(number.number));
	}
	return number;
}

static bool is_fact(const struct eh_fact *fact, const char *what) { return strcmp(fact->what, what) == 0 && !fact->gone; }

/* Facts come newest source first within what they say: the first is the best that there is. */
static struct eh_str first_fact(const struct eh_facts *facts, const char *what)
{
	for (size_t i = 0; i < facts->fact_count; i++)
		if (is_fact(&facts->facts[i], what))
			return facts->facts[i].value;
	return (struct eh_str){ NULL, 0 };
}

static bool holds(const struct eh_str *items, size_t count, struct eh_str value)
{
	for (size_t i = 0; i < count; i++)
		if (eh_str_eq_ascii_nocase(items[i], value))
			return true;
	return false;
}

/* What a register or the organisation says it does comes before what a grant was for: the longest text of those that no grant brought. */
static struct eh_str what_it_does(const struct eh_facts *facts)
{
	struct eh_str best = { NULL, 0 };

	for (size_t i = 0; i < facts->fact_count; i++) {
		const struct eh_fact *fact = &facts->facts[i];
		bool of_grant = false;
		if (!is_fact(fact, "does"))
			continue;
		for (size_t g = 0; g < facts->grant_count && !of_grant; g++)
			of_grant = facts->grants[g].title.n && eh_str_find(fact->value, facts->grants[g].title) >= 0;
		if (!of_grant && fact->publisher.n && eh_str_find(fact->publisher, EH_STR("Commission")) >= 0)
			return fact->value;
		if (!of_grant && !best.p)
			best = fact->value;
	}
	return best;
}

static enum eh_rc names_and_numbers(
        struct eh_request *request, const struct eh_facts *facts, struct eh_view_organisation *o, struct eh_error *err)
{
	struct eh_str *names = eh_arena_alloc_zero(request->arena, facts->fact_count + 1, sizeof *names);
	struct eh_str *seen = eh_arena_alloc_zero(request->arena, facts->fact_count + 1, sizeof *seen);
	struct eh_view_number *numbers = eh_arena_alloc_zero(request->arena, facts->fact_count + 1, sizeof *numbers);

	if (!names || !seen || !numbers)
		return eh_fail_memory(err);
	for (size_t i = 0; i < facts->fact_count; i++) {
		const struct eh_fact *fact = &facts->facts[i];
		bool name = strcmp(fact->what, "name") == 0 || strcmp(fact->what, "other name") == 0;
		if (name && !eh_str_eq_ascii_nocase(fact->value, facts->name) && !holds(names, o->name_count, fact->value))
			names[o->name_count++] = fact->value;
		if (is_fact(fact, "number") && !holds(seen, o->number_count, fact->value)) {
			seen[o->number_count] = fact->value;
			numbers[o->number_count++] = number_of(request->arena, fact->value);
		}
	}
	o->names = names;
	o->numbers = numbers;
	return EH_OK;
}

/* Why it is listed under each need and group of people, in plain words. */
static enum eh_rc codes(
        struct eh_request *request, const struct eh_facts *facts, struct eh_view_organisation *o, struct eh_error *err)
{
	struct eh_view_why *items = eh_arena_alloc_zero(request->arena, facts->code_count + 1, sizeof *items);

	if (!items)
		return eh_fail_memory(err);
	for (size_t i = 0; i < facts->code_count; i++) {
		const struct eh_need *need = eh_need_find(facts->codes[i].code);
		const struct eh_people *group = eh_people_find(facts->codes[i].code);
		bool of_need = eh_str_eq(facts->codes[i].facet, EH_STR("need"));
		const char *label = of_need ? (need ? need->label : NULL) : group ? group->label : NULL;
		items[o->why_count++] = (struct eh_view_why){ label ? eh_str_of(label) : facts->codes[i].code, facts->codes[i].why };
	}
	o->why = items;
	return EH_OK;
}

static enum eh_rc topics(
        struct eh_request *request, const struct eh_facts *facts, struct eh_view_organisation *o, struct eh_error *err)
{
	struct eh_view_topic *needs = eh_arena_alloc_zero(request->arena, facts->code_count + 1, sizeof *needs);
	struct eh_view_topic *people = eh_arena_alloc_zero(request->arena, facts->code_count + 1, sizeof *people);

	if (!needs || !people)
		return eh_fail_memory(err);
	for (size_t i = 0; i < facts->code_count; i++) {
		const struct eh_need *need = eh_need_find(facts->codes[i].code);
		const struct eh_people *group = eh_people_find(facts->codes[i].code);
		if (eh_str_eq(facts->codes[i].facet, EH_STR("need")) && need)
			needs[o->need_count++] = (struct eh_view_topic){ facts->codes[i].code, eh_str_of(need->label) };
		if (eh_str_eq(facts->codes[i].facet, EH_STR("people")) && group)
			people[o->people_count++] = (struct eh_view_topic){ facts->codes[i].code, eh_str_of(group->label) };
	}
	o->needs = needs;
	o->people = people;
	return codes(request, facts, o, err);
}

static enum eh_rc money(
        struct eh_request *request, const struct eh_facts *facts, struct eh_view_organisation *o, struct eh_error *err)
{
	struct eh_view_money *items = eh_arena_alloc_zero(request->arena, facts->grant_count + 1, sizeof *items);

	if (!items)
		return eh_fail_memory(err);
	for (size_t i = 0; i < facts->grant_count; i++) {
		size_t at = 0;
		while (at < o->money_count && !eh_str_eq(items[at].currency, facts->grants[i].currency))
			at++;
		if (at == o->money_count)
			items[o->money_count++] = (struct eh_view_money){ .currency = facts->grants[i].currency };
		items[at].count++;
		if (facts->grants[i].amount != INT64_MIN)
			items[at].total += facts->grants[i].amount;
	}
	o->money = items;
	return EH_OK;
}

static bool is_its_own(const struct eh_facts *facts, struct eh_str service)
{
	for (size_t i = 0; i < facts->service_count; i++)
		if (eh_str_eq(facts->services[i].id, service))
			return true;
	return false;
}

/* Pairs that both organisations agreed to show. */
static enum eh_rc shared_ground(
        struct eh_request *request, const struct eh_snapshot *snapshot, struct eh_view_organisation *o, struct eh_error *err)
{
	const struct eh_analysis *analysis = &snapshot->analysis;
	struct eh_view_shared *items = NULL;

	for (size_t i = 0; i < analysis->overlap_count; i++) {
		const struct eh_overlap_row *row = &analysis->overlaps[i];
		bool first = row->may_show && is_its_own(o->f, row->a);
		if (!first && !(row->may_show && is_its_own(o->f, row->b)))
			continue;
		if (!items && !(items = eh_arena_alloc_zero(request->arena, analysis->overlap_count, sizeof *items)))
			return eh_fail_memory(err);
		items[o->shared_count++] = first ? (struct eh_view_shared){ row->b, row->b_name, row->b_organisation }
		                                 : (struct eh_view_shared){ row->a, row->a_name, row->a_organisation };
	}
	o->shared = items;
	return EH_OK;
}

/* What happened to an entry, in words; the renamed name goes behind. */
static const struct {
	const char *event, *words;
	bool names;
} HAPPENED[] = {
	{ "new", "Came onto the list", false },
	{ "closed", "Closed, says a register", false },
	{ "back", "Active again", false },
	{ "renamed", "New name: ", true },
	{ "joined", "Another entry turned out to be this one: ", true },
	{ "split", "Turned out to be more than one: ", true },
};

static enum eh_rc history(struct eh_request *request, struct eh_view_organisation *o, struct eh_error *err)
{
	struct eh_cursor cursor EH_CLEANUP_CURSOR = { 0 };
	struct eh_view_happened *items = eh_arena_alloc_zero(request->arena, EH_HISTORY_MOST, sizeof *items);
	struct eh_q_public_history row;
	enum eh_rc rc;

	if (!items)
		return eh_fail_memory(err);
	EH_TRY(eh_q_public_history(request->db, o->f->id, &cursor, err));
	while ((rc = eh_q_public_history_next(&cursor, &row, err)) == EH_OK && o->happened_count < EH_HISTORY_MOST)
		for (size_t i = 0; i < sizeof HAPPENED / sizeof *HAPPENED; i++)
			if (eh_str_eq(row.event, eh_str_of(HAPPENED[i].event)))
				items[o->happened_count++] = (struct eh_view_happened){ (int32_t)(row.happened_at / 86400000000),
					eh_str_of(HAPPENED[i].words),
					HAPPENED[i].names ? eh_arena_str(request->arena, row.name) : EH_STR("") };
	o->happened = items;
	return rc < 0 ? rc : eh_arena_check(request->arena, EH_OK, err);
}

/* Places that it says it works in, or offers a service in, by name. */
static enum eh_rc works_in(struct eh_request *request, struct eh_view_organisation *o, struct eh_error *err)
{
	struct eh_str *items = eh_arena_alloc_zero(request->arena, o->f->area_count + 1, sizeof *items);

	if (!items)
		return eh_fail_memory(err);
	for (size_t i = 0; i < o->f->area_count; i++)
		if (o->f->areas[i].says & (EH_SAYS_WORKS | EH_SAYS_SERVES | EH_SAYS_MEETS))
			items[o->area_count++] = o->f->areas[i].name;
	o->areas = items;
	return EH_OK;
}

/* Services that a source describes; what is counted at an office alone is no service one could go to. */
static enum eh_rc services(struct eh_request *request, struct eh_view_organisation *o, struct eh_error *err)
{
	const struct eh_service_facts **items = eh_arena_alloc_zero(request->arena, o->f->service_count + 1, sizeof *items);

	if (!items)
		return eh_fail_memory(err);
	for (size_t i = 0; i < o->f->service_count; i++)
		if (!o->f->services[i].office_only)
			items[o->service_count++] = &o->f->services[i];
	o->services = items;
	return EH_OK;
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
					eh_arena_printf(request->arena, "/%.*s/services/%.*s", EH_FMT(view->place), EH_FMT(row.service_id)),
					facts->services[i].name };
	layer->dots = dots;
	layer->dot_count = n;
	return rc < 0 ? rc : eh_arena_check(request->arena, EH_OK, err);
}

/* Where it helps: wards by its services there, dots for those one may visit. Nothing of what is protected. */
static enum eh_rc draw_map(struct eh_request *request, const struct eh_view *view, const struct eh_snapshot *snapshot,
        struct eh_view_organisation *o, struct eh_error *err)
{
	struct eh_page page EH_CLEANUP_PAGE = { 0 };
	struct eh_map_ward *wards = eh_arena_alloc_zero(request->arena, o->f->service_count + 1, sizeof *wards);
	struct eh_place_map_layer layer = { .title = EH_STR("Wards with a service of it"), .unit = EH_STR("of its services"), .wards = wards };

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
	if ((!layer.ward_count && !layer.dot_count) || !eh_place_map_draw(&page, snapshot->map, &layer))
		return page.rc < 0 ? eh_fail_memory(err) : EH_OK;
	o->map = eh_arena_str(request->arena, eh_buf_str(&page.out));
	return page.rc < 0 || !o->map.p ? eh_fail_memory(err) : EH_OK;
}

static enum eh_rc fill(
        struct eh_request *request, const struct eh_facts *facts, struct eh_view_organisation *o, struct eh_error *err)
{
	o->f = facts;
	o->does = what_it_does(facts);
	o->kind = first_fact(facts, "type");
	o->web_words = first_fact(facts, "web");
	o->telephone = first_fact(facts, "telephone");
	o->tel = o->telephone.p ? eh_web_tel(request->arena, o->telephone) : o->telephone;
	o->address = first_fact(facts, "address");
	o->postcode = first_fact(facts, "postcode");
	o->income = first_fact(facts, "income");
	o->registered = first_fact(facts, "registered");
	o->grants_shown = facts->grant_count < EH_GRANTS_SHOWN ? facts->grant_count : EH_GRANTS_SHOWN;
	bool whole = eh_str_find(o->web_words, EH_STR("://")) > 0;
	if (o->web_words.p)
		o->web = whole ? o->web_words : eh_arena_printf(request->arena, "https://%.*s", EH_FMT(o->web_words));
	EH_TRY(names_and_numbers(request, facts, o, err));
	EH_TRY(topics(request, facts, o, err));
	EH_TRY(money(request, facts, o, err));
	EH_TRY(services(request, o, err));
	EH_TRY(works_in(request, o, err));
	return history(request, o, err);
}

static bool is_sensitive(const struct eh_facts *facts)
{
	for (size_t i = 0; i < facts->code_count; i++)
		if (eh_str_eq(facts->codes[i].code, EH_STR("abuse")))
			return true;
	return facts->protected.p != NULL;
}

/* Whoever reads of a refuge may need one. */
static enum eh_rc crisis(struct eh_request *request, bool sensitive, struct eh_view_helplines *help, struct eh_error *err)
{
	static const struct eh_str ABUSE[] = { { "abuse", 5 } };

	return sensitive ? eh_view_helplines(request->arena, ABUSE, 1, EH_STR(""), help, err) : EH_OK;
}

/* An identifier that was merged into another leads to the other for good. */
static enum eh_rc load(struct eh_request *request, const struct eh_view *view, const char *below, struct eh_facts *facts,
        struct eh_response *response, struct eh_error *err)
{
	enum eh_rc rc = eh_facts_load(request->db, eh_request_capture(request, 1), facts, err);

	if (rc == EH_NOT_FOUND)
		return eh_fail(
		        err, rc, "No organisation on this list has that identifier. It may have been taken off its register.");
	EH_TRY(rc);
	if (eh_str_eq(facts->id, eh_request_capture(request, 1)))
		return EH_OK;
	EH_TRY(eh_response_redirect(response,
	        eh_arena_printf(request->arena, "/%.*s/organisations/%.*s%s", EH_FMT(view->place), EH_FMT(facts->id), below)));
	response->status = 301;
	return EH_END;
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
	view.sensitive = is_sensitive(&facts);
	EH_TRY(fill(request, &facts, &o, err));
	EH_TRY(crisis(request, view.sensitive, &o.help, err));
	EH_TRY(eh_json_ld(request, &view, &o, err));
	rc = eh_view_snapshot(request, &view, &snapshot, err);
	if (rc >= 0)
		rc = shared_ground(request, snapshot, &o, err);
	if (rc >= 0)
		rc = draw_map(request, &view, snapshot, &o, err);
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

enum eh_rc eh_page_service(struct eh_request *request, struct eh_response *response, struct eh_error *err)
{
	struct eh_page page EH_CLEANUP_PAGE = { 0 };
	struct eh_facts facts EH_CLEANUP_FACTS = { 0 };
	struct eh_view_service service = { .f = &facts };
	struct eh_view_organisation topics_of = { 0 };
	struct eh_q_service_owner owner;
	struct eh_view view;

	EH_TRY(eh_view_begin(request, response, EH_STR(""), &view, err));
	enum eh_rc rc = eh_q_service_owner(request->db, eh_request_capture(request, 1), request->arena, &owner, err);
	if (rc >= 0)
		rc = eh_facts_load(request->db, owner.org_id, &facts, err);
	for (size_t i = 0; rc >= 0 && i < facts.service_count; i++)
		if (eh_str_eq(facts.services[i].id, eh_request_capture(request, 1)))
			service.s = &facts.services[i];
	if (rc == EH_NOT_FOUND || (rc >= 0 && !service.s))
		return eh_fail(err, EH_NOT_FOUND, "No service on this list has that identifier. It may have ended.");
	EH_TRY(rc);
	view.title = service.s->name;
	view.sensitive = is_sensitive(&facts) || service.s->protected;
	EH_TRY(fill(request, &facts, &topics_of, err));
	service.o = &topics_of;
	EH_TRY(crisis(request, view.sensitive, &service.help, err));
	eh_html_service(&page, &view, &service);
	return eh_view_send(&page, response, err);
}
