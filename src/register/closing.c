#include "closing.h"

#include "own_words.h"
#include "queries.h"
#include "search.h"

/* The own word: `closed` or, taken back, nothing. Nobody in particular said what both keys said. */
#define FIELD EH_STR("closed")
enum { BOTH_KEYS = 0 };

static const struct eh_str NONE = { NULL, 0 };

static struct eh_str by_whom(struct eh_str said_as, int64_t person_id)
{
	if (eh_str_eq(said_as, EH_STR("organisation")))
		return EH_STR(EH_CLOSED_BY_ITSELF);
	return person_id == BOTH_KEYS ? EH_STR(EH_CLOSED_BY_TWO_KEYS) : EH_STR(EH_CLOSED_BY_KEEPERS);
}

enum eh_rc eh_closing_of(struct eh_db *db, struct eh_str org_id, struct eh_closing *ret_closing, struct eh_error *err)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_q_closing_now row;
	enum eh_rc rc = eh_q_closing_now(db, org_id, &arena, &row, err);

	*ret_closing = (struct eh_closing){ .by = NONE };
	if (rc == EH_OK)
		*ret_closing = (struct eh_closing){ true, by_whom(row.said_as, row.person_id), row.said_at };
	return rc == EH_NOT_FOUND ? EH_OK : rc;
}

enum eh_rc eh_closing_may(struct eh_db *db, const struct eh_actor *by, struct eh_str org_id, struct eh_error *err)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_q_org_held held;
	struct eh_q_org_seats seats;

	if ((by->role == EH_ROLE_HOLDER || by->role == EH_ROLE_COLLEAGUE) && eh_str_eq(by->org_id, org_id))
		return EH_OK;
	if (by->role != EH_ROLE_OFFICER && by->role != EH_ROLE_INFRASTRUCTURE)
		return eh_fail(err, EH_REFUSED, "Only those who keep this entry may say that it has closed. You can suggest it.");
	EH_TRY(eh_q_org_held(db, org_id, &arena, &held, err));
	if (held.holders)
		return eh_fail(err, EH_REFUSED,
		        "This organisation keeps its own entry: it says itself that it has closed, or both keys do.");
	EH_TRY(eh_q_org_seats(db, org_id, &arena, &seats, err));
	if (seats.count)
		return eh_fail(err, EH_REFUSED,
		        "Somebody of this organisation holds a key of the sector: only both keys mark it as closed.");
	return EH_OK;
}

enum eh_rc eh_closing_apply(struct eh_db *db, struct eh_str org_id, struct eh_error *err)
{
	struct eh_closing closing;

	EH_TRY(eh_closing_of(db, org_id, &closing, err));
	if (!closing.closed)
		return EH_OK;
	EH_TRY(eh_q_closing_apply(db, org_id, err));
	return eh_q_closing_apply_services(db, org_id, err);
}

/* What changed on the list, for those who read that; taken back, it is told with the next making of the list, as when a register does it. */
static enum eh_rc tell_change(struct eh_db *db, int64_t now, struct eh_str org_id, struct eh_str by, struct eh_error *err)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_q_organisation_get org;

	EH_TRY(eh_q_organisation_get(db, org_id, &arena, &org, err));
	if (eh_str_eq(org.status, EH_STR("closed"))) /* a register said so before */
		return EH_OK;
	return eh_q_list_event_put(db, now, EH_STR("closed"), org_id, NONE, org.name, EH_STR("own words"), by, err);
}

static enum eh_rc say(struct eh_db *db, int64_t now, const struct eh_actor *by, struct eh_str place_id, struct eh_str org_id,
        bool closed, bool both_keys, struct eh_error *err)
{
	bool of_org = by->role == EH_ROLE_HOLDER || by->role == EH_ROLE_COLLEAGUE;
	int64_t person = both_keys ? BOTH_KEYS : by->person_id;
	struct eh_str said_as = of_org ? EH_STR("organisation") : EH_STR("keeper");

	EH_TRY(eh_q_own_word_add(db, org_id, FIELD, closed ? FIELD : EH_STR(""), said_as, person, now, err));
	const struct eh_audit_entry entry = { .by = by,
		.verb = closed ? "marked as closed" : "took back the closing of",
		.subject_kind = "entry",
		.subject_id = org_id,
		.place_id = place_id,
		.is_public = true };
	EH_TRY(eh_audit_write(db, now, &entry, NULL, err));
	if (!closed) {
		EH_TRY(eh_q_correction_not_closed(db, org_id, EH_STR("It was marked as closed, and that was taken back."), err));
		EH_TRY(eh_q_hidden_renew(db, org_id, err));
		return eh_q_build_stale(db, err);
	}
	EH_TRY(tell_change(db, now, org_id, by_whom(said_as, person), err));
	EH_TRY(eh_own_apply(db, org_id, err));
	EH_TRY(eh_search_refresh(db, org_id, err));
	return eh_q_build_touch(db, err);
}

enum eh_rc eh_closing_say(struct eh_db *db, int64_t now, const struct eh_actor *by, struct eh_str place_id, struct eh_str org_id,
        bool closed, struct eh_error *err)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_q_organisation_get org;
	struct eh_closing before;

	EH_TRY(eh_q_organisation_get(db, org_id, &arena, &org, err));
	EH_TRY(eh_closing_may(db, by, org_id, err));
	EH_TRY(eh_closing_of(db, org_id, &before, err));
	if (before.closed == closed)
		return eh_fail(err, EH_CONFLICT, closed ? "It is marked as closed already." : "Nobody has marked it as closed.");
	return say(db, now, by, place_id, org_id, closed, false, err);
}

enum eh_rc eh_closed_list(struct eh_db *db, struct eh_str council, struct eh_arena *arena, struct eh_closed_entry **ret_items,
        size_t *ret_count, struct eh_error *err)
{
	struct eh_cursor cursor EH_CLEANUP_CURSOR = { 0 };
	struct eh_closed_entry *items = eh_arena_alloc_zero(arena, EH_CLOSED_MOST, sizeof *items);
	struct eh_q_closing_list row;
	size_t count = 0;
	enum eh_rc rc = items ? eh_q_closing_list(db, council, &cursor, err) : eh_fail_memory(err);

	while (rc == EH_OK && count < EH_CLOSED_MOST && (rc = eh_q_closing_list_next(&cursor, &row, err)) == EH_OK)
		items[count++] = (struct eh_closed_entry){ eh_arena_str(arena, row.org_id), eh_arena_str(arena, row.name),
			{ true, by_whom(row.said_as, row.person_id), row.said_at }, row.holders != 0 };
	if (rc < 0)
		return rc;
	EH_TRY(eh_arena_check(arena, EH_OK, err));
	*ret_items = items;
	*ret_count = count;
	return EH_OK;
}

/* ---- By two keys ---- */

static enum eh_rc enacts(
        void *context, struct eh_db *db, const struct eh_motion_subject *subject, struct eh_buf *text, struct eh_error *err)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_q_place_lists_org here;
	struct eh_q_organisation_get org;
	struct eh_closing closing;

	(void)context;
	enum eh_rc rc = eh_q_place_lists_org(db, subject->place_id, subject->subject_id, &arena, &here, err);
	if (rc == EH_NOT_FOUND)
		return eh_fail(err, rc, "The place does not list this organisation.");
	EH_TRY(rc);
	EH_TRY(eh_q_organisation_get(db, subject->subject_id, &arena, &org, err));
	EH_TRY(eh_closing_of(db, subject->subject_id, &closing, err));
	if (closing.closed || eh_str_eq(org.status, EH_STR("closed")))
		return eh_fail(err, EH_NOT_FOUND, "The list says already that this organisation has closed.");
	return eh_buf_printf(text, "mark %.*s, %.*s, as closed", EH_FMT(subject->subject_id), EH_FMT(org.name));
}

static enum eh_rc effect(void *context, struct eh_db *db, int64_t now, const struct eh_motion *motion, struct eh_error *err)
{
	(void)context;
	return say(db, now, &EH_ACTOR_SYSTEM, motion->subject.place_id, motion->subject.subject_id, true, true, err);
}

struct eh_motion_act eh_closing_act(void) { return (struct eh_motion_act){ "close_entry", NULL, enacts, effect }; }
