/* report_private.h: what the parts of the report share. */
#ifndef EH_EXCHANGE_REPORT_PRIVATE_H
#define EH_EXCHANGE_REPORT_PRIVATE_H

#include "folder.h"
#include "geojson.h"
#include "html.h"
#include "report.h"
#include "tables.h"
#include "words.h"

enum eh_report_table {
	EH_REPORT_GAPS,
	EH_REPORT_NEXT,
	EH_REPORT_NEEDS,
	EH_REPORT_AREAS,
	EH_REPORT_WARDS,
	EH_REPORT_GROUND,
	EH_REPORT_COMPLETENESS,
	EH_REPORT_ORGANISATIONS,
	EH_REPORT_SOURCES,
	EH_REPORT_TABLES,
};

/* Counts that stand in several parts. */
struct eh_report_figures {
	size_t organisations, active, closed, local, protected; /* on the list; all but `closed` ones are not closed */
	double people, per_thousand;                            /* residents; local organisations for each thousand */
	size_t located, offices;                                /* services by where they count, over all needs */
	size_t gaps, absolute, robust, confirmed, fragile;      /* of rows: an area and a need */
	size_t needs_far;                                       /* needs that under half the people have within twenty minutes */
	bool hard_to_compare; /* registers and local lists share so few names that an estimate from them is worth little */
};

struct eh_report {
	struct eh_db *db;
	const struct eh_report_options *options;
	int32_t made_on;
	struct eh_analysis analysis;
	struct eh_listing listing;
	struct eh_report_figures figures;
	struct eh_sheet tables[EH_REPORT_TABLES];
	struct eh_str cautions[24]; /* sentences to read before any figure */
	size_t caution_count;
	struct eh_folder folder;
	struct eh_arena arena;
};

extern const char eh_report_style[];

/* The row of an area and a need. */
/* What is said of a need whose reach walking does not tell (eh_need_walks). */
struct eh_str eh_report_no_walk(struct eh_page *page, const struct eh_need_summary *need);
static inline const struct eh_coverage_row *eh_report_row(const struct eh_report *report, size_t area, size_t need)
{
	return &report->analysis.rows[area * report->analysis.need_count + need];
}

/* "about 82%", "too few to say", or "hard to say" where the two lists hardly share a name; in the arena of the report. */
struct eh_str eh_report_complete(struct eh_report *report, const struct eh_completeness_row *row);
/* The row of a ward; NULL for none. */
const struct eh_completeness_row *eh_report_ward_complete(const struct eh_report *report, size_t ward);
/* Open organisations based in a ward that may be named. */
size_t eh_report_based(const struct eh_report *report, size_t ward);
struct eh_str eh_report_ward_name(const struct eh_report *report, size_t ward);

/* Areas with a gap, the firmest first, then by priority; ends are (size_t)-1. The array is the caller's to eh_free. */
struct eh_report_gap {
	size_t area, need;
	const struct eh_coverage_row *row;
};
enum eh_rc eh_report_gaps(
        const struct eh_report *report, struct eh_report_gap **ret_gaps, size_t *ret_count, struct eh_error *err);

/* Before anything is written: hides what would tell where a protected organisation is, counts, and says what to be careful of. */
void eh_report_hide_protected(struct eh_report *report);
void eh_report_count(struct eh_report *report);
enum eh_rc eh_report_caution(struct eh_report *report, struct eh_error *err);

enum eh_rc eh_report_make_tables(struct eh_report *report, struct eh_error *err);
enum eh_rc eh_report_write_tables(struct eh_report *report, struct eh_error *err);
enum eh_rc eh_report_write_page(struct eh_report *report, struct eh_error *err);
enum eh_rc eh_report_write_wards(struct eh_report *report, struct eh_error *err);
enum eh_rc eh_report_write_draft(struct eh_report *report, struct eh_error *err);
enum eh_rc eh_report_write_manifest(struct eh_report *report, struct eh_error *err);
/* What a terminal shows at the end. */
enum eh_rc eh_report_say(struct eh_report *report, struct eh_buf *out, struct eh_error *err);

/* The beginning of a page, with <header> open, and its end, with <main> and a div in it open. `ward`: one sheet of paper. */
void eh_report_begin(const struct eh_report *report, struct eh_page *page, struct eh_str title, bool ward);
void eh_report_end(const struct eh_report *report, struct eh_page *page);
enum eh_rc eh_report_put_page(struct eh_report *report, struct eh_page *page, const char *name, struct eh_error *err);

/* Parts of the page. The overview defines the shapes that later maps use. */
void eh_report_overview_section(struct eh_report *report, struct eh_page *page);
void eh_report_needs_section(struct eh_report *report, struct eh_page *page);
void eh_report_gaps_section(struct eh_report *report, struct eh_page *page, const struct eh_report_gap *gaps, size_t count);
void eh_report_ground_section(struct eh_report *report, struct eh_page *page);
void eh_report_list_section(struct eh_report *report, struct eh_page *page);
void eh_report_next_section(struct eh_report *report, struct eh_page *page);
void eh_report_method_section(struct eh_report *report, struct eh_page *page);

/* A date in words, in the page's arena. */
struct eh_str eh_report_date(struct eh_page *page, int32_t date);

/* Opens and ends a table that scrolls by itself; its caption names the region too. Headings stand between |; # begins one of numbers. */
void eh_report_table(struct eh_page *page, const char *id, struct eh_str caption, bool tall, const char *headings);
void eh_report_table_end(struct eh_page *page);

#endif
