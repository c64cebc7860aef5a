/* help.c: help, man pages and shell completion, all from the table of commands. */
#include "cli.h"

#include <utf8proc.h>

const struct eh_option eh_common_options[] = {
	{ "db", "FILE", "the store (default: EVENHAND_DB, else evenhand.db)" },
	{ "json", NULL, "print JSON for other programs" },
	{ "output", "FILE", "write there instead of to the terminal" },
	{ "help", NULL, "show this help" },
	{ NULL, NULL, NULL },
};

static void print_options(FILE *out, const struct eh_option *options)
{
	for (; options && options->name; options++) {
		char left[64];
		snprintf(left, sizeof left, "--%s%s%s", options->name, options->argument ? " " : "",
		        options->argument ? options->argument : "");
		fprintf(out, "  %-22s %s\n", left, options->help);
	}
}

void eh_cli_print_overview(FILE *out)
{
	fprintf(out, "Evenhand keeps one list of the organisations and services of a place, and shows overlaps and gaps.\n\n"
	             "usage: evenhand COMMAND [OPTIONS] [ARGUMENTS]\n\n");
	for (const struct eh_command *command = eh_commands; command->name; command++)
		fprintf(out, "  %-15s %s\n", command->name, command->summary);
	fprintf(out, "\nOptions that every command takes:\n");
	print_options(out, eh_common_options);
	fprintf(out, "\nevenhand help COMMAND tells more, with an example. Exit codes: 0 done, 1 failed, 2 wrong usage.\n");
}

void eh_cli_print_help(FILE *out, const struct eh_command *command)
{
	fprintf(out, "%s: %s\n\nusage: evenhand %s%s%s%s\n", command->name, command->summary, command->name,
	        command->options && command->options->name ? " [OPTIONS]" : "", *command->arguments ? " " : "",
	        command->arguments);
	if (*command->details)
		fprintf(out, "\n%s\n", command->details);
	fprintf(out, "\nOptions:\n");
	print_options(out, command->options);
	print_options(out, eh_common_options);
	fprintf(out, "\nExample:\n  %s\n", command->example);
}

/* Text as roff wants it: dashes and backslashes escaped, a leading dot hidden, what is not ASCII by its code point. */
static void roff_text(FILE *out, struct eh_str text)
{
	for (size_t i = 0; i < text.n;) {
		utf8proc_int32_t c = (unsigned char)text.p[i];
		utf8proc_ssize_t n = c < 128 ? 1
		                             : utf8proc_iterate(
		                                       (const utf8proc_uint8_t *)text.p + i, (utf8proc_ssize_t)(text.n - i), &c);
		if ((i == 0 || text.p[i - 1] == '\n') && (c == '.' || c == '\''))
			fputs("\\&", out);
		if (c == '-')
			fputs("\\-", out);
		else if (c == '\\')
			fputs("\\e", out);
		else if (c < 128)
			fputc((int)c, out);
		else if (c == 0x2026)
			fputs("...", out); /* plain ASCII terminals have no glyph for it */
		else
			fprintf(out, "\\[u%04X]", (unsigned)c);
		i += n > 0 ? (size_t)n : 1;
	}
}

static void roff(FILE *out, const char *text) { roff_text(out, eh_str_of(text)); }

/* Paragraphs. Lines that are set in are a table: they are kept as they are. */
static void roff_paragraphs(FILE *out, const char *text)
{
	bool kept = false;

	while (*text) {
		size_t n = strcspn(text, "\n");
		bool keep = strncmp(text, "  ", 2) == 0;
		if (keep != kept)
			fputs(keep ? ".nf\n" : ".fi\n", out);
		kept = keep;
		if (n)
			roff_text(out, (struct eh_str){ text, n });
		else
			fputs(".PP", out);
		fputc('\n', out);
		text += n + (text[n] == '\n');
	}
	if (kept)
		fputs(".fi\n", out);
}

static void roff_title(FILE *out, const struct eh_command *command)
{
	fputs(".TH \"EVENHAND", out);
	for (const char *p = command ? command->name : ""; *p; p++)
		fprintf(out, "%s%c", p == command->name ? "\\-" : "", *p - (*p >= 'a' && *p <= 'z' ? 'a' - 'A' : 0));
	fprintf(out, "\" 1 \"\" \"Evenhand " EH_VERSION "\" \"Evenhand\"\n.SH NAME\nevenhand%s%s \\- ", command ? "\\-" : "",
	        command ? command->name : "");
}

static void roff_options(FILE *out, const struct eh_option *options)
{
	for (; options && options->name; options++) {
		fprintf(out, ".TP\n\\fB\\-\\-");
		roff(out, options->name);
		fprintf(out, "\\fR%s%s%s\n", options->argument ? " \\fI" : "", options->argument ? options->argument : "",
		        options->argument ? "\\fR" : "");
		roff(out, options->help);
		fputc('\n', out);
	}
}

void eh_cli_print_man(FILE *out, const struct eh_command *command)
{
	roff_title(out, command);
	roff(out, command ? command->summary : "one list of the organisations and services of a place");
	fprintf(out, "\n.SH SYNOPSIS\n.B evenhand %s\n", command ? command->name : "COMMAND");
	roff(out, command ? command->arguments : "[OPTIONS] [ARGUMENTS]");
	fprintf(out, "\n.SH DESCRIPTION\n");
	roff_paragraphs(out, command ? *command->details ? command->details : command->summary
	                             : "Reads public registers, grants data, directories and spreadsheets, links them into one "
	                               "list, and shows overlaps and gaps of services.");
	if (!command) {
		fprintf(out, ".SH COMMANDS\n");
		for (const struct eh_command *each = eh_commands; each->name; each++) {
			fprintf(out, ".TP\n\\fB%s\\fR\n", each->name);
			roff(out, each->summary);
			fputc('\n', out);
		}
	}
	fprintf(out, ".SH OPTIONS\n");
	if (command)
		roff_options(out, command->options);
	roff_options(out, eh_common_options);
	if (command) {
		fprintf(out, ".SH EXAMPLE\n.nf\n");
		roff(out, command->example);
		fprintf(out, "\n.fi\n");
	}
	fprintf(out, ".SH EXIT STATUS\n0 done, 1 failed, 2 wrong usage.\n.SH ENVIRONMENT\n.TP\nEVENHAND_DB\nThe store, where "
	             "\\-\\-db names none.\n.TP\nEVENHAND_DATA\nThe data folder, where \\-\\-data names none.\n");
}

static void words_of_options(FILE *out, const struct eh_option *options)
{
	for (; options && options->name; options++)
		fprintf(out, " --%s", options->name);
}

/* Text inside single quotes; a quote in it is written as this shell has it. */
static void quoted(FILE *out, const char *text, const char *quote)
{
	for (; *text; text++)
		if (*text == '\'')
			fputs(quote, out);
		else
			fputc(*text, out);
}

static void complete_bash(FILE *out)
{
	fprintf(out, "# bash completion for evenhand\n_evenhand() {\n\tlocal word=${COMP_WORDS[COMP_CWORD]} "
	             "command=${COMP_WORDS[1]} words\n"
	             "\tif [ \"$COMP_CWORD\" -eq 1 ]; then\n\t\twords=\"");
	for (const struct eh_command *command = eh_commands; command->name; command++)
		fprintf(out, "%s ", command->name);
	fprintf(out, "\"\n\telse\n\t\tcase $command in\n");
	for (const struct eh_command *command = eh_commands; command->name; command++) {
		fprintf(out, "\t\t%s) words=\"", command->name);
		words_of_options(out, command->options);
		words_of_options(out, eh_common_options);
		fprintf(out, "\" ;;\n");
	}
	fprintf(out, "\t\tesac\n\tfi\n\tcase $word in\n\t-*) COMPREPLY=($(compgen -W \"$words\" -- \"$word\")) ;;\n"
	             "\t*) [ \"$COMP_CWORD\" -eq 1 ] && COMPREPLY=($(compgen -W \"$words\" -- \"$word\")) || "
	             "COMPREPLY=($(compgen -f -- \"$word\")) ;;\n"
	             "\tesac\n}\ncomplete -o filenames -F _evenhand evenhand\n");
}

static void fish_options(FILE *out, const char *command, const struct eh_option *options)
{
	for (; options && options->name; options++) {
		fputs("complete -c evenhand", out);
		if (command)
			fprintf(out, " -n '__fish_seen_subcommand_from %s'", command);
		fprintf(out, " -l %s%s -d '", options->name, options->argument ? " -r" : "");
		quoted(out, options->help, "\\'");
		fputs("'\n", out);
	}
}

static void complete_fish(FILE *out)
{
	fprintf(out, "# fish completion for evenhand\n");
	for (const struct eh_command *command = eh_commands; command->name; command++) {
		fprintf(out, "complete -c evenhand -n __fish_use_subcommand -a %s -d '", command->name);
		quoted(out, command->summary, "\\'");
		fputs("'\n", out);
		fish_options(out, command->name, command->options);
	}
	fish_options(out, NULL, eh_common_options);
}

/* '--out=[where to write]:DIR:_files', '--json[print JSON]' */
static void zsh_options(FILE *out, const struct eh_option *options)
{
	for (; options && options->name; options++) {
		fprintf(out, " \\\n\t\t'--%s%s[", options->name, options->argument ? "=" : "");
		quoted(out, options->help, "'\\''");
		fprintf(out, "]%s%s%s'", options->argument ? ":" : "", options->argument ? options->argument : "",
		        options->argument ? ":_files" : "");
	}
}

static void complete_zsh(FILE *out)
{
	fprintf(out, "#compdef evenhand\nlocal -a commands\ncommands=(\n");
	for (const struct eh_command *command = eh_commands; command->name; command++) {
		fprintf(out, "\t'%s:", command->name);
		quoted(out, command->summary, "'\\''");
		fputs("'\n", out);
	}
	fprintf(out, ")\nif (( CURRENT == 2 )); then _describe command commands; return; fi\ncase $words[2] in\n");
	for (const struct eh_command *command = eh_commands; command->name; command++) {
		fprintf(out, "%s)\n\t_arguments", command->name);
		zsh_options(out, command->options);
		zsh_options(out, eh_common_options);
		fprintf(out, " '*:file:_files' ;;\n");
	}
	fprintf(out, "esac\n");
}

enum eh_rc eh_cli_print_completion(FILE *out, const char *shell, struct eh_error *err)
{
	static const struct {
		const char *shell;
		void (*print)(FILE *out);
	} SHELLS[] = { { "bash", complete_bash }, { "zsh", complete_zsh }, { "fish", complete_fish } };

	for (size_t i = 0; i < sizeof SHELLS / sizeof *SHELLS; i++) {
		if (strcmp(SHELLS[i].shell, shell) != 0)
			continue;
		SHELLS[i].print(out);
		return EH_OK;
	}
	return eh_fail(err, EH_USAGE, "completion is made for bash, zsh and fish, not \"%s\"", shell);
}
