/* arena.h: memory that is given back all at once.
 *
 * An arena belongs to a lifetime (a process, a job, a request, a row). Allocations are aligned to 16 bytes and never freed one
 * by one; eh_arena_reset empties the arena and keeps its first block, eh_arena_finish gives everything back. An arena is used by
 * one thread at a time. `struct eh_arena a = { 0 };` is a ready, empty arena. */
#ifndef EH_BASE_ARENA_H
#define EH_BASE_ARENA_H

#include "error.h"
#include "str.h"

struct eh_arena_block;

struct eh_arena {
	struct eh_arena_block *block; /* newest */
	size_t used;                  /* of the newest block */
	size_t total;                 /* bytes of all blocks */
	bool failed;                  /* there was no memory once since it was made; eh_arena_check tells */
};

/* `size` bytes, not zeroed; NULL when there is no memory. */
void *eh_arena_alloc(struct eh_arena *arena, size_t size);

/* For whoever copies many texts and asks once at the end: `rc`, or EH_NO_MEMORY when it is EH_OK and an allocation from this arena failed. */
enum eh_rc eh_arena_check(const struct eh_arena *arena, enum eh_rc rc, struct eh_error *err);

/* count × size bytes of zeroes; NULL when there is no memory or the product overflows. */
void *eh_arena_alloc_zero(struct eh_arena *arena, size_t count, size_t size);

/* A copy of `s`, NUL-terminated beyond its n bytes; {NULL, 0} when there is no memory. An empty or absent string is copied as
 * a non-NULL empty one. */
struct eh_str eh_arena_str(struct eh_arena *arena, struct eh_str s);

/* A printf-style string in the arena; {NULL, 0} when there is no memory. */
struct eh_str eh_arena_printf(struct eh_arena *arena, const char *format, ...) __attribute__((format(printf, 2, 3)));

void eh_arena_reset(struct eh_arena *arena);
void eh_arena_finish(struct eh_arena *arena);

/* `struct eh_arena a EH_CLEANUP_ARENA = { 0 };` */
#define EH_CLEANUP_ARENA __attribute__((cleanup(eh_arena_finish)))

#endif
