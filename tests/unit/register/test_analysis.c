/* What is worked out of a place: which lists are compared, whose services count, how sure a gap is, what may be published. */
#include "place.h"

enum { DATE = 19450 }; /* of the register's edition */

static const char *const NAMES[] = { "Larkrise Choir", "Mossbank Players", "Thornwood Ramblers", "Quillfeather Society",
	"Wrenfield Allotments", "Hollowmere Chess", "Cinderpath Cyclists", "Saltmarsh Singers", "Ferndale Quilters",
	"Oatley Archers", "Pebblebrook Band", "Yarrow Gardeners", "Dunlin Birdwatchers", "Embercroft Potters", "Kestrel Runners",
	"Gantry Railwaymen" };

/* A list of names[from … to - 1], all at one postcode each so that equal names are one organisation. */
static void list(
        const struct test_place *place, const char *source, size_t from, size_t to, unsigned says, bool is_register, int32_t date)
{
	struct eh_buf text EH_CLEANUP_BUF = { 0 };

	assert_int_equal(
	        eh_buf_printf(&text, "name,postcode%s\n", is_register ? ",charity number,date of registration" : ""), EH_OK);
	for (size_t i = from; i < to; i++)
		assert_int_equal(eh_buf_printf(&text, is_register ? "%s,%s,%zu,2001-02-03\n" : "%s,%s\n", NAMES[i],
		                         i % 2 ? "ZZ1 1AA" : "ZZ2 2AA", 9000001 + i),
		        EH_OK);
	test_place_import(place, source, "spreadsheet", text.p, "organisations", says, is_register, date);
}

static struct eh_analysis analyse(const struct test_place *place, unsigned parts)
{
	struct eh_analysis analysis = { 0 };
	struct eh_error err = { 0 };

	test_place_build(place, 1);
	assert_ok(eh_analyse(place->db, eh_str_of(place->council), parts, 1, &analysis, &err), &err);
	return analysis;
}

static void lists_are_compared_when_they_are_of_one_kind_and_time(void **state)
{
	struct test_place place;

	(void)state;
	test_place_init(&place, "Z06000001");
	test_place_geography(&place);
	list(&place, "register", 0, 10, EH_SAYS_REGISTERED, true, DATE);
	list(&place, "groups", 2, 12, EH_SAYS_WORKS, false, DATE + 365);
	for (int more = 0; more < 2; more++) {
		struct eh_analysis analysis EH_CLEANUP_ANALYSIS = analyse(&place, EH_ANALYSE_COMPLETENESS);
		const struct eh_completeness_row *row = &analysis.completeness[0];
		assert_int_equal(row->registers, 10);
		assert_int_equal(row->local_lists, 10);
		assert_int_equal(row->matched, 8);
		assert_int_equal(row->listed, 12);
		assert_int_equal(row->estimated, lround(11.0 * 11 / 9 - 1));
		print_message(
		        "%lld to %lld, of %lld compared\n", (long long)row->low, (long long)row->high, (long long)row->listed);
		assert_true(row->low >= row->listed && row->high >= row->low);
		assert_false(eh_completeness_hard(row));
		assert_false(row->too_few);
		assert_int_equal(analysis.completeness_count, 3);
		assert_int_equal(analysis.completeness[1].registers + analysis.completeness[2].registers, 10);
		assert_true(analysis.completeness[1].too_few);
		assert_int_equal(analysis.warning_count, 1);
		for (int i = 0; i < 2; i++)
			assert_true((strstr(analysis.warnings[0].p, i ? "Old groups" : "Halls") != NULL) == (more == 1));
		/* A list of four years before, and one of buildings where things meet. */
		list(&place, "old-groups", 4, 16, EH_SAYS_WORKS, false, DATE - 4 * 366);
		list(&place, "halls", 4, 16, EH_SAYS_MEETS, false, DATE);
	}
	test_place_finish(&place);
}

static void an_estimate_from_lists_that_hardly_share_a_name_is_hard_to_rely_on(void **state)
{
	const struct eh_completeness_row few = { .registers = 572, .local_lists = 162, .matched = 27 },
	                                 many = { .registers = 572, .local_lists = 162, .matched = 40 },
	                                 none = { .registers = 572, .local_lists = 162, .matched = 2, .too_few = true };

	(void)state;
	assert_true(eh_completeness_hard(&few));
	assert_false(eh_completeness_hard(&many));
	assert_false(eh_completeness_hard(&none)); /* too few to say is said instead */
}

static void without_a_register_nothing_is_estimated_and_it_is_said(void **state)
{
	struct test_place place;

	(void)state;
	test_place_init(&place, "Z06000001");
	test_place_geography(&place);
	list(&place, "groups", 0, 12, EH_SAYS_WORKS, false, DATE);
	struct eh_analysis analysis EH_CLEANUP_ANALYSIS = analyse(&place, EH_ANALYSE_COMPLETENESS);
	assert_true(analysis.completeness[0].too_few);
	assert_int_equal(analysis.completeness[0].estimated, 0);
	assert_non_null(strstr(analysis.warnings[0].p, "No register"));
	test_place_finish(&place);
}

static const struct eh_need_summary *need_of(const struct eh_analysis *analysis, const char *code, size_t *ret_number)
{
	for (size_t n = 0; n < analysis->need_count; n++)
		if (strcmp(analysis->needs[n].need->code, code) == 0) {
			*ret_number = n;
			return &analysis->needs[n];
		}
	fail_msg("%s is no need that is judged", code);
	return NULL;
}

/* Help meets in the north; the south is a kilometre off, in reach at twenty minutes and not at ten; a third area is out of all reach. */
static void a_gap_is_robust_only_when_help_is_located_and_out_of_reach_at_all_thresholds(void **state)
{
	static const struct {
		const char *postcode;
		unsigned says;
		enum eh_gap gap; /* in the south */
		enum eh_standing standing, far;
	} CASES[] = { { "ZZ1 1AA", EH_SAYS_MEETS | EH_SAYS_SERVES, EH_GAP_NONE, EH_STANDING_NOT_KNOWN, EH_STANDING_ROBUST },
		{ "ZZ3 3AA", EH_SAYS_MEETS | EH_SAYS_SERVES, EH_GAP_ABSOLUTE, EH_STANDING_INDICATED, EH_STANDING_INDICATED },
		{ "ZZ1 1AA", EH_SAYS_REGISTERED, EH_GAP_NONE, EH_STANDING_NOT_KNOWN, EH_STANDING_INDICATED } };

	(void)state;
	for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
		struct test_place place;
		char text[128];
		size_t n;
		test_place_init(&place, "Z06000001");
		test_place_geography(&place);
		snprintf(text, sizeof text, "name,postcode,activities\nKestrel Badminton Club,%s,badminton\n", CASES[i].postcode);
		test_place_import(&place, "clubs", "spreadsheet", text, "organisations", CASES[i].says, false, DATE);
		struct eh_analysis analysis EH_CLEANUP_ANALYSIS = analyse(&place, EH_ANALYSE_GAPS);
		const struct eh_need_summary *need = need_of(&analysis, "sport", &n);
		assert_int_equal(need->located, (CASES[i].says & EH_SAYS_MEETS) != 0);
		assert_int_equal(need->registered, (CASES[i].says & EH_SAYS_MEETS) == 0);
		const struct eh_coverage_row *south = &analysis.rows[1 * analysis.need_count + n];
		assert_int_equal(south->gap, CASES[i].gap);
		assert_int_equal(south->standing, CASES[i].standing);
		const struct eh_coverage_row *far = &analysis.rows[2 * analysis.need_count + n];
		assert_int_equal(far->gap, EH_GAP_ABSOLUTE);
		assert_int_equal(far->standing, CASES[i].far);
		test_place_finish(&place);
	}
}

static void protected_help_counts_everywhere_in_its_own_place_and_nowhere_in_another(void **state)
{
	static const char *const COUNCILS[] = { "Z06000001", "Z06000002" };
	struct test_place place;
	struct eh_error err = { 0 };

	(void)state;
	test_place_init(&place, COUNCILS[0]);
	test_place_geography(&place);
	assert_ok(eh_q_place_put(place.db, EH_STR("there"), EH_STR("There"), eh_str_of(COUNCILS[1]), EH_STR(""), 1, &err), &err);
	test_place_import(&place, "groups", "spreadsheet",
	        "name,postcode,activities\nHarbour Lights,ZZ1 1AA,Women's refuge from domestic abuse\n", "organisations",
	        EH_SAYS_WORKS, false, DATE);
	for (size_t i = 0; i < 2; i++) {
		size_t n;
		place.council = COUNCILS[i];
		struct eh_analysis analysis EH_CLEANUP_ANALYSIS = analyse(&place, EH_ANALYSE_GAPS);
		const struct eh_need_summary *need = need_of(&analysis, "abuse", &n);
		assert_int_equal(need->whole_place, i == 0);
		assert_int_equal(need->located + need->registered, 0);
		assert_int_equal(eh_need_walks(need), i == 1);
		for (size_t a = 0; a < analysis.area_count; a++)
			assert_true(analysis.rows[a * analysis.need_count + n].reach[0] == (i == 0 ? 1 : 0));
	}
	test_place_finish(&place);
}

/* Eight badminton clubs and one choir in one hall: twenty-eight pairs of one need. */
static void pairs_share_ground_by_activity_and_only_counts_of_five_and_more_are_published(void **state)
{
	static const char *const CLUBS[] = { "Ashgrove Shuttlers", "Bellwether Smashers", "Cobblestone Feathers",
		"Dewpond Netminders", "Elderflower Serves", "Foxglove Rallies", "Gossamer Courts", "Honeysuckle Volleys" };
	struct test_place place;
	struct eh_buf text EH_CLEANUP_BUF = { 0 };

	(void)state;
	test_place_init(&place, "Z06000001");
	test_place_geography(&place);
	assert_int_equal(eh_buf_printf(&text, "name,postcode,activities,meeting times\n"), EH_OK);
	for (size_t i = 0; i < 8; i++)
		assert_int_equal(eh_buf_printf(&text, "%s,ZZ1 1AA,badminton,%s\n", CLUBS[i], i < 2 ? "Monday 7-9pm" : ""), EH_OK);
	assert_int_equal(eh_buf_printf(&text, "Larkrise Voices,ZZ1 1AA,choir,Monday 7-9pm\n"), EH_OK);
	test_place_import(&place, "clubs", "spreadsheet", text.p, "organisations", EH_SAYS_MEETS | EH_SAYS_SERVES, false, DATE);
	struct eh_analysis analysis EH_CLEANUP_ANALYSIS = analyse(&place, EH_ANALYSE_OVERLAPS);
	size_t sport = 0, whole = 0;
	for (size_t i = 0; i < analysis.overlap_count; i++) {
		const struct eh_overlap_row *row = &analysis.overlaps[i];
		bool choir = eh_str_eq(row->a_name, EH_STR("Larkrise Voices")) ||
		             eh_str_eq(row->b_name, EH_STR("Larkrise Voices"));
		assert_false(choir && eh_str_eq(row->need, EH_STR("sport")));
		sport += eh_str_eq(row->need, EH_STR("sport"));
		whole += row->score == 1;
		assert_false(row->may_show);
	}
	assert_int_equal(sport, 28);
	assert_int_equal(whole, 1); /* the two that meet at the same hours are alike in everything known */
	for (size_t i = 0; i < analysis.overlap_count_count; i++)
		assert_true(analysis.overlap_counts[i].pairs == -1 || analysis.overlap_counts[i].pairs >= 5);
	test_place_finish(&place);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lists_are_compared_when_they_are_of_one_kind_and_time),
		cmocka_unit_test(an_estimate_from_lists_that_hardly_share_a_name_is_hard_to_rely_on),
		cmocka_unit_test(without_a_register_nothing_is_estimated_and_it_is_said),
		cmocka_unit_test(a_gap_is_robust_only_when_help_is_located_and_out_of_reach_at_all_thresholds),
		cmocka_unit_test(protected_help_counts_everywhere_in_its_own_place_and_nowhere_in_another),
		cmocka_unit_test(pairs_share_ground_by_activity_and_only_counts_of_five_and_more_are_published),
	};
	return cmocka_run_group_tests_name("analysis", tests, NULL, NULL);
}
