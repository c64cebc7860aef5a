/* audit_list.c: reading the audit. */
#include "audit_private.h"

#include "queries.h"

static const size_t USUAL_LIMIT = 1000;

static bool keep_row(struct eh_arena *arena, const struct eh_q_audit_list *from, bool for_public, struct eh_audit_row *ret_row)
{
	const struct {
		struct eh_str from;
		struct eh_str *to;
	} TEXTS[] = { { from->role, &ret_row->role }, { from->side, &ret_row->side }, { from->org_id, &ret_row->org_id },
		{ from->verb, &ret_row->verb }, { from->subject_kind, &ret_row->subject_kind },
		{ from->subject_id, &ret_row->subject_id }, { from->place_id, &ret_row->place_id } };
	struct eh_str texts[EH_AUDIT_TEXTS] = { 0 }, payload = eh_db_keep(arena, from->payload);

	*ret_row = (struct eh_audit_row){ .number = from->number,
		.at = from->at,
		.person_id = for_public ? 0 : from->person_id,
		.is_public = from->is_public != EH_AUDIT_ALL_PRIVATE,
		.words_private = from->is_public == EH_AUDIT_ACT_PUBLIC,
		.erased = !from->payload.p };
	for (size_t i = 0; i < sizeof TEXTS / sizeof *TEXTS; i++)
		*TEXTS[i].to = eh_db_keep(arena, TEXTS[i].from);
	if (payload.p && !(for_public && ret_row->words_private) && eh_audit_unpack(payload, texts)) {
		ret_row->before = texts[0];
		ret_row->after = texts[1];
		ret_row->why = texts[2];
		ret_row->private = for_public ? (struct eh_str){ NULL, 0 } : texts[3];
	}
	return !arena->failed;
}

static int64_t given(int64_t value) { return value ? value : EH_DB_NULL; }

static enum eh_rc load(
        struct eh_db *db, const struct eh_audit_filter *filter, size_t limit, struct eh_audit_rows *rows, struct eh_error *err)
{
	struct eh_cursor cursor EH_CLEANUP_CURSOR = { 0 };
	struct eh_q_audit_list row;
	enum eh_rc rc;

	rows->items = eh_arena_alloc_zero(&rows->arena, limit, sizeof *rows->items);
	if (!rows->items)
		return eh_fail_memory(err);
	rc = eh_q_audit_list(db, filter->subject_kind, filter->subject_id, filter->place_id, given(filter->person_id),
	        given(filter->since), given(filter->below), filter->for_public, (int64_t)limit + 1, &cursor, err);
	while (rc == EH_OK && (rc = eh_q_audit_list_next(&cursor, &row, err)) == EH_OK) {
		if (rows->count == limit) {
			rows->more = true;
			return EH_OK;
		}
		if (!keep_row(&rows->arena, &row, filter->for_public, &rows->items[rows->count++]))
			return eh_fail_memory(err);
	}
	return rc == EH_END ? EH_OK : rc;
}

enum eh_rc eh_audit_list(
        struct eh_db *db, const struct eh_audit_filter *filter, struct eh_audit_rows *ret_rows, struct eh_error *err)
{
	struct eh_audit_rows rows = { 0 };
	enum eh_rc rc = load(db, filter, filter->limit ? filter->limit : USUAL_LIMIT, &rows, err);

	if (rc < 0) {
		eh_audit_rows_finish(&rows);
		return rc;
	}
	*ret_rows = rows;
	return EH_OK;
}

void eh_audit_rows_finish(struct eh_audit_rows *rows) { eh_arena_finish(&rows->arena); }
