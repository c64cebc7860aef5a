/* patterns.h: how many pairs show each pattern of levels. Whole numbers, so that sums do not depend on order or threads. */
#ifndef EH_LINK_PATTERNS_H
#define EH_LINK_PATTERNS_H

#include "pairs.h"

struct eh_pattern {
	uint64_t pattern;
	uint64_t count; /* 0: empty slot */
};

struct eh_patterns {
	struct eh_pattern *items;
	size_t count, cap;
};

bool eh_patterns_add(struct eh_patterns *patterns, uint64_t pattern, uint64_t count);
/* Adds all of `from`. */
bool eh_patterns_merge(struct eh_patterns *patterns, const struct eh_patterns *from);
/* All of several in one; they are finished, whether there is memory or not. */
bool eh_patterns_gather(struct eh_patterns *parts, size_t count, struct eh_patterns *ret_patterns);
/* Leaves the used slots alone, sorted by pattern, at the front; nothing may be added afterwards. */
void eh_patterns_sort(struct eh_patterns *patterns);
void eh_patterns_finish(struct eh_patterns *patterns);

/* How many rows there are that say something, equal ones counted once. */
size_t eh_rows_different(const struct eh_rows *rows);

/* Patterns of candidate pairs: all of them, or a sample of about `most` chosen by the contents of both rows. *ret_share is the share. */
bool eh_patterns_of_candidates(const struct eh_rows *rows, double most, struct eh_patterns *ret_patterns, double *ret_share);

/* Patterns of about `most` pairs drawn by chance, chosen by contents. */
bool eh_patterns_by_chance(const struct eh_rows *rows, size_t most, struct eh_patterns *ret_patterns);

#endif
