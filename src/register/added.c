#include "added.h"

#include "geo/geo.h"
#include "queries.h"

static bool may_decide(const struct eh_actor *by)
{
	return by->role == EH_ROLE_OFFICER || by->role == EH_ROLE_INFRASTRUCTURE || by->role == EH_ROLE_STEWARD;
}

static enum eh_rc check(const struct eh_added_new *group, struct eh_error *err)
{
	const struct eh_str texts[] = { group->name, group->does, group->address, group->postcode, group->telephone, group->web,
		group->says_so, group->email };
	char email[EH_EMAIL_MAX];

	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		if (!eh_utf8_valid(texts[i], NULL) || eh_utf8_length(texts[i]) > EH_ADDED_LONGEST)
			return eh_fail(err, EH_INVALID, "Use %d characters or fewer for each answer.", EH_ADDED_LONGEST);
	if (!eh_str_trim(group->name).n || eh_utf8_length(group->name) > EH_ADDED_LONGEST_NAME)
		return eh_fail(err, EH_INVALID, "Give its name, in %d characters or fewer.", EH_ADDED_LONGEST_NAME);
	if (!eh_str_trim(group->does).n)
		return eh_fail(err, EH_INVALID, "Say what it does.");
	if (!eh_str_trim(group->says_so).n)
		return eh_fail(err, EH_INVALID, "Say who says so.");
	if (group->email.n)
		EH_TRY(eh_email_normalise(group->email, email, err));
	if (group->is_public && !eh_str_trim(group->address).n)
		return eh_fail(err, EH_INVALID, "Say where the public may come.");
	return EH_OK;
}

/* A postcode that no list of postcodes read in here has is a slip of the pen; where none was read in, nobody can tell. */
static enum eh_rc check_postcode(struct eh_db *db, struct eh_str postcode, struct eh_error *err)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_q_postcode_any any;
	struct eh_q_postcode_get row;
	struct eh_postcode code;

	if (!postcode.n || eh_postcode_parse(postcode, &code) != EH_OK)
		return EH_OK;
	enum eh_rc rc = eh_q_postcode_get(db, eh_postcode_pack(&code), &arena, &row, err);
	if (rc != EH_NOT_FOUND)
		return rc;
	EH_TRY(eh_q_postcode_any(db, &arena, &any, err));
	if (any.any)
		return eh_fail(err, EH_INVALID, "There is no postcode %.*s. Check it, or leave it empty.", EH_FMT(postcode));
	return EH_OK;
}

/* A form that was sent twice tells nothing new. */
static enum eh_rc check_same(struct eh_db *db, const struct eh_added_new *group, struct eh_error *err)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_q_added_same same;
	enum eh_rc rc = eh_q_added_same(db, group->place_id, eh_str_trim(group->name), eh_str_trim(group->does),
	        eh_str_trim(group->address), group->postcode, group->telephone, group->web, &arena, &same, err);

	if (rc == EH_OK)
		return eh_fail(err, EH_CONFLICT, "You have told us that already.");
	return rc == EH_NOT_FOUND ? EH_OK : rc;
}

static enum eh_rc audit(struct eh_db *db, int64_t now, const struct eh_actor *by, const char *verb, struct eh_str place_id,
        int64_t number, struct eh_str name, struct eh_str why, bool is_public, struct eh_error *err)
{
	char id[24];
	const struct eh_audit_entry entry = { .by = by,
		.verb = verb,
		.subject_kind = "group",
		.subject_id = eh_audit_id(number, id),
		.place_id = place_id,
		.after = name,
		.why = why,
		.is_public = is_public,
		.words_private = true };

	return eh_audit_write(db, now, &entry, NULL, err);
}

enum eh_rc eh_added_tell(struct eh_db *db, int64_t now, const struct eh_actor *by, const struct eh_added_new *group,
        int64_t *ret_number, bool *ret_accepted, struct eh_error *err)
{
	const struct eh_str none = { NULL, 0 };

	EH_TRY(check(group, err));
	EH_TRY(check_postcode(db, group->postcode, err));
	EH_TRY(check_same(db, group, err));
	EH_TRY(eh_q_added_add(db, group->place_id, eh_str_trim(group->name), eh_str_trim(group->does),
	        eh_str_trim(group->address), group->postcode, group->is_public, group->telephone, group->web,
	        eh_str_trim(group->says_so), eh_str_trim(group->email.p ? group->email : EH_STR("")), by->person_id, now, err));
	int64_t number = eh_db_last_id(db);
	if (group->told_by_org.n)
		EH_TRY(eh_q_added_told_by(db, number, group->told_by_org, err));
	/* What a stranger writes is nobody's to read before somebody has looked at it. */
	EH_TRY(audit(db, now, by, "told of", group->place_id, number, eh_str_trim(group->name), none, false, err));
	if (may_decide(by))
		EH_TRY(eh_added_decide(db, now, by, group->place_id, number, EH_ADDED_ACCEPT, EH_STR(""), err));
	*ret_number = number;
	*ret_accepted = may_decide(by);
	return EH_OK;
}

static const struct {
	const char *from, *to, *verb, *too_late;
	bool wants_why, keeps_name;
} MOVES[] = {
	[EH_ADDED_ACCEPT] = { "waiting", "accepted", "added", "This has been answered already.", false, true },
	[EH_ADDED_DECLINE] = { "waiting", "declined", "declined", "This has been answered already.", true, false },
	[EH_ADDED_TAKE_BACK] = { "accepted", "taken back", "took back", "This is not on the list to be taken back.", true, true },
};

enum eh_rc eh_added_decide(struct eh_db *db, int64_t now, const struct eh_actor *by, struct eh_str place_id, int64_t number,
        enum eh_added_move move, struct eh_str why, struct eh_error *err)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_q_added_get row;
	enum eh_rc rc = eh_q_added_get(db, number, &arena, &row, err);

	if (rc == EH_NOT_FOUND || (rc == EH_OK && !eh_str_eq(row.place_id, place_id)))
		return eh_fail(err, EH_NOT_FOUND, "Nobody told of such a group here.");
	EH_TRY(rc);
	if (!may_decide(by))
		return eh_fail(err, EH_REFUSED, "This is for an officer, the infrastructure organisation or a steward.");
	if (!eh_str_eq(row.state, eh_str_of(MOVES[move].from)))
		return eh_fail(err, EH_CONFLICT, "%s", MOVES[move].too_late);
	why = eh_str_trim(why);
	if (MOVES[move].wants_why && !why.n)
		return eh_fail(err, EH_INVALID, "Say why.");
	if (!eh_utf8_valid(why, NULL) || eh_utf8_length(why) > EH_ADDED_LONGEST)
		return eh_fail(err, EH_INVALID, "Say why in %d characters or fewer.", EH_ADDED_LONGEST);
	EH_TRY(eh_q_added_decide(db, number, eh_str_of(MOVES[move].to), why.p ? why : EH_STR(""), MOVES[move].keeps_name,
	        by->person_id, now, err));
	return audit(db, now, by, MOVES[move].verb, place_id, number, row.name, why, move != EH_ADDED_DECLINE, err);
}

enum eh_rc eh_added_leave(struct eh_db *db, int64_t now, int64_t number, struct eh_error *err)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_q_added_get row;
	enum eh_rc rc = eh_q_added_get(db, number, &arena, &row, err);

	if (rc == EH_NOT_FOUND)
		return eh_fail(err, EH_NOT_FOUND, "Nobody told of such a group here.");
	EH_TRY(rc);
	if (!eh_str_eq(row.state, EH_STR("accepted")))
		return eh_fail(err, EH_CONFLICT, "It is not on the list.");
	EH_TRY(eh_q_added_decide(db, number, EH_STR("taken back"), EH_STR("The group asked for it."), true, 0, now, err));
	return audit(
	        db, now, &EH_ACTOR_SYSTEM, "took off at its own wish", row.place_id, number, row.name, EH_STR(""), true, err);
}

enum eh_rc eh_added_told(struct eh_db *db, int64_t number, struct eh_error *err) { return eh_q_added_told(db, number, err); }

enum eh_rc eh_added_of_org(struct eh_db *db, struct eh_str org_id, struct eh_arena *arena, struct eh_added_by_org **ret_items,
        size_t *ret_count, struct eh_error *err)
{
	struct eh_cursor rows EH_CLEANUP_CURSOR = { 0 };
	struct eh_added_by_org *items = eh_arena_alloc_zero(arena, EH_ADDED_BY_ORG, sizeof *items);
	struct eh_q_added_of_org row;
	size_t count = 0;
	enum eh_rc rc = items ? eh_q_added_of_org(db, org_id, &rows, err) : eh_fail_memory(err);

	while (rc == EH_OK && (rc = eh_q_added_of_org_next(&rows, &row, err)) == EH_OK)
		if (count < EH_ADDED_BY_ORG)
			items[count++] = (struct eh_added_by_org){ eh_arena_str(arena, row.name), eh_arena_str(arena, row.state),
				eh_arena_str(arena, row.answer), row.told_at, row.decided_at };
	if (rc != EH_END)
		return rc;
	EH_TRY(eh_arena_check(arena, EH_OK, err));
	*ret_items = items;
	*ret_count = count;
	return EH_OK;
}

void eh_added_finish(struct eh_added *added)
{
	eh_free(added->items);
	eh_arena_finish(&added->arena);
	*added = (struct eh_added){ 0 };
}

#define GROUP(arena, row)                                                                                                        \
	(struct eh_added_group)                                                                                                  \
	{                                                                                                                        \
		.number = (row)->number, .told_at = (row)->told_at, .decided_at = (row)->decided_at,                             \
		.group = { .name = eh_arena_str(arena, (row)->name),                                                             \
			.does = eh_arena_str(arena, (row)->does),                                                                \
			.address = eh_arena_str(arena, (row)->address),                                                          \
			.postcode = eh_arena_str(arena, (row)->postcode),                                                        \
			.telephone = eh_arena_str(arena, (row)->telephone),                                                      \
			.web = eh_arena_str(arena, (row)->web),                                                                  \
			.says_so = eh_arena_str(arena, (row)->says_so),                                                          \
			.email = eh_arena_str(arena, (row)->email),                                                              \
			.is_public = (row)->is_public != 0 },                                                                    \
		.state = eh_arena_str(arena, (row)->state), .answer = eh_arena_str(arena, (row)->answer),                        \
		.read_in = (row)->batch_id != EH_DB_NULL                                                                         \
	}

enum eh_rc eh_added_get(
        struct eh_db *db, int64_t number, struct eh_arena *arena, struct eh_added_group *ret_group, struct eh_error *err)
{
	struct eh_q_added_one row;
	enum eh_rc rc = eh_q_added_one(db, number, arena, &row, err);

	if (rc == EH_NOT_FOUND)
		return eh_fail(err, EH_NOT_FOUND, "Nobody told of such a group here.");
	EH_TRY(rc);
	struct eh_added_group group = GROUP(arena, &row);
	group.group.place_id = row.place_id;
	group.org_id = row.org_id;
	*ret_group = group;
	return eh_arena_check(arena, EH_OK, err);
}

enum eh_rc eh_added_list(struct eh_db *db, struct eh_str place_id, struct eh_added *ret_added, struct eh_error *err)
{
	struct eh_cursor cursor EH_CLEANUP_CURSOR = { 0 };
	struct eh_added found = { 0 };
	struct eh_q_added_list row;
	size_t cap = 0;
	enum eh_rc rc = eh_q_added_list(db, place_id, &cursor, err);

	while (rc == EH_OK && (rc = eh_q_added_list_next(&cursor, &row, err)) == EH_OK) {
		if (!eh_vec_grow(&found.items, found.count, &cap, sizeof *found.items)) {
			rc = eh_fail_memory(err);
			break;
		}
		found.items[found.count++] = GROUP(&found.arena, &row);
	}
	rc = rc < 0 ? rc : eh_arena_check(&found.arena, EH_OK, err);
	if (rc < 0) {
		eh_added_finish(&found);
		return rc;
	}
	*ret_added = found;
	return EH_OK;
}
