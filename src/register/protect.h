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

/* The same for everything that one record says: its names, what it does and for whom, its service, its grant, its codes. What a record
 * mentions is enough to keep its address out of linkage and of questions. */
struct eh_str eh_protect_record(const struct eh_record *record, struct eh_arena *arena);

/* The same for what makes its organisation protected: what it says of itself. A funder's words are none of these: an event, a school's project
 * or clothes for women in refuges are paid for where nobody hides. Of a grant only the recipient's name counts, and a purpose that says that
 * the money keeps a refuge (eh_protect_refuges). */
struct eh_str eh_protect_organisation(const struct eh_record *record, struct eh_arena *arena);

/* The answer is a literal for want of memory: nothing slipped through, but another run may tell more. */
bool eh_protect_unsure(struct eh_str why);

/* A text of something protected without what would lead there: postcodes, streets with their numbers, and of these addresses (may be NULL)
 * the parts that have a number or end as streets and buildings do, become "[place removed]"; never a part of a word, nor a town. {NULL, 0}
 * when there is no memory. */
struct eh_str eh_protect_mask(struct eh_str text, const struct eh_str *addresses, size_t count, struct eh_arena *arena);

/* The word lists, for the manual. */
extern const char eh_protect_words[], eh_protect_exceptions[], eh_protect_refuges[];

#endif
