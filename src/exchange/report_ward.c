/* report_ward.c: one sheet of paper for each ward. */
#include <math.h>
#include <stdio.h>

#include "map.h"
#include "report_private.h"

enum { MOST_NAMES = 60 };

static const struct eh_map_key HERE = { "here", { "elsewhere", "this ward" } };

/* A need in a ward: its people, those within 20 minutes' walk, and its neighbourhoods with a gap. */
struct sum {
	double people, reached;
	size_t areas, none, low, fragile;
	enum eh_standing firmest;
};

static struct sum sum_of(const struct eh_report *report, size_t ward, size_t need)
{
	struct sum sum = { 0 };

	for (size_t i = 0; i < report->analysis.area_count; i++) {
		const struct eh_coverage_row *row = eh_report_row(report, i, need);
		if (report->analysis.areas[i].ward != ward)
			continue;
		sum.areas++;
		sum.none += row->gap == EH_GAP_ABSOLUTE;
		sum.low += row->gap == EH_GAP_RELATIVE;
		sum.fragile += row->fragile;
		if (row->gap != EH_GAP_NONE && row->standing > sum.firmest)
			sum.firmest = row->standing;
		if (isnan(row->reach[1]))
			continue;
		sum.people += row->people;
		sum.reached += row->people * row->reach[1];
	}
	return sum;
}

/* May be named, is open, and is based there. */
static bool based_in(const struct eh_listed *org, struct eh_str ward)
{
	return !org->protected && eh_str_eq(org->ward, ward) && eh_str_eq(org->visibility, EH_STR("publish")) &&
	       !eh_str_eq(org->status, EH_STR("closed"));
}

size_t eh_report_based(const struct eh_report *report, size_t ward)
{
	size_t based = 0;

	for (size_t i = 0; i < report->listing.count; i++)
		based += based_in(&report->listing.items[i], report->analysis.wards[ward].code);
	return based;
}

static void figures(struct eh_report *report, struct eh_page *page, size_t w)
{
	const struct eh_place_ward *ward = &report->analysis.wards[w];
	const struct eh_completeness_row *complete = eh_report_ward_complete(report, w);
	size_t none = 0, low = 0;

	for (size_t n = 0; n < report->analysis.need_count; n++) {
		struct sum sum = sum_of(report, w, n);
		none += sum.none > 0;
		low += sum.none == 0 && sum.low > 0;
	}
	EH_PAGE(page,
	        "<ul class=\"figures\">\n<li><strong>{}</strong>people in {} neighbourhoods</li>\n"
	        "<li><strong>{}</strong>organisations on the list are based here; the list is complete to: {}</li>\n"
	        "<li><strong>{} of {} needs</strong>with a neighbourhood where nobody on this list is within 20 minutes’ "
	        "walk</li>\n<li><strong>{} more</strong>with low access where need is high</li>\n</ul>\n",
	        eh_page_whole(page, ward->people), eh_page_whole(page, (double)ward->areas),
	        eh_page_whole(page, (double)eh_report_based(report, w)), eh_report_complete(report, complete),
	        eh_page_whole(page, (double)none), eh_page_whole(page, (double)report->analysis.need_count),
	        eh_page_whole(page, (double)low));
}

static void needs(const struct eh_report *report, struct eh_page *page, size_t w)
{
	eh_report_table(page, "needs", EH_STR("Each need in this ward"), false,
	        "Need|#People within 20 minutes|#None on this list|#Low access, high need|#Rests on one|How sure");
	for (size_t n = 0; n < report->analysis.need_count; n++) {
		struct sum sum = sum_of(report, w, n);
		EH_PAGE(page,
		        "<tr><th scope=\"row\">{}</th><td class=\"n\">{}</td><td class=\"n\">{}</td><td "
		        "class=\"n\">{}</td><td class=\"n\">{}</td><td>{}</td></tr>\n",
		        eh_str_of(report->analysis.needs[n].need->label),
		        !eh_need_walks(&report->analysis.needs[n])
		                ? EH_STR("not by walking")
		                : eh_page_share(page, sum.people > 0 ? sum.reached / sum.people : (double)NAN),
		        eh_need_walks(&report->analysis.needs[n]) ? eh_page_whole(page, (double)sum.none) : EH_STR("–"),
		        eh_page_whole(page, (double)sum.low), eh_page_whole(page, (double)sum.fragile),
		        sum.none + sum.low ? eh_str_of(eh_standing_name(sum.firmest)) : EH_STR("–"));
	}
	eh_report_table_end(page);
	eh_page_markup(page,
	        "<p class=\"note\">Numbers of neighbourhoods. “None on this list” is not “none”. Not by walking: help is kept "
	        "private or covers the whole place, and walking time says nothing.</p>\n");
}

static void ground(const struct eh_report *report, struct eh_page *page, size_t w)
{
	size_t shown = 0;

	eh_page_markup(
	        page, "<h2>Shared ground</h2>\n<p>Pairs of services that stand on the same ground, one of them in this ward: ");
	for (size_t i = 0; i < report->analysis.overlap_count_count; i++) {
		const struct eh_overlap_count *count = &report->analysis.overlap_counts[i];
		if (count->ward == w && count->pairs >= 0)
			EH_PAGE(page, "{}{} {}", shown++ ? EH_STR("; ") : EH_STR(""), eh_str_of(count->need->label),
			        eh_page_whole(page, (double)count->pairs));
	}
	eh_page_markup(page, shown ? ". Counts under five are withheld.</p>\n" : "no count of five or more.</p>\n");
}

/* By name, as many as a sheet of paper has room for. */
static void names(const struct eh_report *report, struct eh_page *page, size_t w)
{
	size_t count = 0;

	eh_page_markup(page, "<h2>Organisations based here</h2>\n<p class=\"names\">");
	for (size_t i = 0; i < report->listing.count; i++) {
		const struct eh_listed *org = &report->listing.items[i];
		if (based_in(org, report->analysis.wards[w].code) && count++ < MOST_NAMES)
			EH_PAGE(page, "{}{}", count > 1 ? EH_STR(" · ") : EH_STR(""), org->name);
	}
	if (count > MOST_NAMES)
		EH_PAGE(page, " … and {} more, in tables/organisations.csv", eh_page_whole(page, (double)(count - MOST_NAMES)));
	eh_page_markup(page, count ? ".</p>\n" : "None on this list that may be named.</p>\n");
}

static void map(const struct eh_report *report, struct eh_page *page, size_t w, unsigned char *classes)
{
	for (size_t i = 0; i < report->analysis.area_count; i++)
		classes[i] = report->analysis.areas[i].ward == w;
	if (eh_map_shapes(page, &report->analysis))
		eh_choropleth(page, &report->analysis,
		        &(struct eh_choropleth){ .id = "where",
		                .title = eh_page_text(page, "Where %.*s lies", EH_FMT(report->analysis.wards[w].name)),
		                .key = &HERE,
		                .classes = classes,
		                .quiet = true });
}

static enum eh_rc write_ward(struct eh_report *report, size_t w, unsigned char *classes, struct eh_error *err)
{
	struct eh_page page EH_CLEANUP_PAGE = { 0 };
	const struct eh_place_ward *ward = &report->analysis.wards[w];
	struct eh_str title = eh_arena_printf(
	        &report->arena, "%.*s, %.*s", EH_FMT(ward->name), EH_FMT(report->analysis.place_name));
	struct eh_str file = eh_arena_printf(&report->arena, "wards/%.*s.html", EH_FMT(ward->code));

	if (!title.p || !file.p)
		return eh_fail_memory(err);
	eh_report_begin(report, &page, title, true);
	EH_PAGE(&page,
	        "<div class=\"top\"><div class=\"wide\"><h1>{}</h1><p><a href=\"../index.html\">{}: the whole "
	        "report</a></p></div></div>\n</header>\n<main id=\"main\" tabindex=\"-1\"><div class=\"wide\">\n",
	        ward->name, report->analysis.place_name);
	figures(report, &page, w);
	eh_page_markup(&page, "<div class=\"beside\">\n<div>\n");
	needs(report, &page, w);
	eh_page_markup(&page, "</div>\n<div>\n");
	map(report, &page, w, classes);
	ground(report, &page, w);
	eh_page_markup(&page, "</div>\n</div>\n");
	names(report, &page, w);
	eh_report_end(report, &page);
	return eh_report_put_page(report, &page, file.p, err);
}

enum eh_rc eh_report_write_wards(struct eh_report *report, struct eh_error *err)
{
	unsigned char *classes EH_CLEANUP_FREE = eh_alloc_zero(report->analysis.area_count + 1, 1);

	if (!classes)
		return eh_fail_memory(err);
	for (size_t w = 0; w < report->analysis.ward_count; w++)
		EH_TRY(write_ward(report, w, classes, err));
	return EH_OK;
}
