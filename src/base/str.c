#include "str.h"

#include <errno.h>
#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#define XXH_INLINE_ALL
#include <xxhash.h>

bool eh_str_eq(struct eh_str a, struct eh_str b) { return a.n == b.n && (!a.n || memcmp(a.p, b.p, a.n) == 0); }

bool eh_str_eq_ascii_nocase(struct eh_str a, struct eh_str b)
{
	if (a.n != b.n)
		return false;
	for (size_t i = 0; i < a.n; i++)
		if (eh_lower(a.p[i]) != eh_lower(b.p[i]))
			return false;
	return true;
}

int eh_str_cmp(struct eh_str a, struct eh_str b)
{
	size_t n = a.n < b.n ? a.n : b.n;
	int order = n ? memcmp(a.p, b.p, n) : 0;

	return order ? order : (a.n > b.n) - (a.n < b.n);
}

bool eh_str_starts(struct eh_str s, struct eh_str prefix)
{
	return s.n >= prefix.n && (!prefix.n || memcmp(s.p, prefix.p, prefix.n) == 0);
}

bool eh_str_ends(struct eh_str s, struct eh_str suffix)
{
	return s.n >= suffix.n && (!suffix.n || memcmp(s.p + s.n - suffix.n, suffix.p, suffix.n) == 0);
}

ptrdiff_t eh_str_find(struct eh_str s, struct eh_str needle)
{
	if (!needle.n)
		return 0;
	if (!s.n)
		return -1;
	const char *hit = memmem(s.p, s.n, needle.p, needle.n);
	return hit ? hit - s.p : -1;
}

ptrdiff_t eh_str_find_ascii_nocase(struct eh_str s, struct eh_str needle)
{
	for (size_t i = 0; i + needle.n <= s.n; i++)
		if (eh_str_eq_ascii_nocase(eh_str_sub(s, i, needle.n), needle))
			return (ptrdiff_t)i;
	return -1;
}

/* Bytes of white space at p (a no-break space is two), or 0. */
static size_t space_at(const char *p, size_t n)
{
	if (n && eh_is_space(*p))
		return 1;
	return n >= 2 && (unsigned char)p[0] == 0xc2 && (unsigned char)p[1] == 0xa0 ? 2 : 0;
}

struct eh_str eh_str_trim(struct eh_str s)
{
	size_t width;

	while ((width = space_at(s.p, s.n))) {
		s.p += width;
		s.n -= width;
	}
	for (;;) {
		if (s.n && eh_is_space(s.p[s.n - 1]))
			s.n -= 1;
		else if (s.n >= 2 && space_at(s.p + s.n - 2, 2) == 2)
			s.n -= 2;
		else
			return s;
	}
}

struct eh_str eh_str_sub(struct eh_str s, size_t from, size_t n)
{
	if (from > s.n)
		from = s.n;
	if (n > s.n - from)
		n = s.n - from;
	return (struct eh_str){ s.p ? s.p + from : NULL, n };
}

bool eh_str_split(struct eh_str *rest, char separator, struct eh_str *ret_part)
{
	if (!rest->p)
		return false;
	const char *hit = rest->n ? memchr(rest->p, separator, rest->n) : NULL;
	if (!hit) {
		*ret_part = *rest;
		*rest = (struct eh_str){ NULL, 0 };
		return true;
	}
	size_t n = (size_t)(hit - rest->p);
	*ret_part = (struct eh_str){ rest->p, n };
	*rest = (struct eh_str){ hit + 1, rest->n - n - 1 };
	return true;
}

enum eh_rc eh_str_to_i64(struct eh_str s, int64_t *ret_value)
{
	int64_t value = 0;
	bool negative = false;
	size_t i = 0;

	s = eh_str_trim(s);
	if (s.n && (s.p[0] == '-' || s.p[0] == '+'))
		negative = s.p[i++] == '-';
	if (i == s.n)
		return EH_INVALID;
	for (; i < s.n; i++) {
		if (!eh_is_digit(s.p[i]))
			return EH_INVALID;
		if (__builtin_mul_overflow(value, 10, &value) || __builtin_sub_overflow(value, s.p[i] - '0', &value))
			return EH_TOO_LARGE;
	}
	if (!negative && value == INT64_MIN)
		return EH_TOO_LARGE;
	*ret_value = negative ? value : -value;
	return EH_OK;
}

enum eh_rc eh_str_to_double(struct eh_str s, double *ret_value)
{
	static locale_t c_locale;
	char text[64], *end;
	size_t n = 0;

	s = eh_str_trim(s);
	if (eh_str_starts(s, EH_STR("\xc2\xa3")))
		s = eh_str_sub(s, 2, s.n);
	if (!s.n)
		return EH_INVALID;
	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];
		if (c == ',')
			continue;
		if (!eh_is_digit(c) && c != '.' && c != '-' && c != '+' && c != 'e' && c != 'E')
			return EH_INVALID;
		if (n == sizeof text - 1)
			return EH_TOO_LARGE;
		text[n++] = c;
	}
	text[n] = '\0';
	if (!c_locale)
		c_locale = newlocale(LC_ALL_MASK, "C", (locale_t)0);
	double value = strtod_l(text, &end, c_locale);
	if (end == text || *end)
		return EH_INVALID;
	if (!isfinite(value))
		return EH_TOO_LARGE;
	*ret_value = value;
	return EH_OK;
}

const char *eh_size_words(int64_t bytes, char out[32])
{
	static const char *const UNITS[] = { "kB", "MB", "GB", "TB" };
	double size = (double)bytes / 1000;
	size_t unit = 0;

	if (bytes < 1000) {
		snprintf(out, 32, "%lld byte%s", (long long)bytes, eh_plural(bytes));
		return out;
	}
	for (; size >= 999.95 && unit + 1 < sizeof UNITS / sizeof *UNITS; unit++)
		size /= 1000;
	snprintf(out, 32, "%.1f %s", size, UNITS[unit]);
	return out;
}

const char *eh_thousands(int64_t number, char out[32])
{
	char digits[32];
	size_t n = (size_t)snprintf(digits, sizeof digits, "%lld", (long long)number), at = 0;

	for (size_t i = 0; i < n; i++) {
		if (i && (n - i) % 3 == 0 && eh_is_digit(digits[i - 1]))
			out[at++] = ',';
		out[at++] = digits[i];
	}
	out[at] = '\0';
	return out;
}

uint64_t eh_str_hash(struct eh_str s) { return XXH3_64bits(s.p ? s.p : "", s.n); }
