/* ukcat_train.h: one logistic regression for each code, on the features of register/ukcat_features.h.
 *
 * L2-regularised logistic regression by dual coordinate descent (Yu, Huang and Lin 2011). Deterministic: documents are visited in an
 * order drawn from a fixed seed. */
#ifndef EH_UKCAT_TRAIN_H
#define EH_UKCAT_TRAIN_H

#include <math.h>

#include "base/base.h"

/* Documents as sparse rows of features, each of a weight; a bias is feature 0 with weight 1. */
struct uk_row {
	uint32_t *features;
	float *values;
	size_t count;
	uint16_t *codes; /* true ones */
	size_t code_count;
};

struct uk_model {
	size_t features, codes;
	float *weights; /* code × features + feature */
};

struct uk_settings {
	double cost;      /* C */
	double rule, own; /* weight of a rule's hit for other codes and for its own */
	int passes;
};

static inline bool uk_has(const struct uk_row *row, uint16_t code)
{
	for (size_t i = 0; i < row->code_count; i++)
		if (row->codes[i] == code)
			return true;
	return false;
}

/* rule_of[feature]: 0 a word, else 1 + code of the rule. */
static inline double uk_value(
        const struct uk_row *row, size_t i, uint16_t code, const uint16_t *rule_of, const struct uk_settings *s)
{
	uint16_t rule = rule_of[row->features[i]];

	return rule ? (rule == code + 1 ? s->own : s->rule) : (double)row->values[i];
}

/* The minimum over z in (0, cost) of z log z + (C-z) log(C-z) + a/2 (z-old)² + b (z-old), by Newton's steps kept inside. */
static inline double uk_step(double old, double a, double b, double cost)
{
	double z = old, low = 0, high = cost;

	for (int i = 0; i < 30; i++) {
		double slope = a * (z - old) + b + log(z / (cost - z)), bend = a + cost / (z * (cost - z));
		if (slope > 0)
			high = z;
		else
			low = z;
		if (fabs(slope) < 1e-3)
			break;
		double next = z - slope / bend;
		z = next <= low || next >= high ? (low + high) / 2 : next;
		if (z < 1e-12 || cost - z < 1e-12)
			break;
	}
	return fmin(fmax(z, 1e-10 * cost), cost * (1 - 1e-10));
}

/* Rows of a training set as one code sees them: only features that at least two of its own rows have, weighed. */
struct uk_view {
	uint32_t *starts, *features;
	double *values;
	bool *own;
};

static inline void uk_view_finish(struct uk_view *view)
{
	eh_free(view->starts);
	eh_free(view->features);
	eh_free(view->values);
	eh_free(view->own);
}

static inline bool uk_view_make(const struct uk_row *rows, const uint32_t *which, size_t count, uint16_t code,
        const uint16_t *rule_of, const struct uk_settings *s, size_t features, struct uk_view *view)
{
	uint32_t *seen = eh_alloc_zero(features, sizeof *seen);
	size_t total = 0;

	*view = (struct uk_view){ .starts = eh_alloc_zero(count + 1, sizeof *view->starts),
		.own = eh_alloc_zero(count, sizeof *view->own) };
	for (size_t i = 0; seen && view->starts && view->own && i < count; i++) {
		const struct uk_row *row = &rows[which[i]];
		view->own[i] = uk_has(row, code);
		total += row->count;
		for (size_t j = 0; view->own[i] && j < row->count; j++)
			seen[row->features[j]]++;
	}
	view->features = eh_alloc_zero(total + 1, sizeof *view->features);
	view->values = eh_alloc_zero(total + 1, sizeof *view->values);
	bool good = seen && view->starts && view->own && view->features && view->values;
	size_t at = 0;
	for (size_t i = 0; good && i < count; i++) {
		const struct uk_row *row = &rows[which[i]];
		view->starts[i] = (uint32_t)at;
		for (size_t j = 0; j < row->count; j++) {
			uint32_t feature = row->features[j];
			double value = uk_value(row, j, code, rule_of, s);
			if (value == 0 || (feature && rule_of[feature] != code + 1 && seen[feature] < 2))
				continue;
			view->features[at] = feature;
			view->values[at++] = value;
		}
		view->starts[i + 1] = (uint32_t)at;
	}
	eh_free(seen);
	return good;
}

/* One code's weights into w[features], from the rows of `which`. alpha and order are scratch of `count`. False: no memory. */
static inline bool uk_train_code(const struct uk_row *rows, const uint32_t *which, size_t count, uint16_t code,
        const uint16_t *rule_of, const struct uk_settings *s, double *w, size_t features, double *alpha, uint32_t *order,
        struct eh_random *random)
{
	struct uk_view view;
	bool good = uk_view_make(rows, which, count, code, rule_of, s, features, &view);

	memset(w, 0, features * sizeof *w);
	for (size_t i = 0; good && i < count; i++) {
		alpha[i] = fmin(0.001 * s->cost, 1e-8);
		order[i] = (uint32_t)i;
		for (size_t j = view.starts[i]; j < view.starts[i + 1]; j++)
			w[view.features[j]] += (view.own[i] ? 1 : -1) * alpha[i] * view.values[j];
	}
	for (int pass = 0; good && pass < s->passes; pass++) {
		for (size_t i = count; i > 1; i--) {
			size_t k = eh_random_below(random, i);
			uint32_t swap = order[i - 1];
			order[i - 1] = order[k];
			order[k] = swap;
		}
		for (size_t n = 0; n < count; n++) {
			size_t i = order[n];
			double y = view.own[i] ? 1 : -1, a = 0, b = 0;
			for (size_t j = view.starts[i]; j < view.starts[i + 1]; j++) {
				a += view.values[j] * view.values[j];
				b += view.values[j] * w[view.features[j]];
			}
			double z = uk_step(alpha[i], a, y * b, s->cost), step = (z - alpha[i]) * y;
			for (size_t j = view.starts[i]; j < view.starts[i + 1]; j++)
				w[view.features[j]] += step * view.values[j];
			alpha[i] = z;
		}
	}
	uk_view_finish(&view);
	return good;
}

#endif
