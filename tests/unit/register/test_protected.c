/* Services that must not be found: one planted in every kind of source of an invented town, every output searched for it, then moved. */
#include "outputs.h"

#include "register/protect.h"
#include "town/town.h"

/* A place to plant things at. */
struct spot {
	const char *postcode, *street;
	double latitude, longitude;
};

/* What is planted: %1$s the postcode, %2$s the street, %3$f and %4$f the point. Nothing in the numbers means anything. */
static const struct {
	const char *kind, *file, *options, *name, *text;
} PLANTS[] = {
	{ "charity-commission", "plant_charity.json", "", "Harbourlight Women's Refuge",
	        "[{\"registered_charity_number\":9990001,\"linked_charity_number\":0,\"charity_name\":\"Harbourlight Women's "
	        "Refuge\",\"charity_registration_status\":\"Registered\",\"date_of_registration\":\"2001-01-01\",\"charity_"
	        "contact_address1\":\"%2$s\","
	        "\"charity_contact_postcode\":\"%1$s\",\"charity_activities\":\"Rooms at %2$s, %1$s\"}]" },
	{ "ccni", "plant_ccni.csv", "", "Fernside Safe House",
	        "Reg charity number,Sub charity number,Charity name,Date registered,Status,Public address,What the charity does\n"
	        "999002,0,Fernside Safe House,01/02/2014,Up-to-date,\"%2$s, Sallowby, %1$s\",Relief of need\n" },
	{ "oscr", "plant_oscr.csv", "", "Kestrel Project",
	        "Charity Number,Charity Name,Registered Date,Charity Status,Objectives,Principal Office/Trustees "
	        "Address,Postcode\n"
	        "SC999003,Kestrel Project,01/01/2000 00:00,Active,Support for people who were trafficked,\"%2$s, "
	        "Sallowby\",%1$s\n" },
	{ "casc", "plant_casc.csv", "", "Rowan Refuge Rounders",
	        "id,name,address,postcode,active\nGB-CASC-p0000001,Rowan Refuge Rounders,\"%2$s, Sallowby\",%1$s,True\n" },
	{ "companies-house", "plant_companies.csv", "", "Beacon Asylum Support CIC",
	        "CompanyName, "
	        "CompanyNumber,RegAddress.AddressLine1,RegAddress.PostTown,RegAddress.PostCode,CompanyCategory,CompanyStatus\n"
	        "\"BEACON ASYLUM SUPPORT CIC\",\"ZP999004\",\"%2$s\",\"SALLOWBY\",\"%1$s\",\"Community Interest "
	        "Company\",\"Active\"\n" },
	{ "360giving", "plant_grants.csv", "", "Thornfield Response",
	        "Identifier,Title,Description,Currency,Amount Awarded,Award Date,Recipient Org:Identifier,Recipient "
	        "Org:Name,Recipient Org:Street "
	        "Address,Recipient Org:Postal Code,Funding Org:Identifier,Funding Org:Name\n"
	        "360G-p-1,Night cover,Night workers for our safe house,GBP,5000,2026-01-01,,Thornfield "
	        "Response,%2$s,%1$s,GB-LAE-XXX,The council\n" },
	{ "open-referral", "plant_services.json", "", "Willow Care",
	        "{\"contents\":[{\"id\":\"p-1\",\"name\":\"Willow\",\"status\":\"active\",\"description\":\"A children's home. "
	        "Find us at %2$s "
	        "(%1$s)\",\"organization\":{\"id\":\"o-1\",\"name\":\"Willow "
	        "Care\"},\"service_at_locations\":[{\"location\":{\"latitude\":%3$f,"
	        "\"longitude\":%4$f,\"addresses\":[{\"address_1\":\"%2$s\",\"city\":\"Sallowby\",\"postal_code\":\"%1$s\","
	        "\"address_type\":"
	        "\"physical\"}]}}]}]}" },
	{ "spreadsheet", "plant_groups.csv", "--rows services", "Meridian Women",
	        "Name of group,What we do,Who is it for?,Where do you meet?,Opening times,Consent\n"
	        "Meridian Women,A place to stay,\"Women fleeing domestic violence\",\"%2$s, Sallowby %1$s\",\"Any time, ring at "
	        "%2$s\",Yes\n" },
};

enum { PLANT_COUNT = sizeof PLANTS / sizeof *PLANTS };

static void write_plant(const char *folder, size_t i, const struct spot *spot)
{
	char path[512], text[4096];

	snprintf(path, sizeof path, "%s/%s", folder, PLANTS[i].file);
	FILE *out = fopen(path, "w");
	assert_non_null(out);
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
	snprintf(text, sizeof text, PLANTS[i].text, spot->postcode, spot->street, spot->latitude, spot->longitude);
#pragma GCC diagnostic pop
	fputs(text, out);
	assert_int_equal(fclose(out), 0);
}

/* The town in a folder of its own with everything planted at a spot, built. */
static void make_town(char folder[64], const struct spot *spot)
{
	char arguments[1024];
	struct eh_error err = { 0 };

	snprintf(folder, 64, "%s", test_folder());
	snprintf(arguments, sizeof arguments, "%s/town", folder);
	const struct eh_town_options options = { .organisations = 120, .seed = 7, .folder = arguments };
	assert_ok(eh_town_generate(&options, NULL, &err), &err);
	snprintf(arguments, sizeof arguments, "update places/example-town.ini --data %s/town", folder);
	do_run(folder, arguments);
	for (size_t i = 0; i < PLANT_COUNT; i++) {
		write_plant(folder, i, spot);
		snprintf(arguments, sizeof arguments,
		        "import %s/%s --kind %s --source plant-%zu --date 2026-05-01 --place example-town --says 'works meets "
		        "serves' --terms publish --publisher Planter %s",
		        folder, PLANTS[i].file, PLANTS[i].kind, i, PLANTS[i].options);
		do_run(folder, arguments);
	}
	do_run(folder, "build");
}

/* The nth live postcode of the town's list that no file of organisations names. */
static void find_spot(const char *town, int wanted, struct spot *ret_spot, char postcode[16])
{
	char path[512], line[512], code[16];
	double latitude, longitude;

	snprintf(path, sizeof path, "%s/postcodes.csv", town);
	FILE *in = fopen(path, "r");
	assert_non_null(in);
	while (fgets(line, sizeof line, in)) {
		int live = 0;
		if (sscanf(line, "%15[^,],%lf,%lf,%d", code, &latitude, &longitude, &live) != 4 || !live)
			continue;
		char command[1024];
		snprintf(command, sizeof command,
		        "grep -rlqi '%s' %s --include=*.csv --include=*.json --include=*.txt --exclude=postcodes.csv", code,
		        town);
		if (system(command) == 0 || wanted--)
			continue;
		snprintf(postcode, 16, "%s", code);
		*ret_spot = (struct spot){ postcode, NULL, latitude, longitude };
		fclose(in);
		return;
	}
	fail_msg("the town has too few postcodes");
}

static struct {
	char here[64], there[64], postcodes[2][16];
	struct spot spots[2];
} towns;

static int make_towns(void **state)
{
	char folder[64], town[80];
	struct eh_error err = { 0 };

	(void)state;
	snprintf(folder, sizeof folder, "%s", test_folder());
	snprintf(town, sizeof town, "%s/town", folder);
	const struct eh_town_options options = { .organisations = 120, .seed = 7, .folder = town };
	assert_ok(eh_town_generate(&options, NULL, &err), &err);
	find_spot(town, 3, &towns.spots[0], towns.postcodes[0]);
	find_spot(town, 400, &towns.spots[1], towns.postcodes[1]);
	towns.spots[0].street = "97 Xanthic Passage";
	towns.spots[1].street = "53 Quagga Mews";
	test_remove(folder);
	make_town(towns.here, &towns.spots[0]);
	make_town(towns.there, &towns.spots[1]);
	return 0;
}

static int remove_towns(void **state)
{
	(void)state;
	test_remove(towns.here);
	test_remove(towns.there);
	return 0;
}

static void assert_says_nothing_of(const struct eh_buf *out, const char *what, const struct spot *spot)
{
	char squeezed[16];
	const char *number = strchr(spot->street, ' ') + 1;
	int outward = (int)strcspn(spot->postcode, " ");

	snprintf(squeezed, sizeof squeezed, "%.*s%s", outward, spot->postcode, spot->postcode + outward + 1);
	const char *const TELLING[] = { spot->postcode, squeezed, spot->street, number };
	for (size_t i = 0; i < sizeof TELLING / sizeof *TELLING; i++)
		if (holds(out, TELLING[i]))
			fail_msg("%s tells \"%s\"", what, TELLING[i]);
}

/* Files that differ have other digests; nothing else of them may. */
static void assert_same_but_digests(const struct eh_buf *here, const struct eh_buf *there)
{
	struct eh_str a = eh_buf_str(here), b = eh_buf_str(there), left, right;
	char file[128] = "";

	while (eh_str_split(&a, '\n', &left)) {
		assert_true(eh_str_split(&b, '\n', &right));
		if (eh_str_starts(left, EH_STR("== ")))
			snprintf(file, sizeof file, "%.*s", EH_FMT(left));
		if (!eh_str_eq(left, right) && !strstr(file, "manifest"))
			fail_msg(
			        "%s differs:\n%.*s\n%.*s", file, EH_FMT(eh_utf8_cut(left, 600)), EH_FMT(eh_utf8_cut(right, 600)));
	}
	assert_false(eh_str_split(&b, '\n', &right));
}

static void no_output_tells_where_they_are(void **state)
{
	(void)state;
	for (size_t i = 0; i < OUTPUT_COUNT; i++) {
		struct eh_buf out EH_CLEANUP_BUF = run(towns.here, OUTPUTS[i]);
		assert_true(out.n > 0);
		assert_says_nothing_of(&out, OUTPUTS[i], &towns.spots[0]);
	}
	for (size_t i = 0; i < PLANT_COUNT; i++)
		for (int json = 0; json < 2; json++) {
			char arguments[256];
			snprintf(arguments, sizeof arguments, "show %s \"%s\"", json ? "--json" : "", PLANTS[i].name);
			struct eh_buf out EH_CLEANUP_BUF = run(towns.here, arguments);
			if (!holds(&out, "protected"))
				fail_msg("%s is not protected: %.*s", PLANTS[i].name, EH_FMT(eh_buf_str(&out)));
			assert_says_nothing_of(&out, arguments, &towns.spots[0]);
		}
}

static void every_kind_of_source_lists_what_was_planted(void **state)
{
	struct eh_buf out EH_CLEANUP_BUF = run(towns.here, "organisations --place example-town --json");

	(void)state;
	for (size_t i = 0; i < PLANT_COUNT; i++)
		if (!holds(&out, PLANTS[i].name))
			fail_msg("%s of kind %s is not on the list", PLANTS[i].name, PLANTS[i].kind);
}

static void no_report_tells_where_they_are(void **state)
{
	static const char *const OPTIONS[] = { "", "--draft" };

	(void)state;
	for (int i = 0; i < 2; i++) {
		struct eh_buf here EH_CLEANUP_BUF = report(towns.here, OPTIONS[i]),
		                   there EH_CLEANUP_BUF = report(towns.there, OPTIONS[i]);
		assert_true(here.n > 10000);
		assert_true(holds(&here, "Harbourlight"));
		assert_says_nothing_of(&here, "the report", &towns.spots[0]);
		assert_same_but_digests(&here, &there);
	}
}

static void what_batches_changed_tells_no_place(void **state)
{
	char arguments[64];

	(void)state;
	for (int batch = 1; batch < 40; batch++) {
		snprintf(arguments, sizeof arguments, "batches %d --changes", batch);
		struct eh_buf out EH_CLEANUP_BUF = run(towns.here, arguments);
		assert_says_nothing_of(&out, arguments, &towns.spots[0]);
	}
}

/* The same town with everything planted elsewhere says the same, to the byte: no place of theirs is in any figure, identifier or order. */
static void planted_elsewhere_every_output_is_the_same(void **state)
{
	(void)state;
	for (size_t i = 0; i < OUTPUT_COUNT; i++) {
		struct eh_buf here EH_CLEANUP_BUF = run(towns.here, OUTPUTS[i]),
		                   there EH_CLEANUP_BUF = run(towns.there, OUTPUTS[i]);
		if (strcmp(OUTPUTS[i], "status") != 0 && !eh_str_eq(eh_buf_str(&here), eh_buf_str(&there))) {
			size_t at = 0;
			while (at < here.n && at < there.n && here.p[at] == there.p[at])
				at++;
			size_t from = at > 200 ? at - 200 : 0;
			fail_msg("%s differs:\n%.300s\nand\n%.300s", OUTPUTS[i], here.p + from, there.p + from);
		}
	}
	for (size_t i = 0; i < PLANT_COUNT; i++) {
		char arguments[256];
		snprintf(arguments, sizeof arguments, "show --json \"%s\"", PLANTS[i].name);
		struct eh_buf here EH_CLEANUP_BUF = run(towns.here, arguments),
		                   there EH_CLEANUP_BUF = run(towns.there, arguments);
		if (!eh_str_eq(eh_buf_str(&here), eh_buf_str(&there)))
			fail_msg(
			        "%s differs:\n%.*s\nand\n%.*s", arguments, EH_FMT(eh_buf_str(&here)), EH_FMT(eh_buf_str(&there)));
	}
}

/* A newer edition that moves them changes no figure either. */
static void moved_in_a_newer_edition_no_figure_changes(void **state)
{
	static const char *const FIGURES[] = { "gaps --place example-town --json",
		"overlaps --place example-town --published --json", "overlaps --place example-town --json",
		"completeness --place example-town --json" };
	struct eh_buf before[4] = { { 0 } };
	char arguments[1024];

	(void)state;
	for (int i = 0; i < 4; i++)
		before[i] = run(towns.here, FIGURES[i]);
	for (size_t i = 0; i < PLANT_COUNT; i++) {
		write_plant(towns.here, i, &towns.spots[1]);
		snprintf(arguments, sizeof arguments,
		        "import %s/%s --kind %s --source plant-%zu --date 2026-05-20 --place example-town --says 'works meets "
		        "serves' --terms publish --publisher Planter %s",
		        towns.here, PLANTS[i].file, PLANTS[i].kind, i, PLANTS[i].options);
		do_run(towns.here, arguments);
	}
	do_run(towns.here, "build");
	for (int i = 0; i < 4; i++) {
		struct eh_buf after EH_CLEANUP_BUF = run(towns.here, FIGURES[i]);
		bool same = eh_str_eq(eh_buf_str(&before[i]), eh_buf_str(&after));
		eh_buf_finish(&before[i]);
		if (!same)
			fail_msg("%s is not what it was: %.*s", FIGURES[i], EH_FMT(eh_buf_str(&after)));
	}
}

static const struct {
	const char *name, *activities;
	bool protected;
} WORDS[] = {
	{ "Harbourlight Women's Refuge", "", true },
	{ "Harbourlight", "A refuge for women.", true },
	{ "Harbourlight", "Support for survivors of modern slavery", true },
	{ "Harbourlight", "Advice for asylum seekers", true },
	{ "Willow Children\xe2\x80\x99s Home", "", true },
	{ "Willow", "Residential children's homes", true },
	{ "Oak Tree Cat Refuge", "", false },
	{ "Marsh Wildlife Refuge", "", false },
	{ "Home Start", "Support for parents at home with children", false },
	{ "St Anne's Old Children's Home Reunion", "For those who lived in the former children's home", true },
	{ "Lunatic Asylum History Society", "", false },
};

static void the_words_protect_what_they_should(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof WORDS / sizeof *WORDS; i++) {
		struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
		struct eh_str why = eh_protect_check(eh_str_of(WORDS[i].name), eh_str_of(WORDS[i].activities), NULL, 0, &arena);
		if ((why.p != NULL) != WORDS[i].protected)
			fail_msg("\"%s\", \"%s\": %.*s", WORDS[i].name, WORDS[i].activities, EH_FMT(why));
	}
}

static void codes_protect_without_a_word(void **state)
{
	static const struct eh_record_code CODES[] = { { { "UKCAT", 5 }, { "SW202", 5 } }, { { "ICNPTSO", 7 }, { "D34", 3 } } },
	                                   OTHER = { { "UKCAT", 5 }, { "AN101", 5 } };
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };

	(void)state;
	for (size_t i = 0; i < 2; i++)
		assert_str(eh_protect_check(EH_STR("Meridian"), EH_STR(""), &CODES[i], 1, &arena), "its classification");
	assert_null(eh_protect_check(EH_STR("Meridian"), EH_STR(""), &OTHER, 1, &arena).p);
}

/* What a funder pays for is not what an organisation is: events, clothes, tablets, alleys. What it is called or says of itself is. */
static const struct {
	enum eh_record_what what;
	const char *name, *activities, *title;
	bool protected;
} SAID[] = {
	{ EH_RECORD_GRANT, "Quayside Theatre", "One-day domestic abuse event for those who help", "Domestic abuse", false },
	{ EH_RECORD_GRANT, "Quayside Faith", "Collecting clothes for women living in refuges", "Outreach", false },
	{ EH_RECORD_GRANT, "Quayside Tablets", "Tablets for asylum seekers", "Digital grant", false },
	{ EH_RECORD_GRANT, "Quayside Women's Aid", "Toys", "Small grant", true },
	{ EH_RECORD_GRANT, "Quayside", "Workers in our refuge", "Small grant", true },
	{ EH_RECORD_GRANT, "Quayside", "Beds", "Refuge accommodation", true },
	{ EH_RECORD_ORGANISATION, "Quayside", "Help for those who live with domestic abuse", "", true },
	{ EH_RECORD_SERVICE, "Quayside", "A safe house", "", true },
};

static void a_grant_for_a_purpose_protects_nobody_whose_own_words_do_not(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof SAID / sizeof *SAID; i++) {
		struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
		struct eh_record record;
		eh_record_init(&record);
		record.what = SAID[i].what;
		record.name = eh_str_of(SAID[i].name);
		record.activities = record.grant_description = eh_str_of(SAID[i].activities);
		record.grant_title = record.programme = eh_str_of(SAID[i].title);
		struct eh_str why = eh_protect_organisation(&record, &arena);
		if ((why.p != NULL) != SAID[i].protected)
			fail_msg("\"%s\", \"%s\": %.*s", SAID[i].name, SAID[i].activities, EH_FMT(why));
	}
}

/* Any field of any record may be the one that says it. */
static void every_field_of_a_record_is_looked_at(void **state)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_record record;
	struct eh_str *const FIELDS[] = { &record.name, &record.service_name, &record.activities, &record.beneficiaries,
		&record.grant_title, &record.grant_description, &record.programme };

	(void)state;
	for (size_t i = 0; i < sizeof FIELDS / sizeof *FIELDS; i++) {
		eh_record_init(&record);
		assert_null(eh_protect_record(&record, &arena).p);
		*FIELDS[i] = EH_STR("women fleeing domestic abuse");
		if (!eh_protect_record(&record, &arena).p)
			fail_msg("field %zu is not looked at", i);
	}
	eh_record_init(&record);
	eh_record_add_name(&record, EH_STR("formerly the Rose Refuge"), EH_NAME_FORMER);
	assert_non_null(eh_protect_record(&record, &arena).p);
}

static const struct {
	const char *text, *masked;
} MASKS[] = {
	{ "Come to 97 Xanthic Passage, M33 7ZF.", "Come to [place removed], [place removed]." },
	{ "Xanthic Passage (the blue door)", "[place removed] (the blue door)" },
	{ "Ring first. 12 Old Mill Lane (side door)", "Ring first. [place removed] (side door)" },
	{ "Flat 3a, Rose Court", "Flat [place removed]" },
	{ "We help 40 people each week on their way", "We help 40 people each week on their way" },
	{ "A place of safety", "A place of safety" },
	{ "Grass-roots organisation, based in Sallowby", "Grass-roots organisation, based in Sallowby" },
	{ "We promote equality of race and care", "We promote equality of race and care" },
	{ "Apart from our helpline", "Apart from our helpline" },
	{ "12 weeks in the park", "12 weeks in the park" },
	{ "We meet at Harbour House and xanthic passage", "We meet at [place removed] and [place removed]" },
	{ "The Harbour Households", "The Harbour Households" },
	{ "Meet us at SW1A OAA", "Meet us at [place removed]" },
	{ "", "" },
};

static void texts_of_what_is_protected_tell_no_street(void **state)
{
	const struct eh_str address = EH_STR("Harbour House, 97 Xanthic Passage, Sallowby");

	(void)state;
	for (size_t i = 0; i < sizeof MASKS / sizeof *MASKS; i++) {
		struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
		assert_str(eh_protect_mask(eh_str_of(MASKS[i].text), &address, 1, &arena), MASKS[i].masked);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_kind_of_source_lists_what_was_planted),
		cmocka_unit_test(no_output_tells_where_they_are),
		cmocka_unit_test(no_report_tells_where_they_are),
		cmocka_unit_test(what_batches_changed_tells_no_place),
		cmocka_unit_test(planted_elsewhere_every_output_is_the_same),
		cmocka_unit_test(moved_in_a_newer_edition_no_figure_changes),
		cmocka_unit_test(the_words_protect_what_they_should),
		cmocka_unit_test(codes_protect_without_a_word),
		cmocka_unit_test(a_grant_for_a_purpose_protects_nobody_whose_own_words_do_not),
		cmocka_unit_test(every_field_of_a_record_is_looked_at),
		cmocka_unit_test(texts_of_what_is_protected_tell_no_street),
	};
	return cmocka_run_group_tests_name("protected", tests, make_towns, remove_towns);
}
