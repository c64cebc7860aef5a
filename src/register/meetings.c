#include "meetings.h"

enum { HOUR = 60, DAY_MINUTES = 24 * HOUR, EARLIEST_PLAIN = 7 };

const char *const eh_day_names[EH_DAYS] = { EH_T("Monday"), EH_T("Tuesday"), EH_T("Wednesday"), EH_T("Thursday"), EH_T("Friday"),
	EH_T("Saturday"), EH_T("Sunday") };
const char *const eh_often_labels[EH_OFTEN_COUNT] = { EH_T("Every week"), EH_T("Every other week"), EH_T("First of the month"),
	EH_T("Second of the month"), EH_T("Third of the month"), EH_T("Fourth of the month"), EH_T("Last of the month") };

static const char *const DAY_CODES[EH_DAYS] = { "MO", "TU", "WE", "TH", "FR", "SA", "SU" };
static const struct {
	const char *before, *after;
} OFTEN_WORDS[EH_OFTEN_COUNT] = { { "", "" }, { "every other ", "" }, { "first ", " of the month" },
	{ "second ", " of the month" }, { "third ", " of the month" }, { "fourth ", " of the month" },
	{ "last ", " of the month" } };

/* Hours before seven say that they are in the morning: week.h takes "6:00-7:30" for the evening. */
static enum eh_rc add_clock(struct eh_buf *out, const char *before, int minutes)
{
	return eh_buf_printf(
	        out, "%s%02d:%02d%s", before, minutes / HOUR, minutes % HOUR, minutes < EARLIEST_PLAIN * HOUR ? "am" : "");
}

/* Digits at the front of *text, at most two; -1: none. */
static int take_number(struct eh_str *text)
{
	int number = -1;

	for (size_t i = 0; i < 2 && text->n && eh_is_digit(*text->p); i++, text->p++, text->n--)
		number = (number < 0 ? 0 : number * 10) + (*text->p - '0');
	return number;
}

bool eh_clock_parse(struct eh_str text, int *ret_minutes)
{
	struct eh_str rest = eh_str_trim(text);

	if (eh_str_eq_ascii_nocase(rest, EH_STR("noon")) || eh_str_eq_ascii_nocase(rest, EH_STR("midday"))) {
		*ret_minutes = DAY_MINUTES / 2;
		return true;
	}
	int hour = take_number(&rest), minute = 0;
	bool parted = rest.n && (*rest.p == ':' || *rest.p == '.');
	if (parted) {
		struct eh_str digits = eh_str_sub(rest, 1, 2);
		rest = eh_str_sub(rest, 1, rest.n);
		minute = digits.n == 2 ? take_number(&rest) : -1;
	}
	rest = eh_str_trim(rest);
	bool am = eh_str_eq_ascii_nocase(rest, EH_STR("am")), pm = eh_str_eq_ascii_nocase(rest, EH_STR("pm"));
	if (hour < 0 || minute < 0 || minute >= HOUR || (rest.n && !am && !pm))
		return false;
	if ((am || pm) && (hour < 1 || hour > 12))
		return false;
	if (am || pm)
		hour = hour % 12 + (pm ? 12 : 0);
	else if (hour >= 24 || (hour < EARLIEST_PLAIN && !(parted && text.n && *eh_str_trim(text).p == '0')))
		return false;
	*ret_minutes = hour * HOUR + minute;
	return true;
}

enum eh_rc eh_meetings_write(const struct eh_meetings *meetings, struct eh_buf *out)
{
	for (size_t i = 0; i < meetings->count; i++) {
		const struct eh_meeting *one = &meetings->items[i];
		EH_TRY(eh_buf_printf(out, "%s%d %d %d %d", i ? ";" : "", one->day, (int)one->often, one->from, one->to));
	}
	return EH_OK;
}

static bool read_one(struct eh_str text, struct eh_meeting *meeting)
{
	static const int64_t BELOW[] = { EH_DAYS, EH_OFTEN_COUNT, DAY_MINUTES, DAY_MINUTES + 1 };
	int64_t numbers[4];
	struct eh_str part;
	size_t n = 0;

	while (n < 4 && eh_str_split(&text, ' ', &part))
		if (eh_str_to_i64(part, &numbers[n]) != EH_OK || numbers[n] < 0 || numbers[n] >= BELOW[n])
			return false;
		else
			n++;
	if (n < 4)
		return false;
	*meeting = (struct eh_meeting){ (int)numbers[0], (enum eh_often)numbers[1], (int)numbers[2], (int)numbers[3] };
	return true;
}

void eh_meetings_read(struct eh_str text, struct eh_meetings *ret_sessions)
{
	struct eh_str one;

	ret_sessions->count = 0;
	while (ret_sessions->count < EH_MEETINGS_MOST && eh_str_split(&text, ';', &one))
		ret_sessions->count += read_one(one, &ret_sessions->items[ret_sessions->count]);
}

enum eh_rc eh_meetings_words(const struct eh_meetings *meetings, struct eh_str note, struct eh_buf *out)
{
	for (size_t i = 0; i < meetings->count; i++) {
		const struct eh_meeting *one = &meetings->items[i];
		EH_TRY(eh_buf_printf(out, "%s%s%s%s", i ? "; " : "", OFTEN_WORDS[one->often].before, DAY_CODES[one->day],
		        OFTEN_WORDS[one->often].after));
		EH_TRY(add_clock(out, " ", one->from));
		EH_TRY(add_clock(out, "-", one->to));
	}
	return note.n ? eh_buf_printf(out, "%s%.*s", meetings->count ? "; " : "", EH_FMT(note)) : EH_OK;
}
