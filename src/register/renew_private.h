/* renew_private.h: what the steps of renewing a part of the list share. */
#ifndef EH_REGISTER_RENEW_PRIVATE_H
#define EH_REGISTER_RENEW_PRIVATE_H

#include "build_private.h"
#include "link/numbers.h"

/* A row of the last build that was read from what it kept. */
struct eh_known_row {
	uint64_t row, cluster, component;
	int64_t source_id;
	struct eh_str key, standing;
};

struct renew {
	struct build *build;
	struct eh_db *db;
	struct eh_living_state state;
	struct eh_living_keys keys;
	struct eh_living_sources sources;
	struct ehl_model *model;
	struct eh_arena arena;
	/* Rows that say something new: numbers from first_fresh on. */
	struct eh_list_rows fresh;
	uint64_t first_fresh;
	EH_VEC(struct ehl_record) records;
	EH_VEC(struct eh_list_facts) facts;
	EH_VEC(uint64_t) fresh_numbers, gone, touched;
	EH_VEC(struct ehl_list_constraint) constraints;
	EH_VEC(struct eh_known_row) known;
	struct eh_numbers known_places;
	struct eh_map new_places; /* "source\x1fkey" of what changed → its new row, 0: it is gone */
	struct ehl_list_result result;
	struct eh_list_changes *changes;
	struct eh_numbers staying; /* rows whose organisations stay as they are */
	bool begun;                /* there is no way back to building the whole */
	bool hopeless;             /* so much has changed that the whole list is built */
	struct eh_error *err;      /* what a callback of the linkage failed with */
	enum eh_rc rc;
};

/* renew_find.c: what has changed since the last build. EH_NOT_FOUND: too much, or nothing to go by. */
enum eh_rc eh_renew_find(struct renew *renew, struct eh_error *err);
/* The source, or NULL: there is none of that number (any more). */
const struct eh_living_source *eh_renew_source(const struct renew *renew, int64_t source_id);

/* renew_link.c: links what has changed, and keeps the outcome for the next time. */
enum eh_rc eh_renew_link(struct renew *renew, struct eh_error *err);
enum eh_rc eh_renew_keep(struct renew *renew, struct eh_error *err);
/* What was kept of a row; NULL: the store failed. */
const struct eh_known_row *eh_renew_known(struct renew *renew, uint64_t row);

/* renew_write.c: replaces the organisations that the rows made by those that they make now. */
enum eh_rc eh_renew_write(struct renew *renew, struct eh_error *err);
/* The organisation that rests on a record; {NULL, 0}: none does. */
enum eh_rc eh_renew_org_of(struct renew *renew, int64_t source_id, struct eh_str key, struct eh_arena *arena,
        struct eh_str *ret_id, struct eh_error *err);

/* renew_questions.c: takes back the questions that are none any more and asks those that are new. `places`: of rows in build->rows. */
enum eh_rc eh_renew_questions(struct renew *renew, const struct eh_numbers *places, struct eh_error *err);

#endif
