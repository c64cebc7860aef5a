/* cmd_build.c: build, and undo, which builds what it leaves. */
#include "cli.h"

#include "list_events.h"
#include "register/added.h"
#include "sources/import.h"

static enum eh_rc print_json(struct eh_cli *cli, const struct eh_build_summary *summary, int64_t since, struct eh_error *err)
{
	struct eh_buf buf EH_CLEANUP_BUF = { 0 };
	struct eh_json_writer json;
	const struct {
		const char *name;
		int64_t value;
	} COUNTS[] = { { "records", summary->records }, { "organisations", summary->organisations },
		{ "services", summary->services }, { "links", summary->links }, { "questions", summary->questions },
		{ "unplaced", summary->unplaced }, { "worked_out_again", summary->renewed } };

	eh_json_write_init(&json, &buf, true);
	eh_json_write_object(&json);
	for (size_t i = 0; i < sizeof COUNTS / sizeof *COUNTS; i++) {
		eh_json_write_key(&json, COUNTS[i].name);
		eh_json_write_i64(&json, COUNTS[i].value);
	}
	eh_json_write_key(&json, "unchanged");
	eh_json_write_bool(&json, summary->unchanged);
	eh_json_write_key(&json, "events");
	EH_TRY(eh_cli_events_json(cli, since, &json, err));
	eh_json_write_object_end(&json);
	EH_TRY(eh_json_write_end(&json));
	fwrite(buf.p, 1, buf.n, cli->out);
	return EH_OK;
}

static enum eh_rc build(struct eh_cli *cli, struct eh_build_options *options, struct eh_error *err)
{
	struct eh_build_summary summary = { 0 };
	int64_t newest = 0;

	options->progress = eh_cli_progress;
	options->progress_context = cli;
	EH_TRY(eh_cli_events_newest(cli, &newest, err));
	eh_cli_counting(cli, "building the list", "organisations");
	EH_TRY(eh_added_settle(cli->db, err));
	EH_TRY(eh_build(cli->db, options, &summary, err));
	eh_cli_progress_end(cli);
	if (cli->json)
		return print_json(cli, &summary, newest, err);
	fprintf(cli->out,
	        "%s%lld record%s make %lld organisation%s and %lld service%s; %lld pair%s %s for a person to settle; %lld %s no "
	        "place\n",
	        summary.unchanged ? "nothing has changed: " : "", (long long)summary.records, eh_plural(summary.records),
	        (long long)summary.organisations, eh_plural(summary.organisations), (long long)summary.services,
	        eh_plural(summary.services), (long long)summary.questions, eh_plural(summary.questions),
	        eh_is_are(summary.questions), (long long)summary.unplaced, summary.unplaced == 1 ? "has" : "have");
	if (summary.renewed)
		fprintf(cli->out, "%lld of the records were worked out again\n", (long long)summary.renewed);
	fputs(summary.warnings, cli->out);
	eh_cli_say_outgrown(cli, &summary);
	return eh_cli_events_print(cli, newest, err);
}

enum eh_rc eh_cmd_build(struct eh_cli *cli, struct eh_error *err)
{
	struct eh_build_options options = { .force = eh_cli_flag(cli, "force"), .retrain = eh_cli_flag(cli, "retrain") };
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
