#include "cli.h"

#include <errno.h>
#include <unistd.h>

#include "io/json.h"
#include "queries.h"
#include "sources/import.h"
#include "sources/recipe.h"
#include "sources/source_name.h"
#include "sources/spreadsheet.h"

static enum eh_rc place_of(struct eh_cli *cli, const char **ret_place, struct eh_error *err)
{
	const char *name = eh_cli_option(cli, "place");
	struct eh_q_place_find place;

	if (!name)
		return EH_OK;
	enum eh_rc rc = eh_q_place_find(cli->db, eh_str_of(name), &cli->arena, &place, err);
	if (rc == EH_NOT_FOUND)
		return eh_fail(err, EH_NOT_FOUND, "the store knows no place \"%s\"; evenhand update RECIPE makes one", name);
	EH_TRY(rc);
	*ret_place = place.place_id.p;
	return EH_OK;
}

/* What the reader wants known goes before the counts; with --json nothing but JSON is printed. */
static void print_note(void *context, const char *text)
{
	const struct eh_cli *cli = context;

	eh_cli_clear_line(context);
	if (!cli->json)
		fprintf(cli->out, "note: %s\n", text);
}

static void print_refused(void *context, uint64_t line, struct eh_str column, const char *reason)
{
	const struct eh_cli *cli = context;

	eh_cli_clear_line(context);
	if (!cli->json)
		fprintf(cli->out, "would be refused: line %llu%s%.*s: %s\n", (unsigned long long)line, column.n ? ", " : "",
		        EH_FMT(column), reason);
}

static void take_file_options(const struct eh_cli *cli, struct eh_source_options *file)
{
	*file = (struct eh_source_options){ .path = cli->arguments[0],
		.member = eh_cli_option(cli, "member"),
		.mapping = eh_cli_option(cli, "mapping"),
		.sheet = eh_cli_option(cli, "sheet"),
		.table = eh_cli_option(cli, "table"),
		.rows = eh_cli_option(cli, "rows") };
}

static enum eh_rc options_to_import(struct eh_cli *cli, struct eh_import *import, struct eh_error *err)
{
	const char *says = eh_cli_option(cli, "says");

	import->kind = eh_cli_option(cli, "kind") ? eh_cli_option(cli, "kind") : "spreadsheet";
	import->source = eh_cli_option(cli, "source");
	import->publisher = eh_cli_option(cli, "publisher");
	import->licence = eh_cli_option(cli, "licence");
	import->attribution = eh_cli_option(cli, "attribution");
	import->edition = eh_cli_option(cli, "edition");
	import->owner = eh_cli_option(cli, "owner");
	import->terms = eh_cli_option(cli, "terms");
	import->dry_run = eh_cli_flag(cli, "dry-run");
	import->is_register = eh_cli_flag(cli, "register");
	import->drawing_only = eh_cli_flag(cli, "drawing-only");
	import->data_date = EH_NO_DATE;
	import->progress = eh_cli_progress;
	import->progress_context = cli;
	import->refused = import->dry_run ? print_refused : NULL;
	import->noted = print_note;
	import->report_context = cli;
	if (!import->source)
		EH_TRY(eh_source_name(import->kind, &import->file, &cli->arena, &import->source, err));
	if (says && eh_says_parse(eh_str_of(says), &import->says) != EH_OK)
		return eh_fail(err, EH_USAGE, "--says takes registered, works, funded, meets or serves, not \"%s\"", says);
	EH_TRY(eh_cli_date(cli, "date", &import->data_date, err));
	return place_of(cli, &import->place_id, err);
}

static enum eh_rc print_result(struct eh_cli *cli, const struct eh_import *import, const struct eh_import_result *result)
{
	const struct {
		const char *name;
		int64_t value;
	} COUNTS[] = {
		{ "id", import->dry_run ? 0 : result->batch_id },
		{ "read", result->rows_read },
		{ "kept", result->kept },
		{ "refused", result->refused },
		{ "added", result->added },
		{ "changed", result->changed },
		{ "gone", result->gone },
	};

	if (cli->json) {
		struct eh_buf buf EH_CLEANUP_BUF = { 0 };
		struct eh_json_writer json;
		eh_json_write_init(&json, &buf, true);
		eh_json_write_object(&json);
		for (size_t i = 0; i < sizeof COUNTS / sizeof *COUNTS; i++) {
			eh_json_write_key(&json, COUNTS[i].name);
			eh_json_write_i64(&json, COUNTS[i].value);
		}
		eh_json_write_key(&json, "already");
		eh_json_write_bool(&json, result->already);
		eh_json_write_object_end(&json);
		EH_TRY(eh_json_write_end(&json));
		fwrite(buf.p, 1, buf.n, cli->out);
		return EH_OK;
	}
	if (result->already) {
		fprintf(cli->out, "this file is in the store already, as batch %lld; nothing was done\n",
		        (long long)result->batch_id);
		return EH_OK;
	}
	fprintf(cli->out, "%s%lld row%s read, %lld kept, %lld refused; %lld added, %lld changed, %lld gone\n",
	        import->dry_run ? "would be: " : "", (long long)result->rows_read, eh_plural(result->rows_read),
	        (long long)result->kept, (long long)result->refused, (long long)result->added, (long long)result->changed,
	        (long long)result->gone);
	if (import->dry_run)
		return EH_OK;
	fprintf(cli->out, "batch %lld of source %s; evenhand undo %lld takes it back\n", (long long)result->batch_id,
	        import->source, (long long)result->batch_id);
	if (result->refused)
		fprintf(cli->out, "refused rows: evenhand batches %lld --refused\n", (long long)result->batch_id);
	return EH_OK;
}

/* The guess as a file to edit. One that is there already may hold somebody's corrections, so it is never written over. */
static enum eh_rc save_mapping(const char *path, struct eh_str mapping, struct eh_error *err)
{
	FILE *out = fopen(path, "wx");

	if (!out && errno == EEXIST)
		return eh_fail(err, EH_CONFLICT, "%s is there already: use it with --mapping, or name another file", path);
	if (!out)
		return eh_fail_errno(err, "write", path);
	bool good = fwrite(mapping.p, 1, mapping.n, out) == mapping.n && fflush(out) == 0;
	enum eh_rc rc = good ? EH_OK : eh_fail_errno(err, "write", path);
	if (fclose(out) != 0 && rc == EH_OK)
		rc = eh_fail_errno(err, "write", path);
	if (rc != EH_OK)
		unlink(path);
	return rc;
}

/* --guess prints the mapping, --save-mapping keeps it in a file. */
static enum eh_rc guess(struct eh_cli *cli, const struct eh_source_options *file, struct eh_error *err)
{
	struct eh_buf mapping EH_CLEANUP_BUF = { 0 };
	const char *path = eh_cli_option(cli, "save-mapping"), *kind = eh_cli_option(cli, "kind");

	if (kind && strcmp(kind, "spreadsheet") != 0)
		return eh_fail(
		        err, EH_USAGE, "only files of the kind spreadsheet have a mapping; the columns of %s are known", kind);
	if (file->mapping)
		return eh_fail(
		        err, EH_USAGE, "give a mapping to use (--mapping) or have one made (--guess, --save-mapping), not both");
	EH_TRY(eh_spreadsheet_guess_mapping(file, &mapping, err));
	if (path) {
		EH_TRY(save_mapping(path, eh_buf_str(&mapping), err));
		fprintf(cli->json ? stderr : cli->out,
		        "what each column was taken for is in %s; put it right and use it with --mapping\n", path);
	}
	if (eh_cli_flag(cli, "guess"))
		fwrite(mapping.p, 1, mapping.n, cli->out);
	return EH_OK;
}

enum eh_rc eh_cmd_import(struct eh_cli *cli, struct eh_error *err)
{
	struct eh_import import = { 0 };
	struct eh_import_result result = { 0 };

	if (cli->argument_count != 1)
		return eh_fail(err, EH_USAGE, "which file? evenhand import FILE --kind KIND");
	take_file_options(cli, &import.file);
	if (eh_cli_flag(cli, "guess") || eh_cli_option(cli, "save-mapping"))
		EH_TRY(guess(cli, &import.file, err));
	if (eh_cli_flag(cli, "guess"))
		return EH_OK;
	EH_TRY(eh_cli_open(cli, EH_DB_CREATE, err));
	EH_TRY(options_to_import(cli, &import, err));
	eh_cli_doing(cli, import.file.path);
	EH_TRY(eh_import_run(cli->db, &import, &result, err));
	eh_cli_progress_end(cli);
	return print_result(cli, &import, &result);
}
