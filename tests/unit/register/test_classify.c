/* What organisations help with: rules that anybody would give, and words that must not mislead. */
#include "test.h"

#include "register/classify.h"

static const struct {
	const char *name, *activities, *code;
	bool expected;
} CASES[] = {
	{ "1st Hilltop Scout Group",
	        "Scouting helps young people reach their physical, intellectual, social and spiritual potential", "youth", true },
	{ "1st Hilltop Scout Group",
	        "Scouting helps young people reach their physical, intellectual, social and spiritual potential", "faith",
	        false },
	{ "Hilltop Food Bank", "Food parcels for families in hardship", "food", true },
	{ "Hilltop Martial Arts", "Judo and karate for all ages", "sport", true },
	{ "Hilltop Martial Arts", "Judo and karate for all ages", "arts", false },
	{ "Hilltop Arts Centre", "Exhibitions and classes", "arts", true },
	{ "Hilltop Counselling", "Counselling for people in mental health crisis", "mental-health", true },
	{ "Hilltop Counselling", "Counselling for people in mental health crisis", "health", false },
	{ "Hilltop Women's Refuge", "Safe housing for women fleeing domestic abuse", "abuse", true },
	{ "Friends of Hilltop Primary School PTA", "Raises funds for the school", "learning", true },
	{ "Hilltop and District Riding Club", "Riding", "sport", true },
	{ "Friends of Hilltop Park", "Volunteer led replanting of a rose bed", "nature", true },
	{ "Hilltop Carers Centre", "Support for unpaid carers", "carers", true },
	{ "Hilltop Dementia Friends", "A café for people with dementia, their families and carers", "carers", true },
	{ "Hilltop Tots", "Singing and play for babies with their parents/carers", "carers", false },
	{ "Hilltop Tots", "Singing and play. Parents and carers stay with their children", "carers", false },
	{ "Hilltop Tots", "Parents and carers stay. A course for carers of people with dementia", "carers", true },
	{ "Hilltop Childminders", "Caring for young children while parents are at work", "carers", false },
	{ "St Mary's Parish Church", "Worship and Sunday school", "faith", true },
};

static bool gives(const char *name, const char *activities, const char *code)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_error err = { 0 };
	struct eh_classes classes;

	assert_ok(eh_classify(eh_str_of(name), eh_str_of(activities), NULL, 0, &arena, &classes, &err), &err);
	for (size_t i = 0; i < classes.count; i++) {
		assert_true(classes.items[i].why.n > 0);
		if (!classes.items[i].people && strcmp(classes.items[i].code, code) == 0)
			return true;
	}
	return false;
}

static void needs_are_those_that_anybody_would_give(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++)
		if (gives(CASES[i].name, CASES[i].activities, CASES[i].code) != CASES[i].expected)
			fail_msg("%s: %s should %sbe among its needs", CASES[i].name, CASES[i].code,
			        CASES[i].expected ? "" : "not ");
}

static void a_published_code_counts_before_words(void **state)
{
	const struct eh_record_code codes[] = { { EH_STR("GB-CCEW"), EH_STR("110") } };
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_error err = { 0 };
	struct eh_classes classes;

	(void)state;
	assert_ok(eh_classify(EH_STR("The Hilltop Fund"), (struct eh_str){ NULL, 0 }, codes, 1, &arena, &classes, &err), &err);
	assert_true(classes.count >= 1);
	assert_string_equal(classes.items[0].code, "sport");
	assert_str(classes.items[0].why, "register: 110");
}

/* The register's "other defined groups" are people of some kind, not other organisations; those are 205. */
static void defined_groups_are_no_organisations(void **state)
{
	const struct eh_record_code codes[] = { { EH_STR("GB-CCEW"), EH_STR("206") }, { EH_STR("GB-CCEW"), EH_STR("205") } };
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_error err = { 0 };
	struct eh_classes classes;

	(void)state;
	assert_ok(eh_classify(EH_STR("The Hilltop Fund"), (struct eh_str){ NULL, 0 }, codes, 1, &arena, &classes, &err), &err);
	for (size_t i = 0; i < classes.count; i++)
		assert_string_not_equal(classes.items[i].code, "groups");
	assert_ok(
	        eh_classify(EH_STR("The Hilltop Fund"), (struct eh_str){ NULL, 0 }, codes + 1, 1, &arena, &classes, &err), &err);
	assert_int_equal(classes.count, 1);
	assert_string_equal(classes.items[0].code, "groups");
}

static void a_reason_has_whole_words(void **state)
{
	struct eh_str word;

	(void)state;
	assert_true(eh_words_match("famil|parent", EH_STR("help for families here"), false, &word));
	assert_str(word, "families");
	assert_true(eh_words_match("learning difficult", EH_STR("with learning difficulties."), false, &word));
	assert_str(word, "learning difficulties");
	assert_true(eh_words_match("arts.", EH_STR("the arts"), false, &word));
	assert_str(word, "arts");
}

/* docs/TAXONOMY.md is made from the table: every code and label stands in it. */
static void the_manual_has_every_code(void **state)
{
	struct eh_buf text EH_CLEANUP_BUF = { 0 };
	char part[4096];
	size_t n;
	FILE *in = fopen("docs/TAXONOMY.md", "r");

	(void)state;
	if (!in)
		skip();
	while ((n = fread(part, 1, sizeof part, in)) > 0)
		assert_int_equal(eh_buf_add(&text, (struct eh_str){ part, n }), EH_OK);
	fclose(in);
	for (size_t i = 0; i < eh_need_count; i++) {
		snprintf(part, sizeof part, "| `%s` | %s | %s |", eh_needs[i].code, eh_needs[i].label, eh_needs[i].description);
		if (eh_str_find(eh_buf_str(&text), eh_str_of(part)) < 0)
			fail_msg("docs/TAXONOMY.md lacks %s", part);
	}
	for (size_t i = 0; i < eh_people_count; i++) {
		snprintf(part, sizeof part, "| `%s` | %s |", eh_people[i].code, eh_people[i].label);
		if (eh_str_find(eh_buf_str(&text), eh_str_of(part)) < 0)
			fail_msg("docs/TAXONOMY.md lacks %s", part);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(needs_are_those_that_anybody_would_give),
		cmocka_unit_test(a_published_code_counts_before_words),
		cmocka_unit_test(defined_groups_are_no_organisations),
		cmocka_unit_test(a_reason_has_whole_words),
		cmocka_unit_test(the_manual_has_every_code),
	};
	return cmocka_run_group_tests_name("classify", tests, NULL, NULL);
}
