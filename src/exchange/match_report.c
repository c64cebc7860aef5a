#include "match_report.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "html.h"
#include "link/model.h"

enum { CLOSE_CALLS = 10, BANDS = 12 };

static const char STYLE[] =
        "<style>body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#0b0c0c}"
        "table{border-collapse:collapse;margin:1rem 0}th,td{padding:.3rem .8rem .3rem 0;text-align:left;border-bottom:1px solid "
        "#b1b4b6}"
        "td.n,th.n{text-align:right}svg{width:100%;height:auto}figure{margin:1rem 0}.warn{border-left:.5rem solid "
        "#f47738;padding-left:1rem}"
        "</style>";

static void head(struct eh_page *page)
{
	eh_page_markup(page, "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" "
	                     "content=\"width=device-width\"><title>Match report</title>");
	eh_page_markup(page, STYLE);
	eh_page_markup(page, "</head><body>\n<h1>Match report</h1>\n");
}

static struct eh_str whole(struct eh_page *page, size_t number) { return eh_page_whole(page, (double)number); }

static void summary(struct eh_page *page, const struct eh_match_report *report)
{
	const struct ehl_matches *m = report->matches;

	EH_PAGE(page, "<p>{} rows, {} pairs compared; {} pairs are linked and {} are for a person to settle. ",
	        whole(page, ehl_table_rows(report->loaded->table)), whole(page, m->compared), whole(page, m->links),
	        whole(page, m->asks));
	EH_PAGE(page,
	        "By the probabilities themselves the links have an F1 of {}. About {} matches were never compared because no "
	        "block "
	        "brought them together. A link begins at a weight of {} bits, a question at {}.</p>\n",
	        eh_page_decimal(page, m->expected_f1, 3), eh_page_decimal(page, m->expected_missed, 0),
	        eh_page_decimal(page, m->model->link_weight, 1), eh_page_decimal(page, m->model->ask_weight, 1));
	struct eh_str rest = eh_str_of(m->warnings), line;
	while (eh_str_split(&rest, '\n', &line))
		if (line.n)
			EH_PAGE(page, "<p class=\"warn\">{}</p>\n", line);
	if (!report->scores)
		return;
	EH_PAGE(page, "<p>Against the truth: precision {}, recall {}, F1 {} by pairs",
	        eh_page_decimal(page, report->scores->precision, 4), eh_page_decimal(page, report->scores->recall, 4),
	        eh_page_decimal(page, report->scores->f1, 4));
	if (!report->loaded->table->left)
		EH_PAGE(page, "; precision {}, recall {}, F1 {} B-cubed", eh_page_decimal(page, report->scores->b3_precision, 4),
		        eh_page_decimal(page, report->scores->b3_recall, 4), eh_page_decimal(page, report->scores->b3_f1, 4));
	eh_page_markup(page, ".</p>\n");
}

static void stages(struct eh_page *page, const struct eh_match_report *report)
{
	eh_page_markup(page, "<h2>Time</h2>\n<table><thead><tr><th>Stage</th><th class=\"n\">Seconds</th></tr></thead><tbody>\n");
	for (size_t i = 0; i < 8; i++)
		if (ehl_stages[i][0])
			EH_PAGE(page, "<tr><td>{}</td><td class=\"n\">{}</td></tr>\n", eh_str_of(ehl_stages[i]),
			        eh_page_decimal(page, report->matches->seconds[i], 2));
	eh_page_markup(page, "</tbody></table>\n");
}

/* ---- Charts ---- */

struct band {
	double from;
	size_t link, ask, leave, right;
	double expected;
};

static void note_svg(struct eh_page *page, enum eh_rc rc)
{
	if (rc < 0 && page->rc >= 0)
		page->rc = rc;
}

static void svg_bar(struct eh_page *page, double x, double y, double width, double height, const char *colour, const char *title,
        double value)
{
	note_svg(page,
	        eh_buf_printf(&page->out,
	                "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"%s\"><title>%s %.6g</title></rect>", x,
	                y, width, height, colour, title, value));
}

static size_t band_of(double weight, double least, double step)
{
	double band = floor((weight - least) / step);

	return band < 0 ? 0 : band >= BANDS ? BANDS - 1 : (size_t)band;
}

static void find_bands(const struct eh_match_report *report, struct band *bands, double *ret_step)
{
	const struct ehl_matches *m = report->matches;
	double least = -7, most = 8;

	for (size_t i = 0; i < m->pair_count; i++)
		most = m->pairs[i].weight > most ? m->pairs[i].weight : most;
	most = most > 41 ? 41 : most;
	double step = ceil((most - least) / BANDS);
	for (size_t i = 0; i < BANDS; i++)
		bands[i] = (struct band){ .from = least + step * (double)i };
	for (size_t i = 0; i < m->pair_count; i++) {
		const struct ehl_pair *pair = &m->pairs[i];
		struct band *band = &bands[band_of(pair->weight, least, step)];
		size_t *const COUNTS[] = { &band->leave, &band->ask, &band->link };
		(*COUNTS[pair->decision])++;
		band->expected += pair->probability;
		if (report->truth)
			band->right += report->truth->cluster[pair->a] == report->truth->cluster[pair->b];
	}
	*ret_step = step;
}

static void draw_bands(struct eh_page *page, const struct band *bands)
{
	static const char *const COLOURS[] = { "#b1b4b6", "#f47738", "#00703c" }, *const NAMES[] = { "leave", "ask", "link" };
	double most = 1;

	for (size_t i = 0; i < BANDS; i++)
		most = fmax(most, (double)(bands[i].link + bands[i].ask + bands[i].leave));
	eh_page_markup(page, "<figure><svg viewBox=\"0 0 760 240\" role=\"img\" aria-label=\"Pairs by match weight\" "
	                     "font-family=\"sans-serif\" "
	                     "font-size=\"12\">");
	for (size_t i = 0; i < BANDS; i++) {
		const size_t counts[] = { bands[i].leave, bands[i].ask, bands[i].link };
		double y = 205, x = 20 + (double)i * 61;
		for (size_t j = 0; j < 3; j++) {
			double height = 190 * (double)counts[j] / most;
			y -= height;
			if (counts[j])
				svg_bar(page, x, y, 52, height, COLOURS[j], NAMES[j], (double)counts[j]);
		}
		note_svg(page, eh_buf_printf(&page->out, "<text x=\"%.0f\" y=\"225\">%+.0f</text>", x, bands[i].from));
	}
	eh_page_markup(page, "</svg><figcaption>Pairs by match weight in bits: green are linked, orange asked, grey "
	                     "left.</figcaption></figure>\n");
}

static void weights(struct eh_page *page, const struct eh_match_report *report)
{
	struct band bands[BANDS];
	double step;

	find_bands(report, bands, &step);
	eh_page_markup(page, "<h2>Match weights</h2>\n");
	draw_bands(page, bands);
	eh_page_markup(page, "<h2>Precision by band</h2>\n<table><thead><tr><th>Weight from</th><th class=\"n\">Pairs</th><th "
	                     "class=\"n\">Linked</th>"
	                     "<th class=\"n\">Asked</th><th class=\"n\">Expected to be right</th>");
	eh_page_markup(
	        page, report->truth ? "<th class=\"n\">Right by the truth</th></tr></thead><tbody>\n" : "</tr></thead><tbody>\n");
	for (size_t i = 0; i < BANDS; i++) {
		size_t all = bands[i].link + bands[i].ask + bands[i].leave;
		if (!all)
			continue;
		EH_PAGE(page,
		        "<tr><td>{}</td><td class=\"n\">{}</td><td class=\"n\">{}</td><td class=\"n\">{}</td><td "
		        "class=\"n\">{}</td>",
		        eh_page_decimal(page, bands[i].from, 0), whole(page, all), whole(page, bands[i].link),
		        whole(page, bands[i].ask), eh_page_share(page, bands[i].expected / (double)all));
		if (report->truth)
			EH_PAGE(page, "<td class=\"n\">{}</td>", eh_page_share(page, (double)bands[i].right / (double)all));
		eh_page_markup(page, "</tr>\n");
	}
	eh_page_markup(page, "</tbody></table>\n");
}

static void thresholds(struct eh_page *page, const struct eh_match_report *report)
{
	struct eh_threshold points[400];

	if (!report->truth)
		return;
	size_t count = eh_truth_thresholds(report->loaded, report->truth, report->matches, points, 400);
	eh_page_markup(page, "<h2>If the line were drawn elsewhere</h2>\n<figure><svg viewBox=\"0 0 760 240\" role=\"img\" "
	                     "aria-label=\"Precision and "
	                     "recall by threshold\" font-family=\"sans-serif\" font-size=\"12\">");
	for (size_t i = 0; i < count; i++) {
		double x = 20 + 700 * (fmin(points[i].weight, 40) + 7) / 47;
		note_svg(page, eh_buf_printf(&page->out,
		                       "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3\" fill=\"#1d70b8\"><title>precision %.3f at "
		                       "%.1f</title></circle>"
		                       "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3\" fill=\"#d4351c\"><title>recall %.3f at "
		                       "%.1f</title></circle>",
		                       x, 205 - 190 * points[i].precision, points[i].precision, points[i].weight, x,
		                       205 - 190 * points[i].recall, points[i].recall, points[i].weight));
	}
	for (int bits = -5; bits <= 40; bits += 5)
		note_svg(page,
		        eh_buf_printf(&page->out, "<text x=\"%.0f\" y=\"225\">%+d</text>", 20 + 700 * (bits + 7.0) / 47, bits));
	eh_page_markup(page, "</svg><figcaption>Of pairs at or above a weight: precision (blue) and recall (red), before "
	                     "clustering.</figcaption></figure>\n");
}

/* ---- The model ---- */

static void levels(struct eh_page *page, const struct eh_model_field *field)
{
	const struct eh_kind_info *kind = &eh_kind_infos[eh_type_infos[field->type].kind];

	EH_PAGE(page,
	        "<h3>{} <small>({})</small></h3>\n<table><thead><tr><th>Level</th><th class=\"n\">m: of matches</th><th "
	        "class=\"n\">u: by chance</th>"
	        "<th class=\"n\">Weight</th><th></th></tr></thead><tbody>\n",
	        eh_str_of(field->name), eh_str_of(ehl_type_name(field->type)));
	for (unsigned l = 0; l < kind->levels; l++) {
		double weight = log2(field->m[l] / field->u[l]), width = fmin(fabs(weight) * 8, 200);
		EH_PAGE(page, "<tr><td>{}</td><td class=\"n\">{}</td><td class=\"n\">{}</td><td class=\"n\">{}</td><td>",
		        eh_str_of(kind->say[l]), eh_page_decimal(page, field->m[l], 4), eh_page_decimal(page, field->u[l], 7),
		        eh_page_decimal(page, weight, 1));
		note_svg(page,
		        eh_buf_printf(&page->out,
		                "<svg viewBox=\"0 0 200 14\" style=\"width:200px\" aria-hidden=\"true\"><rect width=\"%.0f\" "
		                "height=\"12\" fill=\"%s\"/></svg></td></tr>\n",
		                width, weight >= 0 ? "#00703c" : "#d4351c"));
	}
	eh_page_markup(page, "</tbody></table>\n");
}

static void model(struct eh_page *page, const struct eh_match_report *report)
{
	const struct ehl_model *m = report->matches->model;

	eh_page_markup(page, "<h2>What agreement is worth</h2>\n");
	for (size_t i = 0; i < m->field_count; i++)
		levels(page, &m->fields[i]);
}

static void blocks(struct eh_page *page, const struct eh_match_report *report)
{
	const struct ehl_matches *m = report->matches;

	eh_page_markup(page, "<h2>Blocks</h2>\n<p>Rows are compared when they have one of these in common. Blocks that would "
	                     "make too many pairs are "
	                     "left to the other rules.</p>\n<table><thead><tr><th>Rule</th><th class=\"n\">Blocks</th><th "
	                     "class=\"n\">Pairs</th>"
	                     "<th class=\"n\">Too large</th><th class=\"n\">Pairs in those</th><th class=\"n\">Largest</th><th "
	                     "class=\"n\">Matches found by "
	                     "it alone</th></tr></thead><tbody>\n");
	for (size_t i = 0; i < m->block_count; i++) {
		const struct ehl_block *b = &m->blocks[i];
		EH_PAGE(page,
		        "<tr><td>{}</td><td class=\"n\">{}</td><td class=\"n\">{}</td><td class=\"n\">{}</td><td "
		        "class=\"n\">{}</td><td "
		        "class=\"n\">{}</td><td class=\"n\">{}</td></tr>\n",
		        eh_str_of(b->rule), whole(page, b->blocks), eh_page_whole(page, b->pairs), whole(page, b->capped),
		        eh_page_whole(page, b->lost), whole(page, b->largest), eh_page_decimal(page, b->found, 1));
	}
	eh_page_markup(page, "</tbody></table>\n");
}

static void unlinkable(struct eh_page *page, const struct eh_match_report *report)
{
	const struct ehl_matches *m = report->matches;
	char scratch[24];

	EH_PAGE(page,
	        "<h2>Rows that cannot be linked</h2>\n<p>{} rows say so little that even an equal row would not be linked with "
	        "them.",
	        whole(page, m->unlinkable));
	for (size_t i = 0; i < m->unlinkable && i < 10; i++)
		EH_PAGE(page, i ? ", {}" : " For example: {}", eh_loaded_id(report->loaded, m->unlinkable_rows[i], scratch));
	eh_page_markup(page, "</p>\n");
}

/* ---- Close calls ---- */

struct call {
	size_t pair;
	double distance;
};

static int by_distance(const void *a, const void *b)
{
	const struct call *x = a, *y = b;

	if (x->distance != y->distance)
		return x->distance < y->distance ? -1 : 1;
	return (x->pair > y->pair) - (x->pair < y->pair);
}

static void waterfall(struct eh_page *page, const struct eh_match_report *report, const struct ehl_pair *pair)
{
	static const char *const SAY[] = { "left", "asked", "linked" };
	struct ehl_explanation explanation;
	char first[24], second[24], *svg;

	if (ehl_explain_rows(report->loaded->table, report->loaded->columns, report->matches->model, pair->a, pair->b,
	            &explanation) != 0 ||
	        ehl_explanation_svg(&explanation, &svg) != 0) {
		note_svg(page, EH_NO_MEMORY);
		return;
	}
	EH_PAGE(page, "<h3>{} and {}: {}</h3>\n<figure>", eh_loaded_id(report->loaded, pair->a, first),
	        eh_loaded_id(report->loaded, pair->b, second), eh_str_of(SAY[pair->decision]));
	eh_page_markup(page, svg);
	eh_page_markup(page, "</figure>\n");
	ehl_free(svg);
}

static void close_calls(struct eh_page *page, const struct eh_match_report *report)
{
	const struct ehl_matches *m = report->matches;
	struct call *calls = eh_alloc((m->pair_count + 1) * sizeof *calls);

	if (!calls) {
		note_svg(page, EH_NO_MEMORY);
		return;
	}
	for (size_t i = 0; i < m->pair_count; i++)
		calls[i] = (struct call){ i, fabs(m->pairs[i].weight - m->model->link_weight) };
	if (m->pair_count)
		qsort(calls, m->pair_count, sizeof *calls, by_distance);
	eh_page_markup(page, "<h2>The closest calls</h2>\n");
	for (size_t i = 0; i < m->pair_count && i < CLOSE_CALLS; i++)
		waterfall(page, report, &m->pairs[calls[i].pair]);
	eh_free(calls);
}

enum eh_rc eh_match_report_write(const struct eh_match_report *report, struct eh_buf *out, struct eh_error *err)
{
	struct eh_page page EH_CLEANUP_PAGE = { 0 };

	head(&page);
	summary(&page, report);
	weights(&page, report);
	thresholds(&page, report);
	model(&page, report);
	blocks(&page, report);
	unlinkable(&page, report);
	stages(&page, report);
	close_calls(&page, report);
	eh_page_markup(&page, "</body></html>\n");
	if (page.rc < 0 || eh_buf_add(out, eh_buf_str(&page.out)) < 0)
		return eh_fail_memory(err);
	return EH_OK;
}
