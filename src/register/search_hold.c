/* search_hold.c: one memory for all threads, read anew when the index has changed. */
#include <pthread.h>

#include "search_private.h"

struct eh_search {
	pthread_mutex_t lock, loading;
	struct eh_search_memory *memory;
};

enum eh_rc eh_search_new(struct eh_search **ret_search, struct eh_error *err)
{
	struct eh_search *search = eh_alloc_zero(1, sizeof *search);

	if (!search)
		return eh_fail_memory(err);
	pthread_mutex_init(&search->lock, NULL);
	pthread_mutex_init(&search->loading, NULL);
	*ret_search = search;
	return EH_OK;
}

void eh_search_free(struct eh_search *search)
{
	if (!search)
		return;
	eh_search_memory_free(search->memory);
	pthread_mutex_destroy(&search->lock);
	pthread_mutex_destroy(&search->loading);
	eh_free(search);
}

/* What is in memory when it is of this version, or of any. */
static struct eh_search_memory *held(struct eh_search *search, int64_t version, bool any)
{
	pthread_mutex_lock(&search->lock);
	struct eh_search_memory *memory = search->memory;
	if (memory && !any && memory->version != version)
		memory = NULL;
	if (memory)
		memory->users++;
	pthread_mutex_unlock(&search->lock);
	return memory;
}

void eh_search_release(struct eh_search *search, struct eh_search_memory *memory)
{
	pthread_mutex_lock(&search->lock);
	bool last = !--memory->users && memory != search->memory;
	pthread_mutex_unlock(&search->lock);
	if (last)
		eh_search_memory_free(memory);
}

static void replace(struct eh_search *search, struct eh_search_memory *memory)
{
	pthread_mutex_lock(&search->lock);
	struct eh_search_memory *old = search->memory;
	bool unused = old && !old->users;
	search->memory = memory;
	memory->users++;
	pthread_mutex_unlock(&search->lock);
	if (unused)
		eh_search_memory_free(old);
}

/* Reads the index; again when it changed meanwhile. */
static enum eh_rc read_whole(struct eh_db *db, struct eh_search_memory **ret_memory, struct eh_error *err)
{
	enum { TRIES = 3 };

	for (int i = 0;; i++) {
		struct eh_search_memory *memory = NULL;
		int64_t version = 0;
		EH_TRY(eh_search_memory_load(db, &memory, err));
		enum eh_rc rc = eh_search_version(db, &version, err);
		if (rc == EH_OK && (version == memory->version || i == TRIES)) {
			*ret_memory = memory;
			return EH_OK;
		}
		eh_search_memory_free(memory);
		EH_TRY(rc);
	}
}

enum eh_rc eh_search_hold(struct eh_search *search, struct eh_db *db, struct eh_search_memory **ret_memory, struct eh_error *err)
{
	struct eh_search_memory *memory;
	int64_t version = 0;

	EH_TRY(eh_search_version(db, &version, err));
	memory = held(search, version, false);
	/* While one thread reads the new index, the others answer from the one before. */
	if (!memory && pthread_mutex_trylock(&search->loading) != 0) {
		memory = held(search, version, true);
		if (!memory)
			pthread_mutex_lock(&search->loading);
	} else if (memory) {
		*ret_memory = memory;
		return EH_OK;
	}
	if (memory) {
		*ret_memory = memory;
		return EH_OK;
	}
	enum eh_rc rc = EH_OK;
	memory = held(search, version, false);
	if (!memory && (rc = read_whole(db, &memory, err)) == EH_OK)
		replace(search, memory);
	pthread_mutex_unlock(&search->loading);
	if (rc == EH_OK)
		*ret_memory = memory;
	return rc;
}
