/* model.h: what training leaves behind, and all that scoring needs. */
#ifndef EH_LINK_MODEL_H
#define EH_LINK_MODEL_H

#include "gamma.h"
#include "keys.h"
#include "platt.h"

/* Values of a category that go together (match_pairings.c), by the bits of their texts' hashes, both ways round; sorted. */
struct eh_pairings {
	uint64_t *items;
	size_t count, cap;
};

bool eh_pairings_add(struct eh_pairings *pairings, uint64_t key);
void eh_pairings_sort(struct eh_pairings *pairings);

struct eh_model_field {
	char name[64];
	enum ehl_type type;
	char columns[EH_MOST_FIELD_COLUMNS][64];
	size_t column_count;
	double m[EH_MOST_LEVELS], u[EH_MOST_LEVELS];
	struct eh_frozen frozen;
	struct eh_pairings pairings;
	double seen;    /* pairs that training compared here */
	size_t repeats; /* the field that this one says again, in a share of rows (repeats.c); none where the share is 0 */
	double repeated;
};

/* Rows that are related by a field without being the same: neighbours in a street, branches of a name, papers of an author. They agree in
 * other fields too, more than by chance, which is why they are told apart from pairs drawn by chance. */
struct eh_model_relatives {
	double odds;                              /* bits: how many of all pairs they are */
	double n[EH_MOST_FIELDS][EH_MOST_LEVELS]; /* how often they show each level of each field */
};

struct ehl_model {
	struct eh_model_field fields[EH_MOST_FIELDS];
	size_t field_count;
	struct eh_model_relatives relatives[EH_MOST_FIELDS]; /* by each field */
	struct eh_key_plan plan;
	size_t cap;
	double prior;                   /* odds, in bits, that two rows drawn by chance are the same */
	double matches;                 /* that training expected among the rows it saw; 0: it saw none */
	double link_weight, ask_weight; /* where LINK and ASK begin */
	struct eh_platt calibration;    /* by people's answers; link_weight and ask_weight follow it */
	bool one_to_one, two_files;
	size_t rows, pairs, iterations;
	bool converged;
	char warnings[2048]; /* sentences, one a line */
};

/* Starts a model for these fields: names, types, the usual m and u. */
void eh_model_start(const struct eh_fields *fields, struct ehl_model *ret_model);

/* Back to the usual m and u, before training. */
void eh_model_usual(struct ehl_model *model);

/* Takes the frequencies of the fields into the model. False: no memory. */
bool eh_model_freeze(const struct eh_fields *fields, struct ehl_model *model);

/* A copy for its own owner; NULL: no memory. */
struct ehl_model *eh_model_copy(const struct ehl_model *model);

/* Tables for scoring, made of a model. */
struct eh_scorer {
	size_t fields;
	double prior;
	float weight[EH_MOST_FIELDS][EH_MOST_LEVELS + 1];                  /* by level; 0: nothing said */
	float usual[EH_MOST_FIELDS][EH_MOST_LEVELS + 1];                   /* bits that an agreement usually has */
	float slope[EH_MOST_FIELDS][EH_MOST_LEVELS + 1];                   /* how much of the difference counts; 0: none */
	float most[EH_MOST_FIELDS];                                        /* bits that a field can add at most */
	float most_apart[EH_MOST_FIELDS];                                  /* the same where contents are not equal */
	size_t repeats[EH_MOST_FIELDS];                                    /* fields that say again what another says */
	float repeated[EH_MOST_FIELDS];                                    /* and by how much */
	float slack;                                                       /* bits that a weight may rise by it */
	size_t order[EH_MOST_FIELDS];                                      /* fields, the quickest to compare first */
	float odds[EH_MOST_FIELDS];                                        /* of relatives by each field, in bits */
	float related[EH_MOST_FIELDS][EH_MOST_FIELDS][EH_MOST_LEVELS + 1]; /* log2(n/u) of relatives, field, level */
};

/* `fields` are those that will be compared, which bound what rarity can add; NULL: only weights are asked for. */
void eh_scorer_init(const struct ehl_model *model, const struct eh_fields *fields, struct eh_scorer *ret_scorer);

/* Compares two rows field by field, and stops as soon as the weight can no longer reach `least`: false then. */
bool eh_scorer_compare(const struct eh_scorer *scorer, const struct eh_fields *fields, uint32_t a, uint32_t b, double least,
        struct eh_gamma *ret_gamma);

/* The weight of a pair in bits; `ret_parts` takes each field's share and, at scorer->fields, what is taken off because the pair may be of
 * relatives; with the prior they add up to the weight. */
double eh_scorer_weight(const struct eh_scorer *scorer, const struct eh_gamma *gamma, double ret_parts[EH_MOST_FIELDS + 1]);

/* The probability that a pair of this weight is the same. */
double eh_model_probability(const struct ehl_model *model, double weight);

void eh_model_warn(struct ehl_model *model, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif
