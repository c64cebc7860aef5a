/* protect_mask.c: texts of what is protected, without what would lead there. */
#include "geo/geo.h"
#include "protect.h"

enum { SHORTEST_PART = 6, WORDS_BEFORE = 5, COVER = '\x01' };

static const char GONE[] = "[place removed]";

static bool is_word(char c) { return eh_is_alnum(c) || c == '\'' || (unsigned char)c >= 0x80; }

static void cover_postcodes(char *text, size_t n)
{
	struct eh_postcode code;
	size_t at, length;

	while (eh_postcode_find((struct eh_str){ text, n }, &code, &at, &length) == EH_OK) {
		size_t blanks = 0;
		while (blanks < length && eh_is_space(text[at + blanks]))
			blanks++;
		memset(text + at + blanks, COVER, length - blanks);
	}
}

static bool is_one_of(struct eh_str word, const char *const *words, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (eh_str_eq_ascii_nocase(word, eh_str_of(words[i])))
			return true;
	return false;
}

static bool is_street(struct eh_str word)
{
	static const char *const STREETS[] = { "street", "st", "road", "rd", "avenue", "ave", "lane", "ln", "close", "drive",
		"way", "crescent", "terrace", "gardens", "grove", "place", "court", "square", "walk", "hill", "row", "mews",
		"parade", "gate", "view", "rise", "park", "green", "yard", "passage" };

	return is_one_of(word, STREETS, sizeof STREETS / sizeof *STREETS);
}

static bool is_building(struct eh_str word)
{
	static const char *const BUILDINGS[] = { "house", "centre", "center", "hall", "building", "buildings", "lodge", "mill",
		"farm", "cottage", "hostel", "hub", "works", "tower", "church", "chambers", "villa", "villas", "manor" };

	return is_one_of(word, BUILDINGS, sizeof BUILDINGS / sizeof *BUILDINGS);
}

/* A part of an address leads to a door when it has a number, or ends as streets or buildings do; towns and counties do not. */
static bool leads_there(struct eh_str part)
{
	size_t at = part.n;

	for (size_t i = 0; i < part.n; i++)
		if (eh_is_digit(part.p[i]))
			return true;
	while (at && is_word(part.p[at - 1]))
		at--;
	struct eh_str last = eh_str_sub(part, at, part.n);
	return at && (is_street(last) || is_building(last));
}

static void cover_part(char *text, size_t n, struct eh_str part)
{
	ptrdiff_t at;

	/* On from behind each: an address of covers would be found where it was covered. */
	for (size_t from = 0;
	        part.n >= SHORTEST_PART && (at = eh_str_find_ascii_nocase((struct eh_str){ text + from, n - from }, part)) >= 0;
	        from += (size_t)at + part.n) {
		size_t begins = from + (size_t)at, ends = begins + part.n;
		bool inside = (begins && is_word(text[begins]) && is_word(text[begins - 1])) ||
		              (ends < n && is_word(text[ends - 1]) && is_word(text[ends]));
		if (!inside)
			memset(text + begins, COVER, part.n);
	}
}

/* Behind the number of a house; the whole part when there is none. */
static struct eh_str street_of(struct eh_str part)
{
	size_t at = 0;

	while (at < part.n && (eh_is_digit(part.p[at]) || strchr(" -/", part.p[at])))
		at++;
	if (at && at < part.n && part.p[at] != ' ' && at + 1 < part.n && part.p[at + 1] == ' ' && part.p[at - 1] != ' ')
		at++; /* "12a" */
	return eh_str_trim(eh_str_sub(part, at, part.n));
}

/* Parts of an address between commas that lead to a door, and streets without their number. */
static void cover_address(char *text, size_t n, struct eh_str address)
{
	struct eh_str part;

	while (eh_str_split(&address, ',', &part)) {
		part = eh_str_trim(part);
		if (!leads_there(part))
			continue;
		cover_part(text, n, part);
		cover_part(text, n, street_of(part));
	}
}

/* "12 weeks in the park" is no address. */
static bool is_no_street_name(struct eh_str word)
{
	static const char *const WORDS[] = { "a", "an", "and", "at", "by", "each", "every", "for", "from", "in", "on", "our",
		"per", "their", "to", "with", "people", "women", "men", "children", "families", "hour", "hours", "day", "days",
		"week", "weeks", "month", "months", "year", "years", "session", "sessions", "times" };

	return is_one_of(word, WORDS, sizeof WORDS / sizeof *WORDS);
}

/* "12 Rose Street", "Flat 3, 12a Old Mill Lane": from the number to the street. */
static void cover_streets(char *text, size_t n)
{
	size_t starts[WORDS_BEFORE + 1] = { 0 }, words = 0;

	for (size_t at = 0, end; at < n; at = end) {
		end = at + 1;
		if (!is_word(text[at]))
			continue;
		while (end < n && is_word(text[end]))
			end++;
		starts[words++ % (WORDS_BEFORE + 1)] = at;
		if (!is_street((struct eh_str){ text + at, end - at }))
			continue;
		for (size_t back = 1; back <= WORDS_BEFORE && back < words; back++) {
			size_t from = starts[(words - 1 - back) % (WORDS_BEFORE + 1)], to = from;
			while (is_word(text[to]))
				to++;
			if (is_no_street_name((struct eh_str){ text + from, to - from }))
				break;
			if (eh_is_digit(text[from])) {
				memset(text + from, COVER, end - from);
				break;
			}
		}
	}
}

/* Every covered stretch as the same words: how long a street is says something of it. */
static struct eh_str tell_gone(struct eh_str covered, struct eh_arena *arena)
{
	struct eh_buf told EH_CLEANUP_BUF = { 0 };

	for (size_t i = 0; i < covered.n; i++) {
		bool first = covered.p[i] == COVER && (!i || covered.p[i - 1] != COVER);
		enum eh_rc rc = first                   ? eh_buf_add(&told, EH_STR(GONE))
		                : covered.p[i] != COVER ? eh_buf_add_char(&told, covered.p[i])
		                                        : EH_OK;
		if (rc < 0)
			return (struct eh_str){ NULL, 0 };
	}
	return eh_arena_str(arena, eh_buf_str(&told));
}

struct eh_str eh_protect_mask(struct eh_str text, const struct eh_str *addresses, size_t count, struct eh_arena *arena)
{
	struct eh_str copy = eh_arena_str(arena, text);
	char *p = copy.p ? eh_arena_alloc(arena, text.n + 1) : NULL;

	if (!text.n || !p)
		return text.n ? (struct eh_str){ NULL, 0 } : text;
	memcpy(p, copy.p, text.n + 1);
	for (size_t i = 0; i < count; i++)
		cover_address(p, text.n, addresses[i]);
	cover_postcodes(p, text.n);
	cover_streets(p, text.n);
	/* What is covered ends words: the rest of one may be a postcode now. */
	cover_postcodes(p, text.n);
	return tell_gone((struct eh_str){ p, text.n }, arena);
}
