/* analysis.c: one place's list and reference tables, given to the coverage library and taken back. */
#include "analysis.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "analysis_private.h"
#include "queries.h"

const char *eh_gap_name(enum eh_gap gap)
{
	static const char *const NAMES[] = { "none", "relative", "absolute" };

	return NAMES[gap];
}

const char *eh_standing_name(enum eh_standing standing)
{
	static const char *const NAMES[] = { "not known", "indicated", "robust", "confirmed" };

	return NAMES[standing];
}

enum eh_rc eh_analysis_warn(struct eh_analysis *analysis, const char *text, struct eh_error *err)
{
	if (analysis->warning_count == sizeof analysis->warnings / sizeof *analysis->warnings)
		return EH_OK;
	struct eh_str copy = eh_arena_str(&analysis->arena, eh_str_of(text));
	if (!copy.p)
		return eh_fail_memory(err);
	analysis->warnings[analysis->warning_count++] = copy;
	return EH_OK;
}

static enum eh_rc name_place(struct eh_work *work, struct eh_str council, struct eh_error *err)
{
	struct eh_analysis *analysis = &work->analysis;
	struct eh_q_place_find place;
	enum eh_rc rc = eh_q_place_find(work->db, council, &analysis->arena, &place, err);

	analysis->council = eh_arena_str(&analysis->arena, council);
	if (!analysis->council.p)
		return eh_fail_memory(err);
	if (rc == EH_OK) {
		analysis->place_id = place.place_id;
		analysis->place_name = place.name;
		analysis->synthetic = place.synthetic != 0;
		return EH_OK;
	}
	if (rc != EH_NOT_FOUND)
		return rc;
	const struct eh_area *area = eh_gazetteer_area_by_code(work->gazetteer, council);
	analysis->place_id = analysis->council;
	analysis->place_name = area ? eh_arena_str(&analysis->arena, area->name) : analysis->council;
	return EH_OK;
}

static int by_code(const void *a, const void *b)
{
	return eh_str_cmp(((const struct eh_place_area *)a)->code, ((const struct eh_place_area *)b)->code);
}

static int by_name(const void *a, const void *b)
{
	const struct eh_place_ward *x = a, *y = b;
	int order = eh_str_cmp(x->name, y->name);

	return order ? order : eh_str_cmp(x->code, y->code);
}

static struct eh_str keep(struct eh_work *work, struct eh_str s) { return eh_db_keep(&work->analysis.arena, s); }

/* The name people use for a small area, or for the larger one round it. */
static struct eh_str neighbourhood_of(const struct eh_work *work, const struct eh_area *area)
{
	const struct eh_area *round = area->friendly_name.n ? area : eh_gazetteer_area(work->gazetteer, area->msoa);

	return round ? round->friendly_name : (struct eh_str){ NULL, 0 };
}

/* Areas whose list gives no centre have it in the middle of their live postcodes. */
static enum eh_rc find_middles(struct eh_work *work, struct eh_error *err)
{
	struct eh_cursor rows EH_CLEANUP_CURSOR = { 0 };
	struct eh_q_postcode_middle_by_lsoa row;
	size_t at = 0; /* areas are in order of number, as the rows are */
	enum eh_rc rc = eh_q_postcode_middle_by_lsoa(work->db, &rows, err);

	while (rc == EH_OK && (rc = eh_q_postcode_middle_by_lsoa_next(&rows, &row, err)) == EH_OK) {
		while (at < work->analysis.area_count && work->areas[at].area->area_id < row.lsoa)
			at++;
		struct eh_place_area *area = at < work->analysis.area_count ? &work->areas[at] : NULL;
		if (area && area->area->area_id == row.lsoa && isnan(area->area->latitude))
			eh_grid_from_lat_long(row.latitude, row.longitude, &area->easting, &area->northing);
	}
	return rc == EH_END ? EH_OK : rc;
}

/* Small areas of 2021 (or of the only vintage there is) that lie in the council's area. */
static enum eh_rc find_areas(struct eh_work *work, struct eh_error *err)
{
	struct eh_analysis *analysis = &work->analysis;
	const struct eh_area *council = eh_gazetteer_area_by_code(work->gazetteer, analysis->council);
	size_t total, cap = 0;
	const struct eh_area *areas = eh_gazetteer_areas(work->gazetteer, &total);
	bool missing = false;

	for (size_t i = 0; council && i < total; i++) {
		struct eh_place_area area = { .area = &areas[i], .ward = SIZE_MAX };
		if (areas[i].council != council->area_id || !eh_str_eq(areas[i].kind, EH_STR("lsoa")) ||
		        (areas[i].vintage && areas[i].vintage < 2021))
			continue;
		area.code = keep(work, areas[i].code);
		area.name = keep(work, areas[i].name);
		area.neighbourhood = keep(work, neighbourhood_of(work, &areas[i]));
		area.label = area.neighbourhood.n ? eh_arena_printf(&analysis->arena, "%.*s (%.*s)", EH_FMT(area.name),
		                                            EH_FMT(area.neighbourhood))
		                                  : area.name;
		if (!isnan(areas[i].latitude))
			eh_grid_from_lat_long(areas[i].latitude, areas[i].longitude, &area.easting, &area.northing);
		missing |= isnan(areas[i].latitude);
		if (!area.code.p || !eh_vec_grow(&work->areas, analysis->area_count, &cap, sizeof area))
			return eh_fail_memory(err);
		analysis->areas = work->areas; /* whose they are, also when what follows fails */
		work->areas[analysis->area_count++] = area;
	}
	if (!analysis->area_count)
		return eh_fail(err, EH_NOT_FOUND,
		        "no small area of %.*s is known; import a look-up of areas (evenhand import FILE --kind areas), as "
		        "docs/REFERENCE-DATA.md says",
		        EH_FMT(analysis->council));
	if (missing)
		EH_TRY(find_middles(work, err));
	qsort(analysis->areas, analysis->area_count, sizeof *analysis->areas, by_code);
	return EH_OK;
}

static enum eh_rc find_wards(struct eh_work *work, struct eh_error *err)
{
	struct eh_analysis *analysis = &work->analysis;
	size_t cap = 0;

	for (size_t i = 0; i < analysis->area_count; i++) {
		const struct eh_area *ward = eh_gazetteer_area(work->gazetteer, analysis->areas[i].area->ward);
		size_t w = 0;
		while (ward && w < analysis->ward_count && !eh_str_eq(work->wards[w].code, ward->code))
			w++;
		if (!ward || w < analysis->ward_count)
			continue;
		struct eh_place_ward new = { .code = keep(work, ward->code), .name = keep(work, ward->name) };
		if (!new.name.p || !eh_vec_grow(&work->wards, analysis->ward_count, &cap, sizeof new))
			return eh_fail_memory(err);
		analysis->wards = work->wards;
		work->wards[analysis->ward_count++] = new;
	}
	if (analysis->ward_count)
		qsort(analysis->wards, analysis->ward_count, sizeof *analysis->wards, by_name);
	for (size_t i = 0; i < analysis->area_count; i++) {
		const struct eh_area *ward = eh_gazetteer_area(work->gazetteer, analysis->areas[i].area->ward);
		for (size_t w = 0; ward && w < analysis->ward_count; w++)
			if (eh_str_eq(analysis->wards[w].code, ward->code))
				analysis->areas[i].ward = w;
	}
	return EH_OK;
}

size_t eh_analysis_ward(const struct eh_analysis *analysis, struct eh_str code)
{
	for (size_t w = 0; code.n && w < analysis->ward_count; w++)
		if (eh_str_eq(analysis->wards[w].code, code))
			return w;
	return SIZE_MAX;
}

static enum eh_rc load_shapes(struct eh_work *work, const char *kind, struct eh_error *err)
{
	struct eh_analysis *analysis = &work->analysis;
	struct eh_cursor rows EH_CLEANUP_CURSOR = { 0 };
	struct eh_q_area_shapes row;
	bool wards = strcmp(kind, "ward") == 0;
	enum eh_rc rc = eh_q_area_shapes(work->db, eh_str_of(kind), EH_DB_NULL, &rows, err);

	while (rc == EH_OK && (rc = eh_q_area_shapes_next(&rows, &row, err)) == EH_OK) {
		const struct eh_area *area = eh_gazetteer_area(work->gazetteer, row.area_id);
		struct eh_str *slot = NULL;
		if (!area)
			continue;
		if (wards) {
			size_t w = eh_analysis_ward(analysis, area->code);
			slot = w == SIZE_MAX ? NULL : &analysis->wards[w].shape;
		} else {
			struct eh_place_area key = { .code = area->code };
			struct eh_place_area *found = bsearch(&key, analysis->areas, analysis->area_count, sizeof key, by_code);
			slot = found ? &found->shape : NULL;
		}
		if (slot && !(*slot = eh_arena_str(&analysis->arena, row.shape)).p)
			return eh_fail_memory(err);
	}
	return rc == EH_END ? EH_OK : rc;
}

static enum eh_rc load_place(struct eh_work *work, struct eh_str council, unsigned parts, struct eh_error *err)
{
	EH_TRY(eh_gazetteer_new(work->db, &work->gazetteer, err));
	EH_TRY(name_place(work, council, err));
	EH_TRY(find_areas(work, err));
	EH_TRY(find_wards(work, err));
	if (!(parts & EH_ANALYSE_SHAPES))
		return EH_OK;
	EH_TRY(load_shapes(work, "lsoa", err));
	return load_shapes(work, "ward", err);
}

static enum eh_rc analyse(struct eh_db *db, struct eh_str council, unsigned parts, const struct eh_what_if *what_if,
        size_t threads, struct eh_analysis *ret_analysis, struct eh_error *err)
{
	struct eh_work work = { .db = db, .threads = threads, .what_if = what_if };
	enum eh_rc rc = load_place(&work, council, parts, err);

	if (rc == EH_OK)
		rc = eh_analysis_load_supply(&work, err);
	if (rc == EH_OK && what_if)
		rc = eh_analysis_change_supply(&work, err);
	if (rc == EH_OK && (parts & (EH_ANALYSE_GAPS | EH_ANALYSE_OVERLAPS)))
		rc = eh_analysis_load_people(&work, err);
	if (rc == EH_OK && (parts & EH_ANALYSE_GAPS))
		rc = eh_analysis_gaps(&work, err);
	if (rc == EH_OK && (parts & EH_ANALYSE_OVERLAPS))
		rc = eh_analysis_overlaps(&work, err);
	if (rc == EH_OK && (parts & EH_ANALYSE_COMPLETENESS))
		rc = eh_analysis_completeness(&work, err);
	rc = eh_arena_check(&work.analysis.arena, rc, err);
	eh_analysis_work_finish(&work);
	if (rc != EH_OK) {
		eh_analysis_finish(&work.analysis);
		return rc;
	}
	*ret_analysis = work.analysis;
	return EH_OK;
}

void eh_analysis_finish(struct eh_analysis *analysis)
{
	eh_free(analysis->areas);
	eh_free(analysis->wards);
	eh_free(analysis->needs);
	eh_free(analysis->rows);
	eh_free(analysis->overlaps);
	eh_free(analysis->overlap_counts);
	eh_free(analysis->completeness);
	eh_arena_finish(&analysis->arena);
	*analysis = (struct eh_analysis){ 0 };
}

enum eh_rc eh_analyse(struct eh_db *db, struct eh_str council, unsigned parts, size_t threads, struct eh_analysis *ret_analysis,
        struct eh_error *err)
{
	return analyse(db, council, parts, NULL, threads, ret_analysis, err);
}

enum eh_rc eh_analyse_what_if(struct eh_db *db, struct eh_str council, const struct eh_what_if *what_if, size_t threads,
        struct eh_analysis *ret_analysis, struct eh_error *err)
{
	return analyse(db, council, EH_ANALYSE_GAPS | EH_ANALYSE_SHAPES, what_if, threads, ret_analysis, err);
}
