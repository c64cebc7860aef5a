/* utf8.h: Unicode text made comparable, and checked. */
#ifndef EH_BASE_UTF8_H
#define EH_BASE_UTF8_H

#include "buf.h"

/* True when `s` is well-formed UTF-8 (no surrogates, no overlong forms, no NUL). On false, *ret_at (may be NULL) is the byte
 * offset of the first fault. */
bool eh_utf8_valid(struct eh_str s, size_t *ret_at);

/* Appends `s` folded for comparison: NFKC, case folded, diacritics dropped, curly quotes straightened, runs of white space as
 * one space, ends trimmed. ASCII input takes a fast path. Ill-formed bytes are dropped. */
enum eh_rc eh_utf8_fold(struct eh_str s, struct eh_buf *out);

/* Number of code points; ill-formed bytes count one each. */
size_t eh_utf8_length(struct eh_str s);

/* The longest prefix of at most `max_bytes` bytes that does not cut a character. */
struct eh_str eh_utf8_cut(struct eh_str s, size_t max_bytes);

#endif
