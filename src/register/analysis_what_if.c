/* analysis_what_if.c: the supply as it would be if some services closed and one more opened. */
#include <math.h>
#include <stdlib.h>

#include "analysis_private.h"

/* Sums of the same services in another order differ by less. */
static const double HAIR = 1e-9;

struct eh_coverage_row eh_what_if_row(const struct eh_analysis *now, size_t need, const struct eh_analysis *what_if, size_t area)
{
	const struct eh_coverage_row *before = &now->rows[area * now->need_count + need];
	struct eh_coverage_row after = what_if->rows[area];
	double mean = now->needs[need].mean_access;
	bool same = fabs(after.access - before->access) <= HAIR * fabs(before->access);

	after.access_ratio = same ? before->access_ratio : mean > 0 ? after.access / mean : 1;
	if (isnan(after.reach[1]))
		after.gap = EH_GAP_NONE;
	else if (after.reach[1] <= 0)
		after.gap = EH_GAP_ABSOLUTE;
	else
		after.gap = after.access_ratio < ehc_defaults.low_ratio && after.need_percentile >= ehc_defaults.high_need
		                    ? EH_GAP_RELATIVE
		                    : EH_GAP_NONE;
	return after;
}

static bool is_taken_out(const struct eh_what_if *what_if, struct eh_str service_id)
{
	for (size_t i = 0; i < what_if->taken_count; i++)
		if (eh_str_eq(what_if->taken_out[i], service_id))
			return true;
	return false;
}

static int by_organisation(const void *a, const void *b)
{
	const struct eh_supply_row *x = a, *y = b;
	int order = eh_str_cmp(x->organisation, y->organisation);

	return order ? order : eh_str_cmp(x->service_id, y->service_id);
}

/* The services of the need that may be named, before anything is changed. */
static enum eh_rc list(struct eh_work *work, size_t need, struct eh_error *err)
{
	struct eh_analysis *analysis = &work->analysis;

	analysis->supply = eh_arena_alloc_zero(&analysis->arena, work->supply_count + 1, sizeof *analysis->supply);
	if (!analysis->supply)
		return eh_fail_memory(err);
	for (size_t i = 0; i < work->supply_count; i++) {
		const struct eh_supply *supply = &work->supply[i];
		if (supply->hidden || !eh_analysis_counts_for(supply, need))
			continue;
		analysis->supply[analysis->supply_count++] = (struct eh_supply_row){ supply->service_id, supply->name,
			supply->organisation, supply->ward, is_taken_out(work->what_if, supply->service_id) };
	}
	qsort(analysis->supply, analysis->supply_count, sizeof *analysis->supply, by_organisation);
	return EH_OK;
}

/* One provider more than there are, so that it shares nobody's part of access. */
static enum eh_rc add(struct eh_work *work, size_t need, struct eh_error *err)
{
	struct eh_supply *grown = eh_realloc(work->supply, work->supply_count + 1, sizeof *work->supply);
	uint32_t provider = 0;

	if (!grown)
		return eh_fail_memory(err);
	work->supply = grown;
	for (size_t i = 0; i < work->supply_count; i++)
		provider = work->supply[i].provider >= provider ? work->supply[i].provider + 1 : provider;
	work->supply[work->supply_count++] = (struct eh_supply){ .needs = UINT64_C(1) << need,
		.easting = work->what_if->easting,
		.northing = work->what_if->northing,
		.capacity = NAN,
		.provider = provider,
		.stated = true,
		.located = true,
		.open = true };
	return EH_OK;
}

enum eh_rc eh_analysis_change_supply(struct eh_work *work, struct eh_error *err)
{
	const struct eh_need *found = eh_need_find(work->what_if->need);
	size_t kept = 0;

	if (!found)
		return eh_fail(err, EH_NOT_FOUND, "No need of that name is judged for gaps.");
	size_t need = (size_t)(found - eh_needs);
	EH_TRY(list(work, need, err));
	for (size_t i = 0; i < work->supply_count; i++)
		if (work->supply[i].hidden || !eh_analysis_counts_for(&work->supply[i], need) ||
		        !is_taken_out(work->what_if, work->supply[i].service_id))
			work->supply[kept++] = work->supply[i];
	work->supply_count = kept;
	return work->what_if->add ? add(work, need, err) : EH_OK;
}
