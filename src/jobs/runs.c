/* runs.c: the table of kinds, and what each does. A second run of any is harmless: see README.md. */
#include "runs.h"

#include "backup.h"
#include "drafts.h"
#include "invitations.h"
#include "queries.h"
#include "register/added.h"
#include "register/register.h"
#include "updates.h"
#include "uploads.h"

static enum eh_rc run_build(struct eh_run *run, struct eh_error *err)
{
	struct eh_build_summary summary = { 0 };

	EH_TRY(eh_added_settle(run->db, err));
	EH_TRY(eh_build(run->db,
	        &(struct eh_build_options){
	                .threads = run->worker->threads, .progress = eh_run_progress, .progress_context = run },
	        &summary, err));
	return eh_buf_printf(&run->result, "%lld record%s make %lld organisation%s; %lld question%s", (long long)summary.records,
	        eh_plural(summary.records), (long long)summary.organisations, eh_plural(summary.organisations),
	        (long long)summary.questions, eh_plural(summary.questions));
}

/* One file for each day of the week: the newest seven are kept, and each takes the place of its older one whole. */
static enum eh_rc run_backup(struct eh_run *run, struct eh_error *err)
{
	static const char *const DAYS[] = { "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday" };
	struct eh_backup_report report;
	char size[32];
	int32_t date = eh_london_date(eh_worker_now(run->worker));

	if (!run->worker->backup_folder)
		return eh_fail(err, EH_UNSUPPORTED, "no folder for backups is given; start the worker with --backups DIR");
	struct eh_str file = eh_arena_printf(
	        &run->arena, "%s/evenhand-%s.db", run->worker->backup_folder, DAYS[((int64_t)date + 3) % 7]);
	if (!file.p)
		return eh_fail_memory(err);
	EH_TRY(eh_backup_make(run->worker->store, file.p, eh_run_progress, run, &report, err));
	return eh_buf_printf(&run->result, "%s, checked, in %.*s", eh_size_words(report.bytes, size), EH_FMT(file));
}

static enum eh_rc end_mail(struct eh_run *run, int64_t mail_id, const char *state, struct eh_error *err)
{
	EH_TRY(eh_db_begin(run->db, err));
	enum eh_rc rc = eh_q_mail_end(run->db, mail_id, eh_str_of(state), eh_worker_now(run->worker), err);
	return eh_run_end(run, rc, eh_str_of(state), err);
}

#define MANY "invitations "

/* Sent first and marked then: a kill between the two sends it again under the same Message-ID. */
static enum eh_rc run_mail(struct eh_run *run, struct eh_error *err)
{
	struct eh_q_mail_get row;
	struct eh_str many = eh_str_sub(run->job.detail, sizeof MANY - 1, run->job.detail.n);
	int64_t mail_id;

	if (eh_str_starts(run->job.detail, EH_STR(MANY))) {
		EH_TRY(eh_str_to_i64(many, &mail_id));
		return eh_invitations_run(run, mail_id, err);
	}
	EH_TRY(eh_str_to_i64(run->job.detail, &mail_id));
	EH_TRY(eh_q_mail_get(run->db, mail_id, &run->arena, &row, err));
	if (!eh_str_eq(row.state, EH_STR("waiting")))
		return eh_buf_add(&run->result, row.state);
	if (!row.address.p)
		return end_mail(run, mail_id, "given up", err);
	if (!run->worker->mailer)
		return eh_fail(err, EH_IO, "no mail server is configured; the letter waits");
	struct eh_str id = eh_arena_printf(&run->arena, "letter-%lld.%lld", (long long)mail_id, (long long)row.queued_at);
	if (!id.p)
		return eh_fail_memory(err);
	enum eh_rc rc = eh_mailer_send(run->worker->mailer,
	        &(struct eh_mail){ row.address, row.subject, row.body_text, row.body_html, row.unsubscribe, id, row.queued_at },
	        err);
	if (rc == EH_REFUSED || (rc < 0 && run->job.attempts >= run->job.most_attempts))
		EH_TRY(eh_q_mail_end(run->db, mail_id, EH_STR("given up"), eh_worker_now(run->worker), NULL));
	EH_TRY(rc);
	return end_mail(run, mail_id, "sent", err);
}

static enum eh_rc run_import(struct eh_run *run, struct eh_error *err)
{
	return eh_updates_is(run->job.detail) ? eh_updates_run(run, err) : eh_upload_run(run, err);
}

eh_job_run *const eh_job_runs[EH_JOB_KIND_COUNT] = {
	[EH_JOB_IMPORT] = run_import,
	[EH_JOB_BUILD] = run_build,
	[EH_JOB_REPORT] = eh_draft_run,
	[EH_JOB_MAIL] = run_mail,
	[EH_JOB_BACKUP] = run_backup,
	[EH_JOB_DIGEST] = eh_run_letters,
	[EH_JOB_AUDIT_HEAD] = eh_run_letters,
};
