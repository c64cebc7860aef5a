/* icalendar.h: calendars as RFC 5545 has them, for one event or many: what calendar programs open and subscribe to.
 *
 *     eh_icalendar_begin(&out, EH_STR("Open meetings in Trafford"));
 *     eh_icalendar_event(&out, &event);   …
 *     eh_icalendar_end(&out);
 *
 * Lines end in CR LF and are folded at 75 octets, never inside a character. Times are UTC microseconds and are written as UTC. EH_NO_MEMORY is the
 * only failure. */
#ifndef EH_EXCHANGE_ICALENDAR_H
#define EH_EXCHANGE_ICALENDAR_H

#include "base/base.h"

enum { EH_ICALENDAR_FOLD = 75 }; /* octets of a line, without its end (RFC 5545, 3.1) */

struct eh_icalendar_event {
	struct eh_str uid;          /* the same for ever; ASCII */
	int64_t stamp;              /* when this was last said: DTSTAMP and LAST-MODIFIED, since no METHOD is given (3.8.7.2) */
	int64_t created;            /* INT64_MIN: not known */
	int64_t starts_at, ends_at; /* the second one is later */
	int64_t sequence;           /* raised by each change */
	struct eh_str summary, description; /* text; {NULL, 0} or "": none */
	struct eh_str location, contact;    /* the same */
	struct eh_str url;                  /* an address, as it stands; "": none */
	bool cancelled;
};

enum eh_rc eh_icalendar_begin(struct eh_buf *out, struct eh_str name);
enum eh_rc eh_icalendar_event(struct eh_buf *out, const struct eh_icalendar_event *event);
enum eh_rc eh_icalendar_end(struct eh_buf *out);

/* One line of content, "NAME:value", folded. `escape`: the value is text (3.3.11): backslash, semicolon, comma and line ends are escaped;
 * otherwise it stands as it is, without its control characters. */
enum eh_rc eh_icalendar_line(struct eh_buf *out, const char *name, struct eh_str value, bool escape);

#endif
