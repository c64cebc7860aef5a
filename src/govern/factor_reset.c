/* factor_reset.c: putting back a second factor. A steward's takes two people. */
#include "factor_private.h"
#include "people.h"
#include "queries.h"
#include "session.h"

#define DAY (INT64_C(24) * 3600 * 1000000)
enum { RESET_DAYS = 7 };

static const struct eh_str ANY = { NULL, 0 };

static enum eh_rc take_away(
        struct eh_db *db, int64_t now, const struct eh_actor *by, int64_t person_id, struct eh_str why, struct eh_error *err)
{
	EH_TRY(eh_q_factor_delete(db, person_id, err));
	EH_TRY(eh_q_recovery_delete(db, person_id, err));
	EH_TRY(eh_q_factor_reset_done(db, person_id, by->person_id, now, err));
	EH_TRY(eh_session_end_all(db, now, person_id, 0, err));
	return eh_factor_note(db, now, by, "put back", person_id, why, err);
}

/* A key that the person holds or will hold; NULL: none. */
static const struct eh_person_role *key_of(const struct eh_roles *theirs)
{
	for (size_t i = 0; i < theirs->count; i++)
		if (theirs->items[i].role == EH_ROLE_STEWARD)
			return &theirs->items[i];
	return NULL;
}

/* Of a steward: asked by one, confirmed by another who is a steward there. */
static enum eh_rc reset_steward(struct eh_db *db, int64_t now, const struct eh_actor *by, bool is_steward, int64_t person_id,
        struct eh_str why, bool *ret_done, struct eh_error *err)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_q_factor_reset_open open;
	enum eh_rc rc = eh_q_factor_reset_open(db, person_id, now - RESET_DAYS * DAY, &arena, &open, err);

	if (rc < 0 && rc != EH_NOT_FOUND)
		return rc;
	*ret_done = false;
	if (rc == EH_NOT_FOUND) {
		EH_TRY(eh_q_factor_reset_add(db, person_id, by->person_id, now, err));
		return eh_factor_note(db, now, by, "asked to put back", person_id, why, err);
	}
	if (open.asked_by == by->person_id)
		return eh_fail(err, EH_REFUSED, "You have asked for this; another steward of the place has to confirm it.");
	if (!is_steward)
		return eh_fail(err, EH_REFUSED, "This is asked for already; a steward of the place has to confirm it.");
	*ret_done = true;
	return take_away(db, now, by, person_id, why, err);
}

enum eh_rc eh_factor_reset(struct eh_db *db, int64_t now, const struct eh_actor *by, int64_t person_id, struct eh_str why,
        bool *ret_done, struct eh_error *err)
{
	struct eh_roles theirs EH_CLEANUP_ROLES = { 0 }, mine EH_CLEANUP_ROLES = { 0 };
	bool done = true;

	if (by->person_id == person_id)
		return eh_fail(err, EH_REFUSED, "You cannot put back your own second factor; ask an administrator or a steward.");
	if (!by->strong)
		return eh_fail(err, EH_REFUSED, "Show the code of your authenticator first.");
	EH_TRY(eh_roles_of_person(db, now, person_id, &theirs, err));
	EH_TRY(eh_roles_of_person(db, now, by->person_id, &mine, err));
	const struct eh_person_role *key = key_of(&theirs);
	bool administrator = !by->person_id || eh_roles_find(&mine, EH_ROLE_ADMINISTRATOR, EH_SIDE_NONE, ANY, ANY);
	bool steward = key && eh_roles_find(&mine, EH_ROLE_STEWARD, EH_SIDE_NONE, key->place_id, ANY);
	if (!administrator && !steward)
		return eh_fail(err, EH_REFUSED, "Only an administrator or a steward of the place may put back a second factor.");
	if (key)
		EH_TRY(reset_steward(db, now, by, steward, person_id, why, &done, err));
	else
		EH_TRY(take_away(db, now, by, person_id, why, err));
	*ret_done = done;
	return EH_OK;
}
