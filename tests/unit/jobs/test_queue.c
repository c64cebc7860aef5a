/* test_queue.c: jobs are leased, tried again, given up, cancelled; and the schedule by London's clock. */
#include "test.h"

#include <signal.h>
#include <sys/wait.h>

#include "../govern/council.h"
#include "jobs/jobs.h"

static int64_t add(struct eh_db *db, const char *key, bool once)
{
	struct eh_error err = { 0 };
	int64_t id = 0;

	assert_ok(eh_job_add(
	                  db, NOON, &(struct eh_job_new){ .kind = EH_JOB_BUILD, .key = eh_str_of(key), .once = once }, &id, &err),
	        &err);
	return id;
}

static void assert_state(struct eh_db *db, int64_t id, const char *state)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_error err = { 0 };
	struct eh_job job;

	assert_ok(eh_job_get(db, id, &arena, &job, &err), &err);
	assert_str(job.state, state);
}

static struct eh_lease lease(struct eh_db *db, int64_t now, int64_t want)
{
	struct eh_lease lease = { 0 };
	struct eh_error err = { 0 };

	assert_ok(eh_job_lease(db, now, &lease, &err), &err);
	assert_int_equal(lease.job_id, want);
	return lease;
}

static void one_job_of_a_key_runs_at_a_time(void **state)
{
	struct eh_db *db EH_CLEANUP_DB = council_open();
	struct eh_error err = { 0 };
	struct eh_lease none;
	int64_t first = add(db, "list", false), second = add(db, "list", false), other = add(db, "letters", false);

	(void)state;
	struct eh_lease held = lease(db, NOON, first);
	lease(db, NOON, other);
	assert_int_equal(eh_job_lease(db, NOON, &none, &err), EH_END);
	assert_ok(eh_job_finish(db, NOON, &held, EH_STR("fine"), &err), &err);
	assert_state(db, first, "done");
	lease(db, NOON, second);
}

static void what_waits_already_is_not_queued_twice(void **state)
{
	struct eh_db *db EH_CLEANUP_DB = council_open();
	int64_t first = add(db, "list", true);

	(void)state;
	assert_int_equal(add(db, "list", true), first);
	lease(db, NOON, first);
	assert_int_not_equal(add(db, "list", true), first);
}

static void a_lease_that_ended_goes_to_another_and_the_first_changes_nothing(void **state)
{
	struct eh_db *db EH_CLEANUP_DB = council_open();
	struct eh_error err = { 0 };
	int64_t id = add(db, "list", false), late = NOON + (EH_JOB_LEASE_SECONDS + 1) * SECOND;

	(void)state;
	struct eh_lease first = lease(db, NOON, id), second = lease(db, late, id);
	assert_int_equal(eh_job_progress(db, late, &first, 1, 2, EH_STR(""), &err), EH_CONFLICT);
	assert_int_equal(eh_job_finish(db, late, &first, EH_STR("x"), &err), EH_CONFLICT);
	assert_int_equal(eh_job_fail(db, late, &first, EH_IO, EH_STR("x"), NULL, &err), EH_CONFLICT);
	assert_state(db, id, "running");
	assert_ok(eh_job_finish(db, late, &second, EH_STR("y"), &err), &err);
	assert_state(db, id, "done");
}

static void progress_keeps_the_lease(void **state)
{
	struct eh_db *db EH_CLEANUP_DB = council_open();
	struct eh_error err = { 0 };
	struct eh_lease none;
	int64_t id = add(db, "list", false), now = NOON;

	(void)state;
	struct eh_lease held = lease(db, now, id);
	for (int i = 0; i < 5; i++) {
		now += 100 * SECOND;
		assert_ok(eh_job_progress(db, now, &held, i, 5, EH_STR("rows"), &err), &err);
		assert_int_equal(eh_job_lease(db, now, &none, &err), EH_END);
	}
}

static void a_job_that_kills_its_workers_is_given_up(void **state)
{
	struct eh_db *db EH_CLEANUP_DB = council_open();
	struct eh_error err = { 0 };
	struct eh_lease none;
	int64_t id = add(db, "list", false), now = NOON;

	(void)state;
	for (int i = 0; i < EH_JOB_MOST_ATTEMPTS; i++, now += (EH_JOB_LEASE_SECONDS + 1) * SECOND)
		lease(db, now, id);
	assert_int_equal(eh_job_lease(db, now, &none, &err), EH_END);
	assert_state(db, id, "failed");
	assert_ok(eh_job_retry(db, now, id, &err), &err);
	lease(db, now, id);
}

static void a_failure_waits_longer_each_time_and_ends(void **state)
{
	struct eh_db *db EH_CLEANUP_DB = council_open();
	struct eh_error err = { 0 };
	struct eh_lease none;
	int64_t id = add(db, "list", false), now = NOON;
	bool again = true;

	(void)state;
	for (int i = 1; again; i++) {
		struct eh_lease held = lease(db, now, id);
		assert_ok(eh_job_fail(db, now, &held, EH_IO, EH_STR("the disk is full"), &again, &err), &err);
		assert_int_equal(again, i < EH_JOB_MOST_ATTEMPTS);
		assert_int_equal(eh_job_lease(db, now + eh_job_backoff(i) - 1, &none, &err), EH_END);
		now += eh_job_backoff(i);
	}
	assert_state(db, id, "failed");
	assert_int_equal(eh_job_backoff(1), 30 * SECOND);
	assert_int_equal(eh_job_backoff(2), 120 * SECOND);
	assert_int_equal(eh_job_backoff(60), 6 * HOUR);
}

static void what_another_attempt_would_repeat_fails_at_once(void **state)
{
	struct eh_db *db EH_CLEANUP_DB = council_open();
	struct eh_error err = { 0 };
	int64_t id = add(db, "list", false);
	bool again = true;

	(void)state;
	struct eh_lease held = lease(db, NOON, id);
	assert_ok(eh_job_fail(db, NOON, &held, EH_INVALID, EH_STR("no rows"), &again, &err), &err);
	assert_false(again);
	assert_state(db, id, "failed");
}

static void a_queued_job_is_cancelled_at_once_and_a_running_one_at_its_next_step(void **state)
{
	struct eh_db *db EH_CLEANUP_DB = council_open();
	struct eh_error err = { 0 };
	int64_t first = add(db, "a", false), second = add(db, "b", false);

	(void)state;
	struct eh_lease held = lease(db, NOON, first);
	assert_ok(eh_job_cancel(db, NOON, first, &err), &err);
	assert_ok(eh_job_cancel(db, NOON, second, &err), &err);
	assert_state(db, first, "running");
	assert_state(db, second, "cancelled");
	assert_int_equal(eh_job_progress(db, NOON, &held, 0, 0, EH_STR(""), &err), EH_CANCELLED);
	assert_ok(eh_job_fail(db, NOON, &held, EH_CANCELLED, EH_STR("stopped"), NULL, &err), &err);
	assert_state(db, first, "cancelled");
	assert_int_equal(eh_job_cancel(db, NOON, first, &err), EH_CONFLICT);
	assert_int_equal(eh_job_cancel(db, NOON, 99, &err), EH_NOT_FOUND);
}

static void an_effect_and_its_done_are_one_transaction(void **state)
{
	struct eh_db *db EH_CLEANUP_DB = council_open();
	struct eh_error err = { 0 };
	int64_t id = add(db, "list", false);

	(void)state;
	struct eh_lease held = lease(db, NOON, id);
	assert_ok(eh_db_begin(db, &err), &err);
	int64_t effect = add(db, "effect", false);
	assert_ok(eh_job_finish(db, NOON, &held, EH_STR(""), &err), &err);
	eh_db_rollback(db);
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_job job;
	assert_state(db, id, "running");
	assert_int_equal(eh_job_get(db, effect, &arena, &job, &err), EH_NOT_FOUND);
}

/* 25 October 2026 is the Sunday on which the clocks go back, 29 March 2026 the one on which they go forward. */
static void the_schedule_goes_by_londons_clock(void **state)
{
	static const struct {
		int32_t from;
		int weekday, minute;
		const char *want;
	} CASES[] = { { 20544, EH_EVERY_DAY, 480, "2026-04-02T07:00:00Z" }, { 20544, 0, 480, "2026-04-06T07:00:00Z" },
		{ 20750, EH_EVERY_DAY, 150, "2026-10-25T02:30:00Z" }, { 20750, EH_EVERY_DAY, 480, "2026-10-25T08:00:00Z" },
		{ 20540, EH_EVERY_DAY, 150, "2026-03-29T01:30:00Z" }, { 20540, EH_EVERY_DAY, 480, "2026-03-29T07:00:00Z" } };
	char got[21];

	(void)state;
	for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
		eh_instant_format(
		        eh_schedule_next(eh_london_midnight(CASES[i].from) + 12 * HOUR, CASES[i].weekday, CASES[i].minute), got);
		assert_string_equal(got, CASES[i].want);
	}
}

static void what_was_missed_is_queued_once(void **state)
{
	struct eh_db *db EH_CLEANUP_DB = council_open();
	struct eh_job_rows rows EH_CLEANUP_JOB_ROWS = { 0 };
	struct eh_error err = { 0 };
	const struct eh_schedule nightly = { EH_STR("nightly"), EH_JOB_BACKUP, EH_STR("backup"), EH_STR(""), EH_EVERY_DAY, 150 };
	int64_t queued = 0;

	(void)state;
	assert_ok(eh_schedule_put(db, NOON, &nightly, &err), &err);
	assert_ok(eh_schedule_run(db, NOON, &queued, &err), &err);
	assert_int_equal(queued, 0);
	assert_ok(eh_schedule_run(db, NOON + 9 * DAY, &queued, &err), &err);
	assert_int_equal(queued, 1);
	assert_ok(eh_schedule_run(db, NOON + 9 * DAY, &queued, &err), &err);
	assert_int_equal(queued, 0);
	assert_ok(eh_job_list(db, NOTHING, NOTHING, 10, &rows, &err), &err);
	assert_int_equal(rows.count, 1);
}

static int64_t tomorrow(void) { return NOON + DAY; }

static void the_digest_writes_to_each_steward_once_though_its_worker_is_killed(void **state)
{
	char store[96];
	const char *folder = test_folder();
	struct eh_error err = { 0 };
	struct eh_job_rows rows EH_CLEANUP_JOB_ROWS = { 0 };

	(void)state;
	snprintf(store, sizeof store, "%s/store.db", folder);
	struct eh_db *db = council_open_at(store);
	council_steward(db, "cass", EH_SIDE_COUNCIL, NULL);
	council_steward(db, "sam", EH_SIDE_SECTOR, "org-1");
	assert_ok(eh_job_add(db, NOON, &(struct eh_job_new){ .kind = EH_JOB_DIGEST }, NULL, &err), &err);
	eh_db_close(db);
	/* Killed at a moment that chance chooses, over and over, by the clock an hour later each time. */
	for (int i = 0; i < 12; i++) {
		pid_t pid = fork();
		if (pid == 0) {
			struct eh_worker worker = { .store = store, .base_url = "https://list.example.org", .clock = tomorrow };
			if (eh_db_open(store, EH_DB_WRITE, &db, NULL) == EH_OK)
				while (eh_worker_run_one(&worker, db, NULL, NULL) == EH_OK)
					;
			_exit(0);
		}
		usleep((useconds_t)(i * 2500));
		kill(pid, SIGKILL);
		assert_int_equal(waitpid(pid, NULL, 0), pid);
		db = council_open_at(store);
		struct eh_lease held;
		if (eh_job_lease(db, NOON + DAY + HOUR, &held, &err) == EH_OK) /* what was lost is put back */
			assert_ok(eh_job_fail(db, NOON, &held, EH_IO, EH_STR("put back"), NULL, &err), &err);
		assert_ok(eh_db_verify(db, &err), &err);
		eh_db_close(db);
	}
	db = council_open_at(store);
	struct eh_worker worker = { .store = store, .base_url = "https://list.example.org", .clock = tomorrow };
	assert_ok(eh_job_list(db, NOTHING, NOTHING, 100, &rows, &err), &err);
	if (eh_str_eq(rows.items[rows.count - 1].state, EH_STR("failed")))
		assert_ok(eh_job_retry(db, NOON, rows.items[rows.count - 1].job_id, &err), &err);
	eh_job_rows_finish(&rows);
	rows = (struct eh_job_rows){ 0 };
	while (eh_worker_run_one(&worker, db, NULL, &err) == EH_OK)
		;
	assert_ok(eh_job_list(db, NOTHING, NOTHING, 100, &rows, &err), &err);
	/* The digest, and a letter's job for each of two stewards: none twice, none missing. */
	assert_int_equal(rows.count, 3);
	assert_str(rows.items[2].state, "done");
	eh_db_close(db);
	test_remove(folder);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(one_job_of_a_key_runs_at_a_time),
		cmocka_unit_test(what_waits_already_is_not_queued_twice),
		cmocka_unit_test(a_lease_that_ended_goes_to_another_and_the_first_changes_nothing),
		cmocka_unit_test(progress_keeps_the_lease),
		cmocka_unit_test(a_job_that_kills_its_workers_is_given_up),
		cmocka_unit_test(a_failure_waits_longer_each_time_and_ends),
		cmocka_unit_test(what_another_attempt_would_repeat_fails_at_once),
		cmocka_unit_test(a_queued_job_is_cancelled_at_once_and_a_running_one_at_its_next_step),
		cmocka_unit_test(an_effect_and_its_done_are_one_transaction),
		cmocka_unit_test(the_schedule_goes_by_londons_clock),
		cmocka_unit_test(what_was_missed_is_queued_once),
		cmocka_unit_test(the_digest_writes_to_each_steward_once_though_its_worker_is_killed),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
