/* Tables of strangers, taken apart where nothing else can be done. */
#include "test.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "io/confine.h"
#include "io/flatten.h"

static struct eh_error error;

static const char *program(void) { return getenv("EVENHAND") ? getenv("EVENHAND") : "build/check/evenhand"; }

static void open_a_file(void) { (void)!open("/etc/hostname", O_RDONLY); }
static void make_a_file(void) { (void)!creat("/tmp/evenhand-escaped", 0600); }
static void open_a_socket(void) { (void)!socket(AF_INET, SOCK_STREAM, 0); }
static void make_a_process(void) { (void)!fork(); }
static void become_another(void) { execl("/bin/true", "true", (char *)NULL); }
static void kill_its_parent(void) { kill(getppid(), 0); }

static void a_confined_process_that_does_more_than_compute_is_killed(void **state)
{
	static const struct {
		void (*try)(void);
		const char *what;
	} TRIES[] = { { open_a_file, "open a file" }, { make_a_file, "make a file" }, { open_a_socket, "open a socket" },
		{ make_a_process, "make a process" }, { become_another, "become another program" },
		{ kill_its_parent, "signal its parent" } };

	(void)state;
	for (size_t i = 0; i < sizeof TRIES / sizeof *TRIES; i++) {
		int status = 0;
		pid_t child = fork();
		if (child == 0) {
			if (eh_confine(&error) < 0)
				_exit(3);
			TRIES[i].try();
			_exit(0);
		}
		assert_int_equal(waitpid(child, &status, 0), child);
		if (!WIFSIGNALED(status) || WTERMSIG(status) != SIGSYS)
			fail_msg("a confined process could %s: status %x", TRIES[i].what, (unsigned)status);
	}
}

static void a_confined_process_gets_so_much_memory_and_no_answer_for_paths(void **state)
{
	static const size_t STEP = 64 << 20;
	struct stat about;
	int status = 0;

	(void)state;
	pid_t child = fork();
	if (child == 0) {
		size_t got = 0;
		if (eh_confine(&error) < 0)
			_exit(3);
		if (stat("/etc/hostname", &about) == 0)
			_exit(4);
		while (got <= 2 * (size_t)EH_CONFINE_MEGABYTES << 20 &&
		        mmap(NULL, STEP, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) != MAP_FAILED)
			got += STEP;
		_exit(got > (size_t)EH_CONFINE_MEGABYTES << 20 ? 5 : got < STEP ? 6 : 0);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	if (status)
		fail_msg("status %x (exit %d: 4 looked at a path, 5 too much memory, 6 hardly any)", (unsigned)status,
		        WEXITSTATUS(status));
}

/* A ZIP's entries have local times, and the C library reads the zone's file for them unless told which zone it is. */
static void a_confined_process_computes_tells_times_and_writes(void **state)
{
	int ends[2], status = 0;
	char got[8] = { 0 };

	(void)state;
	assert_int_equal(pipe(ends), 0);
	pid_t child = fork();
	if (child == 0) {
		if (eh_confine(&error) < 0)
			_exit(3);
		char *text = malloc(100000);
		memset(text, 'x', 100000);
		struct tm noon = { .tm_year = 126, .tm_mon = 10, .tm_mday = 25, .tm_hour = 12 };
		if (!text || mktime(&noon) != 1795608000)
			_exit(5);
		_exit(write(ends[1], text, 4) == 4 ? 0 : 4);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(status, 0);
	assert_int_equal(read(ends[0], got, 4), 4);
	assert_string_equal(got, "xxxx");
	close(ends[0]);
	close(ends[1]);
}

static void a_table_comes_back_row_for_row(void **state)
{
	struct eh_flat flat EH_CLEANUP_FLAT = { 0 };
	const struct eh_str csv = EH_STR("Our clubs;\n\nClub;Where\nChess;\"1 High St\nSale\"\n");

	(void)state;
	if (access(program(), X_OK) != 0)
		fail_msg("%s is not there", program());
	assert_ok(eh_flatten(program(), csv, &flat, &error), &error);
	assert_int_equal(flat.count, 1);
	assert_int_equal(flat.sheets[0].rows, 3);
	assert_true(eh_str_eq(flat.sheets[0].csv, EH_STR("Our clubs,\n\nClub,Where\nChess,\"1 High St\nSale\"\n")));
}

static void what_is_no_table_is_refused_in_a_sentence(void **state)
{
	struct eh_flat flat EH_CLEANUP_FLAT = { 0 };

	(void)state;
	assert_int_equal(eh_flatten(program(), EH_STR("%PDF-1.4 and so on"), &flat, &error), EH_INVALID);
	assert_non_null(strstr(error.message, "PDF"));
	assert_int_equal(eh_flatten(program(), EH_STR("a,\"never closed\n"), &flat, &error), EH_INVALID);
	assert_true(error.message[0] != '\0');
	assert_int_equal(eh_flatten("/bin/false", EH_STR("a,b\n"), &flat, &error), EH_INVALID);
	assert_int_equal(eh_flatten("/no/such/program", EH_STR("a,b\n"), &flat, &error), EH_IO);
}

/* A program in the reader's place that does as a script says. */
static const char *script(const char *text)
{
	static char path[128];

	snprintf(path, sizeof path, "%s/reader", test_folder());
	FILE *out = fopen(path, "w");
	assert_non_null(out);
	fprintf(out, "#!/bin/sh\n%s\n", text);
	fclose(out);
	assert_int_equal(chmod(path, 0700), 0);
	return path;
}

static void remove_script(const char *path)
{
	char folder[128];

	snprintf(folder, sizeof folder, "%.*s", (int)(strrchr(path, '/') - path), path);
	test_remove(folder);
}

static void the_reader_is_told_nothing_of_the_environment(void **state)
{
	struct eh_flat flat EH_CLEANUP_FLAT = { 0 };
	const char *path = script("printf 'SHEET 8 1 x\\n%s\\n' \"${EVENHAND_TEST_SECRET:-nothing}\"");

	(void)state;
	setenv("EVENHAND_TEST_SECRET", "swordfi", 1);
	assert_ok(eh_flatten(path, EH_STR("a,b\n"), &flat, &error), &error);
	assert_true(eh_str_eq(flat.sheets[0].csv, EH_STR("nothing\n")));
	unsetenv("EVENHAND_TEST_SECRET");
	remove_script(path);
}

static void why_the_reader_was_stopped_is_said(void **state)
{
	static const struct {
		const char *does, *said;
	} ENDS[] = { { "kill -SYS $$", "what no table needs" }, { "kill -KILL $$", "too much time or memory" },
		{ "echo 'evenhand: the sheet is torn' >&2; exit 1", "the sheet is torn" }, { "exit 7", "could not be read" },
		{ "exec >&- 2>&-; exec sleep 1000", "too much time" } };

	(void)state;
	for (size_t i = 0; i < sizeof ENDS / sizeof *ENDS; i++) {
		struct eh_flat flat EH_CLEANUP_FLAT = { 0 };
		const char *path = script(ENDS[i].does);
		assert_int_equal(eh_flatten(path, EH_STR("a,b\n"), &flat, &error), EH_INVALID);
		if (!strstr(error.message, ENDS[i].said))
			fail_msg("%s: %s", ENDS[i].does, error.message);
		remove_script(path);
	}
}

/* A reader that was taken over may write what it likes. */
static void what_the_confined_process_writes_is_distrusted(void **state)
{
	static const char *const LIES[] = { "SHEET 99 1 x\na,b\n", "SHEET -1 1 x\n", "SHEET 4 1 x", "HELLO 4 1 x\na,b\n", "",
		"SHEET 2 1 x\n\xff\xff", "SHEET 9223372036854775807 1 x\na,b\n" };

	(void)state;
	for (size_t i = 0; i < sizeof LIES / sizeof *LIES; i++) {
		struct eh_flat flat EH_CLEANUP_FLAT = { 0 };
		assert_int_equal(eh_buf_add(&flat.bytes, eh_str_of(LIES[i])), EH_OK);
		if (eh_flat_parse(&flat, &error) != EH_INVALID)
			fail_msg("taken for sheets: %s", LIES[i]);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_confined_process_that_does_more_than_compute_is_killed),
		cmocka_unit_test(a_confined_process_gets_so_much_memory_and_no_answer_for_paths),
		cmocka_unit_test(a_confined_process_computes_tells_times_and_writes),
		cmocka_unit_test(a_table_comes_back_row_for_row),
		cmocka_unit_test(what_is_no_table_is_refused_in_a_sentence),
		cmocka_unit_test(the_reader_is_told_nothing_of_the_environment),
		cmocka_unit_test(why_the_reader_was_stopped_is_said),
		cmocka_unit_test(what_the_confined_process_writes_is_distrusted),
	};
	return cmocka_run_group_tests_name("flatten", tests, NULL, NULL);
}
