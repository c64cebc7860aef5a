/* build.c: makes the list: rows → clusters → organisations, services and grants, in one transaction. */
#include <stdio.h>
#include <stdlib.h>

#include "build_private.h"
#include "hiding.h"
#include "own_words.h"
#include "search.h"
#include "successors.h"

static int by_cluster(const void *a, const void *b, void *context)
{
	const size_t *cluster = context;
	size_t x = *(const size_t *)a, y = *(const size_t *)b;

	if (cluster[x] != cluster[y])
		return cluster[x] < cluster[y] ? -1 : 1;
	return (x > y) - (x < y);
}

enum eh_rc eh_build_group(struct build *build, struct eh_error *err)
{
	size_t count = build->rows.count;

	build->members = eh_alloc_zero(count + 1, sizeof *build->members);
	build->starts = eh_alloc_zero(count + 1, sizeof *build->starts);
	build->ids = eh_alloc_zero(count + 1, sizeof *build->ids);
	if (!build->members || !build->starts || !build->ids)
		return eh_fail_memory(err);
	for (size_t i = 0; i < count; i++)
		build->members[i] = i;
	qsort_r(build->members, count, sizeof *build->members, by_cluster, build->linkage.result.cluster);
	for (size_t i = 0; i < count; i++)
		if (!i ||
		        build->linkage.result.cluster[build->members[i]] != build->linkage.result.cluster[build->members[i - 1]])
			build->starts[build->clusters++] = i;
	build->starts[build->clusters] = count;
	return EH_OK;
}

static enum eh_rc load_places(struct build *build, struct eh_error *err)
{
	struct eh_cursor rows EH_CLEANUP_CURSOR = { 0 };
	struct eh_q_place_list row;
	enum eh_rc rc = eh_q_place_list(build->db, &rows, err);

	while (rc == EH_OK && (rc = eh_q_place_list_next(&rows, &row, err)) == EH_OK) {
		struct eh_q_place_list kept = { eh_db_keep(&build->arena, row.place_id), eh_db_keep(&build->arena, row.name),
			eh_db_keep(&build->arena, row.council_code), eh_db_keep(&build->arena, row.neighbours), row.synthetic };
		if (!kept.neighbours.p || eh_map_put(&build->places, kept.place_id, build->place_rows.count, NULL, NULL) < 0 ||
		        !eh_vec_push(&build->place_rows, kept))
			return eh_fail_memory(err);
	}
	return rc == EH_END ? EH_OK : rc;
}

static enum eh_rc write_questions(struct build *build, struct eh_error *err)
{
	for (size_t i = 0; i < build->linkage.result.question_count; i++) {
		const struct ehl_pair *pair = &build->linkage.result.questions[i];
		const struct eh_list_row *a = &build->rows.items[pair->a], *b = &build->rows.items[pair->b];
		if (!build->ids[pair->a].p && !build->ids[pair->b].p)
			continue;
		EH_TRY(eh_q_question_add(build->db, a->source_id, a->key, b->source_id, b->key, pair->weight, pair->probability,
		        EH_STR("alike, but not enough in common"), err));
		build->summary.questions++;
	}
	return EH_OK;
}

/* Identifiers whose first record now belongs to another organisation lead there. */
static enum eh_rc write_redirects(struct build *build, struct eh_error *err)
{
	struct eh_map map EH_CLEANUP_MAP = { 0 };
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };

	for (size_t i = 0; i < build->rows.count; i++) {
		struct eh_str key = eh_arena_printf(
		        &arena, "%.*s\x1f%.*s", EH_FMT(build->rows.items[i].source), EH_FMT(build->rows.items[i].key));
		if (!key.p || eh_map_put(&map, key, i, NULL, NULL) < 0)
			return eh_fail_memory(err);
	}
	for (size_t i = 0; i < build->identities.count; i++) {
		const struct eh_identity *identity = &build->identities.items[i];
		struct eh_str key = eh_arena_printf(&arena, "%.*s\x1f%.*s", EH_FMT(identity->source), EH_FMT(identity->key));
		const uint64_t *row = key.p ? eh_map_get(&map, key) : NULL;
		if (row && build->ids[*row].p && !eh_str_eq(build->ids[*row], identity->org_id))
			EH_TRY(eh_q_redirect_add(build->db, identity->org_id, build->ids[*row], err));
	}
	return EH_OK;
}

static enum eh_rc clear(struct eh_db *db, struct eh_error *err)
{
	static enum eh_rc (*const STEPS[])(struct eh_db *, struct eh_error *) = { eh_q_list_clear_codes, eh_q_list_clear_names,
		eh_q_list_clear_identifiers, eh_q_list_clear_records, eh_q_list_clear_areas, eh_q_list_clear_service_codes,
		eh_q_list_clear_service_telephones, eh_q_list_clear_organisation_telephones, eh_q_list_clear_services,
		eh_q_list_clear_grants, eh_q_list_clear_questions, eh_q_list_clear_redirects, eh_q_list_clear_organisations };

	for (size_t i = 0; i < sizeof STEPS / sizeof *STEPS; i++)
		EH_TRY(STEPS[i](db, err));
	return EH_OK;
}

enum eh_rc eh_build_prepare(struct build *build, struct eh_error *err)
{
	EH_TRY(load_places(build, err));
	return eh_gazetteer_new(build->db, &build->gazetteer, err);
}

/* The model that the list is linked by is frozen when there are records enough to learn from; the caller's to free where it is not that of
 * the linkage's result. */
static enum eh_rc link_rows(struct build *build, struct ehl_model **ret_model, int64_t *ret_number, struct eh_error *err)
{
	bool keep = !build->options->inside_transaction && build->rows.count >= EH_LIVING_TRAIN;

	*ret_model = NULL;
	*ret_number = 0;
	if (!build->options->retrain && build->rows.count >= EH_LIVING_TRAIN)
		EH_TRY(eh_living_model(build->db, ret_model, ret_number, err));
	EH_TRY(eh_list_link(build->db, &build->rows, build->options, *ret_model, keep, &build->linkage, err));
	if (keep && !*ret_number && build->linkage.result.kept.model)
		EH_TRY(eh_living_keep_model(build->db, build->linkage.result.kept.model, build->rows.count, ret_number, err));
	return EH_OK;
}

/* What the next build needs in order to be of a part alone; small lists do without. */
static enum eh_rc keep_living(struct build *build, int64_t model, struct eh_error *err)
{
	size_t least = build->options->living_least ? build->options->living_least : EH_LIVING_LEAST;
	struct eh_living_state state = { .model = model,
		.newest = build->rows.newest,
		.records = (int64_t)build->rows.count,
		.clusters = (int64_t)build->clusters,
		.services = build->summary.services,
		.unplaced = build->summary.unplaced };

	if (build->options->inside_transaction)
		return EH_OK;
	if (build->rows.count < least || build->rows.count < EH_LIVING_TRAIN || !model || !build->linkage.result.kept.model)
		return eh_living_drop(build->db, err);
	EH_TRY(eh_living_keep(build->db, &build->rows, &build->linkage, build->linkage.result.kept.model, &state, err));
	return eh_living_put_state(build->db, &state, err);
}

static enum eh_rc load(struct build *build, int64_t *ret_model, struct eh_error *err)
{
	struct ehl_model *model = NULL;

	EH_TRY(eh_identities_load(build->db, &build->identities, err));
	EH_TRY(eh_list_rows_load(build->db, &build->rows, err));
	build->summary.records = (int64_t)build->rows.count;
	enum eh_rc rc = link_rows(build, &model, ret_model, err);
	ehl_model_free(model);
	EH_TRY(rc);
	build->summary.links = (int64_t)build->linkage.result.links;
	snprintf(build->summary.warnings, sizeof build->summary.warnings, "%s", build->linkage.result.warnings);
	EH_TRY(eh_build_find_tellers(build, err));
	return eh_build_group(build, err);
}

enum eh_rc eh_build_progress(const struct build *build, size_t done)
{
	const struct eh_build_options *options = build->options;

	return options->progress ? options->progress(options->progress_context, done, build->clusters) : EH_OK;
}

static enum eh_rc write_list(struct build *build, struct eh_error *err)
{
	EH_TRY(clear(build->db, err));
	for (size_t i = 0; i < build->clusters; i++) {
		EH_TRY(eh_build_write_cluster(build, i, err));
		if (i % 256 == 0 && eh_build_progress(build, i) == EH_CANCELLED)
			return eh_fail(err, EH_CANCELLED, "stopped; the list stays as it was");
	}
	EH_TRY(write_questions(build, err));
	return write_redirects(build, err);
}

static enum eh_rc inputs_of(struct eh_db *db, struct eh_arena *arena, struct eh_str *ret_inputs, struct eh_error *err)
{
	struct eh_q_inputs_digest inputs;

	EH_TRY(eh_q_inputs_digest(db, arena, &inputs, err));
	*ret_inputs = eh_arena_printf(arena, EH_VERSION " %016llx %016llx", (unsigned long long)eh_str_hash(inputs.batches),
	        (unsigned long long)eh_str_hash(inputs.answers));
	return ret_inputs->p ? EH_OK : eh_fail_memory(err);
}

enum eh_rc eh_build_count_services(struct build *build, struct eh_error *err)
{
	struct eh_q_service_count row;

	EH_TRY(eh_q_service_count(build->db, &build->arena, &row, err));
	build->summary.services = row.count;
	return EH_OK;
}

static enum eh_rc build_whole(struct build *build, struct eh_error *err)
{
	struct eh_list_changes *changes = NULL;
	int64_t model = 0;

	EH_TRY(load(build, &model, err));
	if (!build->options->inside_transaction)
		EH_TRY(eh_list_changes_before(build->db, &changes, err));
	enum eh_rc rc = write_list(build, err);
	if (rc == EH_OK)
		rc = eh_own_apply(build->db, (struct eh_str){ NULL, 0 }, err);
	if (rc == EH_OK)
		rc = eh_hiding_apply(build->db, (struct eh_str){ NULL, 0 }, err);
	if (rc == EH_OK)
		rc = eh_build_count_services(build, err);
	if (rc == EH_OK && changes)
		rc = eh_list_changes_after(
		        changes, build->db, &build->rows, build->ids, build->linkage.result.kept.component, err);
	eh_list_changes_free(changes);
	EH_TRY(eh_arena_check(&build->arena, rc, err));
	return keep_living(build, model, err);
}

static enum eh_rc trained_on(struct build *build, struct eh_error *err)
{
	struct eh_q_link_model_number model;
	enum eh_rc rc = eh_q_link_model_number(build->db, &build->arena, &model, err);

	if (rc == EH_OK && build->summary.records >= EH_LIVING_TRAIN)
		build->summary.trained_on = model.records;
	return rc == EH_NOT_FOUND ? EH_OK : rc;
}

static enum eh_rc run(struct build *build, struct eh_error *err)
{
	const struct eh_build_options *options = build->options;
	struct eh_str inputs;
	bool done = false;

	EH_TRY(inputs_of(build->db, &build->arena, &inputs, err));
	EH_TRY(eh_build_prepare(build, err));
	if (!options->force && !options->retrain && !options->inside_transaction)
		EH_TRY(eh_build_renew(build, &done, err));
	if (!done)
		EH_TRY(build_whole(build, err));
	EH_TRY(trained_on(build, err));
	if (eh_build_progress(build, build->clusters) == EH_CANCELLED)
		return eh_fail(err, EH_CANCELLED, "stopped; the list stays as it was");
	if (!done && !options->inside_transaction)
		EH_TRY(eh_search_refresh(build->db, (struct eh_str){ NULL, 0 }, err));
	if (!done && !options->inside_transaction)
		EH_TRY(eh_successors_renew(build->db, (struct eh_str){ NULL, 0 }, err));
	return eh_q_build_put(build->db, inputs, eh_clock_now(), build->summary.records, build->summary.organisations,
	        build->summary.links, build->summary.questions, eh_str_of(build->summary.warnings), err);
}

static void finish(struct build *build)
{
	eh_list_linkage_finish(&build->linkage);
	eh_map_finish(&build->grants);
	eh_identities_finish(&build->identities);
	eh_gazetteer_free(build->gazetteer);
	eh_list_rows_finish(&build->rows);
	eh_free(build->members);
	eh_free(build->starts);
	eh_free(build->ids);
	eh_map_finish(&build->places);
	eh_vec_finish(&build->place_rows);
	eh_arena_finish(&build->arena);
}

/* True when the list was built from just what the store holds now. */
static enum eh_rc unchanged(struct build *build, bool *ret_unchanged, struct eh_error *err)
{
	struct eh_q_build_get before;
	struct eh_str inputs;

	EH_TRY(inputs_of(build->db, &build->arena, &inputs, err));
	enum eh_rc rc = eh_q_build_get(build->db, &build->arena, &before, err);
	*ret_unchanged = rc == EH_OK && eh_str_eq(before.inputs, inputs);
	/* A list built before it could be searched is built again. */
	struct eh_q_search_state_get state;
	if (*ret_unchanged && (rc = eh_q_search_state_get(build->db, &build->arena, &state, err)) == EH_NOT_FOUND)
		*ret_unchanged = false;
	return rc == EH_NOT_FOUND ? EH_OK : rc;
}

/* Of a list that is left alone, what the build that made it told. */
static enum eh_rc tell_again(struct build *build, struct eh_error *err)
{
	struct eh_q_build_get before;
	struct eh_q_build_counts counts;

	EH_TRY(eh_q_build_get(build->db, &build->arena, &before, err));
	EH_TRY(eh_q_build_counts(build->db, &build->arena, &counts, err));
	build->summary = (struct eh_build_summary){ .records = before.records,
		.organisations = before.organisations,
		.services = counts.services,
		.links = before.links,
		.questions = before.questions,
		.unplaced = counts.unplaced,
		.unchanged = true };
	snprintf(build->summary.warnings, sizeof build->summary.warnings, "%.*s", EH_FMT(before.warnings));
	return trained_on(build, err);
}

enum eh_rc eh_build(
        struct eh_db *db, const struct eh_build_options *options, struct eh_build_summary *ret_summary, struct eh_error *err)
{
	struct build build = { .db = db, .options = options };
	bool same = false;
	enum eh_rc rc = options->inside_transaction ? EH_OK : eh_db_begin(db, err);

	if (rc == EH_OK && !options->force && !options->retrain)
		rc = unchanged(&build, &same, err);
	if (rc == EH_OK)
		rc = same ? tell_again(&build, err) : run(&build, err);
	if (!options->inside_transaction) {
		if (rc == EH_OK)
			rc = eh_db_commit(db, err);
		else
			eh_db_rollback(db);
	}
	finish(&build);
	if (rc == EH_OK)
		*ret_summary = build.summary;
	return rc;
}

enum eh_rc eh_build_out_of_date(struct eh_db *db, bool *ret_out_of_date, struct eh_error *err)
{
	struct build build = { .db = db };
	bool same = false;
	enum eh_rc rc = unchanged(&build, &same, err);

	finish(&build);
	if (rc == EH_OK)
		*ret_out_of_date = !same;
	return rc;
}
