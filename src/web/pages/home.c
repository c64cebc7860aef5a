/* home.c: the first page of a place. */
#include <stdlib.h>

#include "pages.h"
#include "queries.h"
#include "register/taxonomy.h"
#include "templates.h"

enum { GAPS_SHOWN = 4, CHANGES_SHOWN = 6 };

static enum eh_rc topics(struct eh_request *request, struct eh_view_home *home, struct eh_error *err)
{
	struct eh_view_topic *items = eh_arena_alloc_zero(request->arena, eh_need_count, sizeof *items);
	size_t n = 0;

	if (!items)
		return eh_fail_memory(err);
	for (size_t i = 0; i < eh_need_count; i++)
		if (eh_needs[i].measure) /* what people need help with, not what groups do besides */
			items[n++] = (struct eh_view_topic){ eh_str_of(eh_needs[i].code), eh_str_of(eh_needs[i].label) };
	home->topics = items;
	home->topic_count = n;
	return EH_OK;
}

static int most_people_first(const void *a, const void *b)
{
	const struct eh_view_gap *x = a, *y = b;

	if (x->robust != y->robust)
		return x->robust > y->robust ? -1 : 1;
	return x->people == y->people ? eh_str_cmp(x->code, y->code) : x->people > y->people ? -1 : 1;
}

/* The firmest gaps first: those that hold however one counts. */
static enum eh_rc gaps(
        struct eh_request *request, const struct eh_analysis *analysis, struct eh_view_home *home, struct eh_error *err)
{
	struct eh_view_gap *items = eh_arena_alloc_zero(request->arena, analysis->need_count + 1, sizeof *items);
	size_t n = 0;

	if (!items)
		return eh_fail_memory(err);
	for (size_t i = 0; i < analysis->need_count; i++) {
		const struct eh_need_summary *need = &analysis->needs[i];
		struct eh_view_gap gap = { .code = eh_str_of(need->need->code),
			.label = eh_str_of(need->need->label),
			.people = need->people_in_gap,
			.areas = need->areas_in_gap };
		for (size_t a = 0; a < analysis->area_count; a++)
			gap.robust += analysis->rows[a * analysis->need_count + i].standing >= EH_STANDING_ROBUST &&
			              analysis->rows[a * analysis->need_count + i].gap != EH_GAP_NONE;
		if (gap.areas)
			items[n++] = gap;
	}
	qsort(items, n, sizeof *items, most_people_first);
	home->gaps = items;
	home->gap_count = n < GAPS_SHOWN ? n : GAPS_SHOWN;
	return EH_OK;
}

static const struct {
	const char *event, *words;
} EVENTS[] = {
	{ "new", "new on the list" },
	{ "gone", "no longer on any list that is read here" },
	{ "closed", "closed, says a register" },
	{ "renamed", "has a new name" },
	{ "back", "is active again" },
	{ "merged", "turned out to be the same as another entry" },
	{ "split", "turned out to be two" },
};

static enum eh_rc changes(struct eh_request *request, const struct eh_view *view, struct eh_view_home *home, struct eh_error *err)
{
	struct eh_cursor cursor EH_CLEANUP_CURSOR = { 0 };
	struct eh_view_change *items = eh_arena_alloc_zero(request->arena, CHANGES_SHOWN, sizeof *items);
	struct eh_q_list_event_of_place row;
	enum eh_rc rc;
	int year, month, day;

	if (!items)
		return eh_fail_memory(err);
	eh_date_split((int32_t)(request->now / 86400000000), &year, &month, &day);
	EH_TRY(eh_q_list_event_of_place(
	        request->db, view->council, (int64_t)eh_date_make(year, month, 1) * 86400000000, &cursor, err));
	while ((rc = eh_q_list_event_of_place_next(&cursor, &row, err)) == EH_OK) {
		if (home->changed++ >= CHANGES_SHOWN)
			continue;
		struct eh_view_change *change = &items[home->change_count++];
		*change = (struct eh_view_change){ .event = eh_arena_str(request->arena, row.event),
			.org_id = eh_arena_str(request->arena, row.org_id),
			.name = eh_arena_str(request->arena, row.name),
			.date = (int32_t)(row.happened_at / 86400000000) };
		for (size_t i = 0; i < sizeof EVENTS / sizeof *EVENTS; i++)
			if (eh_str_eq(change->event, eh_str_of(EVENTS[i].event)))
				change->event = eh_str_of(EVENTS[i].words);
	}
	home->changes = items;
	return rc < 0 ? rc : EH_OK;
}

/* How many there are: kept with the snapshot, counted now where there is none. */
static enum eh_rc counts(struct eh_request *request, const struct eh_view *view, const struct eh_snapshot *snapshot,
        struct eh_view_home *home, struct eh_error *err)
{
	struct eh_letters own EH_CLEANUP_LETTERS = { 0 };

	if (!snapshot)
		EH_TRY(eh_letters_load(request->db, view->council, &own, err));
	home->organisations = snapshot ? snapshot->letters.count : own.count;
	home->services = snapshot ? snapshot->letters.services : own.services;
	return EH_OK;
}

static enum eh_rc fill(struct eh_request *request, const struct eh_view *view, const struct eh_snapshot *snapshot,
        struct eh_view_home *home, struct eh_error *err)
{
	EH_TRY(topics(request, home, err));
	EH_TRY(changes(request, view, home, err));
	EH_TRY(counts(request, view, snapshot, home, err));
	if (!snapshot)
		return EH_OK;
	home->built_at = snapshot->built_at;
	home->complete = snapshot->analysis.completeness_count ? snapshot->analysis.completeness : NULL;
	return gaps(request, &snapshot->analysis, home, err);
}

enum eh_rc eh_page_home(struct eh_request *request, struct eh_response *response, struct eh_error *err)
{
	struct eh_page page EH_CLEANUP_PAGE = { 0 };
	struct eh_view_home home = { 0 };
	struct eh_snapshot *snapshot = NULL;
	struct eh_view view;

	EH_TRY(eh_view_begin(request, response, EH_STR("Who helps with what"), &view, err));
	enum eh_rc rc = eh_view_snapshot(request, &view, &snapshot, err);
	if (rc >= 0 || rc == EH_NOT_FOUND) /* without boundaries or people there is still a list */
		rc = fill(request, &view, snapshot, &home, err);
	if (rc >= 0) {
		eh_html_home(&page, &view, &home);
		rc = eh_view_send(&page, response, err);
	}
	eh_snapshot_release(eh_request_web(request)->snapshots, snapshot);
	return rc;
}
