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

/* Takes out, in place, what is not seen and changes how other text is shown: control characters but tab and line ends, and those that turn the
 * direction of what follows (U+202A–U+202E, U+2066–U+2069), with which a name can pass for another. Gives the new length. */
size_t eh_utf8_plain(char *p, size_t n);

/* The longest prefix of at most `max_bytes` bytes that does not cut a character. */
struct eh_str eh_utf8_cut(struct eh_str s, size_t max_bytes);

#endif
