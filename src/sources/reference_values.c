/* reference_values.c: need and population: any table with a column of LSOA codes.
 *
 * Known headings become measures with canonical names, which coverage asks for; every other numeric column of a small table is kept
 * under its own folded heading. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "columns.h"
#include "queries.h"
#include "reference_import.h"

/* Folded headings, the measure they are, and which end is worse. National ranks come before scores: they place an area in the
 * country even in a file that holds one council's areas alone. */
static const struct {
	const char *headings, *name, *kind, *worse;
} KNOWN[] = {
	{ "imd rank|index of multiple deprivation imd rank where 1 is most deprived|index of multiple deprivation imd rank",
	        "imd", "rank", "low" },
	{ "income rank|income rank where 1 is most deprived", "income", "rank", "low" },
	{ "employment rank|employment rank where 1 is most deprived", "employment", "rank", "low" },
	{ "education rank|education skills and training rank where 1 is most deprived", "education", "rank", "low" },
	{ "health rank|health deprivation and disability rank where 1 is most deprived", "health", "rank", "low" },
	{ "crime rank|crime rank where 1 is most deprived", "crime", "rank", "low" },
	{ "housing and services rank|housing and access rank|barriers to housing and services rank where 1 is most deprived",
	        "housing", "rank", "low" },
	{ "environment rank|living environment rank where 1 is most deprived", "environment", "rank", "low" },
	{ "imd score|index of multiple deprivation imd score", "imd", "score", "high" },
	{ "income score|income score rate", "income", "score", "high" },
	{ "employment score|employment score rate", "employment", "score", "high" },
	{ "education score|education skills and training score", "education", "score", "high" },
	{ "health score|health deprivation and disability score", "health", "score", "high" },
	{ "crime score", "crime", "score", "high" },
	{ "housing and services score|barriers to housing and services score|housing and access score", "housing", "score",
	        "high" },
	{ "environment score|living environment score", "environment", "score", "high" },
	{ "loneliness pct", "loneliness", "share", "high" },
	{ "fuel poverty pct|proportion of households fuel poor", "fuel_poverty", "share", "high" },
	{ "community needs index 2023 score|community needs index score", "cni", "score", "high" },
	{ "population mid year|population|total population|total population mid*|all ages|total|eth total residents|dis total "
	  "residents",
	        "total", "count", "none" },
	{ "age aged 15 years and under|age 0 15|aged 15 years and under", "age_0_15", "count", "none" },
	{ "age aged 16 to 24 years|age 16 24|aged 16 to 24 years", "age_16_24", "count", "none" },
	{ "age aged 25 to 34 years|age 25 34", "age_25_34", "count", "none" },
	{ "age aged 35 to 49 years|age 35 49", "age_35_49", "count", "none" },
	{ "age aged 50 to 64 years|age 50 64", "age_50_64", "count", "none" },
	{ "age aged 65 years and over|age 65 plus|aged 65 years and over", "age_65_plus", "count", "none" },
	{ "dis disabled under the equality act|disabled", "disabled", "count", "none" },
};

enum { KNOWN_COUNT = sizeof KNOWN / sizeof *KNOWN, MOST_MEASURES = 64, MOST_UNKNOWN = 12, HELD_ROWS = 16384 };

struct measure {
	int column;
	int64_t id;
};

struct held {
	int64_t area;
	size_t numbers; /* where they begin */
};

struct values {
	struct eh_reference *reference;
	struct measure measures[MOST_MEASURES];
	size_t count;
	int lsoa, vintage;
	/* Rows held back, to be written measure by measure in order of area: the store takes them faster in its own order. */
	EH_VEC(struct held) held;
	EH_VEC(double) numbers; /* of the held rows, one for each measure; NAN for none */
};

static enum eh_rc add_measure(
        struct values *values, int column, struct eh_str name, const char *kind, const char *worse, struct eh_error *err)
{
	struct eh_reference *reference = values->reference;

	if (values->count == MOST_MEASURES)
		return EH_OK;
	EH_TRY(eh_q_measure_add(
	        reference->db, reference->result->batch_id, name, eh_str_of(kind), eh_str_of(worse), values->vintage, err));
	values->measures[values->count++] = (struct measure){ column, eh_db_last_id(reference->db) };
	return EH_OK;
}

static bool taken(const struct values *values, int column)
{
	for (size_t i = 0; i < values->count; i++)
		if (values->measures[i].column == column)
			return true;
	return false;
}

static bool named(const char *const *names, size_t count, const char *name)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(names[i], name) == 0)
			return true;
	return false;
}

/* One column for each canonical name, the best there is: a rank, else a score. */
static enum eh_rc find_known(struct values *values, const struct eh_columns *columns, struct eh_error *err)
{
	const char *names[KNOWN_COUNT];
	size_t count = 0;

	for (size_t i = 0; i < KNOWN_COUNT; i++) {
		int column = eh_columns_find(columns, KNOWN[i].headings);
		if (column < 0 || taken(values, column) || named(names, count, KNOWN[i].name))
			continue;
		names[count++] = KNOWN[i].name;
		EH_TRY(add_measure(values, column, eh_str_of(KNOWN[i].name), KNOWN[i].kind, KNOWN[i].worse, err));
	}
	return EH_OK;
}

/* A table of a place's own making: its few columns are kept under their own names. */
static enum eh_rc find_unknown(
        struct values *values, const struct eh_columns *columns, const struct eh_row *first, struct eh_error *err)
{
	for (size_t i = 0; i < columns->count && i < first->count; i++) {
		double number;
		if ((int)i == values->lsoa || taken(values, (int)i) || eh_str_to_double(first->cells[i], &number) != EH_OK)
			continue;
		EH_TRY(add_measure(values, (int)i, columns->folded[i], "score", "none", err));
	}
	return EH_OK;
}

static int vintage_of(struct eh_str heading)
{
	if (eh_str_find(heading, EH_STR("11")) >= 0)
		return 2011;
	if (eh_str_find(heading, EH_STR("21")) >= 0)
		return 2021;
	return 0;
}

static bool is_lsoa(struct eh_str code)
{
	return code.n == 9 &&
	       (eh_str_starts(code, EH_STR("E01")) || eh_str_starts(code, EH_STR("W01")) || eh_str_starts(code, EH_STR("Z01")) ||
	               eh_str_starts(code, EH_STR("S01")) || eh_str_starts(code, EH_STR("N")));
}

static int by_area(const void *a, const void *b)
{
	const struct held *x = a, *y = b;

	return (x->area > y->area) - (x->area < y->area);
}

static enum eh_rc write_held(struct values *values, struct eh_error *err)
{
	if (values->held.count)
		qsort(values->held.items, values->held.count, sizeof *values->held.items, by_area);
	for (size_t m = 0; m < values->count; m++)
		for (size_t i = 0; i < values->held.count; i++) {
			double number = values->numbers.items[values->held.items[i].numbers + m];
			if (!isnan(number))
				EH_TRY(eh_q_measure_value_add(
				        values->reference->db, values->measures[m].id, values->held.items[i].area, number, err));
		}
	values->held.count = values->numbers.count = 0;
	return EH_OK;
}

/* Numbers as they stand: eh_columns_cell takes a nought for nothing, and here it is a number. */
static enum eh_rc hold_row(struct values *values, int64_t area, const struct eh_row *row, struct eh_error *err)
{
	if (!eh_vec_push(&values->held, (struct held){ area, values->numbers.count }))
		return eh_fail_memory(err);
	for (size_t m = 0; m < values->count; m++) {
		size_t column = (size_t)values->measures[m].column;
		double number = (double)NAN;
		if (column < row->count)
			(void)eh_str_to_double(row->cells[column], &number);
		if (!eh_vec_push(&values->numbers, number))
			return eh_fail_memory(err);
	}
	return values->held.count < HELD_ROWS ? EH_OK : write_held(values, err);
}

static enum eh_rc read_row(struct values *values, const struct eh_row *row, struct eh_map *seen, struct eh_arena *codes,
        const struct eh_table *table, struct eh_error *err)
{
	struct eh_reference *reference = values->reference;
	struct eh_str code = eh_columns_cell(row, values->lsoa);
	int64_t area;
	bool added = true;

	if (!is_lsoa(code))
		return reference->refuse(reference->context, row->line, EH_STR("lsoa"), "this is no LSOA code", err);
	struct eh_str kept = eh_arena_str(codes, code);
	if (!kept.p || eh_map_put(seen, kept, 1, NULL, &added) < 0)
		return eh_fail_memory(err);
	if (!added)
		return reference->refuse(
		        reference->context, row->line, EH_STR("lsoa"), "this area stands twice; the first was kept", err);
	EH_TRY(eh_reference_area(reference, code, &area, err));
	eh_vintages_see(&reference->vintages, area, code, row->line);
	EH_TRY(hold_row(values, area, row, err));
	return eh_reference_kept(reference, table, err);
}

static enum eh_rc find_columns(struct values *values, const struct eh_columns *columns, struct eh_error *err)
{
	values->lsoa = eh_columns_find(columns, "lsoa21 code|lsoa21cd|lsoa code 2021|lsoa11 code|lsoa11cd|lsoa code 2011|lsoa "
	                                        "code|feature code|lsoa*|featurecode");
	if (values->lsoa < 0)
		return eh_fail(err, EH_INVALID,
		        "this does not look like a table by small area: it has no column of LSOA codes (lsoa21_code, LSOA code "
		        "(2021), …)");
	values->vintage = vintage_of(columns->folded[values->lsoa]);
	return find_known(values, columns, err);
}

static enum eh_rc take_first_row(
        struct values *values, const struct eh_columns *columns, const struct eh_row *row, struct eh_error *err)
{
	if (!values->count || columns->count <= MOST_UNKNOWN)
		EH_TRY(find_unknown(values, columns, row, err));
	if (!values->count)
		return eh_fail(err, EH_INVALID, "the table has no column of numbers");
	return EH_OK;
}

/* Whether the codes are of the census that the heading names; of which, where it names none. */
static enum eh_rc settle_vintage(struct values *values, struct eh_error *err)
{
	struct eh_reference *reference = values->reference;
	int vintage = 0;

	EH_TRY(eh_vintages_check(&reference->vintages, values->vintage, &vintage, err));
	if (vintage != values->vintage) {
		char text[96];
		snprintf(text, sizeof text, "the heading names no year; by their codes these are LSOAs of %d", vintage);
		reference->note(reference->context, text);
		EH_TRY(eh_q_measure_vintage_set(reference->db, reference->result->batch_id, vintage, err));
	} else if (!reference->vintages.codes.count && vintage != 2021) {
		reference->note(reference->context, vintage ? "these are LSOAs of 2011: import the look-up from 2011 to 2021 "
		                                              "(kind areas) too, or areas that changed have "
		                                              "no value"
		                                            : "the heading names no year and no look-up from 2011 to 2021 is "
		                                              "there to tell it: taken as 2021");
	}
	return EH_OK;
}

static enum eh_rc read_table(struct values *values, struct eh_error *err)
{
	struct eh_table *table EH_CLEANUP_TABLE = NULL;
	struct eh_columns columns EH_CLEANUP_COLUMNS = { 0 };
	struct eh_map seen EH_CLEANUP_MAP = { 0 };
	struct eh_arena codes EH_CLEANUP_ARENA = { 0 };
	struct eh_row row;
	bool first = true;

	EH_TRY(eh_reference_open(values->reference, NULL, &table, err));
	enum eh_rc rc = eh_table_next(table, &row, err);
	if (rc != EH_OK)
		return rc == EH_END ? eh_fail(err, EH_INVALID, "the table is empty") : rc;
	EH_TRY(eh_columns_init(&columns, &row, err));
	EH_TRY(find_columns(values, &columns, err));
	while ((rc = eh_table_next(table, &row, err)) == EH_OK) {
		if (first)
			EH_TRY(take_first_row(values, &columns, &row, err));
		first = false;
		EH_TRY(read_row(values, &row, &seen, &codes, table, err));
	}
	if (rc != EH_END)
		return rc;
	if (!values->reference->result->kept)
		return eh_fail(err, EH_INVALID, "no row holds an LSOA code (E01…)");
	EH_TRY(write_held(values, err));
	return settle_vintage(values, err);
}

enum eh_rc eh_reference_values(struct eh_reference *reference, struct eh_error *err)
{
	struct values values = { .reference = reference };
	enum eh_rc rc = read_table(&values, err);

	eh_vec_finish(&values.held);
	eh_vec_finish(&values.numbers);
	return rc;
}
