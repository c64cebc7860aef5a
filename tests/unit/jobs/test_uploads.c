/* Tables brought by the web: kept, mapped, read in once however often the worker is killed, taken back. */
#include "test.h"

#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "jobs/jobs.h"
#include "queries.h"
#include "register/register.h"

#define NOW INT64_C(1764000000000000)
#define MINUTE INT64_C(60000000)

static char folder[64], store[128];
static struct eh_db *db;
static struct eh_error error;
static struct eh_arena arena;
static int64_t now = NOW;
static const struct eh_actor OFFICER = { 1, EH_ROLE_OFFICER, EH_SIDE_COUNCIL, { NULL, 0 }, true };

static int64_t told_time(void) { return now; }

static int setup(void **state)
{
	(void)state;
	snprintf(folder, sizeof folder, "%s", test_folder());
	snprintf(store, sizeof store, "%s/town.db", folder);
	assert_ok(eh_db_open(store, EH_DB_CREATE, &db, &error), &error);
	assert_ok(eh_q_place_put(db, EH_STR("town"), EH_STR("Town"), EH_STR("Z08000001"), EH_STR(""), 1, &error), &error);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	eh_db_close(db);
	eh_arena_finish(&arena);
	test_remove(folder);
	return 0;
}

static const struct eh_upload_new NEW = { .place_id = { "town", 4 },
	.file = { "../../Our clubs (2026).xlsx", 27 },
	.sheet_count = 1,
	.source = { "x", 1 },
	.publisher = { "The invented council", 20 },
	.licence = { "", 0 },
	.says = { "works", 5 },
	.terms = { "list", 4 },
	.data_date = EH_NO_DATE };

static int64_t bring(const char *source, const char *csv)
{
	const struct eh_flat_sheet sheet = { EH_STR("Clubs"), eh_str_of(csv), 1 };
	struct eh_upload_new made = NEW;
	int64_t number = 0;

	made.sheets = &sheet;
	made.source = eh_str_of(source);
	assert_ok(eh_upload_keep(db, store, now, &OFFICER, &made, &number, &error), &error);
	return number;
}

static struct eh_upload_kept get(int64_t number)
{
	struct eh_upload_kept kept;

	assert_ok(eh_upload_get(db, store, number, &arena, &kept, &error), &error);
	return kept;
}

static void queue(int64_t number)
{
	struct eh_upload_kept kept = get(number);

	assert_ok(eh_db_begin(db, &error), &error);
	assert_ok(eh_upload_queue(db, now, &OFFICER, &kept, &error), &error);
	assert_ok(eh_db_commit(db, &error), &error);
}

static struct eh_worker worker(void)
{
	return (struct eh_worker){ .store = store, .base_url = "", .threads = 1, .clock = told_time };
}

static enum eh_rc work(void)
{
	struct eh_worker one = worker();

	return eh_worker_run_one(&one, db, NULL, &error);
}

static const char CLUBS[] =
        "Body,Where it is,Remarks\nLarkhill Chess Club,\"1 High Street, Town\",Chess\nLarkhill Tea Club,\"2 High Street\",Tea\n"
        ",\"3 High Street\",Nobody\n";

static void columns_are_guessed_put_right_and_read_in(void **state)
{
	int64_t number = bring("clubs", CLUBS);
	struct eh_upload_kept kept = get(number);
	struct eh_mapping mapping = { 0 };
	struct stat about;

	(void)state;
	assert_null(strstr(kept.table + strlen(folder), ".."));
	assert_int_equal(stat(kept.table, &about), 0);
	assert_ok(eh_upload_mapping(&kept, &mapping, &error), &error);
	struct eh_mapping_sheet sheet = mapping.sheets[0];
	eh_mapping_finish(&mapping);
	sheet.columns = 3;
	sheet.fields[0] = EH_FIELD_NAME;
	sheet.fields[1] = EH_FIELD_ADDRESS;
	sheet.fields[2] = EH_FIELD_ACTIVITIES;
	assert_ok(eh_upload_map(db, now, &kept, &sheet, &error), &error);
	sheet.fields[2] = EH_FIELD_NAME; /* two names cannot be: what was right stays */
	assert_int_equal(eh_upload_map(db, now, &kept, &sheet, &error), EH_INVALID);
	queue(number);
	assert_int_equal(work(), EH_OK);
	kept = get(number);
	assert_true(eh_str_eq(kept.state, EH_STR("done")));
	struct eh_q_batch_get batch;
	assert_ok(eh_q_batch_get(db, kept.batch_id, &arena, &batch, &error), &error);
	assert_int_equal(batch.kept, 2);
	assert_int_equal(batch.refused, 1);
	assert_int_not_equal(stat(kept.table, &about), 0); /* its copy is gone */
	assert_int_equal(eh_upload_queue(db, now, &OFFICER, &kept, &error), EH_CONFLICT);
}

/* Three columns taken for these. */
static void map(
        const struct eh_upload_kept *kept, size_t header, enum eh_sheet_field a, enum eh_sheet_field b, enum eh_sheet_field c)
{
	struct eh_mapping_sheet sheet = { .rows = "organisations",
		.header = header,
		.fields = { (unsigned char)a, (unsigned char)b, (unsigned char)c },
		.columns = 3 };

	assert_ok(eh_upload_map(db, now, kept, &sheet, &error), &error);
}

static void the_next_file_of_the_same_headings_starts_from_what_was_put_right(void **state)
{
	static const char FIRST[] = "Zug,Zag,Zog\nOrrin Club,\"1 High Street\",Chess\n",
	                  NEXT[] = "Our list of 2027\n\nzug , ZAG,Zog,,\nOrrin Circle,\"2 High Street\",Tea\n",
	                  OTHER[] = "Zug,Zag,Zig\nOrrin Ring,\"3 High Street\",Tea\n";
	struct eh_upload_kept kept = get(bring("first", FIRST));
	struct eh_mapping mapping = { 0 };
	int64_t at = 0;

	(void)state;
	map(&kept, 1, EH_FIELD_NAME, EH_FIELD_ADDRESS, EH_FIELD_ACTIVITIES);
	assert_ok(eh_upload_recalled(db, &kept, &at, &error), &error);
	assert_int_equal(at, EH_DB_NULL); /* put right after it came */
	int64_t then = now;
	now += MINUTE;
	kept = get(bring("next", NEXT));
	assert_ok(eh_upload_recalled(db, &kept, &at, &error), &error);
	assert_int_equal(at, then);
	assert_ok(eh_upload_mapping(&kept, &mapping, &error), &error);
	assert_int_equal(mapping.sheets[0].header, 2);
	assert_int_equal(mapping.sheets[0].fields[0], EH_FIELD_NAME);
	assert_int_equal(mapping.sheets[0].fields[1], EH_FIELD_ADDRESS);
	assert_int_equal(mapping.sheets[0].fields[2], EH_FIELD_ACTIVITIES);
	eh_mapping_finish(&mapping);
	kept = get(bring("other", OTHER));
	assert_ok(eh_upload_recalled(db, &kept, &at, &error), &error);
	assert_int_equal(at, EH_DB_NULL);
}

static void a_trial_says_what_reading_it_in_then_does(void **state)
{
	static const char TWICE[] =
	        "Name,Address,What\nQuern Club,1 High Street,Chess\nQuern Club,1 High Street,Chess\n,4 High Street,Tea\n"
	        "Quern Circle,2 High Street,Tea\n";
	struct eh_upload_kept kept = get(bring("trial", TWICE));
	struct eh_upload_trial trial;
	struct eh_q_batch_get batch;

	(void)state;
	map(&kept, 1, EH_FIELD_NONE, EH_FIELD_ADDRESS, EH_FIELD_ACTIVITIES);
	assert_int_equal(eh_upload_try(&kept, &arena, &trial, &error), EH_INVALID);
	map(&kept, 1, EH_FIELD_NAME, EH_FIELD_ADDRESS, EH_FIELD_ACTIVITIES);
	assert_ok(eh_upload_try(&kept, &arena, &trial, &error), &error);
	assert_true(trial.refused > 0 && trial.kept > 0 && trial.kept + trial.refused == trial.read);
	assert_int_equal(trial.refusal_count, trial.refused);
	assert_int_equal(trial.refusals[trial.refusal_count - 1].line, 4);
	queue(kept.upload_id);
	assert_int_equal(work(), EH_OK);
	kept = get(kept.upload_id);
	assert_ok(eh_q_batch_get(db, kept.batch_id, &arena, &batch, &error), &error);
	assert_int_equal(batch.rows_read, trial.read);
	assert_int_equal(batch.kept, trial.kept);
	assert_int_equal(batch.refused, trial.refused);
}

static void another_sheet_can_be_chosen(void **state)
{
	const struct eh_flat_sheet sheets[] = { { EH_STR("Read me"), EH_STR("Name\nNothing\n"), 2 },
		{ EH_STR("Clubs"), EH_STR("Name,Address\nA,B\nC,D\n"), 3 } };
	struct eh_str names[EH_FLATTEN_MOST_SHEETS];
	struct eh_upload_new made = NEW;
	int64_t number = 0;
	size_t count = 0;

	(void)state;
	made.sheets = sheets;
	made.sheet_count = 2;
	made.source = EH_STR("sheets");
	assert_ok(eh_upload_keep(db, store, now, &OFFICER, &made, &number, &error), &error);
	struct eh_upload_kept kept = get(number);
	assert_true(eh_str_eq(kept.sheet, EH_STR("Clubs")));
	assert_ok(eh_upload_sheets(&kept, &arena, names, &count, &error), &error);
	assert_int_equal(count, 2);
	assert_true(eh_str_eq(names[0], EH_STR("Read me")));
	assert_ok(eh_upload_choose_sheet(db, &kept, 0, &error), &error);
	assert_int_equal(eh_upload_choose_sheet(db, &kept, 2, &error), EH_NOT_FOUND);
	kept = get(number);
	assert_true(eh_str_eq(kept.sheet, EH_STR("Read me")));
	assert_int_equal(access(kept.table, R_OK), 0);
}

static int64_t live_batches_of(const char *source);

static void what_is_stopped_leaves_nothing_and_can_be_read_in_again(void **state)
{
	int64_t number = bring("stopped", CLUBS);
	struct eh_upload_kept kept;

	(void)state;
	queue(number);
	kept = get(number);
	assert_false(eh_upload_is_open(&kept));
	assert_ok(eh_upload_cancel(db, now, &OFFICER, &kept, &error), &error); /* it waits: at once */
	kept = get(number);
	assert_true(eh_upload_is_open(&kept));
	assert_int_equal(access(kept.table, R_OK), 0);
	assert_int_equal(eh_upload_cancel(db, now, &OFFICER, &kept, &error), EH_CONFLICT);

	/* Asked while it runs, between reading in and making the list: the job is run by hand, so that the moment is certain. */
	queue(number);
	kept = get(number);
	struct eh_worker one = worker();
	struct eh_run run = { .worker = &one, .db = db };
	assert_int_equal(eh_job_lease(db, now, &run.lease, &error), EH_OK);
	assert_ok(eh_job_get(db, run.lease.job_id, &run.arena, &run.job, &error), &error);
	assert_ok(eh_upload_cancel(db, now, &OFFICER, &kept, &error), &error);
	assert_int_equal(eh_upload_run(&run, &error), EH_CANCELLED);
	assert_ok(eh_job_fail(db, now, &run.lease, EH_CANCELLED, eh_str_of(error.message), NULL, &error), &error);
	eh_buf_finish(&run.result);
	eh_arena_finish(&run.arena);
	assert_int_equal(live_batches_of("stopped"), 0);
	kept = get(number);
	assert_true(eh_upload_is_open(&kept));
	assert_int_equal(kept.batch_id, EH_DB_NULL);

	queue(number);
	assert_int_equal(work(), EH_OK);
	assert_int_equal(live_batches_of("stopped"), 1);
}

static void only_what_came_by_the_web_to_this_place_is_taken_back(void **state)
{
	int64_t number = bring("taken back", CLUBS), again;
	struct eh_upload_kept kept;

	(void)state;
	queue(number);
	assert_int_equal(work(), EH_OK);
	kept = get(number);
	assert_int_equal(eh_upload_take_back(db, now, &OFFICER, EH_STR("elsewhere"), kept.batch_id, false, &error), EH_NOT_FOUND);
	assert_int_equal(live_batches_of("taken back"), 1);

	/* The same file again changes nothing, and its batch stays the first upload's. */
	again = bring("taken back", CLUBS);
	queue(again);
	assert_int_equal(work(), EH_OK);
	assert_int_equal(get(again).batch_id, kept.batch_id);
	assert_int_equal(get(again).batch_at, EH_DB_NULL);
	assert_ok(eh_upload_take_back(db, now, &OFFICER, EH_STR("town"), kept.batch_id, false, &error), &error);
	assert_int_equal(live_batches_of("taken back"), 0);
	assert_int_equal(eh_upload_take_back(db, now, &OFFICER, EH_STR("town"), kept.batch_id, false, &error), EH_NOT_FOUND);
	while (work() == EH_OK) /* the list made anew */
		;

	/* Read in by the machine, perhaps under the number that was given back: nobody's to take back here. */
	const struct eh_import import = { .source = "machine",
		.kind = "spreadsheet",
		.file = { .path = "x.csv" },
		.place_id = "town",
		.says = 1,
		.data_date = 20000 };
	struct eh_import_result result;
	struct eh_import made = import;
	made.file.path = get(bring("machine's", CLUBS)).table;
	assert_ok(eh_import_run(db, &made, &result, &error), &error);
	assert_int_equal(eh_upload_take_back(db, now, &OFFICER, EH_STR("town"), result.batch_id, false, &error), EH_REFUSED);
}

static void what_is_given_up_leaves_nothing(void **state)
{
	struct eh_upload_kept kept = get(bring("given up", CLUBS));
	struct stat about;

	(void)state;
	assert_ok(eh_db_begin(db, &error), &error);
	assert_ok(eh_upload_give_up(db, now, &OFFICER, &kept, &error), &error);
	assert_ok(eh_db_commit(db, &error), &error);
	assert_int_not_equal(stat(kept.table, &about), 0);
	assert_int_equal(work(), EH_END);
}

static void words_that_mean_nothing_are_refused_and_leave_nothing(void **state)
{
	const struct eh_flat_sheet sheet = { EH_STR(""), EH_STR("Name\nX\n"), 2 };
	struct eh_upload_new made = NEW;
	int64_t number = 0;

	(void)state;
	made.sheets = &sheet;
	made.says = EH_STR("sings");
	assert_int_equal(eh_upload_keep(db, store, now, &OFFICER, &made, &number, &error), EH_INVALID);
	made.says = EH_STR("works");
	made.source = EH_STR("told by hand, town");
	assert_int_equal(eh_upload_keep(db, store, now, &OFFICER, &made, &number, &error), EH_INVALID);
	made.source = EH_STR("x");
	made.terms = EH_STR("sell");
	assert_int_equal(eh_upload_keep(db, store, now, &OFFICER, &made, &number, &error), EH_INVALID);
}

/* A newer edition takes the older one's place, so that a list must not go by the name of what is not its own. */
static void no_list_takes_the_place_of_a_register_or_of_another_places_list(void **state)
{
	struct eh_arena own EH_CLEANUP_ARENA = { 0 };
	struct eh_q_source_put put;
	const struct {
		const char *name, *kind, *place;
		bool is_register;
		enum eh_rc wanted;
	} SOURCES[] = { { "charity-register", "charity-commission", NULL, true, EH_INVALID },
		{ "postcodes", "postcodes", NULL, false, EH_INVALID },
		{ "their clubs", "spreadsheet", "elsewhere", false, EH_INVALID },
		{ "local register", "spreadsheet", "town", true, EH_INVALID },
		{ "our clubs", "spreadsheet", "town", false, EH_OK } };

	(void)state;
	for (size_t i = 0; i < sizeof SOURCES / sizeof *SOURCES; i++) {
		const struct eh_flat_sheet sheet = { EH_STR(""), EH_STR("Name\nX\n"), 2 };
		struct eh_upload_new made = NEW;
		made.sheets = &sheet;
		made.source = eh_str_of(SOURCES[i].name);
		int64_t number = 0;
		assert_ok(eh_q_source_put(db, eh_str_of(SOURCES[i].name), eh_str_of(SOURCES[i].kind), EH_STR("Its keeper"),
		                  EH_STR(""), EH_STR(""), 1, eh_str_of(SOURCES[i].place), SOURCES[i].is_register, 0, &own, &put,
		                  &error),
		        &error);
		if (eh_upload_keep(db, store, now, &OFFICER, &made, &number, &error) != SOURCES[i].wanted)
			fail_msg("%s: %s", SOURCES[i].name, error.message);
	}
}

/* A worker of its own on a store of its own, killed after so many microseconds. */
static void work_and_be_killed(unsigned microseconds)
{
	pid_t child = fork();

	if (child == 0) {
		struct eh_worker one = worker();
		struct eh_db *own;
		if (eh_db_open(store, EH_DB_WRITE, &own, &error) == EH_OK)
			eh_worker_run_one(&one, own, NULL, &error);
		_exit(0);
	}
	usleep(microseconds);
	kill(child, SIGKILL);
	assert_int_equal(waitpid(child, NULL, 0), child);
}

static int64_t live_batches_of(const char *source)
{
	struct eh_cursor cursor EH_CLEANUP_CURSOR = { 0 };
	struct eh_q_batch_list row;
	int64_t count = 0;

	assert_ok(eh_q_batch_list(db, &cursor, &error), &error);
	while (eh_q_batch_list_next(&cursor, &row, &error) == EH_OK)
		count += eh_str_eq(row.source, eh_str_of(source)) && eh_str_eq(row.state, EH_STR("live"));
	return count;
}

static void a_worker_killed_at_any_moment_reads_it_in_once(void **state)
{
	enum { ROUNDS = 24 };
	size_t cut_short = 0;

	(void)state;
	for (unsigned i = 0; i < ROUNDS; i++) {
		struct eh_buf csv EH_CLEANUP_BUF = { 0 };
		char source[32];
		snprintf(source, sizeof source, "round %u", i);
		eh_buf_printf(&csv, "Name,Address\n");
		for (unsigned k = 0; k < 20; k++)
			eh_buf_printf(&csv, "Quenby Club %u of %u,%u High Street\n", k, i, k + 1);
		int64_t number = bring(source, eh_arena_str(&arena, eh_buf_str(&csv)).p);
		queue(number);
		work_and_be_killed(500 + i * 1500);
		for (int tries = 0; tries < 6 && !eh_str_eq(get(number).state, EH_STR("done")); tries++) {
			cut_short++;
			now += 30 * MINUTE; /* the lease of the dead ends */
			(void)work();
		}
		now += 30 * MINUTE;
		while (work() == EH_OK)
			;
		assert_true(eh_str_eq(get(number).state, EH_STR("done")));
		assert_int_equal(live_batches_of(source), 1);
	}
	print_message("%zu of %d were cut short\n", cut_short, ROUNDS);
	assert_true(cut_short > 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(columns_are_guessed_put_right_and_read_in),
		cmocka_unit_test(the_next_file_of_the_same_headings_starts_from_what_was_put_right),
		cmocka_unit_test(a_trial_says_what_reading_it_in_then_does),
		cmocka_unit_test(another_sheet_can_be_chosen),
		cmocka_unit_test(what_is_stopped_leaves_nothing_and_can_be_read_in_again),
		cmocka_unit_test(only_what_came_by_the_web_to_this_place_is_taken_back),
		cmocka_unit_test(what_is_given_up_leaves_nothing),
		cmocka_unit_test(words_that_mean_nothing_are_refused_and_leave_nothing),
		cmocka_unit_test(no_list_takes_the_place_of_a_register_or_of_another_places_list),
		cmocka_unit_test(a_worker_killed_at_any_moment_reads_it_in_once),
	};
	return cmocka_run_group_tests_name("uploads", tests, setup, teardown);
}
