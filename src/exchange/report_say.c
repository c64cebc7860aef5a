/* report_say.c: what was found, in the words of a terminal. */
#include <stdlib.h>

#include "report_private.h"

enum { NEEDS_SHOWN = 6, WIDTH = 76 };

/* Text folded at WIDTH, every line after the first set in by `indent`. */
static enum eh_rc folded(struct eh_buf *out, struct eh_str text, size_t indent)
{
	size_t column = indent;
	struct eh_str word;

	while (eh_str_split(&text, ' ', &word)) {
		if (column + eh_utf8_length(word) > WIDTH) {
			EH_TRY(eh_buf_printf(out, "\n%*s", (int)indent, ""));
			column = indent;
		} else if (column > indent) {
			EH_TRY(eh_buf_add_char(out, ' '));
			column++;
		}
		EH_TRY(eh_buf_add(out, word));
		column += eh_utf8_length(word);
	}
	return eh_buf_add_char(out, '\n');
}

static enum eh_rc item(struct eh_buf *out, struct eh_str text)
{
	EH_TRY(eh_buf_add(out, EH_STR("  • ")));
	return folded(out, text, 4);
}

static int farthest_first(const void *a, const void *b)
{
	const struct eh_need_summary *x = *(const struct eh_need_summary *const *)a,
	                             *y = *(const struct eh_need_summary *const *)b;

	if (eh_need_walks(x) != eh_need_walks(y))
		return eh_need_walks(x) ? -1 : 1;
	if (x->reach != y->reach)
		return x->reach < y->reach ? -1 : 1;
	return strcmp(x->need->code, y->need->code);
}

static enum eh_rc say_needs(const struct eh_report *report, struct eh_buf *out, struct eh_error *err)
{
	const struct eh_need_summary **needs EH_CLEANUP_FREE = eh_alloc_zero(report->analysis.need_count + 1, sizeof *needs);

	if (!needs)
		return eh_fail_memory(err);
	for (size_t n = 0; n < report->analysis.need_count; n++)
		needs[n] = &report->analysis.needs[n];
	qsort(needs, report->analysis.need_count, sizeof *needs, farthest_first);
	EH_TRY(eh_buf_printf(out, "\nFarthest from people, on this list:\n"));
	for (size_t n = 0; n < report->analysis.need_count && n < NEEDS_SHOWN; n++)
		if (!eh_need_walks(needs[n]))
			EH_TRY(eh_buf_printf(out,
			        "  %-30s kept private or covering the whole place: %zu service%s; walking time says nothing\n",
			        needs[n]->need->label, needs[n]->whole_place, needs[n]->whole_place == 1 ? "" : "s"));
		else
			EH_TRY(eh_buf_printf(out, "  %-30s %3.0f%% of people within 20 minutes' walk; gaps in %zu of %zu areas\n",
			        needs[n]->need->label, 100 * needs[n]->reach, needs[n]->areas_in_gap,
			        report->analysis.area_count));
	return EH_OK;
}

/* Of which pairs are counted in some ward; counts stand need by need. */
static size_t needs_that_share(const struct eh_analysis *analysis)
{
	const struct eh_need *last = NULL;
	size_t needs = 0;

	for (size_t i = 0; i < analysis->overlap_count_count; i++) {
		const struct eh_overlap_count *count = &analysis->overlap_counts[i];
		if (count->pairs < 0 || count->need == last)
			continue;
		last = count->need;
		needs++;
	}
	return needs;
}

static enum eh_rc say_figures(struct eh_report *report, struct eh_page *page, struct eh_buf *out)
{
	const struct eh_report_figures *figures = &report->figures;
	const struct eh_completeness_row *complete = report->analysis.completeness;

	EH_TRY(item(out, eh_page_text(page,
	                         "%.*s organisations on the list, %.*s of them known to be active; %.1f local ones for each "
	                         "1,000 of %.*s people",
	                         EH_FMT(eh_page_whole(page, (double)figures->organisations)),
	                         EH_FMT(eh_page_whole(page, (double)figures->active)), figures->per_thousand,
	                         EH_FMT(eh_page_whole(page, figures->people)))));
	EH_TRY(item(out, complete->too_few ? EH_STR("how many exist in all: too few names on two lists to say")
	                                   : eh_page_text(page,
	                                             report->figures.hard_to_compare
	                                                     ? "how many exist in all is hard to say: the sum gives %.*s to %.*s"
	                                                     : "%.*s to %.*s are thought to exist",
	                                             EH_FMT(eh_page_whole(page, (double)complete->low)),
	                                             EH_FMT(eh_page_whole(page, (double)complete->high)))));
	EH_TRY(item(out,
	        eh_page_text(page,
	                "%zu needs looked at in %zu neighbourhoods of %zu wards: %.*s gaps on this list, %.*s of them robust",
	                report->analysis.need_count, report->analysis.area_count, report->analysis.ward_count,
	                EH_FMT(eh_page_whole(page, (double)figures->gaps)),
	                EH_FMT(eh_page_whole(page, (double)figures->robust)))));
	size_t shared = needs_that_share(&report->analysis);
	return item(
	        out, shared ? eh_page_text(page,
	                              "services share ground for %zu needs: counted by need and ward, and none is named", shared)
	                    : EH_STR("no shared ground is counted: too few services state what they do and where"));
}

enum eh_rc eh_report_say(struct eh_report *report, struct eh_buf *out, struct eh_error *err)
{
	struct eh_page page EH_CLEANUP_PAGE = { 0 };

	EH_TRY(eh_buf_printf(out, "%.*s%s\n", EH_FMT(report->analysis.place_name),
	        report->analysis.synthetic ? " (SYNTHETIC: an invented town, nothing in it is real)" : ""));
	if (say_figures(report, &page, out) < 0)
		return eh_fail_memory(err);
	EH_TRY(say_needs(report, out, err));
	EH_TRY(eh_buf_printf(out, "\nRead with care:\n"));
	for (size_t i = 0; i < report->caution_count; i++)
		EH_TRY(item(out, report->cautions[i]));
	return EH_OK;
}
