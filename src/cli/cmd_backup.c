/* cmd_backup.c: copies of the store, putting one back, and checking one. */
#include "cli.h"

#include <unistd.h>

#include "govern/govern.h"
#include "store/backup.h"

static enum eh_rc one_file(struct eh_cli *cli, const char **ret_path, struct eh_error *err)
{
	if (cli->argument_count != 1)
		return eh_fail(err, EH_USAGE, "name one file: evenhand %s FILE", cli->command->name);
	*ret_path = cli->arguments[0];
	return EH_OK;
}

enum eh_rc eh_cmd_backup(struct eh_cli *cli, struct eh_error *err)
{
	const char *path = NULL;

	EH_TRY(one_file(cli, &path, err));
	eh_cli_counting(cli, "copying", "pages");
	const struct eh_backup backup = { .from = eh_cli_db_path(cli),
		.to = path,
		.replace = eh_cli_flag(cli, "replace"),
		.progress = eh_cli_progress,
		.context = cli };
	enum eh_rc rc = eh_backup_run(&backup, err);
	eh_cli_progress_end(cli);
	EH_TRY(rc);
	fprintf(cli->out, "%s is a whole copy of %s, checked. Keep the key file apart from it.\n", path, backup.from);
	return EH_OK;
}

struct restore {
	struct eh_cli *cli;
	struct eh_buf erased; /* whom the store that is replaced was told to forget */
	int64_t forgotten;
};

/* What was erased since the copy was made is erased again, so that a copy revives nobody. */
static enum eh_rc forget_again(void *context, struct eh_db *copy, struct eh_error *err)
{
	struct restore *restore = context;
	const struct eh_actor system = EH_ACTOR_SYSTEM;
	const struct eh_audit_entry entry = {
		.by = &system, .verb = "restored", .subject_kind = "store", .why = EH_STR("from a backup"), .is_public = true
	};

	EH_TRY(eh_db_begin(copy, err));
	EH_TRY(eh_erased_apply(copy, eh_clock_now(), eh_buf_str(&restore->erased), &restore->forgotten, err));
	EH_TRY(eh_audit_write(copy, eh_clock_now(), &entry, NULL, err));
	return eh_db_commit(copy, err);
}

static enum eh_rc erased_of(const char *path, struct eh_buf *erased, struct eh_error *err)
{
	struct eh_db *db EH_CLEANUP_DB = NULL;

	if (access(path, F_OK) != 0)
		return EH_OK;
	EH_TRY(eh_db_open(path, EH_DB_WRITE, &db, err));
	return eh_erased_list(db, erased, err);
}

enum eh_rc eh_cmd_restore(struct eh_cli *cli, struct eh_error *err)
{
	struct restore restore = { .cli = cli };
	const char *path = NULL, *to = eh_cli_db_path(cli);

	EH_TRY(one_file(cli, &path, err));
	if (access(to, F_OK) == 0 && !eh_cli_flag(cli, "replace"))
		return eh_fail(err, EH_CONFLICT,
		        "%s is there already; stop what uses it and say --replace, or name another with --db", to);
	enum eh_rc rc = erased_of(to, &restore.erased, err);
	if (rc >= 0)
		rc = eh_backup_run(
		        &(const struct eh_backup){
		                .from = path, .to = to, .replace = true, .prepare = forget_again, .context = &restore },
		        err);
	eh_buf_finish(&restore.erased);
	EH_TRY(rc);
	fprintf(cli->out, "%s is as %s was.", to, path);
	if (restore.forgotten)
		fprintf(cli->out, " %lld people who were erased since are erased in it too.", (long long)restore.forgotten);
	fputc('\n', cli->out);
	return EH_OK;
}

enum eh_rc eh_cmd_verify(struct eh_cli *cli, struct eh_error *err)
{
	const char *path = cli->argument_count ? cli->arguments[0] : eh_cli_db_path(cli);
	struct eh_db *db EH_CLEANUP_DB = NULL;
	struct eh_audit_head head;
	int64_t rows = 0;

	if (cli->argument_count > 1)
		return eh_fail(err, EH_USAGE, "name one file, or none for the store: evenhand verify [FILE]");
	EH_TRY(eh_db_open(path, EH_DB_READ, &db, err));
	EH_TRY(eh_db_verify(db, err));
	EH_TRY(eh_db_prepare_all(db, err));
	EH_TRY(eh_audit_verify(db, NULL, &rows, err));
	EH_TRY(eh_audit_head(db, &head, err));
	if (cli->json)
		fprintf(cli->out, "{\"schema\": %d, \"audit_rows\": %lld, \"audit_head\": \"%lld:%s\"}\n",
		        eh_db_schema_version(db), (long long)rows, (long long)head.number, head.link);
	else
		fprintf(cli->out,
		        "%s is whole: schema %d, every reference leads somewhere, and the audit's %lld rows are one chain that "
		        "ends in\n%lld:%s\n",
		        path, eh_db_schema_version(db), (long long)rows, (long long)head.number, head.link);
	return EH_OK;
}
