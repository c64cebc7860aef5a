/* motion_private.h: a motion with all that its rules look at. */
#ifndef EH_GOVERN_MOTION_PRIVATE_H
#define EH_GOVERN_MOTION_PRIVATE_H

#include "motion.h"
#include "roles_private.h"

enum { EH_DIGEST = 32 };

/* Loaded afresh for every question; give it back with eh_motion_case_finish. */
struct eh_motion_case {
	const struct eh_motion_house *house;
	int64_t now, small_income; /* pence */
	struct eh_motion motion;
	unsigned char digest[EH_DIGEST]; /* as stored */
	struct eh_roles stewards;        /* of the place, in force and to come */
	bool refused[EH_SIDE_COUNT];     /* that side has said no */
	int64_t refused_at[EH_SIDE_COUNT];
	struct eh_arena arena;
};

/* EH_NOT_FOUND: no such motion. */
enum eh_rc eh_motion_case_load(const struct eh_motion_house *house, int64_t now, int64_t motion_id,
        struct eh_motion_case *ret_case, struct eh_error *err);
void eh_motion_case_finish(struct eh_motion_case *c);
#define EH_CLEANUP_MOTION_CASE __attribute__((cleanup(eh_motion_case_finish)))

/* The role of a steward in force, NULL when the person is none here now. */
const struct eh_person_role *eh_motion_steward(const struct eh_motion_case *c, int64_t person_id);
size_t eh_motion_steward_count(const struct eh_motion_case *c, enum eh_side side);

static inline bool eh_motion_is_open(const struct eh_motion *motion)
{
	return motion->state == EH_MOTION_PROPOSED || motion->state == EH_MOTION_ONE_KEY;
}

/* Whether the list knows an organisation. */
enum eh_rc eh_motion_knows(struct eh_motion_case *c, struct eh_str org_id, bool *ret_known, struct eh_error *err);

/* Why two organisations do not make one key of the sector together; NULL when nothing speaks against it. */
struct eh_motion_pair {
	const char *connection; /* "both come from the same organisation"; NULL: not connected */
	bool has_small;
};
enum eh_rc eh_motion_pair(
        struct eh_motion_case *c, struct eh_str a, struct eh_str b, struct eh_motion_pair *ret_pair, struct eh_error *err);

/* The rule of a move, for a motion that is loaded. */
enum eh_rc eh_motion_rule(struct eh_motion_case *c, const struct eh_actor *by, enum eh_motion_move move, char why[EH_WHY_MAX],
        struct eh_error *err);

/* The act of a kind, NULL when the house has none. */
const struct eh_motion_act *eh_motion_act_of(const struct eh_motion_house *house, struct eh_str kind);
/* The digest of what the motion would enact now. EH_NOT_FOUND: nothing any more. EH_UNSUPPORTED: no act. */
enum eh_rc eh_motion_digest(const struct eh_motion_house *house, const struct eh_motion_subject *subject,
        unsigned char out[EH_DIGEST], struct eh_error *err);
void eh_motion_digest_hex(const unsigned char digest[EH_DIGEST], char out[EH_MOTION_DIGEST_MAX]);

/* Notes an event, and a public row of the audit: `verb` for the audit, `event` for the motion's history. */
enum eh_rc eh_motion_note(const struct eh_motion_case *c, const struct eh_actor *by, const char *event, const char *verb,
        struct eh_str text, struct eh_error *err);

/* Compares the digest with what the motion would enact now: all is as it was (DONE), its keys are void and it has the new digest
 * (KEYS_VOIDED), or it is void (VOIDED). Writes; the motion must be open. */
enum eh_rc eh_motion_refresh(struct eh_motion_case *c, enum eh_motion_outcome *ret_outcome, struct eh_error *err);

#endif
