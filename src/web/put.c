#include "put.h"

#include <math.h>

#include "govern/actor.h"

static void note(struct eh_page *page, enum eh_rc rc)
{
	if (rc < 0 && page->rc >= 0)
		page->rc = rc;
}

void eh_put_markup(struct eh_page *page, struct eh_str markup) { note(page, eh_buf_add(&page->out, markup)); }
void eh_put_str(struct eh_page *page, struct eh_str s) { note(page, eh_html_text(&page->out, s)); }
void eh_put_z(struct eh_page *page, const char *s) { eh_put_str(page, eh_str_of(s)); }
void eh_put_signed(struct eh_page *page, long long number) { note(page, eh_buf_printf(&page->out, "%lld", number)); }
void eh_put_unsigned(struct eh_page *page, unsigned long long number) { note(page, eh_buf_printf(&page->out, "%llu", number)); }

/* What a browser takes for the scheme: up to the first colon, before any slash, question mark or hash. */
static bool is_safe_address(struct eh_str s)
{
	static const char *const SCHEMES[] = { "http:", "https:", "mailto:", "tel:" };

	for (size_t i = 0; i < sizeof SCHEMES / sizeof *SCHEMES; i++) {
		struct eh_str scheme = eh_str_of(SCHEMES[i]);
		if (s.n > scheme.n && eh_str_eq_ascii_nocase(eh_str_sub(s, 0, scheme.n), scheme))
			return true;
	}
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] <= ' ' || s.p[i] == '\\')
			return false;
	return s.n && (s.p[0] == '#' || s.p[0] == '?' || (s.p[0] == '/' && !(s.n > 1 && s.p[1] == '/')));
}

void eh_put_address_str(struct eh_page *page, struct eh_str s) { eh_put_str(page, is_safe_address(s) ? s : EH_STR("#")); }
void eh_put_address_z(struct eh_page *page, const char *s) { eh_put_address_str(page, eh_str_of(s)); }

void eh_put_say_str(struct eh_page *page, struct eh_str s)
{
	enum eh_said how;
	struct eh_str said = eh_say(page->language, s, &how);

	if (how == EH_SAID_ENGLISH)
		eh_put_markup(page, EH_STR("<span lang=\"en\">"));
	eh_put_str(page, said);
	if (how == EH_SAID_ENGLISH)
		eh_put_markup(page, EH_STR("</span>"));
}

void eh_put_say_plain_str(struct eh_page *page, struct eh_str s)
{
	enum eh_said how;

	eh_put_str(page, eh_say(page->language, s, &how));
}

void eh_put_say_z(struct eh_page *page, const char *s) { eh_put_say_str(page, eh_str_of(s)); }
void eh_put_say_plain_z(struct eh_page *page, const char *s) { eh_put_say_plain_str(page, eh_str_of(s)); }

void eh_put_component_str(struct eh_page *page, struct eh_str s)
{
	static const char HEX[] = "0123456789ABCDEF";

	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];
		char escape[3] = { '%', HEX[c >> 4], HEX[c & 15] };
		if (eh_is_alnum(s.p[i]) || strchr("-._~", c))
			note(page, eh_buf_add_char(&page->out, s.p[i]));
		else
			note(page, eh_buf_add(&page->out, (struct eh_str){ escape, sizeof escape }));
	}
}

void eh_put_component_z(struct eh_page *page, const char *s) { eh_put_component_str(page, eh_str_of(s)); }
void eh_put_component_number(struct eh_page *page, long long number) { eh_put_signed(page, number); }

void eh_put_thousands(struct eh_page *page, int64_t number)
{
	if (number < 0)
		note(page, eh_buf_add_char(&page->out, '-'));
	eh_put_str(page, eh_page_whole(page, fabs((double)number)));
}

void eh_put_size(struct eh_page *page, int64_t bytes)
{
	char words[32];

	eh_put_z(page, eh_size_words(bytes, words));
}

void eh_put_side(struct eh_page *page, unsigned side)
{
	eh_put_say_z(page, side == EH_SIDE_COUNCIL  ? EH_T("the council")
	                   : side == EH_SIDE_SECTOR ? EH_T("the sector")
	                                            : EH_T("nobody"));
}

void eh_put_money(struct eh_page *page, int64_t pence)
{
	if (pence == INT64_MIN) {
		eh_put_say_z(page, EH_T("not known"));
		return;
	}
	if (pence < 0)
		note(page, eh_buf_add_char(&page->out, '-'));
	int64_t size = pence < 0 ? -pence : pence;
	note(page, eh_buf_add(&page->out, EH_STR("£")));
	eh_put_str(page, eh_page_whole(page, (double)(size / 100)));
	if (size % 100)
		note(page, eh_buf_printf(&page->out, ".%02d", (int)(size % 100)));
}

void eh_put_share(struct eh_page *page, double share) { eh_put_say_plain_str(page, eh_page_share(page, share)); }
void eh_put_decimal(struct eh_page *page, double number) { eh_put_say_plain_str(page, eh_page_decimal(page, number, 2)); }

void eh_put_signed_decimal(struct eh_page *page, double number) { note(page, eh_buf_printf(&page->out, "%+.1f", number)); }
void eh_put_round(struct eh_page *page, double number) { eh_put_say_plain_str(page, eh_page_decimal(page, number, 0)); }

void eh_put_date(struct eh_page *page, int32_t date)
{
	char words[32];
	struct eh_str rest, word;

	if (date == EH_NO_DATE) {
		eh_put_say_z(page, EH_T("not known"));
		return;
	}
	eh_date_words(date, words);
	if (page->language == EH_LANGUAGE_en) {
		eh_put_z(page, words);
		return;
	}
	rest = eh_str_of(words); /* day, month, year: the month is a message */
	for (bool first = true; rest.n && eh_str_split(&rest, ' ', &word); first = false) {
		if (!first)
			eh_put_markup(page, EH_STR(" "));
		eh_put_say_plain_str(page, word);
	}
}

void eh_put_iso(struct eh_page *page, int32_t date)
{
	char iso[11];

	eh_date_format(date, iso);
	eh_put_z(page, iso);
}

/* The last Sunday of a month, as days since 1970. 1970-01-01 was a Thursday. */
static int32_t last_sunday(int year, int month)
{
	int32_t last = month == 3 ? eh_date_make(year, 3, 31) : eh_date_make(year, 10, 31);

	return last - (last + 4) % 7;
}

/* British summer time runs from 01:00 UTC on the last Sunday of March to 01:00 UTC on the last Sunday of October. */
static bool is_summer(int64_t seconds)
{
	int year, month, day;

	eh_date_split((int32_t)(seconds / 86400), &year, &month, &day);
	return seconds >= last_sunday(year, 3) * 86400LL + 3600 && seconds < last_sunday(year, 10) * 86400LL + 3600;
}

void eh_put_moment(struct eh_page *page, int64_t instant)
{
	int64_t seconds = instant / 1000000;

	if (instant == INT64_MIN || instant <= 0) {
		eh_put_say_z(page, EH_T("not known"));
		return;
	}
	seconds += is_summer(seconds) ? 3600 : 0;
	int minutes = (int)(seconds % 86400 / 60), hour = minutes / 60;
	eh_put_date(page, (int32_t)(seconds / 86400));
	note(page, eh_buf_printf(&page->out, ", %d:%02d%s", hour % 12 ? hour % 12 : 12, minutes % 60, hour < 12 ? "am" : "pm"));
}

/* The day that begins at an instant in London; false where none does. */
static bool day_begins(int64_t instant, int32_t *ret_day)
{
	int64_t seconds = instant / 1000000;

	if (instant == INT64_MIN || instant <= 0)
		return false;
	seconds += is_summer(seconds) ? 3600 : 0;
	*ret_day = (int32_t)(seconds / 86400);
	return seconds % 86400 == 0;
}

void eh_put_until(struct eh_page *page, int64_t instant)
{
	int32_t day;

	if (!day_begins(instant, &day)) {
		eh_put_moment(page, instant);
		return;
	}
	eh_put_say_z(page, EH_T("the end of"));
	eh_put_markup(page, EH_STR(" "));
	eh_put_date(page, day - 1);
}

void eh_put_from(struct eh_page *page, int64_t instant)
{
	int32_t day;

	if (day_begins(instant, &day))
		eh_put_date(page, day);
	else
		eh_put_moment(page, instant);
}

void eh_put_lines(struct eh_page *page, struct eh_str text)
{
	struct eh_str line;

	for (bool first = true; eh_str_split(&text, '\n', &line); first = false) {
		if (!first)
			eh_put_markup(page, EH_STR("<br>"));
		eh_put_str(page, line);
	}
}

void eh_put_first_line(struct eh_page *page, struct eh_str text)
{
	struct eh_str line;

	if (eh_str_split(&text, '\n', &line))
		eh_put_str(page, line);
}

/* Where an address begins; s.n when there is none. */
static size_t address_at(struct eh_str s)
{
	ptrdiff_t plain = eh_str_find(s, EH_STR("http://")), safe = eh_str_find(s, EH_STR("https://"));

	if (plain < 0 && safe < 0)
		return s.n;
	return (size_t)(plain < 0 || (safe >= 0 && safe < plain) ? safe : plain);
}

void eh_put_linked(struct eh_page *page, struct eh_str text)
{
	while (text.n) {
		size_t from = address_at(text), to = from;
		while (to < text.n && (unsigned char)text.p[to] > ' ')
			to++;
		eh_put_str(page, eh_str_sub(text, 0, from));
		if (to > from) {
			struct eh_str address = eh_str_sub(text, from, to - from);
			eh_put_markup(page, EH_STR("<a class=\"govuk-link\" href=\""));
			eh_put_address_str(page, address);
			eh_put_markup(page, EH_STR("\">"));
			eh_put_str(page, address);
			eh_put_markup(page, EH_STR("</a>"));
		}
		text = eh_str_sub(text, to, text.n);
	}
}

void eh_put_lower(struct eh_page *page, struct eh_str text)
{
	enum eh_said how;

	text = eh_say(page->language, text, &how);
	char first[2] = { text.n ? eh_lower(text.p[0]) : '\0', '\0' };

	/* "NHS" and "LGBT" stay as they are. */
	if (text.n > 1 && text.p[1] >= 'A' && text.p[1] <= 'Z') {
		eh_put_str(page, text);
		return;
	}
	eh_put_z(page, first);
	eh_put_str(page, eh_str_sub(text, 1, text.n));
}

void eh_put_plural(struct eh_page *page, int64_t number)
{
	if (number != 1)
		eh_put_markup(page, EH_STR("s"));
}

void eh_put_json(struct eh_page *page, struct eh_str text)
{
	note(page, eh_buf_add_char(&page->out, '"'));
	for (size_t i = 0; i < text.n; i++) {
		unsigned char c = (unsigned char)text.p[i];
		if (c < 0x20 || strchr("\"\\<>&'", c))
			note(page, eh_buf_printf(&page->out, "\\u%04x", c));
		else
			note(page, eh_buf_add_char(&page->out, text.p[i]));
	}
	note(page, eh_buf_add_char(&page->out, '"'));
}

void eh_put_path(struct eh_page *page, const char *path) { eh_put_z(page, path); }
