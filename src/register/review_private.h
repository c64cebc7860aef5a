/* review_private.h: what the files of the review share. */
#ifndef EH_REGISTER_REVIEW_PRIVATE_H
#define EH_REGISTER_REVIEW_PRIVATE_H

#include "review.h"

/* The 16 digits that name a record; {NULL, 0}: no memory. */
struct eh_str eh_review_record_id(struct eh_arena *arena, struct eh_str source, struct eh_str key);

#endif
