/* confirmed.h: how what was heard of last is told.
 *
 * Three kinds: people said so (the organisation itself, or a keeper of the list); a register or a directory held it in an edition of that
 * date; or no more than a grant of that date names it. A file's date is no confirmation of a grant in it: the award's date counts. */
#ifndef EH_REGISTER_CONFIRMED_H
#define EH_REGISTER_CONFIRMED_H

#include "base/base.h"

/* What stands in the store: "people", "list", "grant". */
#define EH_CONFIRMED_PEOPLE "people"
#define EH_CONFIRMED_LIST "list"
#define EH_CONFIRMED_GRANT "grant"

enum { EH_CONFIRMED_OLD_DAYS = 2 * 365 + 1 };

/* Older than two years at `now` (UTC microseconds): it may be out of date, and every face says so. */
static inline bool eh_confirmed_old(int64_t date, int64_t now)
{
	return date < now / INT64_C(86400000000) - EH_CONFIRMED_OLD_DAYS;
}

/* "Last confirmed", "In a list of", "In a grant of": a date follows. */
static inline const char *eh_confirmed_words(struct eh_str by)
{
	return eh_str_eq(by, EH_STR(EH_CONFIRMED_PEOPLE))  ? EH_T("Last confirmed")
	       : eh_str_eq(by, EH_STR(EH_CONFIRMED_GRANT)) ? EH_T("In a grant of")
	                                                   : EH_T("In a list of");
}

#endif
