/* block.c: which pairs are worth comparing. Records that share a key stand in one block: a word, the whole core of a name, initials, a
 * postcode, a telephone, a domain, an address, an identifier. Common words make blocks too large to pay; they are left to the rarer ones. */
#include <stdio.h>
#include <stdlib.h>

#include "link.h"

struct key {
	uint64_t hash;
	uint32_t record;
};

struct keys {
	EH_VEC(struct key) list;
	bool failed;
};

static void add(struct keys *keys, char kind, struct eh_str text, size_t record)
{
	if (!text.n)
		return;
	uint64_t hash = (eh_str_hash(text) ^ (uint64_t)(unsigned char)kind) * 0x9e3779b97f4a7c15u;
	if (!eh_vec_push(&keys->list, (struct key){ hash, (uint32_t)record }))
		keys->failed = true;
}

static void add_names(struct keys *keys, const struct eh_link_ready *ready, size_t record)
{
	for (size_t i = 0; i < ready->name_count; i++) {
		const struct eh_link_name *name = &ready->names[i];
		for (size_t j = 0; j < name->count; j++) {
			/* A slip inside a long word leaves its beginning: both are keys. */
			if (name->words[j].weight > 7.5)
				add(keys, 'w', name->words[j].text, record);
			if (name->words[j].weight > 12 && name->words[j].text.n >= 7)
				add(keys, 'p', eh_str_sub(name->words[j].text, 0, 5), record);
			/* Two commoner words together are as rare as one rare word. */
			for (size_t k = j + 1; k < name->count && k < j + 4; k++) {
				char pair[64];
				int n = snprintf(
				        pair, sizeof pair, "%.*s %.*s", EH_FMT(name->words[j].text), EH_FMT(name->words[k].text));
				add(keys, '2', (struct eh_str){ pair, n > 0 && (size_t)n < sizeof pair ? (size_t)n : 0 }, record);
			}
		}
		add(keys, 'c', (struct eh_str){ (const char *)&name->core, sizeof name->core }, record);
		add(keys, 'a', name->is_acronym ? name->words[0].text : name->acronym, record);
	}
}

static void add_record(struct keys *keys, const struct eh_link_ready *ready, size_t record)
{
	add_names(keys, ready, record);
	add(keys, 'z', ready->postcode, record);
	add(keys, 't', ready->phone, record);
	add(keys, 'd', ready->domain, record);
	add(keys, 's', ready->street, record);
}

static int by_hash(const void *a, const void *b)
{
	const struct key *x = a, *y = b;

	if (x->hash != y->hash)
		return x->hash < y->hash ? -1 : 1;
	return (x->record > y->record) - (x->record < y->record);
}

static int by_pair(const void *a, const void *b)
{
	const struct eh_link_candidate *x = a, *y = b;

	if (x->a != y->a)
		return x->a < y->a ? -1 : 1;
	return (x->b > y->b) - (x->b < y->b);
}

static bool add_block(const struct key *keys, size_t count, struct eh_link_candidates *candidates)
{
	for (size_t i = 0; i < count; i++)
		for (size_t j = i + 1; j < count; j++) {
			if (keys[i].record == keys[j].record)
				continue;
			if (!eh_vec_grow(&candidates->items, candidates->count, &candidates->cap, sizeof *candidates->items))
				return false;
			candidates->items[candidates->count++] = (struct eh_link_candidate){ keys[i].record, keys[j].record };
		}
	return true;
}

static void drop_repeats(struct eh_link_candidates *candidates)
{
	size_t kept = 0;

	qsort(candidates->items, candidates->count, sizeof *candidates->items, by_pair);
	for (size_t i = 0; i < candidates->count; i++)
		if (!i || by_pair(&candidates->items[i - 1], &candidates->items[i]) != 0)
			candidates->items[kept++] = candidates->items[i];
	candidates->count = kept;
}

bool eh_link_block(const struct eh_link_ready *ready, size_t count, size_t block_cap, struct eh_link_candidates *ret_candidates)
{
	struct keys keys = { 0 };
	struct eh_link_candidates candidates = { 0 };
	bool good = true;

	for (size_t i = 0; i < count && !keys.failed; i++)
		add_record(&keys, &ready[i], i);
	good = !keys.failed;
	if (good && keys.list.count)
		qsort(keys.list.items, keys.list.count, sizeof *keys.list.items, by_hash);
	for (size_t i = 0; good && i < keys.list.count;) {
		size_t end = i + 1;
		while (end < keys.list.count && keys.list.items[end].hash == keys.list.items[i].hash)
			end++;
		if (end - i > block_cap)
			candidates.capped++;
		else
			good = add_block(keys.list.items + i, end - i, &candidates);
		i = end;
	}
	eh_vec_finish(&keys.list);
	if (!good) {
		eh_free(candidates.items);
		return false;
	}
	if (candidates.count)
		drop_repeats(&candidates);
	*ret_candidates = candidates;
	return true;
}
