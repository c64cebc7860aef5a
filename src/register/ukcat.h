/* ukcat.h: UK-CAT codes (Damm, Kane and NCVO, CC BY 4.0) from name and activities. */
#ifndef EH_REGISTER_UKCAT_H
#define EH_REGISTER_UKCAT_H

#include "base/base.h"

enum { EH_UKCAT_MOST = 16 };

struct eh_ukcat_class {
	const char *code; /* "ED101" */
	double probability;
	struct eh_str why; /* the words that say most: `name: "scout", activities: "camping"` */
};

/* Codes whose probability reaches their threshold, most likely first: a linear model of the words of name and activities, trained on
 * hand-coded charities (ukcat_model.h; docs/TAXONOMY.md has its scores). `why` lies in `arena`. Fills at most EH_UKCAT_MOST. */
enum eh_rc eh_ukcat_classify(struct eh_str name, struct eh_str activities, struct eh_arena *arena,
        struct eh_ukcat_class *ret_classes, size_t *ret_count, struct eh_error *err);

#endif
