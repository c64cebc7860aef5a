/* cmd_build.c: build, and undo, which builds what it leaves. */
#include "cli.h"

#include "queries.h"
#include "register/register.h"
#include "sources/import.h"

static enum eh_rc build(struct eh_cli *cli, struct eh_build_options *options, struct eh_error *err)
{
	struct eh_build_summary summary = { 0 };

	options->progress = eh_cli_progress;
	options->progress_context = cli;
	eh_cli_counting(cli, "building the list", "organisations");
	EH_TRY(eh_build(cli->db, options, &summary, err));
	eh_cli_progress_end(cli);
	if (cli->json) {
		fprintf(cli->out,
		        "{\"records\": %lld, \"organisations\": %lld, \"services\": %lld, \"links\": %lld, \"questions\": %lld, "
		        "\"unplaced\": %lld, \"unchanged\": %s}\n",
		        (long long)summary.records, (long long)summary.organisations, (long long)summary.services,
		        (long long)summary.links, (long long)summary.questions, (long long)summary.unplaced,
		        summary.unchanged ? "true" : "false");
		return EH_OK;
	}
	fprintf(cli->out,
	        "%s%lld records make %lld organisations and %lld services; %lld pairs are for a person to settle; %lld have no "
	        "place\n",
	        summary.unchanged ? "nothing has changed: " : "", (long long)summary.records, (long long)summary.organisations,
	        (long long)summary.services, (long long)summary.questions, (long long)summary.unplaced);
	fputs(summary.warnings, cli->out);
	return EH_OK;
}

enum eh_rc eh_cmd_build(struct eh_cli *cli, struct eh_error *err)
{
	struct eh_build_options options = { .force = eh_cli_flag(cli, "force") };
	int64_t threads = 0;

	EH_TRY(eh_cli_number(cli, "threads", &threads, err));
	if (threads < 0 || threads > 256)
		return eh_fail(err, EH_USAGE, "--threads takes 0 to 256");
	options.threads = (size_t)threads;
	EH_TRY(eh_cli_open(cli, EH_DB_WRITE, err));
	return build(cli, &options, err);
}

enum eh_rc eh_cmd_undo(struct eh_cli *cli, struct eh_error *err)
{
	struct eh_build_options options = { 0 };
	int64_t number = 0;

	if (cli->argument_count != 1 || eh_str_to_i64(eh_str_of(cli->arguments[0]), &number) != EH_OK || number < 1)
		return eh_fail(err, EH_USAGE, "which batch? evenhand batches lists them: evenhand undo NUMBER");
	EH_TRY(eh_cli_open(cli, EH_DB_WRITE, err));
	EH_TRY(eh_import_undo(cli->db, number, err));
	if (!cli->json)
		fprintf(cli->out, "batch %lld is taken back\n", (long long)number);
	return eh_cli_flag(cli, "no-build") ? EH_OK : build(cli, &options, err);
}
