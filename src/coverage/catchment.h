/* catchment.h: which people each service can be reached by, worked out once for reach, access and what rests on them. */
#ifndef EH_COVERAGE_CATCHMENT_H
#define EH_COVERAGE_CATCHMENT_H

#include "evenhand/coverage.h"
#include "grid_index.h"

enum { EH_MIDDLE = 1, EH_CHUNK = 64 };

/* Straight-line metres that a threshold's minutes of walking come to. */
static inline double eh_metres(const struct ehc_parameters *parameters, int band)
{
	return parameters->minutes[band] * parameters->metres_per_minute / parameters->detour;
}

static inline double eh_people_at(const struct ehc_point *point) { return point->people > 0 ? point->people : 0; }

/* One service seen from one area: the area's people in each band (not summed over bands). */
struct eh_sight {
	uint32_t area, service;
	double people[EHC_BANDS];
	uint8_t nearest; /* band of the nearest point, with or without people */
};

struct eh_catchments {
	struct eh_sight *sights; /* by area */
	size_t count;
	size_t *starts;              /* of each area, and one more */
	double (*demand)[EHC_BANDS]; /* weighted people, by service and threshold */
	bool *reaches_place;         /* by service: somebody of the place lies in its widest band */
	uint8_t *band,
	        *band_located; /* of each point's nearest service, and of its nearest where help happens; EHC_BANDS: none */
};

/* Services that are everywhere are left out. EH_NO_MEMORY; finish also after a failure. */
enum eh_rc eh_catchments_init(struct eh_catchments *catchments, const struct ehc_point *points, size_t point_count,
        const struct ehc_service *services, size_t service_count, const bool *in_place, size_t area_count,
        const struct ehc_parameters *parameters, size_t threads);
void eh_catchments_finish(struct eh_catchments *catchments);

#endif
