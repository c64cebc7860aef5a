/* map.h: maps of a place's areas as SVG inside a page: shapes once, then as many maps of them as one likes. */
#ifndef EH_EXCHANGE_MAP_H
#define EH_EXCHANGE_MAP_H

#include "html.h"
#include "register/analysis.h"

enum { EH_MAP_CLASSES = 6 };

/* What the classes of a map mean, lightest first; unused ones NULL. Class EH_MAP_CLASSES (none) is drawn as "not known". */
struct eh_map_key {
	const char *labels[EH_MAP_CLASSES];
};

/* Defines the shapes of all areas, to be used by the maps after it on the same page. False, and nothing written, when no boundary is
 * known. */
bool eh_map_shapes(struct eh_page *page, const struct eh_analysis *analysis);

/* A map with a title, a legend, and a class for each area. The same figures must stand in a table beside it: `described_by` is that
 * table's id, or NULL. */
void eh_map(struct eh_page *page, const struct eh_analysis *analysis, const char *id, struct eh_str title, const struct eh_map_key *key,
        const unsigned char *classes, const char *described_by);

#endif
