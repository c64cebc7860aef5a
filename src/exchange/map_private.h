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

/* What draws a path: the first point moves, each further one draws a line, and steps too short to be seen are passed over unless `always`. */
struct eh_map_pen {
	struct eh_page *page;
	const struct frame *frame;
	double step, last_x, last_y;
	bool down;
};
void eh_map_pen_to(struct eh_map_pen *pen, double longitude, double latitude, bool always);

/* A ward as path data: its boundary, or where none is known, the outline of the areas that it is made of (map_outline.c). */
void eh_map_ward_path(
        struct eh_page *page, const struct frame *frame, const struct eh_analysis *analysis, size_t ward, double step);

/* Names of wards on a map (map_labels.c). */
struct eh_map_label {
	struct eh_str name;
	double x, y;           /* the middle of the ward's people; of its letter, once placed */
	double name_x, name_y; /* of the whole name, where it found room */
	bool known, whole;     /* known: there is a middle */
};
struct eh_map_labels {
	struct eh_map_label *items;
	size_t count;
	double left, right; /* what is shown of the drawing */
	double size;        /* 1, or less where a part of the drawing is shown larger */
};
struct eh_map_obstacle {
	double x, y, radius;
};
enum { EH_MAP_LETTERS = 15 }; /* height of the letters, in the drawing's units */

/* The middle of a ward's people, in the drawing's units; false when no boundary of it is known. */
bool eh_map_ward_middle(const struct frame *frame, const struct eh_analysis *analysis, size_t ward, double *ret_x, double *ret_y);
/* Finds room for each name, or for its letter, round the obstacles. EH_NO_MEMORY is the only failure. */
enum eh_rc eh_map_place_labels(struct eh_map_labels *labels, const struct eh_map_obstacle *obstacles, size_t obstacle_count);
/* Inside the drawing; and below it, what the letters stand for. */
void eh_map_write_labels(struct eh_page *page, const struct eh_map_labels *labels);
void eh_map_write_label_key(struct eh_page *page, const struct eh_map_labels *labels);

/* ` data-frame="WEST NORTH EAST SOUTH"`: where 0 0 of the drawing lies, and how many degrees one unit is to the right and down. */
void eh_map_write_frame(struct eh_page *page, const struct frame *frame);

/* Keeps the first failure. */
void eh_map_note(struct eh_page *page, enum eh_rc rc);

#endif
