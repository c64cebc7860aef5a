/* test_motion.c: the two keys. */
#include "test.h"

#include "house.h"

static int set_up(void **state)
{
	struct house *house = calloc(1, sizeof *house);

	house_open(house);
	*state = house;
	return 0;
}

static int tear_down(void **state)
{
	house_close(*state);
	free(*state);
	return 0;
}

static enum eh_rc propose(struct house *house, int64_t by, const struct eh_motion_proposal *proposal, struct eh_error *err)
{
	const struct eh_actor actor = council_actor(by);
	int64_t motion;

	return eh_motion_propose(&house->motions, NOON, &actor, proposal, &motion, err);
}

static void a_motion_is_in_force_when_both_sides_have_turned_their_key(void **state)
{
	struct house *house = *state;
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_error err = { 0 };
	struct eh_str wanted;
	struct eh_motion motion;
	int64_t id = house_propose(house);

	assert_int_equal(house_state(house, NOON, id), EH_MOTION_PROPOSED);
	house_turn(house, house->council, id, EH_MOTION_DONE);
	assert_int_equal(house_state(house, NOON, id), EH_MOTION_ONE_KEY);
	house_turn(house, house->big, id, EH_MOTION_DONE);
	assert_ok(eh_motion_get(&house->motions, NOON, id, &arena, &motion, &err), &err);
	assert_true(motion.complete[EH_SIDE_COUNCIL] && !motion.complete[EH_SIDE_SECTOR]);
	assert_ok(eh_motion_wanted(&motion, &arena, &wanted, &err), &err);
	assert_true(eh_str_find(wanted, EH_STR("one has turned it")) > 0);
	assert_int_equal(house->effects, 0);
	house_turn(house, house->small, id, EH_MOTION_ENACTED);
	assert_int_equal(house->effects, 1);
	assert_ok(eh_motion_get(&house->motions, NOON, id, &arena, &motion, &err), &err);
	assert_int_equal(motion.state, EH_MOTION_IN_FORCE);
	assert_str(motion.statement, "Agreed by the council on 1 April 2026 and by the sector on 1 April 2026.");
	assert_int_equal(motion.key_count, 3);
	assert_int_equal(motion.alone_side, EH_SIDE_NONE);
	assert_ok(eh_audit_verify(house->db, NULL, NULL, &err), &err);
}

static void the_sectors_key_may_be_turned_first(void **state)
{
	struct house *house = *state;
	int64_t id = house_propose_kind(house, house->small, "remove_entry");

	house_turn(house, house->small, id, EH_MOTION_DONE);
	house_turn(house, house->large, id, EH_MOTION_DONE);
	assert_int_equal(house_state(house, NOON, id), EH_MOTION_ONE_KEY);
	house_turn(house, house->other_council, id, EH_MOTION_ENACTED);
}

/* first and second key of the sector, and the words of the refusal of the second */
static void a_second_key_from_a_connected_or_large_organisation_is_refused_with_the_reason(void **state)
{
	struct house *house = *state;
	const int64_t twin = council_steward(house->db, "twin", EH_SIDE_SECTOR, "twin"),
	              leaf = council_steward(house->db, "leaf", EH_SIDE_SECTOR, "leaf"),
	              unknown = council_steward(house->db, "unknown", EH_SIDE_SECTOR, "unknown"),
	              stray = council_steward(house->db, "stray", EH_SIDE_SECTOR, "nowhere");
	const struct {
		int64_t first, second;
		const char *words; /* NULL: makes the key */
	} CASES[] = {
		{ house->big, house->branch, "one organisation is part of the other" },
		{ house->branch, house->big, "one organisation is part of the other" },
		{ house->branch, leaf, "the same parent" },
		{ house->big, twin, "both come from the same organisation" },
		{ house->big, house->large, "known to be under £100000" },
		{ house->large, unknown, "known to be under £100000" },
		{ unknown, stray, "no longer knows the organisation" },
		{ unknown, house->small, NULL },
		{ house->small, stray, "no longer knows the organisation" },
		{ house->branch, house->large, NULL },
		{ house->small, leaf, NULL },
	};
	struct eh_error err = { 0 };
	enum eh_motion_outcome outcome;

	for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
		int64_t id = house_propose(house);
		house_turn(house, CASES[i].first, id, EH_MOTION_DONE);
		enum eh_rc rc = house_move(house, NOON, CASES[i].second, id, EH_MOTION_TURN, &outcome, &err);
		if (rc != (CASES[i].words ? EH_REFUSED : EH_OK) || (CASES[i].words && !strstr(err.message, CASES[i].words)))
			fail_msg("case %zu: %s: %s", i, eh_rc_name(rc), err.message);
		assert_int_equal(house_state(house, NOON, id), CASES[i].words ? EH_MOTION_PROPOSED : EH_MOTION_ONE_KEY);
		assert_ok(house_move(house, NOON, house->council, id, EH_MOTION_WITHDRAW, &outcome, &err), &err);
	}
}

/* As house_org, when "small" is gone. */
static enum eh_rc without_small(void *context, struct eh_str place_id, struct eh_str org_id, struct eh_arena *arena,
        struct eh_org_standing *ret_standing, struct eh_error *err)
{
	return eh_str_eq(org_id, EH_STR("small")) ? eh_fail(err, EH_NOT_FOUND, "no such organisation")
	                                          : house_org(context, place_id, org_id, arena, ret_standing, err);
}

static void a_key_does_not_count_once_the_list_does_not_know_whom_it_is_for(void **state)
{
	struct house *house = *state;
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_motion motion;
	struct eh_error err = { 0 };
	int64_t id = house_propose(house);

	house_turn(house, house->small, id, EH_MOTION_DONE);
	house_turn(house, house->large, id, EH_MOTION_DONE);
	assert_int_equal(house_state(house, NOON, id), EH_MOTION_ONE_KEY);
	house->motions.org = without_small;
	assert_ok(eh_motion_get(&house->motions, NOON, id, &arena, &motion, &err), &err);
	assert_false(motion.complete[EH_SIDE_SECTOR]);
	for (size_t i = 0; i < motion.key_count; i++)
		assert_true(motion.keys[i].counts == eh_str_eq(motion.keys[i].org_id, EH_STR("large")));
	house_turn(house, house->council, id, EH_MOTION_DONE); /* with the sector's two it would be in force */
	/* Another makes the pair with the one that is known. */
	house_turn(house, house->branch, id, EH_MOTION_ENACTED);
	/* And with nothing known of organisations no key of the sector is complete. */
	house->motions.org = NULL;
	id = house_propose(house);
	enum eh_motion_outcome outcome;
	assert_refused(house_move(house, NOON, house->small, id, EH_MOTION_TURN, &outcome, &err), &err, "no longer knows");
}

/* Two of one organisation do not keep a third from making the pair. */
static void a_refused_second_key_leaves_room_for_another(void **state)
{
	struct house *house = *state;
	enum eh_motion_outcome outcome;
	struct eh_error err = { 0 };
	int64_t id = house_propose(house);

	house_turn(house, house->big, id, EH_MOTION_DONE);
	assert_refused(house_move(house, NOON, house->large, id, EH_MOTION_TURN, &outcome, &err), &err, "under £100000");
	house_turn(house, house->small, id, EH_MOTION_DONE);
	assert_int_equal(house_state(house, NOON, id), EH_MOTION_ONE_KEY);
}

static void a_key_is_turned_by_stewards_alone(void **state)
{
	struct house *house = *state;
	const int64_t nobody = council_person(house->db, "nobody"), officer = council_person(house->db, "officer");
	struct eh_error err = { 0 };
	enum eh_motion_outcome outcome;
	int64_t id = house_propose(house);
	char why[EH_WHY_MAX];
	const struct eh_actor admin = council_actor(house->admin), weak = { .person_id = house->council };

	council_role(house->db, officer, EH_ROLE_OFFICER, "town", NULL);
	assert_refused(
	        house_move(house, NOON, nobody, id, EH_MOTION_TURN, &outcome, &err), &err, "Only the stewards of this place");
	assert_refused(
	        house_move(house, NOON, officer, id, EH_MOTION_TURN, &outcome, &err), &err, "Only the stewards of this place");
	assert_refused(
	        house_move(house, NOON, house->admin, id, EH_MOTION_TURN, &outcome, &err), &err, "An administrator turns no key");
	assert_refused(house_move(house, NOON, 0, id, EH_MOTION_TURN, &outcome, &err), &err, "An administrator turns no key");
	for (int move = EH_MOTION_TURN; move <= EH_MOTION_GO_ALONE; move++)
		assert_int_equal(
		        eh_motion_may(&house->motions, NOON, &admin, id, (enum eh_motion_move)move, why, &err), EH_REFUSED);
	assert_int_equal(eh_motion_may(&house->motions, NOON, &weak, id, EH_MOTION_TURN, why, &err), EH_REFUSED);
	assert_non_null(strstr(why, "authenticator"));
	assert_int_equal(house_move(house, NOON, house->council, 99, EH_MOTION_TURN, &outcome, &err), EH_NOT_FOUND);
}

static void a_later_steward_turns_no_key_before_time(void **state)
{
	struct house *house = *state;
	const struct eh_actor other = council_actor(house->other_council), council = council_actor(house->council);
	const struct eh_seat seat = { council_person(house->db, "later"), EH_SIDE_COUNCIL, EH_STR("town"), NOTHING };
	struct eh_error err = { 0 };
	enum eh_motion_outcome outcome;
	int64_t id = house_propose(house), invitation = 0;

	assert_ok(eh_steward_invite(COUNCIL_HOUSE(house->db), NOON, &other, &seat, &invitation, &err), &err);
	assert_ok(eh_steward_confirm(COUNCIL_HOUSE(house->db), NOON, &council, invitation, NOTHING, NULL, &err), &err);
	assert_refused(
	        house_move(house, NOON, seat.person_id, id, EH_MOTION_TURN, &outcome, &err), &err, "from 11 April 2026 on");
	assert_ok(house_move(house, eh_london_midnight(eh_date_make(2026, 4, 11)), seat.person_id, id, EH_MOTION_TURN, &outcome,
	                  &err),
	        &err);
}

static void a_side_turns_its_key_once(void **state)
{
	struct house *house = *state;
	struct eh_error err = { 0 };
	enum eh_motion_outcome outcome;
	int64_t id = house_propose(house);

	house_turn(house, house->council, id, EH_MOTION_DONE);
	assert_refused(
	        house_move(house, NOON, house->council, id, EH_MOTION_TURN, &outcome, &err), &err, "turned your key already");
	assert_refused(house_move(house, NOON, house->other_council, id, EH_MOTION_TURN, &outcome, &err), &err,
	        "council's key is turned already");
	house_turn(house, house->small, id, EH_MOTION_DONE);
	assert_ok(house_move(house, NOON, house->small, id, EH_MOTION_TAKE_BACK, &outcome, &err), &err);
	assert_refused(house_move(house, NOON, house->small, id, EH_MOTION_TAKE_BACK, &outcome, &err), &err, "no key here");
	house_turn(house, house->big, id, EH_MOTION_DONE);
	house_turn(house, house->small, id, EH_MOTION_ENACTED);
	assert_refused(house_move(house, NOON, house->large, id, EH_MOTION_TURN, &outcome, &err), &err, "in force already");
	assert_refused(house_move(house, NOON, house->small, id, EH_MOTION_TAKE_BACK, &outcome, &err), &err, "in force already");
	assert_refused(house_move(house, NOON, house->council, id, EH_MOTION_WITHDRAW, &outcome, &err), &err, "in force already");
}

static void a_change_voids_the_turned_keys_and_both_sides_see_why(void **state)
{
	struct house *house = *state;
	struct eh_motion_events events __attribute__((cleanup(eh_motion_events_finish))) = { 0 };
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_error err = { 0 };
	struct eh_motion motion;
	int64_t id = house_propose(house);

	house_turn(house, house->council, id, EH_MOTION_DONE);
	house_turn(house, house->big, id, EH_MOTION_DONE);
	house->report = "second draft";
	house_turn(house, house->small, id, EH_MOTION_KEYS_VOIDED);
	assert_int_equal(house->effects, 0);
	assert_ok(eh_motion_get(&house->motions, NOON, id, &arena, &motion, &err), &err);
	assert_int_equal(motion.key_count, 0);
	assert_int_equal(motion.state, EH_MOTION_PROPOSED);
	assert_ok(eh_motion_history(house->db, id, &events, &err), &err);
	assert_str(events.items[events.count - 1].event, "changed");
	assert_true(eh_str_find(events.items[events.count - 1].text, EH_STR("All keys that were turned are void")) > 0);
	house_turn(house, house->small, id, EH_MOTION_DONE);
	house_turn(house, house->big, id, EH_MOTION_DONE);
	house_turn(house, house->council, id, EH_MOTION_ENACTED);
}

static void a_key_is_turned_for_the_digest_that_was_seen(void **state)
{
	struct house *house = *state;
	const struct eh_actor council = council_actor(house->council);
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_motion before;
	struct eh_error err = { 0 };
	enum eh_motion_outcome outcome;
	int64_t id = house_propose(house);

	assert_ok(eh_motion_get(&house->motions, NOON, id, &arena, &before, &err), &err);
	house->report = "second draft";
	assert_ok(eh_db_begin(house->db, &err), &err);
	int64_t voided = 0;
	assert_ok(eh_motion_recheck(&house->motions, NOON, EH_STR("town"), NOTHING, &voided, &err), &err);
	assert_ok(eh_db_commit(house->db, &err), &err);
	assert_int_equal(voided, 1);
	assert_refused(eh_motion_make(&house->motions, NOON, &council, id, EH_MOTION_TURN, eh_str_of(before.digest), NOTHING,
	                       &outcome, &err),
	        &err, "has changed since you opened the page");
	assert_refused(eh_motion_make(&house->motions, NOON, &council, id, EH_MOTION_TURN, EH_STR(""), NOTHING, &outcome, &err),
	        &err, "has changed since you opened the page");
	assert_false(eh_db_in_transaction(house->db));
	assert_int_equal(house_state(house, NOON, id), EH_MOTION_PROPOSED);
	assert_ok(eh_motion_recheck(&house->motions, NOON, EH_STR("town"), NOTHING, &voided, &err), &err);
	assert_int_equal(voided, 0);
}

static void a_motion_about_nothing_is_void(void **state)
{
	struct house *house = *state;
	struct eh_error err = { 0 };
	enum eh_motion_outcome outcome;
	int64_t id = house_propose(house);

	house->report = NULL;
	house_turn(house, house->council, id, EH_MOTION_VOIDED);
	assert_int_equal(house_state(house, NOON, id), EH_MOTION_VOID);
	assert_refused(house_move(house, NOON, house->council, id, EH_MOTION_TURN, &outcome, &err), &err, "void");
	const struct eh_motion_proposal proposal = { { EH_STR("town"), EH_STR("publish_report"), EH_STR("report"), EH_STR("x") },
		EH_STR("why") };
	assert_refused(propose(house, house->council, &proposal, &err), &err, "nothing here");
}

static void the_last_key_and_the_effect_are_kept_together_or_not_at_all(void **state)
{
	struct house *house = *state;
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_audit_head before, after;
	struct eh_error err = { 0 };
	enum eh_motion_outcome outcome = EH_MOTION_DONE;
	struct eh_motion motion;
	int64_t id = house_propose(house);

	house_turn(house, house->small, id, EH_MOTION_DONE);
	house_turn(house, house->large, id, EH_MOTION_DONE);
	house->effect = EH_IO;
	assert_ok(eh_audit_head(house->db, &before, &err), &err);
	assert_int_equal(house_move(house, NOON, house->council, id, EH_MOTION_TURN, &outcome, &err), EH_IO);
	assert_string_equal(err.message, "the disk is full");
	assert_false(eh_db_in_transaction(house->db));
	assert_ok(eh_audit_head(house->db, &after, &err), &err);
	assert_string_equal(before.link, after.link);
	assert_ok(eh_motion_get(&house->motions, NOON, id, &arena, &motion, &err), &err);
	assert_int_equal(motion.key_count, 2);
	assert_int_equal(motion.state, EH_MOTION_ONE_KEY);
	house->effect = EH_OK;
	house_turn(house, house->council, id, EH_MOTION_ENACTED);
	assert_int_equal(house->effects, 2);
}

static void keys_count_while_their_holders_are_stewards(void **state)
{
	struct house *house = *state;
	struct eh_roles roles EH_CLEANUP_ROLES = { 0 };
	struct eh_error err = { 0 };
	const struct eh_actor big = council_actor(house->big);
	int64_t id = house_propose(house);

	house_turn(house, house->big, id, EH_MOTION_DONE);
	house_turn(house, house->small, id, EH_MOTION_DONE);
	assert_int_equal(house_state(house, NOON, id), EH_MOTION_ONE_KEY);
	assert_ok(eh_roles_of_person(house->db, NOON, house->big, &roles, &err), &err);
	assert_ok(eh_role_end(house->db, NOON, &big, roles.items[0].role_id, NOTHING, &err), &err);
	assert_int_equal(house_state(house, NOON, id), EH_MOTION_PROPOSED);
	house_turn(house, house->council, id, EH_MOTION_DONE);
	assert_int_equal(house->effects, 0);
	house_turn(house, house->large, id, EH_MOTION_ENACTED);
}

static void motions_lapse_after_their_days(void **state)
{
	struct house *house = *state;
	struct eh_error err = { 0 };
	enum eh_motion_outcome outcome;
	int64_t id = house_propose(house), lapsed = 0, end = eh_london_midnight(eh_date_make(2026, 4, 30));

	house_turn(house, house->council, id, EH_MOTION_DONE);
	assert_int_equal(house_state(house, end - 1, id), EH_MOTION_ONE_KEY);
	assert_int_equal(house_state(house, end, id), EH_MOTION_LAPSED);
	assert_refused(house_move(house, end, house->small, id, EH_MOTION_TURN, &outcome, &err), &err, "has lapsed");
	assert_ok(eh_motion_lapse(house->db, end - 1, &lapsed, &err), &err);
	assert_int_equal(lapsed, 0);
	assert_ok(eh_motion_lapse(house->db, end, &lapsed, &err), &err);
	assert_int_equal(lapsed, 1);
	assert_ok(eh_motion_lapse(house->db, end, &lapsed, &err), &err);
	assert_int_equal(lapsed, 0);
	assert_int_equal(house_state(house, NOON, id), EH_MOTION_LAPSED);
	/* The same may be asked again. */
	assert_true(house_propose(house) > id);
}

static void the_other_side_may_be_published_without_only_after_it_was_asked(void **state)
{
	struct house *house = *state;
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_error err = { 0 };
	struct eh_motion motion;
	enum eh_motion_outcome outcome;
	int64_t id = house_propose(house), end = eh_london_midnight(eh_date_make(2026, 4, 30));

	assert_refused(
	        house_move(house, NOON, house->council, id, EH_MOTION_GO_ALONE, &outcome, &err), &err, "own key is not turned");
	house_turn(house, house->council, id, EH_MOTION_DONE);
	assert_refused(house_move(house, NOON, house->council, id, EH_MOTION_GO_ALONE, &outcome, &err), &err,
	        "until the end of 29 April 2026");
	assert_refused(house_move(house, end, house->big, id, EH_MOTION_GO_ALONE, &outcome, &err), &err,
	        "sector's own key is not turned");
	assert_refused(house_move(house, end, house->admin, id, EH_MOTION_GO_ALONE, &outcome, &err), &err, "An administrator");
	assert_ok(house_move(house, end, house->council, id, EH_MOTION_GO_ALONE, &outcome, &err), &err);
	assert_int_equal(outcome, EH_MOTION_ENACTED);
	assert_int_equal(house->alone, EH_SIDE_COUNCIL);
	assert_ok(eh_motion_get(&house->motions, end, id, &arena, &motion, &err), &err);
	assert_int_equal(motion.state, EH_MOTION_ALONE);
	assert_str(
	        motion.statement, "Published by the council alone; the sector was asked on 1 April 2026 and has not answered.");
	assert_refused(house_move(house, end, house->council, id, EH_MOTION_REPLY, &outcome, &err), &err, "other side's");
	assert_ok(house_move(house, end, house->small, id, EH_MOTION_REPLY, &outcome, &err), &err);
}

static void a_refusal_lets_the_other_side_publish_alone(void **state)
{
	struct house *house = *state;
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_error err = { 0 };
	struct eh_motion motion;
	enum eh_motion_outcome outcome;
	int64_t id = house_propose_kind(house, house->small, "publish_report");

	assert_refused(house_move(house, NOON, house->small, id, EH_MOTION_REPLY, &outcome, &err), &err, "this was not");
	house_turn(house, house->small, id, EH_MOTION_DONE);
	house_turn(house, house->large, id, EH_MOTION_DONE);
	assert_refused(house_move(house, NOON, house->big, id, EH_MOTION_REFUSE, &outcome, &err), &err, "sector's key is turned");
	assert_ok(house_move(house, NOON + DAY, house->council, id, EH_MOTION_REFUSE, &outcome, &err), &err);
	assert_ok(house_move(house, NOON + DAY, house->large, id, EH_MOTION_GO_ALONE, &outcome, &err), &err);
	assert_ok(eh_motion_get(&house->motions, NOON + DAY, id, &arena, &motion, &err), &err);
	assert_str(motion.statement,
	        "Published by the sector alone; the council was asked on 1 April 2026 and refused on 2 April 2026.");
}

static void one_steward_of_the_sector_does_not_refuse_for_all_and_may_change_their_mind(void **state)
{
	struct house *house = *state;
	struct eh_error err = { 0 };
	enum eh_motion_outcome outcome;
	int64_t id = house_propose(house);

	house_turn(house, house->council, id, EH_MOTION_DONE);
	assert_ok(house_move(house, NOON, house->big, id, EH_MOTION_REFUSE, &outcome, &err), &err);
	assert_refused(house_move(house, NOON, house->council, id, EH_MOTION_GO_ALONE, &outcome, &err), &err, "to answer");
	assert_ok(house_move(house, NOON, house->large, id, EH_MOTION_REFUSE, &outcome, &err), &err);
	house_turn(house, house->big, id, EH_MOTION_DONE);
	assert_refused(house_move(house, NOON, house->big, id, EH_MOTION_REFUSE, &outcome, &err), &err, "take it back before");
	assert_refused(house_move(house, NOON, house->council, id, EH_MOTION_GO_ALONE, &outcome, &err), &err, "to answer");
	house_turn(house, house->small, id, EH_MOTION_ENACTED);
}

static void a_side_without_stewards_is_not_waited_for(void **state)
{
	struct house *house = *state;
	const int64_t sector[] = { house->big, house->small, house->branch, house->large };
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_error err = { 0 };
	struct eh_motion motion;
	enum eh_motion_outcome outcome;
	int64_t id = house_propose(house);

	for (size_t i = 0; i < sizeof sector / sizeof *sector; i++) {
		const struct eh_actor by = council_actor(sector[i]);
		assert_ok(eh_person_leave(house->db, NOON, &by, sector[i], NOTHING, &err), &err);
	}
	house_turn(house, house->council, id, EH_MOTION_DONE);
	assert_ok(house_move(house, NOON, house->council, id, EH_MOTION_GO_ALONE, &outcome, &err), &err);
	assert_ok(eh_motion_get(&house->motions, NOON, id, &arena, &motion, &err), &err);
	assert_str(motion.statement,
	        "Published by the council alone; the sector was asked on 1 April 2026 and has no stewards here.");
}

static void nothing_but_a_report_goes_out_alone(void **state)
{
	struct house *house = *state;
	struct eh_error err = { 0 };
	enum eh_motion_outcome outcome;
	int64_t id = house_propose_kind(house, house->council, "remove_entry");

	house_turn(house, house->council, id, EH_MOTION_DONE);
	assert_refused(house_move(house, NOON + 90 * DAY, house->council, id, EH_MOTION_GO_ALONE, &outcome, &err), &err,
	        "takes both keys");
}

static void what_changed_after_it_lapsed_does_not_go_out_alone(void **state)
{
	struct house *house = *state;
	struct eh_error err = { 0 };
	enum eh_motion_outcome outcome;
	int64_t id = house_propose(house);

	house_turn(house, house->council, id, EH_MOTION_DONE);
	house->report = "with named pairs";
	assert_refused(house_move(house, NOON + 90 * DAY, house->council, id, EH_MOTION_GO_ALONE, &outcome, &err), &err,
	        "propose it anew");
	assert_int_equal(house->effects, 0);
}

static void proposals_need_role_subject_and_reasons(void **state)
{
	struct house *house = *state;
	static char long_text[EH_MOTION_LONGEST_REASONS + 2];
	const int64_t nobody = council_person(house->db, "nobody"), officer = council_person(house->db, "officer"),
	              support = council_person(house->db, "support"), holder = council_person(house->db, "holder");
	const struct eh_str town = EH_STR("town"), kind = EH_STR("publish_report"), report = EH_STR("report"),
	                    why = EH_STR("because");
	const struct eh_motion_proposal good = { { town, kind, report, EH_STR("1") }, why };
	memset(long_text, 'x', sizeof long_text - 1);
	const struct {
		struct eh_motion_proposal proposal;
		int64_t by;
		enum eh_rc want;
	} CASES[] = {
		{ { { town, EH_STR("abolish"), report, EH_STR("1") }, why }, house->council, EH_INVALID },
		{ { { town, kind, report, NOTHING }, why }, house->council, EH_INVALID },
		{ { { town, kind, NOTHING, EH_STR("1") }, why }, house->council, EH_INVALID },
		{ { { town, kind, report, EH_STR("1") }, EH_STR(" ") }, house->council, EH_INVALID },
		{ { { town, kind, report, EH_STR("1") }, eh_str_of(long_text) }, house->council, EH_INVALID },
		{ { { town, kind, report, EH_STR("\xff") }, why }, house->council, EH_INVALID },
		{ { { EH_STR("city"), kind, report, EH_STR("1") }, why }, house->council, EH_NOT_FOUND },
		{ { { EH_STR("village"), kind, report, EH_STR("1") }, why }, house->council, EH_REFUSED },
		{ { { town, EH_STR("show_entry"), report, EH_STR("1") }, why }, house->council, EH_UNSUPPORTED },
		{ good, nobody, EH_REFUSED },
		{ good, holder, EH_REFUSED },
		{ good, house->admin, EH_REFUSED },
		{ good, 0, EH_REFUSED },
		{ good, officer, EH_OK },
		{ good, support, EH_REFUSED }, /* the same is open by now */
		{ { { town, kind, report, EH_STR("2") }, why }, support, EH_OK },
		{ { { town, EH_STR("remove_entry"), report, EH_STR("1") }, why }, house->small, EH_OK },
	};
	struct eh_error err = { 0 };

	council_role(house->db, officer, EH_ROLE_OFFICER, "town", NULL);
	council_role(house->db, support, EH_ROLE_INFRASTRUCTURE, "town", NULL);
	council_role(house->db, holder, EH_ROLE_HOLDER, NULL, "big");
	for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
		enum eh_rc rc = propose(house, CASES[i].by, &CASES[i].proposal, &err);
		if (rc != CASES[i].want)
			fail_msg("case %zu: %s: %s", i, eh_rc_name(rc), err.message);
	}
}

static void motions_are_withdrawn_by_their_side_with_a_reason(void **state)
{
	struct house *house = *state;
	const struct eh_actor council = council_actor(house->council);
	struct eh_error err = { 0 };
	enum eh_motion_outcome outcome;
	int64_t id = house_propose(house);

	assert_refused(
	        house_move(house, NOON, house->small, id, EH_MOTION_WITHDRAW, &outcome, &err), &err, "steward of the council");
	assert_int_equal(
	        eh_motion_make(&house->motions, NOON, &council, id, EH_MOTION_WITHDRAW, NOTHING, EH_STR(" "), &outcome, &err),
	        EH_INVALID);
	assert_int_equal(
	        eh_motion_make(&house->motions, NOON, &council, id, EH_MOTION_WITHDRAW, NOTHING, EH_STR("\xff"), &outcome, &err),
	        EH_INVALID);
	assert_ok(house_move(house, NOON, house->other_council, id, EH_MOTION_WITHDRAW, &outcome, &err), &err);
	assert_int_equal(house_state(house, NOON, id), EH_MOTION_WITHDRAWN);
	assert_refused(house_move(house, NOON, house->council, id, EH_MOTION_TURN, &outcome, &err), &err, "withdrawn");
}

static void lists_and_audiences_are_whole(void **state)
{
	struct house *house = *state;
	struct eh_motions all EH_CLEANUP_MOTIONS = { 0 }, open EH_CLEANUP_MOTIONS = { 0 }, elsewhere EH_CLEANUP_MOTIONS = { 0 };
	struct eh_person_list people EH_CLEANUP_PERSON_LIST = { 0 };
	struct eh_error err = { 0 };
	enum eh_motion_outcome outcome;
	const int64_t officer = council_person(house->db, "officer");
	council_role(house->db, officer, EH_ROLE_OFFICER, "town", NULL);
	int64_t first = house_propose(house), second = house_propose_kind(house, officer, "remove_entry");

	assert_ok(house_move(house, NOON, house->council, first, EH_MOTION_WITHDRAW, &outcome, &err), &err);
	assert_ok(eh_motion_list(&house->motions, NOON, EH_STR("town"), false, &all, &err), &err);
	assert_int_equal(all.count, 2);
	assert_int_equal(all.items[0].motion_id, second);
	assert_str(all.items[0].reasons, "It is ready.");
	assert_ok(eh_motion_list(&house->motions, NOON, NOTHING, true, &open, &err), &err);
	assert_int_equal(open.count, 1);
	assert_ok(eh_motion_list(&house->motions, NOON, EH_STR("village"), false, &elsewhere, &err), &err);
	assert_int_equal(elsewhere.count, 0);
	assert_ok(eh_motion_audience(house->db, second, &people, &err), &err);
	assert_int_equal(people.count, 7); /* six stewards and the officer */
}

static void the_public_audit_tells_every_move_and_no_name(void **state)
{
	static const char *const VERBS[] = { "put in force", "published", "turned a key", "turned a key", "turned a key",
		"proposed" };
	struct house *house = *state;
	struct eh_audit_rows rows EH_CLEANUP_AUDIT_ROWS = { 0 };
	struct eh_error err = { 0 };
	size_t at = 0;
	int64_t id = house_propose(house);

	house_turn(house, house->council, id, EH_MOTION_DONE);
	house_turn(house, house->big, id, EH_MOTION_DONE);
	house_turn(house, house->small, id, EH_MOTION_ENACTED);
	assert_ok(eh_audit_list(house->db, &(struct eh_audit_filter){ .subject_kind = EH_STR("motion"), .for_public = true },
	                  &rows, &err),
	        &err);
	assert_int_equal(rows.count, 5);
	for (size_t i = 0; i < sizeof VERBS / sizeof *VERBS; i++)
		if (strcmp(VERBS[i], "published") != 0)
			assert_str(rows.items[at++].verb, VERBS[i]);
	assert_str(rows.items[1].side, "sector");
	assert_str(rows.items[1].org_id, "small");
	assert_int_equal(rows.items[1].person_id, 0);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		TEST(a_motion_is_in_force_when_both_sides_have_turned_their_key),
		TEST(the_sectors_key_may_be_turned_first),
		TEST(a_second_key_from_a_connected_or_large_organisation_is_refused_with_the_reason),
		TEST(a_key_does_not_count_once_the_list_does_not_know_whom_it_is_for),
		TEST(a_refused_second_key_leaves_room_for_another),
		TEST(a_key_is_turned_by_stewards_alone),
		TEST(a_later_steward_turns_no_key_before_time),
		TEST(a_side_turns_its_key_once),
		TEST(a_change_voids_the_turned_keys_and_both_sides_see_why),
		TEST(a_key_is_turned_for_the_digest_that_was_seen),
		TEST(a_motion_about_nothing_is_void),
		TEST(the_last_key_and_the_effect_are_kept_together_or_not_at_all),
		TEST(keys_count_while_their_holders_are_stewards),
		TEST(motions_lapse_after_their_days),
		TEST(the_other_side_may_be_published_without_only_after_it_was_asked),
		TEST(a_refusal_lets_the_other_side_publish_alone),
		TEST(one_steward_of_the_sector_does_not_refuse_for_all_and_may_change_their_mind),
		TEST(a_side_without_stewards_is_not_waited_for),
		TEST(nothing_but_a_report_goes_out_alone),
		TEST(what_changed_after_it_lapsed_does_not_go_out_alone),
		TEST(proposals_need_role_subject_and_reasons),
		TEST(motions_are_withdrawn_by_their_side_with_a_reason),
		TEST(lists_and_audiences_are_whole),
		TEST(the_public_audit_tells_every_move_and_no_name),
	};
	return cmocka_run_group_tests_name("motion", tests, NULL, NULL);
}
