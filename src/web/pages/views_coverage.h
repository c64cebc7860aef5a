/* views_coverage.h: what the pages about gaps, overlaps and completeness show. */
#ifndef EH_WEB_PAGES_VIEWS_COVERAGE_H
#define EH_WEB_PAGES_VIEWS_COVERAGE_H

#include "exchange/words.h"
#include "reach.h"
#include "web/components/ui.h"
#include "web/page.h"

struct eh_view_gaps {
	const struct eh_analysis *analysis;
	struct eh_str map; /* markup of our own making */
};

/* One neighbourhood for one need. */
struct eh_view_area {
	const struct eh_place_area *area;
	struct eh_str ward;
	const struct eh_coverage_row *row;
	double reach; /* at the minutes asked for */
};

struct eh_view_need_page {
	const struct eh_analysis *analysis;
	const struct eh_need_summary *need;
	unsigned minutes;
	const struct eh_view_area *areas; /* gaps first, then by reach */
	size_t count;
	struct eh_str map;
	size_t nobody; /* neighbourhoods where nobody is reached within the minutes */
	double far;    /* people whom no service on the list reaches within the minutes */
};

/* A pair that both organisations agreed to show, and what they say it is. */
struct eh_view_named {
	const struct eh_overlap_row *row;
	const char *what;
};

struct eh_view_ground {
	const struct eh_need *need;
	const struct eh_overlap_count *counts; /* wards with a count */
	size_t from, count;
};

struct eh_view_published {
	int64_t number, published_at;
	struct eh_str said;
};

struct eh_view_source_row {
	struct eh_str publisher, name, title, licence, state; /* title: for people */
	bool match_only;                                      /* none of it is shown */
	int64_t kept, refused;
	int32_t date;
	int64_t imported_at;
};

struct eh_view_publisher {
	struct eh_str name;
	int32_t date; /* of its newest data */
};
struct eh_view_publishers {
	const struct eh_view_publisher *items;
	size_t count;
};

/* A need with a gap somewhere in a ward. */
struct eh_view_ward_need {
	const struct eh_need *need;
	size_t areas; /* neighbourhoods with a gap */
	size_t none;  /* of these, with nobody on the list */
	double people;
	enum eh_standing firmest;
};

struct eh_view_ward {
	const struct eh_place_ward *ward;
	const struct eh_completeness_row *complete;
	const struct eh_view_area *gaps; /* area and row; reach at 20 minutes */
	const struct eh_need_summary *const *gap_needs;
	size_t gap_count;
	const struct eh_view_ward_need *needs; /* the firmest first */
	size_t need_count, judged;             /* with a gap; in all */
	const struct eh_search_results *based;
	struct eh_str map; /* where the ward lies; markup of our own making */
	struct eh_view_publishers publishers;
	int32_t today;
	int64_t built_at;
	struct eh_str base_url;
};

#endif
