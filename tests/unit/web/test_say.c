/* The pages' words in other languages. */
#include "web/page.h"
#include "web/say.h"

#include "test.h"

static void assert_says(unsigned language, const char *text, const char *wanted, enum eh_said wanted_how)
{
	enum eh_said how;
	struct eh_str said = eh_say(language, eh_str_of(text), &how);

	print_message("\"%s\" is \"%.*s\"\n", text, EH_FMT(said));
	assert_str(said, wanted);
	assert_int_equal(how, wanted_how);
}

static void a_word_of_a_table_is_said_in_welsh(void **state)
{
	(void)state;
	assert_says(EH_LANGUAGE_en, "Monday", "Monday", EH_SAID);
	assert_says(EH_LANGUAGE_cy, "Monday", "Dydd Llun", EH_SAID);
	assert_says(EH_LANGUAGE_en_XA, "Monday", "Ṁóñðáý", EH_SAID);
}

static void what_nobody_translated_stays_english_and_what_is_no_message_stays_as_it_is(void **state)
{
	(void)state;
	assert_says(EH_LANGUAGE_cy, "Companies House", "Companies House", EH_SAID_ENGLISH);
	assert_says(EH_LANGUAGE_cy, "Sale Tool Library", "Sale Tool Library", EH_SAID_AS_IS);
	assert_says(EH_LANGUAGE_cy, "", "", EH_SAID_AS_IS);
}

static void english_on_a_welsh_page_is_marked_as_english(void **state)
{
	struct eh_page page EH_CLEANUP_PAGE = { .language = EH_LANGUAGE_cy };

	(void)state;
	eh_put_say(&page, "Monday");
	eh_put_say(&page, "Companies House");
	eh_put_say(&page, "A & B");
	eh_put_say_plain(&page, "Companies House");
	assert_str(eh_buf_str(&page.out), "Dydd Llun<span lang=\"en\">Companies House</span>A &amp; BCompanies House");
}

static void values_go_where_the_language_has_them(void **state)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };

	(void)state;
	assert_str(EH_SAY_WITH(&arena, EH_LANGUAGE_en, "Help with {0}", EH_STR("{1} and debt")), "Help with {1} and debt");
	assert_str(EH_SAY_WITH(&arena, EH_LANGUAGE_en_XA, "Help with {0}", EH_STR("debt")), "Ĥéłþ ŵíţĥ debt");
	assert_str(EH_SAY_WITH(&arena, EH_LANGUAGE_en, "{0}, {1} {2} {", EH_STR("a"), EH_STR("b")), "a, b {2} {");
}

static void a_date_and_times_follow_the_language(void **state)
{
	struct eh_page page EH_CLEANUP_PAGE = { .language = EH_LANGUAGE_cy };

	(void)state;
	eh_put_date(&page, eh_date_make(2026, 6, 30));
	assert_str(eh_buf_str(&page.out), "30 Mehefin 2026");
}

static void the_browsers_languages_are_read_in_their_order(void **state)
{
	static const struct {
		const char *header;
		unsigned language;
	} CASES[] = {
		{ "", EH_LANGUAGE_en }, { "en-GB,en;q=0.9,cy;q=0.8", EH_LANGUAGE_en }, { "cy-GB, en;q=0.5", EH_LANGUAGE_cy },
		{ "CY", EH_LANGUAGE_cy }, { "fr, cy;q=0.5, en;q=0.3", EH_LANGUAGE_cy }, { "fr", EH_LANGUAGE_en },
		{ ",;,-,;q", EH_LANGUAGE_en }, { "en-XA", EH_LANGUAGE_en }, /* for nobody who does not ask by name */
	};

	(void)state;
	for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
		unsigned language = eh_language_accepted(eh_str_of(CASES[i].header));
		print_message("\"%s\" is %s\n", CASES[i].header, eh_language_codes[language]);
		assert_int_equal(language, CASES[i].language);
	}
	assert_int_equal(eh_language_of(EH_STR("cy")), EH_LANGUAGE_cy);
	assert_int_equal(eh_language_of(EH_STR("en-XA")), EH_LANGUAGE_en_XA);
	assert_int_equal(eh_language_of(EH_STR("tlh")), EH_LANGUAGE_COUNT);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_word_of_a_table_is_said_in_welsh),
		cmocka_unit_test(what_nobody_translated_stays_english_and_what_is_no_message_stays_as_it_is),
		cmocka_unit_test(english_on_a_welsh_page_is_marked_as_english),
		cmocka_unit_test(values_go_where_the_language_has_them),
		cmocka_unit_test(a_date_and_times_follow_the_language),
		cmocka_unit_test(the_browsers_languages_are_read_in_their_order),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
