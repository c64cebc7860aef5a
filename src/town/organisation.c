/* One organisation, as it really is, out of the seed and its number. */
#include "parts.h"

/* Beyond how many organisations domains name a street too: fewer than this hardly share a name. */
enum { OWN_SLUGS = 200, NUMBERED_SLUGS = 5000, LONGEST_SLUG = 48 };

/* In every 64 organisations one is national and three are local branches of it. */
enum { BLOCK = 64, NATIONAL_AT = 7, MERGE_EVERY = 97, MERGED_AT = 50 };

static const char *const brand_heads = "Lantern|Harbour|Kindle|Hearth|Compass|Ember|Willow|Tide|Acorn|Swift|Marigold|Beacon|"
                                       "Otter|Juniper|Larch|Pebble|Rowan|Saffron";
static const char *const brand_tails = "light|wing|path|song|bridge|stone|brook|field|ways|gather|bloom|kin";
static const char *const towns = "North " EH_TOWN_NAME "|South " EH_TOWN_NAME "|East " EH_TOWN_NAME "|West " EH_TOWN_NAME
                                 "|" EH_TOWN_NAME " Bay|" EH_TOWN_NAME " Old Town|" EH_TOWN_NAME
                                 " and District|Greater " EH_TOWN_NAME "|" EH_TOWN_NAME " Harbour|Central " EH_TOWN_NAME
                                 "|" EH_TOWN_NAME " Sands";
static const char *const causes = "Care|Support|Action|Alliance|Network|Foundation";

/* What a template's marks stand for. */
struct words {
	const char *place, *town, *brand;
	struct eh_random *random;
};

static void make_brand(struct eh_random *random, struct town_line *out)
{
	struct town_line word;

	town_line_clear(out);
	town_line_add(out, town_pick(random, brand_heads, &word));
	town_line_add(out, town_pick(random, brand_tails, &word));
}

static void ordinal(struct eh_random *random, struct town_line *out)
{
	static const char *const ends[] = { "th", "st", "nd", "rd" };
	uint64_t n = 1 + eh_random_below(random, 38);

	town_line_number(out, (int64_t)n, 1);
	town_line_add(out, ends[n / 10 != 1 && n % 10 < 4 ? n % 10 : 0]);
}

static void expand(const char *template, const struct words *words, struct town_line *out)
{
	struct town_line word;

	town_line_clear(out);
	for (const char *p = template; *p; p++) {
		if (*p != '%') {
			town_line_char(out, *p);
			continue;
		}
		switch (*++p) {
		case 'P':
			town_line_add(out, words->place);
			break;
		case 'T':
			town_line_add(out, words->town);
			break;
		case 'B':
			town_line_add(out, words->brand);
			break;
		case 'S':
			town_line_add(out, town_pick(words->random, town_saints, &word));
			break;
		case 'F':
			town_line_add(out, town_pick(words->random, town_families, &word));
			break;
		case 'C':
			town_line_add(out, town_pick(words->random, causes, &word));
			break;
		default:
			ordinal(words->random, out);
			break;
		}
	}
}

/* Copies what fits without cutting a character. */
static void keep(char *out, size_t size, const char *text)
{
	struct eh_str fits = eh_utf8_cut(eh_str_of(text), size - 1);

	memcpy(out, fits.p, fits.n);
	out[fits.n] = '\0';
}

static void draw_name(struct eh_random *random, const char *names, const struct words *words, char *out, size_t size)
{
	struct town_line template, name;

	town_pick(random, names, &template);
	expand(template.p, words, &name);
	keep(out, size, name.p);
}

/* Initials of three words or more. */
static void make_acronym(const char *name, char out[16])
{
	size_t n = 0;
	bool at_start = true;

	for (const char *p = name; *p; p++) {
		if (at_start && *p >= 'A' && *p <= 'Z' && n < 8)
			out[n++] = *p;
		at_start = *p == ' ' || *p == '-';
	}
	out[n >= 3 ? n : 0] = '\0';
}

static void choose_place(const struct town_map *map, struct eh_random *random, struct town_org *org)
{
	struct town_line line;
	uint32_t slots = map->postcodes;

	/* Some areas pull more than others: drawn evenly, kept in that proportion. */
	do
		org->area = (uint32_t)eh_random_below(random, map->areas);
	while (eh_random_below(random, 24) >= town_map_pull(map, org->area));
	do
		org->slot = (uint32_t)eh_random_below(random, slots);
	while (org->slot % 4 == 3);
	org->ward = org->area / 4;
	town_map_postcode(map, org->area, org->slot, &org->at);
	uint64_t called = eh_random_below(random, 100);
	if (called < 20)
		town_map_ward_name(map, org->ward, &line);
	else if (called < 60 || town_map_large(map))
		town_map_area_name(map, org->area, &line);
	else
		town_map_street(map, org->area, org->slot, &line);
	if (called % 10 == 0)
		town_line_add(&line, " and District");
	keep(org->place, sizeof org->place, line.p);
	struct town_line street;
	town_map_street(map, org->area, org->slot, &street);
	town_line_clear(&line);
	town_line_number(&line, 1 + (int64_t)eh_random_below(random, 140), 1);
	town_line_char(&line, ' ');
	town_line_add(&line, street.p);
	keep(org->street, sizeof org->street, line.p);
}

/* Where its papers say it is: an accountant in the middle, a trustee's home, or where it works. */
static void choose_registered(const struct town_map *map, struct eh_random *random, struct town_org *org)
{
	struct town_line line, word, street;

	org->registered_at = org->at;
	keep(org->registered, sizeof org->registered, org->street);
	bool national = org->kind->flags & TOWN_NATIONAL;
	if (!national && !town_chance(random, 220))
		return;
	org->elsewhere = true;
	uint32_t area = (uint32_t)eh_random_below(random, map->areas), slot = (uint32_t)eh_random_below(random, map->postcodes);
	slot -= slot % 4 == 3;
	town_map_street(map, area, slot, &street);
	town_map_postcode(map, area, slot, &org->registered_at);
	town_line_clear(&line);
	if (national || town_chance(random, 150)) {
		/* Out of town: in a district that the town does not reach. */
		org->registered_at.text[2] = '9';
		org->registered_at.text[3] = '7';
		memcpy(org->registered_at.text + 4, " 3AA", 5);
		org->registered_at.text[6] = "ABDEFGHJLNPQRSTUWXYZ"[eh_random_below(random, 20)];
		org->registered_at.text[7] = "ABDEFGHJLNPQRSTUWXYZ"[eh_random_below(random, 20)];
		town_line_add(&line, "Meridian House, ");
	} else if (town_chance(random, 500)) {
		town_line_add(&line, "c/o ");
		town_line_add(&line, town_pick(random, town_families, &word));
		town_line_add(&line, " & Co Accountants, ");
	}
	town_line_number(&line, 1 + (int64_t)eh_random_below(random, 90), 1);
	town_line_char(&line, ' ');
	town_line_add(&line, street.p);
	keep(org->registered, sizeof org->registered, line.p);
}

static int32_t some_day(struct eh_random *random, int first_year, int last_year)
{
	int year = first_year + (int)eh_random_below(random, (uint64_t)(last_year - first_year + 1));

	return eh_date_make(year, 1 + (int)eh_random_below(random, 12), 1 + (int)eh_random_below(random, 28));
}

static void choose_dates(struct eh_random *random, struct town_org *org)
{
	/* The younger the more: the later of two draws. */
	int32_t a = some_day(random, TOWN_FIRST_YEAR, TOWN_THIS_YEAR - 3),
	        b = some_day(random, TOWN_FIRST_YEAR, TOWN_THIS_YEAR - 1);

	org->founded = a > b ? a : b;
	org->closed = org->renamed = EH_NO_DATE;
	bool taken_over = org->index % MERGE_EVERY == MERGED_AT - 1; /* another merges into it: it lives */
	bool closes = town_chance(random, 90), renames = town_chance(random, 100);
	int32_t end = some_day(random, 2020, TOWN_THIS_YEAR - 1), change = some_day(random, 2012, TOWN_THIS_YEAR - 1);
	if (org->index % MERGE_EVERY == MERGED_AT && org->index > 0) {
		org->merged = org->index - 1;
		closes = true;
	}
	if (closes && !taken_over && end > org->founded + 400)
		org->closed = end;
	else
		org->merged = TOWN_NONE;
	if (renames && change > org->founded + 400 && (org->closed == EH_NO_DATE || change < org->closed))
		org->renamed = change;
}

static void make_activities(struct eh_random *random, struct town_org *org)
{
	static const char *const openings = "We provide |Provides |Providing |A volunteer-run group offering |The charity "
	                                    "provides |Offering |To provide |We run |Local people running ";
	static const char *const after =
	        " We meet every Tuesday evening in term time.| New members are always welcome.| Referrals from professionals and "
	        "self-referrals are accepted.||| Open to all, whatever their means.| Volunteers are trained and supported.| Drop "
	        "in on Thursdays.| Run entirely by volunteers since it began.|";
	struct town_line line = { 0 }, word, other;

	town_line_add(&line, town_pick(random, openings, &word));
	town_line_add(&line, town_pick(random, org->kind->what, &word));
	if (town_chance(random, 350) && strcmp(town_pick(random, org->kind->what, &other), word.p) != 0) {
		town_line_add(&line, ", and ");
		town_line_add(&line, other.p);
	}
	town_line_add(&line, " for ");
	town_line_add(&line, town_pick(random, org->kind->who, &word));
	bool hidden = org->kind->flags & TOWN_PROTECTED;
	switch (hidden ? 3 : eh_random_below(random, 4)) {
	case 0:
		town_line_add(&line, " in ");
		town_line_add(&line, org->place);
		break;
	case 1:
		town_line_add(&line, " across " EH_TOWN_NAME);
		break;
	case 2:
		town_line_add(&line, " in ");
		town_line_add(&line, org->place);
		town_line_add(&line, " and the surrounding area");
		break;
	default:
		break;
	}
	town_line_char(&line, '.');
	town_line_add(&line, town_pick(random, after, &word));
	keep(org->activities, sizeof org->activities, line.p);
}

static void add_slug(const char *text, size_t most, struct town_line *out)
{
	size_t end = out->n + most;

	for (const char *p = text; *p && out->n < end; p++)
		if (eh_is_alnum(*p))
			town_line_char(out, eh_lower(*p));
}

/* Numbers that Ofcom keeps for plays: a thousand behind each of these. */
static void make_contacts(struct town_org *org)
{
	static const char *const plays[] = { "01632 960", "03069 990", "0113 496 0", "0114 496 0", "0115 496 0", "0116 496 0",
		"0117 496 0", "0118 496 0", "0121 496 0", "0131 496 0", "0141 496 0", "0151 496 0", "0161 496 0", "0191 498 0",
		"020 7946 0" };
	struct town_line line = { 0 };

	if (org->index < 1000 * (sizeof plays / sizeof plays[0])) {
		town_line_add(&line, plays[org->index / 1000]);
		town_line_number(&line, (int64_t)(org->index % 1000), 3);
		keep(org->phone, sizeof org->phone, line.p);
	}
	struct town_line slug = { 0 };
	add_slug(org->name, LONGEST_SLUG, &slug);
	/* Names come again; a domain has one holder. */
	if (org->index >= NUMBERED_SLUGS) {
		town_line_number(&slug, (int64_t)org->index, 1);
	} else if (org->index >= OWN_SLUGS) {
		town_line_char(&slug, '-');
		add_slug(org->street, LONGEST_SLUG / 2, &slug);
	}
	town_line_add(&slug, ".example");
	town_line_clear(&line);
	town_line_add(&line, org->index % 3 ? "https://www." : "http://");
	town_line_add(&line, slug.p);
	keep(org->web, sizeof org->web, line.p);
	town_line_clear(&line);
	town_line_add(&line, org->index % 2 ? "info@" : "hello@");
	town_line_add(&line, slug.p);
	keep(org->email, sizeof org->email, line.p);
}

uint64_t town_charity_number(uint64_t index) { return index < 999999 ? 9000001 + index : 20000001 + index; }

void town_company_number(uint64_t index, char out[9])
{
	struct town_line line = { 0 };

	town_line_char(&line, 'Z');
	town_line_char(&line, index < 99999 ? 'C' : (char)('D' + index / 1000000));
	town_line_number(&line, (int64_t)(index < 99999 ? 900001 + index : index % 1000000), 6);
	memcpy(out, line.p, 8);
	out[8] = '\0';
}

static void make_legal(struct eh_random *random, struct town_org *org)
{
	struct town_line line = { 0 };

	town_line_add(&line, org->name);
	switch (org->form) {
	case TOWN_CIC:
		town_line_add(&line, town_chance(random, 700) ? " CIC" : " Community Interest Company");
		break;
	case TOWN_GUARANTEE:
		town_line_add(&line, " Limited");
		break;
	case TOWN_CHARITABLE_COMPANY:
		town_line_add(&line, town_chance(random, 650) ? " Limited" : "");
		break;
	case TOWN_CIO:
		town_line_add(&line, town_chance(random, 150) ? " CIO" : "");
		break;
	default:
		break;
	}
	keep(org->legal, sizeof org->legal, line.p);
}

static void make_branch(uint64_t seed, struct town_org *org, struct town_line *brand)
{
	uint64_t block = org->index / BLOCK, at = org->index % BLOCK;
	struct eh_random of_block;

	org->branch = at == 19 || at == 33 || at == 51;
	if (at != NATIONAL_AT && !org->branch)
		return;
	town_random(&of_block, seed, TOWN_FOR_FILLER, UINT64_C(1) << 48 | block);
	make_brand(&of_block, brand);
	org->kind = town_kind_find("national");
	if (!org->branch)
		return;
	org->parent = block * BLOCK + NATIONAL_AT;
	org->linked = at == 19 ? 1 : at == 33 ? 2 : 0;
}

static void make_names(bool large, struct eh_random *random, struct town_org *org, const struct town_line *brand)
{
	struct town_line line, word, around = { 0 };

	/* The town's own name, a part of it, or a word of their own: two bodies of the same kind and exactly the same name are rare in a real town. */
	uint64_t called = eh_random_below(random, 100);
	if (large && called < 80)
		town_line_add(&around, org->place);
	else if (called < 10)
		town_line_add(&around, EH_TOWN_NAME);
	else if (called < 40)
		town_pick(random, towns, &around);
	else
		make_brand(random, &around);
	struct words words = { .place = org->place, .town = around.p, .brand = brand->p, .random = random };
	draw_name(
	        random, org->branch ? "%B %P|%P %B|%B %T|%B – %P Branch" : org->kind->names, &words, org->name, sizeof org->name);
	if (org->renamed != EH_NO_DATE) {
		draw_name(random, org->kind->names, &words, org->former, sizeof org->former);
		if (strcmp(org->former, org->name) == 0 || org->branch) {
			town_line_clear(&line);
			town_line_add(&line, org->name);
			town_line_add(&line, " and District");
			keep(org->former, sizeof org->former, line.p);
		}
	}
	if (town_chance(random, 80)) {
		make_brand(random, &line);
		town_line_char(&line, ' ');
		town_line_add(&line, town_pick(random, "Together|Hub|Project|Community|Group", &word));
		keep(org->working, sizeof org->working, line.p);
	}
	make_acronym(org->name, org->acronym);
	make_legal(random, org);
}

void town_org_make(const struct town_map *map, uint64_t index, struct town_org *ret_org)
{
	struct town_org org = { .index = index, .parent = TOWN_NONE, .merged = TOWN_NONE };
	struct eh_random random;
	struct town_line brand;

	town_random(&random, map->seed, TOWN_FOR_ORGANISATION, index);
	org.kind = &town_kinds[town_kind_draw(&random)];
	make_brand(&random, &brand);
	make_branch(map->seed, &org, &brand);
	org.form = (enum town_form)org.kind->forms[eh_random_below(&random, strlen(org.kind->forms))];
	if (org.branch)
		org.form = TOWN_ASSOCIATION;
	org.charity = strchr("ATOL", (char)org.form) != NULL;
	org.company = !org.branch && strchr("LIG", (char)org.form) != NULL;
	choose_place(map, &random, &org);
	choose_registered(map, &random, &org);
	choose_dates(&random, &org);
	make_names(town_map_large(map), &random, &org, &brand);
	if (org.charity)
		org.charity_number = town_charity_number(org.branch ? org.parent : index);
	if (org.company)
		town_company_number(index, org.company_number);
	/* Most are far below their kind's most: three draws multiplied. */
	uint64_t most = org.kind->income, a = eh_random_below(&random, 1000) + 1, b = eh_random_below(&random, 1000) + 1;
	org.income = (int64_t)(most * a / 1000 * b + 200 + eh_random_below(&random, 900));
	make_activities(&random, &org);
	make_contacts(&org);
	*ret_org = org;
}

const char *town_form_name(enum town_form form)
{
	switch (form) {
	case TOWN_GROUP:
		return "unincorporated group";
	case TOWN_ASSOCIATION:
		return "charitable association";
	case TOWN_TRUST:
		return "trust";
	case TOWN_CIO:
		return "charitable incorporated organisation";
	case TOWN_CHARITABLE_COMPANY:
		return "charitable company";
	case TOWN_CIC:
		return "community interest company";
	case TOWN_GUARANTEE:
		return "company limited by guarantee";
	case TOWN_CASC:
		return "community amateur sports club";
	}
	return "";
}
