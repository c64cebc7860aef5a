/* house.h: a house for motions over a report that tests can change, and five invented organisations. */
#ifndef EH_TEST_HOUSE_H
#define EH_TEST_HOUSE_H

#include "council.h"

struct house {
	struct eh_db *db;
	const char *report; /* what publishing would publish; NULL: there is none */
	enum eh_rc effect;  /* what the effect comes to */
	int effects;        /* how often it was called, also where it was rolled back */
	enum eh_side alone; /* with which side, the last time */
	struct eh_motion_act acts[3];
	struct eh_motion_house motions;
	int64_t council, other_council, big, small, branch, large, admin; /* people */
};

/* big is large; small and branch are small; branch is part of big; twin has another name for big; large is large; unknown's income is not
 * known. */
static inline enum eh_rc house_org(void *context, struct eh_str place_id, struct eh_str org_id, struct eh_arena *arena,
        struct eh_org_standing *ret_standing, struct eh_error *err)
{
	static const struct {
		struct eh_str id;
		struct eh_org_standing standing;
	} ORGS[] = {
		{ { "big", 3 }, { { "big", 3 }, { NULL, 0 }, INT64_C(50000000), true } },
		{ { "twin", 4 }, { { "big", 3 }, { NULL, 0 }, INT64_C(50000000), true } },
		{ { "small", 5 }, { { "small", 5 }, { NULL, 0 }, INT64_C(9999999), true } },
		{ { "branch", 6 }, { { "branch", 6 }, { "big", 3 }, INT64_C(100), true } },
		{ { "leaf", 4 }, { { "leaf", 4 }, { "big", 3 }, INT64_C(100), true } },
		{ { "large", 5 }, { { "large", 5 }, { NULL, 0 }, INT64_C(10000000), true } },
		{ { "unknown", 7 }, { { "unknown", 7 }, { NULL, 0 }, EH_DB_NULL, true } },
	};

	(void)context, (void)place_id, (void)arena;
	for (size_t i = 0; i < sizeof ORGS / sizeof *ORGS; i++)
		if (eh_str_eq(org_id, ORGS[i].id)) {
			*ret_standing = ORGS[i].standing;
			return EH_OK;
		}
	return eh_fail(err, EH_NOT_FOUND, "no such organisation");
}

static inline enum eh_rc house_enacts(
        void *context, struct eh_db *db, const struct eh_motion_subject *subject, struct eh_buf *text, struct eh_error *err)
{
	struct house *house = context;

	(void)db, (void)subject;
	if (!house->report)
		return eh_fail(err, EH_NOT_FOUND, "there is no report");
	return eh_buf_add(text, eh_str_of(house->report)) < 0 ? eh_fail_memory(err) : EH_OK;
}

/* Leaves a trace in the store, so that a rollback shows. */
static inline enum eh_rc house_effect(
        void *context, struct eh_db *db, int64_t now, const struct eh_motion *motion, struct eh_error *err)
{
	struct house *house = context;

	house->effects++;
	house->alone = motion->alone_side;
	EH_TRY(eh_audit_write(db, now,
	        &(struct eh_audit_entry){ .by = &EH_ACTOR_SYSTEM,
	                .verb = "published",
	                .subject_kind = "report",
	                .subject_id = motion->subject.subject_id },
	        NULL, err));
	return house->effect == EH_OK ? EH_OK : eh_fail(err, house->effect, "the disk is full");
}

/* `house` must not move afterwards. */
static inline void house_open_at(struct house *house, const char *path)
{
	static const char *const KINDS[] = { "publish_report", "remove_entry", "change_local" };

	*house = (struct house){ .db = council_open_at(path), .report = "first draft" };
	for (int i = 0; i < 3; i++)
		house->acts[i] = (struct eh_motion_act){ KINDS[i], house, house_enacts, house_effect };
	house->motions = (struct eh_motion_house){ house->db, house->acts, 3, house_org, NULL };
	house->council = council_steward(house->db, "council", EH_SIDE_COUNCIL, NULL);
	house->other_council = council_steward(house->db, "other-council", EH_SIDE_COUNCIL, NULL);
	house->big = council_steward(house->db, "big", EH_SIDE_SECTOR, "big");
	house->small = council_steward(house->db, "small", EH_SIDE_SECTOR, "small");
	house->branch = council_steward(house->db, "branch", EH_SIDE_SECTOR, "branch");
	house->large = council_steward(house->db, "large", EH_SIDE_SECTOR, "large");
	house->admin = council_person(house->db, "admin");
	council_role(house->db, house->admin, EH_ROLE_ADMINISTRATOR, NULL, NULL);
}

static inline void house_open(struct house *house) { house_open_at(house, ":memory:"); }

static inline void house_close(struct house *house) { eh_db_close(house->db); }

static inline int64_t house_propose_kind(struct house *house, int64_t by, const char *kind)
{
	const struct eh_actor actor = council_actor(by);
	struct eh_error err = { 0 };
	int64_t motion = 0;

	assert_ok(eh_motion_propose(&house->motions, NOON, &actor,
	                  &(struct eh_motion_proposal){ { EH_STR("town"), eh_str_of(kind), EH_STR("report"), EH_STR("2026-q1") },
	                          EH_STR("It is ready.") },
	                  &motion, &err),
	        &err);
	return motion;
}

static inline int64_t house_propose(struct house *house) { return house_propose_kind(house, house->council, "publish_report"); }

/* Makes a move with the digest that is there now. */
static inline enum eh_rc house_move(struct house *house, int64_t now, int64_t by, int64_t motion_id, enum eh_motion_move move,
        enum eh_motion_outcome *ret_outcome, struct eh_error *err)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	const struct eh_actor actor = council_actor(by);
	struct eh_motion motion;

	EH_TRY(eh_motion_get(&house->motions, now, motion_id, &arena, &motion, err));
	return eh_motion_make(
	        &house->motions, now, &actor, motion_id, move, eh_str_of(motion.digest), EH_STR("because"), ret_outcome, err);
}

static inline enum eh_motion_state house_state(struct house *house, int64_t now, int64_t motion_id)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_error err = { 0 };
	struct eh_motion motion;

	assert_ok(eh_motion_get(&house->motions, now, motion_id, &arena, &motion, &err), &err);
	return motion.state;
}

static inline void house_turn(struct house *house, int64_t by, int64_t motion_id, enum eh_motion_outcome want)
{
	enum eh_motion_outcome outcome = EH_MOTION_VOIDED;
	struct eh_error err = { 0 };

	assert_ok(house_move(house, NOON, by, motion_id, EH_MOTION_TURN, &outcome, &err), &err);
	assert_int_equal(outcome, want);
}

#endif
