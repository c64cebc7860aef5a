/* coverage.h: supply against need: reach, access, gaps, shared ground, completeness.
 *
 * Arrays in, arrays out; knows no database and no register. Coordinates are metres on a plane (the National Grid), times minutes' walk.
 * Walking time is the straight line × 1.3 at 4.8 km/h. Every function gives the same result whatever the number of threads.
 *
 * Access is the enhanced two-step floating catchment area (Luo and Qi 2009): a service's capacity is shared among the people who can walk
 * to it, nearer people counting more (weights 1, 0.68, 0.22 in bands of 10, 20 and 30 minutes); a place's access is what it gets of all
 * services in turn. The weighted mean of access over all people is the supply divided by the people, whenever each service reaches
 * somebody. */
#ifndef EVENHAND_COVERAGE_H
#define EVENHAND_COVERAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { EHC_BANDS = 3, EHC_NO_MEMORY = -1, EHC_INVALID = -2 };

struct ehc_parameters {
	double minutes[EHC_BANDS]; /* outer edge of each band, growing; each is a threshold of its own */
	double weights[EHC_BANDS];
	double metres_per_minute; /* 80: 4.8 km/h */
	double detour;            /* 1.3 */
	double low_ratio;         /* 0.5: access under half the mean is low */
	double high_need;         /* 70: percentile from which need counts as high, the worst three deciles */
	double fragile_share;     /* 0.7: one provider with more of an area's access */
	double fragile_squares;   /* 0.5: or the sum of squared shares above this */
};
extern const struct ehc_parameters ehc_defaults;

/* People standing somewhere. Points of one area stand together, areas in order. */
struct ehc_point {
	double x, y, people;
	uint32_t area;
};

struct ehc_service {
	double x, y;       /* metres; ignored when everywhere */
	double capacity;   /* places a week; NAN counts as 1: presence, not capacity */
	uint32_t provider; /* services of one organisation share it */
	bool everywhere;   /* at home, online or protected: reaches everybody of the place, and its place is never looked at */
	bool help_here;    /* help happens at the point; false: a registered office */
};

enum ehc_gap { EHC_GAP_NONE, EHC_GAP_RELATIVE, EHC_GAP_ABSOLUTE };

struct ehc_row {
	double reach[EHC_BANDS];  /* share of the area's people with a service within each threshold; NAN where nobody lives */
	double access[EHC_BANDS]; /* capacity for each person */
	double ratio[EHC_BANDS];  /* to the mean of the place; 0 where there is no supply at all */
	uint8_t gap[EHC_BANDS];   /* enum ehc_gap at each threshold */
	double largest_share;     /* of access at the middle threshold, by one provider; 0 without access */
	bool fragile;
	bool robust;       /* a gap at all thresholds, and there is supply, all of it where help happens */
	uint32_t services; /* within the middle threshold of somebody here */
	double priority;   /* people × percentile × (1 − min(1, ratio)); 0 where need is unknown */
};

/* One need. `points` in order of area; `in_place[area]` says whether an area belongs to the place reported (others count as demand and
 * supply round its edge); `people[area]` and `percentile[area]` (0-100, 100 worst; NAN unknown) describe it. Fills ret_rows[area_count];
 * areas outside the place get their own figures too. `threads` 0: all. 0, EHC_NO_MEMORY, or EHC_INVALID for areas out of order. */
int ehc_need(const struct ehc_point *points, size_t point_count, const struct ehc_service *services, size_t service_count,
        const double *people, const double *percentile, const bool *in_place, size_t area_count,
        const struct ehc_parameters *parameters, size_t threads, struct ehc_row *ret_rows);

/* The same two steps on given times: minutes[area × service_count + service]. Fills access[area_count] with bands up to the last. For
 * checking, and for travel times that come from elsewhere. */
void ehc_access_from_times(const double *people, size_t area_count, const double *capacity, size_t service_count,
        const double *minutes, const struct ehc_parameters *parameters, double *ret_access);

/* A service as it is compared with others. Terms are bits, with those of broader terms set too. */
struct ehc_ground {
	double x, y;
	uint64_t category, beneficiaries; /* 0: not known */
	uint32_t provider;
	bool everywhere; /* its catchment is the whole place */
	bool stated;     /* a source states what it does and where: otherwise it is in no pair */
};

struct ehc_pair {
	uint32_t a, b; /* a < b */
	double score;
	double people; /* in both catchments */
	uint32_t cluster;
};

/* Shared ground of services of different providers: O = c^0.4 · b^0.2 · a^0.3 · h^0.1, with c and b shared terms over all terms, a the
 * people in both catchments over the smaller one (middle threshold), h 0.5 since weekly hours are not known. b is 1 where neither says
 * whom it is for. Pairs above `least`, best first; *ret_pairs is the caller's to free(). Clusters are numbered by single pairs joined on
 * average above `least`. */
int ehc_shared_ground(const struct ehc_point *points, size_t point_count, const struct ehc_ground *services, size_t service_count,
        double least, const struct ehc_parameters *parameters, size_t threads, struct ehc_pair **ret_pairs, size_t *ret_count);
void ehc_free(void *p);

/* Counts that may be published: cells under five are withheld (-1), and so are further cells of a row or column of the table where one
 * withheld cell could be worked out from its total. `counts` is rows × columns; totals are of what is given. */
void ehc_suppress(const int64_t *counts, size_t rows, size_t columns, int64_t least, int64_t *ret_counts, int64_t *ret_row_totals,
        int64_t *ret_column_totals);

/* How many there are, from two lists of n1 and n2 with m in both (Chapman 1951; variance Seber 1970, 95% normal interval, never under
 * what was found). too_few below seven matches. */
struct ehc_estimate {
	double estimate, low, high;
	bool too_few;
};
struct ehc_estimate ehc_complete(int64_t n1, int64_t n2, int64_t m);

/* Where next: sites chosen one by one, each reaching the most people that no service and no earlier site reaches within the middle
 * threshold (greedy maximal covering, within 1 − 1/e of the best; Church and ReVelle 1974). Fills ret_chosen (index into sites) and
 * ret_gain (people) for up to `most` sites and returns how many; stops when nothing more is gained. EHC_NO_MEMORY. */
int ehc_where_next(const struct ehc_point *points, size_t point_count, const struct ehc_service *services, size_t service_count,
        const double (*sites)[2], size_t site_count, size_t most, const struct ehc_parameters *parameters, size_t *ret_chosen,
        double *ret_gain);

#endif
