/* list_pairs.c: which rows the changed ones are to be compared with. A key brings rows together as long as few enough hold it: where a change
 * makes them too many, bonds are void that nothing else upholds; where it makes them few enough, there are pairs that there were not. */
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

static int by_bond(const void *a, const void *b)
{
	const struct ehl_bond *x = a, *y = b;

	if (x->a != y->a)
		return x->a < y->a ? -1 : 1;
	return (x->b > y->b) - (x->b < y->b);
}

/* Keys of some rows, sorted by key. */
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

/* ---- Blocks ---- */

/* A block before and after the change: old rows in change->found; keys from … to are those of the fresh and gone rows that hold it. */
struct block {
	size_t from, to, fresh, gone;
	bool was, is; /* small enough */
};

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

static bool look_at(struct eh_list_change *change, uint64_t key, struct block *ret_block)
{
	const struct ehl_model *model = change->model;
	struct block block = { .from = first_of(change, key) };
	size_t cap = eh_key_rule(key) < model->plan.count ? eh_rule_cap(&model->plan.rules[eh_key_rule(key)], model->cap)
	                                                  : SIZE_MAX;

	if (!eh_list_find_all(change, key))
		return false;
	for (block.to = block.from; block.to < change->keys.count && change->keys.items[block.to].key == key; block.to++)
		*(change->keys.items[block.to].gone ? &block.gone : &block.fresh) += 1;
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

/* The bonds among the rows of a block. */
struct block_bonds {
	struct eh_list_change *change;
	struct eh_numbers rows;
	EH_VEC(struct ehl_bond) bonds; /* each twice */
};

static int note_bond(void *to, const struct ehl_bond *bond)
{
	struct block_bonds *block = to;

	if (eh_numbers_find(&block->rows, bond->a) == UINT32_MAX || eh_numbers_find(&block->rows, bond->b) == UINT32_MAX)
		return 0;
	struct ehl_bond turned = *bond;
	turned.a = bond->a < bond->b ? bond->a : bond->b;
	turned.b = bond->a < bond->b ? bond->b : bond->a;
	return eh_vec_push(&block->bonds, turned) ? 0 : -1;
}

static bool find_bonds(struct block_bonds *block)
{
	const struct eh_list_change *change = block->change;

	for (size_t i = 0; i < change->found.count; i++)
		if (!is_gone(change, change->found.items[i]) && !eh_numbers_add(&block->rows, change->found.items[i], 0))
			return false;
	for (size_t i = 0; i < change->found.count; i++)
		if (!is_gone(change, change->found.items[i]) &&
		        change->list->bonds(change->list->context, change->found.items[i], note_bond, block) != 0)
			return false;
	if (block->bonds.count)
		qsort(block->bonds.items, block->bonds.count, sizeof *block->bonds.items, by_bond);
	return true;
}

static bool note_doubtful(struct eh_list_change *change, const struct block_bonds *block)
{
	for (size_t i = 0; i < block->bonds.count; i++)
		if (!eh_vec_push(&change->doubtful, block->bonds.items[i]))
			return false;
	return true;
}

static bool pair_old(struct eh_list_change *change, const struct block_bonds *block)
{
	for (size_t i = 0; i < change->found.count; i++)
		for (size_t j = i + 1; j < change->found.count; j++) {
			uint64_t a = change->found.items[i], b = change->found.items[j];
			const struct ehl_bond pair = { .a = a < b ? a : b, .b = a < b ? b : a };
			if (is_gone(change, a) || is_gone(change, b) ||
			        (block->bonds.count &&
			                bsearch(&pair, block->bonds.items, block->bonds.count, sizeof pair, by_bond)))
				continue;
			if (!add_pair(change, a, b))
				return false;
		}
	return true;
}

static bool cross(struct eh_list_change *change, const struct block *block)
{
	struct block_bonds bonds = { .change = change };
	bool good = find_bonds(&bonds) && (block->is ? pair_old(change, &bonds) : note_doubtful(change, &bonds));

	eh_numbers_finish(&bonds.rows);
	eh_vec_finish(&bonds.bonds);
	return good;
}

static bool pair_changed(struct eh_list_change *change)
{
	struct block block;

	for (size_t from = 0; from < change->keys.count; from = block.to) {
		uint64_t key = change->keys.items[from].key;
		if (!look_at(change, key, &block))
			return false;
		if (eh_key_rule(key) == EH_KEY_OF_IDENTIFIER) {
			if (!note_identifier(change))
				return false;
			continue;
		}
		if (block.was != block.is && !cross(change, &block))
			return false;
		if (block.is && block.fresh && !pair_fresh(change, &block))
			return false;
	}
	return true;
}

/* ---- What upholds a bond ---- */

struct doubt {
	uint64_t key;
	size_t bond;
};

static int by_doubt(const void *a, const void *b)
{
	const struct doubt *x = a, *y = b;

	if (x->key != y->key)
		return x->key < y->key ? -1 : 1;
	return (x->bond > y->bond) - (x->bond < y->bond);
}

static int by_row(const void *a, const void *b)
{
	const struct eh_list_key *x = a, *y = b;

	if (x->row != y->row)
		return x->row < y->row ? -1 : 1;
	return (x->key > y->key) - (x->key < y->key);
}

static size_t first_key(const struct keying *keying, uint64_t row)
{
	size_t from = 0, to = keying->keys.count;

	while (from < to) {
		size_t middle = from + (to - from) / 2;
		if (keying->keys.items[middle].row < row)
			from = middle + 1;
		else
			to = middle;
	}
	return from;
}

/* The keys that both rows of a doubtful bond hold. */
static bool list_shared(const struct keying *keying, const struct ehl_bond *bond, size_t number, struct doubt **doubts,
        size_t *count, size_t *cap)
{
	const struct eh_list_key *keys = keying->keys.items;
	size_t i = first_key(keying, bond->a), j = first_key(keying, bond->b), all = keying->keys.count;

	while (i < all && j < all && keys[i].row == bond->a && keys[j].row == bond->b) {
		uint64_t x = keys[i].key, y = keys[j].key;
		i += x <= y;
		j += y <= x;
		if (x != y || eh_key_rule(x) == EH_KEY_OF_IDENTIFIER)
			continue;
		if (!eh_vec_grow(doubts, *count, cap, sizeof **doubts))
			return false;
		(*doubts)[(*count)++] = (struct doubt){ x, number };
	}
	return true;
}

static bool uphold(struct eh_list_change *change, const struct doubt *doubts, size_t count, bool *upheld)
{
	struct block block = { 0 };

	for (size_t i = 0; i < count; i++) {
		if ((!i || doubts[i].key != doubts[i - 1].key) && !look_at(change, doubts[i].key, &block))
			return false;
		upheld[doubts[i].bond] |= block.is;
	}
	return true;
}

static bool settle_doubts(struct eh_list_change *change, struct keying *keying)
{
	size_t count = change->doubtful.count, doubt_count = 0, cap = 0;
	struct doubt *doubts = NULL;
	bool *upheld = eh_alloc_zero(count + 1, sizeof *upheld), good = upheld != NULL;

	qsort(keying->keys.items, keying->keys.count, sizeof *keying->keys.items, by_row);
	for (size_t i = 0; good && i < count; i++)
		good = list_shared(keying, &change->doubtful.items[i], i, &doubts, &doubt_count, &cap);
	if (good && doubt_count)
		qsort(doubts, doubt_count, sizeof *doubts, by_doubt);
	good = good && uphold(change, doubts, doubt_count, upheld);
	for (size_t i = 0; good && i < count; i++)
		good = upheld[i] || eh_vec_push(&change->voids, change->doubtful.items[i]);
	eh_free(doubts);
	eh_free(upheld);
	return good;
}

static void drop_repeated_bonds(struct eh_list_change *change)
{
	struct ehl_bond *bonds = change->doubtful.items;
	size_t kept = 0;

	qsort(bonds, change->doubtful.count, sizeof *bonds, by_bond);
	for (size_t i = 0; i < change->doubtful.count; i++)
		if (!kept || by_bond(&bonds[kept - 1], &bonds[i]) != 0)
			bonds[kept++] = bonds[i];
	change->doubtful.count = kept;
}

static int find_voids(struct eh_list_change *change)
{
	struct keying keying = { .change = change };
	EH_VEC(uint64_t) rows = { 0 };
	struct eh_numbers seen = { 0 };
	bool good = true;

	if (!change->doubtful.count)
		return 0;
	drop_repeated_bonds(change);
	for (size_t i = 0; good && i < 2 * change->doubtful.count; i++) {
		uint64_t row = i % 2 ? change->doubtful.items[i / 2].b : change->doubtful.items[i / 2].a;
		if (eh_numbers_find(&seen, row) == UINT32_MAX)
			good = eh_numbers_add(&seen, row, 0) && eh_vec_push(&rows, row);
	}
	keying.rows = rows.items;
	int rc = good ? keys_of(&keying, rows.count) : -1;
	if (rc == 0 && !settle_doubts(change, &keying))
		rc = -1;
	eh_vec_finish(&keying.keys);
	eh_vec_finish(&rows);
	eh_numbers_finish(&seen);
	return rc;
}

bool eh_list_is_void(const struct eh_list_change *change, const struct ehl_bond *bond)
{
	const struct ehl_bond key = { .a = bond->a < bond->b ? bond->a : bond->b, .b = bond->a < bond->b ? bond->b : bond->a };

	return change->voids.count && bsearch(&key, change->voids.items, change->voids.count, sizeof key, by_bond);
}

static void drop_repeated_pairs(struct eh_list_change *change)
{
	size_t kept = 0;

	if (change->pairs.count)
		qsort(change->pairs.items, change->pairs.count, sizeof *change->pairs.items, by_pair);
	for (size_t i = 0; i < change->pairs.count; i++)
		if (!kept || by_pair(&change->pairs.items[kept - 1], &change->pairs.items[i]) != 0)
			change->pairs.items[kept++] = change->pairs.items[i];
	change->pairs.count = kept;
}

int eh_list_pair(struct eh_list_change *change)
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
	drop_repeated_pairs(change);
	return find_voids(change);
}
