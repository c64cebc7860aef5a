/* What two organisations say of ground that they share: shown when both agree, and not before. */
#include "../../test.h"

#include "place.h"
#include "queries.h"
#include "register/analysis.h"
#include "register/register.h"
#include "register/shared_ground.h"
#include "town/town.h"

#define NOW INT64_C(1764000000000000)

static struct test_place place;
static struct eh_error error;
static struct eh_arena arena;
static struct eh_str a, b, a_org, b_org;
static struct eh_actor keeper_a, keeper_b, officer;

static int setup(void **state)
{
	struct eh_analysis analysis = { 0 };

	(void)state;
	test_place_town(&place, 150, 5);
	assert_ok(eh_analyse(place.db, eh_str_of(place.council), EH_ANALYSE_OVERLAPS, 2, &analysis, &error), &error);
	assert_true(analysis.overlap_count > 0);
	a = eh_arena_str(&arena, analysis.overlaps[0].a);
	b = eh_arena_str(&arena, analysis.overlaps[0].b);
	a_org = eh_arena_str(&arena, analysis.overlaps[0].a_org);
	b_org = eh_arena_str(&arena, analysis.overlaps[0].b_org);
	eh_analysis_finish(&analysis);
	keeper_a = (struct eh_actor){ 1, EH_ROLE_HOLDER, EH_SIDE_SECTOR, a_org, false };
	keeper_b = (struct eh_actor){ 2, EH_ROLE_COLLEAGUE, EH_SIDE_SECTOR, b_org, false };
	officer = (struct eh_actor){ 3, EH_ROLE_OFFICER, EH_SIDE_COUNCIL, { NULL, 0 }, true };
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	eh_arena_finish(&arena);
	test_place_finish(&place);
	return 0;
}

static enum eh_rc say(const struct eh_actor *by, struct eh_str mine, struct eh_str other, const char *kind, bool may_show)
{
	const struct eh_ground_answer answer = { mine, other, eh_ground_kind(eh_str_of(kind)), may_show, 0 };

	assert_ok(eh_db_begin(place.db, &error), &error);
	enum eh_rc rc = eh_ground_say(place.db, NOW, by, &answer, &error);
	if (rc < 0)
		eh_db_rollback(place.db);
	else
		assert_ok(eh_db_commit(place.db, &error), &error);
	return rc;
}

static const char *shown(void)
{
	struct eh_ground_agreed agreed EH_CLEANUP_GROUND_AGREED = { 0 };

	assert_ok(eh_ground_agreed_load(place.db, &agreed, &error), &error);
	const struct eh_ground_kind *kind = eh_ground_agreed_find(&agreed, a, b);
	assert_ptr_equal(kind, eh_ground_agreed_find(&agreed, b, a));
	return kind ? kind->code : "";
}

/* As `overlaps --json` and the report have it. */
static bool shown_by_analysis(void)
{
	struct eh_analysis analysis = { 0 };
	bool may = false;

	assert_ok(eh_analyse(place.db, eh_str_of(place.council), EH_ANALYSE_OVERLAPS, 2, &analysis, &error), &error);
	for (size_t i = 0; i < analysis.overlap_count; i++)
		if (analysis.overlaps[i].may_show) {
			assert_true(eh_str_eq(analysis.overlaps[i].a, a) && eh_str_eq(analysis.overlaps[i].b, b));
			may = true;
		}
	eh_analysis_finish(&analysis);
	return may;
}

static void a_pair_is_shown_when_both_say_the_same_and_both_allow_it(void **state)
{
	(void)state;
	assert_string_equal(shown(), "");
	assert_int_equal(say(&keeper_a, a, b, "refer", true), EH_OK);
	assert_string_equal(shown(), ""); /* silence is no */
	assert_int_equal(say(&keeper_b, b, a, "complementary", true), EH_OK);
	assert_string_equal(shown(), "");
	assert_int_equal(say(&keeper_b, b, a, "refer", false), EH_OK);
	assert_string_equal(shown(), "");
	assert_false(shown_by_analysis());
	assert_int_equal(say(&keeper_b, b, a, "refer", true), EH_OK);
	assert_string_equal(shown(), "refer");
	assert_true(shown_by_analysis());
	assert_int_equal(say(&keeper_a, a, b, "nothing", true), EH_OK); /* no such kind: takes back */
	assert_string_equal(shown(), "");
	assert_false(shown_by_analysis());
}

static void answers_outlive_the_list_being_made_again(void **state)
{
	(void)state;
	assert_int_equal(say(&keeper_a, a, b, "overflow", true), EH_OK);
	assert_int_equal(say(&keeper_b, b, a, "overflow", true), EH_OK);
	test_place_build(&place, 2);
	assert_string_equal(shown(), "overflow");
	assert_int_equal(say(&keeper_a, a, b, "nothing", false), EH_OK);
	assert_int_equal(say(&keeper_b, b, a, "nothing", false), EH_OK);
}

static void only_those_who_keep_an_entry_answer_for_it(void **state)
{
	(void)state;
	assert_int_equal(say(&keeper_a, b, a, "same", true), EH_REFUSED);
	assert_int_equal(say(&officer, a, b, "same", true), EH_REFUSED);
	assert_int_equal(say(&keeper_a, a, a, "same", true), EH_INVALID);
	assert_int_equal(say(&keeper_a, a, EH_STR("S-0000000000"), "same", true), EH_NOT_FOUND);
	assert_string_equal(shown(), "");
}

static void an_answer_is_nobody_elses_to_see(void **state)
{
	struct eh_audit_rows rows EH_CLEANUP_AUDIT_ROWS = { 0 };
	const struct eh_audit_filter all = { .subject_kind = EH_STR("shared ground") };
	struct eh_audit_filter seen = all;

	(void)state;
	assert_int_equal(say(&keeper_a, a, b, "same", true), EH_OK);
	assert_ok(eh_audit_list(place.db, &all, &rows, &error), &error);
	assert_true(rows.count > 0);
	assert_true(eh_str_eq(rows.items[0].after, EH_STR("same, may be shown")));
	eh_audit_rows_finish(&rows);
	seen.for_public = true;
	assert_ok(eh_audit_list(place.db, &seen, &rows, &error), &error);
	assert_int_equal(rows.count, 0);
	assert_int_equal(say(&keeper_a, a, b, "nothing", false), EH_OK);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_pair_is_shown_when_both_say_the_same_and_both_allow_it),
		cmocka_unit_test(answers_outlive_the_list_being_made_again),
		cmocka_unit_test(only_those_who_keep_an_entry_answer_for_it),
		cmocka_unit_test(an_answer_is_nobody_elses_to_see),
	};
	return cmocka_run_group_tests_name("shared ground", tests, setup, teardown);
}
