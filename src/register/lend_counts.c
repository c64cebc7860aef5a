#include "lend_counts.h"

#include <stdlib.h>

#include "classify.h"
#include "evenhand/coverage.h"

enum eh_rc eh_lend_place(
        struct eh_gazetteer *gazetteer, struct eh_lend_thing *things, size_t count, size_t *ret_placed, struct eh_error *err)
{
	for (size_t i = 0; i < count; i++) {
		struct eh_location location = { 0 };
		enum eh_rc rc = things[i].postcode.n ? eh_gazetteer_postcode(gazetteer, things[i].postcode, &location, err)
		                                     : EH_NOT_FOUND;
		if (rc < 0 && rc != EH_NOT_FOUND)
			return rc;
		things[i].ward = rc == EH_OK ? location.ward : NULL;
		*ret_placed += things[i].ward != NULL;
	}
	return EH_OK;
}

/* Columns: wards by code, one for other wards, one for those that are not known. Rows: the needs, and one for none recognised. */
struct wards {
	struct ward {
		const struct eh_area *area;
		size_t things;
	} * items;
	size_t count;
};

static int by_code(const void *a, const void *b)
{
	return eh_str_cmp(((const struct ward *)a)->area->code, ((const struct ward *)b)->area->code);
}

static int by_things(const void *a, const void *b)
{
	size_t x = ((const struct ward *)a)->things, y = ((const struct ward *)b)->things;

	return x != y ? (x < y ? 1 : -1) : by_code(a, b);
}

/* The wards with the most things; the rest are counted as one. */
static enum eh_rc find_wards(const struct eh_lend_thing *things, size_t count, struct wards *ret_wards)
{
	struct ward *items = eh_alloc_zero(count + 1, sizeof *items);
	size_t filled = 0, kept = 0;

	if (!items)
		return EH_NO_MEMORY;
	for (size_t i = 0; i < count; i++)
		if (things[i].ward)
			items[filled++] = (struct ward){ things[i].ward, 1 };
	qsort(items, filled, sizeof *items, by_code);
	for (size_t i = 0; i < filled; i++) {
		if (kept && eh_str_eq(items[kept - 1].area->code, items[i].area->code))
			items[kept - 1].things++;
		else
			items[kept++] = items[i];
	}
	if (kept > EH_LEND_MOST_WARDS) {
		qsort(items, kept, sizeof *items, by_things);
		kept = EH_LEND_MOST_WARDS;
		qsort(items, kept, sizeof *items, by_code);
	}
	*ret_wards = (struct wards){ items, kept };
	return EH_OK;
}

static size_t column_of(const struct wards *wards, const struct eh_lend_thing *thing)
{
	const struct ward key = { thing->ward, 0 };

	if (!thing->ward)
		return wards->count + 1;
	const struct ward *found = bsearch(&key, wards->items, wards->count, sizeof key, by_code);
	return found ? (size_t)(found - wards->items) : wards->count;
}

struct counts {
	size_t rows, columns;
	int64_t *counts, *shown, *row_totals, *column_totals;
};

static enum eh_rc count_thing(struct counts *counts, const struct eh_lend_thing *thing, size_t column, struct eh_error *err)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_classes classes;
	bool any = false;

	EH_TRY(eh_classify(thing->name, thing->activities, NULL, 0, &arena, &classes, err));
	for (size_t i = 0; i < classes.count; i++) {
		const struct eh_need *need = classes.items[i].people ? NULL : eh_need_find(eh_str_of(classes.items[i].code));
		if (!need)
			continue;
		counts->counts[(size_t)(need - eh_needs) * counts->columns + column]++;
		any = true;
	}
	if (!any)
		counts->counts[eh_need_count * counts->columns + column]++;
	return EH_OK;
}

static void write_count(struct eh_json_writer *json, int64_t count)
{
	eh_json_write_key(json, "count");
	if (count < 0)
		eh_json_write_null(json);
	else
		eh_json_write_i64(json, count);
	eh_json_write_object_end(json);
}

static void write_need(struct eh_json_writer *json, size_t row)
{
	eh_json_write_object(json);
	eh_json_write_key(json, "need");
	eh_json_write_str(json, row < eh_need_count ? eh_str_of(eh_needs[row].code) : EH_STR("none recognised"));
}

static void write_ward(struct eh_json_writer *json, const struct wards *wards, size_t column)
{
	bool known = column < wards->count;

	eh_json_write_key(json, "ward");
	eh_json_write_str(json, known                    ? wards->items[column].area->code
	                        : column == wards->count ? EH_STR("other wards")
	                                                 : EH_STR("not known"));
	if (!known)
		return;
	eh_json_write_key(json, "name");
	eh_json_write_str(json, wards->items[column].area->name);
}

static void write_tables(struct eh_json_writer *json, const struct counts *counts, const struct wards *wards)
{
	eh_json_write_object(json);
	eh_json_write_key(json, "needs");
	eh_json_write_array(json);
	for (size_t row = 0; row < counts->rows; row++)
		if (counts->row_totals[row]) {
			write_need(json, row);
			write_count(json, counts->row_totals[row]);
		}
	eh_json_write_array_end(json);
	for (int cells = 0; wards && cells < 2; cells++) {
		eh_json_write_key(json, cells ? "cells" : "wards");
		eh_json_write_array(json);
		for (size_t row = 0; row < (cells ? counts->rows : 1); row++)
			for (size_t column = 0; column < counts->columns; column++) {
				int64_t count = cells ? counts->shown[row * counts->columns + column]
				                      : counts->column_totals[column];
				if (!count)
					continue;
				if (cells)
					write_need(json, row);
				else
					eh_json_write_object(json);
				write_ward(json, wards, column);
				write_count(json, count);
			}
		eh_json_write_array_end(json);
	}
	eh_json_write_object_end(json);
}

static enum eh_rc count_all(
        struct counts *counts, const struct eh_lend_thing *things, size_t count, const struct wards *wards, struct eh_error *err)
{
	for (size_t i = 0; i < count; i++)
		EH_TRY(count_thing(counts, &things[i], wards ? column_of(wards, &things[i]) : 0, err));
	return ehc_suppress(counts->counts, counts->rows, counts->columns, EH_LEND_LEAST, counts->shown, counts->row_totals,
	               counts->column_totals) == 0
	               ? EH_OK
	               : eh_fail_memory(err);
}

enum eh_rc eh_lend_write_counts(
        struct eh_json_writer *json, const struct eh_lend_thing *things, size_t count, bool by_ward, struct eh_error *err)
{
	struct wards wards = { 0 };
	struct counts counts = { .rows = eh_need_count + 1 };
	enum eh_rc rc = EH_OK;

	if (by_ward && find_wards(things, count, &wards) < 0)
		return eh_fail_memory(err);
	counts.columns = by_ward ? wards.count + 2 : 1;
	counts.counts = eh_alloc_zero(2 * (counts.rows + 1) * (counts.columns + 1), sizeof *counts.counts);
	if (!counts.counts) {
		rc = eh_fail_memory(err);
	} else {
		counts.shown = counts.counts + counts.rows * counts.columns;
		counts.row_totals = counts.shown + counts.rows * counts.columns;
		counts.column_totals = counts.row_totals + counts.rows;
		rc = count_all(&counts, things, count, by_ward ? &wards : NULL, err);
	}
	if (rc == EH_OK)
		write_tables(json, &counts, by_ward ? &wards : NULL);
	eh_free(counts.counts);
	eh_free(wards.items);
	return rc;
}
