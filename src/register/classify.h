/* classify.h: what an organisation helps with and whom, and why one thinks so.
 *
 * Rules, in this order: codes that a publisher gave; words of the name; words of what it says it does. Each code carries the rule that
 * gave it. */
#ifndef EH_REGISTER_CLASSIFY_H
#define EH_REGISTER_CLASSIFY_H

#include <stdio.h>

#include "sources/record.h"
#include "taxonomy.h"
#include "ukcat.h"

enum { EH_CLASSES_MOST = 24 };

struct eh_class {
	bool people; /* a code of eh_people, else of eh_needs */
	const char *code;
	struct eh_str why; /* "name: \"scout\"", "register: 110" */
	double strength;   /* 3 published code, 2 name, 1 activities */
};

struct eh_classes {
	struct eh_class items[EH_CLASSES_MOST]; /* strongest first within needs and within people */
	size_t count;
};

/* Classifies from name, activities and published codes. Needs that only the activities mention are kept up to four; a need that the
 * name states always is. `why` lies in `arena`. EH_NO_MEMORY is the only failure. */
enum eh_rc eh_classify(struct eh_str name, struct eh_str activities, const struct eh_record_code *codes, size_t code_count,
        struct eh_arena *arena, struct eh_classes *ret_classes, struct eh_error *err);

/* Reads a table with the columns id, name and activities ("-" for standard input) and writes id,code,why as CSV. scheme "evenhand" or
 * "ukcat". EH_INVALID: a column is missing; EH_USAGE: another scheme. */
enum eh_rc eh_classify_csv(const char *path, const char *scheme, FILE *out, struct eh_error *err);

#endif
