/* How clerks, volunteers and spreadsheets write what organisation.c made. */
#include "parts.h"

void town_typo(struct eh_random *random, struct town_line *line)
{
	if (line->n < 6)
		return;
	size_t at = 1 + (size_t)eh_random_below(random, line->n - 3);
	char *p = line->p + at;

	/* Only between plain letters, so that no character is cut. */
	if (!eh_is_alpha(p[0]) || !eh_is_alpha(p[1]))
		return;
	switch (eh_random_below(random, 3)) {
	case 0: { /* swapped */
		char c = p[0];
		p[0] = p[1];
		p[1] = c;
		break;
	}
	case 1: /* left out */
		memmove(p, p + 1, line->n - at);
		line->n--;
		break;
	default: /* doubled */
		if (line->n + 2 < sizeof line->p) {
			memmove(p + 1, p, line->n - at + 1);
			line->n++;
		}
		break;
	}
}

/* "Thorrowby Foodbank" → "Foodbank (Thorrowby)" or "Foodbank - Thorrowby". */
static void turn_round(struct eh_random *random, const struct town_org *org, struct town_line *out)
{
	struct eh_str name = eh_str_of(org->name), place = eh_str_of(org->place);
	bool brackets = town_chance(random, 400);

	town_line_clear(out);
	if (!eh_str_starts(name, place) || name.n < place.n + 3) {
		town_line_add(out, org->name);
		return;
	}
	town_line_add(out, org->name + place.n + 1);
	town_line_add(out, brackets ? " (" : " - ");
	town_line_add(out, org->place);
	town_line_add(out, brackets ? ")" : "");
}

/* "and" ↔ "&", a form dropped or put on, "The" before it. */
static void respell(struct eh_random *random, struct town_line *line)
{
	ptrdiff_t and = eh_str_find((struct eh_str){ line->p, line->n }, EH_STR(" and "));
	struct town_line old = *line;

	if (and >= 0) {
		line->n = (size_t) and;
		town_line_add(line, " & ");
		town_line_add(line, old.p + and+5);
	} else if (!eh_str_starts((struct eh_str){ old.p, old.n }, EH_STR("The ")) && town_chance(random, 600)) {
		town_line_clear(line);
		town_line_add(line, "The ");
		town_line_add(line, old.p);
	} else {
		town_line_add(line, " Ltd");
	}
}

void town_noise_name(struct eh_random *random, const struct town_org *org, struct town_line *out)
{
	uint64_t way = eh_random_below(random, 1000);

	town_line_clear(out);
	if (way < 50 && org->acronym[0])
		town_line_add(out, org->acronym);
	else if (way < 100 && org->former[0])
		town_line_add(out, org->former);
	else if (way < 170)
		turn_round(random, org, out);
	else if (way < 280)
		town_line_add(out, org->legal);
	else if (way < 500 && org->working[0]) {
		if (way < 400) {
			town_line_add(out, org->name);
			town_line_add(out, way < 340 ? " t/a " : " trading as ");
		}
		town_line_add(out, org->working);
	} else
		town_line_add(out, org->name);
	if (town_chance(random, 80))
		respell(random, out);
	if (town_chance(random, 60))
		town_typo(random, out);
	if (town_chance(random, 50))
		town_line_upper(out);
}

void town_noise_postcode(struct eh_random *random, const struct town_map *map, const struct town_org *org, struct town_line *out)
{
	uint64_t way = eh_random_below(random, 1000);
	struct town_postcode old;

	town_line_clear(out);
	if (way < 80)
		return;
	if (way < 120) { /* one that has been ended since, of the same neighbourhood */
		town_map_postcode(map, org->area, org->slot | 3, &old);
		town_line_add(out, org->slot / 4 * 4 + 3 < map->postcodes ? old.text : org->at.text);
		return;
	}
	if (way < 170 && org->elsewhere) {
		town_line_add(out, org->registered_at.text);
		return;
	}
	for (const char *p = org->at.text; *p; p++) {
		if (*p == ' ' && way < 230)
			continue;
		town_line_char(out, way >= 230 && way < 250 ? eh_lower(*p) : *p);
	}
}
