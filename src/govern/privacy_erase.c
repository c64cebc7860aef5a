/* privacy_erase.c: forgetting a person. */
#include "audit.h"
#include "people.h"
#include "privacy.h"
#include "queries.h"
#include "roles_private.h"

static const struct eh_str ANY = { NULL, 0 };

struct numbers {
	int64_t *items;
	size_t count, cap;
};

static void numbers_finish(struct numbers *numbers) { eh_free(numbers->items); }

static enum eh_rc load_numbers(struct eh_db *db, int64_t person_id, struct numbers *numbers, struct eh_error *err)
{
	struct eh_cursor rows EH_CLEANUP_CURSOR = { 0 };
	struct eh_q_audit_of_person row;
	enum eh_rc rc = eh_q_audit_of_person(db, person_id, &rows, err);

	while (rc == EH_OK && (rc = eh_q_audit_of_person_next(&rows, &row, err)) == EH_OK)
		if (!eh_vec_push(numbers, row.number))
			rc = eh_fail_memory(err);
	return rc == EH_END ? EH_OK : rc;
}

static enum eh_rc erase_audit(struct eh_db *db, int64_t now, const struct eh_actor *by, int64_t person_id, struct eh_error *err)
{
	struct numbers numbers __attribute__((cleanup(numbers_finish))) = { 0 };

	EH_TRY(load_numbers(db, person_id, &numbers, err));
	for (size_t i = 0; i < numbers.count; i++)
		EH_TRY(eh_audit_erase(db, now, by, numbers.items[i], EH_STR("the person was erased"), err));
	return EH_OK;
}

static enum eh_rc end_roles(struct eh_db *db, int64_t now, const struct eh_actor *by, int64_t person_id, struct eh_error *err)
{
	struct eh_roles roles EH_CLEANUP_ROLES = { 0 };

	EH_TRY(eh_roles_of_person(db, now, person_id, &roles, err));
	for (size_t i = 0; i < roles.count; i++) {
		EH_TRY(eh_q_role_end(db, roles.items[i].role_id, by->person_id, now, err));
		EH_TRY(eh_role_note(db, now, by, "ended", &roles.items[i], ANY, err));
	}
	return EH_OK;
}

static enum eh_rc delete_all(struct eh_db *db, int64_t person_id, struct eh_error *err)
{
	static enum eh_rc (*const DELETIONS[])(struct eh_db *, int64_t, struct eh_error *) = { eh_q_session_delete_of,
		eh_q_signin_delete_of, eh_q_factor_delete, eh_q_recovery_delete, eh_q_invitation_delete_of, eh_q_mail_delete_of,
		eh_q_mail_refusal_delete_of, eh_q_claim_forget, eh_q_answering_delete_of, eh_q_open_meeting_forget_of,
		eh_q_person_detail_delete };

	for (size_t i = 0; i < sizeof DELETIONS / sizeof *DELETIONS; i++)
		EH_TRY(DELETIONS[i](db, person_id, err));
	return eh_q_person_state_set(db, person_id, EH_STR("erased"), err);
}

/* The roles end first: what is noted of that is erased with the rest. */
static enum eh_rc forget(
        struct eh_db *db, int64_t now, const struct eh_actor *by, int64_t person_id, struct eh_str why, struct eh_error *err)
{
	char id[24];

	EH_TRY(end_roles(db, now, by, person_id, err));
	EH_TRY(delete_all(db, person_id, err));
	EH_TRY(erase_audit(db, now, by, person_id, err));
	return eh_audit_write(db, now,
	        &(struct eh_audit_entry){ .by = by,
	                .verb = "erased",
	                .subject_kind = "person",
	                .subject_id = eh_audit_id(person_id, id),
	                .why = why },
	        NULL, err);
}

static enum eh_rc forget_overwriting(
        struct eh_db *db, int64_t now, const struct eh_actor *by, int64_t person_id, struct eh_str why, struct eh_error *err)
{
	EH_TRY(eh_db_overwrite(db, true, err));
	enum eh_rc rc = forget(db, now, by, person_id, why, err);
	enum eh_rc off = eh_db_overwrite(db, false, rc < 0 ? NULL : err);
	return rc < 0 ? rc : off;
}

static enum eh_rc check(struct eh_db *db, int64_t now, const struct eh_actor *by, int64_t person_id, struct eh_error *err)
{
	struct eh_roles mine EH_CLEANUP_ROLES = { 0 }, theirs EH_CLEANUP_ROLES = { 0 };
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_q_administrator_other other;

	EH_TRY(eh_roles_of_person(db, now, person_id, &theirs, err));
	EH_TRY(eh_roles_of_person(db, now, by->person_id, &mine, err));
	if (by->person_id && by->person_id != person_id && !eh_roles_find(&mine, EH_ROLE_ADMINISTRATOR, EH_SIDE_NONE, ANY, ANY))
		return eh_fail(err, EH_REFUSED, "Only the person or an administrator may erase what is kept of a person.");
	for (size_t i = 0; i < theirs.count; i++) {
		const struct eh_person_role *role = &theirs.items[i];
		if (role->role == EH_ROLE_STEWARD)
			return eh_fail(
			        err, EH_REFUSED, "This person holds a key; end that role first, where both sides can see it.");
		if (role->role != EH_ROLE_ADMINISTRATOR)
			continue;
		EH_TRY(eh_q_administrator_other(db, now, role->place_id, 0, person_id, &arena, &other, err));
		if (!other.count)
			return eh_fail(err, EH_REFUSED, "This is the last administrator; make another first.");
	}
	return EH_OK;
}

enum eh_rc eh_person_erase(
        struct eh_db *db, int64_t now, const struct eh_actor *by, int64_t person_id, struct eh_str why, struct eh_error *err)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_person person;

	EH_TRY(eh_person_get(db, person_id, &arena, &person, err));
	if (eh_str_eq(person.state, EH_STR("erased")))
		return EH_OK;
	EH_TRY(check(db, now, by, person_id, err));
	return forget_overwriting(db, now, by, person_id, why, err);
}

enum eh_rc eh_erased_list(struct eh_db *db, struct eh_buf *out, struct eh_error *err)
{
	struct eh_cursor rows EH_CLEANUP_CURSOR = { 0 };
	struct eh_q_person_erased_list row;
	enum eh_rc rc = eh_q_person_erased_list(db, &rows, err);

	while (rc == EH_OK && (rc = eh_q_person_erased_list_next(&rows, &row, err)) == EH_OK)
		if (eh_buf_printf(out, "%lld\n", (long long)row.person_id) < 0)
			rc = eh_fail_memory(err);
	return rc == EH_END ? EH_OK : rc;
}

enum eh_rc eh_erased_apply(struct eh_db *db, int64_t now, struct eh_str list, int64_t *ret_count, struct eh_error *err)
{
	const struct eh_actor system = EH_ACTOR_SYSTEM;
	struct eh_str line;
	int64_t count = 0;

	while (eh_str_split(&list, '\n', &line)) {
		struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
		struct eh_person person;
		int64_t person_id;
		if (!eh_str_trim(line).n)
			continue;
		if (eh_str_to_i64(line, &person_id) != EH_OK)
			return eh_fail(err, EH_INVALID, "a list of erased people holds a number a line, not \"%.*s\"",
			        EH_FMT(eh_str_sub(line, 0, 40)));
		enum eh_rc rc = eh_person_get(db, person_id, &arena, &person, err);
		if (rc == EH_NOT_FOUND || (rc == EH_OK && eh_str_eq(person.state, EH_STR("erased"))))
			continue;
		EH_TRY(rc);
		EH_TRY(forget_overwriting(db, now, &system, person_id, EH_STR("erased before this backup was restored"), err));
		count++;
	}
	if (ret_count)
		*ret_count = count;
	return EH_OK;
}
