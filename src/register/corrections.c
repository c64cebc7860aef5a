/* corrections.c: what others propose to change in an entry. */
#include "corrections_private.h"
#include "queries.h"

enum { LONGEST_WHY = 1000, LONGEST_OTHER = 1000 };

const struct eh_correction_kind eh_correction_kinds[EH_CORRECTION_KINDS] = {
	{ "name", EH_T("Name"), 200, EH_CORRECTION_SAYS, NULL, NULL },
	{ "does", EH_T("What it does"), 1000, EH_CORRECTION_SAYS, NULL, NULL },
	{ "web", EH_T("Web address"), 300, EH_CORRECTION_SAYS, NULL, NULL },
	{ "telephone", EH_T("Telephone for the public"), 40, EH_CORRECTION_SAYS, NULL, NULL },
	{ "address", EH_T("Address"), LONGEST_OTHER, EH_CORRECTION_ANSWERS,
	        EH_T("Agreeing is an answer and changes nothing by itself. Say where a service is under “Services”, or tell the "
	             "register that has it wrong."),
	        NULL },
	{ "times", EH_T("Times"), LONGEST_OTHER, EH_CORRECTION_ANSWERS,
	        EH_T("Agreeing is an answer and changes nothing by itself. Say when a service is open under “Services”."), NULL },
	{ "closed", EH_T("It has closed"), LONGEST_OTHER, EH_CORRECTION_CLOSES,
	        EH_T("If it is so, the list marks it as closed at once: its page stays, and it leaves help, figures and gaps. "
	             "You can take that back in one press."),
	        EH_T("It is marked as closed.") },
	{ "twice", EH_T("It is listed twice"), LONGEST_OTHER, EH_CORRECTION_JOINS,
	        EH_T("If it is so, name the other entry: the two become one when the list is next made, in a moment. You can "
	             "take that back in one press."),
	        EH_T("The two entries become one.") },
};

const struct eh_correction_kind *eh_correction_kind(struct eh_str name)
{
	for (size_t i = 0; i < EH_CORRECTION_KINDS; i++)
		if (eh_str_eq(name, eh_str_of(eh_correction_kinds[i].name)))
			return &eh_correction_kinds[i];
	return NULL;
}

/* A form that was sent twice tells nothing new. */
static enum eh_rc check_same(struct eh_db *db, const struct eh_proposal *proposal, struct eh_error *err)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_q_correction_same same;
	enum eh_rc rc = eh_q_correction_same(db, proposal->org_id, proposal->field, proposal->proposed, &arena, &same, err);

	if (rc == EH_OK)
		return eh_fail(err, EH_CONFLICT, "You have told us that already.");
	return rc == EH_NOT_FOUND ? EH_OK : rc;
}

/* What an organisation asks the keepers of the list: not a field of its own words. */
static const struct {
	const char *field, *label;
} ASKS[] = {
	[EH_ASK_WRONG] = { "wrong", EH_T("What is wrong") }, [EH_ASK_UNKNOWN] = { "unknown", EH_T("What the list does not know") }
};

const char *eh_correction_label(struct eh_str field)
{
	const struct eh_correction_kind *kind = eh_correction_kind(field);

	for (size_t i = 0; !kind && i < sizeof ASKS / sizeof *ASKS; i++)
		if (eh_str_eq(field, eh_str_of(ASKS[i].field)))
			return ASKS[i].label;
	return kind ? kind->label : "";
}

enum eh_rc eh_correction_ask(struct eh_db *db, int64_t now, const struct eh_actor *by, struct eh_str place_id, enum eh_ask what,
        struct eh_str text, struct eh_error *err)
{
	int64_t due;

	text = eh_str_trim(text);
	if (by->role != EH_ROLE_HOLDER && by->role != EH_ROLE_COLLEAGUE)
		return eh_fail(err, EH_REFUSED, "This is for those who keep the entry.");
	if (!text.n)
		return eh_fail(err, EH_INVALID, "Say what it is.");
	if (!eh_utf8_valid(text, NULL) || eh_utf8_length(text) > LONGEST_WHY)
		return eh_fail(err, EH_INVALID, "Use %d characters or fewer.", LONGEST_WHY);
	EH_TRY(eh_govern_after_working_days(db, now, EH_OWN_WORKING_DAYS, &due, err));
	EH_TRY(eh_q_correction_ask(db, place_id, by->org_id, eh_str_of(ASKS[what].field), text, now, due, err));
	const struct eh_audit_entry entry = { .by = by,
		.verb = "told the keepers of the list of",
		.subject_kind = ASKS[what].field,
		.subject_id = by->org_id,
		.place_id = place_id,
		.after = text };
	return eh_audit_write(db, now, &entry, NULL, err);
}

enum eh_rc eh_correction_propose(
        struct eh_db *db, int64_t now, const struct eh_proposal *proposal, int64_t *ret_number, struct eh_error *err)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	const struct eh_correction_kind *field = eh_correction_kind(proposal->field);
	struct eh_q_organisation_get org;
	int64_t due;

	if (!field)
		return eh_fail(err, EH_INVALID, "Say what should be corrected.");
	if (!eh_str_trim(proposal->proposed).n)
		return eh_fail(err, EH_INVALID, "Say what it should be.");
	if (eh_utf8_length(proposal->proposed) > field->most || eh_utf8_length(proposal->why) > LONGEST_WHY)
		return eh_fail(err, EH_INVALID, "Use %zu characters or fewer for it, and %d for how you know.", field->most,
		        LONGEST_WHY);
	EH_TRY(eh_q_organisation_get(db, proposal->org_id, &arena, &org, err));
	EH_TRY(check_same(db, proposal, err));
	EH_TRY(eh_govern_after_working_days(db, now, EH_OWN_WORKING_DAYS, &due, err));
	EH_TRY(eh_q_correction_add(
	        db, proposal->place_id, proposal->org_id, proposal->field, proposal->proposed, proposal->why, now, due, err));
	int64_t number = eh_db_last_id(db);
	const struct eh_actor visitor = { 0 };
	const struct eh_audit_entry entry = { .by = &visitor,
		.verb = "proposed a correction of",
		.subject_kind = field->name,
		.subject_id = proposal->org_id,
		.place_id = proposal->place_id,
		.after = proposal->proposed };
	EH_TRY(eh_audit_write(db, now, &entry, NULL, err));
	*ret_number = number;
	return EH_OK;
}

void eh_corrections_finish(struct eh_corrections *corrections)
{
	eh_free(corrections->items);
	eh_arena_finish(&corrections->arena);
	*corrections = (struct eh_corrections){ 0 };
}

static enum eh_rc keep(struct eh_corrections *corrections, size_t *cap, const struct eh_correction *row, struct eh_error *err)
{
	struct eh_arena *arena = &corrections->arena;
	struct eh_correction one = *row;

	one.org_id = eh_arena_str(arena, row->org_id);
	one.field = eh_arena_str(arena, row->field);
	one.proposed = eh_arena_str(arena, row->proposed);
	one.why = eh_arena_str(arena, row->why);
	one.state = eh_arena_str(arena, row->state);
	one.answer = eh_arena_str(arena, row->answer);
	one.decided_as = eh_db_keep(arena, row->decided_as);
	one.answered_by = eh_db_keep(arena, row->answered_by);
	if (!eh_vec_grow(&corrections->items, corrections->count, cap, sizeof one))
		return eh_fail_memory(err);
	corrections->items[corrections->count++] = one;
	return eh_arena_check(arena, EH_OK, err);
}

enum eh_rc eh_corrections_of(struct eh_db *db, struct eh_str org_id, struct eh_corrections *ret_corrections, struct eh_error *err)
{
	struct eh_cursor cursor EH_CLEANUP_CURSOR = { 0 };
	struct eh_corrections found = { 0 };
	struct eh_q_correction_of_org row;
	size_t cap = 0;
	enum eh_rc rc = eh_q_correction_of_org(db, org_id, &cursor, err);

	while (rc == EH_OK && (rc = eh_q_correction_of_org_next(&cursor, &row, err)) == EH_OK)
		rc = keep(&found, &cap,
		        &(const struct eh_correction){ row.correction_id, row.proposed_at, row.due_at, row.decided_at, row.org_id,
		                row.field, row.proposed, row.why, row.state, row.answer, row.decided_as, row.name,
		                row.from_org != 0 },
		        err);
	if (rc < 0) {
		eh_corrections_finish(&found);
		return rc;
	}
	*ret_corrections = found;
	return EH_OK;
}

enum eh_rc eh_corrections_waiting(
        struct eh_db *db, struct eh_str place_id, struct eh_corrections *ret_corrections, struct eh_error *err)
{
	struct eh_cursor cursor EH_CLEANUP_CURSOR = { 0 };
	struct eh_corrections found = { 0 };
	struct eh_q_correction_waiting row;
	size_t cap = 0;
	enum eh_rc rc = eh_q_correction_waiting(db, place_id, &cursor, err);

	while (rc == EH_OK && (rc = eh_q_correction_waiting_next(&cursor, &row, err)) == EH_OK)
		rc = keep(&found, &cap,
		        &(const struct eh_correction){ row.correction_id, row.proposed_at, row.due_at, row.decided_at, row.org_id,
		                row.field, row.proposed, row.why, row.state, row.answer, row.decided_as, { NULL, 0 },
		                row.from_org != 0 },
		        err);
	if (rc < 0) {
		eh_corrections_finish(&found);
		return rc;
	}
	*ret_corrections = found;
	return EH_OK;
}
