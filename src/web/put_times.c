/* put_times.c: opening times as people say them: "MO,WE 14:00-16:30" is "Monday, Wednesday 2pm to 4:30pm". */
#include "base/calendar.h"
#include "put.h"

static const struct {
	const char *code, *day;
} DAYS[] = {
	{ "MO", EH_T("Monday") },
	{ "TU", EH_T("Tuesday") },
	{ "WE", EH_T("Wednesday") },
	{ "TH", EH_T("Thursday") },
	{ "FR", EH_T("Friday") },
	{ "SA", EH_T("Saturday") },
	{ "SU", EH_T("Sunday") },
};

static const char *day_at(struct eh_str text, size_t at)
{
	if ((at && eh_is_alnum(text.p[at - 1])) || (at + 2 < text.n && eh_is_alnum(text.p[at + 2])))
		return NULL;
	for (size_t i = 0; i < sizeof DAYS / sizeof *DAYS; i++)
		if (eh_str_starts(eh_str_sub(text, at, 2), eh_str_of(DAYS[i].code)))
			return DAYS[i].day;
	return NULL;
}

/* "16:30" and nothing longer. */
static bool is_time(struct eh_str text, size_t at)
{
	const char *p = text.p + at;

	return at + 5 <= text.n && eh_is_digit(p[0]) && eh_is_digit(p[1]) && p[2] == ':' && eh_is_digit(p[3]) &&
	       eh_is_digit(p[4]) && (!at || !eh_is_alnum(p[-1])) && (at + 5 == text.n || (!eh_is_alnum(p[5]) && p[5] != ':')) &&
	       (p[0] - '0') * 10 + p[1] - '0' < 24;
}

static void put_time(struct eh_page *page, const char *p)
{
	int hour = (p[0] - '0') * 10 + p[1] - '0', twelve = hour % 12 ? hour % 12 : 12;
	bool whole = p[3] == '0' && p[4] == '0';

	if (whole && hour == 12)
		eh_put_say_plain_z(page, EH_T("midday"));
	else if (whole)
		eh_put_str(page, eh_page_text(page, "%d%s", twelve, hour < 12 ? "am" : "pm"));
	else
		eh_put_str(page, eh_page_text(page, "%d:%.2s%s", twelve, p + 3, hour < 12 ? "am" : "pm"));
}

void eh_put_times(struct eh_page *page, struct eh_str text)
{
	bool machine = false;

	for (size_t i = 0; i < text.n && !machine; i++)
		machine = day_at(text, i) != NULL;
	for (size_t i = 0; i < text.n;) {
		const char *day = machine ? day_at(text, i) : NULL;
		if (day) {
			eh_put_say_plain_z(page, day);
			i += 2;
		} else if (machine && is_time(text, i)) {
			put_time(page, text.p + i);
			i += 5;
		} else if (machine && text.p[i] == '-' && is_time(text, i + 1)) {
			eh_put_markup(page, EH_STR(" "));
			eh_put_say_plain_z(page, EH_T("to"));
			eh_put_markup(page, EH_STR(" "));
			i++;
		} else if (machine && text.p[i] == ',' && i + 1 < text.n && day_at(text, i + 1)) {
			eh_put_z(page, ", ");
			i++;
		} else {
			eh_put_str(page, eh_str_sub(text, i, 1));
			i++;
		}
	}
}

void eh_put_clock(struct eh_page *page, int64_t instant)
{
	int minutes = eh_london_minutes(instant), hour = minutes / 60;

	eh_put_str(page, eh_page_text(page, "%d:%02d%s", hour % 12 ? hour % 12 : 12, minutes % 60, hour < 12 ? "am" : "pm"));
}

void eh_put_weekday(struct eh_page *page, int64_t instant)
{
	eh_put_say_plain_z(page, DAYS[eh_weekday(eh_london_date(instant))].day);
}
