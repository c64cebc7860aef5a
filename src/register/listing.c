#include "listing.h"

#include <math.h>

#include "queries.h"

/* Rows of the organisation at hand, moved into the arena once they are all there. */
struct gather {
	struct eh_db *db;
	struct eh_arena *arena;
	EH_VEC(struct eh_str) texts;
	EH_VEC(struct eh_listed_id) ids;
	EH_VEC(struct eh_listed_source) sources;
	EH_VEC(struct eh_listed_grants) grants;
};

static void *move(struct eh_arena *arena, const void *items, size_t count, size_t size)
{
	void *copy = eh_arena_alloc(arena, count * size + 1);

	if (copy && count)
		memcpy(copy, items, count * size);
	return copy;
}

static enum eh_rc load_names(struct gather *gather, struct eh_listed *org, struct eh_error *err)
{
	struct eh_cursor rows EH_CLEANUP_CURSOR = { 0 };
	struct eh_q_organisation_names row;
	enum eh_rc rc = eh_q_organisation_names(gather->db, org->id, &rows, err);

	gather->texts.count = 0;
	while (rc == EH_OK && (rc = eh_q_organisation_names_next(&rows, &row, err)) == EH_OK)
		if (!eh_vec_push(&gather->texts, eh_db_keep(gather->arena, row.name)))
			return eh_fail_memory(err);
	EH_TRY(rc);
	org->names = move(gather->arena, gather->texts.items, gather->texts.count, sizeof *gather->texts.items);
	org->name_count = gather->texts.count;
	return org->names ? EH_OK : eh_fail_memory(err);
}

static enum eh_rc load_ids(struct gather *gather, struct eh_listed *org, struct eh_error *err)
{
	struct eh_cursor rows EH_CLEANUP_CURSOR = { 0 };
	struct eh_q_organisation_identifiers row;
	enum eh_rc rc = eh_q_organisation_identifiers(gather->db, org->id, &rows, err);

	gather->ids.count = 0;
	while (rc == EH_OK && (rc = eh_q_organisation_identifiers_next(&rows, &row, err)) == EH_OK)
		if (!eh_vec_push(&gather->ids,
		            (struct eh_listed_id){ eh_db_keep(gather->arena, row.scheme), eh_db_keep(gather->arena, row.id) }))
			return eh_fail_memory(err);
	EH_TRY(rc);
	org->ids = move(gather->arena, gather->ids.items, gather->ids.count, sizeof *gather->ids.items);
	org->id_count = gather->ids.count;
	return org->ids ? EH_OK : eh_fail_memory(err);
}

/* Needs come before people in the order of facets. */
static enum eh_rc load_codes(struct gather *gather, struct eh_listed *org, struct eh_error *err)
{
	struct eh_cursor rows EH_CLEANUP_CURSOR = { 0 };
	struct eh_q_organisation_codes row;
	size_t needs = 0;
	enum eh_rc rc = eh_q_organisation_codes(gather->db, org->id, &rows, err);

	gather->texts.count = 0;
	while (rc == EH_OK && (rc = eh_q_organisation_codes_next(&rows, &row, err)) == EH_OK) {
		needs += *row.facet.p == 'n';
		if (!eh_vec_push(&gather->texts, eh_db_keep(gather->arena, row.code)))
			return eh_fail_memory(err);
	}
	EH_TRY(rc);
	const struct eh_str *all = move(gather->arena, gather->texts.items, gather->texts.count, sizeof *all);
	if (!all)
		return eh_fail_memory(err);
	org->needs = all;
	org->need_count = needs;
	org->people = all + needs;
	org->people_count = gather->texts.count - needs;
	return EH_OK;
}

static enum eh_rc load_sources(struct gather *gather, struct eh_listed *org, struct eh_error *err)
{
	struct eh_cursor rows EH_CLEANUP_CURSOR = { 0 };
	struct eh_q_organisation_batches row;
	enum eh_rc rc = eh_q_organisation_batches(gather->db, org->id, &rows, err);

	gather->sources.count = 0;
	while (rc == EH_OK && (rc = eh_q_organisation_batches_next(&rows, &row, err)) == EH_OK)
		if (!eh_vec_push(&gather->sources, (struct eh_listed_source){ eh_db_keep(gather->arena, row.publisher),
		                                           row.batch_id, (int32_t)row.data_date }))
			return eh_fail_memory(err);
	EH_TRY(rc);
	org->sources = move(gather->arena, gather->sources.items, gather->sources.count, sizeof *gather->sources.items);
	org->source_count = gather->sources.count;
	return org->sources ? EH_OK : eh_fail_memory(err);
}

static enum eh_rc load_grants(struct gather *gather, struct eh_listed *org, struct eh_error *err)
{
	struct eh_cursor rows EH_CLEANUP_CURSOR = { 0 };
	struct eh_q_organisation_grant_total row;
	enum eh_rc rc = eh_q_organisation_grant_total(gather->db, org->id, &rows, err);

	gather->grants.count = 0;
	while (rc == EH_OK && (rc = eh_q_organisation_grant_total_next(&rows, &row, err)) == EH_OK)
		if (!eh_vec_push(&gather->grants,
		            (struct eh_listed_grants){ eh_db_keep(gather->arena, row.currency), row.count, row.total }))
			return eh_fail_memory(err);
	EH_TRY(rc);
	org->grants = move(gather->arena, gather->grants.items, gather->grants.count, sizeof *gather->grants.items);
	org->grants_count = gather->grants.count;
	return org->grants ? EH_OK : eh_fail_memory(err);
}

static int32_t date_of(int64_t value) { return value == EH_DB_NULL ? EH_NO_DATE : (int32_t)value; }

static struct eh_listed listed_of(struct eh_arena *arena, const struct eh_q_organisation_list *row)
{
	struct eh_listed org = { .id = eh_db_keep(arena, row->org_id),
		.name = eh_db_keep(arena, row->name),
		.status = eh_db_keep(arena, row->status),
		.scale = eh_db_keep(arena, row->scale),
		.visibility = eh_db_keep(arena, row->visibility),
		.protected = row->protected.p != NULL,
		.lsoa = eh_db_keep(arena, row->lsoa),
		.ward = eh_db_keep(arena, row->ward),
		.latitude = (double)NAN,
		.longitude = (double)NAN,
		.address_public = row->address_public != 0,
		.parent = eh_db_keep(arena, row->parent_id),
		.web = eh_db_keep(arena, row->web),
		.activities = eh_db_keep(arena, row->activities),
		.unplaced = eh_db_keep(arena, row->unplaced),
		.says = (unsigned)row->says,
		.income_pence = row->income_pence,
		.first_seen = (int32_t)row->first_seen,
		.last_confirmed = (int32_t)row->last_confirmed,
		.confirmed_by = eh_db_keep(arena, row->confirmed_by),
		.registered = date_of(row->registered),
		.removed = date_of(row->removed) };

	if (org.address_public && !org.protected) {
		org.address = eh_db_keep(arena, row->address);
		org.postcode = eh_db_keep(arena, row->postcode);
		org.latitude = row->latitude;
		org.longitude = row->longitude;
	}
	if (org.protected)
		org.lsoa = org.ward = (struct eh_str){ NULL, 0 };
	return org;
}

static enum eh_rc load(
        struct eh_db *db, struct eh_str council, struct eh_listing *listing, struct gather *gather, struct eh_error *err)
{
	struct eh_cursor rows EH_CLEANUP_CURSOR = { 0 };
	struct eh_q_organisation_list row;
	size_t cap = 0;
	enum eh_rc rc = eh_q_organisation_list(db, council, &rows, err);

	while (rc == EH_OK && (rc = eh_q_organisation_list_next(&rows, &row, err)) == EH_OK) {
		if (eh_str_eq(row.visibility, EH_STR("match only")))
			continue;
		if (!eh_vec_grow(&listing->items, listing->count, &cap, sizeof *listing->items))
			return eh_fail_memory(err);
		listing->items[listing->count++] = listed_of(&listing->arena, &row);
	}
	EH_TRY(rc);
	for (size_t i = 0; i < listing->count; i++) {
		EH_TRY(load_names(gather, &listing->items[i], err));
		EH_TRY(load_ids(gather, &listing->items[i], err));
		EH_TRY(load_codes(gather, &listing->items[i], err));
		EH_TRY(load_sources(gather, &listing->items[i], err));
		EH_TRY(load_grants(gather, &listing->items[i], err));
	}
	return EH_OK;
}

enum eh_rc eh_listing_load(struct eh_db *db, struct eh_str council, struct eh_listing *ret_listing, struct eh_error *err)
{
	struct eh_listing listing = { 0 };
	struct gather gather = { .db = db, .arena = &listing.arena };
	enum eh_rc rc = eh_arena_check(&listing.arena, load(db, council, &listing, &gather, err), err);

	eh_vec_finish(&gather.texts);
	eh_vec_finish(&gather.ids);
	eh_vec_finish(&gather.sources);
	eh_vec_finish(&gather.grants);
	if (rc < 0) {
		eh_listing_finish(&listing);
		return rc;
	}
	*ret_listing = listing;
	return EH_OK;
}

void eh_listing_finish(struct eh_listing *listing)
{
	eh_free(listing->items);
	eh_arena_finish(&listing->arena);
	*listing = (struct eh_listing){ 0 };
}
