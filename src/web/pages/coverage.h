/* coverage.h: what the templates of the pages about coverage ask for. */
#ifndef EH_WEB_PAGES_COVERAGE_H
#define EH_WEB_PAGES_COVERAGE_H

#include "views_coverage.h"

/* True when a count of this need is withheld. */
bool ground_withheld(const struct eh_view_ground *row);
/* A count of it is shown: the rest is withheld. */
bool ground_shown(const struct eh_analysis *analysis, const struct eh_view_ground *row);
size_t eh_words_count(const struct eh_report_words *words);

#endif
