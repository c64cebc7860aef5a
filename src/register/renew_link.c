/* renew_link.c: the linkage's questions, answered from what the store keeps; and what it keeps for the next time. */
#include <stdlib.h>

#include "renew_private.h"

/* ---- Answers ---- */

static int failed(struct renew *renew, enum eh_rc rc)
{
	renew->rc = rc;
	return -1;
}

static long find(void *context, uint64_t key, uint64_t *ret_rows, size_t most)
{
	struct renew *renew = context;
	size_t count = 0;
	enum eh_rc rc = eh_living_find(&renew->keys, key, ret_rows, most, &count, renew->err);

	return rc == EH_OK ? (long)count : failed(renew, rc);
}

/* Source and key in an order that is the list's: no name holds a character so low. */
static struct ehl_text order_of(struct renew *renew, struct eh_str source, struct eh_str key)
{
	char *text = eh_arena_alloc(&renew->arena, source.n + key.n + 1);

	if (!text)
		return (struct ehl_text){ NULL, 0 };
	memcpy(text, source.p, source.n);
	text[source.n] = '\1';
	memcpy(text + source.n + 1, key.p, key.n);
	return (struct ehl_text){ text, source.n + key.n + 1 };
}

static enum eh_rc read_fresh(struct renew *renew, uint64_t row, struct ehl_list_row *ret_row, struct eh_error *err)
{
	size_t at = (size_t)(row - renew->first_fresh);
	const struct eh_list_row *from = &renew->fresh.items[at];

	*ret_row = (struct ehl_list_row){ .record = renew->records.items[at], .order = order_of(renew, from->source, from->key) };
	return ret_row->order.p ? EH_OK : eh_fail_memory(err);
}

static enum eh_rc keep_known(struct renew *renew, uint64_t row, const struct eh_q_link_row_get *from, struct eh_error *err)
{
	struct eh_known_row known = { row, (uint64_t)from->cluster, (uint64_t)from->component, from->source_id,
		eh_db_keep(&renew->arena, from->key), eh_db_keep(&renew->arena, from->standing) };

	if (!known.key.p || !eh_vec_push(&renew->known, known) ||
	        !eh_numbers_add(&renew->known_places, row, (uint32_t)renew->known.count - 1))
		return eh_fail_memory(err);
	return EH_OK;
}

static enum eh_rc read_known(struct renew *renew, uint64_t row, struct ehl_list_row *ret_row, struct eh_error *err)
{
	struct eh_cursor cursor EH_CLEANUP_CURSOR = { 0 };
	struct eh_q_link_row_get from;
	struct ehl_record record;

	EH_TRY(eh_q_link_row_get(renew->db, (int64_t)row, &cursor, err));
	enum eh_rc rc = eh_q_link_row_get_next(&cursor, &from, err);
	if (rc == EH_END)
		return eh_fail(
		        err, EH_INVALID, "what the store keeps of the last build is damaged; build anew: evenhand build --force");
	EH_TRY(rc);
	struct eh_str packed = eh_db_keep(&renew->arena, from.record);
	if (!packed.p)
		return eh_fail_memory(err);
	EH_TRY(eh_living_unpack(packed, &renew->arena, &record, err));
	EH_TRY(keep_known(renew, row, &from, err));
	const struct eh_known_row *known = &renew->known.items[renew->known.count - 1];
	const struct eh_living_source *source = eh_renew_source(renew, known->source_id);
	*ret_row = (struct ehl_list_row){ .record = record,
		.order = order_of(renew, source ? source->name : EH_STR(""), known->key),
		.component = (uint64_t)from.component,
		.cluster = (uint64_t)from.cluster,
		.standing = (const uint64_t *)(const void *)known->standing.p,
		.standing_count = known->standing.n / sizeof(uint64_t) };
	return ret_row->order.p ? EH_OK : eh_fail_memory(err);
}

const struct eh_known_row *eh_renew_known(struct renew *renew, uint64_t row)
{
	uint32_t at = eh_numbers_find(&renew->known_places, row);

	return at == UINT32_MAX ? NULL : &renew->known.items[at];
}

static int read_row(void *context, uint64_t row, struct ehl_list_row *ret_row)
{
	struct renew *renew = context;
	enum eh_rc rc = row >= renew->first_fresh ? read_fresh(renew, row, ret_row, renew->err)
	                                          : read_known(renew, row, ret_row, renew->err);

	return rc == EH_OK ? 0 : failed(renew, rc);
}

static int members(void *context, uint64_t component, int (*each)(void *to, uint64_t row), void *to)
{
	struct renew *renew = context;
	struct eh_cursor cursor EH_CLEANUP_CURSOR = { 0 };
	struct eh_q_link_row_members row;
	enum eh_rc rc = eh_q_link_row_members(renew->db, (int64_t)component, &cursor, renew->err);
	int stop = 0;

	while (rc == EH_OK && !stop && (rc = eh_q_link_row_members_next(&cursor, &row, renew->err)) == EH_OK)
		stop = each(to, (uint64_t)row.row);
	return stop ? stop : rc == EH_END ? 0 : failed(renew, rc);
}

static int bonds(void *context, uint64_t row, int (*each)(void *to, const struct ehl_bond *bond), void *to)
{
	struct renew *renew = context;
	struct eh_cursor cursor EH_CLEANUP_CURSOR = { 0 };
	struct eh_q_link_bond_of from;
	enum eh_rc rc = eh_q_link_bond_of(renew->db, (int64_t)row, &cursor, renew->err);
	int stop = 0;

	while (rc == EH_OK && !stop && (rc = eh_q_link_bond_of_next(&cursor, &from, renew->err)) == EH_OK) {
		uint64_t other = (uint64_t)from.other;
		const struct ehl_bond bond = { row < other ? row : other, row < other ? other : row, (uint64_t)from.tie,
			(float)from.weight, (enum ehl_bond_kind)from.kind };
		stop = each(to, &bond);
	}
	return stop ? stop : rc == EH_END ? 0 : failed(renew, rc);
}

static long standing(void *context, uint64_t name, size_t most)
{
	struct renew *renew = context;
	struct eh_cursor cursor EH_CLEANUP_CURSOR = { 0 };
	struct eh_q_link_standing_of row;
	long count = 0;
	enum eh_rc rc = eh_q_link_standing_of(renew->db, (int64_t)name, (int64_t)most, &cursor, renew->err);

	while (rc == EH_OK && (rc = eh_q_link_standing_of_next(&cursor, &row, renew->err)) == EH_OK)
		count++;
	return rc == EH_END ? count : failed(renew, rc);
}

static bool cancelled(void *context)
{
	const struct renew *renew = context;
	const struct eh_build_options *options = renew->build->options;

	return options->progress && options->progress(options->progress_context, 0, 0) != EH_OK;
}

enum eh_rc eh_renew_link(struct renew *renew, struct eh_error *err)
{
	const struct ehl_list list = { renew, find, read_row, members, bonds, standing };
	const struct ehl_list_changes changes = { renew->fresh_numbers.items, renew->gone.items, renew->touched.items,
		renew->fresh_numbers.count, renew->gone.count, renew->touched.count, renew->constraints.items,
		renew->constraints.count };
	const struct ehl_options options = {
		.threads = renew->build->options->threads, .cancelled = cancelled, .context = renew
	};

	renew->err = err;
	EH_TRY(eh_living_keys_open(renew->db, renew->state.bits, &renew->keys, err));
	int linked = ehl_list_change(&list, &changes, renew->model, &options, &renew->result);
	if (linked && renew->rc < 0)
		return renew->rc;
	return eh_list_link_failed(linked, err);
}

/* ---- What is kept ---- */

typedef enum eh_rc name_fn(struct eh_db *db, int64_t name, int64_t row, struct eh_error *err);

static enum eh_rc each_name(struct renew *renew, struct eh_str names, uint64_t row, name_fn *each, struct eh_error *err)
{
	for (size_t i = 0; i + sizeof(int64_t) <= names.n; i += sizeof(int64_t)) {
		int64_t name;
		memcpy(&name, names.p + i, sizeof name);
		EH_TRY(each(renew->db, name, (int64_t)row, err));
	}
	return EH_OK;
}

static enum eh_rc drop_bonds(struct renew *renew, uint64_t row, struct eh_error *err)
{
	EH_TRY(eh_q_link_bond_delete_to(renew->db, (int64_t)row, err));
	return eh_q_link_bond_delete_of(renew->db, (int64_t)row, err);
}

static enum eh_rc drop_gone(struct renew *renew, struct eh_error *err)
{
	for (size_t i = 0; i < renew->gone.count; i++) {
		const struct eh_known_row *known = eh_renew_known(renew, renew->gone.items[i]);
		EH_TRY(each_name(renew, known->standing, known->row, eh_q_link_standing_delete, err));
		EH_TRY(drop_bonds(renew, known->row, err));
		EH_TRY(eh_q_link_row_delete(renew->db, (int64_t)known->row, err));
		EH_TRY(eh_q_link_gone_add(renew->db, (int64_t)known->row, err));
	}
	return EH_OK;
}

static enum eh_rc keep_bonds(struct renew *renew, struct eh_error *err)
{
	for (size_t i = 0; i < renew->result.void_count; i++) {
		const struct ehl_bond *bond = &renew->result.voids[i];
		EH_TRY(eh_q_link_bond_delete(renew->db, (int64_t)bond->a, (int64_t)bond->b, err));
		EH_TRY(eh_q_link_bond_delete(renew->db, (int64_t)bond->b, (int64_t)bond->a, err));
	}
	for (size_t i = 0; i < renew->result.bond_count; i++) {
		const struct ehl_bond *bond = &renew->result.bonds[i];
		EH_TRY(eh_q_link_bond_add(renew->db, (int64_t)bond->a, (int64_t)bond->b, (double)bond->weight, (int64_t)bond->tie,
		        bond->kind, err));
		EH_TRY(eh_q_link_bond_add(renew->db, (int64_t)bond->b, (int64_t)bond->a, (double)bond->weight, (int64_t)bond->tie,
		        bond->kind, err));
	}
	return EH_OK;
}

static enum eh_rc keep_fresh(
        struct renew *renew, const struct ehl_list_place *place, struct eh_str names, struct eh_buf *packed, struct eh_error *err)
{
	size_t at = (size_t)(place->row - renew->first_fresh);
	const struct eh_list_row *row = &renew->fresh.items[at];
	const struct eh_list_facts *facts = &renew->facts.items[at];

	eh_buf_reset(packed);
	if (eh_living_pack(&renew->records.items[at], packed) < 0)
		return eh_fail_memory(err);
	return eh_q_link_row_add(renew->db, (int64_t)place->row, row->source_id, row->key, (int64_t)facts->stamp,
	        (int64_t)place->component, (int64_t)place->cluster, facts->said == EH_NO_DATE ? EH_DB_NULL : facts->said,
	        facts->grant_key, eh_buf_str(packed), names, err);
}

static int by_row(const void *a, const void *b)
{
	const struct ehl_standing *x = a, *y = b;

	if (x->row != y->row)
		return x->row < y->row ? -1 : 1;
	return (x->name > y->name) - (x->name < y->name);
}

/* The names that a row stands by, as bytes. */
static enum eh_rc names_of(struct renew *renew, uint64_t row, struct eh_buf *names, struct eh_error *err)
{
	const struct ehl_standing *all = renew->result.standing;
	size_t from = 0;

	eh_buf_reset(names);
	for (size_t to = renew->result.standing_count; from < to;) {
		size_t middle = from + (to - from) / 2;
		if (all[middle].row < row)
			from = middle + 1;
		else
			to = middle;
	}
	for (; from < renew->result.standing_count && all[from].row == row; from++)
		if (eh_buf_add(names, (struct eh_str){ (const char *)&all[from].name, sizeof all[from].name }) < 0)
			return eh_fail_memory(err);
	return EH_OK;
}

static enum eh_rc keep_place(struct renew *renew, const struct ehl_list_place *place, struct eh_str names, struct eh_error *err)
{
	const struct eh_known_row *known = eh_renew_known(renew, place->row);

	if (known->cluster == place->cluster && known->component == place->component && eh_str_eq(known->standing, names))
		return EH_OK;
	return eh_q_link_row_place(
	        renew->db, (int64_t)place->row, (int64_t)place->component, (int64_t)place->cluster, names, err);
}

static enum eh_rc keep_places(struct renew *renew, struct eh_error *err)
{
	struct eh_buf names EH_CLEANUP_BUF = { 0 }, packed EH_CLEANUP_BUF = { 0 };

	if (renew->result.standing_count)
		qsort(renew->result.standing, renew->result.standing_count, sizeof *renew->result.standing, by_row);
	for (size_t i = 0; i < renew->result.row_count; i++) {
		const struct ehl_list_place *place = &renew->result.rows[i];
		const struct eh_known_row *known = eh_renew_known(renew, place->row);
		EH_TRY(names_of(renew, place->row, &names, err));
		struct eh_str bytes = names.n ? eh_buf_str(&names) : (struct eh_str){ NULL, 0 };
		if (!known || !eh_str_eq(known->standing, bytes)) {
			if (known)
				EH_TRY(each_name(renew, known->standing, place->row, eh_q_link_standing_delete, err));
			EH_TRY(each_name(renew, bytes, place->row, eh_q_link_standing_add, err));
		}
		EH_TRY(known ? keep_place(renew, place, bytes, err) : keep_fresh(renew, place, bytes, &packed, err));
	}
	return EH_OK;
}

static int add_keys(void *context, size_t record, const uint64_t *keys, size_t count)
{
	struct renew *renew = context;

	for (size_t i = 0; i < count; i++) {
		enum eh_rc rc = eh_q_link_key_add(
		        renew->db, (int64_t)keys[i], (int64_t)(renew->first_fresh + record), renew->err);
		if (rc < 0)
			return failed(renew, rc);
	}
	return 0;
}

static enum eh_rc keep_keys(struct renew *renew, struct eh_error *err)
{
	int keyed = renew->records.count
	                    ? ehl_list_keys(renew->records.items, renew->records.count, renew->model, add_keys, renew)
	                    : 0;

	return keyed && renew->rc < 0 ? renew->rc : eh_list_link_failed(keyed, err);
}

/* How many clusters the rows made, or make now. */
static enum eh_rc count_clusters(struct renew *renew, int64_t *ret_before, int64_t *ret_now, struct eh_error *err)
{
	struct eh_numbers before = { 0 }, now = { 0 };
	bool good = true;

	for (size_t i = 0; good && i < renew->result.row_count; i++) {
		const struct eh_known_row *known = eh_renew_known(renew, renew->result.rows[i].row);
		if (eh_numbers_find(&now, renew->result.rows[i].cluster) == UINT32_MAX)
			good = eh_numbers_add(&now, renew->result.rows[i].cluster, 0);
		if (good && known && eh_numbers_find(&before, known->cluster) == UINT32_MAX)
			good = eh_numbers_add(&before, known->cluster, 0);
	}
	for (size_t i = 0; good && i < renew->gone.count; i++) {
		const struct eh_known_row *known = eh_renew_known(renew, renew->gone.items[i]);
		if (eh_numbers_find(&before, known->cluster) == UINT32_MAX)
			good = eh_numbers_add(&before, known->cluster, 0);
	}
	*ret_before = (int64_t)before.count;
	*ret_now = (int64_t)now.count;
	eh_numbers_finish(&before);
	eh_numbers_finish(&now);
	return good ? EH_OK : eh_fail_memory(err);
}

enum eh_rc eh_renew_keep(struct renew *renew, struct eh_error *err)
{
	int64_t before, now;

	EH_TRY(count_clusters(renew, &before, &now, err));
	EH_TRY(drop_gone(renew, err));
	EH_TRY(keep_bonds(renew, err));
	EH_TRY(keep_places(renew, err));
	EH_TRY(keep_keys(renew, err));
	EH_TRY(eh_q_link_constraint_clear(renew->db, err));
	for (size_t i = 0; i < renew->constraints.count; i++)
		EH_TRY(eh_q_link_constraint_add(renew->db, (int64_t)renew->constraints.items[i].a,
		        (int64_t)renew->constraints.items[i].b, renew->constraints.items[i].same, err));
	EH_TRY(eh_q_link_dirty_clear(renew->db, err));
	renew->state.clusters += now - before;
	renew->state.records += (int64_t)renew->fresh_numbers.count - (int64_t)renew->gone.count;
	renew->state.next_row += (int64_t)renew->fresh_numbers.count;
	return EH_OK;
}
