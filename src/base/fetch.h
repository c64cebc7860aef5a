/* fetch.h: asking for memory some time before it is read. A table that is larger than the processor's caches is waited for longer than it is
 * worked on, unless what will be read next is asked for while something else is done. */
#ifndef EH_BASE_FETCH_H
#define EH_BASE_FETCH_H

/* The address is anything, also one past the end; what is not there is not fetched. To gcc a function that only fetches does nothing, and
 * calls of it go; the empty statement, which it may not look into, keeps them. */
static inline void eh_fetch(const void *p)
{
	__builtin_prefetch(p);
	__asm__ volatile("" : : "r"(p));
}

#endif
