/* index.c: blocks of rows that share a key. */
#include "index.h"

#include "keyed.h"

enum { ALL_PAIRS = 600000 };

/* A key and its rows. */
struct group {
	const struct eh_entry *entries;
	size_t count;
	double pairs;  /* that it makes: within one file, or between two */
	double within; /* that its rows make, of whatever file */
};

struct grouping {
	const struct eh_keyed *keyed;
	const struct eh_key_plan *plan;
	size_t cap, left;
	size_t part, at; /* where the next group begins */
};

static double pairs_of(const struct group *group, size_t left)
{
	double first = 0;

	if (!left)
		return group->within;
	for (size_t i = 0; i < group->count; i++)
		first += group->entries[i].row < left;
	return first * ((double)group->count - first);
}

static bool next_group(struct grouping *grouping, struct group *ret_group)
{
	const struct eh_keyed_part *part = &grouping->keyed->parts[grouping->part];
	struct group group = { .count = 0 };

	while (grouping->at == part->count) {
		if (++grouping->part == EH_KEYED_PARTS)
			return false;
		grouping->at = 0;
		part++;
	}
	group.entries = &part->items[grouping->at];
	while (grouping->at < part->count && part->items[grouping->at].key == group.entries->key) {
		grouping->at++;
		group.count++;
	}
	group.within = (double)group.count * (double)(group.count - 1) / 2;
	group.pairs = pairs_of(&group, grouping->left);
	*ret_group = group;
	return true;
}

/* Too large by the pairs it makes, so that a block of two files may be long on one side. */
static bool too_large(const struct grouping *grouping, const struct group *group, double pairs)
{
	double cap = eh_rule_cap(&grouping->plan->rules[eh_key_rule(group->entries->key)], grouping->cap);

	return pairs > cap * (cap - 1) / 2;
}

/* Blocks of one file of two make no pair to link, but show how alike rows are that are not the same. */
static bool worth_keeping(const struct grouping *grouping, const struct group *group)
{
	return group->count > 1 && !too_large(grouping, group, group->pairs > 0 ? group->pairs : group->within);
}

static void count_group(const struct grouping *grouping, const struct group *group, struct eh_rule_stats *stats)
{
	if (group->pairs <= 0)
		return;
	stats->blocks++;
	stats->largest = group->count > stats->largest ? group->count : stats->largest;
	if (too_large(grouping, group, group->pairs)) {
		stats->capped++;
		stats->lost += group->pairs;
		return;
	}
	stats->pairs += group->pairs;
	stats->rows += group->count;
}

/* Returns how many rows all blocks have together. */
static size_t measure(struct grouping grouping, struct eh_index *index)
{
	struct group group;
	size_t kept = 0;

	while (next_group(&grouping, &group)) {
		count_group(&grouping, &group, &index->stats[eh_key_rule(group.entries->key)]);
		if (!worth_keeping(&grouping, &group))
			continue;
		kept += group.count;
		index->block_count++;
	}
	return kept;
}

static void fill_blocks(struct grouping grouping, struct eh_index *index)
{
	struct group group;
	size_t block = 0, at = 0, done = 0;

	while (next_group(&grouping, &group)) {
		while (done < grouping.part)
			eh_keyed_forget(grouping.keyed, done++);
		if (!worth_keeping(&grouping, &group))
			continue;
		index->block_start[block] = (uint32_t)at;
		index->block_rule[block++] = (unsigned char)eh_key_rule(group.entries->key);
		for (size_t i = 0; i < group.count; i++) {
			index->block_rows[at++] = group.entries[i].row;
			index->row_start[group.entries[i].row + 1]++;
		}
	}
	index->block_start[block] = (uint32_t)at;
}

static bool turn_round(struct eh_index *index, size_t kept)
{
	uint32_t *next = eh_alloc((index->row_count + 1) * sizeof *next);

	index->row_blocks = eh_alloc((kept + 1) * sizeof *index->row_blocks);
	if (!next || !index->row_blocks) {
		eh_free(next);
		return false;
	}
	for (size_t i = 0; i < index->row_count; i++) {
		index->row_start[i + 1] += index->row_start[i];
		next[i] = index->row_start[i];
	}
	for (size_t block = 0; block < index->block_count; block++)
		for (uint32_t i = index->block_start[block]; i < index->block_start[block + 1]; i++)
			index->row_blocks[next[index->block_rows[i]]++] = (uint32_t)block;
	eh_free(next);
	return true;
}

bool eh_index_build(const struct eh_fields *fields, const struct eh_key_plan *plan, size_t rows, size_t left,
        const struct eh_index_options *options, struct eh_index *ret_index)
{
	struct eh_index index = { .row_count = rows, .left = left, .cap = options->cap };
	double all = left ? (double)left * (double)(rows - left) : (double)rows * (double)rows / 2;
	struct eh_keyed keyed;

	if (!eh_keyed_build(fields, plan, rows, options->leader, options->threads, &keyed))
		return false;
	const struct grouping grouping = { .keyed = &keyed, .plan = plan, .cap = options->cap, .left = left };
	size_t kept = measure(grouping, &index);
	index.all = all <= ALL_PAIRS;
	index.block_start = eh_alloc((index.block_count + 1) * sizeof *index.block_start);
	index.block_rows = eh_alloc((kept + 1) * sizeof *index.block_rows);
	index.block_rule = eh_alloc(index.block_count + 1);
	index.row_start = eh_alloc_zero(rows + 2, sizeof *index.row_start);
	bool good = kept < UINT32_MAX && index.block_start && index.block_rows && index.block_rule && index.row_start;
	if (good)
		fill_blocks(grouping, &index);
	eh_keyed_finish(&keyed);
	if (!good || !turn_round(&index, kept)) {
		eh_index_finish(&index);
		return false;
	}
	*ret_index = index;
	return true;
}

void eh_index_forget_blocks(struct eh_index *index)
{
	eh_free(index->block_start);
	eh_free(index->block_rows);
	eh_free(index->block_rule);
	eh_free(index->row_start);
	eh_free(index->row_blocks);
	index->block_start = index->block_rows = index->row_start = index->row_blocks = NULL;
	index->block_rule = NULL;
	index->block_count = 0;
}

void eh_index_finish(struct eh_index *index)
{
	eh_index_forget_blocks(index);
	*index = (struct eh_index){ 0 };
}
