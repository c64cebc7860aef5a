/* Files that are not what they should be as files: cut short, blown up, far too large; and a disk with no room for them. */
#include "archives.h"
#include "bad.h"

#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>

static const char LIST[] = "id,name,postcode\n1,Chess Club,M33 1AA\n2,Food Bank,M33 2AA\n";

/* `n` rows that do not compress to nothing. */
static struct eh_buf many_rows(size_t n)
{
	struct eh_buf out = { 0 };
	uint64_t x = 88172645463325252u;

	assert_int_equal(eh_buf_add(&out, EH_STR("id,name,postcode\n")), EH_OK);
	for (size_t i = 0; i < n; i++) {
		x ^= x << 13, x ^= x >> 7, x ^= x << 17;
		assert_int_equal(eh_buf_printf(&out, "%zu,Society of %016llx,M33 1AA\n", i, (unsigned long long)x), EH_OK);
	}
	return out;
}

static void compressed_files_cut_short_change_nothing(void **state)
{
	static const double SHARES[] = { 0.999, 0.9, 0.5, 0.1, 0.01 };
	struct store store;
	struct eh_buf rows EH_CLEANUP_BUF = many_rows(20000);

	(void)state;
	bad_store(&store);
	for (size_t i = 0; i < sizeof SHARES / sizeof *SHARES; i++) {
		const char *path = gzip_file_of(&store, "cut.csv.gz", eh_buf_str(&rows));
		cut_file(path, SHARES[i]);
		assert_refused(&store, "gzip cut short", "spreadsheet", path, EH_INVALID,
		        "is cut short (its compressed data ends too early): fetch");
		path = zip_file_of(&store, "cut.zip", &(struct zip_part){ "list.csv", eh_buf_str(&rows) }, 1);
		cut_file(path, SHARES[i]);
		assert_refused(&store, "zip cut short", "spreadsheet", path, EH_INVALID, "");
	}
	store_close(&store);
}

static void a_gzip_file_with_a_changed_byte_changes_nothing(void **state)
{
	struct store store;
	struct eh_buf rows EH_CLEANUP_BUF = many_rows(20000);

	(void)state;
	bad_store(&store);
	const char *path = gzip_file_of(&store, "changed.csv.gz", eh_buf_str(&rows));
	FILE *file = fopen(path, "r+b");
	fseek(file, 100000, SEEK_SET);
	int was = fgetc(file);
	fseek(file, 100000, SEEK_SET);
	fputc(was ^ 0x55, file);
	fclose(file);
	assert_refused(&store, "a changed byte", "spreadsheet", path, EH_INVALID, "fetch the file again");
	store_close(&store);
}

static struct eh_buf blanks(const char *before, size_t n, const char *after)
{
	struct eh_buf out = { 0 };

	assert_int_equal(eh_buf_add(&out, eh_str_of(before)), EH_OK);
	assert_int_equal(eh_buf_reserve(&out, n), EH_OK);
	memset(out.p + out.n, ' ', n);
	out.n += n;
	assert_int_equal(eh_buf_add(&out, eh_str_of(after)), EH_OK);
	return out;
}

/* Sixty million blanks in sixty thousand bytes. */
static void decompression_bombs_are_not_unpacked(void **state)
{
	struct store store;
	struct eh_buf bomb EH_CLEANUP_BUF = blanks("id,name,postcode\n", 60000000, "\n");
	struct eh_buf rows EH_CLEANUP_BUF = { 0 }, table EH_CLEANUP_BUF = blanks("<table:table>", 60000000, "</table:table>");

	(void)state;
	bad_store(&store);
	for (size_t i = 0; i < 700000; i++) /* blank lines, which no limit of a cell stops */
		assert_int_equal(
		        eh_buf_add(&rows,
		                EH_STR("<row><c t=\"str\"><v></v></c></row>                                             ")),
		        EH_OK);
	assert_refused(
	        &store, "gzip bomb", "companies-house", gzip_file_of(&store, "bomb.csv.gz", eh_buf_str(&bomb)), EH_INVALID, "");
	memset(bomb.p + 17, '\n', bomb.n - 17);
	assert_refused(&store, "gzip bomb of lines", "spreadsheet", gzip_file_of(&store, "bomb.csv.gz", eh_buf_str(&bomb)),
	        EH_TOO_LARGE, "as a decompression bomb does; it was not read");
	assert_refused(&store, "zip bomb of lines", "spreadsheet",
	        zip_file_of(&store, "bomb.zip", &(struct zip_part){ "list.csv", eh_buf_str(&bomb) }, 1), EH_TOO_LARGE,
	        "as a decompression bomb does; it was not read");
	assert_refused(&store, "XLSX bomb", "spreadsheet", xlsx_of(&store, "bomb.xlsx", eh_buf_str(&rows)), EH_TOO_LARGE,
	        "as a decompression bomb does; it was not read");
	assert_refused(&store, "ODS bomb", "spreadsheet", ods_of(&store, "bomb.ods", eh_buf_str(&table)), EH_TOO_LARGE,
	        "as a decompression bomb does; it was not read");
	store_close(&store);
}

/* A document type whose entities double each other's length. */
static void entities_that_multiply_are_refused(void **state)
{
	static const char CONTENT[] = XML_HEAD
	        "<!DOCTYPE lolz [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\"><!ENTITY c "
	        "\"&b;&b;&b;&b;&b;&b;&b;&b;\">]><x>&c;</x>";
	const struct zip_part parts[] = { { "mimetype", EH_STR("application/vnd.oasis.opendocument.spreadsheet") },
		{ "content.xml", EH_STR(CONTENT) } };
	struct store store;

	(void)state;
	bad_store(&store);
	assert_refused(&store, "entities", "spreadsheet", zip_file_of(&store, "e.ods", parts, 2), EH_INVALID, "document type");
	store_close(&store);
}

static struct eh_buf letters(const char *before, size_t n, const char *after)
{
	struct eh_buf out = blanks(before, n, after);
	uint64_t x = 88172645463325252u;

	for (size_t i = strlen(before); i < out.n - strlen(after); i++) {
		if (out.p[i] != ' ')
			continue;
		x ^= x << 13, x ^= x >> 7, x ^= x << 17;
		out.p[i] = (char)('a' + x % 23);
	}
	return out;
}

static void a_single_cell_of_100_megabytes_is_refused(void **state)
{
	enum { SIZE = 100 << 20 };
	struct store store;
	struct eh_buf csv EH_CLEANUP_BUF = letters("id,name,postcode\n1,", SIZE, ",M33 1AA\n");

	(void)state;
	bad_store(&store);
	assert_refused(&store, "CSV", "spreadsheet", store_file(&store, "big.csv", eh_buf_str(&csv)), EH_TOO_LARGE,
	        "line 2, column 2: a cell holds over 8388608 bytes");
	assert_refused(&store, "CSV, a register", "ccni", store_file(&store, "big.csv", eh_buf_str(&csv)), EH_INVALID,
	        "Reg charity number");
	assert_refused(&store, "CSV, postcodes", "postcodes", store_file(&store, "big.csv", eh_buf_str(&csv)), EH_INVALID,
	        "list of postcodes");
	eh_buf_finish(&csv);
	struct eh_buf json EH_CLEANUP_BUF = letters("{\"grants\":[{\"id\":\"a\",\"title\":\"", SIZE, "\"}]}");
	assert_refused(
	        &store, "JSON", "360giving", store_file(&store, "big.json", eh_buf_str(&json)), EH_TOO_LARGE, "big.json, line 1");
	store_close(&store);
}

static void a_single_cell_of_a_spreadsheet_beyond_the_limit_is_refused(void **state)
{
	struct store store;
	struct eh_buf cell EH_CLEANUP_BUF = letters("<row><c t=\"str\"><v>", 12 << 20, "</v></c></row>");

	(void)state;
	bad_store(&store);
	assert_refused(&store, "XLSX", "spreadsheet", xlsx_of(&store, "big.xlsx", eh_buf_str(&cell)), EH_TOO_LARGE,
	        "a cell in row 1 holds more than 8388608 bytes");
	store_close(&store);
}

static void spreadsheets_that_break_off_change_nothing(void **state)
{
	static const char ROWS[] = "<row r=\"1\"><c t=\"str\"><v>name</v></c><c t=\"str\"><v>postcode</v></c></row><row "
	                           "r=\"2\"><c t=\"str\"><v>Chess "
	                           "Club</v></c><c t=\"s\"><v>7</v></c></row>";
	const struct zip_part no_sheet[] = { { "xl/workbook.xml", EH_STR(XML_HEAD "<workbook><sheets/></workbook>") } };
	struct store store;

	(void)state;
	bad_store(&store);
	assert_refused(&store, "a shared text that is not there", "spreadsheet", xlsx_of(&store, "x.xlsx", EH_STR(ROWS)),
	        EH_INVALID, "names a text that the workbook does not hold");
	assert_refused(&store, "broken XML", "spreadsheet", xlsx_of(&store, "x.xlsx", EH_STR("<row><c>")), EH_INVALID,
	        "is no XML at line 1");
	assert_refused(&store, "no sheet", "spreadsheet", zip_file_of(&store, "x.xlsx", no_sheet, 1), EH_NOT_FOUND,
	        "is no whole spreadsheet");
	const char *path = xlsx_of(&store, "x.xlsx", EH_STR(ROWS));
	cut_file(path, 0.7);
	assert_refused(&store, "cut short", "spreadsheet", path, EH_INVALID, "");
	store_close(&store);
}

static void an_archive_of_several_files_says_which_there_are(void **state)
{
	const struct zip_part parts[] = { { "a.csv", EH_STR(LIST) }, { "b.csv", EH_STR(LIST) } };
	struct store store;

	(void)state;
	bad_store(&store);
	assert_refused(&store, "two files", "spreadsheet", zip_file_of(&store, "two.zip", parts, 2), EH_NOT_FOUND,
	        "holds 2 files (a.csv, b.csv); say which one to read");
	store_close(&store);
}

/* In a process of its own: no file may grow past what the store has now and a little more, as on a full disk. Exits with 0 when the import
 * fails with a message about room. */
static int import_without_room(const char *store_path, const char *list)
{
	struct eh_db *db = NULL;
	struct eh_error err = { 0 };
	struct eh_import_result result;
	struct eh_import import = an_import("spreadsheet", list, "2025-01-01");
	struct stat info;

	signal(SIGXFSZ, SIG_IGN);
	if (eh_db_open(store_path, EH_DB_WRITE, &db, &err) != EH_OK || stat(store_path, &info) != 0)
		return 10;
	const struct rlimit limit = { (rlim_t)info.st_size + 65536, (rlim_t)info.st_size + 65536 };
	if (setrlimit(RLIMIT_FSIZE, &limit) != 0)
		return 11;
	enum eh_rc rc = eh_import_run(db, &import, &result, &err);
	eh_db_close(db);
	if (rc != EH_IO) {
		fprintf(stderr, "got %s: %s\n", eh_rc_name(rc), err.message);
		return 12;
	}
	if (strstr(err.message, "full") && strstr(err.message, "nothing of this step was kept"))
		return 0;
	fprintf(stderr, "said: %s\n", err.message);
	return 13;
}

static void a_full_disk_changes_nothing_and_the_import_can_be_repeated(void **state)
{
	struct store store;
	struct eh_error err = { 0 };
	struct eh_buf rows EH_CLEANUP_BUF = many_rows(20000);
	int status = -1;

	(void)state;
	bad_store(&store);
	struct eh_buf before EH_CLEANUP_BUF = store_dump(&store, NULL);
	char list[512];
	snprintf(list, sizeof list, "%s", store_file(&store, "list.csv", eh_buf_str(&rows)));
	eh_db_close(store.db);
	store.db = NULL;
	pid_t child = fork();
	assert_true(child >= 0);
	if (!child)
		_exit(import_without_room(store.path, list));
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 0);
	assert_ok(eh_db_open(store.path, EH_DB_WRITE, &store.db, &err), &err);
	assert_ok(eh_db_verify(store.db, &err), &err);
	struct eh_buf after EH_CLEANUP_BUF = store_dump(&store, NULL);
	assert_same_dump(&before, &after);
	struct eh_import import = an_import("spreadsheet", list, "2025-01-01");
	struct eh_import_result result;
	assert_ok(eh_import_run(store.db, &import, &result, &err), &err);
	assert_int_equal(result.kept, 20000);
	store_close(&store);
}

/* What is read although it is packed. */
static void compressed_files_are_read_as_they_are(void **state)
{
	struct store store;
	struct eh_error err = { 0 };
	struct eh_import_result result;

	(void)state;
	store_open(&store);
	const struct zip_part parts[] = { { "__MACOSX/._list.csv", EH_STR("x") }, { "folder/", EH_STR("") },
		{ "folder/list.csv", EH_STR(LIST) } };
	char paths[3][512];
	snprintf(paths[0], 512, "%s", gzip_file_of(&store, "list.csv.gz", EH_STR(LIST)));
	snprintf(paths[1], 512, "%s", zip_file_of(&store, "list.zip", parts, 3));
	snprintf(paths[2], 512, "%s", gzip_file_of(&store, "named wrongly.csv", EH_STR(LIST)));
	for (int i = 0; i < 3; i++) {
		struct eh_import import = an_import("spreadsheet", paths[i], "2025-01-01");
		char source[2] = { (char)('a' + i), 0 };
		import.source = source;
		assert_ok(eh_import_run(store.db, &import, &result, &err), &err);
		assert_int_equal(result.kept, 2);
	}
	store_close(&store);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(compressed_files_cut_short_change_nothing),
		cmocka_unit_test(a_gzip_file_with_a_changed_byte_changes_nothing),
		cmocka_unit_test(decompression_bombs_are_not_unpacked),
		cmocka_unit_test(entities_that_multiply_are_refused),
		cmocka_unit_test(a_single_cell_of_100_megabytes_is_refused),
		cmocka_unit_test(a_single_cell_of_a_spreadsheet_beyond_the_limit_is_refused),
		cmocka_unit_test(spreadsheets_that_break_off_change_nothing),
		cmocka_unit_test(an_archive_of_several_files_says_which_there_are),
		cmocka_unit_test(a_full_disk_changes_nothing_and_the_import_can_be_repeated),
		cmocka_unit_test(compressed_files_are_read_as_they_are),
	};
	return cmocka_run_group_tests_name("bad files", tests, NULL, NULL);
}
