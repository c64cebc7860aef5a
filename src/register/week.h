/* week.h: opening times in people's words, as half hours of a week. */
#ifndef EH_REGISTER_WEEK_H
#define EH_REGISTER_WEEK_H

#include "base/base.h"

enum { EH_WEEK_WORDS = 6, EH_WEEK_DAY_SLOTS = 48 };

/* Reads "Monday to Friday, 9.30am-4pm; Sat 10-1", "MO,WE 10:00-12:00", "every day 9am to 5pm". Half hours from Monday 00:00 that are open,
 * if only in part, become bits. False, and *ret_week untouched, when the text holds anything else ("term time", "by appointment", "first
 * Tuesday"): then the hours are not known, which is better than known wrongly. */
bool eh_week_parse(struct eh_str text, uint64_t ret_week[EH_WEEK_WORDS]);

/* The half hour of the week, from Monday 00:00 by clocks in the United Kingdom, that an instant (UTC microseconds) lies in. Summer time is
 * from 01:00 UTC on the last Sunday of March to that of October (Summer Time Act 1972, as amended in 2002). */
unsigned eh_week_half_hour(int64_t instant);

#endif
