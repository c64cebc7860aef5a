/* list_change.h: what the steps of a change to a living list of records share. */
#ifndef EH_LINK_LIST_CHANGE_H
#define EH_LINK_LIST_CHANGE_H

#include "numbers.h"
#include "records.h"

/* A row that was read. */
struct eh_list_held {
	uint64_t number;
	struct ehl_list_row row;
	bool fresh, gone, rescored;
	bool again; /* its cluster is worked out again */
	bool still; /* its cluster is asked about, and stays */
};

struct eh_list_key {
	uint64_t key, row;
	bool gone; /* of a row that goes; else of one that comes */
};

struct eh_list_pair {
	uint64_t a, b; /* a < b */
};

struct eh_list_change {
	const struct ehl_list *list;
	const struct ehl_list_changes *in;
	const struct ehl_model *model;
	const struct ehl_options *options;
	EH_VEC(struct eh_list_held) held;
	struct eh_numbers places;        /* of rows in `held` */
	EH_VEC(struct eh_list_key) keys; /* of fresh and gone rows, sorted */
	EH_VEC(uint64_t) rescore;        /* rows of blocks that grew too large, or small enough */
	EH_VEC(struct eh_list_pair) pairs;
	EH_VEC(struct ehl_bond) bonds; /* of rescored rows */
	EH_VEC(uint64_t) found;        /* what the list answered last */
	size_t compared;
};

/* The row, read when it was not. NULL: the list failed, or no memory. Valid until the next row is read. */
struct eh_list_held *eh_list_hold(struct eh_list_change *change, uint64_t row);
/* All rows that hold a key, into change->found. */
bool eh_list_find_all(struct eh_list_change *change, uint64_t key);
bool eh_list_cancelled(const struct eh_list_change *change);

/* list_score.c: keys, pairs and bonds of the rows that changed. Results as of ehl_list_change. */
int eh_list_score(struct eh_list_change *change);

/* list_join.c: marks what hangs together with them, joins it again and hands over. */
int eh_list_join(struct eh_list_change *change, struct ehl_list_result *ret_result);
bool eh_list_again(struct eh_list_change *change, uint64_t component);

#endif
