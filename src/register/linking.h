/* linking.h: the records of the list, given to the linkage library and taken back as clusters. */
#ifndef EH_REGISTER_LINKING_H
#define EH_REGISTER_LINKING_H

#include "evenhand/linkage.h"
#include "register.h"
#include "rows.h"

/* Registers that give each organisation one number, so that two different ones are two organisations. A sports club's identifier is made of its name and
 * postcode, so one club may have several. */
bool eh_linking_one_each(struct eh_str scheme);

/* What the list keeps of a row besides what linkage sees of it. */
struct eh_list_facts {
	uint64_t stamp;          /* digest of all that the list takes from it */
	int32_t said;            /* the date that says how recent it is; EH_NO_DATE: it does not say */
	struct eh_str grant_key; /* of a grant that counts; {NULL, 0}: it is none */
};

struct eh_list_linkage {
	struct ehl_record *records; /* of each row */
	struct eh_list_facts *facts;
	EH_VEC(struct ehl_constraint) constraints;
	struct ehl_result result;
	struct eh_arena arena;
};

/* Links all rows, with people's decisions as constraints, by `model` or, where it is NULL, one that is trained; `keep` as in ehl_options.
 * EH_CONFLICT: decisions contradict one another; EH_CANCELLED. Finish it whatever comes back. */
enum eh_rc eh_list_link(struct eh_db *db, const struct eh_list_rows *rows, const struct eh_build_options *options,
        const struct ehl_model *model, bool keep, struct eh_list_linkage *ret_linkage, struct eh_error *err);
void eh_list_linkage_finish(struct eh_list_linkage *linkage);

/* Parses a row into what linkage sees of it and what is kept of it. */
enum eh_rc eh_list_fill(const struct eh_list_row *row, struct eh_arena *arena, struct ehl_record *ret_record,
        struct eh_list_facts *ret_facts, struct eh_error *err);

/* What linkage sees of a record: not where it is, when it is protected. Only row->place_id is used. False: no memory. */
bool eh_list_link_record(
        const struct eh_list_row *row, const struct eh_record *record, struct eh_arena *arena, struct ehl_record *out);

/* What ehl_link and ehl_list_change say of contradictions, memory and being stopped. */
enum eh_rc eh_list_link_failed(int linked, struct eh_error *err);

/* Calls for each pair of records that people's decisions bind, with the last word on it, in no particular order. Decisions that are unsure
 * bind nothing. */
struct eh_list_decision {
	struct eh_str left_source, left_key, right_source, right_key;
	bool same;
};
typedef enum eh_rc eh_list_decision_fn(void *context, const struct eh_list_decision *decision, struct eh_error *err);
enum eh_rc eh_list_decisions(struct eh_db *db, eh_list_decision_fn *each, void *context, struct eh_error *err);

#endif
