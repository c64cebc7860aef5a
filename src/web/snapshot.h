/* snapshot.h: what a place's coverage comes to, worked out once for each state of the list and shared by all requests.
 *
 * While a new one is being worked out, the old one is served. */
#ifndef EH_WEB_SNAPSHOT_H
#define EH_WEB_SNAPSHOT_H

#include "changes.h"
#include "exchange/map_place.h"
#include "letters.h"

struct eh_snapshots;

struct eh_snapshot {
	struct eh_analysis analysis;
	int64_t built_at;         /* of the list; UTC microseconds */
	struct eh_place_map *map; /* of its wards */
	struct eh_letters letters;
	struct eh_changes changes;
	/* For the keeper of snapshots: */
	struct eh_str place_id, inputs;
	unsigned users;
	bool current;
	struct eh_snapshot *next;
};

enum eh_rc eh_snapshots_new(size_t threads, struct eh_snapshots **ret_snapshots, struct eh_error *err);
void eh_snapshots_free(struct eh_snapshots *snapshots);

/* The newest snapshot of a place, worked out now when there is none. `place_id` and `council` as in the store. Give it back with
 * eh_snapshot_release. EH_NOT_FOUND: the list has not been built, or no area of the council is known (the message says what to do). */
enum eh_rc eh_snapshot_get(struct eh_snapshots *snapshots, struct eh_db *db, struct eh_str place_id, struct eh_str council,
        struct eh_snapshot **ret_snapshot, struct eh_error *err);
void eh_snapshot_release(struct eh_snapshots *snapshots, struct eh_snapshot *snapshot);

#endif
