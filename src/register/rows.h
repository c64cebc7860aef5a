/* rows.h: what every source says now, loaded to build the list from. */
#ifndef EH_REGISTER_ROWS_H
#define EH_REGISTER_ROWS_H

#include "sources/record.h"
#include "store/db.h"

enum eh_terms { EH_TERMS_MATCH_ONLY, EH_TERMS_LIST, EH_TERMS_PUBLISH };

/* One row of table `current`. Text lives in the rows' arena; the record itself stays JSON until it is needed, since a parsed record is
 * ten times its size. */
struct eh_list_row {
	int64_t source_id, batch_id, line;
	struct eh_str source, publisher, place_id, key, fields;
	unsigned says;                            /* of the source, enum eh_says */
	int32_t data_date, first_date, gone_date; /* gone_date EH_NO_DATE: still there */
	enum eh_terms terms;
};

struct eh_list_rows {
	struct eh_list_row *items; /* in order of source name and key: the order does not depend on that of importing */
	size_t count, cap;
	int32_t newest; /* newest data date of all: "today" for what is recent, so that a build does not depend on the clock */
	struct eh_arena arena;
};

enum eh_rc eh_list_rows_load(struct eh_db *db, struct eh_list_rows *ret_rows, struct eh_error *err);
/* Adds one row to rows; EH_NOT_FOUND: its source does not say so (any more). */
enum eh_rc eh_list_rows_add(
        struct eh_db *db, int64_t source_id, struct eh_str key, struct eh_list_rows *rows, struct eh_error *err);
void eh_list_rows_finish(struct eh_list_rows *rows);

/* Parses a row's record into `arena`. */
enum eh_rc eh_list_row_record(
        const struct eh_list_row *row, struct eh_arena *arena, struct eh_record *ret_record, struct eh_error *err);

/* What a row may be used for, its terms and a consent column together. Unknown consent means: listed, not published. */
enum eh_terms eh_list_row_terms(const struct eh_list_row *row, const struct eh_record *record);

#endif
