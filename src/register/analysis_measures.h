/* analysis_measures.h: what tables of reference say of small areas: need by measure, people by group of the population. */
#ifndef EH_REGISTER_ANALYSIS_MEASURES_H
#define EH_REGISTER_ANALYSIS_MEASURES_H

#include "analysis_private.h"

struct eh_area_values;

/* One measure at a time: needs that share one find it again. Begin with zeros. */
struct eh_measure {
	const char *name; /* lives as long as the measure is looked at */
	struct eh_area_values *values;
	bool known; /* a table of it was imported */
};

/* Loads the newest table of the measure called `name`, on the areas of 2021: one of 2011 is carried over by the official look-up (without one,
 * values stay where they are, which is right for the areas that did not change). `percentiles`: 100 is the worst, of a national rank directly, of
 * anything else by its place among all areas there are. No such table is no error. EH_IO, EH_NO_MEMORY. */
enum eh_rc eh_measure_fetch(
        struct eh_db *db, struct eh_measure *measure, const char *name, bool percentiles, struct eh_error *err);

/* Of an area; NAN where the table says nothing of it, or there is none. */
double eh_measure_of(const struct eh_measure *measure, int64_t area_id);

void eh_measure_finish(struct eh_measure *measure);

#endif
