#include "cli.h"

#include <stdlib.h>

#include "list_events.h"
#include "queries.h"
#include "register/register.h"
#include "register/update.h"

static const char *data_folder(struct eh_cli *cli, const char *recipe)
{
	const char *folder = eh_cli_option(cli, "data"), *slash = strrchr(recipe, '/');

	if (!folder)
		folder = getenv("EVENHAND_DATA");
	if (folder && *folder)
		return folder;
	return slash ? eh_arena_str(&cli->arena, (struct eh_str){ recipe, (size_t)(slash - recipe) }).p : ".";
}

static enum eh_rc begins(void *context, const struct eh_recipe_edition *edition, struct eh_error *err)
{
	(void)err;
	if (eh_cli_interrupted())
		return EH_CANCELLED;
	eh_cli_doing(context, edition->path);
	return EH_OK;
}

static void imported(void *context, const struct eh_recipe_source *source, const struct eh_import_result *result)
{
	struct eh_cli *cli = context;

	eh_cli_progress_end(cli);
	if (!cli->json)
		fprintf(cli->out, "%-28s %8lld rows kept, %lld refused; %lld added, %lld changed, %lld gone\n", source->name,
		        (long long)result->kept, (long long)result->refused, (long long)result->added, (long long)result->changed,
		        (long long)result->gone);
}

static void passed_over(void *context, const char *path)
{
	(void)context;
	fprintf(stderr, "missing, passed over: %s\n", path);
}

static enum eh_rc print_summary(struct eh_cli *cli, const struct eh_update_totals *totals, const struct eh_build_summary *build,
        int64_t since, struct eh_error *err)
{
	if (cli->json) {
		struct eh_buf buf EH_CLEANUP_BUF = { 0 };
		struct eh_json_writer json;
		const struct {
			const char *name;
			int64_t value;
		} COUNTS[] = { { "imported", totals->imported }, { "already", totals->passed_over },
			{ "missing", totals->missing }, { "kept", totals->kept }, { "refused", totals->refused },
			{ "records", build->records }, { "organisations", build->organisations }, { "links", build->links },
			{ "questions", build->questions } };
		eh_json_write_init(&json, &buf, true);
		eh_json_write_object(&json);
		for (size_t i = 0; i < sizeof COUNTS / sizeof *COUNTS; i++) {
			eh_json_write_key(&json, COUNTS[i].name);
			eh_json_write_i64(&json, COUNTS[i].value);
		}
		eh_json_write_key(&json, "events");
		EH_TRY(eh_cli_events_json(cli, since, &json, err));
		eh_json_write_object_end(&json);
		EH_TRY(eh_json_write_end(&json));
		fwrite(buf.p, 1, buf.n, cli->out);
		return EH_OK;
	}
	if (!totals->imported)
		fprintf(cli->out, "nothing new: all %lld file%s were imported before\n", (long long)totals->passed_over,
		        eh_plural(totals->passed_over));
	fprintf(cli->out, "%lld record%s make %lld organisation%s; %lld pair%s %s for a person to settle\n",
	        (long long)build->records, eh_plural(build->records), (long long)build->organisations,
	        eh_plural(build->organisations), (long long)build->questions, eh_plural(build->questions),
	        eh_is_are(build->questions));
	eh_cli_say_outgrown(cli, build);
	return eh_cli_events_print(cli, since, err);
}

enum eh_rc eh_cmd_update(struct eh_cli *cli, struct eh_error *err)
{
	struct eh_recipe recipe EH_CLEANUP_RECIPE = { 0 };
	struct eh_update_totals totals = { 0 };
	struct eh_build_summary build = { 0 };
	int64_t newest = 0;

	if (cli->argument_count != 1)
		return eh_fail(err, EH_USAGE, "which recipe? evenhand update places/trafford.ini --data DIR");
	EH_TRY(eh_recipe_read(cli->arguments[0], &recipe, err));
	const char *folder = data_folder(cli, cli->arguments[0]);
	if (!folder)
		return eh_fail_memory(err);
	EH_TRY(eh_cli_open(cli, EH_DB_CREATE, err));
	EH_TRY(eh_cli_events_newest(cli, &newest, err));
	const struct eh_update update = { .recipe = &recipe,
		.folder = folder,
		.dry_run = eh_cli_flag(cli, "dry-run"),
		.begins = begins,
		.progress = eh_cli_progress,
		.imported = imported,
		.passed_over = passed_over,
		.context = cli };
	EH_TRY(eh_update_run(cli->db, &update, &totals, err));
	eh_cli_progress_end(cli);
	if (totals.neighbours_kept)
		fprintf(stderr,
		        "%s: both keys have decided which councils are its neighbours; the recipe's \"neighbours\" are not "
		        "taken\n",
		        recipe.id);
	if (eh_cli_flag(cli, "dry-run"))
		return EH_OK;
	eh_cli_counting(cli, "building the list", "organisations");
	EH_TRY(eh_build(
	        cli->db, &(struct eh_build_options){ .progress = eh_cli_progress, .progress_context = cli }, &build, err));
	eh_cli_progress_end(cli);
	return print_summary(cli, &totals, &build, newest, err);
}
