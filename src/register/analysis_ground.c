/* analysis_ground.c: shared ground of services. */
#include <math.h>
#include <stdlib.h>

#include "analysis_private.h"
#include "queries.h"
#include "shared_ground.h"
#include "terms.h"
#include "week.h"

_Static_assert((int)EH_TERM_WORDS == (int)EHC_TERM_WORDS && (int)EH_WEEK_WORDS == (int)EHC_WEEK_WORDS,
        "terms and weeks go to the library as they are");

static const double LEAST_SCORE = 0.5;

enum { LEAST_COUNT = 5 };

/* Everybody is the broader term of whomever a service is for, also of those who do not say. */
static uint64_t with_everyone(uint64_t people)
{
	return people | UINT64_C(1) << (eh_people_find(EH_STR("everyone")) - eh_people);
}

/* The need that two services most share: the first of those that both have. */
static const struct eh_need *shared_need(uint64_t a, uint64_t b)
{
	for (size_t i = 0; i < eh_need_count; i++)
		if (a & b & UINT64_C(1) << i)
			return &eh_needs[i];
	return NULL;
}

static bool in_reach(const struct eh_work *work, const struct eh_supply *supply)
{
	if (supply->everywhere || supply->wards)
		return false; /* protected, at home or going out: no ground of its own */
	return eh_analysis_ward(&work->analysis, supply->ward) != SIZE_MAX;
}

static void take_pair(const struct eh_work *work, const struct ehc_pair *pair, struct eh_overlap_row *row)
{
	const struct eh_supply *a = &work->supply[pair->a], *b = &work->supply[pair->b];
	const struct eh_need *need = shared_need(a->needs, b->needs);
	size_t ward_a = eh_analysis_ward(&work->analysis, a->ward), ward_b = eh_analysis_ward(&work->analysis, b->ward);

	*row = (struct eh_overlap_row){ .a = a->service_id,
		.a_name = a->name,
		.a_organisation = a->organisation,
		.b = b->service_id,
		.b_name = b->name,
		.b_organisation = b->organisation,
		.a_org = a->org_id,
		.b_org = b->org_id,
		.need = eh_str_of(need ? need->code : ""),
		.score = pair->score,
		.area_people = pair->people,
		.cluster = pair->cluster == EHC_NO_CLUSTER ? SIZE_MAX : pair->cluster };
	if (ward_a != SIZE_MAX)
		row->ward_a = work->analysis.wards[ward_a].name;
	if (ward_b != SIZE_MAX)
		row->ward_b = work->analysis.wards[ward_b].name;
}

/* Pairs by need and ward: a pair counts in the ward of each of its services, once where that is one ward. */
static enum eh_rc count_pairs(struct eh_work *work, struct eh_error *err)
{
	struct eh_analysis *analysis = &work->analysis;
	size_t rows = eh_need_count, columns = analysis->ward_count;
	int64_t *counts = eh_alloc_zero(rows * columns + 1, sizeof *counts),
	        *shown = eh_alloc_zero(rows * columns + 1, sizeof *shown);
	int64_t *row_totals = eh_alloc_zero(rows, sizeof *row_totals),
	        *column_totals = eh_alloc_zero(columns, sizeof *column_totals);

	analysis->overlap_counts = eh_alloc_zero(rows * columns + 1, sizeof *analysis->overlap_counts);
	bool good = counts && shown && row_totals && column_totals && analysis->overlap_counts;
	for (size_t i = 0; good && i < analysis->overlap_count; i++) {
		const struct eh_overlap_row *row = &analysis->overlaps[i];
		const struct eh_need *need = eh_need_find(row->need);
		for (size_t w = 0; need && w < columns; w++)
			if (eh_str_eq(analysis->wards[w].name, row->ward_a) || eh_str_eq(analysis->wards[w].name, row->ward_b))
				counts[(size_t)(need - eh_needs) * columns + w]++;
	}
	good = good && ehc_suppress(counts, rows, columns, LEAST_COUNT, shown, row_totals, column_totals) == 0;
	for (size_t i = 0; good && i < rows * columns; i++)
		if (counts[i])
			analysis->overlap_counts[analysis->overlap_count_count++] = (struct eh_overlap_count){
				&eh_needs[i / columns], i % columns, shown[i]
			};
	eh_free(counts);
	eh_free(shown);
	eh_free(row_totals);
	eh_free(column_totals);
	return good ? EH_OK : eh_fail_memory(err);
}

static enum eh_rc take_pairs(struct eh_work *work, const struct ehc_pair *pairs, size_t count, struct eh_error *err)
{
	struct eh_ground_agreed agreed EH_CLEANUP_GROUND_AGREED = { 0 };
	struct eh_analysis *analysis = &work->analysis;

	EH_TRY(eh_ground_agreed_load(work->db, &agreed, err));
	analysis->overlaps = eh_alloc_zero(count, sizeof *analysis->overlaps);
	if (!analysis->overlaps)
		return eh_fail_memory(err);
	for (size_t i = 0; i < count; i++) {
		const struct eh_supply *a = &work->supply[pairs[i].a], *b = &work->supply[pairs[i].b];
		if (in_reach(work, a) || in_reach(work, b))
			take_pair(work, &pairs[i], &analysis->overlaps[analysis->overlap_count++]);
	}
	for (size_t i = 0; i < analysis->overlap_count; i++)
		analysis->overlaps[i].may_show = eh_ground_agreed_find(
		                                         &agreed, analysis->overlaps[i].a, analysis->overlaps[i].b) != NULL;
	return count_pairs(work, err);
}

static enum eh_rc load_residents_if_missing(struct eh_work *work, struct eh_error *err)
{
	for (size_t i = 0; i < work->all_areas; i++)
		if (work->residents[i] > 0)
			return EH_OK;
	return eh_analysis_load_residents(work, err);
}

/* A service as it is compared. Protected services and those at home share no ground that anybody may be told of. */
static enum eh_rc take_ground(const struct eh_supply *supply, struct ehc_ground *ground, struct eh_error *err)
{
	*ground = (struct ehc_ground){ .x = supply->easting,
		.y = supply->northing,
		.beneficiaries = with_everyone(supply->people),
		.provider = supply->provider,
		.stated = supply->stated && supply->needs && !supply->everywhere && !supply->wards };
	if (!ground->stated)
		return EH_OK;
	eh_week_parse(supply->times, ground->week);
	return eh_terms_of(supply->needs, supply->name, supply->activities, ground->category, err);
}

enum eh_rc eh_analysis_overlaps(struct eh_work *work, struct eh_error *err)
{
	struct ehc_ground *ground = eh_alloc_zero(work->supply_count, sizeof *ground);
	struct ehc_point *points = eh_alloc_zero(work->point_count, sizeof *points);
	struct ehc_pair *pairs = NULL;
	size_t count = 0;
	enum eh_rc rc = ground && points ? load_residents_if_missing(work, err) : eh_fail_memory(err);

	for (size_t i = 0; rc == EH_OK && i < work->point_count; i++) {
		points[i] = work->points[i];
		points[i].people *= work->residents[work->points[i].area];
	}
	for (size_t j = 0; rc == EH_OK && j < work->supply_count; j++) {
		rc = take_ground(&work->supply[j], &ground[j], err);
		work->analysis.not_enough_known += !ground[j].stated;
	}
	if (rc == EH_OK && ehc_shared_ground(points, work->point_count, ground, work->supply_count, LEAST_SCORE, &ehc_defaults,
	                           work->threads, &pairs, &count) != 0)
		rc = eh_fail_memory(err);
	if (rc == EH_OK)
		rc = take_pairs(work, pairs, count, err);
	ehc_free(pairs);
	eh_free(ground);
	eh_free(points);
	return rc;
}
