#include "cli.h"

#include "town/town.h"

enum eh_rc eh_cmd_generate(struct eh_cli *cli, struct eh_error *err)
{
	const char *folder = eh_cli_option(cli, "out");
	int64_t organisations = 600, seed = 1;
	char text[32];

	if (cli->argument_count != 1 || strcmp(cli->arguments[0], "town") != 0)
		return eh_fail(err, EH_USAGE, "what? evenhand generate town --organisations N --seed S --out DIR");
	EH_TRY(eh_cli_number(cli, "organisations", &organisations, err));
	EH_TRY(eh_cli_number(cli, "seed", &seed, err));
	if (organisations < 1 || organisations > 10000000)
		return eh_fail(err, EH_USAGE, "--organisations takes 1 to 10,000,000");
	struct eh_town_options options = {
		.organisations = (uint64_t)organisations, .seed = (uint64_t)seed, .folder = folder ? folder : "example-town"
	};
	eh_cli_counting(cli, "generating the town", "organisations");
	EH_TRY(eh_town_generate(&options, &(struct eh_town_progress){ cli, eh_cli_progress }, err));
	eh_cli_progress_end(cli);
	if (!cli->json)
		fprintf(cli->out, "%s organisations of an invented town in %s\n", eh_cli_thousands(organisations, text),
		        options.folder);
	return EH_OK;
}
