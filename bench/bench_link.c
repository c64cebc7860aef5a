/* bench_link: how well records are linked, with no configuration and no labels, beside two baselines computed in the same run; and how
 * failures divide. Usage: bench_link [SET …]. Reads the development data (EVENHAND_DATA, or ../shared/data). */
#include "link_sets.h"

#include "link_baseline.h"

static const struct set SETS[] = {
	{ "restaurants", "linkage/restaurants.csv", NULL, "record_id", "truth_cluster", NULL, ".87 (trained: 1.00)" },
	{ "dblp-acm", "linkage/dblp_acm_a.csv", "linkage/dblp_acm_b.csv", "id", NULL, "linkage/dblp_acm_truth.csv",
	        ".964 (trained: .99)" },
	{ "febrl3", "linkage/febrl3.csv", NULL, "rec_id", "truth_cluster", NULL, ".996" },
	{ "casc-companies", ":casc_clubs.csv", ":casc_companies.csv", "id", NULL, ":casc_truth.csv", "-" },
	{ "grants", ":grants.csv", NULL, "id", "truth_number", NULL, "-" },
	{ "trafford-editions", ":trafford_2021.csv", ":trafford_2023.csv", "id", NULL, ":trafford_truth.csv", "-" },
	{ "trafford-mixed", ":trafford_mixed.csv", NULL, "id", "truth_number", NULL, "-" },
	{ "example-town", ":records.csv", NULL, "id", NULL, ":truth.csv", "-" },
	{ "nhs-closed", ":nhs_suppliers.csv", ":nhs_closed.csv", "id", NULL, ":nhs_truth.csv", "-" },
	{ "nhs-open", ":nhs_suppliers.csv", ":nhs_open.csv", "id", NULL, ":nhs_truth.csv", "-" },
};

/* ":name" lies in the bench's own folder. */
static const char *place(const char *folder, const char *name, char *out, size_t size)
{
	if (!name)
		return NULL;
	snprintf(out, size, "%s%s%s", *name == ':' ? folder : data_path(name), *name == ':' ? "/" : "",
	        *name == ':' ? name + 1 : "");
	return out;
}

/* ---- Failures by class ---- */

enum failure { WORD_ORDER, ACRONYM, PARENT_OR_BRANCH, RENAMED, SPELLING, MISSING_FIELDS, SAME_BUT_ASKED, FAILURES };
static const char *const FAILURE_NAMES[] = { "word order", "acronym", "branch or parent", "renamed", "spelling",
	"fields missing or moved", "equal names, asked" };

static size_t words_of(struct eh_str cell, struct eh_buf *buf, struct eh_str *words, size_t most)
{
	size_t count = 0, start = 0;

	eh_buf_reset(buf);
	(void)eh_utf8_fold(cell, buf);
	for (size_t i = 0; i <= buf->n && count < most; i++)
		if (i == buf->n || !(eh_is_alnum(buf->p[i]) || (unsigned char)buf->p[i] >= 0x80)) {
			if (i > start)
				words[count++] = (struct eh_str){ buf->p + start, i - start };
			start = i + 1;
		}
	return count;
}

static enum failure class_of(struct eh_str a, struct eh_str b, enum ehl_decision decision)
{
	struct eh_buf x = { 0 }, y = { 0 };
	struct eh_str left[32], right[32];
	size_t n = words_of(a, &x, left, 32), m = words_of(b, &y, right, 32), shared = 0, in_order = 0;
	enum failure class = SPELLING;

	for (size_t i = 0; i < n; i++)
		for (size_t j = 0; j < m; j++)
			if (eh_str_eq(left[i], right[j])) {
				shared++;
				in_order += i == j;
				break;
			}
	if (n && n == m && in_order == n)
		class = decision == EHL_ASK ? SAME_BUT_ASKED : MISSING_FIELDS;
	else if (n == m && shared == n)
		class = WORD_ORDER;
	else if ((n == 1 && left[0].n <= 6 && m > 2) || (m == 1 && right[0].n <= 6 && n > 2))
		class = ACRONYM;
	else if (!shared || (shared < 2 && n > 2 && m > 2))
		class = RENAMED;
	else if (shared == n || shared == m || (n > shared && m > shared && shared >= 2))
		class = PARENT_OR_BRANCH;
	eh_buf_finish(&x);
	eh_buf_finish(&y);
	return class;
}

static size_t name_column(const struct eh_loaded *loaded)
{
	for (size_t i = 0; i < loaded->table->column_count; i++)
		if (loaded->columns[i].type == EHL_ORGANISATION || loaded->columns[i].type == EHL_TEXT ||
		        loaded->columns[i].type == EHL_SURNAME)
			return i;
	return 0;
}

static void print_failures(const struct eh_loaded *loaded, const struct eh_truth *truth, const struct ehl_matches *matches,
        const struct ehl_scores *scores)
{
	size_t told = 0;

	size_t missed[FAILURES] = { 0 }, wrong[FAILURES] = { 0 }, name = name_column(loaded);

	for (size_t i = 0; i < matches->pair_count; i++) {
		const struct ehl_pair *pair = &matches->pairs[i];
		bool right = truth->cluster[pair->a] == truth->cluster[pair->b], linked = pair->decision == EHL_LINK;
		if (right == linked)
			continue;
		enum failure class = class_of(eh_link_str(ehl_table_cell(loaded->table, pair->a, name)),
		        eh_link_str(ehl_table_cell(loaded->table, pair->b, name)), pair->decision);
		(linked ? wrong : missed)[class]++;
		told += !linked;
	}
	for (int i = 0; i < FAILURES; i++)
		if (missed[i] || wrong[i])
			printf("    %-24s missed %4zu, wrong %4zu\n", FAILURE_NAMES[i], missed[i], wrong[i]);
	if (scores->true_pairs > scores->right_pairs + told)
		printf("    %-24s missed %4zu\n", "nothing near in common", scores->true_pairs - scores->right_pairs - told);
}

/* ---- One set ---- */

static enum eh_rc load_set(
        const struct set *set, const char *folder, struct eh_loaded *loaded, struct eh_truth *truth, struct eh_error *err)
{
	char first[1100], second[1100], path[1100];
	const struct eh_load_options options = { .first = place(folder, set->first, first, sizeof first),
		.second = place(folder, set->second, second, sizeof second),
		.id = set->id,
		.label = set->label };

	EH_TRY(eh_load(&options, loaded, err));
	return set->label ? eh_truth_from_column(loaded, loaded->label, truth, err)
	                  : eh_truth_from_file(loaded, place(folder, set->truth, path, sizeof path), truth, err);
}

static void run(const struct set *set, const char *folder)
{
	struct eh_loaded loaded = { 0 };
	struct eh_truth truth = { 0 };
	struct ehl_matches matches = { 0 };
	struct ehl_scores scores;
	struct eh_error err = { 0 };
	struct base base;
	char text[1024];

	if (load_set(set, folder, &loaded, &truth, &err) < 0) {
		eh_error_text(&err, text, sizeof text);
		printf("%-18s skipped: %s\n", set->name, text);
		eh_loaded_finish(&loaded);
		return;
	}
	double started = eh_time_elapsed();
	int rc = ehl_match(loaded.table, loaded.columns, NULL, &matches);
	double seconds = eh_time_elapsed() - started;
	if (rc == 0 && eh_truth_score(&loaded, &truth, &matches, &scores, &err) == EH_OK) {
		base_init(&base, &loaded);
		double names = base_equal_names(&base, &truth), recipe = base_fellegi_sunter(&base, &truth);
		printf("%-18s %8zu  %.4f  %.4f  %.4f  %6.4f  %6.4f  %-20s %6.2f\n", set->name, base.rows, scores.precision,
		        scores.recall, scores.f1, names, recipe, set->published, seconds);
		print_failures(&loaded, &truth, &matches, &scores);
		base_finish(&base);
	} else {
		printf("%-18s failed: %d\n", set->name, rc);
	}
	ehl_matches_finish(&matches);
	eh_truth_finish(&truth);
	eh_loaded_finish(&loaded);
}

int main(int argc, char **argv)
{
	char folder[] = "/tmp/evenhand-bench-XXXXXX", command[64];

	if (!mkdtemp(folder))
		return 1;
	bool made = make_nhs(folder) && make_casc(folder) && make_grants(folder) && make_trafford(folder) && make_mixed(folder);
	if (!make_town(folder))
		fputs("the example town could not be written: it is skipped\n", stderr);
	if (!made)
		fputs("the development data is not all there: some sets are skipped\n", stderr);
	printf("%-18s %8s  %-6s  %-6s  %-6s  %-6s  %-6s  %-20s %6s\n", "set", "rows", "prec.", "recall", "F1", "names", "FS+JW",
	        "published, no labels", "s");
	for (size_t i = 0; i < sizeof SETS / sizeof *SETS; i++) {
		bool wanted = argc < 2;
		for (int j = 1; j < argc; j++)
			wanted |= strcmp(argv[j], SETS[i].name) == 0;
		if (wanted)
			run(&SETS[i], folder);
	}
	snprintf(command, sizeof command, "rm -rf '%s'", folder);
	return system(command) != 0;
}
