/* Grants in the 360Giving standard and directories in Open Referral UK. Organisations are invented. */
#include "archives.h"
#include "collect.h"

#include <xlsxwriter.h>

static struct collected all;

static int finish(void **state)
{
	(void)state;
	collect_finish(&all);
	return 0;
}

#define TITLES                                                                                                                   \
	"Identifier,Title,Description,Currency,Amount Awarded,Award Date,Planned Dates:Duration (months),Recipient "             \
	"Org:Identifier,Recipient "                                                                                              \
	"Org:Name,Recipient Org:Charity Number,Recipient Org:Company Number,Recipient Org:Postal Code,Recipient Org:Web "        \
	"Address,Beneficiary "                                                                                                   \
	"Location:Name,Beneficiary Location:Geographic Code,Funding Org:Identifier,Funding Org:Name,Grant Programme:Title,Last " \
	"modified,"                                                                                                              \
	"Recipient Ind:Identifier\n"

static void look_at_grant(const struct eh_record *grant, const char *name)
{
	assert_int_equal(grant->what, EH_RECORD_GRANT);
	assert_str(grant->key, "360G-amber-1");
	assert_str(grant->name, name);
	assert_string_equal(ids_of(grant), "GB-CHC-1129832 GB-COH-00738693");
	assert_int_equal(grant->grant_pence, 1250050);
	assert_str(grant->grant_currency, "GBP");
	assert_int_equal(grant->award_date, day_of("2021-01-01"));
	assert_str(grant->postcode, "M33 7ZF");
	assert_str(grant->areas[0], "E08000009");
	assert_str(grant->funder_name, "The Council");
	assert_str(grant->activities, "Night caf\xc3\xa9. Warm food");
	assert_str(grant->programme, "Winter");
}

/* UTF-8, UTF-8 with a byte order mark, Windows-1252. */
static void grants_as_csv_are_read_in_every_encoding(void **state)
{
	static const char *const MARKS[] = { "", "\xef\xbb\xbf", "" }, *const CAFES[] = { "caf\xc3\xa9", "caf\xc3\xa9",
		"caf\xe9" };

	(void)state;
	for (int i = 0; i < 3; i++) {
		char text[4096];
		if (i)
			collect_finish(&all);
		snprintf(text, sizeof text,
		        "%s" TITLES
		        "360G-amber-1,Night %s,Warm food,GBP,\"12,500.50\",2021-01-01T00:00:00+00:00,12,GB-CHC-1129832,Teal "
		        "Players,01129832,738693,m337zf,,,E08000009,GB-LAE-TRF,The Council,Winter,2021-02-03,\n"
		        "360G-amber-2,To a person,,GBP,100,2021-01-01,,,,,,,,,,,,,,IND-1\n",
		        MARKS[i], CAFES[i]);
		collect("360giving", "grants.csv", eh_str_of(text), &all);
		assert_int_equal(all.count, 1);
		look_at_grant(&all.records[0], "Teal Players");
		assert_int_equal(all.records[0].grant_months, 12);
		assert_str(all.notes[all.noted - 1], "1 row not for this list passed over");
		if (i == 2)
			assert_str(all.notes[0], "read as Windows-1252");
	}
}

static void a_title_that_only_names_the_recipient_says_nothing_of_what_it_does(void **state)
{
	(void)state;
	collect("360giving", "grants.csv",
	        EH_STR("Identifier,Title,Description,Recipient Org:Name\n"
	               "1,Voluntary Sector Grant to Teal Players,Plays in the park,Teal Players\n"
	               "2,Crisis Fund Grant to Teal Players,Crisis Fund Grant to Teal Players,Teal Players\n"
	               "3,Grant to Teal Players for a boat,,Teal Players\n"),
	        &all);
	assert_int_equal(all.count, 3);
	assert_str(all.records[0].activities, "Plays in the park");
	assert_int_equal(all.records[1].activities.n, 0);
	assert_str(all.records[2].activities, "Grant to Teal Players for a boat");
}

/* Workbooks of the standard have a sheet about themselves in front, numbers as numbers, dates as dates. */
static void grants_as_a_workbook_are_read_from_the_sheet_that_holds_them(void **state)
{
	static const char *const HEADINGS[] = { "Identifier", "Title", "Description", "Currency", "Amount Awarded", "Award Date",
		"Recipient Org:Name", "Recipient Org:Charity Number", "Recipient Org:Company Number", "Recipient Org:Postal Code",
		"Beneficiary Location:Geographic Code", "Funding Org:Name", "Grant Programme:Title" },
	                         *const CELLS[] = { "360G-amber-1", "Night café", "Warm food", "GBP", NULL, NULL, "Teal Players",
		                         "1129832", "00738693", "M33 7ZF", "E08000009", "The Council", "Winter" };
	const char *folder = test_folder();
	char path[128];

	(void)state;
	snprintf(path, sizeof path, "%s/grants.xlsx", folder);
	lxw_workbook *book = workbook_new(path);
	lxw_worksheet *meta = workbook_add_worksheet(book, "meta"), *grants = workbook_add_worksheet(book, "grants");
	lxw_format *date = workbook_add_format(book);
	format_set_num_format(date, "yyyy-mm-dd");
	worksheet_write_string(meta, 0, 0, "publisher", NULL);
	worksheet_write_string(meta, 0, 1, "The Council", NULL);
	for (lxw_col_t i = 0; i < sizeof CELLS / sizeof *CELLS; i++) {
		worksheet_write_string(grants, 0, i, HEADINGS[i], NULL);
		if (CELLS[i])
			worksheet_write_string(grants, 1, i, CELLS[i], NULL);
	}
	worksheet_write_number(grants, 1, 4, 12500.5, NULL);
	worksheet_write_number(grants, 1, 5, 44197, date);
	assert_int_equal(workbook_close(book), LXW_NO_ERROR);
	collect("360giving", path, (struct eh_str){ NULL, 0 }, &all);
	assert_int_equal(all.count, 1);
	look_at_grant(&all.records[0], "Teal Players");
	test_remove(folder);
}

static void grants_under_field_names_and_dates_in_days_are_read(void **state)
{
	(void)state;
	collect("360giving", "flat.csv",
	        EH_STR("id,title,description,currency,amountAwarded,awardDate,recipientOrganization/0/id,recipientOrganization/0/"
	               "name,"
	               "recipientOrganization/0/companyNumber,recipientOrganization/0/postalCode,fundingOrganization/0/"
	               "name,grantProgramme/0/title,"
	               "beneficiaryLocation/0/geoCode\n360G-amber-1,Night caf\xc3\xa9,Warm "
	               "food,GBP,12500.5,44197,GB-CHC-1129832,Teal "
	               "Players,00738693,M33 7ZF,The Council,Winter,E08000009\n"),
	        &all);
	assert_int_equal(all.count, 1);
	/* The order of identifiers is that of the columns read. */
	assert_string_equal(ids_of(&all.records[0]), "GB-COH-00738693 GB-CHC-1129832");
	assert_int_equal(all.records[0].award_date, day_of("2021-01-01"));
	assert_int_equal(all.records[0].grant_pence, 1250050);
}

static void grants_as_json_are_read(void **state)
{
	(void)state;
	collect("360giving", "grants.json",
	        EH_STR("{\"version\":\"1.4\",\"grants\":[{\"id\":\"360G-amber-1\",\"title\":\"Night "
	               "caf\\u00e9\",\"description\":\"Warm food\","
	               "\"currency\":\"GBP\",\"amountAwarded\":12500.50,\"awardDate\":\"2021-01-01T00:00:00Z\",\"dateModified\":"
	               "\"2021-02-03\","
	               "\"recipientOrganization\":[{\"id\":\"GB-CHC-1129832\",\"name\":\"Teal "
	               "Players\",\"charityNumber\":\"1129832\",\"companyNumber\":"
	               "\"00738693\",\"postalCode\":\"M33 "
	               "7ZF\",\"email\":\"jane@teal.example\"}],\"beneficiaryLocation\":[{\"geoCode\":\"E08000009\","
	               "\"name\":\"Trafford\"}],\"fundingOrganization\":[{\"id\":\"GB-LAE-TRF\",\"name\":\"The "
	               "Council\"}],\"grantProgramme\":"
	               "[{\"title\":\"Winter\"}]},{\"id\":\"360G-amber-2\",\"recipientIndividual\":{\"id\":\"x\",\"name\":"
	               "\"Jane\"}},"
	               "{\"id\":\"360G-amber-3\",\"recipientOrganization\":[{\"id\":\"x\"}]}]}"),
	        &all);
	assert_int_equal(all.count, 1);
	look_at_grant(&all.records[0], "Teal Players");
	assert_str(all.notes[0], "1 grant to individuals passed over");
	assert_int_equal(all.refused, 1);
	assert_true(eh_str_find(all.verbatim[0], EH_STR("jane@")) < 0);
}

static const char ORUK_3[] =
        "{\"total_items\":2,\"page_number\":1,\"contents\":[{\"id\":\"s-1\",\"name\":\"Talking "
        "Hour\",\"description\":\"Counselling.\",\"url\":"
        "\"https://teal.example/"
        "talk\",\"email\":\"jane@teal.example\",\"status\":\"active\",\"minimum_age\":12,\"maximum_age\":25,\"assured_date\":"
        "\"2023-05-06\",\"schedules\":[{\"byday\":\"TH,FR\",\"opens_at\":\"10:00:00\",\"closes_at\":\"18:00:00\"}],\"service_"
        "areas\":[{\"name\":"
        "\"Trafford\",\"uri\":\"http://statistics.data.gov.uk/id/"
        "E08000009\"}],\"service_at_locations\":[{\"location\":{\"location_type\":"
        "\"physical\",\"latitude\":53.42,\"longitude\":-2.32,\"addresses\":[{\"address_1\":\"1 Mill "
        "Lane\",\"city\":\"Sale\",\"postal_code\":"
        "\"M33 "
        "7ZF\",\"address_type\":\"physical\"}]}},{\"location\":{\"location_type\":\"physical\",\"addresses\":[{\"address_1\":"
        "\"PO Box 1\","
        "\"postal_code\":\"M33 "
        "7AA\",\"address_type\":\"postal\"}]}}],\"organization\":{\"id\":\"GB-CHC-1129832\",\"name\":\"Teal "
        "Trust\",\"website\":\"https://teal.example\"},\"phones\":[{\"number\":\"0161 496 "
        "0000\"}],\"contacts\":[{\"name\":\"Jane Quill\",\"email\":"
        "\"jane@teal.example\"}],\"attributes\":[{\"taxonomy_term\":{\"code\":\"M1\",\"name\":\"Mental health\"}}]},"
        "{\"id\":\"s-2\",\"name\":\"Old Talk\",\"status\":\"defunct\",\"organization\":{\"id\":\"o\",\"name\":\"Teal Trust\"}}]}";

static const char ORUK_1[] = "{\"totalElements\":1,\"content\":[{\"id\":\"s-1\",\"name\":\"Talking "
                             "Hour\",\"description\":\"Counselling.\",\"status\":\"active\","
                             "\"assured_date\":\"2019-01-02\",\"organization\":{\"id\":\"9f9f\",\"name\":\"Teal "
                             "Trust\",\"url\":\"https://teal.example\"},\"eligibilitys\":"
                             "[{\"minimum_age\":12,\"maximum_age\":25,\"eligibility\":\"Teenagers\"}],\"service_taxonomys\":[{"
                             "\"taxonomy\":{\"id\":\"M1\",\"name\":\"Mental "
                             "health\"}}],\"service_areas\":[{\"service_area\":\"Trafford\"}],\"service_at_locations\":[{"
                             "\"location\":{\"latitude\":\"53.42\",\"longitude\":"
                             "\"-2.32\",\"physical_addresses\":[{\"address_1\":\"1 Mill "
                             "Lane\",\"city\":\"Sale\",\"postal_code\":\"M33 7ZF\"}]},\"regular_schedules\":"
                             "[{\"weekday\":\"MO\",\"opens_at\":\"09:00\",\"closes_at\":\"11:00\"}]}]}]}";

static void a_directory_of_version_3_gives_a_record_for_each_place_of_help(void **state)
{
	(void)state;
	collect("open-referral", "services.json", EH_STR(ORUK_3), &all);
	const struct eh_record *sale = &all.records[0], *letters = &all.records[1], *old = &all.records[2];
	assert_int_equal(all.count, 3);
	assert_str(sale->key, "s-1/1");
	assert_str(sale->name, "Teal Trust");
	assert_str(sale->service_name, "Talking Hour");
	assert_string_equal(ids_of(sale), "GB-CHC-1129832");
	assert_str(sale->address, "1 Mill Lane, Sale");
	assert_str(sale->postcode, "M33 7ZF");
	assert_true(sale->address_public);
	assert_true(fabs(sale->latitude - 53.42) < 1e-9 && fabs(sale->longitude + 2.32) < 1e-9);
	assert_str(sale->areas[0], "E08000009");
	assert_str(sale->times, "TH,FR 10:00-18:00");
	assert_str(sale->beneficiaries, "ages 12 to 25");
	assert_str(sale->activities, "Counselling. Mental health.");
	assert_str(sale->codes[0].code, "M1");
	assert_int_equal(sale->date, day_of("2023-05-06"));
	assert_str(sale->private_email, "jane@teal.example");
	/* An address for letters is nobody's to visit. */
	assert_false(letters->address_public);
	assert_int_equal(letters->says & EH_SAYS_MEETS, 0);
	assert_int_equal(old->status, EH_STATUS_CLOSED);
	for (size_t i = 0; i < all.count; i++)
		if (eh_str_find(all.verbatim[i], EH_STR("jane")) >= 0 || eh_str_find(all.verbatim[i], EH_STR("Jane")) >= 0)
			fail_msg("kept as published: %.*s", EH_FMT(all.verbatim[i]));
}

static void a_directory_of_version_1_says_the_same(void **state)
{
	(void)state;
	collect("open-referral", "services.json", EH_STR(ORUK_1), &all);
	const struct eh_record *sale = &all.records[0];
	assert_int_equal(all.count, 1);
	assert_str(sale->service_name, "Talking Hour");
	assert_str(sale->address, "1 Mill Lane, Sale");
	assert_true(sale->address_public);
	assert_true(fabs(sale->latitude - 53.42) < 1e-9);
	assert_str(sale->times, "MO 09:00-11:00");
	assert_str(sale->beneficiaries, "Teenagers; ages 12 to 25");
	assert_str(sale->areas[0], "name:Trafford");
	assert_str(sale->activities, "Counselling. Mental health.");
	assert_str(sale->web, "https://teal.example");
}

static void bare_lists_and_organisations_with_their_services_are_directories_too(void **state)
{
	static const char *const TEXTS[] = {
		"[{\"id\":\"s-1\",\"name\":\"Talk\",\"organization\":{\"name\":\"Teal Trust\"}}]",
		"{\"contents\":[{\"id\":\"o-1\",\"name\":\"Teal Trust\",\"services\":[{\"id\":\"s-1\",\"name\":\"Talk\"}]}]}",
	};

	(void)state;
	for (int i = 0; i < 2; i++) {
		if (i)
			collect_finish(&all);
		collect("open-referral", "services.json", eh_str_of(TEXTS[i]), &all);
		assert_int_equal(all.count, 1);
		assert_str(all.records[0].name, "Teal Trust");
		assert_str(all.records[0].service_name, "Talk");
	}
}

/* The published examples of the standard, where they are at hand. */
static void the_standards_own_examples_are_read(void **state)
{
	const char *folder = test_data("../standards/oruk-3.0/examples/service_list.json"), *full;
	char path[4096];

	(void)state;
	if (!folder) {
		all = (struct collected){ .count = 0 };
		skip();
	}
	snprintf(path, sizeof path, "%s", folder);
	collect("open-referral", path, (struct eh_str){ NULL, 0 }, &all);
	assert_int_equal(all.count, 1);
	assert_str(all.records[0].service_name, "Community Counselling");
	/* Its point lies outside the Earth. */
	assert_true(isnan(all.records[0].latitude));
	full = test_data("../standards/360giving/examples/valid-minimal.json");
	assert_non_null(full);
	collect_finish(&all);
	collect("360giving", full, (struct eh_str){ NULL, 0 }, &all);
	assert_int_equal(all.count, 1);
	assert_int_equal(all.records[0].grant_pence, 1000);
	/* An identifier whose register nobody knows is evidence only. */
	assert_string_equal(ids_of(&all.records[0]), "GB-323242-test");
}

static void real_grants_are_read(void **state)
{
	const char *path = test_data("registers/place_trafford_council_grants_2013-2024.csv");

	(void)state;
	all = (struct collected){ .count = 0 };
	if (!path)
		skip();
	collect("360giving", path, (struct eh_str){ NULL, 0 }, &all);
	assert_int_equal(all.count, COLLECT_MOST);
	assert_int_equal(all.refused, 0);
	for (size_t i = 0; i < all.count; i++)
		if (!all.records[i].name.n || all.records[i].grant_pence == INT64_MIN || all.records[i].award_date == EH_NO_DATE)
			fail_msg("grant %.*s lacks something", EH_FMT(all.records[i].key));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(grants_as_csv_are_read_in_every_encoding, finish),
		cmocka_unit_test_teardown(a_title_that_only_names_the_recipient_says_nothing_of_what_it_does, finish),
		cmocka_unit_test_teardown(grants_as_a_workbook_are_read_from_the_sheet_that_holds_them, finish),
		cmocka_unit_test_teardown(grants_under_field_names_and_dates_in_days_are_read, finish),
		cmocka_unit_test_teardown(grants_as_json_are_read, finish),
		cmocka_unit_test_teardown(a_directory_of_version_3_gives_a_record_for_each_place_of_help, finish),
		cmocka_unit_test_teardown(a_directory_of_version_1_says_the_same, finish),
		cmocka_unit_test_teardown(bare_lists_and_organisations_with_their_services_are_directories_too, finish),
		cmocka_unit_test_teardown(the_standards_own_examples_are_read, finish),
		cmocka_unit_test_teardown(real_grants_are_read, finish),
	};
	return cmocka_run_group_tests_name("grants and services", tests, NULL, NULL);
}
