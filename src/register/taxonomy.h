/* taxonomy.h: what organisations help with, and whom, in plain words.
 *
 * Codes are stable: they stand in files, addresses and other people's scripts. Each need names the measure it is judged by and the people
 * who have it (measures of the reference tables), and maps to the codes of published classifications. */
#ifndef EH_REGISTER_TAXONOMY_H
#define EH_REGISTER_TAXONOMY_H

#include "base/base.h"

struct eh_need {
	const char *code, *label, *description;
	const char *group;      /* broader term, for how alike two services are */
	const char *measure;    /* imd, income, …: the need measure that says where it presses; NULL: never judged for gaps */
	const char *population; /* total, age_0_15, age_16_24, age_65_plus, disabled */
	const char *ccew;       /* Charity Commission "what" codes, space between */
	const char *ukcat;      /* UK-CAT codes or beginnings of them */
	const char *icnptso;    /* ICNP/TSO codes or beginnings */
	const char
	        *words; /* folded words and phrases that say it, | between; a word matches any word that begins with it, unless it
	                           ends in a dot; a leading + counts only in the name; words of a phrase with a
	                           leading ! do not count where they stand in it */
};

struct eh_people {
	const char *code, *label;
	const char *ccew; /* Charity Commission "who" codes */
	const char *words;
};

extern const struct eh_need eh_needs[];
extern const size_t eh_need_count;
extern const struct eh_people eh_people[];
extern const size_t eh_people_count;

/* By code; NULL when there is none. */
const struct eh_need *eh_need_find(struct eh_str code);
const struct eh_people *eh_people_find(struct eh_str code);

/* True when a list such as "101 105" or a list of beginnings holds a code. */
bool eh_code_listed(const char *list, struct eh_str code, bool beginnings);

/* True when the folded text holds one of the words; *ret_word is what stands there, whole words, in the text. `name` says that the text is a name. */
bool eh_words_match(const char *words, struct eh_str folded, bool name, struct eh_str *ret_word);

#endif
