/* search_run.c: a search from what was asked to a page of results. */
#include <math.h>
#include <stdio.h>

#include "queries.h"
#include "search_private.h"

struct run {
	const struct eh_search_memory *memory;
	struct eh_db *db;
	struct eh_search_query query;
	struct eh_arena *arena;
	struct eh_search_terms terms;
	struct eh_search_found found;
	struct eh_search_origin origin;
	struct eh_search_filtered filtered;
	struct eh_search_results results;
};

/* Where a postcode lies; one that is not in use any more where it lay. */
static enum eh_rc locate(struct run *run, struct eh_str near, bool *ret_known, struct eh_error *err)
{
	struct eh_q_search_near middle;
	struct eh_q_search_near_council council;
	struct eh_q_postcode_get terminated;
	int64_t low, high;
	char spelling[10];

	*ret_known = false;
	if (!eh_search_postcodes(near, &low, &high, spelling))
		return EH_OK;
	EH_TRY(eh_q_search_near(run->db, low, high, run->arena, &middle, err));
	if (!middle.postcodes) {
		enum eh_rc rc = low == high ? eh_q_postcode_get(run->db, low, run->arena, &terminated, err) : EH_NOT_FOUND;
		if (rc == EH_NOT_FOUND)
			return EH_OK;
		EH_TRY(rc);
		middle.latitude = (double)terminated.latitude / 1e6;
		middle.longitude = (double)terminated.longitude / 1e6;
	}
	run->origin = (struct eh_search_origin){ true, middle.latitude, middle.longitude, EH_SEARCH_NO_AREA };
	enum eh_rc rc = eh_q_search_near_council(run->db, low, high, run->arena, &council, err);
	if (rc == EH_OK)
		run->origin.council = eh_search_area_number(run->memory, council.council);
	else if (rc != EH_NOT_FOUND)
		return rc;
	run->results.near = eh_arena_str(run->arena, eh_str_of(spelling));
	*ret_known = true;
	return run->results.near.p ? EH_OK : eh_fail_memory(err);
}

/* The postcode asked for, or one in the text; what only looks like one there is a word. */
static enum eh_rc read_query(struct run *run, struct eh_error *err)
{
	struct eh_str text = run->query.text, near = eh_str_trim(run->query.near);
	bool known = false;

	EH_TRY(eh_search_read_text(text, !near.n && !run->query.as_typed, run->arena, &run->terms, err));
	if (near.n) {
		EH_TRY(locate(run, near, &known, err));
		run->results.near_unknown = !known;
		return EH_OK;
	}
	if (!run->terms.near.n)
		return EH_OK;
	EH_TRY(locate(run, run->terms.near, &known, err));
	run->results.near_from_text = known;
	return known ? EH_OK : eh_search_read_text(text, false, run->arena, &run->terms, err);
}

static enum eh_rc split_codes(struct eh_str codes, struct eh_arena *arena, struct eh_search_list *ret_list, struct eh_error *err)
{
	size_t count = 0, most = 1;
	struct eh_str code;

	for (size_t i = 0; i < codes.n; i++)
		most += codes.p[i] == ' ';
	struct eh_str *items = eh_arena_alloc(arena, most * sizeof *items);
	if (!items)
		return eh_fail_memory(err);
	while (codes.n && eh_str_split(&codes, ' ', &code))
		items[count++] = code;
	*ret_list = (struct eh_search_list){ items, count };
	return EH_OK;
}

/* The other or former name that the text is, unless it is the name itself. */
static enum eh_rc find_also(const struct run *run, int64_t entry_id, struct eh_str *ret_also, struct eh_error *err)
{
	struct eh_cursor rows EH_CLEANUP_CURSOR = { 0 };
	struct eh_q_search_key_find row;
	struct eh_str also = { NULL, 0 };
	enum eh_rc rc = eh_q_search_key_find(run->db, run->terms.whole, &rows, err);

	while (rc == EH_OK && (rc = eh_q_search_key_find_next(&rows, &row, err)) == EH_OK) {
		if (row.entry_id != entry_id)
			continue;
		if (eh_str_eq(row.kind, EH_STR("name")))
			return EH_OK;
		if (eh_str_eq(row.kind, EH_STR("other")) && !also.p)
			also = eh_db_keep(run->arena, row.shown);
	}
	EH_TRY(rc);
	*ret_also = also;
	return EH_OK;
}

/* People near a private office learn how far its small area is, no more. */
static void set_distance(const struct run *run, const struct eh_search_slot *slot, struct eh_search_hit *hit)
{
	hit->distance_m = (double)NAN;
	if (!run->origin.known || isnan(slot->latitude) || hit->whole_place || hit->protected)
		return;
	hit->distance_m = eh_search_distance(&run->origin, slot);
	hit->about = !(slot->flags & EH_SEARCH_HAS_EXACT_POINT);
}

static enum eh_rc make_hit(const struct run *run, uint32_t slot_number, struct eh_search_hit *ret_hit, struct eh_error *err)
{
	const struct eh_search_slot *slot = &run->memory->slots[slot_number];
	struct eh_q_search_entry_get row;

	EH_TRY(eh_q_search_entry_get(run->db, slot->entry_id, run->arena, &row, err));
	struct eh_search_hit hit = { .kind = slot->kind ? EH_SEARCH_SERVICE : EH_SEARCH_ORGANISATION,
		.why = run->found.all ? EH_SEARCH_WHY_NO_WORDS : (enum eh_search_why)run->found.why[slot_number],
		.id = row.id,
		.organisation = row.org_id,
		.organisation_name = row.org_name,
		.name = row.name,
		.status = row.status,
		.scale = row.scale,
		.activities = row.activities,
		.web = row.web,
		.telephone = row.telephone,
		.times = row.times,
		.ward = row.ward,
		.council = row.council,
		.address = row.address,
		.postcode = row.postcode,
		.latitude = row.exact ? row.latitude : (double)NAN,
		.longitude = row.exact ? row.longitude : (double)NAN,
		.whole_place = row.whole_place != 0,
		.protected = row.protected != 0,
		.last_confirmed = (int32_t)row.last_confirmed,
		.confirmed_by = row.confirmed_by };
	hit.open = (unsigned)eh_search_open_at(run->memory, slot, run->query.now);
	if (slot->ward != EH_SEARCH_NO_AREA)
		hit.ward_name = eh_arena_str(run->arena, run->memory->areas[slot->ward].name);
	set_distance(run, slot, &hit);
	if (hit.why == EH_SEARCH_WHY_EXACT)
		EH_TRY(find_also(run, slot->entry_id, &hit.also, err));
	EH_TRY(split_codes(row.needs, run->arena, &hit.needs, err));
	EH_TRY(split_codes(row.people, run->arena, &hit.people, err));
	*ret_hit = hit;
	return EH_OK;
}

static enum eh_rc make_hits(struct run *run, struct eh_error *err)
{
	struct eh_search_hit *hits = eh_arena_alloc_zero(run->arena, run->filtered.count + 1, sizeof *hits);

	if (!hits)
		return eh_fail_memory(err);
	for (size_t i = 0; i < run->filtered.count; i++) {
		enum eh_rc rc = make_hit(run, run->filtered.page[i].slot, &hits[run->results.count], err);
		if (rc == EH_NOT_FOUND) /* it went while we looked */
			continue;
		EH_TRY(rc);
		run->results.count++;
	}
	run->results.hits = hits;
	return EH_OK;
}

/* Labels of areas lie in the memory that is given back. */
static enum eh_rc keep_labels(struct run *run, struct eh_error *err)
{
	struct eh_search_count *items = (struct eh_search_count *)(uintptr_t)run->results.wards.items;

	for (size_t i = 0; i < run->results.wards.count; i++) {
		items[i].code = eh_arena_str(run->arena, items[i].code);
		items[i].label = eh_arena_str(run->arena, items[i].label);
		if (!items[i].code.p || !items[i].label.p)
			return eh_fail_memory(err);
	}
	return EH_OK;
}

static enum eh_rc run_all(struct run *run, struct eh_error *err)
{
	EH_TRY(read_query(run, err));
	EH_TRY(eh_search_match(run->memory, run->db, &run->terms, !run->query.as_typed, run->arena, &run->found, err));
	run->results.did_you_mean = run->found.corrected;
	run->results.corrected = run->found.as_corrected;
	run->results.some_words = run->found.some_words;
	run->results.by_need = run->found.needs || run->query.needs.count;
	EH_TRY(eh_search_filter(
	        run->memory, &run->query, &run->found, &run->origin, run->arena, &run->filtered, &run->results, err));
	run->results.total = run->filtered.total;
	run->results.left_out = run->filtered.left_out;
	EH_TRY(keep_labels(run, err));
	return make_hits(run, err);
}

enum eh_rc eh_search_run(struct eh_search *search, struct eh_db *db, const struct eh_search_query *query, struct eh_arena *arena,
        struct eh_search_results *ret_results, struct eh_error *err)
{
	struct run run = { .db = db, .query = *query, .arena = arena, .origin = { .council = EH_SEARCH_NO_AREA } };
	struct eh_search_memory *memory;

	EH_TRY(eh_search_hold(search, db, &memory, err));
	run.memory = memory;
	enum eh_rc rc = eh_arena_check(arena, run_all(&run, err), err);
	eh_search_release(search, memory);
	if (rc == EH_OK)
		*ret_results = run.results;
	return rc;
}
