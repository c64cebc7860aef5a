#include "time.h"

#include "say.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static const char *const MONTHS[] = { EH_T("January"), EH_T("February"), EH_T("March"), EH_T("April"), EH_T("May"), EH_T("June"),
	EH_T("July"), EH_T("August"), EH_T("September"), EH_T("October"), EH_T("November"), EH_T("December") };

static int days_in_month(int year, int month)
{
	static const int DAYS[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

	return month == 2 && leap ? 29 : DAYS[month - 1];
}

int32_t eh_date_make(int year, int month, int day)
{
	if (year < 1000 || year > 9999 || month < 1 || month > 12 || day < 1 || day > days_in_month(year, month))
		return EH_NO_DATE;
	int y = month <= 2 ? year - 1 : year, era = y / 400, in_era = y - era * 400;
	int day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
	return era * 146097 + in_era * 365 + in_era / 4 - in_era / 100 + day_of_year - 719468;
}

void eh_date_split(int32_t date, int *ret_year, int *ret_month, int *ret_day)
{
	int z = date + 719468, era = (z >= 0 ? z : z - 146096) / 146097, in_era = z - era * 146097;
	int year_of_era = (in_era - in_era / 1460 + in_era / 36524 - in_era / 146096) / 365;
	int day_of_year = in_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
	int shifted = (5 * day_of_year + 2) / 153;

	*ret_day = day_of_year - (153 * shifted + 2) / 5 + 1;
	*ret_month = shifted < 10 ? shifted + 3 : shifted - 9;
	*ret_year = year_of_era + era * 400 + (*ret_month <= 2);
}

/* Takes 1 to `most` digits off the front; -1 when there are none. */
static int take_number(struct eh_str *s, size_t most)
{
	int value = 0;
	size_t n = 0;

	while (n < s->n && n < most && eh_is_digit(s->p[n]))
		value = value * 10 + (s->p[n++] - '0');
	*s = eh_str_sub(*s, n, s->n);
	return n ? value : -1;
}

static int take_month(struct eh_str *s)
{
	for (int month = 0; month < 12; month++) {
		struct eh_str name = eh_str_of(MONTHS[month]);
		size_t n = s->n >= name.n && eh_str_eq_ascii_nocase(eh_str_sub(*s, 0, name.n), name) ? name.n : 3;
		if (s->n < n || !eh_str_eq_ascii_nocase(eh_str_sub(*s, 0, n), eh_str_sub(name, 0, n)))
			continue;
		*s = eh_str_sub(*s, n, s->n);
		return month + 1;
	}
	return take_number(s, 2);
}

static bool take_separator(struct eh_str *s)
{
	size_t n = 0;

	while (n < s->n && n < 2 && (s->p[n] == '-' || s->p[n] == '/' || s->p[n] == '.' || s->p[n] == ' ' || s->p[n] == ','))
		n++;
	*s = eh_str_sub(*s, n, s->n);
	return n > 0;
}

enum eh_rc eh_date_parse(struct eh_str s, int32_t *ret_date)
{
	s = eh_str_trim(s);
	struct eh_str all = s;
	int first = take_number(&s, 4), year, month, day;
	size_t first_digits = all.n - s.n;

	if (first < 0 || !take_separator(&s) || (month = take_month(&s)) < 0 || !take_separator(&s))
		return EH_INVALID;
	struct eh_str before = s;
	int last = take_number(&s, 4);
	size_t last_digits = before.n - s.n;
	if (first_digits == 4 && last_digits <= 2) {
		year = first;
		day = last;
	} else if (first_digits <= 2 && (last_digits == 4 || last_digits == 2)) {
		day = first;
		year = last_digits == 4 ? last : last < 70 ? 2000 + last : 1900 + last;
	} else {
		return EH_INVALID;
	}
	if (s.n && !(s.p[0] == 'T' || s.p[0] == ' '))
		return EH_INVALID;
	int32_t date = eh_date_make(year, month, day);
	if (date == EH_NO_DATE)
		return EH_INVALID;
	*ret_date = date;
	return EH_OK;
}

void eh_date_format(int32_t date, char out[11])
{
	int year, month, day;

	out[0] = '\0';
	if (date == EH_NO_DATE)
		return;
	eh_date_split(date, &year, &month, &day);
	snprintf(out, 11, "%04u-%02u-%02u", (unsigned)year % 10000, (unsigned)month % 100, (unsigned)day % 100);
}

void eh_date_words(int32_t date, char out[32])
{
	int year, month, day;

	out[0] = '\0';
	if (date == EH_NO_DATE)
		return;
	eh_date_split(date, &year, &month, &day);
	snprintf(out, 32, "%d %s %d", day, MONTHS[month - 1], year);
}

static int64_t fixed_instant;
static bool clock_read;

/* The environment's date-time as an instant; time of day is optional, UTC. */
static int64_t instant_from_environment(void)
{
	const char *text = getenv("EVENHAND_CLOCK");
	int32_t date;
	unsigned hours = 0, minutes = 0, seconds = 0;

	if (!text || eh_date_parse(eh_str_of(text), &date) != EH_OK)
		return 0;
	const char *clock = strchr(text, 'T');
	if (clock && sscanf(clock, "T%2u:%2u:%2u", &hours, &minutes, &seconds) < 2)
		hours = minutes = seconds = 0;
	return ((int64_t)date * 86400 + hours * 3600 + minutes * 60 + seconds) * 1000000;
}

int64_t eh_clock_now(void)
{
	struct timespec now;

	if (!clock_read) {
		clock_read = true;
		fixed_instant = instant_from_environment();
	}
	if (fixed_instant)
		return fixed_instant;
	clock_gettime(CLOCK_REALTIME, &now);
	return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

int32_t eh_clock_today(void) { return (int32_t)(eh_clock_now() / 86400000000); }

void eh_clock_set(int64_t instant)
{
	clock_read = true;
	fixed_instant = instant;
}

void eh_instant_format(int64_t instant, char out[21])
{
	int year, month, day;
	int64_t seconds = instant / 1000000;
	unsigned in_day = (unsigned)(seconds % 86400);

	eh_date_split((int32_t)(seconds / 86400), &year, &month, &day);
	snprintf(out, 21, "%04u-%02u-%02uT%02u:%02u:%02uZ", (unsigned)year % 10000, (unsigned)month % 100, (unsigned)day % 100,
	        in_day / 3600 % 24, in_day / 60 % 60, in_day % 60);
}

double eh_time_elapsed(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}
