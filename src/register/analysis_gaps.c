/* analysis_gaps.c: who needs what in each area, what is there for it, and the gaps that follow. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "analysis_measures.h"
#include "queries.h"

enum eh_rc eh_analysis_load_residents(struct eh_work *work, struct eh_error *err)
{
	struct eh_measure total = { 0 };
	enum eh_rc rc = eh_measure_fetch(work->db, &total, "total", false, err);

	if (rc == EH_OK && !total.known)
		rc = eh_analysis_warn(&work->analysis,
		        "No population is known: every area counts as 1,500 people. Import a table of kind population.", err);
	for (size_t i = 0; i < work->all_areas; i++) {
		double people = total.known ? eh_measure_of(&total, work->area_ids[i]) : 1500;
		work->residents[i] = isnan(people) ? 0 : people;
		if (i < work->analysis.area_count)
			work->analysis.areas[i].people = work->residents[i];
	}
	eh_measure_finish(&total);
	for (size_t i = 0; i < work->analysis.area_count; i++) {
		struct eh_place_area *area = &work->analysis.areas[i];
		if (area->ward != SIZE_MAX) {
			work->analysis.wards[area->ward].people += area->people;
			work->analysis.wards[area->ward].areas++;
		}
	}
	return rc;
}

/* What one need is worked out from. */
struct need_work {
	struct ehc_service *services;
	struct ehc_point *points;
	double *people, *percentile;
	struct ehc_row *rows;
};

static bool need_work_init(struct need_work *need, const struct eh_work *work)
{
	need->services = eh_alloc_zero(work->supply_count, sizeof *need->services);
	need->points = eh_alloc_zero(work->point_count, sizeof *need->points);
	need->people = eh_alloc_zero(work->all_areas, sizeof *need->people);
	need->percentile = eh_alloc_zero(work->all_areas, sizeof *need->percentile);
	need->rows = eh_alloc_zero(work->all_areas, sizeof *need->rows);
	return need->services && need->points && need->people && need->percentile && need->rows;
}

static void need_work_finish(struct need_work *need)
{
	eh_free(need->services);
	eh_free(need->points);
	eh_free(need->people);
	eh_free(need->percentile);
	eh_free(need->rows);
}

/* From wards to small areas, once all of these have their numbers. */
static enum eh_rc mark_areas(struct eh_work *work, struct eh_error *err)
{
	for (size_t j = 0; j < work->supply_count; j++) {
		struct eh_supply *supply = &work->supply[j];
		if (!supply->wards)
			continue;
		supply->areas = eh_arena_alloc_zero(&work->analysis.arena, work->all_areas, sizeof *supply->areas);
		if (!supply->areas)
			return eh_fail_memory(err);
		for (size_t i = 0; i < work->analysis.area_count; i++)
			supply->areas[i] = work->analysis.areas[i].ward != SIZE_MAX &&
			                   supply->wards[work->analysis.areas[i].ward];
	}
	return EH_OK;
}

/* What is protected serves the whole place in what it is protected for. That a refuge also runs an art class does not put art within
 * everybody's reach, and to say where it does would say where it is. */
bool eh_analysis_counts_for(const struct eh_supply *supply, size_t need)
{
	static const char *const PROTECTED[] = { "abuse", "asylum", "housing", "family", "childcare" };

	if (!(supply->needs >> need & 1))
		return false;
	for (size_t i = 0; supply->hidden && i < sizeof PROTECTED / sizeof *PROTECTED; i++)
		if (strcmp(eh_needs[need].code, PROTECTED[i]) == 0)
			return true;
	return !supply->hidden;
}

static size_t take_supply(const struct eh_work *work, size_t need, struct ehc_service *services, struct eh_need_summary *summary)
{
	size_t count = 0;

	for (size_t j = 0; j < work->supply_count; j++) {
		const struct eh_supply *supply = &work->supply[j];
		if (!eh_analysis_counts_for(supply, need))
			continue;
		services[count++] = (struct ehc_service){ supply->easting, supply->northing, supply->capacity, supply->provider,
			supply->everywhere, supply->located, supply->areas };
		summary->capacity_known |= !isnan(supply->capacity);
		if (supply->everywhere)
			summary->whole_place++;
		else if (supply->located)
			summary->located++;
		else
			summary->registered++;
	}
	return count;
}

static void take_row(const struct ehc_row *from, double people, double percentile, struct eh_coverage_row *row)
{
	*row = (struct eh_coverage_row){ .people = people,
		.need_percentile = percentile,
		.access = from->access[1],
		.access_ratio = from->ratio[1],
		.gap = (enum eh_gap)from->gap[1],
		.fragile = from->fragile,
		.priority = from->priority,
		.largest_share = from->largest_share,
		.services = from->services };
	for (int t = 0; t < EHC_BANDS; t++)
		row->reach[t] = from->reach[t];
	if (row->gap == EH_GAP_NONE)
		return;
	row->standing = isnan(percentile) && row->gap == EH_GAP_RELATIVE ? EH_STANDING_NOT_KNOWN
	                : from->robust                                   ? EH_STANDING_ROBUST
	                                                                 : EH_STANDING_INDICATED;
}

static void count_row(const struct eh_coverage_row *row, struct eh_need_summary *summary)
{
	if (row->gap == EH_GAP_NONE) {
		summary->fragile += row->fragile;
		return;
	}
	summary->people_in_gap += row->people;
	summary->areas_in_gap++;
	summary->absolute += row->gap == EH_GAP_ABSOLUTE;
	summary->relative += row->gap == EH_GAP_RELATIVE;
	summary->robust += row->standing >= EH_STANDING_ROBUST;
	summary->confirmed += row->standing == EH_STANDING_CONFIRMED;
}

static void summarise(const struct eh_work *work, const struct need_work *need, size_t number, struct eh_need_summary *summary)
{
	double people = 0, reached = 0;

	for (size_t i = 0; i < work->analysis.area_count; i++) {
		struct eh_coverage_row *row = &work->analysis.rows[i * work->analysis.need_count + number];
		take_row(&need->rows[i], need->people[i], need->percentile[i], row);
		if (row->access_ratio > 0)
			summary->mean_access = row->access / row->access_ratio;
		if (!isnan(row->reach[1])) {
			people += row->people;
			reached += row->people * row->reach[1];
		}
		count_row(row, summary);
	}
	summary->reach = people > 0 ? reached / people : (double)NAN;
}

/* Sites are the middles of the place's areas; people beyond the boundary do not count. */
static enum eh_rc where_next(struct eh_work *work, const struct need_work *need, size_t services, struct eh_need_summary *summary,
        struct eh_error *err)
{
	const struct eh_analysis *analysis = &work->analysis;
	double(*sites)[2] = eh_alloc_zero(analysis->area_count, sizeof *sites);
	size_t chosen[EH_WHERE_NEXT], points = 0;
	double gain[EH_WHERE_NEXT];

	if (!sites)
		return eh_fail_memory(err);
	for (size_t i = 0; i < analysis->area_count; i++) {
		sites[i][0] = analysis->areas[i].easting;
		sites[i][1] = analysis->areas[i].northing;
	}
	while (points < work->point_count && work->points[points].area < analysis->area_count)
		points++;
	int count = ehc_where_next(need->points, points, need->services, services, (const double(*)[2])sites,
	        analysis->area_count, EH_WHERE_NEXT, &ehc_defaults, chosen, gain);
	eh_free(sites);
	if (count < 0)
		return eh_fail_memory(err);
	for (int i = 0; i < count; i++) {
		summary->next[i].area = chosen[i];
		summary->next[i].people = gain[i];
	}
	summary->next_count = (size_t)count;
	return EH_OK;
}

static enum eh_rc one_need(struct eh_work *work, size_t number, struct need_work *need, struct eh_measure *measure,
        struct eh_measure *population, struct eh_error *err)
{
	struct eh_need_summary *summary = &work->analysis.needs[number];

	EH_TRY(eh_measure_fetch(work->db, measure, summary->need->measure, true, err));
	EH_TRY(eh_measure_fetch(work->db, population, summary->need->population, false, err));
	for (size_t i = 0; i < work->all_areas; i++) {
		double people = eh_measure_of(population, work->area_ids[i]);
		need->people[i] = isnan(people) ? work->residents[i] : people;
		need->percentile[i] = eh_measure_of(measure, work->area_ids[i]);
	}
	for (size_t i = 0; i < work->point_count; i++) {
		need->points[i] = work->points[i];
		need->points[i].people *= need->people[work->points[i].area];
	}
	size_t services = take_supply(work, (size_t)(summary->need - eh_needs), need->services, summary);
	int rc = ehc_need(need->points, work->point_count, need->services, services, need->people, need->percentile,
	        work->in_place, work->all_areas, &ehc_defaults, work->threads, need->rows);
	if (rc)
		return rc == EHC_NO_MEMORY ? eh_fail_memory(err)
		                           : eh_fail(err, EH_INVALID, "the people of the place are out of order");
	summarise(work, need, number, summary);
	return where_next(work, need, services, summary, err);
}

static enum eh_rc choose_needs(struct eh_work *work, struct eh_error *err)
{
	struct eh_analysis *analysis = &work->analysis;

	analysis->needs = eh_alloc_zero(eh_need_count, sizeof *analysis->needs);
	if (!analysis->needs)
		return eh_fail_memory(err);
	for (size_t i = 0; i < eh_need_count; i++)
		if (eh_needs[i].measure && (!work->what_if || eh_str_eq(work->what_if->need, eh_str_of(eh_needs[i].code))))
			analysis->needs[analysis->need_count++].need = &eh_needs[i];
	if (!analysis->need_count)
		return eh_fail(err, EH_NOT_FOUND, "No need of that name is judged for gaps.");
	analysis->rows = eh_alloc_zero(analysis->area_count * analysis->need_count, sizeof *analysis->rows);
	return analysis->rows ? EH_OK : eh_fail_memory(err);
}

/* Organisations that say they work in the place and give no place of help there: they are in no catchment, and the tables say how many. */
static enum eh_rc count_elsewhere(struct eh_work *work, struct eh_error *err)
{
	struct eh_cursor rows EH_CLEANUP_CURSOR = { 0 };
	struct eh_map has EH_CLEANUP_MAP = { 0 };
	struct eh_q_organisation_needs_in row;
	enum eh_rc rc = EH_OK;

	for (size_t j = 0; j < work->supply_count; j++)
		if (eh_map_put(&has, work->supply[j].org_id, 1, NULL, NULL) < 0)
			return eh_fail_memory(err);
	rc = eh_q_organisation_needs_in(work->db, work->analysis.council, &rows, err);
	while (rc == EH_OK && (rc = eh_q_organisation_needs_in_next(&rows, &row, err)) == EH_OK) {
		if (eh_map_get(&has, row.org_id))
			continue;
		for (size_t n = 0; n < work->analysis.need_count; n++)
			work->analysis.needs[n].elsewhere += eh_str_eq(row.code, eh_str_of(work->analysis.needs[n].need->code));
	}
	return rc == EH_END ? EH_OK : rc;
}

enum eh_rc eh_analysis_gaps(struct eh_work *work, struct eh_error *err)
{
	struct need_work need = { 0 };
	struct eh_measure measure = { 0 }, population = { 0 };
	struct eh_q_source_kind_count feeds;

	EH_TRY(eh_analysis_load_residents(work, err));
	EH_TRY(mark_areas(work, err));
	EH_TRY(choose_needs(work, err));
	enum eh_rc rc = need_work_init(&need, work) ? EH_OK : eh_fail_memory(err);
	for (size_t i = 0; rc == EH_OK && i < work->analysis.need_count; i++)
		rc = one_need(work, i, &need, &measure, &population, err);
	need_work_finish(&need);
	eh_measure_finish(&measure);
	eh_measure_finish(&population);
	EH_TRY(rc);
	EH_TRY(count_elsewhere(work, err));
	EH_TRY(eh_q_source_kind_count(work->db, EH_STR("open-referral"), &work->analysis.arena, &feeds, err));
	work->analysis.public_services_missing = feeds.count == 0;
	if (!work->analysis.public_services_missing)
		return EH_OK;
	return eh_analysis_warn(&work->analysis,
	        "No directory of the council's and the health service's own services is in the picture: every gap, overlap and "
	        "what-if leaves them out.",
	        err);
}
