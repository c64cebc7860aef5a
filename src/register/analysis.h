/* analysis.h: overlaps, gaps and completeness of one place, worked out from the list and the reference tables by `coverage`.
 *
 * Everything a face prints about a place's coverage comes from here, so that the command line, the report and the web cannot
 * disagree. All text and arrays live in the analysis' arena. */
#ifndef EH_REGISTER_ANALYSIS_H
#define EH_REGISTER_ANALYSIS_H

#include "gazetteer.h"
#include "taxonomy.h"

enum eh_gap { EH_GAP_NONE, EH_GAP_RELATIVE, EH_GAP_ABSOLUTE };
enum eh_standing { EH_STANDING_NOT_KNOWN, EH_STANDING_INDICATED, EH_STANDING_ROBUST, EH_STANDING_CONFIRMED };

/* "none", "relative", "absolute"; "not known", "indicated", "robust", "confirmed": the words of the JSON interface. */
const char *eh_gap_name(enum eh_gap gap);
const char *eh_standing_name(enum eh_standing standing);

struct eh_place_area {
	const struct eh_area *area;
	struct eh_str code, name;    /* "E01015693", "Luton 007A" */
	struct eh_str neighbourhood; /* the name people use, where one is known */
	struct eh_str label;         /* both: "Luton 007A (Bury Park)" */
	size_t ward;                 /* index into wards */
	double people;               /* all residents */
	double easting, northing;    /* centroid */
	struct eh_str shape;         /* geo/polygon.h blob, {NULL,0} when no boundary is known */
};

struct eh_place_ward {
	struct eh_str code, name;
	double people;
	size_t areas;
	struct eh_str shape;
};

/* One need in one area. */
struct eh_coverage_row {
	double people;          /* of the group that has this need */
	double need_percentile; /* 0-100 national, 100 worst; NAN unknown */
	double reach[3];        /* share of residents with a service within 10, 20, 30 minutes' walk */
	double access;          /* capacity for each person, at 20 minutes */
	double access_ratio;    /* to the place's mean; 0 when there is no supply at all */
	enum eh_gap gap;        /* at 20 minutes */
	enum eh_standing standing;
	bool fragile;
	double largest_share; /* of access, by one provider */
	double priority;
	size_t services; /* within 20 minutes of somebody here */
};

/* A service that counts for a need, to be chosen from. */
struct eh_supply_row {
	struct eh_str service_id, name, organisation, ward; /* ward: its code */
	bool taken_out;
};

enum { EH_WHERE_NEXT = 3 };

/* How a need is supplied in and around the place. Where whole_place is not 0 ask eh_need_walks before you tell reach or a lack of gaps. */
struct eh_need_summary {
	const struct eh_need *need;
	size_t located;            /* services with a stated place */
	size_t registered;         /* organisations known only by a registered office: counted there, and said so */
	size_t whole_place;        /* at home, online or protected: count everywhere */
	size_t elsewhere;          /* organisations that say they work here but give no place here: not counted */
	bool capacity_known;       /* for at least one service; otherwise presence, not capacity */
	double reach;              /* share of residents within 20 minutes */
	double mean_access;        /* of the place at 20 minutes; 0 when there is no supply at all */
	double people_in_gap;      /* residents of areas with a gap */
	size_t areas_in_gap;       /* absolute and relative */
	size_t absolute, relative; /* areas where nobody on the list reaches, and where help is thin though need is high */
	size_t robust, confirmed; /* of those in a gap: it holds however one counts; and somebody local of each side has looked */
	size_t fragile;           /* of those in none: it rests on one service */
	/* Where one more place of help would reach the most people whom none reaches now, then a second, a third. */
	struct {
		size_t area;
		double people;
	} next[EH_WHERE_NEXT];
	size_t next_count;
};

/* Whether walking says anything of who is reached. One service that comes to people, works online or keeps its place private reaches everybody:
 * everybody then counts as reached and no neighbourhood has nobody, however far help is, so that "100%" and "0 gaps" would mislead. Every face
 * says of such a need that help is kept private or covers the whole place, by how many services, and that walking time says nothing. */
static inline bool eh_need_walks(const struct eh_need_summary *need) { return !need->whole_place; }

struct eh_overlap_row {
	struct eh_str a, a_name, a_organisation, b, b_name, b_organisation; /* identifiers and names */
	struct eh_str need;                                                 /* the one they most share */
	double score, area_people;
	struct eh_str ward_a, ward_b; /* names; may be empty */
	struct eh_str a_org, b_org;   /* identifiers of the organisations */
	bool may_show; /* both organisations agreed that it may be named, when this was worked out (shared_ground.h) */
	size_t cluster;
};

struct eh_overlap_count {
	const struct eh_need *need;
	size_t ward;   /* index, or (size_t)-1: the whole place */
	int64_t pairs; /* -1: under five, or withheld so that no such number can be worked out */
};

/* Of local organisations in registers and in local lists of one time: fewer than the list holds. */
struct eh_completeness_row {
	struct eh_str code, name; /* the place, then each ward */
	int64_t listed;           /* on either list: compared. low is never less */
	int64_t estimated, low, high, matched, registers, local_lists;
	const char *method; /* "two lists (Chapman)", or why there is none */
	bool too_few;
};

/* The lists share so few names, under a fifth of the shorter, that the estimate is too high to rely on: say that it is hard to say. */
bool eh_completeness_hard(const struct eh_completeness_row *row);

struct eh_analysis {
	struct eh_str place_id, place_name, council;
	bool synthetic;
	struct eh_place_area *areas; /* by code */
	size_t area_count;
	struct eh_place_ward *wards; /* by name */
	size_t ward_count;
	struct eh_need_summary *needs; /* those judged for gaps, in the order of the taxonomy */
	size_t need_count;
	struct eh_coverage_row *rows;    /* area × need_count + need */
	struct eh_overlap_row *overlaps; /* highest score first */
	size_t overlap_count;
	size_t not_enough_known; /* services that state no activity or place and so are in no pair */
	struct eh_overlap_count *overlap_counts;
	size_t overlap_count_count;
	struct eh_completeness_row *completeness;
	size_t completeness_count;
	struct eh_supply_row *supply; /* of a what-if alone: the services of its need that may be named, by organisation */
	size_t supply_count;
	bool public_services_missing; /* no source holds the council's and the health service's own services */
	struct eh_str warnings[16];   /* sentences: what is missing and what follows */
	size_t warning_count;
	struct eh_arena arena;
};

enum {
	EH_ANALYSE_GAPS = 1,
	EH_ANALYSE_OVERLAPS = 2,
	EH_ANALYSE_COMPLETENESS = 4,
	EH_ANALYSE_SHAPES = 8, /* load boundaries, for maps */
	EH_ANALYSE_ALL = 15,
};

/* Works out what `parts` asks for, for the council with this code. EH_NOT_FOUND: no area of that council is known; the message says
 * which reference file to import. Give it back with eh_analysis_finish. */
enum eh_rc eh_analyse(struct eh_db *db, struct eh_str council, unsigned parts, size_t threads, struct eh_analysis *ret_analysis,
        struct eh_error *err);
/* What if some services closed and one more opened: the analysis of one need (needs[0]) with the services of `taken_out` (identifiers; others
 * than this need's are passed over) left out and one of help added at a point. Compare its rows with those of eh_analyse by eh_what_if_row.
 * EH_NOT_FOUND also where no such need is judged. */
struct eh_what_if {
	struct eh_str need;
	const struct eh_str *taken_out;
	size_t taken_count;
	bool add;
	double easting, northing; /* metres, National Grid */
};
enum eh_rc eh_analyse_what_if(struct eh_db *db, struct eh_str council, const struct eh_what_if *what_if, size_t threads,
        struct eh_analysis *ret_analysis, struct eh_error *err);
/* A row of a what-if with its ratio and gap against the place's mean as it is now. Against its own mean one more service would open gaps where
 * nothing changes, by raising the mean, and one fewer would close some. So one more never opens a gap, and one fewer never closes one. */
struct eh_coverage_row eh_what_if_row(const struct eh_analysis *now, size_t need, const struct eh_analysis *what_if, size_t area);
void eh_analysis_finish(struct eh_analysis *analysis);
#define EH_CLEANUP_ANALYSIS __attribute__((cleanup(eh_analysis_finish)))

#endif
