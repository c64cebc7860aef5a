#include "kinds.h"

#include <math.h>
#include <stdlib.h>

enum { MOST_KINDS = 2048 };

static double share_of(const uint64_t *a, const uint64_t *b, size_t words)
{
	int both = 0, all = 0;

	for (size_t w = 0; w < words; w++) {
		both += __builtin_popcountll(a[w] & b[w]);
		all += __builtin_popcountll(a[w] | b[w]);
	}
	return all ? (double)both / (double)all : 1;
}

static double hours_shared(const struct ehc_ground *a, const struct ehc_ground *b)
{
	int both = 0, of_a = 0, of_b = 0;

	for (int w = 0; w < EHC_WEEK_WORDS; w++) {
		both += __builtin_popcountll(a->week[w] & b->week[w]);
		of_a += __builtin_popcountll(a->week[w]);
		of_b += __builtin_popcountll(b->week[w]);
	}
	return of_a && of_b ? (double)both / (double)(of_a < of_b ? of_a : of_b) : 0.5;
}

/* A hair less than exact is asked for, so that rounding loses no pair; what passes is scored exactly. */
struct eh_likeness eh_likeness_of(const struct ehc_ground *a, const struct ehc_ground *b, double least)
{
	static const double HAIR = 1 - 1e-9;
	double alike = pow(share_of(a->category, b->category, EHC_TERM_WORDS), 0.4) *
	               pow(share_of(&a->beneficiaries, &b->beneficiaries, 1), 0.2) * pow(hours_shared(a, b), 0.1);

	return (struct eh_likeness){ alike, alike > least ? pow(fmax(0, least) / alike, 1 / 0.3) * HAIR : 2 };
}

static int compare(const void *a, const void *b, void *context)
{
	const struct ehc_ground *services = context, *x = &services[*(const uint32_t *)a], *y = &services[*(const uint32_t *)b];
	int order = memcmp(x->category, y->category, sizeof x->category);

	return order ? order : (x->beneficiaries > y->beneficiaries) - (x->beneficiaries < y->beneficiaries);
}

/* Numbers the combinations; the first service of each is left at the front of `order`. */
static void number(struct eh_kinds *kinds, uint32_t *order, size_t count)
{
	void *services = (void *)(uintptr_t)kinds->services;

	for (size_t i = 0; i < count; i++)
		order[i] = (uint32_t)i;
	qsort_r(order, count, sizeof *order, compare, services);
	for (size_t i = 0; i < count; i++) {
		if (!i || compare(&order[i], &order[kinds->count - 1], services) != 0)
			order[kinds->count++] = order[i];
		kinds->kind[order[i]] = (uint32_t)kinds->count - 1;
	}
}

static bool compare_all(struct eh_kinds *kinds, const uint32_t *first)
{
	kinds->table = eh_alloc_zero(kinds->count * kinds->count, sizeof *kinds->table);
	if (!kinds->table)
		return false;
	for (size_t k = 0; k < kinds->count; k++)
		for (size_t l = k; l < kinds->count; l++) {
			struct ehc_ground a = kinds->services[first[k]], b = kinds->services[first[l]];
			memset(a.week, 0, sizeof a.week);
			memset(b.week, 0, sizeof b.week);
			kinds->table[k * kinds->count + l] = kinds->table[l * kinds->count + k] = eh_likeness_of(&a, &b, kinds->least);
		}
	return true;
}

enum eh_rc eh_kinds_init(struct eh_kinds *kinds, const struct ehc_ground *services, size_t count, double least)
{
	uint32_t *order = eh_alloc_zero(count, sizeof *order);
	bool good;

	*kinds = (struct eh_kinds){ .services = services, .least = least, .kind = eh_alloc_zero(count, sizeof *kinds->kind) };
	good = order && kinds->kind;
	if (good && count) {
		number(kinds, order, count);
		good = kinds->count > MOST_KINDS || compare_all(kinds, order);
	}
	eh_free(order);
	return good ? EH_OK : EH_NO_MEMORY;
}

void eh_kinds_finish(struct eh_kinds *kinds)
{
	eh_free(kinds->kind);
	eh_free(kinds->table);
	*kinds = (struct eh_kinds){ 0 };
}
