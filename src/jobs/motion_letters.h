/* motion_letters.h: stewards are told of a motion that waits for their side's key: when it is proposed, and when the keys that were turned have
 * become void because what it enacts is another now. A duty of the office: they cannot be ended but with the office itself. */
#ifndef EH_JOBS_MOTION_LETTERS_H
#define EH_JOBS_MOTION_LETTERS_H

#include "store/db.h"

enum eh_motion_told { EH_MOTION_TOLD_PROPOSED, EH_MOTION_TOLD_VOIDED };

/* Queues the letters of that event of the place's motions at `now`, to stewards in office who are to turn a key; not to `but`, who has just
 * seen it (0: nobody). In the caller's transaction, with the proposal or right after the keys became void. */
struct eh_motion_news {
	enum eh_motion_told what;
	struct eh_str place_id;
	int64_t but;
};
enum eh_rc eh_motion_letters(
        struct eh_db *db, int64_t now, struct eh_str base_url, const struct eh_motion_news *news, struct eh_error *err);

#endif
