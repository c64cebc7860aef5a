#include "throttle.h"

#include <pthread.h>

enum { WINDOW_SECONDS = 60, PROBES = 8 };

struct slot {
	uint64_t key;
	int64_t window;
	unsigned count;
};

struct eh_throttle {
	pthread_mutex_t lock;
	size_t count; /* a power of two */
	struct slot slots[];
};

enum eh_rc eh_throttle_new(size_t slots, struct eh_throttle **ret_throttle, struct eh_error *err)
{
	size_t count = PROBES;

	while (count < slots)
		count *= 2;
	struct eh_throttle *throttle = eh_alloc_zero(1, sizeof *throttle + count * sizeof *throttle->slots);
	if (!throttle)
		return eh_fail_memory(err);
	throttle->count = count;
	pthread_mutex_init(&throttle->lock, NULL);
	*ret_throttle = throttle;
	return EH_OK;
}

void eh_throttle_free(struct eh_throttle *throttle)
{
	if (throttle)
		pthread_mutex_destroy(&throttle->lock);
	eh_free(throttle);
}

/* The slot of the key, or the stalest of those it may use. */
static struct slot *slot_of(struct eh_throttle *throttle, uint64_t key)
{
	struct slot *oldest = NULL;

	for (size_t i = 0; i < PROBES; i++) {
		struct slot *slot = &throttle->slots[(key + i) & (throttle->count - 1)];
		if (slot->key == key)
			return slot;
		if (!oldest || slot->window < oldest->window || (slot->window == oldest->window && slot->count < oldest->count))
			oldest = slot;
	}
	*oldest = (struct slot){ .key = key };
	return oldest;
}

bool eh_throttle_allow(
        struct eh_throttle *throttle, struct eh_str client, struct eh_str what, unsigned most, int64_t now, unsigned *ret_wait)
{
	uint64_t key = eh_str_hash(client) * 31 + eh_str_hash(what);
	int64_t seconds = now / 1000000, window = seconds / WINDOW_SECONDS;

	pthread_mutex_lock(&throttle->lock);
	struct slot *slot = slot_of(throttle, key);
	if (slot->window != window)
		*slot = (struct slot){ .key = key, .window = window };
	bool allowed = slot->count < most;
	slot->count += allowed;
	pthread_mutex_unlock(&throttle->lock);
	if (!allowed)
		*ret_wait = (unsigned)(WINDOW_SECONDS - seconds % WINDOW_SECONDS);
	return allowed;
}
