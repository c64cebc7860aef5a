#include "reference_import.h"

#include "queries.h"

static const struct {
	const char *kind;
	enum eh_rc (*read)(struct eh_reference *reference, struct eh_error *err);
} KINDS[] = {
	{ "postcodes", eh_reference_postcodes },
	{ "areas", eh_reference_areas },
	{ "need", eh_reference_values },
	{ "population", eh_reference_values },
};

enum { KIND_COUNT = sizeof KINDS / sizeof *KINDS };

bool eh_reference_kind_known(const char *kind)
{
	for (size_t i = 0; i < KIND_COUNT; i++)
		if (strcmp(KINDS[i].kind, kind) == 0)
			return true;
	return false;
}

static enum eh_rc load_area_ids(struct eh_reference *reference, struct eh_error *err)
{
	struct eh_cursor rows EH_CLEANUP_CURSOR = { 0 };
	struct eh_q_area_code_all row;
	enum eh_rc rc = eh_q_area_code_all(reference->db, &rows, err);

	while (rc == EH_OK && (rc = eh_q_area_code_all_next(&rows, &row, err)) == EH_OK) {
		struct eh_str code = eh_arena_str(&reference->codes, row.code);
		if (!code.p || eh_map_put(&reference->area_ids, code, (uint64_t)row.area_id, NULL, NULL) < 0)
			return eh_fail_memory(err);
	}
	return rc == EH_END ? EH_OK : rc;
}

enum eh_rc eh_reference_area(struct eh_reference *reference, struct eh_str code, int64_t *ret_id, struct eh_error *err)
{
	struct eh_q_area_code_put put;
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };

	if (!code.n) {
		*ret_id = 0;
		return EH_OK;
	}
	const uint64_t *known = eh_map_get(&reference->area_ids, code);
	if (known) {
		*ret_id = (int64_t)*known;
		return EH_OK;
	}
	EH_TRY(eh_q_area_code_put(reference->db, code, &arena, &put, err));
	struct eh_str kept = eh_arena_str(&reference->codes, code);
	if (!kept.p || eh_map_put(&reference->area_ids, kept, (uint64_t)put.area_id, NULL, NULL) < 0)
		return eh_fail_memory(err);
	*ret_id = put.area_id;
	return EH_OK;
}

enum eh_rc eh_reference_kept(struct eh_reference *reference, const struct eh_table *table, struct eh_error *err)
{
	uint64_t done = 0, size = 0;

	reference->result->rows_read++;
	reference->result->kept++;
	if (++reference->ticks % 4096 || !reference->import->progress)
		return EH_OK;
	if (table)
		eh_table_progress(table, &done, &size);
	enum eh_rc rc = reference->import->progress(reference->import->progress_context, done, size);
	return rc == EH_CANCELLED ? eh_fail(err, rc, "stopped; nothing of this file was kept") : rc;
}

enum eh_rc eh_reference_open(
        const struct eh_reference *reference, const char *member, struct eh_table **ret_table, struct eh_error *err)
{
	const struct eh_source_options *file = &reference->import->file;
	const struct eh_table_options options = { .member = member ? member : file->member };

	if (file->bytes.p)
		return eh_table_open_memory(file->bytes, file->path, &options, ret_table, err);
	return eh_table_open(file->path, &options, ret_table, err);
}

enum eh_rc eh_reference_import(struct eh_db *db, const struct eh_import *import, struct eh_import_result *result,
        enum eh_rc (*refuse)(void *context, uint64_t line, struct eh_str column, const char *reason, struct eh_error *err),
        void (*note)(void *context, const char *text), void *context, struct eh_error *err)
{
	struct eh_reference reference = {
		.db = db, .import = import, .result = result, .refuse = refuse, .note = note, .context = context
	};
	enum eh_rc rc = load_area_ids(&reference, err);

	if (rc == EH_OK)
		rc = eh_vintages_load(db, &reference.vintages, err);
	for (size_t i = 0; rc == EH_OK && i < KIND_COUNT; i++)
		if (strcmp(KINDS[i].kind, import->kind) == 0)
			rc = KINDS[i].read(&reference, err);
	if (rc == EH_OK)
		result->added = result->kept;
	eh_map_finish(&reference.area_ids);
	eh_arena_finish(&reference.codes);
	eh_vintages_finish(&reference.vintages);
	return rc;
}

enum eh_rc eh_reference_remove(struct eh_db *db, int64_t batch_id, struct eh_error *err)
{
	struct eh_q_batch_get batch;
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };

	EH_TRY(eh_q_batch_get(db, batch_id, &arena, &batch, err));
	if (!eh_reference_kind_known(eh_arena_str(&arena, batch.kind).p))
		return EH_OK;
	EH_TRY(eh_q_postcode_remove_batch(db, batch_id, err));
	EH_TRY(eh_q_area_remove_batch(db, batch_id, err));
	EH_TRY(eh_q_area_change_remove_batch(db, batch_id, err));
	EH_TRY(eh_q_measure_value_remove_batch(db, batch_id, err));
	return eh_q_measure_remove_batch(db, batch_id, err);
}
