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

void eh_map_path(struct eh_page *page, const struct frame *frame, struct eh_str shape, double step)
{
	for (size_t r = 0; r < eh_polygon_ring_count(shape); r++) {
		size_t part, points = eh_polygon_ring(shape, r, &part);
		double last_x = NAN, last_y = NAN;
		for (size_t i = 0; i < points; i++) {
			double longitude, latitude;
			eh_polygon_point(shape, r, i, &longitude, &latitude);
			double x = (longitude - frame->west) * frame->stretch * frame->scale,
			       y = (frame->north - latitude) * frame->scale;
			if (i && i + 1 < points && fabs(x - last_x) + fabs(y - last_y) < step)
				continue;
			eh_map_note(page, eh_buf_printf(&page->out, "%s%.1f %.1f", i ? "L" : "M", x, y));
			last_x = x;
			last_y = y;
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
	bool wards = false;

	if (!eh_map_frame(analysis, &frame))
		return false;
	eh_page_markup(page, "<svg width=\"0\" height=\"0\" aria-hidden=\"true\" focusable=\"false\" class=\"shapes\"><defs>\n");
	eh_page_markup(page, PATTERNS);
	for (size_t i = 0; i < analysis->area_count; i++) {
		EH_PAGE(page, "<path id=\"s-{}\" d=\"", analysis->areas[i].code);
		eh_map_path(page, &frame, analysis->areas[i].shape, EH_MAP_STEP);
		eh_page_markup(page, "\"/>\n");
	}
	for (size_t w = 0; w < analysis->ward_count; w++)
		wards |= analysis->wards[w].shape.n > 0;
	if (wards) {
		eh_page_markup(page, "<path id=\"s-wards\" d=\"");
		for (size_t w = 0; w < analysis->ward_count; w++)
			eh_map_path(page, &frame, analysis->wards[w].shape, EH_MAP_STEP);
		eh_page_markup(page, "\"/>\n");
	}
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

/* A name to be written on a map, in the units of the drawing. */
struct label {
	double x, y, half;
	bool written;
};

enum { LETTER = 9, LINE = 17, MOST_LABELS = 256 };

/* The middle of a ward's people; false when no boundary of it is known. */
static bool ward_middle(const struct frame *frame, const struct eh_analysis *analysis, size_t ward, struct label *label)
{
	double x = 0, y = 0, people = 0, longitude, latitude;

	for (size_t i = 0; i < analysis->area_count; i++) {
		if (analysis->areas[i].ward != ward || !eh_polygon_centroid(analysis->areas[i].shape, &longitude, &latitude))
			continue;
		double weight = analysis->areas[i].people + 1;
		x += weight * (longitude - frame->west) * frame->stretch * frame->scale;
		y += weight * (frame->north - latitude) * frame->scale;
		people += weight;
	}
	if (people <= 0)
		return false;
	label->half = LETTER * (double)eh_utf8_length(analysis->wards[ward].name) / 2;
	label->x = fmin(fmax(x / people, label->half), EH_MAP_WIDTH - label->half);
	label->y = y / people;
	return true;
}

static bool collides(const struct label *labels, size_t count, double x, double y, double half)
{
	for (size_t i = 0; i < count; i++)
		if (labels[i].written && fabs(labels[i].y - y) < LINE && fabs(labels[i].x - x) < labels[i].half + half)
			return true;
	return false;
}

/* Wards by name, each moved up or down a line or two where another name is in the way; one that finds no room is left out. */
static void ward_names(struct eh_page *page, const struct frame *frame, const struct eh_analysis *analysis)
{
	static const int LINES[] = { 0, -1, 1, -2, 2 };
	struct label labels[MOST_LABELS] = { 0 };

	for (size_t w = 0; w < analysis->ward_count && w < MOST_LABELS; w++) {
		struct label *label = &labels[w];
		if (!ward_middle(frame, analysis, w, label))
			continue;
		for (size_t i = 0; i < sizeof LINES / sizeof *LINES && !label->written; i++) {
			double y = label->y + LINES[i] * LINE;
			if (collides(labels, w, label->x, y, label->half))
				continue;
			label->y = y;
			label->written = true;
		}
		if (!label->written)
			continue;
		eh_map_note(page, eh_buf_printf(&page->out, "<text x=\"%.0f\" y=\"%.0f\">", label->x, label->y));
		EH_PAGE(page, "{}</text>\n", analysis->wards[w].name);
	}
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
	struct frame frame;
	bool wards = false;

	if (!eh_map_frame(analysis, &frame))
		return;
	for (size_t w = 0; w < analysis->ward_count; w++)
		wards |= analysis->wards[w].shape.n > 0;
	EH_PAGE(page, "<figure class=\"map {}\">\n", eh_str_of(map->key->style));
	eh_map_note(page, eh_buf_printf(&page->out, "<svg viewBox=\"-4 -4 %d %.0f\" role=\"img\" aria-labelledby=\"%s-title\"",
	                          EH_MAP_WIDTH + 8, frame.height + 8, map->id));
	eh_map_write_frame(page, &frame);
	if (map->described_by)
		EH_PAGE(page, " aria-describedby=\"{}\"", eh_str_of(map->described_by));
	EH_PAGE(page, "><title id=\"{}-title\">{}</title>\n", eh_str_of(map->id), map->title);
	areas(page, analysis, map);
	if (wards)
		eh_page_markup(page, "<use href=\"#s-wards\" class=\"edge\"/>\n");
	if (map->ward_names)
		ward_names(page, &frame, analysis);
	eh_page_markup(page, "</svg>\n");
	if (!map->quiet) {
		eh_map_legend(page, map->key);
		EH_PAGE(page, "<figcaption>{}</figcaption>\n", map->title);
	}
	eh_page_markup(page, "</figure>\n");
}
