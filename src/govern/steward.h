/* steward.h: those who hold the keys.
 *
 * A steward holds a key for one side of one place, and nobody holds keys for both sides anywhere. The first are enrolled at installation and
 * named in public; later ones may turn their key after five whole working days, during which both sides can see them coming. Stewards of the
 * sector are elected by the organisations that claimed their entry, and come from one of them, which counts when the sector's key is turned: it
 * must be on the place's list, open and shown, when they are enrolled, named and confirmed.
 *
 * An administrator is never a steward, appoints none and ends none, whatever other roles they have. A later steward is named by one (for the
 * council a steward of its side or its partnership officer; for the sector a steward of its side or its infrastructure organisation) and
 * confirmed by another, a steward of the same side; for the sector with the election that it rests on. A side that has lost all its stewards
 * enrols anew at the machine, after the same five days and as publicly.
 *
 * What is known of organisations comes through the house's callback (motion.h); of the house these functions use nothing else but the store. */
#ifndef EH_GOVERN_STEWARD_H
#define EH_GOVERN_STEWARD_H

#include "motion.h"

struct eh_seat {
	int64_t person_id;
	enum eh_side side;
	struct eh_str place_id;
	struct eh_str org_id; /* the sector's stewards need one */
};

/* At installation, by whoever commands the machine. Takes effect at once where that side never had a steward in this place (or has its first
 * of the same hour), else, where it has none left, after five working days. EH_REFUSED says why not. *ret_role may be NULL. */
enum eh_rc eh_steward_enrol(
        const struct eh_motion_house *house, int64_t now, const struct eh_seat *seat, int64_t *ret_role, struct eh_error *err);

/* Names somebody who is to be a steward. EH_REFUSED says why not. */
enum eh_rc eh_steward_may_invite(const struct eh_motion_house *house, int64_t now, const struct eh_actor *by,
        const struct eh_seat *seat, char why[EH_WHY_MAX], struct eh_error *err);
enum eh_rc eh_steward_invite(const struct eh_motion_house *house, int64_t now, const struct eh_actor *by,
        const struct eh_seat *seat, int64_t *ret_invitation, struct eh_error *err);

/* Confirms it; `election` says when and by how many organisations a steward of the sector was elected ({NULL, 0} for the council). */
enum eh_rc eh_steward_may_confirm(const struct eh_motion_house *house, int64_t now, const struct eh_actor *by,
        int64_t invitation_id, char why[EH_WHY_MAX], struct eh_error *err);
enum eh_rc eh_steward_confirm(const struct eh_motion_house *house, int64_t now, const struct eh_actor *by, int64_t invitation_id,
        struct eh_str election, int64_t *ret_role, struct eh_error *err);

struct eh_invitation {
	int64_t invitation_id, person_id, invited_by, invited_at;
	enum eh_side side;
	struct eh_str org_id, name;
};
struct eh_invitations {
	struct eh_invitation *items;
	size_t count;
	struct eh_arena arena;
};
/* Those not yet confirmed. */
enum eh_rc eh_steward_invitations(
        struct eh_db *db, struct eh_str place_id, struct eh_invitations *ret_invitations, struct eh_error *err);
void eh_invitations_finish(struct eh_invitations *invitations);
#define EH_CLEANUP_INVITATIONS __attribute__((cleanup(eh_invitations_finish)))

/* The stewards of a place, in force and to come, by side and name: for everybody to read. Free with eh_roles_finish. */
enum eh_rc eh_stewards_list(
        struct eh_db *db, int64_t now, struct eh_str place_id, struct eh_roles *ret_roles, struct eh_error *err);

/* A figure that a rule sets, as it stood on a day: "small income" (pence), "steward wait" (working days). */
enum eh_rc eh_govern_figure(struct eh_db *db, const char *name, int32_t date, int64_t *ret_value, struct eh_error *err);

/* When something that waits `days` whole working days from `now` takes effect: midnight in London after the last of them. England's bank
 * holidays, from the store; beyond the last year that is kept there only weekends count. */
/* Working days from the day of one instant to that of another, by London's calendar: the same day is 0. Holidays are read once for many. */
struct eh_holidays {
	int32_t dates[512];
	size_t count;
};
enum eh_rc eh_govern_holidays(struct eh_db *db, struct eh_holidays *ret_holidays, struct eh_error *err);
int eh_govern_working_days(const struct eh_holidays *holidays, int64_t from, int64_t to);
enum eh_rc eh_govern_after_working_days(struct eh_db *db, int64_t now, int days, int64_t *ret_instant, struct eh_error *err);

#endif
