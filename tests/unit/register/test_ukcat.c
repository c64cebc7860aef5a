/* UK-CAT codes: sensible for plain cases, with reasons that stand in the text, and never a crash. */
#include "test.h"

#include "register/ukcat.h"
#include "register/ukcat_examples.h"
#include "register/ukcat_model.h"

static const struct {
	const char *name, *activities, *code;
} CASES[] = {
	{ "1st Hilltop Scout Group", "Scouting for young people", "AS303" },
	{ "Hilltop Food Bank", "Gives emergency food parcels to people in need", "SW301" },
	{ "St Mary's Parish Church", "Worship on Sundays", "RL302" },
	{ "Hilltop Village Hall", "Provides a hall for hire by the inhabitants of the village", "FA107" },
	{ "Friends of Hilltop Primary School PTA", "Raises funds for the school", "ED202" },
	{ "Hilltop Mosque", "Prayer and teaching of the Quran", "RL104" },
	{ "Hilltop Women's Institute", "Monthly meetings with a speaker", "AS107" },
	{ "The Hilltop Male Voice Choir", "Sings at concerts", "AR301" },
};

static void plain_cases_get_the_code_that_anybody_would_give(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
		struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
		struct eh_ukcat_class classes[EH_UKCAT_MOST];
		struct eh_error err = { 0 };
		size_t count;
		bool found = false;

		assert_ok(eh_ukcat_classify(
		                  eh_str_of(CASES[i].name), eh_str_of(CASES[i].activities), &arena, classes, &count, &err),
		        &err);
		for (size_t j = 0; j < count; j++)
			found |= strcmp(classes[j].code, CASES[i].code) == 0;
		if (!found)
			fail_msg("%s is not %s; the first of %zu codes is %s", CASES[i].name, CASES[i].code, count,
			        count ? classes[0].code : "none");
	}
}

static void codes_come_most_likely_first_with_words_that_stand_in_the_text(void **state)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_ukcat_class classes[EH_UKCAT_MOST];
	struct eh_error err = { 0 };
	size_t count;

	(void)state;
	assert_ok(eh_ukcat_classify(
	                  EH_STR("Hilltop Cats Rescue"), EH_STR("Rescues and rehomes cats"), &arena, classes, &count, &err),
	        &err);
	assert_true(count >= 1);
	for (size_t i = 1; i < count; i++)
		assert_true(classes[i - 1].probability >= classes[i].probability);
	assert_true(eh_str_find(classes[0].why, EH_STR("cats")) >= 0 || eh_str_find(classes[0].why, EH_STR("rescue")) >= 0);
}

static void odd_texts_give_few_codes_and_no_harm(void **state)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_ukcat_class classes[EH_UKCAT_MOST];
	struct eh_buf huge EH_CLEANUP_BUF = { 0 };
	struct eh_error err = { 0 };
	size_t count;

	(void)state;
	assert_ok(eh_ukcat_classify((struct eh_str){ NULL, 0 }, (struct eh_str){ NULL, 0 }, &arena, classes, &count, &err), &err);
	assert_int_equal(count, 0);
	assert_ok(eh_ukcat_classify(EH_STR("\xff\xfe"), EH_STR("благотворительность 慈善"), &arena, classes, &count, &err), &err);
	assert_true(count <= 2);
	for (size_t i = 0; i < 50000; i++)
		assert_int_equal(eh_buf_add(&huge, EH_STR("scouts and cats ")), EH_OK);
	assert_ok(eh_ukcat_classify(EH_STR("x"), eh_buf_str(&huge), &arena, classes, &count, &err), &err);
	assert_true(count <= EH_UKCAT_MOST);
}

static void codes_are_in_order_and_are_those_of_the_published_list(void **state)
{
	const char *path = test_data("registers/ukcat_codes.csv");
	char line[4096];
	size_t known = 0;

	(void)state;
	for (size_t i = 1; i < EH_UKCAT_CODES; i++)
		assert_true(strcmp(eh_ukcat_codes[i - 1].code, eh_ukcat_codes[i].code) < 0);
	if (!path)
		skip();
	FILE *in = fopen(path, "r");
	assert_non_null(in);
	assert_non_null(fgets(line, sizeof line, in));
	while (fgets(line, sizeof line, in)) {
		size_t n = strcspn(line, ",");
		if (eh_ukcat_code_find((struct eh_str){ line, n }) < 0)
			fail_msg("the list's code %.*s is not in the table", (int)n, line);
		known++;
	}
	fclose(in);
	assert_int_equal(known, EH_UKCAT_CODES);
}

static void examples_read_with_their_codes_and_an_unknown_code_is_named(void **state)
{
	struct eh_ukcat_examples examples EH_CLEANUP_EXAMPLES = { 0 };
	struct eh_error err = { 0 };
	char path[64] = "/tmp/evenhand-test-XXXXXX";
	int file = mkstemp(path);

	(void)state;
	assert_true(file >= 0);
	dprintf(file, "name,activities,UKCAT\nA,scouts,AS303;AS300\nB,none,\nC,what,ZZ9\n");
	close(file);
	assert_int_equal(eh_ukcat_examples_read(&examples, path, &err), EH_INVALID);
	unlink(path);
	assert_non_null(strstr(err.message, "ZZ9"));
	assert_int_equal(examples.count, 1);
	assert_int_equal(examples.items[0].code_count, 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(plain_cases_get_the_code_that_anybody_would_give),
		cmocka_unit_test(codes_come_most_likely_first_with_words_that_stand_in_the_text),
		cmocka_unit_test(odd_texts_give_few_codes_and_no_harm),
		cmocka_unit_test(codes_are_in_order_and_are_those_of_the_published_list),
		cmocka_unit_test(examples_read_with_their_codes_and_an_unknown_code_is_named),
	};
	return cmocka_run_group_tests_name("ukcat", tests, NULL, NULL);
}
