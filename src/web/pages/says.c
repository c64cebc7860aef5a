/* says.c: what the list says of an organisation, from its facts to what a page shows. */
#include "in_words.h"
#include "queries.h"
#include "register/taxonomy.h"
#include "sources/record.h"
#include "templates.h"

enum { PUBLISHERS = 16 }; /* of one fact; more say nothing more */

static bool is_fact(const struct eh_fact *fact, const char *what) { return strcmp(fact->what, what) == 0 && !fact->gone; }

/* Facts come newest source first within what they say: the first is the best that there is. */
static struct eh_str first_fact(const struct eh_facts *facts, const char *what)
{
	for (size_t i = 0; i < facts->fact_count; i++)
		if (is_fact(&facts->facts[i], what))
			return facts->facts[i].value;
	return (struct eh_str){ NULL, 0 };
}

/* What the list settled on, where somebody still says it: an own word that was just taken back stands in the list until it is made anew. */
static struct eh_str settled(const struct eh_facts *facts, const char *what, struct eh_str value)
{
	for (size_t i = 0; i < facts->fact_count; i++)
		if (is_fact(&facts->facts[i], what) && eh_str_eq(facts->facts[i].value, value))
			return value;
	return first_fact(facts, what);
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
		if (eh_str_eq(fact->source, EH_STR("own words")))
			return fact->value;
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
	const struct eh_register_words *of;
	struct eh_str number;
	struct eh_view_number *numbers = eh_arena_alloc_zero(request->arena, facts->fact_count + 1, sizeof *numbers);

	if (!names || !seen || !numbers)
		return eh_fail_memory(err);
	for (size_t i = 0; i < facts->fact_count; i++) {
		const struct eh_fact *fact = &facts->facts[i];
		bool name = strcmp(fact->what, "name") == 0 || strcmp(fact->what, "other name") == 0;
		if (name && !eh_str_eq_ascii_nocase(fact->value, facts->name) && !holds(names, o->name_count, fact->value))
			names[o->name_count++] = fact->value;
		if (!is_fact(fact, "number") || holds(seen, o->number_count, fact->value) ||
		        !(of = eh_register_of(fact->value, &number)))
			continue;
		seen[o->number_count] = fact->value;
		numbers[o->number_count++] = (struct eh_view_number){ eh_str_of(of->name), number,
			eh_register_address(request->arena, of, number) };
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
		items[o->why_count++] = (struct eh_view_why){ label ? eh_str_of(label) : facts->codes[i].code,
			eh_why_in_words(request->arena, request->language, facts->codes[i].why) };
	}
	o->why = items;
	return EH_OK;
}

struct topics {
	struct eh_view_topic *needs, *people;
	size_t need_count, people_count;
};

static enum eh_rc topics_of(struct eh_request *request, const struct eh_code_facts *items, size_t count,
        struct topics *ret_topics, struct eh_error *err)
{
	struct topics topics = { eh_arena_alloc_zero(request->arena, count + 1, sizeof *topics.needs),
		eh_arena_alloc_zero(request->arena, count + 1, sizeof *topics.people), 0, 0 };

	if (!topics.needs || !topics.people)
		return eh_fail_memory(err);
	for (size_t i = 0; i < count; i++) {
		const struct eh_need *need = eh_need_find(items[i].code);
		const struct eh_people *group = eh_people_find(items[i].code);
		if (eh_str_eq(items[i].facet, EH_STR("need")) && need)
			topics.needs[topics.need_count++] = (struct eh_view_topic){ items[i].code, eh_str_of(need->label) };
		if (eh_str_eq(items[i].facet, EH_STR("people")) && group)
			topics.people[topics.people_count++] = (struct eh_view_topic){ items[i].code, eh_str_of(group->label) };
	}
	*ret_topics = topics;
	return EH_OK;
}

static enum eh_rc topics(
        struct eh_request *request, const struct eh_facts *facts, struct eh_view_organisation *o, struct eh_error *err)
{
	struct topics topics;

	EH_TRY(topics_of(request, facts->codes, facts->code_count, &topics, err));
	o->needs = topics.needs;
	o->need_count = topics.need_count;
	o->people = topics.people;
	o->people_count = topics.people_count;
	return codes(request, facts, o, err);
}

static void say(struct eh_view_fact *said, const struct eh_fact *fact)
{
	size_t at = 0;

	while (at < said->count && !eh_str_eq(said->says[at].publisher, fact->publisher))
		at++;
	if (at == said->count)
		said->says[said->count++] = (struct eh_view_says){
			.publisher = fact->publisher, .date = fact->date, .gone = true
		};
	said->says[at].times++;
	said->says[at].gone &= fact->gone;
	if (fact->date > said->says[at].date)
		said->says[at].date = fact->date;
}

/* Every fact once, with all who say it. The facts are sorted by what they are about. */
static enum eh_rc who_says_what(
        struct eh_request *request, const struct eh_facts *facts, struct eh_view_organisation *o, struct eh_error *err)
{
	struct eh_view_fact *items = eh_arena_alloc_zero(request->arena, facts->fact_count + 1, sizeof *items);
	size_t first = 0; /* of those about the same */

	if (!items)
		return eh_fail_memory(err);
	for (size_t i = 0; i < facts->fact_count; i++) {
		const struct eh_fact *fact = &facts->facts[i];
		if (i && strcmp(fact->what, facts->facts[i - 1].what) != 0)
			first = o->said_count;
		size_t at = first;
		while (at < o->said_count && !eh_str_eq(items[at].value, fact->value))
			at++;
		if (at == o->said_count) {
			items[o->said_count++] = (struct eh_view_fact){ .what = fact->what,
				.value = fact->value,
				.says = eh_arena_alloc_zero(request->arena, PUBLISHERS, sizeof *items->says) };
			if (!items[at].says)
				return eh_fail_memory(err);
		}
		if (items[at].count < PUBLISHERS)
			say(&items[at], fact);
	}
	for (size_t i = 0; i < o->said_count; i++)
		items[i].value = eh_fact_in_words(request->arena, request->language, items[i].what, items[i].value);
	o->said = items;
	o->gone = facts->fact_count > 0 && !eh_str_eq(facts->status, EH_STR("closed"));
	for (size_t i = 0; i < facts->fact_count; i++) {
		o->gone &= facts->facts[i].gone;
		o->left_register |= eh_str_eq(facts->facts[i].value, EH_STR(EH_LEFT_SPORTS_REGISTER));
	}
	return EH_OK;
}

/* Facts have them oldest first. */
static enum eh_rc newest_grants(
        struct eh_request *request, const struct eh_facts *facts, struct eh_view_organisation *o, struct eh_error *err)
{
	const struct eh_grant_facts **items = eh_arena_alloc_zero(request->arena, EH_GRANTS_SHOWN, sizeof *items);

	if (!items)
		return eh_fail_memory(err);
	for (size_t i = facts->grant_count; i-- && o->grants_shown < EH_GRANTS_SHOWN;)
		items[o->grants_shown++] = &facts->grants[i];
	o->grants = items;
	return EH_OK;
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
	return newest_grants(request, facts, o, err);
}

/* What happened to an entry, in words; the renamed name goes behind. */
static const struct {
	const char *event, *words;
	bool names;
} HAPPENED[] = {
	{ "new", EH_T("Came onto the list"), false },
	{ "closed", EH_T("Closed, says a register"), false }, /* or people: CLOSED_BY */
	{ "back", EH_T("Active again"), false },
	{ "renamed", EH_T("New name: "), true },
	{ "joined", EH_T("Another entry turned out to be this one: "), true },
	{ "split", EH_T("Turned out to be more than one: "), true },
};

/* By whom people said that it has closed (closing.h). */
static struct eh_str happened_words(const char *words, struct eh_str said_as)
{
	static const struct {
		const char *said_as, *words;
	} CLOSED_BY[] = { { EH_CLOSED_BY_ITSELF, EH_T("Closed, says the organisation itself") },
		{ EH_CLOSED_BY_KEEPERS, EH_T("Closed, says a correction that the keepers of the list checked") },
		{ EH_CLOSED_BY_TWO_KEYS, EH_T("Closed, say both keys") } };

	for (size_t i = 0; said_as.p && i < sizeof CLOSED_BY / sizeof *CLOSED_BY; i++)
		if (eh_str_eq(said_as, eh_str_of(CLOSED_BY[i].said_as)))
			return eh_str_of(CLOSED_BY[i].words);
	return eh_str_of(words);
}

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
					happened_words(HAPPENED[i].words, row.said_as),
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

/* Where a web site as somebody wrote it leads: {NULL, 0} for what is no address of the web. */
static struct eh_str web_address(struct eh_request *request, struct eh_str words)
{
	if (!words.p || eh_str_find_ascii_nocase(words, EH_STR("http://")) == 0 ||
	        eh_str_find_ascii_nocase(words, EH_STR("https://")) == 0)
		return words;
	for (size_t i = 0; i < words.n; i++)
		if (words.p[i] == ':' || words.p[i] == ' ')
			return (struct eh_str){ NULL, 0 };
	return eh_arena_printf(request->arena, "https://%.*s", EH_FMT(words));
}

enum eh_rc eh_organisation_says(
        struct eh_request *request, const struct eh_facts *facts, struct eh_view_organisation *o, struct eh_error *err)
{
	o->f = facts;
	o->does = what_it_does(facts);
	o->kind = first_fact(facts, "type");
	o->web_words = settled(facts, "web", facts->web);
	o->telephone = settled(facts, "telephone", facts->telephone);
	o->tel = o->telephone.p ? eh_web_tel(request->arena, o->telephone) : o->telephone;
	o->address = facts->address;
	o->postcode = facts->postcode;
	o->income = eh_fact_in_words(request->arena, request->language, "income", first_fact(facts, "income"));
	o->web = web_address(request, o->web_words);
	EH_TRY(names_and_numbers(request, facts, o, err));
	EH_TRY(topics(request, facts, o, err));
	EH_TRY(money(request, facts, o, err));
	EH_TRY(who_says_what(request, facts, o, err));
	EH_TRY(services(request, o, err));
	EH_TRY(works_in(request, o, err));
	return history(request, o, err);
}

enum eh_rc eh_service_says(struct eh_request *request, struct eh_view_service *x, struct eh_error *err)
{
	const struct eh_service_facts *service = x->s;
	struct topics topics = { 0 };

	x->telephone = service->telephone.p ? service->telephone : x->o->telephone;
	x->tel = x->telephone.p ? eh_web_tel(request->arena, x->telephone) : x->telephone;
	x->web = service->web.p ? web_address(request, service->web) : x->o->web;
	x->web_words = service->web.p ? service->web : x->o->web_words;
	x->said_itself = EH_NO_DATE;
	for (size_t i = 0; i < service->said_count && x->said_itself == EH_NO_DATE; i++)
		if (eh_str_eq(service->said[i].source, EH_STR("own words")) && !eh_str_eq(service->said_as, EH_STR("keeper")))
			x->said_itself = service->said[i].date;
	if (service->said_as.p)
		EH_TRY(topics_of(request, service->codes, service->code_count, &topics, err));
	x->needs = topics.needs;
	x->need_count = topics.need_count;
	x->people = topics.people;
	x->people_count = topics.people_count;
	return EH_OK;
}
