/* areas.h: which words of names say in which part of the kingdom an organisation is. */
#ifndef EH_LINK_AREAS_H
#define EH_LINK_AREAS_H

#include "base/base.h"

/* A folded word: "essex", "birmingham". Essex Mind and Norfolk Mind are two, however much else of their names agrees. */
bool eh_words_area(struct eh_str word);

#endif
