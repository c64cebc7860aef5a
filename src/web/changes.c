#include "changes.h"

#include "queries.h"

#define DAY INT64_C(86400000000)

static const struct {
	const char *event, *words, *by_people; /* by_people: where people said it; NULL: the same */
} EVENTS[] = {
	{ "new", EH_T("new on the list"), NULL },
	{ "closed", EH_T("closed, says a register"), EH_T("has closed") },
	{ "renamed", EH_T("has a new name"), NULL },
	{ "back", EH_T("is active again"), NULL },
	{ "split", EH_T("turned out to be more than one"), NULL },
};

static const char *words_of(struct eh_str event, bool by_people)
{
	for (size_t i = 0; i < sizeof EVENTS / sizeof *EVENTS; i++)
		if (eh_str_eq(event, eh_str_of(EVENTS[i].event)))
			return by_people && EVENTS[i].by_people ? EVENTS[i].by_people : EVENTS[i].words;
	return NULL;
}

static enum eh_rc load(struct eh_db *db, struct eh_str council, int64_t now, struct eh_changes *changes, struct eh_error *err)
{
	struct eh_cursor cursor EH_CLEANUP_CURSOR = { 0 };
	struct eh_q_list_event_of_place row;
	enum eh_rc rc;

	if (!(changes->items = eh_arena_alloc_zero(&changes->arena, EH_CHANGES_MOST, sizeof *changes->items)))
		return eh_fail_memory(err);
	EH_TRY(eh_q_list_event_of_place(db, council, now - EH_CHANGES_DAYS * DAY, &cursor, err));
	while ((rc = eh_q_list_event_of_place_next(&cursor, &row, err)) == EH_OK && changes->count < EH_CHANGES_MOST) {
		const char *words = words_of(row.event, row.said_as.p != NULL);
		if (words)
			changes->items[changes->count++] = (struct eh_change){ row.happened_at, words,
				eh_db_keep(&changes->arena, row.org_id), eh_db_keep(&changes->arena, row.name) };
	}
	return rc < 0 ? rc : eh_arena_check(&changes->arena, EH_OK, err);
}

enum eh_rc eh_changes_load(
        struct eh_db *db, struct eh_str council, int64_t now, struct eh_changes *ret_changes, struct eh_error *err)
{
	struct eh_changes changes = { 0 };
	enum eh_rc rc = load(db, council, now, &changes, err);

	if (rc < 0) {
		eh_changes_finish(&changes);
		return rc;
	}
	*ret_changes = changes;
	return EH_OK;
}

void eh_changes_finish(struct eh_changes *changes)
{
	eh_arena_finish(&changes->arena);
	*changes = (struct eh_changes){ 0 };
}

int64_t eh_month_start(int64_t now)
{
	int year, month, day;

	eh_date_split((int32_t)(now / DAY), &year, &month, &day);
	return eh_date_make(year, month, 1) * DAY;
}
