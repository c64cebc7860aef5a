#include "platt.h"

#include <math.h>

enum { ROUNDS = 40 };
static const double LN2 = 0.6931471805599453;

/* How far people's answers are expected to move the line, in bits, and the slope, before any is given. */
static const double SHIFT_SD = 1, SCALE_SD = 0.3, LEAST_SCALE = 0.2, MOST_SHIFT = 8;

/* One step of Newton's method on the log posterior; how far it went. */
static double step(const struct eh_platt_answer *answers, size_t count, struct eh_platt *platt)
{
	double a = platt->shift, b = platt->scale;
	double ga = -a / (SHIFT_SD * SHIFT_SD), gb = -(b - 1) / (SCALE_SD * SCALE_SD);
	double haa = 1 / (SHIFT_SD * SHIFT_SD), hbb = 1 / (SCALE_SD * SCALE_SD), hab = 0;

	for (size_t i = 0; i < count; i++) {
		double w = answers[i].weight, p = 1 / (1 + exp(-LN2 * (a + b * w)));
		double error = LN2 * ((answers[i].same ? 1 : 0) - p), curve = LN2 * LN2 * p * (1 - p);
		ga += error;
		gb += error * w;
		haa += curve;
		hab += curve * w;
		hbb += curve * w * w;
	}
	double determinant = haa * hbb - hab * hab;
	double da = (hbb * ga - hab * gb) / determinant, db = (haa * gb - hab * ga) / determinant;
	/* Answers that weights keep wholly apart would throw the first steps far. */
	double far = fmax(fabs(da), fabs(db)), keep = far > 1 ? 1 / far : 1;
	platt->shift += keep * da;
	platt->scale += keep * db;
	return far;
}

void eh_platt_fit(const struct eh_platt_answer *answers, size_t count, struct eh_platt *ret_platt)
{
	struct eh_platt platt = { 0, 1, count };

	for (int round = 0; count && round < ROUNDS; round++)
		if (step(answers, count, &platt) < 1e-9)
			break;
	platt.scale = fmax(platt.scale, LEAST_SCALE);
	platt.shift = fmin(fmax(platt.shift, -MOST_SHIFT), MOST_SHIFT);
	*ret_platt = platt;
}

double eh_platt_weight(const struct eh_platt *platt, double weight)
{
	return platt->decisions ? platt->shift + platt->scale * weight : weight;
}

double eh_platt_back(const struct eh_platt *platt, double calibrated)
{
	return platt->decisions ? (calibrated - platt->shift) / platt->scale : calibrated;
}
