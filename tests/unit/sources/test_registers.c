/* The registers, in their publishers' own layouts. Organisations are invented. */
#include "collect.h"

static struct collected all;

static int finish(void **state)
{
	(void)state;
	collect_finish(&all);
	return 0;
}

/* The fields of the main table, as lookup tables of the extract list them. */
static const char CHARITY_JSON[] =
        "\xef\xbb\xbf[{\"date_of_extract\":\"2024-09-10T00:00:00\",\"organisation_number\":1,\"registered_charity_number\":"
        "200047,"
        "\"linked_charity_number\":0,\"charity_name\":\"THE AMBER "
        "TRUST\",\"charity_type\":\"CIO\",\"charity_registration_status\":"
        "\"Registered\",\"date_of_registration\":\"1962-07-02T00:00:00\",\"date_of_removal\":null,\"charity_reporting_status\":"
        "\"Submission "
        "Received\",\"latest_acc_fin_period_start_date\":\"2022-04-01T00:00:00\",\"latest_acc_fin_period_end_date\":\"2023-03-"
        "31T00:00:00\","
        "\"latest_income\":12345.67,\"latest_expenditure\":11000,\"charity_contact_address1\":\"The Old "
        "Hall\",\"charity_contact_address2\":"
        "\"4 Mill "
        "Lane\",\"charity_contact_address3\":\"SALE\",\"charity_contact_address4\":null,\"charity_contact_address5\":null,"
        "\"charity_contact_postcode\":\"M337ZF\",\"charity_contact_phone\":\"01614960000\",\"charity_contact_email\":\"jane@"
        "amber.example\","
        "\"charity_contact_web\":\"www.amber.example\",\"charity_company_registration_number\":\"738693\",\"charity_insolvent\":"
        "false,"
        "\"charity_activities\":\"Lunch clubs.\",\"charity_gift_aid\":null},\n"
        "{\"registered_charity_number\":200047,\"linked_charity_number\":4,\"charity_name\":\"AMBER LINKED "
        "FUND\",\"charity_registration_status\":"
        "\"Registered\"},\n"
        "{\"registered_charity_number\":200048,\"linked_charity_number\":0,\"charity_name\":\"GONE "
        "TRUST\",\"charity_registration_status\":"
        "\"Removed\",\"date_of_registration\":\"1990-01-01T00:00:00\",\"date_of_removal\":\"2019-06-05T00:00:00\"},\n"
        "{\"registered_charity_number\":200049,\"linked_charity_number\":0,\"charity_name\":null,\"charity_registration_status\":"
        "\"Registered\"}]";

static const char CHARITY_TABS[] =
        "date_of_extract\torganisation_number\tregistered_charity_number\tlinked_charity_number\tcharity_name\tcharity_type\t"
        "charity_registration_status\tdate_of_registration\tdate_of_removal\tlatest_acc_fin_period_end_date\tlatest_"
        "income\tlatest_expenditure\t"
        "charity_contact_address1\tcharity_contact_address2\tcharity_contact_address3\tcharity_contact_postcode\tcharity_contact_"
        "phone\t"
        "charity_contact_email\tcharity_contact_web\tcharity_company_registration_number\tcharity_activities\r\n"
        "2024-09-10\t1\t200047\t0\tTHE AMBER TRUST\tCIO\tRegistered\t1962-07-02\t\t2023-03-31\t12345.67\t11000\tThe Old Hall\t4 "
        "Mill "
        "Lane\tSALE\tM33 7ZF\t01614960000\tjane@amber.example\twww.amber.example\t00738693\tLunch clubs.\r\n"
        "2024-09-10\t1\t200047\t4\tAMBER LINKED FUND\t\tRegistered\t\t\t\t\t\t\t\t\t\t\t\t\t\t\r\n"
        "2024-09-10\t2\t200048\t0\tGONE TRUST\t\tRemoved\t1990-01-01\t2019-06-05\t\t\t\t\t\t\t\t\t\t\t\t\r\n"
        "2024-09-10\t3\t200049\t0\t\t\tRegistered\t\t\t\t\t\t\t\t\t\t\t\t\t\t\r\n";

static void look_at_charities(void)
{
	const struct eh_record *main = &all.records[0], *linked = &all.records[1], *gone = &all.records[2];

	assert_int_equal(all.count, 3);
	assert_int_equal(all.refused, 1);
	assert_str(main->name, "THE AMBER TRUST");
	assert_str(main->key, "200047");
	assert_string_equal(ids_of(main), "GB-CHC-200047 GB-COH-00738693");
	assert_int_equal(main->status, EH_STATUS_ACTIVE);
	assert_int_equal(main->registered, day_of("1962-07-02"));
	assert_int_equal(main->income_pence, 1234567);
	assert_int_equal(main->income_year_end, day_of("2023-03-31"));
	assert_str(main->address, "The Old Hall, 4 Mill Lane, SALE");
	assert_str(main->postcode, "M33 7ZF");
	assert_str(main->private_email, "jane@amber.example");
	assert_str(main->email_domain, "amber.example");
	assert_str(main->activities, "Lunch clubs.");
	assert_false(main->address_public);
	for (size_t i = 0; i < all.count; i++)
		if (eh_str_find(all.verbatim[i], EH_STR("jane@")) >= 0 ||
		        eh_str_find(all.verbatim[i], EH_STR("01614960000")) >= 0)
			fail_msg("kept as published: %.*s", EH_FMT(all.verbatim[i]));
	assert_str(linked->key, "200047-4");
	assert_string_equal(ids_of(linked), "GB-CHC-200047-4");
	assert_str(linked->parent_id, "200047");
	assert_int_equal(gone->status, EH_STATUS_CLOSED);
	assert_int_equal(gone->removed, day_of("2019-06-05"));
}

static void the_charity_table_is_read_as_json_and_tab_separated_alike(void **state)
{
	(void)state;
	collect("charity-commission", "publicextract.charity.json", EH_STR(CHARITY_JSON), &all);
	look_at_charities();
	collect_finish(&all);
	collect("charity-commission", "publicextract.charity.txt", EH_STR(CHARITY_TABS), &all);
	look_at_charities();
}

static void other_names_join_their_charity(void **state)
{
	static const char *const TEXTS[] = { "[{\"organisation_number\":1,\"registered_charity_number\":200047,\"linked_charity_"
		                             "number\":0,\"charity_name_id\":77,"
		                             "\"charity_name_type\":\"Previous Name\",\"charity_name\":\"AMBER AND "
		                             "SONS\"},{\"registered_charity_number\":200047,"
		                             "\"linked_charity_number\":4,\"charity_name_id\":78,\"charity_name_type\":\"Working "
		                             "Name\",\"charity_name\":\"ALF\"}]",
		"organisation_number\tregistered_charity_number\tlinked_charity_number\tcharity_name_id\tcharity_name_"
		"type\tcharity_name\n"
		"1\t200047\t0\t77\tPrevious Name\tAMBER AND SONS\n1\t200047\t4\t78\tWorking Name\tALF\n" };

	(void)state;
	for (int i = 0; i < 2; i++) {
		collect("charity-commission", "publicextract.charity_other_names", eh_str_of(TEXTS[i]), &all);
		assert_int_equal(all.count, 2);
		assert_null(all.records[0].name.p);
		assert_str(all.records[0].names[0].name, "AMBER AND SONS");
		assert_int_equal(all.records[0].names[0].kind, EH_NAME_FORMER);
		assert_str(all.records[0].key, "200047/77");
		assert_int_equal(all.records[1].names[0].kind, EH_NAME_WORKING);
		assert_string_equal(ids_of(&all.records[1]), "GB-CHC-200047-4");
		if (!i)
			collect_finish(&all);
	}
}

static void classifications_and_areas_join_their_charity(void **state)
{
	static const char *const TEXTS[] = {
		"[{\"registered_charity_number\":200047,\"linked_charity_number\":0,\"classification_code\":103,\"classification_"
		"type\":\"What\","
		"\"classification_description\":\"The Advancement Of Health\"}]",
		"registered_charity_number\tlinked_charity_number\tclassification_code\tclassification_type\tclassification_"
		"description\n"
		"200047\t0\t103\tWhat\tThe Advancement Of Health\n",
		"[{\"registered_charity_number\":200047,\"linked_charity_number\":0,\"geographic_area_type\":\"Local Authority\","
		"\"geographic_area_description\":\"Trafford\"},{\"registered_charity_number\":200047,\"linked_charity_number\":0,"
		"\"geographic_area_type\":\"Region\",\"geographic_area_description\":\"Throughout England\"}]",
		"registered_charity_number\tlinked_charity_number\tgeographic_area_type\tgeographic_area_"
		"description\n200047\t0\tLocal "
		"Authority\tTrafford\n200047\t0\tRegion\tThroughout England\n",
	};

	(void)state;
	for (int i = 0; i < 4; i++) {
		if (i)
			collect_finish(&all);
		collect("charity-commission", "table", eh_str_of(TEXTS[i]), &all);
		assert_string_equal(ids_of(&all.records[0]), "GB-CHC-200047");
		if (i < 2) {
			assert_str(all.records[0].codes[0].scheme, "GB-CCEW");
			assert_str(all.records[0].codes[0].code, "103");
		} else {
			assert_int_equal(all.count, 2);
			assert_str(all.records[0].areas[0], "name:Trafford");
			assert_str(all.records[1].areas[0], "E92000001");
		}
	}
}

static void the_northern_irish_register_is_read(void **state)
{
	(void)state;
	collect("ccni", "register.csv",
	        EH_STR("Reg charity number,Sub charity number,Charity name,Date registered,Status,Date for financial year "
	               "ending,Total income,Total spending,Charitable spending,Income generation and governance,Retained for "
	               "future use,Public address,Website,Email,Telephone,Company number,What the charity does,Who the charity "
	               "helps,How the charity works\n"
	               "100002,0,Amber Lifeline,13/12/2013,Up-to-date,31 March 2019,346770,349653,0,0,0,\"Amber House, 44 Alder "
	               "Avenue, Belfast, BT14 7PJ\",www.amber.example,jane@amber.example,02890000000,0,\"The advancement of "
	               "education,The relief of poverty\",\"Carers,Mental health\",\"Counselling/support\"\n"
	               "100003,2,Amber Branch,01/02/2015,Removed: voluntary,,0,0,0,0,0,,,,,NI012345,,,\n"
	               ",0,Nobody,,,,,,,,,,,,,,,,\n"),
	        &all);
	const struct eh_record *first = &all.records[0], *branch = &all.records[1];
	assert_int_equal(all.count, 2);
	assert_str(all.refusals[0], "line 4, Reg charity number: there is no charity number");
	assert_string_equal(ids_of(first), "GB-NIC-100002");
	assert_str(first->address, "Amber House, 44 Alder Avenue, Belfast");
	assert_str(first->postcode, "BT14 7PJ");
	assert_int_equal(first->income_pence, 34677000);
	assert_int_equal(first->income_year_end, day_of("2019-03-31"));
	assert_int_equal(first->registered, day_of("2013-12-13"));
	assert_str(first->codes[0].code, "The advancement of education");
	assert_int_equal(first->code_count, 5);
	assert_int_equal(branch->status, EH_STATUS_CLOSED);
	assert_str(branch->key, "100003-2");
	assert_true(eh_str_find(all.verbatim[0], EH_STR("jane@")) < 0);
	assert_true(eh_str_find(all.verbatim[0], EH_STR("02890000000")) < 0);
}

static const char OSCR_HEAD[] =
        "Charity Number,Charity Name,Registered Date,Ceased Date,Reason For Removal,Known As,Charity Status,Constitutional "
        "Form,Geographical Spread,Main Operating Location,Purposes,Beneficiaries,Activities,Objectives,Principal "
        "Office/Trustees Address,Website,Most recent year income,Most recent year expenditure,Mailing cycle,Year "
        "End,Parent charity name,Parent charity number,Postcode\n";

static void the_scottish_register_keeps_removed_entries_as_history(void **state)
{
	char text[4096];

	(void)state;
	snprintf(text, sizeof text,
	        "%sSC000002,Amber Munro Trust,19/10/1984 00:00,02/06/2012 18:58,Wound up,,Removed,Trust,\"A local point, "
	        "community\",City of Edinburgh,\"'The advancement of education','The relief of poverty'\",'Older "
	        "People',,Scholarships,,,,,,,,,\n"
	        "SCO00003,Amber Glen Hall,03/02/2015 00:00,,,The Hall,Active,SCIO,,Highland,'Citizenship','Everyone',,,\"1 Glen "
	        "Road, Inverness\",amberglen.example,5000,4000,,31/03/2019 00:00,Amber Munro Trust,SC000002,IV1 1AA\n",
	        OSCR_HEAD);
	collect("oscr", "register.csv", eh_str_of(text), &all);
	const struct eh_record *gone = &all.records[0], *hall = &all.records[1];
	assert_int_equal(all.count, 2);
	assert_string_equal(ids_of(gone), "GB-SC-SC000002");
	assert_int_equal(gone->status, EH_STATUS_CLOSED);
	assert_int_equal(gone->removed, day_of("2012-06-02"));
	assert_str(gone->removed_reason, "Wound up");
	assert_str(gone->codes[0].code, "The advancement of education");
	assert_str(gone->areas[0], "name:City of Edinburgh");
	assert_string_equal(ids_of(hall), "GB-SC-SC000003"); /* a letter O for the zero */
	assert_int_equal(hall->status, EH_STATUS_ACTIVE);
	assert_str(hall->names[0].name, "The Hall");
	assert_str(hall->postcode, "IV1 1AA");
	assert_str(hall->parent_name, "Amber Munro Trust");
	assert_int_equal(hall->income_year_end, day_of("2019-03-31"));
}

static void sports_clubs_off_the_register_are_kept_and_not_called_closed(void **state)
{
	(void)state;
	collect("casc", "casc.csv",
	        EH_STR("id,name,address,postcode,active\nGB-CASC-9abbf705,Amber Rifle Club,\"Rock Lane, "
	               "Hastings\",\xe2\x80\x94,False\n"
	               "GB-CASC-df774eb0,Amber Bowls Club,\"2 Green Lane, Sale\",M33 7ZF,True\n"),
	        &all);
	assert_int_equal(all.count, 2);
	assert_int_equal(all.records[0].status, EH_STATUS_UNKNOWN);
	assert_true(eh_record_left_sports_register(&all.records[0]) && !eh_record_left_sports_register(&all.records[1]));
	assert_null(all.records[0].postcode.p);
	assert_null(all.records[0].postcode_as_written.p);
	assert_string_equal(ids_of(&all.records[1]), "GB-CASC-df774eb0");
	assert_int_equal(all.records[1].status, EH_STATUS_ACTIVE);
}

static void of_company_data_only_forms_that_voluntary_bodies_take_are_kept(void **state)
{
	(void)state;
	collect("companies-house", "BasicCompanyData.csv",
	        EH_STR("CompanyName, CompanyNumber,RegAddress.CareOf,RegAddress.POBox,RegAddress.AddressLine1, "
	               "RegAddress.AddressLine2,RegAddress.PostTown,"
	               "RegAddress.County,RegAddress.Country,RegAddress.PostCode,CompanyCategory,CompanyStatus,CountryOfOrigin,"
	               "DissolutionDate,"
	               "IncorporationDate,SICCode.SicText_1,SICCode.SicText_2,PreviousName_1.CONDATE, "
	               "PreviousName_1.CompanyName\n"
	               "\"AMBER KITCHEN CIC\",\"08123456\",\"\",\"\",\"Unit 2\",\"Mill Road\",\"SALE\",\"\",\"UNITED "
	               "KINGDOM\",\"M33 7ZF\",\"Community "
	               "Interest Company\",\"Active\",\"United Kingdom\",\"\",\"14/06/2012\",\"56290 - Other food "
	               "services\",\"\",\"01/01/2015\",\"AMBER "
	               "FOODS CIC\"\n"
	               "\"ORDINARY LTD\",\"01234567\",\"\",\"\",\"\",\"\",\"\",\"\",\"\",\"\",\"Private Limited "
	               "Company\",\"Active\",\"\",\"\",\"\",\"\","
	               "\"\",\"\",\"\"\n"
	               "\"AMBER HALL\",\"SC123456\",\"\",\"\",\"\",\"\",\"\",\"\",\"\",\"\",\"PRI/LTD BY GUAR/NSC (Private, "
	               "limited by guarantee, no share "
	               "capital)\",\"Liquidation\",\"\",\"\",\"\",\"\",\"\",\"\",\"\"\n"),
	        &all);
	const struct eh_record *kitchen = &all.records[0];
	assert_int_equal(all.count, 2);
	assert_str(all.notes[0], "1 row not for this list passed over");
	assert_string_equal(ids_of(kitchen), "GB-COH-08123456");
	assert_str(kitchen->address, "Unit 2, Mill Road, SALE");
	assert_str(kitchen->names[0].name, "AMBER FOODS CIC");
	assert_str(kitchen->codes[0].code, "56290");
	assert_str(kitchen->activities, "Other food services");
	assert_int_equal(kitchen->registered, day_of("2012-06-14"));
	assert_int_equal(all.records[1].status, EH_STATUS_CLOSED);
	assert_string_equal(ids_of(&all.records[1]), "GB-COH-SC123456");
}

/* The real files, where they are at hand: how many rows, and one that is known. */
static const struct {
	const char *kind, *file;
	size_t least;
} REAL[] = {
	{ "ccni", "registers/ccni_register_2020-06-30.csv.gz", 6565 },
	{ "oscr", "registers/oscr_removed_2020-07-06.csv.gz", 25257 },
	{ "casc", "registers/casc_register_2026-08.csv", 9700 },
};

struct tally {
	size_t kept, refused, closed;
};

static enum eh_rc count_record(
        void *context, const struct eh_record *record, struct eh_str verbatim, uint64_t line, struct eh_error *err)
{
	struct tally *tally = context;

	(void)verbatim, (void)line, (void)err;
	tally->kept++;
	tally->closed += record->status == EH_STATUS_CLOSED;
	return EH_OK;
}

static enum eh_rc count_refusal(void *context, uint64_t line, struct eh_str column, const char *reason, struct eh_error *err)
{
	(void)line, (void)column, (void)reason, (void)err;
	((struct tally *)context)->refused++;
	return EH_OK;
}

static void real_registers_are_read_to_the_last_row(void **state)
{
	size_t read = 0;

	(void)state;
	for (size_t i = 0; i < sizeof REAL / sizeof *REAL; i++) {
		const char *path = test_data(REAL[i].file);
		struct tally tally = { 0 };
		struct eh_error err = { 0 };
		const struct eh_source_sink sink = { &tally, count_record, count_refusal, NULL, NULL };
		if (!path)
			continue;
		assert_ok(eh_source_kind_find(eh_str_of(REAL[i].kind))
		                  ->read(&(struct eh_source_options){ .path = path }, &sink, &err),
		        &err);
		if (tally.kept != REAL[i].least || tally.refused)
			fail_msg("%s: kept %zu, refused %zu", REAL[i].file, tally.kept, tally.refused);
		if (strcmp(REAL[i].kind, "oscr") == 0)
			assert_int_equal(tally.closed, tally.kept);
		read++;
	}
	if (!read)
		skip();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(the_charity_table_is_read_as_json_and_tab_separated_alike, finish),
		cmocka_unit_test_teardown(other_names_join_their_charity, finish),
		cmocka_unit_test_teardown(classifications_and_areas_join_their_charity, finish),
		cmocka_unit_test_teardown(the_northern_irish_register_is_read, finish),
		cmocka_unit_test_teardown(the_scottish_register_keeps_removed_entries_as_history, finish),
		cmocka_unit_test_teardown(sports_clubs_off_the_register_are_kept_and_not_called_closed, finish),
		cmocka_unit_test_teardown(of_company_data_only_forms_that_voluntary_bodies_take_are_kept, finish),
		cmocka_unit_test(real_registers_are_read_to_the_last_row),
	};
	return cmocka_run_group_tests_name("registers", tests, NULL, NULL);
}
