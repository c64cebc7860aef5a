/* patterns_chance.c: patterns of pairs drawn by chance. */
#include <stdatomic.h>
#include <stdlib.h>

#include "patterns.h"

enum { PART = 4096 };

struct chance {
	const struct eh_rows *rows;
	const uint32_t
	        *order;      /* rows by the hash of their contents; of two files, those of the first before those of the second */
	size_t from, first;  /* where the rows on the left of the pairs lie in it, and how many */
	size_t into, second; /* the same for the right */
	size_t strides, step;
	size_t pairs; /* of one stride */
	size_t threads;
	struct eh_patterns *patterns; /* of each thread */
	atomic_size_t next;
	atomic_bool failed;
};

/* Rows so far apart in an order that nothing but their contents decides are pairs drawn by chance. */
static struct eh_pair draw(const struct chance *chance, size_t number)
{
	size_t stride = number / chance->pairs, i = number % chance->pairs * chance->step;
	uint64_t golden = 0x9e3779b97f4a7c15u * (stride + 1 + chance->rows->seed * 0x2545f491u);
	size_t shift = 1 + (size_t)(((unsigned __int128)golden * (chance->second - 1)) >> 64);
	uint32_t a = chance->order[chance->from + i], b = chance->order[chance->into + (i + shift) % chance->second];

	return (struct eh_pair){ a < b ? a : b, a < b ? b : a };
}

static void count_pair(void *context, size_t thread, const struct eh_pair *pair)
{
	struct chance *chance = context;
	struct eh_gamma gamma;

	if (pair->a == pair->b)
		return;
	eh_gamma_compare(chance->rows->fields, pair->a, pair->b, &gamma);
	if (!eh_patterns_add(&chance->patterns[thread], gamma.pattern, 1))
		atomic_store(&chance->failed, true);
}

static void count_parts(void *context, size_t thread)
{
	struct chance *chance = context;
	size_t all = chance->strides * chance->pairs, from;
	struct eh_pair pairs[PART];

	while ((from = atomic_fetch_add(&chance->next, PART)) < all) {
		size_t count = all - from < PART ? all - from : PART;
		for (size_t i = 0; i < count; i++)
			pairs[i] = draw(chance, from + i);
		eh_pairs_visit(chance->rows->fields, pairs, count, count_pair, chance, thread);
	}
}

struct ordered {
	uint64_t hash;
	uint32_t row;
};

static int by_hash(const void *a, const void *b)
{
	const struct ordered *x = a, *y = b;

	if (x->hash != y->hash)
		return x->hash < y->hash ? -1 : 1;
	return (x->row > y->row) - (x->row < y->row);
}

/* Of one file, equal rows count once, as they do among the candidates, and rows that say nothing not at all. */
static bool counts(const struct eh_rows *rows, size_t row)
{
	bool says = rows->left > 0;

	for (size_t i = 0; !says && i < rows->fields->count; i++)
		says = rows->fields->items[i].value[row] != 0;
	return says && (!rows->leader || rows->leader[row] == row);
}

static bool order_rows(const struct eh_rows *rows, uint32_t *order)
{
	struct ordered *sorted = eh_alloc((rows->count + 1) * sizeof *sorted);
	size_t count = 0;

	if (!sorted)
		return false;
	for (size_t i = 0; i < rows->count; i++)
		if (counts(rows, i))
			sorted[count++] = (struct ordered){ rows->hash[i], (uint32_t)i };
	size_t first = rows->left ? rows->left : count;
	qsort(sorted, first, sizeof *sorted, by_hash);
	if (count > first)
		qsort(sorted + first, count - first, sizeof *sorted, by_hash);
	for (size_t i = 0; i < count; i++)
		order[i] = sorted[i].row;
	eh_free(sorted);
	return true;
}

size_t eh_rows_different(const struct eh_rows *rows)
{
	size_t count = 0;

	for (size_t i = 0; i < rows->count; i++)
		count += counts(rows, i);
	return count;
}

static void choose_sides(const struct eh_rows *rows, struct chance *chance)
{
	size_t left = rows->left, right = rows->count - left;

	chance->from = chance->into = 0;
	chance->first = chance->second = eh_rows_different(rows);
	if (!left)
		return;
	if (rows->side == EH_WITHIN_FIRST) {
		chance->first = chance->second = left;
	} else if (rows->side == EH_WITHIN_SECOND) {
		chance->from = chance->into = left;
		chance->first = chance->second = right;
	} else {
		chance->first = left;
		chance->into = left;
		chance->second = right;
	}
}

bool eh_patterns_by_chance(const struct eh_rows *rows, size_t most, struct eh_patterns *ret_patterns)
{
	struct chance chance = { .rows = rows, .threads = eh_rows_threads(rows) };
	uint32_t *order = eh_alloc((rows->count + 1) * sizeof *order);

	choose_sides(rows, &chance);
	if (!order || chance.first < 1 || chance.second < 2) {
		eh_free(order);
		*ret_patterns = (struct eh_patterns){ 0 };
		return order != NULL;
	}
	chance.strides = most / chance.first + 1 < chance.second - 1 ? most / chance.first + 1 : chance.second - 1;
	chance.step = chance.first > most ? chance.first / most : 1;
	chance.pairs = (chance.first + chance.step - 1) / chance.step;
	chance.patterns = eh_alloc_zero(chance.threads, sizeof *chance.patterns);
	chance.order = order;
	bool good = chance.patterns && order_rows(rows, order);
	if (good)
		eh_pool_run(chance.threads, chance.threads, count_parts, &chance);
	good = good && eh_patterns_gather(chance.patterns, chance.threads, ret_patterns) && !atomic_load(&chance.failed);
	eh_free(chance.patterns);
	eh_free(order);
	return good;
}
