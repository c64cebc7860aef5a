#include "cli.h"

#include "town/town.h"

static enum eh_rc town(struct eh_cli *cli, const char *folder, int64_t seed, struct eh_error *err)
{
	int64_t organisations = 600;
	char text[32];

	if (eh_cli_option(cli, "rows"))
		return eh_fail(err, EH_USAGE, "--rows is for evenhand generate records; a town takes --organisations");
	EH_TRY(eh_cli_number(cli, "organisations", &organisations, err));
	if (organisations < 1 || organisations > 10000000)
		return eh_fail(err, EH_USAGE, "--organisations takes 1 to 10,000,000");
	struct eh_town_options options = {
		.organisations = (uint64_t)organisations, .seed = (uint64_t)seed, .folder = folder ? folder : "example-town"
	};
	eh_cli_counting(cli, "generating the town", "organisations");
	EH_TRY(eh_town_generate(&options, &(struct eh_town_progress){ cli, eh_cli_progress }, err));
	eh_cli_progress_end(cli);
	if (!cli->json)
		fprintf(cli->out, "%s organisations of an invented town in %s\n", eh_thousands(organisations, text),
		        options.folder);
	return EH_OK;
}

static enum eh_rc records(struct eh_cli *cli, const char *folder, int64_t seed, struct eh_error *err)
{
	int64_t rows = 10000;
	char text[32];

	if (eh_cli_option(cli, "organisations"))
		return eh_fail(err, EH_USAGE, "--organisations is for evenhand generate town; records take --rows");
	EH_TRY(eh_cli_number(cli, "rows", &rows, err));
	if (rows < 1 || rows > (int64_t)EH_TOWN_MOST_RECORDS)
		return eh_fail(err, EH_USAGE, "--rows takes 1 to 20,000,000");
	struct eh_town_records_options options = {
		.rows = (uint64_t)rows, .seed = (uint64_t)seed, .folder = folder ? folder : "example-records"
	};
	eh_cli_doing(cli, "generating records");
	EH_TRY(eh_town_records(&options, &(struct eh_town_progress){ cli, eh_cli_progress }, err));
	eh_cli_progress_end(cli);
	if (!cli->json)
		fprintf(cli->out, "%s records of invented organisations in %s\n", eh_thousands(rows, text), options.folder);
	return EH_OK;
}

enum eh_rc eh_cmd_generate(struct eh_cli *cli, struct eh_error *err)
{
	const char *what = cli->argument_count == 1 ? cli->arguments[0] : "", *folder = eh_cli_option(cli, "out");
	int64_t seed = 1;

	EH_TRY(eh_cli_number(cli, "seed", &seed, err));
	if (strcmp(what, "town") == 0)
		return town(cli, folder, seed, err);
	if (strcmp(what, "records") == 0)
		return records(cli, folder, seed, err);
	return eh_fail(err, EH_USAGE, "what? evenhand generate town --organisations N --seed S --out DIR, or records --rows N");
}
