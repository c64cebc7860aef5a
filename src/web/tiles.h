/* tiles.h: street maps under the shapes, where a place has a source of its own. Most councils are licensed for one; without it nothing is asked of
 * any other host. They stand in a file, not in the store: such an address often holds a key, and stores are copied.
 *
 *     [trafford]
 *     tiles = https://maps.example.org/light/{z}/{x}/{y}.png?key=...
 *     attribution = © Crown copyright and database rights 2026 Ordnance Survey
 *     most_zoom = 18
 */
#ifndef EH_WEB_TILES_H
#define EH_WEB_TILES_H

#include "base/base.h"

struct eh_tiles {
	struct eh_str place, address, attribution;
	struct eh_str origin; /* "https://maps.example.org": what the browser may fetch pictures from */
	int64_t most_zoom;    /* 19 unless the file says so */
};

struct eh_tiles_file;

/* Reads the file. Free with eh_tiles_free. EH_INVALID: something in it cannot be used (the message says what, with file and line): an
 * address without {z}, {x} and {y}, or one that is neither https nor of this machine. */
enum eh_rc eh_tiles_read(const char *path, struct eh_tiles_file **ret_file, struct eh_error *err);
void eh_tiles_free(struct eh_tiles_file *file);

/* Those of a place, NULL where it has none. `file` may be NULL. */
const struct eh_tiles *eh_tiles_of(const struct eh_tiles_file *file, struct eh_str place);

#endif
