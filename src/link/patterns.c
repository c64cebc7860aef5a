/* patterns.c: a table of patterns, found by hash. */
#include "patterns.h"

#include <stdlib.h>

static size_t slot_of(const struct eh_patterns *patterns, uint64_t pattern)
{
	size_t slot = (size_t)((pattern ^ pattern >> 31) * 0x9e3779b97f4a7c15u >> 32) & (patterns->cap - 1);

	while (patterns->items[slot].count && patterns->items[slot].pattern != pattern)
		slot = (slot + 1) & (patterns->cap - 1);
	return slot;
}

static bool grow(struct eh_patterns *patterns)
{
	struct eh_patterns larger = { .cap = patterns->cap ? 2 * patterns->cap : 1024 };

	larger.items = eh_alloc_zero(larger.cap, sizeof *larger.items);
	if (!larger.items)
		return false;
	for (size_t i = 0; i < patterns->cap; i++)
		if (patterns->items[i].count)
			larger.items[slot_of(&larger, patterns->items[i].pattern)] = patterns->items[i];
	larger.count = patterns->count;
	eh_free(patterns->items);
	*patterns = larger;
	return true;
}

bool eh_patterns_add(struct eh_patterns *patterns, uint64_t pattern, uint64_t count)
{
	if (patterns->count * 3 >= patterns->cap * 2 && !grow(patterns))
		return false;
	struct eh_pattern *at = &patterns->items[slot_of(patterns, pattern)];
	patterns->count += !at->count;
	at->pattern = pattern;
	at->count += count;
	return true;
}

bool eh_patterns_merge(struct eh_patterns *patterns, const struct eh_patterns *from)
{
	for (size_t i = 0; i < from->cap; i++)
		if (from->items[i].count && !eh_patterns_add(patterns, from->items[i].pattern, from->items[i].count))
			return false;
	return true;
}

bool eh_patterns_gather(struct eh_patterns *parts, size_t count, struct eh_patterns *ret_patterns)
{
	struct eh_patterns all = { 0 };
	bool good = true;

	for (size_t i = 0; i < count; i++) {
		good = good && eh_patterns_merge(&all, &parts[i]);
		eh_patterns_finish(&parts[i]);
	}
	if (!good) {
		eh_patterns_finish(&all);
		return false;
	}
	*ret_patterns = all;
	return true;
}

static int by_pattern(const void *a, const void *b)
{
	const struct eh_pattern *x = a, *y = b;

	return (x->pattern > y->pattern) - (x->pattern < y->pattern);
}

void eh_patterns_sort(struct eh_patterns *patterns)
{
	size_t kept = 0;

	for (size_t i = 0; i < patterns->cap; i++)
		if (patterns->items[i].count)
			patterns->items[kept++] = patterns->items[i];
	if (kept)
		qsort(patterns->items, kept, sizeof *patterns->items, by_pattern);
	patterns->cap = 0;
}

void eh_patterns_finish(struct eh_patterns *patterns)
{
	eh_free(patterns->items);
	*patterns = (struct eh_patterns){ 0 };
}
