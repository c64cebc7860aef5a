#include "map_place.h"

#include <math.h>

#include "map_private.h"

enum { RADIUS = 15, MOST_DOTS = 200, SHADES = 5, EDGE = 4, MOST_BYTES = 96 * 1024 };

struct ward {
	struct eh_str code, name, path;
	double x, y; /* the middle of its people */
	bool known;  /* there is one */
};

struct eh_place_map {
	struct eh_arena arena;
	struct frame frame;
	struct ward *wards; /* those without a boundary have no path */
	size_t ward_count;
	bool known; /* there is something to draw */
};

/* All wards at once, to be cut where one ends. */
static enum eh_rc write_wards(struct eh_place_map *map, const struct eh_analysis *analysis, double step, struct eh_page *page)
{
	size_t *ends = eh_arena_alloc_zero(&map->arena, analysis->ward_count + 1, sizeof *ends);

	if (!ends)
		return EH_NO_MEMORY;
	for (size_t w = 0; w < analysis->ward_count && page->out.n <= MOST_BYTES; w++) {
		eh_map_ward_path(page, &map->frame, analysis, w, step);
		ends[w] = page->out.n;
	}
	if (page->rc < 0 || page->out.n > MOST_BYTES)
		return page->rc;
	struct eh_str all = eh_arena_str(&map->arena, eh_buf_str(&page->out));
	for (size_t w = 0, from = 0; w < analysis->ward_count; from = ends[w++])
		map->wards[w].path = eh_str_sub(all, from, ends[w] - from);
	map->known = page->out.n > 0;
	return all.p || !page->out.n ? EH_OK : EH_NO_MEMORY;
}

/* With the finest step that keeps the drawing small enough for every page that shows it; not at all where none does. */
static enum eh_rc draw_wards(struct eh_place_map *map, const struct eh_analysis *analysis)
{
	static const double STEPS[] = { EH_MAP_STEP, 2, 5 };

	if (!eh_map_frame(analysis, &map->frame))
		return EH_OK;
	if (!(map->wards = eh_arena_alloc_zero(&map->arena, analysis->ward_count + 1, sizeof *map->wards)))
		return EH_NO_MEMORY;
	map->ward_count = analysis->ward_count;
	for (size_t w = 0; w < analysis->ward_count; w++) {
		map->wards[w].code = eh_arena_str(&map->arena, analysis->wards[w].code);
		map->wards[w].name = eh_arena_str(&map->arena, analysis->wards[w].name);
		map->wards[w].known = eh_map_ward_middle(&map->frame, analysis, w, &map->wards[w].x, &map->wards[w].y);
	}
	for (size_t i = 0; i < sizeof STEPS / sizeof *STEPS && !map->known; i++) {
		struct eh_page page EH_CLEANUP_PAGE = { 0 };
		EH_TRY(write_wards(map, analysis, STEPS[i], &page));
	}
	return EH_OK;
}

enum eh_rc eh_place_map_new(const struct eh_analysis *analysis, struct eh_place_map **ret_map, struct eh_error *err)
{
	struct eh_place_map *map = eh_alloc_zero(1, sizeof *map);
	enum eh_rc rc = map ? draw_wards(map, analysis) : EH_NO_MEMORY;

	if (rc >= 0)
		rc = eh_arena_check(&map->arena, rc, err);
	if (rc < 0) {
		eh_place_map_free(map);
		return eh_fail_memory(err);
	}
	*ret_map = map;
	return EH_OK;
}

void eh_place_map_free(struct eh_place_map *map)
{
	if (!map)
		return;
	eh_arena_finish(&map->arena);
	eh_free(map);
}

struct spot {
	double x, y;
	bool shown;
};

static struct spot spot_of(const struct eh_place_map *map, double latitude, double longitude)
{
	struct spot spot = { (longitude - map->frame.west) * map->frame.stretch * map->frame.scale,
		(map->frame.north - latitude) * map->frame.scale, false };

	spot.shown = spot.x >= 0 && spot.x <= EH_MAP_WIDTH && spot.y >= 0 && spot.y <= map->frame.height;
	return spot;
}

/* Where the dots lie, in the drawing's units. */
static void place_dots(const struct eh_place_map *map, const struct eh_place_map_layer *layer, struct spot *spots)
{
	for (size_t i = 0; i < layer->dot_count && i < MOST_DOTS; i++)
		spots[i] = spot_of(map, layer->dots[i].latitude, layer->dots[i].longitude);
}

bool eh_place_map_reaches(const struct eh_place_map *map, double latitude, double longitude)
{
	return map->known && spot_of(map, latitude, longitude).shown;
}

/* The part of the drawing that is shown. */
struct window {
	double x, y, width, height;
};

/* Close round the dots, with room for neighbours, in the proportions of the whole. */
static struct window window_of(const struct eh_place_map *map, const struct eh_place_map_layer *layer, const struct spot *spots)
{
	struct window all = { -EDGE, -EDGE, EH_MAP_WIDTH + 2 * EDGE, map->frame.height + 2 * EDGE };
	double box[4] = { INFINITY, INFINITY, -INFINITY, -INFINITY };

	for (size_t i = 0; i < layer->dot_count && i < MOST_DOTS; i++) {
		if (!spots[i].shown)
			continue;
		box[0] = fmin(box[0], spots[i].x);
		box[1] = fmin(box[1], spots[i].y);
		box[2] = fmax(box[2], spots[i].x);
		box[3] = fmax(box[3], spots[i].y);
	}
	if (!layer->near || !(box[2] >= box[0]))
		return all;
	double share = fmin(1, fmax(0.3, 1.35 * fmax((box[2] - box[0]) / all.width, (box[3] - box[1]) / all.height)));
	struct window part = { .width = all.width * share, .height = all.height * share };
	part.x = fmin(fmax((box[0] + box[2] - part.width) / 2, all.x), all.x + all.width - part.width);
	part.y = fmin(fmax((box[1] + box[3] - part.height) / 2, all.y), all.y + all.height - part.height);
	return part;
}

/* A dot that would lie on an earlier one goes beside it, along a spiral of eight directions. */
static void part_dots(struct spot *spots, size_t count, double radius)
{
	static const double X[] = { 1, 0.7, 0, -0.7, -1, -0.7, 0, 0.7 }, Y[] = { 0, 0.7, 1, 0.7, 0, -0.7, -1, -0.7 };

	for (size_t i = 1; i < count; i++) {
		struct spot home = spots[i];
		for (size_t step = 0; spots[i].shown && step < 24; step++) {
			bool free_here = true;
			for (size_t k = 0; k < i && free_here; k++)
				free_here = !spots[k].shown ||
				            hypot(spots[k].x - spots[i].x, spots[k].y - spots[i].y) >= 1.8 * radius;
			if (free_here)
				break;
			double far = 1.9 * radius * (double)(step / 8 + 1);
			spots[i].x = home.x + far * X[step % 8];
			spots[i].y = home.y + far * Y[step % 8];
		}
	}
}

static const struct eh_map_ward *count_of(const struct eh_place_map_layer *layer, struct eh_str code)
{
	for (size_t i = 0; i < layer->ward_count; i++)
		if (eh_str_eq(layer->wards[i].code, code))
			return &layer->wards[i];
	return NULL;
}

bool eh_place_map_shows(const struct eh_place_map *map, const struct eh_place_map_layer *layer)
{
	for (size_t i = 0; i < layer->dot_count && i < MOST_DOTS; i++)
		if (eh_place_map_reaches(map, layer->dots[i].latitude, layer->dots[i].longitude))
			return true;
	for (size_t w = 0; map->known && w < map->ward_count; w++) {
		const struct eh_map_ward *counted = count_of(layer, map->wards[w].code);
		if (map->wards[w].path.n && counted && counted->count)
			return true;
	}
	return false;
}

/* Shades by equal steps of the square root, so that one big ward does not leave the rest alike. */
static unsigned shade_of(size_t count, size_t most)
{
	if (!count || !most)
		return 0;
	return (unsigned)fmin(SHADES - 1, 1 + floor((SHADES - 1) * sqrt((double)count / (double)most)));
}

static void draw_ward(struct eh_page *page, const struct eh_place_map_layer *layer, const struct ward *ward, size_t most)
{
	const struct eh_map_ward *counted = count_of(layer, ward->code);
	bool link = counted && counted->href.p;

	if (link)
		EH_PAGE(page, "<a href=\"{}\">", counted->href);
	eh_map_note(page, eh_buf_printf(&page->out, "<path class=\"s%u\" d=\"%.*s\"><title>",
	                          shade_of(counted ? counted->count : 0, most), EH_FMT(ward->path)));
	eh_map_note(page, eh_html_text(&page->out, ward->name));
	if (layer->unit.p)
		EH_PAGE(page, ": {} {}", eh_page_whole(page, counted ? (double)counted->count : 0),
		        counted && counted->count == 1 ? layer->unit_one : layer->unit);
	eh_page_markup(page, link ? "</title></path></a>" : "</title></path>");
}

static void draw_dot(struct eh_page *page, const struct eh_map_dot *dot, const struct spot *spot, double radius)
{
	if (dot->href.p)
		EH_PAGE(page, "<a href=\"{}\">", dot->href);
	eh_map_note(page, eh_buf_printf(&page->out, "<g class=\"eh-dots__dot\"><circle cx=\"%.1f\" cy=\"%.1f\" r=\"%.1f\"/>",
	                          spot->x, spot->y, dot->number ? radius : 0.7 * radius));
	if (dot->number)
		eh_map_note(page, eh_buf_printf(&page->out, "<text x=\"%.1f\" y=\"%.1f\" font-size=\"%.1f\">%u</text>", spot->x,
		                          spot->y + 0.38 * radius, radius * 1.07, dot->number));
	EH_PAGE(page, "<title>{}</title></g>", dot->name);
	eh_page_markup(page, dot->href.p ? "</a>" : "");
}

/* The names of the wards that are seen, round the dots. */
static enum eh_rc label_wards(const struct eh_place_map *map, struct window window, const struct spot *spots, size_t dots,
        double radius, struct eh_map_labels *labels)
{
	struct eh_map_obstacle obstacles[MOST_DOTS];
	size_t count = 0;

	for (size_t i = 0; i < dots; i++)
		if (spots[i].shown)
			obstacles[count++] = (struct eh_map_obstacle){ spots[i].x, spots[i].y, radius };
	labels->left = window.x;
	labels->right = window.x + window.width;
	labels->size = window.width / (EH_MAP_WIDTH + 2 * EDGE);
	for (size_t w = 0; w < map->ward_count; w++) {
		const struct ward *ward = &map->wards[w];
		bool seen = ward->x >= window.x && ward->x <= labels->right && ward->y >= window.y &&
		            ward->y <= window.y + window.height;
		labels->items[w] = (struct eh_map_label){
			.name = ward->name, .x = ward->x, .y = ward->y, .known = ward->known && seen
		};
	}
	return eh_map_place_labels(labels, obstacles, count);
}

/* What each shade means, by the counts that it stands for here. */
static void draw_key(struct eh_page *page, const struct eh_place_map *map, const struct eh_place_map_layer *layer, size_t most)
{
	size_t low[SHADES] = { 0 }, high[SHADES] = { 0 };
	bool used[SHADES] = { false };

	for (size_t w = 0; w < map->ward_count; w++) {
		const struct eh_map_ward *ward = count_of(layer, map->wards[w].code);
		size_t count = ward ? ward->count : 0;
		unsigned shade = shade_of(count, most);
		low[shade] = !used[shade] || count < low[shade] ? count : low[shade];
		high[shade] = count > high[shade] ? count : high[shade];
		used[shade] = true;
	}
	eh_page_markup(page, "<ul class=\"key\">");
	for (unsigned i = 0; i < SHADES; i++) {
		if (!used[i])
			continue;
		eh_map_note(page, eh_buf_printf(&page->out,
		                          "<li><svg viewBox=\"0 0 60 38\" aria-hidden=\"true\" focusable=\"false\"><rect "
		                          "class=\"s%u\" width=\"60\" height=\"38\"/></svg>%zu",
		                          i, low[i]));
		if (high[i] != low[i])
			eh_map_note(page, eh_buf_printf(&page->out, "–%zu", high[i]));
		eh_page_markup(page, "</li>");
	}
	eh_page_markup(page, "</ul>\n");
}

bool eh_place_map_draw(struct eh_page *page, const struct eh_place_map *map, const struct eh_place_map_layer *layer)
{
	struct eh_map_label *items EH_CLEANUP_FREE = eh_alloc_zero(map->ward_count + 1, sizeof *items);
	struct eh_map_labels labels = { .items = items, .count = map->ward_count };
	struct spot spots[MOST_DOTS] = { 0 };
	size_t most = 0, dots = layer->dot_count < MOST_DOTS ? layer->dot_count : MOST_DOTS;

	if (!map->known)
		return false;
	place_dots(map, layer, spots);
	struct window window = window_of(map, layer, spots);
	double radius = RADIUS * window.width / (EH_MAP_WIDTH + 2 * EDGE);
	part_dots(spots, dots, radius);
	eh_map_note(page, items ? label_wards(map, window, spots, dots, radius, &labels) : EH_NO_MEMORY);
	for (size_t i = 0; i < layer->ward_count; i++)
		most = layer->wards[i].count > most ? layer->wards[i].count : most;
	eh_map_note(page, eh_buf_printf(&page->out,
	                          "<svg class=\"eh-dots\" viewBox=\"%.1f %.1f %.1f %.1f\" data-whole=\"%d %d %d %.1f\" "
	                          "role=\"group\"",
	                          window.x, window.y, window.width, window.height, -EDGE, -EDGE, EH_MAP_WIDTH + 2 * EDGE,
	                          map->frame.height + 2 * EDGE));
	eh_map_write_frame(page, &map->frame);
	EH_PAGE(page, " aria-label=\"{}\">", layer->title);
	eh_page_markup(page, "<g class=\"eh-dots__land\">");
	for (size_t w = 0; w < map->ward_count; w++)
		if (map->wards[w].path.n)
			draw_ward(page, layer, &map->wards[w], most);
	eh_page_markup(page, "</g>");
	if (items)
		eh_map_write_labels(page, &labels);
	for (size_t i = dots; i--;) /* the first on top */
		if (spots[i].shown)
			draw_dot(page, &layer->dots[i], &spots[i], radius);
	eh_page_markup(page, "</svg>\n");
	if (items)
		eh_map_write_label_key(page, &labels);
	if (layer->ward_count && layer->unit.p)
		draw_key(page, map, layer, most);
	return true;
}
