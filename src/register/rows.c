#include "rows.h"

#include "queries.h"

static enum eh_terms terms_of(struct eh_str words)
{
	if (eh_str_eq(words, EH_STR("publish")))
		return EH_TERMS_PUBLISH;
	return eh_str_eq(words, EH_STR("list")) ? EH_TERMS_LIST : EH_TERMS_MATCH_ONLY;
}

/* Source, publisher and place repeat for thousands of rows running: each is kept once. */
static struct eh_str keep_once(struct eh_arena *arena, struct eh_str before, struct eh_str now)
{
	if (before.p && now.p && eh_str_eq(before, now))
		return before;
	return eh_db_keep(arena, now);
}

static enum eh_rc add_row(struct eh_list_rows *rows, const struct eh_q_current_all *from, struct eh_error *err)
{
	const struct eh_list_row *before = rows->count ? &rows->items[rows->count - 1] : &(struct eh_list_row){ 0 };
	struct eh_list_row row = {
		.source_id = from->source_id,
		.batch_id = from->batch_id,
		.line = from->line,
		.source = keep_once(&rows->arena, before->source, from->source),
		.publisher = keep_once(&rows->arena, before->publisher, from->publisher),
		.place_id = keep_once(&rows->arena, before->place_id, from->place_id),
		.key = eh_db_keep(&rows->arena, from->key),
		.fields = eh_db_keep(&rows->arena, from->fields),
		.says = (unsigned)from->says,
		.data_date = (int32_t)from->data_date,
		.first_date = (int32_t)from->first_date,
		.gone_date = from->gone_date == EH_DB_NULL ? EH_NO_DATE : (int32_t)from->gone_date,
		.terms = terms_of(from->terms),
	};

	if (!row.key.p || !row.fields.p || !row.source.p || !eh_vec_grow(&rows->items, rows->count, &rows->cap, sizeof row))
		return eh_fail_memory(err);
	rows->items[rows->count++] = row;
	if (row.data_date > rows->newest)
		rows->newest = row.data_date;
	return EH_OK;
}

enum eh_rc eh_list_rows_load(struct eh_db *db, struct eh_list_rows *ret_rows, struct eh_error *err)
{
	struct eh_cursor cursor EH_CLEANUP_CURSOR = { 0 };
	struct eh_list_rows rows = { .newest = EH_NO_DATE };
	struct eh_q_current_all row;
	enum eh_rc rc = eh_q_current_all(db, &cursor, err);

	while (rc == EH_OK && (rc = eh_q_current_all_next(&cursor, &row, err)) == EH_OK)
		rc = add_row(&rows, &row, err);
	rc = eh_arena_check(&rows.arena, rc == EH_END ? EH_OK : rc, err);
	if (rc != EH_OK) {
		eh_list_rows_finish(&rows);
		return rc;
	}
	*ret_rows = rows;
	return EH_OK;
}

enum eh_rc eh_list_rows_add(
        struct eh_db *db, int64_t source_id, struct eh_str key, struct eh_list_rows *rows, struct eh_error *err)
{
	struct eh_cursor cursor EH_CLEANUP_CURSOR = { 0 };
	struct eh_q_current_one one;
	enum eh_rc rc = eh_q_current_one(db, source_id, key, &cursor, err);

	if (rc == EH_OK)
		rc = eh_q_current_one_next(&cursor, &one, err);
	if (rc != EH_OK)
		return rc == EH_END ? EH_NOT_FOUND : rc;
	const struct eh_q_current_all row = { one.source_id, one.source, one.kind, one.publisher, one.says, one.place_id, one.key,
		one.line, one.batch_id, one.data_date, one.first_date, one.gone_date, one.terms, one.fields };
	return add_row(rows, &row, err);
}

void eh_list_rows_finish(struct eh_list_rows *rows)
{
	eh_free(rows->items);
	eh_arena_finish(&rows->arena);
	*rows = (struct eh_list_rows){ 0 };
}

enum eh_rc eh_list_row_record(
        const struct eh_list_row *row, struct eh_arena *arena, struct eh_record *ret_record, struct eh_error *err)
{
	return eh_record_from_json(row->fields, arena, ret_record, err);
}

enum eh_terms eh_list_row_terms(const struct eh_list_row *row, const struct eh_record *record)
{
	if (record->consent == EH_CONSENT_YES || record->consent == EH_CONSENT_NOT_ASKED)
		return row->terms;
	if (record->consent == EH_CONSENT_NO)
		return EH_TERMS_MATCH_ONLY;
	return row->terms == EH_TERMS_PUBLISH ? EH_TERMS_LIST : row->terms;
}
