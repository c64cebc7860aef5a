/* list_score.c: which rows the changed ones are to be compared with, and what comes of it. */
#include <stdlib.h>

#include "list_change.h"

static int by_key(const void *a, const void *b)
{
	const struct eh_list_key *x = a, *y = b;

	if (x->key != y->key)
		return x->key < y->key ? -1 : 1;
	return (x->row > y->row) - (x->row < y->row);
}

static int by_pair(const void *a, const void *b)
{
	const struct eh_list_pair *x = a, *y = b;

	if (x->a != y->a)
		return x->a < y->a ? -1 : 1;
	return (x->b > y->b) - (x->b < y->b);
}

/* Keys of some rows that are held. */
struct keying {
	struct eh_list_change *change;
	const uint64_t *rows;
	EH_VEC(struct eh_list_key) keys;
};

static int note_keys(void *context, size_t record, const uint64_t *keys, size_t count)
{
	struct keying *keying = context;
	bool gone = keying->change->held.items[eh_numbers_find(&keying->change->places, keying->rows[record])].gone;

	for (size_t i = 0; i < count; i++)
		if (!eh_vec_push(&keying->keys, (struct eh_list_key){ keys[i], keying->rows[record], gone }))
			return -1;
	return 0;
}

static int keys_of(struct keying *keying, size_t count)
{
	struct ehl_record *records = eh_alloc((count + 1) * sizeof *records);
	int rc = records ? 0 : -1;

	for (size_t i = 0; rc == 0 && i < count; i++) {
		const struct eh_list_held *held = eh_list_hold(keying->change, keying->rows[i]);
		if (held)
			records[i] = held->row.record;
		else
			rc = -1;
	}
	rc = rc || !count ? rc : ehl_list_keys(records, count, keying->change->model, note_keys, keying);
	if (rc == 0 && keying->keys.count)
		qsort(keying->keys.items, keying->keys.count, sizeof *keying->keys.items, by_key);
	eh_free(records);
	return rc;
}

static bool is_gone(const struct eh_list_change *change, uint64_t row)
{
	uint32_t at = eh_numbers_find(&change->places, row);

	return at != UINT32_MAX && change->held.items[at].gone;
}

static bool add_pair(struct eh_list_change *change, uint64_t a, uint64_t b)
{
	return a == b || eh_vec_push(&change->pairs, a < b ? (struct eh_list_pair){ a, b } : (struct eh_list_pair){ b, a });
}

/* One block before and after the change: old rows in change->found; keys from … to are those of the fresh and gone rows that hold it. */
struct block {
	size_t from, to, fresh, gone;
	bool was, is; /* small enough */
};

static bool look_at(struct eh_list_change *change, uint64_t key, size_t from, size_t to, struct block *ret_block)
{
	const struct ehl_model *model = change->model;
	struct block block = { .from = from, .to = to };

	if (!eh_list_find_all(change, key))
		return false;
	size_t cap = eh_key_rule(key) < model->plan.count ? eh_rule_cap(&model->plan.rules[eh_key_rule(key)], model->cap)
	                                                  : SIZE_MAX;
	for (size_t i = from; i < to; i++)
		*(change->keys.items[i].gone ? &block.gone : &block.fresh) += 1;
	block.was = change->found.count <= cap;
	block.is = change->found.count - block.gone + block.fresh <= cap;
	*ret_block = block;
	return true;
}

/* Rows that bear one identifier belong together whatever they say: no pairs, but what they hang together with is looked at again. */
static bool note_identifier(struct eh_list_change *change)
{
	for (size_t i = 0; i < change->found.count; i++) {
		struct eh_list_held *held = eh_list_hold(change, change->found.items[i]);
		if (!held)
			return false;
		held->again |= !held->gone;
	}
	return true;
}

static bool pair_fresh(struct eh_list_change *change, const struct block *block)
{
	for (size_t i = block->from; i < block->to; i++) {
		const struct eh_list_key *mine = &change->keys.items[i];
		if (mine->gone)
			continue;
		for (size_t j = i + 1; j < block->to; j++)
			if (!change->keys.items[j].gone && !add_pair(change, mine->row, change->keys.items[j].row))
				return false;
		for (size_t j = 0; j < change->found.count; j++)
			if (!is_gone(change, change->found.items[j]) && !add_pair(change, mine->row, change->found.items[j]))
				return false;
	}
	return true;
}

/* Rows of a block that is now too large, or no longer, have other pairs than before. */
static bool note_rescored(struct eh_list_change *change)
{
	for (size_t i = 0; i < change->found.count; i++) {
		struct eh_list_held *held = eh_list_hold(change, change->found.items[i]);
		if (!held)
			return false;
		if (!held->gone && !held->rescored && !eh_vec_push(&change->rescore, held->number))
			return false;
		held->rescored |= !held->gone;
	}
	return true;
}

static bool pair_changed(struct eh_list_change *change)
{
	for (size_t from = 0, to; from < change->keys.count; from = to) {
		uint64_t key = change->keys.items[from].key;
		struct block block;
		for (to = from + 1; to < change->keys.count && change->keys.items[to].key == key;)
			to++;
		if (!look_at(change, key, from, to, &block))
			return false;
		if (eh_key_rule(key) == EH_KEY_OF_IDENTIFIER) {
			if (!note_identifier(change))
				return false;
			continue;
		}
		if (block.was != block.is && !note_rescored(change))
			return false;
		if (block.is && block.fresh && !pair_fresh(change, &block))
			return false;
	}
	return true;
}

static size_t first_of(const struct eh_list_change *change, uint64_t key)
{
	size_t from = 0, to = change->keys.count;

	while (from < to) {
		size_t middle = from + (to - from) / 2;
		if (change->keys.items[middle].key < key)
			from = middle + 1;
		else
			to = middle;
	}
	return from;
}

/* Pairs of one rescored row with all rows that hold one of its keys now. */
static bool pair_again(struct eh_list_change *change, const struct eh_list_key *mine)
{
	size_t from = first_of(change, mine->key), to = from;
	struct block block;

	while (to < change->keys.count && change->keys.items[to].key == mine->key)
		to++;
	if (!look_at(change, mine->key, from, to, &block))
		return false;
	for (size_t i = 0; block.is && i < change->found.count; i++)
		if (!is_gone(change, change->found.items[i]) && !add_pair(change, mine->row, change->found.items[i]))
			return false;
	for (size_t i = from; block.is && i < to; i++)
		if (!change->keys.items[i].gone && !add_pair(change, mine->row, change->keys.items[i].row))
			return false;
	return true;
}

static int pair_rescored(struct eh_list_change *change)
{
	struct keying keying = { .change = change, .rows = change->rescore.items };
	int rc = change->rescore.count ? keys_of(&keying, change->rescore.count) : 0;

	for (size_t i = 0; rc == 0 && i < keying.keys.count; i++)
		if (eh_key_rule(keying.keys.items[i].key) != EH_KEY_OF_IDENTIFIER && !pair_again(change, &keying.keys.items[i]))
			rc = -1;
	eh_vec_finish(&keying.keys);
	return rc;
}

static void drop_repeats(struct eh_list_change *change)
{
	size_t kept = 0;

	if (change->pairs.count)
		qsort(change->pairs.items, change->pairs.count, sizeof *change->pairs.items, by_pair);
	for (size_t i = 0; i < change->pairs.count; i++)
		if (!kept || by_pair(&change->pairs.items[kept - 1], &change->pairs.items[i]) != 0)
			change->pairs.items[kept++] = change->pairs.items[i];
	change->pairs.count = kept;
}

/* ---- Scoring ---- */

struct placed {
	struct ehl_text order;
	uint64_t number;
};

static int by_order(const void *a, const void *b)
{
	const struct placed *x = a, *y = b;

	return eh_str_cmp(eh_link_str(x->order), eh_link_str(y->order));
}

/* All rows of pairs, in the order of the list, as records. */
struct sitting {
	struct eh_list_change *change;
	struct eh_numbers places;
	struct placed *rows;
	struct ehl_record *records;
	size_t count;
	struct eh_records work;
};

static bool seat(struct sitting *sitting, uint64_t number, size_t *cap)
{
	if (eh_numbers_find(&sitting->places, number) != UINT32_MAX)
		return true;
	const struct eh_list_held *held = eh_list_hold(sitting->change, number);
	if (!held || !eh_vec_grow(&sitting->rows, sitting->count, cap, sizeof *sitting->rows) ||
	        !eh_numbers_add(&sitting->places, number, 0))
		return false;
	sitting->rows[sitting->count++] = (struct placed){ held->row.order, number };
	return true;
}

static bool seat_all(struct sitting *sitting)
{
	struct eh_list_change *change = sitting->change;
	size_t cap = 0;

	for (size_t i = 0; i < change->pairs.count; i++)
		if (!seat(sitting, change->pairs.items[i].a, &cap) || !seat(sitting, change->pairs.items[i].b, &cap))
			return false;
	eh_numbers_finish(&sitting->places);
	if (sitting->count)
		qsort(sitting->rows, sitting->count, sizeof *sitting->rows, by_order);
	sitting->records = eh_alloc((sitting->count + 1) * sizeof *sitting->records);
	if (!sitting->records)
		return false;
	for (size_t i = 0; i < sitting->count; i++) {
		sitting->records[i] = eh_list_hold(change, sitting->rows[i].number)->row.record;
		if (!eh_numbers_add(&sitting->places, sitting->rows[i].number, (uint32_t)i))
			return false;
	}
	return true;
}

enum { CHUNK = 512, NO_EDGE = 2 };

static void score_chunk(void *context, size_t chunk)
{
	struct sitting *sitting = context;
	struct eh_match *match = &sitting->work.match;
	const struct eh_list_pair *pairs = sitting->change->pairs.items;

	for (size_t i = chunk * CHUNK; i < sitting->change->pairs.count && i < (chunk + 1) * CHUNK; i++) {
		uint32_t a = eh_numbers_find(&sitting->places, pairs[i].a), b = eh_numbers_find(&sitting->places, pairs[i].b);
		uint32_t first = a < b ? a : b, second = a < b ? b : a;
		struct eh_gamma gamma;
		struct eh_edge edge = { .a = first, .b = second, .flags = NO_EDGE };
		if (eh_scorer_compare(&match->scorer, &match->fields, first, second, match->least_kept, &gamma)) {
			edge.weight = (float)eh_match_weight(match, first, second, &edge.flags);
			if ((double)edge.weight < match->least_kept)
				edge.flags = NO_EDGE;
		}
		match->edges.items[i] = edge;
	}
}

static int score(struct sitting *sitting)
{
	struct eh_list_change *change = sitting->change;
	struct eh_match *match = &sitting->work.match;
	size_t kept = 0;
	int rc = eh_fields_prepare(match->table, eh_record_columns, change->model, change->options->threads, &match->fields);

	if (rc)
		return rc;
	if (!eh_match_hash(match) || !(match->edges.items = eh_alloc((change->pairs.count + 1) * sizeof *match->edges.items)))
		return -1;
	eh_scorer_init(change->model, &match->scorer);
	eh_pool_run(change->options->threads, (change->pairs.count + CHUNK - 1) / CHUNK, score_chunk, sitting);
	for (size_t i = 0; i < change->pairs.count; i++)
		if (match->edges.items[i].flags != NO_EDGE)
			match->edges.items[kept++] = match->edges.items[i];
	match->edges.count = kept;
	change->compared = change->pairs.count;
	eh_records_find_bonds(&sitting->work);
	for (size_t i = 0; i < match->edges.count; i++) {
		struct ehl_bond bond = eh_records_bond(&sitting->work, &match->edges.items[i]);
		bond.a = sitting->rows[bond.a].number;
		bond.b = sitting->rows[bond.b].number;
		if (!eh_vec_push(&change->bonds, bond))
			return -1;
	}
	return 0;
}

static int score_pairs(struct eh_list_change *change)
{
	const struct ehl_match_options options = { .threads = change->options->threads, .model = change->model };
	struct sitting sitting = { .change = change };
	struct ehl_table *table = NULL;
	int rc = seat_all(&sitting) && (table = eh_records_table(sitting.records, sitting.count)) ? 0 : -1;

	sitting.work = (struct eh_records){ .records = sitting.records, .count = sitting.count, .options = change->options };
	sitting.work.match = (struct eh_match){ .table = table,
		.options = &options,
		.keep_equal = true,
		.organisations = true,
		.least_kept = EH_LEAST_KEPT_RECORDS,
		.model = (struct ehl_model *)change->model };
	rc = rc ? rc : score(&sitting);
	sitting.work.match.model = NULL; /* the caller's */
	eh_records_finish(&sitting.work);
	ehl_table_free(table);
	eh_numbers_finish(&sitting.places);
	eh_free(sitting.rows);
	eh_free(sitting.records);
	return rc;
}

int eh_list_score(struct eh_list_change *change)
{
	size_t count = change->held.count;
	uint64_t *rows = eh_alloc((count + 1) * sizeof *rows);
	struct keying keying = { .change = change, .rows = rows };
	int rc = rows ? 0 : -1;

	for (size_t i = 0; rc == 0 && i < count; i++)
		rows[i] = change->held.items[i].number;
	rc = rc ? rc : keys_of(&keying, count);
	change->keys.items = keying.keys.items;
	change->keys.count = keying.keys.count;
	change->keys.cap = keying.keys.cap;
	eh_free(rows);
	if (rc)
		return rc;
	if (!pair_changed(change))
		return -1;
	rc = pair_rescored(change);
	if (rc)
		return rc;
	drop_repeats(change);
	return change->pairs.count ? score_pairs(change) : 0;
}
