/* str.h: text that somebody else owns.
 *
 * A `struct eh_str` is a pointer and a length in bytes; it is not NUL-terminated and owns nothing. {NULL, 0} is "absent", which
 * most callers treat as empty. Text is UTF-8 unless a function says otherwise; case functions with "ascii" in their name touch
 * only A-Z. */
#ifndef EH_BASE_STR_H
#define EH_BASE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "error.h"

struct eh_str {
	const char *p;
	size_t n;
};

/* A string literal as eh_str, usable in constant initialisers. */
#define EH_STR(literal) ((struct eh_str){ (literal), sizeof(literal) - 1 })

/* For printf: `printf("%.*s", EH_FMT(s))`. */
#define EH_FMT(s) (int)((s).n > 0x7fffffff ? 0x7fffffff : (s).n), (s).p ? (s).p : ""

static inline struct eh_str eh_str_of(const char *z) { return (struct eh_str){ z, z ? strlen(z) : 0 }; }

bool eh_str_eq(struct eh_str a, struct eh_str b);
bool eh_str_eq_ascii_nocase(struct eh_str a, struct eh_str b);

/* Order of memcmp, then of length: the same on every machine. */
int eh_str_cmp(struct eh_str a, struct eh_str b);

bool eh_str_starts(struct eh_str s, struct eh_str prefix);
bool eh_str_ends(struct eh_str s, struct eh_str suffix);

/* Index of the first `needle`, or -1. */
ptrdiff_t eh_str_find(struct eh_str s, struct eh_str needle);
ptrdiff_t eh_str_find_ascii_nocase(struct eh_str s, struct eh_str needle);

/* Without ASCII white space and no-break spaces at both ends. */
struct eh_str eh_str_trim(struct eh_str s);

struct eh_str eh_str_sub(struct eh_str s, size_t from, size_t n);

/* "%lld row%s": "s", or "" for 1; and "is" for 1, else "are". */
static inline const char *eh_plural(int64_t count) { return count == 1 ? "" : "s"; }
static inline const char *eh_is_are(int64_t count) { return count == 1 ? "is" : "are"; }

/* Takes what stands before the next `separator` off the front of *rest into *ret_part. False when *rest is exhausted (its p is
 * then NULL). "a,,b" gives "a", "", "b". */
bool eh_str_split(struct eh_str *rest, char separator, struct eh_str *ret_part);

/* The whole of `s` as a decimal integer or number; EH_INVALID otherwise, EH_TOO_LARGE past the type's range. White space round
 * it is forgiven; a number may have thousands commas and a leading pound sign. Locale-independent. */
enum eh_rc eh_str_to_i64(struct eh_str s, int64_t *ret_value);
enum eh_rc eh_str_to_double(struct eh_str s, double *ret_value);

/* "12,345", in `out`. */
const char *eh_thousands(int64_t number, char out[32]);
/* A number of bytes, "812 bytes", "8.3 kB", "8.3 MB", "1.2 GB" (powers of 1,000), in `out`. */
const char *eh_size_words(int64_t bytes, char out[32]);

/* 64-bit hash (XXH3), the same on every run. */
uint64_t eh_str_hash(struct eh_str s);

static inline bool eh_is_digit(char c) { return c >= '0' && c <= '9'; }
static inline bool eh_is_alpha(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
static inline bool eh_is_alnum(char c) { return eh_is_digit(c) || eh_is_alpha(c); }
static inline bool eh_is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }
static inline char eh_lower(char c) { return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c; }
static inline char eh_upper(char c) { return c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c; }

#endif
