/* reading.h: what the reading commands share: which place, as of when, in what form. */
#ifndef EH_CLI_READING_H
#define EH_CLI_READING_H

#include "cli.h"
#include "exchange/tables.h"

/* As eh_cli_council, for commands that are about one place: EH_USAGE when it is not said which of several. */
enum eh_rc eh_cli_one_council(struct eh_cli *cli, struct eh_str *ret_council, struct eh_error *err);

/* Opens the store (as of --as-of) and works out `parts` of eh_analyse for the place asked for. */
enum eh_rc eh_cli_analyse(struct eh_cli *cli, unsigned parts, struct eh_analysis *ret_analysis, struct eh_error *err);

/* The code of --need, {NULL,0} when absent. EH_USAGE: no such need; the message lists them. */
enum eh_rc eh_cli_need(const struct eh_cli *cli, struct eh_str *ret_need, struct eh_error *err);

/* Prints a sheet as --json, --csv or for people. */
enum eh_rc eh_cli_print_sheet(struct eh_cli *cli, const struct eh_sheet *sheet, struct eh_error *err);

/* What is missing and what follows: with the result for people, beside it (on standard error) for machines. */
void eh_cli_print_warnings(struct eh_cli *cli, const struct eh_analysis *analysis);

#endif
