/* report_page.c: the page to read, and what all pages have in common. */
#include <math.h>

#include "map.h"
#include "report_private.h"

struct eh_str eh_report_date(struct eh_page *page, int32_t date)
{
	char out[32];

	eh_date_words(date, out);
	struct eh_str kept = eh_arena_str(&page->arena, eh_str_of(out));
	return kept.p ? kept : EH_STR("");
}

void eh_report_begin(const struct eh_report *report, struct eh_page *page, struct eh_str title, bool ward)
{
	EH_PAGE(page,
	        "<!DOCTYPE html>\n<html lang=\"en-GB\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" "
	        "content=\"width=device-width, initial-scale=1\">\n<meta http-equiv=\"Content-Security-Policy\" "
	        "content=\"default-src 'none'; style-src 'unsafe-inline'; img-src data:\">\n<link rel=\"icon\" "
	        "href=\"data:,\">\n<title>{}{}</title>\n<style>\n",
	        title, report->analysis.synthetic ? EH_STR(" (synthetic)") : EH_STR(""));
	eh_page_markup(page, eh_report_style);
	eh_page_markup(page, "</style>\n</head>\n");
	eh_page_markup(page, ward ? "<body class=\"ward\">\n" : "<body>\n");
	eh_page_markup(page, "<a class=\"skip\" href=\"#main\">Skip to the contents</a>\n<header>\n");
	if (report->analysis.synthetic)
		EH_PAGE(page,
		        "<div class=\"mark\"><div class=\"wide\">Synthetic: {} is an invented town. Every organisation, name "
		        "and number here was made by a program.</div></div>\n",
		        report->analysis.place_name);
}

void eh_report_end(const struct eh_report *report, struct eh_page *page)
{
	EH_PAGE(page,
	        "</div></main>\n<footer><div class=\"wide\"><p>{}. Made on {} by Evenhand {} from the sources it names; "
	        "manifest.json says from which files and by which command. A gap here never means that nobody helps: it means "
	        "that nobody on this list does.</p></div></footer>\n</body>\n</html>\n",
	        report->analysis.place_name, eh_report_date(page, report->made_on), EH_STR(EH_VERSION));
}

enum eh_rc eh_report_put_page(struct eh_report *report, struct eh_page *page, const char *name, struct eh_error *err)
{
	return page->rc < 0 ? eh_fail_memory(err) : eh_folder_put(&report->folder, name, eh_buf_str(&page->out), err);
}

void eh_report_table(struct eh_page *page, const char *id, struct eh_str caption, bool tall, const char *headings)
{
	EH_PAGE(page,
	        "<section class=\"scroll{}\" aria-labelledby=\"{}\" tabindex=\"0\"><table>\n<caption id=\"{}\">{}</caption>\n",
	        tall ? EH_STR(" tall") : EH_STR(""), eh_str_of(id), eh_str_of(id), caption);
	eh_page_markup(page, "<thead><tr>");
	for (struct eh_str rest = eh_str_of(headings), heading; eh_str_split(&rest, '|', &heading);) {
		bool number = heading.n && *heading.p == '#';
		EH_PAGE(page, number ? "<th scope=\"col\" class=\"n\">{}</th>" : "<th scope=\"col\">{}</th>",
		        number ? eh_str_sub(heading, 1, heading.n) : heading);
	}
	eh_page_markup(page, "</tr></thead>\n<tbody>\n");
}

void eh_report_table_end(struct eh_page *page) { eh_page_markup(page, "</tbody>\n</table></section>\n"); }

static void head(const struct eh_report *report, struct eh_page *page)
{
	EH_PAGE(page,
	        "<div class=\"top\"><div class=\"wide\"><h1>{}: who helps with what, and where nobody on the list does</h1>\n"
	        "<p>Voluntary organisations from public registers, grants and local lists, as one list; what it says about "
	        "gaps, about shared ground, and about itself.</p>\n",
	        report->analysis.place_name);
	if (report->options->as_of != EH_NO_DATE)
		EH_PAGE(page, "<p>As the sources had it on {}; made on {}.</p>\n", eh_report_date(page, report->options->as_of),
		        eh_report_date(page, report->made_on));
	else
		EH_PAGE(page, "<p>Made on {}.</p>\n", eh_report_date(page, report->made_on));
	eh_page_markup(page, "</div></div>\n</header>\n");
	eh_page_markup(page, "<main id=\"main\" tabindex=\"-1\"><div class=\"wide\">\n");
}

static void thought_to_exist(const struct eh_report *report, struct eh_page *page)
{
	const struct eh_completeness_row *row = report->analysis.completeness;

	if (row->too_few)
		eh_page_markup(page, "<li><strong>Too few to say</strong>how many exist in all: registers and local lists "
		                     "share hardly a name</li>\n");
	else if (report->figures.hard_to_compare)
		EH_PAGE(page,
		        "<li><strong>Hard to say</strong>how many exist in all: the sum gives {} to {}, but registers and "
		        "local lists share too few names to rely on it</li>\n",
		        eh_page_whole(page, (double)row->low), eh_page_whole(page, (double)row->high));
	else
		EH_PAGE(page,
		        "<li><strong>{} to {}</strong>organisations are thought to exist here; an estimate, not a limit "
		        "either way</li>\n",
		        eh_page_whole(page, (double)row->low), eh_page_whole(page, (double)row->high));
}

static void figures(const struct eh_report *report, struct eh_page *page)
{
	const struct eh_report_figures *figures = &report->figures;

	eh_page_markup(page, "<h2 id=\"figures\">The figures in short</h2>\n<ul class=\"figures\">\n");
	EH_PAGE(page,
	        "<li><strong>{}</strong>organisations on the list are registered, work or serve here; {} are known to be "
	        "active. {} that have closed are kept apart</li>\n",
	        eh_page_whole(page, (double)figures->organisations), eh_page_whole(page, (double)figures->active),
	        eh_page_whole(page, (double)figures->closed));
	thought_to_exist(report, page);
	EH_PAGE(page, "<li><strong>{}</strong>local organisations for each 1,000 of {} people</li>\n",
	        eh_page_decimal(page, figures->per_thousand, 1), eh_page_whole(page, figures->people));
	EH_PAGE(page,
	        "<li><strong>{} of {} needs</strong>are those for which fewer than half the people have a service on this "
	        "list within 20 minutes’ walk</li>\n",
	        eh_page_whole(page, (double)figures->needs_far), eh_page_whole(page, (double)report->analysis.need_count));
	EH_PAGE(page,
	        "<li><strong>{} gaps</strong>among {} neighbourhoods × {} needs: in {} nobody on this list is within reach; "
	        "{} gaps are robust</li>\n",
	        eh_page_whole(page, (double)figures->gaps), eh_page_whole(page, (double)report->analysis.area_count),
	        eh_page_whole(page, (double)report->analysis.need_count), eh_page_whole(page, (double)figures->absolute),
	        eh_page_whole(page, (double)figures->robust));
	EH_PAGE(page,
	        "<li><strong>{}</strong>times a need in a neighbourhood rests on one organisation: were it to stop, a gap "
	        "would open</li>\n",
	        eh_page_whole(page, (double)figures->fragile));
	eh_page_markup(page, "</ul>\n");
}

static void care(const struct eh_report *report, struct eh_page *page)
{
	eh_page_markup(page, "<section class=\"care\" aria-labelledby=\"care\"><h2 id=\"care\">Read this first</h2>\n<ul>\n");
	eh_page_markup(page, "<li><strong>A gap is a gap on this list.</strong> “None on this list” is not “none”: many "
	                     "groups are on no list at all.</li>\n");
	for (size_t i = 0; i < report->caution_count; i++)
		EH_PAGE(page, "<li>{}</li>\n", report->cautions[i]);
	eh_page_markup(page, "</ul></section>\n");
}

static void contents(struct eh_page *page)
{
	static const struct {
		const char *id, *title;
	} PARTS[] = { { "what", "What this is" }, { "needs", "Each need in the whole place" }, { "maps", "A map for each need" },
		{ "gaps", "Gaps, the firmest first" }, { "next", "Where next" }, { "ground", "Shared ground" },
		{ "complete", "How complete the list is" }, { "wards", "A sheet for each ward" },
		{ "method", "How it is worked out" }, { "against", "What can be said against it" },
		{ "sources", "Sources and licences" }, { "files", "Everything as data" } };

	eh_page_markup(page, "<nav class=\"contents\" aria-labelledby=\"contents\"><h2 id=\"contents\">On this page</h2><ul>\n");
	for (size_t i = 0; i < sizeof PARTS / sizeof *PARTS; i++)
		EH_PAGE(page, "<li><a href=\"#{}\">{}</a></li>\n", eh_str_of(PARTS[i].id), eh_str_of(PARTS[i].title));
	eh_page_markup(page, "</ul></nav>\n");
}

static void what_this_is(const struct eh_report *report, struct eh_page *page)
{
	EH_PAGE(page,
	        "<h2 id=\"what\">What this is</h2>\n<p>Every council’s area has charities, clubs and groups, and nobody has "
	        "the whole list. This report joins the lists there are of {} into one, places and sorts what is on it, and "
	        "asks three things: where is help far from people who may need it, where do services work on the same ground, "
	        "and how much of it all do the lists see. It is meant for the council and the organisations to look at "
	        "<em>together</em>: each gap needs somebody local who goes and looks before anybody acts on it. It compares "
	        "no places with one another.</p>\n",
	        report->analysis.place_name);
	if (report->figures.protected)
		eh_page_markup(page,
		        "<p>Refuges and other services that must not be found have no place in this report. They "
		        "count as serving everybody here in what they are protected for, and in nothing else.</p>\n");
}

static void files(const struct eh_report *report, struct eh_page *page)
{
	eh_page_markup(page, "<h2 id=\"files\">Everything as data</h2>\n<p>Each table as CSV, all of them in one workbook, "
	                     "areas and organisations as GeoJSON for maps of your own. No private address is in any of "
	                     "them.</p>\n<ul class=\"files\">\n<li><a href=\"workbook.xlsx\">workbook.xlsx</a>: all tables, "
	                     "with a sheet to read first</li>\n");
	for (size_t i = 0; i < EH_REPORT_TABLES; i++)
		EH_PAGE(page, "<li><a href=\"tables/{}.csv\">{}.csv</a>: {}</li>\n", eh_str_of(report->tables[i].name),
		        eh_str_of(report->tables[i].name), eh_str_of(report->tables[i].title));
	eh_page_markup(page,
	        "<li><a href=\"areas.geojson\">areas.geojson</a>: neighbourhoods, with gap and reach for each need</li>\n"
	        "<li><a href=\"organisations.geojson\">organisations.geojson</a>: organisations, with a point where the "
	        "public may visit</li>\n<li><a href=\"manifest.json\">manifest.json</a>: what this was made from, and how to "
	        "make it again</li></ul>\n");
}

enum eh_rc eh_report_write_page(struct eh_report *report, struct eh_error *err)
{
	struct eh_page page EH_CLEANUP_PAGE = { 0 };
	struct eh_report_gap *gaps EH_CLEANUP_FREE = NULL;
	size_t count = 0;
	struct eh_str title = eh_arena_printf(
	        &report->arena, "%.*s: who helps with what, and where", EH_FMT(report->analysis.place_name));

	EH_TRY(eh_report_gaps(report, &gaps, &count, err));
	eh_report_begin(report, &page, title, false);
	head(report, &page);
	figures(report, &page);
	care(report, &page);
	eh_report_overview_section(report, &page);
	contents(&page);
	what_this_is(report, &page);
	eh_report_needs_section(report, &page);
	eh_report_gaps_section(report, &page, gaps, count);
	eh_report_next_section(report, &page);
	eh_report_ground_section(report, &page);
	eh_report_list_section(report, &page);
	eh_report_method_section(report, &page);
	files(report, &page);
	eh_report_end(report, &page);
	return eh_report_put_page(report, &page, "index.html", err);
}
