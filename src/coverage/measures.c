/* measures.c: the formulas that need no map. */
#include <math.h>

#include "evenhand/coverage.h"

double ehc_density(size_t organisations, double people)
{
	return people > 0 ? 1000 * (double)organisations / people : (double)NAN;
}

void ehc_access_from_times(const double *people, size_t area_count, const double *capacity, size_t service_count,
        const double *minutes, const struct ehc_parameters *parameters, double *ret_access)
{
	const struct ehc_parameters *p = parameters ? parameters : &ehc_defaults;

	for (size_t i = 0; i < area_count; i++)
		ret_access[i] = 0;
	for (size_t j = 0; j < service_count; j++) {
		double demand = 0;
		for (int pass = 0; pass < 2; pass++)
			for (size_t i = 0; i < area_count; i++) {
				double t = minutes[i * service_count + j], weight = 0;
				for (int band = EHC_BANDS; band--;)
					weight = t <= p->minutes[band] ? p->weights[band] : weight;
				if (pass == 0)
					demand += people[i] > 0 ? people[i] * weight : 0;
				else if (demand > 0)
					ret_access[i] += (isnan(capacity[j]) ? 1 : capacity[j]) / demand * weight;
			}
	}
}

struct ehc_estimate ehc_complete(int64_t n1, int64_t n2, int64_t m)
{
	enum { FEWEST = 7 };
	static const double HALF_WIDTH = 1.959964; /* of a 95% normal interval, in standard deviations */
	double a = (double)n1, b = (double)n2, c = (double)m, found = a + b - c;
	struct ehc_estimate result = { .too_few = m < FEWEST };

	result.estimate = (a + 1) * (b + 1) / (c + 1) - 1;
	double variance = (a + 1) * (b + 1) * (a - c) * (b - c) / ((c + 1) * (c + 1) * (c + 2));
	double half = HALF_WIDTH * sqrt(fmax(0, variance));
	result.low = fmax(found, result.estimate - half);
	result.high = result.estimate + half;
	return result;
}
