/* cmd_coverage.c: overlaps, gaps, completeness: three views of one analysis. */
#include "reading.h"

enum eh_rc eh_cmd_overlaps(struct eh_cli *cli, struct eh_error *err)
{
	struct eh_analysis analysis EH_CLEANUP_ANALYSIS = { 0 };
	struct eh_sheet sheet EH_CLEANUP_SHEET = { 0 };
	bool published = eh_cli_flag(cli, "published"), people = !cli->json && !eh_cli_flag(cli, "csv");
	struct eh_str need;

	EH_TRY(eh_cli_need(cli, &need, err));
	EH_TRY(eh_cli_analyse(cli, EH_ANALYSE_OVERLAPS, &analysis, err));
	EH_TRY((published ? eh_table_overlap_counts : eh_table_overlaps)(&analysis, need, &sheet, err));
	if (people && !published)
		fprintf(cli->out, "%s\n\n", sheet.note);
	EH_TRY(eh_cli_print_sheet(cli, &sheet, err));
	if (people && published)
		fprintf(cli->out, "\n%s\n", sheet.note);
	if (people && !published)
		fprintf(cli->out, "\n%zu pair%s; %zu service%s without a stated activity or place, in none (not enough known)\n",
		        sheet.row_count, eh_plural((int64_t)sheet.row_count), analysis.not_enough_known,
		        eh_plural((int64_t)analysis.not_enough_known));
	return EH_OK;
}

enum eh_rc eh_cmd_gaps(struct eh_cli *cli, struct eh_error *err)
{
	struct eh_analysis analysis EH_CLEANUP_ANALYSIS = { 0 };
	struct eh_sheet sheet EH_CLEANUP_SHEET = { 0 };
	bool people = !cli->json && !eh_cli_flag(cli, "csv");
	struct eh_str need;

	EH_TRY(eh_cli_need(cli, &need, err));
	EH_TRY(eh_cli_analyse(cli, EH_ANALYSE_GAPS, &analysis, err));
	EH_TRY(eh_table_gaps(&analysis, need, people && !eh_cli_flag(cli, "all"), &sheet, err));
	EH_TRY(eh_cli_print_sheet(cli, &sheet, err));
	if (people)
		fprintf(cli->out, "\n%zu row%s. %s\n", sheet.row_count, eh_plural((int64_t)sheet.row_count), sheet.note);
	eh_cli_print_warnings(cli, &analysis);
	return EH_OK;
}

enum eh_rc eh_cmd_completeness(struct eh_cli *cli, struct eh_error *err)
{
	struct eh_analysis analysis EH_CLEANUP_ANALYSIS = { 0 };
	struct eh_sheet sheet EH_CLEANUP_SHEET = { 0 };

	EH_TRY(eh_cli_analyse(cli, EH_ANALYSE_COMPLETENESS, &analysis, err));
	EH_TRY(eh_table_completeness(&analysis, &sheet, err));
	EH_TRY(eh_cli_print_sheet(cli, &sheet, err));
	if (!cli->json && !eh_cli_flag(cli, "csv"))
		fprintf(cli->out, "\n%s\n", sheet.note);
	eh_cli_print_warnings(cli, &analysis);
	return EH_OK;
}
