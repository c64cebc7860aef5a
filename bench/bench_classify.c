/* bench_classify: trains the UK-CAT model and scores it, cross-validated, beside the published regular expressions.
 *
 *     bench_classify SAMPLE.csv.gz CODES.csv [--write src/register/ukcat_model.inc]
 *
 * SAMPLE holds charities coded by hand (columns name, activities, UKCAT with codes between semicolons), CODES the published expressions
 * (Code, Regular expression, Exclude regular expression). Both are by Damm, Kane and NCVO, CC BY 4.0. Score: micro-averaged F1 over five
 * folds drawn by seed. Vocabulary, weights and threshold of a fold are chosen from the other folds alone. */
#define PCRE2_CODE_UNIT_WIDTH 8
#include "bench.h"

#include <pcre2.h>

#include "io/io.h"
#include "register/ukcat_features.h"
#include "sources/columns.h"
#include "ukcat_train.h"

enum { FOLDS = 5, LEAST_SEEN = 2, LEAST_WEIGHT = 10 };

static const struct uk_settings SETTINGS = { .cost = 8, .rule = 0.15, .own = 1.0, .passes = 10 };

struct sample {
	struct eh_arena arena;
	EH_VEC(struct uk_row) rows;
	EH_VEC(struct eh_str) features; /* 0 is the bias */
	EH_VEC(struct eh_str) texts;    /* name, a line, activities: for the expressions */
	struct eh_map feature_of, code_of;
	EH_VEC(struct eh_str) codes;
	uint16_t *rule_of;
	unsigned char *fold;
};

static uint32_t number_of(struct eh_map *map, struct eh_str key, size_t *count, struct sample *sample, bool *ret_new)
{
	uint64_t *slot;
	bool added;

	(void)sample;
	bench_try(eh_map_put(map, key, *count, &slot, &added), &(struct eh_error){ .message = "no memory" });
	*ret_new = added;
	*count += added;
	return (uint32_t)*slot;
}

static uint16_t code_number(struct sample *sample, struct eh_str code)
{
	size_t count = sample->codes.count;
	bool new;
	uint32_t number = number_of(&sample->code_of, code, &count, sample, &new);

	if (new && !eh_vec_push(&sample->codes, code))
		exit(1);
	return (uint16_t)number;
}

static void add_row(struct sample *sample, struct eh_str name, struct eh_str activities, struct eh_str codes)
{
	struct eh_error err = { 0 };
	struct eh_ukcat_features found;
	struct uk_row row = { 0 };
	struct eh_str part;
	uint16_t truth[64];

	bench_try(eh_ukcat_features(name, activities, &sample->arena, &found, &err), &err);
	row.features = eh_arena_alloc(&sample->arena, (found.count + 1) * sizeof *row.features);
	row.values = eh_arena_alloc(&sample->arena, (found.count + 1) * sizeof *row.values);
	row.features[row.count++] = 0;
	for (size_t i = 0; i < found.count; i++) {
		size_t count = sample->features.count;
		bool new;
		row.features[row.count] = number_of(&sample->feature_of, found.items[i].text, &count, sample, &new);
		if (new && !eh_vec_push(&sample->features, found.items[i].text))
			exit(1);
		row.count++;
	}
	while (eh_str_split(&codes, ';', &part) && row.code_count < 64)
		if (eh_str_trim(part).n)
			truth[row.code_count++] = code_number(sample, eh_arena_str(&sample->arena, eh_str_trim(part)));
	row.codes = eh_arena_alloc(&sample->arena, (row.code_count + 1) * sizeof *row.codes);
	memcpy(row.codes, truth, row.code_count * sizeof *truth);
	struct eh_str text = eh_arena_printf(&sample->arena, "%.*s\n%.*s", EH_FMT(name), EH_FMT(activities));
	if (!eh_vec_push(&sample->rows, row) || !eh_vec_push(&sample->texts, text))
		exit(1);
}

static void open_table(const char *path, struct eh_table **ret_table, struct eh_columns *columns)
{
	struct eh_error err = { 0 };
	struct eh_row row;

	bench_try(eh_table_open(path, NULL, ret_table, &err), &err);
	bench_try(eh_table_next(*ret_table, &row, &err), &err);
	bench_try(eh_columns_init(columns, &row, &err), &err);
}

static void load_sample(const char *path, struct sample *sample)
{
	struct eh_table *table EH_CLEANUP_TABLE = NULL;
	struct eh_columns columns EH_CLEANUP_COLUMNS = { 0 };
	struct eh_error err = { 0 };
	struct eh_random random;
	struct eh_row row;

	if (!eh_vec_push(&sample->features, EH_STR("(bias)")))
		exit(1);
	open_table(path, &table, &columns);
	int name = eh_columns_find(&columns, "name"), activities = eh_columns_find(&columns, "activities"),
	    codes = eh_columns_find(&columns, "ukcat");
	while (eh_table_next(table, &row, &err) == EH_OK)
		add_row(sample, eh_columns_cell(&row, name), eh_columns_cell(&row, activities), eh_columns_cell(&row, codes));
	sample->rule_of = eh_arena_alloc(&sample->arena, sample->features.count * sizeof *sample->rule_of);
	for (size_t i = 0; i < sample->features.count; i++) {
		struct eh_str code;
		sample->rule_of[i] = 0;
		if (eh_ukcat_rule(sample->features.items[i], &code))
			sample->rule_of[i] = (uint16_t)(1 + code_number(sample, code));
	}
	sample->fold = eh_arena_alloc(&sample->arena, sample->rows.count);
	eh_random_init(&random, 7, 1);
	for (size_t i = 0; i < sample->rows.count; i++)
		sample->fold[i] = (unsigned char)eh_random_below(&random, FOLDS);
}

/* A fit: what is known after looking at some rows only. */
struct fit {
	const struct sample *sample;
	uint32_t *which;
	size_t count;
	float *idf;      /* of each feature; 0: seen too seldom */
	double *weights; /* code × features */
};

/* Words weigh by how rare they are, and all words of a row together 1; then 1 for the bias. */
static void weigh(struct fit *fit)
{
	const struct sample *sample = fit->sample;
	uint32_t *seen = eh_alloc_zero(sample->features.count, sizeof *seen);

	for (size_t n = 0; n < fit->count; n++)
		for (size_t j = 0; j < sample->rows.items[fit->which[n]].count; j++)
			seen[sample->rows.items[fit->which[n]].features[j]]++;
	fit->idf = eh_alloc_zero(sample->features.count, sizeof *fit->idf);
	for (size_t i = 1; i < sample->features.count; i++)
		if (seen[i] >= LEAST_SEEN && !sample->rule_of[i])
			fit->idf[i] = (float)(1 + log((1.0 + (double)fit->count) / (1.0 + seen[i])));
	for (size_t n = 0; n < sample->rows.count; n++) {
		struct uk_row *row = &sample->rows.items[n];
		double squares = 0;
		for (size_t j = 1; j < row->count; j++)
			squares += (double)fit->idf[row->features[j]] * fit->idf[row->features[j]];
		for (size_t j = 1; j < row->count; j++)
			row->values[j] = squares > 0 ? (float)(fit->idf[row->features[j]] / sqrt(squares)) : 0;
		row->values[0] = 1;
	}
	eh_free(seen);
}

static void train_one(void *context, size_t code)
{
	struct fit *fit = context;
	const struct sample *sample = fit->sample;
	double *alpha = eh_alloc_zero(fit->count, sizeof *alpha);
	uint32_t *order = eh_alloc_zero(fit->count, sizeof *order);
	struct eh_random random;

	eh_random_init(&random, 11, code);
	if (!uk_train_code(sample->rows.items, fit->which, fit->count, (uint16_t)code, sample->rule_of, &SETTINGS,
	            fit->weights + code * sample->features.count, sample->features.count, alpha, order, &random))
		exit(1);
	eh_free(alpha);
	eh_free(order);
}

/* What the table will hold: weights in 1/64, small ones left out. Scores are made of these, so that they judge what is shipped. */
static double rounded(double weight, double scale)
{
	double contribution = round(weight * scale * 64);

	return fabs(contribution) < LEAST_WEIGHT ? 0 : contribution / 64 / scale;
}

static void round_weights(struct fit *fit)
{
	const struct sample *sample = fit->sample;

	for (size_t c = 0; c < sample->codes.count; c++) {
		double *w = fit->weights + c * sample->features.count;
		w[0] = round(w[0] * 64) / 64;
		for (size_t i = 1; i < sample->features.count; i++) {
			double scale = sample->rule_of[i] ? (sample->rule_of[i] == c + 1 ? SETTINGS.own : SETTINGS.rule)
			                                  : fit->idf[i];
			w[i] = scale > 0 ? rounded(w[i], scale) : 0;
		}
	}
}

static void train(struct fit *fit)
{
	weigh(fit);
	if (!fit->weights)
		fit->weights = eh_alloc_zero(fit->sample->codes.count * fit->sample->features.count, sizeof *fit->weights);
	if (!fit->weights)
		exit(1);
	eh_pool_run(0, fit->sample->codes.count, train_one, fit);
	round_weights(fit);
}

static double score(const struct fit *fit, const struct uk_row *row, uint16_t code)
{
	const double *w = fit->weights + (size_t)code * fit->sample->features.count;
	double sum = 0;

	for (size_t j = 0; j < row->count; j++)
		sum += w[row->features[j]] * uk_value(row, j, code, fit->sample->rule_of, &SETTINGS);
	return sum;
}

struct tally {
	size_t right, found, truth;
};

static double f1(struct tally t) { return t.found + t.truth ? 2.0 * (double)t.right / (double)(t.found + t.truth) : 0; }

static struct tally tally_at(const struct fit *fit, const uint32_t *which, size_t count, double threshold, size_t *per_code)
{
	struct tally t = { 0 };

	for (size_t n = 0; n < count; n++) {
		const struct uk_row *row = &fit->sample->rows.items[which[n]];
		t.truth += row->code_count;
		for (size_t c = 0; c < fit->sample->codes.count; c++) {
			if (score(fit, row, (uint16_t)c) <= threshold)
				continue;
			bool right = uk_has(row, (uint16_t)c);
			t.found++;
			t.right += right;
			if (per_code)
				per_code[c] += right;
		}
	}
	return t;
}

/* The threshold (a log-odds) with the best micro-F1 on rows that the fit has not seen. */
static double best_threshold(const struct fit *fit, const uint32_t *which, size_t count)
{
	double best = 0, at = 0;

	for (double threshold = -4; threshold <= 0.5; threshold += 0.1) {
		double value = f1(tally_at(fit, which, count, threshold, NULL));
		if (value > best) {
			best = value;
			at = threshold;
		}
	}
	return at;
}

/* Rows whose fold is (or is not) one of two. */
static size_t pick(const struct sample *sample, int out, int also_out, bool inside, uint32_t *which)
{
	size_t count = 0;

	for (size_t i = 0; i < sample->rows.count; i++) {
		bool held = sample->fold[i] == out || sample->fold[i] == also_out;
		if (held == inside)
			which[count++] = (uint32_t)i;
	}
	return count;
}

static double choose_threshold(struct fit *fit, int fold)
{
	int inner = (fold + 1) % FOLDS;
	uint32_t *held = eh_alloc_zero(fit->sample->rows.count, sizeof *held);

	fit->count = pick(fit->sample, fold, inner, false, fit->which);
	train(fit);
	size_t count = pick(fit->sample, inner, inner, true, held);
	double threshold = best_threshold(fit, held, count);
	eh_free(held);
	eh_free(fit->idf);
	return threshold;
}

static double cross_validate(const struct sample *sample)
{
	struct fit fit = { .sample = sample, .which = eh_alloc_zero(sample->rows.count, sizeof *fit.which) };
	uint32_t *held = eh_alloc_zero(sample->rows.count, sizeof *held);
	struct tally all = { 0 };
	double thresholds = 0;

	for (int fold = 0; fold < FOLDS; fold++) {
		double threshold = choose_threshold(&fit, fold);
		fit.count = pick(sample, fold, fold, false, fit.which);
		train(&fit);
		size_t count = pick(sample, fold, fold, true, held);
		struct tally t = tally_at(&fit, held, count, threshold, NULL);
		printf("  fold %d: %zu rows, threshold %.1f, F1 %.3f (best possible threshold %.1f)\n", fold + 1, count,
		        threshold, f1(t), best_threshold(&fit, held, count));
		all.right += t.right;
		all.found += t.found;
		all.truth += t.truth;
		thresholds += threshold / FOLDS;
		eh_free(fit.idf);
	}
	printf("  ours, cross-validated: precision %.3f, recall %.3f, micro-F1 %.3f\n", (double)all.right / (double)all.found,
	        (double)all.right / (double)all.truth, f1(all));
	eh_free(fit.weights);
	eh_free(fit.which);
	eh_free(held);
	return thresholds;
}

/* The published expressions on the same rows. */
static void baseline(const struct sample *sample, const char *path)
{
	struct eh_table *table EH_CLEANUP_TABLE = NULL;
	struct eh_columns columns EH_CLEANUP_COLUMNS = { 0 };
	struct eh_error err = { 0 };
	struct eh_row row;
	struct tally t = { 0 };

	open_table(path, &table, &columns);
	int code = eh_columns_find(&columns, "code"), include = eh_columns_find(&columns, "regular expression"),
	    exclude = eh_columns_find(&columns, "exclude regular expression");
	for (size_t i = 0; i < sample->rows.count; i++)
		t.truth += sample->rows.items[i].code_count;
	while (eh_table_next(table, &row, &err) == EH_OK) {
		const uint64_t *number = eh_map_get(&sample->code_of, eh_columns_cell(&row, code));
		pcre2_code *expressions[2] = { NULL, NULL };
		struct eh_str texts[2] = { eh_columns_cell(&row, include), eh_columns_cell(&row, exclude) };
		for (int i = 0; i < 2; i++)
			if (texts[i].n)
				expressions[i] = pcre2_compile((PCRE2_SPTR)texts[i].p, texts[i].n, PCRE2_CASELESS | PCRE2_UTF,
				        &(int){ 0 }, &(PCRE2_SIZE){ 0 }, NULL);
		for (size_t i = 0; expressions[0] && i < sample->rows.count; i++) {
			struct eh_str text = sample->texts.items[i];
			pcre2_match_data *match = pcre2_match_data_create(8, NULL);
			bool hit = pcre2_match(expressions[0], (PCRE2_SPTR)text.p, text.n, 0, 0, match, NULL) >= 0 &&
			           !(expressions[1] &&
			                   pcre2_match(expressions[1], (PCRE2_SPTR)text.p, text.n, 0, 0, match, NULL) >= 0);
			t.found += hit;
			t.right += hit && number && uk_has(&sample->rows.items[i], (uint16_t)*number);
			pcre2_match_data_free(match);
		}
		pcre2_code_free(expressions[0]);
		pcre2_code_free(expressions[1]);
	}
	printf("  published expressions: precision %.3f, recall %.3f, micro-F1 %.3f\n", (double)t.right / (double)t.found,
	        (double)t.right / (double)t.truth, f1(t));
}

static int by_feature_text(const void *a, const void *b, void *context)
{
	const struct sample *sample = context;

	return eh_str_cmp(sample->features.items[*(const uint32_t *)a], sample->features.items[*(const uint32_t *)b]);
}

static void write_features(FILE *out, const struct fit *fit, uint32_t *order)
{
	const struct sample *sample = fit->sample;
	unsigned first = 0;

	fprintf(out, "static const struct trained FEATURES[] = {\n");
	for (size_t n = 1; n < sample->features.count; n++) {
		uint32_t i = order[n];
		unsigned weights = 0;
		for (size_t c = 0; c < sample->codes.count; c++)
			weights += fit->weights[c * sample->features.count + i] != 0;
		if (!weights && (sample->rule_of[i] || !fit->idf[i]))
			continue;
		fprintf(out, "\t{ \"%.*s\", %.0f, %u },\n", EH_FMT(sample->features.items[i]), 100.0 * (double)fit->idf[i],
		        first);
		first += weights;
	}
	fprintf(out, "\t{ \"\", 0, %u },\n};\n\nstatic const struct weight WEIGHTS[] = {\n", first);
}

static void write_weights(FILE *out, const struct fit *fit, uint32_t *order)
{
	const struct sample *sample = fit->sample;
	unsigned column = 0;

	for (size_t n = 1; n < sample->features.count; n++)
		for (size_t c = 0; c < sample->codes.count; c++) {
			uint32_t i = order[n];
			double w = fit->weights[c * sample->features.count + i];
			double scale = sample->rule_of[i] ? (sample->rule_of[i] == c + 1 ? SETTINGS.own : SETTINGS.rule)
			                                  : (double)fit->idf[i];
			if (w != 0)
				fprintf(out, "%s{ %zu, %.0f },%s", column % 10 ? " " : "\t", c, w * scale * 64,
				        column % 10 == 9 ? "\n" : "");
			column += w != 0;
		}
	fprintf(out, "%s};\n", column % 10 ? "\n" : "");
}

/* Trains on everything and writes the table that register/ukcat.c includes. */
static void write_model(const struct sample *sample, double threshold, const char *path)
{
	struct fit fit = { .sample = sample, .which = eh_alloc_zero(sample->rows.count, sizeof *fit.which) };
	uint32_t *order = eh_alloc_zero(sample->features.count, sizeof *order);
	FILE *out = fopen(path, "w");

	if (!out) {
		perror(path);
		exit(1);
	}
	fit.count = pick(sample, -1, -1, false, fit.which);
	train(&fit);
	for (size_t i = 0; i < sample->features.count; i++)
		order[i] = (uint32_t)i;
	qsort_r(order + 1, sample->features.count - 1, sizeof *order, by_feature_text, (void *)(uintptr_t)sample);
	fprintf(out,
	        "/* The UK-CAT model, made by bench/bench_classify from %zu charities coded by hand. UK-CAT and the coding are "
	        "by Damm, Kane\n"
	        " * and NCVO, CC BY 4.0; the registers' text, Open Government Licence v3.0. Weights are log-odds in 1/64. */\n",
	        sample->rows.count);
	fprintf(out, "static const char *const CODES[] = {\n");
	for (size_t c = 0; c < sample->codes.count; c++)
		fprintf(out, "%s\"%.*s\",%s", c % 12 ? " " : "\t", EH_FMT(sample->codes.items[c]),
		        c % 12 == 11 || c + 1 == sample->codes.count ? "\n" : "");
	fprintf(out, "};\n\nstatic const short BIASES[] = {\n");
	for (size_t c = 0; c < sample->codes.count; c++)
		fprintf(out, "%s%.0f,%s", c % 16 ? " " : "\t", fit.weights[c * sample->features.count] * 64,
		        c % 16 == 15 || c + 1 == sample->codes.count ? "\n" : "");
	fprintf(out, "};\n\nstatic const int THRESHOLD = %.0f;\n\n", threshold * 64);
	write_features(out, &fit, order);
	write_weights(out, &fit, order);
	fclose(out);
}

int main(int argc, char **argv)
{
	setvbuf(stdout, NULL, _IOLBF, 0);
	struct sample sample = { 0 };

	if (argc < 3) {
		fprintf(stderr, "usage: bench_classify SAMPLE.csv.gz CODES.csv [--write FILE]\n");
		return 2;
	}
	load_sample(argv[1], &sample);
	printf("%zu charities coded by hand, %zu codes, %zu features\n", sample.rows.count, sample.codes.count,
	        sample.features.count);
	baseline(&sample, argv[2]);
	double threshold = cross_validate(&sample);
	if (argc > 4 && strcmp(argv[3], "--write") == 0)
		write_model(&sample, threshold, argv[4]);
	return 0;
}
