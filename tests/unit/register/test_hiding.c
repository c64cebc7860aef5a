/* What an organisation hides is in nothing that the list gives out, survives its making, and comes back when it is shown. */
#include "../../test.h"

#include "place.h"
#include "queries.h"
#include "register/facts.h"
#include "register/hiding.h"
#include "register/listing.h"
#include "register/org_lookup.h"
#include "register/register.h"
#include "town/town.h"

#define NOW INT64_C(1764000000000000)

static struct test_place place;
static struct eh_error error;
static struct eh_arena arena;
static char org[16];
static struct eh_actor keeper, stranger, steward;

/* One whose address and telephone are told. */
static void pick(void)
{
	struct eh_listing listing EH_CLEANUP_LISTING = { 0 };

	assert_ok(eh_listing_load(place.db, eh_str_of(place.council), &listing, &error), &error);
	for (size_t i = 0; i < listing.count && !*org; i++) {
		struct eh_facts facts EH_CLEANUP_FACTS = { 0 };
		bool address = false, telephone = false;
		assert_ok(eh_facts_load(place.db, listing.items[i].id, &facts, &error), &error);
		for (size_t k = 0; k < facts.fact_count; k++) {
			address |= strcmp(facts.facts[k].what, "address") == 0;
			telephone |= strcmp(facts.facts[k].what, "telephone") == 0;
		}
		if (address && telephone && !facts.protected.p)
			snprintf(org, sizeof org, "%.*s", EH_FMT(facts.id));
	}
	assert_true(*org);
}

static int setup(void **state)
{
	(void)state;
	test_place_town(&place, 150, 5);
	pick();
	keeper = (struct eh_actor){ 1, EH_ROLE_HOLDER, EH_SIDE_SECTOR, eh_str_of(org), false };
	stranger = (struct eh_actor){ 2, EH_ROLE_HOLDER, EH_SIDE_SECTOR, EH_STR("EH-0000000000"), false };
	steward = (struct eh_actor){ 3, EH_ROLE_STEWARD, EH_SIDE_COUNCIL, { NULL, 0 }, true };
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	eh_arena_finish(&arena);
	test_place_finish(&place);
	return 0;
}

static enum eh_rc settle(enum eh_rc rc)
{
	if (rc < 0)
		eh_db_rollback(place.db);
	else
		assert_ok(eh_db_commit(place.db, &error), &error);
	return rc;
}

static enum eh_rc hide(const struct eh_actor *by, enum eh_hidden_what what)
{
	assert_ok(eh_db_begin(place.db, &error), &error);
	return settle(eh_hide(place.db, NOW, by, eh_str_of(org), what, &error));
}

static enum eh_rc show(const struct eh_actor *by, enum eh_hidden_what what)
{
	assert_ok(eh_db_begin(place.db, &error), &error);
	return settle(eh_show(place.db, NOW, by, eh_str_of(org), what, &error));
}

static size_t told(const char *what)
{
	struct eh_facts facts EH_CLEANUP_FACTS = { 0 };
	size_t count = 0;

	assert_ok(eh_facts_load(place.db, eh_str_of(org), &facts, &error), &error);
	for (size_t i = 0; i < facts.fact_count; i++)
		count += strcmp(facts.facts[i].what, what) == 0;
	if (strcmp(what, "address") == 0)
		for (size_t i = 0; i < facts.service_count; i++)
			count += facts.services[i].address.n > 0;
	return count;
}

static bool found(void)
{
	struct eh_cursor cursor EH_CLEANUP_CURSOR = { 0 };
	struct eh_q_search_entry_digests row;

	assert_ok(eh_q_search_entry_digests(place.db, eh_str_of(org), eh_str_of(org), &cursor, &error), &error);
	return eh_q_search_entry_digests_next(&cursor, &row, &error) == EH_OK;
}

static bool is_listed(void)
{
	struct eh_listing listing EH_CLEANUP_LISTING = { 0 };
	bool listed = false;

	assert_ok(eh_listing_load(place.db, eh_str_of(place.council), &listing, &error), &error);
	for (size_t i = 0; i < listing.count; i++)
		listed |= eh_str_eq(listing.items[i].id, eh_str_of(org));
	return listed;
}

static void an_address_and_a_contact_are_gone_at_once_and_stay_gone(void **state)
{
	(void)state;
	assert_true(told("address") > 0 && told("telephone") > 0);
	assert_int_equal(hide(&keeper, EH_HIDDEN_ADDRESS), EH_OK);
	assert_int_equal(hide(&keeper, EH_HIDDEN_CONTACT), EH_OK);
	for (int round = 0; round < 2; round++) {
		assert_int_equal(told("address"), 0);
		assert_int_equal(told("postcode"), 0);
		assert_int_equal(told("telephone"), 0);
		assert_int_equal(told("web"), 0);
		test_place_build(&place, 2);
	}
	assert_true(is_listed());
	assert_int_equal(show(&stranger, EH_HIDDEN_ADDRESS), EH_REFUSED);
	assert_int_equal(show(&steward, EH_HIDDEN_ADDRESS), EH_REFUSED);
	assert_int_equal(show(&keeper, EH_HIDDEN_ADDRESS), EH_OK);
	assert_int_equal(show(&keeper, EH_HIDDEN_CONTACT), EH_OK);
	test_place_build(&place, 2);
	assert_true(told("address") > 0 && told("telephone") > 0);
}

static void an_entry_hidden_for_safety_is_on_no_list(void **state)
{
	struct eh_facts facts EH_CLEANUP_FACTS = { 0 };

	(void)state;
	assert_int_equal(hide(&stranger, EH_HIDDEN_ENTRY), EH_REFUSED);
	assert_int_equal(hide(&steward, EH_HIDDEN_COUNT), EH_INVALID);
	assert_true(found() && is_listed());
	assert_int_equal(hide(&steward, EH_HIDDEN_ENTRY), EH_OK);
	for (int round = 0; round < 2; round++) {
		assert_false(found());
		assert_false(is_listed());
		assert_int_equal(eh_facts_load(place.db, eh_str_of(org), &facts, &error), EH_NOT_FOUND);
		test_place_build(&place, 2);
	}
	assert_int_equal(show(&steward, EH_HIDDEN_ENTRY), EH_REFUSED);
	assert_int_equal(show(&keeper, EH_HIDDEN_ENTRY), EH_OK);
	test_place_build(&place, 2);
	assert_true(found() && is_listed());
}

/* The acts as the two keys put them in force. */
static void what_two_keys_take_off_only_two_keys_put_back(void **state)
{
	const struct eh_motion motion = { .subject = { EH_STR("here"), EH_STR("remove_entry"), EH_STR("organisation"),
		                                  eh_str_of(org) } };
	struct eh_motion_act take_off = eh_remove_act(), put_back = eh_show_act();
	struct eh_buf text EH_CLEANUP_BUF = { 0 };

	(void)state;
	assert_int_equal(put_back.enacts(NULL, place.db, &motion.subject, &text, &error), EH_NOT_FOUND);
	assert_ok(eh_db_begin(place.db, &error), &error);
	assert_int_equal(settle(take_off.effect(NULL, place.db, NOW, &motion, &error)), EH_OK);
	assert_false(is_listed());
	assert_int_equal(show(&keeper, EH_HIDDEN_ENTRY), EH_REFUSED);
	assert_false(is_listed());
	eh_buf_reset(&text);
	assert_int_equal(put_back.enacts(NULL, place.db, &motion.subject, &text, &error), EH_OK);
	assert_true(eh_str_find(eh_buf_str(&text), EH_STR("entry")) > 0);
	assert_ok(eh_db_begin(place.db, &error), &error);
	assert_int_equal(settle(put_back.effect(NULL, place.db, NOW, &motion, &error)), EH_OK);
	test_place_build(&place, 2);
	assert_true(is_listed());
}

/* Gives the entry a keeper. */
static int64_t keep(void)
{
	struct eh_grant grant = { .role = EH_ROLE_HOLDER, .org_id = eh_str_of(org) };
	int64_t role;

	assert_ok(eh_db_begin(place.db, &error), &error);
	assert_ok(eh_person_add(
	                  place.db, NOW, &EH_ACTOR_SYSTEM, EH_STR("Kay"), EH_STR("kay@example.org"), &grant.person_id, &error),
	        &error);
	assert_ok(eh_role_grant(place.db, NOW, &EH_ACTOR_SYSTEM, &grant, &role, &error), &error);
	assert_ok(eh_db_commit(place.db, &error), &error);
	return role;
}

/* Its own hiding takes the place of one for safety, and then nobody else's keys show it. */
static void what_an_organisation_hides_itself_only_it_shows(void **state)
{
	const struct eh_motion motion = { .subject = { EH_STR("here"), EH_STR("show_entry"), EH_STR("organisation"),
		                                  eh_str_of(org) } };
	struct eh_motion_act put_back = eh_show_act(), take_off = eh_remove_act();
	struct eh_buf text EH_CLEANUP_BUF = { 0 };
	int64_t role = keep();

	(void)state;
	assert_int_equal(hide(&steward, EH_HIDDEN_CONTACT), EH_OK);
	assert_int_equal(hide(&steward, EH_HIDDEN_ADDRESS), EH_OK);
	assert_int_equal(hide(&keeper, EH_HIDDEN_CONTACT), EH_OK);
	assert_int_equal(hide(&steward, EH_HIDDEN_CONTACT), EH_OK); /* hidden already: whose word it is stays */
	assert_int_equal(put_back.enacts(NULL, place.db, &motion.subject, &text, &error), EH_OK);
	assert_true(eh_str_ends(eh_buf_str(&text), EH_STR(": address")));
	assert_ok(eh_db_begin(place.db, &error), &error);
	assert_int_equal(settle(put_back.effect(NULL, place.db, NOW, &motion, &error)), EH_OK);
	test_place_build(&place, 2);
	assert_true(told("address") > 0);
	assert_int_equal(told("telephone"), 0);
	assert_int_equal(put_back.enacts(NULL, place.db, &motion.subject, &text, &error), EH_NOT_FOUND);

	assert_int_equal(hide(&keeper, EH_HIDDEN_ENTRY), EH_OK);
	assert_int_equal(take_off.enacts(NULL, place.db, &motion.subject, &text, &error), EH_NOT_FOUND);

	/* Once nobody keeps the entry, nobody could find it to ask for it: then both keys may, as whoever left was told. */
	assert_ok(eh_db_begin(place.db, &error), &error);
	assert_ok(eh_role_end(place.db, NOW, &EH_ACTOR_SYSTEM, role, EH_STR("left"), &error), &error);
	eh_buf_reset(&text);
	assert_int_equal(put_back.enacts(NULL, place.db, &motion.subject, &text, &error), EH_OK);
	assert_true(eh_str_find(eh_buf_str(&text), EH_STR("entry")) > 0);
	assert_int_equal(settle(put_back.effect(NULL, place.db, NOW, &motion, &error)), EH_OK);
	test_place_build(&place, 2);
	assert_true(is_listed());
	assert_int_equal(hide(&keeper, EH_HIDDEN_CONTACT), EH_OK);
	assert_int_equal(hide(&keeper, EH_HIDDEN_ENTRY), EH_OK);
	assert_int_equal(show(&keeper, EH_HIDDEN_ENTRY), EH_OK);
	assert_int_equal(show(&keeper, EH_HIDDEN_CONTACT), EH_OK);
	test_place_build(&place, 2);
	assert_true(told("telephone") > 0);
}

static size_t news_of(const char *id)
{
	struct eh_cursor cursor EH_CLEANUP_CURSOR = { 0 };
	struct eh_q_list_event_of_place row;
	size_t count = 0;

	assert_ok(eh_q_list_event_of_place(place.db, eh_str_of(place.council), 0, &cursor, &error), &error);
	while (eh_q_list_event_of_place_next(&cursor, &row, &error) == EH_OK)
		count += eh_str_eq(row.org_id, eh_str_of(id));
	return count;
}

/* An invented organisation that is new on the list. */
static void list_one(const char *id, const char *parent)
{
	const struct eh_str none = { NULL, 0 };

	assert_ok(eh_q_organisation_add(place.db, eh_str_of(id), eh_str_of(id), EH_STR("active"), EH_STR("local"),
	                  EH_STR("publish"), none, none, none, 0, NAN, NAN, none, none, eh_str_of(place.council), none,
	                  EH_STR("Chess"), none, EH_DB_NULL, EH_DB_NULL, EH_DB_NULL, 20000, 20000, eh_str_of(parent), &error),
	        &error);
	assert_ok(eh_q_organisation_area_add(place.db, eh_str_of(id), eh_str_of(place.council), 1, &error), &error);
	assert_ok(eh_q_list_event_put(place.db, NOW, EH_STR("new"), eh_str_of(id), none, EH_STR(""), none, none, &error), &error);
}

static void no_relative_and_no_news_tell_of_a_hidden_entry(void **state)
{
	static const struct {
		const char *hidden, *other;
	} ROUNDS[] = { { "EH-1111111111", "EH-2222222222" }, { "EH-4444444444", "EH-3333333333" } };
	char kept[16];

	(void)state;
	assert_ok(eh_db_begin(place.db, &error), &error);
	list_one("EH-1111111111", NULL);
	list_one("EH-2222222222", "EH-1111111111");
	list_one("EH-3333333333", NULL);
	list_one("EH-4444444444", "EH-3333333333");
	assert_ok(eh_db_commit(place.db, &error), &error);
	memcpy(kept, org, sizeof kept);
	for (size_t i = 0; i < 2; i++) {
		struct eh_facts before EH_CLEANUP_FACTS = { 0 }, after EH_CLEANUP_FACTS = { 0 };
		assert_ok(eh_facts_load(place.db, eh_str_of(ROUNDS[i].other), &before, &error), &error);
		assert_int_equal(news_of(ROUNDS[i].hidden), 1);
		assert_true(before.branch_count == 1 || before.parent_name.n > 0);
		snprintf(org, sizeof org, "%s", ROUNDS[i].hidden);
		assert_int_equal(hide(&steward, EH_HIDDEN_ENTRY), EH_OK);
		assert_ok(eh_facts_load(place.db, eh_str_of(ROUNDS[i].other), &after, &error), &error);
		assert_int_equal(news_of(ROUNDS[i].hidden), 0);
		assert_int_equal(after.branch_count + after.parent_id.n + after.parent_name.n, 0);
	}
	memcpy(org, kept, sizeof org);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_address_and_a_contact_are_gone_at_once_and_stay_gone),
		cmocka_unit_test(an_entry_hidden_for_safety_is_on_no_list),
		cmocka_unit_test(what_two_keys_take_off_only_two_keys_put_back),
		cmocka_unit_test(what_an_organisation_hides_itself_only_it_shows),
		cmocka_unit_test(no_relative_and_no_news_tell_of_a_hidden_entry),
	};
	return cmocka_run_group_tests_name("hiding", tests, setup, teardown);
}
