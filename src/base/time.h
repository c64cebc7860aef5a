/* time.h: dates, instants and the clock.
 *
 * A date is a number of days since 1970-01-01 (negative before); EH_NO_DATE where none is known. An instant is UTC in
 * microseconds since then. The clock is injected: programs use eh_clock_now, tests set it. */
#ifndef EH_BASE_TIME_H
#define EH_BASE_TIME_H

#include "str.h"

#define EH_NO_DATE INT32_MIN

/* Proleptic Gregorian calendar (Howard Hinnant, "chrono-compatible low-level date algorithms"). month 1-12, day 1-31; EH_NO_DATE
 * when there is no such day, or the year is outside 1000-9999. */
int32_t eh_date_make(int year, int month, int day);
void eh_date_split(int32_t date, int *ret_year, int *ret_month, int *ret_day);

/* Reads what publishers write: 2021-06-30, 2021-06-30T00:00:00+00:00, 30/06/2021, 30/06/2021 00:00, 30-06-2021, 30 June 2021,
 * 30-Jun-21, 2021/22 is not a date. Day before month. Two-digit years: 00-69 are 20xx. EH_INVALID otherwise. */
enum eh_rc eh_date_parse(struct eh_str s, int32_t *ret_date);

/* "2021-06-30" and its NUL; "" for EH_NO_DATE. */
void eh_date_format(int32_t date, char out[11]);

/* "30 June 2021", the way people here write it. */
void eh_date_words(int32_t date, char out[32]);

/* Now, in microseconds since 1970 UTC: the system clock, or the fixed instant that eh_clock_set or the environment variable
 * EVENHAND_CLOCK (an ISO date or date-time, for reproducible runs) gave. */
int64_t eh_clock_now(void);
int32_t eh_clock_today(void);
/* Fixes the clock; 0 sets it free again. */
void eh_clock_set(int64_t instant);

/* "2021-06-30T12:00:00Z" and its NUL. */
void eh_instant_format(int64_t instant, char out[21]);

/* Seconds on a monotonic clock, for progress and benches only. */
double eh_time_elapsed(void);

#endif
