/* test_allocation_jobs.c: one allocation after another fails, in what `jobs` does (allocation.h). A job whose work is short of memory is no failure
 * of its worker: it is queued again, nothing of it stays, and the next attempt ends it. */
#include "test.h"

#include "allocation.h"

#include "../unit/govern/council.h"
#include "exchange/publish.h"
#include "jobs/jobs.h"

enum { DRAFT_POINTS = 40 };

static struct {
	char folder[128], base[160], store[160], backup[160], files[160], town[160];
	struct eh_secret secret;
	struct eh_lease lease;
	int64_t steward, failed, queued;
	struct walk walk;
} at;

static const struct eh_mail_facts FACTS = { .name = EH_STR("Cass"),
	.about = EH_STR("Larkhill Chess Club"),
	.place = EH_STR("Town"),
	.said = EH_STR("One line.\nAnother <b>."),
	.link = EH_STR("https://list.example.org/town") };

static int64_t tomorrow(void) { return NOON + DAY; }

static enum eh_rc run_lease(struct eh_db *db, int64_t *ret_result, struct eh_error *err)
{
	struct eh_lease lease;

	EH_TRY(eh_job_lease(db, NOON + DAY, &lease, err));
	*ret_result = lease.job_id;
	return EH_OK;
}

static enum eh_rc run_finish(struct eh_db *db, int64_t *ret_result, struct eh_error *err)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_job job;

	EH_TRY(eh_job_progress(db, NOON, &at.lease, 1, 2, EH_STR("rows"), err));
	EH_TRY(eh_job_finish(db, NOON, &at.lease, EH_STR("fine"), err));
	EH_TRY(eh_job_get(db, at.lease.job_id, &arena, &job, err));
	*ret_result = (int64_t)job.state.n;
	return EH_OK;
}

static enum eh_rc run_fail(struct eh_db *db, int64_t *ret_result, struct eh_error *err)
{
	bool again = false;

	EH_TRY(eh_job_fail(db, NOON, &at.lease, EH_IO, EH_STR("the disk is full"), &again, err));
	*ret_result = again;
	return EH_OK;
}

static enum eh_rc run_moves(struct eh_db *db, int64_t *ret_result, struct eh_error *err)
{
	struct eh_job_rows rows EH_CLEANUP_JOB_ROWS = { 0 };

	EH_TRY(eh_job_add(db, NOON, &(struct eh_job_new){ .kind = EH_JOB_BACKUP, .once = true }, NULL, err));
	EH_TRY(eh_job_retry(db, NOON, at.failed, err));
	EH_TRY(eh_job_cancel(db, NOON, at.queued, err));
	EH_TRY(eh_job_sweep(db, NOON + 40 * DAY, err));
	EH_TRY(eh_job_list(db, NOTHING, NOTHING, 10, &rows, err));
	*ret_result = (int64_t)rows.count;
	return EH_OK;
}

static enum eh_rc run_schedule(struct eh_db *db, int64_t *ret_result, struct eh_error *err)
{
	return eh_schedule_run(db, NOON + 2 * DAY, ret_result, err);
}

static enum eh_rc run_letter(struct eh_db *db, int64_t *ret_result, struct eh_error *err)
{
	struct eh_mail_facts facts = FACTS;
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	bool queued = false;

	facts.unsubscribe = eh_mail_unsubscribe_link(
	        &at.secret, &arena, EH_STR("https://list.example.org"), at.steward, EH_MAIL_DIGEST);
	EH_TRY(eh_arena_check(&arena, EH_OK, err));
	EH_TRY(eh_mail_queue(db, NOON, EH_MAIL_DIGEST, at.steward, EH_STR("cass@example.org"), &facts, &queued, err));
	EH_TRY(eh_mail_refuse(db, NOON, at.steward, EH_MAIL_DIGEST, err));
	*ret_result = queued;
	return EH_OK;
}

static enum eh_rc run_written(struct eh_db *db, int64_t *ret_result, struct eh_error *err)
{
	const struct eh_mail_config config = { .from = "list@example.org", .sender = "The list" };
	struct eh_mail_words words EH_CLEANUP_MAIL_WORDS = { 0 };
	struct eh_buf out EH_CLEANUP_BUF = { 0 };

	(void)db;
	EH_TRY(eh_mail_words(EH_MAIL_CORRECTION, &FACTS, &words, err));
	const struct eh_mail mail = { EH_STR("cass@example.org"), eh_buf_str(&words.subject), eh_buf_str(&words.text),
		eh_buf_str(&words.html), NOTHING, EH_STR("letter-1"), NOON };
	EH_TRY(eh_mail_write(&config, &mail, &out, err));
	*ret_result = (int64_t)eh_str_hash(eh_buf_str(&out));
	return EH_OK;
}

static enum eh_rc run_backup(struct eh_db *db, int64_t *ret_result, struct eh_error *err)
{
	struct eh_backup_report report;

	(void)db;
	EH_TRY(eh_backup_make(at.store, at.backup, NULL, NULL, &report, err));
	EH_TRY(eh_backup_verify(at.backup, &report, err));
	*ret_result = report.audit_rows;
	return EH_OK;
}

static void everything_fails_whole_when_memory_is_short(void **state)
{
	static const struct operation OPERATIONS[] = {
		{ "leasing", run_lease, true },
		{ "progress and the end", run_finish, false },
		{ "failing", run_fail, false },
		{ "add, retry, cancel, sweep, list", run_moves, false },
		{ "schedule", run_schedule, true },
		{ "a letter", run_letter, false },
		{ "a letter as it is sent", run_written, false },
		{ "backup", run_backup, true },
	};
	size_t wrong = 0;

	(void)state;
	for (size_t i = 0; i < sizeof OPERATIONS / sizeof *OPERATIONS; i++)
		wrong += fail_everywhere(&at.walk, &OPERATIONS[i]);
	assert_int_equal(wrong, 0);
}

static int64_t letters(struct eh_db *db)
{
	struct eh_cursor cursor EH_CLEANUP_CURSOR = { 0 };
	struct eh_error err = { 0 };
	struct eh_q_mail_list row;
	int64_t count = 0;

	assert_ok(eh_q_mail_list(db, 100, &cursor, &err), &err);
	while (eh_q_mail_list_next(&cursor, &row, &err) == EH_OK)
		count++;
	return count;
}

static bool is_done(struct eh_db *db, int64_t id)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_error err = { 0 };
	struct eh_job job;

	assert_ok(eh_job_get(db, id, &arena, &job, &err), &err);
	return eh_str_eq(job.state, EH_STR("done"));
}

/* A fresh store whose only job is the weekly letter. */
static int64_t only_a_digest(void)
{
	struct eh_error err = { 0 };
	int64_t id;

	walk_open(&at.walk);
	assert_ok(eh_job_finish(at.walk.db, NOON, &at.lease, EH_STR(""), &err), &err);
	assert_ok(eh_job_cancel(at.walk.db, NOON, at.queued, &err), &err);
	assert_ok(eh_job_add(at.walk.db, NOON, &(struct eh_job_new){ .kind = EH_JOB_DIGEST }, &id, &err), &err);
	return id;
}

/* The weekly letter, with each allocation of a worker failing in turn: the letter is written whole with the job's end, or not at all. */
static void a_worker_short_of_memory_writes_its_letters_once(void **state)
{
	const struct eh_worker worker = { .store = at.store, .base_url = "https://list.example.org", .clock = tomorrow };
	struct eh_error err = { 0 };
	size_t short_of_it = 0;
	int64_t id;
	long count;

	(void)state;
	id = only_a_digest();
	eh_alloc_fail_after(-1);
	assert_ok(eh_worker_run_one(&worker, at.walk.db, NULL, &err), &err);
	count = eh_alloc_fail_after(-1);
	assert_true(is_done(at.walk.db, id) && letters(at.walk.db) == 1);
	for (long point = 0; point < count; point += count / MOST_POINTS + 1) {
		id = only_a_digest();
		eh_alloc_fail_once(point);
		eh_worker_run_one(&worker, at.walk.db, NULL, &err);
		eh_alloc_fail_after(-1);
		bool done = is_done(at.walk.db, id);
		if (letters(at.walk.db) != done || eh_db_in_transaction(at.walk.db))
			fail_msg("allocation %ld failed: the job is %s, and there are %lld letters", point,
			        done ? "done" : "not done", (long long)letters(at.walk.db));
		short_of_it += !done;
		assert_ok(eh_db_verify(at.walk.db, &err), &err);
	}
	printf("    %ld allocations; %zu attempts did not end\n", count, short_of_it);
	assert_true(short_of_it > 0);
	assert_int_equal(__lsan_do_recoverable_leak_check(), 0);
}

/* The draft of a report likewise: there is no draft, or all of it; and no motion's keys, no line of the audit without "done". */
static void a_worker_short_of_memory_makes_a_draft_whole_or_not_at_all(void **state)
{
	const struct eh_worker worker = { .store = at.store, .threads = 1, .clock = tomorrow };
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_str root = eh_publish_root(&arena, at.store);
	struct eh_error err = { 0 };
	struct walk walk = { .base = at.town, .store = at.store };
	struct eh_job job;
	size_t short_of_it = 0;
	int64_t made_at;
	long count = 1;

	(void)state;
	for (long point = -1; point < count; point += point < 0 ? 1 : count / DRAFT_POINTS + 1) {
		test_remove(root.p);
		walk_open(&walk);
		assert_ok(eh_draft_ask(walk.db, NOON, &EH_ACTOR_SYSTEM, EH_STR("example-town"), &err), &err);
		eh_alloc_fail_once(point);
		eh_worker_run_one(&worker, walk.db, NULL, &err);
		long made = eh_alloc_fail_after(-1);
		if (point < 0)
			count = made;
		assert_ok(eh_draft_job(walk.db, EH_STR("example-town"), &arena, &job, &err), &err);
		bool done = eh_str_eq(job.state, EH_STR("done")),
		     there = eh_publish_draft_time(root.p, EH_STR("example-town"), &made_at, NULL) == EH_OK;
		if ((done && !there) || eh_db_in_transaction(walk.db) || (point < 0 && !done))
			fail_msg("allocation %ld failed: the job is %.*s: %.*s; the draft is%s there", point, EH_FMT(job.state),
			        EH_FMT(job.result), there ? "" : " not");
		short_of_it += !done;
		assert_ok(eh_db_verify(walk.db, &err), &err);
	}
	walk_close(&walk);
	printf("    %ld allocations; %zu attempts did not end\n", count, short_of_it);
	assert_true(short_of_it > 0);
	assert_int_equal(__lsan_do_recoverable_leak_check(), 0);
}

static int set_up(void **state)
{
	const struct eh_schedule nightly = { EH_STR("nightly"), EH_JOB_BACKUP, EH_STR("night"), EH_STR(""), EH_EVERY_DAY, 150 };
	struct eh_error err = { 0 };
	struct eh_lease other;

	(void)state;
	snprintf(at.folder, sizeof at.folder, "%s", test_folder());
	snprintf(at.base, sizeof at.base, "%s/base.db", at.folder);
	snprintf(at.store, sizeof at.store, "%s/store.db", at.folder);
	snprintf(at.backup, sizeof at.backup, "%s/backup.db", at.folder);
	snprintf(at.files, sizeof at.files, "%s/files", at.folder);
	snprintf(at.town, sizeof at.town, "%s/town.db", at.folder);
	run((const char *const[]){
	        "evenhand", "generate", "town", "--organisations", "40", "--seed", "1", "--out", at.files, NULL });
	run((const char *const[]){ "evenhand", "update", "places/example-town.ini", "--data", at.files, "--db", at.town, NULL });
	struct eh_db *db = council_open_at(at.base);
	at.steward = council_steward(db, "cass", EH_SIDE_COUNCIL, NULL);
	assert_ok(eh_job_add(db, NOON, &(struct eh_job_new){ .kind = EH_JOB_BUILD }, NULL, &err), &err);
	assert_ok(eh_job_lease(db, NOON, &at.lease, &err), &err);
	assert_ok(eh_job_add(db, NOON, &(struct eh_job_new){ .kind = EH_JOB_REPORT }, &at.failed, &err), &err);
	assert_ok(eh_job_lease(db, NOON, &other, &err), &err);
	assert_ok(eh_job_fail(db, NOON, &other, EH_INVALID, EH_STR("no rows"), NULL, &err), &err);
	assert_ok(
	        eh_job_add(db, NOON, &(struct eh_job_new){ .kind = EH_JOB_IMPORT, .key = EH_STR("x") }, &at.queued, &err), &err);
	assert_ok(eh_schedule_put(db, NOON, &nightly, &err), &err);
	eh_db_close(db);
	assert_ok(eh_secret_open(at.store, true, &at.secret, &err), &err);
	at.walk = (struct walk){ .base = at.base, .store = at.store };
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	walk_close(&at.walk);
	eh_secret_finish(&at.secret);
	test_remove(at.folder);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(everything_fails_whole_when_memory_is_short),
		cmocka_unit_test(a_worker_short_of_memory_writes_its_letters_once),
		cmocka_unit_test(a_worker_short_of_memory_makes_a_draft_whole_or_not_at_all),
	};

	return cmocka_run_group_tests_name("allocation in jobs", tests, set_up, tear_down);
}
