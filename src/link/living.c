#include "living.h"

#include <stdlib.h>

int ehl_keys(const struct ehl_table *table, const struct ehl_column *columns, const struct ehl_model *model,
        int (*each)(void *context, size_t row, const uint64_t *keys, size_t count), void *context)
{
	struct eh_fields fields = { .count = 0 };
	uint64_t keys[EH_MOST_KEYS];
	int rc = eh_fields_prepare(table, columns, model, 0, &fields);

	for (size_t i = 0; rc == 0 && i < table->row_count; i++)
		rc = each(context, i, keys, eh_keys_of(&fields, &model->plan, i, keys));
	eh_fields_finish(&fields);
	return rc;
}

static bool keep_row(struct eh_living *living, uint64_t number, size_t row)
{
	struct eh_str key = eh_arena_str(&living->arena, (struct eh_str){ (const char *)&number, sizeof number });

	return key.p && eh_map_put(&living->places, key, row, NULL, NULL) == EH_OK && eh_vec_push(&living->numbers, number) &&
	       eh_vec_push(&living->done, 0);
}

static size_t row_of(const struct eh_living *living, uint64_t number)
{
	const uint64_t *row = eh_map_get(&living->places, (struct eh_str){ (const char *)&number, sizeof number });

	return row ? (size_t)*row : SIZE_MAX;
}

/* Reads a row of the store into the table, unless it is there. */
static bool fetch(struct eh_living *living, uint64_t number, struct ehl_text *cells)
{
	if (row_of(living, number) != SIZE_MAX)
		return true;
	return living->store->read(living->store->context, number, cells) == 0 &&
	       ehl_table_add(living->table, cells, living->table->column_count) == 0 &&
	       keep_row(living, number, living->table->row_count - 1);
}

/* Rows of the batch by their keys. */
struct batch_key {
	uint64_t key;
	uint32_t row;
};

static int by_key(const void *a, const void *b)
{
	const struct batch_key *x = a, *y = b;

	if (x->key != y->key)
		return x->key < y->key ? -1 : 1;
	return (x->row > y->row) - (x->row < y->row);
}

struct batch {
	EH_VEC(struct batch_key) keys;
};

static int note_keys(void *context, size_t row, const uint64_t *keys, size_t count)
{
	struct batch *batch = context;

	for (size_t i = 0; i < count; i++)
		if (!eh_vec_push(&batch->keys, (struct batch_key){ keys[i], (uint32_t)row }))
			return -1;
	return 0;
}

static size_t first_of(const struct batch *batch, uint64_t key)
{
	size_t from = 0, to = batch->keys.count;

	while (from < to) {
		size_t middle = (from + to) / 2;
		if (batch->keys.items[middle].key < key)
			from = middle + 1;
		else
			to = middle;
	}
	return from;
}

struct pair {
	uint64_t a, b; /* numbers, a < b */
};

struct step {
	struct eh_living *living;
	struct batch *batch;
	struct ehl_text *cells;
	uint64_t *found;
	size_t most;
	EH_VEC(struct pair) pairs;
};

static bool add_pair(struct step *step, uint64_t a, uint64_t b)
{
	return a == b || eh_vec_push(&step->pairs, a < b ? (struct pair){ a, b } : (struct pair){ b, a });
}

/* Pairs of one row with all that share one of its keys, where the block is not too large. */
static bool pair_by_key(struct step *step, size_t row, uint64_t key)
{
	const struct ehl_model *model = step->living->model;
	size_t cap = eh_rule_cap(&model->plan.rules[eh_key_rule(key)], model->cap), first = first_of(step->batch, key), mine = 0;
	long stored = step->living->store->find(step->living->store->context, key, step->found, step->most);

	while (first + mine < step->batch->keys.count && step->batch->keys.items[first + mine].key == key)
		mine++;
	if (stored < 0)
		return false;
	if ((size_t)stored + mine > cap)
		return true;
	for (size_t i = 0; i < (size_t)stored && i < step->most; i++)
		if (!fetch(step->living, step->found[i], step->cells) ||
		        !add_pair(step, step->living->numbers.items[row], step->found[i]))
			return false;
	for (size_t i = 0; i < mine; i++)
		if (!add_pair(step, step->living->numbers.items[row],
		            step->living->numbers.items[step->batch->keys.items[first + i].row]))
			return false;
	return true;
}

static int by_pair(const void *a, const void *b)
{
	const struct pair *x = a, *y = b;

	if (x->a != y->a)
		return x->a < y->a ? -1 : 1;
	return (x->b > y->b) - (x->b < y->b);
}

static void drop_repeats(struct step *step)
{
	size_t kept = 0;

	if (step->pairs.count)
		qsort(step->pairs.items, step->pairs.count, sizeof *step->pairs.items, by_pair);
	for (size_t i = 0; i < step->pairs.count; i++)
		if (!kept || by_pair(&step->pairs.items[kept - 1], &step->pairs.items[i]) != 0)
			step->pairs.items[kept++] = step->pairs.items[i];
	step->pairs.count = kept;
}

/* Pairs of every row that is to be looked at; rows looked at are done. */
static bool gather(struct step *step, const bool *wanted, size_t rows)
{
	struct eh_living *living = step->living;
	uint64_t keys[EH_MOST_KEYS];

	for (size_t row = 0; row < rows; row++) {
		if (!wanted[row] || living->done.items[row])
			continue;
		living->done.items[row] = 1;
		size_t count = eh_keys_of(&living->match.fields, &living->model->plan, row, keys);
		for (size_t i = 0; i < count; i++)
			if (!pair_by_key(step, row, keys[i]))
				return false;
	}
	drop_repeats(step);
	return true;
}

static bool prepare(struct eh_living *living)
{
	eh_fields_finish(&living->match.fields);
	return eh_fields_prepare(living->table, living->columns, living->model, 0, &living->match.fields) == 0;
}

/* Scores all pairs afresh, and marks the rows that a link, or a name, may lead to. */
static bool score(struct step *step, bool *ret_reached)
{
	struct eh_match *match = &step->living->match;

	match->edges.count = 0;
	for (size_t i = 0; i < step->pairs.count; i++) {
		uint32_t a = (uint32_t)row_of(step->living, step->pairs.items[i].a),
		         b = (uint32_t)row_of(step->living, step->pairs.items[i].b);
		unsigned char flags;
		double weight = eh_match_weight(match, a, b, &flags);
		step->living->compared++;
		if (weight < EH_LEAST_KEPT)
			continue;
		if (!eh_vec_grow(&match->edges.items, match->edges.count, &match->edges.cap, sizeof *match->edges.items))
			return false;
		match->edges.items[match->edges.count++] = (struct eh_edge){ a < b ? a : b, a < b ? b : a, (float)weight, flags,
			EHL_LEAVE };
		if (weight >= (flags & EH_EDGE_ALONE ? match->model->ask_weight : match->model->link_weight))
			ret_reached[a] = ret_reached[b] = true;
	}
	return true;
}

/* From the new rows on along links, until nothing new is reached. */
static bool spread(struct eh_living *living, struct step *step)
{
	size_t rows = living->added;
	bool *wanted = eh_alloc_zero(rows + 1, sizeof *wanted), more = true;

	for (size_t i = 0; wanted && i < rows; i++)
		wanted[i] = true;
	while (wanted && more) {
		if (!gather(step, wanted, rows) || !prepare(living))
			break;
		eh_free(wanted);
		rows = living->table->row_count;
		wanted = eh_alloc_zero(rows + 1, sizeof *wanted);
		if (!wanted || !score(step, wanted))
			break;
		more = false;
		for (size_t i = 0; i < rows; i++)
			more |= wanted[i] && !living->done.items[i];
	}
	bool good = wanted && !more;
	eh_free(wanted);
	return good;
}

static bool start(struct eh_living *living, const struct ehl_table *table, const uint64_t *rows, struct ehl_text *cells)
{
	living->table = ehl_table_new(table->headings, table->column_count);
	for (size_t i = 0; living->table && i < table->row_count; i++) {
		for (size_t j = 0; j < table->column_count; j++)
			cells[j] = ehl_table_cell(table, i, j);
		if (ehl_table_add(living->table, cells, table->column_count) != 0 || !keep_row(living, rows[i], i))
			return false;
	}
	living->added = table->row_count;
	living->match = (struct eh_match){
		.table = living->table, .options = &living->options, .keep_equal = true, .least_kept = EH_LEAST_KEPT
	};
	living->match.model = eh_model_copy(living->model);
	for (size_t i = 0; living->match.model && i < living->model->field_count; i++)
		living->match.organisations |= living->model->fields[i].type == EHL_ORGANISATION;
	if (!living->table || !living->match.model)
		return false;
	eh_scorer_init(living->match.model, &living->match.fields, &living->match.scorer);
	return prepare(living);
}

static int run(struct eh_living *living, const struct ehl_table *table, const uint64_t *rows, struct ehl_added *ret_added)
{
	struct batch batch = { 0 };
	struct step step = { .living = living, .batch = &batch, .most = living->model->cap + 1 };
	int rc = ehl_keys(table, living->columns, living->model, note_keys, &batch);

	step.cells = eh_alloc_zero(table->column_count + 1, sizeof *step.cells);
	step.found = eh_alloc((step.most + 1) * sizeof *step.found);
	if (rc == 0 && batch.keys.count)
		qsort(batch.keys.items, batch.keys.count, sizeof *batch.keys.items, by_key);
	if (rc == 0 && !(step.cells && step.found && start(living, table, rows, step.cells) && spread(living, &step)))
		rc = -1;
	rc = rc ? rc : eh_match_settle(&living->match);
	rc = rc ? rc : eh_match_join(&living->match);
	rc = rc ? rc : eh_living_hand_over(living, ret_added);
	eh_vec_finish(&batch.keys);
	eh_vec_finish(&step.pairs);
	eh_free(step.cells);
	eh_free(step.found);
	return rc;
}

int ehl_add(const struct ehl_table *table, const struct ehl_column *columns, const struct ehl_model *model, const uint64_t *rows,
        const struct ehl_store *store, struct ehl_added *ret_added)
{
	struct eh_living living = { .columns = columns, .model = model, .store = store, .options = { .model = model } };
	int rc = run(&living, table, rows, ret_added);

	eh_match_finish(&living.match);
	ehl_matches_finish(&living.match.out);
	ehl_table_free(living.table);
	eh_vec_finish(&living.numbers);
	eh_vec_finish(&living.done);
	eh_map_finish(&living.places);
	eh_arena_finish(&living.arena);
	return rc;
}
