#include "truth.h"

#include <math.h>
#include <stdlib.h>

#include "io/table.h"

static bool in_second(const struct eh_loaded *loaded, size_t row) { return loaded->table->left && row >= loaded->table->left; }

static enum eh_rc start(const struct eh_loaded *loaded, struct eh_truth *truth, struct eh_error *err)
{
	truth->cluster = eh_alloc((loaded->table->row_count + 1) * sizeof *truth->cluster);
	if (!truth->cluster)
		return eh_fail_memory(err);
	for (size_t i = 0; i < loaded->table->row_count; i++)
		truth->cluster[i] = i;
	return EH_OK;
}

enum eh_rc eh_truth_from_column(const struct eh_loaded *loaded, size_t column, struct eh_truth *ret_truth, struct eh_error *err)
{
	struct eh_truth truth = { 0 };
	struct eh_map first EH_CLEANUP_MAP = { 0 };
	enum eh_rc rc = start(loaded, &truth, err);

	for (size_t i = 0; rc == EH_OK && i < loaded->table->row_count; i++) {
		struct eh_str label = eh_link_str(ehl_table_cell(loaded->table, i, column));
		uint64_t *slot;
		if (!label.n)
			continue;
		if (eh_map_put(&first, label, i, &slot, NULL) < 0)
			rc = eh_fail_memory(err);
		else
			truth.cluster[i] = *slot;
	}
	if (rc < 0)
		eh_truth_finish(&truth);
	else
		*ret_truth = truth;
	return rc;
}

/* Rows by their ids, one map a file. */
struct ids {
	struct eh_map map[2];
	struct eh_arena arena;
	size_t *next; /* rows with the same id: the next, plus one */
};

static enum eh_rc index_ids(const struct eh_loaded *loaded, struct ids *ids, struct eh_error *err)
{
	char scratch[24];

	ids->next = eh_alloc_zero(loaded->table->row_count + 1, sizeof *ids->next);
	if (!ids->next)
		return eh_fail_memory(err);
	for (size_t i = 0; i < loaded->table->row_count; i++) {
		struct eh_str id = eh_arena_str(&ids->arena, eh_loaded_id(loaded, i, scratch));
		uint64_t *slot;
		bool added;
		if (!id.p || eh_map_put(&ids->map[in_second(loaded, i)], id, i, &slot, &added) < 0)
			return eh_fail_memory(err);
		if (!added) {
			ids->next[i] = *slot + 1;
			*slot = i;
		}
	}
	return EH_OK;
}

static size_t root(size_t *cluster, size_t row)
{
	while (cluster[row] != row)
		row = cluster[row] = cluster[cluster[row]];
	return row;
}

static void unite(size_t *cluster, size_t a, size_t b)
{
	a = root(cluster, a);
	b = root(cluster, b);
	if (a != b)
		cluster[a < b ? b : a] = a < b ? a : b;
}

static void unite_all(const struct ids *ids, size_t *cluster, size_t a, size_t b)
{
	unite(cluster, a, b);
	for (size_t i = ids->next[a]; i; i = ids->next[i - 1])
		unite(cluster, i - 1, a);
	for (size_t i = ids->next[b]; i; i = ids->next[i - 1])
		unite(cluster, i - 1, b);
}

static enum eh_rc read_pairs(struct eh_table *file, const struct eh_loaded *loaded, const struct ids *ids, struct eh_truth *truth,
        struct eh_error *err)
{
	struct eh_row row;
	enum eh_rc rc;

	while ((rc = eh_table_next(file, &row, err)) == EH_OK) {
		if (row.count < 2)
			continue;
		const uint64_t *a = eh_map_get(&ids->map[0], eh_str_trim(row.cells[0]));
		const uint64_t *b = eh_map_get(&ids->map[loaded->table->left ? 1 : 0], eh_str_trim(row.cells[1]));
		if (a && b)
			unite_all(ids, truth->cluster, *a, *b);
		truth->known += a && b;
		truth->unknown += !a || !b;
	}
	return rc == EH_END ? EH_OK : rc;
}

static enum eh_rc read_labels(struct eh_table *file, const struct ids *ids, struct eh_truth *truth, struct eh_error *err)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_map first EH_CLEANUP_MAP = { 0 };
	struct eh_row row;
	enum eh_rc rc;

	while ((rc = eh_table_next(file, &row, err)) == EH_OK) {
		if (row.count < 2)
			continue;
		const uint64_t *a = eh_map_get(&ids->map[0], eh_str_trim(row.cells[0]));
		struct eh_str label = eh_arena_str(&arena, row.cells[1]);
		uint64_t *slot;
		truth->known += a != NULL;
		truth->unknown += a == NULL;
		if (!a)
			continue;
		if (!label.p || eh_map_put(&first, label, *a, &slot, NULL) < 0)
			return eh_fail_memory(err);
		unite_all(ids, truth->cluster, *a, *slot);
	}
	return rc == EH_END ? EH_OK : rc;
}

static enum eh_rc read_file(
        const struct eh_loaded *loaded, const char *path, struct ids *ids, struct eh_truth *truth, struct eh_error *err)
{
	struct eh_table *file EH_CLEANUP_TABLE = NULL;
	struct eh_row row;
	bool labels = false;

	EH_TRY(eh_table_open(path, NULL, &file, err));
	enum eh_rc rc = eh_table_next(file, &row, err);
	EH_TRY(rc);
	if (rc == EH_OK && row.count < 2)
		return eh_fail(err, EH_INVALID, "%s: a file of truth has two columns, row and cluster, or id_a and id_b", path);
	if (rc == EH_OK)
		labels = eh_str_find_ascii_nocase(row.cells[1], EH_STR("cluster")) >= 0 ||
		         eh_str_find_ascii_nocase(row.cells[1], EH_STR("label")) >= 0 ||
		         eh_str_find_ascii_nocase(row.cells[1], EH_STR("entity")) >= 0;
	EH_TRY(index_ids(loaded, ids, err));
	EH_TRY(start(loaded, truth, err));
	return labels ? read_labels(file, ids, truth, err) : read_pairs(file, loaded, ids, truth, err);
}

enum eh_rc eh_truth_from_file(const struct eh_loaded *loaded, const char *path, struct eh_truth *ret_truth, struct eh_error *err)
{
	struct eh_truth truth = { 0 };
	struct ids ids = { 0 };
	enum eh_rc rc = read_file(loaded, path, &ids, &truth, err);

	if (rc >= 0 && truth.unknown && !truth.known)
		rc = eh_fail(err, EH_INVALID,
		        "no line of %s names a row that is there; rows are known by %s: say --id COLUMN if another names them",
		        path, loaded->id == SIZE_MAX ? "their number, from 1" : "the column of --id");
	for (size_t i = 0; rc >= 0 && i < loaded->table->row_count; i++)
		truth.cluster[i] = root(truth.cluster, i);
	eh_map_finish(&ids.map[0]);
	eh_map_finish(&ids.map[1]);
	eh_arena_finish(&ids.arena);
	eh_free(ids.next);
	if (rc < 0)
		eh_truth_finish(&truth);
	else
		*ret_truth = truth;
	return rc;
}

void eh_truth_finish(struct eh_truth *truth)
{
	eh_free(truth->cluster);
	*truth = (struct eh_truth){ 0 };
}

/* Pairs across two files that the truth holds. */
static double true_across(const struct eh_loaded *loaded, const struct eh_truth *truth)
{
	size_t rows = loaded->table->row_count, *first = eh_alloc_zero(rows + 1, sizeof *first);
	double pairs = 0;

	for (size_t i = 0; first && i < rows; i++) {
		if (in_second(loaded, i))
			pairs += (double)first[truth->cluster[i]];
		else
			first[truth->cluster[i]]++;
	}
	eh_free(first);
	return pairs;
}

/* Scores of rows: of two files, those that links hang together. */
static enum eh_rc score_rows(const struct eh_loaded *loaded, const struct eh_truth *truth, const struct ehl_matches *matches,
        struct ehl_scores *ret_scores, struct eh_error *err)
{
	size_t rows = loaded->table->row_count, *across = NULL;
	const size_t *cluster = matches->cluster;

	if (loaded->table->left) {
		cluster = across = eh_alloc((rows + 1) * sizeof *across);
		if (!across)
			return eh_fail_memory(err);
		for (size_t i = 0; i < rows; i++)
			across[i] = i;
		for (size_t i = 0; i < matches->pair_count; i++)
			if (matches->pairs[i].decision == EHL_LINK)
				unite(across, matches->pairs[i].a, matches->pairs[i].b);
		for (size_t i = 0; i < rows; i++)
			across[i] = root(across, i);
	}
	int failed = ehl_evaluate(cluster, truth->cluster, rows, ret_scores);
	eh_free(across);
	return failed ? eh_fail_memory(err) : EH_OK;
}

enum eh_rc eh_truth_score(const struct eh_loaded *loaded, const struct eh_truth *truth, const struct ehl_matches *matches,
        struct ehl_scores *ret_scores, struct eh_error *err)
{
	struct ehl_scores scores;

	EH_TRY(score_rows(loaded, truth, matches, &scores, err));
	if (!loaded->table->left) {
		*ret_scores = scores;
		return EH_OK;
	}
	scores.found_pairs = scores.right_pairs = 0;
	for (size_t i = 0; i < matches->pair_count; i++) {
		if (matches->pairs[i].decision != EHL_LINK)
			continue;
		scores.found_pairs++;
		scores.right_pairs += truth->cluster[matches->pairs[i].a] == truth->cluster[matches->pairs[i].b];
	}
	scores.true_pairs = (size_t)true_across(loaded, truth);
	double right = (double)scores.right_pairs;
	scores.precision = scores.found_pairs ? right / (double)scores.found_pairs : 1;
	scores.recall = scores.true_pairs ? right / (double)scores.true_pairs : 1;
	scores.f1 = scores.found_pairs + scores.true_pairs ? 2 * right / (double)(scores.found_pairs + scores.true_pairs) : 1;
	*ret_scores = scores;
	return EH_OK;
}

struct judged {
	double weight;
	bool right;
};

static int by_weight(const void *a, const void *b)
{
	double x = ((const struct judged *)a)->weight, y = ((const struct judged *)b)->weight;

	return (x < y) - (x > y);
}

size_t eh_truth_thresholds(const struct eh_loaded *loaded, const struct eh_truth *truth, const struct ehl_matches *matches,
        struct eh_threshold *ret_points, size_t most)
{
	struct judged *judged = eh_alloc((matches->pair_count + 1) * sizeof *judged);
	double all = 0, right = 0;
	size_t points = 0;
	struct ehl_scores scores = { 0 };

	if (!judged || !most)
		return eh_free(judged), 0;
	for (size_t i = 0; i < matches->pair_count; i++) {
		const struct ehl_pair *pair = &matches->pairs[i];
		judged[i] = (struct judged){ pair->weight, truth->cluster[pair->a] == truth->cluster[pair->b] };
	}
	if (matches->pair_count)
		qsort(judged, matches->pair_count, sizeof *judged, by_weight);
	if (loaded->table->left)
		all = true_across(loaded, truth);
	else if (ehl_evaluate(truth->cluster, truth->cluster, loaded->table->row_count, &scores) == 0)
		all = (double)scores.true_pairs;
	for (size_t i = 0; i < matches->pair_count; i++) {
		right += judged[i].right;
		bool last = i + 1 == matches->pair_count || floor(judged[i + 1].weight * 2) < floor(judged[i].weight * 2);
		if (last && points < most)
			ret_points[points++] = (struct eh_threshold){ judged[i].weight, right / (double)(i + 1),
				all > 0 ? right / all : 1 };
	}
	eh_free(judged);
	return points;
}
