/* corrections_private.h: what the files of corrections share. */
#ifndef EH_REGISTER_CORRECTIONS_PRIVATE_H
#define EH_REGISTER_CORRECTIONS_PRIVATE_H

#include "own_words.h"

/* Accepting that two entries are one: keeps the answer as the review would. EH_REFUSED, EH_INVALID, EH_CONFLICT: why not, and what to do. */
struct eh_join {
	int64_t correction_id;
	struct eh_str place_id, org_id, other; /* other: as somebody named it */
};
enum eh_rc eh_corrections_join(struct eh_db *db, int64_t now, const struct eh_actor *by, const struct eh_join *join,
        struct eh_arena *arena, struct eh_correction_done *ret_done, struct eh_error *err);
/* Takes it back. EH_CONFLICT: it does not stand. */
enum eh_rc eh_corrections_part(struct eh_db *db, int64_t correction_id, struct eh_error *err);

#endif
