/* Groups that no source names: told of by hand, on the list once somebody vouches, linked like any record, and gone again without a trace. */
#include "../../test.h"

#include "place.h"
#include "queries.h"
#include "register/added.h"
#include "register/facts.h"
#include "register/listing.h"

#define NOW INT64_C(1764000000000000)
#define COUNCIL "E08000009"

static struct test_place place;
static struct eh_error error;
static struct eh_arena arena;

static const struct eh_actor OFFICER = { 1, EH_ROLE_OFFICER, EH_SIDE_COUNCIL, { NULL, 0 }, true },
                             STEWARD = { 2, EH_ROLE_STEWARD, EH_SIDE_SECTOR, { NULL, 0 }, true },
                             HOLDER = { 3, EH_ROLE_HOLDER, EH_SIDE_SECTOR, EH_STR("EH-0000000001"), false }, VISITOR = { 0 };

static int setup(void **state)
{
	(void)state;
	test_place_init(&place, COUNCIL);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	eh_arena_finish(&arena);
	test_place_finish(&place);
	return 0;
}

static struct eh_added_new group(const char *name)
{
	return (struct eh_added_new){ .place_id = EH_STR("here"),
		.name = eh_str_of(name),
		.does = EH_STR("Chess, \"for all\""),
		.address = EH_STR("14 Larkhill Mews"),
		.postcode = EH_STR(""),
		.telephone = EH_STR("01632 960001"),
		.web = EH_STR(""),
		.says_so = EH_STR("Mo Member, its secretary") };
}

static enum eh_rc settle(enum eh_rc rc)
{
	if (rc < 0)
		eh_db_rollback(place.db);
	else
		assert_ok(eh_db_commit(place.db, &error), &error);
	return rc;
}

static int64_t tell(const struct eh_actor *by, const struct eh_added_new *told, bool *accepted)
{
	int64_t number = 0;

	assert_ok(eh_db_begin(place.db, &error), &error);
	assert_int_equal(settle(eh_added_tell(place.db, NOW, by, told, &number, accepted, &error)), EH_OK);
	return number;
}

static enum eh_rc decide(const struct eh_actor *by, int64_t number, enum eh_added_move move, const char *why)
{
	assert_ok(eh_db_begin(place.db, &error), &error);
	return settle(eh_added_decide(place.db, NOW, by, EH_STR("here"), number, move, eh_str_of(why), &error));
}

static void make_list(void)
{
	assert_ok(eh_added_settle(place.db, &error), &error);
	test_place_build(&place, 1);
}

/* Its identifier, or "" where it is on no list. */
static const char *listed(const char *name)
{
	struct eh_listing listing EH_CLEANUP_LISTING = { 0 };

	assert_ok(eh_listing_load(place.db, EH_STR(COUNCIL), &listing, &error), &error);
	for (size_t i = 0; i < listing.count; i++)
		if (eh_str_eq(listing.items[i].name, eh_str_of(name)))
			return eh_arena_str(&arena, listing.items[i].id).p;
	return "";
}

static bool has_fact(const char *org, const char *what, const char *value)
{
	struct eh_facts facts EH_CLEANUP_FACTS = { 0 };
	bool has = false;

	assert_ok(eh_facts_load(place.db, eh_str_of(org), &facts, &error), &error);
	for (size_t i = 0; i < facts.fact_count; i++)
		has |= (!what || strcmp(facts.facts[i].what, what) == 0) &&
		       eh_str_find(facts.facts[i].value, eh_str_of(value)) >= 0;
	return has;
}

static int64_t batches(void)
{
	struct eh_cursor cursor EH_CLEANUP_CURSOR = { 0 };
	struct eh_q_batch_list row;
	int64_t count = 0;

	assert_ok(eh_q_batch_list(place.db, &cursor, &error), &error);
	while (eh_q_batch_list_next(&cursor, &row, &error) == EH_OK)
		count++;
	return count;
}

static void what_an_officer_tells_is_on_the_list_and_can_be_taken_back(void **state)
{
	const struct eh_added_new told = group("Larkhill Chess Circle");
	bool accepted = false;
	int64_t number = tell(&OFFICER, &told, &accepted);

	(void)state;
	assert_true(accepted);
	make_list();
	const char *org = listed("Larkhill Chess Circle");
	assert_string_not_equal(org, "");
	assert_true(has_fact(org, "does", "Chess, \"for all\""));
	assert_true(has_fact(org, "telephone", "960001"));
	assert_false(has_fact(org, NULL, "Larkhill Mews")); /* the public may not come there */
	assert_false(has_fact(org, NULL, "Mo Member"));
	int64_t before = batches();
	make_list();
	assert_int_equal(batches(), before); /* read in once */
	assert_int_equal(decide(&STEWARD, number, EH_ADDED_TAKE_BACK, " "), EH_INVALID);
	assert_int_equal(decide(&STEWARD, number, EH_ADDED_TAKE_BACK, "It has closed"), EH_OK);
	make_list();
	assert_string_equal(listed("Larkhill Chess Circle"), "");
	assert_int_equal(batches(), before - 1);
	assert_int_equal(decide(&STEWARD, number, EH_ADDED_TAKE_BACK, "Again"), EH_CONFLICT);
}

static void what_others_tell_waits_for_an_officer_or_a_steward(void **state)
{
	const struct eh_added_new told = group("Larkhill Tea Table");
	bool accepted = true;
	int64_t number = tell(&VISITOR, &told, &accepted);

	(void)state;
	assert_false(accepted);
	make_list();
	assert_string_equal(listed("Larkhill Tea Table"), "");
	assert_int_equal(decide(&VISITOR, number, EH_ADDED_ACCEPT, ""), EH_REFUSED);
	assert_int_equal(decide(&HOLDER, number, EH_ADDED_ACCEPT, ""), EH_REFUSED);
	assert_int_equal(decide(&STEWARD, number, EH_ADDED_ACCEPT, ""), EH_OK);
	assert_int_equal(decide(&OFFICER, number, EH_ADDED_DECLINE, "Too late"), EH_CONFLICT);
	make_list();
	assert_string_not_equal(listed("Larkhill Tea Table"), "");
}

static void who_said_so_is_not_kept_of_what_is_declined(void **state)
{
	struct eh_added added EH_CLEANUP_ADDED = { 0 };
	const struct eh_added_new told = group("Larkhill Nothing");
	bool accepted;
	int64_t number = tell(&HOLDER, &told, &accepted);

	(void)state;
	assert_int_equal(decide(&OFFICER, number, EH_ADDED_DECLINE, ""), EH_INVALID);
	assert_int_equal(decide(&OFFICER, number, EH_ADDED_DECLINE, "Nobody knows it"), EH_OK);
	assert_ok(eh_added_list(place.db, EH_STR("here"), &added, &error), &error);
	const struct eh_added_group *one = NULL;
	for (size_t i = 0; i < added.count; i++)
		if (added.items[i].number == number)
			one = &added.items[i];
	assert_non_null(one);
	assert_true(eh_str_eq(one->state, EH_STR("declined")) && eh_str_eq(one->answer, EH_STR("Nobody knows it")));
	assert_int_equal(one->group.says_so.n, 0);
	make_list();
	assert_string_equal(listed("Larkhill Nothing"), "");
}

static void a_group_that_another_source_names_too_is_one_entry(void **state)
{
	struct eh_added_new told = group("Larkhill Harmonica Orchestra");
	bool accepted;

	(void)state;
	told.web = EH_STR("https://larkhill-harmonica.example");
	told.is_public = true;
	tell(&OFFICER, &told, &accepted);
	make_list();
	const char *org = listed("Larkhill Harmonica Orchestra");
	assert_string_not_equal(org, "");
	assert_true(has_fact(org, "address", "Larkhill Mews"));
	test_place_import(&place, "clubs", "spreadsheet",
	        "Name,Address,Public telephone,Website,Activities\n"
	        "Larkhill Harmonica Orchestra,14 Larkhill Mews,01632 960001,https://larkhill-harmonica.example,Music\n",
	        "organisations", EH_SAYS_WORKS, false, 20500);
	make_list();
	assert_string_equal(listed("Larkhill Harmonica Orchestra"), org);
	struct eh_listing listing EH_CLEANUP_LISTING = { 0 };
	size_t count = 0;
	assert_ok(eh_listing_load(place.db, EH_STR(COUNCIL), &listing, &error), &error);
	for (size_t i = 0; i < listing.count; i++)
		count += eh_str_eq(listing.items[i].name, eh_str_of("Larkhill Harmonica Orchestra"));
	assert_int_equal(count, 1);
}

static void what_is_not_said_is_asked_for(void **state)
{
	struct eh_added_new whole = group("Larkhill Asked"), told;
	bool accepted;
	int64_t number;

	(void)state;
	struct eh_str *const needed[] = { &told.name, &told.does, &told.says_so };
	assert_ok(eh_db_begin(place.db, &error), &error);
	for (size_t i = 0; i < sizeof needed / sizeof *needed; i++) {
		told = whole;
		*needed[i] = EH_STR("  ");
		assert_int_equal(eh_added_tell(place.db, NOW, &OFFICER, &told, &number, &accepted, &error), EH_INVALID);
	}
	told = whole;
	told.is_public = true;
	told.address = EH_STR("");
	assert_int_equal(eh_added_tell(place.db, NOW, &OFFICER, &told, &number, &accepted, &error), EH_INVALID);
	told = whole;
	told.does = EH_STR("\xff");
	assert_int_equal(eh_added_tell(place.db, NOW, &OFFICER, &told, &number, &accepted, &error), EH_INVALID);
	eh_db_rollback(place.db);
	assert_int_equal(decide(&OFFICER, 4711, EH_ADDED_ACCEPT, ""), EH_NOT_FOUND);
}

static void a_form_sent_twice_tells_of_one_group(void **state)
{
	struct eh_added_new told = group("Larkhill Twice");
	bool accepted;
	int64_t number = 0;

	(void)state;
	tell(&VISITOR, &told, &accepted);
	assert_ok(eh_db_begin(place.db, &error), &error);
	assert_int_equal(eh_added_tell(place.db, NOW, &VISITOR, &told, &number, &accepted, &error), EH_CONFLICT);
	told.does = EH_STR("Chess for some");
	assert_int_equal(eh_added_tell(place.db, NOW, &VISITOR, &told, &number, &accepted, &error), EH_OK);
	eh_db_rollback(place.db);
}

static void a_postcode_that_there_is_not_is_told_so(void **state)
{
	struct eh_added_new told = group("Larkhill Somewhere");
	bool accepted;
	int64_t number = 0;

	(void)state;
	told.postcode = EH_STR("XX1 1XX");
	assert_ok(eh_db_begin(place.db, &error), &error);
	assert_int_equal(
	        eh_added_tell(place.db, NOW, &VISITOR, &told, &number, &accepted, &error), EH_OK); /* no list of them here */
	eh_db_rollback(place.db);
	test_place_geography(&place);
	assert_ok(eh_db_begin(place.db, &error), &error);
	assert_int_equal(eh_added_tell(place.db, NOW, &VISITOR, &told, &number, &accepted, &error), EH_INVALID);
	assert_non_null(strstr(error.message, "no postcode XX1 1XX"));
	told.postcode = EH_STR("ZZ1 1AA");
	assert_int_equal(eh_added_tell(place.db, NOW, &VISITOR, &told, &number, &accepted, &error), EH_OK);
	eh_db_rollback(place.db);
}

static void the_public_reads_of_what_was_added_and_of_nothing_that_waits(void **state)
{
	struct eh_audit_rows rows EH_CLEANUP_AUDIT_ROWS = { 0 };
	const struct eh_audit_filter filter = { .subject_kind = EH_STR("group"), .for_public = true };
	struct eh_added_new told = group("Larkhill Rude Words");
	bool accepted;

	(void)state;
	tell(&VISITOR, &told, &accepted);
	assert_ok(eh_audit_list(place.db, &filter, &rows, &error), &error);
	assert_true(rows.count > 0);
	for (size_t i = 0; i < rows.count; i++)
		assert_false(eh_str_eq(rows.items[i].subject_id, EH_STR("Larkhill Rude Words")));
}

static struct eh_added_group get(int64_t number)
{
	struct eh_added_group found;

	assert_ok(eh_added_get(place.db, number, &arena, &found, &error), &error);
	return found;
}

static void the_groups_own_address_is_kept_for_one_letter_alone(void **state)
{
	struct eh_added_new told = group("Larkhill Letter Writers");
	bool accepted;

	(void)state;
	told.email = EH_STR("letters@larkhill.example");
	struct eh_added_new other = told;
	other.does = EH_STR("Letters of all kinds");
	int64_t declined = tell(&VISITOR, &other, &accepted), listed_one = tell(&VISITOR, &told, &accepted);
	assert_true(eh_str_eq(get(listed_one).group.email, told.email));
	assert_int_equal(decide(&OFFICER, declined, EH_ADDED_DECLINE, "Twice"), EH_OK);
	assert_int_equal(get(declined).group.email.n, 0);
	assert_int_equal(decide(&OFFICER, listed_one, EH_ADDED_ACCEPT, ""), EH_OK);
	assert_true(eh_str_eq(get(listed_one).group.email, told.email));
	assert_ok(eh_added_told(place.db, listed_one, &error), &error);
	assert_int_equal(get(listed_one).group.email.n, 0);
	make_list();
	const char *org = listed("Larkhill Letter Writers");
	assert_true(eh_str_eq(get(listed_one).org_id, eh_str_of(org)));
	assert_false(has_fact(org, NULL, "letters@"));
	told.email = EH_STR("no address");
	int64_t number = 7;
	assert_ok(eh_db_begin(place.db, &error), &error);
	assert_int_equal(settle(eh_added_tell(place.db, NOW, &VISITOR, &told, &number, &accepted, &error)), EH_INVALID);
	assert_int_equal(number, 7);
}

static void a_group_that_others_told_of_leaves_when_it_likes(void **state)
{
	struct eh_added_new told = group("Larkhill Unwilling");
	bool accepted;
	int64_t number = tell(&OFFICER, &told, &accepted);
	told.does = EH_STR("Something else");
	int64_t waits = tell(&VISITOR, &told, &accepted);

	(void)state;
	make_list();
	assert_string_not_equal(listed("Larkhill Unwilling"), "");
	assert_int_equal(eh_added_leave(place.db, NOW, waits, &error), EH_CONFLICT);
	assert_int_equal(eh_added_leave(place.db, NOW, 9999, &error), EH_NOT_FOUND);
	assert_ok(eh_added_leave(place.db, NOW, number, &error), &error);
	make_list();
	assert_string_equal(listed("Larkhill Unwilling"), "");
	assert_int_equal(eh_added_leave(place.db, NOW, number, &error), EH_CONFLICT);
	assert_true(eh_str_eq(get(number).state, EH_STR("taken back")));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_an_officer_tells_is_on_the_list_and_can_be_taken_back),
		cmocka_unit_test(what_others_tell_waits_for_an_officer_or_a_steward),
		cmocka_unit_test(who_said_so_is_not_kept_of_what_is_declined),
		cmocka_unit_test(a_group_that_another_source_names_too_is_one_entry),
		cmocka_unit_test(what_is_not_said_is_asked_for),
		cmocka_unit_test(a_form_sent_twice_tells_of_one_group),
		cmocka_unit_test(a_postcode_that_there_is_not_is_told_so),
		cmocka_unit_test(the_public_reads_of_what_was_added_and_of_nothing_that_waits),
		cmocka_unit_test(the_groups_own_address_is_kept_for_one_letter_alone),
		cmocka_unit_test(a_group_that_others_told_of_leaves_when_it_likes),
	};
	return cmocka_run_group_tests_name("added", tests, setup, teardown);
}
