#include "successors.h"

#include "queries.h"
#include "sources/record.h"

enum { MOST_ENTRIES = 16 };

/* Registers that give one number to one organisation. */
static const char *const REGISTERS[] = { "GB-CHC", "GB-SC", "GB-NIC", "GB-COH", "GB-MPR" };

/* What a register says of an organisation. */
struct entry {
	struct eh_str scheme, id, publisher, reason;
	int32_t registered, removed, seen_until, gone_by; /* EH_NO_DATE: not said, not gone */
};

struct entries {
	struct entry items[MOST_ENTRIES];
	size_t count;
	struct eh_arena arena;
};

static void entries_finish(struct entries *entries) { eh_arena_finish(&entries->arena); }

bool eh_successor_in_time(int32_t registered, int32_t left_on, int32_t seen_until, int32_t gone_by)
{
	int32_t first = left_on != EH_NO_DATE ? left_on : seen_until, last = left_on != EH_NO_DATE ? left_on : gone_by;

	return registered >= first - EH_SUCCESSOR_DAYS && registered <= last + EH_SUCCESSOR_DAYS;
}

static bool is_register(struct eh_str scheme)
{
	for (size_t i = 0; i < sizeof REGISTERS / sizeof *REGISTERS; i++)
		if (eh_str_eq(scheme, eh_str_of(REGISTERS[i])))
			return true;
	return false;
}

/* A row with a date of registration or removal is that of a register, and its first number that register's. */
static void take(struct entries *entries, const struct eh_q_organisation_sources *row, const struct eh_record *record)
{
	bool told = record->registered != EH_NO_DATE || record->removed != EH_NO_DATE;
	bool closed = record->status == EH_STATUS_CLOSED;

	if (!told || !record->id_count || !is_register(record->ids[0].scheme) || entries->count == MOST_ENTRIES ||
	        record->parent_id.n || eh_str_eq(row->terms, EH_STR("match only")))
		return;
	entries->items[entries->count++] = (struct entry){ .scheme = eh_arena_str(&entries->arena, record->ids[0].scheme),
		.id = eh_arena_str(&entries->arena, record->ids[0].id),
		.publisher = eh_arena_str(&entries->arena, row->publisher),
		.reason = eh_db_keep(&entries->arena, record->removed_reason),
		.registered = record->registered,
		.removed = closed ? record->removed : EH_NO_DATE,
		.seen_until = (int32_t)row->data_date,
		.gone_by = row->gone_date == EH_DB_NULL ? EH_NO_DATE : (int32_t)row->gone_date };
}

static enum eh_rc load(struct eh_db *db, struct eh_str org_id, struct entries *entries, struct eh_error *err)
{
	struct eh_cursor rows EH_CLEANUP_CURSOR = { 0 };
	struct eh_arena scratch EH_CLEANUP_ARENA = { 0 };
	struct eh_q_organisation_sources row;
	enum eh_rc rc = eh_q_organisation_sources(db, org_id, &rows, err);

	while (rc == EH_OK && (rc = eh_q_organisation_sources_next(&rows, &row, err)) == EH_OK) {
		struct eh_record record;
		eh_arena_reset(&scratch);
		EH_TRY(eh_record_from_json(row.fields, &scratch, &record, err));
		take(entries, &row, &record);
	}
	return rc == EH_END ? eh_arena_check(&entries->arena, EH_OK, err) : rc;
}

/* Two numbers of one register that are no charity and its linked charity, whose numbers begin alike. */
static bool two_numbers(const struct entry *a, const struct entry *b)
{
	struct eh_str first = a->id, second = b->id, main_a, main_b;

	if (!eh_str_eq(a->scheme, b->scheme))
		return false;
	eh_str_split(&first, '-', &main_a);
	eh_str_split(&second, '-', &main_b);
	return !eh_str_eq(main_a, main_b);
}

static bool continues(const struct entry *before, const struct entry *after)
{
	bool left = before->removed != EH_NO_DATE || before->gone_by != EH_NO_DATE;

	return left && after->registered != EH_NO_DATE && two_numbers(before, after) &&
	       (before->registered == EH_NO_DATE || before->registered < after->registered) &&
	       eh_successor_in_time(after->registered, before->removed, before->seen_until, before->gone_by);
}

static int64_t date_or_null(int32_t date) { return date == EH_NO_DATE ? EH_DB_NULL : date; }

static enum eh_rc weigh(struct eh_db *db, struct eh_str old_id, struct eh_str new_id, struct eh_error *err)
{
	struct entries before __attribute__((cleanup(entries_finish))) = { 0 };
	struct entries after __attribute__((cleanup(entries_finish))) = { 0 };

	EH_TRY(load(db, old_id, &before, err));
	EH_TRY(load(db, new_id, &after, err));
	for (size_t i = 0; i < before.count; i++)
		for (size_t k = 0; k < after.count; k++) {
			const struct entry *old = &before.items[i], *young = &after.items[k];
			if (!continues(old, young))
				continue;
			return eh_q_successor_add(db, old_id, new_id, old->scheme, young->registered, young->publisher,
			        date_or_null(old->removed), old->seen_until, date_or_null(old->gone_by), old->publisher,
			        old->reason, err);
		}
	return EH_OK;
}

struct pair {
	struct eh_str old_id, new_id;
};

struct pairs {
	struct pair *items;
	size_t count, cap;
	struct eh_arena arena;
};

static void pairs_finish(struct pairs *pairs)
{
	eh_free(pairs->items);
	eh_arena_finish(&pairs->arena);
}

static enum eh_rc keep(struct pairs *pairs, struct eh_str old_id, struct eh_str new_id, struct eh_error *err)
{
	struct pair pair = { eh_arena_str(&pairs->arena, old_id), eh_arena_str(&pairs->arena, new_id) };

	return eh_vec_push(pairs, pair) ? eh_arena_check(&pairs->arena, EH_OK, err) : eh_fail_memory(err);
}

static enum eh_rc load_pairs(struct eh_db *db, struct eh_str org_id, struct pairs *pairs, struct eh_error *err)
{
	struct eh_cursor rows EH_CLEANUP_CURSOR = { 0 };
	struct eh_q_successor_pairs all;
	struct eh_q_successor_pairs_of one;
	enum eh_rc rc;

	if (org_id.n) {
		EH_TRY(eh_q_successor_pairs_of(db, org_id, &rows, err));
		while ((rc = eh_q_successor_pairs_of_next(&rows, &one, err)) == EH_OK)
			EH_TRY(keep(pairs, one.old_id, one.new_id, err));
	} else {
		EH_TRY(eh_q_successor_pairs(db, &rows, err));
		while ((rc = eh_q_successor_pairs_next(&rows, &all, err)) == EH_OK)
			EH_TRY(keep(pairs, all.old_id, all.new_id, err));
	}
	return rc == EH_END ? EH_OK : rc;
}

enum eh_rc eh_successors_renew(struct eh_db *db, struct eh_str org_id, struct eh_error *err)
{
	struct pairs pairs __attribute__((cleanup(pairs_finish))) = { 0 };

	EH_TRY(org_id.n ? eh_q_successor_clear_of(db, org_id, err) : eh_q_successor_clear(db, err));
	EH_TRY(load_pairs(db, org_id, &pairs, err));
	for (size_t i = 0; i < pairs.count; i++)
		EH_TRY(weigh(db, pairs.items[i].old_id, pairs.items[i].new_id, err));
	return EH_OK;
}
