/* Who speaks for an organisation: by the address that its register publishes, by two keys, contested by who kept the entry before.
 * Everybody and everything here is invented. */
#include "../../test.h"

#include "../govern/house.h"
#include "place.h"
#include "register/claim.h"

static struct house house;
static struct test_place place;
static struct eh_motion_act act;
static struct eh_motion_house motions;
static struct eh_error error;
static struct eh_arena arena;
static char published[16], silent[16]; /* organisations: a register publishes an address of the one */
static int64_t officer;

static void find(const char *name, char id[16])
{
	struct eh_cursor cursor EH_CLEANUP_CURSOR = { 0 };
	struct eh_q_organisation_list row;

	*id = '\0';
	assert_ok(eh_q_organisation_list(house.db, eh_str_of(place.council), &cursor, &error), &error);
	while (eh_q_organisation_list_next(&cursor, &row, &error) == EH_OK)
		if (eh_str_eq(row.name, eh_str_of(name)))
			snprintf(id, 16, "%.*s", EH_FMT(row.org_id));
	if (!*id)
		fail_msg("the list does not hold %s", name);
}

static int setup(void **state)
{
	(void)state;
	house_open(&house);
	place = (struct test_place){ .db = house.db, .council = "Z06000001" };
	snprintf(place.folder, sizeof place.folder, "%s", test_folder());
	assert_ok(eh_q_place_put(house.db, EH_STR("here"), EH_STR("Here"), eh_str_of(place.council), EH_STR(""), 1, &error),
	        &error);
	test_place_import(&place, "register", "spreadsheet",
	        "Name,Address,Email\nLarkhill Chess Club,1 High Street,Larkhill.Chess@gmail.com\nQuenby Tea Dance,2 Low Road,\n",
	        NULL, EH_SAYS_WORKS, true, 20000);
	test_place_build(&place, 1);
	find("Larkhill Chess Club", published);
	find("Quenby Tea Dance", silent);
	officer = council_person(house.db, "officer");
	council_role(house.db, officer, EH_ROLE_OFFICER, "town", NULL);
	act = eh_claim_act();
	motions = (struct eh_motion_house){ house.db, &act, 1, house_org, NULL };
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	test_remove(place.folder);
	eh_arena_finish(&arena);
	house_close(&house);
	return 0;
}

static enum eh_rc ask(const char *org, const char *email, bool vouching, int64_t *ret_person)
{
	assert_ok(eh_db_begin(house.db, &error), &error);
	enum eh_rc rc = (vouching ? eh_claim_ask_vouching : eh_claim_ask)(
	        house.db, NOON, eh_str_of(org), EH_STR("Somebody"), eh_str_of(email), ret_person, &error);
	if (rc < 0)
		eh_db_rollback(house.db);
	else
		assert_ok(eh_db_commit(house.db, &error), &error);
	return rc;
}

static size_t settle(int64_t person, int64_t now)
{
	size_t held = 99;

	assert_ok(eh_claim_settle(house.db, now, person, &held, &error), &error);
	return held;
}

static bool holds(int64_t person, const char *org)
{
	struct eh_roles roles EH_CLEANUP_ROLES = { 0 };

	assert_ok(eh_roles_of_person(house.db, NOON, person, &roles, &error), &error);
	return eh_roles_find(&roles, EH_ROLE_HOLDER, EH_SIDE_NONE, NOTHING, eh_str_of(org));
}

/* The claim of a person that waits for keys; 0: none does. */
static int64_t waiting(int64_t person)
{
	struct eh_claims claims EH_CLEANUP_CLAIMS = { 0 };
	int64_t number = 0;

	assert_ok(eh_claims_waiting(house.db, EH_STR("town"), &claims, &error), &error);
	for (size_t i = 0; i < claims.count; i++)
		if (claims.items[i].person_id == person)
			number = claims.items[i].claim_id;
	return number;
}

static enum eh_rc propose(int64_t claim, int64_t *ret_motion)
{
	const struct eh_actor by = council_actor(house.council);
	struct eh_str id = eh_arena_printf(&arena, "%lld", (long long)claim);

	return eh_motion_propose(&motions, NOON, &by,
	        &(struct eh_motion_proposal){
	                { EH_STR("town"), EH_STR("vouch_claim"), EH_STR("claim"), id }, EH_STR("We know them.") },
	        ret_motion, &error);
}

static enum eh_rc turn(int64_t by, int64_t motion_id, enum eh_motion_outcome *ret_outcome)
{
	const struct eh_actor actor = council_actor(by);
	struct eh_motion motion;

	assert_ok(eh_motion_get(&motions, NOON, motion_id, &arena, &motion, &error), &error);
	return eh_motion_make(&motions, NOON, &actor, motion_id, EH_MOTION_TURN,
	        eh_str_of(eh_arena_str(&arena, eh_str_of(motion.digest)).p), NOTHING, ret_outcome, &error);
}

static void turn_all(int64_t motion, enum eh_motion_outcome want)
{
	const int64_t KEYS[] = { house.council, house.small, house.big };
	enum eh_motion_outcome outcome = EH_MOTION_DONE;

	for (size_t i = 0; i < 3; i++)
		assert_ok(turn(KEYS[i], motion, &outcome), &error);
	assert_int_equal(outcome, want);
}

static int64_t member_since(const char *name, const char *org)
{
	int64_t person = council_person(house.db, name);

	council_role(house.db, person, EH_ROLE_HOLDER, NULL, org);
	return person;
}

static struct eh_actor as_holder(int64_t person, const char *org)
{
	return (struct eh_actor){ person, EH_ROLE_HOLDER, EH_SIDE_SECTOR, eh_str_of(org), false };
}

static void the_address_that_a_register_publishes_shows_who_speaks(void **state)
{
	int64_t person = 0;

	(void)state;
	assert_refused(ask(published, "other.chess@gmail.com", false, &person), &error, "to be vouched for");
	assert_refused(ask(silent, "larkhill.chess@gmail.com", false, &person), &error, "to be vouched for");
	assert_ok(ask(published, " larkhill.chess@GMAIL.com", false, &person), &error);
	assert_false(holds(person, published));
	assert_int_equal(settle(person, NOON), 1);
	assert_true(holds(person, published));
	assert_false(holds(person, silent));
}

static void being_vouched_for_takes_a_letter_and_both_keys(void **state)
{
	int64_t person = 0, motion = 0;

	(void)state;
	assert_ok(ask(silent, "tea@gmail.com", true, &person), &error);
	assert_int_equal(waiting(person), 0); /* nobody has answered the letter */
	assert_int_equal(settle(person, NOON), 0);
	int64_t claim = waiting(person);
	assert_true(claim > 0);
	assert_ok(propose(claim, &motion), &error);
	assert_false(holds(person, silent));
	turn_all(motion, EH_MOTION_ENACTED);
	assert_true(holds(person, silent));
	assert_int_equal(waiting(person), 0);
	assert_refused(propose(claim, &motion), &error, "nothing here that this motion could decide on");
}

static void a_claim_of_another_place_cannot_be_vouched_for_here(void **state)
{
	const struct eh_actor by = council_actor(house.council);
	int64_t person = 0, motion = 0;

	(void)state;
	assert_ok(ask(silent, "village@gmail.com", true, &person), &error);
	settle(person, NOON);
	struct eh_str id = eh_arena_printf(&arena, "%lld", (long long)waiting(person));
	const struct eh_motion_proposal elsewhere = { { EH_STR("village"), EH_STR("vouch_claim"), EH_STR("claim"), id },
		EH_STR("?") };
	assert_true(eh_motion_propose(&motions, NOON, &by, &elsewhere, &motion, &error) < 0);
}

static void nobody_vouches_for_themselves(void **state)
{
	enum eh_motion_outcome outcome;
	int64_t person = 0, motion = 0;

	(void)state;
	assert_ok(ask(published, "small@example.org", true, &person), &error);
	assert_int_equal(person, house.small); /* a steward of the sector */
	settle(person, NOON);
	assert_ok(propose(waiting(person), &motion), &error);
	assert_ok(turn(house.council, motion, &outcome), &error);
	assert_ok(turn(house.small, motion, &outcome), &error);
	assert_refused(turn(house.big, motion, &outcome), &error, "Nobody vouches for themselves");
	assert_false(holds(person, published));
	/* By others it can be. */
	const struct eh_actor small = council_actor(house.small);
	assert_ok(
	        eh_motion_make(&motions, NOON, &small, motion, EH_MOTION_TAKE_BACK, NOTHING, NOTHING, &outcome, &error), &error);
	const struct eh_seat seat = { council_person(house.db, "tiny"), EH_SIDE_SECTOR, EH_STR("town"), EH_STR("small") };
	assert_ok(eh_steward_enrol(COUNCIL_HOUSE(house.db), NOON, &seat, NULL, &error), &error);
	assert_ok(turn(house.big, motion, &outcome), &error);
	assert_ok(turn(seat.person_id, motion, &outcome), &error);
	assert_int_equal(outcome, EH_MOTION_ENACTED);
	assert_true(holds(person, published));
}

static void who_kept_the_entry_before_may_contest_and_keys_decide(void **state)
{
	int64_t before = member_since("before", published), person = 0, motion = 0;
	struct eh_actor old = as_holder(before, published);
	struct eh_claims claims EH_CLEANUP_CLAIMS = { 0 };

	(void)state;
	assert_ok(ask(published, "newcomer@gmail.com", true, &person), &error);
	settle(person, NOON);
	assert_ok(propose(waiting(person), &motion), &error);
	turn_all(motion, EH_MOTION_ENACTED);
	assert_true(holds(person, published));
	assert_ok(eh_claims_of(house.db, NOON, eh_str_of(published), &claims, &error), &error);
	int64_t claim = claims.items[0].claim_id;
	assert_int_equal(claims.items[0].person_id, person);

	struct eh_actor new = as_holder(person, published), helper = old;
	helper.role = EH_ROLE_COLLEAGUE;
	assert_refused(eh_claim_contest(house.db, NOON, &new, claim, EH_STR("me"), &error), &error, "before it was made");
	assert_refused(eh_claim_contest(house.db, NOON, &helper, claim, EH_STR("no"), &error), &error, "before it was made");
	assert_int_equal(eh_claim_contest(house.db, NOON, &old, claim, EH_STR("  "), &error), EH_INVALID);
	assert_refused(
	        eh_claim_contest(house.db, NOON + 40 * DAY, &old, claim, EH_STR("late"), &error), &error, "within 28 days");
	assert_ok(eh_claim_contest(house.db, NOON, &old, claim, EH_STR("Left us last year."), &error), &error);
	assert_false(holds(person, published));
	assert_true(holds(before, published));
	assert_int_equal(waiting(person), claim);
	/* Asking anew is no way around it. */
	assert_refused(ask(published, "newcomer@gmail.com", true, &person), &error, "contested");
	assert_ok(propose(claim, &motion), &error);
	turn_all(motion, EH_MOTION_ENACTED);
	assert_true(holds(person, published));
}

static void who_comes_later_cannot_contest_who_was_there(void **state)
{
	struct eh_claims claims EH_CLEANUP_CLAIMS = { 0 };
	int64_t person = 0, later;

	(void)state;
	assert_ok(ask(published, "first@gmail.com", true, &person), &error);
	settle(person, NOON);
	later = council_person(house.db, "later");
	assert_ok(eh_role_grant(house.db, NOON + HOUR, &EH_ACTOR_SYSTEM,
	                  &(struct eh_grant){ .person_id = later, .role = EH_ROLE_HOLDER, .org_id = eh_str_of(published) }, NULL,
	                  &error),
	        &error);
	struct eh_actor by = as_holder(later, published);
	assert_refused(eh_claim_contest(house.db, NOON + DAY, &by, waiting(person), EH_STR("mine now"), &error), &error,
	        "before it was made");
}

static void keys_turned_before_a_claim_was_contested_are_void(void **state)
{
	int64_t before = member_since("keeper", silent), person = 0, motion_id = 0, voided = 0;
	struct eh_actor old = as_holder(before, silent);
	enum eh_motion_outcome outcome;
	struct eh_motion motion;

	(void)state;
	assert_ok(ask(silent, "third@gmail.com", true, &person), &error);
	settle(person, NOON);
	assert_ok(propose(waiting(person), &motion_id), &error);
	assert_ok(turn(house.council, motion_id, &outcome), &error);
	assert_ok(eh_claim_contest(house.db, NOON, &old, waiting(person), EH_STR("Who is this?"), &error), &error);
	assert_ok(eh_motion_recheck(&motions, NOON, EH_STR("town"), EH_STR("vouch_claim"), &voided, &error), &error);
	assert_int_equal(voided, 1);
	assert_ok(eh_motion_get(&motions, NOON, motion_id, &arena, &motion, &error), &error);
	assert_false(motion.complete[EH_SIDE_COUNCIL]);
	/* Taken back by its maker, the motion is about nothing any more. */
	const struct eh_actor claimant = { .person_id = person }, other = { .person_id = officer };
	assert_refused(eh_claim_withdraw(house.db, NOON, &other, waiting(person), &error), &error, "whoever made it");
	assert_ok(eh_claim_withdraw(house.db, NOON, &claimant, waiting(person), &error), &error);
	assert_ok(turn(house.council, motion_id, &outcome), &error);
	assert_int_equal(outcome, EH_MOTION_VOIDED);
}

static void what_both_keys_leave_alone_lapses(void **state)
{
	int64_t person = 0;

	(void)state;
	assert_ok(ask(silent, "slow@gmail.com", true, &person), &error);
	settle(person, NOON);
	assert_ok(eh_claims_lapse(house.db, NOON + 89 * DAY, &error), &error);
	assert_true(waiting(person));
	assert_ok(eh_claims_lapse(house.db, NOON + 91 * DAY, &error), &error);
	assert_false(waiting(person));
}

static void what_was_written_of_somebody_goes_with_them(void **state)
{
	int64_t before = member_since("witness", silent), person = 0;
	struct eh_actor old = as_holder(before, silent);
	struct eh_claims claims EH_CLEANUP_CLAIMS = { 0 };

	(void)state;
	assert_ok(ask(silent, "gone@gmail.com", true, &person), &error);
	settle(person, NOON);
	assert_ok(eh_claim_contest(house.db, NOON, &old, waiting(person), EH_STR("Owes us money."), &error), &error);
	assert_ok(eh_person_erase(house.db, NOON, &EH_ACTOR_SYSTEM, person, EH_STR("asked for"), &error), &error);
	assert_ok(eh_claims_of(house.db, NOON, eh_str_of(silent), &claims, &error), &error);
	for (size_t i = 0; i < claims.count; i++)
		if (claims.items[i].person_id == person) {
			assert_null(claims.items[i].why.p);
			assert_null(claims.items[i].name.p);
			assert_str(claims.items[i].state, "lapsed");
		}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(the_address_that_a_register_publishes_shows_who_speaks, setup, teardown),
		cmocka_unit_test_setup_teardown(being_vouched_for_takes_a_letter_and_both_keys, setup, teardown),
		cmocka_unit_test_setup_teardown(a_claim_of_another_place_cannot_be_vouched_for_here, setup, teardown),
		cmocka_unit_test_setup_teardown(nobody_vouches_for_themselves, setup, teardown),
		cmocka_unit_test_setup_teardown(who_kept_the_entry_before_may_contest_and_keys_decide, setup, teardown),
		cmocka_unit_test_setup_teardown(who_comes_later_cannot_contest_who_was_there, setup, teardown),
		cmocka_unit_test_setup_teardown(keys_turned_before_a_claim_was_contested_are_void, setup, teardown),
		cmocka_unit_test_setup_teardown(what_both_keys_leave_alone_lapses, setup, teardown),
		cmocka_unit_test_setup_teardown(what_was_written_of_somebody_goes_with_them, setup, teardown),
	};

	return cmocka_run_group_tests_name("claims", tests, NULL, NULL);
}
