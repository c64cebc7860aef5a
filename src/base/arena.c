#include "arena.h"

#include <stdarg.h>
#include <stdio.h>

#include "alloc.h"

struct eh_arena_block {
	struct eh_arena_block *older;
	size_t size;
	_Alignas(16) char bytes[];
};

enum { FIRST_BLOCK = 4096, LARGEST_BLOCK = 1 << 20, ALIGNMENT = 16 };

static void *new_block(struct eh_arena *arena, size_t size)
{
	size_t want = arena->block ? arena->block->size * 2 : FIRST_BLOCK;

	if (want > LARGEST_BLOCK)
		want = LARGEST_BLOCK;
	if (want < size)
		want = size;
	struct eh_arena_block *block = want < SIZE_MAX - sizeof *block ? eh_alloc(sizeof *block + want) : NULL;
	if (!block) {
		arena->failed = true;
		return NULL;
	}
	block->older = arena->block;
	block->size = want;
	arena->block = block;
	arena->used = size;
	arena->total += want;
	return block->bytes;
}

void *eh_arena_alloc(struct eh_arena *arena, size_t size)
{
	if (size > SIZE_MAX - ALIGNMENT)
		return NULL;
	size = (size + ALIGNMENT - 1) & ~(size_t)(ALIGNMENT - 1);
	if (!arena->block || size > arena->block->size - arena->used)
		return new_block(arena, size);
	void *p = arena->block->bytes + arena->used;
	arena->used += size;
	return p;
}

void *eh_arena_alloc_zero(struct eh_arena *arena, size_t count, size_t size)
{
	size_t bytes;

	if (__builtin_mul_overflow(count, size, &bytes))
		return NULL;
	void *p = eh_arena_alloc(arena, bytes);
	return p ? memset(p, 0, bytes) : NULL;
}

struct eh_str eh_arena_str(struct eh_arena *arena, struct eh_str s)
{
	char *p = s.n < SIZE_MAX ? eh_arena_alloc(arena, s.n + 1) : NULL;

	if (!p)
		return (struct eh_str){ NULL, 0 };
	if (s.n)
		memcpy(p, s.p, s.n);
	p[s.n] = '\0';
	return (struct eh_str){ p, s.n };
}

struct eh_str eh_arena_printf(struct eh_arena *arena, const char *format, ...)
{
	va_list args;
	int n;

	va_start(args, format);
	n = vsnprintf(NULL, 0, format, args);
	va_end(args);
	char *p = n < 0 ? NULL : eh_arena_alloc(arena, (size_t)n + 1);
	if (!p)
		return (struct eh_str){ NULL, 0 };
	va_start(args, format);
	vsnprintf(p, (size_t)n + 1, format, args);
	va_end(args);
	return (struct eh_str){ p, (size_t)n };
}

enum eh_rc eh_arena_check(const struct eh_arena *arena, enum eh_rc rc, struct eh_error *err)
{
	return rc == EH_OK && arena->failed ? eh_fail_memory(err) : rc;
}

void eh_arena_reset(struct eh_arena *arena)
{
	struct eh_arena_block *block = arena->block;

	while (block && block->older) {
		struct eh_arena_block *older = block->older;
		eh_free(block);
		block = older;
	}
	arena->block = block;
	arena->used = 0;
	arena->total = block ? block->size : 0;
}

void eh_arena_finish(struct eh_arena *arena)
{
	eh_arena_reset(arena);
	eh_free(arena->block);
	*arena = (struct eh_arena){ 0 };
}
