#include "govern_cli.h"

#include "queries.h"

enum eh_rc eh_cli_action(
        const struct eh_cli *cli, const char *const *actions, const char *usual, const char **ret_action, struct eh_error *err)
{
	const char *word = cli->argument_count ? cli->arguments[0] : usual;

	for (; *actions; actions++)
		if (strcmp(*actions, word) == 0) {
			*ret_action = *actions;
			return EH_OK;
		}
	return eh_fail(err, EH_USAGE, "%s cannot \"%s\": evenhand %s %s", cli->command->name, word, cli->command->name,
	        cli->command->arguments);
}

enum eh_rc eh_cli_place_id(struct eh_cli *cli, struct eh_str *ret_place, struct eh_error *err)
{
	const char *wanted = eh_cli_option(cli, "place");
	struct eh_q_place_find place;

	*ret_place = (struct eh_str){ NULL, 0 };
	if (!wanted)
		return EH_OK;
	enum eh_rc rc = eh_q_place_find(cli->db, eh_str_of(wanted), &cli->arena, &place, err);
	if (rc == EH_NOT_FOUND)
		return eh_fail(err, EH_NOT_FOUND, "there is no place \"%s\" in this store; evenhand status lists them", wanted);
	EH_TRY(rc);
	*ret_place = place.place_id;
	return EH_OK;
}

enum eh_rc eh_cli_person(struct eh_cli *cli, struct eh_person *ret_person, struct eh_error *err)
{
	if (cli->argument_count < 2)
		return eh_fail(err, EH_USAGE, "whose? evenhand %s %s EMAIL", cli->command->name, cli->arguments[0]);
	return eh_person_find(cli->db, eh_str_of(cli->arguments[1]), &cli->arena, ret_person, err);
}

enum eh_rc eh_cli_write(struct eh_cli *cli, enum eh_rc (*write)(struct eh_cli *cli, struct eh_error *err), struct eh_error *err)
{
	EH_TRY(eh_db_begin(cli->db, err));
	enum eh_rc rc = write(cli, err);
	if (rc < 0) {
		eh_db_rollback(cli->db);
		return rc;
	}
	return eh_db_commit(cli->db, err);
}
