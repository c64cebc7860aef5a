/* What is people's own, and what may not be told: planted in an invented town, every output searched for it. */
#include "outputs.h"

#include "sources/personal.h"
#include "town/town.h"

static char town[64];

/* None of these may be in any output: e-mails, telephones, people, addresses that no source says one may visit. */
static const char *const SECRETS[] = { "zebedee", "quince", "07700 900999", "07700900999", "900111", "900222", "900333", "900444",
	"zed@", "@private.example", "hidden close", "backwater mews", "trustee terrace", "xenon walkers", "wolfram group" };

static const struct {
	const char *file, *options, *text;
} FILES[] = {
	{ "groups.csv", "--kind spreadsheet --source groups --says 'meets serves' --terms publish",
	        "Name of group,What we do,Where we meet,Contact,Contact Nos.,E-mail,Secretary's address,Consent\n"
	        "Zircon Knitters,\"Knitting. Ring Zebedee Quince's line 07700 900999 or zed@private.example\",\"Public Hall, 2 "
	        "Open Street, Sallowby\",Zebedee Quince,07700 900999,zed@private.example,\"1 Hidden Close, Sallowby\",Yes\n"
	        "Ytterbium Choir,Singing,\"Public Hall, 2 Open Street, Sallowby\",,,,,\n"
	        "Xenon Walkers,Walking,\"Public Hall, 2 Open Street, Sallowby\",,,,,No\n" },
	{ "internal.csv", "--kind spreadsheet --source internal --says works --terms 'match only'",
	        "Name,Postcode\nWolfram Group,ZZ1 1AA\n" },
	{ "charity.json", "--kind charity-commission --source one --says works --terms publish",
	        "[{\"registered_charity_number\":9990011,\"linked_charity_number\":0,\"charity_name\":\"Vanadium "
	        "Trust\",\"charity_registration_status\":"
	        "\"Registered\",\"charity_contact_address1\":\"3 Trustee Terrace\",\"charity_contact_postcode\":\"ZZ1 "
	        "1AA\",\"charity_contact_phone\":"
	        "\"01632 900111\",\"charity_contact_email\":\"v@private.example\",\"charity_activities\":\"Grants. Write to "
	        "v@private.example\"}]" },
	{ "ccni.csv", "--kind ccni --source two --says works --terms publish",
	        "Reg charity number,Charity name,Status,Public address,Email,Telephone,What the charity does\n999012,Uranium "
	        "Society,Up-to-date,\"4 Backwater Mews, ZZ1 1AA\",u@private.example,01632 900222,Relief\n" },
	{ "grants.json", "--kind 360giving --source three --says funded --terms publish",
	        "{\"grants\":[{\"id\":\"360G-q-1\",\"title\":\"Tea\",\"description\":\"Call 01632 "
	        "900333\",\"currency\":\"GBP\",\"amountAwarded\":100,"
	        "\"awardDate\":\"2026-01-01\",\"recipientOrganization\":[{\"id\":\"q\",\"name\":\"Thulium "
	        "Tea\",\"email\":\"t@private.example\"}]}]}" },
	{ "services.json", "--kind open-referral --source four --terms publish",
	        "{\"contents\":[{\"id\":\"q-1\",\"name\":\"Samarium "
	        "Talk\",\"status\":\"active\",\"email\":\"s@private.example\",\"description\":\"Talk (01632) "
	        "900444\",\"contacts\":[{\"name\":\"Zebedee Quince\"}],\"organization\":{\"name\":\"Samarium Trust\"}}]}" },
};

static int make_town(void **state)
{
	char arguments[1024], path[256];
	struct eh_error err = { 0 };

	(void)state;
	snprintf(town, sizeof town, "%s", test_folder());
	snprintf(path, sizeof path, "%s/town", town);
	const struct eh_town_options options = { .organisations = 60, .seed = 3, .folder = path };
	assert_ok(eh_town_generate(&options, NULL, &err), &err);
	snprintf(arguments, sizeof arguments, "update places/example-town.ini --data %s/town", town);
	do_run(town, arguments);
	for (size_t i = 0; i < sizeof FILES / sizeof *FILES; i++) {
		snprintf(path, sizeof path, "%s/%s", town, FILES[i].file);
		FILE *out = fopen(path, "w");
		assert_non_null(out);
		fputs(FILES[i].text, out);
		assert_int_equal(fclose(out), 0);
		snprintf(arguments, sizeof arguments, "import %s --date 2026-05-01 --place example-town --publisher Planter %s",
		        path, FILES[i].options);
		do_run(town, arguments);
	}
	do_run(town, "build");
	return 0;
}

static int remove_town(void **state)
{
	(void)state;
	test_remove(town);
	return 0;
}

static void assert_tells_no_secret(const struct eh_buf *out, const char *what)
{
	for (size_t i = 0; i < sizeof SECRETS / sizeof *SECRETS; i++)
		if (holds(out, SECRETS[i]))
			fail_msg("%s tells \"%s\"", what, SECRETS[i]);
}

static void no_output_tells_what_is_peoples_own(void **state)
{
	static const char *const SHOWN[] = { "Zircon Knitters", "Ytterbium Choir", "Vanadium Trust", "Uranium Society",
		"Thulium Tea", "Samarium Trust" };
	char arguments[256];

	(void)state;
	for (size_t i = 0; i < OUTPUT_COUNT; i++) {
		struct eh_buf out EH_CLEANUP_BUF = run(town, OUTPUTS[i]);
		assert_tells_no_secret(&out, OUTPUTS[i]);
	}
	for (size_t i = 0; i < 2 * sizeof SHOWN / sizeof *SHOWN; i++) {
		snprintf(arguments, sizeof arguments, "show %s '%s'", i % 2 ? "--json" : "", SHOWN[i / 2]);
		struct eh_buf out EH_CLEANUP_BUF = run(town, arguments);
		assert_tells_no_secret(&out, arguments);
	}
	for (int i = 0; i < 2; i++) {
		struct eh_buf out EH_CLEANUP_BUF = report(town, i ? "--draft" : "");
		assert_tells_no_secret(&out, i ? "the draft" : "the report");
	}
}

static void an_address_is_shown_where_a_source_says_meets_here(void **state)
{
	struct eh_buf zircon EH_CLEANUP_BUF = run(town, "show 'Zircon Knitters'"),
	                     charity EH_CLEANUP_BUF = run(town, "show 'Vanadium Trust'");

	(void)state;
	assert_true(holds(&zircon, "Public Hall, 2 Open Street"));
	assert_true(holds(&zircon, EH_PERSONAL_PHONE_GONE));
	assert_true(holds(&zircon, EH_PERSONAL_EMAIL_GONE));
	assert_true(holds(&charity, "Vanadium Trust"));
	assert_false(holds(&charity, "ZZ1 1AA"));
}

/* Yes: in the list and published; unasked blank: in the list, not published; no, or terms that allow matching only: nowhere. */
static void consent_and_terms_decide_who_is_told_of(void **state)
{
	struct eh_buf list EH_CLEANUP_BUF = run(town, "organisations --json"), published EH_CLEANUP_BUF = report(town, "");

	(void)state;
	assert_true(holds(&list, "Zircon Knitters"));
	assert_true(holds(&list, "Ytterbium Choir"));
	assert_true(holds(&published, "Zircon Knitters"));
	assert_false(holds(&published, "Ytterbium Choir"));
	assert_false(holds(&list, "Xenon Walkers"));
	assert_false(holds(&list, "Wolfram Group"));
}

static void a_withdrawn_list_is_told_of_no_more(void **state)
{
	char arguments[64];
	struct eh_buf batches EH_CLEANUP_BUF = run(town, "batches --json");
	const char *at = strstr(batches.p, "\"file\": \"groups.csv\"");
	long id = 0;

	(void)state;
	assert_non_null(at);
	for (const char *p = batches.p; (p = strstr(p, "\"id\": ")) && p < at; p++)
		id = strtol(p + 6, NULL, 10);
	snprintf(arguments, sizeof arguments, "batches %ld --withdraw", id);
	do_run(town, arguments);
	do_run(town, "build");
	struct eh_buf list EH_CLEANUP_BUF = run(town, "organisations --json"), after EH_CLEANUP_BUF = run(town, "batches");
	assert_false(holds(&list, "Zircon Knitters"));
	assert_true(holds(&after, "(withdrawn)"));
}

static const struct {
	const char *text, *masked;
} MASKS[] = {
	{ "Ring 0161 496 0000.", "Ring [phone removed]." },
	{ "Ring (0161) 496-0000 or +44 7700 900123", "Ring [phone removed] or [phone removed]" },
	{ "01614960000", "[phone removed]" },
	{ "Tel:07700900123;", "Tel:[phone removed];" },
	{ "Jane.O'Neill+x@club.org.uk, thanks", "[e-mail removed], thanks" },
	{ "mail to <jane@club.example>", "mail to <[e-mail removed]>" },
	{ "charity 1129832, company 00738693", "charity 1129832, company 00738693" },
	{ "at 53.0123456789 and 01/02/2019 10:00-12:00", "at 53.0123456789 and 01/02/2019 10:00-12:00" },
	{ "ages 0 - 16, 0800 - 1700", "ages 0 - 16, 0800 - 1700" },
	{ "us @clubname on the web", "us @clubname on the web" },
	{ "call 116 123", "call 116 123" },
	{ "", "" },
};

static void emails_and_telephones_are_found_in_text(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof MASKS / sizeof *MASKS; i++) {
		struct eh_buf out EH_CLEANUP_BUF = { 0 };
		assert_int_equal(eh_personal_mask(eh_str_of(MASKS[i].text), &out, NULL, NULL), EH_OK);
		assert_str(eh_buf_str(&out), MASKS[i].masked);
		assert_int_equal(eh_personal_has(eh_str_of(MASKS[i].text)), strcmp(MASKS[i].text, MASKS[i].masked) != 0);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_output_tells_what_is_peoples_own),
		cmocka_unit_test(an_address_is_shown_where_a_source_says_meets_here),
		cmocka_unit_test(consent_and_terms_decide_who_is_told_of),
		cmocka_unit_test(a_withdrawn_list_is_told_of_no_more),
		cmocka_unit_test(emails_and_telephones_are_found_in_text),
	};
	return cmocka_run_group_tests_name("private", tests, make_town, remove_town);
}
