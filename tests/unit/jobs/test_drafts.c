/* Drafts of a report, as a worker makes them of a small invented town. */
#include "test.h"

#include <stdatomic.h>
#include <sys/stat.h>

#include "../govern/council.h"
#include "cli/cli.h"
#include "exchange/publish.h"
#include "jobs/jobs.h"

static char folder[64], store[128];
static struct eh_db *db;
static struct eh_error error;
static struct eh_arena arena;
static struct eh_str root;
static int64_t steward;
static atomic_bool stop;

static int64_t noon(void) { return NOON; }

static int evenhand(const char *words)
{
	char *argv[32] = { (char *)"evenhand", (char *)"--db", store, (char *)"--output",
		(char *)eh_arena_printf(&arena, "%s/output.txt", folder).p };
	int argc = 5;
	struct eh_str rest = eh_str_of(words), word;

	while (eh_str_split(&rest, ' ', &word))
		argv[argc++] = (char *)eh_arena_str(&arena, word).p;
	return eh_cli_main(argc, argv);
}

static void ask(void)
{
	const struct eh_actor by = council_actor(steward);

	assert_ok(eh_draft_ask(db, NOON, &by, EH_STR("example-town"), &error), &error);
}

static void work(void)
{
	const struct eh_worker worker = {
		.store = store, .threads = 1, .clock = noon, .base_url = "https://list.example", .stop = &stop
	};

	while (eh_worker_run_one(&worker, db, NULL, &error) == EH_OK && !stop)
		;
}

static struct eh_job newest(void)
{
	struct eh_job job;

	assert_ok(eh_draft_job(db, EH_STR("example-town"), &arena, &job, &error), &error);
	return job;
}

static size_t audited(const char *verb)
{
	struct eh_audit_rows rows EH_CLEANUP_AUDIT_ROWS = { 0 };
	const struct eh_audit_filter filter = { .place_id = EH_STR("example-town"), .limit = 50, .for_public = true };
	size_t count = 0;

	assert_ok(eh_audit_list(db, &filter, &rows, &error), &error);
	for (size_t i = 0; i < rows.count; i++)
		count += eh_str_eq(rows.items[i].verb, eh_str_of(verb)) &&
		         eh_str_eq(rows.items[i].subject_kind, EH_STR("report"));
	return count;
}

static bool there_is_a_draft(void)
{
	int64_t at;

	return eh_publish_draft_time(root.p, EH_STR("example-town"), &at, NULL) == EH_OK;
}

static int64_t propose_and_turn_a_key(void)
{
	const struct eh_motion_act act = eh_publish_act(root.p);
	const struct eh_motion_house house = { .db = db, .acts = &act, .act_count = 1 };
	const struct eh_actor by = council_actor(steward);
	const struct eh_motion_proposal proposal = { { EH_STR("example-town"), EH_STR("publish_report"), EH_STR("report"),
		                                             EH_STR("draft") },
		EH_STR("The year is over.") };
	enum eh_motion_outcome outcome;
	struct eh_motion motion;
	int64_t number;

	assert_ok(eh_db_begin(db, &error), &error);
	assert_ok(eh_motion_propose(&house, NOON, &by, &proposal, &number, &error), &error);
	assert_ok(eh_db_commit(db, &error), &error);
	assert_ok(eh_motion_get(&house, NOON, number, &arena, &motion, &error), &error);
	assert_ok(eh_motion_make(&house, NOON, &by, number, EH_MOTION_TURN, eh_str_of(motion.digest), NOTHING, &outcome, &error),
	        &error);
	return number;
}

static size_t keys_of(int64_t number)
{
	const struct eh_motion_act act = eh_publish_act(root.p);
	const struct eh_motion_house house = { .db = db, .acts = &act, .act_count = 1 };
	struct eh_motion motion;

	assert_ok(eh_motion_get(&house, NOON, number, &arena, &motion, &error), &error);
	return motion.key_count;
}

static void one_that_waits_already_is_the_answer(void **state)
{
	(void)state;
	ask();
	int64_t job = newest().job_id;
	ask();
	assert_int_equal(newest().job_id, job);
	assert_int_equal(audited("asked for"), 1);
	assert_false(there_is_a_draft());
}

static void a_worker_makes_it_and_says_so(void **state)
{
	struct eh_str path;

	(void)state;
	ask();
	work();
	assert_str(newest().state, "done");
	assert_true(eh_str_ends(newest().result, EH_STR(" files")));
	assert_int_equal(audited("made"), 1);
	assert_ok(eh_publish_file(root.p, EH_STR("example-town"), EH_STR("draft"), EH_STR("index.html"), &arena, &path, &error),
	        &error);
}

static void the_same_draft_again_leaves_keys_as_they_are(void **state)
{
	(void)state;
	ask();
	work();
	int64_t number = propose_and_turn_a_key();
	ask();
	work();
	assert_str(newest().state, "done");
	assert_int_equal(keys_of(number), 1);
}

static void another_draft_voids_the_keys_of_the_one_before(void **state)
{
	(void)state;
	ask();
	work();
	int64_t number = propose_and_turn_a_key();
	eh_clock_set(NOON + DAY); /* a report says on what day it was made */
	ask();
	work();
	eh_clock_set(NOON);
	assert_str(newest().state, "done");
	assert_true(eh_str_find(newest().result, EH_STR("all keys turned for that are void")) > 0);
	assert_int_equal(keys_of(number), 0);
	/* The one whose key it was hears of it. */
	struct eh_cursor cursor EH_CLEANUP_CURSOR = { 0 };
	struct eh_q_mail_waiting letter;
	assert_ok(eh_q_mail_waiting(db, &cursor, &error), &error);
	assert_ok(eh_q_mail_waiting_next(&cursor, &letter, &error), &error);
	assert_str(letter.subject, "A motion waits for your key: Publish the report");
	assert_true(eh_str_find(letter.body_text, EH_STR("All keys that were turned are void")) > 0);
	assert_int_equal(eh_q_mail_waiting_next(&cursor, &letter, &error), EH_END);
}

static void a_worker_that_stops_leaves_no_draft_and_the_next_makes_it(void **state)
{
	(void)state;
	ask();
	stop = true;
	work();
	stop = false;
	assert_str(newest().state, "queued");
	assert_false(there_is_a_draft());
	assert_int_equal(audited("made"), 0);
	assert_ok(eh_job_cancel(db, NOON, newest().job_id, &error), &error);
	ask();
	work();
	assert_str(newest().state, "done");
	assert_true(there_is_a_draft());
}

static void a_place_with_nothing_to_report_says_why(void **state)
{
	const struct eh_actor by = council_actor(steward);
	struct eh_job job;

	(void)state;
	assert_ok(eh_q_place_put(db, EH_STR("nowhere"), EH_STR("Nowhere"), EH_STR("Z06000009"), EH_STR(""), 1, &error), &error);
	assert_ok(eh_draft_ask(db, NOON, &by, EH_STR("nowhere"), &error), &error);
	work();
	assert_ok(eh_draft_job(db, EH_STR("nowhere"), &arena, &job, &error), &error);
	assert_str(job.state, "failed");
	printf("    %.*s\n", EH_FMT(job.result));
	assert_true(job.result.n > 20);
}

static int make_town(void **state)
{
	char words[256];

	(void)state;
	snprintf(folder, sizeof folder, "%s", test_folder());
	snprintf(store, sizeof store, "%s/base.db", folder);
	eh_clock_set(NOON);
	snprintf(words, sizeof words, "generate town --organisations 40 --seed 1 --out %s/files", folder);
	if (evenhand(words) != 0)
		return 1;
	snprintf(words, sizeof words, "update places/example-town.ini --data %s/files", folder);
	return evenhand(words);
}

static int remove_town(void **state)
{
	(void)state;
	eh_clock_set(0);
	test_remove(folder);
	return 0;
}

static int open_store(void **state)
{
	static int number;
	char command[300];

	(void)state;
	snprintf(command, sizeof command, "cp '%s/base.db' '%s/%d.db'", folder, folder, ++number);
	assert_int_equal(system(command), 0);
	snprintf(store, sizeof store, "%s/%d.db", folder, number);
	assert_ok(eh_db_open(store, EH_DB_WRITE, &db, &error), &error);
	steward = council_person(db, "cass");
	const struct eh_seat seat = { steward, EH_SIDE_COUNCIL, EH_STR("example-town"), NOTHING };
	assert_ok(eh_steward_enrol(COUNCIL_HOUSE(db), NOON, &seat, NULL, &error), &error);
	root = eh_publish_root(&arena, store);
	return 0;
}

static int close_store(void **state)
{
	(void)state;
	eh_db_close(db);
	eh_arena_finish(&arena);
	arena = (struct eh_arena){ 0 };
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, open_store, close_store)
		TEST(one_that_waits_already_is_the_answer),
		TEST(a_worker_makes_it_and_says_so),
		TEST(the_same_draft_again_leaves_keys_as_they_are),
		TEST(another_draft_voids_the_keys_of_the_one_before),
		TEST(a_worker_that_stops_leaves_no_draft_and_the_next_makes_it),
		TEST(a_place_with_nothing_to_report_says_why),
	};
	return cmocka_run_group_tests_name("drafts", tests, make_town, remove_town);
}
