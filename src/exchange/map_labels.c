/* map_labels.c: the names of wards on a map: each as a whole where it finds room, as a letter where it does not, with the letters' names
 * below. On a narrow screen, where no name could be read, all are letters. */
#include <math.h>

#include "geo/geo.h"
#include "map_private.h"

enum { LETTER = 9, LINE = 17, MARK = 9 };

bool eh_map_ward_middle(const struct frame *frame, const struct eh_analysis *analysis, size_t ward, double *ret_x, double *ret_y)
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
	*ret_x = x / people;
	*ret_y = y / people;
	return true;
}

struct box {
	double x, y, half, tall; /* its middle, half its width and half its height */
};

static bool collides(const struct box *boxes, size_t count, struct box one)
{
	for (size_t i = 0; i < count; i++)
		if (fabs(boxes[i].y - one.y) < boxes[i].tall + one.tall && fabs(boxes[i].x - one.x) < boxes[i].half + one.half)
			return true;
	return false;
}

/* Whole, moved up or down a line or two where something is in the way. */
static bool place_name(const struct eh_map_labels *labels, struct eh_map_label *label, const struct box *boxes, size_t count,
        struct box *ret_box)
{
	static const int LINES[] = { 0, -1, 1, -2, 2 };
	double size = labels->size, half = size * LETTER * (double)eh_utf8_length(label->name) / 2;

	if (2 * half > labels->right - labels->left)
		return false;
	for (size_t i = 0; i < sizeof LINES / sizeof *LINES; i++) {
		struct box box = { fmin(fmax(label->x, labels->left + half), labels->right - half),
			label->y + LINES[i] * LINE * size, half, size * LINE / 2 };
		if (collides(boxes, count, box))
			continue;
		*ret_box = box;
		return true;
	}
	return false;
}

/* As a letter, as near as there is room; where there is none, at its own place. */
static struct box place_letter(
        const struct eh_map_labels *labels, const struct eh_map_label *label, const struct box *boxes, size_t count)
{
	static const double X[] = { 1, 0, -1, 0, 0.7, -0.7, -0.7, 0.7 }, Y[] = { 0, 1, 0, -1, 0.7, 0.7, -0.7, -0.7 };
	struct box home = { label->x, label->y, labels->size * MARK, labels->size * LINE / 2 };

	if (!collides(boxes, count, home))
		return home;
	for (size_t step = 0; step < 32; step++) {
		double far = 6 * labels->size * (double)(step / 8 + 1);
		struct box box = home;
		box.x += far * X[step % 8];
		box.y += far * Y[step % 8];
		if (!collides(boxes, count, box))
			return box;
	}
	return home;
}

enum eh_rc eh_map_place_labels(struct eh_map_labels *labels, const struct eh_map_obstacle *obstacles, size_t obstacle_count)
{
	struct box *boxes EH_CLEANUP_FREE = eh_alloc_zero(labels->count + obstacle_count + 1, sizeof *boxes);
	size_t count = 0;

	if (!boxes)
		return EH_NO_MEMORY;
	for (; count < obstacle_count; count++)
		boxes[count] = (struct box){ obstacles[count].x, obstacles[count].y, obstacles[count].radius,
			obstacles[count].radius };
	for (size_t i = 0; i < labels->count; i++) {
		struct eh_map_label *label = &labels->items[i];
		if (!label->known || !(label->whole = place_name(labels, label, boxes, count, &boxes[count])))
			continue;
		label->name_x = boxes[count].x;
		label->name_y = boxes[count++].y;
	}
	for (size_t i = 0; i < labels->count; i++) {
		struct eh_map_label *label = &labels->items[i];
		if (!label->known || label->whole)
			continue;
		boxes[count] = place_letter(labels, label, boxes, count);
		label->x = boxes[count].x;
		label->y = boxes[count++].y;
	}
	return EH_OK;
}

/* A to Z, then AA, AB, … */
static void write_letter(struct eh_page *page, size_t i)
{
	if (i >= 26)
		eh_map_note(page, eh_buf_add_char(&page->out, (char)('A' + (i / 26 - 1) % 26)));
	eh_map_note(page, eh_buf_add_char(&page->out, (char)('A' + i % 26)));
}

void eh_map_write_labels(struct eh_page *page, const struct eh_map_labels *labels)
{
	double down = 5 * labels->size; /* from the middle of a line to its foot */

	eh_map_note(page, eh_buf_printf(&page->out, "<g class=\"wards\" font-size=\"%.1f\" aria-hidden=\"true\">\n",
	                          EH_MAP_LETTERS * labels->size));
	for (size_t i = 0; i < labels->count; i++) {
		const struct eh_map_label *label = &labels->items[i];
		if (!label->known)
			continue;
		if (label->whole) {
			eh_map_note(page, eh_buf_printf(&page->out, "<text class=\"whole\" x=\"%.0f\" y=\"%.0f\">", label->name_x,
			                          label->name_y + down));
			EH_PAGE(page, "{}</text>\n", label->name);
		}
		eh_map_note(page, eh_buf_printf(&page->out, "<text class=\"%s\" x=\"%.0f\" y=\"%.0f\">",
		                          label->whole ? "letter" : "letter always", label->x, label->y + down));
		write_letter(page, i);
		eh_page_markup(page, "</text>\n");
	}
	eh_page_markup(page, "</g>\n");
}

void eh_map_write_label_key(struct eh_page *page, const struct eh_map_labels *labels)
{
	bool any = false;

	for (size_t i = 0; i < labels->count; i++)
		any |= labels->items[i].known && !labels->items[i].whole;
	eh_page_markup(page, any ? "<ul class=\"letters always\">\n" : "<ul class=\"letters\">\n");
	for (size_t i = 0; i < labels->count; i++) {
		if (!labels->items[i].known)
			continue;
		eh_page_markup(page, labels->items[i].whole ? "<li>" : "<li class=\"always\">");
		eh_page_markup(page, "<strong>");
		write_letter(page, i);
		EH_PAGE(page, "</strong> {}</li>\n", labels->items[i].name);
	}
	eh_page_markup(page, "</ul>\n");
}
