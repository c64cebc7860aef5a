#include "identity.h"

#include "queries.h"

enum { ID_LENGTH = 10 };

/* "source", a unit separator, "key": neither can hold that character after import. */
static struct eh_str record_name(struct eh_arena *arena, struct eh_str source, struct eh_str key)
{
	return eh_arena_printf(arena, "%.*s\x1f%.*s", EH_FMT(source), EH_FMT(key));
}

static struct eh_str mint(struct eh_arena *arena, const char *prefix, struct eh_str name, uint64_t salt)
{
	static const char DIGITS[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
	char text[ID_LENGTH + 1];
	uint64_t hash = eh_str_hash(name) + salt * 0x9e3779b97f4a7c15u;

	for (int i = ID_LENGTH; i--; hash >>= 5)
		text[i] = DIGITS[hash & 31];
	text[ID_LENGTH] = '\0';
	return eh_arena_printf(arena, "%s%s", prefix, text);
}

struct eh_str eh_identity_of_service(struct eh_arena *arena, struct eh_str source, struct eh_str key)
{
	struct eh_str name = record_name(arena, source, key);

	return name.p ? mint(arena, "S-", name, 0) : name;
}

struct eh_str eh_identity_of_protected(struct eh_arena *arena, struct eh_str org_id, size_t number)
{
	struct eh_str name = eh_arena_printf(arena, "protected\x1f%.*s\x1f%zu", EH_FMT(org_id), number);

	return name.p ? mint(arena, "S-", name, 0) : name;
}

struct eh_str eh_identity_key_without_place(struct eh_str key)
{
	for (size_t i = key.n; i--;)
		if (key.p[i] == '|')
			return eh_str_sub(key, 0, i);
	return key;
}

static enum eh_rc add(struct eh_identities *all, struct eh_str org_id, struct eh_str source, struct eh_str key, int64_t number,
        struct eh_error *err)
{
	struct eh_identity identity = { eh_db_keep(&all->arena, org_id), eh_db_keep(&all->arena, source),
		eh_db_keep(&all->arena, key), number };
	struct eh_str name = record_name(&all->arena, source, key);

	if (!identity.org_id.p || !identity.source.p || !identity.key.p || !name.p ||
	        !eh_vec_grow(&all->items, all->count, &all->cap, sizeof identity) ||
	        eh_map_put(&all->by_record, name, all->count, NULL, NULL) < 0 ||
	        eh_map_put(&all->by_id, identity.org_id, all->count, NULL, NULL) < 0)
		return eh_fail_memory(err);
	all->items[all->count++] = identity;
	if (number > all->newest)
		all->newest = number;
	return EH_OK;
}

enum eh_rc eh_identities_on_demand(struct eh_db *db, struct eh_identities *ret_identities, struct eh_error *err)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_q_identity_newest newest;

	EH_TRY(eh_q_identity_newest(db, &arena, &newest, err));
	*ret_identities = (struct eh_identities){ .on_demand = db, .newest = newest.number };
	return EH_OK;
}

/* Brings what was minted from a record here, when the store has it and it is not here. */
static enum eh_rc demand(struct eh_identities *all, const struct eh_list_row *row, struct eh_str name, struct eh_error *err)
{
	struct eh_cursor cursor EH_CLEANUP_CURSOR = { 0 };
	struct eh_q_identity_of_record found;

	if (!all->on_demand || eh_map_get(&all->by_record, name))
		return EH_OK;
	enum eh_rc rc = eh_q_identity_of_record(all->on_demand, row->source, row->key, &cursor, err);
	if (rc == EH_OK)
		rc = eh_q_identity_of_record_next(&cursor, &found, err);
	if (rc == EH_OK)
		return add(all, found.org_id, row->source, row->key, found.number, err);
	return rc == EH_END ? EH_OK : rc;
}

static enum eh_rc taken(struct eh_identities *all, struct eh_str org_id, bool *ret_taken, struct eh_error *err)
{
	struct eh_cursor cursor EH_CLEANUP_CURSOR = { 0 };
	struct eh_q_identity_with_id found;

	*ret_taken = eh_map_get(&all->by_id, org_id) != NULL;
	if (*ret_taken || !all->on_demand)
		return EH_OK;
	enum eh_rc rc = eh_q_identity_with_id(all->on_demand, org_id, &cursor, err);
	if (rc == EH_OK)
		rc = eh_q_identity_with_id_next(&cursor, &found, err);
	*ret_taken = rc == EH_OK;
	return rc == EH_END ? EH_OK : rc;
}

enum eh_rc eh_identities_load(struct eh_db *db, struct eh_identities *ret_identities, struct eh_error *err)
{
	struct eh_cursor cursor EH_CLEANUP_CURSOR = { 0 };
	struct eh_identities all = { 0 };
	struct eh_q_identity_all row;
	enum eh_rc rc = eh_q_identity_all(db, &cursor, err);

	while (rc == EH_OK && (rc = eh_q_identity_all_next(&cursor, &row, err)) == EH_OK)
		rc = add(&all, row.org_id, row.source, row.key, row.number, err);
	if (rc != EH_END) {
		eh_identities_finish(&all);
		return rc;
	}
	*ret_identities = all;
	return EH_OK;
}

void eh_identities_finish(struct eh_identities *all)
{
	eh_free(all->items);
	eh_map_finish(&all->by_record);
	eh_map_finish(&all->by_id);
	eh_arena_finish(&all->arena);
	*all = (struct eh_identities){ 0 };
}

/* The record to mint from: the one known longest; source and key decide between equals. */
static const struct eh_list_row *founder(const struct eh_list_rows *rows, const size_t *members, size_t count)
{
	const struct eh_list_row *best = &rows->items[members[0]];

	for (size_t i = 1; i < count; i++) {
		const struct eh_list_row *row = &rows->items[members[i]];
		if (row->first_date < best->first_date)
			best = row;
	}
	return best;
}

static enum eh_rc mint_from(
        struct eh_identities *all, struct eh_db *db, const struct eh_list_row *row, struct eh_str *ret_id, struct eh_error *err)
{
	struct eh_str name = record_name(&all->arena, row->source, eh_identity_key_without_place(row->key));
	struct eh_str org_id = { NULL, 0 };
	int64_t number = all->newest + 1;
	bool exists = true;

	if (!name.p)
		return eh_fail_memory(err);
	for (uint64_t salt = 0; exists; salt++) {
		org_id = mint(&all->arena, "EH-", name, salt);
		if (!org_id.p)
			return eh_fail_memory(err);
		EH_TRY(taken(all, org_id, &exists, err));
	}
	EH_TRY(eh_q_identity_add(db, org_id, row->source, row->key, number, row->first_date, err));
	EH_TRY(add(all, org_id, row->source, row->key, number, err));
	*ret_id = all->items[all->count - 1].org_id;
	return EH_OK;
}

enum eh_rc eh_identity_of(struct eh_identities *all, struct eh_db *db, const struct eh_list_rows *rows, const size_t *members,
        size_t count, struct eh_str *ret_id, struct eh_error *err)
{
	/* By its place: bringing another here may move them. */
	size_t oldest = SIZE_MAX;
	struct eh_buf name EH_CLEANUP_BUF = { 0 };

	for (size_t i = 0; i < count; i++) {
		const struct eh_list_row *row = &rows->items[members[i]];
		eh_buf_reset(&name);
		if (eh_buf_printf(&name, "%.*s\x1f%.*s", EH_FMT(row->source), EH_FMT(row->key)) < 0)
			return eh_fail_memory(err);
		EH_TRY(demand(all, row, eh_buf_str(&name), err));
		const uint64_t *found = eh_map_get(&all->by_record, eh_buf_str(&name));
		if (found && (oldest == SIZE_MAX || all->items[*found].number < all->items[oldest].number))
			oldest = (size_t)*found;
	}
	if (oldest != SIZE_MAX) {
		*ret_id = all->items[oldest].org_id;
		return EH_OK;
	}
	return mint_from(all, db, founder(rows, members, count), ret_id, err);
}
