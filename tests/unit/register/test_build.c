/* The list is the same whatever the threads, the order of importing and the number of builds; and people's decisions hold. */
#include "place.h"

#include "exchange/tables.h"
#include "town/town.h"

/* The whole list as text. */
static struct eh_str list_of(const struct test_place *place, struct eh_buf *out)
{
	struct eh_listing listing EH_CLEANUP_LISTING = { 0 };
	struct eh_error err = { 0 };

	eh_buf_reset(out);
	assert_ok(eh_listing_load(place->db, (struct eh_str){ NULL, 0 }, &listing, &err), &err);
	assert_int_equal(eh_listing_json(&listing, out), EH_OK);
	return eh_buf_str(out);
}

static void town(struct test_place *place, uint64_t organisations)
{
	struct eh_error err = { 0 };

	test_place_init(place, EH_TOWN_COUNCIL);
	assert_ok(
	        eh_town_generate(&(struct eh_town_options){ .organisations = organisations, .seed = 5, .folder = place->folder },
	                NULL, &err),
	        &err);
}

static void the_same_list_comes_out_of_one_two_and_four_threads_and_again(void **state)
{
	static const size_t THREADS[] = { 1, 2, 4, 1 };
	struct eh_buf first EH_CLEANUP_BUF = { 0 }, again EH_CLEANUP_BUF = { 0 };
	struct test_place place;

	(void)state;
	town(&place, 150);
	assert_true(test_place_recipe(&place, "places/example-town.ini", place.folder) >= 15);
	for (size_t i = 0; i < 4; i++) {
		test_place_build(&place, THREADS[i]);
		struct eh_str list = list_of(&place, i ? &again : &first);
		assert_true(list.n > 10000);
		if (!eh_str_eq(list, eh_buf_str(&first)))
			fail_msg("build %zu, with %zu threads, differs", i, THREADS[i]);
	}
	test_place_finish(&place);
}

static void a_build_without_anything_new_tells_what_the_first_told(void **state)
{
	struct test_place place;
	struct eh_error err = { 0 };
	struct eh_build_summary first = { 0 }, again = { 0 };
	const struct eh_build_options options = { .threads = 1 };

	(void)state;
	town(&place, 150);
	assert_true(test_place_recipe(&place, "places/example-town.ini", place.folder) >= 15);
	/* Whose postcode nobody knows. */
	test_place_import(&place, "clubs", "spreadsheet", "name,postcode\nQuillfeather Society,QQ9 9QQ\n", "organisations",
	        EH_SAYS_WORKS, false, 20000);
	assert_ok(eh_build(place.db, &options, &first, &err), &err);
	assert_ok(eh_build(place.db, &options, &again, &err), &err);
	printf("%lld services, %lld without a place; again %lld, %lld\n", (long long)first.services, (long long)first.unplaced,
	        (long long)again.services, (long long)again.unplaced);
	assert_false(first.unchanged);
	assert_true(again.unchanged);
	assert_true(first.services > 50 && first.unplaced > 0);
	assert_int_equal(again.services, first.services);
	assert_int_equal(again.unplaced, first.unplaced);
	assert_int_equal(again.records, first.records);
	assert_int_equal(again.organisations, first.organisations);
	assert_int_equal(again.links, first.links);
	assert_int_equal(again.questions, first.questions);
	assert_int_equal(again.trained_on, first.trained_on);
	assert_string_equal(again.warnings, first.warnings);
	test_place_finish(&place);
}

static void a_build_without_anything_new_leaves_the_list_alone(void **state)
{
	struct test_place place;
	struct eh_error err = { 0 };
	struct eh_build_summary summary = { 0 };
	bool out_of_date = true;

	(void)state;
	test_place_init(&place, "Z06000001");
	test_place_geography(&place);
	test_place_import(&place, "clubs", "spreadsheet", "name,postcode\nLarkrise Choir,ZZ1 1AA\n", "organisations",
	        EH_SAYS_WORKS, false, 20000);
	test_place_build(&place, 1);
	assert_ok(eh_build_out_of_date(place.db, &out_of_date, &err), &err);
	assert_false(out_of_date);
	assert_ok(eh_build(place.db, &(struct eh_build_options){ .threads = 1 }, &summary, &err), &err);
	assert_true(summary.unchanged);
	assert_int_equal(summary.organisations, 1);
	test_place_import(&place, "clubs", "spreadsheet", "name,postcode\nMossbank Players,ZZ1 1AA\n", "organisations",
	        EH_SAYS_WORKS, false, 20001);
	assert_ok(eh_build_out_of_date(place.db, &out_of_date, &err), &err);
	assert_true(out_of_date);
	test_place_finish(&place);
}

static const char REGISTER[] = "name,charity number,postcode,activities\n"
                               "Larkrise Choir,9000001,ZZ1 1AA,Singing\n"
                               "Mossbank Players,9000002,ZZ2 2AA,Drama\n"
                               "Thornwood Ramblers,9000003,ZZ1 1AB,Walking\n";
static const char CLUBS[] = "name,postcode\nLarkrise Choir,ZZ1 1AA\nQuillfeather Society,ZZ2 2AA\nCurtain Callers,ZZ2 2AA\n";

static void import_both(const struct test_place *place, bool clubs_first)
{
	for (int turn = 0; turn < 2; turn++)
		if ((turn == 0) == clubs_first)
			test_place_import(place, "clubs", "spreadsheet", CLUBS, "organisations", EH_SAYS_WORKS, false, 20010);
		else
			test_place_import(
			        place, "register", "spreadsheet", REGISTER, "organisations", EH_SAYS_REGISTERED, true, 20000);
}

static void the_order_of_importing_does_not_matter(void **state)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	static const char *const NAMES[] = { "Larkrise Choir", "Mossbank Players", "Thornwood Ramblers", "Quillfeather Society",
		"Curtain Callers" };
	struct eh_str ids[5];

	(void)state;
	for (int order = 0; order < 2; order++) {
		struct test_place place;
		test_place_init(&place, "Z06000001");
		test_place_geography(&place);
		import_both(&place, order);
		assert_int_equal(test_place_build(&place, 1).organisations, 5);
		for (size_t i = 0; i < 5; i++) {
			struct eh_str id = test_place_find(&place, NAMES[i], &arena).org_id;
			if (order && !eh_str_eq(id, ids[i]))
				fail_msg("%s is %.*s or %.*s", NAMES[i], EH_FMT(ids[i]), EH_FMT(id));
			ids[i] = id;
		}
		test_place_finish(&place);
	}
}

static void decide(const struct test_place *place, const char *left, const char *right, const char *verdict, bool turned)
{
	struct eh_error err = { 0 };
	struct eh_str a = eh_str_of(turned ? "clubs" : "register"), b = eh_str_of(turned ? "register" : "clubs");

	assert_ok(eh_q_decision_add(place->db, a, eh_str_of(turned ? right : left), b, eh_str_of(turned ? left : right),
	                  eh_str_of(verdict), EH_STR("P. Erson"), EH_STR("asked them"), 0, &err),
	        &err);
}

/* Key of the row of this name in a source. */
static struct eh_str key_of(const struct test_place *place, const char *name, const char *source, struct eh_arena *arena)
{
	struct eh_cursor rows EH_CLEANUP_CURSOR = { 0 };
	struct eh_q_organisation_sources row;
	struct eh_error err = { 0 };
	struct eh_str key = { NULL, 0 };

	assert_ok(eh_q_organisation_sources(place->db, test_place_find(place, name, arena).org_id, &rows, &err), &err);
	while (eh_q_organisation_sources_next(&rows, &row, &err) == EH_OK)
		if (eh_str_eq(row.source, eh_str_of(source)))
			key = eh_db_keep(arena, row.key);
	if (!key.p)
		fail_msg("%s is not in %s", name, source);
	return key;
}

static void what_a_person_says_is_the_same_becomes_one_and_what_differs_becomes_two(void **state)
{
	struct test_place place;
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };

	(void)state;
	test_place_init(&place, "Z06000001");
	test_place_geography(&place);
	import_both(&place, false);
	assert_int_equal(test_place_build(&place, 1).organisations, 5);
	const char *players = key_of(&place, "Mossbank Players", "register", &arena).p;
	const char *callers = key_of(&place, "Curtain Callers", "clubs", &arena).p;
	const char *choir = key_of(&place, "Larkrise Choir", "register", &arena).p;
	const char *same_choir = key_of(&place, "Larkrise Choir", "clubs", &arena).p;
	decide(&place, players, callers, "same", false);
	decide(&place, choir, same_choir, "different", false);
	for (int build = 0; build < 2; build++) /* decisions survive a rebuild */
		assert_int_equal(test_place_build(&place, 1).organisations, 5);
	assert_str(key_of(&place, "Mossbank Players", "clubs", &arena), callers);
	/* And whatever comes in afterwards. */
	test_place_import(&place, "register", "spreadsheet", REGISTER, "organisations", EH_SAYS_REGISTERED, true, 20400);
	assert_int_equal(test_place_build(&place, 2).organisations, 5);
	test_place_finish(&place);
}

static void the_last_word_on_a_pair_counts_whichever_way_round_it_was_said(void **state)
{
	static const struct {
		const char *first, *last;
		bool turned;
		int64_t organisations;
	} CASES[] = { { "same", "different", false, 5 }, { "same", "different", true, 5 }, { "different", "same", true, 4 },
		{ "same", "unsure", true, 5 }, { "same", "same", true, 4 } };

	(void)state;
	for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
		struct test_place place;
		struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
		test_place_init(&place, "Z06000001");
		test_place_geography(&place);
		import_both(&place, false);
		test_place_build(&place, 1);
		const char *players = key_of(&place, "Mossbank Players", "register", &arena).p;
		const char *callers = key_of(&place, "Curtain Callers", "clubs", &arena).p;
		decide(&place, players, callers, CASES[i].first, false);
		decide(&place, players, callers, CASES[i].last, CASES[i].turned);
		if (test_place_build(&place, 1).organisations != CASES[i].organisations)
			fail_msg("%s and then %s%s is not heeded", CASES[i].first, CASES[i].last,
			        CASES[i].turned ? ", turned round," : "");
		test_place_finish(&place);
	}
}

static void decisions_that_contradict_one_another_are_said_and_the_list_stays(void **state)
{
	struct test_place place;
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_error err = { 0 };
	struct eh_build_summary summary;
	struct eh_buf before EH_CLEANUP_BUF = { 0 }, after EH_CLEANUP_BUF = { 0 };

	(void)state;
	test_place_init(&place, "Z06000001");
	test_place_geography(&place);
	import_both(&place, false);
	test_place_build(&place, 1);
	const char *players = key_of(&place, "Mossbank Players", "register", &arena).p;
	const char *ramblers = key_of(&place, "Thornwood Ramblers", "register", &arena).p;
	const char *callers = key_of(&place, "Curtain Callers", "clubs", &arena).p;
	decide(&place, players, callers, "same", false);
	decide(&place, ramblers, callers, "same", false);
	assert_ok(eh_q_decision_add(place.db, EH_STR("register"), eh_str_of(players), EH_STR("register"), eh_str_of(ramblers),
	                  EH_STR("different"), EH_STR("P. Erson"), EH_STR("two"), 0, &err),
	        &err);
	struct eh_str list = list_of(&place, &before);
	assert_int_equal(eh_build(place.db, &(struct eh_build_options){ .threads = 1 }, &summary, &err), EH_CONFLICT);
	assert_non_null(strstr(err.message, "contradict"));
	assert_true(eh_str_eq(list, list_of(&place, &after)));
	test_place_finish(&place);
}

static void undoing_a_batch_brings_the_list_back_to_the_byte(void **state)
{
	struct test_place place;
	struct eh_buf before EH_CLEANUP_BUF = { 0 }, after EH_CLEANUP_BUF = { 0 };
	struct eh_error err = { 0 };

	(void)state;
	test_place_init(&place, "Z06000001");
	test_place_geography(&place);
	import_both(&place, true);
	test_place_build(&place, 1);
	struct eh_str list = list_of(&place, &before);
	struct eh_import_result batch = test_place_import(&place, "more", "spreadsheet",
	        "name,charity number,postcode\nLarkrise Choir,9000001,ZZ2 2AA\nWrenfield Allotments,,ZZ1 1AA\n", "organisations",
	        EH_SAYS_WORKS, false, 20500);
	assert_int_equal(test_place_build(&place, 1).organisations, 6);
	assert_ok(eh_import_undo(place.db, batch.batch_id, &err), &err);
	assert_int_equal(test_place_build(&place, 1).organisations, 5);
	assert_true(eh_str_eq(list, list_of(&place, &after)));
	test_place_finish(&place);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_same_list_comes_out_of_one_two_and_four_threads_and_again),
		cmocka_unit_test(a_build_without_anything_new_tells_what_the_first_told),
		cmocka_unit_test(a_build_without_anything_new_leaves_the_list_alone),
		cmocka_unit_test(the_order_of_importing_does_not_matter),
		cmocka_unit_test(what_a_person_says_is_the_same_becomes_one_and_what_differs_becomes_two),
		cmocka_unit_test(the_last_word_on_a_pair_counts_whichever_way_round_it_was_said),
		cmocka_unit_test(decisions_that_contradict_one_another_are_said_and_the_list_stays),
		cmocka_unit_test(undoing_a_batch_brings_the_list_back_to_the_byte),
	};
	return cmocka_run_group_tests_name("build", tests, NULL, NULL);
}
