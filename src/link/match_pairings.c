/* match_pairings.c: values of a category that go together: "japanese" here and "asian" there, a suburb here and its city there.
 *
 * Learned from pairs of rows that are certain without the category: values that stand together among them at least twice, and so many times
 * oftener than chance would have it. Training is done again with what was learned. */
#include <stdatomic.h>
#include <stdlib.h>

#include "match.h"

/* Bits without the category from which a pair is certain; how many such pairs must agree, and how many times oftener than by chance. */
static const double CERTAIN = 6, OFTENER = 3;
enum { LEAST_SEEN = 2, ANOTHER = 4 /* the level of categories that differ */ };

struct seen {
	uint32_t field, a, b; /* values, the lesser first */
};

struct list {
	EH_VEC(struct seen) items;
	size_t certain[EH_MOST_FIELDS];
};

struct learning {
	struct eh_match *match;
	struct list *lists; /* of each thread */
	atomic_bool failed;
};

static void visit(void *context, size_t thread, const struct eh_pair *pair)
{
	struct learning *learning = context;
	struct eh_match *match = learning->match;
	struct list *list = &learning->lists[thread];
	double parts[EH_MOST_FIELDS + 1];
	struct eh_gamma gamma;

	eh_gamma_compare(&match->fields, pair->a, pair->b, &gamma);
	double weight = eh_scorer_weight(&match->scorer, &gamma, parts);
	for (size_t i = 0; i < match->fields.count; i++) {
		const struct eh_field *field = &match->fields.items[i];
		unsigned level = eh_gamma_level(gamma.pattern, i);
		if (field->kind != EH_KIND_CATEGORY || !level || weight - parts[i] < CERTAIN)
			continue;
		list->certain[i]++;
		uint32_t x = field->value[pair->a], y = field->value[pair->b];
		const struct seen seen = { (uint32_t)i, x < y ? x : y, x < y ? y : x };
		if (level == ANOTHER && !eh_vec_push(&list->items, seen))
			atomic_store(&learning->failed, true);
	}
}

static int by_values(const void *a, const void *b)
{
	const struct seen *x = a, *y = b;

	if (x->field != y->field)
		return x->field < y->field ? -1 : 1;
	if (x->a != y->a)
		return x->a < y->a ? -1 : 1;
	return (x->b > y->b) - (x->b < y->b);
}

static double share_of(const struct eh_field *field, uint32_t value)
{
	return (double)field->vocab.items[value - 1].rows / (double)(field->filled ? field->filled : 1);
}

static bool keep(struct eh_match *match, const struct seen *seen, size_t count, size_t certain)
{
	const struct eh_field *field = &match->fields.items[seen->field];
	struct eh_pairings *pairings = &match->model->fields[seen->field].pairings;
	double chance = 2 * share_of(field, seen->a) * share_of(field, seen->b) * (double)certain;

	if (count < LEAST_SEEN || (double)count < OFTENER * chance)
		return true;
	struct eh_str a = eh_vocab_text(&field->vocab, seen->a - 1), b = eh_vocab_text(&field->vocab, seen->b - 1);
	return eh_pairings_add(pairings, eh_pairing_key(a, b)) && eh_pairings_add(pairings, eh_pairing_key(b, a));
}

/* All threads' lists become the first's. */
static bool gather(struct list *lists, size_t threads)
{
	for (size_t i = 1; i < threads; i++) {
		for (size_t j = 0; j < lists[i].items.count; j++)
			if (!eh_vec_push(&lists->items, lists[i].items.items[j]))
				return false;
		for (size_t j = 0; j < EH_MOST_FIELDS; j++)
			lists->certain[j] += lists[i].certain[j];
	}
	if (lists->items.count)
		qsort(lists->items.items, lists->items.count, sizeof *lists->items.items, by_values);
	return true;
}

static bool learn(struct eh_match *match, const struct list *list)
{
	bool good = true;

	for (size_t i = 0; good && i < list->items.count;) {
		const struct seen *seen = &list->items.items[i];
		size_t end = i + 1;
		while (end < list->items.count && by_values(seen, &list->items.items[end]) == 0)
			end++;
		good = keep(match, seen, end - i, list->certain[seen->field]);
		i = end;
	}
	for (size_t i = 0; i < match->fields.count; i++)
		eh_pairings_sort(&match->model->fields[i].pairings);
	return good;
}

static bool has_categories(const struct eh_match *match)
{
	for (size_t i = 0; i < match->fields.count; i++)
		if (match->fields.items[i].kind == EH_KIND_CATEGORY && match->fields.items[i].filled)
			return true;
	return false;
}

int eh_match_learn_pairings(struct eh_match *match, bool *ret_learned)
{
	size_t threads = eh_rows_threads(&match->rows);
	struct learning learning = { .match = match };

	*ret_learned = false;
	if (!has_categories(match))
		return 0;
	eh_scorer_init(match->model, &match->fields, &match->scorer);
	learning.lists = eh_alloc_zero(threads, sizeof *learning.lists);
	bool good = learning.lists && eh_rows_each_pair(&match->rows, visit, &learning) && !atomic_load(&learning.failed) &&
	            gather(learning.lists, threads) && learn(match, learning.lists);
	for (size_t i = 0; learning.lists && i < threads; i++)
		eh_vec_finish(&learning.lists[i].items);
	eh_free(learning.lists);
	for (size_t i = 0; good && i < match->fields.count; i++) {
		match->fields.pairings[i] = &match->model->fields[i].pairings;
		*ret_learned |= match->model->fields[i].pairings.count > 0;
	}
	return good ? 0 : match->options->cancelled && match->options->cancelled(match->options->context) ? -2 : -1;
}
