/* corrections_answer.c: what becomes of what others propose: answered, and done where that can be done at once; and taken back. */
#include "closing.h"
#include "corrections_private.h"
#include "queries.h"

static const struct eh_str NONE = { NULL, 0 };

/* Who may answer it: the organisation what is proposed of its entry; the keepers of the list the rest. */
static enum eh_rc check_answerer(
        struct eh_db *db, const struct eh_actor *by, const struct eh_q_correction_get *row, struct eh_error *err)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_q_org_held held;
	bool of_org = by->role == EH_ROLE_HOLDER || by->role == EH_ROLE_COLLEAGUE;
	bool keeper = by->role == EH_ROLE_OFFICER || by->role == EH_ROLE_INFRASTRUCTURE;

	if (row->from_org)
		return keeper ? EH_OK : eh_fail(err, EH_REFUSED, "This is for those who keep the list to answer.");
	if (of_org ? !eh_str_eq(by->org_id, row->org_id) : !keeper)
		return eh_fail(err, EH_REFUSED, "This is for those who keep the entry to answer.");
	EH_TRY(eh_q_org_held(db, row->org_id, &arena, &held, err));
	if (!of_org && held.holders)
		return eh_fail(err, EH_REFUSED, "This organisation keeps its own entry, and answers for itself.");
	return EH_OK;
}

static bool is_of_org(const struct eh_actor *by) { return by->role == EH_ROLE_HOLDER || by->role == EH_ROLE_COLLEAGUE; }

static enum eh_rc load(struct eh_db *db, struct eh_str place_id, int64_t correction_id, struct eh_arena *arena,
        struct eh_q_correction_get *ret_row, struct eh_error *err)
{
	EH_TRY(eh_q_correction_get(db, correction_id, arena, ret_row, err));
	if (place_id.p && !eh_str_eq(ret_row->place_id, place_id))
		return eh_fail(err, EH_NOT_FOUND, "There is no such correction here.");
	return EH_OK;
}

/* The words of the answer, where they are needed or given. */
static enum eh_rc words_of(const struct eh_correction_answer *answer, const struct eh_correction_kind *kind,
        struct eh_str *ret_words, struct eh_error *err)
{
	struct eh_str words = answer->words.p ? answer->words : EH_STR("");

	if (!eh_str_trim(words).n && answer->accept && kind && kind->done)
		words = eh_str_of(kind->done);
	if (!eh_str_trim(words).n)
		return eh_fail(err, EH_INVALID, "%s",
		        !answer->accept                           ? "Say why it is declined."
		        : kind && kind->act == EH_CORRECTION_SAYS ? "Say in which words it is accepted."
		                                                  : "Say what was done about it.");
	if (!eh_utf8_valid(words, NULL) || eh_utf8_length(words) > EH_OWN_LONGEST)
		return eh_fail(err, EH_INVALID, "Use %d characters or fewer.", EH_OWN_LONGEST);
	*ret_words = words;
	return EH_OK;
}

/* What accepting does by itself. */
static enum eh_rc act(struct eh_db *db, int64_t now, const struct eh_actor *by, const struct eh_q_correction_get *row,
        const struct eh_correction_answer *answer, struct eh_str words, struct eh_arena *arena, struct eh_correction_done *done,
        struct eh_error *err)
{
	const struct eh_join join = { answer->correction_id, row->place_id, row->org_id,
		answer->other.n ? answer->other : eh_correction_names(row->proposed) };

	switch (done->act) {
	case EH_CORRECTION_SAYS:
		return eh_own_say(db, now, by, row->org_id, row->field, eh_str_trim(words), err);
	case EH_CORRECTION_CLOSES:
		return eh_closing_say(db, now, by, row->place_id, row->org_id, true, err);
	case EH_CORRECTION_JOINS:
		return eh_corrections_join(db, now, by, &join, arena, done, err);
	case EH_CORRECTION_ANSWERS:
		break;
	}
	return EH_OK;
}

static enum eh_rc note(struct eh_db *db, int64_t now, const struct eh_actor *by, const struct eh_q_correction_get *row,
        const struct eh_correction_kind *kind, const char *verb, struct eh_str words, struct eh_error *err)
{
	const struct eh_audit_entry entry = { .by = by,
		.verb = verb,
		.subject_kind = kind ? kind->name : "what an organisation told",
		.subject_id = row->org_id,
		.place_id = row->place_id,
		.before = row->proposed,
		.after = words,
		.is_public = kind &&
		             kind->act != EH_CORRECTION_ANSWERS, /* of the rest strangers' words may tell where somebody lives */
		.words_private = true };

	return eh_audit_write(db, now, &entry, NULL, err);
}

/* The entry by the identifier and name that it has. */
static enum eh_rc about(struct eh_db *db, const struct eh_q_correction_get *row, struct eh_arena *arena,
        struct eh_correction_done *done, struct eh_error *err)
{
	struct eh_q_organisation_get org;
	enum eh_rc rc = eh_q_organisation_get(db, row->org_id, arena, &org, err);

	done->place_id = row->place_id;
	done->org_id = row->org_id;
	done->org_name = rc == EH_OK ? org.name : EH_STR("");
	return rc == EH_NOT_FOUND ? EH_OK : rc;
}

enum eh_rc eh_correction_answer(struct eh_db *db, int64_t now, const struct eh_actor *by,
        const struct eh_correction_answer *answer, struct eh_arena *arena, struct eh_correction_done *ret_done,
        struct eh_error *err)
{
	struct eh_correction_done done = { 0 };
	struct eh_q_correction_get row;
	struct eh_str words;

	EH_TRY(load(db, answer->place_id, answer->correction_id, arena, &row, err));
	if (!eh_str_eq(row.state, EH_STR("waiting")))
		return eh_fail(err, EH_CONFLICT, "This correction has been answered already.");
	EH_TRY(check_answerer(db, by, &row, err));
	const struct eh_correction_kind *kind = row.from_org ? NULL : eh_correction_kind(row.field);
	if (!kind && !row.from_org)
		return eh_fail(err, EH_INVALID, "An entry has nothing of that kind.");
	EH_TRY(words_of(answer, kind, &words, err));
	EH_TRY(about(db, &row, arena, &done, err));
	done.act = kind && answer->accept ? kind->act : EH_CORRECTION_ANSWERS;
	EH_TRY(act(db, now, by, &row, answer, words, arena, &done, err));
	bool reworded = done.act == EH_CORRECTION_SAYS && !eh_str_eq(eh_str_trim(words), eh_str_trim(row.proposed));
	EH_TRY(eh_q_correction_decide(db, answer->correction_id,
	        !answer->accept ? EH_STR("declined")
	        : reworded      ? EH_STR("reworded")
	                        : EH_STR("accepted"),
	        words, is_of_org(by) ? EH_STR("organisation") : EH_STR("keeper"), now, is_of_org(by) ? EH_DB_NULL : by->person_id,
	        err));
	EH_TRY(note(
	        db, now, by, &row, kind, answer->accept ? "accepted a correction of" : "declined a correction of", words, err));
	*ret_done = done;
	return EH_OK;
}

enum eh_rc eh_correction_decide(struct eh_db *db, int64_t now, const struct eh_actor *by, struct eh_str place_id,
        int64_t correction_id, bool accept, struct eh_str words, struct eh_error *err)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_correction_done done;

	return eh_correction_answer(db, now, by,
	        &(const struct eh_correction_answer){ place_id, correction_id, accept, words, NONE }, &arena, &done, err);
}

/* Whoever may answer it today: it may have changed hands since. The entry may be one with another by now. */
static enum eh_rc check_taker(struct eh_db *db, const struct eh_actor *by, struct eh_q_correction_get *row,
        struct eh_arena *arena, struct eh_error *err)
{
	struct eh_q_redirect_get redirect;
	enum eh_rc rc = eh_q_redirect_get(db, row->org_id, arena, &redirect, err);

	if (rc == EH_OK)
		row->org_id = redirect.org_id;
	else if (rc != EH_NOT_FOUND)
		return rc;
	return check_answerer(db, by, row, err);
}

enum eh_rc eh_correction_take_back(struct eh_db *db, int64_t now, const struct eh_actor *by, struct eh_str place_id,
        int64_t correction_id, struct eh_arena *arena, struct eh_correction_done *ret_done, struct eh_error *err)
{
	struct eh_correction_done done = { 0 };
	struct eh_q_correction_get row;

	EH_TRY(load(db, place_id, correction_id, arena, &row, err));
	const struct eh_correction_kind *kind = row.from_org ? NULL : eh_correction_kind(row.field);
	if (!kind || !kind->done || !eh_str_eq(row.state, EH_STR("accepted")))
		return eh_fail(err, EH_CONFLICT, "Nothing of this correction can be taken back.");
	EH_TRY(check_taker(db, by, &row, arena, err));
	EH_TRY(about(db, &row, arena, &done, err));
	done.act = kind->act;
	if (kind->act == EH_CORRECTION_CLOSES)
		EH_TRY(eh_closing_say(db, now, by, row.place_id, row.org_id, false, err));
	else
		EH_TRY(eh_corrections_part(db, correction_id, err));
	EH_TRY(eh_q_correction_take_back(db, correction_id, EH_STR("It was accepted, and that was taken back."), err));
	EH_TRY(note(db, now, by, &row, kind, "took back a correction of", NONE, err));
	*ret_done = done;
	return EH_OK;
}

enum eh_rc eh_corrections_acted(struct eh_db *db, struct eh_str place_id, struct eh_arena *arena,
        struct eh_correction_acted **ret_items, size_t *ret_count, struct eh_error *err)
{
	enum { MOST = 100 };
	struct eh_cursor cursor EH_CLEANUP_CURSOR = { 0 };
	struct eh_correction_acted *items = eh_arena_alloc_zero(arena, MOST, sizeof *items);
	struct eh_q_correction_acted row;
	size_t count = 0;
	enum eh_rc rc = items ? eh_q_correction_acted(db, place_id, &cursor, err) : eh_fail_memory(err);

	while (rc == EH_OK && count < MOST && (rc = eh_q_correction_acted_next(&cursor, &row, err)) == EH_OK)
		items[count++] = (struct eh_correction_acted){ row.correction_id, row.decided_at, eh_arena_str(arena, row.org_id),
			eh_arena_str(arena, row.name) };
	if (rc < 0)
		return rc;
	EH_TRY(eh_arena_check(arena, EH_OK, err));
	*ret_items = items;
	*ret_count = count;
	return EH_OK;
}
