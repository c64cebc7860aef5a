/* link_baseline.h: what linkage is measured against, computed in the same run: equal names, and the usual recipe of Fellegi and Sunter. */
#ifndef EH_BENCH_LINK_BASELINE_H
#define EH_BENCH_LINK_BASELINE_H

#include <math.h>

#include "link/load.h"
#include "link/strings.h"
#include "link/truth.h"

enum { MOST_BASE_COLUMNS = 12, BASE_LEVELS = 5, BASE_BLOCK = 100, BASE_CHANCE = 200000 };

/* Cells folded and cut, of the columns that are compared. */
struct base {
	const struct eh_loaded *loaded;
	struct eh_arena arena;
	struct eh_str *cells; /* row × column */
	size_t columns, rows, name;
	double m[MOST_BASE_COLUMNS][BASE_LEVELS], u[MOST_BASE_COLUMNS][BASE_LEVELS], prior;
	struct eh_map counts[MOST_BASE_COLUMNS];
};

static struct eh_str base_cell(const struct base *base, size_t row, size_t column)
{
	return base->cells[row * base->columns + column];
}

static void base_init(struct base *base, const struct eh_loaded *loaded)
{
	size_t used[MOST_BASE_COLUMNS];
	struct eh_buf folded = { 0 };

	*base = (struct base){ .loaded = loaded, .rows = ehl_table_rows(loaded->table), .name = SIZE_MAX };
	for (size_t i = 0; i < loaded->table->column_count && base->columns < MOST_BASE_COLUMNS; i++) {
		enum ehl_type type = loaded->columns[i].type;
		if (type == EHL_IGNORE)
			continue;
		if (base->name == SIZE_MAX &&
		        (type == EHL_ORGANISATION || type == EHL_TEXT || type == EHL_FULL_NAME || type == EHL_SURNAME))
			base->name = base->columns;
		used[base->columns++] = i;
	}
	base->cells = eh_alloc_zero(base->rows * base->columns + 1, sizeof *base->cells);
	for (size_t row = 0; row < base->rows; row++)
		for (size_t i = 0; i < base->columns; i++) {
			struct eh_str *cell = &base->cells[row * base->columns + i];
			uint64_t *slot;
			eh_buf_reset(&folded);
			(void)eh_utf8_fold(eh_link_str(ehl_table_cell(loaded->table, row, used[i])), &folded);
			*cell = eh_arena_str(&base->arena, eh_utf8_cut(eh_buf_str(&folded), EH_LINK_LONGEST_WORD));
			if (cell->n && eh_map_put(&base->counts[i], *cell, 0, &slot, NULL) == EH_OK)
				++*slot;
		}
	eh_buf_finish(&folded);
}

static void base_finish(struct base *base)
{
	for (size_t i = 0; i < base->columns; i++)
		eh_map_finish(&base->counts[i]);
	eh_free(base->cells);
	eh_arena_finish(&base->arena);
}

struct base_pairs {
	EH_VEC(uint64_t) list; /* a << 32 | b */
};

static int by_base_pair(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return (x > y) - (x < y);
}

/* Pairs with an equal cell in this column, of values that are not too common. */
static void base_block(const struct base *base, size_t column, size_t most, struct base_pairs *pairs)
{
	struct eh_map last = { 0 };
	size_t *before = eh_alloc_zero(base->rows + 1, sizeof *before), left = base->loaded->table->left;

	for (size_t row = 0; row < base->rows; row++) {
		struct eh_str cell = base_cell(base, row, column);
		uint64_t *slot;
		bool added;
		if (!cell.n || *eh_map_get(&base->counts[column], cell) > most)
			continue;
		if (eh_map_put(&last, cell, row, &slot, &added) < 0)
			continue;
		if (!added) {
			before[row] = *slot + 1;
			*slot = row;
		}
		for (size_t i = before[row]; i; i = before[i - 1])
			if (!left || (i - 1 < left) != (row < left))
				(void)!eh_vec_push(&pairs->list, (uint64_t)(i - 1) << 32 | row);
	}
	eh_free(before);
	eh_map_finish(&last);
}

static void base_unique(struct base_pairs *pairs)
{
	size_t kept = 0;

	if (pairs->list.count)
		qsort(pairs->list.items, pairs->list.count, sizeof *pairs->list.items, by_base_pair);
	for (size_t i = 0; i < pairs->list.count; i++)
		if (!kept || pairs->list.items[kept - 1] != pairs->list.items[i])
			pairs->list.items[kept++] = pairs->list.items[i];
	pairs->list.count = kept;
}

static size_t base_root(size_t *cluster, size_t row)
{
	while (cluster[row] != row)
		row = cluster[row] = cluster[cluster[row]];
	return row;
}

/* Scores pairs that are linked: connected components of one file, as they are of two. */
static double base_score(const struct base *base, const struct eh_truth *truth, const uint64_t *linked, size_t count)
{
	struct ehl_matches matches = { 0 };
	struct ehl_scores scores = { 0 };

	matches.cluster = eh_alloc_zero(base->rows + 1, sizeof *matches.cluster);
	matches.pairs = eh_alloc_zero(count + 1, sizeof *matches.pairs);
	for (size_t i = 0; i < base->rows; i++)
		matches.cluster[i] = i;
	for (size_t i = 0; i < count; i++) {
		size_t a = (size_t)(linked[i] >> 32), b = (size_t)(uint32_t)linked[i];
		matches.pairs[matches.pair_count++] = (struct ehl_pair){ .a = a, .b = b, .decision = EHL_LINK };
		matches.cluster[base_root(matches.cluster, a)] = base_root(matches.cluster, b);
	}
	for (size_t i = 0; i < base->rows; i++)
		matches.cluster[i] = base_root(matches.cluster, i);
	(void)eh_truth_score(base->loaded, truth, &matches, &scores, NULL);
	ehl_matches_finish(&matches);
	return scores.f1;
}

/* Equal names. */
static double base_equal_names(const struct base *base, const struct eh_truth *truth)
{
	struct base_pairs pairs = { 0 };

	if (base->name != SIZE_MAX)
		base_block(base, base->name, SIZE_MAX, &pairs);
	base_unique(&pairs);
	double f1 = base_score(base, truth, pairs.list.items, pairs.list.count);
	eh_vec_finish(&pairs.list);
	return f1;
}

static int base_level(struct eh_str a, struct eh_str b)
{
	if (!a.n || !b.n)
		return -1;
	if (eh_str_eq(a, b))
		return 0;
	double alike = eh_link_jaro_winkler(a, b);
	return alike >= 0.92 ? 1 : alike >= 0.88 ? 2 : alike >= 0.70 ? 3 : 4;
}

static double base_weight(const struct base *base, size_t a, size_t b, bool frequencies)
{
	double weight = base->prior;

	for (size_t i = 0; i < base->columns; i++) {
		struct eh_str x = base_cell(base, a, i), y = base_cell(base, b, i);
		int level = base_level(x, y);
		if (level < 0)
			continue;
		double u = base->u[i][level];
		if (level == 0 && frequencies)
			u = (double)*eh_map_get(&base->counts[i], x) / (double)base->rows;
		weight += log2(base->m[i][level] / u);
	}
	return weight;
}

static void base_chance(struct base *base)
{
	struct eh_random random;
	size_t left = base->loaded->table->left;

	eh_random_init(&random, 1, 1);
	for (size_t i = 0; i < base->columns; i++)
		for (int l = 0; l < BASE_LEVELS; l++)
			base->u[i][l] = 0.1;
	for (int k = 0; k < BASE_CHANCE; k++) {
		size_t a = (size_t)eh_random_below(&random, left ? left : base->rows);
		size_t b = left ? left + (size_t)eh_random_below(&random, base->rows - left)
		                : (size_t)eh_random_below(&random, base->rows);
		for (size_t i = 0; i < base->columns && a != b; i++) {
			int level = base_level(base_cell(base, a, i), base_cell(base, b, i));
			if (level >= 0)
				base->u[i][level]++;
		}
	}
	for (size_t i = 0; i < base->columns; i++) {
		double sum = 0;
		for (int l = 0; l < BASE_LEVELS; l++)
			sum += base->u[i][l];
		for (int l = 0; l < BASE_LEVELS; l++)
			base->u[i][l] /= sum;
	}
}

/* Levels by Jaro–Winkler (.92, .88, .70), u by chance, m by EM within blocks of equal cells, exact-match frequencies, components. */
static double base_fellegi_sunter(struct base *base, const struct eh_truth *truth)
{
	static const double START[] = { 0.9, 0.04, 0.02, 0.02, 0.02 };
	struct base_pairs pairs = { 0 };
	size_t left = base->loaded->table->left, linked = 0;
	double all = left ? (double)left * (double)(base->rows - left) : (double)base->rows * (double)base->rows / 2;

	for (size_t i = 0; i < base->columns; i++) {
		base_block(base, i, BASE_BLOCK, &pairs);
		for (int l = 0; l < BASE_LEVELS; l++)
			base->m[i][l] = START[l];
	}
	base_unique(&pairs);
	base_chance(base);
	base->prior = log2((double)base->rows * 0.3 / all);
	for (int round = 0; round < 15; round++) {
		double sums[MOST_BASE_COLUMNS][BASE_LEVELS] = { { 0 } }, matches = 0;
		size_t compared = 0;
		for (size_t k = 0; k < pairs.list.count; k++) {
			size_t a = (size_t)(pairs.list.items[k] >> 32), b = (size_t)(uint32_t)pairs.list.items[k];
			double chance = 1 / (1 + exp2(-base_weight(base, a, b, false)));
			matches += chance;
			for (size_t i = 0; i < base->columns && chance > 1e-4; i++) {
				int level = base_level(base_cell(base, a, i), base_cell(base, b, i));
				if (level >= 0)
					sums[i][level] += chance;
			}
		}
		for (size_t i = 0; i < base->columns; i++) {
			double sum = 0.05;
			for (int l = 0; l < BASE_LEVELS; l++)
				sum += sums[i][l];
			for (int l = 0; l < BASE_LEVELS; l++)
				base->m[i][l] = (sums[i][l] + 0.01) / sum;
			compared += sum > 1;
		}
		/* Of one column the odds cannot be told from its agreements. */
		if (compared > 1)
			base->prior = log2(fmax(matches, 1) / all);
	}
	for (size_t k = 0; k < pairs.list.count; k++) {
		size_t a = (size_t)(pairs.list.items[k] >> 32), b = (size_t)(uint32_t)pairs.list.items[k];
		if (base_weight(base, a, b, true) >= 0)
			pairs.list.items[linked++] = pairs.list.items[k];
	}
	double f1 = base_score(base, truth, pairs.list.items, linked);
	eh_vec_finish(&pairs.list);
	return f1;
}

#endif
