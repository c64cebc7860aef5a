/* invitations.h: inviting many organisations at once to look after their entry, as a job, and what came of each.
 *
 * Whoever asks sees first whom it would reach (eh_invitations_plan); the order plans anew by the same choice and keeps the list. The job sends the
 * letters and keeps of each organisation whether it was invited, or why not: who was kept, invited or unwilling meanwhile is passed over. Letters, their
 * jobs and "done" are one transaction. The rules are register's (claim_invite.h). Protected and hidden entries are never in a plan. */
#ifndef EH_JOBS_INVITATIONS_H
#define EH_JOBS_INVITATIONS_H

#include "register/claim_invite.h"
#include "worker.h"

enum { EH_INVITATIONS_MOST = 200, EH_INVITATIONS_STALE_DAYS = 365 };

enum eh_invite_whom {
	EH_INVITE_NEVER, /* those never invited */
	EH_INVITE_AGAIN, /* those who were, and did nothing */
	EH_INVITE_STALE, /* those of either whose entry nobody has confirmed for a year */
	EH_INVITE_WHOMS,
};
const char *eh_invite_whom_name(enum eh_invite_whom whom); /* "never", "again", "stale" */
/* EH_INVITE_WHOMS for another word. */
enum eh_invite_whom eh_invite_whom_parse(struct eh_str name);

struct eh_planned {
	struct eh_str org_id, name;
	int32_t last_confirmed;
	enum eh_invite_verdict verdict; /* EH_INVITE_MAY: a letter goes out */
};
struct eh_invitation_plan {
	struct eh_planned *items; /* those confirmed longest ago first; at most `most` of them EH_INVITE_MAY */
	size_t count, cap;
	int64_t counts[EH_INVITE_VERDICTS];
	int64_t matching; /* organisations that nobody keeps and that `whom` says, looked at or not */
	struct eh_arena arena;
};
/* Looks at those whom `whom` says until `most` may be invited. EH_INVALID: whom, or how many. */
enum eh_rc eh_invitations_plan(struct eh_db *db, int64_t now, const struct eh_secret *secret, struct eh_str council,
        enum eh_invite_whom whom, size_t most, struct eh_invitation_plan *ret_plan, struct eh_error *err);
void eh_invitation_plan_finish(struct eh_invitation_plan *plan);
#define EH_CLEANUP_INVITATION_PLAN __attribute__((cleanup(eh_invitation_plan_finish)))

/* Orders what the plan says, and queues the job, in the caller's transaction. Those who were invited lately or want no letters are kept with it, to be
 * told of; those whom nothing reaches are not. EH_REFUSED: not for this actor, or nobody to invite. */
enum eh_rc eh_invitations_order(struct eh_db *db, int64_t now, const struct eh_actor *by, struct eh_str place_id,
        enum eh_invite_whom whom, const struct eh_invitation_plan *plan, int64_t *ret_run, struct eh_error *err);

/* Invites one, and queues its letter, in the caller's transaction. EH_REFUSED says why not. */
struct eh_inviter {
	const struct eh_secret *secret;
	const struct eh_actor *by;
	struct eh_str place_id, place_name, base_url;
};
enum eh_rc eh_invitations_send(struct eh_db *db, int64_t now, const struct eh_inviter *inviter, struct eh_str org_id,
        int64_t *ret_invitation, struct eh_error *err);

/* The job of kind e-mail with the detail "invitations NUMBER". */
enum eh_rc eh_invitations_run(struct eh_run *run, int64_t number, struct eh_error *err);

/* What came of each. */
enum eh_invitation_came {
	EH_CAME_WAITS, /* to be sent */
	EH_CAME_SENT,
	EH_CAME_FAILED,      /* the mail server would not take it, or could not be reached in time */
	EH_CAME_ANSWERED,    /* its button was pressed, and the letter that signs in not answered yet */
	EH_CAME_CLAIMED,     /* somebody keeps the entry since */
	EH_CAME_ENDED,       /* wants no more of these letters */
	EH_CAME_PASSED_OVER, /* not sent: the verdict says why */
	EH_CAME_COUNT,
};
struct eh_invitation_line {
	struct eh_str org_id, name; /* name {NULL, 0}: no longer listed */
	enum eh_invitation_came came;
	enum eh_invite_verdict verdict;
};
struct eh_invitation_run {
	int64_t run_id, asked_at, ended_at; /* ended_at EH_DB_NULL: under way */
	struct eh_str asked_as;
	enum eh_invite_whom whom;
	struct eh_invitation_line *items;
	size_t count, cap;
	int64_t counts[EH_CAME_COUNT];
	struct eh_arena arena;
};
/* EH_NOT_FOUND: none of that number in that place. */
enum eh_rc eh_invitation_run_load(
        struct eh_db *db, struct eh_str place_id, int64_t number, struct eh_invitation_run *ret_run, struct eh_error *err);
void eh_invitation_run_finish(struct eh_invitation_run *run);
#define EH_CLEANUP_INVITATION_RUN __attribute__((cleanup(eh_invitation_run_finish)))

#endif
