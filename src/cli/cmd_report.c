/* cmd_report.c: report: what a place could publish, as one folder. */
#include "reading.h"

#include "exchange/report.h"

static void print(struct eh_cli *cli, const struct eh_report_summary *summary, const char *folder)
{
	char files[32];

	if (cli->json) {
		fprintf(cli->out, "{\"files\": %llu, \"bytes\": %llu}\n", (unsigned long long)summary->files,
		        (unsigned long long)summary->bytes);
		return;
	}
	fwrite(summary->words.p, 1, summary->words.n, cli->out);
	fprintf(cli->out, "\n%s files, %.1f MB. Open %s/index.html\n", eh_thousands((int64_t)summary->files, files),
	        (double)summary->bytes / 1e6, folder);
}

enum eh_rc eh_cmd_report(struct eh_cli *cli, struct eh_error *err)
{
	struct eh_report_summary summary = { 0 };
	struct eh_str council;
	const char *folder = eh_cli_option(cli, "out");
	struct eh_report_options options = { .folder = folder ? folder : "report",
		.draft = eh_cli_flag(cli, "draft"),
		.as_of = EH_NO_DATE,
		.progress = eh_cli_progress,
		.progress_context = cli };

	EH_TRY(eh_cli_date(cli, "as-of", &options.as_of, err));
	EH_TRY(eh_cli_open_as_of(cli, err));
	EH_TRY(eh_cli_one_council(cli, &council, err));
	eh_cli_doing(cli, "writing the report");
	EH_TRY(eh_report_write(cli->db, council, &options, &summary, err));
	eh_cli_progress_end(cli);
	print(cli, &summary, options.folder);
	eh_buf_finish(&summary.words);
	return EH_OK;
}
