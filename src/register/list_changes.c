#include "list_changes.h"

#include <stdlib.h>

#include "identity.h"
#include "queries.h"

enum { NOBODY = -1 };

struct entry {
	struct eh_str org_id, name, status;
	int64_t cause;  /* a record of `records`, NOBODY: none */
	int64_t beside; /* one that hangs together with its own */
	bool split;     /* it was part of another before */
};

struct entries {
	EH_VEC(struct entry) list;
	struct eh_map by_id;
};

/* A record and its organisation before. */
struct record {
	int64_t source_id;
	struct eh_str key, org_id;
	bool changed, met; /* met: it is there still */
};

struct move {
	size_t from, to; /* of entries before and now */
};

struct eh_list_changes {
	struct eh_db *db;
	struct eh_arena arena;
	struct entries before, now;
	EH_VEC(struct record) records;
	struct eh_map by_record;
	EH_VEC(struct move) moves;
	bool first; /* there was no list */
};

static enum eh_rc add_entry(struct eh_list_changes *changes, struct entries *entries, struct eh_str org_id, struct eh_str name,
        struct eh_str status, struct eh_error *err)
{
	struct eh_arena *arena = &changes->arena;
	struct entry entry = { eh_db_keep(arena, org_id), eh_db_keep(arena, name), eh_db_keep(arena, status), NOBODY, NOBODY,
		false };

	if (!entry.status.p || !entry.org_id.p || !eh_vec_push(&entries->list, entry) ||
	        eh_map_put(&entries->by_id, entry.org_id, entries->list.count - 1, NULL, NULL) < 0)
		return eh_fail_memory(err);
	return EH_OK;
}

static struct entry *find_entry(const struct entries *entries, struct eh_str org_id)
{
	const uint64_t *at = org_id.p ? eh_map_get(&entries->by_id, org_id) : NULL;

	return at ? &entries->list.items[*at] : NULL;
}

static struct eh_str name_of(struct eh_arena *arena, int64_t source_id, struct eh_str key)
{
	return eh_arena_printf(arena, "%lld\x1f%.*s", (long long)source_id, EH_FMT(key));
}

static enum eh_rc add_record(struct eh_list_changes *changes, struct record record, size_t *ret_at, struct eh_error *err)
{
	struct eh_str name = name_of(&changes->arena, record.source_id, record.key);
	uint64_t *slot;
	bool added;

	if (!name.p || eh_map_put(&changes->by_record, name, changes->records.count, &slot, &added) < 0)
		return eh_fail_memory(err);
	*ret_at = *slot;
	if (!added) {
		changes->records.items[*slot].changed |= record.changed;
		return EH_OK;
	}
	record.key = eh_db_keep(&changes->arena, record.key);
	const struct entry *entry = find_entry(&changes->before, record.org_id);
	record.org_id = entry ? entry->org_id : (struct eh_str){ NULL, 0 };
	return record.key.p && eh_vec_push(&changes->records, record) ? EH_OK : eh_fail_memory(err);
}

enum eh_rc eh_list_changes_of_part(struct eh_list_changes **ret_changes, struct eh_error *err)
{
	*ret_changes = eh_alloc_zero(1, sizeof **ret_changes);
	return *ret_changes ? EH_OK : eh_fail_memory(err);
}

enum eh_rc eh_list_changes_add(
        struct eh_list_changes *changes, struct eh_str org_id, struct eh_str name, struct eh_str status, struct eh_error *err)
{
	return add_entry(changes, &changes->before, org_id, name, status, err);
}

enum eh_rc eh_list_changes_add_row(struct eh_list_changes *changes, int64_t source_id, struct eh_str key, struct eh_str org_id,
        bool changed, struct eh_error *err)
{
	size_t at;

	return add_record(changes, (struct record){ source_id, key, org_id, changed, false }, &at, err);
}

static enum eh_rc load_entries(struct eh_list_changes *changes, struct entries *entries, struct eh_db *db, struct eh_error *err)
{
	struct eh_cursor rows EH_CLEANUP_CURSOR = { 0 };
	struct eh_q_organisation_before row;
	enum eh_rc rc = eh_q_organisation_before(db, &rows, err);

	while (rc == EH_OK && (rc = eh_q_organisation_before_next(&rows, &row, err)) == EH_OK)
		rc = add_entry(changes, entries, row.org_id, row.name, row.status, err);
	return eh_arena_check(&changes->arena, rc == EH_END ? EH_OK : rc, err);
}

static enum eh_rc load_records(struct eh_list_changes *changes, struct eh_db *db, struct eh_error *err)
{
	struct eh_cursor rows EH_CLEANUP_CURSOR = { 0 }, dirty EH_CLEANUP_CURSOR = { 0 };
	struct eh_q_organisation_record_all row;
	struct eh_q_link_dirty_all changed;
	enum eh_rc rc = eh_q_organisation_record_all(db, &rows, err);

	while (rc == EH_OK && (rc = eh_q_organisation_record_all_next(&rows, &row, err)) == EH_OK)
		rc = eh_list_changes_add_row(changes, row.source_id, row.key, row.org_id, false, err);
	if (rc == EH_END)
		rc = eh_q_link_dirty_all(db, &dirty, err);
	while (rc == EH_OK && (rc = eh_q_link_dirty_all_next(&dirty, &changed, err)) == EH_OK)
		rc = eh_list_changes_add_row(changes, changed.source_id, changed.key, (struct eh_str){ NULL, 0 }, true, err);
	return eh_arena_check(&changes->arena, rc == EH_END ? EH_OK : rc, err);
}

enum eh_rc eh_list_changes_before(struct eh_db *db, struct eh_list_changes **ret_changes, struct eh_error *err)
{
	struct eh_list_changes *changes;

	EH_TRY(eh_list_changes_of_part(&changes, err));
	changes->db = db;
	enum eh_rc rc = load_entries(changes, &changes->before, db, err);
	changes->first = changes->before.list.count == 0;
	if (rc == EH_OK && !changes->first)
		rc = load_records(changes, db, err);
	if (rc != EH_OK) {
		eh_list_changes_free(changes);
		return rc;
	}
	*ret_changes = changes;
	return EH_OK;
}

/* ---- What there is now ---- */

static enum eh_rc load_part(struct eh_list_changes *changes, struct eh_db *db, const struct eh_list_rows *rows,
        const struct eh_str *ids, struct eh_error *err)
{
	for (size_t i = 0; i < rows->count; i++) {
		struct eh_cursor cursor EH_CLEANUP_CURSOR = { 0 };
		struct eh_q_organisation_brief row;
		if (!ids[i].p || find_entry(&changes->now, ids[i]))
			continue;
		EH_TRY(eh_q_organisation_brief(db, ids[i], &cursor, err));
		EH_TRY(eh_q_organisation_brief_next(&cursor, &row, err));
		EH_TRY(add_entry(changes, &changes->now, ids[i], row.name, row.status, err));
	}
	return EH_OK;
}

/* The first record that is new or says something new is what caused a change; else the first that is no more. */
static enum eh_rc find_causes(struct eh_list_changes *changes, const struct eh_list_rows *rows, const struct eh_str *ids,
        size_t *places, struct eh_error *err)
{
	for (size_t i = 0; i < rows->count; i++) {
		const struct eh_list_row *row = &rows->items[i];
		struct entry *now = find_entry(&changes->now, ids[i]);
		size_t known = changes->records.count, at;
		EH_TRY(add_record(changes, (struct record){ row->source_id, row->key, { NULL, 0 }, false, false }, &at, err));
		struct record *record = &changes->records.items[at];
		const struct entry *before = find_entry(&changes->before, record->org_id);
		places[i] = at;
		record->met = true;
		if (at == known)
			record->changed = true;
		if (now && now->cause == NOBODY && record->changed)
			now->cause = (int64_t)at;
		if (now && before && !eh_str_eq(before->org_id, now->org_id) &&
		        !eh_vec_push(&changes->moves, (struct move){ (size_t)(before - changes->before.list.items),
		                                              (size_t)(now - changes->now.list.items) }))
			return eh_fail_memory(err);
	}
	for (size_t i = 0; i < changes->records.count; i++) {
		struct entry *before = find_entry(&changes->before, changes->records.items[i].org_id);
		if (before && !changes->records.items[i].met && before->cause == NOBODY)
			before->cause = (int64_t)i;
	}
	return EH_OK;
}

struct hung {
	size_t component, row;
};

static int by_component(const void *a, const void *b)
{
	const struct hung *x = a, *y = b;

	if (x->component != y->component)
		return x->component < y->component ? -1 : 1;
	return (x->row > y->row) - (x->row < y->row);
}

/* For organisations none of whose records changed: the first that did of those that hang together with theirs. */
static enum eh_rc find_besides(struct eh_list_changes *changes, const struct eh_list_rows *rows, const struct eh_str *ids,
        const size_t *component, const size_t *places, struct eh_error *err)
{
	struct hung *hung = eh_alloc((rows->count + 1) * sizeof *hung);
	int64_t first = NOBODY;

	if (!hung)
		return eh_fail_memory(err);
	for (size_t i = 0; i < rows->count; i++)
		hung[i] = (struct hung){ component[i], i };
	qsort(hung, rows->count, sizeof *hung, by_component);
	for (size_t from = 0, to; from < rows->count; from = to) {
		first = NOBODY;
		for (to = from; to < rows->count && hung[to].component == hung[from].component; to++)
			if (first == NOBODY && changes->records.items[places[hung[to].row]].changed)
				first = (int64_t)places[hung[to].row];
		for (size_t i = from; i < to && first != NOBODY; i++) {
			struct entry *now = find_entry(&changes->now, ids[hung[i].row]);
			if (now && now->beside == NOBODY)
				now->beside = first;
		}
	}
	eh_free(hung);
	return EH_OK;
}

static enum eh_rc find_all_causes(struct eh_list_changes *changes, const struct eh_list_rows *rows, const struct eh_str *ids,
        const size_t *component, struct eh_error *err)
{
	size_t *places = eh_alloc((rows->count + 1) * sizeof *places);

	if (!places)
		return eh_fail_memory(err);
	enum eh_rc rc = find_causes(changes, rows, ids, places, err);
	if (rc == EH_OK && component && rows->count)
		rc = find_besides(changes, rows, ids, component, places, err);
	eh_free(places);
	return rc;
}

/* ---- Events ---- */

struct event {
	const char *event;
	const struct entry *entry;
	struct eh_str other;
	int64_t cause;
};

static enum eh_rc log_event(struct eh_list_changes *changes, const struct event *event, struct eh_error *err)
{
	struct eh_cursor cursor EH_CLEANUP_CURSOR = { 0 };
	const struct record *record = event->cause == NOBODY ? NULL : &changes->records.items[event->cause];
	struct eh_str source = { NULL, 0 }, none = { NULL, 0 };
	struct eh_q_source_name name;

	if (record) {
		EH_TRY(eh_q_source_name(changes->db, record->source_id, &cursor, err));
		enum eh_rc rc = eh_q_source_name_next(&cursor, &name, err);
		if (rc < 0 && rc != EH_END)
			return rc;
		source = rc == EH_OK ? name.name : EH_STR("a source that was taken back");
	}
	return eh_q_list_event_put(changes->db, eh_clock_now(), eh_str_of(event->event), event->entry->org_id, event->other,
	        event->entry->name, source, record ? eh_identity_key_without_place(record->key) : none, err);
}

static int64_t either(int64_t a, int64_t b) { return a == NOBODY ? b : a; }

static int64_t cause_of(const struct entry *now, const struct entry *before)
{
	return either(now ? now->cause : NOBODY, either(before->cause, now ? now->beside : NOBODY));
}

static enum eh_rc left(struct eh_list_changes *changes, const struct entry *before, struct eh_error *err)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_q_redirect_get redirect;
	enum eh_rc rc = eh_q_redirect_get(changes->db, before->org_id, &arena, &redirect, err);

	if (rc == EH_NOT_FOUND)
		return log_event(changes, &(struct event){ "gone", before, { NULL, 0 }, before->cause }, err);
	EH_TRY(rc);
	const struct entry *into = find_entry(&changes->now, redirect.org_id);
	return log_event(changes, &(struct event){ "merged", before, redirect.org_id, cause_of(into, before) }, err);
}

/* The name before was the organisation's own word, which it took back: that its old name counts again is no news. */
static bool taken_back(struct eh_list_changes *changes, struct eh_str org_id, struct eh_str name)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_q_own_word_said said;

	return eh_q_own_word_said(changes->db, org_id, EH_STR("name"), name, &arena, &said, NULL) == EH_OK && said.count;
}

static enum eh_rc stayed(
        struct eh_list_changes *changes, const struct entry *before, const struct entry *now, struct eh_error *err)
{
	const struct eh_str none = { NULL, 0 };

	if (!eh_str_eq(before->name, now->name) && !taken_back(changes, now->org_id, before->name))
		EH_TRY(log_event(changes, &(struct event){ "renamed", now, none, now->cause }, err));
	if (!eh_str_eq(before->status, now->status) && eh_str_eq(now->status, EH_STR("closed")))
		EH_TRY(log_event(changes, &(struct event){ "closed", now, none, now->cause }, err));
	if (eh_str_eq(before->status, EH_STR("closed")) && !eh_str_eq(now->status, EH_STR("closed")))
		EH_TRY(log_event(changes, &(struct event){ "back", now, none, now->cause }, err));
	return EH_OK;
}

static int by_entry(const void *a, const void *b)
{
	const struct move *x = a, *y = b;

	if (x->to != y->to)
		return x->to < y->to ? -1 : 1;
	return (x->from > y->from) - (x->from < y->from);
}

/* Organisations that are new, and that of which records were another's that is still there. */
static enum eh_rc split(struct eh_list_changes *changes, struct eh_error *err)
{
	const struct move *moves = changes->moves.items;

	if (changes->moves.count)
		qsort(changes->moves.items, changes->moves.count, sizeof *changes->moves.items, by_entry);
	for (size_t i = 0; i < changes->moves.count; i++) {
		const struct entry *from = &changes->before.list.items[moves[i].from];
		struct entry *to = &changes->now.list.items[moves[i].to];
		const struct entry *rest = find_entry(&changes->now, from->org_id);
		if ((i && by_entry(&moves[i - 1], &moves[i]) == 0) || !rest || find_entry(&changes->before, to->org_id))
			continue;
		to->split = true;
		EH_TRY(log_event(changes,
		        &(struct event){ "split", to, from->org_id, either(to->cause, either(rest->cause, cause_of(to, from))) },
		        err));
	}
	return EH_OK;
}

static int by_id(const void *a, const void *b)
{
	const struct entry *x = *(const struct entry *const *)a, *y = *(const struct entry *const *)b;

	return eh_str_cmp(x->org_id, y->org_id);
}

static const struct entry **in_order(const struct entries *entries)
{
	const struct entry **order = eh_alloc((entries->list.count + 1) * sizeof *order);

	for (size_t i = 0; order && i < entries->list.count; i++)
		order[i] = &entries->list.items[i];
	if (order && entries->list.count)
		qsort(order, entries->list.count, sizeof *order, by_id);
	return order;
}

static enum eh_rc compare(struct eh_list_changes *changes, struct eh_error *err)
{
	const struct entry **before = in_order(&changes->before), **now = in_order(&changes->now);
	size_t i = 0, j = 0, before_count = changes->before.list.count, now_count = changes->now.list.count;
	enum eh_rc rc = before && now ? split(changes, err) : eh_fail_memory(err);

	while (rc == EH_OK && (i < before_count || j < now_count)) {
		int order = i == before_count ? 1 : j == now_count ? -1 : eh_str_cmp(before[i]->org_id, now[j]->org_id);
		if (order < 0)
			rc = left(changes, before[i], err);
		else if (order > 0 && !now[j]->split)
			rc = log_event(changes, &(struct event){ "new", now[j], { NULL, 0 }, now[j]->cause }, err);
		else if (order == 0)
			rc = stayed(changes, before[i], now[j], err);
		i += order <= 0;
		j += order >= 0;
	}
	eh_free(before);
	eh_free(now);
	return rc;
}

enum eh_rc eh_list_changes_after(struct eh_list_changes *changes, struct eh_db *db, const struct eh_list_rows *rows,
        const struct eh_str *ids, const size_t *component, struct eh_error *err)
{
	bool part = !changes->db;

	if (changes->first)
		return EH_OK;
	changes->db = db;
	EH_TRY(part ? load_part(changes, db, rows, ids, err) : load_entries(changes, &changes->now, db, err));
	EH_TRY(find_all_causes(changes, rows, ids, component, err));
	return eh_arena_check(&changes->arena, compare(changes, err), err);
}

void eh_list_changes_free(struct eh_list_changes *changes)
{
	if (!changes)
		return;
	eh_vec_finish(&changes->before.list);
	eh_vec_finish(&changes->now.list);
	eh_map_finish(&changes->before.by_id);
	eh_map_finish(&changes->now.by_id);
	eh_vec_finish(&changes->records);
	eh_map_finish(&changes->by_record);
	eh_vec_finish(&changes->moves);
	eh_arena_finish(&changes->arena);
	eh_free(changes);
}
