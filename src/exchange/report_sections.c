/* report_sections.c: gaps, where next, shared ground, how complete the list is, and the method. */
#include <math.h>

#include "report_private.h"

enum { SHOWN_OF_EACH = 15, STANDINGS = EH_STANDING_CONFIRMED + 1 };

static void gap_row(struct eh_report *report, struct eh_page *page, const struct eh_report_gap *gap)
{
	const struct eh_place_area *area = &report->analysis.areas[gap->area];
	const struct eh_coverage_row *row = gap->row;

	EH_PAGE(page,
	        "<tr><th scope=\"row\">{}</th><td>{}</td><td>{}</td><td>{}</td><td class=\"n\">{}</td><td "
	        "class=\"n\">{}</td><td class=\"n\">{}</td><td>{}</td></tr>\n",
	        area->label, eh_str_of(report->analysis.needs[gap->need].need->label), eh_str_of(eh_report_gap_words(row->gap)),
	        eh_str_of(eh_standing_name(row->standing)), eh_page_whole(page, row->people),
	        eh_page_decimal(page, row->need_percentile, 0),
	        eh_need_walks(&report->analysis.needs[gap->need]) ? eh_page_share(page, row->reach[1]) : EH_STR("not by walking"),
	        eh_report_complete(report, eh_report_ward_complete(report, area->ward)));
}

void eh_report_gaps_section(struct eh_report *report, struct eh_page *page, const struct eh_report_gap *gaps, size_t count)
{
	size_t shown[STANDINGS] = { 0 };

	EH_PAGE(page,
	        "<h2 id=\"gaps\">Gaps, the firmest first</h2>\n<p>Of {} gaps, first those that hold at 10, 20 and 30 minutes’ "
	        "walk and without the services known by an office only (robust: {}), then those at 20 minutes (indicated), "
	        "each by people, need and access, and at most {} of either. {} confirmed by somebody local from each side who "
	        "looked. Beside each stands how complete the list of its ward is thought to be: the less complete, the less a "
	        "gap says. All are in tables/gaps.csv.</p>\n",
	        eh_page_whole(page, (double)count), eh_page_whole(page, (double)report->figures.robust),
	        eh_page_whole(page, SHOWN_OF_EACH),
	        report->figures.confirmed ? eh_page_text(page, "%zu are", report->figures.confirmed)
	                                  : EH_STR("None has yet been"));
	if (!count) {
		eh_page_markup(page, "<p>No gap is seen on this list. That is no proof that there is none.</p>\n");
		return;
	}
	eh_report_table(page, "gaps-table", EH_STR("Where help on this list is far, or short where need is high"), false,
	        "Neighbourhood|Need|What the gap is|How sure|#People who may need it|#Need, 0 to 100|#Within 20 minutes|List "
	        "of the ward is complete to");
	for (size_t i = 0; i < count; i++)
		if (shown[gaps[i].row->standing]++ < SHOWN_OF_EACH)
			gap_row(report, page, &gaps[i]);
	eh_report_table_end(page);
	EH_PAGE(page,
	        "<p><strong>Resting on one.</strong> In {} more cases a neighbourhood has no gap, but one organisation gives "
	        "most of its access to a need. They are marked in the tables of the maps and in "
	        "tables/neighbourhoods.csv.</p>\n",
	        eh_page_whole(page, (double)report->figures.fragile));
}

void eh_report_next_section(struct eh_report *report, struct eh_page *page)
{
	eh_page_markup(page, "<h2 id=\"next\">Where next</h2>\n<p>If there were one more place of help for a need, where "
	                     "would it bring the most people within 20 minutes’ walk who have none now? Then a second, then a "
	                     "third. A sum, not a recommendation: it knows no buildings, no money and nobody’s wishes.</p>\n");
	eh_report_table(page, "next-table", EH_STR("One, two, three more places of help, and the people each would newly reach"),
	        false, "Need|First|#People|Second|#People|Third|#People");
	for (size_t n = 0; n < report->analysis.need_count; n++) {
		const struct eh_need_summary *need = &report->analysis.needs[n];
		if (!need->next_count)
			continue;
		EH_PAGE(page, "<tr><th scope=\"row\">{}</th>", eh_str_of(need->need->label));
		for (size_t i = 0; i < EH_WHERE_NEXT; i++)
			EH_PAGE(page, "<td>{}</td><td class=\"n\">{}</td>",
			        i < need->next_count ? report->analysis.areas[need->next[i].area].label : EH_STR("–"),
			        i < need->next_count ? eh_page_whole(page, need->next[i].people) : EH_STR("–"));
		eh_page_markup(page, "</tr>\n");
	}
	eh_report_table_end(page);
}

/* One row for each need: its wards with a count. */
static void ground_rows(const struct eh_report *report, struct eh_page *page)
{
	const struct eh_analysis *analysis = &report->analysis;

	for (size_t i = 0; i < analysis->overlap_count_count;) {
		const struct eh_need *need = analysis->overlap_counts[i].need;
		bool withheld = false, first = true;
		EH_PAGE(page, "<tr><th scope=\"row\">{}</th><td>", eh_str_of(need->label));
		for (; i < analysis->overlap_count_count && analysis->overlap_counts[i].need == need; i++) {
			const struct eh_overlap_count *count = &analysis->overlap_counts[i];
			withheld |= count->pairs < 0;
			if (count->pairs < 0 || count->ward >= analysis->ward_count)
				continue;
			EH_PAGE(page, "{}{}\u00a0{}", first ? EH_STR("") : EH_STR(", "), analysis->wards[count->ward].name,
			        eh_page_whole(page, (double)count->pairs));
			first = false;
		}
		EH_PAGE(page, "{}</td><td>{}</td></tr>\n", first ? EH_STR("–") : EH_STR(""),
		        withheld ? EH_STR("yes") : EH_STR("no"));
	}
}

void eh_report_ground_section(struct eh_report *report, struct eh_page *page)
{
	eh_page_markup(page, "<h2 id=\"ground\">Shared ground</h2>\n<p>Services of different organisations that help the same "
	                     "people with the same thing within the same walk. Shared ground may mean choice, capacity or a "
	                     "specialism: only the two organisations can say. So nobody is named here; pairs are counted by "
	                     "need and by the ward that one of them stands in, and counts under five are withheld, with "
	                     "others from which one could work them out.</p>\n");
	if (!report->analysis.overlap_count_count)
		eh_page_markup(
		        page, "<p>No pair is counted: too few services on this list state both what they do and where.</p>\n");
	else {
		eh_report_table(page, "ground-table", EH_STR("Pairs of services that share ground, by need and ward"), false,
		        "Need|Ward and pairs|Some counts withheld");
		ground_rows(report, page);
		eh_report_table_end(page);
	}
	EH_PAGE(page,
	        "<p class=\"note\">{} services are in no pair, since no source states what they do and where, or since they "
	        "are protected or come to people’s homes. A number of pairs grows with the square of the number of services: "
	        "ten clubs are 45 pairs.</p>\n",
	        eh_page_whole(page, (double)report->analysis.not_enough_known));
}

static void completeness_row(struct eh_report *report, struct eh_page *page, const struct eh_completeness_row *row)
{
	struct eh_str range = EH_STR("too few to say");

	if (!row->too_few)
		range = eh_page_text(page, "%.*s (%.*s to %.*s)", EH_FMT(eh_page_whole(page, (double)row->estimated)),
		        EH_FMT(eh_page_whole(page, (double)row->low)), EH_FMT(eh_page_whole(page, (double)row->high)));
	EH_PAGE(page,
	        "<tr><th scope=\"row\">{}</th><td class=\"n\">{}</td><td class=\"n\">{}</td><td class=\"n\">{}</td><td "
	        "class=\"n\">{}</td><td class=\"n\">{}</td><td>{}</td></tr>\n",
	        row->name, eh_page_whole(page, (double)row->listed), eh_page_whole(page, (double)row->registers),
	        eh_page_whole(page, (double)row->local_lists), eh_page_whole(page, (double)row->matched), range,
	        eh_report_complete(report, row));
}

static void wards(struct eh_report *report, struct eh_page *page)
{
	eh_page_markup(page, "<h2 id=\"wards\">A sheet for each ward</h2>\n<p>By name, one page each to print and take "
	                     "along.</p>\n<ul class=\"files\">\n");
	for (size_t w = 0; w < report->analysis.ward_count; w++)
		EH_PAGE(page, "<li><a href=\"wards/{}.html\">{}</a></li>\n", report->analysis.wards[w].code,
		        report->analysis.wards[w].name);
	eh_page_markup(page, "</ul>\n");
}

void eh_report_list_section(struct eh_report *report, struct eh_page *page)
{
	eh_page_markup(page, "<h2 id=\"complete\">How complete the list is</h2>\n<p>Two lists are compared: all registers "
	                     "together, and all lists that somebody local keeps, both of local organisations and of one "
	                     "time. How many names they share says something about how many neither has. The range "
	                     "would hold in 95 of 100 cases if the lists were drawn "
	                     "independently; they are not. Entries known to be closed are left out. Protected organisations, "
	                     "and those that give no place here, are in the row of the whole place alone.</p>\n");
	eh_report_table(page, "complete-table", EH_STR("What the lists share, and how many organisations are thought to exist"),
	        false, "Area|#On either|#In registers|#In local lists|#In both|#Thought to exist (range)|Complete to");
	for (size_t i = 0; i < report->analysis.completeness_count; i++)
		completeness_row(report, page, &report->analysis.completeness[i]);
	eh_report_table_end(page);
	EH_PAGE(page, "<p class=\"note\">For the whole place: {}.</p>\n", eh_str_of(report->analysis.completeness->method));
	wards(report, page);
}

static void words(struct eh_page *page, const struct eh_report_words *item)
{
	eh_page_markup(page, "<dl class=\"words\">\n");
	for (; item->heading; item++)
		EH_PAGE(page, "<dt>{}</dt><dd>{}</dd>\n", eh_str_of(item->heading), eh_str_of(item->text));
	eh_page_markup(page, "</dl>\n");
}

static void sources(const struct eh_report *report, struct eh_page *page)
{
	const struct eh_sheet *sheet = &report->tables[EH_REPORT_SOURCES];
	char number[64];

	eh_page_markup(page, "<h2 id=\"sources\">Sources and licences</h2>\n");
	eh_report_table(page, "sources-table", EH_STR("Where it all comes from"), false,
	        "Publisher|Source|Date of the data|#Rows kept|What a row says|Licence and attribution");
	for (size_t i = 0; i < sheet->row_count; i++) {
		const union eh_sheet_cell *cell = &sheet->cells[i * sheet->column_count];
		EH_PAGE(page,
		        "<tr><th scope=\"row\">{}</th><td>{}</td><td>{}</td><td "
		        "class=\"n\">{}</td><td>{}</td><td>{}{}{}</td></tr>\n",
		        cell[0].text, cell[1].text, eh_sheet_text(sheet, i, 2, true, number), eh_page_whole(page, cell[3].number),
		        cell[5].text, cell[6].text, cell[7].text.n ? EH_STR(". ") : EH_STR(""), cell[7].text);
	}
	eh_report_table_end(page);
}

void eh_report_method_section(struct eh_report *report, struct eh_page *page)
{
	eh_page_markup(page, "<h2 id=\"method\">How it is worked out</h2>\n");
	words(page, eh_report_method);
	eh_page_markup(page, "<h2 id=\"against\">What can be said against it</h2>\n");
	words(page, eh_report_criticisms);
	sources(report, page);
}
