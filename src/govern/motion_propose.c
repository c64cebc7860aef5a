/* motion_propose.c: a motion begins. */
#include <sodium.h>

#include "audit.h"
#include "motion_private.h"
#include "queries.h"

enum { LONGEST_SUBJECT = 200 };

const struct eh_motion_act *eh_motion_act_of(const struct eh_motion_house *house, struct eh_str kind)
{
	for (size_t i = 0; i < house->act_count; i++)
		if (eh_str_eq(kind, eh_str_of(house->acts[i].kind)))
			return &house->acts[i];
	return NULL;
}

static void hash_text(crypto_generichash_state *state, struct eh_str text)
{
	uint64_t n = text.n;
	unsigned char length[8];

	for (int i = 0; i < 8; i++)
		length[i] = (unsigned char)(n >> 8 * i);
	crypto_generichash_update(state, length, sizeof length);
	crypto_generichash_update(state, (const unsigned char *)text.p, text.n);
}

enum eh_rc eh_motion_digest(const struct eh_motion_house *house, const struct eh_motion_subject *subject,
        unsigned char out[EH_DIGEST], struct eh_error *err)
{
	const struct eh_motion_act *act = eh_motion_act_of(house, subject->kind);
	struct eh_buf text EH_CLEANUP_BUF = { 0 };
	crypto_generichash_state state;

	if (!act)
		return eh_fail(
		        err, EH_UNSUPPORTED, "nothing here can do what a motion of the kind %.*s asks", EH_FMT(subject->kind));
	EH_TRY(act->enacts(act->context, house->db, subject, &text, err));
	crypto_generichash_init(&state, NULL, 0, EH_DIGEST);
	const struct eh_str parts[] = { subject->kind, subject->place_id, subject->subject_kind, subject->subject_id,
		eh_buf_str(&text) };
	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
		hash_text(&state, parts[i]);
	crypto_generichash_final(&state, out, EH_DIGEST);
	return EH_OK;
}

static enum eh_rc check_text(const struct eh_motion_proposal *proposal, struct eh_error *err)
{
	const struct eh_motion_subject *subject = &proposal->subject;
	const struct eh_str texts[] = { subject->subject_kind, subject->subject_id, proposal->reasons };

	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		if (!eh_utf8_valid(texts[i], NULL))
			return eh_fail(err, EH_INVALID, "the motion's text is not UTF-8");
	if (!subject->subject_kind.n || !subject->subject_id.n || subject->subject_kind.n > LONGEST_SUBJECT ||
	        subject->subject_id.n > LONGEST_SUBJECT)
		return eh_fail(err, EH_INVALID, "say what the motion is about, in at most %d bytes", LONGEST_SUBJECT);
	if (!eh_str_trim(proposal->reasons).n)
		return eh_fail(err, EH_INVALID, "give the reasons: both sides read them");
	if (proposal->reasons.n > EH_MOTION_LONGEST_REASONS)
		return eh_fail(err, EH_INVALID, "reasons have at most %d bytes; these have %zu", EH_MOTION_LONGEST_REASONS,
		        proposal->reasons.n);
	return EH_OK;
}

/* The role as which somebody proposes: the first of those that may. */
static enum eh_rc find_proposer(const struct eh_motion_house *house, int64_t now, const struct eh_actor *by,
        const struct eh_motion_proposal *proposal, struct eh_person_role *ret_role, char why[EH_WHY_MAX], struct eh_error *err)
{
	const struct eh_motion_kind *kind = eh_motion_kind(proposal->subject.kind);
	struct eh_roles mine EH_CLEANUP_ROLES = { 0 };

	EH_TRY(eh_roles_of_person(house->db, now, by->person_id, &mine, err));
	for (size_t i = 0; i < mine.count; i++) {
		const struct eh_person_role *role = &mine.items[i];
		if (!role->in_force || !(kind->proposers & 1u << role->role) ||
		        !eh_str_eq(role->place_id, proposal->subject.place_id))
			continue;
		*ret_role = (struct eh_person_role){ .role = role->role, .side = role->side };
		return EH_OK;
	}
	return eh_refuse(
	        why, err, "Stewards, officers and the sector's infrastructure organisation of this place may propose this.");
}

static enum eh_rc check_proposal(const struct eh_motion_house *house, int64_t now, const struct eh_actor *by,
        const struct eh_motion_proposal *proposal, struct eh_person_role *ret_role, char why[EH_WHY_MAX], struct eh_error *err)
{
	const struct eh_motion_subject *subject = &proposal->subject;
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_q_motion_open_same same;

	if (!eh_motion_kind(subject->kind))
		return eh_fail(err, EH_INVALID, "there is no motion of the kind \"%.*s\"", EH_FMT(subject->kind));
	EH_TRY(eh_place_check(house->db, subject->place_id, err));
	EH_TRY(find_proposer(house, now, by, proposal, ret_role, why, err));
	enum eh_rc rc = eh_q_motion_open_same(
	        house->db, subject->place_id, subject->kind, subject->subject_kind, subject->subject_id, now, &arena, &same, err);
	if (rc == EH_OK)
		return eh_refuse(why, err, "Motion %lld asks the same and is still open.", (long long)same.motion_id);
	return rc == EH_NOT_FOUND ? EH_OK : rc;
}

enum eh_rc eh_motion_may_propose(const struct eh_motion_house *house, int64_t now, const struct eh_actor *by,
        const struct eh_motion_proposal *proposal, char why[EH_WHY_MAX], struct eh_error *err)
{
	struct eh_person_role role;

	return check_proposal(house, now, by, proposal, &role, why, err);
}

static enum eh_rc note_proposal(const struct eh_motion_house *house, int64_t now, int64_t motion_id, const struct eh_actor *by,
        const struct eh_motion_proposal *proposal, struct eh_error *err)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	const struct eh_motion_subject *subject = &proposal->subject;
	struct eh_str after = eh_arena_printf(
	        &arena, "%.*s %.*s %.*s", EH_FMT(subject->kind), EH_FMT(subject->subject_kind), EH_FMT(subject->subject_id));
	char id[24];

	if (!after.p)
		return eh_fail_memory(err);
	EH_TRY(eh_q_motion_event_add(house->db, subject->place_id, motion_id, now, EH_STR("proposed"), by->person_id,
	        eh_str_of(eh_side_name(by->side)), proposal->reasons, err));
	return eh_audit_write(house->db, now,
	        &(struct eh_audit_entry){ .by = by,
	                .verb = "proposed",
	                .subject_kind = "motion",
	                .subject_id = eh_audit_id(motion_id, id),
	                .place_id = subject->place_id,
	                .after = after,
	                .why = proposal->reasons,
	                .is_public = true },
	        NULL, err);
}

enum eh_rc eh_motion_propose(const struct eh_motion_house *house, int64_t now, const struct eh_actor *by,
        const struct eh_motion_proposal *proposal, int64_t *ret_motion, struct eh_error *err)
{
	const struct eh_motion_subject *subject = &proposal->subject;
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_person_role role = { 0 };
	struct eh_q_motion_next next;
	unsigned char digest[EH_DIGEST];
	char why[EH_WHY_MAX];

	EH_TRY(check_text(proposal, err));
	EH_TRY(check_proposal(house, now, by, proposal, &role, why, err));
	enum eh_rc rc = eh_motion_digest(house, subject, digest, err);
	if (rc == EH_NOT_FOUND)
		return eh_refuse(why, err, "There is nothing here that this motion could decide on.");
	EH_TRY(rc);
	EH_TRY(eh_q_motion_next(house->db, &arena, &next, err));
	const struct eh_actor as = { by->person_id, role.role, role.side, by->org_id, by->strong };
	int64_t lapses_at = eh_london_midnight(eh_london_date(now) + eh_motion_kind(subject->kind)->lapse_days + 1);
	EH_TRY(eh_q_motion_add(house->db, subject->place_id, next.motion_id, subject->kind, subject->subject_kind,
	        subject->subject_id, proposal->reasons, by->person_id, eh_str_of(eh_side_name(role.side)), now, lapses_at,
	        (struct eh_str){ (const char *)digest, EH_DIGEST }, err));
	EH_TRY(note_proposal(house, now, next.motion_id, &as, proposal, err));
	*ret_motion = next.motion_id;
	return EH_OK;
}
