/* token.c: what a form brings back, so that no other site can make a browser send it. The session's secret is masked anew for every page, or
 * a compressed page would give it away bit by bit (the BREACH attack of 2013). */
#include "token.h"

#include <sodium.h>

enum { MASK = 16, SECRET = 32, ROUND = SECRET / MASK };

static void hash(struct eh_str secret, unsigned char out[SECRET])
{
	crypto_generichash(out, SECRET, (const unsigned char *)secret.p, secret.n, (const unsigned char *)"evenhand form", 13);
}

struct eh_str eh_token_mask(struct eh_arena *arena, struct eh_str secret)
{
	unsigned char bytes[MASK + SECRET];
	char *out = eh_arena_alloc(arena, sizeof bytes * 2 + 1);

	if (!out || !secret.n)
		return EH_STR("");
	randombytes_buf(bytes, MASK);
	hash(secret, bytes + MASK);
	for (size_t i = 0; i < SECRET; i++)
		bytes[MASK + i] ^= bytes[i % MASK];
	sodium_bin2hex(out, sizeof bytes * 2 + 1, bytes, sizeof bytes);
	return (struct eh_str){ out, sizeof bytes * 2 };
}

bool eh_token_good(struct eh_str masked, struct eh_str secret)
{
	unsigned char bytes[MASK + SECRET], want[SECRET];
	size_t n;

	if (!secret.n || masked.n != sizeof bytes * 2 ||
	        sodium_hex2bin(bytes, sizeof bytes, masked.p, masked.n, NULL, &n, NULL) != 0 || n != sizeof bytes)
		return false;
	for (size_t i = 0; i < SECRET; i++)
		bytes[MASK + i] ^= bytes[i % MASK];
	hash(secret, want);
	return sodium_memcmp(bytes + MASK, want, SECRET) == 0;
}
