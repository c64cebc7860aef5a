#include "list_changes.h"

#include "queries.h"

struct entry {
	struct eh_str org_id, name, status;
};

struct eh_list_changes {
	struct eh_arena arena;
	EH_VEC(struct entry) before;
};

static enum eh_rc load(struct eh_db *db, struct eh_list_changes *list, struct eh_error *err)
{
	struct eh_cursor rows EH_CLEANUP_CURSOR = { 0 };
	struct eh_q_organisation_before row;
	enum eh_rc rc = eh_q_organisation_before(db, &rows, err);

	while (rc == EH_OK && (rc = eh_q_organisation_before_next(&rows, &row, err)) == EH_OK) {
		struct entry entry = { eh_db_keep(&list->arena, row.org_id), eh_db_keep(&list->arena, row.name),
			eh_db_keep(&list->arena, row.status) };
		if (!entry.status.p || !eh_vec_push(&list->before, entry))
			return eh_fail_memory(err);
	}
	return eh_arena_check(&list->arena, rc == EH_END ? EH_OK : rc, err);
}

enum eh_rc eh_list_changes_before(struct eh_db *db, struct eh_list_changes **ret_changes, struct eh_error *err)
{
	struct eh_list_changes *changes = eh_alloc_zero(1, sizeof *changes);

	if (!changes)
		return eh_fail_memory(err);
	enum eh_rc rc = load(db, changes, err);
	if (rc != EH_OK) {
		eh_list_changes_free(changes);
		return rc;
	}
	*ret_changes = changes;
	return EH_OK;
}

static enum eh_rc log_event(
        struct eh_db *db, const char *event, const struct entry *entry, struct eh_str other, struct eh_error *err)
{
	return eh_q_list_event_add(db, eh_clock_now(), eh_str_of(event), entry->org_id, other, entry->name, err);
}

static enum eh_rc left(struct eh_db *db, const struct entry *entry, struct eh_error *err)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_q_redirect_get redirect;
	enum eh_rc rc = eh_q_redirect_get(db, entry->org_id, &arena, &redirect, err);

	if (rc == EH_OK)
		return log_event(db, "merged", entry, redirect.org_id, err);
	return rc == EH_NOT_FOUND ? log_event(db, "gone", entry, (struct eh_str){ NULL, 0 }, err) : rc;
}

static enum eh_rc stayed(struct eh_db *db, const struct entry *before, const struct entry *now, struct eh_error *err)
{
	struct eh_str none = { NULL, 0 };

	if (!eh_str_eq(before->name, now->name))
		EH_TRY(log_event(db, "renamed", now, none, err));
	if (!eh_str_eq(before->status, now->status) && eh_str_eq(now->status, EH_STR("closed")))
		EH_TRY(log_event(db, "closed", now, none, err));
	if (eh_str_eq(before->status, EH_STR("closed")) && !eh_str_eq(now->status, EH_STR("closed")))
		EH_TRY(log_event(db, "back", now, none, err));
	return EH_OK;
}

/* Both lists are in order of identifier. */
static enum eh_rc compare(
        const struct eh_list_changes *before, const struct eh_list_changes *now, struct eh_db *db, struct eh_error *err)
{
	size_t i = 0, j = 0;

	while (i < before->before.count || j < now->before.count) {
		const struct entry *old = i < before->before.count ? &before->before.items[i] : NULL;
		const struct entry *new = j < now->before.count ? &now->before.items[j] : NULL;
		int order = !old ? 1 : !new ? -1 : eh_str_cmp(old->org_id, new->org_id);
		if (order < 0)
			EH_TRY(left(db, old, err));
		else if (order > 0)
			EH_TRY(log_event(db, "new", new, (struct eh_str){ NULL, 0 }, err));
		else
			EH_TRY(stayed(db, old, new, err));
		i += order <= 0;
		j += order >= 0;
	}
	return EH_OK;
}

enum eh_rc eh_list_changes_after(struct eh_list_changes *changes, struct eh_db *db, struct eh_error *err)
{
	struct eh_list_changes now = { 0 };
	enum eh_rc rc = changes->before.count ? load(db, &now, err) : EH_OK;

	if (rc == EH_OK && changes->before.count)
		rc = compare(changes, &now, db, err);
	eh_vec_finish(&now.before);
	eh_arena_finish(&now.arena);
	return rc;
}

void eh_list_changes_free(struct eh_list_changes *changes)
{
	if (!changes)
		return;
	eh_vec_finish(&changes->before);
	eh_arena_finish(&changes->arena);
	eh_free(changes);
}
