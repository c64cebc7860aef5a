/* token.h: form tokens against cross-site requests. */
#ifndef EH_HTTP_TOKEN_H
#define EH_HTTP_TOKEN_H

#include "base/base.h"

/* A token for one page, of 96 hexadecimal digits, from what the session keeps secret; "" without a secret. Different each time. */
struct eh_str eh_token_mask(struct eh_arena *arena, struct eh_str secret);
/* True when `masked` was made from `secret`; in constant time. */
bool eh_token_good(struct eh_str masked, struct eh_str secret);

#endif
