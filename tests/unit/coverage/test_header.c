/* The public header stands alone: a stranger's program that includes nothing else links with the objects of coverage and base, and with
 * nothing of the register, the store or the readers. */
#include "test.h"

static const char PROGRAM[] =
        "#include \"evenhand/coverage.h\"\n"
        "int main(void)\n"
        "{\n"
        "	struct ehc_point point = { 0, 0, 100, 0 };\n"
        "	struct ehc_service service = { 10, 10, 5, 1, false, true, 0 };\n"
        "	struct ehc_ground ground[2] = { { .stated = true } };\n"
        "	struct ehc_change change;\n"
        "	struct ehc_row row;\n"
        "	struct ehc_pair *pairs = 0;\n"
        "	double people = 100, percentile = 80, minutes = 5, access, site[1][2] = { { 0, 0 } }, gain;\n"
        "	size_t count, chosen;\n"
        "	int64_t cell = 3, row_total, column_total;\n"
        "	bool in_place = true;\n"
        "	if (ehc_need(&point, 1, &service, 1, &people, &percentile, &in_place, 1, &ehc_defaults, 1, &row))\n"
        "		return 1;\n"
        "	ehc_access_from_times(&people, 1, &service.capacity, 1, &minutes, 0, &access);\n"
        "	if (row.access[2] != access || ehc_density(1, people) != 10)\n"
        "		return 2;\n"
        "	if (ehc_what_if(&point, 1, &service, 1, 0, 0, 0, 1, 0, 1, &change) || change.lost[0] != 0)\n"
        "		return 3;\n"
        "	if (ehc_where_next(&point, 1, 0, 0, (const double(*)[2])site, 1, 1, 0, &chosen, &gain) != 1)\n"
        "		return 4;\n"
        "	if (ehc_shared_ground(&point, 1, ground, 2, 0.5, 0, 1, &pairs, &count) || count)\n"
        "		return 5;\n"
        "	ehc_free(pairs);\n"
        "	if (ehc_suppress(&cell, 1, 1, 5, &cell, &row_total, &column_total) || cell != -1)\n"
        "		return 6;\n"
        "	return ehc_complete(180, 140, 90).too_few ? 7 : 0;\n"
        "}\n";

/* The folder of the build that this test belongs to: four above the program. */
static void build_folder(char path[4096])
{
	ssize_t n = readlink("/proc/self/exe", path, 4095);

	assert_true(n > 0);
	path[n] = '\0';
	for (int up = 0; up < 4; up++)
		*strrchr(path, '/') = '\0';
}

static void a_program_with_only_this_header_links_with_only_coverage_and_base(void **state)
{
	char build[4096], command[16384], folder[64];

	(void)state;
	build_folder(build);
	snprintf(folder, sizeof folder, "%s", test_folder());
	snprintf(command, sizeof command, "%s/alone.c", folder);
	FILE *out = fopen(command, "w");
	assert_non_null(out);
	fputs(PROGRAM, out);
	fclose(out);
#ifdef __SANITIZE_ADDRESS__
	const char *sanitize = "-fsanitize=address,undefined";
#else
	const char *sanitize = "";
#endif
	snprintf(command, sizeof command,
	        "cc -std=c11 -Wall -Wextra -Werror -Iinclude %s -o %s/alone %s/alone.c %s/src/coverage/*.o %s/src/base/*.o "
	        "-lutf8proc -lxxhash -lm -pthread && %s/alone",
	        sanitize, folder, folder, build, build, folder);
	int rc = system(command);
	test_remove(folder);
	assert_int_equal(rc, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_program_with_only_this_header_links_with_only_coverage_and_base),
	};
	return cmocka_run_group_tests_name("header", tests, NULL, NULL);
}
