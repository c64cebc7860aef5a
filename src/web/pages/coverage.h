/* coverage.h: what the templates of the pages about coverage ask for. */
#ifndef EH_WEB_PAGES_COVERAGE_H
#define EH_WEB_PAGES_COVERAGE_H

#include "exchange/map.h"
#include "views_coverage.h"

/* True when a count of this need is withheld. */
bool ground_withheld(const struct eh_view_ground *row);
/* A count of it is shown: the rest is withheld. */
bool ground_shown(const struct eh_analysis *analysis, const struct eh_view_ground *row);
size_t eh_words_count(const struct eh_report_words *words);

/* A page made from the place's snapshot, which is given back however it ends. */
typedef enum eh_rc eh_with_snapshot(struct eh_request *request, struct eh_response *response, struct eh_view *view,
        const struct eh_snapshot *snapshot, struct eh_page *page, struct eh_error *err);
enum eh_rc eh_coverage_serve(struct eh_request *request, struct eh_response *response, const char *title, eh_with_snapshot *make,
        struct eh_error *err);

/* A choropleth with its shapes, as markup in the request's arena; nothing where no boundary is known. */
enum eh_rc eh_coverage_draw(struct eh_request *request, const struct eh_analysis *analysis, const struct eh_choropleth *map,
        struct eh_str *ret_markup, struct eh_error *err);

/* Orders struct eh_view_area for qsort: gaps first, the firmest of them first. */
int eh_gaps_first(const void *a, const void *b);

/* Who publishes what the list is made of, each with the newest date of its data; not what was read for matching alone. In the arena. */
enum eh_rc eh_view_publishers(struct eh_request *request, struct eh_view_publishers *ret_publishers, struct eh_error *err);

#endif
