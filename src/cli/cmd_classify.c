#include "cli.h"

#include "register/classify.h"

enum eh_rc eh_cmd_classify(struct eh_cli *cli, struct eh_error *err)
{
	const char *path = eh_cli_option(cli, "csv"), *scheme = eh_cli_option(cli, "scheme");

	if (!path)
		return eh_fail(err, EH_USAGE, "which file? evenhand classify --csv FILE (columns id, name, activities)");
	return eh_classify_csv(path, scheme ? scheme : "evenhand", cli->out, err);
}
