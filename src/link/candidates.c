/* candidates.c: the rows that share a block with a row. */
#include "index.h"

enum { MOST_FETCHED = 64 };

bool eh_candidates_init(struct eh_candidates *candidates, size_t rows)
{
	*candidates = (struct eh_candidates){ 0 };
	candidates->marks = eh_alloc_zero(rows + 1, sizeof *candidates->marks);
	return candidates->marks != NULL;
}

void eh_candidates_finish(struct eh_candidates *candidates)
{
	eh_free(candidates->marks);
	eh_free(candidates->rows);
	eh_free(candidates->rules);
}

static void meet(struct eh_candidates *c, uint32_t row, uint64_t rule)
{
	struct eh_candidate_mark *mark = &c->marks[row];

	if (mark->turn != c->turn) {
		if (!eh_vec_grow(&c->rows, c->count, &c->rows_cap, sizeof *c->rows) ||
		        !eh_vec_grow(&c->rules, c->count, &c->rules_cap, sizeof *c->rules)) {
			c->failed = true;
			return;
		}
		*mark = (struct eh_candidate_mark){ c->turn, (uint32_t)c->count };
		c->rules[c->count] = 0;
		c->rows[c->count++] = row;
	}
	c->rules[mark->place] |= rule;
}

/* Rows of a block lie all over the marks: they are asked for together, so that the wait for memory is one. */
static void fetch_marks(const struct eh_index *index, const struct eh_candidates *c, size_t row, size_t first)
{
	for (uint32_t i = index->row_start[row]; i < index->row_start[row + 1]; i++)
		eh_fetch(&index->block_rows[index->block_start[index->row_blocks[i] + 1] - 1]);
	for (uint32_t i = index->row_start[row]; i < index->row_start[row + 1]; i++) {
		uint32_t block = index->row_blocks[i], from = index->block_start[block], to = index->block_start[block + 1];
		if (to - from > MOST_FETCHED)
			from = to - MOST_FETCHED;
		while (to-- > from && index->block_rows[to] >= first)
			eh_fetch(&c->marks[index->block_rows[to]]);
	}
}

void eh_index_candidates(const struct eh_index *index, enum eh_side side, size_t row, struct eh_candidates *c)
{
	bool second = index->left && row >= index->left, across = index->left && side == EH_ACROSS;
	size_t first = across ? index->left : row + 1, end = side == EH_WITHIN_FIRST ? index->left : index->row_count;

	c->count = 0;
	if (++c->turn == 0) {
		memset(c->marks, 0, index->row_count * sizeof *c->marks);
		c->turn = 1;
	}
	if (index->left && second != (side == EH_WITHIN_SECOND))
		return;
	fetch_marks(index, c, row, first);
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
