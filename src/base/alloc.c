#include "alloc.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

static atomic_long allowed = -1;
static atomic_long asked;
static atomic_bool once;

static bool refused(void)
{
	atomic_fetch_add_explicit(&asked, 1, memory_order_relaxed);
	if (atomic_load_explicit(&allowed, memory_order_relaxed) < 0)
		return false;
	if (atomic_load(&allowed) == 0 && !atomic_load(&once))
		return true;
	return atomic_fetch_sub(&allowed, 1) == 0;
}

long eh_alloc_fail_after(long n)
{
	atomic_store(&once, false);
	atomic_store(&allowed, n);
	return atomic_exchange(&asked, 0);
}

long eh_alloc_fail_once(long n)
{
	long count = eh_alloc_fail_after(n);

	atomic_store(&once, true);
	return count;
}

void *eh_alloc(size_t size) { return refused() ? NULL : malloc(size ? size : 1); }

void *eh_alloc_zero(size_t count, size_t size) { return refused() ? NULL : calloc(count ? count : 1, size ? size : 1); }

void *eh_realloc(void *p, size_t count, size_t size)
{
	if (size && count > SIZE_MAX / size)
		return NULL;
	size_t bytes = count * size;
	return refused() ? NULL : realloc(p, bytes ? bytes : 1);
}

void eh_free(void *p) { free(p); }

void eh_unneeded(void *p, size_t size)
{
	uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE), from = ((uintptr_t)p + page - 1) / page * page,
	          to = ((uintptr_t)p + size) / page * page;

	if (from < to)
		(void)madvise((void *)from, to - from, MADV_DONTNEED);
}

void eh_free_p(void *p) { free(*(void **)p); }

char *eh_strndup(const char *p, size_t n)
{
	char *copy = n < SIZE_MAX ? eh_alloc(n + 1) : NULL;

	if (!copy)
		return NULL;
	if (n)
		memcpy(copy, p, n);
	copy[n] = '\0';
	return copy;
}
