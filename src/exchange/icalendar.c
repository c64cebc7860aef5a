#include "icalendar.h"

/* Writes octets of a line, folding before a character that would not fit (3.1). `*at` counts the octets on the line so far. */
static enum eh_rc add_folded(struct eh_buf *out, size_t *at, const char *p, size_t n)
{
	if (*at + n > EH_ICALENDAR_FOLD) {
		EH_TRY(eh_buf_add(out, EH_STR("\r\n ")));
		*at = 1;
	}
	*at += n;
	return eh_buf_add(out, (struct eh_str){ p, n });
}

/* Octets of the character that begins here; of what is no UTF-8, fewer. */
static size_t character(struct eh_str s, size_t at)
{
	unsigned char lead = (unsigned char)s.p[at];
	size_t most = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc0 ? 2 : 1, n = 1;

	while (n < most && at + n < s.n && ((unsigned char)s.p[at + n] & 0xc0) == 0x80)
		n++;
	return n;
}

static enum eh_rc add_character(struct eh_buf *out, size_t *at, struct eh_str s, size_t i, bool escape)
{
	unsigned char c = (unsigned char)s.p[i];

	if (escape && c == '\n')
		return add_folded(out, at, "\\n", 2);
	if (c < ' ' ||
	        c == 0x7f) /* a tab separates; other control characters have no place in a calendar, nor has CR before LF */
		return c == '\t' ? add_folded(out, at, " ", 1) : EH_OK;
	if (escape && strchr("\\;,", c)) {
		const char pair[] = { '\\', (char)c };
		return add_folded(out, at, pair, 2);
	}
	return add_folded(out, at, s.p + i, character(s, i));
}

enum eh_rc eh_icalendar_line(struct eh_buf *out, const char *name, struct eh_str value, bool escape)
{
	size_t at = strlen(name) + 1;

	EH_TRY(eh_buf_printf(out, "%s:", name));
	for (size_t i = 0; i < value.n; i += character(value, i))
		EH_TRY(add_character(out, &at, value, i, escape));
	return eh_buf_add(out, EH_STR("\r\n"));
}

/* 20261218T183000Z. */
static enum eh_rc add_instant(struct eh_buf *out, const char *name, int64_t instant)
{
	char iso[21], plain[21];
	size_t n = 0;

	eh_instant_format(instant, iso);
	for (size_t i = 0; iso[i]; i++)
		if (iso[i] != '-' && iso[i] != ':')
			plain[n++] = iso[i];
	return eh_icalendar_line(out, name, (struct eh_str){ plain, n }, false);
}

static enum eh_rc add_text(struct eh_buf *out, const char *name, struct eh_str value)
{
	return value.n ? eh_icalendar_line(out, name, value, true) : EH_OK;
}

/* The name under which programs show a calendar that they subscribe to, and how often they look again: an hour is soon enough to learn that a meeting is
 * cancelled, and X-WR-CALNAME is what most of them read. */
enum eh_rc eh_icalendar_begin(struct eh_buf *out, struct eh_str name)
{
	EH_TRY(eh_buf_add(out,
	        EH_STR("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Evenhand//Open meetings//EN\r\nCALSCALE:GREGORIAN\r\n")));
	EH_TRY(add_text(out, "NAME", name));
	EH_TRY(add_text(out, "X-WR-CALNAME", name));
	return eh_buf_add(out, EH_STR("REFRESH-INTERVAL;VALUE=DURATION:PT1H\r\nX-PUBLISHED-TTL:PT1H\r\n"));
}

enum eh_rc eh_icalendar_event(struct eh_buf *out, const struct eh_icalendar_event *event)
{
	EH_TRY(eh_buf_add(out, EH_STR("BEGIN:VEVENT\r\n")));
	EH_TRY(eh_icalendar_line(out, "UID", event->uid, false));
	EH_TRY(add_instant(out, "DTSTAMP", event->stamp));
	EH_TRY(add_instant(out, "LAST-MODIFIED", event->stamp));
	if (event->created != INT64_MIN)
		EH_TRY(add_instant(out, "CREATED", event->created));
	EH_TRY(add_instant(out, "DTSTART", event->starts_at));
	EH_TRY(add_instant(out, "DTEND", event->ends_at));
	EH_TRY(eh_buf_printf(
	        out, "SEQUENCE:%lld\r\nSTATUS:%s\r\n", (long long)event->sequence, event->cancelled ? "CANCELLED" : "CONFIRMED"));
	EH_TRY(add_text(out, "SUMMARY", event->summary));
	EH_TRY(add_text(out, "DESCRIPTION", event->description));
	EH_TRY(add_text(out, "LOCATION", event->location));
	EH_TRY(add_text(out, "CONTACT", event->contact));
	if (event->url.n)
		EH_TRY(eh_icalendar_line(out, "URL", event->url, false));
	return eh_buf_add(out, EH_STR("END:VEVENT\r\n"));
}

enum eh_rc eh_icalendar_end(struct eh_buf *out) { return eh_buf_add(out, EH_STR("END:VCALENDAR\r\n")); }
