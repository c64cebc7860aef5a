#include "cli.h"

#include "io/json.h"
#include "queries.h"
#include "sources/import.h"
#include "sources/recipe.h"
#include "sources/spreadsheet.h"

/* A source's default name: the kind, or for spreadsheets the file's name without its ending. */
static const char *default_source(struct eh_cli *cli, const char *kind, const char *path)
{
	const char *slash = strrchr(path, '/'), *base = slash ? slash + 1 : path;

	if (strcmp(kind, "spreadsheet") != 0)
		return kind;
	return eh_arena_str(&cli->arena, (struct eh_str){ base, strcspn(base, ".") }).p;
}

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

static enum eh_rc options_to_import(struct eh_cli *cli, struct eh_import *import, struct eh_error *err)
{
	const char *says = eh_cli_option(cli, "says");

	import->file = (struct eh_source_options){ .path = cli->arguments[0],
		.member = eh_cli_option(cli, "member"),
		.mapping = eh_cli_option(cli, "mapping"),
		.sheet = eh_cli_option(cli, "sheet"),
		.table = eh_cli_option(cli, "table"),
		.rows = eh_cli_option(cli, "rows") };
	import->kind = eh_cli_option(cli, "kind") ? eh_cli_option(cli, "kind") : "spreadsheet";
	import->source = eh_cli_option(cli, "source") ? eh_cli_option(cli, "source")
	                                              : default_source(cli, import->kind, import->file.path);
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
	if (!import->source)
		return eh_fail_memory(err);
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
	fprintf(cli->out, "%s%lld rows read, %lld kept, %lld refused; %lld added, %lld changed, %lld gone\n",
	        import->dry_run ? "would be: " : "", (long long)result->rows_read, (long long)result->kept,
	        (long long)result->refused, (long long)result->added, (long long)result->changed, (long long)result->gone);
	if (import->dry_run)
		return EH_OK;
	fprintf(cli->out, "batch %lld of source %s; evenhand undo %lld takes it back\n", (long long)result->batch_id,
	        import->source, (long long)result->batch_id);
	if (result->refused)
		fprintf(cli->out, "refused rows: evenhand batches %lld --refused\n", (long long)result->batch_id);
	return EH_OK;
}

static enum eh_rc guess(struct eh_cli *cli, const struct eh_import *import, struct eh_error *err)
{
	struct eh_buf mapping EH_CLEANUP_BUF = { 0 };

	EH_TRY(eh_spreadsheet_guess_mapping(&import->file, &mapping, err));
	fwrite(mapping.p, 1, mapping.n, cli->out);
	return EH_OK;
}

enum eh_rc eh_cmd_import(struct eh_cli *cli, struct eh_error *err)
{
	struct eh_import import = { 0 };
	struct eh_import_result result = { 0 };

	if (cli->argument_count != 1)
		return eh_fail(err, EH_USAGE, "which file? evenhand import FILE --kind KIND");
	if (eh_cli_flag(cli, "guess")) {
		import.file = (struct eh_source_options){ .path = cli->arguments[0],
			.member = eh_cli_option(cli, "member"),
			.sheet = eh_cli_option(cli, "sheet"),
			.rows = eh_cli_option(cli, "rows") };
		return guess(cli, &import, err);
	}
	EH_TRY(eh_cli_open(cli, EH_DB_CREATE, err));
	EH_TRY(options_to_import(cli, &import, err));
	eh_cli_doing(cli, import.file.path);
	EH_TRY(eh_import_run(cli->db, &import, &result, err));
	eh_cli_progress_end(cli);
	return print_result(cli, &import, &result);
}
