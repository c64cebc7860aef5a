/* throttle.h: how often a client may ask, in windows of a minute. Counts live in memory under a keyed hash of the client's address and are
 * forgotten with their window; a table that is full forgets the oldest, so that it cannot be made to grow. */
#ifndef EH_HTTP_THROTTLE_H
#define EH_HTTP_THROTTLE_H

#include "base/base.h"

struct eh_throttle;

enum eh_rc eh_throttle_new(size_t slots, struct eh_throttle **ret_throttle, struct eh_error *err);
void eh_throttle_free(struct eh_throttle *throttle);

/* Counts one request of `client` for `what`. True when it is within `most` in the minute that `now` (UTC microseconds) falls in; otherwise
 * *ret_wait is the seconds until the next. Safe from any thread. */
bool eh_throttle_allow(
        struct eh_throttle *throttle, struct eh_str client, struct eh_str what, unsigned most, int64_t now, unsigned *ret_wait);

#endif
