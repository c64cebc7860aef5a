/* meetings.h: when a service is on, one meeting a line: the form asks for them, the store keeps them, the list says them in words.
 *
 * In words they are "MO 10:00-12:00; first TU of the month 14:00-16:00; note", which pages show as people say it, and of which week.h
 * understands what is on every week. */
#ifndef EH_REGISTER_MEETINGS_H
#define EH_REGISTER_MEETINGS_H

#include "base/base.h"

enum { EH_MEETINGS_MOST = 14, EH_DAYS = 7 };

enum eh_often { EH_WEEKLY, EH_FORTNIGHTLY, EH_FIRST, EH_SECOND, EH_THIRD, EH_FOURTH, EH_LAST, EH_OFTEN_COUNT };

extern const char *const eh_day_names[EH_DAYS];           /* "Monday", … */
extern const char *const eh_often_labels[EH_OFTEN_COUNT]; /* "Every week", "First of the month", … */

struct eh_meeting {
	int day; /* 0 Monday … 6 Sunday */
	enum eh_often often;
	int from, to; /* minutes of the day */
};

struct eh_meetings {
	struct eh_meeting items[EH_MEETINGS_MOST];
	size_t count;
};

/* "10", "10am", "2.30 pm", "14:00", "noon": minutes of the day. False for anything else, and for hours before seven that may mean the
 * afternoon ("2"). */
bool eh_clock_parse(struct eh_str text, int *ret_minutes);

/* As the store keeps them: day, how often, from, to, with spaces between, meetings divided by ";". Reading passes over what is none. */
enum eh_rc eh_meetings_write(const struct eh_meetings *meetings, struct eh_buf *out);
void eh_meetings_read(struct eh_str text, struct eh_meetings *ret_sessions);

/* In words, with the note behind them. EH_NO_MEMORY is the only failure. */
enum eh_rc eh_meetings_words(const struct eh_meetings *meetings, struct eh_str note, struct eh_buf *out);

#endif
