/* cli.h: the door of `cli`: the command line. One command a file (cmd_*.c), all of them rows of one table, from which help, man pages
 * and shell completion are made. Faces hold no rules: a command reads its options, calls a library, prints. */
#ifndef EH_CLI_H
#define EH_CLI_H

#include <stdio.h>

#include "base/base.h"
#include "store/db.h"

struct eh_cli;

struct eh_option {
	const char *name;     /* without the dashes */
	const char *argument; /* "FILE"; NULL for a switch */
	const char *help;
};

struct eh_command {
	const char *name;
	const char *arguments; /* "RECIPE", "[FILE …]" or "" */
	const char *summary;   /* one line */
	const char *details;   /* paragraphs, NUL-terminated; may be "" */
	const char *example;
	const struct eh_option *options; /* ends with a NULL name */
	enum eh_rc (*run)(struct eh_cli *cli, struct eh_error *err);
};

extern const struct eh_command eh_commands[]; /* ends with a NULL name */
extern const struct eh_option eh_common_options[];

enum { EH_CLI_MOST_OPTIONS = 64, EH_CLI_MOST_ARGUMENTS = 256 };

/* A command line, taken apart. */
struct eh_cli {
	const struct eh_command *command;
	struct {
		const char *name, *value;
	} options[EH_CLI_MOST_OPTIONS];
	size_t option_count;
	const char *arguments[EH_CLI_MOST_ARGUMENTS];
	size_t argument_count;
	bool json;
	struct eh_db *db;      /* opened by eh_cli_open */
	struct eh_arena arena; /* for the length of the command */
	FILE *out;             /* standard output, or --out */
	/* The progress line. */
	const char *doing, *unit;
	double started, shown;
	bool line_open;
};

/* Runs the program; its result is the exit code: 0 done, 1 failed, 2 wrong usage. */
int eh_cli_main(int argc, char **argv);

/* The value of an option, the last if it was given several times; NULL when absent ("" for a switch that is on). */
const char *eh_cli_option(const struct eh_cli *cli, const char *name);
static inline bool eh_cli_flag(const struct eh_cli *cli, const char *name) { return eh_cli_option(cli, name) != NULL; }

/* A whole number or a date; EH_USAGE when the option holds something else. Untouched when the option is absent. */
enum eh_rc eh_cli_number(const struct eh_cli *cli, const char *name, int64_t *ret_value, struct eh_error *err);
enum eh_rc eh_cli_date(const struct eh_cli *cli, const char *name, int32_t *ret_value, struct eh_error *err);

/* Opens the store that --db or EVENHAND_DB names, else evenhand.db, into cli->db. */
enum eh_rc eh_cli_open(struct eh_cli *cli, enum eh_db_mode mode, struct eh_error *err);
const char *eh_cli_db_path(const struct eh_cli *cli);

/* For reading commands: opens the store, and with --as-of works out the list as it was known on that day, in a transaction that is
 * never kept. */
enum eh_rc eh_cli_open_as_of(struct eh_cli *cli, struct eh_error *err);

/* The council code of --place (a place's identifier, name or council code), or of the only place there is; {NULL, 0} when the
 * store holds no place or several and none is named: everything then. EH_NOT_FOUND: no such place, and the message lists them. */
enum eh_rc eh_cli_council(struct eh_cli *cli, struct eh_str *ret_council, struct eh_error *err);

/* Progress: eh_cli_progress fits eh_import.progress. A line on a terminal with rate and time left, nothing elsewhere; EH_CANCELLED once
 * the user pressed Ctrl-C. */
void eh_cli_doing(struct eh_cli *cli, const char *what);
/* The same where `done` counts things, not bytes: "organisations". */
void eh_cli_counting(struct eh_cli *cli, const char *what, const char *unit);
enum eh_rc eh_cli_progress(void *cli, uint64_t done, uint64_t size);
void eh_cli_progress_end(struct eh_cli *cli);
/* Takes the line away to print something else; the next progress puts it back. */
void eh_cli_clear_line(struct eh_cli *cli);
bool eh_cli_interrupted(void);

/* Writes help for a command, the man page (roff), the completion script of a shell. */
void eh_cli_print_help(FILE *out, const struct eh_command *command);
void eh_cli_print_overview(FILE *out);
void eh_cli_print_man(FILE *out, const struct eh_command *command);
enum eh_rc eh_cli_print_completion(FILE *out, const char *shell, struct eh_error *err);
const struct eh_command *eh_cli_find(const char *name);

/* The commands. */
#define EH_COMMANDS(X)                                                                                                           \
	X(init)                                                                                                                  \
	X(import)                                                                                                                \
	X(update)                                                                                                                \
	X(build)                                                                                                                 \
	X(organisations)                                                                                                         \
	X(search)                                                                                                                \
	X(show)                                                                                                                  \
	X(overlaps)                                                                                                              \
	X(gaps)                                                                                                                  \
	X(completeness)                                                                                                          \
	X(report)                                                                                                                \
	X(classify)                                                                                                              \
	X(match)                                                                                                                 \
	X(compare)                                                                                                               \
	X(review)                                                                                                                \
	X(lend)                                                                                                                  \
	X(serve)                                                                                                                 \
	X(batches)                                                                                                               \
	X(undo)                                                                                                                  \
	X(generate)                                                                                                              \
	X(people)                                                                                                                \
	X(stewards)                                                                                                              \
	X(audit)                                                                                                                 \
	X(backup)                                                                                                                \
	X(restore)                                                                                                               \
	X(verify)                                                                                                                \
	X(jobs)                                                                                                                  \
	X(worker)                                                                                                                \
	X(status)                                                                                                                \
	X(flatten)                                                                                                               \
	X(help)                                                                                                                  \
	X(version)
#define EH_COMMAND_DECLARE(name) enum eh_rc eh_cmd_##name(struct eh_cli *cli, struct eh_error *err);
EH_COMMANDS(EH_COMMAND_DECLARE)

#endif
