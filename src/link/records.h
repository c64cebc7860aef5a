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
	struct eh_map rivals; /* words of a name → how many different identified organisations have them */
	struct eh_arena arena;
	size_t links;
};

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
	EH_RECORD_COLUMNS
};
extern const struct ehl_column eh_record_columns[EH_RECORD_COLUMNS];
struct ehl_table *eh_records_table(const struct ehl_record *records, size_t count);

/* records_join.c */
bool eh_records_forbidden(const struct eh_records *work, uint32_t a, uint32_t b);
bool eh_records_apart(const struct eh_records *work, uint32_t a, uint32_t b);
void eh_records_join(struct eh_records *work, uint32_t a, uint32_t b);
int eh_records_apply_decisions(struct eh_records *work);
bool eh_records_link_identifiers(struct eh_records *work);
bool eh_records_count_rivals(struct eh_records *work);
bool eh_records_link_edges(struct eh_records *work);

#endif
