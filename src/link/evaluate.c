/* evaluate.c: clusters against a truth. */
#include <stdlib.h>

#include "base/base.h"
#include "evenhand/linkage.h"

struct cell {
	size_t found, truth;
};

static int by_both(const void *a, const void *b)
{
	const struct cell *x = a, *y = b;

	if (x->found != y->found)
		return x->found < y->found ? -1 : 1;
	return (x->truth > y->truth) - (x->truth < y->truth);
}

static int by_truth(const void *a, const void *b)
{
	const struct cell *x = a, *y = b;

	return (x->truth > y->truth) - (x->truth < y->truth);
}

static double ratio(double a, double b) { return b > 0 ? a / b : 1; }
static double f1(double p, double r) { return p + r > 0 ? 2 * p * r / (p + r) : 0; }

/* Pairwise by counting cells of the table cluster × truth; B-cubed as Bagga and Baldwin (1998). */
int ehl_evaluate(const size_t *cluster, const size_t *truth, size_t count, struct ehl_scores *ret_scores)
{
	struct cell *cells = eh_alloc_zero(count, sizeof *cells);
	struct ehl_scores scores = { 0 };
	double precision = 0, recall = 0;
	size_t *truth_size = eh_alloc_zero(count, sizeof *truth_size);

	if (!cells || !truth_size) {
		eh_free(cells);
		eh_free(truth_size);
		return -1;
	}
	for (size_t i = 0; i < count; i++)
		cells[i] = (struct cell){ cluster[i], truth[i] };
	qsort(cells, count, sizeof *cells, by_truth);
	for (size_t i = 0, end; i < count; i = end) {
		for (end = i; end < count && cells[end].truth == cells[i].truth; end++)
			;
		scores.true_pairs += (end - i) * (end - i - 1) / 2;
		for (size_t j = i; j < end; j++)
			cells[j].truth = i; /* from here on the first place of its truth */
		truth_size[i] = end - i;
	}
	qsort(cells, count, sizeof *cells, by_both);
	for (size_t i = 0, end; i < count; i = end) {
		for (end = i; end < count && cells[end].found == cells[i].found; end++)
			;
		scores.found_pairs += (end - i) * (end - i - 1) / 2;
		for (size_t j = i, same; j < end; j = same) {
			for (same = j; same < end && cells[same].truth == cells[j].truth; same++)
				;
			double n = (double)(same - j);
			scores.right_pairs += (same - j) * (same - j - 1) / 2;
			precision += n * n / (double)(end - i);
			recall += n * n / (double)truth_size[cells[j].truth];
		}
	}
	scores.precision = ratio((double)scores.right_pairs, (double)scores.found_pairs);
	scores.recall = ratio((double)scores.right_pairs, (double)scores.true_pairs);
	scores.f1 = f1(scores.precision, scores.recall);
	scores.b3_precision = ratio(precision, (double)count);
	scores.b3_recall = ratio(recall, (double)count);
	scores.b3_f1 = f1(scores.b3_precision, scores.b3_recall);
	eh_free(cells);
	eh_free(truth_size);
	*ret_scores = scores;
	return 0;
}
