/* cmd_small.c: the commands that are a few lines each: init, help, version. */
#include "cli.h"
#include "io/flatten.h"

enum eh_rc eh_cmd_init(struct eh_cli *cli, struct eh_error *err)
{
	EH_TRY(eh_cli_open(cli, EH_DB_CREATE, err));
	if (!cli->json)
		fprintf(cli->out, "%s is ready. Next: evenhand update RECIPE, or evenhand import FILE.\n", eh_cli_db_path(cli));
	return EH_OK;
}

enum eh_rc eh_cmd_help(struct eh_cli *cli, struct eh_error *err)
{
	const char *shell = eh_cli_option(cli, "completion");
	const struct eh_command *command = NULL;

	if (shell)
		return eh_cli_print_completion(cli->out, shell, err);
	if (cli->argument_count) {
		command = eh_cli_find(cli->arguments[0]);
		if (!command)
			return eh_fail(err, EH_USAGE, "there is no command \"%s\"; evenhand help lists them", cli->arguments[0]);
	}
	if (eh_cli_flag(cli, "list"))
		for (command = eh_commands; command->name; command++)
			fprintf(cli->out, "%s\n", command->name);
	else if (eh_cli_flag(cli, "man"))
		eh_cli_print_man(cli->out, command);
	else if (command)
		eh_cli_print_help(cli->out, command);
	else
		eh_cli_print_overview(cli->out);
	return EH_OK;
}

enum eh_rc eh_cmd_version(struct eh_cli *cli, struct eh_error *err)
{
	(void)err;
	fprintf(cli->out, cli->json ? "{\"version\": \"%s\"}\n" : "evenhand %s\n", EH_VERSION);
	return EH_OK;
}

enum eh_rc eh_cmd_flatten(struct eh_cli *cli, struct eh_error *err)
{
	(void)cli;
	return eh_flatten_child(err);
}
