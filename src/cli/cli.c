#include "cli.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

static volatile sig_atomic_t interrupted, polled;

/* While something asks eh_cli_progress whether to go on, that stops it tidily; otherwise the program ends here and now. The store is whole
 * at any moment. A second interrupt always ends it. */
static void on_interrupt(int number)
{
	static const char STOPPED[] = "evenhand: stopped; nothing of this step was kept\n";

	(void)number;
	interrupted = 1;
	if (!polled) {
		(void)!write(STDERR_FILENO, STOPPED, sizeof STOPPED - 1);
		_exit(1);
	}
	signal(SIGINT, SIG_DFL);
	signal(SIGTERM, SIG_DFL);
}

bool eh_cli_interrupted(void) { return interrupted != 0; }

const char *eh_cli_option(const struct eh_cli *cli, const char *name)
{
	for (size_t i = cli->option_count; i--;)
		if (strcmp(cli->options[i].name, name) == 0)
			return cli->options[i].value;
	return NULL;
}

enum eh_rc eh_cli_number(const struct eh_cli *cli, const char *name, int64_t *ret_value, struct eh_error *err)
{
	const char *text = eh_cli_option(cli, name);

	if (text && eh_str_to_i64(eh_str_of(text), ret_value) != EH_OK)
		return eh_fail(err, EH_USAGE, "--%s takes a whole number, not \"%s\"", name, text);
	return EH_OK;
}

enum eh_rc eh_cli_date(const struct eh_cli *cli, const char *name, int32_t *ret_value, struct eh_error *err)
{
	const char *text = eh_cli_option(cli, name);

	if (text && eh_date_parse(eh_str_of(text), ret_value) != EH_OK)
		return eh_fail(err, EH_USAGE, "--%s takes a date such as 2023-04-04, not \"%s\"", name, text);
	return EH_OK;
}

const char *eh_cli_db_path(const struct eh_cli *cli)
{
	const char *path = eh_cli_option(cli, "db");

	if (!path)
		path = getenv("EVENHAND_DB");
	return path && *path ? path : "evenhand.db";
}

enum eh_rc eh_cli_open(struct eh_cli *cli, enum eh_db_mode mode, struct eh_error *err)
{
	return eh_db_open(eh_cli_db_path(cli), mode, &cli->db, err);
}

void eh_cli_doing(struct eh_cli *cli, const char *what) { eh_cli_counting(cli, what, NULL); }

void eh_cli_counting(struct eh_cli *cli, const char *what, const char *unit)
{
	eh_cli_progress_end(cli);
	polled = 1;
	cli->doing = what;
	cli->unit = unit;
	cli->started = cli->shown = eh_time_elapsed();
}

enum eh_rc eh_cli_progress(void *context, uint64_t done, uint64_t size)
{
	struct eh_cli *cli = context;
	double now = eh_time_elapsed(), spent = now - cli->started;

	if (interrupted)
		return EH_CANCELLED;
	if (now - cli->shown < 0.2 || !isatty(STDERR_FILENO) || cli->json)
		return EH_OK;
	cli->shown = now;
	cli->line_open = true;
	fprintf(stderr, "\r\033[K%s  ", cli->doing);
	if (size && done <= size && done)
		fprintf(stderr, "%3.0f%%  %.*f %s/s  %.0f s left", 100.0 * (double)done / (double)size, cli->unit ? 0 : 1,
		        (double)done / (cli->unit ? 1 : 1e6) / spent, cli->unit ? cli->unit : "MB",
		        spent * (double)(size - done) / (double)done);
	else
		fprintf(stderr, "%.0f s", spent);
	fflush(stderr);
	return EH_OK;
}

void eh_cli_clear_line(struct eh_cli *cli)
{
	if (cli->line_open)
		fputs("\r\033[K", stderr);
	cli->line_open = false;
}

void eh_cli_progress_end(struct eh_cli *cli)
{
	eh_cli_clear_line(cli);
	polled = 0;
}

const struct eh_command *eh_cli_find(const char *name)
{
	for (const struct eh_command *command = eh_commands; command->name; command++)
		if (strcmp(command->name, name) == 0)
			return command;
	return NULL;
}

static const struct eh_option *find_option(const struct eh_command *command, struct eh_str name)
{
	const struct eh_option *lists[] = { command ? command->options : NULL, eh_common_options };

	for (size_t i = 0; i < 2; i++)
		for (const struct eh_option *option = lists[i]; option && option->name; option++)
			if (eh_str_eq(name, eh_str_of(option->name)))
				return option;
	return NULL;
}

static enum eh_rc take_option(struct eh_cli *cli, int argc, char **argv, int *at, struct eh_error *err)
{
	struct eh_str text = eh_str_of(argv[*at] + 2), name = text;
	ptrdiff_t equals = eh_str_find(text, EH_STR("="));

	if (equals >= 0)
		name.n = (size_t)equals;
	const struct eh_option *option = find_option(cli->command, name);
	if (!option)
		return eh_fail(err, EH_USAGE, "there is no option --%.*s; evenhand help%s%s lists them", EH_FMT(name),
		        cli->command ? " " : "", cli->command ? cli->command->name : "");
	const char *value = "";
	if (option->argument && equals >= 0)
		value = text.p + equals + 1;
	else if (option->argument && *at + 1 < argc)
		value = argv[++*at];
	else if (option->argument)
		return eh_fail(err, EH_USAGE, "--%s needs a value: --%s %s", option->name, option->name, option->argument);
	else if (equals >= 0)
		return eh_fail(err, EH_USAGE, "--%s takes no value", option->name);
	if (cli->option_count == EH_CLI_MOST_OPTIONS)
		return eh_fail(err, EH_USAGE, "too many options");
	cli->options[cli->option_count].name = option->name;
	cli->options[cli->option_count++].value = value;
	return EH_OK;
}

/* "[FILE FILE]" takes two, "NAME …" as many as there is room for. */
static size_t most_arguments(const struct eh_command *command)
{
	struct eh_str words = eh_str_of(command->arguments);
	size_t count = words.n != 0;

	if (eh_str_find(words, EH_STR("…")) >= 0)
		return EH_CLI_MOST_ARGUMENTS;
	for (size_t i = 0; i < words.n; i++)
		count += words.p[i] == ' ';
	return count;
}

static enum eh_rc take_word(struct eh_cli *cli, const char *word, struct eh_error *err)
{
	if (!cli->command) {
		cli->command = eh_cli_find(word);
		return cli->command ? EH_OK
		                    : eh_fail(err, EH_USAGE, "there is no command \"%s\"; evenhand help lists them", word);
	}
	if (cli->argument_count == most_arguments(cli->command))
		return eh_fail(err, EH_USAGE, "\"%s\" is one argument too many: evenhand %s%s%s", word, cli->command->name,
		        *cli->command->arguments ? " " : "", cli->command->arguments);
	cli->arguments[cli->argument_count++] = word;
	return EH_OK;
}

static enum eh_rc take_apart(struct eh_cli *cli, int argc, char **argv, struct eh_error *err)
{
	bool only_words = false;

	for (int i = 1; i < argc; i++) {
		if (!only_words && strcmp(argv[i], "--") == 0)
			only_words = true;
		else if (!only_words && strncmp(argv[i], "--", 2) == 0)
			EH_TRY(take_option(cli, argc, argv, &i, err));
		else if (!only_words && strcmp(argv[i], "-h") == 0)
			cli->options[cli->option_count++].name = "help", cli->options[cli->option_count - 1].value = "";
		else if (!only_words && argv[i][0] == '-' && argv[i][1])
			return eh_fail(err, EH_USAGE,
			        "there is no option %s; evenhand help%s%s lists them (a word that starts so comes after --)",
			        argv[i], cli->command ? " " : "", cli->command ? cli->command->name : "");
		else
			EH_TRY(take_word(cli, argv[i], err));
	}
	cli->json = eh_cli_flag(cli, "json");
	return EH_OK;
}

static enum eh_rc run(struct eh_cli *cli, int argc, char **argv, struct eh_error *err)
{
	EH_TRY(take_apart(cli, argc, argv, err));
	if (eh_cli_flag(cli, "help") || !cli->command) {
		if (cli->command)
			eh_cli_print_help(stdout, cli->command);
		else
			eh_cli_print_overview(stdout);
		return EH_OK;
	}
	const char *path = eh_cli_option(cli, "output");
	FILE *out = path && strcmp(path, "-") != 0 ? fopen(path, "we") : stdout;
	if (!out)
		return eh_fail_errno(err, "write", path);
	cli->out = out;
	return cli->command->run(cli, err);
}

static int finish(struct eh_cli *cli, enum eh_rc rc, const struct eh_error *err)
{
	char text[1024];

	eh_cli_progress_end(cli);
	if (cli->db)
		eh_db_rollback(cli->db);
	eh_db_close(cli->db);
	if (rc >= 0 && (fflush(cli->out) != 0 || ferror(cli->out))) {
		fprintf(stderr, "evenhand: the output could not be written: %s\n", strerrordesc_np(errno));
		rc = EH_IO;
	}
	if (cli->out != stdout)
		fclose(cli->out);
	eh_arena_finish(&cli->arena);
	if (rc >= 0)
		return 0;
	eh_error_text(err, text, sizeof text);
	if (rc == EH_CANCELLED && !err->message[0])
		fprintf(stderr, "evenhand: stopped; nothing of this step was kept\n");
	else
		fprintf(stderr, "evenhand: %s\n", text[0] ? text : eh_rc_name(rc));
	return rc == EH_USAGE ? 2 : 1;
}

int eh_cli_main(int argc, char **argv)
{
	struct eh_cli cli = { .out = stdout, .doing = "" };
	struct eh_error err = { 0 };
	struct sigaction action = { .sa_handler = on_interrupt };

	sigaction(SIGINT, &action, NULL);
	sigaction(SIGTERM, &action, NULL);
	enum eh_rc rc = run(&cli, argc, argv, &err);
	return finish(&cli, rc, &err);
}
