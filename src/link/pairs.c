/* pairs.c: all candidate pairs, block by block, so that what the rows of a block hold is fetched once for all their pairs. */
#include "pairs.h"

#include <stdatomic.h>

enum { CHUNK = 64, STRETCH = 512, BATCH = 64 };

/* Rows that share something, rising, and which of them make pairs: one of the first range with one behind it of the second. */
struct members {
	const uint32_t *rows;
	size_t from, to, second, end;
};

struct run {
	const struct eh_rows *rows;
	eh_pair_fn *visit;
	void *context;
	bool look;               /* at what rows hold */
	struct members everyone; /* where all pairs are compared */
	atomic_size_t next;
	atomic_bool failed;
};

/* Rows and pairs of some blocks, gathered before they are looked at. */
struct stretch {
	EH_VEC(uint32_t) rows;
	EH_VEC(struct eh_pair) pairs;
};

/* Blocks that two files make may be too long for the pairs within one. */
static bool is_used(const struct eh_rows *rows, uint32_t block)
{
	const struct eh_index *index = rows->index;

	return !index->left || rows->side == EH_ACROSS || index->block_start[block + 1] - index->block_start[block] <= index->cap;
}

/* Whether no block before this one holds both rows, so that the pair is this block's. */
static bool first_together(const struct eh_rows *rows, uint32_t a, uint32_t b, uint32_t block)
{
	const struct eh_index *index = rows->index;
	const uint32_t *x = index->row_blocks + index->row_start[a], *y = index->row_blocks + index->row_start[b];

	/* Both are in this block, which ends the search. */
	for (;;) {
		uint32_t mine = *x, other = *y;
		if (mine == other && is_used(rows, mine))
			return mine == block;
		x += mine <= other;
		y += other <= mine;
	}
}

uint64_t eh_rows_rules(const struct eh_rows *rows, uint32_t a, uint32_t b)
{
	const struct eh_index *index = rows->index;
	const uint32_t *x = index->row_blocks + index->row_start[a], *x_end = index->row_blocks + index->row_start[a + 1];
	const uint32_t *y = index->row_blocks + index->row_start[b], *y_end = index->row_blocks + index->row_start[b + 1];
	uint64_t rules = 0;

	while (x < x_end && y < y_end) {
		uint32_t mine = *x, other = *y;
		if (mine == other && is_used(rows, mine))
			rules |= UINT64_C(1) << index->block_rule[mine];
		x += mine <= other;
		y += other <= mine;
	}
	return rules;
}

static bool gather_pair(const struct eh_rows *rows, uint32_t a, uint32_t b, uint32_t block, struct stretch *stretch)
{
	const uint32_t *same = rows->left && rows->side != EH_ACROSS ? rows->same : NULL;
	bool known = same && same[a] == same[b] && same[a] != UINT32_MAX;

	if (known || (!rows->index->all && !first_together(rows, a, b, block)))
		return true;
	return eh_vec_push(&stretch->pairs, (struct eh_pair){ a, b });
}

static struct members choose(const struct eh_rows *rows, const uint32_t *all, size_t count)
{
	size_t split = 0;

	while (rows->left && split < count && all[split] < rows->left)
		split++;
	if (!rows->left)
		return (struct members){ all, 0, count, 0, count };
	if (rows->side == EH_ACROSS)
		return (struct members){ all, 0, split, split, count };
	return rows->side == EH_WITHIN_FIRST ? (struct members){ all, 0, split, 0, split }
	                                     : (struct members){ all, split, count, split, count };
}

static bool gather_row(
        const struct eh_rows *rows, const struct members *members, size_t i, uint32_t block, struct stretch *stretch)
{
	bool good = true;

	for (size_t j = i + 1 > members->second ? i + 1 : members->second; good && j < members->end; j++)
		good = gather_pair(rows, members->rows[i], members->rows[j], block, stretch);
	return good;
}

static bool gather_block(const struct eh_rows *rows, uint32_t block, struct stretch *stretch)
{
	const struct eh_index *index = rows->index;
	const uint32_t *all = index->block_rows + index->block_start[block];
	size_t count = index->block_start[block + 1] - index->block_start[block];
	struct members members = choose(rows, all, count);
	bool good = true;

	if (!is_used(rows, block))
		return true;
	for (size_t i = 0; good && i < count; i++)
		good = eh_vec_push(&stretch->rows, all[i]);
	for (size_t i = members.from; good && i < members.to; i++)
		good = gather_row(rows, &members, i, block, stretch);
	return good;
}

/* What two rows have in common is looked for block by block; of the next block, that may start now. */
static void fetch_block(const struct eh_index *index, size_t block)
{
	if (block >= index->block_count)
		return;
	for (uint32_t i = index->block_start[block]; i < index->block_start[block + 1]; i++)
		eh_fetch(&index->row_blocks[index->row_start[index->block_rows[i]]]);
}

/* All is asked for at once, step by step, since each step says where the next lies. */
static void fetch_rows(const struct eh_fields *fields, const uint32_t *rows, size_t count)
{
	for (size_t i = 0; i < count; i++)
		eh_gamma_fetch_values(fields, rows[i]);
	for (size_t i = 0; i < count; i++)
		eh_gamma_fetch_contents(fields, rows[i]);
	for (size_t i = 0; i < count; i++)
		eh_gamma_fetch_words(fields, rows[i]);
}

void eh_pairs_visit(const struct eh_fields *fields, const struct eh_pair *pairs, size_t count, eh_pair_fn *visit, void *context,
        size_t thread)
{
	for (size_t from = 0, to; from < count; from = to) {
		uint32_t rows[2 * BATCH];
		to = count - from < BATCH ? count : from + BATCH;
		for (size_t i = from; i < to; i++) {
			rows[2 * (i - from)] = pairs[i].a;
			rows[2 * (i - from) + 1] = pairs[i].b;
		}
		fetch_rows(fields, rows, 2 * (to - from));
		for (size_t i = from; i < to; i++)
			visit(context, thread, &pairs[i]);
	}
}

static void visit_stretch(const struct run *run, size_t thread, struct stretch *stretch)
{
	if (run->look && stretch->pairs.count)
		fetch_rows(run->rows->fields, stretch->rows.items, stretch->rows.count);
	for (size_t i = 0; i < stretch->pairs.count; i++)
		run->visit(run->context, thread, &stretch->pairs.items[i]);
	stretch->pairs.count = stretch->rows.count = 0;
}

/* One row of everyone, or one block. */
static bool gather_part(const struct run *run, size_t part, struct stretch *stretch)
{
	if (run->rows->index->all)
		return gather_row(run->rows, &run->everyone, run->everyone.from + part, 0, stretch);
	fetch_block(run->rows->index, part + 1);
	return gather_block(run->rows, (uint32_t)part, stretch);
}

static void run_thread(void *context, size_t thread)
{
	struct run *run = context;
	const struct eh_rows *rows = run->rows;
	size_t parts = rows->index->all ? run->everyone.to - run->everyone.from : rows->index->block_count;
	struct stretch stretch = { .rows = { 0 } };
	bool good = true;

	while (good && !atomic_load(&run->failed)) {
		size_t from = atomic_fetch_add(&run->next, CHUNK), to = from + CHUNK < parts ? from + CHUNK : parts;
		if (from >= parts)
			break;
		for (size_t part = from; good && part < to; part++) {
			good = gather_part(run, part, &stretch);
			if (stretch.pairs.count >= STRETCH || part + 1 == to)
				visit_stretch(run, thread, &stretch);
		}
		good = good && !(rows->cancelled && rows->cancelled(rows->context));
	}
	if (!good)
		atomic_store(&run->failed, true);
	eh_vec_finish(&stretch.rows);
	eh_vec_finish(&stretch.pairs);
}

size_t eh_rows_threads(const struct eh_rows *rows)
{
	size_t threads = rows->threads ? rows->threads : eh_pool_processors();

	return threads > 64 ? 64 : threads;
}

/* Rows that are the first of those equal to them. */
static uint32_t *list_leaders(const struct eh_rows *rows, size_t *ret_count)
{
	uint32_t *list = eh_alloc((rows->count + 1) * sizeof *list);
	size_t count = 0;

	for (size_t row = 0; list && row < rows->count; row++)
		if (!rows->leader || rows->leader[row] == row)
			list[count++] = (uint32_t)row;
	*ret_count = count;
	return list;
}

static bool run_all(const struct eh_rows *rows, bool look, eh_pair_fn *visit, void *context)
{
	struct run run = { .rows = rows, .visit = visit, .context = context, .look = look };
	size_t threads = eh_rows_threads(rows), count;
	uint32_t *leaders = NULL;

	if (rows->index->all) {
		leaders = list_leaders(rows, &count);
		if (!leaders)
			return false;
		run.everyone = choose(rows, leaders, count);
	}
	eh_pool_run(threads, threads, run_thread, &run);
	eh_free(leaders);
	return !run.failed;
}

bool eh_rows_each_pair(const struct eh_rows *rows, eh_pair_fn *visit, void *context)
{
	return run_all(rows, true, visit, context);
}

bool eh_rows_list_pairs(const struct eh_rows *rows, eh_pair_fn *visit, void *context)
{
	return run_all(rows, false, visit, context);
}
