/* keyed.h: which rows have which key, for the keys that more than one row may have. */
#ifndef EH_LINK_KEYED_H
#define EH_LINK_KEYED_H

#include "keys.h"

enum { EH_KEYED_PARTS = 256 };

struct eh_entry {
	uint64_t key;
	uint32_t row;
} __attribute__((packed, aligned(4))); /* a third less of what a large file needs most of */

/* Parts by the keys' highest bits; within a part sorted by key, then by row. */
struct eh_keyed {
	struct eh_entry *entries;
	struct eh_keyed_part {
		struct eh_entry *items; /* among the entries */
		size_t count;
	} parts[EH_KEYED_PARTS];
};

/* Keys of all rows; of those that are their own leader where `leader` is not NULL. False: no memory, and nothing to finish. */
bool eh_keyed_build(const struct eh_fields *fields, const struct eh_key_plan *plan, size_t rows, const uint32_t *leader,
        size_t threads, struct eh_keyed *ret_keyed);
/* The entries of a part are of no more use. */
void eh_keyed_forget(const struct eh_keyed *keyed, size_t part);
void eh_keyed_finish(struct eh_keyed *keyed);

#endif
