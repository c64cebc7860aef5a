/* platt.h: what a weight is worth by people's answers.
 *
 * The log odds that a pair is the same are taken as a straight line over its weight (Platt 1999): shift + scale × weight, in bits. Without
 * answers the line is the weight itself (0 and 1); answers move it as far as they bear out against a normal prior of 1 bit about the shift
 * and 0.3 about the scale, so that a handful moves it little and hundreds decide. Answers are to questions, which lie near even odds: the
 * line is least sure far from there, where it matters least. */
#ifndef EH_LINK_PLATT_H
#define EH_LINK_PLATT_H

#include <stdbool.h>
#include <stddef.h>

struct eh_platt_answer {
	double weight; /* bits */
	bool same;
};

struct eh_platt {
	double shift, scale;
	size_t decisions; /* how many answers it was made of; 0: weights are taken as they are */
};

/* The same whatever the order of the answers, but for rounding. */
void eh_platt_fit(const struct eh_platt_answer *answers, size_t count, struct eh_platt *ret_platt);

/* A weight as the calibrated log odds in bits; and the weight whose calibrated log odds these are. */
double eh_platt_weight(const struct eh_platt *platt, double weight);
double eh_platt_back(const struct eh_platt *platt, double calibrated);

#endif
