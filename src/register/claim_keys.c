/* claim_keys.c: claims that both keys decide: vouched for, or contested. */
#include "claim_private.h"

#define DAY INT64_C(86400000000)

enum eh_rc eh_claim_move(struct eh_db *db, int64_t now, const struct eh_actor *by, int64_t claim_id, int64_t person_id,
        const char *state, struct eh_str why, struct eh_error *err)
{
	char number[24];
	const struct eh_audit_entry entry = { .by = by,
		.verb = state,
		.subject_kind = "claim",
		.subject_id = eh_audit_id(claim_id, number),
		.about_person = person_id,
		.private = why };

	EH_TRY(strcmp(state, "contested") == 0 ? eh_q_claim_contest(db, claim_id, by->person_id, now, why, err)
	                                       : eh_q_claim_move(db, claim_id, eh_str_of(state), now, err));
	return eh_audit_write(db, now, &entry, NULL, err);
}

enum eh_rc eh_claim_hold(struct eh_db *db, int64_t now, int64_t claim_id, struct eh_str org_id, int64_t person_id,
        struct eh_str why, struct eh_error *err)
{
	const struct eh_grant grant = { .person_id = person_id, .role = EH_ROLE_HOLDER, .org_id = org_id, .why = why };

	EH_TRY(eh_claim_move(db, now, &EH_ACTOR_SYSTEM, claim_id, person_id, "held", why, err));
	return eh_role_grant(db, now, &EH_ACTOR_SYSTEM, &grant, NULL, err);
}

static enum eh_rc load(
        struct eh_db *db, int64_t claim_id, struct eh_arena *arena, struct eh_q_claim_get *ret_claim, struct eh_error *err)
{
	enum eh_rc rc = eh_q_claim_get(db, claim_id, arena, ret_claim, err);

	return rc == EH_NOT_FOUND ? eh_fail(err, EH_NOT_FOUND, "There is no such claim.") : rc;
}

/* Whether somebody has held the entry since before the claim was made. */
static enum eh_rc held_before(struct eh_db *db, int64_t now, int64_t person_id, const struct eh_q_claim_get *claim,
        bool *ret_held, struct eh_error *err)
{
	struct eh_roles roles EH_CLEANUP_ROLES = { 0 };

	*ret_held = false;
	EH_TRY(eh_roles_of_org(db, now, claim->org_id, &roles, err));
	for (size_t i = 0; i < roles.count; i++)
		*ret_held |= roles.items[i].role == EH_ROLE_HOLDER && roles.items[i].person_id == person_id &&
		             roles.items[i].granted_at <= claim->asked_at;
	return EH_OK;
}

/* What the claim gave rests while it is contested. */
static enum eh_rc end_role(struct eh_db *db, int64_t now, const struct eh_q_claim_get *claim, struct eh_error *err)
{
	struct eh_roles roles EH_CLEANUP_ROLES = { 0 };

	EH_TRY(eh_roles_of_org(db, now, claim->org_id, &roles, err));
	for (size_t i = 0; i < roles.count; i++)
		if (roles.items[i].role == EH_ROLE_HOLDER && roles.items[i].person_id == claim->person_id)
			EH_TRY(eh_role_end(
			        db, now, &EH_ACTOR_SYSTEM, roles.items[i].role_id, EH_STR("the claim is contested"), err));
	return EH_OK;
}

enum eh_rc eh_claim_contest(
        struct eh_db *db, int64_t now, const struct eh_actor *by, int64_t claim_id, struct eh_str why, struct eh_error *err)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_q_claim_get claim;
	bool before;

	why = eh_str_trim(why);
	EH_TRY(load(db, claim_id, &arena, &claim, err));
	EH_TRY(held_before(db, now, by->person_id, &claim, &before, err));
	if (by->role != EH_ROLE_HOLDER || !before || by->person_id == claim.person_id)
		return eh_fail(err, EH_REFUSED, "A claim is contested by whoever kept the entry before it was made.");
	bool held = eh_str_eq(claim.state, EH_STR("held"));
	if (!held && !eh_str_eq(claim.state, EH_STR("asked")))
		return eh_fail(err, EH_REFUSED, "This claim is %.*s already.", EH_FMT(claim.state));
	if (held && claim.decided_at < now - EH_CLAIM_CONTEST_DAYS * DAY)
		return eh_fail(err, EH_REFUSED, "A claim is contested within %d days.", EH_CLAIM_CONTEST_DAYS);
	if (!why.n || eh_utf8_length(why) > EH_CLAIM_LONGEST_WHY)
		return eh_fail(
		        err, EH_INVALID, "Say in 1,000 characters or fewer why this person does not speak for the organisation.");
	EH_TRY(eh_claim_move(db, now, by, claim_id, claim.person_id, "contested", why, err));
	return end_role(db, now, &claim, err);
}

static bool waits(const struct eh_q_claim_get *claim)
{
	return eh_str_eq(claim->state, EH_STR("asked")) || eh_str_eq(claim->state, EH_STR("contested"));
}

enum eh_rc eh_claim_withdraw(struct eh_db *db, int64_t now, const struct eh_actor *by, int64_t claim_id, struct eh_error *err)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_q_claim_get claim;

	EH_TRY(load(db, claim_id, &arena, &claim, err));
	if (!by->person_id || by->person_id != claim.person_id)
		return eh_fail(err, EH_REFUSED, "A claim is taken back by whoever made it.");
	if (!waits(&claim))
		return eh_fail(err, EH_REFUSED, "This claim is %.*s already.", EH_FMT(claim.state));
	return eh_claim_move(db, now, by, claim_id, claim.person_id, "withdrawn", (struct eh_str){ NULL, 0 }, err);
}

enum eh_rc eh_claims_lapse(struct eh_db *db, int64_t now, struct eh_error *err)
{
	return eh_q_claim_lapse(db, now - EH_CLAIM_DAYS * DAY, now - EH_CLAIM_KEYS_DAYS * DAY, now, err);
}

/* ---- The act ---- */

/* The claim of a motion, if it waits for keys in the motion's place. */
static enum eh_rc subject(struct eh_db *db, const struct eh_motion_subject *of, struct eh_arena *arena, int64_t *ret_number,
        struct eh_q_claim_get *ret_claim, struct eh_str *ret_name, struct eh_error *err)
{
	struct eh_q_claim_in_place here;
	int64_t number;

	if (!eh_str_eq(of->subject_kind, EH_STR("claim")) || eh_str_to_i64(of->subject_id, &number) != EH_OK)
		return eh_fail(err, EH_NOT_FOUND, "There is no such claim.");
	EH_TRY(load(db, number, arena, ret_claim, err));
	bool contested = eh_str_eq(ret_claim->state, EH_STR("contested"));
	if (ret_claim->proved_at == EH_DB_NULL || !waits(ret_claim) ||
	        (!contested && !eh_str_eq(ret_claim->basis, EH_STR("vouching"))))
		return eh_fail(err, EH_NOT_FOUND, "This claim waits for no keys.");
	enum eh_rc rc = eh_q_claim_in_place(db, ret_claim->org_id, of->place_id, arena, &here, err);
	if (rc == EH_NOT_FOUND)
		return eh_fail(err, EH_NOT_FOUND, "The place does not list this organisation.");
	EH_TRY(rc);
	*ret_number = number;
	*ret_name = here.name;
	return EH_OK;
}

/* Names nobody: motions are read by everybody. */
static enum eh_rc enacts(
        void *context, struct eh_db *db, const struct eh_motion_subject *of, struct eh_buf *text, struct eh_error *err)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_q_claim_get claim;
	struct eh_str name;
	int64_t number;

	(void)context;
	EH_TRY(subject(db, of, &arena, &number, &claim, &name, err));
	EH_TRY(eh_buf_printf(text, "claim %lld, %.*s: whoever made it speaks for %.*s, %.*s", (long long)number,
	        EH_FMT(claim.state), EH_FMT(claim.org_id), EH_FMT(name)));
	return EH_OK;
}

static enum eh_rc effect(void *context, struct eh_db *db, int64_t now, const struct eh_motion *motion, struct eh_error *err)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_q_claim_get claim;
	struct eh_str name;
	int64_t number;

	(void)context;
	EH_TRY(subject(db, &motion->subject, &arena, &number, &claim, &name, err));
	for (size_t i = 0; i < motion->key_count; i++)
		if (motion->keys[i].person_id == claim.person_id)
			return eh_fail(err, EH_REFUSED,
			        "Nobody vouches for themselves: one of the keys is turned by whoever made the "
			        "claim.");
	return eh_claim_hold(db, now, number, claim.org_id, claim.person_id, EH_STR("both keys vouched"), err);
}

struct eh_motion_act eh_claim_act(void) { return (struct eh_motion_act){ "vouch_claim", NULL, enacts, effect }; }

/* ---- Lists ---- */

void eh_claims_finish(struct eh_claims *claims)
{
	eh_free(claims->items);
	eh_arena_finish(&claims->arena);
	*claims = (struct eh_claims){ 0 };
}

static enum eh_rc keep(struct eh_claims *found, size_t *cap, struct eh_claim claim, struct eh_error *err)
{
	struct eh_str *const TEXTS[] = { &claim.name, &claim.email, &claim.org_id, &claim.org_name, &claim.basis, &claim.state,
		&claim.why };

	for (size_t i = 0; i < sizeof TEXTS / sizeof *TEXTS; i++)
		*TEXTS[i] = eh_db_keep(&found->arena, *TEXTS[i]);
	if (!eh_vec_grow(&found->items, found->count, cap, sizeof claim))
		return eh_fail_memory(err);
	found->items[found->count++] = claim;
	return EH_OK;
}

static enum eh_rc give(enum eh_rc rc, struct eh_claims *found, struct eh_claims *ret_claims, struct eh_error *err)
{
	rc = rc < 0 ? rc : eh_arena_check(&found->arena, EH_OK, err);
	if (rc < 0)
		eh_claims_finish(found);
	else
		*ret_claims = *found;
	return rc;
}

#define CLAIM(row)                                                                                                               \
	(struct eh_claim)                                                                                                        \
	{                                                                                                                        \
		(row).claim_id, (row).person_id, (row).asked_at, (row).name, (row).email, (row).org_id, (row).org_name,          \
		        (row).basis, (row).state, (row).why                                                                      \
	}

enum eh_rc eh_claims_of(struct eh_db *db, int64_t now, struct eh_str org_id, struct eh_claims *ret_claims, struct eh_error *err)
{
	struct eh_cursor cursor EH_CLEANUP_CURSOR = { 0 };
	struct eh_claims found = { 0 };
	struct eh_q_claim_of_org row;
	size_t cap = 0;
	enum eh_rc rc = eh_q_claim_of_org(db, org_id, now - EH_CLAIM_CONTEST_DAYS * DAY, &cursor, err);

	while (rc == EH_OK && (rc = eh_q_claim_of_org_next(&cursor, &row, err)) == EH_OK)
		rc = keep(&found, &cap, CLAIM(row), err);
	return give(rc == EH_END ? EH_OK : rc, &found, ret_claims, err);
}

enum eh_rc eh_claims_waiting(struct eh_db *db, struct eh_str place_id, struct eh_claims *ret_claims, struct eh_error *err)
{
	struct eh_cursor cursor EH_CLEANUP_CURSOR = { 0 };
	struct eh_claims found = { 0 };
	struct eh_q_claim_waiting row;
	size_t cap = 0;
	enum eh_rc rc = eh_q_claim_waiting(db, place_id, &cursor, err);

	while (rc == EH_OK && (rc = eh_q_claim_waiting_next(&cursor, &row, err)) == EH_OK)
		rc = keep(&found, &cap, CLAIM(row), err);
	return give(rc == EH_END ? EH_OK : rc, &found, ret_claims, err);
}
