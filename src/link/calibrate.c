#include "calibrate.h"

#include <math.h>
#include <stdatomic.h>

enum { LOWEST = -8, ROUNDS = 30 };

/* Imagined chosen pairs in each band, half of them right where the weight says even odds. */
static const double IMAGINED = 3;

static size_t band_of(double weight)
{
	double band = floor(weight) - LOWEST;

	return band < 0 ? 0 : band >= EH_BANDS ? EH_BANDS - 1 : (size_t)band;
}

static double middle_of(size_t band) { return LOWEST + (double)band + 0.5; }

/* Neighbours that fall from one to the next are pooled, each by its number of pairs. */
static void make_rising(double *value, const double *weight)
{
	double v[EH_BANDS], w[EH_BANDS];
	size_t size[EH_BANDS], blocks = 0;

	for (size_t i = 0; i < EH_BANDS; i++) {
		v[blocks] = value[i];
		w[blocks] = weight[i];
		size[blocks++] = 1;
		while (blocks > 1 && v[blocks - 2] > v[blocks - 1]) {
			double both = w[blocks - 2] + w[blocks - 1];
			v[blocks - 2] = (v[blocks - 2] * w[blocks - 2] + v[blocks - 1] * w[blocks - 1]) / both;
			w[blocks - 2] = both;
			size[blocks - 2] += size[blocks - 1];
			blocks--;
		}
	}
	for (size_t block = 0, i = 0; block < blocks; block++)
		for (size_t k = 0; k < size[block]; k++)
			value[i++] = v[block];
}

/* How many rows behave as if they had no partner, by the bands where nearly nothing is right (Storey 2002). Rows of another kind than those
 * of the clean file reach its weights less often. */
static double rows_alone(const double *pairs, const double *null, double best_count, double rows)
{
	enum { LOW = 1, HIGH = 6 };
	double seen = 0, expected = 0;

	for (size_t i = LOW; i < HIGH; i++) {
		seen += pairs[i];
		expected += null[i];
	}
	return expected >= 20 ? seen * best_count / expected : rows;
}

void eh_calibrate(
        const float *chosen, size_t chosen_count, const float *best, size_t best_count, size_t rows, struct eh_calibration *ret)
{
	double pairs[EH_BANDS] = { 0 }, null[EH_BANDS] = { 0 }, weight[EH_BANDS], matched = 0;
	struct eh_calibration calibration = { .known = chosen_count > 0 && best_count > 0 };

	for (size_t i = 0; i < chosen_count; i++)
		pairs[band_of((double)chosen[i])]++;
	for (size_t i = 0; i < best_count; i++)
		if ((double)best[i] >= LOWEST)
			null[band_of((double)best[i])]++;
	for (size_t i = 0; i < EH_BANDS; i++) {
		calibration.probability[i] = eh_probability(middle_of(i));
		weight[i] = pairs[i] + IMAGINED;
		matched += pairs[i] * calibration.probability[i];
	}
	double most_alone = rows_alone(pairs, null, (double)best_count, (double)rows);
	for (int round = 0; calibration.known && round < ROUNDS; round++) {
		double alone = fmin(most_alone, fmax((double)rows - matched, 0.02 * (double)rows)), now = 0;
		for (size_t i = 0; i < EH_BANDS; i++) {
			double wrong = fmin(alone * null[i] / (double)best_count, pairs[i]);
			calibration.probability[i] = (pairs[i] - wrong + IMAGINED * eh_probability(middle_of(i))) / weight[i];
		}
		make_rising(calibration.probability, weight);
		for (size_t i = 0; i < EH_BANDS; i++)
			now += pairs[i] * calibration.probability[i];
		matched = now;
	}
	*ret = calibration;
}

double eh_calibrated(const struct eh_calibration *calibration, double weight)
{
	/* Between the middles of two bands. */
	double at = weight - LOWEST - 0.5;
	size_t low = at <= 0 ? 0 : at >= EH_BANDS - 1 ? EH_BANDS - 1 : (size_t)at, high = low + 1 < EH_BANDS ? low + 1 : low;
	double part = at <= 0 ? 0 : at - (double)low;

	return calibration->probability[low] +
	       (part > 1 ? 1 : part) * (calibration->probability[high] - calibration->probability[low]);
}

/* Weights in 256ths of a bit, so that the greatest can be kept by many threads at once. */
struct best {
	const struct eh_match *match;
	atomic_int *best;
	size_t from;
};

static void keep_greatest(atomic_int *best, int weight)
{
	int now = atomic_load_explicit(best, memory_order_relaxed);

	while (weight > now && !atomic_compare_exchange_weak(best, &now, weight))
		;
}

static void visit(void *context, size_t thread, const struct eh_pair *pair)
{
	struct best *best = context;
	unsigned char flags;
	int weight = (int)(256 * eh_match_weight(best->match, pair->a, pair->b, &flags));
	(void)thread;

	keep_greatest(&best->best[pair->a - best->from], weight);
	keep_greatest(&best->best[pair->b - best->from], weight);
}

bool eh_best_within(const struct eh_match *match, enum eh_side side, size_t from, size_t to, float *ret_best)
{
	struct eh_rows rows = match->rows;
	struct best best = { match, eh_alloc((to - from + 1) * sizeof *best.best), from };

	if (!best.best)
		return false;
	for (size_t i = 0; i < to - from; i++)
		atomic_init(&best.best[i], INT32_MIN);
	rows.side = side;
	bool good = eh_rows_each_pair(&rows, visit, &best);
	for (size_t i = 0; i < to - from; i++) {
		int weight = atomic_load(&best.best[i]);
		ret_best[i] = weight == INT32_MIN ? -1e9f : (float)weight / 256;
	}
	eh_free(best.best);
	return good;
}
