/* Files whose contents are not what they should be: one row a case, each ends in a message and an untouched store. */
#include "bad.h"

#define BYTES(literal)                                                                                                           \
	{                                                                                                                        \
		literal, sizeof(literal) - 1                                                                                     \
	}

/* Every other byte NUL, as UTF-16 is. */
#define WIDE(a, b, c, d) a "\0" b "\0" c "\0" d "\0"

static const struct {
	const char *name, *kind;
	struct eh_str bytes;
	enum eh_rc rc;
	const char *says;
} CASES[] = {
	{ "nothing at all", "spreadsheet", BYTES(""), EH_INVALID, "is empty" },
	{ "blanks", "spreadsheet", BYTES("  \n\n  \n"), EH_INVALID, "is empty" },
	{ "NUL bytes in a list", "spreadsheet", BYTES("id,name,postcode\n1,Chess\0Club,M33 1AA\n"), EH_INVALID,
	        "bad.bin, line 2, column 2: " },
	{ "NUL bytes in a register", "ccni", BYTES("Reg charity number,Charity name\n1,Che\0ss\n"), EH_INVALID,
	        "holds NUL bytes" },
	{ "NUL bytes in JSON", "360giving", BYTES("{\"grants\":[{\"id\":\"a\0b\"}]}"), EH_INVALID, "bad.bin" },
	{ "UTF-16 that does not say so", "spreadsheet",
	        BYTES(WIDE("n", "a", "m", "e") WIDE(",", "i", "d", "\n") WIDE("A", ",", "1", "\n")), EH_INVALID,
	        "If it is UTF-16, save it as UTF-8" },
	{ "JSON in Windows-1252", "charity-commission",
	        BYTES("[{\"registered_charity_number\":1000001,\"charity_name\":\"Caf\xe9\",\"charity_registration_status\":"
	              "\"Registered\"}]"),
	        EH_INVALID, "UTF-8" },
	{ "a quote never closed", "spreadsheet",
	        BYTES("id,name,postcode\n1,Chess Club,M33 1AA\n2,\"Food Bank,M33 2AA\n3,Scouts,M33 3AA\n"), EH_INVALID,
	        "bad.bin, line 3, column 2: a quoted cell begins here and its quote is never closed" },
	{ "a quote never closed in a list of postcodes", "postcodes", BYTES("postcode,lat,long\n\"M33 1AA,53,-2\n"), EH_INVALID,
	        "line 2" },
	{ "no header in a list", "spreadsheet", BYTES("Chess Club,1 High Street,M33 1AA\nFood Bank,2 High Street,M33 2AA\n"),
	        EH_INVALID, "there is no row of headings" },
	{ "no header in a register", "ccni", BYTES("100002,0,Cancer Lifeline\n"), EH_INVALID,
	        "it needs the columns Reg charity number, Charity name" },
	{ "no header in the Scottish register", "oscr", BYTES("SC000002,Trust\n"), EH_INVALID, "Charity Number, Charity Name" },
	{ "no header in a table of clubs", "casc", BYTES("x,1066 Rifle Club,Hastings\n"), EH_INVALID, "name, postcode" },
	{ "no header in company data", "companies-house", BYTES("A LTD,01234567\n"), EH_INVALID, "CompanyName, CompanyNumber" },
	{ "no header in grants", "360giving", BYTES("360G-a-1,Chess Club,500\n"), EH_INVALID,
	        "\"Identifier\" and \"Recipient Org:Name\"" },
	{ "no header in the charity register", "charity-commission", BYTES("1000001\tChess\n"), EH_INVALID,
	        "registered_charity_number" },
	{ "no header in postcodes", "postcodes", BYTES("M33 1AA,53.4,-2.3\n"), EH_INVALID, "it needs the columns postcode" },
	{ "no header in needs", "need", BYTES("E01000001,5\n"), EH_INVALID, "no column of LSOA codes" },
	{ "no header in areas", "areas", BYTES("E01000001,Sale 001A\n"), EH_INVALID, "it needs a column lsoa21_code" },
	{ "no column that means anything", "spreadsheet", BYTES("alpha,beta\n1,2\n3,4\n"), EH_INVALID,
	        "no column of organisations' names" },
	{ "two columns claim the postcode", "spreadsheet",
	        BYTES("name,postcode,post code\nChess Club,M33 1AA,M33 2AA\nScouts,M33 3AA,M33 4AA\n"), EH_INVALID,
	        "two columns look like the postcode: \"postcode\" and \"post code\"" },
	{ "two columns claim the charity number", "spreadsheet",
	        BYTES("name,charity number,charity number\nChess Club,1000001,1000002\nScouts,1000003,1000004\n"), EH_INVALID,
	        "two columns look like the charity-number" },
	{ "JSON cut short", "open-referral", BYTES("{\"contents\":[{\"id\":\"1\",\"name\":\"A\""), EH_INVALID,
	        "bad.bin, line 1" },
	{ "JSON of something else", "open-referral", BYTES("{\"hello\":1}"), EH_INVALID, "holds no list of services" },
	{ "JSON of something else as grants", "360giving", BYTES("{\"hello\":1}"), EH_INVALID, "it has no \"grants\"" },
	{ "JSON of something else as areas", "areas", BYTES("{\"hello\":1}"), EH_INVALID, "no GeoJSON FeatureCollection" },
	{ "a PDF", "spreadsheet", BYTES("%PDF-1.7\n..."), EH_INVALID, "is a PDF; ask its publisher" },
	{ "an old Excel file", "spreadsheet", BYTES("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), EH_INVALID, "old Excel file (.xls)" },
	{ "a web page", "companies-house", BYTES("<!DOCTYPE html><html>"), EH_INVALID, "is a web page, not a table" },
	{ "a boundary that crosses itself", "areas",
	        BYTES("{\"type\":\"FeatureCollection\",\"features\":[{\"type\":\"Feature\",\"properties\":{\"LSOA21CD\":"
	              "\"E01000001\"},"
	              "\"geometry\":{\"type\":\"Polygon\",\"coordinates\":[[[-2.3,53.4],[-2.2,53.5],[-2.2,53.4],[-2.3,53.5],[-2."
	              "3,53.4]]]}}]}"),
	        EH_INVALID, "E01000001" },
	{ "a boundary in metres", "areas",
	        BYTES("{\"type\":\"FeatureCollection\",\"features\":[{\"type\":\"Feature\",\"properties\":{\"LSOA21CD\":"
	              "\"E01000001\"},"
	              "\"geometry\":{\"type\":\"Polygon\",\"coordinates\":[[[379000,390000],[379100,390000],[379100,390100],["
	              "379000,390000]]]}}]}"),
	        EH_INVALID, "WGS84" },
	{ "codes of 2011 under a heading of 2021", "need", BYTES("lsoa21_code,imd_rank\nE01000001,5\nE01000010,7\n"), EH_INVALID,
	        "bad.bin, line 3: the heading says LSOAs of 2021, but E01000010" },
	{ "codes of 2021 under a heading of 2011", "population", BYTES("LSOA11CD,population\nE01000001,5\nE01033583,7\n"),
	        EH_INVALID, "the heading says LSOAs of 2011, but E01033583" },
	{ "codes of both censuses", "need", BYTES("LSOA code,imd rank\nE01000010,5\nE01033583,7\n"), EH_INVALID,
	        "codes of two censuses are mixed" },
	{ "postcodes with codes of the wrong census", "postcodes", BYTES("pcds,lat,long,lsoa21\nM33 1AA,53.4,-2.3,E01000010\n"),
	        EH_INVALID, "the heading says LSOAs of 2021" },
	{ "needs of no area", "need", BYTES("lsoa21_code,imd_rank\nTrafford,5\n"), EH_INVALID, "no row holds an LSOA code" },
	{ "a kind that there is none of", "parquet", BYTES("x"), EH_USAGE, "\"parquet\" is no kind of source" },
};

static void every_bad_file_ends_in_a_message_and_an_untouched_store(void **state)
{
	struct store store;

	(void)state;
	bad_store(&store);
	for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++)
		assert_refused(&store, CASES[i].name, CASES[i].kind, store_file(&store, "bad.bin", CASES[i].bytes), CASES[i].rc,
		        CASES[i].says);
	store_close(&store);
}

static void a_file_that_is_not_there_is_named(void **state)
{
	struct store store;

	(void)state;
	bad_store(&store);
	assert_refused(&store, "missing", "spreadsheet", "/nowhere/clubs.csv", EH_NOT_FOUND, "/nowhere/clubs.csv");
	assert_refused(&store, "a folder", "spreadsheet", store.folder, EH_IO, "");
	store_close(&store);
}

/* Imports a list under the source "t" and returns what was kept and refused. */
static struct eh_import_result read_list(struct store *store, struct eh_str bytes)
{
	struct eh_import import = an_import("spreadsheet", store_file(store, "list.csv", bytes), "2025-01-01");
	struct eh_import_result result = { 0 };
	struct eh_error err = { 0 };

	assert_ok(eh_import_run(store->db, &import, &result, &err), &err);
	return result;
}

static void windows_1252_is_read_and_said(void **state)
{
	struct store store;
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };

	(void)state;
	store_open(&store);
	read_list(&store, EH_STR("id,name,postcode\n1,Caf\xe9 \x93Tea\x94,M33 1AA\n"));
	assert_str(stored(&store, "1", &arena).name, "Café “Tea”");
	assert_string_equal(
	        store_value(&store, "SELECT group_concat(text) FROM note WHERE text LIKE 'read as%'"), "read as Windows-1252");
	store_close(&store);
}

static void utf_16_with_its_mark_is_read(void **state)
{
	static const char *const MARKS[] = { "little end first", "big end first" };
	static const char TEXT[] = "id,name,postcode\r\n1,Caf\xe9,M33 1AA\r\n";

	(void)state;
	for (int big = 0; big < 2; big++) {
		struct store store;
		struct eh_buf wide EH_CLEANUP_BUF = { 0 };
		struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
		store_open(&store);
		eh_buf_add(&wide, big ? EH_STR("\xfe\xff") : EH_STR("\xff\xfe"));
		for (size_t i = 0; i < sizeof TEXT - 1; i++) {
			eh_buf_add_char(&wide, big ? '\0' : TEXT[i]);
			eh_buf_add_char(&wide, big ? TEXT[i] : '\0');
		}
		assert_int_equal(read_list(&store, eh_buf_str(&wide)).kept, 1);
		if (!eh_str_eq(stored(&store, "1", &arena).name, EH_STR("Café")))
			fail_msg("%s: got \"%.*s\"", MARKS[big], EH_FMT(stored(&store, "1", &arena).name));
		store_close(&store);
	}
}

static void ragged_rows_are_refused_alone(void **state)
{
	struct store store;

	(void)state;
	store_open(&store);
	struct eh_import_result result = read_list(
	        &store, EH_STR("id,name,postcode\n1,Chess Club,M33 1AA\n2,Food, Bank,M33 2AA\n3,Scouts\n4,Guides,M33 4AA\n"));
	assert_int_equal(result.kept, 3);
	assert_string_equal(store_value(&store, "SELECT group_concat(line || ' ' || reason) FROM refusal"),
	        "3 the row has 4 cells and the header 3: a comma or quote may be missing");
	store_close(&store);
}

static void duplicate_identifiers_are_refused_with_the_line_of_the_first(void **state)
{
	struct store store;
	struct eh_error err = { 0 };
	struct eh_import_result result;

	(void)state;
	store_open(&store);
	struct eh_import import = an_import("oscr",
	        store_file(&store, "oscr.csv",
	                EH_STR("Charity Number,Charity Name,Registered Date\nSC000001,A,01/01/2000\nSC000002,B,\nSC000001,C,\n")),
	        "2025-01-01");
	assert_ok(eh_import_run(store.db, &import, &result, &err), &err);
	assert_int_equal(result.kept, 2);
	assert_string_equal(store_value(&store, "SELECT group_concat(line || ' ' || reason) FROM refusal"),
	        "4 the same identifier as line 2; the first was kept");
	store_close(&store);
}

/* An id column that repeats is no key; the rows are told apart otherwise, and only the very same row twice is refused. */
static void a_list_whose_ids_repeat_keeps_its_rows(void **state)
{
	struct store store;

	(void)state;
	store_open(&store);
	struct eh_import_result result = read_list(&store,
	        EH_STR("id,name,postcode\n1,Chess Club,M33 1AA\n1,Food Bank,M33 2AA\n2,Scouts,M33 3AA\n2,Scouts,M33 3AA\n"));
	assert_int_equal(result.kept, 3);
	assert_string_equal(store_value(&store, "SELECT group_concat(line || ' ' || reason) FROM refusal"),
	        "5 the same as line 4; the first was kept");
	store_close(&store);
}

static void days_since_1899_and_numbers_as_text_are_read_for_what_they_are(void **state)
{
	struct store store;
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };

	(void)state;
	store_open(&store);
	read_list(&store, EH_STR("id,name,charity number,date registered,income,latitude,longitude\n"
	                         "1,Chess Club,'1129832,44197,\"£1,250.50\",53.4200,-2.3200\n"
	                         "2,Food Bank,1129833.0,44197.75, 900 ,53.4300,-2.3300\n"));
	struct eh_record first = stored(&store, "1", &arena), second = stored(&store, "2", &arena);
	assert_int_equal(first.registered, day("2021-01-01"));
	assert_int_equal(second.registered, day("2021-01-01"));
	assert_str(first.ids[0].id, "1129832");
	assert_str(second.ids[0].id, "1129833");
	assert_int_equal(first.income_pence, 125050);
	assert_int_equal(second.income_pence, 90000);
	store_close(&store);
}

static void one_boundary_that_crosses_itself_is_refused_alone(void **state)
{
	struct store store;

	(void)state;
	store_open(&store);
	struct eh_import_result result = take(&store, "areas", "areas.geojson",
	        "{\"type\":\"FeatureCollection\",\"features\":[\n"
	        "{\"type\":\"Feature\",\"properties\":{\"LSOA21CD\":\"E01000001\"},\"geometry\":{\"type\":\"Polygon\","
	        "\"coordinates\":"
	        "[[[-2.3,53.4],[-2.2,53.4],[-2.2,53.5],[-2.3,53.4]]]}},\n"
	        "{\"type\":\"Feature\",\"properties\":{\"LSOA21CD\":\"E01000002\"},\"geometry\":{\"type\":\"Polygon\","
	        "\"coordinates\":"
	        "[[[-2.3,53.4],[-2.2,53.5],[-2.2,53.4],[-2.3,53.5],[-2.3,53.4]]]}}]}",
	        "2025-01-01");
	assert_int_equal(result.kept, 1);
	assert_int_equal(result.refused, 1);
	const char *refusal = store_value(&store, "SELECT line || ' ' || heading || ' ' || reason FROM refusal");
	if (!strstr(refusal, "3 geometry E01000002: ") || !strstr(refusal, "-2.25"))
		fail_msg("got \"%s\"", refusal);
	store_close(&store);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_bad_file_ends_in_a_message_and_an_untouched_store),
		cmocka_unit_test(a_file_that_is_not_there_is_named),
		cmocka_unit_test(windows_1252_is_read_and_said),
		cmocka_unit_test(utf_16_with_its_mark_is_read),
		cmocka_unit_test(ragged_rows_are_refused_alone),
		cmocka_unit_test(duplicate_identifiers_are_refused_with_the_line_of_the_first),
		cmocka_unit_test(a_list_whose_ids_repeat_keeps_its_rows),
		cmocka_unit_test(days_since_1899_and_numbers_as_text_are_read_for_what_they_are),
		cmocka_unit_test(one_boundary_that_crosses_itself_is_refused_alone),
	};
	return cmocka_run_group_tests_name("bad input", tests, NULL, NULL);
}
