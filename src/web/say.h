/* say.h: words of tables and sentences in C in the language of a page. Words of templates need nothing of this: their compiler sees to them.
 *
 * A language is a number of messages.h: EH_LANGUAGE_en, and one for each catalogue in po/. */
#ifndef EH_WEB_SAY_H
#define EH_WEB_SAY_H

#include "base/base.h"
#include "messages.h"

enum eh_said {
	EH_SAID,         /* in the language asked for */
	EH_SAID_ENGLISH, /* a message that nobody has translated */
	EH_SAID_AS_IS,   /* no message: a name, a number, something from the list */
};

/* The text in a language; itself where there is nothing better. */
struct eh_str eh_say(unsigned language, struct eh_str text, enum eh_said *ret_how);
/* A message with values in the places {0}, {1}…, in the arena; {NULL, 0} without memory (as the arena remembers). */
struct eh_str eh_say_with(
        struct eh_arena *arena, unsigned language, const char *message, const struct eh_str *values, size_t count);
#define EH_SAY_WITH(arena, language, message, ...)                                                                               \
	eh_say_with((arena), (language), (message), (const struct eh_str[]){ __VA_ARGS__ },                                      \
	        sizeof((const struct eh_str[]){ __VA_ARGS__ }) / sizeof(struct eh_str))

/* The language whose code this is ("cy"), or EH_LANGUAGE_COUNT. */
unsigned eh_language_of(struct eh_str code);
/* The first language of an Accept-Language header that there is a catalogue of; English where there is none. Weights are not read: browsers send
 * the best first. The language made for tests is for nobody who did not ask for it by name. */
unsigned eh_language_accepted(struct eh_str header);

#endif
