/* list_change.h: what the steps of a change to a living list of records share. */
#ifndef EH_LINK_LIST_CHANGE_H
#define EH_LINK_LIST_CHANGE_H

#include "numbers.h"
#include "records.h"

/* A row that was read. */
struct eh_list_held {
	uint64_t number;
	struct ehl_list_row row;
	bool fresh, gone;
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
	EH_VEC(struct eh_list_pair) pairs;
	EH_VEC(struct ehl_bond) bonds; /* that are new */
	EH_VEC(struct ehl_bond)
	doubtful;                      /* of blocks that have grown too large: something else may bring the two together still */
	EH_VEC(struct ehl_bond) voids; /* those that nothing does, by a, then b */
	EH_VEC(uint64_t) found;        /* what the list answered last */
};

/* The row, read when it was not. NULL: the list failed, or no memory. Valid until the next row is read. */
struct eh_list_held *eh_list_hold(struct eh_list_change *change, uint64_t row);
/* All rows that hold a key, into change->found. */
bool eh_list_find_all(struct eh_list_change *change, uint64_t key);
bool eh_list_cancelled(const struct eh_list_change *change);

/* list_pairs.c: the keys of the rows that changed, the pairs to score and the bonds that are void. Results as of ehl_list_change. */
int eh_list_pair(struct eh_list_change *change);
bool eh_list_is_void(const struct eh_list_change *change, const struct ehl_bond *bond);

/* list_score.c: what comes of the pairs. */
int eh_list_score(struct eh_list_change *change);

/* list_join.c: marks what hangs together with them, joins it again and hands over. */
int eh_list_join(struct eh_list_change *change, struct ehl_list_result *ret_result);
bool eh_list_again(struct eh_list_change *change, uint64_t component);

#endif
