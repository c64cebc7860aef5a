/* Three spreadsheets as councils keep them, ugly in three ways, that nobody told the program about. All names are invented. */
#include "archives.h"

#include <xlsxwriter.h>

#include "sources/spreadsheet.h"

enum { COLUMNS = 10 };

/* An XLSX: a title merged over the table, headings in row 5, a date column, charity numbers as numbers and as text, a section heading merged
 * over the table, the headings again after a page break, a sum, a footnote, a sheet that is no list, a second list with other headings. */
static const char *ugly_xlsx(const struct store *store)
{
	static char path[512];
	static const char *const HEADINGS[COLUMNS] = { "Ref", "Group / Org", "What we do", "Where we meet", "Contact",
		"Contact Nos.", "E-mail", "Charity No.", "Date registered", "OK to share?" };
	static const char *const ROWS[][COLUMNS] = {
		{ "A1", "Quillfeather Chess Circle", "Chess for all ages", "St Anne's Hall, 4 Mill Lane, Sale M33 7ZF",
		        "Mrs P Quill", "0161 496 0123", "p.quill@example.org", "", "", "Yes" },
		{ "A2", "Larkspur Food Bank", "Food parcels. Ring Bob on 07700 900456 or bob@example.com",
		        "Unit 2 Orchard Road, m411aa", "Bob Larkspur", "07700 900456", "info@larkspurfoodbank.example", "1129832",
		        "", "No" },
		{ "A3", "Marigold Carers' Café", "Support for carers", "Methodist Church, Stretford", "", "", "", "1129833", "",
		        "" },
		{ "A4", "Umber Street Allotments", "Growing", "Umber Street, M16 0AA", "J Umber", "", "", "", "", "y" },
	};
	snprintf(path, sizeof path, "%s/groups.xlsx", store->folder);
	lxw_workbook *book = workbook_new(path);
	lxw_worksheet *cover = workbook_add_worksheet(book, "Read me"), *list = workbook_add_worksheet(book, "Groups 2024"),
	              *closed = workbook_add_worksheet(book, "Sports");
	lxw_format *date = workbook_add_format(book);
	format_set_num_format(date, "dd/mm/yyyy");
	worksheet_write_string(cover, 1, 1, "This workbook is kept by the partnerships team.", NULL);
	worksheet_write_string(cover, 3, 1, "Please tell us of changes", NULL);
	worksheet_merge_range(list, 0, 0, 0, COLUMNS - 1, "COMMUNITY GROUPS IN THE BOROUGH - please do not sort", NULL);
	worksheet_write_string(list, 1, 0, "Updated spring 2024", NULL);
	lxw_row_t at = 4;
	for (int repeat = 0; repeat < 2; repeat++) {
		for (lxw_col_t c = 0; c < COLUMNS; c++)
			worksheet_write_string(list, at, c, HEADINGS[c], NULL);
		at++;
		if (repeat)
			worksheet_merge_range(list, at, 0, at + 1, COLUMNS - 1, "Food and growing", NULL), at += 2;
		for (int row = repeat ? 1 : 0; row < (repeat ? 4 : 1); row++, at++)
			for (lxw_col_t c = 0; c < COLUMNS; c++)
				if (*ROWS[row][c])
					worksheet_write_string(list, at, c, ROWS[row][c], NULL);
	}
	worksheet_write_number(list, 5, 7, 1129831, NULL);
	worksheet_write_number(list, 5, 8, 44197, date);
	worksheet_write_string(list, at, 1, "TOTAL", NULL);
	worksheet_write_number(list, at++, 2, 4, NULL);
	worksheet_write_string(list, at + 1, 0, "* Groups with an asterisk have not been heard of for some years.", NULL);
	worksheet_write_string(closed, 0, 0, "Name of club", NULL);
	worksheet_write_string(closed, 0, 1, "Sport", NULL);
	worksheet_write_string(closed, 0, 3, "Post Code", NULL);
	worksheet_write_string(closed, 1, 0, "Vermilion Harriers", NULL);
	worksheet_write_string(closed, 1, 1, "Running", NULL);
	worksheet_write_string(closed, 1, 2, "(a note under no heading)", NULL);
	worksheet_write_string(closed, 1, 3, "M33 2XY", NULL);
	assert_int_equal(workbook_close(book), LXW_NO_ERROR);
	return path;
}

#define TEXT(text) "<table:table-cell office:value-type=\"string\"><text:p>" text "</text:p></table:table-cell>"
#define BLANK "<table:table-cell/>"
#define ROW(cells) "<table:table-row>" cells "</table:table-row>"
#define NUMBER(value)                                                                                                            \
	"<table:table-cell office:value-type=\"float\" office:value=\"" value "\"><text:p>" value "</text:p></table:table-cell>"
#define DATE(value, shown)                                                                                                       \
	"<table:table-cell office:value-type=\"date\" office:date-value=\"" value "\"><text:p>" shown                            \
	"</text:p></table:table-cell>"
#define FILLER                                                                                                                   \
	"<table:table-row table:number-rows-repeated=\"1048000\"><table:table-cell "                                             \
	"table:number-columns-repeated=\"1024\"/></table:table-row>"

/* An ODS: two empty columns and rows in front, one sheet a half of the town, a merged heading over the address's three columns, telephone
 * numbers and charity numbers as numbers, a comment on a cell, organisations named once for several rows, and a million empty rows. */
static const char *ugly_ods(const struct store *store)
{
#define HEAD                                                                                                                     \
	ROW("<table:table-cell table:number-columns-repeated=\"2\"/>" TEXT("Organisation") TEXT("Project name") TEXT("Aims")     \
	                TEXT("Address 1") TEXT("Town") TEXT("PC") TEXT("Tel. No.") TEXT("Reg. charity number") TEXT("Founded")   \
	                        TEXT("Web / Facebook"))
	static const char TABLES[] =
	        "<table:table table:name=\"North\">"
	        "<table:table-row table:number-rows-repeated=\"2\"><table:table-cell "
	        "table:number-columns-repeated=\"12\"/></table:table-row>" ROW(BLANK BLANK
	                "<table:table-cell table:number-columns-spanned=\"5\" office:value-type=\"string\"><text:p>Directory "
	                "of help, north</text:p></table:table-cell>"
	                "<table:covered-table-cell table:number-columns-repeated=\"4\"/>") HEAD
	        ROW(BLANK BLANK
	                "<table:table-cell table:number-rows-spanned=\"2\" office:value-type=\"string\">"
	                "<office:annotation><text:p>ask Jane</text:p></office:annotation><text:p>Cobalt Court Trust</text:p>"
	                "</table:table-cell>" TEXT("Lunch club") TEXT("Company<text:s text:c=\"2\"/>for older "
	                                                              "people") TEXT("1 Cobalt Court") TEXT("Altrincham")
	                        TEXT("WA14 1PQ") NUMBER("1614960199") NUMBER("1129840") DATE("1998-05-01", "May 98")
	                                TEXT("www.cobalt.example")) ROW(BLANK BLANK "<table:covered-table-cell/>" TEXT("Minibus")
	                        TEXT("Lifts to hospital") TEXT("1 Cobalt Court") TEXT("Altrincham") TEXT("WA14 1PQ")
	                                BLANK BLANK BLANK BLANK) FILLER "</table:table><table:table table:name=\"South\">" HEAD
	        ROW(BLANK BLANK TEXT("Saffron Row Residents") BLANK TEXT("A tidy street") TEXT("9 Saffron Row") TEXT("Hale")
	                        TEXT("WA15 soon") BLANK BLANK DATE("2010-01-31", "31.1.10") TEXT("facebook.com/saffronrow"))
	                FILLER "</table:table>";
	return ods_of(store, "directory.ods", EH_STR(TABLES));
}

/* A CSV: Windows-1252, semicolons, three lines above the headings, a heading over two lines, an address in four columns, points, days since
 * 1899, a contact's address beside the venue's, columns without headings at the end, a sum and a source. */
static const char UGLY_CSV[] =
        "Partnership team - register of interests;;;;;;;;;;;;\r\n"
        "Printed 3 March 2024;;;;;;;;;;;;\r\n"
        ";;;;;;;;;;;;\r\n"
        "No.;Name of Organisation;\"Opening\nhours\";Venue;Street;Town;Postcode;Contact address;Contact postcode;Lat;Long;Start "
        "date;;\r\n"
        "1;Caf\xe9 Indigo;Mon \x96 Fri;The Annexe;\"2, Indigo Street\";Urmston;M41 5AA;\"14 Private Drive\";M41 "
        "9ZZ;53.4489;-2.3547;44927;;\r\n"
        "2;\"The \"\"Teal\"\" Players\";;Town Hall;Talbot Road;Stretford;M32 0TH;;;53.4590;-2.2880;36526;;\r\n"
        ";TOTAL: 2;;;;;;;;;;;;\r\n"
        "Source: council survey;;;;;;;;;;;;;\r\n";

static struct eh_import_result take_file(struct store *store, const char *path, const char *mapping, const char *source)
{
	struct eh_import import = an_import("spreadsheet", path, "2024-03-03");
	struct eh_import_result result = { 0 };
	struct eh_error err = { 0 };

	import.file.mapping = mapping;
	import.source = source;
	assert_ok(eh_import_run(store->db, &import, &result, &err), &err);
	return result;
}

static void assert_counts(const struct store *store, struct eh_import_result result, int64_t kept, int64_t refused)
{
	if (result.kept != kept || result.refused != refused)
		fail_msg("kept %lld, refused %lld: %s; rows: %s", (long long)result.kept, (long long)result.refused,
		        store_value(store, "SELECT group_concat(line || ' ' || reason, '; ') FROM refusal"),
		        store_value(store, "SELECT group_concat(key, '; ') FROM current"));
}

static const char *private_of(const struct store *store, const char *key)
{
	char sql[256];

	snprintf(sql, sizeof sql, "SELECT p.fields FROM personal p JOIN version v USING (version_id) WHERE v.key = '%s'", key);
	return store_value(store, sql);
}

static void an_xlsx_with_titles_merged_cells_and_several_sheets_is_read(void **state)
{
	struct store store;
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };

	(void)state;
	store_open(&store);
	assert_counts(&store, take_file(&store, ugly_xlsx(&store), NULL, "s"), 5, 0);
	struct eh_record chess = stored(&store, "A1", &arena), food = stored(&store, "A2", &arena),
	                 carers = stored(&store, "A3", &arena), plots = stored(&store, "A4", &arena),
	                 runners = stored(&store, "vermilion harriers", &arena);
	assert_str(chess.name, "Quillfeather Chess Circle");
	assert_str(chess.postcode, "M33 7ZF");
	assert_str(chess.address, "St Anne's Hall, 4 Mill Lane, Sale");
	assert_str(chess.ids[0].id, "1129831");
	assert_int_equal(chess.registered, day("2021-01-01"));
	assert_int_equal(chess.consent, EH_CONSENT_YES);
	assert_str(food.postcode, "M41 1AA");
	assert_str(food.ids[0].id, "1129832");
	assert_str(food.email_domain, "larkspurfoodbank.example");
	assert_str(food.activities, "Food parcels. Ring Bob on [phone removed] or [e-mail removed]");
	assert_int_equal(food.consent, EH_CONSENT_NO);
	assert_int_equal(carers.consent, EH_CONSENT_UNKNOWN);
	assert_str(carers.name, "Marigold Carers' Café");
	assert_int_equal(plots.consent, EH_CONSENT_YES);
	assert_str(runners.activities, "Running");
	const char *private = private_of(&store, "A2");
	if (!strstr(private, "Bob Larkspur") || !strstr(private, "07700 900456") || !strstr(private, "bob@example.com"))
		fail_msg("private: %s", private);
	store_close(&store);
}

static void an_ods_with_blank_columns_spans_and_two_halves_is_read(void **state)
{
	struct store store;
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };

	(void)state;
	store_open(&store);
	assert_counts(&store, take_file(&store, ugly_ods(&store), NULL, "s"), 3, 0);
	assert_string_equal(store_value(&store, "SELECT group_concat(text, ' / ') FROM note WHERE text LIKE '%taken as%'"),
	        "sheet \"North\" taken as services: C name D service E activities F address G address H postcode I phone J "
	        "charity-number K registered L web / sheet \"South\" taken as services: C name D service E activities F address "
	        "G address H postcode I phone J charity-number K registered L web");
	struct eh_record lunch = stored(&store, "GB-CHC-1129840", &arena),
	                 bus = stored(&store, "cobalt court trust|WA14 1PQ", &arena),
	                 row = stored(&store, "saffron row residents", &arena);
	assert_str(lunch.name, "Cobalt Court Trust");
	assert_str(lunch.service_name, "Lunch club");
	assert_str(lunch.activities, "Company  for older people");
	assert_str(lunch.address, "1 Cobalt Court, Altrincham");
	assert_str(lunch.web, "www.cobalt.example");
	assert_int_equal(lunch.registered, day("1998-05-01"));
	assert_str(bus.name, "Cobalt Court Trust");
	assert_str(bus.service_name, "Minibus");
	assert_str(row.postcode_as_written, "WA15 soon");
	assert_non_null(strstr(private_of(&store, "GB-CHC-1129840"), "1614960199"));
	store_close(&store);
}

static void a_csv_with_semicolons_serial_dates_and_two_addresses_is_read(void **state)
{
	struct store store;
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };

	(void)state;
	store_open(&store);
	assert_counts(&store, take_file(&store, store_file(&store, "register.csv", EH_STR(UGLY_CSV)), NULL, "s"), 2, 0);
	struct eh_record cafe = stored(&store, "1", &arena), teal = stored(&store, "2", &arena);
	assert_str(cafe.name, "Café Indigo");
	assert_str(cafe.times, "Mon – Fri");
	assert_str(cafe.address, "The Annexe, 2, Indigo Street, Urmston");
	assert_str(cafe.postcode, "M41 5AA");
	assert_int_equal(cafe.registered, day("2023-01-01"));
	assert_int_equal((int)(cafe.latitude * 1e4 + 0.5), 534489);
	assert_str(teal.name, "The \"Teal\" Players");
	assert_int_equal(teal.registered, day("2000-01-01"));
	const char *private = private_of(&store, "1");
	if (!strstr(private, "14 Private Drive") || !strstr(private, "M41 9ZZ"))
		fail_msg("private: %s", private);
	assert_string_equal(
	        store_value(&store,
	                "SELECT count(*) FROM version WHERE fields LIKE '%Private Drive%' OR verbatim LIKE '%Private Drive%' OR "
	                "fields LIKE '%M41 9ZZ%' OR verbatim LIKE '%M41 9ZZ%'"),
	        "0");
	store_close(&store);
}

/* The guess, saved and used as it is, gives the very same records; corrected, it gives what the correction says. */
static void the_guess_is_a_mapping_that_can_be_kept_corrected_and_used_again(void **state)
{
	struct store guessed, mapped;
	struct eh_error err = { 0 };
	static const char RECORDS[] =
	        "SELECT group_concat(key || fields || verbatim, '\n') FROM (SELECT * FROM version ORDER BY key)";

	(void)state;
	for (int i = 0; i < 3; i++) {
		struct eh_buf mapping EH_CLEANUP_BUF = { 0 };
		char path[512], ini[512], first[8192];
		store_open(&guessed);
		store_open(&mapped);
		snprintf(path, sizeof path, "%s",
		        i == 0   ? ugly_xlsx(&guessed)
		        : i == 1 ? ugly_ods(&guessed)
		                 : store_file(&guessed, "register.csv", EH_STR(UGLY_CSV)));
		assert_ok(eh_spreadsheet_guess_mapping(&(struct eh_source_options){ .path = path }, &mapping, &err), &err);
		snprintf(ini, sizeof ini, "%s", store_file(&guessed, "columns.ini", eh_buf_str(&mapping)));
		take_file(&guessed, path, NULL, "s");
		take_file(&mapped, path, ini, "s");
		snprintf(first, sizeof first, "%s", store_value(&guessed, RECORDS));
		assert_string_equal(store_value(&mapped, RECORDS), first);
		store_close(&guessed);
		store_close(&mapped);
	}
}

static void a_corrected_mapping_says_what_the_columns_are(void **state)
{
	struct store store;
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	char ini[512];

	(void)state;
	store_open(&store);
	snprintf(ini, sizeof ini, "%s",
	        store_file(&store, "columns.ini",
	                EH_STR("[sheet]\nrows = services\nheader = 0\nA = service\nB = name\nC = postcode\nD = contact\n")));
	take_file(&store,
	        store_file(&store, "bare.csv", EH_STR("Lunch,Amber Trust,M33 1AA,Mr A\nTea,Amber Trust,M33 2AA,Ms B\n")), ini,
	        "s");
	struct eh_record lunch = stored(&store, "amber trust|M33 1AA", &arena);
	assert_str(lunch.name, "Amber Trust");
	assert_str(lunch.service_name, "Lunch");
	assert_int_equal(lunch.what, EH_RECORD_SERVICE);
	assert_string_equal(store_value(&store, "SELECT count(*) FROM personal"), "2");
	store_close(&store);
}

static void long_names_and_headings_over_several_lines_survive_in_a_mapping(void **state)
{
	static const char TABLES[] =
	        "<table:table table:name=\"A name of a sheet that is [far] longer than anybody would like to read\">" ROW(
	                TEXT("Name of group</text:p><text:p>(as it stands in the constitution, please, and not as your members "
	                     "say it)") TEXT("Postcode")) ROW(TEXT("Amber Trust") TEXT("M33 1AA")) "</table:table>";
	struct store store;
	struct eh_error err = { 0 };
	struct eh_buf mapping EH_CLEANUP_BUF = { 0 };
	char ini[512];

	(void)state;
	store_open(&store);
	const char *path = ods_of(&store, "long.ods", EH_STR(TABLES));
	assert_ok(eh_spreadsheet_guess_mapping(&(struct eh_source_options){ .path = path }, &mapping, &err), &err);
	snprintf(ini, sizeof ini, "%s", store_file(&store, "columns.ini", eh_buf_str(&mapping)));
	assert_counts(&store, take_file(&store, path, ini, "s"), 1, 0);
	store_close(&store);
}

static void a_mapping_that_is_none_says_where_and_why(void **state)
{
	static const struct {
		const char *text, *says;
	} CASES[] = {
		{ "[sheet]\nA = nmae\n", "columns.ini, line 2: \"nmae\" is no field; the fields are ignore, name, service" },
		{ "[sheet]\nA = name\nB = name\n", "columns.ini, line 3: two columns are given as name" },
		{ "[sheet]\n12 = name\n", "columns.ini, line 2: \"12\" is no column; columns go by letters" },
		{ "[columns]\nA = name\n", "sections are [sheet NAME]" },
		{ "[sheet]\nheader = top\n", "give the row of the header" },
		{ "hello\n", "this is neither" },
		{ "", "maps no column" },
	};
	struct store store;

	(void)state;
	store_open(&store);
	for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
		char ini[512], text[1024];
		struct eh_error err = { 0 };
		struct eh_import_result result;
		snprintf(ini, sizeof ini, "%s", store_file(&store, "columns.ini", eh_str_of(CASES[i].text)));
		struct eh_import import = an_import(
		        "spreadsheet", store_file(&store, "list.csv", EH_STR("name\nA\n")), "2024-01-01");
		import.file.mapping = ini;
		assert_true(eh_import_run(store.db, &import, &result, &err) < 0);
		eh_error_text(&err, text, sizeof text);
		if (!strstr(text, CASES[i].says))
			fail_msg("case %zu: got \"%s\"", i, text);
	}
	store_close(&store);
}

static const struct {
	const char *heading, *field;
} HEADINGS[] = {
	{ "Name", "name" },
	{ "Group / Org", "name" },
	{ "Name of Organisation/Group", "name" },
	{ "ORGANISATION NAME", "name" },
	{ "Charity Reg. No.", "charity-number" },
	{ "Registered charity number (if any)", "charity-number" },
	{ "Company No", "company-number" },
	{ "Post Code", "postcode" },
	{ "Contact Nos.", "phone" },
	{ "Tel No", "phone" },
	{ "Mobile", "phone" },
	{ "E-mail address", "email" },
	{ "Website", "web" },
	{ "What we do", "activities" },
	{ "What do you do?", "activities" },
	{ "Description of service", "activities" },
	{ "Where do you meet?", "address" },
	{ "Treasurer's address", "private-address" },
	{ "Home Address", "private-address" },
	{ "Secretary", "contact" },
	{ "Named contact", "contact" },
	{ "Contact Name", "contact" },
	{ "Consent to publish (Y/N)", "consent" },
	{ "OK to share?", "consent" },
	{ "Who is it for?", "beneficiaries" },
	{ "Opening Hours", "times" },
	{ "Eastings", "easting" },
	{ "Amount Awarded", "amount" },
	{ "Last Updated", "updated" },
};

static void headings_that_people_write_are_known(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof HEADINGS / sizeof *HEADINGS; i++) {
		struct eh_buf folded EH_CLEANUP_BUF = { 0 };
		enum eh_sheet_field best = EH_FIELD_NONE;
		double fit = 0;
		assert_int_equal(eh_sheet_heading_fold(eh_str_of(HEADINGS[i].heading), &folded), EH_OK);
		for (enum eh_sheet_field field = 1; field < EH_FIELD_COUNT; field++) {
			double now = eh_sheet_heading_fit(eh_buf_str(&folded), field);
			if (now > fit)
				fit = now, best = field;
		}
		if (strcmp(eh_sheet_fields[best].name, HEADINGS[i].field) != 0)
			fail_msg("\"%s\" is taken for %s", HEADINGS[i].heading, eh_sheet_fields[best].name);
	}
}

static void a_second_column_of_names_is_somebodys(void **state)
{
	struct store store;
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };

	(void)state;
	store_open(&store);
	take_file(&store,
	        store_file(&store, "l.csv",
	                EH_STR("Organisation,Name,Postcode\nAmber Trust,Jane Doe,M33 1AA\nTeal Players,John Roe,M33 2AA\n")),
	        NULL, "s");
	assert_str(stored(&store, "amber trust", &arena).name, "Amber Trust");
	assert_string_equal(store_value(&store, "SELECT group_concat(fields) FROM personal"),
	        "{\"contact\":\"Jane Doe\"},{\"contact\":\"John Roe\"}");
	assert_string_equal(
	        store_value(&store, "SELECT count(*) FROM version WHERE verbatim LIKE '%Jane%' OR fields LIKE '%Jane%'"), "0");
	store_close(&store);
}

static void what_is_not_seen_is_not_kept_and_a_text_is_no_name(void **state)
{
	struct store store;
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_buf table EH_CLEANUP_BUF = { 0 };

	(void)state;
	store_open(&store);
	assert_int_equal(eh_buf_add(&table, EH_STR("Ref,Name,Activities,Postcode\n"
	                                           "1,\xe2\x80\xaeknaB\xe2\x80\xac Club,Tea\x0b and\x1b cake,M33 1AA\n2,")),
	        EH_OK);
	for (size_t i = 0; i < 2000; i++)
		assert_int_equal(eh_buf_add(&table, EH_STR("N")), EH_OK);
	assert_int_equal(eh_buf_add(&table, EH_STR(",Chess,M33 2AA\n")), EH_OK);
	assert_counts(&store, take_file(&store, store_file(&store, "t.csv", eh_buf_str(&table)), NULL, "s"), 1, 1);
	struct eh_record one = stored(&store, "1", &arena);
	assert_str(one.name, "knaB Club");
	assert_str(one.activities, "Tea and cake");
	store_close(&store);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_xlsx_with_titles_merged_cells_and_several_sheets_is_read),
		cmocka_unit_test(an_ods_with_blank_columns_spans_and_two_halves_is_read),
		cmocka_unit_test(a_csv_with_semicolons_serial_dates_and_two_addresses_is_read),
		cmocka_unit_test(the_guess_is_a_mapping_that_can_be_kept_corrected_and_used_again),
		cmocka_unit_test(a_corrected_mapping_says_what_the_columns_are),
		cmocka_unit_test(long_names_and_headings_over_several_lines_survive_in_a_mapping),
		cmocka_unit_test(a_mapping_that_is_none_says_where_and_why),
		cmocka_unit_test(headings_that_people_write_are_known),
		cmocka_unit_test(a_second_column_of_names_is_somebodys),
		cmocka_unit_test(what_is_not_seen_is_not_kept_and_a_text_is_no_name),
	};
	return cmocka_run_group_tests_name("ugly sheets", tests, NULL, NULL);
}
