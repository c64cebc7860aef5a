#include "snapshot.h"

#include <pthread.h>

#include "queries.h"

struct eh_snapshots {
	pthread_mutex_t lock;
	pthread_cond_t made;
	struct eh_snapshot *first;
	struct eh_str working; /* the place being worked out; {NULL, 0}: none */
	size_t threads;
};

enum eh_rc eh_snapshots_new(size_t threads, struct eh_snapshots **ret_snapshots, struct eh_error *err)
{
	struct eh_snapshots *snapshots = eh_alloc_zero(1, sizeof *snapshots);

	if (!snapshots)
		return eh_fail_memory(err);
	pthread_mutex_init(&snapshots->lock, NULL);
	pthread_cond_init(&snapshots->made, NULL);
	snapshots->threads = threads;
	*ret_snapshots = snapshots;
	return EH_OK;
}

static void free_one(struct eh_snapshot *snapshot)
{
	eh_analysis_finish(&snapshot->analysis);
	eh_free((void *)(uintptr_t)snapshot->place_id.p);
	eh_free((void *)(uintptr_t)snapshot->inputs.p);
	eh_place_map_free(snapshot->map);
	eh_letters_finish(&snapshot->letters);
	eh_changes_finish(&snapshot->changes);
	eh_free(snapshot);
}

void eh_snapshots_free(struct eh_snapshots *snapshots)
{
	if (!snapshots)
		return;
	for (struct eh_snapshot *snapshot = snapshots->first, *next; snapshot; snapshot = next) {
		next = snapshot->next;
		free_one(snapshot);
	}
	pthread_mutex_destroy(&snapshots->lock);
	pthread_cond_destroy(&snapshots->made);
	eh_free(snapshots);
}

static struct eh_snapshot *find(struct eh_snapshots *snapshots, struct eh_str place_id)
{
	for (struct eh_snapshot *snapshot = snapshots->first; snapshot; snapshot = snapshot->next)
		if (snapshot->current && eh_str_eq(snapshot->place_id, place_id))
			return snapshot;
	return NULL;
}

/* Drops those that are neither current nor in use. */
static void sweep(struct eh_snapshots *snapshots)
{
	for (struct eh_snapshot **at = &snapshots->first; *at;) {
		struct eh_snapshot *snapshot = *at;
		if (snapshot->current || snapshot->users) {
			at = &snapshot->next;
			continue;
		}
		*at = snapshot->next;
		free_one(snapshot);
	}
}

void eh_snapshot_release(struct eh_snapshots *snapshots, struct eh_snapshot *snapshot)
{
	if (!snapshot)
		return;
	pthread_mutex_lock(&snapshots->lock);
	snapshot->users--;
	sweep(snapshots);
	pthread_mutex_unlock(&snapshots->lock);
}

static enum eh_rc make(struct eh_snapshots *snapshots, struct eh_db *db, struct eh_str place_id, struct eh_str council,
        const struct eh_q_build_get *build, struct eh_snapshot **ret_snapshot, struct eh_error *err)
{
	struct eh_snapshot *snapshot = eh_alloc_zero(1, sizeof *snapshot);
	enum eh_rc rc;

	if (!snapshot)
		return eh_fail_memory(err);
	rc = eh_analyse(db, council, EH_ANALYSE_ALL, snapshots->threads, &snapshot->analysis, err);
	if (rc < 0) {
		eh_free(snapshot);
		return rc;
	}
	snapshot->built_at = build->built_at;
	snapshot->place_id = (struct eh_str){ eh_strndup(place_id.p, place_id.n), place_id.n };
	snapshot->inputs = (struct eh_str){ eh_strndup(build->inputs.p, build->inputs.n), build->inputs.n };
	rc = snapshot->place_id.p && snapshot->inputs.p ? eh_place_map_new(&snapshot->analysis, &snapshot->map, err)
	                                                : eh_fail_memory(err);
	if (rc >= 0)
		rc = eh_letters_load(db, council, &snapshot->letters, err);
	if (rc >= 0)
		rc = eh_changes_load(db, council, build->built_at, &snapshot->changes, err);
	if (rc < 0) {
		free_one(snapshot);
		return rc;
	}
	*ret_snapshot = snapshot;
	return EH_OK;
}

/* Waits while the first snapshot of a place is being made elsewhere. Called and left with the lock held. True: *found may be served. */
static bool may_serve(
        struct eh_snapshots *snapshots, struct eh_str place_id, const struct eh_q_build_get *build, struct eh_snapshot **found)
{
	for (;;) {
		*found = find(snapshots, place_id);
		bool fresh = *found && (*found)->built_at == build->built_at && eh_str_eq((*found)->inputs, build->inputs);
		if (fresh || (*found && snapshots->working.p))
			return true;
		if (!snapshots->working.p)
			return false;
		pthread_cond_wait(&snapshots->made, &snapshots->lock);
	}
}

enum eh_rc eh_snapshot_get(struct eh_snapshots *snapshots, struct eh_db *db, struct eh_str place_id, struct eh_str council,
        struct eh_snapshot **ret_snapshot, struct eh_error *err)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_q_build_get build;
	struct eh_snapshot *found, *made = NULL;
	enum eh_rc rc = eh_q_build_get(db, &arena, &build, err);

	if (rc == EH_NOT_FOUND)
		return eh_fail(
		        err, EH_NOT_FOUND, "The list has not been made yet. Run `evenhand update` or `evenhand build` first.");
	EH_TRY(rc);
	pthread_mutex_lock(&snapshots->lock);
	if (may_serve(snapshots, place_id, &build, &found)) {
		found->users++;
		pthread_mutex_unlock(&snapshots->lock);
		*ret_snapshot = found;
		return EH_OK;
	}
	snapshots->working = place_id;
	pthread_mutex_unlock(&snapshots->lock);
	rc = make(snapshots, db, place_id, council, &build, &made, err);
	pthread_mutex_lock(&snapshots->lock);
	snapshots->working = (struct eh_str){ NULL, 0 };
	if (rc >= 0) {
		if (found)
			found->current = false;
		made->current = true;
		made->users = 1;
		made->next = snapshots->first;
		snapshots->first = made;
		sweep(snapshots);
		*ret_snapshot = made;
	}
	pthread_cond_broadcast(&snapshots->made);
	pthread_mutex_unlock(&snapshots->lock);
	return rc;
}
