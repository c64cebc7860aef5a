/* map.h: maps of a place's areas as SVG inside a page: shapes once, then as many maps of them as one likes.
 *
 * Classes are told apart by lightness and, where one must not be missed, by hatching or dots (eh_report_style), never by hue alone. */
#ifndef EH_EXCHANGE_MAP_H
#define EH_EXCHANGE_MAP_H

#include "html.h"
#include "register/analysis.h"

enum { EH_MAP_CLASSES = 6 };

/* What the classes of a map mean, lightest first; unused ones NULL. Class EH_MAP_CLASSES (none) is drawn as "not known". `style` is a
 * class of the style sheet that may give the classes other colours: "reach", "count", "here". */
struct eh_map_key {
	const char *style;
	const char *labels[EH_MAP_CLASSES];
};

struct eh_choropleth {
	const char *id;           /* unique on the page */
	struct eh_str title;      /* read out, and shown below as the caption */
	const char *described_by; /* id of the table that holds the same figures; may be NULL */
	const struct eh_map_key *key;
	const unsigned char *classes; /* one for each area */
	bool ward_names;              /* written across the map */
	bool quiet;                   /* no legend and no caption to be seen */
};

/* Defines the shapes of all areas and the patterns of the classes, to be used by the maps after it on the same page. False, and nothing
 * written, when no boundary is known. */
bool eh_map_shapes(struct eh_page *page, const struct eh_analysis *analysis);

void eh_choropleth(struct eh_page *page, const struct eh_analysis *analysis, const struct eh_choropleth *map);

/* The legend alone, once for many maps of one key. */
void eh_map_legend(struct eh_page *page, const struct eh_map_key *key);

#endif
