#include "buf.h"

#include <stdarg.h>
#include <stdio.h>

#include "alloc.h"

enum eh_rc eh_buf_reserve(struct eh_buf *buf, size_t more)
{
	if (more >= SIZE_MAX - buf->n - 1)
		return EH_TOO_LARGE;
	size_t need = buf->n + more + 1;
	if (buf->max && need - 1 > buf->max)
		return EH_TOO_LARGE;
	if (need <= buf->cap)
		return EH_OK;
	size_t cap = buf->cap ? buf->cap + buf->cap / 2 : 64;
	if (cap < need)
		cap = need;
	char *p = eh_realloc(buf->p, cap, 1);
	if (!p)
		return EH_NO_MEMORY;
	buf->p = p;
	buf->cap = cap;
	return EH_OK;
}

enum eh_rc eh_buf_add(struct eh_buf *buf, struct eh_str s)
{
	EH_TRY(eh_buf_reserve(buf, s.n));
	if (s.n)
		memcpy(buf->p + buf->n, s.p, s.n);
	buf->n += s.n;
	buf->p[buf->n] = '\0';
	return EH_OK;
}

enum eh_rc eh_buf_add_char(struct eh_buf *buf, char c) { return eh_buf_add(buf, (struct eh_str){ &c, 1 }); }

enum eh_rc eh_buf_printf(struct eh_buf *buf, const char *format, ...)
{
	va_list args;
	int n;

	va_start(args, format);
	n = vsnprintf(NULL, 0, format, args);
	va_end(args);
	if (n < 0)
		return EH_INVALID;
	EH_TRY(eh_buf_reserve(buf, (size_t)n));
	va_start(args, format);
	vsnprintf(buf->p + buf->n, (size_t)n + 1, format, args);
	va_end(args);
	buf->n += (size_t)n;
	return EH_OK;
}

void eh_buf_finish(struct eh_buf *buf)
{
	eh_free(buf->p);
	*buf = (struct eh_buf){ 0 };
}
