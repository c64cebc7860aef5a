#include "test.h"

#include "tables.h"

#include "link/load.h"
#include "link/truth.h"

static const char *const PEOPLE[] = { "first_name", "surname", "dob", "postcode", "phone" };
enum { PERSONS = 300, COPIES = 3, ROWS = PERSONS * COPIES };

/* The order of rows: `step` is prime to their number, so that each comes once. */
static struct ehl_table *people(size_t step)
{
	struct ehl_table *table = test_table(PEOPLE, 5);

	for (size_t i = 0; i < ROWS; i++) {
		size_t row = i * step % ROWS;
		char cells[5][40];
		test_person(row / COPIES, (int)(row % COPIES), cells);
		const char *const pointers[] = { cells[0], cells[1], cells[2], cells[3], cells[4] };
		test_row(table, pointers);
	}
	return table;
}

static void match(const struct ehl_table *table, size_t threads, struct ehl_matches *ret_matches)
{
	struct ehl_column columns[16];
	struct ehl_match_options options = { .threads = threads };

	assert_int_equal(ehl_guess(table, columns), 0);
	assert_int_equal(ehl_match(table, columns, &options, ret_matches), 0);
}

static void people_with_slips_are_found(void **state)
{
	struct ehl_table *table = people(1);
	struct ehl_matches matches;
	size_t wrong = 0;
	(void)state;

	match(table, 2, &matches);
	for (size_t i = 0; i < ROWS; i++)
		wrong += matches.cluster[i] != i / COPIES * COPIES;
	if (wrong > 9)
		fail_msg("%zu of %d rows are in another cluster than theirs", wrong, ROWS);
	ehl_matches_finish(&matches);
	ehl_table_free(table);
}

static void threads_change_nothing(void **state)
{
	struct ehl_table *table = people(1);
	struct ehl_matches one, four;
	(void)state;

	match(table, 1, &one);
	match(table, 4, &four);
	assert_int_equal(one.pair_count, four.pair_count);
	for (size_t i = 0; i < one.pair_count; i++)
		assert_true(one.pairs[i].a == four.pairs[i].a && one.pairs[i].b == four.pairs[i].b &&
		            one.pairs[i].weight == four.pairs[i].weight && one.pairs[i].decision == four.pairs[i].decision);
	assert_memory_equal(one.cluster, four.cluster, ROWS * sizeof *one.cluster);
	ehl_matches_finish(&one);
	ehl_matches_finish(&four);
	ehl_table_free(table);
}

static void the_order_of_rows_changes_nothing(void **state)
{
	enum { STEP = 637 };
	struct ehl_table *straight = people(1), *shuffled = people(STEP);
	struct ehl_matches a, b;
	size_t where[ROWS];
	(void)state;

	match(straight, 2, &a);
	match(shuffled, 2, &b);
	for (size_t i = 0; i < ROWS; i++)
		where[i * STEP % ROWS] = i;
	assert_int_equal(a.links, b.links);
	assert_int_equal(a.asks, b.asks);
	assert_true(a.expected_f1 == b.expected_f1);
	for (size_t i = 0; i < ROWS; i++)
		for (size_t j = i + 1; j < ROWS; j++)
			if ((a.cluster[i] == a.cluster[j]) != (b.cluster[where[i]] == b.cluster[where[j]]))
				fail_msg("rows %zu and %zu are together in one order alone", i, j);
	ehl_matches_finish(&a);
	ehl_matches_finish(&b);
	ehl_table_free(straight);
	ehl_table_free(shuffled);
}

static const char *const CLUBS[] = { "name", "postcode", "phone" };

static void add_clubs(struct ehl_table *table)
{
	for (int i = 0; i < 60; i++) {
		char name[64], postcode[16], phone[16];
		snprintf(name, sizeof name, "%c%c%cham Allotment Society %s", 'A' + i % 26, 'a' + i * 7 % 26, 'a' + i * 3 % 26,
		        i % 2 ? "Ltd" : "");
		snprintf(postcode, sizeof postcode, "M%d %dAA", 1 + i % 30, i % 10);
		snprintf(phone, sizeof phone, "0161496%04d", i * 37);
		const char *const row[] = { name, postcode, phone };
		test_row(table, row);
		test_row(table, row);
	}
}

/* Societies each with a name of its own, twice: once with all, once without the postcode. */
static void add_societies(struct ehl_table *table)
{
	static const char *const PLACES[] = { "Ashton", "Birkdale", "Carleton", "Dalton", "Eccleston", "Freckleton", "Garstang",
		"Hambleton", "Inskip", "Knowle", "Longridge", "Mawdesley", "Newton", "Ormskirk", "Parbold", "Quernmore" };
	static const char *const WHAT[] = { "Judo Club", "Brass Band", "Film Society", "Food Bank", "Toddler Group" };

	for (int i = 0; i < 80; i++) {
		char name[64], postcode[16], phone[16];
		snprintf(name, sizeof name, "%s %s", PLACES[i % 16], WHAT[i / 16]);
		snprintf(postcode, sizeof postcode, "M%d %dAA", 1 + i % 30, i % 10);
		snprintf(phone, sizeof phone, "0%d", 1614960000 + i * 7919 % 10000 * 13);
		const char *const row[] = { name, postcode, phone }, *const less[] = { name, "", phone };
		test_row(table, row);
		test_row(table, less);
	}
}

static enum ehl_decision decision_of(const struct ehl_matches *matches, size_t a, size_t b)
{
	for (size_t i = 0; i < matches->pair_count; i++)
		if (matches->pairs[i].a == a && matches->pairs[i].b == b)
			return matches->pairs[i].decision;
	return EHL_LEAVE;
}

static void equal_names_with_nothing_else_are_asked(void **state)
{
	struct ehl_table *table = test_table(CLUBS, 3);
	const char *const bare[] = { "Xylophone Players of Quernmore", "", "" };
	struct ehl_matches matches;
	(void)state;

	add_clubs(table);
	size_t first = ehl_table_rows(table);
	test_row(table, bare);
	test_row(table, bare);
	match(table, 2, &matches);
	assert_int_equal(decision_of(&matches, 0, 1), EHL_LINK);
	assert_int_equal(decision_of(&matches, first, first + 1), EHL_ASK);
	assert_int_not_equal(matches.cluster[first], matches.cluster[first + 1]);
	ehl_matches_finish(&matches);
	ehl_table_free(table);
}

static void a_name_that_one_alone_bears_leads_there(void **state)
{
	struct ehl_table *table = test_table(CLUBS, 3);
	const char *const known[] = { "Xylophone Players of Quernmore", "LA2 9EF", "01524960111" };
	const char *const again[] = { "Xylophone Players of Quernmore", "", "01524960111" };
	const char *const bare[] = { "Xylophone Players of Quernmore", "", "" };
	struct ehl_matches matches;
	(void)state;

	add_societies(table);
	size_t first = ehl_table_rows(table);
	test_row(table, known);
	test_row(table, again);
	test_row(table, bare);
	test_row(table, bare);
	match(table, 2, &matches);
	for (size_t i = 0; i < 4; i++)
		assert_int_equal(matches.cluster[first + i], first);
	assert_int_equal(decision_of(&matches, first, first + 2), EHL_LINK);
	ehl_matches_finish(&matches);
	ehl_table_free(table);
}

static void a_name_that_two_bear_is_asked(void **state)
{
	struct ehl_table *table = test_table(CLUBS, 3);
	const char *const here[] = { "Xylophone Players of Quernmore", "LA2 9EF", "01524960111" };
	const char *const there[] = { "Xylophone Players of Quernmore", "SE15 3QX", "02079460222" };
	const char *const bare[] = { "Xylophone Players of Quernmore", "", "" };
	struct ehl_matches matches;
	(void)state;

	add_societies(table);
	size_t first = ehl_table_rows(table);
	test_row(table, here);
	test_row(table, here);
	test_row(table, there);
	test_row(table, there);
	test_row(table, bare);
	match(table, 2, &matches);
	assert_int_equal(matches.cluster[first + 1], first);
	assert_int_equal(matches.cluster[first + 3], first + 2);
	assert_int_equal(matches.cluster[first + 4], first + 4);
	assert_int_equal(decision_of(&matches, first, first + 4), EHL_ASK);
	assert_int_equal(decision_of(&matches, first + 2, first + 4), EHL_ASK);
	ehl_matches_finish(&matches);
	ehl_table_free(table);
}

static void equal_names_of_several_in_a_register_are_asked(void **state)
{
	const char *const heading[] = { "name" };
	struct ehl_table *table = test_table(heading, 1);
	struct ehl_matches matches;
	size_t linked = 0;
	(void)state;

	for (int side = 0; side < 2; side++) {
		for (int i = 0; i < 200; i++) {
			char name[64];
			snprintf(name, sizeof name, "%c%c%cborough Harriers %s", 'A' + i % 26, 'a' + i / 26, 'a' + i * 3 % 26,
			        side ? "Limited" : "");
			const char *const row[] = { name };
			test_row(table, row);
		}
		const char *const twin[] = { "Quernmore Xylophone Players" };
		test_row(table, twin);
		if (side)
			test_row(table, twin);
		else
			ehl_table_second_file(table);
	}
	match(table, 2, &matches);
	for (size_t i = 0; i < matches.pair_count; i++) {
		linked += matches.pairs[i].decision == EHL_LINK;
		if (matches.pairs[i].a == 200)
			assert_int_not_equal(matches.pairs[i].decision, EHL_LINK);
	}
	assert_int_equal(decision_of(&matches, 200, 401), EHL_ASK);
	if (linked < 190)
		fail_msg("only %zu of 200 that are alone with their names are linked", linked);
	ehl_matches_finish(&matches);
	ehl_table_free(table);
}

static void match_anything(const struct ehl_table *table, int want)
{
	struct ehl_column columns[16];
	struct ehl_matches matches;

	assert_int_equal(ehl_guess(table, columns), 0);
	assert_int_equal(ehl_match(table, columns, NULL, &matches), want);
	if (want == 0)
		ehl_matches_finish(&matches);
}

static void empty_columns_and_tables_are_answered(void **state)
{
	struct ehl_table *table = test_table(CLUBS, 3);
	const char *const nothing[] = { "", "", "" }, *const some[] = { "Sale Harriers", "", "" };
	(void)state;

	match_anything(table, -4);
	for (int i = 0; i < 40; i++)
		test_row(table, nothing);
	match_anything(table, -4);
	test_row(table, some);
	match_anything(table, 0);
	ehl_table_free(table);
}

static void one_value_everywhere_is_answered(void **state)
{
	struct ehl_table *table = test_table(CLUBS, 3);
	(void)state;

	for (int i = 0; i < 3000; i++) {
		char phone[16];
		snprintf(phone, sizeof phone, "0161%07d", i * 7);
		const char *const row[] = { "The Community Centre", "M33 7ZF", phone };
		test_row(table, row);
	}
	match_anything(table, 0);
	ehl_table_free(table);
}

static void a_block_of_a_million_equal_rows_is_answered(void **state)
{
	struct ehl_table *table = test_table(CLUBS, 3);
	const char *const row[] = { "The Community Centre", "M33 7ZF", "" };
	struct ehl_matches matches;
	(void)state;

	add_clubs(table);
	size_t first = ehl_table_rows(table);
	for (int i = 0; i < 1000000; i++)
		test_row(table, row);
	match(table, 2, &matches);
	assert_int_equal(matches.identical, 999999 + 60);
	assert_int_equal(matches.cluster[first], first);
	ehl_matches_finish(&matches);
	ehl_table_free(table);
}

static void very_long_names_are_answered(void **state)
{
	struct ehl_table *table = test_table(CLUBS, 3);
	static char name[10001];
	(void)state;

	for (int i = 0; i < 60; i++) {
		for (size_t j = 0; j + 1 < sizeof name; j++)
			name[j] = j % 7 == 6 ? ' ' : (char)('a' + (j * 31 + (size_t)i * 17) % 26);
		const char *const row[] = { name, "M33 7ZF", "" };
		test_row(table, row);
	}
	match_anything(table, 0);
	ehl_table_free(table);
}

static void other_scripts_are_matched(void **state)
{
	static const char *const NAMES[] = { "Общество друзей парка", "Комитет матерей", "東京都市民協会", "大阪図書館友の会",
		"Σύλλογος Φίλων", "جمعية الأمل", "कल्याण समिति", "Żydowskie Towarzystwo" };
	struct ehl_table *table = test_table(CLUBS, 3);
	struct ehl_matches matches;
	(void)state;

	add_clubs(table);
	size_t first = ehl_table_rows(table);
	for (int i = 0; i < 16; i++) {
		char phone[16];
		snprintf(phone, sizeof phone, "0161555%04d", i / 2 * 41);
		const char *const row[] = { NAMES[i / 2], "M33 7ZF", phone };
		test_row(table, row);
	}
	match(table, 2, &matches);
	for (size_t i = 0; i < 16; i++)
		assert_int_equal(matches.cluster[first + i], first + i / 2 * 2);
	ehl_matches_finish(&matches);
	ehl_table_free(table);
}

static void restaurants_are_matched_as_well_as_ever(void **state)
{
	const char *path = test_data("linkage/restaurants.csv");
	struct eh_loaded loaded;
	struct ehl_matches matches;
	struct eh_truth truth;
	struct ehl_scores scores;
	struct eh_error err = { 0 };
	(void)state;

	if (!path)
		skip();
	const struct eh_load_options options = { .first = path, .id = "record_id", .label = "truth_cluster" };
	assert_ok(eh_load(&options, &loaded, &err), &err);
	assert_int_equal(ehl_match(loaded.table, loaded.columns, NULL, &matches), 0);
	assert_ok(eh_truth_from_column(&loaded, loaded.label, &truth, &err), &err);
	assert_ok(eh_truth_score(&loaded, &truth, &matches, &scores, &err), &err);
	if (scores.f1 < 0.92)
		fail_msg("F1 is %.4f", scores.f1);
	ehl_matches_finish(&matches);
	eh_truth_finish(&truth);
	eh_loaded_finish(&loaded);
}

/* Of 0, 1 and, in the second file, 2, 3 truth pairs 0 with 2 and 1 with 3; found are 0 with 2 and 0 with 3. */
static void pairs_of_two_files_are_scored_as_rows_too(void **state)
{
	static const char *const HEADINGS[] = { "name" }, *const NAME = "Larkhill";
	struct ehl_pair pairs[] = { { .a = 0, .b = 2, .decision = EHL_LINK }, { .a = 0, .b = 3, .decision = EHL_LINK },
		{ .a = 1, .b = 3, .decision = EHL_ASK } };
	struct eh_loaded loaded = { .table = test_table(HEADINGS, 1) };
	struct ehl_matches matches = { .pairs = pairs, .pair_count = 3 };
	struct eh_truth truth = { .cluster = (size_t[]){ 0, 1, 0, 1 } };
	struct ehl_scores scores;
	struct eh_error err = { 0 };
	(void)state;

	for (size_t i = 0; i < 4; i++) {
		if (i == 2)
			ehl_table_second_file(loaded.table);
		test_row(loaded.table, &NAME);
	}
	assert_ok(eh_truth_score(&loaded, &truth, &matches, &scores, &err), &err);
	assert_int_equal(scores.right_pairs, 1);
	assert_float_equal(scores.precision, 0.5, 1e-9);
	assert_float_equal(scores.recall, 0.5, 1e-9);
	assert_float_equal(scores.b3_precision, (2. / 3 + 2. / 3 + 1. / 3 + 1) / 4, 1e-9);
	assert_float_equal(scores.b3_recall, (1 + 1 + 0.5 + 0.5) / 4, 1e-9);
	ehl_table_free(loaded.table);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(people_with_slips_are_found),
		cmocka_unit_test(threads_change_nothing),
		cmocka_unit_test(the_order_of_rows_changes_nothing),
		cmocka_unit_test(equal_names_with_nothing_else_are_asked),
		cmocka_unit_test(a_name_that_one_alone_bears_leads_there),
		cmocka_unit_test(a_name_that_two_bear_is_asked),
		cmocka_unit_test(equal_names_of_several_in_a_register_are_asked),
		cmocka_unit_test(empty_columns_and_tables_are_answered),
		cmocka_unit_test(one_value_everywhere_is_answered),
		cmocka_unit_test(a_block_of_a_million_equal_rows_is_answered),
		cmocka_unit_test(very_long_names_are_answered),
		cmocka_unit_test(other_scripts_are_matched),
		cmocka_unit_test(restaurants_are_matched_as_well_as_ever),
		cmocka_unit_test(pairs_of_two_files_are_scored_as_rows_too),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
