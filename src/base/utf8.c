#include "utf8.h"

#include <utf8proc.h>

#include "swar.h"

static size_t ascii_prefix(struct eh_str s)
{
	size_t i = 0;

	while (i + 8 <= s.n && !(eh_swar_load(s.p + i) & EH_SWAR_HIGH))
		i += 8;
	while (i < s.n && !((unsigned char)s.p[i] & 0x80))
		i++;
	return i;
}

static bool follows(unsigned char c, unsigned char least, unsigned char most) { return c >= least && c <= most; }

/* Bytes of the well-formed character at p that is not ASCII (Unicode 15, table 3-7); 0 when there is none. */
static size_t wide_char(const unsigned char *p, size_t n)
{
	unsigned char c = *p;
	size_t width = c >= 0xf0 ? 4 : c >= 0xe0 ? 3 : 2;

	if (c < 0xc2 || c > 0xf4 || n < width ||
	        !follows(p[1],
	                c == 0xe0   ? 0xa0
	                : c == 0xf0 ? 0x90
	                            : 0x80,
	                c == 0xed   ? 0x9f
	                : c == 0xf4 ? 0x8f
	                            : 0xbf))
		return 0;
	for (size_t i = 2; i < width; i++)
		if (!follows(p[i], 0x80, 0xbf))
			return 0;
	return width;
}

bool eh_utf8_valid(struct eh_str s, size_t *ret_at)
{
	size_t i = 0;
	const char *nul = s.n ? memchr(s.p, 0, s.n) : NULL;
	size_t limit = nul ? (size_t)(nul - s.p) : s.n;

	if (!s.n) /* {NULL, 0} too */
		return true;

	for (;;) {
		i += ascii_prefix((struct eh_str){ s.p + i, limit - i });
		if (i == limit)
			break;
		size_t width = wide_char((const unsigned char *)s.p + i, limit - i);
		if (!width) {
			if (ret_at)
				*ret_at = i;
			return false;
		}
		i += width;
	}
	if (nul && ret_at)
		*ret_at = limit;
	return !nul;
}

/* Appends a folded character, spaces squeezed; `start` is where this text began. */
static enum eh_rc add_folded(struct eh_buf *out, size_t start, const char *p, size_t n)
{
	if (n == 1 && eh_is_space(*p)) {
		if (out->n == start || out->p[out->n - 1] == ' ')
			return EH_OK;
		p = " ";
	}
	return eh_buf_add(out, (struct eh_str){ p, n });
}

static utf8proc_int32_t straighten(utf8proc_int32_t c)
{
	switch (c) {
	case 0x2018:
	case 0x2019:
	case 0x201b:
	case 0x02bc:
	case 0x60:
	case 0xb4:
		return '\'';
	case 0x201c:
	case 0x201d:
		return '"';
	case 0x2010:
	case 0x2011:
	case 0x2012:
	case 0x2013:
	case 0x2014:
	case 0x2212:
		return '-';
	default:
		return c;
	}
}

static enum eh_rc fold_char(utf8proc_int32_t c, size_t start, struct eh_buf *out)
{
	static const utf8proc_option_t OPTIONS = UTF8PROC_COMPAT | UTF8PROC_DECOMPOSE | UTF8PROC_CASEFOLD | UTF8PROC_STRIPMARK |
	                                         UTF8PROC_IGNORE;
	utf8proc_int32_t parts[32];
	int last_class = 0;
	utf8proc_ssize_t count = utf8proc_decompose_char(straighten(c), parts, 32, OPTIONS, &last_class);

	for (utf8proc_ssize_t i = 0; i < count && i < 32; i++) {
		utf8proc_uint8_t bytes[4];
		utf8proc_int32_t part = straighten(parts[i]);
		if (utf8proc_category(part) == UTF8PROC_CATEGORY_ZS || utf8proc_category(part) == UTF8PROC_CATEGORY_CC)
			part = ' ';
		utf8proc_ssize_t width = utf8proc_encode_char(part, bytes);
		EH_TRY(add_folded(out, start, (const char *)bytes, (size_t)width));
	}
	return EH_OK;
}

enum eh_rc eh_utf8_fold(struct eh_str s, struct eh_buf *out)
{
	size_t start = out->n, i = 0;

	EH_TRY(eh_buf_reserve(out, s.n));
	while (i < s.n) {
		char c = s.p[i];
		if (!((unsigned char)c & 0x80)) {
			char folded = c == '`' ? '\'' : (unsigned char)c < ' ' ? ' ' : eh_lower(c);
			EH_TRY(add_folded(out, start, &folded, 1));
			i++;
			continue;
		}
		utf8proc_int32_t code;
		utf8proc_ssize_t width = utf8proc_iterate((const utf8proc_uint8_t *)s.p + i, (utf8proc_ssize_t)(s.n - i), &code);
		if (width > 0)
			EH_TRY(fold_char(code, start, out));
		i += width > 0 ? (size_t)width : 1;
	}
	if (out->n > start && out->p[out->n - 1] == ' ')
		out->p[--out->n] = '\0';
	return EH_OK;
}

size_t eh_utf8_length(struct eh_str s)
{
	size_t count = 0;

	for (size_t i = 0; i < s.n; count++) {
		utf8proc_int32_t c;
		utf8proc_ssize_t width = utf8proc_iterate((const utf8proc_uint8_t *)s.p + i, (utf8proc_ssize_t)(s.n - i), &c);
		i += width > 0 ? (size_t)width : 1;
	}
	return count;
}

/* Bytes at p that eh_utf8_plain takes out. */
static size_t unseen(const char *p, size_t n)
{
	unsigned char c = (unsigned char)*p;

	if ((c < 0x20 && c != '\t' && c != '\n' && c != '\r') || c == 0x7f)
		return 1;
	if (c != 0xe2 || n < 3)
		return 0;
	unsigned char second = (unsigned char)p[1], third = (unsigned char)p[2];
	return (second == 0x80 && follows(third, 0xaa, 0xae)) || (second == 0x81 && follows(third, 0xa6, 0xa9)) ? 3 : 0;
}

size_t eh_utf8_plain(char *p, size_t n)
{
	size_t kept = 0;

	for (size_t i = 0; i < n;) {
		size_t out = unseen(p + i, n - i);
		if (!out)
			p[kept++] = p[i];
		i += out ? out : 1;
	}
	return kept;
}

struct eh_str eh_utf8_cut(struct eh_str s, size_t max_bytes)
{
	if (s.n <= max_bytes)
		return s;
	while (max_bytes && ((unsigned char)s.p[max_bytes] & 0xc0) == 0x80)
		max_bytes--;
	return (struct eh_str){ s.p, max_bytes };
}
