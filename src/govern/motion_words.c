/* motion_words.c: whom a motion concerns, and what it still wants. */
#include "motion_private.h"

#include "base/say.h"
#include "queries.h"

static enum eh_rc load(struct eh_db *db, int64_t motion_id, struct eh_person_list *people, struct eh_error *err)
{
	struct eh_cursor rows EH_CLEANUP_CURSOR = { 0 };
	EH_VEC(struct eh_person) all = { 0 };
	struct eh_q_motion_audience row;
	enum eh_rc rc = eh_q_motion_audience(db, motion_id, &rows, err);

	while (rc == EH_OK && (rc = eh_q_motion_audience_next(&rows, &row, err)) == EH_OK)
		if (!eh_vec_push(&all, (struct eh_person){ row.person_id, row.added_at, eh_db_keep(&people->arena, row.name),
		                               eh_db_keep(&people->arena, row.email), eh_db_keep(&people->arena, row.state) }))
			rc = eh_fail_memory(err);
	if (rc == EH_END)
		rc = eh_arena_check(&people->arena, EH_OK, err);
	people->items = all.items;
	people->count = all.count;
	return rc;
}

enum eh_rc eh_motion_audience(struct eh_db *db, int64_t motion_id, struct eh_person_list *ret_people, struct eh_error *err)
{
	struct eh_person_list people = { 0 };
	enum eh_rc rc = load(db, motion_id, &people, err);

	if (rc < 0) {
		eh_person_list_finish(&people);
		return rc;
	}
	*ret_people = people;
	return EH_OK;
}

enum sector_key { NONE, HALF, WHOLE, SECTOR_KEYS };

/* By whether the council's key is turned. */
static const char *const OPEN[2][SECTOR_KEYS] = {
	{ EH_T("The council's key is not turned yet. The sector's key is not turned yet; it takes two stewards from "
	       "organisations that are not connected, one of them small."),
	        EH_T("The council's key is not turned yet. The sector's key takes two stewards from organisations that are not "
	             "connected, one of them small; one has turned it."),
	        EH_T("The council's key is not turned yet. The sector's key is turned.") },
	{ EH_T("The council's key is turned. The sector's key is not turned yet; it takes two stewards from organisations that "
	       "are not connected, one of them small."),
	        EH_T("The council's key is turned. The sector's key takes two stewards from organisations that are not "
	             "connected, one of them small; one has turned it."),
	        EH_T("The council's key is turned. The sector's key is turned.") },
};

static const char *const CLOSED[] = {
	[EH_MOTION_IN_FORCE] = EH_T("This motion is in force."),
	[EH_MOTION_ALONE] = EH_T("This motion is in force alone."),
	[EH_MOTION_LAPSED] = EH_T("This motion has lapsed."),
	[EH_MOTION_VOID] = EH_T("This motion is void."),
	[EH_MOTION_WITHDRAWN] = EH_T("This motion is withdrawn."),
};

enum eh_rc eh_motion_wanted(
        const struct eh_motion *motion, struct eh_arena *arena, struct eh_str *ret_sentence, struct eh_error *err)
{
	enum sector_key sector = NONE;
	struct eh_str sentence;

	for (size_t i = 0; i < motion->key_count; i++)
		if (motion->keys[i].counts && motion->keys[i].side == EH_SIDE_SECTOR)
			sector = HALF;
	if (motion->complete[EH_SIDE_SECTOR])
		sector = WHOLE;
	if (eh_motion_is_open(motion))
		sentence = eh_str_of(OPEN[motion->complete[EH_SIDE_COUNCIL]][sector]);
	else if (motion->statement.p)
		sentence = eh_arena_str(arena, motion->statement);
	else
		sentence = eh_str_of(CLOSED[motion->state]);
	if (!sentence.p)
		return eh_fail_memory(err);
	*ret_sentence = sentence;
	return EH_OK;
}
