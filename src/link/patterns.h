/* patterns.h: how many pairs show each pattern of levels. Whole numbers, so that sums do not depend on order or threads. */
#ifndef EH_LINK_PATTERNS_H
#define EH_LINK_PATTERNS_H

#include "index.h"

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
/* Leaves the used slots alone, sorted by pattern, at the front; nothing may be added afterwards. */
void eh_patterns_sort(struct eh_patterns *patterns);
void eh_patterns_finish(struct eh_patterns *patterns);

struct eh_rows {
	const struct eh_fields *fields;
	const struct eh_index *index;
	const uint32_t *leader; /* of each row, the first of those that are equal to it; NULL: none are */
	const uint64_t *hash;   /* of each row's contents */
	size_t count, left, threads;
	uint64_t seed;
	enum eh_side side;    /* which pairs are visited */
	const uint32_t *same; /* rows with the same number are known to be the same, and no pairs within a file; NULL */
	bool (*cancelled)(void *context);
	void *context;
};

/* Calls `visit` for each candidate pair, from several threads, with that thread's number (below eh_pool_processors or threads). False:
 * no memory, or cancelled. */
typedef void eh_pair_fn(void *context, size_t thread, uint32_t a, uint32_t b, uint64_t rules);
bool eh_rows_each_pair(const struct eh_rows *rows, eh_pair_fn *visit, void *context);
/* How many rows there are that say something, equal ones counted once. */
size_t eh_rows_different(const struct eh_rows *rows);
size_t eh_rows_threads(const struct eh_rows *rows);

/* Patterns of candidate pairs: all of them, or a sample of about `most` chosen by the contents of both rows. *ret_share is the share. */
bool eh_patterns_of_candidates(const struct eh_rows *rows, double most, struct eh_patterns *ret_patterns, double *ret_share);

/* Patterns of about `most` pairs drawn by chance, chosen by contents. */
bool eh_patterns_by_chance(const struct eh_rows *rows, size_t most, struct eh_patterns *ret_patterns);

#endif
