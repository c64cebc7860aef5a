/* say.h: words that readers see. */
#ifndef EH_BASE_SAY_H
#define EH_BASE_SAY_H

/* Marks a text for the catalogues of languages (tools/gen_messages collects it, web/say.h translates it): nothing else happens to it. */
#define EH_T(text) text

#endif
