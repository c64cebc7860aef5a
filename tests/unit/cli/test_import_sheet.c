/* Importing a list at the command line: what it was taken for is shown, kept and used again. */
#include "unit/register/outputs.h"

static char folder[64];

static int make(void **state)
{
	char path[128];

	(void)state;
	snprintf(folder, sizeof folder, "%s", test_folder());
	snprintf(path, sizeof path, "%s/clubs.csv", folder);
	FILE *out = fopen(path, "w");
	assert_non_null(out);
	fputs("Ref,Name of club,Sport,Post Code\n1,Amber Harriers,Running,M33 1AA\n2,,Chess,M33 2AA\n3,Teal Bowls,Bowls,M33 "
	      "3AA\n",
	        out);
	assert_int_equal(fclose(out), 0);
	return 0;
}

static int remove_all(void **state)
{
	(void)state;
	test_remove(folder);
	return 0;
}

static struct eh_buf import(const char *options)
{
	char arguments[512];

	snprintf(arguments, sizeof arguments, "import %s/clubs.csv --date 2024-01-01 %s", folder, options);
	return run(folder, arguments);
}

/* Runs an import that must fail, and returns its exit status and what it said. */
static int failing(const char *options, struct eh_buf *out)
{
	char command[1024];

	snprintf(command, sizeof command, "%s --db %s/store.db import %s/clubs.csv %s 2>&1", program(), folder, folder, options);
	FILE *pipe = popen(command, "r");
	*out = slurp(pipe);
	return WEXITSTATUS(pclose(pipe));
}

static void a_dry_run_shows_what_would_be_refused_and_keeps_nothing(void **state)
{
	struct eh_buf out EH_CLEANUP_BUF = import("--dry-run"), batches EH_CLEANUP_BUF = run(folder, "batches --json");

	(void)state;
	assert_str(eh_buf_str(&out), "note: columns taken as organisations: A id B name C activities D postcode\n"
	                             "would be refused: line 3, Name of club: there is no name\n"
	                             "would be: 3 rows read, 2 kept, 1 refused; 2 added, 0 changed, 0 gone\n");
	assert_str(eh_buf_str(&batches), "[]\n");
}

static void the_guess_is_kept_in_a_file_that_is_never_written_over(void **state)
{
	char options[256], path[128];
	struct eh_buf again EH_CLEANUP_BUF = { 0 };

	(void)state;
	snprintf(path, sizeof path, "%s/clubs.ini", folder);
	snprintf(options, sizeof options, "--save-mapping %s --guess", path);
	struct eh_buf out EH_CLEANUP_BUF = import(options);
	assert_true(holds(&out, "; Name of club (heading, 9"));
	assert_true(holds(&out, "\nB = name\n"));
	FILE *in = fopen(path, "r");
	struct eh_buf kept EH_CLEANUP_BUF = slurp(in);
	fclose(in);
	assert_true(holds(&out, kept.p));
	snprintf(options, sizeof options, "--save-mapping %s", path);
	assert_int_equal(failing(options, &again), 1);
	assert_true(holds(&again, "is there already: use it with --mapping, or name another file"));
	snprintf(options, sizeof options, "--mapping %s", path);
	struct eh_buf used EH_CLEANUP_BUF = import(options);
	assert_true(holds(&used, "3 rows read, 2 kept, 1 refused; 2 added, 0 changed, 0 gone\n"));
	assert_false(holds(&used, "taken as"));
}

static void refused_rows_are_in_a_file_one_can_open(void **state)
{
	struct eh_buf twice EH_CLEANUP_BUF = import(""), refused EH_CLEANUP_BUF = run(folder, "batches 1 --refused");

	(void)state;
	assert_str(eh_buf_str(&twice), "this file is in the store already, as batch 1; nothing was done\n");
	assert_str(eh_buf_str(&refused), "line,column,reason\n3,Name of club,there is no name\n");
}

static void wrong_usage_says_what_is_right(void **state)
{
	static const struct {
		const char *options, *says;
	} CASES[] = {
		{ "--kind parquet", "\"parquet\" is no kind of source" },
		{ "--edition half", "an edition is \"whole\" or \"additions\"" },
		{ "--terms sell", "terms are \"match only\", \"list\" or \"publish\"" },
		{ "--says sings", "--says takes registered, works, funded, meets or serves" },
		{ "--date yesterday", "date" },
		{ "--kind ccni --guess", "only files of the kind spreadsheet have a mapping" },
		{ "--guess --mapping x.ini", "not both" },
		{ "--rows people --source other", "rows are organisations, services, grants or suppliers" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
		struct eh_buf out EH_CLEANUP_BUF = { 0 };
		int status = failing(CASES[i].options, &out);
		if (status != 2 || !holds(&out, CASES[i].says))
			fail_msg("%s: %d, %.*s", CASES[i].options, status, EH_FMT(eh_buf_str(&out)));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_dry_run_shows_what_would_be_refused_and_keeps_nothing),
		cmocka_unit_test(the_guess_is_kept_in_a_file_that_is_never_written_over),
		cmocka_unit_test(refused_rows_are_in_a_file_one_can_open),
		cmocka_unit_test(wrong_usage_says_what_is_right),
	};
	return cmocka_run_group_tests_name("import a sheet", tests, make, remove_all);
}
