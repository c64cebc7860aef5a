/* pairs.h: the pairs of rows that are worth comparing, one after the other, from several threads. */
#ifndef EH_LINK_PAIRS_H
#define EH_LINK_PAIRS_H

#include "index.h"

/* Which pairs of two files: across them, or within one. */
enum eh_side { EH_ACROSS, EH_WITHIN_FIRST, EH_WITHIN_SECOND };

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

struct eh_pair {
	uint32_t a, b;
};

size_t eh_rows_threads(const struct eh_rows *rows);

/* The rules that bring two rows together, a bit each. */
uint64_t eh_rows_rules(const struct eh_rows *rows, uint32_t a, uint32_t b);

/* Calls `visit` for each candidate pair, from several threads, with that thread's number (below eh_rows_threads). What the rows of a pair hold
 * has been asked for before. Each pair is visited once, the lesser row first. False: no memory, or cancelled. */
typedef void eh_pair_fn(void *context, size_t thread, const struct eh_pair *pair);
bool eh_rows_each_pair(const struct eh_rows *rows, eh_pair_fn *visit, void *context);

/* The same for a visitor that wants to know which pairs there are and does not look at what their rows hold. */
bool eh_rows_list_pairs(const struct eh_rows *rows, eh_pair_fn *visit, void *context);

/* Calls `visit` for each of these pairs, what their rows hold being asked for likewise. */
void eh_pairs_visit(const struct eh_fields *fields, const struct eh_pair *pairs, size_t count, eh_pair_fn *visit, void *context,
        size_t thread);

#endif
