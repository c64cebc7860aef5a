/* order.c: the order in which rows are visited. */
#include "pairs.h"

struct ordering {
	const struct eh_index *index;
	uint32_t *order;
	size_t count;
	bool *seen; /* of each row */
};

static void add_row(struct ordering *ordering, uint32_t row)
{
	if (ordering->seen[row])
		return;
	ordering->seen[row] = true;
	ordering->order[ordering->count++] = row;
}

static void add_blocks(struct ordering *ordering, size_t rule)
{
	const struct eh_index *index = ordering->index;

	for (size_t block = 0; block < index->block_count; block++)
		for (uint32_t i = index->block_start[block];
		        index->block_rule[block] == rule && i < index->block_start[block + 1]; i++)
			add_row(ordering, index->block_rows[i]);
}

/* The rule that makes the most pairs of those not yet taken; EH_MOST_RULES: there is none. */
static size_t next_rule(const struct eh_index *index, uint64_t taken)
{
	size_t best = EH_MOST_RULES;

	for (size_t i = 0; i < EH_MOST_RULES; i++)
		if (!(taken >> i & 1) && index->stats[i].pairs > (best < EH_MOST_RULES ? index->stats[best].pairs : 0))
			best = i;
	return best;
}

bool eh_index_order(const struct eh_index *index, uint32_t **ret_order)
{
	struct ordering ordering = { .index = index };
	uint64_t taken = 0;

	ordering.order = eh_alloc((index->row_count + 1) * sizeof *ordering.order);
	ordering.seen = eh_alloc_zero(index->row_count + 1, sizeof *ordering.seen);
	bool good = ordering.order && ordering.seen;
	for (size_t rule; good && (rule = next_rule(index, taken)) < EH_MOST_RULES; taken |= UINT64_C(1) << rule)
		add_blocks(&ordering, rule);
	for (size_t row = 0; good && row < index->row_count; row++)
		add_row(&ordering, (uint32_t)row);
	eh_free(ordering.seen);
	if (!good) {
		eh_free(ordering.order);
		return false;
	}
	*ret_order = ordering.order;
	return true;
}
