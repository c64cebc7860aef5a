/* strings.h: how alike two short strings are. All take bytes; folded ASCII is what they mostly see, and other scripts are compared byte by
 * byte, which keeps the order of likeness if not its size. */
#ifndef EH_LINK_STRINGS_H
#define EH_LINK_STRINGS_H

#include "base/base.h"

enum { EH_LINK_LONGEST_WORD = 63 }; /* longer ones are equal or not */

/* Jaro–Winkler similarity (Winkler 1990), prefix scale 0.1, at most four letters: 0 to 1, the same both ways. */
double eh_link_jaro_winkler(struct eh_str a, struct eh_str b);

/* Optimal string alignment: insertions, deletions, substitutions and swaps of neighbours; `most`+1 as soon as it is more than `most`. */
unsigned eh_link_edit_distance(struct eh_str a, struct eh_str b, unsigned most);

/* Soundex of a folded word (Russell and Odell) as a number; 0 when it does not begin with a letter a to z. */
uint32_t eh_link_soundex(struct eh_str word);

/* A bit for each letter or digit that stands in it (some letters share one): one edit changes two bits at most. */
uint32_t eh_link_letters(struct eh_str word);

#endif
