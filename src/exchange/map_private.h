/* map_private.h: what the drawing of maps shares. */
#ifndef EH_EXCHANGE_MAP_PRIVATE_H
#define EH_EXCHANGE_MAP_PRIVATE_H

#include "map.h"

enum { EH_MAP_WIDTH = 600 }; /* of every map, in the drawing's units */

/* Degrees to the drawing's units: longitude shrunk by the cosine of the middle latitude, which is plenty at the size of a council. */
struct frame {
	double west, north, scale, stretch, height;
};

/* False when no boundary is known. */
bool eh_map_frame(const struct eh_analysis *analysis, struct frame *frame);

/* A shape as path data. Steps of less than `step` units are passed over: EH_MAP_STEP, or more where a drawing must be small. */
#define EH_MAP_STEP 0.5
void eh_map_path(struct eh_page *page, const struct frame *frame, struct eh_str shape, double step);

/* ` data-frame="WEST NORTH EAST SOUTH"`: where 0 0 of the drawing lies, and how many degrees one unit is to the right and down. */
void eh_map_write_frame(struct eh_page *page, const struct frame *frame);

/* Keeps the first failure. */
void eh_map_note(struct eh_page *page, enum eh_rc rc);

#endif
