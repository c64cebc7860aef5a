/* people.c: people themselves. */
#include "people.h"

#include "audit.h"
#include "queries.h"
#include "session.h"

enum eh_rc eh_email_normalise(struct eh_str typed, char out[EH_EMAIL_MAX], struct eh_error *err)
{
	static const char SPECIAL[] = "()<>[]:;,\\\"";
	char email[EH_EMAIL_MAX];
	size_t at = 0;

	typed = eh_str_trim(typed);
	if (!typed.n)
		return eh_fail(err, EH_INVALID, "enter an e-mail address");
	if (typed.n >= EH_EMAIL_MAX)
		return eh_fail(err, EH_INVALID, "an e-mail address has at most %d characters", EH_EMAIL_MAX - 1);
	for (size_t i = 0; i < typed.n; i++) {
		char c = eh_lower(typed.p[i]);
		if (c <= ' ' || c >= 0x7f || strchr(SPECIAL, c))
			return eh_fail(err, EH_INVALID,
			        "an e-mail address has no blanks, commas, brackets or accents; check what you typed");
		if (c == '@') {
			if (at || !i)
				return eh_fail(err, EH_INVALID, "an e-mail address has one @, with something before it");
			at = i;
		}
		email[i] = c;
	}
	email[typed.n] = '\0';
	if (!at || at > 64 || !strchr(email + at, '.') || strstr(email, "..") || email[typed.n - 1] == '.' ||
	        email[at + 1] == '.')
		return eh_fail(err, EH_INVALID, "an e-mail address reads like name@example.org; check what stands after the @");
	memcpy(out, email, typed.n + 1);
	return EH_OK;
}

static enum eh_rc check_name(struct eh_str *name, struct eh_error *err)
{
	*name = eh_str_trim(*name);
	if (!name->n)
		return eh_fail(err, EH_INVALID, "enter the person's name");
	if (name->n > EH_PERSON_LONGEST_NAME)
		return eh_fail(err, EH_INVALID, "a person's name has at most %d bytes", EH_PERSON_LONGEST_NAME);
	if (!eh_utf8_valid(*name, NULL))
		return eh_fail(err, EH_INVALID, "the person's name is not UTF-8");
	for (size_t i = 0; i < name->n; i++)
		if ((unsigned char)name->p[i] < ' ')
			return eh_fail(err, EH_INVALID, "a person's name is one line");
	return EH_OK;
}

static enum eh_rc note(struct eh_db *db, int64_t now, const struct eh_actor *by, const char *verb, int64_t person_id,
        struct eh_str before, struct eh_str after, struct eh_error *err)
{
	char id[24];

	return eh_audit_write(db, now,
	        &(struct eh_audit_entry){ .by = by,
	                .verb = verb,
	                .subject_kind = "person",
	                .subject_id = eh_audit_id(person_id, id),
	                .before = before,
	                .after = after,
	                .about_person = person_id },
	        NULL, err);
}

/* *ret_left is who had this address and left, 0 where it is new. */
static enum eh_rc check_free(struct eh_db *db, const char *email, int64_t *ret_left, struct eh_error *err)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_q_person_by_email row;
	enum eh_rc rc = eh_q_person_by_email(db, eh_str_of(email), &arena, &row, err);

	if (rc == EH_OK && !eh_str_eq(row.state, EH_STR("left")))
		return eh_fail(err, EH_CONFLICT, "somebody with the address %s is here already", email);
	if (rc < 0 && rc != EH_NOT_FOUND)
		return rc;
	*ret_left = rc == EH_OK ? row.person_id : 0;
	return EH_OK;
}

/* One person stays one: whoever comes back is the person that left. */
static enum eh_rc make_person(struct eh_db *db, int64_t now, int64_t left, int64_t *ret_person, struct eh_error *err)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_q_person_add row = { left };

	if (left)
		EH_TRY(eh_q_person_state_set(db, left, EH_STR("active"), err));
	else
		EH_TRY(eh_q_person_add(db, now, &arena, &row, err));
	*ret_person = row.person_id;
	return EH_OK;
}

enum eh_rc eh_person_add(struct eh_db *db, int64_t now, const struct eh_actor *by, struct eh_str name, struct eh_str email,
        int64_t *ret_person, struct eh_error *err)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	char address[EH_EMAIL_MAX];
	int64_t person = 0;

	EH_TRY(check_name(&name, err));
	EH_TRY(eh_email_normalise(email, address, err));
	EH_TRY(check_free(db, address, &person, err));
	EH_TRY(make_person(db, now, person, &person, err));
	EH_TRY(eh_q_person_detail_put(db, person, name, eh_str_of(address), err));
	struct eh_str after = eh_arena_printf(&arena, "%.*s <%s>", EH_FMT(name), address);
	if (!after.p)
		return eh_fail_memory(err);
	EH_TRY(note(db, now, by, "added", person, (struct eh_str){ NULL, 0 }, after, err));
	*ret_person = person;
	return EH_OK;
}

enum eh_rc eh_person_get(
        struct eh_db *db, int64_t person_id, struct eh_arena *arena, struct eh_person *ret_person, struct eh_error *err)
{
	struct eh_q_person_get row;
	enum eh_rc rc = eh_q_person_get(db, person_id, arena, &row, err);

	if (rc == EH_NOT_FOUND)
		return eh_fail(err, EH_NOT_FOUND, "there is no person %lld", (long long)person_id);
	EH_TRY(rc);
	*ret_person = (struct eh_person){ row.person_id, row.added_at, row.name, row.email, row.state };
	return EH_OK;
}

enum eh_rc eh_person_find(
        struct eh_db *db, struct eh_str email, struct eh_arena *arena, struct eh_person *ret_person, struct eh_error *err)
{
	struct eh_q_person_by_email row;
	char address[EH_EMAIL_MAX];

	EH_TRY(eh_email_normalise(email, address, err));
	enum eh_rc rc = eh_q_person_by_email(db, eh_str_of(address), arena, &row, err);
	if (rc == EH_NOT_FOUND)
		return eh_fail(err, EH_NOT_FOUND, "nobody here has the address %s", address);
	EH_TRY(rc);
	*ret_person = (struct eh_person){ row.person_id, row.added_at, row.name, row.email, row.state };
	return EH_OK;
}

static enum eh_rc get_active(
        struct eh_db *db, int64_t person_id, struct eh_arena *arena, struct eh_person *ret_person, struct eh_error *err)
{
	struct eh_person person;

	EH_TRY(eh_person_get(db, person_id, arena, &person, err));
	if (!eh_str_eq(person.state, EH_STR("active")))
		return eh_fail(err, EH_REFUSED, "this person has left");
	*ret_person = person;
	return EH_OK;
}

/* The person, the system, or an administrator where `person` holds no key. */
static enum eh_rc may_change(
        struct eh_db *db, int64_t now, const struct eh_actor *by, int64_t person_id, bool address, struct eh_error *err)
{
	struct eh_roles mine EH_CLEANUP_ROLES = { 0 }, theirs EH_CLEANUP_ROLES = { 0 };
	const struct eh_str any = { NULL, 0 };

	if (by->person_id == person_id)
		return EH_OK;
	EH_TRY(eh_roles_of_person(db, now, person_id, &theirs, err));
	for (size_t i = 0; address && i < theirs.count; i++)
		if (theirs.items[i].role == EH_ROLE_STEWARD)
			return eh_fail(err, EH_REFUSED, "only stewards themselves change their own address: it leads to a key");
	if (!by->person_id)
		return EH_OK;
	EH_TRY(eh_roles_of_person(db, now, by->person_id, &mine, err));
	if (!eh_roles_find(&mine, EH_ROLE_ADMINISTRATOR, EH_SIDE_NONE, any, any))
		return eh_fail(err, EH_REFUSED, "only the person or an administrator may change this");
	return EH_OK;
}

enum eh_rc eh_person_rename(
        struct eh_db *db, int64_t now, const struct eh_actor *by, int64_t person_id, struct eh_str name, struct eh_error *err)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_person person;

	EH_TRY(check_name(&name, err));
	EH_TRY(get_active(db, person_id, &arena, &person, err));
	EH_TRY(may_change(db, now, by, person_id, false, err));
	EH_TRY(eh_q_person_detail_put(db, person_id, name, person.email, err));
	return note(db, now, by, "renamed", person_id, person.name, name, err);
}

enum eh_rc eh_person_readdress(
        struct eh_db *db, int64_t now, const struct eh_actor *by, int64_t person_id, struct eh_str email, struct eh_error *err)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	char address[EH_EMAIL_MAX];
	struct eh_person person;
	int64_t left;

	EH_TRY(eh_email_normalise(email, address, err));
	EH_TRY(get_active(db, person_id, &arena, &person, err));
	EH_TRY(may_change(db, now, by, person_id, true, err));
	if (eh_str_eq(person.email, eh_str_of(address)))
		return EH_OK;
	EH_TRY(check_free(db, address, &left, err));
	if (left)
		return eh_fail(err, EH_CONFLICT, "somebody who has left had the address %s", address);
	EH_TRY(eh_q_person_detail_put(db, person_id, person.name, eh_str_of(address), err));
	return note(db, now, by, "readdressed", person_id, person.email, eh_str_of(address), err);
}

enum eh_rc eh_person_leave(
        struct eh_db *db, int64_t now, const struct eh_actor *by, int64_t person_id, struct eh_str why, struct eh_error *err)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_roles roles EH_CLEANUP_ROLES = { 0 };
	struct eh_person person;

	EH_TRY(get_active(db, person_id, &arena, &person, err));
	EH_TRY(may_change(db, now, by, person_id, false, err));
	EH_TRY(eh_roles_of_person(db, now, person_id, &roles, err));
	for (size_t i = 0; i < roles.count; i++)
		EH_TRY(eh_role_end(db, now, by, roles.items[i].role_id, why, err));
	EH_TRY(eh_session_end_all(db, now, person_id, 0, err));
	EH_TRY(eh_q_invitation_delete_of(db, person_id, err));
	EH_TRY(eh_q_person_state_set(db, person_id, EH_STR("left"), err));
	return note(db, now, by, "left", person_id, (struct eh_str){ NULL, 0 }, why, err);
}

static enum eh_rc load(struct eh_db *db, struct eh_person_list *people, struct eh_error *err)
{
	struct eh_cursor rows EH_CLEANUP_CURSOR = { 0 };
	EH_VEC(struct eh_person) all = { 0 };
	struct eh_q_person_list row;
	enum eh_rc rc = eh_q_person_list(db, &rows, err);

	while (rc == EH_OK && (rc = eh_q_person_list_next(&rows, &row, err)) == EH_OK)
		if (!eh_vec_push(&all, (struct eh_person){ row.person_id, row.added_at, eh_db_keep(&people->arena, row.name),
		                               eh_db_keep(&people->arena, row.email), eh_db_keep(&people->arena, row.state) }))
			rc = eh_fail_memory(err);
	if (rc == EH_END)
		rc = eh_arena_check(&people->arena, EH_OK, err);
	people->items = all.items;
	people->count = all.count;
	return rc;
}

enum eh_rc eh_person_list(struct eh_db *db, struct eh_person_list *ret_people, struct eh_error *err)
{
	struct eh_person_list people = { 0 };
	enum eh_rc rc = load(db, &people, err);

	if (rc < 0) {
		eh_person_list_finish(&people);
		return rc;
	}
	*ret_people = people;
	return EH_OK;
}

void eh_person_list_finish(struct eh_person_list *people)
{
	eh_free(people->items);
	eh_arena_finish(&people->arena);
}
