/* motion.c: moves. Each is one transaction, with its effect. */
#include "motion.h"

#include <stdio.h>

#include "audit.h"
#include "motion_private.h"
#include "queries.h"

static struct eh_str side_str(enum eh_side side) { return side ? eh_str_of(eh_side_name(side)) : (struct eh_str){ NULL, 0 }; }

enum eh_rc eh_motion_note(const struct eh_motion_case *c, const struct eh_actor *by, const char *event, const char *verb,
        struct eh_str text, struct eh_error *err)
{
	const struct eh_motion *motion = &c->motion;
	char id[24];

	EH_TRY(eh_q_motion_event_add(c->house->db, motion->subject.place_id, motion->motion_id, c->now, eh_str_of(event),
	        by->person_id, side_str(by->side), text.p ? text : EH_STR(""), err));
	return eh_audit_write(c->house->db, c->now,
	        &(struct eh_audit_entry){ .by = by,
	                .verb = verb,
	                .subject_kind = "motion",
	                .subject_id = eh_audit_id(motion->motion_id, id),
	                .place_id = motion->subject.place_id,
	                .after = eh_str_of(motion->digest),
	                .why = text,
	                .is_public = true },
	        NULL, err);
}

static enum eh_rc decide(
        const struct eh_motion_case *c, const char *state, enum eh_side alone, struct eh_str statement, struct eh_error *err)
{
	return eh_q_motion_decide(c->house->db, c->motion.subject.place_id, c->motion.motion_id, eh_str_of(state), c->now,
	        side_str(alone), statement, err);
}

enum eh_rc eh_motion_refresh(struct eh_motion_case *c, enum eh_motion_outcome *ret_outcome, struct eh_error *err)
{
	const struct eh_str place = c->motion.subject.place_id, none = { NULL, 0 };
	const struct eh_actor system = EH_ACTOR_SYSTEM;
	unsigned char digest[EH_DIGEST];
	enum eh_rc rc = eh_motion_digest(c->house, &c->motion.subject, digest, err);

	*ret_outcome = EH_MOTION_DONE;
	if (rc == EH_NOT_FOUND) {
		*ret_outcome = EH_MOTION_VOIDED;
		EH_TRY(decide(c, "void", EH_SIDE_NONE, none, err));
		return eh_motion_note(c, &system, "void", "voided", EH_STR("What this motion was about is no more."), err);
	}
	if (rc < 0 || memcmp(digest, c->digest, EH_DIGEST) == 0)
		return rc;
	*ret_outcome = EH_MOTION_KEYS_VOIDED;
	eh_motion_digest_hex(digest, c->motion.digest);
	EH_TRY(eh_q_motion_key_clear(c->house->db, place, c->motion.motion_id, err));
	EH_TRY(eh_q_motion_refusal_clear(c->house->db, place, c->motion.motion_id, err));
	EH_TRY(eh_q_motion_digest_set(
	        c->house->db, place, c->motion.motion_id, (struct eh_str){ (const char *)digest, EH_DIGEST }, err));
	return eh_motion_note(c, &system, "changed", "voided keys",
	        c->motion.key_count
	                ? EH_STR("What this motion would do has changed. All keys that were turned are void; look at it again.")
	                : EH_STR("What this motion would do has changed."),
	        err);
}

/* When the last of a side's keys was turned. */
static int64_t turned_at(const struct eh_motion *motion, enum eh_side side)
{
	int64_t last = 0;

	for (size_t i = 0; i < motion->key_count; i++)
		if (motion->keys[i].side == side && motion->keys[i].counts && motion->keys[i].turned_at > last)
			last = motion->keys[i].turned_at;
	return last;
}

static struct eh_str agreed_words(struct eh_motion_case *c)
{
	char council[32], sector[32];

	eh_date_words(eh_london_date(turned_at(&c->motion, EH_SIDE_COUNCIL)), council);
	eh_date_words(eh_london_date(turned_at(&c->motion, EH_SIDE_SECTOR)), sector);
	return eh_arena_printf(&c->arena, "Agreed by the council on %s and by the sector on %s.", council, sector);
}

/* "Published by the council alone; the sector was asked on 3 March 2026 and has not answered." */
static struct eh_str alone_words(struct eh_motion_case *c, enum eh_side side)
{
	enum eh_side other = eh_side_other(side);
	char asked[32], refused[32], answer[64] = "has not answered";

	eh_date_words(eh_london_date(c->motion.proposed_at), asked);
	eh_date_words(eh_london_date(c->refused_at[other]), refused);
	if (c->refused[other])
		snprintf(answer, sizeof answer, "refused on %s", refused);
	else if (!eh_motion_steward_count(c, other))
		snprintf(answer, sizeof answer, "has no stewards here");
	return eh_arena_printf(&c->arena, "Published by the %s alone; the %s was asked on %s and %s.", eh_side_name(side),
	        eh_side_name(other), asked, answer);
}

/* Puts the motion in force, as both sides' or as one's alone, with its effect. */
static enum eh_rc enact(struct eh_motion_case *c, const struct eh_actor *by, enum eh_side alone, struct eh_error *err)
{
	const struct eh_motion_act *act = eh_motion_act_of(c->house, c->motion.subject.kind);
	struct eh_str statement = alone ? alone_words(c, alone) : agreed_words(c);

	if (!statement.p)
		return eh_fail_memory(err);
	EH_TRY(decide(c, alone ? "alone" : "in force", alone, statement, err));
	c->motion.state = alone ? EH_MOTION_ALONE : EH_MOTION_IN_FORCE;
	c->motion.alone_side = alone;
	c->motion.decided_at = c->now;
	c->motion.statement = statement;
	EH_TRY(act->effect(act->context, c->house->db, c->now, &c->motion, err));
	return eh_motion_note(c, by, alone ? "alone" : "in force", alone ? "published alone" : "put in force", statement, err);
}

/* What a move is made with. */
struct move {
	const struct eh_actor *by; /* as the steward that the person is here, where that is one */
	struct eh_str seen, text;
};

static enum eh_rc check_seen(const struct eh_motion_case *c, struct eh_str seen, struct eh_error *err)
{
	if (eh_str_eq(seen, eh_str_of(c->motion.digest)))
		return EH_OK;
	return eh_fail(err, EH_REFUSED, "What this motion would do has changed since you opened the page; look at it again.");
}

static enum eh_rc turn(
        struct eh_motion_case *c, const struct move *move, enum eh_motion_outcome *ret_outcome, struct eh_error *err)
{
	struct eh_motion_case after EH_CLEANUP_MOTION_CASE = { 0 };
	const struct eh_str place = c->motion.subject.place_id;

	EH_TRY(check_seen(c, move->seen, err));
	EH_TRY(eh_q_motion_refusal_delete(c->house->db, place, c->motion.motion_id, move->by->person_id, err));
	EH_TRY(eh_q_motion_key_add(c->house->db, place, c->motion.motion_id, move->by->person_id, side_str(move->by->side),
	        move->by->org_id, (struct eh_str){ (const char *)c->digest, EH_DIGEST }, c->now, err));
	EH_TRY(eh_motion_note(c, move->by, "key", "turned a key", (struct eh_str){ NULL, 0 }, err));
	EH_TRY(eh_motion_case_load(c->house, c->now, c->motion.motion_id, &after, err));
	if (!after.motion.complete[EH_SIDE_COUNCIL] || !after.motion.complete[EH_SIDE_SECTOR])
		return EH_OK;
	*ret_outcome = EH_MOTION_ENACTED;
	return enact(&after, move->by, EH_SIDE_NONE, err);
}

static enum eh_rc take_back(
        struct eh_motion_case *c, const struct move *move, enum eh_motion_outcome *ret_outcome, struct eh_error *err)
{
	(void)ret_outcome;
	EH_TRY(eh_q_motion_key_delete(c->house->db, c->motion.subject.place_id, c->motion.motion_id, move->by->person_id, err));
	return eh_motion_note(c, move->by, "taken back", "took a key back", move->text, err);
}

static enum eh_rc refuse(
        struct eh_motion_case *c, const struct move *move, enum eh_motion_outcome *ret_outcome, struct eh_error *err)
{
	const struct eh_str place = c->motion.subject.place_id;

	(void)ret_outcome;
	EH_TRY(eh_q_motion_refusal_delete(c->house->db, place, c->motion.motion_id, move->by->person_id, err));
	EH_TRY(eh_q_motion_refusal_add(c->house->db, place, c->motion.motion_id, move->by->person_id, side_str(move->by->side),
	        move->by->org_id, c->now, err));
	return eh_motion_note(c, move->by, "refused", "refused", move->text, err);
}

static enum eh_rc reply(
        struct eh_motion_case *c, const struct move *move, enum eh_motion_outcome *ret_outcome, struct eh_error *err)
{
	(void)ret_outcome;
	return eh_motion_note(c, move->by, "reply", "replied", move->text, err);
}

static enum eh_rc withdraw(
        struct eh_motion_case *c, const struct move *move, enum eh_motion_outcome *ret_outcome, struct eh_error *err)
{
	(void)ret_outcome;
	EH_TRY(decide(c, "withdrawn", EH_SIDE_NONE, (struct eh_str){ NULL, 0 }, err));
	return eh_motion_note(c, move->by, "withdrawn", "withdrew", move->text, err);
}

static enum eh_rc go_alone(
        struct eh_motion_case *c, const struct move *move, enum eh_motion_outcome *ret_outcome, struct eh_error *err)
{
	unsigned char digest[EH_DIGEST];
	enum eh_rc rc = eh_motion_digest(c->house, &c->motion.subject, digest, err);

	EH_TRY(check_seen(c, move->seen, err));
	/* Of an open motion this was looked at before; a lapsed one keeps the digest that the other side was asked about. */
	if (rc == EH_NOT_FOUND || (rc == EH_OK && memcmp(digest, c->digest, EH_DIGEST) != 0))
		return eh_fail(err, EH_REFUSED, "What the other side was asked about has changed since; propose it anew.");
	EH_TRY(rc);
	*ret_outcome = EH_MOTION_ENACTED;
	return enact(c, move->by, move->by->side, err);
}

static const struct {
	enum eh_rc (*make)(struct eh_motion_case *, const struct move *, enum eh_motion_outcome *, struct eh_error *);
	bool refresh;  /* looks first whether what would be done is still the same */
	bool must_say; /* needs a text */
} MOVES[] = {
	[EH_MOTION_TURN] = { turn, true, false },
	[EH_MOTION_TAKE_BACK] = { take_back, false, false },
	[EH_MOTION_REFUSE] = { refuse, true, true },
	[EH_MOTION_REPLY] = { reply, false, true },
	[EH_MOTION_WITHDRAW] = { withdraw, false, true },
	[EH_MOTION_GO_ALONE] = { go_alone, true, false },
};

static enum eh_rc check_text(enum eh_motion_move move, struct eh_str text, struct eh_error *err)
{
	if (!eh_utf8_valid(text, NULL))
		return eh_fail(err, EH_INVALID, "the text is not UTF-8");
	if (text.n > EH_MOTION_LONGEST_REASONS)
		return eh_fail(err, EH_INVALID, "this text has at most %d bytes; it has %zu", EH_MOTION_LONGEST_REASONS, text.n);
	if (MOVES[move].must_say && !eh_str_trim(text).n)
		return eh_fail(err, EH_INVALID, "give your reasons: both sides read them");
	return EH_OK;
}

/* As whom the person acts here. */
static struct eh_actor acting(const struct eh_motion_case *c, const struct eh_actor *by)
{
	const struct eh_person_role *steward = eh_motion_steward(c, by->person_id);

	if (!steward)
		return *by;
	return (struct eh_actor){ by->person_id, EH_ROLE_STEWARD, steward->side, steward->org_id, by->strong };
}

static enum eh_rc make(struct eh_motion_case *c, const struct eh_actor *by, enum eh_motion_move move, const struct move *with,
        enum eh_motion_outcome *ret_outcome, struct eh_error *err)
{
	enum eh_motion_outcome outcome = EH_MOTION_DONE;
	char why[EH_WHY_MAX];

	if (MOVES[move].refresh && eh_motion_is_open(&c->motion))
		EH_TRY(eh_motion_refresh(c, &outcome, err));
	if (outcome == EH_MOTION_DONE) {
		EH_TRY(eh_motion_rule(c, by, move, why, err));
		const struct eh_actor as = acting(c, by);
		EH_TRY(MOVES[move].make(c, &(struct move){ &as, with->seen, with->text }, &outcome, err));
	}
	*ret_outcome = outcome;
	return EH_OK;
}

enum eh_rc eh_motion_make(const struct eh_motion_house *house, int64_t now, const struct eh_actor *by, int64_t motion_id,
        enum eh_motion_move move, struct eh_str seen, struct eh_str text, enum eh_motion_outcome *ret_outcome,
        struct eh_error *err)
{
	enum eh_motion_outcome outcome = EH_MOTION_DONE;

	EH_TRY(check_text(move, text, err));
	EH_TRY(eh_db_begin(house->db, err));
	struct eh_motion_case c EH_CLEANUP_MOTION_CASE = { 0 };
	enum eh_rc rc = eh_motion_case_load(house, now, motion_id, &c, err);
	if (rc == EH_OK)
		rc = make(&c, by, move, &(struct move){ NULL, seen, text }, &outcome, err);
	if (rc < 0) {
		eh_db_rollback(house->db);
		return rc;
	}
	EH_TRY(eh_db_commit(house->db, err));
	*ret_outcome = outcome;
	return EH_OK;
}
