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
		held->fresh = true;
	}
	for (size_t i = 0; i < change->in->gone_count; i++) {
		struct eh_list_held *held = eh_list_hold(change, change->in->gone[i]);
		if (!held)
			return false;
		held->gone = true;
	}
	return true;
}

static bool take_bonds(const struct ehl_bond *from, size_t count, struct ehl_bond **ret_bonds, size_t *ret_count)
{
	*ret_bonds = eh_alloc((count + 1) * sizeof **ret_bonds);
	for (size_t i = 0; *ret_bonds && i < count; i++)
		(*ret_bonds)[(*ret_count)++] = from[i];
	return *ret_bonds != NULL;
}

int ehl_list_change(const struct ehl_list *list, const struct ehl_list_changes *changes, const struct ehl_model *model,
        const struct ehl_options *options, struct ehl_list_result *ret_result)
{
	static const struct ehl_options DEFAULTS;
	struct eh_list_change change = { .list = list, .in = changes, .model = model, .options = options ? options : &DEFAULTS };
	struct ehl_list_result result = { 0 };
	int rc = mark(&change) ? eh_list_pair(&change) : -1;

	rc = rc ? rc : eh_list_score(&change);
	rc = rc ? rc : eh_list_cancelled(&change) ? -2 : eh_list_join(&change, &result);
	if (rc == 0 && !(take_bonds(change.bonds.items, change.bonds.count, &result.bonds, &result.bond_count) &&
	                       take_bonds(change.voids.items, change.voids.count, &result.voids, &result.void_count)))
		rc = -1;
	result.compared = change.pairs.count;
	result.read = change.held.count;
	if (rc == 0)
		*ret_result = result;
	else
		ehl_list_result_finish(&result);
	eh_vec_finish(&change.held);
	eh_vec_finish(&change.keys);
	eh_vec_finish(&change.pairs);
	eh_vec_finish(&change.bonds);
	eh_vec_finish(&change.doubtful);
	eh_vec_finish(&change.voids);
	eh_vec_finish(&change.found);
	eh_numbers_finish(&change.places);
	return rc;
}

void ehl_list_result_finish(struct ehl_list_result *result)
{
	eh_free(result->rows);
	eh_free(result->voids);
	eh_free(result->bonds);
	eh_free(result->standing);
	eh_free(result->questions);
	eh_free(result->branches);
	*result = (struct ehl_list_result){ 0 };
}
