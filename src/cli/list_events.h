/* list_events.h: what a build changed in the list, printed. */
#ifndef EH_CLI_LIST_EVENTS_H
#define EH_CLI_LIST_EVENTS_H

#include "cli.h"
#include "io/json.h"
#include "register/register.h"

/* The number of the newest event there is, to ask for what comes after it. */
enum eh_rc eh_cli_events_newest(struct eh_cli *cli, int64_t *ret_number, struct eh_error *err);

/* A dozen of the events after that number as lines, and how many more there are. Merges, splits and what is gone come first, each with the
 * record that caused it. */
enum eh_rc eh_cli_events_print(struct eh_cli *cli, int64_t since, struct eh_error *err);

/* All of them, as an array: event, organisation, other, name, cause (source and record; null where it was a decision, or how many records
 * are alike by now). */
enum eh_rc eh_cli_events_json(struct eh_cli *cli, int64_t since, struct eh_json_writer *json, struct eh_error *err);

/* Says when the list has outgrown the model that it is linked by. */
void eh_cli_say_outgrown(struct eh_cli *cli, const struct eh_build_summary *build);

#endif
