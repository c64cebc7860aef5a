/* views_what_if.h: what the what-if page shows. */
#ifndef EH_WEB_PAGES_VIEWS_WHAT_IF_H
#define EH_WEB_PAGES_VIEWS_WHAT_IF_H

#include "exchange/words.h"
#include "web/components/ui.h"
#include "web/page.h"

/* A neighbourhood where something changes. */
struct eh_view_change_row {
	const struct eh_place_area *area;
	struct eh_str ward;
	const struct eh_coverage_row *before, *after;
	double people; /* who gain reach within 20 minutes (over 0) or lose it */
};

/* What tells a service apart from others of the same name: its ward, and a number where that is the same too. */
struct eh_view_apart {
	struct eh_str ward; /* {NULL, 0}: its name is enough */
	bool beyond;        /* in no ward of the place */
	unsigned number;    /* 0: its name and ward are enough */
};

struct eh_view_what_if {
	const struct eh_analysis *now; /* the needs to choose from */
	const struct eh_need *need;    /* NULL: none chosen yet */
	size_t need_at;                /* where it stands in now->needs */
	const struct eh_supply_row *supply;
	size_t supply_count;
	const struct eh_view_apart *apart; /* one for each of supply */
	struct eh_str postcode, problem;
	bool changed; /* something was taken out or added */
	size_t taken;
	double lost, gained;          /* people */
	size_t new_gaps, closed_gaps; /* against the mean as it is now */
	size_t under_mean;            /* neighbourhoods that fall under half of the mean because it rises */
	const struct eh_view_change_row *rows;
	size_t row_count;
	struct eh_str map;
};

#endif
