#include "updates.h"

#include "queries.h"
#include "register/added.h"
#include "register/register.h"
#include "register/update.h"
#include "runs.h"
#include "schedule.h"

#define DAILY "update "

enum { BEFORE_WORK = 4 * 60 /* four in the morning */ };

bool eh_updates_is(struct eh_str detail) { return eh_str_starts(detail, EH_STR(DAILY)); }

static bool is_wanted(const struct eh_worker *worker, struct eh_str name)
{
	for (size_t i = 0; i < worker->update_count; i++)
		if (eh_str_eq(eh_str_sub(name, sizeof DAILY - 1, name.n), eh_str_of(worker->updates[i].recipe)))
			return true;
	return false;
}

/* Entries of recipes that this worker was not started with. */
static enum eh_rc remove_others(struct eh_db *db, const struct eh_worker *worker, struct eh_error *err)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	EH_VEC(struct eh_str) gone = { 0 };
	enum eh_rc rc;
	{
		struct eh_cursor cursor EH_CLEANUP_CURSOR = { 0 };
		struct eh_q_schedule_list row;
		rc = eh_q_schedule_list(db, &cursor, err);
		while (rc == EH_OK && (rc = eh_q_schedule_list_next(&cursor, &row, err)) == EH_OK) {
			struct eh_str name = eh_arena_str(&arena, row.name);
			if (eh_updates_is(name) && !is_wanted(worker, name) && !eh_vec_push(&gone, name))
				rc = eh_fail_memory(err);
		}
	}
	rc = rc < 0 ? rc : eh_arena_check(&arena, EH_OK, err);
	for (size_t i = 0; rc >= 0 && i < gone.count; i++)
		rc = eh_schedule_remove(db, gone.items[i], err);
	eh_vec_finish(&gone);
	return rc < 0 ? rc : EH_OK;
}

enum eh_rc eh_updates_schedule(struct eh_db *db, int64_t now, const struct eh_worker *worker, struct eh_error *err)
{
	static const struct eh_schedule BUILD = { EH_STR("daily build"), EH_JOB_BUILD, EH_STR("build"), EH_STR(""), EH_EVERY_DAY,
		BEFORE_WORK };
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };

	EH_TRY(remove_others(db, worker, err));
	for (size_t i = 0; i < worker->update_count; i++) {
		struct eh_str name = eh_arena_printf(&arena, DAILY "%s", worker->updates[i].recipe);
		if (!name.p)
			return eh_fail_memory(err);
		const struct eh_schedule update = { name, EH_JOB_IMPORT, EH_STR("import"), name, EH_EVERY_DAY, BEFORE_WORK };
		EH_TRY(eh_schedule_put(db, now, &update, err));
	}
	return worker->update_count ? eh_schedule_remove(db, BUILD.name, err) : eh_schedule_put(db, now, &BUILD, err);
}

/* Before each file, where nothing is half done: whoever asked to stop is heard at once, and the page of jobs says which file it is. */
static enum eh_rc begins(void *context, const struct eh_recipe_edition *edition, struct eh_error *err)
{
	struct eh_run *run = context;

	if (run->worker->stop && atomic_load(run->worker->stop))
		return EH_CANCELLED;
	enum eh_rc rc = eh_job_progress(run->db, eh_worker_now(run->worker), &run->lease, 0, 0, eh_str_of(edition->path), err);
	return rc == EH_CANCELLED
	               ? eh_fail(err, EH_CANCELLED, "somebody stopped it before %s; what was read before stays", edition->path)
	               : rc;
}

static const struct eh_daily_update *update_of(const struct eh_run *run)
{
	struct eh_str recipe = eh_str_sub(run->job.detail, sizeof DAILY - 1, run->job.detail.n);

	for (size_t i = 0; i < run->worker->update_count; i++)
		if (eh_str_eq(recipe, eh_str_of(run->worker->updates[i].recipe)))
			return &run->worker->updates[i];
	return NULL;
}

enum eh_rc eh_updates_run(struct eh_run *run, struct eh_error *err)
{
	const struct eh_daily_update *daily = update_of(run);
	struct eh_recipe recipe EH_CLEANUP_RECIPE = { 0 };
	struct eh_build_summary summary = { 0 };
	struct eh_update_totals totals;

	if (!daily)
		return eh_fail(err, EH_UNSUPPORTED, "this worker was not started with --%.*s", EH_FMT(run->job.detail));
	EH_TRY(eh_recipe_read(daily->recipe, &recipe, err));
	const struct eh_update update = {
		.recipe = &recipe, .folder = daily->folder, .begins = begins, .progress = eh_run_progress, .context = run
	};
	EH_TRY(eh_update_run(run->db, &update, &totals, err));
	EH_TRY(eh_added_settle(run->db, err));
	EH_TRY(eh_build(run->db,
	        &(struct eh_build_options){
	                .threads = run->worker->threads, .progress = eh_run_progress, .progress_context = run },
	        &summary, err));
	return eh_buf_printf(&run->result,
	        "%lld files read in, %lld as they were, %lld not there; the list has %lld organisations%s",
	        (long long)totals.imported, (long long)totals.passed_over, (long long)totals.missing,
	        (long long)summary.organisations,
	        totals.neighbours_kept ? "; the recipe's neighbours were not taken, since both keys have decided them" : "");
}
