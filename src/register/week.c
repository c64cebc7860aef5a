#include "week.h"

enum { DAYS = 7, DAY_MINUTES = 24 * 60, SLOT_MINUTES = DAY_MINUTES / EH_WEEK_DAY_SLOTS };

enum token { END, DAY, TIME, DASH, COMMA, OTHER };

struct reader {
	const char *p, *end;
	enum token token;
	unsigned days; /* of a DAY: bits, Monday first */
	int minutes;   /* of a TIME */
	int half;      /* of a TIME: 0 morning, 1 afternoon, -1 not said */
};

struct word {
	const char *text;
	unsigned days;
};

static const struct word DAY_WORDS[] = { { "mo", 1 }, { "mon", 1 }, { "monday", 1 }, { "mondays", 1 }, { "tu", 2 }, { "tue", 2 },
	{ "tues", 2 }, { "tuesday", 2 }, { "tuesdays", 2 }, { "we", 4 }, { "wed", 4 }, { "weds", 4 }, { "wednesday", 4 },
	{ "wednesdays", 4 }, { "th", 8 }, { "thu", 8 }, { "thur", 8 }, { "thurs", 8 }, { "thursday", 8 }, { "thursdays", 8 },
	{ "fr", 16 }, { "fri", 16 }, { "friday", 16 }, { "fridays", 16 }, { "sa", 32 }, { "sat", 32 }, { "saturday", 32 },
	{ "saturdays", 32 }, { "su", 64 }, { "sun", 64 }, { "sunday", 64 }, { "sundays", 64 }, { "daily", 127 },
	{ "weekdays", 31 }, { "weekends", 96 } };

static const char *const FILLERS[] = { "open", "opening", "hours", "from", "every", "on", "each", "between" };

static bool is(struct eh_str word, const char *text) { return eh_str_eq_ascii_nocase(word, eh_str_of(text)); }

static enum token read_word(struct reader *reader)
{
	const char *from = reader->p;

	while (reader->p < reader->end && ((*reader->p | 0x20) >= 'a' && (*reader->p | 0x20) <= 'z'))
		reader->p++;
	struct eh_str word = { from, (size_t)(reader->p - from) };
	for (size_t i = 0; i < sizeof DAY_WORDS / sizeof *DAY_WORDS; i++)
		if (is(word, DAY_WORDS[i].text)) {
			reader->days = DAY_WORDS[i].days;
			return DAY;
		}
	reader->half = 1;
	reader->minutes = is(word, "midnight") ? DAY_MINUTES : DAY_MINUTES / 2;
	if (is(word, "noon") || is(word, "midday") || is(word, "midnight"))
		return TIME;
	if (is(word, "day")) { /* "every day" */
		reader->days = 127;
		return DAY;
	}
	if (is(word, "to") || is(word, "until") || is(word, "till"))
		return DASH;
	return is(word, "and") ? COMMA : OTHER;
}

static bool filler(struct eh_str word)
{
	for (size_t i = 0; i < sizeof FILLERS / sizeof *FILLERS; i++)
		if (is(word, FILLERS[i]))
			return true;
	return false;
}

/* "9", "9.30am", "09:30", "5 p.m.". */
static enum token read_time(struct reader *reader)
{
	int hours = 0, minutes = 0, digits = 0;

	for (; reader->p < reader->end && eh_is_digit(*reader->p) && digits < 3; digits++)
		hours = hours * 10 + (*reader->p++ - '0');
	if (reader->end - reader->p >= 3 && (*reader->p == ':' || *reader->p == '.') && eh_is_digit(reader->p[1]) &&
	        eh_is_digit(reader->p[2])) {
		minutes = (reader->p[1] - '0') * 10 + (reader->p[2] - '0');
		reader->p += 3;
	}
	while (reader->p < reader->end && *reader->p == ' ')
		reader->p++;
	reader->half = -1;
	if (reader->end - reader->p >= 2 && (reader->p[1] | 0x20) == 'm' &&
	        ((*reader->p | 0x20) == 'a' || (*reader->p | 0x20) == 'p')) {
		reader->half = (*reader->p | 0x20) == 'p';
		reader->p += 2;
	}
	if (digits > 2 || hours > 24 || minutes > 59 || (reader->half >= 0 && (hours > 12 || !hours)))
		return OTHER;
	if (reader->half >= 0)
		hours = hours % 12 + 12 * reader->half;
	reader->minutes = hours * 60 + minutes;
	return reader->minutes <= DAY_MINUTES ? TIME : OTHER;
}

static void next(struct reader *reader)
{
	while (reader->p < reader->end) {
		const char *from = reader->p;
		unsigned char c = (unsigned char)*from;
		if (c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '(' || c == ')') {
			reader->p++;
		} else if (eh_is_digit((char)c)) {
			reader->token = read_time(reader);
			return;
		} else if ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') {
			reader->token = read_word(reader);
			if (reader->token != OTHER || !filler((struct eh_str){ from, (size_t)(reader->p - from) }))
				return;
		} else if (c == 0xe2 && reader->end - from >= 3 && (unsigned char)from[1] == 0x80 &&
		           ((unsigned char)from[2] == 0x93 || (unsigned char)from[2] == 0x94)) { /* – and — */
			reader->p += 3;
			reader->token = DASH;
			return;
		} else {
			reader->p++;
			reader->token = c == '-'                                                               ? DASH
			                : c == ',' || c == ';' || c == ':' || c == '&' || c == '/' || c == '.' ? COMMA
			                                                                                       : OTHER;
			return;
		}
	}
	reader->token = END;
}

/* From Friday to Monday goes round the end of the week. */
static unsigned days_between(unsigned from, unsigned to)
{
	unsigned days = from;

	for (unsigned day = from; day != to && days != 127;) {
		day = day == 64 ? 1 : day << 1;
		days |= day;
	}
	return days;
}

static bool single(unsigned days) { return !(days & (days - 1)); }

/* "Mondays, Tuesdays and Thursdays", "Monday to Friday". */
static bool read_days(struct reader *reader, unsigned *ret_days)
{
	unsigned days = 0;

	while (reader->token == DAY) {
		unsigned first = reader->days;
		next(reader);
		if (reader->token == DASH) {
			next(reader);
			if (reader->token != DAY || !single(first) || !single(reader->days))
				return false;
			first = days_between(first, reader->days);
			next(reader);
		}
		days |= first;
		while (reader->token == COMMA)
			next(reader);
	}
	*ret_days = days;
	return true;
}

static void open(uint64_t week[EH_WEEK_WORDS], unsigned days, int from, int to)
{
	for (int day = 0; day < DAYS; day++)
		for (int slot = from / SLOT_MINUTES; days >> day & 1 && slot * SLOT_MINUTES < to; slot++) {
			int bit = day * EH_WEEK_DAY_SLOTS + slot;
			week[bit / 64] |= UINT64_C(1) << (bit % 64);
		}
}

/* What is not said is by day: "9-5" ends in the afternoon, "2-4pm" begins there, and so does "2-4". */
static bool settle(int *from, int from_half, int *to, int to_half)
{
	enum { NOON = DAY_MINUTES / 2, EARLIEST = 7 * 60 };

	if (to_half < 0 && from_half <= 0 && *to <= *from)
		*to += NOON;
	if (from_half < 0 && to_half == 1 && *from + NOON < *to)
		*from += NOON;
	if (from_half < 0 && to_half < 0 && *from < EARLIEST && *to <= NOON) {
		*from += NOON;
		*to += NOON;
	}
	return *from < *to && *to <= DAY_MINUTES;
}

/* One or more spans of time. */
static bool read_spans(struct reader *reader, unsigned days, uint64_t week[EH_WEEK_WORDS])
{
	while (reader->token == TIME) {
		int from = reader->minutes, from_half = reader->half;
		next(reader);
		if (reader->token != DASH)
			return false;
		next(reader);
		if (reader->token != TIME)
			return false;
		int to = reader->minutes, to_half = reader->half;
		if (!settle(&from, from_half, &to, to_half))
			return false;
		open(week, days, from, to);
		next(reader);
		while (reader->token == COMMA)
			next(reader);
	}
	return true;
}

bool eh_week_parse(struct eh_str text, uint64_t ret_week[EH_WEEK_WORDS])
{
	struct reader reader = { .p = text.p, .end = text.p + text.n };
	uint64_t week[EH_WEEK_WORDS] = { 0 };
	unsigned days;

	if (!text.n)
		return false;
	next(&reader);
	while (reader.token == DAY) {
		if (!read_days(&reader, &days) || reader.token != TIME || !read_spans(&reader, days, week))
			return false;
	}
	if (reader.token != END || !(week[0] | week[1] | week[2] | week[3] | week[4] | week[5]))
		return false;
	memcpy(ret_week, week, sizeof week);
	return true;
}

/* The last Sunday of a month of 31 days; 1970-01-01 was a Thursday. */
static int32_t last_sunday(int year, int month)
{
	int32_t last = eh_date_make(year, month, 31);

	return last - (last + 4) % DAYS;
}

unsigned eh_week_half_hour(int64_t instant)
{
	static const int64_t MINUTE = 60 * INT64_C(1000000);
	int64_t minutes = instant < 0 ? 0 : instant / MINUTE;
	int year, month, day;

	eh_date_split((int32_t)(minutes / DAY_MINUTES), &year, &month, &day);
	int64_t begins = last_sunday(year, 3) * (int64_t)DAY_MINUTES + 60,
	        ends = last_sunday(year, 10) * (int64_t)DAY_MINUTES + 60;
	minutes += minutes >= begins && minutes < ends ? 60 : 0;
	return (unsigned)((minutes / DAY_MINUTES + 3) % DAYS * EH_WEEK_DAY_SLOTS + minutes % DAY_MINUTES / SLOT_MINUTES);
}
