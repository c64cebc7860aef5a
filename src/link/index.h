/* index.h: from keys to rows and back, and from a row to the rows it is worth comparing with. */
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
	uint32_t *row_start; /* of each row in row_blocks; row_count + 1 */
	uint32_t *row_blocks;
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

/* Rows to compare one row with, each once: rows behind it in its file, or all of the other file. */
struct eh_candidates {
	struct eh_candidate_mark {
		uint32_t turn, place; /* when the row was last found, and its place in `rows` then */
	} * marks;                    /* of each row */
	uint32_t *rows;               /* found */
	uint64_t *rules;              /* which rules found them, a bit each */
	size_t count, rows_cap, rules_cap;
	uint32_t turn;
	bool failed; /* no memory */
};
bool eh_candidates_init(struct eh_candidates *candidates, size_t rows);
void eh_candidates_finish(struct eh_candidates *candidates);
/* Which pairs of two files: across them, or within one. */
enum eh_side { EH_ACROSS, EH_WITHIN_FIRST, EH_WITHIN_SECOND };
void eh_index_candidates(const struct eh_index *index, enum eh_side side, size_t row, struct eh_candidates *candidates);

#endif
