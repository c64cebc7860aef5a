/* records_kept.c: what a list of records that grows keeps of the last time. */
#include <stdlib.h>

#include "records.h"

uint64_t eh_records_name_key(const struct eh_records *work, const struct eh_words_view *view)
{
	const struct eh_key_plan *plan = &work->match.model->plan;
	unsigned rule = 0;

	while (rule < plan->count && !(plan->rules[rule].kind == EH_RULE_VALUE && plan->rules[rule].field == 0))
		rule++;
	return eh_key_of_name(&work->match.fields.items[0], view, rule);
}

struct ehl_bond eh_records_bond(const struct eh_records *work, const struct eh_edge *edge)
{
	uint32_t a = edge->a < edge->b ? edge->a : edge->b, b = edge->a < edge->b ? edge->b : edge->a;

	return (struct ehl_bond){ a, b, eh_match_tie(&work->match, a, b), edge->weight, (enum ehl_bond_kind)edge->decision };
}

size_t eh_records_id_keys(const struct ehl_record *record, uint64_t ret_keys[EH_MOST_ID_KEYS])
{
	size_t count = 0;

	for (size_t i = 0; i < record->id_count && count < EH_MOST_ID_KEYS; i++) {
		if (!record->ids[i].scheme.n)
			continue;
		uint64_t hash = eh_str_hash(eh_link_str(record->ids[i].scheme)) * 31 +
		                eh_str_hash(eh_link_str(record->ids[i].id));
		ret_keys[count++] = hash * 0x9e3779b97f4a7c15u | EH_KEY_OF_IDENTIFIER;
	}
	return count;
}

/* A forest; the root of a tree is its smallest row. */
static size_t root_of(size_t *parent, size_t row)
{
	while (parent[row] != row)
		row = parent[row] = parent[parent[row]];
	return row;
}

static void unite(size_t *parent, size_t a, size_t b)
{
	a = root_of(parent, a);
	b = root_of(parent, b);
	parent[a < b ? b : a] = a < b ? a : b;
}

struct id_row {
	uint64_t key;
	uint32_t row;
};

static int by_key(const void *a, const void *b)
{
	const struct id_row *x = a, *y = b;

	return (x->key > y->key) - (x->key < y->key);
}

static bool unite_identifiers(const struct eh_records *work, size_t *parent)
{
	EH_VEC(struct id_row) rows = { 0 };
	uint64_t keys[EH_MOST_ID_KEYS];
	bool good = true;

	for (size_t i = 0; good && i < work->count; i++) {
		size_t count = eh_records_id_keys(&work->records[i], keys);
		for (size_t j = 0; good && j < count; j++)
			good = eh_vec_push(&rows, (struct id_row){ keys[j], (uint32_t)i });
	}
	if (rows.count)
		qsort(rows.items, rows.count, sizeof *rows.items, by_key);
	for (size_t i = 1; good && i < rows.count; i++)
		if (rows.items[i].key == rows.items[i - 1].key)
			unite(parent, rows.items[i].row, rows.items[i - 1].row);
	eh_vec_finish(&rows);
	return good;
}

size_t *eh_records_components(const struct eh_records *work)
{
	size_t *parent = eh_alloc((work->count + 1) * sizeof *parent);

	for (size_t i = 0; parent && i < work->count; i++)
		parent[i] = i;
	if (!parent || !unite_identifiers(work, parent)) {
		eh_free(parent);
		return NULL;
	}
	for (size_t i = 0; i < work->match.edges.count; i++)
		if (work->match.edges.items[i].decision != EHL_BOND_ASK)
			unite(parent, work->match.edges.items[i].a, work->match.edges.items[i].b);
	for (size_t i = 0; i < work->constraint_count; i++)
		if (work->constraints[i].same)
			unite(parent, work->constraints[i].a, work->constraints[i].b);
	for (size_t i = 0; i < work->count; i++)
		parent[i] = root_of(parent, i);
	return parent;
}

struct keying {
	const struct ehl_record *records;
	int (*each)(void *context, size_t record, const uint64_t *keys, size_t count);
	void *context;
};

static int add_id_keys(void *context, size_t row, const uint64_t *keys, size_t count)
{
	const struct keying *keying = context;
	uint64_t all[EHL_MOST_KEYS + EH_MOST_ID_KEYS];

	memcpy(all, keys, count * sizeof *keys);
	count += eh_records_id_keys(&keying->records[row], all + count);
	return keying->each(keying->context, row, all, count);
}

int ehl_list_keys(const struct ehl_record *records, size_t count, const struct ehl_model *model,
        int (*each)(void *context, size_t record, const uint64_t *keys, size_t count), void *context)
{
	struct keying keying = { records, each, context };
	struct ehl_table *table = eh_records_table(records, count);
	int rc = table ? ehl_keys(table, eh_record_columns, model, add_id_keys, &keying) : -1;

	ehl_table_free(table);
	return rc;
}
