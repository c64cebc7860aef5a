#include "pool.h"

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>

enum { MOST_THREADS = 256 };

struct run {
	eh_pool_work *work;
	void *context;
	size_t parts;
	atomic_size_t next;
};

size_t eh_pool_processors(void)
{
	cpu_set_t set;

	if (sched_getaffinity(0, sizeof set, &set) != 0)
		return 1;
	int count = CPU_COUNT(&set);
	return count > 0 ? (size_t)count : 1;
}

static void *drain(void *argument)
{
	struct run *run = argument;

	for (;;) {
		size_t part = atomic_fetch_add(&run->next, 1);
		if (part >= run->parts)
			return NULL;
		run->work(run->context, part);
	}
}

void eh_pool_run(size_t threads, size_t parts, eh_pool_work *work, void *context)
{
	struct run run = { .work = work, .context = context, .parts = parts };
	pthread_t started[MOST_THREADS];
	size_t count = 0;

	if (!threads)
		threads = eh_pool_processors();
	if (threads > parts)
		threads = parts;
	if (threads > MOST_THREADS)
		threads = MOST_THREADS;
	while (count + 1 < threads && pthread_create(&started[count], NULL, drain, &run) == 0)
		count++;
	drain(&run);
	for (size_t i = 0; i < count; i++)
		pthread_join(started[i], NULL);
}
