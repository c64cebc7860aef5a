/* random.h: repeatable random numbers. xoshiro256** seeded by splitmix64 (Blackman and Vigna, 2018). Not for secrets: those come
 * from libsodium. */
#ifndef EH_BASE_RANDOM_H
#define EH_BASE_RANDOM_H

#include <stddef.h>
#include <stdint.h>

struct eh_random {
	uint64_t s[4];
};

/* The same seed and stream give the same numbers on every machine; different streams are independent. */
void eh_random_init(struct eh_random *random, uint64_t seed, uint64_t stream);
uint64_t eh_random_next(struct eh_random *random);
/* Uniform in 0 … below-1, without modulo bias; below > 0. */
uint64_t eh_random_below(struct eh_random *random, uint64_t below);
/* Uniform in [0, 1). */
double eh_random_unit(struct eh_random *random);
/* Normal with mean 0 and deviation 1 (sum of twelve uniforms: cheap and the same everywhere). */
double eh_random_normal(struct eh_random *random);

#endif
