#include "map.h"

#include <math.h>
#include <stdio.h>

#include "geo/geo.h"

enum { WIDTH = 600 };

/* Degrees to the drawing's units: longitude shrunk by the cosine of the middle latitude, which is plenty at the size of a council. */
struct frame {
	double west, north, scale, stretch, height;
};

static bool frame_of(const struct eh_analysis *analysis, struct frame *frame)
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
	frame->scale = WIDTH / ((all[2] - all[0]) * frame->stretch);
	frame->height = (all[3] - all[1]) * frame->scale;
	return true;
}

static void note(struct eh_page *page, enum eh_rc rc)
{
	if (rc < 0 && page->rc >= 0)
		page->rc = rc;
}

/* A shape as path data. Steps of less than half a unit are passed over. */
static void path(struct eh_page *page, const struct frame *frame, struct eh_str shape)
{
	for (size_t r = 0; r < eh_polygon_ring_count(shape); r++) {
		size_t part, points = eh_polygon_ring(shape, r, &part);
		double last_x = NAN, last_y = NAN;
		for (size_t i = 0; i < points; i++) {
			double longitude, latitude;
			eh_polygon_point(shape, r, i, &longitude, &latitude);
			double x = (longitude - frame->west) * frame->stretch * frame->scale, y = (frame->north - latitude) * frame->scale;
			if (i && i + 1 < points && fabs(x - last_x) + fabs(y - last_y) < 0.5)
				continue;
			note(page, eh_buf_printf(&page->out, "%s%.1f %.1f", i ? "L" : "M", x, y));
			last_x = x;
			last_y = y;
		}
		eh_page_markup(page, "Z");
	}
}

bool eh_map_shapes(struct eh_page *page, const struct eh_analysis *analysis)
{
	struct frame frame;

	if (!frame_of(analysis, &frame))
		return false;
	eh_page_markup(page, "<svg width=\"0\" height=\"0\" aria-hidden=\"true\" class=\"shapes\"><defs>\n");
	for (size_t i = 0; i < analysis->area_count; i++) {
		EH_PAGE(page, "<path id=\"s-{}\" d=\"", analysis->areas[i].code);
		path(page, &frame, analysis->areas[i].shape);
		eh_page_markup(page, "\"/>\n");
	}
	eh_page_markup(page, "</defs></svg>\n");
	return true;
}

static void legend(struct eh_page *page, const struct eh_map_key *key)
{
	eh_page_markup(page, "<ul class=\"key\">");
	for (size_t i = 0; i < EH_MAP_CLASSES && key->labels[i]; i++)
		note(page, eh_buf_printf(&page->out, "<li><span class=\"swatch c%zu\"></span>%s</li>", i, key->labels[i]));
	eh_page_markup(page, "</ul>");
}

void eh_map(struct eh_page *page, const struct eh_analysis *analysis, const char *id, struct eh_str title, const struct eh_map_key *key,
        const unsigned char *classes, const char *described_by)
{
	struct frame frame;

	if (!frame_of(analysis, &frame))
		return;
	eh_page_markup(page, "<figure class=\"map\">\n");
	note(page, eh_buf_printf(&page->out, "<svg viewBox=\"-2 -2 %d %.0f\" role=\"img\" aria-labelledby=\"%s-title\"", WIDTH + 4,
	                  frame.height + 4, id));
	if (described_by)
		note(page, eh_buf_printf(&page->out, " aria-describedby=\"%s\"", described_by));
	EH_PAGE(page, "><title id=\"{}-title\">{}</title>\n", eh_str_of(id), title);
	for (size_t i = 0; i < analysis->area_count; i++) {
		unsigned class = classes[i] < EH_MAP_CLASSES ? classes[i] : EH_MAP_CLASSES;
		if (!analysis->areas[i].shape.n)
			continue;
		EH_PAGE(page, "<use href=\"#s-{}\"", analysis->areas[i].code);
		note(page, eh_buf_printf(&page->out, " class=\"c%u\">", class));
		EH_PAGE(page, "<title>{}: {}</title></use>\n", analysis->areas[i].label,
		        class < EH_MAP_CLASSES ? eh_str_of(key->labels[class]) : EH_STR("not known"));
	}
	eh_page_markup(page, "</svg>\n");
	legend(page, key);
	EH_PAGE(page, "<figcaption>{}</figcaption></figure>\n", title);
}
