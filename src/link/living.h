/* living.h: what adding a batch to a living list shares. */
#ifndef EH_LINK_LIVING_H
#define EH_LINK_LIVING_H

#include "match.h"

/* Rows at hand: the new ones, then those of the store that were looked at. */
struct eh_living {
	const struct ehl_column *columns;
	const struct ehl_model *model;
	const struct ehl_store *store;
	struct ehl_table *table;
	size_t added;               /* rows of the table that are new */
	EH_VEC(uint64_t) numbers;   /* of each row of the table */
	EH_VEC(unsigned char) done; /* of each row: its candidates were looked at */
	struct eh_map places;       /* number → row of the table */
	struct eh_arena arena;
	struct eh_match match;
	struct ehl_match_options options;
	size_t compared;
};

/* The rows of the table that share a usable key with `row`; those of the store are read into the table. */
struct eh_neighbours {
	EH_VEC(uint32_t) rows;
};
bool eh_living_neighbours(struct eh_living *living, size_t row, struct eh_neighbours *neighbours);

/* living_events.c: which clusters began, grew, merged and split, and what each is called. */
int eh_living_hand_over(struct eh_living *living, struct ehl_added *ret_added);

#endif
