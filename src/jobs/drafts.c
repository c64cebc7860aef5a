/* drafts.c: drafts.h. */
#include "drafts.h"

#include "exchange/publish.h"
#include "govern/audit.h"
#include "motion_letters.h"
#include "queries.h"
#include "runs.h"

static enum eh_rc note(
        struct eh_db *db, int64_t now, const struct eh_actor *by, const char *verb, struct eh_str place_id, struct eh_error *err)
{
	const struct eh_audit_entry entry = { .by = by,
		.verb = verb,
		.subject_kind = "report",
		.subject_id = EH_STR("draft"),
		.place_id = place_id,
		.is_public = true };

	return eh_audit_write(db, now, &entry, NULL, err);
}

static enum eh_rc ask(struct eh_db *db, int64_t now, const struct eh_actor *by, struct eh_str place_id, struct eh_error *err)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_job newest;
	enum eh_rc rc = eh_draft_job(db, place_id, &arena, &newest, err);

	if (rc == EH_OK && eh_str_eq(newest.state, EH_STR("queued")))
		return EH_OK;
	if (rc < 0 && rc != EH_NOT_FOUND)
		return rc;
	EH_TRY(eh_job_add(db, now,
	        &(const struct eh_job_new){ .kind = EH_JOB_REPORT,
	                .key = eh_str_of(eh_job_kind_name(EH_JOB_BUILD)),
	                .place_id = place_id,
	                .asked_by = by->person_id },
	        NULL, err));
	return note(db, now, by, "asked for", place_id, err);
}

enum eh_rc eh_draft_ask(struct eh_db *db, int64_t now, const struct eh_actor *by, struct eh_str place_id, struct eh_error *err)
{
	if (eh_db_in_transaction(db))
		return ask(db, now, by, place_id, err);
	EH_TRY(eh_db_begin(db, err));
	enum eh_rc rc = ask(db, now, by, place_id, err);
	if (rc >= 0)
		return eh_db_commit(db, err);
	eh_db_rollback(db);
	return rc;
}

enum eh_rc eh_draft_job(
        struct eh_db *db, struct eh_str place_id, struct eh_arena *arena, struct eh_job *ret_job, struct eh_error *err)
{
	struct eh_q_job_newest newest;

	EH_TRY(eh_q_job_newest(db, eh_str_of(eh_job_kind_name(EH_JOB_REPORT)), place_id, arena, &newest, err));
	return eh_job_get(db, newest.job_id, arena, ret_job, err);
}

/* Keys turned for another draft than the one that stands now are void. */
static enum eh_rc settle(struct eh_run *run, const char *root, int64_t *ret_voided, struct eh_error *err)
{
	int64_t now = eh_worker_now(run->worker);
	const struct eh_motion_act act = eh_publish_act(root);
	const struct eh_motion_house house = { .db = run->db, .acts = &act, .act_count = 1 };

	EH_TRY(note(run->db, now, &EH_ACTOR_SYSTEM, "made", run->job.place_id, err));
	EH_TRY(eh_motion_recheck(&house, now, run->job.place_id, EH_STR("publish_report"), ret_voided, err));
	return eh_motion_letters(run->db, now, eh_str_of(run->worker->base_url),
	        &(const struct eh_motion_news){ EH_MOTION_TOLD_VOIDED, run->job.place_id, 0 }, err);
}

enum eh_rc eh_draft_run(struct eh_run *run, struct eh_error *err)
{
	struct eh_str root = eh_publish_root(&run->arena, run->worker->store);
	struct eh_q_place_find place;
	uint64_t files = 0;
	int64_t voided = 0;

	EH_TRY(eh_arena_check(&run->arena, EH_OK, err));
	EH_TRY(eh_q_place_find(run->db, run->job.place_id, &run->arena, &place, err));
	const struct eh_publish_draft draft = {
		.root = root.p,
		.place_id = place.place_id,
		.council = place.council_code,
		.threads = run->worker->threads,
		.progress = eh_run_progress,
		.progress_context = run,
	};
	EH_TRY(eh_publish_draft(run->db, &draft, &files, err));
	EH_TRY(eh_db_begin(run->db, err));
	enum eh_rc rc = settle(run, root.p, &voided, err);
	if (rc >= 0)
		rc = eh_buf_printf(&run->result, "%llu files%s", (unsigned long long)files,
		        voided ? "; it differs from the draft before it, so all keys turned for that are void" : "");
	return eh_run_end(run, rc, eh_buf_str(&run->result), err);
}
