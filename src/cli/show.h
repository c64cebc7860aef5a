/* show.h: one organisation, for people (cmd_show.c) and for other programs (show_json.c). */
#ifndef EH_CLI_SHOW_H
#define EH_CLI_SHOW_H

#include "cli.h"
#include "register/facts.h"

/* Every statement of every source is an object of its own, also where several say the same. */
enum eh_rc eh_cli_show_json(struct eh_cli *cli, const struct eh_facts *facts, struct eh_error *err);

#endif
