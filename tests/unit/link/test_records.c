/* Linking records of organisations: numbers, branches, neighbours under one roof. */
#include "test.h"

#include "evenhand/linkage.h"

static struct ehl_text text(const char *z) { return (struct ehl_text){ z, strlen(z) }; }

enum { PLACES = 40, EACH = 3 };

/* Forty leisure centres, each with a judo club, a swimming club and the judo club once more in a second list. */
struct centres {
	char names[PLACES * EACH][64], addresses[PLACES][64], postcodes[PLACES][16];
	struct ehl_text name[PLACES * EACH];
	struct ehl_record records[PLACES * EACH];
};

static void make_centres(struct centres *c, const char *const kinds[EACH])
{
	static const char *const FIRST[] = { "Larkhill", "Brambledown", "Otterford", "Quenby", "Stavely", "Wexcombe", "Thornbury",
		"Millgate" };
	static const char *const SECOND[] = { "North", "South", "Vale", "Cross", "Green" };

	for (size_t i = 0; i < PLACES; i++) {
		snprintf(c->addresses[i], sizeof c->addresses[i], "%zu %s Road", 10 + i, FIRST[i % 8]);
		snprintf(c->postcodes[i], sizeof c->postcodes[i], "ZZ%zu %zuAB", 1 + i / 9, 1 + i % 9);
		for (size_t j = 0; j < EACH; j++) {
			size_t at = i * EACH + j;
			snprintf(c->names[at], sizeof c->names[at], "%s %s %s", FIRST[i % 8], SECOND[i / 8], kinds[j]);
			c->name[at] = text(c->names[at]);
			c->records[at] = (struct ehl_record){ .names = &c->name[at],
				.name_count = 1,
				.address = text(c->addresses[i]),
				.postcode = text(c->postcodes[i]),
				.place = text("Z06000001") };
		}
	}
}

static void only_the_third_is_the_first(const char *const kinds[EACH])
{
	static struct centres centres;
	const struct ehl_options options = { .threads = 1, .seed = 1 };
	struct ehl_result result;
	size_t joined = 0;

	make_centres(&centres, kinds);
	assert_int_equal(ehl_link(centres.records, PLACES * EACH, NULL, 0, &options, &result), 0);
	for (size_t i = 0; i < PLACES; i++) {
		const size_t *cluster = result.cluster + i * EACH;
		if (cluster[0] == cluster[1] || cluster[2] == cluster[1])
			fail_msg("%s and %s were linked", centres.names[i * EACH], centres.names[i * EACH + 1]);
		joined += cluster[0] == cluster[2];
	}
	if (joined < PLACES * 9 / 10)
		fail_msg("only %zu of %d clubs were found again in the second list", joined, PLACES);
	ehl_result_finish(&result);
}

static void neighbours_with_half_a_name_in_common_stay_apart(void **state)
{
	static const char *const KINDS[EACH] = { "Judo Club", "Swimming Club", "Judo Club Ltd" };
	(void)state;

	only_the_third_is_the_first(KINDS);
}

/* Under the same roof, and reached by the same people. */
static void a_club_and_its_juniors_stay_apart(void **state)
{
	static const char *const KINDS[EACH] = { "Judo Club", "Youth Judo Club", "Judo Club Ltd" };
	(void)state;

	only_the_third_is_the_first(KINDS);
}

static void a_school_and_the_parents_of_its_pupils_stay_apart(void **state)
{
	static const char *const KINDS[EACH] = { "Preparatory School", "Preparatory School Parent Teacher Association",
		"Preparatory School Ltd" };
	(void)state;

	only_the_third_is_the_first(KINDS);
}

/* A register's rows of areas and classes: a number, and nothing to compare. */
static void rows_that_say_nothing_are_neither_asked_nor_learnt_from(void **state)
{
	enum { SILENT = 400 };
	static const char *const KINDS[EACH] = { "Judo Club", "Swimming Club", "Judo Club Ltd" };
	static struct centres centres;
	static struct ehl_record records[PLACES * EACH + SILENT];
	static char numbers[SILENT][16];
	static struct ehl_id ids[SILENT];
	const struct ehl_options options = { .threads = 1, .seed = 1 };
	struct ehl_result result;

	(void)state;
	make_centres(&centres, KINDS);
	memcpy(records, centres.records, sizeof centres.records);
	for (size_t i = 0; i < SILENT; i++) {
		snprintf(numbers[i], sizeof numbers[i], "%zu", 9000000 + i);
		ids[i] = (struct ehl_id){ text("GB-CHC"), text(numbers[i]), true };
		records[PLACES * EACH + i] = (struct ehl_record){ .ids = &ids[i], .id_count = 1, .register_entry = true };
	}
	assert_int_equal(ehl_link(records, PLACES * EACH + SILENT, NULL, 0, &options, &result), 0);
	print_message("%zu asked\n", result.question_count);
	for (size_t i = 0; i < result.question_count; i++)
		assert_true(result.questions[i].a < PLACES * EACH && result.questions[i].b < PLACES * EACH);
	ehl_result_finish(&result);
}

static struct ehl_record numbered(const struct ehl_text *name, const struct ehl_id *id, const char *postcode, bool entry)
{
	return (struct ehl_record){ .names = name,
		.name_count = 1,
		.ids = id,
		.id_count = 1,
		.postcode = text(postcode),
		.place = text("Z06000001"),
		.register_entry = entry };
}

static void a_number_settles_unless_name_and_place_say_branch(void **state)
{
	const struct ehl_id id = { text("GB-CHC"), text("9000001"), true };
	const struct ehl_text names[] = { text("Larkhill Befriending Trust"), text("Wexcombe Sunshine Lunch Club"),
		text("Larkhill Befriending Trust Quenby Drop-In") };
	const struct ehl_record records[] = { numbered(&names[0], &id, "ZZ1 1AB", true), numbered(&names[1], &id, "", false),
		numbered(&names[2], &id, "ZZ9 4CD", false) };
	const struct ehl_options options = { .threads = 1, .seed = 1 };
	struct ehl_result result;

	(void)state;
	assert_int_equal(ehl_link(records, 3, NULL, 0, &options, &result), 0);
	assert_int_equal(result.cluster[1], result.cluster[0]); /* says not where it is: its number is its word */
	assert_int_not_equal(result.cluster[2], result.cluster[0]);
	assert_int_equal(result.branch_count, 1);
	assert_int_equal(result.branches[0].record, 2);
	ehl_result_finish(&result);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(neighbours_with_half_a_name_in_common_stay_apart),
		cmocka_unit_test(a_club_and_its_juniors_stay_apart),
		cmocka_unit_test(a_school_and_the_parents_of_its_pupils_stay_apart),
		cmocka_unit_test(rows_that_say_nothing_are_neither_asked_nor_learnt_from),
		cmocka_unit_test(a_number_settles_unless_name_and_place_say_branch),
	};
	return cmocka_run_group_tests_name("records", tests, NULL, NULL);
}
