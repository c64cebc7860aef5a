/* calibrate.h: what a weight is worth when each row keeps its best partner.
 *
 * In a file that holds nothing twice, a row's best partner within the file shows how high a weight mere chance and kinship reach. A row of the
 * other file that has no partner does as well, no better: so the share of wrong ones among chosen pairs of a weight is the number of rows
 * without partner, times how often such a best partner has that weight, over the number of chosen pairs of that weight (local false discovery
 * rate, Efron 2004, with an empirical null). */
#ifndef EH_LINK_CALIBRATE_H
#define EH_LINK_CALIBRATE_H

#include "match.h"

enum { EH_BANDS = 64 };

struct eh_calibration {
	double probability[EH_BANDS]; /* by weight, from -8 bits in steps of one; rising */
	bool known;
};

/* `chosen` weights of the pairs that were chosen; `rows` of the file each of whose rows has at most one partner, or none. */
void eh_calibrate(
        const float *chosen, size_t chosen_count, const float *best, size_t best_count, size_t rows, struct eh_calibration *ret);

/* The weight of each row's best partner within its own file, of rows from … to; -1e9 where it has none. False: no memory, or cancelled. */
bool eh_best_within(const struct eh_match *match, enum eh_side side, size_t from, size_t to, float *ret_best);

double eh_calibrated(const struct eh_calibration *calibration, double weight);

#endif
