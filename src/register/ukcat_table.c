/* ukcat_table.c: the model that comes with the program. */
#include "ukcat_model.h"

#include "ukcat_table.inc"

const struct eh_ukcat_model eh_ukcat_model = {
	.features = FEATURES,
	.feature_count = sizeof FEATURES / sizeof *FEATURES - 1,
	.index = INDEX,
	.slots = sizeof INDEX / sizeof *INDEX,
	.weights = WEIGHTS,
	.cues = CUES,
	.bias = BIAS,
	.measures = MEASURES,
	.unit = UNIT,
	.threshold = THRESHOLD,
};
