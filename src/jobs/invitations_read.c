/* invitations_read.c: what came of each organisation that was to be invited. */
#include "invitations.h"
#include "queries.h"

void eh_invitation_run_finish(struct eh_invitation_run *run)
{
	eh_vec_finish(run);
	eh_arena_finish(&run->arena);
	*run = (struct eh_invitation_run){ 0 };
}

static enum eh_invite_verdict verdict_of(struct eh_str outcome)
{
	size_t verdict = 0;

	while (verdict < EH_INVITE_VERDICTS &&
	        !eh_str_eq(outcome, eh_str_of(eh_invite_verdict_name((enum eh_invite_verdict)verdict))))
		verdict++;
	return verdict < EH_INVITE_VERDICTS ? (enum eh_invite_verdict)verdict : EH_INVITE_MAY; /* "planned" */
}

static enum eh_invitation_came came_of(const struct eh_q_invite_lines *row, enum eh_invite_verdict verdict)
{
	if (verdict != EH_INVITE_MAY)
		return EH_CAME_PASSED_OVER;
	if (eh_str_eq(row->outcome, EH_STR("planned")))
		return EH_CAME_WAITS;
	if (row->kept)
		return EH_CAME_CLAIMED;
	if (row->refused)
		return EH_CAME_ENDED;
	if (row->answered_at != EH_DB_NULL)
		return EH_CAME_ANSWERED;
	if (eh_str_eq(row->mail, EH_STR("given up")))
		return EH_CAME_FAILED;
	return eh_str_eq(row->mail, EH_STR("waiting")) ? EH_CAME_WAITS : EH_CAME_SENT;
}

static enum eh_rc load_lines(struct eh_db *db, struct eh_invitation_run *run, struct eh_error *err)
{
	struct eh_cursor cursor EH_CLEANUP_CURSOR = { 0 };
	struct eh_q_invite_lines row;
	enum eh_rc rc = eh_q_invite_lines(db, run->run_id, &cursor, err);

	while (rc == EH_OK && (rc = eh_q_invite_lines_next(&cursor, &row, err)) == EH_OK) {
		enum eh_invite_verdict verdict = verdict_of(row.outcome);
		const struct eh_invitation_line line = { eh_arena_str(&run->arena, row.org_id), eh_db_keep(&run->arena, row.name),
			came_of(&row, verdict), verdict };
		if (!eh_vec_push(run, line))
			rc = eh_fail_memory(err);
		else
			run->counts[line.came]++;
	}
	return rc < 0 ? rc : eh_arena_check(&run->arena, EH_OK, err);
}

enum eh_rc eh_invitation_run_load(
        struct eh_db *db, struct eh_str place_id, int64_t number, struct eh_invitation_run *ret_run, struct eh_error *err)
{
	struct eh_invitation_run run = { .run_id = number };
	struct eh_q_invite_run_get row;
	enum eh_rc rc = eh_q_invite_run_get(db, number, &run.arena, &row, err);

	if (rc == EH_NOT_FOUND || (rc == EH_OK && !eh_str_eq(row.place_id, place_id)))
		rc = eh_fail(err, EH_NOT_FOUND, "Nobody ordered such invitations here.");
	if (rc >= 0) {
		run.asked_at = row.asked_at;
		run.ended_at = row.ended_at;
		run.asked_as = row.asked_as;
		run.whom = eh_invite_whom_parse(row.whom);
		rc = load_lines(db, &run, err);
	}
	if (rc < 0)
		eh_invitation_run_finish(&run);
	else
		*ret_run = run;
	return rc;
}
