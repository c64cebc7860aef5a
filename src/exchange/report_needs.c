/* report_needs.c: the place at a glance, each need in the whole place, and a map for each need with its figures. */
#include <math.h>

#include "map.h"
#include "report_private.h"

static const struct eh_map_key REACH = { "reach",
	{ "90% or more have a service within 20 minutes’ walk", "50% to 89%", "under 50%", "none on this list: a gap",
	        "low access, high need: a gap" } };
static const struct eh_map_key COUNTS = { "count", { "no gap", "1 to 4 needs", "5 to 9", "10 to 14", "15 or more" } };

struct eh_str eh_report_no_walk(struct eh_page *page, const struct eh_need_summary *need)
{
	return eh_page_text(page, "Help is kept private or covers the whole place: %zu service%s; walking time says nothing",
	        need->whole_place, need->whole_place == 1 ? "" : "s");
}

static unsigned char reach_class(const struct eh_coverage_row *row)
{
	if (row->gap != EH_GAP_NONE)
		return row->gap == EH_GAP_ABSOLUTE ? 3 : 4;
	if (isnan(row->reach[1]))
		return EH_MAP_CLASSES;
	return row->reach[1] >= 0.895 ? 0 : row->reach[1] >= 0.495 ? 1 : 2;
}

static size_t gaps_of(const struct eh_report *report, size_t area)
{
	size_t gaps = 0;

	for (size_t n = 0; n < report->analysis.need_count; n++)
		gaps += eh_report_row(report, area, n)->gap != EH_GAP_NONE;
	return gaps;
}

/* How many people live where so many needs have a gap: the overview's figures. */
static void overview_table(const struct eh_report *report, struct eh_page *page, const unsigned char *classes)
{
	eh_report_table(page, "overview-figures", EH_STR("Needs with a gap where people live"), false,
	        "Needs with a gap|#Neighbourhoods|#People");
	for (size_t class = 0; class < EH_MAP_CLASSES && COUNTS.labels[class]; class ++) {
		double areas = 0, people = 0;
		for (size_t i = 0; i < report->analysis.area_count; i++) {
			areas += classes[i] == class;
			people += classes[i] == class ? report->analysis.areas[i].people : 0;
		}
		EH_PAGE(page, "<tr><th scope=\"row\">{}</th><td class=\"n\">{}</td><td class=\"n\">{}</td></tr>\n",
		        eh_str_of(COUNTS.labels[class]), eh_page_whole(page, areas), eh_page_whole(page, people));
	}
	eh_report_table_end(page);
}

void eh_report_overview_section(struct eh_report *report, struct eh_page *page)
{
	unsigned char *classes EH_CLEANUP_FREE = eh_alloc_zero(report->analysis.area_count + 1, 1);

	if (!classes) {
		page->rc = EH_NO_MEMORY;
		return;
	}
	eh_page_markup(page, "<h2 id=\"overview\">The place at a glance</h2>\n<div class=\"beside\">\n<div>\n");
	for (size_t i = 0; i < report->analysis.area_count; i++) {
		size_t gaps = gaps_of(report, i);
		classes[i] = (unsigned char)(gaps == 0 ? 0 : gaps < 5 ? 1 : gaps < 10 ? 2 : gaps < 15 ? 3 : 4);
	}
	if (eh_map_shapes(page, &report->analysis))
		eh_choropleth(page, &report->analysis,
		        &(struct eh_choropleth){ .id = "overview-map",
		                .title = EH_STR("For how many needs there is a gap on this list, by neighbourhood"),
		                .described_by = "overview-figures",
		                .key = &COUNTS,
		                .classes = classes,
		                .ward_names = true });
	else
		eh_page_markup(
		        page, "<p>No boundaries are known, so there are no maps; every figure stands in the tables.</p>\n");
	eh_page_markup(page, "</div>\n<div>\n");
	overview_table(report, page, classes);
	EH_PAGE(page,
	        "<p class=\"note\">{} needs are judged. A neighbourhood is a census area of some 1,500 people (LSOA). The "
	        "figures of each are in the maps below, in areas.geojson and in tables/neighbourhoods.csv.</p>\n</div>\n"
	        "</div>\n",
	        eh_page_whole(page, (double)report->analysis.need_count));
}

/* A number of gaps: none seen is none only where walking says something. */
static struct eh_str seen(struct eh_page *page, const struct eh_need_summary *need, double number)
{
	return eh_need_walks(need) || need->areas_in_gap ? eh_page_whole(page, number) : EH_STR("–");
}

static void needs_table(const struct eh_report *report, struct eh_page *page)
{
	eh_page_markup(page, "<h2 id=\"needs\">Each need in the whole place</h2>\n<p>Places of help and offices count where "
	                     "they stand. Help at home, online or in a protected place counts for everybody. Organisations "
	                     "that work here but give no place here are in no circle of 20 minutes; they are counted in the "
	                     "column “no place stated”. Where a need has even one service at home, online or protected, "
	                     "everybody counts as reached: walking time says nothing there, and no share is given.</p>\n");
	eh_report_table(page, "needs-table", EH_STR("Services on this list, and the people within 20 minutes’ walk of one"),
	        false,
	        "Need|#Places of help|#Known by an office only|#At home, online or protected|#No place stated|#People within "
	        "20 minutes|#Neighbourhoods with a gap|#People there");
	for (size_t n = 0; n < report->analysis.need_count; n++) {
		const struct eh_need_summary *need = &report->analysis.needs[n];
		EH_PAGE(page,
		        "<tr><th scope=\"row\">{}</th><td class=\"n\">{}</td><td class=\"n\">{}</td><td "
		        "class=\"n\">{}</td><td class=\"n\">{}</td><td class=\"n\">{}</td><td class=\"n\">{}</td><td "
		        "class=\"n\">{}</td></tr>\n",
		        eh_str_of(need->need->label), eh_page_whole(page, (double)need->located),
		        eh_page_whole(page, (double)need->registered), eh_page_whole(page, (double)need->whole_place),
		        eh_page_whole(page, (double)need->elsewhere),
		        eh_need_walks(need) ? eh_page_share(page, need->reach) : EH_STR("not by walking"),
		        seen(page, need, (double)need->areas_in_gap), seen(page, need, need->people_in_gap));
	}
	eh_report_table_end(page);
}

static void figures_of(const struct eh_report *report, struct eh_page *page, size_t n, const char *id)
{
	eh_report_table(page, id, eh_page_text(page, "%s: figures by neighbourhood", report->analysis.needs[n].need->label), true,
	        "Neighbourhood|#People who may need it|#Within 20 minutes|#Need, 0 to 100|#Access, 1 is the mean|Gap|How "
	        "sure|Rests on one");
	for (size_t i = 0; i < report->analysis.area_count; i++) {
		const struct eh_coverage_row *row = eh_report_row(report, i, n);
		EH_PAGE(page,
		        "<tr><th scope=\"row\">{}</th><td class=\"n\">{}</td><td class=\"n\">{}</td><td "
		        "class=\"n\">{}</td><td class=\"n\">{}</td><td>{}</td><td>{}</td><td>{}</td></tr>\n",
		        report->analysis.areas[i].label, eh_page_whole(page, row->people),
		        eh_need_walks(&report->analysis.needs[n]) ? eh_page_share(page, row->reach[1]) : EH_STR("–"),
		        eh_page_decimal(page, row->need_percentile, 0), eh_page_decimal(page, row->access_ratio, 2),
		        eh_str_of(eh_report_gap_words(row->gap)),
		        row->gap == EH_GAP_NONE ? EH_STR("–") : eh_str_of(eh_standing_name(row->standing)),
		        row->fragile ? EH_STR("yes") : EH_STR("no"));
	}
	eh_report_table_end(page);
}

static void card(struct eh_report *report, struct eh_page *page, size_t n, unsigned char *classes, bool shapes)
{
	const struct eh_need_summary *need = &report->analysis.needs[n];
	struct eh_str id = eh_page_text(page, "figures-%s", need->need->code),
	              map = eh_page_text(page, "map-%s", need->need->code);

	EH_PAGE(page, "<section class=\"card\" aria-labelledby=\"h-{}\"><h3 id=\"h-{}\">{}</h3>\n", eh_str_of(need->need->code),
	        eh_str_of(need->need->code), eh_str_of(need->need->label));
	if (!eh_need_walks(need))
		EH_PAGE(page, "<p>{}; ", eh_report_no_walk(page, need));
	else
		EH_PAGE(page, "<p>{} have help within 20 minutes’ walk; ", eh_page_share(page, need->reach));
	if (!need->areas_in_gap)
		eh_page_markup(page, eh_need_walks(need) ? "no gap is seen</p>\n" : "gaps cannot be judged</p>\n");
	else
		EH_PAGE(page, need->areas_in_gap == 1 ? "a gap in {} neighbourhood</p>\n" : "gaps in {} neighbourhoods</p>\n",
		        eh_page_whole(page, (double)need->areas_in_gap));
	for (size_t i = 0; i < report->analysis.area_count; i++)
		classes[i] = reach_class(eh_report_row(report, i, n));
	if (shapes && id.p && map.p && eh_need_walks(need))
		eh_choropleth(page, &report->analysis,
		        &(struct eh_choropleth){ .id = map.p,
		                .title = eh_page_text(page, "Who is within 20 minutes’ walk: %s", need->need->label),
		                .described_by = id.p,
		                .key = &REACH,
		                .classes = classes,
		                .quiet = true });
	EH_PAGE(page, "<details><summary>Figures by neighbourhood: {}</summary>\n", eh_str_of(need->need->label));
	figures_of(report, page, n, id.p ? id.p : "");
	eh_page_markup(page, "</details></section>\n");
}

void eh_report_needs_section(struct eh_report *report, struct eh_page *page)
{
	unsigned char *classes EH_CLEANUP_FREE = eh_alloc_zero(report->analysis.area_count + 1, 1);
	bool shapes = false;

	if (!classes) {
		page->rc = EH_NO_MEMORY;
		return;
	}
	for (size_t i = 0; i < report->analysis.area_count; i++)
		shapes |= report->analysis.areas[i].shape.n > 0;
	needs_table(report, page);
	eh_page_markup(page, "<h2 id=\"maps\">A map for each need</h2>\n<p>One legend for all. The figures of each map stand "
	                     "in a table below it.</p>\n");
	if (shapes)
		eh_map_legend(page, &REACH);
	eh_page_markup(page, "<div class=\"maps\">\n");
	for (size_t n = 0; n < report->analysis.need_count; n++)
		card(report, page, n, classes, shapes);
	eh_page_markup(page, "</div>\n");
}
