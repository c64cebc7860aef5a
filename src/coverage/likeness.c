#include "likeness.h"

#include <math.h>

/* Bits set in few: services have a handful of terms. */
static unsigned count(uint64_t bits)
{
	unsigned n = 0;

	for (; bits; bits &= bits - 1)
		n++;
	return n;
}

void eh_roots_init(struct eh_roots *roots)
{
	for (int all = 0; all < EH_ROOTS; all++)
		for (int shared = 0; shared <= all; shared++) {
			double share = all ? (double)shared / all : 1;
			roots->category[all][shared] = pow(share, 0.4);
			roots->beneficiaries[all][shared] = pow(share, 0.2);
		}
	roots->unknown_hours = pow(0.5, 0.1);
}

void eh_stand_init(struct eh_stand *stand, const struct ehc_ground *services, uint32_t number)
{
	const struct ehc_ground *service = &services[number];

	*stand = (struct eh_stand){ .beneficiaries = service->beneficiaries,
		.service = service,
		.number = number,
		.provider = service->provider,
		.groups = (uint16_t)count(service->beneficiaries) };
	for (int w = 0; w < EHC_TERM_WORDS; w++) {
		stand->category[w] = service->category[w];
		stand->terms = (uint16_t)(stand->terms + count(service->category[w]));
	}
	for (int w = 0; w < EHC_WEEK_WORDS; w++)
		stand->hours |= service->week[w] != 0;
}

static double hours_shared(const struct ehc_ground *a, const struct ehc_ground *b)
{
	unsigned both = 0, of_a = 0, of_b = 0;

	for (int w = 0; w < EHC_WEEK_WORDS; w++) {
		both += count(a->week[w] & b->week[w]);
		of_a += count(a->week[w]);
		of_b += count(b->week[w]);
	}
	return (double)both / (of_a < of_b ? of_a : of_b);
}

double eh_likeness(const struct eh_roots *roots, const struct eh_stand *a, const struct eh_stand *b)
{
	unsigned terms = 0, groups;

	for (int w = 0; w < EHC_TERM_WORDS; w++)
		terms += count(a->category[w] & b->category[w]);
	if (!terms)
		return 0;
	groups = count(a->beneficiaries & b->beneficiaries);
	unsigned all_terms = a->terms + b->terms - terms, all_groups = a->groups + b->groups - groups;
	double c = all_terms < EH_ROOTS ? roots->category[all_terms][terms] : pow((double)terms / all_terms, 0.4);
	double of = all_groups < EH_ROOTS ? roots->beneficiaries[all_groups][groups] : pow((double)groups / all_groups, 0.2);
	return c * of * (a->hours && b->hours ? pow(hours_shared(a->service, b->service), 0.1) : roots->unknown_hours);
}

double eh_ground_needed(double alike, double least)
{
	static const double HAIR = 1 - 1e-9;

	if (!(alike > least))
		return 2;
	double share = fmax(0, least) / alike;
	return share * share * share * cbrt(share) * HAIR; /* to the power of 1 ÷ 0.3 */
}
