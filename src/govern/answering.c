#include "answering.h"

#include "audit.h"
#include "people.h"
#include "queries.h"

enum { MOST = 50 };

static const struct eh_str ANY = { NULL, 0 };

static enum eh_rc check_keeper(
        struct eh_db *db, int64_t now, const struct eh_actor *by, struct eh_str place_id, struct eh_error *err)
{
	struct eh_roles roles EH_CLEANUP_ROLES = { 0 };

	EH_TRY(eh_roles_of_person(db, now, by->person_id, &roles, err));
	if (!eh_roles_find(&roles, EH_ROLE_OFFICER, EH_SIDE_NONE, place_id, ANY) &&
	        !eh_roles_find(&roles, EH_ROLE_INFRASTRUCTURE, EH_SIDE_NONE, place_id, ANY))
		return eh_fail(err, EH_REFUSED, "This is for an officer or the infrastructure organisation of this place.");
	return EH_OK;
}

static enum eh_rc note(struct eh_db *db, int64_t now, const struct eh_actor *by, const char *verb, struct eh_str place_id,
        struct eh_str name, struct eh_error *err)
{
	const struct eh_audit_entry entry = { .by = by,
		.verb = verb,
		.subject_kind = "answering of corrections",
		.subject_id = place_id,
		.place_id = place_id,
		.private = name,
		.about_person = by->person_id,
		.is_public = true };

	return eh_audit_write(db, now, &entry, NULL, err);
}

enum eh_rc eh_answering_take(struct eh_db *db, int64_t now, const struct eh_actor *by, struct eh_str place_id, struct eh_str name,
        struct eh_error *err)
{
	name = eh_str_trim(name);
	EH_TRY(check_keeper(db, now, by, place_id, err));
	if (!name.n)
		return eh_fail(err, EH_INVALID, "Say under which name.");
	if (!eh_utf8_valid(name, NULL) || eh_utf8_length(name) > EH_PERSON_LONGEST_NAME)
		return eh_fail(err, EH_INVALID, "Use %d characters or fewer for the name.", EH_PERSON_LONGEST_NAME);
	EH_TRY(eh_q_answering_end(db, place_id, by->person_id, now, err));
	EH_TRY(eh_q_answering_add(db, place_id, by->person_id, name, now, err));
	return note(db, now, by, "took on", place_id, name, err);
}

enum eh_rc eh_answering_end(
        struct eh_db *db, int64_t now, const struct eh_actor *by, struct eh_str place_id, struct eh_error *err)
{
	EH_TRY(eh_q_answering_end(db, place_id, by->person_id, now, err));
	return note(db, now, by, "gave up", place_id, ANY, err);
}

enum eh_rc eh_answering_list(struct eh_db *db, int64_t now, struct eh_str place_id, struct eh_arena *arena,
        struct eh_answering **ret_items, size_t *ret_count, struct eh_error *err)
{
	struct eh_cursor rows EH_CLEANUP_CURSOR = { 0 };
	struct eh_answering *items = eh_arena_alloc_zero(arena, MOST, sizeof *items);
	struct eh_q_answering_list row;
	size_t count = 0;
	enum eh_rc rc = items ? eh_q_answering_list(db, place_id, now, &rows, err) : eh_fail_memory(err);

	while (rc == EH_OK && (rc = eh_q_answering_list_next(&rows, &row, err)) == EH_OK)
		if (count < MOST)
			items[count++] = (struct eh_answering){ row.person_id, row.taken_at, eh_arena_str(arena, row.name),
				eh_side_parse(row.side) };
	if (rc != EH_END)
		return rc;
	EH_TRY(eh_arena_check(arena, EH_OK, err));
	*ret_items = items;
	*ret_count = count;
	return EH_OK;
}
