/* helplines.h: numbers to ring at once, shown above results that somebody in trouble may be reading. Dated reference data: check all of them
 * each year against their sources, and change the date. */
#ifndef EH_WEB_HELPLINES_H
#define EH_WEB_HELPLINES_H

#include "base/base.h"

struct eh_helpline {
	const char *name, *number, *about;
	const char *source; /* the organisation's own page that publishes the number */
	const char *needs;  /* codes of the taxonomy, space between */
	const char *words;  /* of searches, | between; matched as in taxonomy.h */
	bool discreet; /* about what somebody may have to hide from another who shares the screen: such pages offer a quick way out */
};
extern const struct eh_helpline eh_helplines[]; /* ends with a NULL name; the most urgent first */
extern const char eh_helplines_checked[];       /* "2026-11-25" */

/* True when the helpline belongs to a search with these needs and this text (folded). */
bool eh_helpline_fits(const struct eh_helpline *helpline, const struct eh_str *needs, size_t need_count, struct eh_str folded);

#endif
