/* import_undo.c: taking batches back, withdrawing them, setting them aside for a look at an earlier day. */
#include <stdio.h>

#include "import_private.h"
#include "queries.h"
#include "reference_import.h"

/* Takes a batch's rows out of the store, within a transaction. */
static enum eh_rc remove_rows(struct eh_db *db, int64_t batch_id, int64_t source_id, struct eh_error *err)
{
	EH_TRY(eh_q_current_clear(db, source_id, err));
	EH_TRY(eh_q_batch_rows_delete(db, batch_id, err));
	EH_TRY(eh_q_personal_delete_unused(db, source_id, err));
	EH_TRY(eh_q_version_delete_unused(db, source_id, err));
	EH_TRY(eh_reference_remove(db, batch_id, err));
	EH_TRY(eh_q_refusal_delete(db, batch_id, err));
	EH_TRY(eh_q_note_delete(db, batch_id, err));
	return eh_q_batch_change_delete(db, batch_id, err);
}

static bool is_reference(struct eh_str kind)
{
	char text[32];

	snprintf(text, sizeof text, "%.*s", EH_FMT(kind));
	return eh_reference_kind_known(text);
}

/* What later imports of the source changed, against what there is without the batch that was taken back. */
static enum eh_rc renew_later(struct eh_db *db, int64_t source_id, int64_t batch_id, struct eh_error *err)
{
	EH_VEC(int64_t) later = { 0 };
	struct eh_cursor rows EH_CLEANUP_CURSOR = { 0 };
	struct eh_q_batch_later row;
	enum eh_rc rc = eh_q_batch_later(db, source_id, batch_id, &rows, err);

	while (rc == EH_OK && (rc = eh_q_batch_later_next(&rows, &row, err)) == EH_OK)
		if (!eh_vec_push(&later, row.batch_id))
			rc = eh_fail_memory(err);
	if (rc == EH_END)
		rc = EH_OK;
	if (rc == EH_OK && later.count)
		rc = eh_import_renew(db, source_id, batch_id, NULL, err);
	for (size_t i = 0; rc == EH_OK && i < later.count; i++) {
		struct eh_import_result count = { .batch_id = later.items[i] };
		rc = eh_q_batch_change_delete(db, count.batch_id, err);
		if (rc == EH_OK)
			rc = eh_import_renew(db, source_id, count.batch_id, &count, err);
		if (rc == EH_OK)
			rc = eh_q_batch_change_count(db, count.batch_id, count.added, count.changed, count.gone, err);
	}
	eh_vec_finish(&later);
	return rc;
}

/* Codes of areas that nothing speaks of any more, so that the next one gets the number it would have had. */
static enum eh_rc tidy_after(struct eh_db *db, const struct eh_q_batch_get *batch, struct eh_error *err)
{
	if (is_reference(batch->kind))
		return eh_q_area_code_delete_unused(db, err);
	return EH_OK;
}

/* As if it had never come: what the source says, what it is called, what later editions changed. */
static enum eh_rc forget(struct eh_db *db, int64_t batch_id, const struct eh_q_batch_get *batch, struct eh_error *err)
{
	EH_TRY(eh_q_batch_source_delete(db, batch_id, err));
	EH_TRY(eh_q_batch_delete(db, batch_id, err));
	EH_TRY(eh_q_source_restore(db, batch->source_id, err));
	if (is_reference(batch->kind))
		return EH_OK;
	return renew_later(db, batch->source_id, batch_id, err);
}

static enum eh_rc take_back(struct eh_db *db, int64_t batch_id, bool withdraw, struct eh_error *err)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_q_batch_get batch;
	enum eh_rc rc = eh_q_batch_get(db, batch_id, &arena, &batch, err);

	if (rc == EH_NOT_FOUND)
		return eh_fail(err, EH_NOT_FOUND, "there is no batch %lld; evenhand batches lists them", (long long)batch_id);
	EH_TRY(rc);
	if (!is_reference(batch.kind))
		EH_TRY(eh_q_link_dirty_source(db, batch.source_id, err));
	/* What was learned with its rows at hand goes with them. */
	EH_TRY(eh_q_link_model_forget(db, batch_id, err));
	EH_TRY(remove_rows(db, batch_id, batch.source_id, err));
	EH_TRY(withdraw ? eh_q_batch_state_set(db, batch_id, EH_STR("withdrawn"), err) : forget(db, batch_id, &batch, err));
	EH_TRY(eh_import_renew(db, batch.source_id, INT64_MAX, NULL, err));
	EH_TRY(tidy_after(db, &batch, err));
	return eh_q_source_delete_unused(db, err);
}

static enum eh_rc take_back_whole(struct eh_db *db, int64_t batch_id, bool withdraw, struct eh_error *err)
{
	if (eh_db_in_transaction(db))
		return take_back(db, batch_id, withdraw, err);
	EH_TRY(eh_db_begin(db, err));
	enum eh_rc rc = take_back(db, batch_id, withdraw, err);
	if (rc == EH_OK)
		return eh_db_commit(db, err);
	eh_db_rollback(db);
	return rc;
}

enum eh_rc eh_import_undo(struct eh_db *db, int64_t batch_id, struct eh_error *err)
{
	return take_back_whole(db, batch_id, false, err);
}

enum eh_rc eh_import_withdraw(struct eh_db *db, int64_t batch_id, struct eh_error *err)
{
	return take_back_whole(db, batch_id, true, err);
}

/* The numbers of what is to be set aside, read first: a table is not changed while it is being read. */
struct later {
	EH_VEC(int64_t) batches, sources;
};

static enum eh_rc find_later(struct eh_db *db, int32_t date, struct later *later, struct eh_error *err)
{
	struct eh_cursor batches EH_CLEANUP_CURSOR = { 0 }, sources EH_CLEANUP_CURSOR = { 0 };
	struct eh_q_batch_list batch;
	struct eh_q_source_list source;
	enum eh_rc rc = eh_q_batch_list(db, &batches, err);

	while (rc == EH_OK && (rc = eh_q_batch_list_next(&batches, &batch, err)) == EH_OK)
		if (batch.data_date > date && !is_reference(batch.kind) && !eh_vec_push(&later->batches, batch.batch_id))
			return eh_fail_memory(err);
	if (rc == EH_END)
		rc = eh_q_source_list(db, &sources, err);
	while (rc == EH_OK && (rc = eh_q_source_list_next(&sources, &source, err)) == EH_OK)
		if (!is_reference(source.kind) && !eh_vec_push(&later->sources, source.source_id))
			return eh_fail_memory(err);
	return rc == EH_END ? EH_OK : rc;
}

enum eh_rc eh_import_as_of(struct eh_db *db, int32_t date, struct eh_error *err)
{
	struct later later = { 0 };
	enum eh_rc rc = find_later(db, date, &later, err);

	for (size_t i = 0; rc == EH_OK && i < later.batches.count; i++)
		rc = eh_q_batch_state_set(db, later.batches.items[i], EH_STR("withdrawn"), err);
	for (size_t i = 0; rc == EH_OK && i < later.sources.count; i++)
		rc = eh_import_renew(db, later.sources.items[i], INT64_MAX, NULL, err);
	eh_vec_finish(&later.batches);
	eh_vec_finish(&later.sources);
	return rc;
}
