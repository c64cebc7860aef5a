/* list_score.c: the pairs that a change makes, scored. */
#include <stdlib.h>

#include "list_change.h"

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
		if (eh_scorer_compare(&match->scorer, &match->fields, first, second, match->least_kept, &gamma) &&
		        gamma.pattern) {
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
	eh_scorer_init(change->model, &match->fields, &match->scorer);
	eh_pool_run(change->options->threads, (change->pairs.count + CHUNK - 1) / CHUNK, score_chunk, sitting);
	for (size_t i = 0; i < change->pairs.count; i++)
		if (match->edges.items[i].flags != NO_EDGE)
			match->edges.items[kept++] = match->edges.items[i];
	match->edges.count = kept;
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

int eh_list_score(struct eh_list_change *change)
{
	const struct ehl_match_options options = { .threads = change->options->threads, .model = change->model };
	struct sitting sitting = { .change = change };
	struct ehl_table *table = NULL;

	if (!change->pairs.count)
		return 0;
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
