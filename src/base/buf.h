/* buf.h: bytes that grow. `struct eh_buf b = { 0 };` is a ready, empty buffer; a buffer with `max` set refuses to grow past it
 * (EH_TOO_LARGE). On failure the contents are as before the call. The bytes are always followed by a NUL that is not counted,
 * once anything has been added. */
#ifndef EH_BASE_BUF_H
#define EH_BASE_BUF_H

#include "str.h"

struct eh_buf {
	char *p;
	size_t n, cap;
	size_t max; /* 0: no maximum but memory */
};

/* Room for `more` further bytes after n. */
enum eh_rc eh_buf_reserve(struct eh_buf *buf, size_t more);
enum eh_rc eh_buf_add(struct eh_buf *buf, struct eh_str s);
enum eh_rc eh_buf_add_char(struct eh_buf *buf, char c);
enum eh_rc eh_buf_printf(struct eh_buf *buf, const char *format, ...) __attribute__((format(printf, 2, 3)));
static inline struct eh_str eh_buf_str(const struct eh_buf *buf) { return (struct eh_str){ buf->p ? buf->p : "", buf->n }; }
/* Empties the buffer and keeps its memory. */
static inline void eh_buf_reset(struct eh_buf *buf) { buf->n = 0; }
void eh_buf_finish(struct eh_buf *buf);
#define EH_CLEANUP_BUF __attribute__((cleanup(eh_buf_finish)))

#endif
