/* answering.h: who answers corrections for the list of a place, by name, for everybody to know.
 *
 * Nobody is named by others: a keeper of the list (officer or infrastructure organisation) takes it on and says under which name, and gives it
 * up again. A role that ends, ends this. The name is personal: it is handed out and erased with the person, and stands in no public row of the
 * audit. What writes does so in the caller's transaction. */
#ifndef EH_GOVERN_ANSWERING_H
#define EH_GOVERN_ANSWERING_H

#include "actor.h"

/* Takes it on, or takes another name. EH_REFUSED: no keeper of the list of that place; EH_INVALID: no name, or one that is too long. */
enum eh_rc eh_answering_take(struct eh_db *db, int64_t now, const struct eh_actor *by, struct eh_str place_id, struct eh_str name,
        struct eh_error *err);
/* Gives it up. Not having taken it on is nothing. */
enum eh_rc eh_answering_end(
        struct eh_db *db, int64_t now, const struct eh_actor *by, struct eh_str place_id, struct eh_error *err);

struct eh_answering {
	int64_t person_id, taken_at;
	struct eh_str name;
	enum eh_side side; /* the council's, or the sector's of the infrastructure organisation */
};
/* Who answers now, the first to take it on first. In the arena. */
enum eh_rc eh_answering_list(struct eh_db *db, int64_t now, struct eh_str place_id, struct eh_arena *arena,
        struct eh_answering **ret_items, size_t *ret_count, struct eh_error *err);

#endif
