/* motion_words.c: whom a motion concerns, and what it still wants. */
#include "motion_private.h"
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

enum eh_rc eh_motion_wanted(
        const struct eh_motion *motion, struct eh_arena *arena, struct eh_str *ret_sentence, struct eh_error *err)
{
	const char *council = motion->complete[EH_SIDE_COUNCIL] ? "The council's key is turned."
	                                                        : "The council's key is not turned yet.";
	const char *sector = "The sector's key is not turned yet; it takes two stewards from organisations that are not "
	                     "connected, one of them small.";
	size_t turned = 0;

	for (size_t i = 0; i < motion->key_count; i++)
		turned += motion->keys[i].counts && motion->keys[i].side == EH_SIDE_SECTOR;
	if (motion->complete[EH_SIDE_SECTOR])
		sector = "The sector's key is turned.";
	else if (turned)
		sector = "The sector's key takes two stewards from organisations that are not connected, one of them small; one "
		         "has turned it.";
	struct eh_str sentence = eh_arena_printf(arena, "%s %s", council, sector);
	if (!eh_motion_is_open(motion))
		sentence = motion->statement.p
		                   ? eh_arena_str(arena, motion->statement)
		                   : eh_arena_printf(arena, "This motion is %s.", eh_motion_state_name(motion->state));
	if (!sentence.p)
		return eh_fail_memory(err);
	*ret_sentence = sentence;
	return EH_OK;
}
