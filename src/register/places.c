#include "places.h"

#include "local.h"
#include "queries.h"

enum { SHORTEST_ID = 2 };

enum eh_rc eh_place_administers(
        struct eh_db *db, int64_t now, int64_t person_id, struct eh_str place_id, bool *ret_does, struct eh_error *err)
{
	struct eh_roles mine EH_CLEANUP_ROLES = { 0 };

	EH_TRY(eh_roles_of_person(db, now, person_id, &mine, err));
	*ret_does = false;
	for (size_t i = 0; i < mine.count; i++) {
		const struct eh_person_role *role = &mine.items[i];
		bool here = !role->place_id.p || (place_id.p && eh_str_eq(role->place_id, place_id));
		*ret_does |= role->role == EH_ROLE_ADMINISTRATOR && role->in_force && here;
	}
	return EH_OK;
}

static enum eh_rc check_id(struct eh_str id, const char *const *taken, struct eh_error *err)
{
	bool good = id.n >= SHORTEST_ID && id.n <= EH_PLACE_LONGEST_ID && id.p[0] != '-' && id.p[id.n - 1] != '-';

	for (size_t i = 0; good && i < id.n; i++)
		good = (id.p[i] >= 'a' && id.p[i] <= 'z') || (id.p[i] >= '0' && id.p[i] <= '9') || id.p[i] == '-';
	if (!good)
		return eh_fail(err, EH_INVALID,
		        "The place’s part of an address has %d to %d small letters, digits and hyphens: trafford, east-sussex.",
		        SHORTEST_ID, EH_PLACE_LONGEST_ID);
	for (; *taken; taken++)
		if (eh_str_eq(id, eh_str_of(*taken)))
			return eh_fail(
			        err, EH_INVALID, "“%.*s” is used for other addresses of this site. Choose another.", EH_FMT(id));
	return EH_OK;
}

static enum eh_rc check_name(struct eh_str name, struct eh_error *err)
{
	size_t length = eh_utf8_length(name);

	return name.n && length <= EH_PLACE_LONGEST_NAME
	               ? EH_OK
	               : eh_fail(err, EH_INVALID, "A place’s name has up to %d characters.", EH_PLACE_LONGEST_NAME);
}

/* Its code, where this installation's lists of areas know it and no other place has it. */
static enum eh_rc find_council(
        struct eh_db *db, struct eh_str council, struct eh_arena *arena, struct eh_str *ret_code, struct eh_error *err)
{
	struct eh_q_local_council_name known;
	struct eh_q_place_of_council other;
	struct eh_str code;

	EH_TRY(eh_local_read(db, arena, council, &code, err));
	if (!code.n || eh_str_find(code, EH_STR(" ")) >= 0)
		return eh_fail(err, EH_INVALID, "A place has one council.");
	enum eh_rc rc = eh_q_local_council_name(db, code, arena, &known, err);
	if (rc == EH_NOT_FOUND)
		return eh_fail(err, EH_INVALID,
		        "No list of areas here has the council %.*s. Read one in first: evenhand update RECIPE --data DIR.",
		        EH_FMT(code));
	EH_TRY(rc);
	rc = eh_q_place_of_council(db, code, arena, &other, err);
	if (rc == EH_OK)
		return eh_fail(
		        err, EH_INVALID, "%.*s is the council of the place %.*s already.", EH_FMT(code), EH_FMT(other.place_id));
	*ret_code = code;
	return rc == EH_NOT_FOUND ? EH_OK : rc;
}

static enum eh_rc audit(struct eh_db *db, int64_t now, const struct eh_actor *by, const char *verb, struct eh_str place_id,
        struct eh_str before, struct eh_str after, struct eh_error *err)
{
	const struct eh_audit_entry entry = { .by = by,
		.verb = verb,
		.subject_kind = "place",
		.subject_id = place_id,
		.place_id = place_id,
		.before = before,
		.after = after,
		.is_public = true };

	return eh_audit_write(db, now, &entry, NULL, err);
}

enum eh_rc eh_place_add(struct eh_db *db, int64_t now, const struct eh_actor *by, const struct eh_place_new *place,
        const char *const *taken, struct eh_error *err)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_q_place_find other;
	struct eh_str code, after;
	bool may;

	EH_TRY(eh_place_administers(db, now, by->person_id, (struct eh_str){ NULL, 0 }, &may, err));
	if (!may)
		return eh_fail(err, EH_REFUSED, "Only an administrator of the whole installation adds a place.");
	EH_TRY(check_id(place->place_id, taken, err));
	EH_TRY(check_name(place->name, err));
	enum eh_rc rc = eh_q_place_find(db, place->place_id, &arena, &other, err);
	if (rc == EH_OK)
		return eh_fail(err, EH_INVALID, "There is a place %.*s already.", EH_FMT(place->place_id));
	if (rc != EH_NOT_FOUND)
		return rc;
	EH_TRY(find_council(db, place->council, &arena, &code, err));
	EH_TRY(eh_q_place_add(
	        db, place->place_id, place->name, code, code.p[0] == 'Z', err)); /* no real council's code begins with Z */
	after = eh_arena_printf(&arena, "%.*s, council %.*s", EH_FMT(place->name), EH_FMT(code));
	return after.p ? audit(db, now, by, "added", place->place_id, (struct eh_str){ NULL, 0 }, after, err)
	               : eh_fail_memory(err);
}

enum eh_rc eh_place_rename(struct eh_db *db, int64_t now, const struct eh_actor *by, struct eh_str place_id, struct eh_str name,
        struct eh_error *err)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_q_place_find place;
	bool may;

	enum eh_rc rc = eh_q_place_find(db, place_id, &arena, &place, err);
	if (rc == EH_NOT_FOUND || (rc >= 0 && !eh_str_eq(place.place_id, place_id)))
		return eh_fail(err, EH_INVALID, "There is no such place.");
	EH_TRY(rc);
	EH_TRY(eh_place_administers(db, now, by->person_id, place_id, &may, err));
	if (!may)
		return eh_fail(err, EH_REFUSED, "Only an administrator of %.*s calls it otherwise.", EH_FMT(place.name));
	EH_TRY(check_name(name, err));
	if (eh_str_eq(place.name, name))
		return eh_fail(err, EH_INVALID, "That is its name already.");
	EH_TRY(eh_q_place_rename(db, place_id, name, err));
	EH_TRY(eh_q_place_name_put(db, place_id, name, now, err));
	return audit(db, now, by, "renamed", place_id, place.name, name, err);
}
