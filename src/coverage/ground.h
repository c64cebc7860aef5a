/* ground.h: what the files on shared ground share. */
#ifndef EH_COVERAGE_GROUND_H
#define EH_COVERAGE_GROUND_H

#include "evenhand/coverage.h"
#include "base/base.h"

typedef EH_VEC(struct ehc_pair) eh_pair_vec;

/* Gives the clusters to pairs in order of score (highest first). EH_NO_MEMORY. */
enum eh_rc eh_ground_cluster(struct ehc_pair *pairs, size_t count, size_t service_count, double least);

#endif
