/* calendar.h: working days and the time of day in Great Britain. */
#ifndef EH_BASE_CALENDAR_H
#define EH_BASE_CALENDAR_H

#include <stddef.h>
#include <stdbool.h>
#include <stdint.h>

/* Days of the week from 0, Monday, to 6, Sunday. */
int eh_weekday(int32_t date);

/* Monday to Friday, and none of `holidays`, which are dates in ascending order. */
bool eh_working_day(int32_t date, const int32_t *holidays, size_t holiday_count);

/* The nth working day after `date` (which does not count itself); n > 0. "Within five working days of Thursday 2 April 2026" ends on
 * Monday 13 April: Good Friday and Easter Monday are none. */
int32_t eh_working_days_after(int32_t date, int n, const int32_t *holidays, size_t holiday_count);

/* The calendar date in London at an instant (UTC microseconds), and the instant at which a date begins there. British summer time runs from
 * 01:00 UTC on the last Sunday of March to 01:00 UTC on the last Sunday of October (Summer Time Order 2002). */
int32_t eh_london_date(int64_t instant);
int64_t eh_london_midnight(int32_t date);

/* The minute of the day there, from 0, and the instant at which a clock there shows it. Of the hour that comes twice, in October, the first; of
 * the hour that is left out, in March, as much later as the clock is put forward. */
int eh_london_minutes(int64_t instant);
int64_t eh_london_instant(int32_t date, int minutes);

#endif
