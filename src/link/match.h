/* match.h: what the steps of a match hand to one another. */
#ifndef EH_LINK_MATCH_H
#define EH_LINK_MATCH_H

#include "model.h"
#include "patterns.h"
#include "train.h"

enum { EH_LEAST_KEPT = -7, EH_LEAST_KEPT_RECORDS = -16 };
enum { EH_EDGE_ALONE = 1 }; /* nothing but the name of an organisation speaks for it */

struct eh_edge {
	uint32_t a, b;
	float weight;
	unsigned char flags, decision;
};

struct eh_edges {
	struct eh_edge *items;
	size_t count, cap;
};

struct eh_match {
	const struct ehl_table *table;
	const struct ehl_match_options *options;
	struct eh_fields fields;
	uint64_t *hash;   /* of each row's contents */
	uint32_t *leader; /* of each row, an equal row; itself for most */
	struct eh_index index;
	struct eh_rows rows;
	struct ehl_model *model;
	struct eh_scorer scorer;
	struct eh_edges edges;
	double least_kept;  /* bits below even odds from which a pair is not kept */
	bool keep_equal;    /* equal rows are rows like others */
	bool organisations; /* rows are of organisations: names alone do not link */
	struct ehl_matches out;
};

/* Plans and prepares all fields; with `model`, by its frequencies. Results as of ehl_match. `fields` is to be finished even on failure. */
int eh_fields_prepare(const struct ehl_table *table, const struct ehl_column *columns, const struct ehl_model *model,
        size_t threads, struct eh_fields *fields);
void eh_fields_finish(struct eh_fields *fields);

/* Gives back all but table, options and out. */
void eh_match_finish(struct eh_match *match);

/* match_ready.c: fields, hashes, equal rows, index. */
int eh_match_ready(struct eh_match *match, const struct ehl_column *columns);
bool eh_match_hash(struct eh_match *match);

/* repeats.c: which fields say again what others say, and that in words. */
bool eh_match_find_repeats(struct eh_match *match);
void eh_model_say_repeats(struct ehl_model *model);

/* match_train.c: a model from this table's own pairs. */
int eh_match_train(struct eh_match *match);
/* match_pairings.c: which values of categories go together; whether anything was learned, so that training is worth doing again. */
int eh_match_learn_pairings(struct eh_match *match, bool *ret_learned);
/* The share of a file's rows, from … to, that are equal to an earlier one of it. */
double eh_match_repeats(const struct eh_match *match, size_t from, size_t to);

/* match_score.c: scores all candidate pairs and keeps those that may matter, sorted by weight, ties by contents. */
int eh_match_score(struct eh_match *match);
/* Hashes and leaders of rows, and edges in their order, for a match whose edges were found otherwise. */
int eh_match_settle(struct eh_match *match);
double eh_match_weight(const struct eh_match *match, uint32_t a, uint32_t b, unsigned char *ret_flags);

/* match_decide.c: where to link and where to ask, from the probabilities. */
void eh_match_thresholds(struct eh_match *match);
/* Counts the rows that would not be linked with an equal row. False: no memory. */
bool eh_match_unlinkable(struct eh_match *match);

/* assign.c: of two files; join.c: of one. They set the decision of each edge, and the clusters. */
int eh_match_assign(struct eh_match *match);
int eh_match_join(struct eh_match *match);

/* What decides between equal weights. */
static inline uint64_t eh_match_tie(const struct eh_match *match, uint32_t a, uint32_t b)
{
	return (match->hash[a] + match->hash[b]) * 0x9e3779b97f4a7c15u;
}

static inline double eh_probability(double weight)
{
	return weight > 60 ? 1 : weight < -60 ? 0 : 1 / (1 + __builtin_exp2(-weight));
}

#endif
