/* coverage.h: supply against need: density, reach, access, gaps, where next, what if, shared ground, completeness.
 *
 * Arrays in, arrays out; knows no database and no register, and stands alone: this header needs no other, and linking needs only the
 * objects of coverage and base. Coordinates are metres on a plane (the National Grid), times minutes' walk: the straight line × 1.3 at
 * 4.8 km/h. Every function gives the same result, to the bit, whatever the number of threads (0: as many as processors). A point or
 * service whose coordinates are NAN or beyond a million kilometres is nowhere: it reaches nobody and nobody reaches it. People who are
 * NAN or fewer than none count as none.
 *
 * Access is the enhanced two-step floating catchment area (Luo and Qi 2009): a service's capacity is shared among the people who can walk
 * to it, nearer people counting more (weights 1, 0.68, 0.22 in bands of 10, 20 and 30 minutes); a place's access is what it gets of all
 * services in turn. The weighted mean of access over all people is the supply divided by the people, whenever each service reaches
 * somebody. Known limits, to be printed with results: reusing the weights can overstate access, and the first step's ratio is no true
 * ratio of supply. */
#ifndef EVENHAND_COVERAGE_H
#define EVENHAND_COVERAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { EHC_BANDS = 3, EHC_NO_MEMORY = -1, EHC_INVALID = -2 };

struct ehc_parameters {
	double minutes
	        [EHC_BANDS]; /* outer edge of each band, growing; each is a threshold of its own, and bands beyond it are cut off */
	double weights[EHC_BANDS];
	double metres_per_minute; /* 80: 4.8 km/h */
	double detour;            /* 1.3 */
	double low_ratio;         /* 0.5: access under half the mean is low */
	double high_need;         /* 70: percentile from which need counts as high, the worst three deciles */
	double fragile_share;     /* 0.7: one provider with more of an area's access */
	double fragile_squares;   /* 0.5: or the sum of squared shares above this */
	double located_share;     /* 0.5: at least this share of services located where help happens, for a gap to be robust */
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
	/* Goes out to people: it reaches everybody of the areas marked here [area] and nobody else, and its point is never looked at. NULL: people
	 * come to it. */
	const bool *areas;
};

enum ehc_gap { EHC_GAP_NONE, EHC_GAP_RELATIVE, EHC_GAP_ABSOLUTE };

struct ehc_row {
	double reach[EHC_BANDS];  /* share of the area's people with a service within each threshold; NAN where nobody lives */
	double access[EHC_BANDS]; /* capacity for each person */
	double ratio[EHC_BANDS];  /* to the mean of the place; 0 where there is no supply at all */
	uint8_t gap
	        [EHC_BANDS]; /* enum ehc_gap at each threshold: absolute without a service, relative with low access and high need */
	double largest_share; /* of access at the middle threshold, by one provider; 0 without access */
	bool fragile;
	bool robust;       /* see ehc_need */
	uint32_t services; /* within the middle threshold of somebody here */
	double priority; /* people × percentile × (1 − min(1, ratio)), gap or not; 0 where need is unknown or nobody lives */
};

/* One need. `points` in order of area; `in_place[area]` says whether an area belongs to the place reported (others count as demand and
 * supply round its edge); `people[area]` and `percentile[area]` (0-100, 100 worst; NAN unknown) describe it. Fills ret_rows[area_count];
 * areas outside the place get their own figures too.
 *
 * A gap is robust when it is one at all three thresholds, twice over: with every service counted, and with only those located where help
 * happens (or that come to people), which must be at least `located_share` of the services that reach somebody of the place. A registered
 * office may fill a gap that it does not serve, and stand far from one that it does.
 *
 * 0, EHC_NO_MEMORY, or EHC_INVALID for areas out of order; rows are filled only on 0. */
int ehc_need(const struct ehc_point *points, size_t point_count, const struct ehc_service *services, size_t service_count,
        const double *people, const double *percentile, const bool *in_place, size_t area_count,
        const struct ehc_parameters *parameters, size_t threads, struct ehc_row *ret_rows);

/* The same two steps on given times: minutes[area × service_count + service], NAN unreachable. Fills access[area_count] with bands up to
 * the last. For checking, and for travel times that come from elsewhere. */
void ehc_access_from_times(const double *people, size_t area_count, const double *capacity, size_t service_count,
        const double *minutes, const struct ehc_parameters *parameters, double *ret_access);

/* Organisations for every 1,000 people; NAN where nobody lives. Count local ones alone: a national body's office is not local supply. */
double ehc_density(size_t organisations, double people);

/* Who would lose and gain reach, in one area, at each threshold: people with a service before and none after, and the other way round. */
struct ehc_change {
	double people, lost[EHC_BANDS], gained[EHC_BANDS];
};

/* What if some services closed and others opened: before are all of `services`, after are those of them that are not taken_out
 * (taken_out[service_count]; NULL: none) and all of `added`. Fills ret_changes[area_count]. For access and gaps afterwards call ehc_need
 * with the services of afterwards. 0, EHC_NO_MEMORY, or EHC_INVALID for a point of no area. */
int ehc_what_if(const struct ehc_point *points, size_t point_count, const struct ehc_service *services, size_t service_count,
        const bool *taken_out, const struct ehc_service *added, size_t added_count, size_t area_count,
        const struct ehc_parameters *parameters, size_t threads, struct ehc_change *ret_changes);

/* Where next: sites chosen one by one, each reaching the most people that no service and no earlier site reaches within the middle
 * threshold (greedy maximal covering, within 1 − 1/e of the best; Church and ReVelle 1974). Fills ret_chosen (index into sites) and
 * ret_gain (people) for up to `most` sites and returns how many; stops when nothing more is gained. EHC_NO_MEMORY. */
int ehc_where_next(const struct ehc_point *points, size_t point_count, const struct ehc_service *services, size_t service_count,
        const double (*sites)[2], size_t site_count, size_t most, const struct ehc_parameters *parameters, size_t *ret_chosen,
        double *ret_gain);

enum { EHC_TERM_WORDS = 4, EHC_TERMS = 64 * EHC_TERM_WORDS, EHC_WEEK_WORDS = 6, EHC_WEEK_SLOTS = 336 };

#define EHC_NO_CLUSTER UINT32_MAX

/* A service as it is compared with others. Terms are bits, with those of broader terms set too. */
struct ehc_ground {
	double x, y;
	uint64_t category[EHC_TERM_WORDS]; /* what it does; nothing set: not known, and then it is in no pair */
	uint64_t beneficiaries;            /* whom it is for */
	uint64_t week[EHC_WEEK_WORDS];     /* half hours it is open in a week, from Monday 00:00; nothing set: not known */
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

/* Shared ground of services of different providers: O = c^0.4 · b^0.2 · a^0.3 · h^0.1, with c and b shared terms over all terms (b is 1
 * where neither has one), a the people in both catchments over the smaller one (middle threshold), h shared half hours over the smaller
 * week, 0.5 where either is not known. Between 0 and 1; the order of the two does not matter.
 *
 * Pairs above `least`, best first; *ret_pairs is the caller's to give to ehc_free. Clusters (numbered by their first service) are
 * agglomerative with average linkage: two join while the mean over all pairs between them, those not listed counting as 0, is above
 * `least`; a pair carries the cluster of its `a`, or EHC_NO_CLUSTER when its two ended in different ones. 0 or EHC_NO_MEMORY. */
int ehc_shared_ground(const struct ehc_point *points, size_t point_count, const struct ehc_ground *services, size_t service_count,
        double least, const struct ehc_parameters *parameters, size_t threads, struct ehc_pair **ret_pairs, size_t *ret_count);
void ehc_free(void *p);

/* Counts that may be published: cells of 1 to least − 1 are withheld (-1), totals of that size too, and so many further cells or totals
 * that no withheld number can be worked out from the rest: each could be at least one number greater or smaller with everything shown
 * staying as it is. Zeros are shown. `counts` (none negative) is rows × columns; totals are of what is given. 0 or EHC_NO_MEMORY. */
int ehc_suppress(const int64_t *counts, size_t rows, size_t columns, int64_t least, int64_t *ret_counts, int64_t *ret_row_totals,
        int64_t *ret_column_totals);

/* How many there are, from two lists of n1 and n2 with m in both (Chapman 1951; variance Seber 1970, 95% normal interval, never under
 * what was found). Neither an upper nor a lower bound. too_few below seven matches. */
struct ehc_estimate {
	double estimate, low, high;
	bool too_few;
};
struct ehc_estimate ehc_complete(int64_t n1, int64_t n2, int64_t m);

#endif
