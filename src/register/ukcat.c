/* ukcat.c: the trained table applied. */
#include "ukcat.h"

#include <math.h>
#include <stdlib.h>

#include "ukcat_features.h"

/* A feature of the table: its share of a row's length, and its weights WEIGHTS[first] … up to the next feature's first. */
struct trained {
	const char *text;
	unsigned short idf; /* hundredths; 0 for rules, which count in full */
	unsigned first;
};

struct weight {
	unsigned char code;
	short bits; /* log-odds for the code, in 1/64 */
};

#include "ukcat_model.inc"

enum { FEATURE_COUNT = sizeof FEATURES / sizeof *FEATURES - 1, CODE_COUNT = sizeof CODES / sizeof *CODES, MOST_WORDS = 3 };

static const double UNIT = 64;

static int compare_text(const void *key, const void *row)
{
	return eh_str_cmp(*(const struct eh_str *)key, eh_str_of(((const struct trained *)row)->text));
}

static const struct trained *find(struct eh_str text)
{
	return bsearch(&text, FEATURES, FEATURE_COUNT, sizeof *FEATURES, compare_text);
}

/* A feature that the table knows, and how much its weights count in this row. */
struct seen {
	const struct trained *trained;
	struct eh_str shown;
	double scale;
};

static size_t look_up(const struct eh_ukcat_features *features, struct seen *seen)
{
	double squares = 0;
	size_t count = 0;

	for (size_t i = 0; i < features->count; i++) {
		const struct trained *trained = find(features->items[i].text);
		if (!trained)
			continue;
		seen[count++] = (struct seen){ trained, features->items[i].shown, 1 };
		squares += (double)trained->idf * trained->idf / 1e4;
	}
	for (size_t i = 0; i < count; i++)
		if (seen[i].trained->idf)
			seen[i].scale = 1 / sqrt(squares);
	return count;
}

static double weight_for(const struct seen *seen, unsigned char code)
{
	for (unsigned i = seen->trained->first; i < seen->trained[1].first; i++)
		if (WEIGHTS[i].code == code)
			return WEIGHTS[i].bits * seen->scale / UNIT;
	return 0;
}

/* The words that say most for a code: `"food bank", "parcels"`. */
static struct eh_str why(const struct seen *seen, size_t count, unsigned char code, struct eh_arena *arena)
{
	struct eh_str text = { "", 0 }, taken[MOST_WORDS];
	double below = INFINITY;

	for (size_t n = 0; n < MOST_WORDS;) {
		double best = 0;
		size_t at = count;
		for (size_t i = 0; i < count; i++) {
			double w = weight_for(&seen[i], code);
			if (w > best && w < below) {
				best = w;
				at = i;
			}
		}
		if (at == count)
			break;
		below = best;
		bool again = false;
		for (size_t i = 0; i < n; i++)
			again |= eh_str_find(taken[i], seen[at].shown) >= 0;
		if (again)
			continue;
		taken[n++] = seen[at].shown;
		text = eh_arena_printf(arena, "%.*s%s\"%.*s\"", EH_FMT(text), text.n ? ", " : "", EH_FMT(seen[at].shown));
		if (!text.p)
			break;
	}
	return text;
}

static int by_probability(const void *a, const void *b)
{
	const struct eh_ukcat_class *x = a, *y = b;

	if (x->probability != y->probability)
		return x->probability > y->probability ? -1 : 1;
	return strcmp(x->code, y->code);
}

static enum eh_rc take(const struct seen *seen, size_t count, struct eh_arena *arena, struct eh_ukcat_class *ret_classes,
        size_t *ret_count, struct eh_error *err)
{
	double scores[CODE_COUNT];
	struct eh_ukcat_class all[CODE_COUNT];
	size_t found = 0;

	for (size_t c = 0; c < CODE_COUNT; c++)
		scores[c] = BIASES[c] / UNIT;
	for (size_t i = 0; i < count; i++)
		for (unsigned j = seen[i].trained->first; j < seen[i].trained[1].first; j++)
			scores[WEIGHTS[j].code] += WEIGHTS[j].bits * seen[i].scale / UNIT;
	for (size_t c = 0; c < CODE_COUNT; c++)
		if (scores[c] > THRESHOLD / UNIT)
			all[found++] = (struct eh_ukcat_class){ CODES[c], 1 / (1 + exp(-scores[c])),
				why(seen, count, (unsigned char)c, arena) };
	for (size_t i = 0; i < found; i++)
		if (!all[i].why.p)
			return eh_fail_memory(err);
	if (found)
		qsort(all, found, sizeof *all, by_probability);
	*ret_count = found < EH_UKCAT_MOST ? found : EH_UKCAT_MOST;
	if (*ret_count)
		memcpy(ret_classes, all, *ret_count * sizeof *all);
	return EH_OK;
}

enum eh_rc eh_ukcat_classify(struct eh_str name, struct eh_str activities, struct eh_arena *arena,
        struct eh_ukcat_class *ret_classes, size_t *ret_count, struct eh_error *err)
{
	struct eh_ukcat_features features;

	EH_TRY(eh_ukcat_features(name, activities, arena, &features, err));
	struct seen *seen = eh_arena_alloc(arena, (features.count + 1) * sizeof *seen);
	if (!seen)
		return eh_fail_memory(err);
	return take(seen, look_up(&features, seen), arena, ret_classes, ret_count, err);
}
