/* renew.c: brings the list up to date where only a part of it can have changed. */
#include <stdio.h>

#include "renew_private.h"

/* Of records that decisions make one, how many joins that takes. */
static enum eh_rc joined_by_people(const struct renew *renew, int64_t *ret_joins, struct eh_error *err)
{
	struct eh_numbers places = { 0 };
	EH_VEC(uint32_t) parent = { 0 };
	int64_t joins = 0;
	bool good = true;

	for (size_t i = 0; good && i < renew->constraints.count; i++) {
		const struct ehl_list_constraint *constraint = &renew->constraints.items[i];
		uint64_t ends[2] = { constraint->a, constraint->b };
		uint32_t root[2] = { 0 };
		for (size_t j = 0; good && j < 2 && constraint->same; j++) {
			root[j] = eh_numbers_find(&places, ends[j]);
			if (root[j] == UINT32_MAX) {
				root[j] = (uint32_t)parent.count;
				good = eh_numbers_add(&places, ends[j], root[j]) && eh_vec_push(&parent, root[j]);
			}
			while (good && parent.items[root[j]] != root[j])
				root[j] = parent.items[root[j]];
		}
		if (good && root[0] != root[1]) {
			parent.items[root[0]] = root[1];
			joins++;
		}
	}
	eh_numbers_finish(&places);
	eh_vec_finish(&parent);
	*ret_joins = joins;
	return good ? EH_OK : eh_fail_memory(err);
}

static enum eh_rc sum_up(struct renew *renew, struct eh_error *err)
{
	struct eh_build_summary *summary = &renew->build->summary;
	int64_t joins;

	EH_TRY(joined_by_people(renew, &joins, err));
	EH_TRY(eh_build_count_services(renew->build, err));
	renew->state.services = summary->services;
	renew->state.unplaced += summary->unplaced;
	summary->records = renew->state.records;
	summary->links = renew->state.records - renew->state.clusters - joins;
	summary->unplaced = renew->state.unplaced;
	summary->renewed = (int64_t)renew->result.row_count;
	return eh_living_put_state(renew->db, &renew->state, err);
}

static enum eh_rc run(struct renew *renew, struct eh_error *err)
{
	struct build *build = renew->build;
	struct eh_q_build_get before;
	int64_t number;

	EH_TRY(eh_renew_find(renew, err));
	EH_TRY(eh_q_build_get(renew->db, &renew->arena, &before, err));
	EH_TRY(eh_living_model(renew->db, &renew->model, &number, err));
	if (!renew->model)
		return EH_NOT_FOUND;
	EH_TRY(eh_identities_on_demand(renew->db, &build->identities, err));
	build->part = renew->begun = true;
	build->summary.organisations = before.organisations;
	build->summary.questions = before.questions;
	snprintf(build->summary.warnings, sizeof build->summary.warnings, "%.*s", EH_FMT(before.warnings));
	EH_TRY(eh_renew_link(renew, err));
	EH_TRY(eh_renew_keep(renew, err));
	EH_TRY(eh_renew_write(renew, err));
	EH_TRY(eh_living_keep_sources(renew->db, &renew->sources, err));
	EH_TRY(eh_q_link_source_delete_gone(renew->db, err));
	return eh_arena_check(&renew->arena, sum_up(renew, err), err);
}

static void finish(struct renew *renew)
{
	eh_living_keys_finish(&renew->keys);
	eh_living_sources_finish(&renew->sources);
	ehl_model_free(renew->model);
	eh_list_rows_finish(&renew->fresh);
	eh_vec_finish(&renew->records);
	eh_vec_finish(&renew->facts);
	eh_vec_finish(&renew->fresh_numbers);
	eh_vec_finish(&renew->gone);
	eh_vec_finish(&renew->touched);
	eh_vec_finish(&renew->constraints);
	eh_vec_finish(&renew->known);
	eh_numbers_finish(&renew->known_places);
	eh_numbers_finish(&renew->staying);
	eh_map_finish(&renew->new_places);
	ehl_list_result_finish(&renew->result);
	eh_arena_finish(&renew->arena);
}

enum eh_rc eh_build_renew(struct build *build, bool *ret_done, struct eh_error *err)
{
	struct renew *renew = eh_alloc_zero(1, sizeof *renew);

	if (!renew)
		return eh_fail_memory(err);
	renew->build = build;
	renew->db = build->db;
	enum eh_rc rc = run(renew, err);
	if (rc == EH_NOT_FOUND && renew->begun)
		rc = eh_fail(
		        err, EH_INVALID, "what the store keeps of the last build is damaged; build anew: evenhand build --force");
	finish(renew);
	eh_free(renew);
	*ret_done = rc == EH_OK;
	return rc == EH_NOT_FOUND ? EH_OK : rc;
}
