/* cmd_jobs.c: what waits, runs and ran, and running it. */
#include <limits.h>
#include <stdlib.h>
#include <unistd.h>

#include "exchange/sheet.h"
#include "working.h"
#include "govern_cli.h"
#include "jobs/jobs.h"
#include "reading.h"

enum {
	MOST_ROWS = 1000,
	NIGHT = 150 /* half past two */,
	MOST_BUSY = 12 /* tries, of five seconds each, until a store is free */
};

static const struct eh_sheet_column COLUMNS[] = {
	{ "job", "Job", EH_SHEET_WHOLE, 0, 6 },
	{ "kind", "Kind", EH_SHEET_TEXT, 0, 10 },
	{ "state", "State", EH_SHEET_TEXT, 0, 10 },
	{ "attempts", "Attempts", EH_SHEET_WHOLE, 0, 8 },
	{ "done", "Done", EH_SHEET_WHOLE, 0, 8 },
	{ "size", "Of", EH_SHEET_WHOLE, 0, 8 },
	{ "due", "Due", EH_SHEET_TEXT, 0, 20 },
	{ "asked", "Asked", EH_SHEET_TEXT, 0, 20 },
	{ "started", "Started", EH_SHEET_TEXT, 0, 20 },
	{ "ended", "Ended", EH_SHEET_TEXT, 0, 20 },
	{ "result", "Result", EH_SHEET_TEXT, 0, 50 },
};

/* "" for a moment that has not come. */
static struct eh_str moment(struct eh_cli *cli, int64_t instant)
{
	char text[21];

	if (instant == EH_DB_NULL)
		return EH_STR("");
	eh_instant_format(instant, text);
	return eh_arena_str(&cli->arena, eh_str_of(text));
}

static enum eh_rc list(struct eh_cli *cli, struct eh_error *err)
{
	struct eh_job_rows rows EH_CLEANUP_JOB_ROWS = { 0 };
	struct eh_sheet sheet EH_CLEANUP_SHEET = { 0 };

	EH_TRY(eh_cli_open(cli, EH_DB_READ, err));
	EH_TRY(eh_job_list(cli->db, eh_cli_text(cli, "state"), (struct eh_str){ NULL, 0 }, MOST_ROWS, &rows, err));
	eh_sheet_init(&sheet, "jobs", "Jobs", NULL, COLUMNS, sizeof COLUMNS / sizeof *COLUMNS);
	for (size_t i = 0; i < rows.count; i++) {
		const struct eh_job *job = &rows.items[i];
		union eh_sheet_cell *cell = eh_sheet_row(&sheet);
		if (!cell)
			return eh_fail_memory(err);
		cell[0].number = (double)job->job_id;
		cell[1].text = job->kind;
		cell[2].text = job->state;
		cell[3].number = (double)job->attempts;
		cell[4].number = (double)job->done;
		cell[5].number = (double)job->size;
		cell[6].text = moment(cli, job->due_at);
		cell[7].text = moment(cli, job->asked_at);
		cell[8].text = moment(cli, job->started_at);
		cell[9].text = moment(cli, job->ended_at);
		cell[10].text = job->result;
	}
	EH_TRY(eh_arena_check(&cli->arena, EH_OK, err));
	return eh_cli_print_sheet(cli, &sheet, err);
}

static enum eh_rc change(struct eh_cli *cli, const char *action,
        enum eh_rc (*run)(struct eh_db *, int64_t, int64_t, struct eh_error *), const char *said, struct eh_error *err)
{
	int64_t job_id;

	if (cli->argument_count != 2 || eh_str_to_i64(eh_str_of(cli->arguments[1]), &job_id) != EH_OK)
		return eh_fail(err, EH_USAGE, "which job? evenhand jobs lists them: evenhand jobs %s NUMBER", action);
	EH_TRY(eh_cli_open(cli, EH_DB_WRITE, err));
	EH_TRY(run(cli->db, eh_clock_now(), job_id, err));
	if (cli->json)
		fprintf(cli->out, "{\"job\": %lld}\n", (long long)job_id);
	else
		fprintf(cli->out, "job %lld %s\n", (long long)job_id, said);
	return EH_OK;
}

enum eh_rc eh_cmd_jobs(struct eh_cli *cli, struct eh_error *err)
{
	static const char *const ACTIONS[] = { "list", "cancel", "retry", NULL };
	const char *action = NULL;

	EH_TRY(eh_cli_action(cli, ACTIONS, "list", &action, err));
	if (action == ACTIONS[1])
		return change(cli, action, eh_job_cancel, "is cancelled, or stops at its next step if it runs", err);
	if (action == ACTIONS[2])
		return change(cli, action, eh_job_retry, "waits again", err);
	return list(cli, err);
}

static enum eh_rc set_schedule(struct eh_cli *cli, const struct eh_worker *worker, struct eh_error *err)
{
	const struct eh_schedule digest = { EH_STR("weekly digest"), EH_JOB_DIGEST, EH_STR("digest"), EH_STR(""), 0, 8 * 60 },
	                         daily = { EH_STR("daily"), EH_JOB_DIGEST, EH_STR("daily"), EH_STR("daily"), EH_EVERY_DAY,
		                         6 * 60 },
	                         backup = { EH_STR("nightly backup"), EH_JOB_BACKUP, EH_STR("backup"), EH_STR(""), EH_EVERY_DAY,
		                         NIGHT };

	EH_TRY(eh_schedule_put(cli->db, eh_clock_now(), &digest, err));
	EH_TRY(eh_schedule_put(cli->db, eh_clock_now(), &daily, err));
	EH_TRY(eh_updates_schedule(cli->db, eh_clock_now(), worker, err));
	return worker->backup_folder ? eh_schedule_put(cli->db, eh_clock_now(), &backup, err)
	                             : eh_schedule_remove(cli->db, backup.name, err);
}

static enum eh_rc work(struct eh_cli *cli, const struct eh_worker *worker, struct eh_error *err)
{
	bool once = eh_cli_flag(cli, "once");
	int64_t count = 0, busy = 0;
	enum eh_rc rc = EH_OK;

	while (!eh_cli_interrupted() && !(once && rc == EH_END)) {
		rc = eh_worker_run_one(worker, cli->db, NULL, err);
		busy = rc == EH_CONFLICT ? busy + 1 : 0; /* somebody else writes to the store: what is due is due still */
		if (rc < 0 && (rc != EH_CONFLICT || (once && busy == MOST_BUSY)))
			return rc;
		count += rc == EH_OK;
		if (rc == EH_OK)
			continue;
		EH_TRY(eh_erasure_note(cli->db, worker->store, worker->backup_folder, NULL, err));
		if (!once || rc == EH_CONFLICT)
			usleep(500000);
	}
	if (cli->json)
		fprintf(cli->out, "{\"ran\": %lld}\n", (long long)count);
	else
		fprintf(cli->out, "%lld job%s run\n", (long long)count, eh_plural(count));
	return EH_OK;
}

/* Each --update with the --data that stands behind it, else the folder that its recipe lies in. Both as whole paths: a schedule outlives the folder
 * that the worker was started in. */
static enum eh_rc updates_of(struct eh_cli *cli, struct eh_worker *worker, struct eh_error *err)
{
	struct eh_daily_update *updates = eh_arena_alloc_zero(&cli->arena, cli->option_count + 1, sizeof *updates);
	size_t count = 0;

	if (!updates)
		return eh_fail_memory(err);
	for (size_t i = 0; i < cli->option_count; i++) {
		bool recipe = strcmp(cli->options[i].name, "update") == 0, data = strcmp(cli->options[i].name, "data") == 0;
		if (!recipe && !data)
			continue;
		if (data && !count)
			return eh_fail(err, EH_USAGE, "--data stands behind the --update whose files it holds");
		char path[PATH_MAX];
		if (!realpath(cli->options[i].value, path))
			return eh_fail_errno(err, "find", cli->options[i].value);
		struct eh_str kept = eh_arena_str(&cli->arena, eh_str_of(path));
		if (recipe)
			updates[count++] = (struct eh_daily_update){ kept.p, NULL };
		else
			updates[count - 1].folder = kept.p;
	}
	for (size_t i = 0; i < count; i++)
		if (!updates[i].folder)
			updates[i].folder = eh_arena_str(
			        &cli->arena, eh_str_sub(eh_str_of(updates[i].recipe), 0,
			                             (size_t)(strrchr(updates[i].recipe, '/') - updates[i].recipe)))
			                            .p;
	worker->updates = updates;
	worker->update_count = count;
	return eh_arena_check(&cli->arena, EH_OK, err);
}

enum eh_rc eh_cli_worker(struct eh_cli *cli, const char *base_url, struct eh_worker *ret_worker, struct eh_error *err)
{
	const struct eh_mail_config config = { .url = eh_cli_option(cli, "mail-server"),
		.from = eh_cli_option(cli, "mail-from"),
		.sender = "Evenhand",
		.user = eh_cli_option(cli, "mail-user"),
		.password_file = eh_cli_option(cli, "mail-password-file"),
		.plain = eh_cli_flag(cli, "mail-plain") };
	struct eh_worker worker = {
		.store = eh_cli_db_path(cli), .base_url = base_url, .backup_folder = eh_cli_option(cli, "backups")
	};

	EH_TRY(updates_of(cli, &worker, err));
	EH_TRY(set_schedule(cli, &worker, err));
	if (config.url)
		EH_TRY(eh_mailer_new(&config, &worker.mailer, err));
	*ret_worker = worker;
	return EH_OK;
}

enum eh_rc eh_cmd_worker(struct eh_cli *cli, struct eh_error *err)
{
	const char *base = eh_cli_option(cli, "base-url");
	struct eh_worker worker;

	EH_TRY(eh_cli_open(cli, EH_DB_WRITE, err));
	EH_TRY(eh_cli_worker(cli, base ? base : "http://localhost:8080", &worker, err));
	enum eh_rc rc = work(cli, &worker, err);
	eh_mailer_free(worker.mailer);
	return rc;
}
