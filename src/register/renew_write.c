/* renew_write.c: the organisations that the rows made go, and those that they make now come. */
#include <stdlib.h>

#include "renew_private.h"

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

static enum eh_rc org_of(struct renew *renew, int64_t source_id, struct eh_str key, struct eh_arena *arena, struct eh_str *ret_id,
        struct eh_error *err)
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
	renew->state.services -= brief.services;
	return eh_list_changes_add(renew->changes, id, brief.name, brief.status, err);
}

static enum eh_rc remember_row(
        struct renew *renew, struct old *old, const struct eh_known_row *known, bool gone, struct eh_error *err)
{
	struct eh_str id;

	EH_TRY(org_of(renew, known->source_id, known->key, &old->arena, &id, err));
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

static enum eh_rc drop_questions(struct renew *renew, int64_t source_id, struct eh_str key, struct eh_error *err)
{
	EH_TRY(eh_q_question_drop(renew->db, source_id, key, err));
	renew->build->summary.questions -= eh_db_changes(renew->db);
	return EH_OK;
}

static enum eh_rc drop_all(struct renew *renew, const struct old *old, struct eh_error *err)
{
	static enum eh_rc (*const STEPS[])(struct eh_db *, struct eh_str, struct eh_error *) = { eh_q_organisation_drop_codes,
		eh_q_organisation_drop_names, eh_q_organisation_drop_identifiers, eh_q_organisation_drop_records,
		eh_q_organisation_drop_areas, eh_q_organisation_drop_service_codes, eh_q_organisation_drop_services,
		eh_q_organisation_drop_grants, eh_q_organisation_drop };

	for (size_t i = 0; i < renew->result.row_count; i++) {
		const struct eh_known_row *known = eh_renew_known(renew, renew->result.rows[i].row);
		if (known)
			EH_TRY(drop_questions(renew, known->source_id, known->key, err));
	}
	for (size_t i = 0; i < renew->gone.count; i++) {
		const struct eh_known_row *known = eh_renew_known(renew, renew->gone.items[i]);
		EH_TRY(drop_questions(renew, known->source_id, known->key, err));
	}
	for (size_t i = 0; i < old->ids.count; i++)
		for (size_t j = 0; j < sizeof STEPS / sizeof *STEPS; j++)
			EH_TRY(STEPS[j](renew->db, old->ids.items[i], err));
	return EH_OK;
}

/* ---- What comes ---- */

static enum eh_rc write_questions(struct renew *renew, const struct eh_numbers *places, struct eh_error *err)
{
	struct build *build = renew->build;

	for (size_t i = 0; i < renew->result.question_count; i++) {
		struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
		uint64_t ends[2] = { renew->result.questions[i].a, renew->result.questions[i].b };
		int64_t source[2];
		struct eh_str key[2];
		bool listed = false;
		for (size_t j = 0; j < 2; j++) {
			uint32_t at = eh_numbers_find(places, ends[j]);
			const struct eh_known_row *known = eh_renew_known(renew, ends[j]);
			struct eh_str id = { NULL, 0 };
			source[j] = at != UINT32_MAX ? build->rows.items[at].source_id : known->source_id;
			key[j] = at != UINT32_MAX ? build->rows.items[at].key : known->key;
			if (at != UINT32_MAX)
				id = build->ids[at];
			else
				EH_TRY(org_of(renew, source[j], key[j], &arena, &id, err));
			listed |= id.p != NULL;
		}
		if (!listed)
			continue;
		EH_TRY(eh_q_question_add(renew->db, source[0], key[0], source[1], key[1], renew->result.questions[i].weight,
		        renew->result.questions[i].probability, EH_STR("alike, but not enough in common"), err));
		build->summary.questions++;
	}
	return EH_OK;
}

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
		EH_TRY(eh_build_write_cluster(build, i, err));
		if (i % 256 == 0 && eh_build_progress(build, i) == EH_CANCELLED)
			return eh_fail(err, EH_CANCELLED, "stopped; the list stays as it was");
	}
	return EH_OK;
}

static enum eh_rc replace(struct renew *renew, struct old *old, struct eh_numbers *places, struct eh_error *err)
{
	EH_TRY(load_rows(renew, err));
	EH_TRY(number_clusters(renew, places, err));
	EH_TRY(eh_build_group(renew->build, err));
	EH_TRY(remember_all(renew, old, err));
	EH_TRY(drop_all(renew, old, err));
	renew->build->summary.organisations -= (int64_t)old->ids.count;
	EH_TRY(write_clusters(renew, err));
	EH_TRY(write_questions(renew, places, err));
	EH_TRY(write_redirects(renew, err));
	return eh_list_changes_after(renew->changes, renew->db, &renew->build->rows, renew->build->ids, err);
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
