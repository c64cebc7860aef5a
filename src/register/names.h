/* names.h: an organisation's name as people would write it. */
#ifndef EH_REGISTER_NAMES_H
#define EH_REGISTER_NAMES_H

#include "base/base.h"

/* Registers shout: a name all in capitals becomes "The Friends of Sale Moor C.I.O.": words in lower case with a capital, small words
 * small, abbreviations (no vowel, dots, known ones) as they were. A name with any small letter stays as it is. The result is in
 * `arena`; {NULL, 0} when there is no memory. */
struct eh_str eh_name_display(struct eh_arena *arena, struct eh_str name);

/* True when the two are one name but for case, punctuation and spaces. */
bool eh_name_same(struct eh_str a, struct eh_str b);

#endif
