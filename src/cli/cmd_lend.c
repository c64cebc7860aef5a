/* cmd_lend.c: what another may see of a list that stays where it is. */
#include <unistd.h>

#include "cli.h"

#include "register/lend.h"
#include "whole_file.h"

static bool cancelled(void *context)
{
	(void)context;
	return eh_cli_interrupted();
}

/* A store that is named must be there; the usual one is used when it is. */
static enum eh_rc open_store(struct eh_cli *cli, bool needed, struct eh_error *err)
{
	if (!needed && !eh_cli_flag(cli, "db") && access(eh_cli_db_path(cli), F_OK) != 0)
		return EH_OK;
	return eh_cli_open(cli, EH_DB_READ, err);
}

static void print_summary(const struct eh_lend_summary *summary, const char *path)
{
	fprintf(stderr,
	        "of %zu row%s %zu %s on the public list (%zu identifier%s), %zu more pair%s would need a person to say; %s\n"
	        "%s holds those identifiers and counts of five or more, and nothing else of your list. Read it before you send "
	        "it.\n",
	        summary->rows, eh_plural((int64_t)summary->rows), summary->matched_rows,
	        eh_is_are((int64_t)summary->matched_rows), summary->identifiers, eh_plural((int64_t)summary->identifiers),
	        summary->asked, eh_plural((int64_t)summary->asked),
	        summary->wards ? "counted by need and ward" : "counted by need only: there is no store with these postcodes",
	        path);
}

enum eh_rc eh_cmd_lend(struct eh_cli *cli, struct eh_error *err)
{
	const char *against = eh_cli_option(cli, "against"), *path = eh_cli_option(cli, "out");
	struct eh_buf text EH_CLEANUP_BUF = { 0 };
	struct eh_lend_summary summary;
	int64_t threads = 0;

	if (cli->argument_count != 1)
		return eh_fail(err, EH_USAGE, "which list? evenhand lend MINE --against PUBLIC --out FILE");
	if (!path)
		return eh_fail(err, EH_USAGE, "where to? evenhand lend MINE --against PUBLIC --out FILE (- for standard output)");
	EH_TRY(eh_cli_number(cli, "threads", &threads, err));
	if (threads < 0 || threads > 64)
		return eh_fail(err, EH_USAGE, "--threads takes 0 to 64");
	if (against && strcmp(against, "store") == 0)
		against = NULL;
	EH_TRY(open_store(cli, !against, err));
	const struct eh_lend_options options = { .mine = cli->arguments[0],
		.against = against,
		.columns = eh_cli_option(cli, "columns"),
		.id = eh_cli_option(cli, "id"),
		.db = cli->db,
		.threads = (size_t)threads,
		.cancelled = cancelled };
	EH_TRY(eh_lend(&options, &text, &summary, err));
	if (strcmp(path, "-") != 0)
		EH_TRY(eh_whole_file_write(path, eh_buf_str(&text), err));
	else if (fwrite(text.p, 1, text.n, cli->out) != text.n)
		return eh_fail_errno(err, "writing", "standard output");
	print_summary(&summary, strcmp(path, "-") == 0 ? "the output" : path);
	return EH_OK;
}
