#include "living.h"

#include <stdlib.h>

#include "queries.h"

enum eh_rc eh_living_model(struct eh_db *db, struct ehl_model **ret_model, int64_t *ret_number, struct eh_error *err)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_q_link_model_newest newest;
	char message[600];
	enum eh_rc rc = eh_q_link_model_newest(db, &arena, &newest, err);

	*ret_model = NULL;
	*ret_number = 0;
	if (rc == EH_NOT_FOUND)
		return EH_OK;
	EH_TRY(rc);
	int read = ehl_model_read((struct ehl_text){ newest.model.p, newest.model.n }, ret_model, message, sizeof message);
	if (read == -1)
		return eh_fail_memory(err);
	*ret_number = read == 0 ? newest.number : 0; /* one of another version is as good as none */
	return EH_OK;
}

enum eh_rc eh_living_keep_model(
        struct eh_db *db, const struct ehl_model *model, size_t records, int64_t *ret_number, struct eh_error *err)
{
	char *text = NULL;
	size_t n = 0;

	if (ehl_model_write(model, &text, &n) != 0)
		return eh_fail_memory(err);
	enum eh_rc rc = eh_q_link_model_add(db, (int64_t)records, eh_clock_now(), (struct eh_str){ text, n }, err);
	ehl_free(text);
	if (rc == EH_OK)
		*ret_number = eh_db_last_id(db);
	return rc;
}

enum eh_rc eh_living_inputs(struct eh_db *db, struct eh_arena *arena, struct eh_str *ret_inputs, struct eh_error *err)
{
	struct eh_q_link_inputs inputs;

	EH_TRY(eh_q_link_inputs(db, arena, &inputs, err));
	*ret_inputs = eh_arena_printf(arena, EH_VERSION " %016llx %016llx", (unsigned long long)eh_str_hash(inputs.reference),
	        (unsigned long long)eh_str_hash(inputs.places));
	return ret_inputs->p ? EH_OK : eh_fail_memory(err);
}

enum eh_rc eh_living_drop(struct eh_db *db, struct eh_error *err)
{
	static enum eh_rc (*const STEPS[])(struct eh_db *, struct eh_error *) = { eh_q_link_state_clear, eh_q_link_row_clear,
		eh_q_link_bond_clear, eh_q_link_standing_clear, eh_q_link_bucket_clear, eh_q_link_key_clear, eh_q_link_gone_clear,
		eh_q_link_constraint_clear, eh_q_link_source_clear, eh_q_link_dirty_clear };

	for (size_t i = 0; i < sizeof STEPS / sizeof *STEPS; i++)
		EH_TRY(STEPS[i](db, err));
	return EH_OK;
}

enum eh_rc eh_living_put_state(struct eh_db *db, const struct eh_living_state *state, struct eh_error *err)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_str inputs;

	EH_TRY(eh_living_inputs(db, &arena, &inputs, err));
	return eh_q_link_state_put(db, state->model, inputs, state->bits, state->next_row, state->newest, state->records,
	        state->clusters, state->services, state->unplaced, err);
}

static int64_t digest_of(const struct eh_q_link_source_now *source)
{
	const struct eh_str texts[] = { source->name, source->kind, source->publisher, source->licence, source->place_id };
	uint64_t hash = (uint64_t)source->says * 2 + (uint64_t)source->is_register;

	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		hash = (hash ^ eh_str_hash(texts[i])) * 0x9fb21c651e98df25u ^ hash >> 31;
	return (int64_t)(hash >> 1); /* never the store's NULL */
}

/* ---- After a whole build. Rows are numbered from 1 in the order of the list. ---- */

struct keeping {
	struct eh_db *db;
	EH_VEC(struct eh_living_entry) entries;
};

static int take_keys(void *context, size_t record, const uint64_t *keys, size_t count)
{
	struct keeping *keeping = context;

	for (size_t i = 0; i < count; i++)
		if (!eh_vec_push(&keeping->entries, (struct eh_living_entry){ keys[i], (uint32_t)record + 1 }))
			return -1;
	return 0;
}

static enum eh_rc keep_keys(struct eh_db *db, const struct eh_list_linkage *linkage, size_t count, const struct ehl_model *model,
        int64_t *ret_bits, struct eh_error *err)
{
	struct keeping keeping = { .db = db };
	enum eh_rc rc = eh_list_link_failed(ehl_list_keys(linkage->records, count, model, take_keys, &keeping), err);

	if (rc == EH_OK)
		rc = eh_living_put_keys(db, keeping.entries.items, keeping.entries.count, ret_bits, err);
	eh_vec_finish(&keeping.entries);
	return rc;
}

/* Names that a row stands by come one after the other. */
static enum eh_rc keep_rows(
        struct eh_db *db, const struct eh_list_rows *rows, const struct eh_list_linkage *linkage, struct eh_error *err)
{
	const struct ehl_kept *kept = &linkage->result.kept;
	struct eh_buf packed EH_CLEANUP_BUF = { 0 }, names EH_CLEANUP_BUF = { 0 };
	size_t at = 0;

	for (size_t i = 0; i < rows->count; i++) {
		const struct eh_list_row *row = &rows->items[i];
		const struct eh_list_facts *facts = &linkage->facts[i];
		eh_buf_reset(&packed);
		eh_buf_reset(&names);
		for (; at < kept->standing_count && kept->standing[at].row == i; at++) {
			struct eh_str bytes = { (const char *)&kept->standing[at].name, sizeof kept->standing[at].name };
			if (eh_buf_add(&names, bytes) < 0)
				return eh_fail_memory(err);
			EH_TRY(eh_q_link_standing_add(db, (int64_t)kept->standing[at].name, (int64_t)i + 1, err));
		}
		if (eh_living_pack(&linkage->records[i], &packed) < 0)
			return eh_fail_memory(err);
		EH_TRY(eh_q_link_row_add(db, (int64_t)i + 1, row->source_id, row->key, (int64_t)facts->stamp,
		        (int64_t)kept->component[i] + 1, (int64_t)linkage->result.cluster[i] + 1,
		        facts->said == EH_NO_DATE ? EH_DB_NULL : facts->said, facts->grant_key, eh_buf_str(&packed),
		        names.n ? eh_buf_str(&names) : (struct eh_str){ NULL, 0 }, err));
	}
	return EH_OK;
}

static int by_row(const void *a, const void *b)
{
	const struct ehl_bond *x = a, *y = b;

	if (x->a != y->a)
		return x->a < y->a ? -1 : 1;
	return (x->b > y->b) - (x->b < y->b);
}

/* Sorted by row, once from each side: the table grows at its end alone. */
static enum eh_rc keep_bonds(struct eh_db *db, const struct ehl_kept *kept, struct eh_error *err)
{
	size_t count = 2 * kept->bond_count;
	struct ehl_bond *bonds = eh_alloc((count + 1) * sizeof *bonds);
	enum eh_rc rc = EH_OK;

	if (!bonds)
		return eh_fail_memory(err);
	for (size_t i = 0; i < kept->bond_count; i++) {
		bonds[2 * i] = bonds[2 * i + 1] = kept->bonds[i];
		bonds[2 * i + 1].a = kept->bonds[i].b;
		bonds[2 * i + 1].b = kept->bonds[i].a;
	}
	if (count)
		qsort(bonds, count, sizeof *bonds, by_row);
	for (size_t i = 0; rc == EH_OK && i < count; i++)
		rc = eh_q_link_bond_add(db, (int64_t)bonds[i].a + 1, (int64_t)bonds[i].b + 1, (double)bonds[i].weight,
		        (int64_t)bonds[i].tie, bonds[i].kind, err);
	eh_free(bonds);
	return rc;
}

enum eh_rc eh_living_sources(struct eh_db *db, struct eh_living_sources *ret_sources, struct eh_error *err)
{
	struct eh_cursor cursor EH_CLEANUP_CURSOR = { 0 };
	struct eh_living_sources sources = { 0 };
	struct eh_q_link_source_now row;
	enum eh_rc rc = eh_q_link_source_now(db, &cursor, err);

	while (rc == EH_OK && (rc = eh_q_link_source_now_next(&cursor, &row, err)) == EH_OK) {
		struct eh_living_source source = { row.source_id, eh_db_keep(&sources.arena, row.name), digest_of(&row),
			row.digest };
		if (!source.name.p || !eh_vec_push(&sources.list, source))
			rc = eh_fail_memory(err);
	}
	*ret_sources = sources;
	return rc == EH_END ? EH_OK : rc;
}

enum eh_rc eh_living_source_was(
        struct eh_db *db, int64_t source_id, struct eh_arena *arena, struct eh_str *ret_name, struct eh_error *err)
{
	struct eh_q_link_source_known known;
	enum eh_rc rc = eh_q_link_source_known(db, source_id, arena, &known, err);

	*ret_name = rc == EH_OK ? known.name : (struct eh_str){ NULL, 0 };
	return rc == EH_NOT_FOUND ? EH_OK : rc;
}

void eh_living_sources_finish(struct eh_living_sources *sources)
{
	eh_vec_finish(&sources->list);
	eh_arena_finish(&sources->arena);
}

enum eh_rc eh_living_keep_sources(struct eh_db *db, const struct eh_living_sources *sources, struct eh_error *err)
{
	for (size_t i = 0; i < sources->list.count; i++) {
		const struct eh_living_source *source = &sources->list.items[i];
		if (source->digest != source->known)
			EH_TRY(eh_q_link_source_add(db, source->source_id, source->name, source->digest, err));
	}
	return EH_OK;
}

enum eh_rc eh_living_keep(struct eh_db *db, const struct eh_list_rows *rows, const struct eh_list_linkage *linkage,
        const struct ehl_model *model, struct eh_living_state *state, struct eh_error *err)
{
	EH_TRY(eh_living_drop(db, err));
	EH_TRY(keep_keys(db, linkage, rows->count, model, &state->bits, err));
	EH_TRY(keep_rows(db, rows, linkage, err));
	EH_TRY(keep_bonds(db, &linkage->result.kept, err));
	for (size_t i = 0; i < linkage->constraints.count; i++) {
		const struct ehl_constraint *constraint = &linkage->constraints.items[i];
		EH_TRY(eh_q_link_constraint_add(
		        db, (int64_t)constraint->a + 1, (int64_t)constraint->b + 1, constraint->same, err));
	}
	state->next_row = (int64_t)rows->count + 1;
	struct eh_living_sources sources = { 0 };
	enum eh_rc rc = eh_living_sources(db, &sources, err);
	if (rc == EH_OK)
		rc = eh_living_keep_sources(db, &sources, err);
	eh_living_sources_finish(&sources);
	return rc;
}
