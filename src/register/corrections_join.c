/* corrections_join.c: accepting that an entry is listed twice: which the other is, whether the two may be one, and the answer that the review keeps. */
#include "corrections_private.h"
#include "linking.h"
#include "queries.h"
#include "review.h"
#include "sources/identifier.h"

enum { LONGEST_NUMBER = 24 }; /* of a register, with its scheme */

static bool ends_number(char c) { return !eh_is_alnum(c); }

struct eh_str eh_correction_names(struct eh_str text)
{
	bool digit = false;

	text = eh_str_trim(text);
	ptrdiff_t at = eh_str_find(text, EH_STR("EH-"));
	if (at >= 0) {
		size_t n = 3;
		while ((size_t)at + n < text.n && !ends_number(text.p[(size_t)at + n]))
			n++;
		return eh_str_sub(text, (size_t)at, n);
	}
	for (size_t i = 0; i < text.n; i++) {
		digit |= eh_is_digit(text.p[i]);
		if (!eh_is_alnum(text.p[i]) && text.p[i] != '-')
			return EH_STR("");
	}
	return digit && text.n <= LONGEST_NUMBER ? text : EH_STR("");
}

/* "GB-CHC-1012345" or "1012345": the one entry of the place with it. */
static enum eh_rc by_register(struct eh_db *db, struct eh_str place_id, struct eh_str text, struct eh_arena *arena,
        struct eh_str *ret_org, struct eh_error *err)
{
	struct eh_cursor rows EH_CLEANUP_CURSOR = { 0 };
	struct eh_str scheme = { NULL, 0 }, id, found = { NULL, 0 };
	struct eh_q_organisation_by_identifier row;
	struct eh_q_place_lists_org here;
	size_t count = 0;

	if (!eh_identifier_normalise(NULL, text, arena, &scheme, &id))
		return EH_NOT_FOUND;
	if (!scheme.n)
		scheme = (struct eh_str){ NULL, 0 };
	enum eh_rc rc = eh_q_organisation_by_identifier(db, scheme, id, &rows, err);
	while (rc == EH_OK && (rc = eh_q_organisation_by_identifier_next(&rows, &row, err)) == EH_OK)
		if (!eh_str_eq(found.p ? found : EH_STR(""), row.org_id)) {
			found = eh_arena_str(arena, row.org_id);
			count++;
		}
	EH_TRY(rc == EH_END ? EH_OK : rc);
	if (count != 1)
		return EH_NOT_FOUND;
	EH_TRY(eh_q_place_lists_org(db, place_id, found, arena, &here, err));
	*ret_org = here.org_id;
	return EH_OK;
}

static enum eh_rc find_other(struct eh_db *db, const struct eh_join *join, struct eh_arena *arena,
        struct eh_q_organisation_get *ret_other, struct eh_error *err)
{
	struct eh_str named = eh_correction_names(join->other), org = named;
	struct eh_q_place_lists_org here;
	enum eh_rc rc = EH_NOT_FOUND;

	if (eh_str_starts(named, EH_STR("EH-"))) {
		rc = eh_q_place_lists_org(db, join->place_id, named, arena, &here, err);
		org = rc == EH_OK ? here.org_id : org;
	} else if (named.n) {
		rc = by_register(db, join->place_id, named, arena, &org, err);
	}
	if (rc == EH_OK)
		rc = eh_q_organisation_get(db, org, arena, ret_other, err);
	if (rc == EH_NOT_FOUND || (rc == EH_OK && eh_str_eq(ret_other->visibility, EH_STR("match only"))))
		return eh_fail(err, EH_INVALID,
		        "Say which the other entry is: copy the address of its page here, or its number, which begins with EH-. "
		        "No entry of this list is called \"%.*s\".",
		        EH_FMT(eh_utf8_cut(join->other, 60)));
	return rc;
}

static enum eh_rc load_identifiers(struct eh_db *db, struct eh_str org, struct eh_arena *arena,
        struct eh_q_organisation_identifiers items[16], size_t *ret_count, struct eh_error *err)
{
	struct eh_cursor rows EH_CLEANUP_CURSOR = { 0 };
	struct eh_q_organisation_identifiers row;
	enum eh_rc rc = eh_q_organisation_identifiers(db, org, &rows, err);

	*ret_count = 0;
	while (rc == EH_OK && (rc = eh_q_organisation_identifiers_next(&rows, &row, err)) == EH_OK)
		if (*ret_count < 16 && eh_linking_one_each(row.scheme))
			items[(*ret_count)++] = (struct eh_q_organisation_identifiers){ eh_arena_str(arena, row.scheme),
				eh_arena_str(arena, row.id) };
	return rc == EH_END ? eh_arena_check(arena, EH_OK, err) : rc;
}

/* Two numbers of a register that gives each organisation one are two organisations, whatever they are called. `only_there`: the other has one of a
 * register in which this entry has none. */
static enum eh_rc check_numbers(
        struct eh_db *db, struct eh_str a, struct eh_str b, struct eh_arena *arena, bool *ret_only_there, struct eh_error *err)
{
	struct eh_q_organisation_identifiers left[16], right[16];
	size_t left_count, right_count;

	*ret_only_there = false;
	EH_TRY(load_identifiers(db, a, arena, left, &left_count, err));
	EH_TRY(load_identifiers(db, b, arena, right, &right_count, err));
	for (size_t j = 0; j < right_count; j++) {
		const struct eh_q_organisation_identifiers *other = NULL;
		bool shared = false;
		for (size_t i = 0; i < left_count; i++)
			if (eh_str_eq(left[i].scheme, right[j].scheme)) {
				other = &left[i];
				shared |= eh_str_eq(left[i].id, right[j].id);
			}
		if (other && !shared)
			return eh_fail(err, EH_REFUSED,
			        "They have different numbers in one register (%.*s %.*s and %.*s %.*s), so they are two "
			        "organisations and stay two entries. If "
			        "one has closed or goes on as the other, suggest that it has closed; if a number is wrong, tell "
			        "that register.",
			        EH_FMT(other->scheme), EH_FMT(other->id), EH_FMT(right[j].scheme), EH_FMT(right[j].id));
		*ret_only_there |= !other;
	}
	return EH_OK;
}

static enum eh_rc keeps_too(
        struct eh_db *db, int64_t now, const struct eh_actor *by, struct eh_str org, bool *ret_keeps, struct eh_error *err)
{
	struct eh_roles roles EH_CLEANUP_ROLES = { 0 };

	EH_TRY(eh_roles_of_person(db, now, by->person_id, &roles, err));
	*ret_keeps = eh_roles_find(&roles, EH_ROLE_HOLDER, EH_SIDE_NONE, (struct eh_str){ NULL, 0 }, org) != NULL;
	return EH_OK;
}

/* Nobody makes another's entry part of their own: what others keep they decide, and an organisation takes over no number of a register. */
static enum eh_rc check_other(
        struct eh_db *db, int64_t now, const struct eh_actor *by, struct eh_str other, bool only_there, struct eh_error *err)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	bool of_org = by->role == EH_ROLE_HOLDER || by->role == EH_ROLE_COLLEAGUE, both = false;
	struct eh_q_org_held held;

	if (of_org)
		EH_TRY(keeps_too(db, now, by, other, &both, err));
	if (both)
		return EH_OK;
	EH_TRY(eh_q_org_held(db, other, &arena, &held, err));
	if (held.holders)
		return eh_fail(err, EH_REFUSED, "%s",
		        of_org ? "Somebody else keeps that entry, so you cannot decide this alone. Tell those who keep the list: "
		                 "they settle such pairs."
		               : "An organisation keeps that entry, and answers for itself: suggest on its page that it is "
		                 "listed twice.");
	if (of_org && only_there)
		return eh_fail(err, EH_REFUSED,
		        "That entry has a number in a register, and nobody has shown that it is yours. Choose “This is us” on "
		        "its page; once you keep both entries you can say that they are one.");
	return EH_OK;
}

static struct eh_str note_of(struct eh_arena *arena, int64_t correction_id)
{
	return eh_arena_printf(arena, "correction %lld", (long long)correction_id);
}

static enum eh_rc answer_same(struct eh_db *db, const struct eh_actor *by, const struct eh_join *join, struct eh_str other,
        struct eh_arena *arena, struct eh_error *err)
{
	struct eh_reviewer reviewer EH_CLEANUP_REVIEWER = { 0 };
	const struct eh_answer answer = { join->org_id, other, EH_VERDICT_SAME, note_of(arena, join->correction_id),
		eh_arena_printf(arena, "%s %lld", eh_role_name(by->role), (long long)by->person_id) };

	EH_TRY(eh_arena_check(arena, EH_OK, err));
	EH_TRY(eh_reviewer_load(db, join->place_id, &reviewer, err));
	enum eh_rc rc = eh_review_answer(&reviewer, &answer, NULL, err);
	if (rc == EH_CONFLICT)
		return eh_fail(err, EH_REFUSED,
		        "Somebody has said that these two, or others that are one with them, are different. Those who keep the "
		        "list can take that back under "
		        "“One and the same, or two?” first.");
	if (rc == EH_NOT_FOUND)
		return eh_fail(err, EH_REFUSED,
		        "One of the two rests on no record of this place now, so that nobody can say they are one here. Those "
		        "who keep the list can settle "
		        "it under “One and the same, or two?” when it is asked there.");
	return rc;
}

enum eh_rc eh_corrections_join(struct eh_db *db, int64_t now, const struct eh_actor *by, const struct eh_join *join,
        struct eh_arena *arena, struct eh_correction_done *ret_done, struct eh_error *err)
{
	struct eh_q_organisation_get other;
	bool only_there;

	EH_TRY(find_other(db, join, arena, &other, err));
	if (eh_str_eq(other.org_id, join->org_id))
		return eh_fail(err, EH_INVALID, "That is this very entry. Say which the other one is.");
	EH_TRY(check_numbers(db, join->org_id, other.org_id, arena, &only_there, err));
	EH_TRY(check_other(db, now, by, other.org_id, only_there, err));
	EH_TRY(answer_same(db, by, join, other.org_id, arena, err));
	ret_done->other_id = other.org_id;
	ret_done->other_name = other.name;
	return eh_q_build_stale(db, err);
}

enum eh_rc eh_corrections_part(struct eh_db *db, int64_t correction_id, struct eh_error *err)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_q_decision_of_note row;
	enum eh_rc rc = eh_q_decision_of_note(db, note_of(&arena, correction_id), &arena, &row, err);

	if (rc == EH_NOT_FOUND)
		return eh_fail(err, EH_CONFLICT, "That answer has been taken back already.");
	EH_TRY(rc);
	EH_TRY(eh_q_decision_delete(db, row.decision_id, err));
	return eh_q_build_stale(db, err);
}
