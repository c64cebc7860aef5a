/* motion_list.c: reading motions, and what time and change do to them. */
#include "motion_private.h"
#include "queries.h"

/* Text of a case lives in its own arena: this copies what outlives it. */
static bool keep_motion(struct eh_arena *arena, const struct eh_motion *from, struct eh_motion *ret_motion)
{
	struct eh_motion motion = *from;
	struct eh_motion_key *keys = eh_arena_alloc_zero(arena, from->key_count ? from->key_count : 1, sizeof *keys);
	struct eh_str *const texts[] = { &motion.subject.place_id, &motion.subject.kind, &motion.subject.subject_kind,
		&motion.subject.subject_id, &motion.reasons, &motion.statement };

	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		*texts[i] = eh_db_keep(arena, *texts[i]);
	for (size_t i = 0; keys && i < from->key_count; i++) {
		keys[i] = from->keys[i];
		keys[i].org_id = eh_db_keep(arena, keys[i].org_id);
		keys[i].name = eh_db_keep(arena, keys[i].name);
	}
	motion.keys = keys;
	if (!keys || arena->failed)
		return false;
	*ret_motion = motion;
	return true;
}

enum eh_rc eh_motion_get(const struct eh_motion_house *house, int64_t now, int64_t motion_id, struct eh_arena *arena,
        struct eh_motion *ret_motion, struct eh_error *err)
{
	struct eh_motion_case c EH_CLEANUP_MOTION_CASE = { 0 };

	EH_TRY(eh_motion_case_load(house, now, motion_id, &c, err));
	return keep_motion(arena, &c.motion, ret_motion) ? EH_OK : eh_fail_memory(err);
}

struct ids {
	int64_t *items;
	size_t count, cap;
};

static void ids_finish(struct ids *ids) { eh_free(ids->items); }

static enum eh_rc load_ids(
        struct eh_db *db, struct eh_str place_id, struct eh_str kind, int64_t open_after, struct ids *ids, struct eh_error *err)
{
	struct eh_cursor rows EH_CLEANUP_CURSOR = { 0 };
	struct eh_q_motion_ids row;
	enum eh_rc rc = eh_q_motion_ids(db, place_id, kind, open_after, &rows, err);

	while (rc == EH_OK && (rc = eh_q_motion_ids_next(&rows, &row, err)) == EH_OK)
		if (!eh_vec_push(ids, row.motion_id))
			rc = eh_fail_memory(err);
	return rc == EH_END ? EH_OK : rc;
}

static enum eh_rc load_motions(const struct eh_motion_house *house, int64_t now, struct eh_str place_id, bool open_only,
        struct eh_motions *motions, struct eh_error *err)
{
	struct ids ids __attribute__((cleanup(ids_finish))) = { 0 };

	EH_TRY(load_ids(house->db, place_id, (struct eh_str){ NULL, 0 }, open_only ? now : EH_DB_NULL, &ids, err));
	motions->items = eh_arena_alloc_zero(&motions->arena, ids.count ? ids.count : 1, sizeof *motions->items);
	if (!motions->items)
		return eh_fail_memory(err);
	for (size_t i = 0; i < ids.count; i++)
		EH_TRY(eh_motion_get(house, now, ids.items[i], &motions->arena, &motions->items[motions->count++], err));
	return EH_OK;
}

enum eh_rc eh_motion_list(const struct eh_motion_house *house, int64_t now, struct eh_str place_id, bool open_only,
        struct eh_motions *ret_motions, struct eh_error *err)
{
	struct eh_motions motions = { 0 };
	enum eh_rc rc = load_motions(house, now, place_id, open_only, &motions, err);

	if (rc < 0) {
		eh_motions_finish(&motions);
		return rc;
	}
	*ret_motions = motions;
	return EH_OK;
}

void eh_motions_finish(struct eh_motions *motions) { eh_arena_finish(&motions->arena); }

enum eh_rc eh_motion_recheck(const struct eh_motion_house *house, int64_t now, struct eh_str place_id, struct eh_str kind,
        int64_t *ret_voided, struct eh_error *err)
{
	struct ids ids __attribute__((cleanup(ids_finish))) = { 0 };
	int64_t voided = 0;

	EH_TRY(load_ids(house->db, place_id, kind, now, &ids, err));
	for (size_t i = 0; i < ids.count; i++) {
		struct eh_motion_case c EH_CLEANUP_MOTION_CASE = { 0 };
		enum eh_motion_outcome outcome = EH_MOTION_DONE;
		EH_TRY(eh_motion_case_load(house, now, ids.items[i], &c, err));
		if (eh_motion_act_of(house, c.motion.subject.kind))
			EH_TRY(eh_motion_refresh(&c, &outcome, err));
		voided += outcome != EH_MOTION_DONE;
	}
	if (ret_voided)
		*ret_voided = voided;
	return EH_OK;
}

static enum eh_rc due(struct eh_db *db, int64_t now, struct ids *ids, struct eh_error *err)
{
	struct eh_cursor rows EH_CLEANUP_CURSOR = { 0 };
	struct eh_q_motion_due row;
	enum eh_rc rc = eh_q_motion_due(db, now, &rows, err);

	while (rc == EH_OK && (rc = eh_q_motion_due_next(&rows, &row, err)) == EH_OK)
		if (!eh_vec_push(ids, row.motion_id))
			rc = eh_fail_memory(err);
	return rc == EH_END ? EH_OK : rc;
}

enum eh_rc eh_motion_lapse(struct eh_db *db, int64_t now, int64_t *ret_lapsed, struct eh_error *err)
{
	struct ids ids __attribute__((cleanup(ids_finish))) = { 0 };
	const struct eh_motion_house house = { .db = db };
	const struct eh_actor system = EH_ACTOR_SYSTEM;
	const struct eh_str none = { NULL, 0 };

	EH_TRY(due(db, now, &ids, err));
	for (size_t i = 0; i < ids.count; i++) {
		struct eh_motion_case c EH_CLEANUP_MOTION_CASE = { 0 };
		EH_TRY(eh_motion_case_load(&house, now, ids.items[i], &c, err));
		EH_TRY(eh_q_motion_decide(db, c.motion.subject.place_id, c.motion.motion_id, EH_STR("lapsed"), c.motion.lapses_at,
		        none, none, err));
		EH_TRY(eh_motion_note(&c, &system, "lapsed", "lapsed", EH_STR("Its time passed without both keys."), err));
	}
	if (ret_lapsed)
		*ret_lapsed = (int64_t)ids.count;
	return EH_OK;
}

static enum eh_rc load_events(struct eh_db *db, int64_t motion_id, struct eh_motion_events *events, struct eh_error *err)
{
	struct eh_cursor rows EH_CLEANUP_CURSOR = { 0 };
	EH_VEC(struct eh_motion_event) all = { 0 };
	struct eh_q_motion_event_list row;
	enum eh_rc rc = eh_q_motion_event_list(db, motion_id, &rows, err);

	while (rc == EH_OK && (rc = eh_q_motion_event_list_next(&rows, &row, err)) == EH_OK)
		if (!eh_vec_push(&all,
		            (struct eh_motion_event){ row.number, row.at, row.person_id, eh_db_keep(&events->arena, row.event),
		                    eh_side_parse(row.side), eh_db_keep(&events->arena, row.text) }))
			rc = eh_fail_memory(err);
	if (rc == EH_END)
		rc = eh_arena_check(&events->arena, EH_OK, err);
	events->items = all.items;
	events->count = all.count;
	return rc;
}

enum eh_rc eh_motion_history(struct eh_db *db, int64_t motion_id, struct eh_motion_events *ret_events, struct eh_error *err)
{
	struct eh_motion_events events = { 0 };
	enum eh_rc rc = load_events(db, motion_id, &events, err);

	if (rc < 0) {
		eh_motion_events_finish(&events);
		return rc;
	}
	*ret_events = events;
	return EH_OK;
}

void eh_motion_events_finish(struct eh_motion_events *events)
{
	eh_free(events->items);
	eh_arena_finish(&events->arena);
}
