/* in_words.h: facts as they are kept, said as people say them: dates, register numbers, why an organisation is listed under a need. */
#ifndef EH_WEB_PAGES_IN_WORDS_H
#define EH_WEB_PAGES_IN_WORDS_H

#include "base/base.h"

/* A register by its scheme of org-id.guide. */
struct eh_register_words {
	const char *scheme, *name;
	const char *number;  /* "Charity number {0}"; without {0} where the register gives no numbers */
	const char *address; /* of an entry, its number put behind; NULL: none */
};

/* The register that an identifier like "GB-CHC-1234567" is of, and the number within it; NULL when it is of no register: a file of grants
 * numbers what it cannot identify otherwise. */
const struct eh_register_words *eh_register_of(struct eh_str identifier, struct eh_str *ret_number);
/* Where the register shows it, {NULL, 0} where it has no page for each; a linked charity (200047-4) is told by its main one's number. */
struct eh_str eh_register_address(struct eh_arena *arena, const struct eh_register_words *of, struct eh_str number);

/* "30 June 2021" in the language; in the arena. */
struct eh_str eh_date_in_words(struct eh_arena *arena, unsigned language, int32_t date);

/* A fact of this kind ("income", "registered", "number"): "£3,859, year to 31 March 2025", "19 December 2007", "Charity number 123456".
 * Everything else as it is. In the arena, or the value itself. */
struct eh_str eh_fact_in_words(struct eh_arena *arena, unsigned language, const char *what, struct eh_str value);

/* Why an organisation is listed under a need or a group of people, from what the classification says of it ("activities: \"rehab\"",
 * "name: \"scout\"", "register: 110"): "from its activities, which say “rehab”". Anything else as it is. */
struct eh_str eh_why_in_words(struct eh_arena *arena, unsigned language, struct eh_str why);

#endif
