/* test_keys_random.c: whatever people do, in whatever order, nothing is in force without the keys of both sides, and nothing goes out alone that
 * may not. The rules are written here a second time, plainly, from what the tables hold; EVENHAND_SEED chooses other sequences. */
#include "test.h"

#include "house.h"

enum { ROUNDS = 12, STEPS = 220, PEOPLE = 12, MOST_MOTIONS = STEPS };

/* Everybody who takes part, and the world as this test knows it. */
struct play {
	struct house house;
	struct eh_random random;
	int64_t now, people[PEOPLE];
	const char *orgs[PEOPLE]; /* of the sector's stewards */
	enum eh_side sides[PEOPLE];
	bool serving[PEOPLE];
	int64_t motions[MOST_MOTIONS];
	const char *draft[MOST_MOTIONS]; /* the report that its keys were turned for */
	unsigned keys[MOST_MOTIONS];     /* bits: who has turned one for it */
	unsigned refusals[MOST_MOTIONS];
	int64_t lapses[MOST_MOTIONS];
	enum eh_motion_state decided[MOST_MOTIONS]; /* IN_FORCE, ALONE or PROPOSED */
	size_t motion_count;
	int effects, counts[EH_MOTION_WITHDRAWN + 1];
};

static const char *const DRAFTS[] = { "first draft", "second draft", "third draft" };

static bool is_small(const char *org) { return !strcmp(org, "small") || !strcmp(org, "branch") || !strcmp(org, "leaf"); }

/* big and twin are one; branch and leaf are parts of it. */
static bool of_big(const char *org)
{
	return !strcmp(org, "big") || !strcmp(org, "twin") || !strcmp(org, "branch") || !strcmp(org, "leaf");
}

static bool side_complete(const struct play *play, size_t motion, enum eh_side side)
{
	for (int i = 0; i < PEOPLE; i++) {
		if (!(play->keys[motion] >> i & 1) || !play->serving[i] || play->sides[i] != side)
			continue;
		if (side == EH_SIDE_COUNCIL)
			return true;
		for (int j = 0; j < i; j++)
			if (play->keys[motion] >> j & 1 && play->serving[j] && play->sides[j] == side &&
			        strcmp(play->orgs[i], play->orgs[j]) != 0 && !(of_big(play->orgs[i]) && of_big(play->orgs[j])) &&
			        (is_small(play->orgs[i]) || is_small(play->orgs[j])))
				return true;
	}
	return false;
}

static unsigned serving_of(const struct play *play, enum eh_side side)
{
	unsigned count = 0;

	for (int i = 0; i < PEOPLE; i++)
		count += play->serving[i] && play->sides[i] == side;
	return count;
}

static bool has_refused(const struct play *play, size_t motion, enum eh_side side)
{
	unsigned count = 0, stewards = serving_of(play, side);

	for (int i = 0; i < PEOPLE; i++)
		count += (play->refusals[motion] >> i & 1) && play->serving[i] && play->sides[i] == side;
	return count && count >= (side == EH_SIDE_SECTOR && stewards > 1 ? 2u : 1u);
}

static void make_people(struct play *play)
{
	struct house *house = &play->house;
	const int64_t stewards[] = { house->council, house->other_council, house->big, house->small, house->branch,
		house->large };
	static const char *const THEIRS[] = { NULL, NULL, "big", "small", "branch", "large", "leaf", "unknown", "twin" };
	char name[16];

	for (int i = 0; i < PEOPLE; i++) {
		if (i < 6) {
			play->people[i] = stewards[i];
		} else if (i < 9) {
			snprintf(name, sizeof name, "steward%d", i);
			play->people[i] = council_steward(house->db, name, EH_SIDE_SECTOR, THEIRS[i]);
		}
		play->serving[i] = i < 9;
		play->sides[i] = i < 2 ? EH_SIDE_COUNCIL : i < 9 ? EH_SIDE_SECTOR : EH_SIDE_NONE;
		play->orgs[i] = i < 9 ? THEIRS[i] : NULL;
	}
	play->people[9] = house->admin;
	play->people[10] = council_person(house->db, "officer");
	play->people[11] = council_person(house->db, "nobody");
	council_role(house->db, play->people[10], EH_ROLE_OFFICER, "town", NULL);
}

/* ---- What may happen. ---- */

static void step_propose(struct play *play, int who)
{
	static const char *const KINDS[] = { "publish_report", "publish_report", "remove_entry" };
	const struct eh_actor actor = council_actor(play->people[who]);
	char subject[8];
	int64_t id;

	snprintf(subject, sizeof subject, "%u", (unsigned)eh_random_below(&play->random, 4));
	const struct eh_motion_proposal proposal = { { EH_STR("town"), eh_str_of(KINDS[eh_random_below(&play->random, 3)]),
		                                             EH_STR("report"), eh_str_of(subject) },
		EH_STR("why not") };
	enum eh_rc rc = eh_motion_propose(&play->house.motions, play->now, &actor, &proposal, &id, NULL);
	if (rc != EH_OK)
		return;
	if (who == 9 || who == 11 || (who < 9 && !play->serving[who]))
		fail_msg("person %d proposed a motion", who);
	play->draft[play->motion_count] = play->house.report;
	play->lapses[play->motion_count] = eh_london_midnight(eh_london_date(play->now) + 29);
	play->motions[play->motion_count++] = id;
}

/* The digest on somebody's screen is at times an old one. */
static enum eh_rc make_move(
        struct play *play, int who, size_t motion, enum eh_motion_move move, enum eh_motion_outcome *ret_outcome)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_actor actor = council_actor(play->people[who]);
	struct eh_error err = { 0 };
	struct eh_motion seen;

	assert_ok(eh_motion_get(&play->house.motions, play->now, play->motions[motion], &arena, &seen, &err), &err);
	if (eh_random_below(&play->random, 20) == 0)
		seen.digest[0] = seen.digest[0] == '0' ? '1' : '0';
	actor.strong = eh_random_below(&play->random, 20) != 0;
	return eh_motion_make(&play->house.motions, play->now, &actor, play->motions[motion], move, eh_str_of(seen.digest),
	        EH_STR("because"), ret_outcome, NULL);
}

static void note_enacted(struct play *play, int who, size_t motion, enum eh_motion_move move)
{
	enum eh_side side = play->sides[who], other = eh_side_other(side);
	bool council = side_complete(play, motion, EH_SIDE_COUNCIL), sector = side_complete(play, motion, EH_SIDE_SECTOR);

	play->effects++;
	if (move == EH_MOTION_TURN) {
		if (!council || !sector)
			fail_msg("motion %zu came into force without both sides' keys (%x)", motion, play->keys[motion]);
		if (play->draft[motion] != play->house.report)
			fail_msg("motion %zu enacts what nobody turned a key for", motion);
		play->decided[motion] = EH_MOTION_IN_FORCE;
		return;
	}
	bool asked = has_refused(play, motion, other) || !serving_of(play, other) || play->now >= play->lapses[motion];
	if (!side_complete(play, motion, side) || !asked || play->draft[motion] != play->house.report)
		fail_msg("motion %zu went out alone when it may not", motion);
	play->decided[motion] = EH_MOTION_ALONE;
}

static void step_move(struct play *play, int who, enum eh_motion_move move)
{
	enum eh_motion_outcome outcome = EH_MOTION_DONE;
	size_t motion = (size_t)eh_random_below(&play->random, play->motion_count);
	bool was_decided = play->decided[motion] != EH_MOTION_PROPOSED;

	if (make_move(play, who, motion, move, &outcome) != EH_OK)
		return;
	if (outcome == EH_MOTION_KEYS_VOIDED || outcome == EH_MOTION_VOIDED) {
		play->keys[motion] = play->refusals[motion] = 0;
		play->draft[motion] = play->house.report;
		return;
	}
	if (was_decided && move != EH_MOTION_REPLY)
		fail_msg("motion %zu was decided, and somebody made move %d", motion, move);
	if ((move == EH_MOTION_TURN || move == EH_MOTION_REFUSE || move == EH_MOTION_GO_ALONE) &&
	        (who >= 9 || !play->serving[who]))
		fail_msg("person %d, no steward, made move %d", who, move);
	if (move == EH_MOTION_TURN) {
		play->keys[motion] |= 1u << who;
		play->refusals[motion] &= ~(1u << who);
	} else if (move == EH_MOTION_TAKE_BACK) {
		play->keys[motion] &= ~(1u << who);
	} else if (move == EH_MOTION_REFUSE) {
		play->refusals[motion] |= 1u << who;
	}
	if (outcome == EH_MOTION_ENACTED)
		note_enacted(play, who, motion, move);
	else if (move == EH_MOTION_TURN && side_complete(play, motion, EH_SIDE_COUNCIL) &&
	         side_complete(play, motion, EH_SIDE_SECTOR))
		fail_msg("motion %zu has both sides' keys and is not in force", motion);
}

static void step_recheck(struct play *play)
{
	struct eh_error err = { 0 };

	assert_ok(eh_motion_recheck(&play->house.motions, play->now, EH_STR("town"), NOTHING, NULL, &err), &err);
	for (size_t i = 0; i < play->motion_count; i++) {
		struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
		struct eh_motion motion;
		assert_ok(eh_motion_get(&play->house.motions, play->now, play->motions[i], &arena, &motion, &err), &err);
		if ((motion.state == EH_MOTION_PROPOSED || motion.state == EH_MOTION_ONE_KEY) &&
		        play->draft[i] != play->house.report) {
			play->keys[i] = play->refusals[i] = 0;
			play->draft[i] = play->house.report;
		}
	}
}

static void step_leave(struct play *play, int who)
{
	const struct eh_actor actor = council_actor(play->people[who]);
	struct eh_roles roles EH_CLEANUP_ROLES = { 0 };
	struct eh_error err = { 0 };

	if (who >= 9 || !play->serving[who] || eh_random_below(&play->random, 6))
		return;
	assert_ok(eh_roles_of_person(play->house.db, play->now, play->people[who], &roles, &err), &err);
	assert_ok(eh_role_end(play->house.db, play->now, &actor, roles.items[0].role_id, NOTHING, &err), &err);
	play->serving[who] = false;
}

static void step(struct play *play)
{
	int who = (int)eh_random_below(&play->random, PEOPLE);
	unsigned what = (unsigned)eh_random_below(&play->random, 100);
	struct eh_error err = { 0 };

	if (what < 8 || !play->motion_count)
		step_propose(play, who);
	else if (what < 62)
		step_move(play, who, EH_MOTION_TURN);
	else if (what < 65)
		step_move(play, who, EH_MOTION_TAKE_BACK);
	else if (what < 71)
		step_move(play, who % 9, EH_MOTION_REFUSE);
	else if (what < 83)
		for (int tries = 0; tries < 6; tries++)
			step_move(play, (who + tries) % PEOPLE, EH_MOTION_GO_ALONE);
	else if (what < 84)
		step_move(play, who, EH_MOTION_WITHDRAW);
	else if (what < 85)
		step_move(play, who, EH_MOTION_REPLY);
	else if (what < 87)
		play->house.report = DRAFTS[eh_random_below(&play->random, 3)];
	else if (what < 89)
		step_recheck(play);
	else if (what < 91)
		step_leave(play, who);
	else if (what < 94)
		play->house.effect = eh_random_below(&play->random, 3) ? EH_OK : EH_IO;
	else if (what < 98)
		play->now += (int64_t)eh_random_below(&play->random, 12) * DAY;
	else
		assert_ok(eh_motion_lapse(play->house.db, play->now, NULL, &err), &err);
}

/* What the tables say agrees with what happened. */
static void check_end(struct play *play)
{
	struct eh_error err = { 0 };
	int decided = 0;

	for (size_t i = 0; i < play->motion_count; i++) {
		struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
		struct eh_motion motion;
		assert_ok(eh_motion_get(&play->house.motions, play->now, play->motions[i], &arena, &motion, &err), &err);
		bool in_force = motion.state == EH_MOTION_IN_FORCE, alone = motion.state == EH_MOTION_ALONE;
		if (in_force != (play->decided[i] == EH_MOTION_IN_FORCE) || alone != (play->decided[i] == EH_MOTION_ALONE))
			fail_msg("motion %zu is %s", i, eh_motion_state_name(motion.state));
		if (alone && strcmp(motion.kind->name, "publish_report") != 0)
			fail_msg("a motion to %s went out alone", motion.kind->name);
		decided += in_force || alone;
		play->counts[motion.state]++;
	}
	assert_int_equal(decided, play->effects);
	assert_ok(eh_audit_verify(play->house.db, NULL, NULL, &err), &err);
}

static void nothing_is_in_force_without_the_keys_of_both_sides(void **state)
{
	const char *seed = getenv("EVENHAND_SEED");
	struct play *play = calloc(1, sizeof *play);
	int counts[EH_MOTION_WITHDRAWN + 1] = { 0 };

	(void)state;
	for (uint64_t round = 0; round < ROUNDS; round++) {
		*play = (struct play){ .now = NOON };
		house_open(&play->house);
		eh_random_init(&play->random, seed ? strtoull(seed, NULL, 10) : 1, round);
		make_people(play);
		for (int i = 0; i < STEPS; i++)
			step(play);
		check_end(play);
		for (int i = 0; i <= EH_MOTION_WITHDRAWN; i++)
			counts[i] += play->counts[i];
		house_close(&play->house);
	}
	printf("    in force %d, alone %d, one key %d, lapsed %d, withdrawn %d\n", counts[EH_MOTION_IN_FORCE],
	        counts[EH_MOTION_ALONE], counts[EH_MOTION_ONE_KEY], counts[EH_MOTION_LAPSED], counts[EH_MOTION_WITHDRAWN]);
	/* The sequences must reach what they are about; of those that somebody else chose, the rarest need not come. */
	assert_true(counts[EH_MOTION_IN_FORCE] > 5 && (seed || counts[EH_MOTION_ALONE] > 0) && counts[EH_MOTION_LAPSED] > 0);
	free(play);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(nothing_is_in_force_without_the_keys_of_both_sides) };

	return cmocka_run_group_tests_name("keys at random", tests, NULL, NULL);
}
