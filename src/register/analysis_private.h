/* analysis_private.h: what the files of the analysis share. */
#ifndef EH_REGISTER_ANALYSIS_PRIVATE_H
#define EH_REGISTER_ANALYSIS_PRIVATE_H

#include "analysis.h"
#include "evenhand/coverage.h"

/* A service of the list as the analysis needs it. Text lies in the analysis' arena. */
struct eh_supply {
	struct eh_str service_id, org_id, name, organisation, ward, times, activities;
	uint64_t needs, people;   /* bits by place in eh_needs and eh_people */
	double easting, northing; /* NAN: no place */
	double capacity;
	uint32_t provider;
	bool everywhere, stated, located, open, hidden; /* hidden: protected, so that it has no place here */
	bool *wards,
	        *areas; /* those that it goes out to, by place in the analysis and by number of area; NULL: people come to it */
};

struct eh_work {
	struct eh_db *db;
	size_t threads;
	const struct eh_what_if *what_if; /* NULL: as things are */
	struct eh_gazetteer *gazetteer;
	struct eh_analysis analysis;
	struct eh_place_area *areas;
	struct eh_place_ward *wards;
	struct eh_supply *supply;
	size_t supply_count;
	/* People in and round the place: areas of the place first, in the order of the analysis, then the neighbours. */
	struct ehc_point *points; /* people as a share of their area's: 1 ÷ points of the area */
	size_t point_count;
	int64_t *area_ids;
	size_t all_areas;
	double *residents;
	bool *in_place;
};

enum eh_rc eh_analysis_warn(struct eh_analysis *analysis, const char *text, struct eh_error *err);
size_t eh_analysis_ward(const struct eh_analysis *analysis, struct eh_str code);
enum eh_rc eh_analysis_load_supply(struct eh_work *work, struct eh_error *err);
enum eh_rc eh_analysis_load_people(struct eh_work *work, struct eh_error *err);
/* People of each area, into the areas, the wards and work->residents. */
enum eh_rc eh_analysis_load_residents(struct eh_work *work, struct eh_error *err);
enum eh_rc eh_analysis_gaps(struct eh_work *work, struct eh_error *err);
enum eh_rc eh_analysis_overlaps(struct eh_work *work, struct eh_error *err);
enum eh_rc eh_analysis_completeness(struct eh_work *work, struct eh_error *err);
/* Takes services out and adds one, as work->what_if says; lists those of its need. */
enum eh_rc eh_analysis_change_supply(struct eh_work *work, struct eh_error *err);
/* True when a service counts for a need (a number of eh_needs). */
bool eh_analysis_counts_for(const struct eh_supply *supply, size_t need);
void eh_analysis_work_finish(struct eh_work *work);

#endif
