/* normalise.c: names, addresses, telephones and domains as things that can be compared. */
#include <stdlib.h>

#include "link.h"

static const struct {
	const char *word;
	int weight; /* hundredths of a nat */
} WORDS[] = {
#include "words.inc"
};

/* Said of nearly everything, or of how an organisation is set up: no part of what tells it from others. */
static const char *const SMALL[] = { "a", "an", "and", "at", "by", "cbs", "charitable", "charity", "cic", "cio", "co",
	"community interest company", "company", "for", "in", "inc", "incorporated", "limited", "llp", "ltd", "of", "on", "org",
	"plc", "registered", "the", "to", "with" };

static const struct {
	const char *from, *to;
} SPELLINGS[] = { { "first", "1st" }, { "second", "2nd" }, { "third", "3rd" }, { "fourth", "4th" }, { "fifth", "5th" },
	{ "saint", "st" }, { "saints", "st" }, { "sts", "st" }, { "centre", "center" }, { "assoc", "association" },
	{ "assn", "association" }, { "ass", "association" }, { "grp", "group" }, { "comm", "community" }, { "soc", "society" },
	{ "ch", "church" }, { "fc", "football" }, { "org", "organisation" }, { "organization", "organisation" }, { "rd", "road" },
	{ "scouts", "scout" }, { "guides", "guide" }, { "friends", "friend" }, { "residents", "resident" },
	{ "mothers", "mother" }, { "carers", "carer" }, { "trusts", "trust" }, { "clubs", "club" }, { "services", "service" },
	{ "volunteers", "volunteer" }, { "brownies", "brownie" } };

static int compare_word(const void *key, const void *row)
{
	const struct eh_str *word = key;
	const char *text = ((const struct {
		const char *word;
		int weight;
	} *)row)
	                           ->word;

	return eh_str_cmp(*word, eh_str_of(text));
}

double eh_link_word_weight(struct eh_str word)
{
	static const double UNKNOWN = 15.5, BITS = 1.4426950408889634 / 100;
	const void *found = bsearch(&word, WORDS, sizeof WORDS / sizeof *WORDS, sizeof *WORDS, compare_word);

	return found ? WORDS[(size_t)((const char *)found - (const char *)WORDS) / sizeof *WORDS].weight * BITS : UNKNOWN;
}

static bool is_small(struct eh_str word)
{
	for (size_t i = 0; i < sizeof SMALL / sizeof *SMALL; i++)
		if (eh_str_eq(word, eh_str_of(SMALL[i])))
			return true;
	return false;
}

static struct eh_str spell(struct eh_str word)
{
	for (size_t i = 0; i < sizeof SPELLINGS / sizeof *SPELLINGS; i++)
		if (eh_str_eq(word, eh_str_of(SPELLINGS[i].from)))
			return eh_str_of(SPELLINGS[i].to);
	return word;
}

static bool has_digit(struct eh_str word)
{
	for (size_t i = 0; i < word.n; i++)
		if (eh_is_digit(word.p[i]))
			return true;
	return false;
}

static bool word_char(char c) { return eh_is_alnum(c) || (unsigned char)c >= 0x80; }

/* Folded words, apostrophes dropped ("women's" is "womens"), everything else a border. The text is changed in place. */
static size_t split_words(char *text, size_t n, struct eh_str *words, size_t most)
{
	size_t to = 0, count = 0, start = 0;

	for (size_t i = 0; i <= n; i++) {
		char c = i < n ? text[i] : ' ';
		if (c == '\'')
			continue;
		if (word_char(c)) {
			text[to++] = c;
			continue;
		}
		if (to > start && count < most)
			words[count++] = (struct eh_str){ text + start, to - start };
		start = ++to;
	}
	return count;
}

static int by_text(const void *a, const void *b)
{
	return eh_str_cmp(((const struct eh_link_word *)a)->text, ((const struct eh_link_word *)b)->text);
}

static void sign(struct eh_link_name *name)
{
	uint64_t core = 0x9e3779b97f4a7c15u;

	for (size_t i = 0; i < name->count; i++)
		core = (core ^ eh_str_hash(name->words[i].text)) * 0x100000001b3u;
	name->core = name->count ? core : 0;
}

static bool take_name(struct ehl_text text, struct eh_arena *arena, struct eh_link_name *name)
{
	struct eh_buf folded EH_CLEANUP_BUF = { 0 };
	struct eh_str words[2 * EH_LINK_MOST_WORDS];
	char initials[EH_LINK_MOST_WORDS + 1];
	size_t initial_count = 0;

	*name = (struct eh_link_name){ 0 };
	if (eh_utf8_fold(eh_utf8_cut(eh_link_str(text), 400), &folded) < 0)
		return false;
	struct eh_str copy = eh_arena_str(arena, eh_buf_str(&folded));
	if (!copy.p)
		return false;
	size_t count = split_words((char *)(uintptr_t)copy.p, copy.n, words, 2 * EH_LINK_MOST_WORDS);
	for (size_t i = 0; i < count; i++) {
		struct eh_str word = spell(words[i]);
		name->whole = (name->whole ^ eh_str_hash(words[i])) * 0x100000001b3u;
		if (is_small(words[i]) || name->count == EH_LINK_MOST_WORDS)
			continue;
		if (initial_count < EH_LINK_MOST_WORDS)
			initials[initial_count++] = word.p[0];
		name->words[name->count++] = (struct eh_link_word){ word, eh_link_word_weight(word), has_digit(word) };
		name->weight += name->words[name->count - 1].weight;
	}
	if (initial_count >= 3)
		name->acronym = eh_arena_str(arena, (struct eh_str){ initials, initial_count });
	name->is_acronym = name->count == 1 && name->words[0].text.n >= 3 && name->words[0].text.n <= 6 &&
	                   name->words[0].weight > 10;
	qsort(name->words, name->count, sizeof *name->words, by_text);
	sign(name);
	return true;
}

/* What stands in brackets or behind "trading as" is a name of its own. */
static size_t more_names(struct eh_str text, struct ehl_text *out, size_t most)
{
	static const char *const MARKS[] = { " t/a ", " trading as ", " known as ", " formerly ", " previously ",
		" working name ", " aka " };
	size_t count = 0;
	ptrdiff_t open = eh_str_find(text, EH_STR("(")), close = eh_str_find(text, EH_STR(")"));

	if (open > 2 && close > open + 3 && count < most)
		out[count++] = (struct ehl_text){ text.p + open + 1, (size_t)(close - open - 1) };
	if (open > 6 && count < most)
		out[count++] = (struct ehl_text){ text.p, (size_t)open };
	for (size_t i = 0; i < sizeof MARKS / sizeof *MARKS && count + 2 <= most; i++) {
		ptrdiff_t at = eh_str_find_ascii_nocase(text, eh_str_of(MARKS[i]));
		size_t n = strlen(MARKS[i]);
		if (at < 3 || (size_t)at + n + 3 > text.n)
			continue;
		out[count++] = (struct ehl_text){ text.p, (size_t)at };
		out[count++] = (struct ehl_text){ text.p + (size_t)at + n, text.n - (size_t)at - n };
	}
	return count;
}

static bool take_names(const struct ehl_record *record, struct eh_arena *arena, struct eh_link_ready *ready)
{
	struct ehl_text all[EH_LINK_MOST_NAMES];
	size_t count = 0;

	for (size_t i = 0; i < record->name_count && count < EH_LINK_MOST_NAMES; i++)
		all[count++] = record->names[i];
	for (size_t i = 0; i < record->name_count && count < EH_LINK_MOST_NAMES; i++)
		count += more_names(eh_link_str(record->names[i]), all + count, EH_LINK_MOST_NAMES - count);
	ready->names = eh_arena_alloc(arena, count * sizeof *ready->names);
	if (!ready->names)
		return false;
	for (size_t i = 0; i < count; i++)
		if (!take_name(all[i], arena, &ready->names[ready->name_count]))
			return false;
		else if (ready->names[ready->name_count].count)
			ready->name_count++;
	return true;
}

static void take_postcode(struct eh_link_ready *ready)
{
	struct eh_str code = eh_link_str(ready->record->postcode);
	ptrdiff_t space = eh_str_find(code, EH_STR(" "));

	if (space < 2 || (size_t)space + 4 != code.n)
		return;
	ready->postcode = code;
	ready->sector = eh_str_sub(code, 0, (size_t)space + 2);
	ready->district = eh_str_sub(code, 0, (size_t)space);
}

/* "14 Northdown Avenue" is "14|northdown": a house's number and the first long word behind it. */
static bool take_street(struct eh_arena *arena, struct eh_link_ready *ready)
{
	struct eh_buf folded EH_CLEANUP_BUF = { 0 };
	struct eh_str words[64], number = { NULL, 0 };

	if (eh_utf8_fold(eh_utf8_cut(eh_link_str(ready->record->address), 400), &folded) < 0)
		return false;
	size_t count = folded.n ? split_words(folded.p, folded.n, words, 64) : 0;
	for (size_t i = 0; i < count; i++) {
		if (eh_is_digit(words[i].p[0]) && words[i].n <= 5) {
			number = words[i];
		} else if (number.n && words[i].n >= 4) {
			ready->street = eh_arena_printf(arena, "%.*s|%.*s", EH_FMT(number), EH_FMT(words[i]));
			return ready->street.p != NULL;
		}
	}
	return true;
}

static bool take_phone(struct eh_arena *arena, struct eh_link_ready *ready)
{
	struct eh_str text = eh_link_str(ready->record->phone);
	char digits[9];
	size_t n = 0;

	for (size_t i = text.n; i-- && n < sizeof digits;)
		if (eh_is_digit(text.p[i]))
			digits[n++] = text.p[i];
	if (n < sizeof digits)
		return true;
	ready->phone = eh_arena_str(arena, (struct eh_str){ digits, n });
	return ready->phone.p != NULL;
}

/* Hosts that carry the pages of many: their name says nothing of the organisation. */
static bool shared_host(struct eh_str host)
{
	static const char *const SHARED[] = { "facebook.com", "twitter.com", "instagram.com", "linkedin.com", "youtube.com",
		"sites.google.com", "google.com", "wordpress.com", "blogspot", "weebly.com", "wixsite.com", "btck.co.uk",
		"pitchero.com", "charitycommission", "gov.uk", "nhs.uk", "hugofox.com", "e-voice.org.uk", "justgiving.com",
		"churchinsight.com", "achurchnearyou.com", "sch.uk", "eventbrite", "linktr.ee", "meetup.com", "webs.com",
		"localgiving", "gmail.", "googlemail.", "hotmail.", "outlook.", "yahoo.", "btinternet.", "aol.", "icloud.",
		"live.co", "sky.com", "virginmedia.", "ntlworld.", "talktalk.", "tiscali.", "msn.com" };

	for (size_t i = 0; i < sizeof SHARED / sizeof *SHARED; i++)
		if (eh_str_find(host, eh_str_of(SHARED[i])) >= 0)
			return true;
	return false;
}

static bool take_domain(struct eh_arena *arena, struct eh_link_ready *ready)
{
	struct eh_buf folded EH_CLEANUP_BUF = { 0 };
	struct ehl_text from = ready->record->web.n ? ready->record->web : ready->record->email_domain;

	if (eh_utf8_fold(eh_link_str(from), &folded) < 0)
		return false;
	struct eh_str host = eh_buf_str(&folded);
	ptrdiff_t slashes = eh_str_find(host, EH_STR("//"));
	if (slashes >= 0)
		host = eh_str_sub(host, (size_t)slashes + 2, host.n);
	if (eh_str_starts(host, EH_STR("www.")))
		host = eh_str_sub(host, 4, host.n);
	size_t n = 0;
	while (n < host.n && host.p[n] != '/' && host.p[n] != '?' && host.p[n] != ' ')
		n++;
	host.n = n;
	if (eh_str_find(host, EH_STR(".")) < 1 || shared_host(host))
		return true;
	ready->domain = eh_arena_str(arena, host);
	return ready->domain.p != NULL;
}

bool eh_link_prepare(const struct ehl_record *record, struct eh_arena *arena, struct eh_link_ready *ret_ready)
{
	struct eh_link_ready ready = { .record = record, .place = eh_link_str(record->place) };

	if (!take_names(record, arena, &ready) || !take_street(arena, &ready) || !take_phone(arena, &ready) ||
	        !take_domain(arena, &ready))
		return false;
	take_postcode(&ready);
	*ret_ready = ready;
	return true;
}
