#include "map_private.h"

#include <math.h>
#include <stdio.h>

#include "geo/geo.h"

bool eh_map_frame(const struct eh_analysis *analysis, struct frame *frame)
{
	double all[4] = { INFINITY, INFINITY, -INFINITY, -INFINITY }, one[4];

	for (size_t i = 0; i < analysis->area_count; i++) {
		if (!eh_polygon_bounds(analysis->areas[i].shape, one))
			continue;
		all[0] = fmin(all[0], one[0]);
		all[1] = fmin(all[1], one[1]);
		all[2] = fmax(all[2], one[2]);
		all[3] = fmax(all[3], one[3]);
	}
	if (!(all[2] > all[0]) || !(all[3] > all[1]))
		return false;
	frame->west = all[0];
	frame->north = all[3];
	frame->stretch = cos((all[1] + all[3]) / 2 * M_PI / 180);
	frame->scale = EH_MAP_WIDTH / ((all[2] - all[0]) * frame->stretch);
	frame->height = (all[3] - all[1]) * frame->scale;
	return true;
}

void eh_map_write_frame(struct eh_page *page, const struct frame *frame)
{
	eh_map_note(page, eh_buf_printf(&page->out, " data-frame=\"%.6f %.6f %.9f %.9f\"", frame->west, frame->north,
	                          1 / (frame->stretch * frame->scale), -1 / frame->scale));
}

void eh_map_note(struct eh_page *page, enum eh_rc rc)
{
	if (rc < 0 && page->rc >= 0)
		page->rc = rc;
}

void eh_map_pen_to(struct eh_map_pen *pen, double longitude, double latitude, bool always)
{
	double x = (longitude - pen->frame->west) * pen->frame->stretch * pen->frame->scale,
	       y = (pen->frame->north - latitude) * pen->frame->scale;

	if (pen->down && !always && fabs(x - pen->last_x) + fabs(y - pen->last_y) < pen->step)
		return;
	eh_map_note(pen->page, eh_buf_printf(&pen->page->out, "%s%.1f %.1f", pen->down ? "L" : "M", x, y));
	pen->last_x = x;
	pen->last_y = y;
	pen->down = true;
}

void eh_map_path(struct eh_page *page, const struct frame *frame, struct eh_str shape, double step)
{
	for (size_t r = 0; r < eh_polygon_ring_count(shape); r++) {
		struct eh_map_pen pen = { .page = page, .frame = frame, .step = step };
		size_t part, points = eh_polygon_ring(shape, r, &part);
		for (size_t i = 0; i < points; i++) {
			double longitude, latitude;
			eh_polygon_point(shape, r, i, &longitude, &latitude);
			eh_map_pen_to(&pen, longitude, latitude, i + 1 == points);
		}
		eh_page_markup(page, "Z");
	}
}

/* Hatching, dots and the pattern of what is not known, in the units of the drawing. */
static const char PATTERNS[] =
        "<pattern id=\"hatch\" width=\"12\" height=\"12\" patternUnits=\"userSpaceOnUse\" "
        "patternTransform=\"rotate(45)\"><rect width=\"12\" height=\"12\" fill=\"#173f6b\"/><path d=\"M3 0V12\" "
        "stroke=\"#fff\" stroke-width=\"3\"/></pattern>\n<pattern id=\"dots\" width=\"14\" height=\"14\" "
        "patternUnits=\"userSpaceOnUse\"><rect width=\"14\" height=\"14\" fill=\"#f0a63c\"/><circle cx=\"7\" cy=\"7\" "
        "r=\"3.2\" fill=\"#5c3300\"/></pattern>\n<pattern id=\"unknown\" width=\"12\" height=\"12\" "
        "patternUnits=\"userSpaceOnUse\"><rect width=\"12\" height=\"12\" fill=\"#fff\"/><path d=\"M0 6H12\" "
        "stroke=\"#8a949d\" stroke-width=\"1.5\"/></pattern>\n";

bool eh_map_shapes(struct eh_page *page, const struct eh_analysis *analysis)
{
	struct frame frame;

	if (!eh_map_frame(analysis, &frame))
		return false;
	eh_page_markup(page, "<svg width=\"0\" height=\"0\" aria-hidden=\"true\" focusable=\"false\" class=\"shapes\"><defs>\n");
	eh_page_markup(page, PATTERNS);
	for (size_t i = 0; i < analysis->area_count; i++) {
		EH_PAGE(page, "<path id=\"s-{}\" d=\"", analysis->areas[i].code);
		eh_map_path(page, &frame, analysis->areas[i].shape, EH_MAP_STEP);
		eh_page_markup(page, "\"/>\n");
	}
	eh_page_markup(page, "<path id=\"s-wards\" d=\"");
	for (size_t w = 0; w < analysis->ward_count; w++)
		eh_map_ward_path(page, &frame, analysis, w, EH_MAP_STEP);
	eh_page_markup(page, "\"/>\n");
	eh_page_markup(page, "</defs></svg>\n");
	return true;
}

void eh_map_legend(struct eh_page *page, const struct eh_map_key *key)
{
	EH_PAGE(page, "<ul class=\"key {}\">", eh_str_of(key->style));
	for (size_t i = 0; i < EH_MAP_CLASSES && key->labels[i]; i++) {
		eh_map_note(page, eh_buf_printf(&page->out,
		                          "<li><svg viewBox=\"0 0 60 38\" aria-hidden=\"true\" focusable=\"false\"><rect "
		                          "class=\"c%zu\" width=\"60\" height=\"38\"/></svg>",
		                          i));
		EH_PAGE(page, "{}</li>", eh_str_of(key->labels[i]));
	}
	eh_page_markup(page, "</ul>\n");
}

/* All wards with their middles, for the whole drawing. */
static enum eh_rc ward_labels(const struct frame *frame, const struct eh_analysis *analysis, struct eh_map_labels *labels)
{
	for (size_t w = 0; w < labels->count; w++) {
		labels->items[w].name = analysis->wards[w].name;
		labels->items[w].known = eh_map_ward_middle(frame, analysis, w, &labels->items[w].x, &labels->items[w].y);
	}
	return eh_map_place_labels(labels, NULL, 0);
}

static void areas(struct eh_page *page, const struct eh_analysis *analysis, const struct eh_choropleth *map)
{
	for (size_t i = 0; i < analysis->area_count; i++) {
		unsigned class = map->classes[i] < EH_MAP_CLASSES ? map->classes[i] : EH_MAP_CLASSES;
		if (!analysis->areas[i].shape.n)
			continue;
		EH_PAGE(page, "<use href=\"#s-{}\"", analysis->areas[i].code);
		eh_map_note(page, eh_buf_printf(&page->out, " class=\"c%u\">", class));
		EH_PAGE(page, "<title>{}: {}</title></use>\n", analysis->areas[i].label,
		        class < EH_MAP_CLASSES ? eh_str_of(map->key->labels[class]) : EH_STR(EH_T("not known")));
	}
}

void eh_choropleth(struct eh_page *page, const struct eh_analysis *analysis, const struct eh_choropleth *map)
{
	struct eh_map_label *items EH_CLEANUP_FREE = map->ward_names ? eh_alloc_zero(analysis->ward_count + 1, sizeof *items)
	                                                             : NULL;
	struct eh_map_labels labels = { items, items ? analysis->ward_count : 0, 0, EH_MAP_WIDTH, 1 };
	struct frame frame;

	if (!eh_map_frame(analysis, &frame))
		return;
	eh_map_note(page, map->ward_names && !items ? EH_NO_MEMORY : ward_labels(&frame, analysis, &labels));
	EH_PAGE(page, "<figure class=\"map {}\">\n", eh_str_of(map->key->style));
	eh_map_note(page, eh_buf_printf(&page->out, "<svg viewBox=\"-4 -4 %d %.0f\" role=\"img\" aria-labelledby=\"%s-title\"",
	                          EH_MAP_WIDTH + 8, frame.height + 8, map->id));
	if (map->described_by)
		EH_PAGE(page, " aria-describedby=\"{}\"", eh_str_of(map->described_by));
	eh_map_write_frame(page, &frame);
	EH_PAGE(page, "><title id=\"{}-title\">{}</title>\n", eh_str_of(map->id), map->title);
	areas(page, analysis, map);
	eh_page_markup(page, "<use href=\"#s-wards\" class=\"edge\"/>\n");
	if (labels.count)
		eh_map_write_labels(page, &labels);
	eh_page_markup(page, "</svg>\n");
	if (labels.count)
		eh_map_write_label_key(page, &labels);
	if (!map->quiet) {
		eh_map_legend(page, map->key);
		EH_PAGE(page, "<figcaption>{}</figcaption>\n", map->title);
	}
	eh_page_markup(page, "</figure>\n");
}
