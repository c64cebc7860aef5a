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
		const struct eh_view_gap gap = { .code = eh_str_of(need->need->code),
			.label = eh_str_of(need->need->label),
			.people = need->people_in_gap,
			.areas = need->areas_in_gap,
			.nobody = need->absolute,
			.robust = need->robust };
		if (gap.areas)
			items[n++] = gap;
	}
	qsort(items, n, sizeof *items, most_people_first);
	home->gaps = items;
	home->gap_count = n < GAPS_SHOWN ? n : GAPS_SHOWN;
	return EH_OK;
}

/* What happened since the month began, the newest first. */
static void changes(struct eh_request *request, const struct eh_changes *all, struct eh_view_home *home)
{
	int64_t since = eh_month_start(request->now);

	home->changes = all->items;
	for (size_t i = 0; i < all->count && all->items[i].happened_at >= since; i++)
		home->changed++;
	home->change_count = home->changed < CHANGES_SHOWN ? home->changed : CHANGES_SHOWN;
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

static enum eh_rc next_meeting(
        struct eh_request *request, const struct eh_view *view, struct eh_view_home *home, struct eh_error *err)
{
	struct eh_open_meeting *next = eh_arena_alloc_zero(request->arena, 1, sizeof *next);

	if (!next)
		return eh_fail_memory(err);
	enum eh_rc rc = eh_open_meeting_next(request->db, request->now, view->place, request->arena, next, err);
	home->meeting = rc == EH_OK ? next : NULL;
	return rc == EH_NOT_FOUND ? EH_OK : rc;
}

static enum eh_rc fill(struct eh_request *request, const struct eh_view *view, const struct eh_snapshot *snapshot,
        struct eh_view_home *home, struct eh_error *err)
{
	EH_TRY(topics(request, home, err));
	EH_TRY(counts(request, view, snapshot, home, err));
	EH_TRY(next_meeting(request, view, home, err));
	if (!snapshot)
		return EH_OK;
	changes(request, &snapshot->changes, home);
	home->built_at = snapshot->built_at;
	home->wards = snapshot->analysis.wards;
	home->ward_count = snapshot->analysis.ward_count;
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
