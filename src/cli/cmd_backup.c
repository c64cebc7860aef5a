/* cmd_backup.c: backup, restore, verify. */
#include "cli.h"

#include "jobs/backup.h"

static void print(struct eh_cli *cli, const char *done, const char *file, const struct eh_backup_report *report)
{
	char bytes[32];

	if (cli->json) {
		fprintf(cli->out,
		        "{\"whole\": true, \"schema\": %d, \"bytes\": %lld, \"audit_rows\": %lld, \"erased_again\": %lld, "
		        "\"hidden_again\": %lld, \"checksum\": %s}\n",
		        report->schema, (long long)report->bytes, (long long)report->audit_rows, (long long)report->erased_again,
		        (long long)report->hidden_again, report->had_sum ? "true" : "false");
		return;
	}
	fprintf(cli->out, "%s %s: whole, %s, schema %d, %lld row%s of audit", file, done, eh_size_words(report->bytes, bytes),
	        report->schema, (long long)report->audit_rows, eh_plural(report->audit_rows));
	if (report->erased_again)
		fprintf(cli->out, "; %lld %s who had been erased %s erased again", (long long)report->erased_again,
		        report->erased_again == 1 ? "person" : "people", report->erased_again == 1 ? "was" : "were");
	if (report->hidden_again)
		fprintf(cli->out, "; %lld thing%s that had been hidden %s hidden again", (long long)report->hidden_again,
		        eh_plural(report->hidden_again), report->hidden_again == 1 ? "was" : "were");
	fputs(report->had_sum ? "\n" : "; no checksum lies beside it\n", cli->out);
}

enum eh_rc eh_cmd_backup(struct eh_cli *cli, struct eh_error *err)
{
	struct eh_backup_report report;

	if (cli->argument_count != 1)
		return eh_fail(err, EH_USAGE, "where to? evenhand backup FILE");
	eh_cli_counting(cli, "copying", "pages");
	EH_TRY(eh_backup_make(eh_cli_db_path(cli), cli->arguments[0], eh_cli_progress, cli, &report, err));
	eh_cli_progress_end(cli);
	print(cli, "is written", cli->arguments[0], &report);
	return EH_OK;
}

/* A note knows nothing of what came after it, and nobody else does. */
static void print_noted(struct eh_cli *cli, const struct eh_backup_report *report)
{
	char at[21];

	eh_instant_format(report->noted_at, at);
	if (!report->noted_at)
		fputs("There was no note of erasures: whoever was erased since the backup is known again.\n", cli->out);
	else
		fprintf(cli->out,
		        "The newest note of erasures is of %s: whoever was erased later is known again, until you restore with a "
		        "newer one (--erased FILE).\n",
		        at);
}

enum eh_rc eh_cmd_restore(struct eh_cli *cli, struct eh_error *err)
{
	const char *to = eh_cli_option(cli, "to");
	struct eh_backup_report report;

	if (cli->argument_count != 1)
		return eh_fail(err, EH_USAGE, "which backup? evenhand restore FILE --to STORE");
	if (!to)
		to = eh_cli_db_path(cli);
	const struct eh_restore restore = { .file = cli->arguments[0],
		.to = to,
		.note = eh_cli_option(cli, "erased"),
		.force = eh_cli_flag(cli, "force"),
		.no_note = eh_cli_flag(cli, "no-erased") };
	EH_TRY(eh_backup_restore(&restore, eh_clock_now(), &report, err));
	print(cli, "is restored", cli->arguments[0], &report);
	if (!cli->json)
		print_noted(cli, &report);
	if (!cli->json)
		fprintf(cli->out, "%s holds it now. Everybody signs in anew; letters that waited then are not sent.\n", to);
	return EH_OK;
}

enum eh_rc eh_cmd_verify(struct eh_cli *cli, struct eh_error *err)
{
	const char *file = cli->argument_count ? cli->arguments[0] : eh_cli_db_path(cli);
	struct eh_backup_report report;

	if (cli->argument_count > 1)
		return eh_fail(err, EH_USAGE, "one file at a time: evenhand verify FILE");
	EH_TRY(eh_backup_verify(file, &report, err));
	print(cli, "is in order", file, &report);
	return EH_OK;
}
