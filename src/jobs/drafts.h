/* drafts.h: the draft of a place's report, made by a worker. Two drafts are never made at once, nor one of a list that is being made anew by the
 * same queue: they and builds share a key. */
#ifndef EH_JOBS_DRAFTS_H
#define EH_JOBS_DRAFTS_H

#include "govern/actor.h"
#include "worker.h"

/* Asks for one; the audit says who did. One that waits already is the answer, and nothing is written. In the caller's transaction, or its own. */
enum eh_rc eh_draft_ask(struct eh_db *db, int64_t now, const struct eh_actor *by, struct eh_str place_id, struct eh_error *err);

/* The newest job that makes, made or failed to make a draft of the place; text in `arena`. EH_NOT_FOUND: nobody asked for any lately. */
enum eh_rc eh_draft_job(
        struct eh_db *db, struct eh_str place_id, struct eh_arena *arena, struct eh_job *ret_job, struct eh_error *err);

/* The run of EH_JOB_REPORT. The files take the place of the draft before them whole (publish.h); then "done", the audit, and the end of all keys
 * that were turned for another draft are one transaction. A kill between the two makes the draft once more: keys are held to the files
 * themselves, so that none counts for a draft that nobody saw. */
enum eh_rc eh_draft_run(struct eh_run *run, struct eh_error *err);

#endif
