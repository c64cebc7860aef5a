/* report_figures.c: what is counted for the whole place, what is hidden, and what a reader must know first. */
#include <math.h>
#include <stdlib.h>

#include "report_private.h"

/* Charities for each thousand people run from 0.6 in the place with fewest to 5.5 (NPC 2020, charity register of England and Wales):
 * a list with fewer organisations than that says more about itself than about the place. */
static const double THIN_LIST = 0.6;

static bool is_letter(char c) { return eh_is_alnum(c) || (c & 0x80); }

/* True when `text` holds `word` as whole words. */
static bool names(struct eh_str text, struct eh_str word)
{
	for (size_t from = 0; word.n >= 3 && from + word.n <= text.n;) {
		ptrdiff_t at = eh_str_find_ascii_nocase(eh_str_sub(text, from, text.n), word);
		if (at < 0)
			return false;
		size_t start = from + (size_t)at, end = start + word.n;
		if ((!start || !is_letter(text.p[start - 1])) && (end == text.n || !is_letter(text.p[end])))
			return true;
		from = start + 1;
	}
	return false;
}

static bool names_a_part(const struct eh_analysis *analysis, struct eh_str text)
{
	for (size_t i = 0; i < analysis->ward_count; i++)
		if (names(text, analysis->wards[i].name) && !eh_str_eq(analysis->wards[i].name, analysis->place_name))
			return true;
	for (size_t i = 0; i < analysis->area_count; i++)
		if (names(text, analysis->areas[i].neighbourhood))
			return true;
	return false;
}

/* A name may tell where a refuge is, and so may a web page or a name that it once had. */
void eh_report_hide_protected(struct eh_report *report)
{
	for (size_t i = 0; i < report->listing.count; i++) {
		struct eh_listed *org = &report->listing.items[i];
		if (!org->protected)
			continue;
		org->name_count = 0;
		org->web = org->activities = org->lsoa = org->ward = org->postcode = org->address = (struct eh_str){ NULL, 0 };
		org->latitude = org->longitude = (double)NAN;
		if (names_a_part(&report->analysis, org->name))
			org->name = EH_STR("A protected organisation (its name is left out: it tells a place)");
	}
}

static void count_rows(struct eh_report *report)
{
	const struct eh_analysis *analysis = &report->analysis;
	struct eh_report_figures *figures = &report->figures;

	for (size_t i = 0; i < analysis->need_count; i++) {
		const struct eh_need_summary *need = &analysis->needs[i];
		figures->gaps += need->areas_in_gap;
		figures->absolute += need->absolute;
		figures->confirmed += need->confirmed;
		figures->robust += need->robust;
		figures->fragile += need->fragile;
		figures->located += need->located;
		figures->offices += need->registered;
		figures->needs_far += need->reach < 0.5;
	}
}

static int64_t shorter_of(const struct eh_completeness_row *row)
{
	return row->registers < row->local_lists ? row->registers : row->local_lists;
}

void eh_report_count(struct eh_report *report)
{
	struct eh_report_figures *figures = &report->figures;

	for (size_t i = 0; i < report->listing.count; i++) {
		const struct eh_listed *org = &report->listing.items[i];
		bool closed = eh_str_eq(org->status, EH_STR("closed"));
		figures->closed += closed;
		figures->organisations += !closed;
		figures->protected += org->protected && !closed;
		figures->active += eh_str_eq(org->status, EH_STR("active"));
		figures->local += eh_str_eq(org->scale, EH_STR("local")) && !closed;
	}
	for (size_t i = 0; i < report->analysis.area_count; i++)
		figures->people += report->analysis.areas[i].people;
	const struct eh_completeness_row *row = report->analysis.completeness;
	figures->hard_to_compare = eh_completeness_hard(row);
	figures->per_thousand = figures->people > 0 ? 1000 * (double)figures->local / figures->people : (double)NAN;
	count_rows(report);
}

static enum eh_rc say(struct eh_report *report, struct eh_str sentence, struct eh_error *err)
{
	if (!sentence.p)
		return eh_fail_memory(err);
	if (report->caution_count < sizeof report->cautions / sizeof *report->cautions)
		report->cautions[report->caution_count++] = sentence;
	return EH_OK;
}

static enum eh_rc say_of_lists(struct eh_report *report, struct eh_error *err)
{
	const struct eh_report_figures *figures = &report->figures;
	const struct eh_completeness_row *row = report->analysis.completeness;

	if (figures->per_thousand < THIN_LIST)
		EH_TRY(say(report,
		        eh_arena_printf(&report->arena,
		                "This list is thin: it has %.1f local organisations for each 1,000 people, where even the "
		                "places of England with the fewest have 0.6 registered charities. What looks like a gap here "
		                "is more likely a gap in the list.",
		                figures->per_thousand),
		        err));
	if (row->too_few)
		return say(report,
		        EH_STR("How complete the list is cannot be said: too few organisations stand both in a register and "
		               "in a local list. Another local list, from anybody who keeps one, would help most."),
		        err);
	if (!figures->hard_to_compare)
		return EH_OK;
	return say(report,
	        eh_arena_printf(&report->arena,
	                "The registers and the local lists hardly share a name (%lld of %lld), mostly because local lists "
	                "hold groups that no register has. The estimate of how many organisations exist is therefore too high "
	                "to rely on.",
	                (long long)row->matched, (long long)shorter_of(row)),
	        err);
}

static enum eh_rc say_of_services(struct eh_report *report, struct eh_error *err)
{
	const struct eh_report_figures *figures = &report->figures;
	bool capacity = false;

	for (size_t i = 0; i < report->analysis.need_count; i++)
		capacity |= report->analysis.needs[i].capacity_known;
	EH_TRY(say(report,
	        capacity ? EH_STR("Capacity is known for some services only. For the others each counts the same, however "
	                          "many people it can help: their figures are about presence, not capacity.")
	                 : EH_STR("Presence, not capacity: no source says how many people a service can help, so each counts "
	                          "the same, open once a month or every day."),
	        err));
	if (figures->offices <= figures->located)
		return EH_OK;
	return say(report,
	        eh_arena_printf(&report->arena,
	                "Of every 100 services counted, %.0f are known by a registered office only, which may not be where "
	                "help happens. A gap is called robust only where at least half of the services of its need are placed "
	                "where help happens.",
	                100 * (double)figures->offices / (double)(figures->offices + figures->located)),
	        err);
}

enum eh_rc eh_report_caution(struct eh_report *report, struct eh_error *err)
{
	for (size_t i = 0; i < report->analysis.warning_count; i++)
		EH_TRY(say(report, report->analysis.warnings[i], err));
	if (!report->analysis.public_services_missing)
		EH_TRY(say(report,
		        EH_STR("The council's and the health service's own services are in the picture only as far as the "
		               "service directory among the sources lists them."),
		        err));
	EH_TRY(say_of_lists(report, err));
	return say_of_services(report, err);
}

const char *eh_report_gap_words(enum eh_gap gap)
{
	static const char *const WORDS[] = { EH_T("no gap"), EH_T("low access, high need"), EH_T("none on this list") };

	return WORDS[gap];
}

struct eh_str eh_report_complete(struct eh_report *report, const struct eh_completeness_row *row)
{
	if (!row || row->too_few)
		return EH_STR("too few to say");
	if (eh_completeness_hard(row))
		return EH_STR("hard to say");
	double share = row->estimated > 0 ? (double)row->listed / (double)row->estimated : 1;
	return eh_arena_printf(&report->arena, "about %.0f%%", 100 * fmin(1, share));
}

const struct eh_completeness_row *eh_report_ward_complete(const struct eh_report *report, size_t ward)
{
	return ward < report->analysis.ward_count && ward + 1 < report->analysis.completeness_count
	               ? &report->analysis.completeness[ward + 1]
	               : NULL;
}

struct eh_str eh_report_ward_name(const struct eh_report *report, size_t ward)
{
	return ward < report->analysis.ward_count ? report->analysis.wards[ward].name : EH_STR("");
}

static int firmest_first(const void *a, const void *b)
{
	const struct eh_report_gap *x = a, *y = b;

	if (x->row->standing != y->row->standing)
		return x->row->standing > y->row->standing ? -1 : 1;
	if (x->row->priority != y->row->priority)
		return x->row->priority > y->row->priority ? -1 : 1;
	if (x->area != y->area)
		return x->area < y->area ? -1 : 1;
	return (x->need > y->need) - (x->need < y->need);
}

enum eh_rc eh_report_gaps(
        const struct eh_report *report, struct eh_report_gap **ret_gaps, size_t *ret_count, struct eh_error *err)
{
	struct eh_report_gap *gaps = eh_alloc_zero(report->figures.gaps + 1, sizeof *gaps);
	size_t count = 0;

	if (!gaps)
		return eh_fail_memory(err);
	for (size_t i = 0; i < report->analysis.area_count; i++)
		for (size_t n = 0; n < report->analysis.need_count; n++)
			if (eh_report_row(report, i, n)->gap != EH_GAP_NONE)
				gaps[count++] = (struct eh_report_gap){ i, n, eh_report_row(report, i, n) };
	qsort(gaps, count, sizeof *gaps, firmest_first);
	*ret_gaps = gaps;
	*ret_count = count;
	return EH_OK;
}
