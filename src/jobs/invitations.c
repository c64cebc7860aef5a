#include "invitations.h"

#include "queries.h"
#include "queue.h"
#include "runs.h"

#define DAY INT64_C(86400000000)

static const char *const WHOMS[EH_INVITE_WHOMS] = { "never", "again", "stale" };

const char *eh_invite_whom_name(enum eh_invite_whom whom) { return WHOMS[whom]; }

enum eh_invite_whom eh_invite_whom_parse(struct eh_str name)
{
	size_t whom = 0;

	while (whom < EH_INVITE_WHOMS && !eh_str_eq(name, eh_str_of(WHOMS[whom])))
		whom++;
	return (enum eh_invite_whom)whom;
}

/* ---- The plan ---- */

void eh_invitation_plan_finish(struct eh_invitation_plan *plan)
{
	eh_vec_finish(plan);
	eh_arena_finish(&plan->arena);
	*plan = (struct eh_invitation_plan){ 0 };
}

static bool matches(const struct eh_q_invite_candidates *row, int64_t now, enum eh_invite_whom whom)
{
	if (whom == EH_INVITE_STALE)
		return row->last_confirmed < eh_london_date(now) - EH_INVITATIONS_STALE_DAYS;
	return (row->invited_at != EH_DB_NULL) == (whom == EH_INVITE_AGAIN);
}

/* All that nobody keeps and that the choice says, before any is looked at closely. */
static enum eh_rc load(struct eh_db *db, int64_t now, struct eh_str council, enum eh_invite_whom whom,
        struct eh_invitation_plan *plan, struct eh_error *err)
{
	struct eh_cursor cursor EH_CLEANUP_CURSOR = { 0 };
	struct eh_q_invite_candidates row;
	enum eh_rc rc = eh_q_invite_candidates(db, council, &cursor, err);

	while (rc == EH_OK && (rc = eh_q_invite_candidates_next(&cursor, &row, err)) == EH_OK) {
		const struct eh_planned one = { eh_arena_str(&plan->arena, row.org_id), eh_arena_str(&plan->arena, row.name),
			(int32_t)row.last_confirmed, EH_INVITE_MAY };
		if (matches(&row, now, whom) && !eh_vec_push(plan, one))
			rc = eh_fail_memory(err);
	}
	return rc < 0 ? rc : eh_arena_check(&plan->arena, EH_OK, err);
}

/* Of two organisations at one address, both are planned; the job finds the second invited lately. */
static enum eh_rc judge(struct eh_db *db, int64_t now, const struct eh_secret *secret, size_t most,
        struct eh_invitation_plan *plan, struct eh_error *err)
{
	plan->matching = (int64_t)plan->count;
	for (size_t i = 0; i < plan->count; i++) {
		struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
		struct eh_invite invite;
		if (plan->counts[EH_INVITE_MAY] == (int64_t)most) {
			plan->count = i;
			break;
		}
		EH_TRY(eh_invite_look(db, now, secret, plan->items[i].org_id, &arena, &invite, err));
		plan->items[i].verdict = invite.verdict;
		plan->counts[invite.verdict]++;
	}
	return EH_OK;
}

enum eh_rc eh_invitations_plan(struct eh_db *db, int64_t now, const struct eh_secret *secret, struct eh_str council,
        enum eh_invite_whom whom, size_t most, struct eh_invitation_plan *ret_plan, struct eh_error *err)
{
	struct eh_invitation_plan plan = { 0 };

	if (whom >= EH_INVITE_WHOMS)
		return eh_fail(err, EH_INVALID, "Choose whom to invite.");
	if (!most || most > EH_INVITATIONS_MOST)
		return eh_fail(err, EH_INVALID, "Send from 1 to %d letters at a time.", EH_INVITATIONS_MOST);
	enum eh_rc rc = load(db, now, council, whom, &plan, err);
	if (rc >= 0)
		rc = judge(db, now, secret, most, &plan, err);
	if (rc < 0)
		eh_invitation_plan_finish(&plan);
	else
		*ret_plan = plan;
	return rc;
}

/* ---- The order ---- */

static const char *outcome_of(enum eh_invite_verdict verdict)
{
	return verdict == EH_INVITE_MAY                                       ? "planned"
	       : verdict == EH_INVITE_LATELY || verdict == EH_INVITE_UNWANTED ? eh_invite_verdict_name(verdict)
	                                                                      : NULL;
}

enum eh_rc eh_invitations_order(struct eh_db *db, int64_t now, const struct eh_actor *by, struct eh_str place_id,
        enum eh_invite_whom whom, const struct eh_invitation_plan *plan, int64_t *ret_run, struct eh_error *err)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	size_t told = 0;

	if (by->role != EH_ROLE_OFFICER && by->role != EH_ROLE_INFRASTRUCTURE)
		return eh_fail(err, EH_REFUSED, "Organisations are invited by an officer or the infrastructure organisation.");
	if (!plan->counts[EH_INVITE_MAY])
		return eh_fail(err, EH_REFUSED, "There is nobody of these who may be invited now.");
	EH_TRY(eh_q_invite_run_add(
	        db, place_id, eh_str_of(WHOMS[whom]), by->person_id, eh_str_of(eh_role_name(by->role)), now, err));
	int64_t number = eh_db_last_id(db);
	for (size_t i = 0; i < plan->count; i++) {
		const char *outcome = outcome_of(plan->items[i].verdict);
		bool passed_over = plan->items[i].verdict != EH_INVITE_MAY;
		if (outcome && (!passed_over || told < EH_INVITATIONS_MOST)) {
			EH_TRY(eh_q_invite_line_add(db, number, plan->items[i].org_id, eh_str_of(outcome), err));
			told += passed_over;
		}
	}
	struct eh_str detail = eh_arena_printf(&arena, "invitations %lld", (long long)number),
	              key = eh_arena_printf(&arena, "invitations %.*s", EH_FMT(place_id));
	EH_TRY(eh_arena_check(&arena, EH_OK, err));
	EH_TRY(eh_job_add(db, now,
	        &(const struct eh_job_new){
	                .kind = EH_JOB_MAIL, .key = key, .place_id = place_id, .detail = detail, .asked_by = by->person_id },
	        NULL, err));
	*ret_run = number;
	return EH_OK;
}

/* ---- The letter ---- */

enum eh_rc eh_invitations_send(struct eh_db *db, int64_t now, const struct eh_inviter *inviter, struct eh_str org_id,
        int64_t *ret_invitation, struct eh_error *err)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_invite_letter letter;

	EH_TRY(eh_invite(db, now, inviter->secret, inviter->by, inviter->place_id, org_id, &arena, &letter, err));
	if (!eh_mail_address_valid(letter.address))
		return eh_fail(err, EH_REFUSED, "What its register publishes is no address that a letter can go to.");
	struct eh_str link = eh_mail_signed(
	        inviter->secret, &arena, eh_arena_printf(&arena, "%lld.invited", (long long)letter.invitation_id));
	const struct eh_mail_facts facts = { .about = letter.name,
		.place = inviter->place_name,
		.said = eh_arena_printf(&arena,
		        "We write to you because %.*s publishes this address for it. It is shown to nobody. You need not do "
		        "anything: the entry stays as it is. We do not ask again for %d days.",
		        EH_FMT(letter.publisher), EH_INVITE_DAYS),
		.link = eh_arena_printf(&arena, "%.*s/invited/%.*s", EH_FMT(inviter->base_url), EH_FMT(link)),
		.unsubscribe = eh_arena_printf(&arena, "%.*s/invited/%.*s/stop", EH_FMT(inviter->base_url), EH_FMT(link)) };
	struct eh_q_mail_last mail;
	EH_TRY(eh_arena_check(&arena, EH_OK, err));
	EH_TRY(eh_mail_queue(db, now, EH_MAIL_ENTRY, 0, letter.address, &facts, NULL, err));
	EH_TRY(eh_q_mail_last(db, &arena, &mail, err));
	EH_TRY(eh_q_claim_invitation_mail(db, letter.invitation_id, mail.mail_id, err));
	*ret_invitation = letter.invitation_id;
	return EH_OK;
}

/* ---- The job ---- */

/* Looked at again: much may have changed since the plan. */
static enum eh_rc send_line(struct eh_run *run, const struct eh_inviter *inviter, int64_t number, struct eh_str org_id,
        size_t *sent, struct eh_error *err)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	int64_t now = eh_worker_now(run->worker), invitation = EH_DB_NULL;
	struct eh_error why = { 0 };
	struct eh_invite invite = { .verdict = EH_INVITE_GONE };
	enum eh_rc rc = eh_invite_look(run->db, now, inviter->secret, org_id, &arena, &invite, &why);

	if (rc < 0 && rc != EH_NOT_FOUND)
		return eh_fail(err, rc, "%s", why.message);
	if (invite.verdict == EH_INVITE_MAY) {
		rc = eh_invitations_send(run->db, now, inviter, org_id, &invitation, &why);
		if (rc == EH_REFUSED)
			invite.verdict = EH_INVITE_UNREACHABLE;
		else if (rc < 0)
			return eh_fail(err, rc, "%s", why.message);
		*sent += rc >= 0;
	}
	return eh_q_invite_line_end(run->db, number, org_id, eh_str_of(eh_invite_verdict_name(invite.verdict)), invitation, err);
}

static enum eh_rc send_all(
        struct eh_run *run, int64_t number, const struct eh_q_invite_run_get *asked, size_t *sent, struct eh_error *err)
{
	struct eh_secret secret EH_CLEANUP_SECRET = { 0 };
	EH_VEC(struct eh_str) planned = { 0 };
	struct eh_q_invite_line_planned row;
	struct eh_q_place_find place;
	const struct eh_actor by = { .person_id = asked->asked_by,
		.role = eh_role_parse(asked->asked_as),
		.side = eh_str_eq(asked->asked_as, EH_STR("officer")) ? EH_SIDE_COUNCIL : EH_SIDE_SECTOR };

	EH_TRY(eh_secret_open(run->worker->store, true, &secret, err));
	EH_TRY(eh_q_place_find(run->db, asked->place_id, &run->arena, &place, err));
	const struct eh_inviter inviter = { &secret, &by, place.place_id, place.name, eh_str_of(run->worker->base_url) };
	enum eh_rc rc;
	{
		struct eh_cursor cursor EH_CLEANUP_CURSOR = { 0 };
		rc = eh_q_invite_line_planned(run->db, number, &cursor, err);
		while (rc == EH_OK && (rc = eh_q_invite_line_planned_next(&cursor, &row, err)) == EH_OK)
			if (!eh_vec_push(&planned, eh_arena_str(&run->arena, row.org_id)))
				rc = eh_fail_memory(err);
	}
	rc = rc < 0 ? rc : eh_arena_check(&run->arena, EH_OK, err);
	for (size_t i = 0; rc >= 0 && i < planned.count; i++)
		rc = send_line(run, &inviter, number, planned.items[i], sent, err);
	eh_vec_finish(&planned);
	return rc < 0 ? rc : eh_q_invite_run_end(run->db, number, eh_worker_now(run->worker), err);
}

enum eh_rc eh_invitations_run(struct eh_run *run, int64_t number, struct eh_error *err)
{
	struct eh_q_invite_run_get asked;
	size_t sent = 0;

	EH_TRY(eh_q_invite_run_get(run->db, number, &run->arena, &asked, err));
	if (asked.ended_at != EH_DB_NULL)
		return eh_buf_add(&run->result, EH_STR("sent already"));
	EH_TRY(eh_db_begin(run->db, err));
	enum eh_rc rc = send_all(run, number, &asked, &sent, err);
	if (rc >= 0)
		rc = eh_buf_printf(&run->result, "%zu organisation%s invited", sent, eh_plural((int64_t)sent));
	return eh_run_end(run, rc, eh_buf_str(&run->result), err);
}
