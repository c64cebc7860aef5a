#include "shared_ground.h"

#include <stdlib.h>

#include "queries.h"

const struct eh_ground_kind eh_ground_kinds[EH_GROUND_KINDS] = {
	{ "complementary", "They complete each other" },
	{ "overflow", "One takes people whom the other has no room for" },
	{ "refer", "They refer people to each other" },
	{ "different_people", "They are for different people" },
	{ "same", "They are the same thing" },
};

const struct eh_ground_kind *eh_ground_kind(struct eh_str code)
{
	for (size_t i = 0; i < EH_GROUND_KINDS; i++)
		if (eh_str_eq(code, eh_str_of(eh_ground_kinds[i].code)))
			return &eh_ground_kinds[i];
	return NULL;
}

static enum eh_rc check(struct eh_db *db, const struct eh_actor *by, const struct eh_ground_answer *answer, struct eh_error *err)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_q_ground_service mine, other;
	enum eh_rc rc = eh_q_ground_service(db, answer->mine, &arena, &mine, err);

	if (rc == EH_OK)
		rc = eh_q_ground_service(db, answer->other, &arena, &other, err);
	if (rc == EH_NOT_FOUND)
		return eh_fail(err, EH_NOT_FOUND, "One of the two services is no longer on the list.");
	EH_TRY(rc);
	if ((by->role != EH_ROLE_HOLDER && by->role != EH_ROLE_COLLEAGUE) || !eh_str_eq(by->org_id, mine.org_id))
		return eh_fail(
		        err, EH_REFUSED, "Only those who keep the entry of this service may say what it shares with others.");
	return eh_str_eq(mine.org_id, other.org_id) ? eh_fail(err, EH_INVALID, "Both services are your own.") : EH_OK;
}

/* "complementary, may be shown", as the audit keeps it. */
static struct eh_str in_words(struct eh_arena *arena, const struct eh_ground_answer *answer)
{
	return answer->kind ? eh_arena_printf(
	                              arena, "%s, %s", answer->kind->code, answer->may_show ? "may be shown" : "not to be shown")
	                    : (struct eh_str){ NULL, 0 };
}

enum eh_rc eh_ground_say(
        struct eh_db *db, int64_t now, const struct eh_actor *by, const struct eh_ground_answer *answer, struct eh_error *err)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_ground_answer before;

	EH_TRY(check(db, by, answer, err));
	EH_TRY(eh_ground_said(db, answer->mine, answer->other, &before, err));
	if (before.kind == answer->kind && before.may_show == answer->may_show)
		return EH_OK;
	if (answer->kind)
		EH_TRY(eh_q_ground_put(db, answer->mine, answer->other, by->org_id, eh_str_of(answer->kind->code),
		        answer->may_show, by->person_id, now, err));
	else
		EH_TRY(eh_q_ground_take_back(db, answer->mine, answer->other, err));
	const struct eh_audit_entry entry = { .by = by,
		.verb = answer->kind ? "answered" : "took back",
		.subject_kind = "shared ground",
		.subject_id = eh_arena_printf(&arena, "%.*s and %.*s", EH_FMT(answer->mine), EH_FMT(answer->other)),
		.before = in_words(&arena, &before),
		.after = in_words(&arena, answer) };
	EH_TRY(eh_arena_check(&arena, EH_OK, err));
	return eh_audit_write(db, now, &entry, NULL, err);
}

enum eh_rc eh_ground_said(
        struct eh_db *db, struct eh_str mine, struct eh_str other, struct eh_ground_answer *ret_answer, struct eh_error *err)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_q_ground_said row;
	enum eh_rc rc = eh_q_ground_said(db, mine, other, &arena, &row, err);

	if (rc < 0 && rc != EH_NOT_FOUND)
		return rc;
	*ret_answer = rc == EH_NOT_FOUND ? (struct eh_ground_answer){ .mine = mine, .other = other }
	                                 : (struct eh_ground_answer){ mine, other, eh_ground_kind(row.kind), row.may_show != 0,
		                                   row.said_at };
	return EH_OK;
}

enum eh_rc eh_ground_agreed_load(struct eh_db *db, struct eh_ground_agreed *ret_agreed, struct eh_error *err)
{
	struct eh_cursor cursor EH_CLEANUP_CURSOR = { 0 };
	struct eh_ground_agreed agreed = { 0 };
	struct eh_q_ground_agreed row;
	size_t cap = 0;
	enum eh_rc rc = eh_q_ground_agreed(db, &cursor, err);

	while (rc == EH_OK && (rc = eh_q_ground_agreed_next(&cursor, &row, err)) == EH_OK) {
		if (!eh_vec_grow(&agreed.items, agreed.count, &cap, sizeof *agreed.items)) {
			rc = eh_fail_memory(err);
			break;
		}
		agreed.items[agreed.count++] = (struct eh_ground_pair){ eh_arena_str(&agreed.arena, row.a),
			eh_arena_str(&agreed.arena, row.b), eh_ground_kind(row.kind) };
	}
	rc = rc < 0 ? rc : eh_arena_check(&agreed.arena, EH_OK, err);
	if (rc < 0) {
		eh_ground_agreed_finish(&agreed);
		return rc;
	}
	*ret_agreed = agreed;
	return EH_OK;
}

static int by_services(const void *x, const void *y)
{
	const struct eh_ground_pair *a = x, *b = y;
	int order = eh_str_cmp(a->a, b->a);

	return order ? order : eh_str_cmp(a->b, b->b);
}

const struct eh_ground_kind *eh_ground_agreed_find(const struct eh_ground_agreed *agreed, struct eh_str a, struct eh_str b)
{
	bool turned = eh_str_cmp(a, b) > 0;
	const struct eh_ground_pair key = { turned ? b : a, turned ? a : b, NULL },
	                            *found = agreed->count ? bsearch(&key, agreed->items, agreed->count, sizeof key, by_services)
	                                                   : NULL;

	return found ? found->kind : NULL;
}

void eh_ground_agreed_finish(struct eh_ground_agreed *agreed)
{
	eh_free(agreed->items);
	eh_arena_finish(&agreed->arena);
	*agreed = (struct eh_ground_agreed){ 0 };
}
