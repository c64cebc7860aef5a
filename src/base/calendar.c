#include "calendar.h"

#include <stdlib.h>

#include "time.h"

#define HOUR (3600 * INT64_C(1000000))
#define DAY (24 * HOUR)

static int64_t floor_div(int64_t a, int64_t b) { return a / b - (a % b < 0); }

int eh_weekday(int32_t date) { return (int)(((int64_t)date % 7 + 7 + 3) % 7); /* 1970-01-01 was a Thursday */ }

static int compare_dates(const void *a, const void *b)
{
	const int32_t *x = a, *y = b;

	return *x < *y ? -1 : *x > *y;
}

bool eh_working_day(int32_t date, const int32_t *holidays, size_t holiday_count)
{
	if (eh_weekday(date) > 4)
		return false;
	return !holiday_count || !bsearch(&date, holidays, holiday_count, sizeof *holidays, compare_dates);
}

int32_t eh_working_days_after(int32_t date, int n, const int32_t *holidays, size_t holiday_count)
{
	while (n > 0)
		n -= eh_working_day(++date, holidays, holiday_count);
	return date;
}

/* 01:00 UTC on the last Sunday of a month of 31 days. */
static int64_t clock_change(int year, int month)
{
	int32_t last = eh_date_make(year, month, 31);

	return (last - (eh_weekday(last) + 1) % 7) * DAY + HOUR;
}

static bool is_summer(int64_t instant)
{
	int year, month, day;

	eh_date_split((int32_t)floor_div(instant, DAY), &year, &month, &day);
	return instant >= clock_change(year, 3) && instant < clock_change(year, 10);
}

int32_t eh_london_date(int64_t instant) { return (int32_t)floor_div(instant + (is_summer(instant) ? HOUR : 0), DAY); }

/* The clocks never change at midnight, so what holds an hour before tells. */
int64_t eh_london_midnight(int32_t date)
{
	int64_t midnight = date * DAY;

	return is_summer(midnight - HOUR) ? midnight - HOUR : midnight;
}

int eh_london_minutes(int64_t instant)
{
	return (int)((instant + (is_summer(instant) ? HOUR : 0) - eh_london_date(instant) * DAY) / (HOUR / 60));
}

int64_t eh_london_instant(int32_t date, int minutes)
{
	int64_t winter = date * DAY + minutes * (HOUR / 60);

	return is_summer(winter - HOUR) ? winter - HOUR : winter;
}
