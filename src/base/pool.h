/* pool.h: work on all processors. Results must not depend on the order in which parts run: each part writes its own outputs. */
#ifndef EH_BASE_POOL_H
#define EH_BASE_POOL_H

#include <stddef.h>

#include "error.h"

/* Called once for each part 0 … parts-1, from any thread. */
typedef void eh_pool_work(void *context, size_t part);

/* Runs `parts` calls on up to `threads` threads (0: as many as processors) and waits for all. Falls back to the calling thread
 * when no thread can be started, so it cannot fail. */
void eh_pool_run(size_t threads, size_t parts, eh_pool_work *work, void *context);

/* Number of processors this process may use, at least 1. */
size_t eh_pool_processors(void);

#endif
