/* pairs.c: all candidate pairs, gathered row by row. */
#include "pairs.h"

#include <stdatomic.h>

enum { CHUNK = 256, STRETCH = 1024, VALUES_AHEAD = 24, CONTENTS_AHEAD = 14, WORDS_AHEAD = 6 };

struct run {
	const struct eh_rows *rows;
	eh_pair_fn *visit;
	void *context;
	bool look; /* at what rows hold */
	atomic_size_t next;
	atomic_bool failed;
};

/* Pairs of a stretch of rows, gathered before they are looked at: what a pair will read is asked for while others are compared, and the longer
 * the stretch, the fewer have nothing before them. */
struct stretch {
	EH_VEC(struct eh_pair) pairs;
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
		if (!eh_vec_push(&stretch->pairs, (struct eh_pair){ (uint32_t)row, other, candidates->rules[i] }))
			return false;
	}
	return true;
}

/* The contents of a row are asked for some comparisons after its values, its words some after them. */
static void fetch_ahead(const struct eh_fields *fields, const struct eh_pair *pairs, size_t count, size_t i)
{
	static const size_t CONTENTS_LATER = VALUES_AHEAD - CONTENTS_AHEAD, WORDS_LATER = VALUES_AHEAD - WORDS_AHEAD;

	if (i < count)
		eh_gamma_fetch_values(fields, pairs[i].b);
	if (i >= CONTENTS_LATER && i - CONTENTS_LATER < count)
		eh_gamma_fetch_contents(fields, pairs[i - CONTENTS_LATER].b);
	if (i >= WORDS_LATER && i - WORDS_LATER < count)
		eh_gamma_fetch_words(fields, pairs[i - WORDS_LATER].b);
}

void eh_pairs_visit(const struct eh_fields *fields, const struct eh_pair *pairs, size_t count, eh_pair_fn *visit, void *context,
        size_t thread)
{
	for (size_t i = 0; i < VALUES_AHEAD; i++)
		fetch_ahead(fields, pairs, count, i);
	for (size_t i = 0; i < count; i++) {
		fetch_ahead(fields, pairs, count, i + VALUES_AHEAD);
		visit(context, thread, &pairs[i]);
	}
}

static void visit_stretch(const struct run *run, size_t thread, struct stretch *stretch)
{
	if (run->look)
		eh_pairs_visit(run->rows->fields, stretch->pairs.items, stretch->pairs.count, run->visit, run->context, thread);
	for (size_t i = 0; !run->look && i < stretch->pairs.count; i++)
		run->visit(run->context, thread, &stretch->pairs.items[i]);
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
		for (size_t i = from; good && i < to; i++) {
			good = gather_row(run, &candidates, rows->order ? rows->order[i] : i, &stretch);
			if (stretch.pairs.count >= STRETCH || i + 1 == to)
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

static bool run_all(const struct eh_rows *rows, bool look, eh_pair_fn *visit, void *context)
{
	struct run run = { .rows = rows, .visit = visit, .context = context, .look = look };
	size_t threads = eh_rows_threads(rows);

	eh_pool_run(threads, threads, run_thread, &run);
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
