/* search_often.c: words that many entries have need not be looked up in the index each time. */
#include <pthread.h>

#include "search_private.h"

enum { MOST_KEPT = 512, BITS = 64 };

struct eh_search_often {
	pthread_mutex_t lock;
	size_t slots, words; /* words of 64 bits for all slots */
	struct eh_map map;   /* key → number of a set; guarded by the lock */
	uint64_t *sets[MOST_KEPT];
	size_t sizes[MOST_KEPT], count;
	struct eh_arena arena;
};

enum eh_rc eh_search_often_new(size_t slots, struct eh_search_often **ret_often)
{
	struct eh_search_often *often = eh_alloc_zero(1, sizeof *often);

	if (!often)
		return EH_NO_MEMORY;
	often->slots = slots;
	often->words = (slots + BITS - 1) / BITS;
	pthread_mutex_init(&often->lock, NULL);
	*ret_often = often;
	return EH_OK;
}

void eh_search_often_free(struct eh_search_often *often)
{
	if (!often)
		return;
	for (size_t i = 0; i < often->count; i++)
		eh_free(often->sets[i]);
	eh_map_finish(&often->map);
	eh_arena_finish(&often->arena);
	pthread_mutex_destroy(&often->lock);
	eh_free(often);
}

bool eh_search_often_get(struct eh_search_often *often, struct eh_str key, uint32_t **slots, size_t *count, size_t *cap)
{
	const uint64_t *set = NULL;
	size_t size = 0;

	pthread_mutex_lock(&often->lock);
	const uint64_t *number = eh_map_get(&often->map, key);
	if (number) {
		set = often->sets[*number];
		size = often->sizes[*number];
	}
	pthread_mutex_unlock(&often->lock);
	while (set && *cap < size)
		if (!eh_vec_grow(slots, *cap, cap, sizeof **slots))
			return false;
	/* Sets are never changed once they are there, nor freed before all are. */
	for (size_t i = 0; set && i < often->words; i++)
		for (uint64_t bits = set[i]; bits; bits &= bits - 1)
			(*slots)[(*count)++] = (uint32_t)(i * BITS + (size_t)__builtin_ctzll(bits));
	return set != NULL;
}

void eh_search_often_put(struct eh_search_often *often, struct eh_str key, const uint32_t *slots, size_t count)
{
	if (count < often->slots / BITS || !count)
		return;
	uint64_t *set = eh_alloc_zero(often->words, sizeof *set);
	if (!set)
		return;
	for (size_t i = 0; i < count; i++)
		set[slots[i] / BITS] |= UINT64_C(1) << (slots[i] % BITS);
	pthread_mutex_lock(&often->lock);
	bool room = often->count < MOST_KEPT && !eh_map_get(&often->map, key);
	struct eh_str kept = room ? eh_arena_str(&often->arena, key) : (struct eh_str){ NULL, 0 };
	if (kept.p && eh_map_put(&often->map, kept, often->count, NULL, NULL) >= 0) {
		often->sets[often->count] = set;
		often->sizes[often->count++] = count;
		set = NULL;
	}
	pthread_mutex_unlock(&often->lock);
	eh_free(set);
}
