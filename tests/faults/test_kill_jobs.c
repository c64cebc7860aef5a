/* test_kill_jobs.c: a worker is killed at random moments while it makes the list, the draft of the report, a backup and the weekly letter.
 * Each time the store, the draft and the backup must be whole, what was done must be told as done and nothing else, and a worker that comes an
 * hour later must end every job once. The moments come from a seed (EVENHAND_SEED), which is printed. */
#include "test.h"

#include <ftw.h>

#include "../unit/govern/council.h"
#include "jobs/jobs.h"
#include "store.h"

enum { BUILD, REPORT, BACKUP, DIGEST, JOBS, KILLS = 12 /* of each */, STEWARDS = 40 };

#define AT_WORK "2026-04-01T12:00:00"
#define HOUR_LATER "2026-04-01T13:00:00"

static const enum eh_job_kind QUEUED[JOBS] = { EH_JOB_BUILD, EH_JOB_REPORT, EH_JOB_BACKUP, EH_JOB_DIGEST };
static const char LIST[] = "SELECT * FROM organisation ORDER BY org_id";

static struct {
	char folder[128], town[160], base[160], store[160], old_backup[160], backups[160], backup[220], drafts[200], said[160];
	struct eh_random random;
	uint64_t seed, list_before, list_after, draft_after;
	int64_t jobs[JOBS];
	double lengths[JOBS]; /* seconds from its turn to its end, when nobody disturbs it */
} at;

static uint64_t list_digest(void)
{
	uint64_t digest = 1;
	sqlite3 *db;

	assert_int_equal(sqlite3_open(at.store, &db), SQLITE_OK);
	digest_rows(db, LIST, &digest);
	sqlite3_close(db);
	return digest;
}

static uint64_t draft;

static int add_file(const char *path, const struct stat *stat, int kind, struct FTW *place)
{
	char text[65536];

	(void)stat;
	assert_ptr_equal(strstr(path, ".partial-"), NULL);
	if (kind != FTW_F)
		return 0;
	read_text(path, text, sizeof text);
	draft += eh_str_hash(eh_str_of(path + place->base)) * eh_str_hash(eh_str_of(text));
	return 0;
}

/* Of every file of the draft, whatever their order; 0: there is none. With `swept`, nothing may be left beside it. */
static uint64_t draft_digest(bool swept)
{
	char path[220];

	snprintf(path, sizeof path, "%s%s", at.drafts, swept ? "" : "/draft");
	draft = 0;
	(void)nftw(path, add_file, 16, FTW_PHYS);
	return draft;
}

static int64_t letter_count(struct eh_db *db)
{
	struct eh_cursor cursor EH_CLEANUP_CURSOR = { 0 };
	struct eh_error err = { 0 };
	struct eh_q_mail_list row;
	int64_t count = 0;
	enum eh_rc rc;

	assert_ok(eh_q_mail_list(db, 1000, &cursor, &err), &err);
	while ((rc = eh_q_mail_list_next(&cursor, &row, &err)) == EH_OK)
		count++;
	assert_int_equal(rc, EH_END);
	return count;
}

/* The base, an older backup of the same day of the week, and an hour's worth of jobs. */
static void lay_out(void)
{
	char sum[240], old_sum[240], root[200];

	store_copy(at.base, at.store);
	snprintf(root, sizeof root, "%s.reports", at.store);
	test_remove(root);
	store_copy(at.old_backup, at.backup);
	snprintf(sum, sizeof sum, "%s.b2sum", at.backup);
	snprintf(old_sum, sizeof old_sum, "%s.b2sum", at.old_backup);
	store_copy(old_sum, sum);
}

static pid_t start_worker(const char *clock)
{
	setenv("EVENHAND_CLOCK", clock, 1);
	return start((const char *const[]){ "evenhand", "worker", "--once", "--backups", at.backups, "--db", at.store, NULL },
	        at.said);
}

/* It did all there was to do. */
static void assert_did_well(int code)
{
	char said[2048];

	if (code == 0)
		return;
	read_text(at.said, said, sizeof said);
	fail_msg("seed %llu: the worker ended with %d: %s", (unsigned long long)at.seed, code, said);
}

/* Ends when a job has left the state it waits in, or the worker is gone. */
static void wait_while(pid_t pid, int64_t job, const char *state)
{
	siginfo_t info = { 0 };
	sqlite3_stmt *stmt;
	sqlite3 *db;
	bool same = true;

	assert_int_equal(sqlite3_open_v2(at.store, &db, SQLITE_OPEN_READWRITE, NULL), SQLITE_OK);
	sqlite3_busy_timeout(db, 5000);
	assert_int_equal(sqlite3_prepare_v2(db, "SELECT state FROM job WHERE job_id = ?1", -1, &stmt, NULL), SQLITE_OK);
	sqlite3_bind_int64(stmt, 1, job);
	while (same && waitid(P_PID, (id_t)pid, &info, WEXITED | WNOHANG | WNOWAIT) == 0 && info.si_pid != pid) {
		assert_int_equal(sqlite3_step(stmt), SQLITE_ROW);
		same = strcmp((const char *)sqlite3_column_text(stmt, 0), state) == 0;
		sqlite3_reset(stmt);
		if (same)
			rest(0.0002);
	}
	sqlite3_finalize(stmt);
	sqlite3_close(db);
}

/* Jobs are run in the order in which they were queued: the first begins, or the one before has ended. */
static void wait_for_turn(pid_t pid, size_t which)
{
	wait_while(pid, at.jobs[which ? which - 1 : 0], "queued");
	if (which)
		wait_while(pid, at.jobs[which - 1], "running");
}

static void measure(void)
{
	lay_out();
	at.list_before = list_digest();
	pid_t pid = start_worker(AT_WORK);
	for (size_t i = 0; i < JOBS; i++) {
		wait_for_turn(pid, i);
		double from = now();
		wait_for_turn(pid, i + 1);
		at.lengths[i] = now() - from;
	}
	assert_did_well(finish(pid));
	at.list_after = list_digest();
	at.draft_after = draft_digest(true);
	assert_true(at.draft_after != 0);
	assert_true(at.list_before != at.list_after);
}

static void assert_backup_whole(void)
{
	struct eh_backup_report report;
	struct eh_error err = { 0 };

	assert_ok(eh_backup_verify(at.backup, &report, &err), &err);
}

/* What is done is whole, and what is not has left nothing. */
static void check_after_kill(size_t done[JOBS])
{
	struct eh_db *db EH_CLEANUP_DB = NULL;
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_error err = { 0 };
	bool ended[JOBS];

	assert_whole(at.store);
	assert_backup_whole();
	assert_ok(eh_db_open(at.store, EH_DB_READ, &db, &err), &err);
	for (size_t i = 0; i < JOBS; i++) {
		struct eh_job job;
		assert_ok(eh_job_get(db, at.jobs[i], &arena, &job, &err), &err);
		ended[i] = eh_str_eq(job.state, EH_STR("done"));
		if (!ended[i] && !eh_str_eq(job.state, EH_STR("queued")) && !eh_str_eq(job.state, EH_STR("running")))
			fail_msg("seed %llu: the job %.*s is %.*s: %.*s", (unsigned long long)at.seed, EH_FMT(job.kind),
			        EH_FMT(job.state), EH_FMT(job.result));
		done[i] += ended[i];
	}
	uint64_t list = list_digest();
	assert_true(list == at.list_after || (list == at.list_before && !ended[BUILD]));
	uint64_t made = draft_digest(false);
	assert_true(made == at.draft_after || (made == 0 && !ended[REPORT]));
	assert_int_equal(letter_count(db), ended[DIGEST] ? STEWARDS : 0);
}

static void check_after_all(void)
{
	struct eh_db *db EH_CLEANUP_DB = NULL;
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_error err = { 0 };

	assert_ok(eh_db_open(at.store, EH_DB_READ, &db, &err), &err);
	for (size_t i = 0; i < JOBS; i++) {
		struct eh_job job;
		assert_ok(eh_job_get(db, at.jobs[i], &arena, &job, &err), &err);
		if (!eh_str_eq(job.state, EH_STR("done")))
			fail_msg("seed %llu: after all, the job %.*s is %.*s after %lld attempts: %.*s",
			        (unsigned long long)at.seed, EH_FMT(job.kind), EH_FMT(job.state), (long long)job.attempts,
			        EH_FMT(job.result));
		assert_in_range(job.attempts, 1, 2);
	}
	assert_int_equal(letter_count(db), STEWARDS);
	assert_true(list_digest() == at.list_after);
	assert_true(draft_digest(true) == at.draft_after);
	assert_backup_whole();
}

/* True when it was killed before it had ended by itself. */
static bool kill_during(size_t which)
{
	lay_out();
	pid_t pid = start_worker(AT_WORK);
	wait_for_turn(pid, which);
	rest(eh_random_unit(&at.random) * at.lengths[which]);
	kill(pid, SIGKILL);
	int code = finish(pid);
	if (code == 256 + SIGKILL)
		return true;
	assert_did_well(code);
	at.lengths[which] *= 0.9; /* it was faster than when it was measured */
	return false;
}

static void kill_often_during(size_t which)
{
	size_t kills = 0, late = 0, done[JOBS] = { 0 };

	while (kills < KILLS && late < 4 * KILLS) {
		if (!kill_during(which)) {
			late++;
			continue;
		}
		kills++;
		check_after_kill(done);
		assert_did_well(finish(start_worker(HOUR_LATER)));
		check_after_all();
	}
	assert_did_well(finish(start_worker(HOUR_LATER))); /* once more changes nothing */
	check_after_all();
	printf("    %s, seed %llu: %zu kills, %zu came too late; it was done already at %zu\n", eh_job_kind_name(QUEUED[which]),
	        (unsigned long long)at.seed, kills, late, done[which]);
	assert_int_equal(kills, KILLS);
	assert_true(done[which] < KILLS);
}

static void a_worker_that_is_killed_leaves_nothing_half_done_and_the_next_ends_every_job_once(void **state)
{
	(void)state;
	measure();
	for (size_t i = 0; i < JOBS; i++)
		kill_often_during(i);
}

static void hold_seats(struct eh_db *db)
{
	struct eh_error err = { 0 };
	char name[32];

	for (int i = 0; i < STEWARDS; i++) {
		snprintf(name, sizeof name, "steward-%d", i);
		const struct eh_seat seat = { council_person(db, name), EH_SIDE_COUNCIL, EH_STR("example-town"), NOTHING };
		assert_ok(eh_steward_enrol(COUNCIL_HOUSE(db), NOON, &seat, NULL, &err), &err);
	}
}

static void make_base(void)
{
	struct eh_db *db EH_CLEANUP_DB = NULL;
	struct eh_backup_report report;
	struct eh_error err = { 0 };
	char file[256];

	run((const char *const[]){ "evenhand", "update", "places/example-town.ini", "--data", at.town, "--db", at.base, NULL });
	snprintf(file, sizeof file, "%s/sports_clubs.csv", at.town);
	run((const char *const[]){
	        "evenhand", "import", file, "--place", "example-town", "--source", "more-clubs", "--db", at.base, NULL });
	assert_ok(eh_backup_make(at.base, at.old_backup, NULL, NULL, &report, &err), &err);
	assert_ok(eh_db_open(at.base, EH_DB_WRITE, &db, &err), &err);
	assert_ok(eh_db_begin(db, &err), &err);
	hold_seats(db);
	for (size_t i = 0; i < JOBS; i++)
		assert_ok(
		        eh_job_add(db, NOON - MINUTE,
		                &(struct eh_job_new){ .kind = QUEUED[i], .place_id = EH_STR("example-town") }, &at.jobs[i], &err),
		        &err);
	assert_ok(eh_db_commit(db, &err), &err);
}

static int set_up(void **state)
{
	const char *seed = getenv("EVENHAND_SEED");

	(void)state;
	snprintf(at.folder, sizeof at.folder, "%s", test_folder());
	snprintf(at.town, sizeof at.town, "%s/town", at.folder);
	snprintf(at.base, sizeof at.base, "%s/base.db", at.folder);
	snprintf(at.store, sizeof at.store, "%s/store.db", at.folder);
	snprintf(at.old_backup, sizeof at.old_backup, "%s/older.db", at.folder);
	snprintf(at.said, sizeof at.said, "%s/said.txt", at.folder);
	snprintf(at.backups, sizeof at.backups, "%s/backups", at.folder);
	snprintf(at.backup, sizeof at.backup, "%s/evenhand-wednesday.db", at.backups);
	snprintf(at.drafts, sizeof at.drafts, "%s.reports/example-town", at.store);
	assert_int_equal(mkdir(at.backups, 0700), 0);
	at.seed = seed ? strtoull(seed, NULL, 10) : 1;
	eh_random_init(&at.random, at.seed, 0);
	setenv("EVENHAND_CLOCK", AT_WORK, 1);
	unsetenv("EVENHAND_DB");
	/* A process that is killed cannot say what it leaked; the others would take most of their time for it. */
	setenv("ASAN_OPTIONS", "detect_leaks=0", 1);
	run((const char *const[]){
	        "evenhand", "generate", "town", "--organisations", "40", "--seed", "1", "--out", at.town, NULL });
	make_base();
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	test_remove(at.folder);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_worker_that_is_killed_leaves_nothing_half_done_and_the_next_ends_every_job_once),
	};
	return cmocka_run_group_tests_name("killed workers", tests, set_up, tear_down);
}
