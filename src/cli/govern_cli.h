/* govern_cli.h: what the commands about people and the audit share. */
#ifndef EH_CLI_GOVERN_CLI_H
#define EH_CLI_GOVERN_CLI_H

#include "cli.h"
#include "govern/govern.h"

/* The action that the first argument names, `usual` when there is none. EH_USAGE: none of `actions`, which ends with NULL. */
enum eh_rc eh_cli_action(
        const struct eh_cli *cli, const char *const *actions, const char *usual, const char **ret_action, struct eh_error *err);

/* The identifier of --place, {NULL, 0} when it is not given. EH_NOT_FOUND: no such place. In the arena of the command. */
enum eh_rc eh_cli_place_id(struct eh_cli *cli, struct eh_str *ret_place, struct eh_error *err);

/* The person whose address is the second argument. EH_USAGE: none given. */
enum eh_rc eh_cli_person(struct eh_cli *cli, struct eh_person *ret_person, struct eh_error *err);

/* Runs `write` in a transaction of its own. */
enum eh_rc eh_cli_write(struct eh_cli *cli, enum eh_rc (*write)(struct eh_cli *cli, struct eh_error *err), struct eh_error *err);

static inline struct eh_str eh_cli_text(const struct eh_cli *cli, const char *option)
{
	return eh_str_of(eh_cli_option(cli, option));
}

#endif
