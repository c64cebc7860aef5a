/* test_kill.c: the program is killed at random moments of an import, an update and a build, and interrupted, and run twice at once. Each
 * time the store must be whole, hold what it held before a transaction or after it, and the step must come to the same end when it is
 * repeated. The moments come from a seed (EVENHAND_SEED), which is printed. */
#include "test.h"

#include "cli/cli.h"
#include "store.h"

enum { KILLS = 100, INTERRUPTS = 12, MOST_STATES = 64 };

static struct {
	char folder[128], town[160], store[160], output[160];
	struct eh_random random;
	uint64_t seed;
} at;

/* One step of work on a store. */
struct step {
	const char *const *argv;
	char base[160];               /* the store that it starts from; "" for none */
	uint64_t states[MOST_STATES]; /* what the store may hold: after each commit of a run that nobody disturbed */
	size_t state_count;
	double length; /* seconds from the first sign of work to the end */
};

static bool has_log(void)
{
	char log[200];

	snprintf(log, sizeof log, "%s-wal", at.store);
	return access(log, F_OK) == 0;
}

static void wait_for_work(pid_t pid)
{
	int status;
	siginfo_t info = { 0 };

	/* Ends when the program has opened its store, or is gone already. */
	while (!has_log()) {
		status = waitid(P_PID, (id_t)pid, &info, WEXITED | WNOHANG | WNOWAIT);
		if (status != 0 || info.si_pid == pid)
			return;
		rest(0.0002);
	}
}

/* Before each commit another connection looks at what is committed so far. */
static int commit_states = -1;

static int before_commit(void *context)
{
	(void)context;
	/* What turns an empty file into a store with a log is no commit of its own, and lets nobody look. */
	if (!has_log())
		return 0;
	uint64_t digest = store_digest(at.store);
	if (write(commit_states, &digest, sizeof digest) != sizeof digest)
		_exit(126);
	return 0;
}

static int watch(sqlite3 *db, char **error, const struct sqlite3_api_routines *api)
{
	(void)error, (void)api;
	sqlite3_commit_hook(db, before_commit, NULL);
	return SQLITE_OK;
}

static const char *base_of(const struct step *step) { return *step->base ? step->base : NULL; }

static void add_state(struct step *step, uint64_t digest)
{
	if (step->state_count && step->states[step->state_count - 1] == digest)
		return;
	assert_true(step->state_count < MOST_STATES);
	step->states[step->state_count++] = digest;
}

/* Runs the step inside a child of this test, undisturbed, and notes the states it commits. */
static void note_states(struct step *step)
{
	char path[200];
	int argc = 0;

	snprintf(path, sizeof path, "%s/states", at.folder);
	store_copy(base_of(step), at.store);
	step->state_count = 0;
	add_state(step, store_digest(at.store));
	while (step->argv[argc])
		argc++;
	fflush(NULL);
	pid_t pid = fork();
	if (pid == 0) {
		commit_states = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0666);
		if (!freopen("/dev/null", "w", stdout))
			_exit(125);
		sqlite3_auto_extension((void (*)(void))watch);
		_exit(eh_cli_main(argc, (char **)(uintptr_t)step->argv));
	}
	assert_int_equal(finish(pid), 0);
	FILE *in = fopen(path, "r");
	assert_non_null(in);
	uint64_t digest;
	while (fread(&digest, sizeof digest, 1, in) == 1)
		add_state(step, digest);
	fclose(in);
	add_state(step, store_digest(at.store));
}

static void measure(struct step *step)
{
	store_copy(base_of(step), at.store);
	pid_t pid = start(step->argv, NULL);
	wait_for_work(pid);
	double from = now();
	assert_int_equal(finish(pid), 0);
	step->length = now() - from;
	assert_int_equal(store_digest(at.store), step->states[step->state_count - 1]);
}

static size_t state_of(const struct step *step, uint64_t digest)
{
	size_t i = step->state_count;

	while (i && step->states[i - 1] != digest)
		i--;
	return i;
}

/* Sends a signal at a random moment; returns how the program ended. */
static int disturb(struct step *step, int number)
{
	store_copy(base_of(step), at.store);
	pid_t pid = start(step->argv, at.output);
	wait_for_work(pid);
	rest(eh_random_unit(&at.random) * step->length);
	kill(pid, number);
	return finish(pid);
}

static void check_store(const struct step *step, size_t seen[MOST_STATES])
{
	uint64_t digest = store_digest(at.store);
	size_t state = state_of(step, digest);

	if (!state)
		fail_msg("seed %llu: after a kill of %s the store holds what was never committed", (unsigned long long)at.seed,
		        step->argv[1]);
	seen[state - 1]++;
	assert_whole(at.store);
	run(step->argv);
	assert_int_equal(store_digest(at.store), step->states[step->state_count - 1]);
}

static void kill_often(struct step *step)
{
	size_t seen[MOST_STATES] = { 0 }, kills = 0, late = 0, between = 0;

	note_states(step);
	measure(step);
	while (kills < KILLS && late < 4 * KILLS) {
		int code = disturb(step, SIGKILL);
		if (code == 256 + SIGKILL) {
			kills++;
			check_store(step, seen);
			continue;
		}
		assert_int_equal(code, 0);
		late++;
		step->length *= 0.9; /* it was faster than when it was measured */
	}
	for (size_t i = 1; i + 1 < step->state_count; i++)
		between += seen[i];
	printf("    %s, seed %llu: %zu kills, %zu came too late; the store was as before %zu times, between steps %zu, after "
	       "%zu\n",
	        step->argv[1], (unsigned long long)at.seed, kills, late, seen[0], between, seen[step->state_count - 1]);
	assert_int_equal(kills, KILLS);
	assert_true(seen[0] > 0);
}

static const char *in_town(const char *name)
{
	static char paths[8][256];
	static size_t next;
	char *path = paths[next++ % 8];

	snprintf(path, sizeof paths[0], "%s/%s", at.town, name);
	return path;
}

/* A store with the town in it, and its list built. */
static void make_base(const char *path)
{
	run((const char *const[]){ "evenhand", "update", "places/example-town.ini", "--data", at.town, "--db", path, NULL });
}

static void an_import_that_is_killed_is_kept_whole_or_not_at_all(void **state)
{
	struct step step = { .argv = (const char *const[]){ "evenhand", "import", in_town("publicextract.charity.json"), "--kind",
		                     "charity-commission", "--source", "charity-register", "--date", "2026-03-01", "--db",
		                     at.store, NULL } };

	(void)state;
	snprintf(step.base, sizeof step.base, "%s/base-import.db", at.folder);
	run((const char *const[]){ "evenhand", "import", in_town("publicextract.charity.2024-03-01.txt"), "--kind",
	        "charity-commission", "--source", "charity-register", "--date", "2024-03-01", "--db", step.base, NULL });
	kill_often(&step);
	assert_int_equal(step.state_count, 2);
}

static void a_build_that_is_killed_leaves_the_old_list_or_the_new(void **state)
{
	struct step step = { .argv = (const char *const[]){ "evenhand", "build", "--db", at.store, NULL } };

	(void)state;
	snprintf(step.base, sizeof step.base, "%s/base-build.db", at.folder);
	make_base(step.base);
	run((const char *const[]){ "evenhand", "import", in_town("sports_clubs.csv"), "--place", "example-town", "--source",
	        "more-clubs", "--db", step.base, NULL });
	kill_often(&step);
	assert_int_equal(step.state_count, 2);
}

static void an_update_that_is_killed_keeps_whole_batches_and_goes_on(void **state)
{
	struct step step = { .argv = (const char *const[]){ "evenhand", "update", "places/example-town.ini", "--data", at.town,
		                     "--db", at.store, NULL } };

	(void)state;
	kill_often(&step);
	/* Nothing, the schema, the place, one state for each of the recipe's twenty files, the list. */
	assert_int_equal(step.state_count, 24);
}

static void an_interrupt_stops_tidily_and_says_so(void **state)
{
	struct step step = { .argv = (const char *const[]){ "evenhand", "update", "places/example-town.ini", "--data", at.town,
		                     "--db", at.store, NULL } };
	size_t seen[MOST_STATES] = { 0 }, stopped = 0, late = 0;

	(void)state;
	note_states(&step);
	measure(&step);
	while (stopped < INTERRUPTS && late < 4 * INTERRUPTS) {
		char said[1024];
		int code = disturb(&step, stopped % 2 ? SIGTERM : SIGINT);
		if (code == 0) {
			late++;
			step.length *= 0.9;
			continue;
		}
		stopped++;
		read_text(at.output, said, sizeof said);
		if (code != 1 || !strstr(said, "evenhand: ") || !strstr(said, "stopped"))
			fail_msg("it ended with %d and said \"%s\"", code, said);
		check_store(&step, seen);
	}
	assert_int_equal(stopped, INTERRUPTS);
}

static void a_store_that_is_being_written_makes_others_wait(void **state)
{
	sqlite3 *holder;
	char base[160];

	(void)state;
	snprintf(base, sizeof base, "%s/base-build.db", at.folder);
	store_copy(base, at.store);
	assert_int_equal(sqlite3_open(at.store, &holder), SQLITE_OK);
	assert_int_equal(sqlite3_exec(holder, "BEGIN IMMEDIATE", NULL, NULL, NULL), SQLITE_OK);
	pid_t pid = start((const char *const[]){ "evenhand", "build", "--db", at.store, NULL }, at.output);
	rest(1);
	assert_int_equal(sqlite3_exec(holder, "COMMIT", NULL, NULL, NULL), SQLITE_OK);
	assert_int_equal(finish(pid), 0);
	sqlite3_close(holder);
}

static void a_store_that_stays_locked_is_a_clear_failure(void **state)
{
	sqlite3 *holder;
	char base[160], said[1024];

	(void)state;
	snprintf(base, sizeof base, "%s/base-build.db", at.folder);
	store_copy(base, at.store);
	assert_int_equal(sqlite3_open(at.store, &holder), SQLITE_OK);
	assert_int_equal(sqlite3_exec(holder, "BEGIN IMMEDIATE", NULL, NULL, NULL), SQLITE_OK);
	int code = finish(start((const char *const[]){ "evenhand", "build", "--db", at.store, NULL }, at.output));
	read_text(at.output, said, sizeof said);
	assert_int_equal(code, 1);
	if (!strstr(said, "another program is writing to") || !strstr(said, "try again"))
		fail_msg("it said \"%s\"", said);
	/* Reading goes on meanwhile. */
	run((const char *const[]){ "evenhand", "organisations", "--json", "--db", at.store, NULL });
	sqlite3_close(holder);
}

static void two_updates_at_once_leave_one_whole_store(void **state)
{
	struct step step = { .argv = (const char *const[]){ "evenhand", "update", "places/example-town.ini", "--data", at.town,
		                     "--db", at.store, NULL } };

	(void)state;
	note_states(&step);
	for (int round = 0; round < 5; round++) {
		char said[1024];
		store_copy(NULL, at.store);
		pid_t one = start(step.argv, NULL), other = start(step.argv, at.output);
		int first = finish(one), second = finish(other);
		read_text(at.output, said, sizeof said);
		assert_true(first == 0 || first == 1);
		if (second != 0 && !(second == 1 && strstr(said, "another program")))
			fail_msg("the second ended with %d and said \"%s\"", second, said);
		assert_whole(at.store);
		run(step.argv);
		run((const char *const[]){ "evenhand", "build", "--db", at.store, NULL });
		assert_int_equal(store_digest(at.store), step.states[step.state_count - 1]);
	}
}

static int set_up(void **state)
{
	const char *seed = getenv("EVENHAND_SEED");

	(void)state;
	snprintf(at.folder, sizeof at.folder, "%s", test_folder());
	snprintf(at.town, sizeof at.town, "%s/town", at.folder);
	snprintf(at.store, sizeof at.store, "%s/store.db", at.folder);
	snprintf(at.output, sizeof at.output, "%s/output", at.folder);
	at.seed = seed ? strtoull(seed, NULL, 10) : 1;
	eh_random_init(&at.random, at.seed, 0);
	setenv("EVENHAND_CLOCK", "2026-04-01T12:00:00", 1);
	unsetenv("EVENHAND_DB");
	/* A process that is killed cannot say what it leaked; the others would take most of their time for it. */
	setenv("ASAN_OPTIONS", "detect_leaks=0", 1);
	run((const char *const[]){
	        "evenhand", "generate", "town", "--organisations", "40", "--seed", "1", "--out", at.town, NULL });
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
		cmocka_unit_test(an_import_that_is_killed_is_kept_whole_or_not_at_all),
		cmocka_unit_test(a_build_that_is_killed_leaves_the_old_list_or_the_new),
		cmocka_unit_test(an_update_that_is_killed_keeps_whole_batches_and_goes_on),
		cmocka_unit_test(an_interrupt_stops_tidily_and_says_so),
		cmocka_unit_test(a_store_that_is_being_written_makes_others_wait),
		cmocka_unit_test(a_store_that_stays_locked_is_a_clear_failure),
		cmocka_unit_test(two_updates_at_once_leave_one_whole_store),
	};
	return cmocka_run_group_tests_name("kill", tests, set_up, tear_down);
}
