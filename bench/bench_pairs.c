/* How many pairs of records a core compares in a second, by name, address, postcode, telephone and web, every field of every pair, as linkage
 * does it: of pairs that share a key (which are alike in something), and of pairs drawn by chance. Usage: bench_pairs [RUNS [RECORDS]] */
#include "bench.h"

#include "link/load.h"
#include "link/match.h"
#include "town/town.h"

enum { MOST_PAIRS = 1000000 };

struct pairs {
	struct eh_pair *items;
	size_t count;
};

static void take(void *context, size_t thread, const struct eh_pair *pair)
{
	struct pairs *pairs = context;
	(void)thread;

	if (pairs->count < MOST_PAIRS)
		pairs->items[pairs->count++] = *pair;
}

static void by_chance(struct pairs *pairs, size_t rows)
{
	struct eh_random random;

	eh_random_init(&random, 1, 1);
	for (size_t i = 0; i < MOST_PAIRS; i++) {
		uint32_t a = (uint32_t)eh_random_below(&random, rows), b = (uint32_t)eh_random_below(&random, rows);
		pairs->items[i] = (struct eh_pair){ a, b };
	}
	pairs->count = MOST_PAIRS;
}

struct compared {
	const struct eh_match *match;
	uint64_t sum;
	double weight;
};

static void compare(void *context, size_t thread, const struct eh_pair *pair)
{
	struct compared *compared = context;
	double parts[EH_MOST_FIELDS + 1];
	struct eh_gamma gamma;
	(void)thread;

	eh_gamma_compare(&compared->match->fields, pair->a, pair->b, &gamma);
	compared->weight += eh_scorer_weight(&compared->match->scorer, &gamma, parts);
	compared->sum += gamma.pattern;
}

static void measure(const struct eh_match *match, const struct pairs *pairs, const char *what, size_t runs)
{
	struct bench_times times = { .count = 0 };
	struct compared compared = { .match = match };

	for (size_t run = 0; run < runs; run++) {
		bench_begin(&times);
		eh_pairs_visit(&match->fields, pairs->items, pairs->count, compare, &compared, 0);
		bench_end(&times);
	}
	double processor = bench_median(times.processor, runs);
	printf("  %-26s %5.2f million a second and core  (%zu pairs in %.3f s of processor time, median of %zu; check %016llx "
	       "%.0f)\n",
	        what, (double)pairs->count / processor / 1e6, pairs->count, processor, runs, (unsigned long long)compared.sum,
	        compared.weight);
}

int main(int argc, char **argv)
{
	size_t runs = bench_runs(argc, argv, 5), records = argc > 2 ? strtoul(argv[2], NULL, 10) : 100000;
	char folder[] = "/tmp/evenhand-bench-XXXXXX", path[64];
	struct eh_error err = { 0 };
	struct eh_loaded loaded;
	struct pairs pairs = { .items = malloc(MOST_PAIRS * sizeof *pairs.items) };

	if (!mkdtemp(folder) || !pairs.items)
		return 1;
	const struct eh_town_records_options options = { .rows = records, .seed = 1, .folder = folder };
	bench_try(eh_town_records(&options, NULL, &err), &err);
	snprintf(path, sizeof path, "%s/records.csv", folder);
	const struct eh_load_options load = { .first = path, .id = "id", .columns = "activities:ignore,source:ignore" };
	bench_try(eh_load(&load, &loaded, &err), &err);

	const struct ehl_match_options plain = { .threads = 1 };
	struct eh_match match = { .table = loaded.table, .options = &plain, .model = eh_alloc_zero(1, sizeof *match.model) };
	if (!match.model || eh_match_ready(&match, loaded.columns) != 0 || eh_match_train(&match) != 0)
		return 1;
	eh_scorer_init(match.model, &match.fields, &match.scorer);
	printf("comparing pairs: %zu invented records, %zu fields\n", records, match.fields.count);
	if (!eh_rows_each_pair(&match.rows, take, &pairs))
		return 1;
	measure(&match, &pairs, "pairs that share a key", runs);
	by_chance(&pairs, records);
	measure(&match, &pairs, "pairs by chance", runs);

	eh_match_finish(&match);
	eh_loaded_finish(&loaded);
	free(pairs.items);
	snprintf(path, sizeof path, "%s/truth.csv", folder);
	remove(path);
	snprintf(path, sizeof path, "%s/records.csv", folder);
	remove(path);
	remove(folder);
	return 0;
}
