/* records.h: what linking records of organisations shares. */
#ifndef EH_LINK_RECORDS_H
#define EH_LINK_RECORDS_H

#include "match.h"

struct eh_records {
	const struct ehl_record *records;
	size_t count;
	const struct ehl_options *options;
	const struct ehl_constraint *constraints;
	size_t constraint_count;
	struct eh_match match;
	/* Clusters: a tree to the smallest member, and a ring of members. */
	uint32_t *head, *next, *size;
	bool *branch; /* of another's organisation: takes no part in identifier groups */
	EH_VEC(struct ehl_branch) branches;
	EH_VEC(struct ehl_pair) questions;
	EH_VEC(struct ehl_standing) standing;
	struct eh_map rivals; /* a name's key → how many different identified organisations have it */
	struct eh_arena arena;
	size_t links;
	bool silent; /* no record says anything that could be compared */
	/* Of a list that grows: rows that lie outside what is worked out again; they take no part but in questions. NULL: there are none. */
	const bool *still;
	/* How many organisations outside have a name; NULL: nothing is outside. */
	long (*outside)(void *context, uint64_t name);
	void *outside_context;
	bool outside_failed;
};

/* The key of a name (one of field 0 of a row), which rows with the same words share. */
uint64_t eh_records_name_key(const struct eh_records *work, const struct eh_words_view *view);

/* The columns of the table that records are made into. */
enum {
	EH_RECORD_NAME,
	EH_RECORD_OTHER_NAMES,
	EH_RECORD_ADDRESS,
	EH_RECORD_POSTCODE,
	EH_RECORD_PHONE,
	EH_RECORD_WEB,
	EH_RECORD_EMAIL,
	EH_RECORD_PLACE,
	EH_RECORD_REFERENCE, /* an identifier of no known scheme: evidence like a telephone */
	EH_RECORD_COLUMNS
};
extern const struct ehl_column eh_record_columns[EH_RECORD_COLUMNS];
struct ehl_table *eh_records_table(const struct ehl_record *records, size_t count);

/* records.c */
bool eh_records_start_clusters(struct eh_records *work);
void eh_records_finish(struct eh_records *work);

/* records_join.c */
bool eh_records_forbidden(const struct eh_records *work, uint32_t a, uint32_t b);
bool eh_records_apart(const struct eh_records *work, uint32_t a, uint32_t b);
void eh_records_join(struct eh_records *work, uint32_t a, uint32_t b);
int eh_records_apply_decisions(struct eh_records *work);
bool eh_records_link_identifiers(struct eh_records *work);
bool eh_records_count_rivals(struct eh_records *work);
bool eh_records_link_edges(struct eh_records *work);
/* Sets each edge's `decision` to its enum ehl_bond_kind and drops those that say nothing. */
void eh_records_find_bonds(struct eh_records *work);
/* Calls for the key of each whole name of a record; false as soon as `visit` says so. */
typedef bool eh_records_name_fn(struct eh_records *work, size_t record, uint64_t name);
bool eh_records_each_name(struct eh_records *work, size_t record, eh_records_name_fn *visit);

struct ehl_bond eh_records_bond(const struct eh_records *work, const struct eh_edge *edge);

/* records_kept.c: what a list that grows keeps. NULL: no memory. */
size_t *eh_records_components(const struct eh_records *work);
/* Keys of identifiers of known schemes, which no block's size limits. */
enum { EH_KEY_OF_IDENTIFIER = 63, EH_MOST_ID_KEYS = 16 };
size_t eh_records_id_keys(const struct ehl_record *record, uint64_t ret_keys[EH_MOST_ID_KEYS]);

#endif
