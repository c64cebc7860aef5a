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

static int64_t bring(const char *source, const char *csv)
{
	const struct eh_upload_new made = { .place_id = EH_STR("town"),
		.file = EH_STR("../../Our clubs (2026).xlsx"),
		.sheet = EH_STR("Clubs"),
		.csv = eh_str_of(csv),
		.source = eh_str_of(source),
		.publisher = EH_STR("The invented council"),
		.says = EH_STR("works"),
		.terms = EH_STR("list"),
		.data_date = EH_NO_DATE };
	int64_t number = 0;

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
	assert_ok(eh_upload_map(&kept, &sheet, &error), &error);
	sheet.fields[2] = EH_FIELD_NAME; /* two names cannot be: what was right stays */
	assert_int_equal(eh_upload_map(&kept, &sheet, &error), EH_INVALID);
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
	struct eh_upload_new made = { .place_id = EH_STR("town"),
		.file = EH_STR("x.csv"),
		.sheet = EH_STR(""),
		.csv = EH_STR("Name\nX\n"),
		.source = EH_STR("x"),
		.publisher = EH_STR("x"),
		.says = EH_STR("sings"),
		.terms = EH_STR("list"),
		.data_date = EH_NO_DATE };
	int64_t number = 0;

	(void)state;
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
		struct eh_upload_new made = { .place_id = EH_STR("town"),
			.file = EH_STR("x.csv"),
			.sheet = EH_STR(""),
			.csv = EH_STR("Name\nX\n"),
			.source = eh_str_of(SOURCES[i].name),
			.publisher = EH_STR("x"),
			.says = EH_STR("works"),
			.terms = EH_STR("list"),
			.data_date = EH_NO_DATE };
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
		cmocka_unit_test(what_is_given_up_leaves_nothing),
		cmocka_unit_test(words_that_mean_nothing_are_refused_and_leave_nothing),
		cmocka_unit_test(no_list_takes_the_place_of_a_register_or_of_another_places_list),
		cmocka_unit_test(a_worker_killed_at_any_moment_reads_it_in_once),
	};
	return cmocka_run_group_tests_name("uploads", tests, setup, teardown);
}
