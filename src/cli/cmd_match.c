/* cmd_match.c: link a file with itself or with another. */
#include <errno.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include "cli.h"

#include "exchange/match_report.h"
#include "export_splink.h"
#include "io/csv_write.h"
#include "io/stream.h"
#include "link/load.h"
#include "link/truth.h"

struct job {
	struct eh_cli *cli;
	const char *folder;
	struct eh_loaded loaded;
	struct ehl_matches matches;
	struct ehl_model *model; /* --model */
	uint32_t *same;
	struct eh_truth truth;
	struct ehl_scores scores;
	bool has_truth;
};

/* ---- Files out: beside their place first, then moved there whole ---- */

struct file {
	FILE *stream;
	char path[4096], part[4112];
	struct eh_buf buf;
};

static enum eh_rc file_open(struct file *file, const struct job *job, const char *name, struct eh_error *err)
{
	*file = (struct file){ .stream = job->cli->out };
	if (strcmp(job->folder, "-") == 0)
		return EH_OK;
	int n = snprintf(file->path, sizeof file->path, "%s/%s", job->folder, name);
	if (n < 0 || (size_t)n >= sizeof file->path)
		return eh_fail(err, EH_TOO_LARGE, "the path of --out is too long");
	snprintf(file->part, sizeof file->part, "%s.part", file->path);
	file->stream = fopen(file->part, "wb");
	return file->stream ? EH_OK : eh_fail_errno(err, "writing", file->part);
}

static enum eh_rc file_flush(struct file *file, size_t least, struct eh_error *err)
{
	if (file->buf.n > least) {
		if (fwrite(file->buf.p, 1, file->buf.n, file->stream) != file->buf.n)
			return eh_fail_errno(err, "writing", file->path[0] ? file->part : "standard output");
		eh_buf_reset(&file->buf);
	}
	return EH_OK;
}

static enum eh_rc file_close(struct file *file, enum eh_rc rc, struct eh_error *err)
{
	if (rc >= 0)
		rc = file_flush(file, 0, err);
	eh_buf_finish(&file->buf);
	if (!file->path[0])
		return rc >= 0 && fflush(file->stream) != 0 ? eh_fail_errno(err, "writing", "standard output") : rc;
	if (file->stream && fclose(file->stream) != 0 && rc >= 0)
		rc = eh_fail_errno(err, "writing", file->part);
	if (rc >= 0 && rename(file->part, file->path) != 0)
		rc = eh_fail_errno(err, "writing", file->path);
	if (rc < 0)
		remove(file->part);
	return rc;
}

static const char *decision_name(enum ehl_decision decision)
{
	return decision == EHL_LINK ? "link" : decision == EHL_ASK ? "ask" : "leave";
}

static enum eh_rc add_pair(struct file *file, const struct job *job, const struct ehl_pair *pair, struct eh_error *err)
{
	char left[24], right[24], weight[32], probability[32];

	snprintf(weight, sizeof weight, "%.3f", pair->weight);
	snprintf(probability, sizeof probability, "%.6g", pair->probability);
	const struct eh_str cells[] = { eh_loaded_id(&job->loaded, pair->a, left), eh_loaded_id(&job->loaded, pair->b, right),
		eh_str_of(weight), eh_str_of(probability), eh_str_of(decision_name(pair->decision)) };
	if (eh_csv_write_row(&file->buf, cells, 5) < 0)
		return eh_fail_memory(err);
	return file_flush(file, 1 << 20, err);
}

static enum eh_rc write_pairs(const struct job *job, struct eh_error *err)
{
	struct file file;
	enum eh_rc rc = file_open(&file, job, "pairs.csv", err);

	if (rc >= 0 && eh_buf_add(&file.buf, EH_STR("left,right,weight,probability,decision\n")) < 0)
		rc = eh_fail_memory(err);
	for (size_t i = 0; rc >= 0 && i < job->matches.pair_count; i++)
		rc = add_pair(&file, job, &job->matches.pairs[i], err);
	return file_close(&file, rc, err);
}

static enum eh_rc write_clusters(const struct job *job, struct eh_error *err)
{
	struct file file;
	enum eh_rc rc = file_open(&file, job, "clusters.csv", err);

	if (rc >= 0 && eh_buf_add(&file.buf, EH_STR("row,cluster\n")) < 0)
		rc = eh_fail_memory(err);
	for (size_t i = 0; rc >= 0 && i < ehl_table_rows(job->loaded.table); i++) {
		char row[24], cluster[24];
		const struct eh_str cells[] = { eh_loaded_id(&job->loaded, i, row),
			eh_loaded_id(&job->loaded, job->matches.cluster[i], cluster) };
		rc = eh_csv_write_row(&file.buf, cells, 2) < 0 ? eh_fail_memory(err) : file_flush(&file, 1 << 20, err);
	}
	return file_close(&file, rc, err);
}

static enum eh_rc write_model(const struct job *job, struct eh_error *err)
{
	struct file file;
	char *text = NULL;
	size_t n;
	enum eh_rc rc = file_open(&file, job, "model.json", err);

	if (rc >= 0 && ehl_model_write(job->matches.model, &text, &n) != 0)
		rc = eh_fail_memory(err);
	if (rc >= 0 && eh_buf_add(&file.buf, (struct eh_str){ text, n }) < 0)
		rc = eh_fail_memory(err);
	ehl_free(text);
	return file_close(&file, rc, err);
}

static enum eh_rc write_report(const struct job *job, struct eh_error *err)
{
	struct file file;
	const struct eh_match_report report = { &job->loaded, &job->matches, job->has_truth ? &job->truth : NULL,
		job->has_truth ? &job->scores : NULL };
	enum eh_rc rc = file_open(&file, job, "report.html", err);

	rc = rc < 0 ? rc : eh_match_report_write(&report, &file.buf, err);
	return file_close(&file, rc, err);
}

/* ---- Options ---- */

static enum eh_rc read_model(struct job *job, const char *path, struct eh_error *err)
{
	struct eh_stream *stream = NULL;
	struct eh_buf text EH_CLEANUP_BUF = { 0 };
	char block[1 << 14], message[600];
	size_t n = 1;
	enum eh_rc rc = eh_stream_open(path, NULL, NULL, &stream, err);

	while (rc >= 0 && n) {
		rc = eh_stream_read(stream, block, sizeof block, &n, err);
		if (rc >= 0 && eh_buf_add(&text, (struct eh_str){ block, n }) < 0)
			rc = eh_fail_memory(err);
	}
	eh_stream_free(stream);
	EH_TRY(rc);
	int read = ehl_model_read((struct ehl_text){ eh_buf_str(&text).p, text.n }, &job->model, message, sizeof message);
	return read == 0 ? EH_OK : read == -1 ? eh_fail_memory(err) : eh_fail(err, EH_INVALID, "%s: %s", path, message);
}

/* Rows of a file that bear one identifier are one, by the word of whoever gave it. */
static enum eh_rc find_same(struct job *job, struct eh_error *err)
{
	size_t rows = ehl_table_rows(job->loaded.table), repeats = 0, left = job->loaded.table->left;
	struct eh_map first[2] = { { 0 }, { 0 } };
	enum eh_rc rc = EH_OK;
	char scratch[24];

	if (job->loaded.id == SIZE_MAX)
		return EH_OK;
	job->same = eh_alloc((rows + 1) * sizeof *job->same);
	for (size_t i = 0; job->same && rc == EH_OK && i < rows; i++) {
		struct eh_str id = eh_loaded_id(&job->loaded, i, scratch);
		uint64_t *slot;
		bool added;
		job->same[i] = UINT32_MAX;
		if (!id.n)
			continue;
		if (eh_map_put(&first[left && i >= left], id, i, &slot, &added) < 0)
			rc = EH_NO_MEMORY;
		else
			job->same[i] = (uint32_t)*slot;
		repeats += rc == EH_OK && !added;
	}
	eh_map_finish(&first[0]);
	eh_map_finish(&first[1]);
	if (!job->same || rc < 0)
		return eh_fail_memory(err);
	if (!repeats) {
		eh_free(job->same);
		job->same = NULL;
	}
	return EH_OK;
}

static enum eh_rc limit_memory(const struct eh_cli *cli, struct eh_error *err)
{
	int64_t megabytes = 0;
	struct rlimit limit;

	EH_TRY(eh_cli_number(cli, "memory", &megabytes, err));
	if (!eh_cli_flag(cli, "memory"))
		return EH_OK;
	if (megabytes < 16 || megabytes > 1 << 24)
		return eh_fail(err, EH_USAGE, "--memory takes megabytes, at least 16");
	if (getrlimit(RLIMIT_DATA, &limit) == 0) {
		limit.rlim_cur = (rlim_t)megabytes << 20;
		if (setrlimit(RLIMIT_DATA, &limit) != 0)
			return eh_fail_errno(err, "limiting memory for", "--memory");
	}
	return EH_OK;
}

static enum eh_rc read_options(const struct eh_cli *cli, struct ehl_match_options *options, struct eh_error *err)
{
	int64_t threads = 0, seed = 0;
	const char *one = eh_cli_option(cli, "one-to-one");

	EH_TRY(eh_cli_number(cli, "threads", &threads, err));
	EH_TRY(eh_cli_number(cli, "seed", &seed, err));
	if (threads < 0 || threads > 64)
		return eh_fail(err, EH_USAGE, "--threads takes 0 to 64");
	if (one && strcmp(one, "auto") != 0 && strcmp(one, "yes") != 0 && strcmp(one, "no") != 0)
		return eh_fail(err, EH_USAGE, "--one-to-one takes auto, yes or no, not \"%s\"", one);
	options->threads = (size_t)threads;
	options->seed = (uint64_t)seed;
	options->one_to_one = !one || one[0] == 'a' ? EHL_AUTO : one[0] == 'y' ? EHL_YES : EHL_NO;
	return limit_memory(cli, err);
}

static bool cancelled(void *context)
{
	(void)context;
	return eh_cli_interrupted();
}

static enum eh_rc match(struct job *job, struct ehl_match_options *options, struct eh_error *err)
{
	options->model = job->model;
	options->same = job->same;
	options->cancelled = cancelled;
	switch (ehl_match(job->loaded.table, job->loaded.columns, options, &job->matches)) {
	case 0:
		return EH_OK;
	case -2:
		return eh_fail(err, EH_CANCELLED, "stopped; nothing was written");
	case -4:
		return eh_fail(
		        err, EH_INVALID, "no column holds anything to compare; say what they are with --columns HEADING:TYPE,…");
	case -5:
		return eh_fail(err, EH_INVALID,
		        "the model was trained on other columns; give the same with --columns, or train a new one");
	default:
		return eh_fail(err, EH_NO_MEMORY, "there is not enough memory%s",
		        eh_cli_flag(job->cli, "memory") ? "; raise --memory" : "");
	}
}

static enum eh_rc load_truth(struct job *job, const char *truth, struct eh_error *err)
{
	job->has_truth = true;
	if (job->loaded.label != SIZE_MAX)
		EH_TRY(eh_truth_from_column(&job->loaded, job->loaded.label, &job->truth, err));
	else
		EH_TRY(eh_truth_from_file(&job->loaded, truth, &job->truth, err));
	if (job->truth.unknown)
		fprintf(stderr, "%zu line%s of %s with rows that are not there\n", job->truth.unknown,
		        eh_plural((int64_t)job->truth.unknown), truth);
	return EH_OK;
}

static void print_columns(const struct job *job)
{
	for (size_t i = 0; i < job->loaded.table->column_count; i++)
		fprintf(job->cli->out, "  %-24s %s\n", job->loaded.columns[i].name, ehl_type_name(job->loaded.columns[i].type));
	fputs(job->loaded.aligned, job->cli->out);
}

static void print_json(const struct job *job)
{
	const struct ehl_matches *m = &job->matches;

	fprintf(job->cli->out,
	        "{\"rows\": %zu, \"pairs_compared\": %zu, \"links\": %zu, \"asks\": %zu, \"one_to_one\": %s, \"expected_f1\": "
	        "%.6f, \"expected_missed\": %.1f",
	        ehl_table_rows(job->loaded.table), m->compared, m->links, m->asks, m->one_to_one ? "true" : "false",
	        m->expected_f1, m->expected_missed);
	if (job->has_truth)
		fprintf(job->cli->out,
		        ", \"precision\": %.6f, \"recall\": %.6f, \"f1\": %.6f, \"b3_precision\": %.6f, \"b3_recall\": %.6f, "
		        "\"b3_f1\": %.6f",
		        job->scores.precision, job->scores.recall, job->scores.f1, job->scores.b3_precision,
		        job->scores.b3_recall, job->scores.b3_f1);
	fputs("}\n", job->cli->out);
}

static void print_summary(const struct job *job)
{
	const struct ehl_matches *m = &job->matches;
	FILE *out = job->cli->out;

	if (job->cli->json) {
		print_json(job);
		return;
	}
	print_columns(job);
	fprintf(out, "%zu row%s, %zu pair%s compared: %zu linked, %zu to ask%s; about %.0f matches lie beyond all blocks\n",
	        ehl_table_rows(job->loaded.table), eh_plural((int64_t)ehl_table_rows(job->loaded.table)), m->compared,
	        eh_plural((int64_t)m->compared), m->links, m->asks, m->one_to_one ? ", one to one" : "", m->expected_missed);
	for (size_t i = 0; i < 8; i++)
		if (ehl_stages[i][0])
			fprintf(out, "%s%s %.2f s", i ? ", " : "", ehl_stages[i], m->seconds[i]);
	fputc('\n', out);
	fputs(m->warnings, out);
	if (job->has_truth)
		fprintf(out, "precision %.4f, recall %.4f, F1 %.4f; B-cubed F1 %.4f\n", job->scores.precision, job->scores.recall,
		        job->scores.f1, job->scores.b3_f1);
}

static enum eh_rc export_splink(const struct job *job, struct eh_error *err)
{
	const char *path = eh_cli_option(job->cli, "export-splink");
	size_t id = job->loaded.id;
	const struct eh_splink splink = { job->matches.model, job->loaded.table, job->loaded.columns,
		id == SIZE_MAX ? NULL : job->loaded.columns[id].name };

	return path ? eh_export_splink(&splink, path, err) : EH_OK;
}

static enum eh_rc write_all(const struct job *job, struct eh_error *err)
{
	EH_TRY(export_splink(job, err));
	if (strcmp(job->folder, "-") == 0)
		return write_pairs(job, err);
	if (mkdir(job->folder, 0777) != 0 && errno != EEXIST)
		return eh_fail_errno(err, "making", job->folder);
	EH_TRY(write_pairs(job, err));
	if (!job->loaded.table->left)
		EH_TRY(write_clusters(job, err));
	EH_TRY(write_model(job, err));
	EH_TRY(write_report(job, err));
	print_summary(job);
	return EH_OK;
}

static enum eh_rc run(struct job *job, struct eh_error *err)
{
	struct eh_cli *cli = job->cli;
	struct ehl_match_options options = { 0 };
	const char *truth = eh_cli_option(cli, "truth"), *model = eh_cli_option(cli, "model");
	bool label = truth && strncmp(truth, "column:", 7) == 0;
	const struct eh_load_options load = { .first = cli->arguments[0],
		.second = cli->argument_count > 1 ? cli->arguments[1] : NULL,
		.columns = eh_cli_option(cli, "columns"),
		.id = eh_cli_option(cli, "id"),
		.label = label ? truth + 7 : NULL,
		.progress = eh_cli_progress,
		.context = cli };

	EH_TRY(read_options(cli, &options, err));
	if (model)
		EH_TRY(read_model(job, model, err));
	eh_cli_doing(cli, "reading");
	double started = eh_time_elapsed();
	EH_TRY(eh_load(&load, &job->loaded, err));
	double read = eh_time_elapsed() - started;
	eh_cli_progress_end(cli);
	if (truth)
		EH_TRY(load_truth(job, truth, err));
	EH_TRY(find_same(job, err));
	EH_TRY(match(job, &options, err));
	job->matches.seconds[0] = read;
	if (job->has_truth)
		EH_TRY(eh_truth_score(&job->loaded, &job->truth, &job->matches, &job->scores, err));
	return write_all(job, err);
}

enum eh_rc eh_cmd_match(struct eh_cli *cli, struct eh_error *err)
{
	struct job job = { .cli = cli, .folder = eh_cli_option(cli, "out") };

	if (cli->argument_count < 1 || cli->argument_count > 2)
		return eh_fail(err, EH_USAGE, "which files? evenhand match A.csv [B.csv] --out DIR");
	if (!job.folder)
		return eh_fail(err, EH_USAGE,
		        "where to? evenhand match A.csv [B.csv] --out DIR (or --out - for the pairs on standard output)");
	enum eh_rc rc = run(&job, err);
	ehl_matches_finish(&job.matches);
	ehl_model_free(job.model);
	eh_truth_finish(&job.truth);
	eh_loaded_finish(&job.loaded);
	eh_free(job.same);
	return rc;
}
