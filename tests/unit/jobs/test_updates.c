/* A recipe that a worker reads in: what it says while it does, and what stays when it is stopped between two files. */
#include "test.h"

#include "jobs/jobs.h"
#include "queries.h"
#include "register/update.h"
#include "town/town.h"

#define NOW INT64_C(1764000000000000)

static char folder[64], store[128], recipe[128];
static struct eh_db *db, *other;
static struct eh_error error;
static struct eh_arena arena;
static int64_t job, asked; /* moments that the worker asked for since the job began */
static int64_t stop_at;    /* at which of them somebody cancels the job; 0: nobody */
static char doing[128];

/* The worker asks what time it is before each file: the moment to look at it from outside, and to stop it. */
static int64_t told_time(void)
{
	struct eh_arena scratch EH_CLEANUP_ARENA = { 0 };
	struct eh_job seen;

	if (!job || eh_job_get(other, job, &scratch, &seen, NULL) < 0 || !eh_str_eq(seen.state, EH_STR("running")))
		return NOW;
	if (seen.doing.n)
		snprintf(doing, sizeof doing, "%.*s", EH_FMT(seen.doing));
	if (++asked == stop_at)
		(void)eh_job_cancel(other, NOW, job, NULL);
	return NOW;
}

static int setup(void **state)
{
	(void)state;
	snprintf(folder, sizeof folder, "%s", test_folder());
	snprintf(store, sizeof store, "%s/town.db", folder);
	snprintf(recipe, sizeof recipe, "places/example-town.ini");
	assert_ok(eh_town_generate(&(struct eh_town_options){ .organisations = 60, .seed = 5, .folder = folder }, NULL, &error),
	        &error);
	assert_ok(eh_db_open(store, EH_DB_CREATE, &db, &error), &error);
	assert_ok(eh_db_open(store, EH_DB_WRITE, &other, &error), &error);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	eh_db_close(db);
	eh_db_close(other);
	eh_arena_finish(&arena);
	test_remove(folder);
	return 0;
}

static struct eh_job run(const char *detail, int64_t cancelled_at)
{
	const struct eh_daily_update update = { recipe, folder };
	const struct eh_worker worker = { .store = store,
		.base_url = "https://list.example.org",
		.clock = told_time,
		.threads = 1,
		.updates = &update,
		.update_count = 1 };
	struct eh_job ended;

	job = 0;
	assert_ok(eh_job_add(db, NOW,
	                  &(const struct eh_job_new){ .kind = EH_JOB_IMPORT, .detail = eh_str_of(detail), .most_attempts = 1 },
	                  &job, &error),
	        &error);
	asked = 0;
	stop_at = cancelled_at;
	*doing = '\0';
	assert_ok(eh_worker_run_one(&worker, db, NULL, &error), &error);
	assert_ok(eh_job_get(db, job, &arena, &ended, &error), &error);
	return ended;
}

static int64_t batches(void)
{
	struct eh_cursor rows EH_CLEANUP_CURSOR = { 0 };
	struct eh_q_batch_list row;
	int64_t count = 0;

	assert_ok(eh_q_batch_list(db, &rows, &error), &error);
	while (eh_q_batch_list_next(&rows, &row, &error) == EH_OK)
		count++;
	return count;
}

static void one_that_is_stopped_keeps_the_files_that_were_read_whole_and_the_next_reads_the_rest(void **state)
{
	(void)state;
	struct eh_job stopped = run("update places/example-town.ini", 8);
	assert_str(stopped.state, "cancelled");
	if (eh_str_find(stopped.result, EH_STR("what was read before stays")) < 0)
		fail_msg("it says \"%.*s\"", EH_FMT(stopped.result));
	int64_t some = batches();
	assert_true(some > 0);
	assert_true(strchr(doing, '.') != NULL); /* the name of a file */

	struct eh_job rest = run("update places/example-town.ini", 0);
	assert_str(rest.state, "done");
	int64_t all = batches();
	assert_true(all > some);
	char words[64];
	snprintf(words, sizeof words, "%lld files read in, %lld as they were", (long long)(all - some), (long long)some);
	if (!eh_str_starts(rest.result, eh_str_of(words)))
		fail_msg("it says \"%.*s\", not \"%s\"", EH_FMT(rest.result), words);

	struct eh_job again = run("update places/example-town.ini", 0);
	assert_true(eh_str_starts(again.result, EH_STR("0 files read in, ")));
	assert_int_equal(batches(), all);
}

static void a_row_in_the_store_makes_no_worker_read_another_file(void **state)
{
	(void)state;
	struct eh_job ended = run("update /etc/hostname", 0);
	assert_str(ended.state, "failed");
	assert_true(eh_str_find(ended.result, EH_STR("was not started with --update /etc/hostname")) >= 0);
}

static void the_schedule_holds_what_the_worker_was_started_with(void **state)
{
	const struct eh_daily_update update = { recipe, folder };
	struct eh_worker worker = { .store = store, .updates = &update, .update_count = 1 };

	(void)state;
	for (int with = 1; with >= 0; with--) {
		struct eh_cursor rows EH_CLEANUP_CURSOR = { 0 };
		struct eh_q_schedule_list row;
		int updates = 0, builds = 0;
		worker.update_count = (size_t)with;
		assert_ok(eh_updates_schedule(db, NOW, &worker, &error), &error);
		assert_ok(eh_q_schedule_list(db, &rows, &error), &error);
		while (eh_q_schedule_list_next(&rows, &row, &error) == EH_OK) {
			updates += eh_str_eq(row.name, EH_STR("update places/example-town.ini"));
			builds += eh_str_eq(row.name, EH_STR("daily build"));
		}
		assert_int_equal(updates, with);
		assert_int_equal(builds, !with);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(one_that_is_stopped_keeps_the_files_that_were_read_whole_and_the_next_reads_the_rest),
		cmocka_unit_test(a_row_in_the_store_makes_no_worker_read_another_file),
		cmocka_unit_test(the_schedule_holds_what_the_worker_was_started_with),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
