/* linkage.h: record linkage of organisations.
 *
 * Records in; clusters, relations, questions and explanations out. Knows no database and no register.
 *
 * Method (Fellegi and Sunter 1969, with frequencies by Winkler 1989): two records are compared field by field; each agreement adds a match
 * weight log2(m/u), where m is how often the field agrees for records of one organisation and u how often it does by chance. For names u
 * comes from the words: a rare word in common weighs much, a common one little, and words that only one side has weigh against. For the
 * other fields u is estimated from pairs drawn at random from the records (with a fixed seed), m is given.
 *
 *  - An identifier of a known scheme settles a pair: equal identifiers are one organisation, unless name and place say branch; two different
 *    identifiers of one register never are.
 *  - Weights add up to a total with the prior odds; LINK, ASK and LEAVE are cut at fixed totals. Equal names with nothing else in common
 *    are never linked, but asked.
 *  - Clusters: pairs from the strongest down, joining two clusters only when their records on average agree and nothing forbids it, so that
 *    chains of half-likeness do not run together.
 *
 * The same input gives the same output, whatever the number of threads. Text is UTF-8 that the caller owns and keeps until the call
 * returns. */
#ifndef EVENHAND_LINKAGE_H
#define EVENHAND_LINKAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct ehl_text {
	const char *p;
	size_t n;
};

struct ehl_id {
	struct ehl_text scheme, id; /* normalised by the caller; an empty scheme is evidence only and never settles */
	bool one_each;              /* the scheme gives each organisation exactly one: two different ones forbid */
};

struct ehl_record {
	const struct ehl_text *names; /* the main one first; at least one */
	size_t name_count;
	const struct ehl_id *ids;
	size_t id_count;
	struct ehl_text postcode;                        /* canonical, or empty */
	struct ehl_text address;                         /* without the postcode, or empty */
	struct ehl_text phone, web, email_domain, place; /* place: code of the council it is about, or empty */
	bool register_entry; /* the entry of a register itself: others that quote its identifier may be branches of it */
};

enum ehl_decision { EHL_LEAVE, EHL_ASK, EHL_LINK };

struct ehl_pair {
	size_t a, b; /* a < b */
	double weight, probability;
	enum ehl_decision decision;
};

struct ehl_constraint {
	size_t a, b;
	bool same; /* must link; else cannot */
};

struct ehl_options {
	size_t threads;     /* 0: all processors */
	size_t block_cap;   /* records of a block beyond which it is left out; 0: 200 */
	double link_weight; /* 0: 6 bits, odds of 64 to 1 */
	double ask_weight;  /* 0: 0 bits, even odds */
	uint64_t seed;      /* for the random pairs */
	bool (*cancelled)(void *context);
	void *context;
};

struct ehl_branch {
	size_t record; /* a branch … */
	size_t of;     /* … of the organisation of this record */
};

struct ehl_result {
	size_t *cluster;            /* of each record: the smallest index among its members */
	struct ehl_pair *questions; /* pairs to ask a person, most likely first */
	size_t question_count;
	struct ehl_branch *branches;
	size_t branch_count;
	size_t links; /* pairs that were linked */
	size_t pairs_compared, blocks_capped;
	char warnings[1024]; /* sentences, one a line */
};

/* Links `count` records. Returns 0; -1 when there is no memory; -2 when cancelled; -3 when a constraint names no record or constraints
 * contradict one another. Give the result back with ehl_result_finish. Memory: about 300 bytes a record and 40 a compared pair. */
int ehl_link(const struct ehl_record *records, size_t count, const struct ehl_constraint *constraints, size_t constraint_count,
        const struct ehl_options *options, struct ehl_result *ret_result);
void ehl_result_finish(struct ehl_result *result);

/* One line of an explanation. */
struct ehl_reason {
	const char *field; /* "name", "postcode", "address", "phone", "web", "place", "identifier", "prior" */
	double weight;     /* bits */
	char text[160];    /* in words */
};

/* Why two records have the weight they have: reasons whose weights add up to the total. Fills at most `cap` of `ret_reasons` and returns
 * how many there are (at most 10), or -1 when there is no memory. */
int ehl_explain(const struct ehl_record *a, const struct ehl_record *b, struct ehl_reason *ret_reasons, size_t cap);

/* Pairwise and B-cubed precision, recall and F1 of clusters against a truth (cluster numbers of each record). */
struct ehl_scores {
	double precision, recall, f1, b3_precision, b3_recall, b3_f1;
	size_t true_pairs, found_pairs, right_pairs;
};
int ehl_evaluate(const size_t *cluster, const size_t *truth, size_t count, struct ehl_scores *ret_scores);

#endif
