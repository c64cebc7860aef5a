/* ukcat_codes.h: the tags of UK-CAT, with words of our own that speak for each. */
#ifndef EH_REGISTER_UKCAT_CODES_H
#define EH_REGISTER_UKCAT_CODES_H

#include "base/base.h"

enum { EH_UKCAT_CODES = 254 };

struct eh_ukcat_code {
	const char *code, *tag;
	const char *words; /* words and phrases, the surest first, | between; a leading + counts only in the name; "": none */
};

extern const struct eh_ukcat_code eh_ukcat_codes[EH_UKCAT_CODES]; /* in order of code */

/* Place of a code in the table, or -1. */
int eh_ukcat_code_find(struct eh_str code);

#endif
