/* map_place.h: a place's wards drawn once and kept, then as many small maps on them as one likes: wards shaded by a count, numbered dots. */
#ifndef EH_EXCHANGE_MAP_PLACE_H
#define EH_EXCHANGE_MAP_PLACE_H

#include "map.h"

struct eh_place_map;

/* Draws a place. It needs the analysis no longer afterwards. A place without any boundary, or with so many wards that
 * no small drawing holds them, gives a map that draws nothing. Free it with
 * eh_place_map_free. EH_NO_MEMORY is the only failure. */
enum eh_rc eh_place_map_new(const struct eh_analysis *analysis, struct eh_place_map **ret_map, struct eh_error *err);
void eh_place_map_free(struct eh_place_map *map);

/* A place to be shown as a numbered dot; the number leads to `href` ("#r-3"), or nowhere when that is {NULL, 0}. */
struct eh_map_dot {
	double latitude, longitude;
	unsigned number; /* 0: a dot without one */
	struct eh_str href, name;
};

/* What a ward is shaded by. */
struct eh_map_ward {
	struct eh_str code, href; /* href {NULL, 0}: leads nowhere */
	size_t count;
};

struct eh_place_map_layer {
	struct eh_str title; /* read out */
	const struct eh_map_ward *wards;
	size_t ward_count;
	/* "results", "result": what is counted; {NULL, 0}: wards are shaded or not, and nothing says what shades mean */
	struct eh_str unit, unit_one;
	const struct eh_map_dot *dots;
	size_t dot_count;
	bool near; /* the frame is drawn close round the dots */
};

/* One map, and below it what the shades mean where wards are counted. Dots outside the place's frame are left out; those that would lie on
 * another are moved beside it. False, and nothing written, when there is nothing to draw. */
bool eh_place_map_draw(struct eh_page *page, const struct eh_place_map *map, const struct eh_place_map_layer *layer);

/* Whether a place lies inside the frame of the map, so that a dot for it is drawn. */
bool eh_place_map_reaches(const struct eh_place_map *map, double latitude, double longitude);

/* Whether anything of the layer is seen: a ward of the map with a count, or a dot inside its frame. */
bool eh_place_map_shows(const struct eh_place_map *map, const struct eh_place_map_layer *layer);

#endif
