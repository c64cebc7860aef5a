#include "random.h"

static uint64_t rotate(uint64_t x, int k) { return (x << k) | (x >> (64 - k)); }

static uint64_t splitmix(uint64_t *state)
{
	uint64_t z = (*state += 0x9e3779b97f4a7c15u);

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
	return z ^ (z >> 31);
}

void eh_random_init(struct eh_random *random, uint64_t seed, uint64_t stream)
{
	uint64_t state = seed, salt = stream;

	state ^= splitmix(&salt);
	for (int i = 0; i < 4; i++)
		random->s[i] = splitmix(&state);
}

uint64_t eh_random_next(struct eh_random *random)
{
	uint64_t *s = random->s, result = rotate(s[1] * 5, 7) * 9, t = s[1] << 17;

	s[2] ^= s[0];
	s[3] ^= s[1];
	s[1] ^= s[2];
	s[0] ^= s[3];
	s[2] ^= t;
	s[3] = rotate(s[3], 45);
	return result;
}

uint64_t eh_random_below(struct eh_random *random, uint64_t below)
{
	/* Lemire's multiplication, rejecting the part that would be uneven. */
	for (;;) {
		__uint128_t product = (__uint128_t)eh_random_next(random) * below;
		if ((uint64_t)product >= (0 - below) % below)
			return (uint64_t)(product >> 64);
	}
}

double eh_random_unit(struct eh_random *random) { return (double)(eh_random_next(random) >> 11) * 0x1p-53; }

double eh_random_normal(struct eh_random *random)
{
	double sum = -6;

	for (int i = 0; i < 12; i++)
		sum += eh_random_unit(random);
	return sum;
}
