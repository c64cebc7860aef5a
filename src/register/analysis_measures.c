/* analysis_measures.c: values of small areas, carried from the areas of 2011 to those of 2021, as percentiles where need is judged by them. */
#include "analysis_measures.h"

#include <math.h>
#include <stdlib.h>

#include "queries.h"

/* Small areas that the national ranks run over: English indices of deprivation 2025 (LSOA 2021) and 2019 (LSOA 2011). */
enum { AREAS_2021 = 33755, AREAS_2011 = 32844 };

struct value {
	int64_t area_id;
	double value;
};

struct eh_area_values {
	struct value *items;
	size_t count;
	int64_t vintage;
	bool rank, high_is_worse;
};

static int by_area(const void *a, const void *b)
{
	const struct value *x = a, *y = b;

	return (x->area_id > y->area_id) - (x->area_id < y->area_id);
}

static int by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static enum eh_rc read_values(struct eh_db *db, int64_t measure, struct eh_area_values *values, struct eh_error *err)
{
	struct eh_cursor rows EH_CLEANUP_CURSOR = { 0 };
	struct eh_q_measure_values row;
	size_t cap = 0;
	enum eh_rc rc = eh_q_measure_values(db, measure, &rows, err);

	while (rc == EH_OK && (rc = eh_q_measure_values_next(&rows, &row, err)) == EH_OK) {
		if (!eh_vec_grow(&values->items, values->count, &cap, sizeof *values->items))
			return eh_fail_memory(err);
		values->items[values->count++] = (struct value){ row.area_id, row.value };
	}
	return rc == EH_END ? EH_OK : rc;
}

/* A value of 2011 on its way to an area of 2021. */
struct carried {
	int64_t from, to;
	double value;
};

static int by_target(const void *a, const void *b)
{
	const struct carried *x = a, *y = b;

	return (x->to > y->to) - (x->to < y->to);
}

/* Rows of the look-up come in order of the areas of 2011: an area that was split stands in as many rows as it has parts. */
static void share_out(struct carried *carried, size_t count)
{
	for (size_t i = 0, end; i < count; i = end) {
		for (end = i; end < count && carried[end].from == carried[i].from; end++)
			;
		for (size_t j = i; j < end; j++)
			carried[j].value /= (double)(end - i);
	}
}

/* One value for each area of 2021: the mean of those it came from, of counts their sum. Gives back how many there are. */
static size_t gather(struct carried *carried, size_t count, bool is_count, struct value *values)
{
	size_t kept = 0;

	qsort(carried, count, sizeof *carried, by_target);
	for (size_t i = 0, end; i < count; i = end) {
		double sum = 0;
		for (end = i; end < count && carried[end].to == carried[i].to; end++)
			sum += carried[end].value;
		values[kept++] = (struct value){ carried[i].to, is_count ? sum : sum / (double)(end - i) };
	}
	return kept;
}

static enum eh_rc read_carried(
        struct eh_db *db, const struct eh_area_values *values, struct carried **carried, size_t *count, struct eh_error *err)
{
	struct eh_cursor rows EH_CLEANUP_CURSOR = { 0 };
	struct eh_q_area_change_all row;
	size_t cap = 0;
	enum eh_rc rc = eh_q_area_change_all(db, &rows, err);

	while (rc == EH_OK && (rc = eh_q_area_change_all_next(&rows, &row, err)) == EH_OK) {
		const struct value key = { row.from_area, 0 };
		const struct value *old = values->count ? bsearch(&key, values->items, values->count, sizeof key, by_area) : NULL;
		if (!old)
			continue;
		if (!eh_vec_grow(carried, *count, &cap, sizeof **carried))
			return eh_fail_memory(err);
		(*carried)[(*count)++] = (struct carried){ row.from_area, row.to_area, old->value };
	}
	return rc == EH_END ? EH_OK : rc;
}

/* Values of 2011 carried to the areas of 2021 by the official look-up. Without one they stay where they are, which is right for the areas
 * that did not change. */
static enum eh_rc carry_over(struct eh_db *db, struct eh_area_values *values, bool is_count, struct eh_error *err)
{
	struct carried *carried = NULL;
	size_t count = 0;
	enum eh_rc rc = read_carried(db, values, &carried, &count, err);
	struct value *items = rc == EH_OK && count ? eh_alloc_zero(count, sizeof *items) : NULL;

	if (rc == EH_OK && count && !items)
		rc = eh_fail_memory(err);
	if (items) {
		if (is_count)
			share_out(carried, count);
		values->count = gather(carried, count, is_count, items);
		eh_free(values->items);
		values->items = items;
	}
	eh_free(carried);
	return rc;
}

/* The newest measure of this name; EH_NOT_FOUND when none was imported. */
static enum eh_rc load_measure(struct eh_db *db, const char *name, struct eh_area_values *values, struct eh_error *err)
{
	struct eh_cursor rows EH_CLEANUP_CURSOR = { 0 };
	struct eh_q_measure_list row;
	enum eh_rc rc = eh_q_measure_list(db, &rows, err);

	*values = (struct eh_area_values){ 0 };
	while (rc == EH_OK && (rc = eh_q_measure_list_next(&rows, &row, err)) == EH_OK) {
		if (!eh_str_eq(row.name, eh_str_of(name)))
			continue;
		values->vintage = row.vintage;
		values->rank = eh_str_eq(row.kind, EH_STR("rank"));
		values->high_is_worse = !eh_str_eq(row.worse, EH_STR("low"));
		bool is_count = eh_str_eq(row.kind, EH_STR("count"));
		EH_TRY(read_values(db, row.measure_id, values, err));
		return values->vintage == 2011 ? carry_over(db, values, is_count, err) : EH_OK;
	}
	return rc == EH_END ? EH_NOT_FOUND : rc;
}

/* Percentiles, 100 worst: of a national rank directly, of anything else by its place among all areas there are. */
static enum eh_rc to_percentiles(struct eh_area_values *values, struct eh_error *err)
{
	double *sorted;

	if (values->rank) {
		double areas = values->vintage == 2011 ? AREAS_2011 : AREAS_2021;
		for (size_t i = 0; i < values->count; i++) {
			double share = (values->items[i].value - 1) / (areas - 1);
			values->items[i].value = 100 * fmin(1, fmax(0, values->high_is_worse ? share : 1 - share));
		}
		return EH_OK;
	}
	if (!values->count)
		return EH_OK;
	sorted = eh_alloc_zero(values->count, sizeof *sorted);
	if (!sorted)
		return eh_fail_memory(err);
	for (size_t i = 0; i < values->count; i++)
		sorted[i] = values->items[i].value;
	qsort(sorted, values->count, sizeof *sorted, by_value);
	for (size_t i = 0; i < values->count; i++) {
		size_t low = 0, high = values->count;
		while (low < high) {
			size_t middle = low + (high - low) / 2;
			if (sorted[middle] < values->items[i].value)
				low = middle + 1;
			else
				high = middle;
		}
		double share = values->count > 1 ? (double)low / (double)(values->count - 1) : 0.5;
		values->items[i].value = 100 * fmin(1, values->high_is_worse ? share : 1 - share);
	}
	eh_free(sorted);
	return EH_OK;
}

enum eh_rc eh_measure_fetch(
        struct eh_db *db, struct eh_measure *measure, const char *name, bool percentiles, struct eh_error *err)
{
	if (measure->name && strcmp(measure->name, name) == 0)
		return EH_OK;
	eh_measure_finish(measure);
	measure->values = eh_alloc_zero(1, sizeof *measure->values);
	if (!measure->values)
		return eh_fail_memory(err);
	measure->name = name;
	enum eh_rc rc = load_measure(db, name, measure->values, err);
	measure->known = rc == EH_OK;
	if (rc == EH_OK && percentiles)
		rc = to_percentiles(measure->values, err);
	return rc == EH_NOT_FOUND ? EH_OK : rc;
}

double eh_measure_of(const struct eh_measure *measure, int64_t area_id)
{
	const struct value key = { area_id, 0 }, *found = NULL;

	if (measure->known && measure->values->count)
		found = bsearch(&key, measure->values->items, measure->values->count, sizeof key, by_area);
	return found ? found->value : (double)NAN;
}

void eh_measure_finish(struct eh_measure *measure)
{
	if (measure->values)
		eh_free(measure->values->items);
	eh_free(measure->values);
	*measure = (struct eh_measure){ 0 };
}
