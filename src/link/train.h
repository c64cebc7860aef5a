/* train.h: m and u without labels. */
#ifndef EH_LINK_TRAIN_H
#define EH_LINK_TRAIN_H

#include "model.h"
#include "patterns.h"

/* What training knows of the pairs. */
struct eh_training {
	const struct eh_patterns *chance;     /* of pairs drawn by chance, sorted */
	const struct eh_patterns *candidates; /* of pairs that share a key, sorted */
	double share;                         /* of the candidates that were looked at */
	double pairs;                         /* all pairs there are */
	/* Pairs within files that hold nothing twice: none of them is a match. NULL: there is no such file. */
	const struct eh_patterns *apart;
	double apart_share, apart_pairs;
	double most_matches; /* no more pairs than this can be the same; 0: not known */
};

/* u from pairs drawn by chance, less the matches among them; m and the prior by expectation maximisation over the candidates, with u
 * fixed, m held to the usual by a few imagined pairs and made to fall from level to level; then which fields agree together. */
void eh_train(const struct eh_training *training, struct ehl_model *model);

#endif
