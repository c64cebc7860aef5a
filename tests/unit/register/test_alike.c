/* The hint for whoever tells of a group: entries that are called much the same. All names are invented. */
#include "place.h"
#include "register/alike.h"

static const char REGISTER[] = "Charity number,Name,Also known as,What we do,Postcode\n"
                               "900001,Larkhill Chess Club,,Chess,ZZ1 1AA\n"
                               "900002,Larkhill Kite Club,,\"Kites, chess and a group of friends in Larkhill\",ZZ1 1AA\n"
                               "900003,Testham Harmonica Orchestra,The Mouth Organs,Music,ZZ2 2AA\n"
                               "900004,Quenby Tea Dance,,Dancing,ZZ1 1AA\n"
                               "900005,Quenby Tea Dances,,Dancing,ZZ2 2AA\n"
                               "900006,The Community Group,,All sorts,ZZ1 1AA\n"
                               "900007,Wexcombe Women's Institute,,Talks,ZZ1 1AA\n";

static struct test_place place;
static struct eh_search *search;
static struct eh_arena arena;

static int setup(void **state)
{
	struct eh_error err = { 0 };

	(void)state;
	test_place_init(&place, "Z06000001");
	test_place_geography(&place);
	test_place_import(&place, "register", "spreadsheet", REGISTER, "organisations", EH_SAYS_WORKS, true, 20000);
	test_place_build(&place, 1);
	assert_ok(eh_search_new(&search, &err), &err);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	eh_search_free(search);
	eh_arena_finish(&arena);
	test_place_finish(&place);
	return 0;
}

static size_t alike(const char *name, const char *postcode, struct eh_alike found[EH_ALIKE_MOST])
{
	struct eh_error err = { 0 };
	size_t count = 99;

	assert_ok(eh_alike_find(search, place.db, EH_STR("Z06000001"), eh_str_of(name), eh_str_of(postcode), &arena, found,
	                  &count, &err),
	        &err);
	assert_true(count <= EH_ALIKE_MOST);
	return count;
}

static void names_that_differ_by_a_common_word_or_a_letter_are_alike(void **state)
{
	static const char *const NAMES[] = { "Larkhill Chess Club", "larkhill CHESS group", "The Larkhill Chess Society",
		"Larkhil Chess", "Chess Larkhill" };
	struct eh_alike found[EH_ALIKE_MOST];

	(void)state;
	for (size_t i = 0; i < sizeof NAMES / sizeof *NAMES; i++) {
		size_t count = alike(NAMES[i], "", found);
		if (count != 1 || !eh_str_eq(found[0].name, EH_STR("Larkhill Chess Club")))
			fail_msg("%s: %zu are alike, the first %.*s", NAMES[i], count,
			        EH_FMT(count ? found[0].name : EH_STR("-")));
	}
}

static void names_that_share_a_place_or_a_common_word_alone_are_not(void **state)
{
	static const char *const NAMES[] = { "Larkhill Bowls Club", "Community Choir", "Orchestra", "", "  ", "!!" };
	struct eh_alike found[EH_ALIKE_MOST];

	(void)state;
	for (size_t i = 0; i < sizeof NAMES / sizeof *NAMES; i++) {
		size_t count = alike(NAMES[i], "", found);
		if (count)
			fail_msg("%s: %zu are alike, the first %.*s", NAMES[i], count, EH_FMT(found[0].name));
	}
}

static void a_name_that_leaves_the_place_out_is_asked_about(void **state)
{
	struct eh_alike found[EH_ALIKE_MOST];

	(void)state;
	assert_int_equal(alike("Chess Club", "", found), 1);
	assert_str(found[0].name, "Larkhill Chess Club");
}

static void names_are_read_as_linkage_reads_them(void **state)
{
	struct eh_alike found[EH_ALIKE_MOST];

	(void)state;
	assert_int_equal(alike("Wexcombe WI", "", found), 1);
	assert_str(found[0].name, "Wexcombe Women's Institute");
}

static void another_name_is_found_and_told(void **state)
{
	struct eh_alike found[EH_ALIKE_MOST];

	(void)state;
	assert_int_equal(alike("Mouth Organs", "", found), 1);
	assert_str(found[0].name, "Testham Harmonica Orchestra");
}

static void of_two_that_are_as_much_alike_the_nearer_comes_first(void **state)
{
	struct eh_alike found[EH_ALIKE_MOST];

	(void)state;
	assert_int_equal(alike("Quenby Tea Dancing", "ZZ1 1AB", found), 2);
	assert_str(found[0].name, "Quenby Tea Dance");
	assert_true(found[0].distance_m < found[1].distance_m);
	assert_int_equal(alike("Quenby Tea Dancing", "ZZ2 2AA", found), 2);
	assert_str(found[0].name, "Quenby Tea Dances");
}

static void a_list_that_was_never_built_has_none(void **state)
{
	struct eh_alike found[EH_ALIKE_MOST];
	struct eh_db *db EH_CLEANUP_DB = NULL;
	struct eh_error err = { 0 };
	size_t count = 7;

	(void)state;
	assert_ok(eh_db_open(":memory:", EH_DB_CREATE, &db, &err), &err);
	assert_ok(eh_alike_find(search, db, EH_STR("Z06000001"), EH_STR("Larkhill"), EH_STR(""), &arena, found, &count, &err),
	        &err);
	assert_int_equal(count, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_that_differ_by_a_common_word_or_a_letter_are_alike),
		cmocka_unit_test(names_that_share_a_place_or_a_common_word_alone_are_not),
		cmocka_unit_test(a_name_that_leaves_the_place_out_is_asked_about),
		cmocka_unit_test(names_are_read_as_linkage_reads_them),
		cmocka_unit_test(another_name_is_found_and_told),
		cmocka_unit_test(of_two_that_are_as_much_alike_the_nearer_comes_first),
		cmocka_unit_test(a_list_that_was_never_built_has_none),
	};

	return cmocka_run_group_tests_name("names that are alike", tests, setup, teardown);
}
