/* alloc.h: the one door to the heap.
 *
 * Everything here allocates through these functions, so that a test can make the nth allocation fail and see that the error
 * path gives the memory back and leaves outputs untouched. They return NULL when there is no memory; sizes are checked for
 * overflow. Free with eh_free. */
#ifndef EH_BASE_ALLOC_H
#define EH_BASE_ALLOC_H

#include <stddef.h>

void *eh_alloc(size_t size);
void *eh_alloc_zero(size_t count, size_t size);
void *eh_realloc(void *p, size_t count, size_t size);
void eh_free(void *p);

/* Gives the whole pages among these bytes of an allocation back to the system: what they hold is lost, and they cost nothing until they are
 * written to again. */
void eh_unneeded(void *p, size_t size);

/* A NUL-terminated copy of n bytes. */
char *eh_strndup(const char *p, size_t n);

/* For `__attribute__((cleanup(eh_free_p)))`: frees the pointer that `p` points at. */
void eh_free_p(void *p);
#define EH_CLEANUP_FREE __attribute__((cleanup(eh_free_p)))

/* Tests only: let `n` more allocations of this process succeed and fail every one after; a negative number (the default) never
 * fails. Returns the number of allocations asked for since the last call. */
long eh_alloc_fail_after(long n);

/* The same, but only the one after those `n` fails: an error that is swallowed is not hidden by the next. */
long eh_alloc_fail_once(long n);

#endif
