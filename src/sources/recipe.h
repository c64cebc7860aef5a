/* recipe.h: a place and where its facts come from, written down in an INI file that a person can read and change.
 *
 *     [place]
 *     id = trafford
 *     name = Trafford
 *     council = E08000009
 *     neighbours = E08000003 E08000006
 *
 *     [source charity-register]
 *     kind = spreadsheet
 *     publisher = Charity Commission for England and Wales
 *     licence = Open Government Licence v3.0
 *     says = works
 *     file.2021-06-30 = registers/charities_2021-06.csv
 *     file.2023-04-04 = registers/charities_2023-04.csv
 *
 * Keys of [place]: id, name, council, neighbours, synthetic (yes or no). Keys of [source NAME]: kind, publisher, licence, attribution,
 * says (registered, works, funded, meets, serves; several with spaces between), rows, edition, terms, owner, mapping, sheet, member,
 * table, url, optional (yes: its absence is no error), register (yes: a register of organisations), drawing_only (yes: boundaries
 * simplified for drawing, in which no points are looked up), and `file.DATE`, one for each edition, where DATE is that of the data. Paths
 * are relative to the data folder; `url` says where the newest edition can be had. */
#ifndef EH_SOURCES_RECIPE_H
#define EH_SOURCES_RECIPE_H

#include "base/base.h"

struct eh_recipe_edition {
	const char *path; /* as written */
	int32_t date;
};

struct eh_recipe_source {
	const char *name, *kind, *publisher, *licence, *attribution, *rows, *edition, *terms, *owner, *mapping, *sheet, *member,
	        *table, *url;
	unsigned says;
	bool optional;
	bool is_register;
	bool drawing_only;
	bool place;                         /* speaks of this place: its rows' presence says something about it */
	struct eh_recipe_edition *editions; /* oldest first */
	size_t edition_count;
};

struct eh_recipe {
	const char *id, *name, *council, *neighbours;
	bool synthetic;
	struct eh_recipe_source *sources; /* in the order of the file */
	size_t source_count;
	struct eh_arena arena;
};

/* Reads a recipe. EH_NOT_FOUND or EH_IO: the file; EH_INVALID with the line: an unknown key, a date that is none, a source without
 * a kind or a file, a place without id, name or council. Give it back with eh_recipe_finish. */
enum eh_rc eh_recipe_read(const char *path, struct eh_recipe *ret_recipe, struct eh_error *err);
void eh_recipe_finish(struct eh_recipe *recipe);
#define EH_CLEANUP_RECIPE __attribute__((cleanup(eh_recipe_finish)))

/* "works funded" as bits of enum eh_says, and back ("" for none; `out` of 64 bytes). EH_INVALID for another word. */
enum eh_rc eh_says_parse(struct eh_str words, unsigned *ret_says);
void eh_says_format(unsigned says, char out[64]);

#endif
