#include "index.h"

#include <stdatomic.h>
#include <stdlib.h>

enum { CHUNK = 4096, PARTS = 256, ALL_PAIRS = 600000 };

struct entry {
	uint64_t key;
	uint32_t row;
} __attribute__((packed, aligned(4))); /* a third less of what a large file needs most of */

/* Most keys belong to one row and make no pair. Two bits a slot, "seen" and "seen again", sort them out before anything is kept. */
struct work {
	const struct eh_fields *fields;
	const struct eh_key_plan *plan;
	const struct eh_index_options *options;
	size_t rows;
	_Atomic uint64_t *seen, *again;
	uint64_t mask;
	atomic_size_t part_count[PARTS];
	size_t part_start[PARTS + 1];
	struct entry *entries;
};

typedef void visit_fn(struct work *work, uint64_t key, uint32_t row);

static void visit_rows(struct work *work, size_t chunk, visit_fn *visit)
{
	size_t from = chunk * CHUNK, to = from + CHUNK < work->rows ? from + CHUNK : work->rows;
	uint64_t keys[EH_MOST_KEYS];

	for (size_t row = from; row < to; row++) {
		if (work->options->leader && work->options->leader[row] != row)
			continue;
		size_t count = eh_keys_of(work->fields, work->plan, row, keys);
		for (size_t i = 0; i < count; i++)
			visit(work, keys[i], (uint32_t)row);
	}
}

static uint64_t slot_of(const struct work *work, uint64_t key) { return (key >> 6) * 0x9e3779b97f4a7c15u >> 20 & work->mask; }

static void note(struct work *work, uint64_t key, uint32_t row)
{
	uint64_t slot = slot_of(work, key), bit = UINT64_C(1) << (slot & 63);
	(void)row;

	if (atomic_fetch_or_explicit(&work->seen[slot >> 6], bit, memory_order_relaxed) & bit)
		atomic_fetch_or_explicit(&work->again[slot >> 6], bit, memory_order_relaxed);
}

static bool shared(const struct work *work, uint64_t key)
{
	uint64_t slot = slot_of(work, key);

	return atomic_load_explicit(&work->again[slot >> 6], memory_order_relaxed) >> (slot & 63) & 1;
}

static void count_key(struct work *work, uint64_t key, uint32_t row)
{
	(void)row;
	if (shared(work, key))
		atomic_fetch_add_explicit(&work->part_count[key >> 56], 1, memory_order_relaxed);
}

static void keep_key(struct work *work, uint64_t key, uint32_t row)
{
	if (!shared(work, key))
		return;
	size_t part = key >> 56, at = atomic_fetch_add_explicit(&work->part_count[part], 1, memory_order_relaxed);
	work->entries[work->part_start[part] + at] = (struct entry){ key, row };
}

static void note_chunk(void *context, size_t chunk) { visit_rows(context, chunk, note); }
static void count_chunk(void *context, size_t chunk) { visit_rows(context, chunk, count_key); }
static void keep_chunk(void *context, size_t chunk) { visit_rows(context, chunk, keep_key); }

static int by_key(const void *a, const void *b)
{
	const struct entry *x = a, *y = b;

	if (x->key != y->key)
		return x->key < y->key ? -1 : 1;
	return (x->row > y->row) - (x->row < y->row);
}

static void sort_part(void *context, size_t part)
{
	struct work *work = context;
	size_t n = work->part_start[part + 1] - work->part_start[part];

	if (n)
		qsort(work->entries + work->part_start[part], n, sizeof *work->entries, by_key);
}

static bool gather(struct work *work)
{
	size_t chunks = (work->rows + CHUNK - 1) / CHUNK, threads = work->options->threads, slots = 1 << 16;

	while (slots < work->rows * 64)
		slots *= 2;
	work->mask = slots - 1;
	work->seen = eh_alloc_zero(slots / 64, sizeof *work->seen);
	work->again = eh_alloc_zero(slots / 64, sizeof *work->again);
	if (!work->seen || !work->again)
		return false;
	eh_pool_run(threads, chunks, note_chunk, work);
	eh_pool_run(threads, chunks, count_chunk, work);
	for (size_t i = 0; i < PARTS; i++) {
		work->part_start[i + 1] = work->part_start[i] + work->part_count[i];
		work->part_count[i] = 0;
	}
	work->entries = eh_alloc((work->part_start[PARTS] + 1) * sizeof *work->entries);
	if (!work->entries)
		return false;
	eh_pool_run(threads, chunks, keep_chunk, work);
	eh_free(work->seen);
	eh_free(work->again);
	work->seen = work->again = NULL;
	eh_pool_run(threads, PARTS, sort_part, work);
	return true;
}

static size_t block_end(const struct work *work, size_t from)
{
	size_t end = from + 1, all = work->part_start[PARTS];

	while (end < all && work->entries[end].key == work->entries[from].key)
		end++;
	return end;
}

/* Pairs that a block makes: within one file, or between two. */
static double pairs_of(const struct work *work, size_t from, size_t end, size_t left)
{
	double n = (double)(end - from), first = 0;

	if (!left)
		return n * (n - 1) / 2;
	for (size_t i = from; i < end; i++)
		first += work->entries[i].row < left;
	return first * (n - first);
}

/* Too large by the pairs it makes, so that a block of two files may be long on one side. */
static bool too_large(const struct work *work, size_t from, double pairs)
{
	double cap = eh_rule_cap(&work->plan->rules[eh_key_rule(work->entries[from].key)], work->options->cap);

	return pairs > cap * (cap - 1) / 2;
}

/* Blocks of one file of two make no pair to link, but show how alike rows are that are not the same. */
static bool worth_keeping(const struct work *work, size_t from, size_t end, double pairs)
{
	double within = (double)(end - from) * (double)(end - from - 1) / 2;

	return pairs > 0 ? !too_large(work, from, pairs) : end - from > 1 && !too_large(work, from, within);
}

static void measure(struct work *work, struct eh_index *index, size_t *ret_kept)
{
	size_t kept = 0;

	for (size_t from = 0, end; from < work->part_start[PARTS]; from = end) {
		end = block_end(work, from);
		double pairs = pairs_of(work, from, end, index->left);
		struct eh_rule_stats *stats = &index->stats[eh_key_rule(work->entries[from].key)];
		if (worth_keeping(work, from, end, pairs)) {
			kept += end - from;
			index->block_count++;
		}
		if (pairs <= 0)
			continue;
		stats->blocks++;
		stats->largest = end - from > stats->largest ? end - from : stats->largest;
		if (too_large(work, from, pairs)) {
			stats->capped++;
			stats->lost += pairs;
			continue;
		}
		stats->pairs += pairs;
		stats->rows += end - from;
	}
	*ret_kept = kept;
}

static void fill_blocks(const struct work *work, struct eh_index *index)
{
	size_t block = 0, at = 0;

	for (size_t from = 0, end; from < work->part_start[PARTS]; from = end) {
		end = block_end(work, from);
		double pairs = pairs_of(work, from, end, index->left);
		if (!worth_keeping(work, from, end, pairs))
			continue;
		index->block_start[block] = (uint32_t)at;
		index->block_rule[block++] = (unsigned char)eh_key_rule(work->entries[from].key);
		for (size_t i = from; i < end; i++) {
			index->block_rows[at++] = work->entries[i].row;
			index->row_start[work->entries[i].row + 1]++;
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
	struct work work = { .fields = fields, .plan = plan, .options = options, .rows = rows };
	struct eh_index index = { .row_count = rows, .left = left, .cap = options->cap };
	size_t kept = 0;
	double all = left ? (double)left * (double)(rows - left) : (double)rows * (double)rows / 2;
	bool good = gather(&work);

	index.all = all <= ALL_PAIRS;
	if (good) {
		measure(&work, &index, &kept);
		index.block_start = eh_alloc((index.block_count + 1) * sizeof *index.block_start);
		index.block_rows = eh_alloc((kept + 1) * sizeof *index.block_rows);
		index.block_rule = eh_alloc(index.block_count + 1);
		index.row_start = eh_alloc_zero(rows + 2, sizeof *index.row_start);
		good = kept < UINT32_MAX && index.block_start && index.block_rows && index.block_rule && index.row_start;
	}
	if (good)
		fill_blocks(&work, &index);
	eh_free(work.seen);
	eh_free(work.again);
	eh_free(work.entries);
	if (!good || !turn_round(&index, kept)) {
		eh_index_finish(&index);
		return false;
	}
	*ret_index = index;
	return true;
}

void eh_index_finish(struct eh_index *index)
{
	eh_free(index->block_start);
	eh_free(index->block_rows);
	eh_free(index->block_rule);
	eh_free(index->row_start);
	eh_free(index->row_blocks);
	*index = (struct eh_index){ 0 };
}
