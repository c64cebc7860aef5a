/* motion_rules.c: who may do what to a motion, and why not. */
#include "motion_private.h"

static const char *side_title(enum eh_side side) { return side == EH_SIDE_COUNCIL ? "council" : "sector"; }

/* Why an open motion is wanted. */
static enum eh_rc check_open(const struct eh_motion_case *c, char why[EH_WHY_MAX], struct eh_error *err)
{
	static const char *const CLOSED[] = {
		[EH_MOTION_IN_FORCE] = "This motion is in force already.",
		[EH_MOTION_ALONE] = "One side has published this alone; propose it anew.",
		[EH_MOTION_LAPSED] = "This motion has lapsed: its time has passed. Propose it anew.",
		[EH_MOTION_VOID] = "This motion is void: what it was about is no more.",
		[EH_MOTION_WITHDRAWN] = "This motion was withdrawn.",
	};

	return eh_motion_is_open(&c->motion) ? EH_OK : eh_refuse(why, err, "%s", CLOSED[c->motion.state]);
}

/* The steward that the person is here and now. */
static enum eh_rc check_steward(struct eh_motion_case *c, const struct eh_actor *by, const struct eh_person_role **ret_steward,
        char why[EH_WHY_MAX], struct eh_error *err)
{
	struct eh_roles mine EH_CLEANUP_ROLES = { 0 };
	const struct eh_str any = { NULL, 0 };
	char from[32];

	EH_TRY(eh_roles_of_person(c->house->db, c->now, by->person_id, &mine, err));
	if (!by->person_id || eh_roles_find(&mine, EH_ROLE_ADMINISTRATOR, EH_SIDE_NONE, any, any))
		return eh_refuse(why, err, "An administrator turns no key.");
	for (size_t i = 0; i < c->stewards.count; i++) {
		const struct eh_person_role *steward = &c->stewards.items[i];
		if (steward->person_id != by->person_id)
			continue;
		eh_date_words(eh_london_date(steward->effective_at), from);
		if (!steward->in_force)
			return eh_refuse(
			        why, err, "Your key can be turned from %s on; later stewards wait five working days.", from);
		*ret_steward = steward;
		return EH_OK;
	}
	return eh_refuse(why, err, "Only the stewards of this place hold its keys.");
}

static enum eh_rc check_strong(const struct eh_actor *by, char why[EH_WHY_MAX], struct eh_error *err)
{
	return by->strong ? EH_OK : eh_refuse(why, err, "Show the code of your authenticator first.");
}

static const struct eh_motion_key *key_of(const struct eh_motion *motion, int64_t person_id)
{
	for (size_t i = 0; i < motion->key_count; i++)
		if (motion->keys[i].person_id == person_id)
			return &motion->keys[i];
	return NULL;
}

/* Comes from an organisation that is known, and must make a pair with each of the sector that turned its key before. */
static enum eh_rc check_sector(
        struct eh_motion_case *c, const struct eh_person_role *steward, char why[EH_WHY_MAX], struct eh_error *err)
{
	bool known;

	EH_TRY(eh_motion_knows(c, steward->org_id, &known, err));
	if (!known)
		return eh_refuse(why, err,
		        "The list no longer knows the organisation that you come from, so nobody can say what it is connected "
		        "with, and your key does not count.");
	for (size_t i = 0; i < c->motion.key_count; i++) {
		const struct eh_motion_key *first = &c->motion.keys[i];
		struct eh_motion_pair pair;
		if (!first->counts || first->side != EH_SIDE_SECTOR)
			continue;
		EH_TRY(eh_motion_pair(c, first->org_id, steward->org_id, &pair, err));
		if (pair.connection)
			return eh_refuse(why, err,
			        "The sector's key takes two stewards from organisations that are not connected; you and %.*s "
			        "are: %s.",
			        first->name.p ? (int)first->name.n : 15, first->name.p ? first->name.p : "the other steward",
			        pair.connection);
		if (!pair.has_small)
			return eh_refuse(why, err,
			        "One of the sector's two keys must come from an organisation whose income is known to be under "
			        "£%lld; neither yours nor the first one's is.",
			        (long long)c->small_income / 100);
	}
	return EH_OK;
}

static enum eh_rc rule_turn(struct eh_motion_case *c, const struct eh_actor *by, char why[EH_WHY_MAX], struct eh_error *err)
{
	const struct eh_person_role *steward = NULL;

	EH_TRY(check_steward(c, by, &steward, why, err));
	EH_TRY(check_open(c, why, err));
	EH_TRY(check_strong(by, why, err));
	if (key_of(&c->motion, by->person_id))
		return eh_refuse(why, err, "You have turned your key already.");
	if (c->motion.complete[steward->side])
		return eh_refuse(why, err, "The %s's key is turned already.", side_title(steward->side));
	return steward->side == EH_SIDE_SECTOR ? check_sector(c, steward, why, err) : EH_OK;
}

static enum eh_rc rule_take_back(struct eh_motion_case *c, const struct eh_actor *by, char why[EH_WHY_MAX], struct eh_error *err)
{
	EH_TRY(check_open(c, why, err));
	return key_of(&c->motion, by->person_id) ? EH_OK : eh_refuse(why, err, "You have turned no key here.");
}

static enum eh_rc rule_refuse(struct eh_motion_case *c, const struct eh_actor *by, char why[EH_WHY_MAX], struct eh_error *err)
{
	const struct eh_person_role *steward = NULL;

	EH_TRY(check_steward(c, by, &steward, why, err));
	EH_TRY(check_open(c, why, err));
	if (key_of(&c->motion, by->person_id))
		return eh_refuse(why, err, "You have turned your key; take it back before you refuse.");
	if (c->motion.complete[steward->side])
		return eh_refuse(why, err, "The %s's key is turned; it can be taken back by those who turned it.",
		        side_title(steward->side));
	return EH_OK;
}

static enum eh_rc rule_reply(struct eh_motion_case *c, const struct eh_actor *by, char why[EH_WHY_MAX], struct eh_error *err)
{
	const struct eh_person_role *steward = NULL;

	EH_TRY(check_steward(c, by, &steward, why, err));
	if (c->motion.state != EH_MOTION_ALONE)
		return eh_refuse(why, err, "A reply stands beside what one side published alone; this was not.");
	if (steward->side == c->motion.alone_side)
		return eh_refuse(why, err, "The reply is the other side's.");
	return EH_OK;
}

static enum eh_rc rule_withdraw(struct eh_motion_case *c, const struct eh_actor *by, char why[EH_WHY_MAX], struct eh_error *err)
{
	const struct eh_person_role *steward = eh_motion_steward(c, by->person_id);

	EH_TRY(check_open(c, why, err));
	if (by->person_id == c->motion.proposed_by || (steward && steward->side == c->motion.proposed_side))
		return EH_OK;
	return eh_refuse(why, err, "Only whoever proposed it or a steward of the %s may withdraw it.",
	        side_title(c->motion.proposed_side));
}

static enum eh_rc rule_alone(struct eh_motion_case *c, const struct eh_actor *by, char why[EH_WHY_MAX], struct eh_error *err)
{
	const struct eh_person_role *steward = NULL;
	char until[32];

	EH_TRY(check_steward(c, by, &steward, why, err));
	if (!c->motion.kind->alone)
		return eh_refuse(why, err, "This takes both keys; neither side may do it alone.");
	if (c->motion.state != EH_MOTION_LAPSED)
		EH_TRY(check_open(c, why, err));
	EH_TRY(check_strong(by, why, err));
	if (!c->motion.complete[steward->side])
		return eh_refuse(why, err, "The %s's own key is not turned.", side_title(steward->side));
	enum eh_side other = eh_side_other(steward->side);
	if (c->motion.state == EH_MOTION_LAPSED || c->refused[other] || !eh_motion_steward_count(c, other))
		return EH_OK;
	eh_date_words(eh_london_date(c->motion.lapses_at - 1), until);
	return eh_refuse(why, err, "The %s has until the end of %s to answer.", side_title(other), until);
}

enum eh_rc eh_motion_rule(
        struct eh_motion_case *c, const struct eh_actor *by, enum eh_motion_move move, char why[EH_WHY_MAX], struct eh_error *err)
{
	static enum eh_rc (*const RULES[])(
	        struct eh_motion_case *, const struct eh_actor *, char[EH_WHY_MAX], struct eh_error *) = {
		[EH_MOTION_TURN] = rule_turn,
		[EH_MOTION_TAKE_BACK] = rule_take_back,
		[EH_MOTION_REFUSE] = rule_refuse,
		[EH_MOTION_REPLY] = rule_reply,
		[EH_MOTION_WITHDRAW] = rule_withdraw,
		[EH_MOTION_GO_ALONE] = rule_alone,
	};

	return RULES[move](c, by, why, err);
}

enum eh_rc eh_motion_may(const struct eh_motion_house *house, int64_t now, const struct eh_actor *by, int64_t motion_id,
        enum eh_motion_move move, char why[EH_WHY_MAX], struct eh_error *err)
{
	struct eh_motion_case c EH_CLEANUP_MOTION_CASE = { 0 };

	EH_TRY(eh_motion_case_load(house, now, motion_id, &c, err));
	return eh_motion_rule(&c, by, move, why, err);
}
