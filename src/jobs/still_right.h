/* still_right.h: the letter that asks whoever keeps an entry whether it is still right. Nobody gets more than one a quarter about one entry;
 * somebody who keeps several is asked about each. */
#ifndef EH_JOBS_STILL_RIGHT_H
#define EH_JOBS_STILL_RIGHT_H

#include "mailer.h"

struct eh_still_right {
	struct eh_db *db;
	int64_t now;
	const struct eh_secret *secret;
	struct eh_str base_url;
};

/* Asks the holders of every entry that nobody has confirmed for 90 days. In the caller's transaction. *asked grows by the letters. */
enum eh_rc eh_still_right_due(const struct eh_still_right *still, int64_t *asked, struct eh_error *err);

/* Asks everybody who keeps one entry of a place, now. *ret_keepers counts them, *ret_asked those who get a letter: the others want none, or had
 * one about it within the quarter. In the caller's transaction. */
enum eh_rc eh_still_right_ask(const struct eh_still_right *still, struct eh_str org_id, struct eh_str place_id,
        int64_t *ret_keepers, int64_t *ret_asked, struct eh_error *err);

#endif
