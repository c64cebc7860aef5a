/* match_ready.c: from a table to fields and an index. */
#include <stdlib.h>

#include "match.h"

struct preparing {
	struct eh_fields *fields;
	const struct ehl_table *table;
	const struct eh_frozen *frozen[EH_MOST_FIELDS];
	size_t order[EH_MOST_FIELDS]; /* which field is which part */
	bool failed[EH_MOST_FIELDS];
};

/* What comes last should be short, so that all threads end together. */
static void order_fields(const struct eh_fields *fields, size_t *ret_order)
{
	size_t count = 0;

	for (unsigned slow = EH_SLOWEST + 1; slow-- > 0;)
		for (size_t i = 0; i < fields->count; i++)
			if (eh_kind_slowness(fields->items[i].kind) == slow)
				ret_order[count++] = i;
}

static void prepare_field(void *context, size_t part)
{
	struct preparing *preparing = context;
	size_t i = preparing->order[part];

	preparing->failed[i] = !eh_field_prepare(&preparing->fields->items[i], preparing->table, preparing->frozen[i]);
}

static size_t only_one(const struct eh_fields *fields, enum ehl_type type)
{
	size_t found = EH_MOST_FIELDS;

	for (size_t i = 0; i < fields->count; i++)
		if (fields->items[i].type == type) {
			if (found != EH_MOST_FIELDS)
				return EH_MOST_FIELDS;
			found = i;
		}
	return found;
}

static bool fits(const struct eh_fields *fields, const struct ehl_model *model)
{
	if (model->field_count != fields->count)
		return false;
	for (size_t i = 0; i < fields->count; i++)
		if (fields->items[i].type != model->fields[i].type)
			return false;
	return true;
}

int eh_fields_prepare(const struct ehl_table *table, const struct ehl_column *columns, const struct ehl_model *model,
        size_t threads, struct eh_fields *fields)
{
	struct preparing preparing = { .fields = fields, .table = table };

	fields->count = eh_fields_plan(columns, table->column_count, fields->items);
	if (!fields->count)
		return -4;
	if (model && !fits(fields, model))
		return -5;
	for (size_t i = 0; model && i < fields->count; i++)
		fields->pairings[i] = &model->fields[i].pairings;
	for (size_t i = 0; model && i < fields->count; i++)
		preparing.frozen[i] = model->fields[i].frozen.filled > 0 ? &model->fields[i].frozen : NULL;
	order_fields(fields, preparing.order);
	eh_pool_run(threads, fields->count, prepare_field, &preparing);
	for (size_t i = 0; i < fields->count; i++)
		if (preparing.failed[i])
			return -1;
	eh_fields_mark_places(fields->items, fields->count, preparing.frozen);
	fields->given = only_one(fields, EHL_GIVEN_NAME);
	fields->surname = only_one(fields, EHL_SURNAME);
	fields->organisation = only_one(fields, EHL_ORGANISATION);
	fields->address = only_one(fields, EHL_ADDRESS);
	return 0;
}

void eh_fields_finish(struct eh_fields *fields)
{
	for (size_t i = 0; i < fields->count; i++)
		eh_field_finish(&fields->items[i]);
	*fields = (struct eh_fields){ 0 };
}

/* Made of texts alone, so that it is the same in whatever table the row stands. */
static uint64_t row_hash(const struct eh_match *match, size_t row)
{
	uint64_t hash = match->table->left && row >= match->table->left ? 0x51ed270b0a1f39c1u : 0x9e3779b97f4a7c15u;

	for (size_t i = 0; i < match->fields.count; i++) {
		const struct eh_field *field = &match->fields.items[i];
		uint32_t value = field->value[row];
		uint64_t part = 0;
		if (value && eh_kind_infos[field->kind].words)
			part = eh_words_hash(field, field->words.items + value - 1);
		else if (value)
			part = field->vocab.hashes[value - 1];
		hash = (hash ^ part) * 0x9fb21c651e98df25u;
		hash ^= hash >> 32;
	}
	return hash;
}

enum { CHUNK = 8192 };

static void hash_chunk(void *context, size_t chunk)
{
	struct eh_match *match = context;
	size_t to = (chunk + 1) * CHUNK < match->table->row_count ? (chunk + 1) * CHUNK : match->table->row_count;

	for (size_t i = chunk * CHUNK; i < to; i++)
		match->hash[i] = row_hash(match, i);
}

static bool same_contents(const struct eh_match *match, size_t a, size_t b)
{
	for (size_t i = 0; i < match->fields.count; i++)
		if (match->fields.items[i].value[a] != match->fields.items[i].value[b])
			return false;
	return true;
}

/* Equal rows of one file follow the first of them: a block of a million of them is one row to compare. */
static bool find_leaders(struct eh_match *match)
{
	size_t rows = match->table->row_count, cap = 1024;

	while (cap < 2 * rows)
		cap *= 2;
	uint32_t *slots = eh_alloc_zero(cap, sizeof *slots);
	if (!slots)
		return false;
	for (size_t row = 0; row < rows; row++) {
		size_t slot = match->hash[row] & (cap - 1);
		while (slots[slot] &&
		        !(match->hash[slots[slot] - 1] == match->hash[row] && same_contents(match, slots[slot] - 1, row)))
			slot = (slot + 1) & (cap - 1);
		match->leader[row] = (uint32_t)row;
		if (!slots[slot])
			slots[slot] = (uint32_t)row + 1;
		else if (!match->table->left && !match->keep_equal) {
			match->leader[row] = slots[slot] - 1;
			match->out.identical++;
		}
	}
	eh_free(slots);
	return true;
}

bool eh_match_hash(struct eh_match *match)
{
	size_t rows = match->table->row_count;

	match->hash = eh_alloc((rows + 1) * sizeof *match->hash);
	match->leader = eh_alloc((rows + 1) * sizeof *match->leader);
	if (!match->hash || !match->leader)
		return false;
	eh_pool_run(match->options->threads, (rows + CHUNK - 1) / CHUNK, hash_chunk, match);
	return find_leaders(match);
}

static size_t default_cap(size_t rows) { return rows <= 20000 ? 120 : rows <= 200000 ? 80 : rows <= 2000000 ? 50 : 32; }

int eh_match_ready(struct eh_match *match, const struct ehl_column *columns)
{
	const struct ehl_table *table = match->table;
	int rc = eh_fields_prepare(table, columns, match->options->model, match->options->threads, &match->fields);
	double started = eh_time_elapsed();

	if (rc)
		return rc;
	for (size_t i = 0; i < match->fields.count; i++)
		match->organisations |= match->fields.items[i].type == EHL_ORGANISATION;
	match->out.seconds[1] = started;
	if (match->options->model) {
		ehl_model_free(match->model);
		match->model = eh_model_copy(match->options->model);
		if (!match->model)
			return -1;
	} else {
		eh_model_start(&match->fields, match->model);
	}
	if (!eh_match_hash(match))
		return -1;
	size_t cap = match->options->block_cap ? match->options->block_cap : default_cap(table->row_count);
	if (!match->options->model) {
		eh_keys_plan(&match->fields, table->row_count, &match->model->plan);
		match->model->cap = cap;
	}
	const struct eh_index_options options = {
		.cap = match->model->cap, .threads = match->options->threads, .leader = match->leader
	};
	if (!eh_index_build(&match->fields, &match->model->plan, table->row_count, table->left, &options, &match->index))
		return -1;
	match->rows = (struct eh_rows){ .fields = &match->fields,
		.index = &match->index,
		.leader = match->leader,
		.hash = match->hash,
		.count = table->row_count,
		.left = table->left,
		.threads = match->options->threads,
		.seed = match->options->seed,
		.same = match->options->same,
		.cancelled = match->options->cancelled,
		.context = match->options->context };
	return 0;
}
