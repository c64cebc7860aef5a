/* renew_write.c: the organisations that the rows made go, and those that they make now come. */
#include <stdlib.h>

#include "hiding.h"
#include "own_words.h"
#include "renew_private.h"
#include "search.h"
#include "successors.h"

/* ---- Rows and clusters, as the build of a whole has them ---- */

static enum eh_rc load_rows(struct renew *renew, struct eh_error *err)
{
	struct build *build = renew->build;
	int32_t newest = build->rows.newest;

	for (size_t i = 0; i < renew->result.row_count; i++) {
		uint64_t row = renew->result.rows[i].row;
		const struct eh_known_row *known = eh_renew_known(renew, row);
		int64_t source_id = known ? known->source_id : renew->fresh.items[row - renew->first_fresh].source_id;
		struct eh_str key = known ? known->key : renew->fresh.items[row - renew->first_fresh].key;
		enum eh_rc rc = eh_list_rows_add(renew->db, source_id, key, &build->rows, err);
		if (rc == EH_NOT_FOUND)
			return eh_fail(err, EH_INVALID,
			        "what the store keeps of the last build is damaged; build anew: evenhand build --force");
		EH_TRY(rc);
	}
	build->rows.newest = newest;
	return EH_OK;
}

/* From numbers of rows to places in build->rows. */
static enum eh_rc number_clusters(struct renew *renew, struct eh_numbers *places, struct eh_error *err)
{
	struct ehl_result *links = &renew->build->linkage.result;
	struct eh_numbers firsts = { 0 };
	size_t count = renew->result.row_count;

	links->cluster = eh_alloc((count + 1) * sizeof *links->cluster);
	links->branches = eh_alloc((renew->result.branch_count + 1) * sizeof *links->branches);
	bool good = links->cluster && links->branches;
	for (size_t i = 0; good && i < count; i++) {
		uint32_t first = eh_numbers_find(&firsts, renew->result.rows[i].cluster);
		if (first == UINT32_MAX)
			good = eh_numbers_add(&firsts, renew->result.rows[i].cluster, (uint32_t)i);
		links->cluster[i] = first == UINT32_MAX ? i : first;
		good = good && eh_numbers_add(places, renew->result.rows[i].row, (uint32_t)i);
	}
	for (size_t i = 0; good && i < renew->result.branch_count; i++)
		links->branches[links->branch_count++] = (struct ehl_branch){ eh_numbers_find(
			                                                              places, renew->result.branches[i].row),
			eh_numbers_find(places, renew->result.branches[i].of) };
	eh_numbers_finish(&firsts);
	return good ? EH_OK : eh_fail_memory(err);
}

/* ---- What was there ---- */

struct old {
	EH_VEC(struct eh_str) ids;
	struct eh_map seen;
	struct eh_arena arena;
};

enum eh_rc eh_renew_org_of(struct renew *renew, int64_t source_id, struct eh_str key, struct eh_arena *arena,
        struct eh_str *ret_id, struct eh_error *err)
{
	struct eh_cursor cursor EH_CLEANUP_CURSOR = { 0 };
	struct eh_q_organisation_record_of row;
	enum eh_rc rc = eh_q_organisation_record_of(renew->db, source_id, key, &cursor, err);

	*ret_id = (struct eh_str){ NULL, 0 };
	if (rc == EH_OK)
		rc = eh_q_organisation_record_of_next(&cursor, &row, err);
	if (rc == EH_OK && !eh_db_kept(arena, row.org_id, ret_id))
		return eh_fail_memory(err);
	return rc == EH_END ? EH_OK : rc;
}

/* ---- Clusters that consist of the same rows as before, none of which is touched: their organisations stay as they are ---- */

static bool stays(const struct renew *renew, uint64_t row) { return eh_numbers_find(&renew->staying, row) != UINT32_MAX; }

/* How many rows each old cluster had. */
static bool count_old(struct renew *renew, uint64_t row, struct eh_numbers *places, uint32_t *counts)
{
	const struct eh_known_row *known = eh_renew_known(renew, row);

	if (!known)
		return true;
	uint32_t at = eh_numbers_find(places, known->cluster);
	if (at == UINT32_MAX) {
		at = (uint32_t)places->count;
		if (!eh_numbers_add(places, known->cluster, at))
			return false;
	}
	counts[at]++;
	return true;
}

static enum eh_rc is_staying(struct renew *renew, size_t cluster, const struct eh_numbers *unsteady,
        const struct eh_numbers *places, const uint32_t *counts, bool *ret_staying, struct eh_error *err)
{
	const struct build *build = renew->build;
	size_t from = build->starts[cluster], count = build->starts[cluster + 1] - from;
	const struct eh_known_row *first = eh_renew_known(renew, renew->result.rows[build->members[from]].row);
	struct eh_cursor cursor EH_CLEANUP_CURSOR = { 0 };
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_q_organisation_brief brief;
	struct eh_str id;

	*ret_staying = false;
	if (!first || counts[eh_numbers_find(places, first->cluster)] != count)
		return EH_OK;
	for (size_t i = 0; i < count; i++) {
		uint64_t row = renew->result.rows[build->members[from + i]].row;
		const struct eh_known_row *known = eh_renew_known(renew, row);
		if (!known || known->cluster != first->cluster || eh_numbers_find(unsteady, row) != UINT32_MAX)
			return EH_OK;
	}
	EH_TRY(eh_renew_org_of(renew, first->source_id, first->key, &arena, &id, err));
	*ret_staying = true;
	if (!id.p)
		return EH_OK;
	/* A branch names its parent, which may have changed. */
	EH_TRY(eh_q_organisation_brief(renew->db, id, &cursor, err));
	enum eh_rc rc = eh_q_organisation_brief_next(&cursor, &brief, err);
	*ret_staying = rc == EH_OK && !brief.parent_id.p;
	return rc == EH_END ? EH_OK : rc;
}

static bool note_unsteady(struct renew *renew, struct eh_numbers *unsteady)
{
	for (size_t i = 0; i < renew->touched.count + renew->result.branch_count; i++) {
		uint64_t row = i < renew->touched.count ? renew->touched.items[i]
		                                        : renew->result.branches[i - renew->touched.count].row;
		if (eh_numbers_find(unsteady, row) == UINT32_MAX && !eh_numbers_add(unsteady, row, 0))
			return false;
	}
	return true;
}

static enum eh_rc find_staying(struct renew *renew, struct eh_error *err)
{
	const struct build *build = renew->build;
	struct eh_numbers unsteady = { 0 }, places = { 0 };
	uint32_t *counts = eh_alloc_zero(renew->result.row_count + renew->gone.count + 1, sizeof *counts);
	bool good = counts && note_unsteady(renew, &unsteady), staying;
	enum eh_rc rc = EH_OK;

	for (size_t i = 0; good && i < renew->result.row_count; i++)
		good = count_old(renew, renew->result.rows[i].row, &places, counts);
	for (size_t i = 0; good && i < renew->gone.count; i++)
		good = count_old(renew, renew->gone.items[i], &places, counts);
	for (size_t i = 0; good && rc == EH_OK && i < build->clusters; i++) {
		rc = is_staying(renew, i, &unsteady, &places, counts, &staying, err);
		for (size_t j = build->starts[i]; good && rc == EH_OK && staying && j < build->starts[i + 1]; j++)
			good = eh_numbers_add(&renew->staying, renew->result.rows[build->members[j]].row, 0);
	}
	eh_numbers_finish(&unsteady);
	eh_numbers_finish(&places);
	eh_free(counts);
	return good ? rc : eh_fail_memory(err);
}

static enum eh_rc take_staying(struct renew *renew, struct eh_error *err)
{
	struct build *build = renew->build;

	for (size_t i = 0; i < build->rows.count; i++)
		if (stays(renew, renew->result.rows[i].row))
			EH_TRY(eh_renew_org_of(renew, build->rows.items[i].source_id, build->rows.items[i].key, &renew->arena,
			        &build->ids[i], err));
	return EH_OK;
}

/* Remembers an organisation, once, before it goes. */
static enum eh_rc remember(struct renew *renew, struct old *old, struct eh_str id, struct eh_error *err)
{
	struct eh_cursor cursor EH_CLEANUP_CURSOR = { 0 };
	struct eh_q_organisation_brief brief;
	bool added;

	if (eh_map_put(&old->seen, id, 1, NULL, &added) < 0)
		return eh_fail_memory(err);
	if (!added)
		return EH_OK;
	if (!eh_vec_push(&old->ids, id))
		return eh_fail_memory(err);
	EH_TRY(eh_q_organisation_brief(renew->db, id, &cursor, err));
	enum eh_rc rc = eh_q_organisation_brief_next(&cursor, &brief, err);
	if (rc == EH_END)
		return eh_fail(err, EH_INVALID, "the list is damaged; build it anew: evenhand build --force");
	EH_TRY(rc);
	renew->state.unplaced -= brief.counted_unplaced;
	return eh_list_changes_add(renew->changes, id, brief.name, brief.status, err);
}

static enum eh_rc remember_row(
        struct renew *renew, struct old *old, const struct eh_known_row *known, bool gone, struct eh_error *err)
{
	struct eh_str id;

	if (!gone && stays(renew, known->row))
		return eh_list_changes_add_row(
		        renew->changes, known->source_id, known->key, (struct eh_str){ NULL, 0 }, false, err);
	EH_TRY(eh_renew_org_of(renew, known->source_id, known->key, &old->arena, &id, err));
	if (id.p)
		EH_TRY(remember(renew, old, id, err));
	return eh_list_changes_add_row(renew->changes, known->source_id, known->key, id, gone, err);
}

static enum eh_rc remember_all(struct renew *renew, struct old *old, struct eh_error *err)
{
	for (size_t i = 0; i < renew->result.row_count; i++) {
		const struct eh_known_row *known = eh_renew_known(renew, renew->result.rows[i].row);
		if (known)
			EH_TRY(remember_row(renew, old, known, false, err));
	}
	for (size_t i = 0; i < renew->gone.count; i++)
		EH_TRY(remember_row(renew, old, eh_renew_known(renew, renew->gone.items[i]), true, err));
	return EH_OK;
}

static enum eh_rc drop_all(struct renew *renew, const struct old *old, struct eh_error *err)
{
	static enum eh_rc (*const STEPS[])(struct eh_db *, struct eh_str, struct eh_error *) = { eh_q_organisation_drop_codes,
		eh_q_organisation_drop_names, eh_q_organisation_drop_identifiers, eh_q_organisation_drop_records,
		eh_q_organisation_drop_areas, eh_q_organisation_drop_service_codes, eh_q_organisation_drop_service_telephones,
		eh_q_organisation_drop_telephone, eh_q_organisation_drop_services, eh_q_organisation_drop_grants,
		eh_q_organisation_drop };

	for (size_t i = 0; i < old->ids.count; i++)
		for (size_t j = 0; j < sizeof STEPS / sizeof *STEPS; j++)
			EH_TRY(STEPS[j](renew->db, old->ids.items[i], err));
	return EH_OK;
}

/* ---- What comes ---- */

/* Where the identifier that was minted from a record leads now; `id`: its organisation, or {NULL, 0}. */
static enum eh_rc lead_on(struct renew *renew, struct eh_str source, struct eh_str key, struct eh_str id, struct eh_error *err)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_str minted = { NULL, 0 };
	enum eh_rc rc;

	{
		struct eh_cursor cursor EH_CLEANUP_CURSOR = { 0 };
		struct eh_q_identity_of_record row;
		rc = eh_q_identity_of_record(renew->db, source, key, &cursor, err);
		if (rc == EH_OK)
			rc = eh_q_identity_of_record_next(&cursor, &row, err);
		if (rc == EH_OK && !eh_db_kept(&arena, row.org_id, &minted))
			rc = eh_fail_memory(err);
	}
	if (rc == EH_END)
		return EH_OK;
	EH_TRY(rc);
	EH_TRY(eh_q_redirect_delete(renew->db, minted, err));
	return id.p && !eh_str_eq(id, minted) ? eh_q_redirect_add(renew->db, minted, id, err) : EH_OK;
}

static enum eh_rc write_redirects(struct renew *renew, struct eh_error *err)
{
	const struct build *build = renew->build;
	const struct eh_str none = { NULL, 0 };

	/* By what sources were called at the last build. Those that are gone first: a record that says something new is gone and there again. */
	for (size_t i = 0; i < renew->gone.count; i++) {
		const struct eh_known_row *known = eh_renew_known(renew, renew->gone.items[i]);
		struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
		struct eh_str name;
		EH_TRY(eh_living_source_was(renew->db, known->source_id, &arena, &name, err));
		if (name.p)
			EH_TRY(lead_on(renew, name, known->key, none, err));
	}
	for (size_t i = 0; i < build->rows.count; i++)
		EH_TRY(lead_on(renew, build->rows.items[i].source, build->rows.items[i].key, build->ids[i], err));
	return EH_OK;
}

static enum eh_rc write_clusters(struct renew *renew, struct eh_error *err)
{
	struct build *build = renew->build;

	for (size_t i = 0; i < build->clusters; i++) {
		if (!stays(renew, renew->result.rows[build->members[build->starts[i]]].row))
			EH_TRY(eh_build_write_cluster(build, i, err));
		if (i % 256 == 0 && eh_build_progress(build, i) == EH_CANCELLED)
			return eh_fail(err, EH_CANCELLED, "stopped; the list stays as it was");
	}
	return EH_OK;
}

/* What changed is told of the rows whose organisations are new. */
static enum eh_rc tell(struct renew *renew, const struct eh_str *ids, struct eh_error *err)
{
	size_t count = renew->result.row_count, *component = eh_alloc((count + 1) * sizeof *component);

	if (!component)
		return eh_fail_memory(err);
	for (size_t i = 0; i < count; i++)
		component[i] = renew->result.rows[i].component;
	enum eh_rc rc = eh_list_changes_after(renew->changes, renew->db, &renew->build->rows, ids, component, err);
	eh_free(component);
	return rc;
}

/* Entries of organisations that are no more go, those of the new ones come. Of a very large list one after the other, so that words which only
 * they had stay in the index until the next build of the whole, and lead nowhere. */
static enum eh_rc refresh_search(struct renew *renew, const struct old *old, const struct eh_str *ids, struct eh_error *err)
{
	enum { LARGE_LIST = 50000 };
	struct eh_map seen EH_CLEANUP_MAP = { 0 };
	size_t count = renew->build->rows.count;
	bool added;

	if (renew->build->summary.organisations < LARGE_LIST) {
		EH_TRY(eh_search_refresh(renew->db, (struct eh_str){ NULL, 0 }, err));
		return eh_successors_renew(renew->db, (struct eh_str){ NULL, 0 }, err);
	}
	for (size_t i = 0; i < count + old->ids.count; i++) {
		struct eh_str id = i < count ? ids[i] : old->ids.items[i - count];
		if (!id.p)
			continue;
		if (eh_map_put(&seen, id, 1, NULL, &added) < 0)
			return eh_fail_memory(err);
		if (!added)
			continue;
		EH_TRY(eh_search_refresh(renew->db, id, err));
		EH_TRY(eh_successors_renew(renew->db, id, err));
	}
	return EH_OK;
}

static enum eh_rc replace(struct renew *renew, struct old *old, struct eh_numbers *places, struct eh_error *err)
{
	struct build *build = renew->build;

	EH_TRY(load_rows(renew, err));
	EH_TRY(number_clusters(renew, places, err));
	EH_TRY(eh_build_group(build, err));
	EH_TRY(find_staying(renew, err));
	EH_TRY(remember_all(renew, old, err));
	EH_TRY(drop_all(renew, old, err));
	build->summary.organisations -= (int64_t)old->ids.count;
	EH_TRY(write_clusters(renew, err));
	struct eh_str *new_ids = eh_arena_alloc(&renew->arena, (build->rows.count + 1) * sizeof *new_ids);
	if (!new_ids)
		return eh_fail_memory(err);
	memcpy(new_ids, build->ids, build->rows.count * sizeof *new_ids);
	EH_TRY(take_staying(renew, err));
	EH_TRY(eh_renew_questions(renew, places, err));
	EH_TRY(write_redirects(renew, err));
	EH_TRY(eh_own_apply(renew->db, (struct eh_str){ NULL, 0 }, err));
	EH_TRY(eh_hiding_apply(renew->db, (struct eh_str){ NULL, 0 }, err));
	EH_TRY(tell(renew, new_ids, err));
	return refresh_search(renew, old, new_ids, err);
}

enum eh_rc eh_renew_write(struct renew *renew, struct eh_error *err)
{
	struct eh_numbers places = { 0 };
	struct old old = { 0 };
	enum eh_rc rc = eh_list_changes_of_part(&renew->changes, err);

	if (rc == EH_OK)
		rc = replace(renew, &old, &places, err);
	eh_list_changes_free(renew->changes);
	eh_numbers_finish(&places);
	eh_vec_finish(&old.ids);
	eh_map_finish(&old.seen);
	eh_arena_finish(&old.arena);
	return rc;
}
