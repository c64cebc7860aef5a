/* truth.h: what a person says is so, and how near a match comes to it. */
#ifndef EH_LINK_TRUTH_H
#define EH_LINK_TRUTH_H

#include "load.h"

struct eh_truth {
	size_t *cluster; /* of each row; rows that nobody speaks of stand alone */
	size_t known;    /* lines of a file that name rows which are there */
	size_t unknown;  /* lines that name rows which are not there */
};

/* Labels from a column of the table. */
enum eh_rc eh_truth_from_column(const struct eh_loaded *loaded, size_t column, struct eh_truth *ret_truth, struct eh_error *err);

/* Labels from a file: `row,cluster`, or pairs `id_a,id_b` of rows by their ids (of two files: one of each), whatever the headings.
 * EH_INVALID: it is no such file, or none of its lines names a row that is there. */
enum eh_rc eh_truth_from_file(const struct eh_loaded *loaded, const char *path, struct eh_truth *ret_truth, struct eh_error *err);
void eh_truth_finish(struct eh_truth *truth);

/* Pairwise over rows of one file (all pairs of a cluster), or over pairs across two files; B-cubed over rows, those of two files together.
 * LINK alone counts as linked. */
enum eh_rc eh_truth_score(const struct eh_loaded *loaded, const struct eh_truth *truth, const struct ehl_matches *matches,
        struct ehl_scores *ret_scores, struct eh_error *err);

/* Precision and recall of pairs down to each weight: the chart of thresholds. */
struct eh_threshold {
	double weight, precision, recall;
};
size_t eh_truth_thresholds(const struct eh_loaded *loaded, const struct eh_truth *truth, const struct ehl_matches *matches,
        struct eh_threshold *ret_points, size_t most);

#endif
