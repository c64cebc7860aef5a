/* protect.h: services that must not be found: refuges, trafficking, asylum, children's homes.
 *
 * By classification code, and by words that one can read in protect.c. Doubt errs towards protection; places that only share a word with
 * them (wildlife refuges, "refuge" in a lifeboat's story) are listed as exceptions. A protected organisation or service has no point,
 * postcode, LSOA or ward in any output or calculation, and counts as serving the whole place. */
#ifndef EH_REGISTER_PROTECT_H
#define EH_REGISTER_PROTECT_H

#include "sources/record.h"

/* Why these make it protected, as a short phrase ("the word \"refuge\""), or {NULL, 0}. The phrase lies in `arena`; when there is no
 * memory for it, it is a literal: what should be protected never slips through. */
struct eh_str eh_protect_check(struct eh_str name, struct eh_str activities, const struct eh_record_code *codes,
        size_t code_count, struct eh_arena *arena);

/* The same for everything that one record says: its names, what it does and for whom, its service, its grant, its codes. */
struct eh_str eh_protect_record(const struct eh_record *record, struct eh_arena *arena);

/* The answer is a literal for want of memory: nothing slipped through, but another run may tell more. */
bool eh_protect_unsure(struct eh_str why);

/* A text of something protected without what would lead there: postcodes, streets with their numbers, and the parts of these addresses (may
 * be NULL) become "[place removed]". {NULL, 0} when there is no memory. */
struct eh_str eh_protect_mask(struct eh_str text, const struct eh_str *addresses, size_t count, struct eh_arena *arena);

/* The word lists, for the manual. */
extern const char eh_protect_words[], eh_protect_exceptions[];

#endif
