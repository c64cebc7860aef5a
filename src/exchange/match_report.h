/* match_report.h: what a match did, as a page. */
#ifndef EH_EXCHANGE_MATCH_REPORT_H
#define EH_EXCHANGE_MATCH_REPORT_H

#include "base/base.h"
#include "link/load.h"
#include "link/truth.h"

struct eh_match_report {
	const struct eh_loaded *loaded;
	const struct ehl_matches *matches;
	const struct eh_truth *truth;    /* NULL: none */
	const struct ehl_scores *scores; /* with a truth */
};

/* One HTML page: charts of weights, of m and u, of precision by band, rows that cannot be linked, blocks, and waterfalls of the closest
 * calls. Everything is in it; it loads nothing. */
enum eh_rc eh_match_report_write(const struct eh_match_report *report, struct eh_buf *out, struct eh_error *err);

#endif
