#include "stale.h"

#include "queries.h"

static const char *const WHOMS[EH_STALE_WHOMS] = { "keeper", "register", "nobody" };

const char *eh_stale_whom_name(enum eh_stale_whom whom) { return WHOMS[whom]; }

enum eh_stale_whom eh_stale_whom_parse(struct eh_str name)
{
	size_t whom = 0;

	while (whom < EH_STALE_WHOMS && !eh_str_eq(name, eh_str_of(WHOMS[whom])))
		whom++;
	return (enum eh_stale_whom)whom;
}

void eh_stale_finish(struct eh_stale *stale)
{
	eh_free(stale->items);
	eh_arena_finish(&stale->arena);
	*stale = (struct eh_stale){ 0 };
}

static enum eh_rc keep(struct eh_stale *stale, const struct eh_q_stale_list *row, struct eh_error *err)
{
	struct eh_arena *arena = &stale->arena;

	if (!eh_vec_grow(&stale->items, stale->count, &stale->cap, sizeof *stale->items))
		return eh_fail_memory(err);
	stale->items[stale->count++] = (struct eh_stale_entry){ .org_id = eh_db_keep(arena, row->org_id),
		.name = eh_db_keep(arena, row->name),
		.ward = eh_db_keep(arena, row->ward_name.p ? row->ward_name : row->ward),
		.telephone = eh_db_keep(arena, row->telephone),
		.last_confirmed = (int32_t)row->last_confirmed,
		.confirmed_by = eh_db_keep(arena, row->confirmed_by),
		.whom = row->keepers     ? EH_STALE_KEEPER
		        : row->protected ? EH_STALE_NOBODY
		                         : EH_STALE_REGISTER,
		.asked_at = row->asked_at == EH_DB_NULL ? 0 : row->asked_at };
	return EH_OK;
}

/* Whether a register publishes an address of those that nobody keeps. */
static enum eh_rc look(struct eh_db *db, int64_t now, const struct eh_secret *secret, struct eh_stale *stale,
        struct eh_stale_entry *entry, struct eh_error *err)
{
	struct eh_arena scratch EH_CLEANUP_ARENA = { 0 };

	if (entry->whom != EH_STALE_REGISTER)
		return EH_OK;
	EH_TRY(eh_invite_look(db, now, secret, entry->org_id, &scratch, &entry->invite, err));
	entry->invite.name = (struct eh_str){ NULL, 0 };
	entry->invite.publisher = eh_db_keep(&stale->arena, entry->invite.publisher);
	if (!entry->invite.publisher.p)
		entry->whom = EH_STALE_NOBODY;
	return EH_OK;
}

static enum eh_rc fill(struct eh_db *db, int64_t now, const struct eh_secret *secret, const struct eh_stale_query *query,
        struct eh_stale *stale, struct eh_error *err)
{
	struct eh_cursor cursor EH_CLEANUP_CURSOR = { 0 };
	struct eh_q_stale_list row;
	size_t kept = 0;
	enum eh_rc rc = eh_q_stale_list(db, query->council, query->before, query->ward, query->need, &cursor, err);

	while (rc == EH_OK && stale->count < EH_STALE_MOST && (rc = eh_q_stale_list_next(&cursor, &row, err)) == EH_OK)
		rc = keep(stale, &row, err);
	EH_TRY(rc == EH_END ? EH_OK : rc);
	stale->more = rc == EH_OK && eh_q_stale_list_next(&cursor, &row, err) == EH_OK;
	for (size_t i = 0; i < stale->count; i++) {
		EH_TRY(look(db, now, secret, stale, &stale->items[i], err));
		stale->counts[stale->items[i].whom]++;
		if (query->whom == EH_STALE_WHOMS || query->whom == stale->items[i].whom)
			stale->items[kept++] = stale->items[i];
	}
	stale->count = kept;
	return eh_arena_check(&stale->arena, EH_OK, err);
}

enum eh_rc eh_stale_load(struct eh_db *db, int64_t now, const struct eh_secret *secret, const struct eh_stale_query *query,
        struct eh_stale *ret_stale, struct eh_error *err)
{
	struct eh_stale stale = { 0 };
	enum eh_rc rc = fill(db, now, secret, query, &stale, err);

	if (rc < 0)
		eh_stale_finish(&stale);
	else
		*ret_stale = stale;
	return rc;
}
