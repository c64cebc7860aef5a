/* list_change.c: a change to a living list of records: what is new is scored against what shares a key, and what hangs together with it joined
 * again. */
#include "list_change.h"

#include <stdlib.h>

struct eh_list_held *eh_list_hold(struct eh_list_change *change, uint64_t row)
{
	uint32_t at = eh_numbers_find(&change->places, row);

	if (at != UINT32_MAX)
		return &change->held.items[at];
	struct eh_list_held held = { .number = row };
	if (change->list->read(change->list->context, row, &held.row) != 0 || !eh_vec_push(&change->held, held) ||
	        !eh_numbers_add(&change->places, row, (uint32_t)change->held.count - 1))
		return NULL;
	return &change->held.items[change->held.count - 1];
}

bool eh_list_find_all(struct eh_list_change *change, uint64_t key)
{
	enum { USUAL = 256 };

	for (;;) {
		size_t room = change->found.cap;
		long count = room ? change->list->find(change->list->context, key, change->found.items, room) : 0;
		if (count < 0)
			return false;
		if (room && (size_t)count <= room) {
			change->found.count = (size_t)count;
			return true;
		}
		size_t more = (size_t)count > USUAL ? (size_t)count : USUAL;
		uint64_t *grown = eh_realloc(change->found.items, more, sizeof *grown);
		if (!grown)
			return false;
		change->found.items = grown;
		change->found.cap = more;
	}
}

bool eh_list_cancelled(const struct eh_list_change *change)
{
	return change->options->cancelled && change->options->cancelled(change->options->context);
}

static bool mark(struct eh_list_change *change)
{
	for (size_t i = 0; i < change->in->fresh_count; i++) {
		struct eh_list_held *held = eh_list_hold(change, change->in->fresh[i]);
		if (!held)
			return false;
		held->fresh = held->rescored = true;
	}
	for (size_t i = 0; i < change->in->gone_count; i++) {
		struct eh_list_held *held = eh_list_hold(change, change->in->gone[i]);
		if (!held)
			return false;
		held->gone = true;
	}
	return true;
}

static bool list_rescored(const struct eh_list_change *change, struct ehl_list_result *result)
{
	result->rescored = eh_alloc((change->held.count + 1) * sizeof *result->rescored);
	result->bonds = eh_alloc((change->bonds.count + 1) * sizeof *result->bonds);
	if (!result->rescored || !result->bonds)
		return false;
	for (size_t i = 0; i < change->held.count; i++)
		if (change->held.items[i].rescored)
			result->rescored[result->rescored_count++] = change->held.items[i].number;
	for (size_t i = 0; i < change->bonds.count; i++)
		result->bonds[result->bond_count++] = change->bonds.items[i];
	result->compared = change->compared;
	result->read = change->held.count;
	return true;
}

int ehl_list_change(const struct ehl_list *list, const struct ehl_list_changes *changes, const struct ehl_model *model,
        const struct ehl_options *options, struct ehl_list_result *ret_result)
{
	static const struct ehl_options DEFAULTS;
	struct eh_list_change change = { .list = list, .in = changes, .model = model, .options = options ? options : &DEFAULTS };
	struct ehl_list_result result = { 0 };
	int rc = mark(&change) ? eh_list_score(&change) : -1;

	rc = rc ? rc : eh_list_cancelled(&change) ? -2 : eh_list_join(&change, &result);
	if (rc == 0 && !list_rescored(&change, &result))
		rc = -1;
	if (rc == 0)
		*ret_result = result;
	else
		ehl_list_result_finish(&result);
	eh_vec_finish(&change.held);
	eh_vec_finish(&change.keys);
	eh_vec_finish(&change.rescore);
	eh_vec_finish(&change.pairs);
	eh_vec_finish(&change.bonds);
	eh_vec_finish(&change.found);
	eh_numbers_finish(&change.places);
	return rc;
}

void ehl_list_result_finish(struct ehl_list_result *result)
{
	eh_free(result->rows);
	eh_free(result->rescored);
	eh_free(result->bonds);
	eh_free(result->standing);
	eh_free(result->questions);
	eh_free(result->branches);
	*result = (struct ehl_list_result){ 0 };
}
