/* candidates.c: the rows that share a block with a row. */
#include "index.h"

bool eh_candidates_init(struct eh_candidates *candidates, size_t rows)
{
	*candidates = (struct eh_candidates){ 0 };
	candidates->stamp = eh_alloc_zero(rows + 1, sizeof *candidates->stamp);
	candidates->place = eh_alloc((rows + 1) * sizeof *candidates->place);
	return candidates->stamp && candidates->place;
}

void eh_candidates_finish(struct eh_candidates *candidates)
{
	eh_free(candidates->stamp);
	eh_free(candidates->place);
	eh_free(candidates->rows);
	eh_free(candidates->rules);
}

static void meet(struct eh_candidates *c, uint32_t row, uint64_t rule)
{
	if (c->stamp[row] != c->turn) {
		if (!eh_vec_grow(&c->rows, c->count, &c->rows_cap, sizeof *c->rows) ||
		        !eh_vec_grow(&c->rules, c->count, &c->rules_cap, sizeof *c->rules)) {
			c->failed = true;
			return;
		}
		c->stamp[row] = c->turn;
		c->place[row] = (uint32_t)c->count;
		c->rules[c->count] = 0;
		c->rows[c->count++] = row;
	}
	c->rules[c->place[row]] |= rule;
}

void eh_index_candidates(const struct eh_index *index, enum eh_side side, size_t row, struct eh_candidates *c)
{
	bool second = index->left && row >= index->left, across = index->left && side == EH_ACROSS;
	size_t first = across ? index->left : row + 1, end = side == EH_WITHIN_FIRST ? index->left : index->row_count;

	c->count = 0;
	if (++c->turn == 0) {
		memset(c->stamp, 0, index->row_count * sizeof *c->stamp);
		c->turn = 1;
	}
	if (index->left && second != (side == EH_WITHIN_SECOND))
		return;
	for (uint32_t i = index->row_start[row]; i < index->row_start[row + 1]; i++) {
		uint32_t block = index->row_blocks[i], from = index->block_start[block], to = index->block_start[block + 1];
		uint64_t rule = UINT64_C(1) << index->block_rule[block];
		if (index->left && !across && to - from > index->cap)
			continue;
		for (uint32_t j = to; j-- > from && index->block_rows[j] >= first;)
			if (index->block_rows[j] < end)
				meet(c, index->block_rows[j], rule);
	}
	for (size_t other = first; index->all && other < end; other++)
		meet(c, (uint32_t)other, 0);
}
