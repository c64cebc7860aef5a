/* source_name.h: what a source is called when nobody says. */
#ifndef EH_SOURCES_SOURCE_NAME_H
#define EH_SOURCES_SOURCE_NAME_H

#include "source.h"

/* A name for the source that a file is an edition of, in `arena`. Files of one source supersede each other, so files that stand side by
 * side must not share a name: each table of the charity register, and the register of removed Scottish charities, has its own
 * ("charity-commission", "charity-commission-names", "oscr-removed"), told by the first row; the registers that are one file go by their
 * kind; everything else by the file's name up to its first full stop. A file that cannot be read goes by its kind: reading it will say
 * what is wrong. EH_NO_MEMORY is the only failure. */
enum eh_rc eh_source_name(const char *kind, const struct eh_source_options *options, struct eh_arena *arena,
        const char **ret_name, struct eh_error *err);

/* A title for people: what reference data and the registers are ("lsoa-shapes-drawing": "Neighbourhood boundaries, simplified for drawing"),
 * any other name in words ("sports-clubs": "Sports clubs"). In `arena`; {NULL, 0} without memory. */
struct eh_str eh_source_title(struct eh_str name, struct eh_arena *arena);

#endif
