/* swar.h: eight bytes at a time, for scans over text that must be fast on any processor ("SIMD within a register"; Lamport 1975).
 *
 * A mask has the high bit set in each byte that fits. Of several fits the lowest is exact; bytes above one that fits may be marked too,
 * so masks are good for "is there one" and "where is the first". */
#ifndef EH_BASE_SWAR_H
#define EH_BASE_SWAR_H

#include <endian.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define EH_SWAR_ONES UINT64_C(0x0101010101010101)
#define EH_SWAR_HIGH UINT64_C(0x8080808080808080)

/* Eight bytes, the first lowest. */
static inline uint64_t eh_swar_load(const char *p)
{
	uint64_t word;

	memcpy(&word, p, sizeof word);
	return le64toh(word);
}

/* Bytes that are lower than `limit`, which is 128 at most. */
static inline uint64_t eh_swar_below(uint64_t word, unsigned char limit)
{
	return (word - EH_SWAR_ONES * limit) & ~word & EH_SWAR_HIGH;
}

static inline uint64_t eh_swar_equal(uint64_t word, char c) { return eh_swar_below(word ^ (EH_SWAR_ONES * (unsigned char)c), 1); }

/* Which of the eight bytes is the first that fits; the mask is not 0. */
static inline size_t eh_swar_first(uint64_t mask) { return (size_t)__builtin_ctzll(mask) / 8; }

#endif
