/* Facts as people say them. */
#include "../../test.h"

#include "web/pages/in_words.h"
#include "web/put.h"
#include "web/say.h"

static struct eh_arena arena;

static int finish(void **state)
{
	(void)state;
	eh_arena_finish(&arena);
	return 0;
}

static struct eh_str fact(const char *what, const char *value)
{
	return eh_fact_in_words(&arena, EH_LANGUAGE_en, what, eh_str_of(value));
}

static void dates_within_facts_are_in_words(void **state)
{
	(void)state;
	assert_str(fact("registered", "2007-12-19"), "19 December 2007");
	assert_str(fact("income", "£3,859, year to 2025-03-31"), "£3,859, year to 31 March 2025");
	assert_str(fact("income", "£3,859"), "£3,859");
	assert_str(fact("does", "Since 2007-12-19"), "Since 2007-12-19");
	assert_str(fact("registered", "long ago"), "long ago");
	assert_str(fact("income", ""), "");
}

static void numbers_of_registers_say_which(void **state)
{
	struct eh_str number;

	(void)state;
	assert_str(fact("number", "GB-CHC-1234567"), "Charity number 1234567");
	assert_str(fact("number", "GB-COH-01234567"), "Company number 01234567");
	assert_str(fact("number", "360G-sallowby-scouts"), "Its number in a file of grants, 360G-sallowby-scouts");
	assert_non_null(eh_register_of(EH_STR("GB-CHC-1234567"), &number));
	assert_str(number, "1234567");
	assert_null(eh_register_of(EH_STR("360G-sallowby-scouts"), &number));
	assert_null(eh_register_of(EH_STR("GB-CHC-"), &number));
	assert_non_null(eh_register_of(EH_STR("GB-CASC-0001c9dc"), &number)); /* an identifier of ours: the register gives none */
	assert_str(number, "");
}

static void a_linked_charity_is_shown_under_its_main_one(void **state)
{
	struct eh_str number;
	const struct eh_register_words *of = eh_register_of(EH_STR("GB-CHC-200047-4"), &number);

	(void)state;
	assert_non_null(of);
	assert_str(eh_register_address(&arena, of, number),
	        "https://register-of-charities.charitycommission.gov.uk/charity-details/?subid=4&regid=200047");
	assert_str(eh_register_address(&arena, of, EH_STR("200047")),
	        "https://register-of-charities.charitycommission.gov.uk/charity-details/?subid=0&regid=200047");
}

static void a_reason_is_a_sentence(void **state)
{
	(void)state;
	assert_str(eh_why_in_words(&arena, EH_LANGUAGE_en, EH_STR("activities: \"rehab\"")),
	        "from its activities, which say “rehab”");
	assert_str(eh_why_in_words(&arena, EH_LANGUAGE_en, EH_STR("name: \"scout\"")), "from its name, which says “scout”");
	assert_str(eh_why_in_words(&arena, EH_LANGUAGE_en, EH_STR("register: 110")),
	        "from how its register classes it: Amateur sport");
	assert_str(eh_why_in_words(&arena, EH_LANGUAGE_en, EH_STR("register: 206")),
	        "from how its register classes it: Other defined groups");
	assert_str(eh_why_in_words(&arena, EH_LANGUAGE_en, EH_STR("register: 999")), "from how its register classes it: 999");
	assert_str(eh_why_in_words(&arena, EH_LANGUAGE_en, EH_STR("somebody said so")), "somebody said so");
}

/* Whoever presses a number must reach it: not that of two, nor with an extension behind it. */
static void a_number_to_press_is_one_number(void **state)
{
	static const struct {
		const char *written, *dialled;
	} CASES[] = {
		{ "01632 960 001", "tel:01632960001" },
		{ "(01632) 960001", "tel:01632960001" },
		{ "+44 (0)1632 960001", "tel:+441632960001" },
		{ "+44 1632 960001", "tel:+441632960001" },
		{ "01632 960001 or 01632 960002", "tel:01632960001" },
		{ "01632 960001/960002", "tel:01632960001" },
		{ "Tel. 01632 960001 ext. 12", "tel:01632960001" },
		{ "999", "tel:999" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++)
		assert_str(eh_web_tel(&arena, eh_str_of(CASES[i].written)), CASES[i].dialled);
}

static void sizes_are_in_units(void **state)
{
	char out[32];

	(void)state;
	assert_string_equal(eh_size_words(1, out), "1 byte");
	assert_string_equal(eh_size_words(999, out), "999 bytes");
	assert_string_equal(eh_size_words(8273920, out), "8.3 MB");
	assert_string_equal(eh_size_words(999999, out), "1.0 MB");
	assert_string_equal(eh_size_words(INT64_C(1200000000), out), "1.2 GB");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(dates_within_facts_are_in_words),
		cmocka_unit_test(numbers_of_registers_say_which),
		cmocka_unit_test(a_linked_charity_is_shown_under_its_main_one),
		cmocka_unit_test(a_reason_is_a_sentence),
		cmocka_unit_test(a_number_to_press_is_one_number),
		cmocka_unit_test(sizes_are_in_units),
	};

	return cmocka_run_group_tests(tests, NULL, finish);
}
