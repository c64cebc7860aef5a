#include "test.h"

#include <dirent.h>
#include <sys/stat.h>

#include "exchange/folder.h"

static char work[64];

static int make_work(void **state)
{
	(void)state;
	snprintf(work, sizeof work, "%s", test_folder());
	return 0;
}

static int remove_work(void **state)
{
	(void)state;
	test_remove(work);
	return 0;
}

static const char *in_work(const char *name)
{
	static char path[256];

	snprintf(path, sizeof path, "%s/%s", work, name);
	return path;
}

static void put(const char *path, const char *text)
{
	FILE *file = fopen(path, "w");

	assert_non_null(file);
	fputs(text, file);
	fclose(file);
}

static bool holds(const char *path, const char *text)
{
	char got[256] = "";
	FILE *file = fopen(path, "r");

	if (!file)
		return false;
	size_t n = fread(got, 1, sizeof got - 1, file);
	fclose(file);
	return n == strlen(text) && strcmp(got, text) == 0;
}

static size_t entries(const char *path)
{
	DIR *dir = opendir(path);
	size_t count = 0;

	assert_non_null(dir);
	while (readdir(dir))
		count++;
	closedir(dir);
	return count - 2;
}

/* A report of one file, as a report writes it. */
static enum eh_rc write_report(const char *text, struct eh_error *err)
{
	struct eh_folder folder EH_CLEANUP_FOLDER = { 0 };
	char manifest[256];

	EH_TRY(eh_folder_open(in_work("report"), &folder, err));
	EH_TRY(eh_folder_put(&folder, "wards/a.html", eh_str_of(text), err));
	snprintf(manifest, sizeof manifest, "{\"format\": \"" EH_FOLDER_FORMAT "\", \"files\": [{\"path\": \"%s\"}]}",
	        folder.files.items[0].name.p);
	EH_TRY(eh_folder_put(&folder, EH_FOLDER_MANIFEST, eh_str_of(manifest), err));
	return eh_folder_commit(&folder, err);
}

static void a_folder_appears_whole_and_replaces_an_older_report(void **state)
{
	struct eh_error err = { 0 };

	(void)state;
	assert_ok(write_report("first", &err), &err);
	assert_true(holds(in_work("report/wards/a.html"), "first"));
	assert_ok(write_report("second", &err), &err);
	assert_true(holds(in_work("report/wards/a.html"), "second"));
	assert_int_equal(entries(work), 1);
}

static void digests_are_those_of_the_files(void **state)
{
	struct eh_folder folder EH_CLEANUP_FOLDER = { 0 };
	struct eh_error err = { 0 };

	(void)state;
	assert_ok(eh_folder_open(in_work("report"), &folder, &err), &err);
	assert_ok(eh_folder_put(&folder, "abc", EH_STR("abc"), &err), &err);
	/* FIPS 180-2, appendix B.1 */
	assert_string_equal(folder.files.items[0].sha256, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

static void a_folder_that_is_not_committed_leaves_nothing_behind(void **state)
{
	struct eh_error err = { 0 };

	(void)state;
	{
		struct eh_folder folder EH_CLEANUP_FOLDER = { 0 };
		assert_ok(eh_folder_open(in_work("report"), &folder, &err), &err);
		assert_ok(eh_folder_put(&folder, "wards/a.html", EH_STR("x"), &err), &err);
		assert_int_equal(entries(work), 1);
	}
	assert_int_equal(entries(work), 0);
}

static void what_killed_writers_left_is_swept_and_nothing_else(void **state)
{
	struct eh_folder folder = { 0 };
	struct eh_error err = { 0 };

	(void)state;
	assert_ok(write_report("kept", &err), &err);
	assert_ok(eh_folder_open(in_work("report"), &folder, &err), &err);
	assert_ok(eh_folder_put(&folder, "wards/a.html", EH_STR("half"), &err), &err);
	folder.temporary = NULL; /* as a kill would leave it */
	eh_folder_finish(&folder);
	put(in_work("report-notes"), "mine");
	assert_int_equal(entries(work), 3);
	eh_folder_sweep(in_work("report"));
	assert_int_equal(entries(work), 2);
	assert_true(holds(in_work("report/wards/a.html"), "kept"));
	assert_true(holds(in_work("report-notes"), "mine"));
}

static void an_empty_folder_is_taken(void **state)
{
	struct eh_error err = { 0 };

	(void)state;
	assert_int_equal(mkdir(in_work("report"), 0700), 0);
	assert_ok(write_report("x", &err), &err);
	assert_true(holds(in_work("report/wards/a.html"), "x"));
}

static void a_folder_that_no_report_wrote_is_left_alone(void **state)
{
	struct eh_error err = { 0 };

	(void)state;
	assert_int_equal(mkdir(in_work("report"), 0700), 0);
	put(in_work("report/thesis.doc"), "years of work");
	assert_int_equal(write_report("x", &err), EH_CONFLICT);
	assert_non_null(strstr(err.message, "is no report"));
	put(in_work("report/manifest.json"), "{\"name\": \"a web app\"}");
	assert_int_equal(write_report("x", &err), EH_CONFLICT);
	assert_true(holds(in_work("report/thesis.doc"), "years of work"));
	assert_int_equal(entries(work), 1);
}

static void a_file_put_among_those_of_a_report_is_never_lost(void **state)
{
	struct eh_error err = { 0 };

	(void)state;
	assert_ok(write_report("first", &err), &err);
	put(in_work("report/wards/notes.txt"), "mine");
	assert_int_equal(write_report("second", &err), EH_CONFLICT);
	assert_non_null(strstr(err.message, "wards/notes.txt"));
	assert_true(holds(in_work("report/wards/notes.txt"), "mine"));
	assert_true(holds(in_work("report/wards/a.html"), "first"));
	assert_int_equal(entries(work), 1);
}

static void a_file_in_the_way_is_left_alone(void **state)
{
	struct eh_error err = { 0 };

	(void)state;
	put(in_work("report"), "a file");
	assert_int_equal(write_report("x", &err), EH_CONFLICT);
	assert_true(holds(in_work("report"), "a file"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, make_work, remove_work)
		TEST(a_folder_appears_whole_and_replaces_an_older_report),
		TEST(digests_are_those_of_the_files),
		TEST(a_folder_that_is_not_committed_leaves_nothing_behind),
		TEST(what_killed_writers_left_is_swept_and_nothing_else),
		TEST(an_empty_folder_is_taken),
		TEST(a_folder_that_no_report_wrote_is_left_alone),
		TEST(a_file_put_among_those_of_a_report_is_never_lost),
		TEST(a_file_in_the_way_is_left_alone),
	};
	return cmocka_run_group_tests_name("folder", tests, NULL, NULL);
}
