/* outbox.h: the letters of a demonstration, kept in memory and shown on a page in place of being sent. Nothing of it outlives the process. */
#ifndef EH_WEB_OUTBOX_H
#define EH_WEB_OUTBOX_H

#include "base/base.h"

struct eh_outbox;

enum { EH_OUTBOX_KEPT = 50 };

struct eh_letter {
	struct eh_str to, subject, text;
	int64_t at;
	uint64_t number; /* from 1 */
};

enum eh_rc eh_outbox_new(struct eh_outbox **ret_outbox, struct eh_error *err);
void eh_outbox_free(struct eh_outbox *outbox);
/* Keeps a copy; the oldest makes room. Safe from any thread. */
enum eh_rc eh_outbox_put(struct eh_outbox *outbox, const struct eh_letter *letter, struct eh_error *err);
/* Copies of all, newest first, in `arena`. */
enum eh_rc eh_outbox_list(struct eh_outbox *outbox, struct eh_arena *arena, struct eh_letter **ret_letters, size_t *ret_count,
        struct eh_error *err);

#endif
