/* ukcat_examples.h: charities that people coded by hand, read to learn from or to be judged by. */
#ifndef EH_REGISTER_UKCAT_EXAMPLES_H
#define EH_REGISTER_UKCAT_EXAMPLES_H

#include "ukcat_learn.h"

struct eh_ukcat_examples {
	struct eh_ukcat_example *items;
	size_t count, cap;
	struct eh_arena arena;
};

/* Appends the rows of a table with the columns name, activities and UKCAT (codes with semicolons between) that have at least one code;
 * activities that are empty are taken from the column objects. EH_INVALID: a column is missing or a code is none of UK-CAT. */
enum eh_rc eh_ukcat_examples_read(struct eh_ukcat_examples *examples, const char *path, struct eh_error *err);
void eh_ukcat_examples_finish(struct eh_ukcat_examples *examples);
#define EH_CLEANUP_EXAMPLES __attribute__((cleanup(eh_ukcat_examples_finish)))

#endif
