/* runs_letters.c: the weekly letter to both sides' stewards, and what is done every day: motions lapse, contacts of meetings long over and what
 * has run out of signing in go, and those who keep an entry are asked, four times a year at most, whether it is still right. */
#include "govern/govern.h"
#include "govern/motion.h"
#include "queries.h"
#include "register/answer_times.h"
#include "register/claim.h"
#include "runs.h"
#include "still_right.h"

#define DAY INT64_C(86400000000)

enum { WEEK_DAYS = 7, KEPT_DAYS = 30 };

static const struct {
	const char *event, *words;
} EVENTS[] = { { "new", "new on the list" }, { "gone", "no longer on it" }, { "merged", "turned out to be one with another" },
	{ "split", "told apart from another" }, { "closed", "closed" }, { "renamed", "renamed" }, { "back", "back on it" } };

static enum eh_rc say_events(struct eh_db *db, struct eh_str council, int64_t since, struct eh_buf *said, struct eh_error *err)
{
	struct eh_cursor cursor EH_CLEANUP_CURSOR = { 0 };
	struct eh_q_digest_event row;
	bool any = false;
	enum eh_rc rc = eh_q_digest_event(db, council, since, &cursor, err);

	while (rc == EH_OK && (rc = eh_q_digest_event_next(&cursor, &row, err)) == EH_OK)
		for (size_t i = 0; i < sizeof EVENTS / sizeof *EVENTS; i++)
			if (eh_str_eq(row.event, eh_str_of(EVENTS[i].event))) {
				EH_TRY(eh_buf_printf(said, "%lld %s.\n", (long long)row.count, EVENTS[i].words));
				any = true;
			}
	EH_TRY(rc == EH_END ? EH_OK : rc);
	return any ? EH_OK : eh_buf_add(said, EH_STR("Nothing on the list changed.\n"));
}

/* Both sides by the measure of the public page. */
static enum eh_rc say_answers(struct eh_db *db, struct eh_str place, int64_t now, struct eh_buf *said, struct eh_error *err)
{
	static const char *const WHO[EH_ANSWERERS] = {
		[EH_ANSWERER_KEEPERS] = "For the keepers of the list", [EH_ANSWERER_ORGANISATIONS] = "For organisations"
	};
	struct eh_answer_times times[EH_ANSWERERS];

	EH_TRY(eh_answer_times(db, place, now, times, err));
	for (size_t i = 0; i < EH_ANSWERERS; i++) {
		EH_TRY(eh_buf_printf(said, "%s: %lld correction%s wait%s, of which %lld %s overdue", WHO[i],
		        (long long)times[i].waiting, eh_plural(times[i].waiting), times[i].waiting == 1 ? "s" : "",
		        (long long)times[i].overdue, times[i].overdue == 1 ? "is" : "are"));
		if (times[i].answered)
			EH_TRY(eh_buf_printf(said,
			        "; in twelve months %lld were answered, half of them within %d working days, %lld in time",
			        (long long)times[i].answered, times[i].half_within, (long long)times[i].in_time));
		EH_TRY(eh_buf_add(said, EH_STR(".\n")));
	}
	return EH_OK;
}

/* The next that takes place, whichever side called it. */
static enum eh_rc say_meeting(struct eh_db *db, struct eh_str place, int64_t now, struct eh_buf *said, struct eh_error *err)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_open_meeting next;
	enum eh_rc rc = eh_open_meeting_next(db, now, place, &arena, &next, err);

	if (rc == EH_NOT_FOUND)
		return EH_OK;
	EH_TRY(rc);
	struct eh_str when = eh_open_meeting_when(&arena, next.says.starts_at, next.says.ends_at);
	return eh_buf_printf(said, "Next open meeting: %.*s, %.*s, called by the %s.\n", EH_FMT(next.says.title), EH_FMT(when),
	        eh_side_name(next.side));
}

static enum eh_rc say_week(struct eh_run *run, const struct eh_q_place_find *place, const struct eh_audit_head *head,
        struct eh_buf *said, struct eh_error *err)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_q_digest_motion motions;
	int64_t now = eh_worker_now(run->worker);

	EH_TRY(say_events(run->db, place->council_code, now - WEEK_DAYS * DAY, said, err));
	EH_TRY(say_answers(run->db, place->place_id, now, said, err));
	EH_TRY(eh_q_digest_motion(run->db, place->place_id, &arena, &motions, err));
	EH_TRY(eh_buf_printf(said, "Motions that wait for a key: %lld.\n", (long long)motions.count));
	EH_TRY(say_meeting(run->db, place->place_id, now, said, err));
	return eh_buf_printf(said,
	        "The audit has %lld row%s. Its head is\n%lld:%s\nKeep this letter: with it anybody can show whether a row was "
	        "changed since (evenhand audit verify --known).",
	        (long long)head->number, eh_plural(head->number), (long long)head->number, head->link);
}

/* One letter to one steward, whose place's week it tells. */
static enum eh_rc tell_steward(struct eh_run *run, const struct eh_secret *secret, const struct eh_q_mail_steward_list *steward,
        const struct eh_audit_head *head, struct eh_error *err)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_buf said EH_CLEANUP_BUF = { 0 };
	struct eh_str base = eh_str_of(run->worker->base_url);
	struct eh_q_place_find place;

	EH_TRY(eh_q_place_find(run->db, steward->place_id, &arena, &place, err));
	EH_TRY(say_week(run, &place, head, &said, err));
	const struct eh_mail_facts facts = { .name = steward->name,
		.place = place.name,
		.said = eh_buf_str(&said),
		.link = eh_arena_printf(&arena, "%.*s/%.*s", EH_FMT(base), EH_FMT(place.place_id)),
		.unsubscribe = eh_mail_unsubscribe_link(secret, &arena, base, steward->person_id, EH_MAIL_DIGEST) };
	EH_TRY(eh_arena_check(&arena, EH_OK, err));
	return eh_mail_queue(
	        run->db, eh_worker_now(run->worker), EH_MAIL_DIGEST, steward->person_id, steward->email, &facts, NULL, err);
}

static enum eh_rc weekly(struct eh_run *run, const struct eh_secret *secret, struct eh_error *err)
{
	struct eh_cursor rows EH_CLEANUP_CURSOR = { 0 };
	struct eh_q_mail_steward_list row;
	struct eh_audit_head head;
	int64_t count = 0;
	enum eh_rc rc;

	EH_TRY(eh_audit_head(run->db, &head, err));
	EH_TRY(eh_q_mail_steward_list(run->db, eh_worker_now(run->worker), &rows, err));
	while ((rc = eh_q_mail_steward_list_next(&rows, &row, err)) == EH_OK) {
		EH_TRY(tell_steward(run, secret, &row, &head, err));
		count++;
	}
	EH_TRY(rc == EH_END ? EH_OK : rc);
	return eh_buf_printf(&run->result, "the head %lld to %lld stewards", (long long)head.number, (long long)count);
}

static enum eh_rc daily(struct eh_run *run, const struct eh_secret *secret, struct eh_error *err)
{
	int64_t now = eh_worker_now(run->worker), lapsed = 0, asked = 0;
	const struct eh_still_right still = { run->db, now, secret, eh_str_of(run->worker->base_url) };

	EH_TRY(eh_motion_lapse(run->db, now, &lapsed, err));
	EH_TRY(eh_signin_sweep(run->db, now, err));
	EH_TRY(eh_claims_lapse(run->db, now, err));
	EH_TRY(eh_open_meeting_forget(run->db, now, err));
	EH_TRY(eh_job_sweep(run->db, now - KEPT_DAYS * DAY, err));
	EH_TRY(eh_still_right_due(&still, &asked, err));
	return eh_buf_printf(&run->result, "%lld motions lapsed; %lld letters asked whether an entry is still right",
	        (long long)lapsed, (long long)asked);
}

/* Letters, their jobs and "done" in one transaction. */
enum eh_rc eh_run_letters(struct eh_run *run, struct eh_error *err)
{
	struct eh_secret secret EH_CLEANUP_SECRET = { 0 };

	EH_TRY(eh_secret_open(run->worker->store, true, &secret, err));
	EH_TRY(eh_db_begin(run->db, err));
	enum eh_rc rc = eh_str_eq(run->job.detail, EH_STR("daily")) ? daily(run, &secret, err) : weekly(run, &secret, err);
	return eh_run_end(run, rc, eh_buf_str(&run->result), err);
}
