#include "patterns.h"

#include <stdatomic.h>
#include <stdlib.h>

enum { CHUNK = 256, STRETCH = 1024, VALUES_AHEAD = 24, CONTENTS_AHEAD = 14, WORDS_AHEAD = 6 };

struct row_pair {
	uint32_t a, b;
	uint64_t rules;
};

static size_t slot_of(const struct eh_patterns *patterns, uint64_t pattern)
{
	size_t slot = (size_t)((pattern ^ pattern >> 31) * 0x9e3779b97f4a7c15u >> 32) & (patterns->cap - 1);

	while (patterns->items[slot].count && patterns->items[slot].pattern != pattern)
		slot = (slot + 1) & (patterns->cap - 1);
	return slot;
}

static bool grow(struct eh_patterns *patterns)
{
	struct eh_patterns larger = { .cap = patterns->cap ? 2 * patterns->cap : 1024 };

	larger.items = eh_alloc_zero(larger.cap, sizeof *larger.items);
	if (!larger.items)
		return false;
	for (size_t i = 0; i < patterns->cap; i++)
		if (patterns->items[i].count)
			larger.items[slot_of(&larger, patterns->items[i].pattern)] = patterns->items[i];
	larger.count = patterns->count;
	eh_free(patterns->items);
	*patterns = larger;
	return true;
}

bool eh_patterns_add(struct eh_patterns *patterns, uint64_t pattern, uint64_t count)
{
	if (patterns->count * 3 >= patterns->cap * 2 && !grow(patterns))
		return false;
	struct eh_pattern *at = &patterns->items[slot_of(patterns, pattern)];
	patterns->count += !at->count;
	at->pattern = pattern;
	at->count += count;
	return true;
}

bool eh_patterns_merge(struct eh_patterns *patterns, const struct eh_patterns *from)
{
	for (size_t i = 0; i < from->cap; i++)
		if (from->items[i].count && !eh_patterns_add(patterns, from->items[i].pattern, from->items[i].count))
			return false;
	return true;
}

static int by_pattern(const void *a, const void *b)
{
	const struct eh_pattern *x = a, *y = b;

	return (x->pattern > y->pattern) - (x->pattern < y->pattern);
}

void eh_patterns_sort(struct eh_patterns *patterns)
{
	size_t kept = 0;

	for (size_t i = 0; i < patterns->cap; i++)
		if (patterns->items[i].count)
			patterns->items[kept++] = patterns->items[i];
	if (kept)
		qsort(patterns->items, kept, sizeof *patterns->items, by_pattern);
	patterns->cap = 0;
}

void eh_patterns_finish(struct eh_patterns *patterns)
{
	eh_free(patterns->items);
	*patterns = (struct eh_patterns){ 0 };
}

struct run {
	const struct eh_rows *rows;
	eh_pair_fn *visit;
	void *context;
	atomic_size_t next;
	atomic_bool failed;
};

/* Pairs of a stretch of rows, gathered before they are looked at: what a pair will read is asked for while others are compared, and the longer
 * the stretch, the fewer have nothing before them. */
struct stretch {
	EH_VEC(struct row_pair) pairs;
};

static bool gather_row(const struct run *run, struct eh_candidates *candidates, size_t row, struct stretch *stretch)
{
	const struct eh_rows *rows = run->rows;
	/* Blocks hold leaders only. */
	const uint32_t *leader = rows->index->all ? rows->leader : NULL;
	const uint32_t *same = rows->left && rows->side != EH_ACROSS ? rows->same : NULL;

	if (rows->leader && rows->leader[row] != row)
		return true;
	eh_index_candidates(rows->index, rows->side, row, candidates);
	for (size_t i = 0; i < candidates->count; i++) {
		uint32_t other = candidates->rows[i];
		if ((same && same[row] == same[other] && same[row] != UINT32_MAX) || (leader && leader[other] != other))
			continue;
		if (!eh_vec_push(&stretch->pairs, (struct row_pair){ (uint32_t)row, other, candidates->rules[i] }))
			return false;
	}
	return true;
}

/* The contents of a row are asked for some comparisons after its values, its words some after them. */
static void fetch_ahead(const struct eh_fields *fields, const struct stretch *stretch, size_t i)
{
	static const size_t CONTENTS_LATER = VALUES_AHEAD - CONTENTS_AHEAD, WORDS_LATER = VALUES_AHEAD - WORDS_AHEAD;

	if (i < stretch->pairs.count)
		eh_gamma_fetch_values(fields, stretch->pairs.items[i].b);
	if (i >= CONTENTS_LATER && i - CONTENTS_LATER < stretch->pairs.count)
		eh_gamma_fetch_contents(fields, stretch->pairs.items[i - CONTENTS_LATER].b);
	if (i >= WORDS_LATER && i - WORDS_LATER < stretch->pairs.count)
		eh_gamma_fetch_words(fields, stretch->pairs.items[i - WORDS_LATER].b);
}

static void visit_stretch(const struct run *run, size_t thread, struct stretch *stretch)
{
	for (size_t i = 0; i < VALUES_AHEAD; i++)
		fetch_ahead(run->rows->fields, stretch, i);
	for (size_t i = 0; i < stretch->pairs.count; i++) {
		const struct row_pair *pair = &stretch->pairs.items[i];
		fetch_ahead(run->rows->fields, stretch, i + VALUES_AHEAD);
		run->visit(run->context, thread, pair->a, pair->b, pair->rules);
	}
	stretch->pairs.count = 0;
}

static void run_thread(void *context, size_t thread)
{
	struct run *run = context;
	const struct eh_rows *rows = run->rows;
	struct eh_candidates candidates;
	struct stretch stretch = { 0 };
	bool good = eh_candidates_init(&candidates, rows->count);

	while (good && !atomic_load(&run->failed)) {
		size_t from = atomic_fetch_add(&run->next, CHUNK), to = from + CHUNK < rows->count ? from + CHUNK : rows->count;
		if (from >= rows->count)
			break;
		for (size_t row = from; good && row < to; row++) {
			good = gather_row(run, &candidates, row, &stretch);
			if (stretch.pairs.count >= STRETCH || row + 1 == to)
				visit_stretch(run, thread, &stretch);
		}
		good = good && !candidates.failed && !(rows->cancelled && rows->cancelled(rows->context));
	}
	if (!good)
		atomic_store(&run->failed, true);
	eh_vec_finish(&stretch.pairs);
	eh_candidates_finish(&candidates);
}

size_t eh_rows_threads(const struct eh_rows *rows)
{
	size_t threads = rows->threads ? rows->threads : eh_pool_processors();

	return threads > 64 ? 64 : threads;
}

bool eh_rows_each_pair(const struct eh_rows *rows, eh_pair_fn *visit, void *context)
{
	struct run run = { .rows = rows, .visit = visit, .context = context };
	size_t threads = eh_rows_threads(rows);

	eh_pool_run(threads, threads, run_thread, &run);
	return !run.failed;
}

struct counting {
	const struct eh_rows *rows;
	struct eh_patterns *patterns; /* of each thread */
	uint64_t threshold;           /* pairs whose hash is below it are taken */
	atomic_bool failed;
	atomic_size_t pairs;
};

static uint64_t pair_hash(const struct eh_rows *rows, uint32_t a, uint32_t b)
{
	uint64_t sum = (rows->hash[a] + rows->hash[b]) * 0x9e3779b97f4a7c15u;

	return (sum ^ sum >> 32) * 0xd6e8feb86659fd93u;
}

static void count_pair(void *context, size_t thread, uint32_t a, uint32_t b, uint64_t rules)
{
	struct counting *counting = context;
	struct eh_gamma gamma;
	(void)rules;

	if (counting->threshold != UINT64_MAX && pair_hash(counting->rows, a, b) > counting->threshold)
		return;
	eh_gamma_compare(counting->rows->fields, a, b, &gamma);
	if (!eh_patterns_add(&counting->patterns[thread], gamma.pattern, 1))
		atomic_store(&counting->failed, true);
}

static void count_only(void *context, size_t thread, uint32_t a, uint32_t b, uint64_t rules)
{
	struct counting *counting = context;
	(void)thread, (void)a, (void)b, (void)rules;

	atomic_fetch_add_explicit(&counting->pairs, 1, memory_order_relaxed);
}

static bool merge_all(struct counting *counting, size_t threads, struct eh_patterns *ret_patterns)
{
	struct eh_patterns all = { 0 };
	bool good = !atomic_load(&counting->failed);

	for (size_t i = 0; i < threads; i++) {
		good = good && eh_patterns_merge(&all, &counting->patterns[i]);
		eh_patterns_finish(&counting->patterns[i]);
	}
	eh_free(counting->patterns);
	if (!good) {
		eh_patterns_finish(&all);
		return false;
	}
	*ret_patterns = all;
	return true;
}

bool eh_patterns_of_candidates(const struct eh_rows *rows, double most, struct eh_patterns *ret_patterns, double *ret_share)
{
	size_t threads = eh_rows_threads(rows);
	struct counting counting = { .rows = rows, .threshold = UINT64_MAX };
	double bound = 0;

	for (size_t i = 0; i < EH_MOST_RULES; i++)
		bound += rows->index->stats[i].pairs;
	*ret_share = 1;
	if (bound > most || rows->side != EH_ACROSS) {
		if (!eh_rows_each_pair(rows, count_only, &counting))
			return false;
		if ((double)counting.pairs > most) {
			*ret_share = most / (double)counting.pairs;
			counting.threshold = (uint64_t)(*ret_share * 18446744073709549568.0);
		}
	}
	counting.patterns = eh_alloc_zero(threads, sizeof *counting.patterns);
	if (!counting.patterns)
		return false;
	bool good = eh_rows_each_pair(rows, count_pair, &counting);
	return merge_all(&counting, threads, ret_patterns) && good;
}

struct chance {
	struct counting counting;
	const uint32_t
	        *order;      /* rows by the hash of their contents; of two files, those of the first before those of the second */
	size_t from, first;  /* where the rows on the left of the pairs lie in it, and how many */
	size_t into, second; /* the same for the right */
	size_t strides, step, threads;
};

/* Rows so far apart in an order that nothing but their contents decides are pairs drawn by chance. */
static void chance_stride(struct chance *chance, size_t stride, size_t thread)
{
	const struct eh_rows *rows = chance->counting.rows;
	uint64_t golden = 0x9e3779b97f4a7c15u * (stride + 1 + rows->seed * 0x2545f491u);
	size_t shift = 1 + (size_t)(((unsigned __int128)golden * (chance->second - 1)) >> 64);

	for (size_t i = 0; i < chance->first; i += chance->step) {
		uint32_t a = chance->order[chance->from + i];
		uint32_t b = chance->order[chance->into + (i + shift) % chance->second];
		struct eh_gamma gamma;
		if (a == b)
			continue;
		eh_gamma_compare(rows->fields, a < b ? a : b, a < b ? b : a, &gamma);
		if (!eh_patterns_add(&chance->counting.patterns[thread], gamma.pattern, 1))
			atomic_store(&chance->counting.failed, true);
	}
}

static void chance_thread(void *context, size_t thread)
{
	struct chance *chance = context;

	for (size_t stride = thread; stride < chance->strides; stride += chance->threads)
		chance_stride(chance, stride, thread);
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
	struct chance chance = { .counting = { .rows = rows } };
	uint32_t *order = eh_alloc((rows->count + 1) * sizeof *order);

	choose_sides(rows, &chance);
	if (!order || chance.first < 1 || chance.second < 2) {
		eh_free(order);
		*ret_patterns = (struct eh_patterns){ 0 };
		return order != NULL;
	}
	chance.strides = most / chance.first + 1 < chance.second - 1 ? most / chance.first + 1 : chance.second - 1;
	chance.step = chance.first > most ? chance.first / most : 1;
	chance.threads = eh_rows_threads(rows);
	chance.counting.patterns = eh_alloc_zero(chance.threads, sizeof *chance.counting.patterns);
	bool good = chance.counting.patterns && order_rows(rows, order);
	chance.order = order;
	if (good)
		eh_pool_run(chance.threads, chance.threads, chance_thread, &chance);
	eh_free(order);
	if (!chance.counting.patterns)
		return false;
	return merge_all(&chance.counting, chance.threads, ret_patterns) && good;
}
