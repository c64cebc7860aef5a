/* bench_link: how well and how fast records are linked. Usage: bench_link [SET …] */
#include <stdio.h>
#include <stdlib.h>

#include "link/load.h"
#include "link/model.h"
#include "link/truth.h"

struct set {
	const char *name, *first, *second, *id, *label, *truth, *columns;
};

static const struct set SETS[] = {
	{ "restaurants", "linkage/restaurants.csv", NULL, "record_id", "truth_cluster", NULL, NULL },
	{ "dblp-acm", "linkage/dblp_acm_a.csv", "linkage/dblp_acm_b.csv", "id", NULL, "linkage/dblp_acm_truth.csv", NULL },
	{ "febrl3", "linkage/febrl3.csv", NULL, "rec_id", "truth_cluster", NULL, NULL },
};

static void path_of(const char *name, char *out, size_t size)
{
	const char *folder = getenv("EVENHAND_DATA");

	snprintf(out, size, "%s%s%s", *name == '/' ? "" : folder ? folder : "../shared/data", *name == '/' ? "" : "/", name);
}

static void show_model(const struct ehl_model *m)
{
	printf("  prior %.1f link %.2f ask %.2f rounds %zu conv %d\n", m->prior, m->link_weight, m->ask_weight, m->iterations,
	        m->converged);
	for (size_t i = 0; i < m->field_count; i++) {
		const struct eh_model_field *f = &m->fields[i];
		printf("  %-16s %-12s", f->name, ehl_type_name(f->type));
		for (unsigned l = 0; l < eh_kind_infos[eh_type_infos[f->type].kind].levels; l++)
			printf(" %.3f/%.1e(%.1f)", f->m[l], f->u[l], __builtin_log2(f->m[l] / f->u[l]));
		printf("\n");
	}
	for (size_t j = 0; j < m->field_count; j++)
		printf("  relatives by %s %.1f\n", m->fields[j].name, m->relatives[j].odds);
}

static void show_errors(const struct eh_loaded *loaded, const struct eh_truth *truth, const struct ehl_matches *matches, int most)
{
	int shown = 0;
	for (size_t i = 0; i < matches->pair_count && shown < most; i++) {
		const struct ehl_pair *p = &matches->pairs[i];
		bool right = truth->cluster[p->a] == truth->cluster[p->b], linked = p->decision == EHL_LINK;
		if (right == linked)
			continue;
		shown++;
		printf("  %s %.1f %s\n", linked ? "WRONG" : "missed", p->weight, p->decision == EHL_ASK ? "ask" : "");
		for (int k = 0; k < 2; k++) {
			printf("     ");
			for (size_t c = 0; c < loaded->table->column_count; c++) {
				struct ehl_text t = ehl_table_cell(loaded->table, k ? p->b : p->a, c);
				printf("%.*s | ", t.n > 60 ? 60 : (int)t.n, t.p);
			}
			printf("\n");
		}
	}
}

static uint32_t *same_ids(const struct eh_loaded *loaded)
{
	size_t rows = ehl_table_rows(loaded->table), left = loaded->table->left, repeats = 0;
	struct eh_map maps[2] = { { 0 }, { 0 } };
	uint32_t *same = eh_alloc((rows + 1) * sizeof *same);
	char scratch[24];

	for (size_t i = 0; loaded->id != SIZE_MAX && i < rows; i++) {
		uint64_t *slot;
		bool added;
		if (eh_map_put(&maps[left && i >= left], eh_loaded_id(loaded, i, scratch), i, &slot, &added) < 0)
			return NULL;
		same[i] = (uint32_t)*slot;
		repeats += !added;
	}
	eh_map_finish(&maps[0]);
	eh_map_finish(&maps[1]);
	if (repeats)
		return same;
	eh_free(same);
	return NULL;
}

static int run(const struct set *set)
{
	char first[512], second[512], truth_path[512], text[1024];
	struct eh_loaded loaded;
	struct eh_error err = { 0 };
	struct ehl_matches matches;
	struct eh_truth truth;
	struct ehl_scores scores;

	path_of(set->first, first, sizeof first);
	if (set->second)
		path_of(set->second, second, sizeof second);
	struct eh_load_options options = {
		.first = first, .second = set->second ? second : NULL, .columns = set->columns, .id = set->id, .label = set->label
	};
	if (eh_load(&options, &loaded, &err) < 0) {
		eh_error_text(&err, text, sizeof text);
		printf("%s: %s\n", set->name, text);
		return 1;
	}
	struct ehl_match_options mo = { .threads = 2, .same = same_ids(&loaded) };
	double started = eh_time_elapsed();
	int rc = ehl_match(loaded.table, loaded.columns, &mo, &matches);
	if (rc) {
		printf("%s: rc %d\n", set->name, rc);
		return 1;
	}
	double took = eh_time_elapsed() - started;
	if (set->truth) {
		path_of(set->truth, truth_path, sizeof truth_path);
		eh_truth_from_file(&loaded, truth_path, &truth, &err);
	} else {
		eh_truth_from_column(&loaded, loaded.label, &truth, &err);
	}
	eh_truth_score(&loaded, &truth, &matches, &scores, &err);
	printf("%-14s P %.4f R %.4f F1 %.4f  b3 %.4f  pairs %zu links %zu asks %zu 1-1 %d missed %.1f expF1 %.3f  %.2fs\n",
	        set->name, scores.precision, scores.recall, scores.f1, scores.b3_f1, matches.compared, matches.links,
	        matches.asks, matches.one_to_one, matches.expected_missed, matches.expected_f1, took);
	if (getenv("SHOW")) {
		show_model(matches.model);
		show_errors(&loaded, &truth, &matches, (int)strtol(getenv("SHOW"), NULL, 10));
	}
	if (getenv("BLOCKS"))
		for (size_t i = 0; i < matches.block_count; i++)
			printf("   %-40s blocks %zu capped %zu largest %zu pairs %.0f lost %.0f found %.1f\n",
			        matches.blocks[i].rule, matches.blocks[i].blocks, matches.blocks[i].capped,
			        matches.blocks[i].largest, matches.blocks[i].pairs, matches.blocks[i].lost,
			        matches.blocks[i].found);
	if (getenv("CURVE")) {
		struct eh_threshold points[200];
		size_t n = eh_truth_thresholds(&loaded, &truth, &matches, points, 200);
		for (size_t i = 0; i < n; i++)
			printf("   w>=%.1f P %.3f R %.3f F %.4f\n", points[i].weight, points[i].precision, points[i].recall,
			        2 * points[i].precision * points[i].recall / (points[i].precision + points[i].recall + 1e-9));
	}
	ehl_matches_finish(&matches);
	eh_truth_finish(&truth);
	eh_loaded_finish(&loaded);
	return 0;
}

int main(int argc, char **argv)
{
	if (argc > 2 && strchr(argv[1], '/')) {
		struct set s = { .name = "custom", .first = argv[1] };
		for (int i = 2; i < argc; i++) {
			if (!strncmp(argv[i], "b=", 2))
				s.second = argv[i] + 2;
			if (!strncmp(argv[i], "id=", 3))
				s.id = argv[i] + 3;
			if (!strncmp(argv[i], "label=", 6))
				s.label = argv[i] + 6;
			if (!strncmp(argv[i], "truth=", 6))
				s.truth = argv[i] + 6;
			if (!strncmp(argv[i], "cols=", 5))
				s.columns = argv[i] + 5;
		}
		return run(&s);
	}
	for (size_t i = 0; i < sizeof SETS / sizeof *SETS; i++) {
		bool wanted = argc < 2;
		for (int j = 1; j < argc; j++)
			wanted |= strcmp(argv[j], SETS[i].name) == 0;
		if (wanted)
			run(&SETS[i]);
	}
	return 0;
}
