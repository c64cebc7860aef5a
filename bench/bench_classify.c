/* bench_classify: scores the UK-CAT model, cross-validated, beside the published regular expressions, and writes its table.
 *
 *     bench_classify SAMPLE.csv.gz CODES.csv [--write src/register/ukcat_table.inc]
 *
 * SAMPLE holds charities coded by hand (columns name, activities, UKCAT with codes between semicolons), CODES the published expressions
 * (Code, Regular expression, Exclude regular expression). Both are by Damm, Kane and NCVO, CC BY 4.0. Score: micro-averaged F1 over five
 * folds; vocabulary, weights and threshold of a fold come from the other folds alone. */
#define PCRE2_CODE_UNIT_WIDTH 8
#include "bench.h"

#include <pcre2.h>

#include "io/table.h"
#include "register/ukcat_examples.h"
#include "sources/columns.h"

enum { FOLDS = 5 };

static bool coded(const struct eh_ukcat_example *example, int code)
{
	for (size_t i = 0; i < example->code_count; i++)
		if (example->codes[i] == code)
			return true;
	return false;
}

static void print_scores(const char *what, size_t both, size_t given, size_t truth)
{
	double precision = (double)both / (double)given, recall = (double)both / (double)truth;

	printf("  %-24s precision %.3f, recall %.3f, micro-F1 %.3f\n", what, precision, recall,
	        2 * precision * recall / (precision + recall));
}

static void cross_validate(const struct eh_ukcat_examples *examples)
{
	float *probabilities = eh_alloc_zero(examples->count, EH_UKCAT_CODES * sizeof *probabilities);
	float *thresholds = eh_alloc_zero(examples->count, sizeof *thresholds);
	struct eh_error err = { 0 };

	if (!probabilities || !thresholds)
		bench_try(eh_fail_memory(&err), &err);
	bench_try(eh_ukcat_cross_validate(
	                  examples->items, examples->count, &eh_ukcat_training_default, FOLDS, probabilities, thresholds, &err),
	        &err);
	struct eh_ukcat_agreement a = eh_ukcat_agree(examples->items, examples->count, probabilities, thresholds);
	print_scores("ours, cross-validated:", a.both, a.given, a.coded);
	eh_free(probabilities);
	eh_free(thresholds);
}

static pcre2_code *compiled(struct eh_str text)
{
	int code;
	PCRE2_SIZE at;

	return text.n ? pcre2_compile((PCRE2_SPTR)text.p, text.n, PCRE2_CASELESS | PCRE2_UTF, &code, &at, NULL) : NULL;
}

static bool matches(const pcre2_code *expression, struct eh_str text, pcre2_match_data *match)
{
	return expression && pcre2_match(expression, (PCRE2_SPTR)text.p, text.n, 0, 0, match, NULL) >= 0;
}

static void count_hits(const struct eh_ukcat_examples *examples, int code, const pcre2_code *include, const pcre2_code *exclude,
        size_t *both, size_t *given)
{
	pcre2_match_data *match = pcre2_match_data_create(8, NULL);
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };

	for (size_t i = 0; i < examples->count; i++) {
		const struct eh_ukcat_example *e = &examples->items[i];
		eh_arena_reset(&arena);
		struct eh_str text = eh_arena_printf(&arena, "%.*s\n%.*s", EH_FMT(e->name), EH_FMT(e->activities));
		bool hit = matches(include, text, match) && !matches(exclude, text, match);
		*given += hit;
		*both += hit && coded(e, code);
	}
	pcre2_match_data_free(match);
}

/* The published expressions on the same charities. */
static void baseline(const struct eh_ukcat_examples *examples, const char *path)
{
	struct eh_table *table EH_CLEANUP_TABLE = NULL;
	struct eh_columns columns EH_CLEANUP_COLUMNS = { 0 };
	struct eh_error err = { 0 };
	struct eh_row row;
	size_t both = 0, given = 0, truth = 0;

	bench_try(eh_table_open(path, NULL, &table, &err), &err);
	bench_try(eh_table_next(table, &row, &err), &err);
	bench_try(eh_columns_init(&columns, &row, &err), &err);
	int code = eh_columns_find(&columns, "code"), include = eh_columns_find(&columns, "regular expression"),
	    exclude = eh_columns_find(&columns, "exclude regular expression");
	for (size_t i = 0; i < examples->count; i++)
		truth += examples->items[i].code_count;
	while (eh_table_next(table, &row, &err) == EH_OK) {
		pcre2_code *in = compiled(eh_columns_cell(&row, include)), *out = compiled(eh_columns_cell(&row, exclude));
		count_hits(examples, eh_ukcat_code_find(eh_columns_cell(&row, code)), in, out, &both, &given);
		pcre2_code_free(in);
		pcre2_code_free(out);
	}
	print_scores("published expressions:", both, given, truth);
}

static void write_features(FILE *out, const struct eh_ukcat_model *model)
{
	fputs("static const struct eh_ukcat_feature FEATURES[] = {\n", out);
	for (size_t i = 0; i <= model->feature_count; i++) {
		const struct eh_ukcat_feature *f = &model->features[i];
		fprintf(out, "\t{ \"%s\", { %u, %u }, %u, { %u, %u }, %u },\n", i < model->feature_count ? f->words : "",
		        f->weights[0], f->weights[1], f->cues, f->rarity[0], f->rarity[1], f->longest);
	}
	fputs("};\n\n", out);
}

static void write_numbers(FILE *out, const char *declaration, const int16_t *numbers, size_t count)
{
	fprintf(out, "static const %s = {\n", declaration);
	for (size_t i = 0; i < count; i++)
		fprintf(out, "%s%d,%s", i % 16 ? " " : "\t", numbers[i], i % 16 == 15 || i + 1 == count ? "\n" : "");
	fputs("};\n\n", out);
}

static void write_lists(FILE *out, const struct eh_ukcat_model *model)
{
	size_t weights = model->features[model->feature_count].weights[0], cues = model->features[model->feature_count].cues;

	fputs("static const struct eh_ukcat_weight WEIGHTS[] = {\n", out);
	for (size_t i = 0; i < weights; i++)
		fprintf(out, "%s{%d,%d},%s", i % 16 ? "" : "\t", model->weights[i].code, model->weights[i].weight,
		        i % 16 == 15 || i + 1 == weights ? "\n" : "");
	fputs("};\n\nstatic const struct eh_ukcat_cue CUES[] = {\n", out);
	for (size_t i = 0; i < cues; i++)
		fprintf(out, "%s{%d,%d,%d},%s", i % 16 ? "" : "\t", model->cues[i].code, model->cues[i].place,
		        model->cues[i].name_only, i % 16 == 15 || i + 1 == cues ? "\n" : "");
	fputs("};\n\nstatic const uint16_t INDEX[] = {\n", out);
	for (size_t i = 0; i < model->slots; i++)
		fprintf(out, "%s%d,%s", i % 24 ? "" : "\t", model->index[i], i % 24 == 23 || i + 1 == model->slots ? "\n" : "");
	fputs("};\n\n", out);
	write_numbers(out, "int16_t BIAS[]", model->bias, EH_UKCAT_CODES);
}

static void write_table(const struct eh_ukcat_examples *examples, const char *path)
{
	struct eh_ukcat_model *model;
	struct eh_error err = { 0 };
	FILE *out = fopen(path, "w");

	if (!out)
		bench_try(eh_fail_errno(&err, "write", path), &err);
	bench_try(eh_ukcat_learn(examples->items, examples->count, &eh_ukcat_training_default, &model, &err), &err);
	fprintf(out,
	        "/* Made by bench/bench_classify from %zu charities coded by hand. UK-CAT and the coding are by Damm, Kane and "
	        "NCVO, CC BY\n"
	        " * 4.0; the registers' text, Open Government Licence v3.0. */\n",
	        examples->count);
	write_features(out, model);
	write_lists(out, model);
	fputs("#define MEASURES {", out);
	for (size_t i = 0; i < EH_CUE_MEASURES; i++)
		fprintf(out, " %d,", model->measures[i]);
	fprintf(out, " }\n#define UNIT %.3fF\n#define THRESHOLD %.2fF\n", (double)model->unit, (double)model->threshold);
	if (fclose(out) != 0)
		bench_try(eh_fail_errno(&err, "write", path), &err);
	printf("  %zu words, %u weights, threshold %.2f: %s\n", model->feature_count,
	        model->features[model->feature_count].weights[0], (double)model->threshold, path);
	eh_ukcat_model_free(model);
}

int main(int argc, char **argv)
{
	struct eh_ukcat_examples examples = { 0 };
	struct eh_error err = { 0 };
	bool write = argc == 5 && strcmp(argv[3], "--write") == 0;

	if (argc != 3 && !write) {
		fprintf(stderr, "usage: bench_classify SAMPLE.csv.gz CODES.csv [--write FILE]\n");
		return argc > 1 ? 2 : 0; /* `bench/run` alone runs every bench without arguments */
	}
	bench_try(eh_ukcat_examples_read(&examples, argv[1], &err), &err);
	printf("%zu charities coded by hand\n", examples.count);
	baseline(&examples, argv[2]);
	cross_validate(&examples);
	if (write)
		write_table(&examples, argv[4]);
	eh_ukcat_examples_finish(&examples);
	return 0;
}
