/* index.h: from keys to rows and back. */
#ifndef EH_LINK_INDEX_H
#define EH_LINK_INDEX_H

#include "keys.h"

/* How a rule did: for the report. */
struct eh_rule_stats {
	size_t blocks, capped; /* blocks of two rows or more; those too large to use */
	size_t rows;           /* rows in blocks that are used */
	size_t largest;        /* rows of the largest block, used or not */
	double pairs, lost;    /* pairs in used blocks, and in capped ones (with repeats between blocks) */
};

struct eh_index {
	size_t row_count, left; /* left: rows of the first of two files; 0: one file */
	uint32_t *block_start;  /* of each block in block_rows; block_count + 1 */
	uint32_t *block_rows;   /* rising within a block */
	unsigned char *block_rule;
	size_t block_count;
	uint32_t *row_start;  /* of each row in row_blocks; row_count + 1 */
	uint32_t *row_blocks; /* rising within a row */
	struct eh_rule_stats stats[EH_MOST_RULES];
	size_t cap;
	bool all; /* so few rows that all pairs are compared */
};

struct eh_index_options {
	size_t cap; /* rows of a block at most */
	size_t threads;
	const uint32_t *leader; /* rows that are not their own leader are left out; NULL: none */
};

bool eh_index_build(const struct eh_fields *fields, const struct eh_key_plan *plan, size_t rows, size_t left,
        const struct eh_index_options *options, struct eh_index *ret_index);
void eh_index_finish(struct eh_index *index);
/* Gives back all but the stats. */
void eh_index_forget_blocks(struct eh_index *index);

#endif
